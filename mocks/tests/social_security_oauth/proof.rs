//! Who asks: the client, and the signature that proves it.

use jiff::SignedDuration;
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use raccord_kernel::clock::after;
use raccord_mocks::social_security::chaman::{AccountKind, Registered};
use raccord_mocks::social_security::oauth::{OutsideValidity, SigningAlgorithm};
use serde_json::{Value, json};

use crate::world::{
    CLIENT_ID, CURVE, FIRST, OTHER_CLIENT_ID, SECOND, Served, TOMORROW, account, changed, encoded,
    form, registered, sign, sign_by, start,
};

fn rs256() -> Value {
    json!({"alg": "RS256"})
}

#[tokio::test]
async fn ss_oauth_12_the_algorithm_is_the_server_s_and_not_the_header_s() {
    let served = Served::open().await;
    let claims = served.claims();
    let unsigned = |alg: &str| {
        format!("{}.{}.", encoded(json!({ "alg": alg }).to_string()), encoded(claims.to_string()))
    };
    for alg in ["none", "NONE", "None"] {
        served.is_no_client(&unsigned(alg), "SS-OAUTH-12", &["anybody could have made it"]).await;
    }
    let public = FIRST.certificate.public_key();
    for secret in [public.spki_der(), &public.rsa_pkcs1_der().unwrap(), FIRST.certificate.der()] {
        let signed = format!("{}.{}", encoded(r#"{"alg":"HS256"}"#), encoded(claims.to_string()));
        let key = EncodingKey::from_secret(secret);
        let signature = crypto::sign(signed.as_bytes(), &key, Algorithm::HS256).unwrap();
        let assertion = format!("{signed}.{signature}");
        served.is_no_client(&assertion, "SS-OAUTH-12", &["HS256", "expected RS256"]).await;
    }
    for (name, algorithm) in [("PS256", Algorithm::PS256), ("RS512", Algorithm::RS512)] {
        let header = json!({ "alg": name });
        let assertion = sign_by(&header, &served.claims(), &FIRST.key, algorithm);
        served.is_no_client(&assertion, "SS-OAUTH-12", &[name, "expected RS256"]).await;
        // The header promises RS256, and the signature is another's.
        let assertion = sign_by(&rs256(), &served.claims(), &FIRST.key, algorithm);
        served.is_no_client(&assertion, "SS-OAUTH-16", &["signed by none"]).await;
    }
    for header in [json!({}), json!({"alg": 256}), json!({"alg": null}), json!({"alg": "rs256"})] {
        let assertion = sign(&header, &served.claims(), &FIRST.key);
        served.is_no_client(&assertion, "SS-OAUTH-12", &["expected RS256"]).await;
    }
}

#[tokio::test]
async fn ss_oauth_12_which_algorithms_are_taken_is_a_knob() {
    let served = Served::open().await;
    let header = json!({"alg": "PS256"});
    served.set(|knobs| knobs.algorithms.extend([SigningAlgorithm::Ps256]));
    let pss = sign_by(&header, &served.claims(), &FIRST.key, Algorithm::PS256);
    served.ask_with(&pss).await.is_granted();
    let mistaken = sign_by(&header, &served.claims(), &FIRST.key, Algorithm::RS256);
    served.is_no_client(&mistaken, "SS-OAUTH-16", &[]).await;
}

#[tokio::test]
async fn ss_oauth_13_issuer_and_subject_are_the_client_id() {
    let served = Served::open().await;
    for (changes, words) in [
        (json!({"iss": null}), ["no `iss`", "client id"]),
        (json!({"sub": null}), ["no `sub`", "client id"]),
        (json!({"iss": 12}), ["`iss` is 12", "client id"]),
        (json!({"sub": [CLIENT_ID]}), ["`sub` is [", "client id"]),
        (json!({"sub": OTHER_CLIENT_ID}), [OTHER_CLIENT_ID, CLIENT_ID]),
        (json!({"iss": "https://fournisseur.example"}), ["fournisseur.example", CLIENT_ID]),
    ] {
        let assertion = served.assertion_with(&changes);
        served.is_no_client(&assertion, "SS-OAUTH-13", &words).await;
    }
}

#[tokio::test]
async fn ss_oauth_14_a_client_is_a_rest_account_of_chaman() {
    let served = Served::open().await;
    served.desk.arrange(|state, _| {
        let mut soap = account(2, OTHER_CLIENT_ID);
        (soap.kind, soap.client_id) = (AccountKind::Soap, None);
        state.chaman.accounts.put(soap);
    });
    for id in [OTHER_CLIENT_ID, "compte 2", "", "self_service_chaman_312045_K3V9X0Q2ZA"] {
        let assertion = served.assertion_with(&json!({"iss": id, "sub": id}));
        served.is_no_client(&assertion, "SS-OAUTH-14", &[id, "in ChaMan"]).await;
    }
    served.desk.arrange(|state, _| state.chaman.accounts.remove(1));
    served.is_no_client(&served.assertion(), "SS-OAUTH-14", &[CLIENT_ID]).await;
}

#[tokio::test]
async fn ss_oauth_15_a_client_id_in_the_form_is_that_of_the_assertion() {
    let served = Served::open().await;
    let body = |id| format!("{}&client_id={id}", form(&served.assertion()));
    served.ask(&body(CLIENT_ID)).await.is_granted();
    served.ask(&body("")).await.is_granted();
    served.ask(&body(OTHER_CLIENT_ID)).await.is_error(400, "invalid_client");
    served.told("SS-OAUTH-15", &[OTHER_CLIENT_ID, CLIENT_ID]);
}

#[tokio::test]
async fn ss_oauth_16_the_key_of_every_registered_certificate_signs_and_no_other() {
    let served = Served::open().await;
    let by = |delivered: &crate::world::Delivered| sign(&rs256(), &served.claims(), &delivered.key);
    served
        .is_no_client(
            &by(&SECOND),
            "SS-OAUTH-16",
            &["none of the 1 certificates", "\"certificat 1\"", "2027-03-02", "ChaMan"],
        )
        .await;
    // A renewal with overlap: the new one is added, then both keys are good.
    served.change(|account| account.certificates.push(registered(2, &SECOND)));
    served.ask_with(&by(&FIRST)).await.is_granted();
    assert_eq!(served.last().fields["certificate"], "certificate#1");
    served.ask_with(&by(&SECOND)).await.is_granted();
    assert_eq!(served.last().fields["certificate"], "certificate#2");
    // The old one is removed.
    served.change(|account| drop(account.certificates.remove(0)));
    served.is_no_client(&by(&FIRST), "SS-OAUTH-16", &["\"certificat 2\""]).await;
    served.ask_with(&by(&SECOND)).await.is_granted();
}

#[tokio::test]
async fn ss_oauth_16_a_signature_is_over_what_came() {
    let served = Served::open().await;
    let good = served.assertion();
    let parts: Vec<_> = good.split('.').collect();
    let longer = encoded(changed(served.claims(), &json!({"exp": 4_000_000_000_u32})).to_string());
    for assertion in [
        format!("{}.{longer}.{}", parts[0], parts[2]),
        format!("{}.{}.{}", encoded(r#"{"alg":"RS256","typ":"JWT"}"#), parts[1], parts[2]),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{}.{}.{}", parts[0], parts[1], encoded([0; 256])),
    ] {
        served.is_no_client(&assertion, "SS-OAUTH-16", &[]).await;
    }
}

#[tokio::test]
async fn ss_oauth_16_a_key_that_another_account_of_the_enterprise_has_is_told() {
    let served = Served::open().await;
    served.desk.arrange(|state, _| {
        let mut other = account(2, OTHER_CLIENT_ID);
        other.certificates = vec![registered(1, &SECOND)];
        state.chaman.accounts.put(other);
    });
    let assertion = sign(&rs256(), &served.claims(), &SECOND.key);
    let words = ["registered for self_service_expeditor_10"];
    served.is_no_client(&assertion, "SS-OAUTH-16", &words).await;
}

#[tokio::test]
async fn ss_oauth_17_a_key_id_is_not_looked_at() {
    let served = Served::open().await;
    served.change(|account| account.certificates.push(registered(2, &SECOND)));
    for header in [
        json!({"alg": "RS256", "kid": "4711", "typ": "JWT"}),
        json!({"alg": "RS256", "kid": SECOND.certificate.fingerprint().to_string()}),
        json!({"alg": "RS256", "kid": {"not": "a text"}, "x5t": "?", "typ": "client-authentication+jwt"}),
    ] {
        served.ask_with(&sign(&header, &served.claims(), &FIRST.key)).await.is_granted();
        assert!(served.stood_on("SS-OAUTH-17"));
    }
    served.ask_with(&served.assertion()).await.is_granted();
    assert!(!served.stood_on("SS-OAUTH-17"));
}

#[tokio::test]
async fn ss_oauth_18_a_certificate_counts_from_the_instant_at_which_it_takes_effect() {
    let served = Served::open().await;
    let effective_at = after(start(), SignedDuration::from_secs(600));
    let waiting = Registered { effective_at, ..registered(2, &SECOND) };
    served.change(|account| account.certificates.push(waiting));
    let by_second = || sign(&rs256(), &served.claims(), &SECOND.key);
    for _ in 0..2 {
        let words = ["\"certificat 2\"", "takes effect at 2026-03-02T09:10:00Z"];
        served.is_no_client(&by_second(), "SS-OAUTH-18", &words).await;
        served.ask_with(&served.assertion()).await.is_granted();
        served.pass(599 - (served.now_s() - start().as_second()));
    }
    served.pass(1);
    served.ask_with(&by_second()).await.is_granted();
}

#[tokio::test]
async fn ss_oauth_19_an_account_without_a_certificate_gets_no_token() {
    let served = Served::open().await;
    served.change(|account| account.certificates.clear());
    let words = [CLIENT_ID, "has no certificate", "ChaMan"];
    served.is_no_client(&served.assertion(), "SS-OAUTH-19", &words).await;
}

#[tokio::test]
async fn ss_oauth_20_a_registered_certificate_counts_while_it_is_valid() {
    let served = Served::open().await;
    served.change(|account| account.certificates = vec![registered(1, &TOMORROW)]);
    let by = |key| sign(&rs256(), &served.claims(), key);
    served.is_no_client(&by(&TOMORROW.key), "SS-OAUTH-20", &["valid from 2026-03-03"]).await;
    served.pass(24 * 3600);
    served.ask_with(&by(&TOMORROW.key)).await.is_granted();
    served.pass(400 * 24 * 3600);
    served
        .is_no_client(&by(&TOMORROW.key), "SS-OAUTH-20", &["until 2027-03", "not valid at"])
        .await;
}

#[tokio::test]
async fn ss_oauth_20_whether_an_expired_certificate_counts_is_a_knob() {
    let served = Served::open().await;
    served.set(|knobs| knobs.certificates_outside_validity = OutsideValidity::Accepted);
    served.ask_with(&served.assertion()).await.is_granted();
    assert!(!served.stood_on("SS-OAUTH-20"));
    served.pass(400 * 24 * 3600);
    served.ask_with(&served.assertion()).await.is_granted();
    assert!(served.stood_on("SS-OAUTH-20"));
}

#[tokio::test]
async fn a_key_in_two_certificates_signs_as_long_as_one_of_them_counts() {
    let served = Served::open().await;
    let expired = Registered { valid_until: start(), ..registered(1, &FIRST) };
    served.change(|account| account.certificates = vec![expired, registered(2, &FIRST)]);
    served.pass(60);
    served.ask_with(&served.assertion()).await.is_granted();
}

#[tokio::test]
async fn a_certificate_whose_key_is_not_rsa_signs_nothing_and_harms_nobody() {
    let served = Served::open().await;
    served.change(|account| account.certificates.insert(0, registered(2, &CURVE)));
    served.ask_with(&served.assertion()).await.is_granted();
}
