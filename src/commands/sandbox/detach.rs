//! `sandbox --detach`: the same command once more, as a process of its own that outlives this one.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use super::environment;
use crate::cli::sandbox::Sandbox as Args;
use crate::commands::companion::code_of;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ui::harmless;

/// Starts it and tells where it is, once it is ready.
pub fn run(context: &Context, args: &Args) -> Result<()> {
    let cannot = |error: std::io::Error| Error::failure("could not start the sandbox").cause(error);
    let own = std::env::current_exe().map_err(cannot)?;
    let typed = std::env::args_os().skip(1).filter(|arg| arg != "--detach" && arg != "--export");
    let mut command = Command::new(own);
    command.args(typed).arg("--detached").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // A Ctrl-C at this terminal is not meant for it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(cannot)?;
    let mut ready = String::new();
    if let Some(stdout) = child.stdout.take() {
        BufReader::new(stdout).read_line(&mut ready).map_err(cannot)?;
    }
    let (url, signing_key) = ready.trim_end().split_once(' ').unwrap_or_default();
    if url.is_empty() {
        let mut said = String::new();
        if let Some(mut stderr) = child.stderr.take() {
            // What cannot be read of it is not said.
            let _ = stderr.read_to_string(&mut said);
        }
        let kind = match code_of(child.wait().map_err(cannot)?) {
            2 => Kind::Usage,
            _ => Kind::Failure,
        };
        // Its error is ours: what failed and why on lines of their own, then what to do.
        let (hints, why): (Vec<&str>, Vec<&str>) =
            said.lines().map(str::trim).partition(|line| line.starts_with("hint: "));
        let why = why.join(": ");
        let wrong =
            Error::new(kind, "the sandbox did not start").cause(harmless(why.trim_start_matches("error: ")));
        return Err(hints.iter().fold(wrong, |wrong, hint| wrong.hint(harmless(&hint["hint: ".len()..]))));
    }
    let mut variables = environment::of(url, signing_key);
    variables.insert("NANGO_SANDBOX_PID".to_owned(), child.id().to_string());
    let ui = &context.ui;
    if ui.json() {
        return ui.document(&variables);
    }
    if ui.quiet() && !args.export {
        return ui.value(url);
    }
    if args.export {
        // Addresses, UUIDs and numbers: nothing in them means anything to a shell between quotes.
        return variables.iter().try_for_each(|(name, value)| ui.line(&format!("export {name}='{value}'")));
    }
    let rows: Vec<(&str, String)> = vec![
        ("sandbox", url.to_owned()),
        ("process", child.id().to_string()),
        ("end it", format!("kill {}", child.id())),
    ];
    ui.fields(&rows)
}
