//! What went wrong, said once: a kind, a message, the cause in the server's own words, and what to do next.

use serde_json::{Value, json};

/// The kind of an error. It alone picks the exit code (`cli-contract`, section Errors).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any failure that has no code of its own: exit 1.
    Failure,
    /// A wrong or missing option, unreadable input: exit 2.
    Usage,
    /// The key is missing, wrong, or lacks a scope: exit 3.
    Unauthorized,
    /// What was asked for does not exist: exit 4.
    NotFound,
    /// Nango refused the request as invalid: exit 5.
    Refused,
    /// Nango or a target could not be reached, or kept failing after retries: exit 6.
    Unreachable,
    /// The wait ran out: exit 7.
    TimedOut,
    /// A signature does not match: exit 8.
    VerificationFailed,
    /// The auth flow was denied, cancelled, or failed at the provider: exit 9.
    AuthFlowFailed,
    /// Interrupted by Ctrl-C: exit 130.
    Interrupted,
    /// Whoever read our output has stopped reading. Nothing is wrong and nobody listens: exit 0, silent.
    ClosedPipe,
}

impl Kind {
    /// The process exit code for this kind.
    pub fn exit_code(self) -> u8 {
        match self {
            Kind::ClosedPipe => 0,
            Kind::Failure => 1,
            Kind::Usage => 2,
            Kind::Unauthorized => 3,
            Kind::NotFound => 4,
            Kind::Refused => 5,
            Kind::Unreachable => 6,
            Kind::TimedOut => 7,
            Kind::VerificationFailed => 8,
            Kind::AuthFlowFailed => 9,
            Kind::Interrupted => 130,
        }
    }

    /// The `code` of the JSON error when the server gave none.
    fn default_code(self) -> &'static str {
        match self {
            Kind::Failure => "failure",
            Kind::Usage => "usage",
            Kind::Unauthorized => "unauthorized",
            Kind::NotFound => "not_found",
            Kind::Refused => "refused",
            Kind::Unreachable => "unreachable",
            Kind::TimedOut => "timed_out",
            Kind::VerificationFailed => "verification_failed",
            Kind::AuthFlowFailed => "auth_flow_failed",
            Kind::Interrupted => "interrupted",
            Kind::ClosedPipe => "closed_pipe",
        }
    }
}

/// One error, ready to be shown. Text in it may come from outside: the `ui` makes it harmless when it prints.
#[derive(Debug)]
pub struct Error {
    /// Decides the exit code.
    pub kind: Kind,
    /// What failed, as one sentence without a final full stop.
    pub message: String,
    /// The server's or this tool's stable name for the failure.
    pub code: Option<String>,
    /// The cause, in the words of whoever reported it.
    pub cause: Option<String>,
    /// HTTP status, where there was one.
    pub status: Option<u16>,
    /// Field paths and other facts, one a line for people, an array in JSON.
    pub details: Vec<Detail>,
    /// What to do next.
    pub hints: Vec<String>,
}

/// One fact about an error: which field, and what is wrong with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Detail {
    /// Where, as a dotted path (`tags.end_user_email`); empty when it concerns the whole.
    pub path: String,
    /// What is wrong there.
    pub message: String,
}

/// What every deed returns.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error of `kind` that says `message`.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Error {
            kind,
            message: message.into(),
            code: None,
            cause: None,
            status: None,
            details: Vec::new(),
            hints: Vec::new(),
        }
    }

    /// An error of kind [`Kind::Failure`].
    pub fn failure(message: impl Into<String>) -> Self {
        Self::new(Kind::Failure, message)
    }

    /// An error of kind [`Kind::Usage`].
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// Ctrl-C.
    pub fn interrupted() -> Self {
        Self::new(Kind::Interrupted, "interrupted")
    }

    /// Writing to stdout failed: a closed pipe ends the program quietly, anything else is a failure.
    pub fn output(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Self::new(Kind::ClosedPipe, "the reader of the output is gone");
        }
        Self::failure("could not write the output").cause(error)
    }

    /// Adds the cause.
    pub fn cause(mut self, cause: impl std::fmt::Display) -> Self {
        self.cause = Some(cause.to_string());
        self
    }

    /// Adds a stable code.
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// Adds a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds a fact.
    pub fn detail(mut self, path: impl Into<String>, message: impl Into<String>) -> Self {
        self.details.push(Detail { path: path.into(), message: message.into() });
        self
    }

    /// The error as the contract's JSON: `{"error":{"code","message","hint","status","details"}}`.
    pub fn to_json(&self) -> Value {
        let message = match &self.cause {
            Some(cause) => format!("{}: {cause}", self.message),
            None => self.message.clone(),
        };
        let details: Vec<Value> =
            self.details.iter().map(|d| json!({ "path": d.path, "message": d.message })).collect();
        json!({ "error": {
            "code": self.code.as_deref().unwrap_or(self.kind.default_code()),
            "message": message,
            "hint": if self.hints.is_empty() { Value::Null } else { Value::String(self.hints.join("\n")) },
            "status": self.status,
            "details": details,
        }})
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        if let Some(cause) = &self.cause {
            write!(f, ": {cause}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
