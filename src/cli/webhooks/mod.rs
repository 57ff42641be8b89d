//! `webhooks`

mod listen;
mod point;
mod sign;
mod take;

use clap::{Args, Subcommand};

pub use listen::{Listen, Print};
pub use point::Point;
pub use sign::{Sign, Verify};
pub use take::{Outside, Take};

use crate::webhook::filter::{Condition, Filter};

/// Where a listener listens unless told otherwise.
pub const DEFAULT_PORT: u16 = 4000;

/// The verbs of `webhooks`.
#[derive(Subcommand)]
pub enum Webhooks {
    /// Receive Nango's webhooks here, verify them, and show them
    #[command(after_help = "\
Examples:
  nango-cli webhooks listen
  nango-cli webhooks listen --until type=auth --timeout 2m --json   # 0 on a match, 7 if none
  nango-cli webhooks listen --ready-file r.json -- npm test   # exits with its code
  nango-cli webhooks listen --tunnel cloudflared --take CONNECTION_ID
  nango-cli webhooks listen --poll   # where no tunnel can be had
  nango-cli webhooks listen --print pretty --port 0")]
    Listen(Listen),
    /// Check the signature of a body, and explain one that does not match
    #[command(after_help = "\
Examples:
  nango-cli webhooks verify --signature \"$SIG\" < body.json
  nango-cli webhooks verify --signature \"$SIG\" --body body.json --signing-key-file key.txt")]
    Verify(Verify),
    /// Sign a body as Nango does
    #[command(after_help = "\
Examples:
  nango-cli webhooks sign < body.json
  nango-cli webhooks sign -q --body body.json   # the X-Nango-Hmac-Sha256 value alone")]
    Sign(Sign),
    /// Send the webhooks of existing connections elsewhere, or where the environment's go again
    #[command(
        override_usage = "nango-cli webhooks point [OPTIONS] [CONNECTION_ID]... URL\n       \
                          nango-cli webhooks point [OPTIONS] [CONNECTION_ID]... --clear",
        after_help = "\
Examples:
  nango-cli webhooks point CONNECTION_ID https://my-tunnel.example
  nango-cli webhooks point --tag end_user_id=u_1 https://my-tunnel.example -q   # their IDs
  nango-cli webhooks point --integration github --clear"
    )]
    Point(Point),
}

/// Which events, by their fields.
#[derive(Args)]
pub struct Which {
    /// Only events whose FIELD is VALUE (type=auth, success=false, tags.end_user_id=u_1); repeatable, all must match
    #[arg(long = "filter", value_name = "FIELD=VALUE")]
    pub conditions: Vec<Condition>,
}

impl Which {
    /// The conditions as one.
    pub fn filter(&self) -> Filter {
        self.conditions.iter().cloned().collect()
    }
}
