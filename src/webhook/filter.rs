//! Which events someone waits for: `type=auth`, `tags.end_user_id=u_1`. Pure.

use std::str::FromStr;

use super::event::{Event, plain};

/// Conditions that must all hold. Without any, every event matches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter(Vec<Condition>);

/// One `field=value`. The value is compared with a JSON string's text, or with the compact JSON of anything else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    field: String,
    value: String,
}

/// What is wrong with a condition, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionError(String);

impl Filter {
    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every condition holds for `event`.
    pub fn matches(&self, event: &Event) -> bool {
        self.0.iter().all(|condition| condition.matches(event))
    }
}

impl FromIterator<Condition> for Filter {
    fn from_iter<T: IntoIterator<Item = Condition>>(conditions: T) -> Self {
        Filter(conditions.into_iter().collect())
    }
}

impl Condition {
    /// `type` is the event's type name, so that a provider's payload with a `type` of its own is not mistaken
    /// for Nango's; the other names that this tool gives to fields, here and in `--json`, stand for Nango's.
    fn matches(&self, event: &Event) -> bool {
        match self.field.as_str() {
            "type" => event.type_name() == self.value,
            "integration" | "provider_config_key" if event.integration().is_some() => {
                event.integration() == Some(&self.value)
            }
            "connection" | "connection_id" if event.connection_id().is_some() => {
                event.connection_id() == Some(&self.value)
            }
            path => event.field(path).is_some_and(|value| plain(value) == self.value),
        }
    }
}

impl FromStr for Condition {
    type Err = ConditionError;

    /// # Errors
    /// When there is no `=`, no field, an empty name in its path, or another operator than `=`.
    fn from_str(text: &str) -> Result<Self, ConditionError> {
        let wrong = |what: &str| Err(ConditionError(format!("`{text}`: {what}")));
        let Some((field, value)) = text.split_once('=') else {
            return wrong("write it as field=value, for example type=auth");
        };
        if field.is_empty() {
            return wrong("there is no field before the `=`");
        }
        if value.starts_with('=') || field.ends_with(['!', '<', '>', '~', ' ']) {
            return wrong("only `field=value` is understood: one `=`, without spaces");
        }
        if field.split('.').any(str::is_empty) {
            return wrong("the field has an empty name beside a dot");
        }
        Ok(Condition { field: field.to_owned(), value: value.to_owned() })
    }
}

impl std::fmt::Display for ConditionError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConditionError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(conditions: &[&str]) -> Filter {
        conditions.iter().map(|text| text.parse::<Condition>().unwrap()).collect()
    }

    #[test]
    fn all_conditions_must_hold() {
        let event = Event::parse(
            br#"{"type":"auth","from":"nango","operation":"creation","success":false,"connectionId":"c=1",
                "providerConfigKey":"gh","n":1,"none":null,"tags":{"end_user_id":"u_1"}}"#,
        );
        for yes in [
            &[][..],
            &["type=auth", "operation=creation", "success=false"],
            &["tags.end_user_id=u_1", "connectionId=c=1"],
            &["integration=gh", "connection=c=1", "n=1", "none=null"],
            &["provider_config_key=gh", "connection_id=c=1"],
            &["tags={\"end_user_id\":\"u_1\"}"],
        ] {
            assert!(filter(yes).matches(&event), "{yes:?}");
        }
        for no in [
            &["type=sync"][..],
            &["type=auth", "success=true"],
            &["tags.plan=pro"],
            &["missing="],
            &["type=Auth"],
            &["connection_id=c"],
            &["provider_config_key=g"],
        ] {
            assert!(!filter(no).matches(&event), "{no:?}");
        }
    }

    #[test]
    fn a_providers_type_is_not_nangos() {
        let event = Event::parse(br#"{"type":"auth","connectionId":"c"}"#);
        assert!(!filter(&["type=auth"]).matches(&event));
        assert!(filter(&["type=unwrapped", "connectionId=c"]).matches(&event));
        let event = Event::parse(br#"{"connection_id":"its own"}"#);
        assert!(filter(&["connection_id=its own"]).matches(&event));
    }

    #[test]
    fn mistakes_are_named() {
        for (text, what) in [
            ("auth", "field=value"),
            ("", "field=value"),
            ("=auth", "no field"),
            ("type==auth", "one `=`"),
            ("type!=auth", "one `=`"),
            ("type = auth", "without spaces"),
            ("tags.=x", "empty name"),
            ("a..b=x", "empty name"),
        ] {
            let error = text.parse::<Condition>().unwrap_err().to_string();
            assert!(error.contains(what), "{error}");
        }
    }
}
