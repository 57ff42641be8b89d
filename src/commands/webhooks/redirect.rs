//! Where a connection's webhooks go: reading it, and changing it (protocol §5.2, §5.4).

use crate::cli::connections::Filters;
use crate::commands::connections::{self, Name, Pace};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::nango::ConnectionUpdate;

/// The connections that were chosen, and the IDs that do not exist.
pub struct Chosen {
    /// Their names, each once.
    pub names: Vec<Name>,
    /// IDs without a connection.
    pub missing: Vec<String>,
}

/// Finds the connections with these IDs, or without any those that fit the filters.
///
/// # Errors
/// When they cannot be listed, or an ID is not unique.
pub async fn choose(context: &Context, pace: &Pace<'_>, ids: &[String], filters: &Filters) -> Result<Chosen> {
    let mut missing = Vec::new();
    let names = if ids.is_empty() {
        let rows = connections::every(context, pace, &connections::filter(filters)).await?;
        rows.iter().map(Name::of).collect()
    } else {
        connections::by_id(context, ids, filters.integrations.first(), &mut missing).await?
    };
    Ok(Chosen { names, missing })
}

/// Where its webhooks go now, if it has a URL of its own. Nango refreshes credentials that are about to expire when
/// it is asked.
///
/// # Errors
/// Not found, or when it cannot be read.
pub async fn target(context: &Context, name: &Name) -> Result<Option<String>> {
    let connection = connections::look_up(context, &name.integration, &name.connection_id).await?;
    Ok(connection.webhook_url_override.filter(|url| !url.trim().is_empty()))
}

/// Sends its webhooks to `url`; none: to the environment's again.
///
/// # Errors
/// Not found, or when Nango refuses the URL.
pub async fn set(context: &Context, pace: &Pace<'_>, name: &Name, url: Option<&str>) -> Result<()> {
    let client = context.client()?;
    let change = ConnectionUpdate {
        webhook_url_override: Some(url.unwrap_or_default().to_owned()),
        ..ConnectionUpdate::default()
    };
    let set = pace.call(|| client.update_connection(&name.integration, &name.connection_id, &change)).await;
    set.map(|_| ()).map_err(context.failed("point the connection's webhooks there"))
}

/// Whether the other connections would fail as this one did.
pub fn concerns_all(error: &Error) -> bool {
    match error.kind {
        Kind::NotFound => false,
        Kind::Refused => error.details.iter().any(|detail| detail.path == "webhook_url_override"),
        _ => true,
    }
}
