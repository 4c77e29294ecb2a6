//! What "Gestion des accès" decides: who sees what, makes a quality, and gives a role.

use std::collections::BTreeSet;

use raccord_kernel::Trace;

use super::refusal::Refusal;
use super::rules;
use crate::social_security::SocialSecurity;
use crate::social_security::csam::{self, Visitor};
use crate::social_security::directory::{Enterprise, Person, Quality, Role};

/// Roles that somebody asks to give, as chosen.
#[derive(Debug, Clone, Default)]
pub(super) struct Gift {
    /// The login of whom they are for.
    pub(super) person: String,
    /// The code of the quality.
    pub(super) quality: String,
    /// The codes of the roles.
    pub(super) roles: Vec<String>,
}

/// An enterprise and its people, as one of them sees it.
#[derive(Debug, Clone)]
pub(super) struct Staff {
    /// The enterprise.
    pub(super) enterprise: Enterprise,
    /// Its people, by login.
    pub(super) people: Vec<Person>,
    /// Who looks.
    pub(super) visitor: Person,
}

impl SocialSecurity {
    /// Leads who has not chosen a quality to that choice, unless there is none to choose: the first
    /// quality of an enterprise is made here.
    pub(super) fn check_chosen(&self, visitor: &Visitor) -> Result<(), Refusal> {
        let enterprise = self.directory.enterprise(&visitor.enterprise);
        if enterprise.is_some_and(|enterprise| !enterprise.qualities.is_empty()) {
            visitor.quality()?;
        }
        Ok(())
    }

    /// The enterprise of a visitor, and its people (`SS-ACCESS-01`).
    pub(super) fn staff_of(&self, login: &str) -> Result<Staff, Refusal> {
        let nobody = || Refusal::Csam(csam::Refusal::NoSession);
        let visitor = self.directory.person(login).ok_or_else(nobody)?.clone();
        let enterprise = self.directory.enterprise(&visitor.enterprise).ok_or_else(nobody)?.clone();
        let people = self.directory.people_of(&enterprise.number).cloned().collect();
        Ok(Staff { enterprise, people, visitor })
    }

    /// "Ajouter une qualité" (`SS-ACCESS-02` to `-04`).
    pub(super) fn add_quality(
        &mut self,
        login: &str,
        code: &str,
        trace: &mut Trace,
    ) -> Result<Quality, Refusal> {
        let person = self.directory.person(login).filter(|person| person.is_chief_access_manager);
        let number = person.ok_or(Refusal::NotChief)?.enterprise.clone();
        let quality = Quality::of_code(code);
        let quality = quality.ok_or_else(|| Refusal::UnknownQuality { found: code.to_owned() })?;
        trace.note("enterprise", number.to_string());
        trace.note("quality", quality.code());
        let enterprise = self.directory.enterprise_mut(&number).ok_or(Refusal::NotChief)?;
        if enterprise.qualities.contains(&quality) {
            return Err(Refusal::HasQuality { quality });
        }
        if quality == Quality::EmployeurOnss && enterprise.employer_id.is_none() {
            return Err(Refusal::NoEmployer);
        }
        enterprise.qualities.insert(quality);
        trace.stands_on(rules::ACCESS_09);
        Ok(quality)
    }

    /// "Donner un rôle": what the person held before stays (`SS-ACCESS-05` to `-08`).
    pub(super) fn give_roles(
        &mut self,
        login: &str,
        gift: &Gift,
        trace: &mut Trace,
    ) -> Result<(), Refusal> {
        let unknown = || Refusal::LacksQuality { found: gift.quality.clone() };
        let quality = Quality::of_code(&gift.quality).ok_or_else(unknown)?;
        let giver = self.directory.person(login).filter(|giver| manages(giver, quality));
        let giver = giver.ok_or(Refusal::NotManager { quality })?;
        let enterprise = self.directory.enterprise(&giver.enterprise).ok_or_else(unknown)?;
        if !enterprise.qualities.contains(&quality) {
            return Err(unknown());
        }
        let roles = roles(&gift.roles)?;
        if roles.contains(&Role::LocalManager) && !giver.is_chief_access_manager {
            return Err(Refusal::NamesManager);
        }
        let number = enterprise.number.clone();
        let person = self.directory.person_mut(&gift.person);
        let person = person.filter(|person| person.enterprise == number);
        let person = person.ok_or(Refusal::OtherPerson)?;
        trace.note("enterprise", number.to_string());
        trace.note("person", person.login.clone());
        trace.note("quality", quality.code());
        trace.note("roles", roles.iter().map(|it| it.code()).collect::<Vec<_>>().join(" "));
        person.roles.entry(quality).or_default().extend(roles);
        trace.stands_on(rules::ACCESS_09);
        Ok(())
    }
}

/// Whether a person gives roles in a quality.
pub(super) fn manages(person: &Person, quality: Quality) -> bool {
    person.may(quality, Role::LocalManager)
}

fn roles(codes: &[String]) -> Result<BTreeSet<Role>, Refusal> {
    let unknown = |found: &str| Refusal::UnknownRole { found: found.to_owned() };
    let roles = codes.iter().map(|code| Role::of_code(code).ok_or_else(|| unknown(code)));
    let roles: BTreeSet<_> = roles.collect::<Result<_, _>>()?;
    if roles.is_empty() { Err(unknown("")) } else { Ok(roles) }
}
