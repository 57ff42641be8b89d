//! The pages, and that they hold what is typed.

use nango_cli::sandbox::Event;
use serde_json::json;
use url::Url;

use crate::world::{World, text};

#[test]
fn the_connect_page_needs_no_script() {
    let mut world = World::new();
    let token = world.session(json!({"tags": {"end_user_id": "<b>\"u"}}));
    let page = |world: &mut World, query: &str| {
        let reply =
            world.send("GET", &format!("/_sandbox/connect/?session_token={token}{query}"), &[], "").reply;
        let policy = reply.headers.get("content-security-policy").unwrap_or_default().to_owned();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("script-src"), "{policy}");
        assert_eq!(reply.headers.get("referrer-policy"), Some("no-referrer"));
        assert_eq!(reply.headers.get("access-control-allow-origin"), None);
        assert!(!text(&reply).contains("<script"));
        (reply.status, text(&reply))
    };
    let (status, all) = page(&mut world, "&apiURL=https://api.example&theme=dark");
    assert_eq!(status, 200);
    assert!(all.contains("GitHub (User OAuth)") && all.contains("Unauthenticated"));
    let (_, form) = page(&mut world, "&integration=freshdesk");
    for seen in [
        "FreshDesk Domain",
        "name=\"params[subdomain]\"",
        "type=\"password\"",
        "required",
        "pattern=",
        ".freshdesk.com",
    ] {
        assert!(form.contains(seen), "{seen} in {form}");
    }
    assert!(form.contains(r#"type="hidden" name="credentials[password]" value="X""#), "{form}");

    let mut submit = |key: &str, fields: &[(&str, &str)]| {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        let body = body.append_pair("session_token", &token).extend_pairs(fields).finish();
        let outcome = world.send("POST", &format!("/_sandbox/connect/{key}"), &[], &body);
        let page = text(&outcome.reply);
        (outcome.reply.status, page, outcome.events)
    };
    let domain = ("params[subdomain]", "ac\"me");
    let (status, again, _) =
        submit("freshdesk", &[domain, ("credentials[username]", "bad-key"), ("credentials[password]", "X")]);
    assert_eq!(status, 400);
    assert!(again.contains("The given credentials were found to be invalid."), "{again}");
    // What was typed is kept, but for secrets.
    assert!(again.contains("value=\"ac&quot;me\"") && !again.contains("bad-key"), "{again}");
    let (status, _, events) =
        submit("freshdesk", &[domain, ("credentials[username]", "good"), ("credentials[password]", "X")]);
    assert_eq!(status, 200);
    assert!(matches!(&events[0], Event::Connected { integration, .. } if integration == "freshdesk"));
    let (status, again, _) = submit("openai", &[("credentials[apiKey]", "")]);
    assert_eq!(status, 400);
    assert!(again.contains("apiKey: Too small"), "{again}");
    assert_eq!(submit("github", &[]).0, 400);
    assert_eq!(submit("nope", &[]).0, 404);
    assert_eq!(submit("unauthenticated", &[]).0, 200);

    // One allowed OAuth integration without questions: straight to its provider.
    let only = world.session(json!({"tags": {}, "allowed_integrations": ["github"]}));
    let reply = world.send("GET", &format!("/_sandbox/connect/?session_token={only}"), &[], "").reply;
    let expected = format!("http://127.0.0.1:3003/oauth/connect/github?connect_session_token={only}");
    assert_eq!((reply.status, reply.headers.get("location")), (302, Some(expected.as_str())));
}

#[test]
fn what_others_typed_cannot_leave_its_place_on_a_page() {
    let mut world = World::new();
    let evil = "</script><script>alert(1)</script>";
    let token = world.session(json!({"tags": {"end_user_id": evil}}));
    let begin =
        world.send("GET", &format!("/oauth/connect/github?connect_session_token={token}"), &[], "").reply;
    let url = Url::parse(begin.headers.get("location").expect("a location")).expect("a URL");
    let consent =
        world.send("GET", &format!("{}?{}", url.path(), url.query().expect("a query")), &[], "").reply;
    assert!(!text(&consent).contains("<script>"), "{}", text(&consent));
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("error", evil).finish();
    let callback = world.send("GET", &format!("/oauth/callback?{query}"), &[], "").reply;
    assert!(!text(&callback).contains("<script>alert"), "{}", text(&callback));
    let nowhere = world.send("PUT", "/<script>alert(1)</script>", &[], "").reply;
    assert!(!text(&nowhere).contains("<script>"), "{}", text(&nowhere));
    // An authorization is shown only as it was begun.
    let other =
        url.as_str().replace("redirect_uri=http%3A%2F%2F127.0.0.1%3A3003", "redirect_uri=http%3A%2F%2Fevil");
    let other = other.strip_prefix("http://127.0.0.1:3003").expect("the sandbox's page");
    assert_eq!(world.send("GET", other, &[], "").reply.status, 400);
}
