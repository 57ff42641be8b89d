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
    sandbox.nango(["session", "create", "--end-user", "u"]).run().exits(3);
    sandbox.nango(["session", "create", "--end-user", "u"]).run().ok();

    sandbox.nango(["sandbox", "ctl", "revoke", "h-1"]).run().ok();
    sandbox.nango(["sandbox", "ctl", "clock", "--advance", "2h"]).run().ok();
    sandbox.nango(["connections", "get", "h-1", "--integration", "hubspot"]).run().exits(5);
    sandbox.nango(["sandbox", "ctl", "set", "--auto-approve", "false", "--webhook-url", ""]).run().ok();
    sandbox.nango(["sandbox", "ctl", "deny", "2", "-q"]).run().ok().no_data();
    let events = sandbox.nango(["sandbox", "ctl", "events", "--jq", ".event"]).run().ok().stdout;
    assert!(events.lines().any(|event| event == "refused"), "{events}");

    sandbox.nango(["sandbox", "ctl", "reset"]).run().ok();
    sandbox.nango(["connections", "list", "-q"]).run().ok().no_data();
    let seed = json!({"integrations": [{"unique_key": "gh", "provider": "github", "scopes": "repo"}],
        "connections": [{"provider_config_key": "gh", "connection_id": "c-1", "credentials": {"type": "OAUTH2", "access_token": "a"}}]});
    sandbox.nango(["sandbox", "ctl", "seed", "-"]).stdin(seed.to_string()).run().ok();
    assert_eq!(sandbox.nango(["connections", "list", "-q"]).run().ok().value(), "c-1");
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
    let peer = Peer::new()
        .expect("POST /hooks", common::Answer::json(json!({})))
        .expect("POST /hooks", common::Answer::json(json!({})));
    let url = format!("{}/hooks", peer.url);
    let sandbox = SandboxProcess::with(["--webhook-url", &url]);
    let connection = json!({"provider_config_key": "hubspot", "connection_id": "h-1", "tags": {"end_user_id": "u_1"},
        "credentials": {"type": "OAUTH2", "access_token": "a"}});
    let seed = json!({"connections": [connection]}).to_string();
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
    emit(&["sync.success", "nobody"]).exits(4);
    emit(&["sync.success", "h-1", "--set", "=x"]).exits(5);
    sandbox.nango(["sandbox", "ctl", "set", "--webhook-url", ""]).run().ok();
    emit(&["forward", "h-1"]).exits(5).says("no webhook URL");
}
