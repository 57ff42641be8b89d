//! Many calls without running into Nango's rate limit again and again (protocol §1.6).

use std::cell::Cell;
use std::future::Future;
use std::time::{Duration, Instant};

use crate::context::Context;
use crate::nango::Fault;

/// How often one call is put off.
const MOST_WAITS: u32 = 10;
/// Nango's window is a minute; whoever asks for more than this is something else.
const LONGEST: Duration = Duration::from_secs(120);
/// The wait where the refusal names none.
const UNTOLD: Duration = Duration::from_secs(10);

/// Holds all calls back together once one of them was told that the limit is used up.
pub struct Pace<'a> {
    context: &'a Context,
    not_before: Cell<Option<Instant>>,
}

impl<'a> Pace<'a> {
    /// Nothing is held back yet.
    pub fn new(context: &'a Context) -> Self {
        Pace { context, not_before: Cell::new(None) }
    }

    /// Makes a call, again after the wait where the limit refused it: such a call was not carried out.
    ///
    /// # Errors
    /// The call's own.
    pub async fn call<T, F>(&self, make: impl Fn() -> F) -> Result<T, Fault>
    where
        F: Future<Output = Result<T, Fault>>,
    {
        let mut waits = 0;
        loop {
            while let Some(at) = self.not_before.get().filter(|at| *at > Instant::now()) {
                tokio::time::sleep_until(at.into()).await;
            }
            let outcome = make().await;
            let Err(Fault::Api(error)) = &outcome else { return outcome };
            let wait = error.retry_after.unwrap_or(UNTOLD);
            if error.status != 429 || waits == MOST_WAITS || wait > LONGEST {
                return outcome;
            }
            waits += 1;
            let until = Instant::now() + wait;
            if self.not_before.get().is_none_or(|at| at < Instant::now()) {
                self.context.ui.note(&format!("the rate limit is used up: waiting {wait:.0?}"));
            }
            self.not_before.set(self.not_before.get().max(Some(until)));
        }
    }
}
