//! `connect` in full: every auth mode that needs no browser, reconnecting with nothing lost, Connect UI, and every
//! way a result arrives.

mod common;

use common::cut::Lossy;
use common::hooks::eventually;
use common::raw::{send, visit};
use common::{KEY, Nango, Output, Running, SandboxProcess, Signal};
use serde_json::{Value, json};

const RSA_PKCS1: &str = include_str!("keys/throwaway_rsa_pkcs1.pem");
const EC_PKCS8: &str = include_str!("keys/throwaway_ec_pkcs8.pem");

fn with_credentials(
    sandbox: &SandboxProcess,
    provider: &str,
    params: &[&str],
    credentials: &Value,
) -> Output {
    let connect =
        ["connect", "--provider", provider, "--end-user", "u_1", "--json", "--credentials-file", "-"];
    let params = params.iter().flat_map(|param| ["--param", param]);
    sandbox.nango(connect).args(params).stdin(credentials.to_string()).run()
}

/// `link` on stderr, as people get it.
fn printed_link(run: &Running) -> String {
    run.stderr_line("http://").trim().to_owned()
}

#[test]
fn every_mode_without_a_browser_connects() {
    let sandbox = SandboxProcess::start();
    let ghost = "1234567890abcdef12345678:abcdef1234567890abcdef1234567890abcdef1234567890abcdef1234567890";
    for (provider, mode, params, credentials) in [
        (
            "bill",
            "BILL",
            &[][..],
            json!({"username": "u", "password": "p", "organization_id": "o", "dev_key": "d"}),
        ),
        ("netsuite-tba", "TBA", &["accountId=1234567"], json!({"token_id": "t", "token_secret": "s"})),
        ("emarsys", "SIGNATURE", &[], json!({"username": "cust001", "password": "sec"})),
        (
            "looker",
            "TWO_STEP",
            &["hostname=https://acme.looker.com/"],
            json!({"clientId": "c", "clientSecret": "s"}),
        ),
        (
            "auth0-cc",
            "OAUTH2_CC",
            &["hostname=a.auth0.com", "audience=x"],
            json!({"client_id": "c", "client_secret": "s"}),
        ),
        ("ghost-admin", "JWT", &["adminDomain=mock.ghost.io", "version=v3.0"], json!({"privateKey": ghost})),
        (
            "apple-app-store",
            "JWT",
            &[],
            json!({"issuerId": "i", "privateKeyId": "k", "privateKey": EC_PKCS8}),
        ),
        (
            "netsuite-client-credentials",
            "TWO_STEP",
            &["accountId=1"],
            // Nango signs with PKCS#8 only: the older form is converted.
            json!({"clientId": "i", "certificateId": "k", "assertionOption": {"privateKey": RSA_PKCS1}}),
        ),
        (
            "aws-sigv4",
            "AWS_SIGV4",
            &["external_id=7b0c3a52-3f0e-4d4e-9a53-3f2b8f1f6a10"],
            json!({"role_arn": "arn:aws:iam::123456789012:role/NangoAccessRole", "region": "eu-west-1"}),
        ),
    ] {
        let output = with_credentials(&sandbox, provider, params, &credentials).ok();
        let connection = output.json();
        assert_eq!(connection["flow"]["auth_mode"], mode, "{provider}");
        assert_eq!(connection["tags"], json!({"end_user_id": "u_1"}), "{provider}");
        for param in params {
            let (name, value) = param.split_once('=').expect("a pair");
            let bare = value.trim_start_matches("https://").trim_end_matches('/');
            assert_eq!(connection["connection_config"][name], bare, "{provider}");
        }
        for secret in ["BEGIN", "abcdef1234", "\"s\"", "\"sec\"", "\"p\""] {
            assert!(
                !format!("{}{}", output.stdout, output.stderr).contains(secret),
                "{provider}: {output:?}"
            );
        }
    }
}

#[test]
fn what_a_provider_refuses_is_a_flow_that_failed() {
    // Nango tries no credentials of the TBA provider that it has.
    let tried =
        json!({"netsuite-tba": {"auth_mode": "TBA", "proxy": {"verification": {"endpoints": ["/me"]}}}});
    let folder = tempfile::tempdir().expect("a folder");
    let providers = folder.path().join("providers.json");
    std::fs::write(&providers, tried.to_string()).expect("a file");
    let sandbox = SandboxProcess::with(["--providers", providers.to_str().expect("a path")]);
    for (provider, params, credentials, code) in [
        ("openai", &[][..], json!({"apiKey": "invalid-s3cr3t"}), "connection_test_failed"),
        (
            "netsuite-tba",
            &["accountId=1"],
            json!({"token_id": "t", "token_secret": "invalid-s3cr3t"}),
            "invalid_credentials",
        ),
        (
            "looker",
            &["hostname=a.looker.com"],
            json!({"clientId": "c", "clientSecret": "invalid-s3cr3t"}),
            "two_step_credentials_fetch_error",
        ),
        (
            "auth0-cc",
            &["hostname=a.auth0.com", "audience=x"],
            json!({"client_id": "c", "client_secret": "invalid-s3cr3t"}),
            "client_credentials_fetch_error",
        ),
        (
            "apple-app-store",
            &[],
            json!({"issuerId": "i", "privateKeyId": "k", "privateKey": "no key, s3cr3t"}),
            "failed_to_generate",
        ),
    ] {
        let output = with_credentials(&sandbox, provider, params, &credentials).exits(9).no_data();
        let last = output.stderr.lines().last().expect("an error");
        let error: Value = serde_json::from_str(last).expect("JSON");
        assert_eq!(error["error"]["code"], code, "{provider}");
        assert!(!output.stderr.contains("s3cr3t"), "{output:?}");
    }
    assert_eq!(sandbox.nango(["connections", "list", "-q"]).run().ok().stdout, "");
    // BILL's refusals are never answered.
    let bill = json!({"username": "u", "password": "invalid", "organization_id": "o", "dev_key": "d"});
    let connect = ["connect", "--provider", "bill", "--credentials-file", "-", "--timeout", "2s"];
    sandbox.nango(connect).stdin(bill.to_string()).run().exits(6).says("does not answer when BILL");
}

#[test]
fn values_are_checked_before_anything_is_sent() {
    let sandbox = SandboxProcess::start();
    let both =
        with_credentials(&sandbox, "looker", &["hostname=a b"], &json!({"clientId": "c", "more": "x"}));
    let error = both.exits(2).error();
    let details: Vec<&str> =
        error["details"].as_array().expect("details").iter().filter_map(|d| d["path"].as_str()).collect();
    assert_eq!(details, ["credentials clientSecret", "--param hostname=…", "credentials more"]);
    let uuid = with_credentials(&sandbox, "aws-sigv4", &["external_id=7"], &json!({"role_arn": "arn"}));
    uuid.exits(2).says("is no uuid");
    let key = json!({"clientId": "i", "certificateId": "k", "privateKey": "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----"});
    with_credentials(&sandbox, "netsuite-client-credentials", &["accountId=1"], &key)
        .exits(2)
        .says("openssl pkcs8");
    let half = json!({"token_id": "t", "token_secret": "s", "oauth_client_id_override": "c"});
    with_credentials(&sandbox, "netsuite-tba", &["accountId=1"], &half).exits(2).says("go together");
}

fn json_call(sandbox: &SandboxProcess, method: &str, path: &str, body: &Value) {
    let authorization = format!("Bearer {KEY}");
    let headers = [("Authorization", authorization.as_str()), ("Content-Type", "application/json")];
    let reply = send(method, &format!("{}{path}", sandbox.url), &headers, body.to_string().as_bytes());
    assert!(reply.status < 300, "{reply:?}");
}

#[test]
fn reconnecting_loses_nothing() {
    let sandbox = SandboxProcess::approving();
    for (provider, given) in [("openai", true), ("zendesk", false)] {
        let owner = ["--end-user", "u_1", "--tag", "plan=pro", "--webhook-url", "http://127.0.0.1:9/mine"];
        let key = "{\"apiKey\":\"sk-1\"}";
        let file: &[&str] =
            if given { &["--credentials-file", "-"] } else { &["--no-browser", "--param", "subdomain=acme"] };
        let connect = |args: &[&str]| {
            let run = sandbox
                .nango(["connect", "-q"])
                .args(args.iter().copied())
                .args(file.iter().copied())
                .stdin(key);
            if given {
                return run.run().ok().value().to_owned();
            }
            let run = run.spawn();
            visit(&printed_link(&run));
            run.end().ok().value().to_owned()
        };
        let id = connect(&[&["--provider", provider][..], &owner].concat());
        let metadata =
            json!({"connection_id": id, "provider_config_key": provider, "metadata": {"cursor": 7}});
        json_call(&sandbox, "POST", "/connections/metadata", &metadata);
        let before = sandbox.nango(["connections", "get", &id, "--json"]).run().ok().json();

        assert_eq!(connect(&["--reconnect", &id]), id);
        let after = sandbox.nango(["connections", "get", &id, "--json"]).run().ok().json();
        let without_run = |connection: &Value| {
            let mut tags = connection["tags"].clone();
            tags.as_object_mut().expect("tags").remove("cli_session");
            tags
        };
        assert_eq!(without_run(&after), without_run(&before), "{provider}");
        assert_eq!(without_run(&after), json!({"end_user_id": "u_1", "plan": "pro"}));
        for kept in ["metadata", "webhook_url_override", "connection_config", "end_user", "id"] {
            assert_eq!(after[kept], before[kept], "{provider}: {kept}");
        }
        // A new key moves the time; a new token does not (recording mcp_oauth2_connection_get_after_reconnect).
        let renewed = ["updated_at", "credentials"].iter().any(|field| after[*field] != before[*field]);
        assert!(renewed, "{provider}: {after}");
    }
    sandbox.nango(["connect", "--reconnect", "nope"]).run().exits(4);
}

#[test]
fn connect_ui_asks_for_what_is_missing_and_the_webhook_tells() {
    let sandbox = SandboxProcess::approving();
    let run = sandbox
        .nango(["connect", "--provider", "zendesk", "--end-user", "u_1", "--listen", "--json"])
        .spawn();
    let link = printed_link(&run);
    assert!(link.contains("/_sandbox/connect/"), "{link}");
    assert!(visit(&link).body.contains("connect.js"), "{link}");
    // What the page's script opens once the person has typed their subdomain (see frontend.rs).
    let token = link.split("session_token=").nth(1).and_then(|rest| rest.split('&').next());
    let base = url::Url::parse(&sandbox.url).expect("a URL");
    let mut target = base.join("/oauth/connect/zendesk").expect("a target");
    target.query_pairs_mut().append_pair("connect_session_token", token.expect("a token"));
    target.query_pairs_mut().append_pair("params[subdomain]", "acme");
    visit(target.as_str());
    let connection = run.end().ok().json();
    assert_eq!(connection["connection_config"]["subdomain"], "acme");
    // Its webhooks came here only as long as the flow lasted.
    assert_eq!(connection["webhook_url_override"], Value::Null);
    assert_eq!(connection["flow"]["told_by"], "webhook");
    assert_eq!(connection["flow"]["webhook"]["verified"], true);
    assert!(connection["flow"]["waited_ms"].is_u64() && connection["flow"]["after_consent_ms"].is_u64());
}

#[test]
fn a_listening_flow_shows_its_webhook() {
    let sandbox = SandboxProcess::approving();
    let connect = |provider: &str| {
        sandbox.nango(["connect", "--provider", provider, "--listen", "--no-browser", "--json"])
    };
    // Whoever tells of the connection, its webhook is waited for.
    let headless = connect("unauthenticated").run().ok().json();
    let run = connect("github").spawn();
    visit(&printed_link(&run));
    for connection in [headless, run.end().ok().json()] {
        let webhook = &connection["flow"]["webhook"];
        assert_eq!((&webhook["verified"], &webhook["operation"]), (&json!(true), &json!("creation")));
        assert_eq!(webhook["payload"]["connectionId"], connection["connection_id"]);
        assert_eq!(connection["webhook_url_override"], Value::Null);
    }
    let refused = connect("unauthenticated").env("NANGO_WEBHOOK_SIGNING_KEY", common::OTHER_KEY).run().ok();
    assert_eq!(refused.json()["flow"]["webhook"]["verified"], false);
    refused.says("its webhook came. Refused");

    sandbox.nango(["sandbox", "ctl", "set", "--on-auth-creation", "false"]).run().ok();
    let late = connect("unauthenticated").args(["--timeout", "3s"]).run().ok();
    assert_eq!(late.json()["flow"]["webhook"], Value::Null);
    late.says("its webhook did not come");
    // What is told of the consent is when the connection became known, not when the wait for the webhook was over.
    let run = connect("github").spawn();
    let link = printed_link(&run);
    let consented = std::time::Instant::now();
    visit(&link);
    let flow = run.end().ok().json()["flow"].take();
    let after = flow["after_consent_ms"].as_u64().expect("a time");
    assert!(u128::from(after) + 4_000 < consented.elapsed().as_millis(), "{flow}");
}

#[test]
fn a_websocket_cut_in_the_middle_is_no_end() {
    let sandbox = SandboxProcess::approving();
    let lossy = Lossy::before(&sandbox.url);
    let run = Nango::at(&lossy.url, ["connect", "--provider", "github", "--no-browser", "--json"]).spawn();
    let link = printed_link(&run);
    assert_eq!(lossy.cut(), 1);
    run.stderr_line("websocket lost");
    run.stderr_line("websocket reopened");
    visit(&link);
    let output = run.end().ok();
    assert_eq!(output.json()["flow"]["told_by"], "poll");
}

#[test]
fn a_list_that_hangs_holds_up_no_result() {
    let sandbox = SandboxProcess::approving();
    sandbox.nango(["sandbox", "ctl", "fail", "/connections", "--method", "GET", "--hang"]).run().ok();
    let run = sandbox.nango(["connect", "--provider", "github", "--no-browser", "--json"]).spawn();
    let link = printed_link(&run);
    let to_come = || sandbox.nango(["sandbox", "ctl", "fail", "--list", "--json"]).run().ok().json();
    eventually("the list is looked at", || to_come().as_array().is_some_and(Vec::is_empty));
    visit(&link);
    // Less than the 30 s that the look may take.
    assert_eq!(run.end().ok().json()["flow"]["told_by"], "websocket");
}

#[test]
fn interrupted_flows_name_what_is_left() {
    let sandbox = SandboxProcess::start();
    let run = sandbox.nango(["connect", "--provider", "github", "--no-browser"]).spawn();
    let link = printed_link(&run);
    run.signal(Signal::INT);
    run.end().exits(130).says("the session was ended");
    assert!(!visit(&link).body.contains("Approve"), "the link still works");

    let lossy = Lossy::before(&sandbox.url);
    let run = Nango::at(&lossy.url, ["connect", "--provider", "github", "--no-browser"]).spawn();
    printed_link(&run);
    drop(sandbox);
    run.signal(Signal::INT);
    run.end().exits(130).says("the session could not be ended");
}

#[test]
fn every_mode_with_a_browser_connects() {
    let sandbox = SandboxProcess::approving();
    for (provider, mode, params) in [
        ("github", "OAUTH2", &[][..]),
        ("twitter", "OAUTH1", &[]),
        ("github-app", "APP", &[]),
        ("github-app-oauth", "CUSTOM", &[]),
        ("linear-mcp", "MCP_OAUTH2", &[]),
        ("mcp-generic", "MCP_OAUTH2_GENERIC", &["mcp_server_url=https://mcp.example/mcp"]),
        ("crisp-plugin-install", "INSTALL_PLUGIN", &[]),
    ] {
        let params = params.iter().flat_map(|param| ["--param", param]);
        let connect = ["connect", "--provider", provider, "--no-browser", "--json", "--via", "direct"];
        let run = sandbox.nango(connect).args(params).args(["--timeout", "10s"]).spawn();
        visit(&printed_link(&run));
        let connection = run.end().ok().json();
        assert_eq!(connection["flow"]["auth_mode"], mode, "{provider}");
        assert_eq!(connection["flow"]["told_by"], "websocket", "{provider}");
    }
}

#[test]
fn scopes_and_parameters_reach_the_provider() {
    let sandbox = SandboxProcess::start();
    let connect =
        ["connect", "--provider", "github", "--no-browser", "--scope", "gist", "--scope", "read:org"];
    let run = sandbox.nango(connect).args(["--authorization-param", "prompt=consent"]).spawn();
    let reply = send("GET", &printed_link(&run), &[], b"");
    let location = url::Url::parse(&sandbox.url)
        .and_then(|base| base.join(reply.header("location").expect("a redirect")));
    let asked: std::collections::HashMap<String, String> =
        location.expect("a URL").query_pairs().into_owned().collect();
    assert_eq!((asked["scope"].as_str(), asked["prompt"].as_str()), ("gist read:org", "consent"));
    run.signal(Signal::INT);
    run.end().exits(130);
}
