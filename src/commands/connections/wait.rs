//! `connections wait`

use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::find::{self, count};
use super::pace::Pace;
use super::{look_up, show};
use crate::cli::connections::Wait;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::nango::{ConnectionSummary, Fault};
use crate::ui::{harmless, parse_time};

/// Newest first: what appears between two looks is among these.
const LOOK_AT: u32 = 100;

/// Waits for a connection.
pub fn wait(context: &Context, args: &Wait) -> Result<()> {
    context.client()?;
    let now = context.now();
    let since = match args.since {
        None => now,
        Some(since) => since.time(now).ok_or_else(|| Error::usage("--since is too long ago"))?,
    };
    let limit = context.timeout;
    context.run(async {
        let found = match limit {
            None => watch(context, args, since).await?,
            Some(limit) => match tokio::time::timeout(limit, watch(context, args, since)).await {
                Ok(found) => found?,
                Err(_) => {
                    let mut error = Error::new(Kind::TimedOut, "no such connection appeared in time")
                        .cause(format!("waited {limit:.0?}"));
                    if args.since.is_none() {
                        error = error.hint("one that was made before the wait counts with --since 10m");
                    }
                    if args.filters.end_user.is_some() {
                        error = error.hint(find::TAGS_ALONE.trim_start_matches("hint: "));
                    }
                    return Err(error);
                }
            },
        };
        if context.ui.quiet() {
            return context.ui.value(&found.connection_id);
        }
        let connection = look_up(context, &found.provider_config_key, &found.connection_id).await;
        let appeared = |error: Error| {
            error.hint(format!("it appeared: {} ({})", found.connection_id, found.provider_config_key))
        };
        show(context, connection.map_err(appeared)?.masked())
    })
}

/// Looks until there is one: made since then by its own account, or not there at the first look. The second does
/// not depend on Nango's clock being ours.
async fn watch(context: &Context, args: &Wait, since: Timestamp) -> Result<ConnectionSummary> {
    let client = context.client()?;
    let filter = find::filter(&args.filters);
    let pace = Pace::new(context);
    let started = Instant::now();
    // Nango counts up; an older one may come into sight when others are deleted.
    let mut known: Option<i64> = None;
    let mut told = false;
    let mut again = |fault: &Fault| {
        if !std::mem::replace(&mut told, true) {
            context.ui.warn(&harmless(&format!("{fault}; trying again")));
        }
    };
    loop {
        match pace.call(|| client.list_connections(&filter, LOOK_AT, 0)).await {
            Ok(rows) => {
                let fresh = |row: &ConnectionSummary| {
                    known.is_some_and(|known| row.id > known)
                        || parse_time(&row.created).is_some_and(|created| created >= since)
                };
                // The first that came, where several did.
                if let Some(row) = rows.iter().rfind(|row| fresh(row)) {
                    return Ok(row.clone());
                }
                if known.is_none() {
                    let there = match rows.len() {
                        0 => String::new(),
                        rows => format!(" ({} there already)", count(rows)),
                    };
                    context.ui.note(&format!("waiting for a connection{there}…"));
                }
                known = known.max(rows.iter().map(|row| row.id).max()).or(Some(0));
            }
            // Nango may come back; a request that it refuses stays refused.
            Err(fault @ Fault::TimedOut { .. }) => again(&fault),
            Err(fault @ Fault::Unreachable { .. }) if known.is_some() => again(&fault),
            Err(Fault::Api(error)) if error.status >= 500 && known.is_some() => {}
            Err(fault) => return Err(context.failed("list connections")(fault)),
        }
        tokio::time::sleep(pause(started.elapsed())).await;
    }
}

/// At most 30 calls a minute, of the 100 that the smallest plan allows; fewer once it takes longer.
fn pause(waited: Duration) -> Duration {
    Duration::from_secs(match waited.as_secs() {
        0..60 => 2,
        60..600 => 5,
        _ => 15,
    })
}
