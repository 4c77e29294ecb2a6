//! How long a run took, by what was going on.

use jiff::{SignedDuration, Timestamp};

use super::words::lapse;
use crate::runs::History;
use crate::runs::record::What;
use crate::steps::diary::Note;

/// The durations of a run: what each is, how long, and how it is known.
pub(super) fn told(history: &History) -> Vec<(&'static str, String, &'static str)> {
    let first = history.records.first().map(|record| record.at);
    let last = history.records.last().map(|record| record.at);
    let elapsed = first.zip(last).map(|(first, last)| last.duration_since(first));
    let pairs = history.lives.iter().zip(history.lives.iter().skip(1));
    let away = pairs.map(|(one, next)| next.began.duration_since(one.last)).sum();
    let worked: std::time::Duration = history.lives.iter().map(|life| life.worked).sum();
    let worked = SignedDuration::try_from(worked).unwrap_or(SignedDuration::MAX);
    let Waited { people, other_side } = Waited::in_run(history);
    vec![
        (
            "Elapsed",
            lapse(elapsed.unwrap_or_default()),
            "from the beginning to the end, on the environment's clock",
        ),
        (
            "raccord was running",
            lapse(worked),
            "measured by the processes; a machine that sleeps does not count",
        ),
        ("… waiting for people", lapse(people), "from a gate or a question to its answer"),
        ("… waiting for the other side", lapse(other_side), "looking from time to time"),
        ("Nobody was running it", lapse(away), "suspended, or killed"),
    ]
}

/// How long was waited while a process was there.
#[derive(Default)]
struct Waited {
    people: SignedDuration,
    other_side: SignedDuration,
}

impl Waited {
    fn in_run(history: &History) -> Self {
        let mut waited = Self::default();
        let (mut person, mut wait): (Option<Timestamp>, Option<Timestamp>) = (None, None);
        let mut before = None;
        for record in &history.records {
            let is_new_life = matches!(&record.what, What::LifeBegan { .. });
            // Whoever was waiting when the process was killed waited until then.
            let at = before.filter(|_| is_new_life).unwrap_or(record.at);
            let is_over = matches!(
                &record.what,
                What::LifeBegan { .. } | What::LifeEnded { .. } | What::ScenarioSuspended { .. }
            );
            let note = if let What::Noted { note, .. } = &record.what { Some(note) } else { None };
            match note {
                Some(Note::GateOpened(_) | Note::QuestionAsked(_)) => person = Some(record.at),
                Some(Note::WaitBegan { .. }) => wait = Some(record.at),
                Some(Note::GateAnswered { .. } | Note::QuestionAnswered { .. }) => {
                    waited.people += since(person.take(), at);
                }
                Some(Note::WaitEnded { .. }) => waited.other_side += since(wait.take(), at),
                Some(Note::Seen { .. } | Note::AskedToWait { .. }) | None if is_over => {
                    waited.people += since(person.take(), at);
                    waited.other_side += since(wait.take(), at);
                }
                Some(Note::Seen { .. } | Note::AskedToWait { .. }) | None => {}
            }
            before = Some(record.at);
        }
        waited
    }
}

fn since(began: Option<Timestamp>, at: Timestamp) -> SignedDuration {
    began.map(|began| at.duration_since(began)).unwrap_or_default()
}
