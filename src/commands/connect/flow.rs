//! One flow in a browser: the link to its end user, and the wait for its result.

use std::time::{Duration, Instant};

use url::Url;

use super::super::ears::Ears;
use super::webhook;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::fetch::{Call, Fetcher};
use crate::http::Headers;
use crate::interrupt::unless_interrupted;
use crate::nango::auth_flow::{Connected, FlowError, FlowSocket, Outcome, Poll, Progress, Via, wait};
use crate::nango::{Client, ConnectionFilter, Session};
use crate::one_time_link::OneTimeLink;
use crate::ui::{Style, harmless, parse_time};
use crate::webhook::event::Event;
use crate::webhook::receiver::Received;

/// The tag that only this run's session has: the connections list is searched for it (protocol §5.7).
pub const SESSION_TAG: &str = "cli_session";

/// How the end user gets to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// In the browser of this machine; the link is printed, too.
    Browser,
    /// By the printed link.
    LinkOnly,
    /// Not at all: the sandbox's own end user approves.
    Approve,
}

/// Which page starts the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The provider's, straight away; Nango's websocket tells the result.
    Direct,
    /// Connect UI, which asks for what is missing; the connections list tells the result.
    ConnectUi,
}

/// A flow that is ready to start.
pub struct Flow<'a> {
    /// The run.
    pub context: &'a Context,
    /// The API.
    pub client: &'a Client,
    /// The integration's unique key.
    pub integration: &'a str,
    /// The session it runs with.
    pub session: &'a Session,
    /// The value of [`SESSION_TAG`], where there was room for it.
    pub tag: Option<String>,
    /// The connection config.
    pub params: &'a [(String, String)],
    /// Where it starts.
    pub page: Page,
    /// How the end user gets there.
    pub open: Open,
    /// Where its webhook arrives, if it does here.
    pub ears: Option<&'a mut Ears>,
}

/// How a flow ended well.
pub struct Ended {
    /// What it made.
    pub connected: Connected,
    /// Who told.
    pub via: Via,
    /// How long from the link to the result.
    pub waited: Duration,
    /// Its webhook, if that came by then.
    pub webhook: Option<Box<Received>>,
}

impl Flow<'_> {
    /// Runs it. A flow that ends without a connection ends its session, so that nobody connects by it later.
    ///
    /// # Errors
    /// [`Kind::AuthFlowFailed`], [`Kind::TimedOut`] or [`Kind::Interrupted`].
    pub async fn run(mut self) -> Result<Ended> {
        let ended = unless_interrupted(self.attend()).await;
        let Err(error) = ended else { return ended };
        Err(end_session(self.client, self.session, error).await)
    }

    async fn attend(&mut self) -> Result<Ended> {
        let ui = &self.context.ui;
        let socket = match self.page {
            Page::ConnectUi => None,
            Page::Direct => match FlowSocket::open(self.client.base(), "/").await {
                Ok(socket) => Some(socket),
                Err(fault) => {
                    let why = harmless(&fault.to_string());
                    ui.note(&format!("no websocket ({why}): watching the connections list"));
                    None
                }
            },
        };
        if socket.is_none() && self.tag.is_none() && self.ears.is_none() {
            return Err(Error::new(Kind::Unreachable, "the result of the flow could not be learned")
                .cause("no websocket, and no room for the tag that finds the connection")
                .hint("use fewer than ten tags"));
        }
        let link = match self.page {
            Page::Direct => self
                .client
                .oauth_connect_url(
                    self.integration,
                    &self.session.token,
                    self.params,
                    socket.as_ref().map(FlowSocket::client_id),
                )
                .map_err(self.context.failed("make the link"))?,
            Page::ConnectUi => Url::parse(&self.session.connect_link)
                .map_err(|error| Error::failure("Nango's link is no URL").cause(error))?,
        };
        let _shown = self.show(&link).await;
        let started = Instant::now();
        let limit = self.context.timeout.unwrap_or_else(|| time_left(self.context, self.session));
        let ears = self.ears.take();
        let mut last: Option<Box<Received>> = None;
        let first = async {
            let (integration, tag) = (self.integration, self.tag.as_deref());
            tokio::select! {
                outcome = wait(self.client, socket, self.poll(), |event| self.tell(event)) => outcome,
                outcome = heard(self.context, ears, integration, tag, &mut last) => Ok(outcome),
            }
        };
        match tokio::time::timeout(limit, first).await {
            Err(_) => Err(Error::new(Kind::TimedOut, "nobody finished the auth flow in time")
                .cause(format!("waited {limit:.0?}"))
                .hint("run the command again for a new link")),
            Ok(Err(fault)) => Err(self.context.failed("learn the result of the flow")(fault)),
            Ok(Ok(Outcome::Connected(connected, via))) => {
                let webhook = last.filter(|received| webhook::is_of(received.event(), &connected));
                Ok(Ended { connected, via, waited: started.elapsed(), webhook })
            }
            Ok(Ok(Outcome::Failed(failure))) => {
                let denied = failure.description.contains("access_denied");
                let what = if denied { "the end user denied the access" } else { "the auth flow failed" };
                Err(Error::new(Kind::AuthFlowFailed, what).cause(failure.description).code(failure.kind))
            }
        }
    }

    /// Without a tag of its own the flow's connection cannot be told from others.
    fn poll(&self) -> Option<Poll> {
        let tags = vec![(SESSION_TAG.to_owned(), self.tag.clone()?)];
        let integrations = vec![self.integration.to_owned()];
        Some(Poll::new(ConnectionFilter { integrations, tags, ..Default::default() }))
    }

    fn tell(&self, progress: Progress) {
        let (what, fault) = match progress {
            Progress::SocketLost(fault) => ("websocket lost, watching the connections list", fault),
            Progress::PollFailed(fault) => ("looking at the connections list failed", fault),
            Progress::SocketReopened => return self.context.ui.note("websocket reopened"),
        };
        self.context.ui.note(&format!("{what} ({})", harmless(&fault.to_string())));
    }

    /// Brings the link to the end user. What is returned must live as long as the flow.
    async fn show(&self, link: &Url) -> Shown {
        let ui = &self.context.ui;
        let mut shown = Shown::default();
        if self.open == Open::Approve {
            shown._end_user.spawn(follow(link.clone()));
            return shown;
        }
        if self.open == Open::Browser && self.context.may_open_browser() {
            shown._way = OneTimeLink::to(link).await.ok();
        }
        let opened = shown._way.as_ref().is_some_and(|way| self.context.open_browser(way.address()));
        let what = if opened {
            "Opened in your browser; if nothing shows, open"
        } else {
            "Open this link to connect"
        };
        ui.say(&format!("{what}:\n  {}", ui.paint_err(Style::Accent, &harmless(link.as_str()))));
        if self.open == Open::LinkOnly {
            ui.qr_code(link.as_str());
        }
        ui.note(&ui.paint_err(Style::Dim, "Waiting for the end user… (Ctrl-C ends the session)"));
        shown
    }
}

/// Ends a session that nobody waits for any more; says so in the error that is the reason.
pub async fn end_session(client: &Client, session: &Session, error: Error) -> Error {
    let end = client.delete_session(&session.token);
    match tokio::time::timeout(Duration::from_secs(2), end).await {
        Ok(Ok(())) => error.hint("the session was ended: its link no longer works"),
        _ => error.hint("the session could not be ended: its link works until it expires, within 30 minutes"),
    }
}

/// How long a session lasts yet.
pub fn time_left(context: &Context, session: &Session) -> Duration {
    const LIFETIME: Duration = Duration::from_secs(30 * 60);
    let left = parse_time(&session.expires_at).map(|at| at.duration_since(context.now()));
    left.and_then(|left| Duration::try_from(left).ok()).unwrap_or(LIFETIME)
}

/// Waits for the flow's own webhook. One that cannot be verified tells nothing; a failure names no tag, so the
/// integration has to do (protocol §7.3), and its flow is this run's alone: only this session's webhooks come here.
/// The last that came is kept in `last`, verified or not.
async fn heard(
    context: &Context,
    ears: Option<&mut Ears>,
    integration: &str,
    tag: Option<&str>,
    last: &mut Option<Box<Received>>,
) -> Outcome {
    let Some(ears) = ears else { return std::future::pending().await };
    let ours = |event: &Event| {
        let tagged = event.field(&format!("tags.{SESSION_TAG}")).and_then(|value| value.as_str());
        event.type_name() == "auth"
            && event.integration() == Some(integration)
            && (event.success() == Some(false) || tag.is_none() || tagged == tag)
    };
    loop {
        let received = last.insert(Box::new(ears.hear(context, ours).await));
        let event = received.event();
        match (received.verdict.accepted(), event.success(), event.connection_id()) {
            (true, Some(true), Some(connection_id)) => {
                let connected = Connected {
                    connection_id: connection_id.to_owned(),
                    integration: integration.to_owned(),
                    pending: false,
                };
                return Outcome::Connected(connected, Via::Webhook);
            }
            (true, Some(false), _) => {
                return Outcome::Failed(FlowError {
                    kind: event.error_type().unwrap_or("unknown_err").to_owned(),
                    description: event.error_description().unwrap_or_default().to_owned(),
                });
            }
            _ => {}
        }
    }
}

/// What brings the end user to the page, for as long as the flow lasts.
#[derive(Default)]
struct Shown {
    _way: Option<OneTimeLink>,
    _end_user: tokio::task::JoinSet<()>,
}

/// Follows the link through a sandbox that approves every consent at once.
async fn follow(link: Url) {
    const HOPS: usize = 5;
    let headers = Headers::new();
    let timeout = Duration::from_secs(10);
    let call = Call { method: "GET", url: &link, headers: &headers, body: None, timeout };
    if let Ok(end_user) = Fetcher::for_origin(&link, HOPS) {
        // How it ended is told by the websocket, as it is to everybody.
        let _ = end_user.send(call).await;
    }
}
