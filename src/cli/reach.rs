//! How Nango reaches a listener on this machine: the same for all that listen.

use clap::Args;
use url::Url;

use crate::tunnel::Program;

/// Where a listener is reached from outside.
#[derive(Args, Clone, Debug, Default)]
pub struct Reachable {
    /// Start this tunnel program and end it with the listener: cloudflared, ngrok, ssh:USER@HOST[:PORT], or a command
    /// line of yours with {port} in it
    #[arg(long, value_name = "PROGRAM", conflicts_with = "public_url")]
    pub tunnel: Option<Program>,

    /// Something else brings the traffic of this URL here: a tunnel of your own, a reverse proxy
    #[arg(long, value_name = "URL", value_parser = web_url)]
    pub public_url: Option<Url>,
}

impl Reachable {
    /// Whether it is reached by another URL than its own.
    pub fn is_given(&self) -> bool {
        self.tunnel.is_some() || self.public_url.is_some()
    }
}

/// A listener for one session alone.
#[derive(Args, Clone, Debug, Default)]
pub struct Listening {
    /// Listen for this session's webhooks until its end, on this port or a free one [with --public-url: 4000]
    #[arg(
        long,
        value_name = "PORT",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "0",
        conflicts_with = "webhook_url"
    )]
    pub listen: Option<u16>,

    /// With --listen, start this tunnel program: cloudflared, ngrok, ssh:USER@HOST[:PORT], or a command line of yours
    /// with {port} in it
    #[arg(long, value_name = "PROGRAM", conflicts_with = "public_url", requires = "listen")]
    pub tunnel: Option<Program>,

    /// With --listen, this URL is brought here by something else: a tunnel of your own, a reverse proxy
    #[arg(long, value_name = "URL", value_parser = web_url, requires = "listen")]
    pub public_url: Option<Url>,
}

impl Listening {
    /// The port to listen on, if there is to be a listener; 0 is any.
    pub fn port(&self) -> Option<u16> {
        match (self.listen?, &self.public_url) {
            // What brings the traffic here cannot know which port is free.
            (0, Some(_)) => Some(super::webhooks::DEFAULT_PORT),
            (port, _) => Some(port),
        }
    }

    /// How it is reached.
    pub fn reachable(&self) -> Reachable {
        Reachable { tunnel: self.tunnel.clone(), public_url: self.public_url.clone() }
    }
}

/// Reads the URL of a place that webhooks can be sent to.
///
/// # Errors
/// A sentence for clap.
pub fn web_url(text: &str) -> Result<Url, String> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(url),
        _ => Err("write a URL such as https://example.com/webhooks".to_owned()),
    }
}
