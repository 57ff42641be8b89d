//! Making, changing and deleting integrations (protocol §6.1).

use serde_json::{Map, Value, json};

use super::access::text;
use super::integration::Integration;
use super::provider::Provider;
use super::reply;
use super::rules::{self, integrations as own};
use super::scopes;
use super::state::{State, Turn};
use super::validate::Issue;
use crate::http::Reply;

fn refused(message: &str) -> Reply {
    reply::error(400, "invalid_body", message)
}

fn no_such(key: &str) -> Reply {
    reply::error(404, "not_found", &format!("Integration \"{key}\" does not exist"))
}

fn bad(message: &str, path: &str) -> Reply {
    reply::invalid("invalid_body", &[Issue::new("invalid_string", message, &[path])])
}

impl State {
    /// POST /integrations.
    pub(super) fn create_integration(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::INTEGRATIONS_CREATE)?;
        turn.valid_query(&rules::NOTHING)?;
        let body = turn.valid_body(&own::CREATE)?;
        let made = self.new_integration(turn, &body)?;
        let made = self.complete(made, &body)?;
        let shown = made.to_json(&turn.base, "", &[]);
        self.here_mut().integrations.push(made);
        Ok(reply::json(200, &json!({ "data": shown })))
    }

    /// Adds the integration that `given` describes in the form of POST /integrations. A seed may leave out the
    /// provider, where the key names it, and the app: it has `scopes` then, if any, and is one as in a new sandbox.
    pub(super) fn seed_integration(&mut self, turn: &mut Turn, mut given: Value) -> Result<(), Reply> {
        if let Value::Object(members) = &mut given
            && let Some(key) = members.get("unique_key").cloned()
        {
            members.entry("provider").or_insert(key);
        }
        turn.body = Some(given);
        let body = turn.valid_body(&own::SEED)?;
        let mut made = self.new_integration(turn, &body)?;
        made.pretend(text(&body, "scopes"));
        let made = self.complete(made, &body)?;
        self.here_mut().integrations.push(made);
        Ok(())
    }

    /// Gives it the app and the settings that the body names.
    fn complete(&self, mut made: Integration, body: &Map<String, Value>) -> Result<Integration, Reply> {
        match body.get("credentials").and_then(Value::as_object) {
            Some(given) => made.app = app(made.auth_mode(), given)?,
            None if made.needs_app() && made.app.is_empty() => return Err(refused("Missing credentials")),
            None => {}
        }
        self.is_free(&made.unique_key)?;
        if let Some(config) = said(body, "integration_config") {
            made.config = merged(made.provider, Map::new(), config)?;
        }
        if let Some(custom) = said(body, "custom") {
            if made.provider.contains_key("integration_config") {
                return Err(refused(NOT_CUSTOM));
            }
            made.custom.clone_from(custom);
        }
        Ok(made)
    }

    /// POST /integrations/quickstart. The sandbox has a developer app for every provider that needs one.
    pub(super) fn quickstart_integration(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::INTEGRATIONS_CREATE)?;
        turn.valid_query(&rules::NOTHING)?;
        let body = turn.valid_body(&own::QUICKSTART)?;
        let mut made = self.new_integration(turn, &body)?;
        if !matches!(made.auth_mode(), "OAUTH1" | "OAUTH2" | "APP") {
            return Err(refused("Quickstart is only available for providers that require a developer app"));
        }
        self.is_free(&made.unique_key)?;
        made.app = made.pretended_app("");
        made.shared = true;
        let shown = made.to_json(&turn.base, "", &[]);
        self.here_mut().integrations.push(made);
        Ok(reply::json(200, &json!({ "data": shown })))
    }

    fn new_integration(&self, turn: &Turn, body: &Map<String, Value>) -> Result<Integration, Reply> {
        let named = |name: &str| text(body, name).unwrap_or_default().to_owned();
        let Some(provider) = self.provider(&named("provider")) else {
            return Err(bad("Invalid provider", "provider"));
        };
        let name = text(body, "display_name").map(str::to_owned);
        let mut made = Integration::bare(named("unique_key"), provider, name, turn.now);
        if let Some(forward) = body.get("forward_webhooks").and_then(Value::as_bool) {
            made.forward_webhooks = forward;
        }
        Ok(made)
    }

    fn is_free(&self, key: &str) -> Result<(), Reply> {
        match self.integration(key) {
            Some(_) => Err(bad("Unique key already exists", "uniqueKey")),
            None => Ok(()),
        }
    }

    /// PATCH /integrations/:uniqueKey.
    pub(super) fn patch_integration(&mut self, turn: &mut Turn, key: &str) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::INTEGRATIONS_UPDATE)?;
        turn.valid_query(&rules::NOTHING)?;
        let body = turn.valid_body(&own::PATCH)?;
        turn.valid_path(&rules::UNIQUE_KEY_PATH, "uniqueKey", key)?;
        let Some(known) = self.integration(key) else { return Err(no_such(key)) };
        let new_app = match body.get("credentials").and_then(Value::as_object) {
            Some(given) => Some(app(known.auth_mode(), given)?),
            None => None,
        };
        let renamed = text(&body, "unique_key").filter(|new| *new != key).map(str::to_owned);
        if let Some(new) = &renamed {
            if self.integration(new).is_some() {
                return Err(refused("uniqueKey is already used by another integration"));
            }
            if self.here().connections.iter().any(|connection| connection.integration == key) {
                return Err(refused("Can't rename an integration with active connections"));
            }
        }
        let new_config = match said(&body, "integration_config") {
            Some(given) => Some(merged(known.provider, known.config.clone(), given)?),
            None => None,
        };
        if said(&body, "custom").is_some() && known.provider.contains_key("integration_config") {
            return Err(refused(NOT_CUSTOM));
        }
        let known = self.here_mut().integrations.iter_mut().find(|integration| integration.unique_key == key);
        let Some(known) = known else { return Err(no_such(key)) };
        if let Some(new) = renamed {
            known.unique_key = new;
        }
        if let Some(name) = text(&body, "display_name") {
            name.clone_into(&mut known.display_name);
        }
        if let Some(forward) = body.get("forward_webhooks").and_then(Value::as_bool) {
            known.forward_webhooks = forward;
        }
        if let Some(mut new) = new_app {
            for name in ["scopes", "webhook_secret"] {
                // What is not said stays as it was.
                if let Some(old) = known.app.get(name).filter(|_| !new.contains_key(name)) {
                    new.insert(name.to_owned(), old.clone());
                }
            }
            (known.app, known.shared) = (new, false);
        }
        if let Some(new) = new_config {
            known.config = new;
        }
        if let Some(new) = said(&body, "custom") {
            known.custom.extend(new.clone());
        }
        known.updated_at = turn.now;
        Ok(reply::json(200, &json!({ "data": known.to_json(&turn.base, "", &[]) })))
    }

    /// DELETE /integrations/:uniqueKey. Its connections go with it, untold.
    pub(super) fn delete_integration(&mut self, turn: &mut Turn, key: &str) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::INTEGRATIONS_DELETE)?;
        turn.valid_query(&rules::NOTHING)?;
        turn.valid_path(&rules::UNIQUE_KEY_PATH, "uniqueKey", key)?;
        if self.integration(key).is_none() {
            return Err(reply::error(404, "not_found", "Integration does not exist"));
        }
        self.here_mut().integrations.retain(|known| known.unique_key != key);
        self.here_mut().connections.retain(|known| known.integration != key);
        Ok(reply::json(200, &json!({"success": true})))
    }
}

/// An object that says anything: an empty one is as good as none.
fn said<'b>(body: &'b Map<String, Value>, name: &str) -> Option<&'b Map<String, Value>> {
    body.get(name).and_then(Value::as_object).filter(|all| !all.is_empty())
}

const NOT_CUSTOM: &str = "This provider uses integration_config; set its values there instead of custom";

/// An app's fields, if they are of the provider's mode.
fn app(mode: &str, given: &Map<String, Value>) -> Result<Map<String, Value>, Reply> {
    if text(given, "type") != Some(mode) {
        return Err(refused("incompatible credentials auth type and provider auth"));
    }
    let mut app = given.clone();
    app.shift_remove("type");
    Ok(app)
}

/// Whether a field is for what the others say (protocol §6.2, `visible_when`).
fn is_asked(declared: &Map<String, Value>, about: &Value, config: &Map<String, Value>) -> bool {
    let Some(when) = about.get("visible_when") else { return true };
    let field = when["field"].as_str().unwrap_or_default();
    let default = declared.get(field).and_then(|other| other["default_value"].as_str());
    let deeper = declared.get(field).is_none_or(|other| is_asked(declared, other, config));
    deeper && text(config, field).or(default) == when["equals"].as_str()
}

/// A provider's own settings with new ones over them (recordings modes/aws_sigv4_integration_*).
fn merged(
    provider: &Provider,
    mut config: Map<String, Value>,
    given: &Map<String, Value>,
) -> Result<Map<String, Value>, Reply> {
    let Some(declared) = provider.get("integration_config").and_then(Value::as_object) else {
        return Err(refused("This provider does not accept integration configuration"));
    };
    for (name, value) in given {
        if !declared.contains_key(name) {
            return Err(refused(&format!("Unknown field {name}")));
        }
        config.insert(name.clone(), value.clone());
    }
    for (name, about) in declared {
        let title = about["title"].as_str().unwrap_or(name);
        match text(&config, name).filter(|value| !value.is_empty()) {
            None if is_asked(declared, about, &config)
                && about["optional"] != true
                && about.get("default_value").is_none() =>
            {
                return Err(refused(&format!("{title} is required")));
            }
            Some(value) => {
                let options: Vec<&str> =
                    about["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
                if !options.is_empty() && !options.contains(&value) {
                    return Err(refused(&format!("{title} must be one of: {}", options.join(", "))));
                }
            }
            None => {}
        }
    }
    Ok(config)
}
