//! `connections import`: one, and many from a file.

mod common;

use std::time::Duration;

use common::{Answer, Nango, Peer, SandboxProcess, Signal};
use serde_json::{Value, json};

fn one(sandbox: &SandboxProcess, integration: &str, credentials: &Value, more: &[&str]) -> Nango {
    let args = ["connections", "import", "--integration", integration, "--credentials-file", "-"];
    sandbox.nango(args).args(more.iter().copied()).stdin(credentials.to_string())
}

fn of(sandbox: &SandboxProcess, id: &str) -> Value {
    sandbox.nango(["connections", "get", id, "--show-credentials", "--json"]).run().ok().json()
}

fn rows(ids: &[&str]) -> Answer {
    let row = |(index, id): (usize, &&str)| {
        json!({
            "id": index + 1, "connection_id": id, "provider_config_key": "openai", "provider": "openai", "errors": [],
            "end_user": null, "tags": {}, "metadata": null, "created": "2026-11-24T02:36:58.411+00:00",
        })
    };
    Answer::json(json!({ "connections": ids.iter().enumerate().map(row).collect::<Vec<_>>() }))
}

/// What Nango answers an import: the credentials in full.
fn made(id: &str) -> Answer {
    let connection = json!({
        "id": 1, "connection_id": id, "provider_config_key": "openai", "provider": "openai", "errors": [],
        "end_user": null, "tags": {}, "metadata": {}, "connection_config": {}, "webhook_url_override": null,
        "created_at": "2026-11-24T02:36:58Z", "updated_at": "2026-11-24T02:36:58Z", "last_fetched_at": null,
        "credentials": {"type": "API_KEY", "apiKey": "sk-s3cr3t"},
    });
    Answer::new(201, "application/json", connection.to_string())
}

/// A peer that knows the integration `openai`.
fn openai() -> Peer {
    let integration =
        json!({"data": {"unique_key": "openai", "provider": "openai", "display_name": "OpenAI"}});
    let provider = json!({"data": {"name": "openai", "display_name": "OpenAI", "auth_mode": "API_KEY"}});
    Peer::new()
        .expect("GET /integrations/openai", Answer::json(integration))
        .expect("GET /providers/openai", Answer::json(provider))
}

/// Lines that import these IDs into `openai`.
fn lines(ids: &[&str]) -> String {
    let line = |id: &&str| {
        let credentials = json!({"type": "API_KEY", "apiKey": format!("sk-s3cr3t-{id}")});
        let body = json!({"provider_config_key": "openai", "connection_id": id, "credentials": credentials});
        format!("{body}\n")
    };
    ids.iter().map(line).collect()
}

#[test]
fn each_importable_type() {
    let sandbox = SandboxProcess::start();
    for (integration, kind, credentials, params) in [
        ("github", "OAUTH2", json!({"access_token": "a", "refresh_token": "r"}), &[][..]),
        (
            "auth0-cc",
            "OAUTH2_CC",
            json!({"token": "t", "client_id": "c", "client_secret": "s"}),
            &["--param", "hostname=acme.auth0.com", "--param", "audience=a"],
        ),
        ("twitter", "OAUTH1", json!({"oauth_token": "t", "oauth_token_secret": "s"}), &[]),
        ("openai", "API_KEY", json!({"apiKey": "k", "type": "API_KEY"}), &[]),
        ("freshdesk", "BASIC", json!({"username": "u", "password": ""}), &["--param", "subdomain=acme"]),
        (
            "netsuite-tba",
            "TBA",
            json!({"token_id": "i", "token_secret": "s"}),
            &["--param", "accountId=1234567"],
        ),
        ("github-app", "APP", json!({"app_id": 99, "installation_id": "7"}), &[]),
        ("github-app-oauth", "CUSTOM", json!({"app_id": "99", "installation_id": "7"}), &[]),
    ] {
        let made = one(&sandbox, integration, &credentials, params).args(["-q"]).run().ok();
        let found = of(&sandbox, made.value());
        assert_eq!(found["provider_config_key"], integration);
        // Of a CUSTOM connection there is the app's installation alone.
        let kind = if kind == "CUSTOM" { "APP" } else { kind };
        assert_eq!(found["credentials"]["type"], kind, "{integration}: {found}");
    }
    let none = sandbox.nango(["connections", "import", "--integration", "unauthenticated", "-q"]).run().ok();
    assert_eq!(of(&sandbox, none.value())["credentials"], json!({}));
}

#[test]
fn everything_that_an_import_takes() {
    let sandbox = SandboxProcess::start();
    let args = [
        "--connection-id",
        "my id",
        "--param",
        "subdomain=https://acme.zendesk.com",
        "--tag",
        "plan=pro",
        "--metadata",
        "m.json",
        "--webhook-url",
        "http://127.0.0.1:9/hook",
        "--end-user",
        "u_1",
        "--end-user-email",
        "a@b.co",
    ];
    let credentials = json!({"access_token": "gho_s3cr3t-s3cr3t", "expires_at": "2030-01-01T00:00:00Z"});
    let output = one(&sandbox, "zendesk", &credentials, &args).file("m.json", r#"{"a":1}"#).run().ok();
    assert!(!output.stdout.contains("s3cr3t"), "{output:?}");
    assert_eq!(output.rows()[0], ["connection", "my id"]);
    let found = of(&sandbox, "my id");
    assert_eq!(found["connection_config"], json!({"subdomain": "acme"}));
    assert_eq!(found["tags"], json!({"end_user_id": "u_1", "end_user_email": "a@b.co", "plan": "pro"}));
    assert_eq!(found["metadata"], json!({"a": 1}));
    assert_eq!(found["webhook_url_override"], "http://127.0.0.1:9/hook");
    assert_eq!(found["end_user"]["id"], "u_1");

    // What exists is not overwritten by chance, and keeps what is not given.
    let new = json!({"access_token": "gho_new"});
    let again = ["--connection-id", "my id"];
    one(&sandbox, "zendesk", &new, &again)
        .run()
        .exits(2)
        .no_data()
        .says("exists already")
        .says("--overwrite");
    assert_eq!(of(&sandbox, "my id")["credentials"]["access_token"], "gho_s3cr3t-s3cr3t");
    one(&sandbox, "zendesk", &new, &[&again[..], &["--overwrite"]].concat()).run().ok();
    let kept = of(&sandbox, "my id");
    assert_eq!(kept["credentials"]["access_token"], "gho_new");
    for name in ["connection_config", "tags", "metadata", "webhook_url_override", "end_user"] {
        assert_eq!(kept[name], found[name], "{name}");
    }
    let given = ["--connection-id", "my id", "--overwrite", "--tag", "other=1", "--param", "subdomain=b"];
    one(&sandbox, "zendesk", &new, &given).run().ok();
    let changed = of(&sandbox, "my id");
    assert_eq!((&changed["tags"], &changed["metadata"]), (&json!({"other": "1"}), &json!({"a": 1})));
    assert_eq!(changed["connection_config"], json!({"subdomain": "b"}));
}

#[test]
fn what_cannot_be_imported_is_connected_instead() {
    let sandbox = SandboxProcess::start();
    for (integration, mode) in [
        ("apple-app-store", "JWT"),
        ("looker", "TWO_STEP"),
        ("emarsys", "SIGNATURE"),
        ("bill", "BILL"),
        ("aws-sigv4", "AWS_SIGV4"),
        ("linear-mcp", "MCP_OAUTH2"),
        ("mcp-generic", "MCP_OAUTH2_GENERIC"),
        ("crisp-plugin-install", "INSTALL_PLUGIN"),
    ] {
        let output = one(&sandbox, integration, &json!({}), &[]).run().exits(2).no_data();
        let output = output.says(&format!("nango-cli connect --integration {integration}"));
        assert!(output.stderr.contains(&format!("{mode} credentials cannot be imported")), "{output:?}");
    }
    assert_eq!(sandbox.nango(["connections", "list", "--json"]).run().ok().stdout, "[]\n");
}

#[test]
fn what_is_missing_or_wrong_is_said_before_anything_is_sent() {
    let sandbox = SandboxProcess::start();
    let token = || json!({"access_token": "gho_s3cr3t"});
    one(&sandbox, "zendesk", &token(), &[]).run().exits(2).says("--param subdomain=…: is missing");
    one(&sandbox, "zendesk", &token(), &["--param", "subdomain=a b"])
        .run()
        .exits(2)
        .says("--param subdomain");
    let wrong = json!({"type": "OAUTH2", "access_token": "gho_s3cr3t", "apiKey": 5});
    let output = one(&sandbox, "openai", &wrong, &[]).run().exits(2).no_data();
    for part in [
        "credentials.type: must be API_KEY",
        "credentials.apiKey: must be a text",
        "credentials.access_token",
    ] {
        assert!(output.stderr.contains(part), "{part}: {output:?}");
    }
    assert!(!output.stderr.contains("s3cr3t"), "{output:?}");
    let import = || sandbox.nango(["connections", "import", "--credentials-file", "-", "--integration"]);
    for broken in ["{\"apiKey\":\"s3cr3t", "\"s3cr3t\"", ""] {
        let output = import().args(["openai"]).stdin(broken).run().exits(2).no_data();
        assert!(!output.stderr.contains("s3cr3t"), "{output:?}");
    }
    sandbox
        .nango(["connections", "import", "--integration", "openai"])
        .run()
        .exits(2)
        .says("{\"apiKey\":\"…\"}");
    import().args(["nope"]).stdin("{}").run().exits(4).says("integrations list");
    import().args(["openai", "--metadata", "-"]).stdin("{}").run().exits(2).says("cannot be both");
    for args in [
        &[][..],
        &["--integration", "openai", "--progress-file", "p"],
        &["--integration", "openai", "--continue-on-error"],
        &["--integration", "openai", "--end-user-email", "a@b.co"],
        &["--ndjson", "x", "--credentials-file", "y"],
        &["--ndjson", "x", "--tag", "a=b"],
        &["--ndjson", "x", "--end-user", "u"],
        &["--ndjson", "missing"],
        &["--ndjson", "missing", "--concurrency", "0"],
    ] {
        sandbox.nango(["connections", "import"]).args(args.iter().copied()).run().exits(2).no_data();
    }
    assert_eq!(sandbox.nango(["connections", "list", "--json"]).run().ok().stdout, "[]\n");
}

#[test]
fn a_refusal_quotes_no_credential() {
    let refusal = json!({"error": {"code": "invalid_body", "errors": [
        {"code": "x", "message": "got sk-s3cr3t", "path": ["credentials", "apiKey"]},
    ]}});
    let peer =
        openai().expect("POST /connections", Answer::new(400, "application/json", refusal.to_string()));
    let args = ["connections", "import", "--integration", "openai", "--credentials-file", "-"];
    let output =
        peer.nango(args).stdin(r#"{"apiKey":"sk-s3cr3t"}"#).run().exits(5).says("credentials.apiKey: got …");
    assert!(!output.stderr.contains("s3cr3t"), "{output:?}");

    let tested =
        Answer::error(400, "connection_test_failed", "The given credentials were found to be invalid.");
    let peer = openai().expect("POST /connections", tested);
    peer.nango(args).stdin(r#"{"apiKey":"sk-s3cr3t"}"#).run().exits(9).no_data().says("found to be invalid");
}

#[test]
fn an_interrupted_import_says_where_to_look() {
    let args = ["connections", "import", "--integration", "openai", "--credentials-file", "-"];
    let interrupt = |peer: &Peer, calls: usize| {
        let run = peer.nango(args).stdin(r#"{"apiKey":"sk-s3cr3t"}"#).spawn();
        let seen = peer.wait_for(calls);
        run.signal(Signal::INT);
        (run.end().exits(130).no_data(), seen)
    };
    let peer = openai().expect("POST /connections", Answer::hang());
    let (output, seen) = interrupt(&peer, 3);
    let id = seen[2].json()["connection_id"].as_str().expect("an ID of its own").to_owned();
    output.says(&format!("nango-cli connections get {id}"));
    let peer = Peer::new().expect("GET /integrations/openai", Answer::hang());
    assert!(!interrupt(&peer, 1).0.stderr.contains("was sent"));
    // The same where no answer came in time.
    let peer = openai().expect("POST /connections", Answer::hang());
    let late = peer.nango(args).args(["--timeout", "1s"]).stdin(r#"{"apiKey":"sk-s3cr3t"}"#).run();
    late.exits(6).says("nango-cli connections get");
}

#[test]
fn many_lines() {
    let sandbox = SandboxProcess::start();
    let import = |args: &[&str], lines: &str| {
        let args = args.iter().copied();
        sandbox.nango(["connections", "import", "--ndjson", "-"]).args(args).stdin(lines).run()
    };
    let typed = lines(&["c_1", "c_2"]);
    // One without an ID, one without a type and an integration.
    let loose = "\n{\"provider_config_key\":\"unauthenticated\",\"credentials\":{\"type\":\"NONE\"}}\n\
                 {\"connection_id\":\"c_3\",\"credentials\":{\"apiKey\":\"sk-s3cr3t-3\"},\"tags\":{\"a\":\"1\"}}";
    let output = import(&["--integration", "openai", "--json"], &format!("{typed}{loose}")).ok();
    assert!(
        !output.stdout.contains("s3cr3t") && output.stderr.contains("4 of 4 lines imported"),
        "{output:?}"
    );
    let mut told: Vec<(u64, String)> = output
        .json()
        .as_array()
        .expect("an array")
        .iter()
        .map(|item| {
            (item["line"].as_u64().expect("a line"), item["status"].as_str().expect("a status").to_owned())
        })
        .collect();
    told.sort();
    assert_eq!(told, [1, 2, 4, 5].map(|line| (line, "imported".to_owned())));
    assert_eq!(of(&sandbox, "c_3")["credentials"]["apiKey"], "sk-s3cr3t-3");

    // Existing ones stop everything before it begins.
    let output = import(&[], &lines(&["c_4", "c_1", "c_2"])).exits(2).no_data();
    let output = output
        .says("line 2 (c_1): exists already: --overwrite")
        .says("0 of 3 lines imported, 2 failed, 1 not tried");
    assert!(output.stderr.contains("--continue-on-error"), "{output:?}");
    sandbox.nango(["connections", "get", "c_4"]).run().exits(4);
    let output =
        import(&["--continue-on-error", "-q"], &lines(&["c_4", "c_1"])).exits(1).says("line 2 (c_1)");
    assert_eq!(output.stdout, "c_4\n");
    // Overwritten ones keep what the line does not give.
    let output = import(&["--overwrite"], &lines(&["c_3"])).ok();
    assert_eq!(output.stdout, "c_3\topenai\toverwritten\n");
    let kept = of(&sandbox, "c_3");
    assert_eq!(
        (&kept["credentials"]["apiKey"], &kept["tags"]),
        (&json!("sk-s3cr3t-c_3"), &json!({"a": "1"}))
    );
    assert_eq!(import(&["--json"], "").ok().stdout, "[]\n");
}

#[test]
fn wrong_lines_stop_everything_before_it_begins() {
    let text = concat!(
        "{\"provider_config_key\":\"openai\",\"connection_id\":\"c_1\",\"credentials\":{\"type\":\"API_KEY\",\"apiKey\":\"k\"}}\n",
        "{\"provider_config_key\":\"openai\",\"connection_id\":\"c_2\",\"credentials\":{\"apiKey\":\"s3cr3t\" oops\n",
        "{\"connection_id\":\"c_3\",\"credentials\":{\"type\":\"JWT\"}}\n",
        "{\"provider_config_key\":\"openai\",\"connection_id\":\"c_1\",\"credentials\":{\"type\":\"NONE\"}}\n",
    );
    let args = ["connections", "import", "--ndjson", "-"];
    let peer = Peer::new().expect("GET /connections", rows(&[]));
    let output = peer.nango(args).stdin(text).run().exits(2).no_data();
    for part in [
        "line 2: not JSON at column",
        "line 3 (c_3): provider_config_key is missing, and there is no --integration; credentials.type JWT credentials cannot",
        "line 4 (c_1): is the same connection as line 1",
        "1 not tried",
    ] {
        assert!(output.stderr.contains(part), "{part}: {output:?}");
    }
    assert!(!output.stderr.contains("s3cr3t"), "{output:?}");
}

#[test]
fn a_refused_line_stops_the_rest_or_does_not() {
    let refusal = || Answer::error(400, "connection_test_failed", "The key sk-s3cr3t-c_2 is invalid");
    let args = ["connections", "import", "--concurrency", "1", "--ndjson", "-"];
    let all = lines(&["c_1", "c_2", "c_3"]);
    let start = || {
        Peer::new()
            .expect("GET /connections", rows(&[]))
            .expect("POST /connections", made("c_1"))
            .expect("POST /connections", refusal())
    };
    let peer = start();
    let output =
        peer.nango(args).stdin(&all).run().exits(9).says("1 of 3 lines imported, 1 failed, 1 not tried");
    assert_eq!(output.stdout, "c_1\topenai\timported\n");
    let output = output.says("line 2 (c_2): The key … is invalid (connection_test_failed)");
    assert!(!output.stderr.contains("s3cr3t"), "{output:?}");

    let peer = start().expect("POST /connections", made("c_3"));
    let output = peer.nango(args).args(["--continue-on-error", "--json"]).stdin(&all).run().exits(1);
    let statuses: Vec<Value> =
        output.json().as_array().expect("an array").iter().map(|item| item["status"].clone()).collect();
    assert_eq!(statuses, ["imported", "failed", "imported"]);
    assert_eq!(output.json()[1]["error"], "The key … is invalid (connection_test_failed)");
    assert_eq!(output.error()["code"], "import_failed");

    // A key that is refused once is refused always.
    let peer = Peer::new()
        .expect("GET /connections", rows(&[]))
        .expect("POST /connections", Answer::error(403, "forbidden", "no scope"));
    let output = peer.nango(args).args(["--continue-on-error"]).stdin(&all).run().exits(3);
    output.says("0 of 3 lines imported, 3 not tried");
}

#[test]
fn a_used_up_limit_is_waited_for_and_the_line_sent_again() {
    let limited = Answer::error(429, "too_many_request", "slow down").header("Retry-After", "2");
    let peer = Peer::new()
        .expect("GET /connections", rows(&[]))
        .expect("POST /connections", limited)
        .expect("POST /connections", made("c_1"));
    let args = ["connections", "import", "--ndjson", "-", "--timeout", "2s"];
    peer.nango(args).stdin(lines(&["c_1"])).run().ok().says("the rate limit is used up");
    let seen = peer.seen();
    assert!(seen[2].at - seen[1].at >= Duration::from_secs(2));
    assert_eq!(seen[1].body, seen[2].body);
}

#[test]
fn so_many_at_a_time_and_no_more() {
    const DELAY: Duration = Duration::from_secs(3);
    let mut peer = Peer::new().expect("GET /connections", rows(&[]));
    for id in ["c_1", "c_2", "c_3"] {
        peer = peer.expect("POST /connections", made(id).after(DELAY));
    }
    let args = ["connections", "import", "--ndjson", "-", "--concurrency", "2"];
    peer.nango(args).stdin(lines(&["c_1", "c_2", "c_3"])).run().ok();
    let seen = peer.seen();
    assert!(seen[2].at - seen[1].at < DELAY, "the second waits for the first");
    assert!(seen[3].at - seen[1].at >= DELAY, "the third does not wait");
}

#[test]
fn an_interrupted_import_goes_on_where_it_was() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("progress");
    let progress = path.to_str().expect("a path").to_owned();
    let import = |peer: &Peer| {
        let args =
            ["connections", "import", "--concurrency", "1", "--ndjson", "-", "--progress-file", &progress];
        let fresh = "{\"provider_config_key\":\"openai\",\"credentials\":{\"type\":\"API_KEY\",\"apiKey\":\"sk-s3cr3t\"}}\n";
        peer.nango(args).stdin(format!("{}{fresh}{}", lines(&["c_1"]), lines(&["c_3", "c_4"])))
    };
    let peer = Peer::new()
        .expect("GET /connections", rows(&[]))
        .expect("POST /connections", made("c_1"))
        .expect("POST /connections", Answer::hang());
    let run = import(&peer).spawn();
    let given = peer.wait_for(3)[2].json()["connection_id"].as_str().expect("an ID").to_owned();
    run.signal(Signal::INT);
    run.end()
        .exits(130)
        .says(&format!("line 2 ({given}): in doubt: it was sent, and not answered"))
        .says("1 of 4 lines imported, 1 in doubt, 2 not tried")
        .says("run it again with the same --progress-file");
    let written = std::fs::read_to_string(&path).expect("the progress file");
    assert!(!written.contains("s3cr3t"), "{written}");
    let states: Vec<Value> = written.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let states: Vec<_> = states.iter().map(|record| (&record["line"], &record["state"])).collect();
    let expected = [(1, "sent"), (1, "done"), (2, "sent")].map(|(line, state)| (json!(line), json!(state)));
    assert_eq!(states, expected.each_ref().map(|(line, state)| (line, state)));

    // It had arrived: it is not sent again. The run before was killed in the middle of a record, say.
    std::fs::write(&path, format!("{written}{{\"line\":3,\"prov")).expect("the progress file");
    let peer = Peer::new()
        .expect("GET /connections", rows(&["c_1", &given]))
        .expect("POST /connections", made("c_3"))
        .expect("POST /connections", Answer::error(400, "invalid_body", "no"));
    let output = import(&peer).args(["--json"]).run().exits(5);
    let told: Vec<Value> =
        output.json().as_array().expect("an array").iter().map(|item| item["status"].clone()).collect();
    assert_eq!(told, ["skipped", "imported", "imported", "failed"]);
    assert_eq!(peer.seen()[1].json()["connection_id"], "c_3");

    // What failed is tried again; what is done is not looked at.
    let peer = Peer::new()
        .expect("GET /connections", rows(&["c_1", &given, "c_3"]))
        .expect("POST /connections", made("c_4"));
    import(&peer).run().ok().says("1 of 4 lines imported, 3 done before");
    let peer = Peer::new().expect("GET /connections", rows(&["c_1", &given, "c_3", "c_4"]));
    import(&peer).run().ok().no_data().says("4 done before");
}

#[test]
fn a_line_in_doubt_that_did_not_arrive_is_sent_again_under_its_id() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("progress");
    let progress = path.to_str().expect("a path").to_owned();
    let line = "{\"provider_config_key\":\"openai\",\"credentials\":{\"type\":\"API_KEY\",\"apiKey\":\"sk-s3cr3t\"}}\n";
    let args = ["connections", "import", "--ndjson", "-", "--progress-file", &progress];
    let peer = Peer::new().expect("GET /connections", rows(&[])).expect("POST /connections", Answer::hang());
    let output = peer.nango(args).args(["--timeout", "1s"]).stdin(line).run().exits(6);
    let first = peer.seen()[1].json()["connection_id"].clone();
    output.says("1 in doubt").says(first.as_str().expect("an ID"));
    let peer = Peer::new().expect("GET /connections", rows(&[])).expect("POST /connections", made("x"));
    peer.nango(args).stdin(line).run().ok();
    assert_eq!(peer.seen()[1].json()["connection_id"], first);
}

#[test]
fn another_file_is_not_taken_for_progress() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("notes");
    let import = |progress: &str| {
        let args = ["connections", "import", "--ndjson", "-", "--progress-file", progress];
        // Nothing is asked of Nango.
        Peer::new().nango(args).stdin(lines(&["c_1"])).run().exits(2).no_data()
    };
    for content in ["my notes\n", "my notes", "{\"a\":1}\n"] {
        std::fs::write(&path, content).expect("a file");
        import(path.to_str().expect("a path")).says("is no progress file");
        assert_eq!(std::fs::read_to_string(&path).expect("the file"), content);
    }
    import("no/such/place").says("no/such/place");
}

#[test]
fn nobody_reading_is_no_reason_to_stop_halfway() {
    let sandbox = SandboxProcess::start();
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let args = ["connections", "import", "--ndjson", "-", "--concurrency", "1"];
    let run =
        sandbox.nango(args).stdin(lines(&["c_1", "c_2", "c_3"])).stdout(writer.try_clone().expect("a pipe"));
    run.run().ok();
    let count = || sandbox.nango(["connections", "list", "--jq", "length"]).run().ok().value().to_owned();
    assert_eq!(count(), "3");
    let run = sandbox.nango(["connections", "delete", "--integration", "openai", "--yes"]).stdout(writer);
    run.run().ok();
    assert_eq!(count(), "0");
}
