//! What to connect: an integration, or a connection that is to be re-authorized with all it has.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::{connections, integrations, session_body};
use super::SESSION_TAG;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::nango::{Integration, SessionRequest};

/// The integration to connect.
///
/// # Errors
/// Not found, or a usage error that names the candidates where several fit and nobody can be asked.
pub async fn choose(context: &Context, key: Option<&str>, provider: Option<&str>) -> Result<Integration> {
    let candidates = match (key, provider) {
        (Some(key), _) => {
            let get = context.client()?.get_integration(key, &[]).await;
            return get.map_err(context.failed("find the integration")).map_err(|error| match error.kind {
                Kind::NotFound => error.hint("see which exist with `nango-cli integrations list`"),
                _ => error,
            });
        }
        (None, Some(provider)) => integrations::of_provider_or_new(context, provider).await?,
        (None, None) => {
            context.client()?.list_integrations().await.map_err(context.failed("list integrations"))?
        }
    };
    let keys: Vec<String> = candidates.iter().map(|integration| integration.unique_key.clone()).collect();
    let index = match candidates.len() {
        0 => {
            let error = Error::new(Kind::NotFound, "this environment has no integration");
            return Err(error.code("no_integration"));
        }
        1 => 0,
        _ if context.ui.may_prompt() => context.ui.choose("Which integration?", &keys)?,
        _ => {
            let error = Error::usage("several integrations fit");
            return Err(error.hint(format!("choose one with --integration: {}", keys.join(", "))));
        }
    };
    candidates.into_iter().nth(index).ok_or_else(|| Error::failure("that integration is not there"))
}

/// What a connection has that a re-authorization would wipe (protocol §2.2, §16.13).
pub struct Kept {
    /// The connection's ID.
    pub connection_id: String,
    /// Its integration's unique key.
    pub integration: String,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// Its webhook URL.
    pub webhook_url_override: Option<String>,
    /// The texts of its connection config.
    pub config: Vec<(String, String)>,
    /// Its metadata, if it has any.
    pub metadata: Map<String, Value>,
}

impl Kept {
    /// Looks up a connection that is to be re-authorized. A connection whose credentials cannot be refreshed any
    /// more is the reason to do so: its row in the list, and what the failure holds, will do.
    ///
    /// # Errors
    /// Not found, or a usage error where several integrations have that ID.
    pub async fn of(context: &Context, connection_id: &str, integration: Option<&str>) -> Result<Self> {
        let integration = match integration {
            Some(integration) => integration.to_owned(),
            None => connections::integration_of(context, connection_id).await?,
        };
        let connection = connections::look_up(context, &integration, connection_id).await?;
        let config = match connection.connection_config {
            Value::Object(config) => config,
            _ => Map::new(),
        };
        Ok(Kept {
            connection_id: connection.connection_id,
            integration,
            tags: connection.tags,
            webhook_url_override: connection.webhook_url_override,
            config: config
                .into_iter()
                .filter_map(|(name, value)| Some((name, value.as_str()?.to_owned())))
                .collect(),
            metadata: match connection.metadata {
                Some(Value::Object(metadata)) => metadata,
                _ => Map::new(),
            },
        })
    }

    /// Adds to a session that re-authorizes it what that would wipe by leaving it out. A `file` that the request is
    /// laid over says for itself what it says; null: there is none.
    ///
    /// # Errors
    /// None that is known of: a request has a form in JSON.
    pub fn fill(&self, request: &mut SessionRequest, file: &Value) -> Result<()> {
        if file["webhook_url_override"].is_null() && request.webhook_url_override.is_none() {
            request.webhook_url_override.clone_from(&self.webhook_url_override);
        }
        if !file["tags"].is_null() {
            return Ok(());
        }
        let wrong = |error| Error::failure("could not make the body").cause(error);
        let said = session_body::over(file.clone(), serde_json::to_value(&*request).map_err(wrong)?);
        let mut tags = self.tags.clone();
        // An earlier flow of this tool left its own.
        tags.remove(SESSION_TAG);
        if let Some(id) = said["end_user"]["id"].as_str() {
            // These go before what the session says of its end user (protocol §2.1).
            let another = tags.get("end_user_id").is_none_or(|known| known != id);
            for (name, given) in [
                ("end_user_id", &said["end_user"]["id"]),
                ("end_user_email", &said["end_user"]["email"]),
                ("end_user_display_name", &said["end_user"]["display_name"]),
                ("organization_id", &said["organization"]["id"]),
                ("organization_display_name", &said["organization"]["display_name"]),
            ] {
                match given.as_str() {
                    Some(given) => _ = tags.insert(name.to_owned(), given.to_owned()),
                    None if another => _ = tags.remove(name),
                    None => {}
                }
            }
            let own = said["end_user"]["tags"].as_object().into_iter().flatten();
            tags.extend(own.filter_map(|(name, tag)| Some((name.to_lowercase(), tag.as_str()?.to_owned()))));
        }
        tags.extend(request.tags.take().unwrap_or_default());
        request.tags = Some(tags);
        Ok(())
    }
}
