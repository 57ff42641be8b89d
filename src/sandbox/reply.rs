//! The shapes of Nango's answers (protocol §1.5).

use serde_json::{Value, json};

use super::validate::Issue;
use crate::http::Reply;

/// A JSON answer.
pub fn json(status: u16, body: &Value) -> Reply {
    Reply::new(status, "application/json; charset=utf-8", body.to_string())
}

/// An HTML answer.
pub fn html(status: u16, body: impl Into<Vec<u8>>) -> Reply {
    Reply::new(status, "text/html; charset=utf-8", body)
}

/// `{"error":{"code"}}`.
pub fn code(status: u16, code: &str) -> Reply {
    json(status, &json!({"error": {"code": code}}))
}

/// `{"error":{"code","message"}}`.
pub fn error(status: u16, code: &str, message: &str) -> Reply {
    json(status, &json!({"error": {"code": code, "message": message}}))
}

/// The older envelope (protocol §1.5).
pub fn legacy(status: u16, code: &str, message: &str, payload: Value) -> Reply {
    json(status, &json!({"error": {"message": message, "code": code, "payload": payload}}))
}

/// What the older endpoints say of an integration that does not exist; the message repeats what they looked for.
pub fn unknown_provider_config(named: Value) -> Reply {
    let message = format!(
        "There is no Provider Configuration matching this key. Please make sure this value exists in the Nango \
         dashboard {named:#}"
    );
    legacy(400, "unknown_provider_config", &message, named)
}

/// What Nango says of an error that it did not expect.
pub fn unexpected() -> Reply {
    let id = super::text::uuid();
    let message = format!("An error occurred. Please contact support with this unique id: \"{id}\"");
    legacy(500, "generic_error_support", &message, id.into())
}

/// The older envelope, of the 401 family.
pub fn unauthorized(code: &str, message: &str) -> Reply {
    legacy(401, code, &format!("Authentication failed. {message}"), json!({}))
}

/// A failed validation of `part`: `invalid_body`, `invalid_query_params` or `invalid_uri_params`.
pub fn invalid(part: &str, issues: &[Issue]) -> Reply {
    let issues: Vec<Value> = issues.iter().map(Issue::to_json).collect();
    json(400, &json!({"error": {"code": part, "errors": issues}}))
}

/// What an Express server says of a route it does not have.
pub fn no_route(method: &str, path: &str) -> Reply {
    let text = format!("Cannot {method} {path}");
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let body = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n</head>\n\
         <body>\n<pre>{text}</pre>\n</body>\n</html>\n"
    );
    html(404, body)
}
