//! What every test of the real binary needs: a runner that starts from an empty environment and sees stdout, stderr
//! and exit code at once, a sandbox process, and a scripted peer. Everything is loopback, on ports the system
//! picks, and bounded in time.

// Every test file is a crate of its own and uses its own part of this.
#![allow(dead_code)]

pub mod catcher;
pub mod cut;
pub mod hooks;
mod peer;
pub mod raw;
pub mod tls;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

#[allow(unused_imports)]
pub use peer::{Answer, Peer, Seen};
#[allow(unused_imports)]
pub use rustix::process::Signal;
use serde_json::Value;

/// Longer than anything here takes; reaching it fails the test.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// The sandbox's well-known key.
pub const KEY: &str = "5a9db0c5-0000-4000-8000-000000000001";
/// A key that the sandbox does not know.
pub const OTHER_KEY: &str = "5a9db0c5-0000-4000-8000-00000000beef";

/// A run of `nango-cli`, before it starts: no environment but what is given, a home and a working directory of
/// its own, no standard input.
pub struct Nango {
    command: Command,
    place: tempfile::TempDir,
    stdin: Option<Vec<u8>>,
    stdout: Option<Stdio>,
}

impl Nango {
    pub fn new<'a>(args: impl IntoIterator<Item = &'a str>) -> Self {
        let place = tempfile::tempdir().expect("a temporary directory");
        for name in ["home", "config", "cwd"] {
            std::fs::create_dir(place.path().join(name)).expect("a directory");
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_nango-cli"));
        command
            .env_clear()
            .env("HOME", place.path().join("home"))
            .env("XDG_CONFIG_HOME", place.path().join("config"))
            .current_dir(place.path().join("cwd"))
            .args(args);
        Nango { command, place, stdin: None, stdout: None }
    }

    /// Towards the Nango at `url`, with the sandbox's key in the environment.
    pub fn at<'a>(url: &str, args: impl IntoIterator<Item = &'a str>) -> Self {
        Nango::new(args).env("NANGO_HOSTPORT", url).env("NANGO_SECRET_KEY", KEY)
    }

    pub fn args<'a>(mut self, args: impl IntoIterator<Item = &'a str>) -> Self {
        self.command.args(args);
        self
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn stdin(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.stdin = Some(bytes.as_ref().to_owned());
        self
    }

    /// Sends stdout elsewhere than to the test.
    pub fn stdout(mut self, to: impl Into<Stdio>) -> Self {
        self.stdout = Some(to.into());
        self
    }

    /// A file in the working directory.
    pub fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        std::fs::write(self.path(name), content).expect("a file in the working directory");
        self
    }

    /// The stored profiles.
    pub fn profiles(self, json: &str, mode: u32) -> Self {
        use std::os::unix::fs::PermissionsExt;
        let directory = self.place.path().join("config/nango-cli");
        std::fs::create_dir_all(&directory).expect("a directory");
        let file = directory.join("profiles.json");
        std::fs::write(&file, json).expect("a profiles file");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).expect("its mode");
        self
    }

    /// A path in the working directory.
    pub fn path(&self, name: &str) -> PathBuf {
        self.place.path().join("cwd").join(name)
    }

    /// The command itself, for a terminal to start; the directories live as long as the second part.
    pub fn into_command(self) -> (Command, tempfile::TempDir) {
        (self.command, self.place)
    }

    /// Starts it.
    pub fn spawn(mut self) -> Running {
        self.command.stdin(if self.stdin.is_some() { Stdio::piped() } else { Stdio::null() });
        self.command.stdout(self.stdout.take().unwrap_or_else(Stdio::piped)).stderr(Stdio::piped());
        let mut child = self.command.spawn().expect("nango-cli starts");
        let mut stdin = child.stdin.take();
        if let (Some(pipe), Some(bytes)) = (&mut stdin, &self.stdin) {
            // Who does not read all of it is no failure of the test; inputs here fit a pipe.
            let _ = pipe.write_all(bytes);
        }
        drop(stdin);
        let (sender, lines) = mpsc::channel();
        let stdout = child.stdout.take().map(|stream| read(stream, Some(sender)));
        let stderr_lines = mpsc::channel();
        let stderr = child.stderr.take().map(|stream| read(stream, Some(stderr_lines.0)));
        Running { child, lines, stderr_lines: stderr_lines.1, stdout, stderr, place: self.place }
    }

    /// Runs it to its end.
    pub fn run(self) -> Output {
        self.spawn().end()
    }
}

/// Reads a stream to its end; each line is told as it comes.
fn read(stream: impl Read + Send + 'static, tell: Option<mpsc::Sender<String>>) -> JoinHandle<String> {
    std::thread::spawn(move || {
        let mut all = Vec::new();
        let mut stream = BufReader::new(stream);
        loop {
            let start = all.len();
            match stream.read_until(b'\n', &mut all) {
                Ok(0) | Err(_) => break,
                Ok(_) => {
                    let line = String::from_utf8_lossy(&all[start..]).trim_end_matches('\n').to_owned();
                    // Nobody has to listen.
                    let _ = tell.as_ref().map(|tell| tell.send(line));
                }
            }
        }
        String::from_utf8_lossy(&all).into_owned()
    })
}

/// A run that has started. It is killed when dropped.
pub struct Running {
    child: Child,
    lines: mpsc::Receiver<String>,
    stderr_lines: mpsc::Receiver<String>,
    stdout: Option<JoinHandle<String>>,
    stderr: Option<JoinHandle<String>>,
    place: tempfile::TempDir,
}

impl Running {
    /// The next line of stdout.
    pub fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).expect("a line on stdout")
    }

    /// The next line of stdout, as JSON.
    pub fn json_line(&self) -> Value {
        let line = self.line();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("not JSON ({error}): {line}"))
    }

    /// The next line of stderr that holds `part`.
    pub fn stderr_line(&self, part: &str) -> String {
        let mut before = Vec::new();
        let deadline = Instant::now() + PATIENCE;
        while let Ok(line) =
            self.stderr_lines.recv_timeout(deadline.saturating_duration_since(Instant::now()))
        {
            if line.contains(part) {
                return line;
            }
            before.push(line);
        }
        panic!("no line with {part:?} on stderr, but {before:#?}");
    }

    pub fn signal(&self, signal: Signal) {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, signal).expect("a signal to the running process");
    }

    /// A path in its working directory.
    pub fn path(&self, name: &str) -> PathBuf {
        self.place.path().join("cwd").join(name)
    }

    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("a status").is_none()
    }

    /// Waits for its end.
    pub fn end(mut self) -> Output {
        let deadline = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("a status") {
                break status;
            }
            if Instant::now() > deadline {
                let _ = self.child.kill();
                let stderr = self.stderr.take().and_then(|thread| thread.join().ok());
                panic!("still running after {PATIENCE:?}; stderr: {stderr:?}");
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        let text = |thread: Option<JoinHandle<String>>| {
            thread.map(|thread| thread.join().expect("a reader")).unwrap_or_default()
        };
        use std::os::unix::process::ExitStatusExt;
        let code = status.code().unwrap_or_else(|| -status.signal().unwrap_or_default());
        let output = Output { stdout: text(self.stdout.take()), stderr: text(self.stderr.take()), code };
        for stream in [&output.stdout, &output.stderr] {
            assert!(!stream.contains("panicked at"), "{output:?}");
        }
        output
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a run left: all three at once. A negative code is a signal's number.
#[derive(Debug)]
pub struct Output {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Output {
    /// Asserts the exit code, and shows everything where it is another.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }

    /// Asserts that it went well.
    #[track_caller]
    pub fn ok(self) -> Self {
        self.exits(0)
    }

    /// Asserts that stderr says this.
    #[track_caller]
    pub fn says(self, part: &str) -> Self {
        assert!(self.stderr.contains(part), "no {part:?} in {self:#?}");
        self
    }

    /// Asserts that stdout is empty.
    #[track_caller]
    pub fn no_data(self) -> Self {
        assert_eq!(self.stdout, "", "{self:#?}");
        self
    }

    /// The one JSON document on stdout.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("not JSON ({error}): {self:#?}"))
    }

    /// The one JSON document on stderr, which is the error of the contract's shape.
    #[track_caller]
    pub fn error(&self) -> Value {
        let error: Value = serde_json::from_str(&self.stderr)
            .unwrap_or_else(|error| panic!("not one JSON error ({error}): {self:#?}"));
        let members: Vec<&String> = error["error"].as_object().expect("an error object").keys().collect();
        assert_eq!(members, ["code", "message", "hint", "status", "details"], "{self:#?}");
        error["error"].clone()
    }

    /// The one value on stdout.
    #[track_caller]
    pub fn value(&self) -> &str {
        let value = self.stdout.strip_suffix('\n').unwrap_or_else(|| panic!("no line end: {self:#?}"));
        assert!(!value.is_empty() && !value.contains('\n'), "not one value: {self:#?}");
        value
    }

    /// Stdout's lines, split at tabs.
    pub fn rows(&self) -> Vec<Vec<&str>> {
        self.stdout.lines().map(|line| line.split('\t').collect()).collect()
    }
}

/// `nango-cli sandbox` on a port of its own; it dies with this value.
pub struct SandboxProcess {
    pub url: String,
    process: Running,
}

impl SandboxProcess {
    /// A sandbox whose consent page waits for somebody.
    pub fn start() -> Self {
        Self::with([])
    }

    /// A sandbox that approves every consent by itself.
    pub fn approving() -> Self {
        Self::with(["--auto-approve"])
    }

    pub fn with<'a>(args: impl IntoIterator<Item = &'a str>) -> Self {
        let process = Nango::new(["sandbox", "--port", "0", "--json"]).args(args).spawn();
        let ready = process.json_line();
        assert_eq!(ready["event"], "ready");
        SandboxProcess { url: ready["url"].as_str().expect("a URL").to_owned(), process }
    }

    /// A run towards this sandbox.
    pub fn nango<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Nango {
        Nango::at(&self.url, args)
    }

    /// The next event of that kind.
    pub fn event(&self, kind: &str) -> Value {
        loop {
            let event = self.process.json_line();
            if event["event"] == kind {
                return event;
            }
        }
    }

    /// A connection of this integration, made without a browser.
    pub fn connect(&self, args: &[&str]) -> String {
        let made = self.nango(["connect", "-q"]).args(args.iter().copied()).run().ok();
        made.value().to_owned()
    }
}

/// A port that nobody listens on, and nobody can take while this program runs.
fn dead_port() -> u16 {
    let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
    socket.bind(([127, 0, 0, 1], 0).into()).expect("a free port");
    let port = socket.local_addr().expect("an address").port();
    std::mem::forget(socket);
    port
}

/// A port that was free just now, for a program that cannot choose one itself.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a free port").port()
}

/// The URL of a host that is not there.
pub fn dead_host() -> String {
    format!("http://127.0.0.1:{}", dead_port())
}

/// A shell's word for the binary.
pub fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_nango-cli"))
}
