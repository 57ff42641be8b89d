//! The authorization URL, the code and the tokens.

use jiff::SignedDuration;
use nango_cli::sandbox::Event;
use serde_json::{Value, json};
use url::Url;

use crate::world::{World, text};

#[test]
fn oauth_tokens_expire_where_the_providers_do() {
    let mut world = World::with(|config| config.auto_approve = true);
    let token = world.session(json!({"tags": {}}));
    let connect = |world: &mut World, query: &str| {
        let mut target = format!("/oauth/connect/{query}connect_session_token={token}");
        for _ in 0..2 {
            let reply = world.send("GET", &target, &[], "").reply;
            assert_eq!(reply.status, 302, "{}", text(&reply));
            let next = Url::parse(reply.headers.get("location").expect("a location")).expect("a URL");
            target = format!("{}?{}", next.path(), next.query().expect("a query"));
        }
        let outcome = world.send("GET", &target, &[], "");
        assert_eq!(outcome.reply.status, 200);
        let Some(Event::Connected { connection_id, .. }) = outcome.events.into_iter().next() else {
            panic!("connected")
        };
        connection_id
    };
    let github = connect(&mut world, "github?");
    let (_, github) = world.api(
        "GET",
        &format!("/connections/{github}?provider_config_key=github&refresh_token=true"),
        Value::Null,
    );
    assert_eq!(github["credentials"].get("expires_at").or(github["credentials"].get("refresh_token")), None);
    assert_eq!(github["metadata"], Value::Null);

    let zendesk = connect(&mut world, "zendesk?params[subdomain]=acme&");
    let one = format!("/connections/{zendesk}?provider_config_key=zendesk");
    let (_, fresh) = world.api("GET", &one, Value::Null);
    assert_eq!(fresh["credentials"]["expires_at"], "2026-11-24T10:30:00.000Z");
    assert_eq!(fresh["credentials"].get("refresh_token"), None);
    assert_eq!(fresh["connection_config"], json!({"subdomain": "acme"}));
    // Within the last 15 minutes it is refreshed by being read.
    world.now += SignedDuration::from_mins(15);
    assert_eq!(world.api("GET", &one, Value::Null).1["credentials"], fresh["credentials"]);
    world.now += SignedDuration::from_secs(1);
    let (_, refreshed) = world.api("GET", &one, Value::Null);
    assert_ne!(refreshed["credentials"]["access_token"], fresh["credentials"]["access_token"]);
    assert_eq!(refreshed["credentials"]["expires_at"], "2026-11-24T10:45:01.000Z");

    let target = format!("/oauth/connect/zendesk?connect_session_token={token}&params[secret]=s3cret");
    let missing = world.send("GET", &target, &[], "");
    assert_eq!(missing.reply.status, 400);
    let url = "https://${connectionConfig.subdomain}.zendesk.com/oauth/authorizations/new";
    let message = format!("Missing Connection Config param(s) in Auth request to interpolate url {url}");
    let shown = text(&missing.reply).replace("\\&quot;", "\"").replace("&quot;", "\"");
    assert!(
        shown.contains(&format!("{message}. Provided Connection Config: {{\"secret\":\"s3cret\"}}")),
        "{shown}"
    );
    // An event tells no value that was typed.
    assert_eq!(missing.events[0], Event::Refused { integration: "zendesk".to_owned(), error: message });
}

#[test]
fn an_authorization_url_is_made_as_nango_makes_it() {
    let mut world = World::new();
    let defaults = json!({
        "slack": {"user_scopes": "chat:write", "authorization_params": {"prompt": "consent", "redirect_uri": "https://evil"},
                  "connection_config": {"oauth_scopes_override": "a,b"}},
        "notion": {"authorization_params": {"owner": "undefined"}},
    });
    let token = world.session(json!({"tags": {}, "integrations_config_defaults": defaults}));
    let mut query = |key: &str| {
        let target =
            format!("/oauth/connect/{key}?connect_session_token={token}&authorization_params[prompt]=none");
        let reply = world.send("GET", &target, &[], "").reply;
        let url = Url::parse(reply.headers.get("location").expect("a location")).expect("a URL");
        let pairs = url
            .query_pairs()
            .filter(|(name, _)| !["state", "client_id", "code_challenge"].contains(&name.as_ref()));
        pairs.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>()
    };
    let callback = "redirect_uri=http://127.0.0.1:3003/oauth/callback";
    assert_eq!(
        query("slack"),
        ["response_type=code", callback, "scope=a,b", "prompt=consent", "user_scope=chat:write"]
    );
    assert_eq!(query("notion"), ["response_type=code", callback, "scope=", "code_challenge_method=S256"]);
    assert_eq!(
        query("github"),
        ["response_type=code", callback, "scope=repo user", "prompt=none", "code_challenge_method=S256"]
    );
}

#[test]
fn a_code_that_the_provider_did_not_give_is_refused() {
    let mut world =
        World::with(|config| config.webhook_url = Some(Url::parse("http://127.0.0.1:4000/").expect("a URL")));
    let token = world.session(json!({"tags": {}}));
    let target = format!("/oauth/connect/github?connect_session_token={token}&ws_client_id=w");
    let begin = world.send("GET", &target, &[], "").reply;
    let url = Url::parse(begin.headers.get("location").expect("a location")).expect("a URL");
    let state = url.query_pairs().find(|(name, _)| name == "state").expect("a state").1.into_owned();
    let outcome = world.send("GET", &format!("/oauth/callback?code=guess&state={state}"), &[], "");
    assert_eq!(outcome.reply.status, 400);
    let message: Value = serde_json::from_str(&outcome.messages[0].text).expect("JSON");
    assert_eq!((&message["error_type"], outcome.messages[0].client.as_str()), (&json!("unknown_err"), "w"));
    let hook: Value = serde_json::from_str(&outcome.webhooks[0].body).expect("JSON");
    assert_eq!(
        (&hook["error"]["type"], &hook["error"]["description"]),
        (&json!("unknown"), &message["error_desc"])
    );
    assert_eq!(world.listed(""), Vec::<String>::new());
}
