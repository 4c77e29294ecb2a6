//! Mahis: the mandates between employers and those who declare for them.
//!
//! # Shape
//! A mandate has a principal ("mandant", the employer), a mandatary ("mandataire"), a group of
//! applications, a first quarter and perhaps a last one. Whoever creates it validates it; the other
//! party validates it too, or refuses it. It is good from its first quarter until the end of its
//! last. The visitor acts for an enterprise in the quality that was chosen at the login: as employer
//! it is the principal, else the mandatary.
//!
//! Within a group of enterprises it is the same: the one that declares for the others needs a quality
//! to act for others, which its chief access manager makes in "Gestion des accès".
//!
//! # What a program may rely on
//! The real paths and names are not known; these are guesses.
//!
//! | step | request | answer |
//! |---|---|---|
//! | the dashboard | `GET /mahis` | `section[data-block]` (`a-finaliser`, `en-attente`, `refuse`, `actif`, `cloture`); a row `tr[data-mandate]` with `data-state`, `data-principal`, `data-mandatary`, `data-group`, `data-from`, `data-until` |
//! | create | `POST /mahis/mandats`: `jeton`, `mandant`, `mandataire`, `groupe`, `debut`, `fin` | 303 to the mandate |
//! | the mandate | `GET /mahis/mandats/{number}` | `main#mandat` with the attributes of the row |
//! | validate | `POST /mahis/mandats/{number}/validation`: `jeton` | 303 to the mandate |
//! | refuse | `POST /mahis/mandats/{number}/refus`: `jeton` | 303 to the mandate |
//! | close | `POST /mahis/mandats/{number}/cloture`: `jeton`, `fin` | 303 to the mandate |
//!
//! A block counts its mandates by group in `li[data-count]`. `data-state` is `en-attente`, `refuse`, `actif` or `cloture`, the same to both parties; the block
//! "À finaliser" holds what is `en-attente` and waits for the visitor's own party. A mandate that
//! both validated is `en-attente` until its first quarter. Quarters are written `2026-T2`.
//!
//! # Rules
//! [`rules`].
//!
//! # Not modelled
//! The proxy as a PDF with two electronic signatures, and the one on paper; "Signer plus tard"; the
//! identification of a provider by ONSS, which the quality stands for, and its lapse; mandates for
//! other groups of applications; withdrawing what one validated before the other party did; an end
//! within a quarter.

mod acting;
mod dashboard;
mod draft;
mod draft_refusal;
mod effect;
pub mod mandate;
mod pages;
mod refusal;
mod routes;
pub mod rules;
mod service;
mod state;
mod view;
mod wire;
mod words;

pub use acting::Party;
pub use mandate::{Group, Mandate, Mandates, Quarter};
pub(in crate::social_security) use routes::routes;
pub use state::State;

use serde::{Deserialize, Serialize};

/// What is guessed of Mahis.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// After how many seconds the APIs know that a mandate was validated or closed; 0 by default
    /// (`SS-MAHIS-18`).
    pub propagation_s: u32,
}
