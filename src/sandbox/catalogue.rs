//! The providers and integrations the sandbox is born with, and the endpoints that show them (protocol §6).

use std::sync::LazyLock;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::access::Caller;
use super::reply;
use super::rules;
use super::state::{State, Turn};
use super::text::iso;
use crate::http::Reply;

/// A provider as Nango's API describes it, without the `logo_url` that follows from the server's address.
pub type Provider = Map<String, Value>;

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

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    serde_json::from_str(include_str!("catalogue.json")).expect("the catalogue is part of this program")
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

/// A configured provider.
pub struct Integration {
    /// Its id.
    pub unique_key: String,
    /// Its provider.
    pub provider: &'static Provider,
    /// What people call it.
    pub display_name: String,
    /// Comma-separated; present where the provider needs an OAuth app.
    pub scopes: Option<String>,
    created_at: Timestamp,
}

impl Integration {
    /// The integration that `seed` describes; `None` when the catalogue lacks its provider.
    pub fn new(seed: Seed, now: Timestamp) -> Option<Self> {
        let provider = provider(seed.provider.as_deref().unwrap_or(&seed.unique_key))?;
        Some(Integration {
            display_name: seed.display_name.unwrap_or_else(|| text(provider, "display_name").to_owned()),
            unique_key: seed.unique_key,
            provider,
            scopes: seed.scopes,
            created_at: now,
        })
    }

    /// The provider's name.
    pub fn provider_name(&self) -> &'static str {
        text(self.provider, "name")
    }

    /// The provider's auth mode, such as `OAUTH2`.
    pub fn auth_mode(&self) -> &'static str {
        text(self.provider, "auth_mode")
    }

    /// The client ID of the OAuth app that the sandbox pretends to have registered.
    pub fn client_id(&self) -> String {
        format!("sandbox-{}-client-id", self.provider_name())
    }

    /// As GET /integrations shows it (protocol §6.1), with what `include` asks for.
    fn to_json(&self, base: &str, include: &[&str]) -> Value {
        let mut data = json!({
            "unique_key": self.unique_key,
            "provider": self.provider_name(),
            "display_name": self.display_name,
            "logo": logo(base, self.provider_name()),
        });
        if include.contains(&"webhook") {
            let id = "00000000-0000-4000-8000-000000000000";
            let receives = self.provider.contains_key("webhook_routing_script");
            data["webhook_url"] = if receives {
                format!("{base}/webhook/{id}/{}", self.unique_key).into()
            } else {
                Value::Null
            };
        }
        if include.contains(&"credentials") {
            data["credentials"] = match (&self.scopes, self.auth_mode()) {
                (Some(scopes), mode) => json!({
                    "type": mode,
                    "client_id": self.client_id(),
                    "client_secret": format!("sandbox-{}-client-secret", self.provider_name()),
                    "scopes": scopes,
                    "webhook_secret": null,
                }),
                (None, _) => Value::Null,
            };
        }
        data["forward_webhooks"] = true.into();
        data["created_at"] = iso(self.created_at).into();
        data["updated_at"] = iso(self.created_at).into();
        data
    }
}

fn logo(base: &str, provider: &str) -> String {
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
