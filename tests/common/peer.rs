//! A peer that answers as it was told and remembers what it was asked. It fails its test where a planned call did
//! not come, or one came that was not planned.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::Value;
use tiny_http::{Header, Request, Response, Server};

/// What to answer.
#[derive(Clone)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    delay: Duration,
    hangs: bool,
}

impl Answer {
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("Content-Type".to_owned(), content_type.to_owned())];
        Answer { status, headers, body: body.into(), delay: Duration::ZERO, hangs: false }
    }

    pub fn json(body: Value) -> Self {
        Answer::new(200, "application/json", body.to_string())
    }

    /// An error in Nango's canonical envelope.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        let body = serde_json::json!({ "error": { "code": code, "message": message } });
        Answer::new(status, "application/json", body.to_string())
    }

    /// No answer, ever.
    pub fn hang() -> Self {
        Answer { hangs: true, ..Answer::new(200, "text/plain", "") }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: String,
    /// Path and query, as sent.
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
    pub at: Instant,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The decoded query.
    pub fn query(&self) -> Vec<(String, String)> {
        let url = url::Url::parse("http://peer").and_then(|url| url.join(&self.target)).expect("a target");
        url.query_pairs().into_owned().collect()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("not JSON ({error}): {self:?}"))
    }
}

#[derive(Default)]
struct Script {
    plan: VecDeque<(String, Answer)>,
    seen: Vec<Seen>,
    surprises: Vec<String>,
}

/// The peer. Calls are answered in the order they were planned.
pub struct Peer {
    pub url: String,
    script: Arc<(Mutex<Script>, Condvar)>,
    server: Arc<Server>,
    thread: Option<JoinHandle<()>>,
}

impl Peer {
    pub fn new() -> Self {
        let server = Arc::new(Server::http("127.0.0.1:0").expect("a peer"));
        let url = format!("http://{}", server.server_addr());
        let script: Arc<(Mutex<Script>, Condvar)> = Arc::default();
        let (told, serving) = (script.clone(), server.clone());
        let thread = std::thread::spawn(move || {
            let mut hanging = Vec::new();
            // `unblock` ends it.
            while let Ok(request) = serving.recv() {
                hanging.extend(answer(request, &told));
            }
        });
        Peer { url, script, server, thread: Some(thread) }
    }

    /// Plans one call (`GET /path`, without its query) and what to answer.
    pub fn expect(self, call: &str, answer: Answer) -> Self {
        self.script.0.lock().expect("the script").plan.push_back((call.to_owned(), answer));
        self
    }

    /// Every request so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.script.0.lock().expect("the script").seen.clone()
    }

    /// Waits until `count` requests came.
    pub fn wait_for(&self, count: usize) -> Vec<Seen> {
        let (script, came) = &*self.script;
        let script = script.lock().expect("the script");
        let (script, late) = came
            .wait_timeout_while(script, super::PATIENCE, |script| script.seen.len() < count)
            .expect("the script");
        assert!(!late.timed_out(), "{} of {count} requests came", script.seen.len());
        script.seen.clone()
    }

    /// A run of `nango-cli` towards this peer.
    pub fn nango<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> super::Nango {
        super::Nango::at(&self.url, args)
    }
}

/// Answers one request; one that is to hang is given back.
fn answer(mut request: Request, script: &(Mutex<Script>, Condvar)) -> Option<Request> {
    let mut body = String::new();
    // tiny_http takes the rest of the connection for the body of an upgrade.
    if request.body_length().is_some() {
        request.as_reader().read_to_string(&mut body).expect("a body of text");
    }
    let seen = Seen {
        method: request.method().to_string(),
        target: request.url().to_owned(),
        headers: request.headers().iter().map(|h| (h.field.to_string(), h.value.to_string())).collect(),
        body,
        at: Instant::now(),
    };
    let call = format!("{} {}", seen.method, seen.target.split('?').next().unwrap_or_default());
    let planned = {
        let mut script = script.0.lock().expect("the script");
        script.seen.push(seen);
        match script.plan.front() {
            Some((next, _)) if *next == call => script.plan.pop_front().map(|(_, answer)| answer),
            _ => {
                script.surprises.push(call);
                None
            }
        }
    };
    script.1.notify_all();
    let planned =
        planned.unwrap_or_else(|| Answer::error(418, "not_planned", "the test did not plan this call"));
    if planned.hangs {
        return Some(request);
    }
    let respond = move || {
        let mut response = Response::from_data(planned.body).with_status_code(planned.status);
        // tiny_http adds its own content type where there is none.
        for (name, value) in &planned.headers {
            response.add_header(Header::from_bytes(name.as_bytes(), value.as_bytes()).expect("a header"));
        }
        // Whoever asked may have left.
        let _ = request.respond(response);
    };
    if planned.delay.is_zero() {
        respond();
    } else {
        std::thread::spawn(move || {
            std::thread::sleep(planned.delay);
            respond();
        });
    }
    None
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        if std::thread::panicking() {
            return;
        }
        let script = self.script.0.lock().expect("the script");
        let missing: Vec<&str> = script.plan.iter().map(|(call, _)| call.as_str()).collect();
        assert!(missing.is_empty(), "planned calls that did not come: {missing:?}");
        assert!(script.surprises.is_empty(), "calls that were not planned: {:?}", script.surprises);
    }
}
