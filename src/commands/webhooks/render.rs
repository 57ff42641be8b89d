//! An arrival as a person wants to read it, and as a line of JSON.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::error::Result;
use crate::http::Request;
use crate::serve::Refusal;
use crate::ui::{Style, Ui, clock, harmless, harmless_json};
use crate::webhook::event::{Event, Kind, Owner, Payload};
use crate::webhook::receiver::{Received, Verdict};

/// One line, with a second one for what went wrong, and the payload where it is wanted.
///
/// # Errors
/// When stdout cannot be written.
pub fn delivery(ui: &Ui, received: &Received, at: Timestamp, pretty: bool) -> Result<()> {
    let event = &received.event;
    let (mark, style) = match &received.verdict {
        Verdict::Verified { .. } => ("✓", Style::Good),
        Verdict::NotChecked => ("?", Style::Warn),
        Verdict::Synthetic => ("~", Style::Warn),
        _ => ("✗", Style::Bad),
    };
    let verdict = received.verdict.code().replace('_', " ");
    let mut parts = vec![
        ui.paint(Style::Dim, &if ui.for_person() { clock(at) } else { at.to_string() }),
        ui.paint(style, mark),
        ui.paint(Style::Strong, &what(event)),
    ];
    let names = [event.integration(), event.connection_id()];
    parts.extend(names.into_iter().flatten().map(|name| ui.paint(Style::Accent, &harmless(name))));
    parts.extend(owner(&event.owner()).map(|owner| harmless(&owner)));
    parts.push(ui.paint(style, &verdict));
    ui.line(&parts.join("  "))?;
    if let (Some(kind), description) = (event.error_type(), event.error_description().unwrap_or_default()) {
        let text = format!("          {}: {}", harmless(kind), harmless(description));
        ui.line(&ui.paint(Style::Bad, &text))?;
    }
    if let Some(warning) = received.verdict.warning() {
        ui.line(&format!("          {}", ui.paint(Style::Warn, &harmless(&warning))))?;
    }
    if pretty {
        payload(ui, event)?;
    }
    Ok(())
}

/// `auth creation`, `sync success github-issues +12 ~3 -0`, …
pub(super) fn what(event: &Event) -> String {
    let outcome = |success: bool| if success { "" } else { " failed" };
    match &event.kind {
        Kind::Auth(auth) => format!("auth {}{}", harmless(&auth.operation), outcome(auth.success)),
        Kind::Sync(sync) => {
            let mut text = format!("sync {}{}", harmless(&sync.sync_name), outcome(sync.success));
            if let Some(changes) = &sync.response_results {
                text.push_str(&format!(" +{} ~{} -{}", changes.added, changes.updated, changes.deleted));
            }
            text
        }
        Kind::AsyncAction(action) => format!("async_action {}", harmless(&action.payload.id)),
        Kind::Forward(forward) => format!("forward from {}", harmless(&forward.from)),
        Kind::Unknown { type_, .. } => format!("{} (unknown type)", harmless(type_)),
        Kind::Unwrapped => "a provider's payload".to_owned(),
        Kind::NotJson { reason } => format!("not JSON: {}", harmless(reason)),
    }
}

pub(super) fn owner(owner: &Owner) -> Option<String> {
    let user = match (&owner.end_user_id, &owner.end_user_email) {
        (Some(id), Some(email)) => Some(format!("{id} <{email}>")),
        (Some(id), None) => Some(id.clone()),
        (None, email) => email.clone(),
    };
    let mut parts: Vec<String> = user.into_iter().collect();
    parts.extend(owner.organization_id.as_ref().map(|id| format!("@{id}")));
    parts.extend(owner.other_tags.iter().map(|(key, value)| format!("{key}={value}")));
    (!parts.is_empty()).then(|| parts.join(" "))
}

pub(super) fn payload(ui: &Ui, event: &Event) -> Result<()> {
    let text = match &event.payload {
        Payload::Json(value) => harmless_json(&serde_json::to_string_pretty(value).unwrap_or_default()),
        Payload::Text(text) => harmless(text),
        Payload::Bytes(bytes) => harmless(&String::from_utf8_lossy(bytes)),
    };
    text.lines().try_for_each(|line| ui.line(&format!("    {line}")))
}

/// The line of JSON for a delivery.
pub fn delivery_json(received: &Received, at: Timestamp) -> Value {
    let event = &received.event;
    let payload = match &event.payload {
        Payload::Json(value) => value.clone(),
        Payload::Text(text) => Value::String(text.clone()),
        Payload::Bytes(bytes) => Value::String(String::from_utf8_lossy(bytes).into_owned()),
    };
    let mut line = json!({
        "event": "webhook",
        "received_at": at.to_string(),
        "verified": matches!(received.verdict, Verdict::Verified { .. }),
        "verdict": received.verdict.code(),
        "status": received.verdict.status(),
        "type": event.type_name(),
        "operation": event.operation(),
        "success": event.success(),
        "provider_config_key": event.integration(),
        "connection_id": event.connection_id(),
        "payload": payload,
    });
    if received.verdict == Verdict::Synthetic {
        line["synthetic"] = Value::Bool(true);
    }
    if let Verdict::Mismatch(explanation) = &received.verdict {
        line["explanation"] = explanation.to_json();
    }
    line
}

/// A delivery whose body was refused.
///
/// # Errors
/// When stdout cannot be written.
pub fn refused(ui: &Ui, head: &Request, refusal: Refusal, at: Timestamp, largest: usize) -> Result<()> {
    if ui.json() {
        return ui.record(&refused_json(refusal, at));
    }
    let why = match refusal {
        Refusal::BodyTooLarge => format!("body over {largest} bytes: raise --max-body if Nango sent it"),
        Refusal::BodyTooSlow => "the body did not arrive in time".to_owned(),
        Refusal::BodyBroken => "the body broke off".to_owned(),
        Refusal::NoRoom => "too many large bodies at once; the sender was told to try again".to_owned(),
    };
    let time = if ui.for_person() { clock(at) } else { at.to_string() };
    let what = format!("✗  {} {}", harmless(&head.method), harmless(&head.path));
    ui.line(&format!(
        "{}  {}  {}  {why}",
        ui.paint(Style::Dim, &time),
        ui.paint(Style::Bad, &what),
        ui.paint(Style::Bad, &format!("refused {}", refusal.status()))
    ))
}

fn refused_json(refusal: Refusal, at: Timestamp) -> Value {
    json!({
        "event": "refused",
        "received_at": at.to_string(),
        "verified": false,
        "verdict": refusal.code(),
        "status": refusal.status(),
    })
}
