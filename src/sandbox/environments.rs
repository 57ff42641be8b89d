//! The account's environments, its API keys, and the endpoints that make and delete them (protocol §9.6).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::access::{TOKEN_PREFIX, text};
use super::connect_page::PATH;
use super::connections::Connection;
use super::integration::Integration;
use super::kept::exposed;
use super::reply;
use super::rules::{self, account as own};
use super::scopes;
use super::state::{State, Turn};
use super::text::{iso, uuid};
use super::validate::number;
use crate::http::{Reply, Request};
use crate::secret::Secret;

/// The environment that nobody can delete.
pub const PRODUCTION: &str = "prod";
/// The most API keys of one environment.
const MOST_KEYS: usize = 50;

/// One environment: everything that belongs to it and to no other.
#[derive(Deserialize, Serialize)]
pub struct Environment {
    /// Counts up; `prod` is 1, `dev` is 2, as in every new account.
    pub id: u64,
    /// As webhooks tell it.
    pub name: String,
    /// Names it in the address of inbound webhooks.
    pub uuid: String,
    /// Signs its webhooks.
    #[serde(with = "exposed")]
    pub signing_key: Secret,
    /// Where its webhooks go; nowhere when there is none.
    pub webhook_url: Option<url::Url>,
    /// Where they go after that, delivered or not (protocol §7).
    pub secondary_webhook_url: Option<url::Url>,
    /// The setting "on new connection creation" (protocol §7.4). Reconnects are sent regardless.
    pub on_auth_creation: bool,
    /// The setting "on auth refresh error".
    pub on_auth_refresh_error: bool,
    /// Where providers send the browser back to, where it is not this server.
    pub callback_url: Option<String>,
    /// Its integrations, oldest first.
    pub integrations: Vec<Integration>,
    /// Its connections, oldest first.
    pub connections: Vec<Connection>,
}

impl Environment {
    /// An empty one with Nango's settings.
    pub fn new(id: u64, name: &str, signing_key: Secret) -> Environment {
        Environment {
            id,
            name: name.to_owned(),
            // The first two are the same in every sandbox, so that addresses can be written down.
            uuid: match name {
                super::ENVIRONMENT => "00000000-0000-4000-8000-000000000000".to_owned(),
                PRODUCTION => "00000000-0000-4000-8000-000000000001".to_owned(),
                _ => uuid(),
            },
            signing_key,
            webhook_url: None,
            secondary_webhook_url: None,
            on_auth_creation: true,
            on_auth_refresh_error: true,
            callback_url: None,
            integrations: Vec::new(),
            connections: Vec::new(),
        }
    }
}

/// An API key, of one environment or of the whole account.
#[derive(Deserialize, Serialize)]
pub struct ApiKey {
    /// Counts up from 1.
    pub id: u64,
    /// A UUID of version 4.
    #[serde(with = "exposed")]
    pub secret: Secret,
    /// What people call it.
    pub display_name: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// The environment it belongs to; none for an account's key.
    pub environment: Option<u64>,
}

/// An API key to begin with.
#[derive(Clone, Debug)]
pub struct KeySeed {
    /// A UUID of version 4.
    pub secret: Secret,
    /// The environment's name, made where there is none; `None` for a key of the account.
    pub environment: Option<String>,
    /// What it may do; everything where there are none.
    pub scopes: Vec<String>,
}

impl State {
    /// The environment that the request in hand is about.
    pub(super) fn here(&self) -> &Environment {
        &self.environments[self.at]
    }

    /// The same, to be changed.
    pub(super) fn here_mut(&mut self) -> &mut Environment {
        &mut self.environments[self.at]
    }

    /// Where a request belongs that shows no key: to the environment of the session or of the flow it names, else
    /// to the first.
    pub(super) fn whereabouts(&self, request: &Request) -> usize {
        let body = std::str::from_utf8(&request.body).unwrap_or_default();
        let places = [request.headers.get("authorization").unwrap_or_default(), &request.query, body];
        let session = places.iter().find_map(|place| {
            let at = place.find(TOKEN_PREFIX)?;
            self.sessions.get(place.get(at..at + TOKEN_PREFIX.len() + 64)?)
        });
        let of_flow = || {
            let comes_back = ["/oauth/callback", "/app-auth/connect", "/_sandbox/authorize"];
            let path = request.path.to_ascii_lowercase();
            comes_back
                .iter()
                .any(|start| path.starts_with(start))
                .then(|| self.flows.iter().find(|(state, _)| request.query.contains(state.as_str())))?
        };
        let id = session.map(|session| session.environment);
        let id = id.or_else(|| of_flow().map(|(_, flow)| flow.session.environment));
        self.environments.iter().position(|environment| Some(environment.id) == id).unwrap_or_default()
    }

    /// The environment of that name, made where there is none.
    pub(super) fn environment_named(&mut self, name: &str) -> &mut Environment {
        let at = self.environments.iter().position(|known| known.name == name).unwrap_or_else(|| {
            self.last_environment += 1;
            let made = Environment::new(self.last_environment, name, Secret::new(uuid()));
            self.environments.push(made);
            self.environments.len() - 1
        });
        &mut self.environments[at]
    }

    pub(super) fn add_key(&mut self, seed: KeySeed, display_name: &str) -> &ApiKey {
        let KeySeed { secret, environment, mut scopes } = seed;
        let environment = environment.map(|name| self.environment_named(&name).id);
        if scopes.is_empty() {
            let whole = if environment.is_some() { scopes::WHOLE_ENVIRONMENT } else { scopes::WHOLE_ACCOUNT };
            scopes.push(whole.to_owned());
        }
        self.last_key += 1;
        let display_name = display_name.to_owned();
        self.keys.push(ApiKey { id: self.last_key, secret, display_name, scopes, environment });
        &self.keys[self.keys.len() - 1]
    }

    /// POST /environments.
    pub(super) fn create_environment(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::ENVIRONMENTS_CREATE)?;
        turn.valid_query(&rules::NOTHING)?;
        let body = turn.valid_body(&own::ENVIRONMENT)?;
        let name = text(&body, "name").unwrap_or_default();
        let production = body.get("is_production").and_then(Value::as_bool);
        if production == Some(true) || name == PRODUCTION && production.is_none() {
            turn.may(scopes::ENVIRONMENTS_SET_PRODUCTION)?;
        }
        if name == PRODUCTION && production == Some(false) {
            let message = "The \"prod\" environment must be marked as production.";
            return Err(reply::error(400, "invalid_is_prod_flag", message));
        }
        if self.environments.iter().any(|known| known.name == name) {
            return Err(reply::error(409, "conflict", "Environment already exists"));
        }
        let made = self.environment_named(name);
        made.callback_url = text(&body, "callback_url").map(str::to_owned);
        let (id, name) = (made.id, made.name.clone());
        // Each environment is born with a key that nobody is shown here (protocol §1.3).
        let born_with =
            KeySeed { secret: Secret::new(uuid()), environment: Some(name.clone()), scopes: vec![] };
        self.add_key(born_with, "Default - Full access");
        Ok(reply::json(200, &json!({"data": {"id": id, "name": name}})))
    }

    /// DELETE /environments/:environmentId.
    pub(super) fn delete_environment(&mut self, turn: &mut Turn, id: &str) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::ENVIRONMENTS_DELETE)?;
        turn.valid_query(&rules::NOTHING)?;
        turn.valid_path(&own::ENVIRONMENT_PATH, "environmentId", id)?;
        let id = id_of(&id.into()).unwrap_or_default();
        match self.environments.iter().find(|known| known.id == id) {
            None => return Err(reply::error(404, "not_found", "Environment not found")),
            Some(known) if known.name == PRODUCTION => {
                let message = "Cannot delete prod environment";
                return Err(reply::error(400, "cannot_delete_prod_environment", message));
            }
            Some(_) => {}
        }
        self.environments.retain(|known| known.id != id);
        self.keys.retain(|key| key.environment != Some(id));
        self.sessions.retain(|_, session| session.environment != id);
        self.flows.retain(|_, flow| flow.session.environment != id);
        self.at = 0;
        Ok(Reply::empty(204))
    }

    /// POST /environment/api-keys. The key may do everything in its environment.
    pub(super) fn create_key(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::KEYS_CREATE)?;
        turn.valid_query(&rules::NOTHING)?;
        let body = turn.valid_body(&own::KEY)?;
        let environment = self.environment_of(&body)?;
        let (id, environment) = (Some(environment.id), Some(environment.name.clone()));
        let name = text(&body, "display_name").unwrap_or_default();
        let of_it = || self.keys.iter().filter(|key| key.environment == id);
        if of_it().any(|key| key.display_name == name) {
            return Err(reply::error(409, "conflict", "A key with this name already exists"));
        }
        if of_it().count() >= MOST_KEYS {
            let message = "Maximum number of API keys per environment reached";
            return Err(reply::error(400, "resource_capped", message));
        }
        let now: Timestamp = turn.now;
        let made =
            self.add_key(KeySeed { secret: Secret::new(uuid()), environment, scopes: Vec::new() }, name);
        let data = json!({
            "id": made.id,
            "display_name": made.display_name,
            "scopes": made.scopes,
            "secret": made.secret.expose(),
            "created_at": iso(now),
        });
        Ok(reply::json(200, &json!({ "data": data })))
    }

    /// DELETE /environment/api-keys.
    pub(super) fn delete_key(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::KEYS_DELETE)?;
        turn.valid_query(&rules::NOTHING)?;
        let body = turn.valid_body(&own::KEY_DELETION)?;
        let (environment, key) = (Some(self.environment_of(&body)?.id), id_of(&body["key_id"]));
        let before = self.keys.len();
        self.keys.retain(|known| known.environment != environment || Some(known.id) != key);
        if self.keys.len() == before {
            return Err(reply::error(404, "not_found", "API key not found"));
        }
        Ok(reply::json(200, &json!({"success": true})))
    }

    fn environment_of(&self, body: &Map<String, Value>) -> Result<&Environment, Reply> {
        let id = id_of(&body["environment_id"]);
        let found = self.environments.iter().find(|known| Some(known.id) == id);
        found.ok_or_else(|| reply::error(404, "not_found", "Environment not found"))
    }

    /// POST /environment/webhook-signing-key/rotate. Webhooks are signed with the new key from now on.
    pub(super) fn rotate_signing_key(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::SIGNING_KEY_ROTATE)?;
        turn.valid_query(&rules::NOTHING)?;
        let new = uuid();
        self.here_mut().signing_key = Secret::new(new.as_str());
        Ok(reply::json(200, &json!({"data": {"webhook_signing_key": new}})))
    }

    /// GET /environment-variables. The sandbox runs no functions that would read any.
    pub(super) fn environment_variables(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::VARIABLES_READ)?;
        turn.valid_query(&rules::NOTHING)?;
        turn.empty_body()?;
        Ok(reply::json(200, &json!([])))
    }
}

/// A number that passed its rule, which reads it from text as well.
fn id_of(value: &Value) -> Option<u64> {
    number(value).map(|id| id as u64)
}

/// GET /env.js: what a dashboard would read about the server it came from.
pub fn env_js(base: &str) -> Reply {
    let about = json!({
        "apiUrl": base,
        "publicUrl": base,
        "connectUrl": format!("{base}{PATH}"),
        "isCloud": false,
        "isHosted": true,
        "isEnterprise": false,
    });
    Reply::new(200, "text/javascript; charset=utf-8", format!("window._env = {about};"))
}
