//! The bodies of the webhooks that Nango sends about auth flows (protocol §7.3).

use serde_json::{Map, Value, json};

use super::sessions::Session;
use crate::webhook::canonical;

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
    fn body(&self, success: bool) -> Value {
        json!({
            "type": "auth",
            "from": "nango",
            "environment": self.environment,
            "authMode": self.auth_mode,
            "provider": self.provider,
            "providerConfigKey": self.integration,
            "connectionId": self.connection_id,
            "operation": self.operation,
            "success": success,
        })
    }

    /// The wire text about a connection that was made; it names the end user only where the session did.
    pub fn succeeded(&self, tags: &Map<String, Value>, session: Option<&Session>) -> String {
        let mut body = self.body(true);
        body["tags"] = Value::Object(tags.clone());
        if let Some(user) = session.and_then(|session| session.end_user.as_ref()) {
            let tags = if user["tags"].is_object() { user["tags"].clone() } else { json!({}) };
            let mut end_user = json!({"endUserId": user["id"], "endUserEmail": user["email"], "tags": tags});
            if let Some(organization) = user["organization"].get("id") {
                end_user["organizationId"] = organization.clone();
            }
            body["endUser"] = end_user;
        }
        canonical::to_string(&body)
    }

    /// The wire text about a flow that failed before there was a connection: neither tags nor end user (§15.7).
    pub fn failed(&self, kind: &str, description: &str) -> String {
        canonical::to_string(&self.failure(kind, description))
    }

    /// The wire text about a connection whose credentials could not be renewed.
    pub fn failed_with_tags(&self, kind: &str, description: &str, tags: &Map<String, Value>) -> String {
        let mut body = self.failure(kind, description);
        body["tags"] = Value::Object(tags.clone());
        canonical::to_string(&body)
    }

    fn failure(&self, kind: &str, description: &str) -> Value {
        let mut body = self.body(false);
        body["error"] = json!({"type": kind, "description": description});
        if self.connection_id.is_empty()
            && let Value::Object(body) = &mut body
        {
            body.shift_remove("connectionId");
        }
        body
    }
}
