//! For whom an assertion is, and until when.

use raccord_mocks::social_security::oauth::{AudienceProfile, Replayed};
use serde_json::json;

use crate::world::{CLIENT_ID, FIRST, ISSUER, Served, TOKEN_URL, sign, sign_text};

const ACCEPTANCE: &str = "https://services-acpt.socialsecurity.be/REST/oauth/v5/token";
const SIMULATION: &str = "https://services-sim.socialsecurity.be/REST/oauth/v5/token";

#[tokio::test]
async fn ss_oauth_21_the_audience_is_the_token_endpoint_to_the_letter() {
    let served = Served::open().await;
    served.ask_with(&served.assertion()).await.is_granted();
    assert!(!served.stood_on("SS-OAUTH-22"));
    for (audience, word) in [
        (json!(null), "missing"),
        (json!(""), TOKEN_URL),
        (json!(12), TOKEN_URL),
        (json!("https://oauth.socialsecurity.be"), "before version 5"),
        (json!(ISSUER), "libraries"),
        (json!(ACCEPTANCE), "another environment"),
        (json!(SIMULATION), "takes the tokens of production"),
        (json!(format!("{TOKEN_URL}/")), "leave out the last `/`"),
        (json!(TOKEN_URL.to_uppercase()), TOKEN_URL),
        (json!([TOKEN_URL, ISSUER]), "name one audience"),
        (json!([TOKEN_URL, TOKEN_URL]), "name one audience"),
        (json!([[TOKEN_URL]]), TOKEN_URL),
        (json!([]), TOKEN_URL),
    ] {
        let assertion = served.assertion_with(&json!({ "aud": audience }));
        served.is_no_client(&assertion, "SS-OAUTH-21", &[word, TOKEN_URL]).await;
    }
}

#[tokio::test]
async fn ss_oauth_21_which_audience_is_taken_is_a_knob() {
    use AudienceProfile::{Faithful, Legacy, Strict};
    let served = Served::open().await;
    for (audience, takers) in [
        (json!(TOKEN_URL), vec![Faithful, Legacy]),
        (json!([TOKEN_URL]), vec![Faithful, Legacy]),
        (json!(["https://other.example", TOKEN_URL]), vec![Legacy]),
        (json!(ISSUER), vec![Legacy, Strict]),
        (json!([ISSUER]), vec![Legacy]),
        (json!(ACCEPTANCE), vec![]),
    ] {
        for profile in [Faithful, Legacy, Strict] {
            served.set(|knobs| knobs.audience = profile);
            let assertion = served.assertion_with(&json!({ "aud": audience }));
            if takers.contains(&profile) {
                served.ask_with(&assertion).await.is_granted();
            } else {
                served.is_no_client(&assertion, "SS-OAUTH-21", &["expected"]).await;
            }
        }
    }
}

#[tokio::test]
async fn ss_oauth_22_an_audience_may_be_a_list_of_one() {
    let served = Served::open().await;
    served.ask_with(&served.assertion_with(&json!({"aud": [TOKEN_URL]}))).await.is_granted();
    assert!(served.stood_on("SS-OAUTH-22"));
}

#[tokio::test]
async fn ss_oauth_23_an_assertion_says_when_it_ends_and_has_not_ended() {
    let served = Served::open().await;
    served.set(|knobs| knobs.clock_skew_s = 0);
    let now = served.now_s();
    for (expiry, word) in [
        (json!(null), "no `exp`"),
        (json!((now + 300).to_string()), "a JSON number"),
        (json!(true), "a JSON number"),
        (json!({"seconds": now + 300}), "a JSON number"),
        (json!((now + 300) * 1000), "are these milliseconds?"),
        (json!(1e300), "are these milliseconds?"),
        (json!(-1e300), "are these milliseconds?"),
        (json!(u64::MAX), "are these milliseconds?"),
        (json!(now), "ended at 2026-03-02T09:00:00Z"),
        (json!(now - 3600), "ended at 2026-03-02T08:00:00Z"),
        (json!(0), "1970"),
    ] {
        let assertion = served.assertion_with(&json!({ "exp": expiry }));
        served.is_no_client(&assertion, "SS-OAUTH-23", &[word]).await;
    }
    let fraction = now as f64 + 0.5;
    served.ask_with(&served.assertion_with(&json!({ "exp": fraction }))).await.is_granted();
    served.ask_with(&served.assertion_with(&json!({"exp": now + 1}))).await.is_granted();
    let null =
        format!(r#"{{"iss":"{CLIENT_ID}","sub":"{CLIENT_ID}","aud":"{TOKEN_URL}","exp":null}}"#);
    let assertion =
        sign_text(r#"{"alg":"RS256"}"#, &null, &FIRST.key, jsonwebtoken::Algorithm::RS256);
    served.is_no_client(&assertion, "SS-OAUTH-23", &["`exp` is null"]).await;
}

#[tokio::test]
async fn ss_oauth_24_an_assertion_is_good_from_its_beginning() {
    let served = Served::open().await;
    let now = served.now_s();
    for (begin, word) in [(json!(now + 61), "09:01:01"), (json!("soon"), "a JSON number")] {
        let assertion = served.assertion_with(&json!({ "nbf": begin }));
        served.is_no_client(&assertion, "SS-OAUTH-24", &["`nbf`", word]).await;
    }
    served.ask_with(&served.assertion_with(&json!({ "nbf": now }))).await.is_granted();
    assert!(!served.stood_on("SS-OAUTH-26"));
}

#[tokio::test]
async fn ss_oauth_25_an_assertion_was_not_made_in_the_future() {
    let served = Served::open().await;
    let now = served.now_s();
    for (made, word) in [(json!(now + 3600), "the time in UTC"), (json!([now]), "a JSON number")] {
        let assertion = served.assertion_with(&json!({ "iat": made }));
        served.is_no_client(&assertion, "SS-OAUTH-25", &["`iat`", word]).await;
    }
    // However old it is: no source says how old it may be.
    served.ask_with(&served.assertion_with(&json!({"iat": now - 86_400}))).await.is_granted();
}

#[tokio::test]
async fn ss_oauth_26_clocks_may_differ_by_a_minute() {
    let served = Served::open().await;
    let now = served.now_s();
    for changes in [
        json!({"exp": now - 59}),
        json!({"exp": now}),
        json!({"nbf": now + 60}),
        json!({"iat": now + 60}),
    ] {
        served.ask_with(&served.assertion_with(&changes)).await.is_granted();
        assert!(served.stood_on("SS-OAUTH-26"), "{changes}");
    }
    let ended = served.assertion_with(&json!({"exp": now - 60}));
    served.is_no_client(&ended, "SS-OAUTH-23", &["set the clock"]).await;
    served.set(|knobs| knobs.clock_skew_s = 10);
    let early = served.assertion_with(&json!({"iat": now + 11}));
    served.is_no_client(&early, "SS-OAUTH-25", &["differ by 10 seconds"]).await;
}

#[tokio::test]
async fn ss_oauth_27_an_assertion_lives_as_long_as_the_client_likes_or_as_the_knob_says() {
    let served = Served::open().await;
    let lasting = |seconds: i64| served.assertion_with(&json!({"exp": served.now_s() + seconds}));
    served.ask_with(&lasting(300)).await.is_granted();
    assert!(!served.stood_on("SS-OAUTH-27"));
    for seconds in [301, 3600, 50_000, 864_000] {
        served.ask_with(&lasting(seconds)).await.is_granted();
        assert!(served.stood_on("SS-OAUTH-27"));
    }
    served.set(|knobs| knobs.assertion_lifetime_max_s = Some(300));
    served.ask_with(&lasting(360)).await.is_granted();
    assert!(!served.stood_on("SS-OAUTH-27"));
    let words = ["864000 seconds ahead", "300 at most", "minutes or days"];
    served.is_no_client(&lasting(864_000), "SS-OAUTH-27", &words).await;
    served.is_no_client(&lasting(361), "SS-OAUTH-27", &[]).await;
}

#[tokio::test]
async fn ss_oauth_28_an_assertion_that_comes_again_is_taken_or_not_as_the_knob_says() {
    let served = Served::open().await;
    let once = served.assertion();
    let first = served.ask_with(&once).await.is_granted();
    assert!(!served.stood_on("SS-OAUTH-28"));
    assert_ne!(served.ask_with(&once).await.is_granted(), first);
    assert!(served.stood_on("SS-OAUTH-28"));
    served.set(|knobs| knobs.replayed_assertions = Replayed::Refused);
    served.is_no_client(&once, "SS-OAUTH-28", &["a new `jti` for each request"]).await;
    let same_jti = || {
        let exp = served.now_s() + 300;
        served.assertion_with(&json!({"jti": "for ever", "exp": exp}))
    };
    served.ask_with(&same_jti()).await.is_granted();
    served.is_no_client(&same_jti(), "SS-OAUTH-28", &[]).await;
    served.pass(359);
    served.is_no_client(&same_jti(), "SS-OAUTH-28", &["used before"]).await;
    // The refused one is remembered as well: until its own end.
    served.pass(360);
    served.ask_with(&same_jti()).await.is_granted();
    served
        .is_no_client(&served.assertion_with(&json!({"jti": 5})), "SS-OAUTH-28", &["a text"])
        .await;
    let without = served.assertion_with(&json!({"jti": null}));
    served.ask_with(&without).await.is_granted();
    served.ask_with(&without).await.is_granted();
}

#[tokio::test]
async fn an_assertion_that_is_refused_for_another_reason_is_not_used_up() {
    let served = Served::open().await;
    served.set(|knobs| knobs.replayed_assertions = Replayed::Refused);
    let wrong = served.assertion_with(&json!({"jti": "one", "aud": ISSUER}));
    served.is_no_client(&wrong, "SS-OAUTH-21", &[]).await;
    served.ask_with(&served.assertion_with(&json!({"jti": "one"}))).await.is_granted();
}

#[tokio::test]
async fn what_the_manual_s_example_sends_is_granted_and_stands_on_no_guess_about_assertions() {
    let served = Served::open().await;
    // Nimbus: no `typ`, no `kid`, no `iat`, no `nbf`, 256 bits of `jti`, and a scope.
    let claims = json!({
        "iss": CLIENT_ID, "sub": CLIENT_ID, "aud": TOKEN_URL,
        "exp": served.now_s() + 300, "jti": "SWrYz4dxXwNhB0b2R2d1ZJmVqg1k6mQ3o0m8y7cA1bE",
    });
    let assertion = sign(&json!({"alg": "RS256"}), &claims, &FIRST.key);
    let form = format!(
        "grant_type=client_credentials&scope=scope%3Adimona%3Adeclaration%3Adeclarant\
         &client_assertion={assertion}&client_assertion_type=\
         urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
    );
    let answer = served.ask(&form).await;
    answer.is_granted();
    assert_eq!(answer.json()["scope"], "scope:dimona:declaration:declarant");
    assert_eq!(served.last().stood_on, ["SS-OAUTH-32", "SS-OAUTH-33"]);
}
