//! `webhooks trigger`

use std::collections::BTreeMap;
use std::time::Duration;

use clap::ValueEnum;
use jiff::SignedDuration;
use serde_json::{Map, Value, json};

use super::sending::{Label, Place, Round, seed};
use crate::cli::session::Owner;
use crate::cli::webhooks::Trigger;
use crate::commands::session_body;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::http::Headers;
use crate::sandbox;
use crate::secret::Secret;
use crate::webhook::bodies::EndUser;
use crate::webhook::courier::Leg;
use crate::webhook::delivery::{Parcel, REDIRECTS};
use crate::webhook::event::Event;
use crate::webhook::samples::{Sample, Subject, uuid};
use crate::webhook::{canonical, edit};

/// As recorded from Nango 0.71.4 (recordings/webhooks).
const USER_AGENT: &str = "nango/0.71.4 (linux/6.18.44-fc-v657; node.js/22.22.2)";
/// How many are on their way at once where a rate is to be kept.
const SIDE_BY_SIDE: usize = 32;

/// Sends events, or prints them.
pub fn run(context: &Context, args: &Trigger) -> Result<()> {
    if args.kind.is_none() && args.from_file.is_none() {
        let names = Sample::value_variants().iter().filter_map(|kind| kind.to_possible_value());
        let names: Vec<_> = names.map(|name| name.get_name().to_owned()).collect();
        return Err(Error::usage("which event? KIND is missing")
            .hint(format!("one of {}", names.join(", ")))
            .hint("or any body of your own, with --from-file"));
    }
    let seed = seed(&args.manner);
    let source = Source::new(context, args, seed)?;
    // Whatever cannot be changed or made as asked is said before anything is sent.
    let first = source.parcel(0)?;
    if args.print {
        return print(context, args, &source, first);
    }
    let place = Place::of(context, args.to.as_ref(), &args.at, &args.manner)?;
    let count = args.count as usize;
    let numbers: Vec<u64> = (0..count as u64).collect();
    let plan = args.manner.shares().plan(&numbers, &mut fastrand::Rng::with_seed(seed));
    // Nango does not wait for one webhook before the next: each is a lane of its own.
    let due = |at: usize| args.rate.map_or(Duration::ZERO, |rate| rate.due(at));
    let legs: Vec<Leg> = (0..plan.steps.len()).map(|at| Leg { lane: at as u64, due: due(at) }).collect();
    let at_once = if args.rate.is_some() { SIDE_BY_SIDE } else { 1 };
    let round = Round {
        context,
        place: &place,
        manner: &args.manner,
        redirects: REDIRECTS,
        concurrency: args.concurrency.map_or(at_once, Into::into),
        plan: &plan,
        legs: &legs,
        seed,
    };
    context.run_through(async {
        let tally = round
            .run(
                |step| source.parcel(step.index).map(Some),
                |ended| match (context.ui.quiet(), ended.label.connection_id()) {
                    (true, Some(id)) if !ended.step.repeat => context.ui.value(id),
                    _ => Ok(()),
                },
            )
            .await?;
        if count > 1 || args.manner.shares().any() {
            round.report(&tally)?;
        }
        if !tally.finished {
            return Err(Error::interrupted());
        }
        round.verdict(&tally)
    })
}

/// Prints what would be sent: the exact bytes where one event goes into a pipe, otherwise a line for each.
fn print(context: &Context, args: &Trigger, source: &Source<'_>, first: (Parcel, Label)) -> Result<()> {
    let ui = &context.ui;
    let mut parcel = first.0;
    for index in 0..args.count as usize {
        if index > 0 {
            parcel = source.parcel(index)?.0;
        }
        if ui.json() {
            let headers: Map<String, Value> = parcel
                .headers
                .iter()
                .map(|(name, value)| (name.to_owned(), String::from_utf8_lossy(value).into()))
                .collect();
            ui.record(&json!({ "headers": headers, "body": String::from_utf8_lossy(&parcel.body) }))?;
        } else if ui.for_person() {
            ui.line(&crate::ui::harmless_json(&String::from_utf8_lossy(&parcel.body)))?;
        } else {
            ui.raw(&parcel.body)?;
            if args.count > 1 {
                ui.raw(b"\n")?;
            }
        }
    }
    Ok(())
}

/// A body, and the headers that a provider sent with it.
type Made = (Vec<u8>, Vec<(&'static str, String)>);

/// Makes the events, each the same whenever it is asked for.
struct Source<'a> {
    args: &'a Trigger,
    /// The body of `--from-file`, changed already where it is to be.
    body: Option<Vec<u8>>,
    key: Option<Secret>,
    subject: Subject,
    seed: u64,
}

impl<'a> Source<'a> {
    fn new(context: &Context, args: &'a Trigger, seed: u64) -> Result<Self> {
        let body = match &args.from_file {
            Some(path) => Some(changed(context.read_input(path, "the body")?, args)?),
            None => None,
        };
        let key = match args.invalid_signature {
            true => Some(Secret::new(uuid(&mut fastrand::Rng::new()))),
            // What is printed without its headers needs no key.
            false if args.print && !context.ui.json() => None,
            false => super::candidates(context)?.into_iter().next().map(|candidate| candidate.key),
        };
        Ok(Source { args, body, key, subject: subject(context, args)?, seed })
    }

    /// The event of that number, signed; headers that the provider sent come first (protocol §7.2).
    fn parcel(&self, index: usize) -> Result<(Parcel, Label)> {
        let (body, own) = match &self.body {
            Some(body) => (body.clone(), Vec::new()),
            None => self.made(index)?,
        };
        let label = Label::of(None, &Event::parse(&body));
        let parcel = match &self.key {
            Some(key) => Parcel::signed(body, key, USER_AGENT),
            None => Parcel { method: "POST".to_owned(), headers: Headers::new(), body },
        };
        Ok((parcel.preceded_by(&Headers::from_iter(own)), label))
    }

    fn made(&self, index: usize) -> Result<Made> {
        let Some(kind) = self.args.kind else { return Ok(Default::default()) };
        // Neighbouring seeds draw alike at first; this spreads them.
        let mixed = (index as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut random = fastrand::Rng::with_seed(self.seed ^ mixed);
        let mut subject = self.subject.clone();
        let own_id = uuid(&mut random);
        if self.args.connection.is_none() {
            subject.connection_id = own_id;
        }
        let due = self.args.rate.map_or(Duration::ZERO, |rate| rate.due(index));
        let due = SignedDuration::try_from(due).unwrap_or_default();
        subject.now = subject.now.checked_add(due).unwrap_or(subject.now);
        let (mut payload, headers) = kind.event(&subject, &mut random);
        edit(&mut payload, self.args)?;
        Ok((canonical::to_string(&payload).into_bytes(), headers))
    }
}

fn edit(payload: &mut Value, args: &Trigger) -> Result<()> {
    let wrong = |error: edit::EditError| Error::usage("the event cannot be changed like that").cause(error);
    args.sets.iter().try_for_each(|set| set.apply_to(payload)).map_err(wrong)?;
    args.unsets.iter().try_for_each(|unset| unset.remove_from(payload)).map_err(wrong)
}

/// The body of a file: its bytes, or Nango's serialisation of what it was changed to.
fn changed(body: Vec<u8>, args: &Trigger) -> Result<Vec<u8>> {
    if args.sets.is_empty() && args.unsets.is_empty() {
        return Ok(body);
    }
    let mut payload = serde_json::from_slice(&body).map_err(|error| {
        Error::usage("--set and --unset change JSON, which this body is not").cause(error)
    })?;
    edit(&mut payload, args)?;
    Ok(canonical::to_string(&payload).into_bytes())
}

fn subject(context: &Context, args: &Trigger) -> Result<Subject> {
    let integration = args.integration.as_ref().or(args.provider.as_ref());
    let integration = integration.map_or("github", String::as_str);
    let environment = context.settings.environment.as_ref().map_or("dev", |named| named.value.as_str());
    let provider = args.provider.as_deref().unwrap_or(integration);
    let (end_user, tags) = owner(args)?;
    Ok(Subject {
        connection_id: args.connection.clone().unwrap_or_default(),
        integration: integration.to_owned(),
        provider: provider.to_owned(),
        // That of most, where nobody here knows.
        auth_mode: sandbox::auth_mode(provider).unwrap_or("OAUTH2").to_owned(),
        environment: environment.to_owned(),
        end_user,
        tags,
        now: context.now(),
    })
}

/// The end user and the tags that a session with these options gives a connection (protocol §2.1); without any,
/// somebody who exists nowhere.
fn owner(args: &Trigger) -> Result<(Option<EndUser>, Map<String, Value>)> {
    let nobody = Owner::default();
    let anybody = Owner {
        end_user: Some("u_1".to_owned()),
        end_user_email: Some("ada@example.com".to_owned()),
        end_user_name: Some("Ada Lovelace".to_owned()),
        organization: Some("acme".to_owned()),
        organization_name: Some("Acme Inc.".to_owned()),
        ..nobody
    };
    let given = if is_empty(&args.owner) { &anybody } else { &args.owner };
    let built = session_body::owner(given, &Value::Null, &BTreeMap::new())?.request;
    let mut tags = Map::new();
    let mut tag = |name: &str, value: &str| {
        tags.insert(name.to_lowercase(), value.into());
    };
    let mut told = None;
    if let Some(user) = &built.end_user {
        tag("end_user_id", &user.id);
        user.email.iter().for_each(|email| tag("end_user_email", email));
        user.display_name.iter().for_each(|name| tag("end_user_display_name", name));
        if let Some(organization) = &built.organization {
            tag("organization_id", &organization.id);
            organization.display_name.iter().for_each(|name| tag("organization_display_name", name));
        }
        let own = user.tags.iter().flatten();
        own.clone().for_each(|(name, value)| tag(name, value));
        told = Some(EndUser {
            id: user.id.clone(),
            email: user.email.clone(),
            organization_id: built.organization.as_ref().map(|organization| organization.id.clone()),
            tags: own.map(|(name, value)| (name.clone(), value.as_str().into())).collect(),
        });
    }
    built.tags.iter().flatten().for_each(|(name, value)| tag(name, value));
    Ok((told, tags))
}

fn is_empty(owner: &Owner) -> bool {
    let Owner {
        end_user,
        end_user_email,
        end_user_name,
        end_user_tags,
        organization,
        organization_name,
        tags,
    } = owner;
    let texts = [end_user, end_user_email, end_user_name, organization, organization_name];
    texts.iter().all(|text| text.is_none()) && end_user_tags.is_empty() && tags.is_empty()
}
