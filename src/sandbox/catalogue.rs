//! The providers and integrations the sandbox is born with, and the endpoints that show them (protocol §6).

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Value, json};

use super::access::Caller;
use super::integration::Integration;
use super::provider::Provider;
use super::reply;
use super::rules;
use super::state::{State, Turn};
use crate::http::Reply;

#[derive(Deserialize)]
struct Catalogue {
    integrations: Vec<Seed>,
    providers: Vec<Provider>,
}

/// An integration to begin with.
#[derive(Clone, Deserialize)]
pub struct Seed {
    /// Its id.
    pub unique_key: String,
    /// The provider's name; the id where it is absent.
    pub provider: Option<String>,
    /// What people call it; the provider's display name where it is absent.
    pub display_name: Option<String>,
    /// Comma-separated; present where the provider needs an OAuth app.
    pub scopes: Option<String>,
}

/// As recorded, in four files so that each can be read.
static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    fn read<T: serde::de::DeserializeOwned>(ours: &str) -> T {
        serde_json::from_str(ours).expect("the catalogue is part of this program")
    }
    let mut all: Catalogue = read(include_str!("catalogue/common.json"));
    for more in [
        include_str!("catalogue/tokens.json"),
        include_str!("catalogue/keys.json"),
        include_str!("catalogue/browser.json"),
    ] {
        all.providers.extend(read::<Vec<Provider>>(more));
    }
    all.providers.sort_by(|a, b| text(a, "name").cmp(text(b, "name")));
    all
});

/// Every provider the sandbox knows, by name.
pub fn providers() -> &'static [Provider] {
    &CATALOGUE.providers
}

/// One provider.
pub fn provider(name: &str) -> Option<&'static Provider> {
    providers().iter().find(|provider| text(provider, "name") == name)
}

/// A text field of a provider; empty when it has none.
pub fn text<'a>(provider: &'a Provider, field: &str) -> &'a str {
    provider.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// Whether Nango tries this provider's credentials before it stores them (protocol §3.3).
pub fn verifies(provider: &Provider) -> bool {
    provider.get("proxy").is_some_and(|proxy| proxy.get("verification").is_some())
        || provider.contains_key("credentials_verification_script")
}

/// The integrations of a new sandbox: one of each provider that needs no more explanation than its name.
pub fn seeds() -> Vec<Seed> {
    CATALOGUE.integrations.clone()
}

/// Where a provider's logo would be.
pub fn logo(base: &str, provider: &str) -> String {
    format!("{base}/images/template-logos/{provider}.svg")
}

fn provider_json(provider: &Provider, base: &str) -> Value {
    let mut provider = provider.clone();
    let logo = logo(base, text(&provider, "name"));
    provider.insert("logo_url".to_owned(), logo.into());
    Value::Object(provider)
}

impl State {
    /// GET /integrations; with a session token only those the session allows.
    pub(super) fn list_integrations(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        let caller = self.key_or_session(turn)?;
        turn.valid_query(&rules::NOTHING)?;
        let allowed = |integration: &&Integration| match &caller {
            Caller::Key => true,
            Caller::Session(session) => session.allows(&integration.unique_key),
        };
        let mut all: Vec<&Integration> = self.integrations.iter().filter(allowed).collect();
        // The recorded order: by provider, then by age, which is the order they are kept in.
        all.sort_by_key(|integration| integration.provider_name());
        let data: Vec<Value> = all.iter().map(|integration| integration.to_json(&turn.base, &[])).collect();
        Ok(reply::json(200, &json!({ "data": data })))
    }

    /// GET /integrations/:uniqueKey.
    pub(super) fn get_integration(&mut self, turn: &mut Turn, key: &str) -> Result<Reply, Reply> {
        self.api_key(turn)?;
        turn.valid_query(&rules::INTEGRATION_QUERY)?;
        turn.valid_path(&rules::UNIQUE_KEY_PATH, "uniqueKey", key)?;
        let Some(integration) = self.integration(key) else {
            return Err(reply::error(404, "not_found", &format!("Integration \"{key}\" does not exist")));
        };
        let include: Vec<&str> = match turn.query.get("include") {
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(one)) => vec![one],
            _ => Vec::new(),
        };
        Ok(reply::json(200, &json!({ "data": integration.to_json(&turn.base, &include) })))
    }

    /// GET /providers. Nango reads `search` as a regular expression over names; here it is plain text, which is
    /// the same for every character that a provider's name has.
    pub(super) fn list_providers(&mut self, turn: &mut Turn) -> Result<Reply, Reply> {
        self.key_or_session(turn)?;
        turn.valid_query(&rules::PROVIDERS_QUERY)?;
        let search = turn.query.get("search").and_then(Value::as_str).unwrap_or_default().to_lowercase();
        let data: Vec<Value> = providers()
            .iter()
            .filter(|provider| text(provider, "name").contains(&search))
            .map(|provider| provider_json(provider, &turn.base))
            .collect();
        Ok(reply::json(200, &json!({ "data": data })))
    }

    /// GET /providers/:provider.
    pub(super) fn get_provider(&mut self, turn: &mut Turn, name: &str) -> Result<Reply, Reply> {
        self.key_or_session(turn)?;
        turn.valid_query(&rules::NOTHING)?;
        turn.valid_path(&rules::PROVIDER_PATH, "provider", name)?;
        match provider(name) {
            Some(provider) => Ok(reply::json(200, &json!({ "data": provider_json(provider, &turn.base) }))),
            None => Err(reply::error(404, "not_found", &format!("Unknown provider {name}"))),
        }
    }
}
