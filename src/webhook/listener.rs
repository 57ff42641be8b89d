//! Receives deliveries over HTTP and passes each on, judged. It prints nothing.

use std::time::Instant;

use jiff::Timestamp;
use tokio::sync::mpsc;

use super::receiver::{Received, Receiver};
use crate::http::{Reply, Request};
use crate::serve::{Answer, Handler, Refusal};

/// What arrived.
#[derive(Clone, Debug)]
pub enum Arrival {
    /// A whole delivery with its verdict.
    Delivery {
        /// The delivery.
        received: Box<Received>,
        /// When it was whole.
        at: Timestamp,
        /// The same for measuring.
        instant: Instant,
    },
    /// A delivery whose body was refused before it was whole.
    Refused {
        /// Its head.
        head: Box<Request>,
        /// Why.
        refusal: Refusal,
        /// When.
        at: Timestamp,
    },
}

/// Answers deliveries by their verdict and tells of each.
pub struct Listener {
    receiver: Receiver,
    arrivals: mpsc::UnboundedSender<Arrival>,
}

impl Listener {
    /// A listener that judges with `receiver`, and where its arrivals come out.
    pub fn new(receiver: Receiver) -> (Self, mpsc::UnboundedReceiver<Arrival>) {
        let (arrivals, out) = mpsc::unbounded_channel();
        (Listener { receiver, arrivals }, out)
    }

    /// Nobody may be listening any more: then the delivery is still answered.
    fn tell(&self, arrival: Arrival) {
        let _ = self.arrivals.send(arrival);
    }
}

impl Handler for Listener {
    async fn handle(&self, request: Request) -> Answer {
        let received = Box::new(self.receiver.receive(request));
        let reply = received.reply();
        self.tell(Arrival::Delivery { received, at: Timestamp::now(), instant: Instant::now() });
        reply.into()
    }

    async fn refused(&self, head: Request, refusal: Refusal) -> Reply {
        self.tell(Arrival::Refused { head: Box::new(head), refusal, at: Timestamp::now() });
        Reply::empty(refusal.status())
    }
}
