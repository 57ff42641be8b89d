//! `sandbox`

pub mod ctl;

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Deferred;

use crate::sandbox::{ENVIRONMENT, KeySeed, SCOPES, is_uuid_v4};
use crate::secret::Secret;
use crate::webhook::samples::Sample;

/// Serves an offline Nango: sessions, auth flows, connections and signed webhooks, for any Nango SDK.
#[derive(Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  nango-cli sandbox
  nango-cli sandbox --port 0 --auto-approve --webhook-url http://127.0.0.1:4000
  nango-cli sandbox --key 11111111-1111-4111-8111-111111111111:environment:connections:list
  nango-cli sandbox --upstream github=http://127.0.0.1:4010   # proxy calls of GitHub go there
  nango-cli sandbox --port 0 --detach --export   # prints what to eval: NANGO_HOSTPORT, …
  nango-cli sandbox --port 0 --auto-approve --exec npm test   # exits with its code
  nango-cli sandbox --state sandbox.json   # connections, keys and clock are there next time
  nango-cli --profile sandbox connect --provider github

With --state, what changes is in the file within a quarter of a second (a state of many MB takes
longer), and all of it once the sandbox ends: that much a crash can lose. One sandbox at a time
has the file; FILE.lock beside it sees to that. Options of a later start win over what was kept
(--webhook-url, --auto-approve, --deterministic) or add to it (--key); what is not given stays as
it was. --providers, --rate-limit, --strict-urls and the address are for one start alone."
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

    /// Accept this API key too, in that environment (dev; account for a key of the account) with
    /// those scopes (all); repeatable
    #[arg(long = "key", value_name = "[ENV=]UUID[:SCOPE,…]", value_parser = key)]
    pub keys: Vec<KeySeed>,

    /// Send webhooks here
    #[arg(long, value_name = "URL")]
    pub webhook_url: Option<url::Url>,

    /// Approve every consent at once, without showing its page
    #[arg(long)]
    pub auto_approve: bool,

    /// Give the same names, tokens and times in every run, for snapshot tests
    #[arg(long)]
    pub deterministic: bool,

    /// Keep its state in FILE, and go on from there at the next start; only you can read it, for it
    /// holds tokens
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,

    /// Know these providers too, in the form of Nango's providers.json
    #[arg(long, value_name = "FILE")]
    pub providers: Option<PathBuf>,

    /// Really send proxy calls of this provider there, instead of playing its API; repeatable
    #[arg(long = "upstream", value_name = "PROVIDER=URL", value_parser = upstream)]
    pub upstreams: Vec<(String, url::Url)>,

    /// Refuse calls beyond so many a minute with 429, as Nango does
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub rate_limit: Option<u32>,

    /// Refuse webhook and proxy addresses on this machine and in private networks, as Nango does
    #[arg(long)]
    pub strict_urls: bool,

    /// Run this command with an SDK's environment, take the sandbox down with it, and exit with its code
    #[arg(long, value_name = "CMD", num_args = 1.., allow_hyphen_values = true, conflicts_with = "detach")]
    pub exec: Vec<String>,

    /// Leave the sandbox running, once it is ready
    #[arg(long)]
    pub detach: bool,

    /// Print the environment of any SDK as shell commands, and the sandbox's process ID
    #[arg(long, requires = "detach")]
    pub export: bool,

    /// Started by --detach.
    #[arg(long, hide = true, conflicts_with_all = ["detach", "exec"])]
    pub detached: bool,
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

The sandbox is the one at --host (NANGO_HOSTPORT), by default http://127.0.0.1:3003.
These commands call its API below /_sandbox/control: `-v` shows each call."
    )]
    Ctl(Deferred<ctl::Ctl>),
    /// Let a running sandbox send a webhook about one of its connections
    #[command(after_help = "\
Examples:
  nango-cli sandbox emit sync.success CONNECTION_ID
  nango-cli sandbox emit sync.error CONNECTION_ID --set error.type=rate_limit --unset model
  nango-cli sandbox emit forward CONNECTION_ID --integration github

It goes where that connection's webhooks go, signed and repeated as Nango does it.")]
    Emit(Emit),
}

/// `sandbox emit`
#[derive(Args)]
pub struct Emit {
    /// Which event
    #[arg(value_name = "KIND", value_enum)]
    pub kind: Sample,

    /// About which connection
    #[arg(value_name = "CONNECTION_ID")]
    pub connection_id: String,

    /// Its integration, where several have a connection of that ID
    #[arg(long, value_name = "KEY")]
    pub integration: Option<String>,

    /// Set a member: its dotted path and JSON, or text where it is none; repeatable
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<String>,

    /// Take out a member; repeatable
    #[arg(long = "unset", value_name = "PATH")]
    pub unsets: Vec<String>,
}

/// A provider and the address of its stand-in.
fn upstream(text: &str) -> Result<(String, url::Url), String> {
    let given = text.split_once('=').filter(|(provider, _)| !provider.is_empty());
    let (provider, address) = given.ok_or("write it as github=http://127.0.0.1:4010")?;
    let url = url::Url::parse(address).map_err(|error| format!("that is no URL: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("the URL is to begin with http:// or https://".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("the URL is a base address: calls bring their own query".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("the URL is to hold no user: the connection's credentials go along".to_owned());
    }
    Ok((provider.to_owned(), url))
}

/// A key with its environment and scopes.
fn key(text: &str) -> Result<KeySeed, String> {
    let (environment, rest) = text.split_once('=').unwrap_or((ENVIRONMENT, text));
    let (secret, scopes) = rest.split_once(':').unwrap_or((rest, ""));
    if !is_uuid_v4(secret) {
        return Err("the key is not a UUID of version 4".to_owned());
    }
    let account = environment == "account";
    let named = environment.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c));
    if environment.is_empty() || !named {
        return Err("an environment's name has lower-case letters, digits, _ and -".to_owned());
    }
    let scopes: Vec<String> =
        scopes.split(',').filter(|scope| !scope.is_empty()).map(str::to_owned).collect();
    let fits = |scope: &&String| SCOPES.contains(&scope.as_str()) && scope.starts_with("account:") == account;
    if let Some(unknown) = scopes.iter().find(|scope| !fits(scope)) {
        let kind = if account { "an account's key" } else { "an environment's key" };
        return Err(format!("{unknown} is no scope of {kind}"));
    }
    let environment = (!account).then(|| environment.to_owned());
    Ok(KeySeed { secret: Secret::new(secret), environment, scopes })
}
