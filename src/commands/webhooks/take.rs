//! `webhooks listen --take`: connections whose webhooks come here for as long as the listener lives.

use super::redirect;
use crate::cli::webhooks::Take;
use crate::commands::connections::{Name, Pace, count, not_there};
use crate::commands::reach;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ui::harmless;
use crate::webhook::taken::{Journal, Record, Taken, fingerprint};

/// What a listener has taken. Give it back with [`Hold::put_back`]; where that does not happen, the next start does.
pub struct Hold {
    journal: Journal,
}

impl Hold {
    /// Points the chosen connections at `url`. Their URLs before are in the journal first.
    ///
    /// # Errors
    /// When one does not exist, is taken by another listener, or Nango refuses the URL: nothing stays taken then.
    pub async fn take(context: &Context, args: &Take, url: &str) -> Result<Self> {
        let pace = Pace::new(context);
        let chosen = redirect::choose(context, &pace, &args.ids, &args.filters()?).await?;
        if !chosen.missing.is_empty() {
            let missing: Vec<&str> = chosen.missing.iter().map(String::as_str).collect();
            return Err(not_there(&missing));
        }
        if chosen.names.is_empty() {
            context.ui.warn("no connection matches --take-tag and --take-integration: none is taken");
        }
        let mut connections = Vec::new();
        for name in &chosen.names {
            connections.push(Taken {
                provider_config_key: name.integration.clone(),
                connection_id: name.connection_id.clone(),
                before: redirect::target(context, name).await?,
            });
        }
        let record =
            Record { urls: vec![url.to_owned()], pid: std::process::id(), connections, ..whose(context)? };
        let directory = directory(context)?;
        let found = Journal::all(&directory).map_err(journal_error)?;
        if let Some((living, both)) =
            found.living.iter().find_map(|living| Some((living, shared(living, &record)?)))
        {
            return Err(Error::failure(format!("another listener has taken {both}"))
                .code("already_taken")
                .hint(format!(
                    "it is process {}, at {}",
                    living.pid,
                    living.urls.first().map_or("?", String::as_str)
                )));
        }
        let id = uuid::Uuid::new_v4().simple().to_string();
        let hold = Hold { journal: Journal::create(&directory, &id, record).map_err(journal_error)? };
        hold.journal.write().map_err(journal_error)?;
        if let Err(error) = hold.point(context, &pace, url).await {
            // The journal keeps what cannot be put back even now.
            let error = reach::explain(error);
            let put_back = hold.put_back(context).await;
            return Err(if put_back { error.hint("nothing stays taken") } else { error });
        }
        context.ui.note(&format!("Taken: {}, until the listener ends", count(chosen.names.len())));
        Ok(hold)
    }

    /// Points them at another URL: the tunnel's has changed.
    ///
    /// # Errors
    /// When Nango refuses it.
    pub async fn repoint(&mut self, context: &Context, url: &str) -> Result<()> {
        self.journal.record.urls.push(url.to_owned());
        self.journal.write().map_err(journal_error)?;
        self.point(context, &Pace::new(context), url).await
    }

    async fn point(&self, context: &Context, pace: &Pace<'_>, url: &str) -> Result<()> {
        for taken in &self.journal.record.connections {
            redirect::set(context, pace, &name(taken), Some(url)).await?;
        }
        Ok(())
    }

    /// Points each where it pointed before, unless somebody has pointed it elsewhere since. What fails is said loudly
    /// and stays in the journal. True where nothing is left to do.
    pub async fn put_back(self, context: &Context) -> bool {
        put_back(context, self.journal).await
    }
}

/// Puts back what listeners took that died before they could. Those of other hosts and keys wait for theirs.
pub async fn recover(context: &Context) {
    let (Ok(ours), Ok(directory)) = (whose(context), directory(context)) else { return };
    let found = match Journal::all(&directory) {
        Ok(found) => found,
        Err(error) => {
            let place = harmless(&directory.display().to_string());
            return context.ui.warn(&format!("cannot look for taken connections in {place}: {error}"));
        }
    };
    for path in found.unreadable {
        let path = harmless(&path.display().to_string());
        context.ui.warn(&format!("a journal of taken connections cannot be read: {path}"));
    }
    for journal in found.dead {
        let record = &journal.record;
        let held = count(record.connections.len());
        if (&record.host, &record.environment) == (&ours.host, &ours.environment) {
            context
                .ui
                .note(&format!("An earlier listener died and left {held} pointing at it: putting back"));
            put_back(context, journal).await;
        } else {
            let host = harmless(&record.host);
            context.ui.warn(&format!(
                "an earlier listener left {held} of {host} pointing at it: start a listener with that host and key to put back"
            ));
        }
    }
}

async fn put_back(context: &Context, mut journal: Journal) -> bool {
    let ui = &context.ui;
    let pace = Pace::new(context);
    let urls = journal.record.urls.clone();
    let mut left = Vec::new();
    let mut back = 0;
    for taken in std::mem::take(&mut journal.record.connections) {
        let name = name(&taken);
        let outcome = async {
            let now = redirect::target(context, &name).await?;
            if now.as_ref().is_none_or(|now| !urls.contains(now)) {
                return Ok(false);
            }
            redirect::set(context, &pace, &name, taken.before.as_deref()).await.map(|()| true)
        };
        match outcome.await {
            Ok(true) => back += 1,
            // Whoever changed it meant it.
            Ok(false) => {}
            // It was deleted meanwhile.
            Err(Error { kind: Kind::NotFound, .. }) => {}
            Err(error) => {
                ui.warn(&harmless(&format!("{name} still sends its webhooks here: {error}")));
                left.push(taken);
            }
        }
    }
    if back > 0 {
        ui.note(&format!("{} put back where they went before", count(back)));
    }
    if left.is_empty() {
        if let Err(error) = journal.remove() {
            ui.warn(&format!("the journal of taken connections stays: {error}"));
        }
        return true;
    }
    let number = count(left.len());
    journal.record.connections = left;
    // What it said before says enough where it cannot be written again.
    let _ = journal.write();
    let path = harmless(&journal.path().display().to_string());
    ui.warn(&format!(
        "{number} could not be put back: the next `webhooks listen` tries again (journal: {path})"
    ));
    false
}

fn name(taken: &Taken) -> Name {
    Name { integration: taken.provider_config_key.clone(), connection_id: taken.connection_id.clone() }
}

/// A connection that both have.
fn shared(living: &Record, new: &Record) -> Option<Name> {
    let same = (&living.host, &living.environment) == (&new.host, &new.environment);
    let both = |taken: &&Taken| {
        let has = |other: &Taken| name(other) == name(taken);
        living.connections.iter().any(has)
    };
    if same { new.connections.iter().find(both).map(name) } else { None }
}

/// Whose connections this run's key sees.
fn whose(context: &Context) -> Result<Record> {
    let settings = &context.settings;
    Ok(Record {
        host: settings.host.value.as_str().trim_end_matches('/').to_owned(),
        environment: fingerprint(settings.api_key()?),
        ..Record::default()
    })
}

fn directory(context: &Context) -> Result<std::path::PathBuf> {
    let data = context.settings.data_directory.as_ref();
    data.map(|data| data.join("taken")).ok_or_else(|| {
        Error::failure("there is no place for the journal of taken connections")
            .hint("set XDG_DATA_HOME or HOME")
    })
}

fn journal_error(error: std::io::Error) -> Error {
    Error::failure("cannot keep the journal of taken connections").cause(error).hint("nothing was taken")
}
