//! OAuth in the sandbox, its second half: the browser comes back from the consent page, and everybody is told
//! (protocol §3.5, §4.3, §16.21 to §16.23).

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::Event;
use super::access::text;
use super::auth::Established;
use super::catalogue::names;
use super::credentials::{self, Credentials};
use super::grants::{Grants, Shown};
use super::headless::{keep_answer, learn, look_up};
use super::hooks;
use super::integration::Integration;
use super::oauth::{CLIENT_ID, CLIENT_SECRET, Flow, NO_TOKEN, REFRESH_TOKEN, code_parameter};
use super::pages;
use super::provider::Verdict;
use super::reply;
use super::state::{SocketMessage, State, Turn};
use super::text::{jsonb, random_hex};
use crate::http::Reply;

/// What a provider says about a failed authorization, in the order Nango repeats it (protocol §3.5).
const PROVIDER_ERRORS: [&str; 6] =
    ["error", "error_description", "error_reason", "error_uri", "status_code", "error_message"];
/// Stands before the connection config in Nango's message about one that is incomplete.
pub(super) const CONFIG_SENT: &str = ". Provided Connection Config: ";
/// What is shown of an installation's account.
pub(super) const HANDLE: &str = "sandbox-user";

/// Why a flow ended, in the three places that tell of it.
pub(super) struct Failure<'a> {
    pub socket: Option<&'a str>,
    pub integration: &'a str,
    pub connection_id: &'a str,
    /// `error_type` on the websocket.
    pub kind: &'a str,
    /// `error_desc` on the websocket.
    pub description: &'a str,
    /// What the page shows and posts to its opener.
    pub page: &'a str,
}

impl Failure<'_> {
    /// Tells all of them but the webhook.
    pub fn tell(self, turn: &mut Turn) -> Reply {
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
        pages::callback_failed(400, self.page)
    }
}

/// An `error_type`, a webhook's `error.type`, and both descriptions: the webhook's may differ.
struct Trouble {
    kind: &'static str,
    hook: &'static str,
    description: String,
    told: String,
}

impl Trouble {
    fn new(kind: &'static str, hook: &'static str, description: impl Into<String>) -> Self {
        let description = description.into();
        Trouble { kind, hook, told: description.clone(), description }
    }
}

impl State {
    /// GET /oauth/callback.
    pub(super) fn oauth_callback(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        let query = turn.query.clone();
        let errors = provider_errors(&query);
        // The page shows the provider's own words where there are some, also for a state that was used (§15.7).
        let page = |text: &str| in_words(&errors).unwrap_or_else(|| text.to_owned());
        let given = |name: &&str| text(&query, name).filter(|value| !value.is_empty());
        let Some(state) = ["state", "payload", "customField"].iter().find_map(given) else {
            if query.contains_key("installation_id") && query.contains_key("setup_action") {
                return Ok(back_to_github(turn));
            }
            return Err(pages::callback_failed(400, &page("No state found in callback")));
        };
        let Some(flow) = self.flows.remove(state) else {
            let unknown = match uuid::Uuid::try_parse(state) {
                Ok(_) => format!("No session found for state: \"{state}\""),
                Err(_) => "invalid_oauth_state".to_owned(),
            };
            return Err(pages::callback_failed(400, &page(&unknown)));
        };
        if flow.mode == "APP" {
            // An app comes back by way of its setup address.
            let text = "Auth mode APP not supported.";
            return Err(failure(&flow, "auth_mode_err", text, &page(text)).tell(turn));
        }
        let trouble = match flow.mode {
            "INSTALL_PLUGIN" => None,
            "OAUTH1" => oauth1_trouble(&flow, &query, &mut self.grants),
            _ => self.code_trouble(&flow, &query, &errors, turn.now),
        };
        let Some(trouble) = trouble else { return Ok(self.finish(turn, flow, &query)) };
        if let (true, Some(integration)) = (self.here().on_auth_creation, self.integration(&flow.integration))
        {
            // Even a failed reconnect is told as a failed creation (protocol §3.5).
            let told = hooks::Auth {
                auth_mode: integration.auth_mode(),
                provider: integration.provider_name(),
                integration: &flow.integration,
                connection_id: &flow.connection_id,
                operation: "creation",
                environment: &self.here().name,
            };
            let body = hooks::failed(&told, trouble.hook, &trouble.told, None);
            self.send(turn, flow.session.webhook_url_override.as_deref(), body);
        }
        Err(failure(&flow, trouble.kind, &trouble.description, &page(&trouble.description)).tell(turn))
    }

    /// GET /app-auth/connect, where GitHub sends a browser after an installation.
    pub(super) fn app_callback(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        let query = turn.query.clone();
        let action = text(&query, "setup_action").unwrap_or_default();
        let Some(state) = text(&query, "state").filter(|state| !state.is_empty()) else {
            return match action {
                "install" | "update" => Ok(back_to_github(turn)),
                _ => Err(Reply::empty(400)),
            };
        };
        let Some(flow) = self.flows.remove(state) else { return Err(Reply::empty(404)) };
        if flow.mode != "APP" {
            let message = "Invalid auth mode. The provider does not support this auth mode.";
            return Err(reply::legacy(400, "invalid_auth_mode", message, json!({})));
        }
        if action == "request" {
            let message = "The provider does not support making requests. Please use the github-app-oauth provider for the request flow.";
            return Err(reply::legacy(400, "wrong_auth_mode", message, json!({})));
        }
        if text(&query, "installation_id").is_none() {
            let app_id = self.integration(&flow.integration).map(Integration::app_id).unwrap_or_default();
            let url =
                "https://api.github.com/app/installations/${connectionConfig.installation_id}/access_tokens";
            let text = format!(
                "Missing Connection Config param(s) in Auth request to interpolate url {url}{CONFIG_SENT}{}",
                json!({ "app_id": app_id })
            );
            return Err(failure(&flow, "url_param_err", &text, &text).tell(turn));
        }
        Ok(self.finish(turn, flow, &query))
    }

    fn finish(&mut self, turn: &mut Turn, flow: Flow, query: &Map<String, Value>) -> Reply {
        let Some(at) = self.integration(&flow.integration) else {
            let text = format!("Could not find a Provider Config matching the \"{}\" key.", flow.integration);
            return failure(&flow, "provider_config_err", &text, &text).tell(turn);
        };
        let mut config = flow.config.clone();
        for name in names(at.provider, "redirect_uri_metadata") {
            if let Some(value) = text(query, name) {
                learn(&mut config, name, &value.into());
            }
        }
        let mut pending = false;
        let credentials = match flow.mode {
            "OAUTH1" => oauth1(),
            "APP" => {
                let made = credentials::app("APP", at.app_id(), turn.now);
                config.insert("app_id".to_owned(), at.app_id().into());
                let installation = text(query, "installation_id").unwrap_or_default();
                keep_installation(&mut config, &made, &installation.into());
                made
            }
            "CUSTOM" => {
                let user = credentials::oauth2("CUSTOM", at.provider, "", false, turn.now);
                config.insert("handle".to_owned(), HANDLE.into());
                if let Some(installation) = text(query, "installation_id").filter(|id| !id.is_empty()) {
                    add_installation(&mut config, at, &user, &installation.into(), turn.now)
                } else {
                    // An owner has yet to agree; until then there are the person's own tokens.
                    pending = true;
                    config.insert("app_id".to_owned(), at.app_id().into());
                    config.insert("pending".to_owned(), true.into());
                    config.insert("pendingLog".to_owned(), pending_log(turn.now).into());
                    user
                }
            }
            "INSTALL_PLUGIN" => {
                let of = |name: &str| text(&at.app, name).unwrap_or_default();
                let shown = json!({"type": "BASIC", "username": of("username"), "password": of("password")});
                Credentials::new("INSTALL_PLUGIN", shown)
            }
            mode => {
                let mut made = credentials::oauth2(mode, at.provider, &flow.scope, false, turn.now);
                keep_answer(&mut config, at.provider, &made);
                look_up(&mut config, at.provider);
                let mut taken = |name| {
                    let given = text(&config, name).filter(|value| !value.is_empty()).map(str::to_owned);
                    given.inspect(|_| _ = config.shift_remove(name))
                };
                made.belong_to(taken(CLIENT_ID), taken(CLIENT_SECRET), taken(REFRESH_TOKEN));
                made
            }
        };
        let whole = flow.mode == "CUSTOM" && !pending;
        let known = self.connection(&flow.connection_id, &flow.integration).is_some();
        let config = jsonb(config);
        let made = |credentials| {
            let id = flow.connection_id.clone();
            let mut made = Established::by(&flow.session, &flow.integration, id, credentials, config.clone());
            if flow.mode == "INSTALL_PLUGIN" {
                // The session's tags are lost on the way (protocol §16.17).
                made.tags = Map::new();
            }
            made
        };
        if whole && !known {
            // The person's part is stored first, so there are two webhooks (modes/github_app_oauth_connect_success).
            let first = made(credentials.clone());
            self.connect(turn, first);
        }
        let mut last = made(credentials);
        // As recorded, a reconnect is told as an App's (modes/github_app_oauth_reconnect).
        last.told_as = (whole && known).then_some("APP");
        let connection_id = self.connect(turn, last);
        if let Some(client) = flow.socket {
            let message = json!({
                "message_type": "success",
                "provider_config_key": flow.integration,
                "connection_id": connection_id,
                "is_pending": pending,
            });
            turn.messages.push(SocketMessage { client, text: message.to_string() });
        }
        match in_words(&provider_errors(query)) {
            // The page goes by what the provider says, whatever came of it (protocol §4.3).
            Some(errors) => pages::callback_failed(200, &errors),
            None => pages::callback_succeeded(),
        }
    }
}

/// What the provider says of a failure, in the order of the names.
fn provider_errors(query: &Map<String, Value>) -> Vec<(&'static str, &str)> {
    PROVIDER_ERRORS.iter().filter_map(|name| Some((*name, text(query, name)?))).collect()
}

/// The same as the page shows it, where there is any.
fn in_words(errors: &[(&'static str, &str)]) -> Option<String> {
    let all = errors.iter().map(|(name, value)| ((*name).to_owned(), (*value).into()));
    (!errors.is_empty()).then(|| Value::Object(all.collect()).to_string())
}

fn failure<'a>(flow: &'a Flow, kind: &'a str, description: &'a str, page: &'a str) -> Failure<'a> {
    Failure {
        socket: flow.socket.as_deref(),
        integration: &flow.integration,
        connection_id: &flow.connection_id,
        kind,
        description,
        page,
    }
}

/// Back to where the installation was begun, for nobody here began it.
fn back_to_github(turn: &Turn) -> Reply {
    let referer = turn.request.headers.get("referer").unwrap_or("https://github.com");
    Reply::empty(302).with("Location", referer)
}

/// Where a connection that waits remembers the log of its beginning.
pub(super) fn pending_log(now: Timestamp) -> String {
    format!("{}_{}", now.as_millisecond(), random_hex(4))
}

/// Makes a person's connection to a GitHub App whole: what it authenticates with from now on.
pub(super) fn add_installation(
    config: &mut Map<String, Value>,
    at: &Integration,
    user: &Credentials,
    installation: &Value,
    now: Timestamp,
) -> Credentials {
    let made = credentials::app("CUSTOM", at.app_id(), now);
    let link = text(&at.app, "app_link").unwrap_or_default();
    config.insert("appPublicLink".to_owned(), link.into());
    config.insert("userCredentials".to_owned(), user.to_json(false));
    keep_installation(config, &made, installation);
    made
}

fn keep_installation(config: &mut Map<String, Value>, made: &Credentials, installation: &Value) {
    config.insert("installation_id".to_owned(), installation.clone());
    config.insert("jwtToken".to_owned(), made.field("jwtToken").unwrap_or_default().into());
}

fn oauth1() -> Credentials {
    let (token, secret) = (random_hex(16), random_hex(16));
    let raw = json!({
        "oauth_token": format!("sandbox_at_{token}"),
        "oauth_token_secret": format!("sandbox_ts_{secret}"),
        "user_id": "1",
        "screen_name": HANDLE,
    });
    let shown = json!({
        "type": "OAUTH1",
        "oauth_token": raw["oauth_token"],
        "oauth_token_secret": raw["oauth_token_secret"],
        "raw": raw,
    });
    Credentials::new("OAUTH1", shown)
}

/// What is wrong with a callback of OAUTH1, if anything (recordings modes/oauth1_connect_*).
fn oauth1_trouble(flow: &Flow, query: &Map<String, Value>, grants: &mut Grants) -> Option<Trouble> {
    let of = |name: &str| text(query, name).filter(|value| !value.is_empty());
    match (of("oauth_token"), of("oauth_verifier")) {
        (Some(token), Some(verifier)) => {
            let known = token == flow.request_token && verifier == flow.code && token != NO_TOKEN;
            let answer = grants.next.pop_front();
            let mut why = "{}".to_owned();
            if known && matches!(answer, None | Some(Verdict::Token(_) | Verdict::Revoked)) {
                return None;
            }
            let at_both_calls = answer.is_none() && flow.request_token == NO_TOKEN;
            if at_both_calls || matches!(answer, Some(Verdict::Nonsense)) {
                let error =
                    "An unhandled error of type 'incomplete_raw_credentials' with payload '{}' has occurred";
                let error = json!({"message": error, "name": "Error"});
                why = serde_json::to_string_pretty(&error).unwrap_or_default();
            }
            let text = format!("Unknown error during the Oauth flow. {why}");
            let mut trouble = Trouble::new("unknown_err", "unknown", text);
            trouble.told = format!("Unknown error during the Oauth flow.\n{why}");
            Some(trouble)
        }
        _ => {
            let text = "Did not get oauth_token and/or oauth_verifier in the callback.";
            Some(Trouble::new("callback_err", "invalid_callback", text))
        }
    }
}

impl State {
    /// What is wrong with a callback that should bring a code, if anything: the code is exchanged.
    fn code_trouble(
        &mut self,
        flow: &Flow,
        query: &Map<String, Value>,
        errors: &[(&str, &str)],
        now: Timestamp,
    ) -> Option<Trouble> {
        let provider = self.integration(&flow.integration).map(|at| at.provider);
        let parameter = provider.map_or("code", code_parameter);
        let Some(code) = text(query, parameter).filter(|code| !code.is_empty()) else {
            let mut text = "Did not get authorization code in the callback.".to_owned();
            if !errors.is_empty() {
                let all: Vec<String> =
                    errors.iter().map(|(name, value)| format!("{name}: {value}")).collect();
                text = format!("{text} Provider error: {}", all.join("; "));
            }
            return Some(Trouble::new("callback_err", "invalid_callback", text));
        };
        let (client_id, redirect_uri) = (flow.client_id.as_str(), flow.redirect_uri.as_str());
        let shown = Shown { client_id, redirect_uri, verifier: Some(&flow.verifier) };
        let (status, refused) = match self.grants.next.pop_front() {
            None => (400, self.grants.exchange(code, &shown, now).err()?),
            Some(Verdict::Refused(status, body)) => (status, body),
            Some(Verdict::Token(_) | Verdict::Revoked) => return None,
            Some(_) => (502, Value::Null),
        };
        // What a provider answers to a code that it does not take, as Nango words it (recording
        // modes/fe_auth_oauth_token_error).
        let name = match status {
            400 => "Bad Request",
            401 => "Unauthorized",
            403 => "Forbidden",
            500 => "Internal Server Error",
            _ => "Bad Gateway",
        };
        let text = serde_json::to_string_pretty(&json!({
            "name": "Error",
            "message": format!("Response Error: {status} {name}"),
            "provider_error_payload": refused,
        }));
        Some(Trouble::new("unknown_err", "unknown", text.unwrap_or_default()))
    }
}
