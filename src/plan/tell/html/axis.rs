//! A time axis: where an instant stands on it, and which of its dates are written.

use jiff::civil::{Date, Weekday};
use jiff::{Span, Timestamp};

use crate::plan::office::Country;

/// How wide every drawing is, in its own units.
pub(super) const WIDTH: f64 = 1100.0;
/// Where time begins in it: what is named stands to the left.
pub(super) const LEFT: f64 = 300.0;
/// Where time ends in it.
pub(super) const RIGHT: f64 = 1080.0;

/// From where to where the time runs, in units of the drawing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
    pub(super) left: f64,
    pub(super) width: f64,
}

/// A date that is written.
#[derive(Debug, PartialEq)]
pub(super) struct Tick {
    pub(super) x: f64,
    pub(super) label: String,
    /// Whether a month begins there.
    pub(super) is_month: bool,
}

/// As many dates as can be told apart.
const TICKS_MAX: usize = 14;

impl Axis {
    /// Where an instant stands; at an end of the axis where it lies beyond.
    pub(super) fn x(&self, at: Timestamp) -> f64 {
        let whole = self.until.duration_since(self.from).as_secs_f64().max(1.0);
        let part = at.duration_since(self.from).as_secs_f64();
        let x = self.left + self.width * (part / whole).clamp(0.0, 1.0);
        (x * 10.0).round() / 10.0
    }

    /// Whether an instant stands on it.
    pub(super) fn holds(&self, at: Timestamp) -> bool {
        self.from <= at && at <= self.until
    }

    /// The dates to write: days, Mondays, months or years, as many as there is room for.
    pub(super) fn ticks(&self, country: Country) -> Vec<Tick> {
        let zone = country.zone();
        let date = |at| zone.to_datetime(at).date();
        let (first, last) = (date(self.from), date(self.until));
        let days = first.until(last).map_or(0, |span| span.get_days().unsigned_abs()) as usize;
        let (start, step, format) = match days {
            0..=14 => (first, Span::new().days(1), "%a %-d %b"),
            15..=98 => (monday(first), Span::new().days(7), "%-d %b"),
            99..=420 => (first.first_of_month(), Span::new().months(1), "%b %Y"),
            _ => {
                let years = i64::try_from(days / 365 / TICKS_MAX + 1).unwrap_or(1);
                (first.first_of_year(), Span::new().years(years), "%Y")
            }
        };
        // Twice as many as there is room for are too many to be looked at.
        let dates = start.series(step).take(TICKS_MAX * 2).take_while(|date| *date <= last);
        dates
            .filter_map(|date| {
                let at = zone.to_timestamp(date.at(0, 0, 0, 0)).ok()?;
                let label = date.strftime(format).to_string();
                let tick = Tick { x: self.x(at), label, is_month: date.day() == 1 };
                self.holds(at).then_some(tick)
            })
            .collect()
    }
}

fn monday(date: Date) -> Date {
    if date.weekday() == Weekday::Monday {
        return date;
    }
    date.nth_weekday(1, Weekday::Monday).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(from: &str, until: &str) -> Vec<String> {
        let (from, until) = (from.parse().unwrap(), until.parse().unwrap());
        let axis = Axis { from, until, left: 0.0, width: 100.0 };
        axis.ticks(Country::France).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn as_many_dates_are_written_as_there_is_room_for() {
        let days = ticks("2027-02-01T10:00:00Z", "2027-02-04T10:00:00Z");
        assert_eq!(days, ["Tue 2 Feb", "Wed 3 Feb", "Thu 4 Feb"]);
        let weeks = ticks("2027-02-02T10:00:00Z", "2027-03-01T10:00:00Z");
        assert_eq!(weeks, ["8 Feb", "15 Feb", "22 Feb", "1 Mar"]);
        let months = ticks("2027-01-15T10:00:00Z", "2027-06-20T10:00:00Z");
        assert_eq!(months, ["Feb 2027", "Mar 2027", "Apr 2027", "May 2027", "Jun 2027"]);
        assert!(ticks("2000-01-15T10:00:00Z", "9999-06-20T10:00:00Z").len() <= TICKS_MAX + 1);
    }

    #[test]
    fn what_lies_beyond_an_end_stands_at_it() {
        let (from, until) = ("2027-02-01T00:00:00Z", "2027-02-05T00:00:00Z");
        let (from, until) = (from.parse().unwrap(), until.parse().unwrap());
        let axis = Axis { from, until, left: 10.0, width: 100.0 };
        assert_eq!(axis.x(from), 10.0);
        assert_eq!(axis.x("2027-02-03T00:00:00Z".parse().unwrap()), 60.0);
        assert_eq!(axis.x("2028-02-03T00:00:00Z".parse().unwrap()), 110.0);
    }
}
