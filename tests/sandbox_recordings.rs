//! Replays what a real Nango server answered (`recordings/`, in the order it was recorded) against the sandbox's
//! pure state, as one story, and compares status, headers, bodies, websocket messages and webhooks. Identifiers,
//! tokens and times differ by nature: each recorded one is tied to the sandbox's own the first time it is seen,
//! and must be the same one ever after.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use jiff::Timestamp;
use nango_cli::http::{Headers, Reply, Request};
use nango_cli::sandbox::{Config, Outcome, Seed, State};
use nango_cli::secret::Secret;
use serde_json::{Value, json};
use url::Url;

/// The recorded server's API key in `dev` (recordings/README.md).
const KEY: &str = "7f7fe0a5-1470-4fbd-bd7c-ff3cbb3e557c";
const WEBHOOKS: &str = "http://127.0.0.1:4000/webhooks";

/// The story, in the order it was recorded.
const STORY: &[&str] = &[
    "health",
    "ready",
    "provider_get_github",
    "integration_get",
    "integration_get_conditional_304",
    "integration_get_err_unknown",
    "integration_get_include_all",
    "integration_get_include_credentials_single",
    "head_integrations",
    "auth_err_bad_secret_format",
    "auth_err_missing_header",
    "auth_err_unknown_secret",
    "auth_err_empty_bearer",
    "auth_err_public_key_as_secret",
    "connect_session_create",
    "connect_session_create_err_bad_email",
    "connect_session_create_err_bad_secret",
    "connect_session_create_err_bad_tags",
    "connect_session_create_err_bad_webhook_override",
    "connect_session_create_err_empty",
    "connect_session_create_err_extra",
    "connect_session_create_err_no_body",
    "connect_session_create_err_no_end_user",
    "connect_session_create_err_overrides_self_hosted",
    "connect_session_create_err_unknown_integration",
    "connect_session_create_full",
    "connect_session_create_minimal",
    "connect_session_create_tags_only",
    "err_method_not_allowed_put_integrations",
    "err_unknown_route_post",
    "err_unknown_route_get",
    "connect_session_delete",
    "connect_session_delete_err_already_deleted",
    "connect_session_get",
    "connect_session_get_err_after_delete",
    "connect_session_get_err_bad_format",
    "connect_session_get_err_expired",
    "connect_session_get_err_missing_header",
    "connect_session_get_err_query",
    "connect_session_get_err_unknown",
    "connections_list_err_session_token",
    "integrations_list_with_session_token",
    "provider_get_with_session_token",
    "auth_unauthenticated_success",
    "auth_unauthenticated_err_bad_token",
    "auth_unauthenticated_err_connection_id_with_session",
    "auth_unauthenticated_err_malformed_token",
    "auth_unauthenticated_err_no_token",
    "auth_unauthenticated_err_session_in_header_only",
    "auth_unauthenticated_err_wrong_mode",
    "auth_unauthenticated_err_not_allowed",
    "auth_unauthenticated_err_unknown_integration",
    "auth_unauthenticated_public_key",
    SECOND_CONNECTION,
    "auth_apikey_err_missing_key",
    "auth_apikey_err_no_body",
    "auth_apikey_success",
    "auth_apikey_missing_connection_config",
    "auth_apikey_verified_success",
    "auth_apikey_verified_err_rejected_by_provider",
    "auth_basic_success",
    "auth_unauthenticated_deprecated_public_key_cors_preflight",
    "connections_list",
    "connection_list_deprecated_path",
    "connections_list_err_connection_id_empty",
    "connections_list_err_limit_0",
    "connections_list_err_limit_text",
    "connections_list_err_page_negative",
    "connections_list_err_unknown_param",
    "connections_list_filter_connection_id",
    "connections_list_filter_end_user",
    "connections_list_filter_end_user_org",
    "connections_list_filter_integration",
    "connections_list_filter_tags",
    "connections_list_limit1",
    "connections_list_limit_fraction",
    "connections_list_page_beyond_end",
    "connections_list_unknown_integration",
    "connection_get_apikey",
    "connection_get_unauth",
    "connection_get_deprecated_path",
    "connection_get_err_bad_bool",
    "connection_get_err_missing_provider_config_key",
    "connection_get_err_unknown_connection",
    "connection_get_err_unknown_integration",
    "connection_get_err_unknown_query",
    "oauth_websocket_success",
    "oauth_websocket_err_denied",
    "oauth_connect_err_bad_token",
    "oauth_connect_err_missing_connection_config",
    "oauth_connect_err_no_token",
    "oauth_connect_err_public_key",
    "oauth_connect_github_redirect",
    "oauth_connect_no_ws_redirect",
    "oauth_callback_err_garbage_state",
    "oauth_callback_err_no_state",
    "oauth_connect_err_connection_id_with_session",
    "oauth_connect_err_wrong_mode",
    "connection_get_oauth2",
    "connection_get_oauth2_with_refresh_token",
    "connection_get_oauth2_force_refresh",
    "connect_session_reconnect",
    "oauth_websocket_reconnect",
    "oauth_websocket_err_not_allowed",
    "oauth_websocket_err_unknown_integration",
    "connect_session_reconnect_err_unknown",
    "auth_unauthenticated_with_webhook_override",
    "connection_delete_err_missing_key",
    "connection_delete_err_unknown",
    "connection_delete_deprecated_path",
    "connection_get_err_after_delete",
    "connection_delete_again",
    "err_json_string_body",
    "err_malformed_json_connect_sessions",
    "err_content_type_missing",
    "err_content_type_text",
    "providers_list_err_bad_query",
    "providers_list_err_no_auth",
    "connect_telemetry",
    "connect_session_reconnect_apikey",
    "auth_apikey_reconnect",
    "connection_get_after_reconnect",
    "connect_session_create_allowed_integrations_empty_array",
    "connect_session_get_empty_allowed",
    "integrations_list_with_session_empty_allowed",
    "connection_get_after_integration_delete",
    "connections_list_after_integration_delete",
    "permissive_policy_session_webhook_override_localhost",
    "permissive_policy_auth_then_webhook_to_localhost",
];

/// No recording, but a connection that later ones list: webhooks/002 tells of it.
const SECOND_CONNECTION: &str = "(the connection of webhooks/002)";

/// Recordings that the story leaves out, by the beginning of their names, and why.
const NOT_REPLAYED: &[(&str, &str)] = &[
    ("integrations_list", "other integrations than the story's: replayed on their own below"),
    ("providers_list_search", "the sandbox knows four providers fewer: compared on its own below"),
    ("providers_list", "all of Nango's 981 providers; the sandbox has a few"),
    ("auth_prod_key", "the sandbox has one environment"),
    ("auth_unauthenticated_webhook_target", "the retries are the server's: tests/sandbox_server.rs"),
    ("err_body_too_large", "the body is not in the recording; the sandbox's limit is smaller"),
    ("stock_ssrf_", "the sandbox delivers to this machine on purpose"),
    ("rate_limit_err", "the sandbox counts calls and refuses none"),
    ("integration_create", "no endpoint of the sandbox yet"),
    ("integration_patch", "no endpoint of the sandbox yet"),
    ("integration_delete", "no endpoint of the sandbox yet"),
    ("connection_import", "no endpoint of the sandbox yet"),
    ("connection_patch", "no endpoint of the sandbox yet"),
    ("metadata_", "no endpoint of the sandbox yet"),
    ("proxy_", "no endpoint of the sandbox yet"),
    ("incoming_webhook", "no endpoint of the sandbox yet"),
    ("webhook_signing_key_rotate", "no endpoint of the sandbox yet"),
    ("scoped_key", "the sandbox's keys have every scope"),
    ("account_key", "the sandbox has no account keys"),
    ("api_key_create", "the sandbox has no account keys"),
    ("environment_", "the sandbox has one environment"),
    ("action_", "functions and syncs do not run in the sandbox"),
    ("records_", "functions and syncs do not run in the sandbox"),
    ("scripts_", "functions and syncs do not run in the sandbox"),
    ("sync_", "functions and syncs do not run in the sandbox"),
    ("config_deprecated", "deprecated"),
];

/// Sessions that the recordings use and whose creation was not recorded, by the first digits of their token.
fn unrecorded_session(token: &str) -> Option<Value> {
    let user = json!({"id": "user-1", "email": "user1@example.com"});
    Some(match &token["nango_connect_session_".len()..][..6] {
        "949c78" => json!({"end_user": {"id": "user-del"}}),
        "d36cb2" => json!({"end_user": user, "allowed_integrations": ["github"]}),
        "e1d0c3" | "96427c" | "c032bf" | "46867d" | "c903af" => json!({"end_user": user}),
        "f84dc9" => json!({"end_user": user, "allowed_integrations": ["github"]}),
        "2a01c3" => {
            json!({"end_user": user, "webhook_url_override": "http://127.0.0.1:4000/webhooks-override"})
        }
        _ => return None,
    })
}

/// Which webhook each step sent, where it was recorded.
fn webhook_of(step: &str) -> Option<&'static str> {
    Some(match step {
        "auth_unauthenticated_success" => "001-auth-creation-true",
        SECOND_CONNECTION => "002-auth-creation-true",
        "auth_apikey_success" => "003-auth-creation-true",
        "auth_apikey_missing_connection_config" => "004-auth-creation-true",
        "auth_apikey_verified_success" => "005-auth-creation-true",
        "auth_basic_success" => "006-auth-creation-true",
        "oauth_websocket_success" => "011-auth-creation-true",
        "oauth_websocket_err_denied" => "012-auth-creation-false",
        "auth_unauthenticated_with_webhook_override" => "016-auth-creation-true",
        _ => return None,
    })
}

/// Values that are the sandbox's own by design; they must be there, of the same type.
const OWN: &[&str] = &[
    "connect_link",
    "client_id",
    "client_secret",
    "access_token",
    "refresh_token",
    // The recorded provider granted less than was asked for.
    "scope",
];

fn recording(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recordings").join(format!("{name}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).expect("a recording is JSON")
}

fn seed(unique_key: &str, provider: &str, display_name: Option<&str>, scopes: Option<&str>) -> Seed {
    Seed {
        unique_key: unique_key.to_owned(),
        provider: Some(provider.to_owned()),
        display_name: display_name.map(str::to_owned),
        scopes: scopes.map(str::to_owned),
    }
}

struct World {
    state: State,
    now: Timestamp,
    /// What each recorded token, id or client is here.
    names: HashMap<String, String>,
    etags: HashMap<String, String>,
}

impl World {
    fn new(integrations: Vec<Seed>) -> World {
        let now: Timestamp = "2026-11-23T22:53:54Z".parse().expect("a time");
        let mut config = Config::new("127.0.0.1:3003".parse().expect("an address"));
        config.keys = vec![Secret::new(KEY)];
        config.integrations = integrations;
        config.webhook_url = Some(Url::parse(WEBHOOKS).expect("a URL"));
        config.auto_approve = true;
        World { state: State::new(config, now), now, names: HashMap::new(), etags: HashMap::new() }
    }

    fn recorded() -> World {
        World::new(vec![
            seed("github", "github", Some("GitHub test"), Some("repo,user")),
            seed("unauth", "unauthenticated", None, None),
            seed("jira-key", "jira-data-center-api-key", None, None),
            seed("meili", "meilisearch", None, None),
            seed("jira-basic", "jira-data-center-basic", Some("Jira basic"), None),
            seed("jira-oauth", "jira-data-center", None, Some("READ,WRITE")),
        ])
    }

    fn send(&mut self, method: &str, target: &str, headers: Headers, body: Vec<u8>) -> Outcome {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let request = Request {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers,
            body,
            peer: None,
        };
        self.state.handle(&request, self.now)
    }

    /// A recorded text with every identifier that is known replaced by the sandbox's.
    fn here(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (theirs, ours) in &self.names {
            text = text.replace(theirs, ours);
        }
        text
    }

    /// Opens the session of a recorded token whose creation was not recorded.
    fn know_session(&mut self, text: &str) {
        let Some(at) = text.find("nango_connect_session_") else { return };
        let Some(token) = text.get(at..at + 86) else { return };
        if self.names.contains_key(token) {
            return;
        }
        let Some(body) = unrecorded_session(token) else { return };
        let headers = [("Host", "localhost:3003"), ("Content-Type", "application/json")]
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .chain([("Authorization".to_owned(), format!("Bearer {KEY}"))])
            .collect();
        let outcome = self.send("POST", "/connect/sessions", headers, body.to_string().into_bytes());
        assert_eq!(outcome.reply.status, 201);
        let reply: Value = serde_json::from_slice(&outcome.reply.body).expect("JSON");
        self.names.insert(token.to_owned(), reply["data"]["token"].as_str().expect("a token").to_owned());
    }

    /// Sends a recorded request as it would look here.
    fn replay(&mut self, request: &Value) -> Outcome {
        let target = request["path"].as_str().expect("a path");
        self.know_session(target);
        self.know_session(request["headers"]["Authorization"].as_str().unwrap_or_default());
        self.know_session(request["body"]["token"].as_str().unwrap_or_default());
        let target = self.here(target);
        let mut headers = Headers::new();
        for (name, value) in request["headers"].as_object().expect("headers") {
            let value = self.here(value.as_str().expect("a header's text"));
            let value = if name == "If-None-Match" { self.etags[&target].clone() } else { value };
            headers.push(name, value);
        }
        let length: Option<usize> =
            request["headers"]["Content-Length"].as_str().and_then(|length| length.parse().ok());
        let body = match &request["body"] {
            Value::Null => String::new(),
            Value::String(raw) if length == Some(raw.len()) => raw.clone(),
            body => body.to_string(),
        };
        let body = self.here(&body).into_bytes();
        let outcome = self.send(request["method"].as_str().expect("a method"), &target, headers, body);
        if let Some(tag) = outcome.reply.headers.get("etag") {
            self.etags.insert(target, tag.to_owned());
        }
        outcome
    }

    /// Compares two JSON values, the order of keys included, and ties identifiers that are new.
    fn same(&mut self, theirs: &Value, ours: &Value, at: &str) {
        match (theirs, ours) {
            (Value::Object(theirs), Value::Object(ours)) => {
                let names: Vec<&String> = theirs.keys().collect();
                assert_eq!(names, ours.keys().collect::<Vec<_>>(), "the keys of {at}");
                for (name, value) in theirs {
                    if OWN.contains(&name.as_str()) && value.is_string() {
                        assert!(ours[name].is_string(), "{at}.{name} is {}", ours[name]);
                    } else if name == "id" && value.is_number() && ours[name].is_number() {
                        // Other connections were made in between, so the recorded numbers have gaps.
                        let ours = ours[name].to_string();
                        let tied = self.names.entry(format!("id {value}")).or_insert_with(|| ours.clone());
                        assert_eq!(*tied, ours, "{at}.{name}");
                    } else {
                        self.same(value, &ours[name], &format!("{at}.{name}"));
                    }
                }
            }
            (Value::Array(theirs), Value::Array(ours)) => {
                assert_eq!(theirs.len(), ours.len(), "the length of {at}");
                for (index, (theirs, ours)) in theirs.iter().zip(ours).enumerate() {
                    self.same(theirs, ours, &format!("{at}[{index}]"));
                }
            }
            (Value::String(theirs), Value::String(ours)) => self.same_text(theirs, ours, at),
            _ => assert_eq!(theirs, ours, "{at}"),
        }
    }

    fn same_text(&mut self, theirs: &str, ours: &str, at: &str) {
        if self.here(theirs) == ours {
            return;
        }
        let token = |text: &str| text.starts_with("nango_connect_session_") && text.len() == 86;
        let uuid = |text: &str| uuid::Uuid::try_parse(text).is_ok();
        if (uuid(theirs) && uuid(ours)) || (token(theirs) && token(ours)) {
            assert!(!self.names.contains_key(theirs), "{at}: {theirs} was tied to another");
            self.names.insert(theirs.to_owned(), ours.to_owned());
            return;
        }
        assert_eq!(time_form(theirs), time_form(ours), "{at}");
        assert!(time_form(theirs).is_some(), "{at}: {theirs} and {ours}");
    }
}

/// How a time is written, without the time itself.
fn time_form(text: &str) -> Option<String> {
    let zone = ["Z", "+00:00"].into_iter().find(|zone| text.ends_with(zone))?;
    text.parse::<Timestamp>().ok()?;
    let digits = text.trim_end_matches(zone).split_once('.').map_or(0, |(_, digits)| digits.len());
    // Postgres drops trailing zeros, and its clock has six digits.
    Some(format!("{zone} {}", if zone == "Z" { digits } else { 0 }))
}

/// What a callback page tells its opener of an error: the recorded page and the sandbox's keep it differently.
fn page_error(html: &str) -> Value {
    let theirs = html.split_once("window.__nangoOAuthError = ").and_then(|(_, rest)| rest.split_once(";\n"));
    if let Some((error, _)) = theirs {
        return serde_json::from_str(error).expect("the page's error is JSON");
    }
    let (_, rest) = html.split_once("type=\"application/json\">").expect("a page that tells something");
    let (told, _) = rest.split_once("</script>").expect("the end of what it tells");
    let told: Value = serde_json::from_str(told).expect("what it tells is JSON");
    told["payload"].clone()
}

fn compare(world: &mut World, name: &str, theirs: &Value, ours: &Reply, head: bool) {
    let text = String::from_utf8(ours.body.clone()).expect("UTF-8");
    assert_eq!(theirs["status"], ours.status, "{name}: {text}");
    assert!(ours.headers.get("x-nango-sandbox").is_some(), "{name} says that it is a sandbox");
    let recorded = theirs["headers"].as_object().expect("headers");
    for (header, value) in recorded {
        let got = ours.headers.get(header);
        match header.to_lowercase().as_str() {
            // The server adds these.
            "content-length" | "connection" => {}
            "x-ratelimit-remaining" | "x-ratelimit-reset" => {
                let number = got.and_then(|value| value.parse::<u64>().ok());
                assert!(number.is_some(), "{name}: {header} is {got:?}");
            }
            // Where the dashboard's file comes from.
            "cache-control" | "accept-ranges" | "last-modified" => {}
            "location" => redirect(name, value.as_str().expect("a location"), got.expect("a location")),
            "set-cookie" => {
                let theirs = value.as_str().or_else(|| value[0].as_str()).expect("a cookie");
                let shape = |cookie: &str| {
                    let parts = cookie.split("; ").map(|part| match part.split_once('=') {
                        Some((name, _)) if name.starts_with("oauth2-") => "oauth2-".to_owned(),
                        Some(("Expires", _)) => "Expires".to_owned(),
                        _ => part.to_owned(),
                    });
                    parts.collect::<Vec<_>>()
                };
                assert_eq!(shape(theirs), shape(got.expect("a cookie")), "{name}");
            }
            // The redirect's body says where to, in Express's words.
            "content-type" if ours.status == 302 => {}
            // The recorded Connect UI has an origin of its own; the sandbox's is the sandbox.
            "access-control-allow-origin" | "access-control-expose-headers"
                if name == "connect_telemetry" => {}
            _ => assert_eq!(value.as_str(), got, "{name}: {header}"),
        }
    }
    for header in ["Access-Control-Allow-Origin", "X-RateLimit-Limit", "Location", "Set-Cookie"] {
        let theirs = recorded.keys().any(|known| known.eq_ignore_ascii_case(header));
        assert_eq!(theirs, ours.headers.get(header).is_some(), "{name}: {header}");
    }
    if head || ours.status == 302 {
        return;
    }
    match &theirs["body"] {
        Value::String(body) if body.is_empty() => assert_eq!(text, "", "{name}"),
        Value::String(body) if body.contains("__nangoOAuthError = {") => {
            world.same(&page_error(body), &page_error(&text), name);
        }
        // The success page, and the dashboard: HTML of its own.
        Value::String(body) if body.contains("__nangoOAuthError") || name == "err_unknown_route_get" => {
            assert!(text.starts_with("<!DOCTYPE html>"), "{name}: {text}");
        }
        Value::String(body) => match serde_json::from_str::<Value>(body) {
            Ok(body) => world.same(&body, &serde_json::from_str(&text).expect("JSON"), name),
            Err(_) => assert_eq!(*body, text, "{name}"),
        },
        body => {
            let ours = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{name}: {text}"));
            world.same(body, &ours, name);
        }
    }
}

/// Two authorization URLs: the same parameters in the same order; the sandbox's leads to its own page.
fn redirect(name: &str, theirs: &str, ours: &str) {
    let (theirs, ours) = (Url::parse(theirs).expect("a URL"), Url::parse(ours).expect("a URL"));
    assert!(ours.as_str().starts_with("http://localhost:3003/_sandbox/authorize/"), "{name}: {ours}");
    let pairs = |url: &Url| -> Vec<(String, String)> {
        let own = ["state", "client_id", "code_challenge"];
        url.query_pairs()
            .map(|(name, value)| {
                let value = if own.contains(&name.as_ref()) { "…".into() } else { value };
                (name.into_owned(), value.into_owned())
            })
            .collect()
    };
    assert_eq!(pairs(&theirs), pairs(&ours), "{name}");
}

fn parameter(url: &str, name: &str) -> Option<String> {
    let url = Url::parse(url).expect("a URL");
    url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

/// Plays a transcript of websocket and HTTP: all requests to Nango, then all messages that came.
fn transcript(world: &mut World, name: &str, entries: &[Value]) -> Vec<Outcome> {
    let mut expected = Vec::new();
    let mut outcomes: Vec<Outcome> = Vec::new();
    let mut code = None;
    for entry in entries {
        match entry["dir"].as_str() {
            Some("server->client") if entry["message"]["message_type"] == "connection_ack" => {
                let client = entry["message"]["ws_client_id"].as_str().expect("an id").to_owned();
                world.names.insert(client.clone(), client);
            }
            Some("server->client") => expected.push(entry["message"].clone()),
            Some("http") => {
                let url = entry["request"]["url"].as_str().expect("a URL");
                let Some(target) = url.strip_prefix("http://localhost:3003") else { continue };
                // The code is the sandbox's own.
                let target =
                    target.replace("code=fakecode", &format!("code={}", code.take().unwrap_or_default()));
                let request = json!({"method": "GET", "path": target, "headers": {"Host": "localhost:3003"}});
                let outcome = world.replay(&request);
                compare(world, name, &entry["response"], &outcome.reply, false);
                if let (Some(theirs), Some(ours)) =
                    (entry["response"]["headers"]["location"].as_str(), outcome.reply.headers.get("location"))
                {
                    let state = |url: &str| parameter(url, "state").expect("a state");
                    world.names.insert(state(theirs), state(ours));
                    let own =
                        ours.strip_prefix("http://localhost:3003").expect("the sandbox's page").to_owned();
                    if entries.iter().any(|entry| {
                        entry["request"]["url"].as_str().is_some_and(|url| url.contains("code=fakecode"))
                    }) {
                        let host = Headers::from_iter([("Host", "localhost:3003")]);
                        let consent = world.send("GET", &own, host, Vec::new());
                        code = parameter(consent.reply.headers.get("location").expect("approved"), "code");
                    }
                }
                outcomes.push(outcome);
            }
            _ => {}
        }
    }
    let messages: Vec<Value> = outcomes
        .iter()
        .flat_map(|outcome| &outcome.messages)
        .map(|message| serde_json::from_str(&message.text).expect("JSON"))
        .collect();
    world.same(&Value::Array(expected), &Value::Array(messages), name);
    outcomes
}

#[test]
fn the_recorded_story() {
    let mut world = World::recorded();
    for name in STORY {
        let outcomes = if *name == SECOND_CONNECTION {
            let mut request = recording("auth_unauthenticated_success")["request"].clone();
            request["body"] = Value::Null;
            vec![world.replay(&request)]
        } else {
            let recorded = recording(name);
            if let Some(time) = recorded["meta"]["recorded_at"].as_str() {
                let time: Timestamp = time.parse().expect("a time");
                // Two connections of one second are still told apart by their order.
                world.now = world.now.max(time);
            }
            match recorded["websocket_and_http_transcript"].as_array() {
                Some(entries) => transcript(&mut world, name, entries),
                None => {
                    let outcome = world.replay(&recorded["request"]);
                    let head = recorded["request"]["method"] == "HEAD";
                    compare(&mut world, name, &recorded["response"], &outcome.reply, head);
                    vec![outcome]
                }
            }
        };
        let sent: Vec<_> = outcomes.into_iter().flat_map(|outcome| outcome.webhooks).collect();
        if let Some(file) = webhook_of(name) {
            let recorded = recording(&format!("webhooks/{file}"));
            let [webhook] = sent.as_slice() else { panic!("{name} sends one webhook, not {sent:?}") };
            let body: Value = serde_json::from_str(&webhook.body).expect("JSON");
            world.same(&recorded["request"]["body"], &body, file);
            let path = recorded["request"]["path"].as_str().expect("a path");
            assert_eq!(webhook.url, format!("http://127.0.0.1:4000{path}"), "{name}");
        }
    }
}

#[test]
fn integrations_of_other_moments() {
    let recorded = recording("integrations_list_empty");
    let mut world = World::new(Vec::new());
    let mut request = recorded["request"].clone();
    request["headers"]["Authorization"] = format!("Bearer {KEY}").into();
    let outcome = world.replay(&request);
    compare(&mut world, "integrations_list_empty", &recorded["response"], &outcome.reply, false);

    let recorded = recording("integrations_list");
    let mut world = World::new(vec![
        seed("github", "github", Some("GitHub test"), None),
        seed("unauth", "unauthenticated", None, None),
        seed("jira-key", "jira-data-center-api-key", None, None),
        seed("meili", "meilisearch", None, None),
        seed("jira-basic", "jira-data-center-basic", Some("Jira basic"), None),
        seed("jira-oauth", "jira-data-center", None, None),
        seed("github-2", "github", None, None),
    ]);
    let outcome = world.replay(&recorded["request"]);
    let mut theirs = recorded["response"].clone();
    // Nobody can create an integration that keeps its webhooks to itself here yet.
    theirs["body"]["data"][1]["forward_webhooks"] = true.into();
    compare(&mut world, "integrations_list", &theirs, &outcome.reply, false);
}

#[test]
fn providers_are_as_recorded() {
    let mut world = World::recorded();
    let recorded = recording("providers_list_search");
    let outcome = world.replay(&recorded["request"]);
    let ours: Value = serde_json::from_slice(&outcome.reply.body).expect("JSON");
    let ours = ours["data"].as_array().expect("a list");
    assert_eq!(ours.len(), 1);
    assert_eq!(ours[0], recorded["response"]["body"]["data"][0]);
}

/// Every recording that is kept here is replayed, or is named with the reason why not.
#[test]
fn nothing_is_left_out() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recordings");
    let kept: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the recordings")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    for name in STORY.iter().filter(|name| **name != SECOND_CONNECTION) {
        assert!(kept.contains(*name), "{name} is replayed but not kept");
    }
    for name in &kept {
        let excused = NOT_REPLAYED.iter().any(|(beginning, _)| name.starts_with(beginning));
        assert!(
            STORY.contains(&name.as_str()) || excused,
            "{name} is neither replayed nor named with a reason"
        );
    }
}
