//! `connections`

use clap::{Args, Subcommand};

use super::key_value;

/// The verbs of `connections`.
#[derive(Subcommand)]
pub enum Connections {
    /// List connections, newest first
    #[command(after_help = "\
Examples:
  nango-cli connections list
  nango-cli connections list --tag end_user_id=u_1 -q   # one connection ID a line
  nango-cli connections list --integration github --limit 20 --json")]
    List(List),
    /// Show one connection; credentials are masked
    #[command(after_help = "\
Examples:
  nango-cli connections get 8d6e2c1e-6c1b-4d7e-9a53-3f2b8f1f6a10
  nango-cli connections get CONNECTION_ID --show-credentials --jq .credentials.access_token")]
    Get(Get),
}

/// `connections list`
#[derive(Args)]
pub struct List {
    /// Only this connection ID
    #[arg(long, value_name = "ID")]
    pub connection_id: Option<String>,

    /// Only these integrations (unique keys); repeatable
    #[arg(long = "integration", value_name = "KEY")]
    pub integrations: Vec<String>,

    /// Only connections with this tag; repeatable, all must match
    #[arg(long = "tag", value_name = "KEY=VALUE", value_parser = key_value)]
    pub tags: Vec<(String, String)>,

    /// Only connection IDs, end-user names and e-mails that contain this
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,

    /// Only this end user (sessions with tags alone have none: use --tag end_user_id=ID)
    #[arg(long, value_name = "ID")]
    pub end_user: Option<String>,

    /// Only this organization (sessions with tags alone have none: use --tag organization_id=ID)
    #[arg(long, value_name = "ID")]
    pub organization: Option<String>,

    /// Stop after this many
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,

    /// Ask Nango for this many at a time
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=2000))]
    pub page_size: u32,
}

/// `connections get`
#[derive(Args)]
pub struct Get {
    /// The connection ID
    pub connection_id: String,

    /// Its integration (unique key); found by itself where the connection ID is unique
    #[arg(long, value_name = "KEY")]
    pub integration: Option<String>,

    /// Show credentials instead of masking them
    #[arg(long)]
    pub show_credentials: bool,

    /// Refresh the credentials first, even if they are still valid
    #[arg(long)]
    pub force_refresh: bool,

    /// Include the refresh token
    #[arg(long)]
    pub refresh_token: bool,

    /// Make a new JWT of a GitHub App first
    #[arg(long)]
    pub refresh_github_app_jwt: bool,
}
