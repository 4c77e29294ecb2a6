//! Managers, and the structures they act for.

use raccord_kernel::Secret;
use serde::{Deserialize, Serialize};

/// The account of a manager ("gestionnaire").
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Account {
    /// What the manager logs in with, an electronic address.
    pub login: String,
    /// The password.
    pub password: Secret,
    /// The structures that the manager acts for.
    pub mandates: Vec<Mandate>,
}

/// What a manager may do for a structure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mandate {
    /// The structure's SIRET.
    pub siret: String,
    /// In the space "Raccordements EDI et API".
    pub profile: Profile,
}

/// A profile in the space "Raccordements EDI et API" (`CPP-PORTAL-08`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// "Raccordements consultation".
    Consultation,
    /// "Raccordements modification".
    Modification,
}

/// A structure: a company or an establishment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Structure {
    /// Its SIRET, 14 digits.
    pub siret: String,
    /// Its name.
    pub name: String,
    /// Whether it has the space "Raccordements EDI et API".
    pub has_space: bool,
}

impl Structure {
    /// SIRET and name, as the pages show it.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{} - {}", self.siret, self.name)
    }
}
