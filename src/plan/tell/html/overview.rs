//! All renewals on one axis: when to begin each, and when it is too late.

use jiff::Timestamp;

use super::axis::{Axis, LEFT, RIGHT, Tick, WIDTH};
use super::class;
use crate::plan::calendar::Calendar;
use crate::plan::schedule::Plan;
use crate::plan::tell::words;

/// What is drawn, in units of the drawing.
pub(super) struct Overview {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
    pub(super) ticks: Vec<Tick>,
    pub(super) today_x: f64,
    pub(super) lines: Vec<Line>,
    /// How many renewals are not drawn.
    pub(super) left_out: usize,
}

/// A renewal.
pub(super) struct Line {
    pub(super) anchor: usize,
    pub(super) y: f64,
    pub(super) name: String,
    pub(super) class: &'static str,
    /// From the earliest sensible beginning to the latest.
    pub(super) window_x: f64,
    pub(super) window_width: f64,
    /// From the latest beginning to the end.
    pub(super) work_x: f64,
    pub(super) work_width: f64,
    pub(super) expiry_x: f64,
    pub(super) tells: String,
}

const TOP: f64 = 44.0;
const LINE: f64 = 26.0;
/// The letters of a name that fit beside the axis.
const NAME_LETTERS: usize = 38;
/// What lies beyond is not urgent; it is drawn up to the end of the axis.
const DAYS_MAX: i64 = 400;

impl Overview {
    /// Draws the most urgent renewals; none where there are none.
    pub(super) fn of(calendar: &Calendar, most: usize) -> Option<Self> {
        let now = calendar.now;
        let shown = || calendar.plans.iter().take(most);
        let country = calendar.plans.first()?.procedure.office;
        let days = |days: i64| jiff::SignedDuration::from_hours(24 * days);
        let last = shown().map(|plan| plan.expires).max()?;
        let horizon = now.checked_add(days(DAYS_MAX)).unwrap_or(now);
        let until = last.checked_add(days(10)).unwrap_or(last).min(horizon);
        let until = until.max(now.checked_add(days(30)).unwrap_or(now));
        let from = shown().map(|plan| plan.expires).min()?.min(now);
        let from = from.max(now.checked_sub(days(60)).unwrap_or(now));
        let from = from.checked_sub(days(5)).unwrap_or(from);
        let axis = Axis { from, until, left: LEFT, width: RIGHT - LEFT };
        let lines = shown().zip(0_u16..).map(|(plan, position)| {
            line(plan, &axis, position.into(), f64::from(position).mul_add(LINE, TOP))
        });
        let lines: Vec<_> = lines.collect();
        let bottom = lines.last().map_or(TOP, |line| line.y + LINE);
        Some(Self {
            width: WIDTH,
            height: bottom + 10.0,
            right: RIGHT,
            bottom,
            ticks: axis.ticks(country),
            today_x: axis.x(now),
            left_out: calendar.plans.len().saturating_sub(lines.len()),
            lines,
        })
    }
}

fn line(plan: &Plan, axis: &Axis, anchor: usize, y: f64) -> Line {
    let x = |at: Timestamp| axis.x(at);
    let (earliest, latest) = (x(plan.earliest_start), x(plan.latest_start));
    let expiry = x(plan.expires);
    let width = |from: f64, until: f64| ((until - from).max(0.0) * 10.0).round() / 10.0;
    let country = plan.procedure.office;
    let tells = format!(
        "{}: {}, begin by {}, ends {}",
        words::names(plan),
        plan.verdict,
        words::moment(plan.latest_start, country),
        words::moment(plan.expires, country),
    );
    Line {
        anchor,
        y,
        name: shortened(&words::names(plan)),
        class: class(plan.verdict),
        window_x: earliest,
        window_width: width(earliest, latest),
        work_x: latest,
        work_width: width(latest, expiry),
        expiry_x: expiry,
        tells,
    }
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= NAME_LETTERS {
        return name.to_owned();
    }
    let kept: String = name.chars().take(NAME_LETTERS - 1).collect();
    format!("{kept}…")
}
