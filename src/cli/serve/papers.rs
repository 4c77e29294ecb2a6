//! The files of `--out`: what programs want as a file, for as long as the mocks are served.
//!
//! | file | what |
//! |---|---|
//! | `root.pem` | the certificate to trust |
//! | `known_hosts` | the SFTP server's key, as OpenSSH wants it |
//! | `edi-sftp.key` | the key of the EDI identity |
//! | `edi-sftp.p7b` | its certificate, with the authorities above it |
//! | `identities.env` | the logins and secrets, as `NAME=value` |

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::error::ServeError;
use super::lines::Ready;
use super::supplier::Identities;
use crate::environment::Mocks;

/// Files that were written, and a folder if it was made. Dropping removes them: they fit no other
/// run of the mocks.
#[derive(Debug)]
pub(super) struct Papers {
    folder: Option<PathBuf>,
    files: Vec<PathBuf>,
}

impl Papers {
    /// Writes every file, and none over another. All of them can be read by their owner alone.
    ///
    /// # Errors
    ///
    /// When one could not be written; then those before it are removed again.
    pub(super) fn write(
        folder: &Path,
        mocks: &Mocks,
        identities: &Identities,
    ) -> Result<Self, ServeError> {
        let mut papers = Self::in_folder(folder)?;
        for (name, content) in contents(mocks, identities) {
            papers.add(folder.join(name), &content)?;
        }
        Ok(papers)
    }

    fn in_folder(folder: &Path) -> Result<Self, ServeError> {
        let failed = |source| ServeError::Paper { path: folder.to_owned(), source };
        let is_there = folder.is_dir();
        if !is_there {
            private_folders().create(folder).map_err(failed)?;
        }
        Ok(Self { folder: (!is_there).then(|| folder.to_owned()), files: Vec::new() })
    }

    fn add(&mut self, path: PathBuf, content: &[u8]) -> Result<(), ServeError> {
        let failed = |source: io::Error| ServeError::Paper { path: path.clone(), source };
        let mut file = private_file().open(&path).map_err(failed)?;
        // It is ours from here on, even half written.
        self.files.push(path.clone());
        file.write_all(content).map_err(failed)
    }
}

impl Drop for Papers {
    fn drop(&mut self) {
        // What somebody moved away, or added to the folder, is theirs.
        for file in &self.files {
            let _gone = fs::remove_file(file);
        }
        if let Some(folder) = &self.folder {
            let _kept = fs::remove_dir(folder);
        }
    }
}

fn contents(mocks: &Mocks, identities: &Identities) -> [(&'static str, Vec<u8>); 5] {
    let Ready { sftp_host_key, root_certificate, .. } = Ready::of(mocks);
    let sftp = mocks.doors().sftp;
    let known_hosts = format!("[{}]:{} {sftp_host_key}\n", sftp.ip(), sftp.port());
    let edi_sftp = &identities.edi_sftp;
    [
        ("root.pem", root_certificate.into_bytes()),
        ("known_hosts", known_hosts.into_bytes()),
        ("edi-sftp.key", edi_sftp.private_key.reveal().as_bytes().to_vec()),
        ("edi-sftp.p7b", edi_sftp.certificate_p7b.clone()),
        ("identities.env", variables(identities).into_bytes()),
    ]
}

/// The variables, one a line. No value holds a character that a shell would take as its own.
fn variables(identities: &Identities) -> String {
    let Identities { edi_sftp, piste, portal } = identities;
    let variables = [
        ("EDI_SFTP_USER", &*edi_sftp.user),
        ("PISTE_CLIENT_ID", &piste.client_id),
        ("PISTE_CLIENT_SECRET", piste.client_secret.reveal()),
        ("TECHNICAL_LOGIN", &piste.technical_login),
        ("TECHNICAL_PASSWORD", piste.technical_password.reveal()),
        ("PORTAL_LOGIN", &portal.login),
        ("PORTAL_PASSWORD", portal.password.reveal()),
    ];
    variables.map(|(name, value)| format!("{name}={value}\n")).concat()
}

/// Makes a folder, and those above it, for their owner alone.
fn private_folders() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Makes a file for its owner alone, where there is none.
fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
