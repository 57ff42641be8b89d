//! Nango's webhooks: their exact serialisation, their signatures, and sending and receiving them.

pub mod canonical;
pub mod delivery;
pub mod event;
pub mod explain;
pub mod filter;
pub mod inbox;
pub mod listener;
pub mod receiver;
pub mod signature;
