//! What the endpoints of the account accept: environments and API keys (protocol §9.6).

use super::{ONE_TO_255, made_of};
use crate::sandbox::validate::Check::{Max, Min, Pattern};
use crate::sandbox::validate::Others::{Allowed, Refused};
use crate::sandbox::validate::Rule::{Also, Bool, By, List, Object, Positive, Text};
use crate::sandbox::validate::{Issue, Rule, may, need};

static NAME: Rule = Text(&[
    Pattern("/^[a-z0-9_-]+$/", |text| {
        made_of(text, "_-") && !text.contains(|c: char| c.is_ascii_uppercase())
    }),
    Max(255),
]);
static URL: Rule = By(|value| match value.as_str() {
    Some(text) if url::Url::parse(text).is_ok() => Vec::new(),
    _ => vec![Issue::new("invalid_format", "Invalid URL", &[])],
});
static URL_OR_NOTHING: Rule = By(|value| match value.as_str() {
    Some(text) if text.is_empty() || url::Url::parse(text).is_ok() => Vec::new(),
    _ => vec![Issue::new("invalid_union", "Invalid input", &[])],
});
static HEADER: Rule =
    Object(&[need("name", &Text(&[Min(1), Max(256)])), need("value", &Text(&[Min(1), Max(4000)]))], Allowed);

static HEADERS: Rule = Also(&List(&HEADER), |value| match value.as_array() {
    Some(all) if all.len() > 100 => {
        vec![Issue::new("too_big", "Too big: expected array to have <=100 items", &[])]
    }
    _ => Vec::new(),
});

/// The body of POST /environments.
pub static ENVIRONMENT: Rule = Object(
    &[
        need("name", &NAME),
        may("is_production", &Bool),
        may("callback_url", &URL),
        may("hmac_key", &Text(&[Max(1000)])),
        may("hmac_enabled", &Bool),
        may("slack_notifications", &Bool),
        may("otlp_endpoint", &URL_OR_NOTHING),
        may("otlp_headers", &HEADERS),
    ],
    Refused,
);
/// The path of DELETE /environments/:environmentId.
pub static ENVIRONMENT_PATH: Rule = Object(&[need("environmentId", &Positive)], Refused);
/// The body of POST /environment/api-keys.
pub static KEY: Rule =
    Object(&[need("environment_id", &Positive), need("display_name", &ONE_TO_255)], Refused);
/// The body of DELETE /environment/api-keys.
pub static KEY_DELETION: Rule =
    Object(&[need("environment_id", &Positive), need("key_id", &Positive)], Refused);
