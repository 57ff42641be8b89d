//! Everything that can go wrong between here and Nango, as one type.

use std::time::Duration;

use serde_json::Value;

use super::connections::Connection;
use crate::http::Reply;

/// Why a call to Nango has no result.
#[derive(Clone, Debug)]
pub enum Fault {
    /// Nango answered with an error.
    Api(ApiError),
    /// Something else answered: HTML where JSON belongs. Unknown GET paths of a Nango server answer its
    /// dashboard with status 200 (protocol §1.1, recording `err_unknown_route_get`).
    NotNango {
        /// HTTP status.
        status: u16,
        /// What the answer called itself.
        content_type: String,
    },
    /// JSON that is not what the API documents.
    Unexpected {
        /// HTTP status.
        status: u16,
        /// What did not fit; it quotes no value.
        message: String,
    },
    /// No answer.
    Unreachable {
        /// Whether the request may have been received and acted on.
        maybe_received: bool,
        /// In a few words.
        message: String,
    },
    /// No answer in time; some server faults never answer (protocol §3.2).
    TimedOut {
        /// How long was waited.
        after: Duration,
    },
    /// The request could not be made: a value that no URL or header can carry.
    Unsendable {
        /// Which value, and why.
        message: String,
    },
}

/// An error that Nango reported.
#[derive(Clone, Debug)]
pub struct ApiError {
    /// HTTP status.
    pub status: u16,
    /// `error.code`, where the answer has one.
    pub code: Option<String>,
    /// `error.message`, or the text of an answer without an envelope.
    pub message: Option<String>,
    /// `error.errors` of a validation error.
    pub issues: Vec<Issue>,
    /// The connection that a failed refresh concerns, without credentials (protocol §5.2).
    pub connection: Option<Box<Connection>>,
    /// How long to wait before the next call, from `Retry-After` or the rate-limit headers.
    pub retry_after: Option<Duration>,
}

/// One validation problem (protocol §1.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// zod's issue code.
    pub code: String,
    /// In the server's words.
    pub message: String,
    /// Where in the request.
    pub path: Vec<String>,
}

impl ApiError {
    /// Reads the error of an answer: the canonical envelope `{error:{code,message,errors}}`, the same with keys
    /// of the legacy error manager, `{error:"text"}`, `{message:"text"}`, or no envelope at all (protocol §1.5,
    /// §8, §9.7). Of `error.payload` only a connection is read: it may hold a database row.
    pub fn read(reply: &Reply, retry_after: Option<Duration>) -> Self {
        let body: Value = serde_json::from_slice(&reply.body).unwrap_or(Value::Null);
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let error = &body["error"];
        let issues =
            error["errors"].as_array().map(|issues| issues.iter().map(issue).collect()).unwrap_or_default();
        let message = text(&error["message"]).or_else(|| text(error)).or_else(|| text(&body["message"]));
        let connection = serde_json::from_value(error["payload"]["connection"].clone()).ok().map(Box::new);
        ApiError {
            connection,
            status: reply.status,
            code: text(&error["code"]),
            message: message.map(shorten),
            issues,
            retry_after,
        }
    }

    /// Whether the code is `code`.
    pub fn is(&self, code: &str) -> bool {
        self.code.as_deref() == Some(code)
    }

    /// Whether an issue concerns this top-level field of the request.
    pub fn concerns(&self, field: &str) -> bool {
        self.issues.iter().any(|issue| issue.path.first().is_some_and(|first| first == field))
    }
}

fn issue(issue: &Value) -> Issue {
    let text = |name: &str| issue[name].as_str().unwrap_or_default().to_owned();
    let step = |step: &Value| step.as_str().map_or_else(|| step.to_string(), str::to_owned);
    let path = issue["path"].as_array().map(|path| path.iter().map(step).collect()).unwrap_or_default();
    Issue { code: text("code"), message: text("message"), path }
}

/// Messages of failed refreshes can embed a whole database row, encrypted credentials included (protocol §16.18).
fn shorten(message: String) -> String {
    const MOST: usize = 300;
    let end =
        message.find("credentials_iv").and_then(|row| message[..row].find('{')).unwrap_or(message.len());
    let end =
        message.char_indices().map(|(at, _)| at).take_while(|at| *at <= end.min(MOST)).last().unwrap_or(0);
    if end + 4 >= message.len() { message } else { format!("{}…", message[..end].trim_end()) }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fault::Api(error) => {
                write!(f, "Nango answered {}", error.status)?;
                error.code.iter().try_for_each(|code| write!(f, " {code}"))?;
                error.message.iter().try_for_each(|message| write!(f, ": {message}"))
            }
            Fault::NotNango { status, content_type } => {
                write!(f, "the answer ({status}, {content_type}) is not from Nango's API")
            }
            Fault::Unexpected { message, .. } => {
                write!(f, "the answer is not what Nango documents: {message}")
            }
            Fault::Unreachable { message, .. } => write!(f, "Nango could not be reached: {message}"),
            Fault::TimedOut { after } => write!(f, "no answer within {after:?}"),
            Fault::Unsendable { message } => write!(f, "the request cannot be sent: {message}"),
        }
    }
}

impl std::error::Error for Fault {}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> ApiError {
        ApiError::read(&Reply::new(400, "application/json", body), None)
    }

    #[test]
    fn every_envelope() {
        let canonical = read(
            r#"{"error":{"code":"invalid_body","errors":[{"code":"custom","message":"no","path":["tags","0",1]}]}}"#,
        );
        assert_eq!((canonical.code.as_deref(), canonical.message), (Some("invalid_body"), None));
        assert_eq!(canonical.issues[0].path, ["tags", "0", "1"]);
        let legacy =
            read(r#"{"error":{"message":"Authentication failed.","code":"unknown_account","payload":{}}}"#);
        assert_eq!(legacy.message.as_deref(), Some("Authentication failed."));
        assert_eq!(
            read(r#"{"error":"Invalid webhook payload"}"#).message.as_deref(),
            Some("Invalid webhook payload")
        );
        assert_eq!(read(r#"{"message":"Unknown endpoint"}"#).message.as_deref(), Some("Unknown endpoint"));
        for odd in ["", "<html>", "[]", "null", r#"{"error":{"errors":{"a":1}}}"#] {
            assert_eq!(read(odd).code, None, "{odd}");
        }
    }

    #[test]
    fn a_database_row_is_not_repeated() {
        let row = r#"{"error":{"code":"x","message":"failed: {\"id\":1,\"credentials_iv\":\"s3cret\"}"}}"#;
        assert_eq!(read(row).message.as_deref(), Some("failed:…"));
        let long = format!(r#"{{"error":{{"code":"x","message":"{}"}}}}"#, "é".repeat(1000));
        assert!(read(&long).message.is_some_and(|message| message.len() < 310));
    }
}
