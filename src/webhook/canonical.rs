//! The serialisation Nango signs and sends (protocol §7.1): keys sorted at every depth, no white space,
//! strings and numbers as JavaScript's `JSON.stringify` writes them.

use serde_json::{Number, Value};

/// `value` in Nango's wire form.
pub fn to_string(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => out.push_str(&js_number(number)),
        Value::String(text) => write_string(text, out),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut keys: Vec<&String> = members.keys().collect();
            keys.sort_by(|a, b| js_key_order(a, b));
            out.push('{');
            for (index, key) in keys.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_string(key, out);
                out.push(':');
                write(&members[key], out);
            }
            out.push('}');
        }
    }
}

/// Array-index-like keys come first, in numeric order, as in every JavaScript object; the rest by UTF-16 units.
fn js_key_order(a: &str, b: &str) -> std::cmp::Ordering {
    match (array_index(a), array_index(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => std::cmp::Ordering::Less,
        (None, Some(_)) => std::cmp::Ordering::Greater,
        (None, None) => a.encode_utf16().cmp(b.encode_utf16()),
    }
}

/// `0` to `2^32 - 2` in canonical decimal.
fn array_index(key: &str) -> Option<u32> {
    let index: u32 = key.parse().ok()?;
    (index != u32::MAX && index.to_string() == key).then_some(index)
}

/// JSON.stringify escapes exactly what serde_json escapes: `"`, `\` and control characters, `\u00xx` in lower
/// case; DEL, `/` and non-ASCII stay raw.
fn write_string(text: &str, out: &mut String) {
    out.push_str(&Value::String(text.to_owned()).to_string());
}

/// ECMAScript `Number::toString`: the shortest digits that round-trip, exponent from 1e21 up and below 1e-6.
fn js_number(number: &Number) -> String {
    let Some(value) = number.as_f64() else { return number.to_string() };
    if value == 0.0 {
        return "0".to_owned();
    }
    // `{:e}` gives the shortest round-trip digits as d.ddde±x.
    let scientific = format!("{:e}", value.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits = mantissa.replace('.', "");
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let count = digits.len() as i32;
    // Position of the decimal point, counted from the first digit.
    let point = exponent + 1;
    let body = if count <= point && point <= 21 {
        format!("{digits}{}", "0".repeat((point - count) as usize))
    } else if 0 < point && point <= 21 {
        format!("{}.{}", &digits[..point as usize], &digits[point as usize..])
    } else if -6 < point && point <= 0 {
        format!("0.{}{digits}", "0".repeat(-point as usize))
    } else {
        let sign = if exponent < 0 { '-' } else { '+' };
        let rest = if count > 1 { format!(".{}", &digits[1..]) } else { String::new() };
        format!("{}{rest}e{sign}{}", &digits[..1], exponent.abs())
    };
    if value < 0.0 { format!("-{body}") } else { body }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Protocol §7.7, executed with the library that Nango uses.
    #[test]
    fn serialisation_vector() {
        let value: Value = serde_json::from_str(
            r#"{"b":1,"10":1,"9":2,"a":{"z":1,"y":[{"d":1,"c":2}]},"d":"1970-01-01T00:00:00.000Z","n":1.0,"e":1e21,"B":2}"#,
        )
        .unwrap();
        assert_eq!(
            to_string(&value),
            r#"{"9":2,"10":1,"B":2,"a":{"y":[{"c":2,"d":1}],"z":1},"b":1,"d":"1970-01-01T00:00:00.000Z","e":1e+21,"n":1}"#
        );
    }

    #[test]
    fn numbers_as_javascript_writes_them() {
        for (json, js) in [
            ("-0.0", "0"),
            ("1e-7", "1e-7"),
            ("1.5e-7", "1.5e-7"),
            ("0.000001", "0.000001"),
            ("123456789012345680000", "123456789012345680000"),
            ("1.25e21", "1.25e+21"),
            ("9007199254740993", "9007199254740992"),
            ("-12.50", "-12.5"),
            ("100", "100"),
        ] {
            assert_eq!(to_string(&serde_json::from_str(json).unwrap()), js, "{json}");
        }
    }

    #[test]
    fn strings_as_javascript_writes_them() {
        let text = Value::String("line1\nline2 \"q\" \\ / <b> \u{1} \u{7f} \u{2028} Zoë 🚀".to_owned());
        assert_eq!(to_string(&text), "\"line1\\nline2 \\\"q\\\" \\\\ / <b> \\u0001 \u{7f} \u{2028} Zoë 🚀\"");
    }

    #[test]
    fn keys_sort_by_utf16_units() {
        // U+FF61 is one unit above the surrogates that encode U+1F680.
        let value: Value =
            serde_json::from_str("{\"\u{ff61}\":1,\"🚀\":2,\"4294967295\":3,\"01\":4}").unwrap();
        assert_eq!(to_string(&value), "{\"01\":4,\"4294967295\":3,\"🚀\":2,\"\u{ff61}\":1}");
    }
}
