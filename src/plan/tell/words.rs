//! A plan in sentences.

use jiff::Timestamp;

use crate::plan::office::Country;
use crate::plan::procedure::Step;
use crate::plan::schedule::Plan;
use crate::plan::verdict::Verdict;
use raccord_certs::shown;

/// Writes an instant by the clocks of a country, as in `Fri 2027-04-23 12:00`.
#[must_use]
pub fn moment(at: Timestamp, country: Country) -> String {
    country.zone().to_datetime(at).strftime("%a %Y-%m-%d %H:%M").to_string()
}

/// Writes the day of an instant, by the clocks of a country.
#[must_use]
pub fn day(at: Timestamp, country: Country) -> String {
    country.zone().to_datetime(at).strftime("%a %Y-%m-%d").to_string()
}

/// Writes an instant in few letters, as in `Fri 23 Apr 12:00`.
#[must_use]
pub fn short_moment(at: Timestamp, country: Country) -> String {
    country.zone().to_datetime(at).strftime("%a %-d %b %H:%M").to_string()
}

/// Writes how far an instant is, in days as the calendar counts them: `in 3 days`, `today`.
#[must_use]
pub fn distance(now: Timestamp, at: Timestamp, country: Country) -> String {
    let date = |at| country.zone().to_datetime(at).date();
    let days = date(at).since(date(now)).map_or(0, |span| span.get_days());
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        2.. => format!("in {days} days"),
        ..0 => format!("{} days ago", -days),
    }
}

/// Names what is renewed: the certificates, each once.
#[must_use]
pub fn names(plan: &Plan) -> String {
    joined(plan.renewal.subjects.iter().map(|subject| subject.name.as_str()))
}

/// Names the files, each once.
#[must_use]
pub fn files(plan: &Plan) -> String {
    joined(plan.renewal.subjects.iter().map(|subject| subject.file.as_str()))
}

fn joined<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut once: Vec<String> = Vec::new();
    for name in names.map(shown::text) {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    once.join(", ")
}

/// Says what the verdict means, and what to do now.
#[must_use]
pub fn advice(plan: &Plan) -> String {
    let country = plan.procedure.office;
    let moment = |at| moment(at, country);
    let expires = moment(plan.expires);
    let (best, planned) = (moment(plan.in_use_at_best), moment(plan.in_use_as_planned));
    match plan.verdict {
        Verdict::OnTime if plan.now < plan.earliest_start => format!(
            "nothing to do before {}; begin by {}",
            day(plan.earliest_start, country),
            moment(plan.latest_start),
        ),
        Verdict::OnTime => format!(
            "begin by {} ({})",
            moment(plan.latest_start),
            distance(plan.now, plan.latest_start, country),
        ),
        Verdict::Tight if plan.in_use_as_planned <= plan.expires => format!(
            "begin now: part of the margin of {} is gone; the new certificate is in use by \
             {planned}, the old one ends {expires}",
            plan.margin,
        ),
        Verdict::Tight => format!(
            "begin now, and hurry: if everything goes as fast as it can, the new certificate is in \
             use by {best}; as long as is counted on, by {planned} only, and the old one ends \
             {expires}",
        ),
        Verdict::TooLate => format!(
            "begin now: interrupted {} {expires} until {best} at best, {planned} as long as is \
             counted on: {}",
            if plan.expires <= plan.now { "since" } else { "from" },
            plan.procedure.interrupted,
        ),
    }
}

/// Says where a step is written, and how it is known.
#[must_use]
pub fn source(step: &Step) -> String {
    match step.source.strip_prefix("none") {
        None => format!("{} ({})", step.source, step.known),
        Some("") => "a guess: nothing is written of it".to_owned(),
        Some(why) => format!("a guess{why}"),
    }
}

/// Says what must rest, and from when to when.
#[must_use]
pub fn pause(plan: &Plan) -> Option<String> {
    let (pause, period) = plan.pause()?;
    let moment = |at| moment(at, plan.procedure.office);
    Some(format!("{} from {} until {}", pause.says, moment(period.from), moment(period.until)))
}
