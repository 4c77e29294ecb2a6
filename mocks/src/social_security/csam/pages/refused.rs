//! The page that says what was refused, by which rule, and what to do.

use askama::Template;

use super::Chrome;
use crate::social_security::csam::shown::{Shown, Words};
use crate::upload::CertificateRefusal;

/// A refusal.
#[derive(Template)]
#[template(path = "social_security/refused.html")]
pub(in crate::social_security::csam) struct RefusedPage {
    chrome: Chrome,
    rule: &'static str,
    words: Words,
    certificate: Option<CertificateRefusal>,
    /// Where the way out leads.
    back: String,
}

impl RefusedPage {
    /// The page of a refusal whose way out leads to `back`.
    pub(in crate::social_security::csam) fn new(
        chrome: Chrome,
        refusal: &impl Shown,
        back: String,
    ) -> Self {
        let certificate = refusal.certificate().cloned();
        Self { chrome, rule: refusal.rule().id, words: refusal.words(), certificate, back }
    }
}
