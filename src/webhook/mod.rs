//! Nango's webhooks: their exact serialisation, their signatures, and sending, receiving and forwarding them.

pub mod canonical;
pub mod delivery;
pub mod event;
pub mod explain;
pub mod filter;
pub mod forward;
pub mod inbox;
pub mod listener;
pub mod receiver;
pub mod signature;
pub mod synthetic;
pub mod taken;
