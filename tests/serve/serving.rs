//! A `raccord serve` under way.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use tempfile::TempDir;

/// The lines that it begins with: that it is ready, and who is connected.
const LINES: usize = 2;
/// Longer than any machine takes to end a process that does end.
const END_TIMEOUT: Duration = Duration::from_secs(60);

/// A `raccord serve` on ports of its own, ended when it is dropped.
pub(crate) struct Serving {
    child: Child,
    stdout: BufReader<ChildStdout>,
    pub(crate) lines: Vec<Value>,
    pub(crate) folder: TempDir,
}

/// How it ended.
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    /// What came on stdout after the first lines.
    pub(crate) more: String,
    pub(crate) stderr: String,
    pub(crate) folder: TempDir,
}

/// The program, without the variables of whoever runs the tests.
fn raccord(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_raccord"));
    command.current_dir(folder).env_clear();
    command
}

impl Serving {
    /// Serves on free ports, with more arguments, and reads the lines that it begins with.
    pub(crate) fn with(arguments: &[&str]) -> Self {
        Self::once_told(LINES, arguments)
    }

    /// Serves on free ports, with more arguments, and reads that it is ready, and nothing after.
    pub(crate) fn once_ready(arguments: &[&str]) -> Self {
        Self::once_told(1, arguments)
    }

    fn once_told(lines: usize, arguments: &[&str]) -> Self {
        Self::in_folder(tempfile::tempdir().unwrap(), lines, arguments)
    }

    /// Serves again in the folder of one that ended, however it ended.
    pub(crate) fn again(ended: Ended, arguments: &[&str]) -> Self {
        Self::in_folder(ended.folder, LINES, arguments)
    }

    fn in_folder(folder: TempDir, lines: usize, arguments: &[&str]) -> Self {
        let mut child = raccord(folder.path())
            .args(["serve", "--port", "0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let read = stdout.by_ref().lines().take(lines);
        let lines = read.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
        Self { child, stdout, lines, folder }
    }

    /// The text of a field of the first line.
    pub(crate) fn ready(&self, field: &str) -> &str {
        self.lines[0][field].as_str().unwrap()
    }

    /// The text of a variable of those who are connected.
    pub(crate) fn variable(&self, name: &str) -> &str {
        self.lines[1]["variables"][name].as_str().unwrap_or_else(|| panic!("no {name}"))
    }

    /// The content of the file that a variable names.
    pub(crate) fn content(&self, name: &str) -> Vec<u8> {
        let file = &self.lines[1]["files"][name]["base64"];
        STANDARD.decode(file.as_str().unwrap_or_else(|| panic!("no {name}"))).unwrap()
    }

    /// The same, where it is a text.
    pub(crate) fn text(&self, name: &str) -> String {
        String::from_utf8(self.content(name)).unwrap()
    }

    /// The port in the text of a field of the first line.
    pub(crate) fn port(&self, field: &str) -> &str {
        self.ready(field).rsplit(':').next().unwrap()
    }

    /// Tells it to stop by a signal, and waits until it has.
    pub(crate) fn stop(mut self, signal: &str) -> Ended {
        send(signal, self.child.id());
        let status = wait(&mut self.child);
        let (mut more, mut stderr) = (String::new(), String::new());
        self.stdout.read_to_string(&mut more).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        let folder = std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap());
        Ended { status, more, stderr, folder }
    }
}

/// Serves where that is refused: answers the exit code and stderr.
pub(crate) fn refused(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut child = raccord(folder)
        .arg("serve")
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let status = wait(&mut child);
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    (status.code(), stderr)
}

/// Waits for the end of a process. One that does not end is killed, so that it fails its test and
/// holds no other up.
fn wait(child: &mut Child) -> ExitStatus {
    let (ended, is_ended) = mpsc::channel::<()>();
    let id = child.id();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            if is_ended.recv_timeout(END_TIMEOUT) == Err(mpsc::RecvTimeoutError::Timeout) {
                send("KILL", id);
            }
        });
        let status = child.wait().unwrap();
        drop(ended);
        status
    })
}

/// Sends a signal to a process.
fn send(signal: &str, id: u32) {
    let kill = format!("kill -{signal} {id}");
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
