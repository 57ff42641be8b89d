//! Rows: aligned for people, tab-separated for scripts.

use unicode_width::UnicodeWidthStr;

use super::{Style, Ui, harmless};
use crate::error::Result;

/// A table that is written as its rows come. Widths are settled by the first page of rows.
pub struct Table<'a> {
    ui: &'a Ui,
    headers: &'static [&'static str],
    widths: Vec<usize>,
    rows: Vec<Vec<(String, Option<Style>)>>,
}

impl<'a> Table<'a> {
    /// A table with these column headers, which only people see.
    pub fn new(ui: &'a Ui, headers: &'static [&'static str]) -> Self {
        Table { ui, headers, widths: Vec::new(), rows: Vec::new() }
    }

    /// Adds a row; its cells may hold foreign text.
    pub fn row<const N: usize>(&mut self, cells: [(String, Option<Style>); N]) {
        self.rows.push(cells.into_iter().map(|(text, style)| (harmless(&text), style)).collect());
    }

    /// Writes the rows added so far.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub fn flush(&mut self) -> Result<()> {
        let rows = std::mem::take(&mut self.rows);
        if !self.ui.for_person() {
            for row in rows {
                let cells: Vec<String> = row.into_iter().map(|cell| self.painted(cell)).collect();
                self.ui.line(&cells.join("\t"))?;
            }
            return Ok(());
        }
        if rows.is_empty() {
            return Ok(());
        }
        if self.widths.is_empty() {
            self.widths = (0..self.headers.len())
                .map(|column| {
                    let cells = rows.iter().filter_map(|row| row.get(column)).map(|(text, _)| text.width());
                    cells.max().unwrap_or(0).max(self.headers[column].width())
                })
                .collect();
            let headers =
                self.headers.iter().map(|header| ((*header).to_owned(), Some(Style::Dim))).collect();
            self.aligned(headers)?;
        }
        rows.into_iter().try_for_each(|row| self.aligned(row))
    }

    fn aligned(&self, row: Vec<(String, Option<Style>)>) -> Result<()> {
        let last = row.len().saturating_sub(1);
        let mut line = String::new();
        for (column, (text, style)) in row.into_iter().enumerate() {
            let gap = self.widths[column].saturating_sub(text.width()) + 2;
            line.push_str(&self.painted((text, style)));
            if column < last {
                line.push_str(&" ".repeat(gap));
            }
        }
        self.ui.line(line.trim_end())
    }

    fn painted(&self, (text, style): (String, Option<Style>)) -> String {
        style.map_or(text.clone(), |style| self.ui.paint(style, &text))
    }
}
