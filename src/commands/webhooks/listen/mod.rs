//! `webhooks listen`: a worker that answers, and a person or a script that is shown what comes.

mod plan;
mod show;

use std::path::Path;
use std::pin::Pin;
use std::sync::atomic::Ordering;

use futures_util::FutureExt;
use serde_json::{Value, json};
use tokio::process::Child;

use super::way::{Turn, Way};
use crate::cli::webhooks::Listen;
use crate::commands::companion::{self, end, exit_of};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::interrupt::{interrupted, unless_interrupted};
use crate::ui::{Style, harmless};
use crate::webhook::listener::{Counts, Worker};

use show::Show;

/// How much is shown before the end begins, however fast more comes.
const AT_MOST: usize = 2048;

/// Listens until it is told to stop; the number is the exit code.
pub fn run(context: &Context, args: &Listen) -> Result<u8> {
    let inbox = plan::inbox(context, args)?;
    let order = plan::order(context, args, inbox.as_deref())?;
    let left_over = plan::left_over(args, inbox.as_deref());
    context.run_through(async {
        let started = unless_interrupted(async { Ok(Worker::start(order).await) }).await?;
        let mut worker = started
            .map_err(|trouble| plan::not_started(args, trouble, inbox.as_deref().unwrap_or(Path::new(""))))?;
        let mut show = Show::new(&context.ui, args, inbox.as_deref());
        let way = Way::open(context, &args.outside, worker.address).await;
        let opened = way.is_ok();
        let ended = match way {
            Ok(mut way) => {
                let ended = Session { context, args, left_over: &left_over }
                    .attend(&mut worker, &mut way, &mut show)
                    .await;
                // Before the socket closes: what comes until then is still answered.
                way.close().await;
                ended
            }
            Err(error) => Err(error),
        };
        let mut shown = drain(&mut worker, &mut show).await;
        // Where it was never ready, and nothing came all the same, there is only the error to tell.
        if opened || show::received(&worker.counts) > 0 {
            shown = shown.and_then(|()| show.summary(context, &worker.counts));
        }
        ended.and_then(|code| shown.map(|()| code))
    })
}

/// Finishes what is in hand and shows what comes of it; who asks twice does not wait for it.
async fn drain(worker: &mut Worker, show: &mut Show<'_>) -> Result<()> {
    worker.stop();
    let mut shown = Ok(());
    let mut hurried = false;
    let mut interrupt = std::pin::pin!(interrupted());
    loop {
        tokio::select! {
            biased;
            () = &mut interrupt, if !hurried => {
                hurried = true;
                worker.hurry();
            }
            more = show.next(&mut worker.arrivals) => match more {
                // Where nobody reads any more, the rest is still stored and forwarded.
                Some(told) => shown = shown.and_then(|()| show.told(told)),
                None => break,
            }
        }
    }
    match worker.ended().await {
        None => return Err(broke_down()),
        Some(ended) => {
            if let Some(fault) = ended.unwritten {
                show.unwritten(&fault);
            }
        }
    }
    shown
}

/// A mistake in this program, which has said on stderr where.
fn broke_down() -> Error {
    Error::failure("the listener broke down and answers no more")
        .hint("what was answered 200 is in the inbox; start it again, and please report this")
}

struct Session<'a> {
    context: &'a Context,
    args: &'a Listen,
    /// To be said once it is ready.
    left_over: &'a [String],
}

impl Session<'_> {
    /// Shows what arrives until a match, the command's end, the time-out or Ctrl-C.
    async fn attend(&self, worker: &mut Worker, way: &mut Way<'_>, show: &mut Show<'_>) -> Result<u8> {
        let url = match self.args.outside.reachable.is_given() {
            true => way.url().to_owned(),
            false => format!("http://{}", worker.address),
        };
        let waits = !self.args.until.is_empty();
        if waits || !self.args.command.is_empty() {
            self.context.ui.go_on_unread();
        }
        // Before anybody hears that it is ready, for it may be ended at once.
        let interrupt = std::pin::pin!(interrupted());
        let mut child = self.ready(&url)?;
        let ended = self.watch(worker, way, show, &mut child, interrupt).await;
        // Whatever it was: a command that still runs is asked to end.
        end(child.take()).await;
        ended
    }

    async fn watch(
        &self,
        worker: &mut Worker,
        way: &mut Way<'_>,
        show: &mut Show<'_>,
        child: &mut Option<Child>,
        mut interrupt: Pin<&mut impl Future<Output = ()>>,
    ) -> Result<u8> {
        let waits = !self.args.until.is_empty();
        let limit = self.context.timeout;
        let mut timeout = std::pin::pin!(async {
            match limit {
                Some(limit) => tokio::time::sleep(limit).await,
                None => std::future::pending().await,
            }
        });
        loop {
            tokio::select! {
                biased;
                () = &mut interrupt => return self.interrupted(),
                () = worker.matched.notified() => {
                    // What was waited for has been told already: it is shown before a command ends that may say more.
                    for _ in 0..AT_MOST {
                        let Some(Some(told)) = show.next(&mut worker.arrivals).now_or_never() else { break };
                        show.told(told)?;
                    }
                    return Ok(0);
                }
                turn = way.turn() => match turn {
                    Turn::Moved => self.moved(way.url())?,
                    Turn::Sighted(received) => if !worker.sighted(received) {
                        self.context.ui.warn("too much waits to be stored: what the connections list shows is left out");
                    }
                },
                status = exit_of(child) => return status,
                () = &mut timeout => {
                    // Without a condition any verified webhook is what was waited for.
                    let any = worker.counts.verified.load(Ordering::Relaxed) > 0;
                    if !waits && self.args.command.is_empty() && any {
                        return Ok(0);
                    }
                    return Err(self.timed_out(&worker.counts));
                }
                // Last, so that a flood of deliveries keeps nothing else waiting.
                told = show.next_at_leisure(&mut worker.arrivals) => match told {
                    Some(told) => show.told_with_more(told, &mut worker.arrivals)?,
                    // Only a Ctrl-C asks it to end, of which it may hear first.
                    None => {
                        let ended = worker.ended().await;
                        return if ended.is_some() { self.interrupted() } else { Err(broke_down()) };
                    }
                }
            }
        }
    }

    /// Ending a listener is how it is used; ending a wait is not.
    fn interrupted(&self) -> Result<u8> {
        match self.args.until.is_empty() && self.args.command.is_empty() {
            true => Ok(0),
            false => Err(Error::interrupted()),
        }
    }

    fn timed_out(&self, counts: &Counts) -> Error {
        let error = |what: &str| Error::new(Kind::TimedOut, what);
        let (verified, refused) =
            (counts.verified.load(Ordering::Relaxed), counts.refused.load(Ordering::Relaxed));
        match (verified, refused) {
            _ if self.args.until.is_empty() && !self.args.command.is_empty() => {
                error("the command did not end in time")
            }
            (0, 0) => error("no webhook came in time").hint(
                "does Nango know this address? set it in the dashboard, or per session with --webhook-url",
            ),
            (0, _) => error("no verified webhook came in time")
                .hint("see above why they were refused; only verified webhooks count"),
            (verified, _) => error("no matching webhook came in time")
                .hint(format!("{verified} came verified, but none matched every --until")),
        }
    }

    /// Says that the listener is ready, and starts the command.
    fn ready(&self, url: &str) -> Result<Option<Child>> {
        let ui = &self.context.ui;
        let line = json!({ "event": "ready", "url": url, "pid": std::process::id() });
        if let Some(path) = &self.args.ready_file {
            write_whole(path, &line)
                .map_err(|error| Error::failure(format!("cannot write {}", path.display())).cause(error))?;
        }
        if ui.json() {
            ui.record(&line)?;
        } else {
            ui.note(&format!("Ready: {} (Ctrl-C ends it)", ui.paint_err(Style::Accent, url)));
        }
        self.left_over.iter().for_each(|said| ui.note(&harmless(said)));
        let environment = [("NANGO_WEBHOOK_URL", url.to_owned())];
        companion::start(self.context, &self.args.command, environment, "what follows -- is the command")
    }

    /// Says where it is reached from now on.
    fn moved(&self, url: &str) -> Result<()> {
        if self.context.ui.json() {
            return self.context.ui.record(&json!({ "event": "moved", "url": url }));
        }
        Ok(())
    }
}

/// Appears whole or not at all: whoever waits for the file reads it at once.
fn write_whole(path: &Path, line: &Value) -> std::io::Result<()> {
    use std::io::Write;
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(directory)?;
    writeln!(file, "{line}")?;
    file.persist(path)?;
    Ok(())
}
