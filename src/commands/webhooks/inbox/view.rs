//! A stored delivery as JSON and as the cells of a row: the same everywhere.

use serde_json::{Value, json};

use crate::commands::webhooks::render;
use crate::ui::Style;
use crate::webhook::event::{Event, Payload};
use crate::webhook::inbox::{Forward, ForwardState, Stored};

/// A delivery as JSON, the same in every command that shows one.
pub fn json(stored: &Stored, event: &Event) -> Value {
    let payload = match &event.payload {
        Payload::Json(value) => value.clone(),
        Payload::Text(text) => Value::String(text.clone()),
        Payload::Bytes(bytes) => Value::String(String::from_utf8_lossy(bytes).into_owned()),
    };
    json!({
        "event": "webhook",
        "id": stored.id,
        "received_at": stored.at.to_string(),
        "verified": stored.verdict == "verified",
        "verdict": stored.verdict,
        "status": status(stored),
        "answered": stored.answered,
        "repeat_of": stored.repeat_of,
        "type": event.type_name(),
        "operation": event.operation(),
        "success": event.success(),
        "provider_config_key": event.integration(),
        "connection_id": event.connection_id(),
        "warning": stored.warning,
        "forwards": stored.forwards.iter().map(forward_json).collect::<Vec<_>>(),
        "payload": payload,
    })
}

/// What the verdict alone calls for ([`Verdict::status`](crate::webhook::receiver::Verdict::status)); `answered` is
/// what was said.
fn status(stored: &Stored) -> Option<u16> {
    match stored.verdict.as_str() {
        "verified" | "not_checked" => Some(200),
        "legacy_signature_only" | "missing_signature" | "invalid_signature" => Some(401),
        "method_not_allowed" => Some(405),
        _ => stored.answered,
    }
}

fn forward_json(forward: &Forward) -> Value {
    json!({
        "target": forward.target,
        "state": state(forward.state),
        "attempts": forward.attempts,
        "status": forward.status,
        "error": forward.error,
        "took_ms": forward.took.map(|took| took.as_micros() as f64 / 1000.0),
        "at": forward.at.map(|at| at.to_string()),
        "answer": String::from_utf8_lossy(&forward.answer),
    })
}

/// `pending`, `done`, `failed`.
pub fn state(state: ForwardState) -> &'static str {
    match state {
        ForwardState::Pending => "pending",
        ForwardState::Done => "done",
        ForwardState::Failed => "failed",
    }
}

/// A verdict's mark, and how it looks.
pub fn mark(verdict: &str) -> (&'static str, Style) {
    match verdict {
        "verified" => ("✓", Style::Good),
        "not_checked" => ("?", Style::Warn),
        _ => ("✗", Style::Bad),
    }
}

/// How the forwards went, in a few words: `200 in 12ms`, `failed ×5`, `pending`.
pub fn forwards(stored: &Stored) -> (String, Option<Style>) {
    let one = |forward: &Forward| match (forward.state, forward.status, forward.took) {
        (ForwardState::Pending, ..) if forward.attempts == 0 => "pending".to_owned(),
        (ForwardState::Pending, ..) => format!("pending ×{}", forward.attempts),
        (ForwardState::Failed, Some(status), _) => format!("{status} failed ×{}", forward.attempts),
        (ForwardState::Failed, None, _) => format!("failed ×{}", forward.attempts),
        (ForwardState::Done, Some(status), Some(took)) => format!("{status} in {}ms", took.as_millis()),
        (ForwardState::Done, Some(status), None) => status.to_string(),
        (ForwardState::Done, None, _) => "done".to_owned(),
    };
    let is = |state| stored.forwards.iter().any(|forward| forward.state == state);
    let style = match () {
        () if is(ForwardState::Failed) => Some(Style::Bad),
        () if is(ForwardState::Pending) => Some(Style::Warn),
        () => None,
    };
    (stored.forwards.iter().map(one).collect::<Vec<_>>().join(", "), style)
}

/// Whose connection it is, in a few words.
pub fn owner(event: &Event) -> String {
    render::owner(&event.owner()).unwrap_or_default()
}
