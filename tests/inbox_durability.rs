//! The inbox at its limits: processes that are killed, disks that are full or read-only, many writers, many rows.

mod common;

use std::io::{BufRead, BufReader, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::Nango;
use jiff::{SignedDuration, Timestamp};
use nango_cli::http::{Headers, Request};
use nango_cli::webhook::filter::Filter;
use nango_cli::webhook::inbox::{Arriving, FaultKind, Inbox, Keep, Query, Stored, Wanted, Writer};

/// Where the child process is to store.
const CHILD: &str = "INBOX_DURABILITY_CHILD";

fn delivery(number: usize, body: impl AsRef<[u8]>) -> Arriving {
    let request = Request {
        method: "POST".to_owned(),
        path: "/".to_owned(),
        query: String::new(),
        headers: Headers::from_iter([("X-Nango-Hmac-Sha256", format!("{number:064x}"))]),
        body: body.as_ref().to_vec(),
        peer: None,
    };
    Arriving {
        request: Arc::new(request),
        at: Timestamp::now(),
        verdict: "verified".into(),
        key_origin: None,
        warning: None,
        answered: Some(200),
        targets: Vec::new(),
    }
}

fn numbered(number: usize) -> Arriving {
    delivery(number, format!(r#"{{"from":"nango","type":"auth","connectionId":"c_{number}","n":{number}}}"#))
}

fn each(inbox: &Inbox, query: &Query, mut each: impl FnMut(Stored)) {
    inbox
        .find(query, &mut |stored| {
            each(stored);
            ControlFlow::Continue(())
        })
        .expect("an inbox that can be read");
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(future)
}

/// Stores from several lanes at once until it is killed, and says what is stored as soon as it is told so.
#[test]
#[ignore = "run by the test below, in a process of its own"]
fn child() {
    let Ok(path) = std::env::var(CHILD) else { return };
    let writer = Writer::start(Inbox::open(Path::new(&path)).expect("an inbox"), Keep::default());
    let round = std::process::id() as usize * 1_000_000;
    let store = |number: usize| {
        let writer = &writer;
        async move {
            let added = writer.store(numbered(number)).await.expect("stored");
            // One write a line: what is killed in between leaves at most half a line.
            let line = format!("stored {number} {}\n", added.id);
            std::io::stdout().write_all(line.as_bytes()).expect("a line");
        }
    };
    block_on(async {
        let lanes = (0..16).map(|lane| async move {
            for number in 0..100_000 {
                store(round + lane * 100_000 + number).await;
            }
        });
        futures_util::future::join_all(lanes).await;
    });
}

#[test]
fn what_was_said_to_be_stored_survives_a_sigkill_once() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("inbox.db");
    let mut told: Vec<(usize, i64)> = Vec::new();
    for round in 0..12 {
        let mut child = Command::new(std::env::current_exe().expect("this test"))
            .args(["--exact", "child", "--ignored", "--nocapture"])
            .env(CHILD, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a child");
        let mut lines = BufReader::new(child.stdout.take().expect("its stdout"));
        let mut line = String::new();
        let mut left = 1 + round * 37;
        loop {
            line.clear();
            lines.read_line(&mut line).expect("a line");
            if line.is_empty() {
                break;
            }
            let Some(words) = line.strip_suffix('\n').and_then(|line| line.split_once("stored ")) else {
                continue;
            };
            let (number, id) = words.1.split_once(' ').expect("two numbers");
            told.push((number.parse().expect("a number"), id.parse().expect("an ID")));
            left -= 1;
            if left == 0 {
                child.kill().expect("SIGKILL");
            }
            assert!(left > -100_000, "it does not die");
        }
        child.wait().expect("its end");

        let inbox = Inbox::open(&path).expect("it opens");
        let mut stored = std::collections::HashMap::new();
        each(&inbox, &Query::default(), |delivery| {
            let body: serde_json::Value = serde_json::from_slice(&delivery.request.body).expect("a body");
            let number = body["n"].as_u64().expect("a number") as usize;
            assert_eq!(stored.insert(number, delivery.id), None, "{number} is there twice");
            assert_eq!(delivery.repeat_of, None);
        });
        for (number, id) in &told {
            assert_eq!(stored.get(number), Some(id), "round {round}: {number} was said to be stored");
        }
    }
    assert!(told.len() > 12 * 11 / 2 * 37, "{}", told.len());
}

#[test]
fn several_writers_lose_nothing() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("inbox.db");
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let path = &path;
            scope.spawn(move || {
                let inbox = Inbox::open(path).expect("an inbox");
                block_on(async {
                    let ours = Writer::start(inbox, Keep::default());
                    let stores = (0..500).map(|number| ours.store(numbered(writer * 1000 + number)));
                    for added in futures_util::future::join_all(stores).await {
                        added.expect("stored");
                    }
                    ours.close().await.expect("closed");
                });
            });
        }
    });
    let mut numbers = std::collections::HashSet::new();
    each(&Inbox::open(&path).expect("an inbox"), &Query::default(), |stored| {
        assert!(numbers.insert(stored.request.body));
    });
    assert_eq!(numbers.len(), 2000);
}

/// A small disk of its own, where this system allows one to be mounted.
struct Disk {
    directory: tempfile::TempDir,
}

impl Disk {
    fn of(size: &str) -> Option<Disk> {
        let directory = tempfile::tempdir().expect("a directory");
        let options = format!("size={size},mode=0700");
        match mount(&["-t", "tmpfs", "-o", &options, "nango-cli-test"], directory.path()) {
            Ok(()) => Some(Disk { directory }),
            Err(why) => {
                // Not by `eprintln!`, which the test harness keeps to itself.
                let _ = writeln!(std::io::stderr(), "SKIPPED: no disk can be mounted here: {why}");
                None
            }
        }
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("inbox.db")
    }

    fn webhooks<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Nango {
        let path = self.path();
        Nango::new(["webhooks"]).args(args).args(["--inbox", path.to_str().expect("a path")])
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.directory.path()).status();
    }
}

fn mount(args: &[&str], at: &Path) -> Result<(), String> {
    let output = Command::new("mount").args(args).arg(at).output().map_err(|error| error.to_string())?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

#[test]
fn a_full_disk_is_said_and_nothing_that_was_stored_is_lost() {
    let Some(disk) = Disk::of("2m") else { return };
    let ballast = disk.directory.path().join("ballast");
    std::fs::write(&ballast, vec![0; 1 << 20]).expect("room for it");
    let mut stored = Vec::new();
    block_on(async {
        let writer = Writer::start(Inbox::open(&disk.path()).expect("an inbox"), Keep::default());
        let large = |number: usize| delivery(number, vec![number as u8; 20_000]);
        let fault = loop {
            match writer.store(large(stored.len())).await {
                Ok(added) => stored.push(added.id),
                Err(fault) => break fault,
            }
            assert!(stored.len() < 200, "the disk is not small");
        };
        assert_eq!(fault.kind, FaultKind::Full, "{fault}");
        // It goes on as soon as there is room.
        std::fs::remove_file(&ballast).expect("the ballast");
        let freed = Instant::now();
        let added = loop {
            match writer.store(large(stored.len())).await {
                Ok(added) => break added,
                Err(fault) => assert!(
                    fault.kind == FaultKind::Full && freed.elapsed() < common::PATIENCE,
                    "there is room: {fault}"
                ),
            }
        };
        stored.push(added.id);
        writer.close().await.expect("closed");
    });
    assert!(stored.len() > 5);
    let mut found = Vec::new();
    each(&Inbox::open(&disk.path()).expect("an inbox"), &Query::default(), |delivery| {
        assert!(delivery.request.body.iter().all(|byte| usize::from(*byte) == found.len()));
        found.push(delivery.id);
    });
    assert_eq!(found, stored);
    // What is there already is a start; the rest has no room.
    let lines = disk.webhooks(["export"]).run().ok().stdout.repeat(20);
    let other = disk.directory.path().join("other.db");
    let args = ["webhooks", "import", "-", "--inbox", other.to_str().expect("a path")];
    let mut count = 0;
    let lines: String = lines
        .lines()
        .map(|line| {
            count += 1;
            line.replace("\"path\":\"/\"", &format!("\"path\":\"/{count}\""))
                .replace("\"body\":\"", &format!("\"body\":\"{count} "))
                + "\n"
        })
        .collect();
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), lines).expect("the lines");
    let mut args = args.to_vec();
    args[2] = file.path().to_str().expect("a path");
    let error = Nango::new(args).args(["--json"]).run().exits(1).error();
    assert_eq!(error["code"], "disk_full", "{error}");
    assert!(error["hint"].as_str().is_some_and(|hint| hint.contains("--inbox PATH")), "{error}");
}

#[test]
fn a_disk_without_any_room_is_said_when_the_inbox_is_opened() {
    let Some(disk) = Disk::of("64k") else { return };
    std::fs::write(disk.directory.path().join("ballast"), vec![0; 64 << 10]).expect("room for it");
    let fault = Inbox::open(&disk.path()).err().expect("no inbox");
    assert_eq!(fault.kind, FaultKind::Full, "{fault}");
}

#[test]
fn a_read_only_disk_is_read_and_not_written() {
    let Some(disk) = Disk::of("4m") else { return };
    Inbox::open(&disk.path()).expect("an inbox").add(&[numbered(1), numbered(2)]).expect("stored");
    let line = disk.webhooks(["export"]).run().ok().stdout;
    mount(&["-o", "remount,ro"], disk.directory.path()).expect("a mount that is read-only now");
    assert_eq!(disk.webhooks(["list", "-q"]).run().ok().stdout, "2\n1\n");
    disk.webhooks(["wait", "--since", "1h", "--timeout", "20s"]).run().ok();
    let output = disk.webhooks(["import", "-", "--json"]).stdin(line).run().exits(1);
    assert_eq!(output.error()["code"], "inbox_read_only");
    disk.webhooks(["delete", "1"]).run().exits(1).says("read-only").says("hint: ");
    let missing = disk.directory.path().join("other/inbox.db");
    let fault = Inbox::open(&missing).err().expect("no inbox");
    assert_eq!(fault.kind, FaultKind::ReadOnly, "{fault}");
}

/// What takes too long here would take a person's patience with a large inbox.
#[test]
fn a_hundred_thousand_deliveries_are_no_burden() {
    const MANY: usize = 100_000;
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("inbox.db");
    let mut inbox = Inbox::open(&path).expect("an inbox");
    let start = Timestamp::now();
    for step in 0..MANY / 1000 {
        let batch: Vec<Arriving> = (0..1000)
            .map(|number| {
                let number = step * 1000 + number;
                let age = SignedDuration::from_secs((MANY - number) as i64);
                let mut arriving = numbered(number);
                arriving.at = start - age;
                if number % 100 == 7 {
                    arriving.verdict = "invalid_signature".into();
                    arriving.targets = vec!["http://localhost/".to_owned()];
                }
                arriving
            })
            .collect();
        inbox.add(&batch).expect("stored");
    }
    let all = Query { verdict: Wanted::Accepted, ..Query::default() };
    let rare: Filter = [r"connectionId=c_31".parse().expect("a condition")].into_iter().collect();
    let mut found = 0;
    let started = Instant::now();
    each(&inbox, &Query { filter: rare, ..all }, |_| found += 1);
    assert_eq!(found, 1);
    // To look at all of them takes half a second, and to look at all for each that is shown takes minutes.
    let patience = Duration::from_secs(10).max(started.elapsed() * 4);
    let run = |args: &[&str]| {
        let args = args.iter().copied().chain(["--inbox", path.to_str().expect("a path")]);
        let started = Instant::now();
        let output = Nango::new(["webhooks"]).args(args).run().ok();
        assert!(started.elapsed() < patience, "{:?}: {output:?}", started.elapsed());
        output
    };
    assert_eq!(run(&["list", "-q", "--limit", "1"]).stdout, format!("{MANY}\n"));
    assert_eq!(run(&["list", "-q", "--since", "1005s"]).stdout.lines().count(), 20);
    assert_eq!(run(&["list", "-q", "--refused", "--limit", "3"]).stdout, "99908\n99808\n99708\n");
    assert_eq!(run(&["list", "-q", "--failed", "--limit", "0"]).stdout.lines().count(), 1000);
    assert_eq!(run(&["show", "50000", "-q"]).stdout, "c_49999\n");
    assert_eq!(run(&["wait", "--since", "1m", "--filter", "connectionId=c_99999", "-q"]).stdout, "c_99999\n");
    // A repeat of the first is found among all.
    assert_eq!(inbox.add(&[numbered(0)]).expect("stored")[0].repeat_of, Some(1));

    assert!(peak_of(&path, &["export"]) < 40 << 20, "an export of all of it is a stream");

    // Pruning leaves others room: it is many steps, and others write between them.
    let other = path.clone();
    let pruned = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            let mut beside = Inbox::open(&other).expect("an inbox");
            let mut stored = 0;
            while !pruned.load(std::sync::atomic::Ordering::Relaxed) {
                beside.add(&[numbered(MANY * 2 + stored)]).expect("stored");
                stored += 1;
                // As fast as a busy account, not as fast as can be.
                std::thread::sleep(Duration::from_millis(5));
            }
            stored
        });
        let keep = Keep { age: Duration::from_secs(10_000), bytes: 1 << 30 };
        let gone = inbox.prune(&keep, start);
        pruned.store(true, std::sync::atomic::Ordering::Relaxed);
        assert_eq!(gone, Ok(MANY - 10_000));
        let stored = thread.join().expect("the other writer");
        assert!(stored > 20, "only {stored} were stored meanwhile");
    });
    drop(inbox);
    let size = std::fs::metadata(&path).expect("the file").len();
    assert!(size < 20 << 20, "it has {size} bytes still");
}

/// The most memory that a command ever had, in bytes.
fn peak_of(path: &Path, args: &[&str]) -> u64 {
    let (mut command, _place) = Nango::new(["webhooks"]).args(args.iter().copied()).into_command();
    let mut child = command.arg("--inbox").arg(path).stdout(Stdio::piped()).spawn().expect("a child");
    let mut stdout = BufReader::new(child.stdout.take().expect("its stdout"));
    let status = format!("/proc/{}/status", child.id());
    let (mut line, mut peak, mut lines) = (Vec::new(), 0, 0);
    while stdout.read_until(b'\n', &mut line).expect("a line") > 0 {
        line.clear();
        lines += 1;
        if lines % 1000 == 0 {
            let status = std::fs::read_to_string(&status).unwrap_or_default();
            let high = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let kilobytes = high.and_then(|high| high.trim().strip_suffix(" kB")?.parse::<u64>().ok());
            peak = peak.max(kilobytes.unwrap_or_default() * 1024);
        }
    }
    assert!(child.wait().expect("its end").success());
    assert!(lines > 1000 && peak > 0, "{lines} lines, {peak} bytes");
    peak
}
