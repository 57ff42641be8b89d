//! `proxy`

use std::path::PathBuf;

use clap::Args;

use crate::http::{is_token, trimmed};

/// Sends a request to the provider's API with a connection's credentials.
///
/// The answer's body goes to stdout as it comes, byte for byte. An answer of 400 or more is printed, too, and
/// the exit code is 1, whatever the status: it is the provider's, not Nango's. Nango's own refusals (an unknown
/// connection, a wrong key) have the codes they have everywhere. PATH may carry a query; it is appended to the
/// provider's base URL.
#[derive(Args)]
#[command(after_help = "\
Examples:
  nango-cli proxy GET /user --connection CONNECTION_ID
  nango-cli proxy GET '/repos?per_page=1' --connection CONNECTION_ID --integration github -i
  nango-cli proxy POST /issues --connection CONNECTION_ID -d '{\"title\":\"Hello\"}'
  nango-cli proxy PUT /logo --connection CONNECTION_ID --data-file a.png -H Content-Type:image/png
  nango-cli proxy GET /report.pdf --connection CONNECTION_ID -o report.pdf --retries 3
  nango-cli proxy GET /user --connection CONNECTION_ID --jq .body.login")]
pub struct Proxy {
    /// The HTTP method: GET, POST, …
    #[arg(value_parser = method)]
    pub method: String,

    /// Path and query below the provider's base URL
    pub path: String,

    /// The connection whose credentials are used
    #[arg(long, value_name = "CONNECTION_ID")]
    pub connection: String,

    /// Its integration, where several have a connection of that ID
    #[arg(long, value_name = "KEY")]
    pub integration: Option<String>,

    /// A header for the provider; repeatable
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE", value_parser = header)]
    pub headers: Vec<(String, String)>,

    /// The body, sent as it is; as JSON where it is an object or an array and no Content-Type says otherwise
    #[arg(short, long, value_name = "TEXT", allow_hyphen_values = true, conflicts_with = "data_file")]
    pub data: Option<String>,

    /// Read the body's bytes from a file, `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub data_file: Option<PathBuf>,

    /// Let Nango repeat the request when the provider fails: after 3 s, 6 s, 12 s, …
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(..=20))]
    pub retries: Option<u32>,

    /// Statuses to repeat besides 401, 429 and 5xx, separated by commas
    #[arg(long, value_name = "STATUS,…", value_delimiter = ',', requires = "retries")]
    pub retry_on: Vec<u16>,

    /// Send it there instead of to the provider's base URL, where this Nango allows that
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,

    /// Print status and headers before the body
    #[arg(short, long)]
    pub include: bool,

    /// Write the body of an answer below 400 to a file, whole or not at all; `-` for stdout, even a terminal
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

fn method(text: &str) -> Result<String, String> {
    if is_token(text) { Ok(text.to_ascii_uppercase()) } else { Err("no HTTP method".to_owned()) }
}

/// Reads `Name: value`.
pub(super) fn header(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once(':').ok_or("expected 'Name: value'")?;
    if !is_token(name) {
        return Err("that is no header name".to_owned());
    }
    let value = trimmed(value);
    if value.chars().any(|c| c.is_control() && c != '\t') {
        return Err("a header's value is a single line".to_owned());
    }
    Ok((name.to_owned(), value.to_owned()))
}

fn base_url(text: &str) -> Result<String, String> {
    match url::Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(text.to_owned()),
        _ => Err("expected an http(s) URL".to_owned()),
    }
}
