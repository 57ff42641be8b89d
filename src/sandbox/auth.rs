//! The auth endpoints without a browser: API_KEY, BASIC and NONE (protocol §3), and what every way of connecting
//! ends in: a connection and its webhook.

use serde_json::{Map, Value, json};
use url::Url;

use super::Event;
use super::access::text;
use super::callback::pending_log;
use super::catalogue::verifies;
use super::connections::Connection;
use super::credentials::Credentials;
use super::headless::lacks_address;
use super::hooks;
use super::provider::Provider;
use super::reply;
use super::rules::{self, auth as own};
use super::sessions::Session;
use super::state::{State, Turn, Webhook};
use super::text::{jsonb, uuid};
use super::validate::Issue;
use crate::http::{Headers, Reply};

/// What [`State::connect`] stores.
pub(super) struct Established<'a> {
    /// None for an import.
    pub session: Option<&'a Session>,
    pub integration: &'a str,
    pub connection_id: String,
    pub credentials: Credentials,
    pub config: Map<String, Value>,
    /// The one there was stays where this is none.
    pub end_user: Option<Value>,
    pub tags: Map<String, Value>,
    /// What there was stays where this is none.
    pub metadata: Option<Map<String, Value>>,
    pub webhook_url_override: Option<String>,
    /// The auth mode that the webhook names, where it is not the integration's.
    pub told_as: Option<&'static str>,
}

impl<'a> Established<'a> {
    /// What a session's auth flow ends in. Metadata stays for OAuth, OAUTH2_CC and NONE, and is emptied by the
    /// others (protocol §2.2, §16.13).
    pub fn by(
        session: &'a Session,
        integration: &'a str,
        connection_id: String,
        credentials: Credentials,
        config: Map<String, Value>,
    ) -> Self {
        let keeps = is_oauth(credentials.mode()) || credentials.mode() == "NONE";
        Established {
            session: Some(session),
            integration,
            connection_id,
            credentials,
            config,
            end_user: session.end_user.clone(),
            tags: session.tags.clone(),
            metadata: (!keeps).then(Map::new),
            webhook_url_override: session.webhook_url_override.clone(),
            told_as: None,
        }
    }
}

/// The modes whose new connections have no metadata at all.
fn is_oauth(mode: &str) -> bool {
    super::oauth::needs_browser(mode) || mode == "OAUTH2_CC"
}

impl State {
    /// POST /api-auth/api-key/:k.
    pub(super) fn auth_api_key(&mut self, turn: &mut Turn, key: &str) -> Result<Reply, Reply> {
        let session = self.session_in_query(turn)?;
        let body = turn.valid_body(&own::API_KEY_BODY)?;
        let api_key = text(&body, "apiKey").unwrap_or_default().to_owned();
        self.auth(turn, &session, key, Credentials::api_key(&api_key))
    }

    /// POST /api-auth/basic/:k.
    pub(super) fn auth_basic(&mut self, turn: &mut Turn, key: &str) -> Result<Reply, Reply> {
        let session = self.session_in_query(turn)?;
        let body = turn.valid_body(&own::BASIC_BODY)?;
        let field = |name| text(&body, name).unwrap_or_default().to_owned();
        let credentials = Credentials::basic(&field("username"), &field("password"));
        self.auth(turn, &session, key, credentials)
    }

    /// POST /auth/unauthenticated/:k.
    pub(super) fn auth_none(&mut self, turn: &mut Turn, key: &str) -> Result<Reply, Reply> {
        let session = self.session_in_query(turn)?;
        turn.empty_body()?;
        self.auth(turn, &session, key, Credentials::none())
    }

    /// POST /auth/oauth-outbound/:k, for what is installed from the provider's side: a connection that waits for the
    /// provider's webhook (protocol §3.2).
    pub(super) fn auth_outbound(&mut self, turn: &mut Turn, key: &str) -> Result<Reply, Reply> {
        let session = self.session_in_query(turn)?;
        turn.valid_query(&rules::AUTH_QUERY)?;
        turn.valid_path(&rules::AUTH_PATH, "providerConfigKey", key)?;
        no_connection_id(turn)?;
        let Some(integration) = self.integration(key) else {
            return Err(reply::code(404, "unknown_provider_config"));
        };
        if integration.auth_mode() != "OAUTH2" {
            return Err(reply::code(400, "invalid_auth_mode"));
        }
        let connection_id = self.may_connect(&session, key)?;
        let params = turn.query.get("params").and_then(Value::as_object).cloned().unwrap_or_default();
        let mut config = connection_config(&session, key, &params);
        config.insert("pending".to_owned(), true.into());
        config.insert("pendingLog".to_owned(), pending_log(turn.now).into());
        let credentials = Credentials::new("OAUTH2", json!({"type": "OAUTH2"}));
        let made = Established::by(&session, key, connection_id.clone(), credentials, jsonb(config));
        self.connect(turn, made);
        Ok(reply::json(200, &json!({"connectionId": connection_id, "providerConfigKey": key})))
    }

    fn auth(
        &mut self,
        turn: &mut Turn,
        session: &Session,
        key: &str,
        credentials: Credentials,
    ) -> Result<Reply, Reply> {
        turn.valid_query(&rules::AUTH_QUERY)?;
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
        let provider = integration.provider;
        let config = connection_config(session, key, &params);
        if self.verification_fails(turn, provider, &credentials, &config) {
            return Err(self.test_failed(turn, key));
        }
        let made = Established::by(session, key, connection_id, credentials, config);
        Ok(self.connect(turn, made))
    }

    /// Whether a provider whose credentials are tried before they are stored does not take these, or cannot be asked.
    pub(super) fn verification_fails(
        &mut self,
        turn: &Turn,
        provider: &Provider,
        credentials: &Credentials,
        config: &Map<String, Value>,
    ) -> bool {
        // An address that the outbound policy denies is as good as none (recording stock_ssrf_apikey_verification_loopback).
        let denied = || turn.strict_urls && config.values().any(rules::is_private_text);
        let unknown = || denied() || lacks_address(provider, config);
        verifies(provider) && (unknown() || self.grants.ask_at(credentials, config).fails_a_call())
    }

    /// What a client is told whose credentials the provider did not take.
    pub(super) fn test_failed(&self, turn: &mut Turn, key: &str) -> Reply {
        let error = "connection_test_failed".to_owned();
        turn.events.push(Event::Refused { integration: key.to_owned(), error });
        reply::error(400, "connection_test_failed", TEST_FAILED)
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

    /// Stores the connection, new or anew, and sends its webhook. Replacing follows protocol §2.2 and §15.5: tags
    /// and webhook URL replace the old ones even when there are none, the end user only when there is one.
    pub(super) fn connect(&mut self, turn: &mut Turn, new: Established) -> String {
        let Established { session, integration, connection_id, credentials, config, .. } = new;
        let Some(at) = self.integration(integration) else { return connection_id };
        let (provider, auth_mode) = (at.provider_name(), at.auth_mode());
        let metadata = new.metadata.map(Value::Object);
        let url = new.webhook_url_override.clone();
        let operation = if let Some(old) = self.connection_mut(&connection_id, integration) {
            old.end_user = new.end_user.unwrap_or_else(|| old.end_user.take());
            if let Some(metadata) = metadata {
                old.metadata = metadata;
            }
            old.tags = new.tags.clone();
            old.config = config;
            old.webhook_url_override = new.webhook_url_override;
            // As recorded, the OAuth flows leave the time alone (modes/mcp_oauth2_connection_get_after_reconnect).
            if session.is_none() || !is_oauth(auth_mode) {
                old.updated_at = turn.now;
            }
            old.credentials = credentials;
            old.trouble = None;
            "override"
        } else {
            self.last_id += 1;
            let id = self.last_id;
            let empty = if is_oauth(auth_mode) { Value::Null } else { json!({}) };
            self.here_mut().connections.push(Connection {
                id,
                connection_id: connection_id.clone(),
                integration: integration.to_owned(),
                provider: provider.to_owned(),
                end_user: new.end_user.unwrap_or_default(),
                tags: new.tags.clone(),
                metadata: metadata.unwrap_or(empty),
                config,
                webhook_url_override: new.webhook_url_override,
                created_at: turn.now,
                updated_at: turn.now,
                last_fetched_at: None,
                credentials,
                trouble: None,
            });
            "creation"
        };
        if operation == "override" || self.here().on_auth_creation {
            let auth_mode = new.told_as.unwrap_or(auth_mode);
            let environment = &self.here().name;
            let told = hooks::Auth {
                auth_mode,
                provider,
                integration,
                connection_id: &connection_id,
                operation,
                environment,
            };
            self.send(turn, url.as_deref(), hooks::succeeded(&told, &new.tags, session));
        }
        turn.events.push(Event::Connected {
            connection_id: connection_id.clone(),
            integration: integration.to_owned(),
            operation,
        });
        connection_id
    }

    /// Sends a webhook to `own`, else the environment's URLs, one after the other; nowhere if there are none
    /// (protocol §7.4).
    pub(super) fn send(&self, turn: &mut Turn, own: Option<&str>, body: String) {
        self.send_with(turn, own, body, Headers::new());
    }

    /// The same, with headers of a provider's own.
    pub(super) fn send_with(&self, turn: &mut Turn, own: Option<&str>, body: String, headers: Headers) {
        let here = self.here();
        let all = match own {
            Some(own) => vec![own.to_owned()],
            None => {
                let both = [&here.webhook_url, &here.secondary_webhook_url];
                both.into_iter().flatten().map(ToString::to_string).collect()
            }
        };
        // Nango skips what its policy denies, and nobody is told (recording stock_ssrf_auth_with_loopback_webhook_url_in_db).
        let denied = |url: &str| turn.strict_urls && Url::parse(url).is_ok_and(|url| rules::is_private(&url));
        let mut urls = all.into_iter().filter(|url| !denied(url));
        let Some(url) = urls.next() else { return };
        let then = urls.next();
        drop(urls);
        turn.webhooks.push(Webhook { url, then, body, key: here.signing_key.clone(), headers });
    }
}

/// What Nango says of credentials that a call with them did not pass.
pub(super) const TEST_FAILED: &str =
    "The given credentials were found to be invalid. Please check the credentials and try again.";

/// With a session Nango picks the id (protocol §3.1).
pub(super) fn no_connection_id(turn: &Turn) -> Result<(), Reply> {
    if turn.query.get("connection_id").is_some_and(|id| id != "") {
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
