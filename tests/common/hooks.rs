//! A running `webhooks listen`, and Nango's side of it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use nango_cli::secret::Secret;
use nango_cli::webhook::inbox::{Inbox, Query, Stored};
use nango_cli::webhook::signature::hmac_sha256;
use serde_json::{Value, json};

use super::raw::{Reply, send};
use super::{KEY, Nango, PATIENCE, Running};

/// `webhooks listen` on a free port, with the signing key.
pub fn listen(args: &[&str]) -> Nango {
    let listen = Nango::new(["webhooks", "listen", "--port", "0"]).args(args.iter().copied());
    listen.env("NANGO_WEBHOOK_SIGNING_KEY", KEY)
}

/// A listener with `--json` that is ready, and its URL.
pub fn ready(nango: Nango) -> (Running, String) {
    let run = nango.args(["--json"]).spawn();
    let line = run.json_line();
    assert_eq!(line["event"], "ready", "{line}");
    let url = line["url"].as_str().expect("a URL").to_owned();
    (run, url)
}

/// An auth event of that connection.
pub fn event(connection: &str) -> String {
    json!({
        "from": "nango", "type": "auth", "connectionId": connection, "authMode": "OAUTH2",
        "providerConfigKey": "github", "provider": "github", "environment": "dev", "operation": "creation",
        "success": true, "tags": { "end_user_id": format!("user of {connection}"), "organization_id": "o_1" },
    })
    .to_string()
}

/// The right `X-Nango-Hmac-Sha256` of a body.
pub fn signature(body: &str) -> String {
    hmac_sha256(&Secret::new(KEY), body.as_bytes())
}

/// Delivers a body, rightly signed.
pub fn post(url: &str, body: &str) -> Reply {
    send("POST", url, &[("X-Nango-Hmac-Sha256", &signature(body))], body.as_bytes())
}

/// The next line of that event; what comes before it is given, too.
pub fn until_event(run: &Running, event: &str) -> (Vec<Value>, Value) {
    let mut before = Vec::new();
    loop {
        let line = run.json_line();
        if line["event"] == event {
            return (before, line);
        }
        before.push(line);
    }
}

/// A keep-alive connection that delivers one event after another.
pub struct Deliverer {
    stream: BufReader<TcpStream>,
}

impl Deliverer {
    pub fn to(url: &str) -> Self {
        let stream = TcpStream::connect(url.trim_start_matches("http://")).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
        stream.set_nodelay(true).expect("no delay");
        Deliverer { stream: BufReader::new(stream) }
    }

    /// The answer's status; none where the connection broke before all of it was there.
    pub fn deliver(&mut self, body: &str) -> Option<u16> {
        let head = format!(
            "POST /webhooks HTTP/1.1\r\nHost: x\r\nX-Nango-Hmac-Sha256: {}\r\nContent-Length: {}\r\n\r\n",
            signature(body),
            body.len()
        );
        self.stream.get_mut().write_all(format!("{head}{body}").as_bytes()).ok()?;
        let (mut status, mut length) = (None, 0);
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let line = line.trim_end().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(number) = line.strip_prefix("content-length: ") {
                length = number.parse().ok()?;
            }
            status = status.or_else(|| line.split(' ').nth(1)?.parse().ok());
        }
        let mut answer = vec![0; length];
        self.stream.read_exact(&mut answer).ok()?;
        status
    }
}

/// Everything in the inbox, oldest first.
pub fn stored(inbox: &Path) -> Vec<Stored> {
    let inbox = Inbox::open(inbox).expect("an inbox that opens");
    let mut all = Vec::new();
    let query = Query { after: Some(0), ..Query::default() };
    let found = inbox.find(&query, &mut |stored| {
        all.push(stored);
        std::ops::ControlFlow::Continue(())
    });
    found.expect("an inbox that can be read");
    all
}

/// The connection IDs that those are about.
pub fn connections(stored: &[Stored]) -> Vec<String> {
    let id = |stored: &Stored| {
        let body: Value = serde_json::from_slice(&stored.request.body).expect("JSON");
        body["connectionId"].as_str().expect("a connection").to_owned()
    };
    stored.iter().map(id).collect()
}

/// Resident memory of a process, in KiB.
pub fn memory(pid: u64) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("its status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

/// Waits until this holds.
pub fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = std::time::Instant::now() + PATIENCE;
    while !holds() {
        assert!(std::time::Instant::now() < deadline, "never: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
