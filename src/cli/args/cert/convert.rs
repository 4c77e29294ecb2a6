//! The arguments of `raccord cert convert`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

const EXAMPLES: &str = "\
Examples:
  raccord cert convert certificate.cer --chain authorities.pem --to p7b --out certificate.p7b
  raccord cert convert delivered.pfx --to cer --out public.cer
  raccord cert convert certificate.pem --key certificate.key --to pfx --out certificate.pfx";

/// What to convert, and into what.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ConvertArguments {
    /// The file to convert, of any format; `-` is stdin.
    #[arg(value_name = "IN")]
    pub file: PathBuf,

    /// What to write.
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub to: CertificateFormat,

    /// Where to write it.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,

    /// A file with authorities' certificates, to complete the chain from; repeatable.
    #[arg(long, value_name = "FILE")]
    pub chain: Vec<PathBuf>,

    /// A file with the private key, where IN has none.
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,

    /// The name that a PKCS#12 gives to its entry.
    #[arg(long, value_name = "NAME", default_value = "1")]
    pub alias: String,

    /// Write a chain that does not reach its root, too.
    #[arg(long)]
    pub incomplete: bool,

    /// Write over a file that is there already.
    #[arg(long)]
    pub force: bool,
}

/// The files that certificates travel in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CertificateFormat {
    /// The certificate and its chain, as text.
    Pem,
    /// The certificate alone, in DER.
    Cer,
    /// A PKCS#7 with the whole chain, in DER: what Chorus Pro wants.
    P7b,
    /// A PKCS#7 with the whole chain, as text.
    P7bPem,
    /// A PKCS#12 with the private key and the whole chain, as programs of today read it.
    Pfx,
    /// The same for programs that know neither AES nor SHA-256 in it.
    PfxLegacy,
    /// The certificate alone, as text with the line ends of Windows: as LuxTrust sends it.
    Txt,
    /// The public key, as OpenSSH wants it.
    Ssh,
    /// The private key alone, as text (PKCS#8), unencrypted.
    Key,
}

impl CertificateFormat {
    /// Says whether the file holds a private key.
    #[must_use]
    pub const fn is_private(self) -> bool {
        matches!(self, Self::Pfx | Self::PfxLegacy | Self::Key)
    }

    /// Says whether the file holds the chain.
    #[must_use]
    pub const fn has_chain(self) -> bool {
        matches!(self, Self::Pem | Self::P7b | Self::P7bPem | Self::Pfx | Self::PfxLegacy)
    }
}
