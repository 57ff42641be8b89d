use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::*;
use crate::fetch::{Fault as FetchFault, FaultKind as FetchKind};
use crate::webhook::forward::End;

fn not_stored(count: u64) -> NotStored {
    let fault = Fault { kind: FaultKind::Full, message: "the disk is full".to_owned() };
    NotStored { count, fault, at: Timestamp::now() }
}

#[test]
fn a_flood_of_faults_is_told_once_a_second() {
    let (mut trouble, start) = (Trouble::default(), Instant::now());
    let at = |millis| start + Duration::from_millis(millis);
    let told: Vec<Option<u64>> = [0, 1, 500, 999, 1000, 1001, 5000]
        .into_iter()
        .map(|millis| trouble.meet(not_stored(1), at(millis)).map(|news| news.count))
        .collect();
    assert_eq!(told, [Some(1), None, None, None, Some(4), None, Some(2)]);
}

fn report(delivery: i64, answer: usize) -> Arrival {
    let outcome = Outcome {
        end: End::Status(200),
        took: Duration::ZERO,
        answer: vec![b'x'; answer],
        content_type: None,
    };
    Arrival::Forward(Box::new(Report {
        delivery,
        target: "t".to_owned(),
        attempt: 1,
        outcome,
        next: Next::Done,
    }))
}

fn head(id: i64) -> Arrival {
    let head = Request {
        method: "POST".to_owned(),
        path: "/".to_owned(),
        query: String::new(),
        headers: crate::http::Headers::new(),
        body: Vec::new(),
        peer: None,
    };
    let (refusal, kept) = (Refusal::BodyTooLarge, Added { id, repeat_of: None });
    Arrival::Refused { head: Box::new(head), refusal, kept, at: Timestamp::now() }
}

/// Everything that waits: the IDs of what was told, and what was missed.
async fn drain(arrivals: &mut Arrivals) -> (Vec<i64>, Option<Missed>) {
    let mut ids = Vec::new();
    loop {
        match arrivals.next().await {
            Some(Told::Arrival(Arrival::Refused { kept, .. })) => ids.push(kept.id),
            Some(Told::Arrival(Arrival::Forward(report))) => ids.push(-report.delivery),
            Some(Told::Arrival(other)) => panic!("{other:?}"),
            Some(Told::Missed(missed)) => return (ids, Some(missed)),
            None => return (ids, None),
        }
    }
}

#[tokio::test]
async fn what_finds_no_room_is_remembered_by_its_id_and_in_order() {
    let (teller, mut arrivals) = tell::queue();
    (1..=2000).for_each(|id| teller.tell(head(id)));
    teller.tell(report(3, 1));
    let (told, missed) = drain(&mut arrivals).await;
    let missed = missed.expect("some were missed");
    let last = *told.last().expect("some were told");
    assert_eq!(told, (1..=last).collect::<Vec<_>>());
    assert_eq!(missed.deliveries.iter().collect::<Vec<_>>(), [last + 1..=2000], "nothing in between is told");
    assert_eq!(missed.outcomes.iter().collect::<Vec<_>>(), [3..=3]);
    assert_eq!(missed.count, 2000 - last as u64);
    // From then on everything is told again.
    teller.tell(head(2001));
    drop(teller);
    assert_eq!(drain(&mut arrivals).await, (vec![2001], None));
}

#[tokio::test]
async fn what_waits_is_bounded_in_bytes_too_but_one_always_fits() {
    let (teller, mut arrivals) = tell::queue();
    (1..=10).for_each(|id| teller.tell(report(id, 5 << 20)));
    let (told, missed) = drain(&mut arrivals).await;
    assert_eq!(told, [-1, -2, -3]);
    assert_eq!(missed.expect("missed").outcomes.iter().collect::<Vec<_>>(), [4..=10]);
    teller.tell(report(11, 64 << 20));
    drop(teller);
    assert_eq!(drain(&mut arrivals).await, (vec![-11], None));
}

#[tokio::test]
async fn faults_are_told_first_and_joined_while_nobody_listens() {
    let (teller, mut arrivals) = tell::queue();
    (1..=3000).for_each(|id| teller.tell(head(id)));
    (1..=3).for_each(|count| teller.tell(Arrival::NotStored(not_stored(count))));
    match arrivals.next().await {
        Some(Told::Arrival(Arrival::NotStored(news))) => assert_eq!(news.count, 6),
        other => panic!("{other:?}"),
    }
}

#[test]
fn nango_is_answered_for_a_target_as_by_a_gateway() {
    let fault = |kind| End::Fault(FetchFault { kind, message: "m".to_owned() });
    for (end, status) in [
        (End::Status(200), 200),
        (End::Status(418), 418),
        (fault(FetchKind::TimedOut), 504),
        (fault(FetchKind::NotConnected), 502),
        (fault(FetchKind::Broken), 502),
        (End::Gone, 502),
    ] {
        let outcome = Outcome {
            end,
            took: Duration::ZERO,
            answer: b"short and stout".to_vec(),
            content_type: Some("text/plain".to_owned()),
        };
        let reply = answer(&outcome);
        assert_eq!(reply.status, status, "{outcome:?}");
        let own = matches!(outcome.end, End::Status(_));
        assert_eq!(own, reply.body == b"short and stout", "{outcome:?}");
        assert_eq!(
            reply.headers.get("content-type"),
            Some(if own { "text/plain" } else { "application/json" })
        );
    }
}

/// A Ctrl-C may be heard by the worker before whoever shows hears of it: both then wait for its end.
#[tokio::test]
async fn a_workers_end_is_told_as_often_as_it_is_asked_for() {
    let order = Order {
        address: "127.0.0.1:0".parse().expect("an address"),
        limits: crate::serve::Limits::default(),
        inbox: None,
        receiver: Receiver::new(Vec::new()),
        targets: Vec::new(),
        policy: Policy::default(),
        manner: Manner::default(),
        filter: Filter::default(),
        until: None,
        abandon: || {},
    };
    let mut worker = Worker::start(order).await.expect("a worker");
    worker.stop();
    for _ in 0..2 {
        assert!(worker.ended().await.is_some());
    }
}
