//! What brings events to a listener from outside: flattened into `webhooks listen`.

use std::time::Duration;

use clap::Args;

use crate::cli::connections::Filters;
use crate::cli::key_value;
use crate::cli::reach::Reachable;
use crate::error::{Error, Result};
use crate::ui::parse_duration;

/// Existing connections whose webhooks come here while the listener lives.
#[derive(Args, Clone, Debug, Default)]
pub struct Take {
    /// Point this connection's webhooks here until the listener ends, then where they went before; repeatable
    #[arg(long = "take", value_name = "CONNECTION_ID")]
    pub ids: Vec<String>,

    /// Take every connection with this tag; repeatable, all must match
    #[arg(long = "take-tag", value_name = "KEY=VALUE", value_parser = key_value, conflicts_with = "ids")]
    pub tags: Vec<(String, String)>,

    /// Take the connections of this integration (unique key), or with --take say whose they are; repeatable
    #[arg(long = "take-integration", value_name = "KEY")]
    pub integrations: Vec<String>,
}

impl Take {
    /// Whether anything is to be taken.
    pub fn any(&self) -> bool {
        !self.ids.is_empty() || !self.tags.is_empty() || !self.integrations.is_empty()
    }

    /// The filters among them.
    ///
    /// # Errors
    /// A usage error where IDs come with several integrations.
    pub fn filters(&self) -> Result<Filters> {
        if !self.ids.is_empty() && self.integrations.len() > 1 {
            return Err(Error::usage("connection IDs are looked for in one --take-integration at most"));
        }
        Ok(Filters { integrations: self.integrations.clone(), tags: self.tags.clone(), ..Filters::default() })
    }
}

/// All that brings events to a listener but its own socket.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "From outside")]
pub struct Outside {
    /// The way from outside.
    #[command(flatten)]
    pub reachable: Reachable,

    /// The connections it takes.
    #[command(flatten)]
    pub take: Take,

    /// Watch the connections list, too: new, re-authorized and broken connections become events marked synthetic
    /// [default interval: 5s]
    #[arg(long, value_name = "INTERVAL", num_args = 0..=1, default_missing_value = "5s", value_parser = interval)]
    pub poll: Option<Duration>,
}

/// How long between two looks: without a pause Nango's rate limit would be used up at once.
fn interval(text: &str) -> std::result::Result<Duration, String> {
    parse_duration(text).and_then(|interval| match interval {
        Duration::ZERO => {
            Err("write an interval such as 5s: there must be time between two looks".to_owned())
        }
        interval => Ok(interval),
    })
}
