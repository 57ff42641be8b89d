//! Nango's webhooks: their exact serialisation, their signatures, and sending, receiving and forwarding them.

pub mod bodies;
pub mod canonical;
pub mod courier;
pub mod delivery;
pub mod edit;
pub mod event;
pub mod explain;
pub mod filter;
pub mod forward;
pub mod inbox;
pub mod listener;
pub mod mischief;
pub mod receiver;
pub mod samples;
pub mod signature;
pub mod synthetic;
pub mod taken;
