//! Webhooks that providers send to Nango, and how they are passed on (protocol §8, §7.3, §7.6).

use std::collections::HashMap;

use serde_json::{Value, json};

use super::access::text;
use super::query;
use super::reply;
use super::rules;
use super::state::{State, Turn, Window};
use crate::http::{Headers, Reply, Request};
use crate::webhook::canonical;

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
        if !integration.provider.contains_key("webhook_routing_script") {
            return Ok(Reply::empty(204));
        }
        let payload = payload(turn);
        if integration.forward_webhooks {
            self.pass_on(turn, key, &payload);
        }
        Ok(reply::json(200, &json!({"status": "success"})))
    }

    /// Sends the provider's webhook to the app: wrapped where it says which connection it is about, else as it is.
    fn pass_on(&self, turn: &mut Turn, key: &str, payload: &Value) {
        let headers = passed_on(turn.request);
        let named = payload.as_object().and_then(|payload| {
            ["connectionId", "nangoConnectionId"].into_iter().find_map(|name| text(payload, name))
        });
        match named.and_then(|id| self.connection(id, key)) {
            Some(connection) => {
                let body = json!({
                    "from": connection.provider,
                    "providerConfigKey": key,
                    "type": "forward",
                    "connectionId": connection.connection_id,
                    "payload": payload,
                });
                let url = connection.webhook_url_override.clone();
                self.send_with(turn, url.as_deref(), canonical::to_string(&body), headers);
            }
            None => self.send_with(turn, None, canonical::to_string(payload), headers),
        }
    }
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
