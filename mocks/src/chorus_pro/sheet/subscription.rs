//! What a sheet connects: a protocol, and the interfaces subscribed to.

use serde::{Deserialize, Serialize};

/// The protocol of an EDI connection; one a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Protocol {
    /// SFTP.
    #[serde(rename = "SFTP")]
    Sftp,
}

impl Protocol {
    /// Its name on the pages.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Sftp => "SFTP",
        }
    }
}

/// Whether a flow with a wrong invoice is integrated in part ("Type d'intégration").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Integration {
    /// All or nothing.
    Complet,
    /// The right invoices only.
    Partiel,
}

impl Integration {
    /// Its name on the pages.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Complet => "Complet",
            Self::Partiel => "Partiel",
        }
    }

    /// The one of a name.
    #[must_use]
    pub fn of_label(label: &str) -> Option<Self> {
        [Self::Complet, Self::Partiel].into_iter().find(|one| one.label() == label)
    }
}

/// One interface that a sheet subscribes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// The interface code: `FSO1100A`.
    pub interface_code: String,
    /// The type of integration.
    pub integration: Integration,
}
