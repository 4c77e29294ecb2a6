//! The dashboard: the mandates of an enterprise, sorted into blocks, and counted.

use jiff::Timestamp;

use super::acting::Acting;
use super::mandate::{Group, Mandate};
use super::state::State;

/// One block of the dashboard, in the order of the page (`SS-MAHIS-17`, `-20`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    /// "À finaliser": waits for the visitor's own party.
    ToFinalise,
    /// "En attente": waits for the other party, or for its first quarter.
    Waiting,
    /// "Refusé".
    Refused,
    /// "Mandats actifs".
    Active,
    /// "Mandats clôturés".
    Closed,
}

impl Block {
    /// All of them, in the order of the page.
    pub(super) const ALL: [Self; 5] =
        [Self::ToFinalise, Self::Waiting, Self::Refused, Self::Active, Self::Closed];

    /// The block in which a party sees a mandate at `now`.
    pub(super) fn of(mandate: &Mandate, acting: &Acting, now: Timestamp) -> Self {
        match mandate.state(now) {
            State::Waiting if mandate.waits_for(acting, now) => Self::ToFinalise,
            State::Waiting => Self::Waiting,
            State::Refused => Self::Refused,
            State::Active => Self::Active,
            State::Closed => Self::Closed,
        }
    }

    /// What the page calls it.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::ToFinalise => "À finaliser",
            Self::Waiting => "En attente",
            Self::Refused => "Refusé",
            Self::Active => "Mandats actifs",
            Self::Closed => "Mandats clôturés",
        }
    }

    /// What its attribute calls it.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::ToFinalise => "a-finaliser",
            Self::Waiting => "en-attente",
            Self::Refused => "refuse",
            Self::Active => "actif",
            Self::Closed => "cloture",
        }
    }
}

/// How many mandates there are for each group of which there are any.
pub(super) fn counts<'a>(
    mandates: impl Iterator<Item = &'a Mandate> + Clone,
) -> Vec<(Group, usize)> {
    let count = |group| mandates.clone().filter(|mandate| mandate.group == group).count();
    let counts = Group::ALL.map(|group| (group, count(group)));
    counts.into_iter().filter(|(_, count)| *count > 0).collect()
}
