//! `proxy`: a request to the provider's API, byte for byte in both directions.

mod common;

use std::fs::File;
use std::io::{Read, Write};
use std::net::TcpListener;

use common::raw::RawPeer;
use common::{Answer, Nango, PATIENCE, Peer, Signal};
use serde_json::json;

const ARGS: [&str; 5] = ["proxy", "--connection", "c_1", "--integration", "github"];

fn get(path: &str) -> impl Iterator<Item = &str> {
    ARGS.into_iter().chain(["GET", path])
}

#[test]
fn a_request_as_it_was_given() {
    let peer = Peer::new()
        .expect("GET /connections", Answer::json(json!({"connections": [{
            "id": 1, "connection_id": "c/1", "provider_config_key": "gh-b", "provider": "github", "errors": [],
            "end_user": null, "tags": {}, "metadata": null, "created": "2026-11-24T02:36:58.411+00:00"}]})))
        .expect("PATCH /proxy/a%20b/c", Answer::new(200, "text/plain", "done"));
    let args = ["proxy", "patch", "/a b/c?x=1&y=%2F&x=2", "--connection", "c/1"];
    let more =
        ["-H", "X-Custom:  a: b ", "-H", "Accept:text/plain", "--retries", "2", "--retry-on", "404,409"];
    let body = [r#"--data= {"a" : [1]}"#, "--base-url", "https://api.example.com/v2", "-v"];
    let output = peer.nango(args).args(more).args(body).run().ok();
    assert_eq!(output.stdout, "done");
    let seen = &peer.seen()[1];
    assert_eq!(seen.target, "/proxy/a%20b/c?x=1&y=%2F&x=2");
    assert_eq!(seen.body, r#" {"a" : [1]}"#);
    for (name, value) in [
        ("Connection-Id", "c/1"),
        ("Provider-Config-Key", "gh-b"),
        ("Retries", "2"),
        ("Retry-On", "404,409"),
        ("Base-Url-Override", "https://api.example.com/v2"),
        ("Nango-Proxy-X-Custom", "a: b"),
        ("Nango-Proxy-Accept", "text/plain"),
        ("Content-Type", "application/json"),
        ("Nango-Proxy-Content-Type", "application/json"),
    ] {
        assert_eq!(seen.header(name), Some(value), "{name} in {seen:?}");
    }
    // The provider's parameters may be secrets, whatever they are called.
    assert!(output.stderr.contains("PATCH /proxy/a%20b/c?x=…&y=…&x=… → 200"), "{output:?}");
}

/// What Nango would parse in vain, or not at all, goes as bytes beside its type.
#[test]
fn every_body_reaches_the_provider_with_its_type() {
    for (given, data, read_as, passed_on) in [
        (None, "plain", "application/octet-stream", "application/octet-stream"),
        (None, "5", "application/octet-stream", "application/octet-stream"),
        (None, "", "application/octet-stream", "application/octet-stream"),
        (Some("text/csv"), "a,b", "application/octet-stream", "text/csv"),
        (Some("application/json"), "\"x\"", "application/octet-stream", "application/json"),
        (Some("application/vnd.api+json"), "{}", "application/octet-stream", "application/vnd.api+json"),
        (
            Some("application/x-www-form-urlencoded"),
            "a=1",
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded",
        ),
        (
            Some("multipart/form-data; boundary=b"),
            "--b--",
            "multipart/form-data; boundary=b",
            "multipart/form-data",
        ),
    ] {
        let peer = Peer::new().expect("POST /proxy/x", Answer::json(json!({})));
        let header = given.map(|given| format!("content-type: {given}"));
        let run = peer.nango(ARGS).args(["POST", "x", "--data-file", "-"]).stdin(data);
        run.args(header.iter().flat_map(|header| ["-H", header.as_str()])).run().ok();
        let seen = &peer.seen()[0];
        assert_eq!(seen.body, data);
        assert_eq!(seen.header("content-type"), Some(read_as), "{given:?} {data}");
        assert_eq!(seen.header("nango-proxy-content-type"), Some(passed_on), "{given:?} {data}");
    }
}

/// Every byte there is, and pieces of characters.
fn bytes() -> Vec<u8> {
    (0..=255).cycle().take(100_000).chain(*b"\r\n\x1b[31m").collect()
}

fn binary_answer(headers: &str) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n{headers}\r\n");
    [head.into_bytes(), bytes()].concat()
}

#[test]
fn bytes_stay_as_they_are() {
    let peer = RawPeer::answering(binary_answer("Connection: close\r\n"));
    let place = tempfile::tempdir().expect("a directory");
    let out = place.path().join("out");
    let to = File::create(&out).expect("a file");
    Nango::at(&peer.url, get("/logo")).stdout(to).run().ok();
    assert_eq!(std::fs::read(&out).expect("the output"), bytes());

    // What was there is replaced, through a link, and keeps its mode.
    use std::os::unix::fs::PermissionsExt;
    let file = place.path().join("logo.png");
    std::fs::write(&file, "before").expect("a file");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).expect("a mode");
    let link = place.path().join("link");
    std::os::unix::fs::symlink(&file, &link).expect("a link");
    let name = link.to_str().expect("a name");
    Nango::at(&peer.url, get("/logo")).args(["-o", name]).run().ok().no_data();
    assert_eq!(std::fs::read(&file).expect("the file"), bytes());
    assert_eq!(file.metadata().expect("a file").permissions().mode() & 0o777, 0o640);
    assert!(link.is_symlink());
    // A device is written to, not replaced.
    Nango::at(&peer.url, get("/logo")).args(["-o", "/dev/null"]).run().ok().no_data();
    assert!(!std::path::Path::new("/dev/null").metadata().expect("a device").is_file());
    let document = Nango::at(&peer.url, get("/logo")).args(["--jq", ".body_base64[:8]"]).run().ok();
    assert_eq!(document.value(), "AAECAwQF");
}

#[test]
fn a_body_of_bytes_is_sent_as_it_is() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a request");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
        let mut request = Vec::new();
        let mut piece = [0; 65536];
        while !request.ends_with(b"\r\n\x1b[31m") {
            let count = stream.read(&mut piece).expect("the body");
            assert!(count > 0, "the body ended early: {} bytes", request.len());
            request.extend_from_slice(&piece[..count]);
        }
        stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").expect("an answer");
        request
    });
    let run = Nango::at(&url, ARGS).file("body", bytes()).args(["PUT", "/logo", "--data-file", "body"]);
    run.run().ok().no_data();
    let request = server.join().expect("the server");
    assert!(request.ends_with(&[b"\r\n\r\n".to_vec(), bytes()].concat()));
}

#[test]
fn what_breaks_off_leaves_no_file() {
    let peer = RawPeer::answering(binary_answer("Content-Length: 200000\r\n"));
    let place = tempfile::tempdir().expect("a directory");
    let file = place.path().join("logo.png");
    std::fs::write(&file, "before").expect("a file");
    let name = file.to_str().expect("a name");
    Nango::at(&peer.url, get("/logo")).args(["-o", name]).run().exits(6).no_data();
    assert_eq!(std::fs::read(&file).expect("the file"), b"before");
    assert_eq!(place.path().read_dir().expect("the directory").count(), 1, "something is left beside it");
    for (file, why) in [("missing/logo.png", "No such file"), (".", "directory")] {
        let unasked = Peer::new();
        unasked.nango(get("/logo")).args(["-o", file]).run().exits(2).says(why);
    }
}

#[test]
fn an_error_of_the_provider_is_data_and_exit_code_1() {
    for status in [400, 401, 403, 404, 422, 500] {
        let body = format!("{{\"error\":\"status {status}\"}}");
        let answer = || Answer::new(status, "application/json", body.clone());
        let peer = Peer::new().expect("GET /proxy/user", answer()).expect("GET /proxy/user", answer());
        let run = peer.nango(get("/user")).file("out", "before").args(["-o", "out"]);
        let output = run.run().exits(1).says(&format!("the provider answered {status}"));
        assert_eq!(output.stdout, body);
        let output = peer.nango(get("/user")).args(["--json"]).run().exits(1);
        assert_eq!(output.json()["body"]["error"], format!("status {status}"));
        assert_eq!(output.error()["status"], status);
        assert_eq!(output.error()["code"], "provider_error");
    }
    // Larger than any refusal of Nango's.
    let page = "x".repeat(300_000);
    let peer = Peer::new().expect("GET /proxy/user", Answer::new(502, "text/html", page.clone()));
    assert_eq!(peer.nango(get("/user")).run().exits(1).stdout, page);
}

#[test]
fn a_refusal_of_nangos_is_an_error_as_everywhere() {
    for (status, body, code, says) in [
        (
            400,
            r#"{"error":{"code":"server_error","message":"Failed to get connection"}}"#,
            4,
            "nango-cli connections list",
        ),
        (
            404,
            r#"{"error":{"code":"unknown_provider_config","message":"Provider config not found"}}"#,
            4,
            "nango-cli integrations list",
        ),
        (
            401,
            r#"{"error":{"code":"unknown_account","message":"Authentication failed.","payload":{}}}"#,
            3,
            "is not known",
        ),
        (
            403,
            r#"{"error":{"code":"forbidden","message":"Insufficient scope. Required: x"}}"#,
            3,
            "that scope",
        ),
        (
            400,
            r#"{"error":{"code":"unsupported_provider","message":"unsupported_provider"}}"#,
            5,
            "--base-url",
        ),
        (
            400,
            r#"{"error":{"code":"server_error","message":"Failed to get connection credentials: 'x'"}}"#,
            5,
            "connect --reconnect c_1",
        ),
        (
            400,
            r#"{"error":{"code":"base_url_override_not_allowed","message":"not allowed"}}"#,
            5,
            "where its proxy may send",
        ),
        (
            500,
            r#"{"message":"connect ECONNREFUSED 127.0.0.1:9","stack":"s3cr3t","code":"ECONNREFUSED","url":"https://x?key=s3cr3t","method":"get"}"#,
            6,
            "Nango could not reach the provider: connect ECONNREFUSED",
        ),
    ] {
        let peer = Peer::new().expect("GET /proxy/user", Answer::new(status, "application/json", body));
        let output = peer.nango(get("/user")).run().exits(code).no_data().says(says);
        assert!(!output.stderr.contains("s3cr3t"), "{output:?}");
    }
}

#[test]
fn headers_and_documents() {
    let answer =
        || Answer::json(json!({"login": "ada"})).header("Link", "<x>; rel=next").header("Link", "<y>");
    let peer = Peer::new()
        .expect("GET /proxy/user", answer())
        .expect("GET /proxy/user", answer())
        .expect("GET /proxy/user", Answer::new(302, "text/plain", "").header("Location", "https://other"));
    let included = peer.nango(get("user")).args(["-i"]).run().ok();
    let (head, body) = included.stdout.split_once("\n\n").expect("a head and a body");
    assert!(
        head.starts_with("HTTP/1.1 200\n") && head.contains("\nlink: <x>; rel=next\nlink: <y>"),
        "{head}"
    );
    assert_eq!(body, r#"{"login":"ada"}"#);
    let document = peer.nango(get("user")).args(["--json"]).run().ok().json();
    assert_eq!(document["status"], 200);
    assert_eq!(document["headers"]["link"], "<x>; rel=next, <y>");
    assert_eq!(document["body"], json!({"login": "ada"}));
    peer.nango(get("user")).run().ok().says("a redirect (302) to https://other");
}

#[test]
fn what_cannot_be_sent_is_not() {
    for args in [
        ["--connection", "a\tb\u{1b}", "--integration", "github"],
        ["--connection", "c_1", "--integration", "git\nhub"],
    ] {
        let refused = Peer::new().nango(["proxy", "GET", "/user"]).args(args).run().exits(2).no_data();
        refused.says("holds a character that no ");
    }
    for (args, why) in [
        (&["GET", "https://api.github.com/user"][..], "not a URL"),
        (&["GET", "/user#top"], "%23"),
        (&["GET", "/../connections"], "leads out of the proxy"),
        (&["GET", "%2e%2e/connections"], "leads out of the proxy"),
        (&["GET", "..\\connections"], "leads out of the proxy"),
        (&["GET", "/user", "-d", "x"], "sends no body with GET"),
        (&["G T", "/user"], "no HTTP method"),
        (&["GET", "/user", "-H", "no colon"], "Name: value"),
        (&["GET", "/user", "-H", "a b: c"], "header name"),
        (&["GET", "/user", "-H", "a: b\r\nc: d"], "single line"),
        (&["GET", "/user", "--base-url", "file:///etc"], "http(s) URL"),
        (&["GET", "/user", "--retry-on", "500"], "--retries"),
        (&["GET", "/user", "--json", "-o", "x"], "leave out --output"),
        (&["POST", "/user", "-d", "x", "--data-file", "y"], "cannot be used with"),
        (&["POST", "/user", "--data-file", "missing"], "cannot read the request's body"),
    ] {
        Peer::new().nango(ARGS).args(args.iter().copied()).run().exits(2).no_data().says(why);
    }
    Peer::new().nango(["proxy", "GET", "/user"]).run().exits(2).says("--connection");
}

#[test]
fn it_ends_as_every_command_does() {
    let peer = Peer::new().expect("GET /proxy/user", Answer::hang());
    let output = peer.nango(get("/user")).args(["--timeout", "1s"]).run().exits(6);
    output.says("did not answer within 1s");

    let peer = Peer::new().expect("GET /proxy/user", Answer::hang());
    let running = peer.nango(get("/user")).spawn();
    peer.wait_for(1);
    running.signal(Signal::INT);
    running.end().exits(130).no_data();

    let peer = RawPeer::answering(binary_answer("Connection: close\r\n"));
    let full = File::options().write(true).open("/dev/full").expect("/dev/full");
    Nango::at(&peer.url, get("/logo")).stdout(full).run().exits(1).says("could not write the output");
    Nango::at(&peer.url, get("/logo"))
        .args(["-o", "/dev/full"])
        .run()
        .exits(1)
        .says("could not write /dev/full");
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let output = Nango::at(&peer.url, get("/logo")).stdout(writer).run().ok();
    assert_eq!(output.stderr, "");
    Nango::at(&common::dead_host(), get("/user")).run().exits(6).no_data();
}
