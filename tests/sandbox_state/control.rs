//! The control API: what a test suite does to a sandbox that nobody can do to Nango.

use nango_cli::sandbox::API_KEY;
use serde_json::{Value, json};
use url::Url;

use crate::world::{World, value};

fn world() -> World {
    World::with(|config| config.webhook_url = Some(Url::parse("http://127.0.0.1:4000/all").expect("a URL")))
}

fn control(world: &mut World, method: &str, path: &str, body: Value) -> (u16, Value) {
    world.api(method, &format!("/_sandbox/control{path}"), body)
}

/// An OAuth connection whose token lasts an hour.
fn connection(world: &mut World) -> &'static str {
    connection_with(world, "rt")
}

fn connection_with(world: &mut World, refresh_token: &str) -> &'static str {
    let body = json!({
        "provider_config_key": "hubspot", "connection_id": "h-1", "tags": {"end_user_id": "u_1"},
        "credentials": {"type": "OAUTH2", "access_token": "at", "refresh_token": refresh_token, "expires_at": "2026-11-24T11:00:00Z"},
    });
    let (status, made) = world.api("POST", "/connections", body);
    assert_eq!(status, 201, "{made}");
    "/connections/h-1?provider_config_key=hubspot"
}

#[test]
fn a_web_page_cannot_control_it() {
    let mut world = world();
    for headers in [&[][..], &[("Authorization", "Bearer 5a9db0c5-0000-4000-8000-00000000beef")]] {
        let outcome = world.send("POST", "/_sandbox/control/reset", headers, "");
        assert_eq!(outcome.reply.status, 401, "{headers:?}");
        assert_eq!(outcome.reply.headers.get("access-control-allow-origin"), None);
    }
}

#[test]
fn a_reset_leaves_nothing_but_what_it_began_with() {
    let mut world = world();
    connection(&mut world);
    control(&mut world, "POST", "/failures", json!({"path": "/x", "status": 500}));
    control(&mut world, "POST", "/clock", json!({"advance": "3h"}));
    control(&mut world, "PATCH", "/settings", json!({"webhook_url": "", "auto_approve": true}));
    world.api("DELETE", "/integrations/github", Value::Null);
    let (_, busy) = control(&mut world, "GET", "", Value::Null);
    assert_eq!((&busy["connections"], &busy["failures"]), (&json!(1), &json!(1)));
    let (status, fresh) = control(&mut world, "POST", "/reset", Value::Null);
    assert_eq!(status, 200);
    assert_eq!(fresh["connections"], 0);
    assert_eq!(fresh["failures"], 0);
    assert_eq!(fresh["now"], "2026-11-24T10:00:00.000Z");
    assert_eq!(fresh["settings"]["webhook_url"], "http://127.0.0.1:4000/all");
    assert_eq!(fresh["settings"]["auto_approve"], false);
    assert_eq!(world.api("GET", "/integrations/github", Value::Null).0, 200);
    // Who follows the events has not lost their place.
    let (_, events) = control(&mut world, "GET", "/events", Value::Null);
    assert!(events["events"].as_array().expect("a list").len() > 1, "{events}");
}

#[test]
fn time_makes_tokens_expire_and_a_revoked_one_is_not_renewed() {
    let mut world = world();
    let one = connection(&mut world);
    assert_eq!(world.api("GET", one, Value::Null).1["credentials"]["access_token"], "at");
    let (status, clock) = control(&mut world, "POST", "/clock", json!({"advance": "2h"}));
    assert_eq!((status, &clock["now"]), (200, &json!("2026-11-24T12:00:00.000Z")));
    let (_, renewed) = world.api("GET", one, Value::Null);
    assert_ne!(renewed["credentials"]["access_token"], "at");
    let (status, _) = control(&mut world, "POST", "/revoke", json!({"connection_id": "h-1"}));
    assert_eq!(status, 200);
    control(&mut world, "POST", "/clock", json!({"advance": "2h"}));
    let key = format!("Bearer {API_KEY}");
    let failed = world.send("GET", one, &[("Authorization", &key)], "");
    assert_eq!(failed.reply.status, 400);
    assert_eq!(value(&failed.reply)["error"]["code"], "invalid_credentials");
    let told: Value = serde_json::from_str(&failed.webhooks[0].body).expect("JSON");
    assert_eq!((&told["operation"], &told["success"]), (&json!("refresh"), &json!(false)));
    // Without the environment's switch nobody is told.
    control(&mut world, "PATCH", "/settings", json!({"on_auth_refresh_error": false}));
    let again = format!("{one}&force_refresh=true");
    let failed = world.send("GET", &again, &[("Authorization", &key)], "");
    assert_eq!((failed.reply.status, failed.webhooks.len()), (400, 0));
    // Made anew, it is as good as any.
    connection_with(&mut world, "rt-2");
    assert_eq!(world.api("GET", &again, Value::Null).0, 200);
}

#[test]
fn the_clock_stands_still_goes_on_and_never_back() {
    let mut world = world();
    let now = |world: &mut World| control(world, "GET", "", Value::Null).1["now"].clone();
    control(&mut world, "POST", "/clock", json!({"now": "2026-12-01T00:00:00Z", "stop": true}));
    world.now += jiff::SignedDuration::from_secs(60);
    assert_eq!(now(&mut world), "2026-12-01T00:00:00.000Z");
    control(&mut world, "POST", "/clock", json!({"advance": "5s"}));
    assert_eq!(now(&mut world), "2026-12-01T00:00:05.000Z");
    control(&mut world, "POST", "/clock", json!({"stop": false}));
    world.now += jiff::SignedDuration::from_secs(60);
    assert_eq!(now(&mut world), "2026-12-01T00:01:05.000Z");
    for wrong in [
        json!({"now": "2026-11-01T00:00:00Z"}),
        json!({"advance": "-1s"}),
        json!({"advance": "soon"}),
        json!({"now": "9999-12-30T22:00:00.999Z", "stop": true}),
        json!({"now": "9000-01-01T00:00:01Z"}),
    ] {
        assert_eq!(control(&mut world, "POST", "/clock", wrong).0, 400);
    }
    assert_eq!(now(&mut world), "2026-12-01T00:01:05.000Z");
}

#[test]
fn requests_fail_as_told_and_then_no_more() {
    let mut world = world();
    let session = json!({"end_user": {"id": "u"}});
    control(
        &mut world,
        "POST",
        "/failures",
        json!({"path": "/connect/sessions", "method": "POST", "times": 2, "status": 503}),
    );
    control(
        &mut world,
        "POST",
        "/failures",
        json!({"path": "/integrations", "status": 418, "body": {"tea": true}}),
    );
    control(&mut world, "POST", "/failures", json!({"path": "/providers", "hang": true}));
    control(&mut world, "POST", "/failures", json!({"path": "/providers/*", "delay_ms": 1500}));
    for status in [503, 503, 201] {
        assert_eq!(world.api("POST", "/connect/sessions", session.clone()).0, status);
    }
    assert_eq!(world.api("GET", "/integrations", Value::Null), (418, json!({"tea": true})));
    let key = format!("Bearer {API_KEY}");
    let silent = world.send("GET", "/providers", &[("Authorization", &key)], "");
    assert!(!silent.answered);
    let late = world.send("GET", "/providers/github", &[("Authorization", &key)], "");
    assert_eq!((late.reply.status, late.delay.as_millis()), (200, 1500));
    let (_, rest) = control(&mut world, "GET", "/failures", Value::Null);
    assert_eq!(rest, json!({"failures": []}));
    // As a browser sees it, too.
    control(&mut world, "POST", "/failures", json!({"path": "/integrations", "status": 429}));
    let limited = world.send("GET", "/integrations", &[("Authorization", &key)], "");
    assert_eq!(limited.reply.headers.get("access-control-allow-origin"), Some("*"));
    assert_eq!(limited.reply.headers.get("retry-after"), Some("1"));
    assert_eq!(
        value(&limited.reply)["error"],
        json!({"code": "too_many_request", "method": "GET", "path": "/integrations"})
    );
    // recording rate_limit_err_429
    let told = |name: &str| limited.reply.headers.get(name).expect("a header").to_owned();
    assert_eq!(
        (told("x-ratelimit-limit"), told("x-ratelimit-remaining")),
        ("200".to_owned(), "0".to_owned())
    );
    assert_eq!(told("x-ratelimit-reset"), (world.now.as_second() + 1).to_string());
    // A browser asks first, and that uses nothing up.
    control(&mut world, "POST", "/failures", json!({"path": "/*", "status": 503}));
    let preflight = world.send("OPTIONS", "/integrations", &[("Origin", "http://localhost:5173")], "");
    assert_eq!(preflight.reply.status, 204);
    assert_eq!(world.api("GET", "/integrations", Value::Null).0, 503);
}

#[test]
fn a_seed_is_taken_whole_or_not_at_all() {
    let mut world = world();
    let own = json!({"unique_key": "gh-2", "provider": "github", "scopes": "repo"});
    let good = json!({"provider_config_key": "gh-2", "connection_id": "c-1", "credentials": {"type": "OAUTH2", "access_token": "a"}});
    let bad = json!({"provider_config_key": "gh-2", "credentials": {"type": "API_KEY", "api_key": "k"}});
    let (status, refused) =
        control(&mut world, "POST", "/seed", json!({"integrations": [own], "connections": [good, bad]}));
    assert_eq!(status, 400);
    assert_eq!(refused["error"]["message"], "connection 2 was refused");
    assert_eq!(world.api("GET", "/integrations/gh-2", Value::Null).0, 404);
    let body = json!({"integrations": [own], "connections": [good]}).to_string();
    let key = format!("Bearer {API_KEY}");
    let headers = [("Authorization", key.as_str()), ("Content-Type", "application/json")];
    let made = world.send("POST", "/_sandbox/control/seed", &headers, &body);
    assert_eq!(value(&made.reply), json!({"integrations": 1, "connections": 1}));
    assert_eq!(made.webhooks, []);
    assert_eq!(world.api("GET", "/connections/c-1?provider_config_key=gh-2", Value::Null).0, 200);
    // What Nango refuses is refused, and what is not understood, and none of it is made.
    let client = json!({"type": "OAUTH2", "client_id": "i", "client_secret": "s"});
    for wrong in [
        json!([{"unique_key": "x", "provider": "nobody"}]),
        json!([{"unique_key": "a b/ü", "provider": "github"}]),
        json!([{"unique_key": "", "provider": "github"}]),
        json!([{"unique_key": "x", "provider": "github", "bogus": 1}]),
        json!([{"unique_key": "x", "provider": "openai", "credentials": client}]),
        json!([own, own]),
        json!(["github"]),
    ] {
        let (status, refused) = control(&mut world, "POST", "/seed", json!({ "integrations": wrong }));
        assert_eq!(status, 400, "{wrong}");
        assert!(
            refused["error"]["message"].as_str().is_some_and(|text| text.contains("was refused")),
            "{refused}"
        );
    }
    assert_eq!(world.api("GET", "/integrations/x", Value::Null).0, 404);
    assert_eq!(world.api("GET", "/integrations/gh-2", Value::Null).0, 200, "it is as it was");
    let given =
        json!([{"unique_key": "z", "provider": "github", "credentials": client}, {"unique_key": "hubspot"}]);
    let (status, made) = control(&mut world, "POST", "/seed", json!({ "integrations": given }));
    assert_eq!(status, 200, "{made}");
    let id = |world: &mut World, key: &str| {
        let (_, shown) = world.api("GET", &format!("/integrations/{key}?include=credentials"), Value::Null);
        shown["data"]["credentials"]["client_id"].clone()
    };
    assert_eq!(id(&mut world, "z"), "i");
    assert_eq!(id(&mut world, "hubspot"), "sandbox-hubspot-client-id");
}

#[test]
fn what_is_sent_is_read_whatever_it_is_called() {
    let mut world = world();
    let key = format!("Bearer {API_KEY}");
    let form = [("Authorization", key.as_str()), ("Content-Type", "application/x-www-form-urlencoded")];
    for headers in [&form[..1], &form] {
        let denied = world.send("POST", "/_sandbox/control/denials", headers, r#"{"times":3}"#);
        assert_eq!(value(&denied.reply), json!({"times": 3}));
        let broken = world.send("POST", "/_sandbox/control/reset", headers, "{bad");
        assert_eq!(broken.reply.status, 400);
    }
    assert_eq!(control(&mut world, "GET", "", Value::Null).1["denials"], 3);
}

#[test]
fn the_next_consent_is_denied() {
    let mut world = world();
    let begin = |world: &mut World| {
        let token = world.session(json!({"end_user": {"id": "u"}}));
        let path = format!("/oauth/connect/hubspot?connect_session_token={token}");
        let reply = world.send("GET", &path, &[("Host", "127.0.0.1:3003")], "").reply;
        let page = reply.headers.get("location").expect("the provider's page").to_owned();
        let own = page.trim_start_matches("http://127.0.0.1:3003").to_owned();
        world.send("GET", &own, &[("Host", "127.0.0.1:3003")], "").reply
    };
    control(&mut world, "POST", "/denials", json!({}));
    let denied = begin(&mut world);
    assert!(denied.headers.get("location").expect("a way back").contains("error=access_denied"));
    assert_eq!(begin(&mut world).status, 200, "the page is shown again");
}

#[test]
fn a_webhook_is_emitted_to_where_the_connection_says() {
    let mut world = world();
    connection(&mut world);
    let key = format!("Bearer {API_KEY}");
    let headers = [("Authorization", key.as_str()), ("Content-Type", "application/json")];
    let emit = |world: &mut World, body: Value| {
        world.send("POST", "/_sandbox/control/emit", &headers, &body.to_string())
    };
    let event = json!({"type": "sync", "from": "nango", "connectionId": "h-1"});
    let sent = emit(&mut world, json!({"body": event, "connection_id": "h-1"}));
    assert_eq!(sent.webhooks[0].url, "http://127.0.0.1:4000/all");
    assert_eq!(sent.webhooks[0].body, r#"{"connectionId":"h-1","from":"nango","type":"sync"}"#);
    let own = json!({"webhook_url_override": "http://127.0.0.1:4001/own"});
    assert_eq!(world.api("PATCH", "/connections/h-1?provider_config_key=hubspot", own).0, 200);
    let sent = emit(&mut world, json!({"body": event, "connection_id": "h-1"}));
    assert_eq!(sent.webhooks[0].url, "http://127.0.0.1:4001/own");
    control(&mut world, "PATCH", "/settings", json!({"webhook_url": ""}));
    assert_eq!(emit(&mut world, json!({"body": event})).reply.status, 400);
}

#[test]
fn what_it_does_not_understand_it_refuses() {
    let mut world = world();
    for (method, path, body, status) in [
        ("POST", "/clock", json!({"forward": "1h"}), 400),
        ("PATCH", "/settings", json!({"webhook_url": "ftp://h/"}), 400),
        ("PATCH", "/settings", json!({"auto_approve": "yes"}), 400),
        ("POST", "/revoke", json!({"connection_id": "nobody"}), 404),
        ("POST", "/denials", json!({"times": -1}), 400),
        ("GET", "/events?after=x", Value::Null, 400),
        ("GET", "/nothing", Value::Null, 404),
        ("DELETE", "/reset", Value::Null, 404),
    ] {
        let (answered, body) = control(&mut world, method, path, body);
        assert_eq!(answered, status, "{method} {path}: {body}");
        assert!(body["error"]["message"].is_string(), "{body}");
    }
}

#[test]
fn a_deterministic_sandbox_repeats_itself() {
    let story = || {
        let mut world = World::with(|config| {
            config.fixed_names = true;
            config.clock.stopped = Some("2030-01-01T00:00:00Z".parse().expect("a time"));
        });
        let mut told = String::new();
        for _ in 0..2 {
            let token = world.session(json!({"end_user": {"id": "u"}}));
            let path = format!("/auth/unauthenticated/unauthenticated?connect_session_token={token}");
            let made = world.send("POST", &path, &[], "");
            told.push_str(&format!("{token}{}", String::from_utf8_lossy(&made.reply.body)));
            world.now += jiff::SignedDuration::from_secs(7);
            let (_, list) = world.api("GET", "/connections", Value::Null);
            told.push_str(&list.to_string());
        }
        let client = world.state.name_client();
        (told, client)
    };
    let (first, second) = (story(), story());
    assert_eq!(first, second);
    assert!(first.0.contains("2030-01-01T00:00:00"), "{}", first.0);
}
