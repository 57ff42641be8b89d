//! The providers' token endpoint: authorization codes that are good for one exchange and only with their PKCE
//! verifier, refresh tokens that are good for one renewal (RFC 6749, RFC 7636). Nango's side of the sandbox exchanges and renews through it,
//! and so can anybody else at `/_sandbox/token/:provider`.

use std::collections::{HashMap, VecDeque};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::access::text;
use super::catalogue::text as provider_text;
use super::credentials::{Credentials, oauth2};
use super::provider::{self, Provider, Verdict};
use super::query;
use super::reply;
use super::state::{State, Turn};
use super::text::base64_url;
use crate::http::Reply;

/// How long a code can be exchanged.
const LIFETIME: SignedDuration = SignedDuration::from_mins(10);
/// How many refresh tokens that were used are remembered.
const MOST_SPENT: usize = 4096;

/// What an authorization code stands for.
#[derive(Deserialize, Serialize)]
pub struct Grant {
    /// The client that the code was given to.
    pub client_id: String,
    /// Where the code was sent.
    pub redirect_uri: String,
    /// PKCE's challenge, method S256; none where the client sent none.
    pub challenge: Option<String>,
    /// Separated in the provider's own way.
    pub scope: String,
    /// From when on it is good for nothing.
    pub expires_at: Timestamp,
}

/// What a client shows for a code.
pub struct Shown<'a> {
    /// Its id.
    pub client_id: &'a str,
    /// Where it says that the code was sent.
    pub redirect_uri: &'a str,
    /// PKCE's verifier.
    pub verifier: Option<&'a str>,
}

/// What the providers remember.
#[derive(Default, Deserialize, Serialize)]
pub struct Grants {
    /// What they answer next, whatever they are asked. No client can say that, so it is not kept.
    #[serde(skip)]
    pub next: VecDeque<Verdict>,
    codes: HashMap<String, Grant>,
    spent: VecDeque<String>,
}

fn invalid_grant(why: &str) -> Value {
    json!({"error": "invalid_grant", "error_description": why})
}

/// PKCE's S256.
pub fn challenge(verifier: &str) -> String {
    base64_url(ring::digest::digest(&ring::digest::SHA256, verifier.as_bytes()).as_ref())
}

impl Grants {
    /// What a provider answers to credentials.
    pub fn ask(&mut self, credentials: &Value) -> Verdict {
        self.next.pop_front().unwrap_or_else(|| provider::verdict(credentials))
    }

    /// The same, of a provider at an address of the connection's own.
    pub fn ask_at(&mut self, credentials: &Credentials, config: &Map<String, Value>) -> Verdict {
        let next = self.next.pop_front();
        next.or_else(|| provider::of_address(config)).unwrap_or_else(|| credentials.verdict())
    }

    /// Gives a code.
    pub fn give(&mut self, code: String, grant: Grant) {
        self.codes.insert(code, grant);
    }

    /// Forgets codes that nobody exchanged.
    pub fn sweep(&mut self, now: Timestamp) {
        self.codes.retain(|_, grant| grant.expires_at > now);
    }

    /// When a code given now ends.
    pub fn end(now: Timestamp) -> Timestamp {
        now + LIFETIME
    }

    /// Takes a code, whose scope it gives.
    ///
    /// # Errors
    /// The token endpoint's answer; the code is gone all the same.
    pub fn exchange(&mut self, code: &str, shown: &Shown, now: Timestamp) -> Result<String, Value> {
        let Some(grant) = self.codes.remove(code).filter(|grant| grant.expires_at > now) else {
            return Err(invalid_grant("The grant is invalid"));
        };
        if grant.client_id != shown.client_id || grant.redirect_uri != shown.redirect_uri {
            return Err(invalid_grant("The code was given to another client or for another address"));
        }
        match (&grant.challenge, shown.verifier) {
            (Some(expected), Some(verifier)) if *expected != challenge(verifier) => {
                Err(invalid_grant("The code verifier does not fit the challenge"))
            }
            (Some(_), None) => Err(invalid_grant("The code verifier is missing")),
            _ => Ok(grant.scope),
        }
    }

    /// Takes a refresh token of this provider's, which another will replace.
    ///
    /// # Errors
    /// The token endpoint's answer to one that was used before or that the provider refuses.
    pub fn rotate(&mut self, provider: &Provider, refresh_token: &str) -> Result<(), Value> {
        if let Some(answer) = self.next.pop_front() {
            return match answer {
                Verdict::Token(_) => Ok(()),
                Verdict::Refused(_, body) => Err(body),
                _ => Err(Value::Null),
            };
        }
        // The name of a provider has no spaces.
        let used = format!("{} {refresh_token}", provider_text(provider, "name"));
        if self.spent.contains(&used) {
            return Err(invalid_grant("The refresh token was used before"));
        }
        if !matches!(provider::verdict(&json!([refresh_token])).on_renewal(), Verdict::Token(_)) {
            return Err(invalid_grant("The refresh token is revoked"));
        }
        if self.spent.len() >= MOST_SPENT {
            self.spent.pop_front();
        }
        self.spent.push_back(used);
        Ok(())
    }
}

impl State {
    /// POST /_sandbox/token/:provider, in the provider's place: a form or JSON, the client's name and secret in it or
    /// in the header.
    pub(super) fn token_endpoint(&mut self, turn: &mut Turn, name: &str) -> Reply {
        let Some(provider) = self.provider(name) else { return reply::no_route("POST", &turn.request.path) };
        let form: Map<String, Value> = match serde_json::from_slice(&turn.request.body) {
            Ok(form) => form,
            Err(_) => query::parse(&String::from_utf8_lossy(&turn.request.body)),
        };
        let answer = match text(&form, "grant_type") {
            Some("authorization_code") => self.redeem(turn, provider, &form),
            Some("refresh_token") => {
                let token = text(&form, "refresh_token").unwrap_or_default();
                self.grants.rotate(provider, token).map(|()| {
                    let scope = text(&form, "scope").unwrap_or_default();
                    oauth2("OAUTH2", provider, scope, true, turn.now).to_json(true)["raw"].take()
                })
            }
            Some("client_credentials") => match self.grants.ask(&Value::Object(form)) {
                Verdict::Refused(_, body) => Err(body),
                verdict => Ok(verdict.raw()),
            },
            _ => Err(json!({"error": "unsupported_grant_type"})),
        };
        let (status, mut body) = match answer {
            Ok(tokens) => (200, tokens),
            Err(error) => (400, error),
        };
        if let Value::Object(body) = &mut body {
            // That is Nango's own reckoning.
            body.shift_remove("expires_at");
        }
        reply::json(status, &body).with("Cache-Control", "no-store")
    }

    fn redeem(
        &mut self,
        turn: &Turn,
        provider: &Provider,
        form: &Map<String, Value>,
    ) -> Result<Value, Value> {
        let basic = turn.request.headers.get("authorization").and_then(|header| {
            use base64::Engine;
            let pair =
                base64::engine::general_purpose::STANDARD.decode(header.strip_prefix("Basic ")?).ok()?;
            Some(String::from_utf8(pair).ok()?.split_once(':')?.0.to_owned())
        });
        let shown = Shown {
            client_id: text(form, "client_id").or(basic.as_deref()).unwrap_or_default(),
            redirect_uri: text(form, "redirect_uri").unwrap_or_default(),
            verifier: text(form, "code_verifier"),
        };
        let code = text(form, "code").unwrap_or_default();
        let scope = self.grants.exchange(code, &shown, turn.now)?;
        let mode = if provider_text(provider, "auth_mode") == "OAUTH2" { "OAUTH2" } else { "MCP_OAUTH2" };
        Ok(oauth2(mode, provider, &scope, false, turn.now).to_json(true)["raw"].take())
    }
}
