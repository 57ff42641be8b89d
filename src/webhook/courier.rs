//! Sends many webhooks: each when it is due, those of one lane strictly in order, several lanes side by side. It
//! prints nothing.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap, VecDeque};
use std::future::Future;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::time::Instant;
use url::Url;

use super::delivery::{Attempt, Parcel, Schedule, attempt};
use crate::fetch::Fetcher;

/// How long what is on its way may take once the round is to end.
const GRACE: Duration = Duration::from_secs(5);

/// Where to, how patiently, and how many at once.
pub struct Courier<'a> {
    /// Sends.
    pub fetcher: &'a Fetcher,
    /// The target.
    pub url: &'a Url,
    /// When one webhook is given up.
    pub schedule: &'a Schedule,
    /// How many may be on their way at once, each of another lane.
    pub concurrency: usize,
}

/// One sending of a round.
#[derive(Clone, Copy, Debug)]
pub struct Leg {
    /// Sendings of one lane wait for each other.
    pub lane: u64,
    /// When it may start, counted from the round's start.
    pub due: Duration,
}

impl Courier<'_> {
    /// Sends `legs` in order. `pack` is asked for the bytes of each when its turn comes, anew for each attempt, and
    /// gives none for what is not to be sent after all; `told` hears of each attempt as it ends, and whether it was
    /// the sending's last. Where `stop` ends, nothing more is started;
    /// what is on its way may arrive, until it ends again. Says whether the round was finished.
    ///
    /// # Errors
    /// Those of `pack` and `told`, which end the round at once.
    pub async fn send<E, S: Future<Output = ()>>(
        &self,
        legs: &[Leg],
        stop: impl Fn() -> S,
        mut pack: impl FnMut(usize) -> Result<Option<Parcel>, E>,
        mut told: impl FnMut(usize, &Attempt, bool) -> Result<(), E>,
    ) -> Result<bool, E> {
        let mut waiting = Waiting::new(legs);
        // When, which, and the attempt's number. The bytes are made anew: many may wait for long.
        let mut again: BinaryHeap<Reverse<(Instant, usize, u32)>> = BinaryHeap::new();
        let mut under_way = FuturesUnordered::new();
        let start = Instant::now();
        let mut stopped = std::pin::pin!(stop());
        loop {
            let room = under_way.len() < self.concurrency;
            let fresh = waiting.next().map(|index| (start + legs[index].due, index));
            let retry = again.peek().map(|Reverse(retry)| *retry);
            // A retry that is due goes first, for all that was due at the start would go before it.
            let retry = retry.filter(|(at, ..)| fresh.is_none_or(|(due, _)| *at <= due.max(Instant::now())));
            let next = match (retry, fresh) {
                (Some((at, ..)), _) => Some(at),
                (None, fresh) => fresh.map(|(due, _)| due),
            };
            if next.is_none() && under_way.is_empty() {
                return Ok(true);
            }
            let due = async {
                match next.filter(|_| room) {
                    Some(due) => tokio::time::sleep_until(due).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                () = &mut stopped => break,
                Some((index, attempt)) = under_way.next(), if !under_way.is_empty() => {
                    told(index, &attempt, attempt.retry_in.is_none())?;
                    match attempt.retry_in {
                        // A webhook that waits for its next attempt holds its lane, and no place on the way.
                        Some(wait) => again.push(Reverse((Instant::now() + wait, index, attempt.number + 1))),
                        None => waiting.free(legs[index].lane),
                    }
                }
                () = due => {
                    let (index, number) = match (retry, fresh) {
                        (Some((_, index, number)), _) => {
                            again.pop();
                            (index, number)
                        }
                        (None, Some((_, index))) => {
                            waiting.take(legs[index].lane);
                            (index, 1)
                        }
                        (None, None) => continue,
                    };
                    match pack(index)? {
                        Some(parcel) => under_way.push(self.one(index, parcel, number)),
                        None => waiting.free(legs[index].lane),
                    }
                }
            }
        }
        let drain = async {
            while let Some((index, attempt)) = under_way.next().await {
                told(index, &attempt, true)?;
            }
            Ok(())
        };
        tokio::select! {
            () = stop() => Ok(false),
            drained = tokio::time::timeout(GRACE, drain) => drained.unwrap_or(Ok(())).map(|()| false),
        }
    }

    async fn one(&self, index: usize, parcel: Parcel, number: u32) -> (usize, Attempt) {
        (index, attempt(self.fetcher, self.url, &parcel, self.schedule, number).await)
    }
}

/// What is still to be sent: of each lane that is free, its next, the earliest first.
struct Waiting {
    lanes: HashMap<u64, VecDeque<usize>>,
    ready: BTreeMap<usize, u64>,
}

impl Waiting {
    fn new(legs: &[Leg]) -> Self {
        let mut lanes: HashMap<u64, VecDeque<usize>> = HashMap::new();
        for (index, leg) in legs.iter().enumerate() {
            lanes.entry(leg.lane).or_default().push_back(index);
        }
        let ready = lanes.iter().filter_map(|(lane, legs)| Some((*legs.front()?, *lane))).collect();
        Waiting { lanes, ready }
    }

    fn next(&self) -> Option<usize> {
        self.ready.first_key_value().map(|(index, _)| *index)
    }

    /// The next of a lane sets out; the lane is busy until [`Waiting::free`].
    fn take(&mut self, lane: u64) {
        let index = self.lanes.get_mut(&lane).and_then(VecDeque::pop_front);
        index.and_then(|index| self.ready.remove(&index));
    }

    fn free(&mut self, lane: u64) {
        match self.lanes.get(&lane).and_then(VecDeque::front) {
            Some(index) => {
                self.ready.insert(*index, lane);
            }
            None => {
                self.lanes.remove(&lane);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_wait_for_themselves_alone() {
        let leg = |lane| Leg { lane, due: Duration::ZERO };
        let mut waiting = Waiting::new(&[leg(7), leg(7), leg(8), leg(7), leg(8)]);
        assert_eq!(waiting.next(), Some(0));
        waiting.take(7);
        assert_eq!(waiting.next(), Some(2));
        waiting.take(8);
        assert_eq!(waiting.next(), None, "both are busy");
        waiting.free(8);
        assert_eq!(waiting.next(), Some(4));
        waiting.free(7);
        assert_eq!(waiting.next(), Some(1), "the earliest first");
        for (lane, next) in [(7, Some(4)), (8, None)] {
            waiting.take(lane);
            assert_eq!(waiting.next(), next);
        }
        waiting.free(8);
        waiting.free(7);
        waiting.take(7);
        waiting.free(7);
        assert!(waiting.ready.is_empty() && waiting.lanes.is_empty());
    }
}
