//! Reads a scenario file into trials: outlines expanded, backgrounds and tags inherited.

use std::collections::BTreeSet;

use cucumber::feature::{ExpandExamplesError, Ext as _};
use gherkin::{Background, Feature, GherkinEnv, Rule, Scenario, Step};

use super::diagnosis::{NotGherkin, diagnose};
use super::lines::{Extent, Text};
use super::{ScenarioFile, Trial, seed};
use crate::report::event::Place;

/// The tag of a scenario that tells a guessed rule.
const GUESSED: &str = "guessed";

/// A trial, and where its scenario and its rule stand in the file.
#[derive(Debug, Clone)]
pub struct Read {
    /// The trial.
    pub trial: Trial,
    /// Where it stands.
    pub extent: Extent,
}

/// Why a scenario file could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// An outline names a column that its examples lack.
    #[error("{path}:{line}: the examples have no column `{column}`")]
    NoColumn {
        /// The path of the file.
        path: String,
        /// The line that names it.
        line: usize,
        /// The column.
        column: String,
    },
    /// An outline without a row would run nothing, and look as if all were well.
    #[error("{path}:{line}: the examples of `{scenario}` have no row")]
    NoRow {
        /// The path of the file.
        path: String,
        /// The line of the outline.
        line: usize,
        /// Its name.
        scenario: String,
    },
    /// A scenario without a step proves nothing, and would pass.
    #[error("{path}:{line}: the scenario `{scenario}` has no step")]
    NoStep {
        /// The path of the file.
        path: String,
        /// The line of the scenario.
        line: usize,
        /// Its name.
        scenario: String,
    },
    /// The text is not Gherkin.
    #[error(transparent)]
    NotGherkin(#[from] NotGherkin),
}

/// Reads all trials of a file, in its order.
///
/// A scenario with a tag that `is_guessed` knows as the id of a guessed rule is tagged `guessed`.
///
/// # Errors
///
/// [`ReadError`], with the line.
pub fn read(
    file: &ScenarioFile,
    run_seed: u64,
    is_guessed: &dyn Fn(&str) -> bool,
) -> Result<Vec<Read>, ReadError> {
    let text = file.text.strip_prefix('\u{feff}').unwrap_or(&file.text);
    let feature =
        Feature::parse(text, GherkinEnv::default()).map_err(|_unplaced| diagnose(file))?;
    scenarios(&feature).try_for_each(|(_, scenario)| check(file, scenario))?;
    let alike = outlines_with_rows_alike(&feature);
    let feature = feature.expand_examples().map_err(|error| no_column(file, error))?;
    let text = Text(text);
    let trials = scenarios(&feature).map(|(rule, scenario)| {
        let mut trial = inherit(&file.path, &feature, rule, scenario);
        let extent = text.extent(rule, scenario);
        trial.place.line = extent.line;
        if alike.contains(&scenario.span.start) {
            trial.place.scenario += &format!(" ({})", trial.row.join(", "));
        }
        if trial.tags.iter().any(|tag| is_guessed(tag)) {
            trial.tags.push(GUESSED.to_owned());
        }
        trial.seed = seed::derive(run_seed, &trial);
        Read { trial, extent }
    });
    Ok(trials.collect())
}

/// Returns every scenario with the rule it belongs to: those without a rule come first in a file.
fn scenarios(feature: &Feature) -> impl Iterator<Item = (Option<&Rule>, &Scenario)> {
    let alone = feature.scenarios.iter().map(|scenario| (None, scenario));
    let ruled = feature
        .rules
        .iter()
        .flat_map(|rule| rule.scenarios.iter().map(move |scenario| (Some(rule), scenario)));
    alone.chain(ruled)
}

fn check(file: &ScenarioFile, scenario: &Scenario) -> Result<(), ReadError> {
    let path = file.path.clone();
    let line = scenario.position.line;
    let name = scenario.name.clone();
    if scenario.steps.is_empty() {
        return Err(ReadError::NoStep { path, line, scenario: name });
    }
    let rows = |examples: &gherkin::Examples| {
        examples.table.as_ref().map_or(0, |table| table.rows.len().saturating_sub(1))
    };
    if scenario.examples.iter().any(|examples| rows(examples) == 0) {
        return Err(ReadError::NoRow { path, line, scenario: name });
    }
    Ok(())
}

/// Returns where outlines start whose name holds no column, so that their rows bear one name.
fn outlines_with_rows_alike(feature: &Feature) -> BTreeSet<usize> {
    scenarios(feature)
        .map(|(_, scenario)| scenario)
        .filter(|scenario| !scenario.examples.is_empty() && !scenario.name.contains('<'))
        .map(|scenario| scenario.span.start)
        .collect()
}

fn no_column(file: &ScenarioFile, error: ExpandExamplesError) -> ReadError {
    ReadError::NoColumn { path: file.path.clone(), line: error.pos.line, column: error.name }
}

fn inherit(path: &str, feature: &Feature, rule: Option<&Rule>, scenario: &Scenario) -> Trial {
    let rule_tags = rule.map_or(&[][..], |rule| &rule.tags);
    let rule_steps = steps(rule.and_then(|rule| rule.background.as_ref()));
    let row = scenario.examples.first().and_then(|examples| examples.table.as_ref()?.rows.get(1));
    Trial {
        place: Place {
            path: path.to_owned(),
            line: scenario.position.line,
            feature: feature.name.clone(),
            rule: rule.map(|rule| rule.name.clone()),
            scenario: scenario.name.clone(),
        },
        row: row.cloned().unwrap_or_default(),
        tags: [&feature.tags, rule_tags, &scenario.tags].concat(),
        seed: 0,
        steps: [steps(feature.background.as_ref()), rule_steps, &scenario.steps].concat(),
    }
}

fn steps(background: Option<&Background>) -> &[Step] {
    background.map_or(&[], |background| &background.steps)
}
