//! A trial with its steps matched to the catalogue, ready to play.

use std::fmt;

use cucumber::codegen::LocalBoxFuture;
use cucumber::step::{AmbiguousMatchError, Collection, Context};
use gherkin::{Step, StepType};

use super::Trial;
use crate::report::event::{ScenarioFinished, StepEnd, StepFinished};
use crate::report::snippet;

type Action<W> = for<'a> fn(&'a mut W, Context) -> LocalBoxFuture<'a, ()>;

/// A trial, and what each of its steps does.
#[derive(Debug)]
pub struct Script<W> {
    /// The trial.
    pub trial: Trial,
    /// What each step does, in order; `None` where the catalogue does not have it.
    pub cues: Vec<Option<Cue<W>>>,
}

/// What a step does, and what it does it with.
pub struct Cue<W> {
    /// The function of the catalogue.
    pub action: Action<W>,
    /// The step, and what its expression caught.
    pub context: Context,
}

impl<W> fmt::Debug for Cue<W> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Cue").field("context", &self.context).finish_non_exhaustive()
    }
}

/// A step that the catalogue has more than once.
#[derive(Debug, thiserror::Error)]
#[error("{path}:{line}: more than one step of the catalogue matches `{step}`")]
pub struct AmbiguousStep {
    /// The path of the scenario file.
    pub path: String,
    /// The line of the step.
    pub line: usize,
    /// The step.
    pub step: String,
    /// The steps of the catalogue.
    pub source: AmbiguousMatchError,
}

impl<W: 'static> Script<W> {
    /// Matches each step of a trial with the catalogue.
    ///
    /// # Errors
    ///
    /// [`AmbiguousStep`] when a step matches more than once.
    pub fn read(trial: Trial, catalogue: &Collection<W>) -> Result<Self, AmbiguousStep> {
        let cues = trial.steps.iter().map(|step| match catalogue.find(step) {
            Ok(found) => Ok(found.map(|(action, _, _, context)| Cue { action: *action, context })),
            Err(source) => Err(AmbiguousStep {
                path: trial.place.path.clone(),
                line: step.position.line,
                step: text(step),
                source,
            }),
        });
        let cues = cues.collect::<Result<_, _>>()?;
        Ok(Self { trial, cues })
    }

    /// Tells whether the catalogue lacks one of the steps.
    pub fn is_undefined(&self) -> bool {
        self.cues.iter().any(Option::is_none)
    }

    /// Returns the steps as they stand before anything is tried.
    pub fn untried(&self) -> Vec<StepFinished> {
        let pairs = self.trial.steps.iter().zip(&self.cues);
        pairs
            .map(|(step, cue)| StepFinished {
                text: text(step),
                line: step.position.line,
                end: match cue {
                    Some(_) => StepEnd::Skipped,
                    None => {
                        StepEnd::Undefined { snippet: snippet::propose(kind(step), &step.value) }
                    }
                },
                duration: Default::default(),
            })
            .collect()
    }

    /// Returns the result of a trial of which nothing was tried.
    pub fn ended(&self, outcome: crate::report::event::Outcome) -> ScenarioFinished {
        ScenarioFinished {
            place: self.trial.place.clone(),
            outcome,
            steps: self.untried(),
            duration: Default::default(),
        }
    }
}

fn kind(step: &Step) -> &'static str {
    match step.ty {
        StepType::Given => "given",
        StepType::When => "when",
        StepType::Then => "then",
    }
}

/// Returns a step as its file has it: some languages join the keyword and the text.
fn text(step: &Step) -> String {
    let keyword = step.keyword.trim_end();
    let gap = if keyword.ends_with('\'') { "" } else { " " };
    format!("{keyword}{gap}{}", step.value)
}
