//! The engine: queues IDs, and makes the attempts whose turn it is.

use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use ring::rand::{SecureRandom, SystemRandom};
use tokio::sync::{Notify, OnceCell};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::lanes::{Lanes, Turn};
use super::outcome::{End, Left, Next, Outcome, Report};
use super::source::{Loaded, Source};
use super::target::{Sink, Target};
use super::{command, http};
use crate::fetch::{Fault, FaultKind, Fetcher};
use crate::webhook::event::Event;

/// How often and how many at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Attempts for one event and one app, the first included. A command runs once.
    pub attempts: u32,
    /// The wait before the second attempt; it doubles each time, less up to a quarter at random.
    pub first_wait: Duration,
    /// The longest wait.
    pub longest_wait: Duration,
    /// Attempts under way at once, over all targets. The targets share them out evenly, at least one each, so that
    /// one that hangs takes nothing from another.
    pub concurrency: usize,
}

impl Default for Policy {
    fn default() -> Self {
        Policy {
            attempts: 5,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(30),
            concurrency: 32,
        }
    }
}

impl Policy {
    /// The wait after that many attempts.
    fn wait(&self, attempts: u32) -> Duration {
        let doubled = 2u32.saturating_pow(attempts.saturating_sub(1));
        let wait = self.first_wait.saturating_mul(doubled).min(self.longest_wait);
        let mut random = [0];
        // Without randomness the wait is merely less well spread.
        let _ = SystemRandom::new().fill(&mut random);
        wait - wait.mul_f64(f64::from(random[0]) / 1024.0)
    }
}

/// Forwards events to its targets for as long as it lives; dropped, it stops at once and ends running commands.
pub struct Forwarder {
    shared: Arc<Shared>,
    driver: Mutex<Option<Driver>>,
}

/// The task that makes the attempts; dropped, it ends.
struct Driver(JoinHandle<()>);

impl Drop for Driver {
    fn drop(&mut self) {
        self.0.abort();
    }
}

struct Shared {
    routes: Vec<Route>,
    policy: Policy,
    /// Spreads connection IDs over lanes. Should two meet in one, they wait for each other, no more.
    hasher: RandomState,
    state: Mutex<State>,
    source: Mutex<Box<dyn Source>>,
    told: Box<dyn Fn(Report) + Send + Sync>,
    changed: Notify,
}

struct Route {
    target: Target,
    /// Made for the first event: TLS costs time.
    fetcher: OnceCell<Fetcher>,
}

struct State {
    /// One for each route.
    lanes: Vec<Lanes>,
    /// Set once no more is accepted: when what is left is left.
    closing: Option<Instant>,
}

/// An attempt that was made.
struct Made {
    route: usize,
    turn: Turn,
    outcome: Outcome,
    /// Whether the sink had it: a delivery that could not be read was no attempt of a command.
    tried: bool,
}

impl Forwarder {
    /// Starts it on the runtime of its caller, which needs time and I/O. `told` hears of each attempt on that
    /// runtime; it must not block.
    pub fn start(
        targets: Vec<Target>,
        policy: Policy,
        source: impl Source + 'static,
        told: impl Fn(Report) + Send + Sync + 'static,
    ) -> Self {
        let share = (policy.concurrency / targets.len().max(1)).max(1);
        let state = State { lanes: targets.iter().map(|_| Lanes::new(share)).collect(), closing: None };
        let shared = Arc::new(Shared {
            routes: targets.into_iter().map(|target| Route { target, fetcher: OnceCell::new() }).collect(),
            policy,
            hasher: RandomState::new(),
            state: Mutex::new(state),
            source: Mutex::new(Box::new(source)),
            told: Box::new(told),
            changed: Notify::new(),
        });
        let driver = (!shared.routes.is_empty()).then(|| Driver(tokio::spawn(shared.clone().drive())));
        Forwarder { shared, driver: Mutex::new(driver) }
    }

    /// The targets, in the order they were given.
    pub fn targets(&self) -> impl ExactSizeIterator<Item = &Target> {
        self.shared.routes.iter().map(|route| &route.target)
    }

    /// Which targets are to get this event, by their place in [`Forwarder::targets`].
    pub fn matching(&self, event: &Event) -> Vec<usize> {
        let matching = self.targets().enumerate().filter(|(_, target)| target.filter.matches(event));
        matching.map(|(route, _)| route).collect()
    }

    /// Queues a delivery for every target whose filter lets it through. Cheap, and free where there is no target.
    pub fn accept(&self, id: i64, event: &Event) {
        if !self.shared.routes.is_empty() {
            self.accept_for(id, || event.connection_id(), &self.matching(event));
        }
    }

    /// Queues a delivery for these targets; `connection` is asked for only where there are any.
    pub fn accept_for<'a>(&self, id: i64, connection: impl FnOnce() -> Option<&'a str>, targets: &[usize]) {
        self.shared.source().wanted(id, targets.len());
        if targets.is_empty() {
            return;
        }
        let lane = match connection() {
            Some(connection) => self.shared.hasher.hash_one(connection),
            // Nothing says what it should wait for.
            None => self.shared.hasher.hash_one(id),
        };
        let mut state = self.shared.state();
        for route in targets {
            if let Some(lanes) = state.lanes.get_mut(*route) {
                lanes.push(lane, id);
            }
        }
        drop(state);
        self.shared.changed.notify_one();
    }

    /// Makes one attempt at once, beside the queue, and tells nobody but its caller; `None` where there is no such
    /// target. For an answer to Nango that is the app's own: then Nango repeats.
    pub async fn forward_now(&self, target: usize, id: i64, delivery: &Loaded) -> Option<Outcome> {
        Some(self.shared.routes.get(target)?.attempt(id, delivery).await)
    }

    /// Finishes what is under way and queued, for at most that long; gives what is left. Commands that still run
    /// then are killed. Whoever calls it accepts nothing more afterwards: nobody would make the attempt.
    pub async fn drain(&self, within: Duration) -> Vec<Left> {
        let driver = self.driver.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(mut driver) = driver {
            self.shared.state().closing = Some(Instant::now() + within);
            self.shared.changed.notify_one();
            // A driver that broke leaves all that it had.
            let _ = (&mut driver.0).await;
        }
        let state = self.shared.state();
        let mut left = Vec::new();
        for (route, lanes) in self.shared.routes.iter().zip(&state.lanes) {
            let mut deliveries: Vec<i64> = lanes.left().collect();
            deliveries.sort_unstable();
            let target = &route.target.name;
            left.extend(deliveries.into_iter().map(|delivery| Left { delivery, target: target.clone() }));
        }
        left
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn source(&self) -> MutexGuard<'_, Box<dyn Source>> {
        self.source.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes attempts until it is told to close and nothing is left to do, or no time.
    async fn drive(self: Arc<Self>) {
        let mut under_way = FuturesUnordered::new();
        loop {
            let (due, closing) = self.start_turns(|route, turn| under_way.push(self.make(route, turn)));
            if closing.is_some() && under_way.is_empty() && due.is_none() {
                return;
            }
            tokio::select! {
                () = self.changed.notified() => {}
                Some(made) = under_way.next() => self.settle(made),
                () = until(due) => {}
                () = until(closing) => break,
            }
        }
        // What has just ended has ended; the rest is dropped where it stands.
        while let Some(Some(made)) = under_way.next().now_or_never() {
            self.settle(made);
        }
    }

    /// Starts every attempt whose turn it is; gives when the next one is due that only waits for its time, and when
    /// to close.
    fn start_turns(&self, mut start: impl FnMut(usize, Turn)) -> (Option<Instant>, Option<Instant>) {
        let now = Instant::now();
        let mut state = self.state();
        for (route, lanes) in state.lanes.iter_mut().enumerate() {
            while let Some(turn) = lanes.next(now) {
                start(route, turn);
            }
        }
        (state.lanes.iter().filter_map(Lanes::next_due).min(), state.closing)
    }

    async fn make(&self, route: usize, turn: Turn) -> Made {
        let loaded = self.source().load(turn.delivery);
        let tried = loaded.is_ok();
        let outcome = match (loaded, self.routes.get(route)) {
            (Ok(Some(delivery)), Some(route)) => route.attempt(turn.delivery, &delivery).await,
            (Err(message), _) => {
                let fault = Fault { kind: FaultKind::NotConnected, message };
                Outcome::bare(End::Fault(fault), Duration::ZERO)
            }
            (Ok(_), _) => Outcome::bare(End::Gone, Duration::ZERO),
        };
        Made { route, turn, outcome, tried }
    }

    fn settle(&self, Made { route, turn, outcome, tried }: Made) {
        let once = tried && matches!(self.routes[route].target.sink, Sink::Command { .. });
        let next = if outcome.succeeded() {
            Next::Done
        } else if outcome.may_pass() && turn.attempt < self.policy.attempts && !once {
            Next::Retry(self.policy.wait(turn.attempt))
        } else {
            Next::Failed
        };
        match next {
            Next::Retry(wait) => self.state().lanes[route].rest(turn, Instant::now() + wait),
            Next::Done | Next::Failed => {
                self.state().lanes[route].settled(turn);
                self.source().settled(turn.delivery);
            }
        }
        let target = self.routes[route].target.name.clone();
        (self.told)(Report { delivery: turn.delivery, target, attempt: turn.attempt, outcome, next });
    }
}

impl Route {
    async fn attempt(&self, id: i64, delivery: &Loaded) -> Outcome {
        match &self.target.sink {
            Sink::Command { line, timeout } => command::run(line, *timeout, id, delivery).await,
            Sink::Http { url, headers, timeout, insecure } => {
                let fetcher = self.fetcher.get_or_try_init(|| async {
                    if *insecure {
                        Fetcher::trusting_any_certificate(url)
                    } else {
                        Fetcher::for_origin(url, 0)
                    }
                });
                match fetcher.await {
                    Ok(fetcher) => http::send(fetcher, url, headers, *timeout, &delivery.request).await,
                    Err(fault) => Outcome::bare(End::Fault(fault), Duration::ZERO),
                }
            }
        }
    }
}

/// Completes at that time; without one, never.
async fn until(time: Option<Instant>) {
    match time {
        Some(time) => tokio::time::sleep_until(time).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_are_spread() {
        let policy = Policy { attempts: 20, ..Policy::default() };
        for (attempts, most) in
            [(1, 500), (2, 1000), (3, 2000), (7, 30_000), (19, 30_000), (u32::MAX, 30_000)]
        {
            let most = Duration::from_millis(most);
            let waits: Vec<Duration> = (0..64).map(|_| policy.wait(attempts)).collect();
            assert!(waits.iter().all(|wait| *wait <= most && *wait >= most.mul_f64(0.75)), "{waits:?}");
            assert!(waits.iter().any(|wait| *wait != waits[0]), "{waits:?}");
        }
    }
}
