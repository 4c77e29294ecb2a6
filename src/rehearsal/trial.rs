//! One scenario to run: a plain one, or one row of an outline.

use gherkin::Step;

use crate::report::event::Place;

/// One scenario, with all it inherits.
#[derive(Debug, Clone)]
pub struct Trial {
    /// Where it stands and how it is called.
    pub place: Place,
    /// The values of its row, where it comes from an outline.
    pub row: Vec<String>,
    /// Its tags and those it inherits, without `@`.
    pub tags: Vec<String>,
    /// Its own seed.
    pub seed: u64,
    /// Its steps: those of the feature's background, of the rule's, and its own.
    pub steps: Vec<Step>,
}
