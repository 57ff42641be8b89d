//! `webhooks point`

use std::cell::RefCell;

use serde_json::json;

use super::redirect;
use crate::cli::webhooks::Point;
use crate::commands::connections::{Name, Pace, count, even_unread, not_there};
use crate::commands::reach;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ui::{JsonArray, Style, Table};

/// Points connections somewhere, one after the other.
pub fn run(context: &Context, args: &Point) -> Result<()> {
    let aim = args.aim()?;
    context.client()?;
    // Nango keeps it so.
    let url = aim.url.as_ref().map(reach::as_typed);
    let done = RefCell::new(Vec::new());
    let pointing = async {
        let pace = Pace::new(context);
        let chosen = redirect::choose(context, &pace, aim.ids, &args.filters).await?;
        if chosen.names.is_empty() && chosen.missing.is_empty() {
            context.ui.note("no connections match");
        }
        let mut report = Report::new(context);
        let all = chosen.names.len() + chosen.missing.len();
        let mut failed: Vec<(Name, Error)> = Vec::new();
        for name in chosen.names {
            match point(context, &pace, &name, url.as_deref()).await {
                Ok(before) => {
                    even_unread(report.row(&name, before.as_deref(), url.as_deref()))?;
                    done.borrow_mut().push(name);
                }
                Err(error) if redirect::concerns_all(&error) => return Err(error),
                Err(error) => failed.push((name, error)),
            }
        }
        report.end()?;
        whole(all, failed, &chosen.missing)
    };
    context.run(pointing).map_err(|error| match done.borrow().len() {
        0 => error,
        pointed => error.hint(format!("{} pointed there all the same", count(pointed))),
    })
}

async fn point(context: &Context, pace: &Pace<'_>, name: &Name, url: Option<&str>) -> Result<Option<String>> {
    let before = redirect::target(context, name).await?;
    if before.as_deref() != url {
        redirect::set(context, pace, name, url).await?;
    }
    Ok(before)
}

/// One error for everything that failed: the worst one's kind decides the exit code.
fn whole(all: usize, failed: Vec<(Name, Error)>, missing: &[String]) -> Result<()> {
    let missing: Vec<&str> = missing.iter().map(String::as_str).collect();
    if failed.is_empty() {
        return if missing.is_empty() { Ok(()) } else { Err(not_there(&missing)) };
    }
    let kinds = failed.iter().map(|(_, error)| error.kind);
    let kind = kinds.max_by_key(|kind| kind.exit_code()).unwrap_or(Kind::Failure);
    let number = failed.len() + missing.len();
    let were = if all == 1 { "was" } else { "were" };
    let mut whole = Error::new(kind, format!("{number} of {} {were} not pointed there", count(all)));
    for (name, error) in failed {
        whole = whole.detail(name.to_string(), error.to_string());
    }
    for id in missing {
        whole = whole.detail(id, "does not exist");
    }
    Err(whole)
}

/// The rows: what was before, and what is now.
struct Report<'a> {
    context: &'a Context,
    table: Table<'a>,
    array: Option<JsonArray<'a>>,
}

impl<'a> Report<'a> {
    fn new(context: &'a Context) -> Self {
        let ui = &context.ui;
        let array = ui.json().then(|| ui.array());
        Report { context, table: Table::new(ui, &["CONNECTION ID", "INTEGRATION", "BEFORE", "NOW"]), array }
    }

    fn row(&mut self, name: &Name, before: Option<&str>, after: Option<&str>) -> Result<()> {
        if let Some(array) = &mut self.array {
            return array.item(&json!({
                "connection_id": name.connection_id,
                "provider_config_key": name.integration,
                "before": before,
                "after": after,
            }));
        }
        if self.context.ui.quiet() {
            return self.context.ui.value(&name.connection_id);
        }
        let shown = |url: Option<&str>| url.unwrap_or("the environment's").to_owned();
        self.table.row([
            (name.connection_id.clone(), Some(Style::Strong)),
            (name.integration.clone(), None),
            (shown(before), Some(Style::Dim)),
            (shown(after), Some(Style::Accent)),
        ]);
        self.table.flush()
    }

    fn end(self) -> Result<()> {
        self.array.map_or(Ok(()), JsonArray::end)
    }
}
