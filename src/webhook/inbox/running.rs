//! Which listeners fill the inbox at the moment.

use jiff::Timestamp;
use rusqlite::params;

use super::rows::{nanoseconds, timestamp};
use super::{Fault, Inbox};

/// A listener that stores what it receives in this inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// Where it listens, on this machine.
    pub url: String,
    /// Its process.
    pub pid: u32,
    /// When it began.
    pub since: Timestamp,
}

impl Inbox {
    /// Says that a listener runs, here and in the file that may once take this one's place. What an earlier one left
    /// behind that ended without a word is tidied up.
    ///
    /// # Errors
    /// When the inbox cannot be written.
    pub fn register(&mut self, listener: &Running) -> Result<(), Fault> {
        let dead: Vec<Running> = self.listeners()?.into_iter().filter(|other| !is_alive(other.pid)).collect();
        self.change(|change| {
            for other in &dead {
                change.execute(
                    "DELETE FROM listener WHERE url = ?1 AND pid = ?2",
                    params![other.url, other.pid],
                )?;
            }
            change.execute(
                "INSERT OR REPLACE INTO listener (url, pid, since) VALUES (?1, ?2, ?3)",
                params![listener.url, listener.pid, nanoseconds(listener.since)],
            )?;
            Ok(())
        })?;
        self.registered = Some(listener.clone());
        Ok(())
    }

    /// Says that the listener at `url` has ended. Where that cannot be written, its process is gone all the same.
    pub fn unregister(&mut self, url: &str) {
        let _ = self.change(|change| Ok(change.execute("DELETE FROM listener WHERE url = ?1", [url])?));
    }

    /// The listeners that run, newest first.
    ///
    /// # Errors
    /// When the inbox cannot be read.
    pub fn running(&self) -> Result<Vec<Running>, Fault> {
        Ok(self.listeners()?.into_iter().filter(|listener| is_alive(listener.pid)).collect())
    }

    fn listeners(&self) -> Result<Vec<Running>, Fault> {
        let mut statement = self.db.prepare("SELECT url, pid, since FROM listener ORDER BY since DESC")?;
        let rows = statement.query_map([], |row| {
            Ok(Running { url: row.get(0)?, pid: row.get(1)?, since: timestamp(row.get(2)?) })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Whether there is such a process, whoever's it is.
#[cfg(unix)]
fn is_alive(pid: u32) -> bool {
    let Some(pid) = i32::try_from(pid).ok().and_then(rustix::process::Pid::from_raw) else { return false };
    rustix::process::test_kill_process(pid) != Err(rustix::io::Errno::SRCH)
}

/// Nothing here can tell: one that ended without a word stays until another takes its address.
#[cfg(not(unix))]
fn is_alive(_pid: u32) -> bool {
    true
}
