//! The sandbox's pages: the stand-ins for a provider's consent page, for Nango's callback page and for its
//! dashboard. They load nothing from elsewhere, and only the callback page has a script. The Connect page is apart
//! ([`connect_page`](super::connect_page)).

use std::sync::LazyLock;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::{Value, json};

use super::reply;
use super::text::base64;
use crate::http::Reply;

const STYLE: &str = include_str!("pages.css");
const CALLBACK: &str = include_str!("callback.js");

/// Lets this page's own style and script through and nothing else; its forms lead to this server only.
fn policy(script: Option<&str>) -> String {
    static STYLE_HASH: LazyLock<String> = LazyLock::new(|| source(STYLE));
    let script = script.map(|script| format!("; script-src {}", source(script))).unwrap_or_default();
    format!(
        "default-src 'none'; style-src {}{script}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        *STYLE_HASH
    )
}

/// An inline text as a policy names it: by its hash.
fn source(text: &str) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
    format!("'sha256-{}='", base64(digest.as_ref()))
}

/// One page: its title, and what is on its card.
pub fn page(status: u16, title: &str, card: Markup) -> Reply {
    dress(status, title, card, None)
}

fn dress(status: u16, title: &str, card: Markup, script: Option<&str>) -> Reply {
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · nango-cli sandbox" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main { (card) }
                @if let Some(script) = script { script { (PreEscaped(script)) } }
            }
        }
    };
    reply::html(status, markup.into_string())
        .with("Content-Security-Policy", policy(script))
        .with("Referrer-Policy", "no-referrer")
        .with("X-Content-Type-Options", "nosniff")
        .with("Cache-Control", "no-store")
}

/// A page that only says something.
pub fn message(status: u16, title: &str, text: &str) -> Reply {
    page(status, title, html! { h1 { (title) } p { (text) } (sandbox_line()) })
}

fn sandbox_line() -> Markup {
    html! { p.soft { "This is the nango-cli sandbox on your machine, not Nango." } }
}

/// What stands on the consent page.
pub struct Consent<'a> {
    /// The provider's display name.
    pub provider: &'a str,
    /// The integration's id.
    pub integration: &'a str,
    /// Whom the session is for.
    pub end_user: Option<&'a str>,
    /// What is asked for.
    pub scopes: Vec<&'a str>,
    /// Where approving leads.
    pub approve: &'a str,
    /// Where asking an owner leads, at providers that let one ask.
    pub request: Option<&'a str>,
    /// Where denying leads, at providers that tell.
    pub deny: Option<&'a str>,
}

/// The page that stands in for the provider's: approve or deny.
pub fn consent(consent: &Consent) -> Reply {
    let title = format!("Connect {}?", consent.provider);
    let card = html! {
        p.note {
            strong { "Sandbox." } " This page stands in for " (consent.provider)
            ". It is neither Nango nor " (consent.provider) ", and no account of yours is touched."
        }
        h1 { (title) }
        p {
            "The application behind the integration " code { (consent.integration) } " asks for access"
            @if let Some(user) = consent.end_user { " on behalf of " strong { (user) } }
            "."
        }
        h2 { "It asks for these scopes" }
        @if consent.scopes.is_empty() {
            p.soft { "None: whatever the provider gives by default." }
        } @else {
            ul.scopes { @for scope in &consent.scopes { li { code { (scope) } } } }
        }
        @if consent.deny.is_none() {
            p.soft { "This provider has no way to deny: who does not want it closes the window." }
        }
        div.row {
            a.button.go href=(consent.approve) { "Approve" }
            @if let Some(request) = consent.request { a.button href=(request) { "Ask an owner" } }
            @if let Some(deny) = consent.deny { a.button href=(deny) { "Deny" } }
        }
    };
    page(200, &title, card)
}

/// The callback page after success: tells the opener, and closes itself when there is one (protocol §4.3).
pub fn callback_succeeded() -> Reply {
    let told = json!({"type": "nango_oauth_callback_success"});
    let card = html! {
        h1.good { "Connected" }
        p { "The connection is made. You can close this window." }
        (sandbox_line())
        (data(&told))
    };
    dress(200, "Connected", card, Some(CALLBACK))
}

/// The callback page after a failure; it stays open, so that the reason can be read.
pub fn callback_failed(status: u16, reason: &str) -> Reply {
    let told = json!({
        "type": "nango_oauth_callback_error",
        "payload": {"message": reason, "errorType": "connection_validation_failed"},
    });
    let card = html! {
        h1.bad { "Not connected" }
        p { "The authorization did not succeed:" }
        p.problem { code { (reason) } }
        p { "You can close this window and try again." }
        (sandbox_line())
        (data(&told))
    };
    dress(status, "Not connected", card, Some(CALLBACK))
}

/// What the page's script reads. `<` is escaped, so nothing in it can end the element.
fn data(value: &Value) -> Markup {
    let text = value.to_string().replace('<', "\\u003c");
    html! { script id="told" type="application/json" { (PreEscaped(text)) } }
}

/// In the place of Nango's dashboard, which a Nango server shows at every address that is nothing else.
pub fn dashboard(base: &str) -> Reply {
    let card = html! {
        h1 { "nango-cli sandbox" }
        p { "An offline Nango for development and tests listens here. It has no dashboard." }
        p { "Point an SDK or the CLI at " code { (base) } " and create a session with POST " code { "/connect/sessions" } "." }
        p.soft { "A path that is no API route shows this page, as Nango shows its dashboard." }
    };
    page(200, "Sandbox", card)
}
