//! `providers list|get`

use crate::cli::providers::{Get, List, Providers as Verb};
use crate::context::Context;
use crate::error::Result;
use crate::nango::Field;
use crate::ui::{Style, Table, Ui, harmless};

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
        let search = args.search.as_deref();
        let mut providers = client.list_providers(search).await.map_err(context.failed("list providers"))?;
        if let Some(mode) = &args.auth_mode {
            providers.retain(|provider| provider.auth_mode.eq_ignore_ascii_case(mode));
        }
        let ui = &context.ui;
        if ui.json() {
            return ui.document(&providers);
        }
        if ui.quiet() {
            return providers.iter().try_for_each(|provider| ui.value(&provider.name));
        }
        if providers.is_empty() {
            ui.note("no such provider");
        }
        let mut table = Table::new(ui, &["PROVIDER", "AUTH MODE", "NAME"]);
        for provider in providers {
            let name = provider.display_name.unwrap_or_default();
            table.row([
                (provider.name, Some(Style::Strong)),
                (provider.auth_mode, None),
                (name, Some(Style::Dim)),
            ]);
        }
        table.flush()
    })
}

fn get(context: &Context, args: &Get) -> Result<()> {
    let client = context.client()?;
    context.run(async {
        let provider =
            client.get_provider(&args.provider).await.map_err(context.failed("get the provider"))?;
        let ui = &context.ui;
        if ui.quiet() {
            return ui.value(&provider.name);
        }
        if ui.json() {
            return ui.document(&provider);
        }
        let text = |name: &str| provider.rest.get(name).and_then(|value| value.as_str()).map(str::to_owned);
        let mut rows = vec![
            ("provider", provider.name.clone()),
            ("name", provider.display_name.clone().unwrap_or_default()),
            ("auth mode", provider.auth_mode.clone()),
            ("browser", if provider.needs_browser() { "needed" } else { "not needed" }.to_owned()),
        ];
        rows.extend(text("docs").map(|docs| ("docs", docs)));
        ui.fields(&rows)?;
        inputs(ui, "connection config", &provider.connection_config())?;
        inputs(ui, "credentials", &provider.credentials())
    })
}

fn inputs(ui: &Ui, what: &str, fields: &[(String, Field)]) -> Result<()> {
    for (name, field) in fields {
        let mut line =
            format!("{what}\t{}\t{}", harmless(name), if field.optional { "optional" } else { "required" });
        for part in [&field.title, &field.description].into_iter().flatten() {
            line.push('\t');
            line.push_str(&harmless(part));
        }
        if !ui.for_person() {
            ui.line(&line)?;
            continue;
        }
        let title = harmless(field.title.as_deref().unwrap_or_default());
        let asked = if field.optional { "optional" } else { "required" };
        let example = field.example.as_ref().map(|example| format!(", for example {}", harmless(example)));
        ui.line(&format!(
            "{}{} {title} {}",
            ui.paint(Style::Dim, &format!("{what:<19}")),
            ui.paint(Style::Strong, &harmless(name)),
            ui.paint(Style::Dim, &format!("({asked}{})", example.unwrap_or_default()))
        ))?;
    }
    Ok(())
}
