//! The arguments of `raccord cert`.

mod profiles;
mod show;

pub use profiles::ProfilesArguments;
pub use show::{ShowArguments, ShowFormat};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use raccord_certs::{Asked, Mode, Profile};

pub(super) const EXAMPLES: &str = "\
Examples:
  raccord cert profiles                       what each connection demands
  raccord cert profiles chorus-pro/edi-sftp   one of them, with a text for the supplier
  raccord cert show delivered.p7b             what is in a file, whatever its name";

/// What to do with certificates.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct CertArguments {
    /// What to do.
    #[command(subcommand)]
    pub command: CertCommand,
}

/// What can be done with certificates.
#[derive(Debug, Subcommand)]
pub enum CertCommand {
    /// Tell what each connection demands, and what to tell a supplier.
    Profiles(ProfilesArguments),
    /// Show what is in files of certificates, keys and requests.
    Show(ShowArguments),
}

/// Reads the name of a mode or of a profile, and tells the names there are.
pub(super) fn asked() -> impl TypedValueParser<Value = Asked> {
    let modes = Mode::ALL.iter().map(|mode| mode.name);
    let profiles = Profile::ALL.iter().map(|profile| profile.name);
    let names = modes.chain(profiles.filter(|name| Mode::named(name).is_none()));
    PossibleValuesParser::new(names.collect::<Vec<_>>())
        .try_map(|name| Asked::named(&name).ok_or(UnknownName))
}

/// A name that is neither a mode's nor a profile's.
#[derive(Debug, thiserror::Error)]
#[error("`raccord cert profiles` lists the names")]
struct UnknownName;
