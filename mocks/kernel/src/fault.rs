//! What is broken on purpose: asked for, ordered, counted.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

/// One fault that a scenario asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The operation it strikes: `piste.token`.
    pub operation: String,
    /// How many operations pass before it strikes.
    pub after: u32,
    /// How many operations it strikes.
    pub times: u32,
    /// What it does.
    pub verdict: Verdict,
}

/// What a fault does to an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Nothing: the system decides.
    Pass,
    /// An HTTP status and body instead of the system's answer; the system is not asked.
    Answer {
        /// The status.
        status: u16,
        /// The body, as JSON text; empty for none.
        body: String,
    },
    /// No answer comes, and the connection stays: the client's patience decides. The system is not
    /// asked.
    Stall,
    /// The connection ends before the answer; the system is not asked.
    CutBefore,
    /// The system decides, and the connection ends without the answer.
    CutAfter,
}

/// The faults of one tenant, asked in the order they were given; the first that strikes, strikes.
#[derive(Debug, Default)]
pub struct Faults {
    waiting: Mutex<Vec<Fault>>,
}

impl Faults {
    /// Asks for a fault.
    pub fn ask(&self, fault: Fault) {
        self.lock().push(fault);
    }

    /// What happens to the next operation of this name.
    pub fn strike(&self, operation: &str) -> Verdict {
        let mut waiting = self.lock();
        let Some(place) = waiting.iter().position(|fault| fault.operation == operation) else {
            return Verdict::Pass;
        };
        let Some(fault) = waiting.get_mut(place) else { return Verdict::Pass };
        if fault.after > 0 {
            fault.after -= 1;
            return Verdict::Pass;
        }
        let verdict = fault.verdict.clone();
        fault.times = fault.times.saturating_sub(1);
        if fault.times == 0 {
            waiting.remove(place);
        }
        verdict
    }

    /// The faults that have not struck as often as they were asked to: each fails the scenario.
    #[must_use]
    pub fn unused(&self) -> Vec<Fault> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16) -> Verdict {
        Verdict::Answer { status, body: String::new() }
    }

    #[test]
    fn a_fault_strikes_its_operation_as_often_as_asked_and_is_used_up() {
        let faults = Faults::default();
        faults.ask(Fault {
            operation: "piste.token".into(),
            after: 1,
            times: 2,
            verdict: answer(503),
        });
        assert_eq!(faults.strike("piste.call"), Verdict::Pass);
        let struck: Vec<_> = (0..4).map(|_| faults.strike("piste.token")).collect();
        assert_eq!(struck, [Verdict::Pass, answer(503), answer(503), Verdict::Pass]);
        assert_eq!(faults.unused(), []);
    }

    #[test]
    fn faults_of_one_operation_strike_in_the_order_they_were_asked_for() {
        let faults = Faults::default();
        for status in [500, 503] {
            faults.ask(Fault {
                operation: "x".into(),
                after: 0,
                times: 1,
                verdict: answer(status),
            });
        }
        assert_eq!((faults.strike("x"), faults.strike("x")), (answer(500), answer(503)));
    }

    #[test]
    fn a_fault_that_never_struck_is_told() {
        let faults = Faults::default();
        faults.ask(Fault {
            operation: "x".into(),
            after: 0,
            times: 2,
            verdict: Verdict::CutBefore,
        });
        faults.strike("x");
        assert_eq!(faults.unused().len(), 1);
    }
}
