//! Waiting for a browser flow: the websocket tells at once, the connections list is looked at beside it in case
//! the socket dies (protocol §5.7).

use std::time::Duration;

use tokio::time::Instant;

use super::super::client::Client;
use super::super::connections::ConnectionFilter;
use super::super::fault::Fault;
use super::{Connected, FlowError, FlowSocket};

/// Which way the result came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// Nango's websocket.
    Websocket,
    /// The connections list.
    Poll,
    /// A webhook.
    Webhook,
}

impl Via {
    /// As it is written in results.
    pub fn as_str(self) -> &'static str {
        match self {
            Via::Websocket => "websocket",
            Via::Poll => "poll",
            Via::Webhook => "webhook",
        }
    }
}

/// How a flow ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There is a connection.
    Connected(Connected, Via),
    /// Denied, cancelled or failed.
    Failed(FlowError),
}

/// What happens while waiting.
#[derive(Clone, Debug)]
pub enum Progress {
    /// The websocket is gone; the list is looked at more often, and the socket is opened again.
    SocketLost(Fault),
    /// There is a websocket again.
    SocketReopened,
    /// Looking at the list failed; it is tried again.
    PollFailed(Fault),
}

/// How the connections list is looked at.
#[derive(Clone, Debug)]
pub struct Poll {
    /// Finds the flow's connection and no other: filter on a tag that only this session has.
    pub filter: ConnectionFilter,
    /// How often while the websocket is there.
    pub beside_socket: Duration,
    /// How often without it.
    pub alone: Duration,
}

impl Poll {
    /// Looks every 5 s beside the websocket and every 2 s without it: 30 calls a minute of the 200 that the
    /// smallest limit allows.
    pub fn new(filter: ConnectionFilter) -> Self {
        Poll { filter, beside_socket: Duration::from_secs(5), alone: Duration::from_secs(2) }
    }
}

/// How long after a loss the websocket is opened again; it doubles with each failure.
const REOPEN_AFTER: Duration = Duration::from_secs(1);
const REOPEN_AT_MOST_EVERY: Duration = Duration::from_secs(30);

/// The websocket of one flow, through its losses.
struct Line<'a> {
    client: &'a Client,
    socket: Option<FlowSocket>,
    /// When to open it again after a loss; never where there never was a socket.
    reopen_at: Option<Instant>,
    reopen_after: Duration,
}

/// What a line says.
enum Said {
    Result(Result<Connected, FlowError>),
    Lost(Fault),
    Reopened,
}

impl Line<'_> {
    /// The next thing it says. A socket that was lost is opened again: it has another client ID then, so that a
    /// flow which began before tells nothing by it, and the list has to.
    async fn next(&mut self) -> Said {
        if let Some(socket) = &mut self.socket {
            return match socket.result().await {
                Ok(result) => Said::Result(result),
                Err(fault) => {
                    self.socket = None;
                    self.reopen_at = Some(Instant::now() + self.reopen_after);
                    Said::Lost(fault)
                }
            };
        }
        loop {
            let Some(at) = self.reopen_at else { return std::future::pending().await };
            // This future is dropped whenever the list is looked at: the time is kept, not the sleep.
            tokio::time::sleep_until(at).await;
            self.reopen_after = (self.reopen_after * 2).min(REOPEN_AT_MOST_EVERY);
            self.reopen_at = Some(Instant::now() + self.reopen_after);
            if let Ok(socket) = FlowSocket::open(self.client.base(), "/").await {
                self.socket = Some(socket);
                return Said::Reopened;
            }
        }
    }
}

/// Waits until the flow ends, however long that takes.
///
/// # Errors
/// When neither way is left: the websocket is gone, and the list is not looked at or Nango refuses it.
pub async fn wait(
    client: &Client,
    socket: Option<FlowSocket>,
    poll: Option<Poll>,
    mut progress: impl FnMut(Progress),
) -> Result<Outcome, Fault> {
    let mut polling = poll.is_some();
    let poll = poll.unwrap_or_else(|| Poll::new(ConnectionFilter::default()));
    // Only a socket that was never lost is sure to tell.
    let mut sure = socket.is_some();
    let mut line = Line { client, socket, reopen_at: None, reopen_after: REOPEN_AFTER };
    let pause = |sure: bool| Instant::now() + if sure { poll.beside_socket } else { poll.alone };
    let mut next_look = pause(sure);
    loop {
        // Beside the socket from its first byte to its last: a list that hangs holds up no result.
        let look = async {
            tokio::time::sleep_until(next_look).await;
            client.list_connections(&poll.filter, 1, 0).await
        };
        tokio::select! {
            said = line.next() => match said {
                Said::Result(Ok(connected)) => return Ok(Outcome::Connected(connected, Via::Websocket)),
                Said::Result(Err(error)) => return Ok(Outcome::Failed(error)),
                Said::Lost(fault) if polling => {
                    progress(Progress::SocketLost(fault));
                    sure = false;
                    next_look = next_look.min(pause(sure));
                }
                Said::Lost(fault) => return Err(fault),
                Said::Reopened => progress(Progress::SocketReopened),
            },
            looked = look, if polling => {
                match looked {
                    Ok(rows) => if let Some(row) = rows.into_iter().next() {
                        let connected = Connected {
                            connection_id: row.connection_id,
                            integration: row.provider_config_key,
                            pending: false,
                        };
                        return Ok(Outcome::Connected(connected, Via::Poll));
                    },
                    Err(fault) => {
                        // A key that may not list connections will not learn to; what else fails may pass.
                        polling = !matches!(&fault, Fault::Api(error) if error.status < 429);
                        if !polling && !sure {
                            return Err(fault);
                        }
                        progress(Progress::PollFailed(fault));
                    }
                }
                next_look = pause(sure);
            }
        }
    }
}
