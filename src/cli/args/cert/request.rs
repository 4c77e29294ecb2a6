//! The arguments of `raccord cert request`.

use std::path::PathBuf;

use clap::Args;
use raccord_certs::{Asked, KeyKind, Subject};

use super::asked;
use super::issue::key_kind;

const EXAMPLES: &str = "\
Examples:
  raccord cert request --for chorus-pro/edi-sftp \\
    --subject 'C=FR, O=Exemple\\, SA, OU=0002 12345678900012, CN=ventes' --out order";

/// For what, in whose name.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct RequestArguments {
    /// What it is for: a connection mode, which may demand several, or one certificate's profile.
    #[arg(long = "for", value_name = "NAME", value_parser = asked(), hide_possible_values = true)]
    pub mode: Asked,

    /// Whom it is for, as it shall stand in the certificate.
    #[arg(long, value_name = "NAME")]
    pub subject: Subject,

    /// The kind of key [default: that of the profile].
    #[arg(long, value_name = "KIND", value_parser = key_kind())]
    pub key: Option<KeyKind>,

    /// The folder to write to; it is made where it is missing.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,

    /// Write over files that are there already.
    #[arg(long)]
    pub force: bool,
}
