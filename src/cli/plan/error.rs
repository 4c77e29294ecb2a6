//! Why a calendar could not be made.

use std::io;
use std::path::PathBuf;

use raccord_certs::shown::file_name;

use crate::cli::cert::CertError;
use crate::cli::exit::Exit;
use crate::plan::inventory::HeaderError;
use crate::plan::settings::SettingsError;

/// Why a calendar could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// The inventory or the settings could not be read.
    #[error(transparent)]
    Read(#[from] CertError),
    /// The inventory has not the columns that are needed.
    #[error("failed to read the inventory `{}`", file_name(path))]
    Inventory {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        source: HeaderError,
    },
    /// The settings cannot be taken.
    #[error("failed to read `{}`", file_name(path))]
    Settings {
        /// Which.
        path: PathBuf,
        /// What is wrong with them.
        source: SettingsError,
    },
    /// An option cannot be taken.
    #[error(transparent)]
    Option {
        /// What is wrong with it.
        source: SettingsError,
    },
    /// The mode needs certificates, and none was given.
    #[error("found no file, expected one that holds the certificate in use for {mode}")]
    NoFile {
        /// The mode.
        mode: &'static str,
    },
    /// Two calendars go to one place.
    #[error("two calendars go to {place}")]
    Collide {
        /// Where they go.
        place: String,
    },
    /// A calendar could not be written.
    #[error("failed to write `{}`", file_name(path))]
    Write {
        /// Where it goes.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl PlanError {
    /// Returns the exit code: what an operator gave cannot be used.
    pub(in crate::cli) fn exit(&self) -> Exit {
        Exit::Usage
    }

    /// Returns what to do next, where that is not plain.
    pub(in crate::cli) fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Read(error) => error.hint(),
            Self::Inventory { .. } => Some("its first line is: file,mode,connections,owner"),
            Self::NoFile { .. } => {
                Some("give the file, as in `raccord plan client.p7b --for chorus-pro/edi-sftp`")
            }
            Self::Collide { .. } => Some("give one of them a file, as in --format ics:plan.ics"),
            Self::Settings { .. } | Self::Option { .. } | Self::Write { .. } => None,
        }
    }
}
