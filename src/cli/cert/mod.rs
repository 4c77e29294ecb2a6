//! `raccord cert`: make, read and judge the files of certificates.

mod error;
pub(super) mod input;
mod output;
mod password;
mod profiles;
mod show;

pub use error::CertError;

use super::args::CertCommand;
use super::exit::Exit;
use super::settings::Settings;

/// Does what the arguments ask.
///
/// # Errors
///
/// When a file cannot be read or written, or is not what it must be.
pub(super) fn cert(command: &CertCommand, settings: &Settings) -> Result<Exit, CertError> {
    match command {
        CertCommand::Profiles(arguments) => profiles::profiles(arguments, settings),
        CertCommand::Show(arguments) => show::show(arguments, settings),
    }
}
