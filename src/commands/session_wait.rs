//! `session create --listen`: mints a session whose webhooks come here, and waits for the first.

use serde_json::{Map, Value};

use super::connect::{SESSION_TAG, end_session, time_left};
use super::ears::Ears;
use super::webhooks::render::{self, DeliveryJson, Shown};
use super::{reach, session};
use crate::cli::reach::Reachable;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::interrupt::unless_interrupted;
use crate::nango::{Client, ConnectionUpdate, Session};
use crate::ui::{Style, harmless};
use crate::webhook::event::Event;
use crate::webhook::receiver::Received;

/// Nango takes no more (protocol §1.8).
const MOST_TAGS: usize = 10;

/// Mints the session of `body`, shows it, and waits for its auth webhook.
///
/// # Errors
/// [`Kind::TimedOut`] where none came, [`Kind::AuthFlowFailed`] where it tells of a failure.
pub async fn create(
    context: &Context,
    client: &Client,
    how: &Reachable,
    port: u16,
    body: Value,
) -> Result<()> {
    let mut ears = Ears::open(context, port, how).await?;
    let ended = listen(context, client, &mut ears, body).await;
    ears.close().await;
    ended
}

async fn listen(context: &Context, client: &Client, ears: &mut Ears, mut body: Value) -> Result<()> {
    let ui = &context.ui;
    body["webhook_url_override"] = Value::String(ears.url.clone());
    let tag = mark(&mut body);
    let minting = async { client.create_session(&body).await.map_err(context.failed("mint a session")) };
    let session = unless_interrupted(minting).await.map_err(reach::explain)?;
    session::show(context, &session)?;
    let url = ui.paint_err(Style::Accent, &harmless(&ears.url));
    ui.note(&format!("Waiting for its webhook at {url}… (Ctrl-C ends the session)"));
    let received = match unless_interrupted(first(context, ears, &session, tag.as_deref())).await {
        Ok(received) => received,
        Err(error) => return Err(end_session(client, &session, error).await),
    };
    let event = received.event();
    if ui.json() {
        ui.record(&DeliveryJson::of(&Shown::arrived(&received, context.now())))?;
    } else if !ui.quiet() {
        render::delivery(ui, &Shown::arrived(&received, context.now()), None, false)?;
    }
    let names = event.integration().zip(event.connection_id());
    match names {
        Some((integration, id)) if event.success() == Some(true) => {
            if ui.quiet() {
                ui.value(id)?;
            }
            forget(context, client, integration, id).await
        }
        _ => {
            let error = Error::new(Kind::AuthFlowFailed, "the auth flow failed")
                .cause(event.error_description().unwrap_or("the webhook does not say why"))
                .code(event.error_type().unwrap_or("unknown_err"));
            Err(end_session(client, &session, error).await)
        }
    }
}

/// The first verified auth webhook of this session. One that cannot be verified is told, and tells nothing.
async fn first(context: &Context, ears: &mut Ears, session: &Session, tag: Option<&str>) -> Result<Received> {
    let ours = |event: &Event| {
        let tagged = event.field(&format!("tags.{SESSION_TAG}")).and_then(Value::as_str);
        // A flow that failed has no connection and no tags (protocol §7.3).
        event.type_name() == "auth" && (tag.is_none() || tagged == tag || event.success() == Some(false))
    };
    let limit = context.timeout.unwrap_or_else(|| time_left(context, session));
    let hearing = async {
        loop {
            let received = ears.hear(context, ours).await;
            if received.verdict.accepted() {
                return received;
            }
            if let Some(warning) = received.verdict.warning() {
                context.ui.warn(&harmless(&warning));
            }
        }
    };
    tokio::time::timeout(limit, hearing).await.map_err(|_| {
        Error::new(Kind::TimedOut, "no webhook of this session came in time")
            .cause(format!("waited {limit:.0?}"))
            .hint("was the link opened, and can Nango reach the address above?")
    })
}

/// The listener ends: the new connection's webhooks go where the environment's go.
///
/// # Errors
/// When Nango does not do it, or interrupted; the connection is named.
pub async fn forget(context: &Context, client: &Client, integration: &str, id: &str) -> Result<()> {
    let change =
        ConnectionUpdate { webhook_url_override: Some(String::new()), ..ConnectionUpdate::default() };
    let cleared = async {
        let cleared = client.update_connection(integration, id, &change).await;
        cleared.map(|_| ()).map_err(context.failed("clear the connection's webhook URL"))
    };
    unless_interrupted(cleared)
        .await
        .map_err(|error| error.hint(format!("the connection exists: {id} ({integration})")))
}

/// Adds the tag that only this session has, where there is room for it; returns its value.
fn mark(body: &mut Value) -> Option<String> {
    let members = |value: &Value| value.as_object().map_or(0, Map::len);
    let named = |value: &Value, names: &[&str]| names.iter().filter(|name| !value[**name].is_null()).count();
    let user = &body["end_user"];
    // These become tags, too (protocol §2.1).
    let generated = named(user, &["id", "email", "display_name"])
        + members(&user["tags"])
        + if user.is_null() { 0 } else { named(&body["organization"], &["id", "display_name"]) };
    if members(&body["tags"]) + generated >= MOST_TAGS {
        return None;
    }
    let tag = uuid::Uuid::new_v4().simple().to_string();
    if !body["tags"].is_object() {
        body["tags"] = Value::Object(Map::new());
    }
    body["tags"][SESSION_TAG] = Value::String(tag.clone());
    Some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_tag_is_left_out_where_there_is_no_room() {
        let mut body = json!({"end_user": {"id": "u", "email": "a@b.co"}, "organization": {"id": "o"}});
        let tag = mark(&mut body);
        assert_eq!(tag.as_deref(), body["tags"][SESSION_TAG].as_str());
        let tags: Map<String, Value> = (0..7).map(|n| (format!("t{n}"), json!("1"))).collect();
        body["tags"] = Value::Object(tags.clone());
        assert_eq!(mark(&mut body), None);
        assert_eq!(body["tags"], Value::Object(tags));
    }
}
