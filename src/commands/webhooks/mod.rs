//! `webhooks listen|verify|sign`

mod listen;
pub mod render;
mod sign;
mod verify;

use crate::cli::webhooks::Webhooks as Verb;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::settings::Source;
use crate::webhook::explain::{Candidate, Role};

/// Runs one verb; the number is the exit code.
pub fn run(context: &Context, verb: Verb) -> Result<u8> {
    match verb {
        Verb::Listen(args) => listen::run(context, args),
        Verb::Verify(args) => verify::run(context, &args).map(|()| 0),
        Verb::Sign(args) => sign::run(context, &args).map(|()| 0),
    }
}

/// The key in use, and every other key at hand to explain a mismatch with.
///
/// # Errors
/// When there is no key at all.
pub fn candidates(context: &Context) -> Result<Vec<Candidate>> {
    let settings = &context.settings;
    let in_use = settings.signing_key().ok_or_else(|| {
        Error::new(Kind::Unauthorized, "no webhook signing key is set")
            .code("missing_signing_key")
            .hint("set NANGO_WEBHOOK_SIGNING_KEY (dashboard: Environment settings, Webhooks), or pass --signing-key-file PATH")
            .hint("for the sandbox's webhooks: --profile sandbox")
    })?;
    let role = |source: &Source| {
        let named_signing =
            matches!(source, Source::Environment(name) | Source::DotEnv(name) if name.contains("SIGNING"));
        if named_signing { Role::SigningKey } else { Role::ApiKey }
    };
    let own = settings.own_signing_key.is_some();
    let mut candidates = vec![Candidate {
        key: in_use.value.clone(),
        origin: match own {
            true => format!("the signing key ({})", in_use.source),
            false => format!("the API key ({})", in_use.source),
        },
        role: if own { Role::SigningKey } else { role(&in_use.source) },
        in_use: true,
    }];
    let api_key =
        settings.api_key.as_ref().map(|key| (format!("the API key ({})", key.source), key.value.clone()));
    for (origin, key) in api_key.into_iter().chain(settings.other_keys.iter().cloned()) {
        if candidates.iter().any(|candidate| candidate.key == key) {
            continue;
        }
        let role = if origin.to_lowercase().contains("signing") { Role::SigningKey } else { Role::ApiKey };
        candidates.push(Candidate { key, origin, role, in_use: false });
    }
    Ok(candidates)
}
