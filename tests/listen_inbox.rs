//! `webhooks listen` keeps what it answers 200, whatever happens to it, its disk, or whoever should read its output.

mod common;

use std::collections::HashMap;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use common::catcher::{Catcher, Verdict};
use common::hooks::{
    Deliverer, connections, event, eventually, listen, memory, post, ready, stored, until_event,
};
use common::raw::send;
use common::{KEY, Nango, Signal};
use nango_cli::webhook::inbox::{ForwardState, Inbox, Stored};
use serde_json::{Value, json};

#[test]
fn good_or_bad_each_is_stored_before_it_is_answered() {
    let place = tempfile::tempdir().expect("a directory");
    let path = place.path().join("deep/inbox.db");
    let (run, url) = ready(listen(&["--inbox", path.to_str().expect("a path"), "--max-body", "2000"]));
    let body = event("c_1");
    assert_eq!(post(&format!("{url}/some/path?a=1"), &body).status, 200);
    assert_eq!(stored(&path).len(), 1, "there when the answer is");
    assert_eq!(post(&url, &body).status, 200);
    assert_eq!(send("POST", &url, &[("X-Nango-Hmac-Sha256", "abc")], b"\xff\x00").status, 401);
    assert_eq!(send("GET", &url, &[], b"").status, 405);
    assert_eq!(send("POST", &url, &[("x-kept", "head")], &[b'x'; 2001]).status, 413);

    let all = stored(&path);
    let facts: Vec<_> = all.iter().map(|one| (one.id, &*one.verdict, one.answered, one.repeat_of)).collect();
    assert_eq!(
        facts,
        [
            (1, "verified", Some(200), None),
            (2, "verified", Some(200), Some(1)),
            (3, "invalid_signature", Some(401), None),
            (4, "method_not_allowed", Some(405), None),
            (5, "body_too_large", Some(413), None),
        ]
    );
    assert_eq!((&*all[0].request.path, &*all[0].request.query), ("/some/path", "a=1"));
    assert_eq!(all[0].request.body, body.as_bytes());
    assert_eq!(all[2].request.body, b"\xff\x00");
    assert!(all[2].warning.as_deref().is_some_and(|warning| warning.contains("Refused")), "{:?}", all[2]);
    assert_eq!(all[4].request.headers.get("x-kept"), Some("head"));
    let lines: Vec<Value> = (0..5).map(|_| run.json_line()).collect();
    let told: Vec<_> =
        lines.iter().map(|line| (&line["id"], &line["answered"], &line["repeat_of"])).collect();
    assert_eq!(told[0], (&json!(1), &json!(200), &Value::Null));
    assert_eq!(told[1], (&json!(2), &json!(200), &json!(1)));
    assert_eq!((&lines[4]["event"], &lines[4]["id"]), (&json!("refused"), &json!(5)));

    // Whoever looks for a listener finds it, until it ends.
    let running = Inbox::open(&path).expect("an inbox").running().expect("its listeners");
    assert_eq!(running.iter().map(|running| &*running.url).collect::<Vec<_>>(), [url]);
    run.signal(Signal::INT);
    let summary = run.end().ok().stdout;
    let summary: Value = serde_json::from_str(summary.lines().last().expect("a line")).expect("JSON");
    assert_eq!(
        summary,
        json!({
            "event": "summary", "received": 5, "verified": 2, "refused": 3, "repeats": 1,
            "forwarded": 0, "failed": 0, "not_forwarded": 0, "not_stored": 0,
        })
    );
    assert!(Inbox::open(&path).expect("an inbox").running().expect("its listeners").is_empty());
}

#[test]
fn people_see_ids_and_repeats() {
    let run = listen(&["--ready-file", "r.json"]).spawn();
    let url = run.stderr_line("Ready: ");
    let url = url.split(' ').nth(1).expect("a URL");
    post(url, &event("c_1"));
    post(url, &event("c_1"));
    let (first, second) = (run.line(), run.line());
    assert!(first.contains("#1") && !first.contains("repeat"), "{first}");
    assert!(second.contains("#2") && second.contains("repeat of #1"), "{second}");
    run.signal(Signal::INT);
    run.end().ok().says("2 received, 2 verified, 0 refused, 1 repeats");
}

/// Killed without warning, many times, under load: what was answered 200 is there, once.
#[test]
fn nothing_that_was_answered_is_lost_to_a_kill() {
    const ROUNDS: usize = 10;
    const CONNECTIONS: usize = 16;
    let place = tempfile::tempdir().expect("a directory");
    let path = place.path().join("inbox.db");
    let answered: Mutex<Vec<String>> = Mutex::default();
    for round in 0..ROUNDS {
        let (run, url) = ready(listen(&["--inbox", path.to_str().expect("a path")]));
        let done = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for connection in 0..CONNECTIONS {
                let (url, done, answered) = (&url, &done, &answered);
                scope.spawn(move || {
                    let mut deliverer = Deliverer::to(url);
                    let mut taken = Vec::new();
                    for number in 0.. {
                        let name = format!("r{round} c{connection} n{number}");
                        match deliverer.deliver(&event(&name)) {
                            Some(status) => assert_eq!(status, 200),
                            None => break,
                        }
                        taken.push(name);
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                    answered.lock().expect("the names").extend(taken);
                });
            }
            // Each time at another moment.
            let enough = 300 + 37 * round;
            eventually("some hundred are answered", || done.load(Ordering::Relaxed) >= enough);
            run.signal(Signal::KILL);
        });
        run.end().exits(-9);
    }
    let answered = answered.into_inner().expect("the names");
    assert!(answered.len() > 300 * ROUNDS, "{}", answered.len());
    let mut there: HashMap<String, usize> = HashMap::new();
    for name in connections(&stored(&path)) {
        *there.entry(name).or_default() += 1;
    }
    let lost: Vec<_> = answered.iter().filter(|name| there.get(*name) != Some(&1)).collect();
    assert!(lost.is_empty(), "of {} answered, not there once: {lost:?}", answered.len());
    // What was under way at a kill may be there or not, at most one for each connection.
    assert!(there.len() <= answered.len() + ROUNDS * CONNECTIONS);
    // The killed left no listener behind, and it goes on.
    assert!(Inbox::open(&path).expect("an inbox").running().expect("its listeners").is_empty());
    let (_run, url) = ready(listen(&["--inbox", path.to_str().expect("a path")]));
    assert_eq!(post(&url, &event("after")).status, 200);
    assert_eq!(connections(&stored(&path)).last().map(String::as_str), Some("after"));
}

/// A disk of 2 MiB of its own, where that may be had; otherwise no file may grow beyond as much. Both end with what a
/// shell does before it becomes the listener.
fn on_a_small_disk(disk: &Path) -> (Command, bool) {
    let mounts =
        "mount -t tmpfs -o size=2m none \"$0\" && dd if=/dev/zero of=\"$0/ballast\" bs=1k count=1200 2>&1";
    let unshare = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", script]).arg(disk);
        command
    };
    let may_mount = unshare(mounts).output().is_ok_and(|output| output.status.success());
    if may_mount {
        return (unshare(&format!("{{ {mounts}; }} >/dev/null && exec \"$@\"")), true);
    }
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; ulimit -S -f 2048; exec \"$@\""]).arg(disk);
    (command, false)
}

#[test]
fn a_full_disk_is_said_and_answered_503_and_gets_better() {
    let place = tempfile::tempdir().expect("a directory");
    let disk = place.path().join("disk");
    std::fs::create_dir(&disk).expect("a directory");
    let (mut command, mounted) = on_a_small_disk(&disk);
    let inbox = disk.join("inbox.db");
    let (nango, _home) =
        listen(&["--json", "--inbox"]).args([inbox.to_str().expect("a path")]).into_command();
    command.arg(nango.get_program()).args(nango.get_args());
    command.env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    command.envs(nango.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let pid = child.id();
    let mut stderr = child.stderr.take().expect("stderr");
    let stderr = std::thread::spawn(move || {
        let mut text = String::new();
        stderr.read_to_string(&mut text).map(|_| text)
    });
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().expect("stdout")));
    let mut next = move || -> Option<Value> {
        let line = lines.next()?.expect("a line");
        Some(serde_json::from_str(&line).unwrap_or_else(|_| panic!("not JSON: {line}")))
    };
    let url = next().expect("the ready line")["url"].as_str().expect("a URL").to_owned();
    let told = std::thread::spawn(move || std::iter::from_fn(next).collect::<Vec<_>>());

    let mut deliverer = Deliverer::to(&url);
    let large = "x".repeat(20_000);
    let mut kept = Vec::new();
    let mut attempt = |name: &str, kept: &mut Vec<String>| {
        let mut body: Value = serde_json::from_str(&event(name)).expect("JSON");
        body["padding"] = json!(large);
        let status = deliverer.deliver(&body.to_string()).expect("an answer");
        assert!(status == 200 || status == 503, "{status}");
        if status == 200 {
            kept.push(name.to_owned());
        }
        status == 200
    };
    let mut refused = 0;
    for number in 0..200 {
        if !attempt(&format!("n{number}"), &mut kept) {
            refused += 1;
        }
    }
    assert!(!kept.is_empty() && refused > 20, "{} kept, {refused} refused", kept.len());
    // There is room again: it goes on without anybody's help.
    if mounted {
        let ballast = format!("/proc/{pid}/root{}", disk.join("ballast").display());
        std::fs::remove_file(&ballast).expect("the ballast is removed");
    } else {
        let pid = rustix::process::Pid::from_raw(pid as i32);
        let any = rustix::process::Rlimit { current: None, maximum: None };
        rustix::process::prlimit(pid, rustix::process::Resource::Fsize, any).expect("the limit is lifted");
    }
    let freed = Instant::now();
    while !attempt("after", &mut kept) {
        refused += 1;
        assert!(freed.elapsed() < common::PATIENCE, "it stores again");
    }

    // SQLite does not find its way into another process's mounts, but files can be copied from there.
    let copy = place.path().join("copy.db");
    for part in ["", "-wal"] {
        let root = if mounted { format!("/proc/{pid}/root") } else { String::new() };
        let from = format!("{root}{}{part}", inbox.display());
        std::fs::copy(from, format!("{}{part}", copy.display())).expect("a copy");
    }
    assert_eq!(connections(&stored(&copy)), kept, "all that was answered 200, and nothing else");
    rustix::process::kill_process(rustix::process::Pid::from_child(&child), Signal::INT).expect("a signal");
    assert!(child.wait().expect("its end").success());
    let told = told.join().expect("a reader");
    let news: Vec<&Value> = told.iter().filter(|line| line["event"] == "not_stored").collect();
    let counted: u64 = news.iter().filter_map(|line| line["count"].as_u64()).sum();
    let summary = told.last().expect("a summary");
    assert_eq!(summary["not_stored"], refused, "{summary}");
    assert_eq!(news[0]["status"], 503);
    assert!(mounted <= (news[0]["code"] == "disk_full"), "{news:?}");
    // Loudly, but not for each. What came last before it got better is in the summary alone.
    assert!(counted >= 1 && counted <= refused as u64 && news.len() < refused / 2, "{news:?}");
    let stderr = stderr.join().expect("a reader").expect("stderr");
    assert!(stderr.contains("could not be stored and answered 503"), "{stderr}");
}

#[test]
fn a_locked_inbox_is_waited_for_then_said_and_gets_better() {
    let place = tempfile::tempdir().expect("a directory");
    let path = place.path().join("inbox.db");
    let (run, url) = ready(listen(&["--inbox", path.to_str().expect("a path")]));
    assert_eq!(post(&url, &event("before")).status, 200);
    let other = rusqlite::Connection::open(&path).expect("another program");
    other.execute_batch("BEGIN EXCLUSIVE").expect("a lock");
    let answer = post(&url, &event("locked out"));
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("5")), "{answer:?}");
    run.stderr_line("1 delivery could not be stored");
    let (_, line) = until_event(&run, "not_stored");
    assert_eq!((&line["code"], &line["count"]), (&json!("inbox_locked"), &json!(1)), "{line}");
    // A short lock is only waited for.
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| post(&url, &event("waited")).status);
        // Time in which a listener that does not wait would have answered.
        std::thread::sleep(Duration::from_millis(500));
        assert!(!waiting.is_finished(), "it waits");
        other.execute_batch("ROLLBACK").expect("the lock is let go");
        assert_eq!(waiting.join().expect("a status"), 200);
    });
    assert_eq!(connections(&stored(&path)), ["before", "waited"]);
    run.signal(Signal::INT);
    run.end().ok().says("3 received, 2 verified, 0 refused, 1 not stored");
}

#[test]
fn an_inbox_that_cannot_be_opened_is_an_error_at_the_start() {
    let file = listen(&["--inbox", "text"]).file("text", "This is no database, however long it may be.");
    file.run()
        .exits(1)
        .no_data()
        .says("could not open the inbox text")
        .says("--inbox PATH")
        .says("--no-inbox");
    listen(&["--inbox", "."]).run().exits(1).says("--no-inbox");
    let locked = tempfile::tempdir().expect("a directory");
    let path = locked.path().join("inbox.db");
    drop(Inbox::open(&path).expect("an inbox"));
    let other = rusqlite::Connection::open(&path).expect("another program");
    other.execute_batch("BEGIN EXCLUSIVE").expect("a lock");
    listen(&["--inbox", path.to_str().expect("a path")]).run().exits(1).says("another program holds");
    listen(&["--no-inbox", "--inbox", "x"]).run().exits(2);
    listen(&["--keep", "soon"]).run().exits(2).says("--keep");
    listen(&["--keep-size", "much"]).run().exits(2).says("1GiB");
    // Without a home there is no place for it.
    let (command, _place) = listen(&["--timeout", "50ms"]).into_command();
    let mut homeless = Command::new(command.get_program());
    homeless.args(command.get_args()).env_clear().env("NANGO_WEBHOOK_SIGNING_KEY", KEY);
    let output = homeless.output().expect("it runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && stderr.contains("--inbox PATH"), "{stderr}");
    assert_eq!(homeless.arg("--no-inbox").output().expect("it runs").status.code(), Some(7));
}

#[test]
fn old_deliveries_go_and_new_ones_stay() {
    let place = tempfile::tempdir().expect("a directory");
    let path = place.path().join("inbox.db");
    let inbox = ["--inbox", path.to_str().expect("a path")];
    let (run, url) = ready(listen(&inbox));
    post(&url, &event("old"));
    run.signal(Signal::INT);
    run.end().ok();
    let other = rusqlite::Connection::open(&path).expect("another program");
    // Two hours in nanoseconds: whatever holds this test up makes nothing else that old.
    other.execute("UPDATE delivery SET at = at - 7200000000000", []).expect("it is older");
    let (_run, url) = ready(listen(&inbox).args(["--keep", "1h"]));
    eventually("the old one goes", || stored(&path).is_empty());
    post(&url, &event("new"));
    assert_eq!(connections(&stored(&path)), ["new"]);
}

/// Anybody can send them: they take no more of the disk than they are given.
#[test]
fn large_heads_are_kept_within_the_size() {
    let place = tempfile::tempdir().expect("a directory");
    let path = place.path().join("inbox.db");
    let (_run, url) = ready(listen(&["--inbox", path.to_str().expect("a path"), "--keep-size", "1MB"]));
    let header = "x".repeat(30_000);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                (0..125).for_each(|_| assert_eq!(send("GET", &url, &[("x-large", &header)], b"").status, 405))
            });
        }
    });
    let size = std::fs::metadata(&path).expect("an inbox").len();
    assert!(size < 4_000_000, "{size}");
}

/// The largest body that is allowed finds room, however large that is.
#[test]
fn what_max_body_allows_is_taken() {
    let (_run, url) = ready(listen(&["--max-body", "73400320"]));
    let status = send("POST", &url, &[], &vec![b'x'; 66 << 20]).status;
    assert_eq!(status, 401, "there is no signature, and nothing else is wrong with it");
}

#[test]
fn a_full_memory_is_not_said_to_be_a_full_disk() {
    let busy = Catcher::answering(|_, _| Verdict { after: common::PATIENCE, ..200.into() });
    let (run, url) = ready(listen(&["--no-inbox", "--forward-to", &busy.url]));
    let large = "x".repeat(4 << 20);
    let mut body: Value = serde_json::from_str(&event("c_1")).expect("JSON");
    body["padding"] = json!(large);
    let body = body.to_string();
    let statuses: Vec<u16> = (0..16).map(|_| post(&url, &body).status).collect();
    assert_eq!((statuses[0], statuses[15]), (200, 503), "{statuses:?}");
    let (_, line) = until_event(&run, "not_stored");
    assert_eq!(line["code"], "memory_full", "{line}");
    run.stderr_line("without --no-inbox");
}

/// The inbox's file, and what is beside it where `all`.
fn files(path: &Path, all: bool) -> Vec<(std::path::PathBuf, &'static str)> {
    let suffixes = if all { &["", "-wal", "-shm"][..] } else { &[""] };
    suffixes.iter().map(|suffix| (format!("{}{suffix}", path.display()).into(), *suffix)).collect()
}

/// Somebody deletes the file under a running listener, or moves it away: what comes then is what the app gets, in its
/// place is an inbox that others find, and what came before is where it was moved to.
#[test]
fn an_inbox_that_is_taken_away_is_made_anew_and_nothing_is_mixed_up() {
    let numbered = |name: &str| (0..30).map(|n| format!("{name} {n:02}")).collect::<Vec<_>>();
    let (old, new) = (numbered("a"), numbered("b"));
    for (all, moved) in [(true, false), (false, false), (true, true), (false, true)] {
        let case = format!("all: {all}, moved: {moved}");
        let place = tempfile::tempdir().expect("a directory");
        let (path, away) = (place.path().join("inbox.db"), place.path().join("moved.db"));
        let app = Catcher::new();
        let inbox = ["--inbox", path.to_str().expect("a path")];
        let (run, url) = ready(listen(&inbox).args(["--forward-to", &app.url]));
        flood(&url, old.iter().cloned());
        app.wait_for(30);
        for (file, suffix) in files(&path, all) {
            let done = match moved {
                true => std::fs::rename(&file, format!("{}{suffix}", away.display())),
                false => std::fs::remove_file(&file),
            };
            done.expect("it is taken away");
        }
        flood(&url, new.iter().cloned());
        let mut sent: Vec<String> = app
            .wait_for(60)
            .iter()
            .map(|one| one.json()["connectionId"].as_str().expect("a connection").to_owned())
            .collect();
        sent.sort();
        assert_eq!(sent, [&old[..], &new].concat(), "{case}");
        assert_eq!(connections(&stored(&path)), new, "{case}");
        if moved {
            assert_eq!(connections(&stored(&away)), old, "{case}");
        }
        let running = Inbox::open(&path).expect("an inbox").running().expect("its listeners");
        assert_eq!(running.iter().map(|running| &*running.url).collect::<Vec<_>>(), [url], "{case}");
        eventually("each is noted where it is", || {
            let done = |one: &Stored| one.forwards.iter().all(|forward| forward.state == ForwardState::Done);
            stored(&path).iter().all(done)
        });
        run.signal(Signal::INT);
        run.end().ok().says("60 received, 60 verified, 0 refused, 60 forwarded, 0 failed");
    }
}

#[test]
fn an_inbox_that_was_deleted_is_not_made_again_for_the_end() {
    let place = tempfile::tempdir().expect("a directory");
    let path = place.path().join("inbox.db");
    let (run, url) = ready(listen(&["--inbox", path.to_str().expect("a path")]));
    post(&url, &event("c_1"));
    files(&path, true).iter().for_each(|(file, _)| std::fs::remove_file(file).expect("it is deleted"));
    run.signal(Signal::INT);
    run.end().ok();
    assert_eq!(std::fs::read_dir(place.path()).expect("a directory").count(), 0);
}

/// Delivers so many, and returns when each is answered.
fn flood(url: &str, names: impl Iterator<Item = String>) {
    let mut deliverer = Deliverer::to(url);
    for name in names {
        assert_eq!(deliverer.deliver(&event(&name)), Some(200), "{name}");
    }
}

/// A run whose stdout is a pipe that nobody reads; it is ready.
fn stalled(args: &[&str]) -> (common::Running, String, std::io::PipeReader) {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    let run = listen(&["--json", "--ready-file", "r.json"]).args(args.iter().copied()).stdout(writer).spawn();
    let file = run.path("r.json");
    eventually("it is ready", || file.exists());
    let line: Value = serde_json::from_slice(&std::fs::read(file).expect("a file")).expect("JSON");
    (run, line["url"].as_str().expect("a URL").to_owned(), reader)
}

fn lines(reader: std::io::PipeReader) -> std::thread::JoinHandle<Vec<Value>> {
    std::thread::spawn(move || {
        let lines = std::io::BufRead::lines(std::io::BufReader::new(reader));
        lines.map(|line| serde_json::from_str(&line.expect("a line")).expect("JSON")).collect()
    })
}

#[test]
fn an_output_that_nobody_reads_holds_up_no_answer_and_misses_nothing() {
    // More than fits into a pipe.
    const EVENTS: usize = 1500;
    let (run, url, reader) = stalled(&[]);
    // An answer that is held up ends the flood, which waits no longer than its patience for each.
    flood(&url, (0..EVENTS).map(|number| format!("n{number}")));
    let told = lines(reader);
    run.signal(Signal::INT);
    run.end().ok().says(&format!("{EVENTS} received"));
    let told = told.join().expect("a reader");
    let ids: Vec<i64> = told
        .iter()
        .filter(|line| line["event"] == "webhook")
        .filter_map(|line| line["id"].as_i64())
        .collect();
    assert_eq!(ids, (1..=EVENTS as i64).collect::<Vec<_>>(), "each is shown once, in order");
    assert_eq!(told.last().expect("a line")["event"], "summary");
}

/// What was missed is read from the inbox that it is in.
#[test]
fn what_was_missed_is_shown_though_the_inbox_was_deleted_meanwhile() {
    const EACH: i64 = 3000;
    let place = tempfile::tempdir().expect("a directory");
    let path = place.path().join("inbox.db");
    let (run, url, reader) = stalled(&["--inbox", path.to_str().expect("a path")]);
    let lines = std::io::BufRead::lines(std::io::BufReader::new(reader));
    let mut ids = lines.filter_map(|line| {
        let line: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        line["id"].as_i64()
    });
    flood(&url, (0..EACH).map(|number| format!("a {number}")));
    assert_eq!(ids.by_ref().take(EACH as usize).collect::<Vec<_>>(), (1..=EACH).collect::<Vec<_>>());
    files(&path, true).iter().for_each(|(file, _)| std::fs::remove_file(file).expect("it is deleted"));
    flood(&url, (0..EACH).map(|number| format!("b {number}")));
    run.signal(Signal::INT);
    let rest = std::thread::spawn(move || ids.collect::<Vec<_>>());
    run.end().ok();
    let rest = rest.join().expect("a reader");
    assert_eq!(rest, (EACH + 1..=2 * EACH).collect::<Vec<_>>());
}

#[test]
fn without_an_inbox_what_was_not_shown_is_counted() {
    const EVENTS: usize = 4000;
    let (run, url, reader) = stalled(&["--no-inbox"]);
    flood(&url, (0..EVENTS).map(|number| format!("n{number}")));
    let told = lines(reader);
    run.signal(Signal::INT);
    run.end().ok();
    let told = told.join().expect("a reader");
    let shown = told.iter().filter(|line| line["event"] == "webhook").count();
    let counted: u64 = told
        .iter()
        .filter(|line| line["event"] == "not_shown")
        .filter_map(|line| line["count"].as_u64())
        .sum();
    assert!(counted > 0, "{} lines", told.len());
    assert_eq!(shown as u64 + counted, EVENTS as u64);
}

#[test]
fn an_output_that_nobody_reads_does_not_hold_up_a_second_ctrl_c() {
    let (mut run, url, _reader) = stalled(&[]);
    flood(&url, (0..1500).map(|number| format!("n{number}")));
    run.signal(Signal::INT);
    eventually("it stops listening", || {
        std::net::TcpStream::connect(url.trim_start_matches("http://")).is_err()
    });
    assert!(run.is_running(), "it would still like to show what came");
    run.signal(Signal::INT);
    run.end().exits(130);
}

#[test]
fn memory_stays_flat() {
    let (run, url) = ready(listen(&["--ready-file", "r.json"]));
    let file: Value =
        serde_json::from_slice(&std::fs::read(run.path("r.json")).expect("a file")).expect("JSON");
    let pid = file["pid"].as_u64().expect("a process");
    let load = |round: usize, each: usize| {
        std::thread::scope(|scope| {
            for connection in 0..8 {
                let url = &url;
                scope.spawn(move || flood(url, (0..each).map(|n| format!("r{round} c{connection} n{n}"))));
            }
        });
        memory(pid)
    };
    // The database's cache is full by then.
    let before = load(0, 1500);
    let after = load(1, 2500);
    assert!(after < before + 8 * 1024, "{before} KiB before, {after} KiB after 20,000 more");
    run.signal(Signal::INT);
    run.end().ok().says("32000 received");
}

#[test]
fn two_listeners_and_a_wait_share_one_inbox() {
    let place = tempfile::tempdir().expect("a directory");
    let path = place.path().join("inbox.db");
    let inbox = ["--inbox", path.to_str().expect("a path")];
    let (first, one) = ready(listen(&inbox));
    let (second, two) = ready(listen(&inbox));
    assert_eq!(Inbox::open(&path).expect("an inbox").running().expect("its listeners").len(), 2);
    let wait = Nango::new(["webhooks", "wait", "--timeout", "15s", "-q", "--filter", "connection=c_last"])
        .args(inbox)
        .spawn();
    std::thread::scope(|scope| {
        for (url, name) in [(&one, "one"), (&two, "two")] {
            for connection in 0..4 {
                scope.spawn(move || flood(url, (0..100).map(|n| format!("{name} {connection} {n}"))));
            }
        }
    });
    post(&two, &event("c_last"));
    assert_eq!(wait.end().ok().value(), "c_last");
    let mut names = connections(&stored(&path));
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 801);
    for (run, expected) in [(first, 400), (second, 401)] {
        run.signal(Signal::INT);
        let output = run.end().ok();
        let shown = output.stdout.lines().filter(|line| line.contains(r#""event":"webhook""#)).count();
        assert_eq!(shown, expected, "each shows its own");
    }
}

/// A wait that starts after the event: which of the listeners it went to, it cannot know.
#[test]
fn a_wait_beside_two_listeners_begins_with_the_first() {
    let place = tempfile::tempdir().expect("a directory");
    let path = place.path().join("inbox.db");
    let inbox = ["--inbox", path.to_str().expect("a path")];
    let (_first, url) = ready(listen(&inbox));
    post(&url, &event("c_1"));
    let (_second, _) = ready(listen(&inbox));
    let wait = Nango::new(["webhooks", "wait", "--timeout", "5s", "-q"]).args(inbox);
    assert_eq!(wait.run().ok().value(), "c_1");
}

/// Where a command is suggested it is about the same inbox, and can be pasted.
#[test]
fn suggested_commands_name_the_inbox() {
    let place = tempfile::tempdir().expect("a directory");
    let path = place.path().join("in box.db");
    let inbox = ["--inbox", path.to_str().expect("a path")];
    let typed = |command: &str| format!("nango-cli webhooks {command} --inbox '{}'", path.display());
    let nango = |command: &str| Nango::new(["webhooks"]).args(command.split(' ')).args(inbox);
    nango("list").run().ok().says(&typed("listen"));
    nango("wait --timeout 50ms").run().exits(7).says(&typed("listen"));
    nango("show 7").run().exits(4).says(&typed("list"));
    let dead = common::dead_host();
    let (run, url) = ready(listen(&inbox).args(["--forward-to", &dead, "--attempts", "1"]));
    post(&url, &event("c_1"));
    until_event(&run, "forward");
    nango("wait --timeout 50ms --filter type=sync").run().exits(7).says(&typed("list"));
    run.signal(Signal::INT);
    run.end().ok().says(&typed("list --failed"));
}

/// A wrong signature is explained, unless there are so many that it would cost the real ones.
#[test]
fn a_flood_of_wrong_signatures_is_not_explained_one_by_one() {
    let (run, url) = ready(listen(&[]));
    let wrong = |body: &[u8]| send("POST", &url, &[("X-Nango-Hmac-Sha256", &"0".repeat(64))], body).status;
    assert_eq!(wrong(b"{}"), 401);
    assert!(run.json_line()["explanation"]["code"].is_string());
    let large = vec![b'x'; 1 << 20];
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..8).for_each(|_| assert_eq!(wrong(&large), 401)));
        }
        let started = Instant::now();
        assert_eq!(post(&url, &event("real")).status, 200);
        assert!(started.elapsed() < common::PATIENCE / 2, "{:?}", started.elapsed());
    });
    run.signal(Signal::INT);
    let lines = run.end().ok().stdout;
    let refused: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .filter(|line| line["verdict"] == "invalid_signature")
        .collect();
    assert!(refused.iter().any(|line| line["explanation"].is_null()), "some go without");
    assert!(refused.iter().all(|line| line["warning"].is_string()));
}
