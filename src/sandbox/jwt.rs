//! Signed tokens: those of JWT integrations, and the assertions of some TWO_STEP ones (protocol §16.6, §16.7).

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use ring::digest::{SHA256, digest};
use ring::hmac;
use ring::signature::{KeyPair, RsaKeyPair};
use serde_json::{Map, Value, json};

use super::credentials::Credentials;
use super::provider::Provider;
use super::text::{base64, base64_url, iso, random_hex, uuid};

/// Why there is no token: Nango's code and message.
pub struct Unsigned {
    /// `failed_to_generate`, `failed_to_sign` or one of their kin.
    pub code: &'static str,
    /// In the words of Node's crypto.
    pub message: String,
}

impl Unsigned {
    fn new(code: &'static str, message: impl Into<String>) -> Self {
        Unsigned { code, message: message.into() }
    }
}

/// Where a template's `${credentials.…}` and `${connectionConfig.…}` come from.
struct Sources<'a> {
    credentials: &'a Map<String, Value>,
    config: &'a Map<String, Value>,
}

impl Sources<'_> {
    /// Fills a text's placeholders; one without a value stays as it is, and is sent literally (protocol §16.3).
    ///
    /// # Errors
    /// JavaScript's complaint about a member of what has none.
    fn fill(&self, template: &str) -> Result<String, String> {
        let mut filled = String::new();
        let mut rest = template;
        while let Some((before, from)) = rest.split_once("${") {
            filled.push_str(before);
            if let Some((key, after)) =
                from.strip_prefix("fingerprint(").and_then(|rest| rest.split_once(")}"))
            {
                filled.push_str(&fingerprint(&self.fill(key)?));
                rest = after;
                continue;
            }
            let Some((path, after)) = from.split_once('}') else {
                rest = from;
                filled.push_str("${");
                continue;
            };
            match self.find(path)? {
                Some(value) => filled.push_str(&value),
                None => filled.push_str(&format!("${{{path}}}")),
            }
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    fn find(&self, path: &str) -> Result<Option<String>, String> {
        if path == "random" {
            return Ok(Some(uuid()));
        }
        let mut parts = path.split('.');
        let from = match parts.next() {
            Some("credentials") => self.credentials,
            Some("connectionConfig") => self.config,
            _ => return Ok(None),
        };
        let mut value = parts.next().and_then(|name| from.get(name));
        for name in parts {
            value = match value {
                None | Some(Value::Null | Value::Bool(false)) => return Ok(None),
                Some(Value::String(text)) if text.is_empty() => return Ok(None),
                Some(Value::Object(members)) => members.get(name),
                Some(other) => {
                    let other = other.as_str().map_or_else(|| other.to_string(), str::to_owned);
                    return Err(format!("Cannot use 'in' operator to search for '{name}' in {other}"));
                }
            };
        }
        Ok(value.and_then(Value::as_str).map(str::to_owned))
    }

    /// The members of a token that have a value; a list's texts may each hold several, with commas between them.
    fn known(&self, template: &Value) -> Result<Map<String, Value>, String> {
        let mut known = Map::new();
        for (name, value) in template.as_object().into_iter().flatten() {
            let value = match value {
                Value::Array(items) => {
                    let mut all: Vec<Value> = Vec::new();
                    for item in items.iter().filter_map(Value::as_str) {
                        let item = self.fill(item)?;
                        if !is_open(&item) {
                            let parts = item.split(',').map(str::trim).filter(|part| !part.is_empty());
                            all.extend(parts.map(Value::from));
                        }
                    }
                    all.into()
                }
                Value::String(text) => self.fill(text)?.into(),
                value => value.clone(),
            };
            let nothing = value.as_str().is_some_and(is_open) || value.as_array().is_some_and(Vec::is_empty);
            if !nothing {
                known.insert(name.clone(), value);
            }
        }
        Ok(known)
    }

    fn fill_all(&self, template: &Value) -> Result<Map<String, Value>, String> {
        let members = template.as_object().into_iter().flatten();
        members
            .map(|(name, value)| {
                let value = match value.as_str() {
                    Some(text) => self.fill(text)?.into(),
                    None => value.clone(),
                };
                Ok((name.clone(), value))
            })
            .collect()
    }
}

/// Whether a filled text still has a placeholder.
fn is_open(text: &str) -> bool {
    text.split_once("${").is_some_and(|(_, rest)| rest.contains('}'))
}

/// How Snowflake names a public key: the digest of its SubjectPublicKeyInfo (recording modes/jwt_snowflake_connection_get).
/// What is no whole key has a name of its own.
fn fingerprint(pem: &str) -> String {
    let mut der = from_base64(&body(pem));
    if let Ok(pair) = RsaKeyPair::from_pkcs8(&der) {
        let algorithm = tagged(0x30, &[&tagged(0x06, &[RSA]), &tagged(0x05, &[])]);
        let key = tagged(0x03, &[&[0], pair.public_key().as_ref()]);
        der = tagged(0x30, &[&algorithm, &key]);
    }
    format!("SHA256:{}=", base64(digest(&SHA256, &der).as_ref()))
}

/// A value in DER.
fn tagged(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let [.., high, low] = content.len().to_be_bytes();
    let mut der = vec![tag];
    match (high, low) {
        (0, ..0x80) => der.push(low),
        (0, _) => der.extend([0x81, low]),
        _ => der.extend([0x82, high, low]),
    }
    der.extend(content);
    der
}

/// What the text of a key turns out to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Rsa,
    Ec,
    /// Base64, and no key that Node reads: PKCS#1 is one of these.
    Unsupported,
    /// Not even base64.
    NoPem,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Key::Rsa => "rsa",
            Key::Ec => "ec",
            Key::Unsupported | Key::NoPem => "none",
        })
    }
}

/// DER of the algorithms' object identifiers: rsaEncryption and ecPublicKey.
const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];

/// What stands between a PEM's first and last line.
fn body(pem: &str) -> String {
    let lines = pem.lines().filter(|line| !line.contains("-----"));
    lines.flat_map(str::chars).filter(|c| !c.is_whitespace()).collect()
}

fn key(pem: &str) -> Key {
    let label = pem.contains("-----BEGIN RSA") || pem.contains("-----BEGIN EC");
    let body = body(pem);
    if body.is_empty() || !body.chars().all(|c| c.is_ascii_alphanumeric() || "+/=".contains(c)) {
        return Key::NoPem;
    }
    let bytes = from_base64(&body);
    // The algorithm stands near the front of a PKCS#8 key, before the key itself.
    let front = &bytes[..bytes.len().min(40)];
    let has = |oid: &[u8]| front.windows(oid.len()).any(|window| window == oid);
    match (label, has(RSA), has(EC)) {
        (false, true, _) => Key::Rsa,
        (false, _, true) => Key::Ec,
        _ => Key::Unsupported,
    }
}

fn from_base64(text: &str) -> Vec<u8> {
    let digit = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let (mut bytes, mut word, mut bits) = (Vec::new(), 0_u32, 0);
    for c in text.trim_end_matches('=').bytes() {
        word = (word << 6 | u32::from(digit(c))) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((word >> bits & 0xff) as u8);
        }
    }
    bytes
}

const NO_PEM: &str = "PEM contains invalid characters (must be base64)";
const UNSUPPORTED: &str = "error:1E08010C:DECODER routines::unsupported";

/// The credentials of a JWT integration: what was given, and a token made of it as the provider's template says.
/// An RSA or EC signature is an invention, for nobody verifies it here; the key is looked at as Nango does.
///
/// # Errors
/// What Nango says of a key it cannot use.
pub fn credentials(
    provider: &Provider,
    fields: Map<String, Value>,
    config: &Map<String, Value>,
    now: Timestamp,
) -> Result<Credentials, Unsigned> {
    let (token, lifetime) = token(provider, &fields, config, now)?;
    let mut all = json!({"type": "JWT"});
    if let Value::Object(all) = &mut all {
        all.extend(fields);
    }
    all["token"] = token.into();
    all["expires_at"] = iso(now + lifetime).into();
    Ok(Credentials::new("JWT", all))
}

/// The token that a provider's `token` template describes, and how long it lasts.
///
/// # Errors
/// What Nango says of a key it cannot use.
pub fn token(
    provider: &Provider,
    fields: &Map<String, Value>,
    config: &Map<String, Value>,
    now: Timestamp,
) -> Result<(String, SignedDuration), Unsigned> {
    let failed = |message: String| Unsigned::new("failed_to_generate", message);
    let template = provider.get("token").cloned().unwrap_or_default();
    let sources = Sources { credentials: fields, config };
    let header = header(sources.known(&template["header"]).map_err(failed)?);
    let signing_key = sources.fill(template["signing_key"].as_str().unwrap_or_default()).map_err(failed)?;
    let payload = &template["payload"];
    if payload.to_string().contains("fingerprint(") && key(&signing_key) == Key::Unsupported {
        return Err(failed(UNSUPPORTED.to_owned()));
    }
    let mut payload = sources.known(payload).map_err(failed)?;
    let lifetime = SignedDuration::from_millis(template["expires_in_ms"].as_i64().unwrap_or(300_000));
    payload.insert("iat".to_owned(), now.as_second().into());
    payload.insert("exp".to_owned(), (now.as_second() + lifetime.as_secs()).into());
    let algorithm = header.get("alg").and_then(Value::as_str).unwrap_or("HS256").to_owned();
    if !algorithm.starts_with("HS") {
        check_key(&signing_key, &algorithm)?;
    }
    let secret = match provider.get("signature").and_then(|how| how["hmac_secret_encoding"].as_str()) {
        Some("utf8") => signing_key.into_bytes(),
        _ => from_hex(&signing_key),
    };
    Ok((encode(&algorithm, &header, &payload, &secret), lifetime))
}

/// In the recorded order: the algorithm and the type come first.
fn header(given: Map<String, Value>) -> Map<String, Value> {
    let mut header = Map::new();
    if let Some(algorithm) = given.get("alg") {
        header.insert("alg".to_owned(), algorithm.clone());
    }
    header.insert("typ".to_owned(), "JWT".into());
    header.extend(given);
    header
}

/// Hexadecimal digits as far as they go, as Node reads them.
fn from_hex(text: &str) -> Vec<u8> {
    let digit = |c: &u8| char::from(*c).to_digit(16);
    let bytes = text.as_bytes().chunks_exact(2);
    bytes.map_while(|pair| Some((digit(&pair[0])? << 4 | digit(&pair[1])?) as u8)).collect()
}

fn check_key(pem: &str, algorithm: &str) -> Result<(), Unsigned> {
    let failed = |message: String| Err(Unsigned::new("failed_to_sign", message));
    match (key(pem), algorithm.starts_with("ES")) {
        (Key::NoPem, _) => Err(Unsigned::new("failed_to_generate", NO_PEM)),
        (Key::Unsupported, _) => {
            failed(format!("secretOrPrivateKey must be an asymmetric key when using {algorithm}"))
        }
        (kind @ Key::Rsa, true) => failed(format!(
            "\"alg\" parameter for \"{kind}\" key type must be one of: RS256, PS256, RS384, PS384, RS512, PS512."
        )),
        (kind @ Key::Ec, false) => {
            failed(format!("\"alg\" parameter for \"{kind}\" key type must be one of: ES256, ES384, ES512."))
        }
        _ => Ok(()),
    }
}

fn encode(
    algorithm: &str,
    header: &Map<String, Value>,
    payload: &Map<String, Value>,
    secret: &[u8],
) -> String {
    let part = |value: &Map<String, Value>| base64_url(Value::Object(value.clone()).to_string().as_bytes());
    let signed = format!("{}.{}", part(header), part(payload));
    let signature = match algorithm {
        "HS256" => {
            let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
            base64_url(hmac::sign(&key, signed.as_bytes()).as_ref())
        }
        // 64 bytes for an elliptic curve, 256 for RSA.
        algorithm => base64_url(random_hex(if algorithm.starts_with("ES") { 32 } else { 128 }).as_bytes()),
    };
    format!("{signed}.{signature}")
}

/// The assertion a TWO_STEP provider wants, from the `assertionOption` of the request (protocol §16.6).
///
/// # Errors
/// What Nango says of a key it cannot use.
pub fn assertion(
    provider: &Provider,
    option: Option<&Value>,
    fields: &Map<String, Value>,
    config: &Map<String, Value>,
    now: Timestamp,
) -> Result<String, Unsigned> {
    let failed = |message: String| Unsigned::new("failed_to_generate_jwt_assertion", message);
    let template = provider.get("assertion").cloned().unwrap_or_default();
    let private_key = match option {
        Some(Value::Object(option)) => option.get("privateKey").and_then(Value::as_str).unwrap_or("${}"),
        None | Some(Value::Null) => "${}",
        Some(other) => {
            let other = other.as_str().map_or_else(|| other.to_string(), str::to_owned);
            return Err(failed(format!("Cannot use 'in' operator to search for 'privateKey' in {other}")));
        }
    };
    match key(private_key) {
        Key::NoPem => return Err(failed(NO_PEM.to_owned())),
        Key::Unsupported => return Err(Unsigned::new("invalid_private_key_format", UNSUPPORTED)),
        Key::Rsa | Key::Ec => {}
    }
    if template["type"] == "saml" {
        return Ok(base64_url(format!("<saml:Assertion ID=\"_{}\"/>", random_hex(16)).as_bytes()));
    }
    let sources = Sources { credentials: fields, config };
    let header = header(sources.fill_all(&template["header"]).map_err(failed)?);
    let mut payload = Map::new();
    let lifetime = template["lifetimeInSeconds"].as_i64().unwrap_or(3600);
    payload.insert("iat".to_owned(), now.as_second().into());
    payload.insert("exp".to_owned(), (now.as_second() + lifetime).into());
    payload.extend(sources.fill_all(&template["payload"]).map_err(failed)?);
    let algorithm = header.get("alg").and_then(Value::as_str).unwrap_or("RS256").to_owned();
    Ok(encode(&algorithm, &header, &payload, private_key.as_bytes()))
}
