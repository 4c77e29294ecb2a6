//! The reference connector of EDI over SFTP: a session an exchange, the key of its certificate, and
//! the server's published key.

use std::future::ready;
use std::io;
use std::sync::Arc;

use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use russh::client::{self, AuthResult, Handle};
use russh::keys::{HashAlg, PrivateKey, PrivateKeyWithHashAlg, PublicKey};
use russh_sftp::client::error::Error as SftpError;
use russh_sftp::client::{Config, SftpSession};
use russh_sftp::protocol::StatusCode;
use tokio::io::AsyncWriteExt as _;

use super::edi::{Collected, EdiConnector, EdiError, EdiMemory};
use crate::connectors::{Network, Vault};

/// The directory to drop files in. Guessed: no source names it.
const DROP: &str = "depot";
/// The directory to fetch files from. Guessed: no source names it.
const PICK_UP: &str = "retrait";

/// A connector of EDI over SFTP.
#[derive(Debug)]
pub struct EdiSftp {
    network: Network,
    vault: Vault,
    memory: EdiMemory,
}

impl EdiSftp {
    /// A connector with some settings, that finds its keys in a vault.
    #[must_use]
    pub fn new(network: &Network, vault: Vault, memory: EdiMemory) -> Self {
        Self { network: network.clone(), vault, memory }
    }

    async fn open(&self) -> Result<Session, EdiError> {
        let key = self.key()?;
        let expected = PublicKey::from_openssh(&self.network.edi_sftp_host_key)
            .map_err(|error| EdiError::Settings(format!("the server's key: {error}")))?;
        let patience = self.network.bounds.timeout;
        let config = client::Config {
            nodelay: true,
            // A server that says nothing more is hung up on.
            inactivity_timeout: patience,
            ..client::Config::default()
        };
        let dialled =
            self.network.dial(&self.network.edi_sftp).await.map_err(russh::Error::from)?;
        dialled.set_nodelay(true).map_err(russh::Error::from)?;
        let opened =
            client::connect_stream(Arc::new(config), dialled, ServerKey { expected }).await;
        let mut ssh = opened.map_err(|error| {
            let is_other = matches!(error, russh::Error::UnknownKey);
            if is_other { EdiError::OtherServer } else { EdiError::Session(error) }
        })?;
        let user = self.memory.application_code.clone();
        match ssh.authenticate_publickey(user, key).await? {
            AuthResult::Success => {}
            AuthResult::Failure { .. } => {
                return Err(EdiError::KeyRefused { certificate: self.memory.loaded.clone() });
            }
        }
        let channel = ssh.channel_open_session().await?;
        channel.request_subsystem(true, "sftp").await?;
        let mut config = Config::default();
        if let Some(patience) = patience {
            config.request_timeout_secs = patience.as_secs().max(1);
        }
        let sftp = SftpSession::new_with_config(channel.into_stream(), config);
        let sftp = sftp.await.map_err(|error| failed("open", "a session", error))?;
        Ok(Session { ssh, sftp })
    }

    fn key(&self) -> Result<PrivateKeyWithHashAlg, EdiError> {
        let settings = |error: String| EdiError::Settings(error);
        let identity = self
            .vault
            .identity(&self.memory.loaded)
            .map_err(|error| settings(error.to_string()))?;
        let key: PrivateKey = russh::keys::decode_secret_key(&identity.key.pkcs8_pem(), None)
            .map_err(|error| settings(format!("the key of `{}`: {error}", identity.name)))?;
        Ok(PrivateKeyWithHashAlg::new(Arc::new(key), Some(HashAlg::Sha256)))
    }
}

impl EdiConnector for EdiSftp {
    fn send<'a>(
        &'a mut self,
        name: &'a str,
        content: &'a [u8],
    ) -> LocalBoxFuture<'a, Result<(), EdiError>> {
        async move {
            let session = self.open().await?;
            let path = format!("{DROP}/{name}");
            let file = session.sftp.create(&path).await;
            let mut file = file.map_err(|error| failed("write", name, error))?;
            let written = file.write_all(content).await;
            written.map_err(|error| failed("write", name, error))?;
            // The server takes a file when it is closed: without this, nothing was sent.
            file.shutdown().await.map_err(|error| failed("close", name, error))?;
            session.hang_up().await;
            Ok(())
        }
        .boxed_local()
    }

    fn collect(&mut self) -> LocalBoxFuture<'_, Result<Vec<Collected>, EdiError>> {
        async move {
            let session = self.open().await?;
            let names = session.waiting().await?;
            let mut collected = Vec::with_capacity(names.len());
            for name in names {
                match session.sftp.read(format!("{PICK_UP}/{name}")).await {
                    Ok(content) => collected.push(Collected { name, content }),
                    // The server has let go of what was fetched before: it must not be lost.
                    Err(_) if !collected.is_empty() => break,
                    Err(error) => return Err(failed("read", &name, error)),
                }
            }
            session.hang_up().await;
            Ok(collected)
        }
        .boxed_local()
    }

    fn waiting(&mut self) -> LocalBoxFuture<'_, Result<Option<Vec<String>>, EdiError>> {
        async move {
            let session = self.open().await?;
            let names = session.waiting().await?;
            session.hang_up().await;
            Ok(Some(names))
        }
        .boxed_local()
    }

    fn try_session(&mut self) -> LocalBoxFuture<'_, Result<(), EdiError>> {
        async move {
            self.open().await?.hang_up().await;
            Ok(())
        }
        .boxed_local()
    }

    fn switch<'a>(&'a mut self, certificate: &'a str) -> LocalBoxFuture<'a, Result<(), EdiError>> {
        certificate.clone_into(&mut self.memory.configured);
        ready(Ok(())).boxed_local()
    }

    fn reload(&mut self) -> LocalBoxFuture<'_, Result<(), EdiError>> {
        self.memory.loaded.clone_from(&self.memory.configured);
        ready(Ok(())).boxed_local()
    }

    fn restart(&mut self) -> LocalBoxFuture<'_, Result<(), EdiError>> {
        self.reload()
    }

    fn memory(&self) -> EdiMemory {
        self.memory.clone()
    }

    fn claims_to_have_used(&self) -> Option<String> {
        Some(self.memory.loaded.clone())
    }
}

#[derive(Debug)]
struct ServerKey {
    expected: PublicKey,
}

impl client::Handler for ServerKey {
    type Error = russh::Error;

    async fn check_server_key(
        &mut self,
        shown: &russh::keys::PublicKeyOrCertificate,
    ) -> Result<bool, Self::Error> {
        Ok(shown.public_key().key_data() == self.expected.key_data())
    }
}

struct Session {
    ssh: Handle<ServerKey>,
    sftp: SftpSession,
}

impl Session {
    /// The names of the files in pick-up, sorted.
    async fn waiting(&self) -> Result<Vec<String>, EdiError> {
        let listed = self.sftp.read_dir(PICK_UP).await;
        let listed = listed.map_err(|error| failed("list", PICK_UP, error))?;
        let mut names: Vec<String> = listed.map(|entry| entry.file_name()).collect();
        names.sort_unstable();
        Ok(names)
    }

    /// Says goodbye. Whether the server hears it changes nothing of what was sent or fetched.
    async fn hang_up(self) {
        let _ = self.sftp.close().await;
        let _ = self.ssh.disconnect(russh::Disconnect::ByApplication, "", "").await;
    }
}

/// Only what the server answers is a refusal. Whatever else goes wrong breaks the session, and nobody
/// knows what the server has done by then.
fn failed(operation: &'static str, name: &str, error: impl Into<io::Error>) -> EdiError {
    let error = match error.into().downcast::<SftpError>() {
        Ok(SftpError::Status(status)) if !is_over(status.status_code) => {
            return EdiError::FileRefused {
                operation: operation.into(),
                name: name.to_owned(),
                why: SftpError::Status(status).to_string(),
            };
        }
        Ok(error) => io::Error::from(error),
        Err(error) => error,
    };
    EdiError::Session(russh::Error::from(error))
}

/// Whether a status says that there is no session any more.
const fn is_over(status: StatusCode) -> bool {
    matches!(status, StatusCode::NoConnection | StatusCode::ConnectionLost)
}

#[cfg(test)]
mod tests {
    use russh_sftp::protocol::Status;

    use super::*;
    use crate::steps::act::Failing as _;

    fn status(status_code: StatusCode) -> SftpError {
        let (error_message, language_tag) = (String::new(), String::new());
        SftpError::Status(Status { id: 1, status_code, error_message, language_tag })
    }

    #[test]
    fn what_the_server_answers_is_a_refusal_and_nothing_else_is() {
        for refusal in [StatusCode::PermissionDenied, StatusCode::Failure] {
            let refused = failed("write", "a", status(refusal));
            assert!(matches!(refused, EdiError::FileRefused { .. }), "{refused:?}");
            let refused = failed("write", "a", io::Error::from(status(refusal)));
            assert!(refused.had_no_effect(), "{refused:?}");
        }
        for error in [
            SftpError::Timeout,
            SftpError::IO("reset".to_owned()),
            SftpError::UnexpectedBehavior("RecvError".to_owned()),
            status(StatusCode::ConnectionLost),
        ] {
            let broken = failed("close", "a", error.clone());
            assert!(!broken.had_no_effect(), "{broken:?}");
            let broken = failed("close", "a", io::Error::from(error));
            assert!(matches!(broken, EdiError::Session(_)), "{broken:?}");
        }
    }
}
