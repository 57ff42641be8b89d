//! `connections`

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand};

use super::{Since, key_value, since};

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
    /// Change a connection's tags, end user or webhook URL; what is not named stays
    #[command(after_help = "\
Examples:
  nango-cli connections update CONNECTION_ID --tag plan=pro --remove-tag trial
  nango-cli connections update CONNECTION_ID --replace-tags --tag end_user_id=u_1
  nango-cli connections update CONNECTION_ID --clear-webhook-url")]
    Update(Update),
    /// The app's own data on connections
    #[command(
        subcommand,
        after_help = "\
Examples:
  nango-cli connections metadata get CONNECTION_ID --jq .plan
  nango-cli connections metadata merge CONNECTION_ID --set plan=pro"
    )]
    Metadata(Metadata),
    /// Refresh a connection's credentials now, even if they are still valid
    #[command(after_help = "\
Examples:
  nango-cli connections refresh CONNECTION_ID
  nango-cli connections refresh CONNECTION_ID --jq .refresh.new_expires_at")]
    Refresh(Refresh),
    /// Delete connections, by ID or by filter
    #[command(after_help = "\
Examples:
  nango-cli connections delete CONNECTION_ID
  nango-cli connections delete --tag end_user_id=u_1 --yes     # every connection of one end user
  nango-cli connections list --tag test=1 -q | xargs nango-cli connections delete --yes")]
    Delete(Delete),
    /// Find the connections that are broken, and how to mend each: exit 1 if there are any
    #[command(after_help = "\
Examples:
  nango-cli connections check
  nango-cli connections check --integration github --deep
  nango-cli connections check -q                               # one broken connection ID a line")]
    Check(Check),
    /// Open a connection's dashboard page in the browser; the link is always printed
    #[command(after_help = "\
Examples:
  nango-cli connections open CONNECTION_ID
  nango-cli --env prod connections open CONNECTION_ID --integration github -q")]
    Open(Open),
    /// Wait for a connection to appear
    #[command(after_help = "\
Examples:
  nango-cli connections wait --tag end_user_id=u_1 --timeout 5m
  nango-cli connections wait --integration github --since 10m -q")]
    Wait(Wait),
    /// Import connections whose tokens or keys exist already: one, or many from a file
    #[command(after_help = "\
Examples:
  nango-cli connections import --integration github --credentials-file token.json
  echo '{\"apiKey\":\"sk-…\"}' | nango-cli connections import --integration openai --credentials-file -
  nango-cli connections import --ndjson all.ndjson --progress-file all.progress

Each line of --ndjson is a body of POST /connections, for example:
  {\"provider_config_key\":\"openai\",\"connection_id\":\"c_1\",
   \"credentials\":{\"type\":\"API_KEY\",\"apiKey\":\"sk-…\"},\"tags\":{\"end_user_id\":\"u_1\"}}   (on one line)")]
    Import(Box<Import>),
}

/// Which connections.
#[derive(Args, Clone, Debug, Default)]
pub struct Filters {
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
}

impl Filters {
    /// Whether there is any.
    pub fn any(&self) -> bool {
        !self.integrations.is_empty()
            || !self.tags.is_empty()
            || self.search.is_some()
            || self.end_user.is_some()
            || self.organization.is_some()
    }
}

/// `connections list`
#[derive(Args)]
pub struct List {
    /// Only this connection ID
    #[arg(long, value_name = "ID")]
    pub connection_id: Option<String>,

    /// Which of them.
    #[command(flatten)]
    pub filters: Filters,

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

/// `connections update`
#[derive(Args)]
pub struct Update {
    /// The connection ID
    pub connection_id: String,

    /// Its integration (unique key); found by itself where the connection ID is unique
    #[arg(long, value_name = "KEY")]
    pub integration: Option<String>,

    /// Add or change a tag; repeatable
    #[arg(long = "tag", value_name = "KEY=VALUE", value_parser = key_value)]
    pub tags: Vec<(String, String)>,

    /// Drop the tags that are not given
    #[arg(long)]
    pub replace_tags: bool,

    /// Drop this tag; repeatable
    #[arg(long = "remove-tag", value_name = "KEY", conflicts_with = "replace_tags")]
    pub remove_tags: Vec<String>,

    /// Send this connection's webhooks there instead of the environment's URL
    #[arg(long, value_name = "URL")]
    pub webhook_url: Option<String>,

    /// Send this connection's webhooks to the environment's URL again
    #[arg(long, conflicts_with = "webhook_url")]
    pub clear_webhook_url: bool,

    /// Whose connection it becomes.
    #[command(flatten)]
    pub end_user: EndUser,
}

/// An end user, as connections take one.
#[derive(Args, Default)]
pub struct EndUser {
    /// Your ID of the end user
    #[arg(long, value_name = "ID")]
    pub end_user: Option<String>,

    /// The end user's e-mail address
    #[arg(long, value_name = "EMAIL", requires = "end_user")]
    pub end_user_email: Option<String>,

    /// The end user's name
    #[arg(long, value_name = "NAME", requires = "end_user")]
    pub end_user_name: Option<String>,

    /// A tag of the end user; repeatable
    #[arg(long = "end-user-tag", value_name = "KEY=VALUE", value_parser = key_value, requires = "end_user")]
    pub end_user_tags: Vec<(String, String)>,
}

/// The verbs of `connections metadata`.
#[derive(Subcommand)]
pub enum Metadata {
    /// Show the metadata of connections: one document, or an array for several
    #[command(after_help = "\
Examples:
  nango-cli connections metadata get CONNECTION_ID
  nango-cli connections metadata get CONNECTION_ID --jq .plan")]
    Get(MetadataGet),
    /// Replace the metadata of connections
    #[command(after_help = "\
Examples:
  nango-cli connections metadata set CONNECTION_ID --file metadata.json
  nango-cli connections metadata set c_1 c_2 --set plan=pro --set seats=5")]
    Set(MetadataWrite),
    /// Change some members of the metadata of connections; the others stay
    #[command(after_help = "\
Examples:
  nango-cli connections metadata merge CONNECTION_ID --set plan=pro
  echo '{\"plan\":\"pro\"}' | nango-cli connections metadata merge CONNECTION_ID --file -")]
    Merge(MetadataWrite),
}

/// `connections metadata get`
#[derive(Args)]
pub struct MetadataGet {
    /// The connection IDs
    #[arg(required = true, value_name = "CONNECTION_ID")]
    pub connection_ids: Vec<String>,

    /// Their integration (unique key); found by itself where a connection ID is unique
    #[arg(long, value_name = "KEY")]
    pub integration: Option<String>,
}

/// `connections metadata set|merge`
#[derive(Args)]
#[command(group = ArgGroup::new("metadata").args(["file", "set"]).required(true).multiple(true))]
pub struct MetadataWrite {
    /// The connection IDs; those of one integration change together or not at all
    #[arg(required = true, value_name = "CONNECTION_ID")]
    pub connection_ids: Vec<String>,

    /// Their integration (unique key); found by itself where a connection ID is unique
    #[arg(long, value_name = "KEY")]
    pub integration: Option<String>,

    /// Read the metadata as a JSON object, `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,

    /// One member, on top of the file's; JSON where it is JSON, otherwise a text; repeatable
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = key_value)]
    pub set: Vec<(String, String)>,
}

/// `connections refresh`
#[derive(Args)]
pub struct Refresh {
    /// The connection ID
    pub connection_id: String,

    /// Its integration (unique key); found by itself where the connection ID is unique
    #[arg(long, value_name = "KEY")]
    pub integration: Option<String>,

    /// Show credentials instead of masking them
    #[arg(long)]
    pub show_credentials: bool,
}

/// `connections delete`
#[derive(Args)]
pub struct Delete {
    /// The connection IDs; --integration says whose where several integrations have them
    #[arg(value_name = "CONNECTION_ID", conflicts_with_all = ["tags", "search", "end_user", "organization"])]
    pub connection_ids: Vec<String>,

    /// Which of them.
    #[command(flatten)]
    pub filters: Filters,

    /// Delete without asking
    #[arg(short, long)]
    pub yes: bool,
}

/// `connections check`
#[derive(Args)]
pub struct Check {
    /// Which of them.
    #[command(flatten)]
    pub filters: Filters,

    /// Get each one, which makes Nango refresh what is about to expire
    #[arg(long)]
    pub deep: bool,

    /// How many to get at a time with --deep
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=32))]
    pub concurrency: u8,
}

/// `connections open`
#[derive(Args)]
pub struct Open {
    /// The connection ID
    pub connection_id: String,

    /// Its integration (unique key); found by itself where the connection ID is unique
    #[arg(long, value_name = "KEY")]
    pub integration: Option<String>,
}

/// `connections wait`
#[derive(Args)]
pub struct Wait {
    /// What to wait for; any connection without them.
    #[command(flatten)]
    pub filters: Filters,

    /// Take one that was made since then, too: a duration ago (10m) or a time (RFC 3339) [default: now]
    #[arg(long, value_name = "DURATION|TIME", value_parser = since)]
    pub since: Option<Since>,
}

/// `connections import`
#[derive(Args)]
#[command(group = ArgGroup::new("where").args(["integration", "ndjson"]).required(true).multiple(true))]
pub struct Import {
    /// Import into this integration (its unique key); with --ndjson for lines that name none
    #[arg(long, value_name = "KEY")]
    pub integration: Option<String>,

    /// The new connection's ID [default: a new UUID]
    #[arg(long, value_name = "ID", conflicts_with = "ndjson")]
    pub connection_id: Option<String>,

    /// Read the credentials as JSON from a file, `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "ndjson")]
    pub credentials_file: Option<PathBuf>,

    /// A value of the connection config that the provider needs; repeatable
    #[arg(long = "param", value_name = "KEY=VALUE", value_parser = key_value, conflicts_with = "ndjson")]
    pub params: Vec<(String, String)>,

    /// A tag of the connection, copied to its webhooks; repeatable, up to ten
    #[arg(long = "tag", value_name = "KEY=VALUE", value_parser = key_value, conflicts_with = "ndjson")]
    pub tags: Vec<(String, String)>,

    /// Read its metadata as a JSON object, `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "ndjson")]
    pub metadata: Option<PathBuf>,

    /// Send this connection's webhooks there instead of the environment's URL
    #[arg(long, value_name = "URL", conflicts_with = "ndjson")]
    pub webhook_url: Option<String>,

    /// Whose connection it is.
    #[command(flatten)]
    pub end_user: EndUser,

    /// Import many: a file with one JSON body a line, `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "end_user")]
    pub ndjson: Option<PathBuf>,

    /// Import the other lines where some fail
    #[arg(long, requires = "ndjson")]
    pub continue_on_error: bool,

    /// Write down what is done, and skip it when run again
    #[arg(long, value_name = "PATH", requires = "ndjson")]
    pub progress_file: Option<PathBuf>,

    /// How many lines to import at a time
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=32))]
    pub concurrency: u8,

    /// Overwrite connections that exist; tags, metadata, config and webhook URL stay unless given
    #[arg(long)]
    pub overwrite: bool,
}
