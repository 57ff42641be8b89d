//! The values that an integration is made of: from options and a file, asked for on a terminal, or named as missing.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::app::{self, AppField, AppFile, Problems};
use crate::cli::integrations::Parts;
use crate::context::{Context, read_file};
use crate::error::{Error, Result};
use crate::nango::{Field, Provider, looks_secret};
use crate::secret::Secret;
use crate::ui::harmless;

/// The values of [`Parts`].
#[derive(Default)]
pub struct Values {
    /// `--credentials-file`, without its `custom` and `integration_config`.
    pub file: Option<AppFile>,
    /// `--scope`
    pub scopes: Vec<String>,
    /// `--custom`, and the file's.
    pub custom: BTreeMap<String, Secret>,
    /// `--config`, and the file's.
    pub config: BTreeMap<String, Secret>,
    /// The names in `config` that were typed.
    seen: Vec<String>,
}

impl Values {
    /// Reads the file and takes the options.
    ///
    /// # Errors
    /// When the file cannot be read, or a secret was typed.
    pub fn of(context: &Context, parts: &Parts) -> Result<Self> {
        let mut file = match &parts.credentials_file {
            Some(path) => Some(AppFile::parse(&context.read_input(path, "the credentials")?)?),
            None => None,
        };
        let mut typed = |given: &[(String, String)], of_file: fn(&mut AppFile) -> &mut BTreeMap<_, _>| {
            let mut all = file.as_mut().map(|file| std::mem::take(of_file(file))).unwrap_or_default();
            all.extend(given.iter().map(|(name, value)| (name.clone(), Secret::new(value.clone()))));
            all
        };
        let custom = typed(&parts.custom, |file| &mut file.custom);
        let config = typed(&parts.config, |file| &mut file.config);
        let in_view = |(name, _): &&(String, String)| looks_secret(name);
        if let Some((name, _)) = parts.custom.iter().find(in_view) {
            return Err(on_the_command_line("custom", name));
        }
        let seen = parts.config.iter().map(|(name, _)| name.clone()).collect();
        Ok(Values { file, scopes: parts.scopes.clone(), custom, config, seen })
    }

    /// What the provider says of its config tells which of it nobody should see.
    pub fn check(&self, provider: &Provider, problems: &mut Problems) -> Result<()> {
        let declared = provider.integration_config();
        let seen = |(name, field): &&(String, Field)| self.seen.contains(name) && app::is_secret(name, field);
        if let Some((name, _)) = declared.iter().find(seen) {
            return Err(on_the_command_line("integration_config", name));
        }
        if !self.custom.is_empty() && !declared.is_empty() {
            problems.add("--custom", format!("{} takes --config instead", provider.name));
        }
        Ok(())
    }
}

fn on_the_command_line(place: &str, name: &str) -> Error {
    Error::usage(format!("{place} {name} looks like a secret, and others can see a command line"))
        .hint(format!("put it into --credentials-file FILE: {{\"{place}\":{{\"{name}\":\"…\"}}}}"))
}

/// Puts these under `name`, if there are any.
pub fn insert_texts(body: &mut Map<String, Value>, name: &str, values: &BTreeMap<String, Secret>) {
    if !values.is_empty() {
        let texts: Map<String, Value> =
            values.iter().map(|(name, value)| (name.clone(), json!(value.expose()))).collect();
        body.insert(name.to_owned(), Value::Object(texts));
    }
}

/// Asks for the provider's integration config.
pub fn ask_config(
    context: &Context,
    provider: &Provider,
    values: &mut BTreeMap<String, Secret>,
) -> Result<()> {
    let declared = provider.integration_config();
    for (name, field) in &declared {
        if !app::is_visible(field, &declared, values) {
            continue;
        }
        let mut question = field.title.clone().unwrap_or_else(|| name.clone());
        let example = field.choices.as_ref().map(|choices| choices.join(", ")).or(field.example.clone());
        question.push_str(&example.map(|example| format!(" (such as {example})")).unwrap_or_default());
        let optional = field.optional || field.default_value.is_some();
        let check = |text: &str| match text.is_empty() && optional {
            true => Ok(String::new()),
            false => crate::nango::auth_flow::check(field, text),
        };
        let text = ask(context, &question, app::is_secret(name, field), optional, check)?;
        if !text.is_empty() {
            values.insert(name.clone(), Secret::new(text));
        }
    }
    Ok(())
}

/// Asks until the answer will do.
fn ask(
    context: &Context,
    question: &str,
    secret: bool,
    optional: bool,
    check: impl Fn(&str) -> std::result::Result<String, String>,
) -> Result<String> {
    let ui = &context.ui;
    let question = if optional { format!("{question} (optional)") } else { question.to_owned() };
    loop {
        let answer = Secret::new(match secret {
            true => ui.ask_secret(&question, optional)?,
            false => ui.ask(&question, optional)?,
        });
        match check(answer.expose()) {
            Ok(text) => return Ok(text),
            Err(why) => ui.say(&harmless(&format!("{question} {why}"))),
        }
    }
}

fn ask_field(context: &Context, field: &AppField, optional: bool) -> Result<Option<Secret>> {
    let check = |text: &str| match text.is_empty() && optional {
        true => Ok(String::new()),
        false => app::app_value(field.name, text),
    };
    let text = if field.name == "private_key" {
        // Nobody types one: it has many lines.
        let from_file =
            |path: &str| check(key_file(Path::new(path)).map_err(|error| error.to_string())?.expose());
        ask(context, "Private key: the path of its PEM file", false, optional, from_file)?
    } else {
        ask(context, field.title, field.secret, optional, check)?
    };
    Ok((!text.is_empty()).then(|| Secret::new(text)))
}

/// `private_key_file` names the file of a key that would have to be quoted in JSON otherwise.
pub fn read_key_file(fields: &mut BTreeMap<String, Secret>) -> Result<()> {
    if let Some(path) = fields.remove("private_key_file").filter(|_| !fields.contains_key("private_key")) {
        fields.insert("private_key".to_owned(), key_file(Path::new(path.expose()))?);
    }
    Ok(())
}

fn key_file(path: &Path) -> Result<Secret> {
    let bytes = read_file(path, "the private key")?;
    String::from_utf8(bytes).map(Secret::new).map_err(|_| Error::usage("the private key is not text"))
}

/// The developer app's credentials as the API takes them; none where the mode has none and none are needed.
pub fn credentials(
    context: &Context,
    mode: &str,
    file: Option<BTreeMap<String, Secret>>,
    scopes: &[String],
    asking: bool,
    problems: &mut Problems,
) -> Result<Option<Value>> {
    let mandatory = app::is_mandatory(mode);
    let mut given = file.unwrap_or_default();
    read_key_file(&mut given)?;
    let mut app = Map::new();
    if let Some(kind) = given.remove("type").filter(|kind| kind.expose() != mode) {
        // Not the value itself: a file that was mixed up may hold anything there.
        drop(kind);
        problems.add("credentials type", format!("does not fit: the provider's auth mode is {mode}"));
    }
    let some = given.len() + scopes.len() > 0;
    for field in app::fields(mode) {
        let value = match given.remove(field.name) {
            Some(value) => Some(value),
            None if asking && (mandatory || !some || !app.is_empty()) => {
                ask_field(context, field, !mandatory && app.is_empty())?
            }
            None => None,
        };
        match value {
            Some(value) => {
                let place = format!("credentials {}", field.name);
                if let Some(text) = problems.check(&place, app::app_value(field.name, value.expose())) {
                    app.insert(field.name.to_owned(), json!(text));
                }
            }
            None if mandatory || some => {
                problems.add(format!("credentials {}", field.name), format!("is missing: {}", field.title));
            }
            // Without the first the others are of no use.
            None => break,
        }
    }
    let in_file = given.remove("scopes");
    if app::has_scopes(mode) {
        if asking && scopes.is_empty() && in_file.is_none() && !app.is_empty() {
            let read = |text: &str| app::scopes([text]);
            let text = ask(context, "Scopes, separated by commas", false, true, read)?;
            insert_scopes(&mut app, text);
        }
        let all = scopes.iter().map(String::as_str).chain(in_file.as_ref().map(Secret::expose));
        if let Some(text) = problems.check("scopes", app::scopes(all)) {
            insert_scopes(&mut app, text);
        }
        if let Some(secret) = given.remove("webhook_secret") {
            app.insert("webhook_secret".to_owned(), json!(secret.expose()));
        }
    } else if in_file.is_some() || !scopes.is_empty() {
        problems.add("scopes", format!("an integration of auth mode {mode} has none"));
    }
    for name in given.into_keys() {
        problems.add(
            format!("credentials {name}"),
            match app::fields(mode).is_empty() {
                true => format!("{mode} has no developer app: its end users bring their own credentials"),
                false => format!("is nothing that {mode} credentials have"),
            },
        );
    }
    if app.is_empty() {
        return Ok(None);
    }
    app.insert("type".to_owned(), json!(mode));
    Ok(Some(Value::Object(app)))
}

fn insert_scopes(app: &mut Map<String, Value>, text: String) {
    if !text.is_empty() {
        app.insert("scopes".to_owned(), json!(text));
    }
}
