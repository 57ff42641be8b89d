//! `sandbox`

pub mod ctl;

use std::net::IpAddr;

use clap::{Args, Subcommand};

use super::Deferred;

/// Serves an offline Nango: sessions, auth flows, connections and signed webhooks, for any Nango SDK.
#[derive(Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  nango-cli sandbox
  nango-cli sandbox --port 0 --auto-approve --webhook-url http://127.0.0.1:4000
  export NANGO_HOSTPORT=http://127.0.0.1:3003                             # for any Nango SDK
  export NANGO_SECRET_KEY=5a9db0c5-0000-4000-8000-000000000001
  nango-cli --profile sandbox connect --provider github"
)]
pub struct Sandbox {
    /// What to do to a sandbox that runs; without it, one is started.
    #[command(subcommand)]
    pub verb: Option<Verb>,

    /// The port; 0 picks a free one
    #[arg(long, value_name = "PORT", default_value_t = crate::settings::SANDBOX_PORT)]
    pub port: u16,

    /// The address to bind; beyond loopback only with --expose
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    pub bind: IpAddr,

    /// Allow an address that other machines can reach
    #[arg(long)]
    pub expose: bool,

    /// Accept this API key (a UUID) too; repeatable
    #[arg(long = "key", value_name = "UUID")]
    pub keys: Vec<uuid::Uuid>,

    /// Send webhooks here
    #[arg(long, value_name = "URL")]
    pub webhook_url: Option<url::Url>,

    /// Approve every consent at once, without showing its page
    #[arg(long)]
    pub auto_approve: bool,

    /// Give the same names, tokens and times in every run, for snapshot tests
    #[arg(long)]
    pub deterministic: bool,
}

/// The verbs of `sandbox`.
#[derive(Subcommand)]
pub enum Verb {
    /// Control a running sandbox: its clock, its failures, its settings
    #[command(
        subcommand,
        after_help = "\
Examples:
  nango-cli sandbox ctl status
  nango-cli sandbox ctl clock --advance 2h
  nango-cli sandbox ctl fail /connect/sessions --status 500

The sandbox is the one at --host (NANGO_HOSTPORT), by default http://127.0.0.1:3003. What these commands do is an
API below /_sandbox/control: `-v` shows each call."
    )]
    Ctl(Deferred<ctl::Ctl>),
}
