//! Whose turn it is at one target. Pure: time is told.
//!
//! Events of one connection wait in one lane and leave it in order, each once the one before is settled. Lanes run
//! side by side as far as there are slots; a lane that waits for another attempt holds none.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};

use tokio::time::Instant;

/// After a crowd has left, its room is given back down to this many lanes.
const ROOM: usize = 1024;

/// The lanes of one target. A lane is named by a number; it is gone when nothing waits in it.
#[derive(Debug)]
pub(super) struct Lanes {
    lanes: HashMap<u64, Lane>,
    ready: VecDeque<u64>,
    resting: BinaryHeap<Reverse<(Instant, u64)>>,
    running: usize,
    slots: usize,
}

#[derive(Debug, Default)]
struct Lane {
    /// Deliveries, the one whose turn it is first.
    jobs: VecDeque<i64>,
    /// Attempts made for the first one.
    attempts: u32,
}

/// An attempt that is to be made now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    pub(super) lane: u64,
    pub(super) delivery: i64,
    /// Counts from 1.
    pub(super) attempt: u32,
}

impl Lanes {
    /// At most `slots` turns are out at once.
    pub(super) fn new(slots: usize) -> Self {
        Lanes { lanes: HashMap::new(), ready: VecDeque::new(), resting: BinaryHeap::new(), running: 0, slots }
    }

    /// Queues a delivery at the end of its lane.
    pub(super) fn push(&mut self, lane: u64, delivery: i64) {
        let jobs = &mut self.lanes.entry(lane).or_default().jobs;
        jobs.push_back(delivery);
        if jobs.len() == 1 {
            self.ready.push_back(lane);
        }
    }

    /// The next turn, if there is one and a slot for it. Every turn ends in [`Lanes::settled`] or [`Lanes::rest`].
    pub(super) fn next(&mut self, now: Instant) -> Option<Turn> {
        while let Some(Reverse((due, lane))) = self.resting.peek().copied()
            && due <= now
        {
            self.resting.pop();
            self.ready.push_back(lane);
        }
        if self.running >= self.slots {
            return None;
        }
        let lane = self.ready.pop_front()?;
        let waiting = self.lanes.get_mut(&lane)?;
        waiting.attempts += 1;
        let turn = Turn { lane, delivery: *waiting.jobs.front()?, attempt: waiting.attempts };
        self.running += 1;
        Some(turn)
    }

    /// When a lane ends its rest, if one does.
    pub(super) fn next_due(&self) -> Option<Instant> {
        self.resting.peek().map(|Reverse((due, _))| *due)
    }

    /// The turn's delivery has arrived, or is given up: the next of its lane may go.
    pub(super) fn settled(&mut self, turn: Turn) {
        self.running -= 1;
        let Some(lane) = self.lanes.get_mut(&turn.lane) else { return };
        lane.jobs.pop_front();
        lane.attempts = 0;
        if !lane.jobs.is_empty() {
            // A long queue that has shrunk does not keep its room.
            if lane.jobs.capacity() > ROOM && lane.jobs.len() * 4 < lane.jobs.capacity() {
                lane.jobs.shrink_to(lane.jobs.len() * 2);
            }
            self.ready.push_back(turn.lane);
            return;
        }
        self.lanes.remove(&turn.lane);
        if self.lanes.is_empty() && self.lanes.capacity() > ROOM {
            self.lanes.shrink_to(ROOM);
            self.ready.shrink_to(ROOM);
            self.resting.shrink_to(ROOM);
        }
    }

    /// The turn is to be repeated, not before `until`; its lane waits.
    pub(super) fn rest(&mut self, turn: Turn, until: Instant) {
        self.running -= 1;
        self.resting.push(Reverse((until, turn.lane)));
    }

    /// Every delivery that waits or is out, those of one lane in order.
    pub(super) fn left(&self) -> impl Iterator<Item = i64> {
        self.lanes.values().flat_map(|lane| lane.jobs.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn turns(lanes: &mut Lanes, now: Instant) -> Vec<Turn> {
        std::iter::from_fn(|| lanes.next(now)).collect()
    }

    fn turn(lane: u64, delivery: i64, attempt: u32) -> Turn {
        Turn { lane, delivery, attempt }
    }

    #[test]
    fn lanes_run_side_by_side_and_each_in_order() {
        let now = Instant::now();
        let mut lanes = Lanes::new(2);
        for (lane, delivery) in [(1, 10), (1, 11), (2, 12), (3, 13), (1, 14)] {
            lanes.push(lane, delivery);
        }
        assert_eq!(turns(&mut lanes, now), [turn(1, 10, 1), turn(2, 12, 1)]);
        lanes.settled(turn(2, 12, 1));
        assert_eq!(turns(&mut lanes, now), [turn(3, 13, 1)], "lane 1 has one out");
        lanes.settled(turn(1, 10, 1));
        assert_eq!(turns(&mut lanes, now), [turn(1, 11, 1)]);
        lanes.settled(turn(3, 13, 1));
        assert_eq!(turns(&mut lanes, now), []);
        lanes.settled(turn(1, 11, 1));
        assert_eq!(turns(&mut lanes, now), [turn(1, 14, 1)]);
        assert_eq!(lanes.left().collect::<Vec<_>>(), [14]);
        lanes.settled(turn(1, 14, 1));
        assert!(lanes.lanes.is_empty());
    }

    #[test]
    fn a_resting_lane_holds_no_slot_and_keeps_its_order() {
        let now = Instant::now();
        let second = Duration::from_secs(1);
        let mut lanes = Lanes::new(1);
        lanes.push(1, 10);
        lanes.push(1, 11);
        lanes.push(2, 20);
        assert_eq!(turns(&mut lanes, now), [turn(1, 10, 1)]);
        lanes.rest(turn(1, 10, 1), now + second);
        assert_eq!(lanes.next_due(), Some(now + second));
        assert_eq!(turns(&mut lanes, now), [turn(2, 20, 1)]);
        // What comes meanwhile does not overtake.
        lanes.push(1, 12);
        lanes.settled(turn(2, 20, 1));
        assert_eq!(turns(&mut lanes, now + second / 2), []);
        assert_eq!(turns(&mut lanes, now + second), [turn(1, 10, 2)]);
        assert_eq!(lanes.next_due(), None);
        lanes.settled(turn(1, 10, 2));
        assert_eq!(turns(&mut lanes, now + second), [turn(1, 11, 1)], "attempts are counted afresh");
    }

    #[test]
    fn a_crowd_that_has_left_takes_no_room() {
        let now = Instant::now();
        let mut lanes = Lanes::new(8);
        for delivery in 0..200_000 {
            lanes.push(delivery as u64, delivery);
        }
        while let Some(turn) = lanes.next(now) {
            lanes.settled(turn);
        }
        assert!(lanes.lanes.is_empty());
        assert!(lanes.lanes.capacity() < 2 * ROOM && lanes.ready.capacity() < 2 * ROOM);
    }
}
