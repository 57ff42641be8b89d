//! Looking deliveries up, a page at a time: memory stays flat, and no lock is held while somebody looks at them.

use std::ops::ControlFlow;

use jiff::Timestamp;
use rusqlite::types::Value;

use super::rows::{self, nanoseconds};
use super::{Fault, Inbox, Stored};
use crate::webhook::event::Event;
use crate::webhook::filter::Filter;

/// A page holds so many deliveries, or fewer that are large.
const PAGE: usize = 256;
/// Bytes of bodies after which a page ends.
const PAGE_BYTES: usize = 4 * 1024 * 1024;

/// Which deliveries. The default is all, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// By their fields.
    pub filter: Filter,
    /// That came then or later.
    pub since: Option<Timestamp>,
    /// That came then or earlier.
    pub until: Option<Timestamp>,
    /// With larger IDs. They come in the order of IDs, that is of storing; otherwise in the order of time.
    pub after: Option<i64>,
    /// Only these, unless it is empty.
    pub ids: Vec<i64>,
    /// By their verdict.
    pub verdict: Wanted,
    /// With a forward that failed or is still pending.
    pub failed: bool,
    /// The other way round.
    pub newest_first: bool,
    /// At most so many.
    pub limit: Option<usize>,
}

/// Which verdicts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// Whatever it is.
    #[default]
    Any,
    /// Those whose event counts.
    Accepted,
    /// The others.
    Refused,
}

/// Where a page ended: time and ID.
type Place = (i64, i64);

impl Inbox {
    /// Hands each delivery that was there at the start and matches to `each`, until that breaks off.
    ///
    /// # Errors
    /// When the inbox cannot be read.
    pub fn find(&self, query: &Query, each: &mut dyn FnMut(Stored) -> ControlFlow<()>) -> Result<(), Fault> {
        let latest = self.latest()?;
        let filtered = query.filter != Filter::default();
        let mut left = query.limit.unwrap_or(usize::MAX);
        let mut place = None;
        while left > 0 {
            // Without a filter every row counts: no more are read than are wanted.
            let most = if filtered { PAGE } else { PAGE.min(left) };
            let (page, end) = self.page(query, latest, place, most)?;
            for stored in page {
                if filtered && !query.filter.matches(&Event::parse(&stored.request.body)) {
                    continue;
                }
                left -= 1;
                if each(stored).is_break() || left == 0 {
                    return Ok(());
                }
            }
            if end.is_none() {
                return Ok(());
            }
            place = end;
        }
        Ok(())
    }

    /// Whether anything was ever to go to this target.
    ///
    /// # Errors
    /// When the inbox cannot be read.
    pub fn knows(&self, target: &str) -> Result<bool, Fault> {
        let sql = "SELECT EXISTS (SELECT 1 FROM forward WHERE target = ?1)";
        Ok(self.db.query_row(sql, [target], |row| row.get(0))?)
    }

    /// How many deliveries this target did not take, or not yet.
    ///
    /// # Errors
    /// When the inbox cannot be read.
    pub fn missed_by(&self, target: &str) -> Result<usize, Fault> {
        let sql = "SELECT count(*) FROM forward WHERE state <> 'done' AND target = ?1";
        let count: u32 = self.db.query_row(sql, [target], |row| row.get(0))?;
        Ok(count as usize)
    }

    /// The deliveries after `place`, and where the next page begins, if there is one.
    fn page(
        &self,
        query: &Query,
        latest: i64,
        place: Option<Place>,
        most: usize,
    ) -> Result<(Vec<Stored>, Option<Place>), Fault> {
        let (sql, values) = select(query, latest, place, most);
        let mut statement = self.db.prepare(&sql)?;
        let mut forwards = rows::forwards(&self.db)?;
        let mut found = statement.query(rusqlite::params_from_iter(values))?;
        let mut page: Vec<Stored> = Vec::new();
        let mut bytes = 0;
        while let Some(row) = found.next()? {
            let stored = rows::stored(row, &mut forwards)?;
            bytes += stored.request.body.len();
            page.push(stored);
            if bytes >= PAGE_BYTES {
                break;
            }
        }
        let full = page.len() == most || bytes >= PAGE_BYTES;
        let end = page.last().filter(|_| full).map(|last| (nanoseconds(last.at), last.id));
        Ok((page, end))
    }
}

fn select(query: &Query, latest: i64, place: Option<Place>, most: usize) -> (String, Vec<Value>) {
    let mut wheres = vec!["id <= ?".to_owned()];
    let mut values: Vec<Value> = vec![latest.into()];
    let mut and = |condition: &str, with: &[Value]| {
        wheres.push(condition.to_owned());
        values.extend_from_slice(with);
    };
    let by_id = query.after.is_some();
    if let Some(since) = query.since {
        and("at >= ?", &[nanoseconds(since).into()]);
    }
    if let Some(until) = query.until {
        and("at <= ?", &[nanoseconds(until).into()]);
    }
    if let Some(after) = query.after {
        and("id > ?", &[after.into()]);
    }
    if !query.ids.is_empty() {
        let ids: Vec<String> = query.ids.iter().map(i64::to_string).collect();
        and("id IN (SELECT value FROM json_each(?))", &[format!("[{}]", ids.join(",")).into()]);
    }
    match query.verdict {
        Wanted::Any => {}
        Wanted::Accepted => and("refused = 0", &[]),
        Wanted::Refused => and("refused = 1", &[]),
    }
    if query.failed {
        and("id IN (SELECT delivery FROM forward WHERE state <> 'done')", &[]);
    }
    let (beyond, direction) = if query.newest_first { ("<", "DESC") } else { (">", "ASC") };
    match place {
        Some((_, id)) if by_id => and(&format!("id {beyond} ?"), &[id.into()]),
        Some((at, id)) => {
            // The first of the two is what the index by time can begin at.
            and(&format!("at {beyond}= ? AND (at, id) {beyond} (?, ?)"), &[at.into(), at.into(), id.into()]);
        }
        None => {}
    }
    let order = if by_id { format!("id {direction}") } else { format!("at {direction}, id {direction}") };
    let sql = format!(
        "SELECT {} FROM delivery WHERE {} ORDER BY {order} LIMIT {most}",
        rows::COLUMNS,
        wheres.join(" AND ")
    );
    (sql, values)
}
