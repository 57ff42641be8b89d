//! The deprecated endpoints that look at their input one parameter at a time and answer in the older envelope:
//! POST /connection (protocol §5.3) and POST and PATCH /connection/:connectionId/metadata (§5.6).

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::access::text;
use super::auth::Established;
use super::credentials::{CLIENT_TOKEN, Credentials, app};
use super::date::moment;
use super::integration::Integration;
use super::reply;
use super::scopes;
use super::state::{State, Turn};
use super::text::{iso, jsonb, jsonb_of, uuid};
use crate::http::Reply;

impl State {
    /// POST /connection, with credentials that are as flat as the rest; the answer repeats the body.
    pub(super) fn import_connection_legacy(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::CONNECTIONS_CREATE)?;
        let body = match &turn.body {
            Some(Value::Object(body)) => body.clone(),
            Some(_) => Map::new(),
            // Nango takes it apart without having looked.
            None => return Err(reply::unexpected()),
        };
        let Some(key) = said(&body, "provider_config_key") else {
            return Err(missing("provider_config_key"));
        };
        let Some(at) = key.as_str().and_then(|key| self.integration(key)) else {
            let named = json!({"providerConfigKey": key, "environmentName": self.here().name});
            return Err(reply::unknown_provider_config(named));
        };
        let (credentials, config) = given(at, &body, turn.now)?;
        let key = at.unique_key.clone();
        let connection_id =
            text(&body, "connection_id").filter(|id| !id.is_empty()).map_or_else(uuid, str::to_owned);
        let metadata = body.get("metadata").and_then(Value::as_object).cloned().map(jsonb);
        let has_none = metadata.is_none() && self.connection(&connection_id, &key).is_none();
        self.connect(
            turn,
            Established {
                session: None,
                integration: &key,
                connection_id: connection_id.clone(),
                credentials,
                config: jsonb(config),
                end_user: None,
                tags: Map::new(),
                metadata,
                webhook_url_override: text(&body, "webhook_url_override")
                    .filter(|url| !url.is_empty())
                    .map(str::to_owned),
                told_as: None,
            },
        );
        if has_none && let Some(made) = self.connection_mut(&connection_id, &key) {
            // Whatever the mode (protocol §15.6).
            made.metadata = Value::Null;
        }
        let mut echo = Value::Object(body);
        echo["connection_id"] = connection_id.into();
        Ok(reply::json(201, &echo))
    }

    /// POST and PATCH /connection/:connectionId/metadata, whose body is the metadata itself, whatever it is.
    pub(super) fn bare_metadata(&mut self, turn: &mut Turn, id: &str, replace: bool) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::CONNECTIONS_UPDATE)?;
        let header = turn.request.headers.get("provider-config-key");
        let named = [text(&turn.query, "provider_config_key"), header];
        let Some(key) = named.into_iter().flatten().find(|key| !key.is_empty()) else {
            return Err(missing("provider_config_key"));
        };
        let environment = self.here().name.clone();
        let Some(connection) = self.connection_mut(id, key) else {
            return Err(unknown_connection(id, key, &environment));
        };
        let status = if replace { 201 } else { 200 };
        let Some(body) = &turn.body else { return Ok(Reply::empty(status)) };
        connection.metadata = jsonb_of(if replace {
            body.clone()
        } else {
            let mut all = spread(connection.metadata.take());
            all.extend(spread(body.clone()));
            Value::Object(all)
        });
        Ok(reply::json(status, body))
    }
}

/// What JavaScript takes for said: neither nothing, nor an empty text, nor 0, nor false.
fn said<'b>(body: &'b Map<String, Value>, name: &str) -> Option<&'b Value> {
    body.get(name).filter(|value| match value {
        Value::Null => false,
        Value::Bool(yes) => *yes,
        Value::String(text) => !text.is_empty(),
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::Array(_) | Value::Object(_) => true,
    })
}

/// The members that JavaScript's `...` finds.
fn spread(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        Value::Array(items) => {
            items.into_iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect()
        }
        _ => Map::new(),
    }
}

/// What Nango says of a parameter that is not there.
fn missing(name: &str) -> Reply {
    match name {
        "provider_config_key" => refused("missing_provider_config", "Missing param 'provider_config_key'."),
        "username" => {
            refused("missing_basic_username", "Missing param username for basic api authentication.")
        }
        // It has no words for these.
        "oauth_token" | "oauth_token_secret" => unhandled(&format!("missing_{name}")),
        name => refused(&format!("missing_{name}"), &format!("Missing param '{name}'.")),
    }
}

fn refused(code: &str, message: &str) -> Reply {
    reply::legacy(400, code, message, json!({}))
}

/// As recorded (modes/two_step_import_legacy).
fn unhandled(what: &str) -> Reply {
    let message = format!("An unhandled error of type '{what}' with payload '{{}}' has occurred");
    reply::legacy(500, &format!("unhandled_{what}"), &message, json!({}))
}

/// What these endpoints and those around syncs say of a pair that is no connection.
pub(super) fn unknown_connection(id: &str, key: &str, environment: &str) -> Reply {
    let named = json!({"connectionId": id, "providerConfigKey": key, "environmentName": environment});
    let message = format!(
        "No connection matching the provided params of 'connection_id' and 'provider_config_key'. \
         Please make sure these values exist in the Nango dashboard {named:#}"
    );
    reply::legacy(404, "unknown_connection", &message, named)
}

/// The credentials and the connection's config that a body gives for an integration.
fn given(
    at: &Integration,
    body: &Map<String, Value>,
    now: Timestamp,
) -> Result<(Credentials, Map<String, Value>), Reply> {
    let mode = at.auth_mode();
    // What has to be there, and what is kept of it and of the rest under which name.
    let (needed, kept): (&[&str], &[(&str, &str)]) = match mode {
        "OAUTH1" => (
            &["oauth_token", "oauth_token_secret"],
            &[("oauth_token", "oauth_token"), ("oauth_token_secret", "oauth_token_secret")],
        ),
        "OAUTH2" => (&[], &[("access_token", "access_token"), ("refresh_token", "refresh_token")]),
        "OAUTH2_CC" => (&["access_token"], &[("access_token", "token")]),
        "BASIC" => (&["username"], &[("username", "username"), ("password", "password")]),
        "API_KEY" => (&["api_key"], &[("api_key", "apiKey")]),
        "APP" => (&["app_id", "installation_id"], &[]),
        "TBA" => (&[], &[("token_id", "token_id"), ("token_secret", "token_secret")]),
        "NONE" => (&[], &[]),
        _ => return Err(unhandled("unknown_oauth_type")),
    };
    if let Some(name) = needed.iter().find(|name| said(body, name).is_none()) {
        return Err(missing(name));
    }
    // It is read before anybody misses it.
    if mode == "OAUTH2" && said(body, "access_token").is_none() {
        return Err(reply::unexpected());
    }
    let mut all = json!({ "type": mode });
    for (theirs, ours) in kept {
        if let Some(value) = body.get(*theirs) {
            all[*ours] = value.clone();
        }
    }
    if matches!(mode, "OAUTH2" | "OAUTH2_CC")
        && let Some(expires) = expiry(mode, body, now)?
    {
        all["expires_at"] = iso(expires).into();
    }
    let mut config = body.get("connection_config").and_then(Value::as_object).cloned().unwrap_or_default();
    if matches!(mode, "OAUTH2" | "OAUTH2_CC")
        && let Some(scopes) = text(&config, "oauth_scopes_override").filter(|scopes| !scopes.is_empty())
    {
        let scopes: Value = scopes.split(',').collect();
        config.insert("oauth_scopes_override".to_owned(), scopes);
    }
    let own_app = || {
        let names =
            [("oauth_client_id_override", "client_id"), ("oauth_client_secret_override", "client_secret")];
        let said = names
            .into_iter()
            .filter_map(|(theirs, ours)| Some((ours.to_owned(), said(body, theirs)?.clone())));
        said.collect::<Map<String, Value>>()
    };
    match mode {
        "OAUTH2_CC" => {
            for (name, value) in own_app() {
                all[name] = value;
            }
        }
        "TBA" => {
            let Some(Value::Object(_)) = body.get("connection_config") else {
                return Err(reply::unexpected());
            };
            if said(&config, "accountId").is_none() {
                let message =
                    "Missing accountId in connection_config. This is required to create a TBA connection.";
                return Err(reply::error(400, "missing_account_id", message));
            }
            config.extend(at.tba_config());
            all["config_override"] = own_app().into();
        }
        "APP" => {
            let named = |name: &str| (name.to_owned(), body.get(name).cloned().unwrap_or_default());
            let app_id = text(body, "app_id").unwrap_or_else(|| at.app_id());
            return Ok((app(mode, app_id, now), Map::from_iter([named("app_id"), named("installation_id")])));
        }
        "NONE" => return Ok((Credentials::none(), config)),
        _ => {}
    }
    if matches!(mode, "OAUTH1" | "OAUTH2" | "OAUTH2_CC") {
        all["raw"] = said(body, "raw").cloned().unwrap_or_else(|| body.clone().into());
    }
    if mode == "OAUTH2" && !own_app().is_empty() {
        all["config_override"] = own_app().into();
    }
    Ok((Credentials::new(mode, all), config))
}

/// When the token expires. That one of OAUTH2 never does has to be said.
fn expiry(mode: &str, body: &Map<String, Value>, now: Timestamp) -> Result<Option<Timestamp>, Reply> {
    let seconds = |seconds: f64| SignedDuration::try_from_secs_f64(seconds).ok();
    let read = match (said(body, "expires_at"), said(body, "expires_in").filter(|_| mode == "OAUTH2")) {
        // A number counts seconds, unlike those of JavaScript's own.
        (Some(Value::Number(at)), _) => {
            at.as_f64().and_then(seconds).and_then(|at| Timestamp::from_duration(at).ok())
        }
        (Some(at), _) => moment(at),
        (None, Some(within)) => {
            let within = within.as_f64().or_else(|| within.as_str()?.parse().ok()).map(f64::trunc);
            within.and_then(seconds).and_then(|within| now.checked_add(within).ok())
        }
        (None, None) if mode == "OAUTH2_CC" => Some(now + CLIENT_TOKEN),
        (None, None) if body.get("no_expiration") == Some(&Value::Bool(true)) => return Ok(None),
        (None, None) => {
            let message = "Importing an OAuth2 token requires the 'expires_at' parameter. If the token doesn't expire pass in the 'no_expiration' parameter";
            return Err(refused("missing_expires_at", message));
        }
    };
    let invalid = || {
        refused(
            "invalid_expires_at",
            "The provided 'expires_at' parameter is invalid. It should be a valid date",
        )
    };
    read.map(Some).ok_or_else(invalid)
}
