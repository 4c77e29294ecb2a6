//! The arguments of `raccord plan`.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::Timestamp;
use raccord_certs::Mode;

use crate::cli::{moment, places};

pub(super) const EXAMPLES: &str = "\
Examples:
  raccord plan client.p7b --for chorus-pro/edi-sftp                  when to do what
  raccord plan client.p7b --for chorus-pro/edi-sftp --supplier-days 4   with what the supplier said
  raccord plan crypt.txt transport.txt --for sofie/sort              both accounts, in one go
  raccord plan --inventory inventory.csv --format html:plan.html     all of them, as timelines
  raccord plan --inventory inventory.csv --format ics:plan.ics       for a calendar";

/// Which certificates to plan for, as of when, and how to tell.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct PlanArguments {
    /// Files that hold the certificates in use: PEM, DER, .cer, .p7b or SOFiE's .txt.
    #[arg(value_name = "FILE", requires = "mode")]
    pub files: Vec<PathBuf>,

    /// What the certificates are used for; `raccord cert profiles` lists the modes.
    #[arg(id = "mode", long = "for", value_name = "MODE", value_parser = mode())]
    pub mode: Option<&'static Mode>,

    /// A CSV with a line for each file; its first line is `file,mode,connections,owner`.
    ///
    /// Paths are relative to the inventory's folder. `connections` and `owner` may be missing, and
    /// other columns are passed over.
    #[arg(long, value_name = "FILE", required_unless_present = "mode")]
    pub inventory: Option<PathBuf>,

    /// Plan as of this day, or instant, instead of now.
    #[arg(long, value_name = "DATE", value_parser = moment::instant)]
    pub today: Option<Timestamp>,

    /// Count on so many working days from the order to the certificate; 0 once it is there.
    #[arg(long, value_name = "N", help_heading = DURATIONS)]
    pub supplier_days: Option<u16>,

    /// Keep so many working days free between the switch and the expiry.
    #[arg(long, value_name = "N", help_heading = DURATIONS)]
    pub margin_days: Option<u16>,

    /// Count on so many hours until Chorus Pro has taken an update into account.
    #[arg(long, value_name = "N", help_heading = DURATIONS)]
    pub activation_hours: Option<u16>,

    /// A TOML file with these and all other durations, office hours and closing days.
    #[arg(long, value_name = "FILE", help_heading = DURATIONS)]
    pub settings: Option<PathBuf>,

    /// Answer 6 for what is tight as well, not only for what is too late.
    #[arg(long)]
    pub strict: bool,

    /// How to tell: text, json, ics or html, each with the file to write, or else to stdout;
    /// repeatable.
    #[arg(long = "format", value_name = "NAME[:PATH]")]
    pub formats: Vec<PlanFormat>,
}

const DURATIONS: &str = "How long things take";

/// A way to tell a calendar, and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanFormat {
    /// Which way.
    pub kind: PlanFormatKind,
    /// The file to write; `None` is stdout.
    pub path: Option<PathBuf>,
}

/// The ways in which a calendar can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanFormatKind {
    /// One HTML file with timelines.
    Html,
    /// iCalendar.
    Ics,
    /// JSON.
    Json,
    /// Text for people.
    Text,
}

/// A way to tell a calendar that raccord does not know.
#[derive(Debug, thiserror::Error)]
#[error(
    "expected `text`, `json`, `ics` or `html`, with `:PATH` to write a file, as in ics:plan.ics"
)]
pub struct UnknownPlanFormat;

impl FromStr for PlanFormat {
    type Err = UnknownPlanFormat;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (kind, path) = places::part(text).ok_or(UnknownPlanFormat)?;
        let kind = match kind {
            "html" => PlanFormatKind::Html,
            "ics" => PlanFormatKind::Ics,
            "json" => PlanFormatKind::Json,
            "text" => PlanFormatKind::Text,
            _ => return Err(UnknownPlanFormat),
        };
        Ok(Self { kind, path })
    }
}

fn mode() -> impl TypedValueParser<Value = &'static Mode> {
    let names = Mode::ALL.iter().map(|mode| mode.name);
    PossibleValuesParser::new(names.collect::<Vec<_>>())
        .try_map(|name| Mode::named(&name).ok_or(UnknownMode))
}

/// A name that is no mode's.
#[derive(Debug, thiserror::Error)]
#[error("`raccord cert profiles` lists the modes")]
struct UnknownMode;
