//! What a portal's refusal gives to the page that shows it.

use http::StatusCode;
use raccord_kernel::Refuse;

use crate::upload::CertificateRefusal;

/// What a page says of a refusal, in French. The real portals' words are not known, but for
/// "accès interdit".
#[derive(Debug, Clone)]
pub(in crate::social_security) struct Words {
    /// The heading.
    pub(in crate::social_security) title: &'static str,
    /// What was found, and what to do.
    pub(in crate::social_security) text: String,
    /// What the way out is called.
    pub(in crate::social_security) way_out: &'static str,
}

impl Words {
    /// Words whose way out leads to the login.
    pub(in crate::social_security) fn login(title: &'static str, text: impl Into<String>) -> Self {
        Self { title, text: text.into(), way_out: "Se connecter" }
    }

    /// Words whose way out leads back.
    pub(in crate::social_security) fn back(title: &'static str, text: impl Into<String>) -> Self {
        Self { title, text: text.into(), way_out: "Revenir" }
    }
}

/// A refusal that a page can show.
pub(in crate::social_security) trait Shown: Refuse {
    /// The HTTP status that goes with it.
    fn status(&self) -> StatusCode;

    /// What the page says.
    fn words(&self) -> Words;

    /// The certificate that was refused, where the refusal is about one.
    fn certificate(&self) -> Option<&CertificateRefusal> {
        None
    }

    /// Where the visitor is led instead of being told.
    fn leads_to(&self) -> Option<&'static str> {
        None
    }
}
