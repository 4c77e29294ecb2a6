//! The arguments of `raccord resume` and `raccord runs`.

use std::path::PathBuf;

use clap::Args;

use super::Format;

pub(super) const RESUME_EXAMPLES: &str = "\
Examples:
  raccord resume                                    the only run that waits
  raccord resume 2026-11-21-qualification-1         one of several
  raccord resume /media/key/2026-11-21-qualification-1   a folder from another machine";

pub(super) const RUNS_EXAMPLES: &str = "\
Examples:
  raccord runs            which runs there are, and what each waits for
  raccord runs --json     for a program";

/// Which run to go on with.
#[derive(Debug, Args)]
#[command(after_help = RESUME_EXAMPLES)]
pub struct ResumeArguments {
    /// The run, by its name or its folder; without it, the only one that waits.
    #[arg(value_name = "RUN")]
    pub run: Option<String>,

    /// The folder of runs.
    #[arg(long, value_name = "DIR", default_value = "raccord-runs")]
    pub runs: PathBuf,

    /// Contact hosts of production, where the environment says so too.
    #[arg(long)]
    pub allow_production: bool,

    /// Who works in the portals and answers here [default: the environment's, or the login's name].
    #[arg(long, value_name = "NAME")]
    pub operator: Option<String>,

    /// How to tell: pretty or junit, each with the file to write, or else to stdout; repeatable.
    #[arg(long = "format", value_name = "NAME[:PATH]")]
    pub formats: Vec<Format>,
}

/// Which runs to list, and how.
#[derive(Debug, Args)]
#[command(after_help = RUNS_EXAMPLES)]
pub struct RunsArguments {
    /// The folder of runs.
    #[arg(long, value_name = "DIR", default_value = "raccord-runs")]
    pub runs: PathBuf,

    /// Tell it as JSON, for a program.
    #[arg(long)]
    pub json: bool,
}
