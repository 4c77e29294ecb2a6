//! The exit codes, as `docs/exit-codes.md` documents them.

use std::process::ExitCode;

use crate::rehearsal::run::Ended;

/// How the process ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Everything that ran passed.
    Passed = 0,
    /// A scenario failed.
    Failed = 1,
    /// Wrong usage, or input that cannot be read.
    Usage = 2,
    /// The environment could not be reached or started.
    Environment = 3,
    /// Nothing was run.
    NothingRun = 4,
    /// It waits for a person or a time.
    Suspended = 5,
    /// A certificate will end before it can be renewed.
    NotReady = 6,
    /// A scenario has a step that the catalogue does not have.
    Undefined = 8,
    /// raccord itself is wrong.
    Internal = 70,
    /// The command of `exec` cannot be run.
    CommandNotRun = 126,
    /// The command of `exec` is not there.
    CommandNotFound = 127,
    /// Somebody stopped it.
    Interrupted = 130,
}

impl Exit {
    /// Returns the code of a run that ended, by what weighs most: what makes the other results
    /// doubtful, then what is wrong, then what is missing.
    pub fn of(ended: &Ended, dry_run: bool) -> Self {
        let tally = &ended.tally;
        let by_weight = [
            (ended.interrupted, Self::Interrupted),
            (tally.internal > 0, Self::Internal),
            (tally.environment > 0, Self::Environment),
            (tally.failed > 0, Self::Failed),
            (tally.undefined > 0, Self::Undefined),
            (tally.suspended > 0, Self::Suspended),
            (tally.passed == 0 && !dry_run, Self::NothingRun),
        ];
        by_weight.into_iter().find(|(is, _)| *is).map_or(Self::Passed, |(_, exit)| exit)
    }

    /// Returns the number that the shell sees.
    pub fn code(self) -> u8 {
        self as u8
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        exit.code().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tally::Tally;

    fn of(tally: Tally) -> Exit {
        Exit::of(&Ended { tally, interrupted: false }, false)
    }

    #[test]
    fn what_weighs_most_decides() {
        let all = Tally {
            environment: 1,
            failed: 1,
            internal: 1,
            not_run: 1,
            passed: 1,
            suspended: 1,
            undefined: 1,
            ..Tally::default()
        };
        let interrupted = Ended { tally: all.clone(), interrupted: true };
        assert_eq!(Exit::of(&interrupted, false), Exit::Interrupted);
        assert_eq!(of(all.clone()), Exit::Internal);
        let all = Tally { internal: 0, ..all };
        assert_eq!(of(all.clone()), Exit::Environment);
        let all = Tally { environment: 0, ..all };
        assert_eq!(of(all.clone()), Exit::Failed);
        let all = Tally { failed: 0, ..all };
        assert_eq!(of(all.clone()), Exit::Undefined);
        let all = Tally { undefined: 0, ..all };
        assert_eq!(of(all.clone()), Exit::Suspended);
        let all = Tally { suspended: 0, ..all };
        assert_eq!(of(all.clone()), Exit::Passed);
        assert_eq!(of(Tally { passed: 0, ..all }), Exit::NothingRun);
    }

    #[test]
    fn each_code_is_documented_and_each_documented_code_is_one() {
        let documented: Vec<u8> = include_str!("../../docs/exit-codes.md")
            .lines()
            .filter_map(|line| line.strip_prefix('|')?.split('|').next()?.trim().parse().ok())
            .collect();
        let known = [
            Exit::Passed,
            Exit::Failed,
            Exit::Usage,
            Exit::Environment,
            Exit::NothingRun,
            Exit::Suspended,
            Exit::NotReady,
            Exit::Undefined,
            Exit::Internal,
            Exit::CommandNotRun,
            Exit::CommandNotFound,
            Exit::Interrupted,
        ];
        assert_eq!(documented, known.map(Exit::code));
    }
}
