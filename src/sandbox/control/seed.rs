//! Integrations and connections in one go, from a file.

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::catalogue::Seed;
use super::super::integration::Integration;
use super::super::reply;
use super::super::state::{State, Turn};
use super::wrong;
use crate::http::{Headers, Reply, Request};

/// What to make.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seeds {
    /// As a new sandbox has them; one that is there already is made anew.
    #[serde(default)]
    integrations: Vec<Seed>,
    /// In the form of Nango's `POST /connections`.
    #[serde(default)]
    connections: Vec<Value>,
}

impl State {
    /// Makes all of it, or nothing. Its connections send no webhooks: they are what was there before.
    pub(super) fn seed(&mut self, turn: &Turn, seeds: Seeds) -> Result<Value, Reply> {
        let integrations: Vec<Integration> = seeds
            .integrations
            .into_iter()
            .map(|seed| {
                let name = seed.provider.clone().unwrap_or_else(|| seed.unique_key.clone());
                let provider = self
                    .provider(&name)
                    .ok_or_else(|| wrong(&format!("the sandbox knows no provider `{name}`")))?;
                Ok(Integration::new(seed, provider, turn.now))
            })
            .collect::<Result<_, _>>()?;
        let before = self.here().integrations.clone();
        let kept = (self.here().connections.clone(), self.last_id);
        for integration in integrations.iter() {
            self.here_mut().integrations.retain(|known| known.unique_key != integration.unique_key);
        }
        let count = integrations.len();
        self.here_mut().integrations.extend(integrations);
        for (index, connection) in seeds.connections.iter().enumerate() {
            let request = Request {
                method: "POST".to_owned(),
                path: "/connections".to_owned(),
                query: String::new(),
                headers: Headers::from_iter([
                    ("authorization", turn.request.headers.get("authorization").unwrap_or_default()),
                    ("content-type", "application/json"),
                ]),
                body: connection.to_string().into_bytes(),
                peer: None,
            };
            let mut own = Turn::new(&request, turn.base.clone(), turn.now, turn.real_now);
            own.body = Some(connection.clone());
            if let Err(refusal) = self.import_connection(&mut own) {
                self.here_mut().integrations = before;
                (self.here_mut().connections, self.last_id) = kept;
                let why: Value = serde_json::from_slice(&refusal.body).unwrap_or_default();
                let message = format!("connection {} was refused", index + 1);
                let error = json!({"code": "invalid_body", "message": message, "payload": why["error"]});
                return Err(reply::json(400, &json!({ "error": error })));
            }
        }
        Ok(json!({ "integrations": count, "connections": seeds.connections.len() }))
    }
}
