//! Where the systems are, under their real names.

use super::Stage;

/// The origins (`https://…`) of one world of Chorus Pro and PISTE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    /// The Chorus Pro portal.
    pub portal: String,
    /// PISTE's token endpoint.
    pub oauth: String,
    /// PISTE's API gateway.
    pub api: String,
}

impl Addresses {
    /// Qualification: PISTE calls it sandbox.
    #[must_use]
    pub fn qualification() -> Self {
        Self {
            portal: "https://qualif.chorus-pro.gouv.fr".to_owned(),
            oauth: "https://sandbox-oauth.piste.gouv.fr".to_owned(),
            api: "https://sandbox-api.piste.gouv.fr".to_owned(),
        }
    }

    /// Production.
    #[must_use]
    pub fn production() -> Self {
        Self {
            portal: "https://portail.chorus-pro.gouv.fr".to_owned(),
            oauth: "https://oauth.piste.gouv.fr".to_owned(),
            api: "https://api.piste.gouv.fr".to_owned(),
        }
    }
}

/// The origins of one world of social security.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SocialSecurityAddresses {
    /// The REST APIs.
    pub services: String,
    /// The token endpoint, whole.
    pub token_url: String,
    /// ChaMan.
    pub chaman: String,
    /// The portal, with Mahis and "Gestion des accès".
    pub portal: String,
}

impl SocialSecurityAddresses {
    /// The token endpoint of the origin of REST APIs.
    #[must_use]
    pub fn token_url(services: &str) -> String {
        format!("{services}/REST/oauth/v5/token")
    }

    /// The origin of the REST APIs of simulation, which takes production's tokens.
    pub const SIMULATION: &'static str = "https://services-sim.socialsecurity.be";

    /// The addresses of a world.
    #[must_use]
    pub fn of(stage: Stage) -> Self {
        let suffix = match stage {
            Stage::Production => "",
            Stage::Acceptance => "-acpt",
        };
        let origin = |host: &str| format!("https://{host}{suffix}.socialsecurity.be");
        let services = origin("services");
        let token_url = Self::token_url(&services);
        Self { services, token_url, chaman: origin("chaman"), portal: origin("www") }
    }
}
