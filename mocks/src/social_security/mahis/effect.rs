//! What the APIs know of mandates, and since when.

use jiff::{SignedDuration, Timestamp};
use raccord_kernel::clock::after;

use super::mandate::{Group, Mandate, Quarter};
use crate::social_security::SocialSecurity;
use crate::social_security::directory::EnterpriseNumber;

impl SocialSecurity {
    /// The mandate by which an enterprise may act for another at `now`, as the APIs know it
    /// (`SS-MAHIS-18`), whatever the period of which it declares (`SS-MAHIS-19`).
    #[must_use]
    pub fn mandate_for(
        &self,
        mandatary: &EnterpriseNumber,
        principal: &EnterpriseNumber,
        group: Group,
        now: Timestamp,
    ) -> Option<&Mandate> {
        let (delay, quarter) = (self.propagation(), Quarter::at(now));
        self.mandates.iter().find(|mandate| {
            let until = self.mandates.until_as_known(mandate, now, delay);
            mandate.mandatary == *mandatary
                && mandate.principal == *principal
                && mandate.group == group
                && mandate.from <= quarter
                && until.is_none_or(|until| quarter <= until)
                && mandate.validated_at().is_some_and(|at| after(at, delay) <= now)
        })
    }

    fn propagation(&self) -> SignedDuration {
        SignedDuration::from_secs(i64::from(self.knobs.mahis.propagation_s))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::social_security::Knobs;

    const PRINCIPAL: &str = "0206731645";
    const MANDATARY: &str = "0403101811";
    const CLOSED_AT: &str = "2026-03-31T21:59:30Z";

    fn at(instant: &str) -> Timestamp {
        instant.parse().unwrap()
    }

    fn state(propagation_s: u32) -> SocialSecurity {
        let mut state = SocialSecurity::new(1, Knobs::default());
        state.knobs.mahis.propagation_s = propagation_s;
        state.mandates.put(Mandate {
            number: 1,
            principal: PRINCIPAL.parse().unwrap(),
            mandatary: MANDATARY.parse().unwrap(),
            group: Group::LearningAccount,
            from: "2026-T1".parse().unwrap(),
            until: None,
            validated_by_principal: Some(at("2026-03-02T09:00:00Z")),
            validated_by_mandatary: Some(at("2026-03-02T09:05:00Z")),
            refused_at: None,
        });
        state
    }

    fn is_known(state: &SocialSecurity, instant: &str) -> bool {
        let (mandatary, principal) = (MANDATARY.parse().unwrap(), PRINCIPAL.parse().unwrap());
        state.mandate_for(&mandatary, &principal, Group::LearningAccount, at(instant)).is_some()
    }

    #[test]
    fn ss_mahis_18_lets_the_apis_know_a_validation_after_the_delay() {
        assert!(!is_known(&state(0), "2026-03-02T09:04:59Z"));
        assert!(is_known(&state(0), "2026-03-02T09:05:00Z"));
        assert!(!is_known(&state(60), "2026-03-02T09:05:59Z"));
        assert!(is_known(&state(60), "2026-03-02T09:06:00Z"));
    }

    #[test]
    fn ss_mahis_18_lets_the_apis_know_a_closing_after_the_delay() {
        for (propagation_s, last_known, first_unknown) in [
            (0, "2026-03-31T21:59:59Z", "2026-03-31T22:00:00Z"),
            (60, "2026-03-31T22:00:29Z", "2026-03-31T22:00:30Z"),
        ] {
            let mut state = state(propagation_s);
            state.mandates.close(1, "2026-T1".parse().unwrap(), at(CLOSED_AT));
            assert!(is_known(&state, last_known));
            assert!(!is_known(&state, first_unknown));
        }
    }

    #[test]
    fn a_mandate_is_good_for_its_group_and_in_its_direction_alone() {
        let (state, now) = (state(0), at("2026-03-02T10:00:00Z"));
        let (mandatary, principal) = (MANDATARY.parse().unwrap(), PRINCIPAL.parse().unwrap());
        assert!(state.mandate_for(&mandatary, &principal, Group::Dimona, now).is_none());
        assert!(state.mandate_for(&principal, &mandatary, Group::LearningAccount, now).is_none());
    }
}
