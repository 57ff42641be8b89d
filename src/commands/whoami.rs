//! `whoami`: which host, which key, and where each value came from.

use serde_json::{Value, json};

use crate::context::Context;
use crate::error::Result;
use crate::settings::{Source, Sourced};
use crate::ui::{Style, harmless};

/// Shows every setting. It calls nobody: no public endpoint says who a key is (protocol §9.6).
pub fn run(context: &Context) -> Result<()> {
    let (ui, settings) = (&context.ui, &context.settings);
    let host = settings.host.value.as_str().trim_end_matches('/').to_owned();
    let host = Sourced { value: host, source: settings.host.source.clone() };
    let masked = |key: &Option<Sourced<crate::secret::Secret>>| {
        key.as_ref().map(|key| Sourced { value: key.value.masked(), source: key.source.clone() })
    };
    let api_key = masked(&settings.api_key);
    let signing_key = masked(&settings.own_signing_key);
    if ui.quiet() {
        return ui.value(&host.value);
    }
    let rows = [
        ("host", Some(&host)),
        ("profile", settings.profile.as_ref()),
        ("environment", settings.environment.as_ref()),
        ("api_key", api_key.as_ref()),
        ("webhook_signing_key", signing_key.as_ref()),
    ];
    if ui.json() {
        let document: serde_json::Map<String, Value> = rows
            .into_iter()
            .map(|(name, value)| {
                let shown = value.map(|v| json!({ "value": v.value, "source": v.source.to_string() }));
                (name.to_owned(), shown.unwrap_or(Value::Null))
            })
            .collect();
        return ui.document(&document);
    }
    for (name, value) in rows {
        let name = name.replace('_', " ");
        let (text, source) = match value {
            Some(value) => (harmless(&value.value), harmless(&value.source.to_string())),
            None if name.starts_with("webhook") && settings.api_key.is_some() => {
                ("the API key".to_owned(), Source::Default.to_string())
            }
            None => ("none".to_owned(), String::new()),
        };
        if ui.for_person() {
            ui.line(&format!(
                "{}{}  {}",
                ui.paint(Style::Dim, &format!("{name:<21}")),
                text,
                ui.paint(Style::Dim, &if source.is_empty() { source } else { format!("({source})") })
            ))?;
        } else {
            ui.line(&format!("{name}\t{text}\t{source}"))?;
        }
    }
    Ok(())
}
