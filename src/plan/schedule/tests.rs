//! Calendars as a person would draw them up with a wall calendar.

use jiff::SignedDuration;
use raccord_certs::{Fingerprint, Mode};

use super::super::office::Country;
use super::super::renewal::Subject;
use super::*;

fn at(text: &str) -> Timestamp {
    Country::France.zone().to_timestamp(text.parse().unwrap()).unwrap()
}

fn shown(at: Timestamp) -> String {
    at.to_zoned(Country::France.zone().clone()).strftime("%a %Y-%m-%d %H:%M").to_string()
}

fn renewal(mode: &str, expires: Timestamp) -> Renewal {
    let subject = Subject {
        file: "client.p7b".to_owned(),
        name: "client.example.fr".to_owned(),
        serial: "01".to_owned(),
        fingerprint: Fingerprint::of(b"client"),
        expires,
    };
    Renewal {
        mode: Mode::named(mode).unwrap(),
        subjects: vec![subject],
        connections: String::new(),
        owner: String::new(),
    }
}

fn planned(mode: &str, expires: &str, now: &str) -> Plan {
    plan(renewal(mode, at(expires)), at(now), &Settings::default()).unwrap()
}

fn latest(plan: &Plan, id: &str) -> (String, String) {
    let step = plan.steps.iter().find(|it| it.step.id == id).unwrap();
    (shown(step.latest.from), shown(step.latest.until))
}

#[test]
fn a_calendar_is_counted_backwards_in_office_hours() {
    // Friday 30 April 2027, noon; five working days of margin end on Friday 23 April.
    let plan = planned("chorus-pro/edi-sftp", "2027-04-30T12:00", "2027-01-04T00:00");
    let pair = |from: &str, until: &str| (from.to_owned(), until.to_owned());
    assert_eq!(latest(&plan, "switch"), pair("Fri 2027-04-23 10:00", "Fri 2027-04-23 12:00"));
    assert_eq!(latest(&plan, "activation"), pair("Thu 2027-04-22 10:00", "Fri 2027-04-23 10:00"));
    assert_eq!(latest(&plan, "upload"), pair("Thu 2027-04-22 09:00", "Thu 2027-04-22 10:00"));
    assert_eq!(latest(&plan, "find-sheet"), pair("Wed 2027-04-21 16:00", "Thu 2027-04-22 09:00"));
    assert_eq!(latest(&plan, "check"), pair("Tue 2027-04-20 15:00", "Wed 2027-04-21 15:00"));
    // Ten working days; 5 April is no holiday, 29 March is Easter Monday.
    assert_eq!(latest(&plan, "order"), pair("Tue 2027-04-06 15:00", "Tue 2027-04-20 15:00"));
    assert_eq!(latest(&plan, "brief"), pair("Fri 2027-04-02 13:00", "Tue 2027-04-06 13:00"));
    assert_eq!(plan.verdict, Verdict::OnTime);
    assert_eq!(shown(plan.earliest_start), "Sat 2027-01-30 11:00");
}

#[test]
fn the_verdict_turns_where_the_calendar_says() {
    let expires = at("2027-04-30T12:00");
    let of =
        |now| plan(renewal("chorus-pro/edi-sftp", expires), now, &Settings::default()).unwrap();
    let calm = of(at("2027-01-04T00:00"));
    let second = SignedDuration::from_secs(1);
    assert_eq!(of(calm.latest_start).verdict, Verdict::OnTime);
    assert_eq!(of(calm.latest_start + second).verdict, Verdict::Tight);
    assert!(of(calm.last_start).in_use_as_planned <= expires);
    assert!(of(calm.last_start + second).in_use_as_planned > expires);
    let late = of(expires);
    assert_eq!(late.verdict, Verdict::TooLate);
    assert_eq!(late.interruption().unwrap().from, expires);
}

#[test]
fn too_late_is_when_even_the_fastest_course_leaves_an_interruption() {
    let expires = at("2027-01-12T23:59");
    for mode in Mode::ALL.iter().filter(|mode| !mode.demands.is_empty()) {
        for hour in 0..24 * 45 {
            let now = at("2026-12-01T00:00") + SignedDuration::from_hours(hour);
            let plan = plan(renewal(mode.name, expires), now, &Settings::default()).unwrap();
            let late = plan.verdict == Verdict::TooLate;
            assert_eq!(plan.interruption().is_some(), late, "{} at {now}", mode.name);
            assert!(plan.in_use_at_best <= plan.in_use_as_planned);
            assert!(plan.earliest_start <= plan.latest_start);
            assert!(plan.latest_start <= plan.last_start);
            assert_eq!(plan.verdict == Verdict::OnTime, now <= plan.latest_start);
            for pair in plan.steps.windows(2) {
                assert!(pair[0].soonest.until <= pair[1].soonest.from);
            }
        }
    }
}

#[test]
fn sofie_rests_from_the_upload_to_the_installation_and_over_holidays() {
    // 24, 25 and 26 December are closed in Luxembourg; 27 December 2027 is a Monday.
    let plan = planned("sofie/crypt", "2027-12-31T12:00", "2027-10-01T00:00");
    let (pause, period) = plan.pause().unwrap();
    assert_eq!(pause.says, "transfer no file");
    let upload = latest(&plan, "send");
    assert_eq!(shown(period.from), upload.0);
    assert_eq!(shown(period.until), latest(&plan, "install").1);
    let waits = latest(&plan, "configuration");
    assert!(waits.0.as_str() < waits.1.as_str());
    let mut settings = Settings::default();
    settings.set("margin-days", Some(0), None).unwrap();
    let plan = super::plan(
        renewal("sofie/crypt", at("2027-12-28T16:00")),
        at("2027-10-01T00:00"),
        &settings,
    );
    let plan = plan.unwrap();
    // Installed on Monday 27 at 16:00 at the latest, the file was waited for since Wednesday 22.
    assert_eq!(latest(&plan, "install").1, "Mon 2027-12-27 16:00");
    assert_eq!(latest(&plan, "configuration").0, "Wed 2027-12-22 14:00");
}

#[test]
fn what_comes_afterwards_holds_nothing_up() {
    let plan = planned("social-security/rest", "2027-04-30T12:00", "2027-01-04T00:00");
    assert_eq!(latest(&plan, "switch-key").1, "Fri 2027-04-23 12:00");
    assert_eq!(latest(&plan, "remove").0, "Fri 2027-04-23 12:00");
    assert!(plan.in_use_as_planned < plan.steps.last().unwrap().soonest.until);
}

#[test]
fn a_supplier_who_has_delivered_takes_no_time() {
    let mut settings = Settings::default();
    let expires = at("2027-04-30T12:00");
    let now = at("2027-04-26T09:00");
    let verdict = |settings: &Settings| {
        plan(renewal("chorus-pro/edi-sftp", expires), now, settings).unwrap().verdict
    };
    assert_eq!(verdict(&settings), Verdict::Tight);
    settings.set("supplier-days", Some(10), Some(10)).unwrap();
    assert_eq!(verdict(&settings), Verdict::TooLate);
    for name in ["supplier-days", "brief-days", "margin-days"] {
        settings.set(name, Some(0), Some(0)).unwrap();
    }
    assert_eq!(verdict(&settings), Verdict::OnTime);
}

#[test]
fn a_mode_that_needs_no_certificate_has_no_plan() {
    let now = at("2027-04-26T09:00");
    assert!(plan(renewal("chorus-pro/piste", now), now, &Settings::default()).is_none());
}

#[test]
fn the_ends_of_time_can_be_planned_for() {
    for expires in [Timestamp::MIN, Timestamp::UNIX_EPOCH, Timestamp::MAX] {
        for mode in Mode::ALL {
            let now = at("2027-01-04T00:00");
            let plan = plan(renewal(mode.name, expires), now, &Settings::default());
            assert_eq!(plan.is_none(), mode.demands.is_empty());
        }
    }
}
