//! The auth endpoints without a browser: API_KEY, BASIC and NONE (protocol §3), and what every way of connecting
//! ends in: a connection and its webhook.

use serde_json::{Map, Value, json};

use super::Event;
use super::access::text;
use super::catalogue::verifies;
use super::connections::{Connection, Credentials};
use super::hooks;
use super::reply;
use super::rules;
use super::sessions::Session;
use super::state::{State, Turn};
use super::text::{jsonb, uuid};
use super::validate::Issue;
use crate::http::Reply;

/// What [`State::connect`] stores.
pub(super) struct Established<'a> {
    pub session: &'a Session,
    pub integration: &'a str,
    pub connection_id: String,
    pub credentials: Credentials,
    pub config: Map<String, Value>,
}

impl State {
    /// POST /api-auth/api-key/:k.
    pub(super) fn auth_api_key(&mut self, turn: &mut Turn, key: &str) -> Result<Reply, Reply> {
        let session = self.session_in_query(turn)?;
        let body = turn.valid_body(&rules::API_KEY_BODY)?;
        let api_key = text(&body, "apiKey").unwrap_or_default().to_owned();
        self.auth(turn, &session, key, Credentials::ApiKey(api_key))
    }

    /// POST /api-auth/basic/:k.
    pub(super) fn auth_basic(&mut self, turn: &mut Turn, key: &str) -> Result<Reply, Reply> {
        let session = self.session_in_query(turn)?;
        let body = turn.valid_body(&rules::BASIC_BODY)?;
        let field = |name| text(&body, name).unwrap_or_default().to_owned();
        let credentials = Credentials::Basic { username: field("username"), password: field("password") };
        self.auth(turn, &session, key, credentials)
    }

    /// POST /auth/unauthenticated/:k.
    pub(super) fn auth_none(&mut self, turn: &mut Turn, key: &str) -> Result<Reply, Reply> {
        let session = self.session_in_query(turn)?;
        turn.empty_body()?;
        self.auth(turn, &session, key, Credentials::None)
    }

    fn auth(
        &mut self,
        turn: &mut Turn,
        session: &Session,
        key: &str,
        credentials: Credentials,
    ) -> Result<Reply, Reply> {
        turn.valid_path(&rules::AUTH_PATH, "providerConfigKey", key)?;
        no_connection_id(turn)?;
        let params = turn.query.get("params").and_then(Value::as_object).cloned().unwrap_or_default();
        let connection_id = self.connect_with(turn, session, key, credentials, params)?;
        Ok(reply::json(200, &json!({"connectionId": connection_id, "providerConfigKey": key})))
    }

    /// Everything between a valid request and the stored connection, in the order of protocol §3.1.
    pub(super) fn connect_with(
        &mut self,
        turn: &mut Turn,
        session: &Session,
        key: &str,
        credentials: Credentials,
        params: Map<String, Value>,
    ) -> Result<String, Reply> {
        let Some(integration) = self.integration(key) else {
            return Err(reply::code(404, "unknown_provider_config"));
        };
        if integration.auth_mode() != credentials.mode() {
            return Err(reply::code(400, "invalid_auth_mode"));
        }
        let connection_id = self.may_connect(session, key)?;
        if verifies(integration.provider) && is_rejected(&credentials) {
            let message =
                "The given credentials were found to be invalid. Please check the credentials and try again.";
            turn.events.push(Event::Refused {
                integration: key.to_owned(),
                error: "connection_test_failed".to_owned(),
            });
            return Err(reply::error(400, "connection_test_failed", message));
        }
        let config = connection_config(session, key, &params);
        let established = Established { session, integration: key, connection_id, credentials, config };
        Ok(self.connect(turn, established))
    }

    /// The connection id that this session gets for an integration, or why it gets none.
    pub(super) fn may_connect(&self, session: &Session, key: &str) -> Result<String, Reply> {
        if !session.allows(key) {
            return Err(reply::code(400, "integration_not_allowed"));
        }
        match &session.reconnects {
            Some(id) if self.connection(id, key).is_none() => Err(reply::code(400, "invalid_connection")),
            Some(id) => Ok(id.clone()),
            None => Ok(uuid()),
        }
    }

    /// Stores the connection, new or anew, and sends its webhook. Replacing follows protocol §2.2 and §15.5:
    /// the session's tags and webhook URL replace the old ones even when it has none, its end user only when it
    /// has one; metadata stays for OAuth and NONE, and is emptied by the others.
    pub(super) fn connect(&mut self, turn: &mut Turn, new: Established) -> String {
        let Established { session, integration, connection_id, credentials, config } = new;
        let Some(at) = self.integration(integration) else { return connection_id };
        let (provider, auth_mode) = (at.provider_name(), at.auth_mode());
        let empty = || Value::Object(Map::new());
        let known = |known: &&mut Connection| {
            known.connection_id == connection_id && known.integration == integration
        };
        let operation = if let Some(old) = self.connections.iter_mut().find(known) {
            old.end_user = session.end_user.clone().unwrap_or_else(|| old.end_user.take());
            if matches!(credentials, Credentials::ApiKey(_) | Credentials::Basic { .. }) {
                old.metadata = empty();
            }
            old.tags = session.tags.clone();
            old.config = config;
            old.webhook_url_override = session.webhook_url_override.clone();
            old.updated_at = turn.now;
            old.credentials = credentials;
            "override"
        } else {
            self.last_id += 1;
            self.connections.push(Connection {
                id: self.last_id,
                connection_id: connection_id.clone(),
                integration: integration.to_owned(),
                provider,
                end_user: session.end_user.clone().unwrap_or_default(),
                tags: session.tags.clone(),
                metadata: if auth_mode == "OAUTH2" { Value::Null } else { empty() },
                config,
                webhook_url_override: session.webhook_url_override.clone(),
                created_at: turn.now,
                updated_at: turn.now,
                last_fetched_at: None,
                credentials,
            });
            "creation"
        };
        if operation == "override" || self.config.on_auth_creation {
            let told =
                hooks::Auth { auth_mode, provider, integration, connection_id: &connection_id, operation };
            self.send(turn, session, told.succeeded(session));
        }
        turn.events.push(Event::Connected {
            connection_id: connection_id.clone(),
            integration: integration.to_owned(),
            operation,
        });
        connection_id
    }

    /// Sends a webhook to the session's URL, else the environment's; nowhere if there is neither (protocol §7.4).
    pub(super) fn send(&self, turn: &mut Turn, session: &Session, body: String) {
        let own = session.webhook_url_override.clone();
        let url = own.or_else(|| self.config.webhook_url.as_ref().map(ToString::to_string));
        if let Some(url) = url {
            turn.webhooks.push(super::state::Webhook { url, body });
        }
    }
}

/// With a session Nango picks the id (protocol §3.1).
pub(super) fn no_connection_id(turn: &Turn) -> Result<(), Reply> {
    if turn.query.contains_key("connection_id") {
        let message = "connection_id is forbidden when using session token";
        return Err(reply::invalid("invalid_query_params", &[Issue::custom(message, &["connection_id"])]));
    }
    Ok(())
}

/// The client's texts, under what the session presets. A client cannot set the webhook's URL.
pub(super) fn connection_config(
    session: &Session,
    key: &str,
    params: &Map<String, Value>,
) -> Map<String, Value> {
    let texts = params.iter().filter(|(name, value)| value.is_string() && *name != "webhook_url");
    let preset = session.preset(key, "connection_config").and_then(Value::as_object);
    let all = texts.chain(preset.into_iter().flatten());
    jsonb(all.map(|(name, value)| (name.clone(), value.clone())).collect())
}

/// The sandbox cannot ask the provider. It refuses credentials that begin with `invalid` or `bad`, so that an
/// application's error path can be tried, and takes all others.
fn is_rejected(credentials: &Credentials) -> bool {
    let refused = |value: &str| value.starts_with("invalid") || value.starts_with("bad");
    match credentials {
        Credentials::ApiKey(key) => refused(key),
        Credentials::Basic { username, password } => refused(username) || refused(password),
        Credentials::OAuth2(_) | Credentials::None => false,
    }
}
