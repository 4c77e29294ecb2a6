//! `raccord cert show`: what is in a file, whatever its name.

mod facts;
mod kind;
mod open;
mod text;

use std::io::{self, Write as _};

use raccord_kernel::clock::machine_now;

use super::error::CertError;
use super::output;
use crate::cli::args::{ShowArguments, ShowFormat};
use crate::cli::exit::Exit;
use crate::cli::settings::Settings;
use crate::report::palette::Palette;

/// Tells what each file holds. A file that cannot be read does not hide the others.
///
/// # Errors
///
/// When nobody reads what is said.
pub(super) fn show(arguments: &ShowArguments, settings: &Settings) -> Result<Exit, CertError> {
    let now = machine_now();
    let files = arguments.files.iter().map(|path| match open::open(path, settings) {
        Ok(contents) => facts::File::of(path, &contents, now),
        Err(error) => facts::File::unread(path, &error),
    });
    let files: Vec<facts::File> = files.collect();
    let told = match arguments.format {
        ShowFormat::Text => text::text(&files, &Palette::new(settings.color_stdout)),
        ShowFormat::Json => facts::json(&files),
    };
    output::say(&told)?;
    let unread = text::unread(&files, &Palette::new(settings.color_stderr));
    let _unheard = io::stderr().write_all(unread.as_bytes());
    Ok(if unread.is_empty() { Exit::Passed } else { Exit::Usage })
}
