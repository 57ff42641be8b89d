//! `webhooks sign`

use serde_json::json;

use crate::cli::webhooks::Sign;
use crate::context::Context;
use crate::error::Result;
use crate::webhook::signature::{HMAC_HEADER, LEGACY_HEADER, hmac_sha256, legacy_sha256};

/// Signs the exact bytes of a body, as Nango does.
pub fn run(context: &Context, args: &Sign) -> Result<()> {
    let candidates = super::candidates(context)?;
    let key = &candidates[0].key;
    let body = context.read_input(&args.body, "the body")?;
    let (hmac, legacy) = (hmac_sha256(key, &body), legacy_sha256(key, &body));
    let ui = &context.ui;
    if ui.quiet() {
        return ui.value(&hmac);
    }
    if ui.json() {
        return ui.document(&json!({ HMAC_HEADER: hmac, LEGACY_HEADER: legacy }));
    }
    ui.line(&format!("{HMAC_HEADER}: {hmac}"))?;
    ui.line(&format!("{LEGACY_HEADER}: {legacy}"))
}
