//! A webhook listener of one run's own, on this machine.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;

use super::reach::{self, Change, Reach};
use super::webhooks;
use crate::cli::reach::Reachable;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::interrupt::unless_interrupted;
use crate::serve::{Limits, Server};
use crate::webhook::event::Event;
use crate::webhook::listener::{Arrival, Arrivals, Listener};
use crate::webhook::receiver::{Received, Receiver};

/// Listens while a flow runs.
pub struct Ears {
    /// Where Nango is to send webhooks.
    pub url: String,
    reach: Reach,
    arrivals: Arrivals,
    stop: oneshot::Sender<()>,
    serving: tokio::task::JoinHandle<()>,
}

impl Ears {
    /// Starts listening on a loopback port, 0 for a free one, and opens the way to it.
    ///
    /// # Errors
    /// When there is no signing key, no port, no tunnel, or no way for Nango Cloud to get here.
    pub async fn open(context: &Context, port: u16, how: &Reachable) -> Result<Self> {
        reach::check(context, how)?;
        Self::on_this_machine(context, port, how).await
    }

    /// As [`Ears::open`], for whom it is no failure when the webhooks do not come.
    ///
    /// # Errors
    /// When there is no signing key, no port, or no tunnel.
    pub async fn on_this_machine(context: &Context, port: u16, how: &Reachable) -> Result<Self> {
        let (listener, arrivals) = Listener::new(Receiver::new(webhooks::candidates(context)?));
        let cannot = |error: std::io::Error| Error::failure("cannot listen for the webhook").cause(error);
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let server = Server::bind(address, Limits::default()).await.map_err(cannot)?;
        let reach = unless_interrupted(Reach::open(context, how, server.address().map_err(cannot)?)).await?;
        let (stop, stopped) = oneshot::channel();
        let until = async {
            // A dropped sender stops it, too.
            let _ = stopped.await;
        };
        let serving = tokio::spawn(server.run(Arc::new(listener), until, Duration::from_secs(1)));
        Ok(Ears { url: reach.url.clone(), reach, arrivals, stop, serving })
    }

    /// Waits for a delivery of an event that `wanted` recognises, whatever the verdict on it. What happens to the
    /// tunnel meanwhile is told; a session cannot be told another URL.
    pub async fn hear(&mut self, context: &Context, wanted: impl Fn(&Event) -> bool) -> Received {
        loop {
            tokio::select! {
                arrival = self.arrivals.recv() => match arrival {
                    Some(Arrival::Delivery { received, .. }) if wanted(received.event()) => return *received,
                    Some(_) => {}
                    None => std::future::pending().await,
                },
                change = self.reach.changed(context) => {
                    if let Change::Moved = change {
                        context.ui.warn("the session keeps the old address: its webhook will not come");
                    }
                }
            }
        }
    }

    /// Ends, once what is being received is answered and the tunnel is gone.
    pub async fn close(self) {
        drop(self.stop);
        let _ = self.serving.await;
        self.reach.close().await;
    }
}
