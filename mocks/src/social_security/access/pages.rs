//! The pages of "Gestion des accès", and the portal's home. Their templates stand in
//! `mocks/templates/social_security/access`.

use askama::Template;

use super::service::{Staff, manages};
use crate::social_security::csam::Chrome;
use crate::social_security::directory::{Person, Quality, Role};

/// "Accueil": the online services.
#[derive(Template)]
#[template(path = "social_security/access/home.html")]
pub(super) struct HomePage {
    pub(super) chrome: Chrome,
    /// The address of ChaMan in the same world.
    pub(super) chaman: String,
}

/// "Gestion des accès".
#[derive(Template)]
#[template(path = "social_security/access/access.html")]
pub(super) struct AccessPage {
    pub(super) chrome: Chrome,
    pub(super) staff: Staff,
}

impl AccessPage {
    /// The chief access managers.
    fn chiefs(&self) -> Vec<&Person> {
        self.staff.people.iter().filter(|person| person.is_chief_access_manager).collect()
    }

    /// The local managers of a quality.
    fn managers(&self, quality: &Quality) -> Vec<&Person> {
        let holds = |person: &&Person| roles(person, quality).contains(&Role::LocalManager);
        self.staff.people.iter().filter(holds).collect()
    }

    /// The qualities that the visitor can make.
    fn missing(&self) -> Vec<Quality> {
        let enterprise = &self.staff.enterprise;
        let can_have =
            |quality: &Quality| quality.is_mandatary() || enterprise.employer_id.is_some();
        let lacks = |quality: &Quality| !enterprise.qualities.contains(quality);
        let qualities = Quality::ALL.into_iter().filter(|one| lacks(one) && can_have(one));
        if self.staff.visitor.is_chief_access_manager { qualities.collect() } else { Vec::new() }
    }

    /// The qualities in which the visitor gives roles.
    fn managed(&self) -> Vec<Quality> {
        let qualities = self.staff.enterprise.qualities.iter().copied();
        qualities.filter(|quality| manages(&self.staff.visitor, *quality)).collect()
    }

    /// The roles that the visitor gives.
    fn givable(&self) -> Vec<Role> {
        let is_chief = self.staff.visitor.is_chief_access_manager;
        Role::ALL.into_iter().filter(|role| is_chief || *role != Role::LocalManager).collect()
    }
}

/// The roles that a person holds in a quality, in the order of the page.
fn roles(person: &Person, quality: &Quality) -> Vec<Role> {
    let held = person.roles.get(quality);
    let holds = |role: &Role| held.is_some_and(|held| held.contains(role));
    Role::ALL.into_iter().filter(holds).collect()
}
