//! Connect sessions (protocol §2).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use super::client::{As, Client, Data, Request, to_json};
use super::fault::Fault;
use crate::secret::Secret;

/// The body of `POST /connect/sessions` (protocol §2.1). The server wants `tags` or `end_user`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SessionRequest {
    /// Copied to the connection and its webhooks; up to ten, keys are lower-cased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<BTreeMap<String, String>>,
    /// Whose session it is; deprecated by Nango in favour of tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_user: Option<EndUser>,
    /// The end user's organization; ignored without an end user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<Organization>,
    /// Unique keys; `None` or empty allows every integration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_integrations: Option<Vec<String>>,
    /// By unique key.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub integrations_config_defaults: BTreeMap<String, IntegrationDefaults>,
    /// By unique key.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub overrides: BTreeMap<String, IntegrationOverrides>,
    /// Where this connection's webhooks go instead of the environment's URL (protocol §2.3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_url_override: Option<String>,
}

/// The body of `POST /connect/sessions/reconnect` (protocol §2.2). What is left out is wiped from the
/// connection: tags and the webhook override.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReconnectRequest {
    /// The connection to re-authorize.
    pub connection_id: String,
    /// Its integration's unique key.
    pub integration_id: String,
    /// See [`SessionRequest::tags`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<BTreeMap<String, String>>,
    /// See [`SessionRequest::end_user`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_user: Option<EndUser>,
    /// See [`SessionRequest::organization`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<Organization>,
    /// See [`SessionRequest::integrations_config_defaults`].
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub integrations_config_defaults: BTreeMap<String, IntegrationDefaults>,
    /// See [`SessionRequest::overrides`].
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub overrides: BTreeMap<String, IntegrationOverrides>,
    /// See [`SessionRequest::webhook_url_override`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_url_override: Option<String>,
}

/// An end user of your product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EndUser {
    /// Your ID.
    pub id: String,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Name to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Merged into the session's tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<BTreeMap<String, String>>,
}

/// An organization of your product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Organization {
    /// Your ID.
    pub id: String,
    /// Name to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
}

/// What a session presets for one integration.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct IntegrationDefaults {
    /// Slack user scopes, separated by commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_scopes: Option<String>,
    /// Extra parameters of the provider's authorize URL.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub authorization_params: BTreeMap<String, String>,
    /// Wins over what the browser sends.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub connection_config: BTreeMap<String, String>,
}

/// What a session shows differently for one integration.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct IntegrationOverrides {
    /// The help link in Connect UI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub docs_connect: Option<String>,
}

/// A minted session. Using its token does not consume it (protocol §2.7).
#[derive(Clone, Debug)]
pub struct Session {
    /// Lets a browser create connections until it expires.
    pub token: Secret,
    /// Connect UI with that token, complete for every host ([`connect_link_for`]).
    pub connect_link: String,
    /// RFC 3339; 30 minutes after creation.
    pub expires_at: String,
}

#[derive(Deserialize)]
struct Minted {
    token: String,
    connect_link: String,
    expires_at: String,
}

impl Client {
    /// Mints a session token. `request` is usually a [`SessionRequest`]; any JSON is sent as it is.
    ///
    /// # Errors
    /// See protocol §2.1; a `POST` that may have been received is not repeated.
    pub async fn create_session(&self, request: &impl Serialize) -> Result<Session, Fault> {
        self.mint(&["connect", "sessions"], to_json(request)?).await
    }

    /// Mints a session token that re-authorizes a connection. `request` is usually a [`ReconnectRequest`].
    ///
    /// # Errors
    /// See protocol §2.2.
    pub async fn reconnect_session(&self, request: &impl Serialize) -> Result<Session, Fault> {
        self.mint(&["connect", "sessions", "reconnect"], to_json(request)?).await
    }

    async fn mint(&self, path: &[&str], body: Value) -> Result<Session, Fault> {
        let request = Request { method: "POST", path, query: vec![], body: Some(body), auth: As::Key };
        let Data { data: minted } = self.call::<Data<Minted>>(request).await?;
        Ok(Session {
            connect_link: connect_link_for(self.base(), &minted.connect_link),
            token: Secret::new(minted.token),
            expires_at: minted.expires_at,
        })
    }

    /// What a session allows, as the browser sees it: `GET /connect/session` (protocol §2.4).
    ///
    /// # Errors
    /// 401 for a token that is unknown, expired or deleted.
    pub async fn get_session(&self, token: &Secret) -> Result<Value, Fault> {
        let path = &["connect", "session"];
        let request = Request { method: "GET", path, query: vec![], body: None, auth: As::Session(token) };
        Ok(self.call::<Data<Value>>(request).await?.data)
    }

    /// Ends a session; its token is unknown from then on (protocol §2.5).
    ///
    /// # Errors
    /// 401 for a token that is unknown already.
    pub async fn delete_session(&self, token: &Secret) -> Result<(), Fault> {
        let path = &["connect", "session"];
        let request = Request { method: "DELETE", path, query: vec![], body: None, auth: As::Session(token) };
        self.call_empty(request).await
    }
}

/// The link as a browser needs it. A self-hosted server leaves its own address out of it, and Connect UI then
/// talks to Nango Cloud: any host but the cloud gets `apiURL` (protocol §2.1, §4.5).
pub fn connect_link_for(base: &Url, link: &str) -> String {
    let Ok(mut url) = Url::parse(link) else { return link.to_owned() };
    if !crate::settings::is_cloud(base) && !url.query_pairs().any(|(name, _)| name == "apiURL") {
        url.query_pairs_mut().append_pair("apiURL", base.as_str().trim_end_matches('/'));
    }
    url.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_cloud_needs_no_api_url() {
        let link = "http://localhost:3009/?session_token=t";
        let self_hosted = connect_link_for(&Url::parse("http://localhost:3003").unwrap(), link);
        assert_eq!(
            self_hosted,
            "http://localhost:3009/?session_token=t&apiURL=http%3A%2F%2Flocalhost%3A3003"
        );
        assert_eq!(
            connect_link_for(&Url::parse("http://localhost:3003").unwrap(), &self_hosted),
            self_hosted
        );
        assert_eq!(connect_link_for(&Url::parse("https://api.nango.dev").unwrap(), link), link);
    }
}
