//! The operator at a terminal: gates and questions are shown on stderr, since stdout is for reports,
//! and what is typed answers them.
//!
//! Nobody is waited for where there is no terminal: the gate is shown all the same, for whoever
//! reads the log, and left.

mod beginning;
mod gate;
mod layout;
mod lines;
mod question;
mod screen;
mod waiting;

pub use beginning::{Beginning, NotAsked};

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use raccord_kernel::clock::machine_now;

use super::settings::Settings;
use crate::environment::{Answer, Gate, Operator, Question, Waiting};
use crate::report::palette::Palette;
use gate::Said;
use lines::Lines;
use screen::Screen;

/// The person who sits at the terminal, for as long as the process lives.
#[derive(Clone)]
pub struct Terminal {
    /// `None` where nobody sits there.
    lines: Option<Arc<Lines>>,
    screen: Arc<Mutex<Screen>>,
    /// Who answers, by name.
    operator: String,
}

impl Terminal {
    /// The terminal of the process, where stdin and stderr are one; `operator` answers there.
    #[must_use]
    pub fn of_process(settings: &Settings, operator: String) -> Self {
        let lines = settings.is_attended.then(|| Lines::of_terminal().ok()).flatten();
        let screen = Screen::of_process(settings);
        Self::new(lines, screen, operator)
    }

    fn new(lines: Option<Lines>, screen: Screen, operator: String) -> Self {
        let screen = Arc::new(Mutex::new(screen));
        Self { lines: lines.map(Arc::new), screen, operator }
    }

    /// Who answers, by name.
    #[must_use]
    pub fn operator(&self) -> &str {
        &self.operator
    }

    /// Whether somebody can be asked.
    #[must_use]
    pub const fn is_attended(&self) -> bool {
        self.lines.is_some()
    }

    fn screen(&self) -> MutexGuard<'_, Screen> {
        self.screen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows what is asked: whatever was typed before is no answer to it.
    fn show(&self, text: impl FnOnce(Palette, usize) -> String) {
        if let Some(lines) = &self.lines {
            lines.forget();
        }
        self.screen().show(text);
    }

    /// Asks until what is typed is an answer; `None` where the person leaves.
    async fn ask<T>(&self, prompt: &str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let lines = self.lines.as_ref()?;
        loop {
            self.screen().prompt(prompt);
            let Some(line) = lines.next().await else {
                // What is told next does not stand behind the prompt.
                self.screen().say("\n");
                return None;
            };
            match read(line.trim()) {
                Ok(answer) => return Some(answer),
                Err(why) => self.screen().say(&format!("{why}\n")),
            }
        }
    }

    fn tell_that_it_is_left(&self, at: &str, name: &str) {
        let why = match self.is_attended() {
            true => "left",
            false => "nobody can be asked here: stdin or stderr is no terminal",
        };
        self.screen().say(&format!(
            "{why}; the run stands at the {at} `{name}`\n",
            name = raccord_certs::shown::text(name)
        ));
    }

    async fn answer(&self, gate: &Gate) -> Answer {
        self.show(|palette, columns| gate::text(gate, palette, columns));
        let by = || self.operator.clone();
        match self.ask(gate::PROMPT, gate::read).await {
            Some(Said::Confirmed(words)) => return Answer::Confirmed { by: by(), words },
            Some(Said::Rejected(reason)) if !reason.is_empty() => {
                return Answer::Rejected { by: by(), reason };
            }
            Some(Said::Rejected(_)) => {
                let reason = self.ask(gate::WHY, gate::reason).await;
                if let Some(reason) = reason {
                    return Answer::Rejected { by: by(), reason };
                }
            }
            Some(Said::Left) | None => {}
        }
        self.tell_that_it_is_left("gate", &gate.name);
        Answer::Left
    }

    async fn find_out(&self, question: &Question) -> Option<String> {
        self.show(|palette, columns| question::text(question, palette, columns));
        let read = |line: &str| question::read(line, &question.choices);
        let said = self.ask(question::PROMPT, read).await.flatten();
        if said.is_none() {
            self.tell_that_it_is_left("question", &question.name);
        }
        said
    }
}

impl Operator for Terminal {
    fn gate<'a>(&'a self, gate: &'a Gate) -> LocalBoxFuture<'a, Answer> {
        self.answer(gate).boxed_local()
    }

    fn question<'a>(&'a self, question: &'a Question) -> LocalBoxFuture<'a, Option<String>> {
        self.find_out(question).boxed_local()
    }

    fn waiting(&self, wait: &Waiting) {
        self.screen().wait(wait, machine_now());
    }
}

impl fmt::Debug for Terminal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Terminal").field("operator", &self.operator).finish_non_exhaustive()
    }
}

/// Who answers gates: as the command says, else as the environment does, else who is logged in.
#[must_use]
pub fn name(asked: Option<&str>, configured: Option<&str>, settings: &Settings) -> String {
    let named = asked.or(configured).or(settings.login_name.as_deref());
    named.unwrap_or("somebody without a name").to_owned()
}

#[cfg(test)]
mod tests;
