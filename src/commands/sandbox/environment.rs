//! What an SDK, an app and this tool need to know of a sandbox.

use crate::settings::SANDBOX_API_KEY;

/// The variables of the sandbox at `url` whose webhooks that key signs: those of Nango's SDKs (protocol §1.7), and
/// where its Connect page is.
pub fn of(url: &str, signing_key: &str) -> Vec<(&'static str, String)> {
    let key = || SANDBOX_API_KEY.to_owned();
    vec![
        ("NANGO_HOSTPORT", url.to_owned()),
        ("NANGO_SERVER_URL", url.to_owned()),
        ("NANGO_SECRET_KEY", key()),
        ("NANGO_SECRET_KEY_DEV", key()),
        ("NANGO_WEBHOOK_SIGNING_KEY", signing_key.to_owned()),
        ("NANGO_CONNECT_UI_URL", format!("{url}/_sandbox/connect")),
    ]
}
