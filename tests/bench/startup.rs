//! `cargo bench`: what starting costs, beside others that do the same, measured in turn.
//!
//! Prints medians and the ratio of each pair; it judges nothing.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 200;
const TOOL: &str = env!("CARGO_BIN_EXE_nango-cli");
const KEY: &str = "5a9db0c5-0000-4000-8000-000000000001";

fn main() {
    // `cargo test` runs benches, too, and wants them quick.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let mut sandbox = Command::new(TOOL)
        .args(["sandbox", "--port", "0", "-q"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the sandbox starts");
    let mut url = String::new();
    let stdout = sandbox.stdout.take().expect("its stdout");
    BufReader::new(stdout).read_line(&mut url).expect("its URL");
    let url = url.trim().to_owned();

    let version = || command(TOOL, &["--version"]);
    let help = || command(TOOL, &["--help"]);
    let nothing = || command("/bin/true", &[]);
    pair("--version", version, "a bare process (/bin/true)", nothing);
    pair("--help", help, "a bare process (/bin/true)", nothing);

    let create = || {
        let mut create =
            command(TOOL, &["session", "create", "--end-user", "u_1", "--integration", "github", "-q"]);
        create.env("NANGO_HOSTPORT", &url).env("NANGO_SECRET_KEY", KEY);
        create
    };
    let endpoint = format!("{url}/connect/sessions");
    let curl = || {
        let body = r#"{"end_user":{"id":"u_1"},"allowed_integrations":["github"]}"#;
        let authorization = format!("Authorization: Bearer {KEY}");
        let json = "Content-Type: application/json";
        command("curl", &["-sS", "-H", &authorization, "-H", json, "-d", body, &endpoint])
    };
    pair("session create -q", create, "curl doing the same", curl);

    for arguments in [&["--version"][..], &["--help"], &["connect", "--help"]] {
        if let Some(kib) = peak(arguments) {
            println!("{:<20} peak {:.2} MiB", arguments.join(" "), kib / 1024.0);
        }
    }
    let size = std::fs::metadata(TOOL).map_or(0, |data| data.len());
    println!("{:<20} {:.1} MB", "size on disk", size as f64 / 1e6);
    let _ = sandbox.kill();
    let _ = sandbox.wait();
}

fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).env_clear().env("HOME", "/nonexistent").stdin(Stdio::null());
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).stdout(Stdio::null());
    command
}

fn pair(name: &str, ours: impl Fn() -> Command, other_name: &str, theirs: impl Fn() -> Command) {
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..=ROUNDS {
        for (index, mut command) in [ours(), theirs()].into_iter().enumerate() {
            let started = Instant::now();
            let status = command.status().unwrap_or_else(|error| panic!("{command:?}: {error}"));
            assert!(status.success(), "{command:?}: {status}");
            if round > 0 {
                times[index].push(started.elapsed());
            }
        }
    }
    let [ours, theirs] = times.map(median);
    println!(
        "{name:<20} {ours:>8.2?}   {other_name:<28} {theirs:>8.2?}   ratio {:.2}",
        ours.as_secs_f64() / theirs.as_secs_f64()
    );
    let _ = std::io::stdout().flush();
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Peak memory in KiB as GNU time says it, where there is one.
fn peak(arguments: &[&str]) -> Option<f64> {
    let output = Command::new("/usr/bin/time").args(["-f", "%M", TOOL]).args(arguments).output().ok()?;
    String::from_utf8(output.stderr).ok()?.trim().parse().ok()
}
