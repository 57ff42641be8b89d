//! `webhooks point`

use clap::Args;
use url::Url;

use crate::cli::connections::Filters;
use crate::cli::reach::web_url;
use crate::error::{Error, Result};

/// `webhooks point`
#[derive(Args)]
pub struct Point {
    /// The connection IDs, or none with a filter; then the URL, unless --clear is given
    #[arg(value_name = "CONNECTION_ID... URL")]
    words: Vec<String>,

    /// Which of them.
    #[command(flatten)]
    pub filters: Filters,

    /// Let their webhooks go to the environment's URL again
    #[arg(long)]
    clear: bool,
}

/// What a `webhooks point` is about.
pub struct Aim<'a> {
    /// The connection IDs; none where the filters choose.
    pub ids: &'a [String],
    /// Where to; none to clear.
    pub url: Option<Url>,
}

impl Point {
    /// The words, told apart: the last is the URL.
    ///
    /// # Errors
    /// A usage error where there is no URL, or one too many, or nothing to point.
    pub fn aim(&self) -> Result<Aim<'_>> {
        let aim = match (self.clear, self.words.split_last()) {
            (true, Some((last, _))) if web_url(last).is_ok() => {
                return Err(Error::usage("a URL and --clear contradict each other"));
            }
            (true, _) => Aim { ids: &self.words, url: None },
            (false, None) => return Err(Error::usage("where to? give the URL last, or --clear")),
            (false, Some((last, ids))) => {
                let wrong = |why| {
                    Error::usage(format!("the last word is no URL: {last}"))
                        .cause(why)
                        .hint("put the URL behind the connection IDs, or clear with --clear")
                };
                Aim { ids, url: Some(web_url(last).map_err(wrong)?) }
            }
        };
        if aim.ids.is_empty() && !self.filters.any() {
            return Err(Error::usage("which connections are to be pointed there?")
                .hint("name them before the URL, or give a filter such as --tag or --integration"));
        }
        let mut others = self.filters.clone();
        let integrations = std::mem::take(&mut others.integrations);
        if !aim.ids.is_empty() && (integrations.len() > 1 || others.any()) {
            return Err(Error::usage(
                "connection IDs go with one --integration at most, and no other filter",
            ));
        }
        Ok(aim)
    }
}
