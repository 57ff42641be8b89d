//! `webhooks listen`

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::{InboxAt, Outside, Which};
use crate::cli::proxy::header;
use crate::ui::parse_duration;
use crate::webhook::filter::Condition;
use crate::webhook::forward::Target;
use crate::webhook::listener::Respond;

/// `webhooks listen`
#[derive(Args)]
pub struct Listen {
    /// The port; 0 picks a free one
    #[arg(long, value_name = "PORT", default_value_t = super::DEFAULT_PORT)]
    pub port: u16,

    /// The address to bind
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    pub bind: IpAddr,

    /// How much of each event to print
    #[arg(long, value_name = "HOW", value_enum, default_value_t = Print::Line)]
    pub print: Print,

    /// Show, forward and run only these; every delivery is stored all the same
    #[command(flatten)]
    pub which: Which,

    /// End with exit code 0 once a verified event matches FIELD=VALUE; repeatable, all must match
    #[arg(long, value_name = "FIELD=VALUE")]
    pub until: Vec<Condition>,

    /// Write the ready line to this file once the listener is ready
    #[arg(long, value_name = "PATH")]
    pub ready_file: Option<PathBuf>,

    /// The largest body to accept, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = 5 * 1024 * 1024)]
    pub max_body: usize,

    /// Run this command once ready, and exit with its code
    #[arg(last = true, value_name = "COMMAND")]
    pub command: Vec<String>,

    /// Where deliveries are kept
    #[command(flatten)]
    pub keeping: Keeping,

    /// Whom they are handed on to
    #[command(flatten)]
    pub forwarding: Forwarding,

    /// What they are answered with
    #[command(flatten)]
    pub answering: Answering,

    /// What brings events here from outside.
    #[command(flatten)]
    pub outside: Outside,
}

/// Where deliveries are kept.
#[derive(Args)]
#[command(next_help_heading = "Inbox")]
pub struct Keeping {
    /// Where it is
    #[command(flatten)]
    pub at: InboxAt,

    /// Keep nothing: what is lost here is lost
    #[arg(long, conflicts_with_all = ["inbox", "keep", "keep_size"])]
    pub no_inbox: bool,

    /// How long deliveries stay in the inbox
    #[arg(long, value_name = "AGE", default_value = "30d", value_parser = parse_duration)]
    pub keep: Duration,

    /// How large the inbox may grow before the oldest deliveries go, refused ones first
    #[arg(long, value_name = "SIZE", default_value = "1GiB", value_parser = size)]
    pub keep_size: u64,
}

/// Whom deliveries are handed on to.
#[derive(Args)]
#[command(next_help_heading = "Forwarding")]
pub struct Forwarding {
    /// Hand verified events on to this URL, byte for byte; with conditions only those that match; repeatable
    #[arg(long, value_name = "[FIELD=VALUE[&…]=>]URL")]
    pub forward_to: Vec<Target>,

    /// Run this line in a shell for each verified event: the payload on stdin, NANGO_CONNECTION_ID,
    /// NANGO_END_USER_ID and others in the environment; repeatable
    #[arg(long, value_name = "CMD")]
    pub on_event: Vec<String>,

    /// A header to add to what is forwarded, in place of Nango's of that name; repeatable
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE", value_parser = header)]
    pub headers: Vec<(String, String)>,

    /// How long a target or a command may take for one event
    #[arg(long, value_name = "DURATION", default_value = "30s", value_parser = parse_duration)]
    pub forward_timeout: Duration,

    /// Forward to https targets whatever their certificate is
    #[arg(long)]
    pub insecure_forward: bool,

    /// How often to try a target that does not answer or answers 408, 429 or 5xx, the first time included
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    pub attempts: u32,

    /// How many forwards and commands may be under way at once
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub concurrency: u16,
}

/// What verified deliveries are answered with.
#[derive(Args)]
#[command(next_help_heading = "Answers to Nango")]
pub struct Answering {
    /// Answer verified deliveries with this status, or with the status of the first target that gets them
    #[arg(long, value_name = "STATUS|forward")]
    pub respond: Option<Respond>,

    /// Answer verified deliveries this much later; Nango waits 20s
    #[arg(long, value_name = "DURATION", default_value = "0s", value_parser = parse_duration)]
    pub respond_delay: Duration,

    /// Answer the first N attempts at each delivery with 500; Nango makes three
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub fail_first: u32,
}

/// How much of an event is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Print {
    /// One line
    Line,
    /// The line and the indented payload
    Pretty,
}

/// Bytes, or as many times 1000 or 1024 of them.
fn size(text: &str) -> Result<u64, String> {
    let wrong = || "expected a size such as 500MB, 1GiB or 1073741824".to_owned();
    let at = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, unit) = text.split_at(at);
    let unit = match unit.trim_start() {
        "" | "B" => 1,
        "kB" | "KB" => 1000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        "KiB" | "K" => 1 << 10,
        "MiB" | "M" => 1 << 20,
        "GiB" | "G" => 1 << 30,
        _ => return Err(wrong()),
    };
    digits.parse::<u64>().ok().and_then(|number| number.checked_mul(unit)).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        assert_eq!((size("1GiB"), size("500 MB"), size("7")), (Ok(1 << 30), Ok(500_000_000), Ok(7)));
        for wrong in ["", "GiB", "-1", "1.5GiB", "1TB", "99999999999GiB"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }
}
