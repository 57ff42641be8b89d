//! The sandbox's memory, and one step of it: a request and the time in, a reply and what follows from it out.
//! Nothing here touches a socket or a clock.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use url::{Position, Url};

use super::catalogue::{Seed, seeds};
use super::connections::Connection;
use super::control::failures::{self, Failure};
use super::control::{Clock, Control};
use super::environments::{ApiKey, Environment, KeySeed, PRODUCTION};
use super::grants::Grants;
use super::inbound::Windows;
use super::integration::Integration;
use super::oauth::Flow;
use super::provider::{Provider, Verdict};
use super::proxy::Forward;
use super::reply;
use super::rules::NOTHING;
use super::sessions::Session;
use super::text::{Sequence, named_by, uuid};
use super::validate::{Rule, check};
use super::{ACCOUNT_KEY, API_KEY, ENVIRONMENT, Event, PROD_KEY};
use crate::http::{Headers, Reply, Request};
use crate::secret::Secret;
use crate::serve::Refusal;

/// Calls per minute that the rate-limit headers promise (protocol §1.6).
const RATE_LIMIT: u64 = 200;
const RATE_WINDOW: SignedDuration = SignedDuration::from_secs(60);
/// An OAuth flow that nobody finished is forgotten after this long, as on Nango (protocol §3.4).
const FLOW_LIFETIME: SignedDuration = SignedDuration::from_hours(48);
/// How often what has expired is looked for.
const SWEEP_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// What a sandbox is born with.
#[derive(Clone)]
pub struct Config {
    /// API keys of `dev` that may do everything. The first one signs its webhooks, as in a new Nango environment.
    pub keys: Vec<Secret>,
    /// All other API keys.
    pub more_keys: Vec<KeySeed>,
    /// Where the server listens; links lead there.
    pub address: SocketAddr,
    /// Where webhooks go; nowhere when there is none.
    pub webhook_url: Option<Url>,
    /// The environment's setting "on new connection creation" (protocol §7.4). Reconnects are sent regardless.
    pub on_auth_creation: bool,
    /// Whether the consent page approves by itself.
    pub auto_approve: bool,
    /// The integrations to begin with.
    pub integrations: Vec<Seed>,
    /// Providers besides the sandbox's own, or in their place.
    pub providers: Vec<&'static Provider>,
    /// Where the proxy really goes for a provider, by its name.
    pub upstreams: HashMap<String, Url>,
    /// How many calls a minute are let through (protocol §1.6); all, where there is none.
    pub rate_limit: Option<u64>,
    /// Whether addresses on this machine and in private networks are refused, as Nango Cloud refuses them.
    pub strict_urls: bool,
    /// What time it is there.
    pub clock: Clock,
    /// Whether names and tokens are the same ones in every run.
    pub fixed_names: bool,
    /// The file that keeps its state, to be told.
    pub state_file: Option<String>,
}

impl Config {
    /// A sandbox at `address` with the well-known keys, the seeded integrations and no webhook URL.
    pub fn new(address: SocketAddr) -> Self {
        Config {
            keys: vec![Secret::new(API_KEY)],
            more_keys: vec![
                KeySeed {
                    secret: Secret::new(PROD_KEY),
                    environment: Some(PRODUCTION.to_owned()),
                    scopes: Vec::new(),
                },
                KeySeed { secret: Secret::new(ACCOUNT_KEY), environment: None, scopes: Vec::new() },
            ],
            address,
            webhook_url: None,
            on_auth_creation: true,
            auto_approve: false,
            integrations: seeds(),
            providers: Vec::new(),
            upstreams: HashMap::new(),
            rate_limit: None,
            strict_urls: false,
            clock: Clock::default(),
            fixed_names: false,
            state_file: None,
        }
    }
}

/// A webhook to deliver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Where to.
    pub url: String,
    /// Where to once more, after the last attempt at `url`.
    pub then: Option<String>,
    /// The exact bytes to sign and send.
    pub body: String,
    /// Signs them.
    pub key: Secret,
    /// Headers to send besides Nango's own: those of a provider's webhook that is passed on.
    pub headers: Headers,
}

/// A text for the browser client that waits on the websocket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SocketMessage {
    /// Which client: the `ws_client_id` of its `connection_ack`.
    pub client: String,
    /// The JSON text to send.
    pub text: String,
}

/// What follows from one request.
pub struct Outcome {
    /// The answer.
    pub reply: Reply,
    /// Whether the client gets it: there are requests that Nango never answers (protocol §16.9).
    pub answered: bool,
    /// How long it waits before that, as the control API was told.
    pub delay: Duration,
    /// A request to send really, whose answer takes the place of `reply`.
    pub forward: Option<Forward>,
    /// Webhooks to deliver, without holding back the answer.
    pub webhooks: Vec<Webhook>,
    /// Messages to send before the answer.
    pub messages: Vec<SocketMessage>,
    /// What happened, in order.
    pub events: Vec<Event>,
}

/// Whose calls a rate limit counts together (protocol §1.6).
#[derive(Clone, Copy)]
pub(super) enum Bucket {
    Keys,
    Sessions,
    Scripts,
    /// Who asks for the catalogue without a key; counted among the providers' webhooks.
    Anybody,
}

/// One minute's calls.
#[derive(Default, Deserialize, Serialize)]
pub(super) struct Window {
    pub resets: Timestamp,
    used: u64,
}

impl Window {
    /// Counts a call, and gives how many there were and what the caller is told.
    pub fn count(&mut self, limit: u64, now: Timestamp) -> (u64, RateHeaders) {
        if now >= self.resets {
            *self = Window { resets: now + RATE_WINDOW, used: 0 };
        }
        self.used += 1;
        let headers = [
            ("X-RateLimit-Limit", limit.to_string()),
            ("X-RateLimit-Remaining", limit.saturating_sub(self.used).to_string()),
            ("X-RateLimit-Reset", self.resets.as_second().to_string()),
        ];
        (self.used, headers)
    }
}

/// The headers that tell a caller how many calls are left.
pub(super) type RateHeaders = [(&'static str, String); 3];

/// An offline Nango's whole memory. What is kept of it over restarts is what is serialized (see [`kept`](super::kept)).
#[derive(Serialize)]
pub struct State {
    #[serde(skip)]
    pub(super) config: Config,
    /// Never empty: `prod` stays.
    pub(super) environments: Vec<Environment>,
    /// The index of the environment that the request in hand is about.
    #[serde(skip)]
    pub(super) at: usize,
    pub(super) keys: Vec<ApiKey>,
    pub(super) sessions: HashMap<String, Session>,
    pub(super) flows: HashMap<String, Flow>,
    /// What the providers that the sandbox plays remember.
    pub(super) grants: Grants,
    pub(super) last_id: u64,
    pub(super) last_environment: u64,
    pub(super) last_key: u64,
    pub(super) inbound: Windows,
    pub(super) control: Control,
    pub(super) clock: Clock,
    pub(super) names: Option<Sequence>,
    pub(super) windows: [Window; 3],
    #[serde(skip)]
    pub(super) swept: Timestamp,
    /// To become that again.
    #[serde(skip)]
    pub(super) born: Config,
}

/// One request while it is being answered.
pub(super) struct Turn<'a> {
    pub request: &'a Request,
    pub query: Map<String, Value>,
    pub body: Option<Value>,
    pub base: String,
    /// The sandbox's time.
    pub now: Timestamp,
    /// Everybody else's.
    pub real_now: Timestamp,
    /// How many calls the caller has left, once it is known who that is.
    pub rate: Option<RateHeaders>,
    /// What the caller's key may do.
    pub scopes: Vec<String>,
    /// Whether local addresses are refused.
    pub strict_urls: bool,
    /// Whether this request gets no answer.
    pub silent: bool,
    pub forward: Option<Forward>,
    pub webhooks: Vec<Webhook>,
    pub messages: Vec<SocketMessage>,
    pub events: Vec<Event>,
}

impl State {
    /// A new sandbox. Integrations whose provider is unknown are left out.
    pub fn new(config: Config, now: Timestamp) -> Self {
        let mut names = config.fixed_names.then_some(0);
        let mut state = named_by(&mut names, || State::begin(config, now));
        state.names = names;
        state
    }

    fn begin(mut config: Config, now: Timestamp) -> Self {
        let (born, clock) = (config.clone(), config.clock);
        let now = clock.tell(now);
        let seeds = std::mem::take(&mut config.integrations);
        let keys = std::mem::take(&mut config.keys);
        let more_keys = std::mem::take(&mut config.more_keys);
        let signing_key = keys.first().cloned().unwrap_or_else(|| Secret::new(uuid()));
        let mut dev = Environment::new(2, ENVIRONMENT, signing_key);
        dev.webhook_url = config.webhook_url.take();
        dev.on_auth_creation = config.on_auth_creation;
        let prod = Environment::new(1, PRODUCTION, Secret::new(uuid()));
        let mut state = State {
            config,
            environments: vec![dev, prod],
            at: 0,
            keys: Vec::new(),
            sessions: HashMap::new(),
            flows: HashMap::new(),
            grants: Grants::default(),
            last_id: 0,
            last_environment: 2,
            last_key: 0,
            inbound: Windows::default(),
            control: Control::default(),
            clock,
            names: None,
            windows: Default::default(),
            swept: now,
            born,
        };
        let made = seeds.into_iter().filter_map(|seed| {
            let provider = state.provider(seed.provider.as_deref().unwrap_or(&seed.unique_key))?;
            Some(Integration::new(seed, provider, now))
        });
        let made: Vec<Integration> = made.collect();
        state.environments[0].integrations = made;
        let of_dev = keys.into_iter().map(|secret| KeySeed {
            secret,
            environment: Some(ENVIRONMENT.to_owned()),
            scopes: Vec::new(),
        });
        of_dev.chain(more_keys).for_each(|seed| state.add_or_change_key(seed));
        state
    }

    /// Becomes what it was at first. Only the numbers of events go on, so that who follows them is not confused.
    pub(super) fn reset(&mut self, now: Timestamp) {
        let history = std::mem::take(&mut self.control.history);
        *self = State::new(self.born.clone(), now);
        self.control.history = history;
    }

    /// Notes what happened outside of [`handle`](Self::handle).
    pub fn note(&mut self, event: Event, now: Timestamp) {
        self.control.history.add(&event, self.clock.tell(now));
    }

    /// A name for a browser's websocket.
    pub fn name_client(&mut self) -> String {
        let mut names = self.names.take();
        let name = named_by(&mut names, uuid);
        self.names = names;
        name
    }

    /// Answers one request that arrived at `real_now`.
    pub fn handle(&mut self, request: &Request, real_now: Timestamp) -> Outcome {
        let mut names = self.names.take();
        let outcome = named_by(&mut names, || self.take_turn(request, real_now));
        // A reset begins them anew.
        self.names = if self.names.is_some() { self.names } else { names };
        outcome
    }

    fn take_turn(&mut self, request: &Request, real_now: Timestamp) -> Outcome {
        let now = self.clock.tell(real_now);
        self.sweep(now);
        self.at = self.whereabouts(request);
        let base = self.base(request.headers.get("host"));
        let mut turn = Turn::new(request, base, now, real_now);
        turn.strict_urls = self.config.strict_urls;
        let controls = request.path.starts_with("/_sandbox/control");
        let failure = if controls { None } else { failures::take(&mut self.control.failures, request) };
        let delay = failure.as_ref().map(Failure::delay).unwrap_or_default();
        let limit = self.config.rate_limit.unwrap_or(RATE_LIMIT);
        let told = failure.as_ref().and_then(|failure| failure.reply(request, limit, now));
        let reply = match told {
            _ if failure.is_some_and(|failure| failure.hang) => turn.never(),
            Some(told) => super::routes::open_to_all(told),
            None => self.answer(&mut turn),
        };
        let reply = mark(reply);
        let Turn { silent, forward, webhooks, messages, mut events, .. } = turn;
        // The room tells of what it forwards, once it knows how that ended. Control is not part of the story.
        if !silent && forward.is_none() && !controls {
            events.push(Event::Request {
                method: request.method.clone(),
                path: request.path.clone(),
                status: reply.status,
            });
        }
        for event in &events {
            self.control.history.add(event, now);
        }
        Outcome { reply, answered: !silent, delay, forward, webhooks, messages, events }
    }

    /// Answers a request whose body never came. For one that is too large Nango speaks of an unhandled error
    /// (recording err_body_too_large_connect_sessions).
    pub fn refuse(&mut self, head: &Request, refusal: Refusal) -> Outcome {
        let reply = match refusal {
            Refusal::BodyTooLarge => reply::unexpected(),
            other => Reply::empty(other.status()),
        };
        let event =
            Event::Request { method: head.method.clone(), path: head.path.clone(), status: reply.status };
        Outcome {
            reply: mark(reply),
            answered: true,
            delay: Duration::ZERO,
            forward: None,
            webhooks: Vec::new(),
            messages: Vec::new(),
            events: vec![event],
        }
    }

    /// Makes the providers answer so the next time that one is asked for a token or tries credentials, whatever it is
    /// asked; several answers wait for their turn.
    pub fn answer_next(&mut self, verdict: Verdict) {
        self.grants.next.push_back(verdict);
    }

    /// What signs the webhooks of `dev`, or of the first environment where `dev` was deleted.
    pub fn signing_key(&self) -> &Secret {
        let dev = self.environments.iter().position(|known| known.name == ENVIRONMENT);
        &self.environments[dev.unwrap_or_default()].signing_key
    }

    /// The address to tell people: the bound one, or this machine's where every address is bound.
    pub fn url(&self) -> String {
        self.base(None)
    }

    /// The sandbox's own address for links: the one the client used where that is this machine by name, else the
    /// bound one. A foreign Host is never repeated.
    fn base(&self, host: Option<&str>) -> String {
        let bound = self.config.address;
        let reachable = match bound.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => {
                SocketAddr::new(Ipv4Addr::LOCALHOST.into(), bound.port())
            }
            IpAddr::V6(ip) if ip.is_unspecified() => {
                SocketAddr::new(Ipv6Addr::LOCALHOST.into(), bound.port())
            }
            _ => bound,
        };
        let own_name = host.and_then(|host| Url::parse(&format!("http://{host}")).ok()).filter(|url| {
            // Nothing but a name and the port: no user, no path.
            let bare =
                url.username().is_empty() && url.password().is_none() && url[Position::AfterPort..] == *"/";
            bare && url.port_or_known_default() == Some(bound.port()) && crate::fetch::is_loopback(url)
        });
        match own_name {
            Some(url) => format!("http://{}", url.authority()),
            None => format!("http://{reachable}"),
        }
    }

    /// Forgets what has expired, so that a sandbox that runs for weeks does not grow with it.
    fn sweep(&mut self, now: Timestamp) {
        if now.duration_since(self.swept) < SWEEP_EVERY {
            return;
        }
        self.swept = now;
        self.sessions.retain(|_, session| session.expires_at > now);
        self.flows.retain(|_, flow| now.duration_since(flow.started) < FLOW_LIFETIME);
        self.grants.sweep(now);
        self.inbound.retain(|_, window| window.resets > now);
    }

    /// Counts a call of somebody who is known.
    ///
    /// # Errors
    /// The recorded refusal (rate_limit_err_429) where there is a limit and it is used up.
    pub(super) fn count(&mut self, turn: &mut Turn, bucket: Bucket) -> Result<(), Reply> {
        let limit = self.config.rate_limit.unwrap_or(RATE_LIMIT);
        let window = match bucket {
            Bucket::Anybody => self.inbound.entry("/providers.json".to_owned()).or_default(),
            bucket => &mut self.windows[bucket as usize],
        };
        let (used, headers) = window.count(limit, turn.now);
        turn.rate = Some(headers);
        if self.config.rate_limit.is_none() || used <= limit {
            return Ok(());
        }
        let wait = window.resets.duration_since(turn.now).as_secs().max(0);
        let (method, path) = (&turn.request.method, &turn.request.path);
        let error = json!({"code": "too_many_request", "method": method, "path": path});
        Err(reply::json(429, &json!({ "error": error })).with("Retry-After", wait.to_string()))
    }

    /// The integration of that id.
    pub(super) fn integration(&self, key: &str) -> Option<&Integration> {
        self.here().integrations.iter().find(|integration| integration.unique_key == key)
    }

    /// The connection of that pair.
    pub(super) fn connection(&self, id: &str, integration: &str) -> Option<&Connection> {
        let mut all = self.here().connections.iter();
        all.find(|known| known.connection_id == id && known.integration == integration)
    }
}

/// Every answer says that it is not Nango's.
pub(super) fn mark(reply: Reply) -> Reply {
    reply.with("X-Nango-Sandbox", env!("CARGO_PKG_VERSION"))
}

impl<'a> Turn<'a> {
    /// The beginning of a turn.
    pub fn new(request: &'a Request, base: String, now: Timestamp, real_now: Timestamp) -> Self {
        Turn {
            request,
            query: super::query::parse(&request.query),
            body: None,
            base,
            now,
            real_now,
            rate: None,
            scopes: Vec::new(),
            strict_urls: false,
            silent: false,
            forward: None,
            webhooks: Vec::new(),
            messages: Vec::new(),
            events: Vec::new(),
        }
    }

    /// Leaves this request without an answer, as Nango leaves some; the reply is nothing that anybody sees.
    pub fn never(&mut self) -> Reply {
        self.silent = true;
        Reply::empty(504)
    }

    /// Checks the query, or answers what is wrong with it.
    pub fn valid_query(&self, rule: &Rule) -> Result<(), Reply> {
        self.valid("invalid_query_params", rule, Some(&Value::Object(self.query.clone())))
    }

    /// Checks the one parameter of a path, or answers what is wrong with it.
    pub fn valid_path(&self, rule: &Rule, name: &str, value: &str) -> Result<(), Reply> {
        self.valid("invalid_uri_params", rule, Some(&json!({ name: value })))
    }

    /// Checks a part of the request, or answers what is wrong with it.
    pub fn valid(&self, part: &str, rule: &Rule, value: Option<&Value>) -> Result<(), Reply> {
        let mut issues = check(rule, value);
        issues.retain(|issue| self.strict_urls || !issue.is_about_local_urls());
        if issues.is_empty() { Ok(()) } else { Err(reply::invalid(part, &issues)) }
    }

    /// The body, if it passes, or the answer that says what is wrong with it.
    pub fn valid_body(&self, rule: &Rule) -> Result<Map<String, Value>, Reply> {
        self.valid("invalid_body", rule, self.body.as_ref())?;
        match &self.body {
            Some(Value::Object(members)) => Ok(members.clone()),
            _ => Ok(Map::new()),
        }
    }

    /// Refuses a body that says anything.
    pub fn empty_body(&self) -> Result<(), Reply> {
        match &self.body {
            Some(body) => self.valid("invalid_body", &NOTHING, Some(body)),
            None => Ok(()),
        }
    }
}
