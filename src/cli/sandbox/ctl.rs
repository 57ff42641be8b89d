//! `sandbox ctl`

use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgGroup, Args, Subcommand};
use jiff::Timestamp;

use crate::ui::parse_duration;

/// What can be done to a running sandbox.
#[derive(Subcommand)]
pub enum Ctl {
    /// What it holds, its clock and its settings
    #[command(after_help = "\
Examples:
  nango-cli sandbox ctl status
  nango-cli sandbox ctl status --jq .connections")]
    Status,
    /// Make it what it was when it started; with --state, what was kept before that goes as well
    #[command(after_help = "Examples:\n  nango-cli sandbox ctl reset")]
    Reset,
    /// Add integrations and connections from a file: all of it, or nothing
    #[command(after_help = "\
Examples:
  nango-cli sandbox ctl seed world.json
  nango-cli sandbox ctl seed - < world.json

The file: {\"integrations\": [...], \"connections\": [...]} in the forms of Nango's POST /integrations
and POST /connections; they send no webhooks. Of an integration, \"unique_key\" is enough where it is
the provider's name, and \"scopes\" may stand for \"credentials\": its app is the sandbox's own then.")]
    Seed(Seed),
    /// Move its clock forward: tokens and sessions expire
    #[command(after_help = "\
Examples:
  nango-cli sandbox ctl clock --advance 2h
  nango-cli sandbox ctl clock --to 2030-01-01T00:00:00Z --stop")]
    Clock(Clock),
    /// Fail the next requests of a route: with a status, a delay, or no answer
    #[command(after_help = "\
Examples:
  nango-cli sandbox ctl fail /connect/sessions --method POST --status 500 --times 2
  nango-cli sandbox ctl fail '/connections/*' --delay 3s
  nango-cli sandbox ctl fail '/proxy/*' --hang
  nango-cli sandbox ctl fail --clear")]
    Fail(Fail),
    /// Deny the next consents at the provider
    #[command(after_help = "Examples:\n  nango-cli sandbox ctl deny\n  nango-cli sandbox ctl deny 3")]
    Deny(Deny),
    /// Let the provider refuse to renew a connection's tokens, until it is reconnected
    #[command(after_help = "\
Examples:
  nango-cli sandbox ctl revoke CONNECTION_ID
  nango-cli sandbox ctl clock --advance 2h   # then the next read fails, as on Nango")]
    Revoke(Revoke),
    /// Change its webhook URLs and its switches
    #[command(after_help = "\
Examples:
  nango-cli sandbox ctl set --webhook-url http://127.0.0.1:4000
  nango-cli sandbox ctl set --secondary-webhook-url http://127.0.0.1:4001
  nango-cli sandbox ctl set --auto-approve true --on-auth-creation false")]
    Set(Set),
    /// Give its webhooks a new signing key
    #[command(after_help = "Examples:\n  nango-cli sandbox ctl rotate-signing-key -q   # the new key alone")]
    RotateSigningKey,
    /// What happened in it
    #[command(after_help = "\
Examples:
  nango-cli sandbox ctl events
  nango-cli sandbox ctl events --after 12 --jq '.[].event'")]
    Events(Events),
}

/// `sandbox ctl seed`
#[derive(Args)]
pub struct Seed {
    /// A JSON file with `integrations` and `connections`, `-` for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// `sandbox ctl clock`
#[derive(Args)]
#[group(required = true, multiple = true)]
pub struct Clock {
    /// Forward by this much: 90s, 2h
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    pub advance: Option<Duration>,

    /// Forward to this time (RFC 3339)
    #[arg(long, value_name = "TIME", conflicts_with = "advance")]
    pub to: Option<Timestamp>,

    /// Let it stand still from then on
    #[arg(long)]
    pub stop: bool,

    /// Let it go on from where it stands
    #[arg(long, conflicts_with = "stop")]
    pub go: bool,
}

/// `sandbox ctl fail`
#[derive(Args)]
#[command(group = ArgGroup::new("what").args(["path", "clear", "list"]).required(true))]
pub struct Fail {
    /// The path; a `*` stands for one segment, at the end for all that follow
    #[arg(value_name = "PATH")]
    pub path: Option<String>,

    /// Only requests with this method; without it every one but a browser's preflight (OPTIONS)
    #[arg(long, value_name = "METHOD", requires = "path")]
    pub method: Option<String>,

    /// How many requests
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    pub times: u64,

    /// Answer with this HTTP status [default: 500, unless --delay or --hang is given]
    #[arg(long, value_name = "STATUS", value_parser = clap::value_parser!(u16).range(200..600), requires = "path")]
    pub status: Option<u16>,

    /// Answer with this body: a JSON file, `-` for standard input
    #[arg(long, value_name = "FILE", requires = "status")]
    pub body: Option<PathBuf>,

    /// Answer that much later
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, requires = "path")]
    pub delay: Option<Duration>,

    /// Never answer
    #[arg(long, conflicts_with_all = ["status", "delay"], requires = "path")]
    pub hang: bool,

    /// Forget every failure that is still to come
    #[arg(long)]
    pub clear: bool,

    /// Show the failures that are still to come
    #[arg(long)]
    pub list: bool,
}

/// `sandbox ctl deny`
#[derive(Args)]
pub struct Deny {
    /// How many consents; 0 denies none
    #[arg(value_name = "N", default_value_t = 1)]
    pub times: u64,
}

/// `sandbox ctl revoke`
#[derive(Args)]
pub struct Revoke {
    /// The connection's ID
    #[arg(value_name = "CONNECTION_ID")]
    pub connection_id: String,

    /// Its integration, where several have a connection of that ID
    #[arg(long, value_name = "KEY")]
    pub integration: Option<String>,
}

/// `sandbox ctl set`
#[derive(Args)]
#[group(required = true, multiple = true)]
pub struct Set {
    /// Send webhooks there; empty for nowhere
    #[arg(long, value_name = "URL")]
    pub webhook_url: Option<String>,

    /// Send them there as well, once the first URL has them or was given up; empty for nowhere
    #[arg(long, value_name = "URL")]
    pub secondary_webhook_url: Option<String>,

    /// Approve consents without showing their page
    #[arg(long, value_name = "BOOL", action = clap::ArgAction::Set)]
    pub auto_approve: Option<bool>,

    /// Send a webhook for new connections
    #[arg(long, value_name = "BOOL", action = clap::ArgAction::Set)]
    pub on_auth_creation: Option<bool>,

    /// Send a webhook when a refresh fails
    #[arg(long, value_name = "BOOL", action = clap::ArgAction::Set)]
    pub on_auth_refresh_error: Option<bool>,
}

/// `sandbox ctl events`
#[derive(Args)]
pub struct Events {
    /// Only what came after this event's number
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub after: u64,
}
