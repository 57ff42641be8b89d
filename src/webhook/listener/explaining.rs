//! Finding out why signatures do not match, where that holds up nobody else.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;

use crate::webhook::receiver::{Received, Receiver, Verdict};

/// How much time for it is saved up at most.
const MOST: Duration = Duration::from_secs(2);
/// The share of one processor that it may take for long: a fifth.
const SHARE: u32 = 5;

/// One explanation at a time, on another thread, and no more of them than there is time for: whoever sends wrong
/// signatures by the thousand learns no more from the next.
pub struct Explaining {
    receiver: Arc<Receiver>,
    turn: Arc<Semaphore>,
    purse: Mutex<Purse>,
}

impl Explaining {
    /// Explains with the keys of `receiver`.
    pub fn new(receiver: Arc<Receiver>) -> Self {
        Explaining { receiver, turn: Arc::new(Semaphore::new(1)), purse: Mutex::new(Purse::full()) }
    }

    /// Fills in why the signature does not match, where that is not known and there is time to find out.
    /// `None` where the search itself broke, which would be a mistake in this program.
    pub async fn explain(&self, received: Box<Received>) -> Option<Box<Received>> {
        if received.verdict != Verdict::Mismatch(None) {
            return Some(received);
        }
        let Ok(turn) = self.turn.clone().try_acquire_owned() else { return Some(received) };
        if !self.purse(|purse| purse.has_some(Instant::now())) {
            return Some(received);
        }
        let receiver = self.receiver.clone();
        let search = tokio::task::spawn_blocking(move || {
            let started = Instant::now();
            let mut received = received;
            receiver.explain(&mut received);
            // The turn ends with the search, even where nobody waits for it any more.
            drop(turn);
            (received, started.elapsed())
        });
        let (received, took) = search.await.ok()?;
        self.purse(|purse| purse.pay(took));
        Some(received)
    }

    fn purse<T>(&self, with: impl FnOnce(&mut Purse) -> T) -> T {
        with(&mut self.purse.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Time that may be spent; it fills by itself.
struct Purse {
    left: Duration,
    owed: Duration,
    filled: Instant,
}

impl Purse {
    fn full() -> Self {
        Purse { left: MOST, owed: Duration::ZERO, filled: Instant::now() }
    }

    fn has_some(&mut self, now: Instant) -> bool {
        let mut gain = now.saturating_duration_since(self.filled) / SHARE;
        self.filled = now;
        let paid = gain.min(self.owed);
        self.owed -= paid;
        gain -= paid;
        self.left = (self.left + gain).min(MOST);
        self.owed.is_zero() && !self.left.is_zero()
    }

    fn pay(&mut self, took: Duration) {
        self.owed += took.saturating_sub(self.left);
        self.left = self.left.saturating_sub(took);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_than_a_share_is_spent() {
        let start = Instant::now();
        let second = Duration::from_secs(1);
        let mut purse = Purse { left: MOST, owed: Duration::ZERO, filled: start };
        assert!(purse.has_some(start));
        purse.pay(3 * second);
        assert!(!purse.has_some(start), "one second is owed");
        assert!(!purse.has_some(start + 5 * second), "and now nothing is left, but nothing owed");
        assert!(purse.has_some(start + 6 * second));
        assert!(purse.has_some(start + 3600 * second));
        assert_eq!(purse.left, MOST);
    }
}
