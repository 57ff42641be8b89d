//! `connections`, `integrations` and `providers`: list and get.

mod common;

use common::{Answer, Peer, SandboxProcess};
use serde_json::{Value, json};

fn row(id: i64) -> Value {
    json!({
        "id": id, "connection_id": format!("c_{id}"), "provider_config_key": "github", "provider": "github",
        "errors": [], "end_user": null, "tags": {"end_user_id": format!("u_{id}")}, "metadata": null,
        "created": "2026-11-24T02:36:58.411+00:00",
    })
}

fn page(ids: impl IntoIterator<Item = i64>) -> Answer {
    Answer::json(json!({ "connections": ids.into_iter().map(row).collect::<Vec<_>>() }))
}

#[test]
fn every_filter_reaches_the_api() {
    let peer = Peer::new().expect("GET /connections", page([]));
    let args = [
        "connections",
        "list",
        "--connection-id",
        "c/1 &x",
        "--integration",
        "github",
        "--integration",
        "slack",
        "--tag",
        "end_user_id=u_1",
        "--tag",
        "plan=a=b",
        "--search",
        "ada@",
        "--end-user",
        "u_1",
        "--organization",
        "o_1",
        "--page-size",
        "7",
        "--json",
    ];
    let output = peer.nango(args).run().ok();
    assert_eq!(output.stdout, "[]\n");
    let mut query = peer.seen()[0].query();
    query.sort();
    let query: Vec<(&str, &str)> =
        query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(
        query,
        [
            ("connectionId", "c/1 &x"),
            ("endUserId", "u_1"),
            ("endUserOrganizationId", "o_1"),
            ("integrationId", "github,slack"),
            ("limit", "7"),
            ("page", "0"),
            ("search", "ada@"),
            ("tags[end_user_id]", "u_1"),
            ("tags[plan]", "a=b"),
        ]
    );
}

#[test]
fn pages_follow_by_themselves_until_a_short_one() {
    let peer = Peer::new()
        .expect("GET /connections", page([9, 8, 7]))
        // A connection was made meanwhile: the pages shifted, and 7 comes again.
        .expect("GET /connections", page([7, 6, 5]))
        .expect("GET /connections", page([4]));
    let output = peer.nango(["connections", "list", "--page-size", "3", "-q"]).run().ok();
    assert_eq!(output.stdout, "c_9\nc_8\nc_7\nc_6\nc_5\nc_4\n");
    let pages: Vec<_> = peer.seen().iter().map(|seen| seen.query()).collect();
    for (number, query) in pages.iter().enumerate() {
        assert!(query.contains(&("page".to_owned(), number.to_string())), "{query:?}");
        assert!(query.contains(&("limit".to_owned(), "3".to_owned())), "{query:?}");
    }
}

#[test]
fn a_limit_stops_in_the_middle_of_a_page() {
    let peer =
        Peer::new().expect("GET /connections", page([9, 8, 7])).expect("GET /connections", page([6, 5, 4]));
    let output = peer.nango(["connections", "list", "--page-size", "3", "--limit", "4", "--json"]).run().ok();
    let ids: Vec<Value> =
        output.json().as_array().expect("an array").iter().map(|row| row["id"].clone()).collect();
    assert_eq!(ids, [9, 8, 7, 6]);

    let peer = Peer::new().expect("GET /connections", page([9, 8]));
    peer.nango(["connections", "list", "--limit", "2", "-q"]).run().ok();
    assert!(peer.seen()[0].target.contains("limit=2"), "no more is asked for than is wanted");

    let peer = Peer::new();
    for wrong in [["--limit", "0"], ["--limit", "x"], ["--page-size", "0"], ["--page-size", "2001"]] {
        peer.nango(["connections", "list"]).args(wrong).run().exits(2);
    }
}

#[test]
fn rows_come_before_the_last_page_does() {
    let peer = Peer::new().expect("GET /connections", page([2])).expect("GET /connections", Answer::hang());
    let run = peer.nango(["connections", "list", "--page-size", "1"]).spawn();
    assert_eq!(run.line(), "c_2\tgithub\tu_2\tok\t2026-11-24T02:36:58.411Z");
    peer.wait_for(2);
    run.signal(common::Signal::INT);
    run.end().exits(130);
}

#[test]
fn half_a_list_is_no_document() {
    let peer = Peer::new()
        .expect("GET /connections", page([2]))
        .expect("GET /connections", Answer::error(400, "invalid_query_params", "no"));
    let output = peer.nango(["connections", "list", "--page-size", "1", "--json"]).run().exits(5);
    assert!(serde_json::from_str::<Value>(&output.stdout).is_err(), "{output:?}");
    assert_eq!(output.stderr.lines().count(), 1);
}

#[test]
fn an_empty_list_says_so_beside_the_data() {
    let sandbox = SandboxProcess::start();
    sandbox.nango(["connections", "list"]).run().ok().no_data().says("no connections");
    assert_eq!(sandbox.nango(["connections", "list", "--json"]).run().ok().stdout, "[]\n");
    assert_eq!(sandbox.nango(["connections", "list", "--jq", "length"]).run().ok().stdout, "0\n");
    let quiet = sandbox.nango(["connections", "list", "-q"]).run().ok().no_data();
    assert_eq!(quiet.stderr, "");
    sandbox.nango(["connections", "list", "--end-user", "u"]).run().ok().says("try --tag end_user_id=ID");
}

#[test]
fn get_finds_the_integration_by_itself() {
    let sandbox = SandboxProcess::start();
    let id =
        sandbox.connect(&["--integration", "unauthenticated", "--end-user", "u_1", "--organization", "o_1"]);
    let rows = sandbox.nango(["connections", "get", &id]).run().ok();
    assert_eq!(rows.rows()[0], ["connection", id.as_str()]);
    assert_eq!(rows.rows()[1], ["integration", "unauthenticated"]);
    assert_eq!(rows.rows()[3], ["end user", "u_1 (o_1)"]);
    assert_eq!(sandbox.nango(["connections", "get", &id, "-q"]).run().ok().value(), id);

    let mut elsewhere = row(2);
    elsewhere["connection_id"] = json!("c_1");
    elsewhere["provider_config_key"] = json!("slack");
    let both = Answer::json(json!({ "connections": [row(1), elsewhere] }));
    let both = Peer::new().expect("GET /connections", both);
    both.nango(["connections", "get", "c_1"])
        .run()
        .exits(2)
        .says("several integrations have a connection c_1")
        .says("--integration: github, slack");
    sandbox.nango(["connections", "get", "nope"]).run().exits(4).says("connections list");
    sandbox.nango(["connections", "get", "nope", "--integration", "github"]).run().exits(4);
    sandbox.nango(["connections", "get", &id, "--integration", "nope"]).run().exits(4);
    for odd in ["..", ".", "a/b", "%2e%2e", "é ?#"] {
        sandbox.nango(["connections", "get", odd]).run().exits(4).no_data();
    }
}

#[test]
fn credentials_are_masked_unless_asked_for() {
    let sandbox = SandboxProcess::start();
    let run = sandbox.nango(["connect", "--provider", "openai", "--credentials-file", "-", "-q"]);
    let id = run.stdin(r#"{"apiKey":"sk-live-abcdefghijklmnop"}"#).run().ok().value().to_owned();
    for args in [&["connections", "get", &id][..], &["connections", "get", &id, "--json"]] {
        let output = sandbox.nango(args.iter().copied()).run().ok();
        assert!(!output.stdout.contains("abcdefgh") && output.stdout.contains('…'), "{output:?}");
    }
    let shown = ["connections", "get", &id, "--show-credentials", "--jq", ".credentials.apiKey"];
    assert_eq!(sandbox.nango(shown).run().ok().value(), "sk-live-abcdefghijklmnop");

    // What a connection's config holds may be secret, too.
    let mut connection = row(1);
    for (name, value) in [
        ("connection_config", json!({"subdomain": "acme", "oauth_client_secret_override": "s3cr3t"})),
        ("credentials", json!({"type": "OAUTH2", "access_token": "s3cr3t", "raw": {"id_token": "s3cr3t"}})),
        ("created_at", json!("2026-11-24T02:36:58Z")),
        ("updated_at", json!("2026-11-24T02:36:58Z")),
        ("last_fetched_at", json!("2026-11-24T02:36:58Z")),
        ("metadata", json!({})),
    ] {
        connection[name] = value;
    }
    let peer = Peer::new().expect("GET /connections/c_1", Answer::json(connection));
    let output = peer
        .nango([
            "connections",
            "get",
            "c_1",
            "--integration",
            "github",
            "--force-refresh",
            "--refresh-token",
            "--json",
        ])
        .run()
        .ok();
    assert!(!output.stdout.contains("s3cr3t") && output.stdout.contains("acme"), "{output:?}");
    let query = peer.seen()[0].query();
    for flag in ["force_refresh", "refresh_token"] {
        assert!(query.contains(&(flag.to_owned(), "true".to_owned())), "{query:?}");
    }
}

#[test]
fn integrations() {
    let sandbox = SandboxProcess::start();
    let rows = sandbox.nango(["integrations", "list"]).run().ok();
    assert!(rows.rows().contains(&vec!["github", "github", "GitHub (User OAuth)"]), "{rows:?}");
    assert_eq!(
        sandbox.nango(["integrations", "list", "--provider", "github", "-q"]).run().ok().value(),
        "github"
    );
    let none = sandbox.nango(["integrations", "list", "--provider", "nope"]).run().ok().no_data();
    none.says("no integrations");
    let github = sandbox.nango(["integrations", "get", "github"]).run().ok();
    assert_eq!(github.rows()[0], ["unique key", "github"]);
    assert!(!github.stdout.contains("client secret"), "{github:?}");
    assert_eq!(sandbox.nango(["integrations", "get", "github", "-q"]).run().ok().value(), "github");
    let document = sandbox.nango(["integrations", "get", "github", "--json", "--webhook"]).run().ok().json();
    assert!(document["webhook_url"].is_string() || document["webhook_url"].is_null(), "{document}");
    assert!(document.get("webhook_url").is_some(), "{document}");
    sandbox.nango(["integrations", "get", "nope"]).run().exits(4);

    let secret = json!({"data": {"unique_key": "g", "provider": "github", "display_name": "G", "logo": "",
        "credentials": {"type": "OAUTH2", "client_id": "id", "client_secret": "s3cr3t", "scopes": "repo"}}});
    let peer = Peer::new().expect("GET /integrations/g", Answer::json(secret));
    let output = peer.nango(["integrations", "get", "g", "--show-credentials"]).run().ok();
    assert!(output.stdout.contains("client secret\ts3cr3t"), "{output:?}");
    assert!(peer.seen()[0].query().contains(&("include".to_owned(), "credentials".to_owned())));
}

#[test]
fn providers() {
    let sandbox = SandboxProcess::start();
    let keys = sandbox.nango(["providers", "list", "--auth-mode", "none", "-q"]).run().ok();
    assert_eq!(keys.value(), "unauthenticated");
    let found = sandbox.nango(["providers", "list", "--search", "notio"]).run().ok();
    assert_eq!(found.rows(), [["notion", "OAUTH2", "Notion"]]);
    sandbox.nango(["providers", "list", "--search", "zzz"]).run().ok().no_data().says("no such provider");
    let zendesk = sandbox.nango(["providers", "get", "zendesk"]).run().ok();
    assert!(zendesk.stdout.contains("connection config\tsubdomain\trequired"), "{zendesk:?}");
    let keys =
        sandbox.nango(["providers", "get", "zendesk", "--jq", ".connection_config | keys | .[]"]).run().ok();
    assert_eq!(keys.value(), "subdomain");
    let openai = sandbox.nango(["providers", "get", "openai"]).run().ok();
    assert!(openai.stdout.contains("credentials\tapiKey\trequired"), "{openai:?}");
    sandbox.nango(["providers", "get", "nope"]).run().exits(4);
    assert_eq!(sandbox.nango(["providers", "get", "openai", "-q"]).run().ok().value(), "openai");

    let peer = Peer::new().expect("GET /providers", Answer::json(json!({"data": []})));
    peer.nango(["providers", "list", "--search", "a&b"]).run().ok();
    assert_eq!(peer.seen()[0].query(), [("search".to_owned(), "a&b".to_owned())]);
}

/// The line of that name, without it.
fn line<'a>(text: &'a str, name: &str) -> &'a str {
    let mut lines = text.lines().filter_map(|line| line.split_once('\t'));
    lines
        .find(|(found, _)| *found == name)
        .map(|(_, rest)| rest)
        .unwrap_or_else(|| panic!("no {name} in {text}"))
}

#[test]
fn a_provider_in_plain_words() {
    for (mode, browser, connecting, integration) in [
        ("OAUTH2", "needed", "signs in at P and agrees", "(client_id, client_secret), or the one that Nango"),
        (
            "CUSTOM",
            "needed",
            "installs the app",
            "(client_id, client_secret, app_id, app_link, private_key).",
        ),
        ("INSTALL_PLUGIN", "needed", "installs the plugin", "dashboard"),
        ("API_KEY", "not needed", "API key", "nothing of its own"),
        ("NONE", "not needed", "Nothing has to be given", "nothing of its own"),
        ("TBA", "not needed", "Credentials are given", "May have your developer app's"),
    ] {
        let provider = json!({"data": {"name": "p", "display_name": "P", "auth_mode": mode}});
        let peer = Peer::new().expect("GET /providers/p", Answer::json(provider));
        let text = peer.nango(["providers", "get", "p"]).run().ok().stdout;
        assert_eq!(line(&text, "browser"), browser);
        assert!(line(&text, "connecting").contains(connecting), "{text}");
        assert!(line(&text, "integration").contains(integration), "{text}");
        assert!(line(&text, "create").starts_with("nango-cli integrations create --provider p"), "{text}");
    }
    let provider = json!({"data": {"name": "p", "display_name": "P", "auth_mode": "TWO_STEP",
        "connection_config": {
            "host": {"type": "string", "title": "Host", "example": "it's here", "pattern": "^.+$", "order": 1},
            "region": {"type": "string", "title": "Region", "enum": ["eu", "us"], "optional": true, "order": 2},
            "hid": {"type": "string", "hidden": true, "default_value": "x"}},
        "credentials": {"userKey": {"type": "string", "title": "Key", "description": "From\tthere"}},
        "integration_config": {"license": {"type": "string", "title": "License"}}}});
    let peer = Peer::new().expect("GET /providers/p", Answer::json(provider));
    let output = peer.nango(["providers", "get", "p"]).run().ok();
    let rows = output.rows();
    for row in [
        &["integration config", "license", "required", "", "License", "", "", ""],
        &["connection config", "host", "required", "", "Host", "", "matches ^.+$", "it's here"],
        &["connection config", "region", "optional", "", "Region", "", "one of eu, us", ""],
        &["credentials", "userKey", "required", "secret", "Key", "From\\tthere", "", ""],
    ] {
        assert!(rows.contains(&row.to_vec()), "no {row:?} in {rows:#?}");
    }
    assert!(!output.stdout.contains("hid\t"), "{output:?}");
    assert_eq!(
        line(&output.stdout, "connect"),
        r"nango-cli connect --provider p --param 'host=it'\''s here' --credentials-file FILE"
    );
    assert_eq!(line(&output.stdout, "FILE"), r#"{"userKey":"…"}"#);
}
