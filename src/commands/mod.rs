//! The deeds: one file a noun. Each renders its own results.

pub mod completions;
mod connect;
mod connections;
mod ears;
mod integrations;
mod providers;
mod proxy;
mod quickstart;
mod sandbox;
mod session;
mod session_body;
mod webhooks;
mod whoami;

use crate::cli::Command;
use crate::context::Context;
use crate::error::Result;

/// Does what was asked; the number is the exit code.
///
/// # Errors
/// Whatever stops the command.
pub fn run(context: &Context, command: Command) -> Result<u8> {
    match command {
        Command::Quickstart(args) => quickstart::run(context, &args).map(|()| 0),
        Command::Session(verb) => session::run(context, verb).map(|()| 0),
        Command::Connect(args) => connect::run(context, &args).map(|()| 0),
        Command::Connections(verb) => connections::run(context, &verb).map(|()| 0),
        Command::Integrations(verb) => integrations::run(context, &verb).map(|()| 0),
        Command::Providers(verb) => providers::run(context, &verb).map(|()| 0),
        Command::Proxy(args) => proxy::run(context, &args).map(|()| 0),
        Command::Webhooks(verb) => webhooks::run(context, verb),
        Command::Sandbox(args) => sandbox::run(context, &args).map(|()| 0),
        Command::Whoami => whoami::run(context).map(|()| 0),
        Command::Completions { shell } => completions::run(&context.ui, shell).map(|()| 0),
    }
}
