//! The listener among hostile clients: whatever they do, a real delivery is answered within a second, memory stays
//! bounded, and nothing reaches stdout raw.

mod common;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use common::{KEY, Nango, OTHER_KEY, PATIENCE, Running, Signal};
use nango_cli::secret::Secret;
use nango_cli::webhook::signature::hmac_sha256;
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{interval, timeout};

/// How long the hostile ones go on.
const FLOOD: Duration = Duration::from_secs(3);
/// What the issue promises to a real delivery, where the machine has room for the listener.
const PROMPT: Duration = Duration::from_secs(1);
/// Resident memory that the listener may ever have, in KiB.
const MEMORY: u64 = 200 * 1024;

fn listen(args: &[&str]) -> (Running, SocketAddr) {
    let listen = ["webhooks", "listen", "--port", "0", "--ready-file", "r.json"];
    let run = Nango::new(listen).args(args.iter().copied()).env("NANGO_WEBHOOK_SIGNING_KEY", KEY).spawn();
    if args.contains(&"--json") {
        run.json_line();
    } else {
        run.stderr_line("Ready");
    }
    let url = ready(&run);
    let url = url["url"].as_str().expect("a URL").trim_start_matches("http://");
    (run, url.parse().expect("an address"))
}

/// What the listener said of itself.
fn ready(run: &Running) -> Value {
    let file = std::fs::read(run.path("r.json")).expect("the ready file");
    serde_json::from_slice(&file).expect("JSON")
}

/// A POST of this body, signed with this key, with these header lines before its own.
fn post(key: &str, target: &str, lines: &[u8], body: &[u8]) -> Vec<u8> {
    let signature = hmac_sha256(&Secret::new(key), body);
    let mut request = format!("POST {target} HTTP/1.1\r\nHost: x\r\n").into_bytes();
    request.extend_from_slice(lines);
    let length = body.len();
    request.extend(format!("X-Nango-Hmac-Sha256: {signature}\r\nContent-Length: {length}\r\n\r\n").bytes());
    request.extend_from_slice(body);
    request
}

fn event(connection: &str) -> Vec<u8> {
    json!({
        "from": "nango", "type": "auth", "operation": "creation", "success": true, "authMode": "OAUTH2",
        "connectionId": connection, "providerConfigKey": "github", "provider": "github", "environment": "dev",
    })
    .to_string()
    .into_bytes()
}

/// The status of the next answer on a connection; none where it ends instead.
async fn status(stream: &mut TcpStream) -> Option<u16> {
    let mut answer = Vec::new();
    loop {
        let read = stream.read_buf(&mut answer).await.unwrap_or(0);
        let text = String::from_utf8_lossy(&answer);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.to_lowercase().split_once("content-length: ").map_or(0, |(_, rest)| {
                rest.split("\r\n").next().and_then(|length| length.parse().ok()).unwrap_or(0)
            });
            if body.len() >= length {
                return head.split(' ').nth(1)?.parse().ok();
            }
        }
        if read == 0 {
            return None;
        }
    }
}

/// Sends, as far as the listener takes it, and reads the answer.
async fn say(address: SocketAddr, bytes: &[u8]) -> Option<u16> {
    let mut stream = TcpStream::connect(address).await.ok()?;
    let _ = stream.write_all(bytes).await;
    status(&mut stream).await
}

/// How long the threads of the listener and this one have waited for a processor, by Linux's account. That is the
/// machine's doing: other programs', and the flood's own.
fn held_up(listener: u64) -> Duration {
    let tasks = std::fs::read_dir(format!("/proc/{listener}/task")).expect("Linux's /proc");
    let of_tasks = tasks.flatten().map(|task| task.path().join("schedstat"));
    let all = of_tasks.chain(["/proc/thread-self/schedstat".into()]);
    // A thread may end meanwhile.
    let waited = all.filter_map(|path| {
        let account = std::fs::read_to_string(path).ok()?;
        account.split(' ').nth(1)?.parse().ok().map(Duration::from_nanos)
    });
    waited.sum()
}

/// Real deliveries, one on a connection kept and one on a connection of its own, until the flood is over: how many, and
/// how long the slowest answer took, not counting what the machine was late. They have a thread of their own, so that
/// what is measured is the listener.
fn deliver(address: SocketAddr, listener: u64, over: &AtomicBool) -> (usize, Duration) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(deliveries(address, listener, over))
}

async fn deliveries(address: SocketAddr, listener: u64, over: &AtomicBool) -> (usize, Duration) {
    let mut kept = TcpStream::connect(address).await.expect("a connection");
    let (mut sent, mut slowest) = (0, Duration::ZERO);
    let mut turn = interval(Duration::from_millis(10));
    while !over.load(Ordering::Relaxed) {
        turn.tick().await;
        let delivery = post(KEY, "/webhooks", b"", &event(&format!("real_{sent}")));
        let (started, before) = (Instant::now(), held_up(listener));
        let answered = if sent % 2 == 0 {
            kept.write_all(&delivery).await.expect("a delivery sent");
            timeout(PATIENCE, status(&mut kept)).await
        } else {
            timeout(PATIENCE, say(address, &delivery)).await
        };
        assert_eq!(answered, Ok(Some(200)), "delivery {sent} after {:?}", started.elapsed());
        let took = started.elapsed();
        let took = took.saturating_sub(held_up(listener).saturating_sub(before));
        assert!(took < PROMPT, "delivery {sent} took {took:?}");
        slowest = slowest.max(took);
        sent += 1;
    }
    (sent, slowest)
}

#[tokio::test]
async fn real_deliveries_are_answered_whatever_others_do() {
    let (mut run, address) = listen(&["--json"]);
    let listener = ready(&run)["pid"].as_u64().expect("a process ID");
    let over = Arc::new(AtomicBool::new(false));
    let until = over.clone();
    let real = std::thread::spawn(move || deliver(address, listener, &until));
    let mut flood = JoinSet::new();

    // Heads that never end, one way or the other, and bodies that stall.
    for number in 0..1_000 {
        flood.spawn(async move {
            let half = match number % 4 {
                0 => "",
                1 => "POST /webhooks HTT",
                2 => "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n{\"half\":",
                _ => "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf",
            };
            // More of them than there is room for: the first are ended for the last.
            let Ok(mut stream) = TcpStream::connect(address).await else { return };
            let _ = stream.write_all(half.as_bytes()).await;
            let _ = timeout(FLOOD, stream.read(&mut [0; 1024])).await;
        });
    }
    // Headers without end.
    for _ in 0..20 {
        flood.spawn(async move {
            let Ok(mut stream) = TcpStream::connect(address).await else { return };
            let _ = stream.write_all(b"POST / HTTP/1.1\r\n").await;
            let lines = "X-Endless: and so on and on\r\n".repeat(100);
            let sending = async { while stream.write_all(lines.as_bytes()).await.is_ok() {} };
            timeout(PATIENCE, sending).await.expect("it is ended");
        });
    }
    // Encodings that are none.
    let chunked = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n";
    let broken = [
        "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\nab".to_owned(),
        "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab".to_owned(),
        "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\nab".to_owned(),
        "POST / HTTP/1.1\r\nContent-Length: 9999999999999999999\r\n\r\nab".to_owned(),
        format!("{chunked}\r\nzz\r\n"),
        format!("{chunked}\r\nfffffffffffffffff\r\n"),
        format!("{chunked}\r\n1;{}\r\na\r\n0\r\n\r\n", "x".repeat(100_000)),
        format!("{chunked}\r\n0\r\n{}\r\n", "X-Trailer: x\r\n".repeat(2_000)),
        format!("{chunked}Content-Length: 5\r\n\r\n0\r\n\r\nPOST / HTTP/1.1\r\n\r\n"),
        "\0\u{1b}[2J\u{202e}\r\n\r\n".to_owned(),
    ];
    for bytes in broken {
        flood.spawn(async move {
            for _ in 0..20 {
                let refused = say(address, bytes.as_bytes()).await;
                assert!(refused.is_none_or(|status| status >= 400), "{bytes:.80}: {refused:?}");
            }
        });
    }
    // Who asks and asks, and never listens.
    for _ in 0..10 {
        flood.spawn(async move {
            let Ok(mut stream) = TcpStream::connect(address).await else { return };
            let asking = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(100);
            let _ =
                timeout(FLOOD, async { while stream.write_all(asking.as_bytes()).await.is_ok() {} }).await;
        });
    }
    // All the large bodies that find room, over and over.
    for _ in 0..40 {
        flood.spawn(async move {
            let body = vec![b'['; 5 << 20];
            let head = format!("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n", body.len());
            let Ok(mut stream) = TcpStream::connect(address).await else { return };
            let _ = stream.write_all(head.as_bytes()).await;
            let _ = stream.write_all(&body[1..]).await;
            let _ = timeout(FLOOD, stream.read(&mut [0; 1024])).await;
        });
    }
    // A thousand wrong signatures a second.
    for sender in 0..4 {
        flood.spawn(async move {
            let mut stream = TcpStream::connect(address).await.expect("a connection");
            let mut turn = interval(Duration::from_millis(4));
            let deadline = Instant::now() + FLOOD;
            let mut sent = 0;
            while Instant::now() < deadline {
                turn.tick().await;
                let wrong = post(OTHER_KEY, "/", b"", &event(&format!("wrong_{sender}_{sent}")));
                if stream.write_all(&wrong).await.is_err() || status(&mut stream).await.is_none() {
                    stream = TcpStream::connect(address).await.expect("a connection");
                }
                sent += 1;
            }
        });
    }
    // Depth, and values without number.
    flood.spawn(async move {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        let deeper = "{\"a\":".repeat(100_000) + &"}".repeat(100_000);
        let wide = format!("[{}0]", "0,".repeat(30_000));
        for body in [deep, deeper, wide] {
            for (key, status) in [(KEY, 200), (OTHER_KEY, 401)] {
                let answered = say(address, &post(key, "/", b"", body.as_bytes())).await;
                // What is over 64 KiB may find no room beside all those large bodies.
                assert!(answered == Some(status) || answered == Some(503), "{answered:?} for {status}");
            }
        }
    });

    while let Some(ended) = flood.join_next().await {
        ended.expect("a hostile client without a fault of its own");
    }
    over.store(true, Ordering::Relaxed);
    let (sent, slowest) = real.join().expect("real deliveries, each answered in time");
    println!("{sent} real deliveries, the slowest answered after {slowest:?}");
    assert!(sent > 20, "only {sent}");
    let memory = peak(&run);
    println!("{memory} KiB at most");
    assert!(memory < MEMORY, "{memory} KiB");
    assert!(run.is_running());
    run.signal(Signal::INT);
    let output = run.end().ok();
    assert_eq!(raw(&output.stdout).or(raw(&output.stderr)), None);
    let told = output.stdout.lines().filter(|line| {
        let line: Value = serde_json::from_str(line).expect("JSON on every line");
        line["verified"] == true && line["connection_id"].as_str().is_some_and(|id| id.starts_with("real_"))
    });
    assert_eq!(told.count(), sent, "every real delivery is told of once");
}

/// The most memory the process has ever had, in KiB.
fn peak(run: &Running) -> u64 {
    let status =
        std::fs::read_to_string(format!("/proc/{}/status", ready(run)["pid"])).expect("Linux's /proc");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

/// The first character that a terminal would not just show.
fn raw(text: &str) -> Option<char> {
    text.chars().find(|&c| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

#[tokio::test]
async fn nothing_reaches_stdout_raw_from_any_field() {
    let evils = [
        "\u{1b}]0;title\u{7}\u{1b}[2J",
        "\u{9b}31m\u{85}\u{90}q\u{9c}",
        "\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}",
        "\u{2066}\u{2067}\u{2068}\u{2069}\u{200f}\u{61c}",
        "\r\n\u{8}\u{7f}\0\t",
    ];
    for args in [&["--json"][..], &["--print", "pretty"], &["--print", "line"]] {
        let (run, address) = listen(args);
        for evil in evils {
            let mut all: Value = serde_json::from_slice(&event(evil)).expect("JSON");
            let members: Vec<String> = all.as_object().expect("an object").keys().cloned().collect();
            let mut bodies = Vec::new();
            for member in members.iter().filter(|member| *member != "success") {
                let mut one = all.clone();
                one[member] = json!(evil);
                bodies.push(one.to_string());
            }
            all["tags"] =
                json!({ "end_user_id": evil, "end_user_email": evil, "organization_id": evil, evil: evil });
            all["error"] = json!({ "type": evil, "description": evil });
            all["success"] = json!(false);
            all[evil] = json!([evil, { evil: evil }]);
            bodies.push(all.to_string());
            let sync = json!({"from": "nango", "type": "sync", "syncName": evil, "success": true, "model": evil,
                "connectionId": evil, "providerConfigKey": evil, "modifiedAfter": evil});
            let forward =
                json!({"from": evil, "type": "forward", "providerConfigKey": evil, "payload": evil});
            bodies.extend([sync.to_string(), forward.to_string(), evil.to_owned(), format!("{{\"{evil}")]);
            for body in &bodies {
                for key in [KEY, OTHER_KEY] {
                    let verdict = say(address, &post(key, "/", b"", body.as_bytes())).await;
                    assert_eq!(verdict, Some(if key == KEY { 200 } else { 401 }), "{body:?}");
                }
            }
            // Bytes as they are, where the listener takes them at all.
            let body = bodies[0].as_bytes();
            let encoded: String = evil.bytes().map(|byte| format!("%{byte:02x}")).collect();
            let header = format!("X-Evil: {evil}\r\nX-Nango-Hmac-Sha256: {evil}\r\nUser-Agent: {evil}\r\n");
            let _ = say(address, &post(KEY, &format!("/{encoded}?{encoded}={encoded}"), b"", body)).await;
            let _ = say(address, &post(KEY, &format!("/{evil}?{evil}"), b"", body)).await;
            let _ = say(address, &post(KEY, "/", header.as_bytes(), body)).await;
            let _ = say(address, format!("{evil} / HTTP/1.1\r\n\r\n").as_bytes()).await;
            let _ = say(address, b"X' / HTTP/1.1\r\nContent-Length: 9999999\r\n\r\n").await;
        }
        run.signal(Signal::INT);
        let output = run.end().ok();
        // Tabs stand between the cells of a row, and nowhere else.
        let rows = output.stdout.lines().filter(|line| line.starts_with("20"));
        let odd = rows.map(|row| (row.matches('\t').count(), row)).find(|(tabs, _)| *tabs != 9);
        assert_eq!(odd, None);
        let stdout = output.stdout.replace('\t', "");
        assert_eq!(raw(&stdout).or(raw(&output.stderr)), None, "{output:?}");
        assert!(output.stdout.contains("title"), "it is shown, made harmless: {output:?}");
    }
}

/// Whoever sends and leaves has no connection that could make room, while what was sent waits to be stored.
#[tokio::test]
async fn clients_that_leave_do_not_pile_up() {
    let place = tempfile::tempdir().expect("a directory");
    let path = place.path().join("inbox.db");
    let (run, address) = listen(&["--json", "--inbox", path.to_str().expect("a path")]);
    let other = rusqlite::Connection::open(&path).expect("another program");
    other.execute_batch("BEGIN EXCLUSIVE").expect("a lock");
    let mut request = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n".to_vec();
    request.resize(request.len() + 60_000, b'x');
    let request = Arc::new(request);
    let mut crowd = JoinSet::new();
    for _ in 0..8 {
        let request = request.clone();
        crowd.spawn(async move {
            for _ in 0..1_000 {
                let Ok(mut stream) = TcpStream::connect(address).await else { continue };
                let _ = stream.write_all(&request).await;
            }
        });
    }
    while let Some(left) = crowd.join_next().await {
        left.expect("a client without a fault of its own");
    }
    let memory = peak(&run);
    println!("{memory} KiB at most");
    assert!(memory < MEMORY, "{memory} KiB");
    other.execute_batch("ROLLBACK").expect("the lock is let go");
    let delivery = post(KEY, "/", b"", &event("real"));
    assert_eq!(timeout(PATIENCE, say(address, &delivery)).await, Ok(Some(200)));
    run.signal(Signal::INT);
    run.end().ok().says("1 verified");
}

/// Descriptors run out before connections do: then the half-open ones go, and real deliveries are answered.
#[tokio::test]
async fn few_descriptors_are_enough() {
    let (run, address) = listen(&["--json"]);
    let few = Rlimit { current: Some(40), maximum: Some(40) };
    let pid = ready(&run)["pid"].as_i64().and_then(|pid| Pid::from_raw(pid as i32));
    prlimit(pid, Resource::Nofile, few).expect("a limit for the listener");
    let mut crowd = Vec::new();
    for number in 0..100 {
        crowd.push(TcpStream::connect(address).await.expect("a connection"));
        if number % 10 == 0 {
            let delivery = post(KEY, "/", b"", &event(&format!("real_{number}")));
            assert_eq!(timeout(PATIENCE, say(address, &delivery)).await, Ok(Some(200)), "delivery {number}");
        }
    }
    run.signal(Signal::INT);
    run.end().ok().says("10 verified");
}
