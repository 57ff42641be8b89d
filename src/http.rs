//! Plain data that the listener, the sandbox and the webhook sender share: no socket, no async, no HTTP crate.

use std::net::SocketAddr;

/// Header lines in the order they came; names compare without regard to case, values are bytes.
///
/// They lie one behind the other in two buffers: a delivery has a dozen lines and is copied on its way to the inbox.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers {
    names: String,
    values: Vec<u8>,
    /// Where each line's name and value end.
    ends: Vec<(usize, usize)>,
}

impl Headers {
    /// No headers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a line, keeping earlier ones of the same name.
    pub fn push(&mut self, name: impl AsRef<str>, value: impl AsRef<[u8]>) {
        self.names.push_str(name.as_ref());
        self.values.extend_from_slice(value.as_ref());
        self.ends.push((self.names.len(), self.values.len()));
    }

    /// The first value of `name`, if it is UTF-8.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.get_all(name).next().and_then(|value| std::str::from_utf8(value).ok())
    }

    /// Every value of `name`, in order.
    pub fn get_all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a [u8]> + use<'a, 'n> {
        self.iter().filter(move |(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Every line, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let starts = std::iter::once(&(0, 0)).chain(&self.ends);
        starts.zip(&self.ends).map(|(start, end)| (&self.names[start.0..end.0], &self.values[start.1..end.1]))
    }
}

impl std::fmt::Debug for Headers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.iter().map(|(name, value)| (name, value.escape_ascii().to_string())))
            .finish()
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>> FromIterator<(N, V)> for Headers {
    fn from_iter<T: IntoIterator<Item = (N, V)>>(lines: T) -> Self {
        let lines = lines.into_iter();
        let likely = lines.size_hint().0;
        let mut headers = Headers {
            names: String::with_capacity(likely * 16),
            values: Vec::with_capacity(likely * 32),
            ends: Vec::with_capacity(likely),
        };
        lines.for_each(|(name, value)| headers.push(name, value));
        headers
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
    pub fn with(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
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
