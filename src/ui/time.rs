//! Times and durations, read and written.

use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Reads `500ms`, `30s`, `5m`, `2h`, `1h30m`, and days of 24 hours and weeks of seven days: `30d`, `2w`.
///
/// # Errors
/// A sentence that says what is accepted.
pub fn parse_duration(text: &str) -> Result<Duration, String> {
    let wrong = || "expected a duration such as 500ms, 30s or 5m".to_owned();
    for (unit, hours) in [('d', 24), ('w', 7 * 24)] {
        if let Some(Ok(number)) = text.strip_suffix(unit).map(str::parse::<u32>) {
            return Ok(Duration::from_secs(u64::from(number) * hours * 3600));
        }
    }
    let signed: SignedDuration = text.parse().map_err(|_| wrong())?;
    Duration::try_from(signed).map_err(|_| wrong())
}

/// Reads the RFC 3339 times of Nango's API, with `Z` or an offset.
pub fn parse_time(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

/// `3m ago`, `in 30m`: the larger unit alone. What is to come is rounded: a session that was just minted for 30
/// minutes has 30 left, not 29. What has been is cut, as ages are.
pub fn relative(time: Timestamp, now: Timestamp) -> String {
    let past = now.duration_since(time);
    let seconds = past.as_secs();
    let size = match past.unsigned_abs().as_secs_f64().round() as u64 {
        _ if past.is_positive() => seconds.unsigned_abs(),
        size @ 0..=59 => size,
        size @ 60..=3569 => (size + 30) / 60 * 60,
        size @ 3570..=84_599 => (size + 1800) / 3600 * 3600,
        size => size + 43_200,
    };
    let text = match size {
        0..=59 => format!("{size}s"),
        60..=3599 => format!("{}m", size / 60),
        3600..=86_399 => format!("{}h", size / 3600),
        _ => format!("{}d", size / 86_400),
    };
    if size < 5 {
        "now".to_owned()
    } else if past.is_positive() {
        format!("{text} ago")
    } else {
        format!("in {text}")
    }
}

/// The time of day here, to the second.
pub fn clock(time: Timestamp) -> String {
    time.to_zoned_datetime(TimeZone::system()).strftime("%H:%M:%S").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        assert_eq!(parse_duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(parse_duration("30s"), Ok(Duration::from_secs(30)));
        assert_eq!(parse_duration("1h30m"), Ok(Duration::from_secs(5400)));
        assert_eq!(parse_duration("30d"), Ok(Duration::from_secs(30 * 86_400)));
        assert_eq!(parse_duration("2w"), Ok(Duration::from_secs(14 * 86_400)));
        for wrong in ["", "5", "d", "-2d", "-5s", "five minutes", "5 parsecs"] {
            assert!(parse_duration(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn relative_times() {
        let now: Timestamp = "2026-11-24T12:00:00Z".parse().unwrap();
        let at = |text: &str| relative(parse_time(text).unwrap(), now);
        assert_eq!(at("2026-11-24T11:57:00.123456+00:00"), "2m ago");
        assert_eq!(at("2026-11-24T12:29:59.900Z"), "in 30m");
        assert_eq!(at("2026-11-24T12:29:29Z"), "in 29m");
        assert_eq!(at("2026-11-24T12:00:59.600Z"), "in 1m");
        assert_eq!(at("2026-11-24T12:59:31Z"), "in 1h");
        assert_eq!(at("2026-11-25T11:45:00Z"), "in 1d");
        assert_eq!(at("2026-11-20T12:00:00Z"), "4d ago");
        assert_eq!(at("2026-11-24T12:00:00Z"), "now");
    }
}
