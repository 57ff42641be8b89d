//! `webhooks`

mod listen;
mod sign;

use clap::{Args, Subcommand};

pub use listen::{Listen, Print};
pub use sign::{Sign, Verify};

use crate::webhook::filter::{Condition, Filter};

/// The verbs of `webhooks`.
#[derive(Subcommand)]
pub enum Webhooks {
    /// Receive Nango's webhooks here, verify them, and show them
    #[command(after_help = "\
Examples:
  nango-cli webhooks listen
  nango-cli webhooks listen --forward-to http://localhost:3000/webhooks
  nango-cli webhooks listen --forward-to 'type=sync=>localhost:3001/sync' --on-event ./store.sh
  nango-cli webhooks listen --until type=auth --timeout 2m --json   # 0 on a match, 7 if none
  nango-cli webhooks listen --ready-file r.json -- npm test   # exits with its code
  nango-cli webhooks listen --fail-first 2   # see Nango come again
  nango-cli webhooks listen --print pretty --port 0")]
    Listen(Box<Listen>),
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
