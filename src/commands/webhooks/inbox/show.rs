//! `webhooks show`

use serde_json::Value;

use super::export::request_json;
use super::{existing, failed, inbox_path, not_there, view};
use crate::cli::webhooks::Show;
use crate::commands::webhooks::render;
use crate::context::Context;
use crate::error::Result;
use crate::ui::{Style, Ui, harmless, relative};
use crate::webhook::event::Event;
use crate::webhook::inbox::{Forward, Stored};

/// Shows one delivery.
pub fn run(context: &Context, args: &Show) -> Result<()> {
    let ui = &context.ui;
    let path = inbox_path(context, &args.at)?;
    let found = match existing(context, &path, &args.at)? {
        Some(inbox) => inbox.get(args.id).map_err(failed("read", &path))?,
        None => None,
    };
    let stored = found.ok_or_else(|| not_there(&[args.id], &args.at))?;
    if args.raw {
        return raw(ui, &stored.request.body);
    }
    let event = Event::parse(&stored.request.body);
    if ui.quiet() {
        return event.connection_id().map_or(Ok(()), |id| ui.value(id));
    }
    if ui.json() {
        return ui.document(&document(&stored, &event));
    }
    for_people(context, &stored, &event)
}

/// A terminal gets the body made harmless: the exact bytes are for whoever reads a pipe or a file.
fn raw(ui: &Ui, body: &[u8]) -> Result<()> {
    if !ui.for_person() {
        return ui.raw(body);
    }
    String::from_utf8_lossy(body).lines().try_for_each(|line| ui.line(&harmless(line)))
}

/// What every command shows, and the request besides.
fn document(stored: &Stored, event: &Event) -> Value {
    let mut document = view::json(stored, event);
    document["key_origin"] = stored.key_origin.clone().into();
    document["request"] = request_json(&stored.request);
    document
}

fn for_people(context: &Context, stored: &Stored, event: &Event) -> Result<()> {
    let ui = &context.ui;
    let request = &stored.request;
    let (mark, style) = view::mark(&stored.verdict);
    let mut head = vec![ui.paint(style, mark), ui.paint(Style::Strong, &render::what(event))];
    head.extend(event.integration().map(|name| ui.paint(Style::Accent, &harmless(name))));
    head.extend(event.connection_id().map(|name| ui.paint(Style::Accent, &harmless(name))));
    ui.line(&head.join("  "))?;
    let received = match ui.for_person() {
        true => format!("{} ({})", stored.at, relative(stored.at, context.now())),
        false => stored.at.to_string(),
    };
    let verdict = match &stored.key_origin {
        Some(origin) => format!("{} (key: {origin})", stored.verdict.replace('_', " ")),
        None => stored.verdict.replace('_', " "),
    };
    let query = if request.query.is_empty() { String::new() } else { format!("?{}", request.query) };
    let mut fields = vec![
        ("id", stored.id.to_string()),
        ("received", received),
        ("verdict", verdict),
        ("request", format!("{} {}{query}", request.method, request.path)),
    ];
    fields.extend(request.peer.map(|peer| ("from", peer.to_string())));
    fields.extend(stored.answered.map(|status| ("answered", status.to_string())));
    fields.extend(stored.repeat_of.map(|first| ("repeat of", first.to_string())));
    fields.extend(Some(("owner", view::owner(event))).filter(|(_, owner)| !owner.is_empty()));
    if let Some(kind) = event.error_type() {
        fields.push(("error", format!("{kind}: {}", event.error_description().unwrap_or_default())));
    }
    ui.fields(&fields)?;
    if let Some(warning) = &stored.warning {
        ui.line(&ui.paint(Style::Warn, &harmless(warning)))?;
    }
    ui.line("")?;
    for (name, value) in request.headers.iter() {
        let value = harmless(&String::from_utf8_lossy(value));
        ui.line(&format!("{} {value}", ui.paint(Style::Dim, &format!("{}:", harmless(name)))))?;
    }
    ui.line("")?;
    render::payload(ui, event)?;
    stored.forwards.iter().try_for_each(|forward| forwarded(ui, forward))
}

fn forwarded(ui: &Ui, forward: &Forward) -> Result<()> {
    let mut parts = vec![harmless(&forward.target), view::state(forward.state).to_owned()];
    parts.extend(forward.status.map(|status| status.to_string()));
    parts.extend(forward.took.map(|took| format!("in {}ms", took.as_millis())));
    if forward.attempts > 1 {
        parts.push(format!("after {} attempts", forward.attempts));
    }
    parts.extend(forward.error.as_deref().map(harmless));
    ui.line("")?;
    ui.line(&format!("{} {}", ui.paint(Style::Dim, "forwarded to"), parts.join("  ")))?;
    let answer = String::from_utf8_lossy(&forward.answer);
    answer.lines().try_for_each(|line| ui.line(&format!("    {}", harmless(line))))
}
