//! `raccord cert convert`: the same certificate in another file.

mod error;
mod material;

pub use error::ConvertError;

use raccord_certs::format::contents::Contents;
use raccord_certs::shown;

use super::error::CertError;
use super::input;
use super::output::{self, Audience, Files};
use crate::cli::args::ConvertArguments;
use crate::cli::exit::Exit;
use crate::cli::settings::Settings;
use material::Material;

/// Converts a file, and says what the new one holds and what was left out.
///
/// # Errors
///
/// When a file cannot be read or written, or cannot become what was asked for.
pub(super) fn convert(
    arguments: &ConvertArguments,
    settings: &Settings,
) -> Result<Exit, CertError> {
    if let (Some(key), false) = (&arguments.key, arguments.to.is_private()) {
        return Err(ConvertError::PrivateKeyNotWanted { key: key.clone() }.into());
    }
    let contents = input::open(&arguments.file, settings)?;
    let material = Material::gather(arguments, &contents, settings)?;
    let content = material.write(arguments, settings)?;
    let audience = if arguments.to.is_private() { Audience::Owner } else { Audience::Anybody };
    let mut files = Files::default();
    files.add(arguments.out.clone(), audience, content);
    files.write(arguments.force)?;
    output::say(&summary(arguments, &contents, &material))?;
    Ok(Exit::Passed)
}

fn summary(arguments: &ConvertArguments, contents: &Contents, material: &Material) -> String {
    let out = shown::file_name(&arguments.out);
    let mut said = format!("{out}: {}\n", material.describe(arguments.to));
    if !arguments.to.is_private() && !contents.keys.is_empty() {
        said += "the private key was left out, as it must be\n";
    }
    said
}
