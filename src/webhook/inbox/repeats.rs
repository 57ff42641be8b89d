//! Finding the delivery that another one repeats, by a mark: a digest of body and signature.
//!
//! An index of digests is written all over with each group of deliveries. So new marks are kept in the order they
//! came, which is in one place, and in memory; they go into the index many at a time.

use std::collections::BTreeSet;

use ring::digest;
use rusqlite::{Connection, OptionalExtension, params};

use super::Fault;
use crate::http::Request;
use crate::webhook::signature::HMAC_HEADER;

/// How many marks go into the index at once. In memory they take some 30 bytes each.
pub(super) const AT_ONCE: usize = 32 * 1024;

/// What repeats have in common: the body and every signature line. Together with a comparison of the body, 64 bits
/// are plenty. Without a signature nothing says that it is one and the same delivery.
pub(super) fn mark(request: &Request) -> Option<i64> {
    let mut lines = request.headers.get_all(HMAC_HEADER).peekable();
    lines.peek()?;
    let mut context = digest::Context::new(&digest::SHA256);
    for value in lines {
        context.update(&(value.len() as u64).to_le_bytes());
        context.update(value);
    }
    context.update(b"\n");
    context.update(&request.body);
    context.finish().as_ref().first_chunk().map(|bytes| i64::from_le_bytes(*bytes))
}

/// The marks that are not in the index yet, with their deliveries' IDs; and some that another process has put there.
#[derive(Default)]
pub(super) struct Fresh {
    marks: BTreeSet<(i64, i64)>,
    /// The last delivery that is known here; 0 where none was looked for.
    last: i64,
}

impl Fresh {
    /// Learns what other processes have stored. To be called first in a transaction; where that fails, what is known
    /// here is not to be used again.
    pub(super) fn learn(&mut self, db: &Connection) -> Result<(), Fault> {
        self.read(db)?;
        if self.marks.len() >= AT_ONCE {
            // Most of them may have been settled by another process.
            *self = Fresh::default();
            self.read(db)?;
        }
        self.settle_many(db)
    }

    fn read(&mut self, db: &Connection) -> Result<(), Fault> {
        let mut newer = db.prepare_cached("SELECT delivery, mark FROM fresh WHERE delivery > ?1")?;
        let mut rows = newer.query([self.last])?;
        while let Some(row) = rows.next()? {
            self.remember(row.get(0)?, row.get(1)?);
        }
        Ok(())
    }

    /// The first delivery of that mark and body.
    pub(super) fn first(&self, db: &Connection, mark: i64, body: &[u8]) -> Result<Option<i64>, Fault> {
        let mut settled = db.prepare_cached(
            "SELECT settled.delivery FROM settled JOIN delivery ON delivery.id = settled.delivery \
             WHERE settled.mark = ?1 AND delivery.body = ?2 ORDER BY settled.delivery LIMIT 1",
        )?;
        if let Some(id) = settled.query_row(params![mark, body], |row| row.get(0)).optional()? {
            return Ok(Some(id));
        }
        let mut there = db.prepare_cached("SELECT 1 FROM delivery WHERE id = ?1 AND body = ?2")?;
        for (_, id) in self.marks.range((mark, i64::MIN)..=(mark, i64::MAX)) {
            if there.exists(params![id, body])? {
                return Ok(Some(*id));
            }
        }
        Ok(None)
    }

    /// Adds a delivery's mark, and settles all when they have become many.
    pub(super) fn add(&mut self, db: &Connection, id: i64, mark: i64) -> Result<(), Fault> {
        db.prepare_cached("INSERT INTO fresh (delivery, mark) VALUES (?1, ?2)")?.execute([id, mark])?;
        self.remember(id, mark);
        self.settle_many(db)
    }

    fn settle_many(&mut self, db: &Connection) -> Result<(), Fault> {
        if self.marks.len() >= AT_ONCE {
            db.execute_batch(
                "INSERT INTO settled SELECT mark, delivery FROM fresh ORDER BY mark, delivery; DELETE FROM fresh;",
            )?;
            self.marks.clear();
        }
        Ok(())
    }

    /// How many are in memory.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.marks.len()
    }

    fn remember(&mut self, id: i64, mark: i64) {
        self.marks.insert((mark, id));
        self.last = self.last.max(id);
    }
}
