//! `webhooks export`: one delivery a line, byte-exact. `import` reads it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{count, existing, for_each, inbox_path, query};
use crate::cli::webhooks::Export;
use crate::context::Context;
use crate::error::Result;
use crate::http::{Headers, Request};
use crate::webhook::inbox::Stored;

/// Writes deliveries, oldest first.
pub fn run(context: &Context, args: &Export) -> Result<()> {
    let path = inbox_path(context, &args.at)?;
    let Some(inbox) = existing(context, &path, &args.at)? else { return Ok(()) };
    let query = query(&args.selection, context.now())?;
    let mut written = 0;
    for_each(&inbox, &path, &query, |stored| {
        written += 1;
        context.ui.record(&line(&stored))
    })?;
    context.ui.note(&format!("{} exported", count(written)));
    Ok(())
}

fn line(stored: &Stored) -> Value {
    let mut line = json!({
        "id": stored.id,
        "received_at": stored.at.to_string(),
        "verdict": stored.verdict,
        "key_origin": stored.key_origin,
        "warning": stored.warning,
        "answered": stored.answered,
    });
    if let (Value::Object(line), Value::Object(request)) = (&mut line, request_json(&stored.request)) {
        line.extend(request);
    }
    line
}

/// Everything that came.
pub(super) fn request_json(request: &Request) -> Value {
    json!({
        "method": request.method,
        "path": request.path,
        "query": request.query,
        "peer": request.peer.map(|peer| peer.to_string()),
        "headers": headers_json(&request.headers),
        "body": bytes_json(&request.body),
    })
}

/// Header lines in their order, each a pair.
fn headers_json(headers: &Headers) -> Value {
    headers.iter().map(|(name, value)| json!([name, bytes_json(value)])).collect()
}

/// Text where it is UTF-8, so that people can read it; otherwise base64, marked as such. Either way every byte.
fn bytes_json(bytes: &[u8]) -> Value {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => json!({ "base64": STANDARD.encode(bytes) }),
    }
}

/// The bytes that [`bytes_json`] wrote.
pub(super) fn bytes_of(value: &Value) -> Option<Vec<u8>> {
    match value {
        Value::String(text) => Some(text.clone().into_bytes()),
        value => STANDARD.decode(value.get("base64")?.as_str()?).ok(),
    }
}
