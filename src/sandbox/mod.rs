//! The offline Nango: the API, the OAuth flow with a consent page of its own, the websocket and signed webhooks,
//! without an account and without a network.
//!
//! [`State`] is the pure middle: a request and the time in, a reply and what follows from it out. [`Sandbox`] is
//! the edge that gives it sockets and a clock.

mod access;
mod auth;
mod callback;
mod catalogue;
mod connect_page;
mod connections;
mod credentials;
mod environments;
mod forward;
mod functions;
mod grants;
mod headless;
mod hooks;
mod import;
mod inbound;
mod integration;
mod integrations;
mod json_text;
mod jwt;
mod metadata;
mod oauth;
mod pages;
mod provider;
mod proxy;
mod query;
mod reply;
mod routes;
mod rules;
mod scopes;
mod search;
mod server;
mod sessions;
mod signing;
mod state;
mod text;
mod validate;

use std::time::Duration;

use jiff::Timestamp;

pub use crate::settings::{SANDBOX_API_KEY as API_KEY, SANDBOX_PORT as PORT};
pub use catalogue::{ProvidersFault, Seed, read_providers};
pub use environments::KeySeed;
pub use provider::{Provider, Verdict};
pub use proxy::Forward;
pub use scopes::ALL as SCOPES;
pub use server::{Options, Sandbox};
pub use state::{Config, Outcome, SocketMessage, State, Webhook};

/// The name of the environment whose key everybody knows, as webhooks tell it.
pub const ENVIRONMENT: &str = "dev";
/// The API key of the sandbox's `prod`, which begins empty.
pub const PROD_KEY: &str = "5a9db0c5-0000-4000-8000-000000000002";
/// The key of the sandbox's account: it makes and deletes environments and API keys.
pub const ACCOUNT_KEY: &str = "5a9db0c5-0000-4000-8000-000000000003";
/// The Nango version whose wire behaviour the sandbox has.
pub const NANGO_VERSION: &str = "0.71.4";

/// Something that happened in the sandbox. No event holds a secret.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A request was answered.
    Request {
        /// In upper case.
        method: String,
        /// As sent, without the query, which may hold a token.
        path: String,
        /// The answer's HTTP status.
        status: u16,
    },
    /// A connect session was opened.
    SessionCreated {
        /// When its token ends.
        expires_at: Timestamp,
        /// The integrations it may connect; empty for all.
        allowed: Vec<String>,
        /// The connection it reconnects.
        reconnects: Option<String>,
    },
    /// Somebody looks at the consent page.
    ConsentShown {
        /// The integration's id.
        integration: String,
    },
    /// A connection was made, or made anew.
    Connected {
        /// Its id.
        connection_id: String,
        /// The integration's id.
        integration: String,
        /// `creation` or `override`.
        operation: &'static str,
    },
    /// An auth flow failed, or credentials were refused.
    Refused {
        /// The integration's id.
        integration: String,
        /// Why, in the words the client got.
        error: String,
    },
    /// A webhook's target answered 2xx.
    WebhookDelivered {
        /// The target.
        url: String,
        /// Its answer.
        status: u16,
        /// Counts from 1.
        attempt: u32,
        /// How long the attempt took.
        took: Duration,
    },
    /// An attempt to deliver a webhook failed.
    WebhookFailed {
        /// The target.
        url: String,
        /// The answer's status, if there was an answer.
        status: Option<u16>,
        /// What went wrong, in a few words.
        cause: String,
        /// Counts from 1.
        attempt: u32,
        /// How long the attempt took.
        took: Duration,
        /// How long until the next attempt; none when this was the last.
        will_retry_in: Option<Duration>,
    },
}
