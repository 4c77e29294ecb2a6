//! The arguments of `raccord cert`.

mod check;
mod convert;
mod issue;
mod profiles;
mod request;
mod show;

pub use check::{CheckArguments, CheckEnvironment, CheckFormat};
pub use convert::{CertificateFormat, ConvertArguments};
pub use issue::IssueArguments;
pub use profiles::ProfilesArguments;
pub use request::RequestArguments;
pub use show::{ShowArguments, ShowFormat};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use raccord_certs::{Asked, Mode, Profile};

pub(super) const EXAMPLES: &str = "\
Examples:
  raccord cert profiles                                           what each connection demands
  raccord cert profiles chorus-pro/edi-sftp                       one, with a text for the supplier
  raccord cert show delivered.pfx                                 what is in a file
  raccord cert check client.p7b --for chorus-pro/edi-sftp         whether it will be accepted
  raccord cert convert client.cer --to p7b --out client.p7b       the same in another format
  raccord cert issue --profile chorus-pro/edi-sftp --out made     a throwaway one, in every format";

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
    /// Judge files as a partner would: whether they will be accepted, and what to do if not.
    Check(CheckArguments),
    /// Write the same certificate in another format, with its chain in order.
    Convert(ConvertArguments),
    /// Tell what each connection demands, and what to tell a supplier.
    Profiles(ProfilesArguments),
    /// Make throwaway certificates, good or with one defect, in every format that is asked for.
    Issue(IssueArguments),
    /// Make a key, and the request with which a supplier is asked for a certificate.
    Request(RequestArguments),
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
