//! The command line: what was asked, done, and told.

pub mod args;
pub mod cert;
pub mod configuration;
pub mod error;
pub mod exit;
mod moment;
mod places;
pub mod plan;
pub mod render;
pub mod run;
pub mod serve;
pub mod settings;
mod sources;
mod stage;
mod table;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

use args::{Arguments, Command};
use error::CommandError;
use exit::Exit;
use settings::Settings;

/// Does what the arguments ask, and returns the process's exit code.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(told) => return render::usage(&told).into(),
    };
    let settings = Settings::read(&arguments);
    match command(&arguments.command, &settings) {
        Ok(exit) => exit.into(),
        Err(error) => render::error(&error, &settings).into(),
    }
}

fn command(command: &Command, settings: &Settings) -> Result<Exit, CommandError> {
    match command {
        Command::Run(arguments) => run::run(arguments, settings),
        Command::Serve(arguments) => Ok(serve::serve(arguments, settings)?),
        Command::Plan(arguments) => Ok(plan::plan(arguments, settings)?),
        Command::Cert(arguments) => Ok(cert::cert(&arguments.command, settings)?),
    }
}
