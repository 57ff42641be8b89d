//! OAuth in the sandbox: `/oauth/connect` sends the browser to the sandbox's own consent page, which stands in for
//! the provider's, and `/oauth/callback` takes it from there as Nango does (protocol §3.4, §3.5, §4).

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use url::form_urlencoded::Serializer;

use super::Event;
use super::access::text;
use super::auth::{Established, connection_config, no_connection_id};
use super::catalogue::text as provider_text;
use super::credentials;
use super::hooks;
use super::integration::Integration;
use super::pages;
use super::provider::Provider;
use super::sessions::Session;
use super::state::{SocketMessage, State, Turn};
use super::text::{base64, http_date, random_hex, uuid};
use crate::http::Reply;

/// What a provider says about a failed authorization, in the order Nango repeats it (protocol §3.5).
const PROVIDER_ERRORS: [&str; 6] =
    ["error", "error_description", "error_reason", "error_uri", "status_code", "error_message"];
/// Stands before the connection config in Nango's message about one that is incomplete.
const CONFIG_SENT: &str = ". Provided Connection Config: ";

/// An authorization that the browser has begun: what the `state` parameter stands for. It is good for one callback.
pub struct Flow {
    /// When it began.
    pub started: Timestamp,
    session: Session,
    integration: String,
    connection_id: String,
    config: Map<String, Value>,
    socket: Option<String>,
    client_id: String,
    redirect_uri: String,
    scope: String,
    /// The authorization code that approving yields.
    code: String,
}

/// Why a flow ended, in the three places that tell of it.
struct Failure<'a> {
    socket: Option<&'a str>,
    integration: &'a str,
    connection_id: &'a str,
    /// `error_type` on the websocket.
    kind: &'a str,
    /// `error_desc` on the websocket.
    description: &'a str,
    /// What the page shows and posts to its opener.
    page: &'a str,
}

impl Failure<'_> {
    fn tell(self, turn: &mut Turn) -> Reply {
        if let Some(client) = self.socket {
            let message = json!({
                "message_type": "error",
                "provider_config_key": self.integration,
                "connection_id": self.connection_id,
                "error_type": self.kind,
                "error_desc": self.description,
            });
            turn.messages.push(SocketMessage { client: client.to_owned(), text: message.to_string() });
        }
        // The client is told the parameters it sent, which may be secret; an event is not.
        let error = self.description.split(CONFIG_SENT).next().unwrap_or_default().to_owned();
        turn.events.push(Event::Refused { integration: self.integration.to_owned(), error });
        pages::callback_failed(self.page)
    }
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
        let Some(scopes) = integration.scopes().filter(|_| !integration.app.is_empty()) else {
            // So say integrations without an OAuth app, whatever their auth mode (protocol §15.8).
            let text = format!("Provider Config \"{key}\" is missing client ID, secret and/or scopes.");
            return Err(fail(turn, &connection_id, "provider_config_err", &text));
        };
        let params = turn.query.get("params").and_then(Value::as_object).cloned().unwrap_or_default();
        let mut config = connection_config(&session, key, &params);
        let user_scope =
            session.preset(key, "user_scopes").filter(|_| integration.provider_name() == "slack");
        if let Some(user_scope) = user_scope {
            config.insert("user_scope".to_owned(), user_scope.clone());
        }
        for field in ["authorization_url", "token_url"] {
            let url = provider_text(integration.provider, field);
            if placeholders(url).any(|name| text(&config, name).is_none_or(str::is_empty)) {
                let text = format!(
                    "Missing Connection Config param(s) in Auth request to interpolate url {url}{CONFIG_SENT}{}",
                    Value::Object(config)
                );
                return Err(fail(turn, &connection_id, "url_param_err", &text));
            }
        }
        let overridden = text(&config, "oauth_scopes_override").filter(|scopes| !scopes.is_empty());
        let scope = scopes_of(integration.provider, overridden.unwrap_or(&scopes));
        let flow = Flow {
            started: turn.now,
            integration: key.to_owned(),
            connection_id,
            socket,
            client_id: integration.client_id().to_owned(),
            redirect_uri: format!("{}/oauth/callback", turn.base),
            scope,
            code: format!("sandbox_code_{}", random_hex(16)),
            config,
            session,
        };
        let state = uuid();
        let query = authorize_query(integration, &flow, &state, turn);
        let target = format!("{}/_sandbox/authorize/{}?{query}", turn.base, integration.provider_name());
        self.flows.insert(state.clone(), flow);
        let expires = http_date(turn.now + SignedDuration::from_hours(1));
        let cookie =
            format!("oauth2-{state}=1; Max-Age=3600; Path=/; Expires={expires}; HttpOnly; SameSite=Lax");
        Ok(Reply::empty(302).with("Set-Cookie", cookie).with("Location", target))
    }

    /// GET /_sandbox/authorize/:provider, in the provider's place.
    pub(super) fn consent_page(&mut self, turn: &mut Turn) -> Reply {
        let parameter = |name: &str| text(&turn.query, name).unwrap_or_default();
        let state = parameter("state");
        let known = self.flows.get(state).filter(|flow| {
            parameter("response_type") == "code"
                && parameter("client_id") == flow.client_id
                && parameter("redirect_uri") == flow.redirect_uri
        });
        let integration = known.and_then(|flow| self.integration(&flow.integration));
        let (Some(flow), Some(integration)) = (known, integration) else {
            let text =
                "This authorization is unknown. It was answered already, or it began on another sandbox.";
            return pages::message(400, "Nothing to authorize", text);
        };
        let back = |pairs: &[(&str, &str)]| {
            let query =
                Serializer::new(String::new()).extend_pairs(pairs).append_pair("state", state).finish();
            format!("{}?{query}", flow.redirect_uri)
        };
        let approve = back(&[("code", &flow.code)]);
        if self.config.auto_approve {
            return Reply::empty(302).with("Location", approve);
        }
        let deny = back(&[("error", "access_denied"), ("error_description", "The user denied the request")]);
        turn.events.push(Event::ConsentShown { integration: flow.integration.clone() });
        pages::consent(&pages::Consent {
            provider: provider_text(integration.provider, "display_name"),
            integration: &flow.integration,
            end_user: who(&flow.session),
            scopes: flow.scope.split([' ', ',']).filter(|scope| !scope.is_empty()).collect(),
            approve: &approve,
            deny: &deny,
        })
    }

    /// GET /oauth/callback.
    pub(super) fn oauth_callback(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        let query = turn.query.clone();
        let errors: Vec<(&str, &str)> =
            PROVIDER_ERRORS.iter().filter_map(|name| Some((*name, text(&query, name)?))).collect();
        // The page shows the provider's own words where there are some, also for a state that was used (§15.7).
        let page = |text: &str| {
            let errors: Map<String, Value> =
                errors.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect();
            if errors.is_empty() { text.to_owned() } else { Value::Object(errors).to_string() }
        };
        let Some(state) = ["state", "payload", "customField"].iter().find_map(|name| text(&query, name))
        else {
            return Err(pages::callback_failed(&page("No state found in callback")));
        };
        let Some(flow) = self.flows.remove(state) else {
            let unknown = match uuid::Uuid::try_parse(state) {
                Ok(_) => format!("No session found for state: \"{state}\""),
                Err(_) => "invalid_oauth_state".to_owned(),
            };
            return Err(pages::callback_failed(&page(&unknown)));
        };
        let code = text(&query, "code").filter(|code| !code.is_empty());
        let (kind, error, description) = match code {
            Some(code) if code == flow.code => return Ok(self.finish(turn, flow)),
            Some(_) => {
                // What a provider answers to a code that it did not give, as Nango words it (recording
                // modes/fe_auth_oauth_token_error).
                let text = serde_json::to_string_pretty(&json!({
                    "name": "Error",
                    "message": "Response Error: 400 Bad Request",
                    "provider_error_payload": {
                        "error": "invalid_grant",
                        "error_description": "The grant is invalid",
                    },
                }));
                ("unknown_err", "unknown", text.unwrap_or_default())
            }
            None => {
                let mut text = "Did not get authorization code in the callback.".to_owned();
                if !errors.is_empty() {
                    let all: Vec<String> =
                        errors.iter().map(|(name, value)| format!("{name}: {value}")).collect();
                    text = format!("{text} Provider error: {}", all.join("; "));
                }
                ("callback_err", "invalid_callback", text)
            }
        };
        if let (true, Some(integration)) = (self.config.on_auth_creation, self.integration(&flow.integration))
        {
            // Even a failed reconnect is told as a failed creation (protocol §3.5).
            let told = hooks::Auth {
                auth_mode: integration.auth_mode(),
                provider: integration.provider_name(),
                integration: &flow.integration,
                connection_id: &flow.connection_id,
                operation: "creation",
            };
            self.send(turn, flow.session.webhook_url_override.as_deref(), told.failed(error, &description));
        }
        let failure = Failure {
            socket: flow.socket.as_deref(),
            integration: &flow.integration,
            connection_id: &flow.connection_id,
            kind,
            description: &description,
            page: &page(&description),
        };
        Err(failure.tell(turn))
    }

    fn finish(&mut self, turn: &mut Turn, flow: Flow) -> Reply {
        let Flow { session, integration, connection_id, config, socket, scope, .. } = flow;
        let Some(provider) = self.integration(&integration).map(Integration::provider_name) else {
            return pages::callback_failed(&format!("No Provider Configuration with key \"{integration}\"."));
        };
        let tokens = credentials::oauth2("OAUTH2", provider, &scope, None, turn.now);
        let made = Established::by(&session, &integration, connection_id, tokens, config);
        let connection_id = self.connect(turn, made);
        if let Some(client) = socket {
            let message = json!({
                "message_type": "success",
                "provider_config_key": integration,
                "connection_id": connection_id,
                "is_pending": false,
            });
            turn.messages.push(SocketMessage { client, text: message.to_string() });
        }
        pages::callback_succeeded()
    }
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
        if let Some(value) = value.as_str().filter(|value| *value != "undefined") {
            set(name, value);
        }
    }
    let user_scope = flow.session.preset(&flow.integration, "user_scopes").and_then(Value::as_str);
    if let Some(user_scope) = user_scope.filter(|_| integration.provider_name() == "slack") {
        set("user_scope", user_scope);
    }
    if integration.provider.get("disable_pkce") != Some(&Value::Bool(true)) {
        let verifier = random_hex(24);
        let digest = ring::digest::digest(&ring::digest::SHA256, verifier.as_bytes());
        set("code_challenge", &base64(digest.as_ref()).replace('+', "-").replace('/', "_"));
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
