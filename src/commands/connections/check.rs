//! `connections check`: which connections are broken, why, and what mends each.

use std::cell::Cell;

use futures_util::stream::{self, StreamExt};
use serde::Serialize;

use super::find::{self, Name, count};
use super::pace::Pace;
use crate::cli::connections::Check;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::nango::{Connection, ConnectionError, ConnectionSummary, Fault, GetConnection};
use crate::ui::{Style, Table};

/// A connection that does not work.
#[derive(Serialize)]
struct Broken {
    connection_id: String,
    provider_config_key: String,
    provider: String,
    errors: Vec<ConnectionError>,
    /// In the server's words where it has some.
    why: String,
    /// What re-authorizes it, where that is what it needs.
    reconnect: Option<String>,
}

/// Finds broken connections.
pub fn check(context: &Context, args: &Check) -> Result<()> {
    context.client()?;
    context.run(async {
        let pace = Pace::new(context);
        let rows = find::every(context, &pace, &find::filter(&args.filters)).await?;
        let ui = &context.ui;
        let total = rows.len();
        let looked = Cell::new(0);
        let (pace, looked) = (&pace, &looked);
        let verdicts = stream::iter(rows).map(|row| async move {
            let verdict = if args.deep { deep(context, pace, row).await } else { Ok(shallow(row)) };
            looked.set(looked.get() + 1);
            if args.deep {
                ui.progress(&format!("checked {} of {total}", looked.get()));
            }
            verdict
        });
        // In the list's order.
        let mut verdicts = std::pin::pin!(verdicts.buffered(args.concurrency.into()));
        let mut table = Table::new(ui, &["CONNECTION ID", "INTEGRATION", "WHY", "WHAT MENDS IT"]);
        let mut array = ui.json().then(|| ui.array());
        let mut broken = 0;
        while let Some(verdict) = verdicts.next().await {
            let found = match verdict {
                Ok(Some(found)) => found,
                Ok(None) => continue,
                Err(error) => {
                    // What was found until then counts all the same.
                    find::even_unread(table.flush())?;
                    return Err(error);
                }
            };
            broken += 1;
            if let Some(array) = &mut array {
                array.item(&found)?;
            } else if ui.quiet() {
                ui.value(&found.connection_id)?;
            } else {
                table.row([
                    (found.connection_id, Some(Style::Strong)),
                    (found.provider_config_key, None),
                    (found.why, Some(Style::Bad)),
                    (found.reconnect.unwrap_or_else(|| "-".to_owned()), Some(Style::Accent)),
                ]);
                // Aligned columns wait for all that is to stand in them.
                if !ui.for_person() {
                    table.flush()?;
                }
            }
        }
        table.flush()?;
        if let Some(array) = array {
            array.end()?;
        }
        verdict(context, args, total, broken)
    })
}

fn verdict(context: &Context, args: &Check, total: usize, broken: usize) -> Result<()> {
    if broken > 0 {
        let is = if broken == 1 { "is" } else { "are" };
        let message = format!("{broken} of {} {is} broken", count(total));
        return Err(Error::failure(message).code("broken_connections"));
    }
    if total == 0 {
        context.ui.note("no connections");
        if args.filters.end_user.is_some() {
            context.ui.note(find::TAGS_ALONE);
        }
    } else if args.deep {
        context.ui.note(&format!("{}, none broken", count(total)));
    } else {
        context.ui.note(&format!("{}, none known to be broken (--deep asks each one)", count(total)));
    }
    Ok(())
}

/// What Nango knows without looking.
fn shallow(row: ConnectionSummary) -> Option<Broken> {
    let errors = row.errors.clone();
    (!errors.is_empty()).then(|| found(row, errors, None))
}

/// Makes Nango look; a connection that is gone meanwhile is not broken.
async fn deep(context: &Context, pace: &Pace<'_>, row: ConnectionSummary) -> Result<Option<Broken>> {
    let client = context.client()?;
    let get =
        || client.get_connection(&row.provider_config_key, &row.connection_id, GetConnection::default());
    match pace.call(get).await {
        Ok(Connection { errors, .. }) => Ok((!errors.is_empty()).then(|| found(row, errors, None))),
        Err(Fault::Api(error)) if error.is("not_found") => Ok(None),
        Err(Fault::Api(error)) if error.is("invalid_credentials") => {
            let known =
                error.connection.map(|connection| connection.errors).filter(|errors| !errors.is_empty());
            let auth = || vec![ConnectionError { kind: "auth".to_owned(), log_id: None }];
            Ok(Some(found(row, known.unwrap_or_else(auth), error.message)))
        }
        // Of this connection alone; a key that may not read is everybody's trouble.
        Err(Fault::Api(error)) if !matches!(error.status, 401 | 403 | 429) => {
            let why = error.message.unwrap_or_else(|| format!("Nango answered {}", error.status));
            let errors = row.errors.clone();
            Ok(Some(found(row, errors, Some(why))))
        }
        Err(fault) => Err(context.failed("check the connections")(fault)),
    }
}

fn found(row: ConnectionSummary, errors: Vec<ConnectionError>, told: Option<String>) -> Broken {
    let name = Name::of(&row);
    let known = || {
        let one = |error: &ConnectionError| match &error.log_id {
            Some(log) => format!("{} error, log {log}", error.kind),
            None => format!("{} error", error.kind),
        };
        errors.iter().map(one).collect::<Vec<_>>().join("; ")
    };
    // A sync that fails is not mended by new credentials.
    let auth = errors.iter().any(|error| error.kind == "auth");
    Broken {
        why: told.unwrap_or_else(known),
        reconnect: auth.then(|| name.reconnect_command()),
        connection_id: row.connection_id,
        provider_config_key: row.provider_config_key,
        provider: row.provider,
        errors,
    }
}
