//! `connections open`: a connection's dashboard page (protocol §1.2).

use serde_json::json;
use url::Url;

use super::find;
use crate::cli::connections::Open;
use crate::context::Context;
use crate::error::{Error, Result};

/// Opens the page of a connection.
pub fn open(context: &Context, args: &Open) -> Result<()> {
    let integration = match &args.integration {
        Some(integration) => integration.clone(),
        None => {
            context.client()?;
            context.run(find::integration_of(context, &args.connection_id))?
        }
    };
    let settings = &context.settings;
    let environment = settings.environment.as_ref().map_or("dev", |environment| &environment.value);
    let api = &settings.host.value;
    let (mut page, known) = dashboard(api)?;
    page.path_segments_mut().map_err(|()| Error::usage("the host is no base URL"))?.pop_if_empty().extend([
        environment,
        "connections",
        &integration,
        &args.connection_id,
    ]);
    let ui = &context.ui;
    let mut remarks = Vec::new();
    if settings.environment.is_none() {
        remarks.push("based on the environment dev: choose another with --env".to_owned());
    }
    if !known {
        let remark = "based on the API's own address, where a Nango server shows its dashboard unless its \
                      NANGO_PUBLIC_SERVER_URL names another; the sandbox has no dashboard";
        remarks.push(remark.to_owned());
    }
    for remark in &remarks {
        ui.note(remark);
    }
    let opened = context.open_browser(page.as_str());
    if ui.json() {
        return ui.document(&json!({ "url": page.as_str(), "opened": opened, "remarks": remarks }));
    }
    ui.value(page.as_str())
}

/// Where the dashboard of that API is, and whether that is certain.
fn dashboard(api: &Url) -> Result<(Url, bool)> {
    let mut base = api.clone();
    let cloud = api.host_str() == Some("api.nango.dev");
    if cloud {
        let set = base.set_host(Some("app.nango.dev"));
        set.map_err(|error| Error::failure("could not make the link").cause(error))?;
    }
    Ok((base, cloud))
}
