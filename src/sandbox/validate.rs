//! Checks of bodies and queries, as data: a [`Rule`] says what is allowed, [`check`] lists what is wrong with a
//! value in the codes, words and order of Nango's validator (protocol §1.5).

use serde_json::{Value, json};

use super::date;

/// One thing that is wrong.
pub struct Issue {
    code: &'static str,
    message: String,
    path: Vec<String>,
    local_url: bool,
}

impl Issue {
    /// An issue at a path that is relative to the value it is about.
    pub fn new(code: &'static str, message: impl Into<String>, path: &[&str]) -> Self {
        let path = path.iter().map(|part| (*part).to_owned()).collect();
        Issue { code, message: message.into(), path, local_url: false }
    }

    /// An issue of a rule that has no code of its own.
    pub fn custom(message: impl Into<String>, path: &[&str]) -> Self {
        Issue::new("custom", message, path)
    }

    /// The same issue of a value that is elsewhere, with more to say.
    pub fn moved(self, more: &str, path: &[&str]) -> Self {
        Issue { local_url: self.local_url, ..Issue::new(self.code, self.message + more, path) }
    }

    /// The same issue, which only matters where local addresses are refused.
    pub fn about_local_url(self) -> Self {
        Issue { local_url: true, ..self }
    }

    /// Whether Nango Cloud objects to an address that the sandbox is for.
    pub fn is_about_local_urls(&self) -> bool {
        self.local_url
    }

    /// As it stands in an error's `errors`.
    pub fn to_json(&self) -> Value {
        json!({"code": self.code, "message": self.message, "path": self.path})
    }

    /// A value with one of these still has its type, so later rules about the whole are looked at too.
    fn is_mild(&self) -> bool {
        matches!(self.code, "too_small" | "too_big" | "invalid_format" | "custom")
    }
}

/// What a value must be.
pub enum Rule {
    /// A string that passes every check.
    Text(&'static [Check]),
    /// An array of such values.
    List(&'static Rule),
    /// An object with free keys.
    Map {
        /// Which keys are allowed.
        keys: fn(&str) -> bool,
        /// What each value must be.
        values: &'static Rule,
    },
    /// An object with known keys.
    Object(&'static [Field], Others),
    /// A query's number, between two bounds.
    Number(f64, f64),
    /// A query's boolean.
    Flag,
    /// A body's boolean.
    Bool,
    /// A whole number above 0, also from text.
    Positive,
    /// An object of anything.
    Record,
    /// Whatever JavaScript's `new Date` makes a moment of.
    Date,
    /// An object whose `type` says which rule it follows; with words of its own for one that is of no such type.
    Tagged(fn(&str) -> Option<&'static Rule>, Option<&'static str>),
    /// What only code can say.
    By(fn(&Value) -> Vec<Issue>),
    /// A rule, and more to say about values of the right type.
    Also(&'static Rule, fn(&Value) -> Vec<Issue>),
}

/// A check of a string; lengths are in UTF-16 units, as JavaScript counts them.
pub enum Check {
    /// At least this long.
    Min(usize),
    /// At most this long.
    Max(usize),
    /// At most this long, with a message of its own.
    MaxSaying(usize, &'static str),
    /// Passes a test that is shown as this JavaScript regular expression.
    Pattern(&'static str, fn(&str) -> bool),
    /// Passes a test, with a message of its own.
    PatternSaying(&'static str, fn(&str) -> bool),
    /// Begins so.
    Starts(&'static str),
    /// Ends so.
    Ends(&'static str),
    /// An e-mail address.
    Email,
}

/// One known key of an object.
pub struct Field {
    name: &'static str,
    needed: bool,
    rule: &'static Rule,
}

/// A key that must be there.
pub const fn need(name: &'static str, rule: &'static Rule) -> Field {
    Field { name, needed: true, rule }
}

/// A key that may be absent; `null` is not absent.
pub const fn may(name: &'static str, rule: &'static Rule) -> Field {
    Field { name, needed: false, rule }
}

/// What becomes of keys that an object's rule does not name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// They are an error.
    Refused,
    /// They are let through.
    Allowed,
}

/// Everything that is wrong with `value`; `None` stands for JavaScript's `undefined`.
pub fn check(rule: &Rule, value: Option<&Value>) -> Vec<Issue> {
    let mut issues = Vec::new();
    walk(rule, value, &mut Vec::new(), &mut issues);
    issues
}

fn walk(rule: &Rule, value: Option<&Value>, path: &mut Vec<String>, issues: &mut Vec<Issue>) {
    let at = |code, message: String, path: &[String]| Issue {
        code,
        message,
        path: path.to_vec(),
        local_url: false,
    };
    let mistyped =
        |expected: &str| format!("Invalid input: expected {expected}, received {}", type_name(value));
    match (rule, value) {
        (Rule::Text(checks), Some(Value::String(text))) => {
            for (code, message) in checks.iter().filter_map(|check| check.objection(text)) {
                issues.push(at(code, message, path));
            }
        }
        (Rule::Text(checks), _) => {
            issues.push(at("invalid_type", mistyped("string"), path));
            // An array has a length too, so zod goes on to measure it (recording modes/bill_auth_wrong_types).
            if let Some(items) = value.and_then(Value::as_array) {
                let measured = checks
                    .iter()
                    .filter_map(|check| check.objection_to_length(items.len(), "array", "items"));
                issues.extend(measured.map(|(code, message)| at(code, message, path)));
            }
        }
        (Rule::Bool, Some(Value::Bool(_))) | (Rule::Record, Some(Value::Object(_))) => {}
        (Rule::Positive, value) => match value.and_then(number) {
            None => issues.push(at("invalid_type", NOT_A_NUMBER.to_owned(), path)),
            Some(given) if given.fract() != 0.0 => {
                let message = "Invalid input: expected int, received number".to_owned();
                issues.push(at("invalid_type", message, path));
            }
            Some(given) if given <= 0.0 => {
                issues.push(at("too_small", "Too small: expected number to be >0".to_owned(), path));
            }
            Some(_) => {}
        },
        (Rule::Bool, _) => issues.push(at("invalid_type", mistyped("boolean"), path)),
        (Rule::Record, _) => issues.push(at("invalid_type", mistyped("record"), path)),
        (Rule::Date, value) => {
            if value.and_then(date::moment).is_none() {
                let message = "Invalid input: expected date, received Date".to_owned();
                issues.push(at("invalid_type", message, path));
            }
        }
        (Rule::Tagged(options, saying), Some(Value::Object(members))) => {
            match members.get("type").and_then(Value::as_str).and_then(options) {
                Some(rule) => walk(rule, value, path, issues),
                None => {
                    let path: Vec<String> = path.iter().cloned().chain(["type".to_owned()]).collect();
                    issues.push(at("invalid_union", saying.unwrap_or("Invalid input").to_owned(), &path));
                }
            }
        }
        (Rule::Tagged(_, saying), _) => {
            let message = saying.map_or_else(|| mistyped("object"), str::to_owned);
            issues.push(at("invalid_type", message, path));
        }
        (Rule::List(rule), Some(Value::Array(items))) => {
            for (index, item) in items.iter().enumerate() {
                path.push(index.to_string());
                walk(rule, Some(item), path, issues);
                path.pop();
            }
        }
        (Rule::List(_), _) => issues.push(at("invalid_type", mistyped("array"), path)),
        (Rule::Map { keys, values }, Some(Value::Object(members))) => {
            for (key, member) in members {
                path.push(key.clone());
                if keys(key) {
                    walk(values, Some(member), path, issues);
                } else {
                    issues.push(at("invalid_key", "Invalid key in record".to_owned(), path));
                }
                path.pop();
            }
        }
        (Rule::Map { .. }, _) => issues.push(at("invalid_type", mistyped("record"), path)),
        (Rule::Object(fields, others), Some(Value::Object(members))) => {
            for field in *fields {
                let member = members.get(field.name);
                if field.needed || member.is_some() {
                    path.push(field.name.to_owned());
                    walk(field.rule, member, path, issues);
                    path.pop();
                }
            }
            let unknown: Vec<String> = members
                .keys()
                .filter(|key| fields.iter().all(|field| field.name != key.as_str()))
                .map(|key| format!("\"{key}\""))
                .collect();
            if *others == Others::Refused && !unknown.is_empty() {
                let plural = if unknown.len() > 1 { "s" } else { "" };
                let message = format!("Unrecognized key{plural}: {}", unknown.join(", "));
                issues.push(at("unrecognized_keys", message, path));
            }
        }
        (Rule::Object(..), _) => issues.push(at("invalid_type", mistyped("object"), path)),
        (Rule::Number(least, most), value) => match value.and_then(number) {
            Some(number) if number.is_infinite() => {
                let message = "Invalid input: expected number, received number".to_owned();
                issues.push(at("invalid_type", message, path));
            }
            Some(number) if number < *least => {
                issues.push(at("too_small", format!("Too small: expected number to be >={least}"), path));
            }
            Some(number) if number > *most => {
                issues.push(at("too_big", format!("Too big: expected number to be <={most}"), path));
            }
            Some(_) => {}
            None => issues.push(at("invalid_type", NOT_A_NUMBER.to_owned(), path)),
        },
        (Rule::Flag, Some(Value::String(text))) if flag(text).is_some() => {}
        (Rule::Flag, Some(Value::String(_))) => {
            let options: Vec<String> =
                TRUE.iter().chain(&FALSE).map(|option| format!("\"{option}\"")).collect();
            let message = format!("Invalid option: expected one of {}", options.join("|"));
            issues.push(at("invalid_value", message, path));
        }
        (Rule::Flag, _) => issues.push(at("invalid_type", mistyped("string"), path)),
        (Rule::By(judge), value) => append(judge(value.unwrap_or(&Value::Null)), path, issues),
        (Rule::Also(rule, judge), value) => {
            let before = issues.len();
            walk(rule, value, path, issues);
            if let (Some(value), true) = (value, issues[before..].iter().all(Issue::is_mild)) {
                append(judge(value), path, issues);
            }
        }
    }
}

fn append(new: Vec<Issue>, path: &[String], issues: &mut Vec<Issue>) {
    issues.extend(new.into_iter().map(|issue| {
        let path = path.iter().cloned().chain(issue.path).collect();
        Issue { path, ..issue }
    }));
}

impl Check {
    fn objection(&self, text: &str) -> Option<(&'static str, String)> {
        match self {
            Check::Min(_) | Check::Max(_) | Check::MaxSaying(..) => {
                self.objection_to_length(text.encode_utf16().count(), "string", "characters")
            }
            Check::Pattern(shown, test) => (!test(text))
                .then(|| ("invalid_format", format!("Invalid string: must match pattern {shown}"))),
            Check::PatternSaying(message, test) => {
                (!test(text)).then(|| ("invalid_format", (*message).to_owned()))
            }
            Check::Starts(with) => (!text.starts_with(with))
                .then(|| ("invalid_format", format!("Invalid string: must start with \"{with}\""))),
            Check::Ends(with) => (!text.ends_with(with))
                .then(|| ("invalid_format", format!("Invalid string: must end with \"{with}\""))),
            Check::Email => (!is_email(text)).then(|| ("invalid_format", "Invalid email address".to_owned())),
        }
    }
}

impl Check {
    /// What is wrong with a string or an array of this length.
    fn objection_to_length(&self, length: usize, of: &str, unit: &str) -> Option<(&'static str, String)> {
        match self {
            Check::Min(least) => (length < *least)
                .then(|| ("too_small", format!("Too small: expected {of} to have >={least} {unit}"))),
            Check::Max(most) => (length > *most)
                .then(|| ("too_big", format!("Too big: expected {of} to have <={most} {unit}"))),
            Check::MaxSaying(most, message) => (length > *most).then(|| ("too_big", (*message).to_owned())),
            _ => None,
        }
    }
}

const NOT_A_NUMBER: &str = "Invalid input: expected number, received NaN";
const TRUE: [&str; 6] = ["true", "1", "yes", "on", "y", "enabled"];
const FALSE: [&str; 6] = ["false", "0", "no", "off", "n", "disabled"];

/// The boolean that a query's text stands for.
pub fn flag(text: &str) -> Option<bool> {
    let text = text.to_lowercase();
    if TRUE.contains(&text.as_str()) { Some(true) } else { FALSE.contains(&text.as_str()).then_some(false) }
}

/// The number that JavaScript's `Number()` makes of a value: nothing is 0, a list of one is what is in it.
pub fn number(value: &Value) -> Option<f64> {
    let text = match value {
        Value::Null => return Some(0.0),
        Value::Bool(yes) => return Some(f64::from(*yes)),
        Value::Number(number) => return number.as_f64(),
        Value::Array(items) => match items.as_slice() {
            [] => return Some(0.0),
            [one] => return number(one),
            _ => return None,
        },
        value => value.as_str()?.trim(),
    };
    match text {
        "" => return Some(0.0),
        "Infinity" | "+Infinity" => return Some(f64::INFINITY),
        "-Infinity" => return Some(f64::NEG_INFINITY),
        _ => {}
    }
    let radix = |prefix: [&str; 2], radix| {
        prefix.iter().find_map(|prefix| text.strip_prefix(prefix)).map(|digits| (digits, radix))
    };
    let based = radix(["0x", "0X"], 16).or_else(|| radix(["0o", "0O"], 8)).or_else(|| radix(["0b", "0B"], 2));
    if let Some((digits, radix)) = based {
        return u32::from_str_radix(digits, radix).ok().filter(|_| !digits.starts_with('+')).map(f64::from);
    }
    // Rust's parser also knows "inf" and "nan".
    text.parse::<f64>().ok().filter(|_| text.ends_with(|c: char| c.is_ascii_digit() || c == '.'))
}

/// Nango's e-mail rule: a dotted domain whose last label is two letters or more, no dot first or twice.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let local_ok = |c: char| c.is_ascii_alphanumeric() || "_'+-.".contains(c);
    let labels: Vec<&str> = domain.split('.').collect();
    let label_ok = |label: &&str| {
        label.starts_with(|c: char| c.is_ascii_alphanumeric())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    !local.starts_with('.')
        && !text.contains("..")
        && local.chars().all(local_ok)
        && local.ends_with(|c: char| c.is_ascii_alphanumeric() || "_+-".contains(c))
        && labels.len() >= 2
        && labels.iter().all(label_ok)
        && labels.last().is_some_and(|top| top.len() >= 2 && top.chars().all(|c| c.is_ascii_alphabetic()))
}

/// What JavaScript's validator calls the type of a value.
fn type_name(value: Option<&Value>) -> &'static str {
    match value {
        None => "undefined",
        Some(Value::Null) => "null",
        Some(Value::Bool(_)) => "boolean",
        Some(Value::Number(_)) => "number",
        Some(Value::String(_)) => "string",
        Some(Value::Array(_)) => "array",
        Some(Value::Object(_)) => "object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_javascript_reads_them() {
        for (text, expected) in [
            ("", Some(0.0)),
            (" 12 ", Some(12.0)),
            ("1.5", Some(1.5)),
            ("0x10", Some(16.0)),
            ("1e2", Some(100.0)),
            ("abc", None),
            ("inf", None),
            ("0x+1", None),
            ("nan", None),
            ("-Infinity", Some(f64::NEG_INFINITY)),
            ("1e999", Some(f64::INFINITY)),
        ] {
            assert_eq!(number(&Value::from(text)), expected, "{text:?}");
        }
        for (list, expected) in [
            (json!(["1", "2"]), None),
            (json!(["1"]), Some(1.0)),
            (json!([""]), Some(0.0)),
            (json!({"a": "1"}), None),
        ] {
            assert_eq!(number(&list), expected, "{list}");
        }
    }

    #[test]
    fn addresses() {
        for good in ["a@b.co", "first.last+tag@sub.example.com", "o'neil_@x-y.dev"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["nope", "@b.co", ".a@b.co", "a.@b.co", "a..b@c.de", "a@b", "a@b.c", "a@-b.co", "a b@c.de"]
        {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
