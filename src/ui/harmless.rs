//! What arrives from outside is shown, never interpreted by the terminal.

use std::borrow::Cow;
use std::fmt::Write;

/// `text` with control characters, escape sequences and characters that reorder or hide text made visible
/// (`\n`, `\x1b`, `\u{202e}`). It stays on one line.
pub fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_ascii_control() => {
                let _ = write!(out, "\\x{:02x}", c as u32);
            }
            c if harmful(c) => {
                let _ = write!(out, "\\u{{{:x}}}", c as u32);
            }
            c => out.push(c),
        }
    }
    out
}

/// JSON text with the harmful characters that JSON allows raw escaped as `\uXXXX`: the same document.
pub fn harmless_json(json: &str) -> Cow<'_, str> {
    // Nearly always there is nothing to do.
    if json.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n')) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && (c.is_control() || harmful(c)) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// C1 controls, and characters that change the direction of text, hide in it, or end a line.
fn harmful(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9f}'
        | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_moves_the_cursor() {
        assert_eq!(
            harmless("a\x1b]0;title\x07\r\n\u{9b}31m\u{202e}b"),
            "a\\x1b]0;title\\x07\\r\\n\\u{9b}31m\\u{202e}b"
        );
        assert_eq!(harmless("Zoë 東京 🚀"), "Zoë 東京 🚀");
    }

    #[test]
    fn json_stays_the_same_document() {
        let text = "\u{7f}\u{9b}31m \u{202e} \u{e0041} Zoë";
        let json = serde_json::to_string(text).unwrap();
        let safe = harmless_json(&json);
        assert_eq!(safe, r#""\u007f\u009b31m \u202e \udb40\udc41 Zoë""#);
        assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), text);
    }
}
