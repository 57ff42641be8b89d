//! Sending a webhook as Nango sends it: signed, with its time-out and its retries (protocol §7.2, §7.5).

use std::time::{Duration, Instant};

use url::Url;

use super::signature;
use crate::fetch::{Call, Fault, FaultKind, Fetcher};
use crate::http::Headers;
use crate::secret::Secret;

/// Redirects that Nango follows.
const REDIRECTS: usize = 5;

/// When a delivery is given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// How long one attempt may take.
    pub timeout: Duration,
    /// How long to wait before each further attempt; as many retries as there are waits.
    pub waits: Vec<Duration>,
}

impl Default for Schedule {
    /// Nango's: 20 seconds an attempt, retries after 3 and then 6 seconds.
    fn default() -> Self {
        Schedule {
            timeout: Duration::from_secs(20),
            waits: vec![Duration::from_secs(3), Duration::from_secs(6)],
        }
    }
}

/// One webhook on its way.
pub struct Delivery<'a> {
    /// Where to.
    pub url: &'a Url,
    /// The exact bytes that are signed and sent.
    pub body: &'a [u8],
    /// Signs the body.
    pub key: &'a Secret,
    /// Who sends it, such as `nango/0.71.4 (…)`.
    pub user_agent: &'a str,
    /// Headers to send before these, which give way to them.
    pub headers: &'a Headers,
}

/// How one attempt went.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// Counts from 1.
    pub number: u32,
    /// The target's status, or why there is none.
    pub result: Result<u16, Fault>,
    /// How long it took.
    pub took: Duration,
    /// How long until the next attempt; none after the last.
    pub retry_in: Option<Duration>,
}

impl Attempt {
    /// Whether the target took the webhook.
    pub fn succeeded(&self) -> bool {
        self.result.as_ref().is_ok_and(|status| (200..300).contains(status))
    }
}

/// Sends the webhook until it is taken or given up, telling `told` of each attempt as it ends. Says whether it was
/// taken.
pub async fn deliver(delivery: Delivery<'_>, schedule: &Schedule, mut told: impl FnMut(&Attempt)) -> bool {
    let own = Headers::from_iter([
        ("Accept", "application/json, text/plain, */*".to_owned()),
        ("Content-Type", "application/json".to_owned()),
        (signature::LEGACY_HEADER, signature::legacy_sha256(delivery.key, delivery.body)),
        (signature::HMAC_HEADER, signature::hmac_sha256(delivery.key, delivery.body)),
        ("user-agent", delivery.user_agent.to_owned()),
    ]);
    let first = delivery.headers.iter().filter(|(name, _)| own.get(name).is_none());
    let headers: Headers =
        first.chain(own.iter()).map(|(name, value)| (name.to_owned(), value.to_vec())).collect();
    let fetcher = Fetcher::for_origin(delivery.url, REDIRECTS);
    let mut waits = schedule.waits.iter().copied();
    for number in 1.. {
        let started = Instant::now();
        let result = match &fetcher {
            Ok(fetcher) => fetcher
                .send(Call {
                    method: "POST",
                    url: delivery.url,
                    headers: &headers,
                    body: Some(delivery.body.to_vec()),
                    timeout: schedule.timeout,
                })
                .await
                .map(|reply| reply.status),
            Err(fault) => Err(fault.clone()),
        };
        let retry_in = if is_passing(&result) { waits.next() } else { None };
        let attempt = Attempt { number, result, took: started.elapsed(), retry_in };
        told(&attempt);
        match retry_in {
            Some(wait) => tokio::time::sleep(wait).await,
            None => return attempt.succeeded(),
        }
    }
    false
}

/// Whether another attempt may go better: a broken or missing answer, or 5xx. Not a name that does not exist nor a
/// certificate that is refused, which Nango does not retry either.
fn is_passing(result: &Result<u16, Fault>) -> bool {
    match result {
        Ok(status) => *status >= 500,
        Err(fault) => match fault.kind {
            FaultKind::TimedOut | FaultKind::Broken => true,
            FaultKind::NotConnected => {
                let unknown_name = fault.message.starts_with("failed to lookup address information")
                    && !fault.message.contains("Temporary failure");
                !unknown_name && !fault.message.starts_with("invalid peer certificate")
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_retried() {
        let fault = |kind, message: &str| Err(Fault { kind, message: message.to_owned() });
        for (result, retried) in [
            (Ok(200), false),
            (Ok(302), false),
            (Ok(404), false),
            (Ok(429), false),
            (Ok(500), true),
            (Ok(503), true),
            (fault(FaultKind::TimedOut, "no answer in time"), true),
            (fault(FaultKind::Broken, "connection reset by peer"), true),
            (fault(FaultKind::NotConnected, "Connection refused (os error 111)"), true),
            (
                fault(
                    FaultKind::NotConnected,
                    "failed to lookup address information: Name or service not known",
                ),
                false,
            ),
            (
                fault(
                    FaultKind::NotConnected,
                    "failed to lookup address information: Temporary failure in name resolution",
                ),
                true,
            ),
            (fault(FaultKind::NotConnected, "invalid peer certificate: UnknownIssuer"), false),
        ] {
            assert_eq!(is_passing(&result), retried, "{result:?}");
        }
    }
}
