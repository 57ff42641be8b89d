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

/// The codes by which an answer of the proxy is known to be Nango's and not the provider's (protocol §9.1).
const OWN_CODES: [&str; 9] = [
    "invalid_headers",
    "server_error",
    "base_url_override_disabled",
    "base_url_override_not_allowed",
    "plan_limit",
    "unknown_provider_config",
    "connection_refresh_backoff",
    "unknown_account",
    "too_many_request",
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
        while let Some(chunk) = stream.chunk().await.map_err(|fault| self.fault(fault))? {
            body.extend_from_slice(&chunk);
        }
        let reply = Reply { status: stream.status, headers: stream.headers, body };
        match own_refusal(&reply) {
            Some(error) => Err(Fault::Api(error)),
            None => Ok(reply),
        }
    }

    /// The same, with the body still on its way; [`own_refusal`] tells whether an error is Nango's.
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
        for (name, value) in call.headers.iter() {
            // Nango reads the body by the request's own type, and forwards the rest by its prefix.
            let name = match name.to_ascii_lowercase().as_str() {
                "content-type" => name.to_owned(),
                _ => format!("Nango-Proxy-{name}"),
            };
            headers.push(name, value);
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

/// The error, where an answer of the proxy is Nango's own refusal and not the provider's.
pub fn own_refusal(reply: &Reply) -> Option<ApiError> {
    if reply.status < 400 {
        return None;
    }
    let error = ApiError::read(reply, None);
    error.code.as_deref().is_some_and(|code| OWN_CODES.contains(&code)).then_some(error)
}
