//! What sessions take, how long they live and what a reconnect replaces.

use jiff::SignedDuration;
use serde_json::{Value, json};
use url::Url;

use crate::world::{World, value};

fn issue(code: &str, message: &str, path: Value) -> Value {
    json!({"code": code, "message": message, "path": path})
}

/// Protocol §13.1 and §1.5, and more of the same kind.
#[test]
fn bodies_are_refused_in_nangos_words() {
    let mut world = World::new();
    let long = "x".repeat(256);
    let eleven: Value =
        (0..11).map(|n| (format!("k{n}"), json!("v"))).collect::<serde_json::Map<_, _>>().into();
    for (body, issues) in [
        (
            json!({"end_user": null, "tags": {}}),
            vec![issue("invalid_type", "Invalid input: expected object, received null", json!(["end_user"]))],
        ),
        (json!([]), vec![issue("invalid_type", "Invalid input: expected object, received array", json!([]))]),
        (
            json!({"tags": []}),
            vec![issue("invalid_type", "Invalid input: expected record, received array", json!(["tags"]))],
        ),
        (
            json!({"tags": {"1abc": "x"}}),
            vec![issue("invalid_key", "Invalid key in record", json!(["tags", "1abc"]))],
        ),
        (
            json!({"tags": eleven}),
            vec![issue("custom", "Tags cannot contain more than 10 keys", json!(["tags"]))],
        ),
        (
            json!({"tags": {"a": "1", "A": "2"}}),
            vec![issue("custom", "Duplicate tag key after case normalization: \"a\"", json!(["tags"]))],
        ),
        (
            json!({"tags": {"end_user_email": "x"}}),
            vec![issue("custom", "Tag \"end_user_email\" must be a valid email", json!(["tags"]))],
        ),
        (
            json!({"tags": {"a": ""}}),
            vec![issue(
                "too_small",
                "Too small: expected string to have >=1 characters",
                json!(["tags", "a"]),
            )],
        ),
        (
            json!({"tags": {"a": long}}),
            vec![issue("too_big", "Tag values must be at most 255 characters", json!(["tags", "a"]))],
        ),
        (
            json!({"tags": {"a": 1}}),
            vec![issue(
                "invalid_type",
                "Invalid input: expected string, received number",
                json!(["tags", "a"]),
            )],
        ),
        (
            json!({"end_user": {"display_name": true}, "foo": 1, "bar": 2}),
            vec![
                issue(
                    "invalid_type",
                    "Invalid input: expected string, received undefined",
                    json!(["end_user", "id"]),
                ),
                issue(
                    "invalid_type",
                    "Invalid input: expected string, received boolean",
                    json!(["end_user", "display_name"]),
                ),
                issue("unrecognized_keys", "Unrecognized keys: \"foo\", \"bar\"", json!([])),
            ],
        ),
        (
            json!({"tags": {}, "allowed_integrations": ["a/b"]}),
            vec![issue(
                "invalid_format",
                "Invalid string: must match pattern /^[a-zA-Z0-9~:.@ _-]+$/",
                json!(["allowed_integrations", "0"]),
            )],
        ),
        (
            json!({"tags": {}, "webhook_url_override": "nope"}),
            vec![issue("invalid_union", "Invalid input", json!(["webhook_url_override"]))],
        ),
        (
            json!({"tags": {}, "webhook_url_override": 1}),
            vec![issue("invalid_union", "Invalid input", json!(["webhook_url_override"]))],
        ),
        (
            json!({"tags": {}, "webhook_url_override": "ftp://x.example"}),
            vec![issue("custom", "This webhook URL is not allowed.", json!(["webhook_url_override"]))],
        ),
        (
            json!({"tags": {}, "webhook_url_override": "https://NANGO.dev./x"}),
            vec![issue(
                "custom",
                "Webhook URLs cannot point to Nango's domain (nango.dev).",
                json!(["webhook_url_override"]),
            )],
        ),
        (
            json!({"tags": {}, "integrations_config_defaults": {"github": {"connection_config": {"webhook_url": "https://api.nango.dev"}}}}),
            vec![issue(
                "custom",
                "Webhook URLs cannot point to Nango's domain (nango.dev).. Note: connection_config.webhook_url is deprecated; use top-level webhook_url_override instead.",
                json!(["integrations_config_defaults", "github", "connection_config", "webhook_url"]),
            )],
        ),
        (
            json!({"tags": {}, "allowed_integrations": ["github", "no"], "integrations_config_defaults": {"nope": {}}, "overrides": {"neither": {}}}),
            vec![
                issue("custom", "Integration does not exist", json!(["allowed_integrations", "1"])),
                issue(
                    "custom",
                    "Integration does not exist",
                    json!(["integrations_config_defaults", "nope"]),
                ),
                issue("custom", "Integration does not exist", json!(["overrides", "neither"])),
            ],
        ),
    ] {
        let (status, reply) = world.api("POST", "/connect/sessions", body.clone());
        assert_eq!(
            (status, reply),
            (400, json!({"error": {"code": "invalid_body", "errors": issues}})),
            "{body}"
        );
    }
    let (status, reply) = world.api("POST", "/connect/sessions?env=dev", json!({}));
    assert_eq!((status, &reply["error"]["code"]), (400, &json!("invalid_query_params")));
    // Merged, the tags are too many: that is found only later (protocol §2.1).
    let nine: Value = (0..9).map(|n| (format!("k{n}"), json!("v"))).collect::<serde_json::Map<_, _>>().into();
    let body = json!({"end_user": {"id": "u", "display_name": "U"}, "tags": nine});
    let (status, reply) = world.api("POST", "/connect/sessions", body);
    assert_eq!((status, &reply["error"]["code"]), (500, &json!("server_error")));
}

/// The deprecated place of a webhook URL, and what it is when both are given (protocol §2.3).
#[test]
fn a_session_takes_its_webhook_url_from_two_places() {
    let mut world = World::new();
    let old = |url: &str| json!({"openai": {"connection_config": {"webhook_url": url}}});
    for (body, expected) in [
        (
            json!({"tags": {}, "integrations_config_defaults": old("http://127.0.0.1:1/old")}),
            Some("http://127.0.0.1:1/old"),
        ),
        (
            json!({"tags": {}, "integrations_config_defaults": old("http://127.0.0.1:1/old"), "webhook_url_override": "http://10.0.0.1/new"}),
            Some("http://10.0.0.1/new"),
        ),
        (
            json!({"tags": {}, "integrations_config_defaults": old("http://127.0.0.1:1/old"), "webhook_url_override": ""}),
            None,
        ),
        (json!({"tags": {}, "integrations_config_defaults": old("")}), None),
    ] {
        let token = world.session(body.clone());
        let target = format!("/api-auth/api-key/openai?connect_session_token={token}");
        let outcome =
            world.send("POST", &target, &[("Content-Type", "application/json")], r#"{"apiKey":"k"}"#);
        let urls: Vec<&str> = outcome.webhooks.iter().map(|hook| hook.url.as_str()).collect();
        assert_eq!(urls, Vec::from_iter(expected), "{body}");
    }
}

#[test]
fn a_token_lives_thirty_minutes() {
    let mut world = World::new();
    let token = world.session(json!({"tags": {"End_User_Id": "u_42"}}));
    world.now += SignedDuration::from_mins(30) - SignedDuration::from_millis(1);
    assert_eq!(world.bearer("GET", "/connect/session", &token).0, 200);
    let (id, _) = world.connect(&token, "/auth/unauthenticated/unauthenticated", Value::Null);
    let (_, connection) =
        world.api("GET", &format!("/connections/{id}?provider_config_key=unauthenticated"), Value::Null);
    assert_eq!(connection["tags"], json!({"end_user_id": "u_42"}));
    world.now += SignedDuration::from_millis(1);
    let (status, reply) = world.bearer("GET", "/connect/session", &token);
    assert_eq!((status, &reply["error"]["code"]), (401, &json!("unknown_connect_session_token")));
}

#[test]
fn a_reconnect_replaces_what_nango_replaces() {
    let mut world = World::with(|config| {
        config.webhook_url = Some(Url::parse("http://127.0.0.1:4000/all").expect("a URL"));
        config.on_auth_creation = false;
    });
    let token = world.session(json!({
        "end_user": {"id": "u_1", "email": "u1@example.com", "tags": {"Plan": "pro"}},
        "organization": {"id": "acme", "display_name": "Acme"},
        "integrations_config_defaults": {"jira-data-center-api-key": {"connection_config": {"baseUrl": "https://preset"}}},
        "webhook_url_override": "http://127.0.0.1:4000/one",
    }));
    let path = "/api-auth/api-key/jira-data-center-api-key?params[baseUrl]=https://typed&params[x]=1&params[webhook_url]=http://evil";
    let (id, hooks) = world.connect(&token, path, json!({"apiKey": "one"}));
    // The setting "on new connection" is off, so the creation is not told; a reconnect always is.
    assert_eq!(hooks, Vec::<Value>::new());
    let one = format!("/connections/{id}?provider_config_key=jira-data-center-api-key");
    let (_, before) = world.api("GET", &one, Value::Null);
    assert_eq!(before["connection_config"], json!({"x": "1", "baseUrl": "https://preset"}));
    assert_eq!(before["webhook_url_override"], "http://127.0.0.1:4000/one");
    assert_eq!(before["tags"]["plan"], "pro");

    let body = json!({"connection_id": id, "integration_id": "jira-data-center-api-key"});
    let (status, reply) = world.api("POST", "/connect/sessions/reconnect", body);
    assert_eq!(status, 201, "{reply}");
    let again = reply["data"]["token"].as_str().expect("a token").to_owned();
    let (_, session) = world.bearer("GET", "/connect/session", &again);
    assert_eq!(session["data"]["isReconnecting"], true);
    assert_eq!(session["data"]["endUser"]["id"], "u_1");
    assert_eq!(session["data"]["allowed_integrations"], json!(["jira-data-center-api-key"]));

    world.now += SignedDuration::from_secs(60);
    let (same, hooks) =
        world.connect(&again, "/api-auth/api-key/jira-data-center-api-key", json!({"apiKey": "two"}));
    assert_eq!(same, id);
    assert_eq!((hooks.len(), &hooks[0]["operation"], hooks[0].get("endUser")), (1, &json!("override"), None));
    let (_, after) = world.api("GET", &one, Value::Null);
    assert_eq!((&after["tags"], &after["webhook_url_override"]), (&json!({}), &Value::Null));
    assert_eq!((&after["connection_config"], &after["end_user"]), (&json!({}), &before["end_user"]));
    assert_eq!(after["credentials"]["apiKey"], "two");
    assert_eq!((&after["id"], &after["created_at"]), (&before["id"], &before["created_at"]));
    assert_ne!(after["updated_at"], before["updated_at"]);

    // Whoever else a reconnect names, the page greets whom the connection belongs to.
    let body =
        json!({"connection_id": id, "integration_id": "jira-data-center-api-key", "end_user": {"id": "u_2"}});
    let (_, reply) = world.api("POST", "/connect/sessions/reconnect", body);
    let other = reply["data"]["token"].as_str().expect("a token").to_owned();
    assert_eq!(world.bearer("GET", "/connect/session", &other).1["data"]["endUser"]["id"], "u_1");

    // The session targets one connection; once that is gone, it targets none.
    assert_eq!(world.api("DELETE", &one, Value::Null), (200, json!({"success": true})));
    let target = format!("/api-auth/api-key/jira-data-center-api-key?connect_session_token={again}");
    let gone =
        world.send("POST", &target, &[("Content-Type", "application/json")], r#"{"apiKey":"three"}"#).reply;
    assert_eq!((gone.status, value(&gone)), (400, json!({"error": {"code": "invalid_connection"}})));
}

/// A connection without an end user of its own is shown with the session's. An organization's id may be empty: the
/// session shows it, its connection has no organization then.
#[test]
fn an_organization_without_an_id_is_none() {
    let mut world = World::new();
    let (id, _) = {
        let token = world.session(json!({"tags": {}}));
        world.connect(&token, "/auth/unauthenticated/unauthenticated", Value::Null)
    };
    let user = json!({"id": "u_1"});
    let body = json!({"connection_id": id, "integration_id": "unauthenticated", "end_user": user, "organization": {"id": ""}});
    let (status, reply) = world.api("POST", "/connect/sessions/reconnect", body);
    assert_eq!(status, 201, "{reply}");
    let token = reply["data"]["token"].as_str().expect("a token").to_owned();
    let (_, session) = world.bearer("GET", "/connect/session", &token);
    assert_eq!(session["data"]["endUser"]["organization"], json!({"id": "", "display_name": null}));
    world.connect(&token, "/auth/unauthenticated/unauthenticated", Value::Null);
    let (_, one) =
        world.api("GET", &format!("/connections/{id}?provider_config_key=unauthenticated"), Value::Null);
    assert_eq!((&one["end_user"]["id"], &one["end_user"]["organization"]), (&json!("u_1"), &Value::Null));
    let (_, list) = world.api("GET", "/connections", Value::Null);
    assert_eq!(list["connections"][0]["end_user"], one["end_user"]);
}
