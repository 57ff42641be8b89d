//! How deliveries that count are answered: as they should be, or as someone wants to see them fail.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::http::Request;
use crate::webhook::signature::HMAC_HEADER;

/// Of how many distinct deliveries the attempts are counted; the oldest are forgotten.
const MOST_COUNTED: usize = 20_000;

/// What verified deliveries are answered with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Respond {
    /// 200, as soon as the delivery is stored.
    #[default]
    Stored,
    /// This status, whatever happens.
    Status(u16),
    /// The status of the first target that it is forwarded to.
    Forward,
}

impl FromStr for Respond {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match (text, text.parse::<u16>()) {
            ("forward", _) => Ok(Respond::Forward),
            (_, Ok(status @ 200..=599)) => Ok(Respond::Status(status)),
            _ => Err("expected a status from 200 to 599, or forward"),
        }
    }
}

/// The manner of a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Manner {
    /// What with.
    pub respond: Respond,
    /// How long to wait before.
    pub delay: Duration,
    /// How many attempts at each distinct delivery are answered 500 first.
    pub fail_first: u32,
}

/// What one delivery is to be answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// What its verdict says.
    Verdict,
    /// Another status, as was asked for.
    Given(u16),
    /// 500, this being one of the first attempts at it.
    Fail {
        /// Counts from 1.
        attempt: u32,
        /// How many are to fail.
        of: u32,
    },
    /// The status of the target.
    Target,
}

impl Intent {
    /// The status, where it is known beforehand; `verdict` is the verdict's.
    pub fn status(self, verdict: u16) -> Option<u16> {
        match self {
            Intent::Verdict => Some(verdict),
            Intent::Given(status) => Some(status),
            Intent::Fail { .. } => Some(500),
            Intent::Target => None,
        }
    }
}

/// Decides by the manner, and counts attempts.
pub struct Answers {
    manner: Manner,
    hash: RandomState,
    attempts: Mutex<Attempts>,
}

#[derive(Default)]
struct Attempts {
    counts: HashMap<u64, u32>,
    order: VecDeque<u64>,
}

impl Answers {
    /// Answers in that manner.
    pub fn new(manner: Manner) -> Self {
        Answers { manner, hash: RandomState::new(), attempts: Mutex::default() }
    }

    /// How long to wait before the answer.
    pub fn delay(&self) -> Duration {
        self.manner.delay
    }

    /// What to answer a verified delivery. `forwarded`: whether some target gets it.
    pub fn intent(&self, request: &Request, forwarded: bool) -> Intent {
        let of = self.manner.fail_first;
        if of > 0 {
            // Nango sends no delivery ID: the same body under the same signature is the same delivery.
            let signature = request.headers.get_all(HMAC_HEADER).next();
            let attempt = self.count(self.hash.hash_one((&request.body, signature)));
            if attempt <= of {
                return Intent::Fail { attempt, of };
            }
        }
        match self.manner.respond {
            Respond::Status(status) => Intent::Given(status),
            Respond::Forward if forwarded => Intent::Target,
            Respond::Forward | Respond::Stored => Intent::Verdict,
        }
    }

    fn count(&self, delivery: u64) -> u32 {
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = attempts.counts.get_mut(&delivery) {
            *count = count.saturating_add(1);
            return *count;
        }
        if attempts.order.len() == MOST_COUNTED
            && let Some(oldest) = attempts.order.pop_front()
        {
            attempts.counts.remove(&oldest);
        }
        attempts.order.push_back(delivery);
        attempts.counts.insert(delivery, 1);
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Headers;

    fn request(body: &str, signature: &str) -> Request {
        Request {
            method: "POST".to_owned(),
            path: "/".to_owned(),
            query: String::new(),
            headers: Headers::from_iter([(HMAC_HEADER, signature)]),
            body: body.into(),
            peer: None,
        }
    }

    #[test]
    fn the_first_attempts_at_each_delivery_fail() {
        let answers =
            Answers::new(Manner { fail_first: 2, respond: Respond::Status(202), ..Manner::default() });
        let next = |body, signature| answers.intent(&request(body, signature), false);
        assert_eq!(next("a", "1"), Intent::Fail { attempt: 1, of: 2 });
        assert_eq!(next("b", "1"), Intent::Fail { attempt: 1, of: 2 });
        assert_eq!(next("a", "2"), Intent::Fail { attempt: 1, of: 2 });
        assert_eq!(next("a", "1"), Intent::Fail { attempt: 2, of: 2 });
        assert_eq!(next("a", "1"), Intent::Given(202));
        assert_eq!(next("a", "1"), Intent::Given(202));
    }

    #[test]
    fn the_oldest_counts_are_forgotten() {
        let answers = Answers::new(Manner { fail_first: 1, ..Manner::default() });
        for n in 0..=MOST_COUNTED as u64 {
            assert_eq!(answers.count(n), 1);
        }
        assert_eq!(answers.count(1), 2, "still known");
        assert_eq!(answers.count(0), 1, "forgotten");
        let attempts = answers.attempts.lock().unwrap();
        assert_eq!((attempts.counts.len(), attempts.order.len()), (MOST_COUNTED, MOST_COUNTED));
    }

    #[test]
    fn the_targets_status_needs_a_target() {
        let answers = Answers::new(Manner { respond: Respond::Forward, ..Manner::default() });
        assert_eq!(answers.intent(&request("a", "1"), true), Intent::Target);
        assert_eq!(answers.intent(&request("a", "1"), false), Intent::Verdict);
    }

    #[test]
    fn what_can_be_responded() {
        assert_eq!("forward".parse(), Ok(Respond::Forward));
        assert_eq!("500".parse(), Ok(Respond::Status(500)));
        for wrong in ["", "100", "600", "-1", "ok", "99999"] {
            assert!(wrong.parse::<Respond>().is_err(), "{wrong}");
        }
    }
}
