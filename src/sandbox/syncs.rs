//! The endpoints around syncs and their records (protocol §9.3, §9.4), of an environment where none is deployed.

use serde_json::{Map, Value, json};

use super::access::text;
use super::legacy::unknown_connection;
use super::reply;
use super::rules::{self, functions, syncs as own};
use super::scopes;
use super::state::{State, Turn};
use crate::http::Reply;

impl State {
    /// GET /sync/status.
    pub(super) fn sync_status(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::SYNCS_READ)?;
        turn.valid_query(&functions::SYNC_STATUS_QUERY)?;
        let key = text(&turn.query, "provider_config_key").unwrap_or_default();
        let unknown = |id: &str| self.connection(id, key).is_none();
        if text(&turn.query, "connection_id").is_some_and(unknown) {
            return Err(reply::error(400, "invalid_body", "Connection not found"));
        }
        Ok(reply::json(200, &json!({"syncs": []})))
    }

    /// POST /sync/trigger, whose connection may stand in the headers.
    pub(super) fn trigger_syncs(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::SYNCS_EXECUTE)?;
        turn.valid_query(&rules::NOTHING)?;
        let body = turn.valid_body(&own::TRIGGER)?;
        let of = |field: &str, header: &str| {
            let places = [text(&body, field), turn.request.headers.get(header)];
            places.into_iter().flatten().find(|named| !named.is_empty())
        };
        let Some(key) = of("provider_config_key", "provider-config-key") else {
            let message = "Missing provider_config_key. Provide it in the body or headers.";
            return Err(reply::error(400, "missing_provider_config_key", message));
        };
        let deprecated = text(&body, "sync_mode").is_some() || body.contains_key("full_resync");
        if body.contains_key("opts") && deprecated {
            let message = "Cannot use opts with deprecated sync_mode/full_resync parameters";
            return Err(reply::error(400, "invalid_body", message));
        }
        self.run_syncs(&body, key, of("connection_id", "connection-id"))
    }

    /// POST /sync/start and POST /sync/pause.
    pub(super) fn command_syncs(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::SYNCS_EXECUTE)?;
        let body = turn.valid_body(&own::COMMAND)?;
        let key = text(&body, "provider_config_key").unwrap_or_default();
        self.run_syncs(&body, key, text(&body, "connection_id"))
    }

    /// All syncs of a connection are none, and that is fine; one that is named is missed.
    fn run_syncs(&self, body: &Map<String, Value>, key: &str, id: Option<&str>) -> Result<Reply, Reply> {
        let environment = &self.here().name;
        if self.integration(key).is_none() {
            let named = json!({"providerConfigKey": key, "environmentName": environment});
            return Err(reply::unknown_provider_config(named));
        }
        if let Some(id) = id.filter(|id| self.connection(id, key).is_none()) {
            return Err(unknown_connection(id, key, environment));
        }
        let named = body.get("syncs").and_then(Value::as_array).is_some_and(|syncs| !syncs.is_empty());
        if named || id.is_none() {
            let message = "No syncs found given the inputs.";
            return Err(reply::legacy(400, "no_syncs_found", message, json!({})));
        }
        Ok(reply::json(200, &json!({"success": true})))
    }

    /// PUT /sync/update-connection-frequency.
    pub(super) fn sync_frequency(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::SYNCS_UPDATE)?;
        turn.valid_query(&rules::NOTHING)?;
        let body = turn.valid_body(own::frequency(turn.body.as_ref()))?;
        self.known(&body)?;
        Err(reply::code(400, "unknown_sync"))
    }

    /// POST and DELETE /sync/:name/variant/:variant.
    pub(super) fn sync_variant(
        &mut self,
        turn: &mut Turn,
        name: &str,
        variant: &str,
        makes: bool,
    ) -> Result<Reply, Reply> {
        self.api_key(turn, if makes { scopes::VARIANTS_CREATE } else { scopes::VARIANTS_DELETE })?;
        let body = turn.valid_body(&own::VARIANT)?;
        let path = json!({"name": name, "variant": variant});
        turn.valid("invalid_uri_params", &own::VARIANT_PATH, Some(&path))?;
        turn.valid_query(&rules::NOTHING)?;
        if variant.eq_ignore_ascii_case("base") {
            let message = if makes {
                format!("Variant name \"{variant}\" is protected.")
            } else {
                format!("Cannot delete protected variant \"{variant}\".")
            };
            return Err(reply::error(400, "invalid_variant", &message));
        }
        self.known(&body)?;
        Err(if makes { reply::code(400, "unknown_sync") } else { reply::code(404, "not_found") })
    }

    fn known(&self, body: &Map<String, Value>) -> Result<(), Reply> {
        let of = |name: &str| text(body, name).unwrap_or_default();
        match self.connection(of("connection_id"), of("provider_config_key")) {
            Some(_) => Ok(()),
            None => Err(reply::code(400, "unknown_connection")),
        }
    }

    /// GET /records.
    pub(super) fn records(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::RECORDS_READ)?;
        turn.valid_query(&functions::RECORDS_QUERY)?;
        self.connection_in_headers(turn, "Failed to find connection")?;
        Ok(reply::json(200, &json!({"next_cursor": null, "records": []})))
    }

    /// PATCH /records/prune.
    pub(super) fn prune_records(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::RECORDS_WRITE)?;
        turn.valid_query(&rules::NOTHING)?;
        turn.valid_body(&own::PRUNE)?;
        let unknown = "Provided ConnectionId and ProviderConfigKey does not match a valid connection";
        self.connection_in_headers(turn, unknown)?;
        Ok(reply::json(200, &json!({"count": 0, "has_more": false})))
    }
}
