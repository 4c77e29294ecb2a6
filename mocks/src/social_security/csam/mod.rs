//! CSAM: how a person logs in to the portals of social security, once for all of them, and in which
//! quality of the enterprise.
//!
//! # Shape
//! A person logs in; where the enterprise has several qualities, one is chosen; everything after is
//! done in that quality. It can be changed at `/qualite`. Pages are HTML in French; forms are plain;
//! there is no script.
//!
//! Every portal is made here, by `host`: its own routes, and around them the login, the layout,
//! and the page that says what was refused. A route of a portal stands on `Front`.
//!
//! # What a program may rely on
//!
//! | step | request | answer |
//! |---|---|---|
//! | log in | `POST /connexion`: `identifiant`, `mot_de_passe` | 303 to `/qualite` where there are several, else to `/accueil`; cookie `session_csam` |
//! | choose a quality | `POST /qualite`: `jeton`, `qualite` (a code) | 303 to `/accueil` |
//! | any form | `jeton`, the value of `input[name=jeton]` on any page of the session | |
//! | log out | `POST /deconnexion`: `jeton` | 303 to `/connexion` |
//!
//! The cookie is for all of `socialsecurity.be`; under another name (`….localhost`) for that one
//! host only, for a browser takes it no other way. Production and acceptance know different people,
//! and a browser that visits both has one cookie for both: it is logged in where it was last.
//!
//! A refusal is a page whose element `role="alert"` bears the rule that refused in `data-rule`. Its
//! status: 401 not logged in, 403 not allowed, 404 nothing there, 413 and 415 the upload itself, 400
//! the form, 422 what is in it, 409 where it conflicts with what is there. Who has not chosen a
//! quality is led to `/qualite` with 303.
//!
//! # Rules
//! [`rules`].
//!
//! # Not modelled
//! eID, itsme and the other means of CSAM: a login and a password stand for them. The other target
//! groups than "Entreprise", and the languages beside French.

mod pages;
mod portal;
mod refusal;
mod routes;
pub mod rules;
mod service;
mod shown;
mod visitor;
mod wire;

pub use portal::{Portal, Site};
pub use visitor::Visitor;

pub(in crate::social_security) use pages::Chrome;
pub(in crate::social_security) use refusal::Refusal;
pub(in crate::social_security) use routes::{Caller, Front, host};
pub(in crate::social_security) use shown::{Shown, Words};

use raccord_kernel::Sessions;
use serde::{Deserialize, Serialize};

/// What is guessed of the login and of what all portals share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// After how many seconds an unused session is over (`SS-CSAM-03`).
    pub session_idle_s: u64,
    /// How many octets an uploaded file may have (`SS-CSAM-08`).
    pub upload_bytes_max: u64,
}

impl Default for Knobs {
    fn default() -> Self {
        Self { session_idle_s: 30 * 60, upload_bytes_max: 1024 * 1024 }
    }
}

/// The state of the login: plain data.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Csam {
    sessions: Sessions<Visitor>,
}
