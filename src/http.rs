//! Plain data that the listener, the sandbox and the webhook sender share: no socket, no async, no HTTP crate.

use std::net::SocketAddr;

/// Header lines in the order they came; names compare without regard to case, values are bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers(Vec<(String, Vec<u8>)>);

impl Headers {
    /// No headers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a line, keeping earlier ones of the same name.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<Vec<u8>>) {
        self.0.push((name.into(), value.into()));
    }

    /// The first value of `name`, if it is UTF-8.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.get_all(name).next().and_then(|value| std::str::from_utf8(value).ok())
    }

    /// Every value of `name`, in order.
    pub fn get_all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a [u8]> + use<'a, 'n> {
        self.0.iter().filter(move |(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_slice())
    }

    /// Every line, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_slice()))
    }
}

impl<N: Into<String>, V: Into<Vec<u8>>> FromIterator<(N, V)> for Headers {
    fn from_iter<T: IntoIterator<Item = (N, V)>>(lines: T) -> Self {
        Headers(lines.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Request {
    /// In upper case, as sent.
    pub method: String,
    /// The path as sent: percent-encoding untouched, no query.
    pub path: String,
    /// The query as sent, without its `?`; empty when there is none.
    pub query: String,
    /// The header lines.
    pub headers: Headers,
    /// The body's exact bytes.
    pub body: Vec<u8>,
    /// Who sent it.
    pub peer: Option<SocketAddr>,
}

/// What to answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Header lines; the server adds `Content-Length` and `Date`.
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    /// A reply without body or headers.
    pub fn empty(status: u16) -> Self {
        Reply { status, headers: Headers::new(), body: Vec::new() }
    }

    /// A reply with a body of that `Content-Type`.
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = Headers::from_iter([("Content-Type", content_type)]);
        Reply { status, headers, body: body.into() }
    }

    /// Adds a header line.
    pub fn with(mut self, name: &str, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push(name, value);
        self
    }
}

/// Whether `text` can be a method or a header's name (RFC 9110, section 5.6.2).
pub fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// A header's value without the white space around it.
pub fn trimmed(value: &str) -> &str {
    value.trim_matches([' ', '\t'])
}
