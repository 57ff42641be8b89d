//! Sending a webhook as Nango sends it: signed, with its time-out and its retries (protocol §7.2, §7.5).

use std::time::{Duration, Instant};

use url::Url;

use super::signature;
use crate::fetch::{Call, Fault, FaultKind, Fetcher};
use crate::http::Headers;
use crate::secret::Secret;

/// Redirects that Nango follows.
pub const REDIRECTS: usize = 5;
/// How much of an answer is kept.
pub const ANSWER_KEPT: usize = 4 * 1024;
/// How much of an answer is read.
const ANSWER_READ: usize = 256 * 1024;

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

/// One webhook on its way: its exact bytes.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// In upper case.
    pub method: String,
    /// Header lines, sent as they are.
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
}

impl Parcel {
    /// `body` with the headers that Nango sends, signed (protocol §7.2). `user_agent` is such as `nango/0.71.4 (…)`.
    pub fn signed(body: Vec<u8>, key: &Secret, user_agent: &str) -> Self {
        let headers = Headers::from_iter([
            ("Accept", "application/json, text/plain, */*".to_owned()),
            ("Content-Type", "application/json".to_owned()),
            (signature::LEGACY_HEADER, signature::legacy_sha256(key, &body)),
            (signature::HMAC_HEADER, signature::hmac_sha256(key, &body)),
            ("user-agent", user_agent.to_owned()),
            ("Accept-Encoding", "gzip, compress, deflate, br".to_owned()),
        ]);
        Parcel { method: "POST".to_owned(), headers, body }
    }

    /// With `others` before its own headers, to which they give way: what Nango passes on of a provider's webhook.
    pub fn preceded_by(mut self, others: &Headers) -> Self {
        let first = others.iter().filter(|(name, _)| self.headers.get(name).is_none());
        let all = first.chain(self.headers.iter()).map(|(name, value)| (name.to_owned(), value.to_vec()));
        self.headers = all.collect();
        self
    }
}

/// How one attempt went.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// Counts from 1.
    pub number: u32,
    /// The target's status, or why there is none.
    pub result: Result<u16, Fault>,
    /// The beginning of what it answered, up to [`ANSWER_KEPT`]; a word in the place of a compressed one.
    pub answer: Vec<u8>,
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

/// Sends the webhook once; `number` says which attempt it is, and with `schedule` whether there is to be another.
pub async fn attempt(
    fetcher: &Fetcher,
    url: &Url,
    parcel: &Parcel,
    schedule: &Schedule,
    number: u32,
) -> Attempt {
    let started = Instant::now();
    let call = Call {
        method: &parcel.method,
        url,
        headers: &parcel.headers,
        body: Some(parcel.body.clone()),
        timeout: schedule.timeout,
    };
    let answered = async {
        let mut stream = fetcher.open(call).await?;
        // Nango's `Accept-Encoding` invites it.
        let unreadable = stream.unreadable();
        let kept = if unreadable.is_none() { ANSWER_KEPT } else { 0 };
        let (mut answer, mut read) = (Vec::new(), 0);
        // The rest is read, too, so that the connection can be used again, unless there is no end to it.
        while read < ANSWER_READ
            && let Some(chunk) = stream.chunk().await?
        {
            read += chunk.len();
            answer.extend(chunk.into_iter().take(kept - answer.len()));
        }
        Ok((stream.status, unreadable.map_or(answer, String::into_bytes)))
    };
    let (result, answer) = match answered.await {
        Ok((status, answer)) => (Ok(status), answer),
        Err(fault) => (Err(fault), Vec::new()),
    };
    let wait = schedule.waits.get(number as usize - 1).copied();
    let retry_in = wait.filter(|_| is_passing(&result));
    Attempt { number, result, answer, took: started.elapsed(), retry_in }
}

/// Sends the webhook, following redirects as Nango does, until it is taken or given up; tells `told` of each attempt
/// as it ends. Says whether it was taken.
pub async fn deliver(
    url: &Url,
    parcel: &Parcel,
    schedule: &Schedule,
    mut told: impl FnMut(&Attempt),
) -> bool {
    let fetcher = match Fetcher::for_origin(url, REDIRECTS) {
        Ok(fetcher) => fetcher,
        Err(fault) => {
            let (answer, took) = (Vec::new(), Duration::ZERO);
            told(&Attempt { number: 1, result: Err(fault), answer, took, retry_in: None });
            return false;
        }
    };
    for number in 1.. {
        let attempt = attempt(&fetcher, url, parcel, schedule, number).await;
        told(&attempt);
        match attempt.retry_in {
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
