//! ChaMan: the technical channels of an enterprise, in one of its qualities.
//!
//! # Shape
//! Who comes for the first time makes a sender ("expéditeur"). Then come accounts, REST or SOAP,
//! each with permissions and certificates. Several certificates can stand beside one another: a
//! renewal adds the new one, lets the program switch, and removes the old one. An uploaded file is
//! judged by the rules of `SS-CERT`; what is refused is not kept.
//!
//! # What a program may rely on
//! The login, `jeton` and refusals are those of [`csam`](super::csam). The real paths and names are
//! not known; these are guesses. Attributes of what is not there are empty.
//!
//! | step | request | answer |
//! |---|---|---|
//! | the target | `GET /public-cible` | a link "Entreprise" to `/connexion` |
//! | a sender | `POST /expediteur`: `jeton`, `nom`, `prenom`, `telephone`, `courriel` | 303 to `/accueil`; until there is one, every other page leads to `/expediteur` |
//! | the accounts | `GET /accueil` | `#expediteur[data-number]`; `table#comptes-webservices`, a row `tr[data-account]` with `data-name`, `data-kind` (`REST`, `SOAP`), `data-client-id`, and `a.crayon[href]` |
//! | create | `POST /comptes` (multipart): `jeton`, `type` (`REST`, `SOAP`), `nom`, `permission` (repeated), `nom_certificat`, file `certificat` | 303 to `/accueil` |
//! | an account | `GET /comptes/{number}` | `main#compte` with `data-account`, `data-kind`, `data-client-id`, `data-name`; `li[data-permission]`; `section[data-certificate]` with `data-name`, `data-fingerprint`, `data-not-after`, `data-in-effect` |
//! | permissions | `POST /comptes/{number}/permissions`: `jeton`, `permission` (repeated: the new whole set) | 303 to the account |
//! | add a certificate | `POST /comptes/{number}/certificats` (multipart): `jeton`, `nom_certificat`, file `certificat` | 303 to the account |
//! | remove a certificate | `POST /comptes/{number}/certificats/{certificate}/suppression`: `jeton` | 303 to the account |
//! | remove an account | `POST /comptes/{number}/suppression`: `jeton` | 303 to `/accueil` |
//!
//! # Rules
//! [`rules`], and those of [`social_security`](raccord_certs::conformity::social_security::rules)
//! in `certs`. A rule on certificates that is only guessed refuses nothing by default: see
//! [`Knobs::rules_passed_over`].
//!
//! # Not modelled
//! FTP and SFTP accounts; the permission "DocConsumer e-Box Enterprise", which wants terms accepted
//! elsewhere; renaming; messages that warn of a certificate's end. What becomes of tokens that were
//! issued before their account or certificate was removed is the token server's and the API
//! gateway's to say.

pub mod account;
mod client_id;
mod draft;
mod handed_in;
mod knobs;
mod pages;
pub mod permission;
mod refusal;
mod registration;
mod routes;
pub mod rules;
mod sender;
mod service;
mod wire;
mod words;

pub use account::{Account, AccountKind, Accounts, Naming, Owner, Registered};
pub use handed_in::{HandedIn, NotTaken};
pub use knobs::{ClientIds, Knobs};
pub use permission::Permission;
pub use sender::{Contact, Sender};

pub(in crate::social_security) use routes::routes;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The state of ChaMan: plain data.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Chaman {
    /// The accounts.
    pub accounts: Accounts,
    /// The senders, by owner.
    #[serde(with = "sender::by_owner")]
    pub senders: BTreeMap<Owner, Sender>,
}
