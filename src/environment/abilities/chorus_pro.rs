//! Chorus Pro and PISTE before a scenario begins.

use jiff::SignedDuration;
use raccord_certs::conformity::Platform;
use serde::{Deserialize, Serialize};

use super::{ArrangeError, NotConnected};

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

/// Who is connected to Chorus Pro: arranged behind the mocks' doors, or as the operator says.
pub trait ChorusProConnections {
    /// A structure and its manager, the space "Raccordements EDI et API" open.
    ///
    /// # Errors
    ///
    /// When there is none.
    fn manager(&self) -> Result<Manager, NotConnected>;

    /// A sheet in effect for some interfaces, with a certificate in effect.
    ///
    /// # Errors
    ///
    /// When it cannot be arranged, or there is none.
    fn edi(
        &self,
        manager: &Manager,
        application_code: &str,
        interface_codes: &[&str],
    ) -> Result<EdiConnection, NotConnected>;

    /// An application subscribed to the APIs that an invoicer needs, and a technical account.
    ///
    /// # Errors
    ///
    /// When it cannot be arranged, or there is none.
    fn api(&self, manager: &Manager) -> Result<ApiConnection, NotConnected>;
}

/// What can be arranged in Chorus Pro and PISTE before a scenario begins.
pub trait ChorusProStates {
    /// A structure and its manager; its space "Raccordements EDI et API" open or not.
    ///
    /// # Errors
    ///
    /// When it cannot be arranged.
    fn structure(&self, platform: Platform, has_space: bool) -> Result<Manager, ArrangeError>;

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
