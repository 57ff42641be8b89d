//! A connection's metadata: replaced by POST, merged at the top level by PATCH (protocol §5.6).

use serde_json::{Map, Value};

use super::access::text;
use super::reply;
use super::rules::{self, connections as own};
use super::scopes;
use super::state::{State, Turn};
use super::text::jsonb;
use crate::http::Reply;

impl State {
    /// POST and PATCH /connections/metadata, for one connection or several.
    pub(super) fn metadata(&mut self, turn: &mut Turn, replace: bool) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::CONNECTIONS_UPDATE)?;
        turn.valid_query(&rules::NOTHING)?;
        let body = turn.valid_body(&own::METADATA)?;
        let ids: Vec<String> = match body.get("connection_id") {
            Some(Value::Array(ids)) => ids.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            Some(Value::String(id)) => vec![id.clone()],
            _ => Vec::new(),
        };
        let key = text(&body, "provider_config_key").unwrap_or_default();
        let metadata = body.get("metadata").and_then(Value::as_object).cloned().unwrap_or_default();
        self.set_metadata(&ids, key, &metadata, replace)?;
        Ok(reply::json(if replace { 201 } else { 200 }, &Value::Object(body.clone())))
    }

    /// Changes all of them, or none where one does not exist.
    fn set_metadata(
        &mut self,
        ids: &[String],
        key: &str,
        metadata: &Map<String, Value>,
        replace: bool,
    ) -> Result<(), Reply> {
        if let Some(missing) = ids.iter().find(|id| self.connection(id, key).is_none()) {
            let several = match ids {
                [_] => "",
                _ => ". No actions were taken on any of the connections as a result of this failure.",
            };
            let message = format!(
                "Connection with connection id {missing} and provider config key {key} not found. \
                 Please make sure the connection exists in the Nango dashboard{several}"
            );
            return Err(reply::error(404, "unknown_connection", &message));
        }
        for id in ids {
            let Some(connection) = self.connection_mut(id, key) else { continue };
            let mut all = match connection.metadata.take() {
                Value::Object(all) if !replace => all,
                _ => Map::new(),
            };
            all.extend(metadata.iter().map(|(name, value)| (name.clone(), value.clone())));
            // When the connection was changed stays as it is (recording metadata_get_after).
            connection.metadata = Value::Object(jsonb(all));
        }
        Ok(())
    }
}
