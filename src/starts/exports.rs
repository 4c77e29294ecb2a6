//! What a start gives to a program: variables, some of them files.

use std::fmt;

use super::Variable;

/// The values of some variables, in the order of their tables.
#[derive(Debug, Clone, Default)]
pub struct Exports(Vec<Export>);

/// One variable and what it holds.
#[derive(Clone)]
pub struct Export {
    /// The variable.
    pub variable: &'static Variable,
    octets: Vec<u8>,
}

impl Export {
    /// Shows its value, or what is in the file that its value is the path of, to the one place that
    /// hands it over.
    #[must_use]
    pub fn reveal(&self) -> &[u8] {
        &self.octets
    }
}

impl fmt::Debug for Export {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Export({}, {} octets)", self.variable.name, self.octets.len())
    }
}

impl Exports {
    /// The variables of a group with their values, in the order of the group.
    #[must_use]
    pub fn of<const N: usize>(group: &'static [Variable], values: [Vec<u8>; N]) -> Self {
        debug_assert_eq!(group.len(), N, "a group is exported whole");
        let export = |(variable, octets)| Export { variable, octets };
        Self(group.iter().zip(values).map(export).collect())
    }

    /// The variables of some groups that have a value.
    pub fn among(
        groups: &'static [&'static [Variable]],
        value: impl Fn(&str) -> Option<Vec<u8>>,
    ) -> Self {
        let variables = groups.iter().flat_map(|group| group.iter());
        let valued = variables
            .filter_map(|variable| Some(Export { variable, octets: value(variable.name)? }));
        Self(valued.collect())
    }

    /// These, and others after them.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Export> {
        self.0.iter()
    }

    /// What a variable holds, as text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        let export = self.iter().find(|export| export.variable.name == name)?;
        std::str::from_utf8(&export.octets).ok()
    }
}

impl<'a> IntoIterator for &'a Exports {
    type Item = &'a Export;
    type IntoIter = std::slice::Iter<'a, Export>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::starts::variables::PORTAL;

    #[test]
    fn no_value_is_in_debug_output() {
        let exports = Exports::of(PORTAL, [b"url".to_vec(), b"login".to_vec(), b"word".to_vec()]);
        let shown = format!("{exports:?}");
        assert!(!shown.contains("word") && !shown.contains("119"), "{shown}");
    }
}
