//! Hands events on to the developer's app: in order for each connection, side by side for different ones, again
//! where an app was not there. It prints nothing.
//!
//! An attempt whose connection broke may have reached the app all the same, and is repeated: an app gets every
//! event at least once, and may get one twice, as from Nango itself.

mod command;
mod engine;
mod http;
mod lanes;
mod outcome;
mod source;
mod target;

pub use engine::{Forwarder, Policy};
pub use http::headers;
pub use outcome::{End, Left, Next, Outcome, Report, SHOWN};
pub use source::{Loaded, Memory, Source};
pub use target::{Sink, TIMEOUT, Target, TargetError};
