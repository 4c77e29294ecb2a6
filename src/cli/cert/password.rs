//! The password of a file: from the process environment, or from whoever sits at the terminal.

use std::io::{self, IsTerminal as _};
use std::path::Path;

use raccord_certs::shown::file_name;
use raccord_kernel::Secret;

use super::error::CertError;
use crate::cli::settings::Settings;

/// Returns the password for a file to write: `RACCORD_NEW_PASSWORD` where that is set, else that of
/// the files to read, else what is typed. `None` where none is to be had.
///
/// # Errors
///
/// When the terminal cannot be read.
pub(super) fn of_new_file(path: &Path, settings: &Settings) -> Result<Option<Secret>, CertError> {
    match &settings.new_password {
        Some(password) => Ok(Some(password.clone())),
        None => of(path, settings),
    }
}

/// Returns the password of a file: `RACCORD_PASSWORD` where that is set, else what is typed.
/// `None` where neither is to be had.
///
/// # Errors
///
/// When the terminal cannot be read.
pub(super) fn of(path: &Path, settings: &Settings) -> Result<Option<Secret>, CertError> {
    if let Some(password) = &settings.password {
        return Ok(Some(password.clone()));
    }
    if !io::stdin().is_terminal() {
        return Ok(None);
    }
    let question = format!("password of {}: ", file_name(path));
    let typed = rpassword::prompt_password(question);
    let typed = typed.map_err(|source| CertError::Password { path: path.to_owned(), source })?;
    Ok(Some(Secret::new(typed)))
}
