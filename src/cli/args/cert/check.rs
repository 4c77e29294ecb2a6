//! The arguments of `raccord cert check`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use raccord_certs::Asked;

use super::asked;
use crate::cli::moment;

const EXAMPLES: &str = "\
Examples:
  raccord cert check client.p7b --for chorus-pro/edi-sftp
  raccord cert check server.p7b client.p7b --for chorus-pro/edi-pesit --at 2026-12-31
  raccord cert check test.p7b --for chorus-pro/edi-sftp --environment qualification
  raccord cert check new.p7b --for chorus-pro/edi-sftp --previous old.p7b
  raccord cert check 1234.txt --for sofie/crypt --key request.pem";

/// Which files, for which connection, and on which day.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct CheckArguments {
    /// The files that would be handed in, in any order: PEM, DER, .cer, .p7b or SOFiE's .txt.
    ///
    /// What a file holds is seen by its content, whatever its name.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// What the certificates are for: a connection mode, or one certificate's profile.
    ///
    /// `raccord cert profiles` lists the names.
    #[arg(id = "mode", long = "for", value_name = "MODE", value_parser = asked(), hide_possible_values = true)]
    pub asked: Asked,

    /// Which platform of the partner they are for.
    #[arg(long, value_enum, value_name = "NAME", default_value = "production")]
    pub environment: CheckEnvironment,

    /// Judge as of this day, or instant, instead of now.
    #[arg(long, value_name = "DATE", value_parser = moment::instant)]
    pub at: Option<Timestamp>,

    /// The certificate in place, which the new one is to replace; repeatable.
    #[arg(long, value_name = "FILE")]
    pub previous: Vec<PathBuf>,

    /// The key that the certificate is for: a request, a public key or a private one; repeatable.
    #[arg(long, value_name = "FILE")]
    pub key: Vec<PathBuf>,

    /// What the supplier says of revocation: a revocation list or an OCSP answer; repeatable.
    ///
    /// Fetch it from the addresses that `raccord cert show` names. Nothing is asked over the network.
    #[arg(long, value_name = "FILE")]
    pub revocation: Vec<PathBuf>,

    /// What is known of policies, a TOML file, instead of the list that raccord brings along.
    #[arg(long, value_name = "FILE")]
    pub policies: Option<PathBuf>,

    /// Take every warning for a failure.
    #[arg(long)]
    pub strict: bool,

    /// How to tell.
    #[arg(long, value_enum, value_name = "NAME", default_value = "text")]
    pub format: CheckFormat,
}

/// The platforms of a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckEnvironment {
    /// Where connections are tried out; test certificates are welcome.
    Qualification,
    /// The real one.
    Production,
}

/// The ways in which a judgement can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// Text for people.
    Text,
    /// JSON, as docs/schema/cert-check.schema.json says.
    Json,
}
