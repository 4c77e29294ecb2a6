//! When an office is open, and how work passes while it is.

mod easter;
mod hours;

use std::sync::LazyLock;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use raccord_certs::Known;
use serde::{Deserialize, Deserializer};

pub use hours::{Length, Unit};

/// A country whose offices and holidays are known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Country {
    /// France.
    #[serde(rename = "FR")]
    France,
    /// Belgium.
    #[serde(rename = "BE")]
    Belgium,
    /// Luxembourg.
    #[serde(rename = "LU")]
    Luxembourg,
}

/// An office: weekdays, hours, and the days on which it is closed.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Office {
    /// Where it is.
    pub country: Country,
    /// When it opens, on the clocks there.
    #[serde(deserialize_with = "time")]
    pub opens: Time,
    /// When it closes.
    #[serde(deserialize_with = "time")]
    pub closes: Time,
    /// How the hours are known.
    pub hours_known: Known,
    /// Where the holidays are written.
    pub source: String,
    /// The days of every year on which it is closed.
    pub holidays: Vec<Holiday>,
    /// Days of one year on which it is closed as well.
    #[serde(skip)]
    pub closed_days: Vec<Date>,
}

/// A day of every year.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Holiday {
    /// What it is called there.
    pub name: String,
    /// How it is known that offices are closed.
    #[serde(default = "read")]
    pub known: Known,
    /// Month and day, as in `05-09`.
    #[serde(default, deserialize_with = "month_and_day")]
    on: Option<(i8, i8)>,
    /// Days after Easter Sunday.
    after_easter: Option<i32>,
    /// The first year in which it is kept.
    #[serde(default = "always")]
    since: i16,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "date")]
    _date: String,
    #[serde(rename = "office")]
    offices: Vec<Office>,
}

static BUILT_IN: LazyLock<Vec<Office>> = LazyLock::new(|| {
    // A test reads it, so it is never empty.
    let file: File = toml::from_str(include_str!("data/offices.toml")).unwrap_or_default();
    file.offices
});

impl Office {
    /// Returns the offices that come with raccord.
    #[must_use]
    pub fn built_in() -> &'static [Self] {
        &BUILT_IN
    }

    /// Says whether it opens on a day at all.
    #[must_use]
    pub fn opens_on(&self, date: Date) -> bool {
        !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
            && !self.closed_days.contains(&date)
            && self.holiday(date).is_none()
    }

    /// Returns the holiday that a day is.
    #[must_use]
    pub fn holiday(&self, date: Date) -> Option<&Holiday> {
        let from_easter = easter::days_after(date);
        self.holidays.iter().find(|holiday| {
            holiday.since <= date.year()
                && (holiday.on == Some((date.month(), date.day()))
                    || (holiday.after_easter.is_some() && holiday.after_easter == from_easter))
        })
    }
}

impl Country {
    /// Returns its time zone.
    #[must_use]
    pub fn zone(self) -> &'static TimeZone {
        static PARIS: TimeZone = jiff::tz::get!("Europe/Paris");
        static BRUSSELS: TimeZone = jiff::tz::get!("Europe/Brussels");
        static LUXEMBOURG: TimeZone = jiff::tz::get!("Europe/Luxembourg");
        match self {
            Self::France => &PARIS,
            Self::Belgium => &BRUSSELS,
            Self::Luxembourg => &LUXEMBOURG,
        }
    }

    /// Returns the name of its time zone.
    #[must_use]
    pub const fn zone_name(self) -> &'static str {
        match self {
            Self::France => "Europe/Paris",
            Self::Belgium => "Europe/Brussels",
            Self::Luxembourg => "Europe/Luxembourg",
        }
    }
}

const fn read() -> Known {
    Known::Read
}

const fn always() -> i16 {
    i16::MIN
}

pub(super) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Time, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|_| {
        serde::de::Error::custom(format!("found {text:?}, expected a time such as \"09:00\""))
    })
}

fn month_and_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<(i8, i8)>, D::Error> {
    let text = String::deserialize(deserializer)?;
    // A leap year, so that 29 February would be a day.
    let date: Result<Date, _> = format!("2024-{text}").parse();
    let date = date.map_err(|_| {
        serde::de::Error::custom(format!("found {text:?}, expected a day such as \"05-09\""))
    })?;
    Ok(Some((date.month(), date.day())))
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn office(country: Country) -> &'static Office {
        Office::built_in().iter().find(|office| office.country == country).unwrap()
    }

    fn closed(country: Country, year: i16) -> Vec<String> {
        let day = Date::new(year, 1, 1).unwrap();
        let days = day.series(jiff::Span::new().days(1)).take_while(|day| day.year() == year);
        let holidays = days.filter(|day| office(country).holiday(*day).is_some());
        holidays.map(|day| day.strftime("%m-%d").to_string()).collect()
    }

    #[test]
    fn the_file_of_offices_can_be_read() {
        let file: Result<File, _> = toml::from_str(include_str!("data/offices.toml"));
        assert_eq!(file.unwrap().offices.len(), 3);
    }

    #[test]
    fn the_holidays_of_2027_are_those_that_governments_publish() {
        let of = |country| closed(country, 2027).join(" ");
        assert_eq!(
            of(Country::France),
            "01-01 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25"
        );
        assert_eq!(
            of(Country::Belgium),
            "01-01 03-29 05-01 05-06 05-17 07-21 08-15 11-01 11-11 12-25"
        );
        assert_eq!(
            of(Country::Luxembourg),
            "01-01 03-26 03-29 05-01 05-06 05-09 05-17 06-23 08-15 11-01 12-24 12-25 12-26"
        );
    }

    #[test]
    fn the_day_of_europe_is_kept_since_2019_only() {
        assert!(!closed(Country::Luxembourg, 2018).contains(&"05-09".to_owned()));
        assert!(closed(Country::Luxembourg, 2019).contains(&"05-09".to_owned()));
    }

    #[test]
    fn an_office_is_closed_at_week_ends_on_holidays_and_when_the_user_says_so() {
        let mut office = office(Country::Luxembourg).clone();
        let opens = |office: &Office, day: &str| office.opens_on(day.parse().unwrap());
        assert!(opens(&office, "2027-06-22") && !opens(&office, "2027-06-23"));
        assert!(!opens(&office, "2027-06-26") && !opens(&office, "2027-06-27"));
        office.closed_days.push("2027-06-22".parse().unwrap());
        assert!(!opens(&office, "2027-06-22"));
    }
}
