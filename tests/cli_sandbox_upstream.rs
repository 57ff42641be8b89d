//! `sandbox --upstream`: proxy calls that really go out, to a stand-in on loopback.

mod common;

use std::io::{Read, Write};
use std::net::TcpStream;

use common::{Answer, KEY, Nango, PATIENCE, Peer, SandboxProcess, dead_host};
use flate2::write::GzEncoder;
use serde_json::{Value, json};

const SEED: &str = r#"{"connections": [
    {"provider_config_key": "github", "connection_id": "g-1", "credentials": {"type": "OAUTH2", "access_token": "gho_s3cr3t"}},
    {"provider_config_key": "openai", "connection_id": "o-1", "credentials": {"type": "API_KEY", "apiKey": "sk-good"}}]}"#;

fn sandbox(upstreams: &[&str]) -> SandboxProcess {
    let sandbox = SandboxProcess::with(upstreams.iter().flat_map(|upstream| ["--upstream", upstream]));
    sandbox.nango(["sandbox", "ctl", "seed", "-"]).stdin(SEED).run().ok();
    sandbox
}

fn proxy(sandbox: &SandboxProcess, id: &str, integration: &str, args: &[&str]) -> Nango {
    let run = sandbox.nango(["proxy", "--connection", id, "--integration", integration]);
    run.args(args.iter().copied())
}

fn github(sandbox: &SandboxProcess, args: &[&str]) -> Nango {
    proxy(sandbox, "g-1", "github", args)
}

#[test]
fn calls_go_out_with_the_connections_credentials_and_nothing_else() {
    let answer = Answer::new(201, "application/json", r#"{"made": 1}"#)
        .header("X-Request-Id", "r-1")
        .header("X-Provider-Own", "kept back");
    let peer = Peer::new()
        .expect("POST /base/repos/a%20b", answer)
        .expect("GET /status/404", Answer::new(404, "text/plain", "no such thing").header("X-Own", "kept"));
    let other = Peer::new().expect("GET /models", Answer::json(json!({"data": []})));
    let github_url = format!("github={}/base/", peer.url);
    // `--strict-urls` is about what clients name, not about what the user named.
    let args = ["--upstream", github_url.as_str(), "--strict-urls"];
    let sandbox = SandboxProcess::with(args);
    sandbox.nango(["sandbox", "ctl", "seed", "-"]).stdin(SEED).run().ok();
    let body = r#" plain: {"a" : [1]} "#;
    let more = ["-H", "X-Custom: c", "-H", "Content-Type: text/plain", "--data", body, "--json"];
    let call = ["POST", "/repos/a b?x=1&y=%2F&x=2"];
    let answered = github(&sandbox, &[call.as_slice(), more.as_slice()].concat()).run().ok().json();
    assert_eq!((&answered["status"], &answered["body"]), (&json!(201), &json!({"made": 1})));
    assert_eq!(answered["headers"]["x-request-id"], "r-1", "{answered}");
    assert_eq!(answered["headers"].get("x-provider-own"), None, "{answered}");
    let seen = &peer.seen()[0];
    assert_eq!(seen.target, "/base/repos/a%20b?x=1&y=%2F&x=2");
    assert_eq!(seen.body, body);
    for (name, value) in [
        ("Authorization", Some("Bearer gho_s3cr3t")),
        ("X-Custom", Some("c")),
        ("Content-Type", Some("text/plain")),
        ("User-Agent", Some("axios/1.18.0")),
        // recording proxy_base_url_override
        ("Accept-Encoding", Some("gzip, compress, deflate, br")),
        ("Host", peer.url.strip_prefix("http://")),
        ("Connection-Id", None),
        ("Provider-Config-Key", None),
        ("Nango-Proxy-X-Custom", None),
    ] {
        assert_eq!(seen.header(name), value, "{name} in {seen:?}");
    }
    drop(sandbox);

    let both = [format!("github={}", peer.url), format!("openai={}", other.url)];
    let sandbox = self::sandbox(&both.each_ref().map(String::as_str));
    let failed = github(&sandbox, &["GET", "/status/404"]).run().exits(1).says("answered 404");
    assert_eq!(failed.stdout, "no such thing");
    proxy(&sandbox, "o-1", "openai", &["GET", "/models"]).run().ok();
    assert_eq!(other.seen()[0].header("authorization"), Some("Bearer sk-good"));
    // An override says where else, for this one call.
    let elsewhere = Peer::new().expect("GET /v2/x", Answer::json(json!({"else": "where"})));
    let base = format!("{}/v2", elsewhere.url);
    github(&sandbox, &["GET", "/x", "--base-url", &base]).run().ok();
}

#[test]
fn a_provider_without_an_upstream_is_played_as_ever() {
    let peer = Peer::new();
    let sandbox = sandbox(&[&format!("github={}", peer.url)]);
    let echo = proxy(&sandbox, "o-1", "openai", &["GET", "/v1/x"]).run().ok().json();
    assert_eq!(echo["headers"]["authorization"], "Bearer sk-good");
    assert!(peer.seen().is_empty());
}

#[test]
fn redirects_are_followed_at_home_and_handed_back_elsewhere() {
    let moved = |to: &str| Answer::new(302, "text/plain", "moved").header("Location", to);
    let peer = Peer::new()
        .expect("POST /start", moved("/next?a=1"))
        .expect("GET /next", Answer::json(json!({"at": "last"})))
        .expect("GET /away", moved("http://thief.invalid/"));
    let sandbox = sandbox(&[&format!("github={}", peer.url)]);
    github(&sandbox, &["POST", "/start", "--data", "{}"]).run().ok();
    let last = &peer.seen()[1];
    assert_eq!((last.target.as_str(), last.body.as_str()), ("/next?a=1", ""));
    assert_eq!(last.header("authorization"), Some("Bearer gho_s3cr3t"));
    let away = github(&sandbox, &["GET", "/away", "--json"]).run();
    assert_eq!(away.json()["status"], 302, "{away:?}");
}

#[test]
fn what_fails_is_tried_again_and_what_is_not_there_is_said_as_recorded() {
    let peer = Peer::new()
        .expect("GET /flaky", Answer::error(500, "x", "once"))
        .expect("GET /flaky", Answer::json(json!({"ok": true})))
        .expect("GET /once", Answer::error(409, "x", "no"));
    let dead = dead_host();
    let both = [format!("github={}", peer.url), format!("openai={dead}")];
    let sandbox = sandbox(&both.each_ref().map(String::as_str));
    let answer = github(&sandbox, &["GET", "/flaky", "--retries", "1"]).run().ok().json();
    assert_eq!(answer, json!({"ok": true}));
    github(&sandbox, &["GET", "/once", "--retries", "1"]).run().exits(1);
    // recording proxy_err_upstream_unreachable
    let lost = proxy(&sandbox, "o-1", "openai", &["GET", "/v1", "--json"]).run().exits(6);
    let address = dead.strip_prefix("http://").expect("an address");
    let error = lost.error();
    assert_eq!((&error["status"], &error["code"]), (&json!(500), &json!("provider_unreachable")));
    lost.says(&format!("connect ECONNREFUSED {address} (ECONNREFUSED)"));
}

#[test]
fn a_name_that_nobody_has_is_said_as_node_says_it() {
    // Too long for a name server to be asked about it.
    let host = format!("{}.invalid", "a".repeat(64));
    let sandbox = sandbox(&[&format!("github=http://{host}")]);
    let lost = github(&sandbox, &["GET", "/v1", "--json"]).run().exits(6);
    lost.says(&format!("getaddrinfo ENOTFOUND {host} (ENOTFOUND)"));
}

#[test]
fn a_compressed_answer_is_made_plain_where_that_is_asked_for() {
    let mut packer = GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(br#"{"plain": true}"#).expect("room");
    let packed = packer.finish().expect("room");
    let answer = || Answer::new(200, "application/json", packed.clone()).header("Content-Encoding", "gzip");
    let failed = Answer::new(404, "application/json", packed.clone()).header("Content-Encoding", "gzip");
    let peer = Peer::new()
        .expect("GET /as-it-is", answer())
        .expect("GET /asked-for", answer())
        .expect("GET /failed", failed)
        .expect("GET /declared", answer());
    let upstreams = [format!("openai={}", peer.url), format!("hubspot={}", peer.url)];
    let sandbox = sandbox(&upstreams.each_ref().map(String::as_str));
    let hubspot = json!({"connections": [{
        "provider_config_key": "hubspot", "connection_id": "h-1",
        "credentials": {"type": "OAUTH2", "access_token": "at"},
    }]});
    sandbox.nango(["sandbox", "ctl", "seed", "-"]).stdin(hubspot.to_string()).run().ok();
    // As curl would see it.
    let ask = |id: &str, integration: &str, path: &str, more: &[(&str, &str)]| {
        let named = [("Connection-Id", id), ("Provider-Config-Key", integration)];
        let headers: String =
            named.iter().chain(more).map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let request = format!(
            "GET /proxy{path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {KEY}\r\nConnection: close\r\n{headers}\r\n"
        );
        let address = sandbox.url.strip_prefix("http://").expect("an address");
        let mut socket = TcpStream::connect(address).expect("the sandbox");
        socket.set_read_timeout(Some(PATIENCE)).expect("a socket");
        socket.write_all(request.as_bytes()).expect("room");
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).expect("an answer");
        let text = String::from_utf8_lossy(&answer).to_ascii_lowercase();
        (text.contains("content-encoding: gzip"), text.ends_with(r#"{"plain": true}"#))
    };
    assert_eq!(ask("o-1", "openai", "/as-it-is", &[]), (true, false));
    assert_eq!(ask("o-1", "openai", "/asked-for", &[("Decompress", "true")]), (false, true));
    assert_eq!(ask("o-1", "openai", "/failed", &[("Decompress", "true")]), (false, true));
    assert_eq!(ask("h-1", "hubspot", "/declared", &[]), (false, true));
    let asked: Vec<_> =
        peer.seen().iter().map(|seen| seen.header("accept-encoding").map(str::to_owned)).collect();
    assert_eq!(asked[0].as_deref(), Some("gzip, compress, deflate, br"));
    // What could not be made plain is not asked for.
    assert_eq!(asked[1].as_deref(), Some("gzip, deflate"));
}

/// Providers that the sandbox does not bring, as Nango's API describes them.
#[test]
fn what_providers_declare_is_filled() {
    let recorded: Value =
        serde_json::from_str(include_str!("recordings/providers_list.json")).expect("a recording");
    let names = ["zendesk-api-key", "konnektive", "quickbase", "canny"];
    let all = recorded["response"]["body"]["data"].as_array().expect("providers").iter();
    let own = all.filter_map(|about| Some((about["name"].as_str()?.to_owned(), about.clone())));
    let own: serde_json::Map<String, Value> =
        own.filter(|(name, _)| names.contains(&name.as_str())).collect();
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("providers.json");
    std::fs::write(&path, Value::Object(own).to_string()).expect("a file");
    let sandbox = SandboxProcess::with(["--providers", path.to_str().expect("a path")]);
    let basic = json!({"type": "BASIC", "username": "me@x.io", "password": "p&w"});
    let key = json!({"type": "API_KEY", "apiKey": "k 1"});
    let made = [
        ("github-pat", &key, json!({})),
        ("anthropic", &key, json!({})),
        ("zendesk-api-key", &basic, json!({"subdomain": "acme"})),
        ("konnektive", &basic, json!({})),
        ("quickbase", &key, json!({"domain": "demo.quickbase.com"})),
        ("canny", &key, json!({})),
    ];
    let integrations: Vec<Value> =
        made.iter().map(|(name, ..)| json!({"unique_key": name, "provider": name})).collect();
    let connections: Vec<Value> = made
        .iter()
        .map(|(name, credentials, config)| {
            json!({"provider_config_key": name, "connection_id": name, "credentials": credentials, "connection_config": config})
        })
        .collect();
    let seed = json!({"integrations": integrations, "connections": connections});
    sandbox.nango(["sandbox", "ctl", "seed", "-"]).stdin(seed.to_string()).run().ok();
    let echo = |name: &str, args: &[&str]| proxy(&sandbox, name, name, args).run().ok().json();

    let seen = echo("github-pat", &["GET", "/user", "-H", "User-Agent: mine/1"]);
    assert_eq!(seen["headers"]["x-github-api-version"], "2022-11-28", "{seen}");
    assert_eq!(seen["headers"]["user-agent"], "mine/1", "{seen}");
    let seen = echo("anthropic", &["GET", "/v1/models"]);
    assert_eq!(seen["headers"].get("anthropic-version"), None, "{seen}");
    let seen = echo("zendesk-api-key", &["GET", "/api/v2/users"]);
    assert_eq!(seen["headers"]["authorization"], "Basic bWVAeC5pby90b2tlbjpwJnc=", "{seen}");
    let seen = echo("konnektive", &["GET", "/x?a=b%20c&password=mine"]);
    assert_eq!(seen["query"], json!({"a": "b c", "loginId": "me@x.io", "password": "p&w"}), "{seen}");
    let seen = echo("canny", &["GET", "/boards/list"]);
    assert_eq!(seen["query"], json!({"apiKey": "k 1"}), "{seen}");
    // Where the provider says who asks, nobody else does.
    let seen = echo("quickbase", &["GET", "/apps", "-H", "User-Agent: mine/1"]);
    assert_eq!(seen["headers"]["user-agent"], "App (support@nango.dev)", "{seen}");
}

#[test]
fn a_wrong_upstream_is_a_mistake() {
    for (given, why) in [
        (&["github"][..], "github=http://127.0.0.1:4010"),
        (&["=http://127.0.0.1:1"], "github=http://127.0.0.1:4010"),
        (&["github=nowhere"], "no URL"),
        (&["github=ftp://127.0.0.1"], "http://"),
        (&["github=http://127.0.0.1:1/?a=1"], "query"),
        (&["github=http://me@127.0.0.1:1"], "credentials"),
        (&["git-hub=http://127.0.0.1:1"], "--providers FILE"),
        (&["github=http://127.0.0.1:1", "github=http://127.0.0.1:2"], "given twice"),
        (&["unauthenticated=http://127.0.0.1:1"], "does not serve"),
    ] {
        let args = given.iter().flat_map(|given| ["--upstream", given]);
        Nango::new(["sandbox", "--port", "0"]).args(args).run().exits(2).no_data().says(why);
    }
}
