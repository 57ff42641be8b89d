//! The lines of `--ndjson`, read and checked before anything is sent.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value};

use super::super::find::Name;
use super::body;
use super::progress::Progress;
use crate::commands::connect;
use crate::context::Context;
use crate::error::{Error, Kind, Result};

/// One connection to import.
pub struct Line {
    /// Counts from one.
    pub number: usize,
    /// What is sent.
    pub body: Map<String, Value>,
    /// Whose it will be; the ID is ours where the line names none.
    pub name: Name,
    /// Whether it is.
    pub generated: bool,
}

/// A line that cannot be imported, or was refused.
#[derive(Debug)]
pub struct Failure {
    /// Counts from one.
    pub number: usize,
    /// As far as the line says it.
    pub integration: Option<String>,
    /// As far as the line says it.
    pub connection_id: Option<String>,
    /// Never with a credential in it.
    pub why: String,
    /// What exit code it deserves on its own.
    pub kind: Kind,
}

/// Reads the lines; what is wrong with one does not stop the others.
///
/// # Errors
/// A usage error where the whole is no text.
pub fn read(
    bytes: &[u8],
    integration: Option<&str>,
    progress: Option<&Progress>,
) -> Result<(Vec<Line>, Vec<Failure>)> {
    let text = std::str::from_utf8(bytes).map_err(|_| Error::usage("the connections are not text"))?;
    let (mut lines, mut failures) = (Vec::new(), Vec::new());
    let mut seen: HashMap<Name, usize> = HashMap::new();
    for (index, text) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        if text.trim().is_empty() {
            continue;
        }
        let number = index + 1;
        match read_one(number, text, integration, progress) {
            Err(failure) => failures.push(failure),
            Ok(line) => match seen.get(&line.name) {
                Some(first) => {
                    let why = format!("is the same connection as line {first}");
                    failures.push(line.failure(why, Kind::Usage));
                }
                None => {
                    seen.insert(line.name.clone(), number);
                    lines.push(line);
                }
            },
        }
    }
    Ok((lines, failures))
}

fn read_one(
    number: usize,
    text: &str,
    integration: Option<&str>,
    progress: Option<&Progress>,
) -> std::result::Result<Line, Failure> {
    let failure = |why: String, body: Option<&Map<String, Value>>| {
        let member = |name: &str| Some(body?.get(name)?.as_str()?.to_owned());
        let (integration, connection_id) = (member("provider_config_key"), member("connection_id"));
        Failure { number, integration, connection_id, why, kind: Kind::Usage }
    };
    let mut body = match serde_json::from_str(text) {
        Ok(Value::Object(body)) => body,
        Ok(_) => return Err(failure("must be a JSON object".to_owned(), None)),
        // The error quotes nothing but the place.
        Err(error) => return Err(failure(format!("not JSON at column {}", error.column()), None)),
    };
    if let Err(problems) = body::line(&mut body, integration) {
        return Err(failure(joined(&problems), Some(&body)));
    }
    let member = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
    let key = member("provider_config_key").unwrap_or_default();
    let given = member("connection_id");
    let generated = given.is_none();
    let connection_id = given
        .or_else(|| progress?.id_of(number, &key).cloned())
        .unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
    body.insert("connection_id".to_owned(), connection_id.clone().into());
    Ok(Line { number, body, name: Name { integration: key, connection_id }, generated })
}

/// Problems as one sentence.
fn joined(problems: &[body::Problem]) -> String {
    problems.iter().map(|(path, what)| format!("{path} {what}")).collect::<Vec<_>>().join("; ")
}

impl Line {
    /// The failure of this line.
    pub fn failure(&self, why: String, kind: Kind) -> Failure {
        Failure {
            number: self.number,
            integration: Some(self.name.integration.clone()),
            connection_id: Some(self.name.connection_id.clone()),
            why,
            kind,
        }
    }
}

/// Fills in the `type` of credentials that have none, from the provider's auth mode.
///
/// # Errors
/// When an integration cannot be looked up for another reason than that it does not exist.
pub async fn complete(context: &Context, lines: Vec<Line>, failures: &mut Vec<Failure>) -> Result<Vec<Line>> {
    let untyped = |line: &Line| line.body["credentials"].get("type").is_none();
    let keys: BTreeSet<String> =
        lines.iter().filter(|line| untyped(line)).map(|line| line.name.integration.clone()).collect();
    let mut modes: BTreeMap<String, String> = BTreeMap::new();
    for key in keys {
        match connect::choose(context, Some(&key), None).await {
            Ok(integration) => {
                let provider = connect::provider(context, &integration.provider).await?;
                modes.insert(key, provider.auth_mode);
            }
            Err(error) if error.kind == Kind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    let mut complete = Vec::new();
    for mut line in lines {
        if untyped(&line) {
            let Some(mode) = modes.get(&line.name.integration) else {
                let why = format!("there is no integration {}", line.name.integration);
                failures.push(line.failure(why, Kind::NotFound));
                continue;
            };
            let checked = match line.body.get_mut("credentials") {
                Some(Value::Object(given)) => body::credentials(mode, given),
                _ => Ok(()),
            };
            if let Err(problems) = checked {
                failures.push(line.failure(joined(&problems), Kind::Usage));
                continue;
            }
        }
        complete.push(line);
    }
    Ok(complete)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_and_none_is_quoted() {
        let text = concat!(
            "\u{feff}{\"connection_id\":\"a\",\"credentials\":{\"type\":\"API_KEY\",\"apiKey\":\"k1\"}}\r\n",
            "\n",
            "{\"connection_id\":\"b\",\"credentials\":{\"apiKey\":\"s3cret\" oops\n",
            "[\"s3cret\"]\n",
            "{\"connection_id\":\"a\",\"credentials\":{\"type\":\"API_KEY\",\"apiKey\":\"s3cret\"}}\n",
            "{\"credentials\":{\"type\":\"NONE\"}}",
        );
        let (lines, failures) = read(text.as_bytes(), Some("openai"), None).unwrap();
        let numbers: Vec<usize> = lines.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [1, 6]);
        assert!(!lines[0].generated && lines[1].generated);
        let failed: Vec<usize> = failures.iter().map(|failure| failure.number).collect();
        assert_eq!(failed, [3, 4, 5]);
        assert!(!format!("{failures:?}").contains("s3cret"), "{failures:?}");
        assert!(read(b"\xff", None, None).is_err());
    }
}
