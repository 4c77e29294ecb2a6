//! Time passing, and waiting for something: the plan of the connector is kept meanwhile.

use std::str::FromStr;

use cucumber::{Parameter, when};
use jiff::{SignedDuration, Timestamp};
use raccord_kernel::clock::after;

use super::diary::Note;
use super::{Stop, World, connector, plan};
use crate::causes::with_causes;
use crate::environment::{Environment, Wait, Waiting};

/// A duration as people write it: `20 days`, `2 hours`, `a day`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Parameter)]
#[param(name = "duration", regex = r"(?:\d+|an?|one) (?:second|minute|hour|day)s?")]
pub struct Lapse(pub SignedDuration);

impl FromStr for Lapse {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (count, unit) = text.split_once(' ').ok_or("a duration is a number and a unit")?;
        let count: i64 = match count {
            "a" | "an" | "one" => 1,
            digits => digits.parse().map_err(|_| format!("`{digits}` is not a number"))?,
        };
        let unit = match unit.trim_end_matches('s') {
            "second" => SignedDuration::from_secs(1),
            "minute" => SignedDuration::from_mins(1),
            "hour" => SignedDuration::from_hours(1),
            "day" => SignedDuration::from_hours(24),
            other => return Err(format!("`{other}` is not a unit of time")),
        };
        let count = i32::try_from(count).map_err(|_| format!("`{text}` is too long"))?;
        Ok(Self(unit * count))
    }
}

/// Something to look at until it is there. Looking changes nothing.
pub trait Probe {
    /// What was seen last, in words; and whether it is what was waited for.
    fn look(&self, world: &mut World) -> impl Future<Output = Result<(bool, String), Stop>>;
}

/// Lets time go to `instant`, the connector keeping to its plan.
///
/// # Errors
///
/// When the clock does not get there, or the plan cannot be kept for a reason of the harness's own.
pub async fn pass_to(world: &mut World, instant: Timestamp) -> Result<(), Stop> {
    world.hang_up();
    while let Some(due) = plan::next_at(world).filter(|due| *due <= instant) {
        advance(world, due).await?;
        plan::tick(world).await?;
    }
    advance(world, instant).await?;
    connector::tick(world).await
}

/// Whoever waits on a clock that stands still would wait for ever; and whoever waits for longer than
/// the environment has a run wait is suspended.
async fn advance(world: &World, instant: Timestamp) -> Result<(), Stop> {
    let environment = world.environment()?;
    let longest = environment.longest_wait();
    if longest.is_some_and(|longest| instant.duration_since(environment.now()) > longest) {
        return Err(Stop::Suspended(format!("nothing is to be done until {instant}")));
    }
    environment.pass_to(instant).await;
    let (name, now) = (environment.name(), environment.now());
    if now >= instant {
        return Ok(());
    }
    Err(Stop::failed(format!(
        "the clock of the `{name}` environment stands at {now}, expected it to go on to {instant}"
    )))
}

/// Nobody is told of a moment's wait.
const MOMENT: SignedDuration = SignedDuration::from_secs(5);

/// Waits for an instant before which nothing may be done, and tells the person of it.
///
/// # Errors
///
/// [`Stop::Suspended`] where the environment has a run wait no longer.
pub(super) async fn hold(world: &World, what: &str, until: Timestamp) -> Result<(), Stop> {
    let environment = world.environment()?;
    let since = environment.now();
    if until <= since {
        return Ok(());
    }
    if let Some(operator) = environment.operator().filter(|_| until.duration_since(since) > MOMENT)
    {
        let what = what.to_owned();
        operator.waiting(&Waiting {
            what,
            since,
            deadline: until,
            seen: String::new(),
            next: until,
        });
    }
    advance(world, until).await
}

/// Lets some time pass, counted from when the step first began.
///
/// # Errors
///
/// As [`pass_to`].
pub async fn pass(world: &mut World, lapse: SignedDuration) -> Result<(), Stop> {
    let until = world.instant_after(lapse)?;
    pass_to(world, until.max(world.environment()?.now())).await
}

/// Waits until a probe sees what it looks for: from event to event where events are known, else
/// once in a period. The wait counts from when it first began, in whatever life of the run.
///
/// # Errors
///
/// When it is not there at the deadline: says what was seen last. [`Stop::Suspended`] where the
/// environment has a run wait no longer.
pub async fn wait(
    world: &mut World,
    what: &str,
    probe: &impl Probe,
    wait: Wait,
) -> Result<(), Stop> {
    let environment = world.environment()?;
    let patience = environment.patience(wait);
    let here_since = environment.now();
    let since = world.once(&format!("wait for {what}"), || here_since)?;
    let deadline = after(since, patience.deadline);
    let mut told = Told { what, since, deadline, seen: None };
    world.note(&Note::WaitBegan { what: what.to_owned(), since, deadline })?;
    loop {
        let (there, seen) = match probe.look(world).await {
            // A network that is away for a while is no end of a wait that takes days.
            Err(Stop::Failed(why)) if environment.time_travel().is_err() => {
                let why = with_causes(&why).replace("\n  caused by: ", ": ");
                (false, format!("nothing: {why}"))
            }
            looked => looked?,
        };
        told.note(world, &seen)?;
        let now = environment.now();
        if there || now >= deadline {
            world.note(&Note::WaitEnded { what: what.to_owned(), seen: seen.clone(), there })?;
        }
        if there {
            return Ok(());
        }
        if now >= deadline {
            let waited = deadline.duration_since(since);
            return Err(Stop::failed(format!(
                "waited {waited:#} for {what}; found {seen} at {now}"
            )));
        }
        let event = environment.next_event().filter(|due| *due > now);
        let next = event.unwrap_or_else(|| after(now, patience.period)).min(deadline);
        // Whoever asked not to be asked before then is not, whatever the deadline is.
        let next = next.max(environment.not_before().unwrap_or(next));
        let longest = environment.longest_wait();
        if longest.is_some_and(|longest| next.duration_since(here_since) > longest) {
            return Err(Stop::Suspended(format!(
                "waits for {what} since {since}, until {deadline} at most; found {seen} at {now}"
            )));
        }
        told.tell(&*environment, next);
        pass_to(world, next).await?;
    }
}

/// What is told of a wait.
struct Told<'a> {
    what: &'a str,
    since: Timestamp,
    deadline: Timestamp,
    seen: Option<String>,
}

impl Told<'_> {
    /// Notes what was seen, where it is something else than before.
    fn note(&mut self, world: &World, seen: &str) -> Result<(), Stop> {
        if self.seen.as_deref() == Some(seen) {
            return Ok(());
        }
        self.seen = Some(seen.to_owned());
        world.note(&Note::Seen { what: self.what.to_owned(), seen: seen.to_owned() })
    }

    /// Tells the person who runs raccord, where there is one.
    fn tell(&self, environment: &dyn Environment, next: Timestamp) {
        let Some(operator) = environment.operator() else { return };
        let Self { since, deadline, .. } = *self;
        let (what, seen) = (self.what.to_owned(), self.seen.clone().unwrap_or_default());
        operator.waiting(&Waiting { what, since, deadline, seen, next });
    }
}

impl World {
    /// Where time goes on by itself, a certificate expires when it does: it must be good still, and
    /// how long it is good stands in the remarks.
    pub(super) fn expires_by_itself(
        &mut self,
        until: Timestamp,
        wished: Lapse,
    ) -> Result<bool, Stop> {
        let environment = self.environment()?;
        if environment.time_travel().is_ok() {
            return Ok(false);
        }
        let now = environment.now();
        if until <= now {
            return Err(Stop::failed(format!(
                "the certificate expired at {until}, and it is {now}; configure one that is good"
            )));
        }
        let (days, wished) = (until.duration_since(now).as_hours() / 24, wished.0);
        let remark = format!("the certificate expires in {days} days here, not in {wished:#}");
        self.facts.remarks.push(remark);
        Ok(true)
    }
}

#[when(expr = "{duration} passes")]
#[when(expr = "{duration} pass")]
async fn time_passes(world: &mut World, lapse: Lapse) {
    world.step(async |world| pass(world, lapse.0).await).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        assert_eq!("a day".parse(), Ok(Lapse(SignedDuration::from_hours(24))));
        assert_eq!("3599 seconds".parse(), Ok(Lapse(SignedDuration::from_secs(3599))));
        assert_eq!("an hour".parse(), Ok(Lapse(SignedDuration::from_mins(60))));
        assert!("3 weeks".parse::<Lapse>().is_err());
    }
}
