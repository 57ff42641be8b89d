//! How a signature may be written: the bytes it stands for, and what is unusual about the writing.

use crate::webhook::signature::unhex;

use super::Code;

/// One reading of a signature.
pub(super) struct Form {
    /// The bytes it stands for: 32, or the first few of them.
    pub tag: Vec<u8>,
    /// What is unusual about how it is written.
    pub codes: Vec<Code>,
}

/// Fewer hex digits than these are no proof that the rest would have fitted.
const FEWEST_DIGITS: usize = 16;

/// Every reading of `signature` that could be a SHA-256, whole or cut short.
pub(super) fn read(signature: &str) -> Vec<Form> {
    let mut codes = Vec::new();
    let mut text = signature.trim();
    if text.len() != signature.len() {
        codes.push(Code::WhiteSpace);
    }
    if let Some(inner) = unquote(text) {
        codes.push(Code::QuotedSignature);
        text = inner.trim();
    }
    // A whole header line, pasted.
    if let Some((name, value)) = text.split_once(':')
        && name.trim().to_ascii_lowercase().starts_with("x-nango-")
    {
        codes.push(Code::HeaderName);
        text = value.trim();
    }
    if let Some(rest) = text.get(..7).filter(|p| p.eq_ignore_ascii_case("sha256=")).map(|_| &text[7..]) {
        codes.push(Code::Sha256Prefix);
        text = rest.trim();
    }

    let mut forms = Vec::new();
    let digits = text.to_ascii_lowercase();
    if text.len() >= FEWEST_DIGITS && text.len() <= 64 && digits.bytes().all(|c| c.is_ascii_hexdigit()) {
        let mut codes = codes.clone();
        if digits != text {
            codes.push(Code::UppercaseHex);
        }
        if text.len() < 64 {
            codes.push(Code::TruncatedSignature);
        }
        // Half a byte proves nothing: it is dropped.
        let tag = unhex(&digits[..digits.len() & !1]).unwrap_or_default();
        forms.push(Form { tag, codes });
    }
    if let Some(bytes) = unbase64(text) {
        let of_hex = || {
            let hex = std::str::from_utf8(&bytes).ok()?;
            unhex(&hex.to_ascii_lowercase()).filter(|tag| tag.len() == 32)
        };
        let tag = if bytes.len() == 32 { Some(bytes.clone()) } else { of_hex() };
        if let Some(tag) = tag {
            codes.push(Code::Base64);
            forms.push(Form { tag, codes });
        }
    }
    forms
}

/// The hash whose hex has as many digits as `signature`, when that is not SHA-256.
pub(super) fn other_hash(signature: &str) -> Option<&'static str> {
    let text = signature.trim();
    if !text.bytes().all(|c| c.is_ascii_hexdigit()) {
        return None;
    }
    match text.len() {
        32 => Some("MD5"),
        40 => Some("SHA-1"),
        96 => Some("SHA-384"),
        128 => Some("SHA-512"),
        _ => None,
    }
}

/// What stands between a pair of quotes.
pub(super) fn unquote(text: &str) -> Option<&str> {
    ['"', '\'', '`'].into_iter().find_map(|q| text.strip_prefix(q)?.strip_suffix(q))
}

/// Base64 in either alphabet, with or without padding.
pub(super) fn unbase64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=');
    if text.is_empty() || text.len() % 4 == 1 {
        return None;
    }
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 2);
    let mut bits = 0_u32;
    for (index, c) in text.bytes().enumerate() {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        // Every digit but the first of each four completes a byte.
        match index % 4 {
            1 => out.push((bits >> 4) as u8),
            2 => out.push((bits >> 2) as u8),
            3 => out.push(bits as u8),
            _ => {}
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_in_both_alphabets() {
        assert_eq!(unbase64("+/+/").unwrap(), unbase64("-_-_").unwrap());
        assert_eq!(unbase64("aGVsbG8=").unwrap(), b"hello");
        assert_eq!(unbase64("aGVsbG8").unwrap(), b"hello");
        assert_eq!(unbase64("aGVsbA==").unwrap(), b"hell");
        assert_eq!(unbase64("a"), None);
        assert_eq!(unbase64("a b="), None);
    }

    #[test]
    fn nonsense_has_no_reading() {
        let short = "a".repeat(FEWEST_DIGITS - 1);
        for text in ["", "zz", "sha256=", "é", "sha25é=", &short, &"a".repeat(65), &"0".repeat(1 << 20)] {
            assert!(read(text).is_empty(), "{}", text.len());
        }
        assert_eq!(read(&"a".repeat(64)).len(), 1);
    }

    #[test]
    fn other_hashes_are_known_by_their_length() {
        assert_eq!(other_hash(&"a".repeat(40)), Some("SHA-1"));
        assert_eq!(other_hash(&"z".repeat(40)), None);
        assert_eq!(other_hash(&"a".repeat(64)), None);
    }
}
