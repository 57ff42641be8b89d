//! Requests of the proxy that are really sent: to this machine, or to where the user said at the start.

use std::io;
use std::time::Duration;

use futures_util::stream::try_unfold;
use futures_util::{StreamExt, TryStreamExt};
use jiff::Timestamp;
use serde_json::json;
use url::Url;

use super::inflate::Inflate;
use super::proxy::Forward;
use super::reply;
use crate::fetch::{Call, Fault, FaultKind, Fetcher, Stream, is_loopback};
use crate::http::{Headers, Reply};
use crate::serve::{Answer, Pieces};

/// The longest wait before another attempt.
const LONGEST_WAIT: Duration = Duration::from_secs(600);
/// Redirects that are followed; one more is handed back.
const REDIRECTS: usize = 5;
/// An answer larger than this is not taken where it must be whole before it is passed on.
const LARGEST_ANSWER: usize = 64 * 1024 * 1024;
/// Headers that an answer keeps (protocol §9.1), and the one without which its bytes could not be read; a failed one
/// and one that is passed on as it comes keep all but those of the connection.
const KEPT: [&str; 5] =
    ["content-type", "content-encoding", "mcp-session-id", "x-request-id", "x-correlation-id"];
const OF_THE_CONNECTION: [&str; 5] = ["connection", "date", "keep-alive", "transfer-encoding", "upgrade"];
/// What does not go to another host where that is not wanted.
const CREDENTIALS: [&str; 3] = ["authorization", "cookie", "proxy-authorization"];

/// How patient the proxy is.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How long one attempt may take, until its answer is whole or begins to be passed on.
    pub timeout: Duration,
    /// The first wait before another attempt; each further one is twice as long (protocol §9.1).
    pub first_wait: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Pace { timeout: Duration::from_secs(60), first_wait: Duration::from_secs(3) }
    }
}

/// Sends the request, again where that may help, and gives the target's answer.
pub async fn send(forward: Forward, pace: Pace) -> Answer {
    if !forward.anywhere && !is_loopback(&forward.url) {
        return Reply::empty(502).into();
    }
    let mut wait = pace.first_wait;
    let mut left = forward.retries;
    loop {
        let late = Fault { kind: FaultKind::TimedOut, message: String::new() };
        let result = tokio::time::timeout(pace.timeout, attempt(&forward)).await.unwrap_or(Err(late));
        let said = match result {
            Ok(answered) if left == 0 || !forward.retry.wants(answered.status, &answered.headers) => {
                return answered.passed_on();
            }
            Ok(answered) => forward.retry.wait(&answered.headers, Timestamp::now()),
            Err(fault) if left == 0 => return failed(&forward, &fault, pace).into(),
            Err(_) => None,
        };
        left -= 1;
        tokio::time::sleep(said.unwrap_or(wait).min(LONGEST_WAIT)).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

/// What the target answered.
struct Answered {
    status: u16,
    headers: Headers,
    body: Body,
}

enum Body {
    Whole(Vec<u8>),
    Coming(Pieces),
}

/// One attempt: the request, and where its answers send it (recording proxy_redirect).
async fn attempt(forward: &Forward) -> Result<Answered, Fault> {
    let (mut method, mut url) = (forward.method.clone(), forward.url.clone());
    let (mut headers, mut body) = (forward.headers.clone(), forward.body.clone());
    let mut fetcher = Fetcher::for_origin(&url, 0)?;
    let mut left = REDIRECTS;
    loop {
        // A body that is passed on as it comes may come for ever.
        let timeout = Duration::MAX;
        let call = Call { method: &method, url: &url, headers: &headers, body: body.clone(), timeout };
        let stream = fetcher.open(call).await?;
        let Some(next) = target(&url, &stream).filter(|_| left > 0) else {
            return answered(stream, forward.inflate).await;
        };
        left -= 1;
        // As every browser does it: what was posted is not posted again, unless the status says so.
        if stream.status == 303 && method != "HEAD" || stream.status < 303 && method == "POST" {
            "GET".clone_into(&mut method);
            body = None;
            headers = without(&headers, |name| name.starts_with("content-"));
        }
        if next.origin() != url.origin() {
            fetcher = Fetcher::for_origin(&next, 0)?;
            if !forward.headers_on_redirect {
                headers = without(&headers, |name| CREDENTIALS.contains(&name));
            }
        }
        url = next;
    }
}

/// Where a redirect leads: within its origin, or from this machine to this machine. The credentials are not for
/// everybody, so others are handed back.
fn target(url: &Url, stream: &Stream) -> Option<Url> {
    let redirects = matches!(stream.status, 301..=303 | 307 | 308);
    let next = url.join(stream.headers.get("location").filter(|_| redirects)?).ok()?;
    let here = |url: &Url| matches!(url.scheme(), "http" | "https") && is_loopback(url);
    (next.origin() == url.origin() || here(url) && here(&next)).then_some(next)
}

/// All lines but those whose name, in small letters, is one of these.
fn without(headers: &Headers, those: impl Fn(&str) -> bool) -> Headers {
    let others = headers.iter().filter(|(name, _)| !those(&name.to_ascii_lowercase()));
    others.map(|(name, value)| (name.to_owned(), value.to_vec())).collect()
}

/// The answer, whole or to be passed on as it comes, and plain where that is wanted.
async fn answered(stream: Stream, inflate: bool) -> Result<Answered, Fault> {
    let (status, mut headers) = (stream.status, stream.headers.clone());
    let inflate = Inflate::of(&headers).filter(|_| inflate);
    if inflate.is_some() {
        headers = without(&headers, |name| matches!(name, "content-encoding" | "content-length"));
    }
    if headers.get("transfer-encoding").is_some() {
        // It says where the body ends, whatever else does (RFC 9112 §6.3).
        headers = without(&headers, |name| name == "content-length");
    }
    let mut pieces = pieces(stream, inflate);
    if (200..300).contains(&status) && is_to_be_streamed(&headers) {
        return Ok(Answered { status, headers, body: Body::Coming(pieces) });
    }
    let broken = |message: String| Fault { kind: FaultKind::Broken, message };
    let mut whole = Vec::new();
    while let Some(piece) = pieces.try_next().await.map_err(|error| broken(error.to_string()))? {
        if whole.len() + piece.len() > LARGEST_ANSWER {
            return Err(broken(format!("the answer is larger than {} MiB", LARGEST_ANSWER >> 20)));
        }
        whole.extend(piece);
    }
    Ok(Answered { status, headers, body: Body::Whole(whole) })
}

fn pieces(stream: Stream, inflate: Option<Inflate>) -> Pieces {
    let pieces = try_unfold((stream, inflate), |(mut stream, mut inflate)| async move {
        while let Some(piece) = stream.chunk().await.map_err(|fault| io::Error::other(fault.message))? {
            let piece = match &mut inflate {
                Some(inflate) => inflate.push(&piece)?,
                None => piece,
            };
            if !piece.is_empty() {
                return Ok(Some((piece, (stream, inflate))));
            }
        }
        inflate.as_mut().map_or(Ok(()), Inflate::end)?;
        Ok(None)
    });
    pieces.boxed()
}

/// Whether Nango passes a successful answer on as it comes (protocol §9.1).
fn is_to_be_streamed(headers: &Headers) -> bool {
    let chunked = headers.get("transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked"));
    let disposition = headers.get("content-disposition").unwrap_or_default();
    let kind = disposition.split([';', ' ', '\t']).next().unwrap_or_default();
    chunked || ["attachment", "inline"].iter().any(|known| kind.eq_ignore_ascii_case(known))
}

impl Answered {
    fn passed_on(self) -> Answer {
        let Answered { status, headers, body } = self;
        let all = !(200..300).contains(&status) || matches!(body, Body::Coming(_));
        let mut headers =
            without(
                &headers,
                |name| {
                    if all { OF_THE_CONNECTION.contains(&name) } else { !KEPT.contains(&name) }
                },
            );
        match body {
            Body::Whole(body) => {
                headers = without(&headers, |name| name == "content-length");
                Reply { status, headers, body }.into()
            }
            Body::Coming(pieces) => Answer::Stream(Reply { headers, ..Reply::empty(status) }, pieces),
        }
    }
}

/// As recorded (proxy_err_upstream_unreachable).
fn failed(forward: &Forward, fault: &Fault, pace: Pace) -> Reply {
    let host = forward.url.host_str().unwrap_or_default();
    let address = match forward.url.port_or_known_default() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    };
    let (code, message) = match fault.kind {
        FaultKind::NotConnected if fault.message.starts_with("failed to lookup address") => {
            ("ENOTFOUND", format!("getaddrinfo ENOTFOUND {host}"))
        }
        FaultKind::NotConnected => ("ECONNREFUSED", format!("connect ECONNREFUSED {address}")),
        FaultKind::TimedOut => {
            ("ECONNABORTED", format!("timeout of {}ms exceeded", pace.timeout.as_millis()))
        }
        FaultKind::Broken => ("ECONNRESET", "socket hang up".to_owned()),
    };
    reply::json(500, &json!({"message": message, "code": code, "method": forward.method.to_lowercase()}))
}
