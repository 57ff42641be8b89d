//! Commands that are shown to be typed.

/// `text` as one word of a shell: connection IDs may hold spaces, quotes and dollars (protocol §1.8), URLs ampersands.
pub fn shell_word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.,:=+@/%".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::shell_word;

    #[test]
    fn a_word_stays_one() {
        for (text, written) in [
            ("http://localhost:3000/a-b_c", "http://localhost:3000/a-b_c"),
            ("http://h/b?x=1&y=2", "'http://h/b?x=1&y=2'"),
            ("/in box/i.db", "'/in box/i.db'"),
            ("it's", r"'it'\''s'"),
            ("~me", "'~me'"),
            ("", "''"),
        ] {
            assert_eq!(shell_word(text), written);
        }
    }
}
