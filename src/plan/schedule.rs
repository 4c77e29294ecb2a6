//! The computation: every step as late as it can be, and as soon as it makes sense.

use jiff::{SignedDuration, Timestamp};

use super::office::{Length, Office};
use super::procedure::{Pause, Procedure, Step};
use super::renewal::Renewal;
use super::settings::Settings;
use super::verdict::Verdict;

/// From when to when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The beginning.
    pub from: Timestamp,
    /// The end.
    pub until: Timestamp,
}

/// The calendar of one renewal.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What is renewed.
    pub renewal: Renewal,
    /// How.
    pub procedure: &'static Procedure,
    /// The instant that was taken for now.
    pub now: Timestamp,
    /// When the first of the old certificates ends.
    pub expires: Timestamp,
    /// Whether there is time enough.
    pub verdict: Verdict,
    /// When to begin at the earliest; not before, it would waste lifetime.
    pub earliest_start: Timestamp,
    /// When to begin at the latest, with the margin kept.
    pub latest_start: Timestamp,
    /// When to begin at the very latest, with the margin used up.
    pub last_start: Timestamp,
    /// When the new certificate is in use, begun now or at the earliest sensible date, if
    /// everything goes as fast as it can.
    pub in_use_at_best: Timestamp,
    /// The same, as long as is counted on.
    pub in_use_as_planned: Timestamp,
    /// What is kept free before the end.
    pub margin: Length,
    /// When the margin begins: the last step is to be done by then.
    pub margin_start: Timestamp,
    /// The steps, in order.
    pub steps: Vec<PlannedStep>,
}

/// A step of a plan.
#[derive(Clone, Copy, Debug)]
pub struct PlannedStep {
    /// What to do.
    pub step: &'static Step,
    /// How long is counted on.
    pub length: Length,
    /// Whether that is a guess: nobody wrote it down, and the user did not set it.
    pub is_guessed: bool,
    /// When it is done if one begins now, or at the earliest sensible date.
    pub soonest: Period,
    /// When it is done if one begins at the latest, with the margin kept.
    pub latest: Period,
}

/// How fast to count.
#[derive(Clone, Copy)]
enum Pace {
    Planned,
    Shortest,
}

/// Plans a renewal as of an instant; nothing where the mode needs no certificate.
#[must_use]
pub fn plan(renewal: Renewal, now: Timestamp, settings: &Settings) -> Option<Plan> {
    let procedure = Procedure::of(renewal.mode)?;
    let office = settings.office(procedure.office)?;
    let course = Course { procedure, office, settings };
    let expires = renewal.expires();
    let margin = settings.duration("margin-days").planned;

    let margin_start = office.earlier(expires, margin);
    let latest = course.backward(margin_start, Pace::Planned);
    let latest_start = start(&latest, expires);
    let last_start = start(&course.backward(expires, Pace::Planned), expires);
    let last_chance = start(&course.backward(expires, Pace::Shortest), expires);
    let verdict = match now {
        _ if now <= latest_start => Verdict::OnTime,
        _ if now <= last_chance => Verdict::Tight,
        _ => Verdict::TooLate,
    };

    let lifetime = settings.duration("earliest-days").planned;
    let earliest_start = office.earlier(expires, lifetime).min(latest_start);
    let begin = office.next_open(now.max(earliest_start));
    let soonest = course.forward(begin, Pace::Planned);
    let in_use = |periods: &[Period]| course.in_use(periods).unwrap_or(begin);
    let in_use_as_planned = in_use(&soonest);
    let in_use_at_best = in_use(&course.forward(begin, Pace::Shortest));
    let steps = procedure.steps().zip(soonest).zip(latest);
    let steps = steps.map(|((step, soonest), latest)| PlannedStep {
        step,
        length: settings.duration(&step.duration).planned,
        is_guessed: settings.duration(&step.duration).is_guessed,
        soonest,
        latest,
    });
    Some(Plan {
        procedure,
        now,
        expires,
        verdict,
        earliest_start,
        latest_start,
        last_start,
        in_use_at_best,
        in_use_as_planned,
        margin,
        margin_start,
        steps: steps.collect(),
        renewal,
    })
}

fn start(periods: &[Period], otherwise: Timestamp) -> Timestamp {
    periods.first().map_or(otherwise, |period| period.from)
}

/// The steps, the office, and how long each step takes.
struct Course<'a> {
    procedure: &'static Procedure,
    office: &'a Office,
    settings: &'a Settings,
}

impl Course<'_> {
    fn length(&self, step: &Step, pace: Pace) -> Length {
        let range = self.settings.duration(&step.duration);
        match pace {
            Pace::Planned => range.planned,
            Pace::Shortest => range.shortest,
        }
    }

    /// Every step as soon as the one before is done.
    fn forward(&self, from: Timestamp, pace: Pace) -> Vec<Period> {
        let mut at = from;
        let periods = self.procedure.steps().map(|step| {
            let from = at;
            at = self.office.later(from, self.length(step, pace));
            Period { from, until: at }
        });
        periods.collect()
    }

    /// Every step as late as it can be for the new certificate to be in use by `until`; what comes
    /// afterwards follows.
    fn backward(&self, until: Timestamp, pace: Pace) -> Vec<Period> {
        let (mut before, mut after): (Vec<_>, Vec<_>) =
            self.procedure.steps().partition(|step| !step.afterwards);
        let mut at = until;
        let mut periods: Vec<_> = before
            .drain(..)
            .rev()
            .map(|step| {
                let until = at;
                at = self.office.earlier(until, self.length(step, pace));
                Period { from: at, until }
            })
            .collect();
        periods.reverse();
        at = until;
        periods.extend(after.drain(..).map(|step| {
            let from = at;
            at = self.office.later(from, self.length(step, pace));
            Period { from, until: at }
        }));
        periods
    }

    /// The end of the last step that has to be done before the new certificate is in use.
    fn in_use(&self, periods: &[Period]) -> Option<Timestamp> {
        let steps = self.procedure.steps().zip(periods).filter(|(step, _)| !step.afterwards);
        steps.last().map(|(_, period)| period.until)
    }
}

impl Plan {
    /// Returns from when to when nothing works, at best: none if the new certificate can be in use
    /// before the old one ends.
    #[must_use]
    pub fn interruption(&self) -> Option<Period> {
        let late = self.in_use_at_best > self.expires;
        late.then_some(Period { from: self.expires, until: self.in_use_at_best })
    }

    /// Returns what must rest meanwhile, and from when to when, if one begins at the latest.
    #[must_use]
    pub fn pause(&self) -> Option<(&'static Pause, Period)> {
        let pause = self.procedure.pause.as_ref()?;
        let step = |id: &str| self.steps.iter().find(|it| it.step.id == id);
        let shown =
            |it: &PlannedStep| if self.verdict == Verdict::OnTime { it.latest } else { it.soonest };
        let (from, until) = (step(&pause.from)?, step(&pause.until)?);
        Some((pause, Period { from: shown(from).from, until: shown(until).until }))
    }

    /// Returns how long the old certificate still lasts; negative once it has ended.
    #[must_use]
    pub fn left(&self) -> SignedDuration {
        self.expires.duration_since(self.now)
    }
}

#[cfg(test)]
mod tests;
