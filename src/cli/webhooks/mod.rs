//! `webhooks`

mod inbox;
mod listen;
mod point;
mod send;
mod sign;
mod take;

use std::path::PathBuf;

use clap::{Args, Subcommand};

pub use inbox::{Delete, Export, Import, List, Selection, Show, Wait};
pub use listen::{Listen, Print};
pub use point::Point;
pub use send::{Manner, Replay, Speed, To, Trigger};
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
  nango-cli webhooks listen --forward-to http://localhost:3000/webhooks
  nango-cli webhooks listen --forward-to 'type=sync=>localhost:3001/sync' --on-event ./store.sh
  nango-cli webhooks listen --until type=auth --timeout 2m --json   # 0 on a match, 7 if none
  nango-cli webhooks listen --ready-file r.json -- npm test   # exits with its code
  nango-cli webhooks listen --fail-first 2   # see Nango come again
  nango-cli webhooks listen --tunnel cloudflared --take CONNECTION_ID
  nango-cli webhooks listen --poll   # where no tunnel can be had
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
    /// List what is in the inbox, newest first
    #[command(after_help = "\
Examples:
  nango-cli webhooks list
  nango-cli webhooks list --since 1h --filter type=auth --filter success=false
  nango-cli webhooks list --failed -q                    # one ID a line
  nango-cli webhooks list --limit 0 --jq .connection_id   # all of them")]
    List(List),
    /// Show one delivery of the inbox: its payload, its headers, and how its forwards went
    #[command(after_help = "\
Examples:
  nango-cli webhooks show 42
  nango-cli webhooks show 42 --raw > body.json   # the exact bytes
  nango-cli webhooks show 42 --jq '.request.headers'")]
    Show(Show),
    /// Delete deliveries from the inbox
    #[command(after_help = "\
Examples:
  nango-cli webhooks delete 42 43
  nango-cli webhooks delete --before 7d --yes
  nango-cli webhooks delete --refused --yes
  nango-cli webhooks delete --all")]
    Delete(Delete),
    /// Write deliveries as NDJSON, byte-exact, oldest first
    #[command(after_help = "\
Examples:
  nango-cli webhooks export > all.ndjson
  nango-cli webhooks export --since 1d --filter type=sync > syncs.ndjson")]
    Export(Export),
    /// Read deliveries that were exported into the inbox; what is there already is not imported twice
    #[command(after_help = "\
Examples:
  nango-cli webhooks import all.ndjson
  nango-cli webhooks export | nango-cli webhooks import - --inbox other.db")]
    Import(Import),
    /// Wait for an event in the inbox: 0 once it is there, 7 if it does not come in time
    #[command(after_help = "\
Examples:
  nango-cli webhooks wait --filter type=auth --filter tags.end_user_id=u_1 --timeout 2m
  nango-cli webhooks wait --filter type=sync --since 10m --jq .payload.responseResults
  nango-cli webhooks wait --filter operation=creation --timeout 2m -q   # the connection ID")]
    Wait(Wait),
    /// Send events as Nango would send them, to your app or to the running listener
    ///
    /// Exits 1 when the target refused one (3xx, 4xx), else 6 when it was unreachable or kept answering 429 or 5xx.
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
    ///
    /// Exits 1 when the target refused one (3xx, 4xx), else 6 when it was unreachable or kept answering 429 or 5xx.
    #[command(after_help = "\
Examples:
  nango-cli webhooks replay 17 18 --to http://localhost:3000/webhooks
  nango-cli webhooks replay --since 1h --filter type=auth --to localhost:3000/webhooks
  nango-cli webhooks replay --failed --to localhost:3000/webhooks   # what the app missed
  nango-cli webhooks replay --since 1h --speed 10x --concurrency 8 --to localhost:3000/webhooks
  nango-cli webhooks replay --since 1d --duplicate 10% --reorder 10% --seed 7 --to localhost:3000
  nango-cli webhooks replay --all --after 0 --resign --to localhost:3000/webhooks")]
    Replay(Box<Replay>),
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

/// Where the inbox is.
#[derive(Args, Clone, Debug, Default)]
pub struct InboxAt {
    /// The inbox's file [default: inbox.db in nango-cli's data directory]
    #[arg(long, value_name = "PATH")]
    pub inbox: Option<PathBuf>,
}
