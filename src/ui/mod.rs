//! Everything that a person or a script sees: streams, colour, width, tables, JSON, prompts, and the art of
//! making foreign text harmless.

mod array;
mod harmless;
pub mod jq;
mod prompt;
mod qr;
mod shell;
mod table;
mod time;

use std::cell::{Cell, RefCell};
use std::io::{IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};

use colored::Colorize;
use serde::Serialize;
use serde_json::Value;

pub use array::JsonArray;
pub use harmless::{harmless, harmless_json};
pub use shell::shell_word;
pub use table::Table;
pub use time::{clock, parse_duration, parse_time, relative};

use crate::error::{Error, Kind, Result};

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` says no.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What a piece of text means; the look follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Something worked.
    Good,
    /// Something failed.
    Bad,
    /// Look at this.
    Warn,
    /// Less important.
    Dim,
    /// More important.
    Strong,
    /// A name or a command.
    Accent,
}

/// [`Ui::together`] holds back no more lines after so many bytes.
const HELD: usize = 64 * 1024;

/// The streams of one run and what is known about them.
pub struct Streams {
    /// Data goes here.
    pub stdout: Box<dyn Write>,
    /// Everything else goes here.
    pub stderr: Box<dyn Write>,
    /// Whether stdin can answer a prompt.
    pub stdin_terminal: bool,
    /// Whether a person looks at stdout.
    pub stdout_terminal: bool,
    /// Whether a person looks at stderr.
    pub stderr_terminal: bool,
}

impl Streams {
    /// The process's own streams.
    pub fn of_process() -> Self {
        Streams {
            stdout: Box::new(std::io::stdout()),
            stderr: Box::new(std::io::stderr()),
            stdin_terminal: std::io::stdin().is_terminal(),
            stdout_terminal: std::io::stdout().is_terminal(),
            stderr_terminal: std::io::stderr().is_terminal(),
        }
    }
}

/// How results are to be shown.
#[derive(Default)]
pub struct Format {
    /// One JSON document.
    pub json: bool,
    /// That document through this filter.
    pub jq: Option<jq::Filter>,
    /// Only the one value a script wants.
    pub quiet: bool,
    /// Never prompt.
    pub no_input: bool,
}

/// Lines for stderr from where no [`Ui`] can be: each is said before whatever is written after it.
#[derive(Clone, Default)]
pub struct Asides(Arc<Mutex<Vec<String>>>);

impl Asides {
    /// Adds a line; it must be harmless already.
    pub fn add(&self, line: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Writes to the streams of one run.
pub struct Ui {
    stdout: RefCell<Box<dyn Write>>,
    stderr: RefCell<Box<dyn Write>>,
    stdin_terminal: bool,
    stdout_terminal: bool,
    stderr_terminal: bool,
    stdout_colour: bool,
    stderr_colour: bool,
    format: Format,
    asides: Asides,
    /// Whether the last line of stderr is a progress line, to be overwritten.
    in_progress: Cell<bool>,
    /// Whether lines on stdout wait for others ([`Ui::together`]).
    holds: Cell<bool>,
    /// What waits.
    held: RefCell<Vec<u8>>,
    /// Why some of it was not written, where nobody was told yet.
    lost: RefCell<Option<Error>>,
    /// Whether it goes on once nobody reads stdout ([`Ui::go_on_unread`]).
    goes_on: Cell<bool>,
}

impl Ui {
    /// `no_color` and `clicolor_force` are the environment's; an empty `NO_COLOR` counts as not set
    /// (no-color.org).
    pub fn new(
        streams: Streams,
        format: Format,
        choice: ColorChoice,
        no_color: bool,
        clicolor_force: bool,
    ) -> Self {
        let colour = |terminal: bool| match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if no_color => false,
            ColorChoice::Auto => terminal || clicolor_force,
        };
        let (stdout_colour, stderr_colour) =
            (colour(streams.stdout_terminal), colour(streams.stderr_terminal));
        // The crate decides by stdout alone; here each stream is decided above, and it is asked only then.
        colored::control::set_override(true);
        Ui {
            stdout: RefCell::new(streams.stdout),
            stderr: RefCell::new(streams.stderr),
            stdin_terminal: streams.stdin_terminal,
            stdout_terminal: streams.stdout_terminal,
            stderr_terminal: streams.stderr_terminal,
            stdout_colour,
            stderr_colour,
            format,
            asides: Asides::default(),
            in_progress: Cell::new(false),
            holds: Cell::new(false),
            held: RefCell::new(Vec::new()),
            lost: RefCell::new(None),
            goes_on: Cell::new(false),
        }
    }

    /// From now on a reader of stdout that leaves is no reason to end: something else decides how this run ends.
    pub fn go_on_unread(&self) {
        self.goes_on.set(true);
    }

    /// Whether results go out as JSON (`--json`, `--jq`).
    pub fn json(&self) -> bool {
        self.format.json || self.format.jq.is_some()
    }

    /// Whether only the one value is wanted (`-q`).
    pub fn quiet(&self) -> bool {
        self.format.quiet
    }

    /// Whether a person looks at stdout: aligned tables, relative times.
    pub fn for_person(&self) -> bool {
        self.stdout_terminal
    }

    /// Whether a person seems to be there: stderr is a terminal, and neither `--no-input` nor `CI` is set.
    pub fn person_present(&self) -> bool {
        self.stderr_terminal && !self.format.no_input
    }

    /// Whether stdin is a terminal: reading it waits for somebody to type.
    pub fn stdin_terminal(&self) -> bool {
        self.stdin_terminal
    }

    /// Whether a person can be asked: stdin and stderr are terminals, and neither `--no-input` nor `CI` forbids it.
    pub fn may_prompt(&self) -> bool {
        self.stdin_terminal && self.stderr_terminal && !self.format.no_input
    }

    /// Whether stdout takes colour.
    pub fn colours_stdout(&self) -> bool {
        self.stdout_colour
    }

    /// Whether stderr takes colour.
    pub fn colours_stderr(&self) -> bool {
        self.stderr_colour
    }

    /// `text` in that style for stdout. The text must be harmless already.
    pub fn paint(&self, style: Style, text: &str) -> String {
        if self.stdout_colour { paint(style, text) } else { text.to_owned() }
    }

    /// `text` in that style for stderr. The text must be harmless already.
    pub fn paint_err(&self, style: Style, text: &str) -> String {
        if self.stderr_colour { paint(style, text) } else { text.to_owned() }
    }

    /// A line on stdout; foreign parts of it must be harmless already.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub fn line(&self, text: &str) -> Result<()> {
        self.put(&[text.as_bytes(), b"\n"])
    }

    /// What `show` writes on stdout goes there in one piece, or in a few where it is much: a stream that is fast
    /// costs a call to the system for each line otherwise.
    ///
    /// # Errors
    /// Those of `show`, and when stdout cannot be written.
    pub fn together(&self, show: impl FnOnce() -> Result<()>) -> Result<()> {
        let outer = self.holds.replace(true);
        let shown = show();
        self.holds.set(outer);
        let written = if outer { Ok(()) } else { self.release() };
        shown.and(written)
    }

    /// One event of a stream: two spaces between its cells for people, without those that are empty; tabs for scripts,
    /// for whom every cell has its place. Cells must be harmless already.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub fn cells(&self, mut cells: Vec<String>) -> Result<()> {
        if !self.stdout_terminal {
            return self.line(&cells.join("\t"));
        }
        cells.retain(|cell| !cell.is_empty());
        self.line(&cells.join("  "))
    }

    fn put(&self, parts: &[&[u8]]) -> Result<()> {
        self.say_asides();
        self.end_progress();
        let length = {
            let mut held = self.held.borrow_mut();
            parts.iter().for_each(|part| held.extend_from_slice(part));
            held.len()
        };
        if self.holds.get() && length < HELD { Ok(()) } else { self.release() }
    }

    /// Writes what was held back.
    fn release(&self) -> Result<()> {
        if let Some(error) = self.lost.take() {
            return Err(error);
        }
        let mut held = self.held.borrow_mut();
        if held.is_empty() {
            return Ok(());
        }
        let mut out = self.stdout.borrow_mut();
        let written = out.write_all(&held).and_then(|()| out.flush()).map_err(Error::output);
        // Room for one of the usual lines costs nothing; a large one is not kept.
        held.clear();
        held.shrink_to(2 * HELD);
        match written {
            Err(error) if error.kind == Kind::ClosedPipe && self.goes_on.get() => Ok(()),
            written => written,
        }
    }

    /// Names and values, one pair a line; values may be foreign.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub fn fields(&self, rows: &[(&str, String)]) -> Result<()> {
        rows.iter().try_for_each(|(name, value)| {
            let value = harmless(value);
            if self.stdout_terminal {
                self.line(&format!("{}{value}", self.paint(Style::Dim, &format!("{name:<14}"))))
            } else {
                self.line(&format!("{}\t{value}", self.paint(Style::Dim, name)))
            }
        })
    }

    /// One bare value on its own line: a token, an ID. Scripts get it as it is, people get it harmless.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub fn value(&self, text: &str) -> Result<()> {
        if self.stdout_terminal { self.line(&harmless(text)) } else { self.line(text) }
    }

    /// Text as it is on stdout, without a line end: generated scripts.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub fn raw(&self, text: &[u8]) -> Result<()> {
        self.put(&[text])
    }

    /// One JSON document on stdout, through `--jq` where it is given; indented for people, one line for scripts.
    ///
    /// # Errors
    /// When stdout cannot be written or the jq filter fails.
    pub fn document(&self, document: &impl Serialize) -> Result<()> {
        self.json_text(document, self.stdout_terminal)
    }

    /// One object of a stream of JSON: always a single line, flushed at once but within [`Ui::together`].
    ///
    /// # Errors
    /// When stdout cannot be written or the jq filter fails.
    pub fn record(&self, record: &impl Serialize) -> Result<()> {
        self.json_text(record, false)
    }

    fn json_text(&self, value: &impl Serialize, indented: bool) -> Result<()> {
        let Some(filter) = &self.format.jq else { return self.print(value, indented) };
        for output in filter.run(&serde_json::to_value(value).map_err(not_json)?)? {
            match output {
                Value::String(text) if self.stdout_terminal => {
                    self.line(&text.split('\n').map(harmless).collect::<Vec<_>>().join("\n"))?;
                }
                Value::String(text) => self.line(&text)?,
                other => self.print(&other, indented)?,
            }
        }
        Ok(())
    }

    fn print(&self, value: &impl Serialize, indented: bool) -> Result<()> {
        let text = if indented { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
        self.line(&harmless_json(&text.map_err(not_json)?))
    }

    /// Progress on stderr; silent with `-q`. A stderr that cannot be written is no reason to fail.
    pub fn note(&self, text: &str) {
        if !self.format.quiet {
            self.say(text);
        }
    }

    /// How far a long command is, on one line that the next one overwrites; for people alone. The text must be
    /// harmless already.
    pub fn progress(&self, text: &str) {
        if !self.stderr_terminal || self.format.quiet {
            return;
        }
        let mut err = self.stderr.borrow_mut();
        let _ = write!(err, "\r\x1b[K{text}").and_then(|()| err.flush());
        self.in_progress.set(true);
    }

    fn end_progress(&self) {
        if self.in_progress.replace(false) {
            let mut err = self.stderr.borrow_mut();
            let _ = write!(err, "\r\x1b[K").and_then(|()| err.flush());
        }
    }

    /// A warning on stderr.
    pub fn warn(&self, text: &str) {
        self.say(&format!("{} {text}", self.paint_err(Style::Warn, "warning:")));
    }

    /// Where to add what others have to say.
    pub fn asides(&self) -> Asides {
        self.asides.clone()
    }

    /// Says what was added until now.
    pub fn say_asides(&self) {
        self.asides.take().iter().for_each(|line| self.tell(line));
    }

    /// A line on stderr, `-q` or not.
    pub fn say(&self, text: &str) {
        self.say_asides();
        self.tell(text);
    }

    fn tell(&self, text: &str) {
        // In the order it was said. That stdout does not take it is told to who writes there next.
        if let Err(error) = self.release() {
            self.lost.replace(Some(error));
        }
        self.end_progress();
        let mut err = self.stderr.borrow_mut();
        let _ = writeln!(err, "{text}").and_then(|()| err.flush());
    }

    /// The one error of this run: a block for people, the contract's JSON with `--json`.
    pub fn error(&self, error: &Error) {
        if self.json() {
            self.say(&harmless_json(&error.to_json().to_string()));
            return;
        }
        let mut block = format!("{} {}", self.paint_err(Style::Bad, "error:"), harmless(&error.message));
        if let Some(cause) = &error.cause {
            block.push_str(&format!("\n  {}", harmless(cause)));
            if let Some(code) = &error.code {
                block.push_str(&self.paint_err(Style::Dim, &format!(" ({})", harmless(code))));
            }
        }
        for detail in &error.details {
            let path =
                if detail.path.is_empty() { String::new() } else { format!("{}: ", harmless(&detail.path)) };
            block.push_str(&format!(
                "\n  {}{}",
                self.paint_err(Style::Strong, &path),
                harmless(&detail.message)
            ));
        }
        for hint in &error.hints {
            block.push_str(&format!("\n{} {}", self.paint_err(Style::Accent, "hint:"), harmless(hint)));
        }
        self.say(&block);
    }
}

fn not_json(error: serde_json::Error) -> Error {
    Error::failure("could not make JSON").cause(error)
}

fn paint(style: Style, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    match style {
        Style::Good => text.green(),
        Style::Bad => text.red().bold(),
        Style::Warn => text.yellow(),
        Style::Dim => text.dimmed(),
        Style::Strong => text.bold(),
        Style::Accent => text.cyan(),
    }
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stdout that takes nothing.
    struct Full;

    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_line_that_was_not_written_is_told_whatever_comes_after_it() {
        let streams = Streams {
            stdout: Box::new(Full),
            stderr: Box::new(std::io::sink()),
            stdin_terminal: false,
            stdout_terminal: false,
            stderr_terminal: false,
        };
        let ui = Ui::new(streams, Format::default(), ColorChoice::Never, false, false);
        let shown = ui.together(|| {
            ui.line("one")?;
            ui.warn("two");
            Ok(())
        });
        assert!(shown.is_err());
        assert!(ui.together(|| Ok(())).is_ok(), "it is told once");
    }
}
