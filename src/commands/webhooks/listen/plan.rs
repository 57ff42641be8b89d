//! From what was typed to what the worker does.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use super::super::inbox::{command, count, failed, inbox_path};
use crate::cli::webhooks::Listen;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::http::Headers;
use crate::serve::Limits;
use crate::ui::shell_word;
use crate::webhook::forward::{Policy, Target};
use crate::webhook::inbox::{Inbox, Keep};
use crate::webhook::listener::{Manner, Order, Respond, StartTrouble};
use crate::webhook::receiver::Receiver;

/// What the worker is to do.
pub fn order(context: &Context, args: &Listen, inbox: Option<&Path>) -> Result<Order> {
    let answering = &args.answering;
    if answering.respond == Some(Respond::Forward) && args.forwarding.forward_to.is_empty() {
        return Err(Error::usage("--respond forward gives Nango a target's answer, and there is no target")
            .hint("add --forward-to URL"));
    }
    let keeping = &args.keeping;
    let limits = Limits::default();
    // One body of the largest size finds room, whatever that is.
    let body_shared = limits.body_shared.max(args.max_body);
    Ok(Order {
        address: SocketAddr::new(args.bind, args.port),
        limits: Limits { body_bytes: args.max_body, body_shared, ..limits },
        inbox: inbox.map(|path| (path.to_owned(), Keep { age: keeping.keep, bytes: keeping.keep_size })),
        receiver: Receiver::new(super::super::candidates(context)?),
        targets: targets(args),
        policy: Policy {
            attempts: args.forwarding.attempts,
            concurrency: args.forwarding.concurrency.into(),
            ..Policy::default()
        },
        manner: Manner {
            respond: answering.respond.unwrap_or_default(),
            delay: answering.respond_delay,
            fail_first: answering.fail_first,
        },
        filter: args.which.filter(),
        until: (!args.until.is_empty()).then(|| args.until.iter().cloned().collect()),
        abandon: || std::process::exit(Kind::Interrupted.exit_code().into()),
    })
}

/// What earlier listeners could not hand to the same targets, and how to make up for it. An inbox that cannot be read
/// is the worker's to complain of.
pub fn left_over(args: &Listen, inbox: Option<&Path>) -> Vec<String> {
    let targets = &args.forwarding.forward_to;
    let Some(inbox) = inbox.filter(|_| !targets.is_empty()) else { return Vec::new() };
    let Ok(Some(inbox)) = Inbox::open_existing(inbox) else { return Vec::new() };
    let said = |name: &str| {
        let missed = count(inbox.missed_by(name).ok().filter(|missed| *missed > 0)?);
        let replay = command(&format!("replay --failed --to {}", shell_word(name)), &args.keeping.at);
        Some(format!("{missed} from before not taken by {name}: {replay}"))
    };
    let names: BTreeSet<&str> = targets.iter().map(|target| &*target.name).collect();
    names.into_iter().filter_map(said).collect()
}

/// Where deliveries are kept, if they are.
pub fn inbox(context: &Context, args: &Listen) -> Result<Option<PathBuf>> {
    match args.keeping.no_inbox {
        true => Ok(None),
        false => inbox_path(context, &args.keeping.at).map(Some),
    }
}

fn targets(args: &Listen) -> Vec<Target> {
    let forwarding = &args.forwarding;
    let headers: Headers = forwarding.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
    let urls = forwarding.forward_to.iter().map(|target| {
        let target = target.clone().with_headers(&headers);
        if forwarding.insecure_forward { target.trusting_any_certificate() } else { target }
    });
    let commands = forwarding.on_event.iter().map(Target::command);
    urls.chain(commands).map(|target| target.with_timeout(forwarding.forward_timeout)).collect()
}

/// The error of a worker that did not start.
pub fn not_started(args: &Listen, trouble: StartTrouble, inbox: &Path) -> Error {
    match trouble {
        StartTrouble::Address(error) => {
            let wrong = Error::failure(format!("cannot listen on {}:{}", args.bind, args.port)).cause(&error);
            match error.kind() {
                std::io::ErrorKind::AddrInUse => {
                    wrong.hint("another program has that port: choose one with --port, 0 picks a free one")
                }
                _ => wrong,
            }
        }
        StartTrouble::Inbox(fault) => {
            failed("open", inbox)(fault).hint("to listen without keeping anything: --no-inbox")
        }
        StartTrouble::System(error) => Error::failure("could not start the listener").cause(error),
    }
}
