//! The writer: a thread that commits all that waits as one transaction. A commit waits for the disk, and the disk
//! takes as long for a hundred deliveries as for one.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::{Notify, oneshot};

use super::{Added, Arriving, Fault, FaultKind, ForwardNote, Inbox, Keep, rows};

/// A group is no larger than this: the first in it waits for the last.
const LARGEST_GROUP: usize = 1024;
/// Bytes of deliveries after which a group is closed.
const LARGEST_GROUP_BYTES: usize = 16 * 1024 * 1024;
/// How often to look for what need not be kept.
const PRUNE_EVERY: Duration = Duration::from_secs(300);
/// So much that was written is reason to look at once, as a part of all that may be kept.
const PRUNE_PART: u64 = 64;
/// How long to wait before notes that could not be written are tried again.
const RETRY: Duration = Duration::from_secs(1);

/// A thread that writes, with a connection of its own. Dropped instead of closed, it still writes what it was given.
pub struct Writer {
    jobs: Sender<Job>,
    done: Arc<Done>,
    ended: oneshot::Receiver<Result<(), Fault>>,
}

enum Job {
    Store(Box<Arriving>, Answer),
    Note(Box<ForwardNote>),
}

type Answer = oneshot::Sender<Result<Added, Fault>>;

/// The answers of a group, on their way to those who wait for them. To wake another thread's runtime is a call to
/// the system: one of those who wait is woken for the whole group, and wakes the others from within.
#[derive(Default)]
struct Done {
    answers: Mutex<Vec<(Answer, Result<Added, Fault>)>>,
    news: Notify,
}

impl Done {
    fn put(&self, answers: impl Iterator<Item = (Answer, Result<Added, Fault>)>) {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).extend(answers);
        self.news.notify_one();
    }

    fn hand_out(&self) {
        let answers = std::mem::take(&mut *self.answers.lock().unwrap_or_else(PoisonError::into_inner));
        for (answer, result) in answers {
            // Who asked may have left; the delivery stays.
            let _ = answer.send(result);
        }
    }
}

impl Writer {
    /// Starts the thread. It begins with deleting what need not be kept, and does so every few minutes.
    pub fn start(inbox: Inbox, keep: Keep) -> Writer {
        let (jobs, queue) = channel();
        let (end, ended) = oneshot::channel();
        let done = Arc::<Done>::default();
        let thread = Thread {
            inbox,
            done: done.clone(),
            keep,
            queue,
            notes: Vec::new(),
            pruning: true,
            written: 0,
            pruned: Instant::now(),
        };
        std::thread::spawn(move || {
            // Nobody has to wait for the end.
            let _ = end.send(thread.run());
        });
        Writer { jobs, done, ended }
    }

    /// Stores a delivery; it is on the disk when this returns.
    ///
    /// # Errors
    /// When the group that it was in could not be written: nothing of it is in the inbox.
    pub async fn store(&self, arriving: Arriving) -> Result<Added, Fault> {
        let (answer, mut answered) = oneshot::channel();
        // A thread that is gone drops the answer.
        let _ = self.jobs.send(Job::Store(Box::new(arriving), answer));
        loop {
            tokio::select! {
                biased;
                answer = &mut answered => return answer.unwrap_or_else(|_| Err(gone())),
                () = self.done.news.notified() => self.done.hand_out(),
            }
        }
    }

    /// Notes how a forward goes, soon. A note that cannot be written is tried again.
    pub fn note(&self, note: ForwardNote) {
        let _ = self.jobs.send(Job::Note(Box::new(note)));
    }

    /// Ends the thread once everything that it was given is on the disk.
    ///
    /// # Errors
    /// When the last notes could not be written.
    pub async fn close(self) -> Result<(), Fault> {
        drop(self.jobs);
        self.ended.await.unwrap_or_else(|_| Err(gone()))
    }
}

fn gone() -> Fault {
    Fault::new(FaultKind::Other, "the inbox's writer has ended")
}

struct Thread {
    inbox: Inbox,
    keep: Keep,
    queue: Receiver<Job>,
    done: Arc<Done>,
    /// To be written with the next group.
    notes: Vec<ForwardNote>,
    /// Whether there is something left to delete.
    pruning: bool,
    /// Bytes since the last look.
    written: u64,
    pruned: Instant,
}

/// Deliveries of one transaction, and who waits for each.
#[derive(Default)]
struct Group {
    deliveries: Vec<Arriving>,
    waiting: Vec<Answer>,
    bytes: usize,
}

impl Thread {
    fn run(mut self) -> Result<(), Fault> {
        while let Some(first) = self.next() {
            let mut group = Group::default();
            self.sort(first, &mut group);
            // To wait for more would make larger groups and fewer answers a second: what comes while this one is
            // written is the next.
            while group.deliveries.len() + self.notes.len() < LARGEST_GROUP
                && group.bytes < LARGEST_GROUP_BYTES
            {
                match self.queue.try_recv() {
                    Ok(job) => self.sort(Some(job), &mut group),
                    Err(TryRecvError::Empty | TryRecvError::Disconnected) => break,
                }
            }
            let bytes = group.bytes as u64;
            // Whoever waits is told; notes are kept.
            let _ = self.commit(group);
            self.tidy(bytes);
        }
        // The end of the queue: what may be left are notes that could not be written.
        self.commit(Group::default())
    }

    /// The next job; an empty one where it is time to do something else; none at the end.
    fn next(&mut self) -> Option<Option<Job>> {
        let wait = match () {
            () if self.pruning => Duration::ZERO,
            () if !self.notes.is_empty() => RETRY,
            () => PRUNE_EVERY,
        };
        match self.queue.recv_timeout(wait) {
            Ok(job) => Some(Some(job)),
            Err(RecvTimeoutError::Timeout) => Some(None),
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    fn sort(&mut self, job: Option<Job>, group: &mut Group) {
        match job {
            Some(Job::Store(arriving, answer)) => {
                group.bytes += rows::size(&arriving.request);
                group.deliveries.push(*arriving);
                group.waiting.push(answer);
            }
            Some(Job::Note(note)) => self.notes.push(*note),
            None => {}
        }
    }

    fn commit(&mut self, group: Group) -> Result<(), Fault> {
        if group.deliveries.is_empty() && self.notes.is_empty() {
            return Ok(());
        }
        let notes = std::mem::take(&mut self.notes);
        let written = self.inbox.store(|store| {
            let added =
                group.deliveries.iter().map(|arriving| store.add(arriving)).collect::<Result<Vec<_>, _>>()?;
            store.note(&notes)?;
            Ok(added)
        });
        self.written += group.bytes as u64;
        match written {
            Ok(added) => {
                self.done.put(group.waiting.into_iter().zip(added.into_iter().map(Ok)));
                Ok(())
            }
            Err(fault) => {
                self.done.put(group.waiting.into_iter().map(|answer| (answer, Err(fault.clone()))));
                self.notes = newest(notes);
                Err(fault)
            }
        }
    }

    /// Deletes a little of what need not be kept, but as much as was just stored: whoever sends fast must not outrun
    /// it. Where that fails it is tried again at its next time.
    fn tidy(&mut self, stored: u64) {
        if self.pruned.elapsed() >= PRUNE_EVERY || self.written > self.keep.bytes / PRUNE_PART {
            self.pruning = true;
        }
        if !self.pruning {
            return;
        }
        let mut deleted = 0;
        let more = loop {
            match self.inbox.prune_step(&self.keep, Timestamp::now()) {
                Ok((0, _)) => break self.inbox.shrink_step().unwrap_or(false),
                Ok((_, bytes)) => deleted += bytes,
                Err(_) => break false,
            }
            if deleted >= stored {
                break true;
            }
        };
        if !more {
            self.pruning = false;
            self.written = 0;
            self.pruned = Instant::now();
        }
    }
}

/// The last note on each delivery and target: however long nothing can be written, they do not pile up.
pub(super) fn newest(notes: Vec<ForwardNote>) -> Vec<ForwardNote> {
    let mut last = HashMap::new();
    for (place, note) in notes.iter().enumerate() {
        last.insert((note.delivery, note.target.clone()), place);
    }
    let keep = |(place, note): (usize, ForwardNote)| {
        (last.get(&(note.delivery, note.target.clone())) == Some(&place)).then_some(note)
    };
    notes.into_iter().enumerate().filter_map(keep).collect()
}

#[cfg(test)]
mod tests;
