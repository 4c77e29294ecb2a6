//! How it ends, and what it leaves.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::running::{exec, raccord};

#[test]
fn the_exit_code_is_the_command_s() {
    for code in [0, 1, 7, 42] {
        assert_eq!(exec(&[], &format!("exit {code}")).code, Some(code));
    }
    assert_eq!(exec(&["--strict"], "exit 42").code, Some(42), "its own code says more");
    assert_eq!(exec(&[], "kill -KILL $$").code, Some(137), "as a shell has it");
}

#[test]
fn a_command_that_is_not_there_is_127_and_one_that_cannot_run_126() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("text"), "no program").unwrap();
    for (command, code) in [("no-such-command", 127), ("./text", 126)] {
        let output = raccord(folder.path(), &["exec", "--", command]).output().unwrap();
        assert_eq!(output.status.code(), Some(code));
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.starts_with(&format!("error: failed to run `{command}`\n")), "{stderr}");
    }
}

#[test]
fn files_and_doors_go_with_the_command() {
    let ran = exec(&[], "printf '%s' \"$RACCORD_CA\"; test -f \"$RACCORD_CA\"").well();
    assert!(!Path::new(&ran.stdout).parent().unwrap().exists(), "{}", ran.stdout);
}

#[test]
fn files_can_be_read_by_their_owner_alone() {
    let listed = exec(&[], "ls -ln \"$(dirname \"$RACCORD_CA\")\" | tail -n +2").well().stdout;
    assert!(listed.lines().count() > 10, "{listed}");
    assert!(listed.lines().all(|line| line.starts_with("-rw-------")), "{listed}");
}

#[test]
fn a_command_has_the_standard_streams_and_its_arguments_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let words =
        ["exec", "--quiet", "--", "sh", "-c", "cat; printf '<%s>' \"$@\"", "sh", "a b", "--strict"];
    let mut command = raccord(folder.path(), &words);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"given").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "given<a b><--strict>");
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn told_to_end_it_tells_the_command_and_ends_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let script = "trap 'echo told; exit 3' TERM; echo begun; while :; do read line < fifo; done";
    let made = Command::new("mkfifo").arg(folder.path().join("fifo")).status().unwrap();
    assert!(made.success());
    let mut command = raccord(folder.path(), &["exec", "--", "sh", "-c", script]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "begun");
    let kill = format!("kill -TERM {}", child.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    assert_eq!(lines.next().unwrap().unwrap(), "told");
    assert_eq!(child.wait().unwrap().code(), Some(3));
}
