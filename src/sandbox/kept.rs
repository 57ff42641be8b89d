//! What `--state FILE` holds: everything in a sandbox's memory that a client could notice, as JSON, and back again.
//! Not in it: what a start says anew (address, providers, limits), the websockets and the webhooks on their way,
//! which end with the process.

use std::collections::HashMap;
use std::io;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ENVIRONMENT;
use super::catalogue::find;
use super::control::{Clock, Control};
use super::environments::{ApiKey, Environment, KeySeed};
use super::grants::Grants;
use super::inbound::Windows;
use super::oauth::Flow;
use super::provider::Provider;
use super::sessions::Session;
use super::state::{Config, State, Window};
use super::text::{Sequence, named_by};

/// Tells the file from any other.
const FORMAT: &str = "nango-cli sandbox";
/// Of the file's form: one more for each change that makes an older program misread it. A field that is merely new is
/// none: it is optional, or has a default.
const VERSION: u64 = 1;
/// How deep the file may be nested. A request's body ends at 128, and what is kept of it lies a few levels deeper.
const DEEPEST: usize = 192;

/// Why a file cannot keep a sandbox's state. The file is as it was.
#[derive(Debug)]
pub enum StoreFault {
    /// Another sandbox has it; its process, where that is known.
    Busy(Option<u32>),
    /// The operating system's.
    Io(io::Error),
    /// It is something else.
    Foreign,
    /// A newer program wrote it, in a form of this version.
    Newer(u64),
    /// It cannot be read, for this reason.
    Damaged(String),
    /// An integration's provider is not there any more.
    UnknownProvider {
        /// The provider's name.
        provider: String,
        /// The integration's id.
        integration: String,
    },
}

impl From<io::Error> for StoreFault {
    fn from(error: io::Error) -> Self {
        StoreFault::Io(error)
    }
}

#[derive(Serialize)]
struct Whole<'a> {
    format: &'static str,
    version: u64,
    written_by: &'static str,
    auto_approve: bool,
    memory: &'a State,
}

#[derive(Deserialize)]
struct Head {
    format: String,
    version: u64,
}

/// What was read of a file, its providers known.
#[derive(Deserialize)]
pub struct Kept {
    auto_approve: bool,
    memory: Parts,
}

/// What [`State`] writes.
#[derive(Deserialize)]
struct Parts {
    environments: Vec<Environment>,
    keys: Vec<ApiKey>,
    sessions: HashMap<String, Session>,
    flows: HashMap<String, Flow>,
    grants: Grants,
    last_id: u64,
    last_environment: u64,
    last_key: u64,
    inbound: Windows,
    control: Control,
    clock: Clock,
    names: Option<Sequence>,
    windows: [Window; 3],
}

impl Kept {
    /// Reads a file, with the user's own providers besides the sandbox's.
    ///
    /// # Errors
    /// When it is another's, from a newer program, damaged, or speaks of a provider that nobody knows.
    pub fn read(bytes: &[u8], own: &[&'static Provider]) -> Result<Kept, StoreFault> {
        if is_too_deep(bytes) {
            return Err(StoreFault::Foreign);
        }
        let head: Head = parse(bytes).map_err(|error| match error.classify() {
            serde_json::error::Category::Data => StoreFault::Foreign,
            _ => StoreFault::Damaged(error.to_string()),
        })?;
        if head.format != FORMAT {
            return Err(StoreFault::Foreign);
        }
        if head.version > VERSION {
            return Err(StoreFault::Newer(head.version));
        }
        let mut kept: Kept = parse(bytes).map_err(|error| StoreFault::Damaged(error.to_string()))?;
        if kept.memory.environments.is_empty() {
            return Err(StoreFault::Damaged("it has no environment".to_owned()));
        }
        for integration in
            kept.memory.environments.iter_mut().flat_map(|environment| &mut environment.integrations)
        {
            let name = integration.provider_name();
            let known = find(own, name).ok_or_else(|| StoreFault::UnknownProvider {
                provider: name.to_owned(),
                integration: integration.unique_key.clone(),
            })?;
            integration.provider = known;
        }
        Ok(kept)
    }

    /// The sandbox that was kept, at this start. What the start was told wins: `config` over the settings, `keys`
    /// besides the keys that there are.
    pub fn resume(self, config: Config, keys: Vec<KeySeed>, now: Timestamp) -> State {
        let Kept { auto_approve, memory } = self;
        let (mut clock, names) = (memory.clock, memory.names);
        let (webhook_url, fixed_names) = (config.webhook_url.clone(), config.fixed_names);
        if fixed_names && names.is_none() {
            // Its time stands still from now on, and does not go back.
            let stopped = Some(config.clock.tell(now).max(clock.tell(now)));
            clock = Clock { stopped, ..Clock::default() };
        }
        let mut names = names.or(fixed_names.then_some(0));
        let mut state = State {
            environments: memory.environments,
            keys: memory.keys,
            sessions: memory.sessions,
            flows: memory.flows,
            grants: memory.grants,
            last_id: memory.last_id,
            last_environment: memory.last_environment,
            last_key: memory.last_key,
            inbound: memory.inbound,
            control: memory.control,
            clock,
            windows: memory.windows,
            ..State::new(config, now)
        };
        state.config.auto_approve |= auto_approve;
        let dev = state.environments.iter_mut().find(|known| known.name == ENVIRONMENT);
        if let (Some(dev), Some(url)) = (dev, webhook_url) {
            dev.webhook_url = Some(url);
        }
        named_by(&mut names, || keys.into_iter().for_each(|key| state.add_or_change_key(key)));
        state.names = names;
        state
    }
}

impl State {
    /// As the file has it.
    ///
    /// # Errors
    /// None that is known of: all of it has a form in JSON.
    pub fn to_kept(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(&Whole {
            format: FORMAT,
            version: VERSION,
            written_by: env!("CARGO_PKG_VERSION"),
            auto_approve: self.config.auto_approve,
            memory: self,
        })
    }

    /// A key that a start is told: one that is there already gets its environment and scopes.
    pub(super) fn add_or_change_key(&mut self, seed: KeySeed) {
        let known = self.keys.iter().position(|key| key.secret == seed.secret);
        let known = known.map(|at| self.keys.remove(at));
        self.add_key(seed, "Default - Full access");
        if let (Some(known), Some(key)) = (known, self.keys.last_mut()) {
            (key.id, key.display_name) = (known.id, known.display_name);
        }
    }
}

fn parse<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> serde_json::Result<T> {
    let mut from = serde_json::Deserializer::from_slice(bytes);
    // What a request may hold at the utmost is deeper here; `is_too_deep` has its own limit.
    from.disable_recursion_limit();
    let read = T::deserialize(&mut from)?;
    from.end().map(|()| read)
}

fn is_too_deep(json: &[u8]) -> bool {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    json.iter().any(|byte| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => depth += 1,
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > DEEPEST
    })
}

/// A secret as it is: in a kept state, and nowhere else.
pub mod exposed {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::secret::Secret;

    /// Writes it.
    ///
    /// # Errors
    /// The serializer's.
    pub fn serialize<S: Serializer>(secret: &Secret, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(secret.expose())
    }

    /// Reads it.
    ///
    /// # Errors
    /// The deserializer's.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Secret, D::Error> {
        String::deserialize(from).map(Secret::new)
    }
}

/// A provider as its name. One that is read is nothing but a name until [`Kept::read`] looks it up; it lives as long
/// as the program, as providers do.
pub mod by_name {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::sandbox::catalogue::text;
    use crate::sandbox::provider::Provider;

    /// Writes it.
    ///
    /// # Errors
    /// The serializer's.
    pub fn serialize<S: Serializer>(provider: &'static Provider, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(text(provider, "name"))
    }

    /// Reads it.
    ///
    /// # Errors
    /// The deserializer's.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<&'static Provider, D::Error> {
        let name = String::deserialize(from)?;
        Ok(Box::leak(Box::new(Provider::from_iter([("name".to_owned(), name.into())]))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> Config {
        Config::new(([127, 0, 0, 1], 3003).into())
    }

    #[test]
    fn a_kept_state_is_the_same_again() {
        let now = Timestamp::UNIX_EPOCH;
        let kept = State::new(Config { fixed_names: true, ..config() }, now).to_kept().unwrap();
        let again = Kept::read(&kept, &[]).ok().unwrap().resume(config(), Vec::new(), now);
        assert_eq!(String::from_utf8(again.to_kept().unwrap()), String::from_utf8(kept));
    }

    #[test]
    fn what_is_no_kept_state_is_told_apart() {
        let read = |text: &str| Kept::read(text.as_bytes(), &[]).err();
        let head = |version: u64| format!(r#"{{"format":"nango-cli sandbox","version":{version}}}"#);
        for foreign in ["{}", "[]", "7", r#"{"format":"x","version":1}"#, &"[".repeat(500_000)] {
            assert!(matches!(read(foreign), Some(StoreFault::Foreign)), "{foreign:.20}");
        }
        for damaged in ["{", &head(1), &(head(1) + "x"), "\u{0}"] {
            assert!(matches!(read(damaged), Some(StoreFault::Damaged(_))), "{damaged}");
        }
        assert!(matches!(read(&head(2)), Some(StoreFault::Newer(2))));
    }

    #[test]
    fn depth_is_counted_outside_of_texts() {
        let deep = "[".repeat(DEEPEST);
        assert!(!is_too_deep(format!(r#"{deep}"\"[[[["#).as_bytes()));
        assert!(!is_too_deep(format!("{deep}][").as_bytes()));
        assert!(is_too_deep(format!(r#""a"{deep}["#).as_bytes()));
    }
}
