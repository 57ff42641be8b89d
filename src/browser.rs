//! The user's browser.

/// Opens `url` in the user's browser without waiting for it.
///
/// # Errors
/// When no opener could be started. That one started does not mean that a page was shown:
/// always print the link too.
pub fn open(url: &str) -> std::io::Result<()> {
    open::that_detached(url)
}
