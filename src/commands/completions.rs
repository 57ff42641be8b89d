//! `completions`

use clap::{Arg, Command, CommandFactory};
use clap_complete::Shell;

use crate::cli::Cli;
use crate::error::{Error, Result};
use crate::ui::Ui;

/// Prints the completion script of `shell`.
///
/// # Errors
/// When stdout cannot be written.
pub fn run(ui: &Ui, shell: Shell) -> Result<()> {
    ui.raw(script(shell)?.as_bytes())
}

/// The completion script of `shell`, as it is committed under `completions/`: the generator's, with its faults mended.
fn script(shell: Shell) -> Result<String> {
    let mut command = Cli::command();
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "nango-cli", &mut script);
    let script = String::from_utf8(script)
        .map_err(|error| Error::failure("could not make the completion script").cause(error))?;
    let script = without_hidden(script, &command);
    Ok(if shell == Shell::Bash { bash(&script, &command) } else { script })
}

/// The generator offers hidden options as well. All shells but bash have a line for each.
fn without_hidden(mut script: String, command: &Command) -> String {
    let hidden = command.get_arguments().filter(|arg| arg.is_hide_set()).filter_map(Arg::get_long);
    for name in hidden {
        let forms =
            [format!("--{name}["), format!("'--{name}'"), format!("cand --{name} "), format!("-l {name} ")];
        let offers = |line: &&str| forms.iter().any(|form| line.contains(form));
        script = script.split_inclusive('\n').filter(|line| !offers(line)).collect();
        script = script.replace(&format!(" --{name} "), " ");
    }
    command.get_subcommands().fold(script, without_hidden)
}

/// The generator makes two names of a command in a name with a hyphen, and looks for the one under the other
/// (clap-rs/clap#6421); and it takes an option's value for a command: `--profile sandbox connections`.
fn bash(script: &str, command: &Command) -> String {
    let takes_value = |arg: &&Arg| arg.get_action().takes_values();
    let options: Vec<String> = command
        .get_arguments()
        .filter(takes_value)
        .filter_map(Arg::get_long)
        .map(|name| format!("--{name}"))
        .collect();
    let words = "        case \"${cmd},${i}\" in\n";
    // Bash makes three words of `--profile=sandbox`.
    let values_aside = format!(
        "        if [[ \"${{i}}\" == \"=\" ]] ; then\n            continue\n        fi\n        \
         case \"${{before}}\" in\n            {})\n                before=\"\"\n                continue\n                \
         ;;\n        esac\n        before=\"${{i}}\"\n{words}",
        options.join("|")
    );
    script
        .replace("nango__subcmd__cli", "nango__cli")
        .replace("    cmd=\"\"\n", "    cmd=\"\"\n    local before=\"\"\n")
        .replace(words, &values_aside)
}
