//! `webhooks list|show|delete|export|import|wait`, and what they and others need of the inbox.

pub mod delete;
pub mod export;
pub mod import;
pub mod list;
pub mod show;
pub mod view;
pub mod wait;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::cli::Since;
use crate::cli::webhooks::{InboxAt, Selection};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ui::{harmless, shell_word};
use crate::webhook::inbox::{FILE_NAME, Fault, Inbox, Query, Stored, Wanted};

/// Where the inbox is: where `--inbox` says, or in the user's data directory.
///
/// # Errors
/// When there is no such directory.
pub fn inbox_path(context: &Context, at: &InboxAt) -> Result<PathBuf> {
    if let Some(path) = &at.inbox {
        return Ok(path.clone());
    }
    let directory = context.settings.data_directory.as_ref().ok_or_else(|| {
        Error::usage("there is no home directory to keep the inbox in")
            .hint("say where it is with --inbox PATH, or set HOME or XDG_DATA_HOME")
    })?;
    Ok(directory.join(FILE_NAME))
}

/// Turns a fault of `doing` ("read") into an error that names the inbox and says what to do.
pub fn failed(doing: &str, path: &Path) -> impl Fn(Fault) -> Error {
    let message = format!("could not {doing} the inbox {}", path.display());
    move |fault| {
        let error = Error::failure(message.clone()).cause(&fault).code(fault.code());
        match fault.hint() {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }
}

/// A command on the same inbox, as it can be typed.
pub(super) fn command(verb: &str, at: &InboxAt) -> String {
    let at = at.inbox.as_ref().map(|path| format!(" --inbox {}", shell_word(&path.display().to_string())));
    format!("nango-cli webhooks {verb}{}", at.unwrap_or_default())
}

/// The inbox if there is one, or else a word on how there will be.
pub(super) fn existing(context: &Context, path: &Path, at: &InboxAt) -> Result<Option<Inbox>> {
    let inbox = Inbox::open_existing(path).map_err(failed("open", path))?;
    if inbox.is_none() {
        let path = harmless(&path.display().to_string());
        context.ui.note(&format!(
            "there is no inbox yet at {path}: `{}` stores what it receives there",
            harmless(&command("listen", at))
        ));
    }
    Ok(inbox)
}

/// The query that a selection means, oldest first.
pub(super) fn query(selection: &Selection, now: Timestamp) -> Result<Query> {
    Ok(Query {
        filter: selection.which.filter(),
        since: point("--since", selection.since, now)?,
        until: point("--before", selection.before, now)?,
        verdict: if selection.refused { Wanted::Refused } else { Wanted::Any },
        failed: selection.failed,
        ..Query::default()
    })
}

fn point(option: &str, since: Option<Since>, now: Timestamp) -> Result<Option<Timestamp>> {
    let time = |since: Since| since.time(now);
    match since {
        None => Ok(None),
        Some(since) => time(since).map(Some).ok_or_else(|| Error::usage(format!("{option} is too long ago"))),
    }
}

/// Does `each` with every delivery found, until that fails.
fn for_each(
    inbox: &Inbox,
    path: &Path,
    query: &Query,
    mut each: impl FnMut(Stored) -> Result<()>,
) -> Result<()> {
    let mut result = Ok(());
    let found = inbox.find(query, &mut |stored| match each(stored) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            result = Err(error);
            ControlFlow::Break(())
        }
    });
    // What `each` could not do came first.
    result?;
    found.map_err(failed("read", path))
}

/// `1 delivery`, `2 deliveries`.
pub(super) fn count(number: usize) -> String {
    if number == 1 { "1 delivery".to_owned() } else { format!("{number} deliveries") }
}

pub(super) fn not_there(ids: &[i64], at: &InboxAt) -> Error {
    let ids: Vec<String> = ids.iter().map(|id| format!("#{id}")).collect();
    Error::new(Kind::NotFound, format!("not in the inbox: {}", ids.join(", ")))
        .code("unknown_delivery")
        .hint(format!("see what is there with `{}`", command("list", at)))
}
