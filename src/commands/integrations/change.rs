//! `integrations update|delete`

use serde_json::{Map, Value, json};

use super::app::{self, Problems};
use super::gather::{Values, credentials, insert_texts, read_key_file};
use super::show;
use super::write::word;
use crate::cli::integrations::{Delete, Update};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::nango::{ConnectionFilter, Integration};
use crate::secret::Secret;
use crate::ui::harmless;

/// Runs `integrations update`.
pub fn update(context: &Context, args: &Update) -> Result<()> {
    context.client()?;
    let parts = Values::of(context, &args.parts)?;
    let mut body = Map::new();
    let mut problems = Problems::default();
    if let Some(name) = &args.name {
        problems.check("--name", app::display_name(name));
        body.insert("display_name".to_owned(), json!(name));
    }
    if let Some(key) = &args.new_key {
        problems.check("--new-key", app::unique_key(key));
        body.insert("unique_key".to_owned(), json!(key));
    }
    if let Some(forward) = args.forward_webhooks {
        body.insert("forward_webhooks".to_owned(), json!(forward));
    }
    let app = parts.file.as_ref().is_some_and(|file| !file.fields.is_empty()) || !parts.scopes.is_empty();
    let settings = !parts.custom.is_empty() || !parts.config.is_empty();
    if body.is_empty() && !app && !settings {
        return Err(
            Error::usage("nothing to change was given").hint("see nango-cli integrations update --help")
        );
    }
    context.run(async {
        if app || settings {
            changes(context, args, parts, app, &mut body, &mut problems).await?;
        }
        problems.none(&format!("update the integration {}", args.unique_key), &[])?;
        let updated = context.client()?.update_integration(&args.unique_key, &body).await;
        let updated =
            updated.map_err(context.failed("update the integration")).map_err(|error| {
                match error.cause.as_deref() {
                    Some("Can't rename an integration with active connections") => error.hint(format!(
                        "see them: nango-cli connections list --integration {}",
                        word(&args.unique_key)
                    )),
                    _ => error,
                }
            })?;
        show(context, updated).map_err(|error| error.hint("the integration was updated"))
    })
}

/// The parts of an update that depend on the provider.
async fn changes(
    context: &Context,
    args: &Update,
    parts: Values,
    app: bool,
    body: &mut Map<String, Value>,
    problems: &mut Problems,
) -> Result<()> {
    let include: &[&str] = if app { &["credentials"] } else { &[] };
    let found = context.client()?.get_integration(&args.unique_key, include).await;
    let integration = found.map_err(context.failed("look up the integration"))?;
    let provider = super::super::providers::find(context, &integration.provider).await?;
    let mode = provider.auth_mode.as_str();
    parts.check(&provider, problems)?;
    let config = app::config(&provider, parts.config, false, problems);
    insert_texts(body, "integration_config", &config);
    insert_texts(body, "custom", &parts.custom);
    if !app {
        return Ok(());
    }
    let mut fields = parts.file.map(|file| file.fields).unwrap_or_default();
    read_key_file(&mut fields)?;
    // The API takes credentials as a whole: what is not given is what there is.
    if !app::fields(mode).iter().all(|field| fields.contains_key(field.name)) {
        for (name, value) in current(context, &integration, mode)? {
            if name != "scopes" || parts.scopes.is_empty() {
                fields.entry(name).or_insert(value);
            }
        }
    }
    if let Some(credentials) = credentials(context, mode, Some(fields), &parts.scopes, false, problems)? {
        body.insert("credentials".to_owned(), credentials);
    }
    Ok(())
}

/// The app's credentials as they are.
fn current(context: &Context, integration: &Integration, mode: &str) -> Result<Vec<(String, Secret)>> {
    let whole = app::fields(mode).iter().map(|field| field.name).collect::<Vec<_>>().join(", ");
    let Some(credentials) = &integration.credentials else {
        let key = context.settings.api_key()?.masked();
        return Err(Error::new(
            Kind::Unauthorized,
            "the app's credentials could not be read, and would be lost",
        )
        .cause(format!("the key {key} lacks the scope environment:integrations:read_credentials"))
        .code("forbidden")
        .hint(format!("give the key that scope, or all of {whole} in --credentials-file")));
    };
    let mut texts = Vec::new();
    for name in app::fields(mode).iter().map(|field| field.name).chain(["scopes"]) {
        match credentials.0[name].as_str() {
            // Nango shows nothing of an app that it shares.
            Some("") if name != "scopes" => {
                return Err(Error::usage("the integration uses Nango's shared developer app")
                    .hint(format!("give your own app's {whole} in --credentials-file")));
            }
            Some(text) => texts.push((name.to_owned(), Secret::new(text))),
            None => {}
        }
    }
    Ok(texts)
}

/// Runs `integrations delete`.
pub fn delete(context: &Context, args: &Delete) -> Result<()> {
    let client = context.client()?;
    let key = &args.unique_key;
    context.run(async {
        let found = client.get_integration(key, &[]).await;
        let known = found.map_err(context.failed("find the integration"))?.unique_key;
        let connections = match count(context, &known).await {
            // A key may delete what it may not list.
            Err(error) if args.yes && error.kind == Kind::Unauthorized => None,
            counted => Some(counted?),
        };
        let what = match connections {
            None => format!("{known} and its connections"),
            Some(0) => format!("{known}, which has no connections"),
            Some(1) => format!("{known} and its connection"),
            Some(MOST) => format!("{known} and its {MOST} connections or more"),
            Some(count) => format!("{known} and its {count} connections"),
        };
        if !args.yes {
            if !context.ui.may_prompt() {
                return Err(Error::usage(format!("this would delete {what}")).hint("say so with --yes"));
            }
            if !context.ui.confirm(&format!("Delete {what}?"))? {
                return Err(Error::failure("nothing was deleted").code("not_confirmed"));
            }
        }
        client.delete_integration(&known).await.map_err(context.failed("delete the integration"))?;
        if context.ui.json() {
            return context.ui.document(&json!({ "success": true, "connections": connections }));
        }
        if context.ui.quiet() {
            return context.ui.value(&known);
        }
        context.ui.note(&harmless(&format!("deleted {what}")));
        Ok(())
    })
}

/// As many as one page of the list has.
const MOST: usize = 2000;

async fn count(context: &Context, key: &str) -> Result<usize> {
    let filter = ConnectionFilter { integrations: vec![key.to_owned()], ..ConnectionFilter::default() };
    let rows = context.client()?.list_connections(&filter, MOST as u32, 0).await;
    Ok(rows.map_err(context.failed("count the integration's connections"))?.len())
}
