//! The door: arguments, environment and streams in, exit code out.

use std::process::ExitCode;

use nango_cli::Process;
use nango_cli::ui::Streams;

fn main() -> ExitCode {
    // A name or value that is not UTF-8 is none of ours.
    let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    ExitCode::from(nango_cli::run(Process {
        args: std::env::args_os().collect(),
        vars: std::env::vars_os().filter_map(text).collect(),
        directory: std::env::current_dir().unwrap_or_default(),
        stdin: Box::new(std::io::stdin()),
        streams: Streams::of_process(),
    }))
}
