//! A listener on a thread of its own, with everything that it takes: whoever shows what it tells may stand still,
//! and deliveries are answered all the same.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Notify, mpsc, oneshot, watch};

use super::{Arrivals, Counts, Keeper, Listener, Manner, Outlets, Plan};
use crate::interrupt::interrupted;
use crate::serve::{Limits, Server};
use crate::webhook::filter::Filter;
use crate::webhook::forward::{Policy, Target};
use crate::webhook::inbox::{Fault, Inbox, Keep, Running, Writer};
use crate::webhook::receiver::{Received, Receiver};

/// How long requests in hand may take once the listener ends.
const ANSWERING: Duration = Duration::from_secs(5);
/// How long what is queued may take to be forwarded after that.
const FORWARDING: Duration = Duration::from_secs(10);
/// How long showing the rest may take once nothing is to be waited for.
const SHOWING: Duration = Duration::from_secs(1);

/// How many sightings may wait, and how long to wait before one that could not be stored is tried again.
const SIGHTINGS: usize = 1024;
const AGAIN: Duration = Duration::from_secs(5);

/// What a worker is to do.
pub struct Order {
    /// Where to listen; port 0 picks a free one.
    pub address: SocketAddr,
    /// What a client may take.
    pub limits: Limits,
    /// The inbox and what is kept there; without one, deliveries are kept nowhere.
    pub inbox: Option<(PathBuf, Keep)>,
    /// See [`Plan::receiver`].
    pub receiver: Receiver,
    /// See [`Plan::targets`].
    pub targets: Vec<Target>,
    /// See [`Plan::policy`].
    pub policy: Policy,
    /// See [`Plan::manner`].
    pub manner: Manner,
    /// See [`Plan::filter`].
    pub filter: Filter,
    /// See [`Plan::until`].
    pub until: Option<Filter>,
    /// Called where somebody has interrupted twice and the thread that started the worker stands still.
    pub abandon: fn(),
}

/// Why a worker did not start.
#[derive(Debug)]
pub enum Trouble {
    /// There is no such address to listen on.
    Address(std::io::Error),
    /// The inbox cannot be opened, or not be written.
    Inbox(Fault),
    /// The system has no thread or no poller left.
    System(std::io::Error),
}

/// How a worker ended.
#[derive(Clone, Debug)]
pub struct Ended {
    /// Notes on forwards that could not be written.
    pub unwritten: Option<Fault>,
}

/// A worker that is ready. Dropped, it ends at once.
pub struct Worker {
    /// Where it listens.
    pub address: SocketAddr,
    /// What it tells.
    pub arrivals: Arrivals,
    /// What it has seen.
    pub counts: Arc<Counts>,
    /// Notified once what was waited for is there.
    pub matched: Arc<Notify>,
    sightings: mpsc::Sender<Box<Received>>,
    phase: Arc<watch::Sender<Phase>>,
    ending: oneshot::Receiver<Ended>,
    ended: Option<Option<Ended>>,
}

/// How far the end is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Working,
    /// What is in hand is finished.
    Stopping,
    /// Nothing is waited for.
    Hurrying,
    /// Everything is said and done.
    Over,
}

/// What the thread hands over once it is ready.
struct Ready {
    address: SocketAddr,
    arrivals: Arrivals,
    counts: Arc<Counts>,
    matched: Arc<Notify>,
    sightings: mpsc::Sender<Box<Received>>,
}

impl Worker {
    /// Starts one; it returns once the inbox is open and the socket is bound.
    ///
    /// # Errors
    /// What is in the way.
    pub async fn start(order: Order) -> Result<Worker, Trouble> {
        let (ready, started) = oneshot::channel();
        let (end, ending) = oneshot::channel();
        let phase = Arc::new(watch::Sender::new(Phase::Working));
        let watched = phase.clone();
        std::thread::Builder::new()
            .name("listener".to_owned())
            .spawn(move || work(order, &watched, ready, end))
            .map_err(Trouble::System)?;
        let gone = || Trouble::System(std::io::Error::other("the listener's thread ended"));
        let ready = started.await.map_err(|_| gone())??;
        let Ready { address, arrivals, counts, matched, sightings } = ready;
        Ok(Worker { address, arrivals, counts, matched, sightings, phase, ending, ended: None })
    }

    /// Hands over what this tool has seen by itself ([`Listener::sighted`]). False when far too much of it waits.
    pub fn sighted(&self, received: Box<Received>) -> bool {
        self.sightings.try_send(received).is_ok()
    }

    /// Stops accepting. What is in hand is answered, what is queued is forwarded while there is time.
    pub fn stop(&self) {
        advance(&self.phase, Phase::Stopping);
    }

    /// Waits for nothing any more. What is answered is stored all the same.
    pub fn hurry(&self) {
        advance(&self.phase, Phase::Hurrying);
    }

    /// Waits for its end; `None` when its thread broke. Whoever asks again is told the same.
    pub async fn ended(&mut self) -> Option<Ended> {
        if self.ended.is_none() {
            self.ended = Some((&mut self.ending).await.ok());
        }
        self.ended.clone().flatten()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        advance(&self.phase, Phase::Over);
    }
}

fn advance(phase: &watch::Sender<Phase>, to: Phase) {
    phase.send_if_modified(|phase| {
        let later = *phase < to;
        *phase = (*phase).max(to);
        later
    });
}

/// Completes once that phase is reached.
async fn reached(phase: &watch::Sender<Phase>, wanted: Phase) {
    // The sender lives as long as its borrow.
    let _ = phase.subscribe().wait_for(|phase| *phase >= wanted).await;
}

type Start = oneshot::Sender<Result<Ready, Trouble>>;

fn work(order: Order, phase: &watch::Sender<Phase>, ready: Start, end: oneshot::Sender<Ended>) {
    let abandon = order.abandon;
    let inbox = order.inbox.clone();
    let (mut ready, mut writer, mut url) = (Some(ready), None, None);
    // One for both runtimes: what comes between them counts, too.
    let mut interruptions = std::pin::pin!(interruptions(phase));
    let served = runtime().map_err(Trouble::System).and_then(|runtime| {
        let served = runtime.block_on(async {
            tokio::select! {
                served = serve(order, phase, &mut ready, &mut writer, &mut url) => served,
                never = &mut interruptions => match never {},
            }
        });
        // A look-up of a host name, or an explanation, cannot be cancelled: leave it behind. Everything else on it
        // ends here and lets go of the writer.
        runtime.shutdown_background();
        served
    });
    if let (Err(trouble), Some(ready)) = (served, ready) {
        // Whoever waits for it may have been interrupted.
        let _ = ready.send(Err(trouble));
        return;
    }
    let Ok(runtime) = runtime() else { return };
    let last = async {
        let mut unwritten = None;
        if let Some(writer) = writer.and_then(Arc::into_inner) {
            unwritten = writer.close().await.err();
        }
        if let (Some((path, _)), Some(url)) = (inbox, url)
            && *phase.borrow() < Phase::Hurrying
            && let Ok(Some(mut inbox)) = Inbox::open_existing(&path)
        {
            inbox.unregister(&url);
        }
        let _ = end.send(Ended { unwritten });
        // Whoever shows this may stand before a terminal that takes no more. Then a second Ctrl-C must still work.
        reached(phase, Phase::Hurrying).await;
        let over = tokio::time::timeout(SHOWING, reached(phase, Phase::Over));
        if over.await.is_err() {
            abandon();
        }
    };
    runtime.block_on(async {
        tokio::select! {
            () = last => {}
            never = interruptions => match never {},
        }
    });
}

fn runtime() -> std::io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

/// Each Ctrl-C brings the end nearer, whether or not the thread that shows can see to it.
async fn interruptions(phase: &watch::Sender<Phase>) -> std::convert::Infallible {
    for next in [Phase::Stopping, Phase::Hurrying] {
        interrupted().await;
        advance(phase, next);
    }
    std::future::pending().await
}

/// The address to use on this machine. One that stands for all is none that a proxy would be passed by for.
fn from_here(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

async fn serve(
    order: Order,
    phase: &watch::Sender<Phase>,
    ready: &mut Option<Start>,
    keeps: &mut Option<Arc<Writer>>,
    registered: &mut Option<String>,
) -> Result<(), Trouble> {
    let mut opened = match &order.inbox {
        Some((path, _)) => Some(Inbox::open(path).map_err(Trouble::Inbox)?),
        None => None,
    };
    let server = Server::bind(order.address, order.limits).await.map_err(Trouble::Address)?;
    let address = server.address().map_err(Trouble::Address)?;
    if let Some(inbox) = &mut opened {
        let url = format!("http://{}", from_here(address));
        let running = Running { url: url.clone(), pid: std::process::id(), since: Timestamp::now() };
        inbox.register(&running).map_err(Trouble::Inbox)?;
        *registered = Some(url);
    }
    let keeper = match (opened, &order.inbox) {
        (Some(inbox), Some((path, keep))) => {
            let reads = !order.targets.is_empty();
            let reader =
                reads.then(|| Inbox::open(path).map(Box::new)).transpose().map_err(Trouble::Inbox)?;
            let writer = Arc::new(Writer::start(inbox, *keep));
            *keeps = Some(writer.clone());
            Keeper::Inbox { writer, reader }
        }
        _ => Keeper::Nowhere,
    };
    let (stop, stopping) = watch::channel(false);
    let (listener, outlets) = Listener::planned(Plan {
        receiver: order.receiver,
        keeper,
        targets: order.targets,
        policy: order.policy,
        manner: order.manner,
        filter: order.filter,
        until: order.until,
        stopping,
    });
    let Outlets { arrivals, counts, matched, forwarder, mut done } = outlets;
    let Some(ready) = ready.take() else { return Ok(()) };
    let (sightings, mut sighted) = mpsc::channel(SIGHTINGS);
    if ready.send(Ok(Ready { address, arrivals, counts, matched, sightings })).is_err() {
        return Ok(());
    }
    let listener = Arc::new(listener);
    let stopped = async {
        reached(phase, Phase::Stopping).await;
        // Answers that are to be late come now.
        let _ = stop.send(true);
    };
    let finish = async {
        let watcher = listener.clone();
        let watching = async {
            while let Some(received) = sighted.recv().await {
                while !watcher.sighted(received.clone()).await {
                    tokio::time::sleep(AGAIN).await;
                }
            }
            std::future::pending::<()>().await;
        };
        tokio::select! {
            () = server.run(listener, stopped, ANSWERING) => {}
            () = watching => {}
        }
        while let Ok(received) = sighted.try_recv() {
            watcher.sighted(received).await;
        }
        drop(watcher);
        // What clients did not wait for is finished, too.
        let _ = tokio::time::timeout(ANSWERING, done.recv()).await;
        // What is left stays marked as pending.
        let _ = forwarder.drain(FORWARDING).await;
    };
    tokio::select! {
        () = finish => {}
        () = reached(phase, Phase::Hurrying) => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_stands_for_all_is_none_to_send_to() {
        for (bound, used) in [
            ("0.0.0.0:4000", "127.0.0.1:4000"),
            ("[::]:4000", "[::1]:4000"),
            ("127.0.0.1:4000", "127.0.0.1:4000"),
            ("192.0.2.1:80", "192.0.2.1:80"),
        ] {
            assert_eq!(from_here(bound.parse().unwrap()).to_string(), used);
        }
    }
}
