//! The wire texts of the webhooks that Nango sends about auth flows.

use serde_json::{Map, Value};

use super::sessions::Session;
use crate::webhook::{bodies, canonical};

/// What an auth webhook is about.
pub struct Auth<'a> {
    /// The provider's auth mode.
    pub auth_mode: &'a str,
    /// The provider's name.
    pub provider: &'a str,
    /// The integration's id.
    pub integration: &'a str,
    /// The connection, which a failure may have kept from existing; empty where it had no id yet.
    pub connection_id: &'a str,
    /// `creation`, `override` or `refresh`.
    pub operation: &'a str,
    /// The environment's name.
    pub environment: &'a str,
}

impl Auth<'_> {
    fn about(&self) -> bodies::Auth<'_> {
        bodies::Auth {
            environment: self.environment,
            auth_mode: self.auth_mode,
            provider: self.provider,
            integration: self.integration,
            connection_id: self.connection_id,
            operation: self.operation,
        }
    }

    /// About a connection that was made; it names the end user only where the session did.
    pub fn succeeded(&self, tags: &Map<String, Value>, session: Option<&Session>) -> String {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let user = session.and_then(|session| session.end_user.as_ref()).map(|user| bodies::EndUser {
            id: text(&user["id"]).unwrap_or_default(),
            email: text(&user["email"]),
            organization_id: text(&user["organization"]["id"]),
            tags: user["tags"].as_object().cloned().unwrap_or_default(),
        });
        canonical::to_string(&self.about().succeeded(tags, user.as_ref()))
    }

    /// About a flow that failed before there was a connection: neither tags nor end user (§15.7).
    pub fn failed(&self, kind: &str, description: &str) -> String {
        canonical::to_string(&self.about().failed(kind, description, None))
    }

    /// About a connection whose credentials could not be renewed.
    pub fn failed_with_tags(&self, kind: &str, description: &str, tags: &Map<String, Value>) -> String {
        canonical::to_string(&self.about().failed(kind, description, Some(tags)))
    }
}
