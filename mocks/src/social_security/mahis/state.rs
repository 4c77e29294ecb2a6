//! What has become of a mandate, as the dashboard puts it.

use jiff::Timestamp;

use super::mandate::{Mandate, Quarter};

/// What has become of a mandate (`SS-MAHIS-16`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// One party has not validated it yet, or its first quarter is to come.
    Waiting,
    /// One party refused it.
    Refused,
    /// Both validated it, and its quarters are those of now.
    Active,
    /// Its last quarter is over.
    Closed,
}

impl State {
    /// What pages call it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Waiting => "En attente",
            Self::Refused => "Refusé",
            Self::Active => "Actif",
            Self::Closed => "Clôturé",
        }
    }

    /// What attributes and the journal call it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "en-attente",
            Self::Refused => "refuse",
            Self::Active => "actif",
            Self::Closed => "cloture",
        }
    }
}

impl Mandate {
    /// What has become of it at `now`.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> State {
        let quarter = Quarter::at(now);
        if self.refused_at.is_some() {
            State::Refused
        } else if self.until.is_some_and(|until| until < quarter) {
            State::Closed
        } else if self.validated_at().is_some() && self.from <= quarter {
            State::Active
        } else {
            State::Waiting
        }
    }

    /// Whether a quarter is one of both.
    #[must_use]
    pub fn shares_a_quarter_with(&self, other: &Self) -> bool {
        let begins_in_time =
            |one: &Self, end: Option<Quarter>| end.is_none_or(|end| one.from <= end);
        begins_in_time(self, other.until) && begins_in_time(other, self.until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mandate(from: &str, until: Option<&str>) -> Mandate {
        Mandate {
            number: 1,
            principal: "0206731645".parse().unwrap(),
            mandatary: "0403101811".parse().unwrap(),
            group: crate::social_security::mahis::Group::Dimona,
            from: from.parse().unwrap(),
            until: until.map(|until| until.parse().unwrap()),
            validated_by_principal: Some(Timestamp::UNIX_EPOCH),
            validated_by_mandatary: Some(Timestamp::UNIX_EPOCH),
            refused_at: None,
        }
    }

    #[test]
    fn ss_mahis_16_follows_a_mandate_through_its_quarters() {
        let mandate = mandate("2026-T2", Some("2026-T3"));
        for (at, state) in [
            ("2026-03-31T21:59:59Z", State::Waiting),
            ("2026-03-31T22:00:00Z", State::Active),
            ("2026-09-30T21:59:59Z", State::Active),
            ("2026-09-30T22:00:00Z", State::Closed),
        ] {
            assert_eq!(mandate.state(at.parse().unwrap()), state, "{at}");
        }
    }

    #[test]
    fn a_mandate_that_one_party_did_not_validate_is_never_active() {
        let mandate = Mandate { validated_by_mandatary: None, ..mandate("2026-T1", None) };
        assert_eq!(mandate.state("2026-03-02T09:00:00Z".parse().unwrap()), State::Waiting);
    }

    #[test]
    fn quarters_are_shared_unless_one_ends_before_the_other_begins() {
        for (one, other, shared) in [
            (("2026-T1", None), ("2027-T4", None), true),
            (("2026-T1", Some("2026-T2")), ("2026-T2", None), true),
            (("2026-T1", Some("2026-T1")), ("2026-T2", None), false),
            (("2026-T3", None), ("2026-T1", Some("2026-T2")), false),
        ] {
            let (one, other) = (mandate(one.0, one.1), mandate(other.0, other.1));
            assert_eq!(one.shares_a_quarter_with(&other), shared);
            assert_eq!(other.shares_a_quarter_with(&one), shared);
        }
    }
}
