//! `sandbox`

mod ctl;
mod serve;

use crate::cli::Deferred;
use crate::cli::sandbox::{Sandbox, Verb};
use crate::context::Context;
use crate::error::Result;

/// Serves a sandbox, or does something to one that runs.
pub fn run(context: &Context, args: Sandbox) -> Result<()> {
    match args.verb {
        None => serve::run(context, &args),
        Some(Verb::Ctl(Deferred(verb))) => ctl::run(context, &verb),
    }
}
