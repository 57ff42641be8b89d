//! `proxy`: one request to a provider's API. The answer's bytes are the data: nothing else is on stdout.

mod sink;

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::connections;
use crate::cli::proxy::Proxy;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::fetch::Stream;
use crate::http::{Headers, Reply};
use crate::nango::{Client, DEFAULT_TIMEOUT, Fault, ProxyCall, own_refusal};
use crate::ui::harmless;

use sink::Sink;

/// Longer than any request takes: what ends one that got stuck is its silence.
const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// An error that Nango itself reports is never larger.
const LARGEST_REFUSAL: usize = 64 * 1024;
/// What is shown as one JSON document is held in memory.
const LARGEST_DOCUMENT: usize = 64 * 1024 * 1024;

/// Runs `proxy`.
pub fn run(context: &Context, args: &Proxy) -> Result<()> {
    if args.path.contains('#') {
        return Err(Error::usage("a fragment is never sent to a server").hint("write # as %23"));
    }
    if args.path.starts_with("http://") || args.path.starts_with("https://") {
        return Err(Error::usage("PATH is a path below the provider's base URL, not a URL")
            .hint("for another host: --base-url URL, where this Nango allows that"));
    }
    // Both are headers on their way, which hold none.
    let names = [("connection ID", Some(&args.connection)), ("integration", args.integration.as_ref())];
    for (what, name) in names {
        if name.is_some_and(|name| name.contains(|c: char| c.is_ascii_control())) {
            return Err(Error::usage(format!("the {what} holds a character that no {what} has")));
        }
    }
    let ui = &context.ui;
    if ui.json() && args.output.is_some() {
        return Err(Error::usage("--json and --jq print the body in their document: leave out --output"));
    }
    let body = match (&args.data, &args.data_file) {
        (Some(text), _) => Some(text.clone().into_bytes()),
        (None, Some(path)) => Some(context.read_input(path, "the request's body")?),
        (None, None) => None,
    };
    if body.is_some() && !matches!(args.method.as_str(), "POST" | "PUT" | "PATCH" | "DELETE") {
        let why = format!("Nango's proxy sends no body with {}", args.method);
        return Err(Error::usage(why).hint("it does with POST, PUT, PATCH and DELETE"));
    }
    let headers = headers(args, body.as_deref());
    let client = context.client()?.clone().with_timeout(context.timeout.unwrap_or(A_DAY));
    let sink = Sink::open(ui, args.output.as_deref())?;
    context.run(async {
        let integration = match &args.integration {
            Some(integration) => integration.clone(),
            None => connections::integration_of(context, &args.connection).await?,
        };
        let call = ProxyCall {
            method: &args.method,
            integration: &integration,
            connection_id: &args.connection,
            path: &args.path,
            headers,
            body,
            retries: args.retries,
            retry_on: args.retry_on.clone(),
            base_url: args.base_url.as_deref(),
        };
        let exchange = Exchange { context, client: &client, args };
        let opening = client.proxy_stream(call);
        let stream = exchange.in_time(opening, patience(args.retries)).await?;
        exchange.answer(stream, sink).await
    })
}

/// How long Nango may take to begin its answer: it waits 3 s before the first repeat, and twice as long before
/// each of the next, up to ten minutes (protocol §9.1).
fn patience(retries: Option<u32>) -> Duration {
    let waits = (0..retries.unwrap_or(0)).map(|n| (3 * 2u64.saturating_pow(n)).min(600));
    DEFAULT_TIMEOUT * (retries.unwrap_or(0) + 1) + Duration::from_secs(waits.sum())
}

/// The given ones, and the body's type where that goes without saying.
fn headers(args: &Proxy, body: Option<&[u8]>) -> Headers {
    let mut headers = Headers::from_iter(args.headers.iter().cloned());
    if let Some(body) = body.filter(|_| headers.get("content-type").is_none()) {
        let document: Option<Value> = serde_json::from_slice(body).ok();
        headers.push(
            "Content-Type",
            match document {
                Some(Value::Object(_) | Value::Array(_)) => "application/json",
                _ => "application/octet-stream",
            },
        );
    }
    headers
}

struct Exchange<'a> {
    context: &'a Context,
    client: &'a Client,
    args: &'a Proxy,
}

impl Exchange<'_> {
    /// Without `--timeout` it is silence that ends the wait, and not the size of the answer.
    async fn in_time<T>(
        &self,
        doing: impl Future<Output = std::result::Result<T, Fault>>,
        limit: Duration,
    ) -> Result<T> {
        let limit = self.context.timeout.unwrap_or(limit);
        let outcome = tokio::time::timeout(limit, doing).await;
        outcome.unwrap_or(Err(Fault::TimedOut { after: limit })).map_err(self.failed())
    }

    fn failed(&self) -> impl Fn(Fault) -> Error {
        let failed = self.context.failed("send the request");
        let (connection, settings) = (&self.args.connection, &self.context.settings);
        move |fault| {
            let code = match &fault {
                Fault::Api(error) => error.code.clone().unwrap_or_default(),
                _ => String::new(),
            };
            let message = match &fault {
                Fault::Api(error) => error.message.clone().unwrap_or_default(),
                _ => String::new(),
            };
            let error = failed(fault);
            match code.as_str() {
                // What Nango says of a connection that it does not have (protocol §9.1).
                "server_error" if message == "Failed to get connection" => {
                    let error = Error { kind: Kind::NotFound, ..error };
                    error.hint("see which there are with `nango-cli connections list`")
                }
                "server_error" | "failed_to_get_connection" | "connection_refresh_backoff" => {
                    error.hint(format!("re-authorize it: nango-cli connect --reconnect {connection}"))
                }
                "unsupported_provider" | "missing_api_url" => {
                    error.hint("Nango knows no base URL of this provider: give one with --base-url URL")
                }
                "generic_error_support" => error.hint(
                    "is a value of the connection config missing? see `nango-cli connections get` and \
                     `nango-cli providers get`",
                ),
                "base_url_override_not_allowed" | "base_url_override_disabled" => error.hint(format!(
                    "{} decides where its proxy may send requests to",
                    settings.host.value.as_str().trim_end_matches('/')
                )),
                _ => error,
            }
        }
    }

    async fn chunk(&self, stream: &mut Stream) -> Result<Option<Vec<u8>>> {
        self.in_time(self.client.proxy_chunk(stream), DEFAULT_TIMEOUT).await
    }

    /// Reads up to that many bytes; whether that was all.
    async fn read(&self, stream: &mut Stream, most: usize) -> Result<(Vec<u8>, bool)> {
        let mut body = Vec::new();
        while body.len() <= most {
            match self.chunk(stream).await? {
                Some(chunk) => body.extend_from_slice(&chunk),
                None => return Ok((body, true)),
            }
        }
        Ok((body, false))
    }

    async fn answer(&self, mut stream: Stream, mut sink: Sink<'_>) -> Result<()> {
        let (status, failed) = (stream.status, stream.status >= 400);
        let mut begun = Vec::new();
        let mut whole = false;
        if failed {
            (begun, whole) = self.read(&mut stream, LARGEST_REFUSAL).await?;
            if whole {
                let reply = Reply { status, headers: stream.headers.clone(), body: begun };
                if let Some(error) = own_refusal(&reply) {
                    return Err(self.failed()(Fault::Api(error)));
                }
                begun = reply.body;
            }
            // Nobody wants an error page in the file.
            sink = Sink::open(&self.context.ui, None)?;
        }
        if self.context.ui.json() {
            if !whole {
                let (rest, ended) = self.read(&mut stream, LARGEST_DOCUMENT).await?;
                begun.extend(rest);
                if !ended {
                    return Err(Error::failure("the answer is too large for one document")
                        .hint("leave out --json, or write it to a file with -o FILE"));
                }
            }
            self.context.ui.document(&document(status, &stream.headers, begun))?;
        } else {
            if self.args.include {
                self.head(status, &stream.headers)?;
            }
            sink.write(&begun)?;
            while !whole {
                match self.chunk(&mut stream).await? {
                    Some(chunk) => sink.write(&chunk)?,
                    None => whole = true,
                }
            }
            sink.end()?;
        }
        self.verdict(status, &stream.headers)
    }

    fn head(&self, status: u16, headers: &Headers) -> Result<()> {
        let ui = &self.context.ui;
        ui.line(&format!("HTTP/1.1 {status}"))?;
        for (name, value) in headers.iter() {
            ui.line(&harmless(&format!("{name}: {}", String::from_utf8_lossy(value))))?;
        }
        ui.line("")
    }

    fn verdict(&self, status: u16, headers: &Headers) -> Result<()> {
        if (300..400).contains(&status) && status != 304 {
            let to = headers.get("location").unwrap_or("nowhere");
            self.context.ui.warn(&harmless(&format!("the answer is a redirect ({status}) to {to}")));
        }
        if status < 400 {
            return Ok(());
        }
        let mut error = Error::failure(format!("the provider answered {status}")).code("provider_error");
        error.status = Some(status);
        Err(match status {
            401 => error.hint(format!(
                "if the credentials are refused, re-authorize: nango-cli connect --reconnect {}",
                self.args.connection
            )),
            429 | 500.. if self.args.retries.is_none() => error.hint("let Nango repeat it: --retries 3"),
            _ => error,
        })
    }
}

/// `{status, headers, body}`: a body that is JSON as such, other text as a text, bytes as `body_base64`.
fn document(status: u16, headers: &Headers, body: Vec<u8>) -> Value {
    let mut members = Map::new();
    for (name, value) in headers.iter() {
        let value = String::from_utf8_lossy(value);
        match members.get_mut(name) {
            // Repeated lines mean the same as one with commas (RFC 9110, section 5.3).
            Some(Value::String(earlier)) => earlier.push_str(&format!(", {value}")),
            _ => drop(members.insert(name.to_owned(), json!(value))),
        }
    }
    let typed_json = headers.get("content-type").is_none_or(|kind| kind.contains("json"));
    let looks_json = matches!(body.trim_ascii_start().first(), Some(b'{' | b'['));
    let parsed: Option<Value> =
        (typed_json || looks_json).then(|| serde_json::from_slice(&body).ok()).flatten();
    let mut document = json!({ "status": status, "headers": members });
    match (parsed, String::from_utf8(body)) {
        (Some(value), _) => document["body"] = value,
        (None, Ok(text)) if text.is_empty() => document["body"] = Value::Null,
        (None, Ok(text)) => document["body"] = json!(text),
        (None, Err(bytes)) => document["body_base64"] = json!(STANDARD.encode(bytes.as_bytes())),
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_have_their_time() {
        assert_eq!(patience(None), Duration::from_secs(30));
        assert_eq!(patience(Some(2)), Duration::from_secs(90 + 3 + 6));
        assert_eq!(patience(Some(20)), Duration::from_secs(21 * 30 + 765 + 12 * 600));
    }

    #[test]
    fn bodies_in_a_document() {
        let doc = |kind: Option<&str>, body: &[u8]| {
            document(200, &Headers::from_iter(kind.map(|kind| ("content-type", kind))), body.to_vec())
        };
        assert_eq!(doc(Some("application/json"), b"[1]")["body"], json!([1]));
        assert_eq!(doc(Some("text/html"), b"{\"a\":1}")["body"], json!({"a": 1}));
        assert_eq!(doc(Some("text/plain"), b"12")["body"], json!("12"));
        assert_eq!(doc(None, b"")["body"], Value::Null);
        let bytes = doc(Some("image/png"), b"\x89PNG");
        assert_eq!((bytes.get("body"), &bytes["body_base64"]), (None, &json!("iVBORw==")));
        let twice = Headers::from_iter([("a", "1"), ("b", "2"), ("a", "3")]);
        assert_eq!(document(200, &twice, Vec::new())["headers"], json!({"a": "1, 3", "b": "2"}));
    }
}
