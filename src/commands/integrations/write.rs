//! `integrations create`, and the making of an integration that `connect` finds missing.

use std::collections::BTreeMap;

use serde_json::{Map, json};

use super::app::{self, Problems};
use super::gather::{Values, ask_config, credentials, insert_texts};
use super::{create_page, show};
use crate::cli::integrations::Create;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::nango::{Integration, Provider};
use crate::ui::harmless;

/// Runs `integrations create`.
pub fn create(context: &Context, args: &Create) -> Result<()> {
    context.client()?;
    let wanted = Wanted {
        key: args.key.clone(),
        name: args.name.clone(),
        quickstart: args.quickstart,
        forward_webhooks: args.no_forward_webhooks.then_some(false),
        parts: Values::of(context, &args.parts)?,
    };
    context.run(async {
        let provider = super::super::providers::find(context, &args.provider).await?;
        let integration = make(context, &provider, wanted).await?;
        let key = integration.unique_key.clone();
        show(context, integration).map_err(|error| error.hint("the integration was created"))?;
        context.ui.note(&harmless(&format!("connect it: nango-cli connect --integration {}", word(&key))));
        Ok(())
    })
}

/// What an integration is to be; a [`Default`] one is asked for on a terminal.
#[derive(Default)]
pub struct Wanted {
    /// The provider's name, unless given.
    pub key: Option<String>,
    /// What end users see.
    pub name: Option<String>,
    /// Nango's shared developer app.
    pub quickstart: bool,
    /// Whether the provider's own webhooks are passed on.
    pub forward_webhooks: Option<bool>,
    /// The rest.
    pub parts: Values,
}

/// Makes an integration of `provider`: asks on a terminal for what is missing, names it all otherwise.
///
/// # Errors
/// A usage error before anything is sent, or Nango's own.
pub async fn make(context: &Context, provider: &Provider, wanted: Wanted) -> Result<Integration> {
    let mode = provider.auth_mode.as_str();
    let mut problems = Problems::default();
    let key = wanted.key.unwrap_or_else(|| provider.name.clone());
    problems.check("--key", app::unique_key(&key));
    let mut body = Map::from_iter([
        ("provider".to_owned(), json!(provider.name)),
        ("unique_key".to_owned(), json!(key)),
    ]);
    if let Some(name) = wanted.name {
        problems.check("--name", app::display_name(&name));
        body.insert("display_name".to_owned(), json!(name));
    }
    if let Some(forward) = wanted.forward_webhooks {
        body.insert("forward_webhooks".to_owned(), json!(forward));
    }
    if wanted.quickstart {
        if !app::can_be_shared(mode) {
            problems.add("--quickstart", format!("is for providers with a developer app, not for {mode}"));
        }
    } else {
        let parts = wanted.parts;
        parts.check(provider, &mut problems)?;
        let asking = context.ui.may_prompt() && parts.file.is_none();
        let mut config = parts.config;
        if asking && config.is_empty() {
            ask_config(context, provider, &mut config)?;
        }
        let config = app::config(provider, config, true, &mut problems);
        insert_texts(&mut body, "integration_config", &config);
        insert_texts(&mut body, "custom", &parts.custom);
        let file = parts.file.map(|file| file.fields);
        let app = credentials(context, mode, file, &parts.scopes, asking, &mut problems)?;
        if let Some(app) = app {
            body.insert("credentials".to_owned(), app);
        }
    }
    problems.none(&format!("create the integration {key}"), &hints(provider))?;
    let client = context.client()?;
    let made = match wanted.quickstart {
        true => client.create_quickstart_integration(&body).await,
        false => client.create_integration(&body).await,
    };
    let integration = made.map_err(context.failed("create the integration")).map_err(|error| {
        let says = |text: &str| {
            error.cause.as_deref() == Some(text) || error.details.iter().any(|detail| detail.message == text)
        };
        if says("Unique key already exists") {
            return error.hint(
                "give another with --key UNIQUE_KEY, or change that one with `nango-cli integrations update`",
            );
        }
        if says("No Nango-provided developer app is configured for this provider") {
            return error.hint("give your own app's credentials: leave out --quickstart");
        }
        error
    })?;
    if matches!(mode, "MCP_OAUTH2" | "INSTALL_PLUGIN") {
        context.ui.warn(&harmless(&format!(
            "connecting it needs what only the dashboard can set up for {mode}: {}",
            create_page(context, &provider.name)
        )));
    }
    Ok(integration)
}

/// What helps where something is missing.
fn hints(provider: &Provider) -> Vec<String> {
    let mode = provider.auth_mode.as_str();
    let names = app::fields(mode).iter().map(|field| format!("\"{}\":\"…\"", field.name));
    let members: Vec<String> = names.collect();
    let mut hints = Vec::new();
    if !members.is_empty() {
        let members = members.join(",");
        hints.push(format!("give --credentials-file FILE (or - for standard input) with {{{members}}}"));
        if members.contains("private_key") {
            hints.push("\"private_key_file\":\"app.pem\" reads the key from its file".to_owned());
        }
    }
    if app::can_be_shared(mode) {
        hints.push("or use Nango's shared developer app: --quickstart".to_owned());
    }
    hints
}

/// The command that makes an integration of `provider`, as far as it can be known.
pub fn command(provider: &Provider) -> String {
    let mode = provider.auth_mode.as_str();
    let mut command = format!("nango-cli integrations create --provider {}", word(&provider.name));
    let declared = provider.integration_config();
    for (name, field) in &declared {
        let visible = app::is_visible(field, &declared, &BTreeMap::new());
        if !field.optional && field.default_value.is_none() && visible && !app::is_secret(name, field) {
            command.push_str(&format!(" --config {name}=…"));
        }
    }
    if app::is_mandatory(mode) {
        command.push_str(" --credentials-file FILE");
        if app::can_be_shared(mode) {
            command.push_str(" (or --quickstart for Nango's shared developer app)");
        }
    }
    command
}

/// A word for a shell.
pub fn word(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "_./:@=,+-…".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Offers a person to make the integration that is missing.
///
/// # Errors
/// `missing` where the answer is no.
pub async fn offer(context: &Context, provider: &Provider, missing: Error) -> Result<Integration> {
    let mode = provider.auth_mode.as_str();
    let mut ways = Vec::new();
    if app::is_mandatory(mode) {
        ways.push(("Yes, with my own developer app's credentials", Some(false)));
        if app::can_be_shared(mode) {
            ways.push(("Yes, with Nango's shared developer app, to try it out", Some(true)));
        }
    } else {
        ways.push(("Yes", Some(false)));
    }
    ways.push(("No", None));
    let answers: Vec<String> = ways.iter().map(|(words, _)| (*words).to_owned()).collect();
    let question = format!("There is no integration of {} here. Make one?", provider.name);
    let answer = context.ui.choose(&question, &answers)?;
    match ways.get(answer).and_then(|(_, quickstart)| *quickstart) {
        None => Err(missing),
        Some(quickstart) => {
            let made = make(context, provider, Wanted { quickstart, ..Wanted::default() }).await?;
            context.ui.note(&harmless(&format!("made the integration {}", made.unique_key)));
            Ok(made)
        }
    }
}
