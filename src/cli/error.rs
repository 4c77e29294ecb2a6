//! Why a command could not do what was asked.

use std::io;
use std::path::PathBuf;

use super::cert::CertError;
use super::configuration::ConfigurationError;
use super::doctor::DoctorError;
use super::exec::ExecError;
use super::exit::Exit;
use super::healthcheck::HealthcheckError;
use super::init::InitError;
use super::operator::NotAsked;
use super::plan::PlanError;
use super::resume::ResumeError;
use super::serve::ServeError;
use crate::environment::OpenError;
use crate::environment::qualification::GuardError;
use crate::rehearsal::diagnosis::NotGherkin;
use crate::rehearsal::find::FindError;
use crate::rehearsal::lines::NoScenarioAt;
use crate::rehearsal::read::ReadError;
use crate::rehearsal::script::AmbiguousStep;
use crate::rehearsal::select::NothingSelected;
use crate::runs::RunsError;

/// Why a command could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// A step is in the catalogue twice.
    #[error(transparent)]
    Ambiguous(#[from] Box<AmbiguousStep>),
    /// Certificates could not be read, made or judged.
    #[error(transparent)]
    Cert(#[from] CertError),
    /// An environment could not be examined.
    #[error(transparent)]
    Doctor(#[from] DoctorError),
    /// A configuration to begin with could not be written.
    #[error(transparent)]
    Init(#[from] InitError),
    /// A command could not be run against the mocks.
    #[error(transparent)]
    Exec(#[from] ExecError),
    /// What is configured cannot be used.
    #[error(transparent)]
    Configuration(#[from] ConfigurationError),
    /// A scenario file could not be found.
    #[error(transparent)]
    Find(#[from] FindError),
    /// Production was not asked for in so many words.
    #[error(transparent)]
    Guard(#[from] GuardError),
    /// Nothing that serves is in good health.
    #[error(transparent)]
    Healthcheck(#[from] HealthcheckError),
    /// An option is of no use where people work.
    #[error(
        "`{option}` is for the mocks: found it with `--env {environment}`, where people work on one \
         thing at a time"
    )]
    MocksOnly {
        /// The option.
        option: &'static str,
        /// The environment.
        environment: String,
    },
    /// No scenario that is selected may be played in an environment.
    #[error(
        "nothing was begun: found no scenario that is played in `{environment}`, expected one; of \
         the first, {reason}"
    )]
    NonePlayed {
        /// The environment.
        environment: String,
        /// Why the first is not.
        reason: String,
    },
    /// No scenario stands at a line.
    #[error(transparent)]
    NoScenarioAt(#[from] NoScenarioAt),
    /// Nothing was selected.
    #[error(transparent)]
    NothingSelected(#[from] NothingSelected),
    /// Somebody has to agree to a run first, and nobody could be asked.
    #[error(transparent)]
    NotAsked(#[from] NotAsked),
    /// A calendar could not be made.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A scenario file could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A report could not be written.
    #[error("failed to write the report `{path}`")]
    Report {
        /// Where it goes.
        path: PathBuf,
        /// What the disk said.
        source: io::Error,
    },
    /// Two reports go to one place.
    #[error("two reports go to {place}")]
    ReportsCollide {
        /// Where they go.
        place: String,
    },
    /// A run could not be gone on with.
    #[error(transparent)]
    Resume(#[from] ResumeError),
    /// A run could not be kept.
    #[error(transparent)]
    Runs(#[from] RunsError),
    /// The environment could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The mocks could not be served.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// Nobody can be told.
    #[error("failed to write to stdout")]
    Stdout(#[source] io::Error),
    /// The system refused what a run needs.
    #[error("failed to start the run")]
    Start {
        /// What the system said.
        source: io::Error,
    },
}

impl CommandError {
    /// Returns the exit code.
    pub fn exit(&self) -> Exit {
        match self {
            Self::NonePlayed { .. } | Self::NothingSelected(_) => Exit::NothingRun,
            Self::Cert(error) => error.exit(),
            Self::Plan(error) => error.exit(),
            Self::Serve(error) => error.exit(),
            Self::Doctor(error) => error.exit(),
            Self::Exec(error) => error.exit(),
            Self::Healthcheck(error) => error.exit(),
            Self::Start { .. } => Exit::Internal,
            Self::Ambiguous(_)
            | Self::Configuration(_)
            | Self::Find(_)
            | Self::Guard(_)
            | Self::Init(_)
            | Self::MocksOnly { .. }
            | Self::NoScenarioAt(_)
            | Self::NotAsked(_)
            // Nothing was contacted yet: its settings, or what they refer to, are wrong.
            | Self::Open(_)
            | Self::Read(_)
            | Self::Resume(_)
            | Self::Runs(_)
            | Self::Report { .. }
            | Self::ReportsCollide { .. }
            | Self::Stdout(_) => Exit::Usage,
        }
    }

    /// Returns what to do next, where that is not plain.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Ambiguous(_) => {
                Some("make one of the two expressions in the step catalogue more precise")
            }
            Self::Find(FindError::Missing { .. }) => {
                Some("`raccord run --dry-run` lists the scenarios that are built in")
            }
            Self::Find(FindError::LineOfFolder { .. }) => {
                Some("give the scenario file, as in features/piste/token.feature:12")
            }
            Self::NothingSelected(NothingSelected::NoScenario) => {
                Some("scenario files are those whose name ends in .feature")
            }
            Self::NothingSelected(NothingSelected::NoMatch { .. }) => Some(
                "`raccord run --dry-run` with the same paths, without --tags and --name, \
                 lists what there is",
            ),
            Self::Read(read) => hint_of_read(read),
            Self::NotAsked(error) => Some(error.hint()),
            Self::Cert(error) => error.hint(),
            Self::Plan(error) => error.hint(),
            Self::Resume(error) => error.hint(),
            Self::Serve(error) => error.hint(),
            Self::Doctor(error) => error.hint(),
            Self::Init(error) => error.hint(),
            Self::Exec(error) => error.hint(),
            Self::ReportsCollide { .. } => {
                Some("give one of them a file, as in --format junit:report.xml")
            }
            Self::Guard(error) => Some(error.what_to_do()),
            Self::Open(_) => Some("`raccord doctor --env NAME` says all that is missing"),
            Self::Configuration(error) => Some(error.hint()),
            Self::MocksOnly { .. } => Some("leave it out: a run there goes on where it stands"),
            Self::Find(FindError::Unreadable { .. })
            | Self::NonePlayed { .. }
            | Self::NoScenarioAt(_)
            | Self::Healthcheck(_)
            | Self::Runs(_)
            | Self::Report { .. }
            | Self::Stdout(_)
            | Self::Start { .. } => None,
        }
    }
}

fn hint_of_read(read: &ReadError) -> Option<&'static str> {
    match read {
        ReadError::NoStep { .. } => Some(
            "a line that begins with none of the step keywords counts as description: \
             is one misspelt?",
        ),
        ReadError::NoColumn { .. } => {
            Some("a name between `<` and `>` stands for a column: is it misspelt?")
        }
        ReadError::NoRow { .. } => Some("an outline runs once for each row below the header"),
        ReadError::NotGherkin(NotGherkin { .. }) => None,
    }
}
