//! The same seed gives the same journal, byte for byte; another seed another, wherever something is
//! drawn from it.

use std::collections::BTreeSet;

use super::green::{ALL, ALL_REBUILT};
use super::rehearsed::{Rehearsal, Rehearsed};

/// The journals, by scenario, as text.
fn journals(rehearsed: &Rehearsed) -> Vec<(&str, String)> {
    let text = |journal| serde_json::to_string_pretty(journal).unwrap();
    rehearsed.written.iter().map(|(name, it)| (&**name, text(&it.journal))).collect()
}

/// The second run is the stricter for being rebuilt between steps: a suspended run leaves no trace.
#[test]
fn the_same_seed_gives_the_same_journals_byte_for_byte() {
    assert_eq!(ALL.written.len(), ALL.finished.len());
    assert_eq!(ALL.written.len(), ALL_REBUILT.written.len());
    for ((scenario, one), (_, other)) in journals(&ALL).into_iter().zip(journals(&ALL_REBUILT)) {
        assert!(one == other, "{scenario}: {}", first_difference(&one, &other));
    }
}

#[test]
fn another_seed_gives_other_journals_wherever_a_system_draws_something() {
    let other = Rehearsal { seed: 2, ..Rehearsal::default() }.run();
    let pairs = journals(&ALL).into_iter().zip(journals(&other));
    let differs: BTreeSet<_> =
        pairs.filter(|(one, other)| one.1 != other.1).map(|(one, _)| one.0).collect();
    let drawn_names = [
        "takes-effect-at",
        "client-id",
        "declaration",
        "registration",
        "\"sender\"",
        "self_service_chaman",
    ];
    let draws = |text: &str| drawn_names.iter().any(|name| text.contains(name));
    let drawn: BTreeSet<_> =
        journals(&ALL).into_iter().filter(|it| draws(&it.1)).map(|it| it.0).collect();
    assert!(drawn.len() > 10, "{drawn:#?}");
    assert_eq!(differs, drawn);
}

/// What cannot be seeded stands in the evidence table, and nowhere in a journal.
#[test]
fn no_journal_holds_a_fingerprint_a_key_or_a_port() {
    for (scenario, written) in &ALL.written {
        let journal = serde_json::to_string(&written.journal).unwrap();
        let evidence = written.evidence.rows().flat_map(|(_, row)| row.values());
        let leaked: Vec<_> = evidence.filter(|value| journal.contains(&**value)).collect();
        assert!(leaked.is_empty(), "{scenario}: {leaked:?}");
        for never in ["ssh-rsa", "ecdsa-sha2", "AAAA", "127.0.0.1"] {
            assert!(!journal.contains(never), "{scenario}: {never}");
        }
    }
}

fn first_difference(one: &str, other: &str) -> String {
    let lines = one.lines().zip(other.lines()).enumerate();
    let differs = lines.into_iter().find(|(_, (one, other))| one != other);
    differs.map_or_else(
        || format!("{} lines against {}", one.lines().count(), other.lines().count()),
        |(number, (one, other))| format!("line {number}: `{one}` against `{other}`"),
    )
}
