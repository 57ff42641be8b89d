//! `quickstart`

use clap::Args;

/// Mints a session, runs the flow, receives and verifies the webhook, and fetches the connection.
/// Without a key it does so on a sandbox of its own.
#[derive(Args)]
#[command(after_help = "\
Examples:
  nango-cli quickstart                      # no key, no account: on the built-in sandbox
  nango-cli quickstart --approve --json     # in CI: nobody has to click
  nango-cli quickstart --provider github    # with a key: against that Nango")]
pub struct Quickstart {
    /// Use the sandbox even where a key is set
    #[arg(long)]
    pub sandbox: bool,

    /// Let the sandbox's end user approve by itself, without a browser
    #[arg(long)]
    pub approve: bool,

    /// Connect this provider
    #[arg(long, value_name = "PROVIDER", conflicts_with = "integration")]
    pub provider: Option<String>,

    /// Connect this integration (its unique key)
    #[arg(long, value_name = "KEY")]
    pub integration: Option<String>,

    /// Print the link instead of opening a browser
    #[arg(long)]
    pub no_browser: bool,
}
