//! The same JSON written in other ways, and what tells two such texts apart.

use std::io;

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use super::{Code, bodies::Edit};
use crate::webhook::canonical;

/// `value` as the usual libraries write it: compact, Python's spacing, indented by 2, 4 or a tab, each with the
/// escapes of JavaScript, Python, Go and PHP.
pub(super) fn styles(value: &Value) -> Vec<String> {
    let layouts = [
        write(value, CompactFormatter),
        write(value, Spaced),
        write(value, PrettyFormatter::with_indent(b"  ")),
        write(value, PrettyFormatter::with_indent(b"    ")),
        write(value, PrettyFormatter::with_indent(b"\t")),
    ];
    let mut out = Vec::new();
    for layout in layouts.into_iter().flatten() {
        for escapes in [Escapes { ascii: true, ..RAW }, HTML, SLASH, Escapes { ascii: true, ..SLASH }] {
            out.push(escapes.apply(&layout));
        }
        out.push(layout);
    }
    out
}

/// How `signed` is written otherwise than `given`; both are the same JSON.
pub(super) fn differences(given: &[u8], signed: &[u8]) -> Vec<Edit> {
    let (Ok(given), Ok(signed)) = (std::str::from_utf8(given), std::str::from_utf8(signed)) else {
        return Vec::new();
    };
    let (given, given_end) = given.split_at(given.trim_end().len());
    let (signed, signed_end) = signed.split_at(signed.trim_end().len());
    let (a, b) = (Facts::of(given), Facts::of(signed));
    let pick = |first: bool, one, other| if first { one } else { other };
    let mut edits = Vec::new();
    let mut add = |differs: bool, code, phrase| {
        if differs {
            edits.push(Edit { code, phrase });
        }
    };
    let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
    let reordered = !same_order(&parse(given.trim_start_matches('\u{feff}')), &parse(signed));
    let laid_out = match (reordered, a.white.len() == b.white.len()) {
        // Other keys first move the white space about; only its amount can be compared.
        (true, same_amount) => !same_amount,
        (false, _) => a.white != b.white,
    };
    add(
        laid_out,
        Code::BodyReserialised,
        match (a.white.is_empty(), b.white.is_empty()) {
            (false, true) => "without the white space between its parts",
            (true, false) => "with white space between its parts",
            _ => "with other white space between its parts",
        },
    );
    let sorted = parse(signed);
    let sorted = serde_json::from_str(&canonical::to_string(&sorted)).is_ok_and(|v| same_order(&sorted, &v));
    add(reordered, Code::KeyOrder, pick(sorted, "with its keys sorted", "with its keys in another order"));
    let phrase = pick(
        b.ascii,
        "with its non-ASCII characters as `\\u` escapes",
        "with its `\\u` escapes as plain UTF-8",
    );
    add(a.ascii != b.ascii, Code::AsciiEscaped, phrase);
    let phrase = pick(
        b.html,
        "with its `<`, `>` and `&` as `\\u` escapes",
        "with `<`, `>` and `&` instead of their `\\u` escapes",
    );
    add(a.html != b.html, Code::HtmlEscaped, phrase);
    let phrase = pick(b.slash, "with its slashes as `\\/`", "with `/` instead of `\\/`");
    add(a.slash != b.slash, Code::SlashEscaped, phrase);
    add(a.numbers != b.numbers, Code::NumberFormat, "with its numbers written otherwise");
    let longer = signed_end.len() > given_end.len();
    let phrase = pick(longer, "with a line end after it", "without its last line end");
    add(given_end != signed_end, Code::TrailingNewline, phrase);
    if edits.is_empty() {
        edits.push(Edit { code: Code::BodyReserialised, phrase: "serialised otherwise" });
    }
    edits
}

/// What is seen of a JSON text besides its values.
#[derive(Default)]
struct Facts<'a> {
    white: String,
    numbers: Vec<&'a str>,
    ascii: bool,
    html: bool,
    slash: bool,
}

impl<'a> Facts<'a> {
    fn of(text: &'a str) -> Self {
        let mut facts = Facts::default();
        let mut rest = text;
        let mut in_string = false;
        while let Some(c) = rest.chars().next() {
            let mut taken = c.len_utf8();
            match c {
                '"' => in_string = !in_string,
                '\\' if in_string => {
                    let code = rest.get(2..6).and_then(|digits| u32::from_str_radix(digits, 16).ok());
                    let after = rest[1..].chars().next();
                    taken += after.map_or(0, char::len_utf8);
                    match (after, code) {
                        (Some('/'), _) => facts.slash = true,
                        (Some('u'), Some(0x26 | 0x3c | 0x3e)) => facts.html = true,
                        (Some('u'), Some(0x7f..)) => facts.ascii = true,
                        _ => {}
                    }
                }
                _ if in_string => {}
                c if c.is_ascii_whitespace() => facts.white.push(c),
                '-' | '0'..='9' => {
                    taken = rest
                        .find(|c: char| !matches!(c, '-' | '+' | '.' | 'e' | 'E' | '0'..='9'))
                        .unwrap_or(rest.len());
                    facts.numbers.push(&rest[..taken]);
                }
                _ => {}
            }
            rest = &rest[taken..];
        }
        facts.numbers.sort_unstable();
        facts
    }
}

fn same_order(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Array(a), Value::Array(b)) => a.iter().zip(b).all(|(a, b)| same_order(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.keys().eq(b.keys()) && a.values().zip(b.values()).all(|(a, b)| same_order(a, b))
        }
        _ => true,
    }
}

fn write(value: &Value, formatter: impl Formatter) -> Option<String> {
    let mut out = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut out, formatter)).ok()?;
    String::from_utf8(out).ok()
}

/// Which characters are written as escapes. All of them occur in strings only, so the whole text can be mapped.
#[derive(Clone, Copy)]
struct Escapes {
    ascii: bool,
    html: bool,
    slash: bool,
}

const RAW: Escapes = Escapes { ascii: false, html: false, slash: false };
/// Go's default.
const HTML: Escapes = Escapes { html: true, ..RAW };
/// PHP's default, with `ascii`.
const SLASH: Escapes = Escapes { slash: true, ..RAW };

impl Escapes {
    fn apply(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() * 2);
        for c in text.chars() {
            match c {
                '/' if self.slash => out.push_str("\\/"),
                '<' | '>' | '&' | '\u{2028}' | '\u{2029}' if self.html => {
                    out.push_str(&format!("\\u{:04x}", u32::from(c)));
                }
                c if self.ascii && !c.is_ascii() => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        out.push_str(&format!("\\u{unit:04x}"));
                    }
                }
                c => out.push(c),
            }
        }
        out
    }
}

/// Python's `json.dumps`: a space after each comma and colon.
struct Spaced;

impl Formatter for Spaced {
    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_styles_of_other_languages() {
        let value: Value = serde_json::from_str(r#"{"b":["é🚀","</a>&"],"a":1}"#).unwrap();
        let styles = styles(&value);
        for expected in [
            r#"{"b": ["\u00e9\ud83d\ude80", "</a>&"], "a": 1}"#,
            r#"{"b":["é🚀","\u003c/a\u003e\u0026"],"a":1}"#,
            r#"{"b":["\u00e9\ud83d\ude80","<\/a>&"],"a":1}"#,
            "{\n    \"b\": [\n        \"é🚀\",\n        \"</a>&\"\n    ],\n    \"a\": 1\n}",
        ] {
            assert!(styles.iter().any(|style| style == expected), "{expected}");
        }
    }

    #[test]
    fn differences_are_named() {
        let codes = |a: &str, b: &str| -> Vec<Code> {
            differences(a.as_bytes(), b.as_bytes()).iter().map(|edit| edit.code).collect()
        };
        assert_eq!(codes(r#"{"a": 1}"#, r#"{"a":1}"#), [Code::BodyReserialised]);
        assert_eq!(codes(r#"{"b":1,"a":2}"#, r#"{"a":2,"b":1}"#), [Code::KeyOrder]);
        assert_eq!(codes(r#"{"a":1.0}"#, r#"{"a":1}"#), [Code::NumberFormat]);
        assert_eq!(
            codes(r#"{"a":"\/\u003c\u00eb"}"#, r#"{"a":"/<ë"}"#),
            [Code::AsciiEscaped, Code::HtmlEscaped, Code::SlashEscaped]
        );
        assert_eq!(codes("{\"a\": 1}\n", r#"{"a":1}"#), [Code::BodyReserialised, Code::TrailingNewline]);
        assert_eq!(codes(r#"{"a":"\u0041"}"#, r#"{"a":"A"}"#), [Code::BodyReserialised]);
    }
}
