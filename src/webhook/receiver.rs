//! What to make of a delivery: a verdict on its signature, and the answer to its sender. Pure.
//! The rules are those of protocol §13.6.

use std::sync::{Arc, OnceLock};

use serde_json::json;

use super::event::Event;
use super::explain::{Candidate, Explanation, explain};
use super::signature::{self, HMAC_HEADER, LEGACY_HEADER};
use crate::http::{Reply, Request};

/// How many values a refused body may hold to be read: each takes 72 bytes of memory and more, and can be made of
/// two. Whoever has the key is trusted to be sensible.
const MOST_VALUES: usize = 100_000;

/// Judges deliveries.
#[derive(Clone, Debug)]
pub struct Receiver {
    /// `None`: signatures are not checked.
    keys: Option<Vec<Candidate>>,
}

/// A delivery and what was made of it.
#[derive(Clone, Debug)]
pub struct Received {
    /// The delivery as it arrived.
    pub request: Arc<Request>,
    /// Whether to believe it.
    pub verdict: Verdict,
    /// Read by whoever is the first to ask.
    event: OnceLock<Event>,
}

/// Whether a delivery is Nango's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Its HMAC is right.
    Verified {
        /// Where the key comes from that it verified with.
        origin: String,
    },
    /// Only the legacy header is there, which proves nothing.
    LegacyOnly {
        /// Whether that header at least fits a key in use.
        matches: bool,
    },
    /// There is no signature.
    Missing,
    /// The HMAC header is there and wrong. Why, if that was looked into ([`Receiver::explain`]).
    Mismatch(Option<Box<Explanation>>),
    /// It is not a POST, which every delivery is.
    NotPost {
        /// What it is.
        method: String,
    },
    /// Signatures are not checked, as was asked for.
    NotChecked,
    /// This tool made it of what it saw: it is no delivery.
    Synthetic,
}

impl Receiver {
    /// Verifies with every candidate in use; the others explain mismatches. Without any in use, nothing verifies.
    pub fn new(keys: Vec<Candidate>) -> Self {
        Receiver { keys: Some(keys) }
    }

    /// Checks no signature. Only for someone who asked for that in so many words.
    pub fn unchecked() -> Self {
        Receiver { keys: None }
    }

    /// Judges a delivery, on whatever path it arrived. That takes one hash for each key in use; why a signature does
    /// not match is another question ([`Receiver::explain`]).
    pub fn receive(&self, request: Request) -> Received {
        let verdict = self.verdict(&request);
        Received::new(request, verdict)
    }

    /// Finds out why the signature of a mismatch does not match, where that is not known yet. It may hash many
    /// times the body's length: not for a thread that has deliveries to answer.
    pub fn explain(&self, received: &mut Received) {
        let (Some(keys), Verdict::Mismatch(unknown @ None)) = (&self.keys, &mut received.verdict) else {
            return;
        };
        let headers = &received.request.headers;
        let given = headers.get_all(HMAC_HEADER).next().map(String::from_utf8_lossy).unwrap_or_default();
        *unknown = Some(Box::new(explain(&received.request.body, &given, headers.get(LEGACY_HEADER), keys)));
    }

    fn verdict(&self, request: &Request) -> Verdict {
        if request.method != "POST" {
            return Verdict::NotPost { method: request.method.clone() };
        }
        let Some(keys) = &self.keys else { return Verdict::NotChecked };
        // Anyone can sign with an empty key.
        let in_use = || keys.iter().filter(|key| key.in_use && !key.key.expose().trim().is_empty());
        let lines: Vec<&[u8]> = request.headers.get_all(HMAC_HEADER).collect();
        let legacy = request.headers.get(LEGACY_HEADER);
        let Some((first, more)) = lines.split_first() else {
            let fits = |legacy| in_use().any(|k| signature::legacy_matches(&k.key, &request.body, legacy));
            return match legacy {
                Some(legacy) => Verdict::LegacyOnly { matches: fits(legacy) },
                None if request.headers.get_all(LEGACY_HEADER).next().is_some() => {
                    Verdict::LegacyOnly { matches: false }
                }
                None => Verdict::Missing,
            };
        };
        // A proxy may have joined several lines with commas.
        let joined = lines.iter().flat_map(|line| line.split(|&c| c == b',')).count();
        if joined > lines.len() || more.iter().any(|line| line != first) {
            return Verdict::Mismatch(Some(Box::new(Explanation::repeated_header(joined))));
        }
        let given = String::from_utf8_lossy(first);
        match in_use().find(|key| signature::matches(&key.key, &request.body, &given)) {
            Some(key) => Verdict::Verified { origin: key.origin.clone() },
            None => Verdict::Mismatch(None),
        }
    }
}

/// Roughly how many values JSON text holds, and no fewer.
fn values(body: &[u8]) -> usize {
    body.iter().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count() + 1
}

impl Received {
    /// A delivery of that verdict.
    pub fn new(request: Request, verdict: Verdict) -> Self {
        Received { request: Arc::new(request), verdict, event: OnceLock::new() }
    }

    /// What it tells, whatever the verdict. The first call reads it: answering a delivery takes less time than that.
    pub fn event(&self) -> &Event {
        let body = &self.request.body;
        self.event.get_or_init(|| match self.verdict.accepted() || values(body) <= MOST_VALUES {
            true => Event::parse(body),
            false => Event::unread(body, "refused, and too many values to read"),
        })
    }

    /// The answer to the sender: what is wrong in general, nothing of the keys known here.
    pub fn reply(&self) -> Reply {
        let status = self.verdict.status();
        let body = if self.verdict.accepted() {
            r#"{"ok":true}"#.to_owned()
        } else {
            json!({ "error": { "code": self.verdict.code(), "message": self.verdict.message() } }).to_string()
        };
        let reply = Reply::new(status, "application/json", body);
        if status == 405 { reply.with("Allow", "POST") } else { reply }
    }
}

impl Verdict {
    /// Whether the event counts.
    pub fn accepted(&self) -> bool {
        matches!(self, Verdict::Verified { .. } | Verdict::NotChecked | Verdict::Synthetic)
    }

    /// 200, 401 or 405. Nango does not repeat a delivery that is answered 4xx (protocol §7.5).
    pub fn status(&self) -> u16 {
        match self {
            Verdict::Verified { .. } | Verdict::NotChecked | Verdict::Synthetic => 200,
            Verdict::LegacyOnly { .. } | Verdict::Missing | Verdict::Mismatch(_) => 401,
            Verdict::NotPost { .. } => 405,
        }
    }

    /// A stable name.
    pub fn code(&self) -> &'static str {
        match self {
            Verdict::Verified { .. } => "verified",
            Verdict::LegacyOnly { .. } => "legacy_signature_only",
            Verdict::Missing => "missing_signature",
            Verdict::Mismatch(_) => "invalid_signature",
            Verdict::NotPost { .. } => "method_not_allowed",
            Verdict::NotChecked => "not_checked",
            Verdict::Synthetic => "synthetic",
        }
    }

    /// Where the key comes from that it verified with.
    pub fn key_origin(&self) -> Option<&str> {
        match self {
            Verdict::Verified { origin } => Some(origin),
            _ => None,
        }
    }

    /// The verdict in a sentence that anyone may read, the sender included.
    pub fn message(&self) -> &'static str {
        match self {
            Verdict::Verified { .. } => "The signature is right",
            Verdict::LegacyOnly { .. } => {
                "X-Nango-Hmac-Sha256 is missing; X-Nango-Signature proves nothing by itself"
            }
            Verdict::Missing => "X-Nango-Hmac-Sha256 is missing",
            Verdict::Mismatch(_) => "X-Nango-Hmac-Sha256 does not match the body",
            Verdict::NotPost { .. } => "Webhooks are delivered by POST",
            Verdict::NotChecked => "Signatures are not checked",
            Verdict::Synthetic => "Seen by this tool, not sent by Nango",
        }
    }

    /// What the person at this end should know and do, if anything.
    pub fn warning(&self) -> Option<String> {
        match self {
            Verdict::Verified { .. } | Verdict::Synthetic => None,
            Verdict::LegacyOnly { matches } => {
                let fits = match matches {
                    true => {
                        "It fits the signing key, but whoever has seen one such delivery can forge others."
                    }
                    false => "It does not fit the signing key either.",
                };
                Some(format!(
                    "Refused: the delivery has only the legacy header {LEGACY_HEADER}, which proves nothing by itself. \
                     {fits} Nango sends {HMAC_HEADER} as well: update Nango if it is older than that header, and look for a \
                     proxy that drops it."
                ))
            }
            Verdict::Missing => Some(format!(
                "Refused: the delivery has no {HMAC_HEADER} header. Nango sends it with each one: either this is not \
                 from Nango, or a proxy drops the header."
            )),
            Verdict::Mismatch(Some(explanation)) => {
                Some(format!("Refused: {} {}", explanation.finding, explanation.advice))
            }
            Verdict::Mismatch(None) => Some(format!("Refused: {}.", self.message())),
            Verdict::NotPost { method } => {
                Some(format!("Refused: a {method} request is no delivery, Nango sends each by POST."))
            }
            Verdict::NotChecked => {
                Some("Signatures are not checked: anyone can send such an event.".to_owned())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Headers;
    use crate::secret::Secret;
    use crate::webhook::event::Payload;
    use crate::webhook::explain::{Code, Role};

    const KEY: &str = "b8f3c2de-5a41-4c07-9e6d-2f10a7d4e911";
    const BODY: &[u8] = br#"{"from":"nango","type":"auth","operation":"creation","success":true}"#;

    fn receiver() -> Receiver {
        let candidate = |key: &str, origin: &str, role, in_use| Candidate {
            key: Secret::new(key),
            origin: origin.to_owned(),
            role,
            in_use,
        };
        Receiver::new(vec![
            candidate(KEY, "the signing key file", Role::SigningKey, true),
            candidate("5a9db0c5-0000-4000-8000-000000000001", "profile sandbox", Role::ApiKey, false),
        ])
    }

    fn post(headers: &[(&str, &str)], body: &[u8]) -> Request {
        Request {
            method: "POST".to_owned(),
            path: "/any/path".to_owned(),
            query: String::new(),
            headers: headers.iter().copied().collect::<Headers>(),
            body: body.to_vec(),
            peer: None,
        }
    }

    fn hmac() -> String {
        signature::hmac_sha256(&Secret::new(KEY), BODY)
    }

    fn legacy() -> String {
        signature::legacy_sha256(&Secret::new(KEY), BODY)
    }

    fn reply_text(received: &Received) -> String {
        String::from_utf8(received.reply().body).unwrap()
    }

    #[test]
    fn a_right_hmac_is_accepted_under_any_header_case() {
        for name in [HMAC_HEADER, "x-nango-hmac-sha256", "X-NANGO-HMAC-SHA256"] {
            let received = receiver().receive(post(&[(name, &hmac()), (name, &hmac())], BODY));
            assert_eq!(received.verdict, Verdict::Verified { origin: "the signing key file".into() });
            assert_eq!((received.verdict.status(), received.verdict.warning()), (200, None));
            assert_eq!(reply_text(&received), r#"{"ok":true}"#);
            assert_eq!(received.event().type_name(), "auth");
        }
    }

    #[test]
    fn the_legacy_header_alone_is_refused_even_when_it_fits() {
        let received = receiver().receive(post(&[(LEGACY_HEADER, &legacy())], BODY));
        assert_eq!(received.verdict, Verdict::LegacyOnly { matches: true });
        assert_eq!(received.reply().status, 401);
        assert!(received.verdict.warning().unwrap().contains("proves nothing by itself"));
        let mut wrong = post(&[], BODY);
        for (value, matches) in [(hmac().into_bytes(), false), (vec![0xff], false)] {
            wrong.headers = Headers::from_iter([(LEGACY_HEADER, value)]);
            assert_eq!(receiver().receive(wrong.clone()).verdict, Verdict::LegacyOnly { matches });
        }
    }

    #[test]
    fn what_is_missing_or_wrong_is_refused() {
        let missing = receiver().receive(post(&[], BODY));
        assert_eq!((&missing.verdict, missing.verdict.status()), (&Verdict::Missing, 401));

        let zeros = "0".repeat(64);
        for headers in [
            &[(HMAC_HEADER, &*hmac()), (HMAC_HEADER, &*zeros)][..],
            &[(HMAC_HEADER, &zeros), (HMAC_HEADER, &hmac())],
            &[(HMAC_HEADER, &format!("{}, {zeros}", hmac()))],
            &[(HMAC_HEADER, ""), (LEGACY_HEADER, &legacy())],
            &[(HMAC_HEADER, &legacy()), (LEGACY_HEADER, &hmac())],
            &[(HMAC_HEADER, &hmac().to_uppercase())],
            &[(HMAC_HEADER, &format!("sha256={}", hmac()))],
        ] {
            let received = receiver().receive(post(headers, BODY));
            assert!(matches!(received.verdict, Verdict::Mismatch(_)), "{headers:?}: {:?}", received.verdict);
            assert_eq!(received.reply().status, 401);
        }
        let right = hmac();
        for headers in [
            &[(HMAC_HEADER, &*right), (HMAC_HEADER, &*zeros)][..],
            &[(HMAC_HEADER, &format!("{right}, {zeros}"))],
            &[(HMAC_HEADER, &format!("{right},{right}"))],
        ] {
            let verdict = receiver().receive(post(headers, BODY)).verdict;
            let Verdict::Mismatch(Some(explanation)) = verdict else { panic!("{verdict:?}") };
            assert_eq!(explanation.code, Code::RepeatedHeader);
        }
    }

    #[test]
    fn replies_and_debug_tell_no_secrets() {
        let mut received = receiver().receive(post(&[(HMAC_HEADER, &"0".repeat(64))], BODY));
        receiver().explain(&mut received);
        let text = format!("{}{:?}{:?}", reply_text(&received), received.verdict, receiver());
        assert!(text.contains(r#""code":"invalid_signature""#), "{text}");
        for secret in [KEY, "5a9db0c5", &hmac(), &legacy()] {
            assert!(!text.contains(secret), "{text}");
        }
        assert!(!reply_text(&received).contains("profile"));
    }

    #[test]
    fn values_without_number_are_read_only_of_who_has_the_key() {
        let body = format!("[{}0]", "0,".repeat(MOST_VALUES)).into_bytes();
        let right = signature::hmac_sha256(&Secret::new(KEY), &body);
        let verified = receiver().receive(post(&[(HMAC_HEADER, &right)], &body));
        assert!(verified.event().json().is_some());
        let refused = receiver().receive(post(&[], &body));
        assert_eq!(refused.event().payload, Payload::Text(String::from_utf8(body).unwrap()));
        assert_eq!(refused.event().type_name(), "not_json");
    }

    #[test]
    fn only_posts_are_deliveries() {
        for receiver in [receiver(), Receiver::unchecked()] {
            let mut request = post(&[(HMAC_HEADER, &hmac())], BODY);
            request.method = "GET".to_owned();
            let reply = receiver.receive(request).reply();
            assert_eq!((reply.status, reply.headers.get("allow")), (405, Some("POST")));
        }
    }

    #[test]
    fn an_unchecked_delivery_says_so() {
        let received = Receiver::unchecked().receive(post(&[], b"\xff"));
        assert_eq!((&received.verdict, received.verdict.status()), (&Verdict::NotChecked, 200));
        assert_eq!(received.event().payload, Payload::Bytes(vec![0xff]));
        assert!(received.verdict.warning().is_some());
    }

    #[test]
    fn without_a_key_nothing_verifies() {
        let received = Receiver::new(Vec::new()).receive(post(&[(HMAC_HEADER, &hmac())], BODY));
        assert_eq!(received.reply().status, 401);
        let mut keys = receiver().keys.unwrap();
        keys[0].key = Secret::new("");
        let empty = signature::hmac_sha256(&keys[0].key, BODY);
        let received = Receiver::new(keys.clone()).receive(post(&[(HMAC_HEADER, &empty)], BODY));
        assert_eq!(received.reply().status, 401);
        keys[0] = Candidate { key: Secret::new(KEY), in_use: false, ..keys[0].clone() };
        let received = Receiver::new(keys).receive(post(&[(HMAC_HEADER, &hmac())], BODY));
        assert_eq!(received.reply().status, 401);
    }
}
