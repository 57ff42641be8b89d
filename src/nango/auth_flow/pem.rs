//! Private keys in the form that Nango's signing takes: PKCS#8 (protocol §16.6).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// A key in PEM, as PKCS#8. A PKCS#1 RSA key is wrapped; what is no PEM at all is left as it is, for some
/// providers take other forms.
///
/// # Errors
/// A sentence that says what the key is and how to convert it.
pub fn to_pkcs8(text: &str) -> Result<String, String> {
    if text.contains("-----BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED") {
        return Err("is encrypted: decrypt it with `openssl pkcs8 -topk8 -nocrypt -in key.pem`".to_owned());
    }
    if !text.contains("-----BEGIN ") {
        return Ok(text.to_owned());
    }
    match PrivateKeyDer::from_pem_slice(text.as_bytes()) {
        Ok(PrivateKeyDer::Pkcs8(_)) => Ok(text.to_owned()),
        Ok(PrivateKeyDer::Pkcs1(key)) => Ok(to_pem(&wrap(key.secret_pkcs1_der()))),
        Ok(_) => {
            Err("is no PKCS#8 key: convert it with `openssl pkcs8 -topk8 -nocrypt -in key.pem`".to_owned())
        }
        Err(_) => Err("is no private key in PEM".to_owned()),
    }
}

/// RFC 5208: `PrivateKeyInfo { version 0, rsaEncryption NULL, OCTET STRING of the PKCS#1 key }`.
fn wrap(pkcs1: &[u8]) -> PrivatePkcs8KeyDer<'static> {
    const VERSION_AND_ALGORITHM: [u8; 18] =
        [2, 1, 0, 0x30, 0x0d, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0];
    let mut inner = VERSION_AND_ALGORITHM.to_vec();
    inner.extend(element(4, pkcs1));
    PrivatePkcs8KeyDer::from(element(0x30, &inner))
}

/// One DER element with its length in the shortest form.
fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    let length = content.len().to_be_bytes();
    let significant = &length[length.iter().position(|byte| *byte != 0).unwrap_or(length.len() - 1)..];
    if content.len() >= 0x80 {
        out.push(0x80 | significant.len() as u8);
    }
    out.extend_from_slice(significant);
    out.extend_from_slice(content);
    out
}

fn to_pem(key: &PrivatePkcs8KeyDer<'_>) -> String {
    let text = STANDARD.encode(key.secret_pkcs8_der());
    let lines: Vec<&str> = (0..text.len()).step_by(64).map(|at| &text[at..text.len().min(at + 64)]).collect();
    format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pkcs1_is_wrapped() {
        // Not a real key: the wrapping looks at no content.
        let der: Vec<u8> = (0..300u16).map(|n| n as u8).collect();
        let pkcs1 = format!(
            "-----BEGIN RSA PRIVATE KEY-----\n{}\n-----END RSA PRIVATE KEY-----\n",
            STANDARD.encode(&der)
        );
        let pkcs8 = to_pkcs8(&pkcs1).unwrap();
        let Ok(PrivateKeyDer::Pkcs8(key)) = PrivateKeyDer::from_pem_slice(pkcs8.as_bytes()) else {
            panic!("{pkcs8}")
        };
        let wrapped = key.secret_pkcs8_der();
        assert_eq!(&wrapped[..4], [0x30, 0x82, 0x01, 0x42]);
        assert_eq!(&wrapped[22..26], [0x04, 0x82, 0x01, 0x2c]);
        assert_eq!(&wrapped[26..], der);
        assert_eq!(to_pkcs8(&pkcs8).as_deref(), Ok(pkcs8.as_str()));
    }

    #[test]
    fn other_forms_say_what_to_do() {
        assert_eq!(to_pkcs8("id:secret").as_deref(), Ok("id:secret"));
        let sec1 = "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n";
        assert!(to_pkcs8(sec1).unwrap_err().contains("openssl"));
        assert!(to_pkcs8("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n").unwrap_err().contains("encrypted"));
        assert!(to_pkcs8("-----BEGIN PRIVATE KEY-----\n!!\n-----END PRIVATE KEY-----\n").is_err());
    }
}
