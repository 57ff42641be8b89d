//! Changes to a payload by dotted paths: `--set tags.end_user_id=u_1`, `--unset endUser`. Pure.

use std::str::FromStr;

use serde_json::{Map, Value};

/// A path of more names has gone wrong; what it makes could be too deep to be written or dropped.
const MOST_NAMES: usize = 100;

/// A place in a payload: names of members and positions in lists. A dot within a name is written `\.`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path(Vec<String>);

/// One `PATH=VALUE`. The value is JSON where it can be read as such, otherwise a string.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    path: Path,
    value: Value,
}

/// Why a change cannot be made, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditError(String);

impl Path {
    /// Takes out what is at this place.
    ///
    /// # Errors
    /// When there is nothing.
    pub fn remove_from(&self, payload: &mut Value) -> Result<(), EditError> {
        let nothing = || EditError(format!("there is no `{self}` in this event"));
        let (last, before) = self.0.split_last().ok_or_else(nothing)?;
        let mut at = payload;
        for name in before {
            at = match at {
                Value::Object(members) => members.get_mut(name),
                Value::Array(items) => name.parse().ok().and_then(|index: usize| items.get_mut(index)),
                _ => None,
            }
            .ok_or_else(nothing)?;
        }
        match at {
            Value::Object(members) => members.shift_remove(last).map(|_| ()).ok_or_else(nothing),
            Value::Array(items) => {
                let index = last.parse::<usize>().ok();
                let index = index.filter(|index| *index < items.len()).ok_or_else(nothing)?;
                items.remove(index);
                Ok(())
            }
            _ => Err(nothing()),
        }
    }
}

impl Assignment {
    /// Puts the value into its place. Objects that are missing on the way are made, a list where the path says `0`;
    /// a list grows by the position after its last.
    ///
    /// # Errors
    /// When something on the way is neither, or the list is shorter.
    pub fn apply_to(&self, payload: &mut Value) -> Result<(), EditError> {
        let path = &self.path;
        let mut at = payload;
        for name in &path.0 {
            if at.is_null() {
                *at = if name == "0" { Value::Array(Vec::new()) } else { Value::Object(Map::new()) };
            }
            at = match at {
                Value::Object(members) => members.entry(name.as_str()).or_insert(Value::Null),
                Value::Array(items) => {
                    let last = items.len();
                    let Some(index) = name.parse::<usize>().ok().filter(|index| *index <= last) else {
                        let wrong = format!("`{path}`: `{name}` is no position in a list of {last}");
                        return Err(EditError(wrong));
                    };
                    if index == last {
                        items.push(Value::Null);
                    }
                    &mut items[index]
                }
                other => return Err(EditError(format!("`{path}`: {other} has no `{name}`"))),
            };
        }
        *at = self.value.clone();
        Ok(())
    }
}

impl FromStr for Path {
    type Err = EditError;

    /// # Errors
    /// When a name is empty, or there are far too many.
    fn from_str(text: &str) -> Result<Self, EditError> {
        let mut names = vec![String::new()];
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '.' => names.push(String::new()),
                '\\' if matches!(chars.peek(), Some('.' | '\\')) => {
                    names.iter_mut().next_back().into_iter().for_each(|name| name.extend(chars.next()));
                }
                c => names.iter_mut().next_back().into_iter().for_each(|name| name.push(c)),
            }
        }
        if names.iter().any(String::is_empty) {
            return Err(EditError(format!("`{text}`: a name in this path is empty")));
        }
        if names.len() > MOST_NAMES {
            return Err(EditError(format!(
                "a path has at most {MOST_NAMES} names, and this one {}",
                names.len()
            )));
        }
        Ok(Path(names))
    }
}

impl FromStr for Assignment {
    type Err = EditError;

    /// # Errors
    /// When there is no `=`, or an empty name before it.
    fn from_str(text: &str) -> Result<Self, EditError> {
        let Some((path, value)) = text.split_once('=') else {
            return Err(EditError(format!("`{text}`: write it as PATH=VALUE, for example success=false")));
        };
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned()));
        Ok(Assignment { path: path.parse()?, value })
    }
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join("."))
    }
}

impl std::fmt::Display for EditError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for EditError {}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn set(payload: Value, assignment: &str) -> Result<Value, String> {
        let mut payload = payload;
        let assignment: Assignment = assignment.parse().map_err(|error: EditError| error.to_string())?;
        assignment.apply_to(&mut payload).map_err(|error| error.to_string())?;
        Ok(payload)
    }

    #[test]
    fn values_are_json_where_they_can_be() {
        for (text, value) in [
            ("a=1", json!(1)),
            ("a=true", json!(true)),
            ("a=null", Value::Null),
            ("a=\"1\"", json!("1")),
            ("a={\"b\":[]}", json!({"b": []})),
            ("a=", json!("")),
            ("a=x=y", json!("x=y")),
            ("a={oops", json!("{oops")),
            ("a=007", json!("007")),
        ] {
            assert_eq!(set(json!({}), text), Ok(json!({"a": value})), "{text}");
        }
    }

    #[test]
    fn what_is_missing_on_the_way_is_made() {
        assert_eq!(set(json!({"a": 1}), "b.c.d=2"), Ok(json!({"a": 1, "b": {"c": {"d": 2}}})));
        assert_eq!(set(json!({}), "list.0.id=x"), Ok(json!({"list": [{"id": "x"}]})));
        assert_eq!(set(json!({"list": [1]}), "list.1=2"), Ok(json!({"list": [1, 2]})));
        assert_eq!(set(json!({"list": [1]}), "list.0=2"), Ok(json!({"list": [2]})));
        assert_eq!(set(json!({"a": null}), "a.b=1"), Ok(json!({"a": {"b": 1}})));
        assert_eq!(set(json!({"tags": {}}), "tags.a\\.b=1"), Ok(json!({"tags": {"a.b": 1}})));
        assert_eq!(set(json!({"0": 1}), "0=2"), Ok(json!({"0": 2})));
    }

    #[test]
    fn mistakes_are_named() {
        for (text, what) in [
            ("a", "PATH=VALUE"),
            ("=1", "empty"),
            ("a..b=1", "empty"),
            ("text.b=1", "\"t\" has no `b`"),
            ("list.2=1", "`2` is no position in a list of 1"),
            ("list.x=1", "`x` is no position"),
        ] {
            let wrong = set(json!({"text": "t", "list": [0]}), text).unwrap_err();
            assert!(wrong.contains(what), "{wrong}");
        }
    }

    #[test]
    fn a_path_that_would_take_the_stack_is_refused() {
        let path = |names: usize| vec!["a"; names].join(".");
        assert!(set(json!({}), &format!("{}=1", path(MOST_NAMES))).is_ok());
        for names in [MOST_NAMES + 1, 60_000] {
            assert!(set(json!({}), &format!("{}=1", path(names))).unwrap_err().contains("at most 100"));
        }
    }

    #[test]
    fn members_and_items_are_taken_out() {
        let remove = |path: &str| {
            let mut payload = json!({"a": {"b.c": 1, "d": [1, 2]}, "z": 1, "y": 2});
            let path: Path = path.parse().unwrap();
            path.remove_from(&mut payload).map(|()| payload.to_string()).map_err(|error| error.to_string())
        };
        assert_eq!(remove("z").as_deref(), Ok(r#"{"a":{"b.c":1,"d":[1,2]},"y":2}"#));
        assert_eq!(remove("a.b\\.c").as_deref(), Ok(r#"{"a":{"d":[1,2]},"z":1,"y":2}"#));
        assert_eq!(remove("a.d.0").as_deref(), Ok(r#"{"a":{"b.c":1,"d":[2]},"z":1,"y":2}"#));
        for missing in ["q", "a.q.r", "a.d.2", "z.q"] {
            assert!(remove(missing).unwrap_err().contains("there is no"), "{missing}");
        }
    }
}
