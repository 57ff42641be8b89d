//! What the end-to-end tests share: the real binary in an empty environment, Node scripts, and children that end
//! with their test. Nothing sleeps: whoever waits, waits for a line.

// Each file of tests uses its own part.
#![allow(dead_code)]

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, Weak};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Longer than anything takes on a busy machine; it only bounds a failing test.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// The sandbox's API key and webhook signing key.
pub const KEY: &str = "5a9db0c5-0000-4000-8000-000000000001";
/// Where the Node scripts and their packages are.
pub const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sdk");
/// Debian's, as `.ci/run` installs it.
pub const CHROMIUM: &str = "/usr/bin/chromium";

/// Whether Node and these npm packages are here. Says on the terminal what is missing; with
/// `NANGO_CLI_E2E=required`, as in CI, missing is failing.
pub fn have(packages: &[&str], programs: &[&str]) -> bool {
    let absent = packages.iter().find(|name| !Path::new(SCRIPTS).join("node_modules").join(name).exists());
    let missing = match (node_version(), absent) {
        (None, _) => Some("Node.js 20 or newer".to_owned()),
        (_, Some(name)) => Some(format!("the npm package {name} (run `npm ci` in tests/sdk)")),
        _ => programs.iter().find(|path| !Path::new(path).exists()).map(|path| (*path).to_owned()),
    };
    let Some(missing) = missing else { return true };
    let test = std::thread::current().name().unwrap_or_default().to_owned();
    assert!(
        std::env::var_os("NANGO_CLI_E2E").is_none_or(|value| value != "required"),
        "{test} needs {missing}, and NANGO_CLI_E2E=required"
    );
    // Not by `eprintln!`, which the test harness keeps to itself.
    let _ = writeln!(std::io::stderr(), "SKIPPED {test}: it needs {missing}");
    false
}

fn node_version() -> Option<u32> {
    let version = Command::new("node").arg("--version").output().ok()?.stdout;
    let version = String::from_utf8(version).ok()?;
    version.strip_prefix('v')?.split('.').next()?.parse().ok().filter(|major| *major >= 20)
}

/// A home of one's own, empty.
pub fn home() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary directory")
}

/// A program that inherits nothing but the path.
pub fn program(path: impl AsRef<std::ffi::OsStr>, home: &Path) -> Command {
    let mut command = Command::new(path);
    command.env_clear().env("HOME", home).env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.current_dir(home);
    command
}

/// The binary under test.
pub fn nango(home: &Path) -> Command {
    program(env!("CARGO_BIN_EXE_nango-cli"), home)
}

/// A Node script of `tests/sdk`.
pub fn node(home: &Path, script: &str) -> Command {
    let mut command = program("node", home);
    command.arg(PathBuf::from(SCRIPTS).join(script));
    command
}

/// How a program ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Ended {
    /// Its stdout, when it ended well.
    pub fn ok(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.stdout
    }

    /// Its stdout as JSON, when it ended well.
    pub fn json(self) -> Value {
        let text = self.ok();
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }
}

/// Runs a program to its end, with this on its stdin.
pub fn run(command: &mut Command, stdin: &[u8]) -> Ended {
    let mut running = Running::start(command);
    let mut pipe = running.stdin.take().expect("stdin");
    // A program that does not read its stdin may be gone already.
    let _ = pipe.write_all(stdin);
    drop(pipe);
    running.end()
}

/// What a stream has said so far, line by line.
#[derive(Clone)]
pub struct Lines(Arc<(Mutex<Said>, Condvar)>);

#[derive(Default)]
struct Said {
    lines: Vec<String>,
    over: bool,
}

impl Lines {
    fn of(stream: impl Read + Send + 'static) -> Self {
        let lines = Lines(Arc::default());
        let shared = lines.0.clone();
        std::thread::spawn(move || {
            for line in BufReader::new(stream).lines() {
                let Ok(line) = line else { break };
                shared.0.lock().unwrap().lines.push(line);
                shared.1.notify_all();
            }
            shared.0.lock().unwrap().over = true;
            shared.1.notify_all();
        });
        lines
    }

    /// Waits for a line that `find` makes something of.
    pub fn find<T>(&self, what: &str, mut find: impl FnMut(&str) -> Option<T>) -> T {
        let deadline = Instant::now() + PATIENCE;
        let mut said = self.0.0.lock().unwrap();
        let mut looked_at = 0;
        loop {
            if let Some(found) = said.lines[looked_at..].iter().find_map(|line| find(line)) {
                return found;
            }
            looked_at = said.lines.len();
            let left = deadline.saturating_duration_since(Instant::now());
            if said.over || left.is_zero() {
                let lines = said.lines.clone();
                // The reader goes on.
                drop(said);
                panic!("no {what} in {lines:#?}");
            }
            said = self.0.1.wait_timeout(said, left).unwrap().0;
        }
    }

    /// Waits for a line of JSON that `find` makes something of.
    pub fn find_json<T>(&self, what: &str, mut find: impl FnMut(&Value) -> Option<T>) -> T {
        self.find(what, |line| find(&serde_json::from_str(line).ok()?))
    }

    /// Waits for a line of JSON with this `event`.
    pub fn event(&self, name: &str) -> Value {
        self.find_json(name, |line| (line["event"] == name).then(|| line.clone()))
    }

    /// Whether the stream ended in that time.
    pub fn wait_for_end(&self, limit: Duration) -> bool {
        let said = self.0.0.lock().unwrap();
        self.0.1.wait_timeout_while(said, limit, |said| !said.over).is_ok_and(|(_, wait)| !wait.timed_out())
    }

    fn to_the_end(&self, limit: Duration) -> String {
        let ended = self.wait_for_end(limit);
        let lines = self.0.0.lock().unwrap().lines.clone();
        assert!(ended, "the stream goes on: {lines:#?}");
        lines.iter().map(|line| format!("{line}\n")).collect()
    }
}

/// A program that runs. It does not outlive its test.
pub struct Running {
    child: Child,
    pub stdin: Option<ChildStdin>,
    pub stdout: Lines,
    pub stderr: Lines,
}

impl Running {
    pub fn start(command: &mut Command) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let stdout = Lines::of(child.stdout.take().expect("stdout"));
        let stderr = Lines::of(child.stderr.take().expect("stderr"));
        Running { stdin: child.stdin.take(), child, stdout, stderr }
    }

    /// Waits for its end.
    pub fn end(self) -> Ended {
        self.end_within(PATIENCE)
    }

    /// Waits for the end of a program that has much to do.
    pub fn end_within(mut self, limit: Duration) -> Ended {
        // A program whose streams are over is over, or about to be.
        let (stdout, stderr) = (self.stdout.to_the_end(limit), self.stderr.to_the_end(limit));
        let status = self.exited().unwrap_or_else(|| panic!("it goes on: {stdout}{stderr}"));
        Ended { code: status.code(), stdout, stderr }
    }

    fn exited(&mut self) -> Option<ExitStatus> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.child.try_wait().expect("a child") {
                None if Instant::now() < deadline => std::thread::sleep(std::time::Duration::from_millis(5)),
                status => return status,
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // A program that has ended cannot be ended again.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Something that tests use at the same time. It is made for the first and ends with the last, which a plain
/// `static` would not.
pub struct Shared<T>(Mutex<Weak<T>>);

impl<T> Shared<T> {
    pub const fn new() -> Self {
        Shared(Mutex::new(Weak::new()))
    }

    pub fn get(&self, make: impl FnOnce() -> T) -> Arc<T> {
        // A test that failed while making it has left nothing behind.
        let mut shared = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        match shared.upgrade() {
            Some(existing) => existing,
            None => {
                let made = Arc::new(make());
                *shared = Arc::downgrade(&made);
                made
            }
        }
    }
}

/// A sandbox served by the real binary, and the CLI pointed at it.
pub struct Sandbox {
    pub url: String,
    pub home: tempfile::TempDir,
    _server: Running,
}

impl Sandbox {
    pub fn start(options: &[&str]) -> Self {
        let home = home();
        let server =
            Running::start(nango(home.path()).args(["sandbox", "--port", "0", "--json"]).args(options));
        let ready = server.stdout.event("ready");
        assert_eq!(ready["api_key"], KEY);
        Sandbox { url: ready["url"].as_str().expect("a URL").to_owned(), home, _server: server }
    }

    /// `nango-cli` with these arguments.
    pub fn nango(&self, args: &[&str]) -> Command {
        let mut command = nango(self.home.path());
        command.args(["--profile", "sandbox", "--host", &self.url]).args(args);
        command
    }

    /// Runs `nango-cli` with these arguments.
    pub fn run(&self, args: &[&str], stdin: &str) -> Ended {
        run(&mut self.nango(args), stdin.as_bytes())
    }

    /// A Node script that gets the sandbox's address, a key, and `options` as JSON.
    pub fn script(&self, script: &str, key: &str, options: &Value) -> Value {
        let mut command = node(self.home.path(), script);
        command.env("NANGO_HOSTPORT", &self.url).env("NANGO_SECRET_KEY", key).arg(options.to_string());
        run(&mut command, b"").json()
    }
}

/// The link that `connect --no-browser` prints.
pub fn printed_link(connect: &Running) -> String {
    connect.stderr.find("link", |line| line.trim().starts_with("http").then(|| line.trim().to_owned()))
}
