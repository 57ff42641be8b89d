//! `connect`: one auth flow, from the integration to a connection that is known to work.

mod answers;
mod flow;
mod probe;
mod target;
mod webhook;

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::ears::Ears;
use super::{connections, reach, session_body};
use crate::cli::connect::{Connect, Via as Page};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::interrupt::unless_interrupted;
use crate::nango::auth_flow::{Connected, Credentials, Via};
use crate::nango::{
    Client, Connection, ConnectionUpdate, GetConnection, Provider, ReconnectRequest, Session, SessionRequest,
};
use crate::ui::{harmless, parse_time};
use crate::webhook::receiver::Received;

pub use answers::{Answers, Given, gather};
pub use flow::{Flow, Open, Page as StartPage, SESSION_TAG, end_session, time_left};
pub use target::{Kept, choose};

use answers::CredentialsFile;

/// Nango takes no more (protocol §1.8).
const MOST_TAGS: usize = 10;

/// Runs `connect`.
pub fn run(context: &Context, args: &Connect) -> Result<()> {
    context.client()?;
    if args.listening.listen.is_some() {
        reach::check(context, &args.listening.reachable())?;
    }
    let credentials = args
        .credentials_file
        .as_ref()
        .map(|path| CredentialsFile::parse(&context.read_input(path, "the credentials")?))
        .transpose()?;
    context.run_through(async {
        let prepared = unless_interrupted(prepare(context, args, credentials)).await?;
        prepared.connect(context, args).await
    })
}

/// Everything a flow needs, with nothing sent yet but questions.
struct Prepared {
    integration: String,
    provider: Provider,
    kept: Option<Kept>,
    answers: Answers,
    page: StartPage,
}

/// What else shows that the connection works.
struct Proof {
    /// Since when it is known.
    known: Timestamp,
    webhook: Option<Box<Received>>,
    probe: Option<probe::Probed>,
}

async fn prepare(
    context: &Context,
    args: &Connect,
    credentials: Option<CredentialsFile>,
) -> Result<Prepared> {
    let kept = match &args.reconnect {
        Some(id) => Some(Kept::of(context, id, args.integration.as_deref()).await?),
        None => None,
    };
    let key = kept.as_ref().map(|kept| kept.integration.as_str()).or(args.integration.as_deref());
    let integration = choose(context, key, args.provider.as_deref()).await?;
    let provider = provider(context, &integration.provider).await?;
    let mut given = Given { params: args.params.clone(), credentials, current: Vec::new() };
    if let Some(kept) = &kept {
        given.current = kept.config.clone();
    }
    let in_browser = provider.needs_browser();
    // A script cannot be asked; Connect UI can ask the end user instead.
    let later = match args.via {
        Some(Page::ConnectUi) => true,
        Some(Page::Direct) => false,
        None => in_browser && !context.ui.may_prompt(),
    };
    let answers = gather(context, &provider, &integration, given, later)?;
    let page = match args.via {
        Some(Page::ConnectUi) => StartPage::ConnectUi,
        None if answers.missing => StartPage::ConnectUi,
        _ => StartPage::Direct,
    };
    Ok(Prepared { integration: integration.unique_key, provider, kept, answers, page })
}

/// What the provider asks for.
///
/// # Errors
/// When it cannot be looked up.
pub async fn provider(context: &Context, name: &str) -> Result<Provider> {
    context.client()?.get_provider(name).await.map_err(context.failed("look up what the provider asks for"))
}

impl Prepared {
    async fn connect(self, context: &Context, args: &Connect) -> Result<()> {
        let client = context.client()?;
        let listening = &args.listening;
        let mut ears = match listening.port() {
            Some(port) => Some(Ears::open(context, port, &listening.reachable()).await?),
            None => None,
        };
        let connected = self.connect_by(context, client, args, &mut ears).await;
        if let Some(ears) = ears {
            ears.close().await;
        }
        connected
    }

    async fn connect_by(
        self,
        context: &Context,
        client: &Client,
        args: &Connect,
        ears: &mut Option<Ears>,
    ) -> Result<()> {
        let webhook_url = ears.as_ref().map(|ears| ears.url.clone()).or_else(|| args.webhook_url.clone());
        let minted = unless_interrupted(self.mint(context, client, args, webhook_url)).await;
        let (session, tag) = match ears {
            Some(_) => minted.map_err(reach::explain)?,
            None => minted?,
        };
        let (connected, told, came) = match &self.answers.credentials {
            Some(credentials) => {
                let params = &self.answers.params;
                let made = headless(context, client, &self.integration, &session, params, credentials);
                (made.await?, None, None)
            }
            None => {
                let flow = Flow {
                    context,
                    client,
                    integration: &self.integration,
                    session: &session,
                    tag,
                    params: &self.answers.params,
                    page: self.page,
                    open: if args.no_browser { Open::LinkOnly } else { Open::Browser },
                    ears: ears.as_mut(),
                };
                let ended = flow.run().await?;
                (ended.connected, Some((ended.via, ended.waited)), ended.webhook)
            }
        };
        let known = context.now();
        // From here on there is a connection: whatever fails names it.
        let exists = |error: Error| {
            error.hint(format!(
                "the connection exists: {} ({})",
                connected.connection_id, connected.integration
            ))
        };
        let listened = ears.is_some();
        let webhook = match (came, ears) {
            (None, Some(ears)) => {
                unless_interrupted(async { Ok(webhook::of(context, ears, &connected).await) }).await
            }
            (came, _) => Ok(came),
        };
        let finish = async {
            // First, whatever came of the wait: soon nobody listens here any more.
            self.restore(context, client, &connected, listened).await?;
            let webhook = webhook?;
            if listened {
                webhook::tell(context, webhook.as_deref());
            }
            let connection = client
                .get_connection(&connected.integration, &connected.connection_id, GetConnection::default())
                .await
                .map_err(context.failed("get the new connection"))?;
            if connected.pending {
                context.ui.warn("the connection waits for an organization's approval at the provider");
            }
            let probe = match &args.probe {
                Some(path) => Some(probe::probe(context, client, &connected, path).await?),
                None => None,
            };
            Ok((connection, Proof { known, webhook, probe }))
        };
        let (connection, proof) = unless_interrupted(finish).await.map_err(exists)?;
        self.show(context, connection, told, proof)
    }

    async fn mint(
        &self,
        context: &Context,
        client: &Client,
        args: &Connect,
        webhook_url: Option<String>,
    ) -> Result<(Session, Option<String>)> {
        let nothing = BTreeMap::new();
        let tags = self.kept.as_ref().map_or(&nothing, |kept| &kept.tags);
        let mut built = session_body::owner(&args.owner, &Value::Null, tags)?;
        for remark in &built.remarks {
            context.ui.warn(&harmless(remark));
        }
        let defaults =
            session_body::flow_defaults(args, self.page == StartPage::ConnectUi, &self.answers.params);
        if let Some(defaults) = defaults {
            built.request.integrations_config_defaults.insert(self.integration.clone(), defaults);
        }
        built.request.webhook_url_override = webhook_url;
        let in_browser = self.answers.credentials.is_none();
        let Some(kept) = &self.kept else {
            let (request, tag) = session_request(&self.integration, built.request, in_browser);
            let session = client.create_session(&request).await.map_err(context.failed("mint a session"))?;
            return Ok((session, tag));
        };
        kept.fill(&mut built.request, &Value::Null)?;
        let (request, tag) = session_request(&self.integration, built.request, in_browser);
        let request = ReconnectRequest {
            connection_id: kept.connection_id.clone(),
            integration_id: kept.integration.clone(),
            tags: request.tags,
            end_user: request.end_user,
            organization: request.organization,
            integrations_config_defaults: request.integrations_config_defaults,
            overrides: request.overrides,
            webhook_url_override: request.webhook_url_override,
        };
        let session =
            client.reconnect_session(&request).await.map_err(context.failed("mint a reconnect session"))?;
        Ok((session, tag))
    }

    /// Puts back what the flow changed: some auth modes reset the metadata of a connection that they re-authorize
    /// (protocol §16.13), and webhooks no longer come here.
    async fn restore(
        &self,
        context: &Context,
        client: &Client,
        connected: &Connected,
        listened: bool,
    ) -> Result<()> {
        let (integration, id) = (&connected.integration, &connected.connection_id);
        if listened {
            let before = self.kept.as_ref().and_then(|kept| kept.webhook_url_override.clone());
            let update = ConnectionUpdate {
                webhook_url_override: Some(before.unwrap_or_default()),
                ..Default::default()
            };
            client
                .update_connection(integration, id, &update)
                .await
                .map_err(context.failed("put the connection's webhook URL back"))?;
        }
        let Some(kept) = self.kept.as_ref().filter(|kept| !kept.metadata.is_empty()) else { return Ok(()) };
        client
            .write_metadata(integration, std::slice::from_ref(id), &kept.metadata, false)
            .await
            .map_err(context.failed("put the connection's metadata back"))
            .map_err(|error| error.hint(format!("it was {}", Value::Object(kept.metadata.clone()))))
    }

    fn show(
        &self,
        context: &Context,
        connection: Connection,
        told: Option<(Via, Duration)>,
        proof: Proof,
    ) -> Result<()> {
        let Proof { known, webhook, probe } = proof;
        let connection = connection.masked();
        let after = after_consent(known, &connection, self.kept.is_some());
        if context.ui.json() {
            let wrong = |error| Error::failure("could not make JSON").cause(error);
            let mut document = serde_json::to_value(&connection).map_err(wrong)?;
            document["flow"] = json!({
                "auth_mode": self.provider.auth_mode,
                "told_by": told.map_or("answer", |(via, _)| via.as_str()),
                "waited_ms": told.map(|(_, waited)| waited.as_millis() as u64),
                "after_consent_ms": after.map(|after| after.as_millis() as u64),
                "webhook": webhook::to_json(context, webhook.as_deref())?,
                "probe": probe.as_ref().map(probe::Probed::to_json),
            });
            context.ui.document(&document)?;
        } else {
            if let Some((via, waited)) = told {
                let after = after.map(|after| format!(", {after:.0?} after the consent")).unwrap_or_default();
                context.ui.note(&format!("Connected after {waited:.1?}, told by {}{after}.", via.as_str()));
            }
            connections::show(context, connection)?;
        }
        if probe.is_none() && self.answers.credentials.is_some() && self.provider.takes_credentials_untested()
        {
            context
                .ui
                .note("Nango took these credentials without a test: --probe PATH proves that they work.");
        }
        probe.map_or(Ok(()), |probe| probe.verdict(context))
    }
}

/// How old the connection, or its change, was when it became known: Nango's clock against ours, so only where that makes sense.
fn after_consent(known: Timestamp, connection: &Connection, changed: bool) -> Option<Duration> {
    let at = parse_time(if changed { &connection.updated_at } else { &connection.created_at })?;
    Duration::try_from(known.duration_since(at)).ok().filter(|age| *age < Duration::from_secs(60))
}

/// Sends the credentials.
///
/// # Errors
/// [`Kind::AuthFlowFailed`] where the provider refuses them.
pub async fn headless(
    context: &Context,
    client: &Client,
    integration: &str,
    session: &Session,
    params: &[(String, String)],
    credentials: &Credentials,
) -> Result<Connected> {
    context.ui.note(&format!("connecting {}…", harmless(integration)));
    let sending = async {
        let made = client.connect_headless(integration, &session.token, params, credentials).await;
        made.map_err(context.failed("connect")).map_err(refused_by_provider)
    };
    unless_interrupted(sending).await.map_err(|error| match error.kind {
        Kind::Interrupted => {
            error.hint("the credentials were sent: look for the connection with `nango-cli connections list`")
        }
        _ => error,
    })
}

/// Every way to say that the provider refused the credentials is a flow that failed (protocol §3.2, §16).
fn refused_by_provider(error: Error) -> Error {
    let code = error.code.as_deref().unwrap_or_default();
    let refused = code.contains("fetch_error")
        || code.starts_with("failed_to_")
        || code.contains("invalid_two_step_credentials")
        || matches!(code, "invalid_credentials" | "connection_test_failed" | "aws_sigv4_sts_request_failed");
    let never_answered = code == "no_answer";
    if never_answered {
        return error
            .hint("Nango does not answer when BILL or SIGNATURE credentials are refused: check them");
    }
    if refused { Error { kind: Kind::AuthFlowFailed, ..error } } else { error }
}

/// The session for one flow of one integration. A flow in a browser gets a tag that only it has, to be found by;
/// that tag's value is returned.
pub fn session_request(
    integration: &str,
    mut request: SessionRequest,
    in_browser: bool,
) -> (SessionRequest, Option<String>) {
    request.allowed_integrations = Some(vec![integration.to_owned()]);
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
