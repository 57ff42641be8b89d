//! Nango's two webhook signatures (protocol §7.2). Pure.

use ring::{digest, hmac};

use crate::secret::Secret;

/// The header that proves a delivery: lower-case hex HMAC-SHA256 of the raw body under the signing key.
pub const HMAC_HEADER: &str = "X-Nango-Hmac-Sha256";
/// The legacy header: lower-case hex SHA-256 of signing key followed by body. It can be extended by
/// whoever saw one, so it proves nothing.
pub const LEGACY_HEADER: &str = "X-Nango-Signature";

/// The value of [`HMAC_HEADER`] for `body`.
pub fn hmac_sha256(key: &Secret, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key.expose().as_bytes());
    hex(hmac::sign(&key, body).as_ref())
}

/// The value of [`LEGACY_HEADER`] for `body`.
pub fn legacy_sha256(key: &Secret, body: &[u8]) -> String {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(key.expose().as_bytes());
    context.update(body);
    hex(context.finish().as_ref())
}

/// Whether `signature` is the [`HMAC_HEADER`] of `body` under `key`; the comparison takes constant time.
pub fn matches(key: &Secret, body: &[u8], signature: &str) -> bool {
    let Some(tag) = unhex(signature) else { return false };
    hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, key.expose().as_bytes()), body, &tag).is_ok()
}

/// Whether `signature` is the [`LEGACY_HEADER`] of `body` under `key`. That proves nothing about the sender: it
/// only tells which scheme and key a signature comes from.
pub fn legacy_matches(key: &Secret, body: &[u8], signature: &str) -> bool {
    same(legacy_sha256(key, body).as_bytes(), signature.as_bytes())
}

/// Compares in constant time, by way of ring's constant-time check of an HMAC.
pub(super) fn same(a: &[u8], b: &[u8]) -> bool {
    let blind = hmac::Key::new(hmac::HMAC_SHA256, b"compare");
    hmac::verify(&blind, b, hmac::sign(&blind, a).as_ref()).is_ok()
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// The bytes of lower-case hex, as Nango writes it; anything else is `None`.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |c: u8| match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        _ => None,
    };
    let bytes = text.as_bytes();
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    bytes.chunks_exact(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Protocol §7.7, vectors B to E (A is among them in kind).
    #[test]
    fn vectors() {
        let key = Secret::new("b8f3c2de-5a41-4c07-9e6d-2f10a7d4e911");
        let b = r#"{"authMode":"OAUTH2","connectionId":"7b1e5a90-1f2d-4c3b-8a6e-d4c5b6a79801","environment":"prod","from":"nango","operation":"override","provider":"notion","providerConfigKey":"notion","success":true,"tags":{"end_user_display_name":"Zoë Ångström 東京 🚀","end_user_id":"ü-7"},"type":"auth"}"#;
        let e = r#"{"authMode":"OAUTH2","connectionId":"c1","environment":"dev","error":{"description":"line1\nline2 \"q\" \\ / <b>","type":"refresh_token_external_error"},"from":"nango","operation":"refresh","provider":"hubspot","providerConfigKey":"hubspot","success":false,"tags":{},"type":"auth"}"#;
        for (body, hmac, legacy) in [
            (
                b,
                "a090096e236d84a96d5b29ab63fe611ef8b6cb94921ea9278a0285cf915351e9",
                "965d61edec4edcd512dd889270f4032f4394b8d0d1af817014790acd5c5dabd2",
            ),
            (
                "",
                "04ff83704b420ba26ea4e75dd7d3797361ba1b95300fc3c436d5cc19ec5d1296",
                "8ca4b89fdf6041e70e7c66d0e69372e337892b025d4db20c4a96165866ded179",
            ),
            (
                "null",
                "8ed5f66c9ba65e4cbaa2603dee46caa1c6007a35b92627d3915190725d9ead36",
                "146f3f15af66978bc97363a8f878d150326e6d4c6bfe27d969ab58314c8d38e4",
            ),
            (
                e,
                "c041907a10f71687bd86db7b0908ee6633ce6c62ac3e1826c95b6778412cdbec",
                "873b7090fff85766411f9324177950984d44e7cb084de044dbfced456b72c90e",
            ),
        ] {
            assert_eq!(hmac_sha256(&key, body.as_bytes()), hmac);
            assert_eq!(legacy_sha256(&key, body.as_bytes()), legacy);
            assert!(matches(&key, body.as_bytes(), hmac));
            assert!(!matches(&key, body.as_bytes(), legacy));
            assert!(legacy_matches(&key, body.as_bytes(), legacy));
            assert!(!legacy_matches(&key, body.as_bytes(), hmac));
            assert!(!matches(&key, body.as_bytes(), &hmac.to_uppercase()));
        }
    }
}
