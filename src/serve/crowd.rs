//! The open connections, and which of them goes when there is no room.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::task::AbortHandle;

/// The open connections.
#[derive(Default)]
pub struct Crowd {
    /// What ends each, and how it stands.
    pub members: Vec<(AbortHandle, Arc<Standing>)>,
}

impl Crowd {
    /// Ends connections until fewer than `limit` are open; whether any had to go.
    pub fn make_room(&mut self, limit: usize) -> bool {
        if self.members.len() < limit {
            return false;
        }
        self.members.retain(|(task, _)| !task.is_finished());
        let mut any = false;
        while self.members.len() >= limit {
            let worths = self.members.iter().map(|(_, standing)| standing.worth());
            let Some((first, _)) = worths.enumerate().min_by_key(|(_, worth)| *worth) else { break };
            self.members.swap_remove(first).0.abort();
            any = true;
        }
        any
    }

    /// Ends connections that have waited that long for their clients. Returns when to look again.
    pub fn end_the_late(&mut self, patience: Duration) -> Duration {
        let mut next = patience;
        self.members.retain(|(task, standing)| {
            let left = standing.waited().map(|waited| patience.saturating_sub(waited));
            if left == Some(Duration::ZERO) {
                task.abort();
            }
            // Milliseconds are rounded down here and there.
            next = next.min(left.unwrap_or(patience) + Duration::from_millis(1));
            left != Some(Duration::ZERO) && !task.is_finished()
        });
        next
    }
}

/// How well a connection stands when one has to go: half-open ones must not keep a real delivery out.
pub struct Standing {
    /// When the server started.
    pub started: Instant,
    /// Milliseconds after `started`, and in the lowest three bits the [`Place`] that it has since.
    pub place: AtomicU64,
}

/// What a connection does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It has never sent a whole head.
    Head,
    /// Some more of a body has come.
    Body,
    /// It has been answered, and may ask again.
    Idle,
    /// It stays open for as long as its client likes.
    Open,
    /// Its request is being handled.
    Handled,
}

const PLACES: [Place; 5] = [Place::Head, Place::Body, Place::Idle, Place::Open, Place::Handled];

impl Standing {
    fn now(&self) -> u64 {
        self.started.elapsed().as_millis() as u64
    }

    pub fn take(&self, place: Place) {
        self.place.store(self.now() << 3 | place as u64, Ordering::Relaxed);
    }

    /// Takes the same place anew.
    pub fn stay(&self) {
        self.take(self.read().1);
    }

    /// Since when it has which place.
    fn read(&self) -> (u64, Place) {
        let place = self.place.load(Ordering::Relaxed);
        (place >> 3, PLACES[(place & 7) as usize % PLACES.len()])
    }

    /// The lowest goes first: who has waited longest, those later that were of use lately.
    fn worth(&self) -> u64 {
        let (since, place) = self.read();
        since
            + match place {
                Place::Head => 0,
                Place::Body => 1_000,
                Place::Idle | Place::Open => 3_000,
                Place::Handled => u64::from(u32::MAX),
            }
    }

    /// How long it has waited for its client, where that may not take for ever.
    fn waited(&self) -> Option<Duration> {
        let (since, place) = self.read();
        let waits = matches!(place, Place::Head | Place::Idle);
        waits.then(|| Duration::from_millis(self.now().saturating_sub(since)))
    }
}
