//! What the auth endpoints without a browser accept (protocol §3.2).

use super::{API_KEY, UP_TO_1024, made_of};
use crate::sandbox::validate::Check::{Max, Min, PatternSaying};
use crate::sandbox::validate::Others::{Allowed, Refused};
use crate::sandbox::validate::Rule::{Object, Text};
use crate::sandbox::validate::{Rule, may, need};

static ONE_OR_MORE: Rule = Text(&[Min(1)]);
static REGION: Rule = Text(&[
    Min(1),
    Max(64),
    PatternSaying("AWS region must contain only lowercase letters, digits, and hyphens", |text| {
        made_of(text, "-") && !text.contains(|c: char| c.is_ascii_uppercase())
    }),
]);

/// The body of POST /api-auth/api-key/:k.
pub static API_KEY_BODY: Rule = Object(&[need("apiKey", &API_KEY)], Refused);
/// The body of POST /api-auth/basic/:k.
pub static BASIC_BODY: Rule =
    Object(&[need("username", &UP_TO_1024), need("password", &UP_TO_1024)], Refused);
/// The body of POST /auth/tba/:k.
pub static TBA_BODY: Rule = Object(
    &[
        need("token_id", &ONE_OR_MORE),
        need("token_secret", &ONE_OR_MORE),
        may("oauth_client_id_override", &Text(&[])),
        may("oauth_client_secret_override", &Text(&[])),
    ],
    Refused,
);
/// The body of POST /auth/bill/:k.
pub static BILL_BODY: Rule = Object(
    &[
        need("username", &ONE_OR_MORE),
        need("password", &ONE_OR_MORE),
        need("organization_id", &ONE_OR_MORE),
        need("dev_key", &ONE_OR_MORE),
    ],
    Refused,
);
/// The body of POST /auth/signature/:k.
pub static SIGNATURE_BODY: Rule = Object(
    &[need("username", &ONE_OR_MORE), need("password", &ONE_OR_MORE), need("type", &ONE_OR_MORE)],
    Refused,
);
/// The body of POST /auth/aws-sigv4/:k.
pub static AWS_BODY: Rule = Object(&[need("role_arn", &ONE_OR_MORE), may("region", &REGION)], Refused);
/// The body of POST /auth/two-step/:k and /auth/jwt/:k: any object.
pub static LOOSE: Rule = Object(&[], Allowed);
