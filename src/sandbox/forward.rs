//! Requests of the proxy that are really sent: to this machine, or to where the user said at the start.

use std::time::Duration;

use serde_json::json;
use url::Url;

use super::proxy::Forward;
use super::reply;
use crate::fetch::{Call, Fault, FaultKind, Fetcher, is_loopback};
use crate::http::{Headers, Reply};

/// How long one attempt may take.
const TIMEOUT: Duration = Duration::from_secs(60);
/// The first wait before another attempt; each further one is twice as long (protocol §9.1).
const FIRST_WAIT: Duration = Duration::from_secs(3);
/// The longest wait.
const LONGEST_WAIT: Duration = Duration::from_secs(600);
/// Redirects that are followed; one more is handed back.
const REDIRECTS: usize = 5;
/// Headers that an answer keeps (protocol §9.1), and the one without which its bytes could not be read; a failed one
/// keeps all but those of the connection.
const KEPT: [&str; 5] =
    ["content-type", "content-encoding", "mcp-session-id", "x-request-id", "x-correlation-id"];
const OF_THE_CONNECTION: [&str; 6] =
    ["connection", "content-length", "date", "keep-alive", "transfer-encoding", "upgrade"];

/// Sends the request, again where that may help, and gives the target's answer. Redirects to
/// another origin are handed back: the credentials are not for everybody.
pub async fn send(forward: Forward) -> Reply {
    if !forward.anywhere && !is_loopback(&forward.url) {
        return Reply::empty(502);
    }
    let fetcher = match Fetcher::for_origin(&forward.url, 0) {
        Ok(fetcher) => fetcher,
        Err(fault) => return failed(&forward, &fault),
    };
    let mut wait = FIRST_WAIT;
    for attempt in 0.. {
        let result = follow(&fetcher, &forward).await;
        let again = match &result {
            Ok(reply) => {
                let status = reply.status;
                status == 401 || status == 429 || status >= 500 || forward.retry_on.contains(&status)
            }
            Err(_) => true,
        };
        if !again || attempt >= forward.retries {
            return match result {
                Ok(reply) => passed_on(reply),
                Err(fault) => failed(&forward, &fault),
            };
        }
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
    Reply::empty(502)
}

/// One attempt: the request, and where its answers send it at the same origin (recording proxy_redirect).
async fn follow(fetcher: &Fetcher, forward: &Forward) -> Result<Reply, Fault> {
    let (mut method, mut url) = (forward.method.clone(), forward.url.clone());
    let (mut headers, mut body) = (forward.headers.clone(), forward.body.clone());
    let mut left = REDIRECTS;
    loop {
        let call =
            Call { method: &method, url: &url, headers: &headers, body: body.clone(), timeout: TIMEOUT };
        let reply = fetcher.send(call).await?;
        let Some(next) = target(&url, &reply).filter(|_| left > 0) else { return Ok(reply) };
        url = next;
        left -= 1;
        // As every browser does it: what was posted is not posted again, unless the status says so.
        if reply.status == 303 && method != "HEAD" || reply.status < 303 && method == "POST" {
            "GET".clone_into(&mut method);
            body = None;
            let of_a_body = |name: &str| name.to_ascii_lowercase().starts_with("content-");
            let others = headers.iter().filter(|(name, _)| !of_a_body(name));
            headers = others.map(|(name, value)| (name.to_owned(), value.to_vec())).collect();
        }
    }
}

/// Where a redirect leads, at the origin of `url`.
fn target(url: &Url, reply: &Reply) -> Option<Url> {
    let location = reply.headers.get("location").filter(|_| matches!(reply.status, 301..=303 | 307 | 308))?;
    url.join(location).ok().filter(|next| next.origin() == url.origin())
}

fn passed_on(reply: Reply) -> Reply {
    let whole = reply.status >= 300
        || reply.headers.get("transfer-encoding").is_some()
        || reply.headers.get("content-disposition").is_some();
    let headers: Headers = reply
        .headers
        .iter()
        .filter(|(name, _)| {
            if whole {
                !OF_THE_CONNECTION.iter().any(|known| known.eq_ignore_ascii_case(name))
            } else {
                KEPT.iter().any(|known| known.eq_ignore_ascii_case(name))
            }
        })
        .map(|(name, value)| (name.to_owned(), value.to_vec()))
        .collect();
    Reply { status: reply.status, headers, body: reply.body }
}

/// As recorded (proxy_err_upstream_unreachable).
fn failed(forward: &Forward, fault: &Fault) -> Reply {
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
        FaultKind::TimedOut => ("ECONNABORTED", format!("timeout of {}ms exceeded", TIMEOUT.as_millis())),
        FaultKind::Broken => ("ECONNRESET", "socket hang up".to_owned()),
    };
    reply::json(500, &json!({"message": message, "code": code, "method": forward.method.to_lowercase()}))
}
