//! Reaching this machine: tunnels (scripts that stand in for them, and two real ones), `--take` and its journal,
//! `point`, `--poll`.

mod common;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use common::hooks::{event, eventually, post};
use common::raw::send;
use common::{Answer, KEY, Nango, OTHER_KEY, Peer, Running, SandboxProcess, Signal};
use nango_cli::secret::Secret;
use nango_cli::webhook::taken::{Journal, Record, Taken, fingerprint};
use serde_json::{Value, json};

/// A directory with these shell scripts, to be put first on `PATH`.
struct Scripts(tempfile::TempDir);

impl Scripts {
    fn new(scripts: &[(&str, &str)]) -> Self {
        use std::os::unix::fs::PermissionsExt;
        let place = tempfile::tempdir().expect("a directory");
        for (name, text) in scripts {
            let path = place.path().join(name);
            std::fs::write(&path, format!("#!/bin/sh\ncd '{}'\n{text}\n", place.path().display()))
                .expect("a script");
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("its mode");
        }
        Scripts(place)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn on_path(&self) -> String {
        format!("{}:/usr/bin:/bin", self.0.path().display())
    }

    fn pids(&self) -> Vec<i32> {
        let text = std::fs::read_to_string(self.path("pids")).expect("process IDs");
        text.lines().map(|line| line.trim().parse().expect("a process ID")).collect()
    }
}

fn wait_until_dead(pids: &[i32]) {
    let alive = |pid: &i32| {
        std::fs::read_to_string(format!("/proc/{pid}/stat"))
            .is_ok_and(|stat| !stat.rsplit(')').next().unwrap_or_default().trim_start().starts_with('Z'))
    };
    let deadline = Instant::now() + common::PATIENCE;
    while pids.iter().any(alive) {
        assert!(Instant::now() < deadline, "still there: {pids:?}");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

/// The path of a program that CI has to have: the tests' own tools first, then `PATH`'s usual places.
fn program(name: &str, places: &[&str]) -> Option<PathBuf> {
    let tools = concat!(env!("CARGO_MANIFEST_DIR"), "/target/tools/bin");
    let found =
        [tools].iter().chain(places).map(|place| Path::new(place).join(name)).find(|path| path.exists());
    if found.is_none() {
        let test = std::thread::current().name().unwrap_or_default().to_owned();
        assert!(
            std::env::var_os("NANGO_CLI_E2E").is_none_or(|value| value != "required"),
            "{test} needs {name}, and NANGO_CLI_E2E=required"
        );
        // Not by `eprintln!`, which the test harness keeps to itself.
        let _ = writeln!(std::io::stderr(), "SKIPPED {test}: it needs {name}");
    }
    found
}

/// A server that dies with its test.
struct Server(Child);

impl Server {
    /// Starts it, and waits for a line of its output that holds `ready`.
    fn start(command: &mut Command, ready: &str) -> Self {
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut server = Server(child.expect("a server"));
        let (told, lines) = std::sync::mpsc::channel();
        let stdout = server.0.stdout.take().expect("stdout");
        let stderr = server.0.stderr.take().expect("stderr");
        for stream in [Box::new(stdout) as Box<dyn std::io::Read + Send>, Box::new(stderr)] {
            let told = told.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    let _ = told.send(line);
                }
            });
        }
        drop(told);
        let mut said = Vec::new();
        while let Ok(line) = lines.recv_timeout(common::PATIENCE) {
            if line.contains(ready) {
                return server;
            }
            said.push(line);
        }
        panic!("it never said {ready:?}: {said:#?}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A local sshd with keys of its own, and an ssh configuration that knows it as `box`.
struct Sshd {
    place: tempfile::TempDir,
    _server: Server,
}

impl Sshd {
    fn start() -> Option<Self> {
        let sshd = program("sshd", &["/usr/sbin", "/usr/local/sbin"])?;
        let keygen = program("ssh-keygen", &["/usr/bin", "/usr/local/bin"])?;
        let place = tempfile::tempdir().expect("a directory");
        let at = |name: &str| place.path().join(name).display().to_string();
        for key in ["host", "user"] {
            let made = Command::new(&keygen).args(["-q", "-t", "ed25519", "-N", "", "-f", &at(key)]).status();
            assert!(made.is_ok_and(|status| status.success()), "no key");
        }
        std::fs::copy(at("user.pub"), at("authorized")).expect("a key to let in");
        let port = common::free_port();
        let server = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {}\nAuthorizedKeysFile {}\nStrictModes no\nUsePAM no\nPidFile none\n",
            at("host"),
            at("authorized"),
        );
        std::fs::write(at("sshd_config"), server).expect("a configuration");
        let user = std::env::var("USER").unwrap_or_else(|_| "root".to_owned());
        let client = format!(
            "Host box\n  HostName 127.0.0.1\n  Port {port}\n  User {user}\n  IdentityFile {}\n  IdentitiesOnly yes\n  \
             UserKnownHostsFile {}\n  StrictHostKeyChecking accept-new\n",
            at("user"),
            at("known"),
        );
        std::fs::write(at("ssh_config"), client).expect("a configuration");
        // sshd wants it, and only root, who alone runs this where it is missing, can make it.
        let _ = std::fs::create_dir("/run/sshd");
        let mut command = Command::new(sshd);
        let server = Server::start(command.args(["-D", "-e", "-f", &at("sshd_config")]), "Server listening");
        Some(Sshd { place, _server: server })
    }

    fn at(&self, name: &str) -> String {
        self.place.path().join(name).display().to_string()
    }
}

/// Runs `session create --listen` through this tunnel, connects with its session, and sees the webhook come.
fn a_webhook_comes_through(path: &str, tunnel: &str, host: &str) {
    let sandbox = SandboxProcess::start();
    integration(&sandbox);
    let create = ["session", "create", "--tag", "end_user_id=u_1", "--integration", "unauthenticated"];
    let run = sandbox
        .nango(create)
        .args(["--listen", "--json", "--timeout", "15s", "--tunnel", tunnel])
        .env("PATH", path)
        .spawn();
    let session = run.json_line();
    let public = run.stderr_line("Waiting for its webhook at ");
    assert!(public.contains(&format!("http://{host}:")), "{public}");
    connect_by(&sandbox, session["token"].as_str().expect("a token"));
    let event = run.json_line();
    assert_eq!((&event["verified"], &event["operation"]), (&json!(true), &json!("creation")), "{event}");
    assert_eq!(event["payload"]["tags"]["end_user_id"], "u_1");
    run.end().ok();
    // The listener is gone: the connection's webhooks go to the environment's URL.
    let id = event["connection_id"].as_str().expect("an ID");
    assert_eq!(target(&sandbox, id), Value::Null);
}

/// Makes the integration that needs no credentials.
fn integration(sandbox: &SandboxProcess) {
    sandbox.connect(&["--provider", "unauthenticated"]);
}

/// What Connect UI would do with that session.
fn connect_by(sandbox: &SandboxProcess, token: &str) {
    let url = format!("{}/auth/unauthenticated/unauthenticated?connect_session_token={token}", sandbox.url);
    assert_eq!(send("POST", &url, &[], b"").status, 200);
}

/// The webhook URL of a connection.
fn target(sandbox: &SandboxProcess, id: &str) -> Value {
    let got = sandbox.nango(["connections", "get", id, "--json"]).run().ok();
    got.json()["webhook_url_override"].clone()
}

#[test]
fn ssh_by_a_command_line() {
    let Some(sshd) = Sshd::start() else { return };
    let tunnel = format!("ssh -F {} -R 0:127.0.0.1:{{port}} box -N", sshd.at("ssh_config"));
    a_webhook_comes_through("/usr/bin:/bin", &tunnel, "127.0.0.1");
}

#[test]
fn ssh_by_its_name() {
    let Some(sshd) = Sshd::start() else { return };
    // ssh reads the configuration in the home of whoever runs it, wherever HOME points: hand it another.
    let Some(ssh) = program("ssh", &["/usr/bin", "/usr/local/bin"]) else { return };
    let wrapper = format!("exec '{}' -F '{}' \"$@\"", ssh.display(), sshd.at("ssh_config"));
    let scripts = Scripts::new(&[("ssh", &wrapper)]);
    a_webhook_comes_through(&scripts.on_path(), "ssh:box", "127.0.0.1");

    let stranger = ["session", "create", "--listen", "--tunnel", "ssh:nobody-here@box"];
    let output = Nango::at(&common::dead_host(), stranger).env("PATH", &scripts.on_path()).run().exits(6);
    output.says("the tunnel ended: ssh").says("Permission denied").says("ssh-add");
}

#[test]
fn bore() {
    let Some(bore) = program("bore", &["/usr/local/bin"]) else {
        return;
    };
    // Its port is always the same; the loopback has addresses enough for an own one each.
    let pid = std::process::id();
    let address = format!("127.8.{}.{}", pid / 250 % 250, pid % 250 + 1);
    let mut command = Command::new(&bore);
    let _server = Server::start(command.args(["server", "--bind-addr", &address]), "server listening");
    let tunnel = format!("{} local {{port}} --to {address}", bore.display());
    a_webhook_comes_through("/usr/bin:/bin", &tunnel, &address);
}

#[test]
fn a_missing_program_says_how_to_get_it_and_what_else_is_there() {
    let scripts = Scripts::new(&[("ngrok", "")]);
    let only_scripts = scripts.0.path().display().to_string();
    let listen = ["webhooks", "listen", "--port", "0", "--tunnel", "cloudflared"];
    let run = Nango::at(&common::dead_host(), listen).env("PATH", &only_scripts).run();
    let run = run.exits(2).no_data().says("cloudflared is not installed").says("brew install cloudflared");
    let run = run.says("here: ngrok");
    assert!(!run.stderr.contains("received"), "what never was ready has nothing to sum up: {run:?}");
    let typo = ["webhooks", "listen", "--tunnel", "cloudflred"];
    Nango::new(typo).run().exits(2).says("write cloudflared, ngrok, ssh:USER@HOST");
}

#[test]
fn a_program_without_a_url_ends_the_listener_with_its_last_lines() {
    let scripts = Scripts::new(&[(
        "cloudflared",
        "echo $$ > pids; env > env; echo 'INF \x1b[31mRequesting new quick Tunnel\x1b[0m' >&2; exec sleep 300",
    )]);
    let listen = ["webhooks", "listen", "--port", "0", "--tunnel", "cloudflared", "--timeout"];
    // A busy machine may not have come to the program's last line by then.
    let mut patience = 1;
    let output = loop {
        let run = Nango::at(&common::dead_host(), listen)
            .args([format!("{patience}s").as_str()])
            .env("PATH", &scripts.on_path())
            .env("NANGO_WEBHOOK_SIGNING_KEY", KEY)
            .run();
        let output = run.exits(6).no_data().says("gave no public URL");
        if patience > 5 || output.stderr.contains("Requesting new quick Tunnel") {
            break output.says("INF Requesting new quick Tunnel");
        }
        patience *= 3;
    };
    assert!(output.stderr.contains("--public-url"), "{output:?}");
    wait_until_dead(&scripts.pids());
    // It needs no keys.
    let env = std::fs::read_to_string(scripts.path("env")).expect("its environment");
    assert!(env.contains("PATH=") && !env.contains(KEY), "{env}");
}

#[test]
fn an_interrupt_is_heard_while_the_url_is_waited_for() {
    let scripts = Scripts::new(&[("cloudflared", "echo $$ > pids.new; mv pids.new pids; exec sleep 300")]);
    let create = ["session", "create", "--listen", "--tunnel", "cloudflared"];
    let run = Nango::at(&common::dead_host(), create).env("PATH", &scripts.on_path()).spawn();
    run.stderr_line("Starting cloudflared");
    let deadline = Instant::now() + common::PATIENCE;
    while !scripts.path("pids").exists() {
        assert!(Instant::now() < deadline, "it does not start");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    run.signal(Signal::INT);
    run.end().exits(130).no_data().says("interrupted");
    wait_until_dead(&scripts.pids());
}

#[test]
fn a_killed_listener_leaves_no_tunnel_behind() {
    let scripts = Scripts::new(&[(
        "ngrok",
        "echo $$ > pids; sleep 300 & echo $! >> pids; echo url=https://x.example; wait",
    )]);
    for signal in [Signal::KILL, Signal::INT] {
        let listen = ["webhooks", "listen", "--port", "0", "--json", "--tunnel", "ngrok"];
        let run = Nango::at(&common::dead_host(), listen).env("PATH", &scripts.on_path()).spawn();
        let ready = run.json_line();
        assert_eq!(ready["url"], "https://x.example");
        let pids = scripts.pids();
        run.signal(signal);
        let code = run.end().code;
        assert_eq!(code, if signal == Signal::KILL { -9 } else { 0 });
        wait_until_dead(&pids);
    }
}

#[test]
fn the_cloud_is_not_asked_for_what_it_refuses() {
    for command in [
        &["session", "create", "--listen"][..],
        &["connect", "--provider", "github", "--listen", "--no-browser"],
        &["session", "create", "--listen", "--public-url", "http://192.168.1.2:4000"],
        &["webhooks", "listen", "--port", "0", "--take", "c_1"],
    ] {
        // Whoever asks the cloud all the same meets a proxy that is not there.
        let run = Nango::new(command.iter().copied())
            .env("NANGO_SECRET_KEY", KEY)
            .env("HTTPS_PROXY", &common::dead_host());
        let output =
            run.run().exits(2).no_data().says("Nango Cloud sends no webhooks to an address of this machine");
        assert!(
            output.stderr.contains("--tunnel cloudflared") && output.stderr.contains("--poll"),
            "{output:?}"
        );
    }
}

#[test]
fn a_refused_url_says_what_serves() {
    // recordings/stock_ssrf_session_webhook_override_localhost.json
    let refused = json!({"error": {"code": "invalid_body", "errors": [
        {"code": "custom", "message": "This webhook URL is not allowed.", "path": ["webhook_url_override"]}]}});
    let answer = || Answer::new(400, "application/json", refused.to_string());
    let peer = Peer::new().expect("POST /connect/sessions", answer());
    let output = peer.nango(["session", "create", "--listen"]).run().exits(5).no_data();
    output
        .says("This webhook URL is not allowed.")
        .says("--tunnel cloudflared")
        .says("webhooks listen --poll");
    let body = peer.seen()[0].json();
    assert!(
        body["webhook_url_override"].as_str().is_some_and(|url| url.starts_with("http://127.0.0.1:")),
        "{body}"
    );
}

#[test]
fn a_session_that_nobody_uses_ends_with_the_wait() {
    let sandbox = SandboxProcess::start();
    let create = ["session", "create", "--listen", "-q", "--timeout", "3s"];
    let output = sandbox.nango(create).run().exits(7).says("no webhook of this session came in time");
    let token = output.value();
    sandbox.nango(["session", "get"]).stdin(token).run().exits(3).says("unknown_connect_session_token");
}

#[test]
fn connect_listens_behind_a_public_url() {
    let sandbox = SandboxProcess::approving();
    // The traffic of the public URL is brought here by nobody but the name: localhost is this machine.
    let port =
        TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port").port();
    let (listen, public) = (format!("--listen={port}"), format!("http://localhost:{port}/hooks/"));
    let create =
        ["session", "create", "--integration", "unauthenticated", &listen, "--public-url", &public, "-q"];
    integration(&sandbox);
    let run = sandbox.nango(create).args(["--timeout", "15s"]).spawn();
    let token = run.line();
    connect_by(&sandbox, &token);
    let id = run.line();
    assert_eq!(run.end().ok().stdout, format!("{token}\n{id}\n"));
    let connect = ["connect", "--provider", "unauthenticated", &listen, "--public-url", &public, "-q"];
    let made = sandbox.nango(connect).run().ok();
    assert_eq!(target(&sandbox, made.value()), Value::Null);
    Nango::new(["connect", "--provider", "x", "--tunnel", "ngrok"]).run().exits(2).says("--listen");
}

#[test]
fn point_and_clear() {
    let sandbox = SandboxProcess::start();
    let [one, two] = ["a", "b"]
        .map(|tag| sandbox.connect(&["--provider", "unauthenticated", "--tag", &format!("t={tag}")]));
    let point = |args: &[&str]| sandbox.nango(["webhooks", "point"]).args(args.iter().copied());
    let output = point(&[&one, "https://x.example/hook/", "--json"]).run().ok();
    assert_eq!(
        output.json(),
        json!([{"connection_id": one, "provider_config_key": "unauthenticated",
                "before": null, "after": "https://x.example/hook/"}])
    );
    assert_eq!(target(&sandbox, &one), "https://x.example/hook/");
    let output = point(&["--integration", "unauthenticated", "https://y.example", "-q"]).run().ok();
    let mut ids: Vec<&str> = output.stdout.lines().collect();
    ids.sort_unstable();
    let mut both = [one.as_str(), two.as_str()];
    both.sort_unstable();
    assert_eq!(ids, both);
    let output = point(&["--tag", "t=b", "--clear"]).run().ok();
    assert_eq!(output.rows(), [[two.as_str(), "unauthenticated", "https://y.example", "the environment's"]]);
    assert_eq!((target(&sandbox, &one), target(&sandbox, &two)), (json!("https://y.example"), Value::Null));

    // What is there is pointed, what is not is told.
    let output = point(&["nowhere", &two, "https://z.example"]).run().exits(4);
    output.says("there is no connection nowhere").says("1 connection pointed there all the same");
    assert_eq!(target(&sandbox, &two), "https://z.example");
    for (wrong, says) in [
        (&["--clear"][..], "which connections"),
        (&["https://x.example"], "which connections"),
        (&["c_1"], "the last word is no URL"),
        (&[], "where to?"),
        (&["c_1", "https://x.example", "--clear"], "contradict"),
        (&["c_1", "https://x.example", "--tag", "a=b"], "no other filter"),
    ] {
        point(wrong).run().exits(2).no_data().says(says);
    }
    // One refusal is every other's, too: nothing more is sent.
    point(&[&one, &two, "https://api.nango.dev/x"]).run().exits(5).says("cannot point to Nango's domain");
}

/// A listener that is ready, with a data directory that others can be given.
fn taking(sandbox: &SandboxProcess, data: &Path, args: &[&str]) -> (Running, String) {
    let listen = ["webhooks", "listen", "--port", "0", "--json"];
    let data = data.display().to_string();
    let run = sandbox.nango(listen).args(args.iter().copied()).env("XDG_DATA_HOME", &data).spawn();
    let ready = run.json_line();
    assert_eq!(ready["event"], "ready");
    (run, ready["url"].as_str().expect("a URL").to_owned())
}

#[test]
fn what_is_taken_is_put_back() {
    let sandbox = SandboxProcess::start();
    let data = tempfile::tempdir().expect("a directory");
    let [one, two] = ["a", "b"].map(|_| sandbox.connect(&["--provider", "unauthenticated"]));
    sandbox.nango(["webhooks", "point", &one, "https://x.example"]).run().ok();
    let (run, url) = taking(&sandbox, data.path(), &["--take", &one, "--take", &two]);
    assert_eq!((target(&sandbox, &one), target(&sandbox, &two)), (json!(url), json!(url)));
    // Another listener leaves them alone.
    let other = sandbox.nango(["webhooks", "listen", "--port", "0", "--take", &two]);
    let other = other.env("XDG_DATA_HOME", &data.path().display().to_string());
    other.run().exits(1).no_data().says("another listener has taken").says(&two);
    run.signal(Signal::INT);
    run.end().ok().says("2 connections put back");
    assert_eq!((target(&sandbox, &one), target(&sandbox, &two)), (json!("https://x.example"), Value::Null));
    assert_eq!(journals(data.path()), 0);
}

#[test]
fn connections_are_taken_by_their_tags() {
    let sandbox = SandboxProcess::start();
    let data = tempfile::tempdir().expect("a directory");
    let [mine, other] = ["u_1", "u_2"]
        .map(|user| sandbox.connect(&["--provider", "unauthenticated", "--tag", &format!("owner={user}")]));
    let public = "https://x.example/hooks/";
    let (run, url) = taking(&sandbox, data.path(), &["--take-tag", "owner=u_1", "--public-url", public]);
    assert_eq!(url, public);
    assert_eq!((target(&sandbox, &mine), target(&sandbox, &other)), (json!(url), Value::Null));
    run.signal(Signal::INT);
    run.end().ok().says("put back");
    assert_eq!(target(&sandbox, &mine), Value::Null);
}

fn journals(data: &Path) -> usize {
    std::fs::read_dir(data.join("nango-cli/taken")).map_or(0, Iterator::count)
}

#[test]
fn what_a_killed_listener_took_is_put_back_by_the_next() {
    let sandbox = SandboxProcess::start();
    let data = tempfile::tempdir().expect("a directory");
    let [one, two] = ["a", "b"].map(|_| sandbox.connect(&["--provider", "unauthenticated"]));
    sandbox.nango(["webhooks", "point", &one, "https://x.example"]).run().ok();
    let (run, url) = taking(&sandbox, data.path(), &["--take-integration", "unauthenticated"]);
    run.signal(Signal::KILL);
    assert_eq!(run.end().code, -9);
    assert_eq!(target(&sandbox, &one), json!(url));
    // Somebody has changed the other one since: that stays.
    sandbox.nango(["webhooks", "point", &two, "https://mine.example"]).run().ok();
    let next = ["webhooks", "listen", "--port", "0", "--json"];
    // A listener of another host leaves it to the one that can.
    let elsewhere =
        Nango::at(&common::dead_host(), next).env("XDG_DATA_HOME", &data.path().display().to_string());
    let elsewhere = elsewhere.spawn();
    elsewhere.stderr_line("start a listener with that host and key");
    elsewhere.json_line();
    elsewhere.signal(Signal::TERM);
    elsewhere.end().ok();

    let (run, _) = taking(&sandbox, data.path(), &[]);
    run.stderr_line("put back where they went before");
    assert_eq!(
        (target(&sandbox, &one), target(&sandbox, &two)),
        (json!("https://x.example"), json!("https://mine.example"))
    );
    run.signal(Signal::INT);
    run.end().ok().says("An earlier listener died");
    assert_eq!(journals(data.path()), 0);
}

/// A tunnel that has another address each time its file `up` is taken away, and the option for it.
fn moving() -> (Scripts, String) {
    let scripts = Scripts::new(&[(
        "moving",
        "n=$(cat n 2>/dev/null || echo 0); n=$((n + 1)); echo $n > n; touch up
        echo https://t$n.example; while [ -e up ]; do sleep 0.02; done; exit 1",
    )]);
    let tunnel = format!("{} {{port}}", scripts.path("moving").display());
    (scripts, tunnel)
}

/// Moves it to its second address.
fn moves(scripts: &Scripts, run: &Running) {
    std::fs::remove_file(scripts.path("up")).expect("the file");
    run.stderr_line("the tunnel is down");
    let moved = run.json_line();
    assert_eq!((&moved["event"], &moved["url"]), (&json!("moved"), &json!("https://t2.example")));
}

#[test]
fn what_is_taken_follows_a_tunnel_that_moves() {
    let sandbox = SandboxProcess::start();
    let data = tempfile::tempdir().expect("a directory");
    let [gone, one, two] = ["a", "b", "c"].map(|_| sandbox.connect(&["--provider", "unauthenticated"]));
    let (scripts, tunnel) = moving();
    let take = ["--take", &gone, "--take", &one, "--take", &two, "--tunnel", &tunnel];
    let (run, url) = taking(&sandbox, data.path(), &take);
    assert_eq!((url.as_str(), target(&sandbox, &one)), ("https://t1.example", json!("https://t1.example")));
    // One that is gone keeps no other, and a failure that passes none at all.
    sandbox.nango(["connections", "delete", &gone, "--yes"]).run().ok();
    let path = format!("/connections/{one}");
    let fail = ["sandbox", "ctl", "fail", &path, "--method", "PATCH", "--status", "503"];
    sandbox.nango(fail).run().ok();
    moves(&scripts, &run);
    run.stderr_line("2 connections cannot be pointed at the new address");
    run.stderr_line("The taken connections point at the new address");
    for id in [&one, &two] {
        assert_eq!(target(&sandbox, id), "https://t2.example");
    }
    run.signal(Signal::INT);
    run.end().ok().says("2 connections put back");
    assert_eq!((target(&sandbox, &one), target(&sandbox, &two)), (Value::Null, Value::Null));
    assert_eq!(journals(data.path()), 0);
}

#[test]
fn a_listener_goes_on_while_what_is_taken_follows() {
    let sandbox = SandboxProcess::start();
    let data = tempfile::tempdir().expect("a directory");
    let one = sandbox.connect(&["--provider", "unauthenticated"]);
    let (scripts, tunnel) = moving();
    let port = common::free_port().to_string();
    let run = sandbox
        .nango(["webhooks", "listen", "--port", &port, "--json", "--take", &one, "--tunnel", &tunnel])
        .env("XDG_DATA_HOME", &data.path().display().to_string())
        .spawn();
    assert_eq!(run.json_line()["event"], "ready");
    let path = format!("/connections/{one}");
    sandbox.nango(["sandbox", "ctl", "fail", &path, "--method", "PATCH", "--hang"]).run().ok();
    moves(&scripts, &run);
    let used = || sandbox.nango(["sandbox", "ctl", "fail", "--list", "--json"]).run().ok().json();
    eventually("the call that hangs", || used().as_array().is_some_and(Vec::is_empty));
    assert_eq!(post(&format!("http://127.0.0.1:{port}"), &event("c_9")).status, 200);
    assert_eq!(run.json_line()["connection_id"], "c_9");
    run.signal(Signal::INT);
    run.end().ok().says("1 connection put back");
    assert_eq!((target(&sandbox, &one), journals(data.path())), (Value::Null, 0));
}

#[test]
fn an_interrupt_while_connections_are_taken_puts_them_back() {
    let sandbox = SandboxProcess::start();
    let data = tempfile::tempdir().expect("a directory");
    let [one, two] = ["a", "b"].map(|_| sandbox.connect(&["--provider", "unauthenticated"]));
    let listen = ["webhooks", "listen", "--port", "0", "--take", &one, "--take", &two];
    let path = format!("/connections/{two}");
    sandbox.nango(["sandbox", "ctl", "fail", &path, "--method", "PATCH", "--hang"]).run().ok();
    let run = sandbox.nango(listen).env("XDG_DATA_HOME", &data.path().display().to_string()).spawn();
    eventually("the first is taken", || target(&sandbox, &one) != Value::Null);
    run.signal(Signal::INT);
    run.end().exits(130).says("1 connection put back").says("nothing stays taken");
    assert_eq!((target(&sandbox, &one), journals(data.path())), (Value::Null, 0));
}

#[test]
fn another_key_takes_nothing_from_a_listener() {
    let sandbox = SandboxProcess::with(["--key", OTHER_KEY]);
    let data = tempfile::tempdir().expect("a directory");
    let one = sandbox.connect(&["--provider", "unauthenticated"]);
    sandbox.nango(["webhooks", "point", &one, "https://mine.example"]).run().ok();
    let (run, url) = taking(&sandbox, data.path(), &["--take", &one]);
    let other = || {
        let listen = ["webhooks", "listen", "--port", "0", "--json", "--take", &one];
        let other = sandbox.nango(listen).env("NANGO_SECRET_KEY", OTHER_KEY);
        other.env("XDG_DATA_HOME", &data.path().display().to_string())
    };
    other().run().exits(1).no_data().says(&one);
    assert_eq!(target(&sandbox, &one), json!(url));
    // One that died leaves it to the first that comes: what was there before is known.
    run.signal(Signal::KILL);
    run.end();
    let run = other().spawn();
    assert_eq!(run.json_line()["event"], "ready");
    assert_ne!(target(&sandbox, &one), json!(url));
    run.signal(Signal::INT);
    run.end().ok().says("1 connection put back");
    assert_eq!(target(&sandbox, &one), "https://mine.example");
}

/// The journal of a listener that died with two connections of this Nango.
fn dead_listener(data: &Path, host: &str) {
    let taken =
        |id: &str| Taken { provider_config_key: "gh".to_owned(), connection_id: id.to_owned(), before: None };
    let record = Record {
        host: host.to_owned(),
        environment: fingerprint(&Secret::new(KEY)),
        pid: 1,
        urls: vec!["http://127.0.0.1:9".to_owned()],
        connections: vec![taken("c_1"), taken("c_2")],
    };
    let journal = Journal::create(&data.join("nango-cli/taken"), "dead", record).expect("a journal");
    journal.write().expect("a journal");
}

#[test]
fn a_nango_that_hangs_does_not_hold_a_listener_up() {
    let data = tempfile::tempdir().expect("a directory");
    let peer = Peer::new().expect("GET /connections/c_1", Answer::hang());
    dead_listener(data.path(), &peer.url);
    let run = peer
        .nango(["webhooks", "listen", "--port", "0", "--json"])
        .env("XDG_DATA_HOME", &data.path().display().to_string())
        .spawn();
    // Less than the 30 s that each call may take.
    assert_eq!(run.json_line()["event"], "ready");
    run.signal(Signal::INT);
    run.end().ok().says("is put back by the next `webhooks listen`");
    assert!(journals(data.path()) > 0);
}

#[test]
fn a_failure_that_concerns_all_is_met_once() {
    let data = tempfile::tempdir().expect("a directory");
    let connection = |id: &str| {
        Answer::json(json!({"id": 1, "connection_id": id, "provider_config_key": "gh", "provider": "github",
            "errors": [], "end_user": null, "tags": {}, "metadata": {}, "connection_config": {},
            "webhook_url_override": "http://127.0.0.1:9", "created_at": "2026-01-01T00:00:00Z",
            "updated_at": "2026-01-01T00:00:00Z", "last_fetched_at": "2026-01-01T00:00:00Z",
            "credentials": {"type": "OAUTH2", "access_token": "short"}}))
    };
    let changed = || Answer::json(json!({"success": true}));
    let peer = Peer::new()
        .expect("GET /connections/c_1", Answer::error(403, "insufficient_scope", "no"))
        .expect("GET /connections/c_2", connection("c_2"))
        .expect("PATCH /connections/c_2", changed())
        .expect("GET /connections/c_1", connection("c_1"))
        .expect("PATCH /connections/c_1", changed());
    dead_listener(data.path(), &peer.url);
    for says in ["2 connections could not be put back", "2 connections put back where they went before"] {
        let run = peer
            .nango(["webhooks", "listen", "--port", "0"])
            .env("XDG_DATA_HOME", &data.path().display().to_string())
            .spawn();
        run.stderr_line("Ready");
        run.signal(Signal::INT);
        run.end().ok().says(says);
    }
    assert_eq!(journals(data.path()), 0);
}

#[test]
fn nothing_stays_taken_where_one_cannot_be() {
    let sandbox = SandboxProcess::start();
    let data = tempfile::tempdir().expect("a directory");
    let one = sandbox.connect(&["--provider", "unauthenticated"]);
    let listen = ["webhooks", "listen", "--port", "0", "--take", &one];
    let in_data = |run: Nango| run.env("XDG_DATA_HOME", &data.path().display().to_string());
    let output = in_data(sandbox.nango(listen).args(["--take", "nowhere"])).run().exits(4).no_data();
    output.says("there is no connection nowhere");
    assert_eq!(target(&sandbox, &one), Value::Null);
    let refused =
        in_data(sandbox.nango(listen).args(["--public-url", "https://app.nango.dev/x"])).run().exits(5);
    refused.says("nothing stays taken");
    assert_eq!((target(&sandbox, &one), journals(data.path())), (Value::Null, 0));
}

#[test]
fn polling_shows_what_webhooks_would_have() {
    let sandbox = SandboxProcess::start();
    let old = sandbox.connect(&["--provider", "unauthenticated"]);
    let listen = ["webhooks", "listen", "--port", "0", "--json", "--poll", "100ms"];
    let until = ["--until", "operation=override", "--timeout", "15s"];
    let run = sandbox.nango(listen).args(until).spawn();
    assert_eq!(run.json_line()["event"], "ready");
    run.stderr_line("Watching the connections list (1 connection)");
    let new = sandbox.connect(&["--provider", "unauthenticated", "--tag", "end_user_id=u_1"]);
    let created = run.json_line();
    assert_eq!(
        (&created["verdict"], &created["synthetic"]),
        (&json!("synthetic"), &json!(true)),
        "{created}"
    );
    assert_eq!((&created["verified"], &created["connection_id"]), (&json!(false), &json!(new)));
    assert_eq!(
        created["payload"],
        json!({"authMode": "NONE", "connectionId": new, "environment": "dev", "from": "nango", "operation": "creation",
               "provider": "unauthenticated", "providerConfigKey": "unauthenticated", "success": true, "synthetic": true,
               "tags": {"end_user_id": "u_1"}, "type": "auth"})
    );
    sandbox.connect(&["--reconnect", &old, "--tag", "plan=pro"]);
    let again = run.json_line();
    assert_eq!((&again["operation"], &again["connection_id"]), (&json!("override"), &json!(old)));
    run.end().ok();
}

#[test]
fn polling_outlasts_failures_and_sees_what_breaks() {
    let row = |errors: Value| {
        json!({"connections": [{"id": 7, "connection_id": "c_7", "provider_config_key": "gh", "provider": "github",
            "errors": errors, "end_user": null, "tags": {}, "metadata": null, "created": "2026-11-24T08:00:00Z"}]})
    };
    let refused = || Answer::error(400, "invalid_query_params", "no");
    let peer = Peer::new()
        .expect("GET /connections", Answer::json(row(json!([]))))
        .expect("GET /connections", refused())
        .expect("GET /connections", refused())
        .expect("GET /connections", Answer::json(row(json!([]))))
        .expect("GET /connections", refused())
        .expect("GET /connections", Answer::json(row(json!([{"type": "auth", "log_id": "log_1"}]))))
        .expect(
            "GET /providers/github",
            Answer::json(json!({"data": {"name": "github", "auth_mode": "OAUTH2"}})),
        )
        .expect("GET /connections", Answer::hang());
    let listen = ["webhooks", "listen", "--port", "0", "--json", "--poll", "50ms"];
    let run = peer.nango(listen).args(["--timeout", "15s"]).spawn();
    assert_eq!(run.json_line()["event"], "ready");
    let broken = run.json_line();
    assert_eq!(
        (&broken["operation"], &broken["success"], &broken["payload"]["authMode"]),
        (&json!("refresh"), &json!(false), &json!("OAUTH2"))
    );
    let description = broken["payload"]["error"]["description"].as_str().expect("a description");
    assert!(description.contains("log operation log_1"), "{description}");
    peer.wait_for(8);
    run.signal(Signal::INT);
    let output = run.end().ok();
    // However often it fails, it is said once, and each time that it passes.
    for said in ["cannot look at the connections list", "Watching the connections list again"] {
        assert_eq!(output.stderr.matches(said).count(), 2, "{output:?}");
    }
    let listen = ["webhooks", "listen", "--poll", "0s"];
    Nango::new(listen).run().exits(2).says("there must be time between two looks");
}
