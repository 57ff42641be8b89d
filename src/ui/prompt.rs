//! Asking a person. Everything is asked on stderr, so that stdout stays data.

use std::sync::mpsc;

use dialoguer::{Confirm, Input, Select};

use super::{Ui, harmless};
use crate::error::{Error, Result};
use crate::interrupt::interrupted;

impl Ui {
    /// Asks for a text; an empty one is accepted only where `optional`.
    ///
    /// # Errors
    /// Interrupted by Ctrl-C, or the terminal is gone. Ask only where [`Ui::may_prompt`].
    pub fn ask(&self, question: &str, optional: bool) -> Result<String> {
        let question = harmless(question);
        asked(move || Input::new().with_prompt(question).allow_empty(optional).interact_text())
    }

    /// Asks for a text that is not shown.
    ///
    /// # Errors
    /// As [`Ui::ask`]; Ctrl-D counts as an interrupt.
    pub fn ask_secret(&self, question: &str, optional: bool) -> Result<String> {
        let question = harmless(question);
        asked(move || hidden(&question, optional))
    }

    /// Asks yes or no; no is the default, and Escape means it, too.
    ///
    /// # Errors
    /// As [`Ui::ask`].
    pub fn confirm(&self, question: &str) -> Result<bool> {
        let question = harmless(question);
        let answer = asked(move || Confirm::new().with_prompt(question).default(false).interact_opt())?;
        Ok(answer.unwrap_or(false))
    }

    /// Lets choose one of `items`; returns its index.
    ///
    /// # Errors
    /// As [`Ui::ask`]; Escape counts as an interrupt.
    pub fn choose(&self, question: &str, items: &[String]) -> Result<usize> {
        let items: Vec<String> = items.iter().map(|item| harmless(item)).collect();
        let question = harmless(question);
        let choice =
            asked(move || Select::new().with_prompt(question).items(items).default(0).interact_opt())?;
        choice.ok_or_else(Error::interrupted)
    }
}

/// Runs a dialog on a thread of its own, so that Ctrl-C and SIGTERM end the wait for it: the library reads on
/// after a signal, and an interrupted read leaves the terminal without echo and without a cursor.
fn asked<T: Send + 'static>(dialog: impl FnOnce() -> dialoguer::Result<T> + Send + 'static) -> Result<T> {
    let terminal = Terminal::remember();
    let (ended, end) = mpsc::channel();
    let (answered, answer_came) = tokio::sync::oneshot::channel::<()>();
    let interrupts = ended.clone();
    let watch = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let _inside = runtime.enter();
        let interrupt = interrupted();
        std::thread::spawn(move || {
            // Nobody listens any more where the other way of ending came first.
            let _ = ended.send(dialog().map_err(failed));
            let _ = answered.send(());
        });
        runtime.block_on(async {
            tokio::select! {
                // A dropped sender is an answer, too.
                _ = answer_came => {}
                () = interrupt => {
                    let _ = interrupts.send(Err(Error::interrupted()));
                }
            }
        });
        Ok::<_, std::io::Error>(())
    };
    // A runtime cannot be made inside another one's thread, and this may be one.
    std::thread::spawn(watch);
    let answer = end.recv().unwrap_or_else(|_| Err(Error::failure("could not ask on the terminal")));
    if answer.is_err() {
        terminal.restore();
    }
    answer
}

/// Reads a line that is not shown. The library's own prompt asks first and hides second, and throws away what was
/// typed until then: who is quick, or pastes, would see the secret and wait for ever. Here it is the other way round.
#[cfg(unix)]
fn hidden(question: &str, optional: bool) -> dialoguer::Result<String> {
    let terminal = Terminal::remember();
    terminal.hide_typing()?;
    let term = dialoguer::console::Term::stderr();
    loop {
        term.write_str(&format!("{question}: "))?;
        let mut line = zeroize::Zeroizing::new(String::new());
        if std::io::stdin().read_line(&mut line)? == 0 {
            return Err(std::io::Error::from(std::io::ErrorKind::Interrupted).into());
        }
        let typed = line.trim_end_matches(['\r', '\n']);
        term.write_line(if typed.is_empty() { "" } else { "[hidden]" })?;
        if optional || !typed.is_empty() {
            terminal.set_modes()?;
            return Ok(typed.to_owned());
        }
    }
}

#[cfg(not(unix))]
fn hidden(question: &str, optional: bool) -> dialoguer::Result<String> {
    dialoguer::Password::new().with_prompt(question).allow_empty_password(optional).interact()
}

fn failed(dialoguer::Error::IO(error): dialoguer::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::Interrupted => Error::interrupted(),
        _ => Error::failure("could not ask on the terminal").cause(error),
    }
}

/// How the terminal was before a dialog changed it.
struct Terminal {
    #[cfg(unix)]
    modes: Option<rustix::termios::Termios>,
}

impl Terminal {
    fn remember() -> Self {
        Terminal {
            #[cfg(unix)]
            modes: rustix::termios::tcgetattr(std::io::stdin()).ok(),
        }
    }

    /// Shows nothing of what is typed from now on.
    #[cfg(unix)]
    fn hide_typing(&self) -> std::io::Result<()> {
        use rustix::termios::{LocalModes, OptionalActions, tcsetattr};
        let Some(mut modes) = self.modes.clone() else { return Ok(()) };
        modes.local_modes.remove(LocalModes::ECHO);
        Ok(tcsetattr(std::io::stdin(), OptionalActions::Now, &modes)?)
    }

    /// Sets the modes that it had, and keeps what was typed ahead.
    #[cfg(unix)]
    fn set_modes(&self) -> std::io::Result<()> {
        use rustix::termios::{OptionalActions, tcsetattr};
        let Some(modes) = &self.modes else { return Ok(()) };
        Ok(tcsetattr(std::io::stdin(), OptionalActions::Now, modes)?)
    }

    fn restore(&self) {
        // A terminal that is gone needs no restoring.
        #[cfg(unix)]
        let _ = self.set_modes();
        let term = dialoguer::console::Term::stderr();
        let _ = term.show_cursor();
        // What is said next begins on a line of its own.
        let _ = term.write_line("");
    }
}

/// How wide the terminal of stderr is.
pub(super) fn columns() -> usize {
    dialoguer::console::Term::stderr().size().1.into()
}
