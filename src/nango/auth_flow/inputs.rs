//! What an integration asks for before it connects: the provider's own fields, or its auth mode's where it
//! declares none (protocol §3.2, §6.2, §6.3), and whether a value will do. Pure.

use super::super::connections::looks_secret;
use super::super::integrations::Integration;
use super::super::providers::{Field, Provider};

/// Where a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The flow's connection config: `params[name]`.
    ConnectionConfig,
    /// The body's credentials.
    Credentials,
    /// `assertionOption` in the body of TWO_STEP (protocol §16.6).
    Assertion,
}

/// One value to ask for.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name on the wire.
    pub name: String,
    /// Where it goes.
    pub place: Place,
    /// What the provider says of it.
    pub field: Field,
}

impl Input {
    /// Whether connecting fails, now or later, without it. Nobody can be asked for what is hidden.
    pub fn required(&self) -> bool {
        !self.field.optional && !self.field.hidden && self.field.default_value.is_none()
    }

    /// Its label.
    pub fn title(&self) -> &str {
        self.field.title.as_deref().filter(|title| !title.is_empty()).unwrap_or(&self.name)
    }
}

/// Every value that `integration` asks for, in the order to ask.
pub fn inputs(provider: &Provider, integration: &Integration) -> Vec<Input> {
    let preconfigured: Vec<&str> = match integration.rest.get("preconfigured_credentials") {
        Some(serde_json::Value::Array(names)) => names.iter().filter_map(|name| name.as_str()).collect(),
        _ => Vec::new(),
    };
    let place = |place: Place, fields: Vec<(String, Field)>| {
        fields.into_iter().map(move |(name, field)| Input { name, place, field })
    };
    let mut config = provider.connection_config();
    for (name, field) in &mut config {
        field.secret |= looks_secret_config(name);
    }
    if provider.auth_mode == "AWS_SIGV4" {
        // Not declared, but Connect UI sends it, and the role's trust policy must name it (protocol §16.30).
        config.push(plain("external_id", "External ID", Some("uuid"), true));
    }
    let mut credentials = if provider.needs_browser() { Vec::new() } else { provider.credentials() };
    if credentials.is_empty() {
        credentials = defaults(&provider.auth_mode);
    }
    for (name, field) in &mut credentials {
        field.optional |= preconfigured.contains(&name.as_str());
        // Few templates say so themselves.
        field.secret |= looks_secret(name);
    }
    let mut assertion = provider.assertion_option();
    for (name, field) in &mut assertion {
        field.secret |= looks_secret(name);
    }
    place(Place::ConnectionConfig, config)
        .chain(place(Place::Credentials, credentials))
        .chain(place(Place::Assertion, assertion))
        .collect()
}

/// Few templates say so of their connection config, either. A key or a token alone may be anything there: a project's
/// key, the URL for tokens.
fn looks_secret_config(name: &str) -> bool {
    let name = name.to_lowercase();
    ["secret", "password", "apikey", "api_key"].iter().any(|part| name.contains(part))
}

fn plain(name: &str, title: &str, format: Option<&str>, optional: bool) -> (String, Field) {
    let title = Some(title.to_owned());
    let format = format.map(str::to_owned);
    (name.to_owned(), Field { title, format, optional, ..Field::default() })
}

/// The body of each auth mode's endpoint (protocol §3.2).
fn defaults(auth_mode: &str) -> Vec<(String, Field)> {
    let fields: &[(&str, &str, bool)] = match auth_mode {
        "API_KEY" => &[("apiKey", "API key", false)],
        // Both are sent; either may be empty.
        "BASIC" => &[("username", "User name", true), ("password", "Password", true)],
        "OAUTH2_CC" => &[
            ("client_id", "Client ID", false),
            ("client_secret", "Client secret", false),
            ("client_certificate", "Client certificate (PEM)", true),
            ("client_private_key", "Client private key (PEM)", true),
        ],
        "TBA" => &[
            ("token_id", "Token ID", false),
            ("token_secret", "Token secret", false),
            ("oauth_client_id_override", "Client ID, where the integration has none", true),
            ("oauth_client_secret_override", "Client secret, where the integration has none", true),
        ],
        "BILL" => &[
            ("username", "User name", false),
            ("password", "Password", false),
            ("organization_id", "Organization ID", false),
            ("dev_key", "Developer key", false),
        ],
        "SIGNATURE" => &[("username", "User name", false), ("password", "Password", false)],
        "AWS_SIGV4" => &[("role_arn", "Role ARN", false), ("region", "Region", true)],
        _ => &[],
    };
    fields.iter().map(|(name, title, optional)| plain(name, title, None, *optional)).collect()
}

/// `value` as it is to be sent, without the decoration that the provider's URL adds by itself.
///
/// # Errors
/// A sentence that says what the value must look like. The server checks hardly any of this and sends what it is
/// given to the provider (protocol §16.3, §16.5).
pub fn check(field: &Field, value: &str) -> Result<String, String> {
    let fits = |value: &str| {
        let pattern = field.pattern.as_deref().and_then(|pattern| regress::Regex::new(pattern).ok());
        pattern.is_none_or(|pattern| pattern.find(value).is_some())
    };
    let mut bare = value;
    if !fits(value) || field.format.as_deref() == Some("hostname") || field.suffix.is_some() {
        bare = field.prefix.as_deref().and_then(|prefix| bare.strip_prefix(prefix)).unwrap_or(bare);
        bare = bare.trim_end_matches('/');
        bare = field.suffix.as_deref().and_then(|suffix| bare.strip_suffix(suffix)).unwrap_or(bare);
    }
    let example = || field.example.as_ref().map(|text| format!(", for example {text}")).unwrap_or_default();
    if bare.is_empty() {
        return Err(format!("must not be empty{}", example()));
    }
    if let Some(choices) = &field.choices
        && !choices.iter().any(|choice| choice == bare)
    {
        return Err(format!("must be one of {}", choices.join(", ")));
    }
    if !fits(bare) {
        return Err(format!("does not match {}{}", field.pattern.as_deref().unwrap_or_default(), example()));
    }
    let well_formed = match field.format.as_deref() {
        Some("hostname") => !bare.contains(['/', '@', ' ']),
        Some("uri") => url::Url::parse(bare).is_ok(),
        Some("uuid") => uuid::Uuid::parse_str(bare).is_ok(),
        Some("email") => {
            bare.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
        }
        _ => true,
    };
    if well_formed {
        Ok(bare.to_owned())
    } else {
        Err(format!("is no {}{}", field.format.as_deref().unwrap_or_default(), example()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn asked(provider: Value, integration: Value) -> Vec<(String, Place, bool)> {
        let provider: Provider = serde_json::from_value(provider).unwrap();
        let mut integration = integration;
        integration["unique_key"] = json!("k");
        integration["provider"] = json!("p");
        let integration: Integration = serde_json::from_value(integration).unwrap();
        let inputs = inputs(&provider, &integration);
        inputs.into_iter().map(|input| (input.name.clone(), input.place, input.required())).collect()
    }

    #[test]
    fn the_providers_own_fields_or_the_modes() {
        let two_step = json!({
            "name": "p", "auth_mode": "TWO_STEP",
            "connection_config": {"b": {"order": 2}, "a": {"order": 1}, "auto": {"automated": true}, "hid": {"hidden": true}},
            "credentials": {"clientId": {}, "assertion": {"automated": true}, "dppKey": {}},
            "assertion_option": {"privateKey": {}},
        });
        let names = |asked: &[(String, Place, bool)]| {
            asked.iter().map(|(n, _, r)| format!("{n}{}", if *r { "!" } else { "" })).collect::<Vec<_>>()
        };
        let preconfigured = json!({"preconfigured_credentials": ["dppKey"]});
        let fields = asked(two_step, preconfigured);
        assert_eq!(names(&fields), ["a!", "b!", "hid", "clientId!", "dppKey", "privateKey!"]);
        assert_eq!((fields[0].1, fields[5].1), (Place::ConnectionConfig, Place::Assertion));
        let mode = |mode: &str| names(&asked(json!({"name": "p", "auth_mode": mode}), json!({})));
        assert_eq!(mode("API_KEY"), ["apiKey!"]);
        assert_eq!(mode("BASIC"), ["username", "password"]);
        assert_eq!(mode("BILL"), ["username!", "password!", "organization_id!", "dev_key!"]);
        assert_eq!(mode("AWS_SIGV4"), ["external_id", "role_arn!", "region"]);
        assert_eq!(mode("NONE"), [""; 0]);
        assert_eq!(mode("OAUTH2"), [""; 0]);
    }

    #[test]
    fn secrets_are_told_by_their_names() {
        let provider = json!({
            "name": "p", "auth_mode": "API_KEY",
            "connection_config": {"secretKey": {}, "API_PASSWORD": {}, "apiKey": {}, "projectKey": {}, "tokenUrl": {}},
            "credentials": {"apiKey": {}, "account": {}},
        });
        let provider: Provider = serde_json::from_value(provider).unwrap();
        let integration = serde_json::from_value(json!({"unique_key": "k", "provider": "p"})).unwrap();
        let asked = inputs(&provider, &integration);
        let in_view: Vec<&str> =
            asked.iter().filter(|input| !input.field.secret).map(|input| input.name.as_str()).collect();
        assert_eq!(in_view, ["projectKey", "tokenUrl", "account"]);
    }

    #[test]
    fn values_are_checked_and_undecorated() {
        let field = |json: Value| serde_json::from_value::<Field>(json).unwrap();
        let subdomain =
            field(json!({"pattern": "^[a-z0-9_-]+$", "prefix": "https://", "suffix": ".zendesk.com"}));
        assert_eq!(check(&subdomain, "acme").as_deref(), Ok("acme"));
        assert_eq!(check(&subdomain, "https://acme.zendesk.com/").as_deref(), Ok("acme"));
        assert!(check(&subdomain, "ac me").is_err());
        assert!(check(&subdomain, "").is_err());
        let host = field(json!({"format": "hostname", "prefix": "https://"}));
        assert_eq!(check(&host, "https://acme.okta.com").as_deref(), Ok("acme.okta.com"));
        assert!(check(&host, "acme/okta").is_err());
        let lookahead = field(json!({"pattern": "^(?!.*lightning).+$"}));
        assert!(check(&lookahead, "x.lightning.force.com").is_err());
        assert!(check(&lookahead, "x.my.salesforce.com").is_ok());
        let choice = field(json!({"enum": ["eu", "us"]}));
        assert_eq!(check(&choice, "uk").unwrap_err(), "must be one of eu, us");
        assert!(check(&field(json!({"format": "uuid"})), "7b0c").is_err());
        let full = field(json!({"pattern": "^https?://.+[^/]$"}));
        assert_eq!(check(&full, "https://x.example").as_deref(), Ok("https://x.example"));
        assert_eq!(check(&full, "https://x.example/").as_deref(), Ok("https://x.example"));
    }
}
