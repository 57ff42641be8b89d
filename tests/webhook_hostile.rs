//! Whatever arrives, the webhook room neither panics nor takes long, and everything can be shown.

use std::time::Duration;

use nango_cli::http::{Headers, Request};
use nango_cli::secret::Secret;
use nango_cli::webhook::event::{Event, Payload};
use nango_cli::webhook::explain::{Candidate, Role};
use nango_cli::webhook::filter::{Condition, Filter};
use nango_cli::webhook::receiver::{Receiver, Verdict};
use nango_cli::webhook::signature;

const KEY: &str = "b8f3c2de-5a41-4c07-9e6d-2f10a7d4e911";

fn bodies() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let deep = |open: &str, close: &str| (open.repeat(100_000) + &close.repeat(100_000)).into_bytes();
    vec![
        ("deep arrays", deep("[", "]"), "not_json"),
        ("deep objects", deep("{\"a\":", "}"), "not_json"),
        ("brackets", vec![b'['; 5 << 20], "not_json"),
        ("one huge string", format!("\"{}\"", "x".repeat(5 << 20)).into_bytes(), "unwrapped"),
        ("escapes", format!("\"{}\"", "\\ud800".repeat(800_000)).into_bytes(), "unwrapped"),
        ("backslashes", vec![b'\\'; 5 << 20], "not_json"),
        ("an unfinished escape", b"\"\\u".to_vec(), "not_json"),
        ("not UTF-8", b"{\"type\":\"auth\",\"from\":\"nango\xff\"}".to_vec(), "not_json"),
        ("NUL bytes", vec![0; 1000], "not_json"),
        ("an overlong encoding", b"\"\xc0\xaf\"".to_vec(), "not_json"),
        ("two types", br#"{"type":"sync","type":"x","from":"nango"}"#.to_vec(), "x"),
        ("a huge exponent", br#"{"type":"x","from":"nango","n":1e999}"#.to_vec(), "not_json"),
        (
            "a huge integer",
            format!("{{\"type\":\"x\",\"from\":\"nango\",\"n\":{}}}", "9".repeat(300)).into(),
            "x",
        ),
        ("no success", br#"{"type":"auth","from":"nango"}"#.to_vec(), "auth"),
        (
            "wrong types",
            br#"{"type":"sync","from":"nango","syncName":[],"tags":[],"endUser":7}"#.to_vec(),
            "sync",
        ),
        (
            "negative counts",
            br#"{"type":"sync","from":"nango","syncName":"s","success":true,"responseResults":{"added":-1}}"#
                .to_vec(),
            "sync",
        ),
        ("an empty type", br#"{"type":"","from":"nango"}"#.to_vec(), ""),
        ("terminal escapes", b"{\"type\":\"\\u001b[2J\",\"from\":\"nango\"}".to_vec(), "\u{1b}[2J"),
        ("null", b"null".to_vec(), "unwrapped"),
        ("nothing", Vec::new(), "not_json"),
    ]
}

/// How long this thread has computed, by Linux's account: unlike a clock, it does not count what other programs did.
fn computed() -> Duration {
    let account = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux's /proc");
    let first = account.split(' ').next().expect("a number");
    Duration::from_nanos(first.parse().expect("nanoseconds"))
}

#[test]
fn hostile_bodies_are_shown_in_time() {
    let candidate =
        Candidate { key: Secret::new(KEY), origin: "test".to_owned(), role: Role::SigningKey, in_use: true };
    let receiver = Receiver::new(vec![candidate]);
    let filter: Filter = ["type=auth", "tags.end_user_id=u", "a.a.a.a.a.a=1"]
        .iter()
        .map(|text| text.parse::<Condition>().unwrap())
        .collect();
    for (name, body, type_name) in bodies() {
        let right = signature::hmac_sha256(&Secret::new(KEY), &body);
        for (given, verified) in [(right, true), ("f".repeat(64), false)] {
            let start = computed();
            let mut received = receiver.receive(Request {
                method: "POST".to_owned(),
                path: "/".to_owned(),
                query: String::new(),
                headers: Headers::from_iter([(signature::HMAC_HEADER, given)]),
                body: body.clone(),
                peer: None,
            });
            receiver.explain(&mut received);
            let took = computed() - start;
            assert!(took < Duration::from_secs(5), "{name}: {took:?}");
            assert_eq!(matches!(received.verdict, Verdict::Verified { .. }), verified, "{name}");
            assert_eq!(received.event().type_name(), type_name, "{name}");
            assert!(!filter.matches(received.event()), "{name}");
            let event = received.event();
            let _ =
                (event.owner(), event.connection_id(), event.provider(), event.success(), event.error_type());
            assert_eq!(received.request.body, body);
        }
    }
}

#[test]
fn what_is_no_json_is_kept() {
    assert_eq!(Event::parse(b"\xff\x00").payload, Payload::Bytes(vec![0xff, 0]));
    assert_eq!(Event::parse(b"a=1&b=2").payload, Payload::Text("a=1&b=2".to_owned()));
}
