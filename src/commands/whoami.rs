//! `whoami`: which host, which key, and where each value came from.

use serde_json::{Map, Value, json};

use crate::context::Context;
use crate::error::Result;
use crate::secret::Secret;
use crate::settings::Sourced;
use crate::ui::{Style, harmless};

/// Shows every setting. It calls nobody: no public endpoint says who a key is (protocol §9.6).
pub fn run(context: &Context) -> Result<()> {
    let (ui, settings) = (&context.ui, &context.settings);
    let host = settings.host.value.as_str().trim_end_matches('/').to_owned();
    if ui.quiet() {
        return ui.value(&host);
    }
    let text = |value: &Sourced<String>| (value.value.clone(), value.source.to_string());
    let secret = |key: &Sourced<Secret>| (key.value.masked(), key.source.to_string());
    // Without a key of their own, webhooks are signed with the API key.
    let signing_key = settings.own_signing_key.as_ref().map(secret).or_else(|| {
        settings.api_key.as_ref().map(|key| (key.value.masked(), format!("the API key, {}", key.source)))
    });
    let rows = [
        ("host", Some((host, settings.host.source.to_string()))),
        ("profile", settings.profile.as_ref().map(text)),
        ("environment", settings.environment.as_ref().map(text)),
        ("api_key", settings.api_key.as_ref().map(secret)),
        ("webhook_signing_key", signing_key),
    ];
    if ui.json() {
        let shown = |value: Option<(String, String)>| {
            value.map_or(Value::Null, |(value, source)| json!({ "value": value, "source": source }))
        };
        let document: Map<String, Value> =
            rows.into_iter().map(|(name, value)| (name.to_owned(), shown(value))).collect();
        return ui.document(&document);
    }
    for (name, value) in rows {
        let name = name.replace('_', " ");
        let (text, source) = value.unwrap_or_else(|| ("none".to_owned(), String::new()));
        let (text, source) = (harmless(&text), harmless(&source));
        if ui.for_person() {
            let name = ui.paint(Style::Dim, &format!("{name:<21}"));
            let source = if source.is_empty() { source } else { format!("({source})") };
            ui.line(&format!("{name}{text}  {}", ui.paint(Style::Dim, &source)))?;
        } else {
            ui.line(&format!("{name}\t{text}\t{source}"))?;
        }
    }
    Ok(())
}
