//! `providers list|get`

use crate::cli::providers::{Get, List, Providers as Verb};
use crate::context::Context;
use crate::error::{Kind, Result};
use crate::nango::{Field, Provider};
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
