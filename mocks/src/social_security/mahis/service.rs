//! What Mahis decides: mandates are created, validated, refused and closed.

use jiff::Timestamp;
use raccord_kernel::Trace;

use super::acting::{Acting, Party};
use super::draft::{Draft, quarter};
use super::mandate::{Group, Mandate, Quarter};
use super::refusal::Refusal;
use super::rules;
use super::state::State;
use crate::social_security::SocialSecurity;

impl SocialSecurity {
    /// The mandates of the acting enterprise, on its side, by number (`SS-MAHIS-03`).
    pub(super) fn mandates_of<'a>(
        &'a self,
        acting: &'a Acting,
    ) -> impl Iterator<Item = &'a Mandate> {
        self.mandates.iter().filter(|mandate| acting.is_party_of(mandate))
    }

    /// One mandate of the acting enterprise (`SS-MAHIS-03`).
    pub(super) fn mandate_of_number(
        &self,
        acting: &Acting,
        number: u64,
        trace: &mut Trace,
    ) -> Result<Mandate, Refusal> {
        let mandate = self.mandates.by_number(number).filter(|it| acting.is_party_of(it));
        let mandate = mandate.ok_or(Refusal::UnknownMandate)?.clone();
        note(&mandate, trace);
        Ok(mandate)
    }

    /// "Ajouter un mandat": the acting party validates it with that (`SS-MAHIS-11`).
    pub(super) fn create_mandate(
        &mut self,
        acting: &Acting,
        draft: &Draft,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<u64, Refusal> {
        acting.check_changes()?;
        let mandate = self.mandate_of(draft, acting, now)?;
        note(&mandate, trace);
        let twin = self.mandates.iter().find(|other| {
            other.refused_at.is_none()
                && is_for_the_same(other, &mandate)
                && other.mandatary == mandate.mandatary
                && other.shares_a_quarter_with(&mandate)
        });
        if let Some(twin) = twin {
            return Err(Refusal::Twice { number: twin.number });
        }
        self.check_one_mandatary(&mandate)?;
        let number = mandate.number;
        self.mandates.put(mandate);
        trace.stands_on(rules::MAHIS_11);
        Ok(number)
    }

    /// "Valider", by the party that has not yet (`SS-MAHIS-11` to `-13`).
    pub(super) fn validate_mandate(
        &mut self,
        acting: &Acting,
        number: u64,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<(), Refusal> {
        acting.check_changes()?;
        let mut mandate = self.mandate_of_number(acting, number, trace)?;
        check_waits_for(acting, &mandate, now)?;
        self.check_one_mandatary(&mandate)?;
        match acting.party {
            Party::Principal => mandate.validated_by_principal = Some(now),
            Party::Mandatary => mandate.validated_by_mandatary = Some(now),
        }
        self.mandates.put(mandate);
        trace.stands_on(rules::MAHIS_11);
        trace.stands_on(rules::MAHIS_18);
        Ok(())
    }

    /// "Refuser", by the party that has not validated it (`SS-MAHIS-12`).
    pub(super) fn refuse_mandate(
        &mut self,
        acting: &Acting,
        number: u64,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<(), Refusal> {
        acting.check_changes()?;
        let mut mandate = self.mandate_of_number(acting, number, trace)?;
        check_waits_for(acting, &mandate, now)?;
        mandate.refused_at = Some(now);
        self.mandates.put(mandate);
        trace.stands_on(rules::MAHIS_12);
        Ok(())
    }

    /// "Clôturer", with a last quarter (`SS-MAHIS-15`).
    pub(super) fn close_mandate(
        &mut self,
        acting: &Acting,
        (number, until): (u64, &str),
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<(), Refusal> {
        acting.check_changes()?;
        let mandate = self.mandate_of_number(acting, number, trace)?;
        let (earliest, latest) = mandate.ends(now).ok_or(Refusal::NothingToClose)?;
        let found = quarter("Fin", until)?;
        if found < earliest || latest.is_some_and(|latest| latest < found) {
            return Err(Refusal::End { found, earliest, latest });
        }
        self.mandates.close(number, found, now);
        trace.note("until", found.to_string());
        trace.stands_on(rules::MAHIS_15);
        trace.stands_on(rules::MAHIS_18);
        Ok(())
    }

    /// Refuses a second mandatary for the Federal Learning Account (`SS-MAHIS-13`).
    fn check_one_mandatary(&self, mandate: &Mandate) -> Result<(), Refusal> {
        if mandate.group != Group::LearningAccount {
            return Ok(());
        }
        let other = self.mandates.iter().find(|other| {
            other.number != mandate.number
                && other.validated_at().is_some()
                && is_for_the_same(other, mandate)
                && other.shares_a_quarter_with(mandate)
        });
        other.map_or(Ok(()), |other| Err(Refusal::OneMandatary { number: other.number }))
    }
}

impl Mandate {
    /// The first and the last quarter with which it can be closed at `now`; none where it cannot.
    pub(super) fn ends(&self, now: Timestamp) -> Option<(Quarter, Option<Quarter>)> {
        self.validated_at()?;
        let is_over = self.state(now) == State::Closed;
        (!is_over).then(|| (self.from.max(Quarter::at(now)), self.until))
    }

    /// Whether it waits for a party to validate or refuse it.
    pub(super) fn waits_for(&self, acting: &Acting, now: Timestamp) -> bool {
        let is_decided = self.validated_at().is_some() || self.state(now) != State::Waiting;
        !is_decided && acting.validated_at(self).is_none()
    }
}

fn check_waits_for(acting: &Acting, mandate: &Mandate, now: Timestamp) -> Result<(), Refusal> {
    if mandate.waits_for(acting, now) { Ok(()) } else { Err(Refusal::NotWaiting) }
}

/// Whether two mandates are of one principal and for one group.
fn is_for_the_same(one: &Mandate, other: &Mandate) -> bool {
    one.principal == other.principal && one.group == other.group
}

fn note(mandate: &Mandate, trace: &mut Trace) {
    trace.note("mandate", mandate.number);
    trace.note("principal", mandate.principal.to_string());
    trace.note("mandatary", mandate.mandatary.to_string());
    trace.note("group", mandate.group.code());
    trace.note("from", mandate.from.to_string());
}
