//! The sandbox's options, on the real binary: keys with scopes, providers of one's own, the limit, the outbound policy.

mod common;

use common::{Nango, SandboxProcess};

const READER: &str = "11111111-1111-4111-8111-111111111111";
const PROD: &str = "22222222-2222-4222-8222-222222222222";

#[test]
fn a_key_has_its_environment_and_its_scopes() {
    let sandbox = SandboxProcess::with([
        "--key",
        "11111111-1111-4111-8111-111111111111:environment:integrations:list,environment:connections:list",
        "--key",
        "prod=22222222-2222-4222-8222-222222222222",
    ]);
    let with = |key: &str, args: &[&str]| {
        Nango::at(&sandbox.url, args.iter().copied()).env("NANGO_SECRET_KEY", key).run()
    };
    let listed = with(READER, &["integrations", "list", "-q"]).ok();
    assert!(listed.stdout.contains("github"), "{}", listed.stdout);
    let refused = with(READER, &["integrations", "get", "github", "--json"]);
    assert!(refused.stderr.contains("environment:integrations:read"), "{}", refused.stderr);
    // prod begins empty.
    assert_eq!(with(PROD, &["integrations", "list", "-q"]).ok().stdout.trim(), "");
}

#[test]
fn what_is_said_of_a_key_last_counts_also_at_the_first_start() {
    let known = format!("{}:environment:connections:list", common::KEY);
    let sandbox = SandboxProcess::with([
        "--key",
        READER,
        "--key",
        &known,
        "--key",
        PROD,
        "--key",
        &format!("prod={PROD}"),
    ]);
    let list = |key: &str| {
        Nango::at(&sandbox.url, ["integrations", "list", "-q"]).env("NANGO_SECRET_KEY", key).run()
    };
    list(common::KEY).exits(3);
    assert!(list(READER).ok().stdout.contains("github"));
    assert_eq!(list(PROD).ok().stdout, "", "prod begins empty");
}

#[test]
fn a_key_that_is_none_is_a_usage_error() {
    for (key, says) in [
        ("nope", "the key is not a UUID of version 4"),
        ("11111111-1111-1111-8111-111111111111", "the key is not a UUID of version 4"),
        ("11111111-1111-4111-8111-111111111111:environment:magic", "environment:magic is no scope of"),
        ("account=11111111-1111-4111-8111-111111111111:environment:*", "is no scope of an account's key"),
        ("Big=11111111-1111-4111-8111-111111111111", "lower-case letters"),
    ] {
        Nango::new(["sandbox", "--port", "0", "--key", key]).run().exits(2).says(says);
    }
}

#[test]
fn providers_of_ones_own() {
    let file = r#"{"acme":{"display_name":"Acme","auth_mode":"API_KEY"}}"#;
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("providers.json");
    std::fs::write(&path, file).expect("a file");
    let sandbox = SandboxProcess::with(["--providers", path.to_str().expect("a path")]);
    let made =
        Nango::at(&sandbox.url, ["integrations", "create", "--provider", "acme", "--key", "mine", "--json"]);
    made.run().ok();
    let bad = Nango::new(["sandbox", "--port", "0", "--providers", "bad.json"]);
    let bad = bad.file("bad.json", r#"{"acme":{"auth_mode":"MAGIC"}}"#).run().exits(2);
    bad.says("provider \"acme\" has no auth_mode that is one of OAUTH1").says("providers.json");
    Nango::new(["sandbox", "--port", "0", "--providers", "none.json"]).run().exits(2).says("none.json");
}

#[test]
fn the_limit_and_the_policy_are_off_until_asked_for() {
    let sandbox = SandboxProcess::with(["--rate-limit", "1", "--strict-urls"]);
    let create = || {
        let args = ["session", "create", "--tag", "a=b", "--webhook-url", "http://127.0.0.1:1/x", "--json"];
        Nango::at(&sandbox.url, args)
    };
    let refused = create().run();
    assert!(refused.stderr.contains("This webhook URL is not allowed."), "{}", refused.stderr);
    // The second call of the minute waits, or says that it was one too many.
    let limited = create().args(["--timeout", "1s"]).run();
    assert!(
        limited.stderr.contains("too_many_request") || limited.stderr.contains("(429"),
        "{}",
        limited.stderr
    );
    let open = SandboxProcess::start();
    let args = ["session", "create", "--tag", "a=b", "--webhook-url", "http://127.0.0.1:1/x", "-q"];
    Nango::at(&open.url, args).run().ok();
}
