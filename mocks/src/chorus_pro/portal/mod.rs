//! The Chorus Pro portal, as far as EDI connections go: pages for a manager with a browser, and for
//! a program that does the manager's steps with an HTTP client.
//!
//! # Shape
//! A manager logs in, sees the space "Raccordements EDI et API" if a structure of the account had
//! it at the login, searches or creates a sheet, and uploads a certificate; or deposits invoices by
//! hand. Pages are HTML in French
//! with the labels of the guide; forms are plain; there is no script.
//!
//! The qualification and the production portal are one program for two platforms; each has a
//! [`ChorusPro`](super::ChorusPro) of its own.
//!
//! # What a program may rely on
//! Paths, field names, and the identifiers and attributes named here. The real paths and names are
//! not known; these are guesses.
//!
//! | step | request | answer |
//! |---|---|---|
//! | log in | `POST /connexion`: `identifiant`, `mot_de_passe` | 303 to `/accueil`, cookie `session_chorus_pro` |
//! | any form | `jeton`, the value of `input[name=jeton]` on any page of the session | |
//! | structures | `GET /structures` | `table#structures`, a row `tr[data-siret]` with `data-space` (`true`, `false`) |
//! | add the space | `POST /structures/{siret}/espaces`: `jeton` | 303 to `/structures/{siret}` |
//! | log out | `POST /deconnexion`: `jeton` | 303 to `/connexion` |
//! | the search form | `GET /raccordements/fiches` | `input#periode`, pre-filled |
//! | search | the same with any of `partenaire`, `protocole`, `code_appli`, `code_interface`, `type_integration`, `etat`, `periode` | `table#resultats`, a row `tr[data-sheet]` with `data-application-code`, `data-interface-code`, `data-state`, and `a.crayon[href]` |
//! | create | `POST /raccordements/fiches` (multipart): `jeton`, `structure`, `protocole`, `periode_debut`, `periode_fin`, `interface` (repeated), `integration_<interface>`, `nom`, `prenom`, `telephone`, `courriel`, file `certificat` | 303 to the sheet |
//! | the sheet | `GET /raccordements/fiches/{number}` | `main#fiche` with `data-sheet`, `data-application-code`, `data-state` (`activee`, `en-attente`), `data-certificate-fingerprint`, `data-certificate-not-after`, `data-waiting-fingerprint`; `data-sftp-address`, `data-sftp-port` |
//! | deposit invoices | `POST /factures/depot` (multipart): `jeton`, `structure`, file `fichier` | 303 to its flow |
//! | the flow | `GET /factures/depot/{number}` | `main#flux` with `data-flow`, `data-state` (`IN_RECU`), `data-final` (`true`, `false`) |
//! | update | `POST /raccordements/fiches/{number}/certificat` (multipart): `jeton`, file `certificat` | 303 to the sheet |
//!
//! An attribute of what is not there is empty. A refusal is a page whose element `role="alert"`
//! bears the rule that refused in `data-rule`, and, for a certificate, `.constate`, `.attendu` and
//! `.a-faire`. Its status: 401 not logged in, 403 not allowed, 404 no such sheet or flow, 413 and 415 the
//! upload itself, 400 the form, 422 what is in it.
//!
//! # Rules
//! [`rules`], and those of [`sheet`](super::sheet).
//!
//! # Not modelled
//! The other spaces, and what a deposit asks for beside its file (the format, the "cadre de
//! facturation"); the form that a simple PDF is turned into; what is in a zip; pages of results, and their export; the button "Certificats AIFE"; the real
//! portal's own words for a refused file, which no source shows.

mod account;
mod deposit;
mod pages;
mod refusal;
mod routes;
pub mod rules;
mod service;
mod session;
mod wire;

pub use account::{Account, Mandate, Profile, Structure};
pub use routes::{PRODUCTION, QUALIFICATION, host};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::api::Syntax;
use raccord_kernel::Sessions;
use session::Visitor;

/// What is guessed of the portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// After how many seconds an unused session is over (`CPP-PORTAL-03`).
    pub session_idle_s: u64,
    /// How many octets an uploaded file may have (`CPP-PORTAL-09`).
    pub upload_bytes_max: u64,
    /// How many octets a deposited file may have; "Mo" is read as a power of ten
    /// (`CPP-PORTAL-16`).
    pub deposit_bytes_max: u64,
    /// What a deposited file is by its extension, `xml` or `tar.gz`; others are refused
    /// (`CPP-PORTAL-17`).
    pub deposit_syntaxes: BTreeMap<String, Syntax>,
    /// The name of a sheet's state while a certificate waits (`CPP-SHEET-13`).
    pub waiting_state: String,
}

impl Default for Knobs {
    fn default() -> Self {
        Self {
            session_idle_s: 30 * 60,
            upload_bytes_max: 1024 * 1024,
            deposit_bytes_max: 30_000_000,
            deposit_syntaxes: deposit_syntaxes(),
            waiting_state: "En cours d'activation".to_owned(),
        }
    }
}

/// A file is not read: a PDF is taken for Factur-X.
fn deposit_syntaxes() -> BTreeMap<String, Syntax> {
    let known = [
        ("pdf", Syntax::E2CiiFacturx),
        ("tar.gz", Syntax::E1UblInvoice),
        ("xml", Syntax::E1UblInvoice),
        ("zip", Syntax::E1UblInvoice),
    ];
    known.into_iter().map(|(extension, syntax)| (extension.to_owned(), syntax)).collect()
}

/// AIFE's side of an SFTP connection, as sheets show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkData {
    /// "Adresse IP".
    pub address: String,
    /// "Port d'écoute SFTP".
    pub port: u16,
}

/// What the guide's screenshot shows.
impl Default for NetworkData {
    fn default() -> Self {
        Self { address: "192.168.13.122".to_owned(), port: 6321 }
    }
}

/// The state of the portal: plain data.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Portal {
    accounts: BTreeMap<String, Account>,
    structures: BTreeMap<String, Structure>,
    sessions: Sessions<Visitor>,
}

impl Portal {
    /// Puts an account in the place of its login.
    pub fn put_account(&mut self, account: Account) {
        self.accounts.insert(account.login.clone(), account);
    }

    /// Puts a structure in the place of its SIRET.
    pub fn put_structure(&mut self, structure: Structure) {
        self.structures.insert(structure.siret.clone(), structure);
    }

    /// The account of a login.
    #[must_use]
    pub fn account(&self, login: &str) -> Option<&Account> {
        self.accounts.get(login)
    }

    /// The structure of a SIRET.
    #[must_use]
    pub fn structure(&self, siret: &str) -> Option<&Structure> {
        self.structures.get(siret)
    }

    fn structure_mut(&mut self, siret: &str) -> Option<&mut Structure> {
        self.structures.get_mut(siret)
    }

    fn has_space(&self, siret: &str) -> bool {
        self.structure(siret).is_some_and(|structure| structure.has_space)
    }
}
