//! Replays `recordings/modes`: every auth mode from its integration to reconnect and import, in the order it was
//! recorded, as one story. The sandbox plays the providers, so what a recorded provider answered differently to
//! the same request is left out, by name.

use std::collections::BTreeSet;
use std::path::Path;

use nango_cli::http::Headers;
use nango_cli::sandbox::{Outcome, Verdict, Webhook};
use serde_json::{Value, json};

use crate::compare::compare;
use crate::{World, parameter, recording, seed, transcripts};

/// Recordings that the sandbox answers otherwise on purpose, by a part of their names, and why.
pub const DIFFERENT: &[(&str, &str)] = &[
    ("_dashboard_", "the dashboard's own API, which the sandbox does not have"),
    ("provider_get_snowflake", "the recording lacks a pattern that was taken out, for it looked like a key"),
];

/// What plays transcripts of browser clients.
pub const BROWSER: &[&str] = &["fe_", "ui_"];

/// Recordings whose provider did not answer by what it was asked.
const CHANGED_ITS_MIND: &[&str] = &[
    "_force_refresh_provider_",
    "jwt_heymarket_auth_provider_",
    "aws_sigv4_auth_provider_",
    "oauth1_connect_request_token_",
    "_host_unreachable",
];

/// What a key would be but for the key in it: enough for Nango to see which kind it is.
pub const RSA: &str =
    "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----";
const EC: &str =
    "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEH\n-----END PRIVATE KEY-----";
const PKCS1: &str = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n-----END RSA PRIVATE KEY-----";
/// What the catalogue has in the place of an example that was taken out.
const EXAMPLE: &str = "-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----";

/// A recording with keys where they were taken out of it.
fn with_keys(name: &str) -> Value {
    let curve = ["appstore_auth_success", "assertion_ec_auth", "appstore_connection"];
    let key = if curve.iter().any(|part| name.contains(part)) { EC } else { RSA };
    let pkcs1 = if name.contains("provider_get") { EXAMPLE } else { PKCS1 };
    fn put(value: &mut Value, key: &str, pkcs1: &str) {
        match value {
            Value::String(text) if text.contains("<a throw-away") => {
                *text = text
                    .replace("<a throw-away PRIVATE KEY, PEM>", key)
                    .replace("<a throw-away RSA PRIVATE KEY, PEM>", pkcs1);
            }
            Value::Array(items) => items.iter_mut().for_each(|item| put(item, key, pkcs1)),
            Value::Object(members) => members.values_mut().for_each(|member| put(member, key, pkcs1)),
            _ => {}
        }
    }
    let mut recorded = recording(&format!("modes/{name}"));
    put(&mut recorded, key, pkcs1);
    // Its length no longer says what was sent.
    let json = !recorded["request"]["body"].is_string();
    if let Some(headers) = recorded["request"]["headers"].as_object_mut().filter(|_| json) {
        headers.shift_remove("Content-Length");
    }
    recorded
}

fn excused(name: &str) -> bool {
    DIFFERENT.iter().any(|(part, _)| name.contains(part))
        || BROWSER.iter().any(|start| name.starts_with(start))
}

/// Lets the sandbox's provider answer as the recorded one did, where that was no matter of what it was asked.
fn prepare_provider(world: &mut World, name: &str, recorded: &Value) {
    if !CHANGED_ITS_MIND.iter().any(|part| name.contains(part)) {
        return;
    }
    if name.contains("_host_unreachable") {
        return world.state.answer_next(Verdict::Unreachable("127.0.0.1:4999".to_owned()));
    }
    for asked in recorded["meta"]["provider_requests"].as_array().into_iter().flatten() {
        world.state.answer_next(match (asked["answered"].as_u64(), &asked["answer"]) {
            (Some(200), _) => Verdict::Nonsense,
            (Some(status), answer) => {
                Verdict::Refused(u16::try_from(status).expect("a status"), answer.clone())
            }
            (None, _) => Verdict::Silent,
        });
    }
}

/// The delivery of a call that was not recorded, to a provider that does not say how long its token lasts.
pub const NO_EXPIRY: &str = "two_step_auth_provider_noexp__auth-creation-true";

/// Deliveries of calls that were not recorded, and before which recordings those were made.
pub const UNRECORDED: &[(&str, &str)] = &[
    ("oauth2_cc_import_connection_get", "oauth2_cc_import_success__auth-creation-true"),
    ("oauth2_cc_import_expired_connection_get", "oauth2_cc_import_expired__auth-creation-true"),
    ("jwt_connection_get_after_reconnect", "jwt_reconnect__auth-override-true"),
];

/// What was done before a recording and is no recording itself: imports and reconnects.
fn unrecorded_step(world: &mut World, name: &str, recorded: &Value) {
    let shown = &recorded["response"]["body"];
    if name.ends_with("_after_recovery") {
        let row = &shown["connections"][0];
        let text = |name: &str| row[name].as_str().expect("a text").to_owned();
        let (id, key) = (text("connection_id"), text("provider_config_key"));
        let one = format!("/connections/{id}?provider_config_key={key}&force_refresh=true");
        assert_eq!(world.api("GET", &one, &Value::Null).reply.status, 200, "{name}");
        return;
    }
    let (id, key) = (shown["connection_id"].clone(), shown["provider_config_key"].clone());
    let call = |world: &mut World, path: &str, body: &Value, status: u16| {
        let outcome = world.api("POST", path, body);
        let reply = outcome.reply;
        assert_eq!(reply.status, status, "{name}: {}", String::from_utf8_lossy(&reply.body));
        if let Some((_, file)) = UNRECORDED.iter().find(|(of, _)| *of == name && !outcome.webhooks.is_empty())
        {
            delivered(world, file, &outcome.webhooks);
        }
        serde_json::from_slice::<Value>(&reply.body).expect("JSON")
    };
    let imported = match name {
        "oauth2_cc_import_connection_get" => {
            Some(json!({"type": "OAUTH2_CC", "token": "tok", "client_id": "c", "client_secret": "s"}))
        }
        "oauth2_cc_import_expired_connection_get" => Some(json!({
            "type": "OAUTH2_CC", "token": "old", "client_id": "c", "client_secret": "s",
            "expires_at": "2026-11-23T00:00:00Z",
        })),
        "github_app_import_connection_get" => {
            Some(json!({"type": "APP", "app_id": "99", "installation_id": "1"}))
        }
        _ => None,
    };
    if let Some(credentials) = imported {
        let body = json!({
            "provider_config_key": key, "connection_id": id, "credentials": credentials,
            "metadata": shown["metadata"], "tags": shown["tags"],
            "connection_config": shown["connection_config"],
        });
        call(world, "/connections", &body, 201);
    }
    let auth = match name {
        "jwt_connection_get_after_reconnect" | "jwt_connection_get_after_reconnect_metadata" => "/auth/jwt/",
        "signature_connection_get_after_reconnect_metadata" => "/auth/signature/",
        _ => return,
    };
    let user = &shown["end_user"];
    let user = json!({"id": user["id"], "email": user["email"], "display_name": user["display_name"]});
    let session =
        json!({"connection_id": id, "integration_id": key, "end_user": user, "tags": shown["tags"]});
    let made = call(world, "/connect/sessions/reconnect", &session, 201);
    let token = made["data"]["token"].as_str().expect("a token");
    let mut fields = shown["credentials"].clone();
    if auth == "/auth/signature/" {
        fields = json!({"username": fields["username"], "password": fields["password"], "type": "SIGNATURE"});
    } else {
        for own in ["type", "token", "expires_at"] {
            fields.as_object_mut().expect("credentials").shift_remove(own);
        }
    }
    let mut query = format!("?connect_session_token={token}");
    for (name, value) in shown["connection_config"].as_object().expect("a config") {
        query += &format!("&params[{name}]={}", value.as_str().expect("a text"));
    }
    call(world, &format!("{auth}{}{query}", key.as_str().expect("a key")), &fields, 200);
}

/// The names to replay, in the order they were recorded: within a second writes come first, then as the calls left
/// say. What is excused may be there for other tests.
pub fn in_order() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recordings/modes");
    let mut all: Vec<(String, bool, i64, String)> = std::fs::read_dir(folder)
        .expect("the recordings")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            let recorded = recording(&format!("modes/{name}"));
            let at = recorded["meta"]["recorded_at"].as_str().unwrap_or_default().to_owned();
            let left = recorded["response"]["headers"]["X-RateLimit-Remaining"].as_str();
            let left: i64 = left.and_then(|left| left.parse().ok()).unwrap_or(0);
            (at, recorded["request"]["method"] == "GET", -left, name)
        })
        .collect();
    all.sort();
    all.into_iter().map(|(.., name)| name).filter(|name| !excused(name)).collect()
}

/// Opens the sessions that a recording uses and whose creation was not recorded.
fn know_sessions(world: &mut World, name: &str, recorded: &Value, connection: Option<&Value>) {
    const PREFIX: &str = "nango_connect_session_";
    let whole = recorded.to_string();
    for (at, _) in whole.match_indices(PREFIX) {
        let token = &whole[at..at + PREFIX.len() + 64];
        if world.names.contains_key(token) || token.ends_with("00000000") || name.ends_with("_session") {
            continue;
        }
        let user = json!({"id": "user-r2", "email": "r2@example.com", "display_name": "User R2"});
        let mut body = json!({"end_user": user, "tags": {"project": "r2"}});
        let mut path = "/connect/sessions";
        if name.contains("_reconnect") {
            path = "/connect/sessions/reconnect";
            let known = connection.expect("a connection to reconnect");
            body["connection_id"] = world.here(known["connection_id"].as_str().expect("an id")).into();
            body["integration_id"] = known["provider_config_key"].clone();
            body["tags"] =
                if name.contains("metadata_set") { json!({}) } else { json!({"project": "r2-re"}) };
        } else if name.contains("not_allowed") {
            body["allowed_integrations"] = json!(["unauth"]);
        }
        let reply = world.api("POST", path, &body).reply;
        let reply: Value = serde_json::from_slice(&reply.body).expect("JSON");
        let ours = reply["data"]["token"].as_str().unwrap_or_else(|| panic!("{name}: {reply}"));
        world.names.insert(token.to_owned(), ours.to_owned());
    }
}

/// A browser's way: to the consent page, and back to where that leads, under the recorded provider's names.
fn browse(world: &mut World, name: &str, recorded: &Value) -> Vec<Outcome> {
    let mut outcomes: Vec<Outcome> = Vec::new();
    let mut replaced: Vec<(String, String)> = Vec::new();
    for step in recorded["steps"].as_array().expect("steps") {
        let Some(target) =
            step["request"]["url"].as_str().and_then(|url| url.strip_prefix("http://localhost:3003"))
        else {
            continue;
        };
        let target =
            replaced.iter().fold(target.to_owned(), |target, (theirs, ours)| target.replace(theirs, ours));
        if let Some(client) = recorded["websocket"][0]["text"].as_str() {
            let ack: Value = serde_json::from_str(client).expect("JSON");
            let client = ack["ws_client_id"].as_str().expect("an id").to_owned();
            world.names.insert(client.clone(), client);
        }
        let request = json!({"method": "GET", "path": target, "headers": step["request"]["headers"]});
        let outcome = world.replay(&request);
        compare(world, name, &step["response"], &outcome.reply, false);
        let location = |headers: &Value| {
            headers
                .get("Location")
                .or_else(|| headers.get("location"))
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        if let (Some(theirs), Some(ours)) =
            (location(&step["response"]["headers"]), outcome.reply.headers.get("location").map(str::to_owned))
        {
            if ours.starts_with("null?") {
                outcomes.push(outcome);
                continue;
            }
            let own = ours.strip_prefix("http://localhost:3003").expect("the sandbox's page").to_owned();
            let host = Headers::from_iter([("Host", "localhost:3003")]);
            let consent = world.send("GET", &own, host, Vec::new()).reply;
            let back = consent.headers.get("location").expect("approved").to_owned();
            let state = |url: &str| {
                let handed = parameter(url, "oauth_callback").and_then(|url| parameter(&url, "state"));
                ["state", "payload"].iter().find_map(|name| parameter(url, name)).or(handed).expect("a state")
            };
            replaced.push((state(&theirs), state(&ours)));
            for (field, theirs) in [
                ("code", Some("fakecode".to_owned())),
                ("oauth_verifier", Some("fakeverifier".to_owned())),
                ("oauth_token", parameter(&theirs, "oauth_token")),
            ] {
                // A verifier that the provider did not give stands for the recorded refusal.
                let refused = field == "oauth_verifier" && name.contains("access_token_401");
                let ours = parameter(&back, field).filter(|_| !refused);
                if let (Some(theirs), Some(ours)) = (theirs, ours) {
                    replaced.push((theirs, ours));
                }
            }
        }
        outcomes.push(outcome);
    }
    let expected: Vec<Value> = recorded["websocket"]
        .as_array()
        .expect("messages")
        .iter()
        .skip(1)
        .map(|message| serde_json::from_str(message["text"].as_str().expect("text")).expect("JSON"))
        .collect();
    let messages: Vec<Value> = outcomes
        .iter()
        .flat_map(|outcome| &outcome.messages)
        .map(|message| serde_json::from_str(&message.text).expect("JSON"))
        .collect();
    world.same(&Value::Array(expected), &Value::Array(messages), name);
    outcomes
}

/// The connection that a mode's reconnects are about: the first that was made.
fn first_of(name: &str) -> Option<Value> {
    let prefix = name
        .split("_reconnect")
        .next()
        .filter(|prefix| *prefix != name && !prefix.contains("_connection_get"))?;
    let row = recording(&format!("modes/{prefix}_connections_list_row"));
    Some(row["response"]["body"]["connections"][0].clone())
}

fn play(world: &mut World, name: &str) {
    let recorded = with_keys(name);
    let connection = first_of(name);
    if let Some(time) = recorded["meta"]["recorded_at"].as_str() {
        world.now = world.now.max(time.parse().expect("a time"));
    }
    know_sessions(world, name, &recorded, connection.as_ref());
    unrecorded_step(world, name, &recorded);
    prepare_provider(world, name, &recorded);
    if name.ends_with("_reconnect_after_metadata_set") {
        let known = connection.expect("a connection");
        let body = json!({
            "connection_id": world.here(known["connection_id"].as_str().expect("an id")),
            "provider_config_key": known["provider_config_key"],
            "metadata": {"kept": true},
        });
        let reply = world.api("POST", "/connections/metadata", &body).reply;
        assert_eq!(reply.status, 201, "{name}");
    }
    let outcomes = if recorded["steps"].is_array() {
        browse(world, name, &recorded)
    } else {
        let outcome = world.replay(&recorded["request"]);
        assert_eq!(outcome.answered, !recorded["response"].is_null(), "{name}");
        if outcome.answered {
            compare(world, name, &recorded["response"], &outcome.reply, false);
        }
        vec![outcome]
    };
    let sent: Vec<_> = outcomes.into_iter().flat_map(|outcome| outcome.webhooks).collect();
    for file in deliveries_of(name, &recorded) {
        delivered(world, &file, &sent);
    }
}

/// The deliveries of a recording: those it lists, as far as they were kept, and those that are named after it.
pub fn deliveries_of(name: &str, recorded: &Value) -> BTreeSet<String> {
    let listed = recorded["meta"]["webhooks"].as_array().cloned().unwrap_or_default();
    let listed =
        listed.iter().map(|file| file.as_str().expect("a name").trim_end_matches(".json").to_owned());
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recordings/modes/webhooks");
    let listed = listed.filter(|file| kept.join(format!("{file}.json")).exists());
    listed.chain(transcripts::deliveries(name)).collect()
}

/// Compares a delivery with what was sent.
fn delivered(world: &mut World, file: &str, sent: &[Webhook]) {
    let theirs = recording(&format!("modes/webhooks/{file}"))["request"]["body"].clone();
    let operation = |body: &Value| (body["operation"].clone(), body["success"].clone());
    let ours = sent
        .iter()
        .map(|hook| serde_json::from_str::<Value>(&hook.body).expect("JSON"))
        .find(|ours| operation(ours) == operation(&theirs));
    let ours = ours.unwrap_or_else(|| panic!("{file} is sent, not {sent:?}"));
    // The same was recorded twice, on two runs.
    let mut again = World::new(Vec::new());
    let known = theirs["connectionId"].as_str().is_some_and(|id| world.names.contains_key(id));
    let names = if known { world } else { &mut again };
    names.same(&theirs, &ours, file);
}

/// A server whose integrations of these modes were made through the dashboard's API, which can do more.
fn configured() -> World {
    World::new(vec![
        seed("unauth", "unauthenticated", None, None),
        seed("r2-mcp", "linear-mcp", None, Some("")),
        seed("r2-mcp-st", "hubspot-mcp", None, Some("")),
        seed("r2-crisp", "crisp-plugin-install", None, Some("")),
    ])
}

#[test]
fn every_mode_from_integration_to_import() {
    let (mut world, mut configured) = (World::recorded(), configured());
    for name in in_order() {
        let by_dashboard = name.starts_with("mcp_") || name.starts_with("install_plugin_");
        play(if by_dashboard { &mut configured } else { &mut world }, &name);
    }
    // A call that was not recorded, though what it sent was.
    let mut request = recording("modes/two_step_auth_success")["request"].clone();
    request["body"]["clientId"] = "noexp".into();
    request["headers"].as_object_mut().expect("headers").shift_remove("Content-Length");
    let outcome = world.replay(&request);
    assert_eq!(outcome.reply.status, 200);
    delivered(&mut world, NO_EXPIRY, &outcome.webhooks);
}

/// Every mode is among what is replayed.
#[test]
fn no_mode_is_left_out() {
    let kept: BTreeSet<String> = in_order().into_iter().collect();
    for mode in [
        "oauth2_cc",
        "two_step",
        "jwt",
        "tba",
        "bill",
        "signature",
        "aws_sigv4",
        "oauth1",
        "mcp",
        "github_app",
    ] {
        let many = kept.iter().filter(|name| name.starts_with(mode)).count();
        assert!(many >= 5, "{mode}: {many}");
    }
}
