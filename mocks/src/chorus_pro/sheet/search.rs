//! "Rechercher fiche EDI".

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Integration, Sheet, SheetState, Subscription};

/// "Critères de recherche"; what is empty picks everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Criteria {
    /// A part of the partner's SIRET or name, in any case.
    pub partner: String,
    /// The protocol's label: `SFTP`.
    pub protocol: String,
    /// The "Code Appli Partenaire", in any case.
    pub application_code: String,
    /// The interface code, in any case.
    pub interface_code: String,
    /// The type of integration.
    pub integration: Option<Integration>,
    /// The state.
    pub state: Option<SheetState>,
    /// Only the sheets that begin on this day or later (`CPP-SHEET-12`).
    pub period: Option<Date>,
}

/// One line of "Résultats de la recherche": a sheet and one of its interfaces (`CPP-SHEET-11`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The sheet's number.
    pub sheet: u64,
    /// SIRET and name.
    pub partner: String,
    /// The protocol's label.
    pub protocol: String,
    /// The "Code appli".
    pub application_code: String,
    /// The "Code interface".
    pub interface_code: String,
    /// The first day of connection.
    pub from: Date,
    /// The last day of connection, if there is one.
    pub until: Option<Date>,
    /// The state.
    pub state: SheetState,
}

impl Criteria {
    /// The lines that these criteria pick, by sheet then as subscribed.
    pub fn pick<'a>(&self, sheets: impl Iterator<Item = &'a Sheet>) -> Vec<Line> {
        sheets
            .filter(|sheet| self.picks_sheet(sheet))
            .flat_map(|sheet| {
                let picked = sheet.subscriptions.iter().filter(|one| self.picks_interface(one));
                picked.map(|subscription| line(sheet, subscription))
            })
            .collect()
    }

    fn picks_sheet(&self, sheet: &Sheet) -> bool {
        let partner = sheet.partner_label().to_lowercase();
        partner.contains(&self.partner.trim().to_lowercase())
            && picks(&self.protocol, sheet.protocol.label())
            && picks(&self.application_code, &sheet.application_code)
            && self.state.is_none_or(|state| state == sheet.state())
            && self.period.is_none_or(|day| day <= sheet.from)
    }

    fn picks_interface(&self, subscription: &Subscription) -> bool {
        picks(&self.interface_code, &subscription.interface_code)
            && self.integration.is_none_or(|one| one == subscription.integration)
    }
}

fn picks(criterion: &str, value: &str) -> bool {
    let criterion = criterion.trim();
    criterion.is_empty() || criterion.eq_ignore_ascii_case(value)
}

fn line(sheet: &Sheet, subscription: &Subscription) -> Line {
    Line {
        sheet: sheet.number,
        partner: sheet.partner_label(),
        protocol: sheet.protocol.label().to_owned(),
        application_code: sheet.application_code.clone(),
        interface_code: subscription.interface_code.clone(),
        from: sheet.from,
        until: sheet.until,
        state: sheet.state(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::{Contact, Protocol, Sheet, Slot};
    use super::*;

    fn sheet() -> Sheet {
        let of =
            |code: &str, integration| Subscription { interface_code: code.into(), integration };
        Sheet {
            number: 1,
            siret: "75356054900010".into(),
            partner: "URSSAF Basse-Normandie".into(),
            protocol: Protocol::Sftp,
            application_code: "VFE082".into(),
            from: date(2017, 6, 13),
            until: None,
            subscriptions: vec![
                of("FSO1100A", Integration::Complet),
                of("FSO1110A", Integration::Partiel),
            ],
            contact: Contact::default(),
            slot: Slot::default(),
        }
    }

    /// How many lines the sheet gives to the criteria that `set` sets.
    fn lines(set: impl FnOnce(&mut Criteria)) -> usize {
        let mut criteria = Criteria::default();
        set(&mut criteria);
        criteria.pick([sheet()].iter()).len()
    }

    #[test]
    fn cpp_sheet_11_no_criterion_picks_every_interface_of_every_sheet() {
        assert_eq!(lines(|_| ()), 2);
    }

    #[test]
    fn a_criterion_about_the_sheet_picks_it_whole_or_not_at_all() {
        assert_eq!(lines(|all| all.partner = " basse-normandie ".into()), 2);
        assert_eq!(lines(|all| all.partner = "753560".into()), 2);
        assert_eq!(lines(|all| all.partner = "haute".into()), 0);
        assert_eq!(lines(|all| all.protocol = "SFTP".into()), 2);
        assert_eq!(lines(|all| all.protocol = "PeSIT".into()), 0);
        assert_eq!(lines(|all| all.application_code = "vfe082".into()), 2);
        assert_eq!(lines(|all| all.application_code = "VFE08".into()), 0);
        assert_eq!(lines(|all| all.state = Some(SheetState::Active)), 2);
        assert_eq!(lines(|all| all.state = Some(SheetState::Waiting)), 0);
    }

    #[test]
    fn a_criterion_about_an_interface_picks_its_line() {
        assert_eq!(lines(|all| all.interface_code = "fso1110a".into()), 1);
        assert_eq!(lines(|all| all.interface_code = "FSO1113A".into()), 0);
        assert_eq!(lines(|all| all.integration = Some(Integration::Partiel)), 1);
    }

    #[test]
    fn cpp_sheet_12_a_period_picks_the_sheets_that_begin_on_its_day_or_later() {
        assert_eq!(lines(|all| all.period = Some(date(2017, 6, 13))), 2);
        assert_eq!(lines(|all| all.period = Some(date(2017, 6, 14))), 0);
    }
}
