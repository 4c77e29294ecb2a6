//! Programs that judge raccord, and are not of our making.

use std::process::Command;

/// A variable of whoever runs the tests; empty where it is not set.
#[expect(clippy::disallowed_methods, reason = "only the test itself can say what it runs on")]
pub(crate) fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

/// Where programs are.
pub(crate) fn path() -> String {
    variable("PATH")
}

/// A shell that finds programs, and has no other variable: none that names a proxy or a root.
pub(crate) fn shell(script: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-e", "-c", script]).env_clear().env("PATH", path());
    shell
}

/// Whether a peer is there.
pub(crate) fn has(program: &str) -> bool {
    finds(program, &format!("command -v {program}"))
}

/// Whether a peer is there, by a script that succeeds where it is. Where peers are required, it must
/// be.
pub(crate) fn finds(peer: &str, script: &str) -> bool {
    let found = shell(script).output().unwrap().status.success();
    let is_required = variable("RACCORD_TEST_PEERS") == "required";
    assert!(found || !is_required, "no {peer}, and RACCORD_TEST_PEERS=required");
    if !found {
        println!("not judged: install {peer}");
    }
    found
}
