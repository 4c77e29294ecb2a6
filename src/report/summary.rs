//! The last line of a run.

use std::time::Duration;

use super::event::{Event, RunStarted};
use super::tally::Tally;

/// Follows a run, to say at its end how it went.
#[derive(Debug, Default)]
pub struct Summary {
    started: Option<RunStarted>,
    tally: Tally,
}

impl Summary {
    /// Takes the next event; the last one gives the line.
    pub fn take(&mut self, event: &Event) -> Option<String> {
        match event {
            Event::RunStarted(started) => self.started = Some(started.clone()),
            Event::Progressed(_) => {}
            Event::ScenarioFinished(scenario) => self.tally.add(scenario),
            Event::RunFinished(finished) => return Some(self.line(finished.duration)),
        }
        None
    }

    fn line(&self, duration: Duration) -> String {
        match &self.started {
            Some(started) if started.dry_run => dry_line(&self.tally),
            Some(started) => line(&self.tally, started.seed, duration),
            None => line(&self.tally, 0, duration),
        }
    }
}

/// Says how a run ended, in one line: what needs attention first, what passed last.
fn line(tally: &Tally, seed: u64, duration: Duration) -> String {
    let total = tally.scenarios();
    let plural = if total == 1 { "" } else { "s" };
    format!(
        "{total} scenario{plural}: {}   (seed {seed}, {:.1} s)",
        parts(tally).join(", "),
        duration.as_secs_f64()
    )
}

/// Says that scenarios were looked at and not run.
fn dry_line(tally: &Tally) -> String {
    let total = tally.scenarios();
    let plural = if total == 1 { "" } else { "s" };
    match tally.undefined {
        0 => format!("{total} scenario{plural} selected, none run (--dry-run)"),
        undefined => {
            format!(
                "{total} scenario{plural} selected, {undefined} with undefined steps, \
                 none run (--dry-run)"
            )
        }
    }
}

fn parts(tally: &Tally) -> Vec<String> {
    let counted = [
        (tally.internal, "stopped by an internal error"),
        (tally.environment, "without an environment"),
        (tally.failed, "failed"),
        (tally.undefined, "undefined"),
        (tally.suspended, "suspended"),
        (tally.not_run, "not run"),
    ];
    counted
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .chain((tally.passed > 0).then(|| passed(tally)))
        .collect()
}

fn passed(tally: &Tally) -> String {
    let passed = tally.passed;
    if tally.passed_on_guesses == 0 {
        return format!("{passed} passed");
    }
    let guesses = tally.guessed.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    format!("{passed} passed, {} of them on guesses: {guesses}", tally.passed_on_guesses)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(tally: &Tally) -> String {
        line(tally, 1, Duration::from_millis(6_249))
    }

    #[test]
    fn guesses_are_named_beside_what_passed_on_them() {
        let guessed = ["CPP-SHEET-04", "CPP-CERT-07"].map(str::to_owned).into();
        let tally = Tally { passed: 31, passed_on_guesses: 4, guessed, ..Tally::default() };
        insta::assert_snapshot!(at(&tally), @"31 scenarios: 31 passed, 4 of them on guesses: CPP-CERT-07, CPP-SHEET-04   (seed 1, 6.2 s)");
    }

    #[test]
    fn what_needs_attention_stands_first() {
        let tally = Tally {
            environment: 1,
            failed: 2,
            internal: 3,
            not_run: 4,
            passed: 5,
            undefined: 6,
            ..Tally::default()
        };
        insta::assert_snapshot!(at(&tally), @"21 scenarios: 3 stopped by an internal error, 1 without an environment, 2 failed, 6 undefined, 4 not run, 5 passed   (seed 1, 6.2 s)");
    }

    #[test]
    fn one_scenario_is_not_a_plural() {
        let tally = Tally { passed: 1, ..Tally::default() };
        insta::assert_snapshot!(at(&tally), @"1 scenario: 1 passed   (seed 1, 6.2 s)");
    }
}
