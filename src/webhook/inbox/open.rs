//! Opening the file: made where it is missing, for its owner's eyes alone; refused where it is not ours.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::fault::not_an_inbox;
use super::repeats::Fresh;
use super::{Fault, FaultKind, Inbox};

/// How long to wait for others that write.
const PATIENCE: Duration = Duration::from_secs(5);
/// SQLite keeps it in the file's head: `NgIn`.
const APPLICATION: i32 = 0x4e67_496e;
/// The schema's version: one [`MIGRATIONS`] entry each.
const VERSION: usize = MIGRATIONS.len();

/// What makes each version from the one before.
///
/// Repeats are found by `mark`, which is in `fresh` and later in `settled` (see `repeats.rs`). IDs follow the order
/// of arrival but for imports, so there is an index by time; it grows at its end, and costs next to nothing. The
/// other two indexes are partial: refused deliveries and unfinished forwards are few.
const MIGRATIONS: &[&str] = &["
    CREATE TABLE delivery (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        mark INTEGER,
        repeat_of INTEGER,
        refused INTEGER NOT NULL,
        size INTEGER NOT NULL,
        verdict TEXT NOT NULL,
        key_origin TEXT,
        warning TEXT,
        answered INTEGER,
        method TEXT NOT NULL,
        path TEXT NOT NULL,
        query TEXT NOT NULL,
        peer TEXT,
        headers BLOB NOT NULL,
        body BLOB NOT NULL
    ) STRICT;
    CREATE TABLE fresh (
        delivery INTEGER PRIMARY KEY,
        mark INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE settled (
        mark INTEGER NOT NULL,
        delivery INTEGER NOT NULL,
        PRIMARY KEY (mark, delivery)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER delivery_deleted AFTER DELETE ON delivery BEGIN
        DELETE FROM fresh WHERE delivery = old.id;
        DELETE FROM settled WHERE mark = old.mark AND delivery = old.id;
    END;
    CREATE INDEX delivery_at ON delivery (at);
    CREATE INDEX delivery_refused ON delivery (id, size) WHERE refused = 1;
    CREATE TABLE forward (
        delivery INTEGER NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
        target TEXT NOT NULL,
        state TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        status INTEGER,
        error TEXT,
        took INTEGER,
        at INTEGER,
        answer BLOB NOT NULL,
        PRIMARY KEY (delivery, target)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX forward_unfinished ON forward (delivery) WHERE state <> 'done';
    CREATE TABLE listener (
        url TEXT PRIMARY KEY,
        pid INTEGER NOT NULL,
        since INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
"];

impl Inbox {
    /// Opens the inbox at `path`. Where there is none it is made, with the directories that are missing: the
    /// directories for their owner alone (0700), the files, too (0600).
    ///
    /// # Errors
    /// When it cannot be made or written, or is something else.
    pub fn open(path: &Path) -> Result<Inbox, Fault> {
        make(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut db = Connection::open_with_flags(path, flags)?;
        prepare(&db)?;
        migrate(&mut db, path)?;
        Ok(Inbox::of(db, path))
    }

    fn of(db: Connection, path: &Path) -> Inbox {
        let (path, file) = (path.to_owned(), Identity::of(path));
        Inbox { db, fresh: Fresh::default(), path, file, registered: None }
    }

    /// Opens the inbox at `path` if there is one.
    ///
    /// # Errors
    /// When it cannot be read or is something else.
    pub fn open_existing(path: &Path) -> Result<Option<Inbox>, Fault> {
        match std::fs::metadata(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Fault::of_file(&error)),
            // One that is being made.
            Ok(file) if file.len() == 0 => return Ok(None),
            Ok(_) => {}
        }
        match Inbox::open(path) {
            Err(fault) if fault.kind == FaultKind::ReadOnly => Inbox::open_unwritable(path).map(Some),
            opened => opened.map(Some),
        }
    }

    /// Where nothing can be written SQLite cannot even take turns with others: such a file is read as it is, if all
    /// of it is in that one file.
    fn open_unwritable(path: &Path) -> Result<Inbox, Fault> {
        let rest = std::fs::metadata(beside(path, "-wal"));
        if rest.is_ok_and(|rest| rest.len() > 0) {
            let message = "it was not closed, and its directory cannot be written";
            return Err(Fault::new(FaultKind::ReadOnly, message));
        }
        std::fs::File::open(path).map_err(|error| Fault::of_file(&error))?;
        let whole = std::path::absolute(path).map_err(|error| Fault::of_file(&error))?;
        let mut url = url::Url::from_file_path(&whole)
            .map_err(|()| not_an_inbox(path, "no path that can be opened here"))?;
        url.set_query(Some("mode=ro&immutable=1"));
        let flags =
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(url.as_str(), flags)?;
        match version(&db, path)? {
            VERSION => Ok(Inbox::of(db, path)),
            _ => Err(Fault::new(FaultKind::ReadOnly, "it is of an older version and cannot be written")),
        }
    }
}

/// SQLite gives the files beside it, `-wal` and `-shm`, the mode of the file itself.
fn make(path: &Path) -> Result<(), Fault> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !parent.exists() {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(parent).map_err(|error| Fault::of_file(&error))?;
    }
    let missing =
        || matches!(std::fs::metadata(path), Err(error) if error.kind() == std::io::ErrorKind::NotFound);
    let _turn = missing().then(|| turn(parent));
    if missing() {
        // They belong to a file that was moved away or deleted, and there may be who still reads it: through a
        // `-shm` that both have, it would see the new one's pages.
        for suffix in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(beside(path, suffix));
        }
    }
    let mut options = std::fs::OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => match std::fs::metadata(path) {
            Ok(file) if file.is_dir() => Err(not_an_inbox(path, "a directory")),
            _ => Ok(()),
        },
        Err(error) => Err(Fault::of_file(&error)),
    }
}

/// Makes others wait who would make a file in that directory: they would take away what is beside the new one. Where
/// that cannot be had, or takes too long, it goes on without.
fn turn(directory: &Path) -> Option<File> {
    let directory = File::open(directory).ok()?;
    let deadline = Instant::now() + PATIENCE;
    while matches!(directory.try_lock(), Err(TryLockError::WouldBlock)) && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(5));
    }
    Some(directory)
}

fn prepare(db: &Connection) -> Result<(), Fault> {
    db.busy_timeout(PATIENCE)?;
    // A statement is planned once, and not anew for each value that it is given.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // FULL: a commit is on the disk before it returns. What is deleted is overwritten, it may be a secret. The cache
    // holds the marks of a large inbox, which each delivery is compared with.
    db.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = FAST;
         PRAGMA cache_size = -8000;
         PRAGMA wal_autocheckpoint = 1000;
         PRAGMA journal_size_limit = 33554432;",
    )?;
    Ok(())
}

/// Makes a new file an inbox, and an older inbox one of today.
fn migrate(db: &mut Connection, path: &Path) -> Result<(), Fault> {
    if version(db, path)? == VERSION {
        return Ok(());
    }
    // Both must come before the first table; on a file that has some, they change nothing.
    db.execute_batch("PRAGMA auto_vacuum = INCREMENTAL")?;
    wal(db)?;
    let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have done it meanwhile.
    let from = version(&change, path)?;
    for statements in &MIGRATIONS[from..] {
        change.execute_batch(statements)?;
    }
    change
        .execute_batch(&format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};"))?;
    change.commit()?;
    Ok(())
}

/// While another process does the same, SQLite refuses at once instead of waiting.
fn wal(db: &Connection) -> Result<(), Fault> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        match db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0)) {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(mode) => {
                return Err(Fault::new(FaultKind::Other, format!("this disk allows no WAL, only {mode}")));
            }
            Err(error) => match Fault::from(error) {
                fault if fault.kind == FaultKind::Locked && Instant::now() < deadline => {
                    std::thread::sleep(Duration::from_millis(5));
                }
                fault => return Err(fault),
            },
        }
    }
}

/// The schema's version; 0 for a file that holds nothing yet.
fn version(db: &Connection, path: &Path) -> Result<usize, Fault> {
    // One statement sees one state, while another process may be making the inbox.
    let (application, version, tables): (i64, i64, i64) = db.query_row(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema) \
         FROM pragma_application_id, pragma_user_version",
        [],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    if application == 0 && version == 0 && tables == 0 {
        return Ok(0);
    }
    if application != i64::from(APPLICATION) {
        return Err(not_an_inbox(path, "the database of another program"));
    }
    match usize::try_from(version) {
        Ok(version) if version <= VERSION => Ok(version),
        _ => Err(Fault::new(
            FaultKind::Newer,
            format!("the inbox was made by a newer version of nango-cli (format {version}, here {VERSION})"),
        )),
    }
}

fn beside(path: &Path, suffix: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Which file it is, whatever it is called.
#[derive(PartialEq, Eq)]
pub(super) struct Identity(Option<(u64, u64)>);

impl Identity {
    fn of(path: &Path) -> Self {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            Identity(std::fs::metadata(path).ok().map(|file| (file.dev(), file.ino())))
        }
        // An open file can be neither moved nor deleted there.
        #[cfg(not(unix))]
        {
            let _ = path;
            Identity(None)
        }
    }

    pub(super) fn is_at(&self, path: &Path) -> bool {
        *self == Identity::of(path)
    }
}
