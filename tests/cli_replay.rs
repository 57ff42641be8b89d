//! `webhooks replay`: from the inbox to an app.

mod common;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use common::catcher::{Catcher, Caught, Gate, Verdict};
use common::{KEY, Nango, OTHER_KEY, Signal, dead_host};
use jiff::Timestamp;
use nango_cli::http::{Headers, Request};
use nango_cli::secret::Secret;
use nango_cli::webhook::inbox::{Arriving, ForwardNote, ForwardState, Inbox, Query, Running};
use nango_cli::webhook::signature;
use serde_json::{Value, json};

/// An inbox in a directory of its own.
struct Store {
    place: tempfile::TempDir,
    inbox: Inbox,
}

impl Store {
    fn new() -> Self {
        let place = tempfile::tempdir().expect("a directory");
        let inbox = Inbox::open(&place.path().join("i.db")).expect("an inbox");
        Store { place, inbox }
    }

    fn path(&self) -> PathBuf {
        self.place.path().join("i.db")
    }

    /// Stores deliveries, and gives their IDs.
    fn add(&mut self, batch: &[Arriving]) -> Vec<i64> {
        self.inbox.add(batch).expect("stored").into_iter().map(|added| added.id).collect()
    }

    /// As many events of one connection each, verified, a second apart.
    fn fill(&mut self, count: usize) -> Vec<i64> {
        let events: Vec<Arriving> = (0..count).map(|n| event(&format!("c_{n}"), n as i64)).collect();
        self.add(&events)
    }

    fn replay(&self, app: &str, args: &[&str]) -> Nango {
        let path = self.path();
        let inbox = path.to_str().expect("a path");
        let run = Nango::new(["webhooks", "replay", "--inbox", inbox, "--to", app]);
        run.args(args.iter().copied()).env("NANGO_WEBHOOK_SIGNING_KEY", KEY)
    }
}

fn start() -> Timestamp {
    "2026-11-24T12:00:00Z".parse().expect("a time")
}

fn arriving(headers: Headers, body: impl Into<Vec<u8>>, second: i64) -> Arriving {
    Arriving {
        request: Arc::new(Request {
            method: "POST".to_owned(),
            path: "/hook".to_owned(),
            query: String::new(),
            headers,
            body: body.into(),
            peer: None,
        }),
        at: start() + jiff::SignedDuration::from_secs(second),
        verdict: "verified".into(),
        key_origin: None,
        warning: None,
        answered: Some(200),
        targets: Vec::new(),
    }
}

/// An event of that connection, signed with another key than the one in use.
fn event(connection: &str, second: i64) -> Arriving {
    let body = format!(
        r#"{{"connectionId":"{connection}","from":"nango","operation":"creation","success":true,"type":"auth"}}"#
    );
    let key = Secret::new(OTHER_KEY);
    let headers = Headers::from_iter([
        ("X-Nango-Signature", signature::legacy_sha256(&key, body.as_bytes())),
        ("X-Nango-Hmac-Sha256", signature::hmac_sha256(&key, body.as_bytes())),
    ]);
    arriving(headers, body, second)
}

fn refused(connection: &str) -> Arriving {
    Arriving { verdict: "invalid_signature".into(), answered: Some(401), ..event(connection, 900) }
}

fn connections(app: &Catcher) -> Vec<String> {
    let id = |caught: &Caught| caught.json()["connectionId"].as_str().map(str::to_owned);
    app.caught().iter().filter_map(id).collect()
}

fn records(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON on every line")).collect()
}

/// All 164 deliveries of a real Nango: the app gets the bytes and the header lines that Nango sent, in their order.
#[test]
fn recordings_come_out_as_they_came() {
    let mut store = Store::new();
    let mut sent = Vec::new();
    for folder in ["webhooks", "modes/webhooks"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recordings").join(folder);
        for file in std::fs::read_dir(folder).expect("recordings").flatten() {
            let text = std::fs::read_to_string(file.path()).expect("a recording");
            let recording: Value = serde_json::from_str(&text).expect("JSON");
            let request = &recording["request"];
            let at: Timestamp =
                recording["received_at"].as_str().and_then(|at| at.parse().ok()).expect("a time");
            let headers: Vec<(String, String)> = request["headers"]
                .as_object()
                .expect("headers")
                .iter()
                .map(|(name, value)| (name.clone(), value.as_str().expect("text").to_owned()))
                .collect();
            sent.push((at, headers, request["raw_body"].as_str().expect("a body").to_owned()));
        }
    }
    assert_eq!(sent.len(), 164);
    sent.sort_by_key(|(at, _, _)| *at);
    let stored: Vec<Arriving> = sent
        .iter()
        .map(|(at, headers, body)| Arriving {
            at: *at,
            ..arriving(
                headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
                body.as_str(),
                0,
            )
        })
        .collect();
    store.add(&stored);
    let app = Catcher::new();
    store.replay(&format!("{}/app?x=1", app.url), &["--after", "0"]).run().ok().says("164 sent: 164 taken");
    let caught = app.caught();
    assert_eq!(caught.len(), 164);
    for ((_, headers, body), caught) in sent.iter().zip(&caught) {
        assert_eq!(caught.body, body.as_bytes());
        assert_eq!((caught.method.as_str(), caught.target.as_str()), ("POST", "/app?x=1"));
        let lines = |all: &[(String, String)]| -> Vec<(String, String)> {
            let own = ["host", "connection", "content-length"];
            let lines = all.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone()));
            lines.filter(|(name, _)| !own.contains(&name.as_str())).collect()
        };
        assert_eq!(lines(&caught.headers), lines(headers));
    }
}

#[test]
fn bytes_that_are_no_text_come_out_too() {
    let mut store = Store::new();
    let odd = b"\xff\x00{\r\n \"a\" : 1 }\x80";
    let mut delivery =
        arriving(Headers::from_iter([("X-Twice", "1"), ("X-Other", "o"), ("X-Twice", "2")]), odd, 0);
    Arc::make_mut(&mut delivery.request).method = "PUT".to_owned();
    let ids = store.add(&[delivery]);
    let app = Catcher::new();
    store.replay(&app.url, &[&ids[0].to_string()]).run().ok();
    let [caught] = &app.caught()[..] else { panic!("{:?}", app.caught()) };
    assert_eq!((caught.method.as_str(), &caught.body[..]), ("PUT", &odd[..]));
    let twice: Vec<&str> = caught
        .headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("x-twice"))
        .map(|(_, value)| value.as_str())
        .collect();
    assert_eq!(twice, ["1", "2"]);
    assert_eq!(caught.header("x-nango-cli-replay"), None);
}

#[test]
fn deliveries_are_chosen_as_in_the_list() {
    let mut store = Store::new();
    // c_0 to c_4, a second apart, and two that were refused.
    let ids = store.fill(5);
    let bad = store.add(&[refused("bad_0"), refused("bad_1")]);
    let sync = br#"{"connectionId":"c_1","from":"nango","type":"sync","syncName":"s","success":true}"#;
    store.add(&[arriving(Headers::new(), sync, 60)]);
    let id = |at: usize| ids[at].to_string();
    let sent = |args: &[&str]| {
        let app = Catcher::new();
        store.replay(&app.url, args).run().ok();
        connections(&app).join(" ")
    };
    let second = |second: i64| (start() + jiff::SignedDuration::from_secs(second)).to_string();
    for (args, expected) in [
        (vec![id(3), id(1)], "c_1 c_3"),
        (vec![id(1), id(1)], "c_1"),
        (vec![bad[1].to_string()], "bad_1"),
        (vec!["--after".into(), id(2)], "c_3 c_4 c_1"),
        (vec!["--since".into(), second(3), "--before".into(), second(59)], "c_3 c_4"),
        (vec!["--filter".into(), "connection=c_1".into()], "c_1 c_1"),
        (vec!["--filter".into(), "connection=c_1".into(), "--filter".into(), "type=sync".into()], "c_1"),
        (vec!["--refused".into()], "bad_0 bad_1"),
        (vec!["--all".into(), "--filter".into(), "type=auth".into()], "c_0 c_1 c_2 c_3 c_4 bad_0 bad_1"),
        (vec!["--filter".into(), "type=forward".into()], ""),
        (vec!["--failed".into()], ""),
    ] {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        assert_eq!(sent(&args), expected, "{args:?}");
    }
    let app = Catcher::new();
    store.replay(&app.url, &[]).run().exits(2).says("--since 1h");
    store.replay(&app.url, &["--since", "yesterday"]).run().exits(2).says("10m");
    store.replay(&app.url, &["--refused", "--all"]).run().exits(2);
    store.replay(&app.url, &["99", "98", "1"]).run().exits(4).says("not in the inbox: #99, #98");
    store.replay(&app.url, &["--filter", "type=forward"]).run().ok().says("nothing in the inbox matches");
    let to = ["webhooks", "replay", "--to", &app.url, "1"];
    Nango::new(to).run().exits(4).says("not in the inbox: #1");
    Nango::new(to).args(["--inbox", "not/there.db"]).run().exits(4).says("no inbox yet at not/there.db");
    let file = Nango::new(to).args(["--inbox", "i.db"]).file("i.db", "something else");
    file.run().exits(1).says("could not open the inbox i.db").says("--inbox PATH");
    Nango::new(["webhooks", "replay", "1"]).run().exits(2).says("--to");
    assert!(app.caught().is_empty());
}

#[test]
fn the_report_tells_of_each() {
    let mut store = Store::new();
    let ids = store.fill(3);
    let picky = || {
        Catcher::answering(|_, caught| match caught.json()["connectionId"].as_str() {
            Some("c_1") => Verdict { body: "not\u{1b}[2J mine".to_owned(), ..422.into() },
            _ => 200.into(),
        })
    };
    let app = picky();
    let run = store.replay(&app.url, &["--after", "0"]).run().exits(1);
    let rows = run.rows();
    assert_eq!(rows[1][1..7], ["✗", &ids[1].to_string(), "auth creation", "", "c_1", "422"]);
    assert_eq!(rows[2][1..7], ["✓", &ids[2].to_string(), "auth creation", "", "c_2", "200"]);
    let run = run.says("3 sent: 2 taken, 1 refused").says("it answered 422").says(r"not\x1b[2J mine");
    assert!(!run.stderr.contains('\u{1b}'));

    let app = picky();
    let run = store.replay(&app.url, &["--after", "0", "--json"]).run().exits(1);
    let records = records(&run.stdout);
    let told: Vec<_> =
        records[..3].iter().map(|r| (&r["id"], &r["status"], &r["taken"], &r["attempts"])).collect();
    let (taken, not) = (json!(true), json!(false));
    let (ok, no, one) = (json!(200), json!(422), json!(1));
    let id: Vec<Value> = ids.iter().map(|id| json!(id)).collect();
    assert_eq!(told, [(&id[0], &ok, &taken, &one), (&id[1], &no, &not, &one), (&id[2], &ok, &taken, &one)]);
    assert_eq!(records[1]["answer"], "not\u{1b}[2J mine");
    let summary = &records[3];
    assert_eq!(
        (&summary["event"], &summary["sent"], &summary["taken"], &summary["refused"], &summary["finished"]),
        (&json!("summary"), &json!(3), &json!(2), &json!(1), &json!(true))
    );
    assert_eq!((&summary["failed"], &summary["unreachable"]), (&json!(0), &json!(0)));
    assert_eq!(run.error()["code"], "target_refused");

    let quiet = store.replay(&picky().url, &["--after", "0", "-q"]).run().exits(1);
    assert_eq!(quiet.stdout, format!("{}\n", ids[1]), "who failed, nothing else");
    let dead = store.replay(&dead_host(), &["--after", "0", "-q"]).run().exits(6);
    assert_eq!(dead.stdout.lines().count(), 3);
    store.replay(&app.url, &["--after", "0", "-q", "--filter", "connection=c_2"]).run().ok().no_data();
}

#[test]
fn redirects_are_not_followed() {
    let mut store = Store::new();
    store.fill(1);
    let app = Catcher::answering(|_, _| Verdict { location: Some("/there".to_owned()), ..307.into() });
    store.replay(&app.url, &["--after", "0"]).run().exits(1).says("redirects are not followed");
    assert_eq!(app.caught().len(), 1);
}

#[test]
fn signatures_stay_unless_they_are_made_anew() {
    let mut store = Store::new();
    store.fill(1);
    let signed = |args: &[&str], key: &str| {
        let app = Catcher::new();
        store.replay(&app.url, &["--after", "0"]).args(args.iter().copied()).run().ok();
        let [caught] = &app.caught()[..] else { panic!() };
        let names: Vec<&str> = caught.headers.iter().map(|(name, _)| name.as_str()).collect();
        let signatures =
            names.iter().filter(|name| name.to_ascii_lowercase().starts_with("x-nango-")).count();
        let key = Secret::new(key);
        let header = |name| caught.header(name).unwrap_or_default().to_owned();
        let good = signature::matches(&key, &caught.body, &header(signature::HMAC_HEADER))
            && signature::legacy_matches(&key, &caught.body, &header(signature::LEGACY_HEADER));
        (good, signatures)
    };
    assert_eq!(signed(&[], OTHER_KEY), (true, 2));
    assert_eq!(signed(&["--resign"], KEY), (true, 2), "one of each, with the key in use");
    assert_eq!(signed(&["--mark"], OTHER_KEY), (true, 3));
    assert_eq!(signed(&["-H", "X-Nango-Signature: none"], OTHER_KEY), (false, 2));
    let path = store.path();
    let args = [
        "webhooks",
        "replay",
        "--resign",
        "--all",
        "--to",
        "3000",
        "--inbox",
        path.to_str().expect("a path"),
    ];
    Nango::new(args).run().exits(3).says("NANGO_WEBHOOK_SIGNING_KEY");
}

/// One connection's events wait for each other, and for each other's retries; another's do not.
#[test]
fn order_is_kept_within_a_connection() {
    let mut store = Store::new();
    store.add(&[event("a", 0), event("a", 1), event("b", 2), event("b", 3)]);
    let app = || {
        let first = AtomicBool::new(true);
        Catcher::answering(move |_, caught| {
            let of_a = String::from_utf8_lossy(&caught.body).contains(r#""connectionId":"a""#);
            if of_a && first.swap(false, Ordering::Relaxed) {
                Verdict { after: Duration::from_secs(2), ..503.into() }
            } else {
                200.into()
            }
        })
    };
    for (args, order) in [
        (&["--retries=1ms"][..], "a a a b b"),
        // Which of the two comes first is nobody's promise.
        (&["--concurrency", "2", "--retries=1ms"], "b b a a"),
        (&["--concurrency", "2"], "b b a"),
    ] {
        let app = app();
        store.replay(&app.url, &["--after", "0"]).args(args.iter().copied()).run();
        let mut seen = connections(&app);
        if args.contains(&"--concurrency") {
            let first = seen.iter().position(|name| name == "a").expect("a's first");
            seen.remove(first);
        }
        assert_eq!(seen.join(" "), order, "{args:?}");
    }
}

/// Where imports brought older deliveries later, the original order is that of time.
#[test]
fn the_original_order_is_that_of_time() {
    let mut store = Store::new();
    store.add(&[event("later", 50), event("earlier", 10)]);
    let app = Catcher::new();
    store.replay(&app.url, &["--filter", "type=auth"]).run().ok();
    assert_eq!(connections(&app), ["earlier", "later"]);
}

#[test]
fn pauses_are_kept_where_that_is_asked() {
    let mut store = Store::new();
    store.fill(3);
    let app = Catcher::new();
    store.replay(&app.url, &["--after", "0", "--speed", "10x"]).run().ok();
    let took = app.caught()[2].at - app.caught()[0].at;
    assert!(took >= Duration::from_millis(100), "two seconds, ten times as fast: {took:?}");
    store.replay(&app.url, &["--after", "0", "--speed", "fast"]).run().exits(2).says("10x");
    assert_eq!(app.caught().len(), 3);
}

#[test]
fn what_a_target_missed_is_made_good() {
    let mut store = Store::new();
    let app = Catcher::answering(|_, caught| match caught.json()["connectionId"].as_str() {
        Some("c_2") => 500.into(),
        _ => 200.into(),
    });
    let target = format!("{}/", app.url);
    let events: Vec<Arriving> =
        (0..4).map(|n| Arriving { targets: vec![target.clone()], ..event(&format!("c_{n}"), n) }).collect();
    let ids = store.add(&events);
    let note = |at: usize, state: ForwardState| ForwardNote {
        delivery: ids[at],
        target: target.clone(),
        state,
        attempts: 5,
        status: Some(503),
        error: None,
        took: None,
        at: Some(start()),
        answer: Vec::new(),
    };
    store
        .inbox
        .note(&[note(0, ForwardState::Done), note(1, ForwardState::Failed), note(2, ForwardState::Failed)])
        .expect("noted");
    // The last is still pending.
    let other = Catcher::new();
    store.replay(&other.url, &["--failed"]).run().ok();
    assert_eq!(connections(&other), ["c_1", "c_2", "c_3"], "another target's answer changes nothing");
    // What only another target missed is nothing that this one did.
    let second = vec![target.clone(), "http://localhost:1/".to_owned()];
    let id = store.add(&[Arriving { targets: second.clone(), ..event("c_both", 9) }])[0];
    let noted = |at: usize, state: ForwardState| ForwardNote {
        delivery: id,
        target: second[at].clone(),
        ..note(0, state)
    };
    store.inbox.note(&[noted(0, ForwardState::Done), noted(1, ForwardState::Failed)]).expect("noted");
    store.replay(&app.url, &["--failed"]).run().exits(6).says("3 sent: 2 taken, 1 failed");
    assert_eq!(connections(&app), ["c_1", "c_2", "c_3"]);
    let forward = |at: usize| store.inbox.get(ids[at]).expect("read").expect("there").forwards.remove(0);
    let mended = forward(1);
    assert_eq!((mended.state, mended.attempts, mended.status), (ForwardState::Done, 6, Some(200)));
    assert_eq!((forward(2).state, forward(3).state), (ForwardState::Failed, ForwardState::Done));
    assert_eq!(forward(2).attempts, 5);
    store.replay(&app.url, &["--failed"]).run().exits(6).says("the webhook was not taken");
}

/// What went to another target by its condition, and failed there, is none of this one's.
#[test]
fn of_what_failed_a_known_target_gets_what_was_for_it() {
    let mut store = Store::new();
    let [a, b, new] = [Catcher::new(), Catcher::new(), Catcher::new()];
    let to = |app: &Catcher, name: &str, second: i64| Arriving {
        targets: vec![format!("{}/", app.url)],
        ..event(name, second)
    };
    store.add(&[to(&a, "for_a", 0), to(&b, "for_b_1", 1), to(&b, "for_b_2", 2)]);
    store.replay(&a.url, &["--failed"]).run().ok();
    assert_eq!(connections(&a), ["for_a"]);
    store.replay(&new.url, &["--failed"]).run().ok();
    assert_eq!(connections(&new), ["for_b_1", "for_b_2"], "a new address gets all that failed");
    store.replay(&b.url, &["--failed"]).run().ok();
    assert_eq!(connections(&b), ["for_b_1", "for_b_2"]);
    for app in [&a, &b] {
        store.replay(&app.url, &["--failed"]).run().ok().says("nothing was sent");
    }
}

/// Neither a reader that leaves nor SIGKILL makes the app get everything twice.
#[test]
fn what_was_taken_is_noted_however_the_round_ends() {
    let mut store = Store::new();
    let gate = Gate::default();
    let held = gate.clone();
    let app = Catcher::answering(move |number, _| match number {
        // One by the first round, and so many by the second.
        0..=70 => 200.into(),
        _ => Verdict { gate: Some(held.clone()), ..200.into() },
    });
    let targets = vec![format!("{}/", app.url)];
    let events: Vec<Arriving> =
        (0..90).map(|n| Arriving { targets: targets.clone(), ..event(&format!("c_{n}"), n) }).collect();
    store.add(&events);
    let missed = |store: &Store| store.inbox.missed_by(&targets[0]).expect("read");

    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    store.replay(&app.url, &["--failed"]).stdout(writer).run().ok();
    assert_eq!((app.caught().len(), missed(&store)), (1, 89));

    let run = store.replay(&app.url, &["--failed"]).spawn();
    app.wait_for(72);
    run.signal(Signal::KILL);
    run.end().exits(-9);
    gate.open();
    assert!(missed(&store) <= 89 - 64, "70 were taken: {} are missed", missed(&store));
}

/// The one whose answer comes after Ctrl-C, and that was to be tried again, is among those to go on with.
#[test]
fn what_an_interrupt_kept_from_another_attempt_is_still_to_be_done() {
    let mut store = Store::new();
    let ids = store.fill(3);
    let gate = Gate::default();
    let held = gate.clone();
    let app = Catcher::answering(move |number, _| match number {
        0 => 200.into(),
        _ => Verdict { gate: Some(held.clone()), ..503.into() },
    });
    let run = store.replay(&app.url, &["--after", "0", "--retries=1m"]).spawn();
    app.wait_for(2);
    run.signal(Signal::INT);
    gate.open();
    let run = run.end().exits(130).says("interrupted after 2 of 3").says(&format!("--after {}", ids[0]));
    assert!(!run.stderr.contains("the next in"), "{run:?}");
}

#[test]
fn an_interrupted_replay_says_how_to_go_on() {
    let mut store = Store::new();
    let ids = store.fill(6);
    let slow = Catcher::answering(|number, _| match number {
        3 => Verdict { after: Duration::from_secs(20), ..200.into() },
        _ => 200.into(),
    });
    let run = store.replay(&slow.url, &["--after", "0", "--json"]).spawn();
    slow.wait_for(4);
    run.signal(Signal::INT);
    // What is on its way may arrive, but not for long.
    let run = run.end().exits(130).says("interrupted after 3 of 6").says(&format!("--after {}", ids[2]));
    let told = records(&run.stdout);
    assert_eq!((told.len(), &told[3]["finished"]), (4, &json!(false)));
    let app = Catcher::new();
    store.replay(&app.url, &["--after", &ids[2].to_string()]).run().ok();
    assert_eq!(connections(&app), ["c_3", "c_4", "c_5"]);
}

#[test]
fn mischief_is_repeatable_and_the_listener_sees_it() {
    let mut store = Store::new();
    store.fill(40);
    let path = store.path();
    let path = path.to_str().expect("a path");
    let mischief = ["--corrupt", "20%", "--duplicate", "20%", "--drop", "20%", "--seed", "11"];
    let run = || {
        let app = Catcher::answering(|_, caught| {
            let key = Secret::new(OTHER_KEY);
            let hmac = caught.header(signature::HMAC_HEADER).unwrap_or_default();
            if signature::matches(&key, &caught.body, hmac) { 200.into() } else { 401.into() }
        });
        let run = store.replay(&app.url, &["--after", "0", "--json"]).args(mischief).run().exits(1);
        let mut all = records(&run.stdout);
        let summary = all.pop().expect("a summary");
        assert_eq!((&summary["seed"], &summary["corrupted_taken"]), (&json!(11), &json!(0)));
        let dropped: HashSet<u64> = all
            .iter()
            .filter(|record| record["event"] == "dropped")
            .filter_map(|record| record["number"].as_u64())
            .collect();
        assert_eq!(summary["dropped"], json!(dropped.len()));
        let sent: HashSet<u64> = all
            .iter()
            .filter(|record| record["event"] == "sent")
            .filter_map(|record| record["number"].as_u64())
            .collect();
        assert!(sent.len() + dropped.len() == 40 && sent.is_disjoint(&dropped));
        assert!(summary["corrupted"] == summary["refused"] && summary["corrupted"] != 0, "{summary}");
        assert_eq!(summary["sent"].as_u64(), Some(app.caught().len() as u64));
        app.caught()
    };
    assert_eq!(
        run().iter().map(|caught| &caught.body).collect::<Vec<_>>(),
        run().iter().map(|caught| &caught.body).collect::<Vec<_>>()
    );

    // Only whoever says so gives them to the listener again.
    let app = Catcher::new();
    let since = Timestamp::now();
    let (url, pid) = (app.url.clone(), std::process::id());
    store.inbox.register(&Running { url, pid, since }).expect("a listener noted");
    Nango::new(["webhooks", "replay", "--after", "0", "--inbox", path, "--to", "listener"]).run().ok();
    assert_eq!(app.caught().len(), 40);
    assert_eq!(store.inbox.latest().expect("read"), 40);
    let mut count = 0;
    let all = Query::default();
    let mut each = |_| {
        count += 1;
        std::ops::ControlFlow::Continue(())
    };
    store.inbox.find(&all, &mut each).expect("read");
    assert_eq!(count, 40, "replaying stores nothing by itself");
}
