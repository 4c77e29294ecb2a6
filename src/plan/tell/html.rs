//! A calendar as one HTML file with its timelines drawn in it: nothing is fetched from elsewhere.

mod axis;
mod overview;
mod timeline;

use std::io::{self, Write};

use askama::Template;
use jiff::Timestamp;

use super::words;
use crate::plan::calendar::{Calendar, NotRead};
use crate::plan::office::Country;
use crate::plan::schedule::Plan;
use crate::plan::verdict::Verdict;
use overview::Overview;
use raccord_certs::shown;
use timeline::Timeline;

/// More timelines than this nobody reads, and no browser likes; the table has every renewal.
const TIMELINES_MAX: usize = 100;

/// Writes a calendar as one HTML document.
///
/// # Errors
///
/// When `out` cannot be written.
pub fn write(calendar: &Calendar, mut out: impl Write) -> io::Result<()> {
    let page = Page::new(calendar).render().map_err(io::Error::other)?;
    out.write_all(page.as_bytes())
}

#[derive(Template)]
#[template(path = "plan/calendar.html")]
struct Page<'a> {
    as_of: String,
    counts: Vec<(Verdict, usize)>,
    overview: Option<Overview>,
    rows: Vec<Row>,
    details: Vec<Detail>,
    timelines_max: usize,
    not_needed: &'a [String],
    not_read: &'a [NotRead],
}

/// A renewal in the table of all.
struct Row {
    anchor: Option<usize>,
    verdict: Verdict,
    name: String,
    file: String,
    mode: &'static str,
    connections: String,
    owner: String,
    begin: String,
    expires: String,
}

/// A renewal by itself.
struct Detail {
    anchor: usize,
    verdict: Verdict,
    name: String,
    facts: Vec<(&'static str, String)>,
    advice: String,
    pause: Option<String>,
    note: Option<&'static str>,
    timeline: Timeline,
    steps: Vec<StepRow>,
    zone: &'static str,
}

struct StepRow {
    title: &'static str,
    says: &'static str,
    who: &'static str,
    takes: String,
    is_guessed: bool,
    latest: String,
    soonest: String,
    source: String,
    afterwards: bool,
}

impl<'a> Page<'a> {
    fn new(calendar: &'a Calendar) -> Self {
        let Calendar { now, plans, not_needed, not_read } = calendar;
        let counts = Verdict::WORST_FIRST.map(|verdict| (verdict, calendar.count(verdict)));
        let anchor = |position: usize| (position < TIMELINES_MAX).then_some(position);
        let rows = plans.iter().enumerate().map(|(position, plan)| Row::of(anchor(position), plan));
        let details = plans.iter().take(TIMELINES_MAX).enumerate();
        Self {
            as_of: words::day(*now, plans.first().map_or(Country::France, country)),
            counts: counts.into_iter().filter(|(_, count)| *count > 0).collect(),
            overview: (plans.len() > 1).then(|| Overview::of(calendar, TIMELINES_MAX)).flatten(),
            rows: rows.collect(),
            details: details.map(|(position, plan)| Detail::of(position, plan)).collect(),
            timelines_max: TIMELINES_MAX,
            not_needed,
            not_read,
        }
    }
}

impl Page<'_> {
    /// The name by which the style sheet knows a verdict.
    #[expect(clippy::unused_self, reason = "a template calls methods of its page")]
    const fn class(&self, verdict: &Verdict) -> &'static str {
        class(*verdict)
    }
}

impl Row {
    fn of(anchor: Option<usize>, plan: &Plan) -> Self {
        let renewal = &plan.renewal;
        Self {
            anchor,
            verdict: plan.verdict,
            name: words::names(plan),
            file: words::files(plan),
            mode: renewal.mode.name,
            connections: shown::text(&renewal.connections),
            owner: shown::text(&renewal.owner),
            begin: words::moment(plan.latest_start, country(plan)),
            expires: words::moment(plan.expires, country(plan)),
        }
    }
}

impl Detail {
    fn of(anchor: usize, plan: &Plan) -> Self {
        let renewal = &plan.renewal;
        let moment = |at: Timestamp| words::moment(at, country(plan));
        let mode = format!("{}: {}", renewal.mode.name, renewal.mode.label);
        let away = words::distance(plan.now, plan.expires, country(plan));
        let expires = format!("{}, {away}", moment(plan.expires));
        let facts = [
            ("File", words::files(plan)),
            ("Mode", mode),
            ("Connections", shown::text(&renewal.connections)),
            ("Owner", shown::text(&renewal.owner)),
            ("Ends", expires),
        ];
        let steps = plan.steps.iter().map(|planned| StepRow {
            title: &planned.step.title,
            says: &planned.step.says,
            who: &planned.step.who,
            takes: planned.length.to_string(),
            is_guessed: planned.is_guessed,
            latest: moment(planned.latest.from),
            soonest: moment(planned.soonest.from),
            source: words::source(planned.step),
            afterwards: planned.step.afterwards,
        });
        Self {
            anchor,
            verdict: plan.verdict,
            name: words::names(plan),
            facts: facts.into_iter().filter(|(_, said)| !said.is_empty()).collect(),
            advice: words::advice(plan),
            pause: words::pause(plan),
            note: plan.procedure.note.as_deref(),
            timeline: Timeline::of(plan),
            steps: steps.collect(),
            zone: country(plan).zone_name(),
        }
    }
}

const fn country(plan: &Plan) -> Country {
    plan.procedure.office
}

/// The name by which the style sheet knows a verdict.
const fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::OnTime => "good",
        Verdict::Tight => "warn",
        Verdict::TooLate => "bad",
    }
}
