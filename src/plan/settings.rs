//! What a user knows better than the built-in figures: durations, office hours, closing days.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use raccord_certs::Known;
use serde::Deserialize;

use super::office::{Country, Length, Office, time};
use super::procedure::Duration;

/// How long things take, and when offices are open.
#[derive(Clone, Debug)]
pub struct Settings {
    durations: BTreeMap<&'static str, Range>,
    offices: Vec<Office>,
}

/// What is counted on, and what it takes when everything goes well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// What is counted on.
    pub planned: Length,
    /// What it takes when everything goes well.
    pub shortest: Length,
    /// Whether what is counted on is a guess; what a user sets is none.
    pub is_guessed: bool,
}

/// A setting cannot be taken.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// The text is no TOML, or has something that is not known.
    #[error(
        "failed to read settings: expected TOML with durations, `closed-days` and `office-hours`"
    )]
    Toml(#[from] toml::de::Error),
    /// No duration has this name.
    #[error("failed to read settings: found {name:?}, expected one of {}", names())]
    Unknown {
        /// The name that was given.
        name: String,
    },
    /// The shortest takes longer than what is counted on.
    #[error(
        "failed to read settings: found {name} with shortest {shortest} above planned {planned}"
    )]
    Inverted {
        /// The name of the duration.
        name: &'static str,
        /// What was given as shortest.
        shortest: u16,
        /// What was given as planned.
        planned: u16,
    },
    /// More than ten years.
    #[error("failed to read settings: found {amount} for {name}, expected at most {AMOUNT_MAX}")]
    TooLong {
        /// The name of the duration.
        name: &'static str,
        /// What was given.
        amount: u16,
    },
    /// An office closes before it opens.
    #[error(
        "failed to read settings: found an office that opens at {opens} and closes at {closes}"
    )]
    Hours {
        /// When it opens.
        opens: Time,
        /// When it closes.
        closes: Time,
    },
}

/// Ten years of days: nothing in a renewal takes longer, and the walk over the days stays short.
const AMOUNT_MAX: u16 = 3660;

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct File {
    #[serde(default)]
    closed_days: Vec<String>,
    #[serde(default)]
    office_hours: BTreeMap<Country, Hours>,
    #[serde(flatten)]
    durations: BTreeMap<String, Given>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hours {
    #[serde(deserialize_with = "time")]
    opens: Time,
    #[serde(deserialize_with = "time")]
    closes: Time,
}

/// One number for both, or each alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Given {
    Both(u16),
    #[serde(rename_all = "kebab-case")]
    Each {
        planned: Option<u16>,
        shortest: Option<u16>,
    },
}

impl Default for Settings {
    fn default() -> Self {
        let ranges = Duration::all().iter().map(|it| {
            let is_guessed = it.known == Known::Guessed;
            let range = Range { planned: it.planned(), shortest: it.shortest(), is_guessed };
            (it.name.as_str(), range)
        });
        Self { durations: ranges.collect(), offices: Office::built_in().to_vec() }
    }
}

impl Settings {
    /// Takes what a TOML text says, on top of what is set already.
    ///
    /// # Errors
    ///
    /// When the text is not TOML, names a duration that does not exist, or contradicts itself.
    pub fn read(&mut self, text: &str) -> Result<(), SettingsError> {
        let file: File = toml::from_str(text)?;
        for (name, given) in file.durations {
            match given {
                Given::Both(amount) => self.set(&name, Some(amount), Some(amount))?,
                Given::Each { planned, shortest } => self.set(&name, planned, shortest)?,
            }
        }
        for office in &mut self.offices {
            if let Some(Hours { opens, closes }) = file.office_hours.get(&office.country) {
                if opens >= closes {
                    return Err(SettingsError::Hours { opens: *opens, closes: *closes });
                }
                (office.opens, office.closes) = (*opens, *closes);
            }
            for day in &file.closed_days {
                let day: Date = day.parse().map_err(|_| {
                    <toml::de::Error as serde::de::Error>::custom(format!(
                        "found {day:?} in closed-days, expected a date such as \"2026-12-28\""
                    ))
                })?;
                office.closed_days.push(day);
            }
        }
        Ok(())
    }

    /// Sets a duration: what is counted on, what it takes at best, or both.
    ///
    /// # Errors
    ///
    /// When no duration has this name, or the two contradict one another.
    pub fn set(
        &mut self,
        name: &str,
        planned: Option<u16>,
        shortest: Option<u16>,
    ) -> Result<(), SettingsError> {
        let unknown = || SettingsError::Unknown { name: name.to_owned() };
        let known = Duration::all().iter().find(|it| it.name == name).ok_or_else(unknown)?;
        let range = self.durations.get_mut(known.name.as_str()).ok_or_else(unknown)?;
        let name = known.name.as_str();
        for amount in [planned, shortest].into_iter().flatten() {
            if amount > AMOUNT_MAX {
                return Err(SettingsError::TooLong { name, amount });
            }
        }
        range.is_guessed &= planned.is_none();
        range.planned.amount = planned.unwrap_or(range.planned.amount);
        // What is counted on alone may be below the built-in shortest: then it is that as well.
        let before = range.shortest.amount.min(range.planned.amount);
        range.shortest.amount = shortest.unwrap_or(before);
        let (planned, shortest) = (range.planned.amount, range.shortest.amount);
        if shortest > planned {
            return Err(SettingsError::Inverted { name, shortest, planned });
        }
        Ok(())
    }

    /// Returns how long something takes; no time at all where nothing has that name.
    #[must_use]
    pub fn duration(&self, name: &str) -> Range {
        self.durations.get(name).copied().unwrap_or_default()
    }

    /// Returns an office.
    #[must_use]
    pub fn office(&self, country: Country) -> Option<&Office> {
        self.offices.iter().find(|office| office.country == country)
    }
}

impl Default for Range {
    fn default() -> Self {
        let none = Length { amount: 0, unit: super::office::Unit::Hours };
        Self { planned: none, shortest: none, is_guessed: false }
    }
}

fn names() -> String {
    let names: Vec<_> = Duration::all().iter().map(|it| it.name.as_str()).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Settings, SettingsError> {
        let mut settings = Settings::default();
        settings.read(text).map(|()| settings)
    }

    fn range(settings: &Settings, name: &str) -> (u16, u16) {
        let range = settings.duration(name);
        (range.planned.amount, range.shortest.amount)
    }

    #[test]
    fn a_file_changes_durations_hours_and_closing_days() {
        let settings = read(
            "supplier-days = 15\nactivation-hours = { planned = 12 }\nclosed-days = [\"2026-12-28\"]\n\
             [office-hours]\nLU = { opens = \"08:00\", closes = \"18:00\" }\n",
        )
        .unwrap();
        assert_eq!(range(&settings, "supplier-days"), (15, 15));
        assert_eq!(range(&settings, "activation-hours"), (12, 2));
        assert_eq!(range(&settings, "margin-days"), (5, 0));
        let office = settings.office(Country::Luxembourg).unwrap();
        assert_eq!(office.opens, Time::constant(8, 0, 0, 0));
        assert!(!office.opens_on("2026-12-28".parse().unwrap()));
    }

    #[test]
    fn what_cannot_be_meant_is_told() {
        let error = |text: &str| read(text).unwrap_err();
        let told = error("suplier-days = 1").to_string();
        assert!(told.contains("\"suplier-days\"") && told.contains("supplier-days"), "{told}");
        let inverted = error("supplier-days = { shortest = 20 }");
        assert!(matches!(inverted, SettingsError::Inverted { .. }));
        assert!(matches!(error("supplier-days = 9999"), SettingsError::TooLong { .. }));
        assert!(matches!(error("supplier-days = -1"), SettingsError::Toml(_)));
        assert!(matches!(error("closed-days = [\"Monday\"]"), SettingsError::Toml(_)));
        let hours = error("[office-hours]\nFR = { opens = \"18:00\", closes = \"08:00\" }");
        assert!(matches!(hours, SettingsError::Hours { .. }));
    }
}
