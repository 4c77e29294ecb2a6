//! How long to wait for something, and how often to look.

use jiff::SignedDuration;

/// How long to wait for something, and how often to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// How often to look where nothing tells when it will be there.
    pub period: SignedDuration,
    /// How long.
    pub deadline: SignedDuration,
}

/// What is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// A certificate that the Chorus Pro portal took has its effect.
    Activation,
    /// The integration report of a flow sent over EDI.
    Report,
    /// The end of a flow deposited over the API.
    DetailedReport,
    /// A declaration is processed.
    Declaration,
    /// The token server knows a certificate that ChaMan took.
    Token,
}

impl Wait {
    /// How long it is waited for where nothing else is said.
    #[must_use]
    pub const fn usual(self) -> Patience {
        let (minutes, hours) = (SignedDuration::from_mins, SignedDuration::from_hours);
        match self {
            // An update takes 2 to 24 hours; a day more before somebody is called.
            Self::Activation => Patience { period: minutes(15), deadline: hours(48) },
            // Minutes, in every source.
            Self::Report => Patience { period: minutes(10), deadline: hours(24) },
            // Minutes, in every source that measured it.
            Self::DetailedReport => {
                Patience { period: SignedDuration::from_secs(30), deadline: hours(24) }
            }
            // The manual speaks of minutes.
            Self::Declaration => Patience { period: minutes(1), deadline: minutes(20) },
            // No source tells how long it takes.
            Self::Token => Patience { period: minutes(1), deadline: hours(2) },
        }
    }
}
