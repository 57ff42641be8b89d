//! The words: every argument, option and help text. No I/O.

// Doc comments here are help texts for a terminal.
#![allow(rustdoc::bare_urls, rustdoc::invalid_html_tags)]

pub mod connect;
pub mod connections;
mod deferred;
pub mod integrations;
pub mod providers;
pub mod proxy;
pub mod quickstart;
pub mod reach;
pub mod sandbox;
pub mod session;
pub mod webhooks;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use jiff::{SignedDuration, Timestamp};

pub use deferred::Deferred;

use crate::ui::{ColorChoice, parse_duration, parse_time};

const EXIT_CODES: &str = "Exit codes:
    0  done                          6  Nango or a target not reachable, or kept failing
    1  any other failure             7  the wait ran out (--timeout)
    2  usage                         8  a signature does not match
    3  key missing, wrong or scope   9  auth flow denied, cancelled or failed
    4  not found                   130  interrupted
    5  refused as invalid

Examples:
  nango-cli quickstart
  nango-cli session create --end-user u_1 --integration github -q
  nango-cli connect --provider github
  nango-cli webhooks listen --until type=auth --timeout 2m --json";

/// Nango from the terminal: Connect sessions, auth flows, webhooks and an offline sandbox
#[derive(Parser)]
#[command(name = "nango-cli", version, after_help = EXIT_CODES, max_term_width = 110)]
pub struct Cli {
    /// What every command takes.
    #[command(flatten)]
    pub globals: Globals,
    /// Which command.
    #[command(subcommand)]
    pub command: Command,
}

/// The options that every command takes.
#[derive(Args)]
#[command(next_help_heading = "Global options")]
pub struct Globals {
    /// A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]
    #[arg(long, global = true, value_name = "NAME")]
    pub profile: Option<String>,

    /// The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]
    #[arg(long, global = true, value_name = "NAME")]
    pub env: Option<String>,

    /// The API's base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]
    #[arg(long, global = true, value_name = "URL")]
    pub host: Option<String>,

    /// Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]
    #[arg(long, global = true, value_name = "PATH")]
    pub secret_key_file: Option<PathBuf>,

    /// Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]
    #[arg(long, global = true, value_name = "PATH")]
    pub signing_key_file: Option<PathBuf>,

    /// Print one JSON document, with the API's field names
    #[arg(long, global = true)]
    pub json: bool,

    /// Print that document through a jq filter; strings are printed raw
    #[arg(long, global = true, value_name = "EXPR")]
    pub jq: Option<String>,

    /// Print only the one value a script wants
    #[arg(short, long, global = true, conflicts_with_all = ["json", "jq"])]
    pub quiet: bool,

    /// When to use colour [env: NO_COLOR, CLICOLOR_FORCE]
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = ColorChoice::Auto, hide_possible_values = true, help = "When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]")]
    pub color: ColorChoice,

    /// Never prompt; also where CI is set or stdin is no terminal
    #[arg(long, global = true)]
    pub no_input: bool,

    /// Give up after this long: 500ms, 30s, 5m
    #[arg(long, global = true, value_name = "DURATION", value_parser = parse_duration)]
    pub timeout: Option<Duration>,

    /// Show each HTTP exchange on stderr, secrets redacted
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// The command tree.
#[derive(Subcommand)]
pub enum Command {
    /// The whole story once: session → auth flow → webhook → connection
    Quickstart(Deferred<quickstart::Quickstart>),
    /// Connect sessions: the short-lived tokens that let an end user connect
    #[command(
        subcommand,
        after_help = "Examples:\n  nango-cli session create --end-user u_1 --integration github\n  nango-cli session create --end-user u_1 -q | nango-cli session get"
    )]
    Session(Deferred<session::Session>),
    /// Run one auth flow and wait for its connection
    Connect(Deferred<connect::Connect>),
    /// Connections: one end user's access to one integration
    #[command(
        subcommand,
        after_help = "Examples:\n  nango-cli connections list --tag end_user_id=u_1\n  nango-cli connections get CONNECTION_ID --jq .provider_config_key\n  nango-cli connections check"
    )]
    Connections(Deferred<connections::Connections>),
    /// Integrations: the providers configured in this environment
    #[command(
        subcommand,
        after_help = "Examples:\n  nango-cli integrations list\n  nango-cli integrations get github --webhook"
    )]
    Integrations(Deferred<integrations::Integrations>),
    /// Providers: what Nango can connect to
    #[command(
        subcommand,
        after_help = "Examples:\n  nango-cli providers list --search git\n  nango-cli providers get zendesk"
    )]
    Providers(Deferred<providers::Providers>),
    /// Send a request to a provider's API with a connection's credentials
    Proxy(Deferred<proxy::Proxy>),
    /// Webhooks: receive, verify, keep and sign what Nango sends
    #[command(
        subcommand,
        after_help = "Examples:\n  nango-cli webhooks listen\n  nango-cli webhooks verify --signature \"$SIG\" < body.json"
    )]
    Webhooks(Deferred<webhooks::Webhooks>),
    /// An offline Nango on this machine
    Sandbox(Deferred<sandbox::Sandbox>),
    /// Which host, which key, and where each value came from
    #[command(after_help = "Examples:\n  nango-cli whoami\n  nango-cli whoami --profile sandbox --json")]
    Whoami,
    /// Print a completion script for a shell
    #[command(
        after_help = "Examples:\n  nango-cli completions bash > /etc/bash_completion.d/nango-cli\n  nango-cli completions zsh > \"${fpath[1]}/_nango-cli\""
    )]
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

impl Command {
    /// Whether `--timeout` limits how long it waits for something to happen.
    pub fn waits(&self) -> bool {
        matches!(
            self,
            Command::Quickstart(_)
                | Command::Connect(_)
                | Command::Connections(Deferred(connections::Connections::Wait(_)))
                | Command::Webhooks(Deferred(webhooks::Webhooks::Listen(_) | webhooks::Webhooks::Wait(_)))
        ) || matches!(
            self,
            Command::Session(Deferred(session::Session::Create(create))) if create.listening.listen.is_some()
        )
    }
}

/// Reads `KEY=VALUE`.
///
/// # Errors
/// A sentence for clap when there is no `=` or no key.
pub fn key_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("expected KEY=VALUE".to_owned()),
    }
}

/// A point in the past.
#[derive(Clone, Copy, Debug)]
pub enum Since {
    /// This long ago.
    Ago(Duration),
    /// At this time.
    At(Timestamp),
}

impl Since {
    /// When that is; none where there is no such time.
    pub fn time(self, now: Timestamp) -> Option<Timestamp> {
        match self {
            Since::At(at) => Some(at),
            Since::Ago(ago) => now.checked_sub(SignedDuration::try_from(ago).ok()?).ok(),
        }
    }
}

/// Reads a duration or a time.
///
/// # Errors
/// A sentence for clap.
pub fn since(text: &str) -> Result<Since, String> {
    parse_duration(text)
        .map(Since::Ago)
        .ok()
        .or_else(|| parse_time(text).map(Since::At))
        .ok_or_else(|| "expected a duration such as 10m, or a time such as 2026-11-24T12:00:00Z".to_owned())
}
