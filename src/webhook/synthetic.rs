//! Auth events that this tool makes up from what it has seen, in the shape of Nango's (protocol §7.3) and marked as
//! made up: `"synthetic":true` in the body, [`HEADER`] beside the signature, [`Verdict::Synthetic`]. Pure.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::canonical;
use super::receiver::{Received, Verdict};
use super::signature::{self, HMAC_HEADER, LEGACY_HEADER};
use crate::http::{Headers, Request};
use crate::secret::Secret;

/// Says what made the event; Nango's have no such header.
pub const HEADER: &str = "X-Nango-CLI-Synthetic";

/// What an auth event tells.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// The connection.
    pub connection_id: &'a str,
    /// Its integration's unique key.
    pub integration: &'a str,
    /// Its provider.
    pub provider: &'a str,
    /// `OAUTH2`, …, where it is known.
    pub auth_mode: Option<&'a str>,
    /// The environment's name.
    pub environment: &'a str,
    /// Its tags.
    pub tags: &'a BTreeMap<String, String>,
    /// Its end user's ID and e-mail address.
    pub end_user: Option<(&'a str, Option<&'a str>)>,
    /// Its end user's organization.
    pub organization: Option<&'a str>,
    /// What happened.
    pub what: What<'a>,
}

/// What happened to a connection.
#[derive(Clone, Copy, Debug)]
pub enum What<'a> {
    /// `creation`
    Created,
    /// `override`
    Reauthorized,
    /// `refresh`, failed
    Broken {
        /// What is known about it.
        description: &'a str,
    },
}

/// The event as it would have been received, signed with `key`. `source` says what has seen it ("poll").
pub fn received(facts: &Facts<'_>, key: &Secret, source: &str) -> Received {
    let body = canonical::to_string(&body(facts)).into_bytes();
    let headers = Headers::from_iter([
        ("Content-Type", "application/json".to_owned()),
        (LEGACY_HEADER, signature::legacy_sha256(key, &body)),
        (HMAC_HEADER, signature::hmac_sha256(key, &body)),
        (HEADER, source.to_owned()),
    ]);
    let request = Request {
        method: "POST".to_owned(),
        path: "/".to_owned(),
        query: String::new(),
        headers,
        body,
        peer: None,
    };
    Received::new(request, Verdict::Synthetic)
}

fn body(facts: &Facts<'_>) -> Value {
    let (operation, error) = match facts.what {
        What::Created => ("creation", None),
        What::Reauthorized => ("override", None),
        What::Broken { description } => ("refresh", Some(description)),
    };
    let mut body = json!({
        "authMode": facts.auth_mode.unwrap_or("unknown"),
        "connectionId": facts.connection_id,
        "environment": facts.environment,
        "from": "nango",
        "operation": operation,
        "provider": facts.provider,
        "providerConfigKey": facts.integration,
        "success": error.is_none(),
        "synthetic": true,
        "tags": facts.tags,
        "type": "auth",
    });
    if let Some(description) = error {
        body["error"] = json!({ "type": "unknown", "description": description });
    }
    // A failed refresh never names it (protocol §7.3).
    if let (Some((id, email)), None) = (facts.end_user, error) {
        body["endUser"] = json!({ "endUserId": id, "endUserEmail": email, "tags": {} });
        if let Some(organization) = facts.organization {
            body["endUser"]["organizationId"] = json!(organization);
        }
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_looks_like_nangos_and_says_that_it_is_not() {
        let key = Secret::new("k");
        let tags = BTreeMap::from([("end_user_id".to_owned(), "u".to_owned())]);
        let facts = Facts {
            connection_id: "c",
            integration: "gh",
            provider: "github",
            auth_mode: Some("OAUTH2"),
            environment: "dev",
            tags: &tags,
            end_user: Some(("u", None)),
            organization: None,
            what: What::Created,
        };
        let made = received(&facts, &key, "poll");
        assert_eq!(
            String::from_utf8_lossy(&made.request.body),
            r#"{"authMode":"OAUTH2","connectionId":"c","endUser":{"endUserEmail":null,"endUserId":"u","tags":{}},"environment":"dev","from":"nango","operation":"creation","provider":"github","providerConfigKey":"gh","success":true,"synthetic":true,"tags":{"end_user_id":"u"},"type":"auth"}"#
        );
        assert_eq!(made.request.headers.get(HEADER), Some("poll"));
        let signature = made.request.headers.get(HMAC_HEADER).unwrap();
        assert!(signature::matches(&key, &made.request.body, signature));
        assert!(made.verdict.accepted());
        assert_eq!((made.event().type_name(), made.event().operation()), ("auth", Some("creation")));
        let broken = received(&Facts { what: What::Broken { description: "d" }, ..facts }, &key, "poll");
        let broken = broken.event();
        assert_eq!((broken.operation(), broken.success()), (Some("refresh"), Some(false)));
        assert_eq!((broken.error_description(), broken.field("endUser")), (Some("d"), None));
    }
}
