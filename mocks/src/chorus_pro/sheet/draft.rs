//! A new sheet ("Saisie fiche EDI"), from what a manager typed.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use raccord_kernel::{Ids, Trace};

use super::examination::{Bench, Platform, Upload, examine};
use super::update::Accepted;
use super::{Contact, Integration, Protocol, Refusal, Sheet, Sheets, Slot, Subscription, rules};
use crate::chorus_pro::ChorusPro;

/// The interfaces that a sheet can subscribe to.
///
/// Flows of invoices (`FSO`), and the life cycle that Chorus Pro sends back (`FEN`).
pub const INTERFACE_CODES: &[&str] = &[
    "FSO1100A", "FSO1105A", "FSO1106A", "FSO1110A", "FSO1111A", "FSO1113A", "FSO1117A", "FEN1200A",
    "FEN1201A",
];

/// What a manager typed, unchecked.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The partner's SIRET.
    pub siret: String,
    /// The partner's name, as the portal knows it.
    pub partner: String,
    /// The protocol.
    pub protocol: String,
    /// The first day, `YYYY-MM-DD`.
    pub from: String,
    /// The last day, `YYYY-MM-DD`, or nothing.
    pub until: String,
    /// Interface codes, each with its type of integration.
    pub subscriptions: Vec<(String, String)>,
    /// The technical contact.
    pub contact: Contact,
}

impl ChorusPro {
    /// Creates a sheet. Its certificate waits for its effect.
    ///
    /// # Errors
    /// The first thing of the draft or of the certificate that a rule refuses.
    pub fn create_sheet(
        &mut self,
        draft: Draft,
        upload: &Upload<'_>,
        (now, platform): (Timestamp, Platform),
        trace: &mut Trace,
    ) -> Result<(Sheet, Accepted), Refusal> {
        let mut sheet = draft.check()?;
        let passed_over = &self.knobs.sheet.rules_passed_over;
        let registered = examine(upload, Bench { slot: &sheet.slot, passed_over, now, platform })?;
        self.sheets.check_unique(0, &registered)?;
        sheet.number = self.sheets.next_number();
        sheet.application_code = next_application_code(&self.sheets, &mut self.ids);
        let number = sheet.number;
        trace.stands_on(rules::SHEET_03);
        trace.stands_on(rules::SHEET_06);
        trace.note("application-code", sheet.application_code.clone());
        self.sheets.put(sheet.clone());
        let accepted = self.register(number, registered, now, trace);
        Ok((sheet, accepted))
    }
}

impl Draft {
    /// Turns it into a sheet without number, code and certificate.
    fn check(self) -> Result<Sheet, Refusal> {
        self.check_filled()?;
        if self.protocol != Protocol::Sftp.label() {
            return Err(Refusal::Protocol(self.protocol));
        }
        let (from, until) = period(&self.from, &self.until)?;
        Ok(Sheet {
            number: 0,
            siret: self.siret,
            partner: self.partner,
            protocol: Protocol::Sftp,
            application_code: String::new(),
            from,
            until,
            subscriptions: subscriptions(self.subscriptions)?,
            contact: self.contact,
            slot: Slot::default(),
        })
    }

    fn check_filled(&self) -> Result<(), Refusal> {
        let Contact { last_name, telephone, email, .. } = &self.contact;
        let fields = [
            ("Partenaire", &self.siret),
            ("Protocole de raccordement", &self.protocol),
            ("Période de raccordement", &self.from),
            ("Nom", last_name),
            ("Téléphone", telephone),
            ("Adresse électronique", email),
        ];
        if let Some((label, _)) = fields.into_iter().find(|(_, value)| value.trim().is_empty()) {
            return Err(Refusal::Missing(label));
        }
        if self.subscriptions.is_empty() {
            return Err(Refusal::Missing("Codes interfaces"));
        }
        Ok(())
    }
}

/// Reads a day as forms send it.
pub(in crate::chorus_pro) fn day(text: &str) -> Result<Date, Refusal> {
    text.trim().parse().map_err(|_| Refusal::Period(text.to_owned()))
}

fn period(from: &str, until: &str) -> Result<(Date, Option<Date>), Refusal> {
    let first = day(from)?;
    let last = if until.trim().is_empty() { None } else { Some(day(until)?) };
    match last {
        Some(last) if last < first => Err(Refusal::Period(format!("{from} to {until}"))),
        Some(_) | None => Ok((first, last)),
    }
}

fn subscriptions(asked: Vec<(String, String)>) -> Result<Vec<Subscription>, Refusal> {
    let mut seen = BTreeSet::new();
    asked
        .into_iter()
        .map(|(interface_code, integration)| {
            let known = INTERFACE_CODES.contains(&interface_code.as_str());
            if !known || !seen.insert(interface_code.clone()) {
                return Err(Refusal::Interface(interface_code));
            }
            let integration = Integration::of_label(&integration)
                .ok_or_else(|| Refusal::Interface(format!("{interface_code} {integration}")))?;
            Ok(Subscription { interface_code, integration })
        })
        .collect()
}

/// "VFE" and three digits, as in the guide's screenshots; more digits do not fit, so letters follow.
fn next_application_code(sheets: &Sheets, ids: &mut Ids) -> String {
    loop {
        let number = ids.sequence("sheet.application-code");
        let code = if number < 1000 { format!("VFE{number:03}") } else { format!("V{number:05X}") };
        if sheets.by_application_code(&code).is_none() {
            return code;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cpp_sheet_03_a_code_has_six_characters_however_many_there_are() {
        let (sheets, mut ids) = (Sheets::default(), Ids::new(1));
        let codes: Vec<String> =
            (0..1200).map(|_| next_application_code(&sheets, &mut ids)).collect();
        assert_eq!((codes[0].as_str(), codes[998].as_str()), ("VFE001", "VFE999"));
        let different: BTreeSet<&String> = codes.iter().collect();
        assert_eq!(different.len(), 1200);
        assert!(codes.iter().all(|code| code.len() == 6));
    }
}
