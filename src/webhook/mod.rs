//! Nango's webhooks: their exact serialisation, their signatures, and sending and receiving them.

pub mod canonical;
pub mod delivery;
pub mod signature;
