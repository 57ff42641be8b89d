//! The rest of a connection's life: update, metadata, refresh, delete, check, open, wait.

mod common;

use std::time::Duration;

use common::{Answer, Nango, Peer, SandboxProcess, Signal};
use serde_json::{Value, json};

fn row(id: i64, connection_id: &str, integration: &str) -> Value {
    json!({
        "id": id, "connection_id": connection_id, "provider_config_key": integration, "provider": integration,
        "errors": [], "end_user": null, "tags": {}, "metadata": null,
        "created": "2026-11-24T02:36:58.411+00:00",
    })
}

fn rows(rows: impl IntoIterator<Item = Value>) -> Answer {
    Answer::json(json!({ "connections": rows.into_iter().collect::<Vec<_>>() }))
}

fn connection(row: Value) -> Answer {
    let mut connection = row;
    for (name, value) in [
        ("connection_config", json!({})),
        ("webhook_url_override", Value::Null),
        ("created_at", json!("2026-11-24T02:36:58Z")),
        ("updated_at", json!("2026-11-24T02:36:58Z")),
        ("last_fetched_at", Value::Null),
        (
            "credentials",
            json!({"type": "OAUTH2", "access_token": "gho_s3cr3t", "expires_at": "2026-11-24T03:00:00Z"}),
        ),
    ] {
        connection[name] = value;
    }
    Answer::json(connection)
}

/// What a real server answered, word for word.
fn recorded(body: &str, status: u16) -> Answer {
    Answer::new(status, "application/json", body)
}

fn openai(sandbox: &SandboxProcess, id: &str, more: &[&str]) {
    let args =
        ["connections", "import", "--integration", "openai", "--credentials-file", "-", "--connection-id"];
    let run = sandbox.nango(args).args([id, "-q"]).args(more.iter().copied());
    assert_eq!(run.stdin(r#"{"apiKey":"sk-abcdefgh"}"#).run().ok().value(), id);
}

fn of(sandbox: &SandboxProcess, id: &str) -> Value {
    sandbox.nango(["connections", "get", id, "--json"]).run().ok().json()
}

#[test]
fn an_update_changes_what_it_names_and_nothing_else() {
    let sandbox = SandboxProcess::start();
    openai(
        &sandbox,
        "c_1",
        &["--tag", "plan=pro", "--tag", "a=1", "--end-user", "u_1", "--end-user-email", "a@b.co"],
    );
    let update = |args: &[&str]| {
        sandbox.nango(["connections", "update", "c_1"]).args(args.iter().copied()).run().ok();
        of(&sandbox, "c_1")
    };
    let user = json!({"end_user_id": "u_1", "end_user_email": "a@b.co"});
    let with = |more: Value| {
        let mut tags = user.clone();
        tags.as_object_mut().expect("tags").extend(more.as_object().expect("tags").clone());
        tags
    };

    let changed =
        update(&["--tag", "Plan=free", "--tag", "b=x=y", "--remove-tag", "A", "--remove-tag", "zz"]);
    assert_eq!(changed["tags"], with(json!({"plan": "free", "b": "x=y"})));
    let hooked = update(&["--webhook-url", "http://127.0.0.1:9/hook"]);
    assert_eq!(hooked["tags"], changed["tags"]);
    assert_eq!(hooked["webhook_url_override"], "http://127.0.0.1:9/hook");
    let named = update(&["--end-user", "u_1", "--end-user-name", "Ada"]);
    assert_eq!(named["end_user"]["email"], "a@b.co");
    assert_eq!(named["tags"], with(json!({"plan": "free", "b": "x=y", "end_user_display_name": "Ada"})));
    assert_eq!(named["webhook_url_override"], "http://127.0.0.1:9/hook");
    let other = update(&["--end-user", "u_2"]);
    assert_eq!(other["tags"], json!({"end_user_id": "u_2", "plan": "free", "b": "x=y"}));
    let cleared = update(&["--clear-webhook-url", "--replace-tags", "--tag", "only=1"]);
    assert_eq!((&cleared["tags"], &cleared["webhook_url_override"]), (&json!({"only": "1"}), &Value::Null));
    assert_eq!(cleared["end_user"]["id"], "u_2");
    assert_eq!(update(&["--replace-tags"])["tags"], json!({}));

    assert_eq!(
        sandbox.nango(["connections", "update", "c_1", "--tag", "a=1", "-q"]).run().ok().value(),
        "c_1"
    );
    sandbox.nango(["connections", "update", "c_1", "--remove-tag", "zz"]).run().ok().says("no tag zz");
    sandbox.nango(["connections", "update", "nope", "--tag", "a=1"]).run().exits(4).says("connections list");
    sandbox.nango(["connections", "update", "c_1", "--tag", "1=1"]).run().exits(5).says("tags");
}

#[test]
fn an_update_without_a_change_is_a_mistake() {
    // Nothing is asked of Nango.
    let peer = Peer::new();
    for args in [
        &[][..],
        &["--integration", "github"],
        &["--end-user-email", "a@b.co"],
        &["--replace-tags", "--remove-tag", "a"],
        &["--webhook-url", "https://a.example", "--clear-webhook-url"],
        &["--tag", "a=1", "--tag", "a=2"],
        &["--tag", "a=1", "--tag", "A=2"],
    ] {
        peer.nango(["connections", "update", "c_1"]).args(args.iter().copied()).run().exits(2).no_data();
    }
    peer.nango(["connections", "update", "c_1"]).run().exits(2).says("--clear-webhook-url");
}

#[test]
fn an_interrupted_update_says_what_is_in_doubt() {
    let mut tagged = row(1, "c_1", "github");
    tagged["tags"] = json!({"a": "1", "end_user_id": "u_1"});
    let peer = Peer::new()
        .expect("GET /connections", rows([tagged]))
        .expect("PATCH /connections/c_1", Answer::hang());
    let run = peer.nango(["connections", "update", "c_1", "--tag", "b=2"]).spawn();
    let sent = peer.wait_for(2)[1].clone();
    run.signal(Signal::INT);
    run.end().exits(130).says("may have been made").no_data();
    // Everything goes along, or the server drops it.
    assert_eq!(sent.json(), json!({"tags": {"a": "1", "b": "2", "end_user_id": "u_1"}}));

    let peer = Peer::new().expect("GET /connections", Answer::hang());
    let run = peer.nango(["connections", "update", "c_1", "--tag", "b=2"]).spawn();
    peer.wait_for(1);
    run.signal(Signal::INT);
    let ended = run.end().exits(130);
    assert!(!ended.stderr.contains("may have been made"), "{ended:?}");
}

#[test]
fn metadata_is_set_merged_and_shown() {
    let sandbox = SandboxProcess::start();
    openai(&sandbox, "c_1", &[]);
    openai(&sandbox, "c_2", &[]);
    let other = sandbox.connect(&["--integration", "unauthenticated"]);
    let metadata = |verb: &'static str| sandbox.nango(["connections", "metadata", verb]);

    let set =
        metadata("set").args(["c_1", "c_2", &other, "--set", "plan=pro", "--set", r#"limits={"seats":5}"#]);
    let set = set.run().ok();
    let mut told = set.rows();
    told.sort();
    let mut expected = vec![
        vec!["c_1", "openai", "replaced"],
        vec!["c_2", "openai", "replaced"],
        vec![other.as_str(), "unauthenticated", "replaced"],
    ];
    expected.sort();
    assert_eq!(told, expected);
    let got = metadata("get").args(["c_1", "--json"]).run().ok().json();
    assert_eq!(got, json!({"plan": "pro", "limits": {"seats": 5}}));

    let merged = metadata("merge").args(["c_1", "--file", "-", "--set", "plan=free", "--json"]);
    let merged = merged.stdin(r#"{"plan":"file","n":null}"#).run().ok();
    assert_eq!(merged.json()[0]["connection_id"], json!(["c_1"]));
    let got = metadata("get").args(["c_1", "c_2", "c_2", "--json"]).run().ok().json();
    assert_eq!(got[0]["metadata"], json!({"plan": "free", "limits": {"seats": 5}, "n": null}));
    assert_eq!(got[1]["metadata"], json!({"plan": "pro", "limits": {"seats": 5}}));
    assert_eq!(got.as_array().map(Vec::len), Some(2));
    assert_eq!(metadata("get").args(["c_1", "--jq", ".limits.seats"]).run().ok().value(), "5");
    assert_eq!(
        metadata("set").args(["c_2", "--file", "m.json", "-q"]).file("m.json", "{}").run().ok().value(),
        "c_2"
    );
    assert_eq!(metadata("get").args(["c_2"]).run().ok().value(), "{}");

    let partly = metadata("get").args(["c_1", "nope", "--json"]).run().exits(4).says("nope");
    assert_eq!(partly.json().as_array().map(Vec::len), Some(1));
    // All or none.
    metadata("merge")
        .args(["c_1", "nope", "--set", "x=1"])
        .run()
        .exits(4)
        .no_data()
        .says("nothing was written");
    let same = ["c_1", "nope", "--integration", "openai", "--set", "x=1"];
    metadata("merge").args(same).run().exits(4).no_data().says("nothing was written");
    assert_eq!(metadata("get").args(["c_1", "--jq", ".x"]).run().ok().value(), "null");

    for (args, stdin) in [
        (&["c_1"][..], ""),
        (&["--set", "a=1"], ""),
        (&["c_1", "--set", "a"], ""),
        (&["c_1", "--file", "-"], "[1]"),
        (&["c_1", "--file", "-"], "{"),
        (&["c_1", "--file", "missing.json"], ""),
    ] {
        metadata("set").args(args.iter().copied()).stdin(stdin).run().exits(2).no_data();
    }
}

#[test]
fn metadata_of_several_integrations_says_how_far_it_came() {
    let start = || {
        Peer::new()
            .expect("GET /connections", rows([row(1, "c_1", "github")]))
            .expect("GET /connections", rows([row(2, "c_2", "slack")]))
            .expect("POST /connections/metadata", Answer::json(json!({})))
    };
    let args = ["connections", "metadata", "set", "c_1", "c_2", "--set", "a=1"];
    let peer = start().expect("POST /connections/metadata", Answer::error(400, "invalid_body", "no"));
    let output = peer.nango(args).run().exits(5).says("already written: c_1 (github)");
    assert_eq!(output.stdout, "c_1\tgithub\treplaced\n");
    assert!(!output.stderr.contains("may have been made"), "{output:?}");

    let peer = start().expect("POST /connections/metadata", Answer::hang());
    let run = peer.nango(args).spawn();
    peer.wait_for(4);
    run.signal(Signal::INT);
    run.end()
        .exits(130)
        .says("already written: c_1 (github)")
        .says("connections of slack may have been made");
}

#[test]
fn a_refresh_shows_both_expiries_and_no_secret() {
    let sandbox = SandboxProcess::start();
    let import = |id: &'static str, refresh_token: &str| {
        let credentials = json!({
            "access_token": "gho_s3cr3t", "refresh_token": refresh_token, "expires_at": "2030-01-01T00:00:00Z",
        });
        let args = ["connections", "import", "--integration", "github", "--connection-id", id];
        sandbox.nango(args).args(["--credentials-file", "-"]).stdin(credentials.to_string()).run().ok();
    };
    import("good", "ghr_s3cr3t");
    let shown = sandbox.nango(["connections", "refresh", "good"]).run().ok();
    let value = |name: &str| {
        let found =
            shown.rows().into_iter().find(|row| row[0] == name).unwrap_or_else(|| panic!("{shown:?}"));
        found[1].to_owned()
    };
    assert_eq!(value("old expiry"), "2030-01-01T00:00:00Z");
    assert_ne!(value("new expiry"), value("old expiry"));
    assert!(!shown.stdout.contains("s3cr3t"), "{shown:?}");
    let document = sandbox.nango(["connections", "refresh", "good", "--json"]).run().ok().json();
    assert_eq!(document["refresh"]["refreshed"], true);
    assert_eq!(document["refresh"]["new_expires_at"], document["credentials"]["expires_at"]);
    assert!(document["credentials"]["access_token"].as_str().is_some_and(|token| token.contains('…')));
    let args = ["connections", "refresh", "good", "--show-credentials", "--jq", ".credentials.access_token"];
    assert!(!sandbox.nango(args).run().ok().value().contains('…'));

    openai(&sandbox, "key", &[]);
    sandbox.nango(["connections", "refresh", "key"]).run().ok().says("nothing was refreshed");

    import("it's bad", "bad");
    sandbox
        .nango(["connections", "refresh", "it's bad"])
        .run()
        .exits(9)
        .no_data()
        .says("The external API returned an error")
        .says(r"`nango-cli connect --reconnect 'it'\''s bad' --integration github`");
    sandbox.nango(["connections", "refresh", "nope"]).run().exits(4);
}

#[test]
fn a_refused_refresh_is_tried_once_and_no_row_is_shown() {
    let recording = include_str!("recordings/modes/bill_connection_get_force_refresh_provider_401.json");
    let recording: Value = serde_json::from_str(recording).expect("a recording");
    let bill = recording["response"]["body"].to_string();
    let peer = Peer::new()
        .expect("GET /connections", rows([row(1, "c_1", "bill")]))
        .expect("GET /connections/c_1", connection(row(1, "c_1", "bill")))
        .expect("GET /connections/c_1", recorded(&bill, 500));
    let output = peer.nango(["connections", "refresh", "c_1", "--json"]).run().exits(9).no_data();
    let error = output.error();
    assert_eq!(error["code"], "invalid_credentials");
    assert!(
        error["message"].as_str().is_some_and(|text| text.contains("bill_tokens_fetch_error")),
        "{error}"
    );
    assert!(
        !output.stderr.contains("credentials_iv") && !output.stderr.contains("end_user_id"),
        "{output:?}"
    );
    let forced = ("force_refresh".to_owned(), "true".to_owned());
    assert!(peer.seen()[2].query().contains(&forced) && !peer.seen()[1].query().contains(&forced));
}

#[test]
fn nothing_is_deleted_without_a_word() {
    let peer = Peer::new();
    peer.nango(["connections", "delete", "c_1"]).run().exits(2).says("--yes");
    peer.nango(["connections", "delete", "--tag", "a=1"]).run().exits(2).says("--yes");
    peer.nango(["connections", "delete", "--yes"]).run().exits(2).says("--tag");
    peer.nango(["connections", "delete", "c_1", "--tag", "a=1", "--yes"]).run().exits(2);
    let two = ["connections", "delete", "c_1", "--integration", "a", "--integration", "b", "--yes"];
    peer.nango(two).run().exits(2);
}

#[test]
fn deleting_names_what_was_not_there() {
    let sandbox = SandboxProcess::start();
    for id in ["c_1", "c_2", "c_3"] {
        openai(&sandbox, id, &["--tag", "test=1"]);
    }
    openai(&sandbox, "c_4", &[]);
    let delete =
        |args: &[&str]| sandbox.nango(["connections", "delete", "--yes"]).args(args.iter().copied()).run();
    let output =
        delete(&["c_1", "no\u{1b}pe", "c_1"]).exits(4).says("no\\x1bpe").says("1 connection was deleted");
    assert_eq!(output.stdout, "c_1\topenai\tdeleted\n");
    delete(&["c_1", "--integration", "openai"]).exits(4).no_data().says("c_1");
    let output = delete(&["--tag", "test=1", "--json"]).ok().says("2 connections match");
    assert_eq!(
        output.json(),
        json!([
            {"connection_id": "c_3", "provider_config_key": "openai", "success": true},
            {"connection_id": "c_2", "provider_config_key": "openai", "success": true},
        ])
    );
    delete(&["--tag", "test=1"]).ok().no_data().says("no connections match");
    delete(&["--end-user", "u"]).ok().no_data().says("--tag end_user_id=ID");
    assert_eq!(delete(&["c_4", "-q"]).ok().value(), "c_4");
    assert_eq!(sandbox.nango(["connections", "list", "--json"]).run().ok().stdout, "[]\n");
}

#[test]
fn an_interrupted_delete_says_how_many_are_gone() {
    let both = || rows([row(2, "c_2", "github"), row(1, "c_1", "github")]);
    let peer = Peer::new()
        .expect("GET /connections", both())
        .expect("DELETE /connections/c_2", Answer::json(json!({"success": true})))
        .expect("DELETE /connections/c_1", Answer::hang());
    let run = peer.nango(["connections", "delete", "--integration", "github", "--yes"]).spawn();
    assert_eq!(run.line(), "c_2\tgithub\tdeleted");
    peer.wait_for(3);
    run.signal(Signal::INT);
    run.end()
        .exits(130)
        .says("1 of 2 connections were deleted")
        .says("c_1 (github) may have been deleted, too");

    let peer = Peer::new()
        .expect("GET /connections", both())
        .expect("DELETE /connections/c_2", Answer::error(403, "forbidden", "This key lacks a scope"));
    let refused = peer.nango(["connections", "delete", "--integration", "github", "--yes"]).run();
    let refused = refused.exits(3).says("0 of 2 connections were deleted").says("c_2");
    assert!(!refused.stderr.contains("may have been"), "{refused:?}");
}

#[test]
fn check_finds_the_broken_ones() {
    let mut auth = row(3, "c 3", "github");
    auth["errors"] = json!([{"type": "auth", "log_id": "log_1"}]);
    let mut sync = row(2, "c_2", "github");
    sync["errors"] = json!([{"type": "sync", "log_id": "log_2"}]);
    let all = || rows([auth.clone(), sync.clone(), row(1, "c_1", "github")]);
    let reconnect = "nango-cli connect --reconnect 'c 3' --integration github";

    let peer = Peer::new().expect("GET /connections", all());
    let output = peer
        .nango(["connections", "check", "--tag", "a=1"])
        .run()
        .exits(1)
        .says("2 of 3 connections are broken");
    assert_eq!(
        output.rows(),
        [
            ["c 3", "github", "auth error, log log_1", reconnect],
            ["c_2", "github", "sync error, log log_2", "-"]
        ]
    );
    assert!(peer.seen()[0].query().contains(&("tags[a]".to_owned(), "1".to_owned())));

    let peer = Peer::new().expect("GET /connections", all());
    let output = peer.nango(["connections", "check", "--json"]).run().exits(1);
    let document = output.json();
    assert_eq!(document[0]["reconnect"], reconnect);
    assert_eq!(document[1]["reconnect"], Value::Null);
    assert_eq!(output.error()["code"], "broken_connections");
    let peer = Peer::new().expect("GET /connections", all());
    assert_eq!(peer.nango(["connections", "check", "-q"]).run().exits(1).stdout, "c 3\nc_2\n");

    let sandbox = SandboxProcess::start();
    sandbox.nango(["connections", "check"]).run().ok().no_data().says("no connections");
    openai(&sandbox, "c_1", &[]);
    sandbox.nango(["connections", "check"]).run().ok().no_data().says("--deep");
    assert_eq!(sandbox.nango(["connections", "check", "--deep", "--json"]).run().ok().stdout, "[]\n");
}

#[test]
fn a_deep_check_asks_each_one() {
    let refused = json!({"error": {
        "code": "invalid_credentials", "message": "The refresh limit has been reached for this connection.",
        "payload": {},
    }});
    let peer = Peer::new()
        .expect("GET /connections", rows([4, 3, 2, 1].map(|id| row(id, &format!("c_{id}"), "github"))))
        .expect("GET /connections/c_4", connection(row(4, "c_4", "github")))
        .expect("GET /connections/c_3", recorded(&refused.to_string(), 424))
        // Deleted meanwhile.
        .expect("GET /connections/c_2", Answer::error(404, "not_found", "Failed to find connection"))
        .expect(
            "GET /connections/c_1",
            Answer::error(400, "unknown_provider_config", "Provider does not exists"),
        );
    let output = peer.nango(["connections", "check", "--deep", "--concurrency", "1"]).run().exits(1);
    let reconnect = "nango-cli connect --reconnect c_3 --integration github";
    assert_eq!(
        output.rows(),
        [
            ["c_3", "github", "The refresh limit has been reached for this connection.", reconnect],
            ["c_1", "github", "Provider does not exists", "-"],
        ]
    );

    let peer = Peer::new()
        .expect("GET /connections", rows([row(1, "c_1", "github")]))
        .expect("GET /connections/c_1", Answer::error(403, "forbidden", "no scope"));
    peer.nango(["connections", "check", "--deep"]).run().exits(3).no_data();
}

#[test]
fn a_used_up_limit_is_waited_for() {
    // Longer than one call may take.
    let limited = Answer::error(429, "too_many_request", "slow down").header("Retry-After", "2");
    let peer = Peer::new()
        .expect("GET /connections", rows([row(1, "c_1", "github")]))
        .expect("GET /connections/c_1", limited)
        .expect("GET /connections/c_1", connection(row(1, "c_1", "github")));
    let run = peer.nango(["connections", "check", "--deep", "--timeout", "2s"]).run();
    run.ok().says("the rate limit is used up: waiting 2s").says("none broken");
    let seen = peer.seen();
    assert!(seen[2].at - seen[1].at >= Duration::from_secs(2));
}

#[test]
fn an_interrupted_deep_check_ends() {
    let peer = Peer::new()
        .expect("GET /connections", rows([row(1, "c_1", "github")]))
        .expect("GET /connections/c_1", Answer::hang());
    let run = peer.nango(["connections", "check", "--deep"]).spawn();
    peer.wait_for(2);
    run.signal(Signal::TERM);
    run.end().exits(130).no_data();
}

#[test]
fn the_dashboard_page_is_printed() {
    // Neither a key nor a call is needed where the integration is named.
    let open = |args: &[&str]| Nango::new(["connections", "open"]).args(args.iter().copied()).run().ok();
    let page = open(&["a/b c", "--integration", "my gh"]).says("--env");
    assert_eq!(page.value(), "https://app.nango.dev/dev/connections/my%20gh/a%2Fb%20c");
    let page = open(&["c_1", "--integration", "gh", "--env", "prod", "-q"]);
    assert_eq!((page.value(), page.stderr.as_str()), ("https://app.nango.dev/prod/connections/gh/c_1", ""));
    let page = open(&["c_1", "--integration", "gh", "--host", "https://nango.example/base", "--json"]);
    assert_eq!(page.json()["url"], "https://nango.example/base/dev/connections/gh/c_1");
    assert_eq!(page.json()["opened"], false);
    page.says("the API's own address");
    let peer = Peer::new().expect("GET /connections", rows([]));
    peer.nango(["connections", "open", "nope"]).run().exits(4).no_data();
}

#[test]
fn waiting_ends_with_the_connection_that_appears() {
    let old = || row(1, "c_1", "github");
    // Nango's clock is far behind ours: that the connection was not there before is enough.
    let peer = Peer::new()
        .expect("GET /connections", rows([old()]))
        .expect("GET /connections", rows([row(3, "c_3", "github"), row(2, "c_2", "github"), old()]))
        .expect("GET /connections/c_2", connection(row(2, "c_2", "github")));
    let args = ["connections", "wait", "--integration", "github", "--tag", "a=1", "--timeout", "15s"];
    let output = peer.nango(args).run().ok().says("1 connection there already");
    assert_eq!(output.rows()[0], ["connection", "c_2"]);
    assert!(!output.stdout.contains("s3cr3t"), "{output:?}");
    let query = peer.seen()[1].query();
    for wanted in [("integrationId", "github"), ("tags[a]", "1")] {
        assert!(query.contains(&(wanted.0.to_owned(), wanted.1.to_owned())), "{query:?}");
    }
}

#[test]
fn waiting_outlives_a_fault_but_not_a_refusal() {
    let down = || Answer::error(502, "bad_gateway", "down").header("Retry-After", "100");
    let peer = Peer::new()
        .expect("GET /connections", rows([]))
        .expect("GET /connections", down())
        .expect("GET /connections", rows([row(2, "c_2", "github")]));
    assert_eq!(peer.nango(["connections", "wait", "-q", "--timeout", "15s"]).run().ok().value(), "c_2");
    let peer = Peer::new().expect("GET /connections", Answer::error(401, "unknown_account", "no"));
    peer.nango(["connections", "wait", "--timeout", "15s"]).run().exits(3);
}

#[test]
fn waiting_looks_back_and_gives_up() {
    let sandbox = SandboxProcess::start();
    openai(&sandbox, "c_1", &["--tag", "a=1"]);
    let wait = |args: &[&str]| sandbox.nango(["connections", "wait"]).args(args.iter().copied());
    assert_eq!(wait(&["--since", "10m", "-q"]).run().ok().value(), "c_1");
    assert_eq!(
        wait(&["--tag", "a=1", "--since", "2020-01-01T00:00:00Z", "--jq", ".tags.a"]).run().ok().value(),
        "1"
    );
    wait(&["--timeout", "1s"]).run().exits(7).no_data().says("--since 10m");
    wait(&["--tag", "a=2", "--since", "10m", "--timeout", "1s"]).run().exits(7).no_data();
    wait(&["--end-user", "u", "--timeout", "1s"]).run().exits(7).says("--tag end_user_id=ID");
    wait(&["--since", "yesterday"]).run().exits(2).no_data();
    let run = wait(&[]).spawn();
    run.stderr_line("waiting for a connection");
    run.signal(Signal::INT);
    run.end().exits(130).no_data();
}

#[test]
fn an_interrupt_before_anything_is_changed_leaves_no_doubt() {
    let line =
        r#"{"provider_config_key":"github","credentials":{"type":"OAUTH2","access_token":"gho_s3cr3t"}}"#;
    for args in [
        &["delete", "c_1", "--yes"][..],
        &["delete", "--tag", "a=1", "--yes"],
        &["metadata", "get", "c_1"],
        &["metadata", "set", "c_1", "--set", "a=1"],
        &["refresh", "c_1"],
        &["check", "--deep"],
        &["open", "c_1"],
        &["wait"],
        &["import", "--ndjson", "-"],
    ] {
        let peer = Peer::new().expect("GET /connections", Answer::hang());
        let run = peer.nango(["connections"]).args(args.iter().copied()).stdin(line).spawn();
        peer.wait_for(1);
        run.signal(Signal::INT);
        let ended = run.end().exits(130).no_data().says("interrupted");
        for doubt in ["may have been", "in doubt"] {
            assert!(!ended.stderr.contains(doubt), "{args:?}: {ended:?}");
        }
    }
}

#[test]
fn what_a_deep_check_found_is_told_when_a_later_call_fails() {
    let peer = Peer::new()
        .expect("GET /connections", rows([1, 2].map(|id| row(id, &format!("c_{id}"), "github"))))
        .expect("GET /connections/c_1", Answer::error(424, "invalid_credentials", "they expired"))
        .expect("GET /connections/c_2", Answer::error(403, "forbidden", "Insufficient scope"));
    let output = peer.nango(["connections", "check", "--deep", "--concurrency", "1"]).run().exits(3);
    assert_eq!(output.rows().len(), 1, "{output:?}");
    assert_eq!(output.rows()[0][..3], ["c_1", "github", "they expired"]);
}
