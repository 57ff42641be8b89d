//! `integrations`

use clap::{Args, Subcommand};

/// The verbs of `integrations`.
#[derive(Subcommand)]
pub enum Integrations {
    /// List integrations
    #[command(after_help = "\
Examples:
  nango-cli integrations list
  nango-cli integrations list --provider github -q                        # one unique key a line")]
    List(List),
    /// Show one integration
    #[command(after_help = "\
Examples:
  nango-cli integrations get github
  nango-cli integrations get github --webhook --jq .webhook_url")]
    Get(Get),
}

/// `integrations list`
#[derive(Args)]
pub struct List {
    /// Only integrations of this provider
    #[arg(long, value_name = "PROVIDER")]
    pub provider: Option<String>,
}

/// `integrations get`
#[derive(Args)]
pub struct Get {
    /// The integration's unique key
    pub unique_key: String,

    /// Include the URL for the provider's own webhooks
    #[arg(long)]
    pub webhook: bool,

    /// Include the developer app's credentials, in the clear
    #[arg(long)]
    pub show_credentials: bool,
}
