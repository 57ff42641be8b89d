//! A stored delivery as JSON and as the cells of a row: the same everywhere.

use std::borrow::Cow;
use std::time::Duration;

use serde_json::{Value, json};

use crate::commands::webhooks::render::{self, DeliveryJson, Shown};
use crate::ui::Style;
use crate::webhook::event::Event;
use crate::webhook::inbox::{Forward, ForwardState, Stored};

/// A stored delivery, to be shown.
pub fn shown<'a>(stored: &'a Stored, event: &'a Event) -> Shown<'a> {
    Shown {
        id: Some(stored.id),
        repeat_of: stored.repeat_of,
        at: stored.at,
        verdict: &stored.verdict,
        status: status(stored),
        answered: stored.answered,
        warning: stored.warning.as_deref().map(Cow::Borrowed),
        event,
        forwards: &stored.forwards,
        explanation: None,
    }
}

/// It as JSON, to which more can be added.
pub fn json(stored: &Stored, event: &Event) -> Value {
    // Nothing of it can fail.
    serde_json::to_value(DeliveryJson::of(&shown(stored, event))).unwrap_or_default()
}

/// What the verdict alone calls for ([`Verdict::status`](crate::webhook::receiver::Verdict::status)); `answered` is
/// what was said.
fn status(stored: &Stored) -> Option<u16> {
    match stored.verdict.as_str() {
        "verified" | "not_checked" | "synthetic" => Some(200),
        "legacy_signature_only" | "missing_signature" | "invalid_signature" => Some(401),
        "method_not_allowed" => Some(405),
        _ => stored.answered,
    }
}

/// How one of its forwards went.
pub fn forward_json(forward: &Forward) -> Value {
    json!({
        "target": forward.target,
        "state": state(forward.state),
        "attempts": forward.attempts,
        "status": forward.status,
        "error": forward.error,
        "took_ms": forward.took.map(in_milliseconds),
        "at": forward.at.map(|at| at.to_string()),
        "answer": String::from_utf8_lossy(&forward.answer),
    })
}

/// In milliseconds, to the microsecond.
pub fn in_milliseconds(time: Duration) -> f64 {
    time.as_micros() as f64 / 1000.0
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
        "synthetic" => ("~", Style::Warn),
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
