use std::time::{Duration, Instant};

use super::*;
use crate::webhook::{canonical, signature};

const SIGNING: &str = "b8f3c2de-5a41-4c07-9e6d-2f10a7d4e911";
const API: &str = "5a9db0c5-0000-4000-8000-000000000001";
const PROD: &str = "195a614f-a3be-4b77-ac5a-9c57e30c7eb7";
const BODY: &str = r#"{"connectionId":"c/1","error":{"description":"Zoë <b> & 東京 🚀","type":"x"},"from":"nango","n":[1,2.5],"success":false,"type":"auth"}"#;

fn candidate(key: &str, origin: &str, role: Role, in_use: bool) -> Candidate {
    Candidate { key: Secret::new(key), origin: origin.to_owned(), role, in_use }
}

fn candidates() -> Vec<Candidate> {
    vec![
        candidate(API, "NANGO_SECRET_KEY", Role::ApiKey, false),
        candidate(SIGNING, "NANGO_WEBHOOK_SIGNING_KEY", Role::SigningKey, true),
        candidate(PROD, "profile prod", Role::SigningKey, false),
    ]
}

fn hmac(key: &str, body: impl AsRef<[u8]>) -> String {
    signature::hmac_sha256(&Secret::new(key), body.as_ref())
}

fn legacy(key: &str, body: impl AsRef<[u8]>) -> String {
    signature::legacy_sha256(&Secret::new(key), body.as_ref())
}

fn base64(hex: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bytes = signature::unhex(hex).unwrap_or_else(|| hex.as_bytes().to_vec());
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let bits =
            three.iter().fold(0_u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - three.len()));
        for digit in 0..=three.len() {
            out.push(ALPHABET[(bits >> (18 - 6 * digit)) as usize & 63].into());
        }
    }
    out + &"=".repeat((3 - bytes.len() % 3) % 3)
}

fn value() -> Value {
    serde_json::from_str(BODY).unwrap()
}

fn pretty(indent: &[u8]) -> String {
    let mut out = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(indent);
    serde::Serialize::serialize(&value(), &mut serde_json::Serializer::with_formatter(&mut out, formatter))
        .unwrap();
    String::from_utf8(out).unwrap()
}

/// Nothing that could help to forge the next delivery may be shown.
fn holds_no_secret(explanation: &Explanation, body: &[u8]) {
    let shown = format!("{explanation:?} {}", explanation.to_json());
    for key in [SIGNING, API, PROD] {
        for secret in [hmac(key, body), hmac(key, BODY), legacy(key, body), legacy(key, BODY)] {
            assert!(!shown.contains(&secret), "{shown}");
            assert!(!shown.contains(&base64(&secret)), "{shown}");
        }
        assert!(!shown.to_lowercase().contains(&key[..13]), "{shown}");
    }
}

#[track_caller]
fn expect(body: impl AsRef<[u8]>, signature: &str, codes: &[Code]) -> Explanation {
    let body = body.as_ref();
    let explanation = explain(body, signature, None, &candidates());
    let found = [&[explanation.code][..], &explanation.also].concat();
    assert_eq!(found, codes, "{explanation:#?}");
    assert!(explanation.finding.ends_with('.') && explanation.advice.ends_with('.'), "{explanation:?}");
    holds_no_secret(&explanation, body);
    explanation
}

#[test]
fn signatures_written_otherwise() {
    let right = hmac(SIGNING, BODY);
    let urlsafe = base64(&right).replace('+', "-").replace('/', "_");
    for (signature, code) in [
        (format!("sha256={right}"), Code::Sha256Prefix),
        (format!("SHA256={right}"), Code::Sha256Prefix),
        (format!(" {right}\n"), Code::WhiteSpace),
        (format!("\"{right}\""), Code::QuotedSignature),
        (format!("X-Nango-Hmac-Sha256: {right}"), Code::HeaderName),
        (right.to_uppercase(), Code::UppercaseHex),
        (base64(&right), Code::Base64),
        (urlsafe.clone(), Code::Base64),
        (urlsafe.trim_end_matches('=').to_owned(), Code::Base64),
        (base64(&base64_text(&right)), Code::Base64),
        (right[..40].to_owned(), Code::TruncatedSignature),
        (right[..63].to_owned(), Code::TruncatedSignature),
        (legacy(SIGNING, BODY), Code::LegacyScheme),
        (String::new(), Code::EmptySignature),
        (" \r\n".to_owned(), Code::EmptySignature),
        (right[..10].to_owned(), Code::SignatureFormat),
        ("a".repeat(40), Code::Unexplained),
        ("a".repeat(128), Code::SignatureFormat),
        ("not a signature".to_owned(), Code::SignatureFormat),
        ("0".repeat(64), Code::Unexplained),
        (right, Code::Matches),
    ] {
        expect(BODY, &signature, &[code]);
    }
}

/// Hex that is not decoded by [`base64`].
fn base64_text(hex: &str) -> String {
    hex.to_uppercase()
}

#[test]
fn other_keys() {
    for (key, origin, codes) in [
        (API.to_owned(), "NANGO_SECRET_KEY", &[Code::ApiKeyUsed][..]),
        (PROD.to_owned(), "profile prod", &[Code::OtherKey]),
        (format!("{SIGNING}\n"), "NANGO_WEBHOOK_SIGNING_KEY", &[Code::KeyWhiteSpace]),
        (format!("{SIGNING}\r\n"), "NANGO_WEBHOOK_SIGNING_KEY", &[Code::KeyWhiteSpace]),
        (format!(" {SIGNING}"), "NANGO_WEBHOOK_SIGNING_KEY", &[Code::KeyWhiteSpace]),
        (SIGNING.to_uppercase(), "NANGO_WEBHOOK_SIGNING_KEY", &[Code::KeyCase]),
        (format!("\"{SIGNING}\""), "NANGO_WEBHOOK_SIGNING_KEY", &[Code::KeyQuoted]),
        (format!("'{API}'"), "NANGO_SECRET_KEY", &[Code::ApiKeyUsed, Code::KeyQuoted]),
    ] {
        let explanation = expect(BODY, &hmac(&key, BODY), codes);
        assert_eq!(explanation.origin.as_deref(), Some(origin));
        assert!(explanation.finding.contains(origin), "{explanation:?}");
    }
    let api = expect(BODY, &hmac(API, BODY), &[Code::ApiKeyUsed]);
    assert_eq!(
        api.finding,
        "The signature is the HMAC of this very body, made with the API key (NANGO_SECRET_KEY), not with the signing \
         key (NANGO_WEBHOOK_SIGNING_KEY)."
    );
    for word in ["NANGO_WEBHOOK_SIGNING_KEY", "--signing-key-file", "Environment settings → Webhooks"] {
        assert!(api.advice.contains(word), "{}", api.advice);
    }
}

#[test]
fn a_key_spoilt_on_this_side() {
    for (spoilt, code) in [
        (format!("{SIGNING}\n"), Code::KeyWhiteSpace),
        (format!("  {SIGNING}\t"), Code::KeyWhiteSpace),
        (SIGNING.to_uppercase(), Code::KeyCase),
        (format!("\"{SIGNING}\""), Code::KeyQuoted),
        (format!("'{SIGNING}'\n"), Code::KeyQuoted),
    ] {
        let keys = [candidate(&spoilt, "key.txt", Role::SigningKey, true)];
        let explanation = explain(BODY.as_bytes(), &hmac(SIGNING, BODY), None, &keys);
        assert_eq!((explanation.code, explanation.also.len()), (code, 0), "{explanation:?}");
        holds_no_secret(&explanation, BODY.as_bytes());
    }
}

#[test]
fn an_api_key_in_use_for_want_of_a_signing_key() {
    let keys = [candidate(API, "NANGO_SECRET_KEY", Role::ApiKey, true)];
    let explanation = explain(BODY.as_bytes(), &hmac(SIGNING, BODY), None, &keys);
    assert_eq!(explanation.code, Code::Unexplained);
    assert!(
        explanation.advice.starts_with("No signing key is set, so the API key (NANGO_SECRET_KEY) is used.")
    );
    assert!(!explanation.ruled_out.is_empty());
    assert_eq!(explain(b"{}", "00", None, &[]).code, Code::NoKey);
}

/// The signature is Nango's; the body given is what became of it.
#[test]
fn a_body_changed_after_signing() {
    let escaped = super::json::styles(&value());
    let python =
        escaped.iter().find(|text| text.starts_with("{\"connectionId\": ") && text.is_ascii()).unwrap();
    let ascii = escaped.iter().find(|t| t.starts_with("{\"connectionId\":\"c/") && t.is_ascii()).unwrap();
    let go =
        escaped.iter().find(|t| t.starts_with("{\"connectionId\":\"c/") && t.contains("\\u003cb")).unwrap();
    let php = escaped.iter().find(|t| t.starts_with("{\"connectionId\":\"c\\/") && t.contains('ë')).unwrap();
    let reordered = BODY.replacen("{\"connectionId\":\"c/1\",", "{", 1).replacen(
        "auth\"}",
        "auth\",\"connectionId\":\"c/1\"}",
        1,
    );
    let latin1 = |text: &str| text.bytes().map(char::from).collect::<String>();
    let buffer = serde_json::json!({"type":"Buffer","data":BODY.as_bytes()}).to_string();
    let percent: String = BODY.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let form = percent.replace("%20", "+");
    for (given, codes) in [
        (pretty(b"  "), &[Code::BodyReserialised][..]),
        (pretty(b"    "), &[Code::BodyReserialised]),
        (pretty(b"  ") + "\n", &[Code::BodyReserialised, Code::TrailingNewline]),
        (pretty(b"  ").replace('\n', "\r\n"), &[Code::BodyReserialised]),
        (python.clone(), &[Code::BodyReserialised, Code::AsciiEscaped]),
        (ascii.clone(), &[Code::AsciiEscaped]),
        (go.clone(), &[Code::HtmlEscaped]),
        (php.clone(), &[Code::SlashEscaped]),
        (reordered.clone(), &[Code::KeyOrder]),
        (BODY.replace("2.5", "2.50").replace("[1,", "[1.0,"), &[Code::NumberFormat]),
        (format!("{BODY}\n"), &[Code::TrailingNewline]),
        (format!("{BODY}\r\n"), &[Code::TrailingNewline]),
        (format!("\n {BODY}\n\n"), &[Code::TrailingNewline]),
        (format!("\u{feff}{BODY}"), &[Code::Bom]),
        (format!("\u{feff}{BODY}\n"), &[Code::Bom, Code::TrailingNewline]),
        (Value::from(BODY).to_string(), &[Code::JsonString]),
        (Value::from(pretty(b"  ")).to_string(), &[Code::JsonString, Code::BodyReserialised]),
        (format!("'{BODY}'"), &[Code::JsonString]),
        (latin1(BODY), &[Code::Mojibake]),
        (buffer, &[Code::BufferJson]),
        (base64(BODY), &[Code::Base64Body]),
        (percent, &[Code::PercentEncoded]),
        (form, &[Code::PercentEncoded]),
        (String::new(), &[Code::EmptyBody]),
        ("[object Object]".to_owned(), &[Code::ObjectText]),
        (BODY[..60].to_owned(), &[Code::BodyTruncated]),
        (BODY.replace("false", "true"), &[Code::Unexplained]),
    ] {
        expect(&given, &hmac(SIGNING, BODY), codes);
    }
    let ansi = r#"{"a":"Zoë"}"#;
    expect(b"{\"a\":\"Zo\xeb\"}", &hmac(SIGNING, ansi), &[Code::Charset]);
    expect(ansi, &hmac(SIGNING, b"{\"a\":\"Zo\xeb\"}"), &[Code::Charset]);
    // A browser's Latin-1 is Windows-1252: the second byte of ’ becomes €.
    expect(r#"{"a":"â€™"}"#, &hmac(SIGNING, r#"{"a":"’"}"#), &[Code::Mojibake]);
    expect(b"\x1f\x8b\x08\x00", &hmac(SIGNING, BODY), &[Code::CompressedBody]);
    expect("{\"a\":1,\r\n\"b\":2}", &hmac(SIGNING, "{\"a\":1,\n\"b\":2}"), &[Code::Crlf]);
    expect("{\"a\":1,\n\"b\":2}", &hmac(SIGNING, "{\"a\":1,\r\n\"b\":2}"), &[Code::Crlf]);
    expect(
        "{\"a\":1,\r\n\"b\":2}\r\n",
        &hmac(SIGNING, "{\"a\":1,\n\"b\":2}"),
        &[Code::Crlf, Code::TrailingNewline],
    );
}

/// The body is as Nango would send it; whoever signed it wrote it otherwise first.
#[test]
fn a_body_signed_in_another_form() {
    let find = |start: &str, part: &str| {
        super::json::styles(&value())
            .into_iter()
            .find(|text| text.starts_with(start) && text.contains(part))
            .unwrap()
    };
    for (signed, codes) in [
        (pretty(b"  "), &[Code::BodyReserialised][..]),
        (pretty(b"    "), &[Code::BodyReserialised]),
        (pretty(b"\t"), &[Code::BodyReserialised]),
        (pretty(b"  ") + "\n", &[Code::BodyReserialised, Code::TrailingNewline]),
        (find("{\"connectionId\": ", "\\u00eb"), &[Code::BodyReserialised, Code::AsciiEscaped]),
        (find("{\"connectionId\":\"", "\\u003cb"), &[Code::HtmlEscaped]),
        (find("{\"connectionId\":\"c\\/", "\\u00eb"), &[Code::AsciiEscaped, Code::SlashEscaped]),
        (format!("{BODY}\n"), &[Code::TrailingNewline]),
        (format!("{BODY}\r\n"), &[Code::TrailingNewline]),
        (format!("\u{feff}{BODY}"), &[Code::Bom]),
        (Value::from(BODY).to_string(), &[Code::JsonString]),
        (String::new(), &[Code::EmptyBody]),
        (BODY.bytes().map(char::from).collect(), &[Code::Mojibake]),
    ] {
        expect(BODY, &hmac(SIGNING, signed), codes);
    }
    let unsorted = r#"{"b":1,"a":"x"}"#;
    expect(
        unsorted,
        &hmac(SIGNING, canonical::to_string(&serde_json::from_str(unsorted).unwrap())),
        &[Code::KeyOrder],
    );
    expect(
        "{\n  \"b\": 1,\n  \"a\": \"x\"\n}",
        &hmac(SIGNING, r#"{"a":"x","b":1}"#),
        &[Code::BodyReserialised, Code::KeyOrder],
    );
    expect("{\n  \"b\": 1,\n  \"a\": \"x\"\n}", &hmac(SIGNING, unsorted), &[Code::BodyReserialised]);
}

#[test]
fn several_things_at_once() {
    let explanation = expect(pretty(b"  "), &hmac(API, BODY), &[Code::ApiKeyUsed, Code::BodyReserialised]);
    assert!(
        explanation
            .finding
            .contains("the body without the white space between its parts, made with the API key"),
        "{explanation:?}"
    );
    assert!(
        explanation.advice.contains("express.raw({ type: \"application/json\" })"),
        "{}",
        explanation.advice
    );
    expect(
        format!("{BODY}\n"),
        &format!("sha256={}", base64(&hmac(PROD, BODY))),
        &[Code::OtherKey, Code::TrailingNewline, Code::Sha256Prefix, Code::Base64],
    );
    expect(
        pretty(b"    "),
        &legacy(API, BODY).to_uppercase(),
        &[Code::LegacyScheme, Code::ApiKeyUsed, Code::BodyReserialised, Code::UppercaseHex],
    );
    let all = expect(
        format!("{BODY}\n"),
        &hmac(&format!("{API}\n"), BODY),
        &[Code::ApiKeyUsed, Code::KeyWhiteSpace, Code::TrailingNewline],
    );
    assert_eq!(
        all.finding,
        "The signature is the HMAC of the body without its last line end, made with the API key (NANGO_SECRET_KEY) \
         with a line feed after it, not with the signing key (NANGO_WEBHOOK_SIGNING_KEY)."
    );
}

#[test]
fn the_legacy_header_helps_to_explain() {
    let zeros = "0".repeat(64);
    for (header, codes) in [
        (legacy(SIGNING, BODY), &[Code::HmacOnlyWrong][..]),
        (legacy(API, BODY), &[Code::HmacOnlyWrong, Code::ApiKeyUsed]),
        (hmac(SIGNING, BODY), &[Code::HmacInLegacy]),
        (zeros.clone(), &[Code::Unexplained]),
    ] {
        let explanation = explain(BODY.as_bytes(), &zeros, Some(&header), &candidates());
        assert_eq!([&[explanation.code][..], &explanation.also].concat(), codes, "{explanation:?}");
        holds_no_secret(&explanation, BODY.as_bytes());
    }
}

#[test]
fn the_key_in_use_is_named_when_two_are_the_same() {
    let keys = [
        candidate(SIGNING, "NANGO_SECRET_KEY", Role::ApiKey, false),
        candidate(SIGNING, "key.txt", Role::SigningKey, true),
    ];
    let explanation = explain(format!("{BODY}\n").as_bytes(), &hmac(SIGNING, BODY), None, &keys);
    assert_eq!((explanation.code, explanation.origin.as_deref()), (Code::TrailingNewline, Some("key.txt")));
}

#[test]
fn hostile_bodies_take_little_time() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let wide = format!("[{}1]", "[],".repeat(10_000));
    let slashes = "\\".repeat(100_000);
    let zeros = "0".repeat(64);
    for body in [
        deep.into_bytes(),
        "[".repeat(5 << 20).into_bytes(),
        "%25".repeat(100_000).into_bytes(),
        wide.into_bytes(),
        slashes.into_bytes(),
        b"\xff\xfe\x00".repeat(100_000),
        br#"{"a":"\ud800","a":1,"a":1e999,"b":123456789012345678901234567890}"#.to_vec(),
        format!("{{\"a\":{}}}", "9".repeat(100_000)).into_bytes(),
        Value::from("é".repeat(15_000)).to_string().into_bytes(),
        "\"\\".repeat(500_000).into_bytes(),
        vec![b'\n'; 1 << 20],
    ] {
        let start = Instant::now();
        let explanation = explain(&body, &zeros, Some(&zeros), &candidates());
        let taken = start.elapsed();
        assert!(
            matches!(explanation.code, Code::Unexplained | Code::BodyTruncated | Code::EmptyBody),
            "{explanation:?}"
        );
        assert!(taken < Duration::from_secs(10), "{taken:?} for {} bytes", body.len());
        if body.len() > STYLED {
            assert!(explanation.cut);
        }
        holds_no_secret(&explanation, &body);
    }
}

/// What the search does after or before a fit, on texts that never fit: it must not panic on any.
#[test]
fn token_soup_breaks_nothing() {
    const TOKENS: [&str; 28] = [
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u", "\\ud83d", "\\/", "é", "€", "🚀", "\u{feff}",
        "\r\n", "\n", " ", "-", "1e9", "0.0", "%", "%7B", "+", "=", "'", "null", "sha256=",
    ];
    let mut state = 1_u64;
    let mut soup = || {
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        (0..next(12)).map(|_| TOKENS[next(TOKENS.len())]).collect::<String>()
    };
    for _ in 0..20_000 {
        let (one, other) = (soup(), soup());
        super::json::differences(one.as_bytes(), other.as_bytes());
        super::bodies::likely(one.as_bytes());
        super::bodies::styles(one.as_bytes());
        super::forms::read(&one);
        crate::webhook::event::Event::parse(one.as_bytes());
        crate::webhook::event::Event::parse(format!("\"{other}\"").as_bytes());
    }
}

/// The search ends early with a large body, but what is likely is still found.
#[test]
fn large_bodies_are_explained_as_far_as_time_allows() {
    let large = format!("{{\"a\":\"{}\"}}", "x".repeat(5 << 20));
    for (given, signed, key, code) in [
        (large.clone(), large.clone(), API, Code::ApiKeyUsed),
        (format!("{large}\n"), large.clone(), SIGNING, Code::TrailingNewline),
        (large.clone(), large.clone(), "unknown", Code::Unexplained),
    ] {
        let explanation = explain(given.as_bytes(), &hmac(key, signed), None, &candidates());
        assert_eq!((explanation.code, explanation.cut), (code, code == Code::Unexplained));
    }
    let medium = format!("{{\"a\": \"{}\"}}", "x".repeat(900_000));
    expect(&medium, &hmac(SIGNING, medium.replace(": ", ":")), &[Code::BodyReserialised]);
}
