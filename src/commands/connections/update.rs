//! `connections update`: what is not named stays, though the API replaces all tags at once (protocol §5.4).

use std::cell::Cell;
use std::collections::BTreeMap;

use super::{find, look_up, show};
use crate::cli::connections::Update;
use crate::commands::session_body;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::nango::{ConnectionSummary, ConnectionUpdate, EndUser};
use crate::ui::harmless;

/// The tags that the API makes of an end user (protocol §2.1).
const GENERATED: [&str; 3] = ["end_user_id", "end_user_email", "end_user_display_name"];

/// Changes a connection.
pub fn update(context: &Context, args: &Update) -> Result<()> {
    let given = Given {
        tags: lower_case(session_body::tag_map(&args.tags)?)?,
        replace: args.replace_tags,
        remove: args.remove_tags.iter().map(|key| key.to_lowercase()).collect(),
        end_user: session_body::end_user(&args.end_user),
    };
    let webhook = match args.clear_webhook_url {
        true => Some(String::new()),
        false => args.webhook_url.clone(),
    };
    if webhook.is_none() && !given.concerns_tags() {
        return Err(Error::usage("nothing to change").hint(
            "give --tag, --remove-tag, --replace-tags, --end-user, --webhook-url or --clear-webhook-url",
        ));
    }
    let client = context.client()?;
    let sent = Cell::new(false);
    let updating = async {
        let row = find::row_of(context, &args.connection_id, args.integration.as_deref()).await?;
        for key in given.remove.iter().filter(|key| !row.tags.contains_key(*key)) {
            context.ui.warn(&format!("there is no tag {} to remove", harmless(key)));
        }
        let mut change = ConnectionUpdate { webhook_url_override: webhook, ..ConnectionUpdate::default() };
        if given.concerns_tags() {
            let (tags, end_user) = given.onto(&row);
            (change.tags, change.end_user) = (Some(tags), end_user);
        }
        let integration = &row.provider_config_key;
        sent.set(true);
        let updated = client.update_connection(integration, &row.connection_id, &change).await;
        updated.map_err(context.failed("update the connection"))?;
        sent.set(false);
        let connection = look_up(context, integration, &row.connection_id).await;
        let shown = connection.and_then(|connection| show(context, connection.masked()));
        shown.map_err(|error| error.hint("the connection was updated"))
    };
    context.run(updating).map_err(|error| match error.kind {
        Kind::Interrupted if sent.get() => error.hint("the change was sent and may have been made"),
        _ => error,
    })
}

/// Nango keeps keys in lower case, and refuses two that are the same then.
fn lower_case(tags: BTreeMap<String, String>) -> Result<BTreeMap<String, String>> {
    let mut lower = BTreeMap::new();
    for (key, value) in tags {
        let key = key.to_lowercase();
        if lower.insert(key.clone(), value).is_some() {
            return Err(Error::usage(format!("--tag {key} is given twice: case does not count")));
        }
    }
    Ok(lower)
}

/// What is to become of tags and end user.
struct Given {
    tags: BTreeMap<String, String>,
    replace: bool,
    remove: Vec<String>,
    end_user: Option<EndUser>,
}

impl Given {
    fn concerns_tags(&self) -> bool {
        self.replace || !self.tags.is_empty() || !self.remove.is_empty() || self.end_user.is_some()
    }

    /// All tags the connection is to have, and its end user where that changes.
    fn onto(&self, row: &ConnectionSummary) -> (BTreeMap<String, String>, Option<EndUser>) {
        let mut tags = if self.replace { BTreeMap::new() } else { row.tags.clone() };
        let end_user = self.end_user.clone().map(|mut user| {
            let old = row.end_user.as_ref().filter(|old| old.id == user.id);
            if let Some(old) = old {
                user.email = user.email.or_else(|| old.email.clone());
                user.display_name = user.display_name.or_else(|| old.display_name.clone());
                user.tags = user.tags.or_else(|| serde_json::from_value(old.tags.clone()?).ok());
            }
            // The old one's would contradict the new one's.
            let stays = |tag: &str| old.is_some() && tag != "end_user_id";
            tags.retain(|key, _| !GENERATED.contains(&key.as_str()) || stays(key));
            let generated = [
                ("end_user_id", Some(&user.id)),
                ("end_user_email", user.email.as_ref()),
                ("end_user_display_name", user.display_name.as_ref()),
            ];
            for (key, value) in generated {
                if let Some(value) = value.filter(|value| !value.is_empty()) {
                    tags.insert(key.to_owned(), value.clone());
                }
            }
            user
        });
        tags.retain(|key, _| !self.remove.contains(key));
        tags.extend(self.tags.clone());
        (tags, end_user)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn row(tags: Value, end_user: Value) -> ConnectionSummary {
        serde_json::from_value(json!({
            "id": 1, "connection_id": "c", "provider_config_key": "k", "provider": "p", "errors": [],
            "end_user": end_user, "tags": tags, "metadata": null, "created": "2026-11-24T00:00:00Z",
        }))
        .unwrap()
    }

    fn given(tags: &[(&str, &str)]) -> Given {
        let tags = tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Given { tags, replace: false, remove: Vec::new(), end_user: None }
    }

    fn tags_of(given: &Given, row: &ConnectionSummary) -> Value {
        json!(given.onto(row).0)
    }

    #[test]
    fn tags_are_merged_replaced_and_removed() {
        let row = row(json!({"a": "1", "b": "2"}), Value::Null);
        assert_eq!(tags_of(&given(&[("b", "3"), ("c", "4")]), &row), json!({"a": "1", "b": "3", "c": "4"}));
        let replaced = Given { replace: true, ..given(&[("c", "4")]) };
        assert_eq!(tags_of(&replaced, &row), json!({"c": "4"}));
        let removed = Given { remove: vec!["a".into()], ..given(&[]) };
        assert_eq!(tags_of(&removed, &row), json!({"b": "2"}));
        let renewed = Given { remove: vec!["a".into()], ..given(&[("a", "3")]) };
        assert_eq!(tags_of(&renewed, &row), json!({"a": "3", "b": "2"}));
    }

    #[test]
    fn another_end_user_takes_the_place_of_the_old_ones_tags_alone() {
        let tags =
            json!({"end_user_id": "u_1", "end_user_email": "a@b.co", "organization_id": "o", "plan": "pro"});
        let old =
            json!({"id": "u_1", "email": "a@b.co", "display_name": null, "tags": null, "organization": null});
        let row = row(tags, old);
        let user = |id: &str, name: Option<&str>| {
            let user = EndUser { id: id.into(), display_name: name.map(str::to_owned), ..EndUser::default() };
            Given { end_user: Some(user), ..given(&[]) }
        };
        assert_eq!(
            tags_of(&user("u_2", None), &row),
            json!({"end_user_id": "u_2", "organization_id": "o", "plan": "pro"})
        );
        let named = user("u_1", Some("Ada"));
        assert_eq!(
            tags_of(&named, &row),
            json!({"end_user_id": "u_1", "end_user_email": "a@b.co", "end_user_display_name": "Ada",
                   "organization_id": "o", "plan": "pro"})
        );
        assert_eq!(named.onto(&row).1.and_then(|user| user.email).as_deref(), Some("a@b.co"));
    }

    #[test]
    fn keys_that_differ_in_case_alone_are_one() {
        let twice = [("a".to_owned(), "1".to_owned()), ("A".to_owned(), "2".to_owned())];
        assert!(lower_case(twice.into()).is_err());
    }
}
