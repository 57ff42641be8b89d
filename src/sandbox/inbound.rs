//! Webhooks that providers send to Nango, and how they are passed on (protocol §8, §7.3, §7.6).

use std::collections::HashMap;

use ring::digest::{SHA256, digest};
use serde_json::{Value, json};

use super::access::text;
use super::auth::Established;
use super::callback::add_installation;
use super::catalogue::text as provider_text;
use super::connections::Connection;
use super::integration::Integration;
use super::query;
use super::reply;
use super::rules;
use super::state::{State, Turn, Window};
use super::text::jsonb;
use crate::http::{Headers, Reply, Request};
use crate::secret::Secret;
use crate::webhook::canonical;
use crate::webhook::signature::{hex, matches};

/// Calls a minute from one provider to one environment. They count, and none is ever refused (protocol §1.6).
const LIMIT: u64 = 4000;
/// Headers whose names begin so are not passed on.
const HELD_BACK: [&str; 16] = [
    "host",
    "authorization",
    "connection",
    "keep-alive",
    "content-length",
    "content-type",
    "content-encoding",
    "cookie",
    "set-cookie",
    "referer",
    "user-agent",
    "sec-",
    "proxy-",
    "www-authenticate",
    "server",
    // Nango speaks HTTP/1.1 of its own.
    "transfer-encoding",
];

/// The minute of each address that was called: the environment's UUID, a slash, the integration's id.
pub type Windows = HashMap<String, Window>;

impl State {
    /// POST /webhook/:environmentUuid/:providerConfigKey.
    pub(super) fn inbound_webhook(
        &mut self,
        turn: &mut Turn,
        environment: &str,
        key: &str,
    ) -> Result<Reply, Reply> {
        let window = self.inbound.entry(format!("{environment}/{key}")).or_default();
        turn.rate = Some(window.count(LIMIT, turn.now).1);
        let path = json!({"environmentUuid": environment, "providerConfigKey": key});
        turn.valid("invalid_uri_params", &rules::INBOUND_PATH, Some(&path))?;
        let known = self.environments.iter().position(|known| known.uuid.eq_ignore_ascii_case(environment));
        let Some(at) = known else { return Err(reply::code(404, "unknown_environment")) };
        self.at = at;
        let Some(integration) = self.integration(key) else {
            return Err(reply::code(404, "unknown_provider_config"));
        };
        let script = provider_text(integration.provider, "webhook_routing_script");
        let of_app = matches!(script, "githubAppWebhookRouting" | "githubAppOauthWebhookRouting");
        if script.is_empty() {
            return Ok(Reply::empty(204));
        }
        if of_app && !signed_by_github(integration, turn.request) {
            return Err(reply::json(401, &json!({"error": "Invalid webhook signature"})));
        }
        let (payload, forward) = (payload(turn), integration.forward_webhooks);
        if of_app {
            self.installed(turn, key, &payload);
        }
        if forward {
            self.pass_on(turn, key, script, &payload);
        }
        Ok(reply::json(200, &json!({"status": "success"})))
    }

    /// Sends the provider's webhook to the app: wrapped for each connection that it is about, else as it is.
    fn pass_on(&self, turn: &mut Turn, key: &str, script: &str, payload: &Value) {
        let headers = passed_on(turn.request);
        let named = |names: &[&str]| names.iter().find_map(|name| payload[*name].as_str()).map(str::to_owned);
        let (id, installation) = match script {
            "githubAppWebhookRouting" | "githubAppOauthWebhookRouting" => {
                (None, words(&payload["installation"]["id"]))
            }
            "unauthenticatedWebhookRouting" => (named(&["connectionId"]), None),
            _ => (named(&["connectionId", "nangoConnectionId"]), None),
        };
        let about = self.here().connections.iter().filter(|known| {
            let installed =
                installation.is_some() && known.config.get("installation_id").and_then(words) == installation;
            known.integration == key && (installed || id.as_ref() == Some(&known.connection_id))
        });
        let mut anybody = false;
        for connection in about {
            anybody = true;
            let body = json!({
                "from": connection.provider,
                "providerConfigKey": key,
                "type": "forward",
                "connectionId": connection.connection_id,
                "payload": payload,
            });
            let url = connection.webhook_url_override.as_deref();
            self.send_with(turn, url, canonical::to_string(&body), headers.clone());
        }
        if !anybody {
            self.send_with(turn, None, canonical::to_string(payload), headers);
        }
    }

    /// Completes the connection of a person who had to ask an owner, once the owner has installed the app. Nango tells
    /// it as an App's.
    fn installed(&mut self, turn: &mut Turn, key: &str, payload: &Value) {
        let (installation, login) = (&payload["installation"], payload["requester"]["login"].as_str());
        if payload["action"] != "created" || login.is_none() {
            return;
        }
        let asked = |known: &&Connection| {
            let config = |name: &str| known.config.get(name);
            let app = words(&installation["app_id"]);
            known.integration == key
                && config("pending") == Some(&Value::Bool(true))
                && config("handle").and_then(Value::as_str) == login
                && (app.is_none() || app == config("app_id").and_then(words))
        };
        let Some(known) = self.here().connections.iter().find(asked).cloned() else { return };
        let Some(at) = self.integration(key) else { return };
        let mut config = known.config;
        for done in ["pending", "pendingLog"] {
            config.shift_remove(done);
        }
        let credentials =
            add_installation(&mut config, at, &known.credentials, &installation["id"], turn.now);
        let whole = Established {
            session: None,
            integration: key,
            connection_id: known.connection_id,
            credentials,
            config: jsonb(config),
            end_user: None,
            tags: known.tags,
            metadata: None,
            webhook_url_override: known.webhook_url_override,
            told_as: Some("APP"),
        };
        self.connect(turn, whole);
    }
}

/// A text or a number, as Postgres compares them.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Whether a signature is the one that GitHub makes with a digest of the app's settings. It is not the one that
/// GET /config shows: Nango makes that of the key in Base64. A webhook without a signature is taken, too.
fn signed_by_github(at: &Integration, request: &Request) -> bool {
    let Some(signature) = request.headers.get("x-hub-signature-256") else { return true };
    let app = ["app_id", "private_key", "app_link"].map(|name| text(&at.app, name).unwrap_or_default());
    let secret = Secret::new(hex(digest(&SHA256, app.concat().as_bytes()).as_ref()));
    signature.strip_prefix("sha256=").is_some_and(|tag| matches(&secret, &request.body, tag))
}

/// What Nango makes of the body: JSON, a form, else its text.
fn payload(turn: &Turn) -> Value {
    if let Some(body) = &turn.body {
        return body.clone();
    }
    let body = String::from_utf8_lossy(&turn.request.body);
    let kind = turn.request.headers.get("content-type").unwrap_or_default();
    match body.as_ref() {
        "" => Value::Null,
        body if kind.starts_with("application/x-www-form-urlencoded") => Value::Object(query::parse(body)),
        body => body.into(),
    }
}

fn passed_on(request: &Request) -> Headers {
    let kept = request.headers.iter().filter(|(name, _)| {
        let name = name.to_ascii_lowercase();
        !HELD_BACK.iter().any(|start| name.starts_with(start))
    });
    kept.map(|(name, value)| (name.to_owned(), value.to_vec())).collect()
}
