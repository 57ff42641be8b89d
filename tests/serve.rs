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
use tokio::sync::oneshot;

/// Answers with the size of the body, and counts what was refused.
#[derive(Default)]
struct Sizes {
    refused: AtomicUsize,
}

impl Handler for Sizes {
    async fn handle(&self, request: Request) -> Answer {
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
    let task = tokio::spawn(server.run(handler.clone(), until, Duration::from_secs(5)));
    Running { address, handler, stop, task }
}

fn small() -> Limits {
    Limits {
        head_bytes: 8 * 1024,
        body_bytes: 100,
        head_time: Duration::from_millis(300),
        body_time: Duration::from_millis(300),
        connections: 8,
    }
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
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\n\r\nab",
    ] {
        assert_eq!(status(&ask(server.address, wrong.as_bytes()).await), "400", "{wrong}");
    }
    assert_eq!(status(&ask(server.address, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await), "200");
}

#[tokio::test]
async fn what_stalls_is_ended() {
    let server = start(small()).await;
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
    let limits = Limits { head_time: Duration::from_secs(60), ..small() };
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
async fn a_stop_ends_idle_connections_at_once() {
    let server = start(Limits { head_time: Duration::from_secs(60), ..small() }).await;
    let mut idle = TcpStream::connect(server.address).await.unwrap();
    assert_eq!(status(&say(&mut idle, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await), "200");
    drop(server.stop);
    within(server.task).await.unwrap();
    assert!(TcpStream::connect(server.address).await.is_err());
}
