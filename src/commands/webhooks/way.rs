//! All that brings events to a listener but its own socket: the way from outside, the connections it has taken, and
//! the watch over the connections list.

use std::net::SocketAddr;

use tokio::sync::mpsc;

use super::take::{self, Hold};
use crate::cli::webhooks::Outside;
use crate::commands::reach::{self, Change, Reach};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::nango::watch::{self, Found, Sighting};
use crate::secret::Secret;
use crate::ui::harmless;
use crate::webhook::receiver::Received;
use crate::webhook::synthetic::{Facts, What, received};

/// A listener's ties to the world.
pub struct Way {
    reach: Reach,
    hold: Option<Hold>,
    watch: Option<Watch>,
}

struct Watch {
    sightings: mpsc::Receiver<Sighting>,
    key: Secret,
    failing: bool,
}

/// What came of waiting.
pub enum Turn {
    /// The public URL is another one: call [`Way::follow`].
    Moved,
    /// The connections list shows this: an event that counts like a verified webhook.
    Sighted(Box<Received>),
}

impl Way {
    /// Opens the way to the listener at `bound`, which answers already; puts back what earlier listeners left, and
    /// takes what is to be taken.
    ///
    /// # Errors
    /// When there is no tunnel, a connection cannot be taken, or there is no key to poll with.
    pub async fn open(context: &Context, how: &Outside, bound: SocketAddr) -> Result<Self> {
        if how.take.any() {
            context.client()?;
            reach::check(context, &how.reachable)?;
        }
        take::recover(context).await;
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
        let hold = match how.take.any() {
            true => match Hold::take(context, &how.take, &reach.url).await {
                Ok(hold) => Some(hold),
                Err(error) => {
                    reach.close().await;
                    return Err(error);
                }
            },
            false => None,
        };
        Ok(Way { reach, hold, watch })
    }

    /// Where Nango is to send webhooks.
    pub fn url(&self) -> &str {
        &self.reach.url
    }

    /// Waits for something that concerns the listener; what concerns the user alone is told on the way. May be
    /// cancelled without losing anything.
    pub async fn turn(&mut self, context: &Context) -> Turn {
        loop {
            let sighting = async {
                match &mut self.watch {
                    Some(watch) => watch.sightings.recv().await,
                    None => None,
                }
            };
            tokio::select! {
                change = self.reach.changed(context) => {
                    if let Change::Moved = change {
                        return Turn::Moved;
                    }
                }
                Some(sighting) = sighting => {
                    if let Some(watch) = &mut self.watch
                        && let Some(received) = watch.event(context, sighting)
                    {
                        return Turn::Sighted(Box::new(received));
                    }
                }
            }
        }
    }

    /// Points what was taken at the new URL.
    pub async fn follow(&mut self, context: &Context) {
        let Some(hold) = &mut self.hold else { return };
        if let Err(error) = hold.repoint(context, &self.reach.url).await {
            context
                .ui
                .warn(&harmless(&format!("the taken connections still point at the old address: {error}")));
        }
    }

    /// Gives back what was taken, then ends the tunnel.
    pub async fn close(self, context: &Context) {
        if let Some(hold) = self.hold {
            hold.put_back(context).await;
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
            Sighting::Created(found) => (found, What::Created),
            Sighting::Reauthorized(found) => (found, What::Reauthorized),
            Sighting::Broken(found, error) => {
                let log = error.log_id.as_ref().map(|id| format!(", log operation {id}")).unwrap_or_default();
                let description =
                    format!("its credentials do not work any more, says the connections list{log}");
                self.failing = false;
                return Some(self.make(context, found, What::Broken { description: &description }));
            }
        };
        self.failing = false;
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
