//! `connections list`

use super::find;
use crate::cli::connections::List;
use crate::context::Context;
use crate::error::Result;
use crate::nango::{ConnectionFilter, ConnectionSummary};
use crate::ui::{JsonArray, Style, Table};

/// Lists connections.
pub fn list(context: &Context, args: &List) -> Result<()> {
    let client = context.client()?;
    let filter =
        ConnectionFilter { connection_id: args.connection_id.clone(), ..find::filter(&args.filters) };
    context.run(async {
        let ui = &context.ui;
        let mut sink = Sink::new(context);
        let mut left = args.limit.unwrap_or(u32::MAX);
        // The size stays the same on every page: the server counts pages in it.
        let size = args.page_size.min(left);
        for page in 0.. {
            let mut rows = client
                .list_connections(&filter, size, page)
                .await
                .map_err(context.failed("list connections"))?;
            let last = rows.len() < size as usize;
            rows.truncate(left as usize);
            left -= rows.len() as u32;
            sink.page(rows)?;
            if last || left == 0 {
                break;
            }
        }
        if sink.end()? == 0 && !ui.json() {
            ui.note("no connections");
            if args.filters.end_user.is_some() {
                ui.note(find::TAGS_ALONE);
            }
        }
        Ok(())
    })
}

/// Shows connections as their pages come: a page may shift while connections are made, so what was seen is
/// not shown again.
struct Sink<'a> {
    context: &'a Context,
    table: Table<'a>,
    seen: std::collections::HashSet<i64>,
    array: Option<JsonArray<'a>>,
}

impl<'a> Sink<'a> {
    fn new(context: &'a Context) -> Self {
        let headers = &["CONNECTION ID", "INTEGRATION", "END USER", "STATUS", "CREATED"];
        let ui = &context.ui;
        let array = ui.json().then(|| ui.array());
        Sink { context, table: Table::new(ui, headers), seen: Default::default(), array }
    }

    fn page(&mut self, rows: Vec<ConnectionSummary>) -> Result<()> {
        let ui = &self.context.ui;
        for row in rows {
            if !self.seen.insert(row.id) {
                continue;
            }
            if let Some(array) = &mut self.array {
                array.item(&row)?;
            } else if ui.quiet() {
                ui.value(&row.connection_id)?;
            } else {
                let (status, style) = status(&row);
                let created = super::time(self.context, &row.created);
                let owner = super::owner(row.end_user.as_ref(), &row.tags);
                self.table.row([
                    (row.connection_id, Some(Style::Strong)),
                    (row.provider_config_key, None),
                    (owner, None),
                    (status, Some(style)),
                    (created, Some(Style::Dim)),
                ]);
            }
        }
        self.table.flush()
    }

    fn end(self) -> Result<usize> {
        if let Some(array) = self.array {
            array.end()?;
        }
        Ok(self.seen.len())
    }
}

fn status(row: &ConnectionSummary) -> (String, Style) {
    if row.errors.is_empty() {
        return ("ok".to_owned(), Style::Good);
    }
    let kinds: Vec<&str> = row.errors.iter().map(|error| error.kind.as_str()).collect();
    (format!("broken: {}", kinds.join(", ")), Style::Bad)
}
