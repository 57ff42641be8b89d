//! Every exit code of the contract, the shape of an error, and what is never in one: a key, a token, a backtrace.

mod common;

use std::time::Duration;

use common::raw::RawPeer;
use common::{Answer, KEY, Nango, OTHER_KEY, Peer, SandboxProcess, Signal, dead_host};
use serde_json::json;

const LIST: [&str; 2] = ["integrations", "list"];

fn empty() -> Answer {
    Answer::json(json!({ "data": [] }))
}

#[test]
fn usage_is_2_in_words_and_in_json() {
    for args in [
        &["frob"][..],
        &[],
        &["session"],
        &["whoami", "--frob"],
        &["whoami", "extra"],
        &["whoami", "--timeout", "5"],
        &["whoami", "--color", "blue"],
        &["whoami", "-q", "--json"],
        &["whoami", "--profile", "nope"],
        &["whoami", "--host", "not a url"],
        &["whoami", "--host", "ftp://x"],
        &["connections", "get"],
        &["completions", "tcsh"],
        &["connections", "list", "--jq", ".["],
        &["sandbox", "--bind", "0.0.0.0"],
    ] {
        let output = Nango::new(args.iter().copied()).run().exits(2).no_data();
        assert!(!output.stderr.trim().is_empty(), "{args:?}");
        if args.contains(&"-q") {
            continue;
        }
        let json = Nango::new(["--json"]).args(args.iter().copied()).run().exits(2).no_data();
        assert_eq!(json.stderr.lines().count(), 1, "{json:?}");
        assert_eq!(json.error()["code"], "usage");
        assert!(!json.error()["message"].as_str().unwrap_or_default().is_empty());
    }
}

#[test]
fn a_usage_error_in_json_says_which_argument() {
    let missing = Nango::new(["connections", "get", "--json"]).run().exits(2).error();
    assert_eq!(missing["message"], "the following required arguments were not provided: <CONNECTION_ID>");
    let typo = Nango::new(["sesion", "--json"]).run().exits(2).error();
    assert!(typo["hint"].as_str().is_some_and(|hint| hint.contains("session")), "{typo}");
    // --jq asks for JSON, too; what follows -- belongs to another program.
    assert_eq!(Nango::new(["--jq", ".x", "frob"]).run().exits(2).error()["code"], "usage");
    assert_eq!(Nango::new(["--jq=.x", "frob"]).run().exits(2).error()["code"], "usage");
    let other = Nango::new(["webhooks", "listen", "--frob", "--", "x", "--json"]).run().exits(2);
    other.says("error: unexpected argument '--frob'");
    Nango::new(["whoami", "--frob", "--color=always"]).run().exits(2).says("\u{1b}[");
}

#[test]
fn every_alternative_is_named() {
    for (args, ways) in [
        (&["connect"][..], &["--provider", "--integration", "--reconnect"][..]),
        (&["connections", "metadata", "set", "c_1"], &["--file", "--set"]),
        (&["connections", "import"], &["--integration", "--ndjson"]),
        (&["sandbox", "ctl", "clock"], &["--advance", "--to", "--stop", "--go"]),
        (&["sandbox", "ctl", "fail"], &["PATH", "--clear", "--list"]),
    ] {
        let output = Nango::new(args.iter().copied()).run().exits(2);
        let missing = output.stderr.split("Usage:").next().unwrap_or_default();
        assert!(ways.iter().all(|way| missing.contains(way)), "{output:?}");
    }
    for args in [
        &["connect", "--provider", "github", "--integration", "github"][..],
        &["connect", "--provider", "github", "--reconnect", "c_1"],
        &["sandbox", "ctl", "fail", "/x", "--clear"],
        &["sandbox", "ctl", "clock", "--stop", "--go"],
    ] {
        Nango::new(args.iter().copied()).run().exits(2).says("cannot be used with");
    }
}

#[test]
fn a_webhook_url_that_is_none_is_not_taken_for_a_private_one() {
    let sandbox = SandboxProcess::start();
    let create = ["session", "create", "--webhook-url", "notaurl"];
    let output = sandbox.nango(create).run().exits(5).says("write the whole URL");
    assert!(!output.stderr.contains("public"), "{output:?}");
}

#[test]
fn a_wrong_key_is_3_and_is_not_shown() {
    let sandbox = SandboxProcess::start();
    let with = |key: &str| sandbox.nango(LIST).env("NANGO_SECRET_KEY", key).run().exits(3).no_data();
    let output =
        with(OTHER_KEY).says("unknown_account").says("5a9d…beef").says("environment NANGO_SECRET_KEY");
    assert!(!output.stderr.contains(OTHER_KEY), "{output:?}");
    let output = with("sk-not-a-uuid-s3cr3t").says("invalid_secret_key_format");
    assert!(!output.stderr.contains("s3cr3t"), "{output:?}");
    Nango::new(LIST).run().exits(3).says("no API key is set").says("NANGO_SECRET_KEY").says("quickstart");
    Nango::new(LIST).env("NANGO_SECRET_KEY_PROD", KEY).run().exits(3).says("--env prod");
    let error = Nango::new(LIST).args(["--json"]).run().exits(3).error();
    assert_eq!(error["code"], "missing_api_key");

    let peer = Peer::new().expect("GET /integrations", Answer::error(403, "forbidden", "scope"));
    peer.nango(LIST).run().exits(3).says("that scope");

    let odd = sandbox.nango(LIST).env("NANGO_SECRET_KEY", "k\u{e9}y\u{1b}[31ms3cr3t").run().exits(2);
    assert!(!odd.stderr.contains("s3cr3t") && !odd.stderr.contains('\u{1b}'), "{odd:?}");
}

#[test]
fn what_is_not_there_is_4_and_what_is_refused_is_5() {
    let sandbox = SandboxProcess::start();
    sandbox.nango(["integrations", "get", "nope"]).run().exits(4);
    sandbox
        .nango(["session", "create", "--integration", "nope"])
        .run()
        .exits(4)
        .says("allowed_integrations.0");
    let tags: Vec<String> = (0..11).map(|n| format!("k{n}=v")).collect();
    let args = tags.iter().flat_map(|tag| ["--tag", tag.as_str()]);
    let error = sandbox.nango(["session", "create", "--json"]).args(args).run().exits(5).no_data().error();
    assert_eq!((&error["code"], &error["status"]), (&json!("invalid_body"), &json!(400)));
    assert_eq!(error["details"][0]["path"], "tags");
    assert!(error["details"][0]["message"].is_string());
}

#[test]
fn a_dead_host_is_6_and_comes_with_a_hint() {
    let host = dead_host();
    Nango::at(&host, LIST).run().exits(6).no_data().says(&host).says("environment NANGO_HOSTPORT");
    let error = Nango::at(&host, LIST).args(["--json", "--timeout", "100ms"]).run().exits(6).error();
    assert_eq!((&error["code"], &error["status"]), (&json!("unreachable"), &json!(null)));
    let own = ["--profile", "sandbox", "--timeout", "100ms"];
    // Port 3003 may be in use on this machine: the hint belongs to a refusal there.
    if std::net::TcpStream::connect("127.0.0.1:3003").is_err() {
        Nango::new(LIST).args(own).run().exits(6).says("nango-cli sandbox");
    }
    Nango::at("http://no-such-host.invalid", LIST).args(["--timeout", "300ms"]).run().exits(6);
}

#[test]
fn html_is_not_nango() {
    let html = || Answer::new(200, "text/html; charset=utf-8", "<html>\u{1b}[31mDashboard</html>");
    let peer = Peer::new().expect("GET /integrations", html());
    let output = peer
        .nango(LIST)
        .run()
        .exits(1)
        .no_data()
        .says("which is not Nango's API")
        .says("check the API's base URL");
    assert!(!output.stderr.contains("Dashboard"), "{output:?}");
    let peer = Peer::new().expect("GET /integrations", html());
    assert_eq!(peer.nango(LIST).args(["--json"]).run().exits(1).error()["code"], "not_nango");
    let peer = Peer::new().expect("GET /integrations", Answer::new(404, "text/html", "<html>"));
    peer.nango(LIST).run().exits(1).says("404");
    // A redirect is not followed: it would carry the key away.
    let away = Answer::new(302, "text/plain", "").header("Location", "http://elsewhere.invalid/");
    let peer = Peer::new().expect("GET /integrations", away);
    peer.nango(LIST).run().exits(1).says("a redirect");
    // A session that was deleted says so in JSON; a page says nothing.
    let peer = Peer::new().expect("DELETE /connect/session", html());
    peer.nango(["session", "delete"]).stdin("t").run().exits(1).says("not Nango's API");
}

#[test]
fn json_of_another_shape_quotes_nothing() {
    for body in
        [r#"{"data":"s3cr3t"}"#, r#"{"data":[{"unique_key":["s3cr3t"]}]}"#, "null", "[]", r#"{"data":null}"#]
    {
        let peer = Peer::new().expect("GET /integrations", Answer::new(200, "application/json", body));
        let output = peer.nango(LIST).run().exits(1).no_data().says("not what Nango documents");
        assert!(!output.stderr.contains("s3cr3t"), "{output:?}");
    }
    let peer = Peer::new().expect("GET /integrations", Answer::new(200, "application/json", "{\"data\":["));
    peer.nango(LIST).run().exits(1);
}

#[test]
fn a_host_that_never_answers_ends_with_the_timeout() {
    let peer = Peer::new().expect("GET /integrations", Answer::hang());
    let output = peer.nango(LIST).args(["--timeout", "1s"]).run().exits(6).no_data();
    output.says("did not answer within 1s").says("--timeout");
    let peer = Peer::new().expect("POST /connect/sessions", Answer::hang());
    peer.nango(["session", "create", "--timeout", "1s"]).run().exits(6).says("did not answer within 1s");
}

#[test]
fn an_interrupt_ends_a_hanging_call() {
    for signal in [Signal::INT, Signal::TERM] {
        let peer = Peer::new().expect("GET /integrations", Answer::hang());
        let run = peer.nango(LIST).args(["--json"]).spawn();
        peer.wait_for(1);
        run.signal(signal);
        assert_eq!(run.end().exits(130).no_data().error()["code"], "interrupted");
    }
}

#[test]
fn reads_are_repeated_and_counted() {
    let broken = || Answer::error(502, "server_error", "bad gateway");
    let mut peer = Peer::new();
    for _ in 0..4 {
        peer = peer.expect("GET /integrations", broken());
    }
    peer.nango(LIST).run().exits(6).no_data().says("bad gateway").says("server_error");
    let seen = peer.seen();
    let waits: Vec<Duration> = seen.windows(2).map(|pair| pair[1].at - pair[0].at).collect();
    assert!(waits[2] > waits[0], "waits grow: {waits:?}");

    let peer = Peer::new().expect("GET /integrations", broken()).expect("GET /integrations", empty());
    let output = peer.nango(LIST).args(["-v", "--json"]).run().ok();
    assert_eq!(output.stdout, "[]\n");
    assert_eq!(output.stderr.lines().filter(|line| line.contains("GET /integrations → ")).count(), 2);
    assert!(!output.stderr.contains(KEY));
}

#[test]
fn a_post_that_may_have_been_received_is_sent_once() {
    let peer = Peer::new().expect("POST /connect/sessions", Answer::error(500, "server_error", "oh"));
    peer.nango(["session", "create"]).run().exits(6).says("oh");
    let cut = RawPeer::answering(
        "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"data\":",
    );
    Nango::at(&cut.url, ["session", "create"]).run().exits(6).no_data().says("may have received the request");
    assert_eq!(cut.served(), 1);
    let silent = RawPeer::answering("");
    Nango::at(&silent.url, ["session", "create"]).run().exits(6).says("may have received the request");
    assert_eq!(silent.served(), 1);
    // A limit is enforced before anything is done: that one is repeated.
    let limited = Answer::error(429, "too_many_request", "slow down").header("Retry-After", "0");
    let minted =
        json!({"data": {"token": "t", "connect_link": "http://x/", "expires_at": "2099-01-01T00:00:00Z"}});
    let peer = Peer::new()
        .expect("POST /connect/sessions", limited)
        .expect("POST /connect/sessions", Answer::json(minted));
    assert_eq!(peer.nango(["session", "create", "-q"]).run().ok().value(), "t");
}

#[test]
fn a_truncated_answer_to_a_read_is_tried_again() {
    let cut = RawPeer::answering(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"data\":",
    );
    Nango::at(&cut.url, LIST).run().exits(6).no_data();
    assert_eq!(cut.served(), 4);
    let garbage = RawPeer::answering("\u{1b}[31mSSH-2.0-OpenSSH\r\n");
    let output = Nango::at(&garbage.url, LIST).run().exits(6).no_data();
    assert!(!output.stderr.contains('\u{1b}'), "{output:?}");
}

#[test]
fn retry_after_is_obeyed_within_reason() {
    let limited = |seconds: &str| {
        Answer::error(429, "too_many_request", "Too many requests").header("Retry-After", seconds)
    };
    let peer = Peer::new().expect("GET /integrations", limited("1")).expect("GET /integrations", empty());
    peer.nango(LIST).run().ok();
    let seen = peer.seen();
    let waited = seen[1].at - seen[0].at;
    assert!(waited >= Duration::from_secs(1), "{waited:?}");
    // An hour is not waited for, and the hint says how long it is.
    let peer = Peer::new().expect("GET /integrations", limited("3600"));
    peer.nango(LIST).run().exits(6).says("the rate limit is used up").says("3601 s");
    // Neither is more than --timeout leaves.
    let peer = Peer::new().expect("GET /integrations", limited("10"));
    peer.nango(LIST).args(["--timeout", "1s"]).run().exits(6).says("rate limit");
    // A limiter that is not Nango's says nothing of its own.
    let plain = || Answer::new(429, "text/plain", "slow down").header("Retry-After", "3600");
    let peer = Peer::new().expect("GET /integrations", plain());
    peer.nango(LIST).run().exits(6).says("the rate limit is used up");
}

#[test]
fn the_servers_words_cannot_touch_the_terminal() {
    let evil = "\u{1b}]0;x\u{7}\u{9b}2J\u{202e}\r";
    let error = json!({"error": {"code": evil, "message": evil, "errors": [{"code": evil, "message": evil, "path": [evil]}]}});
    for format in [&[][..], &["--json"]] {
        let peer =
            Peer::new().expect("GET /integrations", Answer::new(400, "application/json", error.to_string()));
        let output = peer.nango(LIST).args(format.iter().copied()).run().exits(5).no_data();
        let bad = output.stderr.chars().find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
        assert_eq!(bad, None, "{output:?}");
    }
}

#[test]
fn a_key_in_the_hosts_url_is_refused_unseen() {
    for scheme in ["http", "https", "ftp"] {
        let host = format!("{scheme}://ada:s3cr3t@127.0.0.1:1");
        let output = Nango::new(["whoami", "--host", &host]).run().exits(2).no_data();
        assert!(!output.stderr.contains("s3cr3t"), "{output:?}");
        output.says("the host must not hold a user name or password");
    }
}

#[test]
fn verification_and_auth_flow_have_codes_of_their_own() {
    let verify =
        Nango::new(["webhooks", "verify", "--signature", "00", "--json"]).env("NANGO_SECRET_KEY", KEY);
    verify.stdin("{}").run().exits(8).error();
    let provider = json!({"data": {"name": "openai", "display_name": "O", "auth_mode": "API_KEY",
        "connection_config": {"secretKey": {"type": "string"}}}});
    let integration =
        json!({"data": {"unique_key": "o", "provider": "openai", "display_name": "O", "logo": ""}});
    let session = json!({"data": {"token": "t0k3n", "connect_link": "http://x/", "expires_at": "2099-01-01T00:00:00Z"}});
    let peer = Peer::new()
        .expect("GET /integrations/o", Answer::json(integration))
        .expect("GET /providers/openai", Answer::json(provider))
        .expect("POST /connect/sessions", Answer::json(session))
        .expect("POST /api-auth/api-key/o", Answer::error(400, "connection_test_failed", "The key is wrong"));
    let output = peer
        .nango(["connect", "--integration", "o", "--credentials-file", "-", "-v"])
        .args(["--param", "secretKey=p-s3cr3t"])
        .stdin(r#"{"apiKey":"sk-s3cr3t"}"#)
        .run()
        .exits(9)
        .no_data()
        .says("The key is wrong");
    assert!(!output.stderr.contains("s3cr3t") && !output.stderr.contains("t0k3n"), "{output:?}");
    assert!(output.stderr.contains("params[secretKey]=…"), "{output:?}");
    assert_eq!(peer.seen()[3].json()["apiKey"], "sk-s3cr3t");
}

#[test]
fn the_user_agent_is_not_the_official_clis() {
    let peer = Peer::new().expect("GET /integrations", empty());
    peer.nango(LIST).run().ok();
    let seen = peer.seen();
    let agent = seen[0].header("user-agent").expect("a user agent");
    assert_eq!(agent, format!("nango-cli-rs/{}", env!("CARGO_PKG_VERSION")));
}
