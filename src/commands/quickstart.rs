//! `quickstart`: the whole story once, told as it happens.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::connect::{Flow, Given, Open, StartPage, choose, gather, headless, provider, session_request};
use super::ears::Ears;
use super::session_wait::forget;
use crate::cli::quickstart::Quickstart;
use crate::cli::reach::Reachable;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::interrupt::unless_interrupted;
use crate::nango::auth_flow::Connected;
use crate::nango::{Client, EndUser, Fault, GetConnection, Session, SessionRequest};
use crate::sandbox::{Options, Sandbox};
use crate::secret::Secret;
use crate::settings::{SANDBOX_API_KEY, Settings, Source, Sourced};
use crate::ui::{Style, harmless, parse_time, relative};
use crate::webhook::receiver::Verdict;

const END_USER: &str = "quickstart-user";
/// Nango delivers within a second; a first try that fails is repeated 3 s and 9 s later (protocol §7.5).
const WEBHOOK_TIME: Duration = Duration::from_secs(15);

/// Runs `quickstart`.
pub fn run(context: &Context, args: &Quickstart) -> Result<()> {
    let on_sandbox = args.sandbox || context.settings.api_key.is_none();
    if args.approve && !on_sandbox {
        let wrong = Error::usage("--approve is for the end user of quickstart's own sandbox");
        return Err(wrong.hint("add --sandbox, which starts one whatever key is set"));
    }
    context.run_through(async {
        if on_sandbox {
            on_own_sandbox(context, args).await
        } else {
            Story::new(context).tell(args, Open::Browser).await
        }
    })
}

async fn on_own_sandbox(context: &Context, args: &Quickstart) -> Result<()> {
    let open = match args {
        Quickstart { approve: true, .. } => Open::Approve,
        Quickstart { no_browser: true, .. } => Open::LinkOnly,
        _ if context.may_open_browser() => Open::Browser,
        _ => Open::Approve,
    };
    let started = Instant::now();
    let mut options = Options::new(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
    options.auto_approve = open == Open::Approve;
    let sandbox = Sandbox::bind(options)
        .await
        .map_err(|error| Error::failure("cannot start the sandbox").cause(error))?;
    let url = sandbox.url();
    let context = context.toward(sandbox_settings(&url)?);
    let mut story = Story::new(&context);
    story.on_sandbox = true;
    story.heading("Nango's quickstart, on a sandbox of its own: no account, nothing leaves this machine.");
    story.step(
        "sandbox",
        started,
        &format!("an offline Nango at {url}"),
        "nango-cli sandbox",
        json!({ "url": url }),
    )?;
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(sandbox.run(async {
        let _ = stopped.await;
    }));
    let told = story.tell(args, open).await;
    drop(stop);
    let _ = serving.await;
    told
}

fn sandbox_settings(url: &str) -> Result<Settings> {
    let source = || Source::Profile("sandbox".to_owned());
    let host =
        url.parse().map_err(|error| Error::failure("the sandbox has no usable address").cause(error))?;
    Ok(Settings {
        profile: Some(Sourced { value: "sandbox".to_owned(), source: Source::Default }),
        environment: None,
        host: Sourced { value: host, source: source() },
        api_key: Some(Sourced { value: Secret::new(SANDBOX_API_KEY), source: source() }),
        own_signing_key: None,
        other_keys: Vec::new(),
        data_directory: None,
    })
}

/// The telling: steps as they happen, and the document that holds them all.
struct Story<'a> {
    context: &'a Context,
    on_sandbox: bool,
    began: Instant,
    steps: Vec<Value>,
}

impl<'a> Story<'a> {
    fn new(context: &'a Context) -> Self {
        Story { context, on_sandbox: false, began: Instant::now(), steps: Vec::new() }
    }

    fn heading(&self, text: &str) {
        self.context.ui.note(&format!("{text}\n"));
    }

    /// One finished step.
    fn step(&mut self, name: &str, since: Instant, what: &str, command: &str, result: Value) -> Result<()> {
        let took = since.elapsed();
        let profile =
            if self.on_sandbox && name != "sandbox" { "nango-cli --profile sandbox" } else { "nango-cli" };
        let command = command.replacen("nango-cli", profile, 1);
        let mut step = json!({
            "step": name, "ok": true, "took_ms": took.as_secs_f64() * 1000.0, "command": command,
        });
        step["result"] = result;
        self.steps.push(step);
        let ui = &self.context.ui;
        if ui.json() || ui.quiet() {
            return Ok(());
        }
        ui.line(&format!(
            "{} {}  {}  {}",
            ui.paint(Style::Good, "✓"),
            ui.paint(Style::Strong, &format!("{name:<10}")),
            harmless(what),
            ui.paint(Style::Dim, &format!("{took:.1?}"))
        ))?;
        ui.line(&ui.paint(Style::Dim, &format!("              $ {}", harmless(&command))))
    }

    /// A step that could not be taken, and why.
    fn skip(&mut self, name: &str, why: &str) -> Result<()> {
        self.steps.push(json!({ "step": name, "ok": false, "skipped": true, "reason": why }));
        let ui = &self.context.ui;
        if ui.json() || ui.quiet() {
            return Ok(());
        }
        ui.line(&format!(
            "{} {}  {}",
            ui.paint(Style::Warn, "–"),
            ui.paint(Style::Strong, &format!("{name:<10}")),
            harmless(why)
        ))
    }

    async fn tell(mut self, args: &Quickstart, open: Open) -> Result<()> {
        let context = self.context;
        let client = context.client()?;
        let open = if args.no_browser { Open::LinkOnly } else { open };
        let of_provider = args.provider.as_deref().or(self.on_sandbox.then_some("github"));
        let (integration, provider) = unless_interrupted(async {
            let integration = choose(context, args.integration.as_deref(), of_provider).await?;
            let provider = provider(context, &integration.provider).await?;
            Ok((integration, provider))
        })
        .await?;
        let answers = gather(context, &provider, &integration, Given::default(), false)?;
        let key = integration.unique_key.as_str();

        let mut ears = Ears::on_this_machine(context, 0, &Reachable::default()).await?;
        let since = Instant::now();
        let minting = self.session(client, key, answers.credentials.is_none(), &ears.url);
        let (session, heard, tag) = unless_interrupted(minting).await?;
        let expires =
            parse_time(&session.expires_at).map(|at| relative(at, context.now())).unwrap_or_default();
        let webhook_option = if heard { format!(" --webhook-url {}", ears.url) } else { String::new() };
        self.step(
            "session",
            since,
            &format!("minted for end user {END_USER}, allows {key}, expires {expires}"),
            &format!("nango-cli session create --end-user {END_USER} --integration {key}{webhook_option}"),
            json!({ "token": session.token.masked(), "expires_at": session.expires_at }),
        )?;

        let since = Instant::now();
        let (connected, how) = match &answers.credentials {
            Some(credentials) => {
                let made = headless(context, client, key, &session, &answers.params, credentials).await?;
                (made, "credentials sent".to_owned())
            }
            None => {
                let (session, params) = (&session, answers.params.as_slice());
                let page = StartPage::Direct;
                let ended =
                    Flow { context, client, integration: key, session, tag, params, page, open, ears: None }
                        .run()
                        .await?;
                let who = if open == Open::Approve {
                    "the sandbox's end user approved"
                } else {
                    "the end user approved"
                };
                (ended.connected, format!("{who}, told by {}", ended.via.as_str()))
            }
        };
        self.step(
            "auth flow",
            since,
            &format!("{how}: connection {}", connected.connection_id),
            &format!("nango-cli connect --integration {key}"),
            json!({ "connection_id": connected.connection_id, "provider_config_key": connected.integration }),
        )?;

        let webhook = unless_interrupted(self.webhook(&mut ears, heard, &connected.connection_id)).await;
        // Whatever came of it, there is nobody here any more.
        let forgotten = match heard {
            true => forget(context, client, &connected.integration, &connected.connection_id).await,
            false => Ok(()),
        };
        ears.close().await;
        let exists =
            |error: Error| error.hint(format!("the connection exists: {} ({key})", connected.connection_id));
        let late = webhook.map_err(exists)?;
        forgotten?;
        unless_interrupted(self.connection(&connected)).await.map_err(exists)?;
        self.end(&connected.connection_id, late.is_none())?;
        late.map_or(Ok(()), Err)
    }

    /// Looks at what was made.
    async fn connection(&mut self, connected: &Connected) -> Result<()> {
        let context = self.context;
        let since = Instant::now();
        let connection = context
            .client()?
            .get_connection(&connected.integration, &connected.connection_id, GetConnection::default())
            .await
            .map_err(context.failed("get the new connection"))?
            .masked();
        let kind = connection.credentials.kind().unwrap_or("no").to_owned();
        self.step(
            "connection",
            since,
            &format!("{} with {kind} credentials, of end user {END_USER}", connection.provider),
            &format!("nango-cli connections get {}", connected.connection_id),
            serde_json::to_value(&connection).unwrap_or_default(),
        )
    }

    /// Mints the session with this run's listener as its webhook target, or without where Nango refuses that.
    async fn session(
        &self,
        client: &Client,
        integration: &str,
        in_browser: bool,
        url: &str,
    ) -> Result<(Session, bool, Option<String>)> {
        let request = |url: Option<&str>| {
            let request = SessionRequest {
                end_user: Some(EndUser { id: END_USER.to_owned(), ..EndUser::default() }),
                webhook_url_override: url.map(str::to_owned),
                ..SessionRequest::default()
            };
            session_request(integration, request, in_browser)
        };
        // The cloud never takes a loopback URL (protocol §2.3).
        if !self.context.settings.is_cloud() {
            let (body, tag) = request(Some(url));
            match client.create_session(&body).await {
                Err(Fault::Api(error)) if error.concerns("webhook_url_override") => {}
                minted => return Ok((minted.map_err(self.context.failed("mint a session"))?, true, tag)),
            }
        }
        let (body, tag) = request(None);
        let minted = client.create_session(&body).await.map_err(self.context.failed("mint a session"))?;
        Ok((minted, false, tag))
    }

    /// Waits for the webhook of that connection, where Nango sends it here; the error that is returned as a value is
    /// a webhook that did not come.
    async fn webhook(&mut self, ears: &mut Ears, heard: bool, connection_id: &str) -> Result<Option<Error>> {
        let context = self.context;
        if !heard {
            let why = "this Nango delivers to public URLs only: give `connect` a tunnel's with --webhook-url";
            return self.skip("webhook", why).map(|()| None);
        }
        let since = Instant::now();
        let limit = context.timeout.map_or(WEBHOOK_TIME, |limit| limit.min(WEBHOOK_TIME));
        let Ok(received) = tokio::time::timeout(
            limit,
            ears.hear(context, |event| event.connection_id() == Some(connection_id)),
        )
        .await
        else {
            self.skip("webhook", &format!("none came within {limit:?}: can Nango reach this machine?"))?;
            return Ok(Some(
                Error::new(Kind::TimedOut, "the webhook did not come")
                    .hint("let Nango send to a tunnel's public URL with --webhook-url"),
            ));
        };
        if let Verdict::Mismatch(Some(explanation)) = &received.verdict {
            return Err(Error::new(Kind::VerificationFailed, "the webhook's signature does not match")
                .cause(&explanation.finding)
                .code(explanation.code.as_str())
                .hint(&explanation.advice));
        }
        if !received.verdict.accepted() {
            return Err(Error::new(Kind::VerificationFailed, "the webhook is not signed")
                .cause(received.verdict.message()));
        }
        let event = received.event();
        self.step(
            "webhook",
            since,
            &format!("{} {}, signature verified", event.type_name(), event.operation().unwrap_or_default()),
            "nango-cli webhooks listen",
            json!({ "verified": true, "payload": event.json() }),
        )?;
        Ok(None)
    }

    fn end(&self, connection_id: &str, whole: bool) -> Result<()> {
        let (ui, took) = (&self.context.ui, self.began.elapsed());
        if ui.quiet() {
            return ui.value(connection_id);
        }
        if ui.json() {
            return ui.document(&json!({
                "ok": self.steps.iter().all(|step| step["ok"] == true),
                "sandbox": self.on_sandbox,
                "host": self.context.settings.host.value.as_str().trim_end_matches('/'),
                "connection_id": connection_id,
                "took_ms": took.as_secs_f64() * 1000.0,
                "steps": self.steps,
            }));
        }
        if !whole {
            return Ok(());
        }
        ui.line(&format!("\nDone in {took:.1?}."))?;
        if self.on_sandbox {
            ui.note(
                "Go on: run `nango-cli sandbox` in another terminal, then the commands above; the last one",
            );
            ui.note("takes the ID that connect prints there.");
            ui.note("With an account: set NANGO_SECRET_KEY and run `nango-cli quickstart` again.");
        }
        Ok(())
    }
}
