//! Requests to a provider's API with a connection's credentials (protocol §9.1).

use super::client::Client;
use super::fault::{ApiError, Fault};
use crate::fetch::{Call, Stream};
use crate::http::{Headers, Reply};

/// A request to send through Nango's proxy.
#[derive(Clone, Debug)]
pub struct ProxyCall<'a> {
    /// In upper case.
    pub method: &'a str,
    /// The integration's unique key.
    pub integration: &'a str,
    /// The connection whose credentials are used.
    pub connection_id: &'a str,
    /// Path and query under the provider's base URL, as they are to be sent.
    pub path: &'a str,
    /// Header lines for the provider.
    pub headers: Headers,
    /// The body's exact bytes.
    pub body: Option<Vec<u8>>,
    /// How often Nango repeats it when the provider fails.
    pub retries: Option<u32>,
    /// Statuses to repeat besides Nango's own choice.
    pub retry_on: Vec<u16>,
    /// Another base URL than the provider's.
    pub base_url: Option<&'a str>,
}

impl<'a> ProxyCall<'a> {
    /// A plain `GET`.
    pub fn get(integration: &'a str, connection_id: &'a str, path: &'a str) -> Self {
        ProxyCall {
            method: "GET",
            integration,
            connection_id,
            path,
            headers: Headers::new(),
            body: None,
            retries: None,
            retry_on: Vec::new(),
            base_url: None,
        }
    }
}

/// The codes by which an answer of the proxy is known to be Nango's and not the provider's (protocol §1.5, §9.1;
/// recordings `proxy_err_*`).
const OWN_CODES: [&str; 18] = [
    "invalid_headers",
    "base_url_override_disabled",
    "base_url_override_not_allowed",
    "plan_limit",
    "unknown_provider_config",
    "connection_refresh_backoff",
    "missing_auth_header",
    "malformed_auth_header",
    "invalid_secret_key_format",
    "unknown_account",
    "too_many_request",
    "generic_error_support",
    "missing_api_url",
    "unsupported_provider",
    "unsupported_auth",
    "unknown_provider",
    "failed_to_get_connection",
    "invalid_certificate_or_key_format",
];

/// Codes that providers use as well: these are Nango's where the message begins so.
const OWN_MESSAGES: [(&str, &str); 3] = [
    ("server_error", "Failed to get connection"),
    ("forbidden", "Insufficient scope"),
    ("forbidden", "API key is not authorized"),
];

impl Client {
    /// Sends a request through the proxy and reads the whole answer. A provider's 4xx or 5xx is an answer.
    /// Nothing is repeated here: Nango does that with `retries`.
    ///
    /// # Errors
    /// When there is no answer, or it is Nango's own refusal.
    pub async fn proxy(&self, call: ProxyCall<'_>) -> Result<Reply, Fault> {
        let mut stream = self.proxy_stream(call).await?;
        let mut body = Vec::new();
        while let Some(chunk) = self.proxy_chunk(&mut stream).await? {
            body.extend_from_slice(&chunk);
        }
        let reply = Reply { status: stream.status, headers: stream.headers, body };
        match own_refusal(&reply) {
            Some(error) => Err(Fault::Api(error)),
            None => Ok(reply),
        }
    }

    /// The next piece of an answer's body; `None` at its end.
    ///
    /// # Errors
    /// When it breaks off.
    pub async fn proxy_chunk(&self, stream: &mut Stream) -> Result<Option<Vec<u8>>, Fault> {
        stream.chunk().await.map_err(|fault| self.fault(fault))
    }

    /// As [`Client::proxy`], with the body still on its way; [`own_refusal`] tells whether an error is Nango's.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn proxy_stream(&self, call: ProxyCall<'_>) -> Result<Stream, Fault> {
        let unsendable = |message: &str| Fault::Unsendable { message: message.to_owned() };
        let path = call.path.trim_start_matches('/');
        let base = self.base().as_str().trim_end_matches('/');
        let url = url::Url::parse(&format!("{base}/proxy/{path}"))
            .map_err(|_| unsendable("that path is no path"))?;
        if !url.path().starts_with(&format!("{}/proxy/", self.base().path().trim_end_matches('/'))) {
            return Err(unsendable("that path leads out of the proxy"));
        }
        let mut headers = self.key_headers()?;
        headers.push("Connection-Id", call.connection_id);
        headers.push("Provider-Config-Key", call.integration);
        if let Some(retries) = call.retries {
            headers.push("Retries", retries.to_string());
        }
        if !call.retry_on.is_empty() {
            let statuses: Vec<String> = call.retry_on.iter().map(u16::to_string).collect();
            headers.push("Retry-On", statuses.join(","));
        }
        if let Some(base_url) = call.base_url {
            headers.push("Base-Url-Override", base_url);
        }
        let mut read_as = "application/octet-stream".to_owned();
        for (name, value) in call.headers.iter() {
            if name.eq_ignore_ascii_case("content-type") {
                let given = String::from_utf8_lossy(value);
                let passed_on = match Body::of(&given, call.body.as_deref()) {
                    Body::Parsed => {
                        read_as = given.into_owned();
                        value
                    }
                    // The boundary of what the provider gets is Nango's own.
                    Body::Multipart => {
                        read_as = given.into_owned();
                        b"multipart/form-data"
                    }
                    Body::Bytes => value,
                };
                headers.push("Nango-Proxy-Content-Type", passed_on);
            } else {
                headers.push(format!("Nango-Proxy-{name}"), value);
            }
        }
        if call.body.is_some() {
            headers.push("Content-Type", read_as);
        }
        self.open(Call {
            method: call.method,
            url: &url,
            headers: &headers,
            body: call.body,
            timeout: self.timeout(),
        })
        .await
    }
}

/// How Nango reads a request's body. What it knows no parser for would be lost, so it goes as bytes, with its type
/// for the provider in a header of its own.
enum Body {
    /// JSON, forms and XML, which Nango parses and writes anew.
    Parsed,
    /// Parsed into fields and files.
    Multipart,
    /// As they are.
    Bytes,
}

impl Body {
    fn of(content_type: &str, body: Option<&[u8]>) -> Self {
        let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        // Nango's parser takes nothing but objects and arrays (protocol §15.2).
        let first = body.and_then(|body| body.trim_ascii_start().first());
        match kind.as_str() {
            "application/json" if !matches!(first, Some(b'{' | b'[')) => Body::Bytes,
            "application/json" | "application/x-www-form-urlencoded" | "text/xml" => Body::Parsed,
            "multipart/form-data" => Body::Multipart,
            _ => Body::Bytes,
        }
    }
}

/// The error, where an answer of the proxy is Nango's own refusal and not the provider's: also where Nango had no
/// answer from the provider (`{"message","code":"ECONNREFUSED","method",…}`, recording
/// `proxy_err_upstream_unreachable`).
pub fn own_refusal(reply: &Reply) -> Option<ApiError> {
    if reply.status < 400 {
        return None;
    }
    let mut error = ApiError::read(reply, None);
    if let Some(code) = error.code.as_deref() {
        let message = error.message.as_deref().unwrap_or_default();
        let own = OWN_CODES.contains(&code)
            || OWN_MESSAGES.iter().any(|(known, start)| *known == code && message.starts_with(start));
        return own.then_some(error);
    }
    let body: serde_json::Value = serde_json::from_slice(&reply.body).ok()?;
    let code = body["code"].as_str().filter(|code| {
        // "ERR_BAD_RESPONSE" and its like stand for a status that the provider did answer.
        code.starts_with('E') && !code.starts_with("ERR_BAD_") && *code == code.to_ascii_uppercase()
    })?;
    if reply.status != 500 || !body["method"].is_string() {
        return None;
    }
    error.code = Some("provider_unreachable".to_owned());
    let message = error.message.take().unwrap_or_default();
    error.message = Some(format!("Nango could not reach the provider: {message} ({code})"));
    Some(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(status: u16, body: &str) -> Option<String> {
        own_refusal(&Reply::new(status, "application/json", body)).and_then(|error| error.code)
    }

    #[test]
    fn whose_error_it_is() {
        let nangos = r#"{"error":{"code":"server_error","message":"Failed to get connection"}}"#;
        assert_eq!(own(400, nangos).as_deref(), Some("server_error"));
        let scope =
            r#"{"error":{"code":"forbidden","message":"Insufficient scope. Required: environment:proxy"}}"#;
        assert_eq!(own(403, scope).as_deref(), Some("forbidden"));
        let refused =
            r#"{"message":"connect ECONNREFUSED 127.0.0.1:9","code":"ECONNREFUSED","method":"get"}"#;
        assert_eq!(own(500, refused).as_deref(), Some("provider_unreachable"));
        for (status, providers) in [
            (200, nangos),
            (500, r#"{"error":{"code":"server_error","message":"The model is overloaded"}}"#),
            (403, r#"{"error":{"code":"forbidden","message":"not yours"}}"#),
            (404, r#"{"error":{"code":"not_found"}}"#),
            (401, r#"{"error":"status 401"}"#),
            (500, r#"{"message":"Request failed","code":"ERR_BAD_RESPONSE","method":"get"}"#),
            (500, r#"{"message":"x","code":"ENOENT"}"#),
            (502, "<html>"),
        ] {
            assert_eq!(own(status, providers), None, "{status} {providers}");
        }
    }
}
