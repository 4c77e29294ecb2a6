//! What crossed, as the mocks know it.

use std::collections::{BTreeMap, VecDeque};
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::watch;

use crate::entry::{Entry, Outcome, Trace};
use crate::evidence::Evidence;
use crate::sink::Sink;

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
    grown: watch::Sender<()>,
}

/// An entry and its place in the order of writing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Numbered {
    /// Its place, from 1: it never changes, and no other entry of the journal has it.
    pub sequence: u64,
    /// The entry.
    #[serde(flatten)]
    pub entry: Entry,
}

/// What was written after a place in the order of writing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Following {
    /// How many entries after that place are not kept any more.
    pub forgotten: u64,
    /// The entries that are, in the order of writing.
    pub entries: Vec<Numbered>,
    /// The last place that was given when they were read.
    pub last: u64,
}

#[derive(Debug, Default)]
struct Written {
    /// In the order of their writing.
    entries: VecDeque<Entry>,
    /// How many were written and are not kept any more.
    forgotten: usize,
    /// How often all entries were forgotten at once.
    emptied: u64,
    numbers: BTreeMap<String, u64>,
    /// The place of the last entry of each actor that is a part of a system.
    last_of_parts: BTreeMap<String, u64>,
    evidence: Evidence,
    /// Where all of it goes, and as whose.
    copy: Option<(Arc<Sink>, String)>,
}

impl Journal {
    /// A journal that keeps the newest entries only, so that a process which serves for days does
    /// not grow. What it forgets still counts.
    #[must_use]
    pub fn of_the_newest(entries: usize) -> Self {
        Self { newest: Some(entries), ..Self::default() }
    }

    /// How many entries are kept; all of them where nothing is said.
    #[must_use]
    pub const fn newest(&self) -> Option<usize> {
        self.newest
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
        let entry = Entry {
            at,
            actor,
            number,
            operation,
            outcome,
            stood_on: trace.stood_on,
            fields: trace.fields,
        };
        let forgotten = self.newest.and_then(|newest| written.forget(&entry, newest));
        if let Some((sink, tenant)) = &written.copy {
            sink.take(tenant, written.next_sequence(), &entry);
        }
        written.entries.push_back(entry);
        // An entry takes longer to be dropped than to be written: nobody waits for it.
        drop(written);
        drop(forgotten);
        // Whoever follows subscribes before reading: what it did not read, it is told of.
        if self.grown.receiver_count() > 0 {
            self.grown.send_replace(());
        }
    }

    /// Hands every entry that is written from now on to a sink too, as a tenant's.
    pub fn copy_to(&self, sink: Arc<Sink>, tenant: &str) {
        self.lock().copy = Some((sink, tenant.to_owned()));
    }

    /// Forgets all entries, as if they were too old to be kept: places go on after theirs.
    pub fn forget_all(&self) {
        let mut written = self.lock();
        let entries = mem::take(&mut written.entries);
        written.forgotten += entries.len();
        let until = written.forgotten as u64;
        written.evidence.forget_until(until);
        written.emptied += 1;
        written.numbers.clear();
        written.last_of_parts.clear();
        drop(written);
        drop(entries);
        self.grown.send_replace(());
    }

    /// How many entries are not kept any more: those before all that are.
    #[must_use]
    pub fn forgotten(&self) -> u64 {
        self.lock().forgotten as u64
    }

    /// How often [all entries were forgotten](Self::forget_all).
    #[must_use]
    pub fn emptied(&self) -> u64 {
        self.lock().emptied
    }

    /// Tells whenever entries were written: for whoever reads what [follows](Self::following) the
    /// last one that was read.
    #[must_use]
    pub fn grown(&self) -> watch::Receiver<()> {
        self.grown.subscribe()
    }

    /// The entries after a place in the order of writing that `of` picks, and how many were there
    /// and are not kept any more.
    pub fn following(&self, after: u64, of: impl Fn(&Entry) -> bool) -> Following {
        let written = self.lock();
        let forgotten = written.forgotten as u64;
        let before = usize::try_from(after.saturating_sub(forgotten)).unwrap_or(usize::MAX);
        let entries = (forgotten + 1..).zip(&written.entries).skip(before);
        let picked = entries.filter(|(_, entry)| of(entry));
        Following {
            forgotten: forgotten.saturating_sub(after),
            entries: picked
                .map(|(sequence, entry)| Numbered { sequence, entry: entry.clone() })
                .collect(),
            last: forgotten + written.entries.len() as u64,
        }
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
    ///
    /// A journal that keeps the newest entries only keeps of this table what those entries name,
    /// and what was [kept](Evidence::keep).
    pub fn evidence<T>(&self, with: impl FnOnce(&mut Evidence) -> T) -> T {
        let mut written = self.lock();
        if self.newest.is_some() {
            let next = written.next_sequence();
            written.evidence.turn_to(next);
        }
        with(&mut written.evidence)
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

    /// The place of the next entry.
    fn next_sequence(&self) -> u64 {
        (self.forgotten + self.entries.len()) as u64 + 1
    }

    /// Makes room for `new` among the `newest` entries: takes the oldest one out if there are too
    /// many, and with it what no other entry names.
    fn forget(&mut self, new: &Entry, newest: usize) -> Option<Entry> {
        let sequence = self.next_sequence();
        for name in names_in(new) {
            self.evidence.mention(name, sequence);
        }
        // Systems are few; the parts of a system are as many as there are peers.
        if is_part(&new.actor) {
            match self.last_of_parts.get_mut(&new.actor) {
                Some(last) => *last = sequence,
                None => drop(self.last_of_parts.insert(new.actor.clone(), sequence)),
            }
        }
        if self.entries.len() < newest {
            return None;
        }
        self.forgotten += 1;
        let oldest = self.entries.pop_front()?;
        let gone = self.forgotten as u64;
        self.evidence.forget_until(gone);
        if self.last_of_parts.get(&oldest.actor).is_some_and(|last| *last <= gone) {
            self.last_of_parts.remove(&oldest.actor);
            self.numbers.remove(&oldest.actor);
        }
        Some(oldest)
    }
}

/// The fields that may be names in the table of evidence: `certificate#3`.
fn names_in(entry: &Entry) -> impl Iterator<Item = &str> {
    entry.fields.values().filter_map(serde_json::Value::as_str).filter(|it| it.contains('#'))
}

/// Whether an actor is one of the parts of a system: `sftp/VFE012`.
fn is_part(actor: &str) -> bool {
    actor.contains('/')
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

    fn sequences(following: &Following) -> Vec<u64> {
        following.entries.iter().map(|numbered| numbered.sequence).collect()
    }

    #[test]
    fn an_entry_keeps_its_place_and_what_was_forgotten_is_told() {
        let journal = Journal::of_the_newest(2);
        for second in [4, 3, 2, 1] {
            write(&journal, second, "piste", "token");
        }
        let from_the_start = journal.following(0, |_| true);
        assert_eq!((from_the_start.forgotten, sequences(&from_the_start)), (2, vec![3, 4]));
        let later = journal.following(3, |_| true);
        assert_eq!((later.forgotten, sequences(&later), later.last), (0, vec![4], 4));
        assert_eq!(sequences(&journal.following(0, |entry| entry.operation == "call")), [0_u64; 0]);
        assert_eq!(journal.following(99, |_| true).entries, []);
    }

    #[tokio::test]
    async fn whoever_follows_is_told_of_what_was_not_read_yet() {
        let journal = Journal::default();
        let mut grown = journal.grown();
        write(&journal, 1, "piste", "token");
        grown.changed().await.unwrap();
        assert_eq!(sequences(&journal.following(0, |_| true)), [1]);
        assert!(!grown.has_changed().unwrap());
        write(&journal, 2, "piste", "token");
        assert!(grown.has_changed().unwrap());
    }

    /// Writes an entry about a certificate that is met for the first time, unless it is known.
    fn meet(journal: &Journal, certificate: &str) -> String {
        let name = journal.evidence(|evidence| {
            let name = evidence.name("certificate", certificate);
            evidence.write(&name, "fingerprint", certificate);
            name
        });
        let mut trace = Trace::default();
        trace.note("certificate", name.clone());
        journal.write(
            Timestamp::UNIX_EPOCH,
            &format!("sftp/{certificate}"),
            "handshake",
            Outcome::Accepted,
            trace,
        );
        name
    }

    #[test]
    fn a_journal_of_the_newest_entries_stays_small_however_many_certificates_and_actors_it_meets() {
        let journal = Journal::of_the_newest(10);
        journal.evidence(|evidence| {
            let name = evidence.name("supplier/edi", "ours");
            evidence.alias(&name, "our key");
            evidence.keep(&name);
        });
        for number in 0..1_000 {
            meet(&journal, &format!("{number:04}"));
            meet(&journal, "regular");
        }
        let rows = journal.evidence(|evidence| evidence.rows().count());
        assert!(rows <= 11, "{rows} rows");
        let actors = journal.lock().numbers.len();
        assert!(actors <= 11, "{actors} actors");
        let known = |value: &str| journal.evidence(|it| it.name_of(value).map(str::to_owned));
        assert_eq!(known("our key").as_deref(), Some("supplier/edi#1"));
        assert_eq!(known("regular").as_deref(), Some("certificate#2"));
        assert_eq!((known("0000"), known("0999").as_deref()), (None, Some("certificate#1001")));
    }
}
