//! What the endpoints around functions accept (protocol §9.2 to §9.5).

use super::{ANY_TEXT, CONNECTION_ID, INTEGRATION_ID, UUID, made_of, one_of};
use crate::sandbox::validate::Check::{Max, Min, Pattern};
use crate::sandbox::validate::Others::{Allowed, Refused};
use crate::sandbox::validate::Rule::{Bool, By, Number, Object, Record, Text};
use crate::sandbox::validate::{Rule, may, need};

pub(super) static NAME: Rule = Text(&[Pattern("/^[a-zA-Z0-9_-]+$/", |text| made_of(text, "_-")), Max(255)]);
pub(super) static MODEL: Rule = Text(&[
    Pattern("/^[A-Z][a-zA-Z0-9_-]+$/", |text| {
        text.len() > 1 && made_of(text, "_-") && text.starts_with(|c: char| c.is_ascii_uppercase())
    }),
    Max(255),
]);
static ANYTHING: Rule = By(|_| Vec::new());
static FORMAT: Rule = By(|value| one_of(value, &["nango", "openai"]));
static TYPE: Rule = By(|value| one_of(value, &["sync", "action", "on-event"]));
static RUNNABLE: Rule = By(|value| one_of(value, &["action", "sync"]));
static CODE: Rule = Text(&[Min(1)]);

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
/// The query of GET /integrations/:uniqueKey/functions/:name and of its code.
pub static FUNCTION_QUERY: Rule = Object(&[may("type", &TYPE)], Refused);
/// The query of DELETE /integrations/:uniqueKey/functions/:name.
pub static FUNCTION_DELETE_QUERY: Rule =
    Object(&[need("type", &By(|value| one_of(value, &["sync", "action"])))], Refused);
/// The path of all three.
pub static FUNCTION_PATH: Rule = Object(&[need("uniqueKey", &INTEGRATION_ID), need("name", &NAME)], Refused);
/// The body of POST /functions/compile.
pub static COMPILE: Rule = Object(&[need("code", &CODE)], Refused);
/// The body of POST /functions/dryruns.
pub static DRYRUN: Rule = Object(
    &[
        need("integration_id", &INTEGRATION_ID),
        need("function_type", &RUNNABLE),
        need("code", &CODE),
        need("connection_id", &CONNECTION_ID),
        may("input", &ANYTHING),
        may("metadata", &Record),
        may("checkpoint", &Record),
        may("last_sync_date", &ANY_TEXT),
    ],
    Refused,
);
static FROM_CODE: Rule = Object(
    &[
        need("type", &ANY_TEXT),
        need("integration_id", &INTEGRATION_ID),
        need("function_name", &NAME),
        need("function_type", &RUNNABLE),
        need("code", &CODE),
        may("version", &ANY_TEXT),
        may("allow_destructive", &Bool),
    ],
    Refused,
);
static FROM_TEMPLATE: Rule = Object(
    &[
        need("type", &ANY_TEXT),
        need("integration_id", &INTEGRATION_ID),
        need("template", &NAME),
        may("function_type", &RUNNABLE),
    ],
    Refused,
);
/// The body of POST /functions/deployments.
pub static DEPLOYMENT: Rule = Rule::Tagged(
    |kind| match kind {
        "function" => Some(&FROM_CODE),
        "template" => Some(&FROM_TEMPLATE),
        _ => None,
    },
    None,
);
/// The body of POST /functions/invocations.
pub static INVOCATION: Rule = Object(
    &[
        need("connection_id", &CONNECTION_ID),
        need("integration_id", &INTEGRATION_ID),
        need("name", &NAME),
        may("input", &ANYTHING),
        need("invocation_type", &By(|value| one_of(value, &["wait", "no_wait"]))),
        may("options", &Record),
    ],
    Refused,
);
static CLI_EVENT: Rule = By(|value| {
    const KNOWN: [&str; 11] = [
        "cli:init",
        "cli:create",
        "cli:compile",
        "cli:dev",
        "cli:dryrun",
        "cli:generate:docs",
        "cli:generate:tests",
        "cli:clone",
        "cli:migrate_to_zero_yaml",
        "cli:deploy",
        "cli:pull",
    ];
    one_of(value, &KNOWN)
});
/// The body of POST /cli/telemetry.
pub static CLI_TELEMETRY: Rule =
    Object(&[need("deviceId", &UUID), need("event", &CLI_EVENT), may("ephemeral", &Bool)], Refused);
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
/// The path of GET /action/:id, and of a dry run or a deployment.
pub static ID_PATH: Rule = Object(&[need("id", &UUID)], Refused);
/// The headers that name a connection.
pub static HEADERS: Rule =
    Object(&[need("provider-config-key", &INTEGRATION_ID), need("connection-id", &CONNECTION_ID)], Allowed);
