//! `webhooks trigger`.

mod common;

use std::collections::HashSet;
use std::time::{Duration, Instant};

use common::catcher::{Catcher, Caught, Gate, Verdict};
use common::tls::{authority, tls_app, trusted_tls_app};
use common::{KEY, Nango, OTHER_KEY, Running, Signal, dead_host};
use nango_cli::secret::Secret;
use nango_cli::webhook::event::Event;
use nango_cli::webhook::inbox::{self, Inbox};
use nango_cli::webhook::{canonical, signature};
use serde_json::{Value, json};

const KINDS: [(&str, &str); 9] = [
    ("auth.creation", "auth"),
    ("auth.creation_error", "auth"),
    ("auth.override", "auth"),
    ("auth.refresh_error", "auth"),
    ("sync.success", "sync"),
    ("sync.error", "sync"),
    ("async_action", "async_action"),
    ("forward", "forward"),
    ("forward.unattributed", "unwrapped"),
];

fn trigger(args: &[&str]) -> Nango {
    let run = Nango::new(["webhooks", "trigger"]).env("NANGO_WEBHOOK_SIGNING_KEY", KEY);
    run.args(args.iter().copied())
}

fn to<'a>(app: &'a Catcher, args: &[&'a str]) -> Nango {
    trigger(args).args(["--to", &app.url])
}

fn is_signed(caught: &Caught, key: &str) -> bool {
    let key = Secret::new(key);
    let header = |name: &str| caught.header(name).unwrap_or_default().to_owned();
    signature::matches(&key, &caught.body, &header(signature::HMAC_HEADER))
        && signature::legacy_matches(&key, &caught.body, &header(signature::LEGACY_HEADER))
}

/// One JSON object a line.
fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON on every line")).collect()
}

/// A listener of the real kind, and its URL.
fn listener() -> (Running, String) {
    let run =
        Nango::new(["webhooks", "listen", "--port", "0", "--json"]).env("NANGO_WEBHOOK_SIGNING_KEY", KEY);
    let run = run.spawn();
    let url = run.json_line()["url"].as_str().expect("a URL").to_owned();
    (run, url)
}

#[test]
fn every_kind_is_what_nango_would_send() {
    for (kind, type_name) in KINDS {
        let app = Catcher::new();
        to(&app, &[kind]).run().ok();
        let [caught] = &app.caught()[..] else { panic!("{kind}: {:?}", app.caught()) };
        assert!(is_signed(caught, KEY), "{kind}: {caught:?}");
        let wire = caught.text();
        assert_eq!(canonical::to_string(&caught.json()), wire, "{kind}");
        assert_eq!(Event::parse(&caught.body).type_name(), type_name, "{kind}");
        assert_eq!((caught.method.as_str(), caught.target.as_str()), ("POST", "/"));
        // The recorded deliveries' headers (recordings/webhooks), and no others.
        let names: HashSet<String> =
            caught.headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
        let mut expected = HashSet::from([
            "accept",
            "content-type",
            "x-nango-signature",
            "x-nango-hmac-sha256",
            "user-agent",
            "content-length",
            "accept-encoding",
            "host",
        ]);
        if type_name == "forward" || type_name == "unwrapped" {
            // Those of the provider come along.
            expected.extend(["x-github-delivery", "x-github-event"]);
        }
        assert_eq!(names, expected.into_iter().map(str::to_owned).collect(), "{kind}");
        for (name, value) in [
            ("accept", "application/json, text/plain, */*"),
            ("content-type", "application/json"),
            ("user-agent", "nango/0.71.4 (linux/6.18.44-fc-v657; node.js/22.22.2)"),
            ("accept-encoding", "gzip, compress, deflate, br"),
        ] {
            assert_eq!(caught.header(name), Some(value), "{kind}");
        }
    }
}

#[test]
fn events_are_about_whom_the_options_say() {
    let app = Catcher::new();
    let options =
        ["--connection", "c 1", "--integration", "slack-prod", "--provider", "slack", "--env", "prod"];
    let owner =
        ["--end-user", "u_9", "--organization", "o_9", "--end-user-tag", "Plan=pro", "--tag", "seat=7"];
    let run = to(&app, &["auth.creation", "-q"]).args(options).args(owner);
    let run = run.env("NANGO_SECRET_KEY_PROD", OTHER_KEY).run().ok();
    assert_eq!(run.value(), "c 1");
    assert_eq!(
        app.caught()[0].json(),
        json!({"authMode": "OAUTH2", "connectionId": "c 1", "environment": "prod", "from": "nango",
            "operation": "creation", "provider": "slack", "providerConfigKey": "slack-prod", "success": true,
            "endUser": {"endUserEmail": null, "endUserId": "u_9", "organizationId": "o_9", "tags": {"Plan": "pro"}},
            "tags": {"end_user_id": "u_9", "organization_id": "o_9", "plan": "pro", "seat": "7"}, "type": "auth"})
    );

    let mode = |options: &[&str]| {
        let print = ["auth.creation", "--print", "--json", "--jq", ".body | fromjson | .authMode"];
        trigger(&print).args(options.iter().copied()).run().ok().value().to_owned()
    };
    assert_eq!(mode(&["--provider", "unauthenticated"]), "NONE");
    assert_eq!(mode(&["--integration", "stripe-api-key"]), mode(&["--set", "authMode=BASIC"]));
    assert_eq!(mode(&["--provider", "nobody-knows-it"]), "OAUTH2");

    // Tags alone: such a session names no end user.
    to(&app, &["auth.override", "--tag", "end_user_id=u_2"]).run().ok();
    let tagged = app.caught()[1].json();
    assert_eq!((&tagged["tags"], tagged.get("endUser")), (&json!({"end_user_id": "u_2"}), None));

    to(&app, &["sync.error", "--set", "error.type=rate_limit", "--set", "error.payload.status=429"])
        .args(["--set", "model=", "--unset", "startedAt", "--integration", "hubspot"])
        .run()
        .ok();
    let changed = &app.caught()[2];
    assert!(is_signed(changed, KEY), "changes are made before it is signed");
    assert_eq!(canonical::to_string(&changed.json()), changed.text());
    let changed = changed.json();
    assert_eq!(changed["error"]["payload"], json!({"status": 429}));
    assert_eq!((&changed["error"]["type"], &changed["model"]), (&json!("rate_limit"), &json!("")));
    assert_eq!(changed.get("startedAt"), None);
    assert_eq!(
        (&changed["providerConfigKey"], &changed["syncName"]),
        (&json!("hubspot"), &json!("hubspot-issues"))
    );

    to(&app, &["async_action", "-H", "User-Agent: mine", "-H", "X-Extra: 1"]).run().ok();
    let with_headers = &app.caught()[3];
    let agents: Vec<_> =
        with_headers.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("user-agent")).collect();
    assert_eq!((agents.len(), with_headers.header("user-agent")), (1, Some("mine")));
    assert_eq!(with_headers.header("x-extra"), Some("1"));
}

#[test]
fn changes_that_cannot_be_made_send_nothing() {
    let app = Catcher::new();
    for (args, what) in [
        (&["auth.creation", "--set", "success.x=1"][..], "true has no `x`"),
        (&["auth.creation", "--set", "success"], "PATH=VALUE"),
        (&["auth.creation", "--unset", "no.such"], "there is no `no.such`"),
        (&["auth.creation", "--organization-name", "Acme"], "--organization ID"),
        (&["auth.creation", "--drop", "2"], "10%"),
        (&["auth.creation", "--rate", "5"], "50/s"),
        (&["auth.creation", "--count", "0"], "--count"),
        (&["auth.deletion"], "auth.creation_error"),
        (&[], "auth.creation, auth.creation_error, auth.override"),
        (&["sync.success", "--from-file", "x"], "cannot be used with"),
        (&["--from-file", "x", "--tag", "a=b"], "cannot be used with"),
        (&["--from-file", "missing.json"], "cannot read the body"),
    ] {
        to(&app, args).run().exits(2).no_data().says(what);
    }
    trigger(&["auth.creation", "--to", "ftp://x"]).run().exits(2);
    let deep = format!("{}=1", vec!["a"; 20_000].join("."));
    to(&app, &["auth.creation", "--set", &deep]).run().exits(2).says("at most 100 names");
    assert!(app.caught().is_empty());
    let keyless = Nango::new(["webhooks", "trigger", "auth.creation", "--to", &app.url]);
    keyless.run().exits(3).says("NANGO_WEBHOOK_SIGNING_KEY");
    assert!(app.caught().is_empty());
}

#[test]
fn a_file_is_sent_byte_for_byte() {
    let app = Catcher::new();
    let odd = b"{ \"b\": 1,\n \"a\": \"\xff\" }";
    to(&app, &["--from-file", "-"]).stdin(odd).run().ok();
    let caught = &app.caught()[0];
    assert_eq!(caught.body, odd);
    assert!(is_signed(caught, KEY));
    to(&app, &["--from-file", "-", "--set", "a=2"]).stdin(odd).run().exits(2).says("change JSON");
    to(&app, &["--from-file", "b.json", "--set", "a=2", "--count", "2"])
        .file("b.json", "{ \"b\": 1.0, \"a\": 1 }")
        .run()
        .ok();
    let bodies: Vec<String> = app.caught()[1..].iter().map(Caught::text).collect();
    assert_eq!(bodies, [r#"{"a":2,"b":1}"#; 2]);
    to(&app, &["--from-file", "-"]).stdin("").run().ok();
    assert_eq!(app.caught()[3].body, b"");
}

#[test]
fn printing_sends_nothing() {
    let app = Catcher::new();
    let keyless = |args: &[&str]| Nango::new(["webhooks", "trigger", "--print"]).args(args.iter().copied());
    let body = keyless(&["auth.creation", "--seed", "5"]).run().ok().stdout;
    assert!(body.starts_with('{') && body.ends_with('}'), "no byte more: {body:?}");
    assert_eq!(keyless(&["auth.creation", "--seed", "5"]).run().ok().stdout, body, "the same draws");
    assert_eq!(keyless(&["auth.creation", "--count", "3"]).run().ok().stdout.lines().count(), 3);

    let document = to(&app, &["auth.creation", "--seed", "5", "--print", "--json"]).run().ok().json();
    assert_eq!(document["body"], body.as_str());
    let hmac = signature::hmac_sha256(&Secret::new(KEY), body.as_bytes());
    assert_eq!(document["headers"][signature::HMAC_HEADER], hmac.as_str());
    let check = ["webhooks", "verify", "--signature", &hmac];
    Nango::new(check).env("NANGO_WEBHOOK_SIGNING_KEY", KEY).stdin(&body).run().ok();
    assert!(app.caught().is_empty());
}

#[test]
fn the_exit_code_tells_what_the_target_did() {
    for (status, code) in
        [(200, 0), (204, 0), (299, 0), (302, 1), (400, 1), (404, 1), (429, 6), (500, 6), (503, 6)]
    {
        let app = Catcher::answering(move |_, _| Verdict {
            body: "no such \u{1b}[31mroute".to_owned(),
            ..status.into()
        });
        let run = to(&app, &["auth.creation"]).run().exits(code);
        assert!(run.stdout.contains(&format!("\t{status}\t")), "{run:?}");
        if code != 0 {
            let run = run.says(&format!("it answered {status}")).says(r"no such \x1b[31mroute");
            assert!(!run.stderr.contains('\u{1b}'));
        }
        assert_eq!(app.caught().len(), 1, "one attempt");
        let record = &lines(&to(&app, &["auth.creation", "--json"]).run().exits(code).stdout)[0];
        assert_eq!((&record["status"], &record["taken"]), (&json!(status), &json!(code == 0)));
        let filtered = to(&app, &["auth.creation", "--jq", ".status"]).run().exits(code).stdout;
        assert_eq!(filtered, format!("{status}\n"));
    }
    let dead = dead_host();
    trigger(&["auth.creation", "--to", &dead]).run().exits(6).says("is the target running");
    let record = &lines(&trigger(&["auth.creation", "--to", &dead, "--json"]).run().exits(6).stdout)[0];
    assert_eq!((&record["status"], &record["taken"]), (&Value::Null, &json!(false)));
    assert!(record["error"].as_str().is_some_and(|error| error.contains("refused")), "{record}");
    let slow = Catcher::answering(|_, _| Verdict { after: Duration::from_secs(1), ..200.into() });
    let run = to(&slow, &["auth.creation", "--count", "2", "--timeout", "50ms"]).run().exits(6);
    let run = run.says("no answer in time").says("2 sent: 2 not answered");
    run.says("2 of 2 webhooks were not answered by").says("--timeout gives it longer");
    // What failed may go better later; one refusal among them will not.
    let failing = |status: u16| {
        Catcher::answering(move |number, _| match number {
            0 => 200.into(),
            1 => 503.into(),
            _ => status.into(),
        })
    };
    let app = failing(429);
    let run = to(&app, &["auth.creation", "--count", "3"]).run().exits(6).says("3 sent: 1 taken, 2 failed");
    run.says("2 of 3 webhooks were not taken").says("it answered 429, 503").says("--retries");
    let app = failing(422);
    let run = to(&app, &["auth.creation", "--count", "3"]).run().exits(1);
    run.says("3 sent: 1 taken, 1 refused, 1 failed").says("(target_refused)");
    let run = to(&Catcher::answering(|_, _| 500.into()), &["auth.creation", "--json"]).run().exits(6);
    assert_eq!(run.error()["code"], "target_failed");
}

#[test]
fn redirects_are_followed_as_nango_follows_them() {
    let app = Catcher::answering(|_, caught| match caught.target.as_str() {
        "/?token=t" => Verdict { location: Some("/there".to_owned()), ..307.into() },
        _ => 200.into(),
    });
    trigger(&["auth.creation", "--to", &format!("{}/?token=t", app.url)]).run().ok();
    let caught = app.caught();
    assert_eq!((caught[1].method.as_str(), caught[1].target.as_str()), ("POST", "/there"));
    assert_eq!(caught[0].body, caught[1].body);
    assert_eq!(caught[1].header("referer"), None, "the query is nobody else's business");
}

/// The system's roots are needed, though the URL that was named is none of `https`.
#[test]
fn a_redirect_to_https_is_followed_where_the_certificate_is_good() {
    let authority = authority();
    let authority = authority.to_str().expect("a path");
    for (there, code) in [(trusted_tls_app(), 0), (tls_app(), 6)] {
        let location = there.clone();
        let app = Catcher::answering(move |_, _| Verdict { location: Some(location.clone()), ..308.into() });
        let run = to(&app, &["auth.creation"]).env("SSL_CERT_FILE", authority).run().exits(code);
        assert_eq!(run.stderr.contains("invalid peer certificate"), code != 0, "{run:?}");
        trigger(&["auth.creation", "--to", &there]).env("SSL_CERT_FILE", authority).run().exits(code);
    }
}

#[test]
fn a_compressed_answer_is_called_so() {
    for (encoding, shown) in [("gzip", "(compressed: gzip)"), ("identity", "as it is")] {
        let app = Catcher::answering(move |_, _| Verdict {
            body: "as it is".to_owned(),
            headers: vec![("Content-Encoding", encoding)],
            ..422.into()
        });
        let record = &lines(&to(&app, &["auth.creation", "--json"]).run().exits(1).stdout)[0];
        assert_eq!(record["answer"], shown);
    }
}

#[test]
fn nangos_retries_can_be_had() {
    let failing = || Catcher::answering(|number, _| if number < 2 { 502.into() } else { 200.into() });
    let app = failing();
    let run = to(&app, &["auth.creation", "--retries=10ms,20ms"]).run().ok();
    run.says("attempt 1: 502; the next in 10ms").says("attempt 2: 502; the next in 20ms");
    let bodies: HashSet<Vec<u8>> = app.caught().into_iter().map(|caught| caught.body).collect();
    assert_eq!((app.caught().len(), bodies.len()), (3, 1));
    let app = failing();
    let record = &lines(&to(&app, &["auth.creation", "--retries=1ms", "--json"]).run().exits(6).stdout)[0];
    assert_eq!((&record["attempts"], &record["status"]), (&json!(2), &json!(502)));
    // What is refused is not tried again.
    let app = Catcher::answering(|_, _| 422.into());
    to(&app, &["auth.creation", "--retries=1ms"]).run().exits(1);
    assert_eq!(app.caught().len(), 1);
    // Nango's own waits; who interrupts does not wait for them.
    let app = failing();
    let run = to(&app, &["auth.creation", "--retries"]).spawn();
    run.stderr_line("attempt 1: 502; the next in 3s");
    run.signal(Signal::INT);
    run.end().exits(130);
    assert_eq!(app.caught().len(), 1);
}

/// Everything is due at the start; what is to be tried again is not put off until all the rest was tried once.
#[test]
fn a_retry_is_not_held_up_by_what_waits() {
    let app = Catcher::answering(|number, _| {
        let status = if number == 0 { 500 } else { 200 };
        Verdict { status, after: Duration::from_millis(5), ..Verdict::default() }
    });
    to(&app, &["auth.creation", "--count", "20", "--retries=1ms"]).run().ok().says("20 sent: 20 taken");
    let caught = app.caught();
    let again = caught.iter().skip(1).position(|caught| caught.body == app.caught()[0].body);
    // It is due while the second is on its way, if not before.
    assert!(caught.len() == 21 && matches!(again, Some(0 | 1)), "{again:?}");
}

#[test]
fn what_is_on_its_way_at_an_interrupt_is_not_said_to_be_tried_again() {
    let gate = Gate::default();
    let held = gate.clone();
    let app = Catcher::answering(move |_, _| Verdict { gate: Some(held.clone()), ..502.into() });
    let run = to(&app, &["auth.creation", "--count", "2", "--retries=1m"]).spawn();
    app.wait_for(1);
    run.signal(Signal::INT);
    // The signal is handled before an answer that comes after it: both are there at once at worst.
    gate.open();
    let run = run.end().exits(130).says("1 sent: 1 failed");
    assert!(run.stdout.contains("502") && !run.stderr.contains("the next in"), "{run:?}");
}

#[test]
fn verbose_shows_each_attempt() {
    let app = Catcher::answering(|number, _| if number == 0 { 502.into() } else { 200.into() });
    let url = app.url.replace("http://", "http://user:p%40ss@");
    let run = trigger(&["auth.creation", "-v", "--retries=1ms", "--to", &url]).run().ok();
    let exchanges: Vec<&str> = run.stderr.lines().filter(|line| line.starts_with("POST ")).collect();
    let shown = |status: u16| format!("POST {}/ → {status} in ", app.url);
    assert!(exchanges.len() == 2 && exchanges[0].starts_with(&shown(502)), "{run:?}");
    assert!(exchanges[1].starts_with(&shown(200)) && !run.stderr.contains("p%40ss"), "{run:?}");
    assert!(!to(&app, &["auth.creation"]).run().ok().stderr.contains("POST "));
}

#[test]
fn many_events_at_a_rate() {
    let app = Catcher::new();
    let started = Instant::now();
    let run = to(&app, &["auth.creation", "--count", "5", "--rate", "50/s", "--json"]).run().ok();
    assert!(started.elapsed() >= Duration::from_millis(80), "the fifth is due after 80 ms");
    let mut records = lines(&run.stdout);
    let summary = records.pop().expect("a summary");
    assert_eq!((&summary["event"], &summary["sent"]), (&json!("summary"), &json!(5)));
    assert_eq!((&summary["taken"], run.stderr.as_str()), (&json!(5), ""));
    let ids: HashSet<&str> = records.iter().filter_map(|record| record["connection_id"].as_str()).collect();
    assert_eq!((records.len(), ids.len()), (5, 5), "each has a connection of its own");
    let numbers: HashSet<u64> = records.iter().filter_map(|record| record["number"].as_u64()).collect();
    assert_eq!(numbers, HashSet::from([1, 2, 3, 4, 5]));

    let quiet = to(&app, &["auth.creation", "--count", "4", "--connection", "c", "-q"]).run().ok();
    assert_eq!((quiet.stdout.as_str(), quiet.stderr.as_str()), ("c\nc\nc\nc\n", ""));
}

/// What is slow does not hold up a rate; without one each waits for the one before.
#[test]
fn several_are_on_their_way_only_when_asked() {
    for (args, at_once) in [(&["--concurrency", "3"][..], 3), (&["--rate", "1000/s"], 3), (&[], 1)] {
        let gates = [Gate::default(), Gate::default()];
        let [first, others] = gates.clone();
        let app = Catcher::answering(move |number, _| {
            let gate = if number == 0 { &first } else { &others };
            Verdict { gate: Some(gate.clone()), ..200.into() }
        });
        let run = to(&app, &["auth.creation", "--count", "3"]).args(args.iter().copied()).spawn();
        app.wait_for(at_once);
        gates[0].open();
        let first = run.line();
        assert!(first.contains("200"), "{first}");
        if at_once == 1 {
            assert!(app.caught().len() <= 2, "the second set out after the first's answer");
        }
        gates[1].open();
        run.end().ok();
        assert_eq!(app.caught().len(), 3);
    }
}

#[test]
fn a_seed_repeats_the_mischief() {
    let mischief = ["--duplicate", "20%", "--reorder", "0.2", "--corrupt", "20%", "--drop", "10%"];
    let run = |seed: &str| {
        let app =
            Catcher::answering(|_, caught| if is_signed(caught, KEY) { 200.into() } else { 401.into() });
        let run =
            to(&app, &["auth.creation", "--count", "60", "--json", "--seed", seed]).args(mischief).run();
        // Every corrupted one is refused, and nothing else is.
        let records = lines(&run.exits(1).stdout);
        let summary = records.last().expect("a summary");
        assert_eq!(summary["seed"].to_string(), seed);
        let sent: Vec<&Value> = records.iter().filter(|record| record["event"] == "sent").collect();
        let caught = app.caught();
        assert_eq!(sent.len(), caught.len());
        for (record, caught) in sent.iter().zip(&caught) {
            assert_eq!(record["corrupted"], json!(!is_signed(caught, KEY)), "{record}");
            assert_eq!(record["taken"], json!(record["corrupted"] == false), "{record}");
        }
        assert_eq!((&summary["sent"], &summary["corrupted_taken"]), (&json!(sent.len()), &json!(0)));
        let with = |member: &str| sent.iter().filter(|record| record[member] == true).count();
        let dropped: Vec<u64> = records
            .iter()
            .filter(|record| record["event"] == "dropped")
            .filter_map(|record| record["number"].as_u64())
            .collect();
        let numbers: Vec<u64> = sent.iter().filter_map(|record| record["number"].as_u64()).collect();
        assert_eq!(numbers.iter().chain(&dropped).collect::<HashSet<_>>().len(), 60, "none is forgotten");
        assert!(dropped.iter().all(|number| !numbers.contains(number)));
        assert_eq!(summary["dropped"], json!(dropped.len()));
        assert_eq!(sent.len(), 60 - dropped.len() + with("repeat"));
        assert!(with("repeat") > 0 && with("corrupted") > 0 && !dropped.is_empty());
        let first: Vec<u64> = sent
            .iter()
            .filter(|record| record["repeat"] == false)
            .filter_map(|record| record["number"].as_u64())
            .collect();
        assert!(!first.is_sorted(), "some are held back: {first:?}");
        caught.into_iter().map(|caught| caught.body).collect::<Vec<_>>()
    };
    let first = run("7");
    assert_eq!(first, run("7"));
    assert_ne!(first, run("8"));
    // A seed of its own is told, and works.
    let app = Catcher::new();
    let told = to(&app, &["auth.creation", "--count", "20", "--drop", "50%"]).run().ok().stderr;
    let seed = told.split("--seed ").nth(1).and_then(|rest| rest.split(')').next()).expect("a seed");
    let count = app.caught().len();
    to(&app, &["auth.creation", "--count", "20", "--drop", "50%", "--seed", seed]).run().ok();
    let caught = app.caught();
    assert_eq!(
        caught[..count].iter().map(Caught::text).collect::<Vec<_>>(),
        caught[count..].iter().map(Caught::text).collect::<Vec<_>>()
    );
}

#[test]
fn an_invalid_signature_is_refused_by_a_listener() {
    let (listener, url) = listener();
    trigger(&["auth.creation", "--to", &url]).run().ok();
    assert_eq!(listener.json_line()["verdict"], "verified");
    let refused = trigger(&["auth.creation", "--to", &url, "--invalid-signature"]).run().exits(1);
    refused.says("it answered 401").says("same key");
    assert_eq!(listener.json_line()["verdict"], "invalid_signature");
    trigger(&["auth.creation", "--to", &url, "--corrupt", "100%"]).run().exits(1).says("1 corrupted");
    assert_eq!(listener.json_line()["verdict"], "invalid_signature");
    // A key is not needed to sign wrongly.
    let keyless = Nango::new(["webhooks", "trigger", "auth.creation", "--invalid-signature", "--to", &url]);
    keyless.run().exits(1);
}

#[test]
fn without_a_target_it_goes_to_the_running_listener() {
    let place = tempfile::tempdir().expect("a directory");
    let path = place.path().join("i.db");
    let inbox = path.to_str().expect("a path");
    trigger(&["auth.creation", "--inbox", inbox]).run().exits(6).says("no listener is running");
    trigger(&["auth.creation"]).run().exits(6).says("nango-cli webhooks listen").says("--to URL");
    let (listener, url) = listener();
    let mut opened = Inbox::open(&path).expect("an inbox");
    trigger(&["auth.creation", "--inbox", inbox]).run().exits(6).says("no listener is running");
    let since = jiff::Timestamp::now();
    opened.register(&inbox::Running { url, pid: std::process::id(), since }).expect("a listener noted");
    for to in [&[][..], &["--to", "listener"]] {
        trigger(&["sync.success", "--inbox", inbox]).args(to.iter().copied()).run().ok();
        let line = listener.json_line();
        assert_eq!((&line["verdict"], &line["type"]), (&json!("verified"), &json!("sync")));
    }
}

#[test]
fn user_and_password_of_the_url_are_sent_and_not_shown() {
    let app = Catcher::answering(|_, _| 403.into());
    let url = app.url.replace("http://", "http://user:p%40ss@");
    let run = trigger(&["auth.creation", "--json", "--to", &url]).run().exits(1);
    assert!(!run.stdout.contains("p%40ss") && !run.stderr.contains("p%40ss"), "{run:?}");
    assert_eq!(app.caught()[0].header("authorization"), Some("Basic dXNlcjpwQHNz"));
}

#[test]
fn a_password_in_a_url_that_cannot_be_read_is_not_repeated() {
    let words = |args: &[&str], json: bool| {
        let run = Nango::new(["webhooks"]).args(args.iter().copied()).args(json.then_some("--json"));
        let run = run.run().exits(2).no_data().says("h:99999/x");
        assert!(!run.stderr.contains("s3cret"), "{run:?}");
        run
    };
    for json in [false, true] {
        for url in ["https://me:s3cret@h:99999/x", "me:s3cret@h:99999/x", "https://me:s3cret://y@h:99999/x"] {
            words(&["trigger", "auth.creation", "--to", url], json).says("that is no URL");
            words(&["listen", "--forward-to", &format!("type=auth=>{url}")], json).says("'…@h:99999/x'");
        }
        words(&["listen", "--forward-to", "a@b=>http://h:99999/x"], json).says("'a@b=>http://h");
    }
}

#[test]
fn a_self_signed_certificate_is_taken_where_that_is_asked_for() {
    let url = tls_app();
    trigger(&["auth.creation", "--to", &url]).run().exits(6).says("invalid peer certificate");
    trigger(&["auth.creation", "--to", &url, "--insecure"]).run().ok();
}
