//! From a request to the endpoint that answers it, in the order of Nango's layers: body, CORS, content type,
//! route (protocol §1.3, §15).

use serde_json::Value;

use super::query::unescape;
use super::state::{State, Turn};
use super::{connect_page, json_text, pages, reply};
use crate::http::{Reply, Request};

/// Route groups that take nothing but JSON.
const JSON_ONLY: [&str; 19] = [
    "oauth",
    "api-auth",
    "auth",
    "providers",
    "environments",
    "integrations",
    "connections",
    "connection",
    "environment-variables",
    "environment",
    "sync",
    "cli",
    "records",
    "mcp",
    "scripts",
    "functions",
    "action",
    "connect",
    "v1",
];
const ALLOWED_HEADERS: &str = "Authorization, Content-Type, Accept, Origin, X-Requested-With, Nango-Activity-Log-Id, \
                               Nango-Is-Dry-Run, Nango-Is-Sync, Provider-Config-Key, Connection-Id, Sentry-Trace, Baggage";
const EXPOSED_HEADERS: &str = "Authorization, Etag, Content-Type, Content-Length, X-Nango-Signature, X-RateLimit-Limit, \
                               X-RateLimit-Remaining, X-RateLimit-Reset";

impl State {
    /// The whole answer but for the headers that every answer has.
    pub(super) fn answer(&mut self, turn: &mut Turn) -> Reply {
        let path = turn.request.path.strip_suffix('/').unwrap_or(&turn.request.path).to_owned();
        let parts: Vec<&str> = path.strip_prefix('/').unwrap_or(&path).split('/').collect();
        let names: Vec<String> = parts.iter().map(|part| part.to_ascii_lowercase()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let method = if turn.request.method == "HEAD" { "GET" } else { turn.request.method.as_str() };

        // The sandbox's own pages are no part of Nango's API: no CORS, no JSON.
        if names[0] == "_sandbox" {
            return self.own_page(turn, method, &names[1..]);
        }
        if let ("GET", ["health" | "ready"]) = (method, names.as_slice()) {
            return reply::json(200, &serde_json::json!({"result": "ok"}));
        }
        match json_body(turn.request) {
            Ok(body) => turn.body = body,
            Err(refusal) => return refusal,
        }
        if method == "OPTIONS" && names == ["connect", "telemetry"] {
            return reports(Reply::empty(204), turn)
                .with("Access-Control-Allow-Methods", "POST")
                .with("Access-Control-Allow-Headers", "Authorization, Content-type")
                .with("Access-Control-Max-Age", "36000");
        }
        if method == "OPTIONS" {
            return open_to_all(Reply::empty(204))
                .with("Access-Control-Allow-Methods", "GET,HEAD,PUT,PATCH,POST,DELETE")
                .with("Access-Control-Allow-Headers", ALLOWED_HEADERS)
                .with("Access-Control-Max-Age", "600");
        }
        let answer = self.route(turn, method, &names, &parts).unwrap_or_else(|refusal| refusal);
        let answer =
            if names == ["connect", "telemetry"] { reports(answer, turn) } else { open_to_all(answer) };
        let rate = turn.rate.take().into_iter().flatten();
        let answer = rate.fold(answer, |answer, (name, value)| answer.with(name, value));
        if names[0] == "proxy" { answer } else { conditional(turn.request, method, answer) }
    }

    fn route(
        &mut self,
        turn: &mut Turn,
        method: &str,
        names: &[&str],
        parts: &[&str],
    ) -> Result<Reply, Reply> {
        let unchecked = matches!(names, ["oauth", "callback", ..] | ["auth", "oauth-outbound", ..]);
        // Unlike the parser, this check minds the case.
        let json = |value: &str| value.starts_with("application/json");
        let foreign = turn.request.headers.get("content-type").is_some_and(|value| !json(value));
        if foreign && !unchecked && JSON_ONLY.contains(&names[0]) {
            let message = "Content-Type header must be application/json";
            return Err(reply::error(415, "invalid_content_type", message));
        }
        let last = parts.last().copied().unwrap_or_default();
        // What cannot be decoded Nango did not expect.
        let decoded = |part: &str| unescape(part).ok_or_else(reply::unexpected);
        let parameter = || decoded(last);
        match (method, names) {
            ("POST", ["connect", "sessions"]) => self.create_session(turn),
            ("POST", ["connect", "sessions", "reconnect"]) => self.create_reconnect_session(turn),
            ("GET", ["connect", "session"]) => self.get_session(turn),
            ("DELETE", ["connect", "session"]) => self.delete_session(turn),
            ("POST", ["connect", "telemetry"]) => self.telemetry(turn),
            ("GET", ["integrations"]) => self.list_integrations(turn),
            ("GET", ["integrations", key]) if !key.is_empty() => self.get_integration(turn, &parameter()?),
            ("POST", ["integrations"]) => self.create_integration(turn),
            ("POST", ["integrations", "quickstart"]) => self.quickstart_integration(turn),
            ("PATCH", ["integrations", key]) if !key.is_empty() => {
                self.patch_integration(turn, &parameter()?)
            }
            ("DELETE", ["integrations", key]) if !key.is_empty() => {
                self.delete_integration(turn, &parameter()?)
            }
            ("GET", ["providers"]) => self.list_providers(turn),
            ("GET", ["providers", name]) if !name.is_empty() => self.get_provider(turn, &parameter()?),
            ("GET", ["connections" | "connection"]) => self.list_connections(turn),
            ("POST", ["connections"]) => self.import_connection(turn),
            ("POST", ["connection"]) => self.import_connection_legacy(turn),
            ("POST" | "PATCH", ["connections" | "connection", "metadata"]) => {
                self.metadata(turn, method == "POST")
            }
            ("POST" | "PATCH", ["connection", id, "metadata"]) if !id.is_empty() => {
                let id = decoded(parts[1])?;
                self.bare_metadata(turn, &id, method == "POST")
            }
            ("PATCH", ["connections", id]) if !id.is_empty() => self.patch_connection(turn, &parameter()?),
            ("GET", ["connections" | "connection", id]) if !id.is_empty() => {
                self.get_connection(turn, &parameter()?)
            }
            ("DELETE", ["connections" | "connection", id]) if !id.is_empty() => {
                self.delete_connection(turn, &parameter()?)
            }
            ("POST", ["api-auth", "api-key", key]) if !key.is_empty() => {
                self.auth_api_key(turn, &parameter()?)
            }
            ("POST", ["api-auth", "basic", key]) if !key.is_empty() => self.auth_basic(turn, &parameter()?),
            ("POST", ["auth", "unauthenticated", key]) if !key.is_empty() => {
                self.auth_none(turn, &parameter()?)
            }
            ("POST", ["auth", "oauth-outbound", key]) if !key.is_empty() => {
                self.auth_outbound(turn, &parameter()?)
            }
            ("POST", ["oauth2", "auth", key]) if !key.is_empty() => {
                self.auth_client_credentials(turn, &parameter()?)
            }
            ("POST", ["auth", endpoint, key]) if !key.is_empty() && mode_of(endpoint).is_some() => {
                let mode = mode_of(endpoint).unwrap_or_default();
                self.auth_headless(turn, &parameter()?, mode)
            }
            ("GET", ["oauth", "connect", key]) if !key.is_empty() => self.oauth_connect(turn, &parameter()?),
            ("GET", ["config", key]) if !key.is_empty() => self.get_config(turn, &parameter()?),
            ("GET", ["environment-variables"]) => self.environment_variables(turn),
            ("POST", ["environments"]) => self.create_environment(turn),
            ("DELETE", ["environments", id]) if !id.is_empty() => {
                self.delete_environment(turn, &parameter()?)
            }
            ("POST", ["environment", "api-keys"]) => self.create_key(turn),
            ("DELETE", ["environment", "api-keys"]) => self.delete_key(turn),
            ("POST", ["environment", "webhook-signing-key", "rotate"]) => self.rotate_signing_key(turn),
            ("POST", ["webhook", environment, key]) if !environment.is_empty() && !key.is_empty() => {
                let environment = decoded(parts[1])?;
                self.inbound_webhook(turn, &environment, &parameter()?)
            }
            ("GET", ["providers", name, "templates"]) if !name.is_empty() => {
                let name = decoded(parts[1])?;
                self.provider_templates(turn, &name)
            }
            ("GET", ["providers.json"]) => self.providers_json(turn),
            ("GET", ["env.js"]) => Ok(super::environments::env_js(&turn.base)),
            (_, ["proxy", _, ..]) => self.proxy(turn),
            // A feature that self-hosted servers have off (recording modes/mcp_generic_client_metadata_document).
            ("GET", ["oauth", "client-metadata", _, key]) if !key.is_empty() => {
                Err(reply::code(404, "feature_disabled"))
            }
            ("GET", ["oauth", "callback"]) => self.oauth_callback(turn),
            ("GET", ["app-auth", "connect"]) => self.app_callback(turn),
            (method, names) => match self.around_functions(turn, method, names, parts)? {
                Some(answer) => Ok(answer),
                // Nango's server shows its dashboard for every other page, also for routes that only take a POST.
                None if method == "GET" => Ok(pages::dashboard(&turn.base)),
                None => Err(reply::no_route(method, &turn.request.path)),
            },
        }
    }

    fn own_page(&mut self, turn: &mut Turn, method: &str, names: &[&str]) -> Reply {
        let nothing_here = || pages::message(404, "Not here", "The sandbox has no page at this address.");
        match (method, names) {
            (_, ["control", rest @ ..]) => self.control(turn, method, rest),
            ("GET", ["authorize", _]) => self.consent_page(turn),
            ("POST", ["token", name]) if !name.is_empty() => self.token_endpoint(turn, name),
            ("GET", ["connect"]) => connect_page::page(),
            ("GET", ["connect", name]) => connect_page::file(name).unwrap_or_else(nothing_here),
            ("GET", _) => nothing_here(),
            (method, _) => reply::no_route(method, &turn.request.path),
        }
    }
}

/// The auth mode that an endpoint below `/auth` is for.
fn mode_of(endpoint: &str) -> Option<&'static str> {
    Some(match endpoint {
        "two-step" => "TWO_STEP",
        "jwt" => "JWT",
        "tba" => "TBA",
        "bill" => "BILL",
        "signature" => "SIGNATURE",
        "aws-sigv4" => "AWS_SIGV4",
        _ => return None,
    })
}

fn is_json(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
}

/// The body as Express's JSON parser leaves it: nothing unless it is declared as JSON and announced, `{}` when it
/// is empty, and only objects and arrays (protocol §15.2).
pub(super) fn json_body(request: &Request) -> Result<Option<Value>, Reply> {
    if !request.headers.get("content-type").is_some_and(is_json) {
        return Ok(None);
    }
    if request.body.is_empty() {
        let announced = ["content-length", "transfer-encoding"];
        if announced.iter().all(|name| request.headers.get(name).is_none()) {
            return Ok(None);
        }
        return Ok(Some(Value::Object(Default::default())));
    }
    readable(request)?;
    json_text::parse(&request.body).map(Some).map_err(|message| reply::error(400, "invalid_json", &message))
}

/// Whether the parser knows how the body was written. What it does not know, Nango did not expect.
fn readable(request: &Request) -> Result<(), Reply> {
    let kind = request.headers.get("content-type").unwrap_or_default().to_ascii_lowercase();
    let charset = kind.split(';').skip(1).find_map(|part| part.trim().strip_prefix("charset="));
    if charset.is_some_and(|charset| !charset.trim_matches('"').starts_with("utf-")) {
        return Err(reply::unexpected());
    }
    let encoding = request.headers.get("content-encoding").unwrap_or("identity").to_ascii_lowercase();
    match encoding.as_str() {
        "identity" => Ok(()),
        "gzip" | "deflate" | "br" => {
            let message = "The sandbox reads no compressed bodies. Nango does.";
            Err(reply::error(415, "invalid_content_encoding", message))
        }
        _ => Err(reply::unexpected()),
    }
}

/// Only the Connect page reports, and the sandbox serves that itself.
fn reports(reply: Reply, turn: &Turn) -> Reply {
    reply
        .with("Access-Control-Allow-Origin", turn.base.clone())
        .with("Access-Control-Allow-Credentials", "true")
        .with("Access-Control-Expose-Headers", "content-type")
}

pub(super) fn open_to_all(reply: Reply) -> Reply {
    reply.with("Access-Control-Allow-Origin", "*").with("Access-Control-Expose-Headers", EXPOSED_HEADERS)
}

/// An entity tag for successful reads, and 304 for who has it already (protocol §15.9).
fn conditional(request: &Request, method: &str, reply: Reply) -> Reply {
    if method != "GET" || reply.status != 200 || !reply.headers.get("content-type").is_some_and(is_json) {
        return reply;
    }
    let digest = ring::digest::digest(&ring::digest::SHA256, &reply.body);
    let tag = format!("W/\"{:x}-{}\"", reply.body.len(), &super::text::base64(digest.as_ref())[..27]);
    let known = request.headers.get("if-none-match").is_some_and(|tags| {
        let strong = tag.trim_start_matches("W/");
        tags == "*" || tags.split(',').any(|known| known.trim().trim_start_matches("W/") == strong)
    });
    if !known {
        return reply.with("ETag", tag);
    }
    let headers = reply.headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Reply { status: 304, headers, body: Vec::new() }.with("ETag", tag)
}
