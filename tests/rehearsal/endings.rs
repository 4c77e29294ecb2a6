//! Each way a scenario can end: what is said of it, and the exit code.

use insta::assert_snapshot;
use raccord::cli::exit::Exit;

use super::production::{Puppets, run, run_on};

const EVERY_END: &str = "\
@edi
Feature: Renewing a certificate

  Scenario: One that passes
    Given a supplier

  Rule: An update takes effect 2 to 24 hours after it was accepted

    Background:
      Given a supplier

    @GUESS-04
    Scenario: One on a guess
      Given a supplier

    Scenario Outline: One that fails: <file>
      Given a supplier
      When <what>
      Then it was rebuilt 0 times

      Examples:
        | file     | what              |
        | a PKCS#7 | the upload fails  |
        # A comment moves the rows below it.
        | a PEM    | a supplier        |

    Scenario: One that the environment cannot do
      When time moves
      And the upload fails
";

#[test]
fn what_passes_fails_lacks_a_step_and_cannot_be_done_is_told_apart() {
    assert_snapshot!(run(EVERY_END, &[]).redacted(), @r#"
    Renewing a certificate   features/x.feature
      ✓ One that passes
      An update takes effect 2 to 24 hours after it was accepted
        ✓ One on a guess
        ✗ One that fails: a PKCS#7   features/x.feature:23
            ✓ Given a supplier
            ✓ Given a supplier
            ✗ When the upload fails
                the upload was accepted; expected a refusal by CPP-CERT-03
                hint: look at the <sheet> & its slot
            – Then it was rebuilt 0 times
        ? One that fails: a PEM   features/x.feature:25
            – Given a supplier
            – Given a supplier
            ? When a supplier
            – Then it was rebuilt 0 times
        – One that the environment cannot do
            not run: the `puppets` environment cannot move time

    What went wrong

      ✗ Renewing a certificate › An update takes effect 2 to 24 hours after it was accepted › One that fails: a PKCS#7
        When the upload fails   features/x.feature:18
          the upload was accepted; expected a refusal by CPP-CERT-03
          hint: look at the <sheet> & its slot
        raccord run features/x.feature:23

    Steps that nothing defines

      When a supplier   features/x.feature:18
          #[when(expr = "a supplier")]
          async fn a_supplier(world: &mut World) {
              world.step(async |world| todo!()).await;
          }

      Correct the wording, or define the step in src/steps of raccord.

    5 scenarios: 1 failed, 1 undefined, 1 not run, 2 passed, 1 of them on guesses: GUESS-04   (seed 1, 0.0 s)
    --- stderr
    --- exit 1
    "#);
}

#[test]
fn a_run_where_all_passes_is_0_and_names_the_guesses() {
    assert_snapshot!(run(EVERY_END, &["--name", "passes|guess"]).redacted(), @"
    Renewing a certificate   features/x.feature
      ✓ One that passes
      An update takes effect 2 to 24 hours after it was accepted
        ✓ One on a guess

    2 scenarios: 2 passed, 1 of them on guesses: GUESS-04   (seed 1, 0.0 s)
    --- stderr
    --- exit 0
    ");
}

#[test]
fn quiet_leaves_out_what_passed() {
    assert_snapshot!(run(EVERY_END, &["-q", "--name", "passes|cannot"]).redacted(), @"
    Renewing a certificate   features/x.feature
      An update takes effect 2 to 24 hours after it was accepted
        – One that the environment cannot do
            not run: the `puppets` environment cannot move time

    2 scenarios: 1 not run, 1 passed   (seed 1, 0.0 s)
    --- stderr
    --- exit 0
    ");
}

#[test]
fn verbose_shows_every_step_and_twice_how_long_it_took() {
    assert_snapshot!(run(EVERY_END, &["-v", "--name", "passes|cannot"]).redacted(), @"
    Renewing a certificate   features/x.feature
      ✓ One that passes
          ✓ Given a supplier
      An update takes effect 2 to 24 hours after it was accepted
        – One that the environment cannot do
            ✓ Given a supplier
            – When time moves
            – And the upload fails
            not run: the `puppets` environment cannot move time

    2 scenarios: 1 not run, 1 passed   (seed 1, 0.0 s)
    --- stderr
    --- exit 0
    ");
    assert_snapshot!(run(EVERY_END, &["-vv", "--name", "passes"]).redacted(), @"
    Renewing a certificate   features/x.feature
      ✓ One that passes
          ✓ Given a supplier   0 ms

    1 scenario: 1 passed   (seed 1, 0.0 s)
    --- stderr
    --- exit 0
    ");
}

#[test]
fn nothing_but_what_cannot_be_done_is_4() {
    assert_eq!(run(EVERY_END, &["--name", "cannot"]).exit, Exit::NothingRun);
}

#[test]
fn nothing_selected_is_4_and_says_what_was_asked() {
    let answer = run(EVERY_END, &["--tags", "@edi and @nothing", "--name", "guess"]);
    assert_snapshot!(answer.redacted(), @"
    --- stderr
    nothing to run: none of 5 scenarios matches --tags '@edi and @nothing' and --name 'guess'
    hint: `raccord run --dry-run` with the same paths, without --tags and --name, lists what there is
    --- exit 4
    ");
}

#[test]
fn a_guessed_rule_counts_as_tagged_guessed() {
    let answer = run(EVERY_END, &["--tags", "not @guessed", "--name", "One (that passes|on)"]);
    assert_eq!(answer.exit, Exit::Passed);
    assert!(answer.stdout.contains("One that passes"), "{}", answer.stdout);
    assert!(!answer.stdout.contains("One on a guess"), "{}", answer.stdout);
}

#[test]
fn a_line_means_the_row_the_scenario_or_the_rule_that_holds_it() {
    #[track_caller]
    fn check(line: usize, expected: &[&str]) {
        let stage = Puppets::default();
        let path = format!("features/x.feature:{line}");
        run_on(&stage, EVERY_END, &["-j", "1", &path], std::future::pending());
        let opened = stage.opened.lock().unwrap();
        let names: Vec<&str> = opened.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, expected, "line {line}");
    }
    check(5, &["One that passes"]);
    check(12, &["One on a guess"]);
    check(23, &["One that fails: a PKCS#7"]);
    check(27, &["One that the environment cannot do"]);
    let rule = ["One on a guess", "One that fails: a PKCS#7", "One that the environment cannot do"];
    check(7, &rule);
    check(10, &rule);
}

#[test]
fn a_line_beyond_the_end_is_2() {
    assert_snapshot!(run(EVERY_END, &["features/x.feature:99"]).redacted(), @"
    --- stderr
    features/x.feature:99: no scenario stands here; the file has 29 lines
    --- exit 2
    ");
}

#[test]
fn a_panic_is_70_and_names_the_step() {
    let text = "Feature: a\n  Scenario: b\n    Given a supplier\n    When the step breaks\n";
    assert_snapshot!(run(text, &[]).redacted(), @"
    a   features/x.feature
      ✗ b   features/x.feature:2
          ✓ Given a supplier
          ✗ When the step breaks
          internal error during `When the step breaks`: tests/rehearsal/production.rs:LINE: a step must not panic

    What went wrong

      ✗ a › b
          internal error during `When the step breaks`: tests/rehearsal/production.rs:LINE: a step must not panic
          this is a defect of raccord: please report it
        raccord run features/x.feature:2

    1 scenario: 1 stopped by an internal error   (seed 1, 0.0 s)
    --- stderr
    --- exit 70
    ");
}

#[test]
fn a_step_that_breaks_before_it_begins_is_70_too() {
    let text = "Feature: a\n  Scenario: b\n    Then it was rebuilt 99999999999999999999 times\n";
    let answer = run(text, &[]);
    assert_eq!(answer.exit, Exit::Internal);
    assert!(answer.stdout.contains("PosOverflow"), "{}", answer.stdout);
}

#[test]
fn an_environment_that_does_not_open_is_3_with_its_cause() {
    let text = "Feature: a\n  @unreachable\n  Scenario: b\n    Given a supplier\n";
    assert_snapshot!(run(text, &[]).redacted(), @"
    a   features/x.feature
      ✗ b   features/x.feature:3
          failed to open the `puppets` environment
            caused by: no port is free

    What went wrong

      ✗ a › b
          failed to open the `puppets` environment
            caused by: no port is free
        raccord run features/x.feature:3

    1 scenario: 1 without an environment   (seed 1, 0.0 s)
    --- stderr
    --- exit 3
    ");
}

#[test]
fn what_the_closing_finds_fails_a_scenario_whose_steps_all_passed() {
    let text = "Feature: a\n  Scenario: b\n    When a fault is asked for\n";
    assert_snapshot!(run(text, &[]).redacted(), @"
    a   features/x.feature
      ✗ b   features/x.feature:2
          a fault that was asked for never struck

    What went wrong

      ✗ a › b
          a fault that was asked for never struck
        raccord run features/x.feature:2

    1 scenario: 1 failed   (seed 1, 0.0 s)
    --- stderr
    --- exit 1
    ");
}

#[test]
fn an_undefined_step_is_8_and_the_scenario_is_not_begun() {
    let text = "Feature: a\n  Scenario: b\n    Given a supplier\n    When \"VFE012\" is called\n";
    let stage = Puppets::default();
    let answer = run_on(&stage, text, &[], std::future::pending());
    assert!(stage.opened.lock().unwrap().is_empty());
    assert_snapshot!(answer.redacted(), @r#"
    a   features/x.feature
      ? b   features/x.feature:2
          – Given a supplier
          ? When "VFE012" is called

    Steps that nothing defines

      When "VFE012" is called   features/x.feature:4
          #[when(expr = "{string} is called")]
          async fn is_called(world: &mut World, value_1: String) {
              world.step(async |world| todo!()).await;
          }

      Correct the wording, or define the step in src/steps of raccord.

    1 scenario: 1 undefined   (seed 1, 0.0 s)
    --- stderr
    --- exit 8
    "#);
}

#[test]
fn a_step_that_two_expressions_match_is_2() {
    let text = "Feature: a\n  Scenario: b\n    When two match\n";
    assert_snapshot!(run(text, &[]).redacted(), @"
    --- stderr
    features/x.feature:3: more than one step of the catalogue matches `When two match`
      caused by: Possible matches:
    ^two (match|fit)$
    ^two match$
    hint: make one of the two expressions in the step catalogue more precise
    --- exit 2
    ");
}

#[test]
fn a_scenario_without_a_step_is_2() {
    let text = "Feature: a\n  Scenario: b\n    Givn a supplier\n";
    assert_snapshot!(run(text, &[]).redacted(), @"
    --- stderr
    features/x.feature:2: the scenario `b` has no step
    hint: a line that begins with none of the step keywords counts as description: is one misspelt?
    --- exit 2
    ");
}

#[test]
fn an_outline_without_a_row_or_a_column_is_2() {
    let outline = "Feature: a\n  Scenario Outline: b\n    Given <x>\n    Examples:\n      | y |\n";
    assert_snapshot!(run(outline, &[]).redacted(), @"
    --- stderr
    features/x.feature:2: the examples of `b` have no row
    hint: an outline runs once for each row below the header
    --- exit 2
    ");
    assert_snapshot!(run(&format!("{outline}      | 1 |\n"), &[]).redacted(), @"
    --- stderr
    features/x.feature:3: the examples have no column `x`
    hint: a name between `<` and `>` stands for a column: is it misspelt?
    --- exit 2
    ");
}

#[test]
fn rows_of_an_outline_whose_name_does_not_tell_them_apart_are_told_apart() {
    let text = "Feature: a\n  Scenario Outline: b\n    Given a <x>\n    Examples:\n      | x |\n      | supplier |\n";
    assert!(run(text, &[]).stdout.contains("✓ b (supplier)"));
}

#[test]
fn a_dry_run_lists_and_opens_nothing() {
    let stage = Puppets::default();
    let answer = run_on(&stage, EVERY_END, &["--dry-run"], std::future::pending());
    assert!(stage.opened.lock().unwrap().is_empty());
    assert_snapshot!(answer.redacted(), @r#"
    Renewing a certificate   features/x.feature
      – One that passes
      An update takes effect 2 to 24 hours after it was accepted
        – One on a guess
        – One that fails: a PKCS#7
        ? One that fails: a PEM   features/x.feature:25
            – Given a supplier
            – Given a supplier
            ? When a supplier
            – Then it was rebuilt 0 times
        – One that the environment cannot do

    Steps that nothing defines

      When a supplier   features/x.feature:18
          #[when(expr = "a supplier")]
          async fn a_supplier(world: &mut World) {
              world.step(async |world| todo!()).await;
          }

      Correct the wording, or define the step in src/steps of raccord.

    5 scenarios selected, 1 with undefined steps, none run (--dry-run)
    --- stderr
    --- exit 8
    "#);
}

#[test]
fn a_dry_run_without_undefined_steps_is_0() {
    assert_eq!(run(EVERY_END, &["--dry-run", "-n", "passes"]).exit, Exit::Passed);
}
