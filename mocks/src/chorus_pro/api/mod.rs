//! The operations of Chorus Pro's API that a supplier who sends invoices uses.
//!
//! # Shape
//! `POST` and JSON under `/cpro/<module>/v1/`, behind an API gateway that has judged the bearer
//! already. Then, in this order: the application is declared (403, empty), the technical account
//! in `cpro-account` is good (401, empty), the format is JSON (415), the request is what the
//! Swagger says (400, 413), and the business has its say: 200 and a `codeRetour`, 0 for success.
//! Days are `YYYY-MM-DD` and instants RFC 3339 with milliseconds, both in the time of Paris.
//!
//! # Rules
//! [`rules`] holds them (`CPP-API-nn`), with their sources and how each is known.
//!
//! # Not modelled
//! - The other operations of the supplier, the recipient's, and those of the other modules.
//! - The Basic authentication behind mutual TLS, of the API "par certificat".
//! - Amounts, dates and recipients of invoices, which are not read; a search criterion on them is
//!   written down as ignored.
//! - Errors in one invoice are always a list; a page of the community draws them as an object.

mod accounts;
mod deposit;
mod pdf;
mod refusal;
mod report;
mod routes;
pub mod rules;
mod search;
mod syntax;
mod visit;
mod wire;

pub use accounts::{Accounts, TechnicalAccount};
pub use routes::apis;
pub use syntax::Syntax;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// What the API knows of who may call it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Access {
    /// The technical accounts.
    pub accounts: Accounts,
    /// The applications declared by "Déclarer un raccordement PISTE", by name; case counts.
    pub applications: BTreeSet<String>,
}

/// What is guessed of the API; each field says the rule whose guess it sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// Whether an application must have been declared (`CPP-API-01`).
    pub applications_are_declared: bool,
    /// From an account's creation to its first use, in seconds (`CPP-API-03`).
    pub s_to_usable: i64,
    /// The status that goes with a `codeRetour` other than 0 (`CPP-API-07`).
    pub business_error_status: u16,
    /// The largest flow, in bytes; "Mo" is read as a power of ten (`CPP-API-09`).
    pub flow_bytes_max: u64,
    /// The largest body, in bytes: 120 Mo in base64, and what stands around it (`CPP-API-10`).
    pub body_bytes_max: usize,
    /// The interface code of each syntax; a syntax without one cannot be deposited
    /// (`CPP-API-11`).
    pub interface_codes: BTreeMap<Syntax, String>,
    /// From a deposit to the first instant at which its report is found, in seconds
    /// (`CPP-API-13`).
    pub s_to_report: i64,
    /// Whether a Factur-X flow has a report as PDF (`CPP-API-15`).
    pub pdf_of_facturx: bool,
}

impl Default for Knobs {
    fn default() -> Self {
        Self {
            applications_are_declared: true,
            s_to_usable: 30 * 60,
            business_error_status: 200,
            flow_bytes_max: 30_000_000,
            body_bytes_max: 120_000_000 / 3 * 4 + 4096,
            interface_codes: Syntax::interface_codes(),
            s_to_report: 0,
            pdf_of_facturx: false,
        }
    }
}
