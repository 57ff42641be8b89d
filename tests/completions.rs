//! The committed completion scripts are what the binary prints.

mod common;

use std::path::Path;

use common::Nango;

const MADE_BY: &str = "for s in bash:nango-cli.bash zsh:_nango-cli fish:nango-cli.fish powershell:_nango-cli.ps1; do \
                       cargo run -q -- completions \"${s%%:*}\" > \"completions/${s#*:}\"; done";

#[test]
fn the_committed_scripts_are_current() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
    let mut committed: Vec<_> = std::fs::read_dir(&directory)
        .expect("completions/")
        .flatten()
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .collect();
    committed.sort();
    assert_eq!(committed, ["_nango-cli", "_nango-cli.ps1", "nango-cli.bash", "nango-cli.fish"]);
    let shells = [
        ("bash", "nango-cli.bash"),
        ("zsh", "_nango-cli"),
        ("fish", "nango-cli.fish"),
        ("powershell", "_nango-cli.ps1"),
    ];
    for (shell, file) in shells {
        let current = Nango::new(["completions", shell]).run().ok().stdout;
        let committed = std::fs::read_to_string(directory.join(file)).expect("a committed script");
        // Not assert_eq!: nobody reads two scripts side by side.
        assert!(
            current == committed,
            "completions/{file} is not what the binary prints; make all of them anew:\n{MADE_BY}"
        );
    }
}

#[test]
fn the_scripts_complete_commands_and_options() {
    let bash = Nango::new(["completions", "bash"]).run().ok().stdout;
    for word in ["quickstart", "--secret-key-file", "webhooks", "--until"] {
        assert!(bash.contains(word), "no {word}");
    }
    Nango::new(["completions", "elvish"]).run().ok();
    Nango::new(["completions", "tcsh"]).run().exits(2).says("bash");
    Nango::new(["completions"]).run().exits(2);
}

/// What bash offers for the last of these words.
fn bash_offers(words: &[&str]) -> Vec<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions/nango-cli.bash");
    let ask = r#"source "$1"; shift
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
        _nango__cli "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\n' "${COMPREPLY[@]}""#;
    let mut bash = std::process::Command::new("bash");
    bash.args(["--norc", "-c", ask, "bash"]).arg(script).arg("nango-cli").args(words);
    let output = bash.output().expect("bash");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert_eq!(text(&output.stderr), "", "{words:?}");
    text(&output.stdout).lines().map(str::to_owned).collect()
}

#[test]
fn bash_completes_at_every_depth() {
    assert_eq!(bash_offers(&["quick"]), ["quickstart"]);
    assert_eq!(bash_offers(&["connections", "me"]), ["metadata"]);
    assert_eq!(bash_offers(&["sandbox", "ctl", "rot"]), ["rotate-signing-key"]);
    assert_eq!(bash_offers(&["connections", "metadata", "set", "--fi"]), ["--file"]);
    assert_eq!(bash_offers(&["completions", "fi"]), ["fish"]);
    // What an option takes is no command.
    assert_eq!(bash_offers(&["--profile", "sandbox", "connections", "me"]), ["metadata"]);
    assert_eq!(bash_offers(&["--profile", "=", "sandbox", "connections", "me"]), ["metadata"]);
    assert_eq!(bash_offers(&["-v", "connections", "me"]), ["metadata"]);
}

#[test]
fn what_is_hidden_is_not_offered() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = Nango::new(["completions", shell]).run().ok().stdout;
        assert!(script.contains("detach"), "{shell}");
        assert!(!script.contains("detached"), "{shell}");
    }
    assert_eq!(bash_offers(&["sandbox", "--deta"]), ["--detach"]);
}
