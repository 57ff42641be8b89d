//! Nango's API as typed Rust, usable as a library of its own.
//!
//! ```no_run
//! # async fn example() -> Result<(), nango_cli::nango::Fault> {
//! use nango_cli::nango::{Client, SessionRequest};
//! use nango_cli::secret::Secret;
//!
//! let host = "https://api.nango.dev".parse().expect("a URL");
//! let client = Client::new(host, Some(Secret::new(std::env::var("NANGO_SECRET_KEY").unwrap_or_default())));
//! let request = SessionRequest { tags: Some([("end_user_id".into(), "u_1".into())].into()), ..Default::default() };
//! let session = client.create_session(&request).await?;
//! println!("send your user to {}", session.connect_link);
//! # Ok(()) }
//! ```

pub mod auth_flow;
mod client;
mod connections;
mod fault;
mod integrations;
mod providers;
mod proxy;
mod sessions;
pub mod watch;

pub use client::{Client, DEFAULT_TIMEOUT, Exchange, Retries};
pub use connections::{
    Connection, ConnectionError, ConnectionFilter, ConnectionSummary, ConnectionUpdate, Credentials,
    GetConnection, NamedEndUser, looks_secret,
};
pub use fault::{ApiError, Fault, Issue};
pub use integrations::Integration;
pub use providers::{Field, Provider};
pub use proxy::{ProxyCall, own_refusal};
pub use sessions::{
    EndUser, IntegrationDefaults, IntegrationOverrides, Organization, ReconnectRequest, Session,
    SessionRequest, connect_link_for,
};
