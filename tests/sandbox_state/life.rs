//! A connection's life: import, change, metadata, renewals that fail and what heals them (protocol §5, §16.18).

use jiff::SignedDuration;
use nango_cli::sandbox::Outcome;
use serde_json::{Value, json};
use url::Url;

use crate::world::{World, value};

fn world() -> World {
    World::with(|config| config.webhook_url = Some(Url::parse("http://127.0.0.1:4000/all").expect("a URL")))
}

/// The keyed request with everything that follows from it.
fn outcome(world: &mut World, method: &str, target: &str, body: Value) -> Outcome {
    let key = format!("Bearer {}", nango_cli::sandbox::API_KEY);
    let headers = [("Authorization", key.as_str()), ("Content-Type", "application/json")];
    world.send(method, target, &headers, &body.to_string())
}

fn import(world: &mut World, integration: &str, id: &str, credentials: Value) -> Value {
    let body = json!({"provider_config_key": integration, "connection_id": id, "credentials": credentials});
    let (status, made) = world.api("POST", "/connections", body);
    assert_eq!(status, 201, "{made}");
    made
}

#[test]
fn a_forced_refresh_gets_a_new_token() {
    let mut world = world();
    let given = json!({"type": "OAUTH2", "access_token": "old", "refresh_token": "rt", "expires_at": "2026-11-24T12:00:00Z"});
    import(&mut world, "hubspot", "h-1", given);
    let one = "/connections/h-1?provider_config_key=hubspot";
    let (_, before) = world.api("GET", one, Value::Null);
    assert_eq!(before["credentials"]["access_token"], "old");
    assert_eq!(before["credentials"].get("refresh_token"), None, "stripped, also from raw");
    assert_eq!(before["credentials"]["raw"].get("refresh_token"), None);
    world.now += SignedDuration::from_secs(60);
    let (_, after) = world.api("GET", &format!("{one}&force_refresh=true&refresh_token=true"), Value::Null);
    assert_ne!(after["credentials"]["access_token"], "old");
    // Rotated: the old one is good for nothing now, also for who brings it again.
    let rotated = after["credentials"]["refresh_token"].as_str().expect("a refresh token");
    assert_ne!(rotated, "rt");
    let again = json!({"type": "OAUTH2", "access_token": "old", "refresh_token": "rt", "expires_at": "2026-11-24T12:00:00Z"});
    import(&mut world, "hubspot", "h-2", again.clone());
    let (status, refused) =
        world.api("GET", "/connections/h-2?provider_config_key=hubspot&force_refresh=true", Value::Null);
    assert_eq!((status, &refused["error"]["code"]), (400, &json!("invalid_credentials")), "{refused}");
    assert_eq!(after["credentials"]["expires_at"], "2026-11-24T10:31:00.000Z");
    assert_eq!(after["updated_at"], "2026-11-24T10:01:00.000+00:00");
    // What one provider has seen is new to another.
    import(&mut world, "zendesk", "z-1", again);
    let (status, other) =
        world.api("GET", "/connections/z-1?provider_config_key=zendesk&force_refresh=true", Value::Null);
    assert_eq!(status, 200, "{other}");
    // GitHub gives no refresh token, so there is nothing to do.
    import(&mut world, "github", "g-1", json!({"type": "OAUTH2", "access_token": "gho"}));
    let (status, same) =
        world.api("GET", "/connections/g-1?provider_config_key=github&force_refresh=true", Value::Null);
    assert_eq!((status, &same["credentials"]["access_token"]), (200, &json!("gho")));
}

/// What each mode's failed renewal looks like (recordings modes/*_connection_get_force_refresh_provider_*,
/// webhooks/014).
#[test]
fn a_failed_refresh_is_told_and_backs_off_until_a_reconnect() {
    const EXTERNAL: &str =
        "The external API returned an error when trying to refresh the access token. Please try again later.";
    let refused = r#"{"provider_error_payload":{"error":"invalid_client","error_description":"Client authentication failed"}}"#;
    for (key, credentials, status, message, kind, description) in [
        (
            "hubspot",
            json!({"type": "OAUTH2", "access_token": "a", "refresh_token": "invalid-rt", "expires_at": "2026-11-24T10:05:00Z"}),
            400,
            EXTERNAL,
            "refresh_token_external_error",
            EXTERNAL.to_owned(),
        ),
        (
            "auth0-cc",
            json!({"type": "OAUTH2_CC", "token": "t", "client_id": "c", "client_secret": "invalid", "expires_at": "2026-11-24T10:05:00Z"}),
            400,
            "Failed to fetch client credentials token: {\"connection\":{\"id\":1,\"created_at\":",
            "client_credentials_fetch_error",
            format!("Failed to fetch client credentials token: {}", Value::from(refused)),
        ),
    ] {
        let mut world = world();
        import(&mut world, key, "c-1", credentials);
        let one = format!("/connections/c-1?provider_config_key={key}");
        world.now += SignedDuration::from_secs(1);
        let failed = outcome(&mut world, "GET", &one, json!({}));
        let error = &value(&failed.reply)["error"];
        assert_eq!((failed.reply.status, &error["code"]), (status, &json!("invalid_credentials")), "{error}");
        assert!(error["message"].as_str().expect("text").starts_with(message), "{error}");
        let shown = &error["payload"]["connection"];
        assert_eq!((&shown["credentials"], &shown["errors"][0]["type"]), (&json!({}), &json!("auth")));
        assert_eq!(shown["updated_at"], "2026-11-24T10:00:00.000+00:00", "as it was before");
        let [hook] = failed.webhooks.as_slice() else { panic!("one webhook") };
        let hook: Value = serde_json::from_str(&hook.body).expect("JSON");
        assert_eq!(
            (&hook["operation"], &hook["success"], &hook["tags"]),
            (&json!("refresh"), &json!(false), &json!({}))
        );
        assert_eq!(hook["error"], json!({"type": kind, "description": description}));

        let (_, list) = world.api("GET", "/connections", Value::Null);
        assert_eq!(list["connections"][0]["errors"], shown["errors"]);
        world.now += SignedDuration::from_secs(29);
        let (status, backing) = world.api("GET", &one, Value::Null);
        let text = "A recent refresh attempt failed. Backing off before retrying.";
        assert_eq!((status, &backing["error"]["message"]), (424, &json!(text)));
        assert_eq!(backing["error"]["payload"]["connection"]["updated_at"], "2026-11-24T10:00:01.000+00:00");
        world.now += SignedDuration::from_secs(1);
        assert_eq!(world.api("GET", &one, Value::Null).0, 400, "it is tried again");
        assert_eq!(
            world.api("GET", &format!("{one}&force_refresh=1"), Value::Null).0,
            400,
            "whenever it is forced"
        );
    }
}

#[test]
fn a_reconnect_heals() {
    let mut world = world();
    let token = world.session(json!({"tags": {"t": "v"}}));
    let path = "/oauth2/auth/auth0-cc?params[hostname]=h&params[audience]=a";
    let (id, _) = world.connect(&token, path, json!({"client_id": "c", "client_secret": "revoked-1"}));
    let one = format!("/connections/{id}?provider_config_key=auth0-cc");
    assert_eq!(world.api("GET", &one, Value::Null).0, 200, "good until it is renewed");
    assert_eq!(world.api("GET", &format!("{one}&force_refresh=true"), Value::Null).0, 400);
    let body = json!({"connection_id": id, "integration_id": "auth0-cc", "tags": {"t": "v"}});
    let (_, reply) = world.api("POST", "/connect/sessions/reconnect", body);
    let again = reply["data"]["token"].as_str().expect("a token").to_owned();
    world.connect(&again, path, json!({"client_id": "c", "client_secret": "good"}));
    let (status, healed) = world.api("GET", &format!("{one}&force_refresh=true"), Value::Null);
    assert_eq!((status, &healed["errors"]), (200, &json!([])));
}

/// An import replaces what it says nothing of, and says nothing of what it keeps (protocol §15.6).
#[test]
fn an_import_over_a_connection_replaces_it() {
    let mut world = world();
    let user = json!({"id": "u_1", "email": "u1@example.com"});
    let mut body = json!({
        "provider_config_key": "openai",
        "connection_id": "c-1",
        "credentials": {"type": "API_KEY", "apiKey": "one"},
        "metadata": {"b": {"zz": 1, "a": 2}},
        "tags": {"plan": "pro"},
        "end_user": user,
        "webhook_url_override": "http://127.0.0.1:4000/own",
    });
    let made = outcome(&mut world, "POST", "/connections", body.clone());
    assert_eq!(made.webhooks[0].url, "http://127.0.0.1:4000/own");
    assert!(!made.webhooks[0].body.contains("endUser"), "an import's webhook names no end user");
    for absent in ["metadata", "tags", "end_user", "webhook_url_override"] {
        body.as_object_mut().expect("an object").remove(absent);
    }
    world.now += SignedDuration::from_secs(60);
    let made = outcome(&mut world, "POST", "/connections", body);
    assert!(made.webhooks[0].body.contains("\"operation\":\"override\""));
    let made = value(&made.reply);
    assert_eq!((&made["end_user"], &made["tags"], &made["metadata"]), (&Value::Null, &json!({}), &json!({})));
    let (_, kept) = world.api("GET", "/connections/c-1?provider_config_key=openai", Value::Null);
    assert_eq!((&kept["end_user"]["id"], &kept["webhook_url_override"]), (&json!("u_1"), &Value::Null));
    assert_ne!(kept["created_at"], kept["updated_at"]);
}

#[test]
fn tags_and_the_webhook_url_are_patched() {
    let mut world = world();
    import(&mut world, "openai", "c-1", json!({"type": "API_KEY", "apiKey": "k"}));
    let one = "/connections/c-1?provider_config_key=openai";
    let mut patch = |body: Value| {
        world.now += SignedDuration::from_secs(1);
        assert_eq!(world.api("PATCH", one, body), (200, json!({"success": true})));
        let (_, all) = world.api("GET", one, Value::Null);
        assert_eq!(all["updated_at"], all["created_at"], "a patch does not move it");
        (all["tags"].clone(), all["webhook_url_override"].clone(), all["end_user"]["id"].clone())
    };
    let url = json!("http://127.0.0.1:4000/own");
    let none = Value::Null;
    assert_eq!(
        patch(json!({"tags": {"A": "1", "b": "2"}})),
        (json!({"a": "1", "b": "2"}), none.clone(), none.clone())
    );
    assert_eq!(
        patch(json!({"tags": {"c": "3"}, "webhook_url_override": url})),
        (json!({"c": "3"}), url.clone(), none.clone())
    );
    let user = json!({"end_user_id": "u_1"});
    assert_eq!(patch(json!({"end_user": {"id": "u_1"}})), (user.clone(), url, json!("u_1")));
    assert_eq!(patch(json!({"webhook_url_override": ""})), (user.clone(), none.clone(), json!("u_1")));
    assert_eq!(patch(json!({})), (user, none, json!("u_1")));
    let (status, reply) = world.api("PATCH", one, json!({"metadata": {}}));
    assert_eq!((status, &reply["error"]["errors"][0]["code"]), (400, &json!("unrecognized_keys")));
    let (status, reply) = world.api("PATCH", "/connections/c-1?provider_config_key=nope", json!({}));
    assert_eq!((status, &reply["error"]["code"]), (400, &json!("unknown_provider_config")));
    // Together with the end user's they are too many. Nango has written the end user by then.
    let ten: serde_json::Map<String, Value> = (0..10).map(|n| (format!("t{n}"), json!("x"))).collect();
    let (status, reply) = world.api("PATCH", one, json!({"end_user": {"id": "u_2"}, "tags": ten}));
    assert_eq!((status, &reply["error"]["code"]), (400, &json!("invalid_body")), "{reply}");
    let (_, all) = world.api("GET", one, Value::Null);
    assert_eq!((&all["end_user"]["id"], &all["tags"]), (&json!("u_2"), &json!({"end_user_id": "u_1"})));
}

/// Several at once, all or none; the legacy paths take the bare object (protocol §5.6).
#[test]
fn metadata_of_many() {
    let mut world = world();
    for id in ["c-1", "c-2"] {
        import(&mut world, "openai", id, json!({"type": "API_KEY", "apiKey": "k"}));
    }
    let body = |ids: Value, metadata: Value| json!({"connection_id": ids, "provider_config_key": "openai", "metadata": metadata});
    let all = body(json!(["c-1", "c-2"]), json!({"x": 1}));
    assert_eq!(world.api("POST", "/connections/metadata", all.clone()), (201, all));
    let one_missing = body(json!(["c-1", "nope"]), json!({"x": 2}));
    assert_eq!(world.api("PATCH", "/connections/metadata", one_missing).0, 404);
    let key = "provider_config_key=openai";
    assert_eq!(
        world.api("PATCH", &format!("/connection/c-1/metadata?{key}"), json!({"y": 2})),
        (200, json!({"y": 2}))
    );
    assert_eq!(
        world.api("POST", &format!("/connection/c-2/metadata?{key}"), json!({"z": 3})),
        (201, json!({"z": 3}))
    );
    for (id, expected) in [("c-1", json!({"x": 1, "y": 2})), ("c-2", json!({"z": 3}))] {
        let (_, one) = world.api("GET", &format!("/connections/{id}?{key}"), Value::Null);
        assert_eq!(one["metadata"], expected, "{id}");
    }
}

/// Renaming is for integrations without connections; deleting takes them along (protocol §6.1).
#[test]
fn integrations_and_their_connections() {
    let mut world = world();
    let made = json!({"provider": "openai", "unique_key": "mine"});
    assert_eq!(world.api("POST", "/integrations", made).0, 200);
    import(&mut world, "mine", "c-1", json!({"type": "API_KEY", "apiKey": "k"}));
    let (status, reply) = world.api("PATCH", "/integrations/mine", json!({"unique_key": "other"}));
    let text = "Can't rename an integration with active connections";
    assert_eq!((status, reply), (400, json!({"error": {"code": "invalid_body", "message": text}})));
    assert_eq!(
        world.api("PATCH", "/integrations/mine", json!({"unique_key": "mine"})).0,
        200,
        "its own name is fine"
    );
    assert_eq!(world.api("DELETE", "/integrations/mine", Value::Null), (200, json!({"success": true})));
    let (status, reply) = world.api("GET", "/connections/c-1?provider_config_key=mine", Value::Null);
    assert_eq!((status, &reply["error"]["code"]), (400, &json!("unknown_provider_config")));
    assert_eq!(world.api("GET", "/connections", Value::Null).1, json!({"connections": []}));
}

/// Nango's developer app works, and shows nobody its secrets.
#[test]
fn a_quickstart_integration_has_a_hidden_app() {
    let mut world = world();
    let made = json!({"provider": "github", "unique_key": "quick", "display_name": "Quick"});
    let (status, reply) = world.api("POST", "/integrations/quickstart", made);
    assert_eq!((status, &reply["data"]["display_name"]), (200, &json!("Quick")));
    let (_, shown) = world.api("GET", "/integrations/quick?include=credentials", Value::Null);
    let credentials = &shown["data"]["credentials"];
    assert_eq!((&credentials["client_id"], &credentials["client_secret"]), (&json!(""), &json!("")));
    let (_, shown) = world.api("GET", "/config/quick?include_creds=true", Value::Null);
    assert_eq!((&shown["config"]["client_id"], &shown["config"]["client_secret"]), (&json!(""), &json!("")));
    let token = world.session(json!({"tags": {}}));
    let begun = world.send("GET", &format!("/oauth/connect/quick?connect_session_token={token}"), &[], "");
    assert_eq!(begun.reply.status, 302);
    let (status, reply) =
        world.api("POST", "/integrations/quickstart", json!({"provider": "openai", "unique_key": "q2"}));
    assert_eq!((status, &reply["error"]["code"]), (400, &json!("invalid_body")));
}

/// The deprecated form shows what Nango's database has of an app, each mode in its columns (protocol §6.1).
#[test]
fn an_app_is_shown_as_it_is_stored() {
    let mut world = world();
    let key = "-----BEGIN RSA PRIVATE KEY----------END RSA PRIVATE KEY-----";
    let app = json!({"type": "APP", "app_id": "1", "app_link": "l", "private_key": key});
    let both = json!({"type": "CUSTOM", "client_id": "c", "client_secret": "s", "app_id": "1", "app_link": "l", "private_key": key});
    let client = json!({"type": "OAUTH2", "client_id": "c", "client_secret": "s", "webhook_secret": "w"});
    // SHA-256 of the id, the key in Base64 and the link.
    let secret = json!("cc9b623dc4348c8dc845748a3abd46d2c63372882845ac274a763bba54e4985e");
    for (provider, credentials, custom, shown) in [
        ("github", client, json!({"x": "y"}), json!(["c", "s", {"x": "y", "webhookSecret": "w"}, null])),
        ("github-app", app, Value::Null, json!(["1", key, null, secret])),
        (
            "github-app-oauth",
            both,
            Value::Null,
            json!(["c", "s", {"app_id": "1", "private_key": key}, secret]),
        ),
        ("openai", Value::Null, json!({"a": "1", "b": "2"}), json!([null, null, {"a": "1", "b": "2"}, null])),
    ] {
        let mut made = json!({"provider": provider, "unique_key": format!("own-{provider}")});
        for (name, value) in [("credentials", credentials), ("custom", custom)] {
            if !value.is_null() {
                made[name] = value;
            }
        }
        assert_eq!(world.api("POST", "/integrations", made).0, 200, "{provider}");
        let (_, reply) = world.api("GET", &format!("/config/own-{provider}?include_creds=true"), Value::Null);
        let fields = ["client_id", "client_secret", "custom", "webhook_secret"];
        let told: Vec<&Value> = fields.iter().map(|name| &reply["config"][name]).collect();
        assert_eq!(json!(told), shown, "{provider}");
    }
    assert_eq!(world.api("PATCH", "/integrations/own-openai", json!({"custom": {"b": "3"}})).0, 200);
    let (_, reply) = world.api("GET", "/config/own-openai?include_creds=true", Value::Null);
    assert_eq!(reply["config"]["custom"], json!({"a": "1", "b": "3"}));
}

/// JavaScript has one kind of number, and so has what it keeps.
#[test]
fn numbers_are_kept_as_javascript_has_them() {
    let mut world = world();
    import(&mut world, "openai", "c-1", json!({"type": "API_KEY", "apiKey": "k"}));
    let key = format!("Bearer {}", nango_cli::sandbox::API_KEY);
    let headers = [("Authorization", key.as_str()), ("Content-Type", "application/json")];
    let body = r#"{"connection_id":"c-1","provider_config_key":"openai","metadata":{"a":1.0,"b":1e2,"c":-0,"d":12345678901234567890}}"#;
    assert_eq!(world.send("POST", "/connections/metadata", &headers, body).reply.status, 201);
    let reply = world.send("GET", "/connections/c-1?provider_config_key=openai", &headers, "").reply;
    let text = String::from_utf8(reply.body).expect("UTF-8");
    assert!(text.contains(r#""metadata":{"a":1,"b":100,"c":0,"d":12345678901234567000}"#), "{text}");
}
