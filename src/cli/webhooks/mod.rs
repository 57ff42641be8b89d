//! `webhooks`

mod listen;
mod send;
mod sign;

use clap::{Args, Subcommand};

pub use listen::{Listen, Print};
pub use send::{Kept, Manner, Replay, Speed, To, Trigger};
pub use sign::{Sign, Verify};

use crate::webhook::filter::{Condition, Filter};

/// The verbs of `webhooks`.
#[derive(Subcommand)]
pub enum Webhooks {
    /// Receive Nango's webhooks here, verify them, and show them
    #[command(after_help = "\
Examples:
  nango-cli webhooks listen
  nango-cli webhooks listen --until type=auth --timeout 2m --json   # 0 on a match, 7 if none
  nango-cli webhooks listen --ready-file r.json -- npm test   # exits with its code
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
    /// Send events as Nango would send them, to your app or to the running listener
    #[command(after_help = "\
Examples:
  nango-cli webhooks trigger auth.creation --to http://localhost:3000/webhooks
  nango-cli webhooks trigger auth.creation --end-user u_1 --tag plan=pro --integration slack
  nango-cli webhooks trigger sync.error --set error.type=rate_limit --unset model
  nango-cli webhooks trigger auth.creation --count 500 --rate 50/s --duplicate 10% --reorder 10%
  nango-cli webhooks trigger auth.creation --invalid-signature --to localhost:3000   # has to exit 1
  nango-cli webhooks trigger forward --print")]
    Trigger(Box<Trigger>),
    /// Send stored deliveries again, byte for byte, with the signature that Nango gave them
    #[command(after_help = "\
Examples:
  nango-cli webhooks replay 17 18 --to http://localhost:3000/webhooks
  nango-cli webhooks replay --since 1h --filter type=auth --to localhost:3000/webhooks
  nango-cli webhooks replay --failed --to localhost:3000/webhooks   # what the app missed
  nango-cli webhooks replay --since 1h --speed 10x --concurrency 8 --to localhost:3000/webhooks
  nango-cli webhooks replay --since 1d --duplicate 10% --reorder 10% --seed 7 --to localhost:3000
  nango-cli webhooks replay --all --after 0 --resign --to localhost:3000/webhooks")]
    Replay(Box<Replay>),
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
