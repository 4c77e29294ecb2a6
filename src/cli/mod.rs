//! The command line: what was asked, done, and told.

pub mod args;
pub mod cert;
pub mod configuration;
pub mod doctor;
pub mod error;
pub mod exec;
pub mod exit;
pub mod healthcheck;
pub mod init;
pub mod operator;
mod places;
pub mod plan;
mod real;
mod recorded;
pub mod render;
pub mod resume;
pub mod run;
pub mod runs;
pub mod serve;
pub mod served;
pub mod settings;
mod sources;
mod stage;
pub mod starts;
mod stop;
mod table;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

use crate::moment;
use args::{Arguments, Command};
use error::CommandError;
use settings::Settings;

/// Does what the arguments ask, and returns the process's exit code.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(told) => return render::usage(&told).into(),
    };
    let settings = Settings::read(&arguments);
    match command(&arguments.command, &settings) {
        Ok(exit) => exit,
        Err(error) => render::error(&error, &settings).into(),
    }
}

fn command(command: &Command, settings: &Settings) -> Result<ExitCode, CommandError> {
    let exit = match command {
        Command::Run(arguments) => run::run(arguments, settings)?,
        Command::Resume(arguments) => resume::resume(arguments, settings)?,
        Command::Runs(arguments) => runs::runs(arguments, settings)?,
        Command::Serve(arguments) => serve::serve(arguments, settings)?,
        Command::Exec(arguments) => return Ok(exec::exec(arguments, settings)?),
        Command::Starts(arguments) => {
            starts::starts(arguments, settings).map_err(CommandError::Stdout)?
        }
        Command::Doctor(arguments) => doctor::doctor(arguments, settings)?,
        Command::Init(arguments) => init::init(arguments)?,
        Command::Healthcheck(arguments) => healthcheck::healthcheck(arguments)?,
        Command::Plan(arguments) => plan::plan(arguments, settings)?,
        Command::Cert(arguments) => cert::cert(&arguments.command, settings)?,
    };
    Ok(exit.into())
}
