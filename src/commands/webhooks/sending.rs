//! What `webhooks trigger` and `webhooks replay` share: one round of sendings, shown as it goes, and its report.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use serde_json::{Value, json};
use url::Url;

use super::inbox::{failed, inbox_path};
use super::render;
use crate::cli::webhooks::{InboxAt, Manner, To};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::fetch::{Fault, FaultKind, Fetcher};
use crate::http::{Headers, Request};
use crate::interrupt::interrupted;
use crate::nango::Exchange;
use crate::ui::{Style, clock, harmless};
use crate::webhook::courier::{Courier, Leg};
use crate::webhook::delivery::{Attempt, Parcel, Schedule};
use crate::webhook::event::Event;
use crate::webhook::forward::{self, Sink, Target, TargetError};
use crate::webhook::inbox::Inbox;
use crate::webhook::mischief::{self, Plan, Step};

/// What Nango gives a target to answer.
const TIMEOUT: Duration = Duration::from_secs(20);
/// How wide the bar is.
const BAR: usize = 24;

/// Where a round goes.
pub struct Place {
    /// The target.
    url: Url,
    /// Goes with every request, instead of the original lines of its name.
    headers: Headers,
    /// Whether any certificate will do.
    insecure: bool,
    /// What it is called.
    pub name: String,
}

impl Place {
    /// The target that was named, or the newest listener that fills this inbox.
    ///
    /// # Errors
    /// When no listener runs, or the inbox cannot be read.
    pub fn of(context: &Context, to: Option<&To>, at: &InboxAt, manner: &Manner) -> Result<Self> {
        let target = match to {
            Some(To::Target(target)) => (**target).clone(),
            Some(To::Listener) | None => listener(context, at)?,
        };
        let target = target.with_headers(&Headers::from_iter(manner.headers.iter().cloned()));
        let target = if manner.insecure { target.trusting_any_certificate() } else { target };
        match target.sink {
            Sink::Http { url, headers, insecure, .. } => {
                Ok(Place { url, headers, insecure, name: target.name })
            }
            Sink::Command { .. } => Err(Error::usage("webhooks are sent to a URL")),
        }
    }

    fn fetcher(&self, redirects: usize) -> std::result::Result<Fetcher, Fault> {
        match self.insecure {
            true => Fetcher::trusting_any_certificate(&self.url),
            false => Fetcher::for_origin(&self.url, redirects),
        }
    }
}

fn listener(context: &Context, at: &InboxAt) -> Result<Target> {
    let path = inbox_path(context, at)?;
    let running = match Inbox::open_existing(&path).map_err(failed("open", &path))? {
        Some(inbox) => inbox.running().map_err(failed("read", &path))?,
        None => Vec::new(),
    };
    let Some(newest) = running.first() else {
        return Err(Error::new(Kind::Unreachable, "no listener is running for this inbox")
            .code("no_listener")
            .hint("name a target with --to URL, or start one: nango-cli webhooks listen"));
    };
    if running.len() > 1 {
        let (count, url) = (running.len(), harmless(&newest.url));
        context.ui.note(&format!("{count} listeners are running: to the newest, {url}"));
    }
    newest
        .url
        .parse()
        .map_err(|error: TargetError| Error::failure("the running listener has no URL").cause(error))
}

/// What is said of a webhook that is sent.
#[derive(Clone)]
pub struct Label {
    /// Its ID in the inbox, where it comes from there.
    pub id: Option<i64>,
    /// `auth creation`, …
    what: String,
    type_name: String,
    operation: Option<String>,
    integration: Option<String>,
    connection_id: Option<String>,
}

impl Label {
    /// What there is to say of `event`.
    pub fn of(id: Option<i64>, event: &Event) -> Self {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Label {
            id,
            what: render::what(event),
            type_name: event.type_name().to_owned(),
            operation: owned(event.operation()),
            integration: owned(event.integration()),
            connection_id: owned(event.connection_id()),
        }
    }

    /// Its connection.
    pub fn connection_id(&self) -> Option<&str> {
        self.connection_id.as_deref()
    }
}

/// One round: what is sent, in which order, and where to.
pub struct Round<'a> {
    /// Streams and settings.
    pub context: &'a Context,
    /// Where to.
    pub place: &'a Place,
    /// How.
    pub manner: &'a Manner,
    /// Redirects that are followed.
    pub redirects: usize,
    /// How many at once.
    pub concurrency: usize,
    /// What is sent, and what is not.
    pub plan: &'a Plan,
    /// When each of the plan's steps is due, and what it waits for.
    pub legs: &'a [Leg],
    /// Where the draws of the plan came from.
    pub seed: u64,
}

/// What becomes of a round.
#[derive(Default)]
pub struct Tally {
    taken: usize,
    /// Answered 3xx or 4xx: the same again would be, too.
    refused: usize,
    /// Answered 429 or 5xx, also to the last attempt.
    failed: usize,
    /// Sent, perhaps received, and without a whole answer.
    unanswered: usize,
    /// Never sent: there was no connection.
    unreachable: usize,
    repeated: usize,
    corrupted: usize,
    corrupted_taken: usize,
    statuses: BTreeMap<u16, usize>,
    fault: Option<Fault>,
    /// Whether everything was sent that was to be sent.
    pub finished: bool,
}

/// One sending that has not ended.
struct Sending {
    label: Label,
    /// Whether the body was really changed: an empty one has no bit to flip.
    corrupted: bool,
    method: String,
}

/// One sending that ended.
pub struct Ended<'a> {
    /// Which.
    pub step: &'a Step,
    /// Of what.
    pub label: &'a Label,
    /// How the last attempt went; [`Attempt::retry_in`] where an interrupt came before the next.
    pub attempt: &'a Attempt,
}

impl Round<'_> {
    /// Sends everything, showing each as it ends. `pack` makes the bytes of a step, or none for what is gone;
    /// `ended` hears of every sending that ended, before it is shown.
    ///
    /// # Errors
    /// Those of `pack` and `ended`, and where stdout cannot be written. What the target does is no error here.
    pub async fn run(
        &self,
        mut pack: impl FnMut(&Step) -> Result<Option<(Parcel, Label)>>,
        mut ended: impl FnMut(&Ended<'_>) -> Result<()>,
    ) -> Result<Tally> {
        let fetcher = self
            .place
            .fetcher(self.redirects)
            .map_err(|fault| Error::failure("could not set up TLS").cause(fault.message))?;
        let schedule =
            Schedule { timeout: self.context.timeout.unwrap_or(TIMEOUT), waits: self.manner.retries.clone() };
        let courier = Courier {
            fetcher: &fetcher,
            url: &self.place.url,
            schedule: &schedule,
            concurrency: self.concurrency,
        };
        let under_way: RefCell<HashMap<usize, Sending>> = RefCell::default();
        let mut tally = Tally::default();
        self.tell_dropped()?;
        let packed = |index: usize| {
            let step = &self.plan.steps[index];
            let Some((parcel, label)) = pack(step)? else { return Ok(None) };
            let mut parcel = self.addressed(parcel);
            let corrupted = step.corrupt.is_some_and(|bit| mischief::corrupt(&mut parcel.body, bit));
            let sending = Sending { label, corrupted, method: parcel.method.clone() };
            under_way.borrow_mut().insert(index, sending);
            Ok(Some(parcel))
        };
        let told = |index: usize, attempt: &Attempt, last: bool| {
            let step = &self.plan.steps[index];
            if let Some(sending) = under_way.borrow().get(&index) {
                self.context.show_exchange(&self.exchange(sending, attempt));
            }
            if let Some(wait) = attempt.retry_in.filter(|_| !last) {
                let what = outcome(attempt);
                self.context.ui.note(&format!("attempt {}: {what}; the next in {wait:.0?}", attempt.number));
                return Ok(());
            }
            let Some(Sending { label, corrupted, .. }) = under_way.borrow_mut().remove(&index) else {
                return Ok(());
            };
            tally.count(step, attempt, corrupted);
            let end = Ended { step, label: &label, attempt };
            ended(&end)?;
            self.show(&end, corrupted)?;
            self.progress(tally.ended());
            Ok(())
        };
        let finished = courier.send(self.legs, interrupted, packed, told).await?;
        tally.finished = finished;
        Ok(tally)
    }

    /// With the header lines that go to this target: as the forwarder has them.
    fn addressed(&self, parcel: Parcel) -> Parcel {
        let Parcel { method, headers, body } = parcel;
        let (path, query) = (String::new(), String::new());
        let request = Request { method, path, query, headers, body, peer: None };
        let headers = forward::headers(&request, &self.place.headers);
        Parcel { method: request.method, headers, body: request.body }
    }

    /// One attempt, for `-v`.
    fn exchange(&self, sending: &Sending, attempt: &Attempt) -> Exchange {
        Exchange {
            method: sending.method.clone(),
            target: self.place.name.clone(),
            outcome: attempt.result.as_ref().copied().map_err(|fault| fault.message.clone()),
            took: attempt.took,
        }
    }

    fn tell_dropped(&self) -> Result<()> {
        let ui = &self.context.ui;
        if !ui.json() {
            return Ok(());
        }
        self.plan
            .dropped
            .iter()
            .try_for_each(|index| ui.record(&json!({ "event": "dropped", "number": index + 1 })))
    }

    fn progress(&self, ended: usize) {
        let all = self.legs.len();
        if all < 2 {
            return;
        }
        let full = BAR * ended / all;
        let bar = format!("{}{}", "━".repeat(full), "─".repeat(BAR - full));
        self.context.ui.progress(&format!("{bar} {ended}/{all}"));
    }

    fn show(&self, ended: &Ended<'_>, corrupted: bool) -> Result<()> {
        let ui = &self.context.ui;
        if ui.json() {
            return ui.record(&self.record(ended, corrupted));
        }
        if ui.quiet() {
            return Ok(());
        }
        let Ended { step, label, attempt } = ended;
        let now = self.context.now();
        let (mark, style) = if attempt.succeeded() { ("✓", Style::Good) } else { ("✗", Style::Bad) };
        let painted = |style: Style, text: Option<&str>| match text {
            Some(text) => ui.paint(style, text),
            None => String::new(),
        };
        let name = |name: &Option<String>| painted(Style::Accent, name.as_deref().map(harmless).as_deref());
        ui.cells(vec![
            ui.paint(Style::Dim, &if ui.for_person() { clock(now) } else { now.to_string() }),
            ui.paint(style, mark),
            label.id.map(|id| id.to_string()).unwrap_or_default(),
            ui.paint(Style::Strong, &label.what),
            name(&label.integration),
            name(&label.connection_id),
            ui.paint(style, &outcome(attempt)),
            ui.paint(Style::Dim, &format!("{:.0?}", attempt.took)),
            painted(Style::Warn, step.repeat.then_some("repeat")),
            painted(Style::Warn, corrupted.then_some("corrupted")),
        ])?;
        let answer = String::from_utf8_lossy(&attempt.answer);
        let answer = answer.trim();
        if !attempt.succeeded() && !answer.is_empty() {
            let (short, more) = match answer.char_indices().nth(200) {
                Some((at, _)) => (&answer[..at], "…"),
                None => (answer, ""),
            };
            self.context.ui.note(&format!("          {}{more}", harmless(short)));
        }
        Ok(())
    }

    fn record(&self, ended: &Ended<'_>, corrupted: bool) -> Value {
        let Ended { step, label, attempt } = ended;
        let mut line = json!({
            "event": "sent",
            "number": step.index + 1,
            "type": label.type_name,
            "operation": label.operation,
            "provider_config_key": label.integration,
            "connection_id": label.connection_id,
            "url": self.place.name,
            "attempts": attempt.number,
            "status": attempt.result.as_ref().ok(),
            "taken": attempt.succeeded(),
            "error": attempt.result.as_ref().err().map(|fault| &fault.message),
            "took_ms": (attempt.took.as_secs_f64() * 1e5).round() / 100.0,
            "answer": String::from_utf8_lossy(&attempt.answer),
            "repeat": step.repeat,
            "corrupted": corrupted,
        });
        if let Some(id) = label.id {
            line["id"] = id.into();
        }
        line
    }

    /// Says what was sent and what became of it.
    ///
    /// # Errors
    /// Where stdout cannot be written.
    pub fn report(&self, tally: &Tally) -> Result<()> {
        let ui = &self.context.ui;
        if ui.json() {
            return ui.record(&self.summary_json(tally));
        }
        ui.note(&self.summary(tally));
        Ok(())
    }

    fn summary(&self, tally: &Tally) -> String {
        let mut text = format!("{} sent", tally.ended());
        let parts = [
            (tally.taken, "taken"),
            (tally.refused, "refused"),
            (tally.failed, "failed"),
            (tally.unanswered, "not answered"),
            (tally.unreachable, "not reached"),
        ];
        let parts =
            parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
        text.push_str(&match parts.collect::<Vec<_>>().join(", ") {
            parts if parts.is_empty() => String::new(),
            parts => format!(": {parts}"),
        });
        if self.manner.shares().any() {
            let corrupted = match tally.corrupted_taken {
                0 => format!("{} corrupted", tally.corrupted),
                taken => format!("{} corrupted ({taken} of them taken)", tally.corrupted),
            };
            text.push_str(&format!(
                "; {} repeated, {} held back, {corrupted}, {} dropped (--seed {})",
                tally.repeated,
                self.plan.reordered,
                self.plan.dropped.len(),
                self.seed,
            ));
        }
        text
    }

    fn summary_json(&self, tally: &Tally) -> Value {
        json!({
            "event": "summary",
            "url": self.place.name,
            "sent": tally.ended(),
            "taken": tally.taken,
            "refused": tally.refused,
            "failed": tally.failed,
            "unanswered": tally.unanswered,
            "unreachable": tally.unreachable,
            "duplicated": tally.repeated,
            "reordered": self.plan.reordered,
            "corrupted": tally.corrupted,
            "corrupted_taken": tally.corrupted_taken,
            "dropped": self.plan.dropped.len(),
            "seed": self.seed,
            "finished": tally.finished,
        })
    }

    /// The error that the target's behaviour comes to, if any. A refusal (1) wins over failing or being out of reach
    /// (6): the latter says that the same again, later, may be all it takes.
    pub fn verdict(&self, tally: &Tally) -> Result<()> {
        let of = |count: usize, one: &str, more: &str| match tally.ended() {
            1 => format!("the webhook {one}"),
            all => format!("{count} of {all} webhooks {more}"),
        };
        let untaken = tally.refused + tally.failed;
        if untaken > 0 {
            let kind = if tally.refused > 0 { Kind::Failure } else { Kind::Unreachable };
            let statuses = tally.statuses.iter().map(|(status, count)| match count {
                1 => status.to_string(),
                count => format!("{status} × {count}"),
            });
            let error = Error::new(
                kind,
                format!("{} by {}", of(untaken, "was not taken", "were not taken"), self.place.name),
            )
            .cause(format!("it answered {}", statuses.collect::<Vec<_>>().join(", ")));
            let only = tally.statuses.keys().next().filter(|_| tally.statuses.len() == 1).copied();
            let error = match only {
                Some(401 | 403) => error.hint(
                    "does the target verify with the same key? `nango-cli whoami` tells which signing key is in use here",
                ),
                Some(404 | 405) => error.hint("is that the path of the webhook's handler?"),
                Some(300..=399) => error.hint("redirects are not followed here: name the final URL"),
                _ if tally.refused == 0 && self.manner.retries.is_empty() => {
                    error.hint("--retries tries again, as Nango does")
                }
                _ => error,
            };
            return Err(error.code(if tally.refused > 0 { "target_refused" } else { "target_failed" }));
        }
        let Some(fault) = &tally.fault else { return Ok(()) };
        let (words, code, hint) = match fault.kind {
            FaultKind::NotConnected => (
                of(tally.unreachable, "did not reach", "did not reach"),
                "unreachable",
                "is the target running? name another with --to",
            ),
            FaultKind::TimedOut => (
                of(tally.unanswered, "was not answered by", "were not answered by"),
                "unanswered",
                "--timeout gives it longer",
            ),
            FaultKind::Broken => (
                of(tally.unanswered, "was not answered by", "were not answered by"),
                "unanswered",
                "the target may have taken it all the same: see its log",
            ),
        };
        let error = Error::new(Kind::Unreachable, format!("{words} {}", self.place.name));
        Err(error.cause(&fault.message).code(code).hint(hint))
    }
}

impl Tally {
    /// How many sendings ended.
    pub fn ended(&self) -> usize {
        self.taken + self.refused + self.failed + self.unanswered + self.unreachable
    }

    fn count(&mut self, step: &Step, attempt: &Attempt, corrupted: bool) {
        match &attempt.result {
            Ok(_) if attempt.succeeded() => self.taken += 1,
            Ok(status) => {
                match status {
                    429 | 500.. => self.failed += 1,
                    _ => self.refused += 1,
                }
                *self.statuses.entry(*status).or_default() += 1;
            }
            Err(fault) if fault.kind == FaultKind::NotConnected => {
                self.unreachable += 1;
                // The worst of them is what is told.
                self.fault = Some(fault.clone());
            }
            Err(fault) => {
                self.unanswered += 1;
                self.fault.get_or_insert_with(|| fault.clone());
            }
        }
        self.repeated += usize::from(step.repeat);
        self.corrupted += usize::from(corrupted);
        self.corrupted_taken += usize::from(corrupted && attempt.succeeded());
    }
}

fn outcome(attempt: &Attempt) -> String {
    match &attempt.result {
        Ok(status) => status.to_string(),
        Err(fault) => harmless(&fault.message),
    }
}

/// The seed that was given, or one that is short to type.
pub fn seed(manner: &Manner) -> u64 {
    manner.seed.unwrap_or_else(|| u64::from(fastrand::u32(..)))
}
