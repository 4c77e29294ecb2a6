//! The arguments of `raccord cert show`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Which files, and how to tell of them.
#[derive(Debug, Args)]
pub struct ShowArguments {
    /// Files of any kind: PEM, .cer, .p7b, .pfx, keys, requests, text; `-` is stdin.
    ///
    /// They are recognised by what is in them, not by their names. The password of a file is
    /// taken from RACCORD_PASSWORD, or asked for.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,

    /// How to tell.
    #[arg(long, value_enum, value_name = "NAME", default_value = "text")]
    pub format: ShowFormat,
}

/// How files are told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// A table for people.
    Text,
    /// JSON, as docs/schema/cert-show.schema.json says.
    Json,
}
