//! A sandbox's state with a clock, and ways to talk to it.

use jiff::Timestamp;
use nango_cli::http::{Headers, Reply, Request};
use nango_cli::sandbox::{API_KEY, Config, Outcome, State};
use serde_json::Value;

pub struct World {
    pub state: State,
    pub now: Timestamp,
}

impl World {
    pub fn new() -> World {
        World::with(|_| {})
    }

    pub fn with(change: impl FnOnce(&mut Config)) -> World {
        let now = "2026-11-24T10:00:00Z".parse().expect("a time");
        let mut config = Config::new("127.0.0.1:3003".parse().expect("an address"));
        change(&mut config);
        World { state: State::new(config, now), now }
    }

    pub fn send(&mut self, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Outcome {
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
    pub fn api(&mut self, method: &str, target: &str, body: Value) -> (u16, Value) {
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

    pub fn session(&mut self, body: Value) -> String {
        let (status, reply) = self.api("POST", "/connect/sessions", body);
        assert_eq!(status, 201, "{reply}");
        reply["data"]["token"].as_str().expect("a token").to_owned()
    }

    pub fn bearer(&mut self, method: &str, target: &str, token: &str) -> (u16, Value) {
        let outcome = self.send(method, target, &[("Authorization", &format!("Bearer {token}"))], "");
        (outcome.reply.status, value(&outcome.reply))
    }

    /// Connects and gives the id and what was sent.
    pub fn connect(&mut self, token: &str, path: &str, body: Value) -> (String, Vec<Value>) {
        let target =
            format!("{path}{}connect_session_token={token}", if path.contains('?') { '&' } else { '?' });
        let text = if body.is_null() { String::new() } else { body.to_string() };
        let outcome = self.send("POST", &target, &[("Content-Type", "application/json")], &text);
        let reply = value(&outcome.reply);
        assert_eq!(outcome.reply.status, 200, "{reply}");
        let hooks = outcome.webhooks.iter().map(|hook| serde_json::from_str(&hook.body).expect("JSON"));
        (reply["connectionId"].as_str().expect("an id").to_owned(), hooks.collect())
    }

    pub fn listed(&mut self, query: &str) -> Vec<String> {
        let (status, reply) = self.api("GET", &format!("/connections?{query}"), Value::Null);
        assert_eq!(status, 200, "{query}: {reply}");
        let all = reply["connections"].as_array().expect("a list");
        all.iter().map(|item| item["provider_config_key"].as_str().expect("a key").to_owned()).collect()
    }
}

pub fn value(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body).unwrap_or(Value::Null)
}

pub fn text(reply: &Reply) -> String {
    String::from_utf8(reply.body.clone()).expect("UTF-8")
}
