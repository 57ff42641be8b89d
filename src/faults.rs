//! Faults of the API as errors of this tool: kind, the server's words, and what to do next. The one place that
//! converts them.

use crate::error::{Error, Kind};
use crate::nango::{ApiError, Fault};
use crate::settings::Settings;

/// The error for a fault that came while `doing` something ("list connections").
pub fn error(doing: &str, fault: Fault, settings: &Settings) -> Error {
    let host = settings.host.value.as_str().trim_end_matches('/');
    let message = format!("could not {doing}");
    match fault {
        Fault::Api(api) => api_error(message, api, settings),
        Fault::NotNango { status, content_type } => {
            let mut error = Error::new(Kind::Failure, message)
                .cause(format!("{host} answered {status} with {content_type}, which is not Nango's API"))
                .code("not_nango")
                .hint(format!("check the API's base URL: it is {host} (from {})", settings.host.source));
            error.status = Some(status);
            error
        }
        Fault::Unexpected { status, message: what } => {
            let mut error = Error::new(Kind::Failure, message)
                .cause(format!("the answer is not what Nango documents: {what}"))
                .code("unexpected_answer");
            error.status = Some(status);
            error
        }
        Fault::Unreachable { maybe_received, message: why } => {
            let error = Error::new(Kind::Unreachable, message)
                .cause(format!("{host}: {why}"))
                .code("unreachable")
                .hint(unreachable_hint(settings));
            if maybe_received {
                error.hint("Nango may have received the request: look before you repeat it")
            } else {
                error
            }
        }
        Fault::TimedOut { after } => Error::new(Kind::Unreachable, message)
            .cause(format!("{host} did not answer within {after:?}"))
            .code("no_answer")
            .hint("give it longer with --timeout, or check the host with `nango-cli whoami`"),
        Fault::Unsendable { message: why } => Error::usage(message).cause(why),
    }
}

fn unreachable_hint(settings: &Settings) -> String {
    let host = &settings.host;
    if crate::fetch::is_loopback(&host.value) && host.value.port() == Some(crate::settings::SANDBOX_PORT) {
        return "is it running? start the sandbox with `nango-cli sandbox`".to_owned();
    }
    format!("check the network and the host (from {})", host.source)
}

fn api_error(message: String, api: ApiError, settings: &Settings) -> Error {
    let missing_integration = api.issues.iter().any(|issue| issue.message == "Integration does not exist");
    let kind = match (api.status, api.code.as_deref()) {
        (401 | 403, _) => Kind::Unauthorized,
        (404, _) | (_, Some("unknown_provider_config" | "unknown_connection" | "not_found")) => {
            Kind::NotFound
        }
        (400, _) if missing_integration => Kind::NotFound,
        (400, _) if api.message.as_deref() == Some("ConnectionID or IntegrationId does not exists") => {
            Kind::NotFound
        }
        (_, Some("connection_test_failed" | "connection_validation_failed")) => Kind::AuthFlowFailed,
        (429 | 500.., _) => Kind::Unreachable,
        _ => Kind::Refused,
    };
    let mut error = Error::new(kind, message);
    error.hints = hints(&api, missing_integration, settings);
    error.cause = Some(api.message.unwrap_or_else(|| match api.issues.is_empty() {
        true => format!("Nango answered {}", api.status),
        false => "Nango refused these fields".to_owned(),
    }));
    error.code = api.code;
    error.status = Some(api.status);
    for issue in api.issues {
        error = error.detail(issue.path.join("."), issue.message);
    }
    error
}

fn hints(api: &ApiError, missing_integration: bool, settings: &Settings) -> Vec<String> {
    let key = match &settings.api_key {
        Some(key) => format!("the key {} (from {})", key.value.masked(), key.source),
        None => "the key".to_owned(),
    };
    let host = settings.host.value.as_str().trim_end_matches('/');
    let hint = match api.code.as_deref() {
        Some("unknown_account") => format!("{key} is not known at {host}: another environment's, or deleted?"),
        Some("invalid_secret_key_format") => {
            format!("{key} is not an API key: those are UUIDs, from the dashboard's Environment settings, API keys")
        }
        Some("invalid_connect_session_token_format") => {
            "a session token begins with nango_connect_session_: mint one with `nango-cli session create -q`".to_owned()
        }
        Some("unknown_connect_session_token") => "the session has expired (30 minutes) or was deleted: mint a new one".to_owned(),
        Some("forbidden") if api.message.as_deref().is_some_and(|text| text.contains("docs connect")) => {
            "leave out --docs-url: this Nango's plan does not allow it".to_owned()
        }
        Some("forbidden") => {
            format!("give {key} that scope in the dashboard's Environment settings, API keys, or use another key")
        }
        // Limiters before Nango say it in words of their own.
        _ if api.status == 429 => match api.retry_after {
            Some(wait) => format!("the rate limit is used up: try again in {} s", wait.as_secs() + 1),
            None => "the rate limit is used up: try again in a minute".to_owned(),
        },
        _ if missing_integration => "see which exist with `nango-cli integrations list`".to_owned(),
        Some("unknown_provider_config") => "see which integrations exist with `nango-cli integrations list`".to_owned(),
        _ if api.issues.iter().any(|issue| {
            issue.code != "custom" && issue.path.first().is_some_and(|first| first == "webhook_url_override")
        }) => "write the whole URL, such as https://example.com/webhooks".to_owned(),
        _ if api.concerns("webhook_url_override") => {
            "Nango sends webhooks to public URLs only: give it a tunnel's, or use the sandbox, which takes any".to_owned()
        }
        _ => return Vec::new(),
    };
    vec![hint]
}
