//! Easter, on which half of the holidays hang.

use jiff::civil::Date;

/// Returns how many days after Easter Sunday of its year a day is; negative before it.
pub(super) fn days_after(date: Date) -> Option<i32> {
    let day = |date: Date| i32::from(date.day_of_year());
    Some(day(date) - day(sunday(date.year())?))
}

/// Easter Sunday of the Gregorian calendar, by the rule of Meeus, Jones and Butcher.
fn sunday(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let sum = h + l - 7 * m + 114;
    let (month, day) = (sum / 31, sum % 31 + 1);
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_on_the_days_that_are_published() {
        let days = [
            "2000-04-23",
            "2008-03-23",
            "2011-04-24",
            "2019-04-21",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2028-04-16",
            "2030-04-21",
            "2038-04-25",
            "2285-03-22",
        ];
        for day in days {
            let day: Date = day.parse().unwrap();
            assert_eq!(sunday(day.year()), Some(day));
            assert_eq!(days_after(day.tomorrow().unwrap()), Some(1));
            assert_eq!(days_after(day.yesterday().unwrap()), Some(-1));
        }
    }
}
