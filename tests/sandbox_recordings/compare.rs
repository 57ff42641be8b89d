//! A reply and the recorded one: status, the headers that clients read, and the body.

use nango_cli::http::Reply;
use serde_json::{Value, json};
use url::Url;

use crate::{World, recording};

/// What a callback page tells its opener of an error: the recorded page and the sandbox's keep it differently.
fn page_error(html: &str) -> Value {
    let theirs = html.split_once("window.__nangoOAuthError = ").and_then(|(_, rest)| rest.split_once(";\n"));
    if let Some((error, _)) = theirs {
        return serde_json::from_str(error).expect("the page's error is JSON");
    }
    let (_, rest) = html.split_once("type=\"application/json\">").expect("a page that tells something");
    let (told, _) = rest.split_once("</script>").expect("the end of what it tells");
    let told: Value = serde_json::from_str(told).expect("what it tells is JSON");
    told["payload"].clone()
}

/// What the recorded provider echoed, as the sandbox's does.
fn echo(body: &Value) -> Option<Value> {
    let echo = body.get("echo")?;
    let url = Url::parse(&format!("http://provider{}", echo["url"].as_str()?)).expect("a path");
    let mut query = serde_json::Map::new();
    for (name, value) in url.query_pairs() {
        let value = Value::from(value.into_owned());
        match query.get_mut(&*name) {
            Some(known) => *known = Value::Array(vec![known.take(), value]),
            None => drop(query.insert(name.into_owned(), value)),
        }
    }
    let mut headers = echo["headers"].clone();
    headers.as_object_mut()?.shift_remove("connection");
    Some(json!({
        "method": echo["method"],
        "path": url.path(),
        "query": query,
        "headers": headers,
        "body": echo["body"],
    }))
}

/// Compares a reply with the recorded one.
pub fn compare(world: &mut World, name: &str, theirs: &Value, ours: &Reply, head: bool) {
    let text = String::from_utf8(ours.body.clone()).expect("UTF-8");
    assert_eq!(theirs["status"], ours.status, "{name}: {text}");
    assert!(ours.headers.get("x-nango-sandbox").is_some(), "{name} says that it is a sandbox");
    let recorded = theirs["headers"].as_object().expect("headers");
    for (header, value) in recorded {
        let got = ours.headers.get(header);
        match header.to_lowercase().as_str() {
            // The server adds these.
            "content-length" | "connection" => {}
            "x-ratelimit-remaining" | "x-ratelimit-reset" => {
                let number = got.and_then(|value| value.parse::<u64>().ok());
                assert!(number.is_some(), "{name}: {header} is {got:?}");
            }
            // The recorded provider's own.
            "x-mock" | "transfer-encoding" if name.starts_with("proxy_") || name.ends_with("_proxy") => {}
            // Where the dashboard's file comes from.
            "cache-control" | "accept-ranges" | "last-modified" => {}
            "location" => redirect(name, value.as_str().expect("a location"), got.expect("a location")),
            "set-cookie" => {
                let theirs = value.as_str().or_else(|| value[0].as_str()).expect("a cookie");
                let shape = |cookie: &str| {
                    let parts = cookie.split("; ").map(|part| match part.split_once('=') {
                        Some((name, _)) if name.starts_with("oauth2-") => "oauth2-".to_owned(),
                        Some(("Expires", _)) => "Expires".to_owned(),
                        _ => part.to_owned(),
                    });
                    parts.collect::<Vec<_>>()
                };
                assert_eq!(shape(theirs), shape(got.expect("a cookie")), "{name}");
            }
            // The redirect's body says where to, in Express's words.
            "content-type" if ours.status == 302 => {}
            // The recorded Connect UI has an origin of its own; the sandbox's is the sandbox.
            "access-control-allow-origin" if name == "connect_telemetry" => {}
            _ => assert_eq!(value.as_str(), got, "{name}: {header}"),
        }
    }
    for header in ["Access-Control-Allow-Origin", "X-RateLimit-Limit", "Location", "Set-Cookie"] {
        let theirs = recorded.keys().any(|known| known.eq_ignore_ascii_case(header));
        assert_eq!(theirs, ours.headers.get(header).is_some(), "{name}: {header}");
    }
    if head || ours.status == 302 {
        return;
    }
    if name.ends_with("_proxy") {
        return proxied(name, &recording(&format!("modes/{name}"))["meta"]["provider_requests"][0], &text);
    }
    let body = echo(&theirs["body"]).unwrap_or_else(|| theirs["body"].clone());
    match &body {
        Value::String(body) if body.is_empty() => assert_eq!(text, "", "{name}"),
        Value::String(body) if body.contains("__nangoOAuthError = {") => {
            world.same(&page_error(body), &page_error(&text), name);
        }
        // The success page, and the dashboard: HTML of its own.
        Value::String(body) if body.contains("__nangoOAuthError") || name == "err_unknown_route_get" => {
            assert!(text.starts_with("<!DOCTYPE html>"), "{name}: {text}");
        }
        Value::String(body) => match serde_json::from_str::<Value>(body) {
            Ok(body) => world.same(&body, &serde_json::from_str(&text).expect("JSON"), name),
            Err(_) => assert_eq!(*body, text, "{name}"),
        },
        body => {
            let ours = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{name}: {text}"));
            world.same(body, &ours, name);
        }
    }
}

/// What the recorded provider got, and what the sandbox's echoes: signatures and times are each one's own.
fn proxied(name: &str, theirs: &Value, ours: &str) {
    let ours: Value = serde_json::from_str(ours).expect("an echo");
    let url = Url::parse(theirs["url"].as_str().expect("a URL")).expect("a URL");
    assert_eq!((&ours["method"], ours["path"].as_str()), (&theirs["method"], Some(url.path())), "{name}");
    assert_eq!(ours["headers"]["host"].as_str(), url.host_str(), "{name}");
    let shape = |headers: &Value| -> Vec<(String, String)> {
        let own = ["oauth_nonce", "oauth_signature", "oauth_timestamp", "oauth_token"];
        let headers = headers.as_object().expect("headers").iter();
        headers
            .map(|(name, value)| (name.to_lowercase(), value.as_str().expect("a text")))
            .filter(|(name, _)| name != "connection")
            .map(|(name, value)| {
                let parts = value.split(", ").map(|part| match part.split_once('=') {
                    Some((field, _)) if own.contains(&field) => format!("{field}=…"),
                    _ => part.to_owned(),
                });
                let value = parts.collect::<Vec<_>>().join(", ");
                (name, value)
            })
            .collect()
    };
    assert_eq!(shape(&theirs["headers"]), shape(&ours["headers"]), "{name}");
}

/// Two authorization URLs: the same parameters in the same order; the sandbox's leads to its own page.
fn redirect(name: &str, theirs: &str, ours: &str) {
    // An integration without an address leads nowhere, there as here.
    if let Some(nowhere) = theirs.strip_prefix("null?") {
        let names =
            |query: &str| query.split('&').map(|pair| pair.split('=').next().map(str::to_owned)).collect();
        let (theirs, ours): (Vec<_>, Vec<_>) =
            (names(nowhere), names(ours.strip_prefix("null?").expect("nowhere")));
        return assert_eq!(theirs, ours, "{name}");
    }
    let (theirs, ours) = (Url::parse(theirs).expect("a URL"), Url::parse(ours).expect("a URL"));
    assert!(ours.as_str().starts_with("http://localhost:3003/_sandbox/authorize/"), "{name}: {ours}");
    let pairs = |url: &Url| -> Vec<(String, String)> {
        let own = ["state", "payload", "client_id", "code_challenge", "oauth_token", "oauth_callback"];
        url.query_pairs()
            .map(|(name, value)| {
                let value = if own.contains(&name.as_ref()) { "…".into() } else { value };
                (name.into_owned(), value.into_owned())
            })
            .collect()
    };
    assert_eq!(pairs(&theirs), pairs(&ours), "{name}");
}
