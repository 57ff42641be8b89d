//! `integrations`

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::key_value;

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
    /// Make an integration, with your own developer app or Nango's
    #[command(after_help = "\
The credentials file holds one JSON object:
  OAUTH2, OAUTH1, TBA  client_id, client_secret; scopes and webhook_secret if wanted
  APP                  app_id, app_link, private_key (or private_key_file, the path of its PEM file)
  CUSTOM               those of both
  any                  custom and integration_config, objects as in the API, for values that are secret

Examples:
  nango-cli integrations create --provider github                  # asks for the app's credentials
  nango-cli integrations create --provider github --quickstart     # Nango's shared developer app
  nango-cli integrations create --provider slack --credentials-file app.json --scope users:read
  nango-cli integrations create --provider openai --key openai-eu --name 'OpenAI (EU)'
  nango-cli integrations create --provider aws-sigv4 --config service=s3")]
    Create(Create),
    /// Change an integration; what is not given stays
    #[command(after_help = "\
Examples:
  nango-cli integrations update github --name GitHub --forward-webhooks false
  nango-cli integrations update github --scope repo --scope read:user  # the rest stays
  nango-cli integrations update github --credentials-file new-secret.json
  nango-cli integrations update github --new-key github-prod       # while it has no connections")]
    Update(Update),
    /// Delete an integration and every connection that it has
    #[command(after_help = "\
Examples:
  nango-cli integrations delete github
  nango-cli integrations delete github --yes")]
    Delete(Delete),
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

/// `integrations create`
#[derive(Args)]
pub struct Create {
    /// The provider it is of
    #[arg(long, value_name = "PROVIDER")]
    pub provider: String,

    /// Its unique key [default: the provider's name]
    #[arg(long, value_name = "UNIQUE_KEY")]
    pub key: Option<String>,

    /// The name that end users see [default: the provider's]
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,

    /// Use the developer app that Nango shares, to try things out
    #[arg(long, conflicts_with_all = ["credentials_file", "scopes", "custom", "config"])]
    pub quickstart: bool,

    /// Do not pass the provider's own webhooks on
    #[arg(long)]
    pub no_forward_webhooks: bool,

    /// What it is made of.
    #[command(flatten)]
    pub parts: Parts,
}

/// What an integration is made of; each part may be left out.
#[derive(Args)]
pub struct Parts {
    /// Read the developer app's credentials as JSON from a file, `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub credentials_file: Option<PathBuf>,

    /// Ask end users for these scopes; repeatable, or separated by commas
    #[arg(long = "scope", value_name = "SCOPE")]
    pub scopes: Vec<String>,

    /// A value of `custom`; repeatable
    #[arg(long, value_name = "KEY=VALUE", value_parser = key_value)]
    pub custom: Vec<(String, String)>,

    /// A value of the integration config that some providers declare; repeatable
    #[arg(long, value_name = "KEY=VALUE", value_parser = key_value)]
    pub config: Vec<(String, String)>,
}

/// `integrations update`
#[derive(Args)]
pub struct Update {
    /// The integration's unique key
    pub unique_key: String,

    /// The name that end users see
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,

    /// Another unique key, while it has no connections
    #[arg(long, value_name = "UNIQUE_KEY")]
    pub new_key: Option<String>,

    /// Whether to pass the provider's own webhooks on
    #[arg(long, value_name = "true|false", hide_possible_values = true)]
    pub forward_webhooks: Option<bool>,

    /// What changes.
    #[command(flatten)]
    pub parts: Parts,
}

/// `integrations delete`
#[derive(Args)]
pub struct Delete {
    /// The integration's unique key
    pub unique_key: String,

    /// Do not ask
    #[arg(short, long)]
    pub yes: bool,
}
