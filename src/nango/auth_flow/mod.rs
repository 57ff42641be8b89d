//! Auth flows: from a session token to a connection, in a browser or without one (protocol §3, §4).

mod headless;
mod inputs;
mod pem;
mod socket;
mod wait;

pub use headless::Credentials;
pub use inputs::{Input, Place, check, inputs};
pub use pem::to_pkcs8;
pub use socket::{FlowError, FlowSocket};
pub use wait::{Outcome, Poll, Progress, Via, wait};

use url::Url;

use super::client::Client;
use super::fault::Fault;
use crate::secret::Secret;

/// What a finished flow made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connected {
    /// The new or re-authorized connection.
    pub connection_id: String,
    /// Its integration's unique key.
    pub integration: String,
    /// A GitHub App that waits for an organization's approval.
    pub pending: bool,
}

impl Client {
    /// The page that starts a browser flow. Its order of parameters is the frontend SDK's: token, params,
    /// websocket client (protocol §3.4, §16.24).
    ///
    /// # Errors
    /// When the integration's key cannot be part of a URL.
    pub fn oauth_connect_url(
        &self,
        integration: &str,
        token: &Secret,
        params: &[(String, String)],
        ws_client_id: Option<&str>,
    ) -> Result<Url, Fault> {
        let mut query = with_token(token, params);
        query.extend(ws_client_id.map(|id| ("ws_client_id".to_owned(), id.to_owned())));
        self.url(&["oauth", "connect", integration], &query)
    }
}

fn with_token(token: &Secret, params: &[(String, String)]) -> Vec<(String, String)> {
    let mut query = vec![("connect_session_token".to_owned(), token.expose().to_owned())];
    query.extend(params.iter().map(|(name, value)| (format!("params[{name}]"), value.clone())));
    query
}
