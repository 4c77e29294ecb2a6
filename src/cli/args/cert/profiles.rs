//! The arguments of `raccord cert profiles`.

use clap::Args;
use raccord_certs::Asked;

use super::asked;

/// Of which connection, or of all.
#[derive(Debug, Args)]
pub struct ProfilesArguments {
    /// A connection mode, or one certificate's profile; all of them where none is named.
    #[arg(value_name = "NAME", value_parser = asked(), hide_possible_values = true)]
    pub name: Option<Asked>,
}
