//! The arguments of `raccord exec`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;
use raccord_kernel::Rule;

use super::StartArguments;

pub(super) const EXAMPLES: &str = "\
Examples:
  raccord exec -- ./run-tests                        a program's own tests, against the mocks
  raccord exec --start piste -- curl https://sandbox-api.piste.gouv.fr/
  raccord exec --strict --expect PISTE-TOKEN-02 -- pytest
  raccord exec --at 2027-01-01 --isolate -- ./nightly-job";

/// A command, the mocks that it meets, and what to tell of it.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct ExecArguments {
    /// Who is connected already, and when.
    #[command(flatten)]
    pub start: StartArguments,

    /// Run raccord and the command where there is no network but loopback (Linux).
    #[arg(long)]
    pub isolate: bool,

    /// Fail, by 1, where anything reached an unknown host or route, was refused by a rule that
    /// --expect does not name, went wrong in raccord itself or could not be read, or where a refusal
    /// that was expected did not come.
    #[arg(long)]
    pub strict: bool,

    /// A rule that is to refuse: its id; repeatable. With --strict, it must.
    #[arg(long = "expect", value_name = "RULE", value_parser = rule)]
    pub expected: Vec<&'static Rule>,

    /// A file for what crossed, one JSON object a line.
    #[arg(long, value_name = "FILE")]
    pub journal: Option<PathBuf>,

    /// A file for the verdict, as JUnit's XML.
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,

    /// The command and its arguments.
    #[arg(required = true, trailing_var_arg = true, value_name = "COMMAND")]
    pub command: Vec<OsString>,
}

/// No rule has that id.
#[derive(Debug, thiserror::Error)]
#[error("no rule is called `{id}`; the report of `raccord exec` tells the id of what refused")]
pub struct UnknownRule {
    id: String,
}

fn rule(id: &str) -> Result<&'static Rule, UnknownRule> {
    raccord_mocks::rules::find(id).ok_or_else(|| UnknownRule { id: id.to_owned() })
}
