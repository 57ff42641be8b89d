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
