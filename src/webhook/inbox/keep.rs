//! How long deliveries stay.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

use super::rows::{self, nanoseconds};
use super::{Fault, Inbox};

/// How many deliveries one step deletes, so that nobody waits long for it.
const STEP: usize = 200;
/// Refused deliveries get one part of so many: anybody can send them, and they must not push good ones out.
const REFUSED_PART: u64 = 10;
/// Free pages to give back to the disk in one step.
const PAGES_A_STEP: u64 = 256;

/// What is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// What is older goes.
    pub age: Duration,
    /// Above this size of the file the oldest go: refused ones first, which never get more than a tenth.
    pub bytes: u64,
}

impl Default for Keep {
    /// 30 days, and 1 GiB.
    fn default() -> Self {
        Keep { age: Duration::from_secs(30 * 24 * 3600), bytes: 1 << 30 }
    }
}

impl Inbox {
    /// Deletes what need not be kept and gives its room back; returns how many deliveries went. It is done in steps,
    /// between which others write.
    ///
    /// # Errors
    /// When the inbox cannot be written.
    pub fn prune(&mut self, keep: &Keep, now: Timestamp) -> Result<usize, Fault> {
        let mut deleted = 0;
        loop {
            let started = Instant::now();
            match self.prune_step(keep, now)? {
                (0, _) => break,
                (step, _) => deleted += step,
            }
            // Who finds an inbox locked only looks again after a while, so it has to be open for a while.
            std::thread::sleep(started.elapsed());
        }
        while self.shrink_step()? {}
        Ok(deleted)
    }

    /// Gives the room of what was deleted back to the disk, so that nothing of it is left in the files.
    ///
    /// # Errors
    /// When the inbox cannot be written.
    pub fn shrink(&mut self) -> Result<(), Fault> {
        let mut free = u64::MAX;
        // Until it gets no fewer.
        while std::mem::replace(&mut free, self.free()?) > free && free > 0 {
            self.give_back()?;
        }
        // Others who read at the moment keep the log as it is; it is overwritten later.
        let _ = self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        Ok(())
    }

    /// Deletes a few of what need not be kept; returns how many, 0 when it is done, and their bytes.
    pub(super) fn prune_step(&mut self, keep: &Keep, now: Timestamp) -> Result<(usize, u64), Fault> {
        if !self.is_in_place() {
            // Nothing is left of it. A new one is made for deliveries alone.
            return Ok((0, 0));
        }
        let age = SignedDuration::try_from(keep.age).unwrap_or(SignedDuration::MAX);
        let oldest = now.checked_sub(age).map_or(i64::MIN, nanoseconds);
        let old = self.delete_first("delivery WHERE at < ?1 ORDER BY at", Some(oldest), u64::MAX)?;
        if old.0 > 0 {
            return Ok(old);
        }
        let above = self.used()?.saturating_sub(keep.bytes);
        let refused = self.refused()?;
        let excess = above.max(refused.saturating_sub(keep.bytes / REFUSED_PART));
        if refused > 0 && excess > 0 {
            let of_refused = "delivery INDEXED BY delivery_refused WHERE refused = 1 ORDER BY id";
            return self.delete_first(of_refused, None, excess);
        }
        if above > 0 {
            return self.delete_first("delivery ORDER BY at, id", None, above);
        }
        Ok((0, 0))
    }

    /// Deletes the first of these, until that makes so many bytes or the step is done.
    fn delete_first(&mut self, of: &str, value: Option<i64>, bytes: u64) -> Result<(usize, u64), Fault> {
        self.change(|change| {
            let mut first = change.prepare(&format!("SELECT id, size FROM {of} LIMIT {STEP}"))?;
            let mut rows = first.query(rusqlite::params_from_iter(value))?;
            let (mut ids, mut sum) = (Vec::new(), 0u64);
            while let Some(row) = rows.next()?.filter(|_| sum < bytes) {
                ids.push(row.get::<_, i64>(0)?);
                sum = sum.saturating_add(row.get::<_, i64>(1)?.unsigned_abs());
            }
            Ok((rows::delete(change, &ids)?, sum))
        })
    }

    /// Gives a few free pages back to the disk; false when there are few enough to be reused.
    pub(super) fn shrink_step(&mut self) -> Result<bool, Fault> {
        if self.free()? <= PAGES_A_STEP {
            return Ok(false);
        }
        self.give_back()?;
        Ok(true)
    }

    fn give_back(&self) -> Result<(), Fault> {
        // It takes one step a page.
        let mut statement = self.db.prepare(&format!("PRAGMA incremental_vacuum({PAGES_A_STEP})"))?;
        let mut rows = statement.query([])?;
        while rows.next()?.is_some() {}
        Ok(())
    }

    fn free(&self) -> Result<u64, Fault> {
        self.number("PRAGMA freelist_count")
    }

    /// Bytes of the file that hold something.
    fn used(&self) -> Result<u64, Fault> {
        let pages = self.number("PRAGMA page_count")?.saturating_sub(self.free()?);
        Ok(pages * self.number("PRAGMA page_size")?)
    }

    /// Bytes of refused deliveries, from the index that holds them alone.
    fn refused(&self) -> Result<u64, Fault> {
        self.number(
            "SELECT coalesce(sum(size), 0) FROM delivery INDEXED BY delivery_refused WHERE refused = 1",
        )
    }

    fn number(&self, sql: &str) -> Result<u64, Fault> {
        let number: i64 = self.db.query_row(sql, [], |row| row.get(0))?;
        Ok(number.unsigned_abs())
    }
}
