//! The inbox of a command that reads it.

use std::path::{Path, PathBuf};

use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::webhook::inbox::{FILE_NAME, Fault, Inbox};

/// The inbox that was named, or else the one in the data directory, if there is one yet.
///
/// # Errors
/// When it cannot be read, or when the one that was named is missing.
pub fn existing(context: &Context, named: Option<&Path>) -> Result<Option<Inbox>> {
    let Some(path) = path(context, named) else { return Ok(None) };
    match Inbox::open_existing(&path).map_err(|fault| error("cannot open the inbox", &fault))? {
        None if named.is_some() => {
            Err(Error::new(Kind::NotFound, format!("there is no inbox at {}", path.display()))
                .hint("`nango-cli webhooks listen --inbox PATH` makes it"))
        }
        found => Ok(found),
    }
}

fn path(context: &Context, named: Option<&Path>) -> Option<PathBuf> {
    let own = || context.settings.data_directory.as_ref().map(|directory| directory.join(FILE_NAME));
    named.map(Path::to_owned).or_else(own)
}

/// The error for a fault of the inbox.
pub fn error(doing: &str, fault: &Fault) -> Error {
    let error = Error::failure(doing).cause(&fault.message).code(fault.code());
    match fault.hint() {
        Some(hint) => error.hint(hint),
        None => error,
    }
}
