//! `webhooks listen`

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Outside;
use crate::webhook::filter::Condition;

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

    /// End with exit code 0 once a verified event matches FIELD=VALUE; repeatable, all must match
    #[arg(long, value_name = "FIELD=VALUE")]
    pub until: Vec<Condition>,

    /// Write the ready line to this file once the listener is ready
    #[arg(long, value_name = "PATH")]
    pub ready_file: Option<PathBuf>,

    /// The largest body to accept, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = 5 * 1024 * 1024)]
    pub max_body: usize,

    /// What brings events here from outside.
    #[command(flatten)]
    pub outside: Outside,

    /// Run this command once ready, and exit with its code
    #[arg(last = true, value_name = "COMMAND")]
    pub command: Vec<String>,
}

/// How much of an event is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Print {
    /// One line
    Line,
    /// The line and the indented payload
    Pretty,
}
