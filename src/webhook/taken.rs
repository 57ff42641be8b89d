//! The journal of connections that a listener has taken: what their webhook URL was before, so that it can be put
//! back by whoever starts next where the listener died first.
//!
//! One file a listener, `taken/ID.json`, replaced as a whole and only readable by its user. `ID.lock` beside it is
//! locked for as long as the listener lives: the operating system lets go of the lock when the process dies, however
//! it dies.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use ring::digest;
use serde::{Deserialize, Serialize};

use super::signature::hex;
use crate::secret::Secret;

/// What a listener has taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The API's base URL.
    pub host: String,
    /// Which key saw these connections ([`fingerprint`]): another environment's key does not see them.
    pub environment: String,
    /// The listener's process.
    pub pid: u32,
    /// Every URL that the connections were pointed at: a tunnel's can change.
    pub urls: Vec<String>,
    /// The connections.
    pub connections: Vec<Taken>,
}

/// A connection that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Its integration's unique key.
    pub provider_config_key: String,
    /// Its ID.
    pub connection_id: String,
    /// Its webhook URL before; none: the environment's.
    pub before: Option<String>,
}

/// Tells environments apart without holding a key: 64 bits of SHA-256.
pub fn fingerprint(key: &Secret) -> String {
    hex(&digest::digest(&digest::SHA256, key.expose().as_bytes()).as_ref()[..8])
}

/// One journal file, locked by this process.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    lock: PathBuf,
    // Locked until it is closed.
    _held: File,
    /// What it says.
    pub record: Record,
}

impl Journal {
    /// A new one in `directory`; nothing is written yet.
    ///
    /// # Errors
    /// When the directory or its lock cannot be made.
    pub fn create(directory: &Path, id: &str, record: Record) -> io::Result<Self> {
        make_private(directory)?;
        let lock = directory.join(format!("{id}.lock"));
        let held = open_lock(&lock)?;
        held.try_lock().map_err(io::Error::from)?;
        Ok(Journal { path: directory.join(format!("{id}.json")), lock, _held: held, record })
    }

    /// Those of listeners that died, each locked by this process now, and the records of those that live. A file
    /// that cannot be read is left alone and told of by its path.
    ///
    /// # Errors
    /// When the directory cannot be read.
    pub fn all(directory: &Path) -> io::Result<Found> {
        let mut found = Found::default();
        let entries = match std::fs::read_dir(directory) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(found),
            Err(error) => return Err(error),
        };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            let lock = path.with_extension("lock");
            let held = open_lock(&lock)?;
            let locked = match held.try_lock() {
                Ok(()) => true,
                Err(TryLockError::WouldBlock) => false,
                Err(TryLockError::Error(error)) => return Err(error),
            };
            // Read under the lock: its listener may have ended meanwhile.
            let text = match std::fs::read(&path) {
                Ok(text) => text,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    if locked {
                        let _ = std::fs::remove_file(&lock);
                    }
                    continue;
                }
                Err(error) => return Err(error),
            };
            match (serde_json::from_slice(&text), locked) {
                (Ok(record), true) => found.dead.push(Journal { path, lock, _held: held, record }),
                (Ok(record), false) => found.living.push(record),
                (Err(_), _) => found.unreadable.push(path),
            }
        }
        Ok(found)
    }

    /// Writes the record, whole or not at all, and down to the disk: what follows changes connections.
    ///
    /// # Errors
    /// The operating system's.
    pub fn write(&self) -> io::Result<()> {
        let directory = self.path.parent().unwrap_or(Path::new("."));
        // Made for its owner alone.
        let mut file = tempfile::NamedTempFile::new_in(directory)?;
        serde_json::to_writer_pretty(&mut file, &self.record)?;
        writeln!(file)?;
        file.as_file().sync_all()?;
        file.persist(&self.path)?;
        Ok(())
    }

    /// Ends it: nothing is left to put back.
    ///
    /// # Errors
    /// The operating system's.
    pub fn remove(self) -> io::Result<()> {
        match std::fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        std::fs::remove_file(&self.lock)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// The journals of a directory.
#[derive(Debug, Default)]
pub struct Found {
    /// Of listeners that died.
    pub dead: Vec<Journal>,
    /// Of listeners that live.
    pub living: Vec<Record>,
    /// Files that hold no record.
    pub unreadable: Vec<PathBuf>,
}

fn open_lock(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn make_private(directory: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        Record {
            host: "http://127.0.0.1:3003".into(),
            environment: fingerprint(&Secret::new("5a9db0c5-0000-4000-8000-000000000001")),
            pid: 1,
            urls: vec!["http://x".into()],
            connections: vec![Taken {
                provider_config_key: "gh".into(),
                connection_id: "c".into(),
                before: None,
            }],
        }
    }

    #[test]
    fn the_dead_are_told_from_the_living() {
        let place = tempfile::tempdir().unwrap();
        let directory = place.path().join("data/taken");
        assert!(Journal::all(&directory).unwrap().dead.is_empty());
        let journal = Journal::create(&directory, "a", record()).unwrap();
        journal.write().unwrap();
        std::fs::write(directory.join("b.json"), "{").unwrap();
        let found = Journal::all(&directory).unwrap();
        assert_eq!((found.living, found.dead.len()), (vec![record()], 0));
        assert_eq!(found.unreadable, [directory.join("b.json")]);
        // The process that held it is gone.
        drop(journal);
        let mut found = Journal::all(&directory).unwrap();
        let dead = found.dead.pop().unwrap();
        assert_eq!(dead.record, record());
        // Who mends it holds it: nobody else does at the same time.
        assert_eq!(Journal::all(&directory).unwrap().living.len(), 1);
        dead.remove().unwrap();
        let left: Vec<_> =
            std::fs::read_dir(&directory).unwrap().flatten().map(|entry| entry.file_name()).collect();
        assert!(!left.iter().any(|name| name.to_string_lossy().starts_with("a.")), "{left:?}");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_reads_it_and_it_holds_no_key() {
        use std::os::unix::fs::PermissionsExt;
        let place = tempfile::tempdir().unwrap();
        let directory = place.path().join("taken");
        let journal = Journal::create(&directory, "a", record()).unwrap();
        journal.write().unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&directory), 0o700);
        assert_eq!((mode(journal.path()), mode(&journal.lock)), (0o600, 0o600));
        assert!(!std::fs::read_to_string(journal.path()).unwrap().contains("5a9db0c5"));
    }
}
