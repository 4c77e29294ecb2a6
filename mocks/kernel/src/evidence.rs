//! Names for what cannot be seeded.
//!
//! RSA keys, and so certificates and fingerprints, differ from run to run. Journals name them by
//! role and number (`supplier/edi#2`); what they really are stands here, under those names, to be
//! shown in messages and reports and left out of comparisons.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The table of evidence: names in a journal, and what they stand for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Evidence {
    rows: BTreeMap<String, BTreeMap<String, String>>,
    names: BTreeMap<String, String>,
    counts: BTreeMap<String, u64>,
}

impl Evidence {
    /// Gives `value` (a fingerprint, a token) the next name of `role`: `supplier/edi#1`. A value
    /// that has a name keeps it.
    pub fn name(&mut self, role: &str, value: &str) -> String {
        if let Some(name) = self.names.get(value) {
            return name.clone();
        }
        let count = self.counts.entry(role.to_owned()).or_default();
        *count += 1;
        let name = format!("{role}#{count}");
        self.names.insert(value.to_owned(), name.clone());
        name
    }

    /// Makes `value` another way to meet what has that name: a certificate by its key.
    pub fn alias(&mut self, name: &str, value: &str) {
        self.names.entry(value.to_owned()).or_insert_with(|| name.to_owned());
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
