//! `webhooks trigger|replay`

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::Args;
use url::Url;

use crate::cli::session::Owner;
use crate::ui::parse_duration;
use crate::webhook::edit;
use crate::webhook::mischief::{Share, Shares};
use crate::webhook::samples::Sample;

/// `webhooks trigger`
#[derive(Args)]
pub struct Trigger {
    /// Which event
    #[arg(value_name = "KIND", value_enum, required_unless_present = "from_file")]
    pub kind: Option<Sample>,

    /// Where to: a URL, or `listener` for the running `webhooks listen` [default: listener]
    #[arg(long, value_name = "URL")]
    pub to: Option<To>,

    /// Of this connection [default: a new ID for each event]
    #[arg(long, value_name = "ID", conflicts_with = "from_file")]
    pub connection: Option<String>,

    /// Of this integration [default: github]
    #[arg(long, value_name = "KEY", conflicts_with = "from_file")]
    pub integration: Option<String>,

    /// Of this provider [default: the integration's key]
    #[arg(long, value_name = "PROVIDER", conflicts_with = "from_file")]
    pub provider: Option<String>,

    /// Whose connection it is.
    #[command(flatten)]
    pub owner: Owner,

    /// Set a member: its dotted path and JSON, or text where it is none; repeatable
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<edit::Assignment>,

    /// Take out a member; repeatable
    #[arg(long = "unset", value_name = "PATH")]
    pub unsets: Vec<edit::Path>,

    /// Send this body, `-` for standard input: byte for byte, unless --set or --unset change it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["kind", "Owner"])]
    pub from_file: Option<PathBuf>,

    /// How many events
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub count: u32,

    /// How often: 50/s, 10/m [default: one after the other]
    #[arg(long, value_name = "N/UNIT")]
    pub rate: Option<Rate>,

    /// Sign with a key that the target cannot know
    #[arg(long)]
    pub invalid_signature: bool,

    /// Print the body, with --json the headers too, and send nothing
    #[arg(long)]
    pub print: bool,

    /// How many may be on their way at once [default: 1, with --rate 32]
    #[arg(long, value_name = "N")]
    pub concurrency: Option<NonZeroUsize>,

    /// How it is sent.
    #[command(flatten)]
    pub manner: Manner,
}

/// How webhooks are sent, and what happens to them on their way.
#[derive(Args)]
pub struct Manner {
    /// Add a header, instead of Nango's of that name; repeatable
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE", value_parser = crate::cli::proxy::header)]
    pub headers: Vec<(String, String)>,

    /// Try again as Nango does where the target fails (5xx) or is not there: after these waits
    #[arg(long, value_name = "WAITS", num_args = 0..=1, require_equals = true, default_missing_value = "3s,6s", value_delimiter = ',', value_parser = parse_duration)]
    pub retries: Vec<Duration>,

    /// Send this share twice (0.1 or 10%), the second time a few events later
    #[arg(long, value_name = "SHARE", help_heading = "Trying failure")]
    pub duplicate: Option<Share>,

    /// Hold this share back behind a later event
    #[arg(long, value_name = "SHARE", help_heading = "Trying failure")]
    pub reorder: Option<Share>,

    /// Flip a bit of this share's bodies, after they were signed
    #[arg(long, value_name = "SHARE", help_heading = "Trying failure")]
    pub corrupt: Option<Share>,

    /// Lose this share
    #[arg(long, value_name = "SHARE", help_heading = "Trying failure")]
    pub drop: Option<Share>,

    /// Draw the same as an earlier run, which told its seed
    #[arg(long, value_name = "N", help_heading = "Trying failure")]
    pub seed: Option<u64>,
}

impl Manner {
    /// The shares as one.
    pub fn shares(&self) -> Shares {
        Shares {
            duplicate: self.duplicate.unwrap_or_default(),
            reorder: self.reorder.unwrap_or_default(),
            corrupt: self.corrupt.unwrap_or_default(),
            drop: self.drop.unwrap_or_default(),
        }
    }
}

/// So many in a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    per_second: f64,
}

impl Rate {
    /// When the event of that index is due, counted from the first.
    pub fn due(self, index: usize) -> Duration {
        Duration::try_from_secs_f64(index as f64 / self.per_second).unwrap_or(Duration::MAX)
    }
}

impl FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "expected a rate such as 50/s, 10/m or 100/h".to_owned();
        let (number, unit) = text.split_once('/').ok_or_else(wrong)?;
        let seconds = match unit {
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            _ => return Err(wrong()),
        };
        let per_second = number.parse::<f64>().map_err(|_| wrong())? / seconds;
        // A thousandth of an event a second is slow enough for anybody, and keeps times in bounds.
        if (0.001..=1e6).contains(&per_second) { Ok(Rate { per_second }) } else { Err(wrong()) }
    }
}

/// Where webhooks are sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// The listener that runs on this inbox.
    Listener,
    /// A target of the user's.
    Url(Url),
}

impl FromStr for To {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "listener" {
            return Ok(To::Listener);
        }
        let whole = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        match Url::parse(&whole) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(To::Url(url)),
            _ => Err("expected a URL such as http://localhost:3000/webhooks, or `listener`".to_owned()),
        }
    }
}
