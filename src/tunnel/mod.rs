//! A public URL for a port of this machine, by a tunnel program that the user has.
//!
//! [`Program`] is what was asked for, [`Tunnel`] runs it: it waits for the public URL, starts the program again when
//! it ends, and tells of both. The parts that only think are in `address` and `meaning`; `run` moves processes.

mod address;
mod meaning;
mod run;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

pub use run::{Event, Fault, Tunnel};

use address::Reader;

/// The programs that are known by name.
const KNOWN: [&str; 3] = ["cloudflared", "ngrok", "ssh"];

/// A tunnel program, as `--tunnel` names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Program {
    /// `cloudflared`: a quick tunnel, no account.
    Cloudflared,
    /// `ngrok`: with the user's own account.
    Ngrok,
    /// `ssh:USER@HOST[:PORT]`: a remote forward.
    Ssh(Destination),
    /// A command line of the user's own; `{port}` stands for the port.
    Custom(String),
}

/// Where `ssh` goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// `USER@HOST`, or a host that the user's ssh configuration knows.
    pub login: String,
    /// `:PORT`
    pub port: Option<u16>,
}

impl FromStr for Program {
    type Err = String;

    /// # Errors
    /// A sentence that names the choices.
    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim() {
            "cloudflared" => Ok(Program::Cloudflared),
            "ngrok" => Ok(Program::Ngrok),
            line if line.contains("{port}") => Ok(Program::Custom(line.to_owned())),
            text => match text.strip_prefix("ssh:") {
                Some(destination) => destination.parse().map(Program::Ssh),
                None => {
                    Err("write cloudflared, ngrok, ssh:USER@HOST, or a command line with {port} in it"
                        .to_owned())
                }
            },
        }
    }
}

impl FromStr for Destination {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (login, port) = match text.rsplit_once(':') {
            // An IPv6 address without brackets is all colons.
            Some((login, port)) if !login.contains(':') || login.ends_with(']') => {
                let port = port.parse().map_err(|_| format!("`{port}` is no port"))?;
                (login, Some(port))
            }
            _ => (text, None),
        };
        // ssh wants an address without the brackets.
        let login = login.replace(['[', ']'], "");
        let host = login.rsplit('@').next().unwrap_or_default();
        if host.is_empty() || login.starts_with('-') || login.contains(char::is_whitespace) {
            return Err("write ssh:USER@HOST, or ssh:USER@HOST:PORT".to_owned());
        }
        Ok(Destination { login, port })
    }
}

impl std::fmt::Display for Program {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl Program {
    /// What to call it.
    pub fn name(&self) -> &str {
        match self {
            Program::Cloudflared => "cloudflared",
            Program::Ngrok => "ngrok",
            Program::Ssh(_) => "ssh",
            Program::Custom(line) => line,
        }
    }

    /// The words that start it for `local`.
    fn words(&self, local: SocketAddr) -> Vec<String> {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        match self {
            Program::Cloudflared => {
                words(&["cloudflared", "tunnel", "--no-autoupdate", "--url", &format!("http://{local}")])
            }
            Program::Ngrok => {
                words(&["ngrok", "http", &local.to_string(), "--log", "stdout", "--log-format", "json"])
            }
            Program::Ssh(to) => {
                let mut all: Vec<String> = words(&["ssh", "-T"]);
                let service = address::service(&to.login);
                // A service prints its URL into the session, so there has to be one.
                all.extend((service.is_none()).then(|| "-N".to_owned()));
                for option in [
                    "BatchMode=yes",
                    "ExitOnForwardFailure=yes",
                    "ServerAliveInterval=15",
                    "ServerAliveCountMax=3",
                    "ConnectTimeout=15",
                    // Below it, the port that the server chose is not told.
                    "LogLevel=INFO",
                    // A forward of another session's connection would outlive this one.
                    "ControlPath=none",
                ] {
                    all.extend(["-o".to_owned(), option.to_owned()]);
                }
                // `*` asks for all the server's addresses; it gives the loopback where it allows no more.
                let bind = service.unwrap_or("*:0");
                all.extend(["-R".to_owned(), format!("{bind}:{local}")]);
                all.extend(to.port.into_iter().flat_map(|port| ["-p".to_owned(), port.to_string()]));
                all.extend(["--".to_owned(), to.login.clone()]);
                all
            }
            // It is the user's own command line: what a shell makes of it is meant. The shell waits for what it
            // started when all of them are asked to end.
            Program::Custom(line) => {
                let line = line.replace("{port}", &local.port().to_string());
                words(&["sh", "-c", &format!("trap : TERM\n{line}")])
            }
        }
    }

    /// What tells where ssh really goes: an alias of the user's configuration is no name for others.
    fn resolving(&self, local: SocketAddr) -> Option<Vec<String>> {
        match self {
            Program::Ssh(to) => {
                Some(["ssh", "-G", "--", &to.login].iter().map(|word| (*word).to_owned()).collect())
            }
            Program::Custom(line) if address::first_word(line) == "ssh" => {
                let line = line.replace("{port}", &local.port().to_string());
                let rest = line.trim_start().split_once(char::is_whitespace)?.1.to_owned();
                let first = line.split_whitespace().next()?;
                Some(vec!["sh".to_owned(), "-c".to_owned(), format!("{first} -G {rest}")])
            }
            _ => None,
        }
    }

    /// What reads its public URL off its output; `ssh_host` is where ssh really goes.
    fn reader(&self, local: SocketAddr, ssh_host: Option<String>) -> Reader {
        let name = match self {
            Program::Custom(line) => address::first_word(line),
            other => other.name(),
        };
        Reader::new(name, local, ssh_host)
    }

    /// Its name where it is one that is known: what has to be on `PATH`.
    fn known(&self) -> Option<&'static str> {
        match self {
            Program::Custom(_) => None,
            other => KNOWN.into_iter().find(|name| *name == other.name()),
        }
    }
}

/// Where a program on this machine reaches the listener: one that listens everywhere listens on the loopback, too.
pub fn reachable_from_here(bound: SocketAddr) -> SocketAddr {
    let ip = match bound.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, bound.port())
}

/// How to get a program of that name.
pub fn how_to_install(name: &str) -> &'static str {
    match name {
        "cloudflared" => {
            "install cloudflared: `brew install cloudflared`, or a package from https://github.com/cloudflare/cloudflared/releases"
        }
        "ngrok" => {
            "install ngrok: `brew install ngrok`, or https://ngrok.com/download; it wants an account: `ngrok config add-authtoken …`"
        }
        _ => "install the OpenSSH client: `apt install openssh-client`, or your system's package",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(text: &str) -> Result<Program, String> {
        text.parse()
    }

    #[test]
    fn the_option_is_read() {
        let ssh = |login: &str, port| Ok(Program::Ssh(Destination { login: login.into(), port }));
        assert_eq!(program("cloudflared"), Ok(Program::Cloudflared));
        assert_eq!(program("ngrok"), Ok(Program::Ngrok));
        assert_eq!(program("ssh:me@example.com"), ssh("me@example.com", None));
        assert_eq!(program("ssh:me@example.com:2222"), ssh("me@example.com", Some(2222)));
        assert_eq!(program("ssh:box"), ssh("box", None));
        assert_eq!(program("ssh:me@[2001:db8::1]:22"), ssh("me@2001:db8::1", Some(22)));
        assert_eq!(program("ssh:me@2001:db8::1"), ssh("me@2001:db8::1", None));
        assert_eq!(program("lt --port {port}"), Ok(Program::Custom("lt --port {port}".into())));
        for wrong in
            ["", "cloudflred", "bore local 4000", "ssh:", "ssh:me@", "ssh:-oProxyCommand=x", "ssh:a b"]
        {
            assert!(program(wrong).is_err(), "{wrong}");
        }
        assert_eq!(program("ssh:me@example.com:http"), Err("`http` is no port".into()));
    }

    #[test]
    fn the_words_name_the_port() {
        let local = SocketAddr::from(([127, 0, 0, 1], 4000));
        let words = |text: &str| program(text).unwrap().words(local).join(" ");
        assert_eq!(words("cloudflared"), "cloudflared tunnel --no-autoupdate --url http://127.0.0.1:4000");
        assert_eq!(words("ngrok"), "ngrok http 127.0.0.1:4000 --log stdout --log-format json");
        assert_eq!(words("lt -p {port} | tee {port}.log"), "sh -c trap : TERM\nlt -p 4000 | tee 4000.log");
        let ssh = words("ssh:me@example.com:2222");
        assert!(ssh.starts_with("ssh -T -N -o BatchMode=yes -o ExitOnForwardFailure=yes"), "{ssh}");
        assert!(ssh.ends_with("-R *:0:127.0.0.1:4000 -p 2222 -- me@example.com"), "{ssh}");
        let service = words("ssh:nokey@localhost.run");
        assert!(!service.contains(" -N "), "{service}");
        assert!(service.ends_with("-R 80:127.0.0.1:4000 -- nokey@localhost.run"), "{service}");
    }

    #[test]
    fn where_ssh_goes_is_asked_of_ssh() {
        let local = SocketAddr::from(([127, 0, 0, 1], 4000));
        let asked = |text: &str| program(text).unwrap().resolving(local).map(|words| words.join(" "));
        assert_eq!(asked("ssh:me@box:22").as_deref(), Some("ssh -G -- me@box"));
        assert_eq!(
            asked("ssh -F c -R 0:localhost:{port} box -N").as_deref(),
            Some("sh -c ssh -G -F c -R 0:localhost:4000 box -N")
        );
        assert_eq!(asked("bore local {port} --to bore.pub"), None);
    }

    #[test]
    fn everywhere_is_here_too() {
        let from = |text: &str| reachable_from_here(text.parse().unwrap()).to_string();
        assert_eq!(from("0.0.0.0:1"), "127.0.0.1:1");
        assert_eq!(from("[::]:1"), "[::1]:1");
        assert_eq!(from("192.168.1.2:1"), "192.168.1.2:1");
    }
}
