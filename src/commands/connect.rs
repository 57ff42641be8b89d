//! `connect`: one auth flow, from the integration to the connection.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use super::{connections, integrations, providers, session_body};
use crate::cli::connect::Connect;
use crate::context::{Context, unless_interrupted};
use crate::error::{Error, Kind, Result};
use crate::nango::auth_flow::{
    Connected, FlowSocket, HeadlessCredentials, Outcome, Poll, Progress, Via, wait,
};
use crate::nango::{
    Client, ConnectionFilter, Field, GetConnection, Integration, Provider, Session, SessionRequest,
};
use crate::one_time_link::OneTimeLink;
use crate::secret::Secret;
use crate::ui::{Style, harmless, parse_time};

/// The tag that only this run's session has: the connections list is searched for it (protocol §5.7).
const SESSION_TAG: &str = "cli_session";
/// Nango takes no more (protocol §1.8).
const MOST_TAGS: usize = 10;

/// Runs `connect`.
pub fn run(context: &Context, args: &Connect) -> Result<()> {
    let client = context.client()?;
    let credentials_file = args
        .credentials_file
        .as_ref()
        .map(|path| context.read_input(path, "the credentials"))
        .transpose()?
        .map(|bytes| parse_credentials(&bytes))
        .transpose()?;
    context.run_through(async {
        let (target, credentials) = unless_interrupted(async {
            let integration = choose(context, args.integration.as_deref(), args.provider.as_deref()).await?;
            let target = Target::new(context, integration, &args.params).await?;
            let credentials = target.credentials(context, credentials_file)?;
            Ok((target, credentials))
        })
        .await?;
        let mut built = session_body::owner(&args.owner)?;
        built.request.webhook_url_override = args.webhook_url.clone();
        for remark in &built.remarks {
            context.ui.warn(&harmless(remark));
        }
        let (request, tag) = target.session(built.request, credentials.is_none());
        let minting = client.create_session(&request);
        let session =
            unless_interrupted(async { minting.await.map_err(context.failed("mint a session")) }).await?;
        let connected = match credentials {
            Some(credentials) => target.headless(context, client, &session, &credentials).await?,
            None => {
                let open = if args.no_browser { Open::LinkOnly } else { Open::Browser };
                target.browser(context, client, &session, tag, open).await?.0
            }
        };
        let (key, id) = (&connected.integration, &connected.connection_id);
        let connection = unless_interrupted(async {
            let got = client.get_connection(key, id, GetConnection::default()).await;
            got.map_err(context.failed("get the new connection"))
        })
        .await
        .map_err(|error| error.hint(format!("the connection exists: {id}")))?;
        if connected.pending {
            context.ui.warn("the connection waits for an organization's approval at the provider");
        }
        connections::show(context, connection.masked())
    })
}

/// The integration to connect.
///
/// # Errors
/// Not found, or a usage error that names the candidates where several fit and nobody can be asked.
pub async fn choose(context: &Context, key: Option<&str>, provider: Option<&str>) -> Result<Integration> {
    let candidates = match (key, provider) {
        (Some(key), _) => {
            let get = context.client()?.get_integration(key, &[]).await;
            return get.map_err(context.failed("find the integration")).map_err(|error| match error.kind {
                Kind::NotFound => error.hint("see which exist with `nango-cli integrations list`"),
                _ => error,
            });
        }
        (None, Some(provider)) => integrations::of_provider(context, provider).await?,
        (None, None) => {
            context.client()?.list_integrations().await.map_err(context.failed("list integrations"))?
        }
    };
    let keys: Vec<String> = candidates.iter().map(|integration| integration.unique_key.clone()).collect();
    let index = match candidates.len() {
        0 => {
            return Err(
                Error::new(Kind::NotFound, "this environment has no integration").code("no_integration")
            );
        }
        1 => 0,
        _ if context.ui.may_prompt() => context.ui.choose("Which integration?", &keys)?,
        _ => {
            let error = Error::usage("several integrations fit");
            return Err(error.hint(format!("choose one with --integration: {}", keys.join(", "))));
        }
    };
    candidates.into_iter().nth(index).ok_or_else(|| Error::failure("that integration is not there"))
}

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

/// What brings the end user to the page, for as long as the flow lasts.
#[derive(Default)]
struct Shown {
    _way: Option<OneTimeLink>,
    _end_user: tokio::task::JoinSet<()>,
}

/// Follows the link through a sandbox that approves every consent at once.
async fn follow(link: url::Url) {
    const HOPS: usize = 5;
    let headers = crate::http::Headers::new();
    let call = crate::fetch::Call {
        method: "GET",
        url: &link,
        headers: &headers,
        body: None,
        timeout: Duration::from_secs(10),
    };
    if let Ok(end_user) = crate::fetch::Fetcher::for_origin(&link, HOPS) {
        // How it ended is told by the websocket, as it is to everybody.
        let _ = end_user.send(call).await;
    }
}

/// An integration that is ready to be connected.
pub struct Target {
    integration: Integration,
    provider: Provider,
    params: Vec<(String, String)>,
}

impl Target {
    /// Looks up what the provider asks for, and asks for what is missing.
    ///
    /// # Errors
    /// A usage error that names every missing value where nobody can be asked.
    pub async fn new(
        context: &Context,
        integration: Integration,
        given: &[(String, String)],
    ) -> Result<Self> {
        let provider = context
            .client()?
            .get_provider(&integration.provider)
            .await
            .map_err(context.failed("look up what the provider asks for"))?;
        let mut params = given.to_vec();
        let mut missing = Vec::new();
        for (name, field) in provider.connection_config() {
            let absent = !params.iter().any(|(given, _)| *given == name);
            if !absent || field.optional || field.hidden || field.default_value.is_some() {
                continue;
            }
            if context.ui.may_prompt() {
                params.push((name.clone(), ask(context, &name, &field)?));
            } else {
                missing.push((name, field));
            }
        }
        if missing.is_empty() {
            return Ok(Target { integration, provider, params });
        }
        let mut error = Error::usage(format!("{} needs more to connect", integration.unique_key));
        for (name, field) in missing {
            let example = field.example.map(|example| format!(", for example {example}")).unwrap_or_default();
            error = error
                .detail(format!("--param {name}=…"), format!("{}{example}", field.title.unwrap_or_default()));
        }
        Err(error)
    }

    /// The integration's unique key.
    pub fn key(&self) -> &str {
        &self.integration.unique_key
    }

    /// The credentials for a mode that needs no browser; `None` for one that does.
    ///
    /// # Errors
    /// A usage error that names what is missing, or an auth mode that this version does not connect.
    pub fn credentials(
        &self,
        context: &Context,
        given: Option<BTreeMap<String, Secret>>,
    ) -> Result<Option<HeadlessCredentials>> {
        let mode = self.provider.auth_mode.as_str();
        if self.provider.needs_browser() {
            return match given {
                None => Ok(None),
                Some(_) => Err(Error::usage(format!("{} is connected in a browser", self.key()))
                    .hint("leave out --credentials-file")),
            };
        }
        if mode == "NONE" {
            return Ok(Some(HeadlessCredentials::None));
        }
        if !matches!(mode, "API_KEY" | "BASIC") {
            return Err(Error::failure(format!("this version does not connect auth mode {mode}")).hint(
                format!("mint a link instead: nango-cli session create --integration {}", self.key()),
            ));
        }
        let from_file = given.is_some();
        let mut given = given.unwrap_or_default();
        let mut missing = Vec::new();
        for (name, field) in providers::credentials(&self.provider) {
            if given.contains_key(&name) {
                continue;
            }
            if let (true, Some(value)) = (field.hidden, &field.default_value) {
                // Nobody is asked for these: a user name alone makes some providers' BASIC.
                given.insert(name, Secret::new(value.as_str()));
                continue;
            }
            if context.ui.may_prompt() && !from_file {
                given.insert(name.clone(), Secret::new(ask(context, &name, &field)?));
            } else if !field.optional && mode != "BASIC" || mode == "BASIC" && !from_file {
                missing.push((name, field.title.unwrap_or_default()));
            }
        }
        if !missing.is_empty() {
            let example: Vec<String> = missing.iter().map(|(name, _)| format!("\"{name}\":\"…\"")).collect();
            let mut error = Error::usage(format!("{} needs credentials", self.key()));
            for (name, title) in missing {
                error = error.detail(name, title);
            }
            return Err(error.hint(format!("give --credentials-file FILE with {{{}}}", example.join(","))));
        }
        // The API wants both parts of BASIC; either may be empty (protocol §3.2).
        let mut take = |name: &str| given.remove(name).unwrap_or_else(|| Secret::new(""));
        let credentials = match mode {
            "API_KEY" => HeadlessCredentials::ApiKey(take("apiKey")),
            _ => HeadlessCredentials::Basic { username: take("username"), password: take("password") },
        };
        match given.keys().find(|name| *name != "type") {
            Some(unknown) => Err(Error::usage(format!("{mode} has no credential named {unknown}"))),
            None => Ok(Some(credentials)),
        }
    }

    /// The session for one flow of this integration. A flow in a browser gets a tag that only it has, to be found
    /// by; that tag's value is returned.
    pub fn session(&self, mut request: SessionRequest, in_browser: bool) -> (SessionRequest, Option<String>) {
        request.allowed_integrations = Some(vec![self.key().to_owned()]);
        if !in_browser {
            return (request, None);
        }
        let user = request.end_user.as_ref();
        // These become tags, too (protocol §2.1).
        let generated = user.map_or(0, |user| {
            let organization = request.organization.as_ref();
            1 + usize::from(user.email.is_some())
                + usize::from(user.display_name.is_some())
                + user.tags.as_ref().map_or(0, BTreeMap::len)
                + organization.map_or(0, |organization| 1 + usize::from(organization.display_name.is_some()))
        });
        let tags = request.tags.get_or_insert_default();
        if tags.len() + generated >= MOST_TAGS {
            return (request, None);
        }
        let tag = uuid::Uuid::new_v4().simple().to_string();
        tags.insert(SESSION_TAG.to_owned(), tag.clone());
        (request, Some(tag))
    }

    /// Sends the credentials.
    ///
    /// # Errors
    /// [`Kind::AuthFlowFailed`] where the provider refuses them.
    pub async fn headless(
        &self,
        context: &Context,
        client: &Client,
        session: &Session,
        credentials: &HeadlessCredentials,
    ) -> Result<Connected> {
        context.ui.note(&format!("connecting {}…", harmless(self.key())));
        unless_interrupted(async {
            let made = client.connect_headless(self.key(), &session.token, &self.params, credentials).await;
            made.map_err(context.failed("connect"))
        })
        .await
    }

    /// Opens the browser, or prints the link, and waits. A flow that ends without a connection ends its session,
    /// so that nobody connects by it later.
    ///
    /// # Errors
    /// [`Kind::AuthFlowFailed`], [`Kind::TimedOut`] or [`Kind::Interrupted`].
    pub async fn browser(
        &self,
        context: &Context,
        client: &Client,
        session: &Session,
        tag: Option<String>,
        open: Open,
    ) -> Result<(Connected, Via)> {
        let ended = unless_interrupted(self.flow(context, client, session, tag, open)).await;
        if ended.is_err() {
            // Best effort: it ends by itself after 30 minutes.
            let _ = tokio::time::timeout(Duration::from_secs(2), client.delete_session(&session.token)).await;
        }
        ended
    }

    /// Brings the link to the end user. What is returned must live as long as the flow.
    async fn show_link(&self, context: &Context, link: &url::Url, open: Open) -> Shown {
        let ui = &context.ui;
        let mut shown = Shown::default();
        if open == Open::Approve {
            shown._end_user.spawn(follow(link.clone()));
            return shown;
        }
        if open == Open::Browser && context.may_open_browser() {
            shown._way = OneTimeLink::to(link).await.ok();
        }
        let opened = shown._way.as_ref().is_some_and(|way| context.open_browser(way.address()));
        let what = if opened {
            "Opened in your browser; if nothing shows, open"
        } else {
            "Open this link to connect"
        };
        ui.say(&format!("{what}:\n  {}", ui.paint_err(Style::Accent, &harmless(link.as_str()))));
        ui.note(&ui.paint_err(Style::Dim, "Waiting for the end user… (Ctrl-C ends the session)"));
        shown
    }

    async fn flow(
        &self,
        context: &Context,
        client: &Client,
        session: &Session,
        tag: Option<String>,
        open: Open,
    ) -> Result<(Connected, Via)> {
        let ui = &context.ui;
        let socket = match FlowSocket::open(client.base(), "/").await {
            Ok(socket) => Some(socket),
            Err(fault) => {
                ui.note(&format!(
                    "no websocket ({}): watching the connections list",
                    harmless(&fault.to_string())
                ));
                None
            }
        };
        if socket.is_none() && tag.is_none() {
            return Err(Error::new(Kind::Unreachable, "the result of the flow could not be learned")
                .cause("no websocket, and no room for the tag that finds the connection")
                .hint("use fewer than ten tags"));
        }
        let client_id = socket.as_ref().map(FlowSocket::client_id);
        let link = client
            .oauth_connect_url(self.key(), &session.token, &self.params, client_id)
            .map_err(context.failed("make the link"))?;
        let _shown = self.show_link(context, &link, open).await;

        let limit = context.timeout.unwrap_or_else(|| time_left(context, session));
        let tags = tag.map(|tag| vec![(SESSION_TAG.to_owned(), tag)]).unwrap_or_default();
        let searchable = !tags.is_empty();
        let filter =
            ConnectionFilter { integrations: vec![self.key().to_owned()], tags, ..Default::default() };
        let mut poll = Poll::new(filter);
        if !searchable {
            poll.beside_socket = Duration::MAX;
        }
        let progress = |progress: Progress| match progress {
            Progress::SocketLost(fault) => {
                ui.note(&format!(
                    "websocket lost ({}): watching the connections list",
                    harmless(&fault.to_string())
                ));
            }
            Progress::PollFailed(fault) => {
                ui.note(&format!("looking at the connections list failed: {}", harmless(&fault.to_string())));
            }
        };
        match tokio::time::timeout(limit, wait(client, socket, poll, progress)).await {
            Err(_) => Err(Error::new(Kind::TimedOut, "nobody finished the auth flow in time")
                .cause(format!("waited {limit:.0?}"))
                .hint("the session was ended; run the command again for a new link")),
            Ok(Err(fault)) => Err(context.failed("learn the result of the flow")(fault)),
            Ok(Ok(Outcome::Connected(connected, via))) => Ok((connected, via)),
            Ok(Ok(Outcome::Failed(failure))) => {
                let denied = failure.description.contains("access_denied");
                let what = if denied { "the end user denied the access" } else { "the auth flow failed" };
                Err(Error::new(Kind::AuthFlowFailed, what).cause(failure.description).code(failure.kind))
            }
        }
    }
}

fn time_left(context: &Context, session: &Session) -> Duration {
    const LIFETIME: Duration = Duration::from_secs(30 * 60);
    let left = parse_time(&session.expires_at).map(|at| at.duration_since(context.now()));
    left.and_then(|left| Duration::try_from(left).ok()).unwrap_or(LIFETIME)
}

fn ask(context: &Context, name: &str, field: &Field) -> Result<String> {
    let mut question = field.title.clone().unwrap_or_else(|| name.to_owned());
    if let Some(example) = &field.example {
        question.push_str(&format!(" (such as {example})"));
    }
    if field.secret {
        context.ui.ask_secret(&question, field.optional)
    } else {
        context.ui.ask(&question, field.optional)
    }
}

/// `{"apiKey":"…"}`, `{"username":"…","password":"…"}`; nothing of it is quoted in errors.
fn parse_credentials(bytes: &[u8]) -> Result<BTreeMap<String, Secret>> {
    let wrong = |why: &str| Error::usage("the credentials cannot be read").cause(why);
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        wrong(&format!("not JSON at line {}, column {}", error.line(), error.column()))
            .hint("for example {\"apiKey\":\"…\"} or {\"username\":\"…\",\"password\":\"…\"}")
    })?;
    let Value::Object(members) = value else { return Err(wrong("it must be a JSON object")) };
    members
        .into_iter()
        .map(|(name, value)| match value {
            Value::String(text) => Ok((name, Secret::new(text))),
            _ => Err(wrong(&format!("{name} must be a text"))),
        })
        .collect()
}
