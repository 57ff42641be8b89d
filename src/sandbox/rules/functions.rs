//! What the endpoints around functions accept (protocol §9.2 to §9.5).

use super::{CONNECTION_ID, INTEGRATION_ID, UUID, made_of};
use crate::sandbox::validate::Check::{Max, Min, Pattern};
use crate::sandbox::validate::Others::{Allowed, Refused};
use crate::sandbox::validate::Rule::{By, Number, Object, Text};
use crate::sandbox::validate::{Issue, Rule, may, need};

static NAME: Rule = Text(&[Pattern("/^[a-zA-Z0-9_-]+$/", |text| made_of(text, "_-")), Max(255)]);
static MODEL: Rule = Text(&[
    Pattern("/^[A-Z][a-zA-Z0-9_-]+$/", |text| {
        text.len() > 1 && made_of(text, "_-") && text.starts_with(|c: char| c.is_ascii_uppercase())
    }),
    Max(255),
]);
static ANYTHING: Rule = By(|_| Vec::new());
static FORMAT: Rule = By(|value| {
    let message = "Invalid option: expected one of \"nango\"|\"openai\"";
    let fits = matches!(value.as_str(), Some("nango" | "openai"));
    if fits { Vec::new() } else { vec![Issue::new("invalid_value", message, &[])] }
});

/// The query of GET /scripts/config.
pub static SCRIPTS_QUERY: Rule = Object(&[may("format", &FORMAT)], Refused);
/// The query of GET /integrations/:uniqueKey/functions.
pub static FUNCTIONS_QUERY: Rule = Object(
    &[
        may("type", &ANYTHING),
        may("search", &Text(&[Max(255)])),
        may("page", &Number(0.0, f64::MAX)),
        may("limit", &Number(1.0, 100.0)),
    ],
    Refused,
);
/// The query of GET /sync/status.
pub static SYNC_STATUS_QUERY: Rule = Object(
    &[
        need("syncs", &Text(&[Min(1)])),
        need("provider_config_key", &INTEGRATION_ID),
        may("connection_id", &CONNECTION_ID),
    ],
    Allowed,
);
/// The query of GET /records.
pub static RECORDS_QUERY: Rule = Object(
    &[
        need("model", &MODEL),
        may("variant", &NAME),
        may("delta", &ANYTHING),
        may("modified_after", &ANYTHING),
        may("limit", &Number(1.0, 10_000.0)),
        may("filter", &ANYTHING),
        may("cursor", &Text(&[Min(1), Max(1000)])),
        may("ids", &ANYTHING),
    ],
    Refused,
);
/// The body of POST /action/trigger.
pub static ACTION: Rule = Object(&[need("action_name", &NAME), may("input", &ANYTHING)], Allowed);
/// The path of GET /action/:id.
pub static ACTION_PATH: Rule = Object(&[need("id", &UUID)], Refused);
/// The headers that name a connection.
pub static HEADERS: Rule =
    Object(&[need("provider-config-key", &INTEGRATION_ID), need("connection-id", &CONNECTION_ID)], Allowed);
