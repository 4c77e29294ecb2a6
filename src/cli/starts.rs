//! `raccord starts`: the starting states by name, and what each exports.

use std::io::{self, Write as _};

use super::args::StartsArguments;
use super::exit::Exit;
use super::render::Leaving;
use super::settings::Settings;
use super::table::Table;
use crate::report::palette::{Palette, paint};
use crate::starts::{self, Start, Variable, variables};

/// Tells the starting states, or what one of them exports.
///
/// # Errors
///
/// When stdout cannot be written to.
pub fn starts(arguments: &StartsArguments, settings: &Settings) -> io::Result<Exit> {
    let text = match arguments.name {
        Some(start) => exported(start, settings),
        None => listed(settings),
    };
    let mut stdout = Leaving(io::stdout().lock());
    stdout.write_all(text.as_bytes())?;
    stdout.flush()?;
    Ok(Exit::Passed)
}

fn listed(settings: &Settings) -> String {
    let mut table = Table::default();
    for start in starts::ALL {
        table.row([start.name, start.says]);
    }
    let palette = Palette::new(settings.color_stdout);
    let title = paint(palette.title, "Starting states".to_owned());
    format!("{title}\n{}\nraccord starts NAME tells what one exports.\n", table.lay_out("  "))
}

fn exported(start: &Start, settings: &Settings) -> String {
    let palette = Palette::new(settings.color_stdout);
    let title = paint(palette.title, start.name.to_owned());
    let mut table = Table::default();
    for variable in variables::COMMON.iter().chain(start.variables()) {
        table.row([variable.name.to_owned(), said(variable)]);
    }
    format!("{title}: {}\n{}", start.says, table.lay_out("  "))
}

fn said(variable: &Variable) -> String {
    match variable.file {
        Some(file) => format!("{} (the path of `{file}`)", variable.says),
        None => variable.says.to_owned(),
    }
}
