//! `providers`

use clap::{Args, Subcommand};

/// The verbs of `providers`.
#[derive(Subcommand)]
pub enum Providers {
    /// List what Nango can connect to
    #[command(after_help = "\
Examples:
  nango-cli providers list --search git
  nango-cli providers list --auth-mode API_KEY -q")]
    List(List),
    /// Show one provider and what connecting it takes
    #[command(after_help = "\
Examples:
  nango-cli providers get github
  nango-cli providers get zendesk     # what it asks for, and the commands that connect it
  nango-cli providers get zendesk --jq '.connection_config | keys'")]
    Get(Get),
}

/// `providers list`
#[derive(Args)]
pub struct List {
    /// Only names that contain this
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,

    /// Only this auth mode (OAUTH2, API_KEY, BASIC, …)
    #[arg(long, value_name = "MODE", ignore_case = true)]
    pub auth_mode: Option<String>,
}

/// `providers get`
#[derive(Args)]
pub struct Get {
    /// The provider's name
    pub provider: String,
}
