//! `webhooks listen --take`: connections whose webhooks come here for as long as the listener lives.

use std::pin::Pin;
use std::time::Duration;

use super::redirect;
use crate::cli::webhooks::Take;
use crate::commands::connections::{Name, Pace, count, not_there};
use crate::commands::reach;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::interrupt::{unless, unless_interrupted};
use crate::ui::harmless;
use crate::webhook::taken::{Found, Journal, Record, Taken, fingerprint};

/// How long until connections are pointed again that could not be: the last over and over.
const AGAIN_AFTER: [Duration; 3] = [Duration::from_secs(5), Duration::from_secs(10), Duration::from_secs(30)];

/// What a listener has taken. Give it back with [`Hold::put_back`]; where that does not happen, the next start does.
pub struct Hold {
    journal: Journal,
}

impl Hold {
    /// Points the chosen connections at `url`. Their URLs before are in the journal first. An interrupt ends it, and
    /// nothing stays taken then, either.
    ///
    /// # Errors
    /// When one does not exist, is taken by another listener, or Nango refuses the URL: nothing stays taken then.
    pub async fn take(
        context: &Context,
        args: &Take,
        url: &str,
        mut interrupt: Pin<&mut impl Future<Output = ()>>,
    ) -> Result<Self> {
        let pace = Pace::new(context);
        let connections = unless(interrupt.as_mut(), chosen(context, &pace, args)).await?;
        let mut record =
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
        before_the_dead(&mut record, &found);
        drop(found);
        let id = uuid::Uuid::new_v4().simple().to_string();
        let hold = Hold { journal: Journal::create(&directory, &id, record).map_err(journal_error)? };
        hold.journal.write().map_err(journal_error)?;
        if let Err(error) = unless(interrupt, hold.point(context, &pace, url)).await {
            // The journal keeps what cannot be put back even now.
            let error = reach::explain(error);
            let put_back = hold.put_back(context).await;
            return Err(if put_back { error.hint("nothing stays taken") } else { error });
        }
        let taken = count(hold.journal.record.connections.len());
        context.ui.note(&format!("Taken: {taken}, until the listener ends"));
        Ok(hold)
    }

    async fn point(&self, context: &Context, pace: &Pace<'_>, url: &str) -> Result<()> {
        for taken in &self.journal.record.connections {
            redirect::set(context, pace, &name(taken), Some(url)).await?;
        }
        Ok(())
    }

    /// What points them at another URL, the tunnel's having changed, however long that takes. Whatever comes of it
    /// is told; it may be dropped at any time.
    pub fn follow<'a>(&mut self, context: &'a Context, url: &str) -> impl Future<Output = ()> + 'a {
        let record = &mut self.journal.record;
        record.urls.push(url.to_owned());
        let names: Vec<Name> = record.connections.iter().map(name).collect();
        if let Err(error) = self.journal.write() {
            context.ui.warn(&format!("the journal of taken connections lacks the new address: {error}"));
        }
        point_all(context, names, url.to_owned())
    }

    /// Points each where it pointed before, unless somebody has pointed it elsewhere since. What fails is said loudly
    /// and stays in the journal. True where nothing is left to do. An interrupt ends it.
    pub async fn put_back(self, context: &Context) -> bool {
        let putting = async { Ok(put_back(context, self.journal).await) };
        match unless_interrupted(putting).await {
            Ok(back) => back == Back::Everything,
            Err(_) => {
                left_to_the_next(context);
                false
            }
        }
    }
}

/// Says so where putting back was broken off.
pub fn left_to_the_next(context: &Context) {
    context.ui.warn("what is not put back yet is put back by the next `webhooks listen`");
}

/// The connections to take, and where each points now.
async fn chosen(context: &Context, pace: &Pace<'_>, args: &Take) -> Result<Vec<Taken>> {
    let chosen = redirect::choose(context, pace, &args.ids, &args.filters()?).await?;
    if !chosen.missing.is_empty() {
        let missing: Vec<&str> = chosen.missing.iter().map(String::as_str).collect();
        return Err(not_there(&missing));
    }
    if chosen.names.is_empty() {
        context.ui.warn("no connection matches --take-tag and --take-integration: none is taken");
    }
    let mut connections = Vec::new();
    for name in chosen.names {
        let before = redirect::target(context, &name).await?;
        connections.push(Taken {
            provider_config_key: name.integration,
            connection_id: name.connection_id,
            before,
        });
    }
    Ok(connections)
}

/// Points them there, again and again until all are.
async fn point_all(context: &Context, mut names: Vec<Name>, url: String) {
    let pace = Pace::new(context);
    let mut waits = AGAIN_AFTER.into_iter();
    let mut wait = Duration::ZERO;
    let mut told = None;
    while let Some(error) = point_each(context, &pace, &mut names, &url).await {
        let why = error.to_string();
        // Once, however long it lasts.
        if told.as_ref() != Some(&why) {
            let still = count(names.len());
            context.ui.warn(&harmless(&format!(
                "{still} cannot be pointed at the new address: {why}; trying again"
            )));
            told = Some(why);
        }
        wait = waits.next().unwrap_or(wait);
        tokio::time::sleep(wait).await;
    }
    context.ui.note("The taken connections point at the new address");
}

/// Points each there and leaves in `names` those that could not be; the error is why.
async fn point_each(context: &Context, pace: &Pace<'_>, names: &mut Vec<Name>, url: &str) -> Option<Error> {
    let mut failed = Vec::new();
    let mut why = None;
    let mut left = std::mem::take(names).into_iter();
    for name in left.by_ref() {
        match redirect::set(context, pace, &name, Some(url)).await {
            // One that is gone needs no URL.
            Ok(()) | Err(Error { kind: Kind::NotFound, .. }) => {}
            Err(error) => {
                failed.push(name);
                let all = redirect::concerns_all(&error);
                why = Some(error);
                if all {
                    break;
                }
            }
        }
    }
    // Next time those that were not tried come first.
    names.extend(left.chain(failed));
    why
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
            if put_back(context, journal).await == Back::BrokenOff {
                break;
            }
        } else {
            let host = harmless(&record.host);
            context.ui.warn(&format!(
                "an earlier listener left {held} of {host} pointing at it: start a listener with that host and key to put back"
            ));
        }
    }
}

/// How much was put back.
#[derive(PartialEq, Eq)]
enum Back {
    Everything,
    /// Some could not be, for reasons of their own.
    Part,
    /// Nango fails, or refuses the key.
    BrokenOff,
}

async fn put_back(context: &Context, mut journal: Journal) -> Back {
    let ui = &context.ui;
    let pace = Pace::new(context);
    let urls = journal.record.urls.clone();
    let mut failed = Vec::new();
    let (mut back, mut broken_off) = (0, false);
    let mut left = std::mem::take(&mut journal.record.connections).into_iter();
    for taken in left.by_ref() {
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
                failed.push(taken);
                // Each has a URL of its own, which may be refused.
                broken_off = error.kind != Kind::Refused && redirect::concerns_all(&error);
                if broken_off {
                    break;
                }
            }
        }
    }
    if back > 0 {
        ui.note(&format!("{} put back where they went before", count(back)));
    }
    // Next time those that were not tried come first.
    journal.record.connections = left.chain(failed).collect();
    if journal.record.connections.is_empty() {
        if let Err(error) = journal.remove() {
            ui.warn(&format!("the journal of taken connections stays: {error}"));
        }
        return Back::Everything;
    }
    let number = count(journal.record.connections.len());
    // What it said before says enough where it cannot be written again.
    let _ = journal.write();
    let path = harmless(&journal.path().display().to_string());
    ui.warn(&format!(
        "{number} could not be put back: the next `webhooks listen` tries again (journal: {path})"
    ));
    if broken_off { Back::BrokenOff } else { Back::Part }
}

fn name(taken: &Taken) -> Name {
    Name { integration: taken.provider_config_key.clone(), connection_id: taken.connection_id.clone() }
}

/// A connection that both have. Another key may see the same one: then it points where the living listener is.
fn shared(living: &Record, new: &Record) -> Option<Name> {
    let same = (&living.host, &living.environment) == (&new.host, &new.environment);
    let both = |taken: &&Taken| {
        let there = taken.before.as_ref().is_some_and(|url| living.urls.contains(url));
        (same || there) && has(living, taken).is_some()
    };
    new.connections.iter().find(both).map(name)
}

/// What a dead listener that is not put back yet has left pointing at itself goes back to where it was before that.
fn before_the_dead(new: &mut Record, found: &Found) {
    for taken in &mut new.connections {
        for Journal { record: dead, .. } in &found.dead {
            if let Some(url) = &taken.before
                && dead.urls.contains(url)
                && let Some(earlier) = has(dead, taken)
            {
                taken.before.clone_from(&earlier.before);
            }
        }
    }
}

/// The same connection among those of `record`.
fn has<'a>(record: &'a Record, taken: &Taken) -> Option<&'a Taken> {
    record.connections.iter().find(|other| name(other) == name(taken))
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
