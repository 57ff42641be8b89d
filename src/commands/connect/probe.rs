//! `--probe PATH`: one request through the new connection, as proof that it works.

use serde_json::{Value, json};

use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::nango::auth_flow::Connected;
use crate::nango::{Client, ProxyCall};
use crate::ui::{Style, harmless};

/// What the provider answered.
pub struct Probed {
    path: String,
    status: u16,
}

/// Sends `GET path` to the provider's API through Nango's proxy.
///
/// # Errors
/// When there is no answer, or the answer is Nango's own refusal.
pub async fn probe(context: &Context, client: &Client, connected: &Connected, path: &str) -> Result<Probed> {
    let call = ProxyCall::get(&connected.integration, &connected.connection_id, path);
    let reply = client.proxy(call).await.map_err(context.failed("probe the connection"))?;
    Ok(Probed { path: path.to_owned(), status: reply.status })
}

impl Probed {
    /// For the result's document.
    pub fn to_json(&self) -> Value {
        json!({ "path": self.path, "status": self.status })
    }

    /// Says whether the connection works.
    ///
    /// # Errors
    /// When the provider's answer is no success.
    pub fn verdict(&self, context: &Context) -> Result<()> {
        let ui = &context.ui;
        let what = format!("GET {} answered {}", self.path, self.status);
        if (200..300).contains(&self.status) {
            ui.note(&format!("{} {}", ui.paint_err(Style::Good, "probe:"), harmless(&what)));
            return Ok(());
        }
        let mut error = Error::new(Kind::Failure, "the connection was made, but the probe failed")
            .cause(what)
            .code("probe_failed");
        error.status = Some(self.status);
        Err(error)
    }
}
