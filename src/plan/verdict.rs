//! Whether a renewal can still be done before the old certificate ends.

use std::fmt;

use serde::Serialize;

/// Whether a renewal can still be done before the old certificate ends; the worst is the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Begun now, it is done before the margin begins, as long as is counted on.
    OnTime,
    /// It is done in time only if the margin is used up, or if steps go faster than counted on.
    Tight,
    /// Even if every step goes as fast as it can, the old certificate ends first.
    TooLate,
}

impl Verdict {
    /// Every verdict, the worst first.
    pub const WORST_FIRST: [Self; 3] = [Self::TooLate, Self::Tight, Self::OnTime];
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::OnTime => "on time",
            Self::Tight => "tight",
            Self::TooLate => "too late",
        })
    }
}
