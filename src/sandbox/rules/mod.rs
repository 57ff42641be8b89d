//! Which bodies, queries and paths Nango accepts (protocol §1.8, §2, §3, §5), as data for [`validate`](crate::sandbox::validate).

pub mod account;
pub mod auth;
pub mod connections;
pub mod functions;
pub mod integrations;
pub mod proxy;
pub mod syncs;

use std::collections::HashSet;
use std::net::Ipv4Addr;

use serde_json::Value;
use url::{Host, Url};

use crate::sandbox::validate::Check::{Email, Max, MaxSaying, Min, Pattern};
use crate::sandbox::validate::Others::{Allowed, Refused};
use crate::sandbox::validate::Rule::{Also, By, Flag, List, Map, Number, Object, Record, Text};
use crate::sandbox::validate::{Issue, Rule, is_email, may, need};

/// A query or a body that must be empty.
pub static NOTHING: Rule = Object(&[], Refused);

static ANY_TEXT: Rule = Text(&[]);
static INTEGRATION_ID: Rule =
    Text(&[Pattern("/^[a-zA-Z0-9~:.@ _-]+$/", |text| made_of(text, "~:.@ _-")), Max(255)]);
static CONNECTION_ID: Rule = Text(&[
    Pattern(r#"/^[a-zA-Z0-9,.;:=+~[\]|@${}"'\\/_ -]+$/"#, |text| made_of(text, ",.;:=+~[]|@${}\"'\\/_ -")),
    Max(255),
]);
static PROVIDER_NAME: Rule = Text(&[Pattern("/^[a-zA-Z0-9_-]+$/", |text| made_of(text, "_-")), Max(255)]);

/// The path of `/integrations/:uniqueKey`.
pub static UNIQUE_KEY_PATH: Rule = Object(&[need("uniqueKey", &INTEGRATION_ID)], Refused);
/// The query of the auth endpoints, beside what says who asks.
pub static AUTH_QUERY: Rule =
    Object(&[may("connection_id", &CONNECTION_ID), may("params", &Record)], Allowed);
/// The path of the auth endpoints.
pub static AUTH_PATH: Rule = Object(&[need("providerConfigKey", &INTEGRATION_ID)], Refused);
/// The path of `/connections/:connectionId`.
pub static CONNECTION_PATH: Rule = Object(&[need("connectionId", &CONNECTION_ID)], Refused);
/// The path of `/providers/:provider`.
pub static PROVIDER_PATH: Rule = Object(&[need("provider", &PROVIDER_NAME)], Refused);

fn made_of(text: &str, others: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || others.contains(c))
}

/// What is wrong with a value that has to be one of these texts.
fn one_of(value: &Value, options: &[&str]) -> Vec<Issue> {
    if value.as_str().is_some_and(|text| options.contains(&text)) {
        return Vec::new();
    }
    let shown: Vec<String> = options.iter().map(|option| format!("\"{option}\"")).collect();
    let message = format!("Invalid option: expected one of {}", shown.join("|"));
    vec![Issue::new("invalid_value", message, &[])]
}

static UUID: Rule = By(|value| {
    if value.as_str().is_some_and(is_uuid) {
        Vec::new()
    } else {
        vec![Issue::new("invalid_format", "Invalid UUID", &[])]
    }
});

/// Whether this is a UUID of any version, written the usual way.
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36 && uuid::Uuid::try_parse(text).is_ok()
}

/// The path of POST /webhook/:environmentUuid/:providerConfigKey.
pub static INBOUND_PATH: Rule =
    Object(&[need("environmentUuid", &UUID), need("providerConfigKey", &INTEGRATION_ID)], Refused);

static TAG_VALUE: Rule = Text(&[Min(1), MaxSaying(255, "Tag values must be at most 255 characters")]);
/// The tags of a session or of a list's filter.
pub static TAGS: Rule = Also(&Map { keys: is_tag_key, values: &TAG_VALUE }, tags_together);

/// Whether this may be the key of a tag.
pub fn is_tag_key(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphabetic()) && made_of(key, "_-./") && key.len() <= MOST_TAG_KEY
}

/// The longest key of a tag.
pub const MOST_TAG_KEY: usize = 64;
/// The longest value of a tag.
pub const MOST_TAG_VALUE: usize = 255;
/// How many tags a session or connection can have.
const MOST_TAGS: usize = 10;

fn tags_together(tags: &Value) -> Vec<Issue> {
    let Some(tags) = tags.as_object() else { return Vec::new() };
    if tags.len() > MOST_TAGS {
        return vec![Issue::custom(format!("Tags cannot contain more than {MOST_TAGS} keys"), &[])];
    }
    let mut issues = Vec::new();
    let mut seen = HashSet::new();
    for (key, value) in tags {
        let key = key.to_lowercase();
        if !seen.insert(key.clone()) {
            let message = format!("Duplicate tag key after case normalization: \"{key}\"");
            issues.push(Issue::custom(message, &[]));
        }
        if key == "end_user_email" && !value.as_str().is_some_and(|text| is_email(text) && text.len() >= 5) {
            issues.push(Issue::custom("Tag \"end_user_email\" must be a valid email", &[]));
        }
    }
    issues
}

static END_USER_TAG: Rule = Text(&[Max(255)]);
static END_USER_TAGS: Rule = Also(&Map { keys: is_tag_key, values: &END_USER_TAG }, tags_together);
static UP_TO_255: Rule = Text(&[Max(255)]);
static ONE_TO_255: Rule = Text(&[Min(1), Max(255)]);
static EMAIL: Rule = Text(&[Email, Min(5)]);
static END_USER: Rule = Object(
    &[
        need("id", &ONE_TO_255),
        may("email", &EMAIL),
        may("display_name", &UP_TO_255),
        may("tags", &END_USER_TAGS),
    ],
    Refused,
);
static ORGANIZATION: Rule = Object(&[need("id", &UP_TO_255), may("display_name", &UP_TO_255)], Refused);

static INTEGRATION_IDS: Rule = List(&INTEGRATION_ID);
static TEXTS: Rule = Map { keys: |_| true, values: &ANY_TEXT };
fn is_integration_id(key: &str) -> bool {
    made_of(key, "~:.@ _-") && key.len() <= 255
}
static CONNECTION_CONFIG: Rule = Object(&[may("oauth_scopes_override", &ANY_TEXT)], Allowed);
static DEFAULTS: Rule = Map {
    keys: is_integration_id,
    values: &Object(
        &[
            may("user_scopes", &ANY_TEXT),
            may("authorization_params", &TEXTS),
            may("connection_config", &CONNECTION_CONFIG),
        ],
        Refused,
    ),
};
static OVERRIDES: Rule =
    Map { keys: is_integration_id, values: &Object(&[may("docs_connect", &ANY_TEXT)], Allowed) };
static WEBHOOK_URL: Rule = By(webhook_url);

/// What is wrong with a webhook URL (protocol §2.3). Unlike Nango, the sandbox delivers to this machine and to
/// private networks: that is what it is for.
pub fn webhook_url(value: &Value) -> Vec<Issue> {
    let malformed = || vec![Issue::new("invalid_union", "Invalid input", &[])];
    let Some(text) = value.as_str() else { return malformed() };
    if text.is_empty() {
        return Vec::new();
    }
    let Ok(url) = Url::parse(text) else { return malformed() };
    let mut issues = Vec::new();
    let host = url.host_str().unwrap_or_default().trim_end_matches('.').to_lowercase();
    if host == "nango.dev" || host.ends_with(".nango.dev") {
        issues.push(Issue::custom("Webhook URLs cannot point to Nango's domain (nango.dev).", &[]));
    }
    let not_allowed = || Issue::custom("This webhook URL is not allowed.", &[]);
    if !matches!(url.scheme(), "http" | "https") {
        issues.push(not_allowed());
    } else if is_private(&url) {
        issues.push(not_allowed().about_local_url());
    }
    issues
}

/// Whether Nango's outbound policy denies this address by how it is written (protocol §2.3).
pub fn is_private(url: &Url) -> bool {
    let v4 = |ip: Ipv4Addr| {
        let [a, b, ..] = ip.octets();
        matches!(a, 0 | 10 | 127)
            || (a, b) == (192, 168)
            || (a, b) == (169, 254)
            || a == 172 && (16..32).contains(&b)
            || a == 100 && (64..128).contains(&b)
    };
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            matches!(name.as_str(), "localhost" | "metadata.google.internal")
        }
        Some(Host::Ipv4(ip)) => v4(ip),
        Some(Host::Ipv6(ip)) => {
            let local = matches!(ip.segments()[0], 0xfc00..=0xfdff | 0xfe80..=0xfebf);
            ip.is_loopback() || ip.is_unspecified() || local || ip.to_ipv4_mapped().is_some_and(v4)
        }
        None => false,
    }
}

/// The same of a text that may be an address.
pub fn is_private_text(value: &Value) -> bool {
    value.as_str().and_then(|text| Url::parse(text).ok()).is_some_and(|url| is_private(&url))
}

/// The body of POST /connect/sessions: with `tags` the end user is optional, even when the tags are none.
pub fn session(body: Option<&Value>) -> &'static Rule {
    if body.is_some_and(|body| body.get("tags").is_some()) { &SESSION_WITH_TAGS } else { &SESSION }
}

static SESSION: Rule = Object(
    &[
        need("end_user", &END_USER),
        may("organization", &ORGANIZATION),
        may("allowed_integrations", &INTEGRATION_IDS),
        may("integrations_config_defaults", &DEFAULTS),
        may("overrides", &OVERRIDES),
        may("webhook_url_override", &WEBHOOK_URL),
    ],
    Refused,
);
static SESSION_WITH_TAGS: Rule = Object(
    &[
        may("end_user", &END_USER),
        may("organization", &ORGANIZATION),
        may("allowed_integrations", &INTEGRATION_IDS),
        may("integrations_config_defaults", &DEFAULTS),
        may("overrides", &OVERRIDES),
        may("webhook_url_override", &WEBHOOK_URL),
        may("tags", &TAGS),
    ],
    Refused,
);
/// The body of POST /connect/sessions/reconnect.
pub static RECONNECT: Rule = Object(
    &[
        need("connection_id", &CONNECTION_ID),
        need("integration_id", &INTEGRATION_ID),
        may("end_user", &END_USER),
        may("organization", &ORGANIZATION),
        may("integrations_config_defaults", &DEFAULTS),
        may("overrides", &OVERRIDES),
        may("webhook_url_override", &WEBHOOK_URL),
        may("tags", &TAGS),
    ],
    Refused,
);

static EVENT: Rule = By(|value| {
    const KNOWN: [&str; 15] = [
        "open",
        "view:list",
        "view:integration",
        "view:unknown_error",
        "view:credentials_error",
        "view:success",
        "click:integration",
        "click:doc",
        "click:doc_section",
        "click:connect",
        "click:close",
        "click:finish",
        "click:outside",
        "popup:blocked_by_browser",
        "popup:closed_early",
    ];
    one_of(value, &KNOWN)
});
/// The body of POST /connect/telemetry.
pub static TELEMETRY: Rule = Object(
    &[
        need("token", &ANY_TEXT),
        need("event", &EVENT),
        need("timestamp", &Rule::Date),
        may("dimensions", &Object(&[may("integration", &INTEGRATION_ID)], Allowed)),
    ],
    Refused,
);

static API_KEY: Rule = Text(&[Min(1), Max(1024)]);
static UP_TO_1024: Rule = Text(&[Max(1024)]);

/// The query of GET /connections (protocol §5.1).
pub static CONNECTIONS_QUERY: Rule = Object(
    &[
        may("connectionId", &ONE_TO_255),
        may("search", &ONE_TO_255),
        may("endUserId", &ONE_TO_255),
        may("integrationId", &Text(&[Min(1)])),
        may("endUserOrganizationId", &ONE_TO_255),
        may("tags", &TAGS),
        may("limit", &Number(1.0, 2000.0)),
        may("page", &Number(0.0, f64::MAX)),
    ],
    Refused,
);
/// The query of GET /connections/:connectionId (protocol §5.2).
pub static CONNECTION_QUERY: Rule = Object(
    &[
        need("provider_config_key", &INTEGRATION_ID),
        may("refresh_token", &Flag),
        may("force_refresh", &Flag),
        may("refresh_github_app_jwt_token", &Flag),
    ],
    Refused,
);
/// The query of DELETE and PATCH /connections/:connectionId.
pub static CONNECTION_DELETE_QUERY: Rule = Object(&[need("provider_config_key", &INTEGRATION_ID)], Refused);
/// The query of GET /providers.
pub static PROVIDERS_QUERY: Rule = Object(&[may("search", &INTEGRATION_ID)], Refused);
static INCLUDE: Rule = By(|value| {
    let single = std::slice::from_ref(value);
    let all = value.as_array().map_or(single, Vec::as_slice);
    let fits = all.iter().all(|value| matches!(value.as_str(), Some("webhook" | "credentials")));
    if fits { Vec::new() } else { vec![Issue::new("invalid_union", "Invalid input", &[])] }
});
/// The query of GET /integrations/:uniqueKey: `include` once or as a list, a union.
pub static INTEGRATION_QUERY: Rule = Object(&[may("include", &INCLUDE)], Refused);
