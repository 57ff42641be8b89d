//! What the endpoints of a connection's life accept (protocol §5).

use super::{API_KEY, CONNECTION_ID, END_USER, INTEGRATION_ID, ONE_TO_255, TAGS, UP_TO_1024, WEBHOOK_URL};
use crate::sandbox::validate::Check::{Max, Min};
use crate::sandbox::validate::Others::{Allowed, Refused};
use crate::sandbox::validate::Rule::{By, List, Object, Record, Text};
use crate::sandbox::validate::{Issue, Rule, check, may, need};

static ANY_TEXT: Rule = Text(&[]);
static ONE_OR_MORE: Rule = Text(&[Min(1)]);
static UP_TO_2048: Rule = Text(&[Min(1), Max(2048)]);
static UP_TO_10000: Rule = Text(&[Min(1), Max(10_000)]);
static OAUTH2_TOKEN: Rule = Text(&[Min(1), Max(16_384)]);

static OVERRIDE: Rule = Object(&[may("client_id", &ONE_TO_255), may("client_secret", &UP_TO_2048)], Refused);
static OAUTH2: Rule = Object(
    &[
        need("type", &ANY_TEXT),
        need("access_token", &OAUTH2_TOKEN),
        may("refresh_token", &OAUTH2_TOKEN),
        may("expires_at", &Rule::Date),
        may("config_override", &OVERRIDE),
    ],
    Refused,
);
static OAUTH2_CC: Rule = Object(
    &[
        need("type", &ANY_TEXT),
        need("token", &Text(&[Min(1), Max(4096)])),
        need("client_id", &ONE_TO_255),
        need("client_secret", &UP_TO_2048),
        may("client_certificate", &UP_TO_10000),
        may("client_private_key", &UP_TO_10000),
        may("expires_at", &Rule::Date),
    ],
    Refused,
);
static OAUTH1: Rule = Object(
    &[need("type", &ANY_TEXT), need("oauth_token", &UP_TO_2048), need("oauth_token_secret", &UP_TO_2048)],
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
    &[need("type", &ANY_TEXT), need("app_id", &ONE_TO_255), need("installation_id", &ONE_TO_255)],
    Refused,
);
static CREDENTIALS: Rule = Rule::Tagged(
    |kind| {
        Some(match kind {
            "OAUTH2" => &OAUTH2,
            "OAUTH2_CC" => &OAUTH2_CC,
            "OAUTH1" => &OAUTH1,
            "API_KEY" => &WITH_API_KEY,
            "BASIC" => &BASIC,
            "TBA" => &TBA,
            "APP" | "CUSTOM" => &APP,
            "NONE" => &NONE,
            _ => return None,
        })
    },
    None,
);
static OWN_CONFIG: Rule = Object(&[may("oauth_scopes_override", &List(&ANY_TEXT))], Allowed);

/// The body of POST /connections, whose identifiers are free.
pub static IMPORT: Rule = Object(
    &[
        need("provider_config_key", &ANY_TEXT),
        may("metadata", &Record),
        may("connection_config", &OWN_CONFIG),
        may("connection_id", &ANY_TEXT),
        need("credentials", &CREDENTIALS),
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
/// One id or several: a union, which does not tell what is wrong with either.
static IDS: Rule = By(|value| {
    let rule = if value.is_array() { &List(&CONNECTION_ID) } else { &CONNECTION_ID };
    let fits = check(rule, Some(value)).is_empty();
    if fits { Vec::new() } else { vec![Issue::new("invalid_union", "Invalid input", &[])] }
});
/// The body of POST and PATCH /connections/metadata.
pub static METADATA: Rule = Object(
    &[need("connection_id", &IDS), need("provider_config_key", &INTEGRATION_ID), need("metadata", &Record)],
    Refused,
);
