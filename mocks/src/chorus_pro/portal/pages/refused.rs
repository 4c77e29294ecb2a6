//! The page that says what was refused, by which rule, and what to do.

use askama::Template;
use raccord_kernel::Refuse;

use super::Chrome;
use super::words::{Words, words};
use crate::chorus_pro::portal::refusal::Refusal;
use crate::chorus_pro::sheet::{CertificateRefusal, Refusal as SheetRefusal};

/// A refusal.
#[derive(Template)]
#[template(path = "chorus_pro_portal/refused.html")]
pub(in crate::chorus_pro::portal) struct RefusedPage {
    chrome: Chrome,
    rule: &'static str,
    words: Words,
    certificate: Option<CertificateRefusal>,
    /// Where the way out leads.
    back: String,
}

impl RefusedPage {
    /// The page of a refusal whose way out leads to `back`, or to the login where that is needed.
    pub(in crate::chorus_pro::portal) fn new(
        chrome: Chrome,
        refusal: Refusal,
        back: String,
    ) -> Self {
        let (rule, words) = (refusal.rule().id, words(&refusal));
        let certificate = if let Refusal::Sheet(SheetRefusal::Certificate(one)) = refusal {
            Some(one)
        } else {
            None
        };
        Self { chrome, rule, words, certificate, back }
    }
}
