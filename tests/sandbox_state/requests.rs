//! Every request: layers, paths, hosts, lists, and whatever else may arrive.

use jiff::SignedDuration;
use nango_cli::sandbox::API_KEY;
use serde_json::{Value, json};

use crate::world::{World, value};

#[test]
fn the_layers_answer_in_order() {
    let mut world = World::new();
    let json = ("Content-Type", "application/json");
    // Malformed JSON comes before everything, and without CORS.
    let malformed = world.send("POST", "/connect/sessions", &[json], "{").reply;
    assert_eq!((malformed.status, value(&malformed)["error"]["code"].clone()), (400, json!("invalid_json")));
    assert_eq!(malformed.headers.get("access-control-allow-origin"), None);
    // Then the content type, then the key, then the query, then the body.
    let text_plain = [("Content-Type", "text/plain")];
    assert_eq!(world.send("POST", "/connect/sessions?x=1", &text_plain, "{}").reply.status, 415);
    assert_eq!(world.send("POST", "/connect/sessions?x=1", &[json], "{}").reply.status, 401);
    let (_, reply) = world.api("POST", "/connect/sessions?x=1", json!({}));
    assert_eq!(reply["error"]["code"], "invalid_query_params");
    // Paths: any case, one slash more; two slashes are another page.
    let key = format!("Bearer {API_KEY}");
    let key = [("Authorization", key.as_str())];
    assert!(
        value(&world.send("GET", "/INTEGRATIONS/GitHub/", &key, "").reply)["error"]["code"] == "not_found"
    );
    assert!(value(&world.send("GET", "/Integrations/", &key, "").reply)["data"].is_array());
    for page in ["//integrations", "/connect/sessions", "/", "/connections/a/b"] {
        let reply = world.send("GET", page, &key, "").reply;
        assert_eq!(
            (reply.status, reply.headers.get("content-type")),
            (200, Some("text/html; charset=utf-8")),
            "{page}"
        );
    }
    // Percent-encoded ids are decoded; what cannot be is nothing that Nango expects.
    let (status, _) = world.api("GET", "/connections/a%2Fb%20c?provider_config_key=github", Value::Null);
    assert_eq!(status, 404);
    for path in ["/connections/%ff", "/connections/%", "/providers/%zz", "/integrations/%/functions"] {
        let reply = world.send("GET", path, &key, "").reply;
        let code = value(&reply)["error"]["code"].clone();
        assert_eq!((reply.status, code), (500, json!("generic_error_support")), "{path}");
        assert_eq!(reply.headers.get("access-control-allow-origin"), Some("*"), "{path}");
    }
}

/// What the parser cannot read it does not try to.
#[test]
fn bodies_in_foreign_writing_are_not_read() {
    let mut world = World::new();
    let key = format!("Bearer {API_KEY}");
    for (kind, encoding, status, code) in [
        ("application/json; charset=utf-8", "identity", 201, Value::Null),
        ("application/json;charset=\"UTF-8\"", "IDENTITY", 201, Value::Null),
        ("application/json; charset=foo", "identity", 500, json!("generic_error_support")),
        ("application/json", "zstd", 500, json!("generic_error_support")),
        ("application/json", "gzip", 415, json!("invalid_content_encoding")),
    ] {
        let headers =
            [("Authorization", key.as_str()), ("Content-Type", kind), ("Content-Encoding", encoding)];
        let reply = world.send("POST", "/connect/sessions", &headers, r#"{"tags":{}}"#).reply;
        let told = value(&reply)["error"]["code"].clone();
        assert_eq!((reply.status, told), (status, code), "{kind}, {encoding}");
    }
}

#[test]
fn lists_are_filtered_and_paged() {
    let mut world = World::new();
    let first = world
        .session(json!({"end_user": {"id": "u_1", "display_name": "Ada L."}, "organization": {"id": "o_1"}}));
    let second = world.session(json!({"tags": {"team": "Red", "end_user_id": "u_2"}}));
    for (token, path, body) in [
        (&first, "/api-auth/api-key/openai", json!({"apiKey": "k"})),
        (&second, "/auth/unauthenticated/unauthenticated", Value::Null),
        (&second, "/api-auth/basic/stripe-api-key", json!({"username": "rk", "password": ""})),
    ] {
        world.now += SignedDuration::from_secs(1);
        world.connect(token, path, body);
    }
    let newest_first = ["stripe-api-key", "unauthenticated", "openai"];
    for (query, expected) in [
        ("", &newest_first[..]),
        ("limit=2", &newest_first[..2]),
        ("limit=2&page=1", &newest_first[2..]),
        ("limit=1&page=1", &newest_first[1..2]),
        ("limit=0x2", &newest_first[..2]),
        ("page=1e300", &[]),
        ("endUserId=u_1", &["openai"]),
        // Tags alone make no end user.
        ("endUserId=u_2", &[]),
        ("endUserOrganizationId=o_1", &["openai"]),
        ("tags[TEAM]=Red", &newest_first[..2]),
        ("tags[team]=red", &[]),
        ("tags%5Bteam%5D=Red&tags[end_user_id]=u_2", &newest_first[..2]),
        ("tags[team]=Red&tags[end_user_id]=u_1", &[]),
        ("integrationId=openai,%20unauthenticated", &newest_first[1..]),
        ("search=ADA%20L", &["openai"]),
        ("search=a_a%20l", &["openai"]),
        ("search=Red", &[]),
    ] {
        assert_eq!(world.listed(query), expected, "{query}");
    }
    for (query, path) in [
        ("tags[1]=x", json!(["tags"])),
        ("limit=1&limit=2", json!(["limit"])),
        ("limit=", json!(["limit"])),
        ("limit=2001", json!(["limit"])),
    ] {
        let (status, reply) = world.api("GET", &format!("/connections?{query}"), Value::Null);
        assert_eq!((status, &reply["error"]["errors"][0]["path"]), (400, &path), "{query}: {reply}");
    }
    assert_eq!(world.send("GET", "/connection", &[("Authorization", API_KEY)], "").reply.status, 200);
    // Where a page begins is the product of the two, fractions and all.
    for _ in 0..3 {
        world.connect(&second, "/auth/unauthenticated/unauthenticated", Value::Null);
    }
    for (query, count) in [("limit=4&page=0.5", 4), ("limit=2&page=1.5", 2), ("limit=1.5&page=2", 1)] {
        let ids = |world: &mut World, query: &str| -> Vec<Value> {
            let (_, reply) = world.api("GET", &format!("/connections?{query}"), Value::Null);
            reply["connections"].as_array().expect("a list").iter().map(|one| one["id"].clone()).collect()
        };
        let skip = if query == "limit=4&page=0.5" { 2 } else { 3 };
        let expected = ids(&mut world, "")[skip..skip + count].to_vec();
        assert_eq!(ids(&mut world, query), expected, "{query}");
    }
}

#[test]
fn links_lead_to_this_machine_only() {
    let mut world = World::new();
    let key = format!("Bearer {API_KEY}");
    for (host, base) in [
        ("localhost:3003", "http://localhost:3003"),
        ("127.0.0.1:3003", "http://127.0.0.1:3003"),
        ("[::1]:3003", "http://[::1]:3003"),
        ("app.localhost:3003", "http://app.localhost:3003"),
        ("localhost:4000", "http://127.0.0.1:3003"),
        ("localhost", "http://127.0.0.1:3003"),
        ("evil.example:3003", "http://127.0.0.1:3003"),
        ("localhost:3003@evil.example", "http://127.0.0.1:3003"),
        ("evil.example/localhost:3003", "http://127.0.0.1:3003"),
        ("user:pass@localhost:3003", "http://127.0.0.1:3003"),
        ("localhost:3003/x\"y", "http://127.0.0.1:3003"),
        ("", "http://127.0.0.1:3003"),
    ] {
        let headers = [("Host", host), ("Authorization", key.as_str()), ("Content-Type", "application/json")];
        let reply = world.send("POST", "/connect/sessions", &headers, r#"{"tags":{}}"#).reply;
        let reply = value(&reply);
        let link = reply["data"]["connect_link"].as_str().expect("a link");
        assert!(
            link.starts_with(&format!("{base}/_sandbox/connect/?session_token=nango_connect_session_")),
            "{host}: {link}"
        );
    }
}

/// Whatever arrives, the state answers.
#[test]
fn odd_requests_are_answered() {
    let mut world = World::new();
    let token = world.session(json!({"tags": {}}));
    let deep = "[".repeat(10_000);
    let many = "a=1&".repeat(5_000);
    let long = "x".repeat(100_000);
    let authorization = format!("Bearer {API_KEY}");
    for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", ""] {
        for path in [
            "",
            "/",
            "//",
            "*",
            "/%",
            "/%00",
            "/connections/%ff%fe",
            "/_sandbox",
            "/_sandbox/",
            "/_sandbox/connect/%ff",
            "/_sandbox/authorize/",
            "/_sandbox/authorize/github",
            "/oauth/callback",
            "/oauth/connect/%E0%A4%A",
            "/integrations/%00",
            "/providers/..%2f",
            "/connect/session",
            "/connect/telemetry",
            &long,
        ] {
            for query in [
                "",
                "&&&",
                "a[b",
                "a]b[",
                "[]=1",
                "=&=",
                "%=%",
                "tags[a][b][c][d][e][f][g]=1",
                "state[]=1",
                "connect_session_token[]=1",
                &many,
            ] {
                for body in ["", "{}", "null", "{\"a\":", &deep] {
                    let headers = [
                        ("Content-Type", "application/json"),
                        ("Authorization", authorization.as_str()),
                        ("Host", "\u{1f980}"),
                    ];
                    let status = world
                        .send(
                            method,
                            &format!("{path}?{query}&connect_session_token={token}"),
                            &headers,
                            body,
                        )
                        .reply
                        .status;
                    assert!((200..=500).contains(&status), "{method} {path}?{query} {body}: {status}");
                }
            }
        }
    }
}

/// The headers count down within a minute, for keys and for tokens apart; nobody is refused (protocol §1.6).
#[test]
fn calls_are_counted() {
    let mut world = World::new();
    let token = world.session(json!({"tags": {}}));
    let left = |world: &mut World, path: &str, key: &str| {
        let key = format!("Bearer {key}");
        let headers = world.send("GET", path, &[("Authorization", &key)], "").reply.headers;
        let number = |name: &str| headers.get(name).and_then(|value| value.parse::<i64>().ok());
        (number("x-ratelimit-remaining"), number("x-ratelimit-reset"))
    };
    let reset = world.now.as_second() + 60;
    assert_eq!(left(&mut world, "/integrations", API_KEY), (Some(198), Some(reset)));
    assert_eq!(left(&mut world, "/connect/session", &token), (Some(199), Some(reset)));
    assert_eq!(left(&mut world, "/integrations", API_KEY), (Some(197), Some(reset)));
    for _ in 0..300 {
        left(&mut world, "/integrations", API_KEY);
    }
    assert_eq!(left(&mut world, "/integrations", API_KEY), (Some(0), Some(reset)));
    // A wrong key reaches no counter.
    assert_eq!(left(&mut world, "/integrations", "nope"), (None, None));
    world.now += SignedDuration::from_secs(60);
    assert_eq!(left(&mut world, "/integrations", API_KEY), (Some(199), Some(reset + 60)));
}
