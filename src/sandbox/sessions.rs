//! Connect sessions (protocol §2).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Event;
use super::access::{TOKEN_PREFIX, text};
use super::connect_page::PATH;
use super::reply;
use super::rules::{self, MOST_TAG_KEY, MOST_TAG_VALUE};
use super::scopes;
use super::state::{State, Turn};
use super::text::{iso, jsonb, random_hex};
use super::validate::{Issue, check};
use crate::http::Reply;

/// How long a token lives (protocol §2.7).
const LIFETIME: SignedDuration = SignedDuration::from_mins(30);

/// A connect session: what a token stands for.
#[derive(Clone, Deserialize, Serialize)]
pub struct Session {
    /// The token, which is a secret.
    pub token: String,
    /// The environment it was made in.
    pub environment: u64,
    /// The moment from which the token is unknown.
    pub expires_at: Timestamp,
    /// Who connects, as the API shows it; only when the session named one.
    pub end_user: Option<Value>,
    /// The tags that a connection gets.
    pub tags: Map<String, Value>,
    allowed: Option<Vec<String>>,
    defaults: Option<Map<String, Value>>,
    overrides: Option<Value>,
    /// Where this session's webhooks go instead of the environment's URL.
    pub webhook_url_override: Option<String>,
    /// The connection that this session reconnects.
    pub reconnects: Option<String>,
}

impl Session {
    /// Whether the session may connect this integration.
    pub fn allows(&self, integration: &str) -> bool {
        self.allowed.as_ref().is_none_or(|allowed| allowed.iter().any(|key| key == integration))
    }

    /// What the session presets for an integration: `user_scopes`, `authorization_params` or `connection_config`.
    pub fn preset(&self, integration: &str, part: &str) -> Option<&Value> {
        self.defaults.as_ref()?.get(integration)?.get(part)
    }
}

impl State {
    /// POST /connect/sessions.
    pub(super) fn create_session(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::SESSIONS_WRITE)?;
        turn.valid_query(&rules::NOTHING)?;
        let mut body = turn.valid_body(rules::session(turn.body.as_ref()))?;
        let webhook_url_override = take_webhook_url(&mut body, turn.strict_urls)?;
        self.integrations_exist(&body)?;
        let has_docs = |entry: &Value| entry["docs_connect"].as_str().is_some_and(|docs| !docs.is_empty());
        if body.get("overrides").and_then(Value::as_object).is_some_and(|all| all.values().any(has_docs)) {
            // A server without a plan refuses here, and only here (protocol §2.1).
            return Err(reply::error(
                403,
                "forbidden",
                "You are not allowed to override the docs connect url",
            ));
        }
        let allowed: Option<Vec<String>> = body
            .get("allowed_integrations")
            .and_then(Value::as_array)
            .map(|all| all.iter().filter_map(Value::as_str).map(str::to_owned).collect());
        self.open_session(turn, &body, allowed.filter(|all| !all.is_empty()), webhook_url_override, None)
    }

    /// POST /connect/sessions/reconnect.
    pub(super) fn create_reconnect_session(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::SESSIONS_WRITE)?;
        turn.valid_query(&rules::NOTHING)?;
        let mut body = turn.valid_body(&rules::RECONNECT)?;
        let webhook_url_override = take_webhook_url(&mut body, turn.strict_urls)?;
        let connection = text(&body, "connection_id").unwrap_or_default().to_owned();
        let integration = text(&body, "integration_id").unwrap_or_default().to_owned();
        if self.connection(&connection, &integration).is_none() {
            let message = "ConnectionID or IntegrationId does not exists";
            return Err(reply::error(400, "invalid_body", message));
        }
        self.integrations_exist(&body)?;
        self.open_session(turn, &body, Some(vec![integration]), webhook_url_override, Some(connection))
    }

    fn open_session(
        &mut self,
        turn: &mut Turn,
        body: &Map<String, Value>,
        allowed: Option<Vec<String>>,
        webhook_url_override: Option<String>,
        reconnects: Option<String>,
    ) -> Result<Reply, Reply> {
        let tags = merged_tags(body);
        if !check(&rules::TAGS, Some(&Value::Object(tags.clone()))).is_empty() {
            return Err(reply::error(500, "server_error", "Failed to create connect session"));
        }
        let object = |name: &str| body.get(name).and_then(Value::as_object);
        let session = Session {
            token: format!("{TOKEN_PREFIX}{}", random_hex(32)),
            environment: self.here().id,
            expires_at: turn.now + LIFETIME,
            end_user: end_user(body),
            tags,
            allowed,
            defaults: object("integrations_config_defaults").cloned(),
            overrides: object("overrides").map(known_overrides),
            webhook_url_override,
            reconnects,
        };
        turn.events.push(Event::SessionCreated {
            expires_at: session.expires_at,
            allowed: session.allowed.clone().unwrap_or_default(),
            reconnects: session.reconnects.clone(),
        });
        let data = json!({
            "token": session.token,
            "connect_link": format!("{}{PATH}?session_token={}", turn.base, session.token),
            "expires_at": iso(session.expires_at),
        });
        self.sessions.insert(session.token.clone(), session);
        Ok(reply::json(201, &json!({ "data": data })))
    }

    /// All integrations that a body names and that do not exist, in one answer.
    fn integrations_exist(&self, body: &Map<String, Value>) -> Result<(), Reply> {
        let mut issues = Vec::new();
        let mut missing = |field: &str, at: &str, key: &str| {
            if self.integration(key).is_none() {
                issues.push(Issue::custom("Integration does not exist", &[field, at]));
            }
        };
        let allowed = body.get("allowed_integrations").and_then(Value::as_array);
        for (index, key) in allowed.into_iter().flatten().enumerate() {
            missing("allowed_integrations", &index.to_string(), key.as_str().unwrap_or_default());
        }
        for field in ["integrations_config_defaults", "overrides"] {
            for key in body.get(field).and_then(Value::as_object).into_iter().flat_map(Map::keys) {
                missing(field, key, key);
            }
        }
        if issues.is_empty() { Ok(()) } else { Err(reply::invalid("invalid_body", &issues)) }
    }

    /// GET /connect/session.
    pub(super) fn get_session(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        let session = self.session(turn)?;
        turn.valid_query(&rules::NOTHING)?;
        turn.empty_body()?;
        // A reconnect shows the connection's own end user (protocol §15.5), also where the session names another.
        let known = || {
            let integration = session.allowed.as_ref()?.first()?;
            Some(self.connection(session.reconnects.as_ref()?, integration)?.shown_end_user())
        };
        let mut data = json!({
            "endUser": known().filter(|user| !user.is_null()).or_else(|| session.end_user.clone()),
            "connectUISettings": {
                "showWatermark": true,
                "defaultTheme": "system",
                "theme": {"light": {"primary": "#00B2E3"}, "dark": {"primary": "#00B2E3"}},
            },
        });
        if let Some(allowed) = &session.allowed {
            data["allowed_integrations"] = json!(allowed);
        }
        if let Some(defaults) = &session.defaults {
            let shown = defaults.iter().map(|(key, preset)| {
                let part = |name: &str| Some((name.to_owned(), preset.get(name)?.clone()));
                let parts = ["connection_config", "authorization_params"].into_iter().filter_map(part);
                (key.clone(), Value::Object(parts.collect()))
            });
            data["integrations_config_defaults"] = Value::Object(shown.collect());
        }
        if session.reconnects.is_some() {
            data["isReconnecting"] = true.into();
        }
        if let Some(overrides) = &session.overrides {
            data["overrides"] = overrides.clone();
        }
        data["websocketsPath"] = "/".into();
        Ok(reply::json(200, &json!({ "data": data })))
    }

    /// DELETE /connect/session.
    pub(super) fn delete_session(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        let session = self.session(turn)?;
        turn.valid_query(&rules::NOTHING)?;
        turn.empty_body()?;
        self.sessions.remove(&session.token);
        Ok(Reply::empty(204))
    }

    /// POST /connect/telemetry: nothing is kept of it.
    pub(super) fn telemetry(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        let token = match turn.body.as_ref().and_then(|body| body.get("token")) {
            None | Some(Value::Null | Value::Bool(false)) => String::new(),
            Some(Value::Number(number)) if number.as_f64() == Some(0.0) => String::new(),
            Some(Value::String(token)) => token.clone(),
            Some(other) => other.to_string(),
        };
        if token.is_empty() {
            let message = "The request is missing the Authorization header.";
            return Err(reply::unauthorized("missing_auth_header", message));
        }
        self.session_of(turn, &token)?;
        turn.valid_query(&rules::NOTHING)?;
        turn.valid_body(&rules::TELEMETRY)?;
        Ok(Reply::empty(204))
    }
}

/// What is overridden of each integration: other keys are dropped untold (protocol §2.1).
fn known_overrides(all: &Map<String, Value>) -> Value {
    let of = |about: &Value| match about.get("docs_connect") {
        Some(docs) => json!({ "docs_connect": docs }),
        None => json!({}),
    };
    Value::Object(all.iter().map(|(key, about)| (key.clone(), of(about))).collect())
}

/// The end user in the form that sessions and connections show.
pub(super) fn end_user(body: &Map<String, Value>) -> Option<Value> {
    let user = body.get("end_user")?;
    let some = |value: &Value| if value == "" { Value::Null } else { value.clone() };
    let organization = body.get("organization").map_or(
        Value::Null,
        |organization| json!({"id": organization["id"], "display_name": some(&organization["display_name"])}),
    );
    Some(json!({
        "id": user["id"],
        "display_name": some(&user["display_name"]),
        "email": user["email"],
        "tags": user["tags"],
        "organization": organization,
    }))
}

/// The tags made of the deprecated fields, under the session's own (protocol §2.1).
pub(super) fn merged_tags(body: &Map<String, Value>) -> Map<String, Value> {
    let mut tags = Map::new();
    let user = body.get("end_user");
    let organization = user.and(body.get("organization"));
    for (key, from, field) in [
        ("end_user_id", user, "id"),
        ("end_user_email", user, "email"),
        ("end_user_display_name", user, "display_name"),
        ("organization_id", organization, "id"),
        ("organization_display_name", organization, "display_name"),
    ] {
        let value = from.and_then(|from| from.get(field)).and_then(Value::as_str);
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            tags.insert(key.to_owned(), cut(value, MOST_TAG_VALUE).into());
        }
    }
    let mut with_own = tags.clone();
    let own = user.and_then(|user| user.get("tags")).and_then(Value::as_object);
    for (key, value) in own.into_iter().flatten() {
        let key = cut(&key.to_lowercase(), MOST_TAG_KEY);
        if rules::is_tag_key(&key) {
            let value = value.as_str().unwrap_or_default();
            with_own.insert(key, cut(value, MOST_TAG_VALUE).into());
        }
    }
    // One that does not fit, such as an empty value, takes all of the end user's own along; what is left of a
    // base that does not fit is nothing.
    let fits = |tags: &Map<String, Value>| check(&rules::TAGS, Some(&json!(tags))).is_empty();
    tags = [with_own, tags].into_iter().find(fits).unwrap_or_default();
    for (key, value) in body.get("tags").and_then(Value::as_object).into_iter().flatten() {
        tags.insert(key.to_lowercase(), value.clone());
    }
    jsonb(tags)
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// The session's webhook URL, from its field or from the deprecated place, which is emptied (protocol §2.3).
fn take_webhook_url(body: &mut Map<String, Value>, strict: bool) -> Result<Option<String>, Reply> {
    const DEPRECATED: &str =
        ". Note: connection_config.webhook_url is deprecated; use top-level webhook_url_override instead.";
    let (mut old, mut issues) = (None, Vec::new());
    let defaults = body.get_mut("integrations_config_defaults").and_then(Value::as_object_mut);
    for (key, preset) in defaults.into_iter().flatten() {
        let Some(preset) = preset.as_object_mut() else { continue };
        let Some(config) = preset.get_mut("connection_config").and_then(Value::as_object_mut) else {
            continue;
        };
        let Some(url) = config.shift_remove("webhook_url") else { continue };
        if config.is_empty() {
            preset.shift_remove("connection_config");
        }
        let path = ["integrations_config_defaults", key, "connection_config", "webhook_url"];
        let new = rules::webhook_url(&url).into_iter().filter(|issue| strict || !issue.is_about_local_urls());
        issues.extend(new.map(|issue| issue.moved(DEPRECATED, &path)));
        let url = url.as_str().filter(|url| !url.is_empty()).map(str::to_owned);
        old = old.or(url);
    }
    if !issues.is_empty() {
        return Err(reply::invalid("invalid_body", &issues));
    }
    Ok(match text(body, "webhook_url_override") {
        Some(url) => Some(url.to_owned()).filter(|url| !url.is_empty()),
        None => old,
    })
}
