//! A person at a terminal: tables, prompts, and Ctrl-C at every prompt.

mod common;

use std::process::Command;

use common::catcher::Catcher;
use common::{Answer, KEY, Nango, Peer, SandboxProcess};
use rexpect::process::{Signal, WaitStatus};
use rexpect::session::{PtySession, spawn_command};
use serde_json::json;

/// How long a prompt may take to appear, in milliseconds.
const PATIENCE: u64 = 20_000;

/// A program in a terminal; its directories live as long as this.
struct Terminal {
    session: PtySession,
    _place: tempfile::TempDir,
}

/// How long a program may take to be started.
#[cfg(target_os = "linux")]
const PATIENCE_FOR_A_PROCESS: std::time::Duration = std::time::Duration::from_secs(20);

impl Terminal {
    fn open(nango: Nango) -> Self {
        let (mut command, place) = nango.into_command();
        command.env("TERM", "xterm");
        Terminal { session: spawn_command(command, Some(PATIENCE)).expect("a terminal"), _place: place }
    }

    /// Under a shell that tells the exit code and the terminal's modes afterwards, as a person's shell would live
    /// with them.
    fn in_a_shell(nango: Nango) -> Self {
        let (program, place) = nango.into_command();
        let mut shell = Command::new("/bin/sh");
        // rexpect's terminal does not echo; a person's does.
        let script = "stty echo; trap : INT TERM; \"$@\"; echo \"code=$?\"; stty -a; echo over";
        shell.args(["-c", script, "sh"]).arg(program.get_program()).args(program.get_args()).env_clear();
        shell.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
        shell.env("PATH", "/usr/bin:/bin").env("TERM", "xterm");
        shell.current_dir(program.get_current_dir().expect("a directory"));
        Terminal { session: spawn_command(shell, Some(PATIENCE)).expect("a terminal"), _place: place }
    }

    /// Waits for this text; returns what came before it.
    #[track_caller]
    fn sees(&mut self, text: &str) -> String {
        self.session.exp_string(text).unwrap_or_else(|error| panic!("no {text:?}: {error}"))
    }

    fn types(&mut self, text: &str) {
        self.session.send(text).and_then(|_| self.session.flush()).expect("typing");
    }

    fn presses(&mut self, control: char) {
        self.session.send_control(control).expect("a key");
    }

    /// Everything up to the end, and the exit code.
    fn ends(mut self) -> (String, i32) {
        let rest = self.session.exp_eof().expect("the end");
        match self.session.process().wait().expect("a status") {
            WaitStatus::Exited(_, code) => (rest, code),
            other => panic!("{other:?} after {rest}"),
        }
    }

    /// Ctrl-C at a prompt: exit code 130, the words for it, and a terminal as it was.
    fn ends_interrupted(mut self) {
        self.presses('c');
        self.sees("interrupted");
        self.sees("code=130");
        self.has_its_modes_back();
    }

    fn has_its_modes_back(&mut self) {
        let modes = self.sees("over");
        let modes: Vec<&str> = modes.split([' ', ';', '\r', '\n']).collect();
        for mode in ["echo", "icanon", "isig", "icrnl", "opost"] {
            assert!(modes.contains(&mode), "{mode} is off: {modes:?}");
        }
    }
}

fn openai(sandbox: &SandboxProcess) -> Nango {
    sandbox.nango(["connect", "--provider", "openai"])
}

#[test]
fn credentials_are_asked_for_and_not_shown() {
    let sandbox = SandboxProcess::start();
    let mut terminal = Terminal::in_a_shell(openai(&sandbox));
    terminal.sees("API Key");
    terminal.types("sk-typed-s3cr3t\r");
    let rest = terminal.sees("code=0");
    terminal.has_its_modes_back();
    assert!(!rest.contains("s3cr3t"), "{rest}");
    assert!(rest.contains("connection") && rest.contains("openai"), "{rest}");
    let id = sandbox.nango(["connections", "list", "-q"]).run().ok();
    let args = ["connections", "get", id.value(), "--show-credentials", "--jq", ".credentials.apiKey"];
    assert_eq!(sandbox.nango(args).run().ok().value(), "sk-typed-s3cr3t");
}

#[test]
fn a_parameter_is_asked_for_and_shown() {
    let sandbox = SandboxProcess::approving();
    let mut terminal = Terminal::in_a_shell(sandbox.nango(["connect", "--provider", "freshdesk"]));
    terminal.sees("FreshDesk Domain (such as domain)");
    terminal.types("acme\r");
    terminal.sees("FreshDesk API Key");
    terminal.types("k3y\r");
    let rest = terminal.sees("code=0");
    assert!(rest.contains("acme") && !rest.contains("k3y"), "{rest}");
}

#[test]
fn a_parameter_that_is_a_secret_is_not_shown() {
    let providers = tempfile::NamedTempFile::new().expect("a file");
    let text = r#"{"odd": {"display_name": "Odd", "auth_mode": "API_KEY", "docs": "https://docs.example",
        "connection_config": {"secretKey": {"type": "string", "title": "Secret Key", "order": 1}}}}"#;
    std::fs::write(providers.path(), text).expect("a file of providers");
    let sandbox = SandboxProcess::with(["--providers", providers.path().to_str().expect("a path")]);
    sandbox.nango(["integrations", "create", "--provider", "odd", "--key", "odd"]).run().ok();
    let mut terminal = Terminal::in_a_shell(sandbox.nango(["connect", "--provider", "odd"]));
    terminal.sees("Secret Key");
    terminal.types("typed-s3cr3t\r");
    terminal.sees("API key");
    terminal.types("sk-1\r");
    let rest = terminal.sees("code=0");
    assert!(!rest.contains("s3cr3t"), "{rest}");
}

/// An empty answer is asked for again, and what was typed by then is neither shown nor thrown away.
#[test]
fn a_secret_may_be_typed_ahead() {
    let sandbox = SandboxProcess::start();
    let mut terminal = Terminal::in_a_shell(openai(&sandbox));
    terminal.sees("API Key");
    terminal.types("\rsk-typed-s3cr3t\r");
    let rest = terminal.sees("code=0");
    terminal.has_its_modes_back();
    assert!(rest.contains("API Key: [hidden]") && !rest.contains("s3cr3t"), "{rest}");
    let id = sandbox.nango(["connections", "list", "-q"]).run().ok();
    let args = ["connections", "get", id.value(), "--show-credentials", "--jq", ".credentials.apiKey"];
    assert_eq!(sandbox.nango(args).run().ok().value(), "sk-typed-s3cr3t");
}

#[test]
fn ctrl_d_at_a_secret_ends_like_ctrl_c() {
    let sandbox = SandboxProcess::start();
    let mut terminal = Terminal::in_a_shell(openai(&sandbox));
    terminal.sees("API Key");
    terminal.presses('d');
    terminal.sees("interrupted");
    terminal.sees("code=130");
    terminal.has_its_modes_back();
}

#[test]
fn ctrl_c_at_each_prompt_is_130_and_leaves_the_terminal_as_it_was() {
    let sandbox = SandboxProcess::start();
    let mut hidden = Terminal::in_a_shell(openai(&sandbox));
    hidden.sees("API Key");
    hidden.ends_interrupted();
    let mut open = Terminal::in_a_shell(sandbox.nango(["connect", "--provider", "zendesk"]));
    open.sees("Zendesk Domain");
    open.ends_interrupted();
    let mut token = Terminal::in_a_shell(sandbox.nango(["session", "get"]));
    token.sees("Session token");
    token.ends_interrupted();
    let peer = Peer::new().expect("GET /integrations", two());
    let mut choice = Terminal::in_a_shell(peer.nango(["connect", "--provider", "github"]));
    choice.sees("gh-b");
    choice.presses('c');
    let shown = choice.sees("code=130");
    // The list hides the cursor while it asks.
    let (hides, shows) = (shown.rfind("\u{1b}[?25l"), shown.rfind("\u{1b}[?25h"));
    assert!(shows.is_some() && shows >= hides, "the cursor stays hidden: {shown:?}");
    choice.has_its_modes_back();
}

#[test]
fn sigterm_at_a_prompt_is_130_too() {
    let sandbox = SandboxProcess::start();
    let peer = Peer::new().expect("GET /integrations", two());
    for (nango, prompt) in [
        (openai(&sandbox), "API Key"),
        (sandbox.nango(["session", "delete"]), "Session token"),
        (peer.nango(["connect", "--provider", "github"]), "gh-b"),
    ] {
        let mut terminal = Terminal::open(nango);
        terminal.sees(prompt);
        terminal.session.process_mut().signal(Signal::SIGTERM).expect("a signal");
        let (rest, code) = terminal.ends();
        assert_eq!(code, 130, "{rest}");
    }
}

#[test]
fn ctrl_c_while_waiting_for_the_end_user() {
    let sandbox = SandboxProcess::start();
    let mut terminal = Terminal::in_a_shell(sandbox.nango(["connect", "--provider", "github"]));
    terminal.sees("Ctrl-C ends the session");
    terminal.ends_interrupted();
    for args in [&["sandbox", "--port", "0"][..], &["webhooks", "listen", "--port", "0"]] {
        let mut terminal = Terminal::in_a_shell(sandbox.nango(args.iter().copied()));
        terminal.sees("Ctrl-C");
        terminal.presses('c');
        terminal.sees("code=0");
        terminal.has_its_modes_back();
    }
}

/// Two integrations of one provider.
fn two() -> Answer {
    Answer::json(json!({"data": [
        {"unique_key": "gh-a", "provider": "github", "display_name": "A", "logo": ""},
        {"unique_key": "gh-b", "provider": "github", "display_name": "B", "logo": ""},
    ]}))
}

#[test]
fn one_of_several_integrations_is_chosen() {
    let provider = json!({"data": {"name": "github", "display_name": "G", "auth_mode": "NONE"}});
    let session =
        json!({"data": {"token": "t", "connect_link": "http://x/", "expires_at": "2099-01-01T00:00:00Z"}});
    let connection = json!({"id": 1, "connection_id": "c_1", "provider_config_key": "gh-b", "provider": "github",
        "errors": [], "end_user": null, "tags": {}, "metadata": {}, "connection_config": {},
        "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z",
        "last_fetched_at": "2026-01-01T00:00:00Z", "credentials": {}});
    let peer = Peer::new()
        .expect("GET /integrations", two())
        .expect("GET /providers/github", Answer::json(provider))
        .expect("POST /connect/sessions", Answer::json(session))
        .expect(
            "POST /auth/unauthenticated/gh-b",
            Answer::json(json!({"connectionId": "c_1", "providerConfigKey": "gh-b"})),
        )
        .expect("GET /connections/c_1", Answer::json(connection));
    let mut terminal = Terminal::open(peer.nango(["connect", "--provider", "github"]));
    terminal.sees("Which integration?");
    terminal.sees("gh-b");
    terminal.types("\u{1b}[B");
    terminal.types("\r");
    let (rest, code) = terminal.ends();
    assert_eq!(code, 0, "{rest}");
    assert!(rest.contains("c_1"), "{rest}");
}

#[test]
fn nobody_is_asked_with_no_input_or_in_ci() {
    let sandbox = SandboxProcess::start();
    for nango in [openai(&sandbox).args(["--no-input"]), openai(&sandbox).env("CI", "true")] {
        let (rest, code) = Terminal::open(nango).ends();
        assert_eq!(code, 2, "{rest}");
        assert!(rest.contains("--credentials-file"), "{rest}");
    }
    // What is read from stdin would wait for a typist who is not there.
    for args in [
        &["session", "get"][..],
        &["webhooks", "verify", "--signature", "x"],
        &["session", "create", "--from-file", "-"],
    ] {
        let (rest, code) = Terminal::open(sandbox.nango(args.iter().copied()).env("CI", "1")).ends();
        assert_eq!(code, 2, "{rest}");
        assert!(rest.contains("pipe it in"), "{rest}");
    }
    // A key is not typed where it can be read.
    let key = Nango::new(["whoami", "--secret-key-file", "-"]);
    let (rest, code) = Terminal::open(key).ends();
    assert_eq!(code, 2, "{rest}");
}

#[test]
fn a_body_can_be_typed() {
    let sign = Nango::new(["webhooks", "sign", "-q"]).env("NANGO_SECRET_KEY", KEY);
    let mut terminal = Terminal::open(sign);
    terminal.types("{}\r");
    terminal.presses('d');
    let (rest, code) = terminal.ends();
    assert_eq!(code, 0, "{rest}");
    let typed = Nango::new(["webhooks", "sign", "-q"]).env("NANGO_SECRET_KEY", KEY).stdin("{}\n").run().ok();
    assert!(rest.contains(typed.value()), "{rest}");
}

#[test]
fn people_get_tables_relative_times_and_colour() {
    let sandbox = SandboxProcess::start();
    sandbox.connect(&["--integration", "unauthenticated", "--end-user", "u_1"]);
    let (table, _) = Terminal::open(sandbox.nango(["connections", "list"])).ends();
    assert!(table.contains("CONNECTION ID") && table.contains("now"), "{table:?}");
    assert!(table.contains("\u{1b}[") && !table.contains('\t'), "{table:?}");
    for (name, value, coloured) in [("NO_COLOR", "1", false), ("NO_COLOR", "", true)] {
        let (table, _) = Terminal::open(sandbox.nango(["connections", "list"]).env(name, value)).ends();
        assert_eq!(table.contains("\u{1b}["), coloured, "{name}={value:?}: {table:?}");
    }
    let (table, _) = Terminal::open(sandbox.nango(["connections", "list", "--color", "never"])).ends();
    assert!(!table.contains("\u{1b}[") && table.contains("CONNECTION ID"), "{table:?}");

    let (session, _) = Terminal::open(sandbox.nango(["session", "create"])).ends();
    assert!(session.contains("in 30m"), "just minted for 30 minutes: {session}");
    let (json, _) = Terminal::open(sandbox.nango(["connections", "list", "--json"])).ends();
    assert!(json.starts_with("[\r\n  {\r\n    \"id\""), "indented for people: {json}");
}

#[test]
fn without_a_browser_the_link_is_there() {
    // No DISPLAY: nothing is opened, and nothing claims to be.
    let sandbox = SandboxProcess::start();
    let mut terminal = Terminal::in_a_shell(sandbox.nango(["connect", "--provider", "github"]));
    let before = terminal.sees("/oauth/connect/github");
    assert!(before.contains("Open this link"), "{before}");
    terminal.sees("Ctrl-C");
    terminal.ends_interrupted();
}

/// Every process sees the arguments of every other: the browser is started with an address that leads to the link
/// once, and not with the link, which holds the session's token.
#[test]
#[cfg(target_os = "linux")]
fn the_browser_is_started_without_the_token() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = SandboxProcess::approving();
    let nango = sandbox.nango(["connect", "--provider", "github", "-q"]);
    let (browser, opened) = (nango.path("xdg-open"), nango.path("opened"));
    let fifo = opened.display();
    let script = format!("#!/bin/sh\n/bin/echo \"$@\" > {fifo}.part && /bin/mv {fifo}.part {fifo}\n");
    std::fs::write(&browser, script).expect("a browser");
    std::fs::set_permissions(&browser, std::fs::Permissions::from_mode(0o755)).expect("its mode");
    let directory = browser.parent().expect("a directory").display().to_string();
    let mut terminal = Terminal::open(nango.env("DISPLAY", ":9").env("PATH", &directory));
    terminal.sees("Opened in your browser");
    let deadline = std::time::Instant::now() + PATIENCE_FOR_A_PROCESS;
    let address = loop {
        match std::fs::read_to_string(&opened) {
            Ok(address) => break address.trim().to_owned(),
            Err(_) if std::time::Instant::now() < deadline => {
                std::thread::sleep(std::time::Duration::from_millis(5))
            }
            Err(error) => panic!("no browser was started: {error}"),
        }
    };
    assert!(!address.contains("token") && !address.contains("/oauth/"), "{address}");
    assert!(common::raw::visit(&address).body.contains("close this"), "the link leads nowhere");
    assert_eq!(terminal.ends().1, 0);
}

#[test]
fn a_terminal_gets_harmless_text_and_no_bytes() {
    let answer = |body: &[u8]| Answer::new(200, "text/plain", body);
    let peer = Peer::new()
        .expect("GET /proxy/x", answer("a\tZoë\r\n\u{1b}]0;title\u{7}end".as_bytes()))
        .expect("GET /proxy/x", answer(b"\x89PNG\x00\x01"))
        .expect("GET /proxy/x", answer(b"half a character: \xc3"))
        .expect("GET /proxy/x", answer(b"\x1b[1mbold"));
    let proxy =
        || peer.nango(["proxy", "GET", "/x", "--connection", "c_1", "--integration", "github", "--no-input"]);
    let (text, code) = Terminal::open(proxy()).ends();
    // What reads the terminal here takes each byte for a character.
    assert_eq!((text.as_str(), code), ("a\tZo\u{c3}\u{ab}\r\n\\x1b]0;title\\x07end\r\n", 0));
    let (refused, code) = Terminal::open(proxy()).ends();
    assert!(code == 1 && refused.contains("-o FILE") && !refused.contains("PNG"), "{refused}");
    assert_eq!(Terminal::open(proxy()).ends().1, 1);
    let (raw, code) = Terminal::open(proxy().args(["-o", "-"])).ends();
    assert_eq!((raw.as_str(), code), ("\u{1b}[1mbold", 0));
}

fn provider(mode: &str) -> Answer {
    Answer::json(json!({"data": {"name": "p", "display_name": "P", "auth_mode": mode}}))
}

fn made() -> Answer {
    Answer::json(json!({"data": {"unique_key": "p", "provider": "p", "display_name": "P", "logo": ""}}))
}

#[test]
fn an_app_is_asked_for_and_its_secret_not_shown() {
    let peer = Peer::new()
        .expect("GET /providers/p", provider("OAUTH2"))
        .expect("POST /integrations", made())
        .expect("GET /providers/p", provider("APP"))
        .expect("POST /integrations", made());
    let create = || peer.nango(["integrations", "create", "--provider", "p"]);
    let mut terminal = Terminal::in_a_shell(create());
    terminal.sees("Client ID");
    terminal.types("the-id\r");
    terminal.sees("Client secret");
    terminal.types("s3cr3t\r");
    terminal.sees("Scopes");
    terminal.types("a b,c\r");
    let rest = terminal.sees("code=0");
    assert!(!rest.contains("s3cr3t"), "{rest}");
    let credentials = &peer.seen()[1].json()["credentials"];
    let sent = json!({"client_id": "the-id", "client_secret": "s3cr3t", "scopes": "a,b,c", "type": "OAUTH2"});
    assert_eq!(*credentials, sent);

    let key = "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----";
    let mut terminal = Terminal::in_a_shell(create().file("app.pem", format!("{key}\n")));
    terminal.sees("App ID");
    terminal.types("9\r");
    terminal.sees("App link");
    terminal.types("nowhere\r");
    terminal.sees("is no URL");
    terminal.types("https://x.example\r");
    terminal.sees("path of its PEM file");
    terminal.types("missing.pem\r");
    terminal.sees("cannot read");
    terminal.types("app.pem\r");
    terminal.sees("code=0");
    assert_eq!(peer.seen()[3].json()["credentials"]["private_key"], key);
}

#[test]
fn connecting_offers_to_make_what_is_missing() {
    let none = || Answer::json(json!({"data": []}));
    let peer = Peer::new()
        .expect("GET /integrations", none())
        .expect("GET /providers/p", provider("OAUTH2"))
        .expect("POST /integrations/quickstart", made())
        .expect("GET /providers/p", provider("OAUTH2"))
        .expect("POST /connect/sessions", Answer::error(403, "forbidden", "enough for this test"))
        .expect("GET /integrations", none())
        .expect("GET /providers/p", provider("API_KEY"));
    let connect = || peer.nango(["connect", "--provider", "p"]);
    let mut yes = Terminal::open(connect());
    yes.sees("There is no integration of p here. Make one?");
    yes.sees("No");
    yes.types("\u{1b}[B");
    yes.types("\r");
    yes.sees("made the integration p");
    let (rest, code) = yes.ends();
    assert_eq!(code, 3, "{rest}");
    let mut no = Terminal::open(connect());
    no.sees("Make one?");
    no.sees("No");
    no.types("\u{1b}[B\r");
    let (rest, code) = no.ends();
    assert!(code == 4 && rest.contains("integrations create --provider p"), "{rest}");
}

#[test]
fn deleting_an_integration_asks_first() {
    let connections = || Answer::json(json!({"connections": []}));
    let peer = Peer::new()
        .expect("GET /integrations/p", made())
        .expect("GET /connections", connections())
        .expect("GET /integrations/p", made())
        .expect("GET /connections", connections())
        .expect("DELETE /integrations/p", Answer::json(json!({"success": true})));
    for (keys, says, ends) in [("n", "nothing was deleted", 1), ("y", "deleted p", 0)] {
        let mut terminal = Terminal::open(peer.nango(["integrations", "delete", "p"]));
        terminal.sees("Delete p, which has no connections?");
        terminal.types(keys);
        let (rest, code) = terminal.ends();
        assert!(code == ends && rest.contains(says), "{rest}");
    }
}

#[test]
fn deleting_asks_first() {
    let sandbox = SandboxProcess::start();
    let id = sandbox.connect(&["--integration", "unauthenticated", "--tag", "a=1"]);
    let delete = |args: &[&str]| {
        let run = sandbox.nango(["connections", "delete"]).args(args.iter().copied());
        Terminal::in_a_shell(run)
    };
    let mut refused = delete(&[&id]);
    refused.sees(&format!("Delete the connection {id} (unauthenticated)?"));
    refused.types("n");
    refused.sees("nothing was deleted");
    refused.sees("code=1");
    let mut interrupted = delete(&["--tag", "a=1"]);
    interrupted.sees("1 connection matches");
    interrupted.sees("Delete the connection");
    interrupted.ends_interrupted();
    assert_eq!(sandbox.nango(["connections", "list", "-q"]).run().ok().value(), id);
    sandbox.connect(&["--integration", "unauthenticated", "--tag", "a=1"]);
    let mut agreed = delete(&["--tag", "a=1"]);
    agreed.sees(&id);
    agreed.sees("Delete 2 connections?");
    agreed.types("y");
    agreed.sees("code=0");
    assert_eq!(sandbox.nango(["connections", "list", "-q"]).run().ok().stdout, "");
}

#[test]
fn long_commands_show_how_far_they_are() {
    let sandbox = SandboxProcess::start();
    let line = |id: u32| {
        format!(
            "{{\"connection_id\":\"c_{id}\",\"credentials\":{{\"type\":\"API_KEY\",\"apiKey\":\"k\"}}}}\n"
        )
    };
    let file = format!("{}{}", line(1), line(2));
    let args =
        ["connections", "import", "--integration", "openai", "--ndjson", "all.ndjson", "--concurrency", "1"];
    let mut import = Terminal::in_a_shell(sandbox.nango(args).file("all.ndjson", file));
    import.sees("1 of 2 lines imported, 0 failed");
    // The next line takes its place.
    import.sees("\r\u{1b}[K");
    import.sees("2 of 2 lines imported");
    import.sees("code=0");
    let mut check = Terminal::in_a_shell(sandbox.nango(["connections", "check", "--deep"]));
    check.sees("checked 2 of 2");
    check.sees("2 connections, none broken");
    check.sees("code=0");
}

/// Many sendings show how far they are; the line goes when the report comes.
#[test]
fn a_round_of_webhooks_shows_how_far_it_is() {
    let app = Catcher::new();
    let args =
        ["webhooks", "trigger", "auth.creation", "--connection", "c_1", "--count", "3", "--to", &app.url];
    let mut terminal = Terminal::open(Nango::new(args).env("NANGO_WEBHOOK_SIGNING_KEY", KEY));
    let line = terminal.sees("c_1");
    assert!(line.contains("auth creation"), "{line}");
    terminal.sees(" 1/3");
    terminal.sees(" 3/3");
    terminal.sees("\r\u{1b}[K3 sent: 3 taken");
    assert_eq!(terminal.ends().1, 0);
}

#[test]
fn deleting_deliveries_asks_first() {
    let place = tempfile::tempdir().expect("a directory");
    let path = place.path().join("inbox.db");
    let inbox = ["--inbox", path.to_str().expect("a path")];
    let line = |number: usize| {
        json!({
            "received_at": "2026-01-24T12:00:00Z", "verdict": "verified", "method": "POST", "path": "/",
            "headers": [], "body": number.to_string(),
        })
        .to_string()
    };
    let lines = [line(1), line(2), line(3)].join("\n");
    Nango::new(["webhooks", "import", "-"]).args(inbox).stdin(lines).run().ok();
    let delete = |args: &[&str]| {
        Terminal::open(Nango::new(["webhooks", "delete"]).args(args.iter().copied()).args(inbox))
    };
    let left = || Nango::new(["webhooks", "list", "-q"]).args(inbox).run().ok().stdout;
    for (args, question, keys, code, after) in [
        (&["--all"][..], "Delete 3 deliveries?", "n", 1, "3\n2\n1\n"),
        (&["2"], "Delete 1 delivery?", "y", 0, "3\n1\n"),
        (&["--before", "1s"], "Delete 2 deliveries?", "y", 0, ""),
    ] {
        let mut terminal = delete(args);
        terminal.sees(question);
        terminal.types(keys);
        let (rest, ended) = terminal.ends();
        assert_eq!((ended, left().as_str()), (code, after), "{rest}");
    }
}
