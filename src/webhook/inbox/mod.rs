//! The inbox: every delivery, good or bad, in a file that several processes read and write at once. SQLite in WAL
//! mode; a change that returned is on the disk. Everything here blocks but [`Writer`].

mod fault;
mod find;
mod keep;
mod open;
mod repeats;
mod rows;
mod running;
#[cfg(test)]
mod tests;
mod writer;

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior};

pub use fault::{Fault, FaultKind};
pub use find::{Query, Wanted};
pub use keep::Keep;
pub use running::Running;
pub use writer::Writer;

use crate::http::Request;

/// The default file's name in the data directory.
pub const FILE_NAME: &str = "inbox.db";
/// How much of an application's answer is kept.
pub const LARGEST_ANSWER: usize = 4096;

/// One connection to an inbox. It may be sent to another thread, and any number of them, here and in other
/// processes, may be open on one file.
pub struct Inbox {
    db: Connection,
    fresh: repeats::Fresh,
    path: PathBuf,
    /// Which file it is, as long as it is the one at `path`.
    file: open::Identity,
    /// The listener that stores with it.
    registered: Option<Running>,
}

/// A delivery that is to be stored.
#[derive(Clone, Debug)]
pub struct Arriving {
    /// The request as it arrived, byte for byte.
    pub request: Arc<Request>,
    /// When it was whole.
    pub at: Timestamp,
    /// [`Verdict::code`](crate::webhook::receiver::Verdict::code), or why its body was refused.
    pub verdict: Cow<'static, str>,
    /// Where the key comes from that it verified with.
    pub key_origin: Option<String>,
    /// What the person at this end should know, if anything.
    pub warning: Option<String>,
    /// The status it was answered with; none where this tool did not answer it, as with an imported one.
    pub answered: Option<u16>,
    /// Whom it is to be forwarded to: a pending [`Forward`] each.
    pub targets: Vec<String>,
}

/// A delivery that was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// Counts up from 1 and is never given twice.
    pub id: i64,
    /// The first one stored with the same body and the same `X-Nango-Hmac-Sha256`.
    pub repeat_of: Option<i64>,
}

/// A delivery from the inbox.
#[derive(Clone, Debug)]
pub struct Stored {
    /// See [`Added::id`].
    pub id: i64,
    /// See [`Arriving::request`].
    pub request: Request,
    /// See [`Arriving::at`].
    pub at: Timestamp,
    /// See [`Arriving::verdict`].
    pub verdict: String,
    /// See [`Arriving::key_origin`].
    pub key_origin: Option<String>,
    /// See [`Arriving::warning`].
    pub warning: Option<String>,
    /// See [`Arriving::answered`].
    pub answered: Option<u16>,
    /// See [`Added::repeat_of`]; that one may be deleted by now.
    pub repeat_of: Option<i64>,
    /// How its forwards went, by target.
    pub forwards: Vec<Forward>,
}

impl Stored {
    /// Whether the event counts; see [`Verdict::accepted`](crate::webhook::receiver::Verdict::accepted).
    pub fn accepted(&self) -> bool {
        is_accepted(&self.verdict)
    }
}

/// How forwarding a delivery to one target goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forward {
    /// The target's name.
    pub target: String,
    /// Whether it is over, and how.
    pub state: ForwardState,
    /// How often it was tried.
    pub attempts: u32,
    /// The last answer's status, or a command's exit code.
    pub status: Option<u16>,
    /// Why there is no status.
    pub error: Option<String>,
    /// How long the last attempt took; kept in microseconds.
    pub took: Option<Duration>,
    /// When the last attempt ended.
    pub at: Option<Timestamp>,
    /// The beginning of the last answer's body, at most [`LARGEST_ANSWER`] bytes.
    pub answer: Vec<u8>,
}

/// Where a forward stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForwardState {
    /// Not over yet, or never tried.
    Pending,
    /// The target took it.
    Done,
    /// It was given up.
    Failed,
}

/// A [`Forward`] of a delivery, to be noted in place of what is known of that target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForwardNote {
    /// Which delivery.
    pub delivery: i64,
    /// See [`Forward::target`].
    pub target: String,
    /// See [`Forward::state`].
    pub state: ForwardState,
    /// See [`Forward::attempts`].
    pub attempts: u32,
    /// See [`Forward::status`].
    pub status: Option<u16>,
    /// See [`Forward::error`].
    pub error: Option<String>,
    /// See [`Forward::took`].
    pub took: Option<Duration>,
    /// See [`Forward::at`].
    pub at: Option<Timestamp>,
    /// See [`Forward::answer`]; what is longer is cut.
    pub answer: Vec<u8>,
}

/// Whether that verdict lets an event count.
fn is_accepted(verdict: &str) -> bool {
    matches!(verdict, "verified" | "not_checked" | "synthetic")
}

impl Inbox {
    /// Stores deliveries, all or none, in their order.
    ///
    /// # Errors
    /// The disk's and the database's.
    pub fn add(&mut self, batch: &[Arriving]) -> Result<Vec<Added>, Fault> {
        self.store(|store| batch.iter().map(|arriving| store.add(arriving)).collect())
    }

    /// Stores those deliveries of `batch` that are not there yet, all or none. One is there when another has the
    /// same time, bytes and signature; it gets no [`Added`].
    ///
    /// # Errors
    /// As [`Inbox::add`].
    pub fn add_missing(&mut self, batch: &[Arriving]) -> Result<Vec<Option<Added>>, Fault> {
        self.store(|store| {
            let one = |arriving: &Arriving| match store.has(arriving)? {
                true => Ok(None),
                false => store.add(arriving).map(Some),
            };
            batch.iter().map(one).collect()
        })
    }

    /// One delivery.
    ///
    /// # Errors
    /// As [`Inbox::add`].
    pub fn get(&self, id: i64) -> Result<Option<Stored>, Fault> {
        rows::get(&self.db, id)
    }

    /// The newest delivery's ID, 0 where there is none.
    ///
    /// # Errors
    /// As [`Inbox::add`].
    pub fn latest(&self) -> Result<i64, Fault> {
        Ok(self.db.query_row("SELECT coalesce(max(id), 0) FROM delivery", [], |row| row.get(0))?)
    }

    /// A number that is another one each time after somebody else changed the inbox.
    ///
    /// # Errors
    /// As [`Inbox::add`].
    pub fn version(&self) -> Result<i64, Fault> {
        Ok(self.db.query_row("PRAGMA data_version", [], |row| row.get(0))?)
    }

    /// Deletes these deliveries and what is known of their forwards; returns how many there were.
    ///
    /// # Errors
    /// As [`Inbox::add`].
    pub fn delete(&mut self, ids: &[i64]) -> Result<usize, Fault> {
        self.change(|change| rows::delete(change, ids))
    }

    /// Notes how forwards go. What concerns a delivery that was deleted is forgotten. With one that is done, those
    /// are done at the same target that it repeats.
    ///
    /// # Errors
    /// As [`Inbox::add`].
    pub fn note(&mut self, notes: &[ForwardNote]) -> Result<(), Fault> {
        self.change(|change| rows::note(change, notes))
    }

    /// Whether the file that was opened is still the one at its path.
    pub fn is_in_place(&self) -> bool {
        self.file.is_at(&self.path)
    }

    /// Goes on with the file that has taken this one's place, if one has; whether that is so.
    ///
    /// # Errors
    /// When the other one cannot be opened.
    pub fn follow(&mut self) -> Result<bool, Fault> {
        if self.is_in_place() {
            return Ok(false);
        }
        let Some(other) = Inbox::open_existing(&self.path)? else { return Ok(false) };
        *self = other;
        Ok(true)
    }

    /// One transaction that writes, from its first statement on. A file that was moved away or deleted since is
    /// not written to: a new one takes its place.
    fn change<T>(&mut self, what: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>) -> Result<T, Fault> {
        self.change_with(|change, _| what(change))
    }

    /// One transaction that stores deliveries.
    fn store<T>(&mut self, what: impl FnOnce(&mut rows::Store<'_>) -> Result<T, Fault>) -> Result<T, Fault> {
        let stored = self.change_with(|change, fresh| what(&mut rows::Store::new(change, fresh)?));
        if stored.is_err() {
            // It knows of deliveries that are not there.
            self.fresh = repeats::Fresh::default();
        }
        stored
    }

    fn change_with<T>(
        &mut self,
        what: impl FnOnce(&Transaction<'_>, &mut repeats::Fresh) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        if !self.is_in_place() {
            self.renew()?;
        }
        let change = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let result = what(&change, &mut self.fresh)?;
        change.commit()?;
        Ok(result)
    }

    /// Goes on with a new file. Whoever has seen an ID of the old one, here or in another process, must never find
    /// another delivery under it.
    fn renew(&mut self) -> Result<(), Fault> {
        let last = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'delivery'";
        let last = self.db.query_row(last, [], |row| row.get::<_, i64>(0)).unwrap_or_default();
        // The old file can be read still. What is only in the log beside its old path belongs into it, wherever it
        // is now.
        let _ = self.db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        let mut new = Inbox::open(&self.path)?;
        new.continue_after(last)?;
        if let Some(listener) = &self.registered {
            new.register(listener)?;
        }
        *self = new;
        Ok(())
    }

    fn continue_after(&mut self, last: i64) -> Result<(), Fault> {
        self.change(|change| {
            change.execute(
                "INSERT INTO sqlite_sequence (name, seq) SELECT 'delivery', 0 \
                 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'delivery')",
                [],
            )?;
            let later = "UPDATE sqlite_sequence SET seq = max(seq, ?1) WHERE name = 'delivery'";
            Ok(change.execute(later, [last]).map(drop)?)
        })
    }
}
