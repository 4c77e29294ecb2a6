//! The arguments of `raccord doctor`.

use clap::{Args, ValueEnum};

pub(super) const EXAMPLES: &str = "\
Examples:
  raccord doctor --env qualification                 everything that can be known before a run
  raccord doctor --env qualification --only piste    does the API in the mode OAuth2 work?
  raccord doctor --env qualification --json          for a program";

/// Which environment to examine, and how far.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct DoctorArguments {
    /// The environment, by its name in raccord.toml.
    #[arg(long, value_name = "NAME")]
    pub env: String,

    /// Examine one way to connect alone; repeatable.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub only: Vec<DoctorSubject>,

    /// Contact hosts of production, if the environment says `production = true`.
    #[arg(long)]
    pub allow_production: bool,

    /// Tell it as JSON, for a program.
    #[arg(long)]
    pub json: bool,
}

/// A way to connect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum DoctorSubject {
    /// Chorus Pro's API in the mode OAuth2: token, subscription, technical account.
    Piste,
    /// Chorus Pro's EDI over SFTP: certificates, host key, login.
    Edi,
    /// Social security's REST channel: certificates, token.
    SocialSecurity,
}
