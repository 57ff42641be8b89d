//! Connections (protocol §5).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::client::{As, Client, Request, to_json};
use super::fault::Fault;
use super::sessions::EndUser;
use crate::secret::mask;

/// A row of `GET /connections` (protocol §5.1); fields in the order the API sends them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ConnectionSummary {
    /// Nango's internal number.
    pub id: i64,
    /// Unique within its integration.
    pub connection_id: String,
    /// The integration's unique key.
    pub provider_config_key: String,
    /// The provider's name.
    pub provider: String,
    /// Active errors, empty when healthy.
    #[serde(default)]
    pub errors: Vec<ConnectionError>,
    /// Deprecated by Nango in favour of tags.
    pub end_user: Option<NamedEndUser>,
    /// Empty when there are none.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
    /// The app's own data.
    pub metadata: Option<Value>,
    /// RFC 3339, up to microseconds.
    pub created: String,
    /// What newer servers add.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// An active error of a connection.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ConnectionError {
    /// `auth` or `sync`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The log operation that says more.
    pub log_id: Option<String>,
}

/// An end user as connections show it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NamedEndUser {
    /// Your ID.
    pub id: String,
    /// Name to show.
    pub display_name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Its own tags.
    pub tags: Option<Value>,
    /// Its organization: `{id, display_name}`.
    pub organization: Option<Value>,
    /// What newer servers add.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `GET /connections/:id` (protocol §5.2); fields in the order the API sends them. `Debug` shows its names alone.
#[derive(Clone, Serialize, Deserialize)]
pub struct Connection {
    /// Nango's internal number.
    pub id: i64,
    /// Unique within its integration.
    pub connection_id: String,
    /// The integration's unique key.
    pub provider_config_key: String,
    /// The provider's name.
    pub provider: String,
    /// Active errors, empty when healthy.
    #[serde(default)]
    pub errors: Vec<ConnectionError>,
    /// Deprecated by Nango in favour of tags.
    pub end_user: Option<NamedEndUser>,
    /// Empty when there are none.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
    /// The app's own data.
    pub metadata: Option<Value>,
    /// What the flow was told, and what Nango learned; it can hold secrets (protocol §16.14, §16.16).
    #[serde(default)]
    pub connection_config: Value,
    /// Where this connection's webhooks go.
    pub webhook_url_override: Option<String>,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339.
    pub updated_at: String,
    /// RFC 3339; when credentials were last read.
    pub last_fetched_at: Option<String>,
    /// Empty where the key may not read them.
    pub credentials: Credentials,
    /// What newer servers add.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection")
            .field("connection_id", &self.connection_id)
            .field("provider_config_key", &self.provider_config_key)
            .field("provider", &self.provider)
            .finish_non_exhaustive()
    }
}

/// A connection's credentials. `Debug` is mute.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Credentials(pub Value);

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Credentials({}, …)", self.kind().unwrap_or("none"))
    }
}

impl Credentials {
    /// `OAUTH2`, `API_KEY`, …; none for a connection without credentials.
    pub fn kind(&self) -> Option<&str> {
        self.0["type"].as_str()
    }
}

impl Connection {
    /// The same connection with every secret masked: all texts of the credentials but those known to be
    /// harmless, and what looks like a secret in the connection config.
    pub fn masked(mut self) -> Self {
        const HARMLESS: [&str; 9] = [
            "type",
            "expires_at",
            "expires_in",
            "token_type",
            "scope",
            "created_at",
            "region",
            "service",
            "external_id",
        ];
        mask_texts(&mut self.credentials.0, false, &|name| HARMLESS.contains(&name));
        mask_texts(&mut self.connection_config, false, &|name| !looks_secret(name));
        self
    }
}

/// Whether a field of that name holds a secret, as far as a name can tell.
pub fn looks_secret(name: &str) -> bool {
    let name = name.to_lowercase();
    ["secret", "token", "password", "key", "credential", "assertion", "jwt"]
        .iter()
        .any(|part| name.contains(part))
}

/// Masks texts below `value`. A name that is not harmless hides everything under it.
fn mask_texts(value: &mut Value, hide: bool, harmless: &impl Fn(&str) -> bool) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let hide = hide || !harmless(name);
                match member {
                    // The ends of a long token tell which it is; of a password or a key they would tell too much.
                    Value::String(text)
                        if hide && name.to_lowercase().contains("token") && text.len() >= 32 =>
                    {
                        *text = mask(text);
                    }
                    member => mask_texts(member, hide, harmless),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| mask_texts(item, hide, harmless)),
        Value::String(text) if hide => *text = "…".to_owned(),
        _ => {}
    }
}

/// The filters of `GET /connections`.
#[derive(Clone, Debug, Default)]
pub struct ConnectionFilter {
    /// Exact; several integrations may have it.
    pub connection_id: Option<String>,
    /// Any of these integrations.
    pub integrations: Vec<String>,
    /// All must match.
    pub tags: Vec<(String, String)>,
    /// Substring of connection ID, end-user name or e-mail.
    pub search: Option<String>,
    /// Does not find connections made with tags alone.
    pub end_user_id: Option<String>,
    /// Does not find connections made with tags alone.
    pub organization_id: Option<String>,
}

impl ConnectionFilter {
    fn query(&self, limit: u32, page: u32) -> Vec<(String, String)> {
        let mut query = Vec::new();
        let mut add = |name: &str, value: &Option<String>| {
            query.extend(value.iter().map(|value| (name.to_owned(), value.clone())));
        };
        add("connectionId", &self.connection_id);
        add("search", &self.search);
        add("endUserId", &self.end_user_id);
        add("endUserOrganizationId", &self.organization_id);
        add("integrationId", &(!self.integrations.is_empty()).then(|| self.integrations.join(",")));
        query.extend(self.tags.iter().map(|(key, value)| (format!("tags[{key}]"), value.clone())));
        query.push(("limit".to_owned(), limit.to_string()));
        query.push(("page".to_owned(), page.to_string()));
        query
    }
}

/// The options of `GET /connections/:id`.
#[derive(Clone, Copy, Debug, Default)]
pub struct GetConnection {
    /// Refresh the credentials even if they are still valid.
    pub force_refresh: bool,
    /// Include refresh tokens.
    pub refresh_token: bool,
    /// Make a new JWT of a GitHub App.
    pub refresh_github_app_jwt_token: bool,
}

/// The body of `PATCH /connections/:id` (protocol §5.4). What is `None` stays.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ConnectionUpdate {
    /// Replaces every tag; merged only with those generated from `end_user` in the same call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<BTreeMap<String, String>>,
    /// Alone it replaces every tag with those generated from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_user: Option<EndUser>,
    /// Empty clears it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_url_override: Option<String>,
}

#[derive(Deserialize)]
struct Done {
    success: bool,
}

#[derive(Deserialize)]
struct Rows {
    connections: Vec<ConnectionSummary>,
}

impl Client {
    /// One page of connections, newest first. `page` counts from zero; fewer than `limit` rows mean the end.
    ///
    /// # Errors
    /// See protocol §5.1.
    pub async fn list_connections(
        &self,
        filter: &ConnectionFilter,
        limit: u32,
        page: u32,
    ) -> Result<Vec<ConnectionSummary>, Fault> {
        let query = filter.query(limit, page);
        let request = Request { method: "GET", path: &["connections"], query, body: None, auth: As::Key };
        Ok(self.call::<Rows>(request).await?.connections)
    }

    /// One connection with its credentials. Nango refreshes credentials that expire within 15 minutes.
    ///
    /// # Errors
    /// See protocol §5.2: 404 `not_found`, 400 `unknown_provider_config`, 424 or 400 `invalid_credentials`.
    pub async fn get_connection(
        &self,
        integration: &str,
        connection_id: &str,
        options: GetConnection,
    ) -> Result<Connection, Fault> {
        let mut query = of(integration);
        let flags = [
            ("force_refresh", options.force_refresh),
            ("refresh_token", options.refresh_token),
            ("refresh_github_app_jwt_token", options.refresh_github_app_jwt_token),
        ];
        query.extend(
            flags.into_iter().filter(|(_, on)| *on).map(|(name, _)| (name.to_owned(), "true".to_owned())),
        );
        let path = &["connections", connection_id];
        self.call(Request { method: "GET", path, query, body: None, auth: As::Key }).await
    }

    /// Makes a connection of credentials that exist already; an existing one with that ID is overwritten, tags
    /// and metadata included (protocol §5.3). `body` is sent as it is.
    ///
    /// # Errors
    /// 404 for an unknown integration, 400 `connection_test_failed` where the provider refuses the credentials.
    pub async fn import_connection(&self, body: &impl Serialize) -> Result<Connection, Fault> {
        let body = Some(to_json(body)?);
        self.call(Request { method: "POST", path: &["connections"], query: vec![], body, auth: As::Key })
            .await
    }

    /// Changes a connection.
    ///
    /// # Errors
    /// See protocol §5.4.
    pub async fn update_connection(
        &self,
        integration: &str,
        connection_id: &str,
        update: &ConnectionUpdate,
    ) -> Result<(), Fault> {
        let (path, query) = (&["connections", connection_id], of(integration));
        let body = Some(to_json(update)?);
        let _: Done = self.call(Request { method: "PATCH", path, query, body, auth: As::Key }).await?;
        Ok(())
    }

    /// Deletes a connection; whether there was something to delete.
    ///
    /// # Errors
    /// 400 `unknown_connection` (protocol §5.5).
    pub async fn delete_connection(&self, integration: &str, connection_id: &str) -> Result<bool, Fault> {
        let (path, query) = (&["connections", connection_id], of(integration));
        let done: Done =
            self.call(Request { method: "DELETE", path, query, body: None, auth: As::Key }).await?;
        Ok(done.success)
    }

    /// Replaces (`merge` false) or shallowly merges the metadata of connections of one integration. With several
    /// nothing is done where one is unknown (protocol §5.6).
    ///
    /// # Errors
    /// 404 `unknown_connection`.
    pub async fn write_metadata(
        &self,
        integration: &str,
        connection_ids: &[String],
        metadata: &Map<String, Value>,
        merge: bool,
    ) -> Result<(), Fault> {
        let body = json!({
            "connection_id": connection_ids,
            "provider_config_key": integration,
            "metadata": metadata,
        });
        let method = if merge { "PATCH" } else { "POST" };
        let path = &["connections", "metadata"];
        let _: Value =
            self.call(Request { method, path, query: vec![], body: Some(body), auth: As::Key }).await?;
        Ok(())
    }
}

fn of(integration: &str) -> Vec<(String, String)> {
    vec![("provider_config_key".to_owned(), integration.to_owned())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masking_leaves_no_secret() {
        let mut credentials = json!({
            "type": "OAUTH2", "access_token": "gho_0123456789012345678901234567890123", "expires_at": "2026-11-24T00:00:00Z",
            "raw": {"scope": "repo", "nested": {"scope": "hidden"}, "list": ["short"], "expires_in": 3600},
        });
        const HARMLESS: [&str; 4] = ["type", "expires_at", "scope", "expires_in"];
        mask_texts(&mut credentials, false, &|name| HARMLESS.contains(&name));
        assert_eq!(
            credentials,
            json!({
                "type": "OAUTH2", "access_token": "gho_…0123", "expires_at": "2026-11-24T00:00:00Z",
                "raw": {"scope": "…", "nested": {"scope": "…"}, "list": ["…"], "expires_in": 3600},
            })
        );
        let mut config = json!({"subdomain": "acme", "oauth_client_secret_override": "s3cret", "userCredentials": {"a": "b"}});
        mask_texts(&mut config, false, &|name| !looks_secret(name));
        assert_eq!(
            config,
            json!({"subdomain": "acme", "oauth_client_secret_override": "…", "userCredentials": {"a": "…"}})
        );
    }

    #[test]
    fn debug_tells_names_alone() {
        let connection: Connection = serde_json::from_value(json!({
            "id": 1, "connection_id": "c_1", "provider_config_key": "netsuite", "provider": "netsuite-tba",
            "end_user": null, "metadata": {"note": "s3cret"}, "webhook_url_override": "https://u:s3cret@h/",
            "connection_config": {"oauth_client_secret_override": "s3cret"}, "created_at": "", "updated_at": "",
            "last_fetched_at": null, "credentials": {"type": "TBA", "token_secret": "s3cret"}, "newer": "s3cret",
        }))
        .unwrap();
        let text = format!("{connection:?}");
        assert!(text.contains("c_1") && text.contains("netsuite-tba") && !text.contains("s3cret"), "{text}");
    }
}
