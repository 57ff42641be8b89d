//! `connect --listen`: the new connection's webhook, waited for and shown.

use std::time::Duration;

use serde_json::Value;

use super::super::ears::Ears;
use super::super::webhooks::render::{DeliveryJson, Shown};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::nango::auth_flow::Connected;
use crate::ui::harmless;
use crate::webhook::event::Event;
use crate::webhook::receiver::Received;

/// How long it may take once the connection is known: Nango delivers within a second, and repeats after 3 s what
/// could not be delivered (protocol §7.5).
const WITHIN: Duration = Duration::from_secs(5);

/// Waits for the webhook of that connection, whatever the verdict on it; none: it did not come.
pub async fn of(context: &Context, ears: &mut Ears, connected: &Connected) -> Option<Box<Received>> {
    let limit = context.timeout.map_or(WITHIN, |limit| limit.min(WITHIN));
    let hearing = ears.hear(context, |event| is_of(event, connected));
    tokio::time::timeout(limit, hearing).await.ok().map(Box::new)
}

/// Whether an event tells of that connection.
pub fn is_of(event: &Event, connected: &Connected) -> bool {
    event.type_name() == "auth"
        && event.integration() == Some(&connected.integration)
        && event.connection_id() == Some(&connected.connection_id)
}

/// Says what came of it.
pub fn tell(context: &Context, webhook: Option<&Received>) {
    let ui = &context.ui;
    let Some(received) = webhook else {
        ui.warn("its webhook did not come: can Nango reach this machine, and are its webhooks switched on?");
        return;
    };
    match received.verdict.warning() {
        Some(warning) => ui.warn(&harmless(&format!("its webhook came. {warning}"))),
        None => {
            let operation = received.event().operation().unwrap_or_default();
            ui.note(&harmless(&format!("Its webhook came: auth {operation}, signature verified.")));
        }
    }
}

/// As `webhooks listen` shows it; null: it did not come.
///
/// # Errors
/// When it cannot be made.
pub fn to_json(context: &Context, webhook: Option<&Received>) -> Result<Value> {
    let Some(received) = webhook else { return Ok(Value::Null) };
    serde_json::to_value(DeliveryJson::of(&Shown::arrived(received, context.now())))
        .map_err(|error| Error::failure("could not make JSON").cause(error))
}
