//! The files that a connector of another make needs: its owner's alone, and gone at the end.

use std::cell::RefCell;
use std::error::Error;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use raccord_certs::format::pem;
use raccord_certs::random;
use raccord_kernel::Secret;

use super::contract::Connection;
use super::error::OutsideError;
use super::settings::CertificateFiles;
use crate::connectors::social_security::rest::{KeyForm, handed_over};
use crate::connectors::{Identity, Network};
use crate::private::{self, TemporaryFolder};

/// A folder of one scenario, and what its secrets are. Dropping it removes it.
#[derive(Debug)]
pub(super) struct Folder {
    folder: TemporaryFolder,
    secrets: RefCell<Vec<Secret>>,
}

impl Folder {
    /// Makes the folder, with whom to trust in it.
    pub(super) fn new(network: &Network) -> Result<Self, OutsideError> {
        let failed = |source: io::Error| surroundings("folder", source);
        let folder = TemporaryFolder::among(&tempfile::env::temp_dir(), "connector");
        let folder = Self { folder: folder.map_err(failed)?, secrets: RefCell::default() };
        let roots: String = network.roots.iter().map(raccord_certs::Certificate::pem).collect();
        write(&folder.ca_file(), roots.as_bytes()).map_err(failed)?;
        let address = &network.edi_sftp;
        let host = format!("[{}]:{} ", address.host(), address.port());
        let known_hosts: String = network
            .edi_sftp_host_key
            .lines()
            .map(|key| format!("{host}{}\n", key.trim()))
            .collect();
        write(&folder.known_hosts_file(), known_hosts.as_bytes()).map_err(failed)?;
        Ok(folder)
    }

    pub(super) fn ca_file(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    pub(super) fn known_hosts_file(&self) -> PathBuf {
        self.folder.path().join("known_hosts")
    }

    /// The secrets that were written so far: none of them may be told.
    pub(super) fn secrets(&self) -> Vec<Secret> {
        self.secrets.borrow().clone()
    }

    /// A folder that is one connection's own.
    pub(super) fn state(&self, connection: &Connection) -> Result<PathBuf, OutsideError> {
        let name = format!("{:?}-{}", connection.channel, connection.name);
        let path = self.folder.path().join("state").join(as_file_name(&name));
        private::make_folders(&path).map_err(|source| surroundings("state folder", source))?;
        Ok(path)
    }

    /// Writes a secret, and answers where it stands.
    pub(super) fn secret(&self, name: &str, secret: &Secret) -> Result<PathBuf, OutsideError> {
        let failed = |source: io::Error| surroundings("secret", source);
        let folder = self.folder.path().join("secrets");
        private::make_folders(&folder).map_err(failed)?;
        let path = folder.join(as_file_name(name));
        self.write_secret(&path, secret).map_err(failed)?;
        Ok(path)
    }

    /// Writes a certificate with its key, and answers where they stand.
    pub(super) fn certificate(
        &self,
        identity: &Identity,
        form: KeyForm,
    ) -> Result<CertificateFiles, OutsideError> {
        let failed = |source: io::Error| surroundings("certificate", source);
        let name = format!("{}-{form:?}", identity.name);
        let folder = self.folder.path().join("certificates").join(as_file_name(&name));
        let is_pfx = form == KeyForm::Pfx;
        let files = CertificateFiles {
            key_file: folder.join(if is_pfx { "identity.pfx" } else { "key.pem" }),
            key_password_file: is_pfx.then(|| folder.join("password")),
            certificate_file: folder.join("certificate.pem"),
            chain_file: folder.join("chain.pem"),
        };
        if folder.exists() {
            return Ok(files);
        }
        private::make_folders(&folder).map_err(failed)?;
        let password = random::password().map_err(|source| surroundings("password", source))?;
        let password = Secret::new(password);
        let key = handed_over(identity, form, &password)
            .map_err(|source| surroundings("certificate", source))?;
        let pem = pem::armour("PRIVATE KEY", identity.key.pkcs8_der());
        let as_handed_over = String::from_utf8_lossy(&key).replace("\\n", "\n");
        let texts = if is_pfx { vec![pem] } else { vec![pem, as_handed_over] };
        self.secrets.borrow_mut().extend(texts.into_iter().map(Secret::new));
        write(&files.key_file, &key).map_err(failed)?;
        if let Some(file) = &files.key_password_file {
            self.write_secret(file, &password).map_err(failed)?;
        }
        let chain: String = identity.chain.iter().map(raccord_certs::Certificate::pem).collect();
        write(&files.certificate_file, identity.certificate.pem().as_bytes()).map_err(failed)?;
        write(&files.chain_file, chain.as_bytes()).map_err(failed)?;
        Ok(files)
    }

    fn write_secret(&self, path: &Path, secret: &Secret) -> io::Result<()> {
        let mut secrets = self.secrets.borrow_mut();
        if !secrets.iter().any(|known| known.matches(secret.reveal())) {
            secrets.push(secret.clone());
        }
        write(path, secret.reveal().as_bytes())
    }
}

fn surroundings(
    what: &'static str,
    source: impl Into<Box<dyn Error + Send + Sync>>,
) -> OutsideError {
    OutsideError::Surroundings { what, source: source.into() }
}

/// A name without what a path or a shell would take for something else.
fn as_file_name(name: &str) -> String {
    let plain = |it: char| if it.is_ascii_alphanumeric() { it } else { '-' };
    name.chars().map(plain).collect()
}

/// Writes a file for its owner alone.
fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    private::file().create(true).truncate(true).open(path)?.write_all(content)
}
