//! The body of `POST /connections` (protocol §5.3): what can be imported, what is wrong with a body, and what an
//! overwritten connection hands on. Pure. No value of the credentials ever comes out of here.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::nango::Connection;

/// Credentials as the API takes them.
struct Kind {
    name: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
}

const KINDS: [Kind; 9] = [
    kind("OAUTH2", &["access_token"], &["refresh_token", "expires_at", "config_override"]),
    kind(
        "OAUTH2_CC",
        &["token", "client_id", "client_secret"],
        &["client_certificate", "client_private_key", "expires_at"],
    ),
    kind("OAUTH1", &["oauth_token", "oauth_token_secret"], &[]),
    kind("API_KEY", &["apiKey"], &[]),
    kind("BASIC", &["username", "password"], &[]),
    kind("NONE", &[], &[]),
    kind("TBA", &["token_id", "token_secret"], &["config_override"]),
    kind("APP", &["app_id", "installation_id"], &[]),
    kind("CUSTOM", &["app_id", "installation_id"], &[]),
];

const fn kind(
    name: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
) -> Kind {
    Kind { name, required, optional }
}

/// One thing that is wrong: where, and what.
pub type Problem = (String, String);

/// Whether connections of that auth mode can be imported at all.
pub fn importable(auth_mode: &str) -> bool {
    KINDS.iter().any(|kind| kind.name == auth_mode)
}

/// The members that credentials of that auth mode must have, as an example to write.
pub fn example(auth_mode: &str) -> String {
    let required = KINDS.iter().find(|kind| kind.name == auth_mode).map_or(&[][..], |kind| kind.required);
    let members: Vec<String> = required.iter().map(|name| format!("\"{name}\":\"…\"")).collect();
    format!("{{{}}}", members.join(","))
}

/// Why credentials of that mode cannot be imported.
pub fn not_importable(auth_mode: &str) -> String {
    format!("{auth_mode} credentials cannot be imported: Nango makes them itself when the user connects")
}

/// Checks credentials and completes them: `type` where it is missing, and numbers that are IDs.
///
/// # Errors
/// Everything that is wrong with them.
pub fn credentials(auth_mode: &str, given: &mut Map<String, Value>) -> Result<(), Vec<Problem>> {
    let problem = |name: &str, what: &str| (format!("credentials.{name}"), what.to_owned());
    let Some(kind) = KINDS.iter().find(|kind| kind.name == auth_mode) else {
        return Err(vec![problem("type", &not_importable(auth_mode))]);
    };
    let mut problems = Vec::new();
    match given.get("type").map(|given| given.as_str()) {
        None => {
            given.insert("type".to_owned(), auth_mode.into());
        }
        Some(Some(given)) if given == auth_mode => {}
        Some(_) => problems.push(problem("type", &format!("must be {auth_mode}, or be left out"))),
    }
    for name in kind.required {
        match given.get(*name) {
            None | Some(Value::Null) => problems.push(problem(name, "is missing")),
            // Both parts of a user name and password may be empty.
            Some(Value::String(text)) if text.is_empty() && kind.name != "BASIC" => {
                problems.push(problem(name, "must not be empty"));
            }
            Some(Value::String(_)) => {}
            Some(Value::Number(number)) if name.ends_with("_id") => {
                let text = number.to_string();
                given.insert((*name).to_owned(), text.into());
            }
            Some(_) => problems.push(problem(name, "must be a text")),
        }
    }
    for name in given.keys() {
        let known = name == "type" || kind.required.iter().chain(kind.optional).any(|known| known == name);
        if !known {
            problems.push(problem(name, &format!("is nothing that {auth_mode} credentials have")));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// What a line of many must have before it is worth a call. `integration` is for lines that name none.
///
/// # Errors
/// Everything that is wrong with it; credentials without a `type` are left for later.
pub fn line(body: &mut Map<String, Value>, integration: Option<&str>) -> Result<(), Vec<Problem>> {
    const FIELDS: [&str; 8] = [
        "provider_config_key",
        "connection_id",
        "credentials",
        "metadata",
        "connection_config",
        "webhook_url_override",
        "end_user",
        "tags",
    ];
    let problem = |path: &str, what: &str| (path.to_owned(), what.to_owned());
    let mut problems = Vec::new();
    if let (false, Some(integration)) = (body.contains_key("provider_config_key"), integration) {
        body.insert("provider_config_key".to_owned(), integration.into());
    }
    match body.get("provider_config_key") {
        Some(Value::String(key)) if !key.is_empty() => {}
        Some(_) => problems.push(problem("provider_config_key", "must be a text")),
        None => problems.push(problem("provider_config_key", "is missing, and there is no --integration")),
    }
    match body.get("connection_id") {
        None => {}
        Some(Value::String(id)) if !id.is_empty() => {}
        Some(_) => problems.push(problem("connection_id", "must be a text")),
    }
    for name in body.keys().filter(|name| !FIELDS.contains(&name.as_str())) {
        problems.push(problem(name, "is no field of a connection to import"));
    }
    match body.get_mut("credentials") {
        Some(Value::Object(given)) => {
            if let Some(Value::String(mode)) = given.get("type") {
                let mode = mode.clone();
                problems.extend(credentials(&mode, given).err().unwrap_or_default());
            }
        }
        Some(_) => problems.push(problem("credentials", "must be an object")),
        None => problems.push(problem("credentials", "is missing")),
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Importing over a connection resets what the body leaves out: this hands it on.
pub fn carry_over(body: &mut Map<String, Value>, current: Connection) {
    let mut keep = |name: &str, value: Value| {
        if !body.contains_key(name) {
            body.insert(name.to_owned(), value);
        }
    };
    if let Value::Object(mut config) = current.connection_config {
        // Nango keeps it as a text where it came from a session, and takes it as a list alone.
        if config.get("oauth_scopes_override").is_some_and(|scopes| !scopes.is_array()) {
            config.shift_remove("oauth_scopes_override");
        }
        keep("connection_config", Value::Object(config));
    }
    if let Some(metadata @ Value::Object(_)) = current.metadata {
        keep("metadata", metadata);
    }
    if let Some(url) = current.webhook_url_override {
        keep("webhook_url_override", url.into());
    }
    let new_owner = body.contains_key("end_user");
    let tags: BTreeMap<String, String> = current
        .tags
        .into_iter()
        // Nango makes these of the new end user.
        .filter(|(key, _)| !(new_owner && key.starts_with("end_user_")))
        .collect();
    if !body.contains_key("tags") && !tags.is_empty() {
        body.insert("tags".to_owned(), serde_json::json!(tags));
    }
}

/// `text` without any of the credentials' values, should the server have quoted one.
pub fn scrub(text: &str, credentials: &Value) -> String {
    match credentials {
        Value::Object(members) => members
            .iter()
            .filter(|(name, _)| *name != "type")
            .fold(text.to_owned(), |text, (_, value)| scrub(&text, value)),
        Value::Array(items) => items.iter().fold(text.to_owned(), |text, value| scrub(&text, value)),
        // A shorter one would take away half of the words.
        Value::String(secret) if secret.len() >= 4 => text.replace(secret.as_str(), "…"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn every_importable_type_is_completed_and_every_other_refused() {
        for kind in &KINDS {
            let mut given: Map<String, Value> =
                kind.required.iter().map(|name| ((*name).to_owned(), json!("v"))).collect();
            credentials(kind.name, &mut given).unwrap();
            assert_eq!(given["type"], kind.name);
            for name in kind.required {
                let mut less = given.clone();
                less.shift_remove(*name);
                assert_eq!(credentials(kind.name, &mut less).unwrap_err().len(), 1, "{} {name}", kind.name);
            }
        }
        for mode in ["JWT", "TWO_STEP", "SIGNATURE", "BILL", "AWS_SIGV4", "MCP_OAUTH2", "INSTALL_PLUGIN"] {
            let problems = credentials(mode, &mut Map::new()).unwrap_err();
            assert!(problems[0].1.contains("cannot be imported"), "{problems:?}");
        }
        let mut app = object(json!({"app_id": 99, "installation_id": "7"}));
        credentials("APP", &mut app).unwrap();
        assert_eq!(Value::Object(app), json!({"app_id": "99", "installation_id": "7", "type": "APP"}));
        let wrong = json!({"type": "BASIC", "apiKey": "s3cret", "more": 1});
        let problems = credentials("API_KEY", &mut object(wrong)).unwrap_err();
        assert_eq!(problems.len(), 2);
        assert!(!format!("{problems:?}").contains("s3cret"));
    }

    #[test]
    fn a_line_is_looked_at_whole() {
        let mut good = object(json!({"credentials": {"type": "API_KEY", "apiKey": "k"}, "tags": {}}));
        line(&mut good, Some("openai")).unwrap();
        assert_eq!(good["provider_config_key"], "openai");
        let bad = json!({"connection_id": 1, "credential": {}, "credentials": {"type": "JWT"}});
        let paths: Vec<String> =
            line(&mut object(bad), None).unwrap_err().into_iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["provider_config_key", "connection_id", "credential", "credentials.type"]);
    }

    #[test]
    fn what_a_body_leaves_out_is_handed_on() {
        let current: Connection = serde_json::from_value(json!({
            "id": 1, "connection_id": "c", "provider_config_key": "k", "provider": "p", "errors": [],
            "end_user": null, "tags": {"end_user_id": "u_1", "plan": "pro"}, "metadata": {"a": 1},
            "connection_config": {"subdomain": "acme", "oauth_scopes_override": "a,b"},
            "webhook_url_override": "https://hook.example", "created_at": "", "updated_at": "",
            "last_fetched_at": null, "credentials": {},
        }))
        .unwrap();
        let mut bare = Map::new();
        carry_over(&mut bare, current.clone());
        assert_eq!(
            Value::Object(bare),
            json!({"connection_config": {"subdomain": "acme"}, "metadata": {"a": 1},
                   "webhook_url_override": "https://hook.example", "tags": {"end_user_id": "u_1", "plan": "pro"}})
        );
        let full = json!({"connection_config": {}, "metadata": {}, "webhook_url_override": "", "tags": {}});
        let mut body = object(full.clone());
        carry_over(&mut body, current.clone());
        assert_eq!(Value::Object(body), full);
        let mut another = object(json!({"end_user": {"id": "u_2"}}));
        carry_over(&mut another, current);
        assert_eq!(another["tags"], json!({"plan": "pro"}));
    }

    #[test]
    fn no_secret_is_quoted() {
        let credentials =
            json!({"type": "OAUTH2", "access_token": "gho_1234", "raw": {"list": ["deep-one"]}});
        assert_eq!(scrub("OAUTH2: gho_1234 and deep-one", &credentials), "OAUTH2: … and …");
    }
}
