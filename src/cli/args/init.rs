//! The arguments of `raccord init`.

use clap::Args;

/// How to begin.
#[derive(Debug, Args)]
pub struct InitArguments {
    /// Write over a raccord.toml that is there.
    #[arg(long)]
    pub force: bool,
}
