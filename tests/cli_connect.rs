//! `connect`: with a browser (a test's hands follow the link), without one, and every way it can end.

mod common;

use std::time::Duration;

use common::hooks::post;
use common::raw::visit;
use common::{Answer, Peer, Running, SandboxProcess, Signal};
use serde_json::{Value, json};

/// The link on stderr.
fn link(run: &Running) -> String {
    run.stderr_line("/oauth/connect/").trim().to_owned()
}

/// Where approving or denying leads, on the sandbox's consent page.
fn choice(page: &str, what: &str) -> String {
    let before = page.split(&format!(">{what}<")).next().expect("a page");
    let link = before.rsplit("href=\"").next().and_then(|link| link.split('"').next()).expect("a link");
    link.replace("&amp;", "&")
}

/// Decides on the consent page of that link.
fn decide(sandbox: &SandboxProcess, link: &str, what: &str) {
    let page = visit(link);
    assert!(page.body.contains("Approve"), "{page:?}");
    let there = choice(&page.body, what);
    let there = url::Url::parse(&sandbox.url).and_then(|base| base.join(&there)).expect("a target");
    visit(there.as_str());
}

#[test]
fn the_end_user_approves() {
    let sandbox = SandboxProcess::start();
    let run =
        sandbox.nango(["connect", "--provider", "github", "--end-user", "u_1", "--no-browser", "-q"]).spawn();
    decide(&sandbox, &link(&run), "Approve");
    let output = run.end().ok();
    let id = output.value();
    let connection = sandbox.nango(["connections", "get", id, "--json"]).run().ok().json();
    assert_eq!(connection["provider_config_key"], "github");
    assert_eq!(connection["tags"]["end_user_id"], "u_1");
}

#[test]
fn the_end_user_denies() {
    let sandbox = SandboxProcess::start();
    let run = sandbox.nango(["connect", "--provider", "github", "--no-browser"]).spawn();
    decide(&sandbox, &link(&run), "Deny");
    run.end().exits(9).no_data().says("the end user denied the access").says("access_denied");

    let run = sandbox.nango(["connect", "--provider", "github", "--no-browser", "--json"]).spawn();
    let there = link(&run);
    decide(&sandbox, &there, "Deny");
    let output = run.end().exits(9).no_data();
    let last = output.stderr.lines().last().expect("an error");
    let error: Value = serde_json::from_str(last).expect("one line of JSON");
    assert_eq!(error["error"]["code"], "callback_err");
    // The session is ended, so that nobody connects by the old link.
    assert!(!visit(&there).body.contains("Approve"), "the link still works");
}

#[test]
fn the_wait_runs_out_and_the_session_ends() {
    let sandbox = SandboxProcess::start();
    let run = sandbox.nango(["connect", "--provider", "github", "--timeout", "3s", "--no-browser"]).spawn();
    let there = link(&run);
    run.end().exits(7).no_data().says("nobody finished the auth flow in time");
    assert!(!visit(&there).body.contains("Approve"), "the link still works");
}

#[test]
fn an_interrupt_ends_the_session_and_says_130() {
    let sandbox = SandboxProcess::start();
    for signal in [Signal::INT, Signal::TERM] {
        let run = sandbox.nango(["connect", "--provider", "github", "--no-browser"]).spawn();
        let there = link(&run);
        run.signal(signal);
        run.end().exits(130).no_data().says("interrupted");
        assert!(!visit(&there).body.contains("Approve"), "the link still works");
    }
}

#[test]
fn an_interrupt_is_heard_while_a_call_hangs() {
    let provider = json!({"data": {"name": "unauthenticated", "display_name": "N", "auth_mode": "NONE"}});
    let integration =
        json!({"data": {"unique_key": "n", "provider": "unauthenticated", "display_name": "N", "logo": ""}});
    let session =
        json!({"data": {"token": "t", "connect_link": "http://x/", "expires_at": "2099-01-01T00:00:00Z"}});
    let connected = json!({"connectionId": "c_1", "providerConfigKey": "n"});
    let calls = [
        ("GET /integrations/n", integration),
        ("GET /providers/unauthenticated", provider),
        ("POST /connect/sessions", session),
        ("POST /auth/unauthenticated/n", connected),
        ("GET /connections/c_1", Value::Null),
    ];
    for hanging in 0..calls.len() {
        let mut peer = Peer::new();
        for (call, answer) in &calls[..hanging] {
            peer = peer.expect(call, Answer::json(answer.clone()));
        }
        let peer = peer.expect(calls[hanging].0, Answer::hang());
        let run = peer.nango(["connect", "--integration", "n"]).spawn();
        peer.wait_for(hanging + 1);
        run.signal(Signal::INT);
        let output = run.end().exits(130).no_data().says("interrupted");
        if hanging == 4 {
            output.says("the connection exists: c_1");
        }
    }
}

#[test]
fn no_call_outlasts_the_wait() {
    let peer = Peer::new().expect("GET /integrations/n", Answer::hang());
    peer.nango(["connect", "--integration", "n", "--timeout", "1s"])
        .run()
        .exits(6)
        .says("did not answer within 1s");
}

#[test]
fn credentials_need_no_browser() {
    let sandbox = SandboxProcess::start();
    let key = r#"{"apiKey":"sk-secret-1"}"#;
    let connect = ["connect", "--provider", "openai", "--credentials-file", "-", "--json"];
    let made = sandbox.nango(connect).stdin(key).run().ok();
    assert_eq!(made.json()["credentials"], json!({"type": "API_KEY", "apiKey": "…"}));
    assert!(!made.stderr.contains("sk-secret-1"));

    let basic =
        ["connect", "--provider", "freshdesk", "--param", "subdomain=acme", "--credentials-file", "c.json"];
    let made = sandbox.nango(basic).file("c.json", r#"{"username":"ada"}"#).run().ok();
    assert!(made.stdout.contains("BASIC"), "{made:?}");
    sandbox.nango(["connect", "--provider", "unauthenticated", "-q"]).run().ok().value();
}

#[test]
fn a_default_that_nobody_is_asked_for_is_filled_in() {
    let sandbox = SandboxProcess::start();
    let connect = ["connect", "--provider", "freshdesk", "--param", "subdomain=acme"];
    let output = sandbox.nango(connect).run().exits(2).says("username: is missing: FreshDesk API Key");
    assert!(!output.stderr.contains("password"), "{output:?}");
    let id = sandbox
        .nango(connect)
        .args(["--credentials-file", "-", "-q"])
        .stdin(r#"{"username":"k"}"#)
        .run()
        .ok();
    let shown = sandbox
        .nango(["connections", "get", id.value(), "--show-credentials", "--jq", ".credentials.password"])
        .run()
        .ok();
    assert_eq!(shown.value(), "X");
}

#[test]
fn what_is_missing_is_named() {
    let sandbox = SandboxProcess::start();
    let connect = |args: &[&str]| sandbox.nango(["connect"]).args(args.iter().copied());
    connect(&["--provider", "openai"]).run().exits(2).says("apiKey").says("--credentials-file");
    connect(&["--provider", "zendesk", "--via", "direct"])
        .run()
        .exits(2)
        .says("--param subdomain=…")
        .says("for example domain");
    connect(&["--provider", "nope"]).run().exits(4).says("providers list --search");
    connect(&["--integration", "nope"]).run().exits(4).says("integrations list");
    connect(&[]).run().exits(2).says("--provider");
    connect(&["--provider", "a", "--integration", "b"]).run().exits(2).says("cannot be used with");
    connect(&["--provider", "github", "--credentials-file", "-"])
        .stdin("{}")
        .run()
        .exits(2)
        .says("in a browser");
    for (credentials, words) in [
        ("", "not JSON at line 1"),
        ("[]", "must be a JSON object"),
        (r#"{"apiKey":7}"#, "apiKey must be a text"),
        (r#"{"apiKey":"k","sesame":"s3cr3t"}"#, "credentials sesame: is nothing"),
        ("sk-s3cr3t", "not JSON"),
    ] {
        let output = connect(&["--provider", "openai", "--credentials-file", "-"]).stdin(credentials).run();
        let output = output.exits(2).no_data().says(words);
        assert!(!output.stderr.contains("s3cr3t"), "{output:?}");
    }
}

#[test]
fn several_integrations_are_named_where_nobody_can_be_asked() {
    let several = json!({"data": [
        {"unique_key": "gh-a", "provider": "github", "display_name": "A", "logo": ""},
        {"unique_key": "gh-b", "provider": "github", "display_name": "B", "logo": ""},
    ]});
    let peer = Peer::new().expect("GET /integrations", Answer::json(several));
    peer.nango(["connect", "--provider", "github"])
        .run()
        .exits(2)
        .says("choose one with --integration: gh-a, gh-b");
}

/// What a flow of the integration `gh` asks a Nango without a websocket before it waits.
fn without_a_websocket() -> Peer {
    let oauth = json!({"data": {"name": "github", "display_name": "G", "auth_mode": "OAUTH2"}});
    let integration =
        json!({"data": {"unique_key": "gh", "provider": "github", "display_name": "G", "logo": ""}});
    let session =
        json!({"data": {"token": "t", "connect_link": "http://x/", "expires_at": "2099-01-01T00:00:00Z"}});
    Peer::new()
        .expect("GET /integrations/gh", Answer::json(integration))
        .expect("GET /providers/github", Answer::json(oauth))
        .expect("POST /connect/sessions", Answer::json(session))
        .expect("GET /", Answer::new(404, "text/plain", "no websocket here"))
}

/// The connection of such a flow.
fn made() -> Answer {
    Answer::json(json!({"id": 1, "connection_id": "c_1", "provider_config_key": "gh", "provider": "github",
        "errors": [], "end_user": null, "tags": {}, "metadata": {}, "connection_config": {},
        "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z",
        "last_fetched_at": "2026-01-01T00:00:00Z", "credentials": {"type": "OAUTH2", "access_token": "short"}}))
}

/// And then shows it in the list.
fn and_then_it_is_there(peer: Peer) -> Peer {
    let row = json!({"connections": [{"id": 1, "connection_id": "c_1", "provider_config_key": "gh", "provider": "github",
        "errors": [], "end_user": null, "tags": {}, "metadata": null, "created": "2026-01-01T00:00:00Z"}]});
    peer.expect("GET /connections", Answer::json(row)).expect("GET /connections/c_1", made())
}

#[test]
fn a_dead_websocket_leaves_the_connections_list() {
    let nothing = Answer::json(json!({"connections": []}));
    let peer = and_then_it_is_there(without_a_websocket().expect("GET /connections", nothing));
    let output = peer.nango(["connect", "--integration", "gh", "--no-browser", "-q"]).run().ok();
    assert_eq!(output.value(), "c_1");
    let seen = peer.seen();
    let tag = seen[2].json()["tags"]["cli_session"].as_str().expect("this session's own tag").to_owned();
    assert!(seen[4].query().contains(&("tags[cli_session]".to_owned(), tag)), "{:?}", seen[4]);
    assert!(seen[5].at - seen[4].at >= Duration::from_secs(1), "polled too often");
}

#[test]
fn a_list_that_fails_for_a_while_is_looked_at_again() {
    // One look, repeated three times.
    let failing = || Answer::error(503, "unavailable", "later");
    let peer = (0..4).fold(without_a_websocket(), |peer, _| peer.expect("GET /connections", failing()));
    let peer = and_then_it_is_there(peer);
    let run = peer.nango(["connect", "--integration", "gh", "--no-browser", "-q"]).run().ok();
    assert_eq!(run.value(), "c_1");
}

#[test]
fn without_websocket_and_tag_the_webhook_tells() {
    let peer = without_a_websocket()
        .expect("PATCH /connections/c_1", Answer::json(json!({"success": true})))
        .expect("GET /connections/c_1", made());
    let mut connect = peer.nango(["connect", "--integration", "gh", "--no-browser", "-q", "--listen"]);
    for number in 0..10 {
        connect = connect.args(["--tag", &format!("t{number}=1")]);
    }
    let run = connect.spawn();
    let url = peer.wait_for(4)[2].json()["webhook_url_override"].as_str().expect("a URL").to_owned();
    let event = json!({"from": "nango", "type": "auth", "connectionId": "c_1", "providerConfigKey": "gh",
        "provider": "github", "environment": "dev", "operation": "creation", "success": true, "tags": {}});
    assert_eq!(post(&url, &event.to_string()).status, 200);
    assert_eq!(run.end().ok().value(), "c_1");
}

#[test]
fn a_list_that_may_not_be_looked_at_ends_the_flow() {
    let peer = without_a_websocket()
        .expect("GET /connections", Answer::error(403, "insufficient_scope", "no"))
        .expect("DELETE /connect/session", Answer::new(204, "text/plain", ""));
    peer.nango(["connect", "--integration", "gh", "--no-browser"]).run().exits(3).no_data();
}

#[test]
fn an_approving_sandbox_needs_only_a_visit() {
    let sandbox = SandboxProcess::approving();
    let run = sandbox.nango(["connect", "--integration", "slack", "--no-browser", "-q", "-v"]).spawn();
    let token = {
        let there = link(&run);
        visit(&there);
        there
            .split("connect_session_token=")
            .nth(1)
            .and_then(|rest| rest.split('&').next())
            .map(str::to_owned)
    };
    let output = run.end().ok();
    let exchanges: Vec<&str> = output.stderr.lines().filter(|line| line.contains('→')).collect();
    assert!(exchanges.len() >= 4, "-v shows each exchange: {output:?}");
    let token = token.expect("a token in the link");
    assert!(exchanges.iter().all(|line| !line.contains(&token)), "{exchanges:?}");
}
