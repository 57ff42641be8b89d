//! The sandbox's rules, on its pure state: no sockets, and the time is what a test says it is.

use jiff::{SignedDuration, Timestamp};
use nango_cli::http::{Headers, Reply, Request};
use nango_cli::sandbox::{API_KEY, Config, Event, Outcome, State};
use serde_json::{Value, json};
use url::Url;

struct World {
    state: State,
    now: Timestamp,
}

impl World {
    fn new() -> World {
        World::with(|_| {})
    }

    fn with(change: impl FnOnce(&mut Config)) -> World {
        let now = "2026-11-24T10:00:00Z".parse().expect("a time");
        let mut config = Config::new("127.0.0.1:3003".parse().expect("an address"));
        change(&mut config);
        World { state: State::new(config, now), now }
    }

    fn send(&mut self, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Outcome {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let headers: Headers =
            headers.iter().map(|(n, v)| ((*n).to_owned(), v.as_bytes().to_vec())).collect();
        let request = Request {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers,
            body: body.as_bytes().to_vec(),
            peer: None,
        };
        self.state.handle(&request, self.now)
    }

    /// With the API key and JSON.
    fn api(&mut self, method: &str, target: &str, body: Value) -> (u16, Value) {
        let key = format!("Bearer {API_KEY}");
        let (headers, text) = match body {
            Value::Null => (vec![("Authorization", key.as_str())], String::new()),
            body => (
                vec![("Authorization", key.as_str()), ("Content-Type", "application/json")],
                body.to_string(),
            ),
        };
        let outcome = self.send(method, target, &headers, &text);
        (outcome.reply.status, value(&outcome.reply))
    }

    fn session(&mut self, body: Value) -> String {
        let (status, reply) = self.api("POST", "/connect/sessions", body);
        assert_eq!(status, 201, "{reply}");
        reply["data"]["token"].as_str().expect("a token").to_owned()
    }

    fn bearer(&mut self, method: &str, target: &str, token: &str) -> (u16, Value) {
        let outcome = self.send(method, target, &[("Authorization", &format!("Bearer {token}"))], "");
        (outcome.reply.status, value(&outcome.reply))
    }

    /// Connects and gives the id and what was sent.
    fn connect(&mut self, token: &str, path: &str, body: Value) -> (String, Vec<Value>) {
        let target =
            format!("{path}{}connect_session_token={token}", if path.contains('?') { '&' } else { '?' });
        let text = if body.is_null() { String::new() } else { body.to_string() };
        let outcome = self.send("POST", &target, &[("Content-Type", "application/json")], &text);
        let reply = value(&outcome.reply);
        assert_eq!(outcome.reply.status, 200, "{reply}");
        let hooks = outcome.webhooks.iter().map(|hook| serde_json::from_str(&hook.body).expect("JSON"));
        (reply["connectionId"].as_str().expect("an id").to_owned(), hooks.collect())
    }

    fn listed(&mut self, query: &str) -> Vec<String> {
        let (status, reply) = self.api("GET", &format!("/connections?{query}"), Value::Null);
        assert_eq!(status, 200, "{query}: {reply}");
        let all = reply["connections"].as_array().expect("a list");
        all.iter().map(|item| item["provider_config_key"].as_str().expect("a key").to_owned()).collect()
    }
}

fn value(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body).unwrap_or(Value::Null)
}

fn text(reply: &Reply) -> String {
    String::from_utf8(reply.body.clone()).expect("UTF-8")
}

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
    // Percent-encoded ids are decoded; what cannot be is refused like Express does.
    let (status, _) = world.api("GET", "/connections/a%2Fb%20c?provider_config_key=github", Value::Null);
    assert_eq!(status, 404);
    assert_eq!(world.send("GET", "/connections/%ff", &key, "").reply.status, 400);
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
    let page = world.send("GET", &format!("/_sandbox/connect/?session_token={token}"), &[], "").reply;
    assert_eq!(page.status, 401);
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

    // The session targets one connection; once that is gone, it targets none.
    assert_eq!(world.api("DELETE", &one, Value::Null), (200, json!({"success": true})));
    let target = format!("/api-auth/api-key/jira-data-center-api-key?connect_session_token={again}");
    let gone =
        world.send("POST", &target, &[("Content-Type", "application/json")], r#"{"apiKey":"three"}"#).reply;
    assert_eq!((gone.status, value(&gone)), (400, json!({"error": {"code": "invalid_connection"}})));
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
        ("search=ADA", &["openai"]),
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
}

#[test]
fn oauth_tokens_expire_where_the_providers_do() {
    let mut world = World::with(|config| config.auto_approve = true);
    let token = world.session(json!({"tags": {}}));
    let mut connect = |world: &mut World, query: &str| {
        let mut target = format!("/oauth/connect/{query}connect_session_token={token}");
        for _ in 0..2 {
            let reply = world.send("GET", &target, &[], "").reply;
            assert_eq!(reply.status, 302, "{}", text(&reply));
            let next = Url::parse(reply.headers.get("location").expect("a location")).expect("a URL");
            target = format!("{}?{}", next.path(), next.query().expect("a query"));
        }
        let outcome = world.send("GET", &target, &[], "");
        assert_eq!(outcome.reply.status, 200);
        let Some(Event::Connected { connection_id, .. }) = outcome.events.into_iter().next() else {
            panic!("connected")
        };
        connection_id
    };
    let github = connect(&mut world, "github?");
    let (_, github) = world.api(
        "GET",
        &format!("/connections/{github}?provider_config_key=github&refresh_token=true"),
        Value::Null,
    );
    assert_eq!(github["credentials"].get("expires_at").or(github["credentials"].get("refresh_token")), None);
    assert_eq!(github["metadata"], Value::Null);

    let zendesk = connect(&mut world, "zendesk?params[subdomain]=acme&");
    let one = format!("/connections/{zendesk}?provider_config_key=zendesk");
    let (_, fresh) = world.api("GET", &one, Value::Null);
    assert_eq!(fresh["credentials"]["expires_at"], "2026-11-24T10:30:00.000Z");
    assert_eq!(fresh["credentials"].get("refresh_token"), None);
    assert_eq!(fresh["connection_config"], json!({"subdomain": "acme"}));
    // Within the last 15 minutes it is refreshed by being read.
    world.now += SignedDuration::from_mins(15);
    assert_eq!(world.api("GET", &one, Value::Null).1["credentials"], fresh["credentials"]);
    world.now += SignedDuration::from_secs(1);
    let (_, refreshed) = world.api("GET", &one, Value::Null);
    assert_ne!(refreshed["credentials"]["access_token"], fresh["credentials"]["access_token"]);
    assert_eq!(refreshed["credentials"]["expires_at"], "2026-11-24T10:45:01.000Z");

    let missing =
        world.send("GET", &format!("/oauth/connect/zendesk?connect_session_token={token}"), &[], "").reply;
    assert_eq!(missing.status, 400);
    assert!(text(&missing).contains("Missing Connection Config param(s) in Auth request to interpolate url https://${connectionConfig.subdomain}.zendesk.com/oauth/authorizations/new. Provided Connection Config: {}"));
}

#[test]
fn an_authorization_url_is_made_as_nango_makes_it() {
    let mut world = World::new();
    let defaults = json!({
        "slack": {"user_scopes": "chat:write", "authorization_params": {"prompt": "consent", "redirect_uri": "https://evil"},
                  "connection_config": {"oauth_scopes_override": "a,b"}},
        "notion": {"authorization_params": {"owner": "undefined"}},
    });
    let token = world.session(json!({"tags": {}, "integrations_config_defaults": defaults}));
    let mut query = |key: &str| {
        let target =
            format!("/oauth/connect/{key}?connect_session_token={token}&authorization_params[prompt]=none");
        let reply = world.send("GET", &target, &[], "").reply;
        let url = Url::parse(reply.headers.get("location").expect("a location")).expect("a URL");
        let pairs = url
            .query_pairs()
            .filter(|(name, _)| !["state", "client_id", "code_challenge"].contains(&name.as_ref()));
        pairs.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>()
    };
    let callback = "redirect_uri=http://127.0.0.1:3003/oauth/callback";
    assert_eq!(
        query("slack"),
        ["response_type=code", callback, "scope=a,b", "prompt=consent", "user_scope=chat:write"]
    );
    assert_eq!(query("notion"), ["response_type=code", callback, "scope=", "code_challenge_method=S256"]);
    assert_eq!(
        query("github"),
        ["response_type=code", callback, "scope=repo user", "prompt=none", "code_challenge_method=S256"]
    );
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

#[test]
fn the_connect_page_needs_no_script() {
    let mut world = World::new();
    let token = world.session(json!({"tags": {"end_user_id": "<b>\"u"}}));
    let page = |world: &mut World, query: &str| {
        let reply =
            world.send("GET", &format!("/_sandbox/connect/?session_token={token}{query}"), &[], "").reply;
        let policy = reply.headers.get("content-security-policy").unwrap_or_default().to_owned();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("script-src"), "{policy}");
        assert_eq!(reply.headers.get("referrer-policy"), Some("no-referrer"));
        assert_eq!(reply.headers.get("access-control-allow-origin"), None);
        assert!(!text(&reply).contains("<script"));
        (reply.status, text(&reply))
    };
    let (status, all) = page(&mut world, "&apiURL=https://api.example&theme=dark");
    assert_eq!(status, 200);
    assert!(all.contains("GitHub (User OAuth)") && all.contains("Unauthenticated"));
    let (_, form) = page(&mut world, "&integration=freshdesk");
    for seen in [
        "FreshDesk Domain",
        "name=\"params[subdomain]\"",
        "type=\"password\"",
        "required",
        "pattern=",
        ".freshdesk.com",
    ] {
        assert!(form.contains(seen), "{seen} in {form}");
    }
    assert!(form.contains(r#"type="hidden" name="credentials[password]" value="X""#), "{form}");

    let mut submit = |key: &str, fields: &[(&str, &str)]| {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        let body = body.append_pair("session_token", &token).extend_pairs(fields).finish();
        let outcome = world.send("POST", &format!("/_sandbox/connect/{key}"), &[], &body);
        let page = text(&outcome.reply);
        (outcome.reply.status, page, outcome.events)
    };
    let domain = ("params[subdomain]", "ac\"me");
    let (status, again, _) =
        submit("freshdesk", &[domain, ("credentials[username]", "bad-key"), ("credentials[password]", "X")]);
    assert_eq!(status, 400);
    assert!(again.contains("The given credentials were found to be invalid."), "{again}");
    // What was typed is kept, but for secrets.
    assert!(again.contains("value=\"ac&quot;me\"") && !again.contains("bad-key"), "{again}");
    let (status, _, events) =
        submit("freshdesk", &[domain, ("credentials[username]", "good"), ("credentials[password]", "X")]);
    assert_eq!(status, 200);
    assert!(matches!(&events[0], Event::Connected { integration, .. } if integration == "freshdesk"));
    let (status, again, _) = submit("openai", &[("credentials[apiKey]", "")]);
    assert_eq!(status, 400);
    assert!(again.contains("apiKey: Too small"), "{again}");
    assert_eq!(submit("github", &[]).0, 400);
    assert_eq!(submit("nope", &[]).0, 404);
    assert_eq!(submit("unauthenticated", &[]).0, 200);

    // One allowed OAuth integration without questions: straight to its provider.
    let only = world.session(json!({"tags": {}, "allowed_integrations": ["github"]}));
    let reply = world.send("GET", &format!("/_sandbox/connect/?session_token={only}"), &[], "").reply;
    let expected = format!("http://127.0.0.1:3003/oauth/connect/github?connect_session_token={only}");
    assert_eq!((reply.status, reply.headers.get("location")), (302, Some(expected.as_str())));
}

#[test]
fn what_others_typed_cannot_leave_its_place_on_a_page() {
    let mut world = World::new();
    let evil = "</script><script>alert(1)</script>";
    let token = world.session(json!({"tags": {"end_user_id": evil}}));
    let begin =
        world.send("GET", &format!("/oauth/connect/github?connect_session_token={token}"), &[], "").reply;
    let url = Url::parse(begin.headers.get("location").expect("a location")).expect("a URL");
    let consent =
        world.send("GET", &format!("{}?{}", url.path(), url.query().expect("a query")), &[], "").reply;
    assert!(!text(&consent).contains("<script>"), "{}", text(&consent));
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("error", evil).finish();
    let callback = world.send("GET", &format!("/oauth/callback?{query}"), &[], "").reply;
    assert!(!text(&callback).contains("<script>alert"), "{}", text(&callback));
    let nowhere = world.send("PUT", "/<script>alert(1)</script>", &[], "").reply;
    assert!(!text(&nowhere).contains("<script>"), "{}", text(&nowhere));
    // An authorization is shown only as it was begun.
    let other =
        url.as_str().replace("redirect_uri=http%3A%2F%2F127.0.0.1%3A3003", "redirect_uri=http%3A%2F%2Fevil");
    let other = other.strip_prefix("http://127.0.0.1:3003").expect("the sandbox's page");
    assert_eq!(world.send("GET", other, &[], "").reply.status, 400);
}

#[test]
fn a_code_that_the_provider_did_not_give_is_refused() {
    let mut world =
        World::with(|config| config.webhook_url = Some(Url::parse("http://127.0.0.1:4000/").expect("a URL")));
    let token = world.session(json!({"tags": {}}));
    let target = format!("/oauth/connect/github?connect_session_token={token}&ws_client_id=w");
    let begin = world.send("GET", &target, &[], "").reply;
    let url = Url::parse(begin.headers.get("location").expect("a location")).expect("a URL");
    let state = url.query_pairs().find(|(name, _)| name == "state").expect("a state").1.into_owned();
    let outcome = world.send("GET", &format!("/oauth/callback?code=guess&state={state}"), &[], "");
    assert_eq!(outcome.reply.status, 400);
    let message: Value = serde_json::from_str(&outcome.messages[0].text).expect("JSON");
    assert_eq!((&message["error_type"], outcome.messages[0].client.as_str()), (&json!("unknown_err"), "w"));
    let hook: Value = serde_json::from_str(&outcome.webhooks[0].body).expect("JSON");
    assert_eq!(
        (&hook["error"]["type"], &hook["error"]["description"]),
        (&json!("unknown"), &message["error_desc"])
    );
    assert_eq!(world.listed(""), Vec::<String>::new());
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
