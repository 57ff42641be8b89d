//! The official Node SDK, unmodified, against a sandbox that the real binary serves, and the binary against what
//! Node sends and signs. The scripts in `tests/sdk` use the SDK as an app's server would; what they saw is judged
//! here.

mod support;

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use support::{KEY, Running, Sandbox, Shared, have, home, nango, node, printed_link, run};

const SDK: &[&str] = &["@nangohq/node"];

/// An app's webhook endpoint in Node, and a sandbox that delivers to it and approves every consent at once.
struct World {
    sandbox: Sandbox,
    receiver: Running,
}

fn world() -> Option<Arc<World>> {
    static WORLD: Shared<World> = Shared::new();
    have(SDK, &[]).then(|| {
        WORLD.get(|| {
            let mut receiver = node(Path::new("/"), "receiver.mjs");
            receiver.env("NANGO_HOSTPORT", "http://127.0.0.1:1").env("NANGO_SECRET_KEY", KEY);
            let receiver = Running::start(&mut receiver);
            let url = receiver.stdout.event("ready")["url"].as_str().expect("a URL").to_owned();
            let sandbox = Sandbox::start(&["--auto-approve", "--webhook-url", &url]);
            World { sandbox, receiver }
        })
    })
}

impl World {
    /// Connects openai with the CLI, without a browser.
    fn connect_api_key(&self, owner: &[&str]) -> String {
        let mut args = vec!["connect", "--provider", "openai", "--credentials-file", "-", "-q"];
        args.extend(owner);
        self.sandbox.run(&args, r#"{"apiKey":"sk-of-this-test"}"#).ok().trim().to_owned()
    }

    /// Connects github with the CLI; Node follows the link that it prints.
    fn connect_oauth(&self, owner: &[&str]) -> String {
        let mut args = vec!["connect", "--provider", "github", "--no-browser", "-q"];
        args.extend(owner);
        let connect = Running::start(&mut self.sandbox.nango(&args));
        let link = printed_link(&connect);
        let page = self.sandbox.script("follow.mjs", KEY, &json!({ "link": link }));
        assert_eq!((&page["status"], &page["redirected"]), (&json!(200), &json!(true)), "{page}");
        assert!(page["text"].as_str().unwrap().contains("Connected"), "{page}");
        connect.end().ok().trim().to_owned()
    }
}

#[test]
fn the_sdk_creates_a_session_that_the_cli_reads_and_ends() {
    let Some(world) = world() else { return };
    let session = json!({
        "end_user": {"id": "u_sdk", "email": "sdk@example.com", "display_name": "Ünï Code", "tags": {"Plan": "pro"}},
        "organization": {"id": "org_sdk", "display_name": "SDK & Söhne"},
        "allowed_integrations": ["openai", "github"],
        "integrations_config_defaults": {"github": {"authorization_params": {"prompt": "consent"}}},
    });
    let made = world.sandbox.script("session.mjs", KEY, &json!({ "session": session }));
    let token = made["data"]["token"].as_str().expect("a token");
    assert!(token.starts_with("nango_connect_session_"), "{made}");
    assert!(made["data"]["connect_link"].as_str().unwrap().contains(token), "{made}");
    assert!(made["data"]["expires_at"].as_str().unwrap().ends_with('Z'), "{made}");

    let seen = world.sandbox.run(&["session", "get", "--json"], token).json();
    assert_eq!(seen["allowed_integrations"], json!(["openai", "github"]), "{seen}");
    let user = &seen["endUser"];
    assert_eq!(
        (&user["email"], &user["display_name"]),
        (&json!("sdk@example.com"), &json!("Ünï Code")),
        "{seen}"
    );
    assert_eq!(user["organization"]["display_name"], "SDK & Söhne", "{seen}");
    world.sandbox.run(&["session", "delete"], token).ok();
    let gone = world.sandbox.run(&["session", "get"], token);
    assert_eq!(gone.code, Some(3), "{gone:?}");
    assert!(gone.stderr.contains("unknown_connect_session_token"), "{gone:?}");
}

#[test]
fn the_sdk_reconnects_what_the_cli_connected() {
    let Some(world) = world() else { return };
    let id = world.connect_api_key(&["--end-user", "reconnect-user"]);
    let session =
        json!({"connection_id": id, "integration_id": "openai", "tags": {"end_user_id": "reconnect-user"}});
    let made = world.sandbox.script("session.mjs", KEY, &json!({ "reconnect": session }));
    let token = made["data"]["token"].as_str().expect("a token");
    let seen = world.sandbox.run(&["session", "get", "--json"], token).json();
    assert_eq!(seen["isReconnecting"], true, "{seen}");
}

#[test]
fn the_sdk_finds_reads_and_deletes_what_the_cli_connected() {
    let Some(world) = world() else { return };
    let tag = uuid::Uuid::new_v4().to_string();
    let run_tag = format!("run={tag}");
    let api_key = world.connect_api_key(&["--end-user", "api-key-user", "--tag", &run_tag]);
    let oauth = world.connect_oauth(&["--end-user", "oauth-user", "--tag", &run_tag]);
    let options = json!({ "apiKey": api_key, "oauth": oauth, "tag": tag });
    let seen = world.sandbox.script("connections.mjs", KEY, &options);

    let (first, second) = (format!("github/{oauth}"), format!("openai/{api_key}"));
    assert_eq!(seen["byTag"], json!([first, second]), "newest first");
    assert_eq!(seen["byTwoTags"], json!([second]));
    assert_eq!(seen["byOtherTag"], json!([]));
    assert_eq!(seen["byIntegration"], json!([first]));
    assert_eq!(seen["byUser"], json!([first]));
    assert_eq!(seen["byId"], json!([second]));
    assert_eq!((&seen["firstPage"], &seen["secondPage"]), (&json!([first]), &json!([second])));
    assert_eq!(seen["waited"], json!(oauth));

    assert!(seen["integrations"].as_array().unwrap().contains(&json!("openai")), "{}", seen["integrations"]);
    assert_eq!(seen["integration"]["provider"], "github", "{}", seen["integration"]);
    assert!(seen["integration"].get("webhook_url").is_some(), "{}", seen["integration"]);
    assert_eq!(seen["provider"]["auth_mode"], "API_KEY", "{}", seen["provider"]);

    let connection = &seen["apiKey"];
    assert_eq!(connection["credentials"], json!({"type": "API_KEY", "apiKey": "sk-of-this-test"}));
    assert_eq!(connection["tags"]["run"], json!(tag), "{connection}");
    assert_eq!(connection["end_user"]["id"], "api-key-user", "{connection}");
    let connection = &seen["oauth"];
    assert_eq!(connection["credentials"]["type"], "OAUTH2", "{connection}");
    assert_eq!(connection["credentials"]["access_token"], seen["token"]);
    assert_eq!(seen["raw"]["access_token"], seen["token"]);
    assert!(seen["token"].as_str().unwrap().starts_with("sandbox_at_"), "{}", seen["token"]);

    assert_eq!(
        (&seen["unknown"]["status"], &seen["unknown"]["body"]["error"]["code"]),
        (&json!(404), &json!("not_found"))
    );
    assert_eq!(seen["deleted"], json!({"success": true}));
    assert_eq!(seen["gone"]["status"], 404, "{}", seen["gone"]);
    assert_eq!(seen["left"], json!([second]));
    // The CLI sees the same.
    let listed = world.sandbox.run(&["connections", "list", "--tag", &run_tag, "-q"], "").ok();
    assert_eq!(listed.trim(), api_key);
}

/// Every method that touches what the sandbox has, by what it gives and what it throws.
#[test]
fn every_method_of_the_sdk() {
    if !have(SDK, &[]) {
        return;
    }
    let sandbox = Sandbox::start(&[]);
    let seen = sandbox.script("methods.mjs", KEY, &json!({}));
    let refused = |what: &str, status: u16, code: &str| {
        let refusal = &seen[what];
        assert_eq!(refusal["status"], status, "{what}: {refusal}");
        assert_eq!(refusal["body"]["error"]["code"], code, "{what}: {refusal}");
    };
    let keys = |what: &Value| -> Vec<String> {
        what.as_object().unwrap_or_else(|| panic!("{what}")).keys().cloned().collect()
    };
    let ids = &seen["ids"];

    assert!(
        seen["searched"].as_array().unwrap().contains(&json!("jira-data-center")),
        "{}",
        seen["searched"]
    );
    let provider = &seen["provider"];
    assert_eq!((&provider["name"], &provider["auth_mode"]), (&json!("aws-sigv4"), &json!("AWS_SIGV4")));
    assert!(
        provider["logo_url"].as_str().unwrap().ends_with("aws-sigv4.svg") && provider["docs"].is_string()
    );
    refused("noProvider", 404, "not_found");
    assert_eq!(seen["templates"], json!({"data": []}));

    let integration =
        ["unique_key", "provider", "display_name", "logo", "forward_webhooks", "created_at", "updated_at"];
    assert_eq!(keys(&seen["created"]), integration);
    refused("createdTwice", 400, "invalid_body");
    refused("withoutApp", 400, "invalid_body");
    assert_eq!(seen["withoutApp"]["body"]["error"]["message"], "Missing credentials");
    assert_eq!(seen["quickstart"]["provider"], "hubspot");
    let updated = &seen["updated"];
    assert_eq!(
        (&updated["unique_key"], &updated["display_name"], &updated["forward_webhooks"]),
        (&json!("sdk-renamed"), &json!("New"), &json!(false))
    );
    let secrets = json!({
        "type": "OAUTH2", "client_id": "id", "client_secret": "secret", "scopes": "repo,user",
        "webhook_secret": null,
    });
    assert_eq!(seen["withSecrets"]["credentials"], secrets);
    refused("noIntegration", 404, "not_found");
    let listed = seen["listed"].as_array().unwrap();
    assert!(listed.contains(&json!("sdk-renamed")) && !listed.contains(&json!("sdk-github")), "{listed:?}");
    assert_eq!(seen["functions"]["pagination"], json!({"total": 0, "page": 0, "limit": 20}));
    assert_eq!(seen["integrationDeleted"], json!({"success": true}));
    refused("integrationGone", 404, "not_found");

    assert_eq!(seen["apiKeyToken"], json!({"type": "API_KEY", "apiKey": "sk-sdk"}));
    assert_eq!(seen["basicToken"], json!({"type": "BASIC", "username": "u", "password": ""}));
    assert_eq!(seen["oauth1Token"], json!({"oAuthToken": "t", "oAuthTokenSecret": "s"}));
    let connection = [
        "id",
        "connection_id",
        "provider_config_key",
        "provider",
        "errors",
        "end_user",
        "tags",
        "metadata",
        "connection_config",
        "webhook_url_override",
        "created_at",
        "updated_at",
        "last_fetched_at",
        "credentials",
    ];
    assert_eq!(keys(&seen["refreshed"]), connection);
    let credentials = &seen["refreshed"]["credentials"];
    assert!(credentials["access_token"] != "old" && credentials["refresh_token"] != "rt", "{credentials}");
    assert!(credentials["refresh_token"].is_string() && credentials["expires_at"].is_string());
    let stripped = &seen["stripped"]["credentials"];
    assert_eq!(stripped["access_token"], credentials["access_token"]);
    assert!(!stripped.to_string().contains("refresh_token"), "{stripped}");
    assert_eq!(seen["rawToken"]["access_token"], credentials["access_token"]);
    assert_eq!(
        (&seen["patched"], &seen["patchedTags"]),
        (&json!({"success": true}), &json!({"plan": "pro"}))
    );
    refused("notPatched", 400, "invalid_body");
    assert_eq!(seen["searchedConnection"], json!([ids["apiKey"]]));

    let key = "sdk-key";
    let change = |id: Value, metadata: Value| json!({"metadata": metadata, "connection_id": id, "provider_config_key": key});
    let equal = |ours: &Value, theirs: &Value| {
        let members = theirs.as_object().expect("an object");
        members.iter().all(|(name, value)| ours[name] == *value) && keys(ours).len() == members.len()
    };
    assert!(equal(&seen["set"], &change(ids["apiKey"].clone(), json!({"a": 1, "deep": {"b": [1, 2]}}))));
    assert!(equal(&seen["merged"], &change(json!([ids["apiKey"]]), json!({"a": 2, "c": null}))));
    assert_eq!(seen["metadata"], json!({"a": 2, "c": null, "deep": {"b": [1, 2]}}));
    refused("noMetadata", 404, "unknown_connection");

    assert_eq!(seen["session"], json!(["token", "connect_link", "expires_at"]));
    assert_eq!(seen["reconnect"], seen["session"]);
    refused("noSession", 400, "invalid_body");
    refused("noReconnect", 400, "invalid_body");

    let got = &seen["get"];
    assert_eq!((&got["method"], &got["path"]), (&json!("GET"), &json!("/v1/things")), "{got}");
    assert_eq!(got["query"], json!({"page": "2", "q": "a b"}));
    assert_eq!(got["headers"]["x-own"], "yes", "{got}");
    assert_eq!(got["headers"]["authorization"], "Bearer sk-sdk");
    for method in ["post", "put", "patch"] {
        let sent: Value = serde_json::from_str(seen[method]["body"].as_str().unwrap()).expect("JSON");
        assert_eq!(sent, json!({"text": "ünï", "list": [1]}), "{method}");
        assert_eq!(seen[method]["method"], method.to_uppercase());
    }
    assert_eq!(seen["delete"]["method"], "DELETE");
    assert_eq!(seen["proxied"]["method"], "POST");
    assert_eq!(seen["flaky"]["ok"], true);
    assert_eq!(seen["notFound"]["status"], 404);
    refused("noConnection", 400, "server_error");
    refused("notProxied", 400, "base_url_override_not_allowed");

    assert_eq!((&seen["variables"], &seen["scripts"]), (&json!([]), &json!([])));
    assert_eq!(seen["openai"], json!({"data": []}));
    assert_eq!(seen["status"], json!({"syncs": []}));
    assert_eq!(seen["records"], json!({"next_cursor": null, "records": []}));
    refused("noAction", 404, "not_found");

    assert_eq!(seen["waited"], ids["apiKey"]);
    assert_eq!(seen["aborted"], "Wait for connection was aborted");
    assert_eq!(seen["deleted"], json!({"success": true}));
    refused("deletedTwice", 400, "unknown_connection");
    refused("noToken", 404, "not_found");
}

#[test]
fn a_wrong_key_is_refused_as_the_sdk_expects() {
    let Some(world) = world() else { return };
    for (key, code) in [
        ("11111111-2222-4333-8444-555555555555", "unknown_account"),
        ("not-a-uuid", "invalid_secret_key_format"),
    ] {
        let seen = world.sandbox.script("refused.mjs", key, &json!({}));
        let calls = seen.as_object().expect("the calls");
        assert_eq!(calls.len(), 5);
        for (call, refusal) in calls {
            assert_eq!(refusal["status"], 401, "{call}: {refusal}");
            assert_eq!(refusal["body"]["error"]["code"], code, "{call}: {refusal}");
        }
    }
}

#[test]
fn the_sdk_verifies_what_the_sandbox_sends() {
    let Some(world) = world() else { return };
    let owner = ["--end-user", "hook-user", "--end-user-name", "Zoë \"Quote\" \\ 🦀", "--tag", "team=ÄÖ/ü"];
    let deliveries = [("openai", world.connect_api_key(&owner)), ("github", world.connect_oauth(&owner))];
    for (integration, id) in deliveries {
        let seen = world.receiver.stdout.find_json("delivery", |line| {
            (line["body"]["connectionId"] == id.as_str()).then(|| line.clone())
        });
        let body = &seen["body"];
        assert_eq!(
            (&body["type"], &body["operation"], &body["success"]),
            (&json!("auth"), &json!("creation"), &json!(true))
        );
        assert_eq!((&body["providerConfigKey"], &body["environment"]), (&json!(integration), &json!("dev")));
        assert_eq!(body["tags"]["team"], "ÄÖ/ü", "{body}");
        assert_eq!(body["endUser"]["endUserId"], "hook-user", "{body}");
        assert_eq!(seen["verified"], true, "{seen}");
        assert_eq!(seen["legacyVerified"], true, "{seen}");
        assert_eq!((&seen["changed"], &seen["verifiedChanged"]), (&json!(true), &json!(false)), "{seen}");
        assert_eq!(seen["verifiedUnsigned"], false, "{seen}");
        assert_eq!(seen["verifiedWithOtherKey"], false, "{seen}");
    }
}

/// What the provider's stand-in answers; it gives an echo of what it has no other answer to.
fn provide(server: &tiny_http::Server) {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(br#"{"plain":true}"#).expect("room");
    let packed = packer.finish().expect("room");
    let mut failed = false;
    while let Ok(mut request) = server.recv() {
        let header = |name: &'static str, value: &str| {
            tiny_http::Header::from_bytes(name.as_bytes(), value.as_bytes()).expect("a header")
        };
        let mut body = String::new();
        request.as_reader().read_to_string(&mut body).expect("text");
        let given = |name: &'static str| {
            request
                .headers()
                .iter()
                .find(|header| header.field.equiv(name))
                .map(|header| header.value.to_string())
        };
        let json = |status: u16, body: Vec<u8>| {
            let response = tiny_http::Response::from_data(body).with_status_code(status);
            response.with_header(header("Content-Type", "application/json"))
        };
        let response = match request.url() {
            "/packed" => json(200, packed.clone()).with_header(header("Content-Encoding", "gzip")),
            "/nothing" => json(404, br#"{"error":"nothing"}"#.to_vec()),
            "/flaky" if !std::mem::replace(&mut failed, true) => {
                json(500, b"{}".to_vec()).with_header(header("x-ratelimit-reset-requests", "0"))
            }
            "/chunked" => json(200, br#"{"chunked":true}"#.to_vec()).with_chunked_threshold(0),
            url => json(
                200,
                json!({
                    "method": request.method().to_string(),
                    "url": url,
                    "authorization": given("authorization"),
                    "own": given("x-own"),
                    "body": body,
                })
                .to_string()
                .into_bytes(),
            ),
        };
        let _ = request.respond(response);
    }
}

#[test]
fn the_sdks_proxy_methods_reach_an_upstream() {
    if !have(SDK, &[]) {
        return;
    }
    let server = Arc::new(tiny_http::Server::http("127.0.0.1:0").expect("a free port"));
    let upstream = format!("openai=http://{}", server.server_addr());
    let providing = server.clone();
    let provider = std::thread::spawn(move || provide(&providing));
    let sandbox = Sandbox::start(&["--upstream", &upstream]);
    let args = ["connect", "--provider", "openai", "--credentials-file", "-", "-q"];
    let connection = sandbox.run(&args, r#"{"apiKey":"sk-up"}"#).ok().trim().to_owned();
    let seen = sandbox.script("upstream.mjs", KEY, &json!({ "connection": connection }));
    let echo = |method: &str, url: &str, own: Value, body: &str| json!({"method": method, "url": url, "authorization": "Bearer sk-up", "own": own, "body": body});
    assert_eq!(seen["get"], echo("GET", "/echo?q=a+b", json!("yes"), ""), "{seen}");
    for method in ["POST", "PUT", "PATCH"] {
        let expected = echo(method, "/echo", Value::Null, r#"{"text":"ünï"}"#);
        assert_eq!(seen[method.to_lowercase()], expected, "{seen}");
    }
    assert_eq!(seen["delete"], echo("DELETE", "/echo", Value::Null, ""), "{seen}");
    assert_eq!(seen["proxied"]["method"], "POST", "{seen}");
    assert_eq!(seen["packed"], json!({"plain": true}));
    assert_eq!(seen["notFound"], json!({"status": 404, "body": {"error": "nothing"}}));
    assert_eq!(seen["flaky"]["method"], "GET", "{seen}");
    assert_eq!(seen["chunked"], r#"{"chunked":true}"#);
    server.unblock();
    provider.join().expect("the provider");
}

/// A body as Nango's server makes it, with what could be signed wrongly.
fn body(id: &str) -> String {
    format!(
        r#"{{"from":"nango","type":"auth","connectionId":"{id}","providerConfigKey":"github","authMode":"OAUTH2","provider":"github","environment":"dev","operation":"creation","endUser":{{"endUserId":"ü🦀\u2028","tags":{{}}}},"success":true}}"#
    )
}

#[test]
fn listen_accepts_what_node_signs_and_refuses_the_rest() {
    if !have(SDK, &[]) {
        return;
    }
    let home = home();
    let mut command = nango(home.path());
    command.args(["--profile", "sandbox", "webhooks", "listen", "--port", "0", "--json", "--timeout", "1m"]);
    let listen = Running::start(command.args(["--until", "connection_id=the-last"]));
    let url = listen.stdout.event("ready")["url"].as_str().expect("a URL").to_owned();

    let mut sign = node(home.path(), "sign.mjs");
    sign.env("NANGO_SECRET_KEY", KEY).arg(json!({ "body": body("first"), "url": url }).to_string());
    let seen = run(&mut sign, b"").json();
    assert_eq!((&seen["right"], &seen["rightAgain"]), (&json!(200), &json!(200)), "{seen}");
    for wrong in ["wrongKey", "changed", "unsigned"] {
        assert_eq!(seen[wrong], 401, "{wrong}: {seen}");
    }

    let mut sign = node(home.path(), "sign.mjs");
    let options = json!({ "body": body("the-last"), "url": url, "once": true });
    run(sign.env("NANGO_SECRET_KEY", KEY).arg(options.to_string()), b"").ok();
    let told: Vec<Value> = listen
        .end()
        .ok()
        .lines()
        .map(|line| serde_json::from_str(line).expect("nothing but JSON on that stdout"))
        .filter(|line: &Value| line["event"] == "webhook" && line["payload"]["connectionId"] == "first")
        .collect();
    let verdicts: Vec<&str> = told.iter().map(|line| line["verdict"].as_str().expect("a verdict")).collect();
    assert_eq!(
        verdicts,
        ["verified", "invalid_signature", "invalid_signature", "missing_signature", "verified"]
    );
    for line in &told {
        assert_eq!(line["verified"], line["verdict"] == "verified", "{line}");
        assert_eq!((&line["type"], &line["operation"]), (&json!("auth"), &json!("creation")), "{line}");
    }
    assert_eq!(told[2]["explanation"]["code"], "trailing_newline", "{}", told[2]);
}

#[test]
fn sign_writes_what_node_writes() {
    if !have(SDK, &[]) {
        return;
    }
    let home = home();
    for body in [body("x"), body("x") + "\n", String::new(), "ü\r\n\0🦀".to_owned()] {
        let mut sign = node(home.path(), "sign.mjs");
        sign.env("NANGO_SECRET_KEY", KEY).arg(json!({ "body": body }).to_string());
        let theirs = run(&mut sign, b"").json()["signed"].clone();
        let mut sign = nango(home.path());
        let ours =
            run(sign.args(["--profile", "sandbox", "webhooks", "sign", "--json"]), body.as_bytes()).json();
        for (header, value) in theirs.as_object().expect("headers") {
            let (_, own) = ours
                .as_object()
                .and_then(|ours| ours.iter().find(|(name, _)| name.eq_ignore_ascii_case(header)))
                .unwrap_or_else(|| panic!("no {header} in {ours}"));
            assert_eq!(own, value, "{body:?}");
        }
        let hmac = theirs["X-Nango-Hmac-Sha256"].as_str().expect("a signature");
        let mut verify = nango(home.path());
        verify.args(["--profile", "sandbox", "webhooks", "verify", "--signature", hmac]);
        assert_eq!(run(&mut verify, body.as_bytes()).code, Some(0));
        let mut verify = nango(home.path());
        verify.args(["--profile", "sandbox", "webhooks", "verify", "--signature", hmac]);
        assert_eq!(run(&mut verify, format!("{body}x").as_bytes()).code, Some(8));
    }
}

/// Nango's own verifier, in an app that hands it raw bodies, takes what `webhooks trigger` makes.
#[test]
fn the_sdk_takes_triggered_events() {
    if !have(SDK, &[]) {
        return;
    }
    let mut receiver = node(Path::new("/"), "receiver.mjs");
    receiver.env("NANGO_HOSTPORT", "http://127.0.0.1:1").env("NANGO_SECRET_KEY", KEY);
    let receiver = Running::start(&mut receiver);
    let url = receiver.stdout.event("ready")["url"].as_str().expect("a URL").to_owned();
    let home = home();
    // What the app saw of the one event that these options make.
    let seen = |kind: &str, options: &[&str]| {
        let mut trigger = nango(home.path());
        trigger.env("NANGO_WEBHOOK_SIGNING_KEY", KEY).args(["webhooks", "trigger", kind, "-q", "--to", &url]);
        let id = run(trigger.args(options), b"").ok().trim().to_owned();
        let of = |line: &Value| (line["body"]["connectionId"] == *id).then(|| line.clone());
        receiver.stdout.find_json(&id, of)
    };
    for kind in
        ["auth.creation", "auth.refresh_error", "sync.success", "sync.error", "async_action", "forward"]
    {
        let seen = seen(kind, &["--tag", "name=Zoë 東京 🚀"]);
        assert_eq!(
            (&seen["verified"], &seen["legacyVerified"]),
            (&json!(true), &json!(true)),
            "{kind}: {seen}"
        );
        assert_eq!(seen["verifiedWithOtherKey"], false, "{kind}");
    }
    let seen = seen("auth.creation", &["--invalid-signature"]);
    assert_eq!((&seen["verified"], &seen["legacyVerified"]), (&json!(false), &json!(false)), "{seen}");
}
