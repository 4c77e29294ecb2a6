//! Social security before a scenario begins.

use jiff::SignedDuration;
use raccord_certs::conformity::Platform;
use serde::{Deserialize, Serialize};

use super::{ArrangeError, NotConnected};
use crate::connectors::Identity;

/// In which of the two worlds a company is known, each with accounts and tokens of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Production, and simulation beside it.
    #[default]
    Production,
    /// Acceptance.
    Acceptance,
}

impl Stage {
    /// The platform that a certificate is handed to there: the one of the accounts. Simulation has
    /// none of its own, so what is handed in for it must be good for production.
    #[must_use]
    pub const fn platform(self) -> Platform {
        match self {
            Self::Production => Platform::Production,
            Self::Acceptance => Platform::Qualification,
        }
    }
}

/// The quality in which a company acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Quality {
    /// "Employeur ONSS".
    Employer,
    /// "Secrétariat social".
    SocialSecretariat,
    /// "Prestataire de service".
    ServiceProvider,
}

impl Quality {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Employer, Self::SocialSecretariat, Self::ServiceProvider];

    /// What the portals' pages call it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Employer => "Employeur ONSS",
            Self::SocialSecretariat => "Secrétariat social",
            Self::ServiceProvider => "Prestataire de service",
        }
    }

    /// What the portals' forms call it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Employer => "employeur-onss",
            Self::SocialSecretariat => "secretariat-social",
            Self::ServiceProvider => "prestataire-de-service",
        }
    }
}

/// The applications that are declared to over REST.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Application {
    /// "Dimona".
    Dimona,
    /// "Federal Learning Account".
    LearningAccount,
}

impl Application {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Dimona, Self::LearningAccount];

    /// What people call it, Mahis among them.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Dimona => "Dimona",
            Self::LearningAccount => "Federal Learning Account",
        }
    }

    /// What the forms of Mahis call it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Dimona => "dimona",
            Self::LearningAccount => "fla",
        }
    }

    /// The permissions that it needs, as ChaMan calls them.
    #[must_use]
    pub const fn permissions(self) -> &'static [&'static str] {
        match self {
            Self::Dimona => {
                &["Consultation de la déclaration Dimona", "Effectuer des déclarations Dimona"]
            }
            Self::LearningAccount => &["CareerPro - Federal Learning Account - Déclaration"],
        }
    }
}

/// A company, and the person who manages its accesses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    /// Its name.
    pub name: String,
    /// Its enterprise number, of ten digits.
    pub number: String,
    /// The login of its chief access manager; the password is kept in the vault under it.
    pub manager: String,
    /// Where it is known.
    pub stage: Stage,
}

/// An account of the REST channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestAccount {
    /// "Nom du compte".
    pub name: String,
    /// "Client ID".
    pub client_id: String,
    /// The scopes that its permissions grant, sorted.
    pub scopes: Vec<String>,
}

/// Which audience an assertion must name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audiences {
    /// The address of the token endpoint.
    TokenEndpoint,
    /// That, or the issuer.
    Either,
    /// The issuer alone.
    Issuer,
}

/// How the other side behaves where nobody knows how it really does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conduct {
    /// Which audiences the token server takes.
    Audiences(Audiences),
    /// The longest life of an assertion that it takes.
    LongestLife(SignedDuration),
    /// Whether it refuses an assertion that it saw before.
    RefusesReplay(bool),
    /// Whether it refuses what is signed with the key of an expired certificate.
    RefusesExpired(bool),
    /// How long after its registration it knows a certificate.
    KnowsCertificatesAfter(SignedDuration),
    /// Whether it grants the scopes that it may, where more are asked for, in place of a refusal.
    GrantsWhatItMay(bool),
    /// ChaMan gives client ids of the older shape.
    OlderClientIds,
    /// How long after their validation the APIs know mandates.
    KnowsMandatesAfter(SignedDuration),
}

/// How a declaration to come ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeclarationEnd {
    /// "A".
    Accepted,
    /// "W": accepted, with warnings.
    AcceptedWithWarnings,
    /// "B".
    Refused,
    /// "S": it waits for the worker to be identified.
    WaitsForIdentification,
}

/// Who is connected to social security: arranged behind the mocks' doors, or as the operator says.
pub trait SocialSecurityConnections {
    /// A company with some qualities; its chief access manager may do everything.
    ///
    /// # Errors
    ///
    /// When it cannot be arranged, or there is none.
    fn company(
        &self,
        name: &str,
        qualities: &[Quality],
        stage: Stage,
    ) -> Result<Company, NotConnected>;

    /// A REST account of a company under a name, in a quality, with the permissions for some
    /// applications, and a certificate.
    ///
    /// # Errors
    ///
    /// When it cannot be arranged, or there is none.
    fn rest_account(
        &self,
        company: &Company,
        account: (&str, Quality),
        applications: &[Application],
        certificate: &Identity,
    ) -> Result<RestAccount, NotConnected>;
}

/// What can be arranged at social security before a scenario begins.
pub trait SocialSecurityStates {
    /// A person of a company who may do nothing yet; answers the login, under which the vault
    /// keeps the password.
    ///
    /// # Errors
    ///
    /// When there is no such company.
    fn person(&self, company: &Company) -> Result<String, ArrangeError>;

    /// The login of the person of a company who could do nothing at first.
    fn login_of_person(&self, company: &Company) -> String;

    /// A mandate from this quarter on, validated by both.
    ///
    /// # Errors
    ///
    /// When it cannot be arranged.
    fn mandate(
        &self,
        principal: &Company,
        mandatary: &Company,
        application: Application,
    ) -> Result<(), ArrangeError>;

    /// Behaves in some way from now on, in both worlds.
    fn behave(&self, conduct: Conduct);

    /// How the next declaration ends.
    fn next_declaration_ends(&self, end: DeclarationEnd);
}
