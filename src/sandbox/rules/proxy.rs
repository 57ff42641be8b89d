//! Which headers the proxy accepts (protocol §9.1).

use super::{CONNECTION_ID, INTEGRATION_ID};
use crate::sandbox::validate::Check::{Max, Pattern};
use crate::sandbox::validate::Others::Allowed;
use crate::sandbox::validate::Rule::{By, Number, Object, Text};
use crate::sandbox::validate::{Issue, Rule, may, need};

static STATUSES: Rule = Text(&[Pattern(r"/^\d+(,\d+)*$/", |text| {
    text.split(',').all(|part| !part.is_empty() && part.bytes().all(|c| c.is_ascii_digit()))
})]);
static BASE_URL: Rule = By(|value| {
    let fits = value.as_str().is_some_and(|text| text.is_empty() || url::Url::parse(text).is_ok());
    if fits { Vec::new() } else { vec![Issue::new("invalid_union", "Invalid input", &[])] }
});
static TRUE_OR_FALSE: Rule = By(|value| {
    let fits = matches!(value.as_str(), Some("true" | "false"));
    let message = "Invalid option: expected one of \"true\"|\"false\"";
    if fits { Vec::new() } else { vec![Issue::new("invalid_value", message, &[])] }
});

static UP_TO_255: Rule = Text(&[Max(255)]);

/// The headers with a meaning of their own.
pub static HEADERS: Rule = Object(
    &[
        need("provider-config-key", &INTEGRATION_ID),
        need("connection-id", &CONNECTION_ID),
        may("retries", &Number(f64::MIN, f64::MAX)),
        may("base-url-override", &BASE_URL),
        may("decompress", &TRUE_OR_FALSE),
        may("retry-on", &STATUSES),
        may("forward-headers-on-redirect", &TRUE_OR_FALSE),
        may("nango-activity-log-id", &UP_TO_255),
        may("nango-is-sync", &TRUE_OR_FALSE),
        may("nango-is-dry-run", &TRUE_OR_FALSE),
    ],
    Allowed,
);
