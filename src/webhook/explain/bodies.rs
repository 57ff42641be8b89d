//! Which body may have been signed: what editors, shells, proxies and frameworks do to one, done or undone.

use serde_json::Value;

use super::{Code, forms};
use crate::webhook::canonical;

/// A body to try, and how it differs from the one given.
pub(super) struct Variant {
    pub bytes: Vec<u8>,
    /// What was done to the body given.
    pub edits: Vec<Edit>,
    /// Whether it is also the same JSON written anew; [`super::json::differences`] tells what changed.
    pub rewritten_from: Option<Vec<u8>>,
}

/// One change to a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub code: Code,
    /// Follows "over the body …".
    pub phrase: &'static str,
}

/// The likely variants, likeliest first.
pub(super) fn likely(body: &[u8]) -> Vec<Variant> {
    let mut out = Variants { given: body, list: Vec::new() };
    for (edits, base) in bases(body) {
        let text = base.strip_suffix(b"\n").map(|text| text.strip_suffix(b"\r").unwrap_or(text));
        let with = |code, phrase| [&edits[..], &[Edit { code, phrase }]].concat();
        if !edits.is_empty() {
            out.add(base.clone(), edits.clone());
        }
        if let Some(text) = text {
            out.add(text.to_vec(), with(Code::TrailingNewline, "without its last line end"));
        }
        let trimmed = base.trim_ascii();
        out.add(trimmed.to_vec(), with(Code::TrailingNewline, "without the white space around it"));
        if let Ok(value) = serde_json::from_slice::<Value>(&base) {
            out.rewrite(canonical::to_string(&value), &edits, &base);
            out.rewrite(value.to_string(), &edits, &base);
        }
    }
    let unix = replace(body, b"\r\n", b"\n");
    let dos = replace(&unix, b"\n", b"\r\n");
    out.plain(Code::Crlf, "with LF line ends instead of CRLF", unix.clone());
    out.plain(Code::Crlf, "with CRLF line ends instead of LF", dos.clone());
    out.list.extend(ends(body));
    out.add(
        unix.trim_ascii().to_vec(),
        vec![
            Edit { code: Code::Crlf, phrase: "with LF line ends instead of CRLF" },
            Edit { code: Code::TrailingNewline, phrase: "without the white space around it" },
        ],
    );
    out.add(
        [&dos, &b"\r\n"[..]].concat(),
        vec![
            Edit { code: Code::Crlf, phrase: "with CRLF line ends instead of LF" },
            Edit { code: Code::TrailingNewline, phrase: "with a line end after it" },
        ],
    );
    out.plain(Code::EmptyBody, "emptied", Vec::new());
    if let Ok(text) = std::str::from_utf8(body) {
        out.plain(
            Code::JsonString,
            "encoded once more, as a JSON string",
            Value::from(text).to_string().into(),
        );
        out.plain(Code::Mojibake, "with its UTF-8 read as Latin-1 and encoded again", latin1_to_utf8(body));
        if let Some(narrow) = to_latin1(text) {
            out.plain(Code::Charset, "encoded as Latin-1", narrow);
        }
    }
    out.list
}

/// The variants of which only the ends differ, all there is time for with a large body.
pub(super) fn ends(body: &[u8]) -> Vec<Variant> {
    let mut out = Variants { given: body, list: Vec::new() };
    out.plain(Code::TrailingNewline, "without the white space around it", body.trim_ascii().to_vec());
    out.plain(Code::TrailingNewline, "with a line feed after it", [body, b"\n"].concat());
    out.plain(Code::TrailingNewline, "with CRLF after it", [body, b"\r\n"].concat());
    out.plain(Code::TrailingNewline, "with two line feeds after it", [body, b"\n\n"].concat());
    out.plain(Code::Bom, "without its byte order mark", body.strip_prefix(BOM).unwrap_or(body).to_vec());
    out.plain(Code::Bom, "with a byte order mark before it", [BOM, body].concat());
    out.list
}

/// The less likely variants of a short body that is JSON: the same JSON as the usual libraries write it.
pub(super) fn styles(body: &[u8]) -> Vec<Variant> {
    let mut out = Variants { given: body, list: Vec::new() };
    let Ok(given) = serde_json::from_slice::<Value>(body.strip_prefix(BOM).unwrap_or(body)) else {
        return out.list;
    };
    let sorted = serde_json::from_str(&canonical::to_string(&given)).unwrap_or_default();
    for value in [&given, &sorted] {
        for text in super::json::styles(value) {
            out.rewrite(format!("{text}\n"), &[], body);
            out.rewrite(text, &[], body);
        }
    }
    out.list
}

const BOM: &[u8] = b"\xef\xbb\xbf";

struct Variants<'a> {
    given: &'a [u8],
    list: Vec<Variant>,
}

impl Variants<'_> {
    fn add(&mut self, bytes: Vec<u8>, edits: Vec<Edit>) {
        self.push(Variant { bytes, edits, rewritten_from: None });
    }

    fn plain(&mut self, code: Code, phrase: &'static str, bytes: Vec<u8>) {
        self.add(bytes, vec![Edit { code, phrase }]);
    }

    fn rewrite(&mut self, text: String, edits: &[Edit], base: &[u8]) {
        self.push(Variant { bytes: text.into(), edits: edits.to_vec(), rewritten_from: Some(base.to_vec()) });
    }

    /// The same bytes are tried once: the first way to them is the simplest.
    fn push(&mut self, variant: Variant) {
        if variant.bytes != self.given && !self.list.iter().any(|known| known.bytes == variant.bytes) {
            self.list.push(variant);
        }
    }
}

/// The body itself, and what it may be a wrapping of.
fn bases(body: &[u8]) -> Vec<(Vec<Edit>, Vec<u8>)> {
    let mut out = vec![(Vec::new(), body.to_vec())];
    let mut add = |code, phrase, bytes: Option<Vec<u8>>| {
        if let Some(bytes) = bytes.filter(|bytes| bytes != body) {
            out.push((vec![Edit { code, phrase }], bytes));
        }
    };
    add(Code::Bom, "without its byte order mark", body.strip_prefix(BOM).map(<[u8]>::to_vec));
    let Ok(text) = std::str::from_utf8(body) else {
        add(Code::Charset, "encoded as UTF-8 instead of Latin-1", Some(latin1_to_utf8(body)));
        return out;
    };
    let quoted = forms::unquote(text.trim());
    match serde_json::from_str::<Value>(text) {
        Ok(Value::String(inner)) => {
            add(Code::JsonString, "taken out of the JSON string around it", Some(inner.into()));
        }
        Ok(value) => add(Code::BufferJson, "whose bytes this Buffer lists", buffer(&value)),
        Err(_) => {
            let inner = quoted.map(|inner| inner.as_bytes().to_vec());
            add(Code::JsonString, "without the quotes around it", inner);
            let wrapped = text.trim();
            let decoded = forms::unbase64(wrapped).filter(|bytes| bytes.first() == Some(&b'{'));
            add(Code::Base64Body, "decoded from base64", decoded);
        }
    }
    if text.contains('%') {
        add(Code::PercentEncoded, "with its percent encoding undone", Some(percent_decode(body, false)));
        add(Code::PercentEncoded, "with its form encoding undone", Some(percent_decode(body, true)));
    }
    if !text.is_ascii() {
        for decoded in [to_latin1(text), to_windows_1252(text)] {
            let decoded = decoded.filter(|bytes| std::str::from_utf8(bytes).is_ok());
            add(Code::Mojibake, "with its doubly encoded UTF-8 decoded once", decoded);
        }
    }
    out
}

/// What `JSON.stringify` makes of a Node.js Buffer, undone.
fn buffer(value: &Value) -> Option<Vec<u8>> {
    if value.get("type")?.as_str()? != "Buffer" {
        return None;
    }
    value.get("data")?.as_array()?.iter().map(|byte| u8::try_from(byte.as_u64()?).ok()).collect()
}

fn latin1_to_utf8(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|&byte| char::from(byte)).collect::<String>().into()
}

fn to_latin1(text: &str) -> Option<Vec<u8>> {
    text.chars().map(|c| u8::try_from(c).ok()).collect()
}

/// Windows-1252, where a browser reads Latin-1: its own characters for 0x80 to 0x9f.
fn to_windows_1252(text: &str) -> Option<Vec<u8>> {
    const HIGH: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    let byte = |c: char| match u8::try_from(c) {
        Ok(byte) => Some(byte),
        Err(_) => HIGH.chars().zip(0x80..).find(|&(high, _)| high == c).map(|(_, byte)| byte),
    };
    text.chars().map(byte).collect()
}

fn percent_decode(bytes: &[u8], plus_is_space: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let digit = |at: usize| bytes.get(at).and_then(|&c| char::from(c).to_digit(16));
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high << 4 | low) as u8);
                at += 2;
            }
            (b'+', ..) if plus_is_space => out.push(b' '),
            (byte, ..) => out.push(byte),
        }
        at += 1;
    }
    out
}

fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(&first) = rest.first() {
        if let Some(after) = rest.strip_prefix(from) {
            out.extend_from_slice(to);
            rest = after;
        } else {
            out.push(first);
            rest = &rest[1..];
        }
    }
    out
}
