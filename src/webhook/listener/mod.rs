//! Receives deliveries over HTTP: judges each, stores it, answers it, and tells of it. It prints nothing.

mod explaining;
mod manner;
mod ranges;
mod tell;
mod worker;

use std::convert::Infallible;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::{Notify, mpsc, watch};

pub use manner::{Intent, Manner, Respond};
pub use ranges::Ranges;
pub use tell::{Arrivals, Missed, Told};
pub use worker::{Ended, Order, Trouble as StartTrouble, Worker};

use explaining::Explaining;
use manner::Answers;
use tell::Teller;

use super::filter::Filter;
use super::forward::{Forwarder, Loaded, Memory, Next, Outcome, Policy, Report, Sink, Source, Target};
use super::inbox::{Added, Arriving, Fault, FaultKind, ForwardNote, ForwardState, Inbox, Writer};
use super::receiver::{Received, Receiver, Verdict};
use crate::http::{Reply, Request};
use crate::serve::{Answer, Handler, Refusal};

/// When Nango is asked to come again with what could not be stored.
const RETRY_AFTER: &str = "5";
/// Faults of the inbox within this time of each other are told as one.
const QUIET: Duration = Duration::from_secs(1);
/// What may wait to be forwarded where there is no inbox, in bytes.
const MEMORY: usize = 64 * 1024 * 1024;

/// What arrived.
#[derive(Debug)]
pub enum Arrival {
    /// A whole delivery with its verdict, stored.
    Delivery {
        /// The delivery.
        received: Box<Received>,
        /// Its ID, and which it repeats.
        kept: Added,
        /// What it is answered with.
        intent: Intent,
        /// When it was whole.
        at: Timestamp,
        /// The same for measuring.
        instant: Instant,
    },
    /// A delivery whose body was refused before it was whole, stored as far as it came.
    Refused {
        /// Its head.
        head: Box<Request>,
        /// Why.
        refusal: Refusal,
        /// Its ID.
        kept: Added,
        /// When.
        at: Timestamp,
    },
    /// Deliveries could not be stored, and were answered 503.
    NotStored(NotStored),
    /// An attempt at forwarding one.
    Forward(Box<Report>),
}

impl Arrival {
    /// Roughly what it takes of memory, in bytes.
    fn size(&self) -> usize {
        match self {
            // The body may be there as bytes and as JSON.
            Arrival::Delivery { received, .. } => 2 * received.request.body.len(),
            Arrival::Forward(report) => report.outcome.answer.len(),
            Arrival::Refused { .. } | Arrival::NotStored(_) => 0,
        }
    }
}

/// Deliveries that could not be stored.
#[derive(Clone, Debug)]
pub struct NotStored {
    /// How many since this was last told.
    pub count: u64,
    /// Why, lastly.
    pub fault: Fault,
    /// When, lastly.
    pub at: Timestamp,
}

impl NotStored {
    fn join(&mut self, later: NotStored) {
        *self = NotStored { count: self.count + later.count, ..later };
    }
}

/// What a listener has seen so far.
#[derive(Debug, Default)]
pub struct Counts {
    /// Deliveries that were verified and stored.
    pub verified: AtomicU64,
    /// Deliveries that were refused and stored.
    pub refused: AtomicU64,
    /// Verified deliveries that repeat an earlier one.
    pub repeats: AtomicU64,
    /// Deliveries that could not be stored.
    pub not_stored: AtomicU64,
    /// Forwards that were to be made: one for each delivery and target.
    pub forwards: AtomicU64,
    /// Forwards that the target took.
    pub forwarded: AtomicU64,
    /// Forwards that were given up.
    pub failed: AtomicU64,
}

impl Counts {
    fn add(counter: &AtomicU64) {
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

/// Where deliveries are kept.
pub enum Keeper {
    /// On disk, before they are answered.
    Inbox {
        /// Writes.
        writer: Arc<Writer>,
        /// Reads what is to be forwarded; needed where there are targets.
        reader: Option<Box<Inbox>>,
    },
    /// In memory, until they are forwarded.
    Nowhere,
}

/// How a listener is to work.
pub struct Plan {
    /// Judges.
    pub receiver: Receiver,
    /// Keeps.
    pub keeper: Keeper,
    /// Whom verified deliveries go to.
    pub targets: Vec<Target>,
    /// How often and how many at once.
    pub policy: Policy,
    /// How to answer.
    pub manner: Manner,
    /// What it is about: the rest is judged, stored and answered alone.
    pub filter: Filter,
    /// Which verified delivery is waited for, if any.
    pub until: Option<Filter>,
    /// True once no more answers are to be delayed.
    pub stopping: watch::Receiver<bool>,
}

/// Answers deliveries by their verdict and tells of each.
pub struct Listener {
    desk: Desk,
    /// Whoever has a delivery in hand holds the listener, and the listener this.
    _in_hand: mpsc::Sender<Infallible>,
}

/// What comes out of a listener.
pub struct Outlets {
    /// What arrives.
    pub arrivals: Arrivals,
    /// How much.
    pub counts: Arc<Counts>,
    /// Notified once what was waited for is there.
    pub matched: Arc<Notify>,
    /// What is to be forwarded.
    pub forwarder: Arc<Forwarder>,
    /// Ends when the listener is gone and nothing is in hand any more.
    pub done: mpsc::Receiver<Infallible>,
}

struct Desk {
    receiver: Arc<Receiver>,
    explaining: Explaining,
    store: Store,
    answers: Answers,
    until: Option<Filter>,
    filter: Filter,
    stopping: watch::Receiver<bool>,
    forwarder: Arc<Forwarder>,
    book: Arc<Book>,
    matched: Arc<Notify>,
    trouble: Mutex<Trouble>,
}

/// Where deliveries go before they are answered.
enum Store {
    Inbox(Arc<Writer>),
    Memory(Memory),
}

impl Store {
    async fn keep(&self, arriving: Arriving) -> Result<Added, Fault> {
        match self {
            Store::Inbox(writer) => writer.store(arriving).await,
            Store::Memory(memory) => {
                let verified = arriving.verdict == "verified";
                let kept = memory.keep(Loaded { request: arriving.request, verified });
                kept.map(|id| Added { id, repeat_of: None }).ok_or_else(|| Fault {
                    kind: FaultKind::Memory,
                    message: "too much waits in memory to be forwarded".to_owned(),
                })
            }
        }
    }
}

/// Where the forwarder finds what it forwards.
enum Shelf {
    Inbox(Box<Inbox>),
    Memory(Memory),
    /// There is nobody to forward to.
    Nothing,
}

impl Source for Shelf {
    fn load(&mut self, id: i64) -> Result<Option<Loaded>, String> {
        let inbox = match self {
            Shelf::Inbox(inbox) => inbox,
            Shelf::Memory(memory) => return memory.load(id),
            Shelf::Nothing => return Ok(None),
        };
        let stored = match inbox.get(id) {
            // It may be in a file that has taken the place of the one that was opened.
            Ok(None) | Err(_) if inbox.follow().map_err(|fault| fault.message)? => inbox.get(id),
            stored => stored,
        };
        Ok(stored.map_err(|fault| fault.message)?.map(|stored| Loaded {
            verified: stored.verdict == "verified",
            request: Arc::new(stored.request),
        }))
    }

    fn wanted(&mut self, id: i64, targets: usize) {
        if let Shelf::Memory(memory) = self {
            memory.wanted(id, targets);
        }
    }

    fn settled(&mut self, id: i64) {
        if let Shelf::Memory(memory) = self {
            memory.settled(id);
        }
    }
}

/// Where everything that happens is told, counted and noted.
struct Book {
    teller: Teller,
    counts: Arc<Counts>,
    writer: Option<Arc<Writer>>,
}

impl Book {
    /// An attempt at forwarding was made.
    fn attempted(&self, report: Report) {
        let state = match report.next {
            Next::Done => ForwardState::Done,
            Next::Failed => ForwardState::Failed,
            Next::Retry(_) => ForwardState::Pending,
        };
        match state {
            ForwardState::Done => Counts::add(&self.counts.forwarded),
            ForwardState::Failed => Counts::add(&self.counts.failed),
            ForwardState::Pending => {}
        }
        if let Some(writer) = &self.writer {
            writer.note(ForwardNote {
                delivery: report.delivery,
                target: report.target.clone(),
                state,
                attempts: report.attempt,
                status: report.outcome.status(),
                error: report.outcome.error(),
                took: Some(report.outcome.took),
                at: Some(Timestamp::now()),
                answer: report.outcome.answer.clone(),
            });
        }
        self.teller.tell(Arrival::Forward(Box::new(report)));
    }
}

/// Faults that were not told yet.
#[derive(Default)]
struct Trouble {
    waiting: Option<NotStored>,
    told: Option<Instant>,
}

impl Listener {
    /// A listener that keeps nothing, judges with `receiver`, and where its arrivals come out.
    pub fn new(receiver: Receiver) -> (Self, Arrivals) {
        let (never, stopping) = watch::channel(false);
        drop(never);
        let (listener, outlets) = Listener::planned(Plan {
            receiver,
            keeper: Keeper::Nowhere,
            targets: Vec::new(),
            policy: Policy::default(),
            manner: Manner::default(),
            filter: Filter::default(),
            until: None,
            stopping,
        });
        (listener, outlets.arrivals)
    }

    /// A listener that works by `plan`. Where that has targets it forwards on the runtime of its caller.
    pub fn planned(plan: Plan) -> (Self, Outlets) {
        let (teller, arrivals) = tell::queue();
        let (in_hand, done) = mpsc::channel(1);
        let (counts, matched) = (Arc::<Counts>::default(), Arc::<Notify>::default());
        let (store, source) = match plan.keeper {
            Keeper::Inbox { writer, reader } => {
                let shelf = reader.map_or(Shelf::Nothing, Shelf::Inbox);
                (Store::Inbox(writer), shelf)
            }
            Keeper::Nowhere => {
                let memory = Memory::new(MEMORY);
                (Store::Memory(memory.clone()), Shelf::Memory(memory))
            }
        };
        let writer = match &store {
            Store::Inbox(writer) => Some(writer.clone()),
            Store::Memory(_) => None,
        };
        let book = Arc::new(Book { teller, counts: counts.clone(), writer });
        let told = book.clone();
        let forwarder =
            Forwarder::start(plan.targets, plan.policy, source, move |report| told.attempted(report));
        let forwarder = Arc::new(forwarder);
        let receiver = Arc::new(plan.receiver);
        let desk = Desk {
            explaining: Explaining::new(receiver.clone()),
            receiver,
            store,
            answers: Answers::new(plan.manner),
            until: plan.until,
            filter: plan.filter,
            stopping: plan.stopping,
            forwarder: forwarder.clone(),
            book,
            matched: matched.clone(),
            trouble: Mutex::default(),
        };
        (Listener { desk, _in_hand: in_hand }, Outlets { arrivals, counts, matched, forwarder, done })
    }

    /// Takes what this tool has seen by itself and Nango did not send: it is stored, told and forwarded as if it had
    /// come. False when it could not be stored.
    pub async fn sighted(&self, received: Box<Received>) -> bool {
        let (at, instant) = (Timestamp::now(), Instant::now());
        self.desk.settle(received, at, instant, false).await.is_ok()
    }
}

impl Handler for Listener {
    async fn handle(&self, request: Request) -> Answer {
        self.desk.take(request).await.unwrap_or_else(|reply| reply).into()
    }

    async fn refused(&self, head: Request, refusal: Refusal) -> Reply {
        self.desk.take_head(head, refusal).await.unwrap_or_else(|reply| reply)
    }
}

/// An answer, or the one to what could not be stored.
type Taken = Result<Reply, Reply>;

impl Desk {
    async fn take(&self, request: Request) -> Taken {
        let (at, instant) = (Timestamp::now(), Instant::now());
        let received = Box::new(self.receiver.receive(request));
        let received = self.explaining.explain(received).await;
        let received =
            received.ok_or_else(|| unavailable("internal_error", "The delivery could not be looked into"))?;
        let accepted = received.verdict.accepted();
        let reply = self.settle(received, at, instant, true).await?;
        if accepted {
            self.delay().await;
        }
        Ok(reply)
    }

    /// Stores and tells it, hands it on, and says what to answer; `from_outside` where there is somebody to answer.
    async fn settle(
        &self,
        received: Box<Received>,
        at: Timestamp,
        instant: Instant,
        from_outside: bool,
    ) -> Taken {
        let verdict = &received.verdict;
        let accepted = verdict.accepted();
        // Where nobody asks what it tells, it is not read here.
        let wanted = accepted && (self.filter.is_empty() || self.filter.matches(received.event()));
        let targets = if wanted { self.targets(&received) } else { Vec::new() };
        let first = targets.iter().copied().find(|target| self.answers_by(*target));
        let intent = match accepted && from_outside {
            true => self.answers.intent(&received.request, first.is_some()),
            false => Intent::Verdict,
        };
        let arriving = Arriving {
            request: received.request.clone(),
            at,
            verdict: verdict.code().into(),
            key_origin: verdict.key_origin().map(str::to_owned),
            warning: verdict.warning(),
            answered: intent.status(verdict.status()).filter(|_| from_outside),
            targets: self.names(&targets),
        };
        let kept = self.keep(arriving).await?;
        let counts = &self.book.counts;
        Counts::add(if accepted { &counts.verified } else { &counts.refused });
        if accepted && kept.repeat_of.is_some() {
            Counts::add(&counts.repeats);
        }
        counts.forwards.fetch_add(targets.len() as u64, Ordering::Relaxed);
        let reply = received.reply();
        let target = first.filter(|_| intent == Intent::Target);
        let delivery = target.map(|target| {
            let verified = matches!(received.verdict, Verdict::Verified { .. });
            (target, Loaded { request: received.request.clone(), verified })
        });
        // Nothing is awaited between these, so a delivery is told before its forwards are, and before the end that it
        // may bring.
        let queued: Vec<usize> = targets.into_iter().filter(|queued| Some(*queued) != target).collect();
        self.forwarder.accept_for(kept.id, || received.event().connection_id(), &queued);
        let matches = wanted && self.until.as_ref().is_some_and(|until| until.matches(received.event()));
        self.book.teller.tell(Arrival::Delivery { received, kept, intent, at, instant });
        if matches {
            self.matched.notify_one();
        }
        if let Some((target, delivery)) = delivery {
            // Rare, and large: in every delivery's task it would cost them all.
            return Ok(Box::pin(self.answer_of(target, kept.id, &delivery)).await);
        }
        Ok(match intent.status(reply.status) {
            Some(status) if status != reply.status => Reply::empty(status),
            _ => reply,
        })
    }

    /// The targets of an event: of those with one name the first, so that conditions for it are alternatives.
    fn targets(&self, received: &Received) -> Vec<usize> {
        if self.forwarder.targets().next().is_none() {
            return Vec::new();
        }
        let mut targets = self.forwarder.matching(received.event());
        if targets.len() > 1 {
            let names = self.names(&targets);
            let mut place = 0..;
            targets.retain(|_| {
                let place = place.next().unwrap_or_default();
                !names[..place].contains(&names[place])
            });
        }
        targets
    }

    fn names(&self, targets: &[usize]) -> Vec<String> {
        let all: Vec<&Target> =
            if targets.is_empty() { Vec::new() } else { self.forwarder.targets().collect() };
        targets.iter().filter_map(|target| Some(all.get(*target)?.name.clone())).collect()
    }

    /// Whether that target has answers that Nango can be given.
    fn answers_by(&self, target: usize) -> bool {
        self.forwarder.targets().nth(target).is_some_and(|target| matches!(target.sink, Sink::Http { .. }))
    }

    /// Forwards it once, here and now, and answers what the target answers.
    async fn answer_of(&self, target: usize, delivery: i64, loaded: &Loaded) -> Reply {
        let Some(outcome) = self.forwarder.forward_now(target, delivery, loaded).await else {
            return unavailable("internal_error", "The delivery could not be forwarded");
        };
        let reply = answer(&outcome);
        let next = if outcome.succeeded() { Next::Done } else { Next::Failed };
        if let Some(target) = self.names(&[target]).pop() {
            self.book.attempted(Report { delivery, target, attempt: 1, outcome, next });
        }
        reply
    }

    /// Waits as long as an answer is to be delayed.
    async fn delay(&self) {
        if !self.answers.delay().is_zero() {
            let mut stopping = self.stopping.clone();
            tokio::select! {
                () = tokio::time::sleep(self.answers.delay()) => {}
                // A listener that is gone wants no delay either.
                _ = stopping.wait_for(|stopping| *stopping) => {}
            }
        }
    }

    async fn take_head(&self, head: Request, refusal: Refusal) -> Taken {
        let at = Timestamp::now();
        let arriving = Arriving {
            request: Arc::new(head.clone()),
            at,
            verdict: refusal.code().into(),
            key_origin: None,
            warning: None,
            answered: Some(refusal.status()),
            targets: Vec::new(),
        };
        let kept = self.keep(arriving).await?;
        Counts::add(&self.book.counts.refused);
        self.forwarder.accept_for(kept.id, || None, &[]);
        self.book.teller.tell(Arrival::Refused { head: Box::new(head), refusal, kept, at });
        Ok(Reply::empty(refusal.status()))
    }

    /// Stores it, or says loudly that it could not, and with what to answer then.
    async fn keep(&self, arriving: Arriving) -> Result<Added, Reply> {
        let at = arriving.at;
        match self.store.keep(arriving).await {
            Ok(kept) => {
                self.trouble(|trouble| {
                    trouble.told = None;
                    trouble.waiting.take()
                });
                Ok(kept)
            }
            Err(fault) => {
                Counts::add(&self.book.counts.not_stored);
                self.trouble(|trouble| trouble.meet(NotStored { count: 1, fault, at }, Instant::now()));
                Err(unavailable("not_stored", "The delivery could not be stored: send it again")
                    .with("Retry-After", RETRY_AFTER))
            }
        }
    }

    fn trouble(&self, with: impl FnOnce(&mut Trouble) -> Option<NotStored>) {
        let news = with(&mut self.trouble.lock().unwrap_or_else(PoisonError::into_inner));
        if let Some(news) = news {
            self.book.teller.tell(Arrival::NotStored(news));
        }
    }
}

impl Drop for Desk {
    /// What was held back is told at last.
    fn drop(&mut self) {
        self.trouble(|trouble| trouble.waiting.take());
    }
}

impl Trouble {
    /// The first fault is told at once, those that follow closely together.
    fn meet(&mut self, fault: NotStored, now: Instant) -> Option<NotStored> {
        match &mut self.waiting {
            Some(waiting) => waiting.join(fault),
            none => *none = Some(fault),
        }
        if self.told.is_some_and(|told| now.saturating_duration_since(told) < QUIET) {
            return None;
        }
        self.told = Some(now);
        self.waiting.take()
    }
}

/// What Nango is answered for a target: its own status and words, or what a gateway says in its place.
fn answer(outcome: &Outcome) -> Reply {
    use super::forward::End;
    use crate::fetch::FaultKind;
    let missing = |status, code: &str| {
        let error = serde_json::json!({ "code": code, "message": outcome.error() });
        Reply::new(status, "application/json", serde_json::json!({ "error": error }).to_string())
    };
    match &outcome.end {
        End::Status(status) => Reply::new(
            *status,
            outcome.content_type.as_deref().unwrap_or("application/octet-stream"),
            outcome.answer.clone(),
        ),
        End::Fault(fault) if fault.kind == FaultKind::TimedOut => missing(504, "target_timed_out"),
        End::Fault(_) | End::Exit(_) | End::Gone => missing(502, "target_unreachable"),
    }
}

fn unavailable(code: &str, message: &str) -> Reply {
    let body = serde_json::json!({ "error": { "code": code, "message": message } });
    Reply::new(503, "application/json", body.to_string())
}

#[cfg(test)]
mod tests;
