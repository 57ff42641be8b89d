//! `session`

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{key_value, reach::Listening};

/// The verbs of `session`.
#[derive(Subcommand)]
pub enum Session {
    /// Mint a session token for one end user
    #[command(after_help = "\
Examples:
  nango-cli session create --end-user u_1 --integration github
  nango-cli session create --end-user u_1 --integration github -q          # the token alone
  nango-cli session create --tag end_user_id=u_1 --jq .connect_link
  nango-cli session create --end-user u_1 --provider zendesk --connection-config subdomain=acme
  nango-cli session create --end-user u_1 --listen --tunnel cloudflared --timeout 5m
  echo '{\"end_user\":{\"id\":\"u_1\"}}' | nango-cli session create --from-file -")]
    Create(Create),
    /// Mint a session token that re-authorizes an existing connection; its tags and webhook URL are carried over
    #[command(after_help = "\
Examples:
  nango-cli session reconnect 8d6e2c1e-6c1b-4d7e-9a53-3f2b8f1f6a10 --integration github
  nango-cli session reconnect CONNECTION_ID --integration github --tag end_user_id=u_1 -q")]
    Reconnect(Reconnect),
    /// Show what a session allows, as the browser sees it
    #[command(after_help = "\
Examples:
  nango-cli session get --token-file token.txt
  nango-cli session create --end-user u_1 -q | nango-cli session get
  echo \"$TOKEN\" | nango-cli session get -q                    # the integrations it allows")]
    Get(Token),
    /// End a session now; its token stops working
    #[command(after_help = "\
Examples:
  nango-cli session delete --token-file token.txt
  echo \"$TOKEN\" | nango-cli session delete")]
    Delete(Token),
}

/// `session create`
#[derive(Args)]
pub struct Create {
    /// Allow only this integration (its unique key); repeatable
    #[arg(long = "integration", value_name = "KEY")]
    pub integrations: Vec<String>,

    /// Allow only the integrations of this provider; repeatable
    #[arg(long = "provider", value_name = "PROVIDER")]
    pub providers: Vec<String>,

    /// The wait for the session's first auth webhook.
    #[command(flatten)]
    pub listening: Listening,

    /// What both ways to mint a session take.
    #[command(flatten)]
    pub common: Common,
}

/// `session reconnect`
#[derive(Args)]
pub struct Reconnect {
    /// The connection to re-authorize
    pub connection_id: String,

    /// Its integration (unique key); found by itself where the connection ID is unique
    #[arg(long, value_name = "KEY")]
    pub integration: Option<String>,

    /// What both ways to mint a session take.
    #[command(flatten)]
    pub common: Common,
}

/// Whose session it is, and the defaults it carries.
#[derive(Args, Default)]
pub struct Common {
    /// Whose session it is.
    #[command(flatten)]
    pub owner: Owner,

    /// A default for the flow's connection config; repeatable. The prefix names the integration where the
    /// session has several
    #[arg(long = "connection-config", value_name = "[INTEGRATION:]KEY=VALUE", value_parser = key_value)]
    pub connection_config: Vec<(String, String)>,

    /// An extra parameter for the provider's authorize URL; repeatable
    #[arg(long = "authorization-param", value_name = "[INTEGRATION:]KEY=VALUE", value_parser = key_value)]
    pub authorization_params: Vec<(String, String)>,

    /// Slack user scopes, separated by commas; repeatable
    #[arg(long = "user-scope", value_name = "[INTEGRATION=]SCOPES")]
    pub user_scopes: Vec<String>,

    /// The help link that Connect UI shows for an integration; repeatable
    #[arg(long = "docs-url", value_name = "INTEGRATION=URL", value_parser = key_value)]
    pub docs: Vec<(String, String)>,

    /// Send this connection's webhooks there instead of the environment's URL
    #[arg(long, value_name = "URL")]
    pub webhook_url: Option<String>,

    /// Start from a raw JSON body, `-` for standard input; options go on top of it
    #[arg(long, value_name = "FILE")]
    pub from_file: Option<PathBuf>,
}

/// Whose connection it will be.
#[derive(Args, Default)]
pub struct Owner {
    /// Your ID of the end user
    #[arg(long, value_name = "ID")]
    pub end_user: Option<String>,

    /// The end user's e-mail address
    #[arg(long, value_name = "EMAIL")]
    pub end_user_email: Option<String>,

    /// The end user's name
    #[arg(long, value_name = "NAME")]
    pub end_user_name: Option<String>,

    /// A tag of the end user; repeatable
    #[arg(long = "end-user-tag", value_name = "KEY=VALUE", value_parser = key_value)]
    pub end_user_tags: Vec<(String, String)>,

    /// Your ID of the end user's organization
    #[arg(long, value_name = "ID")]
    pub organization: Option<String>,

    /// The organization's name
    #[arg(long, value_name = "NAME")]
    pub organization_name: Option<String>,

    /// A tag of the connection, copied to its webhooks; repeatable, up to ten
    #[arg(long = "tag", value_name = "KEY=VALUE", value_parser = key_value)]
    pub tags: Vec<(String, String)>,
}

/// Where a session token is read from: never from the command line, which every process can see.
#[derive(Args)]
pub struct Token {
    /// Read the session token from a file, `-` for standard input
    #[arg(long, value_name = "PATH", default_value = "-")]
    pub token_file: PathBuf,
}
