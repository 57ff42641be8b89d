//! The control API below `/_sandbox/control`: what a test suite does to a sandbox that nobody can do to Nango.
//! It is no part of Nango's API. Every call carries an API key of the sandbox, so that no web page can make it.

pub mod failures;
pub mod history;
mod seed;

use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

use super::connections::Connection;
use super::json_text;
use super::reply;
use super::state::{State, Turn};
use super::text::{iso, random_hex, uuid};
use crate::http::Reply;
use crate::secret::Secret;
use crate::webhook::bodies::EndUser;
use crate::webhook::edit;
use crate::webhook::samples::{Sample, Subject};
use failures::Failure;
use history::History;

/// As far as a clock can be set: beyond it there is room for whatever is reckoned from the time, such as expiries.
const LATEST: Timestamp = Timestamp::constant(221_845_392_000, 0);

/// What was done to a sandbox through its control API, and what it remembers for it.
#[derive(Default, Deserialize, Serialize)]
pub struct Control {
    /// Requests that are to fail.
    pub failures: Vec<Failure>,
    /// How many consents are denied without being shown.
    pub denials: u64,
    /// What happened.
    pub history: History,
    last_failure: u64,
}

/// Tells the time that the sandbox lives in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct Clock {
    /// Stands still at this time.
    pub stopped: Option<Timestamp>,
    /// Ahead of the real time, or of the time it stopped at.
    pub ahead: SignedDuration,
}

impl Clock {
    /// The sandbox's time when the real one is `now`.
    pub fn tell(&self, now: Timestamp) -> Timestamp {
        let base = self.stopped.unwrap_or(now);
        base.checked_add(self.ahead).unwrap_or(base)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetClock {
    advance: Option<String>,
    now: Option<Timestamp>,
    /// Whether it stands still from then on.
    stop: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Denials {
    #[serde(default = "once")]
    times: u64,
}

fn once() -> u64 {
    1
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Which {
    connection_id: String,
    provider_config_key: Option<String>,
}

/// What can be set: the environment's settings (protocol §7.4), and how the consent page behaves.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// Empty for none.
    webhook_url: Option<String>,
    /// The same.
    secondary_webhook_url: Option<String>,
    on_auth_creation: Option<bool>,
    on_auth_refresh_error: Option<bool>,
    auto_approve: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Emit {
    /// Any body; otherwise `kind` says what Nango would send.
    body: Option<Value>,
    /// As `webhooks trigger` names them.
    kind: Option<String>,
    connection_id: Option<String>,
    provider_config_key: Option<String>,
    /// `path=value`, as `webhooks trigger --set` takes them.
    #[serde(default)]
    set: Vec<String>,
    /// Paths to take out.
    #[serde(default)]
    unset: Vec<String>,
}

impl State {
    /// Answers a call of the control API; `names` is the path below its prefix.
    pub(super) fn control(&mut self, turn: &mut Turn, method: &str, names: &[&str]) -> Reply {
        self.controlled(turn, method, names).unwrap_or_else(|refusal| refusal)
    }

    fn controlled(&mut self, turn: &mut Turn, method: &str, names: &[&str]) -> Result<Reply, Reply> {
        self.enter(turn)?;
        turn.body = given(&turn.request.body)?;
        let done = |body: Value| Ok(reply::json(200, &body));
        match (method, names) {
            ("GET", []) => done(self.status(turn.now)),
            ("POST", ["reset"]) => {
                self.reset(turn.real_now);
                done(self.status(self.clock.tell(turn.real_now)))
            }
            ("POST", ["seed"]) => {
                let made = self.seed(turn, body(turn)?)?;
                done(made)
            }
            ("POST", ["clock"]) => {
                let now = self.set_clock(turn, body(turn)?)?;
                done(json!({ "now": iso(now) }))
            }
            ("GET", ["failures"]) => done(json!({ "failures": self.control.failures })),
            ("POST", ["failures"]) => done(self.add_failure(body(turn)?)?),
            ("DELETE", ["failures"]) => {
                let count = std::mem::take(&mut self.control.failures).len();
                done(json!({ "removed": count }))
            }
            ("POST", ["denials"]) => {
                let Denials { times } = body(turn)?;
                self.control.denials = times;
                done(json!({ "times": times }))
            }
            ("POST", ["revoke"]) => {
                let which: Which = body(turn)?;
                let (id, key) = self.which(&which)?;
                if let Some(connection) = self.connection_mut(&id, &key) {
                    if !connection.credentials.is_renewed() {
                        return Err(wrong(
                            "nobody renews that connection's credentials: there is nothing to revoke",
                        ));
                    }
                    connection.credentials.revoke();
                }
                done(json!({ "connection_id": id, "provider_config_key": key }))
            }
            ("PATCH", ["settings"]) => {
                let settings = body(turn)?;
                self.set(settings)?;
                done(self.settings())
            }
            ("POST", ["signing-key"]) => {
                let new = uuid();
                self.here_mut().signing_key = Secret::new(new.as_str());
                done(json!({ "signing_key": new }))
            }
            ("POST", ["emit"]) => {
                let emitted = self.emit(turn, body(turn)?)?;
                done(emitted)
            }
            ("GET", ["events"]) => {
                let after = turn.query.get("after").and_then(Value::as_str).unwrap_or("0");
                let after = after.parse().map_err(|_| wrong("after is the number of an event"))?;
                done(json!({ "events": self.control.history.after(after) }))
            }
            _ => Err(reply::error(
                404,
                "not_found",
                "The sandbox's control API has nothing there: see `nango-cli sandbox ctl --help`",
            )),
        }
    }

    fn status(&self, now: Timestamp) -> Value {
        json!({
            "sandbox": env!("CARGO_PKG_VERSION"),
            "nango": super::NANGO_VERSION,
            "now": iso(now),
            "integrations": self.here().integrations.len(),
            "connections": self.here().connections.len(),
            "sessions": self.sessions.values().filter(|session| session.expires_at > now).count(),
            "failures": self.control.failures.len(),
            "denials": self.control.denials,
            "settings": self.settings(),
            "state_file": self.config.state_file,
        })
    }

    fn settings(&self) -> Value {
        let here = self.here();
        json!({
            "environment": here.name,
            "webhook_url": here.webhook_url.as_ref().map(Url::as_str),
            "secondary_webhook_url": here.secondary_webhook_url.as_ref().map(Url::as_str),
            "on_auth_creation": here.on_auth_creation,
            "on_auth_refresh_error": here.on_auth_refresh_error,
            "auto_approve": self.config.auto_approve,
        })
    }

    fn set(&mut self, settings: Settings) -> Result<(), Reply> {
        let Settings { webhook_url, secondary_webhook_url, .. } = &settings;
        let primary = webhook_url.as_deref().map(|text| address("webhook_url", text)).transpose()?;
        let secondary = secondary_webhook_url.as_deref();
        let secondary = secondary.map(|text| address("secondary_webhook_url", text)).transpose()?;
        let Settings { on_auth_creation, on_auth_refresh_error, auto_approve, .. } = settings;
        let here = self.here_mut();
        here.webhook_url = primary.unwrap_or_else(|| here.webhook_url.take());
        here.secondary_webhook_url = secondary.unwrap_or_else(|| here.secondary_webhook_url.take());
        here.on_auth_creation = on_auth_creation.unwrap_or(here.on_auth_creation);
        here.on_auth_refresh_error = on_auth_refresh_error.unwrap_or(here.on_auth_refresh_error);
        self.config.auto_approve = auto_approve.unwrap_or(self.config.auto_approve);
        Ok(())
    }

    fn set_clock(&mut self, turn: &Turn, wanted: SetClock) -> Result<Timestamp, Reply> {
        let SetClock { advance, now, stop } = wanted;
        let mut clock = self.clock;
        match stop {
            Some(true) => clock = Clock { stopped: Some(turn.now), ahead: SignedDuration::ZERO },
            // It goes on from where it stood.
            Some(false) if clock.stopped.is_some() => {
                clock = Clock { stopped: None, ahead: turn.now.duration_since(turn.real_now) };
            }
            _ => {}
        }
        let target = match (advance, now) {
            (Some(_), Some(_)) => return Err(wrong("give either advance or now")),
            (Some(text), None) => {
                let by: SignedDuration =
                    text.parse().map_err(|_| wrong("advance is a duration such as 90s, 1h or 2h30m"))?;
                turn.now.checked_add(by).map_err(|_| wrong("that is further than time goes"))?
            }
            (None, Some(now)) => now,
            (None, None) => turn.now,
        };
        if target > LATEST {
            return Err(wrong("that is further than time goes"));
        }
        if target < turn.now {
            return Err(wrong("time goes forward only"));
        }
        match &mut clock.stopped {
            Some(stopped) => (*stopped, clock.ahead) = (target, SignedDuration::ZERO),
            None => clock.ahead = target.duration_since(turn.real_now),
        }
        self.clock = clock;
        Ok(target)
    }

    fn add_failure(&mut self, mut failure: Failure) -> Result<Value, Reply> {
        if let Some(problem) = failure.problem() {
            return Err(wrong(problem));
        }
        if self.control.failures.len() >= failures::MOST {
            return Err(wrong("there are too many failures already: remove them first"));
        }
        self.control.last_failure += 1;
        failure.id = self.control.last_failure;
        let told = json!(failure);
        self.control.failures.push(failure);
        Ok(told)
    }

    /// The connection that is meant; its integration need not be said where its ID is unique.
    fn which(&self, which: &Which) -> Result<(String, String), Reply> {
        let mut fits = self.here().connections.iter().filter(|known| {
            known.connection_id == which.connection_id
                && which.provider_config_key.as_ref().is_none_or(|key| *key == known.integration)
        });
        match (fits.next(), fits.next()) {
            (Some(only), None) => Ok((only.connection_id.clone(), only.integration.clone())),
            (None, _) => Err(reply::error(404, "not_found", "The sandbox has no such connection")),
            _ => Err(wrong("several connections have that ID: name the provider_config_key")),
        }
    }

    /// Sends a webhook to where that connection's webhooks go: a given body, or what Nango would send of its kind.
    fn emit(&mut self, turn: &mut Turn, emit: Emit) -> Result<Value, Reply> {
        let about = match emit.connection_id {
            Some(connection_id) => {
                Some(self.which(&Which { connection_id, provider_config_key: emit.provider_config_key })?)
            }
            None => None,
        };
        let connection = about.as_ref().and_then(|(id, key)| self.connection(id, key));
        let (mut body, headers) = match (emit.body, emit.kind) {
            (Some(body), None) => (body, Vec::new()),
            (None, Some(kind)) => {
                let sample = <Sample as clap::ValueEnum>::from_str(&kind, false)
                    .map_err(|_| wrong(&format!("there is no event of the kind `{kind}`")))?;
                let connection = connection.ok_or_else(|| wrong("name the connection that it is about"))?;
                sample.event(&self.subject(connection, turn.now), &mut seeded())
            }
            _ => return Err(wrong("give either body or kind")),
        };
        let edit = |error: edit::EditError| wrong(&error.to_string());
        for text in &emit.set {
            text.parse::<edit::Assignment>().and_then(|set| set.apply_to(&mut body)).map_err(edit)?;
        }
        for text in &emit.unset {
            text.parse::<edit::Path>().and_then(|unset| unset.remove_from(&mut body)).map_err(edit)?;
        }
        let own = connection.and_then(|known| known.webhook_url_override.clone());
        let headers = headers.into_iter().collect();
        self.send_with(turn, own.as_deref(), crate::webhook::canonical::to_string(&body), headers);
        match turn.webhooks.last() {
            Some(webhook) => Ok(json!({ "url": webhook.url, "body": body })),
            None => Err(wrong("no webhook URL is set: set one, or give the connection its own")),
        }
    }

    fn subject(&self, connection: &Connection, now: Timestamp) -> Subject {
        let user = &connection.end_user;
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let mode = self.provider(&connection.provider).and_then(|provider| text(provider.get("auth_mode")?));
        Subject {
            connection_id: connection.connection_id.clone(),
            integration: connection.integration.clone(),
            provider: connection.provider.clone(),
            auth_mode: mode.unwrap_or_default(),
            environment: self.here().name.clone(),
            end_user: text(&user["id"]).map(|id| EndUser {
                id,
                email: text(&user["email"]),
                organization_id: text(&user["organization"]["id"]),
                tags: user["tags"].as_object().cloned().unwrap_or_default(),
            }),
            tags: connection.tags.clone(),
            now,
        }
    }
}

/// Draws as the sandbox's names are drawn: the same in every run where it is deterministic.
fn seeded() -> fastrand::Rng {
    let seed = random_hex(8);
    fastrand::Rng::with_seed(u64::from_str_radix(&seed, 16).unwrap_or_default())
}

/// What a call brings along, whatever type it says that is: nothing that was sent is silently left aside.
fn given(body: &[u8]) -> Result<Option<Value>, Reply> {
    if body.is_empty() {
        return Ok(None);
    }
    json_text::parse(body).map(Some).map_err(|message| reply::error(400, "invalid_json", &message))
}

/// The body of a call.
fn body<T: DeserializeOwned>(turn: &Turn) -> Result<T, Reply> {
    let body = turn.body.clone().unwrap_or_else(|| json!({}));
    T::deserialize(body).map_err(|error| wrong(&error.to_string()))
}

/// A webhook URL as a setting gives it; an empty one is none.
fn address(name: &str, text: &str) -> Result<Option<Url>, Reply> {
    if text.is_empty() {
        return Ok(None);
    }
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    url.map(Some).ok_or_else(|| wrong(&format!("{name} is an http or https URL, or empty for none")))
}

fn wrong(message: &str) -> Reply {
    reply::error(400, "invalid_body", message)
}
