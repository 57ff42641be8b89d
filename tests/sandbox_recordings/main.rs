//! Replays what a real Nango server answered (`recordings/`, in the order it was recorded) against the sandbox's
//! pure state, as one story, and compares status, headers, bodies, websocket messages and webhooks. Identifiers,
//! tokens and times differ by nature: each recorded one is tied to the sandbox's own the first time it is seen,
//! and must be the same one ever after.

mod compare;
mod modes;
mod servers;
mod story;
mod table;
mod transcripts;

use std::collections::HashMap;
use std::path::Path;

use jiff::Timestamp;
use nango_cli::http::{Headers, Request};
use nango_cli::sandbox::{Config, KeySeed, Outcome, Seed, State, Verdict};
use nango_cli::secret::Secret;
use serde_json::{Value, json};
use url::Url;

use compare::compare;
use story::{
    CONNECTION_TO_DELETE, FAILED_REFRESH, INTEGRATION_TO_DELETE, INTEGRATIONS, MORE_METADATA, REFRESHED,
    SECOND_CONNECTION, SECOND_IMPORT, STORY, unrecorded_session, webhook_of,
};

/// The recorded server's API key in `dev` (recordings/README.md).
const KEY: &str = "7f7fe0a5-1470-4fbd-bd7c-ff3cbb3e557c";
/// Its other keys: where they belong, and what they may do.
const OTHER_KEYS: [(&str, Option<&str>, &[&str]); 3] = [
    ("b05c5628-0c95-4874-a6d8-80c6501bc39c", Some("prod"), &[]),
    ("75edee3d-cafb-41c0-a03d-0e04332f6241", None, &[]),
    (
        "e08b4fe4-44a9-4abd-9407-a469ba1acee2",
        Some("dev"),
        &[
            "environment:integrations:list",
            "environment:integrations:read",
            "environment:connections:list",
            "environment:connections:read",
        ],
    ),
];
/// The recorded `dev` in the address of its inbound webhooks, and the sandbox's.
const ENVIRONMENT: (&str, &str) =
    ("4c40dfd3-a016-472d-af27-fb77dfe23072", "00000000-0000-4000-8000-000000000000");
const WEBHOOKS: &str = "http://127.0.0.1:4000/webhooks";

/// Values that are the sandbox's own by design; they must be there, of the same type.
const OWN: &[&str] = &[
    "connect_link",
    "client_id",
    "client_secret",
    "access_token",
    "refresh_token",
    "token",
    "instance_url",
    "assertion",
    "jwtToken",
    "oauth_token",
    "oauth_token_secret",
    "session_id",
    "session_token",
    "user_id",
    "organization_id",
    "access_key_id",
    "secret_access_key",
    "log_id",
    "handle",
    "app_link",
    "oauth_client_info",
    "oauth_code_verifier",
    "credentials_iv",
    "credentials_tag",
    // The recorded provider granted less than was asked for.
    "scope",
];

/// Session tokens are followed through the story.
fn is_own(value: &str) -> bool {
    !value.starts_with("nango_connect_session_")
}

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
        World::with(integrations, |_| {})
    }

    fn with(integrations: Vec<Seed>, change: impl FnOnce(&mut Config)) -> World {
        let now: Timestamp = "2026-11-23T22:53:54Z".parse().expect("a time");
        let mut config = Config::new("127.0.0.1:3003".parse().expect("an address"));
        config.keys = vec![Secret::new(KEY)];
        config.integrations = integrations;
        config.webhook_url = Some(Url::parse(WEBHOOKS).expect("a URL"));
        config.auto_approve = true;
        config.more_keys = OTHER_KEYS
            .iter()
            .map(|(key, environment, scopes)| KeySeed {
                secret: Secret::new(*key),
                environment: environment.map(str::to_owned),
                scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            })
            .collect();
        change(&mut config);
        let names = HashMap::from([(ENVIRONMENT.0.to_owned(), ENVIRONMENT.1.to_owned())]);
        World { state: State::new(config, now), now, names, etags: HashMap::new() }
    }

    fn recorded() -> World {
        World::recorded_with(|_| {})
    }

    fn recorded_with(change: impl FnOnce(&mut Config)) -> World {
        let integrations = vec![
            seed("github", "github", Some("GitHub test"), Some("repo,user")),
            seed("unauth", "unauthenticated", None, None),
            seed("jira-key", "jira-data-center-api-key", None, None),
            seed("meili", "meilisearch", None, None),
            seed("jira-basic", "jira-data-center-basic", Some("Jira basic"), None),
            seed("jira-oauth", "jira-data-center", None, Some("READ,WRITE")),
        ];
        World::with(integrations, change)
    }

    /// A call of the test's own, with the key of `dev`.
    fn api(&mut self, method: &str, target: &str, body: &Value) -> Outcome {
        let headers = Headers::from_iter([
            ("Host", "localhost:3003".to_owned()),
            ("Content-Type", "application/json".to_owned()),
            ("Authorization", format!("Bearer {KEY}")),
        ]);
        let target = self.here(target);
        let body = if body.is_null() { Vec::new() } else { self.here(&body.to_string()).into_bytes() };
        self.send(method, &target, headers, body)
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
        let outcome = self.api("POST", "/connect/sessions", &body);
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
                    let plugin = at.starts_with("install_plugin_connection_get");
                    let secret = plugin && matches!(name.as_str(), "username" | "password");
                    if (secret || OWN.contains(&name.as_str())) && value.as_str().is_some_and(is_own) {
                        assert!(ours[name].is_string(), "{at}.{name} is {}", ours[name]);
                    } else if name == "raw" && value.is_object() {
                        // What the provider answered, which is the sandbox's own; but for what Nango adds.
                        assert!(ours[name].is_object(), "{at}.{name} is {}", ours[name]);
                        let [theirs, ours] = [value, &ours[name]].map(|raw| raw.get("expires_at").is_some());
                        assert_eq!(theirs, ours, "whether {at}.{name} has an expires_at");
                    } else if name.ends_with("_id") && value.is_number() {
                        assert!(ours[name].is_number(), "{at}.{name} is {}", ours[name]);
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
        const SUPPORT: &str = "An error occurred. Please contact support with this unique id: ";
        if let (Some(theirs), Some(ours)) = (theirs.strip_prefix(SUPPORT), ours.strip_prefix(SUPPORT)) {
            return self.same_text(theirs.trim_matches('"'), ours.trim_matches('"'), at);
        }
        // A message that repeats a row of the database (protocol §16.18).
        if let (Some(theirs), Some(ours)) = (with_row(theirs), with_row(ours)) {
            assert_eq!((theirs.0, theirs.2), (ours.0, ours.2), "{at}");
            return self.same(&theirs.1, &ours.1, at);
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

/// What a message says before and after the row that it repeats, and the row.
fn with_row(text: &str) -> Option<(&str, Value, &str)> {
    let (from, to) = (text.find("{\"connection\":")?, text.rfind('}')? + 1);
    Some((&text[..from], serde_json::from_str(&text[from..to]).ok()?, &text[to..]))
}

/// How a time is written, without the time itself.
fn time_form(text: &str) -> Option<String> {
    let zone = ["Z", "+00:00"].into_iter().find(|zone| text.ends_with(zone))?;
    text.parse::<Timestamp>().ok()?;
    let digits = text.trim_end_matches(zone).split_once('.').map_or(0, |(_, digits)| digits.len());
    // Postgres drops trailing zeros, and its clock has six digits.
    Some(format!("{zone} {}", if zone == "Z" { digits } else { 0 }))
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

/// Plays one step, and compares what it answers and which webhook it sends.
fn play(world: &mut World, name: &str) {
    let outcomes = match name {
        SECOND_CONNECTION => {
            let mut request = recording("auth_unauthenticated_success")["request"].clone();
            request["body"] = Value::Null;
            vec![world.replay(&request)]
        }
        SECOND_IMPORT => {
            let mut request = recording("connection_import_apikey")["request"].clone();
            request["body"]["credentials"]["apiKey"] = "good-imported-2".into();
            for absent in ["tags", "end_user", "metadata"] {
                request["body"].as_object_mut().expect("a body").remove(absent);
            }
            vec![world.replay(&request)]
        }
        INTEGRATION_TO_DELETE => {
            let body = json!({"provider": "unauthenticated", "unique_key": "tmp-del"});
            vec![world.api("POST", "/integrations", &body)]
        }
        MORE_METADATA => {
            let body =
                json!({"connection_id": "imp-1", "provider_config_key": "jira-key", "metadata": {"z": 3}});
            vec![world.api("PATCH", "/connections/metadata", &body)]
        }
        CONNECTION_TO_DELETE => {
            let credentials = json!({"type": "NONE"});
            let body = json!({
                "provider_config_key": "tmp-del", "connection_id": "tmp-c", "credentials": credentials,
            });
            vec![world.api("POST", "/connections", &body)]
        }
        FAILED_REFRESH | REFRESHED => {
            if name == FAILED_REFRESH {
                world.state.answer_next(Verdict::Refused(400, json!({"error": "invalid_grant"})));
            }
            let path = recording("connection_get_oauth2_force_refresh")["request"]["path"].clone();
            let outcome = world.api("GET", path.as_str().expect("a path"), &Value::Null);
            assert_eq!(outcome.reply.status, if name == FAILED_REFRESH { 400 } else { 200 });
            vec![outcome]
        }
        _ => {
            let recorded = recording(name);
            if let Some(time) = recorded["meta"]["recorded_at"].as_str() {
                let time: Timestamp = time.parse().expect("a time");
                // Two connections of one second are still told apart by their order.
                world.now = world.now.max(time);
            }
            match recorded["websocket_and_http_transcript"].as_array() {
                Some(entries) => transcript(world, name, entries),
                None => {
                    let outcome = world.replay(&recorded["request"]);
                    let head = recorded["request"]["method"] == "HEAD";
                    compare(world, name, &recorded["response"], &outcome.reply, head);
                    vec![outcome]
                }
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

#[test]
fn the_recorded_story() {
    let mut world = World::recorded();
    for name in STORY {
        play(&mut world, name);
    }
}

#[test]
fn the_integrations_are_made_as_recorded() {
    let mut world = World::new(Vec::new());
    for name in INTEGRATIONS {
        play(&mut world, name);
    }
}
