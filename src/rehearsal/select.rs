//! Keeps the scenarios that were asked for.

use regex::Regex;

use super::{TagExpression, Trial};

/// What a scenario must be to run.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Its tags, own and inherited, must satisfy this.
    pub tags: Option<TagExpression>,
    /// Its name must match this somewhere.
    pub name: Option<Regex>,
}

/// Why nothing is left to run.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NothingSelected {
    /// There was nothing to select from.
    #[error("nothing to run: no scenario was found")]
    NoScenario,
    /// None of what there was is what was asked for.
    #[error("nothing to run: none of {found} scenarios matches {asked}")]
    NoMatch {
        /// How many scenarios there were.
        found: usize,
        /// The options that asked.
        asked: String,
    },
}

impl Selection {
    /// Keeps what satisfies the selection, in the same order.
    ///
    /// # Errors
    ///
    /// [`NothingSelected`] instead of an empty list.
    pub fn keep(&self, trials: Vec<Trial>) -> Result<Vec<Trial>, NothingSelected> {
        let found = trials.len();
        if found == 0 {
            return Err(NothingSelected::NoScenario);
        }
        let kept: Vec<Trial> = trials.into_iter().filter(|trial| self.keeps(trial)).collect();
        if kept.is_empty() { Err(self.nothing(found)) } else { Ok(kept) }
    }

    fn keeps(&self, trial: &Trial) -> bool {
        self.tags.as_ref().is_none_or(|tags| tags.keeps(&trial.tags))
            && self.name.as_ref().is_none_or(|name| name.is_match(&trial.place.scenario))
    }

    fn nothing(&self, found: usize) -> NothingSelected {
        let tags = self.tags.as_ref().map(|tags| format!("--tags '{}'", tags.as_str()));
        let name = self.name.as_ref().map(|name| format!("--name '{name}'"));
        let asked: Vec<String> = tags.into_iter().chain(name).collect();
        NothingSelected::NoMatch { found, asked: asked.join(" and ") }
    }
}
