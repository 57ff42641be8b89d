//! What only the sandbox's server can show: the proxy really sending to this machine, and requests that are never
//! answered. All on loopback.

use std::future::Future;
use std::time::Duration;

use nango_cli::fetch::{Call, FaultKind, Fetcher};
use nango_cli::http::{Headers, Reply};
use nango_cli::sandbox::{API_KEY, Options, Sandbox};
use serde_json::{Value, json};
use tokio::sync::oneshot;
use url::Url;

/// Longer than any test.
const EVER: Duration = Duration::from_secs(3600);
/// Longer than anything here takes; reaching it fails the test.
const PATIENCE: Duration = Duration::from_secs(20);

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
        let url = Url::parse(&format!("{}{target}", self.base)).expect("a URL");
        let key = format!("Bearer {API_KEY}");
        let headers: Headers = [("Authorization", key.as_str())].iter().chain(more).copied().collect();
        let fetcher = Fetcher::for_origin(&url, 0).expect("a client");
        let body = Some(body.to_vec()).filter(|body| !body.is_empty());
        let call = Call { method, url: &url, headers: &headers, body, timeout };
        fetcher.send(call).await.map_err(|fault| fault.kind)
    }

    async fn send(&self, method: &str, target: &str, more: &[(&str, &str)], body: &[u8]) -> Reply {
        self.try_send(method, target, more, body, PATIENCE).await.expect("an answer")
    }

    async fn api(&self, method: &str, target: &str, body: Value) -> (u16, Value) {
        let reply = self
            .send(method, target, &[("Content-Type", "application/json")], body.to_string().as_bytes())
            .await;
        (reply.status, serde_json::from_slice(&reply.body).expect("JSON"))
    }
}

const IMPORTED: [(&str, &str); 2] = [("Connection-Id", "key-1"), ("Provider-Config-Key", "openai")];

async fn with_a_key() -> Running {
    let running = Running::start().await;
    let body = json!({
        "provider_config_key": "openai",
        "connection_id": "key-1",
        "credentials": {"type": "API_KEY", "apiKey": "sk-good"},
    });
    assert_eq!(running.api("POST", "/connections", body).await.0, 201);
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

#[tokio::test]
async fn odd_headers() {
    let (running, provider) = (with_a_key().await, Running::start().await);
    // A header without a name is none.
    let headers = [IMPORTED[0], IMPORTED[1], ("Base-Url-Override", &provider.base), ("Nango-Proxy-", "1")];
    assert_eq!(running.send("GET", "/proxy/health", &headers, b"").await.status, 200);
    // Numbers are JavaScript's.
    let headers = [IMPORTED[0], IMPORTED[1], ("Retries", "2e0")];
    assert_eq!(running.send("GET", "/proxy/flaky", &headers, b"").await.status, 200);
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
