//! The values a flow needs: given by options and files, asked for on a terminal, or named as missing, all at once.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::nango::auth_flow::{Credentials, Input, Place, check, inputs, to_pkcs8};
use crate::nango::{Integration, Provider};
use crate::secret::Secret;
use crate::ui::harmless;

/// What was given before anything is asked.
#[derive(Default)]
pub struct Given {
    /// `--param`
    pub params: Vec<(String, String)>,
    /// `--credentials-file`
    pub credentials: Option<CredentialsFile>,
    /// What the connection has already, when it is re-authorized.
    pub current: Vec<(String, String)>,
}

/// Everything a flow needs.
pub struct Answers {
    /// The connection config.
    pub params: Vec<(String, String)>,
    /// For modes that need no browser.
    pub credentials: Option<Credentials>,
    /// Required values that nobody gave, where Connect UI can ask for them.
    pub missing: bool,
}

/// The flat members of a credentials file; nothing of it is ever quoted.
pub struct CredentialsFile(BTreeMap<String, Secret>);

impl CredentialsFile {
    /// Reads `{"apiKey":"…"}`, `{"username":"…","password":"…"}`, or what else the provider declares; the members
    /// of `assertionOption` may stand in it or beside the others.
    ///
    /// # Errors
    /// A usage error that tells the place, not the content.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let wrong = |why: &str| Error::usage("the credentials cannot be read").cause(why);
        let value: Value = serde_json::from_slice(bytes).map_err(|error| {
            wrong(&format!("not JSON at line {}, column {}", error.line(), error.column()))
                .hint("for example {\"apiKey\":\"…\"} or {\"username\":\"…\",\"password\":\"…\"}")
        })?;
        let Value::Object(mut members) = value else { return Err(wrong("it must be a JSON object")) };
        if let Some(Value::Object(assertion)) = members.shift_remove("assertionOption") {
            members.extend(assertion);
        }
        let mut fields = BTreeMap::new();
        for (name, value) in members {
            let text = match (name.as_str(), value) {
                (_, Value::String(text)) => text,
                // ghost-admin's key may come in the server's own form.
                ("privateKey", Value::Object(pair)) => match (pair["id"].as_str(), pair["secret"].as_str()) {
                    (Some(id), Some(secret)) => format!("{id}:{secret}"),
                    _ => return Err(wrong("privateKey must be a text or {\"id\",\"secret\"}")),
                },
                // A key set is a text to the API.
                ("client_private_key", key @ Value::Object(_)) => key.to_string(),
                _ => return Err(wrong(&format!("{name} must be a text"))),
            };
            fields.insert(name, Secret::new(text));
        }
        Ok(CredentialsFile(fields))
    }
}

/// Gathers everything that connecting `integration` takes. With `later`, Connect UI asks for what is missing.
///
/// # Errors
/// A usage error that names every missing and every wrong value.
pub fn gather(
    context: &Context,
    provider: &Provider,
    integration: &Integration,
    given: Given,
    later: bool,
) -> Result<Answers> {
    let in_browser = provider.needs_browser();
    if in_browser && given.credentials.is_some() {
        let error = Error::usage(format!("{} is connected in a browser", integration.unique_key));
        return Err(error.hint("leave out --credentials-file"));
    }
    let from_file = given.credentials.is_some();
    let mut file = given.credentials.map_or_else(BTreeMap::new, |file| file.0);
    let mut params = given.params;
    let mut fields = BTreeMap::new();
    let mut assertion = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut missing = Vec::new();
    let signs_by_key = file.contains_key("client_private_key");
    for mut input in inputs(provider, integration) {
        // One of the two will do (protocol §3.2).
        input.field.optional |= input.name == "client_secret" && signs_by_key;
        let position = params.iter().position(|(name, _)| *name == input.name);
        let known = match input.place {
            Place::ConnectionConfig => position
                .map(|index| Secret::new(params.remove(index).1))
                .or_else(|| file.remove(&input.name))
                .or_else(|| current(&given.current, &input.name)),
            Place::Credentials | Place::Assertion => file.remove(&input.name),
        };
        let known = known.or_else(|| input.field.default_value.clone().map(Secret::new));
        let empty_is_fine =
            provider.auth_mode == "BASIC" && input.place == Place::Credentials && !input.field.hidden;
        let value = match known {
            Some(value) => value,
            None if later => {
                missing.extend(input.required().then_some(input));
                continue;
            }
            None if wanted(&input, empty_is_fine) && context.ui.may_prompt() && !from_file => {
                ask(context, &input)?
            }
            None if input.required() || empty_is_fine && !from_file => {
                missing.push(input);
                continue;
            }
            None => continue,
        };
        if value.expose().is_empty() && (empty_is_fine || input.field.optional) {
            if empty_is_fine {
                fields.insert(input.name, value);
            }
            continue;
        }
        match accept(&input, &value) {
            Err(why) => wrong.push((input, why)),
            Ok(text) => match input.place {
                Place::ConnectionConfig => params.push((input.name, text)),
                Place::Credentials => drop(fields.insert(input.name, Secret::new(text))),
                Place::Assertion => drop(assertion.insert(input.name, Secret::new(text))),
            },
        }
    }
    file.remove("type");
    if !wrong.is_empty() || (!missing.is_empty() && !later) || !file.is_empty() {
        return Err(refusal(integration, missing, wrong, file.into_keys().collect()));
    }
    pair_up(context, provider, &fields, &params, later)?;
    let credentials = if later { None } else { Credentials::new(&provider.auth_mode, fields, assertion) };
    if credentials.is_none() && !in_browser && !later {
        return Err(Error::failure(format!(
            "this version does not connect auth mode {}",
            provider.auth_mode
        ))
        .hint("let Connect UI try it: --via connect-ui"));
    }
    Ok(Answers { params, credentials, missing: !missing.is_empty() })
}

/// Whether to ask for it on a terminal: what is required, and both parts of a user name and password.
fn wanted(input: &Input, empty_is_fine: bool) -> bool {
    input.required() || empty_is_fine
}

fn current(current: &[(String, String)], name: &str) -> Option<Secret> {
    current.iter().find(|(known, _)| known == name).map(|(_, value)| Secret::new(value.clone()))
}

fn accept(input: &Input, value: &Secret) -> std::result::Result<String, String> {
    let text = value.expose();
    let key =
        input.place == Place::Assertion || input.name == "privateKey" || input.name == "client_private_key";
    if key && text.contains("-----BEGIN ") {
        return to_pkcs8(text);
    }
    // A pattern that quotes a whole key says less than its being one.
    if key { Ok(text.to_owned()) } else { check(&input.field, text) }
}

/// What no single field's description says.
fn pair_up(
    context: &Context,
    provider: &Provider,
    fields: &BTreeMap<String, Secret>,
    params: &[(String, String)],
    later: bool,
) -> Result<()> {
    let has = |name: &str| fields.contains_key(name);
    match provider.auth_mode.as_str() {
        "OAUTH2_CC" if !later && !has("client_secret") && !has("client_private_key") => {
            Err(Error::usage("client credentials need a client_secret or a client_private_key"))
        }
        "AWS_SIGV4" if !params.iter().any(|(name, _)| name == "external_id") => {
            context.ui.warn(
                "without --param external_id=UUID Nango makes one up, which the role's trust policy cannot know yet",
            );
            Ok(())
        }
        "TBA" if has("oauth_client_id_override") != has("oauth_client_secret_override") => {
            Err(Error::usage("oauth_client_id_override and oauth_client_secret_override go together"))
        }
        _ => Ok(()),
    }
}

fn ask(context: &Context, input: &Input) -> Result<Secret> {
    let mut question = input.title().to_owned();
    if let Some(example) = &input.field.example {
        question.push_str(&format!(" (such as {example})"));
    }
    loop {
        let optional = !input.required();
        let text = match input.field.secret {
            true => context.ui.ask_secret(&question, optional)?,
            false => context.ui.ask(&question, optional)?,
        };
        let value = Secret::new(text);
        match accept(input, &value) {
            Err(why) if !value.expose().is_empty() => {
                context.ui.say(&harmless(&format!("{} {why}", input.title())));
            }
            _ => return Ok(value),
        }
    }
}

/// One error for everything that stands in the way.
fn refusal(
    integration: &Integration,
    missing: Vec<Input>,
    wrong: Vec<(Input, String)>,
    unknown: Vec<String>,
) -> Error {
    let mut error = Error::usage(format!("{} needs other values to connect", integration.unique_key));
    let place = |input: &Input| match input.place {
        Place::ConnectionConfig => format!("--param {}=…", input.name),
        Place::Credentials | Place::Assertion => format!("credentials {}", input.name),
    };
    let mut in_file = Vec::new();
    for input in missing {
        let example =
            input.field.example.as_ref().map(|text| format!(", for example {text}")).unwrap_or_default();
        error = error.detail(place(&input), format!("is missing: {}{example}", input.title()));
        if input.place != Place::ConnectionConfig {
            in_file.push(format!("\"{}\":\"…\"", input.name));
        }
    }
    for (input, why) in wrong {
        error = error.detail(place(&input), why);
    }
    for name in unknown {
        error = error.detail(format!("credentials {name}"), "is nothing this integration asks for");
    }
    if in_file.is_empty() {
        return error;
    }
    error.hint(format!(
        "give --credentials-file FILE (or - for standard input) with {{{}}}",
        in_file.join(",")
    ))
}
