//! Why a command on certificates could not do what was asked.

use std::io;
use std::path::PathBuf;

use raccord_certs::policy::PolicyListError;
use raccord_certs::revocation::EvidenceError;
use raccord_certs::shown::file_name;

use super::convert::ConvertError;
use super::issue::IssueError;
use crate::cli::exit::Exit;

/// Why a command on certificates could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CertError {
    /// A file could not be read.
    #[error("failed to read `{}`", file_name(path))]
    Read {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file is larger than any file of certificates.
    #[error("failed to read `{}`: found more than {limit_octets} octets", file_name(path))]
    TooLarge {
        /// Which.
        path: PathBuf,
        /// The most that is read.
        limit_octets: u64,
    },
    /// A file that would be written is there already.
    #[error("failed to write `{}`: it is there already", file_name(path))]
    Exists {
        /// Which.
        path: PathBuf,
    },
    /// A file could not be written.
    #[error("failed to write `{}`", file_name(path))]
    Write {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The password could not be asked for.
    #[error("failed to ask for the password of `{}`", file_name(path))]
    Password {
        /// Of which file.
        path: PathBuf,
        /// What the terminal said.
        source: io::Error,
    },
    /// A file could not become another.
    #[error(transparent)]
    Convert(#[from] ConvertError),
    /// A certificate or a request could not be made.
    #[error(transparent)]
    Issue(#[from] IssueError),
    /// No file was named, and certificates are demanded.
    #[error("failed to judge: found no file, expected the certificates for {name}")]
    NoFile {
        /// What was asked for.
        name: &'static str,
    },
    /// A file holds no certificate.
    #[error("failed to read `{}` as a certificate: {found}", file_name(path))]
    NoCertificate {
        /// Which.
        path: PathBuf,
        /// What was found, and where, as a fragment.
        found: String,
    },
    /// A file holds no key.
    #[error(
        "failed to find a key in `{}`: expected a request, a public key or a private key",
        file_name(path)
    )]
    NoKey {
        /// Which.
        path: PathBuf,
    },
    /// A file is no list of policies.
    #[error("failed to read the policies of `{}`", file_name(path))]
    Policies {
        /// Which.
        path: PathBuf,
        /// What is wrong with it, and where.
        source: PolicyListError,
    },
    /// A file is no word on revocation.
    #[error("failed to read `{}` as a revocation list or an OCSP answer", file_name(path))]
    Revocation {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        source: EvidenceError,
    },
    /// A certificate that no partner judges.
    #[error("failed to judge a certificate for `{name}`: no partner's rules apply to it")]
    NobodysRules {
        /// What was asked for.
        name: &'static str,
    },
    /// Nobody reads what is said.
    #[error("failed to write to stdout")]
    Stdout {
        /// What the system said.
        source: io::Error,
    },
}

impl CertError {
    /// Returns the exit code: what an operator gave cannot be used.
    pub(in crate::cli) fn exit(&self) -> Exit {
        Exit::Usage
    }

    /// Returns what to do next, where that is not plain.
    pub(in crate::cli) fn hint(&self) -> Option<&'static str> {
        match self {
            Self::TooLarge { .. } => Some("is it a file of certificates?"),
            Self::Exists { .. } => Some("give another folder, or --force to write over it"),
            Self::Password { .. } => {
                Some("where there is no terminal, put the password into RACCORD_PASSWORD")
            }
            Self::Convert(error) => error.hint(),
            Self::Issue(error) => error.hint(),
            Self::NoFile { .. } => Some("name the files, as in `raccord cert check client.p7b`"),
            Self::NoCertificate { .. } => {
                Some("is the file whole, and is it the certificate that the supplier sent?")
            }
            Self::NoKey { .. } => {
                Some("a private key behind a password stays closed: give the request instead")
            }
            Self::Revocation { .. } => Some(
                "`raccord cert show` names the addresses at which a certificate's can be fetched",
            ),
            Self::NobodysRules { .. } => {
                Some("`raccord cert profiles` lists the connections, and what each demands")
            }
            Self::Policies { .. } => {
                Some("certs/data/policies.toml, which raccord brings along, is of that form")
            }
            Self::Read { .. } | Self::Write { .. } | Self::Stdout { .. } => None,
        }
    }
}
