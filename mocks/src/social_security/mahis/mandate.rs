//! Mandates: an employer lets another enterprise declare for it.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use raccord_kernel::cet;
use raccord_kernel::clock::after;
use serde::{Deserialize, Serialize};

use crate::social_security::directory::EnterpriseNumber;

/// A group of applications that a mandate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// "Federal Learning Account"; one mandatary per employer.
    LearningAccount,
    /// "Dimona".
    Dimona,
}

impl Group {
    /// All of them, as pages list them.
    pub const ALL: [Self; 2] = [Self::LearningAccount, Self::Dimona];

    /// What pages call it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::LearningAccount => "Federal Learning Account",
            Self::Dimona => "Dimona",
        }
    }

    /// What forms and the journal call it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::LearningAccount => "fla",
            Self::Dimona => "dimona",
        }
    }

    /// The group of a code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.code() == code)
    }
}

/// A quarter of a year, as `2026-T2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Quarter {
    year: i16,
    /// From 1 to 4.
    number: i8,
}

/// A text that is no quarter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no quarter: expected a year and a quarter, such as 2026-T2")]
pub struct NoQuarter {
    /// What was found.
    pub found: String,
}

impl Quarter {
    /// The quarter of a day.
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self { year: day.year(), number: (day.month() - 1) / 3 + 1 }
    }

    /// The quarter in which an instant lies.
    #[must_use]
    pub fn at(instant: Timestamp) -> Self {
        Self::of(cet::day(instant))
    }

    /// The one after it.
    #[must_use]
    pub const fn next(self) -> Self {
        match self.number {
            4 => Self { year: self.year + 1, number: 1 },
            number => Self { year: self.year, number: number + 1 },
        }
    }

    /// Its year.
    #[must_use]
    pub const fn year(self) -> i16 {
        self.year
    }

    /// Its number within the year, from 1 to 4.
    #[must_use]
    pub const fn number(self) -> i8 {
        self.number
    }

    /// Its first instant.
    #[must_use]
    pub fn begins_at(self) -> Timestamp {
        cet::midnight(date(self.year, (self.number - 1) * 3 + 1, 1))
    }
}

impl FromStr for Quarter {
    type Err = NoQuarter;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            let (year, number) = text.split_once("-T")?;
            let number: i8 = number.parse().ok().filter(|number| (1..=4).contains(number))?;
            let year = year.parse().ok().filter(|year| (1900..=9000).contains(year))?;
            // Written in one way only: `2026-T02` and `+2026-T2` are none.
            Some(Self { year, number }).filter(|read| read.to_string() == text)
        };
        read().ok_or_else(|| NoQuarter { found: text.to_owned() })
    }
}

impl TryFrom<String> for Quarter {
    type Error = NoQuarter;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Quarter> for String {
    fn from(quarter: Quarter) -> Self {
        quarter.to_string()
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-T{}", self.year, self.number)
    }
}

/// One mandate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mandate {
    /// Its number.
    pub number: u64,
    /// "Mandant": the employer.
    pub principal: EnterpriseNumber,
    /// "Mandataire": who declares for it.
    pub mandatary: EnterpriseNumber,
    /// What it is for.
    pub group: Group,
    /// The first quarter in which it is good.
    pub from: Quarter,
    /// The last quarter in which it is good; it has no end where there is none.
    pub until: Option<Quarter>,
    /// When the principal validated it.
    pub validated_by_principal: Option<Timestamp>,
    /// When the mandatary validated it.
    pub validated_by_mandatary: Option<Timestamp>,
    /// When one of them refused it.
    pub refused_at: Option<Timestamp>,
}

impl Mandate {
    /// When both had validated it; never where one refused it.
    #[must_use]
    pub fn validated_at(&self) -> Option<Timestamp> {
        if self.refused_at.is_some() {
            return None;
        }
        Some(self.validated_by_principal?.max(self.validated_by_mandatary?))
    }

    /// Whether its quarters are those of `now`, validated or not.
    #[must_use]
    pub fn is_in_its_quarters(&self, now: Timestamp) -> bool {
        let quarter = Quarter::at(now);
        self.from <= quarter && self.until.is_none_or(|until| quarter <= until)
    }
}

/// All mandates.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Mandates {
    by_number: BTreeMap<u64, Mandate>,
    /// By number, in the order in which they were made.
    closings: BTreeMap<u64, Vec<Closing>>,
}

/// A mandate got another end.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Closing {
    at: Timestamp,
    /// The end that it had before.
    until_before: Option<Quarter>,
}

impl Mandates {
    /// Puts a mandate in the place of its number.
    pub fn put(&mut self, mandate: Mandate) {
        self.by_number.insert(mandate.number, mandate);
    }

    /// The mandate of a number.
    #[must_use]
    pub fn by_number(&self, number: u64) -> Option<&Mandate> {
        self.by_number.get(&number)
    }

    /// The mandate of a number, to change.
    pub fn by_number_mut(&mut self, number: u64) -> Option<&mut Mandate> {
        self.by_number.get_mut(&number)
    }

    /// A number that no mandate has.
    #[must_use]
    pub fn free_number(&self) -> u64 {
        self.by_number.last_key_value().map_or(1, |(last, _)| last.saturating_add(1))
    }

    /// Makes `until` the last quarter of a mandate, at the instant `at`.
    pub fn close(&mut self, number: u64, until: Quarter, at: Timestamp) {
        let Some(mandate) = self.by_number.get_mut(&number) else { return };
        let until_before = mandate.until.replace(until);
        self.closings.entry(number).or_default().push(Closing { at, until_before });
    }

    /// The last quarter of a mandate, as those know it at `now` who hear of a closing `delay` later.
    #[must_use]
    pub fn until_as_known(
        &self,
        mandate: &Mandate,
        now: Timestamp,
        delay: SignedDuration,
    ) -> Option<Quarter> {
        let mut closings = self.closings.get(&mandate.number).into_iter().flatten();
        let unheard = closings.find(|closing| now < after(closing.at, delay));
        unheard.map_or(mandate.until, |closing| closing.until_before)
    }

    /// All of them, by number.
    pub fn iter(&self) -> impl Iterator<Item = &Mandate> {
        self.by_number.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_begins_at_midnight_in_brussels() {
        let quarter: Quarter = "2026-T2".parse().unwrap();
        assert_eq!(quarter.begins_at().to_string(), "2026-03-31T22:00:00Z");
        assert_eq!(Quarter::at(quarter.begins_at()), quarter);
        let last = "2026-03-31T21:59:59Z".parse().unwrap();
        assert_eq!(Quarter::at(last).to_string(), "2026-T1");
        assert_eq!(quarter.next().next().next().to_string(), "2027-T1");
    }

    #[test]
    fn what_is_no_quarter_is_refused() {
        for text in [
            "2026-T0", "2026-T5", "2026-2", "2026", "T2", "-5-T1", "2026-T02", "+2026-T2",
            "2026-T+2",
        ] {
            assert!(text.parse::<Quarter>().is_err(), "{text}");
        }
    }
}
