//! `connections get`, and how every other command shows a connection.

use serde_json::Value;

use super::{find, owner, time};
use crate::cli::connections::Get;
use crate::context::Context;
use crate::error::Result;
use crate::nango::{Connection, GetConnection};

/// Shows one connection.
pub fn get(context: &Context, args: &Get) -> Result<()> {
    let client = context.client()?;
    context.run(async {
        let integration = match &args.integration {
            Some(integration) => integration.clone(),
            None => find::integration_of(context, &args.connection_id).await?,
        };
        let options = GetConnection {
            force_refresh: args.force_refresh,
            refresh_token: args.refresh_token,
            refresh_github_app_jwt_token: args.refresh_github_app_jwt,
        };
        let connection = client
            .get_connection(&integration, &args.connection_id, options)
            .await
            .map_err(context.failed("get the connection"))?;
        show(context, if args.show_credentials { connection } else { connection.masked() })
    })
}

/// Shows one connection; whoever calls decides whether its secrets are masked.
///
/// # Errors
/// When stdout cannot be written.
pub fn show(context: &Context, connection: Connection) -> Result<()> {
    let ui = &context.ui;
    if ui.quiet() {
        return ui.value(&connection.connection_id);
    }
    if ui.json() {
        return ui.document(&connection);
    }
    let mut rows = vec![
        ("connection", connection.connection_id),
        ("integration", connection.provider_config_key),
        ("provider", connection.provider),
        ("end user", owner(connection.end_user.as_ref(), &connection.tags)),
    ];
    let compact = |value: &Value| serde_json::to_string(value).unwrap_or_default();
    let tags: Vec<String> = connection.tags.iter().map(|(key, value)| format!("{key}={value}")).collect();
    if !tags.is_empty() {
        rows.push(("tags", tags.join(" ")));
    }
    if connection.connection_config.as_object().is_some_and(|config| !config.is_empty()) {
        rows.push(("config", compact(&connection.connection_config)));
    }
    rows.extend(connection.webhook_url_override.map(|url| ("webhook url", url)));
    rows.push(("created", time(context, &connection.created_at)));
    for error in &connection.errors {
        rows.push(("broken", error.kind.clone()));
    }
    if let Value::Object(credentials) = &connection.credentials.0 {
        for (name, value) in credentials {
            let value = value.as_str().map_or_else(|| compact(value), str::to_owned);
            rows.push(("credentials", format!("{name} {value}")));
        }
    }
    ui.fields(&rows)
}
