//! How an attempt went, and what is told of it.

use std::time::Duration;

use crate::fetch::{Fault, FaultKind};

/// The most of an app's answer, or of a command's output, that is kept to be shown, in bytes.
pub const SHOWN: usize = 4 * 1024;

/// How one attempt went.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// How it ended.
    pub end: End,
    /// How long it took.
    pub took: Duration,
    /// The first [`SHOWN`] bytes of the app's answer, a word in the place of a compressed one; or of what the command
    /// wrote to stdout and stderr.
    pub answer: Vec<u8>,
    /// The answer's `Content-Type`.
    pub content_type: Option<String>,
}

/// How an attempt ended.
#[derive(Clone, Debug)]
pub enum End {
    /// The app answered with this status.
    Status(u16),
    /// The command ended with this code; one that a signal ended has 128 and the signal's number, as a shell says it.
    Exit(i32),
    /// There is no whole answer, or the command was not started or did not end in time.
    Fault(Fault),
    /// The delivery is not there any more: it was deleted while it waited.
    Gone,
}

/// What becomes of a delivery after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// It has arrived.
    Done,
    /// It is given up.
    Failed,
    /// Another attempt follows, that much later.
    Retry(Duration),
}

/// One attempt, as it is told of.
#[derive(Clone, Debug)]
pub struct Report {
    /// The delivery's ID.
    pub delivery: i64,
    /// The target's name.
    pub target: String,
    /// Counts from 1.
    pub attempt: u32,
    /// How it went.
    pub outcome: Outcome,
    /// What follows.
    pub next: Next,
}

/// A delivery that has not reached a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Its ID.
    pub delivery: i64,
    /// The target's name.
    pub target: String,
}

impl Outcome {
    /// One without an answer.
    pub(super) fn bare(end: End, took: Duration) -> Self {
        Outcome { end, took, answer: Vec::new(), content_type: None }
    }

    /// Whether the target took the event: 2xx, or exit code 0.
    pub fn succeeded(&self) -> bool {
        match &self.end {
            End::Status(status) => (200..300).contains(status),
            End::Exit(code) => *code == 0,
            End::Fault(_) | End::Gone => false,
        }
    }

    /// The app's status, or the command's exit code.
    pub fn status(&self) -> Option<u16> {
        match self.end {
            End::Status(status) => Some(status),
            End::Exit(code) => u16::try_from(code).ok(),
            End::Fault(_) | End::Gone => None,
        }
    }

    /// What went wrong, in a few words. They may hold foreign text.
    pub fn error(&self) -> Option<String> {
        Some(match &self.end {
            _ if self.succeeded() => return None,
            End::Status(status @ 300..=399) => format!("answered {status}; redirects are not followed"),
            End::Status(status) => format!("answered {status}"),
            End::Exit(code) => format!("exit code {code}"),
            End::Fault(Fault { kind: FaultKind::NotConnected, message }) => format!("not reached: {message}"),
            End::Fault(Fault { kind: FaultKind::TimedOut, message }) => message.clone(),
            End::Fault(Fault { kind: FaultKind::Broken, message }) => format!("no whole answer: {message}"),
            End::Gone => "the delivery was deleted while it waited".to_owned(),
        })
    }

    /// Whether another attempt may go better: 5xx, 408, 429, a broken or missing answer. Not a certificate that is
    /// refused. A command runs once, whatever becomes of it: nobody knows what it has already done.
    pub(super) fn may_pass(&self) -> bool {
        match &self.end {
            End::Status(status) => *status >= 500 || matches!(status, 408 | 429),
            End::Fault(fault) => !fault.message.starts_with("invalid peer certificate"),
            End::Exit(_) | End::Gone => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_what_is_retried_and_what_is_said() {
        let fault = |kind, message: &str| End::Fault(Fault { kind, message: message.to_owned() });
        for (end, succeeded, may_pass, error) in [
            (End::Status(200), true, false, None),
            (End::Status(299), true, false, None),
            (End::Status(302), false, false, Some("answered 302; redirects are not followed")),
            (End::Status(400), false, false, Some("answered 400")),
            (End::Status(404), false, false, Some("answered 404")),
            (End::Status(408), false, true, Some("answered 408")),
            (End::Status(429), false, true, Some("answered 429")),
            (End::Status(500), false, true, Some("answered 500")),
            (End::Status(503), false, true, Some("answered 503")),
            (End::Exit(0), true, false, None),
            (End::Exit(3), false, false, Some("exit code 3")),
            (End::Gone, false, false, Some("the delivery was deleted while it waited")),
            (fault(FaultKind::NotConnected, "refused"), false, true, Some("not reached: refused")),
            (fault(FaultKind::TimedOut, "no answer in time"), false, true, Some("no answer in time")),
            (fault(FaultKind::Broken, "reset"), false, true, Some("no whole answer: reset")),
            (
                fault(FaultKind::NotConnected, "invalid peer certificate: UnknownIssuer"),
                false,
                false,
                Some("not reached: invalid peer certificate: UnknownIssuer"),
            ),
        ] {
            let outcome = Outcome::bare(end, Duration::ZERO);
            assert_eq!(
                (outcome.succeeded(), outcome.may_pass(), outcome.error().as_deref()),
                (succeeded, may_pass, error),
                "{outcome:?}"
            );
        }
    }
}
