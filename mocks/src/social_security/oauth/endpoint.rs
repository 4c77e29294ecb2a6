//! Where the token server is, and the names under which it goes.

use crate::social_security::Environment;

/// The path of the issuer.
pub(super) const ISSUER: &str = "/REST/oauth/v5";

impl Environment {
    /// The identifier of the token server, as its metadata have it.
    #[must_use]
    pub fn issuer(self) -> String {
        format!("https://{}{ISSUER}", self.host())
    }

    /// The address of the token endpoint.
    #[must_use]
    pub fn token_endpoint(self) -> String {
        format!("{}/token", self.issuer())
    }
}
