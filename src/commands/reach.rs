//! How Nango reaches a listener on this machine: by its own address, a tunnel, or whatever brings the traffic here.

use std::net::SocketAddr;
use std::time::Duration;

use url::{Host, Url};

use crate::cli::reach::Reachable;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::tunnel::{self, Event, Fault, Program, Tunnel};
use crate::ui::{Style, harmless};

/// How long a tunnel program may take to print its public URL, unless `--timeout` is shorter.
const PATIENCE: Duration = Duration::from_secs(30);

/// Said where Nango cannot send webhooks to this machine.
pub const WHAT_SERVES: [&str; 2] = [
    "give this machine a public URL: --tunnel cloudflared, --tunnel ngrok, --tunnel ssh:USER@HOST, or --public-url URL",
    "without one, `nango-cli webhooks listen --poll` watches the connections list, and `connect` without --listen needs no webhook",
];

/// A listener's way to the outside.
pub struct Reach {
    /// Where Nango is to send webhooks.
    pub url: String,
    tunnel: Option<(Program, Tunnel)>,
}

/// What happened to it.
pub enum Change {
    /// [`Reach::url`] is another one now: whatever names the old one leads nowhere.
    Moved,
    /// Nothing that concerns anyone but the user, who was told.
    Told,
}

impl Reach {
    /// Opens the way to the listener at `bound`, and waits for the public URL where it is a tunnel's.
    ///
    /// # Errors
    /// When the tunnel program is missing, ends, or prints no address.
    pub async fn open(context: &Context, how: &Reachable, bound: SocketAddr) -> Result<Self> {
        let local = tunnel::reachable_from_here(bound);
        let Some(program) = &how.tunnel else {
            let url = how.public_url.as_ref().map_or_else(|| format!("http://{bound}"), as_typed);
            return Ok(Reach { url, tunnel: None });
        };
        let ui = &context.ui;
        ui.note(&format!("Starting {}…", harmless(program.name())));
        let patience = context.timeout.map_or(PATIENCE, |limit| limit.min(PATIENCE));
        let opened = Tunnel::open(program.clone(), local, patience).await;
        let (tunnel, url) = opened.map_err(|fault| error(program, fault))?;
        let name = harmless(program.name());
        ui.note(&format!("Tunnel: {} → {local} ({name})", ui.paint_err(Style::Accent, &harmless(&url))));
        if matches!(program, Program::Ssh(_)) && url.starts_with("http://") {
            let why =
                "that port is the world's only where the host's sshd has GatewayPorts yes or clientspecified";
            ui.note(&ui.paint_err(Style::Dim, why));
        }
        Ok(Reach { url, tunnel: Some((program.clone(), tunnel)) })
    }

    /// Waits for something to happen to the tunnel, and tells the user of it. Pending for ever without a tunnel.
    pub async fn changed(&mut self, context: &Context) -> Change {
        let Some((program, tunnel)) = &mut self.tunnel else { return std::future::pending().await };
        let ui = &context.ui;
        match tunnel.event().await {
            Event::Lost { fault, retry_in } => {
                let error = error(program, fault);
                let last: Vec<&str> = error.details.iter().map(|detail| detail.message.as_str()).collect();
                let said = if last.is_empty() { String::new() } else { format!(" ({})", last.join(" · ")) };
                ui.warn(&harmless(&format!(
                    "the tunnel is down: {error}{said}; trying again in {retry_in:.0?}"
                )));
                Change::Told
            }
            Event::Up { url } if url == self.url => {
                ui.note(&format!("The tunnel is up again: {}", harmless(&url)));
                Change::Told
            }
            Event::Up { url } => {
                let shown = harmless(&url);
                ui.warn(&format!(
                    "the tunnel has another address now: {}",
                    ui.paint_err(Style::Accent, &shown)
                ));
                self.url = url;
                Change::Moved
            }
        }
    }

    /// Ends the tunnel, and waits for that.
    pub async fn close(self) {
        if let Some((_, tunnel)) = self.tunnel {
            tunnel.close().await;
        }
    }
}

/// Nango Cloud sends nothing to loopback and private addresses (protocol §2.3), so nothing need be tried.
///
/// # Errors
/// Where neither a tunnel nor a public URL is named, and the host is the cloud.
pub fn check(context: &Context, how: &Reachable) -> Result<()> {
    let local = match (&how.tunnel, &how.public_url) {
        (Some(_), _) => false,
        (None, Some(url)) => is_local(url),
        (None, None) => true,
    };
    if !local || !context.settings.is_cloud() {
        return Ok(());
    }
    let error =
        Error::usage("Nango Cloud sends no webhooks to an address of this machine").code("not_reachable");
    Err(what_serves(error))
}

/// Adds what serves instead to an error that says that Nango refused the listener's URL (recordings
/// `stock_ssrf_session_webhook_override_localhost`: 400, "This webhook URL is not allowed."); leaves others alone.
pub fn explain(error: Error) -> Error {
    let refused = error.kind == Kind::Refused
        && error.details.iter().any(|detail| detail.path.ends_with("webhook_url_override"));
    if !refused {
        return error;
    }
    what_serves(Error { hints: Vec::new(), ..error })
}

fn what_serves(error: Error) -> Error {
    WHAT_SERVES.into_iter().fold(error, Error::hint)
}

/// Whether an address is one that Nango's rules deny by their letter.
fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.trim_end_matches('.') == "localhost",
        Some(Host::Ipv4(ip)) => {
            ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified()
        }
        Some(Host::Ipv6(ip)) => ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local(),
        None => true,
    }
}

/// A URL without the slash that stands for no path at all; any other was meant, and some servers want it.
pub fn as_typed(url: &Url) -> String {
    let text = url.as_str();
    let no_path = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if no_path { text.trim_end_matches('/') } else { text }.to_owned()
}

/// A tunnel's fault as an error.
fn error(program: &Program, fault: Fault) -> Error {
    let name = program.name();
    let with_lines = |error: Error, lines: Vec<String>| {
        lines.into_iter().fold(error, |error, line| error.detail("", line))
    };
    match fault {
        Fault::Missing { program, others } => {
            let error =
                Error::usage(format!("{program} is not installed, or not on PATH")).code("no_tunnel_program");
            let error = error.hint(tunnel::how_to_install(program));
            match others.as_slice() {
                [] => error,
                others => {
                    let options: Vec<&str> = others
                        .iter()
                        .map(|name| if *name == "ssh" { "--tunnel ssh:USER@HOST" } else { name })
                        .collect();
                    error.hint(format!("there is here: {}", options.join(", ")))
                }
            }
        }
        Fault::Unstartable { message } => {
            Error::usage(format!("cannot run {name}")).cause(message).code("no_tunnel_program")
        }
        Fault::Ended { code, lines, meaning } => {
            let how = code.map_or_else(|| "a signal ended it".to_owned(), |code| format!("exit code {code}"));
            let error = Error::new(Kind::Unreachable, format!("the tunnel ended: {name}")).cause(how);
            let error = with_lines(error.code("tunnel_ended"), lines);
            meaning.into_iter().fold(error, Error::hint)
        }
        Fault::Silent { after, lines } => {
            let error = Error::new(Kind::Unreachable, format!("the tunnel gave no public URL: {name}"))
                .cause(format!("waited {after:.0?}"))
                .code("tunnel_silent");
            with_lines(error, lines).hint(
                "where the program prints no URL that can be recognised, run it yourself and name the URL with --public-url",
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nango_denies_by_the_letter() {
        let local = |text: &str| is_local(&Url::parse(text).unwrap());
        for url in [
            "http://localhost:4000",
            "http://127.0.0.1",
            "http://[::1]:1/x",
            "http://192.168.1.2",
            "http://0.0.0.0",
        ] {
            assert!(local(url), "{url}");
        }
        for url in ["https://example.com", "http://203.0.113.7:4000", "https://localhost.run"] {
            assert!(!local(url), "{url}");
        }
    }

    #[test]
    fn only_the_slash_of_no_path_is_left_out() {
        for (url, shown) in [
            ("https://x.example", "https://x.example"),
            ("https://x.example/", "https://x.example"),
            ("https://x.example/hooks/", "https://x.example/hooks/"),
            ("https://x.example/?to=/", "https://x.example/?to=/"),
        ] {
            assert_eq!(as_typed(&Url::parse(url).unwrap()), shown);
        }
    }

    #[test]
    fn another_refusal_keeps_its_hints() {
        let refused = || Error::new(Kind::Refused, "could not mint a session").hint("h");
        assert_eq!(explain(refused().detail("tags.a", "no")).hints, ["h"]);
        let url = explain(refused().detail("webhook_url_override", "This webhook URL is not allowed."));
        assert_eq!(url.hints, WHAT_SERVES);
    }
}
