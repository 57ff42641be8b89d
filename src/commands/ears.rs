//! A webhook listener of one run's own, on this machine.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;

use super::webhooks;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::serve::{Limits, Server};
use crate::webhook::event::Event;
use crate::webhook::listener::{Arrival, Arrivals, Listener};
use crate::webhook::receiver::{Received, Receiver};

/// Listens while a flow runs.
pub struct Ears {
    /// Where Nango is to send webhooks.
    pub url: String,
    arrivals: Arrivals,
    stop: oneshot::Sender<()>,
    serving: tokio::task::JoinHandle<()>,
}

impl Ears {
    /// Starts listening on a free loopback port.
    ///
    /// # Errors
    /// When there is no signing key, or no port.
    pub async fn open(context: &Context) -> Result<Self> {
        let (listener, arrivals) = Listener::new(Receiver::new(webhooks::candidates(context)?));
        let cannot = |error: std::io::Error| Error::failure("cannot listen for the webhook").cause(error);
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let server = Server::bind(address, Limits::default()).await.map_err(cannot)?;
        let url = format!("http://{}", server.address().map_err(cannot)?);
        let (stop, stopped) = oneshot::channel();
        let until = async {
            // A dropped sender stops it, too.
            let _ = stopped.await;
        };
        let serving = tokio::spawn(server.run(Arc::new(listener), until, Duration::from_secs(1)));
        Ok(Ears { url, arrivals, stop, serving })
    }

    /// Waits for a delivery of an event that `wanted` recognises, whatever the verdict on it.
    pub async fn hear(&mut self, wanted: impl Fn(&Event) -> bool) -> Received {
        loop {
            match self.arrivals.recv().await {
                Some(Arrival::Delivery { received, .. }) if wanted(&received.event) => return *received,
                Some(_) => {}
                None => std::future::pending().await,
            }
        }
    }

    /// Ends, once what is being received is answered.
    pub async fn close(self) {
        drop(self.stop);
        let _ = self.serving.await;
    }
}
