//! Certificates with their keys, out of the files that settings name.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use raccord_certs::chain::{Chain, leaves};
use raccord_certs::format::contents::{Contents, HeldKey};
use raccord_certs::format::limits;
use raccord_certs::key::KeyError;
use raccord_certs::{Certificate, Key};
use raccord_kernel::Secret;

use super::secrets::{SecretError, Secrets};
use super::settings::{CertificateFile, EnvironmentSettings};
use crate::connectors::Identity;

/// A certificate of the settings.
#[derive(Debug, Clone, Copy)]
pub struct ConfiguredCertificate<'a> {
    /// What its names begin with: `supplier/edi`.
    pub role: &'static str,
    /// The table that it stands in: `chorus_pro.edi`.
    pub table: &'static str,
    /// Its number among those of its table, from 1.
    pub number: usize,
    /// Where it is.
    pub file: &'a CertificateFile,
}

/// A certificate of the settings cannot be used with its key.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// A file cannot be read.
    #[error("failed to read `{path}` of `{key}`")]
    Unreadable {
        /// The key of the settings.
        key: String,
        /// The file.
        path: PathBuf,
        /// What the disk said.
        source: io::Error,
    },
    /// A file is closed, and its password is missing or wrong.
    #[error("failed to open `{path}` of `{key}`: {found}")]
    Closed {
        /// The key of the settings.
        key: String,
        /// The file.
        path: PathBuf,
        /// What was found.
        found: String,
    },
    /// There is no certificate, or there are several.
    #[error(
        "found {found} in `{path}` of `{key}`, expected one certificate that is no authority's"
    )]
    NoCertificate {
        /// The key of the settings.
        key: String,
        /// The file.
        path: PathBuf,
        /// What was found.
        found: String,
    },
    /// There is no private key.
    #[error("found {found} in `{path}` of `{key}`, expected the private key of the certificate")]
    NoKey {
        /// The key of the settings.
        key: String,
        /// The file.
        path: PathBuf,
        /// What was found.
        found: String,
    },
    /// The private key is another one's.
    #[error("the private key in `{path}` of `{key}` is not that of the certificate")]
    OtherKey {
        /// The key of the settings.
        key: String,
        /// The file.
        path: PathBuf,
    },
    /// The private key is of a kind that nothing here uses.
    #[error("the private key in `{path}` of `{key}` cannot be used")]
    Key {
        /// The key of the settings.
        key: String,
        /// The file.
        path: PathBuf,
        /// Why.
        source: KeyError,
    },
    /// Its password is not there.
    #[error(transparent)]
    Secret(#[from] SecretError),
}

impl IdentityError {
    /// What to do about it.
    #[must_use]
    pub fn what_to_do(&self) -> String {
        match self {
            Self::Unreadable { .. } => {
                "say where the file is, counted from raccord.toml".to_owned()
            }
            Self::Closed { key, .. } => {
                format!(
                    "say where its password is, as `{key}.password`; `raccord cert show FILE` tries it"
                )
            }
            Self::NoCertificate { .. } => "`raccord cert show FILE` tells what is in it".to_owned(),
            Self::NoKey { key, .. } => {
                format!(
                    "say where the private key is, as `{key}.key`, or export the certificate with its key (.p12)"
                )
            }
            Self::OtherKey { .. } => {
                "find the key that the certificate was ordered with; a certificate without its key \
                 is of no use"
                    .to_owned()
            }
            Self::Key { .. } => "order a certificate for an RSA key".to_owned(),
            Self::Secret(error) => error.what_to_do(),
        }
    }
}

impl EnvironmentSettings {
    /// Every certificate of the settings, in the order of each table.
    #[must_use]
    pub fn certificates(&self) -> Vec<ConfiguredCertificate<'_>> {
        let edi = self.chorus_pro.as_ref().and_then(|it| it.edi.as_ref());
        let edi = edi.map(|it| ("supplier/edi", "chorus_pro.edi", &*it.certificates));
        let rest = self.social_security.as_ref();
        let rest = rest.map(|it| ("company/rest", "social_security", &*it.certificates));
        let tables = edi.into_iter().chain(rest);
        tables
            .flat_map(|(role, table, files)| {
                let numbered = (1..).zip(files);
                numbered.map(move |(number, file)| ConfiguredCertificate {
                    role,
                    table,
                    number,
                    file,
                })
            })
            .collect()
    }
}

impl ConfiguredCertificate<'_> {
    /// Its name: `supplier/edi#1`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}#{}", self.role, self.number)
    }

    /// Its key in the settings: `chorus_pro.edi.certificates#1`.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}.certificates#{}", self.table, self.number)
    }

    fn password(&self, secrets: &Secrets) -> Result<Option<Secret>, SecretError> {
        let key = format!("{}.password", self.key());
        self.file.password.as_ref().map(|it| secrets.fetch(it, &key)).transpose()
    }

    /// What the file of the certificate holds.
    ///
    /// # Errors
    ///
    /// When it cannot be read or opened.
    pub fn contents(&self, secrets: &Secrets) -> Result<Contents, IdentityError> {
        self.open(&self.file.file, self.password(secrets)?.as_ref())
    }

    /// The certificate with its key, and the authorities above it that stand beside it.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or opened, lacks something, or the key is another one's.
    pub fn load(&self, secrets: &Secrets, at: Timestamp) -> Result<Identity, IdentityError> {
        let (key, path) = (self.key(), self.file.file.clone());
        let password = self.password(secrets)?;
        let contents = self.open(&path, password.as_ref())?;
        let key_path = self.file.key.clone().unwrap_or_else(|| path.clone());
        let beside = match &self.file.key {
            Some(path) => Some(self.open(path, password.as_ref())?),
            None => None,
        };
        let keys = beside.as_ref().unwrap_or(&contents);
        let leaf = choose(&contents, keys).ok_or_else(|| {
            let found = contents.describe();
            IdentityError::NoCertificate { key: key.clone(), path: path.clone(), found }
        })?;
        if !keys.keys.iter().any(|held| held.private.is_some()) {
            return Err(IdentityError::NoKey { key, path: key_path, found: keys.describe() });
        }
        let Some(HeldKey { private: Some(private), .. }) = keys.key_of(leaf) else {
            return Err(IdentityError::OtherKey { key, path: key_path });
        };
        let private = Key::from_pkcs8_der(private.pkcs8_der());
        let private =
            private.map_err(|source| IdentityError::Key { key, path: key_path, source })?;
        let chain = Chain::of(leaf, &contents.certificates, at).authorities;
        Ok(Identity { name: self.name(), certificate: leaf.clone(), chain, key: private })
    }

    fn open(&self, path: &Path, password: Option<&Secret>) -> Result<Contents, IdentityError> {
        let bytes = read(path).map_err(|source| IdentityError::Unreadable {
            key: self.key(),
            path: path.to_owned(),
            source,
        })?;
        let contents = match password {
            Some(password) => Contents::open(&bytes, password.reveal()),
            None => Contents::read(&bytes),
        };
        let is_empty = contents.certificates.is_empty() && contents.keys.is_empty();
        let problem = contents.problems.first().filter(|_| is_empty).map(ToString::to_string);
        let found = match (contents.needs_password, problem) {
            (true, _) => "it is closed, and no password is named".to_owned(),
            (false, Some(problem)) => problem,
            (false, None) => return Ok(contents),
        };
        Err(IdentityError::Closed { key: self.key(), path: path.to_owned(), found })
    }
}

/// The certificate whose key is there, or the only one that is no authority's.
fn choose<'a>(contents: &'a Contents, keys: &Contents) -> Option<&'a Certificate> {
    let leaves = leaves(&contents.certificates);
    let with_key = leaves.iter().find(|leaf| keys.key_of(leaf).is_some());
    with_key.or(leaves.first().filter(|_| leaves.len() == 1)).copied()
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit_octets = u64::try_from(limits::FILE_OCTETS).unwrap_or(u64::MAX);
    File::open(path)?.take(limit_octets).read_to_end(&mut bytes)?;
    Ok(bytes)
}
