//! `webhooks import`: what `export` wrote, a piece at a time.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::export::bytes_of;
use super::{count, failed, inbox_path};
use crate::cli::webhooks::Import;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::http::{Headers, Request, is_token};
use crate::webhook::inbox::{Arriving, Inbox};

/// How many go in one transaction: listeners wait for it.
const STEP: usize = 256;
/// Bytes of bodies after which a transaction is closed.
const STEP_BYTES: usize = 4 * 1024 * 1024;
/// A longer line is no delivery.
const LONGEST_LINE: u64 = 256 * 1024 * 1024;

/// Stores every delivery of a file that is not there yet. What comes before a line that cannot be read is stored.
pub fn run(context: &Context, args: &Import) -> Result<()> {
    let ui = &context.ui;
    let path = inbox_path(context, &args.at)?;
    let mut lines = BufReader::new(context.open_input(&args.file, "the deliveries")?);
    let inbox = Inbox::open(&path).map_err(failed("open", &path))?;
    let mut import =
        Importing { context, inbox, path: &path, waiting: Vec::new(), bytes: 0, added: 0, known: 0 };
    let mut text = Vec::new();
    for number in 1.. {
        text.clear();
        let read = (&mut lines).take(LONGEST_LINE).read_until(b'\n', &mut text);
        let line = match read {
            Ok(0) => break,
            Ok(_) if text.trim_ascii().is_empty() => continue,
            Ok(_) if text.len() as u64 == LONGEST_LINE => Err("the line is too long".to_owned()),
            Ok(_) => delivery(&text),
            Err(error) => Err(format!("it cannot be read: {error}")),
        };
        match line {
            Ok(arriving) => import.take(arriving)?,
            Err(what) => {
                import.flush()?;
                return Err(import.told(Error::usage(format!("line {number} is no delivery")).cause(what)));
            }
        }
    }
    import.flush()?;
    let (added, known) = (import.added, import.known);
    if ui.json() {
        return ui.document(&json!({ "imported": added, "already_there": known }));
    }
    let known = if known > 0 { format!(", {known} there already") } else { String::new() };
    ui.note(&format!("{} imported{known}", count(added)));
    Ok(())
}

struct Importing<'a> {
    context: &'a Context,
    inbox: Inbox,
    path: &'a Path,
    waiting: Vec<Arriving>,
    bytes: usize,
    added: usize,
    known: usize,
}

impl Importing<'_> {
    fn take(&mut self, arriving: Arriving) -> Result<()> {
        self.bytes += arriving.request.body.len();
        self.waiting.push(arriving);
        if self.waiting.len() < STEP && self.bytes < STEP_BYTES { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<()> {
        let step = std::mem::take(&mut self.waiting);
        self.bytes = 0;
        let added = match self.inbox.add_missing(&step) {
            Ok(added) => added,
            Err(fault) => return Err(self.told(failed("write", self.path)(fault))),
        };
        for added in added {
            match added {
                Some(added) => {
                    self.added += 1;
                    if self.context.ui.quiet() {
                        self.context.ui.value(&added.id.to_string())?;
                    }
                }
                None => self.known += 1,
            }
        }
        Ok(())
    }

    /// Where it stands, for whoever is told that it did not come to its end.
    fn told(&self, error: Error) -> Error {
        error.hint(format!(
            "{} of the lines before were imported; mend it and import again: what is there is not imported twice",
            count(self.added)
        ))
    }
}

/// One line.
///
/// # Errors
/// What is wrong with it.
fn delivery(line: &[u8]) -> std::result::Result<Arriving, String> {
    let value: Value = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    let needed =
        |name: &str| text(name).map(str::to_owned).ok_or_else(|| format!("there is no text `{name}`"));
    let bytes = |value: &Value, name: &str| {
        bytes_of(value).ok_or_else(|| format!("`{name}` is neither text nor base64"))
    };
    let at: Timestamp = needed("received_at")?.parse().map_err(|_| "`received_at` is no time".to_owned())?;
    if i64::try_from(at.as_nanosecond()).is_err() {
        return Err("`received_at` is out of range".to_owned());
    }
    let method = needed("method")?;
    let verdict = needed("verdict")?;
    if !is_token(&method) || !is_token(&verdict) {
        return Err("`method` and `verdict` must be words".to_owned());
    }
    let lines = value.get("headers").and_then(Value::as_array).ok_or("there is no array `headers`")?;
    let mut headers = Headers::new();
    for line in lines {
        let (Some(name), Some(given)) = (line.get(0).and_then(Value::as_str), line.get(1)) else {
            return Err("each of the `headers` must be a pair".to_owned());
        };
        let given = bytes(given, "headers")?;
        if !is_token(name) || given.iter().any(|byte| b"\r\n\0".contains(byte)) {
            return Err(format!("the header `{name}` could never be sent"));
        }
        headers.push(name, given);
    }
    let request = Request {
        method,
        path: needed("path")?,
        query: text("query").unwrap_or_default().to_owned(),
        headers,
        body: bytes(value.get("body").unwrap_or(&Value::Null), "body")?,
        peer: text("peer").and_then(|peer| peer.parse().ok()),
    };
    Ok(Arriving {
        request: Arc::new(request),
        at,
        verdict: verdict.into(),
        key_origin: text("key_origin").map(str::to_owned),
        warning: text("warning").map(str::to_owned),
        answered: None,
        targets: Vec::new(),
    })
}
