//! Names for what cannot be seeded.
//!
//! RSA keys, and so certificates and fingerprints, differ from run to run. Journals name them by
//! role and number (`supplier/edi#2`); what they really are stands here, under those names, to be
//! shown in messages and reports and left out of comparisons.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The table of evidence: names in a journal, and what they stand for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Evidence {
    rows: BTreeMap<String, BTreeMap<String, String>>,
    names: BTreeMap<String, String>,
    counts: BTreeMap<String, u64>,
    /// Where it is not kept for ever: what will be forgotten, and when.
    #[serde(skip)]
    ages: Ages,
}

/// The names that go with the last entry that mentions them.
#[derive(Debug, Clone, Default)]
struct Ages {
    /// The place in the journal of the entry that is written next, where entries are forgotten.
    turn: Option<u64>,
    /// The last mention of each name, and the values that it was given to.
    of_names: BTreeMap<String, Age>,
    /// The same names, by their last mention.
    in_order: BTreeSet<(u64, String)>,
}

#[derive(Debug, Clone, Default)]
struct Age {
    mentioned: u64,
    values: Vec<String>,
}

impl Evidence {
    /// Gives `value` (a fingerprint, a token) the next name of `role`: `supplier/edi#1`. A value
    /// that has a name keeps it.
    pub fn name(&mut self, role: &str, value: &str) -> String {
        if let Some(name) = self.names.get(value).cloned() {
            if let Some(turn) = self.ages.turn {
                self.mention(&name, turn);
            }
            return name;
        }
        let count = self.counts.entry(role.to_owned()).or_default();
        *count += 1;
        let name = format!("{role}#{count}");
        self.names.insert(value.to_owned(), name.clone());
        if let Some(mentioned) = self.ages.turn {
            let age = Age { mentioned, values: vec![value.to_owned()] };
            self.ages.of_names.insert(name.clone(), age);
            self.ages.in_order.insert((mentioned, name.clone()));
        }
        name
    }

    /// Makes `value` another way to meet what has that name: a certificate by its key.
    pub fn alias(&mut self, name: &str, value: &str) {
        if self.names.contains_key(value) {
            return;
        }
        self.names.insert(value.to_owned(), name.to_owned());
        if let Some(age) = self.ages.of_names.get_mut(name) {
            age.values.push(value.to_owned());
        }
    }

    /// Keeps a name although no entry mentions it: somebody who is known may come again.
    pub fn keep(&mut self, name: &str) {
        if let Some(age) = self.ages.of_names.remove(name) {
            self.ages.in_order.remove(&(age.mentioned, name.to_owned()));
        }
    }

    /// Forgets a name that was [kept](Self::keep), and what stands behind it; entries may mention it
    /// still.
    pub fn forget(&mut self, name: &str) {
        self.keep(name);
        self.rows.remove(name);
        self.names.retain(|_, of| of != name);
    }

    /// Says which entry is written next: names that are met now go with that one at the earliest.
    pub(crate) const fn turn_to(&mut self, sequence: u64) {
        self.ages.turn = Some(sequence);
    }

    /// An entry mentions a name.
    pub(crate) fn mention(&mut self, name: &str, sequence: u64) {
        let Some(age) = self.ages.of_names.get_mut(name) else { return };
        let before = std::mem::replace(&mut age.mentioned, sequence);
        if before != sequence {
            let _ = self.ages.in_order.remove(&(before, name.to_owned()));
            self.ages.in_order.insert((sequence, name.to_owned()));
        }
    }

    /// Forgets the names that no entry after `sequence` mentions.
    pub(crate) fn forget_until(&mut self, sequence: u64) {
        while let Some((mentioned, _)) = self.ages.in_order.first()
            && *mentioned <= sequence
        {
            let Some((_, name)) = self.ages.in_order.pop_first() else { return };
            let age = self.ages.of_names.remove(&name).unwrap_or_default();
            for value in &age.values {
                self.names.remove(value);
            }
            self.rows.remove(&name);
        }
    }

    /// The name that a value was given.
    #[must_use]
    pub fn name_of(&self, value: &str) -> Option<&str> {
        self.names.get(value).map(String::as_str)
    }

    /// Writes what stands behind a name: `("fingerprint", "9f86…")`.
    pub fn write(&mut self, name: &str, what: &str, value: impl Into<String>) {
        self.rows.entry(name.to_owned()).or_default().insert(what.to_owned(), value.into());
    }

    /// What was written under a name.
    #[must_use]
    pub fn read(&self, name: &str, what: &str) -> Option<&str> {
        self.rows.get(name)?.get(what).map(String::as_str)
    }

    /// The whole table.
    pub fn rows(&self) -> impl Iterator<Item = (&str, &BTreeMap<String, String>)> {
        self.rows.iter().map(|(name, row)| (name.as_str(), row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_keeps_the_name_of_its_first_meeting() {
        let mut evidence = Evidence::default();
        assert_eq!(evidence.name("supplier/edi", "aa"), "supplier/edi#1");
        assert_eq!(evidence.name("supplier/edi", "bb"), "supplier/edi#2");
        assert_eq!(evidence.name("unknown", "aa"), "supplier/edi#1");
        assert_eq!(evidence.name_of("bb"), Some("supplier/edi#2"));
    }

    #[test]
    fn what_stands_behind_a_name_can_be_read() {
        let mut evidence = Evidence::default();
        evidence.write("supplier/edi#1", "fingerprint", "9f86");
        assert_eq!(evidence.read("supplier/edi#1", "fingerprint"), Some("9f86"));
        assert_eq!(evidence.read("supplier/edi#2", "fingerprint"), None);
    }
}
