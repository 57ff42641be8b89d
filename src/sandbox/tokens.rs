//! OAuth tokens, as the sandbox's providers give them.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::text::{iso, random_hex};

/// Providers whose access tokens expire, and after how many seconds; they give refresh tokens too.
const EXPIRING: [(&str, i64); 3] = [("hubspot", 1800), ("zendesk", 1800), ("jira-data-center", 3600)];
/// The tokens of an OAUTH2 connection. All of them are inventions.
pub struct Tokens {
    access_token: String,
    refresh_token: Option<String>,
    lifetime: Option<i64>,
    expires_at: Option<Timestamp>,
    scope: String,
}

impl Tokens {
    /// What `provider` gives for an authorization code.
    pub fn new(provider: &str, scope: String, now: Timestamp) -> Self {
        let lifetime = EXPIRING.iter().find(|(name, _)| *name == provider).map(|(_, seconds)| *seconds);
        let mut tokens = Tokens {
            access_token: String::new(),
            refresh_token: lifetime.map(|_| format!("sandbox_rt_{}", random_hex(16))),
            lifetime,
            expires_at: None,
            scope,
        };
        tokens.renew(now);
        tokens
    }

    fn renew(&mut self, now: Timestamp) {
        self.access_token = format!("sandbox_at_{}", random_hex(16));
        self.expires_at = self.lifetime.map(|seconds| now + SignedDuration::from_secs(seconds));
    }

    /// Whether they will have expired by `time`.
    pub fn expires_before(&self, time: Timestamp) -> bool {
        self.expires_at.is_some_and(|expires| expires < time)
    }

    /// Gets a new access token; `false` when there is no refresh token to get it with.
    pub fn refresh(&mut self, now: Timestamp) -> bool {
        let can = self.refresh_token.is_some();
        if can {
            self.renew(now);
        }
        can
    }

    /// As GET /connections/:id shows them (recordings connection_get_oauth2 and its siblings).
    pub fn to_json(&self, with_refresh_token: bool) -> Value {
        let refresh_token = self.refresh_token.as_ref().filter(|_| with_refresh_token);
        let expires_at = self.expires_at.map(iso);
        let mut all = json!({"type": "OAUTH2", "access_token": self.access_token});
        let mut raw = json!({"access_token": self.access_token});
        for object in [&mut all, &mut raw] {
            if let Some(token) = refresh_token {
                object["refresh_token"] = token.as_str().into();
            }
        }
        raw["token_type"] = "Bearer".into();
        if let Some(lifetime) = self.lifetime {
            raw["expires_in"] = lifetime.into();
        }
        raw["scope"] = self.scope.as_str().into();
        if let Some(expires_at) = expires_at {
            all["expires_at"] = expires_at.as_str().into();
            raw["expires_at"] = expires_at.into();
        }
        all["raw"] = raw;
        all
    }
}
