//! The bodies of Nango's auth webhooks (protocol §7.3): one builder for the sandbox and for triggered events. Pure.

use serde_json::{Map, Value, json};

/// What an auth webhook is about.
pub struct Auth<'a> {
    /// The environment's name.
    pub environment: &'a str,
    /// The provider's auth mode.
    pub auth_mode: &'a str,
    /// The provider's name.
    pub provider: &'a str,
    /// The integration's ID.
    pub integration: &'a str,
    /// The connection, which a failure may have kept from existing; empty where it had no ID yet.
    pub connection_id: &'a str,
    /// `creation`, `override` or `refresh`.
    pub operation: &'a str,
}

/// The end user that a session named in the deprecated field `end_user`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndUser {
    /// The application's ID of the user.
    pub id: String,
    /// Their address.
    pub email: Option<String>,
    /// The application's ID of their organization.
    pub organization_id: Option<String>,
    /// The end user's own tags.
    pub tags: Map<String, Value>,
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

    /// About a connection that was made, or made anew; it names the end user only where the session did.
    pub fn succeeded(&self, tags: &Map<String, Value>, end_user: Option<&EndUser>) -> Value {
        let mut body = self.body(true);
        body["tags"] = Value::Object(tags.clone());
        if let Some(user) = end_user {
            body["endUser"] = json!({"endUserId": user.id, "endUserEmail": user.email, "tags": user.tags});
            if let Some(organization) = &user.organization_id {
                body["endUser"]["organizationId"] = organization.as_str().into();
            }
        }
        body
    }

    /// About a failure. Before there was a connection it has no tags (protocol §15.7).
    pub fn failed(&self, kind: &str, description: &str, tags: Option<&Map<String, Value>>) -> Value {
        let mut body = self.body(false);
        body["error"] = json!({"type": kind, "description": description});
        if let Some(tags) = tags {
            body["tags"] = Value::Object(tags.clone());
        }
        if self.connection_id.is_empty()
            && let Value::Object(body) = &mut body
        {
            body.shift_remove("connectionId");
        }
        body
    }
}
