//! `webhooks replay`

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::inbox::{self, failed, inbox_path};
use super::sending::{Label, Place, Round, seed};
use crate::cli::webhooks::{Replay, Selection, Speed};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::secret::Secret;
use crate::webhook::courier::Leg;
use crate::webhook::delivery::{Attempt, Parcel};
use crate::webhook::event::Event;
use crate::webhook::inbox::{Fault, ForwardNote, ForwardState, Inbox, Query, Stored, Wanted};
use crate::webhook::signature::{HMAC_HEADER, LEGACY_HEADER, hmac_sha256, legacy_sha256};

/// Says which delivery a request is the repetition of, where that is wanted.
const MARK: &str = "X-Nango-CLI-Replay";
/// So many notes are written at once, or fewer after a second.
const AT_ONCE: usize = 64;
const AT_LEAST_EVERY: Duration = Duration::from_secs(1);

/// One delivery to send; its bytes stay in the inbox until its turn comes.
struct Entry {
    id: i64,
    at: Timestamp,
    /// Stands for its connection.
    lane: u64,
}

/// Sends stored deliveries again.
pub fn run(context: &Context, args: &Replay) -> Result<()> {
    let query = query(context, args)?;
    let key = match args.resign {
        true => super::candidates(context)?.into_iter().next().map(|candidate| candidate.key),
        false => None,
    };
    let path = inbox_path(context, &args.at)?;
    let inbox = inbox::existing(context, &path, &args.at)?;
    let place = Place::of(context, Some(&args.to), &args.at, &args.manner)?;
    let (entries, missed) = match &inbox {
        Some(inbox) => collect(inbox, &query, args, &place).map_err(failed("read", &path))?,
        None => (Vec::new(), HashMap::new()),
    };
    let is_there = |id: &i64| entries.iter().any(|entry| entry.id == *id);
    let missing: Vec<i64> = args.ids.iter().copied().filter(|id| !is_there(id)).collect();
    if !missing.is_empty() && only_ids(args) {
        return Err(inbox::not_there(&missing, &args.at));
    }
    let seed = seed(&args.manner);
    let lanes: Vec<u64> = entries.iter().map(|entry| entry.lane).collect();
    let plan = args.manner.shares().plan(&lanes, &mut fastrand::Rng::with_seed(seed));
    let order: Vec<usize> = plan.steps.iter().map(|step| step.index).collect();
    let dues = dues(&entries, &order, args.speed);
    // One at a time means one after the other, also where one waits for its next attempt.
    let lane = |index: usize| if args.concurrency.get() > 1 { entries[index].lane } else { 0 };
    let legs: Vec<Leg> = order.iter().zip(dues).map(|(index, due)| Leg { lane: lane(*index), due }).collect();
    let round = Round {
        context,
        place: &place,
        manner: &args.manner,
        redirects: 0,
        concurrency: args.concurrency.get(),
        plan: &plan,
        legs: &legs,
        seed,
    };
    let mut left = left_of(&order, entries.len());
    let mut notes = Notes::new();
    let inbox = RefCell::new(inbox);
    let outcome = context.run_through(round.run(
        |step| {
            let inbox = inbox.borrow();
            let Some(inbox) = inbox.as_ref() else { return Ok(None) };
            let id = entries[step.index].id;
            let stored = inbox.get(id).map_err(failed("read", &path))?;
            Ok(stored.map(|stored| parcel(stored, args, key.as_ref())))
        },
        |ended| {
            let index = ended.step.index;
            // One that was to be tried again is still to be done.
            left[index] -= u8::from(ended.attempt.retry_in.is_none());
            let id = entries[index].id;
            if ended.attempt.succeeded()
                && ended.step.corrupt.is_none()
                && let Some(attempts) = missed.get(&id)
            {
                let note = note(id, &place, *attempts, ended.attempt, context.now());
                notes.push(note, inbox.borrow_mut().as_mut());
            }
            match context.ui.quiet() && !ended.attempt.succeeded() {
                true => context.ui.value(&id.to_string()),
                false => Ok(()),
            }
        },
    ));
    // However the round ended, what was taken was taken.
    if let Err(fault) = notes.write(inbox.borrow_mut().as_mut()) {
        context.ui.warn(&format!("what was taken still counts as not forwarded: {}", fault.message));
    }
    let tally = outcome?;
    let reached = left.iter().position(|left| *left > 0);
    report(&round, &tally, &entries, reached)
}

/// What was taken after all, on its way into the inbox: a few at a time, so that a round which is killed leaves little
/// that would be sent twice.
struct Notes {
    waiting: Vec<ForwardNote>,
    /// When some were last written.
    written: Instant,
    /// Whether that failed. It may have taken long, and is tried again at the end alone.
    failed: bool,
}

impl Notes {
    fn new() -> Self {
        Notes { waiting: Vec::new(), written: Instant::now(), failed: false }
    }

    fn push(&mut self, note: ForwardNote, inbox: Option<&mut Inbox>) {
        self.waiting.push(note);
        if !self.failed && (self.waiting.len() >= AT_ONCE || self.written.elapsed() >= AT_LEAST_EVERY) {
            self.failed = self.write(inbox).is_err();
        }
    }

    fn write(&mut self, inbox: Option<&mut Inbox>) -> std::result::Result<(), Fault> {
        if let Some(inbox) = inbox.filter(|_| !self.waiting.is_empty()) {
            inbox.note(&self.waiting)?;
            self.waiting.clear();
        }
        self.written = Instant::now();
        Ok(())
    }
}

fn report(
    round: &Round<'_>,
    tally: &super::sending::Tally,
    entries: &[Entry],
    reached: Option<usize>,
) -> Result<()> {
    let ui = &round.context.ui;
    if entries.is_empty() && !ui.json() {
        ui.note("nothing in the inbox matches: nothing was sent");
    } else {
        round.report(tally)?;
    }
    if tally.finished {
        return round.verdict(tally);
    }
    let mut interrupted = Error::interrupted();
    interrupted.message = format!("interrupted after {} of {}", tally.ended(), round.legs.len());
    Err(interrupted.hint(match reached.map(|at| entries.split_at(at)) {
        // Nothing was finished, so all is to be done again.
        Some(([], _)) | None => "the same command begins anew".to_owned(),
        Some((done, rest)) => {
            let last = done.iter().map(|entry| entry.id).max().unwrap_or_default();
            match rest.iter().all(|entry| entry.id > last) {
                true => format!("go on with the same options and --after {last}"),
                // Imports have their place in time, and later IDs.
                false => format!("go on with the same options and --since {}", rest[0].at),
            }
        }
    }))
}

/// Whether deliveries are chosen by nothing but their IDs, so that each has to be there.
fn only_ids(args: &Replay) -> bool {
    let Selection { which, since, before, refused, failed } = &args.selection;
    which.conditions.is_empty()
        && since.is_none()
        && before.is_none()
        && args.after.is_none()
        && !failed
        && !refused
}

fn query(context: &Context, args: &Replay) -> Result<Query> {
    if args.ids.is_empty() && only_ids(args) && !args.all {
        return Err(Error::usage("which deliveries?")
            .hint("name their IDs, or choose with --since 1h, --filter type=auth, --failed or --refused")
            .hint("--after 0 sends all that were verified"));
    }
    let chosen = inbox::query(&args.selection, context.now())?;
    // Whoever names a delivery wants it, whatever was wrong with it.
    let any = args.all || args.selection.refused || !args.ids.is_empty();
    Ok(Query {
        after: args.after,
        ids: args.ids.clone(),
        verdict: if any { chosen.verdict } else { Wanted::Accepted },
        ..chosen
    })
}

/// The deliveries in their original order, and the attempts at those that this target did not take.
fn collect(
    inbox: &Inbox,
    query: &Query,
    args: &Replay,
    place: &Place,
) -> std::result::Result<(Vec<Entry>, HashMap<i64, u32>), Fault> {
    let failed = args.selection.failed;
    // Where this target had deliveries before, what it was not to get (by a condition, or for it was started later)
    // failed at others alone. A target that nobody knows gets all that failed anywhere.
    let known = failed && inbox.knows(&place.name)?;
    let by_connection = args.concurrency.get() > 1 || args.manner.reorder.is_some();
    let (mut entries, mut missed) = (Vec::new(), HashMap::new());
    let mut each = |stored: Stored| {
        let own = stored.forwards.iter().find(|forward| forward.target == place.name);
        match own {
            // What failed, failed elsewhere.
            Some(forward) if failed && forward.state == ForwardState::Done => {
                return ControlFlow::Continue(());
            }
            None if known => return ControlFlow::Continue(()),
            Some(forward) if forward.state != ForwardState::Done => {
                missed.insert(stored.id, forward.attempts);
            }
            _ => {}
        }
        let lane = if by_connection { lane(&stored) } else { 0 };
        entries.push(Entry { id: stored.id, at: stored.at, lane });
        ControlFlow::Continue(())
    };
    inbox.find(query, &mut each)?;
    Ok((entries, missed))
}

/// Those without a connection share one.
fn lane(stored: &Stored) -> u64 {
    let event = Event::parse(&stored.request.body);
    let mut hasher = DefaultHasher::new();
    event.connection_id().hash(&mut hasher);
    hasher.finish()
}

/// How many sendings of each entry are still to end.
fn left_of(order: &[usize], entries: usize) -> Vec<u8> {
    let mut left = vec![0; entries];
    order.iter().for_each(|index| left[*index] += 1);
    left
}

/// When each is due: after the pause that was between it and the first, shorter by the speed. What was held back is
/// due with what it now follows.
fn dues(entries: &[Entry], order: &[usize], speed: Speed) -> Vec<Duration> {
    let Speed::Times(times) = speed else { return vec![Duration::ZERO; order.len()] };
    let Some(first) = entries.iter().map(|entry| entry.at).min() else { return Vec::new() };
    let mut latest = Duration::ZERO;
    let due = |index: &usize| {
        let pause = entries[*index].at.duration_since(first).unsigned_abs();
        let pause = Duration::try_from_secs_f64(pause.as_secs_f64() / times).unwrap_or(Duration::MAX);
        latest = latest.max(pause);
        latest
    };
    order.iter().map(due).collect()
}

fn parcel(stored: Stored, args: &Replay, key: Option<&Secret>) -> (Parcel, Label) {
    let label = Label::of(Some(stored.id), &Event::parse(&stored.request.body));
    let mut parcel =
        Parcel { method: stored.request.method, headers: stored.request.headers, body: stored.request.body };
    if let Some(key) = key {
        let signed = [HMAC_HEADER, LEGACY_HEADER];
        let own = |name: &str| signed.iter().any(|signed| signed.eq_ignore_ascii_case(name));
        parcel.headers = parcel.headers.iter().filter(|(name, _)| !own(name)).collect();
        parcel.headers.push(LEGACY_HEADER, legacy_sha256(key, &parcel.body));
        parcel.headers.push(HMAC_HEADER, hmac_sha256(key, &parcel.body));
    }
    if args.mark {
        parcel.headers.push(MARK, stored.id.to_string());
    }
    (parcel, label)
}

fn note(id: i64, place: &Place, earlier: u32, attempt: &Attempt, now: Timestamp) -> ForwardNote {
    ForwardNote {
        delivery: id,
        target: place.name.clone(),
        state: ForwardState::Done,
        attempts: earlier.saturating_add(attempt.number),
        status: attempt.result.as_ref().ok().copied(),
        error: None,
        took: Some(attempt.took),
        at: Some(now),
        answer: attempt.answer.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_are_those_between_the_originals() {
        let entry = |id: i64, at: &str| Entry { id, at: at.parse().unwrap(), lane: 0 };
        let entries = [
            entry(1, "2026-11-24T12:00:00Z"),
            entry(2, "2026-11-24T12:00:01Z"),
            entry(3, "2026-11-24T12:00:01Z"),
            entry(4, "2026-11-24T12:01:00Z"),
        ];
        let seconds = |order: &[usize], speed| {
            dues(&entries, order, speed).iter().map(Duration::as_secs_f64).collect::<Vec<_>>()
        };
        assert_eq!(seconds(&[0, 1, 2, 3], Speed::Times(1.0)), [0.0, 1.0, 1.0, 60.0]);
        assert_eq!(seconds(&[0, 1, 2, 3], Speed::Times(10.0)), [0.0, 0.1, 0.1, 6.0]);
        assert_eq!(seconds(&[0, 1, 2, 3], Speed::Max), [0.0; 4]);
        assert_eq!(seconds(&[1, 0, 3, 0, 2], Speed::Times(1.0)), [1.0, 1.0, 60.0, 60.0, 60.0]);
        assert!(dues(&[], &[], Speed::Times(1.0)).is_empty());
    }
}
