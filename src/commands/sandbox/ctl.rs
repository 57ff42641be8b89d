//! `sandbox ctl`: calls of a running sandbox's control API.

use std::time::{Duration, Instant};

use clap::ValueEnum;
use serde_json::{Map, Value, json};
use url::Url;

use crate::cli::sandbox::Emit;
use crate::cli::sandbox::ctl::{Clock, Ctl, Events, Fail, Set};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::fetch::{Call, Fetcher};
use crate::http::{Headers, Reply};
use crate::nango::Exchange;
use crate::settings::{SANDBOX_API_KEY, SANDBOX_PORT, Source};
use crate::ui::{Table, harmless};

/// How long a call may take, unless told otherwise: nothing it asks for takes long.
const TIME: Duration = Duration::from_secs(5);

/// Does one thing to the sandbox, and shows what it said.
pub fn run(context: &Context, verb: &Ctl) -> Result<()> {
    let (method, path, body) = match verb {
        Ctl::Status => ("GET", String::new(), None),
        Ctl::Reset => ("POST", "/reset".to_owned(), None),
        Ctl::Seed(args) => {
            ("POST", "/seed".to_owned(), Some(document(context, &args.file, "the seed file")?))
        }
        Ctl::Clock(args) => ("POST", "/clock".to_owned(), Some(clock(args))),
        Ctl::Fail(Fail { list: true, .. }) => ("GET", "/failures".to_owned(), None),
        Ctl::Fail(Fail { clear: true, .. }) => ("DELETE", "/failures".to_owned(), None),
        Ctl::Fail(args) => ("POST", "/failures".to_owned(), Some(failure(context, args)?)),
        Ctl::Deny(args) => ("POST", "/denials".to_owned(), Some(json!({ "times": args.times }))),
        Ctl::Revoke(args) => {
            let mut body = json!({ "connection_id": args.connection_id });
            if let Some(integration) = &args.integration {
                body["provider_config_key"] = json!(integration);
            }
            ("POST", "/revoke".to_owned(), Some(body))
        }
        Ctl::Set(args) => ("PATCH", "/settings".to_owned(), Some(settings(args))),
        Ctl::RotateSigningKey => ("POST", "/signing-key".to_owned(), None),
        Ctl::Events(Events { after }) => ("GET", format!("/events?after={after}"), None),
    };
    let answer = call(context, method, &path, body)?;
    show(context, verb, answer)
}

/// `sandbox emit`
pub fn emit(context: &Context, args: &Emit) -> Result<()> {
    let kind = args.kind.to_possible_value().map(|value| value.get_name().to_owned());
    let body = json!({
        "kind": kind,
        "connection_id": args.connection_id,
        "provider_config_key": args.integration,
        "set": args.sets,
        "unset": args.unsets,
    });
    let answer = call(context, "POST", "/emit", Some(body))?;
    let ui = &context.ui;
    if ui.json() {
        return ui.document(&answer);
    }
    let url = answer["url"].as_str().unwrap_or_default();
    if ui.quiet() {
        return ui.value(url);
    }
    ui.fields(&[("sent to", url.to_owned()), ("event", answer["body"].to_string())])
}

fn document(context: &Context, path: &std::path::Path, what: &'static str) -> Result<Value> {
    let bytes = context.read_input(path, what)?;
    serde_json::from_slice(&bytes).map_err(|error| Error::usage(format!("{what} is not JSON")).cause(error))
}

fn clock(args: &Clock) -> Value {
    let mut body = Map::new();
    if let Some(advance) = args.advance {
        body.insert("advance".to_owned(), format!("{}ms", advance.as_millis()).into());
    }
    if let Some(to) = args.to {
        body.insert("now".to_owned(), to.to_string().into());
    }
    if args.stop || args.go {
        body.insert("stop".to_owned(), args.stop.into());
    }
    Value::Object(body)
}

fn failure(context: &Context, args: &Fail) -> Result<Value> {
    let unless = args.delay.is_some() || args.hang;
    let status = args.status.or(if unless { None } else { Some(500) });
    let body = args.body.as_ref().map(|path| document(context, path, "the body")).transpose()?;
    Ok(json!({
        "path": args.path,
        "method": args.method,
        "times": args.times,
        "status": status,
        "body": body,
        "delay_ms": args.delay.unwrap_or_default().as_millis() as u64,
        "hang": args.hang,
    }))
}

fn settings(args: &Set) -> Value {
    let given = [
        ("webhook_url", args.webhook_url.clone().map(Value::from)),
        ("secondary_webhook_url", args.secondary_webhook_url.clone().map(Value::from)),
        ("auto_approve", args.auto_approve.map(Value::from)),
        ("on_auth_creation", args.on_auth_creation.map(Value::from)),
        ("on_auth_refresh_error", args.on_auth_refresh_error.map(Value::from)),
    ];
    given
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect::<Map<_, _>>()
        .into()
}

/// Where the sandbox is: the host that was chosen, else the sandbox's own default.
fn base(context: &Context) -> Result<Url> {
    let host = &context.settings.host;
    if host.source != Source::Default {
        return Ok(host.value.clone());
    }
    format!("http://127.0.0.1:{SANDBOX_PORT}")
        .parse()
        .map_err(|error| Error::failure("the sandbox has no usable address").cause(error))
}

/// Calls the control API. The key is the sandbox's public one, so that no other ever goes there.
pub fn call(context: &Context, method: &str, path: &str, body: Option<Value>) -> Result<Value> {
    let base = base(context)?;
    let shown = base.as_str().trim_end_matches('/').to_owned();
    let url: Url = format!("{shown}/_sandbox/control{path}")
        .parse()
        .map_err(|error| Error::usage("the host is no base URL").cause(error))?;
    let mut headers = Headers::from_iter([("Authorization", format!("Bearer {SANDBOX_API_KEY}"))]);
    if body.is_some() {
        headers.push("Content-Type", "application/json");
    }
    let failed = || Error::failure("could not control the sandbox");
    let unreachable = |cause: String| {
        Error::new(Kind::Unreachable, "could not reach the sandbox")
            .cause(format!("{}: {cause}", harmless(&shown)))
            .hint("start one with `nango-cli sandbox`, or name another with --host")
    };
    let started = Instant::now();
    let reply = context.run(async {
        let fetcher = Fetcher::for_origin(&url, 0).map_err(|fault| unreachable(fault.message))?;
        let call = Call {
            method,
            url: &url,
            headers: &headers,
            body: body.map(|body| body.to_string().into_bytes()),
            timeout: context.timeout.unwrap_or(TIME),
        };
        fetcher.send(call).await.map_err(|fault| unreachable(fault.message))
    })?;
    context.show_exchange(&Exchange {
        method: method.to_owned(),
        target: url[url::Position::BeforePath..].to_owned(),
        outcome: Ok(reply.status),
        took: started.elapsed(),
    });
    let Reply { status, headers, body } = reply;
    if headers.get("x-nango-sandbox").is_none() {
        return Err(failed()
            .cause(format!("{} is no sandbox of nango-cli", harmless(&shown)))
            .code("not_a_sandbox")
            .hint("name the sandbox with --host; its ready line says where it is"));
    }
    let answer: Value = serde_json::from_slice(&body)
        .map_err(|error| failed().cause("its answer is not JSON").cause(error))?;
    if status == 200 {
        return Ok(answer);
    }
    let error = &answer["error"];
    let kind = match status {
        401 | 403 => Kind::Unauthorized,
        404 => Kind::NotFound,
        400..=499 => Kind::Refused,
        _ => Kind::Failure,
    };
    let mut wrong = Error::new(kind, "the sandbox refused")
        .cause(harmless(error["message"].as_str().unwrap_or("it did not say why")));
    if let Some(code) = error["code"].as_str() {
        wrong = wrong.code(code);
    }
    let why = &error["payload"];
    for issue in why["errors"].as_array().into_iter().flatten() {
        let path: Vec<&str> =
            issue["path"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        wrong = wrong.detail(path.join("."), issue["message"].as_str().unwrap_or_default());
    }
    if let Some(message) = why["message"].as_str() {
        wrong = wrong.detail("", message);
    }
    Err(wrong)
}

fn show(context: &Context, verb: &Ctl, answer: Value) -> Result<()> {
    let ui = &context.ui;
    if let Ctl::Events(_) = verb {
        return events(context, answer);
    }
    if let Ctl::Fail(Fail { list: true, .. }) = verb {
        return failures(context, &answer["failures"]);
    }
    if ui.json() {
        return ui.document(&answer);
    }
    if ui.quiet() {
        return match (verb, answer["signing_key"].as_str()) {
            (Ctl::RotateSigningKey, Some(key)) => ui.value(key),
            _ => Ok(()),
        };
    }
    let mut rows = Vec::new();
    flatten("", &answer, &mut rows);
    let rows: Vec<(&str, String)> = rows.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    ui.fields(&rows)
}

/// Names and texts; what is nothing is left out.
fn flatten(name: &str, value: &Value, rows: &mut Vec<(String, String)>) {
    match value {
        Value::Null | Value::Bool(false) if !name.contains("on_") && !name.contains("approve") => {}
        Value::Object(members) => {
            for (member, value) in members {
                flatten(member, value, rows);
            }
        }
        Value::String(text) => rows.push((name.to_owned(), text.clone())),
        other => rows.push((name.to_owned(), other.to_string())),
    }
}

fn failures(context: &Context, list: &Value) -> Result<()> {
    let ui = &context.ui;
    if ui.json() {
        return ui.document(list);
    }
    if ui.quiet() {
        let mut rules = list.as_array().into_iter().flatten();
        return rules.try_for_each(|rule| ui.value(&rule["id"].to_string()));
    }
    let mut table = Table::new(ui, &["ID", "METHOD", "PATH", "TIMES", "STATUS", "DELAY"]);
    for rule in list.as_array().into_iter().flatten() {
        let text = |name: &str| match &rule[name] {
            Value::Null => "-".to_owned(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let status = if rule["hang"] == true { "never".to_owned() } else { text("status") };
        let delay = format!("{} ms", rule["delay_ms"]);
        table.row(
            [text("id"), text("method"), text("path"), text("times"), status, delay].map(|cell| (cell, None)),
        );
    }
    table.flush()
}

fn events(context: &Context, answer: Value) -> Result<()> {
    let ui = &context.ui;
    let Value::Array(events) = answer["events"].clone() else { return Ok(()) };
    if ui.json() {
        return ui.document(&events);
    }
    for event in events {
        let number = &event["number"];
        if ui.quiet() {
            ui.value(&number.to_string())?;
            continue;
        }
        // The sandbox's own time, which need not be ours.
        let time = event["at"].as_str().unwrap_or_default();
        let told: Vec<String> = event
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(name, value)| !matches!(name.as_str(), "number" | "at" | "event") && !value.is_null())
            .map(|(name, value)| {
                format!("{name}={}", value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            })
            .collect();
        let what = event["event"].as_str().unwrap_or_default();
        ui.cells([&number.to_string(), time, what, &told.join(" ")].map(harmless).to_vec())?;
    }
    Ok(())
}
