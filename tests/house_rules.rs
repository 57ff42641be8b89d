//! The repository guards its manners.

mod common;

use std::path::{Path, PathBuf};

use clap::CommandFactory;
use common::Nango;

/// A file larger than this holds more than one thing.
const LARGEST_SOURCE: u64 = 24 * 1024;
/// `expect` outside tests, where the words after it say why it cannot fail. Lower it when one goes.
const MOST_EXPECTS: usize = 4;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below `directory`.
fn sources(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).expect("a directory").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// A source's text up to its unit tests, which come last; a file that is all tests has none.
fn outside_tests(path: &Path) -> String {
    let text = std::fs::read_to_string(path).expect("a source file");
    if path.file_name().is_some_and(|name| name == "tests.rs") {
        return String::new();
    }
    text.split("#[cfg(test)]\nmod ").next().unwrap_or_default().to_owned()
}

/// The tree with every part of it described; a run describes only the part that was typed.
fn whole_tree() -> clap::Command {
    let mut command = nango_cli::cli::Cli::command();
    command.build();
    command
}

/// Every path of names in the command tree, from the program itself down.
fn commands(command: &clap::Command, path: &[String], found: &mut Vec<Vec<String>>) {
    found.push(path.to_vec());
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        commands(sub, &[path, &[sub.get_name().to_owned()]].concat(), found);
    }
}

#[test]
fn every_command_helps_with_examples() {
    let mut paths = Vec::new();
    commands(&whole_tree(), &[], &mut paths);
    assert!(paths.len() > 20, "{paths:?}");
    for path in paths {
        let words = path.iter().map(String::as_str);
        let help = Nango::new(words.chain(["--help"])).run().ok().stdout;
        assert!(help.contains("Usage: nango-cli"), "{path:?}: {help}");
        let examples =
            help.split("Examples:").nth(1).unwrap_or_else(|| panic!("{path:?} has no examples: {help}"));
        let command = format!("nango-cli {}", path.join(" "));
        assert!(
            examples.contains(command.trim_end()),
            "the examples of {path:?} show another command: {examples}"
        );
    }
}

/// The help of every command, as it was written.
fn after_help(command: &clap::Command, found: &mut Vec<String>) {
    found.extend(command.get_after_help().map(|text| text.to_string()));
    command.get_subcommands().for_each(|sub| after_help(sub, found));
}

/// The examples are run through the parser: an option that was renamed breaks them. And they keep to a width at
/// which help is not wrapped in a pipe.
#[test]
fn every_example_can_be_typed() {
    let mut helps = Vec::new();
    after_help(&whole_tree(), &mut helps);
    let examples = helps.iter().flat_map(|help| help.split("Examples:").nth(1).unwrap_or_default().lines());
    let mut count = 0;
    for line in examples {
        assert!(line.chars().count() <= 100, "wrapped in a pipe: {line}");
        let Some(at) = line.find("nango-cli ") else { continue };
        // What a shell would make of it, roughly: no comment, no pipe, no redirection, quotes taken off.
        let typed =
            line[at..].split(" #").next().and_then(|line| line.split(" | ").next()).unwrap_or_default();
        let words = typed.split_whitespace().take_while(|word| !word.starts_with(['<', '>']));
        let typed = joined(words);
        let parsed = nango_cli::cli::Cli::command().try_get_matches_from(&typed);
        assert!(parsed.is_ok(), "the example {line:?}: {:?}", parsed.err().map(|error| error.to_string()));
        count += 1;
    }
    assert!(count > 30, "only {count} examples were found");
}

/// Words between single quotes belong together.
fn joined<'a>(words: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    let mut open = false;
    for word in words {
        match joined.last_mut() {
            Some(last) if open => {
                last.push(' ');
                last.push_str(word);
            }
            _ => joined.push(word.to_owned()),
        }
        open ^= word.matches('\'').count() % 2 == 1;
    }
    joined.into_iter().map(|word| word.replace(['\'', '"'], "")).collect()
}

#[test]
fn no_file_holds_too_much() {
    for path in sources(&root().join("src")) {
        let size = std::fs::metadata(&path).expect("a file").len();
        assert!(size <= LARGEST_SOURCE, "{} has {size} bytes: split it", path.display());
    }
}

#[test]
fn little_is_expected_and_nothing_unwrapped() {
    let mut expects = Vec::new();
    for path in sources(&root().join("src")) {
        for (number, line) in outside_tests(&path).lines().enumerate() {
            let place = format!("{}:{}", path.display(), number + 1);
            let code = line.split("//").next().unwrap_or_default();
            for never in [".unwrap()", "unreachable!", "panic!(", "todo!", "dbg!(", "println!", "unsafe "] {
                assert!(!code.contains(never), "{never} at {place}: {line}");
            }
            if code.contains(".expect(") {
                expects.push(place);
            }
        }
    }
    assert!(expects.len() <= MOST_EXPECTS, "{} expects: {expects:#?}", expects.len());
}

/// The names under that heading of Cargo.toml, and under its `target` kin.
fn dependencies(kind: &str) -> Vec<String> {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml");
    let mut names = Vec::new();
    let mut inside = false;
    for line in manifest.lines().map(str::trim) {
        if let Some(heading) = line.strip_prefix('[') {
            let heading = heading.trim_end_matches(']');
            inside = heading == kind
                || heading.strip_prefix("target.").is_some_and(|of| of.ends_with(&format!(".{kind}")));
        } else if inside
            && let Some((name, _)) = line.split_once([' ', '=', '.'])
            && !line.starts_with('#')
        {
            names.push(name.to_owned());
        }
    }
    names
}

fn uses(directories: &[&str], name: &str) -> bool {
    let name = name.replace('-', "_");
    let mut files = directories.iter().flat_map(|directory| sources(&root().join(directory)));
    files.any(|path| {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        // A crate is named in a path or in `use`.
        text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').any(|word| {
            word == name || word.starts_with(&format!("{name}::")) || word.starts_with(&format!("::{name}::"))
        })
    })
}

#[test]
fn every_dependency_is_used() {
    let names = dependencies("dependencies");
    assert!(names.len() > 20 && names.contains(&"rustix".to_owned()), "{names:?}");
    for name in &names {
        assert!(uses(&["src"], name), "{name} is a dependency that nothing in src uses");
    }
    for name in dependencies("dev-dependencies") {
        assert!(uses(&["tests", "src"], &name), "{name} is a dev-dependency that nothing uses");
        assert!(!names.contains(&name), "{name} is a dependency twice");
    }
}

/// It aborts on a hostile `Content-Length` and knows no time-outs (see the README): good enough to test against,
/// not to serve with.
#[test]
fn tiny_http_is_for_tests_alone() {
    assert!(!dependencies("dependencies").contains(&"tiny_http".to_owned()));
    assert!(dependencies("dev-dependencies").contains(&"tiny_http".to_owned()));
    assert!(!uses(&["src"], "tiny_http"));
}

/// One outside crate, one home.
#[test]
fn crates_have_homes() {
    for (name, home) in [
        ("reqwest", &["src/fetch.rs"][..]),
        ("hyper", &["src/serve.rs"]),
        ("hyper_util", &["src/serve.rs"]),
        ("dialoguer", &["src/ui/prompt.rs"]),
        ("colored", &["src/ui/mod.rs"]),
        ("jaq_core", &["src/ui/jq.rs"]),
        ("jaq_json", &["src/ui/jq.rs"]),
        ("open::", &["src/browser.rs"]),
        ("maud", &["src/sandbox/pages.rs"]),
        ("dotenvy", &["src/settings.rs"]),
    ] {
        for path in sources(&root().join("src")) {
            let at_home = home.iter().any(|home| path.ends_with(home));
            let text = outside_tests(&path);
            let named = text.lines().any(|line| {
                let line = line.split("//").next().unwrap_or_default().trim_start();
                let path = name.trim_end_matches("::");
                line.starts_with(&format!("use {path}::"))
                    || line.contains(&format!(" {path}::"))
                    || line.contains(&format!("({path}::"))
            });
            assert!(at_home || !named, "{} names {name}", path.display());
        }
    }
}
