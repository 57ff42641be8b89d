//! Where the bytes of an answer go: a pipe as they are, a file whole or not at all, a terminal only as harmless
//! text.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::{Error, Result};
use crate::ui::{Ui, harmless};

/// A place for bytes.
pub enum Sink<'a> {
    /// Stdout, as they are.
    Raw(&'a Ui),
    /// A person at a terminal.
    Terminal(Text<'a>),
    /// A file that is there only once it is whole.
    Whole(NamedTempFile, PathBuf),
    /// What cannot be replaced: a device, a pipe with a name.
    Special(File, PathBuf),
}

/// Text on its way to a terminal.
pub struct Text<'a> {
    ui: &'a Ui,
    /// The beginning of a character whose rest has not come.
    pending: Vec<u8>,
    /// Whether the last line has no end yet.
    open_line: bool,
}

impl<'a> Sink<'a> {
    /// Opens it before anything is sent: a request that changes something is not made where its answer has no
    /// place.
    ///
    /// # Errors
    /// A usage error when the file cannot be made.
    pub fn open(ui: &'a Ui, path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else {
            let text = Text { ui, pending: Vec::new(), open_line: false };
            return Ok(if ui.for_person() { Sink::Terminal(text) } else { Sink::Raw(ui) });
        };
        if path == Path::new("-") {
            return Ok(Sink::Raw(ui));
        }
        let cannot = |error: std::io::Error| {
            Error::usage(format!("cannot write the answer to {}", path.display())).cause(error)
        };
        // Not a link but what it names is replaced.
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        match path.metadata() {
            Ok(there) if there.is_dir() => return Err(cannot(std::io::ErrorKind::IsADirectory.into())),
            Ok(there) if !there.is_file() => {
                let file = File::options().write(true).open(&path).map_err(cannot)?;
                return Ok(Sink::Special(file, path));
            }
            _ => {}
        }
        let directory =
            path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        {
            // As any new file, less what the umask takes; a file that was there keeps its own.
            use std::os::unix::fs::PermissionsExt;
            let before = path.metadata().map(|there| there.permissions());
            builder.permissions(before.unwrap_or_else(|_| std::fs::Permissions::from_mode(0o666)));
        }
        let file = builder.tempfile_in(directory).map_err(cannot)?;
        Ok(Sink::Whole(file, path))
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// When they cannot be written, or are none that a terminal should get.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        match self {
            Sink::Raw(ui) => ui.raw(bytes),
            Sink::Terminal(text) => text.write(bytes),
            Sink::Whole(file, path) => file.write_all(bytes).map_err(|error| unwritten(path, error)),
            Sink::Special(file, path) => file.write_all(bytes).map_err(|error| unwritten(path, error)),
        }
    }

    /// Everything has come.
    ///
    /// # Errors
    /// When the file cannot take its place.
    pub fn end(self) -> Result<()> {
        match self {
            Sink::Raw(_) | Sink::Special(..) => Ok(()),
            Sink::Terminal(text) if !text.pending.is_empty() => Err(binary()),
            Sink::Terminal(text) if text.open_line => text.ui.raw(b"\n"),
            Sink::Terminal(_) => Ok(()),
            Sink::Whole(file, path) => match file.persist(&path) {
                Ok(_) => Ok(()),
                Err(error) => Err(unwritten(&path, error.error)),
            },
        }
    }
}

impl Text<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.pending.extend_from_slice(bytes);
        let text = match std::str::from_utf8(&self.pending) {
            Ok(text) => text,
            Err(error) if error.error_len().is_some() => return Err(binary()),
            Err(error) => std::str::from_utf8(&self.pending[..error.valid_up_to()]).unwrap_or_default(),
        };
        if text.contains('\0') {
            return Err(binary());
        }
        let lines: Vec<String> = text.split('\n').map(line).collect();
        let used = text.len();
        if used > 0 {
            self.open_line = !text.ends_with('\n');
            self.ui.raw(lines.join("\n").as_bytes())?;
        }
        self.pending.drain(..used);
        Ok(())
    }
}

/// One line, made harmless but for its tabs; where it ended with CR LF, the CR is not worth showing.
fn line(text: &str) -> String {
    let text = text.strip_suffix('\r').unwrap_or(text);
    text.split('\t').map(harmless).collect::<Vec<_>>().join("\t")
}

fn binary() -> Error {
    Error::failure("the answer is binary: it is not shown on a terminal")
        .code("binary_answer")
        .hint("write it to a file with -o FILE, or have it all the same with -o -")
}

fn unwritten(path: &Path, error: std::io::Error) -> Error {
    Error::failure(format!("could not write {}", path.display())).cause(error)
}
