//! Where each value comes from: option, then environment, then `.env`, then profile, then default; `whoami` says so.

mod common;

use common::{KEY, Nango, OTHER_KEY};
use serde_json::{Value, json};

const PROFILES: &str = r#"{
    "default": "work",
    "profiles": {
        "work": {"host": "https://work.example", "env": "prod", "secret_key": "11111111-1111-4111-8111-111111111111",
            "signing_key": "22222222-2222-4222-8222-222222222222"},
        "other": {"host": "https://other.example"}
    }
}"#;

fn whoami(nango: Nango) -> Value {
    nango.args(["whoami", "--json"]).run().ok().json()
}

#[track_caller]
fn has(document: &Value, name: &str, value: &str, source: &str) {
    assert_eq!(document[name], json!({ "value": value, "source": source }), "{name} of {document}");
}

#[test]
fn each_layer_wins_over_the_next() {
    let start = || Nango::new([]);
    let default = whoami(start());
    has(&default, "host", "https://api.nango.dev", "default");
    for name in ["profile", "environment", "api_key", "webhook_signing_key"] {
        assert_eq!(default[name], Value::Null);
    }

    let profile = whoami(start().profiles(PROFILES, 0o600));
    has(&profile, "host", "https://work.example", "profile work");
    has(&profile, "environment", "prod", "profile work");
    has(&profile, "api_key", "1111…1111", "profile work");
    has(&profile, "webhook_signing_key", "2222…2222", "profile work");

    let dotenv =
        "NANGO_HOSTPORT=https://dotenv.example\nNANGO_SECRET_KEY='33333333-3333-4333-8333-333333333333'\n";
    let dotenv = || start().profiles(PROFILES, 0o600).file(".env", dotenv);
    has(&whoami(dotenv()), "host", "https://dotenv.example", ".env NANGO_HOSTPORT");
    has(&whoami(dotenv()), "api_key", "3333…3333", ".env NANGO_SECRET_KEY");
    has(&whoami(dotenv()), "webhook_signing_key", "2222…2222", "profile work");

    let environment = || dotenv().env("NANGO_SERVER_URL", "https://env.example").env("NANGO_API_KEY", KEY);
    has(&whoami(environment()), "host", "https://env.example", "environment NANGO_SERVER_URL");
    has(&whoami(environment()), "api_key", "5a9d…0001", "environment NANGO_API_KEY");

    let option =
        environment().file("key", format!("{OTHER_KEY}\n")).args(["--host", "http://option.example:1/"]);
    let option = whoami(option.args(["--secret-key-file", "key", "--signing-key-file", "key"]));
    has(&option, "host", "http://option.example:1", "option --host");
    has(&option, "api_key", "5a9d…beef", "option --secret-key-file");
    has(&option, "webhook_signing_key", "5a9d…beef", "option --signing-key-file");

    // A typed profile that has a key is not mixed with the keys of others.
    let typed = start().args(["--profile", "sandbox"]).env("NANGO_WEBHOOK_SIGNING_KEY", OTHER_KEY);
    has(&whoami(typed), "webhook_signing_key", "5a9d…0001", "the API key, profile sandbox");
    let typed = start().args(["--env", "prod"]).file(".env", format!("NANGO_SECRET_KEY_PROD={OTHER_KEY}"));
    has(&whoami(typed.env("NANGO_SECRET_KEY", KEY)), "api_key", "5a9d…beef", ".env NANGO_SECRET_KEY_PROD");
}

#[test]
fn a_typed_profile_goes_before_the_environment() {
    let document = whoami(
        Nango::new(["--profile", "sandbox"])
            .env("NANGO_SECRET_KEY", OTHER_KEY)
            .file(".env", "NANGO_HOSTPORT=http://x.example"),
    );
    has(&document, "host", "http://127.0.0.1:3003", "profile sandbox");
    has(&document, "api_key", "5a9d…0001", "profile sandbox");
    has(&document, "profile", "sandbox", "option --profile");
    let by_variable = whoami(Nango::new([]).profiles(PROFILES, 0o600).env("NANGO_PROFILE", "other"));
    has(&by_variable, "host", "https://other.example", "profile other");
    assert_eq!(by_variable["api_key"], Value::Null);
    Nango::new(["whoami", "--profile", "nope"])
        .profiles(PROFILES, 0o600)
        .run()
        .exits(2)
        .says("known profiles: other, work, sandbox");
}

#[test]
fn the_environments_name_picks_its_key() {
    let document = whoami(
        Nango::new(["--env", "prod"]).env("NANGO_SECRET_KEY_PROD", OTHER_KEY).env("NANGO_SECRET_KEY", KEY),
    );
    has(&document, "api_key", "5a9d…beef", "environment NANGO_SECRET_KEY_PROD");
    let document = whoami(
        Nango::new([]).env("NANGO_ENV", "prod").file(".env", format!("NANGO_SECRET_KEY_PROD={OTHER_KEY}")),
    );
    has(&document, "environment", "prod", "environment NANGO_ENV");
    has(&document, "api_key", "5a9d…beef", ".env NANGO_SECRET_KEY_PROD");
    // CI systems set variables that they have no value for.
    let document = whoami(
        Nango::new([]).env("NANGO_SECRET_KEY", "").env("NANGO_HOSTPORT", " ").env("NANGO_API_KEY", KEY),
    );
    has(&document, "api_key", "5a9d…0001", "environment NANGO_API_KEY");
    has(&document, "host", "https://api.nango.dev", "default");
}

#[test]
fn no_secret_is_shown_whole() {
    let secrets = [KEY, OTHER_KEY, "short-secret", "33333333-3333-4333-8333-333333333333"];
    for args in [&["whoami"][..], &["whoami", "--json"], &["whoami", "-q"], &["whoami", "-v"]] {
        let output = Nango::new(args.iter().copied())
            .env("NANGO_SECRET_KEY", KEY)
            .env("NANGO_SECRET_KEY_DEV", OTHER_KEY)
            .env("NANGO_WEBHOOK_SIGNING_KEY", "short-secret")
            .file(".env", "NANGO_API_KEY=33333333-3333-4333-8333-333333333333")
            .run()
            .ok();
        for secret in secrets {
            assert!(!output.stdout.contains(secret) && !output.stderr.contains(secret), "{output:?}");
        }
    }
}

#[test]
fn rows_for_a_pipe() {
    let output = Nango::new(["whoami"]).env("NANGO_SECRET_KEY", KEY).run().ok();
    assert_eq!(
        output.rows(),
        [
            ["host", "https://api.nango.dev", "default"],
            ["profile", "none", ""],
            ["environment", "none", ""],
            ["api key", "5a9d…0001", "environment NANGO_SECRET_KEY"],
            ["webhook signing key", "5a9d…0001", "the API key, environment NANGO_SECRET_KEY"],
        ]
    );
}

#[test]
fn a_broken_profiles_file_is_named_and_not_quoted() {
    for broken in ["{", "[]", r#"{"profiles":{"w":{"secret_key":["s3cr3t"]}}}"#, "\u{0}s3cr3t"] {
        let output = Nango::new(["whoami"]).profiles(broken, 0o600).run().exits(2).no_data();
        assert!(!output.stderr.contains("s3cr3t"), "{output:?}");
        output.says("profiles.json").says("hint:");
    }
    let output = Nango::new(["whoami", "-q"]).profiles(PROFILES, 0o644).run().ok();
    assert_eq!(output.value(), "https://work.example");
    output.says("warning: others can read the keys in").says("chmod 600");
    // What needs no settings works all the same.
    Nango::new(["completions", "fish"]).profiles("{", 0o600).run().ok();
    Nango::new(["--help"]).profiles("{", 0o600).run().ok();
}

#[test]
fn a_dotenv_that_is_another_programs_does_no_harm() {
    for odd in [&b"not a variable\nNANGO_SECRET_KEY=k\n"[..], b"\xff\xfe\x00", b"", b"A='unclosed\nNANGO_X=1"]
    {
        Nango::new(["whoami"]).file(".env", odd).run().ok();
    }
    let mixed = whoami(
        Nango::new([])
            .file(".env", "what is this\nexport NANGO_HOSTPORT=http://d.example # yes\nPATH=/evil\n"),
    );
    has(&mixed, "host", "http://d.example", ".env NANGO_HOSTPORT");
}

#[test]
fn keys_are_read_from_files_and_pipes() {
    let key = whoami(Nango::new(["--secret-key-file", "-"]).stdin(format!("  {KEY}\r\n")));
    has(&key, "api_key", "5a9d…0001", "option --secret-key-file");
    for (args, words) in [
        (&["--secret-key-file", "nope"][..], "cannot read the API key from nope"),
        (&["--secret-key-file", "."], "cannot read the API key from ."),
        (&["--secret-key-file", "-"], "the API key is empty"),
        (&["--signing-key-file", "bin"], "the signing key is not text"),
        (&["--secret-key-file", "-", "--signing-key-file", "-"], "standard input cannot be both"),
    ] {
        let nango = Nango::new(["whoami"]).args(args.iter().copied()).file("bin", [0xff, 0xfe, 0]);
        let nango = if args.len() == 4 { nango.stdin(KEY) } else { nango };
        nango.run().exits(2).no_data().says(words);
    }
}
