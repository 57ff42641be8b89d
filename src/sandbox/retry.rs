//! When a provider's answer is worth another attempt, and how long that waits (protocol §9.1): by Nango's own rule, or
//! by what the provider declares of itself under `proxy.retry`. What a few of them say of their answers' bodies
//! (`in_body`) and of limits by the minute (`minutely_rate_limit`) is not read.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;

use super::date;
use super::validate::number;
use crate::http::Headers;

/// From here on, a number is not taken for seconds but for milliseconds since 1970: the beginning of 1972.
const MILLISECONDS: f64 = 63_072_000_000.0;

/// What to try again for.
#[derive(Clone, Debug)]
pub struct Retry {
    /// As the caller says.
    also: Vec<u16>,
    /// As the provider says, instead of Nango's own: `429`, `5xx`, `500-502`.
    codes: Option<Vec<String>>,
    /// The header that says 0 when the limit is used up.
    remaining: Option<String>,
    /// The headers that say at which time, or else after how many seconds.
    at: Vec<String>,
    after: Vec<String>,
}

impl Retry {
    /// Of a provider's `proxy.retry` and the header `Retry-On`.
    pub fn new(declared: &Value, retry_on: &str) -> Self {
        let texts = |name: &str| -> Option<Vec<String>> {
            let items = declared[name].as_array()?.iter();
            Some(items.filter_map(Value::as_str).map(str::to_owned).collect())
        };
        Retry {
            also: retry_on.split(',').filter_map(|status| status.parse().ok()).collect(),
            codes: texts("error_code"),
            remaining: declared["remaining"].as_str().map(str::to_owned),
            at: texts("at").unwrap_or_default(),
            after: texts("after").unwrap_or_default(),
        }
    }

    /// Whether this answer is worth another attempt.
    pub fn wants(&self, status: u16, headers: &Headers) -> bool {
        if (200..300).contains(&status) {
            return false;
        }
        let named = match &self.codes {
            Some(codes) => codes.iter().any(|code| covers(code, status)),
            None => status == 401 || status == 429 || status >= 500,
        };
        let used_up = || self.remaining.as_deref().is_some_and(|name| headers.get(name) == Some("0"));
        named || self.also.contains(&status) || used_up()
    }

    /// How long the provider says to wait, where it does.
    pub fn wait(&self, headers: &Headers, now: Timestamp) -> Option<Duration> {
        let said = |names: &[String], read: &dyn Fn(&str) -> Option<f64>| {
            let values = names.iter().filter_map(|name| headers.get(name)).filter(|value| !value.is_empty());
            values.filter_map(read).find(|seconds| *seconds >= 0.0)
        };
        let seconds = if self.at.is_empty() {
            said(&self.after, &|value| number(&value.into()))
        } else {
            // A time that has passed says nothing.
            said(&self.at, &|value| Some(moment(value)? - now.as_second() as f64).filter(|wait| *wait > 0.0))
        };
        Duration::try_from_secs_f64(seconds?).ok()
    }
}

/// Seconds since 1970: a number of them, or of milliseconds, or a date.
fn moment(value: &str) -> Option<f64> {
    match number(&value.into()) {
        Some(milliseconds) if milliseconds >= MILLISECONDS => Some((milliseconds / 1000.0).floor()),
        Some(seconds) => Some(seconds),
        None => Some(date::moment(&value.into())?.as_second() as f64),
    }
}

fn covers(code: &str, status: u16) -> bool {
    if let Some(hundreds) = code.strip_suffix("xx").or_else(|| code.strip_suffix("XX")) {
        return hundreds.parse() == Ok(status / 100);
    }
    match code.split_once('-') {
        Some((first, last)) => {
            let bounds = (first.parse::<u16>(), last.parse::<u16>());
            matches!(bounds, (Ok(first), Ok(last)) if (first..=last).contains(&status))
        }
        None => code.parse() == Ok(status),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_795_474_908;

    fn wait(declared: &Value, name: &str, value: &str) -> Option<u64> {
        let headers = Headers::from_iter([(name, value)]);
        let now = Timestamp::from_second(NOW).expect("a time");
        Retry::new(declared, "").wait(&headers, now).map(|wait| wait.as_millis() as u64)
    }

    #[test]
    fn the_headers_that_providers_declare_say_how_long() {
        let after = json!({"after": ["retry-after"]});
        for (value, expected) in
            [("1", Some(1000)), ("0", Some(0)), ("0.5", Some(500)), ("6m0s", None), ("-1", None), ("", None)]
        {
            assert_eq!(wait(&after, "Retry-After", value), expected, "{value}");
        }
        assert_eq!(wait(&after, "X-Other", "1"), None);
        assert_eq!(wait(&json!(null), "Retry-After", "1"), None, "it is for whoever declares it");
        let at = json!({"at": ["x-minutely", "x-reset"]});
        for (value, expected) in [
            ("1795474910", Some(2000)),
            ("1795474910000", Some(2000)),
            ("2026-11-23T23:01:50Z", Some(2000)),
            ("Mon, 23 Nov 2026 23:01:50 GMT", Some(2000)),
            ("1795474908", None),
            ("60", None),
            ("soon", None),
        ] {
            assert_eq!(wait(&at, "x-reset", value), expected, "{value}");
        }
    }

    #[test]
    fn what_is_tried_again() {
        let wants = |declared: &Value, retry_on: &str, status: u16, remaining: &str| {
            let headers = Headers::from_iter([("x-ratelimit-remaining", remaining)]);
            Retry::new(declared, retry_on).wants(status, &headers)
        };
        let nothing = json!(null);
        for (status, expected) in
            [(200, false), (400, false), (401, true), (403, false), (429, true), (503, true)]
        {
            assert_eq!(wants(&nothing, "", status, "0"), expected, "{status}");
        }
        assert!(wants(&nothing, "409,403", 403, ""));
        // As github declares it.
        let own = json!({"remaining": "x-ratelimit-remaining", "error_code": ["403", "5xx", "429"]});
        for (status, remaining, expected) in [
            (403, "9", true),
            (502, "9", true),
            (401, "9", false),
            (404, "9", false),
            (404, "0", true),
            (200, "0", false),
        ] {
            assert_eq!(wants(&own, "", status, remaining), expected, "{status} {remaining}");
        }
        assert!(wants(&json!({"error_code": ["500-502"]}), "", 501, ""));
    }
}
