//! `raccord cert`: make, read and judge the files of certificates.

mod check;
mod convert;
mod error;
pub(super) mod input;
mod issue;
mod output;
mod password;
mod profiles;
mod request;
mod show;

pub use convert::ConvertError;
pub use error::CertError;
pub use issue::IssueError;
pub(super) use issue::to_take_after;

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
        CertCommand::Check(arguments) => check::check(arguments, settings),
        CertCommand::Convert(arguments) => convert::convert(arguments, settings),
        CertCommand::Profiles(arguments) => profiles::profiles(arguments, settings),
        CertCommand::Issue(arguments) => issue::issue(arguments, settings),
        CertCommand::Request(arguments) => request::request(arguments, settings),
        CertCommand::Show(arguments) => show::show(arguments, settings),
    }
}
