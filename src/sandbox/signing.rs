//! How the proxy signs requests where a header of its own will not do: OAUTH1 and TBA, AWS Signature Version 4. The
//! forms are those of the real thing (recordings modes/oauth1_proxy, modes/tba_proxy); what is signed is short of
//! it, for nobody verifies it here.

use jiff::Timestamp;
use ring::hmac;
use serde_json::Value;
use url::Url;
use url::form_urlencoded::byte_serialize;

use super::access::text;
use super::connections::Connection;
use super::integration::Integration;
use super::text::{base64_padded, random_hex};
use crate::webhook::signature::hex;

/// The `Authorization` header of OAUTH1, and of TBA with its realm.
pub fn oauth1(at: &Integration, connection: &Connection, credentials: &Value, now: Timestamp) -> String {
    let of = |name: &str| credentials[name].as_str().unwrap_or_default();
    let tba = connection.credentials.mode() == "TBA";
    let own = credentials["config_override"]["client_id"].as_str();
    let consumer = own.unwrap_or_else(|| at.client_id());
    let (token, secret) = if tba {
        (of("token_id"), of("token_secret"))
    } else {
        (of("oauth_token"), of("oauth_token_secret"))
    };
    let nonce = random_hex(16);
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let signature = base64_padded(hmac::sign(&key, nonce.as_bytes()).as_ref());
    let signature: String = byte_serialize(signature.as_bytes()).collect();
    let method = if tba { "HMAC-SHA256" } else { "HMAC-SHA1" };
    let realm = match text(&connection.config, "accountId").filter(|_| tba) {
        Some(account) => format!("realm=\"{account}\", "),
        None => String::new(),
    };
    format!(
        "OAuth {realm}oauth_consumer_key=\"{consumer}\", oauth_nonce=\"{nonce}\", oauth_signature=\"{signature}\", \
         oauth_signature_method=\"{method}\", oauth_timestamp=\"{}\", oauth_token=\"{token}\", oauth_version=\"1.0\"",
        now.as_second()
    )
}

/// The headers of AWS Signature Version 4.
pub fn aws(
    credentials: &Value,
    method: &str,
    url: &Url,
    body: &[u8],
    now: Timestamp,
) -> Vec<(&'static str, String)> {
    let of = |name: &str| credentials[name].as_str().unwrap_or_default();
    let time = now.strftime("%Y%m%dT%H%M%SZ").to_string();
    let day = now.strftime("%Y%m%d").to_string();
    let digest = hex(ring::digest::digest(&ring::digest::SHA256, body).as_ref());
    let scope = format!("{day}/{}/{}/aws4_request", of("region"), of("service"));
    let key = hmac::Key::new(hmac::HMAC_SHA256, of("secret_access_key").as_bytes());
    let signed = format!("{method}\n{url}\n{time}\n{scope}\n{digest}");
    let signature = hex(hmac::sign(&key, signed.as_bytes()).as_ref());
    let names = "host;x-amz-content-sha256;x-amz-date;x-amz-security-token";
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={signature}",
        of("access_key_id")
    );
    vec![
        ("x-amz-date", time),
        ("x-amz-security-token", of("session_token").to_owned()),
        ("x-amz-content-sha256", digest),
        ("authorization", authorization),
    ]
}
