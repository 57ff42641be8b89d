//! A peer that answers as it is told and remembers what it was asked: one server for all tests of a file. Each
//! script has a first path segment of its own, which becomes part of its client's base URL.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use url::Url;

/// An answer, word for word.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(status: u16, body: &str) -> Self {
        let headers = vec![("Content-Type".to_owned(), "application/json; charset=utf-8".to_owned())];
        Answer { status, headers, body: body.into() }
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sends it.
    fn answer(self, request: tiny_http::Request) {
        let headers = self.headers.iter().map(|(name, value)| {
            tiny_http::Header::from_bytes(name.as_bytes(), value.as_bytes()).expect("a header")
        });
        let length = Some(self.body.len());
        let body = std::io::Cursor::new(self.body);
        let response = tiny_http::Response::new(self.status.into(), headers.collect(), body, length, None)
            .with_chunked_threshold(usize::MAX);
        // A client that gave up is what some tests are about.
        let _ = request.respond(response);
    }
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: String,
    /// Path and query, without the script's own segment.
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
    }
}

#[derive(Default)]
struct Lines {
    answers: VecDeque<Answer>,
    seen: Vec<Seen>,
}

/// What one test's client is told.
pub struct Script {
    base: Url,
    lines: Arc<Mutex<Lines>>,
}

type Scripts = Arc<Mutex<HashMap<String, Arc<Mutex<Lines>>>>>;

struct Peer {
    address: std::net::SocketAddr,
    scripts: Scripts,
}

static PEER: LazyLock<Peer> = LazyLock::new(|| {
    let server = tiny_http::Server::http("127.0.0.1:0").expect("binds a free port");
    let address = server.server_addr().to_ip().expect("an IP address");
    let scripts = Scripts::default();
    std::thread::spawn({
        let scripts = scripts.clone();
        move || serve(&server, &scripts)
    });
    Peer { address, scripts }
});

fn serve(server: &tiny_http::Server, scripts: &Scripts) {
    for mut request in server.incoming_requests() {
        let (name, rest) = request.url()[1..].split_once('/').unwrap_or((&request.url()[1..], ""));
        let target = format!("/{rest}");
        let lines = scripts.lock().unwrap().get(name).cloned();
        let Some(lines) = lines else {
            Answer::json(404, "{}").answer(request);
            continue;
        };
        let headers = request.headers().iter();
        let headers = headers.map(|h| (h.field.to_string(), h.value.to_string())).collect();
        let mut body = Vec::new();
        // A body that breaks off is seen as far as it came.
        let _ = request.as_reader().read_to_end(&mut body);
        let method = request.method().to_string();
        let answer = {
            let mut lines = lines.lock().unwrap();
            lines.seen.push(Seen { method, target, headers, body });
            if lines.answers.len() > 1 { lines.answers.pop_front() } else { lines.answers.front().cloned() }
        };
        answer.unwrap_or_else(|| Answer::json(500, "{}")).answer(request);
    }
}

impl Script {
    /// These answers in order; the last one for ever.
    pub fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("script-{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let lines = Arc::new(Mutex::new(Lines { answers: answers.into_iter().collect(), seen: vec![] }));
        PEER.scripts.lock().unwrap().insert(name.clone(), lines.clone());
        let base = Url::parse(&format!("http://{}/{name}", PEER.address)).expect("a URL");
        Script { base, lines }
    }

    /// The API's base URL, for the client.
    pub fn base(&self) -> &Url {
        &self.base
    }

    /// Every request so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.lines.lock().unwrap().seen.clone()
    }
}
