//! Sends one call: retries what may be repeated, waits where Nango asks for it, and decodes the answer.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use url::Url;

use super::fault::{ApiError, Fault};
use crate::fetch::{self, Call, FaultKind, Fetcher};
use crate::http::{Headers, Reply};
use crate::secret::Secret;

/// Not `nango-cli/<digits>`: Nango's server takes that for its own CLI and may refuse it (protocol §1.3).
pub const USER_AGENT: &str = concat!("nango-cli-rs/", env!("CARGO_PKG_VERSION"));
/// How long a call may take, its repeats included, unless told otherwise.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

/// How often and how fast a call is repeated.
#[derive(Clone, Copy, Debug)]
pub struct Retries {
    /// Repeats after the first try.
    pub most: u32,
    /// The wait before the first repeat; it doubles each time, up to half as much again at random.
    pub first_wait: Duration,
    /// The longest that `Retry-After` is obeyed; a longer one ends the call at once.
    pub longest_wait: Duration,
}

impl Default for Retries {
    fn default() -> Self {
        Retries { most: 3, first_wait: Duration::from_millis(250), longest_wait: Duration::from_secs(60) }
    }
}

/// One HTTP exchange, for whoever watches. It holds no key, no token and no body.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// `GET`, …
    pub method: String,
    /// Path and query, tokens redacted.
    pub target: String,
    /// The status, or why there was no answer.
    pub outcome: Result<u16, String>,
    /// How long it took.
    pub took: Duration,
}

type Observer = Arc<dyn Fn(Exchange) + Send + Sync>;

/// Who a call is made as.
#[derive(Clone, Copy)]
pub(super) enum As<'a> {
    /// The environment's API key.
    Key,
    /// A session token in the `Authorization` header.
    Session(&'a Secret),
    /// Nobody: the token is in the query.
    Nobody,
}

/// One call, before it is sent.
pub(super) struct Request<'a> {
    pub method: &'a str,
    /// Path segments, not yet percent-encoded: a connection ID may hold `/` (protocol §1.8).
    pub path: &'a [&'a str],
    pub query: Vec<(String, String)>,
    pub body: Option<serde_json::Value>,
    pub auth: As<'a>,
}

/// The envelope that most answers come in.
#[derive(Deserialize)]
pub(super) struct Data<T> {
    pub data: T,
}

/// A client of one Nango.
#[derive(Clone)]
pub struct Client {
    base: Url,
    key: Option<Secret>,
    timeout: Duration,
    retries: Retries,
    observer: Option<Observer>,
    fetcher: Arc<OnceLock<Fetcher>>,
}

impl Client {
    /// A client for the API at `base`. Nothing is set up before the first call.
    pub fn new(base: Url, key: Option<Secret>) -> Self {
        Client {
            base,
            key,
            timeout: DEFAULT_TIMEOUT,
            retries: Retries::default(),
            observer: None,
            fetcher: Arc::default(),
        }
    }

    /// How long one call may take, its repeats included; 30 s by default.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How calls are repeated.
    pub fn with_retries(mut self, retries: Retries) -> Self {
        self.retries = retries;
        self
    }

    /// Tells `observer` of each exchange.
    pub fn with_observer(mut self, observer: impl Fn(Exchange) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// The API's base URL.
    pub fn base(&self) -> &Url {
        &self.base
    }

    /// The URL of an API path under the base, with a query.
    pub(super) fn url(&self, path: &[&str], query: &[(String, String)]) -> Result<Url, Fault> {
        if let Some(dots) = path.iter().find(|segment| matches!(**segment, "" | "." | "..")) {
            // No URL can carry these as a segment: they would name another path.
            return Err(Fault::Unsendable { message: format!("an ID cannot be \"{dots}\"") });
        }
        let mut url = self.base.clone();
        match url.path_segments_mut() {
            Ok(mut segments) => segments.pop_if_empty().extend(path),
            Err(()) => return Err(Fault::Unsendable { message: "the host is no base URL".to_owned() }),
        };
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        Ok(url)
    }

    /// Sends a call and decodes its JSON answer.
    pub(super) async fn call<T: DeserializeOwned>(&self, request: Request<'_>) -> Result<T, Fault> {
        let reply = self.send(request).await?;
        let status = reply.status;
        let value: serde_json::Value = serde_json::from_slice(&reply.body).map_err(|_| not_nango(&reply))?;
        if value.get("error").is_some_and(|error| error.is_object()) {
            // `/auth/tba` reports failed credentials with status 200 (protocol §3.2).
            return Err(Fault::Api(ApiError::read(&reply, None)));
        }
        serde_json::from_value(value).map_err(|error| Fault::Unexpected { status, message: shape(&error) })
    }

    /// Sends a call whose answer has no body of interest.
    pub(super) async fn call_empty(&self, request: Request<'_>) -> Result<(), Fault> {
        let reply = self.send(request).await?;
        if is_html(&reply) { Err(not_nango(&reply)) } else { Ok(()) }
    }

    async fn send(&self, request: Request<'_>) -> Result<Reply, Fault> {
        let url = self.url(request.path, &request.query)?;
        let headers = self.headers(&request)?;
        let body = match &request.body {
            Some(body) => Some(
                serde_json::to_vec(body).map_err(|error| Fault::Unsendable { message: error.to_string() })?,
            ),
            None => None,
        };
        let repeatable = matches!(request.method, "GET" | "HEAD");
        let deadline = Instant::now() + self.timeout;
        let mut tried = 0;
        loop {
            let outcome = self.attempt(request.method, &url, &headers, body.clone(), deadline).await;
            let wait = match &outcome {
                Ok(reply) if reply.status < 400 => return outcome,
                Ok(reply) => match (reply.status, retry_after(reply)) {
                    // The limiter answers before anything is done, whatever the method.
                    (429, asked) => asked.unwrap_or_else(|| self.backoff(tried)),
                    // A refresh that the provider refused may come as 500 or 502 (protocol §16.18): once is enough.
                    (500.., asked) if repeatable && !refused_by_provider(reply) => {
                        asked.unwrap_or_else(|| self.backoff(tried))
                    }
                    (_, asked) => return Err(error_of(reply, asked)),
                },
                Err(Fault::Unreachable { maybe_received, .. }) if repeatable || !maybe_received => {
                    self.backoff(tried)
                }
                Err(_) => return outcome,
            };
            let left = deadline.saturating_duration_since(Instant::now());
            if tried == self.retries.most || wait > self.retries.longest_wait || wait >= left {
                return outcome.and_then(|reply| Err(error_of(&reply, retry_after(&reply))));
            }
            tried += 1;
            tokio::time::sleep(wait).await;
        }
    }

    fn headers(&self, request: &Request<'_>) -> Result<Headers, Fault> {
        let mut headers = authorization(match request.auth {
            As::Key => self.key.as_ref(),
            As::Session(token) => Some(token),
            As::Nobody => None,
        })?;
        headers.push("Accept", "application/json");
        if request.body.is_some() {
            headers.push("Content-Type", "application/json");
        }
        Ok(headers)
    }

    /// The headers of a call that is not JSON.
    pub(super) fn key_headers(&self) -> Result<Headers, Fault> {
        authorization(self.key.as_ref())
    }

    /// How long a call may take.
    pub(super) fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Sends once, whatever comes back; the body is still on its way.
    pub(super) async fn open(&self, call: Call<'_>) -> Result<fetch::Stream, Fault> {
        let started = Instant::now();
        let (method, url) = (call.method.to_owned(), call.url.clone());
        let outcome = self.fetcher()?.open(call).await;
        self.observe(&method, &url, outcome.as_ref().map(|stream| stream.status), started);
        outcome.map_err(|fault| self.fault(fault))
    }

    fn fetcher(&self) -> Result<&Fetcher, Fault> {
        if let Some(fetcher) = self.fetcher.get() {
            return Ok(fetcher);
        }
        let fetcher = Fetcher::for_origin(&self.base, 0).map_err(|fault| self.fault(fault))?;
        Ok(self.fetcher.get_or_init(|| fetcher))
    }

    fn observe(&self, method: &str, url: &Url, outcome: Result<u16, &fetch::Fault>, started: Instant) {
        if let Some(observer) = &self.observer {
            observer(Exchange {
                method: method.to_owned(),
                target: redacted_target(url),
                outcome: outcome.map_err(|fault| fault.message.clone()),
                took: started.elapsed(),
            });
        }
    }

    async fn attempt(
        &self,
        method: &str,
        url: &Url,
        headers: &Headers,
        body: Option<Vec<u8>>,
        deadline: Instant,
    ) -> Result<Reply, Fault> {
        let started = Instant::now();
        let timeout = deadline.saturating_duration_since(started);
        let outcome = self.fetcher()?.send(Call { method, url, headers, body, timeout }).await;
        self.observe(method, url, outcome.as_ref().map(|reply| reply.status), started);
        let reply = outcome.map_err(|fault| self.fault(fault))?;
        if (300..400).contains(&reply.status) {
            // Following it would hand the key to whoever it names.
            return Err(Fault::NotNango { status: reply.status, content_type: "a redirect".to_owned() });
        }
        Ok(reply)
    }

    pub(super) fn fault(&self, fault: fetch::Fault) -> Fault {
        match fault.kind {
            FaultKind::TimedOut => Fault::TimedOut { after: self.timeout },
            kind => {
                Fault::Unreachable { maybe_received: kind != FaultKind::NotConnected, message: fault.message }
            }
        }
    }

    fn backoff(&self, tried: u32) -> Duration {
        let wait = self.retries.first_wait * 2u32.saturating_pow(tried);
        let mut random = [0u8];
        // Without randomness the wait is merely less well spread.
        let _ = ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), &mut random);
        wait + wait.mul_f64(f64::from(random[0]) / 512.0)
    }
}

fn authorization(key: Option<&Secret>) -> Result<Headers, Fault> {
    let mut headers = Headers::new();
    if let Some(key) = key {
        if key.expose().bytes().any(|byte| !(b'!'..=b'~').contains(&byte)) {
            return Err(Fault::Unsendable {
                message: "the key holds a character that no key has".to_owned(),
            });
        }
        headers.push("Authorization", format!("Bearer {}", key.expose()));
    }
    headers.push("User-Agent", USER_AGENT);
    Ok(headers)
}

/// `tags`-like maps and other parts of a body, as JSON.
pub(super) fn to_json(body: &impl Serialize) -> Result<serde_json::Value, Fault> {
    serde_json::to_value(body).map_err(|error| Fault::Unsendable { message: error.to_string() })
}

fn error_of(reply: &Reply, retry_after: Option<Duration>) -> Fault {
    let error = ApiError::read(reply, retry_after);
    // An envelope makes it Nango's, whatever its content type says.
    if error.code.is_none()
        && error.message.is_none()
        && reply.status != 429
        && reply.status < 500
        && is_html(reply)
    {
        return not_nango(reply);
    }
    Fault::Api(error)
}

fn refused_by_provider(reply: &Reply) -> bool {
    ApiError::read(reply, None).is("invalid_credentials")
}

fn is_html(reply: &Reply) -> bool {
    reply.headers.get("content-type").is_some_and(|value| value.starts_with("text/html"))
}

fn not_nango(reply: &Reply) -> Fault {
    let content_type = reply.headers.get("content-type").unwrap_or("no content type").to_owned();
    Fault::NotNango { status: reply.status, content_type }
}

/// `Retry-After` in whole seconds, or else the time until `X-RateLimit-Reset` where nothing remains (protocol §1.6).
fn retry_after(reply: &Reply) -> Option<Duration> {
    let number = |name: &str| reply.headers.get(name)?.trim().parse::<u64>().ok();
    if let Some(seconds) = number("retry-after") {
        // The server rounds down: 0 means "less than a second".
        return Some(Duration::from_secs(seconds) + Duration::from_millis(250));
    }
    let reset = number("x-ratelimit-reset").filter(|_| number("x-ratelimit-remaining") == Some(0))?;
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(Duration::from_secs(reset).saturating_sub(now) + Duration::from_millis(250))
}

/// serde quotes the value it did not expect, which may be a secret; the place is enough.
fn shape(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.split_once(": ") {
        Some(("invalid type" | "invalid value", rest)) => {
            format!("expected {}", rest.split_once("expected ").map_or("another type", |(_, wanted)| wanted))
        }
        _ => text,
    }
}

fn redacted_target(url: &Url) -> String {
    let mut target = url.path().to_owned();
    // A provider's parameters may be called anything, its keys as well.
    let of_provider = target.contains("/proxy/");
    for (index, (name, value)) in url.query_pairs().enumerate() {
        target.push(if index == 0 { '?' } else { '&' });
        // Providers declare secrets among the connection config, too.
        let secret = name == "connect_session_token"
            || name.starts_with("credentials[")
            || name.starts_with("params[");
        target.push_str(&format!("{name}={}", if secret || of_provider { "…" } else { &value }));
    }
    target
}
