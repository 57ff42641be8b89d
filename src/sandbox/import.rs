//! Importing connections whose tokens or keys exist already (protocol §5.3).

use serde_json::{Map, Value, json};

use super::access::text;
use super::auth::Established;
use super::credentials::{Credentials, app};
use super::date::moment;
use super::reply;
use super::rules::{self, connections as own};
use super::scopes;
use super::sessions::{end_user, merged_tags};
use super::state::{State, Turn};
use super::text::{iso, jsonb, uuid};
use super::validate::check;
use crate::http::Reply;

impl State {
    /// POST /connections: makes a connection, or silently makes an existing one anew.
    pub(super) fn import_connection(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::CONNECTIONS_CREATE)?;
        turn.valid_query(&rules::NOTHING)?;
        let body = turn.valid_body(&own::IMPORT)?;
        let key = text(&body, "provider_config_key").unwrap_or_default().to_owned();
        let given = body.get("credentials").and_then(Value::as_object).cloned().unwrap_or_default();
        let Some(at) = self.integration(&key) else {
            return Err(reply::error(404, "not_found", "Integration does not exist"));
        };
        let mode = at.auth_mode();
        let kind = text(&given, "type").unwrap_or_default();
        if kind != mode {
            let message = format!("Provider {mode} does not support {kind} auth");
            return Err(reply::error(400, "invalid_body", &message));
        }
        let object = |name: &str| body.get(name).and_then(Value::as_object).cloned();
        let mut config = object("connection_config").unwrap_or_default();
        let credentials = match mode {
            "APP" | "CUSTOM" => app(mode, text(&given, "app_id").unwrap_or_default(), turn.now),
            _ => imported(mode, &given),
        };
        if mode == "TBA" {
            if text(&config, "accountId").is_none_or(str::is_empty) {
                let message =
                    "Missing accountId in connection_config. This is required to create a TBA connection.";
                return Err(reply::error(400, "invalid_body", message));
            }
            config.extend(at.tba_config());
        }
        let provider = at.provider;
        if matches!(mode, "API_KEY" | "BASIC" | "TBA")
            && self.verification_fails(turn, provider, &credentials, &config)
        {
            return Err(self.test_failed(turn, &key));
        }
        let tags = merged_tags(&body);
        if !check(&rules::TAGS, Some(&Value::Object(tags.clone()))).is_empty() {
            return Err(reply::error(500, "server_error", "Failed to import connection"));
        }
        let user = end_user(&body);
        let connection_id = self.connect(
            turn,
            Established {
                session: None,
                integration: &key,
                connection_id: text(&body, "connection_id").map_or_else(uuid, str::to_owned),
                credentials,
                config: jsonb(config),
                end_user: user.clone(),
                tags,
                metadata: Some(jsonb(object("metadata").unwrap_or_default())),
                webhook_url_override: text(&body, "webhook_url_override")
                    .filter(|url| !url.is_empty())
                    .map(str::to_owned),
                told_as: None,
            },
        );
        let Some(made) = self.connection_mut(&connection_id, &key) else {
            return Err(reply::error(500, "server_error", "Failed to import connection"));
        };
        made.last_fetched_at = (mode != "NONE").then_some(turn.now);
        let mut all = made.without_credentials(iso);
        // An older connection's end user stays, and the answer does not show it (protocol §15.6).
        all["end_user"] = user.into();
        all["credentials"] = made.credentials.to_json(true);
        if mode == "CUSTOM" {
            // What the provider's script finds out comes after the answer.
            made.config.insert("handle".to_owned(), super::callback::HANDLE.into());
        }
        Ok(reply::json(201, &all))
    }
}

/// What was given, in the recorded order; modes of tokens keep it a second time as `raw`.
fn imported(mode: &'static str, given: &Map<String, Value>) -> Credentials {
    const ORDER: [&str; 15] = [
        "access_token",
        "refresh_token",
        "token",
        "client_id",
        "client_secret",
        "client_certificate",
        "client_private_key",
        "oauth_token",
        "oauth_token_secret",
        "token_id",
        "token_secret",
        "apiKey",
        "username",
        "password",
        "expires_at",
    ];
    if mode == "NONE" {
        return Credentials::none();
    }
    let mut all = json!({ "type": mode });
    for name in ORDER.into_iter().chain(["config_override"]) {
        match given.get(name) {
            Some(value) if name == "expires_at" => {
                if let Some(moment) = moment(value) {
                    all[name] = iso(moment).into();
                }
            }
            Some(value) => all[name] = value.clone(),
            None => {}
        }
    }
    if matches!(mode, "OAUTH1" | "OAUTH2" | "OAUTH2_CC") {
        all["raw"] = all.clone();
    }
    Credentials::new(mode, all)
}
