//! Who there is: enterprises, the qualities in which they act, and the people who act for them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use raccord_kernel::Secret;
use serde::{Deserialize, Serialize};

/// The number of an enterprise in the Belgian register (KBO/BCE): ten digits, of which the last two
/// are 97 less the remainder of the others by 97.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EnterpriseNumber(String);

/// A text that is no enterprise number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{found}` is no enterprise number: expected ten digits, the first a 0 or a 1, that end with their check digits"
)]
pub struct NoEnterpriseNumber {
    /// What was found.
    pub found: String,
}

impl EnterpriseNumber {
    /// Its ten digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for EnterpriseNumber {
    type Err = NoEnterpriseNumber;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || NoEnterpriseNumber { found: text.to_owned() };
        let is_ten_digits = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit());
        let (Some((body, check)), true) = (text.split_at_checked(8), is_ten_digits) else {
            return Err(refused());
        };
        let (Ok(body), Ok(check)) = (body.parse::<u32>(), check.parse::<u32>()) else {
            return Err(refused());
        };
        let is_good = text.starts_with(['0', '1']) && 97 - body % 97 == check;
        if is_good { Ok(Self(text.to_owned())) } else { Err(refused()) }
    }
}

impl TryFrom<String> for EnterpriseNumber {
    type Error = NoEnterpriseNumber;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<EnterpriseNumber> for String {
    fn from(number: EnterpriseNumber) -> Self {
        number.0
    }
}

impl fmt::Display for EnterpriseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The quality in which an enterprise acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quality {
    /// "Employeur ONSS": for itself.
    EmployeurOnss,
    /// "Secrétariat social": for those who mandated it.
    SecretariatSocial,
    /// "Prestataire de service": for those who mandated it.
    PrestataireDeService,
}

impl Quality {
    /// All of them, as pages list them.
    pub const ALL: [Self; 3] =
        [Self::EmployeurOnss, Self::SecretariatSocial, Self::PrestataireDeService];

    /// What pages call it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::EmployeurOnss => "Employeur ONSS",
            Self::SecretariatSocial => "Secrétariat social",
            Self::PrestataireDeService => "Prestataire de service",
        }
    }

    /// What forms and the journal call it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::EmployeurOnss => "employeur-onss",
            Self::SecretariatSocial => "secretariat-social",
            Self::PrestataireDeService => "prestataire-de-service",
        }
    }

    /// The quality of a code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|quality| quality.code() == code)
    }

    /// Whether it acts for others.
    #[must_use]
    pub const fn is_mandatary(self) -> bool {
        !matches!(self, Self::EmployeurOnss)
    }
}

/// What a person may do in a quality of the enterprise, beside what the local manager may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// "Gestionnaire local": everything, and gives the other roles.
    LocalManager,
    /// "ChaMan - Gestion des canaux techniques".
    TechnicalChannels,
    /// "Mahis - Gérer les mandats".
    ManageMandates,
    /// "Mahis - Consulter les mandats".
    ConsultMandates,
}

impl Role {
    /// All of them, as pages list them.
    pub const ALL: [Self; 4] =
        [Self::LocalManager, Self::TechnicalChannels, Self::ManageMandates, Self::ConsultMandates];

    /// What pages call it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::LocalManager => "Gestionnaire local",
            Self::TechnicalChannels => "ChaMan - Gestion des canaux techniques",
            Self::ManageMandates => "Mahis - Gérer les mandats",
            Self::ConsultMandates => "Mahis - Consulter les mandats",
        }
    }

    /// What forms and the journal call it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::LocalManager => "gestionnaire-local",
            Self::TechnicalChannels => "canaux-techniques",
            Self::ManageMandates => "gerer-mandats",
            Self::ConsultMandates => "consulter-mandats",
        }
    }

    /// The role of a code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// One enterprise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enterprise {
    /// Its number in the register.
    pub number: EnterpriseNumber,
    /// Its name.
    pub name: String,
    /// Its number as an employer at the ONSS, where it is one.
    pub employer_id: Option<u64>,
    /// The qualities that its chief access manager made in "Gestion des accès".
    pub qualities: BTreeSet<Quality>,
}

/// One person, who acts for one enterprise.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Person {
    /// Who it is: in reality an eID or itsme says so.
    pub login: String,
    /// What proves it here.
    pub password: Secret,
    /// The name that pages show.
    pub name: String,
    /// The enterprise.
    pub enterprise: EnterpriseNumber,
    /// Whether it is the enterprise's "gestionnaire d'accès principal", who makes qualities.
    pub is_chief_access_manager: bool,
    /// What the person may do, by quality.
    pub roles: BTreeMap<Quality, BTreeSet<Role>>,
}

impl Person {
    /// Whether the person may do something in a quality: by the role, as the local manager of the
    /// quality, or as chief access manager.
    #[must_use]
    pub fn may(&self, quality: Quality, role: Role) -> bool {
        let held = self.roles.get(&quality);
        self.is_chief_access_manager
            || held.is_some_and(|held| held.contains(&role) || held.contains(&Role::LocalManager))
    }
}

/// All enterprises and people.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Directory {
    enterprises: BTreeMap<EnterpriseNumber, Enterprise>,
    people: BTreeMap<String, Person>,
}

impl Directory {
    /// Puts an enterprise in the place of its number.
    pub fn put_enterprise(&mut self, enterprise: Enterprise) {
        self.enterprises.insert(enterprise.number.clone(), enterprise);
    }

    /// Puts a person in the place of the login.
    pub fn put_person(&mut self, person: Person) {
        self.people.insert(person.login.clone(), person);
    }

    /// The enterprise of a number.
    #[must_use]
    pub fn enterprise(&self, number: &EnterpriseNumber) -> Option<&Enterprise> {
        self.enterprises.get(number)
    }

    /// The enterprise of a number, to change.
    pub fn enterprise_mut(&mut self, number: &EnterpriseNumber) -> Option<&mut Enterprise> {
        self.enterprises.get_mut(number)
    }

    /// The employer of a number at the ONSS.
    #[must_use]
    pub fn employer(&self, employer_id: u64) -> Option<&Enterprise> {
        self.enterprises.values().find(|one| one.employer_id == Some(employer_id))
    }

    /// The person of a login.
    #[must_use]
    pub fn person(&self, login: &str) -> Option<&Person> {
        self.people.get(login)
    }

    /// The person of a login, to change.
    pub fn person_mut(&mut self, login: &str) -> Option<&mut Person> {
        self.people.get_mut(login)
    }

    /// The people of an enterprise, by login.
    pub fn people_of<'a>(
        &'a self,
        enterprise: &'a EnterpriseNumber,
    ) -> impl Iterator<Item = &'a Person> {
        self.people.values().filter(move |person| person.enterprise == *enterprise)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_enterprise_number_ends_with_its_check_digits() {
        assert!("0206731645".parse::<EnterpriseNumber>().is_ok());
        for text in ["0206731646", "206731645", "0206.731.645", "2206731645", "", "02067316é5"] {
            assert!(text.parse::<EnterpriseNumber>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_local_manager_of_a_quality_may_do_everything_in_it_and_nothing_in_another() {
        let roles = BTreeSet::from([Role::LocalManager]);
        let person = Person {
            login: "login".to_owned(),
            password: Secret::new(String::new()),
            name: "name".to_owned(),
            enterprise: "0206731645".parse().unwrap(),
            is_chief_access_manager: false,
            roles: BTreeMap::from([(Quality::EmployeurOnss, roles)]),
        };
        assert!(person.may(Quality::EmployeurOnss, Role::TechnicalChannels));
        assert!(!person.may(Quality::PrestataireDeService, Role::TechnicalChannels));
    }
}
