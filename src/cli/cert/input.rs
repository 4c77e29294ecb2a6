//! Reads the files that an operator names.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::error::CertError;

/// The most that is read of one file. The largest real ones, a supplier's whole revocation list,
/// are some megabytes.
const LIMIT_OCTETS: u64 = 64 * 1024 * 1024;

/// Reads a file whole; `-` is stdin.
///
/// # Errors
///
/// When it cannot be read, or is too large to be a file of certificates.
pub(in crate::cli) fn read(path: &Path) -> Result<Vec<u8>, CertError> {
    let failed = |source| CertError::Read { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    let reader: &mut dyn Read = if path == Path::new("-") {
        &mut io::stdin()
    } else {
        &mut File::open(path).map_err(failed)?
    };
    reader.take(LIMIT_OCTETS + 1).read_to_end(&mut bytes).map_err(failed)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= LIMIT_OCTETS) {
        Ok(bytes)
    } else {
        Err(CertError::TooLarge { path: path.to_owned(), limit_octets: LIMIT_OCTETS })
    }
}
