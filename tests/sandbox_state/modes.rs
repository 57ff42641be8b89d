//! What no recording replays of the auth modes: what the sandbox decides by itself, the browser's other ways out,
//! and each mode's credentials on the proxy's requests.

use jiff::SignedDuration;
use nango_cli::http::Headers;
use serde_json::{Value, json};

use crate::world::{World, text, value};

const KEY: &str = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----";
const EC: &str =
    "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEH\n-----END PRIVATE KEY-----";
const ARN: &str = "arn:aws:iam::123456789012:role/";

/// Every seeded integration that needs no browser, with what connects it.
fn headless() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        (
            "auth0-cc",
            "/oauth2/auth/auth0-cc?params[hostname]=h",
            json!({"client_id": "c", "client_secret": "s"}),
        ),
        ("looker", "/auth/two-step/looker?params[hostname]=h", json!({"clientId": "c", "clientSecret": "s"})),
        (
            "netsuite-client-credentials",
            "/auth/two-step/netsuite-client-credentials?params[accountId]=1",
            json!({"clientId": "c", "certificateId": "k", "assertionOption": {"privateKey": KEY}}),
        ),
        (
            "ghost-admin",
            "/auth/jwt/ghost-admin?params[adminDomain]=g.ghost.io&params[version]=v5.0",
            json!({"privateKey": {"id": "i", "secret": "s"}}),
        ),
        (
            "apple-app-store",
            "/auth/jwt/apple-app-store",
            json!({"issuerId": "i", "privateKeyId": "k", "privateKey": EC}),
        ),
        (
            "netsuite-tba",
            "/auth/tba/netsuite-tba?params[accountId]=1",
            json!({"token_id": "t", "token_secret": "s"}),
        ),
        (
            "bill",
            "/auth/bill/bill",
            json!({"username": "u", "password": "p", "organization_id": "o", "dev_key": "d"}),
        ),
        (
            "emarsys",
            "/auth/signature/emarsys",
            json!({"username": "u", "password": "p", "type": "SIGNATURE"}),
        ),
        ("aws-sigv4", "/auth/aws-sigv4/aws-sigv4", json!({"role_arn": format!("{ARN}Access")})),
        (
            "jira-data-center-api-key",
            "/api-auth/api-key/jira-data-center-api-key?params[baseUrl]=https://j",
            json!({"apiKey": "k"}),
        ),
        (
            "freshdesk",
            "/api-auth/basic/freshdesk?params[subdomain]=f",
            json!({"username": "u", "password": "p"}),
        ),
    ]
}

/// Which header each mode's request carries, and how that begins.
#[test]
fn every_mode_connects_and_authorizes_the_proxy() {
    let mut world = World::new();
    for (key, path, body) in headless() {
        let token = world.session(json!({"tags": {}}));
        let (id, _) = world.connect(&token, path, body);
        let (status, made) =
            world.api("GET", &format!("/connections/{id}?provider_config_key={key}"), Value::Null);
        assert_eq!((status, &made["errors"]), (200, &json!([])), "{key}");
        let auth = format!("Bearer {}", nango_cli::sandbox::API_KEY);
        let headers =
            [("Authorization", auth.as_str()), ("Connection-Id", id.as_str()), ("Provider-Config-Key", key)];
        let echoed = value(&world.send("GET", "/proxy/v1/me?a=b", &headers, "").reply);
        assert_eq!(
            (&echoed["method"], &echoed["query"]),
            (&json!("GET"), &json!({"a": "b"})),
            "{key}: {echoed}"
        );
        assert!(echoed["path"].as_str().expect("a path").ends_with("/v1/me"), "{key}: {echoed}");
        let sent = &echoed["headers"];
        let (header, beginning) = match key {
            "bill" => ("sessionid", "sandbox-session-"),
            "ghost-admin" => ("authorization", "Ghost eyJ"),
            "apple-app-store" => ("authorization", "Bearer eyJ"),
            "netsuite-tba" => {
                ("authorization", "OAuth realm=\"1\", oauth_consumer_key=\"sandbox-netsuite-tba-client-id\"")
            }
            "emarsys" => ("x-wsse", "UsernameToken Username=\"u\""),
            "aws-sigv4" => ("authorization", "AWS4-HMAC-SHA256 Credential=ASIASANDBOX"),
            "jira-data-center-api-key" => ("authorization", "Bearer k"),
            "freshdesk" => ("authorization", "Basic dTpw"),
            _ => ("authorization", "Bearer sandbox_at_"),
        };
        assert!(sent[header].as_str().unwrap_or_default().starts_with(beginning), "{key}: {sent}");
    }
}

/// `invalid` at the beginning of a secret is refused as a provider's 401 was (recordings modes/*_provider_bad401).
#[test]
fn invalid_credentials_are_refused_in_each_modes_way() {
    let tried = br#"{"tried-tba": {"auth_mode": "TBA", "proxy": {"verification": {"endpoints": ["/me"]}}}}"#;
    let mut world = World::with(|config| {
        config.providers = nango_cli::sandbox::read_providers(tried).expect("providers");
    });
    let made = json!({"provider": "tried-tba", "unique_key": "tried-tba"});
    assert_eq!(world.api("POST", "/integrations", made).0, 200);
    let token = world.session(json!({"tags": {}}));
    for (path, body, status, code) in [
        (
            "/oauth2/auth/auth0-cc?params[hostname]=h",
            json!({"client_id": "c", "client_secret": "invalid"}),
            400,
            "client_credentials_fetch_error",
        ),
        (
            "/auth/two-step/looker?params[hostname]=h",
            json!({"clientId": "c", "clientSecret": "invalid"}),
            400,
            "two_step_credentials_fetch_error",
        ),
        (
            "/auth/jwt/ghost-admin?params[adminDomain]=g.ghost.io",
            json!({"privateKey": {"id": "i", "secret": "invalid"}}),
            400,
            "connection_test_failed",
        ),
        (
            "/auth/tba/tried-tba?params[accountId]=1",
            json!({"token_id": "t", "token_secret": "invalid"}),
            // The trap: a refusal with the status of success.
            200,
            "invalid_credentials",
        ),
        (
            "/auth/signature/emarsys",
            json!({"username": "u", "password": "invalid", "type": "SIGNATURE"}),
            400,
            "connection_test_failed",
        ),
        (
            "/auth/aws-sigv4/aws-sigv4",
            json!({"role_arn": format!("{ARN}invalid")}),
            502,
            "aws_sigv4_sts_request_failed",
        ),
    ] {
        let join = if path.contains('?') { '&' } else { '?' };
        let target = format!("{path}{join}connect_session_token={token}");
        let outcome = world.send("POST", &target, &[("Content-Type", "application/json")], &body.to_string());
        let reply = value(&outcome.reply);
        assert_eq!(
            (outcome.reply.status, &reply["error"]["code"]),
            (status, &json!(code)),
            "{path}: {reply}"
        );
        assert_eq!(outcome.webhooks.len(), 0);
    }
    let bill = json!({"username": "u", "password": "invalid", "organization_id": "o", "dev_key": "d"});
    let target = format!("/auth/bill/bill?connect_session_token={token}");
    let outcome = world.send("POST", &target, &[("Content-Type", "application/json")], &bill.to_string());
    assert!(!outcome.answered, "Bill's failed login is never answered");
    assert_eq!(world.listed(""), Vec::<String>::new());
    // A provider that declares no test takes whatever there is (protocol §16.8).
    let untried = json!({"token_id": "t", "token_secret": "invalid"});
    world.connect(&token, "/auth/tba/netsuite-tba?params[accountId]=1", untried);
}

/// What a verified provider's address needs is needed before anything is stored (recording
/// modes/jwt_auth_missing_connection_config).
#[test]
fn credentials_are_not_tried_at_an_address_that_is_not_known() {
    let elsewhere = br#"{"elsewhere": {"auth_mode": "API_KEY", "proxy": {
        "base_url": "https://${connectionConfig.host}", "verification": {
            "base_url_override": "https://api.example.com", "endpoints": ["/me"]}}}}"#;
    let mut world = World::with(|config| {
        config.providers = nango_cli::sandbox::read_providers(elsewhere).expect("providers");
    });
    let token = world.session(json!({"tags": {}}));
    let basic = json!({"username": "u", "password": "p"});
    let key = json!({"apiKey": "k"});
    for (provider, path, body, params) in [
        ("meilisearch", "api-key", &key, Some(("instanceUrl", "https://m.example.com"))),
        ("shopify-api-key", "api-key", &key, Some(("subdomain", "acme"))),
        ("bamboohr-basic", "basic", &basic, Some(("subdomain", "acme"))),
        ("freshdesk", "basic", &basic, Some(("subdomain", "acme"))),
        ("elsewhere", "api-key", &key, None),
    ] {
        if world.api("GET", &format!("/integrations/{provider}"), Value::Null).0 == 404 {
            let made = json!({"provider": provider, "unique_key": provider});
            assert_eq!(world.api("POST", "/integrations", made).0, 200, "{provider}");
        }
        let mut import = json!({"provider_config_key": provider, "credentials": body});
        import["credentials"]["type"] = if path == "basic" { "BASIC" } else { "API_KEY" }.into();
        let path = format!("/api-auth/{path}/{provider}?");
        let Some((name, value_of_it)) = params else {
            world.connect(&token, &path, body.clone());
            continue;
        };
        let target = format!("{path}connect_session_token={token}");
        let refused = world.send("POST", &target, &[("Content-Type", "application/json")], &body.to_string());
        let error = value(&refused.reply)["error"].take();
        assert_eq!(
            (refused.reply.status, &error["code"]),
            (400, &json!("connection_test_failed")),
            "{provider}"
        );
        let (status, refused) = world.api("POST", "/connections", import.clone());
        assert_eq!((status, &refused["error"]), (400, &error), "{provider}");
        world.connect(&token, &format!("{path}params[{name}]={value_of_it}"), body.clone());
        import["connection_config"] = json!({ name: value_of_it });
        assert_eq!(world.api("POST", "/connections", import).0, 201, "{provider}");
    }
}

/// Any UUID is one, whatever its version (protocol §16.11).
#[test]
fn aws_keeps_an_external_id_that_is_a_uuid() {
    let mut world = World::new();
    let token = world.session(json!({"tags": {}}));
    let time_based = "22861e60-e79e-11f1-991f-ab48adb3eb9d";
    for (given, kept) in [(time_based, true), ("22861e60e79e11f1991fab48adb3eb9d", false)] {
        let path = format!("/auth/aws-sigv4/aws-sigv4?params[external_id]={given}");
        let (id, _) = world.connect(&token, &path, json!({"role_arn": format!("{ARN}role")}));
        let one = format!("/connections/{id}?provider_config_key=aws-sigv4");
        let made = world.api("GET", &one, Value::Null).1;
        assert_eq!(made["connection_config"]["external_id"] == given, kept, "{made}");
    }
}

/// The consent page's links, by their labels.
fn links(page: &str) -> Vec<(String, String)> {
    let anchors = page.split("<a class=\"button").skip(1);
    anchors
        .map(|anchor| {
            let (_, rest) = anchor.split_once("href=\"").expect("a link");
            let (href, rest) = rest.split_once("\">").expect("its end");
            let (label, _) = rest.split_once('<').expect("its label");
            (label.to_owned(), href.replace("&amp;", "&"))
        })
        .collect()
}

/// Begins a flow and gives the links of its consent page.
fn begin(world: &mut World, key: &str, more: &str) -> Vec<(String, String)> {
    let token = world.session(json!({"tags": {"t": "v"}}));
    let target = format!("/oauth/connect/{key}?connect_session_token={token}&ws_client_id=c-1{more}");
    let begun = world.send("GET", &target, &[("Host", "localhost:3003")], "").reply;
    assert_eq!(begun.status, 302, "{}", text(&begun));
    let target = begun.headers.get("location").expect("a place").to_owned();
    let own = target.strip_prefix("http://localhost:3003").expect("the sandbox's page");
    links(&text(&world.send("GET", own, &[("Host", "localhost:3003")], "").reply))
}

#[test]
fn every_browser_mode_is_approved_on_its_page() {
    let mut world = World::new();
    for (key, more, labels, kind) in [
        ("twitter", "", vec!["Approve", "Deny"], "OAUTH1"),
        ("trello", "", vec!["Approve", "Deny"], "OAUTH1"),
        ("github-app", "", vec!["Approve", "Ask an owner"], "APP"),
        ("github-app-oauth", "", vec!["Approve", "Ask an owner", "Deny"], "APP"),
        ("linear-mcp", "", vec!["Approve", "Deny"], "OAUTH2"),
        (
            "mcp-generic",
            "&params[mcp_server_url]=https://mcp.example.com/mcp",
            vec!["Approve", "Deny"],
            "OAUTH2",
        ),
        ("crisp-plugin-install", "", vec!["Approve"], "BASIC"),
    ] {
        let links = begin(&mut world, key, more);
        assert_eq!(links.iter().map(|(label, _)| label.as_str()).collect::<Vec<_>>(), labels, "{key}");
        let back = links[0].1.strip_prefix("http://localhost:3003").expect("back here").to_owned();
        let done = world.send("GET", &back, &[("Host", "localhost:3003")], "");
        assert_eq!(done.reply.status, 200, "{key}: {}", text(&done.reply));
        let message: Value = serde_json::from_str(&done.messages[0].text).expect("JSON");
        assert_eq!(
            (&message["message_type"], &message["is_pending"]),
            (&json!("success"), &json!(false)),
            "{key}"
        );
        let id = message["connection_id"].as_str().expect("an id");
        let (_, made) =
            world.api("GET", &format!("/connections/{id}?provider_config_key={key}"), Value::Null);
        assert_eq!((&made["credentials"]["type"], &made["metadata"]), (&json!(kind), &Value::Null), "{key}");
        // A plugin's install loses the session's tags on the way (protocol §16.17).
        let tags = if kind == "BASIC" { json!({}) } else { json!({"t": "v"}) };
        assert_eq!(made["tags"], tags, "{key}");
        // The state is good for one callback.
        assert_ne!(world.send("GET", &back, &[("Host", "localhost:3003")], "").reply.status, 200, "{key}");
    }
}

#[test]
fn a_request_to_an_owner_is_pending_or_refused() {
    let mut world = World::new();
    let ask = begin(&mut world, "github-app-oauth", "")[1].1.clone();
    let asked = world.send("GET", ask.strip_prefix("http://localhost:3003").expect("here"), &[], "");
    let message: Value = serde_json::from_str(&asked.messages[0].text).expect("JSON");
    assert_eq!(message["is_pending"], true);
    let id = message["connection_id"].as_str().expect("an id");
    let (_, made) =
        world.api("GET", &format!("/connections/{id}?provider_config_key=github-app-oauth"), Value::Null);
    assert_eq!(
        (&made["connection_config"]["pending"], &made["credentials"]["type"]),
        (&json!(true), &json!("OAUTH2"))
    );

    let ask = begin(&mut world, "github-app", "")[1].1.clone();
    let asked = world.send("GET", ask.strip_prefix("http://localhost:3003").expect("here"), &[], "");
    assert_eq!((asked.reply.status, asked.messages.len()), (400, 0));
    assert_eq!(value(&asked.reply)["error"]["code"], "wrong_auth_mode");
}

/// A plugin's integration that was made through the public API has no link to lead to (recording
/// modes/install_plugin_connect_integration_without_app_link).
#[test]
fn a_plugin_without_its_link_leads_nowhere() {
    let mut world = World::new();
    let made = json!({"provider": "crisp-plugin-install", "unique_key": "bare"});
    assert_eq!(world.api("POST", "/integrations", made).0, 200);
    let token = world.session(json!({"tags": {}}));
    let begun =
        world.send("GET", &format!("/oauth/connect/bare?connect_session_token={token}"), &[], "").reply;
    let location = begun.headers.get("location").expect("a place");
    assert!(location.starts_with("null?payload="), "{location}");
    assert_eq!(begun.headers.get("set-cookie"), None);
}

/// GitHub also sends browsers that began elsewhere.
#[test]
fn an_installation_without_a_state_goes_back() {
    let mut world = World::new();
    for path in [
        "/app-auth/connect?installation_id=1&setup_action=install",
        "/oauth/callback?installation_id=1&setup_action=update",
    ] {
        let reply = world.send("GET", path, &[], "").reply;
        assert_eq!(
            (reply.status, reply.headers.get("location")),
            (302, Some("https://github.com")),
            "{path}"
        );
    }
    assert_eq!(world.send("GET", "/app-auth/connect?setup_action=request", &[], "").reply.status, 400);
    assert_eq!(world.send("GET", "/app-auth/connect?state=nope", &[], "").reply.status, 404);
}

/// Only this machine is ever reached by an override, and what is sent there carries the credentials.
#[test]
fn an_override_is_forwarded_to_this_machine_only() {
    let mut world = World::new();
    let body = json!({
        "provider_config_key": "openai",
        "connection_id": "c-1",
        "credentials": {"type": "API_KEY", "apiKey": "sk"},
    });
    assert_eq!(world.api("POST", "/connections", body).0, 201);
    let auth = format!("Bearer {}", nango_cli::sandbox::API_KEY);
    let mut send = |base: &str, more: (&str, &str)| {
        let headers = [
            ("Authorization", auth.as_str()),
            ("Connection-Id", "c-1"),
            ("Provider-Config-Key", "openai"),
            ("Base-Url-Override", base),
            more,
        ];
        world.send("POST", "/proxy/v1/x%20y?q=1", &headers, "body")
    };
    for base in ["https://example.com", "http://169.254.169.254", "http://127.0.0.1.example.com"] {
        let outcome = send(base, ("Retries", "2"));
        assert_eq!(value(&outcome.reply)["error"]["code"], "base_url_override_not_allowed", "{base}");
        assert!(outcome.forward.is_none());
    }
    let forward =
        send("http://127.0.0.1:4001/base/", ("Nango-Proxy-X-Own", "1")).forward.expect("it is sent");
    assert_eq!(forward.url.as_str(), "http://127.0.0.1:4001/base/v1/x%20y?q=1");
    assert_eq!((forward.method.as_str(), forward.body.as_deref()), ("POST", Some(b"body".as_slice())));
    let get = |headers: &Headers, name: &str| headers.get(name).map(str::to_owned);
    assert_eq!(get(&forward.headers, "authorization").as_deref(), Some("Bearer sk"));
    assert_eq!(get(&forward.headers, "x-own").as_deref(), Some("1"));
    assert_eq!(get(&forward.headers, "connection-id"), None, "its own headers stay here");
    let (_, refused) = {
        let outcome = send("http://127.0.0.1:1", ("Retries", "many"));
        (outcome.reply.status, value(&outcome.reply))
    };
    assert_eq!(refused["error"]["code"], "invalid_headers");
}

/// Nango takes a client's token for one of 55 minutes where its provider does not say.
#[test]
fn a_token_without_an_expiry_is_renewed_all_the_same() {
    let mut world = World::new();
    let token = world.session(json!({"tags": {}}));
    let path = "/oauth2/auth/auth0-cc?params[hostname]=h";
    let (id, _) = world.connect(&token, path, json!({"client_id": "noexp", "client_secret": "s"}));
    let one = format!("/connections/{id}?provider_config_key=auth0-cc");
    let first = world.api("GET", &one, Value::Null).1["credentials"].take();
    assert_eq!(first["expires_at"], "2026-11-24T10:55:00.000Z");
    let names: Vec<&str> = first.as_object().expect("credentials").keys().map(String::as_str).collect();
    assert_eq!(names, ["type", "token", "client_id", "client_secret", "expires_at", "raw"]);
    world.now += SignedDuration::from_mins(45);
    assert_ne!(world.api("GET", &one, Value::Null).1["credentials"]["token"], first["token"]);
}

#[test]
fn tba_without_a_client_says_so() {
    let mut world = World::new();
    let bare = json!({"provider": "netsuite-tba", "unique_key": "bare"});
    assert_eq!(world.api("POST", "/integrations", bare).0, 200);
    let token = world.session(json!({"tags": {}}));
    let body = json!({"token_id": "a", "token_secret": "b", "oauth_client_id_override": "",
        "oauth_client_secret_override": ""});
    let (id, _) = world.connect(&token, "/auth/tba/bare?params[accountId]=1", body);
    let made = world.api("GET", &format!("/connections/{id}?provider_config_key=bare"), Value::Null).1;
    let config = json!({"accountId": "1", "oauth_client_id": null, "oauth_client_secret": null});
    assert_eq!((&made["connection_config"], &made["credentials"]["config_override"]), (&config, &json!({})));
}

/// As the recorded provider did (recording modes/two_step_auth_provider_short).
#[test]
fn a_short_token_is_renewed_at_once() {
    let mut world = World::new();
    let token = world.session(json!({"tags": {}}));
    let path = "/auth/two-step/looker?params[hostname]=h";
    let (id, _) = world.connect(&token, path, json!({"clientId": "short", "clientSecret": "s"}));
    let one = format!("/connections/{id}?provider_config_key=looker");
    let tokens = [(); 2].map(|()| world.api("GET", &one, Value::Null).1["credentials"]["token"].take());
    assert_ne!(tokens[0], tokens[1]);
}
