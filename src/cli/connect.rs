//! `connect`

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};

use super::{key_value, reach::Listening, session::Owner};

/// Runs one auth flow: mints a session, opens the browser or sends the credentials, and waits.
#[derive(Args)]
#[command(
    group = ArgGroup::new("target").args(["provider", "integration", "reconnect"]).required(true).multiple(true),
    after_help = "\
Examples:
  nango-cli connect --provider github
  nango-cli connect --integration github-prod --end-user u_1 -q   # the connection ID alone
  nango-cli connect --provider github --no-browser --timeout 2m   # over SSH, say
  echo '{\"apiKey\":\"sk-…\"}' | nango-cli connect --provider openai --credentials-file -
  nango-cli connect --provider github --listen --tunnel cloudflared   # its webhook comes here
  nango-cli connect --provider zendesk --param subdomain=acme --probe /api/v2/users/me.json
  nango-cli connect --reconnect CONNECTION_ID"
)]
pub struct Connect {
    /// Connect this provider (github, slack, …) through its integration
    #[arg(long, value_name = "PROVIDER", conflicts_with = "integration")]
    pub provider: Option<String>,

    /// Connect this integration (its unique key)
    #[arg(long, value_name = "KEY")]
    pub integration: Option<String>,

    /// Re-authorize this connection; its tags, webhook URL, config and metadata are carried over
    #[arg(long, value_name = "CONNECTION_ID", conflicts_with = "provider")]
    pub reconnect: Option<String>,

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

    /// Ask the provider for these scopes instead of the integration's; repeatable
    #[arg(long = "scope", value_name = "SCOPE")]
    pub scopes: Vec<String>,

    /// Slack user scopes; repeatable
    #[arg(long = "user-scope", value_name = "SCOPE")]
    pub user_scopes: Vec<String>,

    /// An extra parameter for the provider's authorize URL; repeatable
    #[arg(long = "authorization-param", value_name = "KEY=VALUE", value_parser = key_value)]
    pub authorization_params: Vec<(String, String)>,

    /// Start at the provider, or in Connect UI, which asks for what is missing [default: direct if nothing is]
    #[arg(long, value_name = "HOW", value_enum)]
    pub via: Option<Via>,

    /// Learn the result from the webhook, too: this connection's webhooks come here until the flow ends.
    #[command(flatten)]
    pub listening: Listening,

    /// Prove that the connection works: GET this path of the provider's API with it
    #[arg(long, value_name = "PATH")]
    pub probe: Option<String>,

    /// Print the link and a QR code and wait, without opening a browser
    #[arg(long)]
    pub no_browser: bool,
}

/// Where a flow in a browser starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Via {
    /// At the provider; Nango's websocket tells the result
    Direct,
    /// In Connect UI; the connections list tells the result
    ConnectUi,
}
