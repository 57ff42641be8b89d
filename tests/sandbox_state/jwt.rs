//! What signed tokens say and are signed with (protocol §16.7, recordings modes/jwt_*_connection_get).

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::hmac;
use serde_json::{Value, json};

use crate::world::World;

/// Connects, and gives the token's header, its payload without the times, and the whole of it.
fn token(world: &mut World, path: &str, body: Value, query: &str) -> (String, Value, String) {
    let session = world.session(json!({"tags": {}}));
    let key = path.split('?').next().expect("a key");
    let (id, _) = world.connect(&session, &format!("/auth/jwt/{path}"), body);
    let one = format!("/connections/{id}?provider_config_key={key}{query}");
    let token = world.api("GET", &one, Value::Null).1["credentials"]["token"].take();
    let token = token.as_str().expect("a token").to_owned();
    let parts: Vec<&str> = token.split('.').collect();
    let decoded =
        |part: &str| String::from_utf8(URL_SAFE_NO_PAD.decode(part).expect("base64")).expect("UTF-8");
    let mut payload: Value = serde_json::from_str(&decoded(parts[1])).expect("JSON");
    let times = payload.as_object_mut().expect("an object");
    assert!(times.remove("iat").is_some() && times.remove("exp").is_some());
    (decoded(parts[0]), payload, token)
}

fn signed_with(token: &str, secret: &[u8]) -> bool {
    let (signed, signature) = token.rsplit_once('.').expect("a signature");
    let signature = URL_SAFE_NO_PAD.decode(signature).expect("base64");
    hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, secret), signed.as_bytes(), &signature).is_ok()
}

fn world() -> World {
    let mut world = World::new();
    for provider in ["heymarket", "snowflake-jwt"] {
        let made = json!({"provider": provider, "unique_key": provider});
        assert_eq!(world.api("POST", "/integrations", made).0, 200);
    }
    world
}

#[test]
fn secrets_are_hexadecimal_unless_the_provider_says_otherwise() {
    let mut world = world();
    let secret = "abcdef1234567890abcdef1234567890abcdef1234567890abcdef1234567890";
    let body = json!({"privateKey": {"id": "1234567890abcdef12345678", "secret": secret}});
    let (header, payload, ghost) = token(&mut world, "ghost-admin?params[adminDomain]=g.ghost.io", body, "");
    assert_eq!(header, r#"{"alg":"HS256","typ":"JWT","kid":"1234567890abcdef12345678"}"#);
    assert_eq!(payload, json!({"aud": "/admin/"}));
    let bytes: Vec<u8> =
        (0..32).map(|at| u8::from_str_radix(&secret[2 * at..][..2], 16).expect("hex")).collect();
    assert!(signed_with(&ghost, &bytes));
    let body = json!({"apiSecretId": "a0ee0000-0000-4000-8000-00000000abcd", "apiSecretKey": "Aa0"});
    let (_, _, heymarket) = token(&mut world, "heymarket", body, "");
    assert!(signed_with(&heymarket, b"a0ee0000-0000-4000-8000-00000000abcd||Aa0"));
}

#[test]
fn what_is_not_known_is_left_out() {
    let mut world = world();
    let pem = include_str!("../keys/throwaway_ec_pkcs8.pem");
    let body = json!({"issuerId": "iss", "privateKeyId": "kid", "privateKey": pem});
    for (params, scope) in [
        ("", Value::Null),
        ("?params[scope]=GET%20/v1/apps,%20GET%20/v1/builds", json!(["GET /v1/apps", "GET /v1/builds"])),
    ] {
        // The connection's config counts when it is made anew, too.
        for query in ["", "&force_refresh=true"] {
            let path = format!("apple-app-store{params}");
            let (header, payload, _) = token(&mut world, &path, body.clone(), query);
            assert_eq!(header, r#"{"alg":"ES256","typ":"JWT","kid":"kid"}"#);
            let mut expected = json!({"iss": "iss", "aud": "appstoreconnect-v1"});
            if !scope.is_null() {
                expected["scope"] = scope.clone();
            }
            assert_eq!(payload, expected, "{params}{query}");
        }
    }
}

/// The digest is what `openssl pkey -pubout -outform DER | openssl dgst -sha256` says of the key.
#[test]
fn a_key_is_named_by_the_digest_of_its_public_half() {
    let mut world = world();
    let pem: String = include_str!("../keys/throwaway_rsa_pkcs1.pem")
        .lines()
        .filter(|line| !line.starts_with("--"))
        .collect();
    let pkcs1 = STANDARD.decode(pem).expect("base64");
    let length = |extra: usize| u16::try_from(pkcs1.len() + extra).expect("short").to_be_bytes();
    // PKCS#8 is PKCS#1 in a wrapping: a version, the algorithm, an octet string.
    let mut der = vec![0x30, 0x82];
    der.extend(length(22));
    der.extend([2, 1, 0, 0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 1, 5, 0, 4, 0x82]);
    der.extend(length(0));
    der.extend(&pkcs1);
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(der));
    let body = json!({"accountIdentifier": "ACC", "userName": "U", "privateKey": pem});
    let (header, payload, _) = token(&mut world, "snowflake-jwt?params[subdomain]=acme", body, "");
    assert_eq!(header, r#"{"alg":"RS256","typ":"JWT"}"#);
    let name = "ACC.U.SHA256:zRsAQbkpvc4x4ktAP8509SMtuwX3dI+XDCxmhQcCVyM=";
    assert_eq!(payload, json!({"iss": name, "sub": "ACC.U"}));
}
