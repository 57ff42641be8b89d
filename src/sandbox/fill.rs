//! The texts that providers declare for the proxy, with places to fill: `Bearer ${apiKey}`,
//! `${connectionConfig.version} || 2022-11-28`, `Basic ${base64(${credentials.username}/token:…)}`.

use serde_json::{Map, Value};

use super::access::text;
use super::text::{base64_padded, uuid};

/// What the places are filled from.
pub struct Sources<'a> {
    /// Of the connection.
    pub credentials: &'a Value,
    /// Of the connection.
    pub config: &'a Map<String, Value>,
    /// Of the integration.
    pub app: &'a Map<String, Value>,
}

impl Sources<'_> {
    /// The first of the alternatives that has a value for each of its places.
    pub fn fill(&self, template: &str) -> Option<String> {
        template.split("||").find_map(|one| self.fill_one(one.trim()))
    }

    fn fill_one(&self, template: &str) -> Option<String> {
        let mut filled = String::new();
        let mut rest = template;
        while let Some((before, from)) = rest.split_once("${") {
            filled.push_str(before);
            let (place, after) = closed(from)?;
            filled.push_str(&self.value(place)?);
            rest = after;
        }
        Some(filled + rest)
    }

    /// What belongs in the place of that name. Signatures and dates are not made: a template with one is as good
    /// as unfilled.
    fn value(&self, place: &str) -> Option<String> {
        if let Some(inner) = place.strip_prefix("base64(").and_then(|rest| rest.strip_suffix(')')) {
            return Some(base64_padded(self.fill_one(inner)?.as_bytes()));
        }
        if let Some(name) = place.strip_prefix("connectionConfig.") {
            return text(self.config, name).filter(|value| !value.is_empty()).map(str::to_owned);
        }
        let value = match place {
            "random" => return Some(uuid()),
            "clientId" => text(self.app, "client_id"),
            "clientSecret" => text(self.app, "client_secret"),
            "accessToken" => {
                ["access_token", "token"].into_iter().find_map(|name| self.credentials[name].as_str())
            }
            path => {
                let path = path.strip_prefix("credentials.").unwrap_or(path);
                path.split('.').fold(self.credentials, |within, name| &within[name]).as_str()
            }
        };
        value.map(str::to_owned)
    }
}

/// What comes before the brace that closes a place, which may have places in it, and what comes after.
fn closed(text: &str) -> Option<(&str, &str)> {
    let mut open = 1;
    for (at, c) in text.char_indices() {
        match c {
            '{' => open += 1,
            '}' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some((&text[..at], &text[at + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn templates_as_recorded_providers_have_them() {
        let credentials = json!({
            "apiKey": "k", "token": "t", "username": "me@x.io", "password": "", "raw": {"accountID": "7"},
        });
        let object = |value: Value| value.as_object().cloned().unwrap_or_default();
        let config = object(json!({"tenant": "acme", "none": "", "url": "https://x.io"}));
        let app = object(json!({"client_id": "id", "client_secret": "secret"}));
        let sources = Sources { credentials: &credentials, config: &config, app: &app };
        for (template, filled) in [
            ("application/json", Some("application/json")),
            ("Bearer ${apiKey}", Some("Bearer k")),
            ("${credentials.apiKey}", Some("k")),
            ("${accessToken}", Some("t")),
            ("${credentials.raw.accountID}", Some("7")),
            ("${clientId}:${clientSecret}", Some("id:secret")),
            ("${connectionConfig.tenant}", Some("acme")),
            ("${connectionConfig.version}", None),
            ("${connectionConfig.none}", None),
            ("Bearer ${connectionConfig.version}", None),
            ("${connectionConfig.version} || 2022-11-28", Some("2022-11-28")),
            ("${connectionConfig.tenant} || 2022-11-28", Some("acme")),
            ("https://${connectionConfig.host} || ${connectionConfig.url}", Some("https://x.io")),
            ("Basic ${base64(${apiKey}:X)}", Some("Basic azpY")),
            (
                "Basic ${base64(${credentials.username}/token:${credentials.password})}",
                Some("Basic bWVAeC5pby90b2tlbjo="),
            ),
            ("${base64(${connectionConfig.version}:X)}", None),
            ("${hmacSha1Hex(${method}, ${apiKey})}", None),
            ("${apiKey", None),
        ] {
            assert_eq!(sources.fill(template).as_deref(), filled, "{template}");
        }
    }
}
