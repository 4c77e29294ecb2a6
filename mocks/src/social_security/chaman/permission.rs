//! "Permissions sécurisées": what an account may be used for, and the scopes that follow.

use serde::{Deserialize, Serialize};

use crate::social_security::directory::Quality;

/// The scope that an employer has for the Federal Learning Account.
pub const LEARNING_ACCOUNT_EMPLOYER: &str =
    "scope:sigedis:gestion:careerpro-federal-learning-account:employer";
/// The scope that a mandatary has for the Federal Learning Account.
pub const LEARNING_ACCOUNT_PROVIDER: &str =
    "scope:sigedis:gestion:careerpro-federal-learning-account:provider";
/// The scope to declare Dimona.
pub const DIMONA_DECLARANT: &str = "scope:dimona:declaration:declarant";
/// The scope to consult Dimona declarations.
pub const DIMONA_CONSULT: &str = "scope:dimona:declaration:consult";

/// One permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Permission {
    /// "CareerPro - Federal Learning Account - Déclaration".
    LearningAccount,
    /// "Check In And Out @ Work - Consultation".
    CheckInAndOut,
    /// "Consultation de la déclaration Dimona".
    DimonaConsultation,
    /// "Effectuer des déclarations Dimona".
    DimonaDeclaration,
    /// "WITA Amateur - Entreprise".
    WitaAmateur,
}

impl Permission {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 5] = [
        Self::LearningAccount,
        Self::CheckInAndOut,
        Self::DimonaConsultation,
        Self::DimonaDeclaration,
        Self::WitaAmateur,
    ];

    /// What the page calls it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::LearningAccount => "CareerPro - Federal Learning Account - Déclaration",
            Self::CheckInAndOut => "Check In And Out @ Work - Consultation",
            Self::DimonaConsultation => "Consultation de la déclaration Dimona",
            Self::DimonaDeclaration => "Effectuer des déclarations Dimona",
            Self::WitaAmateur => "WITA Amateur - Entreprise",
        }
    }

    /// What forms and the journal call it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::LearningAccount => "fla-declaration",
            Self::CheckInAndOut => "ciaow-consultation",
            Self::DimonaConsultation => "dimona-consultation",
            Self::DimonaDeclaration => "dimona-declaration",
            Self::WitaAmateur => "wita-amateur",
        }
    }

    /// The permission of a code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.code() == code)
    }

    /// The scope that it grants to an account of a quality; none where no source names it.
    #[must_use]
    pub const fn scope(self, quality: Quality) -> Option<&'static str> {
        match self {
            Self::LearningAccount if quality.is_mandatary() => Some(LEARNING_ACCOUNT_PROVIDER),
            Self::LearningAccount => Some(LEARNING_ACCOUNT_EMPLOYER),
            Self::DimonaConsultation => Some(DIMONA_CONSULT),
            Self::DimonaDeclaration => Some(DIMONA_DECLARANT),
            Self::CheckInAndOut | Self::WitaAmateur => None,
        }
    }
}
