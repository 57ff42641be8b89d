//! `sandbox --state FILE` on the real binary: everything is there again at the next start, whatever ended the last one.

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use common::raw::{send, visit};
use common::{Nango, Running, Signal};
use serde_json::{Value, json};

struct Kept {
    url: String,
    process: Running,
}

impl Kept {
    fn start(file: &Path, args: &[&str]) -> Self {
        let process = Nango::new(["sandbox", "--port", "0", "--json", "--state", path(file)])
            .args(args.iter().copied())
            .spawn();
        let url = process.json_line()["url"].as_str().expect("a URL").to_owned();
        Kept { url, process }
    }

    fn nango(&self, args: &[&str]) -> Nango {
        Nango::at(&self.url, args.iter().copied())
    }

    /// The API's answer, with a key or a token.
    fn call(&self, token: &str, method: &str, target: &str, body: Option<Value>) -> (u16, Value) {
        let bearer = format!("Bearer {token}");
        let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let headers = if body.is_empty() { &headers[..1] } else { &headers };
        let reply = send(method, &format!("{}{target}", self.url), headers, body.as_bytes());
        (reply.status, serde_json::from_str(&reply.body).unwrap_or_default())
    }

    fn api(&self, method: &str, target: &str, body: Option<Value>) -> Value {
        let (status, answer) = self.call(common::KEY, method, target, body);
        assert!((200..300).contains(&status), "{method} {target}: {status} {answer}");
        answer
    }

    /// Ends it as a process manager does.
    fn stop(self) {
        self.process.signal(Signal::TERM);
        self.process.end().ok();
    }

    fn kill(self) {
        self.process.signal(Signal::KILL);
        self.process.end().exits(-9);
    }
}

fn path(file: &Path) -> &str {
    file.to_str().expect("a path")
}

fn place() -> (tempfile::TempDir, PathBuf) {
    let place = tempfile::tempdir().expect("a folder");
    let file = place.path().join("sandbox.json");
    (place, file)
}

/// Waits until the file on the disk says so.
fn wait_for(file: &Path, what: &str) {
    let deadline = Instant::now() + common::PATIENCE;
    while !std::fs::read_to_string(file).is_ok_and(|text| text.contains(what)) {
        assert!(Instant::now() < deadline, "{what} was not written");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

fn mode(file: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(file).expect("a file").permissions().mode() & 0o777
}

/// What the API says of everything, but for the port, which is each start's own.
fn shown(sandbox: &Kept, connection: &str) -> String {
    let get = |target: &str| sandbox.api("GET", target, None);
    let mut one = get(&format!("/connections/{connection}?provider_config_key=mine&refresh_token=true"));
    // The reading itself is noted there.
    one["last_fetched_at"] = Value::Null;
    let mut status = get("/_sandbox/control");
    status["now"] = Value::Null;
    let all = [
        one,
        get("/connections"),
        get("/integrations"),
        get("/integrations/mine?include=webhook&include=credentials"),
        get("/_sandbox/control/failures"),
        status,
    ];
    format!("{:#}", json!(all)).replace(&sandbox.url, "URL")
}

#[test]
fn everything_is_there_again() {
    let (_place, file) = place();
    let first = Kept::start(&file, &["--auto-approve", "--webhook-url", "http://127.0.0.1:9/first"]);
    first.api(
        "POST",
        "/integrations",
        Some(json!({"unique_key": "mine", "provider": "hubspot", "display_name": "Mine",
        "credentials": {"type": "OAUTH2", "client_id": "i", "client_secret": "s", "scopes": "a"}})),
    );
    let session = |body: Value| {
        let made = first.api("POST", "/connect/sessions", Some(body));
        made["data"]["token"].as_str().expect("a token").to_owned()
    };
    let used = session(json!({"end_user": {"id": "u_1", "email": "u@example.com"}, "tags": {"plan": "big"},
        "integrations_config_defaults": {"mine": {"connection_config": {"region": "eu"}}}}));
    let page = visit(&format!("{}/oauth/connect/mine?connect_session_token={used}", first.url));
    assert_eq!(page.status, 200, "{}", page.body);
    let list = first.api("GET", "/connections", None);
    let id = list["connections"][0]["connection_id"].as_str().expect("a connection").to_owned();
    // As deep as the API takes it.
    let deep: Value = (0..125).fold(json!(1.5), |inner, _| json!({ "a": inner }));
    first.api(
        "POST",
        "/connections/metadata",
        Some(json!({"connection_id": id, "provider_config_key": "mine",
        "metadata": {"n": 9007199254740993_i64, "é": ["\u{0}", null], "deep": deep}})),
    );
    let token = session(json!({"end_user": {"id": "u_2"}, "allowed_integrations": ["github"]}));
    let (status, of_token) = first.call(&token, "GET", "/connect/session", None);
    assert_eq!(status, 200);

    // A consent that waits for its answer.
    first.nango(&["sandbox", "ctl", "set", "--auto-approve", "false"]).run().ok();
    let begun =
        send("GET", &format!("{}/oauth/connect/github?connect_session_token={token}", first.url), &[], b"");
    let consent = begun.header("location").expect("a redirect").replace(&first.url, "");

    let environment = json!({"name": "staging"});
    const ACCOUNT: &str = "5a9db0c5-0000-4000-8000-000000000003";
    let (status, made) = first.call(ACCOUNT, "POST", "/environments", Some(environment.clone()));
    assert_eq!(status, 200, "{made}");
    let key = json!({"environment_id": made["data"]["id"], "display_name": "ci"});
    let (status, key) = first.call(ACCOUNT, "POST", "/environment/api-keys", Some(key));
    assert_eq!(status, 200, "{key}");
    let key = key["data"]["secret"].as_str().expect("a key").to_owned();

    let rotated = first.nango(&["sandbox", "ctl", "rotate-signing-key", "-q"]).run().ok().value().to_owned();
    first.nango(&["sandbox", "ctl", "fail", "/never/*", "--times", "3", "--status", "503"]).run().ok();
    first.nango(&["sandbox", "ctl", "deny", "2"]).run().ok();
    let secondary = "http://127.0.0.1:9/second";
    first.nango(&["sandbox", "ctl", "set", "--secondary-webhook-url", secondary]).run().ok();
    first.nango(&["sandbox", "ctl", "clock", "--advance", "20m"]).run().ok();
    let before = shown(&first, &id);
    let events = first.api("GET", "/_sandbox/control/events", None)["events"].clone();
    first.stop();
    assert_eq!((mode(&file), mode(&file.with_extension("json.lock"))), (0o600, 0o600));

    let second = Kept::start(&file, &[]);
    assert_eq!(shown(&second, &id), before);
    assert_eq!(second.call(&token, "GET", "/connect/session", None), (200, of_token));
    assert_eq!(second.call(&key, "GET", "/connections", None), (200, json!({"connections": []})));
    assert_eq!(second.call(ACCOUNT, "POST", "/environments", Some(environment)).0, 409);
    let now = second.api("GET", "/_sandbox/control", None)["now"].to_string();
    assert!(now.trim_matches('"') > events[0]["at"].as_str().expect("a time"), "{now}");
    let later = second.api("GET", "/_sandbox/control/events", None)["events"].clone();
    let list = |events: &Value| events.as_array().expect("events").clone();
    assert!(list(&later).starts_with(&list(&events)), "what happened is told on, with the same numbers");

    // Two denials were to come; then the old consent page can still be answered.
    assert!(second.nango(&["sandbox", "ctl", "status"]).run().ok().stdout.contains(secondary));
    second.nango(&["sandbox", "ctl", "deny", "0"]).run().ok();
    let page = send("GET", &format!("{}{consent}", second.url), &[], b"");
    assert!(page.status == 200 && page.body.contains("Connect"), "{} {}", page.status, page.body);

    // The signing key is the rotated one, and whoever is started with the sandbox is told so.
    second.stop();
    let script = "printf %s \"$NANGO_WEBHOOK_SIGNING_KEY\"";
    let told = Nango::new(["sandbox", "--port", "0", "--state", path(&file), "--exec", "sh", "-c", script]);
    assert_eq!(told.run().ok().stdout, rotated);

    // The refresh token is good for one renewal, and the one before it for none.
    let third = Kept::start(&file, &[]);
    let of = |all: &Value| all["credentials"]["refresh_token"].as_str().expect("a refresh token").to_owned();
    let target = format!("/connections/{id}?provider_config_key=mine&refresh_token=true");
    let old = of(&third.api("GET", &target, None));
    let new = of(&third.api("GET", &format!("{target}&force_refresh=true"), None));
    assert_ne!(old, new);
    third.stop();
    let fourth = Kept::start(&file, &[]);
    assert_eq!(of(&fourth.api("GET", &target, None)), new);
    let grant = |token: &str| {
        let body = json!({"grant_type": "refresh_token", "refresh_token": token});
        fourth.call("", "POST", "/_sandbox/token/hubspot", Some(body)).0
    };
    assert_eq!((grant(&old), grant(&new), grant(&new)), (400, 200, 400));

    // Reset makes it what this start would have made of nothing, and that is kept as well.
    fourth.nango(&["sandbox", "ctl", "reset"]).run().ok();
    fourth.stop();
    let fifth = Kept::start(&file, &[]);
    assert_eq!(fifth.api("GET", "/connections", None), json!({"connections": []}));
    assert_eq!(fifth.call(&key, "GET", "/connections", None).0, 401);
}

#[test]
fn a_kill_loses_no_more_than_a_moment() {
    let (_place, file) = place();
    let first = Kept::start(&file, &[]);
    let import = |sandbox: &Kept, id: &str| {
        let body = json!({"provider_config_key": "unauthenticated", "connection_id": id,
            "credentials": {"type": "NONE"}});
        sandbox.api("POST", "/connections", Some(body));
    };
    import(&first, "kept-1");
    // What came first does not keep the next from being written.
    wait_for(&file, "kept-1");
    import(&first, "kept-2");
    wait_for(&file, "kept-2");
    first.kill();
    // A crash while writing leaves a part beside it.
    std::fs::write(file.with_extension("json.nango-new"), "{").expect("a file");
    let second = Kept::start(&file, &[]);
    let list = second.nango(&["connections", "list", "-q"]).run().ok().stdout;
    assert_eq!(list.lines().collect::<Vec<_>>(), ["kept-2", "kept-1"]);
    second.stop();
    assert!(!file.with_extension("json.nango-new").exists());
}

#[test]
fn a_file_has_one_sandbox_at_a_time() {
    let (_place, file) = place();
    let first = Kept::start(&file, &[]);
    wait_for(&file, "memory");
    let start = |file: &Path| Nango::new(["sandbox", "--port", "0", "--json", "--state", path(file)]);
    let error = start(&file).run().exits(1).error();
    let told = error["message"].as_str().expect("a message");
    assert!(told.contains("another sandbox keeps its state in") && told.contains("it is process"), "{told}");
    // By another name it is the same file.
    let link = file.with_file_name("link.json");
    std::os::unix::fs::symlink(&file, &link).expect("a link");
    start(&link).run().exits(1).says("another sandbox");
    first.kill();
    Kept::start(&link, &[]).stop();
    assert!(link.is_symlink(), "a link stays one");
}

#[test]
fn a_file_that_keeps_no_state_is_left_alone() {
    let (_place, file) = place();
    Kept::start(&file, &[]).stop();
    let good = std::fs::read_to_string(&file).expect("a file");
    for (text, says) in [
        (good[..good.len() / 2].to_owned(), "the file is damaged"),
        (good.replacen("\"environments\"", "\"environment\"", 1), "the file is damaged"),
        (good.replacen("\"version\":1", "\"version\":2", 1), "newer nango-cli"),
        ("{\"name\":\"my-app\",\"version\":\"1.0.0\"}".to_owned(), "the file is something else"),
        ("# Notes".to_owned(), "the file is damaged"),
        (good.replacen("\"hubspot\",\"display", "\"spothub\",\"display", 1), "--providers FILE"),
    ] {
        std::fs::write(&file, &text).expect("a file");
        let run = Nango::new(["sandbox", "--port", "0", "--state", path(&file)]).run().exits(2).no_data();
        run.says(says).says("cannot keep the sandbox's state in").says("hint: ");
        let detached = ["sandbox", "--port", "0", "--detach", "--export", "--state", path(&file)];
        Nango::new(detached).run().exits(2).no_data().says(says);
        assert_eq!(std::fs::read_to_string(&file).expect("a file"), text, "{says}");
    }
    for wrong in ["/nowhere/at/all.json", "/"] {
        Nango::new(["sandbox", "--port", "0", "--state", wrong]).run().exits(2).says(wrong);
    }
    // Nor is what only has a name like that of one of its files.
    let (lock, other) = (file.with_file_name("Cargo.lock"), file.with_file_name("Cargo.new"));
    std::fs::write(&lock, "# This file is generated").expect("a file");
    std::fs::write(&other, "mine").expect("a file");
    let cargo = file.with_file_name("Cargo");
    let run = Nango::new(["sandbox", "--port", "0", "--state", path(&cargo)]).run().exits(2);
    run.says("Cargo.lock is in the way");
    assert_eq!(std::fs::read_to_string(&lock).expect("a file"), "# This file is generated");
    std::fs::remove_file(&lock).expect("gone");
    Kept::start(&cargo, &[]).stop();
    assert_eq!(std::fs::read_to_string(&other).expect("a file"), "mine");
    // What is empty keeps nothing yet: so `mktemp` makes one.
    std::fs::write(&file, "").expect("a file");
    Kept::start(&file, &[]).stop();
    assert!(std::fs::read_to_string(&file).expect("a file").contains("memory"));
}

#[test]
fn providers_of_ones_own_are_given_at_each_start() {
    let (place, file) = place();
    let providers = place.path().join("providers.json");
    std::fs::write(&providers, r#"{"acme":{"display_name":"Acme","auth_mode":"API_KEY"}}"#).expect("a file");
    let first = Kept::start(&file, &["--providers", path(&providers)]);
    first.nango(&["integrations", "create", "--provider", "acme", "--key", "mine", "--json"]).run().ok();
    first.stop();
    let without = Nango::new(["sandbox", "--port", "0", "--state", path(&file)]).run().exits(2);
    without.says("its integration \"mine\" is of the provider \"acme\"").says("--providers FILE");
    let second = Kept::start(&file, &["--providers", path(&providers)]);
    assert_eq!(
        second.nango(&["integrations", "get", "mine", "--json"]).run().ok().json()["provider"],
        "acme"
    );
}

#[test]
fn what_a_start_is_told_wins_over_what_was_kept() {
    let (_place, file) = place();
    const KEY: &str = "11111111-1111-4111-8111-111111111111";
    let reader = format!("{KEY}:environment:connections:list");
    let first = Kept::start(&file, &["--webhook-url", "http://127.0.0.1:9/a", "--key", &reader]);
    assert_eq!(first.call(KEY, "GET", "/integrations", None).0, 403);
    first.stop();
    let second = Kept::start(&file, &["--key", KEY, "--auto-approve", "--deterministic"]);
    let status = second.api("GET", "/_sandbox/control", None);
    assert_eq!(status["settings"]["webhook_url"], "http://127.0.0.1:9/a");
    assert_eq!(
        (&status["settings"]["auto_approve"], &status["now"]),
        (&json!(true), &json!("2030-01-01T00:00:00.000Z"))
    );
    assert_eq!(second.call(KEY, "GET", "/integrations", None).0, 200);
    let name =
        |sandbox: &Kept| sandbox.nango(&["session", "create", "--end-user", "u", "-q"]).run().ok().stdout;
    let one = name(&second);
    second.stop();
    let third = Kept::start(&file, &["--webhook-url", "http://127.0.0.1:9/b"]);
    let status = third.api("GET", "/_sandbox/control", None);
    assert_eq!(status["settings"]["webhook_url"], "http://127.0.0.1:9/b");
    assert_eq!(
        (&status["settings"]["auto_approve"], &status["now"]),
        (&json!(true), &json!("2030-01-01T00:00:00.000Z"))
    );
    let two = name(&third);
    third.stop();

    // A deterministic one goes on as if it had never ended.
    let (_other, file) = place();
    let whole = Kept::start(&file, &["--deterministic"]);
    let (first_name, second_name) = (name(&whole), name(&whole));
    whole.stop();
    let (_third, file) = place();
    let parts = Kept::start(&file, &["--deterministic"]);
    assert_eq!(name(&parts), first_name);
    parts.stop();
    assert_eq!(name(&Kept::start(&file, &["--deterministic"])), second_name);
    assert_ne!(one, two);
}

#[test]
fn a_detached_sandbox_keeps_its_state_too() {
    let (_place, file) = place();
    let start = || {
        let run = Nango::new(["sandbox", "--port", "0", "--detach", "--json", "--state", path(&file)]).run();
        let ready = run.ok().json();
        let of = |name: &str| ready[name].as_str().expect("a text").to_owned();
        (of("NANGO_HOSTPORT"), of("NANGO_SANDBOX_PID"), of("NANGO_WEBHOOK_SIGNING_KEY"))
    };
    let end = |process: &str| {
        assert!(Command::new("kill").arg(process).status().expect("kill runs").success());
        // It has let go of the file once it has written it.
        let deadline = Instant::now() + common::PATIENCE;
        let lock = std::fs::File::open(file.with_extension("json.lock")).expect("a lock");
        while lock.try_lock().is_err() {
            assert!(Instant::now() < deadline, "it still has the file");
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    };
    let (url, process, _) = start();
    let rotated = Nango::at(&url, ["sandbox", "ctl", "rotate-signing-key", "-q"]).run().ok();
    end(&process);
    let (_, process, key) = start();
    assert_eq!(key, rotated.value());
    end(&process);
}

#[test]
fn a_link_to_a_file_that_is_not_there_yet_stays_one() {
    let (place, file) = place();
    let link = place.path().join("link.json");
    // Named as from where the link is.
    std::os::unix::fs::symlink("sandbox.json", &link).expect("a link");
    Kept::start(&link, &[]).stop();
    assert!(link.is_symlink() && file.is_file());
    std::os::unix::fs::symlink("round.json", place.path().join("round.json")).expect("a link");
    let round = place.path().join("round.json");
    Nango::new(["sandbox", "--port", "0", "--state", path(&round)]).run().exits(2).says("cannot keep");
}

#[test]
fn a_disk_that_takes_nothing_is_told_of_once_and_tried_again() {
    let (_place, file) = place();
    let folder = file.with_file_name("gone");
    std::fs::create_dir(&folder).expect("a folder");
    let file = folder.join("sandbox.json");
    let sandbox = Kept::start(&file, &[]);
    wait_for(&file, "memory");
    std::fs::remove_dir_all(&folder).expect("it goes");
    sandbox.nango(&["session", "create", "--end-user", "u", "-q"]).run().ok();
    let told = sandbox.process.stderr_line("warning:");
    assert!(told.contains("sandbox.json") && told.contains("tried again"), "{told}");
    // It serves on, and writes once it can.
    sandbox.nango(&["session", "create", "--end-user", "u", "-q"]).run().ok();
    std::fs::create_dir(&folder).expect("a folder");
    wait_for(&file, "nango_connect_session_");
    std::fs::remove_dir_all(&folder).expect("it goes");
    sandbox.process.signal(Signal::TERM);
    let end = sandbox.process.end().exits(1);
    assert_eq!(end.stderr.matches("warning:").count(), 1, "{}", end.stderr);
    end.says("the last changes are not in");
}
