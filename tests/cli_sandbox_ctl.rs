//! `sandbox ctl` on the real binary, towards a running sandbox.

mod common;

use common::{Nango, Peer, SandboxProcess, dead_host};
use serde_json::json;

#[test]
fn a_test_suite_can_make_its_sandbox_fail_expire_and_begin_anew() {
    let sandbox = SandboxProcess::approving();
    let seed = json!({"connections": [{"provider_config_key": "hubspot", "connection_id": "h-1", "credentials": {
        "type": "OAUTH2", "access_token": "a", "refresh_token": "r", "expires_at": "2026-01-01T00:00:00Z"}}]});
    sandbox.nango(["sandbox", "ctl", "seed", "seed.json"]).file("seed.json", seed.to_string()).run().ok();
    sandbox.nango(["connections", "get", "h-1", "--integration", "hubspot"]).run().ok();
    let status = sandbox.nango(["sandbox", "ctl", "status", "--json"]).run().ok().json();
    assert_eq!((&status["connections"], &status["settings"]["environment"]), (&json!(1), &json!("dev")));

    sandbox.nango(["sandbox", "ctl", "fail", "/connect/sessions", "--status", "403"]).run().ok();
    let list = sandbox.nango(["sandbox", "ctl", "fail", "--list"]).run().ok();
    assert_eq!(list.rows(), [["1", "-", "/connect/sessions", "1", "403", "0 ms"]]);
    let quiet = sandbox.nango(["sandbox", "ctl", "fail", "--list", "-q"]).run().ok();
    assert_eq!(quiet.stdout, "1\n");
    sandbox.nango(["session", "create", "--end-user", "u"]).run().exits(3);
    sandbox.nango(["session", "create", "--end-user", "u"]).run().ok();

    sandbox.nango(["sandbox", "ctl", "revoke", "h-1"]).run().ok();
    sandbox.nango(["sandbox", "ctl", "clock", "--advance", "2h"]).run().ok();
    sandbox.nango(["connections", "get", "h-1", "--integration", "hubspot"]).run().exits(5);
    sandbox.nango(["sandbox", "ctl", "set", "--auto-approve", "false", "--webhook-url", ""]).run().ok();
    sandbox.nango(["sandbox", "ctl", "deny", "2", "-q"]).run().ok().no_data();
    let events = sandbox.nango(["sandbox", "ctl", "events", "--json"]).run().ok().json();
    assert_eq!(events[0]["number"], 1, "one array");
    let events = sandbox.nango(["sandbox", "ctl", "events", "--jq", ".[].event"]).run().ok().stdout;
    assert!(events.lines().any(|event| event == "refused"), "{events}");

    sandbox.nango(["sandbox", "ctl", "reset"]).run().ok();
    sandbox.nango(["connections", "list", "-q"]).run().ok().no_data();
    let seed = json!({"integrations": [{"unique_key": "gh", "provider": "github", "scopes": "repo"}],
        "connections": [{"provider_config_key": "gh", "connection_id": "c-1", "credentials": {"type": "OAUTH2", "access_token": "a"}}]});
    sandbox.nango(["sandbox", "ctl", "seed", "-"]).stdin(seed.to_string()).run().ok();
    assert_eq!(sandbox.nango(["connections", "list", "-q"]).run().ok().value(), "c-1");
    // GitHub's token came without a refresh token.
    sandbox.nango(["sandbox", "ctl", "revoke", "c-1"]).run().exits(5).says("there is nothing to revoke");
}

#[test]
fn what_goes_wrong_is_said() {
    let sandbox = SandboxProcess::start();
    sandbox.nango(["sandbox", "ctl", "revoke", "nobody"]).run().exits(4).says("no such connection");
    sandbox.nango(["sandbox", "ctl", "set"]).run().exits(2);
    sandbox.nango(["sandbox", "ctl", "clock"]).run().exits(2);
    sandbox.nango(["sandbox", "ctl", "fail"]).run().exits(2);
    sandbox.nango(["sandbox", "ctl", "seed", "-"]).stdin("{").run().exits(2).says("not JSON");
    let bad = json!({"connections": [{"provider_config_key": "github"}]}).to_string();
    let refused = sandbox.nango(["sandbox", "ctl", "seed", "-", "--json"]).stdin(bad).run().exits(5).error();
    assert_eq!(refused["details"][0]["path"], "credentials");
    let bad = json!({"integrations": [{"unique_key": "a/b", "provider": "github"}]}).to_string();
    sandbox
        .nango(["sandbox", "ctl", "seed", "-"])
        .stdin(bad)
        .run()
        .exits(5)
        .says("integration 1 was refused");
    sandbox.nango(["sandbox", "ctl", "fail", "/connections?limit=1"]).run().exits(5).says("no query");
    Nango::new(["--host", &dead_host(), "sandbox", "ctl", "reset"]).run().exits(6).says("nango-cli sandbox");
    // Whatever else is there gets no key of anybody's, and is not taken for a sandbox.
    let peer = Peer::new().expect("POST /_sandbox/control/reset", common::Answer::json(json!({})));
    peer.nango(["sandbox", "ctl", "reset"])
        .env("NANGO_SECRET_KEY", common::OTHER_KEY)
        .run()
        .exits(1)
        .says("is no sandbox");
    assert!(!peer.seen()[0].header("authorization").expect("a header").contains("beef"));
}

#[test]
fn a_deterministic_sandbox_is_the_same_in_every_run() {
    let story = || {
        let sandbox = SandboxProcess::with(["--deterministic", "--auto-approve"]);
        let id = sandbox.connect(&["--integration", "unauthenticated"]);
        let token = sandbox.nango(["session", "create", "--end-user", "u", "-q"]).run().ok().stdout;
        let list = sandbox.nango(["connections", "list", "--json"]).run().ok().json();
        (id, token, list[0]["created"].clone())
    };
    let (first, second) = (story(), story());
    assert_eq!(first, second);
    assert_eq!(first.2, "2030-01-01T00:00:00+00:00");
}

#[test]
fn a_sandbox_sends_what_nango_would_about_its_connections() {
    let taken = || common::Answer::json(json!({}));
    let peer = (0..3).fold(Peer::new(), |peer, _| peer.expect("POST /hooks", taken()));
    let url = format!("{}/hooks", peer.url);
    let sandbox = SandboxProcess::with(["--webhook-url", &url]);
    let connection = json!({"provider_config_key": "hubspot", "connection_id": "h-1", "tags": {"end_user_id": "u_1"},
        "credentials": {"type": "OAUTH2", "access_token": "a"}});
    let with_key = json!({"provider_config_key": "openai", "connection_id": "o-1",
        "credentials": {"type": "API_KEY", "apiKey": "k"}});
    let seed = json!({"connections": [connection, with_key]}).to_string();
    sandbox.nango(["sandbox", "ctl", "seed", "-"]).stdin(seed).run().ok();
    let emit = |args: &[&str]| sandbox.nango(["sandbox", "emit"]).args(args.iter().copied()).run();
    emit(&["sync.success", "h-1", "--set", "model=Contact", "--unset", "syncVariant"]).ok();
    let key = sandbox.nango(["sandbox", "ctl", "rotate-signing-key", "-q"]).run().ok().value().to_owned();
    emit(&["auth.refresh_error", "h-1", "--integration", "hubspot", "-q"]).ok();
    let seen = peer.wait_for(2);
    let (sync, refresh) = (seen[0].json(), seen[1].json());
    assert_eq!(
        (&sync["type"], &sync["connectionId"], &sync["model"]),
        (&json!("sync"), &json!("h-1"), &json!("Contact"))
    );
    assert_eq!(sync.get("syncVariant"), None);
    assert_eq!(
        (&refresh["operation"], &refresh["tags"]),
        (&json!("refresh"), &json!({"end_user_id": "u_1"}))
    );
    for (one, key) in [(&seen[0], common::KEY), (&seen[1], key.as_str())] {
        let signature = one.header("x-nango-hmac-sha256").expect("a signature").to_owned();
        Nango::new(["webhooks", "verify", "--signature", &signature])
            .env("NANGO_WEBHOOK_SIGNING_KEY", key)
            .stdin(&one.body)
            .run()
            .ok();
    }
    emit(&["auth.creation", "o-1"]).ok();
    let modes = (&refresh["authMode"], &peer.wait_for(3)[2].json()["authMode"]);
    assert_eq!(modes, (&json!("OAUTH2"), &json!("API_KEY")));
    emit(&["sync.success", "nobody"]).exits(4);
    emit(&["sync.success", "h-1", "--set", "=x"]).exits(5);
    sandbox.nango(["sandbox", "ctl", "set", "--webhook-url", ""]).run().ok();
    emit(&["forward", "h-1"]).exits(5).says("no webhook URL");
}

fn hubspot(tags: serde_json::Value) -> String {
    let credentials = json!({"type": "OAUTH2", "access_token": "a", "refresh_token": "r",
        "expires_at": "2026-01-01T00:00:00Z"});
    let connection = json!({"provider_config_key": "hubspot", "connection_id": "h-1", "tags": tags,
        "credentials": credentials});
    json!({"connections": [connection]}).to_string()
}

/// Protocol §7: the second only after the first, whether that took it or not.
#[test]
fn the_secondary_url_gets_the_same_bytes_after_the_primary() {
    let fine = || common::Answer::json(json!({}));
    let first = Peer::new()
        .expect("POST /1", fine().after(std::time::Duration::from_millis(300)))
        .expect("POST /1", common::Answer::error(404, "x", "gone"));
    let second = Peer::new().expect("POST /2", fine()).expect("POST /2", fine());
    let own = Peer::new().expect("POST /own", fine());
    let sandbox = SandboxProcess::with(["--webhook-url", &format!("{}/1", first.url)]);
    let to = format!("{}/2", second.url);
    sandbox.nango(["sandbox", "ctl", "set", "--secondary-webhook-url", &to]).run().ok();
    let status = sandbox.nango(["sandbox", "ctl", "status", "--json"]).run().ok().json();
    assert_eq!(status["settings"]["secondary_webhook_url"], to);
    sandbox.nango(["sandbox", "ctl", "seed", "-"]).stdin(hubspot(json!({}))).run().ok();
    let emit = || sandbox.nango(["sandbox", "emit", "sync.success", "h-1"]).run().ok();
    emit();
    second.wait_for(1);
    assert_eq!(sandbox.event("webhook_delivered")["url"], format!("{}/1", first.url));
    assert_eq!(sandbox.event("webhook_delivered")["url"], to);
    emit();
    second.wait_for(2);
    let (one, two) = (first.seen(), second.seen());
    for (one, two) in one.iter().zip(&two) {
        assert!(one.at < two.at);
        assert_eq!(one.body, two.body);
        for name in ["x-nango-hmac-sha256", "x-nango-signature", "user-agent"] {
            assert_eq!(one.header(name), two.header(name), "{name}");
        }
    }
    let override_url = format!("{}/own", own.url);
    sandbox.nango(["connections", "update", "h-1", "--webhook-url", &override_url]).run().ok();
    emit();
    own.wait_for(1);
    assert_eq!(sandbox.event("webhook_failed")["url"], format!("{}/1", first.url));
    assert_eq!(sandbox.event("webhook_delivered")["url"], to);
    // Nothing came between: the override's is the next delivery.
    assert_eq!(sandbox.event("webhook_delivered")["url"], override_url);
    let wrong = ["sandbox", "ctl", "set", "--secondary-webhook-url", "ftp://x", "--webhook-url", ""];
    sandbox.nango(wrong).run().exits(5).says("secondary_webhook_url is an http");
    let status = sandbox.nango(["sandbox", "ctl", "status", "--json"]).run().ok().json();
    assert_eq!(status["settings"]["webhook_url"], format!("{}/1", first.url), "all or nothing");
    sandbox.nango(["sandbox", "ctl", "set", "--secondary-webhook-url", ""]).run().ok();
    let status = sandbox.nango(["sandbox", "ctl", "status", "--json"]).run().ok().json();
    assert_eq!(status["settings"]["secondary_webhook_url"], json!(null));
}

/// Protocol §5.2; recordings webhooks/014-auth-refresh-false and connection_get_after_reconnect.
#[test]
fn a_refresh_that_fails_is_told_ends_in_a_limit_and_is_healed_by_reconnecting() {
    // One for each day that a refresh fails on, then the reconnect's.
    let mut peer = Peer::new();
    for _ in 0..5 {
        peer = peer.expect("POST /hooks", common::Answer::json(json!({})));
    }
    let sandbox = SandboxProcess::with(["--auto-approve", "--webhook-url", &format!("{}/hooks", peer.url)]);
    let seed = hubspot(json!({"end_user_id": "user-1"}));
    sandbox.nango(["sandbox", "ctl", "seed", "-"]).stdin(seed).run().ok();
    sandbox.nango(["sandbox", "ctl", "revoke", "h-1"]).run().ok();
    let get = || sandbox.nango(["connections", "get", "h-1", "--integration", "hubspot", "--json"]).run();
    let errors = || sandbox.nango(["connections", "list", "--json"]).run().ok().json()[0]["errors"].clone();
    assert_eq!(errors(), json!([]));
    for day in 1..=4 {
        let refused = get().exits(5).error();
        assert_eq!((&refused["status"], &refused["code"]), (&json!(400), &json!("invalid_credentials")));
        let hook = peer.wait_for(day)[day - 1].json();
        let recorded = include_str!("recordings/webhooks/014-auth-refresh-false.json");
        let recorded: serde_json::Value = serde_json::from_str(recorded).expect("JSON");
        let recorded = &recorded["request"]["body"];
        for name in ["authMode", "environment", "error", "from", "operation", "success", "type"] {
            assert_eq!(hook[name], recorded[name], "{name}");
        }
        assert_eq!(
            (&hook["tags"], &hook["connectionId"]),
            (&json!({"end_user_id": "user-1"}), &json!("h-1"))
        );
        assert_eq!(errors()[0]["type"], "auth");
        // At once again it is not even tried.
        let refused = get().error();
        assert_eq!(refused["status"], 424, "{refused}");
        sandbox.nango(["sandbox", "ctl", "clock", "--advance", "24h"]).run().ok();
    }
    let refused = get().error();
    assert_eq!(refused["status"], 424);
    assert!(refused.to_string().contains("refresh limit"), "{refused}");

    let connect = ["connect", "--reconnect", "h-1", "--integration", "hubspot", "-q", "--no-browser"];
    let connecting = sandbox.nango(connect).spawn();
    common::raw::visit(connecting.stderr_line("http").trim());
    assert_eq!(connecting.end().ok().value(), "h-1");
    let hook = peer.wait_for(5)[4].json();
    assert_eq!((&hook["operation"], &hook["success"]), (&json!("override"), &json!(true)));
    assert_eq!(errors(), json!([]));
    assert_eq!(get().ok().json()["errors"], json!([]));
}
