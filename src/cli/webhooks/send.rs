//! `webhooks trigger|replay`

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::Args;

use super::{InboxAt, Selection};
use crate::cli::session::Owner;
use crate::ui::parse_duration;
use crate::webhook::edit;
use crate::webhook::forward::{Target, TargetError};
use crate::webhook::mischief::{Share, Shares};
use crate::webhook::samples::Sample;

/// `webhooks trigger`
#[derive(Args)]
pub struct Trigger {
    /// Which event
    #[arg(value_name = "KIND", value_enum)]
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

    /// The inbox of which listener.
    #[command(flatten)]
    pub at: InboxAt,

    /// How it is sent.
    #[command(flatten)]
    pub manner: Manner,
}

/// `webhooks replay`
#[derive(Args)]
pub struct Replay {
    /// These deliveries, also refused ones; `webhooks list` shows their IDs
    #[arg(value_name = "ID", value_parser = clap::value_parser!(i64).range(1..))]
    pub ids: Vec<i64>,

    /// Where to: a URL, or `listener` for the running `webhooks listen`, which stores them again
    #[arg(long, value_name = "URL")]
    pub to: To,

    /// Which.
    #[command(flatten)]
    pub selection: Selection,

    /// After this delivery, in the order of IDs; 0 for all
    #[arg(long, value_name = "ID")]
    pub after: Option<i64>,

    /// Refused deliveries, too
    #[arg(long, conflicts_with = "refused")]
    pub all: bool,

    /// Sign anew with the signing key in use [default: the signature that Nango sent]
    #[arg(long)]
    pub resign: bool,

    /// Add the header X-Nango-CLI-Replay with the delivery's ID
    #[arg(long)]
    pub mark: bool,

    /// With the pauses between them: 1x as they came, 10x ten times as fast, max without
    #[arg(long, value_name = "SPEED", default_value = "max")]
    pub speed: Speed,

    /// How many may be on their way at once, those of one connection in order [default: 1, all in order]
    #[arg(long, value_name = "N", default_value_t = NonZeroUsize::MIN, hide_default_value = true)]
    pub concurrency: NonZeroUsize,

    /// Where the deliveries are.
    #[command(flatten)]
    pub at: InboxAt,

    /// How they are sent.
    #[command(flatten)]
    pub manner: Manner,
}

/// How webhooks are sent, and what happens to them on their way.
#[derive(Args)]
pub struct Manner {
    /// Add a header, instead of Nango's of that name; repeatable
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE", value_parser = crate::cli::proxy::header)]
    pub headers: Vec<(String, String)>,

    /// Try again where the target fails (5xx) or is not there, after these waits; without any as Nango does: 3s,6s.
    /// An attempt may take 20s, or --timeout
    #[arg(long, value_name = "WAITS", num_args = 0..=1, require_equals = true, default_missing_value = "3s,6s", value_delimiter = ',', value_parser = parse_duration)]
    pub retries: Vec<Duration>,

    /// Take any certificate of the target; redirects are not followed then
    #[arg(long)]
    pub insecure: bool,

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
#[derive(Clone, Debug)]
pub enum To {
    /// The listener that runs on this inbox.
    Listener,
    /// A target of the user's.
    Target(Box<Target>),
}

impl FromStr for To {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "listener" => Ok(To::Listener),
            text if text.contains("=>") => Err("conditions are for --filter: this is a URL alone".to_owned()),
            url => url
                .parse()
                .map(|target| To::Target(Box::new(target)))
                .map_err(|error: TargetError| error.to_string()),
        }
    }
}

/// How fast earlier webhooks come again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Speed {
    /// Without a pause.
    Max,
    /// So many times as fast as they came.
    Times(f64),
}

impl FromStr for Speed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let times = text.strip_suffix('x').and_then(|times| times.parse::<f64>().ok());
        match times.filter(|times| (0.001..=1e6).contains(times)) {
            Some(times) => Ok(Speed::Times(times)),
            None if text == "max" => Ok(Speed::Max),
            None => Err("expected 1x, 10x, 0.5x or max".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_and_speeds() {
        let due = |text: &str| text.parse::<Rate>().map(|rate| rate.due(3));
        assert_eq!(due("2/s"), Ok(Duration::from_millis(1500)));
        assert_eq!(due("6/m"), Ok(Duration::from_secs(30)));
        assert_eq!(due("60/h"), Ok(Duration::from_secs(180)));
        for wrong in ["", "5", "/s", "0/s", "-1/s", "1/d", "NaN/s", "1e9/s", "inf/s"] {
            assert!(due(wrong).is_err(), "{wrong}");
        }
        assert_eq!("max".parse(), Ok(Speed::Max));
        assert_eq!("0.5x".parse(), Ok(Speed::Times(0.5)));
        for wrong in ["", "x", "1", "0x", "-1x", "fast", "maxx"] {
            assert!(wrong.parse::<Speed>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn where_to() {
        assert!(matches!("listener".parse(), Ok(To::Listener)));
        let Ok(To::Target(target)) = "3000".parse() else { panic!() };
        assert_eq!(target.name, "http://localhost:3000/");
        for wrong in ["", "type=auth=>3000", "ftp://localhost"] {
            assert!(wrong.parse::<To>().is_err(), "{wrong}");
        }
    }
}
