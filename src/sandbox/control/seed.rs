//! Integrations and connections in one go, from a file.

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::reply;
use super::super::state::{State, Turn};
use crate::http::{Headers, Reply, Request};

/// What to make.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seeds {
    /// In the form of Nango's `POST /integrations`, or shorter; one that is there already is made anew.
    #[serde(default)]
    integrations: Vec<Value>,
    /// In the form of Nango's `POST /connections`.
    #[serde(default)]
    connections: Vec<Value>,
}

impl State {
    /// Makes all of it, or nothing. Its connections send no webhooks: they are what was there before.
    pub(super) fn seed(&mut self, turn: &Turn, seeds: Seeds) -> Result<Value, Reply> {
        let before = self.here().integrations.clone();
        let kept = (self.here().connections.clone(), self.last_id);
        let made =
            json!({ "integrations": seeds.integrations.len(), "connections": seeds.connections.len() });
        self.plant(turn, seeds).inspect_err(|_| {
            self.here_mut().integrations = before;
            (self.here_mut().connections, self.last_id) = kept;
        })?;
        Ok(made)
    }

    fn plant(&mut self, turn: &Turn, seeds: Seeds) -> Result<(), Reply> {
        let anew = |key: &str| seeds.integrations.iter().any(|given| given["unique_key"] == key);
        self.here_mut().integrations.retain(|known| !anew(&known.unique_key));
        for (index, integration) in seeds.integrations.into_iter().enumerate() {
            let mut own = Turn::new(turn.request, turn.base.clone(), turn.now, turn.real_now);
            self.seed_integration(&mut own, integration)
                .map_err(|why| refused("integration", index, &why))?;
        }
        for (index, connection) in seeds.connections.into_iter().enumerate() {
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
            own.body = Some(connection);
            self.import_connection(&mut own).map_err(|why| refused("connection", index, &why))?;
        }
        Ok(())
    }
}

/// Which of them was refused, and what Nango would have said to it.
fn refused(what: &str, index: usize, why: &Reply) -> Reply {
    let why: Value = serde_json::from_slice(&why.body).unwrap_or_default();
    let message = format!("{what} {} was refused", index + 1);
    reply::json(
        400,
        &json!({ "error": {"code": "invalid_body", "message": message, "payload": why["error"]} }),
    )
}
