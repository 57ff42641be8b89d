//! The offline Nango: the API, the OAuth flow with a consent page of its own, the websocket and signed webhooks,
//! without an account and without a network.
//!
//! [`State`] is the pure middle: a request and the time in, a reply and what follows from it out. [`Sandbox`] is
//! the edge that gives it sockets and a clock, and [`Store`] the file that keeps it over restarts.

mod access;
mod auth;
mod callback;
mod catalogue;
mod connect_page;
mod connections;
mod control;
mod credentials;
mod date;
mod environments;
mod event;
mod fill;
mod forward;
mod functions;
mod grants;
mod headless;
mod hooks;
mod import;
mod inbound;
mod inflate;
mod integration;
mod integrations;
mod json_text;
mod jwt;
mod kept;
mod legacy;
mod metadata;
mod oauth;
mod pages;
mod provider;
mod proxy;
mod query;
mod reply;
mod retry;
mod routes;
mod rules;
mod scopes;
mod search;
mod server;
mod sessions;
mod signing;
mod state;
mod store;
mod syncs;
mod text;
mod validate;

pub use crate::settings::{SANDBOX_API_KEY as API_KEY, SANDBOX_PORT as PORT};
pub use access::is_uuid_v4;
pub use catalogue::{ProvidersFault, Seed, auth_mode, read_providers};
pub use environments::KeySeed;
pub use event::Event;
pub use forward::Pace;
pub use kept::StoreFault;
pub use provider::{Provider, Verdict};
pub use proxy::Forward;
pub use scopes::ALL as SCOPES;
pub use server::{Options, Sandbox};
pub use state::{Config, Outcome, SocketMessage, State, Webhook};
pub use store::Store;

/// The name of the environment whose key everybody knows, as webhooks tell it.
pub const ENVIRONMENT: &str = "dev";
/// The API key of the sandbox's `prod`, which begins empty.
pub const PROD_KEY: &str = "5a9db0c5-0000-4000-8000-000000000002";
/// The key of the sandbox's account: it makes and deletes environments and API keys.
pub const ACCOUNT_KEY: &str = "5a9db0c5-0000-4000-8000-000000000003";
/// The Nango version whose wire behaviour the sandbox has.
pub const NANGO_VERSION: &str = "0.71.4";
