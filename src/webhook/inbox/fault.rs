//! What can go wrong with the store, in words that say whose turn it is.

use std::path::Path;

use rusqlite::ErrorCode;
use rusqlite::ffi;

/// Why the inbox could not be read or written. Nothing of the failed change is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What to do about it follows from this.
    pub kind: FaultKind,
    /// What happened, as a sentence without a full stop.
    pub message: String,
}

/// The kinds of [`Fault`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// There is no room left on the disk.
    Full,
    /// There is no inbox, and what may wait in memory does.
    Memory,
    /// Another program holds the inbox and did not let go in time.
    Locked,
    /// The file or its directory may not be written, or not be read.
    ReadOnly,
    /// The file is something else.
    NotAnInbox,
    /// The file was damaged.
    Corrupt,
    /// The file was made by a newer version of this tool.
    Newer,
    /// Anything else.
    Other,
}

impl Fault {
    pub(super) fn new(kind: FaultKind, message: impl Into<String>) -> Self {
        Fault { kind, message: message.into() }
    }

    /// A stable name of its kind.
    pub fn code(&self) -> &'static str {
        match self.kind {
            FaultKind::Full => "disk_full",
            FaultKind::Memory => "memory_full",
            FaultKind::Locked => "inbox_locked",
            FaultKind::ReadOnly => "inbox_read_only",
            FaultKind::NotAnInbox => "not_an_inbox",
            FaultKind::Corrupt => "inbox_corrupt",
            FaultKind::Newer => "inbox_newer",
            FaultKind::Other => "inbox_failed",
        }
    }

    /// What a person can do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self.kind {
            FaultKind::Full => {
                Some("make room on that disk, or keep the inbox on another one with --inbox PATH")
            }
            FaultKind::Memory => {
                Some("the targets do not keep up; without --no-inbox deliveries wait for them on the disk")
            }
            FaultKind::Locked => Some("another program holds it: end that one, or use another --inbox PATH"),
            FaultKind::ReadOnly => {
                Some("see that you may write the file and its directory, or use another --inbox PATH")
            }
            FaultKind::NotAnInbox => Some("name another file with --inbox PATH: this one is left as it is"),
            FaultKind::Corrupt => Some(
                "move the file away, with its -wal, and go on with a new one; `sqlite3 FILE .recover` may save \
                 its deliveries",
            ),
            FaultKind::Newer => Some("update nango-cli, or use another --inbox PATH"),
            FaultKind::Other => None,
        }
    }

    /// The operating system's fault with a file or directory.
    pub(super) fn of_file(error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let kind = match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => FaultKind::Full,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => FaultKind::ReadOnly,
            ErrorKind::IsADirectory | ErrorKind::NotADirectory => FaultKind::NotAnInbox,
            _ => FaultKind::Other,
        };
        Fault::new(kind, error.to_string())
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(failure, _) = &error else {
            return match error {
                // A column that holds what was never written there.
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::InvalidColumnType(..) => {
                    Fault::new(FaultKind::Corrupt, format!("a stored delivery is damaged: {error}"))
                }
                _ => Fault::new(FaultKind::Other, error.to_string()),
            };
        };
        let (kind, message) = match failure.code {
            ErrorCode::DiskFull => (FaultKind::Full, "the disk is full".to_owned()),
            ErrorCode::SystemIoFailure if is_no_room(failure.extended_code) => {
                (FaultKind::Full, format!("the disk seems to be full ({error})"))
            }
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => {
                (FaultKind::Locked, "another program holds the inbox and did not let go in time".to_owned())
            }
            ErrorCode::ReadOnly => (FaultKind::ReadOnly, "the file or its directory is read-only".to_owned()),
            ErrorCode::CannotOpen | ErrorCode::PermissionDenied => {
                (FaultKind::ReadOnly, "the file cannot be opened here".to_owned())
            }
            ErrorCode::NotADatabase => (FaultKind::NotAnInbox, "the file is no SQLite database".to_owned()),
            ErrorCode::DatabaseCorrupt => (FaultKind::Corrupt, "the file is damaged".to_owned()),
            _ => (FaultKind::Other, error.to_string()),
        };
        Fault { kind, message }
    }
}

/// Growing the shared-memory file fails with a code of its own where there is no room.
fn is_no_room(code: i32) -> bool {
    code == ffi::SQLITE_IOERR_SHMSIZE
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

/// `path` is no inbox.
pub(super) fn not_an_inbox(path: &Path, what: &str) -> Fault {
    Fault::new(FaultKind::NotAnInbox, format!("{} is {what}", path.display()))
}
