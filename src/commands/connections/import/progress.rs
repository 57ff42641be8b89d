//! `--progress-file`: what became of each line, appended as it happens. It holds no credentials.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::super::find::Name;
use super::lines::Line;
use crate::error::{Error, Result};

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Sent; the answer is not known.
    Sent,
    /// Imported.
    Done,
    /// Refused.
    Failed,
}

#[derive(Serialize, Deserialize)]
struct Record {
    line: usize,
    provider_config_key: String,
    connection_id: String,
    /// Whether the line names no connection ID: it is known by its number then.
    #[serde(default)]
    generated: bool,
    state: State,
}

/// The file, and what it said when it was opened.
pub struct Progress {
    path: PathBuf,
    file: File,
    by_name: HashMap<Name, State>,
    /// The IDs that lines without one were given.
    by_line: HashMap<(usize, String), String>,
}

impl Progress {
    /// Opens the file, or makes it.
    ///
    /// # Errors
    /// A usage error where it cannot be used, or is something else.
    pub fn open(path: &Path) -> Result<Self> {
        let cannot = |error: std::io::Error| {
            Error::usage(format!("cannot use {} for progress", path.display())).cause(error)
        };
        let mut options = File::options();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(cannot)?;
        let mut text = Vec::new();
        file.read_to_end(&mut text).map_err(cannot)?;
        let mut progress =
            Progress { path: path.to_owned(), file, by_name: HashMap::new(), by_line: HashMap::new() };
        // A run that was killed may have left half a line, which says nothing.
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        for (index, line) in text[..whole].split(|byte| *byte == b'\n').enumerate() {
            if line.is_empty() {
                continue;
            }
            let record: Record = serde_json::from_slice(line).map_err(|_| {
                Error::usage(format!("{} is no progress file", path.display()))
                    .cause(format!("line {} is something else", index + 1))
                    .hint("name a file that does not exist yet")
            })?;
            let name = Name {
                integration: record.provider_config_key.clone(),
                connection_id: record.connection_id.clone(),
            };
            if record.generated {
                progress.by_line.insert((record.line, record.provider_config_key), record.connection_id);
            }
            progress.by_name.insert(name, record.state);
        }
        if whole < text.len() {
            if whole == 0 && !text.starts_with(b"{") {
                return Err(Error::usage(format!("{} is no progress file", path.display())));
            }
            progress.file.set_len(whole as u64).map_err(cannot)?;
            progress.file.seek(SeekFrom::End(0)).map_err(cannot)?;
        }
        Ok(progress)
    }

    /// The ID that an earlier run gave to a line without one.
    pub fn id_of(&self, line: usize, integration: &str) -> Option<&String> {
        self.by_line.get(&(line, integration.to_owned()))
    }

    /// What an earlier run said of a connection.
    pub fn state(&self, name: &Name) -> Option<State> {
        self.by_name.get(name).copied()
    }

    /// Writes down what became of a line.
    ///
    /// # Errors
    /// When the file cannot be written: nothing more may be sent then.
    pub fn record(&self, line: &Line, state: State) -> Result<()> {
        let record = Record {
            line: line.number,
            provider_config_key: line.name.integration.clone(),
            connection_id: line.name.connection_id.clone(),
            generated: line.generated,
            state,
        };
        let cannot = |error: std::io::Error| {
            Error::failure(format!("cannot write {}", self.path.display())).cause(error)
        };
        let mut text = serde_json::to_vec(&record).map_err(std::io::Error::from).map_err(cannot)?;
        text.push(b'\n');
        // One write appends the whole line.
        (&self.file).write_all(&text).map_err(cannot)
    }
}
