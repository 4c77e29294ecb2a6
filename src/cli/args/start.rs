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
    /// Who is connected already: a name that `raccord starts` lists [default: connected].
    #[arg(long, value_name = "NAME", value_parser = start)]
    pub start: Option<&'static Start>,

    /// A certificate whose shape and expiry those of the start take after; nothing else is taken.
    #[arg(long, value_name = "FILE")]
    pub like: Option<PathBuf>,

    /// The date or instant at which the mocks' clock begins to run [default: now].
    #[arg(long, value_name = "DATE", value_parser = moment::instant)]
    pub at: Option<Timestamp>,

    /// What identifiers and passwords are drawn from; the same seed gives the same ones
    /// [default: 1].
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
}

impl StartArguments {
    /// Who is connected already.
    pub fn start(&self) -> &'static Start {
        self.start.unwrap_or(starts::DEFAULT)
    }

    /// What identifiers are drawn from.
    pub fn seed(&self) -> u64 {
        self.seed.unwrap_or(seed::DEFAULT)
    }
}

/// The starting state of a name.
///
/// # Errors
///
/// When there is none.
pub fn start(name: &str) -> Result<&'static Start, UnknownStart> {
    starts::named(name)
}

/// What to tell of the starting states.
#[derive(Debug, Clone, Args)]
pub struct StartsArguments {
    /// The start whose exports are told; all starts are listed where none is named.
    #[arg(value_name = "NAME", value_parser = start)]
    pub name: Option<&'static Start>,
}
