//! The clock, read and moved.

use jiff::{SignedDuration, Timestamp};
use raccord_mocks::chorus_pro::Event;
use serde_json::{Value, json};

use crate::serving::{NOON, Serving};

fn instant(clock: &Value, field: &str) -> Timestamp {
    clock[field].as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn the_clock_is_told_beside_the_machine_s() {
    let serving = Serving::open().await;
    let clock = serving.get("/__admin/clock").await;
    let noon: Timestamp = NOON.parse().unwrap();
    let since_noon = instant(&clock, "now").duration_since(noon);
    assert!((SignedDuration::ZERO..SignedDuration::from_mins(5)).contains(&since_noon), "{clock}");
    assert_ne!(clock["machine_now"], clock["now"]);
    assert_eq!((&clock["frozen"], &clock["next_due"]), (&json!(false), &Value::Null));
}

#[tokio::test]
async fn a_clock_is_moved_by_a_duration_as_people_write_it() {
    let serving = Serving::open().await;
    let before = instant(&serving.get("/__admin/clock").await, "now");
    let clock = serving.post("/__admin/clock/advance", json!({"duration": "1d 30min"})).await;
    let gone = instant(&clock.expect_ok(), "now").duration_since(before);
    let asked = SignedDuration::from_mins(24 * 60 + 30);
    assert!((asked..asked + SignedDuration::from_mins(5)).contains(&gone), "{gone:#}");
    let beyond = serving.post("/__admin/clock/advance", json!({"duration": "999999w"})).await;
    beyond.expect_problem(422, "out-of-range");
}

#[tokio::test]
async fn a_clock_is_set_forward_and_never_back() {
    let serving = Serving::open().await;
    let set = async |to: &str| serving.post("/__admin/clock/set", json!({"to": to})).await;
    let clock = set("2026-12-31").await.expect_ok();
    assert!(clock["now"].as_str().unwrap().starts_with("2026-12-31T00:0"), "{clock}");
    let problem = set("2026-12-30T23:59:59Z").await.expect_problem(409, "forward-only");
    assert!(problem["detail"].as_str().unwrap().contains("2026-12-30T23:59:59Z"), "{problem}");
    let clock = serving.get("/__admin/clock").await;
    assert!(clock["now"].as_str().unwrap().starts_with("2026-12-31"), "{clock}");
}

#[tokio::test]
async fn what_falls_due_on_the_way_has_happened_when_the_answer_comes() {
    let serving = Serving::open().await;
    let systems = serving.mocks().tenant().systems();
    let noon: Timestamp = NOON.parse().unwrap();
    let due = noon + SignedDuration::from_hours(3);
    systems.qualification.arrange(|state, _| {
        state.schedule.put(due, Event::CertificateTakesEffect { sheet: 7 });
    });
    let clock = serving.get("/__admin/clock").await;
    assert_eq!(instant(&clock, "next_due"), due);
    let clock = serving.post("/__admin/clock/advance", json!({"duration": "1d"})).await.expect_ok();
    assert_eq!(clock["next_due"], Value::Null);
    let entries = serving.mocks().journal().entries();
    let happened = entries.iter().find(|it| it.operation == "sheet.certificate-takes-effect");
    assert_eq!(happened.unwrap().at, due);
}

#[tokio::test]
async fn a_clock_stands_and_runs_on_when_told() {
    let serving = Serving::open().await;
    let frozen = serving.post("/__admin/clock/freeze", json!({})).await.expect_ok();
    assert_eq!(frozen["frozen"], true);
    assert_eq!(serving.get("/__admin/clock").await["now"], frozen["now"]);
    let moved = serving.post("/__admin/clock/advance", json!({"duration": "1h"})).await.expect_ok();
    let gone = instant(&moved, "now").duration_since(instant(&frozen, "now"));
    assert_eq!((gone, &moved["frozen"]), (SignedDuration::from_hours(1), &json!(true)));
    let resumed = serving.post("/__admin/clock/resume", json!({})).await.expect_ok();
    assert_eq!(resumed["frozen"], false);
}
