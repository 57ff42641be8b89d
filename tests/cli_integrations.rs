//! `integrations create|update|delete`, and what `connect` says where there is none. The peer is scripted: what is
//! sent is the point here.

mod common;

use common::{Answer, Peer};
use serde_json::{Value, json};

const PEM: &str = "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----";

fn provider(name: &str, mode: &str) -> Answer {
    Answer::json(json!({"data": {"name": name, "display_name": name, "auth_mode": mode}}))
}

fn integration(key: &str, provider: &str) -> Value {
    json!({"unique_key": key, "provider": provider, "display_name": "G", "logo": "", "forward_webhooks": true})
}

fn made(key: &str, provider: &str) -> Answer {
    Answer::json(json!({"data": integration(key, provider)}))
}

/// A peer that knows the provider and takes one integration of it.
fn taking(name: &str, mode: &str) -> Peer {
    Peer::new()
        .expect(&format!("GET /providers/{name}"), provider(name, mode))
        .expect("POST /integrations", made(name, name))
}

#[test]
fn every_mode_of_developer_app() {
    let pem_file = format!("{PEM}\n");
    for (mode, given, scopes, sent) in [
        (
            "OAUTH2",
            json!({"client_id": "i", "client_secret": "s\n", "scopes": "a b", "webhook_secret": "w"}),
            &["c,a", "d"][..],
            json!({"client_id": "i", "client_secret": "s", "scopes": "c,a,d,b", "webhook_secret": "w"}),
        ),
        (
            "OAUTH1",
            json!({"type": "OAUTH1", "client_id": "i", "client_secret": "s"}),
            &[],
            json!({"client_id": "i", "client_secret": "s"}),
        ),
        (
            "TBA",
            json!({"client_id": "i", "client_secret": "s"}),
            &["x"],
            json!({"client_id": "i", "client_secret": "s", "scopes": "x"}),
        ),
        (
            "APP",
            json!({"app_id": 99, "app_link": "https://github.com/apps/x", "private_key": pem_file}),
            &[],
            json!({"app_id": "99", "app_link": "https://github.com/apps/x", "private_key": PEM}),
        ),
        (
            "CUSTOM",
            json!({"client_id": "i", "client_secret": "s", "app_id": "9", "app_link": "https://x.example", "private_key_file": "app.pem"}),
            &[],
            json!({"client_id": "i", "client_secret": "s", "app_id": "9", "app_link": "https://x.example", "private_key": PEM}),
        ),
    ] {
        let peer = taking("p", mode);
        let args = ["integrations", "create", "--provider", "p", "--credentials-file", "-", "-q"];
        let run = peer.nango(args).args(scopes.iter().flat_map(|scope| ["--scope", scope]));
        let output = run.file("app.pem", &pem_file).stdin(given.to_string()).run().ok();
        assert_eq!(output.value(), "p");
        let mut credentials = sent;
        credentials["type"] = json!(mode);
        let body = peer.seen()[1].json();
        assert_eq!(body, json!({"provider": "p", "unique_key": "p", "credentials": credentials}), "{mode}");
    }
}

#[test]
fn options_reach_the_api() {
    let peer = taking("openai", "API_KEY");
    let args = ["integrations", "create", "--provider", "openai", "--key", "ai 2", "--name", "Zoë's"];
    let output = peer.nango(args).args(["--custom", "a=b=c", "--no-forward-webhooks"]).run().ok();
    let body = json!({"provider": "openai", "unique_key": "ai 2", "display_name": "Zoë's",
        "forward_webhooks": false, "custom": {"a": "b=c"}});
    assert_eq!(peer.seen()[1].json(), body);
    assert_eq!(output.rows()[0], ["unique key", "openai"]);
    output.says("nango-cli connect --integration openai");

    let peer = Peer::new()
        .expect("GET /providers/github", provider("github", "OAUTH2"))
        .expect("POST /integrations/quickstart", made("github", "github"));
    let args = ["integrations", "create", "--provider", "github", "--quickstart", "--json"];
    assert_eq!(peer.nango(args).run().ok().json(), integration("github", "github"));
    assert_eq!(peer.seen()[1].json(), json!({"provider": "github", "unique_key": "github"}));

    for (mode, warns) in [("MCP_OAUTH2", true), ("INSTALL_PLUGIN", true), ("MCP_OAUTH2_GENERIC", false)] {
        let output = taking("p", mode).nango(["integrations", "create", "--provider", "p"]).run().ok();
        assert_eq!(output.stderr.contains("only the dashboard"), warns, "{output:?}");
    }
}

fn aws() -> Answer {
    Answer::json(
        json!({"data": {"name": "aws", "display_name": "AWS", "auth_mode": "AWS_SIGV4", "integration_config": {
            "service": {"type": "string", "title": "AWS Service", "pattern": "^[a-z0-9-]+$", "example": "s3", "order": 1},
            "mode": {"type": "string", "enum": ["builtin", "custom"], "default_value": "builtin", "optional": true},
            "secretKey": {"type": "string", "secret": true, "optional": true},
        }}}),
    )
}

#[test]
fn integration_config_is_what_the_provider_declares() {
    let peer =
        Peer::new().expect("GET /providers/aws", aws()).expect("POST /integrations", made("aws", "aws"));
    let args =
        ["integrations", "create", "--provider", "aws", "--config", "service=s3", "--credentials-file", "-"];
    peer.nango(args).stdin(r#"{"integration_config":{"secretKey":"s3cr3t"}}"#).run().ok();
    let body = peer.seen()[1].json();
    assert_eq!(
        body,
        json!({"provider": "aws", "unique_key": "aws", "integration_config": {"service": "s3", "secretKey": "s3cr3t"}})
    );

    for (args, says) in [
        (&[][..], &["--config service=…", "is missing: AWS Service, for example s3"][..]),
        (
            &["--config", "service=S 3", "--config", "nope=1", "--config", "mode=x"],
            &["config service", "config nope", "builtin, custom"],
        ),
        (&["--config", "service=s3", "--custom", "a=b"], &["takes --config instead"]),
        (
            &["--config", "secretKey=s3cr3t"],
            &["others can see a command line", "\"integration_config\":{\"secretKey\""],
        ),
    ] {
        let peer = Peer::new().expect("GET /providers/aws", aws());
        let mut output = peer
            .nango(["integrations", "create", "--provider", "aws"])
            .args(args.iter().copied())
            .run()
            .exits(2);
        assert!(!output.stderr.contains("s3cr3t"), "{output:?}");
        for part in says {
            output = output.says(part);
        }
    }
    let peer = Peer::new()
        .expect("GET /integrations/aws", made("aws", "aws"))
        .expect("GET /providers/aws", aws())
        .expect("PATCH /integrations/aws", made("aws", "aws"));
    peer.nango(["integrations", "update", "aws", "--config", "mode=custom"]).run().ok();
    assert_eq!(peer.seen()[2].json(), json!({"integration_config": {"mode": "custom"}}));
}

#[test]
fn everything_that_is_missing_or_wrong_is_said_at_once() {
    let create = |mode: &str, args: &[&str], file: Option<&str>| {
        let peer = Peer::new().expect("GET /providers/p", provider("p", mode));
        let run =
            peer.nango(["integrations", "create", "--provider", "p", "--json"]).args(args.iter().copied());
        let run = match file {
            Some(file) => run.args(["--credentials-file", "-"]).stdin(file),
            None => run,
        };
        let output = run.run().exits(2).no_data();
        assert!(!output.stderr.contains("s3cr3t"), "{output:?}");
        output.error()
    };
    let paths = |error: &Value| -> Vec<String> {
        let details = error["details"].as_array().expect("details");
        details.iter().map(|detail| detail["path"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let bare = create("OAUTH2", &["--key", "a/b", "--name", "", "--scope", "a;b"], None);
    assert_eq!(
        paths(&bare),
        ["--key", "--name", "credentials client_id", "credentials client_secret", "scopes"]
    );
    let hint = bare["hint"].as_str().unwrap_or_default();
    assert!(hint.contains("--credentials-file FILE") && hint.contains("--quickstart"), "{hint}");
    let app = create(
        "APP",
        &[],
        Some(r#"{"type":"OAUTH2","app_link":"x","private_key":"s3cr3t","client_secret":"s3cr3t"}"#),
    );
    assert_eq!(
        paths(&app),
        [
            "credentials type",
            "credentials app_id",
            "credentials app_link",
            "credentials private_key",
            "credentials client_secret"
        ]
    );
    assert_eq!(paths(&create("TBA", &[], Some(r#"{"client_secret":"s3cr3t"}"#))), ["credentials client_id"]);
    assert_eq!(
        paths(&create("API_KEY", &["--scope", "x"], Some(r#"{"apiKey":"s3cr3t"}"#))),
        ["scopes", "credentials apiKey"]
    );
    assert_eq!(paths(&create("BASIC", &["--quickstart"], None)), ["--quickstart"]);
    assert_eq!(paths(&create("API_KEY", &["--config", "a=b"], None)), ["config a"]);

    for args in [
        &["--quickstart", "--scope", "x"][..],
        &["--custom", "password=s3cr3t"],
        &["--credentials-file", "missing"],
    ] {
        let run = Peer::new().nango(["integrations", "create", "--provider", "p"]).args(args.iter().copied());
        let output = run.run().exits(2);
        assert!(!output.stderr.contains("s3cr3t"), "{output:?}");
    }
}

#[test]
fn nangos_own_refusals_have_a_hint() {
    let taken = json!({"error": {"code": "invalid_body", "errors": [
        {"code": "invalid_string", "message": "Unique key already exists", "path": ["uniqueKey"]}]}});
    let peer = Peer::new()
        .expect("GET /providers/p", provider("p", "NONE"))
        .expect("POST /integrations", Answer::new(400, "application/json", taken.to_string()));
    peer.nango(["integrations", "create", "--provider", "p"]).run().exits(5).says("--key UNIQUE_KEY");
    let none = "No Nango-provided developer app is configured for this provider";
    let peer = Peer::new()
        .expect("GET /providers/p", provider("p", "OAUTH2"))
        .expect("POST /integrations/quickstart", Answer::error(400, "invalid_body", none));
    let run = peer.nango(["integrations", "create", "--provider", "p", "--quickstart"]);
    run.run().exits(5).says("leave out --quickstart");
}

fn with_app(credentials: Value) -> Answer {
    let mut integration = integration("g", "github");
    if !credentials.is_null() {
        integration["credentials"] = credentials;
    }
    Answer::json(json!({ "data": integration }))
}

#[test]
fn an_update_sends_what_is_given() {
    let peer = Peer::new().expect("PATCH /integrations/g", made("g", "github"));
    let args =
        ["integrations", "update", "g", "--name", "N", "--new-key", "h", "--forward-webhooks", "false"];
    peer.nango(args).run().ok();
    assert_eq!(
        peer.seen()[0].json(),
        json!({"display_name": "N", "unique_key": "h", "forward_webhooks": false})
    );
    Peer::new().nango(["integrations", "update", "g"]).run().exits(2).says("nothing to change");

    let old = json!({"type": "OAUTH2", "client_id": "i", "client_secret": "s3cr3t", "scopes": "a", "webhook_secret": null});
    for (args, file, sent) in [
        (
            &["--scope", "b c"][..],
            None,
            json!({"client_id": "i", "client_secret": "s3cr3t", "scopes": "b,c"}),
        ),
        (
            &[],
            Some(r#"{"client_secret":"new"}"#),
            json!({"client_id": "i", "client_secret": "new", "scopes": "a"}),
        ),
        (
            &[],
            Some(r#"{"client_id":"j","client_secret":"new"}"#),
            json!({"client_id": "j", "client_secret": "new"}),
        ),
    ] {
        let peer = Peer::new()
            .expect("GET /integrations/g", with_app(old.clone()))
            .expect("GET /providers/github", provider("github", "OAUTH2"))
            .expect("PATCH /integrations/g", made("g", "github"));
        let run = peer.nango(["integrations", "update", "g"]).args(args.iter().copied());
        let run = match file {
            Some(file) => run.args(["--credentials-file", "-"]).stdin(file),
            None => run,
        };
        run.run().ok();
        assert_eq!(peer.seen()[0].query(), [("include".to_owned(), "credentials".to_owned())]);
        let mut credentials = sent;
        credentials["type"] = json!("OAUTH2");
        assert_eq!(peer.seen()[2].json(), json!({ "credentials": credentials }));
    }

    // A key that may not read them, and an app that is not the user's own.
    let shared = json!({"type": "OAUTH2", "client_id": "", "client_secret": "", "scopes": ""});
    for (credentials, code, says) in
        [(Value::Null, 3, "read_credentials"), (shared, 2, "Nango's shared developer app")]
    {
        let peer = Peer::new()
            .expect("GET /integrations/g", with_app(credentials))
            .expect("GET /providers/github", provider("github", "OAUTH2"));
        peer.nango(["integrations", "update", "g", "--scope", "b"]).run().exits(code).says(says);
    }
    let peer = Peer::new().expect(
        "PATCH /integrations/g",
        Answer::error(400, "invalid_body", "Can't rename an integration with active connections"),
    );
    let run = peer.nango(["integrations", "update", "g", "--new-key", "h"]);
    run.run().exits(5).says("connections list --integration g");
}

fn connections(count: i64) -> Answer {
    let row = |id: i64| {
        json!({"id": id, "connection_id": format!("c_{id}"), "provider_config_key": "g",
        "provider": "github", "errors": [], "end_user": null, "tags": {}, "metadata": null, "created": ""})
    };
    Answer::json(json!({ "connections": (0..count).map(row).collect::<Vec<_>>() }))
}

#[test]
fn deleting_says_what_goes_with_it() {
    let known = || Peer::new().expect("GET /integrations/g", made("g", "github"));
    let peer = known().expect("GET /connections", connections(3));
    peer.nango(["integrations", "delete", "g"]).run().exits(2).says("g and its 3 connections").says("--yes");
    let query = peer.seen()[1].query();
    assert!(query.contains(&("integrationId".to_owned(), "g".to_owned())), "{query:?}");
    let peer = known()
        .expect("GET /connections", connections(1))
        .expect("DELETE /integrations/g", Answer::json(json!({"success": true})));
    peer.nango(["integrations", "delete", "g", "--yes"])
        .run()
        .ok()
        .no_data()
        .says("deleted g and its connection");
    // A key that may not list.
    let peer = known()
        .expect("GET /connections", Answer::error(403, "forbidden", "Insufficient scope."))
        .expect("DELETE /integrations/g", Answer::json(json!({"success": true})));
    let document = peer.nango(["integrations", "delete", "g", "--yes", "--json"]).run().ok().json();
    assert_eq!(document, json!({"success": true, "connections": null}));
    let peer = Peer::new().expect("GET /integrations/g", Answer::error(404, "not_found", "does not exist"));
    peer.nango(["integrations", "delete", "g", "--yes"]).run().exits(4);
}

#[test]
fn credentials_show_when_asked_for_only() {
    for credentials in [
        json!({"type": "OAUTH2", "client_id": "s3-id", "client_secret": "s3-secret", "scopes": "s3-scope", "webhook_secret": "s3-hook"}),
        json!({"type": "APP", "app_id": "s3-app", "private_key": "s3-key", "app_link": "s3-link"}),
        json!({"type": "CUSTOM", "client_id": "s3-id", "client_secret": "s3-secret", "app_id": "s3-app", "app_link": "s3-link", "private_key": "s3-key"}),
    ] {
        let asked = ["integrations", "get", "g", "--show-credentials"];
        let peer = Peer::new().expect("GET /integrations/g", with_app(credentials.clone()));
        let shown = peer.nango(asked).run().ok().stdout;
        for value in credentials.as_object().expect("an object").values().filter_map(Value::as_str) {
            assert!(shown.contains(value), "{value} in {shown}");
        }
        // Even if they came.
        for more in [&[][..], &["--json"]] {
            let peer = Peer::new().expect("GET /integrations/g", with_app(credentials.clone()));
            let masked = peer.nango(["integrations", "get", "g"]).args(more.iter().copied()).run().ok();
            assert!(!masked.stdout.contains("s3-"), "{masked:?}");
        }
    }
    let peer = Peer::new().expect("GET /integrations/g", with_app(Value::Null));
    peer.nango(["integrations", "get", "g", "--show-credentials"]).run().ok().says("read_credentials");
}

#[test]
fn connecting_what_is_not_there_says_how_to_make_it() {
    let none = || Peer::new().expect("GET /integrations", Answer::json(json!({"data": []})));
    for (mode, says) in [
        ("OAUTH2", "integrations create --provider p --credentials-file FILE (or --quickstart"),
        ("CUSTOM", "integrations create --provider p --credentials-file FILE"),
        ("API_KEY", "nango-cli integrations create --provider p"),
    ] {
        let peer = none().expect("GET /providers/p", provider("p", mode));
        let output = peer.nango(["connect", "--provider", "p"]).run().exits(4).says(says);
        assert!(
            output.stderr.contains("no_integration") || output.stderr.contains("no integration"),
            "{output:?}"
        );
    }
    let peer = none().expect("GET /providers/aws", aws());
    peer.nango(["connect", "--provider", "aws"]).run().exits(4).says("--provider aws --config service=…");

    let all = json!({"data": [{"name": "github", "display_name": "G", "auth_mode": "OAUTH2"},
        {"name": "slack", "display_name": "S", "auth_mode": "OAUTH2"}]});
    for args in [
        &["connect", "--provider", "gihtub"][..],
        &["session", "create", "--end-user", "u", "--provider", "gihtub"],
        &["integrations", "create", "--provider", "gihtub"],
        &["providers", "get", "gihtub"],
    ] {
        let peer = if matches!(args[0], "connect" | "session") { none() } else { Peer::new() };
        let peer = peer
            .expect("GET /providers/gihtub", Answer::error(404, "not_found", "Unknown provider gihtub"))
            .expect("GET /providers", Answer::json(all.clone()));
        peer.nango(args.iter().copied()).run().exits(4).says("did you mean github?");
    }
}
