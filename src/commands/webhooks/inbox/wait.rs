//! `webhooks wait`

use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;

use super::{command, failed, inbox_path, point, view};
use crate::cli::webhooks::{InboxAt, Wait};
use crate::commands::webhooks::render::{self, DeliveryJson};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ui::harmless;
use crate::webhook::event::Event;
use crate::webhook::filter::Filter;
use crate::webhook::inbox::{Inbox, Query, Stored};

/// How often to look whether somebody wrote. It reads one number, from memory that the processes share.
const LOOK: Duration = Duration::from_millis(20);

/// Waits for events that match.
pub fn run(context: &Context, args: &Wait) -> Result<()> {
    let path = inbox_path(context, &args.at)?;
    let inbox = Inbox::open_existing(&path).map_err(failed("open", &path))?;
    let now = context.now();
    let listener = match &inbox {
        // Of several the first: the event may have gone to any of them.
        Some(inbox) => inbox.running().map_err(failed("read", &path))?.pop(),
        None => None,
    };
    let since = point("--since", args.since, now)?.or(listener.as_ref().map(|it| it.since)).unwrap_or(now);
    let mut watch = Watch {
        context,
        at: &args.at,
        path: &path,
        inbox,
        filter: args.which.filter(),
        since,
        seen: 0,
        version: None,
        wanted: args.count,
        left: args.count,
        looks_back: args.since.is_some(),
        others: 0,
        refused: 0,
    };
    let limit = context.timeout;
    context.run(async {
        // From here on Ctrl-C is heard.
        let waited = async {
            if watch.look()? {
                return Ok(());
            }
            if listener.is_none() {
                let path = harmless(&path.display().to_string());
                context.ui.note(&format!(
                    "no listener is running on {path}: start one with `{}`",
                    harmless(&command("listen", &args.at))
                ));
            }
            while !watch.look()? {
                tokio::time::sleep(LOOK).await;
            }
            Ok(())
        };
        let Some(limit) = limit else { return waited.await };
        match tokio::time::timeout(limit, waited).await {
            Ok(result) => result,
            Err(_) => Err(watch.timed_out(limit)),
        }
    })
}

struct Watch<'a> {
    context: &'a Context,
    at: &'a InboxAt,
    path: &'a Path,
    inbox: Option<Inbox>,
    filter: Filter,
    since: Timestamp,
    /// The newest ID that was looked at.
    seen: i64,
    version: Option<i64>,
    wanted: u32,
    left: u32,
    /// Whether that was asked for.
    looks_back: bool,
    others: usize,
    refused: usize,
}

impl Watch<'_> {
    /// Looks at what is new; true once enough matched.
    fn look(&mut self) -> Result<bool> {
        if self.inbox.as_ref().is_some_and(|inbox| !inbox.is_in_place()) {
            // Moved away or deleted meanwhile: another one will take its place, with deliveries of its own.
            (self.inbox, self.seen, self.version) = (None, 0, None);
        }
        if self.inbox.is_none() {
            self.inbox = Inbox::open_existing(self.path).map_err(failed("open", self.path))?;
        }
        let Some(inbox) = &self.inbox else { return Ok(false) };
        let version = inbox.version().map_err(failed("read", self.path))?;
        if self.version.replace(version) == Some(version) {
            return Ok(false);
        }
        // The first look goes by time, for which there is an index; what comes later has larger IDs.
        let latest = inbox.latest().map_err(failed("read", self.path))?;
        let after = (self.seen > 0).then_some(self.seen);
        let query = Query { after, since: Some(self.since), ..Query::default() };
        let (context, filter, left) = (self.context, &self.filter, &mut self.left);
        let (others, refused) = (&mut self.others, &mut self.refused);
        let (mut seen, mut shown) = (latest.max(self.seen), Ok(()));
        let found = inbox.find(&query, &mut |stored| {
            seen = seen.max(stored.id);
            let event = Event::parse(&stored.request.body);
            match (stored.accepted(), filter.matches(&event)) {
                (true, true) => {
                    *left -= 1;
                    shown = show(context, &stored, &event);
                }
                (true, false) => *others += 1,
                (false, _) => *refused += 1,
            }
            if *left == 0 || shown.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        self.seen = seen;
        shown?;
        found.map_err(failed("read", self.path))?;
        Ok(self.left == 0)
    }

    fn timed_out(&self, limit: Duration) -> Error {
        let what = match self.wanted {
            1 => "no matching webhook came in time",
            _ => "too few matching webhooks came in time",
        };
        let error = Error::new(Kind::TimedOut, what)
            .cause(format!("waited {limit:.0?}, looking at what came since {}", self.since));
        match (self.others, self.refused) {
            _ if self.left < self.wanted => {
                error.hint(format!("{} of {} came", self.wanted - self.left, self.wanted))
            }
            (0, 0) if self.looks_back => error.hint("none came at all"),
            (0, 0) => error.hint("none came at all; what came earlier counts with --since 10m"),
            (0, refused) => {
                let list = command("list --refused", self.at);
                error.hint(format!("{refused} came, but were refused: `{list}`"))
            }
            (others, _) => {
                error.hint(format!("{others} came, but did not match: `{}`", command("list", self.at)))
            }
        }
    }
}

fn show(context: &Context, stored: &Stored, event: &Event) -> Result<()> {
    let ui = &context.ui;
    if ui.json() {
        return ui.record(&DeliveryJson::of(&view::shown(stored, event)));
    }
    if ui.quiet() {
        return event.connection_id().map_or(Ok(()), |id| ui.value(id));
    }
    render::delivery(ui, &view::shown(stored, event), None, false)
}
