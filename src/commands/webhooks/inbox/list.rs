//! `webhooks list`

use super::{existing, for_each, inbox_path, query, view};
use crate::cli::webhooks::List;
use crate::commands::webhooks::render::{self, DeliveryJson};
use crate::context::Context;
use crate::error::Result;
use crate::ui::{Style, Table, relative};
use crate::webhook::event::Event;
use crate::webhook::inbox::{Query, Stored};

/// So many rows settle the widths of a table's columns.
const ROWS: usize = 50;

/// Lists deliveries, newest first.
pub fn run(context: &Context, args: &List) -> Result<()> {
    let ui = &context.ui;
    let path = inbox_path(context, &args.at)?;
    let Some(inbox) = existing(context, &path, &args.at)? else { return Ok(()) };
    let limit = (args.limit > 0).then_some(args.limit);
    let query = Query { newest_first: true, limit, ..query(&args.selection, context.now())? };
    let headers =
        &["ID", "RECEIVED", "", "EVENT", "INTEGRATION", "CONNECTION", "OWNER", "FORWARDS", "REPEAT OF"];
    let mut table = Table::new(ui, headers);
    let mut shown = 0;
    for_each(&inbox, &path, &query, |stored| {
        shown += 1;
        if ui.quiet() {
            return ui.value(&stored.id.to_string());
        }
        let event = Event::parse(&stored.request.body);
        if ui.json() {
            return ui.record(&DeliveryJson::of(&view::shown(&stored, &event)));
        }
        row(context, &mut table, &stored, &event);
        if shown % ROWS == 0 { table.flush() } else { Ok(()) }
    })?;
    table.flush()?;
    if shown == 0 {
        let none = if inbox.latest().is_ok_and(|latest| latest > 0) { "none match" } else { "it is empty" };
        ui.note(&format!("no deliveries: {none}"));
    } else if limit == Some(shown) && ui.person_present() && !ui.json() {
        ui.note(&format!("the newest {shown}; more with --limit, 0 for all"));
    }
    Ok(())
}

fn row(context: &Context, table: &mut Table<'_>, stored: &Stored, event: &Event) {
    let person = context.ui.for_person();
    let (mark, style) = view::mark(&stored.verdict);
    let time = if person { relative(stored.at, context.now()) } else { stored.at.to_string() };
    let verdict = if person { mark } else { &stored.verdict };
    let (forwards, forwards_style) = view::forwards(stored);
    let repeat = stored.repeat_of.map(|first| if person { format!("↻ {first}") } else { first.to_string() });
    table.row([
        (stored.id.to_string(), Some(Style::Strong)),
        (time, Some(Style::Dim)),
        (verdict.to_owned(), Some(style)),
        (render::what(event), None),
        (event.integration().unwrap_or_default().to_owned(), None),
        (event.connection_id().unwrap_or_default().to_owned(), Some(Style::Accent)),
        (view::owner(event), None),
        (forwards, forwards_style),
        (repeat.unwrap_or_default(), Some(Style::Dim)),
    ]);
}
