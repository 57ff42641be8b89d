//! `sandbox --exec` and `--detach`, and the examples that the README shows: what a test suite needs.

mod common;

use std::path::Path;
use std::process::{Command, Output};

use common::{Nango, SandboxProcess};

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
