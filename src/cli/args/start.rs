//! The arguments that say who is connected already: those of `serve` and of `exec`.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use crate::moment;
use crate::rehearsal::seed;
use crate::starts::{self, Start, UnknownStart};

/// Who is connected already, and when.
#[derive(Debug, Clone, Args)]
pub struct StartArguments {
    /// Who is connected already: a name that `raccord starts` lists.
    #[arg(long, value_name = "NAME", default_value = starts::DEFAULT, value_parser = start)]
    pub start: &'static Start,

    /// A certificate whose shape and expiry those of the start take after; nothing else is taken.
    #[arg(long, value_name = "FILE")]
    pub like: Option<PathBuf>,

    /// The date or instant at which the mocks' clock begins to run [default: now].
    #[arg(long, value_name = "DATE", value_parser = moment::instant)]
    pub at: Option<Timestamp>,

    /// What identifiers and passwords are drawn from; the same seed gives the same ones.
    #[arg(long, value_name = "N", default_value_t = seed::DEFAULT)]
    pub seed: u64,
}

fn start(name: &str) -> Result<&'static Start, UnknownStart> {
    starts::named(name)
}

/// What to tell of the starting states.
#[derive(Debug, Clone, Args)]
pub struct StartsArguments {
    /// The start whose exports are told; all starts are listed where none is named.
    #[arg(value_name = "NAME", value_parser = start)]
    pub name: Option<&'static Start>,
}
