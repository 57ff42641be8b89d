//! `sandbox --exec` and `--detach`, and the examples that the README shows: what a test suite needs.

mod common;

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::mpsc;

use common::{Nango, SandboxProcess, Signal};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_command_gets_the_environment_and_its_code_is_ours() {
    let script = "printf '%s' \"$NANGO_HOSTPORT $NANGO_SECRET_KEY\"; exit 42";
    let run = Nango::new(["sandbox", "--port", "0", "--exec", "sh", "-c", script]).run().exits(42);
    let (url, key) = run.stdout.split_once(' ').expect("both");
    assert!(url.starts_with("http://127.0.0.1:") && key == common::KEY, "{}", run.stdout);
    assert_eq!(run.stderr, "", "what is printed is the command's own");
    // One word is a line for the shell, and the sandbox answers while it runs.
    let line = format!("{} whoami --json && exit 3", common::binary().display());
    let run = Nango::new(["sandbox", "--port", "0", "--exec", &line]).run().exits(3);
    assert!(run.stdout.contains("127.0.0.1"), "{}", run.stdout);
    Nango::new(["sandbox", "--port", "0", "--exec", "no-such-program"])
        .run()
        .exits(2)
        .says("no-such-program");
}

/// What is set for a real Nango, as on a developer's machine.
fn with_real_keys(args: &[&str]) -> Nango {
    Nango::new(["sandbox", "--port", "0"])
        .args(args.iter().copied())
        .env("NANGO_API_KEY", common::OTHER_KEY)
        .env("NANGO_SECRET_KEY", common::OTHER_KEY)
        .env("NANGO_SECRET_KEY_PROD", common::OTHER_KEY)
        .env("NANGO_ENV", "prod")
}

#[test]
fn no_real_key_is_left_in_the_environment() {
    let run = with_real_keys(&["--exec", "/usr/bin/env"]).run().ok();
    let exported = with_real_keys(&["--detach", "--export"]).run().ok();
    let line =
        |name: &str| exported.stdout.lines().find_map(|line| line.strip_prefix(&format!("export {name}=")));
    let process = line("NANGO_SANDBOX_PID").expect("a PID").trim_matches('\'');
    assert!(Command::new("kill").arg(process).status().expect("kill runs").success());
    for name in ["NANGO_API_KEY", "NANGO_SECRET_KEY", "NANGO_SECRET_KEY_PROD", "NANGO_SECRET_KEY_DEV"] {
        assert!(run.stdout.lines().any(|line| line == format!("{name}={}", common::KEY)), "{}", run.stdout);
        assert_eq!(line(name), Some(format!("'{}'", common::KEY).as_str()));
    }
    assert!(run.stdout.lines().any(|line| line == "NANGO_ENV=dev"), "{}", run.stdout);
    assert_eq!(line("NANGO_ENV"), Some("'dev'"));
    for text in [&run.stdout, &exported.stdout] {
        assert!(!text.contains(common::OTHER_KEY), "{text}");
    }
}

/// The sandbox with that line, begun without a terminal, as in CI: the line's own programs hear nothing of a signal to
/// the sandbox. SIGHUP is as `hangup` says, `default` or `ignore`.
#[cfg(target_os = "linux")]
fn begun(hangup: &str, line: &str) -> (Child, BufReader<ChildStdout>) {
    let mut command = Command::new("setsid");
    command.args(["env", "-i", &format!("--{hangup}-signal=HUP")]).arg(common::binary());
    command.args(["sandbox", "--port", "0", "--exec", line]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut sandbox = command.spawn().expect("setsid runs");
    let mut stdout = BufReader::new(sandbox.stdout.take().expect("a pipe"));
    let mut begun = String::new();
    stdout.read_line(&mut begun).expect("a line");
    assert_eq!(begun, "begun\n");
    (sandbox, stdout)
}

#[cfg(target_os = "linux")]
fn send(sandbox: &Child, signal: Signal) {
    rustix::process::kill_process(rustix::process::Pid::from_child(sandbox), signal).expect("a signal");
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_ends_all_of_the_line_that_runs() {
    for signal in [Signal::TERM, Signal::HUP] {
        let (mut sandbox, mut stdout) = begun("default", "echo begun; sleep 600; echo not reached");
        send(&sandbox, signal);
        // The pipe ends with the last one that could write to it.
        let (sender, ended) = mpsc::channel();
        std::thread::spawn(move || {
            let mut rest = String::new();
            sender.send(stdout.read_to_string(&mut rest).map(|_| rest))
        });
        let rest = ended.recv_timeout(common::PATIENCE).expect("the line's programs end");
        assert_eq!(rest.expect("text"), "");
        assert_eq!(sandbox.wait().expect("a status").code(), Some(130));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_hangup_that_is_to_be_ignored_is() {
    let (mut sandbox, _stdout) = begun("ignore", "echo begun; read word; exit 5");
    send(&sandbox, Signal::HUP);
    drop(sandbox.stdin.take());
    assert_eq!(sandbox.wait().expect("a status").code(), Some(5));
}

#[test]
fn a_detached_sandbox_outlives_its_command_and_ends_when_told() {
    let run = |args: &[&str]| {
        Nango::new(["sandbox", "--port", "0", "--detach"]).args(args.iter().copied()).run().ok()
    };
    let exported = run(&["--export"]).stdout;
    let of = |name: &str| {
        let line = exported.lines().find_map(|line| line.strip_prefix(&format!("export {name}='")));
        line.and_then(|rest| rest.strip_suffix('\''))
            .unwrap_or_else(|| panic!("{name}: {exported}"))
            .to_owned()
    };
    let (url, process) = (of("NANGO_HOSTPORT"), of("NANGO_SANDBOX_PID"));
    assert_eq!(of("NANGO_CONNECT_UI_URL"), format!("{url}/_sandbox/connect"));
    let token = Nango::at(&url, ["session", "create", "--end-user", "u", "-q"]).run().ok();
    assert!(token.value().starts_with("nango_connect_session_"));
    let other = run(&["--json"]).json();
    assert_ne!(other["NANGO_HOSTPORT"], url, "many at once");
    let text = |name: &str| other[name].as_str().expect("a text").to_owned();
    let deadline = std::time::Instant::now() + common::PATIENCE;
    for (process, url) in [(process, url), (text("NANGO_SANDBOX_PID"), text("NANGO_HOSTPORT"))] {
        assert!(Command::new("kill").arg(process).status().expect("kill runs").success());
        // Its socket goes with it: the refusal is what is waited for.
        while std::net::TcpStream::connect(url.trim_start_matches("http://")).is_ok() {
            assert!(std::time::Instant::now() < deadline, "it still answers");
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    }
}

#[test]
fn a_detached_sandbox_that_cannot_start_says_why() {
    let first = SandboxProcess::start();
    let port = first.url.rsplit(':').next().expect("a port").to_owned();
    Nango::new(["sandbox", "--detach", "--export", "--port", &port])
        .run()
        .exits(1)
        .says("Address already in use");
    let refused = Nango::new(["sandbox", "--detach", "--json", "--port", &port]).run().exits(1);
    let error: serde_json::Value = serde_json::from_str(&refused.stderr).expect("one error, as JSON");
    let text = error.to_string();
    assert!(text.contains("Address already in use") && !text.contains("{\\\""), "{text}");
    // The same words, however this process is to say them.
    let coloured = Nango::new(["sandbox", "--detach", "--color", "always", "--port", &port]).run().exits(1);
    assert!(
        !coloured.stderr.contains("\\u{1b}") && !coloured.stderr.contains("u001b"),
        "{}",
        coloured.stderr
    );
    assert_eq!(coloured.stderr.matches("hint:").count(), 1, "{}", coloured.stderr);
    let forced = Nango::new(["sandbox", "--detach", "--jq", ".", "--port", &port]).env("CLICOLOR_FORCE", "1");
    let error = forced.run().exits(1).error();
    assert!(error["hint"].as_str().is_some_and(|hint| hint.contains("--port")), "{error}");
    assert!(!error.to_string().contains("{\\\""), "{error}");
    Nango::new(["sandbox", "--detach", "--bind", "0.0.0.0"]).run().exits(2).says("--expose");
    Nango::new(["sandbox", "--export"]).run().exits(2).says("--detach");
}

/// Runs one of the examples as its first lines say.
fn example(command: &[&str]) -> Output {
    Command::new(common::binary())
        .args(["sandbox", "--port", "0", "--auto-approve", "--exec"])
        .args(command)
        .current_dir(root())
        .output()
        .expect("nango-cli runs")
}

fn passes(output: Output) {
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{text}");
}

fn required() -> bool {
    std::env::var_os("NANGO_CLI_E2E").is_some_and(|value| value == "required")
}

#[test]
fn the_node_example_passes() {
    if !root().join("tests/sdk/node_modules/@nangohq/node").exists() {
        assert!(!required(), "npm ci --prefix tests/sdk");
        eprintln!("skipped: npm ci --prefix tests/sdk");
        return;
    }
    passes(example(&["node", "--test", "tests/sdk/example.test.mjs"]));
}

#[test]
fn the_python_example_passes() {
    if Command::new("python3").arg("--version").output().is_err() {
        assert!(!required(), "there is no python3");
        eprintln!("skipped: there is no python3");
        return;
    }
    passes(example(&["python3", "-m", "unittest", "tests/examples/test_connect.py"]));
}

/// The workflow's commands are typed as they are, but for what a checkout and npm do.
#[test]
fn the_workflow_speaks_of_options_that_exist() {
    use clap::CommandFactory;
    let workflow =
        std::fs::read_to_string(root().join("tests/examples/github-actions.yml")).expect("the example");
    let mut count = 0;
    for line in workflow.lines() {
        let Some(at) = line.find("nango-cli sandbox").or_else(|| line.find("nango-cli session")) else {
            continue;
        };
        let words = line[at..].split_whitespace().map(|word| word.trim_end_matches([')', '"']));
        nango_cli::cli::Cli::command()
            .try_get_matches_from(words)
            .unwrap_or_else(|error| panic!("{line}: {error}"));
        count += 1;
    }
    assert_eq!(count, 3);
}
