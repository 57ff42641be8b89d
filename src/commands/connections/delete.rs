//! `connections delete`: by ID or by filter, never without somebody's word.

use std::cell::{Cell, RefCell};

use serde_json::json;

use super::find::{self, Name, count};
use super::metadata::not_there;
use super::pace::Pace;
use crate::cli::connections::Delete;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::nango::Fault;
use crate::ui::{Style, Table, harmless};

/// How many names to show before asking.
const MOST_SHOWN: usize = 10;

/// Deletes connections.
pub fn delete(context: &Context, args: &Delete) -> Result<()> {
    let filters = &args.filters;
    if args.connection_ids.is_empty() && !filters.any() {
        return Err(Error::usage("which connections are to be deleted?")
            .hint("name them, or give a filter such as --tag or --integration"));
    }
    if !args.connection_ids.is_empty() && filters.integrations.len() > 1 {
        return Err(Error::usage("connection IDs are looked for in one --integration at most"));
    }
    if !args.yes && !context.ui.may_prompt() {
        return Err(Error::usage("nobody can be asked whether to delete").hint("confirm it with --yes"));
    }
    context.client()?;
    let tally = Tally::default();
    context.run(find_and_delete(context, args, &tally)).map_err(|error| tally.explain(error))
}

async fn find_and_delete(context: &Context, args: &Delete, tally: &Tally) -> Result<()> {
    let ui = &context.ui;
    let pace = Pace::new(context);
    let mut missing = Vec::new();
    let names = if args.connection_ids.is_empty() {
        let rows = find::every(context, &pace, &find::filter(&args.filters)).await?;
        if rows.is_empty() {
            ui.note("no connections match");
            if args.filters.end_user.is_some() {
                ui.note(find::TAGS_ALONE);
            }
        } else {
            let (number, s) = (rows.len(), if rows.len() == 1 { "es" } else { "" });
            ui.note(&format!("{} match{s}", count(number)));
        }
        rows.iter().map(Name::of).collect()
    } else {
        find::by_id(context, &args.connection_ids, args.filters.integrations.first(), &mut missing).await?
    };
    if !args.yes && !names.is_empty() && !agreed(context, &names)? {
        return Err(Error::failure("nothing was deleted").code("not_confirmed"));
    }
    tally.wanted.set(Some(names.len()));
    missing.extend(delete_all(context, &pace, names, tally).await?);
    if missing.is_empty() {
        return Ok(());
    }
    let missing: Vec<&str> = missing.iter().map(String::as_str).collect();
    let deleted = tally.deleted.get();
    let error = not_there(&missing);
    Err(if deleted > 0 { error.hint(format!("{} deleted all the same", counted(deleted))) } else { error })
}

fn agreed(context: &Context, names: &[Name]) -> Result<bool> {
    let ui = &context.ui;
    if let [only] = names {
        return ui.confirm(&format!("Delete the connection {only}?"));
    }
    for name in names.iter().take(MOST_SHOWN) {
        ui.say(&format!("  {}", harmless(&name.to_string())));
    }
    if names.len() > MOST_SHOWN {
        ui.say(&format!("  and {} more", names.len() - MOST_SHOWN));
    }
    ui.confirm(&format!("Delete {}?", count(names.len())))
}

/// Deletes one after the other; returns those that were not there.
async fn delete_all(
    context: &Context,
    pace: &Pace<'_>,
    names: Vec<Name>,
    tally: &Tally,
) -> Result<Vec<String>> {
    let ui = &context.ui;
    let client = context.client()?;
    let mut table = Table::new(ui, &["CONNECTION ID", "INTEGRATION", ""]);
    let mut array = ui.json().then(|| ui.array());
    let mut missing = Vec::new();
    for name in names {
        tally.current.replace(Some(name.clone()));
        let deleted = pace.call(|| client.delete_connection(&name.integration, &name.connection_id)).await;
        if matches!(deleted, Err(Fault::Api(_))) {
            tally.current.take();
        }
        match deleted {
            Ok(true) => {}
            Ok(false) => {
                missing.push(name.connection_id);
                continue;
            }
            Err(Fault::Api(error)) if error.is("unknown_connection") => {
                missing.push(name.connection_id);
                continue;
            }
            Err(fault) => {
                let error = context.failed("delete the connection")(fault);
                return Err(error.detail("", name.to_string()));
            }
        }
        tally.current.take();
        tally.deleted.set(tally.deleted.get() + 1);
        let told = if let Some(array) = &mut array {
            array.item(&json!({
                "connection_id": name.connection_id,
                "provider_config_key": name.integration,
                "success": true,
            }))
        } else if ui.quiet() {
            ui.value(&name.connection_id)
        } else {
            table.row([
                (name.connection_id, Some(Style::Strong)),
                (name.integration, None),
                ("deleted".to_owned(), Some(Style::Good)),
            ]);
            table.flush()
        };
        find::even_unread(told)?;
    }
    find::even_unread(array.map_or(Ok(()), |array| array.end()))?;
    Ok(missing)
}

/// `1 connection was`, `2 connections were`.
fn counted(number: usize) -> String {
    format!("{} {}", count(number), if number == 1 { "was" } else { "were" })
}

/// How far it came, for whoever is told that it did not come to its end.
#[derive(Default)]
struct Tally {
    wanted: Cell<Option<usize>>,
    deleted: Cell<usize>,
    current: RefCell<Option<Name>>,
}

impl Tally {
    fn explain(&self, error: Error) -> Error {
        let Some(wanted) = self.wanted.get().filter(|_| error.kind != Kind::NotFound) else { return error };
        let error = error.hint(format!("{} of {} deleted", self.deleted.get(), counted(wanted)));
        match &*self.current.borrow() {
            Some(name) => error.hint(format!("{name} may have been deleted, too")),
            None => error,
        }
    }
}
