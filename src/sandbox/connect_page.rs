//! The Connect page: the sandbox's stand-in for Nango's Connect UI. A session's `connect_link` leads to it, and the
//! frontend SDK's `openConnectUI({ baseURL })` puts it in a frame (protocol §4.5). It is one page of static files;
//! all it does it asks of the API, as Nango's own does.

use super::reply;
use crate::http::Reply;

/// Where the page is; `baseURL` of `openConnectUI()` is the sandbox's address and this.
pub const PATH: &str = "/_sandbox/connect/";

const PAGE: &str = include_str!("connect_page/page.html");
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// What the page loads, by name.
const FILES: [(&str, &str, &str); 5] = [
    ("connect.css", "text/css; charset=utf-8", include_str!("connect_page/connect.css")),
    ("connect.js", SCRIPT, include_str!("connect_page/connect.js")),
    ("form.js", SCRIPT, include_str!("connect_page/form.js")),
    ("sign_in.js", SCRIPT, include_str!("connect_page/sign_in.js")),
    ("words.js", SCRIPT, include_str!("connect_page/words.js")),
];

/// The page itself. Unlike the sandbox's other pages it may be framed by anybody: that is what it is for.
pub fn page() -> Reply {
    const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                          form-action 'none'; base-uri 'none'";
    own(reply::html(200, PAGE)).with("Content-Security-Policy", POLICY)
}

/// One of the page's files.
pub fn file(name: &str) -> Option<Reply> {
    let (_, kind, text) = FILES.iter().find(|(known, ..)| *known == name)?;
    Some(own(Reply::new(200, kind, *text)))
}

/// The page's address can hold a session's token, which is nobody else's business.
fn own(reply: Reply) -> Reply {
    reply
        .with("Referrer-Policy", "no-referrer")
        .with("X-Content-Type-Options", "nosniff")
        .with("Cache-Control", "no-store")
}
