//! What an SDK, an app and this tool need to know of a sandbox.

use std::collections::BTreeMap;

use crate::sandbox::ENVIRONMENT;
use crate::settings::SANDBOX_API_KEY;

/// What the names of variables that hold an environment's key begin with.
const KEY_OF: &str = "NANGO_SECRET_KEY_";

/// The variables of the sandbox at `url` whose webhooks that key signs: those of Nango's SDKs (protocol §1.7), and
/// where its Connect page is. Keys that are set for a real Nango's environments are among them: an app that picks one
/// is not to send it here.
pub fn of(url: &str, signing_key: &str) -> BTreeMap<String, String> {
    let preset = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let keys =
        preset.filter(|name| is_key_of_environment(name)).map(|name| (name, SANDBOX_API_KEY.to_owned()));
    let own = [
        ("NANGO_HOSTPORT", url),
        ("NANGO_SERVER_URL", url),
        ("NANGO_ENV", ENVIRONMENT),
        ("NANGO_SECRET_KEY", SANDBOX_API_KEY),
        ("NANGO_SECRET_KEY_DEV", SANDBOX_API_KEY),
        ("NANGO_API_KEY", SANDBOX_API_KEY),
        ("NANGO_WEBHOOK_SIGNING_KEY", signing_key),
        ("NANGO_CONNECT_UI_URL", &format!("{url}/_sandbox/connect")),
    ];
    keys.chain(own.map(|(name, value)| (name.to_owned(), value.to_owned()))).collect()
}

/// Whether a shell, too, knows it by that name: what it does not can be no variable of an app's.
fn is_key_of_environment(name: &str) -> bool {
    name.strip_prefix(KEY_OF)
        .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'))
}
