//! `providers list|get`

use super::integrations;
use crate::cli::providers::{Get, List, Providers as Verb};
use crate::context::Context;
use crate::error::{Kind, Result};
use crate::nango::auth_flow::{Input, Place, inputs};
use crate::nango::{Field, Integration, Provider};
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

/// One provider.
///
/// # Errors
/// Not found, with those whose names are like it.
pub async fn find(context: &Context, name: &str) -> Result<Provider> {
    let client = context.client()?;
    let found = client.get_provider(name).await.map_err(context.failed("find the provider"));
    let Err(error) = found else { return found };
    if error.kind != Kind::NotFound {
        return Err(error);
    }
    // Without the list there is merely no suggestion.
    let all = client.list_providers(None).await.unwrap_or_default();
    let like = alike(name, all.into_iter().map(|provider| provider.name));
    Err(match like.is_empty() {
        true => error.hint("see which there are with `nango-cli providers list --search TEXT`"),
        false => error.hint(format!("did you mean {}?", like.join(", "))),
    })
}

/// The three names nearest to `name`, if any is near.
fn alike(name: &str, names: impl Iterator<Item = String>) -> Vec<String> {
    let wanted = name.to_lowercase();
    let mut near: Vec<(usize, String)> = names
        .filter_map(|other| {
            let far = distance(&wanted, &other);
            let part = wanted.len() > 2 && (other.contains(&wanted) || wanted.contains(&other));
            (part || far <= wanted.chars().count().div_ceil(3).min(3)).then_some((far, other))
        })
        .collect();
    near.sort();
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

/// How many characters must be added, taken away or replaced (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (index, from) in a.chars().enumerate() {
        let mut before = std::mem::replace(&mut row[0], index + 1);
        for (at, to) in b.iter().enumerate() {
            let replaced = before + usize::from(from != *to);
            before = row[at + 1];
            row[at + 1] = replaced.min(before + 1).min(row[at] + 1);
        }
    }
    row[b.len()]
}

fn get(context: &Context, args: &Get) -> Result<()> {
    context.client()?;
    context.run(async {
        let provider = find(context, &args.provider).await?;
        let ui = &context.ui;
        if ui.quiet() {
            return ui.value(&provider.name);
        }
        if ui.json() {
            return ui.document(&provider);
        }
        describe(ui, &provider)
    })
}

/// What connecting it takes, in words, then as rows, then as commands.
fn describe(ui: &Ui, provider: &Provider) -> Result<()> {
    let text = |name: &str| provider.rest.get(name).and_then(|value| value.as_str()).map(str::to_owned);
    let asked = asked(provider);
    let mut rows = vec![
        ("provider", provider.name.clone()),
        ("name", provider.display_name.clone().unwrap_or_default()),
        ("auth mode", provider.auth_mode.clone()),
        ("browser", if provider.needs_browser() { "needed" } else { "not needed" }.to_owned()),
        ("connecting", connecting(provider)),
        ("integration", integration(provider)),
    ];
    rows.extend(text("docs").map(|docs| ("docs", docs)));
    rows.push(("create", integrations::command(provider)));
    let (command, file) = connect_command(provider, &asked);
    rows.push(("connect", command));
    rows.extend(file.map(|file| ("FILE", file)));
    ui.fields(&rows)?;
    let config = provider.integration_config();
    config.iter().try_for_each(|(name, field)| {
        let needed = !field.optional && field.default_value.is_none();
        row(ui, "integration config", name, field, needed)
    })?;
    asked.iter().try_for_each(|input| {
        let place = match input.place {
            Place::ConnectionConfig => "connection config",
            Place::Credentials => "credentials",
            Place::Assertion => "assertion",
        };
        row(ui, place, &input.name, &input.field, input.required())
    })
}

/// What an integration without anything preconfigured asks for.
fn asked(provider: &Provider) -> Vec<Input> {
    let bare = Integration {
        unique_key: provider.name.clone(),
        provider: provider.name.clone(),
        display_name: None,
        logo: None,
        credentials: None,
        rest: serde_json::Map::new(),
    };
    let mut asked = inputs(provider, &bare);
    asked.retain(|input| !input.field.hidden);
    asked
}

fn connecting(provider: &Provider) -> String {
    let name = provider.display_name.as_deref().unwrap_or(&provider.name);
    match provider.auth_mode.as_str() {
        "APP" | "CUSTOM" => format!("The end user installs the app at {name}, in a browser."),
        "INSTALL_PLUGIN" => format!("The end user installs the plugin at {name}, in a browser."),
        "NONE" => "Nothing has to be given, and no browser is needed.".to_owned(),
        "API_KEY" => "An API key is given; no browser is needed.".to_owned(),
        "BASIC" => "A user name and a password are given; no browser is needed.".to_owned(),
        "OAUTH2_CC" => "The end user's own client ID and secret are given; no browser is needed.".to_owned(),
        _ if provider.needs_browser() => format!("The end user signs in at {name} and agrees, in a browser."),
        _ => "Credentials are given; no browser is needed.".to_owned(),
    }
}

fn integration(provider: &Provider) -> String {
    let mode = provider.auth_mode.as_str();
    let names: Vec<&str> = integrations::app::fields(mode).iter().map(|field| field.name).collect();
    let names = names.join(", ");
    if integrations::app::can_be_shared(mode) {
        return format!("Needs your developer app there ({names}), or the one that Nango may share.");
    }
    if integrations::app::is_mandatory(mode) {
        return format!("Needs your developer app there ({names}).");
    }
    match (mode, provider.integration_config().is_empty()) {
        ("MCP_OAUTH2" | "INSTALL_PLUGIN", _) => "Has to be set up in Nango's dashboard.".to_owned(),
        (_, false) => "Has settings of its own: see integration config.".to_owned(),
        _ if !names.is_empty() => format!("May have your developer app's {names}."),
        _ => "Needs nothing of its own.".to_owned(),
    }
}

/// The command that connects, and what its credentials file holds.
fn connect_command(provider: &Provider, asked: &[Input]) -> (String, Option<String>) {
    let mut command = format!("nango-cli connect --provider {}", integrations::word(&provider.name));
    let mut members = Vec::new();
    // Of a user name and a password one may be empty, but both are sent.
    let both = provider.auth_mode == "BASIC";
    for input in asked {
        if input.place != Place::ConnectionConfig {
            members.extend((input.required() || both).then(|| format!("\"{}\":\"…\"", input.name)));
        } else if input.required() {
            let example = input.field.example.as_deref().unwrap_or("…");
            command.push_str(" --param ");
            command.push_str(&integrations::word(&format!("{}={example}", input.name)));
        }
    }
    if members.is_empty() {
        return (command, None);
    }
    command.push_str(" --credentials-file FILE");
    (command, Some(format!("{{{}}}", members.join(","))))
}

/// One value that is asked for.
fn row(ui: &Ui, place: &str, name: &str, field: &Field, required: bool) -> Result<()> {
    let required = if required { "required" } else { "optional" };
    let secret = if field.secret { "secret" } else { "" };
    let text = |text: &Option<String>| harmless(text.as_deref().unwrap_or_default());
    let form = match (&field.choices, &field.pattern, &field.format) {
        (Some(choices), ..) => format!("one of {}", choices.join(", ")),
        (None, Some(pattern), _) => format!("matches {pattern}"),
        (None, None, Some(format)) => format.clone(),
        (None, None, None) => String::new(),
    };
    let (title, description, example) = (text(&field.title), text(&field.description), text(&field.example));
    if !ui.for_person() {
        let form = harmless(&form);
        let name = harmless(name);
        return ui.line(&[place, &name, required, secret, &title, &description, &form, &example].join("\t"));
    }
    let mut about: Vec<String> = [required, secret].map(str::to_owned).into();
    about.push(form);
    about.extend(field.example.as_ref().map(|example| format!("for example {example}")));
    about.extend(field.default_value.as_ref().map(|default| format!("default {default}")));
    about.retain(|part| !part.is_empty());
    ui.line(&format!(
        "{}{}  {title} {}",
        ui.paint(Style::Dim, &format!("{place:<19}")),
        ui.paint(Style::Strong, &harmless(name)),
        ui.paint(Style::Dim, &harmless(&format!("({})", about.join(", "))))
    ))?;
    if description.is_empty() { Ok(()) } else { ui.line(&format!("{:<19}  {description}", "")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_may_be_meant() {
        assert_eq!([distance("", "abc"), distance("gihtub", "github"), distance("a", "a")], [3, 2, 0]);
        let all = ["github", "github-app", "gitlab", "slack", "x"];
        let alike = |name: &str| alike(name, all.iter().map(|name| (*name).to_owned()));
        assert_eq!(alike("gihtub"), ["github"]);
        assert_eq!(alike("GitHub"), ["github", "gitlab", "github-app"]);
        assert_eq!(alike("slak"), ["slack"]);
        assert!(alike("zendesk").is_empty());
    }
}
