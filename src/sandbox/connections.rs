//! Connections: listing, reading with credentials, deleting (protocol §5).

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::access::text;
use super::reply;
use super::rules;
use super::state::{State, Turn};
use super::text::{iso_offset, iso_postgres};
use super::tokens::Tokens;
use super::validate::{flag, number};
use crate::http::Reply;

/// How many a list has at most when it is not told (protocol §5.1).
const PAGE: f64 = 10_000.0;
/// Tokens that expire within this time are refreshed when they are read (protocol §5.2).
const REFRESH_MARGIN: SignedDuration = SignedDuration::from_mins(15);

/// What a connection authenticates with. There is no `Debug`: these are an end user's secrets.
pub enum Credentials {
    /// OAuth tokens.
    OAuth2(Tokens),
    /// An API key.
    ApiKey(String),
    /// A user name and a password.
    Basic {
        /// May be empty.
        username: String,
        /// May be empty.
        password: String,
    },
    /// Nothing.
    None,
}

impl Credentials {
    /// The auth mode they belong to.
    pub fn mode(&self) -> &'static str {
        match self {
            Credentials::OAuth2(_) => "OAUTH2",
            Credentials::ApiKey(_) => "API_KEY",
            Credentials::Basic { .. } => "BASIC",
            Credentials::None => "NONE",
        }
    }

    fn to_json(&self, with_refresh_token: bool) -> Value {
        match self {
            Credentials::OAuth2(tokens) => tokens.to_json(with_refresh_token),
            Credentials::ApiKey(key) => json!({"type": "API_KEY", "apiKey": key}),
            Credentials::Basic { username, password } => {
                json!({"type": "BASIC", "username": username, "password": password})
            }
            Credentials::None => json!({}),
        }
    }
}

/// One end user's connection to one integration.
pub struct Connection {
    /// Counts up from 1.
    pub id: u64,
    /// Together with the integration it identifies the connection.
    pub connection_id: String,
    /// The integration's id.
    pub integration: String,
    /// The provider's name.
    pub provider: &'static str,
    /// As the API shows it; null when the session named none.
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
    /// When it was reconnected or refreshed last.
    pub updated_at: Timestamp,
    /// When its credentials were read last.
    pub last_fetched_at: Option<Timestamp>,
    /// The secrets.
    pub credentials: Credentials,
}

impl Connection {
    /// The fields that a list and a single connection share, in order.
    fn common(&self) -> Value {
        json!({
            "id": self.id,
            "connection_id": self.connection_id,
            "provider_config_key": self.integration,
            "provider": self.provider,
            "errors": [],
            "end_user": self.end_user,
            "tags": self.tags,
            "metadata": self.metadata,
        })
    }

    fn in_list(&self) -> Value {
        let mut item = self.common();
        item["created"] = iso_postgres(self.created_at).into();
        item
    }

    fn in_full(&self, with_refresh_token: bool) -> Value {
        let mut item = self.common();
        item["connection_config"] = Value::Object(self.config.clone());
        item["webhook_url_override"] = self.webhook_url_override.clone().into();
        item["created_at"] = iso_offset(self.created_at).into();
        item["updated_at"] = iso_offset(self.updated_at).into();
        item["last_fetched_at"] = self.last_fetched_at.map(iso_offset).into();
        item["credentials"] = self.credentials.to_json(with_refresh_token);
        item
    }

    /// Whether a list's filters let it through.
    fn matches(&self, query: &Map<String, Value>) -> bool {
        let is = |filter: &str, value: &Value| {
            text(query, filter).is_none_or(|wanted| value.as_str() == Some(wanted))
        };
        let integration = text(query, "integrationId")
            .is_none_or(|wanted| wanted.split(',').any(|key| key.trim() == self.integration));
        let tags = query.get("tags").and_then(Value::as_object);
        let tagged = tags.is_none_or(|wanted| {
            wanted.iter().all(|(key, value)| self.tags.get(&key.to_lowercase()) == Some(value))
        });
        let found = text(query, "search").is_none_or(|wanted| {
            let places = [self.end_user["display_name"].as_str(), self.end_user["email"].as_str()];
            let mut places = places.into_iter().flatten().chain([self.connection_id.as_str()]);
            places.any(|place| contains_like(place, wanted))
        });
        integration
            && tagged
            && found
            && text(query, "connectionId").is_none_or(|wanted| self.connection_id == wanted)
            && is("endUserId", &self.end_user["id"])
            && is("endUserOrganizationId", &self.end_user["organization"]["id"])
    }
}

impl State {
    /// GET /connections.
    pub(super) fn list_connections(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn)?;
        turn.valid_query(&rules::CONNECTIONS_QUERY)?;
        // A fraction is cut off, as recorded (connections_list_limit_fraction).
        let size = |name: &str| turn.query.get(name).and_then(number).map(f64::trunc);
        let limit = size("limit").unwrap_or(PAGE);
        let skip = size("page").unwrap_or_default() * limit;
        let mut found: Vec<&Connection> =
            self.connections.iter().filter(|known| known.matches(&turn.query)).collect();
        found.sort_by_key(|known| std::cmp::Reverse((known.created_at, known.id)));
        // A cast from f64 keeps within the bounds of usize.
        let page: Vec<Value> =
            found.into_iter().skip(skip as usize).take(limit as usize).map(Connection::in_list).collect();
        Ok(reply::json(200, &json!({ "connections": page })))
    }

    /// GET /connections/:connectionId.
    pub(super) fn get_connection(&mut self, turn: &mut Turn, id: &str) -> Result<Reply, Reply> {
        self.api_key(turn)?;
        turn.valid_query(&rules::CONNECTION_QUERY)?;
        turn.valid_path(&rules::CONNECTION_PATH, "connectionId", id)?;
        let key = text(&turn.query, "provider_config_key").unwrap_or_default();
        if self.integration(key).is_none() {
            return Err(reply::error(400, "unknown_provider_config", "Provider does not exists"));
        }
        let asked = |name: &str| text(&turn.query, name).and_then(flag).unwrap_or_default();
        let found =
            self.connections.iter_mut().find(|known| known.connection_id == id && known.integration == key);
        let Some(connection) = found else {
            return Err(reply::error(404, "not_found", "Failed to find connection"));
        };
        if let Credentials::OAuth2(tokens) = &mut connection.credentials
            && (asked("force_refresh") || tokens.expires_before(turn.now + REFRESH_MARGIN))
            && tokens.refresh(turn.now)
        {
            connection.updated_at = turn.now;
        }
        connection.last_fetched_at = Some(turn.now);
        Ok(reply::json(200, &connection.in_full(asked("refresh_token"))))
    }

    /// DELETE /connections/:connectionId. No webhook tells of it.
    pub(super) fn delete_connection(&mut self, turn: &mut Turn, id: &str) -> Result<Reply, Reply> {
        self.api_key(turn)?;
        turn.valid_query(&rules::CONNECTION_DELETE_QUERY)?;
        turn.valid_path(&rules::CONNECTION_PATH, "connectionId", id)?;
        let key = text(&turn.query, "provider_config_key").unwrap_or_default();
        let before = self.connections.len();
        self.connections.retain(|known| known.connection_id != id || known.integration != key);
        if self.connections.len() == before {
            return Err(reply::code(400, "unknown_connection"));
        }
        Ok(reply::json(200, &json!({"success": true})))
    }
}

/// Postgres's `ILIKE '%wanted%'`: `%` stands for anything, `_` for one character, `\` for the next one itself.
fn contains_like(text: &str, wanted: &str) -> bool {
    #[derive(Clone, Copy)]
    enum Part {
        Any,
        One,
        Char(char),
    }
    let mut pattern = vec![Part::Any];
    let wanted = wanted.to_lowercase();
    let mut chars = wanted.chars();
    while let Some(c) = chars.next() {
        pattern.push(match c {
            '%' => Part::Any,
            '_' => Part::One,
            '\\' => Part::Char(chars.next().unwrap_or('\\')),
            c => Part::Char(c),
        });
    }
    pattern.push(Part::Any);
    // Which prefixes of the pattern match what was read so far.
    let mut live = vec![false; pattern.len() + 1];
    live[0] = true;
    let skip = |live: &mut [bool]| {
        for (at, part) in pattern.iter().enumerate() {
            if live[at] && matches!(part, Part::Any) {
                live[at + 1] = true;
            }
        }
    };
    skip(&mut live);
    for c in text.to_lowercase().chars() {
        let mut next = vec![false; live.len()];
        for (at, part) in pattern.iter().enumerate().filter(|(at, _)| live[*at]) {
            match part {
                Part::Any => next[at] = true,
                Part::One => next[at + 1] = true,
                Part::Char(wanted) => next[at + 1] |= *wanted == c,
            }
        }
        skip(&mut next);
        live = next;
    }
    live[pattern.len()]
}

#[cfg(test)]
mod tests {
    use super::contains_like;

    #[test]
    fn search_is_like() {
        for (text, wanted, found) in [
            ("User One", "user", true),
            ("User One", "R o", true),
            ("User One", "u%e", true),
            ("User One", "u__r", true),
            ("User One", "u_r", false),
            ("50%", "0\\%", true),
            ("500", "0\\%", false),
            ("", "", true),
            ("", "%", true),
            ("abc", "abcd", false),
        ] {
            assert_eq!(contains_like(text, wanted), found, "{text} {wanted}");
        }
    }
}
