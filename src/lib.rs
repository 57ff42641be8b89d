//! Nango from the terminal. The README says what the tool does and how its rooms, the modules below, are laid out;
//! [`nango`] is usable as a library of its own.

pub mod browser;
pub mod cli;
pub mod commands;
pub mod context;
pub mod error;
pub mod fetch;
pub mod http;
pub mod interrupt;
pub mod nango;
pub mod one_time_link;
pub mod sandbox;
pub mod secret;
pub mod serve;
pub mod settings;
pub mod tunnel;
pub mod ui;
pub mod webhook;

mod faults;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Parser;

use cli::{Cli, Command, Globals};
use context::{Context, Facts, Input};
use error::{Error, Result};
use secret::Secret;
use settings::{Profiles, Typed};
use ui::{ColorChoice, Format, Streams, Ui};

/// What a run is given.
pub struct Process {
    /// The program's name and its arguments.
    pub args: Vec<OsString>,
    /// The environment's variables.
    pub vars: BTreeMap<String, String>,
    /// The working directory.
    pub directory: PathBuf,
    /// Standard input.
    pub stdin: Box<dyn Read>,
    /// The streams to write to.
    pub streams: Streams,
}

/// Runs one command and returns the process's exit code. May be called more than once.
pub fn run(process: Process) -> u8 {
    let Process { args, vars, directory, stdin, streams } = process;
    let given = Given::of(&args);
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return usage(&without_password(error), given, streams, &vars),
    };
    let Cli { globals, command } = cli;
    let filter = globals.jq.as_deref().map(ui::jq::Filter::compile);
    let (jq, wrong_filter) = match filter.transpose() {
        Ok(filter) => (filter, None),
        Err(error) => (None, Some(error)),
    };
    let no_input = globals.no_input || vars.get("CI").is_some_and(|ci| !ci.is_empty() && ci != "false");
    // A filter that cannot be read asked for JSON all the same.
    let json = globals.json || globals.jq.is_some();
    let format = Format { json, jq, quiet: globals.quiet, no_input };
    // What it says is read by the process that started it, which then says it as it was asked to.
    let detached = matches!(&command, Command::Sandbox(cli::Deferred(args)) if args.detached);
    let (format, color) =
        if detached { (Format::default(), ColorChoice::Never) } else { (format, globals.color) };
    let ui = make_ui(streams, format, color, &vars);
    let code = |ui: &Ui, error: &Error| {
        if error.kind != error::Kind::ClosedPipe {
            ui.error(error);
        }
        error.kind.exit_code()
    };
    if let Some(error) = wrong_filter {
        return code(&ui, &error);
    }
    if let Command::Completions { shell } = command {
        return commands::completions::run(&ui, shell).map_or_else(|error| code(&ui, &error), |()| 0);
    }
    match settle(&globals, &vars, &directory, stdin, &ui) {
        Err(error) => code(&ui, &error),
        Ok((settings, input)) => {
            let facts = Facts {
                timeout: globals.timeout,
                waits: command.waits(),
                verbose: globals.verbose,
                browser_likely: browser::likely(&vars),
            };
            let context = Context::new(ui, settings, facts, input);
            commands::run(&context, command).unwrap_or_else(|error| code(&context.ui, &error))
        }
    }
}

fn settle(
    globals: &Globals,
    vars: &BTreeMap<String, String>,
    directory: &Path,
    mut stdin: Box<dyn Read>,
    ui: &Ui,
) -> Result<(settings::Settings, Input)> {
    let mut taken_by = None;
    let mut key = |path: &Option<PathBuf>, what: &'static str| -> Result<Option<Secret>> {
        let Some(path) = path else { return Ok(None) };
        let bytes = if path.as_os_str() != "-" {
            context::read_file(path, what)?
        } else if let Some(other) = taken_by.replace(what) {
            return Err(Error::usage(format!("standard input cannot be both {other} and {what}")));
        } else if ui.stdin_terminal() {
            return Err(Error::usage(format!("{what} would be seen while it is typed"))
                .hint("pipe it in, or name a file that only you can read"));
        } else {
            context::read_limited(&mut *stdin, what)?
        };
        let text = String::from_utf8(bytes).map_err(|_| Error::usage(format!("{what} is not text")))?;
        match text.trim() {
            "" => Err(Error::usage(format!("{what} is empty: nothing in {}", path.display()))),
            text => Ok(Some(Secret::new(text))),
        }
    };
    let typed = Typed {
        profile: globals.profile.clone(),
        environment: globals.env.clone(),
        host: globals.host.clone(),
        api_key: key(&globals.secret_key_file, "the API key")?,
        signing_key: key(&globals.signing_key_file, "the signing key")?,
    };
    let profiles = match Profiles::path(vars) {
        Some(path) => Profiles::read(&path)?,
        None => Profiles::default(),
    };
    if let Some(path) = &profiles.exposed {
        let path = path.display().to_string();
        ui.warn(&format!("others can read the keys in {0}: chmod 600 {0}", ui::harmless(&path)));
    }
    let settings = settings::settle(typed, vars, &settings::read_dotenv(directory), &profiles)?;
    Ok((settings, Input { stdin, taken_by }))
}

fn make_ui(streams: Streams, format: Format, color: ColorChoice, vars: &BTreeMap<String, String>) -> Ui {
    let set = |name: &str| vars.get(name).is_some_and(|value| !value.is_empty());
    let forced = vars.get("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0");
    Ui::new(streams, format, color, set("NO_COLOR"), forced)
}

/// What decides how a wrong command line is answered, found without understanding the rest of it.
struct Given {
    json: bool,
    color: ColorChoice,
}

impl Given {
    fn of(args: &[OsString]) -> Self {
        let options: Vec<&str> =
            args.iter().map(|arg| arg.to_str().unwrap_or_default()).take_while(|arg| *arg != "--").collect();
        let json = options.iter().any(|arg| *arg == "--json" || *arg == "--jq" || arg.starts_with("--jq="));
        let color = options.iter().enumerate().find_map(|(at, arg)| match arg.strip_prefix("--color")? {
            "" => options.get(at + 1).copied(),
            value => value.strip_prefix('='),
        });
        let color = color.and_then(|color| <ColorChoice as clap::ValueEnum>::from_str(color, false).ok());
        Given { json, color: color.unwrap_or_default() }
    }
}

/// clap repeats a value that it cannot read; of a URL that holds a user and a password, only what follows them.
fn without_password(mut error: clap::Error) -> clap::Error {
    use clap::error::{ContextKind, ContextValue};
    if let Some(ContextValue::String(value)) = error.get(ContextKind::InvalidValue)
        && let Some((before, after)) = value.rsplit_once('@')
        && before.contains(':')
    {
        let shown = format!("…@{after}");
        error.insert(ContextKind::InvalidValue, ContextValue::String(shown));
    }
    error
}

/// `--help` and `--version` are no errors; a real one is said as every other, JSON included.
fn usage(error: &clap::Error, given: Given, streams: Streams, vars: &BTreeMap<String, String>) -> u8 {
    use clap::error::ErrorKind;
    let ansi = |colour: bool| {
        let text = error.render();
        if colour { text.ansi().to_string() } else { text.to_string() }
    };
    let ui = make_ui(streams, Format { json: given.json, ..Format::default() }, given.color, vars);
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let text = ansi(ui.colours_stdout());
            ui.raw(text.as_bytes()).map_or_else(
                |error| {
                    if error.kind != error::Kind::ClosedPipe {
                        ui.error(&error);
                    }
                    error.kind.exit_code()
                },
                |()| 0,
            )
        }
        _ if given.json => {
            let error = as_error(error);
            ui.error(&error);
            error.kind.exit_code()
        }
        _ => {
            ui.say(ansi(ui.colours_stderr()).trim_end());
            error::Kind::Usage.exit_code()
        }
    }
}

/// clap's block as one error: its first paragraph is the message, its tips are hints.
fn as_error(error: &clap::Error) -> Error {
    let text = error.to_string();
    if error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return Error::usage("a command is missing").hint("see --help");
    }
    let first = text.trim_start_matches("error: ").split("\n\n").next().unwrap_or_default();
    let message: Vec<&str> = first.lines().map(str::trim).collect();
    let mut error = Error::usage(message.join(" "));
    for tip in text.lines().filter_map(|line| line.trim().strip_prefix("tip: ")) {
        error = error.hint(tip);
    }
    error.hint("see --help")
}
