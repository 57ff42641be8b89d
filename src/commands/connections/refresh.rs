//! `connections refresh`

use serde_json::json;

use super::find::{self, Name};
use super::pace::Pace;
use super::{show, time};
use crate::cli::connections::Refresh;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::nango::{Connection, Fault, GetConnection};

/// Refreshes a connection's credentials.
pub fn refresh(context: &Context, args: &Refresh) -> Result<()> {
    let client = context.client()?;
    context.run(async {
        let row = find::row_of(context, &args.connection_id, args.integration.as_deref()).await?;
        let name = Name::of(&row);
        let (row, pace) = (&row, &Pace::new(context));
        let get = |force_refresh| {
            let options = GetConnection { force_refresh, ..GetConnection::default() };
            pace.call(move || client.get_connection(&row.provider_config_key, &row.connection_id, options))
        };
        let before = match get(false).await {
            Ok(before) => Some(before),
            // What is broken already, or was refused a moment ago, may be mended by this refresh.
            Err(Fault::Api(error)) if error.is("invalid_credentials") => None,
            Err(fault) => return Err(context.failed("get the connection")(fault)),
        };
        let after = get(true).await.map_err(context.failed("refresh the connection"));
        let after = after.map_err(|error| refused(error, &name))?;
        report(context, args, before, after).map_err(|error| error.hint("the refresh was made"))
    })
}

/// A refresh that the provider refuses comes with any status (protocol §16.18); it always means the same.
fn refused(error: Error, name: &Name) -> Error {
    if error.code.as_deref() != Some("invalid_credentials") {
        return error;
    }
    let hint = format!("re-authorize it with `{}`", name.reconnect_command());
    Error { kind: Kind::AuthFlowFailed, ..error }.hint(hint)
}

fn report(context: &Context, args: &Refresh, before: Option<Connection>, after: Connection) -> Result<()> {
    let ui = &context.ui;
    let expiry = |connection: &Connection| connection.credentials.0["expires_at"].as_str().map(str::to_owned);
    let (old, new) = (before.as_ref().and_then(expiry), expiry(&after));
    let changed = before.is_none_or(|before| before.credentials.0 != after.credentials.0);
    let kind = after.credentials.kind().unwrap_or("NONE").to_owned();
    let connection = if args.show_credentials { after } else { after.masked() };
    if ui.json() {
        let wrong = |error| Error::failure("could not make JSON").cause(error);
        let mut document = serde_json::to_value(&connection).map_err(wrong)?;
        document["refresh"] = json!({ "refreshed": changed, "old_expires_at": old, "new_expires_at": new });
        return ui.document(&document);
    }
    show(context, connection)?;
    if ui.quiet() {
        return Ok(());
    }
    if !changed {
        ui.note(&format!(
            "nothing was refreshed: {kind} credentials do not expire, or have no refresh token"
        ));
    }
    let shown = |expiry: Option<String>| expiry.map_or_else(|| "-".to_owned(), |text| time(context, &text));
    ui.fields(&[("old expiry", shown(old)), ("new expiry", shown(new))])
}
