//! `webhooks listen`

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};

use super::render;
use super::way::{Turn, Way};
use crate::cli::webhooks::{Listen, Print};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::interrupt::{interrupted, unless_interrupted};
use crate::serve::{Limits, Server};
use crate::ui::{Style, harmless};
use crate::webhook::filter::Filter;
use crate::webhook::listener::{Arrival, Listener};
use crate::webhook::receiver::Receiver;

/// How long requests in hand may take once the listener ends.
const DRAIN: Duration = Duration::from_secs(5);
/// How long a command may take to end once it is asked to.
#[cfg(unix)]
const GRACE: Duration = Duration::from_secs(5);

/// Listens until it is told to stop; the number is the exit code.
pub fn run(context: &Context, args: Listen) -> Result<u8> {
    let (listener, mut arrivals) = Listener::new(Receiver::new(super::candidates(context)?));
    context.run_through(async {
        let limits = Limits { body_bytes: args.max_body, ..Limits::default() };
        let server = Server::bind(SocketAddr::new(args.bind, args.port), limits)
            .await
            .map_err(|error| cannot_bind(&args, &error))?;
        let address = server.address().map_err(|error| cannot_bind(&args, &error))?;
        let url = format!("http://{address}");
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(server.run(
            Arc::new(listener),
            async {
                // A dropped sender stops it, too.
                let _ = stopped.await;
            },
            DRAIN,
        ));
        let opened = unless_interrupted(Way::open(context, &args.outside, address)).await;
        let mut way = match opened {
            Ok(way) => way,
            Err(error) => {
                drop(stop);
                return Err(error);
            }
        };
        let url = match args.outside.reachable.is_given() {
            true => way.url().to_owned(),
            false => url,
        };
        let mut session = Session {
            context,
            args: &args,
            until: args.until.iter().cloned().collect(),
            counts: Counts::default(),
        };
        let ended = session.attend(&url, &mut arrivals, &mut way).await;
        // Before the socket closes: what comes until then is still answered.
        // Who asks twice does not wait: the journal knows what is left to do.
        tokio::select! {
            () = interrupted() => {}
            () = way.close(context) => {}
        }
        drop(stop);
        // What was being received when the end came is shown, too; who asks twice does not wait for it.
        tokio::select! {
            () = interrupted() => {}
            _ = serving => {}
        }
        while let Ok(arrival) = arrivals.try_recv() {
            session.show(&arrival)?;
        }
        session.counts.tell(context);
        ended
    })
}

fn cannot_bind(args: &Listen, error: &std::io::Error) -> Error {
    let wrong = Error::failure(format!("cannot listen on {}:{}", args.bind, args.port)).cause(error);
    match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            wrong.hint("another program has that port: choose one with --port, 0 picks a free one")
        }
        _ => wrong,
    }
}

#[derive(Default)]
struct Counts {
    verified: u64,
    refused: u64,
}

impl Counts {
    fn tell(&self, context: &Context) {
        let received = self.verified + self.refused;
        context
            .ui
            .note(&format!("{received} received, {} verified, {} refused", self.verified, self.refused));
    }
}

struct Session<'a> {
    context: &'a Context,
    args: &'a Listen,
    until: Filter,
    counts: Counts,
}

impl Session<'_> {
    /// Shows what arrives until a match, the command's end, the time-out or Ctrl-C.
    async fn attend(
        &mut self,
        url: &str,
        arrivals: &mut mpsc::UnboundedReceiver<Arrival>,
        way: &mut Way,
    ) -> Result<u8> {
        let mut interrupt = std::pin::pin!(interrupted());
        let mut child = self.ready(url)?;
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
                () = &mut interrupt => {
                    end(child.take()).await;
                    // Ending a listener is how it is used; ending a wait is not.
                    return if waits || !self.args.command.is_empty() { Err(Error::interrupted()) } else { Ok(0) };
                }
                Some(arrival) = arrivals.recv() => {
                    if self.show(&arrival)? {
                        end(child.take()).await;
                        return Ok(0);
                    }
                }
                turn = way.turn(self.context) => match turn {
                    Turn::Moved => {
                        self.moved(way.url())?;
                        way.follow(self.context).await;
                    }
                    Turn::Sighted(received) => {
                        let (at, instant) = (self.context.now(), Instant::now());
                        if self.show(&Arrival::Delivery { received, at, instant })? {
                            end(child.take()).await;
                            return Ok(0);
                        }
                    }
                },
                status = exit_of(&mut child) => return status,
                () = &mut timeout => {
                    end(child.take()).await;
                    // Without a condition any verified webhook is what was waited for.
                    if !waits && self.args.command.is_empty() && self.counts.verified > 0 {
                        return Ok(0);
                    }
                    return Err(self.timed_out());
                }
            }
        }
    }

    fn timed_out(&self) -> Error {
        let error = |what: &str| Error::new(Kind::TimedOut, what);
        match &self.counts {
            _ if self.args.until.is_empty() && !self.args.command.is_empty() => {
                error("the command did not end in time")
            }
            Counts { verified: 0, refused: 0 } => error("no webhook came in time").hint(
                "does Nango know this address? set it in the dashboard, or per session with --webhook-url",
            ),
            Counts { verified: 0, .. } => error("no verified webhook came in time")
                .hint("see above why they were refused; only verified webhooks count"),
            Counts { verified, .. } => error("no matching webhook came in time")
                .hint(format!("{verified} came verified, but none matched every --until")),
        }
    }

    /// Says that the listener is ready, and starts the command.
    fn ready(&self, url: &str) -> Result<Option<tokio::process::Child>> {
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
        let Some((program, arguments)) = self.args.command.split_first() else { return Ok(None) };
        let mut command = tokio::process::Command::new(program);
        command.args(arguments).env("NANGO_WEBHOOK_URL", url).stdin(Stdio::inherit()).kill_on_drop(true);
        if ui.json() {
            // That stdout carries the stream and nothing else.
            command.stdout(std::io::stderr());
        }
        command.spawn().map(Some).map_err(|error| {
            Error::usage(format!("cannot run {}", harmless(program)))
                .cause(error)
                .hint("what follows -- is the command")
        })
    }

    /// Says where it is reached from now on.
    fn moved(&self, url: &str) -> Result<()> {
        if self.context.ui.json() {
            return self.context.ui.record(&json!({ "event": "moved", "url": url }));
        }
        Ok(())
    }

    /// Shows one arrival; true when it is what was waited for.
    fn show(&mut self, arrival: &Arrival) -> Result<bool> {
        let ui = &self.context.ui;
        match arrival {
            Arrival::Refused { head, refusal, at } => {
                self.counts.refused += 1;
                render::refused(ui, head, *refusal, *at, self.args.max_body)?;
                Ok(false)
            }
            Arrival::Delivery { received, at, .. } => {
                let accepted = received.verdict.accepted();
                if accepted {
                    self.counts.verified += 1
                } else {
                    self.counts.refused += 1
                }
                if ui.json() {
                    ui.record(&render::delivery_json(received, *at))?;
                } else if ui.quiet() {
                    if let (true, Some(id)) = (accepted, received.event.connection_id()) {
                        ui.value(id)?;
                    }
                } else {
                    render::delivery(ui, received, *at, self.args.print == Print::Pretty)?;
                }
                Ok(accepted && !self.args.until.is_empty() && self.until.matches(&received.event))
            }
        }
    }
}

/// The exit code of the command, once there is one; never where there is no command.
async fn exit_of(child: &mut Option<tokio::process::Child>) -> Result<u8> {
    let Some(child) = child else { return std::future::pending().await };
    let status = child.wait().await.map_err(|error| Error::failure("the command was lost").cause(error))?;
    Ok(code_of(status))
}

/// As a shell says it: 128 and the signal's number for a command that a signal ended.
fn code_of(status: std::process::ExitStatus) -> u8 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return 128u8.saturating_add(signal as u8);
    }
    status.code().map_or(1, |code| code as u8)
}

/// Ends a command that outlived the listener: it is asked to, and killed only where it does not.
async fn end(child: Option<tokio::process::Child>) {
    let Some(mut child) = child else { return };
    #[cfg(unix)]
    if let Some(id) = child.id().and_then(|id| rustix::process::Pid::from_raw(id as i32)) {
        let asked = rustix::process::kill_process(id, rustix::process::Signal::TERM);
        if asked.is_ok() {
            tokio::select! {
                _ = child.wait() => return,
                () = interrupted() => {}
                () = tokio::time::sleep(GRACE) => {}
            }
        }
    }
    let _ = child.kill().await;
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
