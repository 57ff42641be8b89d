//! Who is asking: API keys and connect session tokens (protocol §1.3, §1.5).

use serde_json::Value;

use super::reply::{error, json, unauthorized};
use super::scopes::suffice;
use super::sessions::Session;
use super::state::{Bucket, State, Turn};
use crate::http::Reply;

/// What a connect session's token begins with.
pub const TOKEN_PREFIX: &str = "nango_connect_session_";

/// Whoever passed an endpoint that takes an API key or a session token.
pub enum Caller {
    /// The holder of an API key: everything of its environment is theirs to see.
    Key,
    /// The holder of a session token.
    Session(Box<Session>),
}

impl State {
    /// Lets only API keys pass that have one of these scopes; with none named, any key of an environment. The order
    /// is Nango's: who it is, how often they called, what they may do (protocol §1.5).
    pub(super) fn api_key(&mut self, turn: &mut Turn, required: &[&str]) -> Result<(), Reply> {
        let environment = self.enter(turn)?;
        let script = turn.request.headers.get("nango-is-script") == Some("true");
        self.count(turn, if script { Bucket::Scripts } else { Bucket::Keys })?;
        if required.is_empty() && environment.is_none() {
            return Err(error(403, "forbidden", "API key is not authorized for an environment"));
        }
        turn.may(required)
    }

    /// Lets API keys pass, whatever they may do, into their environment; gives its ID, none for an account's key.
    pub(super) fn enter(&mut self, turn: &mut Turn) -> Result<Option<u64>, Reply> {
        let key = bearer(turn)?;
        if !is_uuid_v4(key) {
            let message = "The provided secret key is not a UUID v4.";
            return Err(unauthorized("invalid_secret_key_format", message));
        }
        let Some(known) = self.keys.iter().find(|known| known.secret.expose() == key) else {
            let message = "The provided authorization header does not match any account.";
            return Err(unauthorized("unknown_account", message));
        };
        turn.scopes.clone_from(&known.scopes);
        let environment = known.environment;
        if let Some(at) = self.environments.iter().position(|known| Some(known.id) == environment) {
            self.at = at;
        }
        Ok(environment)
    }

    /// Lets only session tokens pass, from the Authorization header.
    pub(super) fn session(&mut self, turn: &mut Turn) -> Result<Session, Reply> {
        let token = bearer(turn)?.to_owned();
        self.session_of(turn, &token)
    }

    /// Lets API keys and session tokens pass; what looks like a token is judged as nothing else.
    pub(super) fn key_or_session(&mut self, turn: &mut Turn, required: &[&str]) -> Result<Caller, Reply> {
        if bearer(turn)?.starts_with(TOKEN_PREFIX) {
            self.session(turn).map(|session| Caller::Session(Box::new(session)))
        } else {
            self.api_key(turn, required).map(|()| Caller::Key)
        }
    }

    /// Lets only session tokens pass, from the query, as the auth endpoints take them (protocol §3.1).
    pub(super) fn session_in_query(&mut self, turn: &mut Turn) -> Result<Session, Reply> {
        let of = |name: &str| turn.query.get(name).filter(|value| value.as_str() != Some(""));
        if let Some(token) = of("connect_session_token") {
            let token = token.as_str().unwrap_or_default().to_owned();
            return self.session_of(turn, &token);
        }
        Err(match of("public_key").map(|key| key.as_str().is_some_and(is_uuid_v4)) {
            None => {
                unauthorized("missing_public_key", "The request is missing a valid public key parameter.")
            }
            Some(false) => unauthorized("invalid_public_key", "The provided public key is not a UUID v4."),
            // Every account of a sandbox is newer than public keys.
            Some(true) => json(
                401,
                &serde_json::json!({"error": {
                    "code": "deprecated_authentication",
                    "message": "Public key authentication is deprecated. Please use connect session authentication instead.",
                }}),
            ),
        })
    }

    /// The live session of a token, whose call is counted.
    pub(super) fn session_of(&mut self, turn: &mut Turn, token: &str) -> Result<Session, Reply> {
        let session = self.find_session(token, turn.now)?.clone();
        self.count(turn, Bucket::Sessions)?;
        Ok(session)
    }

    /// The live session of a token.
    pub(super) fn find_session(&self, token: &str, now: jiff::Timestamp) -> Result<&Session, Reply> {
        let random = token.strip_prefix(TOKEN_PREFIX).unwrap_or_default();
        if random.len() != 64 || !random.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f')) {
            let message = "The provided connect session token is not following correct format: nango_connect_session_RANDOM)";
            return Err(unauthorized("invalid_connect_session_token_format", message));
        }
        self.sessions.get(token).filter(|session| session.expires_at > now).ok_or_else(|| {
            let message = "The provided connect session token does not match any account.";
            unauthorized("unknown_connect_session_token", message)
        })
    }
}

impl Turn<'_> {
    /// Whether the caller's key has one of these scopes, where any is named.
    pub fn may(&self, required: &[&str]) -> Result<(), Reply> {
        if required.is_empty() || suffice(&self.scopes, required) {
            return Ok(());
        }
        let message = match required {
            [one] => format!("Insufficient scope. Required: {one}"),
            several => format!("Insufficient scope. Required one of: {}", several.join(" or ")),
        };
        Err(error(403, "forbidden", &message))
    }
}

/// The key in the Authorization header: what follows the last `Bearer `, or the whole.
fn bearer<'t>(turn: &'t Turn) -> Result<&'t str, Reply> {
    let Some(header) = turn.request.headers.get("authorization").filter(|header| !header.is_empty()) else {
        return Err(unauthorized("missing_auth_header", "The request is missing the Authorization header."));
    };
    Ok(header.rsplit_once("Bearer ").map_or(header, |(_, key)| key))
}

/// Whether this is a UUID of version 4, in either case.
pub fn is_uuid_v4(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, c)| match at {
            8 | 13 | 18 | 23 => c == b'-',
            14 => c == b'4',
            19 => matches!(c, b'8' | b'9' | b'a' | b'b' | b'A' | b'B'),
            _ => c.is_ascii_hexdigit(),
        })
}

/// A text of a query or body.
pub fn text<'a>(object: &'a serde_json::Map<String, Value>, name: &str) -> Option<&'a str> {
    object.get(name).and_then(Value::as_str)
}
