//! Requests and answers written byte by byte: what no well-behaved HTTP library sends.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;

use super::PATIENCE;

/// Answers every connection with exactly these bytes and closes it.
pub struct RawPeer {
    pub url: String,
    address: std::net::SocketAddr,
    thread: Option<JoinHandle<usize>>,
}

impl RawPeer {
    pub fn answering(bytes: impl Into<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let bytes = bytes.into();
        let thread = std::thread::spawn(move || {
            let mut served = 0;
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { continue };
                let _ = stream.set_read_timeout(Some(PATIENCE));
                let mut request = [0; 64 * 1024];
                // Requests here are small: one read takes the whole of it. None at all ends this peer.
                match stream.read(&mut request) {
                    Ok(0) | Err(_) => break,
                    Ok(_) => served += 1,
                }
                let _ = stream.write_all(&bytes);
            }
            served
        });
        RawPeer { url: format!("http://{address}"), address, thread: Some(thread) }
    }

    /// Ends it; how many requests came?
    pub fn served(mut self) -> usize {
        drop(TcpStream::connect(self.address));
        self.thread.take().map(|thread| thread.join().expect("the peer")).unwrap_or_default()
    }
}

impl Drop for RawPeer {
    fn drop(&mut self) {
        if self.thread.is_some() {
            drop(TcpStream::connect(self.address));
        }
    }
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (n, value) = line.split_once(": ")?;
            n.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

/// Sends one request with these header lines and this body, and reads the answer.
pub fn send(method: &str, url: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    let url = url::Url::parse(url).expect("a URL");
    let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let mut stream = TcpStream::connect(host).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
    let mut head = format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
    head.push_str(&format!("Content-Length: {}\r\n", body.len()));
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{head}\r\n").as_bytes()).expect("a head sent");
    // A server that refuses the body may close before it has all of it.
    let _ = stream.write_all(body);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {answer:?}"));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    Reply { status, head: head.to_owned(), body: body.to_owned() }
}

/// Follows a link as a browser does, through its redirects.
pub fn visit(link: &str) -> Reply {
    let mut link = url::Url::parse(link).expect("a link");
    for _ in 0..10 {
        let reply = send("GET", link.as_str(), &[], b"");
        match reply.header("location") {
            Some(next) => link = link.join(next).expect("a redirect's target"),
            None => return reply,
        }
    }
    panic!("too many redirects, lastly to {link}");
}
