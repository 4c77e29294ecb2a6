//! The pages of Mahis. Their templates stand in `mocks/templates/social_security/mahis`.

use askama::Template;

use super::acting::{Acting, Party};
use super::dashboard::{self, Block};
use super::mandate::{Group, Quarter};
use super::state::State;
use super::view::View;
use crate::social_security::csam::Chrome;

/// The dashboard.
#[derive(Template)]
#[template(path = "social_security/mahis/dashboard.html")]
pub(super) struct DashboardPage {
    pub(super) chrome: Chrome,
    pub(super) acting: Acting,
    pub(super) views: Vec<View>,
}

impl DashboardPage {
    fn of(&self, block: Block) -> Vec<&View> {
        self.views.iter().filter(|view| view.block == block).collect()
    }

    fn counts(&self, block: Block) -> Vec<(Group, usize)> {
        let mandates = self.views.iter().filter(|view| view.block == block);
        dashboard::counts(mandates.map(|view| &view.mandate))
    }
}

/// "Ajouter un mandat".
#[derive(Template)]
#[template(path = "social_security/mahis/create.html")]
pub(super) struct CreatePage {
    pub(super) chrome: Chrome,
    pub(super) acting: Acting,
    pub(super) beginnings: Vec<Quarter>,
}

impl CreatePage {
    fn is_principal(&self) -> bool {
        self.acting.party == Party::Principal
    }
}

/// One mandate.
#[derive(Template)]
#[template(path = "social_security/mahis/mandate.html")]
pub(super) struct MandatePage {
    pub(super) chrome: Chrome,
    pub(super) view: View,
}

/// A quarter as pages show it: `1er trimestre 2026`.
fn words(quarter: &Quarter) -> String {
    let nth = if quarter.number() == 1 { "er" } else { "e" };
    format!("{}{nth} trimestre {}", quarter.number(), quarter.year())
}

/// The last quarter of a mandate as attributes have it; nothing where it has no end.
fn until(view: &View) -> String {
    view.mandate.until.map(|until| until.to_string()).unwrap_or_default()
}

/// What has become of a mandate, in a sentence.
fn fate(view: &View) -> String {
    match (view.block, view.state) {
        (Block::ToFinalise, _) => "En attente de la validation de votre entreprise".to_owned(),
        (_, State::Waiting) if view.mandate.validated_at().is_some() => {
            format!("Validé, en attente du {}", words(&view.mandate.from))
        }
        (_, State::Waiting) => "En attente de la validation de l'autre partie".to_owned(),
        (_, state) => state.label().to_owned(),
    }
}
