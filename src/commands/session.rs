//! `session create|reconnect|get|delete`

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::connect::Kept;
use super::session_body::{self, Built};
use super::{integrations, session_wait};
use crate::cli::session::{Common, Create, Reconnect, Session as Verb, Token};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::nango::Session;
use crate::secret::Secret;
use crate::ui::{Style, harmless, parse_time, relative};

/// Runs one verb.
pub fn run(context: &Context, verb: Verb) -> Result<()> {
    match verb {
        Verb::Create(args) => create(context, &args),
        Verb::Reconnect(args) => reconnect(context, &args),
        Verb::Get(args) => get(context, &args),
        Verb::Delete(args) => delete(context, &args),
    }
}

fn create(context: &Context, args: &Create) -> Result<()> {
    let client = context.client()?;
    let file = body_file(context, &args.common)?;
    let run = async {
        let mut keys = args.integrations.clone();
        for provider in &args.providers {
            for integration in integrations::of_provider(context, provider).await? {
                if !keys.contains(&integration.unique_key) {
                    keys.push(integration.unique_key);
                }
            }
        }
        let built = session_body::session(&args.common, &file, &BTreeMap::new(), &keys)?;
        let body = body(context, file, built)?;
        if let Some(port) = args.listening.port() {
            return session_wait::create(context, client, &args.listening.reachable(), port, body).await;
        }
        let session = client.create_session(&body).await.map_err(context.failed("mint a session"))?;
        show(context, &session)
    };
    // Whoever listens has a session to end when it is interrupted.
    if args.listening.listen.is_some() { context.run_through(run) } else { context.run(run) }
}

fn reconnect(context: &Context, args: &Reconnect) -> Result<()> {
    let client = context.client()?;
    let file = body_file(context, &args.common)?;
    context.run(async {
        let kept =
            Kept::of(context, &args.connection_id, args.integration.as_deref()).await.map_err(unreadable)?;
        let integration = kept.integration.clone();
        let only = std::slice::from_ref(&integration);
        let mut built = session_body::session(&args.common, &file, &kept.tags, only)?;
        // The API takes the pair instead (protocol §2.2).
        built.request.allowed_integrations = None;
        kept.fill(&mut built.request, &file)?;
        let mut body = body(context, file, built)?;
        body["connection_id"] = Value::String(args.connection_id.clone());
        body["integration_id"] = Value::String(integration);
        let session =
            client.reconnect_session(&body).await.map_err(context.failed("mint a reconnect session"))?;
        show(context, &session)
    })
}

fn unreadable(error: Error) -> Error {
    match error.kind {
        Kind::Unauthorized => error
            .hint("its tags and its webhook URL have to be read: Nango wipes what the session leaves out"),
        _ => error,
    }
}

/// The body of `--from-file`, null without one.
fn body_file(context: &Context, common: &Common) -> Result<Value> {
    match &common.from_file {
        Some(path) => session_body::read(&context.read_input(path, "the session body")?),
        None => Ok(Value::Null),
    }
}

fn body(context: &Context, file: Value, built: Built) -> Result<Value> {
    for remark in &built.remarks {
        context.ui.warn(&harmless(remark));
    }
    let mut request = built.request;
    if !file.is_null() && request.tags.as_ref().is_some_and(|tags| tags.is_empty()) {
        // That was only there to have something: the file has its own.
        request.tags = None;
    }
    let options =
        serde_json::to_value(request).map_err(|e| Error::failure("could not make the body").cause(e))?;
    Ok(if file.is_null() { options } else { session_body::over(file, options) })
}

/// Shows a minted session, its token included.
///
/// # Errors
/// When stdout cannot be written.
pub fn show(context: &Context, session: &Session) -> Result<()> {
    let ui = &context.ui;
    if ui.quiet() {
        return ui.value(session.token.expose());
    }
    if ui.json() {
        return ui.document(&json!({
            "token": session.token.expose(),
            "connect_link": session.connect_link,
            "expires_at": session.expires_at,
        }));
    }
    let expires = match parse_time(&session.expires_at) {
        Some(time) if ui.for_person() => relative(time, context.now()),
        _ => harmless(&session.expires_at),
    };
    if !ui.for_person() {
        return ui.line(&format!(
            "token\t{}\nconnect_link\t{}\nexpires_at\t{expires}",
            harmless(session.token.expose()),
            harmless(&session.connect_link)
        ));
    }
    ui.line(&format!("{}  {}", ui.paint(Style::Dim, "token  "), harmless(session.token.expose())))?;
    let link = harmless(&session.connect_link);
    ui.line(&format!("{}  {}", ui.paint(Style::Dim, "link   "), ui.paint(Style::Accent, &link)))?;
    ui.line(&format!("{}  {expires}", ui.paint(Style::Dim, "expires")))
}

/// Reads a session token from a file or stdin.
fn token(context: &Context, args: &Token) -> Result<Secret> {
    if args.token_file.as_os_str() == "-" && context.ui.may_prompt() {
        return context.ui.ask_secret("Session token", false).map(Secret::new);
    }
    let bytes = context.read_input(&args.token_file, "the session token")?;
    let text = String::from_utf8(bytes).map_err(|_| Error::usage("the session token is not text"))?;
    match text.trim() {
        "" => Err(Error::usage("the session token is empty")
            .hint("pipe it in, or name a file with --token-file PATH")),
        text => Ok(Secret::new(text)),
    }
}

fn get(context: &Context, args: &Token) -> Result<()> {
    let token = token(context, args)?;
    let client = context.client_without_key();
    context.run(async {
        let session = client.get_session(&token).await.map_err(context.failed("get the session"))?;
        let ui = &context.ui;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        if ui.quiet() {
            // A session that allows every integration names none.
            let keys = session["allowed_integrations"].as_array();
            return keys.into_iter().flatten().try_for_each(|key| ui.value(&text(key)));
        }
        if ui.json() {
            return ui.document(&session);
        }
        let allowed = match session["allowed_integrations"].as_array() {
            Some(keys) => keys.iter().map(text).collect::<Vec<_>>().join(", "),
            None => "any".to_owned(),
        };
        let mut rows = vec![("integrations", allowed)];
        let user = &session["endUser"];
        rows.push((
            "end user",
            if user.is_null() { "none (tags only)".to_owned() } else { text(&user["id"]) },
        ));
        for (name, value) in [
            ("e-mail", &user["email"]),
            ("name", &user["display_name"]),
            ("organization", &user["organization"]["id"]),
        ] {
            if value.is_string() {
                rows.push((name, text(value)));
            }
        }
        if session["isReconnecting"] == json!(true) {
            rows.push(("reconnect", "yes".to_owned()));
        }
        ui.fields(&rows)
    })
}

fn delete(context: &Context, args: &Token) -> Result<()> {
    let token = token(context, args)?;
    let client = context.client_without_key();
    context.run(async {
        client.delete_session(&token).await.map_err(context.failed("delete the session")).map_err(
            |error| {
                // Deleting what is gone is no failure of the key.
                if error.code.as_deref() == Some("unknown_connect_session_token") {
                    Error { kind: Kind::NotFound, ..error }
                } else {
                    error
                }
            },
        )?;
        if context.ui.json() {
            return context.ui.document(&json!({ "success": true }));
        }
        context.ui.note("session deleted: its token no longer works");
        Ok(())
    })
}
