//! Asking a person. Everything is asked on stderr, so that stdout stays data.

use dialoguer::{Input, Password, Select};

use super::{Ui, harmless};
use crate::error::{Error, Result};

impl Ui {
    /// Asks for a text; an empty one is accepted only where `optional`.
    ///
    /// # Errors
    /// Interrupted by Ctrl-C, or the terminal is gone. Ask only where [`Ui::may_prompt`].
    pub fn ask(&self, question: &str, optional: bool) -> Result<String> {
        asked(Input::new().with_prompt(harmless(question)).allow_empty(optional).interact_text())
    }

    /// Asks for a text that is not shown.
    ///
    /// # Errors
    /// As [`Ui::ask`].
    pub fn ask_secret(&self, question: &str, optional: bool) -> Result<String> {
        asked(Password::new().with_prompt(harmless(question)).allow_empty_password(optional).interact())
    }

    /// Lets choose one of `items`; returns its index.
    ///
    /// # Errors
    /// As [`Ui::ask`]; Escape counts as an interrupt.
    pub fn choose(&self, question: &str, items: &[String]) -> Result<usize> {
        let items = items.iter().map(|item| harmless(item));
        let choice = Select::new().with_prompt(harmless(question)).items(items).default(0).interact_opt();
        asked(choice)?.ok_or_else(Error::interrupted)
    }
}

fn asked<T>(answer: dialoguer::Result<T>) -> Result<T> {
    answer.map_err(|dialoguer::Error::IO(error)| {
        // The library hides the cursor while it asks and leaves it so when it is interrupted.
        let _ = dialoguer::console::Term::stderr().show_cursor();
        match error.kind() {
            std::io::ErrorKind::Interrupted => Error::interrupted(),
            _ => Error::failure("could not ask on the terminal").cause(error),
        }
    })
}
