//! A `raccord exec` that ran.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::peers::path;

/// What came of it.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// Fails unless the command succeeded.
    pub(crate) fn well(self) -> Self {
        assert_eq!(self.code, Some(0), "{}\n{}", self.stdout, self.stderr);
        self
    }
}

/// The program with its arguments, in a folder, with the path for its only variable.
pub(crate) fn raccord(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_raccord"));
    command.args(arguments).current_dir(folder).env_clear().env("PATH", path());
    command.stdin(Stdio::null());
    command
}

/// Runs a script of a shell against the mocks, with options before it.
pub(crate) fn exec(options: &[&str], script: &str) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    exec_in(folder.path(), options, script)
}

/// The same, in a folder that is there.
pub(crate) fn exec_in(folder: &Path, options: &[&str], script: &str) -> Ran {
    let arguments = [&["exec"], options, &["--", "sh", "-e", "-c", script]].concat();
    let output = raccord(folder, &arguments).output().unwrap();
    let [stdout, stderr] =
        [output.stdout, output.stderr].map(|told| String::from_utf8(told).unwrap());
    Ran { code: output.status.code(), stdout, stderr }
}
