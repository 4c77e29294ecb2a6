//! The faults of one tenant: asked for, ordered, counted, taken back.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::ids::Ids;
use crate::verdict::Verdict;

/// The faults of one tenant, asked in the order they were given; the first that strikes, strikes.
///
/// Those with a probability draw from the seed: the same faults, asked for in the same order, strike
/// the same operations.
#[derive(Debug, Default)]
pub struct Faults {
    seed: u64,
    given: Mutex<Given>,
}

/// A fault in force, by the number under which it can be taken back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Asked {
    /// Its number, from 1; never given twice.
    pub id: u64,
    /// What was asked for, and remains: `after` and `times` count down.
    pub fault: Fault,
    /// How often it has struck.
    pub struck: u32,
}

#[derive(Debug, Default)]
struct Given {
    last: u64,
    in_force: Vec<InForce>,
}

#[derive(Debug)]
struct InForce {
    asked: Asked,
    draws: Ids,
}

impl Faults {
    /// No faults yet; what they draw comes from `seed`.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self { seed, given: Mutex::default() }
    }

    /// Asks for a fault, and gives the number it can be taken back by.
    pub fn ask(&self, fault: Fault) -> u64 {
        let mut given = self.lock();
        given.last += 1;
        let id = given.last;
        let asked = Asked { id, fault, struck: 0 };
        given.in_force.push(InForce { asked, draws: Ids::new(self.seed) });
        id
    }

    /// The faults in force, in the order they were asked for: a fault that has struck as often as
    /// it was asked to is in force no more.
    #[must_use]
    pub fn list(&self) -> Vec<Asked> {
        self.lock().in_force.iter().map(|it| it.asked.clone()).collect()
    }

    /// Takes a fault back; whether it was in force.
    pub fn take_back(&self, id: u64) -> bool {
        let mut given = self.lock();
        let before = given.in_force.len();
        given.in_force.retain(|it| it.asked.id != id);
        given.in_force.len() < before
    }

    /// Takes every fault back.
    pub fn clear(&self) {
        self.lock().in_force.clear();
    }

    /// What strikes the next operation of this name, if anything does.
    pub fn strike(&self, operation: &str) -> Option<Verdict> {
        self.strike_at(operation, None)
    }

    /// As [`strike`](Self::strike), where the host of the operation is known.
    pub fn strike_at(&self, operation: &str, host: Option<&str>) -> Option<Verdict> {
        let mut given = self.lock();
        let concerned = |it: &&mut InForce| it.asked.fault.concerns(operation, host);
        for one in given.in_force.iter_mut().filter(concerned) {
            match one.meet() {
                Met::LetPass => return None,
                Met::Missed => {}
                Met::Struck(verdict) => {
                    given.in_force.retain(|it| it.asked.fault.times != Some(0));
                    return Some(verdict);
                }
            }
        }
        None
    }

    /// The faults that have not struck as often as they were asked to: each fails the scenario. What
    /// strikes by chance need not have struck more than once, and what strikes until it is taken
    /// back need not have struck at all.
    #[must_use]
    pub fn unused(&self) -> Vec<Fault> {
        let is_unused = |it: &&InForce| {
            let Asked { fault, struck, .. } = &it.asked;
            fault.times.is_some() && (fault.probability.is_none() || *struck == 0)
        };
        self.lock().in_force.iter().filter(is_unused).map(|it| it.asked.fault.clone()).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Given> {
        self.given.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How a fault met an operation that concerns it.
enum Met {
    /// It waits for operations to pass, and this one does: those behind it wait for it.
    LetPass,
    /// It might have struck: the turn is that of the next.
    Missed,
    Struck(Verdict),
}

impl InForce {
    fn meet(&mut self) -> Met {
        let Asked { id, fault, struck } = &mut self.asked;
        if fault.after > 0 {
            fault.after -= 1;
            return Met::LetPass;
        }
        if fault.probability.is_some_and(|it| !draw(&mut self.draws, *id, it)) {
            return Met::Missed;
        }
        *struck = struck.saturating_add(1);
        fault.times = fault.times.map(|times| times.saturating_sub(1));
        Met::Struck(fault.verdict.clone())
    }
}

/// Whether something of this probability happens.
fn draw(draws: &mut Ids, id: u64, probability: f64) -> bool {
    const STEPS: u32 = 1_000_000;
    let drawn = draws.below(&format!("fault#{id}"), u64::from(STEPS));
    u32::try_from(drawn).is_ok_and(|drawn| f64::from(drawn) < probability * f64::from(STEPS))
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
        faults.ask(Fault::next("piste.token", answer(503)).after(1).times(2));
        assert_eq!(faults.strike("piste.call"), None);
        let struck: Vec<_> = (0..4).map(|_| faults.strike("piste.token")).collect();
        assert_eq!(struck, [None, Some(answer(503)), Some(answer(503)), None]);
        assert_eq!(faults.unused(), []);
        assert_eq!(faults.list(), []);
    }

    #[test]
    fn faults_of_one_operation_strike_in_the_order_they_were_asked_for() {
        let faults = Faults::default();
        for status in [500, 503] {
            faults.ask(Fault::next("x", answer(status)));
        }
        let struck = [faults.strike("x"), faults.strike("x")];
        assert_eq!(struck, [Some(answer(500)), Some(answer(503))]);
    }

    #[test]
    fn a_fault_that_never_struck_is_told() {
        let faults = Faults::default();
        faults.ask(Fault::next("x", Verdict::CutBefore).times(2));
        faults.strike("x");
        assert_eq!(faults.unused(), [Fault::next("x", Verdict::CutBefore)]);
    }

    #[test]
    fn a_fault_without_an_end_strikes_until_it_is_taken_back() {
        let faults = Faults::default();
        let (first, second) = (
            faults.ask(Fault::next("x", Verdict::Stall).until_taken_back()),
            faults.ask(Fault::next("x", answer(500))),
        );
        assert!((0..100).all(|_| faults.strike("x") == Some(Verdict::Stall)));
        let list = faults.list();
        let told: Vec<_> = list.iter().map(|asked| (asked.id, asked.struck)).collect();
        assert_eq!(told, [(first, 100), (second, 0)]);
        assert!(faults.take_back(first) && !faults.take_back(first));
        assert_eq!(faults.strike("x"), Some(answer(500)));
        faults.ask(Fault::next("x", Verdict::Stall));
        faults.clear();
        assert_eq!((faults.strike("x"), faults.unused().len()), (None, 0));
    }

    #[test]
    fn a_number_is_never_given_twice() {
        let faults = Faults::default();
        let first = faults.ask(Fault::next("x", Verdict::Stall));
        faults.clear();
        assert_ne!(faults.ask(Fault::next("x", Verdict::Stall)), first);
    }

    #[test]
    fn what_strikes_by_chance_strikes_the_same_for_the_same_seed() {
        let struck = |seed| {
            let faults = Faults::seeded(seed);
            let fault = Fault::next("x", Verdict::Stall).until_taken_back();
            faults.ask(Fault { probability: Some(0.3), ..fault });
            (0..1000).map(|_| faults.strike("x").is_some()).collect::<Vec<_>>()
        };
        assert_eq!(struck(1), struck(1));
        assert_ne!(struck(1), struck(2));
        let count = struck(1).iter().filter(|it| **it).count();
        assert!((250..350).contains(&count), "{count}");
    }

    #[test]
    fn chance_at_its_ends_is_never_and_always() {
        for (probability, struck) in [(0.0, 0), (1.0, 100)] {
            let faults = Faults::seeded(1);
            let fault = Fault::next("x", Verdict::Stall).times(1000);
            faults.ask(Fault { probability: Some(probability), ..fault });
            let count = (0..100).filter(|_| faults.strike("x").is_some()).count();
            assert_eq!((count, faults.unused().len()), (struck, usize::from(struck == 0)));
        }
    }

    #[test]
    fn a_fault_of_one_host_spares_the_others_and_a_misplaced_one_never_strikes() {
        let faults = Faults::default();
        let alert = || Verdict::TlsAlert { alert: "unknown_ca".into() };
        let handshake = crate::fault::HANDSHAKE;
        faults.ask(Fault { host: Some("a.fr".into()), ..Fault::next(handshake, alert()) });
        faults.ask(Fault::next("piste.token", alert()));
        assert_eq!(faults.strike_at(handshake, Some("b.fr")), None);
        assert_eq!(faults.strike_at(handshake, Some("a.fr")), Some(alert()));
        assert_eq!(faults.strike("piste.token"), None);
        assert_eq!(faults.unused().len(), 1);
    }
}
