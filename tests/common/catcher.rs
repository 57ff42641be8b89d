//! An app that takes webhooks: it keeps their exact bytes, and answers each as the test decides.

use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tiny_http::{Header, Response, Server};

/// A request as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caught {
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// When it was here.
    pub at: Instant,
}

impl Caught {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("not JSON ({error}): {self:?}"))
    }
}

/// What to answer.
#[derive(Clone, Default)]
pub struct Verdict {
    pub status: u16,
    pub body: String,
    pub headers: Vec<(&'static str, &'static str)>,
    pub location: Option<String>,
    pub after: Duration,
    /// Not before this is opened.
    pub gate: Option<Gate>,
}

/// Holds answers back until the test has seen what it wants to see.
#[derive(Clone, Default)]
pub struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    pub fn open(&self) {
        *self.0.0.lock().expect("a gate") = true;
        self.0.1.notify_all();
    }

    fn pass(&self) {
        let closed = self.0.0.lock().expect("a gate");
        // A test that failed opens none.
        let _ = self.0.1.wait_timeout_while(closed, super::PATIENCE, |open| !*open);
    }
}

impl From<u16> for Verdict {
    fn from(status: u16) -> Self {
        Verdict { status, ..Verdict::default() }
    }
}

pub struct Catcher {
    pub url: String,
    caught: Arc<(Mutex<Vec<Caught>>, Condvar)>,
    server: Arc<Server>,
    thread: Option<JoinHandle<()>>,
}

impl Catcher {
    /// Takes everything.
    pub fn new() -> Self {
        Catcher::answering(|_, _| 200.into())
    }

    /// Answers by the request and its number, counted from 0.
    pub fn answering(decide: impl Fn(usize, &Caught) -> Verdict + Send + 'static) -> Self {
        let server = Arc::new(Server::http("127.0.0.1:0").expect("a port"));
        let url = format!("http://{}", server.server_addr());
        let caught: Arc<(Mutex<Vec<Caught>>, Condvar)> = Arc::default();
        let (keep, serving) = (caught.clone(), server.clone());
        let thread = std::thread::spawn(move || {
            // `unblock` ends it.
            while let Ok(mut request) = serving.recv() {
                let mut body = Vec::new();
                request.as_reader().read_to_end(&mut body).expect("a body");
                let one = Caught {
                    method: request.method().to_string(),
                    target: request.url().to_owned(),
                    headers: request
                        .headers()
                        .iter()
                        .map(|h| (h.field.to_string(), h.value.to_string()))
                        .collect(),
                    body,
                    at: Instant::now(),
                };
                let verdict = {
                    let mut all = keep.0.lock().expect("what was caught");
                    all.push(one.clone());
                    decide(all.len() - 1, &one)
                };
                keep.1.notify_all();
                let answer = move || {
                    let mut response = Response::from_string(verdict.body).with_status_code(verdict.status);
                    let location = verdict.location.as_deref().map(|location| ("Location", location));
                    for (name, value) in verdict.headers.into_iter().chain(location) {
                        response.add_header(Header::from_bytes(name, value).expect("a header"));
                    }
                    // Whoever asked may have left.
                    let _ = request.respond(response);
                };
                if verdict.after.is_zero() && verdict.gate.is_none() {
                    answer();
                } else {
                    std::thread::spawn(move || {
                        std::thread::sleep(verdict.after);
                        verdict.gate.iter().for_each(Gate::pass);
                        answer();
                    });
                }
            }
        });
        Catcher { url, caught, server, thread: Some(thread) }
    }

    /// What came so far.
    pub fn caught(&self) -> Vec<Caught> {
        self.caught.0.lock().expect("what was caught").clone()
    }

    /// Waits until so many came.
    pub fn wait_for(&self, count: usize) -> Vec<Caught> {
        let (all, came) = &*self.caught;
        let all = all.lock().expect("what was caught");
        let (all, late) =
            came.wait_timeout_while(all, super::PATIENCE, |all| all.len() < count).expect("what was caught");
        assert!(!late.timed_out(), "{} of {count} requests came", all.len());
        all.clone()
    }
}

impl Drop for Catcher {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
