//! What a scenario asks of a connector that exchanges flows by EDI.

use std::borrow::Cow;
use std::fmt::Debug;

use futures::future::LocalBoxFuture;
use serde::{Deserialize, Serialize};

use crate::connectors::outside::OutsideError;

/// A connector that lives: it reads its settings when it starts, keeps them in memory, and reads
/// them again when it is told to. *Switch*, *reload* and *restart* are three different actions.
pub trait EdiConnector: Debug {
    /// Sends one file under a name.
    fn send<'a>(
        &'a mut self,
        name: &'a str,
        content: &'a [u8],
    ) -> LocalBoxFuture<'a, Result<(), EdiError>>;

    /// Fetches every file that waits, with its content.
    fn collect(&mut self) -> LocalBoxFuture<'_, Result<Vec<Collected>, EdiError>>;

    /// The names of the files that wait to be fetched, without fetching them; nothing where it cannot
    /// tell.
    fn waiting(&mut self) -> LocalBoxFuture<'_, Result<Option<Vec<String>>, EdiError>> {
        Box::pin(std::future::ready(Ok(None)))
    }

    /// Opens a session and closes it.
    fn try_session(&mut self) -> LocalBoxFuture<'_, Result<(), EdiError>>;

    /// Makes the file that the manager hands to the portal: a PKCS#7 of a certificate of its
    /// settings to come, with the authorities above it. Nothing where it makes no such file, and the
    /// manager makes it by hand.
    fn package<'a>(
        &'a mut self,
        _certificate: &'a str,
    ) -> LocalBoxFuture<'a, Result<Option<Vec<u8>>, EdiError>> {
        Box::pin(std::future::ready(Ok(None)))
    }

    /// Writes another certificate into the settings.
    fn switch<'a>(&'a mut self, certificate: &'a str) -> LocalBoxFuture<'a, Result<(), EdiError>>;

    /// Makes the running connector read its settings again.
    fn reload(&mut self) -> LocalBoxFuture<'_, Result<(), EdiError>>;

    /// Stops and starts.
    fn restart(&mut self) -> LocalBoxFuture<'_, Result<(), EdiError>>;

    /// Does what it does by itself when time has passed, and hands over what it fetched. The
    /// reference connector has no such habits.
    fn tick(&mut self) -> LocalBoxFuture<'_, Result<Vec<Collected>, EdiError>> {
        Box::pin(std::future::ready(Ok(Vec::new())))
    }

    /// What it would find again: its settings, and what it has in memory.
    fn memory(&self) -> EdiMemory;

    /// The certificate that it says it used last, by name; nothing where it says nothing.
    fn claims_to_have_used(&self) -> Option<String>;
}

/// The settings of a connector, and what it read of them. Certificates stand by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EdiMemory {
    /// The "code appli partenaire".
    pub application_code: String,
    /// The certificate in the settings.
    pub configured: String,
    /// The certificate in memory.
    pub loaded: String,
}

/// A file that was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collected {
    /// Its name.
    pub name: String,
    /// Its content.
    pub content: Vec<u8>,
}

impl EdiError {
    /// Whether there is no use in going on: what failed is not the exchange with the server.
    #[must_use]
    pub const fn breaks_off(&self) -> bool {
        matches!(self, Self::Outside(error) if error.breaks_off())
    }
}

/// An exchange did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum EdiError {
    /// The server does not let the key in.
    #[error("the server refused the key of `{certificate}`")]
    KeyRefused {
        /// The certificate whose key was shown.
        certificate: String,
    },
    /// The server is not the one whose key was published.
    #[error("the server's key is not the published one; nothing was sent")]
    OtherServer,
    /// The server refused a file operation.
    #[error("the server refused to {operation} `{name}`: {why}")]
    FileRefused {
        /// What was asked: "write".
        operation: Cow<'static, str>,
        /// The file or directory.
        name: String,
        /// The server's words.
        why: String,
    },
    /// The connector cannot use its own settings.
    #[error("failed to use the settings: {0}")]
    Settings(String),
    /// The session broke.
    #[error("the session broke")]
    Session(#[from] russh::Error),
    /// A connector of another make did not do as its contract says, or cannot do what was asked.
    #[error(transparent)]
    Outside(#[from] OutsideError),
}
