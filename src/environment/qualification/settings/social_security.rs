//! `[environments.NAME.social_security]`: a company and its REST account.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CertificateFile, EnterpriseNumber, Origin, Text};
use crate::environment::{Application, Quality, SocialSecurityAddresses, Stage};

/// A company at social security, and its account of the REST channel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SocialSecuritySettings {
    /// Which of social security's environments: `production`, `simulation` or `acceptance`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<SocialSecurityStage>,
    /// Where the REST APIs are; by default that of the stage.
    #[serde(skip_serializing_if = "Origin::is_empty")]
    pub services: Origin,
    /// Where ChaMan is, in which people work; by default that of the stage.
    #[serde(skip_serializing_if = "Origin::is_empty")]
    pub chaman: Origin,
    /// Where the portal is, in which people work; by default that of the stage.
    #[serde(skip_serializing_if = "Origin::is_empty")]
    pub portal: Origin,
    /// The enterprise number (BCE), 10 digits.
    #[serde(skip_serializing_if = "EnterpriseNumber::is_empty")]
    pub number: EnterpriseNumber,
    /// The name of the company.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub name: Text,
    /// In which quality it acts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality: Option<NamedQuality>,
    /// The "Client ID" that ChaMan shows.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub client_id: Text,
    /// The applications that the account has permissions for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub applications: Vec<NamedApplication>,
    /// The certificate in effect first, then those to renew with, the oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub certificates: Vec<CertificateFile>,
}

/// One of social security's environments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SocialSecurityStage {
    /// The real one.
    Production,
    /// Declarations without effect. It has no token server and no accounts of its own: both are
    /// production's.
    Simulation,
    /// Where programs are tried out, with accounts and tokens of its own.
    Acceptance,
}

/// In which quality a company acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NamedQuality {
    /// "Employeur ONSS".
    Employer,
    /// "Secrétariat social".
    SocialSecretariat,
    /// "Prestataire de service".
    ServiceProvider,
}

/// An application of the REST channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum NamedApplication {
    /// Dimona.
    Dimona,
    /// CareerPro, Federal Learning Account.
    #[serde(rename = "Federal Learning Account")]
    LearningAccount,
}

impl SocialSecurityStage {
    /// The world whose accounts it takes.
    #[must_use]
    pub const fn world(self) -> Stage {
        match self {
            Self::Production | Self::Simulation => Stage::Production,
            Self::Acceptance => Stage::Acceptance,
        }
    }
}

impl From<NamedQuality> for Quality {
    fn from(named: NamedQuality) -> Self {
        match named {
            NamedQuality::Employer => Self::Employer,
            NamedQuality::SocialSecretariat => Self::SocialSecretariat,
            NamedQuality::ServiceProvider => Self::ServiceProvider,
        }
    }
}

impl From<NamedApplication> for Application {
    fn from(named: NamedApplication) -> Self {
        match named {
            NamedApplication::Dimona => Self::Dimona,
            NamedApplication::LearningAccount => Self::LearningAccount,
        }
    }
}

impl SocialSecuritySettings {
    /// Where everything is: as it is said, else as the stage has it.
    ///
    /// Simulation has no token server, and takes production's tokens: other integrators' settings
    /// have it so.
    #[must_use]
    pub fn addresses(&self) -> SocialSecurityAddresses {
        let stage = self.stage.unwrap_or(SocialSecurityStage::Acceptance);
        let world = SocialSecurityAddresses::of(stage.world());
        let is_simulation = stage == SocialSecurityStage::Simulation;
        let by_stage =
            if is_simulation { SocialSecurityAddresses::SIMULATION } else { &world.services };
        let services = self.services.or(by_stage).to_owned();
        let grants = if is_simulation { &world.services } else { &services };
        SocialSecurityAddresses {
            token_url: SocialSecurityAddresses::token_url(grants),
            services,
            chaman: self.chaman.or(&world.chaman).to_owned(),
            portal: self.portal.or(&world.portal).to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stage_has_its_addresses_and_simulation_takes_the_tokens_of_production() {
        let of = |stage| {
            let settings = SocialSecuritySettings { stage: Some(stage), ..Default::default() };
            let it = settings.addresses();
            [it.services, it.token_url, it.chaman]
        };
        assert_eq!(
            of(SocialSecurityStage::Simulation),
            [
                "https://services-sim.socialsecurity.be",
                "https://services.socialsecurity.be/REST/oauth/v5/token",
                "https://chaman.socialsecurity.be",
            ]
        );
        assert_eq!(
            of(SocialSecurityStage::Acceptance),
            [
                "https://services-acpt.socialsecurity.be",
                "https://services-acpt.socialsecurity.be/REST/oauth/v5/token",
                "https://chaman-acpt.socialsecurity.be",
            ]
        );
    }
}
