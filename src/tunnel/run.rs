//! Runs a tunnel program for as long as its [`Tunnel`] lives.
//!
//! It has a thread of its own: whatever holds up the rest of the process, the program's output is read, and a program
//! that ends is started again.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, ChildStdin, Command};
use tokio::sync::{mpsc, oneshot};

use super::address::Reader;
use super::{KNOWN, Program, meaning};

/// How many of its last lines are kept for an error.
const LAST_LINES: usize = 8;
/// How much of a line is looked at, in bytes.
const LONGEST_LINE: usize = 8 * 1024;
/// How long a program may take to end once it is asked to; the guard counts in seconds, too.
const GRACE: Duration = Duration::from_secs(3);
/// The first wait before a program that ended is started again; it doubles.
const FIRST_WAIT: Duration = Duration::from_millis(500);
/// The longest such wait.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// A tunnel that held this long starts over with the first wait.
const SETTLED: Duration = Duration::from_secs(60);

/// Runs the program, and ends its whole process group once this process lets go of the guard's standard input: by
/// closing it, or by dying, SIGKILL included. The program reads that pipe, too, so it never sees its end before.
#[cfg(unix)]
const GUARD: &str = r#"
trap : TERM
exec 3<&0
"$@" <&3 3<&- & program=$!
{ trap '' TERM; cat <&3; kill -TERM 0; sleep 3; kill -KILL 0; } >/dev/null 2>&1 &
exec 3<&- </dev/null >/dev/null 2>&1
while :; do wait $program; code=$?; kill -0 $program || break; done
exit $code
"#;

/// What happens to a tunnel once it is up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The program ended, or its address never came; another try follows.
    Lost {
        /// What is known about it.
        fault: Fault,
        /// How long until the next try.
        retry_in: Duration,
    },
    /// It is up again, or has changed its address.
    Up {
        /// The public URL, without a final slash.
        url: String,
    },
}

/// Why there is no tunnel. Lines are the program's own: not harmless yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not on `PATH`.
    Missing {
        /// Its name.
        program: &'static str,
        /// Others that are there.
        others: Vec<&'static str>,
    },
    /// The operating system could not start it.
    Unstartable {
        /// Its words.
        message: String,
    },
    /// It ended.
    Ended {
        /// Its exit code; none where a signal ended it.
        code: Option<i32>,
        /// Its last lines.
        lines: Vec<String>,
        /// What to do about them, where that is known.
        meaning: Option<&'static str>,
    },
    /// It runs, and printed no public URL.
    Silent {
        /// How long it was waited for.
        after: Duration,
        /// Its last lines.
        lines: Vec<String>,
    },
}

/// A tunnel program that runs. Dropping it ends the program, too, without waiting for that.
pub struct Tunnel {
    events: mpsc::UnboundedReceiver<Event>,
    stop: oneshot::Sender<()>,
    gone: oneshot::Receiver<()>,
}

impl Tunnel {
    /// Starts `program` for the listener at `local` and waits at most `patience` for its public URL, which is
    /// returned without a final slash.
    ///
    /// # Errors
    /// When it cannot be started, ends, or prints no address: it is not tried again then.
    pub async fn open(
        program: Program,
        local: SocketAddr,
        patience: Duration,
    ) -> Result<(Self, String), Fault> {
        if let Some(name) = program.known()
            && !is_on_path(name)
        {
            let others = KNOWN.into_iter().filter(|other| is_on_path(other)).collect();
            return Err(Fault::Missing { program: name, others });
        }
        let (told, events) = mpsc::unbounded_channel();
        let (stop, stopped) = oneshot::channel();
        let (first, up) = oneshot::channel();
        let (going, gone) = oneshot::channel();
        let work = move || {
            let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
                Ok(runtime) => runtime,
                Err(error) => {
                    let _ = first.send(Err(unstartable(&error)));
                    return;
                }
            };
            // Whoever waits for neither has given up on the tunnel.
            runtime.block_on(async {
                let supervisor = Supervisor { program, local, patience, told };
                supervisor.run(first, stopped).await;
            });
            let _ = going.send(());
        };
        let thread = std::thread::Builder::new().name("tunnel".to_owned()).spawn(work);
        thread.map_err(|error| unstartable(&error))?;
        let url = up
            .await
            .unwrap_or_else(|_| Err(Fault::Unstartable { message: "its thread ended".to_owned() }))?;
        Ok((Tunnel { events, stop, gone }, url))
    }

    /// What happens next; never, once nothing can.
    pub async fn event(&mut self) -> Event {
        match self.events.recv().await {
            Some(event) => event,
            None => std::future::pending().await,
        }
    }

    /// Ends the program and waits until it is gone: TERM to its whole process group, then KILL.
    pub async fn close(self) {
        drop(self.stop);
        // The thread has ended where it sends nothing.
        let _ = self.gone.await;
    }
}

fn unstartable(error: &std::io::Error) -> Fault {
    Fault::Unstartable { message: error.to_string() }
}

fn is_on_path(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&path).any(|directory| is_program(&directory.join(&file)))
}

#[cfg(unix)]
fn is_program(path: &std::path::Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &std::path::Path) -> bool {
    path.is_file()
}

struct Supervisor {
    program: Program,
    local: SocketAddr,
    patience: Duration,
    told: mpsc::UnboundedSender<Event>,
}

impl Supervisor {
    async fn run(self, first: oneshot::Sender<Result<String, Fault>>, mut stop: oneshot::Receiver<()>) {
        let start = async {
            let reader = self.program.reader(self.local, self.ssh_host().await);
            let mut run = Run::start(&self.program.words(self.local), reader)?;
            let up = run.address(self.patience).await;
            Ok((run, up))
        };
        let started = tokio::select! {
            started = start => started,
            _ = &mut stop => return,
        };
        let (mut run, mut url) = match started {
            Ok((run, Ok(url))) => (run, url),
            Ok((run, Err(fault))) => {
                run.end().await;
                let _ = first.send(Err(fault));
                return;
            }
            Err(fault) => {
                let _ = first.send(Err(fault));
                return;
            }
        };
        if first.send(Ok(url.clone())).is_err() {
            return run.end().await;
        }
        let mut wait = FIRST_WAIT;
        loop {
            let since = Instant::now();
            let fault = tokio::select! {
                fault = self.watch(&mut run, &mut url) => fault,
                _ = &mut stop => return run.end().await,
            };
            let reader = run.reader.clone();
            run.end().await;
            if since.elapsed() >= SETTLED {
                wait = FIRST_WAIT;
            }
            let mut fault = fault;
            run = loop {
                let _ = self.told.send(Event::Lost { fault, retry_in: wait });
                tokio::select! {
                    () = tokio::time::sleep(wait) => {}
                    _ = &mut stop => return,
                }
                wait = (wait * 2).min(LONGEST_WAIT);
                let mut next = match Run::start(&self.program.words(self.local), reader.clone()) {
                    Ok(next) => next,
                    Err(why) => {
                        fault = why;
                        continue;
                    }
                };
                let up = tokio::select! {
                    up = next.address(self.patience) => up,
                    _ = &mut stop => return next.end().await,
                };
                match up {
                    Ok(now) => {
                        url = now;
                        let _ = self.told.send(Event::Up { url: url.clone() });
                        break next;
                    }
                    Err(why) => {
                        fault = why;
                        next.end().await;
                    }
                }
            };
        }
    }

    /// Reads what it prints until it ends.
    async fn watch(&self, run: &mut Run, url: &mut String) -> Fault {
        loop {
            match run.next().await {
                Next::Line(line) => {
                    let changed = if run.reader.follows() { run.reader.look(&line) } else { None };
                    if let Some(changed) = changed.filter(|changed| changed != url) {
                        *url = changed;
                        let _ = self.told.send(Event::Up { url: url.clone() });
                    }
                }
                Next::Ended(fault) => return fault,
            }
        }
    }

    /// `ssh -G` says what the user's configuration makes of the name.
    async fn ssh_host(&self) -> Option<String> {
        let words = self.program.resolving(self.local)?;
        let (program, arguments) = words.split_first()?;
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
        let output = tokio::time::timeout(Duration::from_secs(5), command.output()).await.ok()?.ok()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        text.lines().find_map(|line| line.strip_prefix("hostname ")).map(|host| host.trim().to_owned())
    }
}

/// One run of the program.
struct Run {
    child: Child,
    /// What the guard watches. Waiting for the child would close it, were it left there.
    held: Option<ChildStdin>,
    /// The process group, until it is swept.
    group: Option<u32>,
    lines: mpsc::Receiver<String>,
    last: VecDeque<String>,
    reader: Reader,
}

enum Next {
    Line(String),
    Ended(Fault),
}

impl Run {
    fn start(words: &[String], reader: Reader) -> Result<Self, Fault> {
        let mut command = guarded(words);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        for (name, _) in std::env::vars_os() {
            // It needs none of the keys.
            let name_text = name.to_string_lossy();
            if ["NANGO_SECRET_KEY", "NANGO_API_KEY", "NANGO_WEBHOOK_SIGNING_KEY"]
                .iter()
                .any(|key| name_text.starts_with(key))
            {
                command.env_remove(name);
            }
        }
        let mut child = command.spawn().map_err(|error| unstartable(&error))?;
        let (sender, lines) = mpsc::channel(64);
        if let Some(stdout) = child.stdout.take() {
            tokio::spawn(read(stdout, sender.clone()));
        }
        if let Some(stderr) = child.stderr.take() {
            tokio::spawn(read(stderr, sender));
        }
        let (held, group) = (child.stdin.take(), child.id());
        Ok(Run { child, held, group, lines, last: VecDeque::new(), reader })
    }

    /// Waits for the public URL.
    async fn address(&mut self, patience: Duration) -> Result<String, Fault> {
        let looking = async {
            loop {
                match self.next().await {
                    Next::Line(line) => {
                        if let Some(url) = self.reader.look(&line) {
                            return Ok(url);
                        }
                    }
                    Next::Ended(fault) => return Err(fault),
                }
            }
        };
        match tokio::time::timeout(patience, looking).await {
            Ok(found) => found,
            Err(_) => Err(Fault::Silent { after: patience, lines: self.last_lines() }),
        }
    }

    /// The next line, or its end.
    async fn next(&mut self) -> Next {
        tokio::select! {
            biased;
            Some(line) = self.lines.recv() => {
                self.keep(&line);
                Next::Line(line)
            }
            status = self.child.wait() => {
                // What it said last is on its way; what it left running holds the streams open.
                sweep(self.group.take());
                let rest = async {
                    while let Some(line) = self.lines.recv().await {
                        self.keep(&line);
                    }
                };
                let _ = tokio::time::timeout(Duration::from_millis(500), rest).await;
                let code = status.ok().and_then(|status| status.code());
                let lines = self.last_lines();
                let meaning = meaning::of(&lines, code);
                Next::Ended(Fault::Ended { code, lines, meaning })
            }
        }
    }

    fn keep(&mut self, line: &str) {
        let line = self.reader.readable(line);
        if line.is_empty() {
            return;
        }
        if self.last.len() == LAST_LINES {
            self.last.pop_front();
        }
        self.last.push_back(line.chars().take(300).collect());
    }

    fn last_lines(&self) -> Vec<String> {
        self.last.iter().cloned().collect()
    }

    /// Ends it: the guard asks the group to end and kills what does not.
    async fn end(mut self) {
        drop(self.held.take());
        let _ = tokio::time::timeout(GRACE + Duration::from_secs(1), self.child.wait()).await;
        sweep(self.group.take());
        let _ = self.child.kill().await;
    }
}

#[cfg(unix)]
fn guarded(words: &[String]) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", GUARD, "nango-cli-tunnel"]).args(words).process_group(0);
    command
}

/// Without process groups only the program itself can be ended.
#[cfg(not(unix))]
fn guarded(words: &[String]) -> Command {
    let mut words = words.iter();
    let mut command = Command::new(words.next().map_or("", String::as_str));
    command.args(words);
    command
}

/// Kills what is left of a process group. It cannot be another's: the guard's watch is in it until the pipe that
/// [`Run`] holds is closed, and for some seconds after that.
#[cfg(unix)]
fn sweep(group: Option<u32>) {
    if let Some(group) = group.and_then(|id| rustix::process::Pid::from_raw(id as i32)) {
        // An empty one cannot be killed.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
}

#[cfg(not(unix))]
fn sweep(_group: Option<u32>) {}

/// Passes on what a stream says, line by line. A line without end is cut, not collected.
async fn read(mut stream: impl AsyncRead + Unpin, lines: mpsc::Sender<String>) {
    let mut line = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(count @ 1..) = stream.read(&mut buffer).await {
        for &byte in &buffer[..count] {
            if byte != b'\n' && byte != b'\r' {
                if line.len() < LONGEST_LINE {
                    line.push(byte);
                }
            } else if !line.is_empty() && !pass(&mut line, &lines).await {
                return;
            }
        }
    }
    if !line.is_empty() {
        pass(&mut line, &lines).await;
    }
}

/// Whether somebody still reads.
async fn pass(line: &mut Vec<u8>, lines: &mpsc::Sender<String>) -> bool {
    let text = String::from_utf8_lossy(line).into_owned();
    line.clear();
    lines.send(text).await.is_ok()
}
