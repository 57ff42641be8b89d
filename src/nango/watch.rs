//! Watching the connections list, for whoever gets no webhooks (protocol §5.7).
//!
//! The list tells less than webhooks do. A connection that was re-authorized keeps its row: what shows is that its
//! error is gone, or that its tags or its end user have changed, which a session's replace (protocol §2.2). A
//! re-authorization that changes none of these does not show, and a change of tags by other means looks like one.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use tokio::sync::mpsc;

use super::client::Client;
use super::connections::{ConnectionError, ConnectionFilter, ConnectionSummary};
use super::fault::Fault;

/// Rows asked for at a time.
const PAGE: u32 = 1000;
/// The wait where a refusal for the rate limit names none.
const UNTOLD: Duration = Duration::from_secs(10);

/// What was seen.
#[derive(Clone, Debug)]
pub enum Sighting {
    /// The first look is done: what is there from now on is compared with these.
    Started {
        /// How many connections there are.
        connections: usize,
    },
    /// A connection appeared.
    Created(Found),
    /// A connection was re-authorized, as far as the list tells.
    Reauthorized(Found),
    /// A connection's credentials do not work any more.
    Broken(Found, ConnectionError),
    /// A look failed; the next one comes as it would have.
    Failed(Fault),
    /// The first look that did not fail after some that did.
    Recovered,
}

/// A connection that was seen.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its row.
    pub row: ConnectionSummary,
    /// Its provider's auth mode, where that could be learned.
    pub auth_mode: Option<String>,
}

/// Looks at the list every `interval` until the receiver is dropped. Needs a runtime.
pub fn watch(client: Client, interval: Duration) -> mpsc::Receiver<Sighting> {
    let (told, out) = mpsc::channel(64);
    tokio::spawn(async move {
        let mut looks = Looks::default();
        let mut modes: HashMap<String, String> = HashMap::new();
        let (mut first, mut failed) = (true, false);
        loop {
            let mut wait = interval;
            let sightings = match every(&client).await {
                Ok(rows) if std::mem::take(&mut first) => {
                    failed = false;
                    let connections = rows.len();
                    looks.compare(rows);
                    vec![Sighting::Started { connections }]
                }
                Ok(rows) => {
                    let mut seen = Vec::new();
                    if std::mem::take(&mut failed) {
                        seen.push(Sighting::Recovered);
                    }
                    for (row, change) in looks.compare(rows) {
                        let auth_mode = auth_mode(&client, &mut modes, &row.provider).await;
                        let found = Found { row, auth_mode };
                        seen.push(match change {
                            Change::Created => Sighting::Created(found),
                            Change::Reauthorized => Sighting::Reauthorized(found),
                            Change::Broken(error) => Sighting::Broken(found, error),
                        });
                    }
                    seen
                }
                Err(fault) => {
                    failed = true;
                    if let Fault::Api(error) = &fault
                        && error.status == 429
                    {
                        wait = interval.max(error.retry_after.unwrap_or(UNTOLD));
                    }
                    vec![Sighting::Failed(fault)]
                }
            };
            for sighting in sightings {
                if told.send(sighting).await.is_err() {
                    return;
                }
            }
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = told.closed() => return,
            }
        }
    });
    out
}

async fn every(client: &Client) -> Result<Vec<ConnectionSummary>, Fault> {
    let mut all = Vec::new();
    for page in 0.. {
        let rows = client.list_connections(&ConnectionFilter::default(), PAGE, page).await?;
        let last = rows.len() < PAGE as usize;
        all.extend(rows);
        if last {
            break;
        }
    }
    // The oldest first, as webhooks would have come.
    all.reverse();
    Ok(all)
}

async fn auth_mode(client: &Client, known: &mut HashMap<String, String>, provider: &str) -> Option<String> {
    if let Some(mode) = known.get(provider) {
        return Some(mode.clone());
    }
    let mode = client.get_provider(provider).await.ok()?.auth_mode;
    known.insert(provider.to_owned(), mode.clone());
    Some(mode)
}

/// What changed about one connection.
#[derive(Debug)]
enum Change {
    Created,
    Reauthorized,
    Broken(ConnectionError),
}

/// What the last look saw. Pure.
#[derive(Default)]
struct Looks {
    known: HashMap<i64, Known>,
    /// Nango counts up: a row with a lower number that was not known has been there, on a page that shifted.
    newest: Option<i64>,
}

#[derive(PartialEq)]
struct Known {
    tags: BTreeMap<String, String>,
    end_user: Option<String>,
    broken: bool,
}

impl Looks {
    /// What changed since the last look; nothing at the first.
    fn compare(&mut self, rows: Vec<ConnectionSummary>) -> Vec<(ConnectionSummary, Change)> {
        let mut changes = Vec::new();
        let mut known = HashMap::with_capacity(rows.len());
        let newest = rows.iter().map(|row| row.id).max();
        for row in rows {
            let error = row.errors.iter().find(|error| error.kind == "auth").cloned();
            let now = Known {
                tags: row.tags.clone(),
                end_user: row.end_user.as_ref().map(|user| user.id.clone()),
                broken: error.is_some(),
            };
            let before = self.known.get(&row.id);
            let fresh = before.is_none() && self.newest.is_some_and(|newest| row.id > newest);
            if fresh {
                changes.push((row.clone(), Change::Created));
            }
            if before.is_some_and(|before| {
                (before.broken && !now.broken) || before.tags != now.tags || before.end_user != now.end_user
            }) {
                changes.push((row.clone(), Change::Reauthorized));
            }
            if let Some(error) = error
                && (fresh || before.is_some_and(|before| !before.broken))
            {
                changes.push((row.clone(), Change::Broken(error)));
            }
            known.insert(row.id, now);
        }
        self.known = known;
        self.newest = self.newest.max(newest).or(Some(0));
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn row(id: i64, tags: serde_json::Value, errors: serde_json::Value) -> ConnectionSummary {
        serde_json::from_value(json!({
            "id": id, "connection_id": format!("c_{id}"), "provider_config_key": "k", "provider": "p",
            "errors": errors, "end_user": null, "tags": tags, "metadata": null, "created": "2026-11-24T00:00:00Z",
        }))
        .unwrap()
    }

    fn seen(looks: &mut Looks, rows: Vec<ConnectionSummary>) -> Vec<String> {
        let changes = looks.compare(rows);
        let name = |change: &Change| format!("{change:?}").split('(').next().unwrap_or_default().to_owned();
        changes.iter().map(|(row, change)| format!("{} {}", row.connection_id, name(change))).collect()
    }

    #[test]
    fn what_changed_between_two_looks() {
        let fine = |id| row(id, json!({}), json!([]));
        let broken = |id| row(id, json!({}), json!([{"type": "auth", "log_id": "l"}]));
        let mut looks = Looks::default();
        assert!(seen(&mut looks, vec![fine(1), broken(2)]).is_empty());
        assert!(seen(&mut looks, vec![fine(1), broken(2)]).is_empty());
        assert_eq!(
            seen(&mut looks, vec![broken(1), fine(2), fine(4)]),
            ["c_1 Broken", "c_2 Reauthorized", "c_4 Created"]
        );
        // A sync's error is no broken connection.
        assert!(
            seen(&mut looks, vec![broken(1), row(2, json!({}), json!([{"type": "sync", "log_id": null}]))])
                .is_empty()
        );
        // 3 was never seen, but is older than 4; 4 is gone.
        assert!(seen(&mut looks, vec![broken(1), fine(2), fine(3)]).is_empty());
        assert_eq!(
            seen(&mut looks, vec![row(2, json!({"cli_session": "x"}), json!([]))]),
            ["c_2 Reauthorized"]
        );
        assert_eq!(seen(&mut looks, vec![broken(9)]), ["c_9 Created", "c_9 Broken"]);
    }

    #[test]
    fn the_first_connection_of_an_empty_environment_is_new() {
        let mut looks = Looks::default();
        assert!(looks.compare(Vec::new()).is_empty());
        assert_eq!(seen(&mut looks, vec![row(1, json!({}), json!([]))]), ["c_1 Created"]);
    }
}
