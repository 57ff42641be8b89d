//! A command for each event: the payload on its standard input, what it is about in its environment.

use std::process::{ExitStatus, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

#[cfg(unix)]
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin, Command};

use super::outcome::{End, Outcome, SHOWN};
use super::source::Loaded;
use crate::fetch::{Fault, FaultKind};
use crate::webhook::event::Event;

/// The longest value of a variable, in bytes: longer ones keep a program from starting (128 KiB on Linux, 32 KiB on
/// Windows). Such a variable is left out; the payload has it.
const LONGEST_VALUE: usize = 32 * 1024 - 1;
/// How long output may follow the command's end. Whoever still holds its pipes then was left running on purpose.
const LAST_WORDS: Duration = Duration::from_millis(250);
/// How long a command that ran too long may take to end once it is asked to.
#[cfg(unix)]
const GRACE: Duration = Duration::from_secs(2);

/// Runs the line in a shell and waits for its end.
pub(super) async fn run(line: &str, timeout: Duration, id: i64, delivery: &Loaded) -> Outcome {
    let started = Instant::now();
    let fault = |kind, message| End::Fault(Fault { kind, message });
    let mut command = shell(line);
    for (name, value) in variables(id, delivery) {
        match value.map(|value| value.replace('\0', "")).filter(|value| value.len() <= LONGEST_VALUE) {
            Some(value) => command.env(name, value),
            // An outer listener's command may have set it for another event.
            None => command.env_remove(name),
        };
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut running = match command.spawn() {
        Ok(child) => Running { child },
        Err(error) => {
            let end = fault(FaultKind::NotConnected, format!("the shell cannot be started: {error}"));
            return Outcome::bare(end, started.elapsed());
        }
    };
    let output = Mutex::new(Vec::new());
    let status = {
        let child = &mut running.child;
        let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let streams = async {
            tokio::join!(
                feed(stdin, &delivery.request.body),
                gather(stdout, &output),
                gather(stderr, &output)
            )
        };
        let mut streams = std::pin::pin!(streams);
        let ended = tokio::time::timeout(timeout, async {
            tokio::select! {
                status = child.wait() => {
                    let _ = tokio::time::timeout(LAST_WORDS, &mut streams).await;
                    status
                }
                _ = &mut streams => child.wait().await,
            }
        });
        ended.await
    };
    let end = match status {
        Ok(Ok(status)) => End::Exit(code_of(status)),
        Ok(Err(error)) => fault(FaultKind::Broken, format!("the command was lost: {error}")),
        Err(_) => fault(FaultKind::TimedOut, "the command did not end in time".to_owned()),
    };
    let took = started.elapsed();
    running.end().await;
    let answer = output.into_inner().unwrap_or_else(PoisonError::into_inner);
    Outcome { end, took, answer, content_type: None }
}

fn shell(line: &str) -> Command {
    #[cfg(not(windows))]
    {
        let mut command = Command::new("sh");
        // A group of its own: Ctrl-C is not for it, and it ends with all that it started.
        command.arg("-c").arg(line).process_group(0);
        command
    }
    #[cfg(windows)]
    {
        let mut command = Command::new("cmd");
        command.arg("/C").raw_arg(line);
        command
    }
}

/// What is known of the event; `None` where it does not say.
fn variables(id: i64, delivery: &Loaded) -> [(&'static str, Option<String>); 13] {
    let event = Event::parse(&delivery.request.body);
    let owner = event.owner();
    let text = |text: Option<&str>| text.map(str::to_owned);
    [
        ("NANGO_EVENT_ID", Some(id.to_string())),
        ("NANGO_EVENT_TYPE", text(Some(event.type_name()))),
        ("NANGO_OPERATION", text(event.operation())),
        ("NANGO_SUCCESS", event.success().map(|success| success.to_string())),
        ("NANGO_CONNECTION_ID", text(event.connection_id())),
        ("NANGO_PROVIDER_CONFIG_KEY", text(event.integration())),
        ("NANGO_PROVIDER", text(event.provider())),
        ("NANGO_ENVIRONMENT", text(event.environment())),
        ("NANGO_END_USER_ID", owner.end_user_id),
        ("NANGO_END_USER_EMAIL", owner.end_user_email),
        ("NANGO_ORGANIZATION_ID", owner.organization_id),
        ("NANGO_TAGS", event.tags().map(|tags| tags.to_string())),
        ("NANGO_VERIFIED", Some(delivery.verified.to_string())),
    ]
}

/// A command need not read its input, nor all of it.
async fn feed(stdin: Option<ChildStdin>, body: &[u8]) {
    if let Some(mut stdin) = stdin {
        let _ = stdin.write_all(body).await;
    }
}

/// Reads to the end, and keeps what there is room for.
async fn gather(stream: Option<impl AsyncRead + Unpin>, into: &Mutex<Vec<u8>>) {
    let Some(mut stream) = stream else { return };
    let mut buffer = [0; 8 * 1024];
    while let Ok(read @ 1..) = stream.read(&mut buffer).await {
        let mut kept = into.lock().unwrap_or_else(PoisonError::into_inner);
        let room = SHOWN - kept.len();
        kept.extend_from_slice(&buffer[..read.min(room)]);
    }
}

/// As a shell says it: 128 and the signal's number for a command that a signal ended.
fn code_of(status: ExitStatus) -> i32 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return 128 + signal;
    }
    status.code().unwrap_or(1)
}

/// A command and all that it started; dropped before its end, they are killed.
struct Running {
    child: Child,
}

impl Running {
    /// Ends what is still running: it is asked to, and killed only where it does not.
    async fn end(mut self) {
        #[cfg(unix)]
        if let Some(group) = self.group() {
            let _ = kill_process_group(group, Signal::TERM);
            let _ = tokio::time::timeout(GRACE, self.child.wait()).await;
            // The shell may be gone and what it started may not.
            let _ = kill_process_group(group, Signal::KILL);
        }
        #[cfg(not(unix))]
        let _ = self.child.kill().await;
    }

    /// The group it leads, unless it has ended: then its number may be somebody else's.
    #[cfg(unix)]
    fn group(&self) -> Option<Pid> {
        Pid::from_raw(i32::try_from(self.child.id()?).ok()?)
    }
}

#[cfg(unix)]
impl Drop for Running {
    fn drop(&mut self) {
        if let Some(group) = self.group() {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}
