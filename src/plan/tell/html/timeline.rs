//! The timeline of one renewal: a line a step.

use super::axis::{Axis, LEFT, RIGHT, Tick, WIDTH};
use crate::plan::schedule::{Period, Plan, PlannedStep};
use crate::plan::tell::words;
use crate::plan::verdict::Verdict;

/// What is drawn, in units of the drawing.
pub(super) struct Timeline {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
    pub(super) ticks: Vec<Tick>,
    pub(super) lines: Vec<Line>,
    pub(super) bands: Vec<Band>,
    pub(super) marks: Vec<Mark>,
}

/// A step.
pub(super) struct Line {
    pub(super) y: f64,
    pub(super) title: &'static str,
    pub(super) who: &'static str,
    pub(super) bar: Bar,
    pub(super) when: String,
    pub(super) when_x: f64,
    pub(super) when_anchor: &'static str,
    /// Whether somebody else does it, so that one can only wait.
    pub(super) waits: bool,
}

/// From where to where.
#[derive(Clone, Copy)]
pub(super) struct Bar {
    pub(super) x: f64,
    pub(super) width: f64,
}

/// A period that concerns all steps.
pub(super) struct Band {
    pub(super) class: &'static str,
    pub(super) label: &'static str,
    pub(super) bar: Bar,
}

/// An instant that concerns all steps.
pub(super) struct Mark {
    pub(super) class: &'static str,
    pub(super) label: String,
    pub(super) x: f64,
    pub(super) anchor: &'static str,
}

const TOP: f64 = 62.0;
const LINE: f64 = 34.0;
/// What takes an hour must still be seen in a month.
const BAR_MIN: f64 = 5.0;
/// The room that is needed for the words beside a bar.
const WORDS: f64 = 150.0;
/// Two marks nearer to one another than this would write over one another.
const MARKS: f64 = 150.0;

impl Timeline {
    pub(super) fn of(plan: &Plan) -> Self {
        let axis = axis(plan);
        let country = plan.procedure.office;
        let lines = plan.steps.iter().zip(0_u16..).map(|(step, position)| {
            line(plan, step, &axis, f64::from(position).mul_add(LINE, TOP))
        });
        let lines: Vec<_> = lines.collect();
        let bottom = lines.last().map_or(TOP, |line| line.y + LINE);
        let margin = Period { from: plan.margin_start, until: plan.expires };
        let mut bands = Vec::new();
        let at_best = plan.in_use_at_best.max(plan.expires);
        if plan.in_use_as_planned > plan.expires {
            let slow = Period { from: at_best, until: plan.in_use_as_planned };
            bands.push(("possible", "interrupted at the pace counted on", slow));
        } else {
            bands.push(("margin", "margin", margin));
        }
        bands.extend(plan.interruption().map(|period| ("interruption", "interrupted", period)));
        bands.extend(plan.pause().map(|(_, period)| ("pause", "no transfers", period)));
        let bands = bands.into_iter().map(|(class, label, period)| {
            let bar = bar(&axis, period);
            // A word that is wider than its band would stand in another.
            let room = bar.width + 20.0;
            let label = if room < label.chars().map(|_| 6.0).sum() { "" } else { label };
            Band { class, label, bar }
        });
        let marks = [("now", "today", plan.now), ("expiry", "ends", plan.expires)];
        let marks =
            marks.into_iter().filter(|(.., at)| axis.holds(*at)).map(|(class, word, at)| {
                let x = axis.x(at);
                let other = axis.x(if at == plan.now { plan.expires } else { plan.now });
                let anchor = match x - other {
                    apart if apart.abs() > MARKS && x > RIGHT - 80.0 => "end",
                    apart if apart.abs() > MARKS => "middle",
                    before if before < 0.0 => "end",
                    _ => "start",
                };
                Mark { class, label: format!("{word} {}", words::day(at, country)), x, anchor }
            });
        Self {
            width: WIDTH,
            height: bottom + 20.0,
            right: RIGHT,
            bottom,
            ticks: axis.ticks(country),
            bands: bands.collect(),
            marks: marks.collect(),
            lines,
        }
    }
}

/// What the drawing shows: the steps, and what they must be done before.
fn shown(plan: &Plan, step: &PlannedStep) -> Period {
    if plan.verdict == Verdict::OnTime { step.latest } else { step.soonest }
}

fn axis(plan: &Plan) -> Axis {
    let periods = || plan.steps.iter().map(|step| shown(plan, step));
    let from = periods().map(|period| period.from).min().unwrap_or(plan.now);
    let from = if plan.verdict == Verdict::OnTime { from } else { from.min(plan.now) };
    // What ended long ago is told in words; drawn, it would leave no room for the rest.
    let until = periods().map(|period| period.until).max().unwrap_or(plan.expires);
    let until = until.max(plan.expires);
    let room = until.duration_since(from) / 20;
    let from = from.checked_sub(room).unwrap_or(from);
    let until = until.checked_add(room).unwrap_or(until);
    Axis { from, until, left: LEFT, width: RIGHT - LEFT }
}

fn line(plan: &Plan, planned: &PlannedStep, axis: &Axis, y: f64) -> Line {
    let period = shown(plan, planned);
    let bar = bar(axis, period);
    let by = if plan.verdict == Verdict::OnTime { "by " } else { "" };
    let when = format!("{by}{}", words::short_moment(period.from, plan.procedure.office));
    let after = bar.x + bar.width + 8.0;
    let (when_x, when_anchor) =
        if after + WORDS > RIGHT { (bar.x - 8.0, "end") } else { (after, "start") };
    let step = planned.step;
    Line {
        y,
        title: &step.title,
        who: &step.who,
        bar,
        when,
        when_x,
        when_anchor,
        waits: step.waits,
    }
}

fn bar(axis: &Axis, period: Period) -> Bar {
    let (from, until) = (axis.x(period.from), axis.x(period.until));
    Bar { x: from, width: ((until - from) * 10.0).round().max(BAR_MIN * 10.0) / 10.0 }
}
