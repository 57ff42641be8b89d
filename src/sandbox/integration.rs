//! One configured provider: its app, its settings, and how the API shows it (protocol §6.1).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::access::text as field;
use super::catalogue::{self, Seed, text};
use super::kept::by_name;
use super::provider::Provider;
use super::text::{base64_padded, iso};
use crate::webhook::signature::hex;

/// A configured provider.
#[derive(Clone, Deserialize, Serialize)]
pub struct Integration {
    /// Its id.
    pub unique_key: String,
    /// Its provider. Of a kept one only the name is stored.
    #[serde(with = "by_name")]
    pub provider: &'static Provider,
    /// What people call it.
    pub display_name: String,
    /// The developer app: the fields of protocol §6.1's credentials without their `type`; empty where there is none.
    pub app: Map<String, Value>,
    /// Whether the app is Nango's shared one, whose secrets nobody is shown.
    pub shared: bool,
    /// The provider's own settings for an integration.
    pub config: Map<String, Value>,
    /// What the developer keeps with it, where the provider has no settings of its own.
    #[serde(default)]
    pub custom: Map<String, Value>,
    /// Whether webhooks that the provider sends would be passed on.
    pub forward_webhooks: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
}

impl Integration {
    /// The integration that `seed` describes, of this provider.
    pub fn new(seed: Seed, provider: &'static Provider, now: Timestamp) -> Self {
        let mut integration = Integration::bare(seed.unique_key, provider, seed.display_name, now);
        integration.pretend(seed.scopes.as_deref());
        integration
    }

    /// Gives it the app with these scopes and the settings that it has in a new sandbox.
    pub fn pretend(&mut self, scopes: Option<&str>) {
        if let Some(scopes) = scopes.or(self.needs_app().then_some("")) {
            self.app = self.pretended_app(scopes);
        }
        if self.provider.contains_key("integration_config") && self.auth_mode() == "AWS_SIGV4" {
            self.config = Map::from_iter(
                [("service", "s3"), ("defaultRegion", "us-east-1"), ("stsMode", "builtin")]
                    .map(|(name, value)| (name.to_owned(), value.into())),
            );
        }
    }

    /// Whether Nango takes none of its provider without a developer app.
    pub fn needs_app(&self) -> bool {
        matches!(self.auth_mode(), "OAUTH1" | "OAUTH2" | "APP" | "CUSTOM")
    }

    /// An integration without an app.
    pub fn bare(
        unique_key: String,
        provider: &'static Provider,
        display_name: Option<String>,
        now: Timestamp,
    ) -> Self {
        Integration {
            display_name: display_name.unwrap_or_else(|| text(provider, "display_name").to_owned()),
            unique_key,
            provider,
            app: Map::new(),
            shared: false,
            config: Map::new(),
            custom: Map::new(),
            forward_webhooks: true,
            created_at: now,
            updated_at: now,
        }
    }

    /// The app that the sandbox pretends to have registered with the provider. The key is none.
    pub fn pretended_app(&self, scopes: &str) -> Map<String, Value> {
        let name = self.provider_name();
        let client = [
            ("client_id", format!("sandbox-{name}-client-id")),
            ("client_secret", format!("sandbox-{name}-client-secret")),
        ];
        let app = [
            ("app_id", "1".to_owned()),
            ("app_link", format!("https://github.com/apps/sandbox-{name}")),
            (
                "private_key",
                "-----BEGIN RSA PRIVATE KEY-----\nnone\n-----END RSA PRIVATE KEY-----".to_owned(),
            ),
        ];
        let fields: Vec<(&str, String)> = match self.auth_mode() {
            "APP" => app.into(),
            "CUSTOM" => client.into_iter().chain(app).collect(),
            "INSTALL_PLUGIN" => vec![
                ("app_link", format!("https://app.crisp.chat/initiate/plugin/sandbox-{name}")),
                ("username", format!("sandbox-{name}-identifier")),
                ("password", format!("sandbox-{name}-key")),
            ],
            _ => client.into_iter().chain([("scopes", scopes.to_owned())]).collect(),
        };
        fields.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect()
    }

    /// The provider's name.
    pub fn provider_name(&self) -> &'static str {
        text(self.provider, "name")
    }

    /// The provider's auth mode, such as `OAUTH2`.
    pub fn auth_mode(&self) -> &'static str {
        text(self.provider, "auth_mode")
    }

    /// The client ID of the OAuth app.
    pub fn client_id(&self) -> &str {
        field(&self.app, "client_id").unwrap_or_default()
    }

    /// The GitHub App's id.
    pub fn app_id(&self) -> &str {
        field(&self.app, "app_id").unwrap_or_default()
    }

    /// Comma-separated: the app's, else those the provider always needs.
    pub fn scopes(&self) -> Option<String> {
        field(&self.app, "scopes").map(str::to_owned).or_else(|| {
            let all = self.provider.get("default_scopes")?.as_array()?;
            Some(all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","))
        })
    }

    /// What a TBA connection's config repeats of the app (protocol §16.14).
    pub fn tba_config(&self) -> Map<String, Value> {
        let names = [("oauth_client_id", "client_id"), ("oauth_client_secret", "client_secret")];
        let of_app = |name: &str| self.app.get(name).cloned().unwrap_or_default();
        names.into_iter().map(|(theirs, ours)| (theirs.to_owned(), of_app(ours))).collect()
    }

    /// As GET /integrations shows it in the environment of that UUID, with what `include` asks for.
    pub fn to_json(&self, base: &str, environment: &str, include: &[&str]) -> Value {
        let mut data = json!({
            "unique_key": self.unique_key,
            "provider": self.provider_name(),
            "display_name": self.display_name,
            "logo": catalogue::logo(base, self.provider_name()),
        });
        let typed = self.provider.get("credentials").and_then(Value::as_object);
        let preset: Vec<&String> =
            self.config.keys().filter(|name| typed.is_some_and(|typed| typed.contains_key(*name))).collect();
        if !preset.is_empty() {
            data["preconfigured_credentials"] = json!(preset);
        }
        if include.contains(&"webhook") {
            let receives = self.provider.contains_key("webhook_routing_script");
            data["webhook_url"] = if receives {
                format!("{base}/webhook/{environment}/{}", escaped(&self.unique_key)).into()
            } else {
                Value::Null
            };
        }
        if include.contains(&"credentials") {
            data["credentials"] = self.credentials();
        }
        data["forward_webhooks"] = self.forward_webhooks.into();
        data["created_at"] = iso(self.created_at).into();
        data["updated_at"] = iso(self.updated_at).into();
        data
    }

    /// The app in the fields of the deprecated GET /config, which are those of Nango's database: a GitHub App's id and
    /// key stand in a client's place, and aside where there is a client, too.
    pub fn stored_app(&self) -> Value {
        // Nobody is shown Nango's own.
        let of = |name: &str| match self.app.get(name) {
            Some(_) if self.shared => "".into(),
            known => known.cloned().unwrap_or_default(),
        };
        let mut custom = self.config.clone();
        custom.extend(self.custom.clone());
        if field(&self.app, "webhook_secret").is_some_and(|secret| !secret.is_empty()) {
            custom.insert("webhookSecret".to_owned(), of("webhook_secret"));
        }
        let mut stored = json!({
            "client_id": of("client_id"),
            "client_secret": of("client_secret"),
            "webhook_secret": null,
        });
        if let Some(key) = field(&self.app, "private_key").filter(|_| !self.shared) {
            let link = field(&self.app, "app_link").unwrap_or_default();
            let all = format!("{}{}{link}", self.app_id(), base64_padded(key.as_bytes()));
            let digest = ring::digest::digest(&ring::digest::SHA256, all.as_bytes());
            stored["webhook_secret"] = hex(digest.as_ref()).into();
            if self.auth_mode() == "APP" {
                (stored["client_id"], stored["client_secret"]) = (of("app_id"), key.into());
            } else {
                custom.extend(["app_id", "private_key"].map(|name| (name.to_owned(), of(name))));
            }
        }
        stored["custom"] = if custom.is_empty() { Value::Null } else { custom.into() };
        stored
    }

    /// The app's secrets, in the recorded order of each mode.
    fn credentials(&self) -> Value {
        let names: &[&str] = match self.auth_mode() {
            "OAUTH1" | "OAUTH2" | "TBA" => &["client_id", "client_secret", "scopes", "webhook_secret"],
            "APP" => &["app_id", "private_key", "app_link"],
            "CUSTOM" => &["client_id", "client_secret", "app_id", "app_link", "private_key"],
            _ => return Value::Null,
        };
        let mut all = json!({"type": self.auth_mode()});
        for name in names {
            all[*name] = match (self.shared, *name) {
                (true, _) => "".into(),
                (false, "scopes") => self.scopes().filter(|scopes| !scopes.is_empty()).into(),
                (false, name) => self.app.get(name).filter(|value| *value != "").cloned().unwrap_or_default(),
            };
        }
        all
    }
}

/// Percent-encoding as JavaScript's `encodeURIComponent` does it, of the characters that an id can have.
fn escaped(key: &str) -> String {
    key.replace(' ', "%20").replace(':', "%3A").replace('@', "%40")
}
