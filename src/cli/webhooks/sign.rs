//! `webhooks verify|sign`

use std::path::PathBuf;

use clap::Args;

/// `webhooks verify`
#[derive(Args)]
pub struct Verify {
    /// The value of X-Nango-Hmac-Sha256
    #[arg(long, value_name = "HEX")]
    pub signature: String,

    /// Read the body from a file, `-` for standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub body: PathBuf,
}

/// `webhooks sign`
#[derive(Args)]
pub struct Sign {
    /// Read the body from a file, `-` for standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub body: PathBuf,
}
