//! `webhooks listen|verify|sign`.

mod common;

use std::time::{Duration, Instant};

use common::raw::{Reply, send};
use common::{KEY, Nango, OTHER_KEY, Running, Signal};
use serde_json::{Value, json};

const EVENT: &str = r#"{"from":"nango","type":"auth","connectionId":"c_1","authMode":"OAUTH2","providerConfigKey":"github","provider":"github","environment":"dev","operation":"creation","success":true,"tags":{"end_user_id":"u_1","end_user_email":"ada@example.com","organization_id":"o_1","plan":"pro"},"endUser":null}"#;

fn nango(args: &[&str]) -> Nango {
    Nango::new(args.iter().copied()).env("NANGO_WEBHOOK_SIGNING_KEY", KEY)
}

fn listen(args: &[&str]) -> Nango {
    nango(&["webhooks", "listen", "--port", "0"]).args(args.iter().copied())
}

/// A listener that is ready, and its URL.
fn ready(args: &[&str]) -> (Running, String) {
    let run = listen(&["--json"]).args(args.iter().copied()).spawn();
    let line = run.json_line();
    assert_eq!(line["event"], "ready");
    let url = line["url"].as_str().expect("a URL").to_owned();
    (run, url)
}

/// What `webhooks sign` says: the tool's two halves must agree, and tests/webhook_recordings.rs holds one of them
/// to a real Nango.
fn sign(body: &[u8], key: &str) -> String {
    let sign = Nango::new(["webhooks", "sign", "-q"]).env("NANGO_WEBHOOK_SIGNING_KEY", key);
    sign.stdin(body).run().ok().value().to_owned()
}

fn post(url: &str, body: &str) -> Reply {
    let signature = sign(body.as_bytes(), KEY);
    send(
        "POST",
        url,
        &[("X-Nango-Hmac-Sha256", &signature), ("Content-Type", "application/json")],
        body.as_bytes(),
    )
}

#[test]
fn a_delivery_is_answered_by_its_signature() {
    let (run, url) = ready(&["--max-body", "1000"]);
    assert_eq!(post(&url, EVENT).status, 200);
    let line = run.json_line();
    for (member, value) in [
        ("event", json!("webhook")),
        ("verified", json!(true)),
        ("verdict", json!("verified")),
        ("status", json!(200)),
        ("type", json!("auth")),
        ("operation", json!("creation")),
        ("success", json!(true)),
        ("provider_config_key", json!("github")),
        ("connection_id", json!("c_1")),
        ("payload", serde_json::from_str(EVENT).expect("JSON")),
    ] {
        assert_eq!(line[member], value, "{member} of {line}");
    }
    line["received_at"].as_str().and_then(|at| at.parse::<jiff::Timestamp>().ok()).expect("a time");

    assert_eq!(send("POST", &url, &[], EVENT.as_bytes()).status, 401);
    assert_eq!(run.json_line()["verdict"], "missing_signature");
    let wrong = sign(EVENT.as_bytes(), OTHER_KEY);
    assert_eq!(send("POST", &url, &[("X-Nango-Hmac-Sha256", &wrong)], EVENT.as_bytes()).status, 401);
    let line = run.json_line();
    assert_eq!(line["verdict"], "invalid_signature");
    assert!(line["explanation"]["code"].is_string(), "{line}");
    let reply = send("GET", &url, &[], b"");
    assert_eq!((reply.status, reply.header("allow")), (405, Some("POST")));
    assert_eq!(run.json_line()["verdict"], "method_not_allowed");
    assert_eq!(send("POST", &url, &[], &[b'x'; 1001]).status, 413);
    let line = run.json_line();
    assert_eq!((&line["event"], &line["verdict"]), (&json!("refused"), &json!("body_too_large")));
}

#[test]
fn the_stream_is_json_lines_and_nothing_else() {
    let (run, url) = ready(&[]);
    let odd = [
        EVENT,
        "",
        "not json",
        "[1,\n2]",
        "{\"type\":\"ping\",\"text\":\"line\\nbreak \\u001b]0;title\\u0007\"}",
        r#"{"from":"nango","type":"brand_new","x":1}"#,
    ];
    for body in odd {
        assert_eq!(post(&url, body).status, 200);
    }
    run.signal(Signal::INT);
    let output = run.end().ok().says("6 received, 6 verified, 0 refused");
    let lines: Vec<Value> =
        output.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON on every line")).collect();
    assert_eq!(lines.len(), 1 + odd.len() + 1);
    let summary = &lines[1 + odd.len()];
    assert_eq!((&summary["event"], &summary["received"]), (&json!("summary"), &json!(6)), "{summary}");
    assert_eq!(lines[4]["payload"], json!([1, 2]));
    assert_eq!(lines[3]["payload"], "not json");
    assert!(lines.iter().all(|line| line["event"].is_string()));
}

#[test]
fn whoever_is_told_ready_may_end_it_at_once() {
    for _ in 0..40 {
        let run = listen(&["--no-inbox", "--ready-file", "r.json"]).spawn();
        let file = run.path("r.json");
        // Without a pause: what is looked for is what happens within a moment.
        let deadline = std::time::Instant::now() + common::PATIENCE;
        while !file.exists() {
            assert!(std::time::Instant::now() < deadline, "it is not ready");
        }
        run.signal(Signal::TERM);
        run.end().ok();
    }
}

#[test]
fn the_ready_file_appears_whole() {
    let run = listen(&["--ready-file", "r.json"]).spawn();
    run.stderr_line("Ready: ");
    let file =
        std::fs::read_to_string(run.path("r.json")).expect("the file is there before it is said to be");
    let line: Value = serde_json::from_str(&file).expect("one whole document");
    assert_eq!(line["event"], "ready");
    assert_eq!(post(line["url"].as_str().expect("a URL"), EVENT).status, 200);
    let names: Vec<_> = std::fs::read_dir(run.path("")).expect("a directory").flatten().collect();
    assert_eq!(names.len(), 1, "a temporary file is left: {names:?}");
    listen(&["--ready-file", "no/such/r.json"]).run().exits(1).says("cannot write no/such/r.json");
}

#[test]
fn until_ends_with_the_first_verified_match() {
    let (run, url) = ready(&["--until", "type=auth", "--until", "tags.end_user_id=u_1", "--timeout", "30s"]);
    send("POST", &url, &[], EVENT.as_bytes());
    post(&url, &EVENT.replace("u_1", "u_2"));
    post(&url, EVENT);
    let output = run.end().ok();
    let verdicts: Vec<Value> =
        output.stdout.lines().skip(1).map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let verdicts: Vec<&str> = verdicts.iter().filter_map(|line| line["verdict"].as_str()).collect();
    assert_eq!(verdicts, ["missing_signature", "verified", "verified"]);

    listen(&["--until", "frob"]).run().exits(2).says("type=auth");
    listen(&["--until", "=x"]).run().exits(2);
}

#[test]
fn a_wait_that_runs_out_says_what_did_come() {
    let wait = ["--until", "type=sync", "--timeout"];
    let none = listen(&wait).args(["50ms"]).run().exits(7).no_data();
    none.says("no webhook came in time").says("--webhook-url");
    // Long enough for what is sent below: the time-out is the event that is waited for.
    let limit = ["8s"];
    let (unsigned, first) = ready(&[&wait[..], &limit].concat());
    send("POST", &first, &[], EVENT.as_bytes());
    let (other, second) = ready(&[&wait[..], &limit].concat());
    post(&second, EVENT);
    unsigned.end().exits(7).says("no verified webhook came in time");
    other.end().exits(7).says("1 came verified, but none matched");
    // Without anything to wait for, a time-out is just the end.
    listen(&["--timeout", "50ms"]).run().exits(7).says("no webhook came in time");
}

#[test]
fn the_commands_exit_code_is_ours() {
    for (script, code) in [("exit 0", 0), ("exit 3", 3), ("kill -TERM $$", 143), ("kill -KILL $$", 137)] {
        listen(&["--", "sh", "-c", script]).env("PATH", "/usr/bin:/bin").run().exits(code);
    }
    listen(&["--", "no-such-program"]).run().exits(2).says("cannot run no-such-program");
}

/// A run whose stdout nobody reads, from the start.
fn unread(nango: Nango) -> Nango {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    nango.stdout(writer)
}

/// As where a script says `| head -1`: how it ends is what something else decides.
#[test]
fn a_reader_that_leaves_does_not_decide_how_it_ends() {
    let json =
        |args: &[&str]| unread(listen(&["--json"]).args(args.iter().copied())).env("PATH", "/usr/bin:/bin");
    json(&["--until", "type=sync", "--timeout", "1s"]).run().exits(7).says("no webhook came in time");
    json(&["--", "sh", "-c", "exit 3"]).run().exits(3);
    // The reader leaves later, and what comes then is not shown.
    let (reader, writer) = std::io::pipe().expect("a pipe");
    let run = listen(&["--json", "--until", "connection=c_2"]).stdout(writer).spawn();
    let mut line = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(reader), &mut line).expect("the ready line");
    let line: Value = serde_json::from_str(&line).expect("JSON");
    let url = line["url"].as_str().expect("a URL");
    assert_eq!(post(url, EVENT).status, 200);
    assert_eq!(post(url, &EVENT.replace("c_1", "c_2")).status, 200, "it goes on until its match");
    run.end().ok().says("2 received, 2 verified");
    // Nothing else decides here.
    json(&[]).run().ok();
}

/// Whatever ends the listener, its command is asked to end, too.
#[test]
fn an_output_that_fails_ends_the_command_politely() {
    let place = tempfile::tempdir().expect("a directory");
    let script = "trap 'touch $IN/ended; exit 0' TERM; touch $IN/started; while :; do sleep 0.05; done";
    let filter = r#"if .event == "webhook" then error("no") else . end"#;
    let run = listen(&["--jq", filter, "--ready-file", "r.json", "--", "sh", "-c", script])
        .env("PATH", "/usr/bin:/bin")
        .env("IN", place.path().to_str().expect("a path"))
        .spawn();
    common::hooks::eventually("it has started", || place.path().join("started").exists());
    let line: Value =
        serde_json::from_slice(&std::fs::read(run.path("r.json")).expect("a file")).expect("JSON");
    post(line["url"].as_str().expect("a URL"), EVENT);
    assert_ne!(run.end().code, 0);
    assert!(place.path().join("ended").exists());
}

#[test]
fn the_command_knows_the_address_and_does_not_spoil_the_stream() {
    let command = ["--json", "--", "sh", "-c", "echo url is $NANGO_WEBHOOK_URL; echo more >&2"];
    let output = listen(&command).env("PATH", "/usr/bin:/bin").run().ok();
    let lines: Vec<Value> =
        output.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON on every line")).collect();
    let [line, summary] = &lines[..] else { panic!("the ready line and the summary alone: {lines:?}") };
    assert_eq!(summary["event"], "summary");
    let url = line["url"].as_str().expect("a URL");
    assert!(output.stderr.contains(&format!("url is {url}")), "{output:?}");
    let plain = listen(&["--", "sh", "-c", "echo out"]).env("PATH", "/usr/bin:/bin").run().ok();
    assert_eq!(plain.stdout, "out\n");
}

#[test]
fn the_command_is_asked_to_end_before_it_is_killed() {
    let script = "trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done";
    for signal in [Signal::INT, Signal::TERM] {
        let run = listen(&["--", "sh", "-c", script]).env("PATH", "/usr/bin:/bin").spawn();
        assert_eq!(run.line(), "up");
        run.signal(signal);
        let output = run.end().exits(130);
        assert_eq!(output.stdout, "up\nbye\n");
    }
    let until = ["--until", "type=auth", "--ready-file", "r.json", "--", "sh", "-c", script];
    let run = listen(&until).env("PATH", "/usr/bin:/bin").spawn();
    while run.line() != "up" {}
    let file: Value =
        serde_json::from_slice(&std::fs::read(run.path("r.json")).expect("a file")).expect("JSON");
    post(file["url"].as_str().expect("a URL"), EVENT);
    assert!(run.end().ok().stdout.ends_with("bye\n"));
    let stuck = listen(&["--timeout", "300ms", "--", "sleep", "30"]).env("PATH", "/usr/bin:/bin").run();
    stuck.exits(7).says("the command did not end in time");
}

#[test]
fn an_interrupt_ends_a_listener_well_and_a_wait_with_130() {
    for signal in [Signal::INT, Signal::TERM] {
        let (run, _) = ready(&[]);
        run.signal(signal);
        run.end().ok();
        let (run, _) = ready(&["--until", "type=auth"]);
        run.signal(signal);
        run.end().exits(130);
    }
}

#[test]
fn a_client_that_never_finishes_does_not_hold_up_the_end() {
    use std::io::Write;
    let (run, url) = ready(&[]);
    let mut slow = std::net::TcpStream::connect(url.trim_start_matches("http://")).expect("a connection");
    slow.write_all(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf").expect("half a body");
    // The listener still answers others.
    assert_eq!(post(&url, EVENT).status, 200);
    run.signal(Signal::INT);
    wait_until_closed(&url);
    run.signal(Signal::INT);
    let started = Instant::now();
    run.end().ok();
    assert!(started.elapsed() < Duration::from_secs(4), "the second Ctrl-C ends it at once");
}

/// Waits until nobody accepts connections there any more.
fn wait_until_closed(url: &str) {
    let deadline = Instant::now() + common::PATIENCE;
    while std::net::TcpStream::connect(url.trim_start_matches("http://")).is_ok() {
        assert!(Instant::now() < deadline, "still listening");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn nothing_that_arrives_moves_the_cursor() {
    let evil = "\u{1b}]0;pwned\u{7}\u{9b}31m\u{202e}\r\n\u{1b}[2J";
    let mut event: Value = serde_json::from_str(EVENT).expect("JSON");
    for member in ["connectionId", "providerConfigKey", "operation"] {
        event[member] = json!(evil);
    }
    event["tags"] = json!({ "end_user_id": evil, "end_user_email": evil, evil: evil });
    event["error"] = json!({ "type": evil, "description": evil });
    event["success"] = json!(false);
    for args in [&["--print", "pretty"][..], &["--print", "line"], &["--json"]] {
        let run = listen(&["--ready-file", "r.json"]).args(args.iter().copied()).spawn();
        if args[0] == "--json" {
            run.json_line();
        } else {
            run.stderr_line("Ready");
        }
        let file: Value =
            serde_json::from_slice(&std::fs::read(run.path("r.json")).expect("a file")).expect("JSON");
        let url = file["url"].as_str().expect("a URL").to_owned();
        assert_eq!(post(&url, &event.to_string()).status, 200);
        // The body is text of its own, and so are path and header values.
        assert_eq!(post(&url, evil).status, 200);
        send("PUT\u{1b}[2J", &url, &[], b"");
        send(
            "POST",
            &format!("{url}/%1b]0;x"),
            &[("X-Nango-Hmac-Sha256", "\u{1b}[31m\u{9b}2J")],
            evil.as_bytes(),
        );
        run.signal(Signal::INT);
        let output = run.end().ok();
        // Tabs are between the columns, and nowhere else.
        assert!(output.rows().iter().all(|row| matches!(row.len(), 1 | 2 | 10)), "{output:?}");
        for text in [&output.stdout, &output.stderr] {
            let bad = text.chars().find(|c| (c.is_control() && !"\n\t".contains(*c)) || *c == '\u{202e}');
            assert_eq!(bad, None, "{output:?}");
        }
        assert!(output.stdout.contains("pwned"), "it is shown, made harmless: {output:?}");
    }
}

#[test]
fn people_read_whose_event_it_is() {
    let run = listen(&["--print", "pretty", "--ready-file", "r.json"]).spawn();
    run.stderr_line("Ready");
    let file: Value =
        serde_json::from_slice(&std::fs::read(run.path("r.json")).expect("a file")).expect("JSON");
    let url = file["url"].as_str().expect("a URL").to_owned();
    post(&url, EVENT);
    let line = run.line();
    for part in
        ["✓", "auth creation", "github", "c_1", "u_1 <ada@example.com>", "@o_1", "plan=pro", "verified"]
    {
        assert!(line.contains(part), "no {part} in {line}");
    }
    assert_eq!(run.line(), "    {");
    assert_eq!(run.line(), "      \"from\": \"nango\",");
    run.signal(Signal::INT);
    run.end().ok();

    // -q: what a script wants of a verified event is its connection.
    let run = listen(&["-q", "--ready-file", "r.json"]).spawn();
    let path = run.path("r.json");
    let deadline = Instant::now() + common::PATIENCE;
    while !path.exists() {
        assert!(Instant::now() < deadline, "no ready file");
        std::thread::sleep(Duration::from_millis(5));
    }
    let file: Value = serde_json::from_slice(&std::fs::read(path).expect("a file")).expect("JSON");
    let url = file["url"].as_str().expect("a URL").to_owned();
    send("POST", &url, &[], EVENT.as_bytes());
    post(&url, EVENT);
    assert_eq!(run.line(), "c_1");
}

#[test]
fn what_cannot_be_listened_on_is_explained() {
    let (_run, url) = ready(&[]);
    let port = url.rsplit(':').next().expect("a port");
    nango(&["webhooks", "listen", "--port", port]).run().exits(1).says("0 picks a free one");
    listen(&["--bind", "192.0.2.1"]).run().exits(1).says("cannot listen on 192.0.2.1:0");
    listen(&["--port", "70000"]).run().exits(2);
    Nango::new(["webhooks", "listen", "--port", "0"]).run().exits(3).says("NANGO_WEBHOOK_SIGNING_KEY");
}

/// `webhooks verify --json` of this body and signature.
fn verify(body: impl AsRef<[u8]>, signature: &str) -> common::Output {
    nango(&["webhooks", "verify", "--json", "--signature", signature]).stdin(body).run()
}

#[test]
fn verify_and_sign_agree() {
    let signature = sign(EVENT.as_bytes(), KEY);
    assert_eq!(signature.len(), 64);
    let document = verify(EVENT, &signature).ok().json();
    assert_eq!((&document["verified"], &document["bytes"]), (&json!(true), &json!(EVENT.len())));
    let args = ["webhooks", "verify", "--signature", &signature, "--body", "b"];
    nango(&args).file("b", EVENT).run().ok().no_data().says("verified:");
    // Any bytes at all are a body.
    for body in [&b""[..], b"\0\xff\xfe\r\n", &[7; 100_000]] {
        verify(body, &sign(body, KEY)).ok();
    }
    let both = nango(&["webhooks", "sign"]).stdin(EVENT).run().ok();
    assert_eq!(both.stdout.lines().next(), Some(format!("X-Nango-Hmac-Sha256: {signature}").as_str()));
    assert!(both.stdout.contains("X-Nango-Signature: "));
    let document = nango(&["webhooks", "sign", "--json"]).stdin(EVENT).run().ok().json();
    assert_eq!(document["X-Nango-Hmac-Sha256"], signature.as_str());
}

#[test]
fn a_mismatch_is_explained() {
    let signature = sign(EVENT.as_bytes(), KEY);
    let document = nango(&["webhooks", "sign", "--json"]).stdin(EVENT).run().ok().json();
    let legacy = document["X-Nango-Signature"].as_str().expect("a signature");
    let explained = |body: &str, signature: &str, code: &str| {
        let output = verify(body, signature).exits(8).no_data();
        let error = output.error();
        assert_eq!(error["code"], code, "{error}");
        assert!(error["hint"].as_str().is_some_and(|hint| !hint.is_empty()), "{error}");
    };
    explained(EVENT, legacy, "legacy_scheme");
    explained(&format!("{EVENT}\n"), &signature, "trailing_newline");
    explained(EVENT, &signature.to_uppercase(), "uppercase_hex");
    explained(EVENT, &signature[..40], "truncated_signature");
    explained(EVENT, "", "empty_signature");
    explained(EVENT, "xyz", "signature_format");
    explained(EVENT, &base64(&signature), "base64");
    let indented =
        serde_json::from_str::<Value>(EVENT).and_then(|event| serde_json::to_string_pretty(&event));
    let reserialised = verify(indented.expect("JSON"), &signature).exits(8).error();
    assert!(reserialised["code"].as_str().is_some_and(|code| code.contains("serial")), "{reserialised}");
    explained(r#"{"quite":"another"}"#, &signature, "unexplained");

    // The API key in place of the signing key, where both are known here.
    let by_api_key = sign(EVENT.as_bytes(), OTHER_KEY);
    let output = nango(&["webhooks", "verify", "--signature", &by_api_key])
        .env("NANGO_SECRET_KEY", OTHER_KEY)
        .stdin(EVENT)
        .run()
        .exits(8)
        .says("api_key_used");
    assert!(!output.stderr.contains(OTHER_KEY) && !output.stderr.contains(KEY), "{output:?}");
    let by_profile = nango(&["webhooks", "verify", "--json", "--signature", &by_api_key])
        .profiles(&format!(r#"{{"profiles":{{"work":{{"signing_key":"{OTHER_KEY}"}}}}}}"#), 0o600)
        .stdin(EVENT)
        .run()
        .exits(8);
    assert_eq!(by_profile.error()["code"], "other_key");
    assert!(by_profile.stderr.contains("work"), "{by_profile:?}");
}

#[test]
fn what_cannot_be_read_is_no_mismatch() {
    nango(&["webhooks", "verify", "--signature", "x", "--body", "nope"]).run().exits(2).says("nope");
    nango(&["webhooks", "verify", "--body", "-"]).run().exits(2).says("--signature");
    nango(&["webhooks", "sign", "--body", "."]).run().exits(2);
    Nango::new(["webhooks", "sign"]).run().exits(3);
    let both = ["webhooks", "sign", "--signing-key-file", "-"];
    Nango::new(both).stdin(KEY).run().exits(2).says("standard input cannot be both");
    let file =
        Nango::new(["webhooks", "sign", "-q", "--signing-key-file", "k"]).file("k", format!("{KEY}\r\n"));
    assert_eq!(file.stdin(EVENT).run().ok().value(), sign(EVENT.as_bytes(), KEY));
}

/// The base64 of a hex digest.
fn base64(hex: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bytes: Vec<u8> =
        (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex")).collect();
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let number = chunk.iter().fold(0u32, |n, byte| n << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = DIGITS[(number >> (18 - 6 * place) & 63) as usize] as char;
            text.push(if place <= chunk.len() { digit } else { '=' });
        }
    }
    text
}
