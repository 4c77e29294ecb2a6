//! Why a file could not become another.

use std::io;
use std::path::PathBuf;

use raccord_certs::format::{pkcs12::Pkcs12Error, problem::Problem, ssh::SshError};
use raccord_certs::shown::file_name;

/// Why a file could not become another.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConvertError {
    /// A private key was given for a file that must not have one.
    #[error(
        "refused to put the private key `{}` into a file that is handed to others",
        file_name(key)
    )]
    PrivateKeyNotWanted {
        /// The key's file.
        key: PathBuf,
    },
    /// The file has a password, and nobody said it.
    #[error("failed to open `{}`: a password closes it", file_name(file))]
    NeedsPassword {
        /// The file.
        file: PathBuf,
    },
    /// There is no certificate.
    #[error("failed to find a certificate in `{}`: found {found}", file_name(file))]
    NoCertificate {
        /// The file.
        file: PathBuf,
        /// What it holds.
        found: String,
    },
    /// There are several certificates that issued none of the others.
    #[error(
        "failed to choose a certificate in `{}`: found {} that issued none of the others, `{}`, expected one",
        file_name(file), subjects.len(), subjects.join("` and `")
    )]
    SeveralCertificates {
        /// The file.
        file: PathBuf,
        /// Their subjects.
        subjects: Vec<String>,
    },
    /// The file cannot be read whole.
    #[error("failed to read `{}`", file_name(file))]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What stands in the way.
        source: Problem,
    },
    /// The chain does not reach its root.
    #[error(
        "failed to complete the chain: found no certificate of `{missing}`, who issued `{issued}`{}",
        said_at(urls)
    )]
    ChainIncomplete {
        /// Who is missing.
        missing: String,
        /// The last certificate that is there.
        issued: String,
        /// Where it says that its issuer's certificate can be had.
        urls: Vec<String>,
    },
    /// There is no private key.
    #[error("failed to find a private key in `{}`", file_name(file))]
    NoKey {
        /// Where it was looked for.
        file: PathBuf,
    },
    /// No private key is the certificate's.
    #[error(
        "failed to match the private key of `{}` with `{subject}`: it is another one's",
        file_name(file)
    )]
    OtherKey {
        /// Where the key is.
        file: PathBuf,
        /// Whose certificate it is.
        subject: String,
    },
    /// There is no password for the new file.
    #[error("failed to write a PKCS#12 without a password")]
    NoPassword,
    /// The password of the new file could not be asked for.
    #[error("failed to ask for a password")]
    Ask {
        /// What the terminal said.
        source: io::Error,
    },
    /// The PKCS#12 could not be written.
    #[error(transparent)]
    Pkcs12(#[from] Pkcs12Error),
    /// The public key is of a kind that SSH has not.
    #[error(transparent)]
    Ssh(#[from] SshError),
}

fn said_at(urls: &[String]) -> String {
    if urls.is_empty() {
        return ", and it does not say where that can be had".to_owned();
    }
    format!("; it says that it can be had at {}", urls.join(" or "))
}

impl ConvertError {
    /// Returns what to do next, where that is not plain.
    pub(in crate::cli) fn hint(&self) -> Option<&'static str> {
        match self {
            Self::PrivateKeyNotWanted { .. } => {
                Some("leave --key out; `--to pfx` and `--to key` are the files that hold one")
            }
            Self::SeveralCertificates { .. } => {
                Some("split the file, and convert each certificate for itself")
            }
            Self::ChainIncomplete { .. } => Some(
                "fetch it, and give it with --chain FILE; --incomplete writes the file without it",
            ),
            Self::NoKey { .. } => Some("give the private key with --key FILE"),
            Self::OtherKey { .. } => {
                Some("the right key is the one whose request the certificate was ordered with")
            }
            Self::NeedsPassword { .. } => Some("put the password into RACCORD_PASSWORD"),
            Self::NoPassword => Some("put one into RACCORD_NEW_PASSWORD"),
            Self::NoCertificate { .. }
            | Self::Unreadable { .. }
            | Self::Ask { .. }
            | Self::Pkcs12(_)
            | Self::Ssh(_) => None,
        }
    }
}
