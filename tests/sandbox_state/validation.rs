//! What Nango's validator, zod 4.0.5, says of bodies and queries beside the recorded ones. Each row was compared with
//! what that zod says of it.

use nango_cli::sandbox::API_KEY;
use serde_json::{Value, json};

use crate::world::{World, value};

/// Code, message and path, whose parts are told apart by a bar.
type Row = (&'static str, &'static str, &'static str);

const ARRAY: Row = ("invalid_type", "Invalid input: expected string, received array", "end_user|email");
const NO_UNION: &str = "Invalid input";
const NO_KEY: Row = ("invalid_key", "Invalid key in record", "integrations_config_defaults|a!");
const SHORT: &str = "Too small: expected string to have >=1 characters";
const PROVIDER: &str = "Invalid string: must match pattern /^[a-zA-Z0-9_-]+$/";

fn issues(rows: &[Row]) -> Value {
    let one = |(code, message, path): &Row| {
        let path: Vec<&str> = path.split('|').filter(|part| !part.is_empty()).collect();
        json!({"code": code, "message": message, "path": path})
    };
    rows.iter().map(one).collect()
}

#[test]
fn bodies() {
    let mut world = World::new();
    let user = |more: Value| json!({"end_user": {"id": "u", "tags": more}});
    let made =
        |credentials: Value| json!({"provider": "github", "unique_key": "x", "credentials": credentials});
    let import = |credentials: Value| json!({"provider_config_key": "github", "credentials": credentials});
    let ids = |ids: Value| json!({"connection_id": ids, "provider_config_key": "github", "metadata": {}});
    let eleven: serde_json::Map<_, _> = (0..11).map(|n| (format!("k{n}"), json!("v"))).collect();
    let long = "x".repeat(2049);
    for (target, body, expected) in [
        (
            "POST /connect/sessions",
            json!({"end_user": {"id": "u", "email": []}}),
            &[ARRAY, ("too_small", "Too small: expected array to have >=5 items", "end_user|email")][..],
        ),
        (
            "POST /connect/sessions",
            user(json!({"A": "1", "a": "2"})),
            &[("custom", "Duplicate tag key after case normalization: \"a\"", "end_user|tags")],
        ),
        (
            "POST /connect/sessions",
            user(json!(eleven)),
            &[("custom", "Tags cannot contain more than 10 keys", "end_user|tags")],
        ),
        (
            "POST /connect/sessions",
            json!({"tags": {}, "integrations_config_defaults": {"a!": {}}}),
            &[NO_KEY],
        ),
        (
            "POST /connect/sessions",
            json!({"tags": {}, "webhook_url_override": "ftp://nango.dev"}),
            &[
                (
                    "custom",
                    "Webhook URLs cannot point to Nango's domain (nango.dev).",
                    "webhook_url_override",
                ),
                ("custom", "This webhook URL is not allowed.", "webhook_url_override"),
            ],
        ),
        (
            "POST /integrations",
            json!({"provider": "", "unique_key": "x"}),
            &[("invalid_format", PROVIDER, "provider")],
        ),
        (
            "POST /integrations",
            made(json!(null)),
            &[("invalid_type", "invalid credentials object", "credentials")],
        ),
        (
            "POST /integrations",
            made(json!({"type": 1})),
            &[("invalid_union", "invalid credentials object", "credentials|type")],
        ),
        ("PATCH /integrations/b!d", json!({"display_name": ""}), &[("too_small", SHORT, "display_name")]),
        (
            "POST /connections",
            import(json!(null)),
            &[("invalid_type", "Invalid input: expected object, received null", "credentials")],
        ),
        ("POST /connections", import(json!({})), &[("invalid_union", NO_UNION, "credentials|type")]),
        (
            "POST /connections",
            import(json!({"type": "OAUTH1", "oauth_token": long, "oauth_token_secret": ""})),
            &[
                ("too_big", "Too big: expected string to have <=2048 characters", "credentials|oauth_token"),
                ("too_small", SHORT, "credentials|oauth_token_secret"),
            ],
        ),
        (
            "POST /connections",
            import(
                json!({"type": "OAUTH2", "access_token": "a", "expires_at": "soon", "config_override": {"client_id": ""}}),
            ),
            &[
                ("invalid_type", "Invalid input: expected date, received Date", "credentials|expires_at"),
                ("too_small", SHORT, "credentials|config_override|client_id"),
            ],
        ),
        (
            "POST /connections",
            json!({"credentials": {"type": "NONE"}, "connection_id": 1, "metadata": [], "connection_config": {"oauth_scopes_override": ""}}),
            &[
                ("invalid_type", "Invalid input: expected string, received undefined", "provider_config_key"),
                ("invalid_type", "Invalid input: expected record, received array", "metadata"),
                (
                    "invalid_type",
                    "Invalid input: expected array, received string",
                    "connection_config|oauth_scopes_override",
                ),
                ("invalid_type", "Invalid input: expected string, received number", "connection_id"),
            ],
        ),
        ("POST /connections/metadata", ids(json!("")), &[("invalid_union", NO_UNION, "connection_id")]),
        ("PATCH /connection/metadata", ids(json!(["a", 1])), &[("invalid_union", NO_UNION, "connection_id")]),
    ] {
        let (method, path) = target.split_once(' ').expect("a method");
        let (status, reply) = world.api(method, path, body.clone());
        let told = (status, reply["error"]["code"].as_str(), reply["error"]["errors"].clone());
        assert_eq!(told, (400, Some("invalid_body"), issues(expected)), "{target} {body}");
    }
}

#[test]
fn queries() {
    let mut world = World::new();
    let token = world.session(json!({"tags": {}}));
    let number = "Invalid input: expected number, received number";
    let include = ("invalid_union", NO_UNION, "include");
    for (target, expected) in [
        ("/connections?limit=Infinity", Some(("invalid_type", number, "limit"))),
        ("/connections?limit[]=", Some(("too_small", "Too small: expected number to be >=1", "limit"))),
        ("/connections?limit[]=1&page[]=", None),
        ("/connections?__proto__=1&tags[__proto__]=2", None),
        ("/integrations/github?include=foo", Some(include)),
        ("/integrations/github?include[]=webhook&include[]=", Some(include)),
    ] {
        let (status, reply) = world.api("GET", target, Value::Null);
        let rows: Vec<Row> = expected.into_iter().collect();
        if rows.is_empty() {
            assert_eq!(status, 200, "{target} {reply}");
        } else {
            assert_eq!((status, &reply["error"]["errors"]), (400, &issues(&rows)), "{target}");
        }
    }
    // The auth endpoints: the body comes first, then the query, then the path.
    let pattern = "Invalid string: must match pattern /^[a-zA-Z0-9,.;:=+~[\\]|@${}\"'\\\\/_ -]+$/";
    for (query, body, part, row) in [
        (
            "&connection_id=",
            "{}",
            "invalid_body",
            ("invalid_type", "Invalid input: expected string, received undefined", "apiKey"),
        ),
        (
            "&connection_id=",
            r#"{"apiKey":"k"}"#,
            "invalid_query_params",
            ("invalid_format", pattern, "connection_id"),
        ),
        (
            "&params=x",
            r#"{"apiKey":"k"}"#,
            "invalid_query_params",
            ("invalid_type", "Invalid input: expected record, received string", "params"),
        ),
        (
            "&params[]=x",
            r#"{"apiKey":"k"}"#,
            "invalid_query_params",
            ("invalid_type", "Invalid input: expected record, received array", "params"),
        ),
    ] {
        let target = format!("/api-auth/api-key/b!d?connect_session_token={token}{query}");
        let reply = value(&world.send("POST", &target, &[("Content-Type", "application/json")], body).reply);
        assert_eq!(reply["error"], json!({"code": part, "errors": issues(&[row])}), "{query} {body}");
    }
    // Deleting looks at the path before the query.
    let (_, reply) = world.api("DELETE", "/connections/b!d", Value::Null);
    assert_eq!(reply["error"]["code"], "invalid_uri_params");
}

/// The order of what the server itself checks, and its words (protocol §6.1, §5.6).
#[test]
fn after_the_validation() {
    let mut world = World::new();
    let app = json!({"type": "APP", "app_id": "1", "app_link": "l", "private_key": "-----BEGIN RSA PRIVATE KEY----------END RSA PRIVATE KEY-----"});
    let missing = "Connection with connection id a and provider config key github not found. Please make sure the connection exists in the Nango dashboard";
    let several =
        format!("{missing}. No actions were taken on any of the connections as a result of this failure.");
    for (target, body, status, message) in [
        // What the credentials lack comes before the key that is taken.
        (
            "POST /integrations",
            json!({"provider": "github", "unique_key": "github"}),
            400,
            "Missing credentials",
        ),
        (
            "PATCH /integrations/github",
            json!({"unique_key": "slack", "credentials": app}),
            400,
            "incompatible credentials auth type and provider auth",
        ),
        (
            "PATCH /integrations/github",
            json!({"unique_key": "slack"}),
            400,
            "uniqueKey is already used by another integration",
        ),
        (
            "POST /connections/metadata",
            json!({"connection_id": "a", "provider_config_key": "github", "metadata": {}}),
            404,
            missing,
        ),
        (
            "POST /connections/metadata",
            json!({"connection_id": ["a", "b"], "provider_config_key": "github", "metadata": {}}),
            404,
            &several,
        ),
    ] {
        let (method, path) = target.split_once(' ').expect("a method");
        let (told, reply) = world.api(method, path, body);
        assert_eq!((told, reply["error"]["message"].as_str()), (status, Some(message)), "{target}");
    }
}

/// An installation from the provider's side is a connection that waits (protocol §3.2).
#[test]
fn an_outbound_installation_is_pending() {
    let mut world = World::new();
    let token = world.session(json!({"tags": {"team": "red"}}));
    let at = |key: &str| format!("/auth/oauth-outbound/{key}?connect_session_token={token}&params[a]=b");
    // The content type is nobody's business here.
    let reply = value(&world.send("POST", &at("github"), &[("Content-Type", "text/plain")], "").reply);
    let id = reply["connectionId"].as_str().expect("a connection").to_owned();
    let (_, made) = world.api("GET", &format!("/connections/{id}?provider_config_key=github"), Value::Null);
    assert_eq!(
        (&made["connection_config"]["pending"], &made["connection_config"]["a"]),
        (&json!(true), &json!("b"))
    );
    assert_eq!((&made["credentials"], &made["tags"]), (&json!({"type": "OAUTH2"}), &json!({"team": "red"})));
    for (key, status, code) in [
        ("nope", 404, "unknown_provider_config"),
        ("openai", 400, "invalid_auth_mode"),
        ("b!d", 400, "invalid_uri_params"),
    ] {
        let reply = world.send("POST", &at(key), &[], "").reply;
        assert_eq!((reply.status, value(&reply)["error"]["code"].as_str()), (status, Some(code)), "{key}");
    }
}

/// What the parser takes for JSON and what the check before the routes does (protocol §1.3, §15.2).
#[test]
fn content_types_and_keys_are_taken_literally() {
    let mut world = World::new();
    let key = format!("Bearer {API_KEY}");
    let mut session = |kind: &str, length: Option<&str>, body: &str| {
        let mut headers = vec![("Authorization", key.as_str()), ("Content-Type", kind)];
        headers.extend(length.map(|length| ("Content-Length", length)));
        let reply = world.send("POST", "/connect/sessions", &headers, body).reply;
        (reply.status, value(&reply)["error"]["errors"][0]["path"].clone())
    };
    assert_eq!(session("application/json; charset=utf-8", None, r#"{"tags":{}}"#).0, 201);
    assert_eq!(session("Application/JSON", None, r#"{"tags":{}}"#).0, 415);
    assert_eq!(session("application/jsonx", None, r#"{"tags":{}}"#), (400, json!([])));
    assert_eq!(session("application/json", Some("0"), ""), (400, json!(["end_user"])));
    assert_eq!(session("application/json", None, ""), (400, json!([])));
    let shouted = key.to_uppercase().replace("BEARER", "Bearer");
    let reply = world.send("GET", "/integrations", &[("Authorization", shouted.as_str())], "").reply;
    assert_eq!((reply.status, &value(&reply)["error"]["code"]), (401, &json!("unknown_account")));
    // The proxy is for paths; the rest is the dashboard's.
    let reply = world.send("GET", "/proxy/", &[("Authorization", key.as_str())], "").reply;
    assert_eq!(reply.headers.get("content-type"), Some("text/html; charset=utf-8"));
}

/// Tags made of an end user fall back to what is certain; what a session says nothing of stays empty
/// (protocol §2.1, §2.4).
#[test]
fn an_end_users_tags_fit_or_are_left_out() {
    let mut world = World::new();
    let nine: serde_json::Map<_, _> = (0..9).map(|n| (format!("k{n}"), json!("v"))).collect();
    for (user, organization, expected) in [
        (
            json!({"id": "u", "tags": {"Team": "red"}}),
            json!({"id": "o"}),
            json!({"team": "red", "end_user_id": "u", "organization_id": "o"}),
        ),
        (json!({"id": "u", "tags": {"a": "", "b": "1"}}), json!({"id": ""}), json!({"end_user_id": "u"})),
        (
            json!({"id": "u", "tags": nine}),
            json!({"id": "o"}),
            json!({"end_user_id": "u", "organization_id": "o"}),
        ),
    ] {
        let body = json!({"end_user": user, "organization": organization, "overrides": {}, "integrations_config_defaults": {}});
        let token = world.session(body);
        let (_, session) = world.bearer("GET", "/connect/session", &token);
        let shown = &session["data"];
        assert_eq!((&shown["overrides"], &shown["integrations_config_defaults"]), (&json!({}), &json!({})));
        let (id, _) = world.connect(&token, "/auth/unauthenticated/unauthenticated", Value::Null);
        let target = format!("/connections/{id}?provider_config_key=unauthenticated");
        let (_, made) = world.api("GET", &target, Value::Null);
        assert_eq!(made["tags"], expected);
        // As many as fit on their own do not fit beside the end user's.
        let ten: serde_json::Map<_, _> = (0..10).map(|n| (format!("k{n}"), json!("v"))).collect();
        let (status, reply) = world.api("PATCH", &target, json!({"end_user": {"id": "u"}, "tags": ten}));
        assert_eq!((status, &reply["error"]["code"]), (400, &json!("invalid_body")));
    }
}

/// A change of the app leaves what it does not mention, and empty settings are none (protocol §6.1).
#[test]
fn an_app_is_changed_where_it_is_mentioned() {
    let mut world = World::new();
    let app = |more: Value| {
        let mut all = json!({"type": "OAUTH2", "client_id": "a", "client_secret": "b"});
        for (name, value) in more.as_object().into_iter().flatten() {
            all[name] = value.clone();
        }
        all
    };
    for (more, scopes, secret) in [
        (json!({"scopes": "repo", "webhook_secret": "w"}), json!("repo"), json!("w")),
        (json!({}), json!("repo"), json!("w")),
        (json!({"scopes": "", "webhook_secret": ""}), json!(null), json!(null)),
    ] {
        let body = json!({"credentials": app(more), "integration_config": {}, "custom": {}});
        assert_eq!(world.api("PATCH", "/integrations/github", body).0, 200);
        let (_, shown) = world.api("GET", "/integrations/github?include=credentials", Value::Null);
        let credentials = &shown["data"]["credentials"];
        assert_eq!((&credentials["scopes"], &credentials["webhook_secret"]), (&scopes, &secret));
    }
}
