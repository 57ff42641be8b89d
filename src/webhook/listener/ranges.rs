//! Which IDs, in little room.

use std::ops::RangeInclusive;

/// More ranges than this are not kept: the last one grows over the gaps instead.
const MOST: usize = 10_000;

/// IDs, mostly ascending. It takes bounded memory: past [`MOST`] gaps it holds some that were never put in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranges(Vec<RangeInclusive<i64>>);

impl Ranges {
    /// Puts an ID in.
    pub fn insert(&mut self, id: i64) {
        // Those that were committed together are told in almost the order of their IDs: look among the last few.
        let near = self.0.len().saturating_sub(16);
        for (at, range) in self.0.iter_mut().enumerate().skip(near).rev() {
            if range.contains(&id) {
                return;
            }
            if range.end().checked_add(1) == Some(id) {
                *range = *range.start()..=id;
                return self.join(at);
            }
            if range.start().checked_sub(1) == Some(id) {
                *range = id..=*range.end();
                return self.join(at.saturating_sub(1));
            }
        }
        if self.0.len() < MOST {
            let at = self.0.partition_point(|range| *range.end() < id);
            return self.0.insert(at, id..=id);
        }
        if let Some(last) = self.0.last_mut() {
            *last = id.min(*last.start())..=id.max(*last.end());
        }
    }

    /// Makes one of a range and the next where they touch.
    fn join(&mut self, at: usize) {
        if let (Some(left), Some(right)) = (self.0.get(at), self.0.get(at + 1))
            && left.end().saturating_add(1) >= *right.start()
        {
            self.0[at] = *left.start()..=*left.end().max(right.end());
            self.0.remove(at + 1);
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Them, ascending.
    pub fn iter(&self) -> impl Iterator<Item = RangeInclusive<i64>> + '_ {
        self.0.iter().cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(ids: impl IntoIterator<Item = i64>) -> Vec<RangeInclusive<i64>> {
        let mut ranges = Ranges::default();
        ids.into_iter().for_each(|id| ranges.insert(id));
        ranges.iter().collect()
    }

    #[test]
    fn neighbours_are_one_range() {
        assert_eq!(of([]), []);
        assert_eq!(of([1, 2, 3, 7, 8, 2]), [1..=3, 7..=8]);
        assert_eq!(of([5, 4, 6, 8, 7]), [4..=8]);
        assert_eq!(of([3, 1, 2]), [1..=3]);
        assert_eq!(of([9, 1]), [1..=1, 9..=9]);
    }

    #[test]
    fn its_memory_is_bounded_and_nothing_is_left_out() {
        let ids: Vec<i64> = (0..3 * MOST as i64).map(|n| n * 2).collect();
        let ranges = of(ids.iter().copied());
        assert_eq!(ranges.len(), MOST);
        assert!(ids.iter().step_by(97).all(|id| ranges.iter().any(|range| range.contains(id))));
    }
}
