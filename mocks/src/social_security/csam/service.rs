//! What the login decides: who comes in, and in which quality.

use jiff::{SignedDuration, Timestamp};
use raccord_kernel::{Secret, Trace, clock};

use super::refusal::Refusal;
use super::rules;
use super::visitor::Visitor;
use crate::social_security::SocialSecurity;
use crate::social_security::directory::{Quality, Role};
use crate::web::form::{Fields, FormError};

/// A session that was opened.
#[derive(Debug)]
pub(super) struct Opened {
    /// Its token.
    pub(super) token: Secret,
    /// Whether a quality is to be chosen first.
    pub(super) must_choose: bool,
}

impl SocialSecurity {
    /// Opens a session (`SS-CSAM-01`).
    pub(super) fn log_in(
        &mut self,
        form: Result<Fields, FormError>,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<Opened, Refusal> {
        let form = form?;
        let (login, password) = (form.one("identifiant"), form.one("mot_de_passe"));
        let person = self.directory.person(login).filter(|one| one.password.matches(password));
        let person = person.ok_or(Refusal::Credentials)?;
        let enterprise = self.directory.enterprise(&person.enterprise);
        let mut visitor = Visitor {
            login: person.login.clone(),
            name: person.name.clone(),
            enterprise: person.enterprise.clone(),
            enterprise_name: enterprise.map(|one| one.name.clone()).unwrap_or_default(),
            chosen: None,
            form_token: Secret::new(self.ids.alphanumeric("csam.form", 40)),
        };
        let offered = self.offered(&visitor);
        if let [only] = offered.as_slice() {
            visitor.chosen = Some(*only);
        }
        note(&visitor, trace);
        let over_at = clock::after(now, self.session_idle());
        let token = Secret::new(self.ids.alphanumeric("csam.session", 40));
        self.csam.sessions.forget_old(now);
        self.csam.sessions.open(token.clone(), over_at, visitor);
        Ok(Opened { token, must_choose: offered.len() > 1 })
    }

    /// Lets the holder of a session in (`SS-CSAM-02`, `-03`).
    pub(super) fn enter(
        &mut self,
        token: Option<&str>,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<Visitor, Refusal> {
        let idle = self.session_idle();
        let visitor = self.csam.sessions.enter(token, now, idle)?.clone();
        note(&visitor, trace);
        Ok(visitor)
    }

    /// Lets the holder of a session in with a form of that session (`SS-CSAM-04`, `-07`, `-08`).
    pub(super) fn enter_with(
        &mut self,
        token: Option<&str>,
        form: Result<Fields, FormError>,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<(Visitor, Fields), Refusal> {
        let visitor = self.enter(token, now, trace)?;
        let form = form?;
        visitor.check_form(form.one("jeton"))?;
        Ok((visitor, form))
    }

    /// Who holds a session, without letting it live on.
    pub(super) fn holder(&self, token: Option<&str>, now: Timestamp) -> Option<&Visitor> {
        self.csam.sessions.holder(token, now)
    }

    /// The qualities that the visitor's enterprise has (`SS-CSAM-06`).
    pub(super) fn offered(&self, visitor: &Visitor) -> Vec<Quality> {
        let enterprise = self.directory.enterprise(&visitor.enterprise);
        enterprise.map(|one| one.qualities.iter().copied().collect()).unwrap_or_default()
    }

    /// Chooses a quality of the enterprise, for the rest of the session.
    pub(super) fn choose(
        &mut self,
        token: Option<&str>,
        code: &str,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<(), Refusal> {
        let idle = self.session_idle();
        let visitor = self.csam.sessions.enter(token, now, idle)?.clone();
        let offered = self.offered(&visitor);
        let chosen = Quality::of_code(code).filter(|quality| offered.contains(quality));
        let chosen = chosen.ok_or_else(|| Refusal::UnknownQuality(code.to_owned()))?;
        trace.note("quality", chosen.code());
        self.csam.sessions.enter(token, now, idle)?.chosen = Some(chosen);
        Ok(())
    }

    /// Ends a session, in all portals (`SS-CSAM-09`).
    pub(super) fn log_out(&mut self, token: Option<&str>, trace: &mut Trace) {
        trace.stands_on(rules::CSAM_09);
        self.csam.sessions.close(token);
    }

    /// Whether the visitor has a role in the quality that was chosen; never where none was.
    pub(in crate::social_security) fn visitor_may(&self, visitor: &Visitor, role: Role) -> bool {
        let person = self.directory.person(&visitor.login);
        let chosen = person.zip(visitor.chosen);
        chosen.is_some_and(|(person, quality)| person.may(quality, role))
    }

    fn session_idle(&self) -> SignedDuration {
        let idle_s = i64::try_from(self.knobs.csam.session_idle_s);
        SignedDuration::from_secs(idle_s.unwrap_or(i64::MAX))
    }
}

fn note(visitor: &Visitor, trace: &mut Trace) {
    trace.note("account", visitor.login.clone());
    trace.note("enterprise", visitor.enterprise.as_str());
    if let Some(quality) = visitor.chosen {
        trace.note("quality", quality.code());
    }
}
