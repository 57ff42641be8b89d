//! `sandbox`

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;

use jiff::Timestamp;
use serde_json::json;
use url::Url;

use super::environment;
use crate::cli::sandbox::Sandbox as Args;
use crate::commands::companion;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::fetch::is_loopback;
use crate::interrupt::interrupted;
use crate::sandbox::{Event, Options, Provider, Sandbox, Store, StoreFault, read_providers};
use crate::settings::SANDBOX_API_KEY;
use crate::ui::{Style, Ui, clock, harmless};

const EXEC: &str = "what follows --exec is the command";

/// Serves the sandbox until Ctrl-C or the command's end, and tells what happens in it; the number is the exit code.
pub fn run(context: &Context, args: &Args) -> Result<u8> {
    if !args.bind.is_loopback() && !args.expose {
        return Err(Error::usage(format!("{} can be reached from other machines", args.bind))
            .hint("the sandbox's key is public knowledge; add --expose if that is what you want"));
    }
    let mut options = Options::new(SocketAddr::new(args.bind, args.port));
    options.keys = args.keys.clone();
    if let Some(path) = &args.providers {
        options.providers = providers(path)?;
    }
    options.upstreams = upstreams(&options, &args.upstreams)?;
    options.rate_limit = args.rate_limit.map(u64::from);
    options.strict_urls = args.strict_urls;
    options.webhook_url = args.webhook_url.clone();
    options.auto_approve = args.auto_approve;
    options.deterministic = args.deterministic;
    if let Some(path) = &args.state {
        options.store = Some(store(path, &options.providers)?);
    }
    context.run_through(async {
        let mut sandbox = Sandbox::bind(options).await.map_err(|error| {
            let wrong = Error::failure(format!("cannot serve on {}:{}", args.bind, args.port)).cause(&error);
            match error.kind() {
                std::io::ErrorKind::AddrInUse => {
                    wrong.hint("is a sandbox, or a Nango, running there already? choose another port with --port, 0 picks one")
                }
                _ => wrong,
            }
        })?;
        let mut events = sandbox.events();
        let mut interrupt = std::pin::pin!(interrupted());
        let (url, signing_key) = (sandbox.url(), sandbox.signing_key().clone());
        // What is printed then is the command's own.
        let silent = args.detached || !args.exec.is_empty();
        if args.detached {
            context.ui.raw(format!("{url} {}\n", signing_key.expose()).as_bytes())?;
        } else if !silent {
            ready(context, &url, &args.upstreams)?;
        }
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let mut serving = tokio::spawn(sandbox.run(async {
            // A dropped sender stops it, too.
            let _ = stopped.await;
        }));
        let variables = environment::of(&url, signing_key.expose());
        let mut child = companion::start(context, &line(&args.exec), variables, EXEC)?;
        let told = loop {
            tokio::select! {
                biased;
                () = &mut interrupt => {
                    let interrupted = child.is_some();
                    companion::end(child.take()).await;
                    break if interrupted { Err(Error::interrupted()) } else { Ok(0) };
                }
                Some(event) = events.recv() => {
                    if let Event::StateNotKept { path, cause, .. } = &event {
                        context.ui.warn(&harmless(&format!("cannot write {path}: {cause}; it is tried again")));
                    }
                    if !silent && let Err(error) = tell(&context.ui, &event, context.now()) {
                        break Err(error);
                    }
                }
                code = companion::exit_of(&mut child) => break code,
                _ = &mut serving => {
                    companion::end(child.take()).await;
                    return Err(Error::failure("the sandbox ended by itself"));
                }
            }
        };
        drop(stop);
        let _ = serving.await;
        while let Ok(event) = events.try_recv() {
            let Event::StateNotKept { path, cause, will_retry: false } = event else { continue };
            let lost = Error::failure(harmless(&format!("the last changes are not in {path}"))).cause(cause);
            if args.exec.is_empty() && told.is_ok() {
                return Err(lost);
            }
            // The exit code is the command's, or that of what went wrong before.
            context.ui.warn(&lost.to_string());
        }
        told
    })
}

/// One word with spaces in it is a line for the shell, as in a Makefile or a package.json.
fn line(typed: &[String]) -> Vec<String> {
    match typed {
        [line] if cfg!(unix) && line.contains(char::is_whitespace) => {
            vec!["sh".to_owned(), "-c".to_owned(), line.clone()]
        }
        words => words.to_vec(),
    }
}

/// Reads `--providers FILE`.
fn providers(path: &Path) -> Result<Vec<&'static Provider>> {
    let fault =
        || Error::usage(format!("cannot use the providers of {}", harmless(&path.display().to_string())));
    let json = std::fs::read(path).map_err(|error| fault().cause(error))?;
    read_providers(&json).map_err(|error| {
        fault()
            .cause(harmless(&error.0))
            .hint("the form is that of Nango's own https://api.nango.dev/providers.json")
    })
}

/// Checks `--upstream`.
fn upstreams(options: &Options, given: &[(String, Url)]) -> Result<HashMap<String, Url>> {
    let mut all = HashMap::new();
    for (name, url) in given {
        let wrong = |what: &str| Error::usage(format!("--upstream {}: {what}", harmless(name)));
        let Some(provider) = options.provider(name) else {
            return Err(wrong("the sandbox knows no such provider")
                .hint("it takes a provider's name, not an integration's ID; --providers FILE adds more"));
        };
        if provider.get("proxy").is_none_or(|proxy| !proxy["base_url"].is_string()) {
            return Err(wrong("Nango's proxy does not serve this provider")
                .hint("calls can name an address on this machine with Base-Url-Override"));
        }
        if all.insert(name.clone(), url.clone()).is_some() {
            return Err(wrong("given twice").hint("each provider has one upstream"));
        }
    }
    Ok(all)
}

/// Opens `--state FILE`.
fn store(path: &Path, providers: &[&'static Provider]) -> Result<Store> {
    let file = harmless(&path.display().to_string());
    let cannot = || Error::usage(format!("cannot keep the sandbox's state in {file}"));
    let another = "it is left as it is; name another file, or move this one away to begin anew";
    Store::open(path, providers).map_err(|fault| match fault {
        StoreFault::Busy(process) => {
            let wrong = Error::failure(format!("another sandbox keeps its state in {file}"));
            match process {
                Some(id) => wrong
                    .cause(format!("it is process {id}"))
                    .hint(format!("end it with `kill {id}`, or name another file")),
                None => wrong.hint("end it, or name another file"),
            }
        }
        StoreFault::Io(error) => cannot().cause(error),
        StoreFault::Foreign => cannot().cause("the file is something else").hint(another),
        StoreFault::Damaged(why) => {
            cannot().cause(harmless(&format!("the file is damaged: {why}"))).hint(another)
        }
        StoreFault::Newer(version) => cannot()
            .cause(format!("the file is of version {version}, which a newer nango-cli wrote"))
            .hint("update nango-cli, or name another file"),
        StoreFault::UnknownProvider { provider, integration } => cannot()
            .cause(harmless(&format!(
                "its integration {integration:?} is of the provider {provider:?}, which is not there"
            )))
            .hint("add that provider with --providers FILE, as when the integration was made"),
    })
}

fn ready(context: &Context, url: &str, upstreams: &[(String, Url)]) -> Result<()> {
    let ui = &context.ui;
    if ui.json() {
        return ui.record(
            &json!({ "event": "ready", "url": url, "api_key": SANDBOX_API_KEY, "pid": std::process::id() }),
        );
    }
    if ui.quiet() {
        return ui.value(url);
    }
    let row =
        |name: &str, text: &str| ui.line(&format!("{}{text}", ui.paint(Style::Dim, &format!("  {name:<9}"))));
    ui.line(&format!(
        "Sandbox ready at {}. It is not Nango: {} leaves this machine.",
        ui.paint(Style::Accent, url),
        if upstreams.iter().all(|(_, url)| is_loopback(url)) {
            "nothing"
        } else {
            "only what --upstream names"
        }
    ))?;
    for (provider, url) in upstreams {
        row("upstream", &format!("{} {url}", harmless(provider)))?;
    }
    row("API key", SANDBOX_API_KEY)?;
    row("SDKs", &format!("NANGO_HOSTPORT={url} NANGO_SECRET_KEY={SANDBOX_API_KEY}"))?;
    let default = url.ends_with(&format!("127.0.0.1:{}", crate::settings::SANDBOX_PORT));
    let host = if default { String::new() } else { format!(" --host {url}") };
    row("try", &format!("nango-cli --profile sandbox{host} connect --provider github"))?;
    row("end", "Ctrl-C")
}

/// One event: a line for people, a record for scripts, nothing with `-q`.
fn tell(ui: &Ui, event: &Event, at: Timestamp) -> Result<()> {
    if ui.json() {
        return ui.record(&event.to_json(at));
    }
    if ui.quiet() {
        return Ok(());
    }
    let Some((style, text)) = words(event) else { return Ok(()) };
    let time = if ui.for_person() { clock(at) } else { at.to_string() };
    ui.cells(vec![ui.paint(Style::Dim, &time), ui.paint(style, &harmless(&text))])
}

/// None for what is said on stderr.
fn words(event: &Event) -> Option<(Style, String)> {
    Some(match event {
        Event::StateNotKept { .. } => return None,
        Event::Request { method, path, status } => (Style::Dim, format!("{method} {path} {status}")),
        Event::SessionCreated { allowed, reconnects, .. } => {
            let allowed = if allowed.is_empty() { "any integration".to_owned() } else { allowed.join(", ") };
            match reconnects {
                Some(connection) => (Style::Strong, format!("session to reconnect {connection}")),
                None => (Style::Strong, format!("session for {allowed}")),
            }
        }
        Event::ConsentShown { integration } => {
            (Style::Strong, format!("consent page shown for {integration}"))
        }
        Event::Connected { connection_id, integration, operation } => {
            (Style::Good, format!("connected {integration} {connection_id} ({operation})"))
        }
        Event::Refused { integration, error } => (Style::Bad, format!("refused {integration}: {error}")),
        Event::WebhookDelivered { url, status, took, .. } => {
            (Style::Good, format!("webhook delivered to {url}: {status} in {took:.0?}"))
        }
        Event::WebhookFailed { url, cause, will_retry_in, attempt, .. } => {
            let next = match will_retry_in {
                Some(wait) => format!("again in {wait:?}"),
                None => "given up".to_owned(),
            };
            (Style::Bad, format!("webhook to {url} failed (attempt {attempt}): {cause}; {next}"))
        }
    })
}
