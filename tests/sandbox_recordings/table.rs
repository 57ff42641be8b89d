//! The fidelity table: how many recordings there are of each area, how many the sandbox answers in the same way, and
//! what it does otherwise and why. It stands in the README; `FIDELITY=write cargo test --test sandbox_recordings`
//! writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::modes;
use crate::recording;
use crate::story::{DIFFERENT, INTEGRATIONS, REPLAYED_ELSEWHERE, STORY, webhook_of};
use crate::transcripts::{self, IN_PART, NOT_OF_ITS_CALLS};

const START: &str = "<!-- fidelity -->";
const END: &str = "<!-- /fidelity -->";

/// What a recording is about, by the beginning of its name; the first that fits counts.
const AREAS: &[(&str, &str)] = &[
    ("modes/webhooks/", "Webhooks of the auth modes and browser clients"),
    ("modes/fe_", "The frontend SDK in a browser"),
    ("modes/ui_", "The Connect UI in a browser"),
    ("modes/oauth1", "OAUTH1"),
    ("modes/oauth2_cc", "OAUTH2_CC"),
    ("modes/two_step", "TWO_STEP"),
    ("modes/jwt", "JWT"),
    ("modes/app_store", "JWT"),
    ("modes/tba", "TBA"),
    ("modes/bill", "BILL"),
    ("modes/signature", "SIGNATURE"),
    ("modes/aws", "AWS_SIGV4"),
    ("modes/mcp", "MCP_OAUTH2, MCP_OAUTH2_GENERIC"),
    ("modes/install_plugin", "INSTALL_PLUGIN"),
    ("modes/github_app", "APP, CUSTOM"),
    ("webhooks/", "Webhooks"),
    ("connect_", "Connect sessions"),
    ("permissive_policy_session", "Connect sessions"),
    ("stock_ssrf_", "Outbound policy"),
    ("permissive_policy_", "Outbound policy"),
    ("auth_err", "Keys, scopes, environments"),
    ("auth_prod", "Keys, scopes, environments"),
    ("account_key", "Keys, scopes, environments"),
    ("api_key", "Keys, scopes, environments"),
    ("environment_", "Keys, scopes, environments"),
    ("scoped_key", "Keys, scopes, environments"),
    ("webhook_signing_key", "Keys, scopes, environments"),
    ("auth_", "API_KEY, BASIC, NONE"),
    ("oauth_", "OAUTH2"),
    ("connection", "Connections"),
    ("metadata", "Metadata"),
    ("integration", "Integrations"),
    ("config_", "Integrations"),
    ("head_", "Integrations"),
    ("provider", "Providers"),
    ("proxy", "Proxy"),
    ("incoming_webhook", "Webhooks from providers"),
    ("rate_limit", "Rate limit"),
    ("err_", "HTTP errors, health"),
    ("health", "HTTP errors, health"),
    ("ready", "HTTP errors, health"),
    ("action_", "Around functions"),
    ("records_", "Around functions"),
    ("scripts_", "Around functions"),
    ("sync_", "Around functions"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every recording that is kept here, such as `modes/tba_proxy`.
fn all() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for folder in ["", "modes/", "webhooks/", "modes/webhooks/"] {
        for entry in std::fs::read_dir(root().join("tests/recordings").join(folder)).expect("recordings") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|extension| extension == "json") {
                all.insert(format!("{folder}{}", path.file_stem().expect("a name").to_string_lossy()));
            }
        }
    }
    all
}

/// The recordings whose replay some test compares.
fn replayed() -> BTreeSet<String> {
    let mut replayed = BTreeSet::new();
    for name in STORY.iter().chain(INTEGRATIONS) {
        if !name.starts_with('(') {
            replayed.insert((*name).to_owned());
        }
        replayed.extend(webhook_of(name).map(|file| format!("webhooks/{file}")));
    }
    let sources: BTreeMap<&str, String> = REPLAYED_ELSEWHERE
        .iter()
        .map(|(_, file)| (*file, std::fs::read_to_string(root().join(file)).expect("a test")))
        .collect();
    for (name, file) in REPLAYED_ELSEWHERE {
        assert!(sources[file].contains(name), "{file} does not replay {name}");
        replayed.insert((*name).to_owned());
    }
    for name in modes::in_order() {
        let hooks = modes::deliveries_of(&name, &recording(&format!("modes/{name}")));
        replayed.extend(hooks.into_iter().map(|file| format!("modes/webhooks/{file}")));
        replayed.insert(format!("modes/{name}"));
    }
    let early = modes::UNRECORDED.iter().map(|(_, file)| *file).chain([modes::NO_EXPIRY]);
    replayed.extend(early.map(|file| format!("modes/webhooks/{file}")));
    let browser = std::fs::read_to_string(root().join("tests/frontend.rs")).expect("a test");
    for name in transcripts::names() {
        assert!(browser.contains("modes/fe_*"), "tests/frontend.rs plays every transcript");
        let hooks = transcripts::deliveries(&name).into_iter();
        let hooks = hooks.filter(|file| !NOT_OF_ITS_CALLS.contains(&file.as_str()));
        replayed.extend(hooks.map(|file| format!("modes/webhooks/{file}")));
        replayed.insert(format!("modes/{name}"));
    }
    replayed
}

/// Why a recording is not replayed.
fn reason(name: &str) -> Option<&'static str> {
    let bare = name.strip_prefix("modes/");
    let of_modes = modes::DIFFERENT
        .iter()
        .find(|(part, _)| bare.is_some_and(|bare| bare.contains(part)))
        .map(|(_, why)| *why);
    let of_all = DIFFERENT.iter().find(|(known, _)| *known == name).map(|(_, why)| *why);
    let late = bare.and_then(|bare| bare.strip_prefix("webhooks/"));
    let late = late.filter(|file| NOT_OF_ITS_CALLS.contains(file));
    of_all.or(of_modes).or(late.map(|_| "the call that it came of was not recorded"))
}

#[derive(Default)]
struct Row {
    recorded: usize,
    same: usize,
    different: Vec<(String, &'static str)>,
}

fn table() -> String {
    let replayed = replayed();
    let all = all();
    for name in &replayed {
        assert!(all.contains(name), "{name} is replayed but not kept");
    }
    let mut order: Vec<&str> = Vec::new();
    for (_, area) in AREAS {
        if !order.contains(area) {
            order.push(area);
        }
    }
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    let mut forgotten: Vec<&String> = Vec::new();
    for name in &all {
        let area = AREAS.iter().find(|(start, _)| name.starts_with(start)).map(|(_, area)| *area);
        let row = rows.entry(area.unwrap_or_else(|| panic!("{name} has no area"))).or_default();
        row.recorded += 1;
        if replayed.contains(name) {
            row.same += 1;
        } else if let Some(why) = reason(name) {
            row.different.push((name.clone(), why));
        } else {
            forgotten.push(name);
        }
    }
    assert!(forgotten.is_empty(), "neither replayed nor named with a reason: {forgotten:#?}");
    let mut text = "| Area | recorded | same | differs |\n| --- | ---: | ---: | ---: |\n".to_owned();
    let sum = |of: fn(&Row) -> usize| rows.values().map(of).sum::<usize>();
    for area in order {
        let Some(row) = rows.get(area) else { panic!("{area} has no recordings") };
        text += &format!("| {area} | {} | {} | {} |\n", row.recorded, row.same, row.different.len());
    }
    let different = sum(|row| row.different.len());
    text += &format!(
        "| **All** | **{}** | **{}** | **{different}** |\n",
        sum(|row| row.recorded),
        sum(|row| row.same)
    );
    text += "\nWhat differs, and why:\n\n";
    for (name, why) in rows.values().flat_map(|row| &row.different) {
        text += &format!("- `{name}`: {why}\n");
    }
    for (name, part, why) in IN_PART {
        text += &format!("- `modes/{name}`, the answer to `{part}` alone: {why}\n");
    }
    text
}

/// Every recording is replayed or named with a reason, and the README says so.
#[test]
fn the_readme_has_the_fidelity_table() {
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).expect("the README");
    let (before, rest) = readme.split_once(START).expect("where the table begins");
    let (there, after) = rest.split_once(END).expect("where the table ends");
    let table = format!("\n{}", table());
    if std::env::var("FIDELITY").as_deref() == Ok("write") {
        std::fs::write(&path, format!("{before}{START}{table}{END}{after}")).expect("the README is written");
        return;
    }
    assert!(there == table, "the table is out of date: FIDELITY=write cargo test --test sandbox_recordings");
}
