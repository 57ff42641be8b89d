//! Reading a body as Express and V8 do, and V8's words for what is wrong with it.

use serde_json::{Number, Value};

/// An object or array.
///
/// # Errors
/// The parser's message, for `invalid_json`.
pub fn parse(body: &[u8]) -> Result<Value, String> {
    let text = String::from_utf8_lossy(body);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let start = text.len() - text.trim_start_matches(BLANK).len();
    // Express looks at the first character before it lets anything be parsed.
    if !text[start..].starts_with(['{', '[']) {
        return Err(Fault { at: start, words: None }.told(text));
    }
    let mut value = serde_json::from_str(text).map_err(|limit| {
        let mut scan = Scan { text, at: 0 };
        match scan.document() {
            Err(fault) => fault.told(text),
            // V8 reads what is nested deeper, half a character, and a number that is too large.
            Ok(()) => format!("The sandbox cannot hold what this JSON says: {limit}"),
        }
    })?;
    as_doubles(&mut value);
    Ok(value)
}

/// Makes of every number what JavaScript has for it, a double, which it writes without a point where it is whole.
fn as_doubles(value: &mut Value) {
    match value {
        Value::Number(number) => {
            if let Some(whole) = number.as_f64().filter(|number| number.fract() == 0.0) {
                // The digits that tell it from its neighbours, then zeros; what no integer holds stays as it is.
                let digits = whole.to_string();
                let signed = digits.parse::<i64>().map(Number::from);
                if let Ok(whole) = signed.or_else(|_| digits.parse::<u64>().map(Number::from)) {
                    *number = whole;
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(as_doubles),
        Value::Object(members) => members.values_mut().for_each(as_doubles),
        _ => {}
    }
}

const AFTER: &str = "Unexpected non-whitespace character after JSON";
const BLANK: [char; 4] = [' ', '\t', '\n', '\r'];

/// Where V8 stops, and its words if it has any beyond "unexpected".
struct Fault {
    at: usize,
    words: Option<&'static str>,
}

impl Fault {
    fn told(&self, text: &str) -> String {
        let position = text[..self.at].encode_utf16().count();
        let named = |what: &str| {
            let line = text[..self.at].matches('\n').count() + 1;
            let last = text[..self.at].rsplit('\n').next();
            let column = last.map_or(0, |last| last.encode_utf16().count()) + 1;
            let place = if what == AFTER { "" } else { " in JSON" };
            format!("{what}{place} at position {position} (line {line} column {column})")
        };
        if let Some(words) = self.words {
            return named(words);
        }
        let Some(wrong) = text[self.at..].chars().next() else {
            return "Unexpected end of JSON input".to_owned();
        };
        match wrong {
            '"' if self.at > 0 => return named("Unexpected string"),
            '-' | '0'..='9' if self.at > 0 => return named("Unexpected number"),
            _ => {}
        }
        // V8 quotes the whole text when it is short, else ten units around the place.
        let units: Vec<u16> = text.encode_utf16().collect();
        let quote = |from: usize, to: usize| String::from_utf16_lossy(&units[from..to]);
        let source = if units.len() <= 20 {
            format!("\"{text}\"")
        } else if position < 10 {
            format!("\"{}\"...", quote(0, position + 10))
        } else if position < units.len() - 10 {
            format!("...\"{}\"...", quote(position - 10, position + 10))
        } else {
            format!("...\"{}\"", quote(position - 10, units.len()))
        };
        // V8 shows half of a character that takes two units, which text cannot.
        let wrong = if wrong.len_utf16() == 1 { wrong } else { char::REPLACEMENT_CHARACTER };
        format!("Unexpected token '{wrong}', {source} is not valid JSON")
    }
}

/// V8's way through a text, as far as the first fault.
struct Scan<'t> {
    text: &'t str,
    at: usize,
}

impl Scan<'_> {
    fn document(&mut self) -> Result<(), Fault> {
        // What is open: an object's `}` or an array's `]`. A loop, for a text can nest without end.
        let mut open: Vec<u8> = Vec::new();
        loop {
            self.blank();
            match self.peek() {
                Some(b'{') => {
                    self.at += 1;
                    self.blank();
                    if self.peek() == Some(b'}') {
                        self.at += 1;
                    } else {
                        self.name("Expected property name or '}'")?;
                        open.push(b'}');
                        continue;
                    }
                }
                Some(b'[') => {
                    self.at += 1;
                    self.blank();
                    if self.peek() == Some(b']') {
                        self.at += 1;
                    } else {
                        open.push(b']');
                        continue;
                    }
                }
                Some(b'"') => self.string()?,
                Some(b'-' | b'0'..=b'9') => self.number()?,
                _ => self.word()?,
            }
            loop {
                self.blank();
                match (open.last(), self.peek()) {
                    (None, None) => return Ok(()),
                    (None, Some(_)) => {
                        return Err(self.fault(Some(AFTER)));
                    }
                    (Some(end), Some(found)) if *end == found => {
                        self.at += 1;
                        open.pop();
                    }
                    (Some(b'}'), Some(b',')) => {
                        self.at += 1;
                        self.blank();
                        self.name("Expected double-quoted property name")?;
                        break;
                    }
                    (Some(_), Some(b',')) => {
                        self.at += 1;
                        break;
                    }
                    (Some(b'}'), _) => {
                        return Err(self.fault(Some("Expected ',' or '}' after property value")));
                    }
                    (Some(_), _) => {
                        return Err(self.fault(Some("Expected ',' or ']' after array element")));
                    }
                }
            }
        }
    }

    /// A property's name and its colon.
    fn name(&mut self, otherwise: &'static str) -> Result<(), Fault> {
        if self.peek() != Some(b'"') {
            return Err(self.fault(Some(otherwise)));
        }
        self.string()?;
        self.blank();
        if self.peek() != Some(b':') {
            return Err(self.fault(Some("Expected ':' after property name")));
        }
        self.at += 1;
        Ok(())
    }

    fn string(&mut self) -> Result<(), Fault> {
        self.at += 1;
        loop {
            match self.peek() {
                None => return Err(self.fault(Some("Unterminated string"))),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at += 1;
                    match self.peek() {
                        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
                        Some(b'u') => {
                            self.at += 1;
                            for _ in 0..4 {
                                if !self.peek().is_some_and(|c| c.is_ascii_hexdigit()) {
                                    return Err(self.fault(Some("Bad Unicode escape")));
                                }
                                self.at += 1;
                            }
                        }
                        // V8 has its words for characters of Latin-1 only: their first bytes end at 0xc3.
                        Some(c) if c <= 0xc3 => return Err(self.fault(Some("Bad escaped character"))),
                        _ => return Err(self.fault(None)),
                    }
                }
                Some(0..=0x1f) => return Err(self.fault(Some("Bad control character in string literal"))),
                Some(_) => self.at += 1,
            }
        }
    }

    fn number(&mut self) -> Result<(), Fault> {
        if self.peek() == Some(b'-') {
            self.at += 1;
            if !self.digit() {
                return Err(self.fault(Some("No number after minus sign")));
            }
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
            // A second digit is a number where none may be.
            if self.digit() {
                return Err(self.fault(None));
            }
        }
        self.digits();
        if self.peek() == Some(b'.') {
            self.at += 1;
            if !self.digit() {
                return Err(self.fault(Some("Unterminated fractional number")));
            }
            self.digits();
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            if !self.digit() {
                return Err(self.fault(Some("Exponent part is missing a number")));
            }
            self.digits();
        }
        Ok(())
    }

    /// `true`, `false` or `null`: the first letter that is wrong is the one told.
    fn word(&mut self) -> Result<(), Fault> {
        let word = match self.peek() {
            Some(b't') => "true",
            Some(b'f') => "false",
            Some(b'n') => "null",
            _ => return Err(self.fault(None)),
        };
        for expected in word.bytes() {
            if self.peek() != Some(expected) {
                return Err(self.fault(None));
            }
            self.at += 1;
        }
        Ok(())
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn digit(&self) -> bool {
        self.peek().is_some_and(|c| c.is_ascii_digit())
    }

    fn digits(&mut self) {
        while self.digit() {
            self.at += 1;
        }
    }

    fn blank(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn fault(&self, words: Option<&'static str>) -> Fault {
        Fault { at: self.at, words }
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    /// The first three are recorded (err_malformed_json_connect_sessions, err_json_string_body,
    /// integration_create_err_malformed_json); the others are what Node 22 says.
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
            ("{", "Expected property name or '}' in JSON at position 1 (line 1 column 2)"),
            ("{'a':1}", "Expected property name or '}' in JSON at position 1 (line 1 column 2)"),
            ("{\"a\" 1}", "Expected ':' after property name in JSON at position 5 (line 1 column 6)"),
            (
                "{\"a\":1\n \"b\":2}",
                "Expected ',' or '}' after property value in JSON at position 8 (line 2 column 2)",
            ),
            ("[1 2]", "Expected ',' or ']' after array element in JSON at position 3 (line 1 column 4)"),
            ("{\"a\":\"b", "Unterminated string in JSON at position 7 (line 1 column 8)"),
            ("{\"a\":\"\\x\"}", "Bad escaped character in JSON at position 7 (line 1 column 8)"),
            (
                "{\"a\":\"\n\"}",
                "Bad control character in string literal in JSON at position 6 (line 1 column 7)",
            ),
            ("{\"a\":1} x", "Unexpected non-whitespace character after JSON at position 8 (line 1 column 9)"),
            ("{\"a\":01}", "Unexpected number in JSON at position 6 (line 1 column 7)"),
            (
                "{\"tags\": undefined, \"b\": 2}",
                "Unexpected token 'u', \"{\"tags\": undefined,\"... is not valid JSON",
            ),
        ] {
            assert_eq!(parse(body.as_bytes()).unwrap_err(), message, "{body}");
        }
    }

    /// The texts beside what Node makes of them.
    #[test]
    fn numbers_are_doubles() {
        for (body, read) in [
            ("[1.0, 1e2, -0, -0.0, 1.50]", "[1,100,0,0,1.5]"),
            ("[12345678901234567890, 9007199254740993]", "[12345678901234567000,9007199254740992]"),
            ("{\"a\": [-9007199254740993, 1e-7]}", "{\"a\":[-9007199254740992,1e-7]}"),
        ] {
            assert_eq!(parse(body.as_bytes()).map(|value| value.to_string()), Ok(read.to_owned()), "{body}");
        }
    }

    /// What V8 reads and the sandbox does not is not said to be cut off.
    #[test]
    fn limits_are_told() {
        let deep = "[".repeat(130) + &"]".repeat(130);
        for body in ["{\"a\":\"\\ud800x\"}", "[1e999]", &deep] {
            let message = parse(body.as_bytes()).unwrap_err();
            assert!(message.starts_with("The sandbox cannot hold"), "{body}: {message}");
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
