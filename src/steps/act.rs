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

/// An act that came to something, or was refused without effect.
pub type Attempt<T, R> = Result<T, R>;

impl World {
    /// Does something that must not be done twice.
    ///
    /// `settle` finds out what became of it where it was begun and not finished; `perform` does it.
    ///
    /// # Errors
    ///
    /// Those of `settle` and `perform`, and [`Stop::Suspended`] when it cannot be written down.
    pub async fn act<T: Serialize + DeserializeOwned, R>(
        &mut self,
        name: &str,
        about: Value,
        settle: impl AsyncFnOnce(&mut Self) -> Result<Settled<T>, Stop>,
        perform: impl AsyncFnOnce(&mut Self) -> Result<Attempt<T, R>, Stop>,
    ) -> Result<Attempt<T, R>, Stop> {
        let Some(diary) = self.diary() else { return perform(self).await };
        let name = self.numbered(name);
        match diary.act_begins(&name, &about)? {
            Earlier::Never => {}
            Earlier::Done(result) => return Ok(Ok(read_back(&name, result)?)),
            Earlier::Begun { .. } => {
                if let Settled::Done(result) = settle(self).await? {
                    done(&*diary, &name, &result)?;
                    return Ok(Ok(result));
                }
            }
        }
        let attempt = perform(self).await?;
        match &attempt {
            Ok(result) => done(&*diary, &name, result)?,
            Err(_) => diary.act_ended(&name, &CameTo::Nothing)?,
        }
        Ok(attempt)
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
    pub async fn ask(&mut self, question: Question) -> Result<String, Stop> {
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
