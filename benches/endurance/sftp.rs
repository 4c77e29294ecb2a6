//! An SFTP session, from the dialling to the goodbye.

use std::sync::Arc;

use russh::client::{self, AuthResult, Handle};
use russh::keys::{HashAlg, PrivateKeyWithHashAlg, PublicKeyOrCertificate};
use russh_sftp::client::SftpSession;
use tokio::io::AsyncWriteExt as _;

use crate::peers::measure::Fallible;
use crate::served::Place;

/// A session that is open.
pub(crate) struct Session {
    ssh: Handle<AnyKey>,
    pub(crate) sftp: SftpSession,
}

/// The server's key is not what is measured.
pub(crate) struct AnyKey;

impl client::Handler for AnyKey {
    type Error = russh::Error;

    async fn check_server_key(&mut self, _: &PublicKeyOrCertificate) -> Result<bool, Self::Error> {
        Ok(true)
    }
}

impl Session {
    /// Dials, authenticates, and asks for SFTP.
    pub(crate) async fn open(place: &Place) -> Fallible<Self> {
        let config = Arc::new(client::Config { nodelay: true, ..client::Config::default() });
        let mut ssh = client::connect(config, place.network.edi_sftp.to_string(), AnyKey).await?;
        let key = russh::keys::decode_secret_key(place.edi_key.reveal(), None)?;
        let key = PrivateKeyWithHashAlg::new(Arc::new(key), Some(HashAlg::Sha256));
        match ssh.authenticate_publickey(&place.application_code, key).await? {
            AuthResult::Success => {}
            AuthResult::Failure { .. } => return Err("the key was refused".into()),
        }
        let channel = ssh.channel_open_session().await?;
        channel.request_subsystem(true, "sftp").await?;
        Ok(Self { ssh, sftp: SftpSession::new(channel.into_stream()).await? })
    }

    /// Writes a whole file; it is taken when it is closed.
    pub(crate) async fn put(&self, path: &str, content: &[u8]) -> Fallible<()> {
        let mut file = self.sftp.create(path).await?;
        file.write_all(content).await?;
        Ok(file.shutdown().await?)
    }

    /// Says goodbye.
    pub(crate) async fn hang_up(self) -> Fallible<()> {
        self.sftp.close().await?;
        Ok(self.ssh.disconnect(russh::Disconnect::ByApplication, "", "").await?)
    }
}
