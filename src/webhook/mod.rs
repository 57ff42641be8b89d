//! Nango's webhooks: their exact serialisation, their signatures, and sending and receiving them.

pub mod bodies;
pub mod canonical;
pub mod courier;
pub mod delivery;
pub mod edit;
pub mod event;
pub mod explain;
pub mod filter;
pub mod inbox;
pub mod listener;
pub mod mischief;
pub mod receiver;
pub mod samples;
pub mod signature;
