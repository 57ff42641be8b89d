//! A value that must not be seen: an API key, a signing key, a token.

use zeroize::Zeroizing;

/// A secret. It has no `Display`, its `Debug` is mute, and it is wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes ownership of a secret text.
    pub fn new(value: impl Into<String>) -> Self {
        Secret(Zeroizing::new(value.into()))
    }

    /// The secret itself, for the one place that must send, sign with, or deliberately show it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Enough to recognise it by: the first and last four characters, or nothing of a short one.
    pub fn masked(&self) -> String {
        mask(&self.0)
    }
}

/// The first and last four characters of a long text; only an ellipsis for anything under 16 characters.
pub fn mask(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() < 16 {
        return "…".to_owned();
    }
    let head: String = chars[..4].iter().collect();
    let tail: String = chars[chars.len() - 4..].iter().collect();
    format!("{head}…{tail}")
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_is_mute() {
        let secret = Secret::new("5a9db0c5-0000-4000-8000-000000000001");
        assert_eq!(format!("{secret:?} {secret:#?}"), "Secret(…) Secret(…)");
    }

    #[test]
    fn masks_keep_only_the_ends() {
        assert_eq!(Secret::new("5a9db0c5-0000-4000-8000-000000000001").masked(), "5a9d…0001");
        assert_eq!(Secret::new("hunter2").masked(), "…");
        assert_eq!(mask("ééééééééééééééééé"), "éééé…éééé");
    }
}
