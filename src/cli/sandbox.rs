//! `sandbox`

use std::net::IpAddr;

use clap::Args;

/// Serves an offline Nango: sessions, auth flows, connections and signed webhooks, for any Nango SDK.
#[derive(Args)]
#[command(after_help = "\
Examples:
  nango-cli sandbox
  nango-cli sandbox --port 0 --auto-approve --webhook-url http://127.0.0.1:4000
  export NANGO_HOSTPORT=http://127.0.0.1:3003                             # for any Nango SDK
  export NANGO_SECRET_KEY=5a9db0c5-0000-4000-8000-000000000001
  nango-cli --profile sandbox connect --provider github")]
pub struct Sandbox {
    /// The port; 0 picks a free one
    #[arg(long, value_name = "PORT", default_value_t = crate::settings::SANDBOX_PORT)]
    pub port: u16,

    /// The address to bind; beyond loopback only with --expose
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    pub bind: IpAddr,

    /// Allow an address that other machines can reach
    #[arg(long)]
    pub expose: bool,

    /// Accept this API key (a UUID) too; repeatable
    #[arg(long = "key", value_name = "UUID")]
    pub keys: Vec<uuid::Uuid>,

    /// Send webhooks here
    #[arg(long, value_name = "URL")]
    pub webhook_url: Option<url::Url>,

    /// Approve every consent at once, without showing its page
    #[arg(long)]
    pub auto_approve: bool,
}
