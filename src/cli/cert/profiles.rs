//! `raccord cert profiles`: what each connection demands, and what to tell a supplier.

mod brief;
mod words;

use anstyle::Style;
use raccord_certs::mode::Demand;
use raccord_certs::{Asked, Mode, Profile};

use super::error::CertError;
use super::output;
use crate::cli::args::ProfilesArguments;
use crate::cli::exit::Exit;
use crate::cli::settings::Settings;
use crate::cli::table::Table;
use crate::report::palette::{Palette, paint};

/// Tells of one connection or certificate, or lists them all.
pub(super) fn profiles(
    arguments: &ProfilesArguments,
    settings: &Settings,
) -> Result<Exit, CertError> {
    let palette = Palette::new(settings.color_stdout);
    let text = match arguments.name {
        Some(asked) => brief::brief(asked, palette.title),
        None => list(palette.title),
    };
    output::say(&text)?;
    Ok(Exit::Passed)
}

fn list(title: Style) -> String {
    let mut modes = Table::default();
    for mode in Mode::ALL {
        modes.row([mode.name, mode.label, &demanded(mode), mode.source]);
    }
    let mut profiles = Table::default();
    for profile in Profile::ALL {
        profiles.row([profile.name, profile.label, profile.source]);
    }
    format!(
        "{}\n{}\n{}\n{}\n`raccord cert profiles NAME` tells more of one, with a text for the supplier.\n",
        paint(title, "Connections, and the certificates that each demands"),
        modes.lay_out("  "),
        paint(title, "Certificates"),
        profiles.lay_out("  "),
    )
}

/// Names the profiles: all of them with "and", any of them with "or".
fn demanded(mode: &Mode) -> String {
    let one = |demand: &Demand| {
        demand.iter().map(|profile| profile.name).collect::<Vec<_>>().join(" or ")
    };
    let mut demands: Vec<String> = mode.demands.iter().map(one).collect();
    demands.extend(mode.ssh_public_key.then(|| "an SSH public key".to_owned()));
    if demands.is_empty() { "no certificate".to_owned() } else { demands.join(" and ") }
}

/// Returns every profile that a name may mean, each once.
fn profiles_of(asked: Asked) -> Vec<&'static Profile> {
    asked.demands().concat()
}
