//! The pages: what each shows, and the template that shows it.
//!
//! Templates stand in `mocks/templates/chorus_pro_portal`; they escape what they show.

mod demands;
mod invoices;
mod refused;
mod sheet;
mod words;

pub(super) use invoices::{DepositPage, FlowPage};
pub(super) use refused::RefusedPage;
pub(super) use sheet::{CreatePage, SearchPage, SheetPage, UpdatePage};

use askama::Template;
use jiff::civil::Date;

use super::account::Structure;
use super::session::Visitor;
use crate::chorus_pro::sheet::Platform;

/// The one style sheet: what all portals look like, and then this one.
pub(super) const STYLE: &str = concat!(
    include_str!("../../../../templates/portal.css"),
    include_str!("../../../../templates/chorus_pro_portal/style.css"),
);

/// What stands around every page.
pub(super) struct Chrome {
    environment: &'static str,
    visitor: Option<Visitor>,
}

impl Chrome {
    /// Around a page for `visitor`, or for nobody in particular.
    pub(super) const fn new(platform: Platform, visitor: Option<Visitor>) -> Self {
        let environment = match platform {
            Platform::Qualification => "Qualification",
            Platform::Production => "Production",
        };
        Self { environment, visitor }
    }

    /// The token of the session's forms.
    fn form_token(&self) -> &str {
        self.visitor.as_ref().map_or("", |visitor| visitor.form_token.reveal())
    }

    fn has_space(&self) -> bool {
        self.visitor.as_ref().is_some_and(|visitor| !visitor.spaces.is_empty())
    }
}

/// "Connexion".
#[derive(Template)]
#[template(path = "chorus_pro_portal/login.html")]
pub(super) struct LoginPage {
    pub(super) chrome: Chrome,
}

/// "Accueil connecté".
#[derive(Template)]
#[template(path = "chorus_pro_portal/home.html")]
pub(super) struct HomePage {
    pub(super) chrome: Chrome,
}

/// "Activités du gestionnaire", "Mes structures".
#[derive(Template)]
#[template(path = "chorus_pro_portal/structures.html")]
pub(super) struct StructuresPage {
    pub(super) chrome: Chrome,
    pub(super) structures: Vec<Structure>,
}

/// One structure and its spaces.
#[derive(Template)]
#[template(path = "chorus_pro_portal/structure.html")]
pub(super) struct StructurePage {
    pub(super) chrome: Chrome,
    pub(super) structure: Structure,
    /// Whether the session shows the structure's space.
    pub(super) shown: bool,
}

/// A path that the portal does not have.
#[derive(Template)]
#[template(path = "chorus_pro_portal/unknown.html")]
pub(super) struct UnknownPage {
    pub(super) chrome: Chrome,
}

/// A day as the pages show it: `04/10/2019`.
fn french(day: &Date) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}
