//! The pages, and that they hold what is typed.

use serde_json::json;
use url::Url;

use crate::world::{World, text};

/// It is the same for everybody, and all that it loads is its own: what it shows it asks of the API (see
/// ../frontend.rs).
#[test]
fn the_connect_page_is_static_and_may_be_framed() {
    let mut world = World::new();
    let mut get = |path: &str| world.send("GET", path, &[("Origin", "http://app.example")], "").reply;
    let page = get("/_sandbox/connect/?session_token=nango_connect_session_x&apiURL=http://127.0.0.1:3003");
    assert_eq!((page.status, &page.body), (200, &get("/_sandbox/connect").body));
    let html = text(&page);
    let policy = page.headers.get("content-security-policy").expect("a policy");
    assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"), "{policy}");
    assert!(!policy.contains("frame-ancestors") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(page.headers.get("x-frame-options"), None);
    assert!(html.contains("Sandbox.") && html.contains("<noscript>"), "{html}");

    let mut files: Vec<String> = Vec::new();
    let own = |text: &str, files: &mut Vec<String>| {
        for before in ["src=\"", "href=\"", "from './"] {
            for rest in text.split(before).skip(1) {
                let name = rest.split(['"', '\'']).next().unwrap_or_default();
                files.push(name.trim_start_matches("/_sandbox/connect/").to_owned());
            }
        }
    };
    own(&html, &mut files);
    for at in 0.. {
        let Some(name) = files.get(at).cloned() else { break };
        let file = get(&format!("/_sandbox/connect/{name}"));
        assert_eq!(
            (file.status, file.headers.get("x-content-type-options")),
            (200, Some("nosniff")),
            "{name}"
        );
        let kind = if name.ends_with(".css") { "text/css" } else { "text/javascript" };
        assert!(file.headers.get("content-type").is_some_and(|known| known.starts_with(kind)), "{name}");
        let text = text(&file);
        assert!(!text.contains("url(") && !text.contains("@import"), "{name}");
        own(&text, &mut files);
    }
    for name in ["connect.css", "connect.js", "form.js", "sign_in.js", "words.js"] {
        assert!(files.iter().any(|known| known == name), "nothing loads {name}: {files:?}");
    }
    for reply in [&page, &get("/_sandbox/connect/connect.js")] {
        assert_eq!(reply.headers.get("referrer-policy"), Some("no-referrer"));
        assert_eq!(reply.headers.get("access-control-allow-origin"), None);
    }
    assert_eq!(get("/_sandbox/connect/other.js").status, 404);
    // The pages that a person answers for others are not to be framed.
    let consent = get("/_sandbox/authorize/github?state=x");
    let policy = consent.headers.get("content-security-policy").expect("a policy");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
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
