//! The arguments that raccord knows.

mod cert;
mod doctor;
mod exec;
mod init;
mod plan;
mod runs;
mod serve;
mod start;

pub use cert::{
    CertArguments, CertCommand, CertificateFormat, CheckArguments, CheckEnvironment, CheckFormat,
    ConvertArguments, IssueArguments, ProfilesArguments, RequestArguments, ShowArguments,
    ShowFormat,
};
pub use doctor::{DoctorArguments, DoctorSubject};
pub use exec::{ExecArguments, UnknownRule};
pub use init::InitArguments;
pub use plan::{PlanArguments, PlanFormat, PlanFormatKind, UnknownPlanFormat};
pub use runs::{ResumeArguments, RunsArguments};
pub use serve::{
    HealthcheckArguments, NoPort, NotLoopback, ServeArguments, State, first_port, loopback,
};
pub use start::{StartArguments, StartsArguments, start};

use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use regex::Regex;

use crate::cli::configuration::MOCKS;
use crate::cli::places;
use crate::rehearsal::find::Target;
use crate::rehearsal::{TagExpression, seed};

const EXAMPLES: &str = "\
Examples:
  raccord run                             every scenario built into raccord
  raccord run features/chorus-pro         those of one system
  raccord run --tags 'not @guessed'       those that stand on no guess
  raccord run --dry-run                   which scenarios there are
  raccord run --format junit:report.xml   for people, and for a CI server
  raccord run --connector 'python3 examples/connector.py'   with your own connector
  raccord run --env qualification         in an environment of raccord.toml, with people";

const ALL_EXAMPLES: &str = "\
Examples:
  raccord run                             every scenario built into raccord
  raccord run --tags 'not @guessed'       those that stand on no guess
  raccord exec -- ./run-tests             a program's own tests, against the mocks
  raccord serve                           the mocks, for other programs and for a browser
  raccord cert profiles                   which certificate each connection demands";

/// The heading of the options that every command has.
const TALK: &str = "What to say";

/// The heading of what concerns a real environment.
const REAL: &str = "A real environment";

/// The heading of what concerns a connector of another make.
const CONNECTOR: &str = "Your own connector";

/// Rehearses a connection to an administration's systems, and the renewal of its certificate.
#[derive(Debug, Parser)]
#[command(name = "raccord", version, after_help = ALL_EXAMPLES, arg_required_else_help = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,

    /// The configuration, in the place of ./raccord.toml and the user's own.
    #[arg(short, long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// When to use colour.
    #[arg(long, global = true, help_heading = TALK, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: Color,

    /// Say more: the steps of every scenario, what crosses while the mocks are served; twice, how
    /// long each step took.
    #[arg(short, long, global = true, help_heading = TALK, action = ArgAction::Count)]
    pub verbose: u8,

    /// Say less: nothing of scenarios that passed, nothing of what crossed.
    #[arg(short, long, global = true, help_heading = TALK, conflicts_with = "verbose")]
    pub quiet: bool,
}

/// What raccord can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run scenarios against mocks of the administrations' systems.
    Run(RunArguments),
    /// Go on with a run where it stands, on this machine or another.
    Resume(ResumeArguments),
    /// List the runs that are kept, and what each waits for.
    Runs(RunsArguments),
    /// Serve the mocks to other programs, and to a person with a browser.
    Serve(ServeArguments),
    /// Run a command that meets the mocks in place of the real systems.
    Exec(ExecArguments),
    /// List the starting states of `serve` and `exec`, and what each exports.
    Starts(StartsArguments),
    /// Say by the exit code whether a `raccord serve` answers.
    Healthcheck(HealthcheckArguments),
    /// Examine an environment: everything that can be known before a run.
    Doctor(DoctorArguments),
    /// Write a commented raccord.toml to begin with.
    Init(InitArguments),
    /// Make, read and judge the files of certificates.
    Cert(CertArguments),
    /// Tell when to do what, so that a certificate is renewed before it ends.
    Plan(PlanArguments),
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set; also elsewhere when FORCE_COLOR is.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Which scenarios to run, how, and what to tell of them.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct RunArguments {
    /// Scenario files or folders; with a line, the scenario, examples' row or rule there.
    ///
    /// Without any, the scenarios built into raccord run. A path on disk wins over a built-in one.
    #[arg(value_name = "PATH[:LINE]", value_parser = target)]
    pub paths: Vec<Target>,

    /// Run scenarios whose tags satisfy this, as in '@piste and not @guessed'.
    #[arg(short, long, value_name = "EXPR")]
    pub tags: Option<TagExpression>,

    /// Run scenarios whose name matches this regular expression.
    #[arg(short, long, value_name = "REGEX")]
    pub name: Option<Regex>,

    /// How many scenarios run at once [default: one for each processor].
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,

    /// What identifiers and nonces are drawn from; the same seed gives the same run.
    #[arg(long, value_name = "N", default_value_t = seed::DEFAULT)]
    pub seed: u64,

    /// Stop after the first scenario that does not pass.
    #[arg(long)]
    pub fail_fast: bool,

    /// Tell which scenarios would run, and which steps nothing defines; run none.
    #[arg(long)]
    pub dry_run: bool,

    /// Where to run: the mocks, or an environment of raccord.toml.
    #[arg(long = "env", value_name = "NAME", default_value = MOCKS, help_heading = REAL)]
    pub environment: String,

    /// How a run in a real environment is begun.
    #[command(flatten)]
    pub real: RealArguments,

    /// The command of your own connector, which scenarios drive in the place of the built-in one:
    /// see docs/connector.md.
    #[arg(long, value_name = "COMMAND", help_heading = CONNECTOR)]
    pub connector: Option<String>,

    /// Whether your connector lives as long as a scenario (session), or for one action (process).
    #[arg(long, value_name = "MODE", help_heading = CONNECTOR)]
    pub connector_mode: Option<String>,

    /// How long your connector may take for one action, as in 30s.
    #[arg(long, value_name = "DURATION", help_heading = CONNECTOR)]
    pub connector_timeout: Option<String>,

    /// How to tell: pretty or junit, each with the file to write, or else to stdout; repeatable.
    #[arg(long = "format", value_name = "NAME[:PATH]")]
    pub formats: Vec<Format>,
}

/// How a run in a real environment is begun, and gone on with.
#[derive(Debug, Clone, Args)]
pub struct RealArguments {
    /// Contact hosts of production, where the environment says so too.
    #[arg(long, help_heading = REAL)]
    pub allow_production: bool,

    /// Play also the scenarios that take something away, as the certificate that is in effect.
    #[arg(long, help_heading = REAL)]
    pub allow_destructive: bool,

    /// Agree to begin. No gate is passed by that.
    #[arg(long, help_heading = REAL)]
    pub yes: bool,

    /// Who works in the portals and answers here [default: the environment's, or the login's name].
    #[arg(long, value_name = "NAME", help_heading = REAL)]
    pub operator: Option<String>,

    /// The folder of runs, each with a folder in it.
    #[arg(long, value_name = "DIR", default_value = "raccord-runs", help_heading = REAL)]
    pub runs: PathBuf,
}

/// A report, and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Format {
    /// Which report.
    pub kind: FormatKind,
    /// The file to write; `None` is stdout.
    pub path: Option<PathBuf>,
}

/// The reports that raccord knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormatKind {
    /// JUnit's XML.
    Junit,
    /// Text for people.
    Pretty,
}

/// A report that raccord does not know.
#[derive(Debug, thiserror::Error)]
#[error("expected `pretty` or `junit`, with `:PATH` to write a file, as in junit:report.xml")]
pub struct UnknownFormat;

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (kind, path) = places::part(text).ok_or(UnknownFormat)?;
        let kind = match kind {
            "junit" => FormatKind::Junit,
            "pretty" => FormatKind::Pretty,
            _ => return Err(UnknownFormat),
        };
        Ok(Self { kind, path })
    }
}

fn target(text: &str) -> Result<Target, Infallible> {
    Ok(Target::parse(text))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_do_not_contradict_one_another() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_example_can_be_pasted() {
        let all = [
            ALL_EXAMPLES,
            EXAMPLES,
            exec::EXAMPLES,
            serve::EXAMPLES,
            serve::HEALTH_EXAMPLES,
            runs::RESUME_EXAMPLES,
            runs::RUNS_EXAMPLES,
            cert::EXAMPLES,
            doctor::EXAMPLES,
            plan::EXAMPLES,
        ];
        let lines = all.iter().flat_map(|examples| examples.lines().skip(1));
        let examples = lines.map(|line| line.trim().split("  ").next().unwrap());
        let words = Regex::new(r"'[^']*'|\S+").unwrap();
        for example in examples {
            let words = words.find_iter(example).map(|word| word.as_str().trim_matches('\''));
            assert!(Arguments::try_parse_from(words).is_ok(), "{example}");
        }
    }

    #[test]
    fn a_format_is_a_name_and_perhaps_a_path() {
        let junit =
            |path: Option<&str>| Format { kind: FormatKind::Junit, path: path.map(PathBuf::from) };
        assert_eq!("junit".parse::<Format>().unwrap(), junit(None));
        assert_eq!("junit:a:b.xml".parse::<Format>().unwrap(), junit(Some("a:b.xml")));
        assert!("junit:".parse::<Format>().is_err());
        assert!("html".parse::<Format>().is_err());
    }
}
