//! `completions`

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::Cli;
use crate::error::Result;
use crate::ui::Ui;

/// Prints the completion script of `shell`.
///
/// # Errors
/// When stdout cannot be written.
pub fn run(ui: &Ui, shell: Shell) -> Result<()> {
    ui.raw(&script(shell))
}

/// The completion script of `shell`, as it is committed under `completions/`.
pub fn script(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "nango-cli", &mut script);
    script
}
