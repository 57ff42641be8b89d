//! Integrations (protocol §6.1).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::client::{As, Client, Data, Request, to_json};
use super::connections::Credentials;
use super::fault::Fault;

/// A provider configured in one environment; fields in the order the API sends them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Integration {
    /// Its ID: the API's `provider_config_key`.
    pub unique_key: String,
    /// The provider's name.
    pub provider: String,
    /// Name to show.
    pub display_name: Option<String>,
    /// A picture's URL.
    pub logo: Option<String>,
    /// The developer app's credentials: only when asked for, null for modes that have none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub credentials: Option<Credentials>,
    /// Everything else: `webhook_url` when asked for, times, labels.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Tells a null that was sent from a member that was not.
fn present<'de, D: serde::Deserializer<'de>>(value: D) -> Result<Option<Credentials>, D::Error> {
    Credentials::deserialize(value).map(Some)
}

impl Client {
    /// Every integration of the environment.
    ///
    /// # Errors
    /// See protocol §6.1.
    pub async fn list_integrations(&self) -> Result<Vec<Integration>, Fault> {
        let request =
            Request { method: "GET", path: &["integrations"], query: vec![], body: None, auth: As::Key };
        Ok(self.call::<Data<_>>(request).await?.data)
    }

    /// One integration; `include` takes `webhook` and `credentials`.
    ///
    /// # Errors
    /// 404 `not_found` when it does not exist.
    pub async fn get_integration(&self, unique_key: &str, include: &[&str]) -> Result<Integration, Fault> {
        let query = include.iter().map(|part| ("include".to_owned(), (*part).to_owned())).collect();
        let path = &["integrations", unique_key];
        Ok(self
            .call::<Data<_>>(Request { method: "GET", path, query, body: None, auth: As::Key })
            .await?
            .data)
    }

    /// Makes an integration. `body` is sent as it is: `provider`, `unique_key`, and what protocol §6.1 says.
    ///
    /// # Errors
    /// 400 `invalid_body`.
    pub async fn create_integration(&self, body: &impl Serialize) -> Result<Integration, Fault> {
        self.write_integration("POST", &["integrations"], body).await
    }

    /// Makes an integration that uses Nango's own developer app: OAUTH1, OAUTH2 and APP providers only.
    ///
    /// # Errors
    /// 400 `invalid_body` where Nango has no app for that provider.
    pub async fn create_quickstart_integration(&self, body: &impl Serialize) -> Result<Integration, Fault> {
        self.write_integration("POST", &["integrations", "quickstart"], body).await
    }

    /// Changes an integration; `body` holds what changes.
    ///
    /// # Errors
    /// 404 `not_found`; 400 for a new key while it has connections.
    pub async fn update_integration(
        &self,
        unique_key: &str,
        body: &impl Serialize,
    ) -> Result<Integration, Fault> {
        self.write_integration("PATCH", &["integrations", unique_key], body).await
    }

    async fn write_integration(
        &self,
        method: &str,
        path: &[&str],
        body: &impl Serialize,
    ) -> Result<Integration, Fault> {
        let body = Some(to_json(body)?);
        Ok(self.call::<Data<_>>(Request { method, path, query: vec![], body, auth: As::Key }).await?.data)
    }

    /// Deletes an integration with its connections.
    ///
    /// # Errors
    /// 404 `not_found` when it does not exist.
    pub async fn delete_integration(&self, unique_key: &str) -> Result<(), Fault> {
        let path = &["integrations", unique_key];
        self.call_empty(Request { method: "DELETE", path, query: vec![], body: None, auth: As::Key }).await
    }
}
