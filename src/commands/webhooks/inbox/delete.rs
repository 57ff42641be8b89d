//! `webhooks delete`

use serde_json::json;

use super::{count, existing, failed, for_each, inbox_path, not_there, query};
use crate::cli::webhooks::{Delete, Selection};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::webhook::inbox::Query;

/// How many go in one transaction: listeners wait for it.
const STEP: usize = 200;

/// Deletes deliveries.
pub fn run(context: &Context, args: &Delete) -> Result<()> {
    let ui = &context.ui;
    if args.ids.is_empty() && !args.all && !selects(&args.selection) {
        return Err(Error::usage("which deliveries are to be deleted?")
            .hint("name their IDs, or say --filter, --before, --refused or --all"));
    }
    // An ID is somebody's word; a filter may mean more than was thought.
    if args.ids.is_empty() && !args.yes && !ui.may_prompt() {
        return Err(Error::usage("nobody can be asked whether to delete").hint("confirm it with --yes"));
    }
    let path = inbox_path(context, &args.at)?;
    let Some(mut inbox) = existing(context, &path, &args.at)? else {
        if ui.json() {
            ui.array().end()?;
        }
        return if args.ids.is_empty() { Ok(()) } else { Err(not_there(&args.ids, &args.at)) };
    };
    let query = Query { ids: args.ids.clone(), ..query(&args.selection, context.now())? };
    let mut ids = Vec::new();
    for_each(&inbox, &path, &query, |stored| {
        ids.push(stored.id);
        Ok(())
    })?;
    let missing: Vec<i64> = args.ids.iter().copied().filter(|id| !ids.contains(id)).collect();
    if !ids.is_empty()
        && !args.yes
        && ui.may_prompt()
        && !ui.confirm(&format!("Delete {}?", count(ids.len())))?
    {
        return Err(Error::failure("nothing was deleted").code("not_confirmed"));
    }
    let mut array = ui.json().then(|| ui.array());
    let mut deleted = 0;
    for step in ids.chunks(STEP) {
        deleted += inbox.delete(step).map_err(|fault| {
            failed("write", &path)(fault).hint(format!("{} deleted before that", count(deleted)))
        })?;
        for id in step {
            if let Some(array) = &mut array {
                array.item(&json!({ "id": id, "success": true }))?;
            } else if ui.quiet() {
                ui.value(&id.to_string())?;
            }
        }
    }
    inbox.shrink().map_err(failed("shrink", &path))?;
    if let Some(array) = array {
        array.end()?;
    }
    ui.note(&format!("{} deleted", count(deleted)));
    if missing.is_empty() { Ok(()) } else { Err(not_there(&missing, &args.at)) }
}

fn selects(selection: &Selection) -> bool {
    !selection.which.conditions.is_empty()
        || selection.since.is_some()
        || selection.before.is_some()
        || selection.refused
        || selection.failed
}
