//! Programs that judge what is served, and are not of our making.

use std::process::Command;

#[expect(clippy::disallowed_methods, reason = "only the test itself can say what it runs on")]
fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

/// A shell that finds programs, and has no other variable: none that names a proxy or a root.
pub(crate) fn shell(script: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-e", "-c", script]).env_clear().env("PATH", variable("PATH"));
    shell
}

/// Whether a peer is there.
pub(crate) fn has(program: &str) -> bool {
    let found = shell(&format!("command -v {program}")).output().unwrap().status.success();
    let is_required = variable("RACCORD_TEST_PEERS") == "required";
    assert!(found || !is_required, "no {program}, and RACCORD_TEST_PEERS=required");
    if !found {
        println!("not judged: install {program}");
    }
    found
}

/// Whether a package of Python is there.
pub(crate) fn has_module(name: &str) -> bool {
    let script = format!("python3 -c 'import {name}'");
    let found = shell(&script).output().unwrap().status.success();
    let is_required = variable("RACCORD_TEST_PEERS") == "required";
    assert!(found || !is_required, "no {name} for python3, and RACCORD_TEST_PEERS=required");
    if !found {
        println!("not judged: install {name} for python3");
    }
    found
}
