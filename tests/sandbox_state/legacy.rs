//! POST /connection and /connection/:connectionId/metadata: the older envelope, and one parameter after the other.

use serde_json::{Value, json};

use crate::world::{World, value};

const KEY: &str = "provider_config_key";

/// Imports and gives what a GET shows then.
fn imported(world: &mut World, integration: &str, fields: Value) -> Value {
    let mut body = json!({KEY: integration, "connection_id": "c-1"});
    body.as_object_mut().expect("an object").extend(fields.as_object().expect("fields").clone());
    assert_eq!(world.api("POST", "/connection", body.clone()), (201, body), "{integration}");
    let target = format!("/connection/c-1?{KEY}={integration}&refresh_token=true");
    let (status, made) = world.api("GET", &target, Value::Null);
    assert_eq!(status, 200, "{made}");
    made
}

#[test]
fn the_legacy_import_knows_eight_modes() {
    let mut world = World::new();
    let never = json!({"access_token": "at", "refresh_token": "rt", "no_expiration": true,
        "connection_config": {"oauth_scopes_override": "a,b"}, "oauth_client_id_override": "own"});
    let made = imported(&mut world, "github", never.clone());
    let raw = json!({KEY: "github", "connection_id": "c-1", "access_token": "at", "refresh_token": "rt",
        "no_expiration": true, "connection_config": {"oauth_scopes_override": "a,b"}, "oauth_client_id_override": "own"});
    let override_ = json!({"client_id": "own"});
    assert_eq!(
        made["credentials"],
        json!({"type": "OAUTH2", "access_token": "at", "refresh_token": "rt", "raw": raw, "config_override": override_})
    );
    assert_eq!(made["connection_config"], json!({"oauth_scopes_override": ["a", "b"]}));
    for (expiry, shown) in [
        (json!({"expires_at": "2030-01-01"}), "2030-01-01T00:00:00.000Z"),
        (json!({"expires_at": 1_900_000_000}), "2030-03-17T17:46:40.000Z"),
        (json!({"expires_in": "3600"}), "2026-11-24T11:00:00.000Z"),
    ] {
        let mut fields = json!({"access_token": "at", "raw": {"own": 1}});
        fields.as_object_mut().expect("an object").extend(expiry.as_object().expect("fields").clone());
        let made = imported(&mut world, "github", fields);
        assert_eq!(made["credentials"]["expires_at"], shown, "{expiry}");
        assert_eq!(made["credentials"]["raw"], json!({"own": 1}), "{expiry}");
    }
    let client =
        json!({"access_token": "at", "oauth_client_id_override": "id", "oauth_client_secret_override": "s"});
    let made = imported(&mut world, "auth0-cc", client);
    assert_eq!(
        (&made["credentials"]["token"], &made["credentials"]["client_id"]),
        (&json!("at"), &json!("id"))
    );
    assert_eq!(made["credentials"]["expires_at"], "2026-11-24T10:55:00.000Z");
    for (integration, fields, credentials) in [
        (
            "twitter",
            json!({"oauth_token": "t", "oauth_token_secret": "s", "raw": {}}),
            json!({"type": "OAUTH1", "oauth_token": "t", "oauth_token_secret": "s", "raw": {}}),
        ),
        ("openai", json!({"api_key": "k"}), json!({"type": "API_KEY", "apiKey": "k"})),
        ("stripe-api-key", json!({"username": "u"}), json!({"type": "BASIC", "username": "u"})),
        ("unauthenticated", json!({}), json!({})),
        (
            "netsuite-tba",
            json!({"token_id": "t", "token_secret": "s", "connection_config": {"accountId": "1"}}),
            json!({"type": "TBA", "token_id": "t", "token_secret": "s", "config_override": {}}),
        ),
    ] {
        let made = imported(&mut world, integration, fields);
        assert_eq!(made["credentials"], credentials, "{integration}");
        // Whatever the mode.
        assert_eq!(made["metadata"], Value::Null, "{integration}");
    }
    let app = json!({"app_id": "1", "installation_id": "2", "connection_config": {"x": 1}});
    let made = imported(&mut world, "github-app", app);
    assert_eq!(made["credentials"]["type"], "APP");
    assert_eq!(made["connection_config"], json!({"app_id": "1", "installation_id": "2"}));
    // Over one that there is, its metadata stays.
    imported(&mut world, "openai", json!({"api_key": "k", "metadata": {"x": 1}}));
    assert_eq!(imported(&mut world, "openai", json!({"api_key": "k"}))["metadata"], json!({"x": 1}));
    let (status, echo) = world.api("POST", "/connection", json!({KEY: "openai", "api_key": "k"}));
    assert_eq!((status, echo["connection_id"].as_str().map(str::len)), (201, Some(36)));
}

#[test]
fn the_legacy_import_misses_one_parameter_at_a_time() {
    let mut world = World::new();
    let at = |integration: &str, more: Value| {
        let mut body = json!({ KEY: integration });
        body.as_object_mut().expect("an object").extend(more.as_object().expect("fields").clone());
        body
    };
    let expiry = "Importing an OAuth2 token requires the 'expires_at' parameter. If the token doesn't expire pass in the 'no_expiration' parameter";
    let date = "The provided 'expires_at' parameter is invalid. It should be a valid date";
    for (body, code, message) in [
        (json!({}), "missing_provider_config", "Missing param 'provider_config_key'."),
        (json!([1]), "missing_provider_config", "Missing param 'provider_config_key'."),
        (at("github", json!({"access_token": "t"})), "missing_expires_at", expiry),
        (at("github", json!({"access_token": "t", "no_expiration": "yes"})), "missing_expires_at", expiry),
        (at("github", json!({"access_token": "t", "expires_at": "garbage"})), "invalid_expires_at", date),
        (at("github", json!({"access_token": "t", "expires_at": 1e300})), "invalid_expires_at", date),
        (at("github", json!({"access_token": "t", "expires_in": "soon"})), "invalid_expires_at", date),
        (at("auth0-cc", json!({})), "missing_access_token", "Missing param 'access_token'."),
        (at("openai", json!({"api_key": ""})), "missing_api_key", "Missing param 'api_key'."),
        (
            at("stripe-api-key", json!({"password": "p"})),
            "missing_basic_username",
            "Missing param username for basic api authentication.",
        ),
        (at("github-app", json!({})), "missing_app_id", "Missing param 'app_id'."),
        (
            at("github-app", json!({"app_id": "1"})),
            "missing_installation_id",
            "Missing param 'installation_id'.",
        ),
    ] {
        let expected = json!({"error": {"message": message, "code": code, "payload": {}}});
        assert_eq!(world.api("POST", "/connection", body.clone()), (400, expected), "{body}");
    }
    let named = json!({"providerConfigKey": "nope", "environmentName": "dev"});
    let message = "There is no Provider Configuration matching this key. Please make sure this value exists in the \
                   Nango dashboard {\n  \"providerConfigKey\": \"nope\",\n  \"environmentName\": \"dev\"\n}";
    let expected =
        json!({"error": {"message": message, "code": "unknown_provider_config", "payload": named}});
    assert_eq!(world.api("POST", "/connection", at("nope", json!({}))), (400, expected));
    let (status, reply) =
        world.api("POST", "/connection", at("netsuite-tba", json!({"connection_config": {}})));
    assert_eq!((status, &reply["error"]["code"]), (400, &json!("missing_account_id")));
    // What Nango itself does not see coming.
    for (body, code) in [
        (Value::Null, "generic_error_support"),
        (at("github", json!({"expires_at": "2030-01-01"})), "generic_error_support"),
        (at("netsuite-tba", json!({})), "generic_error_support"),
        (at("twitter", json!({"oauth_token": "t"})), "unhandled_missing_oauth_token_secret"),
        (at("github-app-oauth", json!({"app_id": "1"})), "unhandled_unknown_oauth_type"),
    ] {
        let (status, reply) = world.api("POST", "/connection", body.clone());
        assert_eq!((status, &reply["error"]["code"]), (500, &json!(code)), "{body}");
    }
    assert_eq!(world.listed(""), Vec::<String>::new());
}

#[test]
fn bare_metadata_is_whatever_it_is() {
    let mut world = World::new();
    imported(&mut world, "openai", json!({"api_key": "k"}));
    let path = "/connection/c-1/metadata";
    let missing = json!({"error": {"message": "Missing param 'provider_config_key'.", "code": "missing_provider_config", "payload": {}}});
    assert_eq!(world.api("POST", path, json!({})), (400, missing));
    let message = "No connection matching the provided params of 'connection_id' and 'provider_config_key'. Please make \
                   sure these values exist in the Nango dashboard {\n  \"connectionId\": \"c-1\",\n  \
                   \"providerConfigKey\": \"github\",\n  \"environmentName\": \"dev\"\n}";
    let named = json!({"connectionId": "c-1", "providerConfigKey": "github", "environmentName": "dev"});
    let unknown = json!({"error": {"message": message, "code": "unknown_connection", "payload": named}});
    assert_eq!(world.api("PATCH", &format!("{path}?{KEY}=github"), json!({})), (404, unknown));
    let target = format!("{path}?{KEY}=openai");
    for (method, body, status, kept) in [
        ("POST", json!([1]), 201, json!([1])),
        ("PATCH", json!({"x": 2}), 200, json!({"0": 1, "x": 2})),
        ("PATCH", json!([3]), 200, json!({"0": 3, "x": 2})),
        ("POST", json!({"y": 4}), 201, json!({"y": 4})),
    ] {
        assert_eq!(world.api(method, &target, body.clone()), (status, body));
        let (_, one) = world.api("GET", &format!("/connection/c-1?{KEY}=openai"), Value::Null);
        assert_eq!(one["metadata"], kept, "{method}");
    }
    // Without a body there is nothing to change, and nothing to repeat.
    let key = format!("Bearer {}", nango_cli::sandbox::API_KEY);
    let headers = [("Authorization", key.as_str()), ("Provider-Config-Key", "openai")];
    let reply = world.send("POST", path, &headers, "").reply;
    assert_eq!((reply.status, reply.body.len()), (201, 0));
    assert_eq!(value(&world.send("PATCH", path, &headers, "").reply), Value::Null);
}
