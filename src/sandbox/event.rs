//! What happens in the sandbox, for its log and for whoever asks.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

/// Something that happened in the sandbox. No event holds a secret.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A request was answered.
    Request {
        /// In upper case.
        method: String,
        /// As sent, without the query, which may hold a token.
        path: String,
        /// The answer's HTTP status.
        status: u16,
    },
    /// A connect session was opened.
    SessionCreated {
        /// When its token ends.
        expires_at: Timestamp,
        /// The integrations it may connect; empty for all.
        allowed: Vec<String>,
        /// The connection it reconnects.
        reconnects: Option<String>,
    },
    /// Somebody looks at the consent page.
    ConsentShown {
        /// The integration's id.
        integration: String,
    },
    /// A connection was made, or made anew.
    Connected {
        /// Its id.
        connection_id: String,
        /// The integration's id.
        integration: String,
        /// `creation` or `override`.
        operation: &'static str,
    },
    /// An auth flow failed, or credentials were refused.
    Refused {
        /// The integration's id.
        integration: String,
        /// Why, in the words the client got.
        error: String,
    },
    /// A webhook's target answered 2xx.
    WebhookDelivered {
        /// The target.
        url: String,
        /// Its answer.
        status: u16,
        /// Counts from 1.
        attempt: u32,
        /// How long the attempt took.
        took: Duration,
    },
    /// An attempt to deliver a webhook failed.
    WebhookFailed {
        /// The target.
        url: String,
        /// The answer's status, if there was an answer.
        status: Option<u16>,
        /// What went wrong, in a few words.
        cause: String,
        /// Counts from 1.
        attempt: u32,
        /// How long the attempt took.
        took: Duration,
        /// How long until the next attempt; none when this was the last.
        will_retry_in: Option<Duration>,
    },
    /// What changed could not be written to the file of `--state`.
    StateNotKept {
        /// The file.
        path: String,
        /// The operating system's words.
        cause: String,
        /// Whether it is tried again; not where the sandbox has ended.
        will_retry: bool,
    },
}

impl Event {
    /// As a line of JSON: `event` is its kind, `at` when it happened.
    pub fn to_json(&self, at: Timestamp) -> Value {
        let mut line = match self {
            Event::Request { method, path, status } => {
                json!({ "event": "request", "method": method, "path": path, "status": status })
            }
            Event::SessionCreated { expires_at, allowed, reconnects } => json!({
                "event": "session_created", "expires_at": expires_at.to_string(),
                "allowed_integrations": allowed, "reconnects": reconnects,
            }),
            Event::ConsentShown { integration } => {
                json!({ "event": "consent_shown", "provider_config_key": integration })
            }
            Event::Connected { connection_id, integration, operation } => json!({
                "event": "connected", "connection_id": connection_id,
                "provider_config_key": integration, "operation": operation,
            }),
            Event::Refused { integration, error } => {
                json!({ "event": "refused", "provider_config_key": integration, "error": error })
            }
            Event::WebhookDelivered { url, status, attempt, took } => json!({
                "event": "webhook_delivered", "url": url, "status": status,
                "attempt": attempt, "took_ms": took.as_millis() as u64,
            }),
            Event::WebhookFailed { url, status, cause, attempt, took, will_retry_in } => json!({
                "event": "webhook_failed", "url": url, "status": status, "cause": cause, "attempt": attempt,
                "took_ms": took.as_millis() as u64,
                "will_retry_in_ms": will_retry_in.map(|wait| wait.as_millis() as u64),
            }),
            Event::StateNotKept { path, cause, will_retry } => {
                json!({ "event": "state_not_kept", "path": path, "cause": cause, "will_retry": will_retry })
            }
        };
        line["at"] = Value::String(at.to_string());
        line
    }
}
