use std::time::Duration;

use rusqlite::TransactionBehavior;

use super::super::tests::{ALL, at, ids, inbox, pending, refused};
use super::super::*;

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

#[test]
fn the_writer_stores_and_notes_all_that_it_is_given() {
    let (_directory, inbox) = inbox();
    let path = inbox.path.clone();
    block_on(async {
        let writer = Writer::start(inbox, ALL);
        let stores = (0..300).map(|n| writer.store(Arriving { targets: vec!["t".to_owned()], ..at(n) }));
        let added = futures_util::future::join_all(stores).await;
        for added in added {
            let id = added.unwrap().id;
            writer.note(ForwardNote { state: ForwardState::Done, attempts: 1, ..pending(id, "t") });
        }
        writer.close().await.unwrap();
    });
    let inbox = Inbox::open(&path).unwrap();
    assert_eq!(ids(&inbox, &Query::default()).len(), 300);
    assert!(ids(&inbox, &Query { failed: true, ..Query::default() }).is_empty());
}

#[test]
fn a_group_that_cannot_be_written_is_told_and_its_notes_are_kept() {
    let (_directory, mut inbox) = inbox();
    let path = inbox.path.clone();
    inbox.add(&[at(0)]).unwrap();
    inbox.db.busy_timeout(Duration::from_millis(20)).unwrap();
    let mut other = Inbox::open(&path).unwrap();
    block_on(async {
        let writer = Writer::start(inbox, ALL);
        let held = other.db.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
        writer.note(ForwardNote { state: ForwardState::Done, ..pending(1, "t") });
        let fault = writer.store(at(1)).await.unwrap_err();
        assert_eq!(fault.kind, FaultKind::Locked);
        drop(held);
        assert_eq!(writer.store(at(2)).await.unwrap().id, 2);
        writer.close().await.unwrap();
    });
    assert_eq!(other.get(1).unwrap().unwrap().forwards[0].state, ForwardState::Done);
    assert_eq!(other.get(2).unwrap().unwrap().at, at(2).at);
}

#[test]
fn the_writer_prunes_when_it_starts() {
    let (_directory, mut inbox) = inbox();
    inbox.add(&(0..700).map(at).collect::<Vec<_>>()).unwrap();
    let path = inbox.path.clone();
    let old = Inbox::open(&path).unwrap();
    let before = old.version().unwrap();
    block_on(async {
        let writer = Writer::start(inbox, Keep { age: Duration::ZERO, ..Keep::default() });
        let deadline = std::time::Instant::now() + Duration::from_secs(20);
        while !ids(&old, &Query::default()).is_empty() {
            assert!(std::time::Instant::now() < deadline);
            tokio::task::yield_now().await;
        }
        writer.close().await.unwrap();
    });
    assert_ne!(old.version().unwrap(), before);
}

/// Somebody tidies up while a listener runs: what it answers from then on must still be somewhere, and nothing that is
/// known by an ID may become something else.
#[test]
fn a_file_that_was_deleted_is_made_again_and_its_ids_go_on() {
    let (_directory, mut inbox) = inbox();
    let path = inbox.path.clone();
    let listener = Running { url: "http://127.0.0.1:1".to_owned(), pid: std::process::id(), since: at(0).at };
    inbox.register(&listener).unwrap();
    inbox.add(&[at(0), at(1)]).unwrap();
    inbox.delete(&[2]).unwrap();
    let mut reader = Inbox::open(&path).unwrap();
    assert!(!reader.follow().unwrap());
    std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
    assert!(!reader.follow().unwrap(), "there is none yet");
    assert_eq!(inbox.prune(&Keep { age: Duration::ZERO, ..ALL }, at(9).at).unwrap(), 0);
    assert!(!path.exists(), "there is nothing to delete in what is not there");
    assert_eq!(inbox.add(&[at(2)]).unwrap()[0].id, 3);
    assert_eq!((reader.get(1).unwrap().is_some(), reader.get(3).unwrap().is_some()), (true, false));
    assert!(reader.follow().unwrap());
    assert_eq!((ids(&reader, &Query::default()), reader.get(3).unwrap().unwrap().at), (vec![3], at(2).at));
    assert_eq!(reader.running().unwrap(), [listener]);
}

#[test]
fn a_file_that_was_moved_keeps_what_was_in_it() {
    let (directory, mut inbox) = inbox();
    inbox.add(&(0..60).map(at).collect::<Vec<_>>()).unwrap();
    let reader = Inbox::open(&inbox.path).unwrap();
    let moved = directory.path().join("moved.db");
    // What is beside it stays, and with it all that was not written to the file itself.
    std::fs::rename(&inbox.path, &moved).unwrap();
    assert_eq!(inbox.add(&[at(60)]).unwrap()[0].id, 61);
    let before: Vec<i64> = (1..=60).collect();
    assert_eq!(ids(&reader, &Query::default()), before, "who has it open reads on");
    drop(reader);
    assert_eq!(ids(&Inbox::open(&moved).unwrap(), &Query::default()), before);
    assert_eq!(ids(&inbox, &Query::default()), [61]);
}

#[test]
fn who_sends_large_heads_fast_does_not_outrun_the_pruning() {
    let (_directory, inbox) = inbox();
    let path = inbox.path.clone();
    let large = |n: i64| {
        let mut arriving = refused(at(n));
        Arc::make_mut(&mut arriving.request).headers.push("x-large", vec![b'x'; 30_000]);
        arriving
    };
    block_on(async {
        let writer = Writer::start(inbox, Keep { age: Duration::MAX, bytes: 1_000_000 });
        let stores = (0..2000).map(|n| writer.store(large(n)));
        let added = futures_util::future::join_all(stores).await;
        assert!(added.iter().all(Result::is_ok));
        writer.close().await.unwrap();
    });
    // A group is 16 MiB.
    let size = std::fs::metadata(&path).unwrap().len();
    assert!(size < 24_000_000, "{size}");
}

#[test]
fn notes_do_not_pile_up() {
    let notes = vec![pending(1, "a"), pending(1, "b"), ForwardNote { attempts: 2, ..pending(1, "a") }];
    let kept = super::newest(notes);
    let kept: Vec<_> = kept.iter().map(|note| (note.target.as_str(), note.attempts)).collect();
    assert_eq!(kept, [("b", 0), ("a", 2)]);
}
