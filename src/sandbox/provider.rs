//! The sandbox in the provider's place. It knows nobody's credentials: how they begin says what the provider
//! answers, so that every error path of an application can be tried.

use serde_json::{Map, Value, json};

use super::text::random_hex;

/// A provider as Nango's API describes it.
pub type Provider = Map<String, Value>;

/// Where a provider has the instance of whoever connects.
const INSTANCE: &str = "https://instance.sandbox.example.com";

/// What the provider answers to credentials.
pub enum Verdict {
    /// A token, and how many seconds it lasts where the provider says so.
    Token(Option<i64>),
    /// A token now, and a refusal when it is renewed.
    Revoked,
    /// An error, with its status and body.
    Refused(u16, Value),
    /// Status 200 and something that is no token: HTML, or an empty object.
    Nonsense,
    /// No answer at all.
    Silent,
    /// The provider's host has no address.
    Unresolved(String),
    /// Nothing listens at the provider's host.
    Unreachable(String),
}

/// What each beginning of a credential stands for. The words are those of the recorded provider (recordings
/// modes/*_provider_*), `invalid` and `revoked` are the sandbox's own.
fn of_one(value: &str) -> Option<Verdict> {
    let refused = || {
        let body = json!({"error": "invalid_client", "error_description": "Client authentication failed"});
        Verdict::Refused(401, body)
    };
    let wrong = "Something is wrong with the request";
    let beginnings: [(&str, &dyn Fn() -> Verdict); 11] = [
        ("bad400", &|| {
            Verdict::Refused(400, json!({"error": "invalid_request", "error_description": wrong}))
        }),
        ("bad403", &|| Verdict::Refused(403, json!({"error": "forbidden"}))),
        ("invalid", &refused),
        ("bad", &refused),
        ("err500", &|| Verdict::Refused(500, json!("<html>Internal error</html>"))),
        ("garbage", &|| Verdict::Nonsense),
        ("emptyobj", &|| Verdict::Nonsense),
        ("noexp", &|| Verdict::Token(None)),
        ("short", &|| Verdict::Token(Some(5))),
        ("revoked", &|| Verdict::Revoked),
        ("hang", &|| Verdict::Silent),
    ];
    beginnings.iter().find(|(beginning, _)| value.starts_with(beginning)).map(|(_, verdict)| verdict())
}

/// What the provider answers to these credentials: the first text in them that begins with a word of its own
/// decides, others are as good as any.
pub fn verdict(credentials: &Value) -> Verdict {
    fn search(value: &Value) -> Option<Verdict> {
        match value {
            Value::String(text) => of_one(text),
            Value::Array(items) => items.iter().find_map(search),
            // What an earlier answer left is no credential.
            Value::Object(members) => {
                let given = members.iter().filter(|(name, _)| *name != "raw" && *name != "organization_id");
                given.map(|(_, value)| value).find_map(search)
            }
            _ => None,
        }
    }
    search(credentials).unwrap_or(Verdict::Token(Some(3600)))
}

/// What a provider gives under this name beside a token or a code: what it declares as an example, or an address where
/// the name says so.
pub fn told(provider: &Provider, name: &str) -> String {
    let example = provider.get("connection_config").and_then(|fields| fields[name]["example"].as_str());
    example.map_or_else(|| invented(name), str::to_owned)
}

fn invented(name: &str) -> String {
    let last = name.rsplit('.').next().unwrap_or(name);
    let lower = last.to_ascii_lowercase();
    if ["url", "endpoint", "server", "_domain"].iter().any(|part| lower.contains(part)) {
        INSTANCE.to_owned()
    } else if lower == "host" {
        INSTANCE.trim_start_matches("https://").to_owned()
    } else {
        format!("sandbox-{last}")
    }
}

/// What the address that a connection's config names says: hosts below `.invalid` have no address (RFC 6761), and a
/// path that ends in a provider's word answers so, as the recorded provider did (recordings modes/jwt_auth_provider_*).
pub fn of_address(config: &Map<String, Value>) -> Option<Verdict> {
    config.values().filter_map(Value::as_str).find_map(|address| {
        let bare = address.split_once("://").map_or(address, |(_, rest)| rest);
        let (host, path) = bare.split_once('/').unwrap_or((bare, ""));
        if host.split(':').next().is_some_and(|name| name.ends_with(".invalid")) {
            return Some(Verdict::Unresolved(host.to_owned()));
        }
        of_one(path.rsplit('/').next().unwrap_or_default())
    })
}

impl Verdict {
    /// The same credentials, shown a second time.
    pub fn on_renewal(self) -> Verdict {
        match self {
            Verdict::Revoked => {
                let body =
                    json!({"error": "invalid_client", "error_description": "Client authentication failed"});
                Verdict::Refused(401, body)
            }
            other => other,
        }
    }

    /// Whether there is a token in it.
    pub fn is_good(&self) -> bool {
        matches!(self, Verdict::Token(_) | Verdict::Revoked)
    }

    /// Whether a call with such credentials ends in anything but 2xx.
    pub fn fails_a_call(&self) -> bool {
        let gone = matches!(self, Verdict::Unresolved(_) | Verdict::Unreachable(_));
        gone || matches!(self, Verdict::Refused(..) | Verdict::Silent)
    }

    /// A token endpoint's answer.
    pub fn raw(&self) -> Value {
        let lifetime = match self {
            Verdict::Token(lifetime) => *lifetime,
            _ => Some(3600),
        };
        let mut raw = json!({
            "access_token": format!("sandbox_at_{}", random_hex(16)),
            "token_type": "Bearer",
            "scope": "",
            "instance_url": INSTANCE,
        });
        if let Some(lifetime) = lifetime {
            raw["expires_in"] = lifetime.into();
        }
        raw
    }

    /// OAUTH2_CC's error: its message and payload (recordings modes/oauth2_cc_auth_provider_*).
    pub fn client_credentials_error(&self) -> (String, Value) {
        let payload = match self {
            Verdict::Unresolved(host) => {
                let payload = json!({"host": host, "code": "dns_resolution_failed", "message": "DNS resolution failed."});
                return (format!("Failed to fetch client credentials token: {payload}"), payload);
            }
            Verdict::Unreachable(_) => json!({"name": "Error", "message": "fetch_unknown_error"}),
            Verdict::Refused(_, body) => json!({"provider_error_payload": body}),
            _ => json!({"provider_error_payload": null}),
        };
        let payload = payload.to_string();
        let message = format!("Failed to fetch client credentials token: {}", Value::from(payload.as_str()));
        (message, payload.into())
    }

    /// TWO_STEP's error: its message and payload (recordings modes/two_step_auth_provider_*).
    pub fn two_step_error(&self) -> (String, Value) {
        let payload = match self {
            Verdict::Refused(status, body) => json!({
                "message": format!("Request failed with status code {status}"),
                "name": "AxiosError",
                "provider_error_payload": body,
            }),
            Verdict::Unresolved(_) => {
                json!({"name": "OutboundUrlError", "message": "DNS resolution failed."})
            }
            Verdict::Unreachable(address) => {
                json!({"message": format!("connect ECONNREFUSED {address}"), "name": "Error"})
            }
            _ => json!({
                "message": "An unhandled error of type 'incomplete_raw_credentials' with payload '{}' has occurred",
                "name": "Error",
            }),
        };
        let payload = payload.to_string();
        (format!("Error fetching Two Step credentials Error: {payload}"), payload.into())
    }
}
