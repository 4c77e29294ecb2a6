//! A folder to work in, raccord, and the programs that judge.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder of its own for one test.
pub(crate) struct Workplace(TempDir);

/// What a program said, and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Workplace {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn put(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    pub(crate) fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).unwrap()
    }

    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Runs raccord here, without the variables of whoever runs the tests.
    pub(crate) fn raccord(&self, arguments: &[&str]) -> Said {
        self.raccord_with(arguments, &[])
    }

    pub(crate) fn raccord_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_raccord"));
        command.args(arguments).env_clear().envs(variables.iter().copied());
        said(command.current_dir(self.0.path()).output().unwrap())
    }

    /// Runs `raccord cert` here, with arguments that are parted by spaces.
    pub(crate) fn cert(&self, arguments: &str) -> Said {
        let words: Vec<&str> = std::iter::once("cert").chain(arguments.split(' ')).collect();
        self.raccord(&words)
    }

    /// Runs raccord, which must succeed, and returns what it told.
    pub(crate) fn made(&self, arguments: &[&str]) -> String {
        let said = self.raccord(arguments);
        assert_eq!(said.code, 0, "{arguments:?}: {said:?}");
        said.stdout
    }

    /// Runs a judge here; `None` where it is not installed.
    pub(crate) fn judge(&self, program: &str, arguments: &[&str]) -> Option<Said> {
        if !has(program) {
            return None;
        }
        let mut command = Command::new(program);
        // Java's own keytool speaks the language of the machine.
        command.args(arguments).env_clear().env("PATH", variable("PATH")).env("LC_ALL", "C.UTF-8");
        Some(said(command.current_dir(self.0.path()).output().unwrap()))
    }

    /// Has Python's `jsonschema` compare a file with one of `docs/schema`.
    pub(crate) fn is_of_schema(&self, file: &str, schema: &str) {
        let schema = format!("{}/docs/schema/{schema}", env!("CARGO_MANIFEST_DIR"));
        let script = "import json, sys\n\
                      try:\n  import jsonschema\n\
                      except ImportError:\n  sys.exit(3)\n\
                      document, schema = (json.load(open(path)) for path in sys.argv[1:])\n\
                      jsonschema.Draft202012Validator.check_schema(schema)\n\
                      jsonschema.Draft202012Validator(schema).validate(document)";
        let Some(said) = self.judge("python3", &["-c", script, file, &schema]) else { return };
        if said.code == 3 {
            not_judged("jsonschema for Python");
        } else {
            assert_eq!(said.code, 0, "{said:?}");
        }
    }

    /// Runs a judge that must be content, and returns all that it said.
    pub(crate) fn content(&self, program: &str, arguments: &[&str]) -> Option<String> {
        let said = self.judge(program, arguments)?;
        assert_eq!(said.code, 0, "{program} {arguments:?}: {said:?}");
        Some(said.stdout + &said.stderr)
    }
}

impl Said {
    /// The last line of stdout.
    pub(crate) fn verdict(&self) -> &str {
        self.stdout.lines().last().unwrap_or(&self.stderr)
    }
}

fn said(output: Output) -> Said {
    Said {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

#[expect(clippy::disallowed_methods, reason = "only the test itself can say what it runs on")]
fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

fn has(program: &str) -> bool {
    let found = variable("PATH").split(':').any(|folder| Path::new(folder).join(program).exists());
    if !found {
        not_judged(program);
    }
    found
}

/// Says that a judge is missing; fails where judges must be there.
fn not_judged(judge: &str) {
    let is_required = variable("RACCORD_TEST_PEERS") == "required";
    assert!(!is_required, "no {judge}, and RACCORD_TEST_PEERS=required");
    println!("not judged: install {judge}");
}
