//! Where the systems are, under their real names.

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
