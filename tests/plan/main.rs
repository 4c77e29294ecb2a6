//! `raccord plan` as its users meet it: what it tells, in every format, and how it ends.

#![cfg(test)]

mod documented;
mod formats;
mod hostile;
mod ical_peer;
mod inventory;
mod verdicts;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// How raccord answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

/// Certificates of throwaway authorities, with fixed dates.
pub(crate) fn files() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plan/files")
}

/// A folder with a copy of them.
pub(crate) fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(files()).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    folder
}

/// Runs `raccord plan` in a folder, without the variables of whoever runs the tests.
pub(crate) fn plan_in(folder: &Path, arguments: &[&str]) -> Answer {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_raccord"))
        .arg("plan")
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .output()
        .unwrap();
    let [stdout, stderr] = [stdout, stderr].map(|text| String::from_utf8(text).unwrap());
    Answer { stdout, stderr, code: status.code().unwrap() }
}

/// Runs `raccord plan` where the certificates are.
pub(crate) fn plan(arguments: &[&str]) -> Answer {
    plan_in(&files(), arguments)
}
