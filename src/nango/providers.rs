//! Providers (protocol §6.2).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::client::{As, Client, Data, Request};
use super::fault::Fault;

/// Something that Nango can connect to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Provider {
    /// Its name.
    pub name: String,
    /// Name to show.
    pub display_name: Option<String>,
    /// `OAUTH2`, `API_KEY`, `BASIC`, … (protocol §6.3).
    pub auth_mode: String,
    /// Everything else, as the template has it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// An input that a provider declares, for its connection config or its credentials (protocol §6.2).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Field {
    /// Label.
    pub title: Option<String>,
    /// Help text.
    pub description: Option<String>,
    /// An example value.
    pub example: Option<String>,
    /// A JavaScript regular expression the value must match.
    pub pattern: Option<String>,
    /// `hostname`, `uri`, `uuid` or `email`.
    pub format: Option<String>,
    /// The only values there are.
    #[serde(rename = "enum")]
    pub choices: Option<Vec<String>>,
    /// What it is when left out.
    pub default_value: Option<String>,
    /// Text that belongs before the value and is not typed.
    pub prefix: Option<String>,
    /// Text that belongs after the value and is not typed.
    pub suffix: Option<String>,
    /// `{field, equals}`: of interest only where another field has that value.
    pub visible_when: Option<Value>,
    /// The order to ask in.
    pub order: Option<f64>,
    /// Whether it may be left out.
    #[serde(default)]
    pub optional: bool,
    /// Filled by Nango: never asked for.
    #[serde(default)]
    pub automated: bool,
    /// Not to be shown.
    #[serde(default)]
    pub hidden: bool,
    /// Not to be seen while typed.
    #[serde(default)]
    pub secret: bool,
}

impl Provider {
    /// The connection config that a person has to give, in the order to ask.
    pub fn connection_config(&self) -> Vec<(String, Field)> {
        self.fields("connection_config")
    }

    /// The credentials that it declares, in the order to ask.
    pub fn credentials(&self) -> Vec<(String, Field)> {
        self.fields("credentials")
    }

    /// What signs a TWO_STEP provider's assertion, in the order to ask.
    pub fn assertion_option(&self) -> Vec<(String, Field)> {
        self.fields("assertion_option")
    }

    /// What an integration of it is configured with, in the order to ask.
    pub fn integration_config(&self) -> Vec<(String, Field)> {
        self.fields("integration_config")
    }

    fn fields(&self, name: &str) -> Vec<(String, Field)> {
        // In the order of the template, where it gives no other.
        let declared: Vec<(String, Field)> = match self.rest.get(name) {
            Some(Value::Object(fields)) => fields
                .iter()
                .map(|(name, field)| {
                    (name.clone(), serde_json::from_value(field.clone()).unwrap_or_default())
                })
                .collect(),
            _ => Vec::new(),
        };
        let mut fields: Vec<_> = declared.into_iter().filter(|(_, field)| !field.automated).collect();
        let order = |field: &Field| field.order.unwrap_or(f64::MAX);
        fields.sort_by(|(_, a), (_, b)| order(a).total_cmp(&order(b)));
        fields
    }

    /// Whether Nango stores credentials without asking the provider whether they are right: of the modes that have
    /// no token to fetch, only some providers declare a request to test with (protocol §3.3).
    pub fn takes_credentials_untested(&self) -> bool {
        let tested = self.rest.get("proxy").is_some_and(|proxy| proxy.get("verification").is_some())
            || self.rest.contains_key("credentials_verification_script");
        matches!(self.auth_mode.as_str(), "API_KEY" | "BASIC" | "JWT" | "TBA" | "SIGNATURE") && !tested
    }

    /// Whether connecting needs a browser (protocol §6.3).
    pub fn needs_browser(&self) -> bool {
        matches!(
            self.auth_mode.as_str(),
            "OAUTH1" | "OAUTH2" | "MCP_OAUTH2" | "MCP_OAUTH2_GENERIC" | "CUSTOM" | "APP" | "INSTALL_PLUGIN"
        )
    }
}

impl Client {
    /// Every provider whose name contains `search`; about 0.9 MB of JSON without one.
    ///
    /// # Errors
    /// See protocol §6.2.
    pub async fn list_providers(&self, search: Option<&str>) -> Result<Vec<Provider>, Fault> {
        let query = search.map(|text| ("search".to_owned(), text.to_owned())).into_iter().collect();
        let request = Request { method: "GET", path: &["providers"], query, body: None, auth: As::Key };
        Ok(self.call::<Data<_>>(request).await?.data)
    }

    /// One provider.
    ///
    /// # Errors
    /// 404 `not_found` when it does not exist.
    pub async fn get_provider(&self, name: &str) -> Result<Provider, Fault> {
        let path = &["providers", name];
        let request = Request { method: "GET", path, query: vec![], body: None, auth: As::Key };
        Ok(self.call::<Data<_>>(request).await?.data)
    }
}
