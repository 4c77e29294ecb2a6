//! What the doors prove themselves by: the root that vouches for the hosts, and the key of the SFTP
//! server. The tenants behind one set of doors share them.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use raccord_certs::authority::{AuthorityError, GatewayAuthority};
use raccord_certs::key::KeyError;
use raccord_certs::{Certificate, Key, KeyKind, Validity};
use raccord_kernel::Secret;
use raccord_kernel::clock::{after, machine_now};
use russh::keys::PrivateKey;
use serde::{Deserialize, Serialize};

/// A root that vouches for the hosts, and an SSH host key.
#[derive(Debug)]
pub struct DoorKeys {
    authority: GatewayAuthority,
    validity: Validity,
    sftp: Key,
}

/// Door keys as they are kept beyond the process: with both private keys.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedDoorKeys {
    root_key: Secret,
    root_validity: Validity,
    sftp_key: Secret,
}

/// Where a tenant's door keys come from.
#[derive(Debug, Clone, Default)]
pub enum DoorKeysFrom {
    /// They are made for it.
    #[default]
    Afresh,
    /// They are those of the tenants that share its doors.
    Shared(Arc<DoorKeys>),
    /// They are those of an earlier process.
    Saved(SavedDoorKeys),
}

/// Door keys could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DoorKeysError {
    /// There is no root.
    #[error("failed to make the root of the hosts")]
    Root(#[from] AuthorityError),
    /// A key cannot be made, or is none.
    #[error("failed to make or read a key of the doors")]
    Key(#[from] KeyError),
    /// The SFTP server cannot use its key.
    #[error("failed to use the key of the SFTP server")]
    Ssh(#[from] russh::keys::Error),
}

const YEAR: SignedDuration = SignedDuration::from_hours(24 * 366);

impl DoorKeys {
    /// Makes, shares or restores door keys for some hosts.
    ///
    /// # Errors
    ///
    /// When no key can be made, or what was saved is none.
    pub(super) fn from(
        from: &DoorKeysFrom,
        hosts: &[&str],
        now: Timestamp,
    ) -> Result<Arc<Self>, DoorKeysError> {
        match from {
            DoorKeysFrom::Afresh => Self::new(hosts, now).map(Arc::new),
            DoorKeysFrom::Shared(door_keys) => Ok(Arc::clone(door_keys)),
            DoorKeysFrom::Saved(saved) => Self::restore(hosts, saved).map(Arc::new),
        }
    }

    /// Makes a root for some hosts, and a host key. The root is good for decades around `now` and
    /// the machine's now: tenants of other dates come behind the same doors, and time moves.
    fn new(hosts: &[&str], now: Timestamp) -> Result<Self, DoorKeysError> {
        let machine = machine_now();
        let validity = Validity {
            from: after(now.min(machine), -YEAR * 30),
            until: after(now.max(machine), YEAR * 50),
        };
        let authority = GatewayAuthority::new(hosts, validity)?;
        // P-256, since nobody asks for RSA here.
        Ok(Self { authority, validity, sftp: Key::generate(KeyKind::P256)? })
    }

    /// The keys that [`saved`](Self::saved) gave.
    fn restore(hosts: &[&str], saved: &SavedDoorKeys) -> Result<Self, DoorKeysError> {
        let root = Key::from_pkcs8_pem(saved.root_key.reveal())?;
        let authority = GatewayAuthority::of_key(hosts, saved.root_validity, root)?;
        let sftp = Key::from_pkcs8_pem(saved.sftp_key.reveal())?;
        Ok(Self { authority, validity: saved.root_validity, sftp })
    }

    /// What to keep, for another process to go on with the same keys.
    #[must_use]
    pub fn saved(&self) -> SavedDoorKeys {
        SavedDoorKeys {
            root_key: Secret::new(self.authority.key().pkcs8_pem()),
            root_validity: self.validity,
            sftp_key: Secret::new(self.sftp.pkcs8_pem()),
        }
    }

    /// The root, to be trusted by connectors.
    #[must_use]
    pub fn root(&self) -> &Certificate {
        self.authority.certificate()
    }

    pub(super) const fn authority(&self) -> &GatewayAuthority {
        &self.authority
    }

    /// The key of the SFTP server, as it uses it.
    pub(super) fn sftp_key(&self) -> Result<PrivateKey, DoorKeysError> {
        Ok(russh::keys::decode_secret_key(&self.sftp.pkcs8_pem(), None)?)
    }
}
