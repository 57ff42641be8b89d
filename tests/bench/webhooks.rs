//! `cargo bench --bench webhooks`: how many verified deliveries a second the listener takes, each stored before its
//! 200, beside a Node receiver that checks with `@nangohq/node` and stores nothing. Both in turn, over the same 64
//! connections; medians of the rounds.
//!
//! Then how its memory fares over 200,000 of them, what it costs idle, and how long 200 events take to an app that
//! needs 50 ms for each. It judges nothing. Node needs `npm ci --prefix tests/sdk`.

use std::cell::Cell;
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant};

use nango_cli::secret::Secret;
use nango_cli::webhook::signature::{hmac_sha256, legacy_sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::LocalSet;

const TOOL: &str = env!("CARGO_BIN_EXE_nango-cli");
const KEY: &str = "b8f3c2de-5a41-4c07-9e6d-2f10a7d4e911";
const CONNECTIONS: usize = 64;
const ROUNDS: usize = 5;
const EVENTS: usize = 20_000;
const LONG: usize = 200_000;
const FORWARDED: usize = 200;
const APP_TIME: Duration = Duration::from_millis(50);

fn main() {
    // `cargo test` runs benches, too, and wants them quick.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let run = |receiver: &Receiver, events: &[Vec<u8>]| {
        let before = receiver.cpu();
        let load = LocalSet::new().block_on(&runtime, load(receiver.address, events));
        Load { cpu: (receiver.cpu() - before) / events.len() as u32, ..load }
    };

    let ours = Receiver::listener(&[]);
    let idle = ours.memory();
    let before = ours.wakeups();
    std::thread::sleep(Duration::from_secs(5));
    println!("idle: {idle:.1} MiB, {} wakeups in 5 s", ours.wakeups() - before);

    let node = Receiver::node();
    let made = Cell::new(0);
    let batch = |size: usize| {
        let first = made.replace(made.get() + size);
        (first..first + size).map(delivery).collect::<Vec<_>>()
    };
    let mut measured: [Vec<Load>; 2] = Default::default();
    for round in 0..=ROUNDS {
        let events = batch(EVENTS);
        for (index, receiver) in [&ours, &node].into_iter().enumerate() {
            let load = run(receiver, &events);
            if round > 0 {
                measured[index].push(load);
            }
        }
    }
    let [ours_median, nodes_median] = measured.map(median);
    ours_median.tell("listen (stores each)");
    nodes_median.tell("Node (stores none)");
    println!("{:<22} {:.2}", "ratio", ours_median.rate / nodes_median.rate);
    drop(node);

    println!("memory: {:.1} MiB after {} events", ours.memory(), made.get());
    let events = batch(LONG);
    run(&ours, &events).tell("200,000 in a row");
    println!("memory: {:.1} MiB after {} events, {:.1} at most", ours.memory(), made.get(), ours.peak());
    drop(ours);
    drop(events);

    runtime.block_on(forward());
}

/// A delivery as Nango sends it, of a connection of its own.
fn delivery(number: usize) -> Vec<u8> {
    let body = format!(
        r#"{{"authMode":"OAUTH2","connectionId":"358b90c9-0789-4c28-8c25-{number:012}","endUser":{{"endUserEmail":"user1@example.com","endUserId":"user-1","organizationId":"org-1","tags":{{"plan":"pro"}}}},"environment":"dev","from":"nango","operation":"creation","provider":"github","providerConfigKey":"github","success":true,"tags":{{"end_user_display_name":"User One","end_user_email":"user1@example.com","end_user_id":"user-1","organization_display_name":"Org One","organization_id":"org-1","plan":"pro"}},"type":"auth"}}"#
    );
    let key = Secret::new(KEY);
    let head = format!(
        "POST /webhooks HTTP/1.1\r\nAccept: application/json, text/plain, */*\r\nContent-Type: application/json\r\n\
         X-Nango-Signature: {}\r\nX-Nango-Hmac-Sha256: {}\r\nuser-agent: nango/0.71.4 (linux/6.18.44; node.js/22.22.2)\r\n\
         Content-Length: {}\r\nAccept-Encoding: gzip, compress, deflate, br\r\nHost: 127.0.0.1:4000\r\n\
         Connection: keep-alive\r\n\r\n",
        legacy_sha256(&key, body.as_bytes()),
        hmac_sha256(&key, body.as_bytes()),
        body.len()
    );
    (head + &body).into_bytes()
}

/// What one load came to.
struct Load {
    /// Events a second.
    rate: f64,
    p50: Duration,
    p99: Duration,
    worst: Duration,
    /// Processor time of the receiver for each event.
    cpu: Duration,
}

impl Load {
    fn tell(&self, name: &str) {
        println!(
            "{name:<22} {:>7.0} events/s   p50 {:>7.2?}   p99 {:>7.2?}   worst {:>7.2?}   CPU {:.1?}",
            self.rate, self.p50, self.p99, self.worst, self.cpu
        );
        let _ = std::io::stdout().flush();
    }
}

/// Each number's median over the rounds.
fn median(loads: Vec<Load>) -> Load {
    fn middle<T: PartialOrd + Copy>(loads: &[Load], of: impl Fn(&Load) -> T) -> T {
        let mut values: Vec<T> = loads.iter().map(of).collect();
        values.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
        values[values.len() / 2]
    }
    Load {
        rate: middle(&loads, |load| load.rate),
        p50: middle(&loads, |load| load.p50),
        p99: middle(&loads, |load| load.p99),
        worst: middle(&loads, |load| load.worst),
        cpu: middle(&loads, |load| load.cpu),
    }
}

/// Sends every event once, each connection the next as soon as it has its answer.
async fn load(address: SocketAddr, events: &[Vec<u8>]) -> Load {
    let next = Rc::new(Cell::new(0));
    let events: Rc<[Vec<u8>]> = events.into();
    let mut streams = Vec::new();
    for _ in 0..CONNECTIONS {
        let stream = TcpStream::connect(address).await.expect("a connection");
        stream.set_nodelay(true).expect("no delay");
        streams.push(stream);
    }
    let started = Instant::now();
    let clients: Vec<_> = streams
        .into_iter()
        .map(|mut stream| {
            let (next, events) = (next.clone(), events.clone());
            tokio::task::spawn_local(async move {
                let mut times = Vec::with_capacity(events.len() / CONNECTIONS * 2);
                let mut buffer = [0; 1024];
                while let Some(event) = events.get(next.replace(next.get() + 1)) {
                    let sent = Instant::now();
                    stream.write_all(event).await.expect("a delivery sent");
                    answer(&mut stream, &mut buffer).await;
                    times.push(sent.elapsed());
                }
                times
            })
        })
        .collect();
    let mut times = Vec::with_capacity(events.len());
    for client in clients {
        times.extend(client.await.expect("a client"));
    }
    let rate = times.len() as f64 / started.elapsed().as_secs_f64();
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    Load { rate, p50: at(0.5), p99: at(0.99), worst: at(1.0), cpu: Duration::ZERO }
}

/// Reads one answer, which must be a 200. Both receivers' bodies end with a brace and hold no other.
async fn answer(stream: &mut TcpStream, buffer: &mut [u8]) {
    let mut length = 0;
    loop {
        let read = stream.read(&mut buffer[length..]).await.expect("an answer");
        length += read;
        if read == 0 || buffer[..length].ends_with(b"}") {
            break;
        }
    }
    let answer = &buffer[..length];
    assert!(answer.starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(answer));
}

/// Forwards to an app that is slow, and prints how long all of them take.
async fn forward() {
    let app = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", app.local_addr().expect("an address"));
    let (answered, mut answers) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = app.accept().await {
            tokio::spawn(slow_app(stream, answered.clone()));
        }
    });
    let listener = Receiver::listener(&["--forward-to", &url]);
    let events: Vec<_> = (0..FORWARDED).map(delivery).collect();
    let started = Instant::now();
    LocalSet::new().run_until(load(listener.address, &events)).await;
    for _ in 0..FORWARDED {
        answers.recv().await.expect("an answer of the app");
    }
    let took = started.elapsed();
    println!("{FORWARDED} events forwarded to an app that takes {APP_TIME:?} for each: {took:.2?}");
}

/// Answers each request of a connection after a while.
async fn slow_app(mut stream: TcpStream, answered: mpsc::UnboundedSender<()>) {
    let mut request = Vec::new();
    loop {
        request.clear();
        while !request.ends_with(b"}") {
            if stream.read_buf(&mut request).await.unwrap_or(0) == 0 {
                return;
            }
        }
        tokio::time::sleep(APP_TIME).await;
        if stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").await.is_err() {
            return;
        }
        let _ = answered.send(());
    }
}

/// A process that receives webhooks. It is killed when dropped.
struct Receiver {
    child: Child,
    address: SocketAddr,
    _home: tempfile::TempDir,
}

impl Receiver {
    /// The listener with an inbox of its own; its stdout is read as it comes, as a script does.
    fn listener(args: &[&str]) -> Self {
        let mut command = Command::new(TOOL);
        command.args(["webhooks", "listen", "--port", "0", "--json"]).args(args);
        Receiver::start(command)
    }

    fn node() -> Self {
        let mut command = Command::new("node");
        command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sdk/bench_receiver.mjs"));
        Receiver::start(command)
    }

    /// The first line of its stdout tells its URL.
    fn start(mut command: Command) -> Self {
        let home = tempfile::tempdir().expect("a directory");
        command
            .env_clear()
            .env("HOME", home.path())
            .env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("NANGO_WEBHOOK_SIGNING_KEY", KEY).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let mut stdout = BufReader::new(child.stdout.take().expect("its stdout"));
        let mut line = String::new();
        stdout.read_line(&mut line).expect("a line");
        let ready: serde_json::Value = serde_json::from_str(&line).expect("the ready line");
        let url = ready["url"].as_str().expect("a URL").trim_start_matches("http://");
        let address = url.parse().expect("an address");
        std::thread::spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()));
        Receiver { child, address, _home: home }
    }

    /// Resident memory in MiB.
    fn memory(&self) -> f64 {
        self.status("VmRSS:") as f64 / 1024.0
    }

    /// The most it has ever had.
    fn peak(&self) -> f64 {
        self.status("VmHWM:") as f64 / 1024.0
    }

    /// How often a thread of it has waited.
    fn wakeups(&self) -> u64 {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.child.id())).expect("Linux's /proc");
        tasks.flatten().map(|task| number(&task.path().join("status"), "voluntary_ctxt_switches:")).sum()
    }

    /// The processor time that it has used.
    fn cpu(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        // Behind the name in brackets, which may hold anything: user and system time are the 12th and 13th.
        let rest = stat.rsplit(") ").next().unwrap_or_default();
        let ticks: u64 = rest.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
        Duration::from_millis(ticks * 10)
    }

    fn status(&self, name: &str) -> u64 {
        number(format!("/proc/{}/status", self.child.id()).as_ref(), name)
    }
}

fn number(file: &std::path::Path, name: &str) -> u64 {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|rest| rest.split_whitespace().next()).and_then(|number| number.parse().ok()).unwrap_or(0)
}

impl Drop for Receiver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
