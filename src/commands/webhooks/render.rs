//! An arrival as a person wants to read it, and as a line of JSON.

use std::borrow::Cow;
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

use super::inbox::view;
use crate::error::Result;
use crate::http::Request;
use crate::serve::Refusal;
use crate::ui::{Style, Ui, clock, harmless, harmless_json};
use crate::webhook::event::{Event, Kind, Owner, Payload};
use crate::webhook::inbox::{Forward, ForwardState};
use crate::webhook::receiver::{Received, Verdict};

/// How wide the time of day is.
const TIME: usize = 8;
/// How much of an answer's first line is shown, in characters.
const FIRST_LINE: usize = 120;

/// One delivery, as it arrived or from the inbox.
pub struct Shown<'a> {
    /// Its ID, unless it is not stored.
    pub id: Option<i64>,
    /// The first that it repeats.
    pub repeat_of: Option<i64>,
    /// When it arrived.
    pub at: Timestamp,
    /// [`Verdict::code`](crate::webhook::receiver::Verdict::code).
    pub verdict: &'a str,
    /// What the verdict alone calls for.
    pub status: Option<u16>,
    /// What was said to its sender.
    pub answered: Option<u16>,
    /// What the person at this end should know.
    pub warning: Option<Cow<'a, str>>,
    /// What it tells.
    pub event: &'a Event,
    /// How its forwards went so far.
    pub forwards: &'a [Forward],
    /// Why its signature does not match, where that was just looked into.
    pub explanation: Option<Value>,
}

impl<'a> Shown<'a> {
    /// A delivery that has just arrived and is answered by its verdict, not stored as far as is known here.
    pub fn arrived(received: &'a Received, at: Timestamp) -> Self {
        let verdict = &received.verdict;
        Shown {
            id: None,
            repeat_of: None,
            at,
            verdict: verdict.code(),
            status: Some(verdict.status()),
            answered: Some(verdict.status()),
            warning: verdict.warning().map(Cow::Owned),
            event: received.event(),
            forwards: &[],
            explanation: match verdict {
                Verdict::Mismatch(why) => Some(why.as_ref().map_or(Value::Null, |why| why.to_json())),
                _ => None,
            },
        }
    }
}

/// One line, with a second one for what went wrong, and the payload where it is wanted. `remark` is what else there
/// is to say about it, and harmless.
///
/// # Errors
/// When stdout cannot be written.
pub fn delivery(ui: &Ui, shown: &Shown<'_>, remark: Option<&str>, pretty: bool) -> Result<()> {
    let event = shown.event;
    let (mark, style) = view::mark(shown.verdict);
    let name = |name: Option<&str>| ui.paint(Style::Accent, &harmless(name.unwrap_or_default()));
    let repeat = shown.repeat_of.map(|first| format!("repeat of #{first}")).unwrap_or_default();
    ui.cells(vec![
        time(ui, shown.at),
        id(ui, shown.id),
        ui.paint(style, mark),
        ui.paint(Style::Strong, &what(event)),
        name(event.integration()),
        name(event.connection_id()),
        harmless(&owner(&event.owner()).unwrap_or_default()),
        ui.paint(style, &shown.verdict.replace('_', " ")),
        ui.paint(Style::Warn, &repeat),
        ui.paint(Style::Warn, remark.unwrap_or_default()),
    ])?;
    if let (Some(kind), description) = (event.error_type(), event.error_description().unwrap_or_default()) {
        let text = format!("{}: {}", harmless(kind), harmless(description));
        ui.cells(vec![below(ui), ui.paint(Style::Bad, &text)])?;
    }
    if let Some(warning) = &shown.warning {
        ui.cells(vec![below(ui), ui.paint(Style::Warn, &harmless(warning))])?;
    }
    if pretty {
        payload(ui, event)?;
    }
    Ok(())
}

fn time(ui: &Ui, at: Timestamp) -> String {
    ui.paint(Style::Dim, &if ui.for_person() { clock(at) } else { at.to_string() })
}

fn id(ui: &Ui, id: Option<i64>) -> String {
    ui.paint(Style::Dim, &id.map(|id| format!("#{id}")).unwrap_or_default())
}

/// In place of the time where a row belongs to the one above.
fn below(ui: &Ui) -> String {
    if ui.for_person() { " ".repeat(TIME) } else { String::new() }
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
        Payload::Json(value) => {
            harmless_json(&serde_json::to_string_pretty(value).unwrap_or_default()).into_owned()
        }
        Payload::Text(text) => harmless(text),
        Payload::Bytes(bytes) => harmless(&String::from_utf8_lossy(bytes)),
    };
    text.lines().try_for_each(|line| ui.line(&format!("    {line}")))
}

/// A delivery as JSON, the same in every command that shows one. It is written as it is, without a copy of the event.
#[derive(Serialize)]
pub struct DeliveryJson<'a> {
    event: &'static str,
    id: Option<i64>,
    received_at: Timestamp,
    verified: bool,
    verdict: &'a str,
    status: Option<u16>,
    answered: Option<u16>,
    repeat_of: Option<i64>,
    #[serde(rename = "type")]
    type_: &'a str,
    operation: Option<&'a str>,
    success: Option<bool>,
    provider_config_key: Option<&'a str>,
    connection_id: Option<&'a str>,
    warning: Option<&'a str>,
    forwards: Vec<Value>,
    payload: &'a Payload,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    synthetic: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<&'a Value>,
}

impl<'a> DeliveryJson<'a> {
    /// What is to be shown, as JSON.
    pub fn of(shown: &'a Shown<'_>) -> Self {
        let event = shown.event;
        DeliveryJson {
            event: "webhook",
            id: shown.id,
            received_at: shown.at,
            verified: shown.verdict == "verified",
            verdict: shown.verdict,
            status: shown.status,
            answered: shown.answered,
            repeat_of: shown.repeat_of,
            type_: event.type_name(),
            operation: event.operation(),
            success: event.success(),
            provider_config_key: event.integration(),
            connection_id: event.connection_id(),
            warning: shown.warning.as_deref(),
            forwards: shown.forwards.iter().map(view::forward_json).collect(),
            payload: &event.payload,
            synthetic: shown.verdict == "synthetic",
            explanation: shown.explanation.as_ref(),
        }
    }
}

/// A delivery whose body was refused.
pub struct Beheaded<'a> {
    /// Its ID.
    pub id: i64,
    /// When it was refused.
    pub at: Timestamp,
    /// Its head.
    pub head: &'a Request,
    /// Why.
    pub refusal: Refusal,
}

/// One line for it.
///
/// # Errors
/// When stdout cannot be written.
pub fn refused(ui: &Ui, shown: &Beheaded<'_>, largest: usize) -> Result<()> {
    if ui.json() {
        return ui.record(&json!({
            "event": "refused",
            "id": shown.id,
            "received_at": shown.at.to_string(),
            "verified": false,
            "verdict": shown.refusal.code(),
            "status": shown.refusal.status(),
        }));
    }
    let why = match shown.refusal {
        Refusal::BodyTooLarge => format!("body over {largest} bytes: raise --max-body if Nango sent it"),
        Refusal::BodyTooSlow => "the body did not arrive in time".to_owned(),
        Refusal::BodyBroken => "the body broke off".to_owned(),
        Refusal::NoRoom => "too many large bodies at once; the sender was told to try again".to_owned(),
    };
    let what = format!("{} {}", harmless(&shown.head.method), harmless(&shown.head.path));
    // Its columns are those of a delivery.
    let [integration, connection, owner, repeat] = [(); 4].map(|()| String::new());
    ui.cells(vec![
        time(ui, shown.at),
        id(ui, Some(shown.id)),
        ui.paint(Style::Bad, "✗"),
        ui.paint(Style::Bad, &what),
        integration,
        connection,
        owner,
        ui.paint(Style::Bad, &format!("refused {}", shown.refusal.status())),
        repeat,
        why,
    ])
}

/// How forwarding a delivery goes; `retry_in` where another attempt follows.
///
/// # Errors
/// When stdout cannot be written.
pub fn forward(ui: &Ui, id: i64, forward: &Forward, retry_in: Option<Duration>, pretty: bool) -> Result<()> {
    if ui.json() {
        return ui.record(&forward_line(id, forward, retry_in));
    }
    let (mark, style) = match forward.state {
        ForwardState::Done => ("→", Style::Good),
        ForwardState::Pending => ("→", Style::Warn),
        ForwardState::Failed => ("✗", Style::Bad),
    };
    let took = forward.took.map(|took| format!(" in {}", milliseconds(took))).unwrap_or_default();
    let how = match (&forward.error, forward.status) {
        (Some(error), _) => harmless(error),
        (None, Some(status)) => status.to_string(),
        (None, None) => view::state(forward.state).to_owned(),
    };
    let next = match retry_in {
        Some(wait) => {
            let text = format!("attempt {}, again in {}", forward.attempts, milliseconds(wait));
            ui.paint(Style::Warn, &text)
        }
        None if forward.state == ForwardState::Failed && forward.attempts > 1 => {
            ui.paint(style, &format!("given up after {} attempts", forward.attempts))
        }
        None => String::new(),
    };
    let answer = String::from_utf8_lossy(&forward.answer);
    let mut lines = answer.lines().map(str::trim_end).filter(|line| !line.is_empty());
    let first = if pretty { None } else { lines.next() };
    let first: String = first.unwrap_or_default().chars().take(FIRST_LINE).collect();
    ui.cells(vec![
        below(ui),
        self::id(ui, Some(id)),
        ui.paint(style, mark),
        harmless(&forward.target),
        ui.paint(style, &format!("{how}{took}")),
        next,
        ui.paint(Style::Dim, &harmless(&first)),
    ])?;
    lines.try_for_each(|line| match pretty {
        true => ui.line(&format!("{}    {}", below(ui), ui.paint(Style::Dim, &harmless(line)))),
        false => Ok(()),
    })
}

fn forward_line(id: i64, forward: &Forward, retry_in: Option<Duration>) -> Value {
    json!({
        "event": "forward",
        "id": id,
        "target": forward.target,
        "state": view::state(forward.state),
        "attempt": forward.attempts,
        "status": forward.status,
        "error": forward.error,
        "took_ms": forward.took.map(view::in_milliseconds),
        "retry_in_ms": retry_in.map(view::in_milliseconds),
        "answer": String::from_utf8_lossy(&forward.answer),
    })
}

fn milliseconds(time: Duration) -> String {
    if time < Duration::from_millis(1) {
        format!("{}µs", time.as_micros())
    } else {
        format!("{}ms", time.as_millis())
    }
}
