//! A command of the user's that runs beside a server of ours.

use std::ffi::OsStr;
use std::process::Stdio;
use std::time::Duration;

#[cfg(unix)]
use rustix::process::{Pid, Signal, getpgid, kill_process, kill_process_group};
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
    environment: impl IntoIterator<Item = (impl AsRef<OsStr>, String)>,
    hint: &str,
) -> Result<Option<Child>> {
    let Some((program, arguments)) = line.split_first() else { return Ok(None) };
    let mut command = tokio::process::Command::new(program);
    command.args(arguments).stdin(Stdio::inherit()).kill_on_drop(true);
    command.envs(environment);
    #[cfg(unix)]
    if !has_terminal() {
        // What it starts is ended with it. On a terminal a group of its own would hear no Ctrl-C, nor could it read.
        command.process_group(0);
    }
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

/// Ends a command that outlived its server, and asks what it started to end, where that is of its group. Only the
/// command is waited for, and killed with the others where it does not end.
pub async fn end(child: Option<Child>) {
    let Some(mut child) = child else { return };
    #[cfg(unix)]
    if let Some(id) = child.id().and_then(|id| Pid::from_raw(id as i32)) {
        if send(id, Signal::TERM).is_ok() {
            tokio::select! {
                _ = child.wait() => return,
                () = interrupted() => {}
                () = tokio::time::sleep(GRACE) => {}
            }
        }
        // What has ended already need not be killed.
        let _ = send(id, Signal::KILL);
    }
    let _ = child.kill().await;
}

/// Whether there is one that this process belongs to, wherever its streams lead.
#[cfg(unix)]
fn has_terminal() -> bool {
    std::fs::File::open("/dev/tty").is_ok()
}

/// To the command that was not waited for yet, or to all of its group where it leads one.
#[cfg(unix)]
fn send(id: Pid, signal: Signal) -> rustix::io::Result<()> {
    if getpgid(Some(id)) == Ok(id) { kill_process_group(id, signal) } else { kill_process(id, signal) }
}
