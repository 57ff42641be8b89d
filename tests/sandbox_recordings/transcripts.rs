//! What browser clients asked of Nango in the transcripts `recordings/modes/fe_*` and `ui_*`: their calls one by
//! one, with the recorded statuses and bodies, and the webhooks that followed. What a browser makes of the answers is
//! tests/frontend.rs's.

use std::path::Path;

use nango_cli::http::Headers;
use nango_cli::sandbox::{Outcome, Verdict};
use serde_json::{Value, json};

use crate::modes::RSA;
use crate::{World, parameter, recording, seed};

const PREFIX: &str = "nango_connect_session_";
const NANGO: &str = "http://localhost:3003";

/// What is not compared of one, and why; the rest of it is.
pub const IN_PART: &[(&str, &str, &str)] = &[
    ("ui_list_all_french_dark", "/integrations", "the recorded environment had other integrations"),
    (
        "ui_list_all_french_dark",
        "/providers/",
        "the texts are English: Nango translates them by Accept-Language",
    ),
];

/// Deliveries that came of no call in their transcript: another scenario began it.
pub const NOT_OF_ITS_CALLS: &[&str] =
    &["fe_auth_oauth_popup_blocked__auth-creation-true", "mcp_generic_reconnect__auth-override-true"];

pub fn names() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recordings/modes");
    let all = std::fs::read_dir(folder).expect("the recordings");
    let names = all.filter_map(|entry| entry.expect("an entry").file_name().into_string().ok());
    let mut names: Vec<String> = names
        .filter(|name| name.starts_with("fe_") || name.starts_with("ui_"))
        .map(|name| name.trim_end_matches(".json").to_owned())
        .collect();
    names.sort();
    names
}

/// The deliveries that were kept of one; some were made on several runs.
pub fn deliveries(name: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recordings/modes/webhooks");
    let all = std::fs::read_dir(folder).expect("the deliveries");
    let names = all.filter_map(|entry| entry.expect("an entry").file_name().into_string().ok());
    let start = format!("{name}__");
    names
        .filter(|file| file.starts_with(&start))
        .map(|file| file.trim_end_matches(".json").to_owned())
        .collect()
}

fn world() -> World {
    World::new(vec![
        seed("r2-fe-key", "meilisearch", None, None),
        seed("r2-fe-oauth", "jira-data-center", None, Some("READ")),
        seed("r2-fe-none", "unauthenticated", None, None),
        seed("r2-fe-basic", "jira-data-center-basic", None, None),
        seed("r2-ts", "looker", None, None),
        seed("r2-ts-assert", "netsuite-client-credentials", None, None),
        seed("r2-aws", "aws-sigv4", None, None),
        seed("r2-bill", "bill-sandbox", None, None),
        seed("r2-jwt", "ghost-admin", None, None),
        seed("r2-sig", "emarsys", None, None),
        seed("r2-tba", "netsuite-tba", None, Some("rest_webservices")),
        seed("r2-cc", "auth0-cc", None, None),
        seed("r2-cc-basic", "halo-psa", None, None),
    ])
}

struct Play<'a> {
    world: &'a mut World,
    name: &'a str,
    events: &'a [Value],
    /// The state and code of the provider that was recorded, and the sandbox's.
    replaced: Vec<(String, String)>,
    outcomes: Vec<Outcome>,
}

impl Play<'_> {
    fn answer_to(&self, url: &str, after: usize) -> Option<&Value> {
        let later = self.events[after..].iter();
        let mut later = later.filter(|event| event["kind"] == "http_response" && event["url"] == url);
        later.next()
    }

    /// Opens the session of a token.
    fn know_session(&mut self, text: &str, request: &Value) {
        let Some(token) = text.find(PREFIX).and_then(|at| text.get(at..at + PREFIX.len() + 64)) else {
            return;
        };
        if self.world.names.contains_key(token) || self.name.contains("bad_token") {
            return;
        }
        let session = format!("{NANGO}/connect/session");
        let shown =
            self.events.iter().find(|event| event["kind"] == "http_response" && event["url"] == session);
        let shown = shown.map(|event| event["body"]["data"].clone()).unwrap_or_default();
        let user = json!({"id": "user-fe", "email": "fe@example.com"});
        let mut body = json!({"end_user": user});
        let project = deliveries(self.name).iter().find_map(|file| {
            let hook = recording(&format!("modes/webhooks/{file}"));
            Some(hook["request"]["body"]["tags"]["project"].as_str()?.to_owned())
        });
        if let Some(project) = project {
            body["tags"] = json!({"project": project});
        }
        if self.name.contains("not_allowed") {
            body["allowed_integrations"] = json!(["r2-fe-key"]);
        }
        if shown["allowed_integrations"].is_array() {
            body["allowed_integrations"] = shown["allowed_integrations"].clone();
        }
        let made = self.world.api("POST", "/connect/sessions", &body).reply;
        let made: Value = serde_json::from_slice(&made.body).expect("JSON");
        let mut token_here = made["data"]["token"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
        // That one begins with the connection that it reconnects.
        let begins = self.name == "ui_reconnect_apikey" && self.outcomes.is_empty();
        if self.name.contains("reconnect") && !begins {
            token_here = self.reconnect(&token_here, request, &user);
        }
        self.world.names.insert(token.to_owned(), token_here);
    }

    /// Connects, for a reconnect needs a connection, and opens the session that reconnects it.
    fn reconnect(&mut self, token: &str, request: &Value, user: &Value) -> String {
        let key = if self.name.contains("oauth") { "r2-fe-oauth" } else { "r2-fe-key" };
        let known = self.outcomes.iter().find_map(|outcome| {
            serde_json::from_slice::<Value>(&outcome.reply.body).ok()?.get("connectionId").cloned()
        });
        let id = if let Some(known) = known {
            known
        } else if self.name.contains("oauth") {
            let path = format!("/oauth/connect/{key}?connect_session_token={token}&params[endpointURL]=x");
            let begun = self.world.send("GET", &path, Headers::new(), Vec::new());
            let page = begun.reply.headers.get("location").expect("a redirect").to_owned();
            let base = "http://127.0.0.1:3003";
            let back = self.world.send("GET", &page[base.len()..], Headers::new(), Vec::new());
            let back = back.reply.headers.get("location").expect("approved").to_owned();
            let done = self.world.send("GET", &back[base.len()..], Headers::new(), Vec::new());
            let hook: Value = serde_json::from_str(&done.webhooks[0].body).expect("JSON");
            hook["connectionId"].clone()
        } else {
            let path = format!(
                "/api-auth/api-key/{key}?connect_session_token={token}&params[instanceUrl]=http://127.0.0.1:4001"
            );
            let made = self.world.api("POST", &path, &json!({"apiKey": "good"})).reply;
            serde_json::from_slice::<Value>(&made.body).expect("JSON")["connectionId"].clone()
        };
        assert!(id.is_string(), "{}: {request}", self.name);
        let body = json!({"connection_id": id, "integration_id": key, "end_user": user});
        let made = self.world.api("POST", "/connect/sessions/reconnect", &body).reply;
        let made: Value = serde_json::from_slice(&made.body).expect("JSON");
        made["data"]["token"].as_str().expect("a token").to_owned()
    }

    fn request(&mut self, at: usize) {
        let request = &self.events[at];
        let url = request["url"].as_str().expect("a URL").to_owned();
        let Some(target) = url.strip_prefix(NANGO) else { return };
        // Beacons' bodies were not recorded.
        if target.starts_with("/connect/telemetry") {
            return;
        }
        let Some(answer) = self.answer_to(&url, at).cloned() else { return };
        let bearer = request["headers"]["authorization"].as_str().unwrap_or_default().to_owned();
        self.know_session(target, request);
        self.know_session(&bearer, request);
        if let Some(client) = parameter(&url, "ws_client_id") {
            self.world.names.insert(client.clone(), client);
        }
        if self.name.contains("token_error") && target.starts_with("/oauth/callback") {
            self.world.state.answer_next(Verdict::Refused(
                400,
                json!({"error": "invalid_grant", "error_description": "The grant is invalid"}),
            ));
        }
        // The sandbox asks no host whether it is there; the recorded network said no.
        if let Some(host) = answer["body"]["error"]["payload"]["host"].as_str() {
            self.world.state.answer_next(Verdict::Unresolved(host.to_owned()));
        }
        let mut target = self.world.here(target);
        for (theirs, ours) in &self.replaced {
            target = target.replace(theirs, ours);
        }
        let mut headers = vec![("Host".to_owned(), "localhost:3003".to_owned())];
        for (name, value) in request["headers"].as_object().into_iter().flatten() {
            headers.push((name.clone(), self.world.here(value.as_str().expect("a text"))));
        }
        let key = json!(RSA).to_string();
        let body = request["body"].as_str().unwrap_or_default();
        let body = self.world.here(&body.replace("<a throw-away PRIVATE KEY, PEM>", key.trim_matches('"')));
        let method = request["method"].as_str().expect("a method");
        let outcome = self.world.send(method, &target, Headers::from_iter(headers), body.into_bytes());
        let text = String::from_utf8_lossy(&outcome.reply.body).into_owned();
        let at = format!("{}: {target}", self.name);
        let other = |(name, part, _): &(&str, &str, &str)| *name == self.name && target.starts_with(part);
        if !IN_PART.iter().any(other) {
            assert_eq!(answer["status"], outcome.reply.status, "{at}: {text}");
            if answer["body"].is_object() {
                let ours: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{at}: {text}"));
                self.world.same(&answer["body"], &ours, &at);
            }
        }
        if outcome.reply.status == 302 {
            self.provider(&outcome);
        }
        self.outcomes.push(outcome);
    }

    /// The provider's part: where it would send the browser, and under which names it was recorded.
    fn provider(&mut self, outcome: &Outcome) {
        let location = outcome.reply.headers.get("location").expect("a redirect").to_owned();
        let own = location.strip_prefix(NANGO).expect("the sandbox's page").to_owned();
        let host = Headers::from_iter([("Host", "localhost:3003")]);
        let approved = self.world.send("GET", &own, host, Vec::new()).reply;
        let back = approved.headers.get("location").expect("approved").to_owned();
        let theirs = self.events.iter().filter_map(|event| event["url"].as_str());
        let theirs = theirs.filter(|url| url.contains("/authorize?")).find_map(|url| parameter(url, "state"));
        if let Some(theirs) = theirs {
            self.replaced.push((theirs, parameter(&back, "state").expect("a state")));
        }
        self.replaced.push(("fakecode".to_owned(), parameter(&back, "code").expect("a code")));
    }
}

#[test]
fn what_browser_clients_asked() {
    for name in names() {
        let recorded = recording(&format!("modes/{name}"));
        let mut world = world();
        world.now = recorded["meta"]["recorded_at"].as_str().expect("a time").parse().expect("a time");
        let events = recorded["events"].as_array().expect("events");
        let (world, name) = (&mut world, name.as_str());
        let mut play = Play { world, name, events, replaced: Vec::new(), outcomes: Vec::new() };
        for (at, event) in events.iter().enumerate() {
            if event["kind"] == "http_request" {
                play.request(at);
            }
        }
        let sent: Vec<Value> = play
            .outcomes
            .iter()
            .flat_map(|outcome| &outcome.webhooks)
            .map(|hook| serde_json::from_str(&hook.body).expect("JSON"))
            .collect();
        for file in deliveries(name) {
            let theirs = recording(&format!("modes/webhooks/{file}"))["request"]["body"].clone();
            let ours = sent.iter().find(|ours| {
                (&ours["operation"], &ours["success"]) == (&theirs["operation"], &theirs["success"])
            });
            if ours.is_none() && NOT_OF_ITS_CALLS.contains(&file.as_str()) {
                continue;
            }
            let ours = ours.unwrap_or_else(|| panic!("{name} sends {file}, not {sent:?}"));
            let mut fresh = World::new(Vec::new());
            fresh.same(&theirs, ours, &file);
        }
    }
}
