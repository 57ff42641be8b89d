//! The deeds: one file a noun. Each renders its own results.

mod companion;
pub mod completions;
mod connect;
mod connections;
mod ears;
mod integrations;
mod providers;
mod proxy;
mod quickstart;
mod reach;
mod sandbox;
mod session;
mod session_body;
mod session_wait;
mod webhooks;
mod whoami;

use crate::cli::{Command, Deferred};
use crate::context::Context;
use crate::error::Result;

/// Does what was asked; the number is the exit code.
///
/// # Errors
/// Whatever stops the command.
pub fn run(context: &Context, command: Command) -> Result<u8> {
    match command {
        Command::Quickstart(Deferred(args)) => quickstart::run(context, &args).map(|()| 0),
        Command::Session(Deferred(verb)) => session::run(context, verb).map(|()| 0),
        Command::Connect(Deferred(args)) => connect::run(context, &args).map(|()| 0),
        Command::Connections(Deferred(verb)) => connections::run(context, &verb).map(|()| 0),
        Command::Integrations(Deferred(verb)) => integrations::run(context, &verb).map(|()| 0),
        Command::Providers(Deferred(verb)) => providers::run(context, &verb).map(|()| 0),
        Command::Proxy(Deferred(args)) => proxy::run(context, &args).map(|()| 0),
        Command::Webhooks(Deferred(verb)) => webhooks::run(context, verb),
        Command::Sandbox(Deferred(args)) => sandbox::run(context, args),
        Command::Whoami => whoami::run(context).map(|()| 0),
        Command::Completions { shell } => completions::run(&context.ui, shell).map(|()| 0),
    }
}
