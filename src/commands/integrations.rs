//! `integrations list|get`

use crate::cli::integrations::{Get, Integrations as Verb, List};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::nango::Integration;
use crate::ui::{Style, Table, harmless};

/// Runs one verb.
pub fn run(context: &Context, verb: &Verb) -> Result<()> {
    match verb {
        Verb::List(args) => list(context, args),
        Verb::Get(args) => get(context, args),
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
        let integration = client
            .get_integration(&args.unique_key, &include)
            .await
            .map_err(context.failed("get the integration"))?;
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
        let credentials = integration.credentials.unwrap_or_default().0;
        for (name, label) in [
            ("client_id", "client id"),
            ("client_secret", "client secret"),
            ("scopes", "scopes"),
            ("app_id", "app id"),
            ("app_link", "app link"),
            ("webhook_secret", "webhook secret"),
        ] {
            if let Some(text) = credentials[name].as_str() {
                rows.push((label, text.to_owned()));
            }
        }
        ui.fields(&rows)
    })
}

/// Every integration of `provider`.
///
/// # Errors
/// Not found when there is none, with how to make one.
pub async fn of_provider(context: &Context, provider: &str) -> Result<Vec<Integration>> {
    let all = context.client()?.list_integrations().await.map_err(context.failed("list integrations"))?;
    let others: Vec<String> = all.iter().map(|integration| integration.provider.clone()).collect();
    let found: Vec<Integration> =
        all.into_iter().filter(|integration| integration.provider == provider).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let mut error =
        Error::new(Kind::NotFound, format!("no integration of the provider {provider} exists here"))
            .code("no_integration");
    if let Some(key) =
        others.iter().find(|other| other.contains(provider) || provider.contains(other.as_str()))
    {
        error = error.hint(format!("did you mean --provider {}?", harmless(key)));
    }
    Err(error.hint(format!("make one in the dashboard: {}", create_page(context, provider))))
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
