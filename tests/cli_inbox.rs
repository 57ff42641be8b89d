//! `webhooks list|show|delete|export|import|wait`.

mod common;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::{Nango, Output, Running, Signal};
use jiff::{SignedDuration, Timestamp};
use nango_cli::http::{Headers, Request};
use nango_cli::webhook::inbox::{Arriving, ForwardNote, ForwardState, Inbox, Running as Listener};
use serde_json::{Value, json};

/// An inbox in a directory of its own.
struct Place {
    directory: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Place { directory: tempfile::tempdir().expect("a directory") }
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("inbox.db")
    }

    /// With these deliveries, at 12:00:00, 12:00:01, …
    fn with(deliveries: Vec<Arriving>) -> Self {
        let place = Place::new();
        place.open().add(&deliveries).expect("deliveries");
        place
    }

    fn open(&self) -> Inbox {
        Inbox::open(&self.path()).expect("an inbox")
    }

    fn webhooks<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Nango {
        let path = self.path();
        Nango::new(["webhooks"]).args(args).args(["--inbox", path.to_str().expect("a path")])
    }

    fn run<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Output {
        self.webhooks(args).run()
    }

    /// The IDs that `webhooks list` finds.
    #[track_caller]
    fn ids(&self, args: &[&str]) -> Vec<i64> {
        let output = self.run(["list", "-q"].into_iter().chain(args.iter().copied())).ok();
        output.stdout.lines().map(|id| id.parse().expect("an ID")).collect()
    }
}

fn noon(seconds: i64) -> Timestamp {
    let noon: Timestamp = "2026-01-24T12:00:00Z".parse().expect("a time");
    noon + SignedDuration::from_secs(seconds)
}

fn delivery(seconds: i64, body: impl AsRef<[u8]>) -> Arriving {
    let headers = Headers::from_iter([
        ("Content-Type", "application/json".to_owned()),
        ("X-Nango-Hmac-Sha256", format!("{seconds:064x}")),
    ]);
    let request = Request {
        method: "POST".to_owned(),
        path: "/hook".to_owned(),
        query: String::new(),
        headers,
        body: body.as_ref().to_vec(),
        peer: Some(([127, 0, 0, 1], 4242).into()),
    };
    Arriving {
        request: Arc::new(request),
        at: noon(seconds),
        verdict: "verified".into(),
        key_origin: Some("profile work".to_owned()),
        warning: None,
        answered: Some(200),
        targets: Vec::new(),
    }
}

fn auth(seconds: i64, connection: &str) -> Arriving {
    let event = json!({
        "from": "nango", "type": "auth", "operation": "creation", "success": true, "authMode": "OAUTH2",
        "connectionId": connection, "providerConfigKey": "github", "environment": "dev",
        "tags": { "end_user_id": "u_1" },
    });
    delivery(seconds, event.to_string())
}

fn sync(seconds: i64) -> Arriving {
    let event = json!({
        "from": "nango", "type": "sync", "syncName": "issues", "success": true, "connectionId": "c_9",
        "providerConfigKey": "github", "responseResults": { "added": 3, "updated": 1, "deleted": 0 },
    });
    delivery(seconds, event.to_string())
}

fn refused(arriving: Arriving) -> Arriving {
    Arriving {
        verdict: "missing_signature".into(),
        key_origin: None,
        warning: Some("Refused: it has no signature".to_owned()),
        answered: Some(401),
        ..arriving
    }
}

fn note(delivery: i64, state: ForwardState) -> ForwardNote {
    ForwardNote {
        delivery,
        target: "http://localhost:3000/hook".to_owned(),
        state,
        attempts: 5,
        status: Some(503),
        error: None,
        took: Some(std::time::Duration::from_millis(12)),
        at: Some(noon(60)),
        answer: b"no \x1b[31mroom".to_vec(),
    }
}

#[test]
fn without_an_inbox_there_is_nothing_to_read() {
    let place = Place::new();
    let path = place.path();
    let says =
        format!("`nango-cli webhooks listen --inbox {}` stores what it receives there", path.display());
    place.run(["list"]).ok().no_data().says("there is no inbox yet").says(&says);
    place.run(["list", "--json"]).ok().no_data();
    place.run(["export"]).ok().no_data();
    place.run(["show", "1"]).exits(4);
    place.run(["delete", "1"]).exits(4);
    place.run(["delete", "--all", "--yes"]).ok();
    assert!(!place.path().exists(), "reading makes nothing");
    place.open();
    place.run(["list"]).ok().no_data().says("it is empty");
}

#[test]
fn the_default_is_in_the_users_data_directory() {
    let run = |args: &[&str]| Nango::new(["webhooks"]).args(args.iter().copied());
    let place = Place::new();
    let data = place.directory.path().to_str().expect("a path").to_owned();
    let line = place_line(&auth(0, "c_1"));
    run(&["import", "-"]).env("XDG_DATA_HOME", &data).stdin(line).run().ok();
    assert!(place.directory.path().join("nango-cli/inbox.db").is_file());
    assert_eq!(run(&["list", "-q"]).env("XDG_DATA_HOME", &data).run().ok().stdout, "1\n");
    run(&["list"]).env("HOME", "").run().exits(2).says("--inbox PATH");
}

/// What `webhooks export` says of a delivery.
fn place_line(arriving: &Arriving) -> String {
    Place::with(vec![arriving.clone()]).run(["export"]).ok().stdout
}

#[test]
fn the_list_is_newest_first_and_filtered() {
    let mut gone = auth(2, "c_2");
    gone.targets = vec!["http://localhost:3000/hook".to_owned()];
    let place = Place::with(vec![auth(0, "c_1"), sync(1), gone, refused(auth(3, "c_3")), auth(0, "c_1")]);
    assert_eq!(place.ids(&[]), [4, 3, 2, 5, 1]);
    assert_eq!(place.ids(&["--limit", "2"]), [4, 3]);
    assert_eq!(place.ids(&["--limit", "0"]).len(), 5);
    assert_eq!(place.ids(&["--filter", "type=sync"]), [2]);
    assert_eq!(place.ids(&["--filter", "type=auth", "--filter", "connectionId=c_2"]), [3]);
    assert_eq!(place.ids(&["--since", "2026-01-24T12:00:02Z"]), [4, 3]);
    assert_eq!(place.ids(&["--before", "2026-01-24T12:00:00Z"]), [5, 1]);
    assert_eq!(place.ids(&["--refused"]), [4]);
    assert_eq!(place.ids(&["--failed"]), [3]);
    assert_eq!(place.ids(&["--since", "1m"]), [] as [i64; 0]);
    place.run(["list", "--filter", "type=none"]).ok().no_data().says("none match");
    place.run(["list", "--since", "yesterday"]).exits(2).says("such as 10m");

    place.open().note(&[note(3, ForwardState::Failed)]).expect("a note");
    let output = place.run(["list"]).ok();
    let rows = output.rows();
    assert_eq!(
        rows[1],
        [
            "3",
            "2026-01-24T12:00:02Z",
            "verified",
            "auth creation",
            "github",
            "c_2",
            "u_1",
            "503 failed ×5",
            "",
        ]
    );
    assert_eq!(rows[0][2], "missing_signature");
    assert_eq!(rows[3][8], "1", "a repeat of the first: {rows:?}");

    let output = place.run(["list", "--json"]).ok();
    let lines: Vec<Value> =
        output.stdout.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect();
    let of = |name: &str| lines.iter().map(|line| line[name].clone()).collect::<Vec<_>>();
    assert_eq!(of("id"), [4, 3, 2, 5, 1].map(Value::from));
    assert_eq!(of("repeat_of"), [json!(null), json!(null), json!(null), json!(1), json!(null)]);
    assert_eq!(of("status"), [401, 200, 200, 200, 200].map(Value::from));
    assert_eq!(of("answered"), of("status"));
    assert_eq!(of("verified"), [false, true, true, true, true].map(Value::from));
    assert_eq!(lines[2]["payload"]["responseResults"]["added"], 3);
    let forward = &lines[1]["forwards"][0];
    assert_eq!((&forward["state"], &forward["attempts"]), (&json!("failed"), &json!(5)));
    assert_eq!((&forward["status"], &forward["took_ms"]), (&json!(503), &json!(12.0)));
    let output = place.run(["list", "--jq", ".connection_id"]).ok();
    assert_eq!(output.stdout, "c_3\nc_2\nc_9\nc_1\nc_1\n");
}

#[test]
fn one_is_shown_with_all_that_is_known() {
    let mut odd = delivery(1, b"\xff\x00\r\n{");
    Arc::make_mut(&mut odd.request).headers.push("X-Odd", b"\xfe");
    let place = Place::with(vec![auth(0, "c_1"), odd, refused(auth(2, "c_2"))]);
    place.open().note(&[note(1, ForwardState::Failed)]).expect("a note");
    let shown = place.run(["show", "1"]).ok().stdout;
    for part in [
        "✓  auth creation  github  c_1",
        "received\t2026-01-24T12:00:00Z",
        "verdict\tverified (key: profile work)",
        "request\tPOST /hook",
        "from\t127.0.0.1:4242",
        "answered\t200",
        "owner\tu_1",
        "Content-Type: application/json",
        "      \"connectionId\": \"c_1\",",
        "forwarded to http://localhost:3000/hook  failed  503  in 12ms  after 5 attempts",
        "    no \\x1b[31mroom",
    ] {
        assert!(shown.contains(part), "no {part:?} in {shown}");
    }
    assert!(place.run(["show", "3"]).ok().stdout.contains("Refused: it has no signature"));
    assert_eq!(place.run(["show", "1", "-q"]).ok().stdout, "c_1\n");

    let file = place.directory.path().join("body");
    place.webhooks(["show", "2", "--raw"]).stdout(std::fs::File::create(&file).expect("a file")).run().ok();
    assert_eq!(std::fs::read(&file).expect("the body"), b"\xff\x00\r\n{");
    let document = place.run(["show", "2", "--json"]).ok().json();
    assert_eq!(document["request"]["body"], json!({ "base64": "/wANCns=" }));
    assert_eq!(document["request"]["headers"][2], json!(["X-Odd", { "base64": "/g==" }]));
    assert_eq!((&document["id"], &document["key_origin"]), (&json!(2), &json!("profile work")));

    let error = place.run(["show", "9", "--json"]).exits(4).error();
    assert_eq!(
        (&error["code"], &error["message"]),
        (&json!("unknown_delivery"), &json!("not in the inbox: #9"))
    );
    place.run(["show"]).exits(2);
    place.run(["show", "x"]).exits(2);
}

#[test]
fn deleting_many_needs_somebodys_word() {
    let place = Place::with((0..6).map(|n| auth(n, &format!("c_{n}"))).chain([refused(sync(9))]).collect());
    place.run(["delete"]).exits(2).says("which deliveries");
    place.run(["delete", "--all"]).exits(2).says("--yes");
    place.run(["delete", "1", "--all"]).exits(2);
    place.run(["delete", "--filter", "connectionId=c_1"]).exits(2).says("--yes");
    assert_eq!(place.ids(&[]).len(), 7, "nothing is gone");

    assert_eq!(place.run(["delete", "1", "2", "-q"]).ok().stdout, "1\n2\n");
    place.run(["delete", "3", "99", "1"]).exits(4).says("1 delivery deleted").says("#99, #1");
    place.run(["delete", "--refused", "--yes"]).ok();
    let array = place.run(["delete", "--filter", "connectionId=c_4", "--yes", "--json"]).ok().json();
    assert_eq!(array, json!([{ "id": 5, "success": true }]));
    place.run(["delete", "--before", "2026-01-24T12:00:03Z", "--yes"]).ok().says("1 delivery deleted");
    assert_eq!(place.ids(&[]), [6]);
    place.run(["delete", "--filter", "type=none", "--yes"]).ok().says("0 deliveries deleted");
    place.run(["delete", "--all", "--yes"]).ok();
    assert_eq!(place.ids(&[]), [] as [i64; 0]);
}

#[test]
fn what_is_deleted_is_gone_from_the_file() {
    let place = Place::with(vec![delivery(0, "to be forgotten ".repeat(1000)), auth(1, "c_1")]);
    let holds = |what: &str| {
        let bytes = std::fs::read(place.path()).expect("the file");
        bytes.windows(what.len()).any(|window| window == what.as_bytes())
    };
    assert!(holds("to be forgotten"));
    place.run(["delete", "1"]).ok();
    assert!(!holds("to be forgotten") && holds("c_1"));
}

/// A delivery without what its number and its place in an inbox decide.
fn facts(inbox: &Inbox, id: i64) -> String {
    let stored = inbox.get(id).expect("a delivery").expect("a delivery");
    format!(
        "{:?} {} {} {:?} {:?}",
        stored.request, stored.at, stored.verdict, stored.key_origin, stored.warning
    )
}

#[test]
fn export_and_import_keep_every_byte() {
    let bodies: [&[u8]; 8] = [
        b"",
        b"\xff\xfe\x00",
        b"{ \"a\" : 1.0, \"a\": 2 }\r\n",
        "\u{feff}{\"\u{202e}\":\"\u{1b}[2J\u{9b}\\ud83d\"}".as_bytes(),
        b"{\"base64\":\"AAAA\"}",
        br#""AAAA""#,
        &[b'['; 100_000],
        b"\n\n",
    ];
    let mut deliveries: Vec<Arriving> = (0..).zip(bodies).map(|(n, body)| delivery(n, body)).collect();
    Arc::make_mut(&mut deliveries[1].request).headers.push("x-ODD", b" \xff\t\"");
    Arc::make_mut(&mut deliveries[1].request).headers.push("x-odd", b"");
    Arc::make_mut(&mut deliveries[2].request).query = "a=%00&b".to_owned();
    deliveries[3].at = "2026-01-24T12:00:00.123456789Z".parse().expect("a time");
    deliveries[4] = refused(deliveries[4].clone());
    let from = Place::with(deliveries);
    let to = Place::new();
    let lines = from.run(["export"]).ok().says("8 deliveries exported").stdout;
    assert_eq!(lines.lines().count(), 8);
    let file = to.directory.path().join("all.ndjson");
    std::fs::write(&file, &lines).expect("a file");
    let file = file.to_str().expect("a path");
    to.run(["import", file]).ok().says("8 deliveries imported");
    let (before, after) = (from.open(), to.open());
    // Exported in the order of time: the fourth moved to the second place.
    let mut expected: Vec<String> = (1..=8).map(|id| facts(&before, id)).collect();
    let mut found: Vec<String> = (1..=8).map(|id| facts(&after, id)).collect();
    expected.sort();
    found.sort();
    assert_eq!(found, expected);

    let again = to.run(["import", file, "--json"]).ok().json();
    assert_eq!(again, json!({ "imported": 0, "already_there": 8 }));
    let more = format!("\n{}{}", place_line(&auth(99, "c_1")), lines);
    assert_eq!(to.webhooks(["import", "-", "-q"]).stdin(more).run().ok().stdout, "9\n");
}

#[test]
fn a_line_that_cannot_be_read_is_named_and_those_before_it_stay() {
    let good = place_line(&auth(0, "c_1"));
    let wrong = |change: &dyn Fn(&mut Value)| {
        let mut line: Value = serde_json::from_str(&good).expect("JSON");
        change(&mut line);
        line.to_string()
    };
    for (line, what) in [
        ("{".to_owned(), "EOF"),
        ("[]".to_owned(), "received_at"),
        (wrong(&|line| line["received_at"] = json!("today")), "`received_at` is no time"),
        (wrong(&|line| line["received_at"] = json!("9000-01-01T00:00:00Z")), "out of range"),
        (wrong(&|line| line["body"] = json!({ "base64": "?" })), "`body` is neither"),
        (wrong(&|line| line["body"] = json!(null)), "`body` is neither"),
        (wrong(&|line| line["headers"] = json!({})), "no array `headers`"),
        (wrong(&|line| line["headers"][0] = json!(["a"])), "pair"),
        (wrong(&|line| line["headers"][0] = json!(["a b", "c"])), "never be sent"),
        (wrong(&|line| line["headers"][0] = json!(["a", "b\r\nc: d"])), "never be sent"),
        (wrong(&|line| line["method"] = json!("POST /")), "must be words"),
        (wrong(&|line| line["verdict"] = json!(7)), "no text `verdict`"),
    ] {
        let place = Place::new();
        let output = place.webhooks(["import", "-"]).stdin(format!("{good}\n{line}\n{good}")).run();
        output.exits(2).says("line 3 is no delivery").says(what).says("1 delivery of the lines before");
        assert_eq!(place.ids(&[]), [1]);
    }
    Place::new().run(["import", "no such file"]).exits(2).says("no such file");
}

#[test]
fn two_imports_at_once_import_each_delivery_once() {
    let lines: String = {
        let place = Place::with((0..600).map(|n| auth(n, &format!("c_{n}"))).collect());
        place.run(["export"]).ok().stdout
    };
    let place = Place::new();
    let file = place.directory.path().join("all.ndjson");
    std::fs::write(&file, lines).expect("a file");
    let start = || place.webhooks(["import", file.to_str().expect("a path"), "--json"]).spawn();
    let runs = [start(), start(), start()];
    let imported: u64 =
        runs.into_iter().map(|run| run.end().ok().json()["imported"].as_u64().expect("a number")).sum();
    assert_eq!(imported, 600);
    assert_eq!(place.ids(&["--limit", "0"]).len(), 600);
}

/// A wait that looks already.
fn waiting(place: &Place, args: &[&str]) -> Running {
    let run = place.webhooks(["wait", "--timeout", "30s"].into_iter().chain(args.iter().copied())).spawn();
    run.stderr_line("no listener is running");
    run
}

fn now(arriving: Arriving) -> Arriving {
    Arriving { at: Timestamp::now(), ..arriving }
}

#[test]
fn a_wait_ends_with_the_first_accepted_match() {
    let place = Place::with(vec![now(auth(0, "c_old"))]);
    let json = waiting(&place, &["--filter", "type=auth", "--json"]);
    let quiet = place.webhooks(["wait", "--filter", "connectionId=c_new", "--since", "1h", "-q"]).spawn();
    let both = waiting(&place, &["--count", "2", "--jq", ".connection_id"]);
    let mut inbox = place.open();
    inbox.add(&[now(refused(auth(1, "c_bad"))), now(sync(2))]).expect("deliveries");
    inbox.add(&[now(auth(3, "c_new")), now(auth(4, "c_later"))]).expect("deliveries");
    let event = json.end().ok().json();
    assert_eq!((&event["id"], &event["connection_id"]), (&json!(4), &json!("c_new")));
    assert_eq!((&event["event"], &event["verdict"]), (&json!("webhook"), &json!("verified")));
    assert_eq!(quiet.end().ok().value(), "c_new");
    assert_eq!(both.end().ok().stdout, "c_9\nc_new\n");
    let found = place.run(["wait", "--since", "1h", "--timeout", "30s"]).ok();
    // The columns of `listen`.
    let row = ["#1", "✓", "auth creation", "github", "c_old", "u_1", "verified", "", ""];
    assert_eq!(found.rows()[0][1..], row, "{found:?}");
    assert_eq!(found.stderr, "", "what is there already needs no listener");
}

#[test]
fn a_wait_looks_back_to_the_start_of_the_listener() {
    let place = Place::with(vec![now(auth(0, "c_earlier_run"))]);
    let mut inbox = place.open();
    let listener = Listener {
        url: "http://127.0.0.1:4000".to_owned(),
        pid: std::process::id(),
        since: Timestamp::now(),
    };
    inbox.register(&listener).expect("a listener");
    inbox.add(&[now(auth(1, "c_flow"))]).expect("a delivery");
    let output = place.run(["wait", "--filter", "type=auth", "--timeout", "30s", "-q"]).ok();
    assert_eq!((output.value(), output.stderr.as_str()), ("c_flow", ""));
    inbox.unregister(&listener.url);
    place.run(["wait", "--timeout", "50ms"]).exits(7).says("no listener is running");
}

#[test]
fn a_wait_that_runs_out_counts_what_came() {
    let place = Place::with(vec![now(auth(0, "c_1")), now(auth(1, "c_2"))]);
    let wait = |args: &[&str]| {
        place.run(["wait", "--timeout", "50ms"].into_iter().chain(args.iter().copied())).exits(7).no_data()
    };
    wait(&["--filter", "type=sync", "--since", "1h"]).says("2 came, but did not match");
    wait(&["--filter", "type=sync"]).says("none came at all").says("--since 10m");
    let later = wait(&["--since", "2099-01-01T00:00:00Z"]).says("none came at all");
    assert!(!later.stderr.contains("--since 10m"), "{later:?}");
    wait(&["--json"]).says("{\"error\":{\"code\":\"timed_out\"");
    let few = place.run(["wait", "--since", "1h", "--count", "3", "--timeout", "50ms"]).exits(7);
    let few = few.says("too few matching webhooks").says("2 of 3 came");
    assert!(few.stdout.lines().count() == 2 && !few.stderr.contains("--since 10m"), "{few:?}");
    let place = Place::with(vec![now(refused(auth(0, "c_1")))]);
    place.run(["wait", "--since", "1h", "--timeout", "50ms"]).exits(7).says("1 came, but were refused");
    place.run(["wait", "--count", "0"]).exits(2);
}

#[test]
fn a_wait_is_interrupted_and_begins_before_there_is_an_inbox() {
    let place = Place::new();
    for signal in [Signal::INT, Signal::TERM] {
        let run = waiting(&place, &[]);
        run.signal(signal);
        run.end().exits(130);
    }
    let run = waiting(&place, &["--jq", ".connection_id"]);
    place.open().add(&[now(auth(0, "c_1"))]).expect("a delivery");
    assert_eq!(run.end().ok().value(), "c_1");
    // One that is deleted meanwhile and made again counts from 1.
    let run = waiting(&place, &["--jq", ".connection_id"]);
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", place.path().display()));
    }
    place.open().add(&[now(auth(1, "c_2"))]).expect("a delivery");
    assert_eq!(run.end().ok().value(), "c_2");
}

#[test]
fn nothing_from_outside_moves_the_cursor() {
    let evil = "\u{1b}]0;pwned\u{7}\u{9b}31m\u{202e}\r\n\u{1b}[2J";
    let mut event: Value = serde_json::from_slice(&auth(0, evil).request.body).expect("JSON");
    event["tags"] = json!({ "end_user_id": evil, evil: evil });
    event["error"] = json!({ "type": evil, "description": evil });
    event["success"] = json!(false);
    let mut hostile = now(delivery(0, event.to_string()));
    Arc::make_mut(&mut hostile.request).path = format!("/{evil}");
    Arc::make_mut(&mut hostile.request).headers.push("X-Evil", "\u{1b}[31m\u{9b}2J");
    hostile.warning = Some(evil.to_owned());
    hostile.key_origin = Some(evil.to_owned());
    let place = Place::with(vec![hostile, now(delivery(1, evil))]);
    let mut bad = note(1, ForwardState::Failed);
    bad.target = evil.to_owned();
    bad.error = Some(evil.to_owned());
    place.open().note(&[bad]).expect("a note");
    for args in [
        &["list"][..],
        &["list", "--json"],
        &["show", "1"],
        &["show", "2"],
        &["show", "1", "--json"],
        &["export"],
        &["wait", "--since", "1h", "--count", "2"],
    ] {
        let output = place.run(args.iter().copied()).ok();
        for text in [&output.stdout, &output.stderr] {
            let bad = text.chars().find(|c| (c.is_control() && !"\n\t".contains(*c)) || *c == '\u{202e}');
            assert_eq!(bad, None, "{args:?}: {output:?}");
        }
        assert!(output.stdout.contains("pwned"), "it is shown, made harmless: {output:?}");
    }
}

#[test]
fn what_is_no_inbox_is_said_and_left() {
    let place = Place::new();
    let all = |code: &str, says: &str| {
        let before = std::fs::read(place.path()).ok();
        for args in [
            &["list"][..],
            &["show", "1"],
            &["export"],
            &["import", "-"],
            &["wait"],
            &["delete", "--all", "--yes"],
        ] {
            place.webhooks(args.iter().copied()).stdin("").run().exits(1).says(says).says("hint: ");
            let json = place.webhooks(args.iter().copied()).args(["--json"]).stdin("").run().exits(1);
            assert_eq!(json.error()["code"], code);
        }
        assert_eq!(std::fs::read(place.path()).ok(), before);
    };
    std::fs::write(
        place.path(),
        "some notes of mine, which are longer than the head of a database. ".repeat(9),
    )
    .expect("a file");
    all("not_an_inbox", "no SQLite database");
    std::fs::remove_file(place.path()).expect("removed");
    sqlite(&place.path(), "CREATE TABLE mine (x)");
    all("not_an_inbox", "the database of another program");
    std::fs::remove_file(place.path()).expect("removed");
    place.open();
    sqlite(&place.path(), "PRAGMA user_version = 99");
    all("inbox_newer", "made by a newer version of nango-cli");
    std::fs::remove_file(place.path()).expect("removed");
    std::fs::create_dir(place.path()).expect("a directory");
    all("not_an_inbox", "directory");
}

fn sqlite(path: &Path, statements: &str) {
    rusqlite::Connection::open(path).and_then(|db| db.execute_batch(statements)).expect("a database");
}

#[test]
fn a_damaged_inbox_is_said_to_be_damaged() {
    let place = Place::with((0..300).map(|n| auth(n, "c_1")).collect());
    let mut bytes = std::fs::read(place.path()).expect("the file");
    bytes[8192..].fill(0xa5);
    std::fs::write(place.path(), bytes).expect("the file");
    let output = place.run(["list", "--json"]).exits(1);
    assert_eq!(output.error()["code"], "inbox_corrupt");
    place.run(["export"]).exits(1).says("the file is damaged").says("move the file away");
}

#[test]
fn a_locked_inbox_is_read_and_not_written() {
    let place = Place::with(vec![auth(0, "c_1")]);
    let line = place_line(&auth(1, "c_2"));
    let other = rusqlite::Connection::open(place.path()).expect("a database");
    other.execute_batch("BEGIN IMMEDIATE").expect("a lock");
    assert_eq!(place.ids(&[]), [1]);
    let output = place.webhooks(["import", "-"]).stdin(&line).run().exits(1);
    output.says("another program holds the inbox").says("hint: ");
    // It waits for one that lets go.
    let run = place.webhooks(["import", "-"]).stdin(&line).spawn();
    std::thread::sleep(std::time::Duration::from_millis(500));
    other.execute_batch("ROLLBACK").expect("no lock");
    run.end().ok().says("1 delivery imported");
}
