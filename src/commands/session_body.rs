//! From options to the body of a Connect session. Pure.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::cli::connect::Connect;
use crate::cli::connections;
use crate::cli::session::{Common, Owner};
use crate::error::{Error, Result};
use crate::nango::{EndUser, IntegrationDefaults, IntegrationOverrides, Organization, SessionRequest};

/// The typed part of a session's body, and what has to be said about it.
pub struct Built {
    /// The body.
    pub request: SessionRequest,
    /// Worth telling the user.
    pub remarks: Vec<String>,
}

/// The parts of a session's body that say whose it is. The `file` of `--from-file` may name whom the options describe;
/// so may the tags that a connection `kept`, where it is to be re-authorized.
///
/// # Errors
/// A usage error where something is said of an end user or an organization that nobody names.
pub fn owner(owner: &Owner, file: &Value, kept: &BTreeMap<String, String>) -> Result<Built> {
    let mut remarks = Vec::new();
    let of_file = |member: &str| file[member]["id"].as_str().map(str::to_owned);
    let organization = match (owner.organization.clone(), &owner.organization_name) {
        (None, None) => None,
        (id, name) => {
            let id = id.or_else(|| of_file("organization"));
            let id = id.ok_or_else(|| Error::usage("--organization-name needs --organization ID"))?;
            Some(Organization { id, display_name: name.clone() })
        }
    };
    let mut end_user = EndUser {
        id: String::new(),
        email: owner.end_user_email.clone(),
        display_name: owner.end_user_name.clone(),
        tags: (!owner.end_user_tags.is_empty()).then(|| owner.end_user_tags.iter().cloned().collect()),
    };
    let described = end_user.email.is_some() || end_user.display_name.is_some() || end_user.tags.is_some();
    let id = match &owner.end_user {
        Some(id) => Some(id.clone()),
        // What the file says of its own is sent as it is.
        None if !described && (owner.organization.is_none() || of_file("end_user").is_some()) => None,
        None => of_file("end_user").or_else(|| {
            let id = kept.get("end_user_id")?;
            end_user.email = end_user.email.take().or_else(|| kept.get("end_user_email").cloned());
            let name = || kept.get("end_user_display_name").cloned();
            end_user.display_name = end_user.display_name.take().or_else(name);
            Some(id.clone())
        }),
    };
    let id = match (id, &owner.organization) {
        (None, _) if described => return Err(Error::usage("an end user needs an ID: --end-user ID")),
        // The API ignores an organization without an end user (protocol §2.1).
        (None, Some(organization)) if of_file("end_user").is_none() => {
            let id = format!("organization:{organization}");
            remarks.push(format!("an organization needs an end user: using the placeholder ID {id}"));
            Some(id)
        }
        (id, _) => id,
    };
    let end_user = id.map(|id| EndUser { id, ..end_user });
    // The server wants tags or an end user (protocol §2.1); no tags at all are tags, too.
    let tags = (!owner.tags.is_empty() || end_user.is_none()).then(|| tag_map(&owner.tags)).transpose()?;
    Ok(Built {
        request: SessionRequest { tags, end_user, organization, ..SessionRequest::default() },
        remarks,
    })
}

/// `--tag KEY=VALUE` as the API takes it.
///
/// # Errors
/// A usage error where a tag is given twice.
pub fn tag_map(tags: &[(String, String)]) -> Result<BTreeMap<String, String>> {
    let mut map = BTreeMap::new();
    for (key, value) in tags {
        if map.insert(key.clone(), value.clone()).is_some() {
            return Err(Error::usage(format!("--tag {key} is given twice")));
        }
    }
    Ok(map)
}

/// The end user of `--end-user` and its kin.
pub fn end_user(given: &connections::EndUser) -> Option<EndUser> {
    Some(EndUser {
        id: given.end_user.clone()?,
        email: given.end_user_email.clone(),
        display_name: given.end_user_name.clone(),
        tags: (!given.end_user_tags.is_empty()).then(|| given.end_user_tags.iter().cloned().collect()),
    })
}

/// The typed body for `common`, where the session is for `integrations` (none: any), to be laid over `file`. `kept` is as
/// in [`owner`].
///
/// # Errors
/// A usage error where it is not clear whose the session is, or which integration an option is for.
pub fn session(
    common: &Common,
    file: &Value,
    kept: &BTreeMap<String, String>,
    integrations: &[String],
) -> Result<Built> {
    let mut built = owner(&common.owner, file, kept)?;
    let mut defaults: BTreeMap<String, IntegrationDefaults> = BTreeMap::new();
    for (key, value) in &common.connection_config {
        let (integration, key) = for_integration("--connection-config", key, integrations)?;
        defaults.entry(integration).or_default().connection_config.insert(key, value.clone());
    }
    for (key, value) in &common.authorization_params {
        let (integration, key) = for_integration("--authorization-param", key, integrations)?;
        defaults.entry(integration).or_default().authorization_params.insert(key, value.clone());
    }
    for scopes in &common.user_scopes {
        let (integration, scopes) = match scopes.split_once('=') {
            Some((integration, scopes)) => (integration.to_owned(), scopes.to_owned()),
            None => (the_only("--user-scope", "INTEGRATION=SCOPES", integrations)?, scopes.clone()),
        };
        let own = defaults.entry(integration).or_default().user_scopes.get_or_insert_default();
        if !own.is_empty() {
            own.push(',');
        }
        own.push_str(&scopes);
    }
    let docs = common.docs.iter().map(|(integration, url)| {
        (integration.clone(), IntegrationOverrides { docs_connect: Some(url.clone()) })
    });
    built.request.integrations_config_defaults = defaults;
    built.request.overrides = docs.collect();
    built.request.webhook_url_override = common.webhook_url.clone();
    built.request.allowed_integrations = (!integrations.is_empty()).then(|| integrations.to_vec());
    Ok(built)
}

/// What the session of one `connect` presets for its integration. Connect UI is given the connection config, too:
/// it asks for the rest.
pub fn flow_defaults(
    args: &Connect,
    in_connect_ui: bool,
    params: &[(String, String)],
) -> Option<IntegrationDefaults> {
    let mut defaults = IntegrationDefaults {
        user_scopes: (!args.user_scopes.is_empty()).then(|| args.user_scopes.join(",")),
        authorization_params: args.authorization_params.iter().cloned().collect(),
        connection_config: BTreeMap::new(),
    };
    if in_connect_ui {
        defaults.connection_config.extend(params.iter().cloned());
    }
    if !args.scopes.is_empty() {
        // Replaces the integration's own for this session (protocol §2.1).
        defaults.connection_config.insert("oauth_scopes_override".to_owned(), args.scopes.join(","));
    }
    (defaults != IntegrationDefaults::default()).then_some(defaults)
}

/// `INTEGRATION:KEY`, or `KEY` where there is only one integration. A unique key may hold colons, so a prefix
/// counts first where it is one of the session's integrations.
fn for_integration(option: &str, key: &str, integrations: &[String]) -> Result<(String, String)> {
    let named = integrations.iter().find_map(|integration| {
        let key = key.strip_prefix(integration.as_str())?.strip_prefix(':')?;
        Some((integration.clone(), key.to_owned()))
    });
    match named {
        Some(named) => Ok(named),
        None if integrations.is_empty() => match key.rsplit_once(':') {
            Some((integration, key)) => Ok((integration.to_owned(), key.to_owned())),
            None => Err(unclear(option, "INTEGRATION:KEY=VALUE")),
        },
        None => Ok((the_only(option, "INTEGRATION:KEY=VALUE", integrations)?, key.to_owned())),
    }
}

fn the_only(option: &str, form: &str, integrations: &[String]) -> Result<String> {
    match integrations {
        [only] => Ok(only.clone()),
        _ => Err(unclear(option, form)),
    }
}

fn unclear(option: &str, form: &str) -> Error {
    Error::usage(format!("{option} does not say which integration it is for"))
        .hint(format!("write {option} {form}, or give exactly one --integration"))
}

/// Reads the raw body of `--from-file`.
///
/// # Errors
/// A usage error when the file is no JSON object.
pub fn read(raw: &[u8]) -> Result<Value> {
    let wrong = |cause: String| Error::usage("--from-file does not hold a session body").cause(cause);
    let body: Value = serde_json::from_slice(raw).map_err(|error| wrong(error.to_string()))?;
    if body.is_object() { Ok(body) } else { Err(wrong("it must be a JSON object".to_owned())) }
}

/// Lays `options` over the body of `--from-file`: an option wins over the file, member by member.
pub fn over(mut body: Value, options: Value) -> Value {
    merge(&mut body, options);
    body
}

fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (name, value) in from {
                merge(into.entry(name).or_insert(Value::Object(Map::new())), value);
            }
        }
        (into, from) => *into = from,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    fn body(common: &Common, integrations: &[&str]) -> Result<Value> {
        let integrations: Vec<String> = integrations.iter().map(|i| (*i).to_owned()).collect();
        Ok(serde_json::to_value(session(common, &Value::Null, &BTreeMap::new(), &integrations)?.request)
            .unwrap())
    }

    #[test]
    fn every_field() {
        let common = Common {
            owner: Owner {
                end_user: Some("u_1".into()),
                end_user_email: Some("a@b.co".into()),
                end_user_name: Some("A".into()),
                end_user_tags: pairs(&[("plan", "pro")]),
                organization: Some("o_1".into()),
                organization_name: Some("O".into()),
                tags: pairs(&[("a", "b"), ("c", "d=e")]),
            },
            connection_config: pairs(&[("zendesk:subdomain", "acme"), ("a:b:x", "1")]),
            authorization_params: pairs(&[("a:b:prompt", "consent")]),
            user_scopes: vec!["zendesk=chat:write".into(), "zendesk=users:read".into()],
            docs: pairs(&[("zendesk", "https://docs.example")]),
            webhook_url: Some("https://hook.example".into()),
            from_file: None,
        };
        assert_eq!(
            body(&common, &["zendesk", "a:b"]).unwrap(),
            json!({
                "tags": {"a": "b", "c": "d=e"},
                "end_user": {"id": "u_1", "email": "a@b.co", "display_name": "A", "tags": {"plan": "pro"}},
                "organization": {"id": "o_1", "display_name": "O"},
                "allowed_integrations": ["zendesk", "a:b"],
                "integrations_config_defaults": {
                    "a:b": {"authorization_params": {"prompt": "consent"}, "connection_config": {"x": "1"}},
                    "zendesk": {"user_scopes": "chat:write,users:read", "connection_config": {"subdomain": "acme"}},
                },
                "overrides": {"zendesk": {"docs_connect": "https://docs.example"}},
                "webhook_url_override": "https://hook.example",
            })
        );
    }

    #[test]
    fn somebody_is_always_named() {
        assert_eq!(body(&Common::default(), &[]).unwrap(), json!({"tags": {}}));
        let of_organization = Owner { organization: Some("acme".into()), ..Owner::default() };
        let built = owner(&of_organization, &Value::Null, &BTreeMap::new()).unwrap();
        assert_eq!(built.request.end_user.map(|user| user.id).as_deref(), Some("organization:acme"));
        assert_eq!(built.remarks.len(), 1);
        for wrong in [
            Owner { end_user_email: Some("a@b.co".into()), ..Owner::default() },
            Owner { organization_name: Some("O".into()), ..Owner::default() },
            Owner { tags: pairs(&[("a", "1"), ("a", "2")]), ..Owner::default() },
        ] {
            assert!(owner(&wrong, &Value::Null, &BTreeMap::new()).is_err());
        }
    }

    #[test]
    fn an_unclear_option_is_refused() {
        let common = Common { connection_config: pairs(&[("subdomain", "acme")]), ..Common::default() };
        assert!(body(&common, &[]).is_err());
        assert!(body(&common, &["a", "b"]).is_err());
        assert_eq!(
            body(&common, &["a"]).unwrap()["integrations_config_defaults"],
            json!({"a": {"connection_config": {"subdomain": "acme"}}})
        );
    }

    #[test]
    fn options_win_over_the_file() {
        let file = read(br#"{"tags":{"a":"file","b":"file"},"unknown":1,"allowed_integrations":["x"]}"#);
        let merged = over(file.unwrap(), json!({"tags": {"a": "option"}, "allowed_integrations": ["y"]}));
        assert_eq!(
            merged,
            json!({"tags": {"a": "option", "b": "file"}, "unknown": 1, "allowed_integrations": ["y"]})
        );
        assert!(read(b"[]").is_err());
        assert!(read(b"{").is_err());
    }
}
