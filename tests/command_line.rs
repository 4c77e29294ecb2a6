//! The program as its users meet it: its whole output and its exit code.

#![cfg(test)]

use std::path::Path;
use std::process::{Command, Output};

use insta::assert_snapshot;
use tempfile::TempDir;

/// Runs raccord in `folder`, without the variables of whoever runs the tests.
fn raccord(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_raccord"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .output()
        .unwrap()
}

/// Returns the whole answer with durations made the same.
fn answer(folder: &Path, arguments: &[&str]) -> String {
    let output = raccord(folder, arguments);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let answer = format!(
        "{}--- stderr\n{}--- exit {}",
        text(output.stdout),
        text(output.stderr),
        output.status.code().unwrap()
    );
    regex::Regex::new(r"\d+\.\d s\)").unwrap().replace_all(&answer, "0.0 s)").into_owned()
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

const UNDEFINED: &str = "\
Feature: What nothing defines
  Scenario: One
    Given the moon is made of 12 \"cheeses\"
  Scenario: Two
    Given the moon is made of 12 \"cheeses\"
";

#[test]
fn help_shows_what_can_be_pasted() {
    let folder = folder(&[]);
    assert_snapshot!(answer(folder.path(), &["--help"]), @"
    Rehearses a connection to an administration's systems, and the renewal of its certificate

    Usage: raccord [OPTIONS] <COMMAND>

    Commands:
      run          Run scenarios against mocks of the administrations' systems
      resume       Go on with a run where it stands, on this machine or another
      runs         List the runs that are kept, and what each waits for
      serve        Serve the mocks to other programs, and to a person with a browser
      exec         Run a command that meets the mocks in place of the real systems
      starts       List the starting states of `serve` and `exec`, and what each exports
      healthcheck  Say by the exit code whether a `raccord serve` answers
      doctor       Examine an environment: everything that can be known before a run
      init         Write a commented raccord.toml to begin with
      cert         Make, read and judge the files of certificates
      plan         Tell when to do what, so that a certificate is renewed before it ends
      help         Print this message or the help of the given subcommand(s)

    Options:
      -c, --config <FILE>
              The configuration, in the place of ./raccord.toml and the user's own

      -h, --help
              Print help (see a summary with '-h')

      -V, --version
              Print version

    What to say:
          --color <WHEN>
              When to use colour

              Possible values:
              - auto:   On a terminal, unless NO_COLOR is set; also elsewhere when FORCE_COLOR is
              - always: Always
              - never:  Never
              
              [default: auto]

      -v, --verbose...
              Say more: the steps of every scenario, what crosses while the mocks are served; twice, how
              long each step took

      -q, --quiet
              Say less: nothing of scenarios that passed, nothing of what crossed

    Examples:
      raccord run                             every scenario built into raccord
      raccord run --tags 'not @guessed'       those that stand on no guess
      raccord exec -- ./run-tests             a program's own tests, against the mocks
      raccord serve                           the mocks, for other programs and for a browser
      raccord cert profiles                   which certificate each connection demands
    --- stderr
    --- exit 0
    ");
    assert_snapshot!(answer(folder.path(), &["run", "-h"]), @"
    Run scenarios against mocks of the administrations' systems

    Usage: raccord run [OPTIONS] [PATH[:LINE]]...

    Arguments:
      [PATH[:LINE]]...  Scenario files or folders; with a line, the scenario, examples' row or rule
                        there

    Options:
      -t, --tags <EXPR>           Run scenarios whose tags satisfy this, as in '@piste and not @guessed'
      -n, --name <REGEX>          Run scenarios whose name matches this regular expression
      -j, --jobs <N>              How many scenarios run at once [default: one for each processor]
          --seed <N>              What identifiers and nonces are drawn from; the same seed gives the
                                  same run [default: 1]
          --fail-fast             Stop after the first scenario that does not pass
          --dry-run               Tell which scenarios would run, and which steps nothing defines; run
                                  none
      -c, --config <FILE>         The configuration, in the place of ./raccord.toml and the user's own
          --format <NAME[:PATH]>  How to tell: pretty or junit, each with the file to write, or else to
                                  stdout; repeatable
      -h, --help                  Print help (see more with '--help')

    A real environment:
          --env <NAME>         Where to run: the mocks, or an environment of raccord.toml [default:
                               mocks]
          --allow-production   Contact hosts of production, where the environment says so too
          --allow-destructive  Play also the scenarios that take something away, as the certificate that
                               is in effect
          --yes                Agree to begin. No gate is passed by that
          --operator <NAME>    Who works in the portals and answers here [default: the environment's, or
                               the login's name]
          --runs <DIR>         The folder of runs, each with a folder in it [default: raccord-runs]

    Your own connector:
          --connector <COMMAND>           The command of your own connector, which scenarios drive in
                                          the place of the built-in one: see docs/connector.md
          --connector-mode <MODE>         Whether your connector lives as long as a scenario (session),
                                          or for one action (process)
          --connector-timeout <DURATION>  How long your connector may take for one action, as in 30s

    What to say:
          --color <WHEN>  When to use colour [default: auto] [possible values: auto, always, never]
      -v, --verbose...    Say more: the steps of every scenario, what crosses while the mocks are
                          served; twice, how long each step took
      -q, --quiet         Say less: nothing of scenarios that passed, nothing of what crossed

    Examples:
      raccord run                             every scenario built into raccord
      raccord run features/chorus-pro         those of one system
      raccord run --tags 'not @guessed'       those that stand on no guess
      raccord run --dry-run                   which scenarios there are
      raccord run --format junit:report.xml   for people, and for a CI server
      raccord run --connector 'python3 examples/connector.py'   with your own connector
      raccord run --env qualification         in an environment of raccord.toml, with people
    --- stderr
    --- exit 0
    ");
}

#[test]
fn an_undefined_step_is_8_with_the_code_to_begin_with() {
    let folder = folder(&[("x.feature", UNDEFINED)]);
    assert_snapshot!(answer(folder.path(), &["run", "./x.feature"]), @r#"
    What nothing defines   x.feature
      ? One   x.feature:2
          ? Given the moon is made of 12 "cheeses"
      ? Two   x.feature:4
          ? Given the moon is made of 12 "cheeses"

    Steps that nothing defines

      Given the moon is made of 12 "cheeses"   x.feature:3
          #[given(expr = "the moon is made of {int} {string}")]
          async fn the_moon_is_made_of(world: &mut World, value_1: u64, value_2: String) {
              world.step(async |world| todo!()).await;
          }

      Correct the wording, or define the step in src/steps of raccord.

    2 scenarios: 2 undefined   (seed 1, 0.0 s)
    --- stderr
    --- exit 8
    "#);
}

#[test]
fn a_path_on_disk_is_read_in_the_order_of_names() {
    let folder = folder(&[("f/b.feature", UNDEFINED), ("f/a.feature", UNDEFINED)]);
    let output = raccord(folder.path(), &["run", "--dry-run", "f", "f/b.feature:2"]);
    let stdout = String::from_utf8(output.stdout).unwrap();
    let at = |name| stdout.find(name).unwrap();
    assert!(at("f/a.feature") < at("f/b.feature"), "{stdout}");
    assert!(
        stdout.ends_with("4 scenarios selected, 4 with undefined steps, none run (--dry-run)\n")
    );
}

#[test]
fn text_that_is_not_gherkin_is_2_with_its_file_and_line() {
    let folder = folder(&[("x.feature", "Feature: a\n  Scenario: b\n    Given c\n    Whn d\n")]);
    assert_snapshot!(answer(folder.path(), &["run", "x.feature"]), @"
    --- stderr
    error: x.feature:4: cannot read `Whn d` here: expected a step (Given, When, Then, And, But), a scenario, its examples, or a rule, in the language of the file
    --- exit 2
    ");
}

#[test]
fn a_path_that_does_not_exist_is_2() {
    let folder = folder(&[]);
    assert_snapshot!(answer(folder.path(), &["run", "nowhere.feature"]), @"
    --- stderr
    error: `nowhere.feature` is neither on disk nor among the scenario files built into raccord

    hint: `raccord run --dry-run` lists the scenarios that are built in
    --- exit 2
    ");
}

#[test]
fn nothing_selected_is_4() {
    let folder = folder(&[("x.feature", UNDEFINED)]);
    assert_snapshot!(answer(folder.path(), &["run", "x.feature", "-n", "Three"]), @"
    --- stderr
    error: nothing to run: none of 2 scenarios matches --name 'Three'

    hint: `raccord run --dry-run` with the same paths, without --tags and --name, lists what there is
    --- exit 4
    ");
}

#[test]
fn an_argument_that_cannot_be_read_is_2_and_says_what_is_expected() {
    let folder = folder(&[]);
    assert_snapshot!(answer(folder.path(), &["run", "--tags", "@a @b"]), @"
    --- stderr
    error: invalid value '@a @b' for '--tags <EXPR>': expected tags joined by `and`, `or`, `not` and parentheses, for instance 'not @guessed' or '@piste and (@sandbox or @production)'

    For more information, try '--help'.
    --- exit 2
    ");
    assert_snapshot!(answer(folder.path(), &["run", "--format", "html"]), @"
    --- stderr
    error: invalid value 'html' for '--format <NAME[:PATH]>': expected `pretty` or `junit`, with `:PATH` to write a file, as in junit:report.xml

    For more information, try '--help'.
    --- exit 2
    ");
    assert_snapshot!(answer(folder.path(), &["run", "--jobs", "0"]), @"
    --- stderr
    error: invalid value '0' for '--jobs <N>': number would be zero for non-zero type

    For more information, try '--help'.
    --- exit 2
    ");
}

#[test]
fn a_report_that_cannot_be_written_is_2_before_anything_runs() {
    let folder = folder(&[("x.feature", UNDEFINED), ("taken", "a file, not a folder")]);
    let answer = answer(folder.path(), &["run", "x.feature", "--format", "junit:taken/r.xml"]);
    assert_snapshot!(answer, @"
    --- stderr
    error: failed to write the report `taken/r.xml`
      caused by: Not a directory (os error 20)
    --- exit 2
    ");
}

#[test]
fn colour_is_used_when_asked_for_and_never_on_a_pipe_by_itself() {
    let folder = folder(&[("x.feature", UNDEFINED)]);
    let coloured = |arguments: &[&str], variable: Option<(&str, &str)>| {
        let output = Command::new(env!("CARGO_BIN_EXE_raccord"))
            .args(["run", "x.feature"])
            .args(arguments)
            .current_dir(folder.path())
            .env_clear()
            .envs(variable)
            .output()
            .unwrap();
        output.stdout.contains(&0x1b)
    };
    assert!(!coloured(&[], None));
    assert!(coloured(&["--color", "always"], Some(("NO_COLOR", "1"))));
    assert!(coloured(&[], Some(("FORCE_COLOR", "1"))));
    assert!(!coloured(&["--color", "never"], Some(("FORCE_COLOR", "1"))));
}

/// What is built in is all of `features/`, and needs no file beside the program.
#[test]
fn every_scenario_file_is_built_in_and_found_from_an_empty_folder() {
    let features = Path::new(env!("CARGO_MANIFEST_DIR")).join("features");
    let root = features.parent().unwrap();
    let mut expected: Vec<String> = walkdir::WalkDir::new(&features)
        .into_iter()
        .filter_map(Result::ok)
        .map(|entry| entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned())
        .filter(|path| path.ends_with(".feature"))
        .collect();
    expected.sort();

    let folder = folder(&[]);
    let output = raccord(folder.path(), &["run", "--dry-run"]);
    let stdout = String::from_utf8(output.stdout).unwrap();
    let headings = stdout.lines().filter(|line| !line.starts_with(' '));
    let listed: Vec<&str> =
        headings.filter_map(|line| line.split_once("   ")).map(|l| l.1).collect();
    assert_eq!(listed, expected);
}
