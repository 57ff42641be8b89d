//! What the endpoints of a connection's life accept (protocol §5).

use super::{
    API_KEY, CONNECTION_CONFIG, CONNECTION_ID, END_USER, INTEGRATION_ID, TAGS, UP_TO_1024, WEBHOOK_URL,
};
use crate::sandbox::validate::Check::{Max, Min};
use crate::sandbox::validate::Others::{Allowed, Refused};
use crate::sandbox::validate::Rule::{By, List, Object, Record, Text};
use crate::sandbox::validate::{Issue, Rule, check, may, need};

static ANY_TEXT: Rule = Text(&[]);
static ONE_OR_MORE: Rule = Text(&[Min(1)]);
/// A date, in whatever form.
pub static DATE: Rule = By(|value| {
    let fits = value.is_null()
        || value.is_boolean()
        || value.is_number()
        || value.as_str().is_some_and(|text| moment(text).is_some());
    let message = "Invalid input: expected date, received Invalid Date";
    if fits { Vec::new() } else { vec![Issue::new("invalid_type", message, &[])] }
});

/// A date as JavaScript's `new Date` would read it, in the forms that ISO 8601 has.
pub fn moment(text: &str) -> Option<jiff::Timestamp> {
    let midnight = || {
        let date: jiff::civil::Date = text.parse().ok()?;
        jiff::tz::Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()
    };
    text.parse().ok().or_else(midnight)
}

static OVERRIDE: Rule = Object(&[may("client_id", &ANY_TEXT), may("client_secret", &ANY_TEXT)], Refused);
static OAUTH2: Rule = Object(
    &[
        need("type", &ANY_TEXT),
        need("access_token", &Text(&[Min(1), Max(16_384)])),
        may("refresh_token", &Text(&[Min(1), Max(16_384)])),
        may("expires_at", &DATE),
        may("config_override", &OVERRIDE),
    ],
    Refused,
);
static OAUTH2_CC: Rule = Object(
    &[
        need("type", &ANY_TEXT),
        need("token", &Text(&[Min(1), Max(4096)])),
        need("client_id", &ONE_OR_MORE),
        need("client_secret", &ONE_OR_MORE),
        may("client_certificate", &ANY_TEXT),
        may("client_private_key", &ANY_TEXT),
        may("expires_at", &DATE),
    ],
    Refused,
);
static OAUTH1: Rule = Object(
    &[need("type", &ANY_TEXT), need("oauth_token", &ONE_OR_MORE), need("oauth_token_secret", &ONE_OR_MORE)],
    Refused,
);
static WITH_API_KEY: Rule = Object(&[need("type", &ANY_TEXT), need("apiKey", &API_KEY)], Refused);
static BASIC: Rule =
    Object(&[need("type", &ANY_TEXT), need("username", &UP_TO_1024), need("password", &UP_TO_1024)], Refused);
static NONE: Rule = Object(&[need("type", &ANY_TEXT)], Refused);
static TBA: Rule = Object(
    &[
        need("type", &ANY_TEXT),
        need("token_id", &ONE_OR_MORE),
        need("token_secret", &ONE_OR_MORE),
        may("config_override", &OVERRIDE),
    ],
    Refused,
);
static APP: Rule = Object(
    &[need("type", &ANY_TEXT), need("app_id", &ONE_OR_MORE), need("installation_id", &ONE_OR_MORE)],
    Refused,
);
static CREDENTIALS: Rule = By(|value| {
    let rule = match value["type"].as_str() {
        Some("OAUTH2") => &OAUTH2,
        Some("OAUTH2_CC") => &OAUTH2_CC,
        Some("OAUTH1") => &OAUTH1,
        Some("API_KEY") => &WITH_API_KEY,
        Some("BASIC") => &BASIC,
        Some("TBA") => &TBA,
        Some("APP" | "CUSTOM") => &APP,
        Some("NONE") => &NONE,
        // Absent, it is an object that is missed, also where null was sent.
        _ if !value.is_object() => return check(&NONE, Some(value).filter(|value| !value.is_null())),
        _ => return vec![Issue::new("invalid_union", "Invalid input", &["type"])],
    };
    check(rule, Some(value))
});

/// The body of POST /connections.
pub static IMPORT: Rule = Object(
    &[
        need("provider_config_key", &INTEGRATION_ID),
        may("connection_id", &CONNECTION_ID),
        need("credentials", &CREDENTIALS),
        may("metadata", &Record),
        may("connection_config", &CONNECTION_CONFIG),
        may("webhook_url_override", &WEBHOOK_URL),
        may("end_user", &END_USER),
        may("tags", &TAGS),
    ],
    Refused,
);
/// The body of PATCH /connections/:connectionId.
pub static PATCH: Rule = Object(
    &[may("end_user", &END_USER), may("tags", &TAGS), may("webhook_url_override", &WEBHOOK_URL)],
    Refused,
);
static IDS: Rule = By(|value| match value {
    serde_json::Value::Array(_) => check(&List(&CONNECTION_ID), Some(value)),
    serde_json::Value::Null => check(&CONNECTION_ID, None),
    value => check(&CONNECTION_ID, Some(value)),
});
/// The body of POST and PATCH /connections/metadata.
pub static METADATA: Rule = Object(
    &[need("connection_id", &IDS), need("provider_config_key", &INTEGRATION_ID), need("metadata", &Record)],
    Refused,
);
/// The body of POST and PATCH /connection/:connectionId/metadata: the metadata itself.
pub static BARE_METADATA: Rule = Record;
/// The body of POST /connection, whose credentials are as flat as the rest.
pub static LEGACY_IMPORT: Rule =
    Object(&[need("provider_config_key", &INTEGRATION_ID), may("connection_id", &CONNECTION_ID)], Allowed);
