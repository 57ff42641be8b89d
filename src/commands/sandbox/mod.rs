//! `sandbox`

mod ctl;
mod detach;
mod environment;
mod serve;

use crate::cli::Deferred;
use crate::cli::sandbox::{Sandbox, Verb};
use crate::context::Context;
use crate::error::Result;

/// Serves a sandbox, or does something to one that runs; the number is the exit code.
pub fn run(context: &Context, args: Sandbox) -> Result<u8> {
    match args.verb {
        None if args.detach => detach::run(context, &args).map(|()| 0),
        None => serve::run(context, &args),
        Some(Verb::Ctl(Deferred(verb))) => ctl::run(context, &verb).map(|()| 0),
        Some(Verb::Emit(args)) => ctl::emit(context, &args).map(|()| 0),
    }
}
