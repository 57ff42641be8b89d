//! A command for each event: what it is given, and that nothing it does holds up the others for longer than it may.
#![cfg(unix)]

mod common;

use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::PATIENCE;
use nango_cli::fetch::FaultKind;
use nango_cli::http::{Headers, Request};
use nango_cli::webhook::event::Event;
use nango_cli::webhook::forward::{
    End, Forwarder, Left, Loaded, Memory, Next, Outcome, Policy, Report, SHOWN, Target,
};
use serde_json::json;
use tokio::sync::{mpsc, oneshot};

/// Longer than the test waits: what sleeps so long was killed, or fails it.
const AGES: &str = "100";

fn loaded(body: impl Into<Vec<u8>>, verified: bool) -> Loaded {
    let request = Request {
        method: "POST".to_owned(),
        path: "/".to_owned(),
        query: String::new(),
        headers: Headers::new(),
        body: body.into(),
        peer: None,
    };
    Loaded { request: Arc::new(request), verified }
}

fn forwarder(target: Target) -> (Forwarder, Memory, mpsc::UnboundedReceiver<Report>) {
    let (sender, reports) = mpsc::unbounded_channel();
    let memory = Memory::new(64 * 1024 * 1024);
    let told = move |report| sender.send(report).expect("the test listens");
    (Forwarder::start(vec![target], Policy::default(), memory.clone(), told), memory, reports)
}

async fn run(target: Target, delivery: Loaded) -> Outcome {
    let (forwarder, ..) = forwarder(target);
    let outcome = tokio::time::timeout(PATIENCE, forwarder.forward_now(0, 7, &delivery)).await;
    outcome.expect("an end in time").expect("a target")
}

/// The variables whose names begin with `NANGO_`, as a command that got this body saw them.
async fn variables(body: &str, verified: bool) -> HashMap<String, String> {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("env");
    // `env -0` is not everywhere; no value here has a line break.
    let line = format!("env > '{}'", file.display());
    let outcome = run(Target::command(line), loaded(body, verified)).await;
    assert!(outcome.succeeded(), "{outcome:?}");
    let text = std::fs::read_to_string(file).unwrap();
    let lines = text.lines().filter_map(|line| line.split_once('='));
    lines
        .filter(|(name, _)| name.starts_with("NANGO_") && !name.starts_with("NANGO_CLI_"))
        .map(|(n, v)| (n.to_owned(), v.to_owned()))
        .collect()
}

/// A pipe that ends for its reader once every process that holds its other end has ended.
struct Witness {
    path: PathBuf,
    started: Option<oneshot::Receiver<()>>,
    ended: std::sync::mpsc::Receiver<String>,
    _place: tempfile::TempDir,
}

impl Witness {
    fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        let (sender, ended) = std::sync::mpsc::channel();
        let reading = path.clone();
        let (start, started) = oneshot::channel();
        std::thread::spawn(move || {
            let mut pipe = std::fs::File::open(reading).unwrap();
            pipe.read_exact(&mut [0; b"started\n".len()]).unwrap();
            let _ = start.send(());
            let mut rest = String::new();
            pipe.read_to_string(&mut rest).unwrap();
            let _ = sender.send(rest);
        });
        Witness { path, started: Some(started), ended, _place: place }
    }

    async fn started(&mut self) {
        let started = self.started.take().expect("nobody asked yet");
        tokio::time::timeout(PATIENCE, started).await.expect("the command to start").expect("the reader");
    }

    /// A line whose shell, and what that starts, can be seen to end; it says so once it runs.
    fn line(&self, line: &str) -> String {
        format!("exec 9>'{}'; echo started >&9; {line}", self.path.display())
    }

    #[track_caller]
    fn all_ended(&self) {
        assert_eq!(self.ended.recv_timeout(PATIENCE).expect("every process to end"), "");
    }

    fn somebody_lives(&self) -> bool {
        self.ended.try_recv().is_err()
    }
}

#[tokio::test]
async fn a_command_gets_the_exact_bytes_and_what_the_event_is_about() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("body");
    let body = b"\x00\xff not JSON \r\n\n".repeat(100_000);
    let target = Target::command(format!("cat > '{}'", Path::display(&file)));
    assert!(run(target, loaded(body.clone(), true)).await.succeeded());
    assert!(std::fs::read(&file).unwrap() == body, "the bytes differ");

    let body = json!({"type": "auth", "from": "nango", "operation": "creation", "success": true, "provider": "github",
        "connectionId": "c '1'", "providerConfigKey": "gh", "environment": "dev",
        "tags": {"end_user_id": "u_1", "end_user_email": "u@x.test", "organization_id": "$(acme)", "plan": "pro"}});
    let seen = variables(&body.to_string(), true).await;
    let expected = [
        ("NANGO_EVENT_ID", "7"),
        ("NANGO_EVENT_TYPE", "auth"),
        ("NANGO_OPERATION", "creation"),
        ("NANGO_SUCCESS", "true"),
        ("NANGO_CONNECTION_ID", "c '1'"),
        ("NANGO_PROVIDER_CONFIG_KEY", "gh"),
        ("NANGO_PROVIDER", "github"),
        ("NANGO_ENVIRONMENT", "dev"),
        ("NANGO_END_USER_ID", "u_1"),
        ("NANGO_END_USER_EMAIL", "u@x.test"),
        ("NANGO_ORGANIZATION_ID", "$(acme)"),
        (
            "NANGO_TAGS",
            r#"{"end_user_id":"u_1","end_user_email":"u@x.test","organization_id":"$(acme)","plan":"pro"}"#,
        ),
        ("NANGO_VERIFIED", "true"),
    ];
    assert_eq!(seen, expected.map(|(n, v)| (n.to_owned(), v.to_owned())).into());

    let seen = variables("null", false).await;
    let expected = [("NANGO_EVENT_ID", "7"), ("NANGO_EVENT_TYPE", "unwrapped"), ("NANGO_VERIFIED", "false")];
    assert_eq!(seen, expected.map(|(n, v)| (n.to_owned(), v.to_owned())).into());
}

/// An environment cannot hold them; the command runs all the same.
#[tokio::test]
async fn values_that_no_variable_can_hold_keep_no_command_from_running() {
    let body = json!({"type": "auth", "from": "nango", "operation": "creation", "success": false,
        "connectionId": "a\0b\0", "tags": {"end_user_id": "u_1", "note": "x".repeat(1 << 20)}});
    let seen = variables(&body.to_string(), true).await;
    assert_eq!((seen["NANGO_CONNECTION_ID"].as_str(), seen["NANGO_END_USER_ID"].as_str()), ("ab", "u_1"));
    assert!(!seen.contains_key("NANGO_TAGS"), "{:?}", seen.keys());
}

#[tokio::test]
async fn a_command_that_ignores_its_input_decides_by_its_exit_code_and_runs_once() {
    let (forwarder, memory, mut reports) = forwarder(Target::command("echo out; echo err >&2; exit 3"));
    // Far more than a pipe holds.
    let delivery = loaded(vec![b' '; 4 << 20], true);
    let id = memory.keep(delivery.clone()).unwrap();
    forwarder.accept(id, &Event::parse(&delivery.request.body));
    assert_eq!(forwarder.drain(PATIENCE).await, []);
    let report = reports.recv().await.unwrap();
    assert_eq!((report.attempt, report.next, report.outcome.status()), (1, Next::Failed, Some(3)));
    assert_eq!(report.outcome.error().as_deref(), Some("exit code 3"));
    let mut lines: Vec<_> = report.outcome.answer.split(|&c| c == b'\n').collect();
    lines.sort_unstable();
    assert_eq!(lines, [b"".as_slice(), b"err", b"out"]);

    let outcome = run(Target::command("kill -9 $$"), loaded("{}", true)).await;
    assert!(matches!(outcome.end, End::Exit(137)), "{outcome:?}");
    let outcome = run(Target::command("no-such-program-here"), loaded("{}", true)).await;
    assert_eq!(outcome.status(), Some(127));
    assert!(String::from_utf8_lossy(&outcome.answer).contains("not found"), "{outcome:?}");
}

#[tokio::test]
async fn a_huge_output_is_read_to_its_end_and_cut() {
    let line = "yes | head -c 20000000; yes no | head -c 20000000 >&2; exit 4";
    let outcome = run(Target::command(line), loaded("{}", true)).await;
    assert_eq!((outcome.status(), outcome.answer.len()), (Some(4), SHOWN), "{:?}", outcome.end);
}

#[tokio::test]
async fn what_was_left_running_on_purpose_is_not_waited_for() {
    let witness = Witness::new();
    let line = witness.line(&format!("sleep {AGES} & echo $!"));
    let started = Instant::now();
    let outcome = run(Target::command(line), loaded("{}", true)).await;
    assert!(outcome.succeeded() && started.elapsed() < PATIENCE / 2, "{outcome:?}");
    assert!(witness.somebody_lives(), "it was to be left alone");
    let id: i32 = String::from_utf8_lossy(&outcome.answer).trim().parse().unwrap();
    let id = rustix::process::Pid::from_raw(id).unwrap();
    rustix::process::kill_process(id, common::Signal::KILL).unwrap();
    witness.all_ended();
}

#[tokio::test]
async fn one_that_takes_too_long_ends_with_all_that_it_started() {
    for line in [
        format!("sleep {AGES} & sleep {AGES}; echo never"),
        // The shell ends when it is asked to; what it started does not.
        format!("sh -c 'trap \"\" TERM; while :; do sleep {AGES}; done' & wait"),
        format!("trap '' TERM; while :; do sleep {AGES}; done"),
    ] {
        let witness = Witness::new();
        let target = Target::command(witness.line(&line)).with_timeout(Duration::from_secs(3));
        let outcome = run(target, loaded("{}", true)).await;
        assert!(
            matches!(&outcome.end, End::Fault(fault) if fault.kind == FaultKind::TimedOut),
            "{outcome:?}"
        );
        assert_eq!(outcome.error().as_deref(), Some("the command did not end in time"));
        witness.all_ended();
    }
}

#[tokio::test]
async fn one_that_outlives_the_drain_is_killed_and_its_event_left() {
    let mut witness = Witness::new();
    let target = Target::command(witness.line(&format!("echo running; sleep {AGES}; echo never")));
    let name = target.name.clone();
    let (forwarder, memory, mut reports) = forwarder(target);
    let delivery = loaded("{}", true);
    let id = memory.keep(delivery.clone()).unwrap();
    forwarder.accept(id, &Event::parse(&delivery.request.body));
    witness.started().await;
    let left = forwarder.drain(Duration::from_millis(100)).await;
    assert_eq!(left, [Left { delivery: id, target: name }]);
    witness.all_ended();
    assert!(reports.try_recv().is_err(), "nothing came of it");
}

/// The forwarder's end is the command's, however it comes.
#[tokio::test]
async fn one_that_runs_when_the_forwarder_is_dropped_is_killed() {
    let mut witness = Witness::new();
    let target = Target::command(witness.line(&format!("sleep {AGES}")));
    let (forwarder, ..) = forwarder(target);
    let delivery = loaded("{}", true);
    tokio::select! {
        outcome = forwarder.forward_now(0, 1, &delivery) => panic!("{outcome:?}"),
        () = witness.started() => {}
    }
    drop(forwarder);
    witness.all_ended();
}
