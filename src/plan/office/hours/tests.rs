//! Time as it passes over nights, week-ends, holidays, changes of the clocks and ends of years.

use jiff::Timestamp;

use super::super::Country;
use super::*;

fn office(country: Country) -> &'static Office {
    Office::built_in().iter().find(|office| office.country == country).unwrap()
}

/// An instant, by what the clocks of Paris, Brussels and Luxembourg show.
fn at(text: &str) -> Timestamp {
    Country::France.zone().to_timestamp(text.parse().unwrap()).unwrap()
}

fn shown(at: Timestamp) -> String {
    at.to_zoned(Country::France.zone().clone()).strftime("%a %Y-%m-%d %H:%M").to_string()
}

#[track_caller]
fn takes(country: Country, amount: u16, unit: Unit, from: &str, until: &str) {
    let length = Length { amount, unit };
    assert_eq!(shown(office(country).later(at(from), length)), shown(at(until)), "forwards");
    assert_eq!(shown(office(country).earlier(at(until), length)), shown(at(from)), "backwards");
}

#[test]
fn working_days_skip_week_ends_and_holidays() {
    use Unit::WorkingDays;
    // Wednesday to Thursday; Friday to Monday.
    takes(Country::France, 1, WorkingDays, "2027-02-03T11:00", "2027-02-04T11:00");
    takes(Country::France, 1, WorkingDays, "2027-02-05T11:00", "2027-02-08T11:00");
    // Over 14 July in France, which is a Wednesday of no note in Luxembourg.
    takes(Country::France, 2, WorkingDays, "2027-07-13T11:00", "2027-07-16T11:00");
    takes(Country::Luxembourg, 2, WorkingDays, "2027-07-13T11:00", "2027-07-15T11:00");
    // Over 21 July in Belgium, and 23 June in Luxembourg.
    takes(Country::Belgium, 1, WorkingDays, "2027-07-20T11:00", "2027-07-22T11:00");
    takes(Country::Luxembourg, 1, WorkingDays, "2027-06-22T11:00", "2027-06-24T11:00");
    // Over Ascension, which is a Thursday.
    takes(Country::France, 2, WorkingDays, "2027-05-05T11:00", "2027-05-10T11:00");
}

#[test]
fn the_end_of_a_year_is_passed_with_its_holidays() {
    use Unit::WorkingDays;
    takes(Country::France, 1, WorkingDays, "2026-12-31T11:00", "2027-01-04T11:00");
    takes(Country::Luxembourg, 3, WorkingDays, "2027-12-22T11:00", "2027-12-28T11:00");
}

#[test]
fn a_leap_day_is_a_day() {
    use Unit::{Days, WorkingDays};
    takes(Country::France, 2, WorkingDays, "2028-02-28T11:00", "2028-03-01T11:00");
    takes(Country::France, 2, Days, "2028-02-28T11:00", "2028-03-01T11:00");
    takes(Country::France, 1, Days, "2027-02-28T11:00", "2027-03-01T11:00");
}

#[test]
fn hours_pass_at_night_and_over_changes_of_the_clocks() {
    use Unit::Hours;
    takes(Country::France, 24, Hours, "2027-02-05T11:00", "2027-02-06T11:00");
    // Clocks go forward in the night before 28 March, and back in the night before 31 October.
    takes(Country::France, 24, Hours, "2027-03-27T12:00", "2027-03-28T13:00");
    takes(Country::France, 24, Hours, "2027-10-30T12:00", "2027-10-31T11:00");
}

#[test]
fn office_hours_are_by_the_clocks_of_the_place_in_summer_and_in_winter() {
    use Unit::OfficeHours;
    // 28 March is the Sunday on which clocks go forward, and 29 March is Easter Monday.
    takes(Country::France, 4, OfficeHours, "2027-03-26T15:00", "2027-03-30T11:00");
    let opens = |day: &str| office(Country::France).next_open(at(day)).to_string();
    assert_eq!(opens("2027-03-26T07:00"), "2027-03-26T08:00:00Z");
    assert_eq!(opens("2027-03-30T07:00"), "2027-03-30T07:00:00Z");
}

#[test]
fn forty_eight_hours_of_working_days_end_in_office_hours() {
    use Unit::HoursOfWorkingDays;
    takes(Country::Luxembourg, 48, HoursOfWorkingDays, "2027-02-01T11:00", "2027-02-03T11:00");
    // Thursday and Friday: the week-end does not count.
    takes(Country::Luxembourg, 48, HoursOfWorkingDays, "2027-02-04T11:00", "2027-02-08T11:00");
    takes(Country::Luxembourg, 48, HoursOfWorkingDays, "2027-02-05T11:00", "2027-02-09T11:00");
    // Good Friday, the week-end with the change of the clocks, and Easter Monday.
    takes(Country::Luxembourg, 48, HoursOfWorkingDays, "2027-03-25T11:00", "2027-03-31T11:00");
    // What would end at night ends when the office opens.
    let length = Length { amount: 12, unit: HoursOfWorkingDays };
    let ends = office(Country::Luxembourg).later(at("2027-02-01T16:00"), length);
    assert_eq!(shown(ends), "Tue 2027-02-02 09:00");
}

#[test]
fn what_begins_as_late_as_it_can_ends_in_time() {
    let units =
        [Unit::WorkingDays, Unit::OfficeHours, Unit::Hours, Unit::HoursOfWorkingDays, Unit::Days];
    for country in [Country::France, Country::Belgium, Country::Luxembourg] {
        let office = office(country);
        for unit in units {
            for hour in 0..24 * 60 {
                let until = at("2026-12-01T00:30") + SignedDuration::from_hours(hour * 7);
                let length = Length { amount: u16::try_from(hour % 50).unwrap(), unit };
                let from = office.earlier(until, length);
                let ends = office.later(from, length);
                assert!(ends <= until, "{length} until {until}: from {from} it ends {ends}");
            }
        }
    }
}

#[test]
fn an_office_that_never_opens_and_the_ends_of_time_stop_the_walk() {
    let mut never = office(Country::France).clone();
    never.closed_days.extend(
        at("2026-01-01T00:00")
            .to_zoned(Country::France.zone().clone())
            .date()
            .series(jiff::Span::new().days(1))
            .take(800),
    );
    let from = at("2026-06-01T10:00");
    assert_eq!(never.later(from, Length { amount: 1, unit: Unit::WorkingDays }), from);
    for unit in [Unit::Hours, Unit::Days, Unit::WorkingDays, Unit::HoursOfWorkingDays] {
        let length = Length { amount: u16::MAX, unit };
        assert!(office(Country::France).later(Timestamp::MAX, length) <= Timestamp::MAX);
        assert!(office(Country::France).earlier(Timestamp::MIN, length) >= Timestamp::MIN);
    }
}
