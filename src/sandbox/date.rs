//! Moments as JavaScript's `new Date` reads them, which is how Nango reads the dates of a body.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822;
use jiff::tz::Offset;
use serde_json::Value;

/// The moment that a value stands for: ISO 8601 and RFC 2822 texts, bare years and months, milliseconds since 1970.
/// Times without a zone are UTC, as on a server. None is what JavaScript calls an invalid date; texts that only its
/// lenient parser can read, such as `Mar 1 2030`, count as such too.
pub fn moment(value: &Value) -> Option<Timestamp> {
    match value {
        Value::Null => Some(Timestamp::UNIX_EPOCH),
        Value::Bool(yes) => Timestamp::from_millisecond(i64::from(*yes)).ok(),
        // A cast from f64 keeps within the bounds of i64.
        Value::Number(number) => Timestamp::from_millisecond(number.as_f64()?.trunc() as i64).ok(),
        Value::String(text) => read(text),
        Value::Array(items) => match items.as_slice() {
            [Value::String(text)] => read(text),
            [Value::Number(number)] => read(&number.to_string()),
            _ => None,
        },
        Value::Object(_) => None,
    }
}

fn read(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit()) {
        return year_or_month(text);
    }
    // A time zone's name in brackets is no part of JavaScript's format.
    if text.contains('[') {
        return None;
    }
    let at = |time: DateTime| Offset::UTC.to_timestamp(time).ok();
    text.parse()
        .ok()
        .or_else(|| text.parse().ok().and_then(at))
        .or_else(|| {
            let (year, month) = text.split_once('-')?;
            let date = Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
            (year.len() == 4 && month.len() == 2).then(|| at(date.at(0, 0, 0, 0)))?
        })
        .or_else(|| Some(rfc2822::parse(text).ok()?.timestamp()))
}

/// One number is a month where it can be one, else a year, of this century or the last if it is short.
fn year_or_month(text: &str) -> Option<Timestamp> {
    let number: i16 = text.parse().ok()?;
    let (year, month) = match number {
        1..=12 if text.len() < 4 => (2001, i8::try_from(number).ok()?),
        32..=49 if text.len() < 4 => (2000 + number, 1),
        50..=99 if text.len() < 4 => (1900 + number, 1),
        0..=31 if text.len() < 4 => return None,
        year => (year, 1),
    };
    Offset::UTC.to_timestamp(Date::new(year, month, 1).ok()?.at(0, 0, 0, 0)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Each beside what Node prints for it where the time zone is UTC.
    #[test]
    fn dates_as_javascript_reads_them() {
        for (value, expected) in [
            (json!("2030-01-02T03:04:05.678Z"), Some("2030-01-02T03:04:05.678Z")),
            (json!("2030-01-02T03:04:05+02:00"), Some("2030-01-02T01:04:05Z")),
            (json!("2030-01-02T03:04:05"), Some("2030-01-02T03:04:05Z")),
            (json!("2030-01-02 03:04:05"), Some("2030-01-02T03:04:05Z")),
            (json!("2030-01-02T03:04"), Some("2030-01-02T03:04:00Z")),
            (json!("2030-01-02"), Some("2030-01-02T00:00:00Z")),
            (json!("2030-05"), Some("2030-05-01T00:00:00Z")),
            (json!("2030"), Some("2030-01-01T00:00:00Z")),
            (json!("5"), Some("2001-05-01T00:00:00Z")),
            (json!("99"), Some("1999-01-01T00:00:00Z")),
            (json!("Wed, 02 Jan 2030 03:04:05 GMT"), Some("2030-01-02T03:04:05Z")),
            (json!(1_893_456_000_000_i64), Some("2030-01-01T00:00:00Z")),
            (json!(null), Some("1970-01-01T00:00:00Z")),
            (json!(true), Some("1970-01-01T00:00:00.001Z")),
            (json!(["2030-01-02"]), Some("2030-01-02T00:00:00Z")),
            (json!("1700000000"), None),
            (json!("2030-13-01"), None),
            (json!("20"), None),
            (json!("tomorrow"), None),
            (json!(""), None),
            (json!([]), None),
            (json!({}), None),
        ] {
            let expected = expected.map(|text| text.parse::<Timestamp>().expect("a moment"));
            assert_eq!(moment(&value), expected, "{value}");
        }
    }
}
