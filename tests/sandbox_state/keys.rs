//! Keys and what they may do, environments and what belongs to them, the limit on calls (protocol §1.3 to §1.6, §9.6).

use jiff::SignedDuration;
use nango_cli::sandbox::{ACCOUNT_KEY, API_KEY, KeySeed, PROD_KEY};
use nango_cli::secret::Secret;
use serde_json::{Value, json};
use url::Url;

use crate::world::{World, value};

const READER: &str = "11111111-1111-4111-8111-111111111111";

fn with_reader(scopes: &[&str]) -> World {
    World::with(|config| {
        config.more_keys.push(KeySeed {
            secret: Secret::new(READER),
            environment: Some("dev".to_owned()),
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        });
        config.webhook_url = Some(Url::parse("http://127.0.0.1:4000/dev").expect("a URL"));
    })
}

fn call(world: &mut World, key: &str, method: &str, target: &str, body: &Value) -> (u16, Value) {
    let bearer = format!("Bearer {key}");
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let outcome = world.send(method, target, &headers, &body);
    (outcome.reply.status, value(&outcome.reply))
}

/// The scope that each endpoint asks for, as protocol §1.4 has it; what is wrong with the rest of the call does not
/// matter, for a 403 comes first.
#[test]
fn each_endpoint_asks_for_its_scope() {
    let one = |scope: &str| format!("Insufficient scope. Required: environment:{scope}");
    let either = |what: &str| {
        format!("Insufficient scope. Required one of: environment:{what} or environment:{what}_credentials")
    };
    let account = |scope: &str| format!("Insufficient scope. Required: account:environments:{scope}");
    let mut world = with_reader(&["environment:logs:read"]);
    for (method, target, message) in [
        ("GET", "/integrations?x=1", either("integrations:list")),
        ("POST", "/integrations", one("integrations:create")),
        ("POST", "/integrations/quickstart", one("integrations:create")),
        ("GET", "/integrations/nope", either("integrations:read")),
        ("GET", "/config/nope", either("integrations:read")),
        ("PATCH", "/integrations/nope", one("integrations:update")),
        ("DELETE", "/integrations/nope", one("integrations:delete")),
        ("GET", "/integrations/nope/functions", one("functions:list")),
        ("GET", "/connections?limit=0", either("connections:list")),
        ("GET", "/connection", either("connections:list")),
        ("GET", "/connections/nope", either("connections:read")),
        ("GET", "/connection/nope", either("connections:read")),
        ("POST", "/connections", one("connections:create")),
        ("POST", "/connection", one("connections:create")),
        ("PATCH", "/connections/nope", one("connections:update")),
        ("POST", "/connections/metadata", one("connections:update")),
        ("PATCH", "/connection/metadata", one("connections:update")),
        ("POST", "/connection/nope/metadata", one("connections:update")),
        ("DELETE", "/connections/nope", one("connections:delete")),
        ("DELETE", "/connection/nope", one("connections:delete")),
        ("POST", "/connect/sessions", one("connect_sessions:write")),
        ("POST", "/connect/sessions/reconnect", one("connect_sessions:write")),
        ("GET", "/environment-variables", one("variables:read")),
        ("POST", "/environment/webhook-signing-key/rotate", one("webhook_signing_key:rotate")),
        ("GET", "/sync/status", one("syncs:read")),
        ("GET", "/records", one("records:read")),
        ("POST", "/action/trigger", one("actions:execute")),
        ("GET", "/action/nope", one("actions:execute")),
        ("GET", "/scripts/config", one("integrations:list_functions")),
        ("GET", "/integrations/nope/functions/f", one("functions:read")),
        ("GET", "/integrations/nope/functions/f/code", one("functions:read")),
        ("DELETE", "/integrations/nope/functions/f", one("functions:delete")),
        ("POST", "/functions/compile", one("functions:compile")),
        ("POST", "/functions/dryruns", one("functions:dryrun")),
        ("GET", "/functions/dryruns/nope", one("functions:dryrun")),
        ("POST", "/functions/invocations", one("functions:invocations")),
        ("POST", "/functions/deployments", one("deploy")),
        ("GET", "/functions/deployments/nope", one("deploy")),
        ("POST", "/functions/deployments/bundle/preview", one("deploy")),
        ("POST", "/sync/deploy", one("deploy")),
        ("POST", "/sync/deploy/confirmation", one("deploy")),
        ("POST", "/sync/trigger", one("syncs:execute")),
        ("POST", "/sync/start", one("syncs:execute")),
        ("POST", "/sync/pause", one("syncs:execute")),
        ("PUT", "/sync/update-connection-frequency", one("syncs:update")),
        ("POST", "/sync/s/variant/v", one("syncs:variant:create")),
        ("DELETE", "/sync/s/variant/v", one("syncs:variant:delete")),
        ("PATCH", "/records/prune", one("records:write")),
        ("GET", "/mcp", one("mcp")),
        ("POST", "/mcp", one("mcp")),
        ("GET", "/proxy/x", one("proxy")),
        ("POST", "/environments", account("create")),
        ("DELETE", "/environments/1", account("delete")),
        ("POST", "/environment/api-keys", account("api_keys:create")),
        ("DELETE", "/environment/api-keys", account("api_keys:delete")),
    ] {
        let (status, reply) = call(&mut world, READER, method, target, &Value::Null);
        let expected = json!({"error": {"code": "forbidden", "message": message}});
        assert_eq!((status, reply), (403, expected), "{method} {target}");
        // With every scope of its kind the same call gets further.
        let whole = if message.contains("account:") { ACCOUNT_KEY } else { API_KEY };
        assert_ne!(call(&mut world, whole, method, target, &Value::Null).0, 403, "{method} {target}");
    }
    // These ask for none, but for an environment.
    for target in ["/providers", "/providers/github", "/providers/github/templates"] {
        assert_eq!(call(&mut world, READER, "GET", target, &Value::Null).0, 200, "{target}");
        let (status, reply) = call(&mut world, ACCOUNT_KEY, "GET", target, &Value::Null);
        let message = &reply["error"]["message"];
        assert_eq!((status, message), (403, &json!("API key is not authorized for an environment")));
    }
}

#[test]
fn credentials_are_for_who_may_read_them() {
    let mut world = with_reader(&["environment:connections:read", "environment:integrations:read"]);
    let import = json!({
        "provider_config_key": "openai", "connection_id": "c", "credentials": {"type": "API_KEY", "apiKey": "k"},
    });
    assert_eq!(world.api("POST", "/connections", import).0, 201);
    let one = "/connections/c?provider_config_key=openai";
    let (status, seen) = call(&mut world, READER, "GET", one, &Value::Null);
    assert_eq!(
        (status, &seen["credentials"], &seen["last_fetched_at"]),
        (200, &json!({}), &seen["created_at"])
    );
    for option in ["refresh_token", "force_refresh", "refresh_github_app_jwt_token"] {
        let (status, _) = call(&mut world, READER, "GET", &format!("{one}&{option}=yes"), &Value::Null);
        assert_eq!(status, 403, "{option}");
        let (status, _) = call(&mut world, READER, "GET", &format!("{one}&{option}=off"), &Value::Null);
        assert_eq!(status, 200, "{option}");
    }
    // Nor does such a reading renew what has expired.
    let expired = json!({
        "provider_config_key": "github", "connection_id": "e", "credentials":
            {"type": "OAUTH2", "access_token": "old", "refresh_token": "r", "expires_at": "2020-01-01"},
    });
    assert_eq!(world.api("POST", "/connections", expired).0, 201);
    world.now += jiff::SignedDuration::from_secs(1);
    let one = "/connections/e?provider_config_key=github";
    let (status, seen) = call(&mut world, READER, "GET", one, &Value::Null);
    assert_eq!((status, &seen["updated_at"]), (200, &seen["created_at"]));
    let config = "/config/github?include_creds=true";
    let shown = call(&mut world, API_KEY, "GET", config, &Value::Null).1;
    assert!(shown["config"]["client_secret"].is_string());
    let connection = &shown["config"]["connections"][0];
    let told = (&connection["provider_config_key"], &connection["connection_config"]);
    assert_eq!(told, (&json!("github"), &json!({})));
    assert_eq!(call(&mut world, READER, "GET", config, &Value::Null).1["config"].get("client_secret"), None);
}

/// An environment of that name is a production one unless it is said not to be (protocol §1.4).
#[test]
fn who_makes_prod_must_be_allowed_to() {
    let mut world = World::with(|config| {
        config.more_keys.push(KeySeed {
            secret: Secret::new(READER),
            environment: None,
            scopes: vec!["account:environments:create".to_owned()],
        });
    });
    for body in [json!({"name": "prod"}), json!({"name": "x", "is_production": true})] {
        let (status, reply) = call(&mut world, READER, "POST", "/environments", &body);
        let message = "Insufficient scope. Required: account:environments:set_production";
        assert_eq!((status, &reply["error"]["message"]), (403, &json!(message)));
    }
    assert_eq!(call(&mut world, READER, "POST", "/environments", &json!({"name": "x"})).0, 200);
}

#[test]
fn environments_share_nothing() {
    let mut world = with_reader(&[]);
    let integration = json!({"provider": "unauthenticated", "unique_key": "only-prod"});
    assert_eq!(call(&mut world, PROD_KEY, "POST", "/integrations", &integration).0, 200);
    assert_eq!(world.api("GET", "/integrations/only-prod", Value::Null).0, 404);
    let session = json!({"tags": {}, "webhook_url_override": "http://127.0.0.1:4000/prod"});
    let (_, made) = call(&mut world, PROD_KEY, "POST", "/connect/sessions", &session);
    let token = made["data"]["token"].as_str().expect("a token").to_owned();
    let rotated =
        call(&mut world, PROD_KEY, "POST", "/environment/webhook-signing-key/rotate", &Value::Null).1;
    let path = format!("/auth/unauthenticated/only-prod?connect_session_token={token}");
    let outcome = world.send("POST", &path, &[], "");
    let [hook] = outcome.webhooks.as_slice() else { panic!("one webhook") };
    assert!(hook.body.contains("\"environment\":\"prod\""), "{}", hook.body);
    assert_eq!(rotated["data"]["webhook_signing_key"], hook.key.expose());
    assert_ne!(hook.key.expose(), API_KEY);
    let count = |world: &mut World, key: &str| {
        let (_, list) = call(world, key, "GET", "/connections", &Value::Null);
        list["connections"].as_array().expect("a list").len()
    };
    assert_eq!((count(&mut world, PROD_KEY), count(&mut world, API_KEY)), (1, 0));
    // A session of one environment sees the integrations of that one.
    let (_, listed) = call(&mut world, &token, "GET", "/integrations", &Value::Null);
    assert_eq!(listed["data"].as_array().map(Vec::len), Some(1), "{listed}");
}

#[test]
fn an_account_makes_environments_and_keys() {
    let mut world = with_reader(&[]);
    let mut account =
        |method: &str, target: &str, body: Value| call(&mut world, ACCOUNT_KEY, method, target, &body);
    let (_, made) = account("POST", "/environments", json!({"name": "staging"}));
    let id = made["data"]["id"].clone();
    assert_eq!(account("POST", "/environments", json!({"name": "staging"})).0, 409);
    for (body, code, message) in [
        (json!({}), "invalid_type", "Invalid input: expected string, received undefined"),
        (json!({"name": "Big"}), "invalid_format", "Invalid string: must match pattern /^[a-z0-9_-]+$/"),
        (json!({"name": "x", "y": 1}), "unrecognized_keys", "Unrecognized key: \"y\""),
    ] {
        let (status, reply) = account("POST", "/environments", body);
        let issue = &reply["error"]["errors"][0];
        assert_eq!((status, &issue["code"], &issue["message"]), (400, &json!(code), &json!(message)));
    }
    let (status, reply) = account("POST", "/environments", json!({"name": "prod", "is_production": false}));
    let refused = json!({"code": "invalid_is_prod_flag", "message": "The \"prod\" environment must be marked as production."});
    assert_eq!((status, &reply["error"]), (400, &refused));
    // JavaScript does not tell 3.0 from 3.
    let key = json!({"environment_id": id.as_f64(), "display_name": "ci"});
    let (status, made) = account("POST", "/environment/api-keys", key.clone());
    assert_eq!((status, &made["data"]["scopes"]), (200, &json!(["environment:*"])), "{made}");
    let (status, taken) = account("POST", "/environment/api-keys", key);
    assert_eq!((status, &taken["error"]["message"]), (409, &json!("A key with this name already exists")));
    // Nango reads these numbers from text, too, and what is none is 0.
    let text = json!({"environment_id": id.to_string(), "display_name": "other"});
    assert_eq!(account("POST", "/environment/api-keys", text).0, 200);
    for (body, message) in [
        (json!({"environment_id": "x", "display_name": "x"}), "Invalid input: expected number, received NaN"),
        (json!({"display_name": "x"}), "Invalid input: expected number, received NaN"),
        (json!({"environment_id": null, "display_name": "x"}), "Too small: expected number to be >0"),
        (json!({"environment_id": 1.5, "display_name": "x"}), "Invalid input: expected int, received number"),
        (json!({"environment_id": 0, "display_name": "x"}), "Too small: expected number to be >0"),
    ] {
        let (status, reply) = account("POST", "/environment/api-keys", body);
        assert_eq!((status, &reply["error"]["errors"][0]["message"]), (400, &json!(message)), "{reply}");
    }
    assert_eq!(
        account("POST", "/environment/api-keys", json!({"environment_id": 99, "display_name": "x"})).0,
        404
    );
    assert_eq!(
        account("DELETE", "/environments/1", Value::Null).1["error"]["code"],
        "cannot_delete_prod_environment"
    );
    assert_eq!(account("DELETE", "/environments/x", Value::Null).1["error"]["code"], "invalid_uri_params");
    let secret = made["data"]["secret"].as_str().expect("a key").to_owned();
    assert_eq!(call(&mut world, &secret, "GET", "/integrations", &Value::Null), (200, json!({"data": []})));
    let gone = json!({"environment_id": id, "key_id": made["data"]["id"]});
    let nowhere = json!({"environment_id": 999, "key_id": 1});
    let mut account =
        |method: &str, target: &str, body: Value| call(&mut world, ACCOUNT_KEY, method, target, &body);
    assert_eq!(account("DELETE", "/environment/api-keys", gone.clone()), (200, json!({"success": true})));
    for (body, message) in [(gone, "API key not found"), (nowhere, "Environment not found")] {
        let (status, reply) = account("DELETE", "/environment/api-keys", body);
        assert_eq!((status, &reply["error"]["message"]), (404, &json!(message)));
    }
    for (number, message) in [
        ("1.5", "Invalid input: expected int, received number"),
        ("0", "Too small: expected number to be >0"),
    ] {
        let (status, reply) = account("DELETE", &format!("/environments/{number}"), Value::Null);
        assert_eq!((status, &reply["error"]["errors"][0]["message"]), (400, &json!(message)));
    }
    let headers = json!({"name": "s1", "otlp_headers": [{"name": "a", "value": "b", "c": 1}]});
    assert_eq!(account("POST", "/environments", headers).0, 200);
    assert_eq!(account("DELETE", &format!("/environments/{id}"), Value::Null).0, 204);
    assert_eq!(account("DELETE", &format!("/environments/{id}"), Value::Null).0, 404);
    let (status, reply) = call(&mut world, &secret, "GET", "/integrations", &Value::Null);
    assert_eq!((status, &reply["error"]["code"]), (401, &json!("unknown_account")));
}

#[test]
fn calls_are_counted_by_who_makes_them() {
    let mut world = World::with(|config| config.rate_limit = Some(2));
    let token = world.session(json!({"tags": {}}));
    let list = |world: &mut World, key: &str, more: &[(&str, &str)]| {
        let bearer = format!("Bearer {key}");
        let headers: Vec<_> =
            [("Authorization", bearer.as_str())].into_iter().chain(more.iter().copied()).collect();
        world.send("GET", "/integrations?x=1", &headers, "").reply
    };
    // One call of the key is used up by the session; the account's keys share the rest. What is refused for its
    // query counts, and 429 comes before it.
    assert_eq!(list(&mut world, PROD_KEY, &[]).status, 400);
    let refused = list(&mut world, API_KEY, &[]);
    assert_eq!((refused.status, refused.headers.get("x-ratelimit-remaining")), (429, Some("0")));
    assert_eq!(refused.headers.get("retry-after"), Some("60"));
    assert_eq!(refused.headers.get("access-control-allow-origin"), Some("*"));
    let error = json!({"code": "too_many_request", "method": "GET", "path": "/integrations"});
    assert_eq!(value(&refused), json!({ "error": error }));
    // Sessions and scripts have their own; who is unknown is not counted.
    assert_eq!(list(&mut world, &token, &[]).status, 400);
    assert_eq!(list(&mut world, API_KEY, &[("Nango-Is-Script", "true")]).status, 400);
    let unknown = list(&mut world, READER, &[]);
    assert_eq!((unknown.status, unknown.headers.get("x-ratelimit-limit")), (401, None));
    world.now += SignedDuration::from_secs(60);
    assert_eq!(list(&mut world, API_KEY, &[]).headers.get("x-ratelimit-remaining"), Some("1"));
}

/// Browsers ask first: everything is open to all pages but the Connect page's own reports.
#[test]
fn preflights_and_what_a_dashboard_reads() {
    let mut world = World::new();
    let mut headers = |method: &str, path: &str| world.send(method, path, &[], "").reply.headers;
    for path in ["/connections", "/proxy/x", "/auth/two-step/x", "/no/such/route"] {
        let preflight = headers("OPTIONS", path);
        assert_eq!(preflight.get("access-control-allow-origin"), Some("*"), "{path}");
        assert!(
            preflight.get("access-control-allow-headers").is_some_and(|all| all.contains("Connection-Id"))
        );
    }
    let reports = headers("OPTIONS", "/connect/telemetry");
    assert_eq!(reports.get("access-control-allow-origin"), Some("http://127.0.0.1:3003"));
    assert_eq!(reports.get("access-control-allow-methods"), Some("POST"));
    assert_eq!(reports.get("access-control-allow-headers"), Some("Authorization, Content-type"));
    assert_eq!(reports.get("access-control-expose-headers"), Some("content-type"));
    assert_eq!(reports.get("access-control-max-age"), Some("36000"));
    // The catalogue is for anybody, a few times a minute.
    let mut left = || {
        world
            .send("GET", "/providers.json", &[], "")
            .reply
            .headers
            .get("x-ratelimit-remaining")
            .map(str::to_owned)
    };
    assert_eq!((left().as_deref(), left().as_deref()), (Some("199"), Some("198")));
    let page = world.send("GET", "/env.js", &[], "").reply;
    let text = String::from_utf8(page.body).expect("UTF-8");
    assert!(text.starts_with("window._env = {\"apiUrl\":\"http://127.0.0.1:3003\""), "{text}");
}
