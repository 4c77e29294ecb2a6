//! EDI over SFTP: carries files to the exchange, and its reports back.
//!
//! # Shape
//! SSH, with the public key of the sheet's certificate; then SFTP version 3 in a space of two
//! directories. A file that is closed in the drop is judged by the exchange; a file in pick-up can
//! be fetched once. A session is one task: its requests are decided in the order they came, and
//! nothing of it outlives [`serve`].
//!
//! # Rules
//! [`rules`] (`CPP-SFTP-nn`), and those of the exchange that it carries to (`CPP-EDI-nn`,
//! `CPP-FLOW-nn`).
//!
//! # Not modelled
//! Resumed uploads, file times and modes (taken and ignored), links. A file that was dropped stays
//! visible to the session that dropped it, so that a client can compare sizes, and to no other.

mod authentication;
mod channel;
mod claims;
mod connection;
mod download;
mod frames;
mod handles;
mod leash;
mod listing;
mod operations;
mod partner;
pub mod rules;
mod space;
mod spool;
mod upload;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use raccord_kernel::Desk;
use russh::keys::{Algorithm, EcdsaCurve, HashAlg, PrivateKey};
use russh::server::Config;
use russh::{MethodKind, MethodSet, Preferred, SshId, cipher, compression};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{oneshot, watch};

use super::ChorusPro;
use claims::Claims;
use connection::Connection;

/// What is guessed of the SFTP port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// The directory to drop flows in (`CPP-SFTP-07`).
    pub drop_directory: String,
    /// The directory to fetch reports from (`CPP-SFTP-07`).
    pub pick_up_directory: String,
    /// The ciphers; read when the port opens (`CPP-SFTP-11`).
    pub ciphers: Ciphers,
    /// The most that one file may weigh before it is judged: an upload beyond it fails.
    pub spool_bytes_max: u64,
}

/// The ciphers of the SFTP port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ciphers {
    /// What a server offers today.
    Today,
    /// The two that the specifications name: AES128-CBC and AES256-CBC.
    Documented,
}

impl Default for Knobs {
    fn default() -> Self {
        Self {
            drop_directory: "depot".to_owned(),
            pick_up_directory: "retrait".to_owned(),
            ciphers: Ciphers::Today,
            spool_bytes_max: 4_000_000_000,
        }
    }
}

/// The SFTP port of one tenant's Chorus Pro.
pub struct SftpPort {
    desk: Desk<ChorusPro>,
    config: Arc<Config>,
    claims: Claims,
    is_closed: watch::Sender<bool>,
}

/// The ports behind one door.
pub trait Ports: Send + Sync + 'static {
    /// The port of a user, and the user as that port knows it.
    fn of<'a>(&self, user: &'a str) -> (Arc<SftpPort>, &'a str);
}

/// One port, which every user comes to.
impl Ports for Arc<SftpPort> {
    fn of<'a>(&self, user: &'a str) -> (Self, &'a str) {
        (Self::clone(self), user)
    }
}

impl std::fmt::Debug for SftpPort {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SftpPort").finish_non_exhaustive()
    }
}

impl SftpPort {
    /// Opens the port of a desk, which proves itself by `host_key`.
    #[must_use]
    pub fn new(desk: Desk<ChorusPro>, host_key: PrivateKey) -> Self {
        let ciphers = desk.read(|state, _| state.knobs.sftp.ciphers);
        let config = Arc::new(config(host_key, ciphers));
        Self { desk, config, claims: Claims::default(), is_closed: watch::Sender::new(false) }
    }

    /// Ends the sessions of its users, those to come as well.
    pub fn close(&self) {
        self.is_closed.send_replace(true);
    }

    async fn closed(&self) {
        // The sender lives in `self`, so the wait cannot end with an error.
        let _ = self.is_closed.subscribe().wait_for(|is_closed| *is_closed).await;
    }
}

/// How long, in real time, a client may take to open a session, as OpenSSH's `LoginGraceTime`.
pub const LOGIN_GRACE: Duration = Duration::from_secs(120);

/// Serves one connection until its session has ended; dropped before, it ends the session. The user
/// says whose it is, and has `login_grace` of real time for it; `reset` has the stream reset when it
/// is dropped, which a fault may ask for.
pub async fn serve<S>(
    stream: S,
    ports: impl Ports,
    login_grace: Duration,
    reset: impl Fn() + Send + Sync + 'static,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (stream, leash) = leash::leashed(stream);
    let config = Arc::clone(&ports.of("").0.config);
    let (tell, told) = oneshot::channel();
    let connection = Connection::new(Box::new(ports), Box::new(reset), leash.watch(), tell);
    let session = async {
        let running = russh::server::run_stream(config, stream, connection).await;
        // How a connection ends is no news: what was decided in it is in the journal already.
        if let Ok(session) = running {
            let _ = session.await;
        }
    };
    let mut session = std::pin::pin!(session);
    let port = tokio::select! {
        () = &mut session => return,
        told = tokio::time::timeout(login_grace, told) => match told {
            Ok(Ok(port)) => port,
            Ok(Err(_)) | Err(_) => return,
        }
    };
    tokio::select! {
        () = session => {}
        () = port.closed() => {}
    }
}

/// Beyond this, russh warns that clients have trouble.
const SSH_PACKET_BYTES_MAX: u32 = 65_535;
const WINDOW_BYTES: u32 = 16 * 1024 * 1024;

fn config(host_key: PrivateKey, ciphers: Ciphers) -> Config {
    Config {
        server_id: SshId::Standard(Cow::Borrowed("SSH-2.0-raccord")),
        methods: MethodSet::from(&[MethodKind::PublicKey][..]),
        // Real time never stands for virtual time, and nobody's password is guessed here.
        auth_rejection_time: Duration::ZERO,
        auth_rejection_time_initial: Some(Duration::ZERO),
        keys: vec![host_key],
        window_size: WINDOW_BYTES,
        maximum_packet_size: SSH_PACKET_BYTES_MAX,
        preferred: preferred(ciphers),
        nodelay: true,
        ..Config::default()
    }
}

fn preferred(ciphers: Ciphers) -> Preferred {
    let rsa = |hash| Algorithm::Rsa { hash: Some(hash) };
    let defaults = Preferred::default();
    Preferred {
        // As the default, without SHA-1 (`CPP-SFTP-05`).
        key: Cow::Owned(vec![
            Algorithm::Ed25519,
            Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 },
            rsa(HashAlg::Sha512),
            rsa(HashAlg::Sha256),
        ]),
        cipher: match ciphers {
            Ciphers::Today => defaults.cipher.clone(),
            Ciphers::Documented => Cow::Borrowed(&[cipher::AES_128_CBC, cipher::AES_256_CBC]),
        },
        compression: Cow::Borrowed(&[compression::NONE]),
        ..defaults
    }
}
