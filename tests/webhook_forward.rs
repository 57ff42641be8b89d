//! Forwarding to apps that are real sockets on loopback: what they get, in which order, and what becomes of apps
//! that are slow, gone or hostile.

mod common;

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use common::PATIENCE;
use common::tls::tls_app;
use nango_cli::fetch::FaultKind;
use nango_cli::http::{Headers, Request};
use nango_cli::webhook::event::Event;
use nango_cli::webhook::forward::{
    End, Forwarder, Left, Loaded, Memory, Next, Outcome, Policy, Report, SHOWN, Source, Target,
};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};

/// A request as the app got it, byte for byte.
#[derive(Clone, Debug)]
struct Seen {
    head: Vec<u8>,
    body: Vec<u8>,
}

impl Seen {
    /// The lines after the request line.
    fn lines(&self) -> Vec<&[u8]> {
        let head = self.head.strip_suffix(b"\r\n\r\n").expect("a whole head");
        head.split(|&c| c == b'\n').skip(1).map(|line| line.strip_suffix(b"\r").unwrap_or(line)).collect()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

/// What an app does with a request.
#[derive(Clone)]
enum Act {
    /// Answers these bytes, that much later.
    Answer(Duration, Vec<u8>),
    /// Answers nothing and keeps the connection.
    Hang,
    /// Closes without an answer.
    Close,
}

impl Act {
    fn status(status: u16) -> Self {
        Act::slow(Duration::ZERO, status)
    }

    fn slow(after: Duration, status: u16) -> Self {
        let text = format!("HTTP/1.1 {status} X\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok");
        Act::Answer(after, text.into())
    }
}

/// An app on a port of its own, which remembers what came.
struct App {
    url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    in_hand: Arc<AtomicUsize>,
    most_in_hand: Arc<AtomicUsize>,
    connections: Arc<AtomicUsize>,
    count: watch::Receiver<usize>,
}

impl App {
    async fn new(act: impl Fn(usize, &Seen) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let (counted, count) = watch::channel(0);
        let app = App {
            url: format!("http://{}/hook?key=1", listener.local_addr().expect("an address")),
            seen: Arc::default(),
            in_hand: Arc::default(),
            most_in_hand: Arc::default(),
            connections: Arc::default(),
            count,
        };
        let (seen, in_hand, most) = (app.seen.clone(), app.in_hand.clone(), app.most_in_hand.clone());
        let (connections, act, counted) = (app.connections.clone(), Arc::new(act), Arc::new(counted));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                connections.fetch_add(1, Ordering::SeqCst);
                let (seen, in_hand, most) = (seen.clone(), in_hand.clone(), most.clone());
                let (act, counted) = (act.clone(), counted.clone());
                tokio::spawn(async move {
                    while let Some(request) = read(&mut stream).await {
                        let now = in_hand.fetch_add(1, Ordering::SeqCst) + 1;
                        most.fetch_max(now, Ordering::SeqCst);
                        let number = {
                            let mut seen = seen.lock().expect("what was seen");
                            seen.push(request.clone());
                            seen.len()
                        };
                        counted.send_replace(number);
                        let act = act(number, &request);
                        if let Act::Answer(after, bytes) = &act {
                            tokio::time::sleep(*after).await;
                            in_hand.fetch_sub(1, Ordering::SeqCst);
                            // Whoever asked may have left.
                            let _ = stream.write_all(bytes).await;
                            continue;
                        }
                        if matches!(act, Act::Hang) {
                            let _ = stream.read(&mut [0; 16]).await;
                        }
                        in_hand.fetch_sub(1, Ordering::SeqCst);
                        return;
                    }
                });
            }
        });
        app
    }

    async fn answering(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        App::new(move |_, _| Act::Answer(Duration::ZERO, bytes.clone())).await
    }

    fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("what was seen").clone()
    }

    async fn wait_for(&self, requests: usize) {
        let mut count = self.count.clone();
        let came = tokio::time::timeout(PATIENCE, count.wait_for(|count| *count >= requests)).await;
        came.unwrap_or_else(|_| panic!("{} of {requests} requests came", self.seen().len()))
            .expect("the app");
    }

    fn target(&self) -> Target {
        self.url.parse().expect("a target")
    }
}

/// One request; `None` at the connection's end.
async fn read(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let mut body = bytes.split_off(head);
    let text = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length.map_or(0, |length| length.parse().expect("a length"));
    while body.len() < length {
        if stream.read_buf(&mut body).await.ok()? == 0 {
            return None;
        }
    }
    Some(Seen { head: bytes, body })
}

/// A forwarder out of memory, and what it tells.
struct Run {
    forwarder: Forwarder,
    memory: Memory,
    reports: mpsc::UnboundedReceiver<Report>,
}

impl Run {
    fn new(targets: Vec<Target>, policy: Policy) -> Self {
        let memory = Memory::new(64 * 1024 * 1024);
        let (sender, reports) = mpsc::unbounded_channel();
        let told = move |report| sender.send(report).expect("the test listens");
        Run { forwarder: Forwarder::start(targets, policy, memory.clone(), told), memory, reports }
    }

    fn accept(&self, request: Request) -> i64 {
        let event = Event::parse(&request.body);
        let id = self.memory.keep(loaded(request)).expect("room");
        self.forwarder.accept(id, &event);
        id
    }

    async fn report(&mut self) -> Report {
        tokio::time::timeout(PATIENCE, self.reports.recv()).await.expect("a report").expect("a forwarder")
    }

    /// The last report of that many deliveries.
    async fn settled(&mut self, deliveries: usize) -> Vec<Report> {
        let mut settled = Vec::new();
        while settled.len() < deliveries {
            let report = self.report().await;
            if !matches!(report.next, Next::Retry(_)) {
                settled.push(report);
            }
        }
        settled
    }
}

fn loaded(request: Request) -> Loaded {
    Loaded { request: Arc::new(request), verified: true }
}

fn request(body: &Value) -> Request {
    Request {
        method: "POST".to_owned(),
        path: "/".to_owned(),
        query: String::new(),
        headers: Headers::from_iter([("Content-Type", "application/json"), ("Accept", "*/*")]),
        body: body.to_string().into_bytes(),
        peer: None,
    }
}

/// Of a connection, with a number.
fn event(connection: &str, number: usize) -> Request {
    request(&json!({"type": "auth", "from": "nango", "operation": "creation", "success": true,
        "connectionId": connection, "number": number}))
}

fn quick() -> Policy {
    Policy {
        first_wait: Duration::from_millis(10),
        longest_wait: Duration::from_millis(40),
        ..Policy::default()
    }
}

async fn once(target: Target, request: Request) -> Outcome {
    let run = Run::new(vec![target], Policy::default());
    run.forwarder.forward_now(0, 7, &loaded(request)).await.expect("a target")
}

#[tokio::test]
async fn different_connections_go_side_by_side() {
    let app = App::new(|_, _| Act::slow(Duration::from_millis(300), 200)).await;
    let mut run = Run::new(vec![app.target()], Policy::default());
    let started = Instant::now();
    for number in 0..200 {
        run.accept(event(&format!("c{number}"), number));
    }
    let settled = run.settled(200).await;
    println!("200 events, 300 ms each, 32 at once: {:?} (ideal 2.1 s)", started.elapsed());
    assert!(settled.iter().all(|report| report.next == Next::Done && report.attempt == 1));
    assert_eq!(app.most_in_hand.load(Ordering::SeqCst), 32, "as many at once as may be, and no more");
    assert!(app.connections.load(Ordering::SeqCst) <= 32, "connections are used again");
    assert_eq!(run.forwarder.drain(PATIENCE).await, []);
}

/// Events without a connection have no order to keep either.
#[tokio::test]
async fn events_of_no_connection_do_not_wait_for_each_other() {
    let app = App::new(|_, _| Act::slow(Duration::from_millis(300), 200)).await;
    let mut run = Run::new(vec![app.target()], Policy { concurrency: 4, ..Policy::default() });
    for number in 0..8 {
        run.accept(request(&json!({ "number": number })));
    }
    run.settled(8).await;
    assert_eq!(app.most_in_hand.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn one_connection_keeps_its_order_through_retries() {
    // Every third request fails, so that each connection's events are repeated now and then.
    let app = App::new(|number, _| Act::status(if number % 3 == 0 { 500 } else { 200 })).await;
    let mut run = Run::new(vec![app.target()], Policy { attempts: 20, ..quick() });
    for number in 0..30 {
        run.accept(event(["a", "b", "c"][number % 3], number));
    }
    let settled = run.settled(30).await;
    assert!(settled.iter().all(|report| report.next == Next::Done));
    assert!(settled.iter().any(|report| report.attempt > 1));
    let mut numbers: HashMap<String, Vec<u64>> = HashMap::new();
    for seen in app.seen() {
        let body = seen.json();
        let connection = body["connectionId"].as_str().expect("a connection").to_owned();
        numbers.entry(connection).or_default().push(body["number"].as_u64().expect("a number"));
    }
    for (connection, mut numbers) in numbers {
        assert!(numbers.is_sorted(), "{connection}: {numbers:?}");
        numbers.dedup();
        assert_eq!(numbers.len(), 10, "{connection}: {numbers:?}");
    }
}

#[tokio::test]
async fn a_target_that_hangs_or_is_down_delays_no_other() {
    let hanging = App::new(|_, _| Act::Hang).await;
    let app = App::new(|_, _| Act::status(200)).await;
    let down: Target = common::dead_host().parse().unwrap();
    let targets = vec![hanging.target(), down.clone(), app.target()];
    let mut run = Run::new(targets, Policy { concurrency: 6, ..Policy::default() });
    for number in 0..40 {
        run.accept(event(&format!("c{}", number % 20), number));
    }
    app.wait_for(40).await;
    for _ in 0..40 {
        loop {
            let report = run.report().await;
            if report.target == app.target().name {
                assert_eq!(report.next, Next::Done);
                break;
            }
            let End::Fault(fault) = &report.outcome.end else { panic!("{report:?}") };
            assert_eq!((report.target, fault.kind), (down.name.clone(), FaultKind::NotConnected));
        }
    }
    assert_eq!(hanging.most_in_hand.load(Ordering::SeqCst), 2, "its share of the six");
    let left = run.forwarder.drain(Duration::ZERO).await;
    assert_eq!(left.iter().filter(|left| left.target == hanging.target().name).count(), 40);
}

#[tokio::test]
async fn a_lane_in_backoff_holds_no_slot() {
    let app =
        App::new(|_, seen| Act::status(if seen.json()["connectionId"] == "bad" { 503 } else { 200 })).await;
    let policy = Policy { concurrency: 1, first_wait: PATIENCE, longest_wait: PATIENCE, ..Policy::default() };
    let mut run = Run::new(vec![app.target()], policy);
    let bad = run.accept(event("bad", 0));
    for number in 1..10 {
        run.accept(event("good", number));
    }
    let first = run.report().await;
    assert!(
        first.delivery == bad && matches!(first.next, Next::Retry(wait) if wait > PATIENCE / 2),
        "{first:?}"
    );
    assert_eq!((first.outcome.status(), first.outcome.answer.as_slice()), (Some(503), b"ok".as_slice()));
    assert_eq!(run.settled(9).await.iter().filter(|report| report.next == Next::Done).count(), 9);
    let left = run.forwarder.drain(Duration::from_millis(10)).await;
    assert_eq!(left, [Left { delivery: bad, target: app.target().name }]);
}

#[tokio::test]
async fn it_gives_up_after_the_last_attempt_and_goes_on_with_the_next() {
    let app = App::new(|_, seen| Act::status(if seen.json()["number"] == 0 { 500 } else { 200 })).await;
    let mut run = Run::new(vec![app.target()], Policy { attempts: 3, ..quick() });
    let (first, second) = (run.accept(event("c", 0)), run.accept(event("c", 1)));
    let mut told = Vec::new();
    for _ in 0..4 {
        let report = run.report().await;
        told.push((
            report.delivery,
            report.attempt,
            matches!(report.next, Next::Retry(_)),
            report.next == Next::Failed,
        ));
    }
    assert_eq!(
        told,
        [
            (first, 1, true, false),
            (first, 2, true, false),
            (first, 3, false, true),
            (second, 1, false, false)
        ]
    );
}

#[tokio::test]
async fn filters_decide_which_target_gets_what() {
    let (auth, rest) = (App::new(|_, _| Act::status(204)).await, App::new(|_, _| Act::status(204)).await);
    let targets = vec![
        format!("type=auth&connectionId=a=>{}", auth.url).parse().unwrap(),
        format!("type=unwrapped=>{}", rest.url).parse().unwrap(),
    ];
    let mut run = Run::new(targets, Policy::default());
    assert_eq!(run.forwarder.matching(&Event::parse(&event("a", 1).body)), [0]);
    for (request, wanted) in [(event("a", 1), 1), (event("b", 2), 0), (request(&json!({"x": 3})), 1)] {
        run.accept(request);
        run.settled(wanted).await;
    }
    assert_eq!(run.forwarder.drain(PATIENCE).await, []);
    assert_eq!((auth.seen().len(), rest.seen().len()), (1, 1));
    assert_eq!((&auth.seen()[0].json()["number"], &rest.seen()[0].json()["x"]), (&json!(1), &json!(3)));
}

/// Every recorded delivery, as a raw socket sees it forwarded.
#[tokio::test]
async fn the_app_gets_the_bytes_and_headers_that_nango_sent() {
    let app = App::new(|_, _| Act::status(200)).await;
    let host = app.url["http://".len()..].split('/').next().unwrap().to_owned();
    let mut run = Run::new(vec![app.target()], Policy { concurrency: 1, ..Policy::default() });
    let mut count = 0;
    for folder in ["webhooks", "modes/webhooks"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recordings").join(folder);
        for file in std::fs::read_dir(folder).unwrap() {
            let recording: Value =
                serde_json::from_slice(&std::fs::read(file.unwrap().path()).unwrap()).unwrap();
            let headers = recording["request"]["headers"].as_object().unwrap();
            let headers: Headers = headers.iter().map(|(k, v)| (k.as_str(), v.as_str().unwrap())).collect();
            let body = recording["request"]["raw_body"].as_str().unwrap();
            let sent = Request { headers: headers.clone(), body: body.into(), ..request(&json!({})) };
            run.accept(sent);
            run.settled(1).await;
            let seen = app.seen().pop().unwrap();
            assert_eq!(String::from_utf8_lossy(&seen.body), body);
            assert!(seen.head.starts_with(b"POST /hook?key=1 HTTP/1.1\r\n"), "{seen:?}");
            let length = body.len().to_string();
            let mut expected: Vec<String> = headers
                .iter()
                .map(|(name, value)| (name.to_ascii_lowercase(), String::from_utf8_lossy(value).into_owned()))
                .filter(|(name, _)| !["host", "connection", "content-length"].contains(&name.as_str()))
                .map(|(name, value)| format!("{name}: {value}"))
                .collect();
            // What the client adds comes last.
            expected.extend([format!("host: {host}"), format!("content-length: {length}")]);
            let lines: Vec<_> = seen.lines().into_iter().map(String::from_utf8_lossy).collect();
            assert_eq!(lines, expected);
            count += 1;
        }
    }
    assert_eq!(count, 164);
}

#[tokio::test]
async fn lines_that_are_no_text_or_come_twice_arrive_and_given_ones_replace() {
    let app = App::new(|_, _| Act::status(200)).await;
    let mut sent = request(&json!({}));
    sent.body = b"\x00\xff not JSON \r\n".to_vec();
    sent.headers = Headers::from_iter([
        ("accept", b"text/x".as_slice()),
        ("x-bytes", b"caf\xe9 \xff"),
        ("x-dup", b"1"),
        ("x-dup", b"2"),
        ("x-mine", b"theirs"),
        ("authorization", b"Bearer theirs"),
        ("transfer-encoding", b"chunked"),
        ("connection", b"x-hop"),
        ("x-hop", b"1"),
    ]);
    let url = app.url.replace("http://", "http://me:pass@");
    let target: Target = url.parse().unwrap();
    let target = target.with_headers(&Headers::from_iter([("X-Mine", "ours"), ("Host", "app.test")]));
    assert_eq!(target.name, app.url);
    assert!(once(target, sent.clone()).await.succeeded());
    let seen = app.seen().pop().unwrap();
    assert_eq!(seen.body, sent.body);
    let expected: [&[u8]; 8] = [
        b"accept: text/x",
        b"x-bytes: caf\xe9 \xff",
        b"x-dup: 1",
        b"x-dup: 2",
        b"authorization: Basic bWU6cGFzcw==",
        b"x-mine: ours",
        b"host: app.test",
        b"content-length: 14",
    ];
    assert_eq!(seen.lines(), expected);
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let elsewhere = App::new(|_, _| Act::status(200)).await;
    for status in [301, 302, 303, 307, 308] {
        let head = format!("HTTP/1.1 {status} X\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", elsewhere.url);
        let app = App::answering(head).await;
        let mut run = Run::new(vec![app.target()], quick());
        run.accept(event("c", 1));
        let report = run.report().await;
        assert_eq!((report.outcome.status(), report.next), (Some(status), Next::Failed));
        assert!(report.outcome.error().unwrap().contains("redirects are not followed"));
    }
    assert_eq!(elsewhere.seen().len(), 0);
}

#[tokio::test]
async fn a_self_signed_certificate_is_taken_where_that_is_asked_for() {
    let target: Target = tls_app().parse().unwrap();
    let mut run = Run::new(vec![target.clone()], quick());
    run.accept(event("c", 1));
    let refused = run.report().await;
    let End::Fault(fault) = &refused.outcome.end else { panic!("{refused:?}") };
    assert_eq!((fault.kind, refused.next), (FaultKind::NotConnected, Next::Failed), "no retry mends that");
    assert!(fault.message.starts_with("invalid peer certificate"), "{fault:?}");
    let outcome = once(target.trusting_any_certificate(), event("c", 1)).await;
    assert_eq!((outcome.status(), outcome.answer.as_slice()), (Some(200), b"secret".as_slice()));
}

#[tokio::test]
async fn hostile_answers_are_bounded() {
    let text = |outcome: &Outcome| outcome.error().unwrap();
    let limit = Duration::from_secs(1);

    let app = App::new(|_, _| Act::Hang).await;
    let outcome = once(app.target().with_timeout(limit), event("c", 1)).await;
    assert!(matches!(&outcome.end, End::Fault(fault) if fault.kind == FaultKind::TimedOut), "{outcome:?}");
    assert!(outcome.took >= limit && outcome.took < PATIENCE / 2, "{outcome:?}");

    for act in [Act::Close, Act::Answer(Duration::ZERO, b"what do you want?\r\n\r\n".to_vec())] {
        let app = App::new(move |_, _| act.clone()).await;
        let outcome = once(app.target(), event("c", 1)).await;
        assert!(matches!(&outcome.end, End::Fault(fault) if fault.kind == FaultKind::Broken), "{outcome:?}");
        assert!(text(&outcome).starts_with("no whole answer: "), "{outcome:?}");
    }

    // A head without an end is cut.
    let mut endless = b"HTTP/1.1 200 OK\r\n".to_vec();
    endless.extend(b"X-Endless: endless\r\n".repeat(1_000_000));
    let outcome = once(App::answering(endless).await.target(), event("c", 1)).await;
    assert!(matches!(&outcome.end, End::Fault(fault) if fault.kind == FaultKind::Broken), "{outcome:?}");

    // The status decides; a body that is huge, or stalls, is not waited for to its end.
    let mut huge = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 67108864\r\n\r\n".to_vec();
    huge.extend(b"x".repeat(64 * 1024 * 1024));
    let outcome = once(App::answering(huge).await.target(), event("c", 1)).await;
    assert_eq!((outcome.status(), outcome.answer.len()), (Some(200), SHOWN));
    assert_eq!(outcome.content_type.as_deref(), Some("text/html"));

    let stalling = App::answering("HTTP/1.1 503 No\r\nContent-Length: 100\r\n\r\nbusy").await;
    let outcome = once(stalling.target().with_timeout(limit), event("c", 1)).await;
    assert_eq!((outcome.status(), outcome.answer.as_slice()), (Some(503), b"busy".as_slice()));
}

/// An app that closes idle connections at its own time costs a retry at most, never an event.
#[tokio::test]
async fn a_connection_that_was_closed_meanwhile_costs_no_event() {
    // Each connection is closed after its first answer, without a word.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let target: Target = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            if read(&mut stream).await.is_some() {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
            }
        }
    });
    let mut run = Run::new(vec![target], Policy { concurrency: 1, ..quick() });
    for number in 0..50 {
        run.accept(event("c", number));
    }
    assert!(run.settled(50).await.iter().all(|report| report.next == Next::Done));
}

#[tokio::test]
async fn a_drain_finishes_what_it_can_and_tells_what_is_left() {
    let app = App::new(|_, seen| match seen.json()["connectionId"].as_str() {
        Some("stuck") => Act::Hang,
        _ => Act::slow(Duration::from_millis(20), 200),
    })
    .await;
    let mut run = Run::new(vec![app.target()], Policy { concurrency: 2, ..Policy::default() });
    let stuck = run.accept(event("stuck", 0));
    let behind = run.accept(event("stuck", 1));
    let done: Vec<i64> = (0..5).map(|number| run.accept(event("fine", number))).collect();
    let left = run.forwarder.drain(Duration::from_secs(3)).await;
    let name = app.target().name;
    assert_eq!(left, [stuck, behind].map(|delivery| Left { delivery, target: name.clone() }));
    let settled: Vec<i64> = run.settled(5).await.iter().map(|report| report.delivery).collect();
    assert_eq!(settled, done);

    // With nothing stuck it does not wait for its deadline.
    let app = App::new(|_, _| Act::slow(Duration::from_millis(20), 200)).await;
    let run = Run::new(vec![app.target()], Policy::default());
    for number in 0..5 {
        run.accept(event("fine", number));
    }
    let started = Instant::now();
    assert_eq!(run.forwarder.drain(PATIENCE).await, []);
    assert!(started.elapsed() < PATIENCE / 2 && app.seen().len() == 5);
}

#[tokio::test]
async fn a_delivery_that_was_deleted_is_not_sent() {
    let app = App::new(|_, _| Act::status(200)).await;
    let mut run = Run::new(vec![app.target()], Policy::default());
    let (gone, there) = (event("c", 1), event("c", 2));
    run.forwarder.accept(4711, &Event::parse(&gone.body));
    let report = run.report().await;
    assert!(matches!((report.outcome.end, report.next), (End::Gone, Next::Failed)));
    run.accept(there);
    assert_eq!(run.settled(1).await[0].next, Next::Done);
    assert_eq!(app.seen().len(), 1);
}

/// Gives nothing at first.
struct Locked(usize);

impl Source for Locked {
    fn load(&mut self, _: i64) -> Result<Option<Loaded>, String> {
        match self.0.checked_sub(1) {
            Some(left) => {
                self.0 = left;
                Err("the inbox is locked".to_owned())
            }
            None => Ok(Some(loaded(event("c", 1)))),
        }
    }
}

/// Also for a command, which otherwise runs once.
#[tokio::test]
async fn a_delivery_that_cannot_be_read_just_now_is_read_later() {
    let app = App::new(|_, _| Act::status(200)).await;
    for target in [app.target(), Target::command("exit 0")] {
        let (sender, mut reports) = mpsc::unbounded_channel();
        let told = move |report| sender.send(report).expect("the test listens");
        let forwarder = Forwarder::start(vec![target], quick(), Locked(2), told);
        forwarder.accept(1, &Event::parse(&event("c", 1).body));
        assert_eq!(forwarder.drain(PATIENCE).await, []);
        let first = reports.recv().await.expect("a report").outcome;
        assert_eq!(first.error().as_deref(), Some("not reached: the inbox is locked"));
        assert!(reports.recv().await.is_some());
        let last = reports.recv().await.expect("a report");
        assert_eq!((last.attempt, last.next), (3, Next::Done));
    }
    assert_eq!(app.seen().len(), 1);
}

/// The one line that the client adds to those that came, where it is missing: it means what its absence does.
#[tokio::test]
async fn nothing_but_accept_is_added() {
    let app = App::new(|_, _| Act::status(200)).await;
    let mut bare = request(&json!({}));
    bare.headers = Headers::new();
    assert!(once(app.target(), bare).await.succeeded());
    let seen = app.seen().pop().unwrap();
    let names: Vec<_> = seen.lines().iter().map(|line| line.split(|&c| c == b':').next().unwrap()).collect();
    assert_eq!(names, [b"accept".as_slice(), b"host", b"content-length"]);
}
