//! All that brings events to a listener but its own socket: the way from outside, the connections it has taken, and
//! the watch over the connections list.

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use tokio::sync::mpsc;

use super::take::{self, Hold};
use crate::cli::webhooks::Outside;
use crate::commands::reach::{self, Change, Reach};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::interrupt::{interrupted, unless};
use crate::nango::watch::{self, Found, Sighting};
use crate::secret::Secret;
use crate::ui::harmless;
use crate::webhook::receiver::Received;
use crate::webhook::synthetic::{Facts, What, received};

/// How long a listener that takes nothing is held up by what earlier ones left.
const BEFORE_READY: Duration = Duration::from_secs(5);

/// A listener's ties to the world.
pub struct Way<'a> {
    context: &'a Context,
    reach: Reach,
    hold: Option<Hold>,
    watch: Option<Watch>,
    /// Changes to connections that are under way: nothing else waits for them.
    chore: Option<LocalBoxFuture<'a, ()>>,
}

struct Watch {
    sightings: mpsc::Receiver<Sighting>,
    key: Secret,
    failing: bool,
}

/// What came of waiting.
pub enum Turn {
    /// The public URL is another one: what was taken follows it.
    Moved,
    /// The connections list shows this: an event that counts like a verified webhook.
    Sighted(Box<Received>),
}

impl<'a> Way<'a> {
    /// Opens the way to the listener at `bound`, which answers already; puts back what earlier listeners left, and
    /// takes what is to be taken.
    ///
    /// # Errors
    /// When there is no tunnel, a connection cannot be taken, or there is no key to poll with; or interrupted.
    pub async fn open(context: &'a Context, how: &Outside, bound: SocketAddr) -> Result<Self> {
        let mut interrupt = std::pin::pin!(interrupted());
        let opening = Self::open_untaken(context, how, bound);
        let mut way = unless(interrupt.as_mut(), opening).await?;
        if how.take.any() {
            match Hold::take(context, &how.take, &way.reach.url, interrupt).await {
                Ok(hold) => way.hold = Some(hold),
                Err(error) => {
                    way.reach.close().await;
                    return Err(error);
                }
            }
        }
        Ok(way)
    }

    async fn open_untaken(context: &'a Context, how: &Outside, bound: SocketAddr) -> Result<Self> {
        if how.take.any() {
            context.client()?;
            reach::check(context, &how.reachable)?;
        }
        let mut recovering = take::recover(context).boxed_local();
        let chore = if how.take.any() {
            // What is taken is looked at first: it must be what it was before.
            recovering.await;
            None
        } else {
            let late = tokio::time::timeout(BEFORE_READY, &mut recovering).await.is_err();
            late.then_some(recovering)
        };
        let watch = match how.poll {
            None => None,
            Some(interval) => {
                let key = context.settings.signing_key().map(|key| key.value.clone());
                Some(Watch {
                    sightings: watch::watch(context.client()?.clone(), interval),
                    key: key
                        .ok_or_else(|| Error::new(Kind::Unauthorized, "no webhook signing key is set"))?,
                    failing: false,
                })
            }
        };
        let reach = Reach::open(context, &how.reachable, bound).await?;
        Ok(Way { context, reach, hold: None, watch, chore })
    }

    /// Where Nango is to send webhooks.
    pub fn url(&self) -> &str {
        &self.reach.url
    }

    /// Waits for something that concerns the listener; what concerns the user alone is told on the way. May be
    /// cancelled without losing anything.
    pub async fn turn(&mut self) -> Turn {
        loop {
            let sighting = async {
                match &mut self.watch {
                    Some(watch) => watch.sightings.recv().await,
                    None => None,
                }
            };
            let chore = async {
                match &mut self.chore {
                    Some(chore) => chore.await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                change = self.reach.changed(self.context) => {
                    if let Change::Moved = change {
                        if let Some(hold) = &mut self.hold {
                            // One that is under way leads to the old URL.
                            self.chore = Some(hold.follow(self.context, &self.reach.url).boxed_local());
                        }
                        return Turn::Moved;
                    }
                }
                Some(sighting) = sighting => {
                    if let Some(watch) = &mut self.watch
                        && let Some(received) = watch.event(self.context, sighting)
                    {
                        return Turn::Sighted(Box::new(received));
                    }
                }
                () = chore => self.chore = None,
            }
        }
    }

    /// Gives back what was taken, then ends the tunnel.
    pub async fn close(self) {
        let unfinished = self.chore.is_some();
        drop(self.chore);
        match self.hold {
            Some(hold) => {
                hold.put_back(self.context).await;
            }
            None if unfinished => take::left_to_the_next(self.context),
            None => {}
        }
        self.reach.close().await;
    }
}

impl Watch {
    /// The event for a sighting, if it is one.
    fn event(&mut self, context: &Context, sighting: Sighting) -> Option<Received> {
        let ui = &context.ui;
        let (found, what) = match &sighting {
            Sighting::Failed(fault) => {
                // Once, however long it lasts.
                if !std::mem::replace(&mut self.failing, true) {
                    ui.warn(&harmless(&format!(
                        "cannot look at the connections list: {fault}; trying again"
                    )));
                }
                return None;
            }
            Sighting::Started { connections } => {
                self.failing = false;
                let there = crate::commands::connections::count(*connections);
                ui.note(&format!(
                    "Watching the connections list ({there}): what it shows is marked synthetic"
                ));
                return None;
            }
            Sighting::Recovered => {
                self.failing = false;
                ui.note("Watching the connections list again");
                return None;
            }
            Sighting::Created(found) => (found, What::Created),
            Sighting::Reauthorized(found) => (found, What::Reauthorized),
            Sighting::Broken(found, error) => {
                let log = error.log_id.as_ref().map(|id| format!(", log operation {id}")).unwrap_or_default();
                let description =
                    format!("its credentials do not work any more, says the connections list{log}");
                return Some(self.make(context, found, What::Broken { description: &description }));
            }
        };
        Some(self.make(context, found, what))
    }

    fn make(&self, context: &Context, found: &Found, what: What<'_>) -> Received {
        let row = &found.row;
        let user = row.end_user.as_ref();
        let facts = Facts {
            connection_id: &row.connection_id,
            integration: &row.provider_config_key,
            provider: &row.provider,
            auth_mode: found.auth_mode.as_deref(),
            // A new account's first; the API does not tell the name.
            environment: context.settings.environment.as_ref().map_or("dev", |name| name.value.as_str()),
            tags: &row.tags,
            end_user: user.map(|user| (user.id.as_str(), user.email.as_deref())),
            organization: user.and_then(|user| user.organization.as_ref()?["id"].as_str()),
            what,
        };
        received(&facts, &self.key, "poll")
    }
}
