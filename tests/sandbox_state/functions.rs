//! What an environment answers in which nothing is deployed (protocol §9.2 to §9.7).

use nango_cli::sandbox::{API_KEY, Outcome};
use serde_json::{Value, json};

use crate::world::{World, value};

fn world() -> World {
    let mut world = World::new();
    let body = json!({"provider_config_key": "openai", "connection_id": "c-1", "credentials": {"type": "API_KEY", "apiKey": "k"}});
    assert_eq!(world.api("POST", "/connections", body).0, 201);
    world
}

/// With the connection's name in the headers.
fn about(world: &mut World, method: &str, target: &str, id: &str, body: &str) -> Outcome {
    let key = format!("Bearer {API_KEY}");
    let headers = [
        ("Authorization", key.as_str()),
        ("Content-Type", "application/json"),
        ("Provider-Config-Key", "openai"),
        ("Connection-Id", id),
    ];
    world.send(method, target, &headers, body)
}

#[test]
fn nothing_is_deployed() {
    let mut world = world();
    let function = "/integrations/openai/functions/f";
    let job = "00000000-0000-4000-8000-00000000000a";
    let dry_run = |id: &str| json!({"integration_id": "openai", "function_type": "action", "code": "x", "connection_id": id});
    let deployment = |key: &str| json!({"type": "function", "integration_id": key, "function_name": "f", "function_type": "sync", "code": "x"});
    let template = json!({"type": "template", "integration_id": "openai", "template": "t"});
    let invocation = |id: &str| json!({"connection_id": id, "integration_id": "openai", "name": "f", "invocation_type": "wait"});
    let frequency = |every: Value, id: &str| json!({"sync_name": "s", "provider_config_key": "openai", "connection_id": id, "frequency": every});
    let pair = |id: &str| json!({"provider_config_key": "openai", "connection_id": id});
    let telemetry = json!({"deviceId": job, "event": "cli:deploy"});
    let none = Value::Null;
    for (target, body, status, code) in [
        (format!("GET {function}"), none.clone(), 404, "not_found"),
        (format!("GET {function}?type=nope"), none.clone(), 400, "invalid_query_params"),
        (format!("GET {function}/code"), none.clone(), 404, "not_found"),
        (format!("DELETE {function}"), none.clone(), 400, "invalid_query_params"),
        (format!("DELETE {function}?type=sync"), none.clone(), 404, "not_found"),
        ("GET /integrations/openai/functions/a.b".to_owned(), none.clone(), 400, "invalid_uri_params"),
        ("POST /functions/compile".to_owned(), json!({"code": ""}), 400, "invalid_body"),
        (
            "POST /functions/compile".to_owned(),
            json!({"code": "x"}),
            503,
            "execution_environment_unavailable",
        ),
        ("POST /functions/dryruns".to_owned(), dry_run("nope"), 404, "connection_not_found"),
        ("POST /functions/dryruns".to_owned(), dry_run("c-1"), 503, "execution_environment_unavailable"),
        (format!("GET /functions/dryruns/{job}"), none.clone(), 404, "dryrun_not_found"),
        ("GET /functions/dryruns/nope".to_owned(), none.clone(), 400, "invalid_uri_params"),
        (format!("POST /functions/dryruns/{job}/result"), json!({}), 403, "forbidden"),
        ("POST /functions/deployments".to_owned(), json!({"type": "nope"}), 400, "invalid_body"),
        ("POST /functions/deployments".to_owned(), deployment("nope"), 404, "integration_not_found"),
        (
            "POST /functions/deployments".to_owned(),
            deployment("openai"),
            503,
            "execution_environment_unavailable",
        ),
        ("POST /functions/deployments".to_owned(), template, 404, "template_not_found"),
        (format!("GET /functions/deployments/{job}"), none.clone(), 404, "deployment_not_found"),
        (
            "POST /functions/deployments/bundle".to_owned(),
            json!({}),
            503,
            "execution_environment_unavailable",
        ),
        ("POST /sync/deploy".to_owned(), json!({}), 503, "execution_environment_unavailable"),
        ("POST /functions/invocations".to_owned(), invocation("nope"), 404, "connection_not_found"),
        ("POST /functions/invocations".to_owned(), invocation("c-1"), 404, "function_not_found"),
        (
            "PUT /sync/update-connection-frequency".to_owned(),
            frequency(json!("often"), "c-1"),
            400,
            "invalid_body",
        ),
        (
            "PUT /sync/update-connection-frequency".to_owned(),
            frequency(json!("every 2 days"), "c-1"),
            400,
            "unknown_sync",
        ),
        (
            "PUT /sync/update-connection-frequency".to_owned(),
            frequency(none.clone(), "nope"),
            400,
            "unknown_connection",
        ),
        ("POST /sync/s/variant/base".to_owned(), pair("c-1"), 400, "invalid_variant"),
        ("POST /sync/s/variant/v".to_owned(), pair("nope"), 400, "unknown_connection"),
        ("POST /sync/s/variant/v".to_owned(), pair("c-1"), 400, "unknown_sync"),
        ("DELETE /sync/s/variant/v".to_owned(), pair("c-1"), 404, "not_found"),
        ("POST /cli/telemetry".to_owned(), json!({}), 400, "invalid_body"),
        ("POST /cli/telemetry".to_owned(), telemetry, 204, ""),
    ] {
        let (method, path) = target.split_once(' ').expect("a method");
        let (told, reply) = world.api(method, path, body.clone());
        let expected = if code.is_empty() { Value::Null } else { json!(code) };
        assert_eq!((told, &reply["error"]["code"]), (status, &expected), "{target} {body}: {reply}");
    }
    // Nobody has to show a key for the official CLI's own.
    let foreign = world.send("POST", "/cli/telemetry", &[("Content-Type", "text/plain")], "");
    assert_eq!(foreign.reply.status, 415);
}

#[test]
fn syncs_are_missed_by_name_only() {
    let mut world = world();
    let named = |key: &str, id: &str| json!({"providerConfigKey": key, "connectionId": id});
    for (body, status, code) in [
        (json!({"syncs": []}), 400, json!("missing_provider_config_key")),
        (json!({"syncs": [1], "provider_config_key": "openai"}), 400, json!("invalid_body")),
        (json!({"syncs": [], "provider_config_key": "nope"}), 400, json!("unknown_provider_config")),
        (
            json!({"syncs": [], "provider_config_key": "openai", "connection_id": "x"}),
            404,
            json!("unknown_connection"),
        ),
        (json!({"syncs": [], "provider_config_key": "openai"}), 400, json!("no_syncs_found")),
        (
            json!({"syncs": ["s"], "provider_config_key": "openai", "connection_id": "c-1"}),
            400,
            json!("no_syncs_found"),
        ),
        (json!({"syncs": [], "provider_config_key": "openai", "connection_id": "c-1"}), 200, Value::Null),
        (
            json!({"syncs": [], "provider_config_key": "openai", "opts": {}, "full_resync": false}),
            400,
            json!("invalid_body"),
        ),
    ] {
        let (told, reply) = world.api("POST", "/sync/trigger", body.clone());
        assert_eq!((told, &reply["error"]["code"]), (status, &code), "{body}: {reply}");
    }
    let (_, reply) = world.api(
        "POST",
        "/sync/start",
        json!({"syncs": [], "provider_config_key": "openai", "connection_id": "x"}),
    );
    let mut payload = named("openai", "x");
    payload["environmentName"] = "dev".into();
    assert_eq!(reply["error"]["payload"], payload, "in the older envelope");
    let all = json!({"syncs": [{"name": "s", "variant": "v"}], "provider_config_key": "openai"});
    assert_eq!(world.api("POST", "/sync/pause", all).1["error"]["code"], "no_syncs_found");
    let triggered = about(&mut world, "POST", "/sync/trigger", "c-1", r#"{"syncs":[]}"#).reply;
    assert_eq!((triggered.status, value(&triggered)), (200, json!({"success": true})));
}

#[test]
fn a_connection_in_the_headers() {
    let mut world = world();
    let prune = r#"{"model":"Mo","until_cursor":"x","limit":5}"#;
    for (target, body) in [("GET /v1/foo", ""), ("PATCH /records/prune", prune), ("POST /mcp", "{}")] {
        let (method, path) = target.split_once(' ').expect("a method");
        let unknown = about(&mut world, method, path, "nope", body).reply;
        assert_eq!(
            (unknown.status, &value(&unknown)["error"]["code"]),
            (400, &json!("unknown_connection")),
            "{target}"
        );
    }
    let pruned = about(&mut world, "PATCH", "/records/prune", "c-1", prune).reply;
    assert_eq!((pruned.status, value(&pruned)), (200, json!({"count": 0, "has_more": false})));
    for (method, path, shown) in [("GET", "/v1/foo", "/foo"), ("DELETE", "/v1/a/b?x=1", "/a/b")] {
        let reply = about(&mut world, method, path, "c-1", "").reply;
        let message = format!("Unknown endpoint '{method} {shown}'");
        assert_eq!((reply.status, value(&reply)), (404, json!({ "message": message })));
    }
    let stream = about(&mut world, "GET", "/mcp", "c-1", "").reply;
    let error = json!({"code": -32000, "message": "Method not allowed."});
    assert_eq!((stream.status, value(&stream)), (405, json!({"jsonrpc": "2.0", "error": error, "id": null})));
    let called =
        about(&mut world, "POST", "/mcp", "c-1", r#"{"jsonrpc":"2.0","id":7,"method":"tools/list"}"#).reply;
    assert_eq!(
        (called.status, &value(&called)["id"], &value(&called)["error"]["code"]),
        (200, &json!(7), &json!(-32601))
    );
    assert_eq!(world.send("GET", "/v1/foo", &[], "").reply.status, 401);
}
