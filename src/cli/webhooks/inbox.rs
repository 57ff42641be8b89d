//! `webhooks list|show|delete|export|import|wait`

use std::path::PathBuf;

use clap::Args;

use super::{InboxAt, Which};
use crate::cli::{Since, since};

/// Which deliveries of the inbox.
#[derive(Args)]
pub struct Selection {
    /// By their fields.
    #[command(flatten)]
    pub which: Which,

    /// Only what came since then: 10m ago, or at an RFC 3339 time
    #[arg(long, value_name = "DURATION|TIME", value_parser = since)]
    pub since: Option<Since>,

    /// Only what came before then
    #[arg(long, value_name = "DURATION|TIME", value_parser = since, alias = "until")]
    pub before: Option<Since>,

    /// Only what was refused, for its signature or otherwise
    #[arg(long)]
    pub refused: bool,

    /// Only what has a forward that failed or is not over yet
    #[arg(long)]
    pub failed: bool,
}

/// `webhooks list`
#[derive(Args)]
pub struct List {
    /// Which.
    #[command(flatten)]
    pub selection: Selection,

    /// At most so many; 0 for all
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,

    /// Where.
    #[command(flatten)]
    pub at: InboxAt,
}

/// `webhooks show`
#[derive(Args)]
pub struct Show {
    /// Its ID, as `webhooks list` shows it
    #[arg(value_name = "ID")]
    pub id: i64,

    /// Print the body's exact bytes and nothing else
    #[arg(long, conflicts_with_all = ["json", "jq", "quiet"])]
    pub raw: bool,

    /// Where.
    #[command(flatten)]
    pub at: InboxAt,
}

/// `webhooks delete`
#[derive(Args)]
pub struct Delete {
    /// Their IDs
    #[arg(value_name = "ID", conflicts_with_all = ["conditions", "since", "before", "refused", "failed", "all"])]
    pub ids: Vec<i64>,

    /// Which.
    #[command(flatten)]
    pub selection: Selection,

    /// All there are
    #[arg(long, conflicts_with_all = ["conditions", "since", "before", "refused", "failed"])]
    pub all: bool,

    /// Do not ask
    #[arg(long)]
    pub yes: bool,

    /// Where.
    #[command(flatten)]
    pub at: InboxAt,
}

/// `webhooks export`
#[derive(Args)]
pub struct Export {
    /// Which.
    #[command(flatten)]
    pub selection: Selection,

    /// Where.
    #[command(flatten)]
    pub at: InboxAt,
}

/// `webhooks import`
#[derive(Args)]
pub struct Import {
    /// A file that `webhooks export` wrote, `-` for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// Where.
    #[command(flatten)]
    pub at: InboxAt,
}

/// `webhooks wait`
#[derive(Args)]
pub struct Wait {
    /// Which.
    #[command(flatten)]
    pub which: Which,

    /// Look at what came since then, too: 10m ago, or at an RFC 3339 time [default: since the running
    /// listener began, or else from now on]
    #[arg(long, value_name = "DURATION|TIME", value_parser = since)]
    pub since: Option<Since>,

    /// Wait for so many
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub count: u32,

    /// Where.
    #[command(flatten)]
    pub at: InboxAt,
}
