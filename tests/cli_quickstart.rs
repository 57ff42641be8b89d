//! `quickstart`: the whole story, as a newcomer, a script and a CI job meet it.

mod common;

use common::{KEY, Nango, SandboxProcess, Signal};
use serde_json::{Value, json};

fn names(document: &Value) -> Vec<&str> {
    document["steps"].as_array().expect("steps").iter().filter_map(|step| step["step"].as_str()).collect()
}

#[test]
fn a_newcomer_needs_nothing_at_all() {
    let output = Nango::new(["quickstart"]).run().ok();
    let mut from = 0;
    for step in ["sandbox", "session", "auth flow", "webhook", "connection", "Done in"] {
        let at = output.stdout[from..]
            .find(step)
            .unwrap_or_else(|| panic!("no {step} after the ones before: {output:#?}"));
        from += at;
    }
    for command in [
        "$ nango-cli sandbox",
        "session create",
        "connect --integration github",
        "webhooks listen",
        "connections get",
    ] {
        assert!(output.stdout.contains(command), "no {command}: {output:#?}");
    }
    assert!(output.stdout.contains("signature verified"), "{output:#?}");
    assert!(!output.stdout.contains("nango_connect_session_"), "a token in the story: {output:#?}");
}

#[test]
fn json_is_one_document_with_every_step() {
    let output = Nango::new(["quickstart", "--json"]).run().ok();
    assert_eq!(output.stdout.lines().count(), 1);
    let document = output.json();
    assert_eq!(names(&document), ["sandbox", "session", "auth flow", "webhook", "connection"]);
    assert_eq!((&document["ok"], &document["sandbox"]), (&json!(true), &json!(true)));
    for step in document["steps"].as_array().expect("steps") {
        assert_eq!(step["ok"], true, "{step}");
        assert!(
            step["took_ms"].is_number() && step["command"].is_string() && step["result"].is_object(),
            "{step}"
        );
    }
    let id = document["connection_id"].as_str().expect("an ID");
    assert_eq!(document["steps"][3]["result"]["payload"]["connectionId"], id);
    assert_eq!(document["steps"][3]["result"]["verified"], true);
    assert_eq!(document["steps"][4]["result"]["connection_id"], id);
    assert!(!output.stdout.contains("nango_connect_session_"), "{output:?}");
    let filtered = Nango::new(["quickstart", "--jq", ".steps | length"]).run().ok();
    assert_eq!(filtered.stdout, "5\n");
}

#[test]
fn quiet_is_the_connection_id() {
    let output = Nango::new(["quickstart", "--approve", "-q"]).run().ok();
    assert_eq!(output.value().len(), 36);
    assert_eq!(output.stderr, "");
}

#[test]
fn every_auth_mode_of_the_sandbox_that_needs_no_answers() {
    for provider in ["slack", "unauthenticated"] {
        let document = Nango::new(["quickstart", "--provider", provider, "--json"]).run().ok().json();
        assert_eq!(document["steps"][4]["result"]["provider_config_key"], provider);
    }
    Nango::new(["quickstart", "--provider", "openai"]).run().exits(2).says("credentials apiKey");
    Nango::new(["quickstart", "--provider", "zendesk"]).run().exits(2).says("subdomain");
    Nango::new(["quickstart", "--provider", "nope"]).run().exits(4);
    Nango::new(["quickstart", "--integration", "nope"]).run().exits(4);
}

#[test]
fn with_a_key_it_is_that_nango() {
    let nango = SandboxProcess::approving();
    let run = nango.nango(["quickstart", "--provider", "github", "--no-browser", "--json"]).spawn();
    let link = run.stderr_line("/oauth/connect/");
    common::raw::visit(link.trim());
    let document = run.end().ok().json();
    assert_eq!((&document["sandbox"], &document["host"]), (&json!(false), &json!(nango.url)));
    assert_eq!(names(&document), ["session", "auth flow", "webhook", "connection"]);
    assert_eq!(document["steps"][2]["result"]["verified"], true);
    // Nobody listens here any more.
    let get = ["connections", "get", document["connection_id"].as_str().expect("an ID"), "--json"];
    assert_eq!(nango.nango(get).run().ok().json()["webhook_url_override"], Value::Null);

    let own = nango.nango(["quickstart", "--sandbox", "--json"]).run().ok().json();
    assert_eq!(own["sandbox"], true);
    nango.nango(["quickstart", "--approve"]).run().exits(2).says("add --sandbox");
    Nango::at(&nango.url, ["quickstart", "--provider", "github"])
        .env("NANGO_SECRET_KEY", common::OTHER_KEY)
        .run()
        .exits(3);
}

#[test]
fn a_wrong_signing_key_is_found_out() {
    let nango = SandboxProcess::approving();
    let quickstart = ["quickstart", "--provider", "unauthenticated", "--json"];
    let output =
        nango.nango(quickstart).env("NANGO_WEBHOOK_SIGNING_KEY", common::OTHER_KEY).run().exits(8).no_data();
    let error: Value = serde_json::from_str(output.stderr.lines().last().expect("an error")).expect("JSON");
    assert_eq!(error["error"]["code"], "api_key_used");
    assert!(!output.stderr.contains(KEY), "{output:?}");
}

#[test]
fn what_waits_for_its_webhook_is_not_done() {
    let nango = SandboxProcess::approving();
    nango.nango(["sandbox", "ctl", "set", "--on-auth-creation", "false"]).run().ok();
    let quickstart = ["quickstart", "--provider", "unauthenticated", "--timeout", "3s"];
    let output = nango.nango(quickstart).run().exits(7).says("the webhook did not come");
    assert!(output.stdout.contains("none came within 3s") && !output.stdout.contains("Done"), "{output:?}");
    let listed = nango.nango(["connections", "list", "-q"]).run().ok();
    let get = ["connections", "get", listed.value(), "--json"];
    assert_eq!(nango.nango(get).run().ok().json()["webhook_url_override"], Value::Null);
}

#[test]
fn an_interrupt_while_it_waits_is_130() {
    for signal in [Signal::INT, Signal::TERM] {
        let run = Nango::new(["quickstart", "--no-browser"]).spawn();
        run.stderr_line("/oauth/connect/");
        run.signal(signal);
        run.end().exits(130).says("interrupted");
    }
    let late = Nango::new(["quickstart", "--no-browser", "--timeout", "3s"]).run();
    late.exits(7).says("nobody finished the auth flow in time");
}
