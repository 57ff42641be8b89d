//! The browser flows of providers with needs of their own: how they begin, what is learned on the way back, and who is
//! told when they end otherwise (protocol §3.4, §3.5, §4.3, §4.4).

use nango_cli::sandbox::{Event, Outcome};
use serde_json::{Value, json};
use url::Url;

use crate::world::{World, text, value};

fn world() -> World {
    World::with(|config| {
        config.auto_approve = true;
        config.webhook_url = Some(Url::parse("http://127.0.0.1:4000/hook").expect("a URL"));
    })
}

/// An integration of that provider, with an app.
fn integrate(world: &mut World, provider: &str) {
    let app = json!({"type": "OAUTH2", "client_id": "id", "client_secret": "secret", "scopes": ""});
    let body = json!({"provider": provider, "unique_key": provider, "credentials": app});
    let (status, made) = world.api("POST", "/integrations", body);
    assert_eq!(status, 200, "{made}");
}

/// Where a redirect leads, as a target on the sandbox.
fn next(outcome: &Outcome) -> String {
    let reply = &outcome.reply;
    assert_eq!(reply.status, 302, "{}", text(reply));
    let url = Url::parse(reply.headers.get("location").expect("a location")).expect("a URL");
    format!("{}?{}", url.path(), url.query().expect("a query"))
}

fn begin(world: &mut World, key: &str, query: &str) -> Outcome {
    let token = world.session(json!({"tags": {}}));
    let target = format!("/oauth/connect/{key}?connect_session_token={token}&ws_client_id=w{query}");
    world.send("GET", &target, &[], "")
}

/// The callback that approving leads to.
fn approved(world: &mut World, key: &str, query: &str) -> String {
    let begun = begin(world, key, query);
    let page = next(&begun);
    next(&world.send("GET", &page, &[], ""))
}

/// The whole flow: its connection as the API shows it.
fn connect(world: &mut World, key: &str, query: &str) -> Value {
    let target = approved(world, key, query);
    let outcome = world.send("GET", &target, &[], "");
    assert_eq!(outcome.reply.status, 200, "{}", text(&outcome.reply));
    let Some(Event::Connected { connection_id, .. }) = outcome.events.into_iter().next() else {
        panic!("{key} is connected")
    };
    let one = format!("/connections/{connection_id}?provider_config_key={key}&refresh_token=true");
    world.api("GET", &one, Value::Null).1
}

fn state(target: &str) -> String {
    let url = Url::parse(&format!("http://x{target}")).expect("a URL");
    let found = url.query_pairs().find(|(name, _)| name == "state").expect("a state");
    found.1.into_owned()
}

/// What the websocket was told.
fn told(outcome: &Outcome) -> Value {
    let [message] = outcome.messages.as_slice() else { panic!("one message") };
    serde_json::from_str(&message.text).expect("JSON")
}

#[test]
fn of_two_addresses_one_is_enough() {
    let mut world = world();
    for (provider, query) in [
        ("intercom", ""),
        ("intercom", "&params[region]=eu"),
        ("salesforce", ""),
        ("salesforce-sandbox", ""),
        ("zoho-crm", "&params[extension]=com"),
        // The address of its accounts comes with the code.
        ("zoho-crm", ""),
    ] {
        if world.api("GET", &format!("/integrations/{provider}"), Value::Null).0 == 404 {
            integrate(&mut world, provider);
        }
        let begun = begin(&mut world, provider, query);
        assert_eq!(begun.reply.status, 302, "{provider}: {}", text(&begun.reply));
    }
    let missing = begin(&mut world, "zendesk", "");
    assert_eq!((missing.reply.status, &told(&missing)["error_type"]), (400, &json!("url_param_err")));
}

#[test]
fn a_templates_parameters_need_not_be_text() {
    let mut world = world();
    integrate(&mut world, "monday");
    assert!(next(&begin(&mut world, "monday", "")).contains("&force_install_if_needed=true"));
}

/// As the recorded provider's answer had it (recordings modes/oauth2_cc_sf_*).
#[test]
fn what_a_provider_tells_with_the_token_is_kept() {
    let mut world = world();
    for (provider, query, config, raw) in [
        ("salesforce", "", json!({"instance_url": "https://instance.sandbox.example.com"}), "/instance_url"),
        ("pipedrive", "", json!({"api_domain": "https://instance.sandbox.example.com"}), "/api_domain"),
        (
            "slack",
            "",
            json!({
                "bot_user_id": "sandbox-bot_user_id", "incoming_webhook.channel": "sandbox-channel",
                "incoming_webhook.channel_id": "sandbox-channel_id",
                "incoming_webhook.url": "https://instance.sandbox.example.com", "team.id": "sandbox-id",
            }),
            "/team/id",
        ),
        // With the code: what the end user gave first stays.
        ("quickbooks", "", json!({"realmId": "9341453474484455"}), "/scope"),
        // Nango asks mailchimp for it afterwards.
        ("mailchimp", "", json!({"dc": "us6"}), "/scope"),
        ("quickbooks", "&params[realmId]=1234567890", json!({"realmId": "1234567890"}), "/scope"),
        (
            "zoho-crm",
            "",
            json!({
                "accounts-server": "https://instance.sandbox.example.com",
                "api_domain": "https://instance.sandbox.example.com",
            }),
            "/api_domain",
        ),
    ] {
        if world.api("GET", &format!("/integrations/{provider}"), Value::Null).0 == 404 {
            integrate(&mut world, provider);
        }
        let made = connect(&mut world, provider, query);
        assert_eq!(made["connection_config"], config, "{provider}");
        assert!(made["credentials"]["raw"].pointer(raw).is_some(), "{made}");
        let key = format!("Bearer {}", nango_cli::sandbox::API_KEY);
        let id = made["connection_id"].as_str().expect("an id");
        let headers =
            [("Authorization", key.as_str()), ("Connection-Id", id), ("Provider-Config-Key", provider)];
        let proxied = world.send("GET", "/proxy/x", &headers, "");
        assert_eq!(proxied.reply.status, 200, "{provider}: {}", text(&proxied.reply));
    }
}

/// An end user's own app, in the place of the integration's or where it has none (protocol §3.4).
#[test]
fn an_end_user_can_bring_an_app() {
    let mut world = world();
    let id = "&credentials[oauth_client_id_override]=own-id";
    let secret = "&credentials[oauth_client_secret_override]=own-secret";
    let refresh = "&credentials[oauth_refresh_token_override]=own-rt";
    let begun = next(&begin(&mut world, "hubspot", id));
    assert!(begun.contains("&client_id=own-id&"), "{begun}");
    let made = connect(&mut world, "hubspot", &format!("{id}{secret}{refresh}"));
    let own = json!({"client_id": "own-id", "client_secret": "own-secret"});
    assert_eq!(made["credentials"]["config_override"], own);
    assert_eq!(made["credentials"]["refresh_token"], "own-rt");
    assert_eq!(made["connection_config"], json!({}), "no secret stays there");
    // It stays the end user's when it is renewed.
    let at = made["connection_id"].as_str().expect("an id");
    let one = format!("/connections/{at}?provider_config_key=hubspot&force_refresh=true");
    assert_eq!(world.api("GET", &one, Value::Null).1["credentials"]["config_override"], own);
    // A refresh token alone says nothing, and half an app is none.
    let made = connect(&mut world, "hubspot", refresh);
    assert_eq!(made["credentials"].get("config_override"), None);
    assert_ne!(made["credentials"]["refresh_token"], "own-rt");
    let bare = json!({"provider": "linear-mcp", "unique_key": "bare"});
    assert_eq!(world.api("POST", "/integrations", bare).0, 200);
    for half in ["", id, secret] {
        assert_eq!(told(&begin(&mut world, "bare", half))["error_type"], "provider_config_err");
    }
    assert_eq!(connect(&mut world, "bare", &format!("{id}{secret}"))["credentials"]["config_override"], own);
    // What the backend set for the session wins; what it left empty is asked for.
    for (set, sent) in [("of-the-session", "of-the-session"), ("", "own-id")] {
        let config = json!({"oauth_client_id_override": set});
        let defaults = json!({"hubspot": {"connection_config": config}});
        let token = world.session(json!({"tags": {}, "integrations_config_defaults": defaults}));
        let target = format!("/oauth/connect/hubspot?connect_session_token={token}{id}");
        let begun = next(&world.send("GET", &target, &[], ""));
        assert!(begun.contains(&format!("&client_id={sent}&")), "{begun}");
    }
}

/// `authorization_code_param_in_callback`, as Amazon's providers have it.
#[test]
fn a_code_can_come_under_another_name() {
    let own = br#"{"seller": {"auth_mode": "OAUTH2", "authorization_url": "https://a.example/",
        "token_url": "https://t.example/", "authorization_code_param_in_callback": "spapi_oauth_code"}}"#;
    let mut world = World::with(|config| {
        config.auto_approve = true;
        config.providers = nango_cli::sandbox::read_providers(own).expect("providers");
    });
    integrate(&mut world, "seller");
    let target = approved(&mut world, "seller", "");
    let other = target.replace("spapi_oauth_code=", "code=");
    assert_ne!(target, other);
    let failed = world.send("GET", &other, &[], "");
    assert_eq!((failed.reply.status, &told(&failed)["error_type"]), (400, &json!("callback_err")));
    connect(&mut world, "seller", "");
}

#[test]
fn an_empty_state_is_none() {
    let mut world = world();
    let target = approved(&mut world, "hubspot", "").replace("state=", "state=&customField=");
    assert_eq!(world.send("GET", &target, &[], "").reply.status, 200);
    let none = world.send("GET", "/oauth/callback?state=&code=c", &[], "");
    assert!(text(&none.reply).contains("No state found in callback"));
}

/// Protocol §4.3: the page goes by the query, the connection by the code.
#[test]
fn a_code_beside_an_error_connects_and_shows_the_error() {
    let mut world = world();
    let target = approved(&mut world, "hubspot", "");
    let outcome = world.send("GET", &format!("{target}&error=foo&error_description=bar"), &[], "");
    assert_eq!(outcome.reply.status, 200);
    let page = text(&outcome.reply);
    assert!(page.contains("nango_oauth_callback_error") && page.contains("error_description"), "{page}");
    assert_eq!(told(&outcome)["message_type"], "success");
    assert_eq!(outcome.webhooks.len(), 1);
    assert_eq!(world.listed(""), ["hubspot"]);
}

#[test]
fn an_integration_that_went_away_is_told_to_the_websocket() {
    let mut world = world();
    let target = approved(&mut world, "hubspot", "");
    assert_eq!(world.api("DELETE", "/integrations/hubspot", Value::Null).0, 200);
    let failed = world.send("GET", &target, &[], "");
    let message = told(&failed);
    assert_eq!((failed.reply.status, &message["error_type"]), (400, &json!("provider_config_err")));
    assert_eq!(message["error_desc"], "Could not find a Provider Config matching the \"hubspot\" key.");
}

#[test]
fn a_callback_takes_its_own_flows_only() {
    let mut world = world();
    let state_of = |world: &mut World, key: &str| state(&next(&begin(world, key, "")));
    let hubspot = state_of(&mut world, "hubspot");
    for action in ["install", "request"] {
        let target = format!("/app-auth/connect?state={hubspot}&installation_id=1&setup_action={action}");
        let refused = world.send("GET", &target, &[], "");
        match action {
            "install" => {
                let error = value(&refused.reply)["error"].take();
                let message = "Invalid auth mode. The provider does not support this auth mode.";
                let expected = json!({"message": message, "code": "invalid_auth_mode", "payload": {}});
                assert_eq!((refused.reply.status, error), (400, expected));
            }
            _ => assert_eq!(refused.reply.status, 404, "a state is good for one callback"),
        }
    }
    let app = state_of(&mut world, "github-app");
    let refused = world.send("GET", &format!("/oauth/callback?state={app}&code=c"), &[], "");
    let message = told(&refused);
    assert_eq!((refused.reply.status, refused.webhooks.len()), (400, 0));
    assert_eq!(
        (&message["error_type"], &message["error_desc"]),
        (&json!("auth_mode_err"), &json!("Auth mode APP not supported."))
    );
    assert_eq!(world.listed(""), Vec::<String>::new());
}

/// Tokens end, and what the provider was told to renew no more ends for good.
#[test]
fn a_providers_tokens_expire_unless_it_is_known_to_let_them_last() {
    let mut world = world();
    let revoke = |world: &mut World, made: &Value| {
        let body = json!({"connection_id": made["connection_id"]});
        world.api("POST", "/_sandbox/control/revoke", body)
    };
    let read = |world: &mut World, made: &Value, force: bool| {
        let (id, key) = (made["connection_id"].as_str(), made["provider_config_key"].as_str());
        let (id, key) = (id.expect("an id"), key.expect("a key"));
        let one = format!("/connections/{id}?provider_config_key={key}&force_refresh={force}");
        world.api("GET", &one, Value::Null).0
    };
    for provider in ["google", "microsoft", "salesforce", "jira", "xero", "dropbox", "hubspot"] {
        if provider != "hubspot" {
            integrate(&mut world, provider);
        }
        let made = connect(&mut world, provider, "");
        let credentials = &made["credentials"];
        assert!(credentials["expires_at"].is_string() && credentials["refresh_token"].is_string(), "{made}");
        assert_eq!(read(&mut world, &made, true), 200, "{provider}");
        assert_eq!(revoke(&mut world, &made).0, 200, "{provider}");
        assert_eq!(read(&mut world, &made, true), 400, "{provider}");
    }
    let lasting = connect(&mut world, "notion", "");
    assert_eq!(
        lasting["credentials"].get("expires_at").or(lasting["credentials"].get("refresh_token")),
        None
    );
    // Nobody is asked there, so it would not come to anything.
    let (status, refused) = revoke(&mut world, &lasting);
    assert_eq!((status, &refused["error"]["code"]), (400, &json!("invalid_body")), "{refused}");
    for (key, credentials) in [
        ("openai", json!({"type": "API_KEY", "apiKey": "k"})),
        ("unauthenticated", json!({"type": "NONE"})),
        ("twitter", json!({"type": "OAUTH1", "oauth_token": "t", "oauth_token_secret": "s"})),
    ] {
        let body = json!({"provider_config_key": key, "credentials": credentials});
        let (status, made) = world.api("POST", "/connections", body);
        assert_eq!(status, 201, "{made}");
        assert_eq!(revoke(&mut world, &made).0, 400, "{key}");
    }
    // An app is asked for its installation's token.
    for key in ["github-app", "github-app-oauth"] {
        let made = connect(&mut world, key, "");
        assert_eq!(read(&mut world, &made, true), 200);
        assert_eq!(revoke(&mut world, &made).0, 200);
        assert_eq!(read(&mut world, &made, true), 400);
    }
}

/// The provider of recording modes/oauth1_connect_request_token_garbage answers so at both calls.
#[test]
fn nonsense_instead_of_a_request_token_is_nonsense_to_the_end() {
    let mut world = world();
    let app = json!({"type": "OAUTH1", "client_id": "garbage", "client_secret": "secret"});
    let body = json!({"provider": "twitter", "unique_key": "odd", "credentials": app});
    assert_eq!(world.api("POST", "/integrations", body).0, 200);
    let target = approved(&mut world, "odd", "");
    let told = world.send("GET", &target, &[], "");
    assert!(told.messages[0].text.contains("incomplete_raw_credentials"), "{}", told.messages[0].text);
}
