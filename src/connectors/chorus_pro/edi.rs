//! What a scenario asks of a connector that exchanges flows by EDI.

use std::fmt::Debug;

use futures::future::LocalBoxFuture;
use serde::{Deserialize, Serialize};

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

    /// Opens a session and closes it.
    fn try_session(&mut self) -> LocalBoxFuture<'_, Result<(), EdiError>>;

    /// Writes another certificate into the settings.
    fn switch(&mut self, certificate: &str);

    /// Makes the running connector read its settings again.
    fn reload(&mut self);

    /// Stops and starts.
    fn restart(&mut self);

    /// What it would find again: its settings, and what it has in memory.
    fn memory(&self) -> EdiMemory;
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
        operation: &'static str,
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
}
