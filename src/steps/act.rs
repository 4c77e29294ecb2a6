//! Acts: what has an effect on the other side, and must never be repeated silently.
//!
//! Intent is written before an act and its result after it. A step that is taken up again is taken
//! from its beginning, with the facts as they stood then: an act that came to something is not done
//! again, and its result is what it was; one that was begun and not finished is *settled* first, by
//! a probe, or by a question to the person who runs raccord.

use raccord_kernel::clock::after;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::diary::{CameTo, Diary, DiaryError, Earlier, Note};
use super::{Failed, Stop, World};
use crate::environment::Question;

/// What became of an act that was begun and not finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled<T> {
    /// It had its effect.
    Done(T),
    /// It had none.
    NotDone,
}

impl Settled<String> {
    /// What a person says who was asked for an identifier, or for `no`; nothing where it is neither.
    /// No identifier that is known is without a digit, or has a space in it.
    fn by_word(answer: &str) -> Option<Self> {
        let answer = answer.trim();
        if ["no", "n", "non"].iter().any(|no| answer.eq_ignore_ascii_case(no)) {
            return Some(Self::NotDone);
        }
        let is_one = answer.contains(|sign: char| sign.is_ascii_digit())
            && !answer.contains(char::is_whitespace);
        is_one.then(|| Self::Done(answer.to_owned()))
    }
}

/// What an act that did not succeed leaves behind.
pub trait Failing {
    /// Whether it is known that the act had no effect: it was refused, or never left.
    fn had_no_effect(&self) -> bool;
}

impl World {
    /// Does something that must not be done twice.
    ///
    /// `settle` finds out what became of it where it was begun and not finished, from what was written
    /// `about` it then; `perform` does it.
    ///
    /// # Errors
    ///
    /// Those of `settle` and `perform`, and [`Stop::Suspended`] when it cannot be written down.
    pub async fn act<T: Serialize + DeserializeOwned, R: Failing>(
        &mut self,
        name: &str,
        about: Value,
        settle: impl AsyncFnOnce(&mut Self, Value) -> Result<Settled<T>, Stop>,
        perform: impl AsyncFnOnce(&mut Self) -> Result<Result<T, R>, Stop>,
    ) -> Result<Result<T, R>, Stop> {
        let Some(diary) = self.diary() else { return perform(self).await };
        let (name, anew) = (self.numbered(name), about.clone());
        match diary.act_begins(&name, &about)? {
            Earlier::Never | Earlier::Nothing => {}
            Earlier::Done(result) => return Ok(Ok(read_back(&name, result)?)),
            Earlier::Begun { about, .. } => {
                if let Settled::Done(result) = settle(self, about).await? {
                    done(&*diary, &name, &result)?;
                    return Ok(Ok(result));
                }
                diary.act_begins_again(&name, &anew)?;
            }
        }
        let attempt = perform(self).await?;
        match &attempt {
            Ok(result) => done(&*diary, &name, result)?,
            Err(failed) if failed.had_no_effect() => {
                diary.act_ended(&name, &CameTo::Nothing)?;
            }
            // Nobody knows what became of it: whoever comes back settles it.
            Err(_) => {}
        }
        Ok(attempt)
    }

    /// What acts of a name came to in this step in an earlier life, oldest first: those that are
    /// named next are others.
    pub(super) fn came_to<T: DeserializeOwned>(&mut self, name: &str) -> Result<Vec<T>, Stop> {
        let mut all = Vec::new();
        let Some(diary) = self.diary() else { return Ok(all) };
        loop {
            match diary.known(&self.name_of_next(name)) {
                Earlier::Done(result) => all.push(read_back(name, result)?),
                Earlier::Nothing => {}
                Earlier::Never | Earlier::Begun { .. } => return Ok(all),
            }
            self.numbered(name);
        }
    }

    /// What all acts of a name came to in this step, in whatever life, with their own names.
    pub(super) fn all_came_to<T: DeserializeOwned>(
        &self,
        name: &str,
    ) -> Result<Vec<(String, T)>, Stop> {
        let mut all = Vec::new();
        let Some(diary) = self.diary() else { return Ok(all) };
        for number in 1_u32.. {
            let act = Self::name_of(name, number);
            match diary.known(&act) {
                Earlier::Done(result) => {
                    let result = read_back(&act, result)?;
                    all.push((act, result));
                }
                Earlier::Nothing | Earlier::Begun { .. } => {}
                Earlier::Never => break,
            }
        }
        Ok(all)
    }

    /// Whether the next act of a name was begun in an earlier life, and not finished.
    pub(super) fn was_begun(&self, name: &str) -> bool {
        let known = self.diary().map(|diary| diary.known(&self.name_of_next(name)));
        matches!(known, Some(Earlier::Begun { .. }))
    }

    /// A value that is made once in a step, and is the same when the step is taken up again.
    ///
    /// # Errors
    ///
    /// When it cannot be written down.
    pub fn once<T: Serialize + DeserializeOwned>(
        &mut self,
        name: &str,
        make: impl FnOnce() -> T,
    ) -> Result<T, Stop> {
        let Some(diary) = self.diary() else { return Ok(make()) };
        let name = self.numbered(name);
        if let Earlier::Done(made) = diary.act_begins(&name, &Value::Null)? {
            return read_back(&name, made);
        }
        let made = make();
        done(&*diary, &name, &made)?;
        Ok(made)
    }

    /// Asks the person who runs raccord.
    ///
    /// # Errors
    ///
    /// [`Stop::Suspended`] when the person leaves, or nobody is there.
    pub(super) async fn ask(&mut self, question: Question) -> Result<String, Stop> {
        let environment = self.environment()?;
        let unanswered = || Stop::Suspended(format!("a question waits: {}", question.asked));
        let operator = environment.operator().ok_or_else(unanswered)?;
        self.note(&Note::QuestionAsked(question.clone()))?;
        let words = operator.question(&question).await;
        let answered =
            Note::QuestionAnswered { question: question.name.clone(), words: words.clone() };
        self.note(&answered)?;
        words.ok_or_else(unanswered)
    }

    /// Asks which identifier something has that was sent before its answer came, or whether it was not
    /// taken at all (`no`).
    ///
    /// # Errors
    ///
    /// As [`ask`](Self::ask).
    pub(super) async fn ask_for_identifier(
        &mut self,
        name: String,
        asked: String,
        hint: &str,
    ) -> Result<Settled<String>, Stop> {
        let mut question = Question { name, asked, hint: hint.to_owned(), choices: Vec::new() };
        loop {
            let answer = self.ask(question.clone()).await?;
            if let Some(settled) = Settled::by_word(&answer) {
                return Ok(settled);
            }
            question.asked = format!(
                "`{answer}` is no identifier: it would have a digit, and no space. Type the \
                 identifier, or `no`"
            );
        }
    }

    /// Notes something for whoever reads the record.
    ///
    /// # Errors
    ///
    /// When it cannot be written down.
    pub fn note(&self, note: &Note) -> Result<(), Stop> {
        Ok(self.diary().map_or(Ok(()), |diary| diary.note(note))?)
    }

    /// Lets time go to an instant counted from now, the same when the step is taken up again.
    ///
    /// # Errors
    ///
    /// When it cannot be written down.
    pub(super) fn instant_after(
        &mut self,
        lapse: jiff::SignedDuration,
    ) -> Result<jiff::Timestamp, Stop> {
        let now = self.environment()?.now();
        self.once("until", || after(now, lapse))
    }
}

fn done(diary: &dyn Diary, name: &str, result: &impl Serialize) -> Result<(), DiaryError> {
    let result = serde_json::to_value(result)
        .map_err(|source| DiaryError { what: name.to_owned(), source: source.into() })?;
    diary.act_ended(name, &CameTo::Done(result))
}

fn read_back<T: DeserializeOwned>(name: &str, written: Value) -> Result<T, Stop> {
    let unread = |error| Failed::because(format!("the record of `{name}` cannot be read"), error);
    Ok(serde_json::from_value(written).map_err(unread)?)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeMap;
    use std::path::PathBuf;
    use std::rc::Rc;

    use jiff::Timestamp;
    use raccord_kernel::Clock;
    use raccord_mocks::gateway::Listen;
    use serde_json::json;

    use super::*;
    use crate::environment::{Mocks, START};
    use crate::steps::Facts;
    use crate::steps::diary::{Fetched, FileKind};

    /// A diary in memory: what a run folder would hold.
    #[derive(Debug, Default)]
    struct Memory(RefCell<BTreeMap<String, Option<CameTo>>>);

    impl Diary for Memory {
        fn step_begins(&self, _: usize, _: &str, _: &Facts) -> Result<(), DiaryError> {
            Ok(())
        }

        fn step_passed(&self, _: usize, _: &Facts) -> Result<(), DiaryError> {
            Ok(())
        }

        fn act_begins(&self, act: &str, _: &Value) -> Result<Earlier, DiaryError> {
            let known = self.known(act);
            if matches!(known, Earlier::Never | Earlier::Nothing) {
                self.0.borrow_mut().insert(act.to_owned(), None);
            }
            Ok(known)
        }

        fn act_begins_again(&self, act: &str, _: &Value) -> Result<(), DiaryError> {
            self.0.borrow_mut().insert(act.to_owned(), None);
            Ok(())
        }

        fn known(&self, act: &str) -> Earlier {
            match self.0.borrow().get(act) {
                Some(Some(CameTo::Done(result))) => Earlier::Done(result.clone()),
                Some(None) => {
                    Earlier::Begun { at: Timestamp::UNIX_EPOCH, about: json!({ "sent": 7 }) }
                }
                Some(Some(CameTo::Nothing)) => Earlier::Nothing,
                None => Earlier::Never,
            }
        }

        fn act_ended(&self, act: &str, came_to: &CameTo) -> Result<(), DiaryError> {
            self.0.borrow_mut().insert(act.to_owned(), Some(came_to.clone()));
            Ok(())
        }

        fn note(&self, _: &Note) -> Result<(), DiaryError> {
            Ok(())
        }

        fn fetched(&self) -> Result<Vec<Fetched>, DiaryError> {
            Ok(Vec::new())
        }

        fn keep_file(&self, _: FileKind, name: &str, _: &[u8]) -> Result<PathBuf, DiaryError> {
            Ok(name.into())
        }
    }

    impl Failing for &'static str {
        fn had_no_effect(&self) -> bool {
            *self == "refused"
        }
    }

    /// A life of a run whose record is `memory`.
    async fn life(memory: &Rc<Memory>) -> World {
        let mocks = Mocks::open(1, Clock::held(START), Listen::default()).await.unwrap();
        let mut world =
            World::new(Rc::new(mocks)).recorded(Rc::clone(memory) as _, 0, Facts::default());
        world.step_begins(0, "When the connector sends a flow").unwrap();
        world
    }

    /// Sends a flow; answers how often it was really sent, and what it came to.
    async fn send(world: &mut World, end: Result<u32, &'static str>) -> (u32, Result<u32, String>) {
        let mut sent = 0;
        let settle = async |_: &mut World, about: Value| {
            Ok(if about["sent"] == 7 { Settled::Done(70) } else { Settled::NotDone })
        };
        let perform = async |_: &mut World| {
            sent += 1;
            Ok(end)
        };
        let came = world.act("send", json!({ "sent": 7 }), settle, perform).await.unwrap();
        (sent, came.map_err(str::to_owned))
    }

    #[tokio::test]
    async fn what_was_done_is_not_done_again_in_another_life() {
        let memory = Rc::default();
        assert_eq!(send(&mut life(&memory).await, Ok(1)).await, (1, Ok(1)));
        assert_eq!(send(&mut life(&memory).await, Ok(2)).await, (0, Ok(1)));
    }

    #[tokio::test]
    async fn the_same_act_twice_in_a_step_is_two_acts() {
        let memory = Rc::default();
        let mut world = life(&memory).await;
        assert_eq!(send(&mut world, Ok(1)).await, (1, Ok(1)));
        assert_eq!(send(&mut world, Ok(2)).await, (1, Ok(2)));
        let mut again = life(&memory).await;
        assert_eq!(send(&mut again, Ok(3)).await, (0, Ok(1)));
        assert_eq!(send(&mut again, Ok(3)).await, (0, Ok(2)));
    }

    #[tokio::test]
    async fn what_was_refused_may_be_done_again() {
        let memory = Rc::default();
        let refused = (1, Err("refused".to_owned()));
        assert_eq!(send(&mut life(&memory).await, Err("refused")).await, refused);
        assert_eq!(send(&mut life(&memory).await, Ok(2)).await, (1, Ok(2)));
    }

    #[tokio::test]
    async fn what_broke_off_is_settled_before_it_is_done_again() {
        let memory = Rc::default();
        let broken = (1, Err("broke off".to_owned()));
        assert_eq!(send(&mut life(&memory).await, Err("broke off")).await, broken);
        assert_eq!(send(&mut life(&memory).await, Ok(2)).await, (0, Ok(70)));
    }

    #[tokio::test]
    async fn what_acts_came_to_before_is_told_once_and_the_next_act_is_another() {
        let memory = Rc::default();
        let mut world = life(&memory).await;
        assert_eq!(send(&mut world, Ok(1)).await, (1, Ok(1)));
        assert_eq!(send(&mut world, Ok(2)).await, (1, Ok(2)));
        let mut again = life(&memory).await;
        assert_eq!(again.came_to::<u32>("send").unwrap(), [1, 2]);
        assert_eq!(again.came_to::<u32>("send").unwrap(), [0; 0]);
        assert_eq!(send(&mut again, Ok(3)).await, (1, Ok(3)));
    }

    #[tokio::test]
    async fn what_acts_came_to_after_one_that_had_no_effect_is_told_as_well() {
        let memory = Rc::default();
        let mut world = life(&memory).await;
        assert_eq!(send(&mut world, Err("refused")).await, (1, Err("refused".to_owned())));
        assert_eq!(send(&mut world, Err("broke off")).await, (1, Err("broke off".to_owned())));
        assert_eq!(send(&mut world, Ok(3)).await, (1, Ok(3)));
        let mut again = life(&memory).await;
        let all = again.all_came_to::<u32>("send").unwrap();
        assert_eq!(all, [("send #3".to_owned(), 3)]);
        assert_eq!(again.came_to::<u32>("send").unwrap(), [0; 0]);
        assert!(again.was_begun("send"), "what broke off stands before what was done");
        assert_eq!(send(&mut again, Ok(9)).await, (0, Ok(70)));
        assert_eq!(again.came_to::<u32>("send").unwrap(), [3]);
    }

    #[tokio::test]
    async fn what_was_begun_is_settled_before_anything_is_done() {
        let memory: Rc<Memory> = Rc::default();
        memory.0.borrow_mut().insert("send".to_owned(), None);
        assert_eq!(send(&mut life(&memory).await, Ok(1)).await, (0, Ok(70)));
        assert_eq!(send(&mut life(&memory).await, Ok(1)).await, (0, Ok(70)));
    }

    #[test]
    fn an_identifier_has_a_digit_and_no_space_and_no_is_no_identifier() {
        assert_eq!(Settled::by_word(" Non "), Some(Settled::NotDone));
        assert_eq!(Settled::by_word("CPP01"), Some(Settled::Done("CPP01".to_owned())));
        for neither in ["yes", "oui", "not there", "number 17", ""] {
            assert_eq!(Settled::by_word(neither), None, "{neither}");
        }
    }

    #[tokio::test]
    async fn an_instant_counts_from_the_first_life() {
        let memory = Rc::default();
        let made = life(&memory).await.once("until", || 1).unwrap();
        assert_eq!(life(&memory).await.once("until", || made + 1).unwrap(), made);
    }
}
