//! Waiting for a browser flow: the websocket tells at once, the connections list is looked at beside it in case
//! the socket dies (protocol §5.7).

use std::time::Duration;

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
    /// The websocket is gone; only the list is looked at from now on.
    SocketLost(Fault),
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

/// Waits until the flow ends, however long that takes.
///
/// # Errors
/// When neither way is left: the websocket is gone and Nango refuses to list connections.
pub async fn wait(
    client: &Client,
    mut socket: Option<FlowSocket>,
    poll: Poll,
    mut progress: impl FnMut(Progress),
) -> Result<Outcome, Fault> {
    let mut polling = true;
    loop {
        let pause = if socket.is_some() { poll.beside_socket } else { poll.alone };
        tokio::select! {
            result = async {
                match &mut socket {
                    Some(socket) => socket.result().await,
                    None => std::future::pending().await,
                }
            } => match result {
                Ok(Ok(connected)) => return Ok(Outcome::Connected(connected, Via::Websocket)),
                Ok(Err(error)) => return Ok(Outcome::Failed(error)),
                Err(fault) if polling => {
                    progress(Progress::SocketLost(fault));
                    socket = None;
                }
                Err(fault) => return Err(fault),
            },
            () = tokio::time::sleep(pause), if polling => {
                match client.list_connections(&poll.filter, 1, 0).await {
                    Ok(rows) => if let Some(row) = rows.into_iter().next() {
                        let connected = Connected {
                            connection_id: row.connection_id,
                            integration: row.provider_config_key,
                            pending: false,
                        };
                        return Ok(Outcome::Connected(connected, Via::Poll));
                    },
                    // A key that may not list connections will not learn to.
                    Err(fault @ Fault::Api(_)) if socket.is_none() => return Err(fault),
                    Err(fault) => {
                        polling = !matches!(&fault, Fault::Api(error) if error.status < 429);
                        progress(Progress::PollFailed(fault));
                    }
                }
            }
        }
    }
}
