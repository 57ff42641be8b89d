//! An app behind a certificate of its own making.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// One TLS answer for each connection, with the certificate that nobody vouches for.
pub fn tls_app() -> String {
    app("throwaway_self_signed")
}

/// The same with a certificate that [`authority`] vouches for.
pub fn trusted_tls_app() -> String {
    app("throwaway_ca_signed")
}

/// An authority that only a test trusts, for `SSL_CERT_FILE`.
pub fn authority() -> PathBuf {
    keys().join("throwaway_ca.pem")
}

fn keys() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/keys")
}

fn app(name: &str) -> String {
    let certificate = CertificateDer::from_pem_file(keys().join(format!("{name}.pem"))).unwrap();
    let key = PrivateKeyDer::from_pem_file(keys().join(format!("{name}.key.pem"))).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}/", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut connection = rustls::ServerConnection::new(config.clone()).unwrap();
            let mut tls = rustls::Stream::new(&mut connection, &mut stream);
            // A client that refuses the certificate leaves here.
            if matches!(tls.read(&mut [0; 4096]), Ok(1..)) {
                let _ =
                    tls.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecret");
            }
        }
    });
    url
}
