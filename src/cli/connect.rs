//! `connect`

use std::path::PathBuf;

use clap::Args;

use super::{key_value, session::Owner};

/// Runs one auth flow: mints a session, opens the browser or sends the credentials, and waits.
#[derive(Args)]
#[command(after_help = "\
Examples:
  nango-cli connect --provider github
  nango-cli connect --integration github-prod --end-user u_1 -q           # the connection ID alone
  nango-cli connect --provider github --no-browser --timeout 2m           # over SSH
  echo '{\"apiKey\":\"sk-…\"}' | nango-cli connect --provider openai --credentials-file -
  nango-cli connect --provider zendesk --param subdomain=acme")]
pub struct Connect {
    /// Connect this provider (github, slack, …) through its integration
    #[arg(
        long,
        value_name = "PROVIDER",
        required_unless_present = "integration",
        conflicts_with = "integration"
    )]
    pub provider: Option<String>,

    /// Connect this integration (its unique key)
    #[arg(long, value_name = "KEY")]
    pub integration: Option<String>,

    /// Whose connection it will be.
    #[command(flatten)]
    pub owner: Owner,

    /// A value of the connection config that the provider asks for; repeatable
    #[arg(long = "param", value_name = "KEY=VALUE", value_parser = key_value)]
    pub params: Vec<(String, String)>,

    /// Read the credentials as JSON from a file, `-` for standard input (API-key and basic integrations)
    #[arg(long, value_name = "FILE")]
    pub credentials_file: Option<PathBuf>,

    /// Send this connection's webhooks there instead of the environment's URL
    #[arg(long, value_name = "URL")]
    pub webhook_url: Option<String>,

    /// Print the link and wait, without opening a browser
    #[arg(long)]
    pub no_browser: bool,
}
