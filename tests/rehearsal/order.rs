//! Order, seeds, stopping: what must not depend on chance.

use std::collections::BTreeMap;
use std::future::pending;
use std::num::NonZeroUsize;
use std::sync::Arc;

use insta::assert_snapshot;
use raccord::cli::exit::Exit;

use super::production::{Puppets, run, run_on};

const CROSSED: &str = "\
Feature: Crossed
  Scenario: First, ends last
    When it waits for a later scenario
  Scenario: Second
    Given a supplier
  Scenario: Third, ends before the first
    When it lets an earlier scenario go on
";

#[test]
fn scenarios_are_told_in_the_order_of_the_file_whatever_order_they_end_in() {
    assert_snapshot!(run(CROSSED, &["--jobs", "4"]).redacted(), @"
    Crossed   features/x.feature
      ✓ First, ends last
      ✓ Second
      ✓ Third, ends before the first

    3 scenarios: 3 passed   (seed 1, 0.0 s)
    --- stderr
    --- exit 0
    ");
}

#[test]
fn a_scenario_keeps_its_seed_whatever_else_runs() {
    let all = seeds(CROSSED, &["--jobs", "4"]);
    let one = seeds(CROSSED, &["--name", "Second"]);
    let other = seeds(CROSSED, &["--name", "Second", "--seed", "2"]);
    assert_eq!(all.len(), 3);
    assert_eq!(all["Second"], one["Second"]);
    assert_ne!(all["Second"], all["First, ends last"]);
    assert_ne!(one["Second"], other["Second"]);
}

fn seeds(text: &str, arguments: &[&str]) -> BTreeMap<String, u64> {
    let stage = Puppets::default();
    run_on(&stage, text, arguments, pending());
    stage.opened.lock().unwrap().iter().cloned().collect()
}

const FAILING: &str = "\
Feature: Failing
  Scenario: First, ends last
    When it waits for a later scenario
  Scenario: Second
    When it lets an earlier scenario go on
    And the upload fails
  Scenario: Third, may end before the first
    Given a supplier
  Scenario: Fourth
    When the upload fails
";

#[test]
fn fail_fast_tells_nothing_after_the_first_that_failed_in_the_order_of_the_file() {
    let two = run(FAILING, &["--fail-fast", "--jobs", "2"]).redacted();
    assert_snapshot!(two, @"
    Failing   features/x.feature
      ✓ First, ends last
      ✗ Second   features/x.feature:4
          ✓ When it lets an earlier scenario go on
          ✗ And the upload fails
              the upload was accepted; expected a refusal by CPP-CERT-03
              hint: look at the <sheet> & its slot

    What went wrong

      ✗ Failing › Second
        And the upload fails   features/x.feature:6
          the upload was accepted; expected a refusal by CPP-CERT-03
          hint: look at the <sheet> & its slot
        raccord run features/x.feature:4

    4 scenarios: 1 failed, 2 not run, 1 passed   (seed 1, 0.0 s)
    --- stderr
    --- exit 1
    ");
    assert_eq!(run(FAILING, &["--fail-fast", "--jobs", "4"]).redacted(), two);
}

#[test]
fn fail_fast_starts_nothing_after_the_first_that_failed() {
    let text = "Feature: a\n  Scenario: b\n    When the upload fails\n  Scenario: c\n    \
                Given a supplier\n";
    assert_eq!(seeds(text, &["--fail-fast", "--jobs", "1"]).len(), 1);
    assert_eq!(seeds(text, &["--jobs", "1"]).len(), 2);
}

#[test]
fn an_interrupted_run_drops_what_runs_tells_what_ended_and_is_130() {
    let text = "Feature: a\n  Scenario: b\n    Given a supplier\n  Scenario: c\n    \
                When it waits for ever\n  Scenario: d\n    Given a supplier\n";
    let stage = Puppets::default();
    let interrupt = stage.clone().one_waits_for_ever();
    let answer = run_on(&stage, text, &["--jobs", "1"], interrupt);
    assert_snapshot!(answer.redacted(), @"
    a   features/x.feature
      ✓ b

    interrupted
    3 scenarios: 2 not run, 1 passed   (seed 1, 0.0 s)
    --- stderr
    --- exit 130
    ");
}

#[test]
fn a_world_is_rebuilt_between_any_two_steps_where_that_is_asked() {
    let text = "Feature: a\n  Scenario: b\n    Given a supplier\n    When two fit\n    \
                Then it was rebuilt 2 times\n";
    assert_eq!(ended(text, true), Exit::Passed);
    assert_eq!(ended(text, false), Exit::Failed);
}

fn ended(text: &str, rebuild_between_steps: bool) -> Exit {
    use raccord::rehearsal::script::Script;
    use raccord::rehearsal::{Options, ScenarioFile, read, rehearse};

    let file = ScenarioFile { path: "x.feature".into(), text: text.into() };
    let catalogue = super::production::catalogue();
    let read = read::read(&file, 1, &|_| false).unwrap().into_iter();
    let scripts = read.map(|read| Script::read(read.trial, &catalogue).unwrap()).collect();
    let options = Options {
        jobs: NonZeroUsize::MIN,
        seed: 1,
        fail_fast: false,
        dry_run: false,
        rebuild_between_steps,
    };
    let stage = Arc::new(Puppets::default());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let ended =
        runtime.block_on(rehearse(stage, scripts, options, pending(), &mut |_| ())).unwrap();
    Exit::of(&ended, false)
}
