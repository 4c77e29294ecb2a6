//! A certificate goes on a sheet: "Mettre à jour le certificat".

use jiff::Timestamp;
use raccord_kernel::Trace;

use super::examination::{Bench, Platform, Upload, examine};
use super::slot::{Registered, Waiting};
use super::{Refusal, SecondUpload, Sheet, Sheets, rules, takes_effect_at};
use crate::chorus_pro::{ChorusPro, Event};

/// A certificate that was taken, and waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The SHA-256 of the certificate, in lowercase hexadecimal.
    pub fingerprint: String,
    /// When it takes effect.
    pub due: Timestamp,
}

impl ChorusPro {
    /// Takes a certificate for `sheet`, or says which rule refuses it. The sheet must be known.
    ///
    /// # Errors
    /// The first rule that the file, the certificate in it, or the sheet's state breaks.
    pub fn update_certificate(
        &mut self,
        sheet: &Sheet,
        upload: &Upload<'_>,
        (now, platform): (Timestamp, Platform),
        trace: &mut Trace,
    ) -> Result<Accepted, Refusal> {
        let second = sheet.slot.waiting.is_some();
        if second && self.knobs.sheet.second_upload == SecondUpload::Refused {
            return Err(Refusal::AnotherWaits);
        }
        let passed_over = &self.knobs.sheet.rules_passed_over;
        let registered = examine(upload, Bench { slot: &sheet.slot, passed_over, now, platform })?;
        self.sheets.check_unique(sheet.number, &registered)?;
        if second {
            trace.stands_on(rules::SHEET_07);
        }
        Ok(self.register(sheet.number, registered, now, trace))
    }

    /// Makes the certificate that waits on a sheet take effect now, and not when it is due. Answers
    /// whether one waited.
    pub fn take_effect_now(&mut self, number: u64, trace: &mut Trace) -> bool {
        if self.sheets.by_number(number).is_none_or(|sheet| sheet.slot.waiting.is_none()) {
            return false;
        }
        self.schedule.cancel(
            |event| matches!(event, Event::CertificateTakesEffect { sheet } if *sheet == number),
        );
        self.sheets.take_effect(number, trace);
        true
    }

    /// Puts a certificate in the waiting place of a sheet's slot, and its effect in the schedule.
    pub(super) fn register(
        &mut self,
        number: u64,
        registered: Registered,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Accepted {
        let first = self.sheets.by_number(number).is_some_and(|sheet| sheet.slot.is_empty());
        let due = if first && !self.knobs.sheet.first_certificate_waits {
            now
        } else {
            takes_effect_at(&mut self.ids, &self.knobs.sheet, now)
        };
        let accepted = Accepted { fingerprint: registered.fingerprint.clone(), due };
        self.schedule.cancel(
            |event| matches!(event, Event::CertificateTakesEffect { sheet } if *sheet == number),
        );
        self.schedule.put(due, Event::CertificateTakesEffect { sheet: number });
        if let Some(sheet) = self.sheets.by_number_mut(number) {
            sheet.slot.waiting = Some(Waiting { registered, due });
        }
        trace.stands_on(rules::SHEET_04);
        trace.note("sheet", number);
        trace.note("takes-effect-at", due.to_string());
        accepted
    }
}

impl Sheets {
    /// Refuses a certificate that another sheet than `number` holds.
    pub(super) fn check_unique(&self, number: u64, new: &Registered) -> Result<(), Refusal> {
        let elsewhere = self
            .iter()
            .filter(|sheet| sheet.number != number)
            .flat_map(|sheet| sheet.slot.held())
            .any(|held| held.fingerprint == new.fingerprint);
        if elsewhere { Err(Refusal::OnAnotherSheet) } else { Ok(()) }
    }
}
