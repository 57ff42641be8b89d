//! `connections metadata get|set|merge`

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::find::{self, Name};
use super::pace::Pace;
use crate::cli::connections::{Metadata as Verb, MetadataGet, MetadataWrite};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ui::{Style, Table};

/// Runs one verb.
pub fn run(context: &Context, verb: &Verb) -> Result<()> {
    match verb {
        Verb::Get(args) => get(context, args),
        Verb::Set(args) => write(context, args, false),
        Verb::Merge(args) => write(context, args, true),
    }
}

/// Reads a JSON object that an option names; its content is not quoted.
///
/// # Errors
/// A usage error.
pub fn read_object(context: &Context, path: &Path, what: &'static str) -> Result<Map<String, Value>> {
    let bytes = context.read_input(path, what)?;
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(Error::usage(format!("{what} must be a JSON object"))),
        Err(error) => Err(Error::usage(format!("{what} cannot be read")).cause(format!(
            "not JSON at line {}, column {}",
            error.line(),
            error.column()
        ))),
    }
}

fn get(context: &Context, args: &MetadataGet) -> Result<()> {
    context.client()?;
    context.run(async {
        let ids = distinct(&args.connection_ids);
        let (mut found, mut missing) = (Vec::new(), Vec::new());
        for id in &ids {
            match find::row_if_any(context, id, args.integration.as_deref()).await? {
                Some(row) => found.push(row),
                None => missing.push(id.as_str()),
            }
        }
        let ui = &context.ui;
        if ids.len() == 1 {
            if let Some(row) = found.first() {
                ui.document(&row.metadata)?;
            }
        } else if ui.json() {
            let item = |row: &crate::nango::ConnectionSummary| {
                json!({
                    "connection_id": row.connection_id,
                    "provider_config_key": row.provider_config_key,
                    "metadata": row.metadata,
                })
            };
            ui.document(&found.iter().map(item).collect::<Vec<_>>())?;
        } else {
            let mut table = Table::new(ui, &["CONNECTION ID", "INTEGRATION", "METADATA"]);
            for row in found {
                let metadata = row.metadata.unwrap_or(Value::Null).to_string();
                table.row([
                    (row.connection_id, Some(Style::Strong)),
                    (row.provider_config_key, None),
                    (metadata, None),
                ]);
            }
            table.flush()?;
        }
        if missing.is_empty() { Ok(()) } else { Err(not_there(&missing)) }
    })
}

fn write(context: &Context, args: &MetadataWrite, merge: bool) -> Result<()> {
    let mut metadata = match &args.file {
        Some(path) => read_object(context, path, "the metadata")?,
        None => Map::new(),
    };
    for (key, value) in &args.set {
        metadata.insert(key.clone(), serde_json::from_str(value).unwrap_or_else(|_| value.clone().into()));
    }
    context.client()?;
    let progress = Progress::default();
    let writing = write_all(context, args, &metadata, merge, &progress);
    context.run(writing).map_err(|error| progress.explain(error))
}

async fn write_all(
    context: &Context,
    args: &MetadataWrite,
    metadata: &Map<String, Value>,
    merge: bool,
    progress: &Progress,
) -> Result<()> {
    let client = context.client()?;
    let pace = Pace::new(context);
    let groups = grouped(context, args).await?;
    let ui = &context.ui;
    let mut table = Table::new(ui, &["CONNECTION ID", "INTEGRATION", "METADATA"]);
    let mut array = ui.json().then(|| ui.array());
    for (integration, ids) in groups {
        progress.sent.replace(Some(integration.clone()));
        let written = pace.call(|| client.write_metadata(&integration, &ids, metadata, merge)).await;
        written.map_err(|fault| {
            // Refused as a whole: nothing is in doubt.
            if matches!(fault, crate::nango::Fault::Api(_)) {
                progress.sent.take();
            }
            let error = context.failed("write the metadata")(fault);
            if error.kind == Kind::NotFound && ids.len() > 1 {
                error.hint(format!("nothing was written to the connections of {integration}"))
            } else {
                error
            }
        })?;
        progress.sent.take();
        if let Some(array) = &mut array {
            let echo =
                json!({"connection_id": ids, "provider_config_key": integration, "metadata": metadata});
            array.item(&echo)?;
        }
        for id in ids {
            if array.is_none() && ui.quiet() {
                ui.value(&id)?;
            } else if array.is_none() {
                let done = if merge { "merged" } else { "replaced" };
                table.row([
                    (id.clone(), Some(Style::Strong)),
                    (integration.clone(), None),
                    (done.to_owned(), Some(Style::Good)),
                ]);
            }
            let name = Name { integration: integration.clone(), connection_id: id };
            progress.done.borrow_mut().push(name);
        }
        table.flush()?;
    }
    array.map_or(Ok(()), |array| array.end())
}

/// The connections of each integration: all of them are known to be there before anything is written.
async fn grouped(context: &Context, args: &MetadataWrite) -> Result<BTreeMap<String, Vec<String>>> {
    let ids = distinct(&args.connection_ids);
    if let Some(integration) = &args.integration {
        // The API itself writes to all of them or to none.
        return Ok([(integration.clone(), ids)].into());
    }
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut missing = Vec::new();
    for id in &ids {
        match find::row_if_any(context, id, None).await? {
            Some(row) => groups.entry(row.provider_config_key).or_default().push(row.connection_id),
            None => missing.push(id.as_str()),
        }
    }
    if missing.is_empty() { Ok(groups) } else { Err(not_there(&missing).hint("nothing was written")) }
}

fn distinct(ids: &[String]) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    ids.iter().filter(|id| seen.insert(id.as_str())).cloned().collect()
}

/// The error for connections that do not exist.
pub fn not_there(ids: &[&str]) -> Error {
    let what = match ids {
        [only] => format!("there is no connection {only}"),
        _ => format!("there are no connections {}", ids.join(", ")),
    };
    Error::new(Kind::NotFound, what)
        .code("not_found")
        .hint("see which there are with `nango-cli connections list`")
}

/// How far it came, for whoever is told that it did not come to its end.
#[derive(Default)]
struct Progress {
    done: RefCell<Vec<Name>>,
    sent: RefCell<Option<String>>,
}

impl Progress {
    fn explain(&self, mut error: Error) -> Error {
        let done = self.done.borrow();
        if !done.is_empty() {
            let names: Vec<String> = done.iter().map(Name::to_string).collect();
            error = error.hint(format!("already written: {}", names.join(", ")));
        }
        match &*self.sent.borrow() {
            Some(integration) => {
                error.hint(format!("the change to the connections of {integration} may have been made"))
            }
            None => error,
        }
    }
}
