//! What a step acts on.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::rc::Rc;

use raccord_kernel::{Fields, LedgerEntry};

use super::diary::Diary;
use super::workshop::{Reference, Workshop};
use super::{Closing, Facts, Stop, closing};
use crate::connectors::chorus_pro::edi::EdiConnector;
use crate::connectors::social_security::rest::RestConnector;
use crate::environment::{Environment, OpenError};

/// One scenario's world: its environment, and what a step leaves for the next.
///
/// The facts are all that a world needs to be built again; what is beside them are clients, made
/// anew when they are missing.
#[derive(Debug, cucumber::World)]
#[world(init = Self::unused)]
pub struct World {
    setting: Option<Setting>,
    /// What a step leaves for the next.
    pub facts: Facts,
    end: Option<Stop>,
    pub(super) edi: Option<Box<dyn EdiConnector>>,
    pub(super) rest: Option<Box<dyn RestConnector>>,
    http: Option<reqwest::Client>,
    /// The step at which it is taken up again; those before it passed in an earlier life.
    resumes_at: usize,
    /// How often each act was named in this step.
    acts: BTreeMap<String, u32>,
    /// The ids of the rules that its scenario is about.
    rules: Vec<String>,
}

/// Where a world stands, whatever happens in it.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    pub(super) environment: Rc<dyn Environment>,
    pub(super) workshop: Rc<dyn Workshop>,
    diary: Option<Rc<dyn Diary>>,
}

impl World {
    /// The loop opens worlds itself: cucumber's own runner is not used.
    fn unused() -> Result<Self, Infallible> {
        Ok(Self::with(None, Facts::default()))
    }

    /// A world in an environment, with the reference connectors.
    #[must_use]
    pub fn new(environment: Rc<dyn Environment>) -> Self {
        Self::with_connectors(environment, Rc::new(Reference))
    }

    /// A world in an environment, with other connectors than the reference's.
    #[must_use]
    pub fn with_connectors(environment: Rc<dyn Environment>, workshop: Rc<dyn Workshop>) -> Self {
        Self::from_facts(Setting { environment, workshop, diary: None }, Facts::default())
    }

    const fn from_facts(setting: Setting, facts: Facts) -> Self {
        Self::with(Some(setting), facts)
    }

    const fn with(setting: Option<Setting>, facts: Facts) -> Self {
        Self {
            setting,
            facts,
            end: None,
            edi: None,
            rest: None,
            http: None,
            resumes_at: 0,
            acts: BTreeMap::new(),
            rules: Vec::new(),
        }
    }

    /// The same, for a scenario that is about some rules.
    #[must_use]
    pub fn about(self, rules: Vec<String>) -> Self {
        Self { rules, ..self }
    }

    /// The ids of the rules that its scenario is about.
    pub(super) fn rules(&self) -> &[String] {
        &self.rules
    }

    /// The same, written down in a diary, and taken up again at a step (counted from 0) with the
    /// facts as they stood when it began.
    #[must_use]
    pub fn recorded(mut self, diary: Rc<dyn Diary>, resumes_at: usize, facts: Facts) -> Self {
        if let Some(setting) = &mut self.setting {
            setting.diary = Some(diary);
        }
        Self { resumes_at, facts, ..self }
    }

    /// The step at which it is taken up again.
    #[must_use]
    pub const fn resumes_at(&self) -> usize {
        self.resumes_at
    }

    /// A step begins.
    ///
    /// # Errors
    ///
    /// When it cannot be written down.
    pub fn step_begins(&mut self, number: usize, text: &str) -> Result<(), Stop> {
        self.acts.clear();
        let Some(diary) = self.diary() else { return Ok(()) };
        Ok(diary.step_begins(number, text, &self.facts)?)
    }

    /// A step passed.
    ///
    /// # Errors
    ///
    /// When it cannot be written down.
    pub fn step_passed(&self, number: usize) -> Result<(), Stop> {
        let Some(diary) = self.diary() else { return Ok(()) };
        Ok(diary.step_passed(number, &self.facts)?)
    }

    /// Where it is written down what this scenario does, where it is.
    pub(super) fn diary(&self) -> Option<Rc<dyn Diary>> {
        self.setting.as_ref()?.diary.clone()
    }

    /// The name of an act, of which a step may have several.
    pub(super) fn numbered(&mut self, name: &str) -> String {
        let next = self.name_of_next(name);
        *self.acts.entry(name.to_owned()).or_default() += 1;
        next
    }

    /// The name that the next act of a name has.
    pub(super) fn name_of_next(&self, name: &str) -> String {
        Self::name_of(name, self.acts.get(name).map_or(1, |count| count + 1))
    }

    /// The name that an act has which is one of several of a name in its step, counted from 1.
    pub(super) fn name_of(name: &str, number: u32) -> String {
        if number == 1 { name.to_owned() } else { format!("{name} #{number}") }
    }

    /// Runs the body of a step and keeps its end for the loop to read.
    pub async fn step(&mut self, body: impl AsyncFnOnce(&mut Self) -> Result<(), Stop>) {
        self.end = body(self).await.err();
        if let Some(edi) = &self.edi {
            self.facts.chorus_pro.connector = Some(edi.memory());
        }
        self.keep_rest();
    }

    /// Takes the end that the last step left, if it did not simply succeed.
    pub fn take_end(&mut self) -> Option<Stop> {
        self.end.take()
    }

    /// Ends the scenario, and says what stands out.
    pub async fn close(self) -> Closing {
        let ended = match &self.setting {
            Some(setting) => setting.workshop.close().await,
            None => Ok(()),
        };
        let mut closing = closing::judge(&self);
        closing.failures.extend(ended.err());
        closing
    }

    /// Drops the world and builds it again from its facts.
    ///
    /// # Errors
    ///
    /// When the facts cannot be read back.
    pub async fn rebuild(self) -> Result<Self, OpenError> {
        let Some(setting) = self.setting else { return Ok(self) };
        let name = setting.environment.name().to_owned();
        let read_back = serde_json::to_string(&self.facts)
            .and_then(|text| serde_json::from_str::<Facts>(&text))
            .map_err(|source| OpenError { environment: name, source: source.into() })?;
        let (resumes_at, acts, rules) = (self.resumes_at, self.acts, self.rules);
        Ok(Self { resumes_at, acts, rules, ..Self::from_facts(setting, read_back) })
    }

    /// The environment.
    ///
    /// # Errors
    ///
    /// When the world was not opened by the loop.
    pub fn environment(&self) -> Result<Rc<dyn Environment>, Stop> {
        Ok(Rc::clone(&self.setting()?.environment))
    }

    pub(super) fn setting(&self) -> Result<&Setting, Stop> {
        self.setting.as_ref().ok_or_else(|| Stop::failed("no environment is open"))
    }

    /// Marks how far the journal goes, before the action that a later step asks about.
    pub fn mark_journal(&mut self) {
        let written = self.environment().ok();
        let written = written.and_then(|it| Some(it.observe().ok()?.written()));
        self.facts.journal_mark = written.unwrap_or_default();
    }

    /// Writes in the ledger what a connector did, as it says it.
    ///
    /// # Errors
    ///
    /// When the world was not opened by the loop.
    pub fn account(&mut self, operation: &str, subject: &str, claimed: bool) -> Result<(), Stop> {
        let at = self.environment()?.now();
        let (operation, subject) = (operation.to_owned(), subject.to_owned());
        let entry = LedgerEntry { at, operation, subject, claimed, fields: Fields::default() };
        self.facts.ledger.write(entry);
        Ok(())
    }

    /// Drops the clients whose connections a real server would have closed by now.
    pub fn hang_up(&mut self) {
        self.http = None;
    }

    /// A client that dials as the environment says, and keeps cookies as a browser does.
    ///
    /// # Errors
    ///
    /// When none can be made.
    pub fn http(&mut self) -> Result<reqwest::Client, Stop> {
        if let Some(http) = &self.http {
            return Ok(http.clone());
        }
        Ok(self.http.insert(self.environment()?.network().http()?).clone())
    }
}
