//! The one way in to a mocked system: fault, decision, journal.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use serde_json::value::RawValue;

use crate::clock::Clock;
use crate::entry::{Outcome, Trace};
use crate::faults::Faults;
use crate::flight::Flights;
use crate::journal::Journal;
use crate::saves::Saves;
use crate::system::{Refuse, System};
use crate::verdict::{Spoil, Verdict};

/// What the systems of one tenant share.
#[derive(Debug)]
pub struct Office {
    /// The tenant's time.
    pub clock: Arc<Clock>,
    /// The tenant's journal.
    pub journal: Journal,
    /// What is broken on purpose.
    pub faults: Faults,
    /// What is under way.
    pub flights: Flights,
    /// What has changed, and how much of it is kept beyond the process.
    pub saves: Saves,
}

impl Office {
    /// An office whose time is `clock`.
    #[must_use]
    pub fn new(clock: Arc<Clock>) -> Self {
        Self::with_journal(clock, Journal::default())
    }

    /// As [`new`](Self::new), with a journal that may not keep everything: neither do the systems
    /// then, of what is over.
    #[must_use]
    pub fn with_journal(clock: Arc<Clock>, journal: Journal) -> Self {
        Self {
            clock,
            journal,
            faults: Faults::default(),
            flights: Flights::default(),
            saves: Saves::default(),
        }
    }

    /// The same, whose faults draw what strikes by chance from `seed`.
    #[must_use]
    pub fn with_chance(self, seed: u64) -> Self {
        Self { faults: Faults::seeded(seed), ..self }
    }

    /// Writes a journal entry at the instant it is.
    pub fn write(&self, actor: &str, operation: &str, outcome: Outcome, trace: Trace) {
        self.journal.write(self.clock.now(), actor, operation, outcome, trace);
    }
}

/// How a system answered one operation.
#[derive(Debug)]
pub enum Decision<A, R> {
    /// Its answer.
    Answered(A),
    /// Its refusal, as the real system would refuse.
    Refused(R),
    /// A fault answered in its place: this status, this body.
    Faulted {
        /// The HTTP status.
        status: u16,
        /// The body, as JSON text; empty for none.
        body: String,
    },
    /// A fault ends the connection without an answer.
    Cut,
    /// A fault resets the connection.
    Reset,
    /// A fault keeps the answer back for longer than anybody waits.
    Stalled,
    /// The system decided, and a fault spoils how its answer goes out.
    Spoilt {
        /// What the system decided.
        decided: Box<Self>,
        /// What becomes of it.
        by: Spoil,
    },
}

impl<A, R> Decision<A, R> {
    /// What was let through, for what stands before another system: the answer, and what a fault
    /// does to the answer that the other gives.
    ///
    /// # Errors
    ///
    /// The decision itself where nothing was let through: it is to be told.
    pub fn let_through(self) -> Result<(A, Option<Spoil>), Self> {
        match self {
            Self::Answered(answer) => Ok((answer, None)),
            Self::Spoilt { decided, by } => match decided.let_through() {
                Ok((answer, _)) => Ok((answer, Some(by))),
                Err(decided) => Err(Self::Spoilt { decided: Box::new(decided), by }),
            },
            Self::Refused(_) | Self::Faulted { .. } | Self::Cut | Self::Reset | Self::Stalled => {
                Err(self)
            }
        }
    }
}

/// One system of one tenant.
#[derive(Debug)]
pub struct Desk<S> {
    office: Arc<Office>,
    actor: &'static str,
    state: Arc<Mutex<S>>,
}

impl<S> Clone for Desk<S> {
    fn clone(&self) -> Self {
        Self { office: Arc::clone(&self.office), actor: self.actor, state: Arc::clone(&self.state) }
    }
}

impl<S: System> Desk<S> {
    /// Opens a desk for a system, in an office.
    #[must_use]
    pub fn new(office: Arc<Office>, state: S) -> Self {
        Self::named(S::NAME, office, state)
    }

    /// As [`new`](Self::new), under another name than the system's: one of several of its kind.
    #[must_use]
    pub fn named(actor: &'static str, office: Arc<Office>, state: S) -> Self {
        Self { office, actor, state: Arc::new(Mutex::new(state)) }
    }

    /// Its name in the journal.
    #[must_use]
    pub const fn actor(&self) -> &'static str {
        self.actor
    }

    /// The office it stands in.
    #[must_use]
    pub const fn office(&self) -> &Arc<Office> {
        &self.office
    }

    /// Decides one operation and writes it down: the faults are asked first, then `decide`.
    pub fn serve<A, R: Refuse>(
        &self,
        operation: &str,
        decide: impl FnOnce(&mut S, Timestamp, &mut Trace) -> Result<A, R>,
    ) -> Decision<A, R> {
        self.serve_as(self.actor, operation, decide)
    }

    /// As [`serve`](Self::serve), written down under another actor than the system itself.
    pub fn serve_as<A, R: Refuse>(
        &self,
        actor: &str,
        operation: &str,
        decide: impl FnOnce(&mut S, Timestamp, &mut Trace) -> Result<A, R>,
    ) -> Decision<A, R> {
        let mut trace = Trace::default();
        // Held until the entry is written: the journal's order is that of the decisions.
        let mut state = self.lock();
        let now = self.office.clock.now();
        let decide = |trace: &mut Trace| ruled(decide(&mut state, now, trace));
        let (decision, outcome) = match self.office.faults.strike(operation) {
            None => decide(&mut trace),
            Some(verdict) => {
                let outcome = Outcome::Faulted { verdict: verdict.to_string() };
                (strike(verdict, decide, &mut trace), outcome)
            }
        };
        self.office.saves.changed();
        self.office.journal.write(now, actor, operation, outcome, trace);
        decision
    }

    /// Reads the state; nothing is written down but what was due by then.
    pub fn read<T>(&self, read: impl FnOnce(&S, Timestamp) -> T) -> T {
        read(&self.lock(), self.office.clock.now())
    }

    /// Arranges the state as no peer could: a starting state, a script, a knob.
    pub fn arrange<T>(&self, arrange: impl FnOnce(&mut S, Timestamp) -> T) -> T {
        let mut state = self.lock();
        self.office.saves.changed();
        arrange(&mut state, self.office.clock.now())
    }

    /// The state as JSON, from which a [replaced](Self::replace) one goes on to the same end.
    ///
    /// # Errors
    ///
    /// When the state cannot be written as JSON.
    pub fn snapshot(&self) -> Result<Box<RawValue>, serde_json::Error> {
        serde_json::value::to_raw_value(&*self.lock())
    }

    /// Reads a state that was taken by [`snapshot`](Self::snapshot).
    ///
    /// # Errors
    ///
    /// When it is no state of this system.
    pub fn read_back(&self, snapshot: &RawValue) -> Result<S, serde_json::Error> {
        serde_json::from_str(snapshot.get())
    }

    /// Puts a state in the place of the one there is.
    pub fn replace(&self, restored: S) {
        // What is due in the state that goes no longer happens.
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = restored;
        self.office.saves.changed();
    }

    /// When something will happen by itself.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).next_due()
    }

    /// Makes everything happen that is due, each thing at its own instant.
    pub fn catch_up(&self) {
        drop(self.lock());
    }

    /// Locks the state as it is now: on a running clock nobody says when an event is due, so
    /// whoever looks first makes it happen.
    fn lock(&self) -> MutexGuard<'_, S> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.office.clock.now();
        while let Some(due) = state.next_due().filter(|due| *due <= now) {
            let mut trace = Trace::default();
            let Some(operation) = state.fire(due, &mut trace) else { break };
            self.office.saves.changed();
            self.office.journal.write(due, self.actor, operation, Outcome::Accepted, trace);
        }
        if let Some(newest) = self.office.journal.newest() {
            state.forget(newest);
        }
        state
    }
}

/// Lets a verdict strike; `decide` is asked where the system decides before it does.
fn strike<A, R>(
    verdict: Verdict,
    decide: impl FnOnce(&mut Trace) -> (Decision<A, R>, Outcome),
    trace: &mut Trace,
) -> Decision<A, R> {
    let by = match verdict {
        Verdict::Answer { status, body } => return Decision::Faulted { status, body },
        Verdict::Stall => return Decision::Stalled,
        Verdict::Reset => return Decision::Reset,
        Verdict::CutAfter => {
            decided(decide, trace);
            return Decision::Cut;
        }
        // No system meets the last two: they strike at a handshake.
        Verdict::CutBefore | Verdict::ExpiredCertificate | Verdict::TlsAlert { .. } => {
            return Decision::Cut;
        }
        Verdict::Delay { ms } => Spoil::Delay(Duration::from_millis(ms)),
        Verdict::Truncate { bytes } => Spoil::Truncate { bytes },
        Verdict::ContentType { value } => Spoil::ContentType(value),
        Verdict::EmptyToken => Spoil::EmptyToken,
    };
    Decision::Spoilt { decided: Box::new(decided(decide, trace)), by }
}

/// Has the system decide behind a fault, and notes what: the entry itself tells of the fault.
fn decided<A, R>(
    decide: impl FnOnce(&mut Trace) -> (Decision<A, R>, Outcome),
    trace: &mut Trace,
) -> Decision<A, R> {
    let (decision, outcome) = decide(trace);
    trace.note("decided", outcome.in_short());
    decision
}

/// A decision, and how the journal puts it.
fn ruled<A, R: Refuse>(decided: Result<A, R>) -> (Decision<A, R>, Outcome) {
    match decided {
        Ok(answer) => (Decision::Answered(answer), Outcome::Accepted),
        Err(refusal) => {
            let outcome = Outcome::refused(refusal.rule(), refusal.reason());
            (Decision::Refused(refusal), outcome)
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use raccord_certs::rule::Rule;
    use serde::{Deserialize, Serialize};

    use super::*;
    use crate::fault::Fault;
    use crate::schedule::Schedule;

    raccord_certs::rules! {
        BELL_01 = "BELL-01": "a bell is rung once", "RFC-5280 §0", Guessed;
    }

    /// A bell that can be rung once, and that rings by itself when it is due.
    #[derive(Serialize, Deserialize)]
    struct Bell {
        rung: bool,
        due: Schedule<()>,
        /// How many of what is over it was told to keep.
        keeps: Option<usize>,
    }

    #[derive(Debug)]
    struct RungAlready;

    impl Refuse for RungAlready {
        fn rule(&self) -> &'static Rule {
            BELL_01
        }

        fn reason(&self) -> String {
            "found a bell that was rung, expected one that was not".into()
        }
    }

    impl System for Bell {
        const NAME: &'static str = "bell";

        fn next_due(&self) -> Option<Timestamp> {
            self.due.next_due()
        }

        fn fire(&mut self, now: Timestamp, trace: &mut Trace) -> Option<&'static str> {
            self.due.take_due(now)?;
            trace.stands_on(BELL_01);
            Some("bell.rings")
        }

        fn forget(&mut self, newest: usize) {
            self.keeps = Some(newest);
        }
    }

    fn ring(bell: &mut Bell, _: Timestamp, _: &mut Trace) -> Result<(), RungAlready> {
        if std::mem::replace(&mut bell.rung, true) { Err(RungAlready) } else { Ok(()) }
    }

    fn desk() -> Desk<Bell> {
        desk_with(Journal::default())
    }

    fn desk_with(journal: Journal) -> Desk<Bell> {
        let clock = Arc::new(Clock::held(Timestamp::UNIX_EPOCH));
        let bell = Bell { rung: false, due: Schedule::default(), keeps: None };
        Desk::new(Arc::new(Office::with_journal(clock, journal)), bell)
    }

    fn outcomes(desk: &Desk<Bell>) -> Vec<Outcome> {
        desk.office().journal.entries().into_iter().map(|entry| entry.outcome).collect()
    }

    #[test]
    fn an_answer_and_a_refusal_are_written_down_with_the_rule() {
        let desk = desk();
        assert!(matches!(desk.serve("bell.ring", ring), Decision::Answered(())));
        assert!(matches!(desk.serve("bell.ring", ring), Decision::Refused(RungAlready)));
        let refused = Outcome::refused(BELL_01, RungAlready.reason());
        assert_eq!(outcomes(&desk), [Outcome::Accepted, refused]);
    }

    #[test]
    fn a_fault_answers_before_the_system_is_asked_or_cuts_after_it_decided() {
        let desk = desk();
        for verdict in [
            Verdict::Answer { status: 503, body: String::new() },
            Verdict::CutBefore,
            Verdict::CutAfter,
        ] {
            desk.office().faults.ask(Fault::next("bell.ring", verdict));
        }
        let faulted = desk.serve("bell.ring", ring);
        assert!(matches!(faulted, Decision::Faulted { status: 503, .. }));
        assert!(matches!(desk.serve("bell.ring", ring), Decision::Cut));
        assert!(!desk.read(|bell, _| bell.rung));
        assert!(matches!(desk.serve("bell.ring", ring), Decision::Cut));
        assert!(desk.read(|bell, _| bell.rung));
    }

    #[test]
    fn a_spoilt_answer_is_decided_all_the_same_and_the_journal_says_what() {
        let desk = desk();
        let spoils = [
            (Verdict::Delay { ms: 5 }, Spoil::Delay(Duration::from_millis(5)), "delayed 5 ms"),
            (Verdict::Truncate { bytes: 3 }, Spoil::Truncate { bytes: 3 }, "truncated to 3 bytes"),
        ];
        let decided = ["accepted", "refused by BELL-01"];
        for ((verdict, spoil, told), decided) in spoils.into_iter().zip(decided) {
            desk.office().faults.ask(Fault::next("bell.ring", verdict));
            let let_through = desk.serve("bell.ring", ring).let_through();
            match let_through {
                Ok(((), by)) => assert_eq!((by, decided), (Some(spoil), "accepted")),
                Err(Decision::Spoilt { by, .. }) => assert_eq!(by, spoil),
                Err(other) => panic!("found {other:?}"),
            }
            let entry = desk.office().journal.entries().pop().unwrap();
            assert_eq!(entry.outcome, Outcome::Faulted { verdict: told.into() });
            assert_eq!(entry.fields["decided"], decided);
        }
    }

    #[test]
    fn a_reset_comes_before_the_system_is_asked() {
        let desk = desk();
        desk.office().faults.ask(Fault::next("bell.ring", Verdict::Reset));
        assert!(matches!(desk.serve("bell.ring", ring), Decision::Reset));
        assert!(!desk.read(|bell, _| bell.rung));
    }

    #[test]
    fn what_is_due_happens_at_its_own_instant_before_anything_is_decided() {
        let desk = desk();
        let due = Timestamp::UNIX_EPOCH + SignedDuration::from_mins(5);
        desk.arrange(|bell, _| bell.due.put(due, ()));
        desk.office().clock.move_to(due + SignedDuration::from_mins(5));
        let _ = desk.serve("bell.ring", ring);
        let entries = desk.office().journal.entries();
        let order: Vec<_> = entries.iter().map(|entry| (entry.at, &*entry.operation)).collect();
        let now = desk.office().clock.now();
        assert_eq!(order, [(due, "bell.rings"), (now, "bell.ring")]);
        assert_eq!(entries.first().unwrap().stood_on, ["BELL-01"]);
    }

    #[test]
    fn a_system_keeps_of_what_is_over_as_many_as_the_journal_keeps_entries() {
        assert_eq!(desk().read(|bell, _| bell.keeps), None);
        assert_eq!(desk_with(Journal::of_the_newest(7)).read(|bell, _| bell.keeps), Some(7));
    }
}
