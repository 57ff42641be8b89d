//! `webhooks`

pub mod inbox;
mod listen;
mod point;
mod redirect;
pub mod render;
mod replay;
mod sending;
mod sign;
mod take;
mod trigger;
mod verify;
mod way;

use crate::cli::webhooks::Webhooks as Verb;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::webhook::explain::{Candidate, Role};

/// Runs one verb; the number is the exit code.
pub fn run(context: &Context, verb: Verb) -> Result<u8> {
    match verb {
        Verb::Listen(args) => listen::run(context, &args),
        Verb::Verify(args) => verify::run(context, &args).map(|()| 0),
        Verb::Sign(args) => sign::run(context, &args).map(|()| 0),
        Verb::List(args) => inbox::list::run(context, &args).map(|()| 0),
        Verb::Show(args) => inbox::show::run(context, &args).map(|()| 0),
        Verb::Delete(args) => inbox::delete::run(context, &args).map(|()| 0),
        Verb::Export(args) => inbox::export::run(context, &args).map(|()| 0),
        Verb::Import(args) => inbox::import::run(context, &args).map(|()| 0),
        Verb::Wait(args) => inbox::wait::run(context, &args).map(|()| 0),
        Verb::Replay(args) => replay::run(context, &args).map(|()| 0),
        Verb::Trigger(args) => trigger::run(context, &args).map(|()| 0),
        Verb::Point(args) => point::run(context, &args).map(|()| 0),
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
    let role = |signs: bool| if signs { Role::SigningKey } else { Role::ApiKey };
    let mut candidates = vec![Candidate {
        key: in_use.value.clone(),
        origin: in_use.source.to_string(),
        role: role(settings.own_signing_key.is_some()),
        in_use: true,
    }];
    let api_key = settings.api_key.iter().map(|key| (key.value.clone(), key.source.to_string(), false));
    let others =
        settings.other_keys.iter().map(|other| (other.key.clone(), other.source.to_string(), other.signs));
    for (key, origin, signs) in api_key.chain(others) {
        if !candidates.iter().any(|candidate| candidate.key == key) {
            candidates.push(Candidate { key, origin, role: role(signs), in_use: false });
        }
    }
    Ok(candidates)
}
