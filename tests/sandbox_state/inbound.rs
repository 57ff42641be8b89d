//! Webhooks that providers send, the providers' token endpoint, and renewals that are given up (protocol §8, §5.2).

use jiff::SignedDuration;
use nango_cli::sandbox::{Verdict, read_providers};
use serde_json::{Value, json};
use url::Url;

use crate::world::{World, value};

const DEV: &str = "/webhook/00000000-0000-4000-8000-000000000000";

fn world() -> World {
    World::with(|config| config.webhook_url = Some(Url::parse("http://127.0.0.1:4000/hook").expect("a URL")))
}

#[test]
fn a_providers_webhook_is_passed_on() {
    let mut world = world();
    let import = json!({
        "provider_config_key": "unauthenticated", "connection_id": "c-1", "credentials": {"type": "NONE"},
        "webhook_url_override": "http://127.0.0.1:4000/own",
    });
    assert_eq!(world.api("POST", "/connections", import).0, 201);
    let post = |world: &mut World, key: &str, kind: &str, body: &str| {
        let headers = [
            ("Content-Type", kind),
            ("X-Hub-Signature", "s"),
            ("Authorization", "Bearer x"),
            ("Cookie", "c"),
            ("Connection-Id", "x"),
            ("Sec-Fetch-Mode", "cors"),
            ("Accept-Language", "en"),
        ];
        world.send("POST", &format!("{DEV}/{key}?x=1"), &headers, body)
    };
    let json = "application/json";
    let outcome = post(&mut world, "unauthenticated", json, r#"{"z":1,"type":"t","connectionId":"c-1"}"#);
    assert_eq!((outcome.reply.status, value(&outcome.reply)), (200, json!({"status": "success"})));
    assert_eq!(outcome.reply.headers.get("x-ratelimit-limit"), Some("4000"));
    let [hook] = outcome.webhooks.as_slice() else { panic!("one webhook") };
    let wrapped = r#"{"connectionId":"c-1","from":"unauthenticated","payload":{"connectionId":"c-1","type":"t","z":1},"providerConfigKey":"unauthenticated","type":"forward"}"#;
    assert_eq!((hook.url.as_str(), hook.body.as_str()), ("http://127.0.0.1:4000/own", wrapped));
    let kept: Vec<&str> = hook.headers.iter().map(|(name, _)| name).collect();
    assert_eq!(kept, ["X-Hub-Signature", "Accept-Language"]);
    // About nobody: the provider's own body, to the environment's address.
    for (kind, body, passed_on) in [
        (json, r#"{"b":1,"a":{"d":1,"c":2}}"#, r#"{"a":{"c":2,"d":1},"b":1}"#),
        (json, r#"{"connectionId":"nobody"}"#, r#"{"connectionId":"nobody"}"#),
        // Other providers' name for it.
        (json, r#"{"nangoConnectionId":"c-1"}"#, r#"{"nangoConnectionId":"c-1"}"#),
        (json, "[2,1]", "[2,1]"),
        ("application/x-www-form-urlencoded", "b=2&a=1", r#"{"a":"1","b":"2"}"#),
    ] {
        let outcome = post(&mut world, "unauthenticated", kind, body);
        let [hook] = outcome.webhooks.as_slice() else { panic!("one webhook: {body}") };
        assert_eq!((hook.url.as_str(), hook.body.as_str()), ("http://127.0.0.1:4000/hook", passed_on));
    }
    // A provider that sends none, and an integration that does not want them.
    assert_eq!(post(&mut world, "openai", json, "{}").reply.status, 204);
    assert_eq!(
        world.api("PATCH", "/integrations/unauthenticated", json!({"forward_webhooks": false})).0,
        200
    );
    let quiet = post(&mut world, "unauthenticated", json, "{}");
    assert_eq!((quiet.reply.status, quiet.webhooks.len()), (200, 0));
    let bad = world.send("POST", "/webhook/no-uuid/github", &[], "");
    let issue = &value(&bad.reply)["error"];
    assert_eq!(
        (&issue["code"], &issue["errors"][0]["path"]),
        (&json!("invalid_uri_params"), &json!(["environmentUuid"]))
    );
    // The address that the API tells is this one.
    let (_, shown) = world.api("GET", "/integrations/unauthenticated?include=webhook", Value::Null);
    assert_eq!(shown["data"]["webhook_url"], format!("http://127.0.0.1:3003{DEV}/unauthenticated"));
    let odd = json!({"provider": "unauthenticated", "unique_key": "a:b@h ~d"});
    assert_eq!(world.api("POST", "/integrations", odd).0, 200);
    let (_, shown) = world.api("GET", "/integrations/a:b@h%20~d?include=webhook", Value::Null);
    assert_eq!(shown["data"]["webhook_url"], format!("http://127.0.0.1:3003{DEV}/a%3Ab%40h%20~d"));
}

/// The way of a client that speaks to the provider itself, with PKCE.
#[test]
fn a_code_is_good_once_and_for_its_verifier() {
    let mut world = World::with(|config| config.auto_approve = true);
    let token = world.session(json!({"tags": {}}));
    let begun = world.send("GET", &format!("/oauth/connect/hubspot?connect_session_token={token}"), &[], "");
    let page = begun.reply.headers.get("location").expect("a redirect").to_owned();
    let page = page.strip_prefix("http://127.0.0.1:3003").expect("the sandbox's page").to_owned();
    let url = Url::parse(&format!("http://x{page}")).expect("a URL");
    let of = |url: &Url, name: &str| {
        url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    };
    let own = of(&url, "code_challenge").expect("a challenge");
    assert_eq!(of(&url, "code_challenge_method").as_deref(), Some("S256"));
    // RFC 7636, appendix B.
    let (verifier, challenge) =
        ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    let redirect_uri = of(&url, "redirect_uri").expect("an address");
    let client_id = of(&url, "client_id").expect("a client");
    let code = |world: &mut World| {
        let approved = world.send("GET", &page.replace(&own, challenge), &[], "");
        let back = Url::parse(approved.reply.headers.get("location").expect("approved")).expect("a URL");
        (of(&back, "code").expect("a code"), back.query().expect("a query").to_owned())
    };
    let exchange = |world: &mut World, code: &str, client: &str, verifier: &str| {
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("grant_type", "authorization_code"),
                ("code", code),
                ("redirect_uri", &redirect_uri),
                ("client_id", client),
                ("code_verifier", verifier),
            ])
            .finish();
        let kind = [("Content-Type", "application/x-www-form-urlencoded")];
        let reply = world.send("POST", "/_sandbox/token/hubspot", &kind, &form).reply;
        (reply.status, value(&reply))
    };
    let refused = |(status, body): (u16, Value)| {
        assert_eq!((status, &body["error"]), (400, &json!("invalid_grant")), "{body}");
    };
    let (first, _) = code(&mut world);
    refused(exchange(&mut world, &first, &client_id, "another verifier"));
    refused(exchange(&mut world, &first, &client_id, verifier));
    let (second, _) = code(&mut world);
    refused(exchange(&mut world, &second, "another client", verifier));
    let (third, _) = code(&mut world);
    let (status, tokens) = exchange(&mut world, &third, &client_id, verifier);
    assert_eq!((status, &tokens["token_type"], &tokens["expires_in"]), (200, &json!("Bearer"), &json!(1800)));
    refused(exchange(&mut world, &third, &client_id, verifier));
    let (late, query) = code(&mut world);
    world.now += SignedDuration::from_mins(11);
    refused(exchange(&mut world, &late, &client_id, verifier));
    // Nango's own verifier does not answer a challenge that was tampered with on the way.
    let failed = world.send("GET", &format!("/oauth/callback?{query}"), &[], "");
    assert_eq!(failed.reply.status, 400);
    assert_eq!(world.listed(""), Vec::<String>::new());

    let refresh = |world: &mut World, token: &str| {
        let body = json!({"grant_type": "refresh_token", "refresh_token": token}).to_string();
        let reply = world
            .send("POST", "/_sandbox/token/hubspot", &[("Content-Type", "application/json")], &body)
            .reply;
        (reply.status, value(&reply))
    };
    let old = tokens["refresh_token"].as_str().expect("a refresh token");
    let (status, renewed) = refresh(&mut world, old);
    assert_eq!(status, 200);
    refused(refresh(&mut world, old));
    assert_eq!(refresh(&mut world, renewed["refresh_token"].as_str().expect("a token")).0, 200);
    assert_eq!(world.send("POST", "/_sandbox/token/nobody", &[], "").reply.status, 404);
}

/// Four days of failures, then nothing more is tried until it is forced and goes well, or reconnected.
#[test]
fn a_renewal_is_given_up_after_four_days() {
    let mut world = world();
    let import = json!({
        "provider_config_key": "hubspot", "connection_id": "c", "credentials": {
            "type": "OAUTH2", "access_token": "a", "refresh_token": "r", "expires_at": "2026-11-24T09:00:00Z",
        },
    });
    assert_eq!(world.api("POST", "/connections", import).0, 201);
    let one = "/connections/c?provider_config_key=hubspot";
    let message = |reply: &Value| reply["error"]["message"].as_str().unwrap_or_default().to_owned();
    for day in 1..=4 {
        // Twice a day counts once.
        for _ in 0..2 {
            world.state.answer_next(Verdict::Refused(400, json!({"error": "invalid_grant"})));
            let (status, reply) = world.api("GET", one, Value::Null);
            assert_eq!(status, 400, "day {day}: {reply}");
            let (status, reply) = world.api("GET", one, Value::Null);
            let backing_off = if day == 4 {
                "The refresh limit has been reached for this connection."
            } else {
                "A recent refresh attempt failed. Backing off before retrying."
            };
            assert_eq!((status, message(&reply).as_str()), (424, backing_off), "day {day}");
            if day == 4 {
                break;
            }
            world.now += SignedDuration::from_mins(1);
        }
        world.now += SignedDuration::from_hours(24);
    }
    let (status, reply) = world.api("GET", one, Value::Null);
    assert_eq!((status, &reply["error"]["code"]), (424, &json!("invalid_credentials")), "{reply}");
    assert_eq!(reply["error"]["payload"]["connection"]["errors"][0]["type"], "auth");
    let headers = [("Connection-Id", "c"), ("Provider-Config-Key", "hubspot")];
    let key = format!("Bearer {}", nango_cli::sandbox::API_KEY);
    let headers = [headers[0], headers[1], ("Authorization", key.as_str())];
    let proxied = world.send("GET", "/proxy/x", &headers, "").reply;
    // Only a refresh that comes too soon has a code of its own (protocol §9.1).
    let error = json!({
        "code": "server_error",
        "message": "Failed to get connection credentials: 'The refresh limit has been reached for this connection.'",
    });
    assert_eq!((proxied.status, &value(&proxied)["error"]), (424, &error));
    let (status, healed) = world.api("GET", &format!("{one}&force_refresh=true"), Value::Null);
    assert_eq!((status, &healed["errors"]), (200, &json!([])), "{healed}");
    assert_eq!(world.api("GET", one, Value::Null).0, 200);
}

#[test]
fn providers_of_the_users_own() {
    let file = json!({
        "acme": {"display_name": "Acme", "auth_mode": "API_KEY", "proxy": {"base_url": "https://api.acme.example"}},
        "github": {"auth_mode": "OAUTH2", "authorization_url": "https://git.example/a", "token_url": "https://git.example/t"},
    });
    let mut world = World::with(|config| {
        config.providers = read_providers(file.to_string().as_bytes()).expect("they are good");
    });
    assert_eq!(world.api("GET", "/providers/acme", Value::Null).1["data"]["display_name"], "Acme");
    let (_, replaced) = world.api("GET", "/providers/github", Value::Null);
    assert_eq!(replaced["data"]["token_url"], "https://git.example/t");
    let (_, all) = world.api("GET", "/providers?search=GIT.UB", Value::Null);
    let names: Vec<&str> =
        all["data"].as_array().expect("a list").iter().filter_map(|at| at["name"].as_str()).collect();
    assert_eq!(names, ["github", "github-app", "github-app-oauth", "github-pat"]);
    let made = json!({"provider": "acme", "unique_key": "a"});
    assert_eq!(world.api("POST", "/integrations", made).0, 200);
    let public = world.send("GET", "/providers.json", &[], "").reply;
    assert_eq!(value(&public)["acme"]["auth_mode"], "API_KEY");

    for (wrong, why) in [
        (json!([]), "it is no JSON object of providers by name"),
        (json!({"a b": {"auth_mode": "NONE"}}), "provider \"a b\" has a name with other characters"),
        (json!({"a": {"auth_mode": "MAGIC"}}), "provider \"a\" has no auth_mode that is one of OAUTH1, "),
        (json!({"a": {"auth_mode": "OAUTH2", "token_url": "x"}}), "provider \"a\" has no authorization_url"),
        (json!({"a": {"auth_mode": "NONE", "proxy": []}}), "provider \"a\" has a proxy that is no object"),
        (json!({"a": 1}), "provider \"a\" is no object"),
    ] {
        let fault = read_providers(wrong.to_string().as_bytes()).expect_err("they are bad").0;
        assert!(fault.starts_with(why), "{fault}");
    }
}

/// GitHub's webhooks: signed with a secret made of the app's settings, about the connection of an installation, and
/// what completes a request to an owner (protocol §3.2, §8).
#[test]
fn githubs_webhooks_are_checked_and_find_their_connection() {
    use ring::{digest, hmac};
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let mut world = world();
    let begun = |world: &mut World, tags: Value| {
        let token = world.session(json!({ "tags": tags }));
        let target = format!("/oauth/connect/github-app-oauth?connect_session_token={token}&ws_client_id=w");
        let begun = world.send("GET", &target, &[], "").reply;
        let url = Url::parse(begun.headers.get("location").expect("a location")).expect("a URL");
        let page = world.send("GET", &format!("{}?{}", url.path(), url.query().expect("a query")), &[], "");
        let page = crate::world::text(&page.reply).replace("&amp;", "&");
        let ask = page.split("href=\"").find(|part| part.contains("setup_action=request")).expect("a link");
        let ask = ask.split('"').next().expect("its end").to_owned();
        let asked = world.send("GET", ask.strip_prefix("http://127.0.0.1:3003").expect("here"), &[], "");
        let told: Value = serde_json::from_str(&asked.messages[0].text).expect("JSON");
        told["connection_id"].as_str().expect("an id").to_owned()
    };
    let id = begun(&mut world, json!({"end_user_id": "u_1"}));
    let one = format!("/connections/{id}?provider_config_key=github-app-oauth");
    let (_, pending) = world.api("GET", &one, Value::Null);
    let config = &pending["connection_config"];
    assert_eq!((&config["pending"], &config["app_id"]), (&json!(true), &json!("1")));
    assert!(config["pendingLog"].is_string());

    let (_, shown) = world.api("GET", "/integrations/github-app-oauth?include=credentials", Value::Null);
    let app = ["app_id", "private_key", "app_link"].map(|name| shown["data"]["credentials"][name].as_str());
    let secret = app.map(|part| part.expect("text")).concat();
    let secret = hex(digest::digest(&digest::SHA256, secret.as_bytes()).as_ref());
    let post = |world: &mut World, body: &Value, secret: &str| {
        // With room between, for the signature is of the bytes that came.
        let body = serde_json::to_string_pretty(body).expect("JSON");
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let signature = format!("sha256={}", hex(hmac::sign(&key, body.as_bytes()).as_ref()));
        let headers = [("Content-Type", "application/json"), ("X-Hub-Signature-256", signature.as_str())];
        world.send("POST", &format!("{DEV}/github-app-oauth"), &headers, &body)
    };
    let installation = json!({"id": 42, "app_id": 1});
    let created =
        json!({"action": "created", "installation": installation, "requester": {"login": "sandbox-user"}});
    let forged = post(&mut world, &created, "another secret");
    assert_eq!((forged.reply.status, forged.webhooks.len()), (401, 0));
    assert_eq!(value(&forged.reply), json!({"error": "Invalid webhook signature"}));
    // Of somebody else, or of another app: about nobody here.
    for (path, other) in [("/requester/login", json!("else")), ("/installation/app_id", json!(2))] {
        let mut elsewhere = created.clone();
        *elsewhere.pointer_mut(path).expect("a field") = other;
        let outcome = post(&mut world, &elsewhere, &secret);
        let body: Value = serde_json::from_str(&outcome.webhooks[0].body).expect("JSON");
        assert_eq!((outcome.webhooks.len(), body), (1, elsewhere));
    }
    assert_eq!(world.api("GET", &one, Value::Null).1["connection_config"]["pending"], true);

    let done = post(&mut world, &created, &secret);
    assert_eq!((done.reply.status, value(&done.reply)), (200, json!({"status": "success"})));
    let hooks: Vec<Value> =
        done.webhooks.iter().map(|hook| serde_json::from_str(&hook.body).expect("JSON")).collect();
    let [auth, forward] = hooks.as_slice() else { panic!("two webhooks: {hooks:?}") };
    assert_eq!((&auth["authMode"], &auth["operation"]), (&json!("APP"), &json!("override")));
    assert_eq!(auth["tags"], json!({"end_user_id": "u_1"}));
    assert_eq!((&forward["type"], &forward["connectionId"]), (&json!("forward"), &json!(id)));
    assert_eq!(forward["payload"], created);
    let (_, whole) = world.api("GET", &one, Value::Null);
    let config = &whole["connection_config"];
    assert_eq!(config.get("pending").or(config.get("pendingLog")), None, "{config}");
    assert_eq!(config["installation_id"], 42);
    assert_eq!(config["userCredentials"]["access_token"], pending["credentials"]["access_token"]);
    assert_eq!((&whole["credentials"]["type"], &whole["tags"]), (&json!("APP"), &pending["tags"]));

    // From then on the installation says whom a webhook is about, whatever else it names.
    let pushed = json!({"connectionId": "other", "installation": {"id": "42"}});
    let outcome = post(&mut world, &pushed, &secret);
    let body: Value = serde_json::from_str(&outcome.webhooks[0].body).expect("JSON");
    assert_eq!(body["connectionId"], json!(id));
}
