//! `integrations`: what is configured in this environment, and how that changes.

pub mod app;
mod change;
mod gather;
mod write;

pub use write::{command, word};

use crate::cli::integrations::{Get, Integrations as Verb, List};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::nango::{Integration, Provider};
use crate::ui::{Style, Table};

/// Runs one verb.
pub fn run(context: &Context, verb: &Verb) -> Result<()> {
    match verb {
        Verb::List(args) => list(context, args),
        Verb::Get(args) => get(context, args),
        Verb::Create(args) => write::create(context, args),
        Verb::Update(args) => change::update(context, args),
        Verb::Delete(args) => change::delete(context, args),
    }
}

fn list(context: &Context, args: &List) -> Result<()> {
    let client = context.client()?;
    context.run(async {
        let mut integrations =
            client.list_integrations().await.map_err(context.failed("list integrations"))?;
        if let Some(provider) = &args.provider {
            integrations.retain(|integration| integration.provider == *provider);
        }
        let ui = &context.ui;
        if ui.json() {
            return ui.document(&integrations);
        }
        if ui.quiet() {
            return integrations.iter().try_for_each(|integration| ui.value(&integration.unique_key));
        }
        if integrations.is_empty() {
            ui.note("no integrations");
        }
        let mut table = Table::new(ui, &["UNIQUE KEY", "PROVIDER", "NAME"]);
        for integration in integrations {
            let name = integration.display_name.unwrap_or_default();
            table.row([
                (integration.unique_key, Some(Style::Strong)),
                (integration.provider, None),
                (name, Some(Style::Dim)),
            ]);
        }
        table.flush()
    })
}

fn get(context: &Context, args: &Get) -> Result<()> {
    let client = context.client()?;
    let mut include = Vec::new();
    include.extend(args.webhook.then_some("webhook"));
    include.extend(args.show_credentials.then_some("credentials"));
    context.run(async {
        let mut integration = client
            .get_integration(&args.unique_key, &include)
            .await
            .map_err(context.failed("get the integration"))?;
        if args.show_credentials && integration.credentials.is_none() {
            context
                .ui
                .warn("the key may not read credentials: it lacks environment:integrations:read_credentials");
        }
        if !args.show_credentials {
            integration.credentials = None;
        }
        show(context, integration)
    })
}

/// Shows one integration.
fn show(context: &Context, integration: Integration) -> Result<()> {
    let ui = &context.ui;
    if ui.quiet() {
        return ui.value(&integration.unique_key);
    }
    if ui.json() {
        return ui.document(&integration);
    }
    let mut rows = vec![
        ("unique key", integration.unique_key),
        ("provider", integration.provider),
        ("name", integration.display_name.unwrap_or_default()),
    ];
    for (name, field) in
        [("webhook url", "webhook_url"), ("created", "created_at"), ("updated", "updated_at")]
    {
        if let Some(text) = integration.rest.get(field).and_then(|value| value.as_str()) {
            rows.push((name, text.to_owned()));
        }
    }
    if integration.rest.get("forward_webhooks") == Some(&serde_json::Value::Bool(false)) {
        rows.push(("webhooks", "not forwarded".to_owned()));
    }
    let credentials = integration.credentials.unwrap_or_default().0;
    for (name, label) in [
        ("type", "credentials"),
        ("client_id", "client id"),
        ("client_secret", "client secret"),
        ("scopes", "scopes"),
        ("app_id", "app id"),
        ("app_link", "app link"),
        ("private_key", "private key"),
        ("webhook_secret", "webhook secret"),
    ] {
        if let Some(text) = credentials[name].as_str() {
            rows.push((label, text.to_owned()));
        }
    }
    ui.fields(&rows)
}

/// Every integration of `provider`.
///
/// # Errors
/// Not found when there is none, with the command that makes one, or with the provider that may be meant.
pub async fn of_provider(context: &Context, provider: &str) -> Result<Vec<Integration>> {
    let found = known(context, provider).await?;
    if !found.is_empty() {
        return Ok(found);
    }
    Err(missing(&provider_of_none(context, provider).await?))
}

/// As [`of_provider`]; where there is none, a person is offered to make one.
///
/// # Errors
/// As [`of_provider`], and those of making it.
pub async fn of_provider_or_new(context: &Context, provider: &str) -> Result<Vec<Integration>> {
    let found = known(context, provider).await?;
    if !found.is_empty() {
        return Ok(found);
    }
    let provider = provider_of_none(context, provider).await?;
    let missing = missing(&provider);
    if !context.ui.may_prompt() {
        return Err(missing);
    }
    Ok(vec![write::offer(context, &provider, missing).await?])
}

async fn known(context: &Context, provider: &str) -> Result<Vec<Integration>> {
    let all = context.client()?.list_integrations().await.map_err(context.failed("list integrations"))?;
    Ok(all.into_iter().filter(|integration| integration.provider == provider).collect())
}

/// A provider that does not exist has no integration either.
async fn provider_of_none(context: &Context, name: &str) -> Result<Provider> {
    let found = super::providers::find(context, name).await;
    found.map_err(|error| match error.kind {
        Kind::NotFound => error.code("no_integration"),
        _ => error,
    })
}

fn missing(provider: &Provider) -> Error {
    let what = format!("no integration of the provider {} exists here", provider.name);
    let error = Error::new(Kind::NotFound, what).code("no_integration");
    error.hint(format!("make one: {}", write::command(provider)))
}

/// The dashboard's page that makes an integration (protocol §1.2).
fn create_page(context: &Context, provider: &str) -> String {
    let environment = context.settings.environment.as_ref().map_or("dev", |environment| &environment.value);
    if context.settings.is_cloud() {
        format!("https://app.nango.dev/{environment}/integrations/create/{provider}")
    } else {
        format!("Integrations → Configure new integration → {provider}")
    }
}
