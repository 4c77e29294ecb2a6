//! Opens a file, and asks for its password only when there is no way around it.

use std::path::Path;

use raccord_certs::format::contents::Contents;

use crate::cli::cert::error::CertError;
use crate::cli::cert::{input, password};
use crate::cli::settings::Settings;

/// Opens a file. The empty password is tried before anybody is asked: many exports have it.
pub(super) fn open(path: &Path, settings: &Settings) -> Result<Contents, CertError> {
    let bytes = input::read(path)?;
    let closed = Contents::read(&bytes);
    if !closed.needs_password {
        return Ok(closed);
    }
    if settings.password.is_none() {
        let opened = Contents::open(&bytes, "");
        if opened.problems.iter().all(|problem| problem.is_beside_the_rest()) {
            return Ok(opened);
        }
    }
    Ok(match password::of(path, settings)? {
        Some(password) => Contents::open(&bytes, password.reveal()),
        None => closed,
    })
}
