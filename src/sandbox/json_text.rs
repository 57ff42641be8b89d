//! Reading a body as Express and V8 do, and their words for what is wrong with it. V8 has more words than these;
//! the two that truncated and foreign text get are exact, the others are the nearest of its general ones.

use serde_json::Value;
use serde_json::error::Category;

/// An object or array.
///
/// # Errors
/// The parser's message, for `invalid_json`.
pub fn parse(body: &[u8]) -> Result<Value, String> {
    let text = String::from_utf8_lossy(body);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let start = text.len() - text.trim_start_matches([' ', '\t', '\n', '\r']).len();
    // Express looks at the first character before it lets anything be parsed.
    if !text[start..].starts_with(['{', '[']) {
        return Err(unexpected(text, start));
    }
    serde_json::from_str(text).map_err(|error| {
        let at = offset(text, error.line(), error.column());
        let before = text[..at].trim_end_matches([' ', '\t', '\n', '\r']);
        match error.classify() {
            // After a comma V8 misses a name, and says so even at the end.
            Category::Eof if before.ends_with(',') && text[..at].trim_end().len() < text.len() => {
                named(text, "Expected double-quoted property name", text.len())
            }
            Category::Eof => "Unexpected end of JSON input".to_owned(),
            _ => unexpected(text, at),
        }
    })
}

fn named(text: &str, what: &str, at: usize) -> String {
    let line = text[..at].matches('\n').count() + 1;
    let column = text[..at].rsplit('\n').next().map_or(0, |last| last.encode_utf16().count()) + 1;
    let position = text[..at].encode_utf16().count();
    format!("{what} in JSON at position {position} (line {line} column {column})")
}

/// V8 quotes the whole text when it is short, else ten characters around the place.
fn unexpected(text: &str, at: usize) -> String {
    let Some(wrong) = text[at..].chars().next() else { return "Unexpected end of JSON input".to_owned() };
    let chars: Vec<char> = text.chars().collect();
    let index = text[..at].chars().count();
    let quote = |from: usize, to: usize| chars[from..to].iter().collect::<String>();
    let source = if chars.len() <= 40 {
        format!("\"{text}\"")
    } else {
        let (from, to) = (index.saturating_sub(10), (index + 10).min(chars.len()));
        let head = if from > 0 { "..." } else { "" };
        let tail = if to < chars.len() { "..." } else { "" };
        format!("{head}\"{}\"{tail}", quote(from, to))
    };
    format!("Unexpected token '{wrong}', {source} is not valid JSON")
}

/// The byte where serde_json found the error: its columns are bytes, counted from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut at = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::parse;

    /// The first three are recorded (err_malformed_json_connect_sessions, err_json_string_body,
    /// integration_create_err_malformed_json); the fourth is what V8 says of `null`.
    #[test]
    fn messages() {
        for (body, message) in [
            ("{\"end_user\":", "Unexpected end of JSON input"),
            ("\"str\"", "Unexpected token '\"', \"\"str\"\" is not valid JSON"),
            (
                "{\"provider\": \"github\", ",
                "Expected double-quoted property name in JSON at position 23 (line 1 column 24)",
            ),
            ("null", "Unexpected token 'n', \"null\" is not valid JSON"),
            ("   ", "Unexpected end of JSON input"),
            ("{\"a\":é}", "Unexpected token 'é', \"{\"a\":é}\" is not valid JSON"),
        ] {
            assert_eq!(parse(body.as_bytes()).unwrap_err(), message, "{body}");
        }
    }

    #[test]
    fn odd_bytes_do_not_panic() {
        for body in
            [&b"\xff\xfe{"[..], b"{\"a\":\xff}", b"[\xf0\x9f", "\u{feff}[1".as_bytes(), b"{\"a\"\n:\n x}"]
        {
            assert!(parse(body).is_err());
        }
        assert!(parse("[".repeat(100_000).as_bytes()).is_err());
    }
}
