//! Whatever comes is answered; nothing of it is kept for longer than it matters, nor shown.

use jiff::SignedDuration;
use raccord_kernel::clock::after;
use raccord_kernel::{Outcome, Trace};
use raccord_mocks::social_security::oauth::{Hidden, TokenRequest};
use raccord_mocks::social_security::{Environment, Knobs, SocialSecurity};
use serde_json::json;

use crate::world::{CLIENT_ID, FIRST, JWT_BEARER, Served, TOKEN_URL, account, sign, start};

fn request(assertion: String) -> TokenRequest {
    TokenRequest {
        grant_type: Some("client_credentials".to_owned()),
        assertion_type: Some(JWT_BEARER.to_owned()),
        assertion: Some(Hidden(assertion)),
        ..TokenRequest::default()
    }
}

fn good(jti: u32, lifetime_s: i64, now_s: i64) -> String {
    let claims = json!({
        "iss": CLIENT_ID, "sub": CLIENT_ID, "aud": TOKEN_URL,
        "jti": jti.to_string(), "exp": now_s + lifetime_s,
    });
    sign(&json!({"alg": "RS256"}), &claims, &FIRST.key)
}

fn state() -> SocialSecurity {
    let mut state = SocialSecurity::new(7, Knobs::default());
    state.chaman.accounts.put(account(1, CLIENT_ID));
    state
}

#[test]
fn an_assertion_cut_or_spoilt_at_any_octet_is_refused_and_harms_nobody() {
    let mut state = state();
    let good = good(1, 300, start().as_second());
    let mut is_granted = |assertion: String| {
        let name = |_: &raccord_certs::Fingerprint| String::new();
        let mut trace = Trace::default();
        let production = Environment::Production;
        state.grant(production, &request(assertion), start(), &mut trace, name).is_ok()
    };
    assert!(is_granted(good.clone()));
    for at in 0..good.len() {
        assert!(!is_granted(good[..at].to_owned()), "cut at {at}");
        for octet in [b'.', b'=', b'A', b'_', b' ', 0] {
            let mut spoilt = good.clone().into_bytes();
            if std::mem::replace(&mut spoilt[at], octet) != octet {
                assert!(!is_granted(String::from_utf8(spoilt).unwrap()), "{octet} at {at}");
            }
        }
    }
}

#[test]
fn acceptance_has_an_audience_of_its_own() {
    let mut state = state();
    let assertion = |audience: String| {
        let claims = json!({
            "iss": CLIENT_ID, "sub": CLIENT_ID, "aud": audience,
            "exp": start().as_second() + 300,
        });
        request(sign(&json!({"alg": "RS256"}), &claims, &FIRST.key))
    };
    let (here, there) = (Environment::Acceptance, Environment::Production);
    assert_eq!(
        here.token_endpoint(),
        "https://services-acpt.socialsecurity.be/REST/oauth/v5/token"
    );
    for (audience, is_taken) in [(here.token_endpoint(), true), (there.token_endpoint(), false)] {
        let name = |_: &raccord_certs::Fingerprint| String::new();
        let mut trace = Trace::default();
        let granted = state.grant(here, &assertion(audience), start(), &mut trace, name);
        assert_eq!(granted.is_ok(), is_taken);
    }
}

#[tokio::test]
async fn whatever_form_comes_is_answered_by_a_rule() {
    let served = Served::open().await;
    let good = crate::world::form(&served.assertion());
    let (_, before) = good.split_at(good.len() / 2);
    for form in
        ["", "&&&", "=", "%", "%ff%fe=%00", "grant_type", before, "\u{0}", "client_assertion=..&a"]
    {
        let answer = served.ask(form).await;
        assert_eq!(answer.status, 400, "{form}");
        assert!(matches!(served.last().outcome, Outcome::Refused { .. }), "{form}");
    }
}

#[test]
fn twenty_thousand_assertions_later_only_those_that_could_come_again_are_remembered() {
    let mut state = state();
    let mut now = start();
    // Signed once, good for long: what is signed costs a thousand times what is decided.
    for number in 0..20_000_u32 {
        let until = after(now, SignedDuration::from_secs(300));
        assert!(!state.oauth.seen.note(CLIENT_ID, &number.to_string(), until, now));
        now = after(now, SignedDuration::from_secs(1));
        assert!(state.oauth.seen.remembered() <= 300);
    }
    for number in 0..50 {
        let assertion = request(good(number, 100, now.as_second()));
        let name = |_: &raccord_certs::Fingerprint| String::new();
        let mut trace = Trace::default();
        state.grant(Environment::Production, &assertion, now, &mut trace, name).unwrap();
        now = after(now, SignedDuration::from_secs(60));
        // 100 seconds, and the minute by which clocks may differ.
        assert!(state.oauth.seen.remembered() <= 300 + 3);
    }
    assert!(state.oauth.seen.remembered() <= 3);
}

#[tokio::test]
async fn neither_the_journal_nor_debug_shows_an_assertion_or_a_token() {
    let served = Served::open().await;
    let (good, bad) = (served.assertion(), served.assertion_with(&json!({"aud": "nobody"})));
    let token = served.ask_with(&good).await.is_granted();
    served.is_no_client(&bad, "SS-OAUTH-21", &[]).await;
    let journal = serde_json::to_string(&served.entries()).unwrap();
    let debug = served.desk.read(|state, _| format!("{state:?}"));
    let shown = format!("{journal}{debug}{:?}", request(good.clone()));
    for secret in [&*token, &*good, &*bad, good.rsplit('.').next().unwrap()] {
        assert!(!shown.contains(secret));
    }
}

#[tokio::test]
async fn a_state_that_is_read_back_goes_on_where_it_was() {
    let served = Served::open().await;
    let once = served.assertion();
    let token = served.ask_with(&once).await.is_granted();
    served.desk.arrange(|state, now| {
        let text = serde_json::to_string(&*state).unwrap();
        *state = serde_json::from_str(&text).unwrap();
        assert!(matches!(
            state.oauth.standing(&token, now),
            raccord_mocks::social_security::oauth::Standing::Good(_)
        ));
    });
    served.ask_with(&once).await.is_granted();
    assert!(served.stood_on("SS-OAUTH-28"));
}
