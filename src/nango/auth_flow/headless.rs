//! Auth modes whose credentials go straight to Nango (protocol §3.2).

use serde::Deserialize;
use serde_json::json;

use super::super::client::{As, Client, Request};
use super::super::fault::Fault;
use super::{Connected, with_token};
use crate::secret::Secret;

/// The credentials of an auth mode that needs no browser.
#[derive(Clone, Debug)]
pub enum HeadlessCredentials {
    /// `API_KEY`
    ApiKey(Secret),
    /// `BASIC`; either part may be empty.
    Basic {
        /// User name.
        username: Secret,
        /// Password.
        password: Secret,
    },
    /// `NONE`
    None,
}

#[derive(Deserialize)]
struct Made {
    #[serde(rename = "connectionId")]
    connection_id: String,
    #[serde(rename = "providerConfigKey")]
    provider_config_key: String,
}

impl Client {
    /// Connects `integration` with `credentials`; `params` is its connection config.
    ///
    /// # Errors
    /// See protocol §3.1: 400 `connection_test_failed` where the provider refuses them.
    pub async fn connect_headless(
        &self,
        integration: &str,
        token: &Secret,
        params: &[(String, String)],
        credentials: &HeadlessCredentials,
    ) -> Result<Connected, Fault> {
        let (path, body) = match credentials {
            HeadlessCredentials::ApiKey(key) => {
                (["api-auth", "api-key"], Some(json!({ "apiKey": key.expose() })))
            }
            HeadlessCredentials::Basic { username, password } => {
                let body = json!({ "username": username.expose(), "password": password.expose() });
                (["api-auth", "basic"], Some(body))
            }
            HeadlessCredentials::None => (["auth", "unauthenticated"], None),
        };
        let path = &[path[0], path[1], integration];
        let query = with_token(token, params);
        let made: Made = self.call(Request { method: "POST", path, query, body, auth: As::Nobody }).await?;
        Ok(Connected {
            connection_id: made.connection_id,
            integration: made.provider_config_key,
            pending: false,
        })
    }
}
