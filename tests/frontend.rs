//! The official frontend SDK and the Connect page in Chromium, scenario by scenario as the transcripts
//! `recordings/modes/fe_*` and `ui_*` have them from a real Nango: the same results, events, messages and calls, in
//! the same order. [`BY_DESIGN`] names what is different here and why.

mod support;

use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::path::Path;
use std::slice::from_ref;
use std::time::Duration;

use serde_json::{Value, json};
use support::{CHROMIUM, Running, Sandbox, have, node};

const TRANSCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/recordings/modes");

/// What is not compared, by transcript. `*` is all of them.
const BY_DESIGN: [(&str, &str, &str); 11] = [
    ("*", "addresses", "the Connect page is the sandbox's own: one origin for it and the API"),
    (
        "*",
        "the provider's page",
        "it is the sandbox's, and a person answers it: 200 where a provider redirected",
    ),
    ("*", "the callback's query", "the sandbox's provider puts the code before the state"),
    ("*", "bodies of session, integrations and providers", "other tests compare them"),
    ("*", "telemetry's answers", "beacons are answered whenever; only their order is Nango's"),
    ("*", "console errors", "browsers and content policies have their own opinion"),
    ("*", "\"Secured by\"", "the page says instead that it is the sandbox"),
    ("ui_list_all_french_dark", "the list's names", "the recorded environment had other integrations"),
    (
        "ui_oauth2_cc",
        "the client's id and why it failed",
        "nothing is resolved here: a refusal stands for it",
    ),
    ("ui_two_step_assertion_option", "the private key", "the recording leaves it out"),
    ("ui_reconnect_apikey", "how the connection came about", "the recording begins with another scenario"),
];

fn differs(name: &str, what: &str) -> bool {
    BY_DESIGN.iter().any(|(of, known, _)| *of == name && *known == what)
}

/// One thing that was seen: when, by whom, and what it is once everything that is new each time has a name.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    at: i64,
    by: &'static str,
    what: String,
}

/// Names for what is new in each run, given in the order of appearance.
#[derive(Default)]
struct Names {
    known: HashMap<String, String>,
    count: HashMap<&'static str, usize>,
}

impl Names {
    /// Learns the identifiers of a text by what stands before them.
    fn learn(&mut self, text: &str) {
        for (kind, before) in [
            ("CONNECTION", "\"connectionId\":\""),
            ("CONNECTION", "\"connection_id\":\""),
            ("SOCKET", "\"ws_client_id\":\""),
            ("SOCKET", "ws_client_id="),
            ("EXTERNAL", "external_id]="),
            ("STATE", "state="),
            ("CHALLENGE", "code_challenge="),
        ] {
            for rest in text.split(before).skip(1) {
                let end = |c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_';
                let id = rest.split(end).next().unwrap_or_default();
                if id.len() >= 32 && !self.known.contains_key(id) {
                    let count = self.count.entry(kind).or_default();
                    *count += 1;
                    self.known.insert(id.to_owned(), format!("{kind}-{count}"));
                }
            }
        }
    }

    fn apply(&self, text: &str) -> String {
        self.known.iter().fold(text.to_owned(), |text, (id, name)| text.replace(id, name))
    }
}

/// Tokens and addresses have one name each, whoever recorded.
fn placed(text: &str, places: &[(String, &str)]) -> String {
    let mut text = places.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    const TOKEN: &str = "nango_connect_session_";
    let mut from = 0;
    while let Some(at) = text[from..].find(TOKEN).map(|at| from + at) {
        let rest = &text[at + TOKEN.len()..];
        let length = rest.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(rest.len());
        text.replace_range(at..at + TOKEN.len() + length, "TOKEN");
        from = at + "TOKEN".len();
    }
    text
}

/// The sandbox and Nango by the same names. The page is served by the API's origin here.
fn places(api: &str, ui: &str, home: &str) -> Vec<(String, &'static str)> {
    let encoded = |url: &str| url.replace(':', "%3A").replace('/', "%2F");
    let socket = api.replacen("http", "ws", 1);
    [
        (format!("{api}/_sandbox/authorize/"), "PROVIDER/"),
        ("https://localhost:4444/rest/oauth2/latest/authorize".to_owned(), "PROVIDER/jira-data-center"),
        (format!("{ui}/?"), "PAGE?"),
        (encoded(api), "NANGO"),
        (socket, "ws:NANGO"),
        (api.to_owned(), "NANGO"),
        (ui.to_owned(), "NANGO"),
        (home.to_owned(), "APP"),
    ]
    .into()
}

/// Of the callback's query the names, in one order, and what a provider says of an error.
fn callback(url: &str) -> String {
    let Some((path, query)) = url.split_once("/oauth/callback?") else { return url.to_owned() };
    let mut names: Vec<&str> = query.split('&').collect();
    names.sort_unstable();
    let shown = names.iter().map(|pair| if pair.starts_with("code=") { "code" } else { pair });
    format!("{path}/oauth/callback?{}", shown.collect::<Vec<_>>().join("&"))
}

struct Transcript {
    seen: Vec<Seen>,
    /// Beacons, and how many calls there were: a recorder misses beacons of a page that goes.
    beacons: Vec<String>,
    reports: usize,
    inputs: Vec<String>,
    result: String,
    texts: Vec<String>,
}

fn read(name: &str, transcript: &Value, places: &[(String, &str)]) -> Transcript {
    let place = |value: &Value| -> Value {
        serde_json::from_str(&placed(&value.to_string(), places)).expect("still JSON")
    };
    // What is JSON inside a text is read as JSON.
    let inner = |value: &Value| -> Value {
        value.as_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_else(|| value.clone())
    };
    let all = transcript["events"].as_array().expect("events");
    let events: Vec<Value> = all.iter().map(&place).collect();
    let of = |event: &Value, kind: &str| event["kind"] == kind;
    let begin = events.iter().position(|event| {
        of(event, "action") && event["what"].as_str().is_some_and(|what| what.starts_with("(above"))
    });
    let begin = begin.map_or(0, |at| if differs(name, "how the connection came about") { at + 1 } else { 0 });
    let home = |event: &Value| {
        let url = event["url"].as_str().unwrap_or_default();
        of(event, "window_closed")
            && (url.starts_with("APP") || (name.contains("tab") && url.starts_with("NANGO")))
    };
    let end = events.iter().position(home).unwrap_or(events.len());
    let mut names = Names::default();
    let (mut seen, mut beacons, mut inputs, mut reports) = (Vec::new(), Vec::new(), Vec::new(), 0);
    let mut windows = 0;
    for event in &events[begin..end] {
        let text = |field: &str| event[field].as_str().unwrap_or_default();
        let url = callback(text("url"));
        let (by, what) = match text("kind") {
            "sdk" => ("app", format!("sdk {}", event["what"])),
            "onEvent" => ("app", format!("onEvent {}", event["event"])),
            "postMessage" => {
                let by = match text("received_by").split(' ').next() {
                    Some("page") => "app",
                    Some("iframe") => "ui",
                    _ => "popup",
                };
                (by, format!("message from {} to {} {}", event["origin"], text("received_by"), event["data"]))
            }
            "broadcastChannel" => ("popup", format!("broadcast {} {}", text("channel"), event["data"])),
            "window_closed" => ("window", "closed".to_owned()),
            "window_opened" => {
                windows += 1;
                if windows == 1 && begin == 0 {
                    continue;
                }
                ("window", "opened".to_owned())
            }
            "ws_open" => ("socket", format!("open {url}")),
            "ws_received" => ("socket", format!("received {}", inner(&event["data"]))),
            "ws_close" => ("socket", "close".to_owned()),
            "http_request" if url.ends_with("/connect/telemetry") => {
                reports += 1;
                continue;
            }
            "http_request" => {
                let body = inner(&event["body"]);
                let headers = ["authorization", "content-type"].map(|name| event["headers"][name].clone());
                ("http", format!("> {} {url} {} {} {body}", text("method"), headers[0], headers[1]))
            }
            "http_response" if url.ends_with("/connect/telemetry") || url.starts_with("PROVIDER") => continue,
            "http_response" => {
                let status = &event["status"];
                let reads = text("method") == "GET" && *status == 200;
                let body = if reads { &Value::Null } else { &event["body"] };
                ("http", format!("< {status} {url} {} {body}", callback(text("location"))))
            }
            "beacon" => {
                let mut report = inner(&event["body"]);
                report["timestamp"] = json!("NOW");
                beacons.push(report.to_string());
                continue;
            }
            "form_inputs" => {
                inputs.push(event["what"].to_string());
                continue;
            }
            "page_error" => ("app", event.to_string()),
            "action" | "console_error" | "http_failed" => continue,
            other => panic!("{name}: what is {other}?"),
        };
        names.learn(&what);
        seen.push(Seen {
            at: event.get("t").or_else(|| event.get("t_ms")).and_then(Value::as_f64).expect("a time") as i64,
            by,
            what,
        });
    }
    let result = place(&transcript["result"]).to_string();
    let told = |text: &str| adjusted(name, &names.apply(text));
    for seen in &mut seen {
        seen.what = told(&seen.what);
    }
    let texts = transcript["final_texts"].as_array().expect("texts").iter();
    let texts = texts.map(|shown| placed(shown["text"].as_str().unwrap_or_default(), places));
    Transcript {
        beacons: beacons.iter().map(|text| told(text)).collect(),
        inputs: inputs.iter().map(|text| told(text)).collect(),
        result: told(&result),
        texts: texts.collect(),
        seen,
        reports,
    }
}

/// Leaves out what is known to differ.
fn adjusted(name: &str, text: &str) -> String {
    let mut text = text.to_owned();
    if differs(name, "the client's id and why it failed") {
        text = text.replace("\"client_id\":\"bad\"", "\"client_id\":\"u1\"");
        const WHY: &str = "Failed to fetch client credentials token: ";
        if let Some(at) = text.find(WHY) {
            text.truncate(at + WHY.len());
        }
    }
    if differs(name, "the private key") {
        for field in ["\"privateKey\":\"", "\"placeholder\":\"<a throw", "\"placeholder\":\"-----BEGIN"] {
            if let Some(at) = text.find(field) {
                let rest = &text[at + field.len()..];
                let length = rest.find('"').unwrap_or(rest.len());
                let whole = at..at + field.len() + length;
                text.replace_range(whole, "KEY");
            }
        }
    }
    text
}

/// How far apart two things of different kinds have to be in a recording for their order to mean something: what
/// is closer was put in order by the recorder.
const APART: i64 = 60;
/// How much the clocks of the browser, its pages and the script may differ.
const SKEW: i64 = 20;

/// What is otherwise than recorded.
fn differences(name: &str, recorded: &Transcript, ours: &Transcript) -> Vec<String> {
    let mut found = Vec::new();
    let mut same = |what: &str, recorded: &[String], ours: &[String]| {
        if recorded != ours {
            found.push(format!("{what}:\n  recorded {recorded:#?}\n  ours {ours:#?}"));
        }
    };
    same("result", from_ref(&recorded.result), from_ref(&ours.result));
    let by = |transcript: &Transcript, who: &str| -> Vec<Seen> {
        transcript.seen.iter().filter(|seen| seen.by == who).cloned().collect()
    };
    let texts = |all: &[Seen]| all.iter().map(|seen| seen.what.clone()).collect::<Vec<_>>();
    const ALL: [&str; 6] = ["app", "ui", "popup", "window", "socket", "http"];
    for who in ALL {
        same(who, &texts(&by(recorded, who)), &texts(&by(ours, who)));
    }
    if !recorded.beacons.is_empty() {
        let beacons = ours.beacons.iter().take(recorded.beacons.len()).cloned().collect::<Vec<_>>();
        same("telemetry", &recorded.beacons, &beacons);
    }
    same("reports", &[recorded.reports.to_string()], &[ours.reports.to_string()]);
    if !recorded.inputs.is_empty() {
        same("inputs", &recorded.inputs, &ours.inputs);
    }
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = squeezed(&ours.texts.join("\n"));
    let mut rest = shown.as_str();
    let lines = recorded.texts.iter().flat_map(|text| text.lines()).map(squeezed);
    let lines: Vec<String> = lines.filter(|line| !line.is_empty() && line != "Secured by").collect();
    let compared = if differs(name, "the list's names") { 2 } else { lines.len() };
    for line in &lines[..compared.min(lines.len())] {
        match rest.find(line.as_str()) {
            Some(at) => rest = &rest[at + line.len()..],
            None => found.push(format!("text: {line:?} is not, or not then, in {shown:?}")),
        }
    }
    if recorded.texts.is_empty() != ours.texts.is_empty() {
        found.push(format!("texts: recorded {:?}, ours {:?}", recorded.texts, ours.texts));
    }
    if found.is_empty() {
        // When a frame of the websocket came, nobody here knows exactly.
        let timed = ALL.into_iter().filter(|who| *who != "socket");
        found.extend(disorder(&timed.map(|who| (by(recorded, who), by(ours, who))).collect::<Vec<_>>()));
    }
    found
}

/// What came before something else when it was recorded, and after it here.
fn disorder(all: &[(Vec<Seen>, Vec<Seen>)]) -> Vec<String> {
    let pairs = || {
        all.iter().enumerate().flat_map(|(kind, (recorded, ours))| {
            recorded.iter().zip(ours).map(move |(recorded, ours)| (kind, recorded, ours))
        })
    };
    let mut found = Vec::new();
    for (kind, first, first_here) in pairs() {
        for (other, second, second_here) in pairs() {
            // When an answer comes is the server's affair; what comes after it is the client's.
            let told = kind != other && !second.what.starts_with('<');
            // Of windows it is only heard that they opened or closed.
            let told =
                told && ![first, second].iter().any(|seen| ["opened", "closed"].contains(&&*seen.what));
            if told && second.at - first.at > APART && second_here.at + SKEW < first_here.at {
                let late = first_here.at - second_here.at;
                found.push(format!("order: {:?} came {late} ms after {:?}", first.what, second.what));
            }
        }
    }
    found
}

/// How long all scenarios may take together; it only bounds a failing test.
const PATIENCE: Duration = Duration::from_secs(600);
/// More than these do not differ by chance.
const BY_CHANCE: usize = 5;
/// How often those are played again.
const AGAIN: usize = 3;

/// Plays all scenarios side by side, or these alone and one after the other, and returns for each what was otherwise
/// than recorded.
fn played(alone: &[&str]) -> BTreeMap<String, Vec<String>> {
    let sandbox = Sandbox::start(&[]);
    let mut command = node(sandbox.home.path(), "frontend.mjs");
    command.env("NANGO_HOSTPORT", &sandbox.url).env("NANGO_SECRET_KEY", support::KEY);
    command.env("TMPDIR", sandbox.home.path()).args([CHROMIUM, TRANSCRIPTS]).args(alone);
    let lines = Running::start(&mut command).end_within(PATIENCE).ok();
    let ui = format!("{}/_sandbox/connect", sandbox.url);
    let compared = lines.lines().map(|line| {
        let line: Value = serde_json::from_str(line).expect("JSON");
        let name = line["name"].as_str().expect("a name").to_owned();
        if let Some(error) = line["error"].as_str() {
            return (name, vec![error.to_owned()]);
        }
        let recorded =
            std::fs::read(Path::new(TRANSCRIPTS).join(format!("{name}.json"))).expect("a transcript");
        let recorded: Value = serde_json::from_slice(&recorded).expect("JSON");
        let recorded = read(
            &name,
            &recorded,
            &places("http://localhost:3003", "http://localhost:3009", "http://localhost:5200"),
        );
        let home = line["home"].as_str().expect("the app's address");
        let ours = read(&name, &line, &places(&sandbox.url, &ui, home));
        let found = differences(&name, &recorded, &ours);
        (name, found)
    });
    compared.collect()
}

fn wrong(played: &BTreeMap<String, Vec<String>>) -> Vec<&str> {
    played.iter().filter(|(_, found)| !found.is_empty()).map(|(name, _)| name.as_str()).collect()
}

fn shown(played: &BTreeMap<String, Vec<String>>, names: &[&str]) -> String {
    names.iter().map(|name| format!("==== {name}\n{}\n", played[*name].join("\n"))).collect()
}

#[test]
fn every_transcript_is_as_recorded() {
    if !have(&["playwright-core", "@nangohq/frontend"], &[CHROMIUM]) {
        return;
    }
    let mut last = played(&[]);
    assert_eq!(last.len(), 54);
    let differ = wrong(&last);
    assert!(differ.len() <= BY_CHANCE, "{} of 54 differ\n{}", differ.len(), shown(&last, &differ));
    // A machine may have been too busy for a browser with six people in it; but it is not kept quiet.
    for _ in 0..AGAIN {
        let differ = wrong(&last);
        if differ.is_empty() {
            break;
        }
        let report = shown(&last, &differ);
        let _ = writeln!(std::io::stderr(), "DIFFERED, and is played again alone:\n{report}");
        let again = played(&differ);
        assert_eq!(again.len(), differ.len());
        last = again;
    }
    let differ = wrong(&last);
    assert!(differ.is_empty(), "{} differ each time\n{}", differ.len(), shown(&last, &differ));
    for (name, what, why) in BY_DESIGN {
        assert!(
            name == "*" || Path::new(TRANSCRIPTS).join(format!("{name}.json")).exists(),
            "{name}: {what}: {why}"
        );
    }
}
