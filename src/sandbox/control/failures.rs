//! Requests that are to fail on purpose, so that an application's own handling of it can be tried.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::reply;
use crate::http::{Reply, Request};

/// How many rules there may be at once: they are looked through at every request.
pub const MOST: usize = 100;
/// How long a client is to wait after a 429.
const WAIT: SignedDuration = SignedDuration::from_secs(1);

/// The next requests of a route, and what becomes of them.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Failure {
    /// Names it; given by the sandbox, whatever a request says.
    #[serde(default)]
    pub id: u64,
    /// Only this method; every one but OPTIONS where it is absent.
    #[serde(default)]
    pub method: Option<String>,
    /// The path, without a query. A `*` stands for any one segment, at the end for all that follow.
    pub path: String,
    /// How many requests.
    #[serde(default = "one")]
    pub times: u64,
    /// The answer's HTTP status. Without one, and without `hang`, the request is answered as ever, after the delay.
    #[serde(default)]
    pub status: Option<u16>,
    /// The answer's body, by default one as Nango writes it for that status.
    #[serde(default)]
    pub body: Option<Value>,
    /// How long to wait before the answer, in milliseconds.
    #[serde(default)]
    pub delay_ms: u64,
    /// Never answer.
    #[serde(default)]
    pub hang: bool,
}

fn one() -> u64 {
    1
}

impl Failure {
    /// What is wrong with it, in words.
    pub fn problem(&self) -> Option<&'static str> {
        if !self.path.starts_with('/') {
            Some("path begins with /")
        } else if self.path.contains(['?', '#']) {
            Some("path has no query: `?` and `#` are in no path")
        } else if of_control(&self.path) {
            Some("the control API itself does not fail")
        } else if self.times == 0 {
            Some("times is at least 1")
        } else if self.status.is_some_and(|status| !(200..600).contains(&status)) {
            Some("status is between 200 and 599")
        } else if self.status.is_none() && !self.hang && self.delay_ms == 0 {
            Some("give a status, delay_ms or hang: without them nothing would be different")
        } else if self.body.is_some() && self.status.is_none() {
            Some("a body needs a status")
        } else if self.hang && self.status.is_some() {
            Some("a request that hangs has no status")
        } else {
            None
        }
    }

    fn concerns(&self, request: &Request) -> bool {
        // A browser's preflight would use it up, and the page would never see the answer.
        if self.method.is_none() && request.method == "OPTIONS" {
            return false;
        }
        if self.method.as_ref().is_some_and(|method| !method.eq_ignore_ascii_case(&request.method)) {
            return false;
        }
        let mut theirs = segments(&request.path);
        let mut ours = segments(&self.path).peekable();
        while let Some(wanted) = ours.next() {
            match (wanted, theirs.next()) {
                ("*", Some(_)) if ours.peek().is_none() => return true,
                ("*", Some(_)) => {}
                (wanted, Some(segment)) if wanted.eq_ignore_ascii_case(segment) => {}
                _ => return false,
            }
        }
        theirs.next().is_none()
    }

    /// The answer that it gives instead of the sandbox's; none where the request is answered as ever. One that speaks
    /// of too many calls says that there were to be at most `limit` a minute.
    pub fn reply(&self, request: &Request, limit: u64, now: Timestamp) -> Option<Reply> {
        let status = self.status?;
        if let Some(body) = &self.body {
            return Some(match body {
                Value::String(text) => Reply::new(status, "text/plain; charset=utf-8", text.as_str()),
                body => reply::json(status, body),
            });
        }
        Some(match status {
            500 => reply::unexpected(),
            // recording rate_limit_err
            429 => {
                let (method, path) = (&request.method, &request.path);
                let error = json!({"code": "too_many_request", "method": method, "path": path});
                let resets = now.saturating_add(WAIT).unwrap_or(now).as_second();
                reply::json(429, &json!({ "error": error }))
                    .with("X-RateLimit-Limit", limit.to_string())
                    .with("X-RateLimit-Remaining", "0")
                    .with("X-RateLimit-Reset", resets.to_string())
                    .with("Retry-After", WAIT.as_secs().to_string())
            }
            _ => reply::error(status, "sandbox_failure", "The sandbox was told to fail this request"),
        })
    }

    /// How long the answer waits.
    pub fn delay(&self) -> Duration {
        Duration::from_millis(self.delay_ms)
    }
}

/// Whether that path, or pattern, is one of the control API, which no rule concerns.
fn of_control(path: &str) -> bool {
    let mut names = segments(path);
    ["_sandbox", "control"].iter().all(|own| names.next().is_some_and(|name| name.eq_ignore_ascii_case(own)))
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

/// The first rule that concerns `request`, used once; a rule that is used up is forgotten.
pub fn take(rules: &mut Vec<Failure>, request: &Request) -> Option<Failure> {
    let index = rules.iter().position(|rule| rule.concerns(request))?;
    rules[index].times -= 1;
    if rules[index].times == 0 { Some(rules.remove(index)) } else { Some(rules[index].clone()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Headers;

    fn request(method: &str, path: &str) -> Request {
        Request {
            method: method.to_owned(),
            path: path.to_owned(),
            query: String::new(),
            headers: Headers::new(),
            body: Vec::new(),
            peer: None,
        }
    }

    fn rule(json: Value) -> Failure {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn a_rule_concerns_its_route() {
        for (pattern, method, path, concerned) in [
            ("/connections/*", "GET", "/connections/a", true),
            ("/connections/*", "GET", "/connections/a/b", true),
            ("/connections/*", "GET", "/connections", false),
            ("/connections/*/metadata", "GET", "/connections/a/metadata", true),
            ("/connections/*/metadata", "GET", "/connections/a/b", false),
            ("/Connect/Sessions", "POST", "/connect/sessions/", true),
            ("/connect", "POST", "/connect/sessions", false),
            ("/*", "GET", "/anything/at/all", true),
            ("/*", "OPTIONS", "/anything/at/all", false),
        ] {
            let rule = rule(json!({"path": pattern, "status": 500}));
            assert_eq!(rule.concerns(&request(method, path)), concerned, "{pattern} {path}");
        }
        let preflights = rule(json!({"path": "/a", "method": "options", "status": 500}));
        assert!(preflights.concerns(&request("OPTIONS", "/a")));
        let posts = rule(json!({"path": "/a", "method": "post", "status": 500}));
        assert!(posts.concerns(&request("POST", "/a")) && !posts.concerns(&request("GET", "/a")));
    }

    #[test]
    fn a_rule_is_used_up() {
        let mut rules = vec![
            rule(json!({"path": "/a", "times": 2, "status": 503})),
            rule(json!({"path": "/*", "delay_ms": 5})),
        ];
        let mut statuses = Vec::new();
        for _ in 0..4 {
            statuses.push(take(&mut rules, &request("GET", "/a")).map(|rule| rule.status));
        }
        assert_eq!(statuses, [Some(Some(503)), Some(Some(503)), Some(None), None]);
        assert!(rules.is_empty());
    }

    #[test]
    fn what_would_do_nothing_is_refused() {
        for (json, what) in [
            (json!({"path": "/a"}), "nothing would be different"),
            (json!({"path": "a", "status": 500}), "begins with /"),
            (json!({"path": "/connections?limit=1", "status": 500}), "no query"),
            (json!({"path": "/_Sandbox/control/*", "status": 500}), "control API"),
            (json!({"path": "/a", "status": 99}), "between"),
            (json!({"path": "/a", "status": 500, "times": 0}), "at least 1"),
            (json!({"path": "/a", "delay_ms": 1, "body": {}}), "needs a status"),
            (json!({"path": "/a", "status": 500, "hang": true}), "hangs"),
        ] {
            assert!(rule(json).problem().unwrap().contains(what));
        }
    }
}
