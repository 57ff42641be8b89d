//! The proxy (protocol §9.1): a request with a connection's credentials, to a provider that the sandbox plays. It
//! answers with what it was sent, or at these paths as the recorded one did: `/status/418`, `/text`, `/empty`,
//! `/redirect`, `/flaky` (two failures, then success) and `/body`, which gives the body back untouched.
//! Really sent is only what goes to a `Base-Url-Override` on this machine, or to the upstream that the user named
//! for the provider.

use serde_json::{Map, Value, json};
use url::Url;

use super::access::text;
use super::connections::{BACKING_OFF, Connection};
use super::fill::Sources;
use super::inflate::ENCODINGS;
use super::integration::Integration;
use super::query;
use super::reply;
use super::retry::Retry;
use super::rules::{is_private, proxy as own};
use super::scopes;
use super::signing;
use super::state::{State, Turn};
use super::text::base64_padded;
use super::validate::number;
use crate::fetch::is_loopback;
use crate::http::{Headers, Reply};

/// How often the flaky path fails before it succeeds.
const FLAKY: u32 = 2;

/// What Nango's client takes, brotli among it.
const ALL_ENCODINGS: &str = "gzip, compress, deflate, br";

/// A request that the room really sends.
#[derive(Clone, Debug)]
pub struct Forward {
    /// In upper case.
    pub method: String,
    /// On this machine, unless `anywhere`.
    pub url: Url,
    /// Whether the user named the address at the start, so that it may be any.
    pub anywhere: bool,
    /// With the credentials in them.
    pub headers: Headers,
    /// None sends none.
    pub body: Option<Vec<u8>>,
    /// How often to try again.
    pub retries: u32,
    /// What to try again for.
    pub retry: Retry,
    /// Whether a compressed answer is to be made plain.
    pub inflate: bool,
    /// Whether credentials go along to another host.
    pub headers_on_redirect: bool,
}

impl State {
    /// ALL /proxy/*.
    pub(super) fn proxy(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::PROXY)?;
        let mut given = Map::new();
        for (name, value) in turn.request.headers.iter() {
            let value = || String::from_utf8_lossy(value).into();
            given.entry(name.to_ascii_lowercase()).or_insert_with(value);
        }
        turn.valid("invalid_headers", &own::HEADERS, Some(&Value::Object(given.clone())))?;
        let named = |name: &str| text(&given, name).unwrap_or_default().to_owned();
        let (key, id) = (named("provider-config-key"), named("connection-id"));
        if self.integration(&key).is_none() {
            let message = "Provider config not found for the given provider config key. Please make sure the provider config exists in the Nango dashboard.";
            return Err(reply::error(404, "unknown_provider_config", message));
        }
        if self.connection(&id, &key).is_none() {
            return Err(reply::error(400, "server_error", "Failed to get connection"));
        }
        self.refreshed(turn, &id, &key, false).map_err(|refusal| refused(&refusal))?;
        let (Some(at), Some(connection)) = (self.integration(&key), self.connection(&id, &key)) else {
            return Err(reply::error(400, "server_error", "Failed to get connection"));
        };
        let overriding = named("base-url-override");
        let upstream = self.config.upstreams.get(at.provider_name()).filter(|_| overriding.is_empty());
        let really = !overriding.is_empty() || upstream.is_some();
        let credentials = connection.credentials.to_json(true);
        let sources = Sources { credentials: &credentials, config: &connection.config, app: &at.app };
        let declared = at.provider.get("proxy").unwrap_or(&Value::Null);
        let base = match (overriding.as_str(), upstream) {
            ("", None) => own_base(declared, &sources)?,
            // What the connection lacks for the provider's own address is still missing.
            ("", Some(upstream)) => own_base(declared, &sources).map(|_| upstream.to_string())?,
            (other, _) => other.to_owned(),
        };
        let path = turn.request.path.get("/proxy".len()..).unwrap_or_default();
        let query = &turn.request.query;
        let target = format!("{}{path}", base.trim_end_matches('/'));
        let target = if query.is_empty() { target } else { format!("{target}?{query}") };
        let Ok(mut url) = Url::parse(&target) else { return Err(reply::unexpected()) };
        add_query(&mut url, declared, &sources);
        if turn.strict_urls && upstream.is_none() && is_private(&url) {
            let message = "This base URL override is not allowed by server configuration.";
            return Err(reply::error(400, "base_url_override_not_allowed", message));
        }
        if !overriding.is_empty() && !is_loopback(&url) {
            let message = "This outbound URL is not allowed by server configuration.";
            return Err(reply::error(400, "base_url_override_not_allowed", message));
        }
        let (content_type, body) = body(turn);
        let inflate = named("decompress") == "true" || declared["decompress"] == true;
        // What could not be made plain is not asked for.
        let encodings = if really && inflate { ENCODINGS } else { ALL_ENCODINGS };
        let sent = Sent { at, connection, declared, sources, url: &url, path, content_type, body, encodings };
        let headers = sent.headers(turn);
        // A cast from f64 keeps within the bounds of u32.
        let retries = given.get("retries").and_then(number).unwrap_or(0.0) as u32;
        if really {
            let body = Some(sent.body).filter(|body| !body.is_empty());
            turn.forward = Some(Forward {
                method: turn.request.method.clone(),
                url,
                anywhere: upstream.is_some(),
                headers,
                body,
                retries,
                retry: Retry::new(&declared["retry"], &named("retry-on")),
                inflate,
                headers_on_redirect: named("forward-headers-on-redirect") != "false",
            });
            // What comes back takes this one's place.
            return Ok(Reply::empty(502));
        }
        Ok(sent.answer(&turn.request.method, &headers, retries))
    }
}

/// A refresh that failed, in the proxy's words.
fn refused(refusal: &Reply) -> Reply {
    let body: Value = serde_json::from_slice(&refusal.body).unwrap_or_default();
    let message = body["error"]["message"].as_str().unwrap_or_default();
    // The other 424 says that nothing is tried any more, and has no code of its own.
    if refusal.status == 424 && message == BACKING_OFF {
        return reply::error(424, "connection_refresh_backoff", message);
    }
    let message = format!("Failed to get connection credentials: '{message}'");
    reply::error(refusal.status, "server_error", &message)
}

/// The provider's own address, with the connection's config in it.
fn own_base(declared: &Value, sources: &Sources) -> Result<String, Reply> {
    let Some(template) = declared["base_url"].as_str() else {
        return Err(reply::error(400, "unsupported_provider", "unsupported_provider"));
    };
    let base = sources.fill(template).ok_or_else(reply::unexpected)?;
    Ok(if base.contains("://") { base } else { format!("https://{base}") })
}

/// What the provider wants in every query, such as its key, in the place of what else has that name.
fn add_query(url: &mut Url, declared: &Value, sources: &Sources) {
    let wanted = declared["query"].as_object().into_iter().flatten();
    let filled = |(name, value): (&String, &Value)| Some((name.clone(), sources.fill(value.as_str()?)?));
    let wanted: Vec<(String, String)> = wanted.filter_map(filled).collect();
    // The query that nothing is added to stays as it came.
    if !wanted.is_empty() {
        let others = url.query_pairs().into_owned();
        let others: Vec<_> = others.filter(|(name, _)| wanted.iter().all(|(own, _)| own != name)).collect();
        url.query_pairs_mut().clear().extend_pairs(others).extend_pairs(wanted);
    }
}

/// The body as Nango sends it on, with its content type: JSON anew, forms as JSON unless they are said to be forms,
/// everything else untouched.
fn body(turn: &Turn) -> (Option<String>, Vec<u8>) {
    let request = turn.request;
    let declared = request.headers.get("content-type").unwrap_or_default();
    let kind = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let json = || Some("application/json".to_owned());
    if request.body.is_empty() {
        return (None, Vec::new());
    }
    match (kind.as_str(), &turn.body) {
        ("application/json", Some(body)) => (json(), body.to_string().into_bytes()),
        ("application/x-www-form-urlencoded", _) => {
            let own = request.headers.get("nango-proxy-content-type");
            if own.is_some_and(|own| own.starts_with("application/x-www-form-urlencoded")) {
                return (own.map(str::to_owned), request.body.clone());
            }
            let form = query::parse(&String::from_utf8_lossy(&request.body));
            (json(), Value::Object(form).to_string().into_bytes())
        }
        _ => (Some(declared.to_owned()).filter(|kind| !kind.is_empty()), request.body.clone()),
    }
}

/// Header lines, one of each name.
#[derive(Default)]
struct Lines(Vec<(String, String)>);

impl Lines {
    /// In the place of what has that name.
    fn set(&mut self, name: &str, value: &str) {
        let name = name.to_ascii_lowercase();
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => value.clone_into(known),
            None => self.0.push((name, value.to_owned())),
        }
    }

    fn set_where_none(&mut self, name: &str, value: &str) {
        if self.0.iter().all(|(known, _)| known != name) {
            self.set(name, value);
        }
    }
}

/// A request on its way to the provider.
struct Sent<'a> {
    at: &'a Integration,
    connection: &'a Connection,
    /// The provider's `proxy`.
    declared: &'a Value,
    sources: Sources<'a>,
    url: &'a Url,
    /// Below the provider's base address.
    path: &'a str,
    content_type: Option<String>,
    body: Vec<u8>,
    encodings: &'static str,
}

impl Sent<'_> {
    /// In the recorded order (proxy_get and its siblings).
    fn headers(&self, turn: &Turn) -> Headers {
        let mut all = Lines::default();
        all.set("accept", "application/json, text/plain, */*");
        if let Some(kind) = &self.content_type {
            all.set("content-type", kind);
        }
        let credentials = self.sources.credentials;
        for (name, value) in self.authorization(credentials, &turn.request.method, turn.now) {
            all.set(name, &value);
        }
        // What the connection has no value for is left out (recording modes/jwt_auth_missing_version_only).
        let filled = |value: &Value| self.sources.fill(value.as_str()?);
        let own = self.declared["headers"].as_object().into_iter().flatten();
        let own: Vec<(&String, String)> =
            own.filter_map(|(name, value)| Some((name, filled(value)?))).collect();
        for (name, value) in &own {
            if self.content_type.is_none() || *name != "content-type" {
                all.set(name, value);
            }
        }
        for (name, value) in turn.request.headers.iter() {
            let forwarded = name.get(..12).filter(|start| start.eq_ignore_ascii_case("nango-proxy-"));
            let name = forwarded.map_or("", |start| &name[start.len()..]);
            // Who asks is the provider's to say, where it does.
            let decided =
                name.eq_ignore_ascii_case("user-agent") && own.iter().any(|(own, _)| *own == "user-agent");
            if let (false, false, Ok(value)) = (name.is_empty(), decided, std::str::from_utf8(value)) {
                all.set(name, value);
            }
        }
        all.set_where_none("user-agent", "axios/1.18.0");
        if !self.body.is_empty() {
            all.set("content-length", &self.body.len().to_string());
        }
        all.set_where_none("accept-encoding", self.encodings);
        all.0.into_iter().collect()
    }

    /// What each mode authorizes a request with.
    fn authorization(
        &self,
        credentials: &Value,
        method: &str,
        now: jiff::Timestamp,
    ) -> Vec<(&'static str, String)> {
        let of = |name: &str| credentials[name].as_str().unwrap_or_default();
        let bearer = |token: &str| vec![("authorization", format!("Bearer {token}"))];
        match self.connection.credentials.mode() {
            "BASIC" | "INSTALL_PLUGIN" => {
                let pair = base64_padded(format!("{}:{}", of("username"), of("password")).as_bytes());
                vec![("authorization", format!("Basic {pair}"))]
            }
            "OAUTH2" | "APP" | "CUSTOM" | "MCP_OAUTH2" | "MCP_OAUTH2_GENERIC" => bearer(of("access_token")),
            "OAUTH2_CC" | "TWO_STEP" | "JWT" | "SIGNATURE" => bearer(of("token")),
            "BILL" => vec![("devkey", of("dev_key").to_owned()), ("sessionid", of("session_id").to_owned())],
            "OAUTH1" | "TBA" => {
                vec![("authorization", signing::oauth1(self.at, self.connection, credentials, now))]
            }
            "AWS_SIGV4" => signing::aws(credentials, method, self.url, &self.body, now),
            _ => Vec::new(),
        }
    }

    /// In the provider's place.
    fn answer(&self, method: &str, headers: &Headers, retries: u32) -> Reply {
        let json = |status: u16, body: &Value| Reply::new(status, "application/json", body.to_string());
        if let Some(status) = self.path.strip_prefix("/status/").and_then(|status| status.parse().ok()) {
            let status: u16 = status;
            if (200..600).contains(&status) {
                return reply::json(status, &json!({"error": format!("status {status}")}));
            }
        }
        match self.path {
            "/text" => Reply::new(200, "text/plain", "plain text"),
            "/empty" => Reply::empty(204),
            "/flaky" if retries >= FLAKY => json(200, &json!({"ok": true, "attempt": FLAKY + 1})),
            "/flaky" => reply::json(500, &json!({"error": "flaky", "attempt": retries + 1})),
            "/body" => {
                let kind = self.content_type.as_deref().unwrap_or("application/octet-stream");
                Reply::new(200, kind, self.body.clone())
            }
            path => {
                let place = if path == "/redirect" { "/echo-after-redirect" } else { path };
                let base = self.url.path().strip_suffix(path).unwrap_or_default();
                let all = headers.iter().map(|(name, value)| {
                    (name.to_owned(), String::from_utf8_lossy(value).into_owned().into())
                });
                let host = ("host".to_owned(), self.url.authority().into());
                let seen: Map<String, Value> = all.chain([host]).collect();
                let mut echo = json!({
                    "method": method,
                    "path": format!("{base}{place}"),
                    "query": query::parse(self.url.query().unwrap_or_default()),
                    "headers": seen,
                });
                match std::str::from_utf8(&self.body) {
                    Ok(text) => echo["body"] = text.into(),
                    Err(_) => {
                        echo["body"] = Value::Null;
                        echo["body_base64"] = base64_padded(&self.body).into();
                    }
                }
                json(200, &echo)
            }
        }
    }
}
