//! Sockets ⇄ plain requests and replies, with limits and deadlines. The only file that names the HTTP server.

mod crowd;

use std::future::Future;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use futures_util::stream::{BoxStream, poll_fn};
use futures_util::{SinkExt, StreamExt, TryStreamExt};
use http_body_util::{BodyExt, Either, Full, StreamBody};
use hyper::body::{Body, Bytes, Frame, Incoming};
use hyper::service::service_fn;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::task::JoinSet;
use tokio::time;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Message, Role, WebSocketConfig};

use crowd::{Crowd, Place, Standing};

use crate::http::{Headers, Reply, Request};

/// Connections that may wait to be accepted, as far as the system lets them. Where there is no room for one more,
/// its client tries again after a second.
const QUEUE: u32 = 4096;
/// Connections that are always allowed, however few descriptors there are.
const FEWEST: usize = 16;
/// Bytes of one message that a websocket's client may send; none is wanted.
const WORDS: usize = 64 * 1024;

/// What clients may take of us.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of request line and headers; a longer head is answered 431, as are more than 100 header lines.
    pub head_bytes: usize,
    /// Bytes of body; a longer one is refused ([`Refusal::BodyTooLarge`]).
    pub body_bytes: usize,
    /// Bytes of body that each request has to itself, so that what usually comes always finds room.
    pub body_own: usize,
    /// Bytes that all bodies in hand share for what is beyond [`body_own`](Self::body_own). A body is in hand
    /// until its handler is done; one that finds no room is refused ([`Refusal::NoRoom`]).
    pub body_shared: usize,
    /// How long the head may take, how long a connection may idle between requests, and how long a client may read
    /// nothing of its answer.
    pub head_time: Duration,
    /// How long the body may take ([`Refusal::BodyTooSlow`]).
    pub body_time: Duration,
    /// Open connections. One more closes another: see [`Server::run`]. Requests whose clients have left while they
    /// were handled may be as many again; where they are, the next wait for their turn.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            head_bytes: 32 * 1024,
            body_bytes: 5 * 1024 * 1024,
            body_own: 64 * 1024,
            body_shared: 64 * 1024 * 1024,
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
    /// The bodies in hand leave no room for it ([`Limits::body_shared`]); later there may be some.
    NoRoom,
}

impl Refusal {
    /// The usual status for it.
    pub fn status(self) -> u16 {
        match self {
            Refusal::BodyTooLarge => 413,
            Refusal::BodyTooSlow => 408,
            Refusal::BodyBroken => 400,
            Refusal::NoRoom => 503,
        }
    }

    /// The one of that [`code`](Self::code).
    pub fn of_code(code: &str) -> Option<Self> {
        let all = [Refusal::BodyTooLarge, Refusal::BodyTooSlow, Refusal::BodyBroken, Refusal::NoRoom];
        all.into_iter().find(|refusal| refusal.code() == code)
    }

    /// A stable name.
    pub fn code(self) -> &'static str {
        match self {
            Refusal::BodyTooLarge => "body_too_large",
            Refusal::BodyTooSlow => "body_too_slow",
            Refusal::BodyBroken => "body_broken",
            Refusal::NoRoom => "no_room",
        }
    }
}

/// A body as it comes. An error breaks the connection off, so that nobody takes what came for all of it.
pub type Pieces = BoxStream<'static, std::io::Result<Vec<u8>>>;

/// What a handler answers with.
pub enum Answer {
    /// An ordinary reply.
    Reply(Reply),
    /// A reply after a while, or when the server stops. Nobody works on it by then: it ends with its client.
    Later(Duration, Reply),
    /// A reply whose body is still on its way; it has none of its own.
    Stream(Reply, Pieces),
    /// Accept the websocket upgrade, with these headers besides its own, and send it every text that arrives here,
    /// until either side ends.
    Socket(Headers, mpsc::UnboundedReceiver<String>),
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

/// Who answers the requests of one server. What a handler has begun it finishes, even if the client leaves.
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
        let socket = match address {
            SocketAddr::V4(_) => TcpSocket::new_v4()?,
            SocketAddr::V6(_) => TcpSocket::new_v6()?,
        };
        // A port that was just given up is free. Elsewhere than on Unix this would share it with others.
        #[cfg(unix)]
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        Ok(Server { listener: socket.listen(QUEUE)?, limits })
    }

    /// Where it listens, with the port that was picked.
    ///
    /// # Errors
    /// The operating system's.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers until `stop` completes, then finishes the requests in hand (at most `drain` long) and returns.
    ///
    /// Where there is no room for one more connection, or no descriptor, another is closed: the one that has
    /// waited longest for its client, those last that were of use lately.
    pub async fn run<H: Handler>(self, handler: Arc<H>, stop: impl Future<Output = ()>, drain: Duration) {
        let Server { listener, mut limits } = self;
        let shared = Arc::new(AtomicUsize::new(limits.body_shared));
        let turns = Arc::new(Semaphore::new(2 * limits.connections));
        let started = Instant::now();
        let (stopping, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        let mut crowd = Crowd::default();
        let mut stop = pin!(stop);
        // One timer for all connections: one for each, set anew with each request, costs as much as the request.
        let mut look = pin!(time::sleep(limits.head_time));
        loop {
            let accepted = tokio::select! {
                () = &mut stop => break,
                accepted = listener.accept() => accepted,
                Some(_) = tasks.join_next() => continue,
                () = &mut look, if !crowd.members.is_empty() => {
                    let next = crowd.end_the_late(limits.head_time);
                    look.as_mut().reset(time::Instant::now() + next);
                    continue;
                }
            };
            let (stream, peer) = match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    let open = crowd.members.len();
                    if out_of_descriptors(&error) && crowd.make_room(open) {
                        // Descriptors are for more than connections: some stay free from now on.
                        limits.connections = limits.connections.min((open * 3 / 4).max(FEWEST));
                        crowd.make_room(limits.connections);
                        tokio::task::yield_now().await;
                    } else {
                        // A client that left in the queue, say, does not end the server.
                        time::sleep(Duration::from_millis(20)).await;
                    }
                    continue;
                }
            };
            crowd.make_room(limits.connections);
            if crowd.members.is_empty() {
                look.as_mut().reset(time::Instant::now() + limits.head_time);
            }
            let standing = Arc::new(Standing { started, place: AtomicU64::new(0) });
            standing.take(Place::Head);
            let connection = Connection {
                handler: handler.clone(),
                limits,
                peer,
                shared: shared.clone(),
                turns: turns.clone(),
                standing: standing.clone(),
                stopped: stopped.clone(),
                socket: Mutex::new(None),
            };
            let task = tasks.spawn(connection.serve(stream));
            crowd.members.push((task, standing));
            // What came along with the connection is read before the next may displace it.
            tokio::task::yield_now().await;
        }
        drop(listener);
        let _ = stopping.send(true);
        drop(stopped);
        let all_done = async {
            loop {
                tokio::select! {
                    ended = tasks.join_next() => if ended.is_none() { break },
                    () = &mut look, if !crowd.members.is_empty() => {
                        let next = crowd.end_the_late(limits.head_time);
                        look.as_mut().reset(time::Instant::now() + next);
                    }
                }
            }
            // Handlers whose clients have left hold this still.
            stopping.closed().await;
        };
        let _ = time::timeout(drain, all_done).await;
    }
}

/// Whether the process or the system can open no more files.
fn out_of_descriptors(error: &std::io::Error) -> bool {
    #[cfg(unix)]
    return matches!(
        rustix::io::Errno::from_io_error(error),
        Some(rustix::io::Errno::MFILE | rustix::io::Errno::NFILE)
    );
    #[cfg(not(unix))]
    return error.kind() == std::io::ErrorKind::OutOfMemory;
}

struct Connection<H> {
    handler: Arc<H>,
    limits: Limits,
    peer: SocketAddr,
    /// What is left of [`Limits::body_shared`].
    shared: Arc<AtomicUsize>,
    /// One for each request in hand. An open connection has one at most; what is left is for those whose clients have
    /// gone, so that whoever sends and leaves cannot pile up more than that.
    turns: Arc<Semaphore>,
    standing: Arc<Standing>,
    stopped: watch::Receiver<bool>,
    /// What the connection becomes once it is no longer HTTP.
    socket: Mutex<Option<(OnUpgrade, mpsc::UnboundedReceiver<String>)>>,
}

impl<H: Handler> Connection<H> {
    async fn serve(self, stream: TcpStream) {
        let _ = stream.set_nodelay(true);
        let stream = Watched { stream, standing: self.standing.clone() };
        let mut stopped = self.stopped.clone();
        let mut builder = hyper::server::conn::http1::Builder::new();
        builder.header_read_timeout(None).max_buf_size(self.limits.head_bytes).keep_alive(true);
        {
            let service = service_fn(|request| self.answer(request));
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
        let socket = self.socket.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((upgrade, texts)) = socket
            && let Ok(upgraded) = upgrade.await
        {
            self.standing.take(Place::Open);
            tokio::select! {
                () = relay(TokioIo::new(upgraded), texts) => {}
                () = told(&mut stopped) => {}
            }
        }
    }

    async fn answer(
        &self,
        mut incoming: hyper::Request<Incoming>,
    ) -> Result<hyper::Response<Either<Full<Bytes>, Rest>>, Unanswered> {
        self.standing.take(Place::Body);
        // Nobody closes it.
        let turn = self.turns.clone().acquire_owned().await.map_err(|_| Unanswered)?;
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
        drop(head);
        let mut share = Share { shared: self.shared.clone(), taken: 0 };
        let read = self.read(body, &mut share).await;
        self.standing.take(Place::Handled);
        let key = request.headers.get("sec-websocket-key").map(str::to_owned);
        let (handler, stopped) = (self.handler.clone(), self.stopped.clone());
        // A task of its own: the body is in memory until the handler is done, whatever becomes of the connection.
        let handled = tokio::spawn(async move {
            let answer = match read {
                Ok(body) => {
                    request.body = body;
                    handler.handle(request).await
                }
                Err(refusal) => {
                    // The rest of that body is still on its way: the connection cannot be used again.
                    let reply = handler.refused(request, refusal).await.with("Connection", "close");
                    let full = refusal == Refusal::NoRoom && reply.headers.get("retry-after").is_none();
                    if full { reply.with("Retry-After", "1") } else { reply }.into()
                }
            };
            drop((share, turn, stopped));
            answer
        });
        let answer = handled.await;
        self.standing.take(Place::Idle);
        match answer {
            Ok(Answer::Reply(reply)) => Ok(response(reply)),
            Ok(Answer::Later(wait, reply)) => {
                self.standing.take(Place::Open);
                let mut stopped = self.stopped.clone();
                tokio::select! {
                    () = time::sleep(wait) => {}
                    () = told(&mut stopped) => {}
                }
                self.standing.take(Place::Idle);
                Ok(response(reply))
            }
            Ok(Answer::Stream(head, pieces)) => {
                // What comes next is nobody's to hurry: until then it may make room for others.
                self.standing.take(Place::Open);
                let standing = self.standing.clone();
                let end = poll_fn(move |_| {
                    standing.take(Place::Idle);
                    Poll::Ready(None)
                });
                let frames = pieces.chain(end).map_ok(|piece| Frame::data(Bytes::from(piece)));
                Ok(response(head).map(|_| Either::Right(StreamBody::new(frames.boxed()))))
            }
            Ok(Answer::Never) => {
                // Nobody works on it, so it may make room for others. That the client has left ends this future
                // from outside.
                self.standing.take(Place::Open);
                told(&mut self.stopped.clone()).await;
                Err(Unanswered)
            }
            Ok(Answer::Socket(headers, texts)) => {
                let accept = derive_accept_key(key.unwrap_or_default().as_bytes());
                *self.socket.lock().unwrap_or_else(PoisonError::into_inner) = Some((upgrade, texts));
                Ok(response(
                    Reply { headers, ..Reply::empty(101) }
                        .with("Connection", "Upgrade")
                        .with("Upgrade", "websocket")
                        .with("Sec-WebSocket-Accept", accept),
                ))
            }
            Err(_) => Err(Unanswered),
        }
    }

    async fn read(&self, mut body: Incoming, share: &mut Share) -> Result<Vec<u8>, Refusal> {
        let limit = self.limits.body_bytes;
        // A body that announces to be too large need not be waited for.
        let announced = body.size_hint().lower();
        if announced > limit as u64 {
            return Err(Refusal::BodyTooLarge);
        }
        let announced = announced as usize;
        // One buffer of its own: a frame kept would keep all of the network buffer that it is a part of.
        let mut bytes = Vec::new();
        let whole = async {
            while let Some(frame) = body.frame().await {
                // What is no data are trailers, which nobody needs.
                let Ok(data) = frame.map_err(|_| Refusal::BodyBroken)?.into_data() else { continue };
                let length = bytes.len() + data.len();
                if length > limit {
                    return Err(Refusal::BodyTooLarge);
                }
                if length > bytes.capacity() {
                    // What is announced is believed only as far as it costs nothing.
                    let room = length.max(bytes.capacity() * 2).max(announced.min(self.limits.body_own));
                    let room = room.min(if announced > 0 { announced } else { limit });
                    share.take(room.saturating_sub(self.limits.body_own))?;
                    bytes.reserve_exact(room - bytes.len());
                }
                bytes.extend_from_slice(&data);
                self.standing.take(Place::Body);
            }
            Ok(())
        };
        time::timeout(self.limits.body_time, whole).await.unwrap_or(Err(Refusal::BodyTooSlow))?;
        Ok(bytes)
    }
}

/// What a body has taken of the room that all share.
struct Share {
    shared: Arc<AtomicUsize>,
    taken: usize,
}

impl Share {
    /// Takes more, so that it is `total` altogether.
    fn take(&mut self, total: usize) -> Result<(), Refusal> {
        let more = total.saturating_sub(self.taken);
        self.shared
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(more))
            .map_err(|_| Refusal::NoRoom)?;
        self.taken += more;
        Ok(())
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.shared.fetch_add(self.taken, Ordering::Relaxed);
    }
}

/// A connection whose client reads what it is sent keeps its standing.
struct Watched {
    stream: TcpStream,
    standing: Arc<Standing>,
}

impl Watched {
    fn note<T>(&self, done: Poll<T>) -> Poll<T> {
        if done.is_ready() {
            self.standing.stay();
        }
        done
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.note(done)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[std::io::IoSlice<'_>],
    ) -> Poll<std::io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.note(done)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Completes once the server stops.
async fn told(stopped: &mut watch::Receiver<bool>) {
    // A dropped sender means that the server is gone: as good as told.
    let _ = stopped.wait_for(|stop| *stop).await;
}

/// The body of an [`Answer::Stream`].
type Rest = StreamBody<BoxStream<'static, std::io::Result<Frame<Bytes>>>>;

fn response(reply: Reply) -> hyper::Response<Either<Full<Bytes>, Rest>> {
    let mut response = hyper::Response::new(Either::Left(Full::new(Bytes::from(reply.body))));
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
    let small = WebSocketConfig::default().max_message_size(Some(WORDS)).max_frame_size(Some(WORDS));
    let mut socket = WebSocketStream::from_raw_socket(stream, Role::Server, Some(small)).await;
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
