//! The endpoints around functions: the sandbox runs none, and answers as an environment without any (protocol
//! §9.2 to §9.5).

use serde_json::{Map, Value, json};

use super::access::text;
use super::reply;
use super::rules::{self, functions as own};
use super::scopes;
use super::state::{State, Turn};
use super::validate::number;
use crate::http::Reply;

impl State {
    /// GET /scripts/config.
    pub(super) fn scripts_config(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::FUNCTIONS_LISTED)?;
        turn.valid_query(&own::SCRIPTS_QUERY)?;
        let none =
            if text(&turn.query, "format") == Some("openai") { json!({"data": []}) } else { json!([]) };
        Ok(reply::json(200, &none))
    }

    /// GET /providers/:provider/templates.
    pub(super) fn provider_templates(&mut self, turn: &mut Turn, name: &str) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::ANY)?;
        turn.valid_query(&rules::NOTHING)?;
        turn.valid_path(&rules::PROVIDER_PATH, "provider", name)?;
        match self.provider(name) {
            Some(_) => Ok(reply::json(200, &json!({"data": []}))),
            None => Err(reply::error(404, "not_found", &format!("Unknown provider {name}"))),
        }
    }

    /// GET /integrations/:uniqueKey/functions.
    pub(super) fn list_functions(&mut self, turn: &mut Turn, key: &str) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::FUNCTIONS_LIST)?;
        turn.valid_query(&own::FUNCTIONS_QUERY)?;
        turn.valid_path(&rules::UNIQUE_KEY_PATH, "uniqueKey", key)?;
        if self.integration(key).is_none() {
            return Err(reply::error(404, "not_found", &format!("Integration \"{key}\" does not exist")));
        }
        let of = |name: &str| turn.query.get(name).and_then(number).map(|given| given as u64);
        let (page, limit) = (of("page").unwrap_or(0), of("limit").unwrap_or(20));
        let pagination = json!({"total": 0, "page": page, "limit": limit});
        Ok(reply::json(200, &json!({"data": [], "pagination": pagination})))
    }

    /// GET /sync/status.
    pub(super) fn sync_status(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::SYNCS_READ)?;
        turn.valid_query(&own::SYNC_STATUS_QUERY)?;
        let key = text(&turn.query, "provider_config_key").unwrap_or_default();
        let unknown = |id: &str| self.connection(id, key).is_none();
        if text(&turn.query, "connection_id").is_some_and(unknown) {
            return Err(reply::error(400, "invalid_body", "Connection not found"));
        }
        Ok(reply::json(200, &json!({"syncs": []})))
    }

    /// GET /records.
    pub(super) fn records(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::RECORDS_READ)?;
        turn.valid_query(&own::RECORDS_QUERY)?;
        self.connection_in_headers(turn)?;
        Ok(reply::json(200, &json!({"next_cursor": null, "records": []})))
    }

    /// POST /action/trigger.
    pub(super) fn trigger_action(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::ACTIONS_EXECUTE)?;
        turn.valid_query(&rules::NOTHING)?;
        turn.valid_body(&own::ACTION)?;
        self.connection_in_headers(turn)?;
        Err(reply::error(404, "not_found", "Action not found"))
    }

    /// GET /action/:id.
    pub(super) fn action_result(&mut self, turn: &mut Turn, id: &str) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::ACTIONS_EXECUTE)?;
        turn.valid_query(&rules::NOTHING)?;
        turn.valid_path(&own::ACTION_PATH, "id", id)?;
        Err(reply::error(404, "not_found", &format!("No action '{id}' found")))
    }

    fn connection_in_headers(&self, turn: &Turn) -> Result<(), Reply> {
        let header = |name: &str| Some((name.to_owned(), turn.request.headers.get(name)?.into()));
        let given: Map<String, Value> =
            ["provider-config-key", "connection-id"].into_iter().filter_map(header).collect();
        turn.valid("invalid_headers", &own::HEADERS, Some(&Value::Object(given.clone())))?;
        let of = |name: &str| text(&given, name).unwrap_or_default();
        match self.connection(of("connection-id"), of("provider-config-key")) {
            Some(_) => Ok(()),
            None => Err(reply::error(400, "unknown_connection", "Failed to find connection")),
        }
    }
}
