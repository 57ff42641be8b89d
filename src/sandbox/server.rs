//! The sandbox's edge: sockets, the clock, and the webhooks on their way.

use std::collections::HashMap;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use url::Url;

use super::access::is_uuid_v4;
use super::catalogue::find;
use super::environments::KeySeed;
use super::forward::{self, Pace};
use super::provider::Provider;
use super::state::{Config, Outcome, State, Webhook, mark};
use super::store::{Memory, Store};
use super::{Event, NANGO_VERSION};
use crate::http::{Headers, Reply, Request};
use crate::secret::Secret;
use crate::serve::{Answer, Handler, Limits, Server, wants_websocket};
use crate::webhook::delivery::{Attempt, Parcel, Schedule, deliver};

/// How long requests in hand, and then webhooks on their way, may take once the sandbox stops, unless it is told
/// otherwise.
const DRAIN: Duration = Duration::from_secs(2);
/// Nango's own limit, 75 MiB (recording err_body_too_large_connect_sessions).
const LARGEST_BODY: usize = 75 * 1024 * 1024;

/// The time in a deterministic sandbox: ahead of everybody's own, so that nothing it gives out has expired.
const FIXED_TIME: Timestamp = Timestamp::constant(1_893_456_000, 0);

/// How to run a sandbox.
pub struct Options {
    /// Where to listen; port 0 picks a free one.
    pub address: SocketAddr,
    /// API keys besides the well-known ones; UUIDs of version 4.
    pub keys: Vec<KeySeed>,
    /// Where webhooks go; nowhere when there is none.
    pub webhook_url: Option<Url>,
    /// Whether the consent page approves by itself, for runs without a person.
    pub auto_approve: bool,
    /// Providers besides the sandbox's own, or in their place.
    pub providers: Vec<&'static Provider>,
    /// Where the proxy really goes for a provider, by its name; the user's own choice, on this machine or not.
    pub upstreams: HashMap<String, Url>,
    /// How many calls a minute are let through; all, where there is none.
    pub rate_limit: Option<u64>,
    /// Whether addresses on this machine and in private networks are refused.
    pub strict_urls: bool,
    /// Whether names, tokens and times are the same in every run.
    pub deterministic: bool,
    /// What keeps its state over restarts; memory alone, where there is none. What else is said here wins over what
    /// was kept, or adds to it.
    pub store: Option<Store>,
}

impl Options {
    /// A sandbox at `address` with nothing set.
    pub fn new(address: SocketAddr) -> Self {
        Options {
            address,
            keys: Vec::new(),
            webhook_url: None,
            auto_approve: false,
            providers: Vec::new(),
            upstreams: HashMap::new(),
            rate_limit: None,
            strict_urls: false,
            deterministic: false,
            store: None,
        }
    }

    /// The provider of that name, as the sandbox will know it.
    pub fn provider(&self, name: &str) -> Option<&'static Provider> {
        find(&self.providers, name)
    }
}

/// A sandbox that is bound to its address and does not answer yet.
pub struct Sandbox {
    server: Server,
    url: String,
    signing_key: Secret,
    store: Option<Store>,
    drain: Duration,
    room: Room,
}

impl Sandbox {
    /// Binds the address.
    ///
    /// # Errors
    /// The operating system's, such as address in use; `InvalidInput` for a key that is not a UUID of version 4.
    pub async fn bind(options: Options) -> std::io::Result<Sandbox> {
        if options.keys.iter().any(|key| !is_uuid_v4(key.secret.expose())) {
            let message = "an API key is not a UUID of version 4";
            return Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, message));
        }
        let server =
            Server::bind(options.address, Limits { body_bytes: LARGEST_BODY, ..Limits::default() }).await?;
        let address = server.address()?;
        let mut config = Config::new(address);
        config.more_keys.extend(options.keys.iter().cloned());
        config.webhook_url = options.webhook_url;
        config.auto_approve = options.auto_approve;
        config.providers = options.providers;
        config.upstreams = options.upstreams;
        config.rate_limit = options.rate_limit;
        config.strict_urls = options.strict_urls;
        if options.deterministic {
            config.fixed_names = true;
            config.clock.stopped = Some(FIXED_TIME);
        }
        let mut store = options.store;
        config.state_file = store.as_ref().map(|store| store.path().display().to_string());
        let now = Timestamp::now();
        let state = match store.as_mut().and_then(Store::take) {
            Some(kept) => kept.resume(config, options.keys, now),
            None => State::new(config, now),
        };
        let (url, signing_key) = (state.url(), state.signing_key().clone());
        let room = Room {
            memory: Memory::new(state),
            sockets: Mutex::default(),
            deliveries: Mutex::default(),
            events: None,
            schedule: Schedule::default(),
            pace: Pace::default(),
        };
        Ok(Sandbox { server, url, signing_key, store, drain: DRAIN, room })
    }

    /// Where it listens, such as `http://127.0.0.1:3003`.
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// What signs the webhooks of `dev`, until it is rotated.
    pub fn signing_key(&self) -> &Secret {
        &self.signing_key
    }

    /// Retries webhooks another way than Nango's, so that a test need not wait.
    pub fn retrying(mut self, schedule: Schedule) -> Self {
        self.room.schedule = schedule;
        self
    }

    /// Waits for what the proxy really sends with another patience, so that a test need not.
    pub fn forwarding(mut self, pace: Pace) -> Self {
        self.room.pace = pace;
        self
    }

    /// Gives what is in hand that long once it stops, so that a test can tell what it does not wait for.
    pub fn draining(mut self, drain: Duration) -> Self {
        self.drain = drain;
        self
    }

    /// What happens from now on; ask before [`run`](Self::run). Whoever asks reads, or drops the receiver.
    pub fn events(&mut self) -> mpsc::UnboundedReceiver<Event> {
        let (sender, receiver) = mpsc::unbounded_channel();
        self.room.events = Some(sender);
        receiver
    }

    /// Serves until `stop` completes, then finishes the requests in hand and gives webhooks that are on their way
    /// two seconds. What is kept is on disk once this returns.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let room = Arc::new(self.room);
        let (done, ended) = oneshot::channel();
        let keeping = self.store.map(|store| {
            let (memory, events) = (room.memory.clone(), room.events.clone());
            tokio::spawn(store.keep(room.memory.clone(), ended, move |event| {
                memory.step(|state| state.note(event.clone(), Timestamp::now()));
                tell(events.as_ref(), event);
            }))
        });
        self.server.run(room.clone(), stop, self.drain).await;
        let mut deliveries = std::mem::take(&mut *lock(&room.deliveries));
        let all = async { while deliveries.join_next().await.is_some() {} };
        let _ = tokio::time::timeout(self.drain, all).await;
        drop(done);
        if let Some(keeping) = keeping {
            // It does not fail: it tells what does.
            let _ = keeping.await;
        }
    }
}

struct Room {
    memory: Arc<Memory>,
    /// The browser clients that wait, by their id.
    sockets: Mutex<HashMap<String, Socket>>,
    deliveries: Mutex<JoinSet<()>>,
    events: Option<mpsc::UnboundedSender<Event>>,
    schedule: Schedule,
    pace: Pace,
}

struct Socket {
    sender: mpsc::UnboundedSender<String>,
    /// A client gets one message; its socket stays open until it leaves (protocol §4.1).
    told: bool,
}

impl Handler for Room {
    async fn handle(&self, request: Request) -> Answer {
        if wants_websocket(&request) {
            return self.upgrade(&request);
        }
        let outcome = self.memory.step(|state| state.handle(&request, Timestamp::now()));
        let Outcome { reply, answered, delay, forward, webhooks, messages, events } = outcome;
        {
            let mut sockets = lock(&self.sockets);
            for message in messages {
                if let Some(socket) = sockets.get_mut(&message.client).filter(|socket| !socket.told) {
                    socket.told = true;
                    // A client that has left does not want it any more.
                    let _ = socket.sender.send(message.text);
                }
            }
        }
        for event in events {
            tell(self.events.as_ref(), event);
        }
        for webhook in webhooks {
            self.deliver(webhook);
        }
        if let Some(forward) = forward {
            tokio::time::sleep(delay).await;
            let mut answer = forward::send(forward, self.pace).await;
            let (Answer::Reply(head) | Answer::Stream(head, _)) = &mut answer else { return answer };
            let (method, path) = (request.method, request.path);
            let event = Event::Request { method, path, status: head.status };
            self.memory.step(|state| state.note(event.clone(), Timestamp::now()));
            tell(self.events.as_ref(), event);
            head.headers = joined(&reply.headers, &head.headers);
            return answer;
        }
        match answered {
            false => Answer::Never,
            true if delay.is_zero() => reply.into(),
            true => Answer::Later(delay, reply),
        }
    }

    async fn refused(&self, head: Request, refusal: crate::serve::Refusal) -> Reply {
        let outcome = self.memory.step(|state| state.refuse(&head, refusal));
        for event in outcome.events {
            tell(self.events.as_ref(), event);
        }
        outcome.reply
    }
}

impl Room {
    /// Accepts a websocket on exactly `/`, and tells the client its id (protocol §4.2).
    fn upgrade(&self, request: &Request) -> Answer {
        if request.path != "/" {
            return mark(Reply::empty(400)).into();
        }
        let (sender, receiver) = mpsc::unbounded_channel();
        let client = self.memory.step(State::name_client);
        // The receiver is in this hand, so it is there.
        let _ = sender.send(json!({"message_type": "connection_ack", "ws_client_id": client}).to_string());
        let mut sockets = lock(&self.sockets);
        sockets.retain(|_, socket| !socket.sender.is_closed());
        sockets.insert(client, Socket { sender, told: false });
        Answer::Socket(mark(Reply::empty(101)).headers, receiver)
    }

    /// Sends a webhook while the server goes on.
    fn deliver(&self, webhook: Webhook) {
        let events = self.events.clone();
        let memory = self.memory.clone();
        let schedule = self.schedule.clone();
        let mut deliveries = lock(&self.deliveries);
        while deliveries.try_join_next().is_some() {}
        deliveries.spawn(async move {
            let os = std::env::consts::OS;
            let agent =
                format!("nango/{NANGO_VERSION} ({os}; nango-cli-sandbox/{})", env!("CARGO_PKG_VERSION"));
            let parcel =
                Parcel::signed(webhook.body.into_bytes(), &webhook.key, &agent).preceded_by(&webhook.headers);
            for target in [Some(webhook.url), webhook.then].into_iter().flatten() {
                // It passed for a URL when it was set.
                let Ok(url) = Url::parse(&target) else { continue };
                deliver(&url, &parcel, &schedule, |attempt| {
                    let event = delivery(target.clone(), attempt);
                    memory.step(|state| state.note(event.clone(), Timestamp::now()));
                    tell(events.as_ref(), event);
                })
                .await;
            }
        });
    }
}

/// The headers of a proxied answer: the target's, and the sandbox's own where the target says nothing of the kind. That
/// it was the sandbox that answered is the sandbox's to say.
fn joined(own: &Headers, target: &Headers) -> Headers {
    let is_mark = |name: &str| name.eq_ignore_ascii_case("x-nango-sandbox");
    let own = own.iter().filter(|(name, _)| is_mark(name) || target.get(name).is_none());
    let target = target.iter().filter(|(name, _)| !is_mark(name));
    own.chain(target).map(|(name, value)| (name.to_owned(), value.to_vec())).collect()
}

/// How an attempt at `url` went.
fn delivery(url: String, attempt: &Attempt) -> Event {
    let (number, took) = (attempt.number, attempt.took);
    match &attempt.result {
        Ok(status) if attempt.succeeded() => {
            Event::WebhookDelivered { url, status: *status, attempt: number, took }
        }
        result => Event::WebhookFailed {
            url,
            status: result.as_ref().ok().copied(),
            cause: match result {
                Ok(status) => format!("it answered {status}"),
                Err(fault) => fault.message.clone(),
            },
            attempt: number,
            took,
            will_retry_in: attempt.retry_in,
        },
    }
}

/// Tells an event to whoever asked; when nobody listens any more it is lost, which is as they want it.
fn tell(events: Option<&mpsc::UnboundedSender<Event>>, event: Event) {
    if let Some(events) = events {
        let _ = events.send(event);
    }
}

/// A panic in one request must not end the others.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
