//! Nango from the terminal. See the README for what the tool does; the rooms of the house are the modules below.

pub mod browser;
pub mod error;
pub mod fetch;
pub mod http;
pub mod sandbox;
pub mod secret;
pub mod serve;
pub mod webhook;
