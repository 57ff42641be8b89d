//! `connections`: one file a verb.

mod check;
mod dashboard;
mod delete;
mod find;
mod get;
mod import;
mod list;
mod metadata;
mod pace;
mod refresh;
mod update;
mod wait;

use crate::cli::connections::Connections as Verb;
use crate::context::Context;
use crate::error::Result;
use crate::nango::NamedEndUser;
use crate::ui::{parse_time, relative};

pub use find::{Name, by_id, count, even_unread, every, filter, integration_of, look_up, shell_word};
pub use get::show;
pub use metadata::not_there;
pub use pace::Pace;

/// Runs one verb.
pub fn run(context: &Context, verb: &Verb) -> Result<()> {
    match verb {
        Verb::List(args) => list::list(context, args),
        Verb::Get(args) => get::get(context, args),
        Verb::Update(args) => update::update(context, args),
        Verb::Metadata(verb) => metadata::run(context, verb),
        Verb::Refresh(args) => refresh::refresh(context, args),
        Verb::Delete(args) => delete::delete(context, args),
        Verb::Check(args) => check::check(context, args),
        Verb::Open(args) => dashboard::open(context, args),
        Verb::Wait(args) => wait::wait(context, args),
        Verb::Import(args) => import::run(context, args),
    }
}

/// Whose connection it is: the conventional tags first, then the deprecated end user.
fn owner(end_user: Option<&NamedEndUser>, tags: &std::collections::BTreeMap<String, String>) -> String {
    let user = tags.get("end_user_id").or(end_user.map(|user| &user.id));
    let organization = tags
        .get("organization_id")
        .cloned()
        .or_else(|| end_user.and_then(|user| user.organization.as_ref()?["id"].as_str().map(str::to_owned)));
    match (user, organization) {
        (Some(user), Some(organization)) => format!("{user} ({organization})"),
        (Some(user), None) => user.clone(),
        (None, Some(organization)) => format!("({organization})"),
        (None, None) => "-".to_owned(),
    }
}

fn time(context: &Context, text: &str) -> String {
    match parse_time(text) {
        Some(time) if context.ui.for_person() => relative(time, context.now()),
        Some(time) => time.to_string(),
        None => text.to_owned(),
    }
}
