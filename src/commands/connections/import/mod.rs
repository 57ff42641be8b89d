//! `connections import`: one connection, or many from a file.

mod body;
mod lines;
mod many;
mod progress;

use std::cell::Cell;

use serde_json::{Map, Value, json};

use super::{find, look_up, show};
use crate::cli::connections::Import;
use crate::commands::{connect, session_body};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::nango::auth_flow::{Place, check, inputs};
use crate::nango::{Integration, Provider};
use crate::ui::shell_word;

/// Imports.
pub fn run(context: &Context, args: &Import) -> Result<()> {
    context.client()?;
    match (&args.ndjson, &args.integration) {
        (Some(path), _) => many::run(context, args, path),
        (None, Some(integration)) => one(context, args, integration),
        (None, None) => Err(Error::usage("--integration is missing")),
    }
}

fn one(context: &Context, args: &Import, integration: &str) -> Result<()> {
    let credentials = match &args.credentials_file {
        Some(path) => Some(super::metadata::read_object(context, path, "the credentials")?),
        None => None,
    };
    let metadata = match &args.metadata {
        Some(path) => Some(super::metadata::read_object(context, path, "the metadata")?),
        None => None,
    };
    let mut body = Map::new();
    body.insert("provider_config_key".to_owned(), integration.into());
    // With an ID of its own an import that was not answered can be looked for.
    let connection_id = args.connection_id.clone().unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
    body.insert("connection_id".to_owned(), connection_id.clone().into());
    body.extend(metadata.map(|metadata| ("metadata".to_owned(), Value::Object(metadata))));
    if !args.tags.is_empty() {
        body.insert("tags".to_owned(), json!(session_body::tag_map(&args.tags)?));
    }
    if let Some(user) = session_body::end_user(&args.end_user) {
        body.insert("end_user".to_owned(), json!(user));
    }
    body.extend(args.webhook_url.as_ref().map(|url| ("webhook_url_override".to_owned(), url.clone().into())));

    let sent = Cell::new(false);
    let importing = send_one(context, args, credentials, body, &connection_id, &sent);
    context.run(importing).map_err(|error| {
        let unanswered = matches!(error.kind, Kind::Interrupted | Kind::Unreachable);
        if !unanswered || !sent.get() {
            return error;
        }
        error.hint(format!(
            "the import was sent: see whether it was made with `nango-cli connections get {}`",
            shell_word(&connection_id)
        ))
    })
}

async fn send_one(
    context: &Context,
    args: &Import,
    credentials: Option<Map<String, Value>>,
    mut body: Map<String, Value>,
    connection_id: &str,
    sent: &Cell<bool>,
) -> Result<()> {
    let client = context.client()?;
    let integration = connect::choose(context, args.integration.as_deref(), None).await?;
    let provider = connect::provider(context, &integration.provider).await?;
    let key = integration.unique_key.clone();
    let credentials = checked(&key, &provider, credentials)?;
    let current = match &args.connection_id {
        Some(id) if find::row_if_any(context, id, Some(&key)).await?.is_some() => {
            if !args.overwrite {
                return Err(exists(&format!("{id} ({key})")));
            }
            Some(look_up(context, &key, id).await?)
        }
        _ => None,
    };
    let known = current.as_ref().map(|current| &current.connection_config);
    if let Some(config) = config(args, &provider, &integration, known)? {
        body.insert("connection_config".to_owned(), Value::Object(config));
    }
    if let Some(current) = current {
        body::carry_over(&mut body, current);
    }
    let credentials = Value::Object(credentials);
    body.insert("credentials".to_owned(), credentials.clone());
    sent.set(true);
    let made = client.import_connection(&body).await;
    let made = made.map_err(|fault| {
        if matches!(fault, crate::nango::Fault::Api(_)) {
            sent.set(false);
        }
        scrubbed(context.failed("import the connection")(fault), &credentials)
    })?;
    sent.set(false);
    let made = show(context, made.masked());
    made.map_err(|error| error.hint(format!("the connection exists: {connection_id} ({key})")))
}

/// An error without any of the credentials' values.
fn scrubbed(mut error: Error, credentials: &Value) -> Error {
    error.cause = error.cause.map(|cause| body::scrub(&cause, credentials));
    for detail in &mut error.details {
        detail.message = body::scrub(&detail.message, credentials);
    }
    error
}

fn exists(name: &str) -> Error {
    Error::usage(format!("the connection {name} exists already"))
        .code("connection_exists")
        .hint("--overwrite gives it these credentials and keeps its tags, metadata and webhook URL")
}

fn checked(
    key: &str,
    provider: &Provider,
    credentials: Option<Map<String, Value>>,
) -> Result<Map<String, Value>> {
    let mode = provider.auth_mode.as_str();
    if !body::importable(mode) {
        return Err(Error::usage(body::not_importable(mode))
            .code("not_importable")
            .hint(format!("connect it instead: nango-cli connect --integration {}", shell_word(key))));
    }
    if credentials.is_none() && mode != "NONE" {
        return Err(Error::usage(format!("{key} needs credentials to import")).hint(format!(
            "give --credentials-file FILE (or - for standard input) with {}",
            body::example(mode)
        )));
    }
    let mut credentials = credentials.unwrap_or_default();
    match body::credentials(mode, &mut credentials) {
        Ok(()) => Ok(credentials),
        Err(problems) => {
            let error = Error::usage(format!("{key} takes other credentials"));
            Err(problems.into_iter().fold(error, |error, (path, what)| error.detail(path, what)))
        }
    }
}

/// The connection config: what was given, what the connection has, and what the provider presets. Nango would take
/// one that lacks a value, and fail later (protocol §16).
fn config(
    args: &Import,
    provider: &Provider,
    integration: &Integration,
    current: Option<&Value>,
) -> Result<Option<Map<String, Value>>> {
    let mut config = match current {
        Some(Value::Object(current)) => current.clone(),
        _ => Map::new(),
    };
    if config.get("oauth_scopes_override").is_some_and(|scopes| !scopes.is_array()) {
        config.shift_remove("oauth_scopes_override");
    }
    config.extend(args.params.iter().map(|(name, value)| (name.clone(), value.clone().into())));
    let mut problems = Vec::new();
    let wanted =
        inputs(provider, integration).into_iter().filter(|input| input.place == Place::ConnectionConfig);
    for input in wanted {
        let path = format!("--param {}=…", input.name);
        match (config.get(&input.name), &input.field.default_value) {
            (None, Some(preset)) => {
                config.insert(input.name, preset.clone().into());
            }
            (None, None) if input.required() => {
                let example = input.field.example.as_ref();
                let example = example.map(|text| format!(", for example {text}")).unwrap_or_default();
                problems.push((path, format!("is missing: {}{example}", input.title())));
            }
            (Some(Value::String(given)), _) => match check(&input.field, given) {
                Ok(text) => {
                    config.insert(input.name, text.into());
                }
                Err(why) => problems.push((path, why)),
            },
            _ => {}
        }
    }
    if problems.is_empty() {
        return Ok((!config.is_empty()).then_some(config));
    }
    let error = Error::usage(format!("{} needs other values to work", integration.unique_key));
    Err(problems.into_iter().fold(error, |error, (path, what)| error.detail(path, what)))
}
