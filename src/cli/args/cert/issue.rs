//! The arguments of `raccord cert issue`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::{SignedDuration, Timestamp};
use raccord_certs::{Asked, Defect, KeyKind, Subject};

use super::asked;
use crate::cli::moment;

const EXAMPLES: &str = "\
Examples:
  raccord cert issue --profile chorus-pro/edi-sftp --out made
  raccord cert issue --profile chorus-pro/ssl-client --defect both-usages --out made
  raccord cert issue --profile sofie/sort --expires-in 20d --out made
  raccord cert issue --like real.cer --out made

The keys are real and the authorities are not: they say \"throwaway\" in their names, and their own
keys are forgotten at once. RACCORD_PASSWORD is the password of the .pfx files; without it, one is
made and written beside them.";

/// What to make.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct IssueArguments {
    /// What it is for: a connection mode, which may demand several, or one certificate's profile.
    #[arg(
        long, value_name = "NAME", value_parser = asked(), hide_possible_values = true,
        required_unless_present = "like"
    )]
    pub profile: Option<Asked>,

    /// A real public certificate to take the shape of: its kind of subject, usages, policies, key
    /// and lifetime, but no name.
    #[arg(long, value_name = "FILE", conflicts_with = "profile")]
    pub like: Option<PathBuf>,

    /// The one thing that is wrong with it; docs/defects.md says what each one trips.
    #[arg(long, value_name = "DEFECT", value_parser = defect())]
    pub defect: Option<Defect>,

    /// How soon it expires, as in 20d, as if it had been issued long ago.
    #[arg(long, value_name = "DURATION", value_parser = moment::duration, conflicts_with_all = ["from", "until"])]
    pub expires_in: Option<SignedDuration>,

    /// When it begins [default: an hour ago].
    #[arg(long, value_name = "DATE", value_parser = moment::instant)]
    pub from: Option<Timestamp>,

    /// When it ends [default: after the lifetime of its profile].
    #[arg(long, value_name = "DATE", value_parser = moment::instant)]
    pub until: Option<Timestamp>,

    /// The kind of key [default: that of the profile].
    #[arg(long, value_name = "KIND", value_parser = key_kind())]
    pub key: Option<KeyKind>,

    /// Whom it is for, as in 'C=FR, O=Exemple\, SA, OU=0002 123456789, CN=ventes' [default: an
    /// invented organisation].
    #[arg(long, value_name = "NAME")]
    pub subject: Option<Subject>,

    /// The folder to write to; it is made where it is missing.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,

    /// Write over files that are there already.
    #[arg(long)]
    pub force: bool,
}

fn defect() -> impl TypedValueParser<Value = Defect> {
    let names = Defect::ALL.iter().map(|defect| defect.name());
    PossibleValuesParser::new(names.collect::<Vec<_>>()).try_map(|name| name.parse::<Defect>())
}

/// Reads a kind of key that a good certificate may be ordered for.
pub(super) fn key_kind() -> impl TypedValueParser<Value = KeyKind> {
    let names = KeyKind::SOUND.iter().map(|kind| kind.name());
    PossibleValuesParser::new(names.collect::<Vec<_>>()).try_map(|name| name.parse::<KeyKind>())
}
