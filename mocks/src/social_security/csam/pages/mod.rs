//! What stands around every page of the portals, and the pages of the login.
//!
//! Templates stand in `mocks/templates/social_security`; they escape what they show.

mod refused;

pub(super) use refused::RefusedPage;

use askama::Template;

use super::portal::{Portal, Site};
use super::visitor::Visitor;
use crate::social_security::directory::Quality;

/// The one style sheet: what all portals look like, and then this one.
pub(super) const STYLE: &str = concat!(
    include_str!("../../../../templates/portal.css"),
    include_str!("../../../../templates/social_security/style.css"),
);

/// What stands around every page.
#[derive(Debug, Clone)]
pub(in crate::social_security) struct Chrome {
    portal: Portal,
    visitor: Option<Visitor>,
}

impl Chrome {
    /// Around a page for `visitor`, or for nobody in particular.
    pub(in crate::social_security) const fn new(portal: Portal, visitor: Option<Visitor>) -> Self {
        Self { portal, visitor }
    }

    /// The portal of the page.
    pub(in crate::social_security) const fn portal(&self) -> Portal {
        self.portal
    }

    /// Who sees the page.
    pub(in crate::social_security) const fn visitor(&self) -> Option<&Visitor> {
        self.visitor.as_ref()
    }

    /// The token of the session's forms.
    pub(in crate::social_security) fn form_token(&self) -> &str {
        self.visitor.as_ref().map_or("", |visitor| visitor.form_token.reveal())
    }

    /// Whether the visitor has chosen a quality.
    fn is_chosen(&self, quality: &Quality) -> bool {
        self.visitor.as_ref().is_some_and(|visitor| visitor.chosen.as_ref() == Some(quality))
    }

    /// Whether it is a page of ChaMan.
    pub(in crate::social_security) fn is_chaman(&self) -> bool {
        self.portal.site == Site::Chaman
    }
}

/// "Identification".
#[derive(Template)]
#[template(path = "social_security/csam/login.html")]
pub(super) struct LoginPage {
    pub(super) chrome: Chrome,
}

/// "Choisissez une qualité".
#[derive(Template)]
#[template(path = "social_security/csam/quality.html")]
pub(super) struct QualityPage {
    pub(super) chrome: Chrome,
    pub(super) offered: Vec<Quality>,
}

/// A path that the portal does not have.
#[derive(Template)]
#[template(path = "social_security/unknown.html")]
pub(super) struct UnknownPage {
    pub(super) chrome: Chrome,
}
