//! Ctrl-C and its kin.

use std::future::{Future, pending};

use crate::error::{Error, Result};

/// Ctrl-C, or SIGTERM, with which process managers and CI end a command, or on Linux SIGHUP, with which a terminal that is
/// closed does, unless it is to be ignored (`nohup`). The handlers are in place once this returns, before the future is first
/// looked at: whoever is told "ready" may end the command at once.
///
/// Call it inside a runtime. From the first call on the operating system no longer ends the process by itself.
pub fn interrupted() -> impl Future<Output = ()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let handlers = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
        let hangup = ends_by_hangup().then(|| signal(SignalKind::hangup()));
        async move {
            // Where no handler can be had, the signal's default does its work.
            let (Ok(mut interrupt), Ok(mut terminate)) = handlers else {
                return pending().await;
            };
            let hangup = async {
                match hangup {
                    Some(Ok(mut hangup)) => hangup.recv().await,
                    _ => pending().await,
                }
            };
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
                _ = hangup => {}
            }
        }
    }
    #[cfg(not(unix))]
    async {
        if tokio::signal::ctrl_c().await.is_err() {
            pending::<()>().await;
        }
    }
}

/// Whether SIGHUP, the first of the signals, was not set to be ignored. Only Linux tells.
#[cfg(unix)]
fn ends_by_hangup() -> bool {
    static ENDS: std::sync::OnceLock<bool> = std::sync::OnceLock::new();
    *ENDS.get_or_init(|| {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 0)
    })
}

/// `future`, or the error of an interrupt, whichever comes first.
///
/// # Errors
/// The future's own, or [`Kind::Interrupted`](crate::error::Kind::Interrupted).
pub async fn unless_interrupted<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    unless(interrupted(), future).await
}

/// As [`unless_interrupted`], for one step of several under a watch that began before: an interrupt between two
/// steps ends the next one.
///
/// # Errors
/// The future's own, or [`Kind::Interrupted`](crate::error::Kind::Interrupted).
pub async fn unless<T>(
    interrupt: impl Future<Output = ()>,
    future: impl Future<Output = Result<T>>,
) -> Result<T> {
    tokio::select! {
        biased;
        () = interrupt => Err(Error::interrupted()),
        result = future => result,
    }
}
