//! Which connections a command is about.

use std::collections::HashSet;

use super::pace::Pace;
use crate::cli::connections::Filters;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::nango::{Connection, ConnectionFilter, ConnectionSummary, Fault, GetConnection};
use crate::ui::shell_word;

/// How many rows to ask for at a time.
const PAGE: u32 = 1000;

/// Said where `--end-user` finds nothing.
pub const TAGS_ALONE: &str =
    "hint: --end-user does not find connections made with tags alone: try --tag end_user_id=ID";

/// The API's filter for those options.
pub fn filter(filters: &Filters) -> ConnectionFilter {
    ConnectionFilter {
        connection_id: None,
        integrations: filters.integrations.clone(),
        tags: filters.tags.clone(),
        search: filters.search.clone(),
        end_user_id: filters.end_user.clone(),
        organization_id: filters.organization.clone(),
    }
}

/// A connection's name: no two have both in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    /// Its integration's unique key.
    pub integration: String,
    /// Unique within the integration.
    pub connection_id: String,
}

impl Name {
    /// The name of a row.
    pub fn of(row: &ConnectionSummary) -> Self {
        Name { integration: row.provider_config_key.clone(), connection_id: row.connection_id.clone() }
    }

    /// What re-authorizes the connection, ready to be pasted into a shell.
    pub fn reconnect_command(&self) -> String {
        let (id, integration) = (shell_word(&self.connection_id), shell_word(&self.integration));
        format!("nango-cli connect --reconnect {id} --integration {integration}")
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.connection_id, self.integration)
    }
}

/// Every connection that fits, newest first. A page may shift while connections are made: none comes twice.
///
/// # Errors
/// When they cannot be listed.
pub async fn every(
    context: &Context,
    pace: &Pace<'_>,
    filter: &ConnectionFilter,
) -> Result<Vec<ConnectionSummary>> {
    let client = context.client()?;
    let mut seen = HashSet::new();
    let mut all = Vec::new();
    for page in 0.. {
        let rows = pace.call(|| client.list_connections(filter, PAGE, page)).await;
        let rows = rows.map_err(context.failed("list connections"))?;
        let last = rows.len() < PAGE as usize;
        all.extend(rows.into_iter().filter(|row| seen.insert(row.id)));
        if last {
            break;
        }
    }
    Ok(all)
}

/// The rows of one connection ID: several where several integrations have it.
async fn rows_of(
    context: &Context,
    connection_id: &str,
    integration: Option<&str>,
) -> Result<Vec<ConnectionSummary>> {
    let filter = ConnectionFilter {
        connection_id: Some(connection_id.to_owned()),
        integrations: integration.map(str::to_owned).into_iter().collect(),
        ..ConnectionFilter::default()
    };
    let pace = Pace::new(context);
    let client = context.client()?;
    let rows = pace.call(|| client.list_connections(&filter, 100, 0)).await;
    rows.map_err(context.failed("look up the connection"))
}

/// The row of one connection.
///
/// # Errors
/// Not found, or a usage error that names the integrations where there are several.
pub async fn row_of(
    context: &Context,
    connection_id: &str,
    integration: Option<&str>,
) -> Result<ConnectionSummary> {
    row_if_any(context, connection_id, integration).await?.ok_or_else(|| missing(connection_id, integration))
}

/// The row of one connection, if there is one.
///
/// # Errors
/// A usage error that names the integrations where there are several.
pub async fn row_if_any(
    context: &Context,
    connection_id: &str,
    integration: Option<&str>,
) -> Result<Option<ConnectionSummary>> {
    let mut rows = rows_of(context, connection_id, integration).await?;
    if rows.len() > 1 {
        let keys: Vec<String> = rows.into_iter().map(|row| row.provider_config_key).collect();
        return Err(Error::usage(format!("several integrations have a connection {connection_id}"))
            .hint(format!("choose one with --integration: {}", keys.join(", "))));
    }
    Ok(rows.pop())
}

fn missing(connection_id: &str, integration: Option<&str>) -> Error {
    let of = integration.map(|key| format!(" of {key}")).unwrap_or_default();
    Error::new(Kind::NotFound, format!("there is no connection {connection_id}{of}"))
        .code("not_found")
        .hint("see which there are with `nango-cli connections list`")
}

/// The integration of a connection whose ID is unique; the API wants both (protocol §5.2).
///
/// # Errors
/// Not found, or a usage error that names the integrations where there are several.
pub async fn integration_of(context: &Context, connection_id: &str) -> Result<String> {
    Ok(row_of(context, connection_id, None).await?.provider_config_key)
}

/// The names of the connections with these IDs, each once. With an `integration` nothing is looked up: what is done
/// with a name tells whether it is there. IDs that do not exist go to `missing`.
///
/// # Errors
/// A usage error where several integrations have one of them.
pub async fn by_id(
    context: &Context,
    ids: &[String],
    integration: Option<&String>,
    missing: &mut Vec<String>,
) -> Result<Vec<Name>> {
    let mut names: Vec<Name> = Vec::new();
    for id in ids {
        let name = match integration {
            Some(integration) => Name { integration: integration.clone(), connection_id: id.clone() },
            None => match row_if_any(context, id, None).await? {
                Some(row) => Name::of(&row),
                None => {
                    missing.push(id.clone());
                    continue;
                }
            },
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}

/// A connection with all it has. Where its credentials cannot be refreshed any more, what the failure holds will do.
///
/// # Errors
/// Not found, or when it cannot be read.
pub async fn look_up(context: &Context, integration: &str, connection_id: &str) -> Result<Connection> {
    let client = context.client()?;
    let pace = Pace::new(context);
    let get = || client.get_connection(integration, connection_id, GetConnection::default());
    match pace.call(get).await {
        Ok(connection) => Ok(connection),
        Err(Fault::Api(mut error)) if error.is("invalid_credentials") && error.connection.is_some() => {
            // Just seen to be there.
            error
                .connection
                .take()
                .map(|connection| *connection)
                .ok_or_else(|| Error::failure("no connection"))
        }
        Err(fault) => Err(context.failed("look up the connection")(fault)),
    }
}

/// Goes on with what was asked for where nobody reads the output any more: half of it done would be worse.
///
/// # Errors
/// Every other error.
pub fn even_unread(told: Result<()>) -> Result<()> {
    match told {
        Err(error) if error.kind == Kind::ClosedPipe => Ok(()),
        other => other,
    }
}

/// `1 connection`, `2 connections`.
pub fn count(number: usize) -> String {
    format!("{number} connection{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_can_be_pasted() {
        let name =
            |id: &str| Name { integration: "my gh".into(), connection_id: id.into() }.reconnect_command();
        assert_eq!(name("c_1"), "nango-cli connect --reconnect c_1 --integration 'my gh'");
        assert_eq!(name("a'$b"), "nango-cli connect --reconnect 'a'\\''$b' --integration 'my gh'");
    }
}
