//! The API client against every recorded answer of a real Nango server: what it covers decodes without loss, every
//! error becomes one fault with the server's own words, and nothing is repeated that must not be.

#[path = "support/peer.rs"]
mod peer;

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use nango_cli::nango::auth_flow::Credentials;
use nango_cli::nango::{
    Client, ConnectionFilter, Fault, GetConnection, ReconnectRequest, Retries, Session, SessionRequest,
};
use nango_cli::secret::Secret;
use peer::{Answer, Script, Seen};
use serde::Serialize;
use serde_json::{Value, json};
use url::Url;

/// Longer than anything here takes; it only bounds a failing test.
const PATIENCE: Duration = Duration::from_secs(20);
const KEY: &str = "7f7fe0a5-1470-4fbd-bd7c-ff3cbb3e557c";

/// One exchange with a real server.
struct Recording {
    name: String,
    method: String,
    path: Vec<String>,
    query: Vec<(String, String)>,
    /// The `Authorization` header without `Bearer `.
    token: Option<String>,
    sent: Value,
    answer: Answer,
    /// The answer's JSON, or its text.
    body: Value,
}

impl Recording {
    fn read(name: &str, file: &Value) -> Option<Self> {
        let (request, response) = (file.get("request")?, file.get("response")?.as_object()?);
        let url = Url::parse("http://nango").unwrap().join(request["path"].as_str()?).expect("a path");
        let segments = url.path_segments().expect("a path").map(percent_decoded).collect();
        let headers = response["headers"].as_object().expect("headers").iter();
        let headers = headers
            // Said by the peer's own server: the bodies are written anew.
            .filter(|(name, _)| !["content-length", "connection"].contains(&name.to_lowercase().as_str()))
            .map(|(name, value)| (name.clone(), text(value)))
            .collect();
        let body = response["body"].clone();
        let bytes = match &body {
            Value::String(text) => text.clone().into_bytes(),
            Value::Null => Vec::new(),
            json => json.to_string().into_bytes(),
        };
        Some(Recording {
            name: name.to_owned(),
            method: text(&request["method"]),
            path: segments,
            query: url.query_pairs().into_owned().collect(),
            token: request["headers"]["Authorization"]
                .as_str()
                .and_then(|value| value.strip_prefix("Bearer "))
                .map(str::to_owned),
            sent: request["body"].clone(),
            answer: Answer { status: response["status"].as_u64()? as u16, headers, body: bytes },
            body,
        })
    }

    fn named(name: &str) -> Self {
        let path = Path::new("tests/recordings").join(format!("{name}.json"));
        let file =
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self::read(name, &serde_json::from_str(&file).expect("JSON")).expect("an exchange")
    }

    /// Every exchange that is an answer to what the client asks, or an error.
    fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for folder in ["", "modes/"] {
            let directory = Path::new("tests/recordings").join(folder);
            for entry in std::fs::read_dir(directory).expect("the recordings") {
                let file = entry.expect("an entry").file_name();
                if let Some(name) = file.to_str().and_then(|file| file.strip_suffix(".json")) {
                    let name = format!("{folder}{name}");
                    let path = Path::new("tests/recordings").join(format!("{name}.json"));
                    let file = serde_json::from_slice(&std::fs::read(path).unwrap()).expect("JSON");
                    all.extend(Self::read(&name, &file));
                }
            }
        }
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }

    fn path(&self) -> Vec<&str> {
        self.path.iter().map(String::as_str).collect()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let found = self.answer.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    fn is_html(&self) -> bool {
        self.header("content-type").is_some_and(|value| value.starts_with("text/html"))
    }

    fn is_error(&self) -> bool {
        self.answer.status >= 400 || self.body["error"].is_object()
    }

    fn is_covered(&self) -> bool {
        matches!(
            (self.method.as_str(), self.path().as_slice()),
            ("POST", ["connect", "sessions"] | ["connect", "sessions", "reconnect"])
                | ("GET" | "DELETE", ["connect", "session"])
                | ("GET", ["connections" | "integrations" | "providers"])
                | ("GET", ["connections" | "integrations" | "providers", _])
                | ("POST", ["api-auth", "api-key" | "basic", _] | ["auth", "unauthenticated", _])
        )
    }

    fn parameter(&self, name: &str) -> Option<String> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    fn parameters(&self, prefix: &str) -> Vec<(String, String)> {
        let inner = |name: &str| Some(name.strip_prefix(prefix)?.strip_suffix(']')?.to_owned());
        self.query.iter().filter_map(|(name, value)| Some((inner(name)?, value.clone()))).collect()
    }

    /// Asks `client` what was asked when this was recorded. The answer is written as the server wrote it.
    async fn ask(&self, client: &Client) -> Result<Value, Fault> {
        let wrap = |value: Result<Value, Fault>| value.map(|value| json!({ "data": value }));
        let token = Secret::new(self.token.clone().unwrap_or_else(|| "no-token".to_owned()));
        match (self.method.as_str(), self.path().as_slice()) {
            ("POST", ["connect", "sessions"]) => {
                let sent = self.typed::<SessionRequest>();
                wrap(client.create_session(&sent).await.map(|session| minted(client, session)))
            }
            ("POST", ["connect", "sessions", "reconnect"]) => {
                let sent = self.typed::<ReconnectRequest>();
                wrap(client.reconnect_session(&sent).await.map(|session| minted(client, session)))
            }
            ("GET", ["connect", "session"]) => wrap(client.get_session(&token).await),
            ("DELETE", ["connect", "session"]) => client.delete_session(&token).await.map(|()| json!("")),
            ("GET", ["connections"]) => {
                let filter = ConnectionFilter {
                    connection_id: self.parameter("connectionId"),
                    integrations: self.parameter("integrationId").into_iter().collect(),
                    tags: self.parameters("tags["),
                    search: self.parameter("search"),
                    end_user_id: self.parameter("endUserId"),
                    organization_id: self.parameter("endUserOrganizationId"),
                };
                let number = |name| self.parameter(name).and_then(|value| value.parse().ok());
                let (limit, page) = (number("limit").unwrap_or(100), number("page").unwrap_or(0));
                let rows = client.list_connections(&filter, limit, page).await;
                rows.map(|rows| json!({ "connections": rows }))
            }
            ("GET", ["connections", id]) => {
                let integration = self.parameter("provider_config_key").unwrap_or_default();
                let asked = |name| self.parameter(name).as_deref() == Some("true");
                let options = GetConnection {
                    force_refresh: asked("force_refresh"),
                    refresh_token: asked("refresh_token"),
                    refresh_github_app_jwt_token: asked("refresh_github_app_jwt_token"),
                };
                written(client.get_connection(&integration, id, options).await)
            }
            ("GET", ["integrations"]) => wrap(written(client.list_integrations().await)),
            ("GET", ["integrations", key]) => {
                let include: Vec<&str> =
                    self.query.iter().filter(|(name, _)| name == "include").map(|(_, v)| &**v).collect();
                wrap(written(client.get_integration(key, &include).await))
            }
            ("GET", ["providers"]) => {
                wrap(written(client.list_providers(self.parameter("search").as_deref()).await))
            }
            ("GET", ["providers", name]) => wrap(written(client.get_provider(name).await)),
            ("POST", [area, mode, key]) if self.is_covered() => {
                let mode = match (*area, *mode) {
                    (_, "api-key") => "API_KEY",
                    (_, "basic") => "BASIC",
                    _ => "NONE",
                };
                let fields = self.sent.as_object().into_iter().flatten();
                let fields = fields.map(|(name, value)| (name.clone(), Secret::new(text(value)))).collect();
                let credentials =
                    Credentials::new(mode, fields, BTreeMap::new()).expect("a mode without a browser");
                let token = Secret::new(self.parameter("connect_session_token").unwrap_or_default());
                let made =
                    client.connect_headless(key, &token, &self.parameters("params["), &credentials).await;
                made.map(
                    |made| json!({"connectionId": made.connection_id, "providerConfigKey": made.integration}),
                )
            }
            // How an error is read does not depend on what was asked.
            ("GET", _) => wrap(written(client.get_integration("other", &[]).await)),
            ("DELETE", _) => client.delete_session(&token).await.map(|()| json!("")),
            _ => wrap(client.create_session(&json!({})).await.map(|session| minted(client, session))),
        }
    }

    /// The recorded body as `T` writes it; as it is when a server refused it, for the refusal may be the point.
    fn typed<T: Serialize + serde::de::DeserializeOwned>(&self) -> Value {
        if self.is_error() {
            return self.sent.clone();
        }
        let typed: T = serde_json::from_value(self.sent.clone()).expect("a body that the types can say");
        serde_json::to_value(typed).expect("JSON")
    }

    fn script(&self) -> Script {
        Script::new([self.answer.clone()])
    }
}

fn percent_decoded(segment: &str) -> String {
    // In a query, which the URL crate decodes, `+` would be a space.
    let query = format!("v={}", segment.replace('+', "%2B"));
    url::form_urlencoded::parse(query.as_bytes()).next().expect("a value").1.into_owned()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn written(result: Result<impl Serialize, Fault>) -> Result<Value, Fault> {
    result.map(|value| serde_json::to_value(value).expect("JSON"))
}

/// As the server says it: without the address that the client adds for a self-hosted server's link.
fn minted(client: &Client, session: Session) -> Value {
    let added = format!("&apiURL={}", percent_encoded(client.base().as_str().trim_end_matches('/')));
    let link = session.connect_link.strip_suffix(&added);
    json!({
        "token": session.token.expose(),
        "connect_link": link.unwrap_or("without the address of the API"),
        "expires_at": session.expires_at,
    })
}

fn percent_encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Asks once.
const ONCE: Retries =
    Retries { most: 0, first_wait: Duration::from_millis(1), longest_wait: Duration::from_millis(1) };
/// Repeats at once.
const QUICK: Retries =
    Retries { most: 3, first_wait: Duration::from_millis(1), longest_wait: Duration::from_secs(10) };

fn client(base: &Url, retries: Retries) -> Client {
    Client::new(base.clone(), Some(Secret::new(KEY))).with_timeout(PATIENCE).with_retries(retries)
}

#[tokio::test]
async fn every_recorded_success_decodes_without_loss() {
    let mut decoded = 0;
    for recording in Recording::all() {
        if recording.is_error()
            || recording.is_html()
            || !recording.is_covered()
            || recording.answer.status >= 300
        {
            continue;
        }
        let name = &recording.name;
        let script = recording.script();
        let key = recording.token.as_deref().map(Secret::new);
        let client = Client::new(script.base().clone(), key).with_timeout(PATIENCE).with_retries(ONCE);
        let answer = recording.ask(&client).await.unwrap_or_else(|fault| panic!("{name}: {fault}"));
        assert_eq!(answer, recording.body, "{name}");
        asked_the_same(&recording, &script.seen());
        decoded += 1;
    }
    assert!(decoded >= SUCCESSES, "only {decoded}");
}

/// What was sent now is what was sent then.
fn asked_the_same(recording: &Recording, seen: &[Seen]) {
    let name = &recording.name;
    let [seen] = seen else { panic!("{name}: {} requests", seen.len()) };
    assert_eq!(seen.method, recording.method, "{name}");
    let url = Url::parse("http://nango").unwrap().join(&seen.target).expect("a target");
    let path: Vec<String> = url.path_segments().expect("a path").map(percent_decoded).collect();
    assert_eq!(path, recording.path, "{name}");
    let mut now: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    for pair in &recording.query {
        // What the client cannot ask for: half a row.
        if pair.1.contains('.') && pair.0 == "limit" {
            continue;
        }
        let at = now.iter().position(|sent| sent == pair);
        now.remove(at.unwrap_or_else(|| panic!("{name}: {pair:?} was not sent in {:?}", seen.target)));
    }
    now.retain(|(key, _)| path != ["connections"] || !["limit", "page"].contains(&key.as_str()));
    assert_eq!(now, [], "{name}");
    let sent: Value = serde_json::from_slice(&seen.body).unwrap_or(Value::Null);
    assert_eq!(sent, recording.sent, "{name}");
    let token = seen.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
    assert_eq!(token, recording.token.as_deref(), "{name}");
}

#[tokio::test]
async fn every_recorded_error_keeps_its_words() {
    let mut read = 0;
    for recording in Recording::all() {
        if !recording.is_error() || recording.is_html() {
            continue;
        }
        let name = &recording.name;
        let script = recording.script();
        let fault = recording.ask(&client(script.base(), ONCE)).await.expect_err(name);
        let Fault::Api(error) = fault else { panic!("{name}: {fault:?}") };
        let body = &recording.body["error"];
        assert_eq!(error.status, recording.answer.status, "{name}");
        assert_eq!(error.code.as_deref(), body["code"].as_str(), "{name}");
        let said = body["message"].as_str().or(body.as_str()).or(recording.body["message"].as_str());
        let said = said.unwrap_or_default();
        let shown = error.message.unwrap_or_default();
        assert!(!shown.contains("credentials_iv"), "{name}: {shown}");
        if said.len() <= 300 && !said.contains("credentials_iv") {
            assert_eq!(shown, said, "{name}");
        } else {
            assert!(shown.ends_with('…') && said.starts_with(shown.trim_end_matches('…')), "{name}: {shown}");
            assert!(shown.len() > 40, "{name}: {shown}");
        }
        let issues: Vec<Value> = error
            .issues
            .iter()
            .map(|issue| json!({"code": issue.code, "message": issue.message, "path": issue.path}))
            .collect();
        let mut recorded = body["errors"].as_array().cloned().unwrap_or_default();
        for step in recorded.iter_mut().flat_map(|issue| issue["path"].as_array_mut().expect("a path")) {
            // An index is a step as good as a name.
            if step.is_number() {
                *step = json!(step.to_string());
            }
        }
        assert_eq!(issues, recorded, "{name}");
        read += 1;
    }
    assert!(read >= ERRORS, "only {read}");
}

#[tokio::test]
async fn html_is_not_nango() {
    let mut pages = 0;
    for recording in Recording::all() {
        if !recording.is_html() {
            continue;
        }
        let script = recording.script();
        let client = client(script.base(), ONCE);
        let fault = recording.ask(&client).await.expect_err(&recording.name);
        let Fault::NotNango { status, content_type } = fault else { panic!("{}: {fault:?}", recording.name) };
        let is_redirect = (300..400).contains(&recording.answer.status);
        let called = if is_redirect { "a redirect" } else { "text/html; charset=utf-8" };
        assert_eq!((status, &*content_type), (recording.answer.status, called), "{}", recording.name);
        // Neither are they anything where no body is expected.
        let fault = client.delete_session(&Secret::new("token")).await.expect_err(&recording.name);
        assert!(matches!(fault, Fault::NotNango { .. }), "{}: {fault:?}", recording.name);
        pages += 1;
    }
    assert!(pages >= PAGES, "only {pages}");
}

#[tokio::test]
async fn the_recorded_rate_limit_is_reported_when_the_wait_is_too_long() {
    let recording = Recording::named("rate_limit_err_429");
    for body in [json!({}), recording.sent.clone()] {
        let script = recording.script();
        let client = client(script.base(), QUICK);
        let fault = match body.is_object() {
            true => client.create_session(&body).await.expect_err("a POST is limited, too"),
            false => recording.ask(&client).await.expect_err("limited"),
        };
        let Fault::Api(error) = fault else { panic!("{fault:?}") };
        assert!(error.is("too_many_request"));
        // The server said 15, rounded down.
        let wait = error.retry_after.expect("a wait");
        assert!((15..16).contains(&wait.as_secs()), "{wait:?}");
        assert_eq!(script.seen().len(), 1, "ten seconds were the longest wait");
    }
}

#[tokio::test]
async fn the_recorded_rate_limit_is_waited_for() {
    let mut limited = Recording::named("rate_limit_err_429").answer;
    for (name, value) in &mut limited.headers {
        if name == "Retry-After" {
            // Fifteen are too many for a test.
            *value = "1".to_owned();
        }
    }
    let waited = |name: &'static str| {
        let recording = Recording::named(name);
        let script = Script::new([limited.clone(), recording.answer.clone()]);
        async move {
            let started = Instant::now();
            let answer =
                recording.ask(&client(script.base(), QUICK)).await.expect("an answer after the wait");
            assert_eq!(answer, recording.body);
            assert!(started.elapsed() >= Duration::from_secs(1), "{:?}", started.elapsed());
            // Nothing was done before the limit: a POST is repeated, too.
            assert_eq!(script.seen().len(), 2, "{name}");
        }
    };
    tokio::join!(waited("integration_get"), waited("connect_session_create"));
}

#[tokio::test]
async fn without_retry_after_the_reset_counts() {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let answer = |remaining: &str| {
        Answer::json(429, r#"{"error":{"code":"too_many_request"}}"#)
            .with("X-RateLimit-Remaining", remaining)
            .with("X-RateLimit-Reset", &(now + 100).to_string())
    };
    let script = Script::new([answer("0")]);
    let fault = client(script.base(), QUICK).list_integrations().await.expect_err("limited");
    let Fault::Api(error) = fault else { panic!("{fault:?}") };
    let wait = error.retry_after.expect("a wait").as_secs();
    assert!((90..=101).contains(&wait), "{wait}");
    // Where something remains, the reset says nothing: back off.
    let script = Script::new([answer("5"), Answer::json(200, r#"{"data":[]}"#)]);
    let integrations = client(script.base(), QUICK).list_integrations().await.expect("an answer");
    assert!(integrations.is_empty());
    assert_eq!(script.seen().len(), 2);
}

#[tokio::test]
async fn a_failed_read_is_repeated_and_a_failed_post_is_not() {
    let failed = Recording::named("err_body_too_large_connect_sessions").answer;
    assert_eq!(failed.status, 500);
    let fine = Recording::named("integration_get");

    let script = Script::new([failed.clone(), failed.clone(), fine.answer.clone()]);
    let answer = fine.ask(&client(script.base(), QUICK)).await.expect("the third try");
    assert_eq!((answer, script.seen().len()), (fine.body.clone(), 3));

    let script = Script::new([failed.clone()]);
    let fault = fine.ask(&client(script.base(), QUICK)).await.expect_err("it never gets better");
    assert!(matches!(&fault, Fault::Api(error) if error.is("generic_error_support")), "{fault:?}");
    assert_eq!(script.seen().len(), 4, "the first try and three repeats");

    for deed in [Recording::named("connect_session_create"), Recording::named("connect_session_delete")] {
        let script = Script::new([failed.clone(), deed.answer.clone()]);
        let fault = deed.ask(&client(script.base(), QUICK)).await.expect_err("it may have been done");
        assert!(matches!(&fault, Fault::Api(error) if error.status == 500), "{fault:?}");
        assert_eq!(script.seen().len(), 1, "{}", deed.name);
    }
}

#[tokio::test]
async fn a_post_that_was_not_received_is_repeated() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let base = Url::parse(&format!("http://{address}")).unwrap();
    let deed = Recording::named("connect_session_create");

    // Nobody listens, ever.
    let tries = Arc::new(AtomicUsize::new(0));
    let counted = tries.clone();
    let patient = client(&base, QUICK).with_observer(move |exchange| {
        assert!(exchange.outcome.is_err());
        counted.fetch_add(1, Ordering::Relaxed);
    });
    let fault = deed.ask(&patient).await.expect_err("nobody listens");
    assert!(matches!(fault, Fault::Unreachable { maybe_received: false, .. }), "{fault:?}");
    assert_eq!(tries.load(Ordering::Relaxed), 4);

    // Somebody listens from the second try on.
    let late: Arc<Mutex<Option<std::thread::JoinHandle<()>>>> = Arc::default();
    let (server, answer) = (late.clone(), deed.answer.clone());
    let patient = client(&base, QUICK).with_observer(move |_| {
        let mut server = server.lock().unwrap();
        if server.is_none() {
            let listener = TcpListener::bind(address).expect("the port is still free");
            let body = answer.body.clone();
            *server = Some(std::thread::spawn(move || {
                let (mut stream, _) = listener.accept().expect("a request");
                read_request(&mut stream);
                let head = format!(
                    "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
                    body.len()
                );
                stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body)).expect("an answer");
            }));
        }
    });
    let answer = deed.ask(&patient).await.expect("the second try");
    assert_eq!(answer, deed.body);
    late.lock().unwrap().take().expect("a server").join().expect("one request");
}

/// Reads a request to the end of its body.
fn read_request(stream: &mut std::net::TcpStream) {
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&request);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                line.to_lowercase().strip_prefix("content-length: ").map(|length| length.parse().unwrap())
            });
            if body.len() >= length.unwrap_or(0usize) {
                return;
            }
        }
        match stream.read(&mut chunk).expect("a request") {
            0 => return,
            count => request.extend_from_slice(&chunk[..count]),
        }
    }
}

/// A server that sends these bytes to whoever asks, and then hangs or hangs up. It counts its guests.
struct Rude {
    base: Url,
    guests: Arc<AtomicUsize>,
}

impl Rude {
    fn new(says: &'static str, hangs: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let guests = Arc::new(AtomicUsize::new(0));
        let counted = guests.clone();
        std::thread::spawn(move || {
            let mut held = Vec::new();
            for mut stream in listener.incoming().flatten() {
                counted.fetch_add(1, Ordering::SeqCst);
                read_request(&mut stream);
                // The client may be gone by now.
                let _ = stream.write_all(says.as_bytes());
                if hangs {
                    held.push(stream);
                }
            }
        });
        Rude { base, guests }
    }
}

#[tokio::test]
async fn what_breaks_off_is_not_an_answer() {
    for says in [
        "",
        "HTTP/1.1 200",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"data\":[",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"dat\r\n",
        "SSH-2.0-OpenSSH_9.2p1\r\n",
    ] {
        let rude = Rude::new(says, false);
        let client = client(&rude.base, QUICK);
        let fault = client.list_integrations().await.expect_err(says);
        assert!(matches!(fault, Fault::Unreachable { maybe_received: true, .. }), "{says}: {fault:?}");
        assert_eq!(rude.guests.swap(0, Ordering::SeqCst), 4, "{says}: a read is repeated");
        let fault = client.create_session(&json!({})).await.expect_err(says);
        assert!(matches!(fault, Fault::Unreachable { maybe_received: true, .. }), "{says}: {fault:?}");
        assert_eq!(rude.guests.load(Ordering::SeqCst), 1, "{says}: a POST may have been done");
    }
}

#[tokio::test]
async fn what_hangs_ends_in_time() {
    const LIMIT: Duration = Duration::from_secs(1);
    for says in [
        "",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"data\":[",
    ] {
        let rude = Rude::new(says, true);
        let client = client(&rude.base, QUICK).with_timeout(LIMIT);
        for post in [false, true] {
            let started = Instant::now();
            let ended = tokio::time::timeout(PATIENCE, async {
                match post {
                    true => client.create_session(&json!({})).await.expect_err(says),
                    false => client.list_integrations().await.expect_err(says),
                }
            });
            let fault = ended.await.expect("an end, long after the time");
            let took = started.elapsed();
            assert!(matches!(fault, Fault::TimedOut { after } if after == LIMIT), "{says}: {fault:?}");
            assert!(took >= LIMIT && took < PATIENCE / 2, "{says}: {took:?}");
            assert_eq!(rude.guests.swap(0, Ordering::SeqCst), 1, "{says}: no time is left to repeat it");
        }
    }
}

#[tokio::test]
async fn the_user_agent_is_not_the_official_clis() {
    let script = Recording::named("integrations_list").script();
    client(script.base(), ONCE).list_integrations().await.expect("integrations");
    let seen = script.seen();
    let agent = seen[0].header("user-agent").expect("a user agent");
    assert_eq!(agent, concat!("nango-cli-rs/", env!("CARGO_PKG_VERSION")));
    // The server looks for /nango-cli\/([0-9.]+)/ and may refuse what it finds (protocol §1.3).
    assert!(!agent.split("nango-cli/").skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit())));
}

#[tokio::test]
async fn the_key_does_not_follow_a_redirect() {
    let other = Script::new([Recording::named("integrations_list").answer]);
    for status in [301, 302, 303, 307, 308] {
        // To another origin, and to the same one.
        let elsewhere = other.base().as_str().replace("127.0.0.1", "localhost");
        for target in [elsewhere.as_str(), other.base().as_str(), "/"] {
            let script = Script::new([Answer::json(status, "").with("Location", target)]);
            let client = client(script.base(), QUICK);
            for fault in [
                client.list_integrations().await.expect_err("a redirect"),
                client.create_session(&json!({})).await.expect_err("a redirect"),
            ] {
                assert!(matches!(&fault, Fault::NotNango { status: s, .. } if *s == status), "{fault:?}");
            }
            assert_eq!(script.seen().len(), 2);
        }
    }
    assert_eq!(other.seen().len(), 0);
}

#[tokio::test]
async fn no_token_and_no_key_is_shown_to_an_observer() {
    let recording = Recording::named("auth_apikey_success");
    let script = recording.script();
    let told = Arc::new(Mutex::new(String::new()));
    let write = told.clone();
    let client = client(script.base(), ONCE)
        .with_observer(move |exchange| write.lock().unwrap().push_str(&format!("{exchange:?}")));
    recording.ask(&client).await.expect("a connection");
    let told = told.lock().unwrap();
    assert!(told.contains("api-auth/api-key"), "{told}");
    for secret in [KEY, &recording.parameter("connect_session_token").unwrap(), "good-key-1"] {
        assert!(!told.contains(secret), "{told}");
    }
}

#[tokio::test]
async fn an_id_stays_one_segment_of_the_path() {
    let recording = Recording::named("connection_get_apikey");
    let script = recording.script();
    let client = client(script.base(), ONCE);
    let odd = "a/b?c=d#e%2F ü..";
    client.get_connection("github", odd, GetConnection::default()).await.expect("a connection");
    let target = &script.seen()[0].target;
    let url = Url::parse("http://nango").unwrap().join(target).unwrap();
    let path: Vec<String> = url.path_segments().unwrap().map(percent_decoded).collect();
    assert_eq!(path, ["connections", odd], "{target}");
    for unsayable in ["", ".", ".."] {
        let fault =
            client.get_connection("github", unsayable, GetConnection::default()).await.expect_err("no ID");
        assert!(matches!(fault, Fault::Unsendable { .. }), "{fault:?}");
    }
    assert_eq!(script.seen().len(), 1);
}

/// What there is to read: a recording that is lost, or no longer recognised, is missed here.
const SUCCESSES: usize = 202;
const ERRORS: usize = 283;
const PAGES: usize = 15;
