//! The wire texts of the webhooks that Nango sends about auth flows.

use serde_json::{Map, Value};

use super::sessions::Session;
pub use crate::webhook::bodies::Auth;
use crate::webhook::{bodies, canonical};

/// About a connection that was made; it names the end user only where the session did.
pub fn succeeded(auth: &Auth<'_>, tags: &Map<String, Value>, session: Option<&Session>) -> String {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let user = session.and_then(|session| session.end_user.as_ref()).map(|user| bodies::EndUser {
        id: text(&user["id"]).unwrap_or_default(),
        email: text(&user["email"]),
        organization_id: text(&user["organization"]["id"]),
        tags: user["tags"].as_object().cloned().unwrap_or_default(),
    });
    canonical::to_string(&auth.succeeded(tags, user.as_ref()))
}

/// About a failure: of a connection whose credentials could not be renewed, with its tags, or of a flow that failed
/// before there was one, with neither tags nor end user (§15.7).
pub fn failed(auth: &Auth<'_>, kind: &str, description: &str, tags: Option<&Map<String, Value>>) -> String {
    canonical::to_string(&auth.failed(kind, description, tags))
}
