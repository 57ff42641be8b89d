//! Connections: listing, reading with credentials, changing, deleting (protocol §5).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::access::text;
use super::credentials::{Credentials, RenewalFault, oauth2};
use super::hooks;
use super::provider::Provider;
use super::reply;
use super::rules::{self, connections as own};
use super::scopes;
use super::sessions::{end_user, merged_tags};
use super::state::{State, Turn};
use super::text::{base64, iso, iso_offset, iso_postgres, jsonb_of, random_hex};
use super::validate::{check, flag, number};
use crate::http::Reply;

/// How many a list has at most when it is not told (protocol §5.1).
const PAGE: f64 = 10_000.0;
/// How long after a failed renewal nothing is tried unless it is forced (protocol §5.2).
const BACK_OFF: SignedDuration = SignedDuration::from_secs(30);
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// On how many days a renewal may fail before nothing more is tried (protocol §5.2).
const MOST_DAYS: u32 = 4;

/// A renewal that failed, until one succeeds or the connection is made anew.
#[derive(Clone, Deserialize, Serialize)]
pub struct Trouble {
    /// Names the log entry that the dashboard would show.
    pub log_id: String,
    /// When it failed last.
    pub at: Timestamp,
    /// On how many days it failed: one counts once, however often it was tried.
    pub days: u32,
    /// The failure before: when, and on how many days it had failed by then.
    pub before: Option<(Timestamp, u32)>,
}

impl Trouble {
    /// Whether nothing is tried any more unless it is forced (protocol §5.2, §12).
    fn is_final(&self) -> bool {
        self.days >= MOST_DAYS
    }
}

/// One end user's connection to one integration.
#[derive(Clone, Deserialize, Serialize)]
pub struct Connection {
    /// Counts up from 1.
    pub id: u64,
    /// Together with the integration it identifies the connection.
    pub connection_id: String,
    /// The integration's id.
    pub integration: String,
    /// The provider's name.
    pub provider: String,
    /// As its session shows it; null when the session named none.
    pub end_user: Value,
    /// In Postgres's order.
    pub tags: Map<String, Value>,
    /// An object, or null as OAuth flows leave it.
    pub metadata: Value,
    /// `params` of the auth request and the session's presets.
    pub config: Map<String, Value>,
    /// Where this connection's webhooks go instead of the environment's URL.
    pub webhook_url_override: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was imported over, reconnected or renewed last.
    pub updated_at: Timestamp,
    /// When its credentials were read last.
    pub last_fetched_at: Option<Timestamp>,
    /// The secrets.
    pub credentials: Credentials,
    /// What is wrong with it.
    pub trouble: Option<Trouble>,
}

impl Connection {
    /// Whom it belongs to, as it is shown: an organization without an id is none.
    pub(super) fn shown_end_user(&self) -> Value {
        let mut user = self.end_user.clone();
        if user["organization"]["id"] == "" {
            user["organization"] = Value::Null;
        }
        user
    }

    /// The fields that a list and a single connection share, in order.
    fn common(&self) -> Value {
        let errors: Vec<Value> =
            self.trouble.iter().map(|trouble| json!({"type": "auth", "log_id": trouble.log_id})).collect();
        json!({
            "id": self.id,
            "connection_id": self.connection_id,
            "provider_config_key": self.integration,
            "provider": self.provider,
            "errors": errors,
            "end_user": self.shown_end_user(),
            "tags": self.tags,
            "metadata": self.metadata,
        })
    }

    fn in_list(&self) -> Value {
        let mut item = self.common();
        item["created"] = iso_postgres(self.created_at).into();
        item
    }

    /// Everything but the credentials, whose place stays empty; times are written by `time`.
    pub(super) fn without_credentials(&self, time: fn(Timestamp) -> String) -> Value {
        let mut item = self.common();
        item["connection_config"] = Value::Object(self.config.clone());
        item["webhook_url_override"] = self.webhook_url_override.clone().into();
        item["created_at"] = time(self.created_at).into();
        item["updated_at"] = time(self.updated_at).into();
        item["last_fetched_at"] = self.last_fetched_at.map(time).into();
        item["credentials"] = json!({});
        item
    }

    /// The row of Nango's database, which some error messages repeat (protocol §16.18).
    fn row(&self, environment: u64, now: Timestamp) -> Value {
        let failed = self.trouble.as_ref().and_then(|trouble| trouble.before);
        json!({"connection": {
            "id": self.id,
            "created_at": iso(self.created_at),
            "updated_at": iso(self.updated_at),
            "provider_config_key": self.integration,
            "connection_id": self.connection_id,
            "connection_config": self.config,
            "metadata": self.metadata,
            "credentials_iv": base64(random_hex(6).as_bytes()),
            "credentials_tag": format!("{}==", base64(random_hex(8).as_bytes())),
            "environment_id": environment,
            "deleted": false,
            "deleted_at": null,
            "last_fetched_at": iso(now),
            "config_id": 1,
            "end_user_id": if self.end_user.is_null() { Value::Null } else { self.id.into() },
            // Nango looks after a day where the credentials do not say.
            "credentials_expires_at": iso(self.credentials.expires_at().unwrap_or(self.updated_at + DAY)),
            "last_refresh_success": if failed.is_some() { None } else { Some(iso(self.updated_at)) },
            "last_refresh_failure": failed.map(|(at, _)| iso(at)),
            "refresh_attempts": failed.map(|(_, days)| days),
            "refresh_exhausted": failed.is_some_and(|(_, days)| days >= MOST_DAYS),
            "last_execution_at": null,
            "tags": self.tags,
            "webhook_url_override": self.webhook_url_override,
        }})
    }

    /// Renews what a GitHub App presents itself with, or the person's part of one with OAuth, as recorded
    /// (modes/github_app_connection_get_jwt and its sibling); false for all others.
    fn present_anew(&mut self, at: (&str, &Provider), now: Timestamp) -> bool {
        let (app_id, provider) = at;
        match self.credentials.mode() {
            "APP" => {
                let token = self.credentials.present_anew(app_id, now);
                self.config.insert("jwtToken".to_owned(), token.into());
                true
            }
            "CUSTOM" => self.renew_user(provider, now),
            _ => false,
        }
    }

    /// Renews the person's part of a GitHub App with OAuth.
    fn renew_user(&mut self, provider: &Provider, now: Timestamp) -> bool {
        let Some(user) = self.config.get_mut("userCredentials") else { return false };
        *user = jsonb_of(oauth2("CUSTOM", provider, "", false, now).to_json(false));
        true
    }

    fn fail(&mut self, now: Timestamp) {
        let day = |at: Timestamp| at.as_second().div_euclid(24 * 60 * 60);
        let before = self.trouble.as_ref().map(|trouble| (trouble.at, trouble.days));
        let days = before.map_or(1, |(at, days)| days + u32::from(day(at) != day(now)));
        let log_id = format!("{}_{}", now.as_millisecond(), random_hex(4));
        self.trouble = Some(Trouble { log_id, at: now, days, before });
    }
}

impl State {
    /// GET /connections.
    pub(super) fn list_connections(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::CONNECTIONS_LIST)?;
        turn.valid_query(&rules::CONNECTIONS_QUERY)?;
        // Fractions pass, as recorded (connections_list_limit_fraction): each of the two numbers that the database is
        // given is cut off.
        let size = |name: &str| turn.query.get(name).and_then(number);
        let limit = size("limit").unwrap_or(PAGE);
        let skip = size("page").unwrap_or_default() * limit;
        let mut found: Vec<&Connection> =
            self.here().connections.iter().filter(|known| known.matches(&turn.query)).collect();
        found.sort_by_key(|known| std::cmp::Reverse((known.created_at, known.id)));
        // A cast from f64 keeps within the bounds of usize.
        let page: Vec<Value> =
            found.into_iter().skip(skip as usize).take(limit as usize).map(Connection::in_list).collect();
        Ok(reply::json(200, &json!({ "connections": page })))
    }

    /// GET /connections/:connectionId.
    pub(super) fn get_connection(&mut self, turn: &mut Turn, id: &str) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::CONNECTIONS_READ)?;
        turn.valid_query(&rules::CONNECTION_QUERY)?;
        turn.valid_path(&rules::CONNECTION_PATH, "connectionId", id)?;
        let key = text(&turn.query, "provider_config_key").unwrap_or_default().to_owned();
        let options = ["refresh_token", "force_refresh", "refresh_github_app_jwt_token"];
        let readable = turn.may(scopes::CONNECTIONS_READ_CREDENTIALS).is_ok();
        if !readable && options.iter().any(|name| text(&turn.query, name).and_then(flag) == Some(true)) {
            let message =
                "Credential and refresh options require the environment:connections:read_credentials scope";
            return Err(reply::error(403, "forbidden", message));
        }
        self.integration_for_connection(&key)?;
        let asked = |name: &str| text(&turn.query, name).and_then(flag).unwrap_or_default();
        let (forced, with_refresh_token) = (asked("force_refresh"), asked("refresh_token"));
        let presented = asked("refresh_github_app_jwt_token");
        // Who may not read the credentials does not renew them either.
        let renewed = readable && self.refreshed(turn, id, &key, forced)?;
        let known = self.integration(&key).map(|at| (at.app_id().to_owned(), at.provider));
        let Some((app_id, provider)) = known else { return Err(not_found()) };
        let now = turn.now;
        let Some(connection) = self.connection_mut(id, &key) else { return Err(not_found()) };
        if readable && !renewed {
            connection.credentials.settle();
            if presented && connection.present_anew((&app_id, provider), now) {
                connection.updated_at = now;
            }
        }
        if readable {
            connection.last_fetched_at = Some(turn.now);
        }
        let mut all = connection.without_credentials(iso_offset);
        if readable {
            all["credentials"] = connection.credentials.to_json(with_refresh_token);
        }
        Ok(reply::json(200, &all))
    }

    /// Renews a connection's credentials where they need it, and says whether they did.
    ///
    /// # Errors
    /// The answer of GET /connections/:connectionId where there is no such connection, the provider refuses, or it
    /// has just refused.
    pub(super) fn refreshed(
        &mut self,
        turn: &mut Turn,
        id: &str,
        key: &str,
        forced: bool,
    ) -> Result<bool, Reply> {
        let now = turn.now;
        let here = &mut self.environments[self.at];
        let (Some(at), Some(connection)) = (
            here.integrations.iter().find(|integration| integration.unique_key == key),
            here.connections.iter_mut().find(|known| known.connection_id == id && known.integration == key),
        ) else {
            return Err(not_found());
        };
        let failed = |status: u16, message: &str, connection: Value| {
            let error = json!({
                "code": "invalid_credentials",
                "message": message,
                "payload": {"connection": connection},
            });
            reply::json(status, &json!({ "error": error }))
        };
        if !forced && connection.trouble.as_ref().is_some_and(Trouble::is_final) {
            let message = "The refresh limit has been reached for this connection.";
            let refusal = failed(424, message, connection.without_credentials(iso_offset));
            connection.last_fetched_at = Some(now);
            return Err(refusal);
        }
        if !forced && connection.trouble.as_ref().is_some_and(|last| now.duration_since(last.at) < BACK_OFF) {
            let refusal = failed(424, BACKING_OFF, connection.without_credentials(iso_offset));
            connection.last_fetched_at = Some(now);
            return Err(refusal);
        }
        match connection.credentials.renew(at, &connection.config, forced, &mut self.grants, now) {
            Ok(false) => Ok(false),
            Ok(true) => {
                connection.renew_user(at.provider, now);
                connection.updated_at = now;
                connection.trouble = None;
                Ok(true)
            }
            Err(RenewalFault { status, kind, description, message }) => {
                connection.fail(now);
                let message = message.replace("{row}", &connection.row(here.id, now).to_string());
                let refusal = failed(status, &message, connection.without_credentials(iso_offset));
                (connection.updated_at, connection.last_fetched_at) = (now, Some(now));
                let told = hooks::Auth {
                    auth_mode: at.auth_mode(),
                    provider: &connection.provider,
                    integration: key,
                    connection_id: id,
                    operation: "refresh",
                    environment: &here.name,
                };
                let body = hooks::failed(&told, kind, &description, Some(&connection.tags));
                let url = connection.webhook_url_override.clone();
                if here.on_auth_refresh_error {
                    self.send(turn, url.as_deref(), body);
                }
                turn.events.push(super::Event::Refused { integration: key.to_owned(), error: description });
                Err(refusal)
            }
        }
    }

    fn integration_for_connection(&self, key: &str) -> Result<(), Reply> {
        match self.integration(key) {
            Some(_) => Ok(()),
            None => Err(reply::error(400, "unknown_provider_config", "Provider does not exists")),
        }
    }

    /// The connection of that pair, to be changed.
    pub(super) fn connection_mut(&mut self, id: &str, key: &str) -> Option<&mut Connection> {
        self.here_mut()
            .connections
            .iter_mut()
            .find(|known| known.connection_id == id && known.integration == key)
    }

    /// PATCH /connections/:connectionId.
    pub(super) fn patch_connection(&mut self, turn: &mut Turn, id: &str) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::CONNECTIONS_UPDATE)?;
        turn.valid_query(&rules::CONNECTION_DELETE_QUERY)?;
        let body = turn.valid_body(&own::PATCH)?;
        turn.valid_path(&rules::CONNECTION_PATH, "connectionId", id)?;
        let key = text(&turn.query, "provider_config_key").unwrap_or_default().to_owned();
        self.integration_for_connection(&key)?;
        let Some(connection) = self.connection_mut(id, &key) else { return Err(not_found()) };
        // Nango writes the end user before it looks at the tags: it stays when those are refused.
        if let Some(user) = end_user(&body) {
            connection.end_user = user;
        }
        if body.contains_key("end_user") || body.contains_key("tags") {
            let tags = merged_tags(&body);
            if !check(&rules::TAGS, Some(&Value::Object(tags.clone()))).is_empty() {
                let message = "Tags cannot contain more than 10 keys";
                return Err(reply::error(400, "invalid_body", message));
            }
            connection.tags = tags;
        }
        if let Some(url) = text(&body, "webhook_url_override") {
            connection.webhook_url_override = Some(url.to_owned()).filter(|url| !url.is_empty());
        }
        // When the connection was changed stays as it is (recording scoped_key_connection_get_without_credentials).
        Ok(reply::json(200, &json!({"success": true})))
    }

    /// DELETE /connections/:connectionId. No webhook tells of it.
    pub(super) fn delete_connection(&mut self, turn: &mut Turn, id: &str) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::CONNECTIONS_DELETE)?;
        turn.valid_path(&rules::CONNECTION_PATH, "connectionId", id)?;
        turn.valid_query(&rules::CONNECTION_DELETE_QUERY)?;
        let key = text(&turn.query, "provider_config_key").unwrap_or_default();
        let before = self.here().connections.len();
        self.here_mut().connections.retain(|known| known.connection_id != id || known.integration != key);
        if self.here().connections.len() == before {
            return Err(reply::code(400, "unknown_connection"));
        }
        Ok(reply::json(200, &json!({"success": true})))
    }
}

/// What a refresh is refused with that comes too soon after a failed one.
pub(super) const BACKING_OFF: &str = "A recent refresh attempt failed. Backing off before retrying.";

fn not_found() -> Reply {
    reply::error(404, "not_found", "Failed to find connection")
}
