//! The public URL in what a tunnel program prints. Pure.

use std::net::{IpAddr, SocketAddr};

use serde_json::Value;
use url::{Host, Url};

/// ssh servers that print a URL of their own, and the remote port they want.
const SERVICES: [(&str, &str); 3] = [("localhost.run", "80"), ("serveo.net", "80"), ("pinggy.io", "0")];

/// The remote port to ask for where `login` is such a service.
pub(super) fn service(login: &str) -> Option<&'static str> {
    let host = login.rsplit('@').next().unwrap_or_default().to_lowercase();
    SERVICES.into_iter().find_map(|(name, port)| {
        let at = host.strip_suffix(name)?;
        (at.is_empty() || at.ends_with('.')).then_some(port)
    })
}

/// The name of the program that a command line starts.
pub(super) fn first_word(line: &str) -> &str {
    let word = line.split_whitespace().next().unwrap_or_default();
    word.rsplit('/').next().unwrap_or_default()
}

/// Recognises one program's public URL.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    how: How,
    /// The address that is not it.
    own: SocketAddr,
}

#[derive(Clone, Debug)]
enum How {
    Cloudflared,
    Ngrok,
    /// `host`: where the ports are that the server allocates.
    Ssh {
        host: String,
    },
    Any,
}

impl Reader {
    /// For the program `name`, which brings traffic to `own`.
    pub(super) fn new(name: &str, own: SocketAddr, ssh_host: Option<String>) -> Self {
        let how = match (name, ssh_host) {
            ("cloudflared", _) => How::Cloudflared,
            ("ngrok", _) => How::Ngrok,
            ("ssh", Some(host)) => How::Ssh { host },
            _ => How::Any,
        };
        Reader { how, own }
    }

    /// Whether a later URL is a changed one. Where every URL counts, one that comes later may be anybody's: some
    /// programs print each request.
    pub(super) fn follows(&self) -> bool {
        !matches!(self.how, How::Any)
    }

    /// The public URL in that line, without a final slash.
    pub(super) fn look(&self, line: &str) -> Option<String> {
        let line = &without_escapes(line);
        let mut urls = urls(line).filter(|url| !self.is_own(url));
        let found = match &self.how {
            How::Cloudflared => urls.find(|url| {
                // Its API is what it complains about when it fails.
                url.domain().is_some_and(|domain| {
                    domain.ends_with(".trycloudflare.com") && domain != "api.trycloudflare.com"
                })
            }),
            How::Ngrok => ngrok(line),
            How::Ssh { host } => match allocated(line) {
                // A service's port is not the world's.
                Some(port) if service(host).is_none() => Url::parse(&authority(host, port)).ok(),
                _ => urls.find(|url| announces(line, url, host)),
            },
            How::Any => urls.next().or_else(|| listening(line)).filter(|url| !self.is_own(url)),
        };
        found.map(|url| url.as_str().trim_end_matches('/').to_owned())
    }

    fn is_own(&self, url: &Url) -> bool {
        let local = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(ip)) => {
                ip.is_loopback() || ip.is_unspecified() || IpAddr::V4(ip) == self.own.ip()
            }
            Some(Host::Ipv6(ip)) => {
                ip.is_loopback() || ip.is_unspecified() || IpAddr::V6(ip) == self.own.ip()
            }
            None => true,
        };
        local && url.port_or_known_default() == Some(self.own.port())
    }

    /// A line of the program's output as it is worth showing.
    pub(super) fn readable(&self, line: &str) -> String {
        let line = without_escapes(line);
        if let (How::Ngrok, Ok(Value::Object(log))) = (&self.how, serde_json::from_str(&line)) {
            let text = |name: &str| log.get(name).and_then(Value::as_str).filter(|text| *text != "<nil>");
            let parts: Vec<&str> = ["msg", "err"].into_iter().filter_map(text).collect();
            return parts.join(": ");
        }
        line.trim().to_owned()
    }
}

/// `{"lvl":"info","msg":"started tunnel","obj":"tunnels","url":"https://…"}`, or the same as `name=value`.
fn ngrok(line: &str) -> Option<Url> {
    let url = match serde_json::from_str::<Value>(line) {
        Ok(log) if log["obj"] == "tunnels" || log["msg"] == "started tunnel" => {
            Url::parse(log["url"].as_str()?)
        }
        Ok(_) => return None,
        Err(_) => Url::parse(line.split_whitespace().find_map(|word| word.strip_prefix("url="))?),
    };
    url.ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// `Allocated port 43211 for remote forward to 127.0.0.1:4000`
fn allocated(line: &str) -> Option<u16> {
    let (port, rest) = line.trim_start().strip_prefix("Allocated port ")?.split_once(' ')?;
    if rest.starts_with("for remote forward") { port.parse().ok() } else { None }
}

/// Whether an ssh service announces its URL in that line: it says so (localhost.run, serveo), or the line holds
/// nothing else (pinggy). Its own documentation is neither.
fn announces(line: &str, url: &Url, host: &str) -> bool {
    let lower = line.to_lowercase();
    let says = ["tunneled", "forwarding"].iter().any(|word| lower.contains(word));
    let alone = lower.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count() == 1;
    url.scheme() == "https"
        && url.path() == "/"
        && url.domain().is_some_and(|name| name != host)
        && (says || alone)
}

/// `listening at bore.pub:43211`
fn listening(line: &str) -> Option<Url> {
    let (_, rest) = line.split_once("listening at ")?;
    let (host, port) = rest.split_whitespace().next()?.trim_end_matches(['.', ',']).rsplit_once(':')?;
    let url = Url::parse(&authority(host.trim_matches(['[', ']']), port.parse().ok()?)).ok()?;
    let everywhere = matches!(url.host(), Some(Host::Ipv4(ip)) if ip.is_unspecified());
    (!everywhere).then_some(url)
}

fn authority(host: &str, port: u16) -> String {
    if host.contains(':') { format!("http://[{host}]:{port}") } else { format!("http://{host}:{port}") }
}

/// Every http(s) URL in a line.
fn urls(line: &str) -> impl Iterator<Item = Url> + '_ {
    let starts = line.match_indices("http").map(|(at, _)| &line[at..]);
    starts.filter(|rest| rest.starts_with("http://") || rest.starts_with("https://")).filter_map(|rest| {
        let ends = |c: char| c.is_whitespace() || c.is_control() || "\"'`<>|()[]{}\\,".contains(c);
        // An IPv6 host has its brackets right behind the scheme.
        let from = rest.find("://").map_or(0, |at| at + 3);
        let from = if rest[from..].starts_with('[') { rest.find(']').unwrap_or(from) + 1 } else { from };
        let end = rest[from..].find(ends).map_or(rest.len(), |at| from + at);
        Url::parse(rest[..end].trim_end_matches(['.', ';', ':', '!', '?'])).ok()
    })
}

/// Without the escape sequences that programs colour their output with.
fn without_escapes(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\x1b' {
            out.push(c);
        } else if chars.next_if_eq(&'[').is_some() {
            // Parameters, then one letter.
            while chars.next_if(|c| !('@'..='~').contains(c)).is_some() {}
            chars.next();
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(name: &str) -> Reader {
        let host = (name == "ssh").then(|| "box.example.com".to_owned());
        Reader::new(name, SocketAddr::from(([127, 0, 0, 1], 4000)), host)
    }

    /// The first URL that is found in an output.
    fn found(reader: &Reader, output: &str) -> Option<String> {
        output.lines().find_map(|line| reader.look(line))
    }

    #[test]
    fn cloudflared_prints_a_box() {
        let output = "\
2026-11-24T08:00:00Z INF Thank you for trying Cloudflare Tunnel. Doing so, without a Cloudflare account, is a quick way to experiment and try it out. However, be aware that these account-less Tunnels have no uptime guarantee, are subject to the Cloudflare Online Services Terms of Use (https://www.cloudflare.com/website-terms/), and Cloudflare reserves the right to investigate your use of Tunnels for violations of such terms. If you intend to use Tunnels in production you should use a pre-created named tunnel by following: https://developers.cloudflare.com/cloudflare-one/connections/connect-apps
2026-11-24T08:00:00Z INF Requesting new quick Tunnel on trycloudflare.com...
2026-11-24T08:00:03Z INF +--------------------------------------------------------------------------------------------+
2026-11-24T08:00:03Z INF |  Your quick Tunnel has been created! Visit it at (it may take some time to be reachable):  |
2026-11-24T08:00:03Z INF |  https://seasonal-deck-organisms-sf.trycloudflare.com                                      |
2026-11-24T08:00:03Z INF +--------------------------------------------------------------------------------------------+
2026-11-24T08:00:03Z INF Settings: map[ha-connections:1 protocol:quic url:http://127.0.0.1:4000]";
        let url = found(&reader("cloudflared"), output);
        assert_eq!(url.as_deref(), Some("https://seasonal-deck-organisms-sf.trycloudflare.com"));
        let failure = r#"failed to request quick Tunnel: Post "https://api.trycloudflare.com/tunnel": dial tcp: lookup api.trycloudflare.com: no such host"#;
        assert_eq!(found(&reader("cloudflared"), failure), None);
    }

    #[test]
    fn ngrok_logs_json() {
        let output = r#"{"lvl":"info","msg":"open config file","path":"/root/.config/ngrok/ngrok.yml","err":null,"t":"2026-11-24T08:00:00Z"}
{"addr":"127.0.0.1:4040","allow_hosts":[],"lvl":"info","msg":"starting web service","obj":"web","t":"2026-11-24T08:00:00Z","url":"http://127.0.0.1:4040"}
{"lvl":"info","msg":"client session established","obj":"tunnels.session","t":"2026-11-24T08:00:01Z"}
{"addr":"http://127.0.0.1:4000","lvl":"info","msg":"started tunnel","name":"command_line","obj":"tunnels","t":"2026-11-24T08:00:01Z","url":"https://1a2b-203-0-113-7.ngrok-free.app"}"#;
        let ngrok = reader("ngrok");
        assert_eq!(found(&ngrok, output).as_deref(), Some("https://1a2b-203-0-113-7.ngrok-free.app"));
        let text = "t=2026-11-24T08:00:01+0000 lvl=info msg=\"started tunnel\" obj=tunnels name=command_line addr=http://localhost:4000 url=https://x.ngrok.app";
        assert_eq!(found(&ngrok, text).as_deref(), Some("https://x.ngrok.app"));
        let failure = r#"{"err":"authentication failed: Usage of ngrok requires a verified account.\r\n\r\nERR_NGROK_4018\r\n","lvl":"eror","msg":"failed to reconnect session","obj":"tunnels.session","t":"…"}"#;
        assert_eq!(found(&ngrok, failure), None);
        let readable = ngrok.readable(failure);
        assert!(readable.starts_with("failed to reconnect session: authentication failed"), "{readable}");
    }

    #[test]
    fn ssh_tells_the_port_that_the_server_chose() {
        let output = "Warning: Permanently added '[127.0.0.1]:2222' (ED25519) to the list of known hosts.\r\nAllocated port 43211 for remote forward to 127.0.0.1:4000\r";
        assert_eq!(found(&reader("ssh"), output).as_deref(), Some("http://box.example.com:43211"));
    }

    #[test]
    fn ssh_services_print_their_url() {
        let service = |host: &str, output: &str| {
            let own = SocketAddr::from(([127, 0, 0, 1], 4000));
            found(&Reader::new("ssh", own, Some(host.to_owned())), output)
        };
        let localhost_run = "\
===============================================================================
Welcome to localhost.run!

Follow your favourite reverse tunnel at [https://twitter.com/localhost_run].

To set up and manage custom domains go to https://admin.localhost.run/

More details on custom domains (and how to enable subdomains of your custom
domain) at https://localhost.run/docs/custom-domains

To explore using localhost.run visit the documentation site:
https://localhost.run/docs/

===============================================================================

** your connection id is 2f0c1d5c, please mention it if you send me a message about an issue. **

2f6d9c1e8a77a1.lhr.life tunneled with tls termination, https://2f6d9c1e8a77a1.lhr.life
create an account and add your key for a longer lasting domain name. see https://localhost.run/docs/forever-free/ for more information.";
        assert_eq!(
            service("localhost.run", localhost_run).as_deref(),
            Some("https://2f6d9c1e8a77a1.lhr.life")
        );
        let serveo = "\x1b[32mForwarding HTTP traffic from \x1b[4mhttps://fd6c8e.serveo.net\x1b[0m";
        assert_eq!(service("serveo.net", serveo).as_deref(), Some("https://fd6c8e.serveo.net"));
        let pinggy = "\
Allocated port 4 for remote forward to 127.0.0.1:4000
You are not authenticated.
Your tunnel will expire in 60 minutes. Upgrade to Pinggy Pro to get unrestricted tunnels. https://dashboard.pinggy.io

http://rnhgx-203-0-113-7.a.free.pinggy.link
https://rnhgx-203-0-113-7.a.free.pinggy.link";
        assert_eq!(
            service("a.pinggy.io", pinggy).as_deref(),
            Some("https://rnhgx-203-0-113-7.a.free.pinggy.link")
        );
        assert_eq!(
            service("srv.us", "1: https://qp556ma.srv.us/").as_deref(),
            Some("https://qp556ma.srv.us")
        );
    }

    #[test]
    fn any_other_program() {
        let any = reader("lt");
        assert_eq!(found(&any, "your url is: https://xyz.loca.lt").as_deref(), Some("https://xyz.loca.lt"));
        let bore = "\
\x1b[2m2026-11-24T08:00:00.000000Z\x1b[0m \x1b[32m INFO\x1b[0m \x1b[2mbore_cli::client\x1b[0m\x1b[2m:\x1b[0m connected to server \x1b[3mremote_port\x1b[0m\x1b[2m=\x1b[0m43211
\x1b[2m2026-11-24T08:00:00.000000Z\x1b[0m \x1b[32m INFO\x1b[0m \x1b[2mbore_cli::client\x1b[0m\x1b[2m:\x1b[0m listening at bore.pub:43211";
        assert_eq!(found(&any, bore).as_deref(), Some("http://bore.pub:43211"));
        assert_eq!(found(&any, "listening at 127.0.0.1:4000"), None);
        assert_eq!(found(&any, "listening at 0.0.0.0:7835"), None);
        let smee = "Forwarding http://localhost:4000 <- https://smee.io/abc?x=1";
        assert_eq!(found(&any, smee).as_deref(), Some("https://smee.io/abc?x=1"));
        for own in
            ["http://localhost:4000/", "http://127.0.0.1:4000", "http://[::1]:4000", "http://0.0.0.0:4000"]
        {
            assert_eq!(found(&any, &format!("Proxying to {own}.")), None, "{own}");
        }
        assert_eq!(
            found(&any, "at http://[2001:db8::1]:80/x, say").as_deref(),
            Some("http://[2001:db8::1]/x")
        );
        for nothing in ["", "http", "https://", "no url", "http://", "ftp://x.y"] {
            assert_eq!(found(&any, nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_service_is_known_by_its_name() {
        assert_eq!(service("nokey@localhost.run"), Some("80"));
        assert_eq!(service("qr@a.pinggy.io"), Some("0"));
        assert_eq!(service("me@mylocalhost.run"), None);
    }
}
