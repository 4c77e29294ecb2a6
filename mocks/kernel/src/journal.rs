//! What crossed, as the mocks know it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use crate::entry::{Entry, Outcome, Trace};
use crate::evidence::Evidence;

/// The journal of one tenant: append-only, ordered by virtual instant, actor, and the actor's own
/// number.
///
/// Several connections may write at one instant, in an order that the machine's scheduler decides;
/// the order above does not depend on it.
#[derive(Debug, Default)]
pub struct Journal {
    written: Mutex<Written>,
    /// How many entries are kept; all of them where nothing is said.
    newest: Option<usize>,
}

#[derive(Debug, Default)]
struct Written {
    /// In the order of their writing.
    entries: VecDeque<Entry>,
    /// How many were written and are not kept any more.
    forgotten: usize,
    numbers: BTreeMap<String, u64>,
    evidence: Evidence,
}

impl Journal {
    /// A journal that keeps the newest entries only, so that a process which serves for days does
    /// not grow. What it forgets still counts.
    #[must_use]
    pub fn of_the_newest(entries: usize) -> Self {
        Self { newest: Some(entries), ..Self::default() }
    }

    /// Writes one entry, at the instant `at`.
    pub fn write(
        &self,
        at: Timestamp,
        actor: &str,
        operation: &str,
        outcome: Outcome,
        trace: Trace,
    ) {
        let (actor, operation) = (actor.to_owned(), operation.to_owned());
        let mut written = self.lock();
        let number = written.next_number(&actor);
        written.entries.push_back(Entry {
            at,
            actor,
            number,
            operation,
            outcome,
            stood_on: trace.stood_on,
            fields: trace.fields,
        });
        let forgotten = self.newest.and_then(|newest| written.forget(newest));
        // An entry takes longer to be dropped than to be written: nobody waits for it.
        drop(written);
        drop(forgotten);
    }

    /// How many entries were written so far, kept or not.
    #[must_use]
    pub fn written(&self) -> usize {
        let written = self.lock();
        written.forgotten + written.entries.len()
    }

    /// The entries so far, in order.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.since(0)
    }

    /// The entries after the first `mark` that were [`written`](Self::written), in order.
    #[must_use]
    pub fn since(&self, mark: usize) -> Vec<Entry> {
        let mut entries: Vec<_> = {
            let written = self.lock();
            let before = mark.saturating_sub(written.forgotten);
            written.entries.iter().skip(before).cloned().collect()
        };
        entries.sort_by(|a, b| (a.at, &a.actor, a.number).cmp(&(b.at, &b.actor, b.number)));
        entries
    }

    /// The entries so far that `of` picks, in order.
    #[must_use]
    pub fn select(&self, of: impl Fn(&Entry) -> bool) -> Vec<Entry> {
        self.entries().into_iter().filter(|entry| of(entry)).collect()
    }

    /// Reads or writes the table of evidence.
    pub fn evidence<T>(&self, with: impl FnOnce(&mut Evidence) -> T) -> T {
        with(&mut self.lock().evidence)
    }

    fn lock(&self) -> MutexGuard<'_, Written> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Written {
    /// The next number of an actor, from 1.
    fn next_number(&mut self, actor: &str) -> u64 {
        if let Some(number) = self.numbers.get_mut(actor) {
            *number += 1;
            return *number;
        }
        self.numbers.insert(actor.to_owned(), 1);
        1
    }

    /// Takes the oldest entry out, if there are more than `newest`.
    fn forget(&mut self, newest: usize) -> Option<Entry> {
        if self.entries.len() <= newest {
            return None;
        }
        self.forgotten += 1;
        self.entries.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(journal: &Journal, second: i64, actor: &str, operation: &str) {
        let at = Timestamp::from_second(second).unwrap();
        journal.write(at, actor, operation, Outcome::Accepted, Trace::default());
    }

    fn operations(entries: Vec<Entry>) -> Vec<(String, u64)> {
        entries.into_iter().map(|entry| (entry.operation, entry.number)).collect()
    }

    #[test]
    fn what_was_written_since_is_told_apart_from_what_an_earlier_actor_wrote_at_that_instant() {
        let journal = Journal::default();
        let at = Timestamp::UNIX_EPOCH;
        journal.write(at, "sftp", "session", Outcome::Accepted, Trace::default());
        let written = journal.written();
        journal.write(at, "portal", "login", Outcome::Accepted, Trace::default());
        let since: Vec<_> = journal.since(written).into_iter().map(|it| it.operation).collect();
        assert_eq!(since, ["login"]);
    }

    #[test]
    fn entries_are_ordered_by_instant_actor_and_the_actor_s_own_number() {
        let journal = Journal::default();
        for (second, actor, operation) in [
            (2, "sftp", "open"),
            (1, "portal", "login"),
            (1, "piste", "token"),
            (1, "piste", "call"),
        ] {
            write(&journal, second, actor, operation);
        }
        let expected = [("token", 1), ("call", 2), ("login", 1), ("open", 1)];
        let expected = expected.map(|(operation, number)| (operation.to_owned(), number));
        assert_eq!(operations(journal.entries()), expected);
    }

    #[test]
    fn what_was_written_after_a_mark_is_told_even_if_it_comes_first_in_order() {
        let journal = Journal::default();
        write(&journal, 1, "portal", "login");
        let mark = journal.written();
        write(&journal, 1, "gateway", "handshake");
        assert_eq!(operations(journal.since(mark)), [("handshake".to_owned(), 1)]);
        assert_eq!(journal.since(journal.written()), []);
    }

    #[test]
    fn a_journal_of_the_newest_entries_forgets_the_others_and_counts_on() {
        let journal = Journal::of_the_newest(2);
        for second in 1..=4 {
            write(&journal, second, "piste", "token");
        }
        let kept = [3, 4].map(|number| ("token".to_owned(), number));
        assert_eq!((journal.written(), operations(journal.entries())), (4, kept.to_vec()));
        assert_eq!(operations(journal.since(3)), kept[1..]);
        assert_eq!(journal.since(4), []);
    }
}
