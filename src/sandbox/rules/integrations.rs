//! What the endpoints that make and change integrations accept (protocol §6.1).

use super::{INTEGRATION_ID, ONE_TO_255, PROVIDER_NAME, TEXTS, UP_TO_255, made_of};
use crate::sandbox::validate::Check::{Ends, Max, Min, Starts};
use crate::sandbox::validate::Others::Refused;
use crate::sandbox::validate::Rule::{Bool, By, Map, Object, Text};
use crate::sandbox::validate::{Issue, Rule, may, need};

static ONE_OR_MORE: Rule = Text(&[Min(1)]);
static UP_TO_8192: Rule = Text(&[Max(8192)]);
static CONFIG: Rule = Map { keys: |_| true, values: &UP_TO_8192 };
static PRIVATE_KEY: Rule =
    Text(&[Starts("-----BEGIN RSA PRIVATE KEY----"), Ends("-----END RSA PRIVATE KEY-----")]);
static SCOPES: Rule = By(|value| {
    let fits = value
        .as_str()
        .is_some_and(|text| text.is_empty() || text.split(',').all(|scope| made_of(scope, ":/_.*-")));
    if fits { Vec::new() } else { vec![Issue::new("invalid_union", "Invalid input", &[])] }
});

static CLIENT: Rule = Object(
    &[
        need("type", &ONE_OR_MORE),
        need("client_id", &ONE_TO_255),
        need("client_secret", &ONE_OR_MORE),
        may("scopes", &SCOPES),
        may("webhook_secret", &UP_TO_255),
    ],
    Refused,
);
static APP: Rule = Object(
    &[
        need("type", &ONE_OR_MORE),
        need("app_id", &ONE_TO_255),
        need("app_link", &ONE_OR_MORE),
        need("private_key", &PRIVATE_KEY),
    ],
    Refused,
);
static CUSTOM: Rule = Object(
    &[
        need("type", &ONE_OR_MORE),
        need("client_id", &ONE_TO_255),
        need("client_secret", &ONE_OR_MORE),
        need("app_id", &ONE_TO_255),
        need("app_link", &ONE_OR_MORE),
        need("private_key", &PRIVATE_KEY),
    ],
    Refused,
);
static CREDENTIALS: Rule = Rule::Tagged(
    |kind| {
        Some(match kind {
            "OAUTH1" | "OAUTH2" | "TBA" => &CLIENT,
            "APP" => &APP,
            "CUSTOM" => &CUSTOM,
            _ => return None,
        })
    },
    Some("invalid credentials object"),
);

/// The body of POST /integrations.
pub static CREATE: Rule = Object(
    &[
        need("provider", &PROVIDER_NAME),
        need("unique_key", &INTEGRATION_ID),
        may("display_name", &ONE_TO_255),
        may("forward_webhooks", &Bool),
        may("credentials", &CREDENTIALS),
        may("integration_config", &CONFIG),
        may("custom", &TEXTS),
    ],
    Refused,
);
/// One integration of a seed: that body with scopes, for an app that is not given.
pub static SEED: Rule = Object(
    &[
        need("provider", &PROVIDER_NAME),
        need("unique_key", &INTEGRATION_ID),
        may("display_name", &ONE_TO_255),
        may("forward_webhooks", &Bool),
        may("credentials", &CREDENTIALS),
        may("scopes", &SCOPES),
        may("integration_config", &CONFIG),
        may("custom", &TEXTS),
    ],
    Refused,
);
/// The body of PATCH /integrations/:uniqueKey.
pub static PATCH: Rule = Object(
    &[
        may("unique_key", &INTEGRATION_ID),
        may("display_name", &ONE_TO_255),
        may("credentials", &CREDENTIALS),
        may("forward_webhooks", &Bool),
        may("integration_config", &CONFIG),
        may("custom", &TEXTS),
    ],
    Refused,
);
/// The body of POST /integrations/quickstart.
pub static QUICKSTART: Rule = Object(
    &[
        need("provider", &PROVIDER_NAME),
        need("unique_key", &INTEGRATION_ID),
        may("display_name", &ONE_TO_255),
        may("forward_webhooks", &Bool),
    ],
    Refused,
);
