//! The program, run in a folder of its own.

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// What a run told, and how it ended.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) text: String,
    pub(crate) code: Option<i32>,
}

impl Told {
    fn of(output: Output) -> Self {
        let text = [output.stdout, output.stderr].map(|it| String::from_utf8(it).unwrap()).concat();
        Self { text, code: output.status.code() }
    }

    /// Fails unless it ended so, and told all of this.
    #[track_caller]
    pub(crate) fn ends_with(&self, code: i32, says: &[&str]) {
        let Self { text, code: met } = self;
        assert_eq!(*met, Some(code), "{text}");
        for say in says {
            assert!(text.contains(say), "expected `{say}`:\n{text}");
        }
    }
}

/// A folder to run in.
#[derive(Debug)]
pub(crate) struct Workplace {
    folder: TempDir,
}

impl Workplace {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
    }

    /// Runs the scenarios whose names begin so.
    pub(crate) fn run(&self, names: &[&str], arguments: &[&str]) -> Told {
        let name = format!("^(?:{})", names.join("|"));
        let mut raccord = Command::new(env!("CARGO_BIN_EXE_raccord"));
        raccord.args(["run", "--name", &name]).args(arguments);
        raccord.current_dir(self.path()).env("XDG_CONFIG_HOME", self.path().join("own"));
        Told::of(raccord.output().unwrap())
    }
}

/// Runs scenarios with a command of the examples.
pub(crate) fn with(command: &str, names: &[&str], arguments: &[&str]) -> Told {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let command = format!("python3 '{}'/{command}", examples.display());
    let arguments = [&["--jobs", "2", "--connector", &command], arguments].concat();
    Workplace::new().run(names, &arguments)
}

#[expect(clippy::disallowed_methods, reason = "only the test itself can say what CI demands")]
fn is_required() -> bool {
    std::env::var_os("RACCORD_TEST_PEERS").is_some_and(|it| it == "required")
}

/// Whether a shell finds something.
fn finds(script: &str) -> bool {
    Command::new("sh").args(["-c", script]).output().unwrap().status.success()
}

/// Whether the example can run here, with what else it takes.
pub(crate) fn has_python_with(packages: &str) -> bool {
    let found = finds(&format!("python3 -c 'import {packages}'")) && finds("command -v sftp");
    let wanted = format!("python3 with {packages}, and sftp");
    assert!(found || !is_required(), "no {wanted}, and RACCORD_TEST_PEERS=required");
    if !found {
        println!("not judged: install {wanted}");
    }
    found
}

/// Whether the example can run here.
pub(crate) fn has_python() -> bool {
    has_python_with("cryptography, requests")
}
