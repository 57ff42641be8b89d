//! What an integration is made of: which fields its auth mode's developer app has, what the server takes, and what
//! it trips over (protocol §6.1, §16.20). Pure.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::error::{Error, Result};
use crate::nango::auth_flow::check;
use crate::nango::{Field, Provider, looks_secret};
use crate::secret::Secret;

/// One field of a developer app's credentials.
pub struct AppField {
    /// On the wire.
    pub name: &'static str,
    /// For people.
    pub title: &'static str,
    /// Not to be seen while typed.
    pub secret: bool,
}

const fn field(name: &'static str, title: &'static str, secret: bool) -> AppField {
    AppField { name, title, secret }
}

static CLIENT: [AppField; 2] =
    [field("client_id", "Client ID", false), field("client_secret", "Client secret", true)];
static APP: [AppField; 3] = [
    field("app_id", "App ID", false),
    field("app_link", "App link (its public page)", false),
    field("private_key", "Private key", true),
];
static BOTH: [AppField; 5] = [
    field("client_id", "Client ID", false),
    field("client_secret", "Client secret", true),
    field("app_id", "App ID", false),
    field("app_link", "App link (its public page)", false),
    field("private_key", "Private key", true),
];

/// The fields of the mode's developer app; none where end users bring their own credentials.
pub fn fields(auth_mode: &str) -> &'static [AppField] {
    match auth_mode {
        "OAUTH1" | "OAUTH2" | "TBA" => &CLIENT,
        "APP" => &APP,
        "CUSTOM" => &BOTH,
        _ => &[],
    }
}

/// Whether an integration of that mode cannot be made without.
pub fn is_mandatory(auth_mode: &str) -> bool {
    !fields(auth_mode).is_empty() && auth_mode != "TBA"
}

/// Whether its credentials have scopes and a webhook secret.
pub fn has_scopes(auth_mode: &str) -> bool {
    matches!(auth_mode, "OAUTH1" | "OAUTH2" | "TBA")
}

/// Whether Nango may share a developer app of its own.
pub fn can_be_shared(auth_mode: &str) -> bool {
    matches!(auth_mode, "OAUTH1" | "OAUTH2" | "APP")
}

/// A credentials file, with nothing of it checked; nothing of it is ever quoted.
#[derive(Default)]
pub struct AppFile {
    /// The flat members.
    pub fields: BTreeMap<String, Secret>,
    /// `custom`.
    pub custom: BTreeMap<String, Secret>,
    /// `integration_config`.
    pub config: BTreeMap<String, Secret>,
}

impl AppFile {
    /// Reads `{"client_id":"…","client_secret":"…"}`, or what else the auth mode has. `scopes` may be a list;
    /// `custom` and `integration_config` are objects as in the API's own body.
    ///
    /// # Errors
    /// A usage error that tells the place, not the content.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let wrong = |why: &str| Error::usage("the credentials cannot be read").cause(why);
        let value: Value = serde_json::from_slice(bytes).map_err(|error| {
            wrong(&format!("not JSON at line {}, column {}", error.line(), error.column()))
                .hint("for example {\"client_id\":\"…\",\"client_secret\":\"…\"}")
        })?;
        let Value::Object(members) = value else { return Err(wrong("it must be a JSON object")) };
        let mut file = AppFile::default();
        for (name, value) in members {
            let text = match (name.as_str(), value) {
                (_, Value::String(text)) => text,
                // GitHub shows an app's ID as a number.
                ("app_id", Value::Number(id)) => id.to_string(),
                ("scopes", Value::Array(scopes)) if scopes.iter().all(Value::is_string) => {
                    scopes.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",")
                }
                ("custom", Value::Object(members)) => {
                    file.custom = texts("custom", members)?;
                    continue;
                }
                ("integration_config", Value::Object(members)) => {
                    file.config = texts("integration_config", members)?;
                    continue;
                }
                // What `integrations get --show-credentials` prints can be given back.
                (_, Value::Null) => continue,
                _ => return Err(wrong(&format!("{name} must be a text"))),
            };
            file.fields.insert(name, Secret::new(text));
        }
        Ok(file)
    }
}

fn texts(place: &str, members: serde_json::Map<String, Value>) -> Result<BTreeMap<String, Secret>> {
    let text = |(name, value): (String, Value)| match value {
        Value::String(text) => Ok((name, Secret::new(text))),
        _ => {
            let why = format!("{place}.{name} must be a text");
            Err(Error::usage("the credentials cannot be read").cause(why))
        }
    };
    members.into_iter().map(text).collect()
}

/// Everything that stands in the way, to be said at once.
#[derive(Default)]
pub struct Problems(Vec<(String, String)>);

impl Problems {
    /// Adds one.
    pub fn add(&mut self, place: impl Into<String>, why: impl Into<String>) {
        self.0.push((place.into(), why.into()));
    }

    /// Adds what a check found.
    pub fn check<T>(&mut self, place: &str, outcome: std::result::Result<T, String>) -> Option<T> {
        outcome.map_err(|why| self.add(place, why)).ok()
    }

    /// # Errors
    /// A usage error that names all of them; `hints` are for where something is missing.
    pub fn none(self, doing: &str, hints: &[String]) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let mut error = Error::usage(format!("could not {doing}: it needs other values"));
        let missing = self.0.iter().any(|(_, why)| why.starts_with("is missing"));
        for (place, why) in self.0 {
            error = error.detail(place, why);
        }
        for hint in hints.iter().filter(|_| missing) {
            error = error.hint(hint);
        }
        Err(error)
    }
}

/// An integration's unique key (protocol §1.8).
pub fn unique_key(text: &str) -> std::result::Result<(), String> {
    if text.is_empty() || text.len() > 255 {
        return Err("must have 1 to 255 characters".to_owned());
    }
    if text.chars().any(|c| !c.is_ascii_alphanumeric() && !"~:.@ _-".contains(c)) {
        return Err("may hold letters, digits, spaces and ~ : . @ _ - only".to_owned());
    }
    Ok(())
}

/// A display name.
pub fn display_name(text: &str) -> std::result::Result<(), String> {
    match text.chars().count() {
        1..=255 => Ok(()),
        _ => Err("must have 1 to 255 characters".to_owned()),
    }
}

/// Scopes as the server wants them: separated by commas alone. Spaces and repeated options will do here.
pub fn scopes<'a>(given: impl IntoIterator<Item = &'a str>) -> std::result::Result<String, String> {
    let mut scopes: Vec<&str> = Vec::new();
    for scope in given.into_iter().flat_map(|text| text.split([',', ' ', '\t', '\n'])) {
        if scope.chars().any(|c| !c.is_ascii_alphanumeric() && !":/_.*-".contains(c)) {
            return Err(format!(
                "{scope:?} cannot be sent: Nango takes letters, digits and : / _ . * - only"
            ));
        }
        if !scope.is_empty() && !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    Ok(scopes.join(","))
}

/// A field of an app's credentials as it is to be sent.
pub fn app_value(name: &str, text: &str) -> std::result::Result<String, String> {
    match name {
        "private_key" => private_key(text),
        _ if text.trim().is_empty() => Err("must not be empty".to_owned()),
        "client_id" | "app_id" if text.trim().len() > 255 => {
            Err("must have 255 characters at most".to_owned())
        }
        "app_link" if url::Url::parse(text.trim()).is_err() => {
            Err("is no URL, for example https://github.com/apps/NAME".to_owned())
        }
        // A line end that came with it from a file is part of no secret.
        _ => Ok(text.trim().to_owned()),
    }
}

/// An RSA key in PKCS#1, without the line end that the server stumbles over.
fn private_key(text: &str) -> std::result::Result<String, String> {
    const CONVERT: &str = "convert it with `openssl rsa -in key.pem -traditional -out rsa.pem`";
    let text = text.trim();
    if text.contains("ENCRYPTED") {
        return Err(format!("is encrypted: {CONVERT}"));
    }
    let end = "-----END RSA PRIVATE KEY-----";
    if text.starts_with("-----BEGIN RSA PRIVATE KEY-----") && text.ends_with(end) {
        return Ok(text.to_owned());
    }
    if text.starts_with("-----BEGIN PRIVATE KEY-----") {
        return Err(format!("is a PKCS#8 key, and Nango wants PKCS#1 here: {CONVERT}"));
    }
    Err("is no RSA key in PEM, from -----BEGIN RSA PRIVATE KEY----- to the matching END".to_owned())
}

/// Whether a field is of interest with these values.
pub fn is_visible(field: &Field, fields: &[(String, Field)], values: &BTreeMap<String, Secret>) -> bool {
    let Some(condition) = &field.visible_when else { return true };
    let Some(other) = condition["field"].as_str() else { return true };
    let default = || fields.iter().find(|(name, _)| name == other)?.1.default_value.as_deref();
    let value = values.get(other).map(Secret::expose).or_else(default);
    value == condition["equals"].as_str()
}

/// The integration config as it is to be sent. With `whole`, what is required must be there.
pub fn config(
    provider: &Provider,
    mut values: BTreeMap<String, Secret>,
    whole: bool,
    problems: &mut Problems,
) -> BTreeMap<String, Secret> {
    let declared = provider.integration_config();
    for name in values.keys().filter(|name| declared.iter().all(|(known, _)| known != *name)) {
        let why = match declared.is_empty() {
            true => {
                format!("is nothing for {}, which has no integration config: use --custom", provider.name)
            }
            false => {
                let known: Vec<&str> = declared.iter().map(|(name, _)| name.as_str()).collect();
                format!("is not one of {}", known.join(", "))
            }
        };
        problems.add(format!("config {name}"), why);
    }
    for (name, field) in &declared {
        let visible = is_visible(field, &declared, &values);
        match values.get(name) {
            Some(value) => {
                let checked = check(field, value.expose());
                if let Some(text) = problems.check(&format!("config {name}"), checked) {
                    values.insert(name.clone(), Secret::new(text));
                }
            }
            // Not optional, so it has to be sent.
            None if whole && visible && !field.optional => match &field.default_value {
                Some(default) => drop(values.insert(name.clone(), Secret::new(default.clone()))),
                None => problems.add(place(name, field), missing(field, name)),
            },
            None => {}
        }
    }
    values
}

fn place(name: &str, field: &Field) -> String {
    if is_secret(name, field) {
        format!("credentials integration_config.{name}")
    } else {
        format!("--config {name}=…")
    }
}

fn missing(field: &Field, name: &str) -> String {
    let example = field.example.as_ref().map(|text| format!(", for example {text}")).unwrap_or_default();
    format!("is missing: {}{example}", field.title.as_deref().unwrap_or(name))
}

/// Whether it is nothing for a command line, which others can see.
pub fn is_secret(name: &str, field: &Field) -> bool {
    field.secret || (looks_secret(name) && !name.to_ascii_lowercase().starts_with("key"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn scopes_as_the_server_wants_them() {
        assert_eq!(scopes(["repo user", "read:org,repo", " "]).as_deref(), Ok("repo,user,read:org"));
        assert_eq!(scopes(["https://x.example/auth/a.b *"]).as_deref(), Ok("https://x.example/auth/a.b,*"));
        assert!(scopes(["a;b"]).unwrap_err().contains("\"a;b\""));
        assert_eq!(scopes([""]).as_deref(), Ok(""));
    }

    #[test]
    fn keys_are_trimmed_and_told_apart() {
        let key = "-----BEGIN RSA PRIVATE KEY-----\nAA\n-----END RSA PRIVATE KEY-----";
        assert_eq!(app_value("private_key", &format!("{key}\n")).as_deref(), Ok(key));
        let pkcs8 = key.replace("RSA ", "");
        assert!(app_value("private_key", &pkcs8).unwrap_err().contains("openssl rsa"));
        assert!(app_value("private_key", &key.replace("\nAA", "\nProc-Type: 4,ENCRYPTED\nAA")).is_err());
        assert!(app_value("private_key", &key[..40]).is_err());
        assert!(app_value("app_link", "github.com/apps/x").is_err());
        assert_eq!(app_value("client_secret", "s\n").as_deref(), Ok("s"));
        assert!(app_value("client_id", &"x".repeat(256)).is_err());
        for (key, good) in [("github-2 ~:.@_", true), ("a/b", false), ("", false), ("é", false)] {
            assert_eq!(unique_key(key).is_ok(), good, "{key}");
        }
    }

    #[test]
    fn config_is_what_the_provider_declares() {
        let provider: Provider = serde_json::from_value(json!({"name": "aws", "auth_mode": "AWS_SIGV4",
        "integration_config": {
            "service": {"title": "AWS Service", "pattern": "^[a-z0-9-]+$", "example": "s3"},
            "mode": {"enum": ["builtin", "custom"], "default_value": "builtin", "optional": true},
            "place": {"enum": ["header"], "default_value": "header"},
            "stsSecret": {"secret": true, "visible_when": {"field": "mode", "equals": "custom"}},
        }}))
        .unwrap();
        let told = |given: &[(&str, &str)], whole: bool| {
            let values =
                given.iter().map(|(name, value)| ((*name).to_owned(), Secret::new(*value))).collect();
            let mut problems = Problems::default();
            let sent = config(&provider, values, whole, &mut problems);
            let sent =
                sent.iter().map(|(name, value)| format!("{name}={}", value.expose())).collect::<Vec<_>>();
            (sent, problems.0.into_iter().map(|(place, why)| format!("{place} {why}")).collect::<Vec<_>>())
        };
        let (sent, wrong) = told(&[("service", "s3")], true);
        assert_eq!((sent, wrong.len()), (vec!["place=header".to_owned(), "service=s3".to_owned()], 0));
        let (_, wrong) = told(&[], true);
        assert_eq!(wrong, ["--config service=… is missing: AWS Service, for example s3"]);
        let (_, wrong) = told(&[("service", "S 3"), ("mode", "custom"), ("nope", "x")], true);
        assert_eq!(wrong.len(), 3, "{wrong:?}");
        assert!(wrong[2].starts_with("credentials integration_config.stsSecret is missing"), "{wrong:?}");
        assert_eq!(told(&[("mode", "builtin")], false), (vec!["mode=builtin".to_owned()], vec![]));
    }

    #[test]
    fn files_are_read_leniently_and_never_quoted() {
        let file = AppFile::parse(
            br#"{"app_id": 99, "scopes": ["a", "b"], "webhook_secret": null, "custom": {"k": "v"}}"#,
        )
        .unwrap();
        assert_eq!(file.fields["app_id"].expose(), "99");
        assert_eq!(file.fields["scopes"].expose(), "a,b");
        assert!(!file.fields.contains_key("webhook_secret") && file.custom["k"].expose() == "v");
        for wrong in
            [&b"s3cr3t"[..], b"[\"s3cr3t\"]", b"{\"client_id\":[\"s3cr3t\"]}", b"{\"custom\":{\"a\":1}}"]
        {
            let error = AppFile::parse(wrong).err().unwrap();
            assert!(!format!("{error:?}").contains("s3cr3t"), "{error:?}");
        }
    }
}
