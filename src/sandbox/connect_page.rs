//! The connect page: what a session's `connect_link` leads to. It does what Nango's Connect UI does, with plain
//! forms: pick an integration, then go to its provider or type its credentials.

use std::sync::LazyLock;

use maud::{Markup, html};
use serde_json::{Map, Value, json};
use url::form_urlencoded::Serializer;

use super::access::text;
use super::credentials::Credentials;
use super::headless::body_rule;
use super::integration::Integration;
use super::oauth::needs_browser;
use super::pages::{message, page};
use super::query;
use super::reply::valid;
use super::rules;
use super::sessions::Session;
use super::state::{State, Turn};
use crate::http::Reply;

/// One input of a form.
struct Input<'a> {
    /// `params`, `credentials` or `assertionOption`: which part of the form it belongs to.
    part: &'static str,
    name: &'a str,
    about: &'a Value,
}

impl State {
    /// GET /_sandbox/connect/. Parameters it does not know, such as `apiURL`, change nothing.
    pub(super) fn connect_page(&mut self, turn: &mut Turn) -> Reply {
        let session = match self.page_session(turn, text(&turn.query, "session_token")) {
            Ok(session) => session,
            Err(refusal) => return refusal,
        };
        let allowed: Vec<&Integration> = self
            .here()
            .integrations
            .iter()
            .filter(|integration| session.allows(&integration.unique_key))
            .collect();
        let picked = text(&turn.query, "integration");
        let integration = match (picked, allowed.as_slice()) {
            (Some(key), all) => all.iter().find(|integration| integration.unique_key == key).copied(),
            (None, [only]) => Some(*only),
            (None, _) => None,
        };
        let Some(integration) = integration else { return choices(&session, &allowed) };
        let inputs = inputs(integration, &session);
        if needs_browser(integration.auth_mode()) && inputs.is_empty() {
            return Reply::empty(302)
                .with("Location", oauth_link(&turn.base, &session, integration))
                .with("Referrer-Policy", "no-referrer");
        }
        form(200, &session, integration, &inputs, &Map::new(), None)
    }

    /// POST /_sandbox/connect/:k: what the form sends.
    pub(super) fn connect_form(&mut self, turn: &mut Turn, key: &str) -> Reply {
        let typed = query::parse(&String::from_utf8_lossy(&turn.request.body));
        let session = match self.page_session(turn, text(&typed, "session_token")) {
            Ok(session) => session,
            Err(refusal) => return refusal,
        };
        let Some(integration) = self.integration(key) else {
            return message(404, "No such integration", "This sandbox has no integration of that name.");
        };
        let part = |name: &str| typed.get(name).and_then(Value::as_object).cloned().unwrap_or_default();
        // A field left empty is a parameter not given.
        let mut params = part("params");
        params.retain(|_, value| value.as_str() != Some(""));
        let mode = integration.auth_mode();
        let mut given = part("credentials");
        let outcome = match mode {
            "API_KEY" | "BASIC" | "NONE" => credentials(integration, given)
                .and_then(|credentials| self.connect_with(turn, &session, key, credentials, params)),
            _ => {
                if let Some(option) = typed.get("assertionOption") {
                    given.insert("assertionOption".to_owned(), option.clone());
                }
                if mode == "SIGNATURE" {
                    given.insert("type".to_owned(), mode.into());
                }
                given.retain(|_, value| value.as_str() != Some(""));
                valid("invalid_body", body_rule(mode), Some(&Value::Object(given.clone())))
                    .and_then(|()| self.connect_headless(turn, &session, key, mode, given, params))
            }
        };
        match outcome {
            Ok(connection_id) => page(
                200,
                "Connected",
                html! {
                    h1.good { "Connected" }
                    p { "The connection " code { (connection_id) } " is made. You can close this window." }
                    p.soft { "This is the nango-cli sandbox on your machine, not Nango." }
                },
            ),
            Err(refusal) => match self.integration(key) {
                Some(integration) => {
                    let inputs = inputs(integration, &session);
                    let problem = words(&refusal);
                    form(refusal.status, &session, integration, &inputs, &typed, Some(&problem))
                }
                None => refusal,
            },
        }
    }

    fn page_session(&self, turn: &Turn, token: Option<&str>) -> Result<Session, Reply> {
        self.find_session(token.unwrap_or_default(), turn.now).cloned().map_err(|_| {
            let text = "This link has expired, or it was ended. Links last 30 minutes: ask the application for a new one.";
            message(401, "This link does not work any more", text)
        })
    }
}

fn link(session: &Session, integration: &Integration) -> String {
    let query = Serializer::new(String::new())
        .append_pair("session_token", &session.token)
        .append_pair("integration", &integration.unique_key)
        .finish();
    format!("/_sandbox/connect/?{query}")
}

/// The integration's id as a path segment.
fn segment(integration: &Integration) -> String {
    // Of the characters an id can have, only these mean something else in a path.
    integration.unique_key.replace('%', "%25").replace(' ', "%20")
}

fn oauth_link(base: &str, session: &Session, integration: &Integration) -> String {
    format!("{base}/oauth/connect/{}?connect_session_token={}", segment(integration), session.token)
}

fn choices(session: &Session, allowed: &[&Integration]) -> Reply {
    let card = html! {
        (note())
        h1 { "Connect an account" }
        p { "Which one would you like to connect?" }
        nav {
            @for integration in allowed {
                a.choice href=(link(session, integration)) {
                    b { (integration.display_name) }
                    span.soft { (integration.unique_key) }
                }
            }
            @if allowed.is_empty() { p { "This session allows no integration that exists." } }
        }
    };
    page(200, "Connect an account", card)
}

fn note() -> Markup {
    html! { p.note { strong { "Sandbox." } " This page stands in for Nango's; invented credentials will do." } }
}

/// What a person has to type: what the provider declares, less what Nango or the session fills in.
fn inputs<'a>(integration: &'a Integration, session: &Session) -> Vec<Input<'a>> {
    let declared = |part: &str| integration.provider.get(part).and_then(Value::as_object);
    let secrets: Option<&'a Map<String, Value>> = match integration.auth_mode() {
        mode if needs_browser(mode) => None,
        mode => declared("credentials").or_else(|| usual(mode)),
    };
    let preset = session.preset(&integration.unique_key, "connection_config");
    let params = declared("connection_config").into_iter().flatten().filter(|(name, about)| {
        about["automated"] != true && preset.is_none_or(|preset| preset.get(name.as_str()).is_none())
    });
    let params = params.map(|(name, about)| Input { part: "params", name, about });
    let asked = |all: Option<&'a Map<String, Value>>, part: &'static str| {
        let all = all.into_iter().flatten().filter(|(_, about)| about["automated"] != true);
        all.map(move |(name, about)| Input { part, name, about })
    };
    let options = asked(declared("assertion_option"), "assertionOption");
    params.chain(asked(secrets, "credentials")).chain(options).collect()
}

/// What a mode asks for where the provider declares nothing.
fn usual(mode: &str) -> Option<&'static Map<String, Value>> {
    static USUAL: LazyLock<Map<String, Value>> = LazyLock::new(|| {
        let title = |fields: &[(&str, &str)]| -> Map<String, Value> {
            fields.iter().map(|(name, title)| ((*name).to_owned(), json!({ "title": title }))).collect()
        };
        let named = [("username", "User name"), ("password", "Password")];
        let client = [("client_id", "Client ID"), ("client_secret", "Client secret")];
        let tba = [("token_id", "Token ID"), ("token_secret", "Token secret")];
        let bill = [named[0], named[1], ("organization_id", "Organization ID"), ("dev_key", "Developer key")];
        [
            ("API_KEY", title(&[("apiKey", "API key")])),
            ("BASIC", title(&named)),
            ("OAUTH2_CC", title(&client)),
            ("TBA", title(&tba)),
            ("BILL", title(&bill)),
            ("SIGNATURE", title(&named)),
        ]
        .map(|(mode, fields)| (mode.to_owned(), Value::Object(fields)))
        .into_iter()
        .collect()
    });
    USUAL.get(mode)?.as_object()
}

fn form(
    status: u16,
    session: &Session,
    integration: &Integration,
    inputs: &[Input],
    typed: &Map<String, Value>,
    problem: Option<&str>,
) -> Reply {
    let title = format!("Connect {}", integration.display_name);
    let oauth = needs_browser(integration.auth_mode());
    let (method, action, token) = if oauth {
        ("get", format!("/oauth/connect/{}", segment(integration)), "connect_session_token")
    } else {
        ("post", format!("/_sandbox/connect/{}", segment(integration)), "session_token")
    };
    let card = html! {
        (note())
        h1 { (title) }
        @if let Some(problem) = problem { p.problem role="alert" { (problem) } }
        form method=(method) action=(action) autocomplete="off" {
            input type="hidden" name=(token) value=(session.token);
            @for input in inputs { (input.to_markup(typed)) }
            @if inputs.is_empty() { p { "There is nothing to fill in." } }
            div.row { button.go type="submit" { @if oauth { "Continue" } @else { "Connect" } } }
        }
    };
    page(status, &title, card)
}

impl Input<'_> {
    fn to_markup(&self, typed: &Map<String, Value>) -> Markup {
        let of = |field: &str| self.about[field].as_str().filter(|text| !text.is_empty());
        let name = format!("{}[{}]", self.part, self.name);
        let default = self.about["default_value"].as_str();
        if self.about["hidden"] == true {
            return html! { input type="hidden" name=(name) value=(default.unwrap_or_default()); };
        }
        // Secrets are never put back into a page.
        let open = self.part == "params" || matches!(self.name, "username" | "role_arn");
        let secret = !open || self.about["secret"] == true;
        let before = typed.get(self.part).and_then(|part| part.get(self.name)).and_then(Value::as_str);
        let value = before.filter(|_| !secret).or(default);
        let required = self.about["optional"] != true;
        // Browsers read patterns in a mode where a bare hyphen may not end a class.
        let pattern = of("pattern").map(|pattern| pattern.replace("-]", "\\-]"));
        let help = format!("{}-{}-help", self.part, self.name);
        let options = self.about["enum"].as_array();
        html! {
            label for=(name) {
                (of("title").unwrap_or(self.name))
                @if !required { span.soft { " (optional)" } }
            }
            div.field {
                @if let Some(prefix) = of("prefix") { span.soft { (prefix) } }
                @if let Some(options) = options {
                    select id=(name) name=(name) required[required] aria-describedby=(help) {
                        @for option in options.iter().filter_map(Value::as_str) {
                            option value=(option) selected[value == Some(option)] { (option) }
                        }
                    }
                } @else {
                    input id=(name) name=(name) type=(if secret { "password" } else { "text" }) value=[value]
                        required[required] pattern=[pattern] placeholder=[of("example")] aria-describedby=(help)
                        autocapitalize="none" spellcheck="false";
                }
                @if let Some(suffix) = of("suffix") { span.soft { (suffix) } }
            }
            p.soft id=(help) { (of("description").unwrap_or_default()) }
        }
    }
}

/// What was typed, as the auth endpoint of that mode would take it.
fn credentials(integration: &Integration, typed: Map<String, Value>) -> Result<Credentials, Reply> {
    let field = |name: &str| text(&typed, name).unwrap_or_default().to_owned();
    let body = Value::Object(typed.clone());
    match integration.auth_mode() {
        "API_KEY" => {
            valid("invalid_body", &rules::auth::API_KEY_BODY, Some(&body))?;
            Ok(Credentials::api_key(&field("apiKey")))
        }
        "BASIC" => {
            valid("invalid_body", &rules::auth::BASIC_BODY, Some(&body))?;
            Ok(Credentials::basic(&field("username"), &field("password")))
        }
        // An OAuth integration is refused for its mode.
        _ => Ok(Credentials::none()),
    }
}

/// An API error for a person.
fn words(refusal: &Reply) -> String {
    let body: Value = serde_json::from_slice(&refusal.body).unwrap_or_default();
    let error = &body["error"];
    let issues = error["errors"].as_array().into_iter().flatten().filter_map(|issue| {
        let path = issue["path"].as_array()?.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(".");
        Some(format!("{path}: {}", issue["message"].as_str()?))
    });
    let issues: Vec<String> = issues.collect();
    match (error["message"].as_str(), error["code"].as_str()) {
        (Some(message), _) => message.to_owned(),
        (None, _) if !issues.is_empty() => issues.join("; "),
        (None, code) => format!("The sandbox refused this: {}.", code.unwrap_or("unknown error")),
    }
}
