//! Every delivery recorded from a real Nango (tests/recordings): verified, reproduced byte for byte, understood.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use nango_cli::fetch::{Call, Fetcher};
use nango_cli::http::{Headers, Request};
use nango_cli::secret::Secret;
use nango_cli::serve::{Limits, Server};
use nango_cli::webhook::event::{Event, Kind};
use nango_cli::webhook::explain::{Candidate, Code, Role};
use nango_cli::webhook::listener::{Arrival, Listener};
use nango_cli::webhook::receiver::{Receiver, Verdict};
use nango_cli::webhook::{canonical, signature};
use serde_json::Value;
use url::Url;

/// The key of the recorded server's `dev` environment, where all of these come from.
const KEY: &str = "7f7fe0a5-1470-4fbd-bd7c-ff3cbb3e557c";

struct Recording {
    name: String,
    request: Request,
    /// The body as the recorder parsed it, for what the event is compared with.
    body: Value,
}

fn recordings() -> Vec<Recording> {
    let mut out = Vec::new();
    for folder in ["webhooks", "modes/webhooks"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recordings").join(folder);
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let recording: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            let request = &recording["request"];
            let headers = request["headers"].as_object().unwrap();
            let headers: Headers = headers.iter().map(|(k, v)| (k.as_str(), v.as_str().unwrap())).collect();
            let target = request["path"].as_str().unwrap();
            let (path_part, query) = target.split_once('?').unwrap_or((target, ""));
            out.push(Recording {
                name: path.file_stem().unwrap().to_string_lossy().into_owned(),
                request: Request {
                    method: request["method"].as_str().unwrap().to_owned(),
                    path: path_part.to_owned(),
                    query: query.to_owned(),
                    headers,
                    body: request["raw_body"].as_str().unwrap().into(),
                    peer: None,
                },
                body: request["body"].clone(),
            });
        }
    }
    assert_eq!(out.len(), 164);
    out
}

fn candidate(key: &str, origin: &str, in_use: bool) -> Candidate {
    Candidate { key: Secret::new(key), origin: origin.to_owned(), role: Role::SigningKey, in_use }
}

fn receiver() -> Receiver {
    Receiver::new(vec![candidate(KEY, "dev", true)])
}

#[test]
fn every_delivery_verifies() {
    for Recording { name, request, .. } in recordings() {
        let received = receiver().receive(request.clone());
        assert_eq!(received.verdict, Verdict::Verified { origin: "dev".to_owned() }, "{name}");
        assert_eq!(received.reply().status, 200);

        let legacy: Headers = request
            .headers
            .iter()
            .filter(|(name, _)| !name.eq_ignore_ascii_case(signature::HMAC_HEADER))
            .collect();
        let received = receiver().receive(Request { headers: legacy, ..request });
        assert_eq!(received.verdict, Verdict::LegacyOnly { matches: true }, "{name}");
    }
}

/// The same over a socket: what the HTTP server hands on are the bytes that were signed.
#[tokio::test]
async fn the_listener_takes_each_as_it_was_sent_and_none_with_a_bit_flipped() {
    let (listener, mut arrivals) = Listener::new(receiver());
    let server = Server::bind("127.0.0.1:0".parse().unwrap(), Limits::default()).await.unwrap();
    let base: Url = format!("http://{}", server.address().unwrap()).parse().unwrap();
    let serving = server.run(Arc::new(listener), std::future::pending(), Duration::ZERO);
    let _serving = tokio::spawn(serving);
    let nango = Fetcher::for_origin(&base, 0).unwrap();
    for (index, Recording { name, request, .. }) in recordings().into_iter().enumerate() {
        let url = base.join(&request.path).unwrap();
        let skipped = ["host", "content-length", "connection", "accept-encoding"];
        let headers: Headers = request
            .headers
            .iter()
            .filter(|(name, _)| !skipped.contains(&name.to_ascii_lowercase().as_str()))
            .collect();
        let mut flipped = request.body.clone();
        let at = index % flipped.len();
        flipped[at] ^= 1;
        for (body, status, accepted) in [(request.body, 200, true), (flipped, 401, false)] {
            let timeout = Duration::from_secs(10);
            let call =
                Call { method: "POST", url: &url, headers: &headers, body: Some(body.clone()), timeout };
            assert_eq!(nango.send(call).await.unwrap().status, status, "{name}");
            let Some(Arrival::Delivery { received, .. }) = arrivals.recv().await else { panic!("{name}") };
            assert_eq!(received.request.body, body, "{name}");
            assert_eq!(received.verdict.accepted(), accepted, "{name}");
        }
    }
}

#[test]
fn the_serialisation_is_reproduced_byte_for_byte() {
    for Recording { name, request, body } in recordings() {
        let parsed: Value = serde_json::from_slice(&request.body).unwrap();
        assert_eq!(canonical::to_string(&parsed).as_bytes(), request.body, "{name}");
        assert_eq!(canonical::to_string(&body).as_bytes(), request.body, "{name}");
    }
}

/// In every body one bit of each byte, in one body all of them.
#[test]
fn no_flipped_bit_verifies() {
    let key = Secret::new(KEY);
    for (index, Recording { name, request, .. }) in recordings().into_iter().enumerate() {
        let given = request.headers.get(signature::HMAC_HEADER).unwrap().to_owned();
        let mut body = request.body.clone();
        for at in 0..body.len() {
            let bits = if index == 0 { 0..8 } else { at % 8..at % 8 + 1 };
            for bit in bits {
                body[at] ^= 1 << bit;
                assert!(!signature::matches(&key, &body, &given), "{name}: bit {bit} of byte {at}");
                body[at] ^= 1 << bit;
            }
        }
        assert_eq!(body, request.body);
        let mut tag = given.into_bytes();
        for at in 0..tag.len() {
            for bit in 0..8 {
                tag[at] ^= 1 << bit;
                // What is not UTF-8 any more comes to the same as an empty header.
                let flipped = std::str::from_utf8(&tag).unwrap_or_default();
                assert!(!signature::matches(&key, &body, flipped), "{name}: bit {bit} of digit {at}");
                tag[at] ^= 1 << bit;
            }
        }
    }
}

/// The same through the receiver, which also explains what it can: never so that the delivery passes.
#[test]
fn the_receiver_refuses_what_was_tampered_with() {
    for (index, Recording { name, request, .. }) in recordings().into_iter().enumerate() {
        let at = index * 7 % request.body.len();
        let mut tampered = request.clone();
        tampered.body[at] ^= 1 << (index % 8);
        let mut received = receiver().receive(tampered);
        receiver().explain(&mut received);
        assert!(matches!(received.verdict, Verdict::Mismatch(_)), "{name}: {:?}", received.verdict);
        assert_eq!(received.reply().status, 401);

        let mut headers = Headers::new();
        for (name, value) in request.headers.iter() {
            let mut value = value.to_vec();
            if name == signature::HMAC_HEADER {
                value[index % 64] ^= 1 << (index % 8);
            }
            headers.push(name, value);
        }
        let received = receiver().receive(Request { headers, ..request });
        assert!(matches!(received.verdict, Verdict::Mismatch(_)), "{name}: {:?}", received.verdict);
    }
}

#[test]
fn every_delivery_is_explained_with_the_wrong_key() {
    let keys =
        vec![candidate("195a614f-a3be-4b77-ac5a-9c57e30c7eb7", "prod", true), candidate(KEY, "dev", false)];
    let receiver = Receiver::new(keys);
    for Recording { name, mut request, body } in recordings() {
        request.body = serde_json::to_vec_pretty(&body).unwrap();
        let mut received = receiver.receive(request);
        assert_eq!(
            received.verdict,
            Verdict::Mismatch(None),
            "{name}: not looked into before it is asked for"
        );
        receiver.explain(&mut received);
        let Verdict::Mismatch(Some(explanation)) = received.verdict else { panic!("{name}") };
        assert_eq!(explanation.code, Code::OtherKey, "{name}");
        assert_eq!(explanation.also, [Code::BodyReserialised], "{name}");
        assert_eq!(explanation.origin.as_deref(), Some("dev"), "{name}");
    }
}

#[test]
fn every_delivery_is_understood() {
    for Recording { name, request, body } in recordings() {
        let event = Event::parse(&request.body);
        let Kind::Auth(auth) = &event.kind else { panic!("{name}: {event:?}") };
        let text = |path: &str| body.pointer(path).and_then(Value::as_str);
        assert_eq!(event.json(), Some(&body), "{name}");
        assert_eq!(event.type_name(), "auth", "{name}");
        assert_eq!(Some(auth.operation.as_str()), text("/operation"), "{name}");
        assert_eq!(event.operation(), text("/operation"), "{name}");
        assert_eq!(
            (Some(auth.success), event.success()),
            (body["success"].as_bool(), body["success"].as_bool())
        );
        assert_eq!(event.integration(), text("/providerConfigKey"), "{name}");
        assert_eq!(auth.provider_config_key.as_deref(), text("/providerConfigKey"), "{name}");
        assert_eq!(event.connection_id(), text("/connectionId"), "{name}");
        assert_eq!(auth.connection_id.as_deref(), text("/connectionId"), "{name}");
        assert_eq!(event.provider(), text("/provider"), "{name}");
        assert_eq!(event.environment(), Some("dev"), "{name}");
        assert_eq!(event.error_type(), text("/error/type"), "{name}");
        assert_eq!(event.error_description(), text("/error/description"), "{name}");
        assert_eq!(auth.error.is_some(), !auth.success, "{name}");

        let owner = event.owner();
        let user = text("/tags/end_user_id").or(text("/endUser/endUserId"));
        assert_eq!(owner.end_user_id.as_deref(), user, "{name}");
        assert_eq!(
            owner.end_user_email.as_deref(),
            text("/tags/end_user_email").or(text("/endUser/endUserEmail"))
        );
        assert_eq!(owner.end_user_display_name.as_deref(), text("/tags/end_user_display_name"), "{name}");
        let organization = text("/tags/organization_id").or(text("/endUser/organizationId"));
        assert_eq!(owner.organization_id.as_deref(), organization, "{name}");
    }
}

#[test]
fn an_owner_as_recorded() {
    let recording = recordings().into_iter().find(|r| r.name == "002-auth-creation-true").unwrap();
    let owner = Event::parse(&recording.request.body).owner();
    assert_eq!(owner.end_user_id.as_deref(), Some("user-1"));
    assert_eq!(owner.end_user_email.as_deref(), Some("user1@example.com"));
    assert_eq!(owner.end_user_display_name.as_deref(), Some("User One"));
    assert_eq!(owner.organization_id.as_deref(), Some("org-1"));
    assert_eq!(owner.organization_display_name.as_deref(), Some("Org One"));
    assert_eq!(owner.other_tags, [("plan".to_owned(), "pro".to_owned())]);
}
