//! Who visits, and in which quality.

use raccord_kernel::Secret;
use serde::{Deserialize, Serialize};

use super::refusal::Refusal;
use crate::social_security::directory::{EnterpriseNumber, Quality};

/// Who visits, as the session knows it. What the person may do is asked of the directory each time.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Visitor {
    /// The login.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The enterprise that the person acts for.
    pub enterprise: EnterpriseNumber,
    /// The name of the enterprise.
    pub enterprise_name: String,
    /// The quality that was chosen, or the only one there is.
    pub chosen: Option<Quality>,
    /// The token of the session's forms.
    pub form_token: Secret,
}

impl Visitor {
    /// The quality in which the visitor acts (`SS-CSAM-05`).
    pub(in crate::social_security) fn quality(&self) -> Result<Quality, Refusal> {
        self.chosen.ok_or(Refusal::NoQuality)
    }

    /// Refuses a form that does not hold this session's token (`SS-CSAM-04`).
    pub(super) fn check_form(&self, token: &str) -> Result<(), Refusal> {
        if self.form_token.matches(token) { Ok(()) } else { Err(Refusal::ForeignForm) }
    }
}
