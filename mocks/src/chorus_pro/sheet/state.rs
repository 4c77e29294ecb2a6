//! The "Etat" of a sheet.

use serde::{Deserialize, Serialize};

use super::Sheet;

/// The "Etat" of a sheet (`CPP-SHEET-13`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SheetState {
    /// "Activée".
    Active,
    /// A certificate waits for its effect. The guide shows that the state differs, not its name.
    Waiting,
}

impl SheetState {
    /// The name that forms and attributes give it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Active => "activee",
            Self::Waiting => "en-attente",
        }
    }

    /// The one of a name.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Active, Self::Waiting].into_iter().find(|state| state.code() == code)
    }
}

impl Sheet {
    /// The state it is in.
    #[must_use]
    pub const fn state(&self) -> SheetState {
        if self.slot.waiting.is_some() { SheetState::Waiting } else { SheetState::Active }
    }
}
