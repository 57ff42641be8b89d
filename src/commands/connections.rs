//! `connections list|get`

use serde_json::Value;

use crate::cli::connections::{Connections as Verb, Get, List};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::nango::{Connection, ConnectionFilter, ConnectionSummary, GetConnection, NamedEndUser};
use crate::ui::{JsonArray, Style, Table, parse_time, relative};

/// Runs one verb.
pub fn run(context: &Context, verb: &Verb) -> Result<()> {
    match verb {
        Verb::List(args) => list(context, args),
        Verb::Get(args) => get(context, args),
    }
}

fn list(context: &Context, args: &List) -> Result<()> {
    let client = context.client()?;
    let filter = ConnectionFilter {
        connection_id: args.connection_id.clone(),
        integrations: args.integrations.clone(),
        tags: args.tags.clone(),
        search: args.search.clone(),
        end_user_id: args.end_user.clone(),
        organization_id: args.organization.clone(),
    };
    context.run(async {
        let ui = &context.ui;
        let mut sink = Sink::new(context);
        let mut left = args.limit.unwrap_or(u32::MAX);
        // The size stays the same on every page: the server counts pages in it.
        let size = args.page_size.min(left);
        for page in 0.. {
            let mut rows =
                client.list_connections(&filter, size, page).await.map_err(context.failed("list connections"))?;
            let last = rows.len() < size as usize;
            rows.truncate(left as usize);
            left -= rows.len() as u32;
            sink.page(rows)?;
            if last || left == 0 {
                break;
            }
        }
        if sink.end()? == 0 && !ui.json() {
            ui.note("no connections");
            if args.end_user.is_some() {
                ui.note("hint: --end-user does not find connections made with tags alone: try --tag end_user_id=ID");
            }
        }
        Ok(())
    })
}

/// Shows connections as their pages come: a page may shift while connections are made, so what was seen is
/// not shown again.
struct Sink<'a> {
    context: &'a Context,
    table: Table<'a>,
    seen: std::collections::HashSet<i64>,
    array: Option<JsonArray<'a>>,
}

impl<'a> Sink<'a> {
    fn new(context: &'a Context) -> Self {
        let headers = &["CONNECTION ID", "INTEGRATION", "END USER", "STATUS", "CREATED"];
        let ui = &context.ui;
        let array = ui.json().then(|| ui.array());
        Sink { context, table: Table::new(ui, headers), seen: Default::default(), array }
    }

    fn page(&mut self, rows: Vec<ConnectionSummary>) -> Result<()> {
        let ui = &self.context.ui;
        for row in rows {
            if !self.seen.insert(row.id) {
                continue;
            }
            if let Some(array) = &mut self.array {
                array.item(&row)?;
            } else if ui.quiet() {
                ui.value(&row.connection_id)?;
            } else {
                let (status, style) = status(&row);
                let created = time(self.context, &row.created);
                let owner = owner(row.end_user.as_ref(), &row.tags);
                self.table.row([
                    (row.connection_id, Some(Style::Strong)),
                    (row.provider_config_key, None),
                    (owner, None),
                    (status, Some(style)),
                    (created, Some(Style::Dim)),
                ]);
            }
        }
        self.table.flush()
    }

    fn end(self) -> Result<usize> {
        if let Some(array) = self.array {
            array.end()?;
        }
        Ok(self.seen.len())
    }
}

fn status(row: &ConnectionSummary) -> (String, Style) {
    if row.errors.is_empty() {
        return ("ok".to_owned(), Style::Good);
    }
    let kinds: Vec<&str> = row.errors.iter().map(|error| error.kind.as_str()).collect();
    (format!("broken: {}", kinds.join(", ")), Style::Bad)
}

/// Whose connection it is: the conventional tags first, then the deprecated end user.
fn owner(end_user: Option<&NamedEndUser>, tags: &std::collections::BTreeMap<String, String>) -> String {
    let user = tags.get("end_user_id").or(end_user.map(|user| &user.id));
    let organization = tags
        .get("organization_id")
        .cloned()
        .or_else(|| end_user.and_then(|user| user.organization.as_ref()?["id"].as_str().map(str::to_owned)));
    match (user, organization) {
        (Some(user), Some(organization)) => format!("{user} ({organization})"),
        (Some(user), None) => user.clone(),
        (None, Some(organization)) => format!("({organization})"),
        (None, None) => "-".to_owned(),
    }
}

fn time(context: &Context, text: &str) -> String {
    match parse_time(text) {
        Some(time) if context.ui.for_person() => relative(time, context.now()),
        Some(time) => time.to_string(),
        None => text.to_owned(),
    }
}

fn get(context: &Context, args: &Get) -> Result<()> {
    let client = context.client()?;
    context.run(async {
        let integration = match &args.integration {
            Some(integration) => integration.clone(),
            None => integration_of(context, &args.connection_id).await?,
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

/// The integration of a connection whose ID is unique; the API wants both (protocol §5.2).
///
/// # Errors
/// Not found, or a usage error that names the integrations where there are several.
pub async fn integration_of(context: &Context, connection_id: &str) -> Result<String> {
    let filter =
        ConnectionFilter { connection_id: Some(connection_id.to_owned()), ..ConnectionFilter::default() };
    let rows = context
        .client()?
        .list_connections(&filter, 100, 0)
        .await
        .map_err(context.failed("look up the connection's integration"))?;
    let keys: Vec<String> = rows.into_iter().map(|row| row.provider_config_key).collect();
    match keys.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(Error::new(Kind::NotFound, format!("there is no connection {connection_id}"))
            .code("not_found")
            .hint("see which there are with `nango-cli connections list`")),
        _ => Err(Error::usage(format!("several integrations have a connection {connection_id}"))
            .hint(format!("choose one with --integration: {}", keys.join(", ")))),
    }
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
