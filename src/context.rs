//! What a deed may hold: the `Ui`, the settings, standard input, the browser, and the API client made on first use.

use std::cell::{Cell, OnceCell, RefCell};
use std::future::Future;
use std::io::Read;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use jiff::Timestamp;

use crate::error::{Error, Result};
use crate::interrupt::unless_interrupted;
use crate::nango::{Client, DEFAULT_TIMEOUT, Exchange, Fault};
use crate::settings::Settings;
use crate::ui::{Ui, harmless};

/// A file larger than this is no key, no session body and no webhook.
const LARGEST_INPUT: u64 = 64 * 1024 * 1024;

/// One run's collaborators.
pub struct Context {
    /// Streams.
    pub ui: Rc<Ui>,
    /// What was decided.
    pub settings: Settings,
    /// `--timeout`: of the wait for commands that wait, otherwise of each call.
    pub timeout: Option<Duration>,
    waits: bool,
    verbose: bool,
    browser_likely: bool,
    stdin: RefCell<Box<dyn Read>>,
    stdin_taken: Cell<Option<&'static str>>,
    client: OnceCell<Client>,
}

impl Context {
    /// A context over `ui` and `settings`.
    pub fn new(ui: Ui, settings: Settings, facts: Facts, input: Input) -> Self {
        Context {
            ui: Rc::new(ui),
            settings,
            timeout: facts.timeout,
            waits: facts.waits,
            verbose: facts.verbose,
            browser_likely: facts.browser_likely,
            stdin: RefCell::new(input.stdin),
            stdin_taken: Cell::new(input.taken_by),
            client: OnceCell::new(),
        }
    }

    /// The same run with other settings: towards a sandbox of its own. Standard input stays behind.
    pub fn toward(&self, settings: Settings) -> Context {
        Context {
            ui: self.ui.clone(),
            settings,
            timeout: self.timeout,
            waits: self.waits,
            verbose: self.verbose,
            browser_likely: self.browser_likely,
            stdin: RefCell::new(Box::new(std::io::empty())),
            stdin_taken: Cell::new(None),
            client: OnceCell::new(),
        }
    }

    /// The API client.
    ///
    /// # Errors
    /// When there is no API key.
    pub fn client(&self) -> Result<&Client> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let key = self.settings.api_key()?.clone();
        Ok(self.client.get_or_init(|| self.new_client(Some(key))))
    }

    /// A client for calls that carry a session token instead of the API key.
    pub fn client_without_key(&self) -> Client {
        self.new_client(None)
    }

    fn new_client(&self, key: Option<crate::secret::Secret>) -> Client {
        let mut client = Client::new(self.settings.host.value.clone(), key);
        if let Some(timeout) = self.timeout {
            // No single call outlasts the whole wait, and a long wait makes no call more patient.
            client = client.with_timeout(if self.waits { timeout.min(DEFAULT_TIMEOUT) } else { timeout });
        }
        if self.verbose {
            let asides = self.ui.asides();
            client = client.with_observer(move |exchange| asides.add(line(&exchange)));
        }
        client
    }

    /// Runs `future` to its end on one thread. Ctrl-C ends it first, and `-v` shows its exchanges as they happen.
    ///
    /// # Errors
    /// The future's own, or [`Kind::Interrupted`](crate::error::Kind::Interrupted).
    pub fn run<T>(&self, future: impl Future<Output = Result<T>>) -> Result<T> {
        self.run_through(unless_interrupted(future))
    }

    /// As [`Context::run`], for a future that watches for Ctrl-C itself because it has something to end.
    ///
    /// # Errors
    /// The future's own.
    pub fn run_through<T>(&self, future: impl Future<Output = Result<T>>) -> Result<T> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Error::failure("could not start").cause(error))?;
        let result = runtime.block_on(async {
            let mut future = std::pin::pin!(future);
            std::future::poll_fn(|task| {
                let result = future.as_mut().poll(task);
                self.ui.say_asides();
                result
            })
            .await
        });
        // A look-up of a host name cannot be cancelled: leave it behind.
        runtime.shutdown_background();
        result
    }

    /// Shows an exchange where `-v` asks for it.
    pub fn show_exchange(&self, exchange: &Exchange) {
        if self.verbose {
            self.ui.say(&line(exchange));
        }
    }

    /// Turns a fault of `doing` ("list connections") into an error with a hint.
    pub fn failed(&self, doing: &'static str) -> impl Fn(Fault) -> Error {
        move |fault| crate::faults::error(doing, fault, &self.settings)
    }

    /// Reads the file at `path`, or standard input for `-`; `what` names it in errors.
    ///
    /// # Errors
    /// A usage error when it cannot be read, or when standard input is read for something else already.
    pub fn read_input(&self, path: &Path, what: &'static str) -> Result<Vec<u8>> {
        if path != Path::new("-") {
            return read_file(path, what);
        }
        self.take_stdin(what)?;
        read_limited(&mut *self.stdin.borrow_mut(), what)
    }

    /// The same to be read a piece at a time, however long it is.
    ///
    /// # Errors
    /// As [`Context::read_input`].
    pub fn open_input(&self, path: &Path, what: &'static str) -> Result<Box<dyn Read>> {
        if path != Path::new("-") {
            return Ok(Box::new(open_file(path, what)?));
        }
        self.take_stdin(what)?;
        Ok(self.stdin.replace(Box::new(std::io::empty())))
    }

    fn take_stdin(&self, what: &'static str) -> Result<()> {
        if let Some(other) = self.stdin_taken.replace(Some(what)) {
            return Err(Error::usage(format!("standard input cannot be both {other} and {what}"))
                .hint("give one of them a file"));
        }
        if self.ui.stdin_terminal() {
            if !self.ui.may_prompt() {
                return Err(Error::usage(format!("{what} would have to be typed here"))
                    .hint("pipe it in, or name a file"));
            }
            self.ui.note(&format!("type or paste {what}, then end it with Ctrl-D on a line of its own"));
        }
        Ok(())
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    /// Whether a browser could be opened for the person at this terminal.
    pub fn may_open_browser(&self) -> bool {
        self.browser_likely && self.ui.person_present()
    }

    /// Opens the browser if there is someone to see it; returns whether it was started.
    pub fn open_browser(&self, url: &str) -> bool {
        self.may_open_browser() && crate::browser::open(url).is_ok()
    }
}

fn line(exchange: &Exchange) -> String {
    let outcome = match &exchange.outcome {
        Ok(status) => status.to_string(),
        Err(message) => message.clone(),
    };
    harmless(&format!("{} {} → {outcome} in {:.0?}", exchange.method, exchange.target, exchange.took))
}

/// What else is known about a run.
pub struct Facts {
    /// `--timeout`
    pub timeout: Option<Duration>,
    /// Whether it is the wait that the time-out limits, and not each call.
    pub waits: bool,
    /// `-v`
    pub verbose: bool,
    /// Whether there may be a browser.
    pub browser_likely: bool,
}

/// Standard input, and whether an option has read it already.
pub struct Input {
    /// The stream.
    pub stdin: Box<dyn Read>,
    /// What it was read for.
    pub taken_by: Option<&'static str>,
}

/// Reads a whole file.
///
/// # Errors
/// A usage error that names the file.
pub fn read_file(path: &Path, what: &str) -> Result<Vec<u8>> {
    read_limited(&mut open_file(path, what)?, what)
}

fn open_file(path: &Path, what: &str) -> Result<std::fs::File> {
    let cannot = |error| Error::usage(format!("cannot read {what} from {}", path.display())).cause(error);
    let file = std::fs::File::open(path).map_err(cannot)?;
    if file.metadata().is_ok_and(|file| file.is_dir()) {
        return Err(cannot(std::io::ErrorKind::IsADirectory.into()));
    }
    Ok(file)
}

/// Reads a stream to its end.
///
/// # Errors
/// A usage error.
pub fn read_limited(stream: &mut dyn Read, what: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream
        .take(LARGEST_INPUT + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Error::usage(format!("cannot read {what}")).cause(error))?;
    if bytes.len() as u64 > LARGEST_INPUT {
        return Err(Error::usage(format!("{what} is larger than {} MiB", LARGEST_INPUT >> 20)));
    }
    Ok(bytes)
}
