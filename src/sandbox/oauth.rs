//! OAuth in the sandbox, its first half: `/oauth/connect` sends the browser to the sandbox's own consent page, which
//! stands in for the provider's, and whose links come back to [`callback`](super::callback) (protocol §3.4, §4).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use url::Url;
use url::form_urlencoded::Serializer;

use super::access::text;
use super::auth::{connection_config, no_connection_id};
use super::callback::{CONFIG_SENT, Failure};
use super::catalogue::{Mode, names, read_mode, text as provider_text};
use super::grants::{Grant, Grants, challenge};
use super::headless::unfilled;
use super::integration::Integration;
use super::pages;
use super::provider::{self, Provider, Verdict};
use super::reply;
use super::sessions::Session;
use super::state::{State, Turn};
use super::text::{http_date, random_hex, uuid};
use crate::http::Reply;

/// An authorization that the browser has begun: what the `state` parameter stands for. It is good for one callback.
/// A kept sandbox goes on with it; the websocket is gone by then, so its page alone tells the browser how it ended.
#[derive(Deserialize, Serialize)]
pub struct Flow {
    /// When it began.
    pub started: Timestamp,
    pub(super) session: Session,
    pub(super) integration: String,
    #[serde(deserialize_with = "read_mode")]
    pub(super) mode: Mode,
    pub(super) connection_id: String,
    pub(super) config: Map<String, Value>,
    pub(super) socket: Option<String>,
    pub(super) client_id: String,
    /// PKCE's, also where the provider is not asked to check it.
    pub(super) verifier: String,
    pub(super) redirect_uri: String,
    pub(super) scope: String,
    /// What approving yields: the authorization code, or OAUTH1's verifier.
    pub(super) code: String,
    /// OAUTH1's request token.
    pub(super) request_token: String,
}

/// What stands for a request token that OAUTH1's provider did not give.
pub const NO_TOKEN: &str = "undefined";

/// Where a connection config holds an end user's own app until the tokens are there.
pub(super) const CLIENT_ID: &str = "oauth_client_id_override";
pub(super) const CLIENT_SECRET: &str = "oauth_client_secret_override";
/// The same for a refresh token that is at hand already.
pub(super) const REFRESH_TOKEN: &str = "oauth_refresh_token_override";

/// The modes that go through `/oauth/connect`.
pub fn needs_browser(mode: &str) -> bool {
    matches!(
        mode,
        "OAUTH1" | "OAUTH2" | "APP" | "CUSTOM" | "MCP_OAUTH2" | "MCP_OAUTH2_GENERIC" | "INSTALL_PLUGIN"
    )
}

impl State {
    /// GET /oauth/connect/:k.
    pub(super) fn oauth_connect(&mut self, turn: &mut Turn, key: &str) -> Result<Reply, Reply> {
        let session = self.session_in_query(turn)?;
        no_connection_id(turn)?;
        let socket = text(&turn.query, "ws_client_id").filter(|id| !id.is_empty()).map(str::to_owned);
        let fail = |turn: &mut Turn, connection_id: &str, kind: &str, description: &str| {
            let socket = socket.as_deref();
            Failure { socket, integration: key, connection_id, kind, description, page: description }
                .tell(turn)
        };
        let Some(integration) = self.integration(key) else {
            let text = format!("Could not find a Provider Config matching the \"{key}\" key.");
            return Err(fail(turn, &uuid(), "provider_config_err", &text));
        };
        let connection_id = self.may_connect(&session, key)?;
        let mode = integration.auth_mode();
        let params = turn.query.get("params").and_then(Value::as_object).cloned().unwrap_or_default();
        let mut config = connection_config(&session, key, &params);
        own_app(&mut config, turn.query.get("credentials"));
        let own = |name: &str| text(&config, name).filter(|value| !value.is_empty());
        let has_app = !integration.app.is_empty() || own(CLIENT_ID).and(own(CLIENT_SECRET)).is_some();
        let client_id = own(CLIENT_ID).unwrap_or(integration.client_id()).to_owned();
        if !has_app && !matches!(mode, "MCP_OAUTH2_GENERIC" | "INSTALL_PLUGIN") {
            // So say integrations without an OAuth app, whatever their auth mode (protocol §15.8).
            let text = format!("Provider Config \"{key}\" is missing client ID, secret and/or scopes.");
            return Err(fail(turn, &connection_id, "provider_config_err", &text));
        }
        if !needs_browser(mode) {
            let text = format!("Auth mode {mode} not supported.");
            return Err(fail(turn, &connection_id, "auth_mode_err", &text));
        }
        let user_scope =
            session.preset(key, "user_scopes").filter(|_| integration.provider_name() == "slack");
        if let Some(user_scope) = user_scope {
            config.insert("user_scope".to_owned(), user_scope.clone());
        }
        if let Err((kind, text)) = ready(integration, &mut config, &turn.base) {
            return Err(fail(turn, &connection_id, kind, &text));
        }
        let mut request_token = format!("sandbox_rq_{}", random_hex(16));
        if mode == "OAUTH1" {
            match self.grants.next.pop_front().unwrap_or_else(|| provider::verdict(&json!([client_id]))) {
                Verdict::Token(_) | Verdict::Revoked => {}
                // What is no token at all is passed on as it is (recording modes/oauth1_connect_request_token_garbage).
                Verdict::Nonsense => NO_TOKEN.clone_into(&mut request_token),
                _ => {
                    let text = "Error storing/retrieving the token.";
                    return Err(fail(turn, &connection_id, "token_err", text));
                }
            }
        }
        let Some(integration) = self.integration(key) else { return Err(reply::unexpected()) };
        let scopes = integration.scopes().unwrap_or_default();
        let overridden = text(&config, "oauth_scopes_override").filter(|scopes| !scopes.is_empty());
        let scope = scopes_of(integration.provider, overridden.unwrap_or(&scopes));
        let flow = Flow {
            started: turn.now,
            integration: key.to_owned(),
            mode,
            connection_id,
            socket,
            client_id: match mode {
                "MCP_OAUTH2_GENERIC" => "sandbox-mcp-client".to_owned(),
                _ => client_id,
            },
            redirect_uri: match &self.here().callback_url {
                Some(own) => own.clone(),
                None => format!("{}/oauth/callback", turn.base),
            },
            verifier: match text(&config, "oauth_code_verifier") {
                Some(verifier) => verifier.to_owned(),
                None => random_hex(24),
            },
            scope,
            code: format!("sandbox_code_{}", random_hex(16)),
            request_token,
            config,
            session,
        };
        let state = uuid();
        let query = match mode {
            "OAUTH1" => request_token_query(integration, &flow, &state),
            "APP" | "CUSTOM" => pairs(&[("state", &state)]),
            "INSTALL_PLUGIN" => pairs(&[("payload", &state)]),
            "MCP_OAUTH2_GENERIC" => mcp_query(&flow, &state),
            _ => authorize_query(integration, &flow, &state, turn),
        };
        let page = format!("{}/_sandbox/authorize/{}", turn.base, integration.provider_name());
        let target = match text(&integration.app, "app_link") {
            // As recorded: an integration without the plugin's link sends the browser nowhere.
            None if mode == "INSTALL_PLUGIN" => format!("null?{query}"),
            _ => format!("{page}?{query}"),
        };
        self.flows.insert(state.clone(), flow);
        let reply = Reply::empty(302);
        let reply = if matches!(mode, "OAUTH1" | "INSTALL_PLUGIN") {
            reply
        } else {
            let expires = http_date(turn.now + SignedDuration::from_hours(1));
            let attributes = "Path=/; Expires=";
            let cookie =
                format!("oauth2-{state}=1; Max-Age=3600; {attributes}{expires}; HttpOnly; SameSite=Lax");
            reply.with("Set-Cookie", cookie)
        };
        Ok(reply.with("Location", target))
    }

    /// GET /_sandbox/authorize/:provider, in the provider's place.
    pub(super) fn consent_page(&mut self, turn: &mut Turn) -> Reply {
        let parameter = |name: &str| text(&turn.query, name).unwrap_or_default();
        // OAUTH1 has the state in the address that it hands over, a plugin calls it otherwise.
        let handed = Url::parse(parameter("oauth_callback")).ok();
        let handed = handed.as_ref().and_then(|url| url.query_pairs().find(|(name, _)| name == "state"));
        let state = match (parameter("state"), parameter("payload"), handed) {
            ("", "", Some((_, state))) => state.into_owned(),
            ("", payload, _) => payload.to_owned(),
            (state, ..) => state.to_owned(),
        };
        let known = self.flows.get(&state).filter(|flow| match flow.mode {
            "OAUTH1" => parameter("oauth_token") == flow.request_token,
            "APP" | "CUSTOM" | "INSTALL_PLUGIN" => true,
            _ => {
                parameter("response_type") == "code"
                    && parameter("client_id") == flow.client_id
                    && parameter("redirect_uri") == flow.redirect_uri
            }
        });
        let integration = known.and_then(|flow| self.integration(&flow.integration));
        let (Some(flow), Some(integration)) = (known, integration) else {
            let text =
                "This authorization is unknown. It was answered already, or it began on another sandbox.";
            return pages::message(400, "Nothing to authorize", text);
        };
        let answers = answers(flow, integration.provider, &state, &turn.base);
        if self.control.denials > 0
            && let Some(deny) = answers.deny
        {
            self.control.denials -= 1;
            return Reply::empty(302).with("Location", deny);
        }
        // What approving gives is good only for whoever can answer the challenge of this very request.
        let asked = (parameter("code_challenge"), parameter("code_challenge_method"));
        let grant = Grant {
            client_id: flow.client_id.clone(),
            redirect_uri: flow.redirect_uri.clone(),
            challenge: (asked.1 == "S256").then(|| asked.0.to_owned()),
            scope: flow.scope.clone(),
            expires_at: Grants::end(turn.now),
        };
        let code = flow.code.clone();
        if self.config.auto_approve {
            self.grants.give(code, grant);
            return Reply::empty(302).with("Location", answers.approve);
        }
        turn.events.push(super::Event::ConsentShown { integration: flow.integration.clone() });
        let page = pages::consent(&pages::Consent {
            provider: provider_text(integration.provider, "display_name"),
            integration: &flow.integration,
            end_user: who(&flow.session),
            scopes: flow.scope.split([' ', ',']).filter(|scope| !scope.is_empty()).collect(),
            approve: &answers.approve,
            request: answers.request.as_deref(),
            deny: answers.deny.as_deref(),
        });
        self.grants.give(code, grant);
        page
    }
}

/// Where a provider sends the browser: GitHub has no way to deny, and only it lets a member ask an owner.
struct Answers {
    approve: String,
    request: Option<String>,
    deny: Option<String>,
}

fn answers(flow: &Flow, provider: &Provider, state: &str, base: &str) -> Answers {
    let back = |all: &[(&str, &str)]| format!("{}?{}", flow.redirect_uri, pairs(all));
    let brought = brought(provider);
    let bring = |all: &[(&str, &str)]| {
        let brought = brought.iter().map(|(name, value)| (*name, value.as_str()));
        back(&all.iter().copied().chain(brought).collect::<Vec<_>>())
    };
    let denied = [("error", "access_denied"), ("error_description", "The user denied the request")];
    let [error, why] = denied;
    let (code, token) = (flow.code.as_str(), flow.request_token.as_str());
    const INSTALLATION: (&str, &str) = ("installation_id", "1");
    match flow.mode {
        "OAUTH1" => Answers {
            approve: back(&[("state", state), ("oauth_token", token), ("oauth_verifier", code)]),
            request: None,
            deny: Some(back(&[("state", state), ("denied", token)])),
        },
        "APP" => {
            let setup = |all: &[(&str, &str)]| format!("{base}/app-auth/connect?{}", pairs(all));
            Answers {
                approve: setup(&[("state", state), INSTALLATION, ("setup_action", "install")]),
                request: Some(setup(&[("state", state), ("setup_action", "request")])),
                deny: None,
            }
        }
        "CUSTOM" => Answers {
            approve: back(&[("state", state), ("code", code), INSTALLATION, ("setup_action", "install")]),
            request: Some(back(&[("state", state), ("code", code), ("setup_action", "request")])),
            deny: Some(back(&[("state", state), error, why])),
        },
        "INSTALL_PLUGIN" => Answers { approve: bring(&[("payload", state)]), request: None, deny: None },
        _ => Answers {
            approve: bring(&[(code_parameter(provider), code), ("state", state)]),
            request: None,
            deny: Some(back(&[error, why, ("state", state)])),
        },
    }
}

/// What the provider adds to the address that it sends the browser back to.
fn brought(provider: &Provider) -> Vec<(&str, String)> {
    names(provider, "redirect_uri_metadata").map(|name| (name, provider::told(provider, name))).collect()
}

/// The parameter that brings the authorization code.
pub(super) fn code_parameter(provider: &Provider) -> &str {
    match provider_text(provider, "authorization_code_param_in_callback") {
        "" => "code",
        own => own,
    }
}

fn pairs(all: &[(&str, &str)]) -> String {
    Serializer::new(String::new()).extend_pairs(all).finish()
}

/// Whether the flow can begin: what the provider's addresses need is there, OAUTH1's provider gives a request
/// token, an MCP server tells about itself. What is learned goes into the config.
///
/// # Errors
/// `error_type` and `error_desc` of the websocket.
fn ready(
    integration: &Integration,
    config: &mut Map<String, Value>,
    base: &str,
) -> Result<(), (&'static str, String)> {
    let missing = |url: &str, config: &Map<String, Value>| {
        let text = format!(
            "Missing Connection Config param(s) in Auth request to interpolate url {url}{CONFIG_SENT}{}",
            Value::Object(config.clone())
        );
        Err(("url_param_err", text))
    };
    let unknown = |why: &str| Err(("unknown_err", format!("Unknown error during the Oauth flow. {why}")));
    match integration.auth_mode() {
        // Their addresses are the app's own.
        "APP" | "CUSTOM" | "INSTALL_PLUGIN" => {}
        "MCP_OAUTH2_GENERIC" => {
            let Some(address) = text(config, "mcp_server_url").filter(|url| !url.is_empty()) else {
                return missing("mcp_server_url", config);
            };
            if !address.starts_with("https://") {
                return unknown("MCP server URL must use HTTPS protocol");
            }
            if Url::parse(address).is_ok_and(|url| crate::fetch::is_loopback(&url)) {
                return unknown("MCP server URL cannot be localhost");
            }
            let Some(server) = Url::parse(address).ok().filter(|url| {
                // Names that are nobody's by convention stand for a server that does not answer.
                url.host_str().is_some_and(|host| !host.ends_with(".invalid"))
            }) else {
                return unknown("Failed to discover OAuth authorization server metadata");
            };
            let resource = address.to_owned();
            let more = discovered(&server.origin().ascii_serialization(), &resource, base);
            config.extend(more);
        }
        _ => {
            // What the provider brings along is known before the token's address is called.
            let mut known = config.clone();
            let brought = brought(integration.provider).into_iter();
            known.extend(brought.map(|(name, value)| (name.to_owned(), value.into())));
            for field in ["authorization_url", "token_url"] {
                let url = provider_text(integration.provider, field);
                if unfilled(url, &known).is_some() {
                    return missing(url, config);
                }
            }
        }
    }
    Ok(())
}

/// Puts the end user's own app into the config, where the session does not set one. A refresh token counts only beside
/// an app's id or secret (protocol §3.4).
fn own_app(config: &mut Map<String, Value>, given: Option<&Value>) {
    let Some(given) = given.and_then(Value::as_object) else { return };
    let of = |name: &str| text(given, name).filter(|value| !value.is_empty());
    if of(CLIENT_ID).or(of(CLIENT_SECRET)).is_none() {
        return;
    }
    for name in [CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN] {
        let unset = text(config, name).is_none_or(str::is_empty);
        if let Some(value) = of(name).filter(|_| unset) {
            config.insert(name.to_owned(), value.into());
        }
    }
}

/// What a client learns of an MCP server and registers there, in the recorded places (modes/mcp_generic_*).
fn discovered(issuer: &str, resource: &str, base: &str) -> Map<String, Value> {
    let metadata = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "registration_endpoint": format!("{issuer}/register"),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_methods_supported": ["none"],
        "code_challenge_methods_supported": ["S256"],
    });
    let client = json!({
        "redirect_uris": [format!("{base}/oauth/callback")],
        "token_endpoint_auth_method": "none",
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "client_name": "Nango Dynamic MCP Client",
        "client_uri": "https://nango.dev",
        "scope": MCP_SCOPE,
        "client_id": "sandbox-mcp-client",
        "client_id_issued_at": 1_790_000_000,
    });
    [
        ("oauth_metadata", metadata.to_string()),
        ("oauth_client_info", client.to_string()),
        ("oauth_resource_url", resource.to_owned()),
        ("oauth_code_verifier", random_hex(22)),
    ]
    .map(|(name, value)| (name.to_owned(), value.into()))
    .into_iter()
    .collect()
}

/// What the sandbox's MCP servers support.
const MCP_SCOPE: &str = "mcp:read mcp:write";

/// In the recorded order (modes/mcp_generic_connect_success).
fn mcp_query(flow: &Flow, state: &str) -> String {
    let config = |name: &str| text(&flow.config, name).unwrap_or_default();
    pairs(&[
        ("response_type", "code"),
        ("client_id", &flow.client_id),
        ("code_challenge", &challenge(&flow.verifier)),
        ("code_challenge_method", "S256"),
        ("redirect_uri", &flow.redirect_uri),
        ("state", state),
        ("scope", MCP_SCOPE),
        ("resource", config("oauth_resource_url")),
    ])
}

/// In the recorded order (modes/oauth1_connect_success).
fn request_token_query(integration: &Integration, flow: &Flow, state: &str) -> String {
    let callback = format!("{}?state={state}", flow.redirect_uri);
    let mut all = vec![("oauth_token", flow.request_token.as_str()), ("scope", flow.scope.as_str())];
    let params = integration.provider.get("authorization_params").and_then(Value::as_object);
    for (name, value) in params.into_iter().flatten() {
        if let Some(value) = value.as_str() {
            all.push((name, value));
        }
    }
    all.push(("oauth_callback", &callback));
    pairs(&all)
}

/// The names in `${connectionConfig.name}`.
pub(super) fn placeholders(url: &str) -> impl Iterator<Item = &str> {
    url.split("${connectionConfig.").skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// Nango keeps scopes with commas; the provider gets them its own way.
fn scopes_of(provider: &Provider, scopes: &str) -> String {
    let separator = provider.get("scope_separator").and_then(Value::as_str).unwrap_or(" ");
    scopes.split(',').map(str::trim).filter(|scope| !scope.is_empty()).collect::<Vec<_>>().join(separator)
}

/// The query of the authorization URL, in the recorded order (oauth_connect_github_redirect).
fn authorize_query(integration: &Integration, flow: &Flow, state: &str, turn: &Turn) -> String {
    let mut query: Vec<(String, String)> = [
        ("response_type", "code"),
        ("client_id", &flow.client_id),
        ("redirect_uri", &flow.redirect_uri),
        ("scope", &flow.scope),
        ("state", state),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    let mut set = |name: &str, value: &str| match query.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) => value.clone_into(known),
        None => query.push((name.to_owned(), value.to_owned())),
    };
    let mut params = integration
        .provider
        .get("authorization_params")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    let preset = flow.session.preset(&flow.integration, "authorization_params");
    let asked = preset.or_else(|| turn.query.get("authorization_params")).and_then(Value::as_object);
    for (name, value) in asked.into_iter().flatten() {
        // These are the flow's own: a session cannot send the code elsewhere.
        if !["client_id", "redirect_uri", "state"].contains(&name.as_str()) {
            params.insert(name.clone(), value.clone());
        }
    }
    for (name, value) in &params {
        match value {
            Value::String(value) if value == "undefined" => {}
            Value::String(value) => set(name, value),
            Value::Bool(_) | Value::Number(_) => set(name, &value.to_string()),
            _ => {}
        }
    }
    let user_scope = flow.session.preset(&flow.integration, "user_scopes").and_then(Value::as_str);
    if let Some(user_scope) = user_scope.filter(|_| integration.provider_name() == "slack") {
        set("user_scope", user_scope);
    }
    let disabled = integration.provider.get("disable_pkce") == Some(&Value::Bool(true));
    if !disabled || integration.auth_mode() == "MCP_OAUTH2" {
        set("code_challenge", &challenge(&flow.verifier));
        set("code_challenge_method", "S256");
    }
    Serializer::new(String::new()).extend_pairs(query).finish()
}

/// Whom the session is for, as far as it says.
fn who(session: &Session) -> Option<&str> {
    let user = session.end_user.as_ref();
    let of_user = |field: &str| user.and_then(|user| user[field].as_str());
    of_user("display_name")
        .or_else(|| of_user("email"))
        .or_else(|| of_user("id"))
        .or_else(|| text(&session.tags, "end_user_id"))
}
