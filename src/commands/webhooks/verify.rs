//! `webhooks verify`

use serde_json::json;

use crate::cli::webhooks::Verify;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ui::Style;
use crate::webhook::explain::explain;
use crate::webhook::signature::matches;

/// Checks a signature; one that does not match is explained.
pub fn run(context: &Context, args: &Verify) -> Result<()> {
    let candidates = super::candidates(context)?;
    let body = context.read_input(&args.body, "the body")?;
    let ui = &context.ui;
    let key = &candidates[0];
    if matches(&key.key, &body, &args.signature) {
        if ui.json() {
            return ui.document(&json!({ "verified": true, "key": key.origin, "bytes": body.len() }));
        }
        ui.note(&format!(
            "{} {} bytes, with {}",
            ui.paint_err(Style::Good, "verified:"),
            body.len(),
            key.origin
        ));
        return Ok(());
    }
    let explanation = explain(&body, &args.signature, None, &candidates);
    let mut error = Error::new(Kind::VerificationFailed, "the signature does not match")
        .cause(&explanation.finding)
        .code(explanation.code.as_str())
        .hint(&explanation.advice);
    if !explanation.ruled_out.is_empty() {
        error = error.detail("ruled out", explanation.ruled_out.join(", "));
    }
    Err(error)
}
