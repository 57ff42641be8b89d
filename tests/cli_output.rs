//! Tables and tabs, colour, `--jq`, and streams that fail.

mod common;

use std::fs::File;
use std::process::Stdio;

use common::hooks::{event, listen, post};
use common::{Answer, Nango, Peer, SandboxProcess, Signal};
use serde_json::json;

const ESCAPE: char = '\u{1b}';

#[test]
fn a_pipe_gets_tabs_absolute_times_and_no_colour() {
    let sandbox = SandboxProcess::start();
    let id = sandbox.connect(&["--integration", "unauthenticated", "--end-user", "u_1"]);
    let output = sandbox.nango(["connections", "list"]).run().ok();
    let rows = output.rows();
    assert_eq!(rows.len(), 1, "no header in a pipe");
    assert_eq!(rows[0][..4], [id.as_str(), "unauthenticated", "u_1", "ok"]);
    rows[0][4].parse::<jiff::Timestamp>().expect("an absolute time");
    assert!(!output.stdout.contains(ESCAPE) && !output.stderr.contains(ESCAPE));
}

#[test]
fn who_decides_on_colour() {
    let sandbox = SandboxProcess::start();
    sandbox.connect(&["--integration", "unauthenticated"]);
    let coloured = |options: &[&str], vars: &[(&str, &str)]| {
        let list = ["connections", "get", "nope"];
        let vars = |nango: Nango| vars.iter().fold(nango, |nango, (name, value)| nango.env(name, value));
        let output = vars(sandbox.nango(list)).args(options.iter().copied()).run().exits(4);
        output.stderr.contains(ESCAPE)
    };
    assert!(!coloured(&[], &[]));
    assert!(coloured(&["--color", "always"], &[]));
    assert!(coloured(&["--color=always"], &[("NO_COLOR", "1")]), "an option wins over the environment");
    assert!(coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[], &[("CLICOLOR_FORCE", "0")]));
    assert!(!coloured(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(coloured(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "")]), "an empty NO_COLOR is none");
    assert!(!coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    // What is asked for is there in a pipe, too.
    for args in [&["connections", "list"][..], &["integrations", "get", "github"]] {
        let output = sandbox.nango(args.iter().copied()).args(["--color", "always"]).run().ok();
        assert!(output.stdout.contains(ESCAPE) && output.stdout.contains('\t'), "{output:?}");
    }
}

/// A column that is empty keeps its place, and all streams have the same.
#[test]
fn streams_have_columns_in_a_pipe() {
    let run = listen(&[]).spawn();
    let ready = run.stderr_line("Ready");
    let url = ready.split_whitespace().find(|word| word.starts_with("http")).expect("a URL").to_owned();
    post(&url, &event("c_1"));
    post(&url, r#"{"from":"nango","type":"new"}"#);
    let [auth, unknown] = [run.line(), run.line()];
    let columns = |line: &str| line.split('\t').skip(1).map(str::to_owned).collect::<Vec<_>>();
    assert!(auth.split('\t').next().is_some_and(|time| time.parse::<jiff::Timestamp>().is_ok()), "{auth}");
    let whose = "user of c_1 @o_1";
    assert_eq!(columns(&auth), ["#1", "✓", "auth creation", "github", "c_1", whose, "verified", "", ""]);
    assert_eq!(columns(&unknown), ["#2", "✓", "new (unknown type)", "", "", "", "verified", "", ""]);
    run.signal(Signal::INT);
    run.end().ok();

    let sandbox = SandboxProcess::start();
    sandbox.connect(&["--integration", "unauthenticated"]);
    let events = sandbox.nango(["sandbox", "ctl", "events"]).run().ok();
    let columns: Vec<usize> = events.rows().iter().map(Vec::len).collect();
    assert!(!columns.is_empty() && columns.iter().all(|columns| *columns == 4), "{events:?}");
}

#[test]
fn an_exchange_is_shown_before_what_came_of_it() {
    let sandbox = SandboxProcess::start();
    sandbox.connect(&["--integration", "unauthenticated"]);
    let (reader, writer) = std::io::pipe().expect("a pipe");
    let (mut command, _place) = sandbox.nango(["connections", "list", "-v"]).into_command();
    let both = (writer.try_clone().expect("a pipe"), writer);
    let mut child = command.stdin(Stdio::null()).stdout(both.0).stderr(both.1).spawn().expect("nango-cli");
    drop(command);
    let text = std::io::read_to_string(reader).expect("what it wrote");
    assert!(child.wait().expect("a status").success(), "{text}");
    assert!(text.starts_with("GET /connections"), "{text}");
    assert!(text.lines().nth(1).is_some_and(|row| row.contains("\tunauthenticated\t")), "{text}");
}

#[test]
fn what_comes_from_outside_has_its_own_part_of_the_help() {
    let help = Nango::new(["webhooks", "listen", "--help"]).run().ok().stdout;
    let (before, rest) = help.split_once("\nFrom outside:").expect("that part");
    let (part, _) = rest.split_once("\nGlobal options:").expect("the next part");
    for option in ["--tunnel", "--public-url", "--take <", "--take-tag", "--take-integration", "--poll"] {
        assert!(part.contains(option) && !before.contains(option), "{option}: {help}");
    }
    assert!(before.contains("Run this command once ready"), "{help}");
}

#[test]
fn a_change_that_was_made_is_told_when_its_result_cannot_be() {
    let full = || File::options().write(true).open("/dev/full").expect("/dev/full");
    let sandbox = SandboxProcess::start();
    let id = sandbox.connect(&["--integration", "unauthenticated"]);
    for (args, told) in [
        (
            &["integrations", "create", "--provider", "unauthenticated", "--key", "k"][..],
            "the integration was created",
        ),
        (&["integrations", "update", "k", "--name", "K"], "the integration was updated"),
        (&["connections", "update", &id, "--tag", "a=1"], "the connection was updated"),
        (&["connections", "refresh", &id], "the refresh was made"),
    ] {
        let output = sandbox.nango(args.iter().copied()).stdout(full()).run().exits(1);
        output.says("could not write the output").says(told);
    }
}

#[test]
fn help_and_version_follow_the_same_rules() {
    let help = Nango::new(["--help"]).run().ok();
    assert!(help.stdout.contains("Usage: nango-cli") && !help.stdout.contains(ESCAPE), "{help:?}");
    assert!(Nango::new(["--help", "--color", "always"]).run().ok().stdout.contains(ESCAPE));
    assert!(Nango::new(["help", "session", "create"]).run().ok().stdout.contains("Examples:"));
    let version = Nango::new(["--version"]).run().ok();
    assert_eq!(version.stdout, format!("nango-cli {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn jq_filters_the_document() {
    let sandbox = SandboxProcess::start();
    let jq = |args: &[&str], filter: &str| {
        sandbox.nango(args.iter().copied()).args(["--jq", filter]).run().ok().stdout
    };
    let list = ["integrations", "list"];
    assert_eq!(jq(&list, r#".[] | select(.provider == "github").unique_key"#), "github\n");
    assert_eq!(jq(&list, ".[0] | {p: .provider}"), "{\"p\":\"apple-app-store\"}\n");
    assert_eq!(jq(&list, "empty"), "");
    assert_eq!(jq(&["whoami"], ".host.source"), "environment NANGO_HOSTPORT\n");
    assert_eq!(jq(&list, "map(.provider) | index(\"github\") != null"), "true\n");
    let fails = sandbox.nango(list).args(["--jq", ".foo.bar"]).run().exits(1).no_data();
    assert_eq!(fails.error()["code"], "failure");
    // A mistake is found before anything is sent.
    Peer::new().nango(list).args(["--jq", ".["]).run().exits(2).error();
}

#[test]
fn json_is_one_document_with_the_servers_names_and_digits() {
    let exact = r#"{"data":[{"unique_key":"a","provider":"p","display_name":"D","logo":"l","z":1.10,"a":12345678901234567890,"created_at":"2026"}]}"#;
    let peer = Peer::new().expect("GET /integrations", Answer::new(200, "application/json", exact));
    let output = peer.nango(["integrations", "list", "--json"]).run().ok();
    assert_eq!(output.stdout.lines().count(), 1);
    let inner = exact.trim_start_matches("{\"data\":").trim_end_matches('}');
    assert_eq!(output.stdout.trim(), inner.replace("1.10", "1.1"));
}

#[test]
fn names_from_outside_stay_on_their_line() {
    let evil = "a\tb\nc\u{1b}[31m\u{9b}2J\u{202e}";
    let integration = json!({"unique_key": evil, "provider": evil, "display_name": evil, "logo": ""});
    for args in [&["integrations", "list"][..], &["integrations", "get", "x"]] {
        let (call, body) = match args.len() {
            2 => ("GET /integrations", json!({"data": [integration]})),
            _ => ("GET /integrations/x", json!({"data": integration})),
        };
        let peer = Peer::new().expect(call, Answer::json(body.clone()));
        let output = peer.nango(args.iter().copied()).run().ok();
        let bad =
            output.stdout.chars().find(|c| (c.is_control() && !"\n\t".contains(*c)) || *c == '\u{202e}');
        assert_eq!(bad, None, "{output:?}");
        assert!(
            output.rows().iter().all(|row| row.len() == if args.len() == 2 { 3 } else { 2 }),
            "{output:?}"
        );
        // JSON is the same document, with every harmful character escaped.
        let peer = Peer::new().expect(call, Answer::json(body));
        let json = peer.nango(args.iter().copied()).args(["--json"]).run().ok();
        assert!(!json.stdout.trim_end().contains(|c: char| c.is_control() || c == '\u{202e}'), "{json:?}");
        let document = json.json();
        let first = if document.is_array() { &document[0] } else { &document };
        assert_eq!(first["unique_key"], evil);
    }
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let sandbox = SandboxProcess::start();
    for args in [&["providers", "list", "--json"][..], &["--help"], &["completions", "bash"], &["whoami"]] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = sandbox.nango(args.iter().copied()).stdout(writer).run().ok();
        assert_eq!(output.stderr, "", "{args:?}");
    }
}

#[test]
fn a_full_disk_is_said() {
    let full = || File::options().write(true).open("/dev/full").expect("/dev/full");
    let sandbox = SandboxProcess::start();
    for args in [
        &["providers", "list", "--json"][..],
        &["session", "create", "-q"],
        &["connections", "list", "--json"],
        &["--help"],
        &["--version"],
        &["completions", "zsh"],
        &["whoami"],
    ] {
        sandbox.nango(args.iter().copied()).stdout(full()).run().exits(1).says("could not write the output");
    }
    Nango::new(["sandbox", "--port", "0"]).stdout(full()).run().exits(1).says("could not write the output");
    let listen =
        Nango::new(["webhooks", "listen", "--port", "0", "--json"]).env("NANGO_SECRET_KEY", common::KEY);
    listen.stdout(full()).run().exits(1).says("could not write the output");
}

#[test]
fn no_stdout_at_all_is_no_panic() {
    let shell = |script: &str| {
        let (mut command, _place) = Nango::new([]).into_command();
        command = {
            let mut shell = std::process::Command::new("/bin/sh");
            shell
                .env_clear()
                .env("HOME", "/nonexistent")
                .args(["-c", script, "sh"])
                .arg(command.get_program());
            shell
        };
        let output = command.stdin(Stdio::null()).output().expect("a shell");
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!stderr.contains("panicked"), "{stderr}");
        output.status.code()
    };
    assert_eq!(shell("\"$1\" whoami >&-"), Some(0));
    assert_eq!(shell("\"$1\" whoami >&- 2>&-"), Some(0));
    assert_eq!(shell("\"$1\" frob 2>&-"), Some(2));
    assert_eq!(shell("\"$1\" session get <&-"), Some(2));
}

#[test]
fn quiet_is_the_value_alone() {
    let sandbox = SandboxProcess::start();
    for args in [
        &["whoami", "-q"][..],
        &["session", "create", "-q"],
        &["connect", "--integration", "unauthenticated", "-q"],
    ] {
        let output = sandbox.nango(args.iter().copied()).run().ok();
        output.value();
        assert_eq!(output.stderr, "", "{args:?}");
    }
}
