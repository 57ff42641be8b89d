//! A JSON array that is written as its items come.

use serde::Serialize;
use serde_json::Value;

use super::{Ui, harmless_json};
use crate::error::{Error, Result};

/// One JSON array on stdout. With `--jq` the whole array is the filter's input, so it is collected first.
pub struct JsonArray<'a> {
    ui: &'a Ui,
    items: usize,
    collected: Option<Vec<Value>>,
}

impl Ui {
    /// Begins an array; nothing is written before its first item or its end.
    pub fn array(&self) -> JsonArray<'_> {
        JsonArray { ui: self, items: 0, collected: self.format.jq.is_some().then(Vec::new) }
    }
}

impl JsonArray<'_> {
    /// Adds an item.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub fn item(&mut self, item: &impl Serialize) -> Result<()> {
        let wrong = |error: serde_json::Error| Error::failure("could not make JSON").cause(error);
        if let Some(collected) = &mut self.collected {
            collected.push(serde_json::to_value(item).map_err(wrong)?);
            return Ok(());
        }
        let (start, text) = if self.ui.for_person() {
            let text = serde_json::to_string_pretty(item).map_err(wrong)?.replace('\n', "\n  ");
            (if self.items == 0 { "[\n  " } else { ",\n  " }, text)
        } else {
            (if self.items == 0 { "[" } else { "," }, serde_json::to_string(item).map_err(wrong)?)
        };
        self.items += 1;
        self.ui.raw(format!("{start}{}", harmless_json(&text)).as_bytes())
    }

    /// Ends the array. One that is dropped instead stays open, so that half a list is no valid document.
    ///
    /// # Errors
    /// When stdout cannot be written or the jq filter fails.
    pub fn end(self) -> Result<()> {
        match self.collected {
            Some(collected) => self.ui.document(&collected),
            None if self.items == 0 => self.ui.line("[]"),
            None if self.ui.for_person() => self.ui.line("\n]"),
            None => self.ui.line("]"),
        }
    }
}
