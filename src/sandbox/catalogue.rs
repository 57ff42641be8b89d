//! The providers and integrations the sandbox is born with, and the endpoints that show them (protocol §6).

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::access::Caller;
use super::integration::Integration;
use super::provider::Provider;
use super::reply;
use super::rules;
use super::scopes;
use super::state::{Bucket, State, Turn};
use super::validate::check;
use crate::http::Reply;

/// An integration to begin with.
#[derive(Clone, Deserialize)]
pub struct Seed {
    /// Its id.
    pub unique_key: String,
    /// The provider's name; the id where it is absent.
    pub provider: Option<String>,
    /// What people call it; the provider's display name where it is absent.
    pub display_name: Option<String>,
    /// Comma-separated; present where the provider needs an OAuth app.
    pub scopes: Option<String>,
}

/// As recorded and in Nango's order, in files that can each be read. Nothing is read before it is asked for.
static PROVIDERS: LazyLock<Vec<Provider>> = LazyLock::new(|| {
    let files = [
        include_str!("catalogue/a-f.json"),
        include_str!("catalogue/g-l.json"),
        include_str!("catalogue/m-r.json"),
        include_str!("catalogue/s-z.json"),
    ];
    files.into_iter().flat_map(own::<Vec<Provider>>).collect()
});

fn own<T: serde::de::DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).expect("the catalogue is part of this program")
}

/// Every provider the sandbox is born with.
pub fn providers() -> &'static [Provider] {
    &PROVIDERS
}

/// The auth mode of a provider that the sandbox is born with.
pub fn auth_mode(name: &str) -> Option<&'static str> {
    let known = providers().iter().find(|provider| text(provider, "name") == name)?;
    Some(text(known, "auth_mode"))
}

/// A text field of a provider; empty when it has none.
pub fn text<'a>(provider: &'a Provider, field: &str) -> &'a str {
    provider.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// The names in a list of a provider's; none when it has no such list.
pub fn names<'a>(provider: &'a Provider, field: &str) -> impl Iterator<Item = &'a str> {
    let all = provider.get(field).and_then(Value::as_array);
    all.into_iter().flatten().filter_map(Value::as_str)
}

/// Whether Nango tries this provider's credentials before it stores them (protocol §3.3).
pub fn verifies(provider: &Provider) -> bool {
    provider.get("proxy").is_some_and(|proxy| proxy.get("verification").is_some())
        || provider.contains_key("credentials_verification_script")
}

/// The integrations of a new sandbox: one of each provider that needs no more explanation than its name.
pub fn seeds() -> Vec<Seed> {
    own(include_str!("catalogue/integrations.json"))
}

/// Where a provider's logo would be.
pub fn logo(base: &str, provider: &str) -> String {
    format!("{base}/images/template-logos/{provider}.svg")
}

fn provider_json(provider: &Provider, base: &str) -> Value {
    let mut provider = provider.clone();
    let logo = logo(base, text(&provider, "name"));
    provider.insert("logo_url".to_owned(), logo.into());
    Value::Object(provider)
}

impl State {
    /// GET /integrations; with a session token only those the session allows.
    pub(super) fn list_integrations(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        let caller = self.key_or_session(turn, scopes::INTEGRATIONS_LIST)?;
        turn.valid_query(&rules::NOTHING)?;
        let allowed = |integration: &&Integration| match &caller {
            Caller::Key => true,
            Caller::Session(session) => session.allows(&integration.unique_key),
        };
        let mut all: Vec<&Integration> = self.here().integrations.iter().filter(allowed).collect();
        // The recorded order: by provider, then by age, which is the order they are kept in.
        all.sort_by_key(|integration| integration.provider_name());
        let data: Vec<Value> =
            all.iter().map(|integration| integration.to_json(&turn.base, "", &[])).collect();
        Ok(reply::json(200, &json!({ "data": data })))
    }

    /// GET /integrations/:uniqueKey.
    pub(super) fn get_integration(&mut self, turn: &mut Turn, key: &str) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::INTEGRATIONS_READ)?;
        turn.valid_query(&rules::INTEGRATION_QUERY)?;
        turn.valid_path(&rules::UNIQUE_KEY_PATH, "uniqueKey", key)?;
        let Some(integration) = self.integration(key) else {
            return Err(reply::error(404, "not_found", &format!("Integration \"{key}\" does not exist")));
        };
        let mut include: Vec<&str> = match turn.query.get("include") {
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(one)) => vec![one],
            _ => Vec::new(),
        };
        if turn.may(scopes::INTEGRATIONS_READ_CREDENTIALS).is_err() {
            // They are left out untold (recording scoped_key_integration_get_credentials).
            include.retain(|part| *part != "credentials");
        }
        Ok(reply::json(200, &json!({ "data": integration.to_json(&turn.base, &self.here().uuid, &include) })))
    }

    /// GET /providers. `search` is a regular expression over names, of which its rule leaves the dot alone.
    pub(super) fn list_providers(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.key_or_session(turn, scopes::ANY)?;
        turn.valid_query(&rules::PROVIDERS_QUERY)?;
        let search = turn.query.get("search").and_then(Value::as_str).unwrap_or_default();
        let data: Vec<Value> = self
            .providers()
            .filter(|provider| matches_somewhere(text(provider, "name"), search))
            .map(|provider| provider_json(provider, &turn.base))
            .collect();
        Ok(reply::json(200, &json!({ "data": data })))
    }

    /// GET /providers/:provider.
    pub(super) fn get_provider(&mut self, turn: &mut Turn, name: &str) -> Result<Reply, Reply> {
        self.key_or_session(turn, scopes::ANY)?;
        turn.valid_query(&rules::NOTHING)?;
        turn.valid_path(&rules::PROVIDER_PATH, "provider", name)?;
        match self.provider(name) {
            Some(provider) => Ok(reply::json(200, &json!({ "data": provider_json(provider, &turn.base) }))),
            None => Err(reply::error(404, "not_found", &format!("Unknown provider {name}"))),
        }
    }

    /// GET /providers.json: the whole catalogue, for anybody.
    pub(super) fn providers_json(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.count(turn, Bucket::Anybody)?;
        let all = self.providers().map(|provider| {
            let mut about = provider_json(provider, &turn.base);
            if let Value::Object(about) = &mut about {
                about.shift_remove("name");
            }
            (text(provider, "name").to_owned(), about)
        });
        Ok(reply::json(200, &Value::Object(all.collect())))
    }

    /// GET /config/:providerConfigKey, the deprecated form of GET /integrations/:uniqueKey.
    pub(super) fn get_config(&mut self, turn: &mut Turn, key: &str) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::INTEGRATIONS_READ)?;
        let Some(at) = self.integration(key) else {
            return Err(reply::unknown_provider_config(json!({})));
        };
        let mut config = json!({
            "unique_key": at.unique_key,
            "provider": at.provider_name(),
            "syncs": [],
            "actions": [],
        });
        let asked = turn.query.get("include_creds").is_some_and(|asked| asked == "true");
        if asked && turn.may(scopes::INTEGRATIONS_READ_CREDENTIALS).is_ok() {
            let of = |name: &str| at.app.get(name).cloned().unwrap_or_default();
            let stored = at.stored_app();
            let connections: Vec<Value> = self
                .here()
                .connections
                .iter()
                .filter(|known| known.integration == key)
                .map(|known| {
                    json!({
                        "id": known.id,
                        "connection_id": known.connection_id,
                        "provider_config_key": known.integration,
                        "environment_id": self.here().id,
                        "connection_config": known.config,
                    })
                })
                .collect();
            let shown = at.to_json(&turn.base, &self.here().uuid, &["webhook"]);
            config = json!({
                "unique_key": at.unique_key,
                "provider": at.provider_name(),
                "client_id": stored["client_id"],
                "client_secret": stored["client_secret"],
                "custom": stored["custom"],
                "scopes": of("scopes"),
                "app_link": of("app_link"),
                "auth_mode": at.auth_mode(),
                "created_at": shown["created_at"],
                "syncs": [],
                "actions": [],
                "has_webhook": !shown["webhook_url"].is_null(),
                "webhook_secret": stored["webhook_secret"],
                "connection_count": connections.len(),
                "connections": connections,
                "docs": text(at.provider, "docs"),
                "has_webhook_user_defined_secret": at.provider.get("webhook_user_defined_secret") == Some(&Value::Bool(true)),
                "webhook_url": shown["webhook_url"],
            });
        }
        Ok(reply::json(200, &json!({ "config": config })))
    }

    /// One provider: one of the user's, else one of the sandbox's own.
    pub(super) fn provider(&self, name: &str) -> Option<&'static Provider> {
        find(&self.config.providers, name)
    }

    /// The user's, then the sandbox's own that they do not replace; both in the order of their files.
    fn providers(&self) -> impl Iterator<Item = &'static Provider> {
        let user: HashSet<&str> =
            self.config.providers.iter().map(|provider| text(provider, "name")).collect();
        let rest = providers().iter().filter(move |provider| !user.contains(text(provider, "name")));
        self.config.providers.iter().copied().chain(rest)
    }
}

/// The provider of that name: one of the user's, else one of the sandbox's own.
pub fn find(own: &[&'static Provider], name: &str) -> Option<&'static Provider> {
    own.iter().copied().chain(providers()).find(|provider| text(provider, "name") == name)
}

/// Whether a name has the text anywhere, a dot standing for any character.
fn matches_somewhere(name: &str, wanted: &str) -> bool {
    let wanted = wanted.to_ascii_lowercase();
    let fits =
        |part: &[u8]| part.iter().zip(wanted.bytes()).all(|(c, wanted)| wanted == b'.' || *c == wanted);
    wanted.is_empty() || name.as_bytes().windows(wanted.len()).any(fits)
}

/// What is wrong with a file of providers.
#[derive(Debug)]
pub struct ProvidersFault(pub String);

/// Reads providers in the form of Nango's `providers.json`: an object of objects by name. They live as long as the
/// program, as the sandbox's own do.
///
/// # Errors
/// Says which provider lacks what.
pub fn read_providers(json: &[u8]) -> Result<Vec<&'static Provider>, ProvidersFault> {
    let all: serde_json::Map<String, Value> = serde_json::from_slice(json)
        .map_err(|error| ProvidersFault(format!("it is no JSON object of providers by name: {error}")))?;
    all.into_iter().map(|(name, about)| own_provider(&name, about)).collect()
}

/// The name of an auth mode, one of [`MODES`].
pub type Mode = &'static str;

/// Every auth mode there is.
const MODES: [Mode; 17] = [
    "OAUTH1",
    "OAUTH2",
    "OAUTH2_CC",
    "BASIC",
    "API_KEY",
    "APP",
    "CUSTOM",
    "TBA",
    "JWT",
    "TWO_STEP",
    "BILL",
    "SIGNATURE",
    "AWS_SIGV4",
    "MCP_OAUTH2",
    "MCP_OAUTH2_GENERIC",
    "INSTALL_PLUGIN",
    "NONE",
];

/// Reads an auth mode's name from a kept state.
///
/// # Errors
/// When there is no such mode.
pub fn read_mode<'de, D: Deserializer<'de>>(from: D) -> Result<Mode, D::Error> {
    let name = String::deserialize(from)?;
    let known = MODES.into_iter().find(|mode| *mode == name);
    known.ok_or_else(|| D::Error::custom(format!("there is no auth mode {name:?}")))
}

fn own_provider(name: &str, about: Value) -> Result<&'static Provider, ProvidersFault> {
    let fault = |what: &str| Err(ProvidersFault(format!("provider {name:?} {what}")));
    let Value::Object(mut about) = about else { return fault("is no object") };
    if !check(&rules::PROVIDER_PATH, Some(&json!({ "provider": name }))).is_empty() {
        return fault("has a name with other characters than letters, digits, _ and -");
    }
    if !MODES.contains(&text(&about, "auth_mode")) {
        return fault(&format!("has no auth_mode that is one of {}", MODES.join(", ")));
    }
    // What is installed from the provider's side needs no address to begin at.
    let outbound = text(&about, "installation") == "outbound";
    let needed: &[&str] = match text(&about, "auth_mode") {
        "OAUTH1" => &["request_url", "authorization_url", "token_url"],
        "OAUTH2" if !outbound => &["authorization_url", "token_url"],
        _ => &[],
    };
    if let Some(missing) = needed.iter().find(|field| !about.contains_key(**field)) {
        return fault(&format!("has no {missing}"));
    }
    for field in ["connection_config", "credentials", "integration_config", "proxy"] {
        if about.get(field).is_some_and(|value| !value.is_object()) {
            return fault(&format!("has a {field} that is no object"));
        }
    }
    about.insert("name".to_owned(), name.into());
    let shown = name.to_owned();
    about.entry("display_name").or_insert_with(|| shown.into());
    about.entry("categories").or_insert_with(|| json!([]));
    about.entry("docs").or_insert_with(|| format!("https://nango.dev/docs/api-integrations/{name}").into());
    Ok(Box::leak(Box::new(about)))
}
