//! Where the bytes of a delivery are while it waits for its turn.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::http::Request;

/// A delivery to forward.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// As it arrived.
    pub request: Arc<Request>,
    /// Whether its signature was checked, and right.
    pub verified: bool,
}

/// Gives deliveries by their IDs. Each is asked for when its turn comes, once for each attempt: what waits is not
/// held in memory.
pub trait Source: Send {
    /// The delivery, or `None` where it is not there any more. It may block for as long as reading one row takes.
    ///
    /// # Errors
    /// In words, when it cannot be read just now; that is tried again.
    fn load(&mut self, id: i64) -> Result<Option<Loaded>, String>;

    /// That many targets are to get this delivery; called once, before any of them does.
    fn wanted(&mut self, _id: i64, _targets: usize) {}

    /// One of them is through with it.
    fn settled(&mut self, _id: i64) {}
}

/// Keeps deliveries in memory until every target is through with them, up to a number of bytes. Its clones are the
/// same store.
#[derive(Clone, Debug)]
pub struct Memory(Arc<Mutex<Kept>>);

#[derive(Debug)]
struct Kept {
    room: usize,
    latest: i64,
    deliveries: HashMap<i64, Waiting>,
}

#[derive(Debug)]
struct Waiting {
    delivery: Loaded,
    bytes: usize,
    /// Targets that are not through with it; none is known yet for one that was only just kept.
    targets: usize,
}

impl Memory {
    /// A store for that many bytes.
    pub fn new(bytes: usize) -> Self {
        Memory(Arc::new(Mutex::new(Kept { room: bytes, latest: 0, deliveries: HashMap::new() })))
    }

    /// Keeps a delivery and gives it an ID; `None` when there is no room for it. Whoever keeps one hands its ID to
    /// [`Forwarder::accept`](super::Forwarder::accept), which sees to its end.
    pub fn keep(&self, delivery: Loaded) -> Option<i64> {
        let mut kept = self.lock();
        let bytes = size(&delivery.request);
        kept.room = kept.room.checked_sub(bytes)?;
        kept.latest += 1;
        let id = kept.latest;
        kept.deliveries.insert(id, Waiting { delivery, bytes, targets: 0 });
        Some(id)
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn forget(&mut self, id: i64) {
        if let Some(waiting) = self.deliveries.remove(&id) {
            self.room += waiting.bytes;
        }
    }
}

impl Source for Memory {
    fn load(&mut self, id: i64) -> Result<Option<Loaded>, String> {
        Ok(self.lock().deliveries.get(&id).map(|waiting| waiting.delivery.clone()))
    }

    fn wanted(&mut self, id: i64, targets: usize) {
        let mut kept = self.lock();
        match kept.deliveries.get_mut(&id) {
            Some(waiting) if targets > 0 => waiting.targets = targets,
            _ => kept.forget(id),
        }
    }

    fn settled(&mut self, id: i64) {
        let mut kept = self.lock();
        match kept.deliveries.get_mut(&id) {
            Some(waiting) if waiting.targets > 1 => waiting.targets -= 1,
            _ => kept.forget(id),
        }
    }
}

/// What a request takes of memory, roughly.
fn size(request: &Request) -> usize {
    /// Of a request without anything, and of a header line besides its text.
    const REQUEST: usize = 256;
    const LINE: usize = 64;
    let headers: usize = request.headers.iter().map(|(name, value)| LINE + name.len() + value.len()).sum();
    REQUEST + request.path.len() + request.query.len() + headers + request.body.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Headers;

    fn delivery(bytes: usize) -> Loaded {
        let request = Request {
            method: "POST".to_owned(),
            path: "/".to_owned(),
            query: String::new(),
            headers: Headers::new(),
            body: vec![b'x'; bytes],
            peer: None,
        };
        Loaded { request: Arc::new(request), verified: true }
    }

    #[test]
    fn memory_is_bounded_and_given_back() {
        let mut memory = Memory::new(3000);
        let first = memory.keep(delivery(1000)).unwrap();
        let second = memory.keep(delivery(1000)).unwrap();
        assert!(memory.keep(delivery(1000)).is_none(), "there is no room for a third");
        memory.wanted(first, 2);
        memory.settled(first);
        assert_eq!(memory.load(first).unwrap().unwrap().request.body.len(), 1000);
        memory.settled(first);
        assert!(memory.load(first).unwrap().is_none());
        let third = memory.keep(delivery(1000)).unwrap();
        assert!(third > second);
        for id in [second, third] {
            memory.wanted(id, 0);
        }
        assert_eq!(memory.lock().room, 3000);
        assert!(memory.keep(delivery(3000)).is_none() && memory.keep(delivery(2000)).is_some());
    }
}
