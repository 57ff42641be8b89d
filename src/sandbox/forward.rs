//! Requests of the proxy that are really sent: to this machine, and nowhere else.

use std::time::Duration;

use serde_json::json;

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
/// Headers that an answer keeps (protocol §9.1); a failed one keeps all but those of the connection.
const KEPT: [&str; 4] = ["content-type", "mcp-session-id", "x-request-id", "x-correlation-id"];
const OF_THE_CONNECTION: [&str; 6] =
    ["connection", "content-length", "date", "keep-alive", "transfer-encoding", "upgrade"];

/// Sends the request, again where that may help, and gives the target's answer. Redirects are handed back: they
/// could lead off this machine.
pub async fn send(forward: Forward) -> Reply {
    if !is_loopback(&forward.url) {
        return Reply::empty(502);
    }
    let fetcher = match Fetcher::for_origin(&forward.url, 0) {
        Ok(fetcher) => fetcher,
        Err(fault) => return failed(&forward, &fault),
    };
    let mut wait = FIRST_WAIT;
    for attempt in 0.. {
        let call = Call {
            method: &forward.method,
            url: &forward.url,
            headers: &forward.headers,
            body: forward.body.clone(),
            timeout: TIMEOUT,
        };
        let result = fetcher.send(call).await;
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
    let address = forward.url.authority();
    let (code, message) = match fault.kind {
        FaultKind::NotConnected => ("ECONNREFUSED", format!("connect ECONNREFUSED {address}")),
        FaultKind::TimedOut => ("ECONNABORTED", format!("timeout of {}ms exceeded", TIMEOUT.as_millis())),
        FaultKind::Broken => ("ECONNRESET", "socket hang up".to_owned()),
    };
    reply::json(500, &json!({"message": message, "code": code, "method": forward.method.to_lowercase()}))
}
