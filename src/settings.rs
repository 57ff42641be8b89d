//! Where Nango is and which keys to use: option > environment > `.env` > profile > default. Every value knows
//! where it came from. Pure but for [`read_dotenv`] and [`Profiles::read`].

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use url::Url;

use crate::error::{Error, Result};
use crate::secret::Secret;

/// Nango Cloud's API.
pub const CLOUD: &str = "https://api.nango.dev";
/// The built-in profile that points to the local sandbox.
pub const SANDBOX_PROFILE: &str = "sandbox";
/// The API key of a fresh sandbox; its webhook signing key is the same (`cli-contract`).
pub const SANDBOX_API_KEY: &str = "5a9db0c5-0000-4000-8000-000000000001";
/// The sandbox's port, Nango's own local default.
pub const SANDBOX_PORT: u16 = 3003;

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A command-line option.
    Option(&'static str),
    /// A variable of the environment.
    Environment(String),
    /// A variable of the `.env` file in the working directory.
    DotEnv(String),
    /// A stored or built-in profile.
    Profile(String),
    /// Nothing said otherwise.
    Default,
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Source::Option(name) => write!(f, "option {name}"),
            Source::Environment(name) => write!(f, "environment {name}"),
            Source::DotEnv(name) => write!(f, ".env {name}"),
            Source::Profile(name) => write!(f, "profile {name}"),
            Source::Default => f.write_str("default"),
        }
    }
}

/// A value and where it came from.
#[derive(Clone, Debug)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it came from.
    pub source: Source,
}

/// What was typed, as far as settings go.
#[derive(Default)]
pub struct Typed {
    /// `--profile`
    pub profile: Option<String>,
    /// `--env`
    pub environment: Option<String>,
    /// `--host`
    pub host: Option<String>,
    /// What `--secret-key-file` holds.
    pub api_key: Option<Secret>,
    /// What `--signing-key-file` holds.
    pub signing_key: Option<Secret>,
}

/// What was decided.
#[derive(Debug)]
pub struct Settings {
    /// The profile in use, if any.
    pub profile: Option<Sourced<String>>,
    /// The Nango environment (`dev`, `prod`), if one was named.
    pub environment: Option<Sourced<String>>,
    /// The API's base URL; its path ends without `/`.
    pub host: Sourced<Url>,
    /// The API key, if there is one.
    pub api_key: Option<Sourced<Secret>>,
    /// The webhook signing key, if one was set; see [`Settings::signing_key`].
    pub own_signing_key: Option<Sourced<Secret>>,
    /// Every other key at hand: what a wrong signature may have been made with.
    pub other_keys: Vec<OtherKey>,
    /// Where this tool keeps what it was sent; see [`data_directory`].
    pub data_directory: Option<PathBuf>,
}

/// A key that is set somewhere, in use or not.
#[derive(Clone, Debug)]
pub struct OtherKey {
    /// The key.
    pub key: Secret,
    /// Where it is set.
    pub source: Source,
    /// Whether it is set as a webhook signing key, not as an API key.
    pub signs: bool,
}

impl Settings {
    /// The API key.
    ///
    /// # Errors
    /// When there is none, with how to set one.
    pub fn api_key(&self) -> Result<&Secret> {
        self.api_key.as_ref().map(|key| &key.value).ok_or_else(|| {
            let error = Error::new(crate::error::Kind::Unauthorized, "no API key is set").code("missing_api_key");
            let error = error
                .hint("set NANGO_SECRET_KEY (dashboard: Environment settings, API keys), or pass --secret-key-file PATH");
            let of_environment = |key: &OtherKey| match &key.source {
                Source::Environment(name) | Source::DotEnv(name) => {
                    Some(name.strip_prefix("NANGO_SECRET_KEY_")?.to_owned())
                }
                _ => None,
            };
            match self.other_keys.iter().find_map(of_environment) {
                Some(name) => {
                    let environment = name.to_lowercase();
                    error.hint(format!("NANGO_SECRET_KEY_{name} is set: choose it with --env {environment}"))
                }
                None => error
                    .hint("no account yet? try `nango-cli quickstart`, or `nango-cli sandbox` and --profile sandbox"),
            }
        })
    }

    /// The key that webhooks are verified with: the signing key, or else the API key, as Nango's SDKs do.
    pub fn signing_key(&self) -> Option<&Sourced<Secret>> {
        self.own_signing_key.as_ref().or(self.api_key.as_ref())
    }

    /// Whether the host is Nango Cloud (protocol §1.1).
    pub fn is_cloud(&self) -> bool {
        is_cloud(&self.host.value)
    }
}

/// Whether `host` is Nango Cloud or its staging (protocol §1.1).
pub fn is_cloud(host: &Url) -> bool {
    matches!(host.host_str(), Some("api.nango.dev" | "api-staging.nango.dev"))
}

/// A stored profile.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Profile {
    /// The API's base URL.
    pub host: Option<String>,
    /// The Nango environment.
    pub env: Option<String>,
    /// The API key.
    pub secret_key: Option<String>,
    /// The webhook signing key.
    pub signing_key: Option<String>,
}

/// The stored profiles.
#[derive(Debug, Default, Deserialize)]
pub struct Profiles {
    /// The profile used when none is named.
    pub default: Option<String>,
    /// By name.
    #[serde(default)]
    pub profiles: BTreeMap<String, Profile>,
    /// Set when the file can be read by others than its owner.
    #[serde(skip)]
    pub exposed: Option<PathBuf>,
}

impl Profiles {
    /// Where they are kept: `$XDG_CONFIG_HOME/nango-cli/profiles.json`, by default under `~/.config`
    /// (`%APPDATA%` on Windows). `None` where there is no home.
    pub fn path(vars: &BTreeMap<String, String>) -> Option<PathBuf> {
        let set = |name: &str| vars.get(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let base = set("XDG_CONFIG_HOME")
            .or_else(|| if cfg!(windows) { set("APPDATA") } else { None })
            .or_else(|| set("HOME").map(|home| home.join(".config")))?;
        Some(base.join("nango-cli").join("profiles.json"))
    }

    /// Reads them; a file that is not there holds none.
    ///
    /// # Errors
    /// A usage error when the file cannot be read or understood; it never quotes the file.
    pub fn read(path: &Path) -> Result<Self> {
        let unreadable = || {
            Error::usage(format!("cannot read the profiles in {}", path.display()))
                .hint("mend that file, or remove it to start without profiles")
        };
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Profiles::default()),
            Err(error) => return Err(unreadable().cause(error)),
        };
        let mut profiles: Profiles = serde_json::from_str(&text)
            .map_err(|e| unreadable().cause(format!("line {}, column {}", e.line(), e.column())))?;
        profiles.exposed = is_exposed(path).then(|| path.to_owned());
        Ok(profiles)
    }
}

/// Where this user's data is kept: `$XDG_DATA_HOME/nango-cli`, by default `~/.local/share/nango-cli` (on macOS
/// under `~/Library/Application Support`, on Windows under `%LOCALAPPDATA%`). `None` where there is no home.
pub fn data_directory(vars: &BTreeMap<String, String>) -> Option<PathBuf> {
    let set = |name: &str| vars.get(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let below_home = if cfg!(target_os = "macos") { "Library/Application Support" } else { ".local/share" };
    let base = set("XDG_DATA_HOME")
        .or_else(|| if cfg!(windows) { set("LOCALAPPDATA") } else { None })
        .or_else(|| set("HOME").map(|home| home.join(below_home)))?;
    Some(base.join("nango-cli"))
}

#[cfg(unix)]
fn is_exposed(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|data| data.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_exposed(_path: &Path) -> bool {
    false
}

/// The `NANGO_*` variables of the `.env` file in `directory`. Lines that cannot be read are another program's
/// business and are skipped.
pub fn read_dotenv(directory: &Path) -> BTreeMap<String, String> {
    let Ok(lines) = dotenvy::from_path_iter(directory.join(".env")) else { return BTreeMap::new() };
    lines.flatten().filter(|(name, _)| name.starts_with("NANGO_")).collect()
}

/// Decides every setting.
///
/// A profile that was named with `--profile` counts as typed and goes before the environment: whoever types
/// `--profile sandbox` in a project with a `.env` means the sandbox.
///
/// # Errors
/// A usage error for a profile that does not exist or a host that is no URL.
pub fn settle(
    typed: Typed,
    vars: &BTreeMap<String, String>,
    dotenv: &BTreeMap<String, String>,
    profiles: &Profiles,
) -> Result<Settings> {
    let layers = Layers { vars, dotenv };
    let profile = match typed.profile {
        Some(name) => Some(Sourced { value: name, source: Source::Option("--profile") }),
        None => layers
            .first(&["NANGO_PROFILE"])
            .or_else(|| profiles.default.clone().map(|value| Sourced { value, source: Source::Default })),
    };
    let chosen = match &profile {
        Some(name) => Some((name.value.clone(), find_profile(&name.value, profiles)?)),
        None => None,
    };
    let profile_first = matches!(&profile, Some(Sourced { source: Source::Option(_), .. }));
    let pick = |option: Option<Sourced<String>>,
                names: &[&str],
                of_profile: fn(&Profile) -> Option<String>|
     -> Option<Sourced<String>> {
        let from_profile = || {
            let (name, profile) = chosen.as_ref()?;
            Some(Sourced { value: of_profile(profile)?, source: Source::Profile(name.clone()) })
        };
        option
            .or_else(|| if profile_first { from_profile() } else { None })
            .or_else(|| layers.first(names))
            .or_else(from_profile)
    };

    let typed_value =
        |value: Option<String>, name| value.map(|value| Sourced { value, source: Source::Option(name) });
    let environment = pick(typed_value(typed.environment, "--env"), &["NANGO_ENV"], |p| p.env.clone());
    let host = match pick(typed_value(typed.host, "--host"), &["NANGO_HOSTPORT", "NANGO_SERVER_URL"], |p| {
        p.host.clone()
    }) {
        Some(host) => Sourced { value: parse_host(&host)?, source: host.source },
        // The official CLI's rule for its environment `local` (protocol §1.7).
        None if environment.as_ref().is_some_and(|env| env.value == "local") => {
            Sourced { value: parse_url("http://localhost:3003")?, source: Source::Default }
        }
        None => Sourced { value: parse_url(CLOUD)?, source: Source::Default },
    };

    // Who types a profile that has a key means its environment: no other's keys are mixed in.
    let keyed = profile_first && chosen.as_ref().is_some_and(|(_, profile)| profile.secret_key.is_some());
    let api_key = match typed.api_key {
        Some(value) => Some(Sourced { value, source: Source::Option("--secret-key-file") }),
        None => {
            // The named environment's own key, wherever it is set, before one of any environment.
            let own = environment.as_ref().filter(|_| !keyed).and_then(|environment| {
                layers.first(&[&format!("NANGO_SECRET_KEY_{}", environment.value.to_uppercase())])
            });
            own.or_else(|| pick(None, &["NANGO_SECRET_KEY", "NANGO_API_KEY"], |p| p.secret_key.clone()))
                .map(secret)
        }
    };
    let own_signing_key = match typed.signing_key {
        Some(value) => Some(Sourced { value, source: Source::Option("--signing-key-file") }),
        None => {
            let names: &[&str] = if keyed { &[] } else { &["NANGO_WEBHOOK_SIGNING_KEY"] };
            pick(None, names, |p| p.signing_key.clone()).map(secret)
        }
    };

    let other_keys = other_keys(&layers, profiles);
    Ok(Settings {
        profile,
        environment,
        host,
        api_key,
        own_signing_key,
        other_keys,
        data_directory: data_directory(vars),
    })
}

fn secret(key: Sourced<String>) -> Sourced<Secret> {
    Sourced { value: Secret::new(key.value.trim()), source: key.source }
}

fn other_keys(layers: &Layers<'_>, profiles: &Profiles) -> Vec<OtherKey> {
    let is_key = |name: &str| {
        name.starts_with("NANGO_SECRET_KEY") || name == "NANGO_API_KEY" || name == "NANGO_WEBHOOK_SIGNING_KEY"
    };
    let of_vars = layers.vars.iter().map(|(name, value)| (Source::Environment(name.clone()), name, value));
    let of_dotenv = layers.dotenv.iter().map(|(name, value)| (Source::DotEnv(name.clone()), name, value));
    let mut keys: Vec<OtherKey> = of_vars
        .chain(of_dotenv)
        .filter(|(_, name, value)| is_key(name) && !value.trim().is_empty())
        .map(|(source, name, value)| OtherKey {
            key: Secret::new(value.trim()),
            source,
            signs: name.contains("SIGNING"),
        })
        .collect();
    let sandbox = (SANDBOX_PROFILE.to_owned(), sandbox_profile());
    for (name, profile) in profiles.profiles.clone().into_iter().chain([sandbox]) {
        let mut add = |key: Option<String>, signs| {
            let source = Source::Profile(name.clone());
            keys.extend(key.map(|key| OtherKey { key: Secret::new(key), source, signs }));
        };
        add(profile.signing_key, true);
        add(profile.secret_key, false);
    }
    keys
}

struct Layers<'a> {
    vars: &'a BTreeMap<String, String>,
    dotenv: &'a BTreeMap<String, String>,
}

impl Layers<'_> {
    /// The first of `names` that the environment sets, or else the first that `.env` sets. An empty value is
    /// none: CI systems set variables they have no value for.
    fn first(&self, names: &[&str]) -> Option<Sourced<String>> {
        let find = |vars: &BTreeMap<String, String>, source: fn(String) -> Source| {
            names.iter().find_map(|name| {
                let value = vars.get(*name).filter(|value| !value.trim().is_empty())?;
                Some(Sourced { value: value.clone(), source: source((*name).to_owned()) })
            })
        };
        find(self.vars, Source::Environment).or_else(|| find(self.dotenv, Source::DotEnv))
    }
}

fn sandbox_profile() -> Profile {
    Profile {
        host: Some(format!("http://127.0.0.1:{}", SANDBOX_PORT)),
        env: Some("dev".to_owned()),
        secret_key: Some(SANDBOX_API_KEY.to_owned()),
        signing_key: None,
    }
}

fn find_profile(name: &str, profiles: &Profiles) -> Result<Profile> {
    if let Some(profile) = profiles.profiles.get(name) {
        return Ok(profile.clone());
    }
    if name == SANDBOX_PROFILE {
        return Ok(sandbox_profile());
    }
    let mut known: Vec<&str> = profiles.profiles.keys().map(String::as_str).collect();
    known.push(SANDBOX_PROFILE);
    Err(Error::usage(format!("there is no profile {name}"))
        .hint(format!("known profiles: {}", known.join(", "))))
}

fn parse_url(text: &str) -> Result<Url> {
    Url::parse(text).map_err(|error| Error::usage(format!("not a URL: {text}")).cause(error))
}

fn parse_host(host: &Sourced<String>) -> Result<Url> {
    let wrong = || {
        Error::usage(format!("the host is no http or https URL: {} (from {})", host.value, host.source))
            .hint(format!("for example {CLOUD} or http://localhost:3003"))
    };
    let mut url = Url::parse(host.value.trim()).map_err(|error| wrong().cause(error))?;
    if !url.username().is_empty() || url.password().is_some() {
        // It would be shown wherever the host is.
        return Err(Error::usage(format!(
            "the host must not hold a user name or password (from {})",
            host.source
        ))
        .hint("Nango is told the API key alone: set NANGO_SECRET_KEY"));
    }
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(wrong());
    }
    url.set_query(None);
    url.set_fragment(None);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "11111111-1111-4111-8111-111111111111";

    fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    fn decide(
        typed: Typed,
        vars: &[(&str, &str)],
        dotenv: &[(&str, &str)],
        profiles: &str,
    ) -> Result<Settings> {
        settle(typed, &map(vars), &map(dotenv), &serde_json::from_str(profiles).unwrap())
    }

    const STORED: &str =
        r#"{"default":"work","profiles":{"work":{"host":"https://work.example","secret_key":"p"}}}"#;

    #[test]
    fn option_environment_dotenv_profile_default() {
        let host = |typed: Option<&str>, vars: &[(&str, &str)], dotenv: &[(&str, &str)], profiles: &str| {
            let typed = Typed { host: typed.map(str::to_owned), ..Typed::default() };
            let host = decide(typed, vars, dotenv, profiles).unwrap().host;
            format!("{} {}", host.value, host.source)
        };
        let vars = [("NANGO_HOSTPORT", "http://e.example/")];
        let dotenv = [("NANGO_SERVER_URL", "http://d.example")];
        assert_eq!(host(Some("http://o.example"), &vars, &dotenv, STORED), "http://o.example/ option --host");
        assert_eq!(host(None, &vars, &dotenv, STORED), "http://e.example/ environment NANGO_HOSTPORT");
        assert_eq!(
            host(None, &[("NANGO_HOSTPORT", " ")], &dotenv, STORED),
            "http://d.example/ .env NANGO_SERVER_URL"
        );
        assert_eq!(host(None, &[], &[], STORED), "https://work.example/ profile work");
        assert_eq!(host(None, &[], &[], "{}"), "https://api.nango.dev/ default");
        assert_eq!(host(None, &[("NANGO_ENV", "local")], &[], "{}"), "http://localhost:3003/ default");
    }

    #[test]
    fn the_environments_own_key_first() {
        let vars =
            [("NANGO_SECRET_KEY_PROD", "prod"), ("NANGO_SECRET_KEY", "any"), ("NANGO_API_KEY", "docs")];
        let key = |env: Option<&str>, vars: &[(&str, &str)]| {
            let typed = Typed { environment: env.map(str::to_owned), ..Typed::default() };
            decide(typed, vars, &[], "{}").unwrap().api_key.map(|key| key.value.expose().to_owned())
        };
        assert_eq!(key(Some("prod"), &vars).as_deref(), Some("prod"));
        assert_eq!(key(Some("dev"), &vars).as_deref(), Some("any"));
        assert_eq!(key(None, &vars[2..]).as_deref(), Some("docs"));
        assert_eq!(key(None, &vars[..1]), None);
        // It goes before a general one that stands in a nearer place.
        let typed = Typed { environment: Some("prod".to_owned()), ..Typed::default() };
        let settings = decide(typed, &vars[1..], &vars[..1], "{}").unwrap();
        let key = settings.api_key.unwrap();
        assert_eq!(key.value.expose(), "prod");
        assert_eq!(key.source, Source::DotEnv("NANGO_SECRET_KEY_PROD".to_owned()));
    }

    #[test]
    fn a_typed_profile_goes_before_the_environment() {
        let typed = Typed { profile: Some("sandbox".to_owned()), ..Typed::default() };
        let settings = decide(typed, &[("NANGO_SECRET_KEY", KEY)], &[], "{}").unwrap();
        assert_eq!(settings.api_key.unwrap().value.expose(), SANDBOX_API_KEY);
        let settings =
            decide(Typed::default(), &[("NANGO_SECRET_KEY", KEY), ("NANGO_PROFILE", "sandbox")], &[], "{}");
        assert_eq!(settings.unwrap().api_key.unwrap().value.expose(), KEY);
    }

    #[test]
    fn a_typed_profile_with_a_key_takes_no_others() {
        let stored =
            r#"{"profiles":{"bare":{"host":"https://b.example"},"keyed":{"env":"dev","secret_key":"p"}}}"#;
        let signing = |profile: &str| {
            let typed = Typed { profile: Some(profile.to_owned()), ..Typed::default() };
            let vars = [("NANGO_SECRET_KEY_DEV", "k"), ("NANGO_WEBHOOK_SIGNING_KEY", "s")];
            decide(typed, &vars, &vars, stored)
                .unwrap()
                .signing_key()
                .map(|key| key.value.expose().to_owned())
        };
        assert_eq!(signing("keyed").as_deref(), Some("p"));
        assert_eq!(signing("bare").as_deref(), Some("s"));
    }

    #[test]
    fn wrong_values_say_where_they_came_from() {
        let error = decide(Typed::default(), &[("NANGO_HOSTPORT", "localhost:3003")], &[], "{}").unwrap_err();
        assert!(error.message.contains("environment NANGO_HOSTPORT"), "{error}");
        let typed = Typed { profile: Some("nope".to_owned()), ..Typed::default() };
        assert_eq!(decide(typed, &[], &[], STORED).unwrap_err().hints, ["known profiles: work, sandbox"]);
    }

    #[test]
    fn a_missing_key_names_the_one_that_is_there() {
        let settings = decide(Typed::default(), &[("NANGO_SECRET_KEY_DEV", KEY)], &[], "{}").unwrap();
        let error = settings.api_key().unwrap_err();
        assert!(error.hints.iter().any(|hint| hint.ends_with("--env dev")), "{:?}", error.hints);
        assert!(!format!("{error:?}").contains(KEY));
    }
}
