//! Why a certificate or a request could not be made.

use std::path::PathBuf;

use jiff::Timestamp;
use raccord_certs::authority::AuthorityError;
use raccord_certs::format::pkcs12::Pkcs12Error;
use raccord_certs::key::KeyError;
use raccord_certs::random::RandomError;
use raccord_certs::revocation::SignError;
use raccord_certs::shown::file_name;

/// Why a certificate or a request could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IssueError {
    /// The mode demands no certificate.
    #[error("nothing to make: `{mode}` demands no certificate")]
    NothingDemanded {
        /// Its name.
        mode: &'static str,
    },
    /// The file to take the shape of holds no certificate.
    #[error(
        "failed to take the shape of `{}`: found {found}, expected a certificate",
        file_name(path)
    )]
    NothingLike {
        /// Which file.
        path: PathBuf,
        /// What it holds.
        found: String,
    },
    /// The period ends before it begins, or lies where no certificate does.
    #[error(
        "failed to issue a certificate valid from {from} to {until}: expected an end after the beginning, both between 1950 and 2199"
    )]
    Period {
        /// When it would begin.
        from: Timestamp,
        /// When it would end.
        until: Timestamp,
    },
    /// A key is asked for, and the defect is another key.
    #[error("failed to issue a certificate with a key too small: found --key as well")]
    KeyTwice,
    /// No key could be made.
    #[error("failed to make a key")]
    Key {
        /// What went wrong.
        source: KeyError,
    },
    /// No serial or password could be drawn.
    #[error("failed to make a certificate")]
    Random {
        /// What went wrong.
        source: RandomError,
    },
    /// The certificate or the request could not be written.
    #[error("failed to make a certificate")]
    Issue {
        /// What went wrong.
        source: AuthorityError,
    },
    /// The revocation list could not be made.
    #[error("failed to make a revocation list")]
    List {
        /// What went wrong.
        source: SignError,
    },
    /// The `.pfx` could not be written.
    #[error("failed to put key and certificate into one file")]
    Pkcs12 {
        /// What went wrong.
        source: Pkcs12Error,
    },
}

impl IssueError {
    /// Returns what to do next, where that is not plain.
    pub(in crate::cli) fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NothingDemanded { .. } => {
                Some("`raccord cert profiles` lists what each connection demands")
            }
            Self::NothingLike { .. } => Some("give the public certificate: .cer, .pem or .p7b"),
            Self::KeyTwice => Some("leave out --key: the defect is a key of 1024 bits"),
            Self::Issue { source: AuthorityError::NoHost { .. } } => {
                Some("give the host as CN in --subject")
            }
            Self::Issue { source: AuthorityError::DefectDoesNotApply { .. } } => {
                Some("docs/defects.md lists the defects of each profile")
            }
            Self::Period { .. }
            | Self::Key { .. }
            | Self::Random { .. }
            | Self::Issue { .. }
            | Self::List { .. }
            | Self::Pkcs12 { .. } => None,
        }
    }
}
