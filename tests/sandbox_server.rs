//! The sandbox over real sockets: an app's server, its browser and its webhook endpoint. All on loopback.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use nango_cli::fetch::{Call, Fetcher};
use nango_cli::http::{Headers, Reply};
use nango_cli::sandbox::{API_KEY, Event, KeySeed, Options, Sandbox};
use nango_cli::secret::Secret;
use nango_cli::webhook::delivery::Schedule;
use nango_cli::webhook::signature;
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use tokio_tungstenite::tungstenite::Message;
use url::Url;

/// Longer than anything here takes; it only bounds a failing test.
const PATIENCE: Duration = Duration::from_secs(20);

struct Running {
    base: String,
    fetcher: Fetcher,
    events: mpsc::UnboundedReceiver<Event>,
    stop: oneshot::Sender<()>,
    done: tokio::task::JoinHandle<()>,
}

impl Running {
    async fn start(change: impl FnOnce(&mut Options)) -> Running {
        let address = ([127, 0, 0, 1], 0).into();
        let mut options = Options::new(address);
        change(&mut options);
        let schedule =
            Schedule { timeout: Duration::from_secs(5), waits: vec![Duration::from_millis(20); 2] };
        let mut sandbox = Sandbox::bind(options).await.expect("binds a free port").retrying(schedule);
        let base = sandbox.url();
        let events = sandbox.events();
        let (stop, stopped) = oneshot::channel::<()>();
        let done = tokio::spawn(sandbox.run(async {
            let _ = stopped.await;
        }));
        let fetcher = Fetcher::for_origin(&Url::parse(&base).unwrap(), 0).expect("a client");
        Running { base, fetcher, events, stop, done }
    }

    async fn send(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: Option<Vec<u8>>,
    ) -> Reply {
        let whole =
            if target.starts_with("http") { target.to_owned() } else { format!("{}{target}", self.base) };
        let headers: Headers =
            headers.iter().map(|(n, v)| ((*n).to_owned(), v.as_bytes().to_vec())).collect();
        let url = Url::parse(&whole).expect("a URL");
        let call = Call { method, url: &url, headers: &headers, body, timeout: PATIENCE };
        self.fetcher.send(call).await.unwrap_or_else(|fault| panic!("{method} {target}: {fault:?}"))
    }

    /// With the API key; the answer's JSON.
    async fn api(&self, method: &str, target: &str, body: Option<Value>) -> (u16, Value) {
        let key = format!("Bearer {API_KEY}");
        let mut headers = vec![("Authorization", key.as_str())];
        if body.is_some() {
            headers.push(("Content-Type", "application/json"));
        }
        let reply = self.send(method, target, &headers, body.map(|body| body.to_string().into_bytes())).await;
        (reply.status, serde_json::from_slice(&reply.body).unwrap_or(Value::Null))
    }

    async fn session(&self, body: Value) -> String {
        let (status, reply) = self.api("POST", "/connect/sessions", Some(body)).await;
        assert_eq!(status, 201, "{reply}");
        reply["data"]["token"].as_str().expect("a token").to_owned()
    }

    async fn connect_api_key(&self, token: &str, integration: &str, key: &str) -> (u16, Value) {
        let target = format!("/api-auth/api-key/{integration}?connect_session_token={token}");
        let body = json!({"apiKey": key}).to_string().into_bytes();
        let reply = self.send("POST", &target, &[("Content-Type", "application/json")], Some(body)).await;
        (reply.status, serde_json::from_slice(&reply.body).unwrap())
    }

    async fn event<T>(&mut self, mut wanted: impl FnMut(&Event) -> Option<T>) -> T {
        let next = async {
            loop {
                let event = self.events.recv().await.expect("the sandbox still runs");
                if let Some(found) = wanted(&event) {
                    return found;
                }
            }
        };
        tokio::time::timeout(PATIENCE, next).await.expect("the event comes")
    }

    async fn end(self) {
        self.stop.send(()).expect("the sandbox still runs");
        tokio::time::timeout(PATIENCE, self.done).await.expect("it stops").expect("it does not panic");
    }
}

/// Header lines and body.
type Delivered = (Vec<(String, String)>, Vec<u8>);

/// A webhook endpoint that answers with the scripted statuses in turn, then 200, and hands over what it got.
struct Peer {
    url: String,
    got: mpsc::UnboundedReceiver<Delivered>,
}

impl Peer {
    fn start(statuses: &'static [u16]) -> Peer {
        let server = tiny_http::Server::http("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/hook", server.server_addr());
        let (sender, got) = mpsc::unbounded_channel();
        std::thread::spawn(move || {
            let mut statuses = statuses.iter().copied();
            for mut request in server.incoming_requests() {
                let mut body = Vec::new();
                request.as_reader().read_to_end(&mut body).expect("the body");
                let headers = request
                    .headers()
                    .iter()
                    .map(|header| (header.field.to_string().to_lowercase(), header.value.to_string()))
                    .collect();
                let _ = request.respond(tiny_http::Response::empty(statuses.next().unwrap_or(200)));
                if sender.send((headers, body)).is_err() {
                    return;
                }
            }
        });
        Peer { url, got }
    }

    /// The next delivery, its signatures checked.
    async fn next(&mut self) -> (String, Value) {
        let (headers, body) =
            tokio::time::timeout(PATIENCE, self.got.recv()).await.expect("in time").expect("a webhook");
        let header = |name: &str| {
            let found = headers.iter().find(|(known, _)| known == name);
            found.unwrap_or_else(|| panic!("{name} in {headers:?}")).1.clone()
        };
        let key = Secret::new(API_KEY);
        assert!(signature::matches(&key, &body, &header("x-nango-hmac-sha256")));
        assert_eq!(header("x-nango-signature"), signature::legacy_sha256(&key, &body));
        assert_eq!(header("content-type"), "application/json");
        assert!(header("user-agent").starts_with("nango/0.71.4 ("), "{}", header("user-agent"));
        let text = String::from_utf8(body).expect("UTF-8");
        let value = serde_json::from_str(&text).expect("JSON");
        (text, value)
    }
}

type Browser = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

async fn message(socket: &mut Browser) -> String {
    loop {
        let frame = tokio::time::timeout(PATIENCE, socket.next()).await.expect("a frame in time");
        match frame.expect("an open socket").expect("a frame") {
            Message::Text(text) => return text.to_string(),
            Message::Ping(_) | Message::Pong(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

async fn waiting_browser(base: &str) -> (Browser, String) {
    let (mut socket, answer) =
        tokio_tungstenite::connect_async(base.replace("http", "ws")).await.expect("a websocket");
    assert!(answer.headers().contains_key("x-nango-sandbox"), "{answer:?}");
    let ack = message(&mut socket).await;
    let value: Value = serde_json::from_str(&ack).unwrap();
    let client = value["ws_client_id"].as_str().expect("an id").to_owned();
    assert_eq!(ack, format!(r#"{{"message_type":"connection_ack","ws_client_id":"{client}"}}"#));
    (socket, client)
}

fn location(reply: &Reply) -> String {
    assert_eq!(reply.status, 302, "{}", String::from_utf8_lossy(&reply.body));
    reply.headers.get("location").expect("a location").to_owned()
}

/// The consent page's link of that label.
fn link(page: &Reply, label: &str) -> String {
    let html = String::from_utf8(page.body.clone()).expect("UTF-8");
    let (before, _) =
        html.split_once(&format!(">{label}</a>")).unwrap_or_else(|| panic!("{label} in {html}"));
    let (_, href) = before.rsplit_once("href=\"").expect("a link");
    href.trim_end_matches('"').replace("&amp;", "&")
}

#[tokio::test]
async fn a_session_then_an_api_key_then_a_signed_webhook() {
    let mut peer = Peer::start(&[500]);
    let url = Url::parse(&peer.url).unwrap();
    let mut sandbox = Running::start(|options| options.webhook_url = Some(url)).await;
    let token = sandbox
        .session(json!({
            "end_user": {"id": "u_1", "email": "zoe@example.com"},
            "organization": {"id": "acme"},
            "tags": {"Plan": "pro 🚀"},
            "allowed_integrations": ["openai", "unauthenticated"],
        }))
        .await;

    let (status, refused) = sandbox.connect_api_key(&token, "openai", "invalid-key").await;
    assert_eq!((status, &refused["error"]["code"]), (400, &json!("connection_test_failed")));
    let (status, reply) = sandbox.connect_api_key(&token, "openai", "sk-good").await;
    assert_eq!(status, 200, "{reply}");
    let id = reply["connectionId"].as_str().unwrap().to_owned();
    assert_eq!(reply, json!({"connectionId": id, "providerConfigKey": "openai"}));

    // The first attempt is answered 500, so the same bytes come again.
    let (first, body) = peer.next().await;
    assert_eq!(
        body,
        json!({
            "authMode": "API_KEY", "connectionId": id, "environment": "dev", "from": "nango",
            "endUser": {"endUserEmail": "zoe@example.com", "endUserId": "u_1", "organizationId": "acme", "tags": {}},
            "operation": "creation", "provider": "openai", "providerConfigKey": "openai", "success": true,
            "tags": {"end_user_email": "zoe@example.com", "end_user_id": "u_1", "organization_id": "acme", "plan": "pro 🚀"},
            "type": "auth",
        })
    );
    assert!(first.starts_with(r#"{"authMode":"API_KEY","connectionId":""#), "{first}");
    assert_eq!(peer.next().await.0, first);
    let retried = sandbox
        .event(|event| match event {
            Event::WebhookFailed { status, attempt, will_retry_in, .. } => {
                Some((*status, *attempt, *will_retry_in))
            }
            _ => None,
        })
        .await;
    assert_eq!(retried, (Some(500), 1, Some(Duration::from_millis(20))));
    let delivered = sandbox
        .event(|event| match event {
            Event::WebhookDelivered { status, attempt, .. } => Some((*status, *attempt)),
            _ => None,
        })
        .await;
    assert_eq!(delivered, (200, 2));

    // The token goes on: another connection with it, then DELETE ends it.
    let none = format!("/auth/unauthenticated/unauthenticated?connect_session_token={token}");
    assert_eq!(sandbox.send("POST", &none, &[], None).await.status, 200);
    assert_eq!(peer.next().await.1["authMode"], "NONE");
    let bearer = format!("Bearer {token}");
    let ended = sandbox.send("DELETE", "/connect/session", &[("Authorization", &bearer)], None).await;
    assert_eq!(ended.status, 204);
    assert_eq!(sandbox.send("POST", &none, &[], None).await.status, 401);
    sandbox.end().await;
}

#[tokio::test]
async fn oauth_is_approved_and_denied_over_the_websocket() {
    let mut peer = Peer::start(&[]);
    let sandbox = Running::start(|_| {}).await;
    let token = sandbox
        .session(json!({"tags": {"end_user_id": "u_2"}, "allowed_integrations": ["github"], "webhook_url_override": peer.url}))
        .await;

    let (mut socket, client) = waiting_browser(&sandbox.base).await;
    let begin = format!("/oauth/connect/github?connect_session_token={token}&ws_client_id={client}");
    let redirect = sandbox.send("GET", &begin, &[], None).await;
    let authorize = Url::parse(&location(&redirect)).unwrap();
    assert_eq!(authorize.path(), "/_sandbox/authorize/github");
    let names: Vec<String> = authorize.query_pairs().map(|(name, _)| name.into_owned()).collect();
    let order = [
        "response_type",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "code_challenge",
        "code_challenge_method",
    ];
    assert_eq!(names, order);
    let state = authorize.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    let cookie = redirect.headers.get("set-cookie").unwrap();
    assert!(cookie.starts_with(&format!("oauth2-{state}=1; Max-Age=3600; Path=/; Expires=")), "{cookie}");
    assert!(cookie.ends_with(" GMT; HttpOnly; SameSite=Lax"), "{cookie}");

    let page = sandbox.send("GET", authorize.as_str(), &[], None).await;
    assert_eq!(page.status, 200);
    let html = String::from_utf8_lossy(&page.body).into_owned();
    for seen in ["GitHub (User OAuth)", "repo", "user", "u_2", "Sandbox"] {
        assert!(html.contains(seen), "{seen} in {html}");
    }
    let callback = sandbox.send("GET", &link(&page, "Approve"), &[], None).await;
    assert_eq!(callback.status, 200);
    let html = String::from_utf8_lossy(&callback.body).into_owned();
    assert!(html.contains(r#"{"type":"nango_oauth_callback_success"}"#), "{html}");
    let told = message(&mut socket).await;
    let id = serde_json::from_str::<Value>(&told).unwrap()["connection_id"].as_str().unwrap().to_owned();
    assert_eq!(
        told,
        format!(
            r#"{{"message_type":"success","provider_config_key":"github","connection_id":"{id}","is_pending":false}}"#
        )
    );
    let (_, hook) = peer.next().await;
    assert_eq!(
        (&hook["connectionId"], &hook["success"], &hook["tags"]),
        (&json!(id), &json!(true), &json!({"end_user_id": "u_2"}))
    );
    let (status, connection) =
        sandbox.api("GET", &format!("/connections/{id}?provider_config_key=github"), None).await;
    assert_eq!(status, 200);
    assert_eq!(connection["credentials"]["type"], "OAUTH2");
    assert!(connection["credentials"]["access_token"].as_str().unwrap().starts_with("sandbox_at_"));
    assert_eq!(connection["webhook_url_override"], json!(peer.url));

    // The state is good for one callback, and a client for one message: its next flow is told to nobody.
    let again = sandbox.send("GET", &link(&page, "Approve"), &[], None).await;
    assert_eq!(again.status, 400);
    let page = sandbox.send("GET", &location(&sandbox.send("GET", &begin, &[], None).await), &[], None).await;
    assert_eq!(sandbox.send("GET", &link(&page, "Approve"), &[], None).await.status, 200);
    assert_eq!(peer.next().await.1["success"], true);
    socket.send(Message::Ping("still there?".into())).await.expect("an open socket");
    let frame = tokio::time::timeout(PATIENCE, socket.next()).await.expect("a frame in time");
    assert!(matches!(frame, Some(Ok(Message::Pong(_)))), "{frame:?}");

    let (mut socket, client) = waiting_browser(&sandbox.base).await;
    let begin = format!("/oauth/connect/github?connect_session_token={token}&ws_client_id={client}");
    let page = sandbox.send("GET", &location(&sandbox.send("GET", &begin, &[], None).await), &[], None).await;
    let denied = sandbox.send("GET", &link(&page, "Deny"), &[], None).await;
    assert_eq!(denied.status, 400);
    let html = String::from_utf8_lossy(&denied.body).into_owned();
    assert!(html.contains("nango_oauth_callback_error"), "{html}");
    assert!(
        html.contains(
            r#"{\"error\":\"access_denied\",\"error_description\":\"The user denied the request\"}"#
        ),
        "{html}"
    );
    let text = "Did not get authorization code in the callback. Provider error: error: access_denied; \
                error_description: The user denied the request";
    let told = message(&mut socket).await;
    let id = serde_json::from_str::<Value>(&told).unwrap()["connection_id"].as_str().unwrap().to_owned();
    assert_eq!(
        told,
        format!(
            r#"{{"message_type":"error","provider_config_key":"github","connection_id":"{id}","error_type":"callback_err","error_desc":"{text}"}}"#
        )
    );
    let (wire, _) = peer.next().await;
    assert_eq!(
        wire,
        format!(
            r#"{{"authMode":"OAUTH2","connectionId":"{id}","environment":"dev","error":{{"description":"{text}","type":"invalid_callback"}},"from":"nango","operation":"creation","provider":"github","providerConfigKey":"github","success":false,"type":"auth"}}"#
        )
    );
    sandbox.end().await;
}

#[tokio::test]
async fn a_websocket_is_on_the_root_only() {
    let sandbox = Running::start(|_| {}).await;
    let elsewhere = format!("{}/connect", sandbox.base.replace("http", "ws"));
    match tokio_tungstenite::connect_async(elsewhere).await {
        Err(tokio_tungstenite::tungstenite::Error::Http(reply)) => assert_eq!(reply.status(), 400),
        other => panic!("{other:?}"),
    }
    // A plain request to the root is a page.
    let root = sandbox.send("GET", "/", &[], None).await;
    assert_eq!((root.status, root.headers.get("x-nango-sandbox")), (200, Some(env!("CARGO_PKG_VERSION"))));
    // HEAD has the length of what it leaves out.
    let head = sandbox.send("HEAD", "/health", &[], None).await;
    assert_eq!((head.status, head.body.len(), head.headers.get("content-length")), (200, 0, Some("15")));
    let large = sandbox
        .send(
            "POST",
            "/connect/sessions",
            &[("Content-Type", "application/json")],
            Some(vec![b' '; 75 * 1024 * 1024 + 32]),
        )
        .await;
    let large: (u16, Value) = (large.status, serde_json::from_slice(&large.body).expect("JSON"));
    assert_eq!((large.0, &large.1["error"]["code"]), (500, &json!("generic_error_support")));
    sandbox.end().await;
}

/// A target that hangs or is gone holds up nobody; stopping does not wait for it for long.
#[tokio::test]
async fn a_dead_webhook_target_blocks_nothing() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let hanging = format!("http://{}/hook", silent.local_addr().expect("an address"));
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let gone = format!("http://{}/hook", closed.local_addr().expect("an address"));
    drop(closed);
    let mut sandbox = Running::start(|options| options.auto_approve = true).await;
    for url in [&hanging, &gone] {
        let token = sandbox.session(json!({"tags": {}, "webhook_url_override": url})).await;
        let (status, _) = sandbox.connect_api_key(&token, "openai", "k").await;
        assert_eq!(status, 200);
    }
    let mut attempts = Vec::new();
    while attempts.len() < 3 {
        let attempt = sandbox
            .event(|event| match event {
                Event::WebhookFailed { url, status: None, attempt, will_retry_in, .. } if *url == gone => {
                    Some((*attempt, will_retry_in.is_some()))
                }
                _ => None,
            })
            .await;
        attempts.push(attempt);
    }
    assert_eq!(attempts, [(1, true), (2, true), (3, false)]);

    // Approved without a person: two redirects end on the callback page.
    let token = sandbox.session(json!({"tags": {}})).await;
    let begin = format!("/oauth/connect/github?connect_session_token={token}");
    let authorize = location(&sandbox.send("GET", &begin, &[], None).await);
    let callback = location(&sandbox.send("GET", &authorize, &[], None).await);
    assert_eq!(sandbox.send("GET", &callback, &[], None).await.status, 200);
    sandbox.end().await;
}

#[tokio::test]
async fn keys_and_ports_are_checked_when_it_is_bound() {
    let extra = "0d2f7a11-8c55-4d3e-9a77-1f2e3d4c5b6a";
    let key = |secret: &str| KeySeed {
        secret: Secret::new(secret),
        environment: Some("dev".to_owned()),
        scopes: Vec::new(),
    };
    let sandbox = Running::start(|options| options.keys = vec![key(extra)]).await;
    for (key, status) in [(API_KEY, 200), (extra, 200), ("11111111-2222-4333-8444-555555555555", 401)] {
        let key = format!("Bearer {key}");
        let reply = sandbox.send("GET", "/integrations", &[("Authorization", &key)], None).await;
        assert_eq!(reply.status, status);
    }
    let address = sandbox.base.trim_start_matches("http://").parse().expect("an address");
    let options = |address, keys| Options { keys, ..Options::new(address) };
    let taken = Sandbox::bind(options(address, Vec::new())).await.err().expect("the address is in use");
    assert_eq!(taken.kind(), std::io::ErrorKind::AddrInUse);
    let bad = options(([127, 0, 0, 1], 0).into(), vec![key("no-uuid")]);
    let bad = Sandbox::bind(bad).await.err().expect("the key is no UUID");
    assert_eq!(bad.kind(), std::io::ErrorKind::InvalidInput);
    sandbox.end().await;
}
