//! Auth modes whose credentials go straight to Nango (protocol §3.2, §16).

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::client::{As, Client, Request};
use super::super::fault::Fault;
use super::{Connected, with_token};
use crate::secret::Secret;

/// The credentials of one auth mode that needs no browser, ready to be sent.
#[derive(Clone, Debug)]
pub struct Credentials {
    auth_mode: String,
    fields: BTreeMap<String, Secret>,
    assertion: BTreeMap<String, Secret>,
}

impl Credentials {
    /// Credentials by the names of [`inputs`](super::inputs); `None` for a mode that needs a browser.
    pub fn new(
        auth_mode: &str,
        fields: BTreeMap<String, Secret>,
        assertion: BTreeMap<String, Secret>,
    ) -> Option<Self> {
        endpoint(auth_mode)?;
        Some(Credentials { auth_mode: auth_mode.to_owned(), fields, assertion })
    }

    fn body(&self) -> Option<Value> {
        let texts = |fields: &BTreeMap<String, Secret>| -> Map<String, Value> {
            fields
                .iter()
                .map(|(name, value)| (name.clone(), Value::String(value.expose().to_owned())))
                .collect()
        };
        let mut body = texts(&self.fields);
        match self.auth_mode.as_str() {
            "NONE" => return None,
            // Both parts are wanted, either may be empty.
            "BASIC" => ["username", "password"].into_iter().for_each(|name| {
                body.entry(name).or_insert(Value::String(String::new()));
            }),
            "TWO_STEP" | "SIGNATURE" => {
                body.insert("type".to_owned(), Value::String(self.auth_mode.clone()));
            }
            // ghost-admin's schema asks for one text, which the server then cannot sign with (protocol §16.7).
            "JWT" => {
                let pair = |text: &str| {
                    let (id, secret) = text.split_once(':').filter(|_| !text.contains("-----BEGIN "))?;
                    Some(json!({ "id": id, "secret": secret }))
                };
                if let Some(pair) = body.get("privateKey").and_then(Value::as_str).and_then(pair) {
                    body.insert("privateKey".to_owned(), pair);
                }
            }
            _ => {}
        }
        if !self.assertion.is_empty() {
            body.insert("assertionOption".to_owned(), Value::Object(texts(&self.assertion)));
        }
        Some(Value::Object(body))
    }
}

fn endpoint(auth_mode: &str) -> Option<[&'static str; 2]> {
    Some(match auth_mode {
        "API_KEY" => ["api-auth", "api-key"],
        "BASIC" => ["api-auth", "basic"],
        "NONE" => ["auth", "unauthenticated"],
        "JWT" => ["auth", "jwt"],
        "TWO_STEP" => ["auth", "two-step"],
        "TBA" => ["auth", "tba"],
        "BILL" => ["auth", "bill"],
        "SIGNATURE" => ["auth", "signature"],
        "AWS_SIGV4" => ["auth", "aws-sigv4"],
        "OAUTH2_CC" => ["oauth2", "auth"],
        _ => return None,
    })
}

#[derive(Deserialize)]
struct Made {
    #[serde(rename = "connectionId")]
    connection_id: String,
    #[serde(rename = "providerConfigKey")]
    provider_config_key: String,
}

impl Client {
    /// Connects `integration` with `credentials`; `params` is its connection config. Some refusals are never
    /// answered (BILL, SIGNATURE): then this times out.
    ///
    /// # Errors
    /// See protocol §3.1: 400 `connection_test_failed` where the provider refuses them.
    pub async fn connect_headless(
        &self,
        integration: &str,
        token: &Secret,
        params: &[(String, String)],
        credentials: &Credentials,
    ) -> Result<Connected, Fault> {
        let [first, second] = endpoint(&credentials.auth_mode).unwrap_or(["auth", "unauthenticated"]);
        let path = &[first, second, integration];
        let query = with_token(token, params);
        let body = credentials.body();
        let made: Made = self.call(Request { method: "POST", path, query, body, auth: As::Nobody }).await?;
        Ok(Connected {
            connection_id: made.connection_id,
            integration: made.provider_config_key,
            pending: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(mode: &str, fields: &[(&str, &str)], assertion: &[(&str, &str)]) -> Option<Value> {
        let map =
            |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| ((*k).to_owned(), Secret::new(*v))).collect();
        Credentials::new(mode, map(fields), map(assertion)).unwrap().body()
    }

    /// As the bodies of the recordings `modes/*_auth_success`.
    #[test]
    fn bodies() {
        assert_eq!(body("NONE", &[], &[]), None);
        assert_eq!(body("BASIC", &[("username", "u")], &[]), Some(json!({"username": "u", "password": ""})));
        assert_eq!(
            body("TWO_STEP", &[("clientId", "c")], &[("privateKey", "pem")]),
            Some(json!({"clientId": "c", "type": "TWO_STEP", "assertionOption": {"privateKey": "pem"}}))
        );
        assert_eq!(
            body("JWT", &[("privateKey", "12:ab")], &[]),
            Some(json!({"privateKey": {"id": "12", "secret": "ab"}}))
        );
        let pem = "-----BEGIN PRIVATE KEY-----\na:b";
        assert_eq!(body("JWT", &[("privateKey", pem)], &[]), Some(json!({"privateKey": pem})));
        let aws = body("AWS_SIGV4", &[("role_arn", "arn"), ("region", "eu-west-1")], &[]);
        assert_eq!(aws, Some(json!({"role_arn": "arn", "region": "eu-west-1"})));
        assert!(Credentials::new("OAUTH2", BTreeMap::new(), BTreeMap::new()).is_none());
    }
}
