//! The server room under clients that misbehave. Each test speaks raw bytes to a real socket.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use nango_cli::http::{Reply, Request};
use nango_cli::serve::{Answer, Handler, Limits, Refusal, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{Notify, oneshot};

/// Answers with the size of the body, and counts what was refused. What is posted to `/wait` is answered once the
/// door opens; what is got from `/huge` is more than the sockets' buffers hold.
#[derive(Default)]
struct Sizes {
    refused: AtomicUsize,
    waiting: AtomicUsize,
    waits: Notify,
    door: Notify,
}

impl Sizes {
    /// Waits until that many requests wait before the door.
    async fn queue(&self, length: usize) {
        within(async {
            while self.waiting.load(Ordering::Relaxed) < length {
                self.waits.notified().await;
            }
        })
        .await
    }
}

impl Handler for Sizes {
    async fn handle(&self, request: Request) -> Answer {
        match request.path.as_str() {
            "/wait" => {
                let open = self.door.notified();
                self.waiting.fetch_add(1, Ordering::Relaxed);
                self.waits.notify_one();
                open.await;
            }
            "/later" => {
                self.waiting.fetch_add(1, Ordering::Relaxed);
                self.waits.notify_one();
                return Answer::Later(Duration::from_secs(3600), Reply::empty(200));
            }
            "/huge" => return Reply::new(200, "text/plain", vec![b'x'; 64 << 20]).into(),
            _ => {}
        }
        Reply::new(200, "text/plain", request.body.len().to_string()).into()
    }

    async fn refused(&self, _head: Request, refusal: Refusal) -> Reply {
        self.refused.fetch_add(1, Ordering::Relaxed);
        Reply::empty(refusal.status())
    }
}

struct Running {
    address: SocketAddr,
    handler: Arc<Sizes>,
    stop: oneshot::Sender<()>,
    task: tokio::task::JoinHandle<()>,
}

async fn start(limits: Limits) -> Running {
    let server = Server::bind("127.0.0.1:0".parse().unwrap(), limits).await.unwrap();
    let address = server.address().unwrap();
    let handler = Arc::new(Sizes::default());
    let (stop, stopped) = oneshot::channel::<()>();
    let until = async {
        let _ = stopped.await;
    };
    let task = tokio::spawn(server.run(handler.clone(), until, Duration::from_secs(60)));
    Running { address, handler, stop, task }
}

fn small() -> Limits {
    Limits {
        head_bytes: 8 * 1024,
        body_bytes: 100,
        body_own: 100,
        body_shared: 0,
        head_time: Duration::from_secs(10),
        body_time: Duration::from_secs(10),
        connections: 8,
    }
}

/// As small, and impatient.
fn impatient() -> Limits {
    let soon = Duration::from_millis(300);
    Limits { head_time: soon, body_time: soon, ..small() }
}

async fn within<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(10), future).await.expect("an end within ten seconds")
}

/// Sends `bytes` and reads until the server closes or the first answer's head and short body are there.
async fn say(stream: &mut TcpStream, bytes: &[u8]) -> String {
    // A server that has had enough may close before all is sent.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        match within(stream.read(&mut buffer)).await {
            Ok(0) | Err(_) => break,
            Ok(read) => answer.extend_from_slice(&buffer[..read]),
        }
        let text = String::from_utf8_lossy(&answer);
        if text.contains("\r\n\r\n") {
            break;
        }
    }
    String::from_utf8_lossy(&answer).into_owned()
}

async fn ask(address: SocketAddr, bytes: &[u8]) -> String {
    say(&mut TcpStream::connect(address).await.unwrap(), bytes).await
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("closed")
}

#[tokio::test]
async fn bodies_up_to_the_limit_and_no_further() {
    let server = start(small()).await;
    let post =
        |body: &str| format!("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    assert_eq!(status(&ask(server.address, post(&"a".repeat(100)).as_bytes()).await), "200");
    assert_eq!(status(&ask(server.address, post(&"a".repeat(101)).as_bytes()).await), "413");
    let chunked = format!(
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{}\r\n0\r\n\r\n",
        "a".repeat(255)
    );
    assert_eq!(status(&ask(server.address, chunked.as_bytes()).await), "413");
    let lie = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 40000000000000\r\n\r\nshort";
    assert_eq!(status(&ask(server.address, lie).await), "413");
    assert_eq!(server.handler.refused.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn heads_that_are_no_heads() {
    let server = start(small()).await;
    let endless = format!("GET / HTTP/1.1\r\nHost: x\r\nA: {}\r\n\r\n", "a".repeat(20_000));
    assert_eq!(status(&ask(server.address, endless.as_bytes()).await), "431");
    for wrong in [
        "hello\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 18446744073709551617\r\n\r\nab",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +2\r\n\r\nab",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2, 2\r\n\r\nab",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\n\r\nab",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n2\r\nab\r\n0\r\n\r\n",
        "POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        "GET / HTTP/1.1\r\nA: b\r\n folded\r\n\r\n",
    ] {
        assert_eq!(status(&ask(server.address, wrong.as_bytes()).await), "400", "{wrong}");
    }
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(101));
    assert_eq!(status(&ask(server.address, many.as_bytes()).await), "431");
    assert_eq!(status(&ask(server.address, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await), "200");
}

#[tokio::test]
async fn odd_but_whole_requests_are_answered() {
    let server = start(small()).await;
    for (odd, length) in [
        ("GET / HTTP/1.0\r\n\r\n", "0"),
        ("GET http://elsewhere.example/a?b HTTP/1.1\r\nHost: x\r\n\r\n", "0"),
        ("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", "0"),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nab", "2"),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nTrailer: x\r\n\r\n", "2"),
    ] {
        let answer = ask(server.address, odd.as_bytes()).await;
        assert_eq!(status(&answer), "200", "{odd}");
        assert!(answer.ends_with(&format!("\r\n\r\n{length}")), "{answer}");
    }
    // What could be two requests to somebody else is one here, and nothing after it counts.
    let both =
        "POST / HTTP/1.1\r\nContent-Length: 50\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n";
    let mut smuggler = TcpStream::connect(server.address).await.unwrap();
    let answer = say(&mut smuggler, format!("{both}GET / HTTP/1.1\r\n\r\n").as_bytes()).await;
    assert!(status(&answer) == "200" && answer.to_lowercase().contains("connection: close"), "{answer}");
    assert_eq!(say(&mut smuggler, b"").await, "");
    // No tunnel comes of it.
    let mut tunnel = TcpStream::connect(server.address).await.unwrap();
    say(&mut tunnel, b"CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert_eq!(say(&mut tunnel, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await, "");
}

#[tokio::test]
async fn whoever_expects_100_is_told_to_go_on() {
    let server = start(small()).await;
    let head = |length: usize| {
        format!("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\nExpect: 100-continue\r\n\r\n")
    };
    let mut patient = TcpStream::connect(server.address).await.unwrap();
    assert_eq!(status(&say(&mut patient, head(2).as_bytes()).await), "100");
    assert_eq!(status(&say(&mut patient, b"ab").await), "200");
    assert_eq!(status(&ask(server.address, head(101).as_bytes()).await), "413");
}

#[tokio::test]
async fn chunks_that_are_mostly_something_else() {
    let server = start(small()).await;
    let chunked = |rest: &str| format!("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{rest}");
    let tiny = "1\r\na\r\n";
    let fits = chunked(&(tiny.repeat(100) + "0\r\n\r\n"));
    assert!(ask(server.address, fits.as_bytes()).await.ends_with("\r\n\r\n100"));
    let too_many = chunked(&tiny.repeat(101));
    assert_eq!(status(&ask(server.address, too_many.as_bytes()).await), "413");
    let extensions = chunked(&format!("1;{}\r\n", "x".repeat(20_000)));
    let trailers = chunked(&format!("0\r\n{}\r\n", "A: b\r\n".repeat(101)));
    let huge = chunked("fffffffffffffffff\r\n");
    for wrong in [extensions, trailers, huge, chunked("-1\r\n"), chunked("1\r\nab\r\n")] {
        assert_eq!(status(&ask(server.address, wrong.as_bytes()).await), "400", "{wrong:.80}");
    }
}

#[tokio::test]
async fn pipelined_requests_are_answered_in_order() {
    let server = start(small()).await;
    let posts: String = (0..50)
        .map(|n| format!("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {n}\r\n\r\n{}", "a".repeat(n)))
        .collect();
    let last = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all((posts + last).as_bytes()).await.unwrap();
    let mut answers = String::new();
    within(stream.read_to_string(&mut answers)).await.unwrap();
    let lengths: Vec<&str> =
        answers.split("HTTP/1.1 200 OK").filter_map(|a| a.rsplit("\r\n").next()).collect();
    let expected: Vec<String> = (0..50).chain([0]).map(|n| n.to_string()).collect();
    assert_eq!(lengths[1..], expected);
}

#[tokio::test]
async fn large_bodies_share_a_room_and_small_ones_need_none() {
    let server = start(Limits { body_bytes: 1000, body_own: 100, body_shared: 1000, ..small() }).await;
    let large = |path: &str, length: usize| {
        format!("POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n{}", "a".repeat(length))
    };
    let mut inside = Vec::new();
    for queued in 1..=2 {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(large("/wait", 550).as_bytes()).await.unwrap();
        inside.push(stream);
        server.handler.queue(queued).await;
    }
    // 900 are taken, and stay so while the two wait for their answers.
    let outside = ask(server.address, large("/", 201).as_bytes()).await;
    assert_eq!(status(&outside), "503");
    assert!(outside.to_lowercase().contains("retry-after: 1\r\n"), "{outside}");
    assert_eq!(status(&ask(server.address, large("/", 200).as_bytes()).await), "200");
    assert_eq!(status(&ask(server.address, large("/", 100).as_bytes()).await), "200");
    server.handler.door.notify_waiters();
    for mut stream in inside {
        assert_eq!(status(&say(&mut stream, b"").await), "200");
    }
    assert_eq!(status(&ask(server.address, large("/", 1000).as_bytes()).await), "200");
    // A chunked body announces nothing and takes as it grows.
    let tens = "a\r\naaaaaaaaaa\r\n".repeat(100);
    let grown = format!("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{tens}0\r\n\r\n");
    assert!(ask(server.address, grown.as_bytes()).await.ends_with("\r\n\r\n1000"));
    assert_eq!(server.handler.refused.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn whoever_does_not_read_the_answer_is_left() {
    let server = start(impatient()).await;
    let mut deaf = TcpStream::connect(server.address).await.unwrap();
    deaf.write_all(b"GET /huge HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    deaf.readable().await.unwrap();
    // The end waits for answers on their way much longer than for this one.
    drop(server.stop);
    within(server.task).await.unwrap();
    let mut answer = Vec::new();
    let _ = within(deaf.read_to_end(&mut answer)).await;
    assert!(answer.len() < 64 << 20, "{}", answer.len());
}

#[tokio::test]
async fn what_stalls_is_ended() {
    let server = start(impatient()).await;
    let half_a_head = ask(server.address, b"POST / HTTP/1.1\r\nHost:").await;
    assert!(matches!(status(&half_a_head), "408" | "closed"), "{half_a_head}");
    let half_a_body =
        ask(server.address, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nhalf").await;
    assert_eq!(status(&half_a_body), "408");
    assert!(half_a_body.to_lowercase().contains("connection: close"), "{half_a_body}");
    let mut broken = TcpStream::connect(server.address).await.unwrap();
    broken
        .write_all(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
        .await
        .unwrap();
    assert_eq!(status(&say(&mut broken, b"").await), "400");
}

#[tokio::test]
async fn idle_connections_keep_nobody_out() {
    let limits = Limits { head_time: Duration::from_secs(60), ..impatient() };
    let server = start(limits).await;
    let mut crowd = Vec::new();
    for _ in 0..limits.connections * 3 {
        crowd.push(TcpStream::connect(server.address).await.unwrap());
    }
    for _ in 0..limits.connections {
        assert_eq!(status(&ask(server.address, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await), "200");
    }
    let mut oldest = crowd.remove(0);
    assert_eq!(status(&say(&mut oldest, b"").await), "closed");
}

#[tokio::test]
async fn a_crowd_displaces_neither_work_nor_who_was_of_use() {
    let limits = Limits { head_time: Duration::from_secs(60), body_time: Duration::from_secs(60), ..small() };
    let server = start(limits).await;
    let get = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    let mut regular = TcpStream::connect(server.address).await.unwrap();
    assert_eq!(status(&say(&mut regular, get).await), "200");
    let mut working = TcpStream::connect(server.address).await.unwrap();
    working.write_all(b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    server.handler.queue(1).await;
    let mut crowd = Vec::new();
    for half in [&b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nhalf"[..], b"POST /", b""] {
        for _ in 0..limits.connections * 3 {
            let mut stream = TcpStream::connect(server.address).await.unwrap();
            stream.write_all(half).await.unwrap();
            crowd.push(stream);
        }
        assert_eq!(status(&say(&mut regular, get).await), "200");
    }
    server.handler.door.notify_waiters();
    assert_eq!(status(&say(&mut working, b"").await), "200");
}

/// A delay is nobody's work: as many as like may leave during theirs.
#[tokio::test]
async fn who_leaves_during_a_delay_holds_up_nobody() {
    let server = start(small()).await;
    for number in 1..=small().connections * 3 {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(b"GET /later HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        server.handler.queue(number).await;
    }
    let mut last = TcpStream::connect(server.address).await.unwrap();
    last.write_all(b"GET /later HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    server.handler.queue(small().connections * 3 + 1).await;
    assert_eq!(status(&ask(server.address, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await), "200");
    // Who waits is answered when the server stops.
    server.stop.send(()).unwrap();
    assert_eq!(status(&say(&mut last, b"").await), "200");
}

#[tokio::test]
async fn a_stop_ends_idle_connections_at_once() {
    let server = start(Limits { head_time: Duration::from_secs(60), ..small() }).await;
    let mut idle = TcpStream::connect(server.address).await.unwrap();
    assert_eq!(status(&say(&mut idle, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await), "200");
    drop(server.stop);
    within(server.task).await.unwrap();
    assert!(TcpStream::connect(server.address).await.is_err());
}
