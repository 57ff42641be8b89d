//! `webhooks listen` hands events on: what the app and the command get, what Nango is answered, and what is left when
//! it ends.

mod common;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use common::catcher::{Catcher, Verdict};
use common::hooks::{connections, event, eventually, listen, post, ready, signature, stored, until_event};
use common::raw::send;
use common::tls::tls_app;
use common::{Answer, KEY, Nango, Peer, Signal, dead_host};
use nango_cli::secret::Secret;
use nango_cli::webhook::delivery::{Parcel, Schedule, deliver};
use nango_cli::webhook::inbox::ForwardState;
use serde_json::{Value, json};

/// The key of the recorded server's `dev` environment.
const RECORDED_KEY: &str = "7f7fe0a5-1470-4fbd-bd7c-ff3cbb3e557c";

fn ok() -> Answer {
    Answer::new(200, "text/plain", "thank you\nvery much")
}

/// The path of an inbox there.
fn with_inbox(place: &tempfile::TempDir) -> String {
    place.path().join("inbox.db").to_str().expect("a path").to_owned()
}

/// The lines that belong to the connection, which each hop writes anew.
fn is_of_the_hop(name: &str) -> bool {
    ["host", "content-length", "connection"].iter().any(|hop| name.eq_ignore_ascii_case(hop))
}

/// Everything recorded from a real Nango, through the listener and its inbox, reaches the app as it was sent.
#[test]
fn the_app_sees_the_bytes_and_headers_that_nango_sent() {
    let mut recordings = Vec::new();
    for folder in ["webhooks", "modes/webhooks"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recordings").join(folder);
        for file in std::fs::read_dir(folder).expect("recordings").flatten() {
            let text = std::fs::read(file.path()).expect("a recording");
            recordings.push(serde_json::from_slice::<Value>(&text).expect("JSON")["request"].clone());
        }
    }
    assert_eq!(recordings.len(), 164);
    let app = recordings.iter().fold(Peer::new(), |app, _| app.expect("POST /hook", ok()));
    let place = tempfile::tempdir().expect("a directory");
    let (inbox, target) = (with_inbox(&place), format!("{}/hook", app.url));
    let args = ["--inbox", &inbox, "--forward-to", &target, "--attempts", "1"];
    let (run, url) = ready(listen(&args).env("NANGO_WEBHOOK_SIGNING_KEY", RECORDED_KEY));
    for recording in &recordings {
        let headers = recording["headers"].as_object().expect("headers");
        let lines: Vec<(&str, &str)> = headers
            .iter()
            .filter(|(name, _)| !is_of_the_hop(name))
            .map(|(name, value)| (name.as_str(), value.as_str().expect("text")))
            .collect();
        let body = recording["raw_body"].as_str().expect("a body");
        assert_eq!(send("POST", &url, &lines, body.as_bytes()).status, 200);
    }
    let mut seen = app.wait_for(recordings.len());
    for recording in &recordings {
        let at = seen.iter().position(|seen| Some(&*seen.body) == recording["raw_body"].as_str());
        let seen = seen.swap_remove(at.expect("its body, byte for byte"));
        let got: Vec<(String, &str)> = seen
            .headers
            .iter()
            .filter(|(name, _)| !is_of_the_hop(name))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.as_str()))
            .collect();
        let sent: Vec<(String, &str)> = recording["headers"]
            .as_object()
            .expect("headers")
            .iter()
            .filter(|(name, _)| !is_of_the_hop(name))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.as_str().expect("text")))
            .collect();
        assert_eq!(got, sent);
    }
    run.signal(Signal::INT);
    run.end().ok().says("164 received, 164 verified, 0 refused").says("164 forwarded, 0 failed");
    let all = stored(Path::new(&inbox));
    assert!(all.iter().all(|one| one.forwards.len() == 1 && one.forwards[0].state == ForwardState::Done));
}

#[test]
fn each_outcome_is_shown_and_kept() {
    let app = Peer::new()
        .expect("POST /a", ok())
        .expect("POST /b", Answer::new(404, "text/plain", "\u{1b}[2Jno such page"))
        .expect("POST /c", Answer::new(500, "text/plain", "boom"))
        .expect("POST /c", Answer::new(503, "text/plain", ""));
    let place = tempfile::tempdir().expect("a directory");
    let inbox = with_inbox(&place);
    let to = |name: &str, path: &str| format!("connection={name}=>{}/{path}", app.url);
    let (a, b, c) = (to("c_a", "a"), to("c_b", "b"), to("c_c", "c"));
    let args = ["--inbox", &inbox, "--forward-to", &a, "--forward-to", &b, "--forward-to", &c];
    let (run, url) = ready(listen(&args).args(["--attempts", "2", "-H", "X-Extra: yes"]));

    assert_eq!(post(&url, &event("c_a")).status, 200);
    let (before, line) = until_event(&run, "forward");
    assert_eq!(before.len(), 1, "the event comes first: {before:?}");
    for (member, value) in [
        ("id", json!(1)),
        ("target", json!(format!("{}/a", app.url))),
        ("state", json!("done")),
        ("attempt", json!(1)),
        ("status", json!(200)),
        ("error", Value::Null),
        ("retry_in_ms", Value::Null),
        ("answer", json!("thank you\nvery much")),
    ] {
        assert_eq!(line[member], value, "{member} of {line}");
    }
    assert!(line["took_ms"].as_f64().is_some_and(|took| took > 0.0), "{line}");
    assert_eq!(app.seen()[0].header("x-extra"), Some("yes"));

    post(&url, &event("c_b"));
    let (_, line) = until_event(&run, "forward");
    assert_eq!((&line["id"], &line["state"], &line["status"]), (&json!(2), &json!("failed"), &json!(404)));
    assert_eq!(line["answer"], "\u{1b}[2Jno such page");

    post(&url, &event("c_c"));
    let (_, line) = until_event(&run, "forward");
    assert_eq!(
        (&line["state"], &line["attempt"], &line["status"]),
        (&json!("pending"), &json!(1), &json!(500))
    );
    assert!(line["retry_in_ms"].as_f64().is_some_and(|wait| wait > 0.0), "{line}");
    let (_, line) = until_event(&run, "forward");
    assert_eq!(
        (&line["state"], &line["attempt"], &line["status"]),
        (&json!("failed"), &json!(2), &json!(503))
    );

    run.signal(Signal::INT);
    run.end().ok().says("1 forwarded, 2 failed").says("webhooks list --failed");
    let failed = Nango::new(["webhooks", "list", "--failed", "-q", "--inbox", &inbox]).run().ok();
    assert_eq!(failed.stdout, "3\n2\n");
}

#[test]
fn people_see_the_apps_answer_beneath_its_event() {
    let app = Peer::new()
        .expect("POST /", Answer::new(200, "text/plain", "\u{1b}[2Jfirst\nsecond"))
        .expect("POST /", Answer::new(400, "text/plain", "\u{1b}[2Jfirst\nsecond"));
    for print in ["line", "pretty"] {
        let args = ["--ready-file", "r.json", "--forward-to", &app.url, "--print", print];
        let run = listen(&args).spawn();
        let url = run.stderr_line("Ready: ");
        post(url.split(' ').nth(1).expect("a URL"), &event("c_1"));
        let mut lines = vec![run.line()];
        assert!(lines[0].contains("#1") && lines[0].contains("auth creation"), "{lines:?}");
        while !lines[lines.len() - 1].contains(&app.url) {
            lines.push(run.line());
        }
        let line = &lines[lines.len() - 1];
        assert!(line.contains("#1") && [" in ", "s"].iter().all(|part| line.contains(part)), "{line}");
        if print == "line" {
            assert!(line.contains("200") && line.ends_with("\\x1b[2Jfirst"), "{line}");
        } else {
            assert!(line.contains("answered 400"), "{line}");
            assert_eq!(run.line().trim(), "\\x1b[2Jfirst");
            assert_eq!(run.line().trim(), "second");
        }
        run.signal(Signal::INT);
        run.end().ok();
    }
}

#[test]
fn nango_gets_the_targets_own_answer() {
    let app = Peer::new()
        .expect("POST /", Answer::new(418, "text/plain", "short and stout"))
        .expect("POST /", Answer::json(json!({ "taken": true })))
        .expect("POST /", Answer::hang());
    let place = tempfile::tempdir().expect("a directory");
    let inbox = with_inbox(&place);
    let args = ["--inbox", &inbox, "--respond", "forward", "--forward-timeout", "1s"];
    let dead = format!("connection=c_dead=>{}", dead_host());
    let (run, url) = ready(listen(&args).args(["--forward-to", &dead, "--forward-to", &app.url]));
    let teapot = post(&url, &event("c_1"));
    assert_eq!((teapot.status, &*teapot.body), (418, "short and stout"));
    assert_eq!(teapot.header("content-type"), Some("text/plain"));
    let taken = post(&url, &event("c_1"));
    assert_eq!((taken.status, &*taken.body), (200, r#"{"taken":true}"#));
    assert_eq!(post(&url, &event("c_1")).status, 504);
    // The first target that gets it is the one that answers. The other gets it all the same.
    drop(app);
    assert_eq!(post(&url, &event("c_dead")).status, 502);
    assert_eq!(send("POST", &url, &[], b"{}").status, 401, "what is refused is not forwarded");
    run.signal(Signal::INT);
    run.signal(Signal::INT);
    run.end().ok();
    let all = stored(Path::new(&inbox));
    let facts: Vec<_> = all.iter().map(|one| (one.answered, one.repeat_of)).collect();
    assert_eq!(facts[..3], [(None, None), (None, Some(1)), (None, Some(1))]);
    let states: Vec<_> = all.iter().filter_map(|one| Some(one.forwards.first()?.state)).collect();
    // With the second, which repeats the first, the app has what it had refused.
    assert_eq!(states[..3], [ForwardState::Done, ForwardState::Done, ForwardState::Failed]);
    listen(&["--respond", "forward"]).run().exits(2).says("--forward-to");
    for wrong in ["100", "teapot"] {
        listen(&["--respond", wrong]).run().exits(2).says("200 to 599");
    }
    listen(&["--forward-to", "ftp://x"]).run().exits(2).says("http and https");
}

/// Nango's `Accept-Encoding` is handed on, and nobody here decodes.
#[test]
fn a_compressed_answer_is_called_so() {
    let app = Catcher::answering(|_, _| Verdict {
        body: "\u{1f}\u{8}\0".to_owned(),
        headers: vec![("Content-Encoding", "gzip")],
        ..422.into()
    });
    let args = ["--no-inbox", "--respond", "forward", "--forward-to", &app.url];
    let (run, url) = ready(listen(&args));
    let answered = post(&url, &event("c_1"));
    assert_eq!((answered.status, &*answered.body), (422, "(compressed: gzip)"));
    assert_eq!(answered.header("content-type"), Some("text/plain"));
    assert_eq!(until_event(&run, "forward").1["answer"], "(compressed: gzip)");
    run.signal(Signal::INT);
    run.end().ok();
}

#[test]
fn a_filter_limits_what_is_shown_and_handed_on_not_what_is_stored() {
    let app = Peer::new().expect("POST /", ok());
    let place = tempfile::tempdir().expect("a directory");
    let inbox = with_inbox(&place);
    let args = ["--inbox", &inbox, "--filter", "connection=c_2", "--forward-to", &app.url];
    let (run, url) = ready(listen(&args).args(["--until", "type=auth"]));
    post(&url, &event("c_1"));
    assert_eq!(send("POST", &url, &[], event("c_1").as_bytes()).status, 401);
    post(&url, &event("c_2"));
    let lines = run.end().ok().stdout;
    let lines: Vec<Value> =
        lines.lines().skip(1).map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let events: Vec<_> = lines.iter().map(|line| line["event"].as_str().expect("an event")).collect();
    assert_eq!(events, ["webhook", "forward", "summary"], "what does not match ends nothing either");
    assert_eq!((&lines[0]["connection_id"], &lines[2]["received"]), (&json!("c_2"), &json!(3)));
    assert_eq!(app.seen().len(), 1);
    assert_eq!(stored(Path::new(&inbox)).len(), 3);
}

#[test]
fn conditions_choose_targets_and_those_of_one_target_are_alternatives() {
    let app = Peer::new().expect("POST /both", ok()).expect("POST /all", ok()).expect("POST /all", ok());
    let place = tempfile::tempdir().expect("a directory");
    let inbox = with_inbox(&place);
    let to = |conditions: &str, path: &str| format!("{conditions}{}/{path}", app.url);
    let targets = [
        to("type=auth&operation=creation=>", "both"),
        to("tags.end_user_id=user of c_1=>", "both"),
        to("type=sync=>", "none"),
    ];
    let mut args = vec!["--inbox", &inbox, "--concurrency", "1"];
    for target in &targets {
        args.extend(["--forward-to", target]);
    }
    let (run, url) = ready(listen(&args));
    post(&url, &event("c_1"));
    let (_, line) = until_event(&run, "forward");
    assert!(line["target"].as_str().is_some_and(|target| target.ends_with("/both")), "{line}");
    run.signal(Signal::INT);
    run.end().ok().says("1 forwarded, 0 failed");
    assert_eq!(stored(Path::new(&inbox))[0].forwards.len(), 1);

    // Without an inbox what waits is held in memory.
    let all = to("", "all");
    let (run, url) = ready(listen(&["--no-inbox", "--forward-to", &all]));
    for id in 1..=2 {
        post(&url, &event("c_1"));
        let (_, line) = until_event(&run, "forward");
        assert_eq!((&line["id"], &line["status"]), (&json!(id), &json!(200)));
    }
    app.wait_for(3);
}

#[test]
fn a_command_stores_the_connection_beside_its_user() {
    let place = tempfile::tempdir().expect("a directory");
    let inbox = with_inbox(&place);
    let script = "cat > body.json; echo \"$NANGO_CONNECTION_ID,$NANGO_END_USER_ID,$NANGO_ORGANIZATION_ID,\
                  $NANGO_EVENT_TYPE,$NANGO_OPERATION\" >> users.csv; echo stored";
    let args = ["--inbox", &inbox, "--on-event", script, "--on-event", "echo no >&2; exit 3"];
    let (run, url) = ready(listen(&args).env("PATH", "/usr/bin:/bin"));
    assert_eq!(send("POST", &url, &[], event("forged").as_bytes()).status, 401);
    post(&url, &event("c_1"));
    let outcomes = [until_event(&run, "forward").1, until_event(&run, "forward").1];
    let of = |command: &str| {
        let line = outcomes.iter().find(|line| line["target"] == command).expect("its outcome");
        (line["state"].clone(), line["status"].clone(), line["answer"].clone())
    };
    assert_eq!(of(script), (json!("done"), json!(0), json!("stored\n")));
    assert_eq!(of("echo no >&2; exit 3"), (json!("failed"), json!(3), json!("no\n")));
    let users = std::fs::read_to_string(run.path("users.csv")).expect("the users");
    assert_eq!(users, "c_1,user of c_1,o_1,auth,creation\n", "and nothing of what was forged");
    assert_eq!(std::fs::read_to_string(run.path("body.json")).expect("the payload"), event("c_1"));
    run.signal(Signal::INT);
    run.end().ok().says("1 forwarded, 1 failed");
}

#[test]
fn a_self_signed_target_is_taken_where_that_is_asked_for() {
    let url = tls_app();
    for (insecure, summary) in [(None, "0 forwarded, 1 failed"), (Some("--insecure-forward"), "1 forwarded")]
    {
        let args = ["--no-inbox", "--forward-to", &url, "--attempts", "1"];
        let (run, listener) = ready(listen(&args).args(insecure));
        post(&listener, &event("c_1"));
        let (_, line) = until_event(&run, "forward");
        match insecure {
            None => assert!(line["error"].as_str().is_some_and(|e| e.contains("certificate")), "{line}"),
            Some(_) => assert_eq!(line["status"], 200, "{line}"),
        }
        run.signal(Signal::INT);
        run.end().ok().says(summary);
    }
}

/// The first of `c_1` fails until that of `c_2` is there, which came last; the second of `c_1` waits.
#[test]
fn one_connections_events_stay_in_order_and_hold_up_no_other() {
    let passed = AtomicBool::new(false);
    let app = Catcher::answering(move |_, caught| {
        let passed = passed.fetch_or(caught.json()["number"] == 3, Ordering::Relaxed);
        if passed || caught.json()["number"] == 3 { 200.into() } else { 503.into() }
    });
    let (run, url) = ready(listen(&["--no-inbox", "--forward-to", &app.url]));
    let bodies = [("c_1", 1), ("c_1", 2), ("c_2", 3)].map(|(connection, number)| {
        let mut event: Value = serde_json::from_str(&event(connection)).expect("JSON");
        event["number"] = number.into();
        event.to_string()
    });
    post(&url, &bodies[0]);
    app.wait_for(1);
    post(&url, &bodies[1]);
    post(&url, &bodies[2]);
    for _ in 0..3 {
        while until_event(&run, "forward").1["state"] == "pending" {}
    }
    let mut numbers: Vec<_> = app.caught().iter().map(|caught| caught.json()["number"].clone()).collect();
    numbers.dedup();
    assert_eq!(numbers, [1, 3, 1, 2]);
    run.signal(Signal::INT);
    run.end().ok().says("3 forwarded, 0 failed");
}

#[test]
fn what_came_while_nothing_was_forwarded_is_caught_up() {
    let place = tempfile::tempdir().expect("a directory");
    let inbox = with_inbox(&place);
    let (run, url) = ready(listen(&["--inbox", &inbox]));
    let bodies = ["c_1", "c_2", "c_3"].map(event);
    bodies.iter().for_each(|body| assert_eq!(post(&url, body).status, 200));
    run.signal(Signal::KILL);
    run.end();
    let app = Catcher::new();
    let replay = ["webhooks", "replay", "--since", "1h", "--to", &app.url, "--inbox", &inbox];
    Nango::new(replay).args(["--jq", ".taken"]).run().ok();
    let caught = app.caught();
    assert!(caught.iter().map(|caught| caught.text()).eq(bodies.iter().cloned()), "{caught:?}");
    let signed = |at: usize| Some(signature(&bodies[at]));
    assert!((0..3).all(|at| caught[at].header("x-nango-hmac-sha256").map(str::to_owned) == signed(at)));
    // A listener that forwards takes them, too, and stores them as repeats.
    let (run, _) = ready(listen(&["--inbox", &inbox, "--forward-to", &app.url]));
    Nango::new(["webhooks", "replay", "2", "--to", "listener", "--inbox", &inbox]).run().ok();
    let (before, line) = until_event(&run, "forward");
    assert_eq!((&before[0]["repeat_of"], &line["status"]), (&json!(2), &json!(200)));
    assert_eq!(app.caught()[3].body, bodies[1].as_bytes());
}

#[test]
fn a_jq_filter_shapes_every_line_of_the_stream() {
    let app = Peer::new().expect("POST /", ok());
    let args = ["--no-inbox", "--forward-to", &app.url, "--ready-file", "r.json"];
    let run = listen(&args).args(["--jq", ".event + \" \" + (.connection_id // \"-\")"]).spawn();
    assert_eq!(run.line(), "ready -");
    let ready = std::fs::read_to_string(run.path("r.json")).expect("the ready file");
    let ready: Value = serde_json::from_str(&ready).expect("JSON");
    post(ready["url"].as_str().expect("a URL"), &event("c_1"));
    assert_eq!(run.line(), "webhook c_1");
    assert!(run.line().starts_with("forward "));
    run.signal(Signal::INT);
    let rest = run.end().ok().stdout;
    assert!(rest.ends_with("summary -\n"), "{rest}");
}

/// The sender's attempts: statuses, as Nango would see them.
fn attempts(url: &str, body: &str) -> Vec<u16> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let parcel = Parcel::signed(body.into(), &Secret::new(KEY), "nango/0.71.4");
    let wait = Duration::from_millis(10);
    let schedule = Schedule { timeout: Duration::from_secs(10), waits: vec![wait, wait] };
    let mut statuses = Vec::new();
    let url = url.parse().expect("a URL");
    runtime.block_on(deliver(&url, &parcel, &schedule, |attempt| {
        statuses.extend(attempt.result.as_ref().ok());
    }));
    statuses
}

#[test]
fn the_first_attempts_are_made_to_fail_and_the_app_gets_each() {
    let app = (0..6).fold(Peer::new(), |app, _| app.expect("POST /", ok()));
    let place = tempfile::tempdir().expect("a directory");
    let inbox = with_inbox(&place);
    let args = ["--inbox", &inbox, "--fail-first", "2", "--forward-to", &app.url];
    let (run, url) = ready(listen(&args));
    assert_eq!(attempts(&url, &event("c_1")), [500, 500, 200]);
    assert_eq!(attempts(&url, &event("c_2")), [500, 500, 200], "each delivery has attempts of its own");
    assert_eq!(app.wait_for(6).len(), 6);
    run.signal(Signal::INT);
    run.end().ok().says("6 received, 6 verified, 0 refused, 4 repeats, 6 forwarded");
    let answered: Vec<_> = stored(Path::new(&inbox)).iter().map(|one| one.answered).collect();
    assert_eq!(answered, [500, 500, 200, 500, 500, 200].map(Some));

    let run = listen(&["--fail-first", "1", "--ready-file", "r.json"]).spawn();
    let url = run.stderr_line("Ready: ");
    assert_eq!(attempts(url.split(' ').nth(1).expect("a URL"), &event("c_1")), [500, 200]);
    assert!(run.line().contains("answered 500, made to fail (1 of 1)"));
    let second = run.line();
    assert!(second.contains("repeat of #1") && !second.contains("made to fail"), "{second}");
}

#[test]
fn any_status_can_be_answered_and_late() {
    let place = tempfile::tempdir().expect("a directory");
    let inbox = with_inbox(&place);
    let (run, url) = ready(listen(&["--inbox", &inbox, "--respond", "503", "--respond-delay", "300ms"]));
    let started = Instant::now();
    assert_eq!(post(&url, &event("c_1")).status, 503);
    assert!(started.elapsed() >= Duration::from_millis(300), "{:?}", started.elapsed());
    let line = run.json_line();
    assert_eq!((&line["status"], &line["answered"]), (&json!(200), &json!(503)), "{line}");
    assert_eq!(send("POST", &url, &[], b"{}").status, 401, "what is refused is refused");
    assert_eq!(stored(Path::new(&inbox))[0].answered, Some(503));

    // The end does not wait for late answers: they come at once.
    let (run, url) = ready(listen(&["--respond-delay", "1h"]));
    std::thread::scope(|scope| {
        let late = scope.spawn(|| post(&url, &event("c_1")).status);
        assert_eq!(run.json_line()["event"], "webhook", "shown before it is answered");
        run.signal(Signal::INT);
        assert_eq!(late.join().expect("an answer"), 200);
    });
    run.end().ok();
}

#[test]
fn the_end_waits_for_the_app() {
    let app = Peer::new()
        .expect("POST /", ok().after(Duration::from_millis(400)))
        .expect("POST /", ok().after(Duration::from_millis(100)));
    let place = tempfile::tempdir().expect("a directory");
    let inbox = with_inbox(&place);
    let (run, url) = ready(listen(&["--inbox", &inbox, "--forward-to", &app.url]));
    // Two of one connection: the second has not even been sent when the end comes.
    post(&url, &event("c_1"));
    post(&url, &event("c_1"));
    run.signal(Signal::INT);
    let output = run.end().ok().says("2 forwarded, 0 failed");
    let last: Value = serde_json::from_str(output.stdout.lines().last().expect("a line")).expect("JSON");
    assert_eq!((&last["event"], &last["not_forwarded"]), (&json!("summary"), &json!(0)));
    assert!(stored(Path::new(&inbox)).iter().all(|one| one.forwards[0].state == ForwardState::Done));
}

#[test]
fn what_could_not_be_forwarded_stays_marked() {
    let app = Peer::new().expect("POST /", Answer::hang());
    let place = tempfile::Builder::new().prefix("in box").tempdir().expect("a directory");
    let inbox = with_inbox(&place);
    let (run, url) = ready(listen(&["--inbox", &inbox, "--forward-to", &app.url]));
    post(&url, &event("c_1"));
    post(&url, &event("c_1"));
    app.wait_for(1);
    run.signal(Signal::INT);
    eventually("it stops listening", || {
        std::net::TcpStream::connect(url.trim_start_matches("http://")).is_err()
    });
    let started = Instant::now();
    run.signal(Signal::INT);
    run.end().ok().says("0 forwarded, 0 failed, 2 not forwarded");
    assert!(started.elapsed() < Duration::from_secs(4), "a second Ctrl-C ends it at once");
    let failed = Nango::new(["webhooks", "list", "--failed", "-q", "--inbox", &inbox]).run().ok();
    assert_eq!(failed.stdout, "2\n1\n");
    assert_eq!(connections(&stored(Path::new(&inbox))), ["c_1", "c_1"]);
    // The next listener for that target knows, and says what to do; one for another has nothing to say.
    let (run, _) = ready(listen(&["--inbox", &inbox, "--forward-to", &dead_host()]));
    run.signal(Signal::INT);
    let other = run.end().ok();
    assert!(!other.stderr.contains("from before"), "{other:?}");
    let (run, _) = ready(listen(&["--inbox", &inbox, "--forward-to", &app.url]));
    run.signal(Signal::INT);
    run.end()
        .ok()
        .says(&format!("2 deliveries from before not taken by {}/", app.url))
        .says(&format!("nango-cli webhooks replay --failed --to {}/ --inbox '{inbox}'", app.url));
    // They can be sent again from there, as they were.
    let app = Peer::new().expect("POST /", ok()).expect("POST /", ok());
    Nango::new(["webhooks", "replay", "--failed", "--to", &app.url, "--inbox", &inbox]).run().ok();
    let seen = app.wait_for(2);
    assert!(seen.iter().all(|seen| seen.body == event("c_1")), "{seen:?}");
    assert!(seen.iter().all(|seen| seen.header("x-nango-hmac-sha256") == Some(&*signature(&event("c_1")))));
}
