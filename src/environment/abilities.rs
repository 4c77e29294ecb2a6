//! What an environment may be able to do, each ability for itself.

use jiff::SignedDuration;
use raccord_certs::Defect;
use raccord_certs::conformity::Platform;
use raccord_certs::revocation::Reason;
use raccord_kernel::{Entry, Evidence};
use serde::{Deserialize, Serialize};

use crate::connectors::Identity;

/// A certificate to order.
#[derive(Debug, Clone)]
pub struct CertificateOrder<'a> {
    /// The role its name begins with: `supplier/edi`.
    pub role: &'a str,
    /// The profile: `chorus-pro/ssl-client`.
    pub profile: &'a str,
    /// The one thing to spoil.
    pub defect: Option<Defect>,
    /// The name of the service: the "code appli partenaire".
    pub service: &'a str,
    /// Whom it is for.
    pub organization: &'a str,
    /// The SIRET.
    pub siret: &'a str,
    /// How long it is valid from now on.
    pub lifetime: SignedDuration,
    /// The name of the identity whose key is to be certified again, which RGS forbids.
    pub same_key_as: Option<&'a str>,
}

/// Something could not be arranged, ordered or made.
#[derive(Debug, thiserror::Error)]
#[error("failed to {what}")]
pub struct ArrangeError {
    /// What, as a verb with its object.
    pub what: String,
    /// Why.
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

impl ArrangeError {
    /// Says what failed, and why.
    pub fn new(
        what: impl Into<String>,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self { what: what.into(), source: source.into() }
    }
}

/// Certificates on order, from a throwaway supplier.
pub trait IssueCertificates {
    /// Orders a certificate; it is delivered at once, and kept in the vault under its name.
    ///
    /// # Errors
    ///
    /// When no such certificate can be made.
    fn order(&self, order: &CertificateOrder<'_>) -> Result<Identity, ArrangeError>;
}

/// What an authority says of a certificate's revocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthorityWord {
    /// What is so.
    Truth,
    /// By OCSP, that it does not know the certificate.
    Unknown,
    /// What was so two days ago, and is over.
    Stale,
}

/// The supplier's authorities, as far as they speak of revocation.
pub trait RevokeCertificates {
    /// Revokes a certificate now, by its name.
    ///
    /// # Errors
    ///
    /// When the supplier did not issue it.
    fn revoke(&self, name: &str, reason: Option<Reason>) -> Result<(), ArrangeError>;

    /// What is said of one certificate by OCSP from now on.
    ///
    /// # Errors
    ///
    /// When the supplier did not issue it.
    fn answer_about(&self, name: &str, word: AuthorityWord) -> Result<(), ArrangeError>;

    /// What is said of all of them from now on, by list and by OCSP.
    fn answer(&self, word: AuthorityWord);
}

/// What the other side wrote down.
pub trait Observe {
    /// The journal so far, in order.
    fn journal(&self) -> Vec<Entry>;

    /// How many entries it has so far.
    fn written(&self) -> usize;

    /// What was written after the first `written` entries, in order.
    fn since(&self, written: usize) -> Vec<Entry>;

    /// What stands behind the names in it.
    fn evidence(&self) -> Evidence;

    /// The flows that the other side was told how to end, and that never came.
    fn unused_scripts(&self) -> Vec<String>;
}

/// A person who works in the Chorus Pro portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manager {
    /// The login; the password is kept in the vault under it.
    pub login: String,
    /// The SIRET of the structure.
    pub siret: String,
    /// The name of the structure.
    pub organization: String,
    /// In which portal.
    pub platform: Platform,
}

/// A supplier connected over EDI.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EdiConnection {
    /// The "code appli partenaire".
    pub application_code: String,
    /// The name of the certificate in effect.
    pub certificate: String,
}

/// A supplier connected over the API, through PISTE. Secrets stand in the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiConnection {
    /// The "Client ID"; the secret is kept in the vault under it.
    pub client_id: String,
    /// The login of the technical account; the password is kept in the vault under it.
    pub login: String,
}

/// What works while an update waits for its effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Activation {
    /// The certificate before.
    OldOnly,
    /// None.
    Neither,
    /// The certificate before and the new one.
    Both,
}

/// How a flow to come ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlowEnd {
    /// Rejected as a whole, for this reason.
    Rejected(String),
    /// Integrated but for the invoices that are wrong for this reason.
    PartlyIntegrated(String),
}

/// What can be arranged on the other side before a scenario begins.
pub trait StartingStates {
    /// A structure and its manager; its space "Raccordements EDI et API" open or not.
    ///
    /// # Errors
    ///
    /// When it cannot be arranged.
    fn structure(&self, platform: Platform, has_space: bool) -> Result<Manager, ArrangeError>;

    /// A sheet in effect for some interfaces, with a certificate good for a year.
    ///
    /// # Errors
    ///
    /// When it cannot be arranged.
    fn edi(
        &self,
        manager: &Manager,
        application_code: &str,
        interface_codes: &[&str],
    ) -> Result<EdiConnection, ArrangeError>;

    /// An application subscribed to the APIs that an invoicer needs, and a technical account.
    ///
    /// # Errors
    ///
    /// When it cannot be arranged.
    fn api(&self, manager: &Manager) -> Result<ApiConnection, ArrangeError>;

    /// Takes an API away from the application.
    ///
    /// # Errors
    ///
    /// When there is no such application.
    fn unsubscribe(&self, connection: &ApiConnection, api: &str) -> Result<(), ArrangeError>;

    /// Takes back the consent to the terms of use ("CGU") of an API that the application selected.
    ///
    /// # Errors
    ///
    /// When there is no such application, or it did not consent.
    fn withdraw_consent(&self, connection: &ApiConnection, api: &str) -> Result<(), ArrangeError>;

    /// Disables the application on PISTE.
    ///
    /// # Errors
    ///
    /// When there is no such application.
    fn disable_application(&self, connection: &ApiConnection) -> Result<(), ArrangeError>;

    /// Takes the application out of those that the structure declared on the Chorus Pro portal.
    ///
    /// # Errors
    ///
    /// When there is no such application, or it was not declared.
    fn undeclare_application(&self, connection: &ApiConnection) -> Result<(), ArrangeError>;

    /// Makes the technical account, and its password, as old as that.
    ///
    /// # Errors
    ///
    /// When there is no such account.
    fn age_account(
        &self,
        connection: &ApiConnection,
        age: SignedDuration,
    ) -> Result<(), ArrangeError>;

    /// Makes today the last day of the sheet's "période de raccordement".
    ///
    /// # Errors
    ///
    /// When there is no such sheet.
    fn end_today(&self, connection: &EdiConnection) -> Result<(), ArrangeError>;

    /// What works while an update waits.
    fn during_activation(&self, activation: Activation);

    /// How the next flow ends.
    fn next_flow_ends(&self, end: FlowEnd);
}
