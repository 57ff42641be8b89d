//! From the thread that answers to whoever shows: a queue in which nobody waits for room and that does not grow.
//! What finds no room is remembered by its ID, to be read from the inbox later.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::ranges::Ranges;
use super::{Arrival, NotStored};

/// How many arrivals may wait to be shown.
const MOST: usize = 1024;
/// How many bytes of bodies they may hold together.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// What found no room in the queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missed {
    /// Deliveries by ID, refused ones included.
    pub deliveries: Ranges,
    /// Deliveries of which a forward's outcome was missed.
    pub outcomes: Ranges,
    /// How many deliveries.
    pub count: u64,
}

/// What comes out of the queue.
#[derive(Debug)]
pub enum Told {
    /// The next that arrived.
    Arrival(Arrival),
    /// What arrived after the last one told, and before the next.
    Missed(Missed),
}

#[derive(Default)]
struct State {
    queue: VecDeque<Arrival>,
    bytes: usize,
    missed: Missed,
    not_stored: Option<NotStored>,
    closed: bool,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    news: Notify,
}

impl Shared {
    /// A panic elsewhere leaves a state that is whole.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The end that tells.
pub struct Teller(Arc<Shared>);

/// The end that is told.
pub struct Arrivals(Arc<Shared>);

/// An empty queue.
pub fn queue() -> (Teller, Arrivals) {
    let shared = Arc::<Shared>::default();
    (Teller(shared.clone()), Arrivals(shared))
}

impl Teller {
    /// Tells at once, or remembers what there is no room for.
    pub fn tell(&self, arrival: Arrival) {
        self.0.lock().put(arrival);
        self.0.news.notify_one();
    }
}

impl Drop for Teller {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.news.notify_one();
    }
}

impl State {
    fn put(&mut self, arrival: Arrival) {
        if let Arrival::NotStored(news) = arrival {
            match &mut self.not_stored {
                Some(waiting) => waiting.join(news),
                none => *none = Some(news),
            }
            return;
        }
        let size = arrival.size();
        // What comes after something that was missed is missed, too: it is shown in order.
        let behind = !self.missed.deliveries.is_empty() || !self.missed.outcomes.is_empty();
        if !behind && self.queue.len() < MOST && (self.bytes + size <= MOST_BYTES || self.queue.is_empty()) {
            self.bytes += size;
            self.queue.push_back(arrival);
            return;
        }
        match arrival {
            Arrival::Delivery { kept, .. } | Arrival::Refused { kept, .. } => {
                self.missed.deliveries.insert(kept.id);
                self.missed.count += 1;
            }
            Arrival::Forward(report) => self.missed.outcomes.insert(report.delivery),
            Arrival::NotStored(_) => {}
        }
    }

    fn take(&mut self) -> Option<Told> {
        if let Some(news) = self.not_stored.take() {
            return Some(Told::Arrival(Arrival::NotStored(news)));
        }
        if let Some(arrival) = self.queue.pop_front() {
            self.bytes -= arrival.size();
            return Some(Told::Arrival(arrival));
        }
        if self.missed == Missed::default() {
            return None;
        }
        Some(Told::Missed(std::mem::take(&mut self.missed)))
    }
}

impl Arrivals {
    /// The next arrival, whatever was missed before it; `None` once the listener is gone.
    pub async fn recv(&mut self) -> Option<Arrival> {
        loop {
            match self.next().await? {
                Told::Arrival(arrival) => return Some(arrival),
                Told::Missed(_) => {}
            }
        }
    }

    /// The next; `None` once the listener is gone and everything was told.
    pub async fn next(&mut self) -> Option<Told> {
        loop {
            {
                let mut state = self.0.lock();
                if let Some(told) = state.take() {
                    return Some(told);
                }
                if state.closed {
                    return None;
                }
            }
            // News that came since are remembered.
            self.0.news.notified().await;
        }
    }
}
