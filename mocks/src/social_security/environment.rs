//! The environments of the portal of social security.

use serde::{Deserialize, Serialize};

/// One environment of the REST APIs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Environment {
    /// The real one.
    Production,
    /// Declarations that have no effect; it has no token server, and takes production's tokens.
    Simulation,
    /// Where programs are tried out, with accounts and tokens of its own.
    Acceptance,
}

impl Environment {
    /// The host of its REST APIs.
    #[must_use]
    pub const fn host(self) -> &'static str {
        match self {
            Self::Production => "services.socialsecurity.be",
            Self::Simulation => "services-sim.socialsecurity.be",
            Self::Acceptance => "services-acpt.socialsecurity.be",
        }
    }

    /// Its name, as the journal has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Simulation => "simulation",
            Self::Acceptance => "acceptance",
        }
    }
}
