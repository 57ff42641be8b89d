//! What the endpoints around syncs and their records accept (protocol §9.3, §9.4).

use serde_json::Value;

use super::functions::{MODEL, NAME};
use super::{CONNECTION_ID, INTEGRATION_ID, one_of};
use crate::sandbox::validate::Check::{Max, Min, Pattern};
use crate::sandbox::validate::Others::{Allowed, Refused};
use crate::sandbox::validate::Rule::{Also, Bool, By, List, Number, Object, Text};
use crate::sandbox::validate::{Issue, Rule, check, may, need};

static ANY_TEXT: Rule = Text(&[]);
static SYNC: Rule = Object(&[need("name", &ANY_TEXT), need("variant", &ANY_TEXT)], Allowed);

/// A sync's name, or its name and its variant: a union, which does not tell what is wrong with either.
fn sync(value: &Value, message: &str) -> Vec<Issue> {
    let fits = value.is_string() || check(&SYNC, Some(value)).is_empty();
    if fits { Vec::new() } else { vec![Issue::new("invalid_union", message, &[])] }
}

static TOLD_SYNCS: Rule = List(&By(|value| {
    sync(value, "Each sync must be either a string or a { name: string, variant: string } object")
}));
static SYNCS: Rule = Also(&List(&By(|value| sync(value, "Invalid input"))), |value| match value.as_array() {
    Some(all) if all.len() > 256 => {
        vec![Issue::new("too_big", "Too big: expected array to have <=256 items", &[])]
    }
    _ => Vec::new(),
});
static MODE: Rule =
    By(|value| one_of(value, &["incremental", "full_refresh", "full_refresh_and_clear_cache"]));
static OPTIONS: Rule = Object(&[may("reset", &Bool), may("emptyCache", &Bool)], Allowed);

/// The body of POST /sync/trigger.
pub static TRIGGER: Rule = Object(
    &[
        need("syncs", &TOLD_SYNCS),
        may("sync_mode", &MODE),
        may("full_resync", &Bool),
        may("connection_id", &ANY_TEXT),
        may("provider_config_key", &ANY_TEXT),
        may("opts", &OPTIONS),
    ],
    Refused,
);
/// The body of POST /sync/start and POST /sync/pause.
pub static COMMAND: Rule = Object(
    &[
        need("syncs", &SYNCS),
        need("provider_config_key", &INTEGRATION_ID),
        may("connection_id", &CONNECTION_ID),
    ],
    Refused,
);
/// The body of POST and DELETE /sync/:name/variant/:variant.
pub static VARIANT: Rule =
    Object(&[need("provider_config_key", &INTEGRATION_ID), need("connection_id", &CONNECTION_ID)], Refused);
/// Its path.
pub static VARIANT_PATH: Rule = Object(&[need("name", &NAME), need("variant", &NAME)], Refused);

static FREQUENCY: Rule = Text(&[Pattern(
    "/^(?<every>every )?((?<amount>[0-9]+)?\\s?(?<unit>(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?))|\
     (?<unit2>(month|week|half day|half hour|quarter hour)))$/",
    is_frequency,
)]);
static ANYTHING: Rule = By(|_| Vec::new());

fn is_frequency(text: &str) -> bool {
    const UNITS: [&str; 18] = [
        "s", "sec", "secs", "second", "seconds", "m", "min", "mins", "minute", "minutes", "h", "hr", "hrs",
        "hour", "hours", "d", "day", "days",
    ];
    let text = text.strip_prefix("every ").unwrap_or(text);
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let unit = unit.strip_prefix(char::is_whitespace).unwrap_or(unit);
    matches!(text, "month" | "week" | "half day" | "half hour" | "quarter hour") || UNITS.contains(&unit)
}

/// The body of PUT /sync/update-connection-frequency; `null` asks for the default.
pub fn frequency(body: Option<&Value>) -> &'static Rule {
    if body.and_then(|body| body.get("frequency")) == Some(&Value::Null) {
        &TO_DEFAULT
    } else {
        &TO_FREQUENCY
    }
}

static TO_FREQUENCY: Rule = Object(
    &[
        need("sync_name", &NAME),
        may("sync_variant", &NAME),
        need("provider_config_key", &INTEGRATION_ID),
        need("connection_id", &CONNECTION_ID),
        need("frequency", &FREQUENCY),
    ],
    Refused,
);
static TO_DEFAULT: Rule = Object(
    &[
        need("sync_name", &NAME),
        may("sync_variant", &NAME),
        need("provider_config_key", &INTEGRATION_ID),
        need("connection_id", &CONNECTION_ID),
        need("frequency", &ANYTHING),
    ],
    Refused,
);

static LIMIT: Rule = Number(1.0, 10_000.0);
/// The body of PATCH /records/prune, whose number may be a text.
pub static PRUNE: Rule = Object(
    &[
        need("model", &MODEL),
        may("variant", &NAME),
        need("until_cursor", &Text(&[Min(1), Max(1000)])),
        may(
            "limit",
            &By(|value| match value {
                Value::Number(number) => check(&LIMIT, Some(&number.to_string().into())),
                value => check(&LIMIT, Some(value)),
            }),
        ),
    ],
    Refused,
);
