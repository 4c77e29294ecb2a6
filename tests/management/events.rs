//! What is followed as it goes on.

use std::time::Duration;

use raccord_kernel::Outcome;
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::serving::Serving;

/// Longer than any machine takes to send what is there.
const PATIENCE: Duration = Duration::from_secs(30);

/// Somebody who follows.
struct Follower {
    response: Response,
    read: String,
}

#[derive(Debug)]
struct Told {
    kind: String,
    id: Option<u64>,
    data: Value,
}

impl Follower {
    async fn of(serving: &Serving, query: &str, last: Option<u64>) -> Self {
        let request = serving.request(Method::GET, &format!("/__admin/events{query}"));
        let request = match last {
            Some(last) => request.header("last-event-id", last),
            None => request,
        };
        let response = request.send().await.unwrap().error_for_status().unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { response, read: String::new() }
    }

    /// The next event, in time.
    async fn next(&mut self) -> Told {
        tokio::time::timeout(PATIENCE, self.next_ever()).await.expect("an event in time")
    }

    /// The next event, that a comment is not.
    async fn next_ever(&mut self) -> Told {
        loop {
            while let Some((event, rest)) = self.read.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.read = rest;
                let field = |name: &str| {
                    event.lines().find_map(|line| Some(line.strip_prefix(name)?.trim().to_owned()))
                };
                let Some(data) = field("data:") else { continue };
                return Told {
                    kind: field("event:").unwrap(),
                    id: field("id:").map(|id| id.parse().unwrap()),
                    data: serde_json::from_str(&data).unwrap(),
                };
            }
            let more = self.response.chunk().await.unwrap().expect("an event before the end");
            self.read.push_str(std::str::from_utf8(&more).unwrap());
        }
    }

    /// The next entry's place.
    async fn next_entry(&mut self) -> u64 {
        let told = self.next().await;
        assert_eq!(told.kind, "entry", "{told:?}");
        assert_eq!(told.id, told.data["sequence"].as_u64());
        told.id.unwrap()
    }
}

#[tokio::test]
async fn whoever_follows_is_told_the_clock_and_then_each_entry_as_it_is_written() {
    let serving = Serving::open().await;
    serving.write("piste", "piste.token", Outcome::Accepted);
    let mut follower = Follower::of(&serving, "", None).await;
    let clock = follower.next().await;
    assert_eq!((&*clock.kind, &clock.data["frozen"]), ("clock", &json!(false)));
    serving.write("piste", "piste.token", Outcome::Accepted);
    assert_eq!(follower.next_entry().await, 2);
    serving.write("gateway", "gateway.handshake", Outcome::Accepted);
    assert_eq!(follower.next_entry().await, 3);
}

#[tokio::test]
async fn a_filter_picks_what_is_told() {
    let serving = Serving::open().await;
    let mut follower = Follower::of(&serving, "?operation=gateway.*&since=0", None).await;
    assert_eq!(follower.next().await.kind, "clock");
    serving.write("piste", "piste.token", Outcome::Accepted);
    serving.write("gateway", "gateway.handshake", Outcome::Accepted);
    assert_eq!(follower.next_entry().await, 2);
}

#[tokio::test]
async fn whoever_comes_back_goes_on_after_the_last_event() {
    let serving = Serving::open().await;
    for _ in 0..3 {
        serving.write("piste", "piste.token", Outcome::Accepted);
    }
    let mut follower = Follower::of(&serving, "?since=0", Some(2)).await;
    assert_eq!(follower.next().await.kind, "clock");
    assert_eq!(follower.next_entry().await, 3);
}

#[tokio::test]
async fn nothing_is_lost_in_silence() {
    let serving = Serving::open().await;
    for _ in 0..10_300 {
        serving.write("piste", "piste.token", Outcome::Accepted);
    }
    let mut follower = Follower::of(&serving, "", Some(100)).await;
    assert_eq!(follower.next().await.kind, "clock");
    let forgotten = follower.next().await;
    assert_eq!((&*forgotten.kind, &forgotten.data), ("forgotten", &json!({"entries": 200})));
    for sequence in 301..=10_300 {
        assert_eq!(follower.next_entry().await, sequence);
    }
}

#[tokio::test]
async fn a_clock_that_is_turned_is_told() {
    let serving = Serving::open().await;
    let mut follower = Follower::of(&serving, "", None).await;
    let before = follower.next().await;
    serving.post("/__admin/clock/advance", json!({"duration": "24h"})).await.expect_ok();
    let after = follower.next().await;
    assert_eq!(after.kind, "clock");
    assert_ne!(
        before.data["now"].as_str().unwrap()[..10],
        after.data["now"].as_str().unwrap()[..10]
    );
}

#[tokio::test]
async fn a_mail_and_a_beginning_anew_are_told() {
    let serving = Serving::open().await;
    serving.management.begin(serving.mocks(), raccord::starts::Exports::default()).unwrap();
    let mut follower = Follower::of(&serving, "?operation=none", None).await;
    assert_eq!(follower.next().await.kind, "clock");
    let order = json!({"profile": "sofie/crypt", "deliver": "crypt@banque.example"});
    serving.post("/__admin/certificates", order).await.expect_ok();
    let mail = follower.next().await;
    assert_eq!((&*mail.kind, &mail.data["to"]), ("mail", &json!("crypt@banque.example")));
    serving.post("/__admin/clock/freeze", json!({})).await.expect_ok();
    assert_eq!(follower.next().await.kind, "clock");
    serving.post("/__admin/reset", json!({})).await.expect_ok();
    let reset = follower.next().await;
    assert_eq!(reset.kind, "reset", "{reset:?}");
}
