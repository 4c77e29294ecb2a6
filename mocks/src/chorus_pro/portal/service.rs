//! What the portal decides: who comes in, and what is done for whom.

use jiff::{SignedDuration, Timestamp};
use raccord_kernel::{Secret, Trace, clock};

use super::account::Structure;
use super::refusal::Refusal;
use super::rules;
use super::session::Visitor;
use super::wire::Form;
use crate::chorus_pro::ChorusPro;
use crate::chorus_pro::sheet::{Accepted, Criteria, Draft, Line, Platform, Sheet, Upload};
use crate::web::form::{FileField, FormError};

impl ChorusPro {
    /// Opens a session, and answers its token (`CPP-PORTAL-01`).
    pub(super) fn log_in(
        &mut self,
        form: Result<Form, FormError>,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<Secret, Refusal> {
        let form = form?;
        let (login, password) = (form.one("identifiant"), form.one("mot_de_passe"));
        let account = self.portal.account(login).filter(|one| one.password.matches(password));
        let account = account.ok_or(Refusal::Credentials)?.clone();
        trace.note("account", account.login.clone());
        let sirets = account.mandates.iter().map(|mandate| mandate.siret.clone());
        let spaces = sirets.filter(|siret| self.portal.has_space(siret)).collect();
        let over_at = clock::after(now, self.session_idle());
        let token = Secret::new(self.ids.alphanumeric("portal.session", 40));
        let visitor = Visitor {
            login: account.login,
            form_token: Secret::new(self.ids.alphanumeric("portal.form", 40)),
            mandates: account.mandates,
            spaces,
        };
        self.portal.sessions.forget_old(now);
        self.portal.sessions.open(token.clone(), over_at, visitor);
        Ok(token)
    }

    /// Lets the holder of a session in (`CPP-PORTAL-02`, `-03`).
    pub(super) fn enter(
        &mut self,
        token: Option<&str>,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<Visitor, Refusal> {
        let idle = self.session_idle();
        let visitor = self.portal.sessions.enter(token, now, idle)?.clone();
        trace.note("account", visitor.login.clone());
        Ok(visitor)
    }

    /// Lets the holder of a session in with a form of that session (`CPP-PORTAL-04`, `-10`).
    pub(super) fn enter_with(
        &mut self,
        token: Option<&str>,
        form: Result<Form, impl Into<Refusal>>,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<(Visitor, Form), Refusal> {
        let visitor = self.enter(token, now, trace)?;
        let form = form.map_err(Into::into)?;
        visitor.check_form(form.one("jeton"))?;
        Ok((visitor, form))
    }

    /// The structures that a manager acts for.
    pub(super) fn structures_of(&self, visitor: &Visitor) -> Vec<Structure> {
        let sirets = visitor.mandates.iter();
        sirets.filter_map(|mandate| self.portal.structure(&mandate.siret)).cloned().collect()
    }

    /// One structure of the manager's (`CPP-PORTAL-07`).
    pub(super) fn structure_of(
        &self,
        visitor: &Visitor,
        siret: &str,
    ) -> Result<Structure, Refusal> {
        visitor.mandate(siret)?;
        self.portal.structure(siret).cloned().ok_or(Refusal::OtherStructure)
    }

    /// "Ajouter espaces": the space shows from the next login on (`CPP-PORTAL-06`).
    pub(super) fn add_space(
        &mut self,
        visitor: &Visitor,
        siret: &str,
        trace: &mut Trace,
    ) -> Result<(), Refusal> {
        visitor.mandate(siret)?;
        let structure = self.portal.structure_mut(siret).ok_or(Refusal::OtherStructure)?;
        structure.has_space = true;
        trace.note("structure", siret);
        trace.stands_on(rules::PORTAL_06);
        Ok(())
    }

    /// "Rechercher fiche EDI", among the sheets of the manager's structures.
    pub(super) fn search(
        &self,
        visitor: &Visitor,
        criteria: &Criteria,
        trace: &mut Trace,
    ) -> Result<Vec<Line>, Refusal> {
        self.check_space(visitor)?;
        let seen = self.sheets.iter().filter(|sheet| visitor.spaces.contains(&sheet.siret));
        let lines = criteria.pick(seen);
        trace.note("lines", lines.len());
        Ok(lines)
    }

    /// One sheet of the manager's structures (`CPP-PORTAL-07`, `-12`).
    pub(super) fn sheet_of(
        &self,
        visitor: &Visitor,
        number: u64,
        trace: &mut Trace,
    ) -> Result<Sheet, Refusal> {
        let sheet = self.sheets.by_number(number).ok_or(Refusal::UnknownSheet)?;
        self.check_sees(visitor, &sheet.siret)?;
        trace.note("sheet", number);
        trace.note("application-code", sheet.application_code.clone());
        Ok(sheet.clone())
    }

    /// "Mettre à jour le certificat", from the file that was chosen.
    pub(super) fn update_sheet(
        &mut self,
        visitor: &Visitor,
        number: u64,
        form: &Form,
        when: (Timestamp, Platform),
        trace: &mut Trace,
    ) -> Result<Accepted, Refusal> {
        let sheet = self.sheet_of(visitor, number, trace)?;
        check_changes(visitor, &sheet.siret)?;
        let file = form.file().ok_or(Refusal::NoFile)?;
        Ok(self.update_certificate(&sheet, &upload(file), when, trace)?)
    }

    /// "Saisie fiche EDI", from what was typed and the file that was chosen.
    pub(super) fn create_sheet_for(
        &mut self,
        visitor: &Visitor,
        (mut draft, form): (Draft, &Form),
        when: (Timestamp, Platform),
        trace: &mut Trace,
    ) -> Result<(Sheet, Accepted), Refusal> {
        self.check_space(visitor)?;
        if !draft.siret.is_empty() {
            self.check_sees(visitor, &draft.siret)?;
            check_changes(visitor, &draft.siret)?;
            draft.partner = self.structure_of(visitor, &draft.siret)?.name;
        }
        let file = form.file().ok_or(Refusal::NoFile)?;
        Ok(self.create_sheet(draft, &upload(file), when, trace)?)
    }

    /// Refuses who sees the space of no structure (`CPP-PORTAL-05`, `-06`).
    pub(super) fn check_space(&self, visitor: &Visitor) -> Result<(), Refusal> {
        if !visitor.spaces.is_empty() {
            return Ok(());
        }
        let added = visitor.mandates.iter().any(|mandate| self.portal.has_space(&mandate.siret));
        Err(if added { Refusal::SpaceNotYet } else { Refusal::NoSpace })
    }

    fn check_sees(&self, visitor: &Visitor, siret: &str) -> Result<(), Refusal> {
        visitor.mandate(siret)?;
        if visitor.spaces.contains(siret) {
            return Ok(());
        }
        Err(if self.portal.has_space(siret) { Refusal::SpaceNotYet } else { Refusal::NoSpace })
    }

    fn session_idle(&self) -> SignedDuration {
        let idle_s = i64::try_from(self.knobs.portal.session_idle_s);
        SignedDuration::from_secs(idle_s.unwrap_or(i64::MAX))
    }
}

fn check_changes(visitor: &Visitor, siret: &str) -> Result<(), Refusal> {
    if visitor.may_change(siret) { Ok(()) } else { Err(Refusal::ReadOnly) }
}

fn upload(file: &FileField) -> Upload<'_> {
    Upload { file_name: &file.name, bytes: &file.bytes }
}
