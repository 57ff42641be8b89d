//! Recordings of servers that were set up otherwise, each replayed on a sandbox of its own: with Nango's outbound
//! policy, at its rate limit, with all of its providers.

use jiff::SignedDuration;
use nango_cli::http::{Headers, Request};
use nango_cli::sandbox::read_providers;
use nango_cli::serve::Refusal;
use serde_json::{Map, Value, json};

use crate::compare::compare;
use crate::{World, recording};

fn replay(world: &mut World, name: &str) -> nango_cli::sandbox::Outcome {
    let recorded = recording(name);
    let outcome = world.replay(&recorded["request"]);
    compare(world, name, &recorded["response"], &outcome.reply, false);
    outcome
}

/// All 981 providers, read as a user would hand them over.
#[test]
fn all_of_nangos_providers() {
    let recorded = recording("providers_list");
    let all = recorded["response"]["body"]["data"].as_array().expect("a list");
    let by_name: Map<String, Value> = all
        .iter()
        .map(|provider| (provider["name"].as_str().expect("a name").to_owned(), provider.clone()))
        .collect();
    let file = Value::Object(by_name).to_string();
    let mut world = World::recorded_with(|config| {
        config.providers = read_providers(file.as_bytes()).expect("Nango's own form");
    });
    replay(&mut world, "providers_list");
    replay(&mut world, "providers_list_search");
}

#[test]
fn a_search_of_the_providers_it_is_born_with() {
    replay(&mut World::recorded(), "providers_list_search");
}

#[test]
fn the_rate_limit_refuses_what_is_too_much() {
    let mut world = World::recorded_with(|config| config.rate_limit = Some(200));
    let call = |world: &mut World| world.api("GET", "/integrations/github", &Value::Null).reply;
    for left in (0..200).rev() {
        let reply = call(&mut world);
        assert_eq!(
            (reply.status, reply.headers.get("x-ratelimit-remaining")),
            (200, Some(&*left.to_string()))
        );
    }
    world.now += SignedDuration::from_millis(44_600);
    replay(&mut world, "rate_limit_err_429");
    // A session's calls are counted apart, and a minute later all is well.
    let unknown = [("Authorization", "Bearer 11111111-1111-4111-8111-111111111111")];
    assert_eq!(world.send("GET", "/integrations", Headers::from_iter(unknown), Vec::new()).reply.status, 401);
    world.now += SignedDuration::from_secs(16);
    assert_eq!(call(&mut world).status, 200);
}

#[test]
fn nangos_outbound_policy() {
    let mut world = World::recorded_with(|config| config.strict_urls = true);
    replay(&mut world, "stock_ssrf_session_webhook_override_localhost");
    // The webhook's address is on this machine, and nobody is told that nothing was sent.
    let outcome = replay(&mut world, "stock_ssrf_auth_with_loopback_webhook_url_in_db");
    assert!(outcome.webhooks.is_empty());
    replay(&mut world, "stock_ssrf_apikey_verification_loopback");
    let import = recording("connection_import_apikey");
    assert_eq!(world.replay(&import["request"]).reply.status, 201);
    replay(&mut world, "stock_ssrf_proxy_base_url_override_localhost");
    replay(&mut world, "stock_ssrf_proxy_connection_config_loopback");
}

/// The bodies are not in the recordings; that one arrived whole or not at all is the server's to say.
#[test]
fn bodies_beyond_the_limit() {
    for name in ["err_body_too_large_connect_sessions", "integration_create_err_too_large"] {
        let mut world = World::recorded();
        let recorded = recording(name);
        let head = Request {
            method: "POST".to_owned(),
            path: recorded["request"]["path"].as_str().expect("a path").to_owned(),
            query: String::new(),
            headers: Headers::new(),
            body: Vec::new(),
            peer: None,
        };
        let outcome = world.state.refuse(&head, Refusal::BodyTooLarge);
        compare(&mut world, name, &recorded["response"], &outcome.reply, false);
    }
}

/// What is really sent; tests/sandbox_proxy.rs sees it arrive.
#[test]
fn a_proxied_request_to_this_machine() {
    let mut world = World::recorded();
    let mut import = recording("connection_import_apikey")["request"].clone();
    import["body"]["credentials"]["apiKey"] = json!("good-imported-2");
    assert_eq!(world.replay(&import).reply.status, 201);
    let recorded = recording("proxy_base_url_override");
    let sent = world.replay(&recorded["request"]).forward.expect("a request to send");
    let echo = &recorded["response"]["body"]["echo"];
    assert_eq!((sent.method.as_str(), sent.url.path()), ("GET", echo["url"].as_str().expect("a path")));
    for (name, value) in echo["headers"].as_object().expect("headers") {
        // The client adds these.
        if !["accept-encoding", "host", "connection"].contains(&name.as_str()) {
            assert_eq!(sent.headers.get(name), value.as_str(), "{name}");
        }
    }
    assert_eq!(sent.body, None);
}

/// A webhook that its target did not take is sent again as it was; tests/sandbox_server.rs sees it come.
#[test]
fn what_is_sent_again_is_the_same() {
    let first = recording("webhooks/017-auth-creation-true");
    for again in ["webhooks/018-auth-creation-true", "webhooks/019-auth-creation-true"] {
        let again = recording(again);
        for part in ["body", "path"] {
            assert_eq!(first["request"][part], again["request"][part]);
        }
    }
}

/// What a person connected on the Connect UI before there were transcripts of it.
#[test]
fn deliveries_of_an_early_run() {
    let mut world = World::recorded();
    let user = json!({"end_user": {"id": "user-ui", "email": "ui@example.com"}});
    let base = "http://127.0.0.1:3003";
    for (name, method, path, body) in [
        ("webhooks/022-auth-creation-true", "POST", "/auth/unauthenticated/unauth?", json!({})),
        (
            "webhooks/023-auth-creation-true",
            "POST",
            "/api-auth/api-key/jira-key?params[baseUrl]=https://example.com&",
            json!({"apiKey": "good"}),
        ),
        (
            "webhooks/024-auth-creation-true",
            "GET",
            "/oauth/connect/jira-oauth?params[endpointURL]=localhost:4444&",
            Value::Null,
        ),
    ] {
        let made = world.api("POST", "/connect/sessions", &user).reply;
        let made: Value = serde_json::from_slice(&made.body).expect("JSON");
        let token = made["data"]["token"].as_str().expect("a token");
        let mut outcome = world.api(method, &format!("{path}connect_session_token={token}"), &body);
        while let Some(next) = outcome.reply.headers.get("location").map(str::to_owned) {
            let own = next.strip_prefix("http://localhost:3003").or(next.strip_prefix(base)).expect("here");
            outcome = world.api("GET", own, &Value::Null);
        }
        let ours = serde_json::from_str(&outcome.webhooks[0].body).expect("JSON");
        world.same(&recording(name)["request"]["body"], &ours, name);
    }
}
