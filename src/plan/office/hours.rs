//! How time passes for a step: always, on working days, or while an office is open.

use std::fmt;

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::Office;

/// When the time of a step passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Days of an office, from its opening to its closing.
    WorkingDays,
    /// Hours while an office is open.
    OfficeHours,
    /// Hours, day and night.
    Hours,
    /// Hours, day and night, but not on days when the office is closed; the end comes while it is
    /// open.
    HoursOfWorkingDays,
    /// Days of the calendar.
    Days,
}

/// How long something takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Length {
    /// How many.
    pub amount: u16,
    /// Of what.
    pub unit: Unit,
}

/// Which part of a working day counts.
#[derive(Clone, Copy)]
enum Part {
    OfficeHours,
    WholeDay,
}

/// An office that opens on no day of a year opens never; the walk over its days ends there.
const CLOSED_DAYS_MAX: usize = 366;

impl Office {
    /// Returns when something ends that begins at `from`, or as soon as the office is open after it.
    #[must_use]
    pub fn later(&self, from: Timestamp, length: Length) -> Timestamp {
        match length.unit {
            Unit::Hours => saturating(from, length.elapsed()),
            Unit::Days => saturating(from, length.elapsed()),
            Unit::WorkingDays | Unit::OfficeHours => {
                self.forward(from, self.worked(length), Part::OfficeHours)
            }
            Unit::HoursOfWorkingDays => {
                let passed = self.forward(from, length.elapsed(), Part::WholeDay);
                self.forward(passed, SignedDuration::ZERO, Part::OfficeHours)
            }
        }
    }

    /// Returns the last instant at which something can begin that has to end by `until`.
    #[must_use]
    pub fn earlier(&self, until: Timestamp, length: Length) -> Timestamp {
        match length.unit {
            Unit::Hours | Unit::Days => saturating(until, -length.elapsed()),
            Unit::WorkingDays | Unit::OfficeHours => {
                self.backward(until, self.worked(length), Part::OfficeHours)
            }
            Unit::HoursOfWorkingDays => {
                let open = self.backward(until, SignedDuration::ZERO, Part::OfficeHours);
                self.backward(open, length.elapsed(), Part::WholeDay)
            }
        }
    }

    /// Returns an instant itself while the office is open, or else when it opens next.
    #[must_use]
    pub fn next_open(&self, at: Timestamp) -> Timestamp {
        self.forward(at, SignedDuration::ZERO, Part::OfficeHours)
    }

    fn worked(&self, length: Length) -> SignedDuration {
        let day = self.closes.duration_since(self.opens);
        match length.unit {
            Unit::WorkingDays => day.saturating_mul(length.amount.into()),
            Unit::OfficeHours | Unit::Hours | Unit::HoursOfWorkingDays | Unit::Days => {
                length.elapsed()
            }
        }
    }

    fn forward(&self, from: Timestamp, mut left: SignedDuration, part: Part) -> Timestamp {
        let mut date = self.country.zone().to_datetime(from).date();
        let mut closed = 0;
        while closed < CLOSED_DAYS_MAX {
            match self.span(date, part) {
                Some((opens, closes)) if from <= closes => {
                    let begins = from.max(opens);
                    let there_is = closes.duration_since(begins);
                    if there_is >= left {
                        return saturating(begins, left);
                    }
                    left -= there_is;
                    closed = 0;
                }
                _ => closed += 1,
            }
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
        from
    }

    fn backward(&self, until: Timestamp, mut left: SignedDuration, part: Part) -> Timestamp {
        let mut date = self.country.zone().to_datetime(until).date();
        let mut closed = 0;
        while closed < CLOSED_DAYS_MAX {
            match self.span(date, part) {
                Some((opens, closes)) if until >= opens => {
                    let ends = until.min(closes);
                    let there_is = ends.duration_since(opens);
                    if there_is >= left {
                        return saturating(ends, -left);
                    }
                    left -= there_is;
                    closed = 0;
                }
                _ => closed += 1,
            }
            let Ok(before) = date.yesterday() else { break };
            date = before;
        }
        until
    }

    /// Returns from when to when a part of a day counts; nothing when the office is closed.
    fn span(&self, date: Date, part: Part) -> Option<(Timestamp, Timestamp)> {
        if !self.opens_on(date) {
            return None;
        }
        let zone = self.country.zone();
        let at = |date: Date, time: Time| zone.to_timestamp(date.to_datetime(time)).ok();
        match part {
            Part::OfficeHours => Some((at(date, self.opens)?, at(date, self.closes)?)),
            Part::WholeDay => {
                Some((at(date, Time::midnight())?, at(date.tomorrow().ok()?, Time::midnight())?))
            }
        }
    }
}

impl Length {
    const fn elapsed(self) -> SignedDuration {
        let amount = self.amount as i64;
        match self.unit {
            Unit::WorkingDays | Unit::Days => SignedDuration::from_hours(24 * amount),
            Unit::OfficeHours | Unit::Hours | Unit::HoursOfWorkingDays => {
                SignedDuration::from_hours(amount)
            }
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.amount == 1 { "" } else { "s" };
        let amount = self.amount;
        match self.unit {
            Unit::WorkingDays => write!(f, "{amount} working day{plural}"),
            Unit::OfficeHours => write!(f, "{amount} office hour{plural}"),
            Unit::Hours => write!(f, "{amount} hour{plural}"),
            Unit::HoursOfWorkingDays => write!(f, "{amount} hour{plural} of working days"),
            Unit::Days => write!(f, "{amount} day{plural}"),
        }
    }
}

/// Adds, and stops at the ends of time rather than fail.
fn saturating(instant: Timestamp, by: SignedDuration) -> Timestamp {
    let end = if by.is_negative() { Timestamp::MIN } else { Timestamp::MAX };
    instant.checked_add(by).unwrap_or(end)
}

#[cfg(test)]
mod tests;
