use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::http::Headers;
use crate::webhook::filter::Filter;
use crate::webhook::signature::HMAC_HEADER;

pub(super) const ALL: Keep = Keep { age: Duration::MAX, bytes: u64::MAX };

fn place() -> (tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("made/for/it/inbox.db");
    (directory, path)
}

pub(super) fn inbox() -> (tempfile::TempDir, Inbox) {
    let (directory, path) = place();
    (directory, Inbox::open(&path).unwrap())
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn arriving(body: impl AsRef<[u8]>, signature: &str) -> Arriving {
    let request = Request {
        method: "POST".to_owned(),
        path: "/".to_owned(),
        query: String::new(),
        headers: Headers::from_iter([(HMAC_HEADER, signature)]),
        body: body.as_ref().to_vec(),
        peer: None,
    };
    Arriving {
        request: Arc::new(request),
        at: time("2020-11-24T12:00:00Z"),
        verdict: "verified".into(),
        key_origin: None,
        warning: None,
        answered: Some(200),
        targets: Vec::new(),
    }
}

pub(super) fn at(seconds: i64) -> Arriving {
    let at = time("2020-11-24T12:00:00Z").checked_add(SignedDuration::from_secs(seconds)).unwrap();
    Arriving { at, ..arriving(format!("{{\"n\":{seconds}}}"), &seconds.to_string()) }
}

pub(super) fn refused(arriving: Arriving) -> Arriving {
    Arriving { verdict: "missing_signature".into(), ..arriving }
}

pub(super) fn ids(inbox: &Inbox, query: &Query) -> Vec<i64> {
    let mut ids = Vec::new();
    inbox
        .find(query, &mut |stored| {
            ids.push(stored.id);
            ControlFlow::Continue(())
        })
        .unwrap();
    ids
}

pub(super) fn pending(id: i64, target: &str) -> ForwardNote {
    ForwardNote {
        delivery: id,
        target: target.to_owned(),
        state: ForwardState::Pending,
        attempts: 0,
        status: None,
        error: None,
        took: None,
        at: None,
        answer: Vec::new(),
    }
}

fn mode(path: impl AsRef<Path>) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn what_is_stored_comes_back_byte_for_byte() {
    let (_directory, mut inbox) = inbox();
    let given = Arriving {
        request: Arc::new(Request {
            method: "POST".to_owned(),
            path: "/a%20b/ü".to_owned(),
            query: "x=1&&y".to_owned(),
            headers: Headers::from_iter([
                ("X-B", b"two \xff\x00".to_vec()),
                ("x-a", b"".to_vec()),
                ("X-B", b"again".to_vec()),
            ]),
            body: (0..=255).collect(),
            peer: Some("[::1]:4242".parse().unwrap()),
        }),
        at: time("2020-11-24T12:00:00.123456789Z"),
        key_origin: Some("profile work".to_owned()),
        warning: Some("mind the gap".to_owned()),
        targets: vec!["http://a/".to_owned(), "http://a/".to_owned(), "cat".to_owned()],
        ..arriving("", "")
    };
    let added = inbox.add(std::slice::from_ref(&given)).unwrap();
    assert_eq!(added, [Added { id: 1, repeat_of: None }]);
    let stored = inbox.get(1).unwrap().unwrap();
    assert_eq!(format!("{:?}", stored.request), format!("{:?}", given.request));
    assert_eq!((stored.at, stored.answered), (given.at, given.answered));
    assert_eq!((&*stored.verdict, &stored.key_origin), (&*given.verdict, &given.key_origin));
    assert_eq!((&stored.warning, stored.repeat_of), (&given.warning, None));
    let targets: Vec<_> = stored.forwards.iter().map(|forward| forward.target.as_str()).collect();
    assert_eq!(targets, ["cat", "http://a/"]);
    assert!(stored.forwards.iter().all(|forward| forward.state == ForwardState::Pending));
    assert!(inbox.get(2).unwrap().is_none());
}

#[test]
fn only_its_owner_can_read_it() {
    let (_directory, path) = place();
    let mut inbox = Inbox::open(&path).unwrap();
    inbox.add(&[at(0)]).unwrap();
    for directory in path.ancestors().skip(1).take(3) {
        assert_eq!(mode(directory), 0o700, "{directory:?}");
    }
    for suffix in ["", "-wal", "-shm"] {
        assert_eq!(mode(format!("{}{suffix}", path.display())), 0o600, "{suffix:?}");
    }
}

#[test]
fn a_repeat_is_marked_with_the_first() {
    let (_directory, mut inbox) = inbox();
    let batch = [
        arriving("{}", "a"),
        arriving("{}", "b"),
        arriving("{}", "a"),
        arriving("{} ", "a"),
        refused(arriving("{}", "a")),
    ];
    let added = inbox.add(&batch).unwrap();
    let repeats: Vec<_> = added.iter().map(|added| added.repeat_of).collect();
    assert_eq!(repeats, [None, None, Some(1), None, Some(1)]);
    assert_eq!(inbox.add(&batch[..1]).unwrap()[0].repeat_of, Some(1));
    // Deleted ones are no reason to mark anything, and their IDs are not given again.
    let all = ids(&inbox, &Query::default());
    assert_eq!(inbox.delete(&all).unwrap(), all.len());
    assert_eq!(inbox.latest().unwrap(), 0);
    assert_eq!(inbox.add(&batch[..1]).unwrap(), [Added { id: 7, repeat_of: None }]);
}

#[test]
fn repeats_are_found_whoever_stored_the_first_and_however_long_ago() {
    let (_directory, path) = place();
    let mut one = Inbox::open(&path).unwrap();
    let mut other = Inbox::open(&path).unwrap();
    let many = repeats::AT_ONCE as i64;
    let repeat = |inbox: &mut Inbox, n: i64| inbox.add(&[at(n)]).unwrap()[0].repeat_of;
    assert_eq!(one.add(&[at(0)]).unwrap()[0].repeat_of, None);
    assert_eq!(repeat(&mut other, 0), Some(1));
    // So many that their marks settle, and a few that come after.
    other.add(&(1..many + 3).map(at).collect::<Vec<_>>()).unwrap();
    let count = |inbox: &Inbox, table: &str| {
        inbox.db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0)).unwrap()
    };
    assert_eq!((count(&one, "settled"), count(&one, "fresh")), (many, 4));
    // Who stores nothing signed learns of the others' marks all the same, and does not keep them for ever.
    let mut third = Inbox::open(&path).unwrap();
    let mut unsigned = at(-1);
    Arc::make_mut(&mut unsigned.request).headers = Headers::new();
    one.add(&(many + 3..2 * many - 5).map(at).collect::<Vec<_>>()).unwrap();
    third.add(&[unsigned.clone()]).unwrap();
    assert_eq!(third.fresh.len() as i64, many - 4);
    one.add(&(2 * many - 5..2 * many + 15).map(at).collect::<Vec<_>>()).unwrap();
    third.add(&[unsigned]).unwrap();
    // `one` still had the first of all in memory, which settled long ago: it settled one earlier.
    assert_eq!((third.fresh.len(), count(&third, "fresh")), (17, 17));
    for inbox in [&mut one, &mut other, &mut third, &mut Inbox::open(&path).unwrap()] {
        assert_eq!(repeat(inbox, 0), Some(1));
        assert_eq!(repeat(inbox, 1), Some(3));
        assert_eq!(repeat(inbox, many + 2), Some(many + 4));
    }
    let all = ids(&one, &Query::default());
    one.delete(&all).unwrap();
    assert_eq!((count(&one, "settled"), count(&one, "fresh")), (0, 0));
    assert_eq!([repeat(&mut one, 1), repeat(&mut other, many + 2)], [None, None]);
}

#[test]
fn what_was_not_stored_is_no_first() {
    let (_directory, mut inbox) = inbox();
    let failed = inbox.store(|store| {
        store.add(&at(0))?;
        Err::<(), _>(Fault::new(FaultKind::Other, "made to fail"))
    });
    assert!(failed.is_err());
    assert_eq!(inbox.add(&[at(1), at(0)]).unwrap().iter().filter_map(|added| added.repeat_of).count(), 0);
}

#[test]
fn only_what_is_missing_is_added() {
    let (_directory, mut inbox) = inbox();
    assert!(inbox.add_missing(&[at(0), at(1), at(0)]).unwrap()[2].is_none());
    let later = Arriving { at: at(5).at, ..at(1) };
    let added = inbox.add_missing(&[at(1), later]).unwrap();
    assert_eq!(added, [None, Some(Added { id: 3, repeat_of: Some(2) })]);
}

#[test]
fn deliveries_are_found_by_every_part_of_a_query() {
    let (_directory, mut inbox) = inbox();
    let event = |kind: &str| format!(r#"{{"from":"nango","type":"{kind}","connectionId":"c"}}"#);
    let mut batch: Vec<Arriving> = (0..6).map(at).collect();
    Arc::make_mut(&mut batch[1].request).body = event("x").into_bytes();
    Arc::make_mut(&mut batch[2].request).body = event("y").into_bytes();
    batch[3] = refused(batch[3].clone());
    batch[4].targets = vec!["http://a/".to_owned()];
    // Imported: a larger ID, an earlier time.
    batch[5].at = at(-10).at;
    inbox.add(&batch).unwrap();

    let all = Query::default();
    assert_eq!(ids(&inbox, &all), [6, 1, 2, 3, 4, 5]);
    assert_eq!(ids(&inbox, &Query { newest_first: true, limit: Some(2), ..all.clone() }), [5, 4]);
    assert_eq!(ids(&inbox, &Query { after: Some(3), ..all.clone() }), [4, 5, 6]);
    assert_eq!(ids(&inbox, &Query { since: Some(at(3).at), ..all.clone() }), [4, 5]);
    assert_eq!(ids(&inbox, &Query { until: Some(at(0).at), ..all.clone() }), [6, 1]);
    assert_eq!(ids(&inbox, &Query { ids: vec![5, 99, 2], ..all.clone() }), [2, 5]);
    assert_eq!(ids(&inbox, &Query { verdict: Wanted::Refused, ..all.clone() }), [4]);
    assert_eq!(ids(&inbox, &Query { verdict: Wanted::Accepted, ..all.clone() }), [6, 1, 2, 3, 5]);
    assert_eq!(ids(&inbox, &Query { failed: true, ..all.clone() }), [5]);
    let filter: Filter = ["connectionId=c".parse().unwrap(), "type=y".parse().unwrap()].into_iter().collect();
    assert_eq!(ids(&inbox, &Query { filter, ..all.clone() }), [3]);
    assert!(ids(&inbox, &Query { limit: Some(0), ..all }).is_empty());
}

#[test]
fn pages_join_without_a_seam() {
    let (_directory, mut inbox) = inbox();
    // Several pages, many of the same time, and one that is larger than a page may be.
    let mut batch: Vec<Arriving> = (0..1500).map(|n| at(n / 700)).collect();
    Arc::make_mut(&mut batch[400].request).body = vec![b'x'; 5 * 1024 * 1024];
    inbox.add(&batch).unwrap();
    for newest_first in [false, true] {
        for after in [None, Some(0)] {
            let found = ids(&inbox, &Query { newest_first, after, ..Query::default() });
            let mut expected: Vec<i64> = (1..=1500).collect();
            if newest_first {
                expected.reverse();
            }
            assert_eq!(found, expected, "{newest_first} {after:?}");
        }
    }
    // What is added meanwhile is not chased.
    let mut other = Inbox::open(&inbox.path).unwrap();
    let mut seen = 0;
    inbox
        .find(&Query::default(), &mut |_| {
            seen += 1;
            other.add(&[at(9)]).unwrap();
            if seen == 600 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .unwrap();
    assert_eq!((seen, ids(&inbox, &Query::default()).len()), (600, 2100));
}

#[test]
fn forwards_are_noted_in_place() {
    let (_directory, mut inbox) = inbox();
    inbox.add(&[Arriving { targets: vec!["http://a/".to_owned()], ..at(0) }]).unwrap();
    let note = ForwardNote {
        state: ForwardState::Failed,
        attempts: 5,
        status: Some(503),
        error: Some("no".to_owned()),
        took: Some(Duration::from_micros(12_345)),
        at: Some(at(1).at),
        answer: vec![0xff; LARGEST_ANSWER + 1],
        ..pending(1, "http://a/")
    };
    inbox.note(&[note.clone(), pending(2, "gone")]).unwrap();
    let stored = inbox.get(1).unwrap().unwrap();
    let expected = Forward {
        target: note.target,
        state: note.state,
        attempts: note.attempts,
        status: note.status,
        error: note.error,
        took: note.took,
        at: note.at,
        answer: vec![0xff; LARGEST_ANSWER],
    };
    assert_eq!(stored.forwards, [expected]);
    assert_eq!(ids(&inbox, &Query { failed: true, ..Query::default() }), [1]);
    inbox.note(&[ForwardNote { state: ForwardState::Done, ..pending(1, "http://a/") }]).unwrap();
    assert!(ids(&inbox, &Query { failed: true, ..Query::default() }).is_empty());
    inbox.delete(&[1]).unwrap();
    let left: i64 = inbox.db.query_row("SELECT count(*) FROM forward", [], |row| row.get(0)).unwrap();
    assert_eq!(left, 0);
}

/// Nango's third attempt, say: the app has the bytes then, whatever it said to the first two.
#[test]
fn what_a_repeat_made_good_is_done() {
    let (_directory, mut inbox) = inbox();
    let targets = vec!["a".to_owned(), "b".to_owned()];
    let copy = Arriving { targets: targets.clone(), ..at(0) };
    let other = Arriving { targets, ..at(1) };
    inbox.add(&[copy.clone(), other, copy.clone(), copy.clone(), copy]).unwrap();
    let note = |id, target, state, status, attempts| ForwardNote {
        state,
        attempts,
        status: Some(status),
        ..pending(id, target)
    };
    let failed: Vec<ForwardNote> = (1..=5)
        .flat_map(|id| ["a", "b"].map(|target| note(id, target, ForwardState::Failed, 500, 5)))
        .collect();
    inbox.note(&failed).unwrap();
    inbox.note(&[note(4, "a", ForwardState::Done, 204, 2)]).unwrap();
    let of = |target: &str| {
        let one = |id| inbox.get(id).unwrap().unwrap().forwards.into_iter().find(|it| it.target == target);
        (1..=5).filter_map(one).map(|it| (it.state, it.status, it.attempts)).collect::<Vec<_>>()
    };
    let missed = (ForwardState::Failed, Some(500), 5);
    let mended = (ForwardState::Done, Some(204), 7);
    let taken = (ForwardState::Done, Some(204), 2);
    assert_eq!(of("a"), [mended, missed, mended, taken, missed], "not what came later");
    assert_eq!(of("b"), [missed; 5]);
}

#[test]
fn the_version_moves_when_somebody_else_writes() {
    let (_directory, mut inbox) = inbox();
    let mut other = Inbox::open_existing(&inbox.path).unwrap().unwrap();
    let before = inbox.version().unwrap();
    inbox.add(&[at(0)]).unwrap();
    assert_eq!(inbox.version().unwrap(), before);
    other.add(&[at(1)]).unwrap();
    assert_ne!(inbox.version().unwrap(), before);
    assert_eq!(inbox.latest().unwrap(), 2);
}

#[test]
fn what_is_old_goes() {
    let (_directory, mut inbox) = inbox();
    inbox.add(&(0..1000).map(at).collect::<Vec<_>>()).unwrap();
    let keep = Keep { age: Duration::from_secs(99), ..Keep::default() };
    assert_eq!(inbox.prune(&keep, at(999).at).unwrap(), 900);
    assert_eq!(ids(&inbox, &Query::default()).first(), Some(&901));
    assert_eq!(inbox.prune(&Keep::default(), at(999).at).unwrap(), 0);
    assert_eq!(inbox.prune(&Keep { age: Duration::MAX, ..keep }, at(999).at).unwrap(), 0);
}

#[test]
fn what_is_too_much_goes_and_its_room_comes_back() {
    let (_directory, mut inbox) = inbox();
    let large = |n: i64| {
        let mut arriving = at(n);
        Arc::make_mut(&mut arriving.request).body = vec![n as u8; 10_000];
        arriving
    };
    inbox.add(&(0..1000).map(large).collect::<Vec<_>>()).unwrap();
    let size = |inbox: &Inbox| {
        inbox.db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        std::fs::metadata(&inbox.path).unwrap().len()
    };
    let before = size(&inbox);
    let keep = Keep { age: Duration::MAX, bytes: 5_000_000 };
    let deleted = inbox.prune(&keep, at(0).at).unwrap();
    assert!((500..800).contains(&deleted), "{deleted}");
    // The oldest went.
    assert_eq!(ids(&inbox, &Query::default()).first(), Some(&(deleted as i64 + 1)));
    let after = size(&inbox);
    assert!(after < before / 2 + 2_000_000, "{before} became {after}");
}

#[test]
fn refused_deliveries_do_not_push_good_ones_out() {
    let (_directory, mut inbox) = inbox();
    inbox.add(&(0..100).map(at).collect::<Vec<_>>()).unwrap();
    let large = |n: i64| {
        let mut arriving = refused(at(n));
        Arc::make_mut(&mut arriving.request).body = vec![n as u8; 10_000];
        arriving
    };
    let keep = Keep { age: Duration::MAX, bytes: 5_000_000 };
    for round in 1..5 {
        inbox.add(&(0..500).map(|n| large(round * 1000 + n)).collect::<Vec<_>>()).unwrap();
        inbox.prune(&keep, at(0).at).unwrap();
        assert!(inbox.latest().unwrap() > 100, "some of the newest refused ones stay");
        let refused = ids(&inbox, &Query { verdict: Wanted::Refused, ..Query::default() });
        assert!(refused.len() <= 50, "a tenth of all holds {}", refused.len());
    }
    assert_eq!(ids(&inbox, &Query { verdict: Wanted::Accepted, ..Query::default() }).len(), 100);
}

#[test]
fn listeners_are_known_while_they_run() {
    let (_directory, mut inbox) = inbox();
    let listener = |port: u16, pid: u32, since: i64| Running {
        url: format!("http://127.0.0.1:{port}"),
        pid,
        since: at(since).at,
    };
    let mut child = std::process::Command::new("true").spawn().unwrap();
    let gone = child.id();
    child.wait().unwrap();
    let (older, newer) = (listener(1, std::process::id(), 1), listener(2, std::process::id(), 2));
    for listener in [&listener(3, gone, 3), &newer, &older] {
        inbox.register(listener).unwrap();
    }
    assert_eq!(inbox.running().unwrap(), [newer.clone(), older]);
    let rows: i64 = inbox.db.query_row("SELECT count(*) FROM listener", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 2, "the dead one was tidied up");
    inbox.unregister("http://127.0.0.1:1");
    assert_eq!(inbox.running().unwrap(), [newer]);
}

#[test]
fn what_is_no_inbox_is_left_alone() {
    let (directory, _) = place();
    let fault = |path: &Path| Inbox::open(path).err().unwrap();
    let text = directory.path().join("text");
    std::fs::write(&text, "not a database, but longer than the head of one: ".repeat(10)).unwrap();
    assert_eq!(fault(&text).kind, FaultKind::NotAnInbox);
    assert!(std::fs::read_to_string(&text).unwrap().starts_with("not a database"));

    let other = directory.path().join("other.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE mine (x)").unwrap();
    let before = std::fs::read(&other).unwrap();
    let wrong = fault(&other);
    assert_eq!((wrong.kind, wrong.message.contains("another program")), (FaultKind::NotAnInbox, true));
    assert_eq!(std::fs::read(&other).unwrap(), before);

    assert_eq!(fault(directory.path()).kind, FaultKind::NotAnInbox);
    assert_eq!(fault(&text.join("inbox.db")).kind, FaultKind::NotAnInbox);
    assert!(Inbox::open_existing(&directory.path().join("none")).unwrap().is_none());
    assert!(!directory.path().join("none").exists());
}

#[test]
fn a_newer_inbox_is_left_alone() {
    let (_directory, inbox) = inbox();
    inbox.db.execute_batch("PRAGMA user_version = 1000").unwrap();
    let fault = Inbox::open(&inbox.path).err().unwrap();
    assert_eq!(fault.kind, FaultKind::Newer);
    assert!(fault.message.contains("newer version"), "{fault}");
}

#[test]
fn a_damaged_inbox_is_said_to_be_damaged() {
    let (_directory, mut inbox) = inbox();
    inbox.add(&(0..500).map(at).collect::<Vec<_>>()).unwrap();
    let path = inbox.path.clone();
    drop(inbox);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[8192..].fill(0xa5);
    std::fs::write(&path, bytes).unwrap();
    let inbox = Inbox::open(&path).unwrap();
    let fault = inbox.find(&Query::default(), &mut |_| ControlFlow::Continue(())).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Corrupt, "{fault}");
}

#[test]
fn many_may_make_it_at_once() {
    let (_directory, path) = place();
    std::thread::scope(|scope| {
        for n in 0..8 {
            let path = &path;
            scope.spawn(move || {
                let mut inbox = Inbox::open(path).unwrap();
                (0..5).for_each(|m| drop(inbox.add(&[at(n * 100 + m)]).unwrap()));
            });
        }
    });
    assert_eq!(ids(&Inbox::open(&path).unwrap(), &Query { after: Some(0), ..Query::default() }).len(), 40);
}
