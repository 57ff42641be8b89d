//! Showing what the worker tells, as it comes or, where the output stood still, from the inbox.

use std::collections::VecDeque;
use std::ops::{ControlFlow, RangeInclusive};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures_util::FutureExt;
use serde_json::json;

use super::super::inbox::{command, view};
use super::super::render::{self, Beheaded, DeliveryJson, Shown};
use crate::cli::webhooks::{InboxAt, Listen, Print};
use crate::context::Context;
use crate::error::Result;
use crate::serve::Refusal;
use crate::ui::{Style, Ui, harmless};
use crate::webhook::event::Event;
use crate::webhook::filter::Filter;
use crate::webhook::forward::{Next, Report};
use crate::webhook::inbox::{Fault, Forward, ForwardState, Inbox, Query, Stored};
use crate::webhook::listener::{Arrival, Arrivals, Counts, Intent, Missed, NotStored, Ranges, Told};
use crate::webhook::receiver::Verdict;

/// How many deliveries are read from the inbox at a time.
const PAGE: usize = 256;
/// How many are shown together at most, and how many of them are many.
const AT_ONCE: usize = 256;
const MANY: usize = 8;
/// How long what comes may wait where much comes.
const LEISURE: Duration = Duration::from_millis(2);

/// Shows.
pub struct Show<'a> {
    ui: &'a Ui,
    pretty: bool,
    largest: usize,
    filter: Filter,
    /// Whether deliveries are handed on at all.
    forwards: bool,
    at: &'a InboxAt,
    path: Option<&'a Path>,
    inbox: Option<Inbox>,
    backlog: VecDeque<Piece>,
    /// Whether much came at once lately.
    busy: bool,
}

/// Something to be shown from the inbox.
struct Piece {
    ids: RangeInclusive<i64>,
    /// Whether the deliveries themselves were missed, or only how their forwards went; those of `shown` were shown
    /// with all that.
    what: What,
}

enum What {
    Deliveries,
    Outcomes { shown: Ranges },
}

/// What is to be shown next.
pub enum Item {
    /// This.
    Told(Told),
    /// More of what was missed.
    Backlog,
}

impl<'a> Show<'a> {
    /// Shows as was asked for; what is missed is read from the inbox at `path`.
    pub fn new(ui: &'a Ui, args: &'a Listen, path: Option<&'a Path>) -> Self {
        let forwarding = &args.forwarding;
        Show {
            ui,
            pretty: args.print == Print::Pretty,
            largest: args.max_body,
            filter: args.which.filter(),
            forwards: !(forwarding.forward_to.is_empty() && forwarding.on_event.is_empty()),
            at: &args.keeping.at,
            path,
            inbox: None,
            backlog: VecDeque::new(),
            busy: false,
        }
    }

    /// The next thing to show, what was missed first; none at the end. It may be cancelled.
    pub async fn next(&mut self, arrivals: &mut Arrivals) -> Option<Item> {
        if self.backlog.is_empty() { arrivals.next().await.map(Item::Told) } else { Some(Item::Backlog) }
    }

    /// The same, after a moment in which more can come where much comes: to wake for each costs more than to show it.
    pub async fn next_at_leisure(&mut self, arrivals: &mut Arrivals) -> Option<Item> {
        if self.busy {
            tokio::time::sleep(LEISURE).await;
            self.busy = false;
        }
        self.next(arrivals).await
    }

    /// Shows it, and what else is there already; what has to be read from the inbox is much by itself.
    pub fn told_with_more(&mut self, item: Item, arrivals: &mut Arrivals) -> Result<()> {
        self.ui.together(|| {
            self.told(item)?;
            for more in 1..AT_ONCE {
                if !self.backlog.is_empty() {
                    break;
                }
                let Some(Some(item)) = self.next(arrivals).now_or_never() else { break };
                self.busy = more >= MANY;
                self.told(item)?;
            }
            Ok(())
        })
    }

    /// Shows it.
    pub fn told(&mut self, item: Item) -> Result<()> {
        match item {
            Item::Told(Told::Arrival(arrival)) => self.arrival(arrival),
            Item::Told(Told::Missed(missed)) => self.missed(missed),
            Item::Backlog => self.page(),
        }
    }

    fn arrival(&self, arrival: Arrival) -> Result<()> {
        match arrival {
            Arrival::Delivery { received, kept, intent, at, .. } => {
                let status = received.verdict.status();
                let shown = Shown {
                    id: Some(kept.id),
                    repeat_of: kept.repeat_of,
                    answered: intent.status(status).filter(|_| received.verdict != Verdict::Synthetic),
                    ..Shown::arrived(&received, at)
                };
                self.delivery(&shown, intent)
            }
            Arrival::Refused { head, refusal, kept, at } => {
                self.refused(&Beheaded { id: kept.id, at, head: &head, refusal })
            }
            Arrival::NotStored(news) => self.not_stored(&news),
            Arrival::Forward(report) => {
                let retry_in = match report.next {
                    Next::Retry(wait) => Some(wait),
                    Next::Done | Next::Failed => None,
                };
                let id = report.delivery;
                self.forward(id, &forward_of(*report), retry_in)
            }
        }
    }

    fn delivery(&self, shown: &Shown<'_>, intent: Intent) -> Result<()> {
        let ui = self.ui;
        if !self.filter.matches(shown.event) {
            return Ok(());
        }
        if ui.json() {
            return ui.record(&DeliveryJson::of(shown));
        }
        if ui.quiet() {
            let accepted = matches!(shown.verdict, "verified" | "not_checked" | "synthetic");
            return match shown.event.connection_id().filter(|_| accepted) {
                Some(id) => ui.value(id),
                None => Ok(()),
            };
        }
        let remark = match intent {
            Intent::Verdict => None,
            Intent::Given(status) => Some(format!("answered {status}")),
            Intent::Fail { attempt, of } => Some(format!("answered 500, made to fail ({attempt} of {of})")),
            Intent::Target => Some("the target answers".to_owned()),
        };
        render::delivery(ui, shown, remark.as_deref(), self.pretty)
    }

    fn refused(&self, shown: &Beheaded<'_>) -> Result<()> {
        if self.filter != Filter::default() || (self.ui.quiet() && !self.ui.json()) {
            return Ok(());
        }
        render::refused(self.ui, shown, self.largest)
    }

    fn forward(&self, id: i64, forward: &Forward, retry_in: Option<Duration>) -> Result<()> {
        match self.ui.quiet() && !self.ui.json() {
            true => Ok(()),
            false => render::forward(self.ui, id, forward, retry_in, self.pretty),
        }
    }

    fn not_stored(&self, news: &NotStored) -> Result<()> {
        let NotStored { count, fault, at } = news;
        let what = if *count == 1 { "1 delivery".to_owned() } else { format!("{count} deliveries") };
        let hint = fault.hint().map(|hint| format!("; {hint}")).unwrap_or_default();
        self.ui.warn(&harmless(&format!(
            "{what} could not be stored and answered 503, for Nango to send again: {fault}{hint}"
        )));
        if !self.ui.json() {
            return Ok(());
        }
        self.ui.record(&json!({
            "event": "not_stored",
            "at": at.to_string(),
            "count": count,
            "status": 503,
            "code": fault.code(),
            "reason": fault.message,
        }))
    }

    /// Notes on forwards that could not be written in the end.
    pub fn unwritten(&self, fault: &Fault) {
        self.ui.warn(&harmless(&format!(
            "how the last forwards went could not be written to the inbox, where they are pending: {fault}"
        )));
    }

    /// The output stood still: what it has missed is read from the inbox.
    fn missed(&mut self, missed: Missed) -> Result<()> {
        if self.path.is_none() {
            return self.left_out(missed.count);
        }
        for ids in missed.deliveries.iter() {
            self.backlog.push_back(Piece { ids, what: What::Deliveries });
        }
        for ids in missed.outcomes.iter() {
            let shown = missed.deliveries.clone();
            self.backlog.push_back(Piece { ids, what: What::Outcomes { shown } });
        }
        Ok(())
    }

    fn left_out(&self, count: u64) -> Result<()> {
        if self.ui.json() {
            return self.ui.record(&json!({ "event": "not_shown", "count": count }));
        }
        self.ui.warn(&format!(
            "{count} deliveries were not shown: the output stood still, and there is no inbox"
        ));
        Ok(())
    }

    /// Shows one page of what was missed.
    fn page(&mut self) -> Result<()> {
        let Some(mut piece) = self.backlog.pop_front() else { return Ok(()) };
        let mut page = Vec::new();
        if let Err(fault) = self.read(&piece.ids, &mut page) {
            self.backlog.clear();
            self.ui.warn(&harmless(&format!("what was missed cannot be read from the inbox: {fault}")));
            return Ok(());
        }
        let more = page.len() == PAGE;
        let last = page.last().map(|stored| stored.id);
        for stored in page {
            self.stored(&stored, &piece.what)?;
        }
        if let (true, Some(last)) = (more, last) {
            piece.ids = last + 1..=*piece.ids.end();
            self.backlog.push_front(piece);
        }
        Ok(())
    }

    fn read(&mut self, ids: &RangeInclusive<i64>, page: &mut Vec<Stored>) -> std::result::Result<(), Fault> {
        if let (None, Some(path)) = (&self.inbox, self.path) {
            self.inbox = Inbox::open_existing(path)?;
        }
        let Some(inbox) = &mut self.inbox else { return Ok(()) };
        loop {
            let after = page.last().map_or(ids.start() - 1, |last| last.id);
            let query = Query { after: Some(after), limit: Some(PAGE - page.len()), ..Query::default() };
            inbox.find(&query, &mut |stored| {
                if stored.id > *ids.end() {
                    return ControlFlow::Break(());
                }
                page.push(stored);
                ControlFlow::Continue(())
            })?;
            // The rest may be in a file that has taken the place of the one that was opened.
            if page.len() == PAGE || !inbox.follow()? {
                return Ok(());
            }
        }
    }

    fn stored(&self, stored: &Stored, what: &What) -> Result<()> {
        match what {
            What::Outcomes { shown } if shown.iter().any(|range| range.contains(&stored.id)) => return Ok(()),
            What::Outcomes { .. } => {}
            What::Deliveries => {
                if let Some(refusal) = Refusal::of_code(&stored.verdict) {
                    let (id, at, head) = (stored.id, stored.at, &stored.request);
                    return self.refused(&Beheaded { id, at, head, refusal });
                }
                let event = Event::parse(&stored.request.body);
                self.delivery(&view::shown(stored, &event), Intent::Verdict)?;
            }
        }
        let mut tried = stored.forwards.iter().filter(|forward| forward.attempts > 0);
        tried.try_for_each(|forward| self.forward(stored.id, forward, None))
    }

    /// What came of it all.
    pub fn summary(&self, context: &Context, counts: &Counts) -> Result<()> {
        let number = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let (verified, refused) = (number(&counts.verified), number(&counts.refused));
        let (repeats, not_stored) = (number(&counts.repeats), number(&counts.not_stored));
        let (forwarded, failed) = (number(&counts.forwarded), number(&counts.failed));
        let pending = number(&counts.forwards).saturating_sub(forwarded + failed);
        let received = received(counts);
        let mut text = format!("{received} received, {verified} verified, {refused} refused");
        let mut say = |number: u64, what: &str, always: bool| {
            if number > 0 || always {
                text.push_str(&format!(", {number} {what}"));
            }
        };
        say(repeats, "repeats", false);
        say(forwarded, "forwarded", self.forwards);
        say(failed, "failed", self.forwards);
        say(pending, "not forwarded", false);
        say(not_stored, "not stored", false);
        context.ui.note(&text);
        if failed + pending > 0 && self.path.is_some() {
            context.ui.note(&format!(
                "{} {}",
                context.ui.paint_err(Style::Accent, "See them:"),
                harmless(&command("list --failed", self.at))
            ));
        }
        if !self.ui.json() {
            return Ok(());
        }
        self.ui.record(&json!({
            "event": "summary",
            "received": received,
            "verified": verified,
            "refused": refused,
            "repeats": repeats,
            "forwarded": forwarded,
            "failed": failed,
            "not_forwarded": pending,
            "not_stored": not_stored,
        }))
    }
}

fn forward_of(report: Report) -> Forward {
    Forward {
        state: match report.next {
            Next::Done => ForwardState::Done,
            Next::Failed => ForwardState::Failed,
            Next::Retry(_) => ForwardState::Pending,
        },
        attempts: report.attempt,
        status: report.outcome.status(),
        error: report.outcome.error(),
        took: Some(report.outcome.took),
        at: None,
        answer: report.outcome.answer,
        target: report.target,
    }
}

/// All that came, whatever became of it.
pub fn received(counts: &Counts) -> u64 {
    [&counts.verified, &counts.refused, &counts.not_stored].iter().map(|it| it.load(Ordering::Relaxed)).sum()
}
