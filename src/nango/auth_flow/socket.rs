//! Nango's websocket: the result of a browser flow, the moment it is known (protocol §4.1, §4.2).

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde::Deserialize;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{Connector, MaybeTlsStream, WebSocketStream, connect_async_tls_with_config};
use url::Url;

use super::Connected;
use crate::nango::fault::Fault;

/// How long the handshake and the acknowledgement may take: nobody sees the link before.
const OPEN_TIME: Duration = Duration::from_secs(5);
/// Load balancers drop sockets that say nothing.
const PING_EVERY: Duration = Duration::from_secs(20);

/// A flow that failed, in the words of Nango or the provider (protocol §4.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowError {
    /// Such as `callback_err`.
    pub kind: String,
    /// Such as `… Provider error: error: access_denied`.
    pub description: String,
}

/// An open socket that one flow will report to.
pub struct FlowSocket {
    client_id: String,
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

#[derive(Deserialize)]
#[serde(tag = "message_type", rename_all = "snake_case")]
enum Frame {
    ConnectionAck {
        ws_client_id: String,
    },
    Success {
        provider_config_key: String,
        connection_id: String,
        #[serde(default)]
        is_pending: bool,
    },
    Error {
        #[serde(default)]
        error_type: String,
        #[serde(default)]
        error_desc: String,
    },
    #[serde(other)]
    Other,
}

impl FlowSocket {
    /// Opens the socket of the Nango at `base` on `path` (`/` unless the server says otherwise) and waits for
    /// its acknowledgement.
    ///
    /// # Errors
    /// When it cannot be opened; the flow works without, and the connections list tells the result.
    pub async fn open(base: &Url, path: &str) -> Result<Self, Fault> {
        match tokio::time::timeout(OPEN_TIME, Self::handshake(base, path)).await {
            Ok(socket) => socket,
            Err(_) => Err(Fault::TimedOut { after: OPEN_TIME }),
        }
    }

    async fn handshake(base: &Url, path: &str) -> Result<Self, Fault> {
        let unreachable = |message: String| Fault::Unreachable { maybe_received: false, message };
        let secure = base.scheme() == "https";
        let mut url = base.clone();
        url.set_path(path);
        // The schemes are both special, so this cannot be refused.
        let _ = url.set_scheme(if secure { "wss" } else { "ws" });
        let connector = if secure {
            Connector::Rustls(crate::fetch::tls().map_err(|error| unreachable(error.to_string()))?.into())
        } else {
            Connector::Plain
        };
        let (mut stream, _) = connect_async_tls_with_config(url.as_str(), None, true, Some(connector))
            .await
            .map_err(|error| unreachable(error.to_string()))?;
        loop {
            match next(&mut stream).await? {
                Frame::ConnectionAck { ws_client_id } => {
                    return Ok(FlowSocket { client_id: ws_client_id, stream });
                }
                _ => continue,
            }
        }
    }

    /// The `ws_client_id` that makes a flow report here.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// Waits for the flow's result, however long it takes.
    ///
    /// # Errors
    /// When the socket is gone.
    pub async fn result(&mut self) -> Result<Result<Connected, FlowError>, Fault> {
        loop {
            let frame = tokio::select! {
                frame = next(&mut self.stream) => frame?,
                () = tokio::time::sleep(PING_EVERY) => {
                    let ping = Message::Ping(tokio_tungstenite::tungstenite::Bytes::new());
                    self.stream.send(ping).await.map_err(|error| gone(error.to_string()))?;
                    continue;
                }
            };
            match frame {
                Frame::Success { provider_config_key, connection_id, is_pending } => {
                    let integration = provider_config_key;
                    return Ok(Ok(Connected { connection_id, integration, pending: is_pending }));
                }
                Frame::Error { error_type, error_desc } => {
                    return Ok(Err(FlowError { kind: error_type, description: error_desc }));
                }
                Frame::ConnectionAck { .. } | Frame::Other => {}
            }
        }
    }
}

/// The next JSON message; anything else is passed over.
async fn next(stream: &mut WebSocketStream<MaybeTlsStream<TcpStream>>) -> Result<Frame, Fault> {
    loop {
        match stream.next().await {
            Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap_or(Frame::Other)),
            Some(Ok(Message::Close(_))) | None => {
                return Err(gone("the server closed the websocket".to_owned()));
            }
            Some(Ok(_)) => {}
            Some(Err(error)) => return Err(gone(error.to_string())),
        }
    }
}

fn gone(message: String) -> Fault {
    Fault::Unreachable { maybe_received: true, message }
}
