//! Deliveries and forwards as rows.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, Statement, params};

use super::repeats::{Fresh, mark};
use super::{
    Added, Arriving, Fault, FaultKind, Forward, ForwardNote, ForwardState, LARGEST_ANSWER, Stored,
    is_accepted,
};
use crate::http::{Headers, Request};

/// What [`stored`] reads.
pub(super) const COLUMNS: &str = "id, at, repeat_of, verdict, key_origin, warning, answered, \
     method, path, query, peer, headers, body";

/// A transaction that stores deliveries.
pub(super) struct Store<'a> {
    db: &'a Connection,
    fresh: &'a mut Fresh,
    insert: CachedStatement<'a>,
}

impl<'a> Store<'a> {
    pub(super) fn new(db: &'a Connection, fresh: &'a mut Fresh) -> Result<Self, Fault> {
        fresh.learn(db)?;
        let insert = db.prepare_cached(
            "INSERT INTO delivery (at, mark, repeat_of, refused, size, verdict, key_origin, warning, answered, \
                 method, path, query, peer, headers, body) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?;
        Ok(Store { db, fresh, insert })
    }

    /// Stores one.
    pub(super) fn add(&mut self, arriving: &Arriving) -> Result<Added, Fault> {
        let request = &*arriving.request;
        let mark = mark(request);
        let repeat_of = match mark {
            Some(mark) => self.fresh.first(self.db, mark, &request.body)?,
            None => None,
        };
        let id = self.insert.insert(params![
            nanoseconds(arriving.at),
            mark,
            repeat_of,
            !is_accepted(&arriving.verdict),
            size(request) as i64,
            arriving.verdict,
            arriving.key_origin,
            arriving.warning,
            arriving.answered,
            request.method,
            request.path,
            request.query,
            request.peer.map(|peer| peer.to_string()),
            pack(&request.headers),
            request.body,
        ])?;
        if let Some(mark) = mark {
            self.fresh.add(self.db, id, mark)?;
        }
        for target in &arriving.targets {
            let mut pending = self.db.prepare_cached(
                "INSERT INTO forward (delivery, target, state, attempts, answer) \
                 VALUES (?1, ?2, 'pending', 0, x'') ON CONFLICT DO NOTHING",
            )?;
            pending.execute(params![id, target])?;
        }
        Ok(Added { id, repeat_of })
    }

    /// Whether a delivery of that time, body and signature is there.
    pub(super) fn has(&self, arriving: &Arriving) -> Result<bool, Fault> {
        let mut there =
            self.db.prepare_cached("SELECT 1 FROM delivery WHERE at = ?1 AND mark IS ?2 AND body = ?3")?;
        let request = &arriving.request;
        Ok(there.exists(params![nanoseconds(arriving.at), mark(request), request.body])?)
    }

    /// Notes how forwards go.
    pub(super) fn note(&self, notes: &[ForwardNote]) -> Result<(), Fault> {
        note(self.db, notes)
    }
}

pub(super) fn note(db: &Connection, notes: &[ForwardNote]) -> Result<(), Fault> {
    let mut statement = db.prepare_cached(
        "INSERT OR REPLACE INTO forward (delivery, target, state, attempts, status, error, took, at, answer) \
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 WHERE EXISTS (SELECT 1 FROM delivery WHERE id = ?1)",
    )?;
    for note in notes {
        let took = note.took.map(|took| i64::try_from(took.as_micros()).unwrap_or(i64::MAX));
        statement.execute(params![
            note.delivery,
            note.target,
            state_name(note.state),
            note.attempts,
            note.status,
            note.error,
            took,
            note.at.map(nanoseconds),
            &note.answer[..note.answer.len().min(LARGEST_ANSWER)],
        ])?;
        if note.state == ForwardState::Done {
            mend(db, note)?;
        }
    }
    Ok(())
}

/// With a repeat the target has the bytes of what it had not taken before, too: that is no longer to be made good.
fn mend(db: &Connection, note: &ForwardNote) -> Result<(), Fault> {
    let mut repeated = db.prepare_cached("SELECT repeat_of FROM delivery WHERE id = ?1")?;
    let first: Option<i64> = repeated.query_row([note.delivery], |row| row.get(0)).optional()?.flatten();
    let Some(first) = first else { return Ok(()) };
    // Of the forwards before it those that are unfinished are few.
    let mut mended = db.prepare_cached(
        "UPDATE forward INDEXED BY forward_unfinished \
         SET (state, attempts, status, error, took, at, answer) = \
             (SELECT state, forward.attempts + taken.attempts, status, error, took, at, answer FROM forward AS taken \
              WHERE delivery = ?1 AND target = ?2) \
         WHERE state <> 'done' AND delivery < ?1 AND target = ?2 \
             AND EXISTS (SELECT 1 FROM delivery WHERE id = forward.delivery AND coalesce(repeat_of, id) = ?3)",
    )?;
    mended.execute(params![note.delivery, note.target, first])?;
    Ok(())
}

pub(super) fn delete(db: &Connection, ids: &[i64]) -> Result<usize, Fault> {
    let mut statement = db.prepare("DELETE FROM delivery WHERE id = ?1")?;
    ids.iter().try_fold(0, |sum, id| Ok(sum + statement.execute([id])?))
}

pub(super) fn get(db: &Connection, id: i64) -> Result<Option<Stored>, Fault> {
    let mut statement = db.prepare(&format!("SELECT {COLUMNS} FROM delivery WHERE id = ?1"))?;
    let mut rows = statement.query([id])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    stored(row, &mut forwards(db)?).map(Some)
}

/// Reads the forwards of one delivery.
pub(super) fn forwards(db: &Connection) -> Result<Statement<'_>, Fault> {
    Ok(db.prepare(
        "SELECT target, state, attempts, status, error, took, at, answer FROM forward WHERE delivery = ?1",
    )?)
}

/// A row of [`COLUMNS`], with what [`forwards`] finds.
pub(super) fn stored(row: &Row<'_>, forwards: &mut Statement<'_>) -> Result<Stored, Fault> {
    let id: i64 = row.get(0)?;
    let peer: Option<String> = row.get(10)?;
    let request = Request {
        method: row.get(7)?,
        path: row.get(8)?,
        query: row.get(9)?,
        peer: peer.and_then(|peer| peer.parse().ok()),
        headers: unpack(row.get_ref(11)?.as_bytes().unwrap_or_default()).ok_or_else(|| {
            Fault::new(FaultKind::Corrupt, format!("the headers of delivery {id} are damaged"))
        })?,
        body: row.get(12)?,
    };
    let mut found = Vec::new();
    let mut rows = forwards.query([id])?;
    while let Some(row) = rows.next()? {
        let took: Option<i64> = row.get(5)?;
        let at: Option<i64> = row.get(6)?;
        found.push(Forward {
            target: row.get(0)?,
            state: state_of(row.get_ref(1)?.as_str().unwrap_or_default()),
            attempts: row.get(2)?,
            status: row.get(3)?,
            error: row.get(4)?,
            took: took.map(|took| Duration::from_micros(took.unsigned_abs())),
            at: at.map(timestamp),
            answer: row.get(7)?,
        });
    }
    Ok(Stored {
        id,
        request,
        at: timestamp(row.get(1)?),
        repeat_of: row.get(2)?,
        verdict: row.get(3)?,
        key_origin: row.get(4)?,
        warning: row.get(5)?,
        answered: row.get(6)?,
        forwards: found,
    })
}

fn state_name(state: ForwardState) -> &'static str {
    match state {
        ForwardState::Pending => "pending",
        ForwardState::Done => "done",
        ForwardState::Failed => "failed",
    }
}

fn state_of(name: &str) -> ForwardState {
    match name {
        "done" => ForwardState::Done,
        "failed" => ForwardState::Failed,
        _ => ForwardState::Pending,
    }
}

/// Nanoseconds since 1970, which hold until 2262; a time beyond becomes the nearest that fits.
pub(super) fn nanoseconds(time: Timestamp) -> i64 {
    let nanoseconds = time.as_nanosecond();
    i64::try_from(nanoseconds).unwrap_or(if nanoseconds < 0 { i64::MIN } else { i64::MAX })
}

pub(super) fn timestamp(nanoseconds: i64) -> Timestamp {
    // Every i64 is within jiff's range.
    Timestamp::from_nanosecond(nanoseconds.into()).unwrap_or_default()
}

/// What a request takes of the file, in bytes. Anybody may send a large head without a body.
pub(super) fn size(request: &Request) -> usize {
    request.body.len() + packed(&request.headers) + request.path.len() + request.query.len()
}

/// How long [`pack`] makes them.
fn packed(headers: &Headers) -> usize {
    headers.iter().map(|(name, value)| 2 * size_of::<u32>() + name.len() + value.len()).sum()
}

/// Header lines as bytes: each name and each value after its length.
fn pack(headers: &Headers) -> Vec<u8> {
    let mut packed = Vec::with_capacity(packed(headers));
    let mut push = |part: &[u8]| {
        packed.extend((part.len() as u32).to_le_bytes());
        packed.extend(part);
    };
    for (name, value) in headers.iter() {
        push(name.as_bytes());
        push(value);
    }
    packed
}

fn unpack(mut packed: &[u8]) -> Option<Headers> {
    let mut part = || -> Option<&[u8]> {
        let (length, rest) = packed.split_first_chunk()?;
        let (part, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        packed = rest;
        Some(part)
    };
    let mut headers = Headers::new();
    // The end is where no further name begins; anything else that is missing is damage.
    while let Some(name) = part() {
        headers.push(std::str::from_utf8(name).ok()?, part()?);
    }
    packed.is_empty().then_some(headers)
}
