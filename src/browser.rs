//! The user's browser.

use std::collections::BTreeMap;

/// Whether there may be a browser: outside macOS and Windows, only with a display or a `BROWSER`.
pub fn likely(vars: &BTreeMap<String, String>) -> bool {
    let set = |name: &str| vars.get(name).is_some_and(|value| !value.is_empty());
    cfg!(any(target_os = "macos", windows))
        || ["DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "WSL_DISTRO_NAME"].into_iter().any(set)
}

/// Opens `url` in the user's browser without waiting for it.
///
/// # Errors
/// When no opener could be started. That one started does not mean that a page was shown:
/// always print the link too.
pub fn open(url: &str) -> std::io::Result<()> {
    open::that_detached(url)
}
