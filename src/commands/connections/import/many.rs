//! `connections import --ndjson`: many, some at a time, with an account of what became of each line.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

use futures_util::stream::{self, StreamExt};
use serde_json::{Value, json};

use super::super::find::{self, Name};
use super::super::look_up;
use super::super::pace::Pace;
use super::body;
use super::lines::{self, Failure, Line};
use super::progress::{Progress, State};
use crate::cli::connections::Import;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::nango::{ApiError, ConnectionFilter, Fault};
use crate::ui::{JsonArray, Style, Table};

/// How many integrations one list is asked for.
const KEYS_AT_ONCE: usize = 50;
/// How many failures an error block lists.
const MOST_LISTED: usize = 50;

/// Imports every line of a file.
pub fn run(context: &Context, args: &Import, path: &Path) -> Result<()> {
    let bytes = context.read_input(path, "the connections")?;
    let progress = args.progress_file.as_deref().map(Progress::open).transpose()?;
    let (lines, failures) = lines::read(&bytes, args.integration.as_deref(), progress.as_ref())?;
    let account = Account::default();
    account.total.set(lines.len() + failures.len());
    let job = Job { context, args, progress: progress.as_ref(), account: &account, pace: Pace::new(context) };
    let outcome = context.run(job.import(lines, failures));
    account.conclude(context, args, outcome)
}

struct Job<'a> {
    context: &'a Context,
    args: &'a Import,
    progress: Option<&'a Progress>,
    account: &'a Account,
    pace: Pace<'a>,
}

/// What became of one line.
enum Became {
    Imported {
        overwrote: bool,
    },
    /// Done by an earlier run.
    Skipped,
    Failed(Failure),
    /// Sent, and not answered.
    InDoubt(String),
    /// Another line's failure came first.
    NotTried,
}

impl Job<'_> {
    async fn import(&self, lines: Vec<Line>, mut failures: Vec<Failure>) -> Result<()> {
        let account = self.account;
        let lines = lines::complete(self.context, lines, &mut failures).await?;
        let existing = self.existing(&lines).await?;
        let mut report = Report::new(self.context);
        let mut to_send = Vec::new();
        for line in lines {
            let there = existing.contains(&line.name);
            match self.progress.and_then(|progress| progress.state(&line.name)) {
                Some(State::Done) => report.tell(account, &line, Became::Skipped)?,
                // Nothing was there when it was sent, or it would not have been.
                Some(State::Sent) if there && !self.args.overwrite => {
                    self.record(&line, State::Done)?;
                    report.tell(account, &line, Became::Imported { overwrote: false })?;
                }
                _ if there && !self.args.overwrite => {
                    let why = "exists already: --overwrite replaces its credentials".to_owned();
                    failures.push(line.failure(why, Kind::Usage));
                }
                _ => to_send.push((line, there)),
            }
        }
        failures.sort_by_key(|failure| failure.number);
        let refused = !failures.is_empty();
        for failure in failures {
            report.failed(account, failure)?;
        }
        if refused && !self.args.continue_on_error {
            return report.end();
        }
        let sending = stream::iter(to_send).map(|(line, there)| async move {
            let became =
                if account.stopped.get() { Ok(Became::NotTried) } else { self.send(&line, there).await };
            became.map(|became| (line, became))
        });
        let mut sending = std::pin::pin!(sending.buffer_unordered(self.args.concurrency.into()));
        while let Some(became) = sending.next().await {
            let (line, became) = became?;
            if matches!(became, Became::Failed(_) | Became::InDoubt(_)) && !self.args.continue_on_error {
                account.stopped.set(true);
            }
            report.tell(account, &line, became)?;
            self.context.ui.progress(&account.line());
        }
        report.end()
    }

    /// Which of the connections are there already. A list for all is cheaper than a call for each.
    async fn existing(&self, lines: &[Line]) -> Result<HashSet<Name>> {
        let keys: BTreeSet<&str> = lines.iter().map(|line| line.name.integration.as_str()).collect();
        let keys: Vec<&str> = keys.into_iter().collect();
        let mut existing = HashSet::new();
        for keys in keys.chunks(KEYS_AT_ONCE) {
            let integrations = keys.iter().map(|key| (*key).to_owned()).collect();
            let filter = ConnectionFilter { integrations, ..ConnectionFilter::default() };
            existing.extend(find::every(self.context, &self.pace, &filter).await?.iter().map(Name::of));
        }
        Ok(existing)
    }

    fn record(&self, line: &Line, state: State) -> Result<()> {
        self.progress.map_or(Ok(()), |progress| progress.record(line, state))
    }

    /// Sends one line. An error stops everything; what concerns the line alone does not.
    async fn send(&self, line: &Line, there: bool) -> Result<Became> {
        let client = self.context.client()?;
        let mut body = line.body.clone();
        if there {
            let current = look_up(self.context, &line.name.integration, &line.name.connection_id).await;
            body::carry_over(&mut body, current?);
        }
        let wrong = RefCell::new(None);
        let sent = &self.account.sent;
        let answer = self
            .pace
            .call(|| async {
                if let Err(error) = self.record(line, State::Sent) {
                    // Without a note of it, it must not be sent.
                    wrong.replace(Some(error));
                    return Ok(None);
                }
                sent.borrow_mut().insert(line.number, line.name.clone());
                let answer = client.import_connection(&body).await;
                if !answer.as_ref().is_err_and(unanswered) {
                    sent.borrow_mut().remove(&line.number);
                }
                answer.map(Some)
            })
            .await;
        if let Some(error) = wrong.take() {
            return Err(error);
        }
        match answer {
            Ok(_) => {
                self.record(line, State::Done)?;
                Ok(Became::Imported { overwrote: there })
            }
            Err(fault) if unanswered(&fault) => Ok(Became::InDoubt(fault.to_string())),
            Err(Fault::Api(error)) if !matches!(error.status, 401 | 403 | 429) => {
                self.record(line, State::Failed)?;
                let why = body::scrub(&words(&error), &body["credentials"]);
                let kind = self.context.failed("import the connection")(Fault::Api(error)).kind;
                Ok(Became::Failed(line.failure(why, kind)))
            }
            // What stands in the way of one stands in the way of all.
            Err(fault) => Err(self.context.failed("import the connections")(fault)),
        }
    }
}

/// Whether Nango may have acted on a call that it has not answered.
fn unanswered(fault: &Fault) -> bool {
    match fault {
        Fault::Unreachable { maybe_received, .. } => *maybe_received,
        Fault::TimedOut { .. } => true,
        // A gateway's, not Nango's own.
        Fault::Api(error) => matches!(error.status, 502 | 504) && error.code.is_none(),
        _ => false,
    }
}

/// An error in the server's words, with the fields that it names.
fn words(error: &ApiError) -> String {
    let mut parts: Vec<String> = error.message.iter().cloned().collect();
    parts.extend(error.issues.iter().map(|issue| format!("{}: {}", issue.path.join("."), issue.message)));
    if parts.is_empty() {
        parts.push(format!("Nango answered {}", error.status));
    }
    parts.extend(error.code.iter().map(|code| format!("({code})")));
    parts.join(" ")
}

/// What is told on stdout, as it happens.
struct Report<'a> {
    context: &'a Context,
    table: Table<'a>,
    array: Option<JsonArray<'a>>,
}

impl<'a> Report<'a> {
    fn new(context: &'a Context) -> Self {
        let ui = &context.ui;
        let table = Table::new(ui, &["CONNECTION ID", "INTEGRATION", "RESULT"]);
        Report { context, table, array: ui.json().then(|| ui.array()) }
    }

    fn tell(&mut self, account: &Account, line: &Line, became: Became) -> Result<()> {
        let add = |count: &Cell<usize>| count.set(count.get() + 1);
        let (status, why) = match became {
            Became::Failed(failure) => return self.failed(account, failure),
            Became::NotTried => return Ok(()),
            Became::Imported { overwrote } => {
                add(&account.imported);
                (if overwrote { "overwritten" } else { "imported" }, None)
            }
            Became::Skipped => {
                add(&account.skipped);
                ("skipped", None)
            }
            Became::InDoubt(why) => ("in_doubt", Some(why)),
        };
        let name = &line.name;
        if self.array.is_some() {
            return self.item(line.number, Some(&name.integration), Some(&name.connection_id), status, why);
        }
        if why.is_some() || status == "skipped" {
            return Ok(());
        }
        if self.context.ui.quiet() {
            return find::even_unread(self.context.ui.value(&name.connection_id));
        }
        self.table.row([
            (name.connection_id.clone(), Some(Style::Strong)),
            (name.integration.clone(), None),
            (status.to_owned(), Some(Style::Good)),
        ]);
        find::even_unread(self.table.flush())
    }

    fn failed(&mut self, account: &Account, failure: Failure) -> Result<()> {
        let (integration, id) = (failure.integration.as_deref(), failure.connection_id.as_deref());
        self.item(failure.number, integration, id, "failed", Some(failure.why.clone()))?;
        account.failures.borrow_mut().push(failure);
        Ok(())
    }

    fn item(
        &mut self,
        line: usize,
        integration: Option<&str>,
        id: Option<&str>,
        status: &str,
        why: Option<String>,
    ) -> Result<()> {
        let Some(array) = &mut self.array else { return Ok(()) };
        let mut item = json!({
            "line": line, "connection_id": id, "provider_config_key": integration, "status": status,
        });
        if let Some(why) = why {
            item["error"] = Value::String(why);
        }
        find::even_unread(array.item(&item))
    }

    fn end(self) -> Result<()> {
        find::even_unread(self.array.map_or(Ok(()), |array| array.end()))
    }
}

/// What became of the lines altogether.
#[derive(Default)]
struct Account {
    total: Cell<usize>,
    imported: Cell<usize>,
    skipped: Cell<usize>,
    stopped: Cell<bool>,
    failures: RefCell<Vec<Failure>>,
    /// Sent, and not answered so far.
    sent: RefCell<BTreeMap<usize, Name>>,
}

impl Account {
    fn line(&self) -> String {
        let (imported, failed) = (self.imported.get(), self.failures.borrow().len());
        format!("{imported} of {} lines imported, {failed} failed", self.total.get() - self.skipped.get())
    }

    fn not_tried(&self) -> usize {
        let tried = self.imported.get() + self.skipped.get() + self.failures.borrow().len();
        self.total.get() - (tried + self.sent.borrow().len())
    }

    fn summary(&self) -> String {
        let mut parts = vec![format!("{} of {} lines imported", self.imported.get(), self.total.get())];
        let counts = [
            (self.skipped.get(), "done before"),
            (self.failures.borrow().len(), "failed"),
            (self.sent.borrow().len(), "in doubt"),
            (self.not_tried(), "not tried"),
        ];
        parts.extend(
            counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")),
        );
        parts.join(", ")
    }

    fn conclude(&self, context: &Context, args: &Import, outcome: Result<()>) -> Result<()> {
        let failures = self.failures.borrow();
        let in_doubt = self.sent.borrow();
        let mut error = match outcome {
            Err(error) => error.hint(self.summary()),
            Ok(()) if failures.is_empty() && in_doubt.is_empty() => {
                context.ui.note(&self.summary());
                return Ok(());
            }
            Ok(()) => {
                // The first failure is what stopped it; many of them are of many kinds.
                let kind = match failures.first() {
                    Some(first) if !args.continue_on_error => first.kind,
                    None if !args.continue_on_error => Kind::Unreachable,
                    _ => Kind::Failure,
                };
                Error::new(kind, "not every connection was imported")
                    .cause(self.summary())
                    .code("import_failed")
            }
        };
        for failure in failures.iter().take(MOST_LISTED) {
            let name = failure.connection_id.as_ref().map(|id| format!(" ({id})")).unwrap_or_default();
            error = error.detail(format!("line {}{name}", failure.number), failure.why.clone());
        }
        if failures.len() > MOST_LISTED {
            let more = format!("and {} more lines failed (--json lists all)", failures.len() - MOST_LISTED);
            error = error.detail("", more);
        }
        for (number, name) in in_doubt.iter() {
            let path = format!("line {number} ({})", name.connection_id);
            error = error.detail(path, "in doubt: it was sent, and not answered");
        }
        let unfinished = self.imported.get() + self.skipped.get() < self.total.get();
        match &args.progress_file {
            Some(_) if unfinished => {
                error = error.hint("run it again with the same --progress-file to do the rest")
            }
            None if self.imported.get() > 0 => {
                error = error.hint("with --progress-file PATH a second run skips what is done");
            }
            _ => {}
        }
        if self.not_tried() > 0 {
            error = error.hint("--continue-on-error imports the other lines all the same");
        }
        Err(error)
    }
}
