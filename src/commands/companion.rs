//! A command of the user's that runs beside a server of ours.

use std::process::Stdio;
use std::time::Duration;

use tokio::process::Child;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::interrupt::interrupted;
use crate::ui::harmless;

/// How long a command may take to end once it is asked to.
#[cfg(unix)]
const GRACE: Duration = Duration::from_secs(5);

/// Starts it, if there is one, with `environment` besides its own.
///
/// # Errors
/// Where it cannot be run; `hint` says where on the command line it stands.
pub fn start(
    context: &Context,
    line: &[String],
    environment: &[(&str, String)],
    hint: &str,
) -> Result<Option<Child>> {
    let Some((program, arguments)) = line.split_first() else { return Ok(None) };
    let mut command = tokio::process::Command::new(program);
    command.args(arguments).stdin(Stdio::inherit()).kill_on_drop(true);
    command.envs(environment.iter().map(|(name, value)| (name, value)));
    if context.ui.json() {
        // That stdout carries the stream and nothing else.
        command.stdout(std::io::stderr());
    }
    command
        .spawn()
        .map(Some)
        .map_err(|error| Error::usage(format!("cannot run {}", harmless(program))).cause(error).hint(hint))
}

/// The exit code of the command, once there is one; never where there is no command.
///
/// # Errors
/// Where the system cannot tell how it ended.
pub async fn exit_of(child: &mut Option<Child>) -> Result<u8> {
    let Some(child) = child else { return std::future::pending().await };
    let status = child.wait().await.map_err(|error| Error::failure("the command was lost").cause(error))?;
    Ok(code_of(status))
}

/// As a shell says it: 128 and the signal's number for a command that a signal ended.
pub fn code_of(status: std::process::ExitStatus) -> u8 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return 128u8.saturating_add(signal as u8);
    }
    status.code().map_or(1, |code| code as u8)
}

/// Ends a command that outlived its server: it is asked to, and killed only where it does not.
pub async fn end(child: Option<Child>) {
    let Some(mut child) = child else { return };
    #[cfg(unix)]
    if let Some(id) = child.id().and_then(|id| rustix::process::Pid::from_raw(id as i32)) {
        let asked = rustix::process::kill_process(id, rustix::process::Signal::TERM);
        if asked.is_ok() {
            tokio::select! {
                _ = child.wait() => return,
                () = interrupted() => {}
                () = tokio::time::sleep(GRACE) => {}
            }
        }
    }
    let _ = child.kill().await;
}
