//! Dimona: how declarations end, what becomes of periods, and who waits how.

use raccord_kernel::{System as _, Trace};
use raccord_mocks::social_security::api::dimona::{Anomaly, Outcome, Script, Verdict};
use raccord_mocks::social_security::{Environment, SocialSecurity};
use serde_json::{Value, json};

use crate::world::{EMPLOYER, OTHER, World, entry, header, problem};

fn anomalies() -> Vec<Anomaly> {
    vec![Anomaly {
        code: "90017-369".to_owned(),
        description_fr: "Dépassement du contingent".to_owned(),
        description_nl: "Overschrijding van het contingent".to_owned(),
    }]
}

fn script(world: &World, for_employer: Option<&str>, declarations: u32, outcome: Outcome) {
    let for_employer = for_employer.map(|number| number.parse().unwrap());
    let script = Script { for_employer, declarations, outcome };
    world.desk().arrange(|state, _| state.apis(Environment::Production).dimona.script(script));
}

fn unused(world: &World) -> usize {
    world.desk().read(|state, _| {
        state.apis.get(&Environment::Production).map_or(0, |it| it.dimona.unused_scripts().len())
    })
}

/// Declares, waits, and answers what it came to.
async fn ends(world: &World, body: &Value) -> Value {
    let token = world.dimona(EMPLOYER);
    let place = world.declared(&token, body).await;
    world.after_ms(3_000).await;
    let response = world.get(&place, &token).send().await.unwrap();
    assert_eq!(response.status(), 200);
    response.json::<Value>().await.unwrap()["declarationStatus"].clone()
}

#[tokio::test]
async fn ss_dimona_04_a_script_says_how_declarations_to_come_end() {
    let world = World::new().await;
    script(&world, Some(OTHER), 1, Outcome::WaitingForSigedis);
    script(&world, None, 2, Outcome::AcceptedWithWarnings { anomalies: anomalies() });
    script(&world, Some(EMPLOYER), 1, Outcome::Refused { anomalies: anomalies() });
    script(&world, None, 1, Outcome::WaitingForSigedis);
    let told = json!([{
        "code": "90017-369",
        "descriptionFr": "Dépassement du contingent",
        "descriptionNl": "Overschrijding van het contingent",
    }]);
    for (result, has_period, expected) in [
        ("W", true, &told),
        ("W", true, &told),
        ("B", false, &told),
        ("S", false, &json!([])),
        ("A", true, &json!([])),
    ] {
        let status = ends(&world, &entry(EMPLOYER)).await;
        assert_eq!((&status["result"], &status["anomalies"]), (&json!(result), expected));
        assert_eq!(status.get("period").is_some(), has_period, "{result}");
    }
    assert_eq!(unused(&world), 1);
}

#[tokio::test]
async fn ss_dimona_04_a_script_is_for_one_environment() {
    let world = World::new().await;
    script(&world, None, 1, Outcome::WaitingForSigedis);
    let url = format!("{}{}", crate::world::SIMULATION, crate::world::DECLARATIONS);
    let token = world.dimona(EMPLOYER);
    let response = world.post(&url, &token, &entry(EMPLOYER)).send().await.unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(unused(&world), 1);
}

#[tokio::test]
async fn ss_dimona_08_a_period_is_updated_ended_and_cancelled_under_its_number() {
    let world = World::new().await;
    let number = ends(&world, &entry(EMPLOYER)).await["period"]["id"].as_u64().unwrap();
    let period = || {
        world.desk().read(|state, _| {
            state.apis[&Environment::Production].dimona.period(number).unwrap().clone()
        })
    };
    assert_eq!((period().start.to_string().as_str(), period().end), ("2026-03-09", None));
    for (action, members) in [
        ("dimonaUpdate", json!({ "startDate": "2026-03-10" })),
        ("dimonaOut", json!({ "endDate": "2026-03-31" })),
        ("dimonaCancel", json!({})),
    ] {
        let mut body = json!({ action: members });
        body[action]["periodId"] = json!(number);
        let status = ends(&world, &body).await;
        assert_eq!((&status["result"], &status["period"]["id"]), (&json!("A"), &json!(number)));
    }
    assert_eq!(period().start.to_string(), "2026-03-10");
    assert_eq!(period().end.unwrap().to_string(), "2026-03-31");
    assert!(period().is_cancelled);
}

#[tokio::test]
async fn ss_dimona_08_what_is_refused_changes_no_period() {
    let world = World::new().await;
    let number = ends(&world, &entry(EMPLOYER)).await["period"]["id"].as_u64().unwrap();
    script(&world, None, 1, Outcome::Refused { anomalies: anomalies() });
    let cancel = json!({ "dimonaCancel": { "periodId": number } });
    assert_eq!(ends(&world, &cancel).await["result"], "B");
    let is_cancelled = world.desk().read(|state, _| {
        state.apis[&Environment::Production].dimona.period(number).unwrap().is_cancelled
    });
    assert!(!is_cancelled);
}

#[tokio::test]
async fn ss_dimona_10_a_period_that_is_cancelled_already_is_told_so() {
    let world = World::new().await;
    let number = ends(&world, &entry(EMPLOYER)).await["period"]["id"].as_u64().unwrap();
    let cancel = json!({ "dimonaCancel": { "periodId": number } });
    assert_eq!(ends(&world, &cancel).await["result"], "A");
    let status = ends(&world, &cancel).await;
    assert_eq!(
        (&status["result"], &status["anomalies"][0]["code"]),
        (&json!("B"), &json!("00913-355"))
    );
    let stood_on = world.last("dimona.process").stood_on;
    assert!(stood_on.contains(&"SS-DIMONA-10".to_owned()));
}

#[tokio::test]
async fn ss_dimona_03_the_knob_says_how_long_processing_takes() {
    let world = World::new().await;
    world.set(|knobs| knobs.api.dimona.processing_s = 0);
    let token = world.dimona(EMPLOYER);
    let place = world.declared(&token, &entry(EMPLOYER)).await;
    assert_eq!(world.get(&place, &token).send().await.unwrap().status(), 200);
    let verdict = world.desk().read(|state, _| {
        let dimona = &state.apis[&Environment::Production].dimona;
        dimona.declarations().next().unwrap().status.as_ref().unwrap().verdict
    });
    assert_eq!(verdict, Verdict::Accepted);
}

#[tokio::test]
async fn ss_dimona_06_the_journal_has_who_asks_too_soon_or_too_often() {
    let world = World::new().await;
    world.set(|knobs| knobs.api.dimona.processing_s = 40);
    let token = world.dimona(EMPLOYER);
    let place = world.declared(&token, &entry(EMPLOYER)).await;
    let mut elapsed_ms = 0;
    for (at_ms, expected) in [
        (1_999, Some("too early")),
        (3_000, None),
        (3_500, Some("too often")),
        (30_000, None),
        (45_000, Some("too often")),
        (46_000, None),
    ] {
        world.after_ms(at_ms - elapsed_ms).await;
        elapsed_ms = at_ms;
        let response = world.get(&place, &token).send().await.unwrap();
        assert_eq!(response.status().as_u16(), if at_ms < 40_000 { 404 } else { 200 });
        let journal = world.last("dimona.consult");
        assert_eq!(journal.fields.get("polling").and_then(Value::as_str), expected, "{at_ms}");
    }
}

#[tokio::test]
async fn ss_dimona_06_where_the_pace_is_enforced_it_is_refused_with_the_time_to_wait() {
    let world = World::new().await;
    world.set(|knobs| knobs.api.dimona.polling_is_enforced = true);
    let token = world.dimona(EMPLOYER);
    let place = world.declared(&token, &entry(EMPLOYER)).await;
    let response = world.get(&place, &token).send().await.unwrap();
    assert_eq!(header(&response, "retry-after"), "2");
    let told = problem(response, 429, "tooManyRequests").await;
    assert_eq!(told["retryAfterSec"], 2);
    assert_eq!(world.refused_by("dimona.consult"), "SS-DIMONA-06");
    world.after_ms(2_000).await;
    assert_eq!(world.get(&place, &token).send().await.unwrap().status(), 404);
    world.after_ms(1_000).await;
    assert_eq!(world.get(&place, &token).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn read_back_the_state_goes_on_where_it_was() {
    let world = World::new().await;
    script(&world, None, 1, Outcome::Refused { anomalies: anomalies() });
    world.declared(&world.dimona(EMPLOYER), &entry(EMPLOYER)).await;
    let text = world.desk().read(|state, _| serde_json::to_string(state).unwrap());
    let mut read_back: SocialSecurity = serde_json::from_str(&text).unwrap();
    let due = read_back.next_due().unwrap();
    assert_eq!(read_back.fire(due, &mut Trace::default()), Some("dimona.process"));
    let dimona = &read_back.apis[&Environment::Production].dimona;
    let status = dimona.declarations().next().unwrap().status.clone().unwrap();
    assert_eq!((status.verdict, status.anomalies), (Verdict::Refused, anomalies()));
}

#[tokio::test]
async fn ss_dimona_01_in_clear_nobody_is_sent_to_the_real_host() {
    let world = World::new().await;
    world.set(|knobs| knobs.api.dimona.processing_s = 0);
    let door = world.open.gateway.addresses().http;
    let host = format!("services.socialsecurity.be.localhost:{}", door.port());
    let (client, token) = (reqwest::Client::new(), world.dimona(EMPLOYER));
    let declare = client.post(format!("http://{door}{}", crate::world::DECLARATIONS));
    let declare = declare.header("host", &host).header("content-type", "application/json");
    let declare = declare.bearer_auth(&token).body(entry(EMPLOYER).to_string());
    let response = declare.send().await.unwrap();
    let place = header(&response, "location").to_owned();
    let path = place.strip_prefix(&format!("http://{host}")).unwrap();
    let consult = client.get(format!("http://{door}{path}")).header("host", &host);
    let shown: Value = consult.bearer_auth(&token).send().await.unwrap().json().await.unwrap();
    let href = shown["declarationStatus"]["period"]["href"].as_str().unwrap();
    assert!(href.starts_with(&format!("http://{host}/REST/dimona/v2/periods/")), "{href}");
}

#[tokio::test]
async fn the_newest_declarations_are_kept_with_the_periods_that_they_are_about() {
    let world = World::new().await;
    let numbers = || {
        world.desk().read(|state, _| {
            let dimona = &state.apis.get(&Environment::Production).unwrap().dimona;
            let periods: Vec<_> = dimona.periods().map(|period| period.number).collect();
            (dimona.declarations().count(), periods)
        })
    };
    let forget = |newest| world.desk().arrange(|state, _| state.forget(newest));
    let first = ends(&world, &entry(EMPLOYER)).await["period"]["id"].as_u64().unwrap();
    let second = ends(&world, &entry(EMPLOYER)).await["period"]["id"].as_u64().unwrap();
    let cancel = json!({ "dimonaCancel": { "periodId": first } });
    ends(&world, &cancel).await;
    world.declared(&world.dimona(EMPLOYER), &entry(EMPLOYER)).await;
    assert_eq!(numbers().0, 4);
    forget(1);
    assert_eq!(numbers(), (2, vec![first]), "the cancellation, and what is not processed yet");
    assert_ne!(first, second);
    forget(0);
    assert_eq!(numbers(), (1, vec![]));
}
