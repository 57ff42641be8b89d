//! Where events are forwarded to, and how it is written: `--forward-to '[COND[&COND…]=>]URL'`, `--on-event CMD`.

use std::str::FromStr;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use url::{Url, form_urlencoded};

use crate::http::Headers;
use crate::webhook::filter::{Condition, Filter};

/// How long an app or a command may take for one event, where nothing else is said.
pub const TIMEOUT: Duration = Duration::from_secs(30);

/// One receiver of events.
#[derive(Clone)]
pub struct Target {
    /// The URL without what it may say of user and password, or the command line: what is shown and stored.
    pub name: String,
    /// Which events it gets.
    pub filter: Filter,
    /// How they reach it.
    pub sink: Sink,
}

/// How events reach a target.
#[derive(Clone)]
pub enum Sink {
    /// As the request that Nango sent.
    Http {
        /// Where to, without user and password.
        url: Url,
        /// Added to each request; one replaces the original lines of its name.
        headers: Headers,
        /// How long one attempt may take.
        timeout: Duration,
        /// Whether any certificate will do.
        insecure: bool,
    },
    /// As a command that runs once for each event, the payload on its standard input.
    Command {
        /// A line for the shell.
        line: String,
        /// How long it may run.
        timeout: Duration,
    },
}

/// What is wrong with a target, in words. They do not repeat the URL, which may hold a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetError(String);

impl Target {
    /// A command that runs for every event.
    pub fn command(line: impl Into<String>) -> Self {
        let line = line.into();
        let sink = Sink::Command { line: line.clone(), timeout: TIMEOUT };
        Target { name: line, filter: Filter::default(), sink }
    }

    /// The same with these header lines, which win over what the URL says of user and password. A command has none.
    pub fn with_headers(mut self, lines: &Headers) -> Self {
        if let Sink::Http { headers, .. } = &mut self.sink {
            let kept = headers.iter().filter(|(name, _)| lines.get_all(name).next().is_none());
            *headers = kept.chain(lines.iter()).collect();
        }
        self
    }

    /// The same with this time-out for each attempt.
    pub fn with_timeout(mut self, limit: Duration) -> Self {
        match &mut self.sink {
            Sink::Http { timeout, .. } | Sink::Command { timeout, .. } => *timeout = limit,
        }
        self
    }

    /// The same, taking any certificate.
    pub fn trusting_any_certificate(mut self) -> Self {
        if let Sink::Http { insecure, .. } = &mut self.sink {
            *insecure = true;
        }
        self
    }
}

impl FromStr for Target {
    type Err = TargetError;

    /// Reads `[COND[&COND…]=>]URL`, split at the last `=>`. As the Stripe CLI does, `localhost:3000/hook` stands for
    /// that `http` URL, and a port alone for one of this machine.
    ///
    /// # Errors
    /// When a condition, or the URL, cannot be read.
    fn from_str(text: &str) -> Result<Self, TargetError> {
        let (conditions, url) = match text.rsplit_once("=>") {
            Some((conditions, url)) => (Some(conditions), url),
            None => (None, text),
        };
        let filter = match conditions {
            None => Filter::default(),
            // Else it would go to quite another host.
            Some(url) if url.trim_start().starts_with("http") && url.contains("://") => {
                return Err(TargetError("the URL has a `=>` in it: write it as `=%3E`".to_owned()));
            }
            Some(conditions) => {
                let conditions = conditions.split('&').map(|condition| condition.trim().parse::<Condition>());
                conditions.collect::<Result<_, _>>().map_err(|error| {
                    TargetError(format!("{error}; a target with conditions is COND[&COND…]=>URL"))
                })?
            }
        };
        let (url, headers) = address(url.trim())?;
        let sink = Sink::Http { headers, timeout: TIMEOUT, insecure: false, url: url.clone() };
        Ok(Target { name: url.into(), filter, sink })
    }
}

/// The URL, and the header that its user and password become.
fn address(text: &str) -> Result<(Url, Headers), TargetError> {
    let wrong = |what: &str| Err(TargetError(what.to_owned()));
    if text.is_empty() {
        return wrong("the URL is missing, for example http://localhost:3000/webhooks");
    }
    let whole = if text.parse::<u16>().is_ok() {
        format!("http://localhost:{text}")
    } else if text.contains("://") {
        text.to_owned()
    } else {
        format!("http://{text}")
    };
    let mut url = match Url::parse(&whole) {
        Ok(url) => url,
        Err(error) => {
            return wrong(&format!("that is no URL ({error}): write it as http://localhost:3000/webhooks"));
        }
    };
    if !matches!(url.scheme(), "http" | "https") {
        return wrong("only http and https URLs can be forwarded to");
    }
    url.set_fragment(None);
    let mut headers = Headers::new();
    if !url.username().is_empty() || url.password().is_some() {
        let user = format!("{}:{}", decoded(url.username()), decoded(url.password().unwrap_or_default()));
        headers.push("authorization", format!("Basic {}", STANDARD.encode(user)));
        if url.set_username("").and_then(|()| url.set_password(None)).is_err() {
            return wrong("user and password cannot be told apart from the URL");
        }
    }
    Ok((url, headers))
}

/// Percent-decodes; a form's decoder is at hand, to which `+` and `&` mean something of their own.
fn decoded(text: &str) -> String {
    let text = format!("={}", text.replace('+', "%2B").replace('&', "%26"));
    form_urlencoded::parse(text.as_bytes()).map(|(_, value)| value.into_owned()).collect()
}

impl std::fmt::Display for TargetError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TargetError {}

/// Mute about its headers, which may hold a password.
impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Target")
            .field("name", &self.name)
            .field("filter", &self.filter)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::webhook::event::Event;

    fn parsed(text: &str) -> (String, Url, Headers, Filter) {
        let target: Target = text.parse().unwrap();
        let Sink::Http { url, headers, .. } = target.sink else { panic!("{text}") };
        (target.name, url, headers, target.filter)
    }

    #[test]
    fn urls_as_people_write_them() {
        for (text, url) in [
            ("http://localhost:3000/hook", "http://localhost:3000/hook"),
            (" localhost:3000/hook ", "http://localhost:3000/hook"),
            ("3000", "http://localhost:3000/"),
            ("[::1]:80/x", "http://[::1]/x"),
            ("http://a.test/x#part", "http://a.test/x"),
        ] {
            let (name, parsed, headers, filter) = parsed(text);
            assert_eq!((name.as_str(), parsed.as_str()), (url, url));
            assert_eq!((headers, filter), (Headers::new(), Filter::default()));
        }
    }

    #[test]
    fn conditions_come_before_the_last_arrow() {
        let (name, _, _, filter) = parsed("type=auth & tags.end_user_id=a=>b => http://h/x");
        assert_eq!(name, "http://h/x");
        let event = |user: &str| {
            Event::parse(
                format!(
                    r#"{{"type":"auth","from":"nango","operation":"creation","success":true,"tags":{{"end_user_id":"{user}"}}}}"#
                )
                .as_bytes(),
            )
        };
        assert!(filter.matches(&event("a=>b")) && !filter.matches(&event("a")));
    }

    #[test]
    fn user_and_password_become_a_header_and_are_not_shown() {
        let target: Target = "https://me:p%40ss+&%20x@app.test/hook".parse().unwrap();
        assert_eq!(target.name, "https://app.test/hook");
        assert!(!format!("{target:?}").contains("p@ss"));
        let given = Headers::from_iter([("X-One", "1")]);
        let Sink::Http { url, headers, .. } = &target.clone().with_headers(&given).sink else { panic!() };
        assert_eq!(url.as_str(), "https://app.test/hook");
        let expected = format!("Basic {}", STANDARD.encode("me:p@ss+& x"));
        assert_eq!(
            (headers.get("Authorization"), headers.get("x-one")),
            (Some(expected.as_str()), Some("1"))
        );
        // A header that is given says it better.
        let given = Headers::from_iter([("Authorization", "Bearer t")]);
        let Sink::Http { headers, .. } = target.with_headers(&given).sink else { panic!() };
        assert_eq!(headers, given);
    }

    #[test]
    fn mistakes_are_named_and_keep_passwords() {
        for (text, what) in [
            ("", "URL is missing"),
            ("type=auth=>", "URL is missing"),
            ("auth=>http://h", "field=value"),
            ("http://h/a?b=c=>d", "`=%3E`"),
            ("=>http://h", "a target with conditions is"),
            ("ftp://me:secret@h/x", "only http and https"),
            ("http://me:secret@h:port/x", "that is no URL"),
            ("http://", "that is no URL"),
        ] {
            let error = text.parse::<Target>().unwrap_err().to_string();
            assert!(error.contains(what) && !error.contains("secret"), "{text}: {error}");
        }
    }
}
