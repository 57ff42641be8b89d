//! Sends requests. The only file that names the HTTP client.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, SignatureScheme};
use rustls_platform_verifier::{ConfigVerifierExt, Verifier};
use url::{Host, Url};

use crate::http::{Headers, Reply, trimmed};

/// An answer larger than this is not read to its end.
const LARGEST_ANSWER: usize = 64 * 1024 * 1024;
/// How long a connection may take to open.
const CONNECT_TIME: Duration = Duration::from_secs(10);
/// A connection that idled longer is not used again: while a person answers a prompt nothing here notices that
/// the server (Node's closes after 5 s) has ended it, and a `POST` on it would be lost without a repeat.
const IDLE_TIME: Duration = Duration::from_secs(1);

/// Why a request has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// No connection was made (refused, no such host, TLS): the request was never received.
    NotConnected,
    /// No whole answer came in time: the request may have been received.
    TimedOut,
    /// The connection broke, or what came was not HTTP: the request may have been received.
    Broken,
}

/// A request that has no answer.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Tells whether repeating it is safe.
    pub kind: FaultKind,
    /// The innermost cause, in a few words; it names no URL, which may hold a token.
    pub message: String,
}

/// A request to send.
pub struct Call<'a> {
    /// In upper case.
    pub method: &'a str,
    /// Where to.
    pub url: &'a Url,
    /// Header lines, sent as they are.
    pub headers: &'a Headers,
    /// The body's exact bytes; none sends no `Content-Length`.
    pub body: Option<Vec<u8>>,
    /// How long everything may take, the answer's body included.
    pub timeout: Duration,
}

/// A client for one origin, made when first needed: TLS roots are read for `https` only, which is what costs time,
/// and the environment's proxies are not asked to reach this machine.
pub struct Fetcher(reqwest::Client);

impl Fetcher {
    /// A client for the origin of `url`, following up to `redirects` redirects.
    ///
    /// # Errors
    /// When the system's TLS roots cannot be read.
    pub fn for_origin(url: &Url, redirects: usize) -> Result<Self, Fault> {
        Self::with_tls(url, redirects, tls)
    }

    /// A client for the origin of `url` that takes any certificate, as somebody asked for in so many words; it
    /// follows no redirects. Never for the API, whose key it would hand to anyone in between.
    ///
    /// # Errors
    /// When the client cannot be made.
    pub fn trusting_any_certificate(url: &Url) -> Result<Self, Fault> {
        Self::with_tls(url, 0, || {
            let mut config = late_tls();
            config.dangerous().set_certificate_verifier(Arc::new(AnyCertificate));
            Ok(config)
        })
    }

    /// `tls` is asked where the origin needs it.
    fn with_tls(
        url: &Url,
        redirects: usize,
        tls: impl FnOnce() -> Result<rustls::ClientConfig, rustls::Error>,
    ) -> Result<Self, Fault> {
        let broken = |error: &dyn std::error::Error| Fault {
            kind: FaultKind::NotConnected,
            message: innermost(error),
        };
        let policy = match redirects {
            0 => reqwest::redirect::Policy::none(),
            most => reqwest::redirect::Policy::limited(most),
        };
        let mut builder = reqwest::Client::builder()
            .redirect(policy)
            // The query of a webhook's URL, which may hold a token, is nothing for whoever it redirects to.
            .referer(false)
            .connect_timeout(CONNECT_TIME)
            .pool_idle_timeout(IDLE_TIME)
            .tls_backend_preconfigured(if url.scheme() == "https" {
                tls().map_err(|e| broken(&e))?
            } else {
                late_tls()
            });
        if is_loopback(url) {
            builder = builder.no_proxy();
        }
        builder.build().map(Fetcher).map_err(|error| broken(&error))
    }

    /// Sends one request and reads the whole answer.
    ///
    /// # Errors
    /// When there is no whole answer. A status of 4xx or 5xx is an answer.
    pub async fn send(&self, call: Call<'_>) -> Result<Reply, Fault> {
        let mut stream = self.open(call).await?;
        let mut body = Vec::new();
        while let Some(chunk) = stream.chunk().await? {
            if body.len() + chunk.len() > LARGEST_ANSWER {
                let message = format!("the answer is larger than {} MiB", LARGEST_ANSWER >> 20);
                return Err(Fault { kind: FaultKind::Broken, message });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Reply { status: stream.status, headers: stream.headers, body })
    }

    /// Sends one request and reads the answer's head; its body is read as it comes, however large.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn open(&self, call: Call<'_>) -> Result<Stream, Fault> {
        let method = reqwest::Method::from_bytes(call.method.as_bytes())
            .map_err(|error| Fault { kind: FaultKind::NotConnected, message: innermost(&error) })?;
        let mut request = self.0.request(method, call.url.clone()).timeout(call.timeout);
        for (name, value) in call.headers.iter() {
            request = request.header(name, value);
        }
        if let Some(body) = call.body {
            request = request.body(body);
        }
        let response = request.send().await.map_err(fault)?;
        let headers = response.headers().iter().map(|(n, v)| (n.as_str(), v.as_bytes())).collect();
        Ok(Stream { status: response.status().as_u16(), headers, response })
    }
}

/// An answer whose body is still on its way.
pub struct Stream {
    /// HTTP status.
    pub status: u16,
    /// Header lines.
    pub headers: Headers,
    response: reqwest::Response,
}

impl Stream {
    /// What to show in the place of a body that is compressed, which nobody here can read.
    pub fn unreadable(&self) -> Option<String> {
        let encoding = trimmed(self.headers.get("content-encoding")?);
        let compressed = !encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity");
        compressed.then(|| format!("(compressed: {})", encoding.chars().take(40).collect::<String>()))
    }

    /// The next piece of the body; `None` at its end.
    ///
    /// # Errors
    /// When it breaks off or takes too long.
    pub async fn chunk(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        Ok(self.response.chunk().await.map_err(fault)?.map(Into::into))
    }
}

fn fault(error: reqwest::Error) -> Fault {
    let kind = if error.is_connect() || error.is_builder() {
        FaultKind::NotConnected
    } else if error.is_timeout() {
        FaultKind::TimedOut
    } else {
        FaultKind::Broken
    };
    let message = if error.is_timeout() { "no answer in time".to_owned() } else { innermost(&error) };
    Fault { kind, message }
}

/// The last cause of a chain: the outer ones repeat the URL.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}

/// Whether `url` names this machine: `localhost`, 127.0.0.0/8 or `[::1]`.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

/// The TLS settings shared by every client of this process: the system's roots, read once.
///
/// # Errors
/// When they cannot be read.
pub fn tls() -> Result<rustls::ClientConfig, rustls::Error> {
    static SHARED: OnceLock<rustls::ClientConfig> = OnceLock::new();
    if let Some(config) = SHARED.get() {
        return Ok(config.clone());
    }
    // A second call finds the provider installed, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let config = rustls::ClientConfig::with_platform_verifier()?;
    Ok(SHARED.get_or_init(|| config).clone())
}

/// For plain `http`, where the client still wants a TLS setting: the system's roots, which cost 4 ms, are read once a
/// redirect leads to `https`.
fn late_tls() -> rustls::ClientConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    rustls::ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(rustls::ALL_VERSIONS)
        .expect("ring supports every version that rustls names")
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(LateRoots))
        .with_no_client_auth()
}

/// Checks as the system's verifier does, which is made for the first certificate.
#[derive(Debug)]
struct LateRoots;

impl LateRoots {
    fn verifier() -> Result<&'static Verifier, rustls::Error> {
        static SHARED: OnceLock<Verifier> = OnceLock::new();
        if let Some(verifier) = SHARED.get() {
            return Ok(verifier);
        }
        let verifier = Verifier::new(Arc::new(rustls::crypto::ring::default_provider()))?;
        Ok(SHARED.get_or_init(|| verifier))
    }
}

impl ServerCertVerifier for LateRoots {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Self::verifier()?.verify_server_cert(certificate, others, name, ocsp, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Self::verifier()?.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Self::verifier()?.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        rustls::crypto::ring::default_provider().signature_verification_algorithms.supported_schemes()
    }
}

/// Takes every certificate, and so need not check what was signed with it either: whoever is in between could
/// have shown one of their own. (A check would refuse what old scripts make, certificates of version 1.)
#[derive(Debug)]
struct AnyCertificate;

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        rustls::crypto::ring::default_provider().signature_verification_algorithms.supported_schemes()
    }
}
