//! The `raccord` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    raccord::cli::main(std::env::args_os())
}
