//! The file of `--state`, and the sandbox's memory while it serves: what changes is written soon after, whole or not at
//! all, and no answer waits for it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Notify, oneshot};

use super::Event;
use super::kept::{Kept, StoreFault};
use super::provider::Provider;
use super::state::State;

/// At least so long after a write until the next: this much a crash may lose.
const PAUSE: Duration = Duration::from_millis(200);
/// The pause after a long write, in its own lengths, so that a very large state does not keep the machine busy.
const PAUSES: u32 = 4;
/// How long after a write that failed it is tried again.
const AGAIN: Duration = Duration::from_secs(1);

/// The sandbox's memory, and whether it was changed.
pub struct Memory {
    state: Mutex<State>,
    changed: Notify,
}

impl Memory {
    /// A memory that was never written.
    pub fn new(state: State) -> Arc<Memory> {
        let memory = Memory { state: Mutex::new(state), changed: Notify::new() };
        memory.changed.notify_one();
        Arc::new(memory)
    }

    /// Does something to it.
    pub fn step<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        // A panic in one request must not end the others.
        let done = work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.notify_one();
        done
    }

    fn to_kept(&self) -> io::Result<Vec<u8>> {
        Ok(self.state.lock().unwrap_or_else(PoisonError::into_inner).to_kept()?)
    }
}

/// A file that keeps a sandbox's state, locked for as long as this lives.
pub struct Store {
    path: PathBuf,
    kept: Option<Kept>,
    _lock: File,
}

impl Store {
    /// Locks the file at `path` and reads it; `own` are the providers besides the sandbox's. A file that is not there,
    /// or empty, is one to begin with. The lock is a file beside it; the operating system frees it when the process
    /// ends, however it ends.
    ///
    /// # Errors
    /// When another sandbox has the file, or when it cannot be read or is no state of a sandbox.
    pub fn open(path: &Path, own: &[&'static Provider]) -> Result<Store, StoreFault> {
        let path = resolve(path)?;
        let lock = lock(&beside(&path, ".lock"))?;
        let kept = match std::fs::read(&path) {
            Ok(bytes) if bytes.is_empty() => None,
            Ok(bytes) => Some(Kept::read(&bytes, own)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error.into()),
        };
        Ok(Store { path, kept, _lock: lock })
    }

    /// The file, by its one true name.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What was in the file, to be had once.
    pub(super) fn take(&mut self) -> Option<Kept> {
        self.kept.take()
    }

    /// Writes what changes, until `ended` says so or is dropped, and then once more. `tell` hears of the first failure
    /// of several in a row, and of one at the very end.
    pub(super) async fn keep(
        self,
        memory: Arc<Memory>,
        mut ended: oneshot::Receiver<()>,
        tell: impl Fn(Event),
    ) {
        let store = Arc::new(self);
        let path = store.path.display().to_string();
        let (mut failing, mut at_end) = (false, false);
        loop {
            if !at_end {
                at_end = tokio::select! {
                    _ = &mut ended => true,
                    () = memory.changed.notified() => false,
                };
            }
            let began = Instant::now();
            let written = store.clone().write(memory.clone()).await;
            let mut pause = PAUSE.max(began.elapsed() * PAUSES);
            if let Err(error) = &written {
                if at_end || !failing {
                    let (path, cause) = (path.clone(), error.to_string());
                    tell(Event::StateNotKept { path, cause, will_retry: !at_end });
                }
                // It is still to be written.
                memory.changed.notify_one();
                pause = AGAIN;
            }
            failing = written.is_err();
            if at_end {
                return;
            }
            at_end = tokio::time::timeout(pause, &mut ended).await.is_ok();
        }
    }

    async fn write(self: Arc<Self>, memory: Arc<Memory>) -> io::Result<()> {
        tokio::task::spawn_blocking(move || self.replace(&memory.to_kept()?))
            .await
            .map_err(io::Error::other)?
    }

    /// Puts these bytes in the file's place. The lock makes the name beside it ours: what a crash left there goes.
    fn replace(&self, bytes: &[u8]) -> io::Result<()> {
        let new = beside(&self.path, ".nango-new");
        match std::fs::remove_file(&new) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let directory = self.path.parent().unwrap_or(Path::new("."));
        // Made for its owner alone, and gone again where this fails.
        let mut file = tempfile::Builder::new()
            .prefix(new.file_name().unwrap_or_default())
            .rand_bytes(0)
            .tempfile_in(directory)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(&self.path)?;
        // So that its new name outlives a power cut, too; where a directory cannot be synced, it does not.
        #[cfg(unix)]
        let _ = File::open(directory).and_then(|directory| directory.sync_all());
        Ok(())
    }
}

/// The file's one true name, so that the lock beside it is the same one from wherever it is named.
fn resolve(path: &Path) -> Result<PathBuf, StoreFault> {
    let here =
        |path: &'_ Path| if path.as_os_str().is_empty() { PathBuf::from(".") } else { path.to_owned() };
    match (path.canonicalize(), path.parent(), path.file_name()) {
        (Ok(known), ..) if known.is_file() => Ok(known),
        (Err(error), Some(directory), Some(name)) if error.kind() == io::ErrorKind::NotFound => {
            match path.read_link() {
                // To a file that is not there yet. Links that lead to each other are another error.
                Ok(target) => resolve(&directory.join(target)),
                Err(_) => Ok(here(directory).canonicalize()?.join(name)),
            }
        }
        (Err(error), ..) => Err(error.into()),
        (Ok(_), ..) => {
            Err(StoreFault::Io(io::Error::new(io::ErrorKind::InvalidInput, "it is no ordinary file")))
        }
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Takes the lock, and writes into it whose it is. A file of that name that holds anything but a process ID is
/// somebody else's.
fn lock(path: &Path) -> Result<File, StoreFault> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::Error(error)) => return Err(error.into()),
        Err(TryLockError::WouldBlock) => {
            let owner = std::fs::read_to_string(path).ok();
            return Err(StoreFault::Busy(owner.and_then(|text| text.trim().parse().ok())));
        }
    }
    let mut held = Vec::new();
    // One byte more than any process ID and its line's end.
    Read::by_ref(&mut file).take(12).read_to_end(&mut held)?;
    if held.len() > 11 || !held.trim_ascii().iter().all(u8::is_ascii_digit) {
        let what = format!("{} is in the way, and something else", path.display());
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, what).into());
    }
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", std::process::id())?;
    Ok(file)
}
