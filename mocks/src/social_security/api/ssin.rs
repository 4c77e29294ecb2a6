//! The number of a person, as social security knows it (NISS, INSZ, SSIN).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The number of a person: eleven digits, of which the last two are 97 less the remainder of the
/// others by 97; for those who were born from 2000 on, a 2 stands before the others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Ssin(String);

/// A text that is no SSIN.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no SSIN: expected eleven digits that end with their check digits")]
pub struct NoSsin {
    /// What was found.
    pub found: String,
}

impl Ssin {
    /// Its eleven digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Ssin {
    type Err = NoSsin;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_good = || {
            let is_eleven_digits = text.len() == 11 && text.bytes().all(|it| it.is_ascii_digit());
            let (body, check) = text.split_at_checked(9).filter(|_| is_eleven_digits)?;
            let (body, check) = (body.parse::<u64>().ok()?, check.parse::<u64>().ok()?);
            let ends = |body: u64| 97 - body % 97 == check;
            Some(ends(body) || ends(2_000_000_000 + body))
        };
        match is_good() {
            Some(true) => Ok(Self(text.to_owned())),
            Some(false) | None => Err(NoSsin { found: text.to_owned() }),
        }
    }
}

impl TryFrom<String> for Ssin {
    type Error = NoSsin;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Ssin> for String {
    fn from(number: Ssin) -> Self {
        number.0
    }
}

impl fmt::Display for Ssin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ss_api_18_an_ssin_ends_with_its_check_digits_before_2000_and_after() {
        for text in ["85073003328", "17073003384"] {
            assert!(text.parse::<Ssin>().is_ok(), "{text}");
        }
        for text in ["85073003329", "85.07.30-033.28", "8507300332", "", "8507300332é"] {
            assert!(text.parse::<Ssin>().is_err(), "{text}");
        }
    }
}
