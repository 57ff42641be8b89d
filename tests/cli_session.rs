//! `session create|reconnect|get|delete` as its users call it.

mod common;

use common::raw::send;
use common::{Answer, KEY, Nango, Peer, SandboxProcess};
use serde_json::{Value, json};

fn minted() -> Answer {
    Answer::new(
        201,
        "application/json",
        json!({ "data": {
            "token": "nango_connect_session_t0k3n", "connect_link": "http://ui.example/?session_token=t",
            "expires_at": "2026-11-24T12:30:00.000Z",
        }})
        .to_string(),
    )
}

/// What the API is sent for these arguments.
fn body(args: &[&str], prepare: impl FnOnce(Nango) -> Nango) -> Value {
    let peer = Peer::new().expect("POST /connect/sessions", minted());
    prepare(peer.nango(["session", "create", "-q"]).args(args.iter().copied())).run().ok();
    let request = peer.seen().remove(0);
    assert_eq!(request.header("authorization"), Some(format!("Bearer {KEY}").as_str()));
    assert_eq!(request.header("content-type"), Some("application/json"));
    request.json()
}

#[test]
fn every_field_of_the_api_is_within_reach() {
    let sent = body(
        &[
            "--end-user",
            "u_1",
            "--end-user-email",
            "ada@example.com",
            "--end-user-name",
            "Ada L.",
            "--end-user-tag",
            "plan=pro",
            "--end-user-tag",
            "seat=7",
            "--organization",
            "o_1",
            "--organization-name",
            "Org",
            "--tag",
            "a=1",
            "--tag",
            "b=x=y",
            "--integration",
            "zendesk",
            "--integration",
            "slack",
            "--connection-config",
            "zendesk:subdomain=acme",
            "--authorization-param",
            "slack:prompt=consent",
            "--user-scope",
            "slack=chat:write",
            "--user-scope",
            "slack=users:read",
            "--docs-url",
            "zendesk=https://docs.example/z",
            "--webhook-url",
            "https://hook.example/w",
        ],
        |nango| nango,
    );
    assert_eq!(
        sent,
        json!({
            "tags": {"a": "1", "b": "x=y"},
            "end_user": {"id": "u_1", "email": "ada@example.com", "display_name": "Ada L.",
                "tags": {"plan": "pro", "seat": "7"}},
            "organization": {"id": "o_1", "display_name": "Org"},
            "allowed_integrations": ["zendesk", "slack"],
            "integrations_config_defaults": {
                "slack": {"user_scopes": "chat:write,users:read", "authorization_params": {"prompt": "consent"}},
                "zendesk": {"connection_config": {"subdomain": "acme"}},
            },
            "overrides": {"zendesk": {"docs_connect": "https://docs.example/z"}},
            "webhook_url_override": "https://hook.example/w",
        })
    );
}

#[test]
fn a_raw_body_goes_first_and_options_on_top() {
    let raw = r#"{"tags":{"from":"file","kept":"yes"},"brand_new_field":{"x":[1]}}"#;
    let expected = json!({"tags": {"from": "option", "kept": "yes"}, "brand_new_field": {"x": [1]}});
    assert_eq!(body(&["--from-file", "-", "--tag", "from=option"], |nango| nango.stdin(raw)), expected);
    assert_eq!(
        body(&["--from-file", "b.json", "--tag", "from=option"], |nango| nango.file("b.json", raw)),
        expected
    );
    let of_file = r#"{"end_user":{"id":"u_1"}}"#;
    assert_eq!(body(&["--from-file", "-"], |nango| nango.stdin(of_file)), json!({"end_user": {"id": "u_1"}}));
    // The API says what it thinks of this one.
    let alone = r#"{"organization":{"id":"o"},"tags":{"a":"b"}}"#;
    let sent = body(&["--from-file", "-"], |nango| nango.stdin(alone));
    assert_eq!(sent, json!({"organization": {"id": "o"}, "tags": {"a": "b"}}));
    // Options describe whom the file names.
    for (options, member, value) in [
        (["--organization", "acme"], "organization", json!({"id": "acme"})),
        (
            ["--end-user-email", "ada@example.com"],
            "end_user",
            json!({"id": "u_1", "email": "ada@example.com"}),
        ),
    ] {
        let sent = body(&[&["--from-file", "-"][..], &options].concat(), |nango| nango.stdin(of_file));
        assert_eq!((&sent["end_user"]["id"], &sent[member]), (&json!("u_1"), &value));
    }
}

#[test]
fn a_provider_becomes_its_integrations() {
    let integrations = json!({ "data": [
        {"unique_key": "gh-a", "provider": "github", "display_name": "A", "logo": "l"},
        {"unique_key": "slack", "provider": "slack", "display_name": "S", "logo": "l"},
        {"unique_key": "gh-b", "provider": "github", "display_name": "B", "logo": "l"},
    ]});
    let peer = Peer::new()
        .expect("GET /integrations", Answer::json(integrations))
        .expect("POST /connect/sessions", minted());
    peer.nango(["session", "create", "-q", "--end-user", "u", "--provider", "github"]).run().ok();
    assert_eq!(peer.seen()[1].json()["allowed_integrations"], json!(["gh-a", "gh-b"]));

    let sandbox = SandboxProcess::start();
    let none =
        sandbox.nango(["session", "create", "--provider", "gitlab", "--json"]).run().exits(4).no_data();
    assert_eq!(none.error()["code"], "no_integration");
    sandbox.nango(["session", "create", "--provider", "git"]).run().exits(4).says("did you mean github");
}

#[test]
fn an_organization_alone_gets_a_placeholder_and_says_so() {
    let sandbox = SandboxProcess::start();
    let output = sandbox.nango(["session", "create", "--organization", "acme", "-q"]).run().ok();
    assert!(output.value().starts_with("nango_connect_session_"));
    output.says("warning: an organization needs an end user: using the placeholder ID organization:acme");
}

#[test]
fn three_ways_to_print_a_session() {
    let sandbox = SandboxProcess::start();
    let document = sandbox.nango(["session", "create", "--end-user", "u", "--json"]).run().ok().json();
    let token = document["token"].as_str().expect("a token");
    assert!(token.starts_with("nango_connect_session_"));
    let link = document["connect_link"].as_str().expect("a link");
    assert!(link.contains(token) && link.contains("apiURL="), "{link}");
    assert_eq!(document.as_object().map(|members| members.len()), Some(3));

    let rows = sandbox.nango(["session", "create", "--end-user", "u"]).run().ok();
    let names: Vec<&str> = rows.rows().iter().map(|row| row[0]).collect();
    assert_eq!(names, ["token", "connect_link", "expires_at"]);
    rows.rows()[2][1].parse::<jiff::Timestamp>().expect("an absolute time in a pipe");

    let link =
        sandbox.nango(["session", "create", "--tag", "end_user_id=u_1", "--jq", ".connect_link"]).run().ok();
    assert!(link.value().starts_with("http://127.0.0.1:"), "{link:?}");
}

#[test]
fn get_and_delete_read_the_token_from_stdin_or_a_file_and_need_no_key() {
    let sandbox = SandboxProcess::start();
    let create = ["session", "create", "-q", "--end-user", "u_1", "--end-user-email", "ada@example.com"];
    let allowing = ["--integration", "github", "--integration", "slack"];
    let token = sandbox.nango(create).args(allowing).run().ok().value().to_owned();
    let url = sandbox.url.as_str();
    let keyless = |args: &[&str]| Nango::new(args.iter().copied()).env("NANGO_HOSTPORT", url);

    let shown = keyless(&["session", "get"]).stdin(format!("{token}\n")).run().ok();
    assert_eq!(shown.rows()[0], ["integrations", "github, slack"]);
    assert_eq!(shown.rows()[1], ["end user", "u_1"]);
    assert_eq!(shown.rows()[2], ["e-mail", "ada@example.com"]);
    let document =
        keyless(&["session", "get", "--json", "--token-file", "t"]).file("t", &token).run().ok().json();
    assert_eq!(document["endUser"]["id"], "u_1");
    let keys = keyless(&["session", "get", "-q"]).stdin(&token).run().ok();
    assert_eq!(keys.stdout, "github\nslack\n");

    let verbose = keyless(&["session", "get", "-v"]).stdin(&token).run().ok();
    assert!(!verbose.stderr.contains(&token), "{verbose:?}");

    keyless(&["session", "delete"]).stdin(&token).run().ok().no_data().says("no longer works");
    keyless(&["session", "delete"]).stdin(&token).run().exits(4).says("unknown_connect_session_token");
    keyless(&["session", "get"]).stdin(&token).run().exits(3).says("mint a new one");
    keyless(&["session", "get"]).stdin("sk-1").run().exits(3).says("begins with nango_connect_session_");
    keyless(&["session", "delete"]).run().exits(2).says("the session token is empty");
    keyless(&["session", "get", "--token-file", "nope"])
        .run()
        .exits(2)
        .says("cannot read the session token from nope");
    keyless(&["session", "get", "--token-file", "t"])
        .file("t", [0xff, 0xfe])
        .run()
        .exits(2)
        .says("is not text");
}

#[test]
fn a_session_that_allows_everything_names_nothing_when_quiet() {
    let sandbox = SandboxProcess::start();
    let token = sandbox.nango(["session", "create", "-q"]).run().ok().value().to_owned();
    sandbox.nango(["session", "get", "-q"]).stdin(&token).run().ok().no_data();
    let shown = sandbox.nango(["session", "get"]).stdin(&token).run().ok();
    assert_eq!(shown.rows()[..2], [["integrations", "any"], ["end user", "none (tags only)"]]);
}

#[test]
fn reconnect_finds_the_integration_and_sends_the_pair() {
    let sandbox = SandboxProcess::start();
    let id = sandbox.connect(&["--integration", "unauthenticated", "--end-user", "u_1"]);
    let output = sandbox.nango(["session", "reconnect", &id, "-q", "--end-user", "u_1"]).run().ok();
    let reconnecting = sandbox.nango(["session", "get", "--json"]).stdin(output.value()).run().ok().json();
    assert_eq!(reconnecting["isReconnecting"], true);
    assert_eq!(reconnecting["allowed_integrations"], json!(["unauthenticated"]));
    sandbox.nango(["session", "reconnect", "nope", "-q"]).run().exits(4).says("there is no connection nope");
    let wrong = ["session", "reconnect", &id, "--integration", "slack", "--end-user", "u"];
    sandbox.nango(wrong).run().exits(4);

    let connection = json!({"id": 1, "connection_id": "c/1", "provider_config_key": "github", "provider": "github",
        "errors": [], "end_user": null, "tags": {}, "metadata": {}, "connection_config": {},
        "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z",
        "last_fetched_at": "2026-01-01T00:00:00Z", "credentials": {"type": "OAUTH2", "access_token": "short"}});
    let peer = Peer::new()
        .expect("GET /connections/c%2F1", Answer::json(connection))
        .expect("POST /connect/sessions/reconnect", minted());
    let args = [
        "session",
        "reconnect",
        "c/1",
        "--integration",
        "github",
        "--connection-config",
        "a=b",
        "--tag",
        "t=1",
    ];
    peer.nango(args).run().ok();
    assert_eq!(
        peer.seen()[1].json(),
        json!({
            "tags": {"t": "1"}, "connection_id": "c/1", "integration_id": "github",
            "integrations_config_defaults": {"github": {"connection_config": {"a": "b"}}},
        })
    );
}

#[test]
fn reconnecting_keeps_what_is_not_given() {
    let sandbox = SandboxProcess::start();
    let id = sandbox.connect(&[
        "--provider",
        "unauthenticated",
        "--end-user",
        "u_1",
        "--tag",
        "plan=pro",
        "--webhook-url",
        "http://127.0.0.1:9/mine",
    ]);
    // Re-authorizes it with such a session; its tags and webhook URL after that.
    let again = |args: &[&str], file: &str| {
        let minted = sandbox.nango(["session", "reconnect", &id, "-q"]).args(args.iter().copied());
        let minted = minted.stdin(file).run().ok();
        let path = format!("/auth/unauthenticated/unauthenticated?connect_session_token={}", minted.value());
        assert_eq!(send("POST", &format!("{}{path}", sandbox.url), &[], b"").status, 200);
        let connection = sandbox.nango(["connections", "get", &id, "--json"]).run().ok().json();
        (connection["tags"].clone(), connection["webhook_url_override"].clone())
    };
    let url = json!("http://127.0.0.1:9/mine");
    assert_eq!(again(&[], ""), (json!({"end_user_id": "u_1", "plan": "pro"}), url.clone()));
    assert_eq!(
        again(&["--tag", "plan=max"], ""),
        (json!({"end_user_id": "u_1", "plan": "max"}), url.clone())
    );
    assert_eq!(again(&["--end-user", "u_2"], ""), (json!({"end_user_id": "u_2", "plan": "max"}), url));
    // Who is described is the connection's end user, and a file's word on them counts as an option's.
    let (tags, _) = again(&["--organization", "acme"], "");
    assert_eq!(tags, json!({"end_user_id": "u_2", "plan": "max", "organization_id": "acme"}));
    let (tags, _) = again(&["--end-user-email", "a@x.io"], "");
    assert_eq!(tags["end_user_email"], "a@x.io");
    let file = r#"{"end_user": {"id": "u_2", "email": "new@x.io", "tags": {"plan": "best"}}}"#;
    let (tags, _) = again(&["--from-file", "-"], file);
    let all = json!({
        "end_user_id": "u_2", "plan": "best", "organization_id": "acme", "end_user_email": "new@x.io",
    });
    assert_eq!(tags, all);
    let file = r#"{"tags": {"only": "this"}, "webhook_url_override": ""}"#;
    assert_eq!(again(&["--from-file", "-"], file), (json!({"only": "this"}), Value::Null));
}

#[test]
fn what_cannot_be_meant_is_refused_before_anything_is_sent() {
    let peer = Peer::new();
    for (args, words) in [
        (&["--end-user-email", "a@b.co"][..], "an end user needs an ID: --end-user ID"),
        (&["--organization-name", "O"], "--organization-name needs --organization ID"),
        (&["--tag", "a=1", "--tag", "a=2"], "--tag a is given twice"),
        (&["--tag", "=1"], "expected KEY=VALUE"),
        (&["--connection-config", "a=b"], "does not say which integration it is for"),
        (&["--from-file", "no.json"], "cannot read the session body from no.json"),
        (&["--from-file", "."], "cannot read the session body from ."),
        (&["--from-file", "-"], "--from-file does not hold a session body"),
        (&["--from-file", "-", "--secret-key-file", "-"], "the API key is empty"),
    ] {
        peer.nango(["session", "create"]).args(args.iter().copied()).run().exits(2).no_data().says(words);
    }
    peer.nango(["session", "create", "--from-file", "-"]).stdin([0, 159, 146, 150]).run().exits(2);
    peer.nango(["session", "create", "--from-file", "-"])
        .stdin("[1]")
        .run()
        .exits(2)
        .says("must be a JSON object");
    peer.nango(["session", "create", "--from-file", "-", "--secret-key-file", "-"])
        .stdin(KEY)
        .run()
        .exits(2)
        .says("standard input cannot be both the API key and the session body");
}
