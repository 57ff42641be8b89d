//! What only the sandbox's server can show: the proxy really sending to this machine, and requests that are never
//! answered. All on loopback.

mod common;

use std::future::Future;
use std::time::Duration;

use common::raw::RawPeer;
use common::{Answer, PATIENCE, Peer};
use nango_cli::fetch::{Call, FaultKind, Fetcher, Stream};
use nango_cli::http::{Headers, Reply};
use nango_cli::sandbox::{API_KEY, Options, Pace, Sandbox};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use url::Url;

/// Longer than any test.
const EVER: Duration = Duration::from_secs(3600);

struct Running {
    base: String,
    stop: Option<oneshot::Sender<()>>,
    done: tokio::task::JoinHandle<()>,
}

impl Running {
    async fn start() -> Running {
        Running::with(|sandbox| sandbox).await
    }

    async fn with(settings: impl Fn(Sandbox) -> Sandbox) -> Running {
        let sandbox = Sandbox::bind(Options::new(([127, 0, 0, 1], 0).into())).await.expect("a free port");
        let sandbox = settings(sandbox);
        let base = sandbox.url();
        let (stop, stopped) = oneshot::channel::<()>();
        let done = tokio::spawn(sandbox.run(async {
            let _ = stopped.await;
        }));
        Running { base, stop: Some(stop), done }
    }

    async fn try_send(
        &self,
        method: &str,
        target: &str,
        more: &[(&str, &str)],
        body: &[u8],
        timeout: Duration,
    ) -> Result<Reply, FaultKind> {
        let mut stream = self.open(method, target, more, body, timeout).await?;
        let mut body = Vec::new();
        while let Some(piece) = stream.chunk().await.map_err(|fault| fault.kind)? {
            body.extend(piece);
        }
        Ok(Reply { status: stream.status, headers: stream.headers, body })
    }

    async fn open(
        &self,
        method: &str,
        target: &str,
        more: &[(&str, &str)],
        body: &[u8],
        timeout: Duration,
    ) -> Result<Stream, FaultKind> {
        let url = Url::parse(&format!("{}{target}", self.base)).expect("a URL");
        let key = format!("Bearer {API_KEY}");
        let headers: Headers = [("Authorization", key.as_str())].iter().chain(more).copied().collect();
        let fetcher = Fetcher::for_origin(&url, 0).expect("a client");
        let body = Some(body.to_vec()).filter(|body| !body.is_empty());
        let call = Call { method, url: &url, headers: &headers, body, timeout };
        fetcher.open(call).await.map_err(|fault| fault.kind)
    }

    async fn send(&self, method: &str, target: &str, more: &[(&str, &str)], body: &[u8]) -> Reply {
        self.try_send(method, target, more, body, PATIENCE).await.expect("an answer")
    }

    /// A call through the proxy, really sent to `base`, with the key of `integration`.
    async fn proxied(&self, integration: &str, base: &str, path: &str, more: &[(&str, &str)]) -> Reply {
        let own = to(integration, base);
        let headers: Vec<(&str, &str)> = own.iter().chain(more).copied().collect();
        self.send("GET", &format!("/proxy{path}"), &headers, b"").await
    }

    async fn api(&self, method: &str, target: &str, body: Value) -> (u16, Value) {
        let reply = self
            .send(method, target, &[("Content-Type", "application/json")], body.to_string().as_bytes())
            .await;
        (reply.status, serde_json::from_slice(&reply.body).expect("JSON"))
    }
}

const IMPORTED: [(&str, &str); 2] = [("Connection-Id", "key-1"), ("Provider-Config-Key", "openai")];

fn to<'a>(integration: &'a str, base: &'a str) -> [(&'a str, &'a str); 3] {
    [IMPORTED[0], ("Provider-Config-Key", integration), ("Base-Url-Override", base)]
}

async fn with_a_key() -> Running {
    paced(Pace::default()).await
}

/// With connections of the same name at three integrations.
async fn paced(pace: Pace) -> Running {
    let running = Running::with(|sandbox| sandbox.forwarding(pace)).await;
    let oauth = json!({"type": "OAUTH2", "access_token": "at-good"});
    for (integration, credentials) in [
        ("openai", json!({"type": "API_KEY", "apiKey": "sk-good"})),
        ("github", oauth.clone()),
        ("notion", oauth),
    ] {
        let body = json!({
            "provider_config_key": integration, "connection_id": "key-1", "credentials": credentials,
        });
        assert_eq!(running.api("POST", "/connections", body).await.0, 201, "{integration}");
    }
    running
}

/// Bounded, so that what never happens fails.
async fn within<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, work).await.expect("it takes too long")
}

/// The other sandbox is the provider here: its pages and its answers are as good as any server's.
#[tokio::test]
async fn an_override_to_this_machine_is_really_sent() {
    let (running, provider) = (with_a_key().await, Running::start().await);
    let to =
        |base: &str| [IMPORTED[0], IMPORTED[1], ("Base-Url-Override", base)].map(|(n, v)| (n, v.to_owned()));
    let own = to(&provider.base);
    let headers: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let reply = running.send("GET", "/proxy/health", &headers, b"").await;
    assert_eq!((reply.status, reply.body.as_slice()), (200, br#"{"result":"ok"}"#.as_slice()));
    assert!(reply.headers.get("x-ratelimit-limit").is_some(), "the sandbox's own headers stay");
    // The provider's refusal comes through: the key that was sent is the connection's, not the sandbox's.
    let reply = running.send("GET", "/proxy/integrations", &headers, b"").await;
    let body: Value = serde_json::from_slice(&reply.body).expect("JSON");
    assert_eq!((reply.status, &body["error"]["code"]), (401, &json!("invalid_secret_key_format")));

    let nobody = to("http://127.0.0.1:9");
    let headers: Vec<(&str, &str)> = nobody.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let reply = running.send("GET", "/proxy/echo", &headers, b"").await;
    let body: Value = serde_json::from_slice(&reply.body).expect("JSON");
    let recorded = include_str!("recordings/proxy_err_upstream_unreachable.json");
    let recorded: Value = serde_json::from_str(recorded).expect("JSON");
    let recorded = recorded["response"]["body"].clone();
    assert_eq!((reply.status, body), (500, recorded));
}

#[tokio::test]
async fn binary_bodies_pass_untouched() {
    let running = with_a_key().await;
    let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let headers = [IMPORTED[0], IMPORTED[1], ("Content-Type", "application/octet-stream")];
    let reply = running.send("PUT", "/proxy/body", &headers, &bytes).await;
    assert_eq!((reply.status, reply.headers.get("content-type")), (200, Some("application/octet-stream")));
    assert_eq!(reply.body, bytes);
}

/// Bill's failed login (protocol §16.9): the client gives up, the server goes on, and stopping does not wait for it.
#[tokio::test]
async fn a_request_that_is_never_answered_ends_with_its_client() {
    let mut running = Running::with(|sandbox| sandbox.draining(EVER)).await;
    let (_, session) = running.api("POST", "/connect/sessions", json!({"tags": {}})).await;
    let token = session["data"]["token"].as_str().expect("a token");
    let target = format!("/auth/bill/bill?connect_session_token={token}");
    let body =
        json!({"username": "invalid", "password": "p", "organization_id": "o", "dev_key": "d"}).to_string();
    let json = [("Content-Type", "application/json")];
    let short = Duration::from_millis(300);
    let outcome = running.try_send("POST", &target, &json, body.as_bytes(), short).await;
    assert_eq!(outcome.err(), Some(FaultKind::TimedOut));
    assert_eq!(running.api("GET", "/connections", json!({})).await.1, json!({"connections": []}));

    // The request is there once the rule that concerns it is used up.
    let rule = json!({"path": "/auth/bill/bill", "hang": true});
    assert_eq!(running.api("POST", "/_sandbox/control/failures", rule).await.0, 200);
    let stop = running.stop.take();
    let hanging = running.try_send("POST", &target, &json, body.as_bytes(), PATIENCE);
    let (outcome, ()) = within(async {
        tokio::join!(hanging, async {
            while running.api("GET", "/_sandbox/control/failures", json!({})).await.1
                != json!({"failures": []})
            {}
            let _ = stop.expect("it runs").send(());
        })
    })
    .await;
    assert_eq!(outcome.err(), Some(FaultKind::Broken));
    within(running.done).await.expect("it ends");
}

/// The request's head, once it is there.
async fn asked(upstream: &TcpListener) -> (TcpStream, String) {
    let (mut socket, _) = within(upstream.accept()).await.expect("a connection");
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(within(socket.read_u8()).await.expect("the head goes on"));
    }
    (socket, String::from_utf8(head).expect("text"))
}

async fn upstream() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    (listener, base)
}

const EVENTS: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nX-Own: kept\r\nX-RateLimit-Limit: 9\r\nTransfer-Encoding: chunked\r\n\r\n";

/// Every step waits for the one before it: nothing comes of a proxy that waits for the end.
#[tokio::test]
async fn a_chunked_answer_is_passed_on_as_it_comes() {
    let running = with_a_key().await;
    let (listener, base) = upstream().await;
    let headers = to("openai", &base);
    let ask = || async {
        let call = running.open("GET", "/proxy/events", &headers, b"", PATIENCE);
        let serve = async {
            let (mut socket, _) = asked(&listener).await;
            socket.write_all(EVENTS).await.expect("room");
            socket.write_all(b"b\r\ndata: one\n\n\r\n").await.expect("room");
            socket
        };
        let (stream, socket) = tokio::join!(call, serve);
        let mut stream = stream.expect("a head");
        assert_eq!((stream.status, stream.headers.get("x-own")), (200, Some("kept")));
        let of = |wanted: &str| stream.headers.iter().filter(|(name, _)| *name == wanted).count();
        assert_eq!(
            stream.headers.get("x-ratelimit-limit"),
            Some("9"),
            "the provider's goes before the sandbox's"
        );
        assert_eq!((of("x-ratelimit-limit"), of("x-ratelimit-remaining"), of("x-nango-sandbox")), (1, 1, 1));
        let first = within(stream.chunk()).await.expect("a piece").expect("a piece");
        assert_eq!(first, b"data: one\n\n");
        (stream, socket)
    };
    let (mut stream, mut socket) = ask().await;
    socket.write_all(b"b\r\ndata: two\n\n\r\n0\r\n\r\n").await.expect("room");
    let second = within(stream.chunk()).await.expect("a piece").expect("a piece");
    assert_eq!(second, b"data: two\n\n");
    assert_eq!(within(stream.chunk()).await.expect("the end"), None);

    // One that breaks off is not taken for a whole one.
    let (mut stream, socket) = ask().await;
    drop(socket);
    assert_eq!(within(stream.chunk()).await.err().map(|fault| fault.kind), Some(FaultKind::Broken));

    // A client that leaves takes the provider's stream with it.
    let (stream, mut socket) = ask().await;
    drop(stream);
    let left = within(socket.read(&mut [0; 16])).await;
    assert!(matches!(left, Ok(0) | Err(_)), "{left:?}");
}

#[tokio::test]
async fn a_download_keeps_its_headers_and_others_do_not() {
    let file = |disposition: &str| {
        Answer::new(200, "text/csv", "a,b").header("Content-Disposition", disposition).header("X-Own", "own")
    };
    let peer = Peer::new()
        .expect("GET /file", file("Attachment; filename=\"a.csv\""))
        .expect("GET /other", file("form-data; name=\"a\""));
    let running = with_a_key().await;
    let reply = running.proxied("openai", &peer.url, "/file", &[]).await;
    let header = |reply: &Reply, name: &str| reply.headers.get(name).map(str::to_owned);
    assert_eq!((reply.status, reply.body.as_slice()), (200, b"a,b".as_slice()));
    assert_eq!(
        (header(&reply, "x-own"), header(&reply, "content-length")),
        (Some("own".into()), Some("3".into()))
    );
    let reply = running.proxied("openai", &peer.url, "/other", &[]).await;
    assert_eq!((header(&reply, "x-own"), header(&reply, "content-disposition")), (None, None));
}

#[tokio::test]
async fn a_provider_that_does_not_answer_in_time() {
    let pace = Pace { timeout: Duration::from_millis(100), ..Pace::default() };
    let running = paced(pace).await;
    // Nobody takes the connection up.
    let (_listener, base) = upstream().await;
    let reply = running.proxied("openai", &base, "/slow", &[]).await;
    let body: Value = serde_json::from_slice(&reply.body).expect("JSON");
    let expected = json!({"message": "timeout of 100ms exceeded", "code": "ECONNABORTED", "method": "get"});
    assert_eq!((reply.status, body), (500, expected));
}

/// One that waited as ever would wait longer than any test.
#[tokio::test]
async fn providers_say_what_to_try_again_for_and_when() {
    let refusal = |status: u16| Answer::new(status, "text/plain", "not now");
    let good = || Answer::json(json!({"ok": true}));
    let patient = paced(Pace { first_wait: EVER, ..Pace::default() }).await;
    let peer = Peer::new()
        .expect("GET /limited", refusal(429).header("Retry-After", "0"))
        .expect("GET /limited", good());
    assert_eq!(patient.proxied("notion", &peer.url, "/limited", &[("Retries", "1")]).await.status, 200);

    let hasty = paced(Pace { first_wait: Duration::ZERO, ..Pace::default() }).await;
    let peer = Peer::new()
        .expect("GET /forbidden", refusal(403))
        .expect("GET /forbidden", good())
        .expect("GET /forbidden", refusal(403))
        .expect("GET /limited", refusal(404).header("X-RateLimit-Remaining", "0"))
        .expect("GET /limited", good());
    let status = async |integration: &str, path: &str| {
        hasty.proxied(integration, &peer.url, path, &[("Retries", "1")]).await.status
    };
    // github declares 403, openai does not.
    assert_eq!(status("github", "/forbidden").await, 200);
    assert_eq!(status("openai", "/forbidden").await, 403);
    assert_eq!(status("github", "/limited").await, 200);

    // Numbers are JavaScript's.
    let peer = Peer::new()
        .expect("GET /flaky", refusal(500))
        .expect("GET /flaky", refusal(500))
        .expect("GET /flaky", good());
    assert_eq!(hasty.proxied("openai", &peer.url, "/flaky", &[("Retries", "2e0")]).await.status, 200);
}

#[tokio::test]
async fn a_redirect_to_this_machine_is_followed() {
    let other = Peer::new()
        .expect("GET /there", Answer::json(json!({"there": 1})))
        .expect("GET /there", Answer::json(json!({"there": 2})));
    let away = || Answer::new(302, "text/plain", "away").header("Location", &format!("{}/there", other.url));
    let peer = Peer::new().expect("GET /here", away()).expect("GET /here", away());
    let running = with_a_key().await;
    for headers in [&[][..], &[("Forward-Headers-On-Redirect", "false")]] {
        let more: Vec<(&str, &str)> = headers.iter().copied().chain([("Nango-Proxy-X-Own", "1")]).collect();
        assert_eq!(running.proxied("openai", &peer.url, "/here", &more).await.status, 200);
    }
    let seen = other.seen();
    let header = |index: usize, name: &str| seen[index].header(name).map(str::to_owned);
    assert_eq!(
        (header(0, "authorization"), header(0, "x-own")),
        (Some("Bearer sk-good".into()), Some("1".into()))
    );
    assert_eq!((header(1, "authorization"), header(1, "x-own")), (None, Some("1".into())));
}

#[tokio::test]
async fn odd_headers() {
    let peer = Peer::new().expect("GET /x", Answer::json(json!({})));
    let running = with_a_key().await;
    // A header without a name is none.
    assert_eq!(running.proxied("openai", &peer.url, "/x", &[("Nango-Proxy-", "1")]).await.status, 200);
    let long = "x".repeat(256);
    for (name, value) in
        [("Nango-Is-Sync", "x"), ("Nango-Is-Dry-Run", "1"), ("Nango-Activity-Log-Id", long.as_str())]
    {
        let reply = running.send("GET", "/proxy/x", &[IMPORTED[0], IMPORTED[1], (name, value)], b"").await;
        let body: Value = serde_json::from_slice(&reply.body).expect("JSON");
        assert_eq!(
            (reply.status, &body["error"]["code"]),
            (400, &json!("invalid_headers")),
            "{name}: {body}"
        );
        assert_eq!(body["error"]["errors"][0]["path"], json!([name.to_lowercase()]));
    }
}

/// Two words on where a body ends: the coding's is the one that counts, and nothing is cut.
#[tokio::test]
async fn a_length_beside_a_coding_does_not_cut_the_answer() {
    let running = with_a_key().await;
    let answer =
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    let upstream = RawPeer::answering(answer);
    let reply = running.proxied("openai", &upstream.url, "/a", &[]).await;
    assert_eq!((reply.status, reply.body.as_slice()), (200, b"hello".as_slice()));
}
