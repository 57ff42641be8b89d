//! The endpoints around functions: the sandbox runs none, and answers as an environment without any (protocol
//! §9.2 to §9.7). What would need a compiler or a place to run in is told to be missing.

use serde_json::{Map, Value, json};

use super::access::text;
use super::query::unescape;
use super::reply;
use super::rules::{self, functions as own};
use super::scopes;
use super::state::{State, Turn};
use super::validate::number;
use crate::http::{Headers, Reply};

impl State {
    /// What an endpoint around functions and their syncs answers; nothing where there is no such endpoint.
    pub(super) fn around_functions(
        &mut self,
        turn: &mut Turn,
        method: &str,
        names: &[&str],
        parts: &[&str],
    ) -> Result<Option<Reply>, Reply> {
        let part = |at: usize| {
            let part = parts.get(at).copied().unwrap_or_default();
            unescape(part).ok_or_else(reply::unexpected)
        };
        // No parameter is empty.
        if names.contains(&"") {
            return Ok(None);
        }
        let answer = match (method, names) {
            ("GET", ["integrations", _, "functions"]) => self.list_functions(turn, &part(1)?),
            ("GET", ["integrations", _, "functions", _]) => self.get_function(turn, &part(1)?, &part(3)?),
            ("GET", ["integrations", _, "functions", _, "code"]) => {
                self.function_code(turn, &part(1)?, &part(3)?)
            }
            ("DELETE", ["integrations", _, "functions", _]) => {
                self.delete_function(turn, &part(1)?, &part(3)?)
            }
            ("GET", ["scripts", "config"]) => self.scripts_config(turn),
            ("GET", ["sync", "status"]) => self.sync_status(turn),
            ("POST", ["sync", "trigger"]) => self.trigger_syncs(turn),
            ("POST", ["sync", "start" | "pause"]) => self.command_syncs(turn),
            ("PUT", ["sync", "update-connection-frequency"]) => self.sync_frequency(turn),
            ("POST" | "DELETE", ["sync", _, "variant", _]) => {
                self.sync_variant(turn, &part(1)?, &part(3)?, method == "POST")
            }
            ("GET", ["records"]) => self.records(turn),
            ("PATCH", ["records", "prune"]) => self.prune_records(turn),
            ("POST", ["action", "trigger"]) => self.trigger_action(turn),
            ("GET", ["action", _]) => self.action_result(turn, &part(1)?),
            ("POST", ["functions", "compile"]) => self.compile(turn),
            ("POST", ["functions", "dryruns"]) => self.dry_run(turn),
            ("GET", ["functions", "dryruns", _]) => {
                self.job(turn, scopes::FUNCTIONS_DRYRUN, "dryrun", &part(2)?)
            }
            ("POST", ["functions", "dryruns", _, "result"]) => {
                self.job_result(turn, scopes::FUNCTIONS_DRYRUN)
            }
            ("POST", ["functions", "deployments"]) => self.deploy_function(turn),
            ("GET", ["functions", "deployments", _]) => {
                self.job(turn, scopes::DEPLOY, "deployment", &part(2)?)
            }
            ("POST", ["functions", "deployments", _, "result"]) => self.job_result(turn, scopes::DEPLOY),
            (
                "POST",
                ["functions", "deployments", "bundle"] | ["functions", "deployments", "bundle", "preview"],
            )
            | ("POST", ["sync", "deploy"] | ["sync", "deploy", "confirmation" | "internal"]) => {
                self.deploy_all(turn)
            }
            ("POST", ["functions", "invocations"]) => self.invoke(turn),
            ("POST", ["mcp"]) => self.mcp(turn),
            ("GET", ["mcp"]) => self.mcp_stream(turn),
            (_, ["v1", _, ..]) => self.custom_endpoint(turn),
            ("POST", ["cli", "telemetry"]) => cli_telemetry(turn),
            _ => return Ok(None),
        };
        answer.map(Some)
    }

    /// GET /scripts/config.
    fn scripts_config(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
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
    fn list_functions(&mut self, turn: &mut Turn, key: &str) -> Result<Reply, Reply> {
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

    /// GET /integrations/:uniqueKey/functions/:name.
    fn get_function(&mut self, turn: &mut Turn, key: &str, name: &str) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::FUNCTIONS_READ)?;
        turn.valid_query(&own::FUNCTION_QUERY)?;
        self.no_function(turn, key, name)
    }

    /// DELETE /integrations/:uniqueKey/functions/:name.
    fn delete_function(&mut self, turn: &mut Turn, key: &str, name: &str) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::FUNCTIONS_DELETE)?;
        turn.valid_query(&own::FUNCTION_DELETE_QUERY)?;
        self.no_function(turn, key, name)
    }

    fn no_function(&self, turn: &Turn, key: &str, name: &str) -> Result<Reply, Reply> {
        turn.valid(
            "invalid_uri_params",
            &own::FUNCTION_PATH,
            Some(&json!({"uniqueKey": key, "name": name})),
        )?;
        let what = if self.integration(key).is_some() { "Function" } else { "Integration" };
        Err(reply::error(404, "not_found", &format!("{what} does not exist")))
    }

    /// GET /integrations/:uniqueKey/functions/:name/code.
    fn function_code(&mut self, turn: &mut Turn, key: &str, name: &str) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::FUNCTIONS_READ)?;
        turn.valid(
            "invalid_uri_params",
            &own::FUNCTION_PATH,
            Some(&json!({"uniqueKey": key, "name": name})),
        )?;
        turn.valid_query(&own::FUNCTION_QUERY)?;
        let message = match self.integration(key) {
            Some(_) => format!("Function '{name}' not found for integration '{key}'"),
            None => format!("Integration '{key}' not found"),
        };
        Err(reply::error(404, "not_found", &message))
    }

    /// POST /action/trigger.
    fn trigger_action(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::ACTIONS_EXECUTE)?;
        turn.valid_query(&rules::NOTHING)?;
        turn.valid_body(&own::ACTION)?;
        self.connection_in_headers(turn, "Failed to find connection")?;
        Err(reply::error(404, "not_found", "Action not found"))
    }

    /// GET /action/:id.
    fn action_result(&mut self, turn: &mut Turn, id: &str) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::ACTIONS_EXECUTE)?;
        turn.valid_query(&rules::NOTHING)?;
        turn.valid_path(&own::ID_PATH, "id", id)?;
        Err(reply::error(404, "not_found", &format!("No action '{id}' found")))
    }

    /// POST /functions/compile.
    fn compile(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::FUNCTIONS_COMPILE)?;
        turn.valid_query(&rules::NOTHING)?;
        turn.valid_body(&own::COMPILE)?;
        Err(nowhere_to_run())
    }

    /// POST /functions/dryruns.
    fn dry_run(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::FUNCTIONS_DRYRUN)?;
        turn.valid_query(&rules::NOTHING)?;
        let body = turn.valid_body(&own::DRYRUN)?;
        self.connection_in_body(&body)?;
        Err(nowhere_to_run())
    }

    /// POST /functions/deployments.
    fn deploy_function(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::DEPLOY)?;
        turn.valid_query(&rules::NOTHING)?;
        let body = turn.valid_body(&own::DEPLOYMENT)?;
        let key = text(&body, "integration_id").unwrap_or_default();
        if self.integration(key).is_none() {
            let message = format!("Integration '{key}' was not found");
            return Err(reply::error(404, "integration_not_found", &message));
        }
        match text(&body, "template") {
            Some(name) => {
                let message = format!("No template named '{name}' exists for this integration");
                Err(reply::error(404, "template_not_found", &message))
            }
            None => Err(nowhere_to_run()),
        }
    }

    /// What the official CLI deploys with: POST /sync/deploy and POST /functions/deployments/bundle with all that
    /// belongs to them.
    fn deploy_all(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::DEPLOY)?;
        Err(nowhere_to_run())
    }

    /// GET /functions/dryruns/:id and GET /functions/deployments/:id.
    fn job(&mut self, turn: &mut Turn, scope: &[&str], kind: &str, id: &str) -> Result<Reply, Reply> {
        self.api_key(turn, scope)?;
        turn.valid_query(&rules::NOTHING)?;
        turn.valid_path(&own::ID_PATH, "id", id)?;
        let name = if kind == "dryrun" { "Dryrun" } else { "Deployment" };
        Err(reply::error(404, &format!("{kind}_not_found"), &format!("{name} '{id}' was not found")))
    }

    /// POST /functions/dryruns/:id/result and its sibling, where what runs reports: no API key may.
    fn job_result(&mut self, turn: &mut Turn, scope: &[&str]) -> Result<Reply, Reply> {
        self.api_key(turn, scope)?;
        Err(reply::code(403, "forbidden"))
    }

    /// POST /functions/invocations.
    fn invoke(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::FUNCTIONS_INVOKE)?;
        turn.valid_query(&rules::NOTHING)?;
        let body = turn.valid_body(&own::INVOCATION)?;
        self.connection_in_body(&body)?;
        let message = format!("Function '{}' was not found", text(&body, "name").unwrap_or_default());
        Err(reply::error(404, "function_not_found", &message))
    }

    /// POST /mcp: the connection's actions as an agent's tools, of which there are none.
    fn mcp(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::MCP)?;
        let unknown = "Provided connection-id and provider-config-key does not match a valid connection";
        self.connection_in_headers(turn, unknown)?;
        let id = turn.body.as_ref().and_then(|body| body.get("id")).cloned().unwrap_or_default();
        let error = json!({"code": -32601, "message": "Method not found"});
        Ok(reply::json(200, &json!({"jsonrpc": "2.0", "error": error, "id": id})))
    }

    /// GET /mcp.
    fn mcp_stream(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::MCP)?;
        let error = json!({"code": -32000, "message": "Method not allowed."});
        let body = json!({"jsonrpc": "2.0", "error": error, "id": null}).to_string().into_bytes();
        Err(Reply { status: 405, headers: Headers::new(), body })
    }

    /// Anything below /v1: an endpoint that a function would have (deprecated).
    fn custom_endpoint(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.api_key(turn, scopes::ANY)?;
        self.connection_in_headers(turn, "Failed to find connection")?;
        let path = &turn.request.path;
        let path = path.strip_prefix("/v1").unwrap_or(path);
        let message = format!("Unknown endpoint '{} {path}'", turn.request.method);
        Err(reply::json(404, &json!({ "message": message })))
    }

    /// Refuses a request whose headers name no connection, in these words.
    pub(super) fn connection_in_headers(&self, turn: &Turn, unknown: &str) -> Result<(), Reply> {
        let header = |name: &str| Some((name.to_owned(), turn.request.headers.get(name)?.into()));
        let given: Map<String, Value> =
            ["provider-config-key", "connection-id"].into_iter().filter_map(header).collect();
        turn.valid("invalid_headers", &own::HEADERS, Some(&Value::Object(given.clone())))?;
        let of = |name: &str| text(&given, name).unwrap_or_default();
        match self.connection(of("connection-id"), of("provider-config-key")) {
            Some(_) => Ok(()),
            None => Err(reply::error(400, "unknown_connection", unknown)),
        }
    }

    fn connection_in_body(&self, body: &Map<String, Value>) -> Result<(), Reply> {
        let of = |name: &str| text(body, name).unwrap_or_default();
        let (id, key) = (of("connection_id"), of("integration_id"));
        if self.connection(id, key).is_some() {
            return Ok(());
        }
        let message = format!("Connection '{id}' was not found for integration '{key}'");
        Err(reply::error(404, "connection_not_found", &message))
    }
}

/// What Nango says where the place that functions run in is missing; the sandbox has none.
fn nowhere_to_run() -> Reply {
    let message = "The sandbox compiles, deploys and runs no functions";
    reply::error(503, "execution_environment_unavailable", message)
}

/// POST /cli/telemetry, for anybody: nothing is kept of it.
fn cli_telemetry(turn: &Turn) -> Result<Reply, Reply> {
    turn.valid_query(&rules::NOTHING)?;
    turn.valid_body(&own::CLI_TELEMETRY)?;
    Ok(Reply::empty(204))
}
