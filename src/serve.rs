//! Sockets ⇄ plain requests and replies, with limits and deadlines. The only file that names the HTTP server.

use std::collections::VecDeque;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Body, Bytes, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::{AbortHandle, JoinSet};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::{Message, handshake::derive_accept_key, protocol::Role};

use crate::http::{Headers, Reply, Request};

/// What a client may take of us.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of request line and headers; a longer head is answered 431.
    pub head_bytes: usize,
    /// Bytes of body; a longer one is refused ([`Refusal::BodyTooLarge`]).
    pub body_bytes: usize,
    /// How long the head may take, and how long a connection may idle between requests.
    pub head_time: Duration,
    /// How long the body may take ([`Refusal::BodyTooSlow`]).
    pub body_time: Duration,
    /// Open connections. One more closes the connection that has waited longest without a request in hand.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            head_bytes: 64 * 1024,
            body_bytes: 5 * 1024 * 1024,
            head_time: Duration::from_secs(10),
            body_time: Duration::from_secs(20),
            connections: 512,
        }
    }
}

/// Why a request never became one. Its head did arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// More bytes than [`Limits::body_bytes`].
    BodyTooLarge,
    /// Not there within [`Limits::body_time`].
    BodyTooSlow,
    /// The connection broke, or the encoding did, before the body was whole.
    BodyBroken,
}

impl Refusal {
    /// The usual status for it.
    pub fn status(self) -> u16 {
        match self {
            Refusal::BodyTooLarge => 413,
            Refusal::BodyTooSlow => 408,
            Refusal::BodyBroken => 400,
        }
    }

    /// A stable name.
    pub fn code(self) -> &'static str {
        match self {
            Refusal::BodyTooLarge => "body_too_large",
            Refusal::BodyTooSlow => "body_too_slow",
            Refusal::BodyBroken => "body_broken",
        }
    }
}

/// What a handler answers with.
pub enum Answer {
    /// An ordinary reply.
    Reply(Reply),
    /// Accept the websocket upgrade and send it every text that arrives here, until either side ends.
    Socket(mpsc::UnboundedReceiver<String>),
    /// Answer nothing: the connection stays open until the client leaves or the server stops.
    Never,
}

/// Ends a connection without an answer.
#[derive(Debug)]
struct Unanswered;

impl std::fmt::Display for Unanswered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the request is not answered")
    }
}

impl std::error::Error for Unanswered {}

impl From<Reply> for Answer {
    fn from(reply: Reply) -> Self {
        Answer::Reply(reply)
    }
}

/// Who answers the requests of one server.
pub trait Handler: Send + Sync + 'static {
    /// Answers one whole request.
    fn handle(&self, request: Request) -> impl Future<Output = Answer> + Send;

    /// Answers a request whose body was refused; `head` has an empty body. The connection is closed afterwards.
    fn refused(&self, _head: Request, refusal: Refusal) -> impl Future<Output = Reply> + Send {
        std::future::ready(Reply::empty(refusal.status()))
    }
}

/// Whether this request asks for a websocket.
pub fn wants_websocket(request: &Request) -> bool {
    request.headers.get("upgrade").is_some_and(|value| value.eq_ignore_ascii_case("websocket"))
        && request.headers.get("sec-websocket-key").is_some()
}

/// A bound socket that does not answer yet.
pub struct Server {
    listener: TcpListener,
    limits: Limits,
}

impl Server {
    /// Binds `address`; port 0 picks a free one.
    ///
    /// # Errors
    /// The operating system's, such as address in use.
    pub async fn bind(address: SocketAddr, limits: Limits) -> std::io::Result<Self> {
        Ok(Server { listener: TcpListener::bind(address).await?, limits })
    }

    /// Where it listens, with the port that was picked.
    ///
    /// # Errors
    /// The operating system's.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers until `stop` completes, then finishes the requests in hand (at most `drain` long) and returns.
    pub async fn run<H: Handler>(self, handler: Arc<H>, stop: impl Future<Output = ()>, drain: Duration) {
        let Server { listener, limits } = self;
        let (stopping, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        let mut crowd = Crowd::default();
        let mut stop = pin!(stop);
        loop {
            let accepted = tokio::select! {
                () = &mut stop => break,
                accepted = listener.accept() => accepted,
                Some(_) = tasks.join_next() => continue,
            };
            let Ok((stream, peer)) = accepted else {
                // Out of file descriptors, or a client that left in the queue: neither ends the server.
                tokio::time::sleep(Duration::from_millis(20)).await;
                continue;
            };
            crowd.make_room(limits.connections);
            let busy = Arc::new(AtomicBool::new(false));
            let connection = Connection {
                handler: handler.clone(),
                limits,
                peer,
                busy: busy.clone(),
                stopped: stopped.clone(),
            };
            let task = tasks.spawn(connection.serve(stream));
            crowd.members.push_back((task, busy));
        }
        drop(listener);
        let _ = stopping.send(true);
        let all_done = async { while tasks.join_next().await.is_some() {} };
        let _ = tokio::time::timeout(drain, all_done).await;
    }
}

/// The open connections, oldest first, and whether each has a request in hand.
#[derive(Default)]
struct Crowd {
    members: VecDeque<(AbortHandle, Arc<AtomicBool>)>,
}

impl Crowd {
    /// Ends the longest-waiting idle connection where there is no room for one more: half-open
    /// connections must not keep a real delivery out.
    fn make_room(&mut self, limit: usize) {
        if self.members.len() < limit {
            return;
        }
        self.members.retain(|(task, _)| !task.is_finished());
        if self.members.len() >= limit {
            let idle = self.members.iter().position(|(_, busy)| !busy.load(Ordering::Relaxed)).unwrap_or(0);
            if let Some((task, _)) = self.members.remove(idle) {
                task.abort();
            }
        }
    }
}

struct Connection<H> {
    handler: Arc<H>,
    limits: Limits,
    peer: SocketAddr,
    busy: Arc<AtomicBool>,
    stopped: watch::Receiver<bool>,
}

impl<H: Handler> Connection<H> {
    async fn serve(self, stream: TcpStream) {
        let _ = stream.set_nodelay(true);
        let mut stopped = self.stopped.clone();
        let sockets = Arc::new(Mutex::new(JoinSet::new()));
        let service = service_fn(|request| self.answer(request, sockets.clone()));
        let mut builder = hyper::server::conn::http1::Builder::new();
        builder
            .timer(TokioTimer::new())
            .header_read_timeout(self.limits.head_time)
            .max_buf_size(self.limits.head_bytes)
            .keep_alive(true);
        {
            let mut connection =
                pin!(builder.serve_connection(TokioIo::new(stream), service).with_upgrades());
            tokio::select! {
                // A broken connection concerns nobody but its client.
                _ = connection.as_mut() => {}
                () = told(&mut stopped) => {
                    connection.as_mut().graceful_shutdown();
                    let _ = connection.await;
                }
            }
        }
        let mut sockets = std::mem::take(&mut *sockets.lock().unwrap_or_else(PoisonError::into_inner));
        tokio::select! {
            () = async { while sockets.join_next().await.is_some() {} } => {}
            () = told(&mut stopped) => {}
        }
    }

    async fn answer(
        &self,
        mut incoming: hyper::Request<Incoming>,
        sockets: Arc<Mutex<JoinSet<()>>>,
    ) -> Result<hyper::Response<Full<Bytes>>, Unanswered> {
        self.busy.store(true, Ordering::Relaxed);
        let upgrade = hyper::upgrade::on(&mut incoming);
        let (head, body) = incoming.into_parts();
        let mut request = Request {
            method: head.method.as_str().to_owned(),
            path: head.uri.path().to_owned(),
            query: head.uri.query().unwrap_or_default().to_owned(),
            headers: head.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect(),
            body: Vec::new(),
            peer: Some(self.peer),
        };
        let answer = match self.read(body).await {
            Ok(body) => {
                request.body = body;
                let key = request.headers.get("sec-websocket-key").map(str::to_owned);
                match self.handler.handle(request).await {
                    Answer::Reply(reply) => response(reply),
                    Answer::Never => {
                        // Nobody works on it, so it may make room for others. That the client has left ends
                        // this future from outside.
                        self.busy.store(false, Ordering::Relaxed);
                        told(&mut self.stopped.clone()).await;
                        return Err(Unanswered);
                    }
                    Answer::Socket(texts) => {
                        let accept = derive_accept_key(key.unwrap_or_default().as_bytes());
                        sockets.lock().unwrap_or_else(PoisonError::into_inner).spawn(async move {
                            if let Ok(upgraded) = upgrade.await {
                                relay(TokioIo::new(upgraded), texts).await;
                            }
                        });
                        response(
                            Reply::empty(101)
                                .with("Connection", "Upgrade")
                                .with("Upgrade", "websocket")
                                .with("Sec-WebSocket-Accept", accept),
                        )
                    }
                }
            }
            // The rest of that body is still on its way: the connection cannot be used again.
            Err(refusal) => {
                response(self.handler.refused(request, refusal).await.with("Connection", "close"))
            }
        };
        self.busy.store(false, Ordering::Relaxed);
        Ok(answer)
    }

    async fn read(&self, body: Incoming) -> Result<Vec<u8>, Refusal> {
        // A body that announces to be too large need not be waited for.
        if body.size_hint().lower() > self.limits.body_bytes as u64 {
            return Err(Refusal::BodyTooLarge);
        }
        let whole = Limited::new(body, self.limits.body_bytes).collect();
        match tokio::time::timeout(self.limits.body_time, whole).await {
            Err(_) => Err(Refusal::BodyTooSlow),
            Ok(Ok(body)) => Ok(body.to_bytes().into()),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Refusal::BodyTooLarge),
            Ok(Err(_)) => Err(Refusal::BodyBroken),
        }
    }
}

/// Completes once the server stops.
async fn told(stopped: &mut watch::Receiver<bool>) {
    // A dropped sender means that the server is gone: as good as told.
    let _ = stopped.wait_for(|stop| *stop).await;
}

fn response(reply: Reply) -> hyper::Response<Full<Bytes>> {
    let mut response = hyper::Response::new(Full::new(Bytes::from(reply.body)));
    *response.status_mut() =
        hyper::StatusCode::from_u16(reply.status).unwrap_or(hyper::StatusCode::INTERNAL_SERVER_ERROR);
    append(response.headers_mut(), &reply.headers);
    response
}

/// A value that HTTP cannot carry (a line break, say) is left out rather than split into a header of its own.
fn append(into: &mut hyper::HeaderMap, headers: &Headers) {
    for (name, value) in headers.iter() {
        if let (Ok(name), Ok(value)) =
            (hyper::header::HeaderName::try_from(name), hyper::header::HeaderValue::from_bytes(value))
        {
            into.append(name, value);
        }
    }
}

/// Sends each text as a frame; what the client sends is read only to answer its pings and to see it leave.
async fn relay<S>(stream: S, mut texts: mpsc::UnboundedReceiver<String>)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    let mut socket = WebSocketStream::from_raw_socket(stream, Role::Server, None).await;
    loop {
        tokio::select! {
            text = texts.recv() => match text {
                Some(text) => if socket.send(Message::text(text)).await.is_err() { return },
                None => { let _ = socket.close(None).await; return }
            },
            frame = socket.next() => match frame {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => {}
            },
        }
    }
}
