//! Reads the files that an operator names.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use raccord_certs::format::{contents::Contents, limits};

use super::{error::CertError, password};
use crate::cli::settings::Settings;

/// Opens a file, and asks for its password only where it has one.
///
/// What could not be read of it is among the contents' problems.
///
/// # Errors
///
/// As [`read`], and when nobody can be asked for the password.
pub(in crate::cli) fn open(path: &Path, settings: &Settings) -> Result<Contents, CertError> {
    let bytes = read(path)?;
    let contents = Contents::read(&bytes);
    if !contents.needs_password {
        return Ok(contents);
    }
    let password = password::of(path, settings)?;
    Ok(password.map_or(contents, |password| Contents::open(&bytes, password.reveal())))
}

/// Reads a file whole; `-` is stdin.
///
/// # Errors
///
/// When it cannot be read, or is too large to be a file of certificates.
pub(in crate::cli) fn read(path: &Path) -> Result<Vec<u8>, CertError> {
    let failed = |source| CertError::Read { path: path.to_owned(), source };
    let limit_octets = limits::FILE_OCTETS as u64;
    let mut bytes = Vec::new();
    let reader: &mut dyn Read = if path == Path::new("-") {
        &mut io::stdin()
    } else {
        &mut File::open(path).map_err(failed)?
    };
    reader.take(limit_octets + 1).read_to_end(&mut bytes).map_err(failed)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= limit_octets) {
        Ok(bytes)
    } else {
        Err(CertError::TooLarge { path: path.to_owned(), limit_octets })
    }
}
