//! All the files of one connection: which is for which certificate, what is missing, what is too
//! much.

use raccord_certs::{
    Asked, Certificate, Key, KeyKind, Profile, PublicKey, Subject,
    authority::{Order, SubjectKey},
    conformity::{Beside, Context, Judgement, Platform, Submitted, Verdict, check},
    format::{pkcs7, ssh},
    profile::{CHORUS_PRO_SEAL, SOCIAL_SECURITY_REST, SOFIE_CRYPT, SOFIE_TRANSPORT},
};

use crate::workshop::{CLIENT, HIERARCHY, KEY, SERVER, issue, noon, ordered};

/// A certificate of a profile, for a key of its own.
fn certificate(profile: &'static Profile) -> (Key, Vec<Certificate>) {
    let key = Key::generate(KeyKind::Rsa2048).unwrap();
    let subject = Subject::french("ventes.exemple.fr", "Exemple", "12345678900012");
    let order = Order {
        profile,
        subject: &subject,
        key: SubjectKey::Pair(&key),
        validity: ordered(),
        defect: None,
        serial: [3; 16],
    };
    let issued = HIERARCHY.issue(&order).unwrap();
    (key, issued.with_chain())
}

fn file(name: &str, certificates: &[Certificate]) -> Submitted {
    Submitted::read(name, &pkcs7::encode_der(certificates))
}

fn cer(name: &str, certificates: &[Certificate]) -> Submitted {
    Submitted::read(name, certificates[0].der())
}

fn judge(files: &[Submitted], mode: &str) -> Judgement {
    judge_beside(files, mode, Beside::default())
}

fn judge_beside(files: &[Submitted], mode: &str, beside: Beside<'_>) -> Judgement {
    let context = Context::new(noon(), Platform::Qualification);
    check(files, Asked::named(mode).unwrap(), context, beside)
}

fn remarks(judgement: &Judgement) -> Vec<(&'static str, Verdict)> {
    let remarks = judgement.all().filter(|each| each.verdict > Verdict::Information);
    remarks.map(|each| (each.rule.id, each.verdict)).collect()
}

/// As what each file was judged.
fn profiles(judgement: &Judgement) -> Vec<Option<&'static str>> {
    judgement.files.iter().map(|file| file.profile.map(|profile| profile.name)).collect()
}

fn found<'a>(judgement: &'a Judgement, id: &str) -> &'a str {
    &judgement.all().find(|each| each.rule.id == id).unwrap().found
}

#[test]
fn cpp_cert_34_gives_each_file_to_the_demand_that_it_fits_in_any_order() {
    let client = file("client.p7b", &certificate(CLIENT).1);
    let server = file("server.p7b", &certificate(SERVER).1);
    let names = [Some("chorus-pro/ssl-server"), Some("chorus-pro/ssl-client")];
    let judgement = judge(&[server.clone(), client.clone()], "chorus-pro/edi-pesit");
    assert_eq!((remarks(&judgement), profiles(&judgement)), (vec![], names.to_vec()));
    let judgement = judge(&[client, server], "chorus-pro/edi-pesit");
    assert_eq!(profiles(&judgement), [names[1], names[0]]);
    assert_eq!(found(&judgement, "CPP-CERT-34"), "2 of 2");
}

#[test]
fn cpp_cert_34_says_which_certificate_is_missing() {
    let client = file("client.p7b", &certificate(CLIENT).1);
    let judgement = judge(&[client], "chorus-pro/edi-pesit");
    assert_eq!(remarks(&judgement), [("CPP-CERT-34", Verdict::Failure)]);
    let missing = "1 of 2; missing: \"SSL Serveur, authentification serveur, RGS*\"";
    assert_eq!(found(&judgement, "CPP-CERT-34"), missing);
}

#[test]
fn as2_takes_a_certificate_of_either_kind() {
    for (profile, name) in [(CLIENT, "chorus-pro/ssl-client"), (SERVER, "chorus-pro/ssl-server")] {
        let judgement = judge(&[file("a.p7b", &certificate(profile).1)], "chorus-pro/edi-as2");
        assert_eq!((remarks(&judgement), profiles(&judgement)), (vec![], vec![Some(name)]));
    }
}

#[test]
fn cpp_cert_35_says_which_file_is_about_nothing_that_is_demanded() {
    let client = file("client.p7b", &certificate(CLIENT).1);
    let second = file("second.p7b", &certificate(CLIENT).1);
    let judgement = judge(&[client.clone(), second], "chorus-pro/edi-pesit");
    let expected = [("CPP-CERT-35", Verdict::Warning), ("CPP-CERT-34", Verdict::Failure)];
    assert_eq!(remarks(&judgement), expected);
    assert_eq!(profiles(&judgement), [Some("chorus-pro/ssl-client"), None]);
    let key = Submitted::read("private.pem", KEY.pkcs8_pem().as_bytes());
    let judgement = judge(&[client, key], "chorus-pro/edi-sftp");
    assert_eq!(remarks(&judgement), [("CPP-CERT-35", Verdict::Failure)], "a private key");
}

#[test]
fn a_file_that_fits_no_demand_is_judged_by_the_one_that_is_left() {
    let client = file("client.p7b", &certificate(CLIENT).1);
    let seal = file("seal.p7b", &certificate(&CHORUS_PRO_SEAL).1);
    let judgement = judge(&[seal, client], "chorus-pro/edi-pesit");
    let names = [Some("chorus-pro/ssl-server"), Some("chorus-pro/ssl-client")];
    assert_eq!(profiles(&judgement), names);
    assert!(remarks(&judgement).contains(&("CPP-CERT-03", Verdict::Failure)));
    let unreadable = Submitted::read("nothing", b"nothing");
    let judgement = judge(&[unreadable], "chorus-pro/edi-sftp");
    assert_eq!(remarks(&judgement), [("CPP-CERT-01", Verdict::Failure)]);
}

#[test]
fn the_better_of_two_files_for_one_demand_is_taken() {
    let bad = file("bad.p7b", &issue(CLIENT, Some(raccord_certs::Defect::Expired)).with_chain());
    let good = file("good.p7b", &certificate(CLIENT).1);
    let judgement = judge(&[bad, good], "chorus-pro/edi-sftp");
    assert_eq!(profiles(&judgement), [None, Some("chorus-pro/ssl-client")]);
}

#[test]
fn cpp_cert_36_warns_of_one_key_in_two_certificates() {
    let client = file("client.p7b", &issue(CLIENT, None).with_chain());
    let server = file("server.p7b", &issue(SERVER, None).with_chain());
    let judgement = judge(&[client, server], "chorus-pro/edi-pesit");
    assert_eq!(remarks(&judgement), [("CPP-CERT-36", Verdict::Warning)]);
    assert_eq!(found(&judgement, "CPP-CERT-36"), "the same key in `client.p7b` and `server.p7b`");
}

#[test]
fn cpp_cert_37_says_that_piste_needs_no_certificate() {
    let judgement = judge(&[], "chorus-pro/piste");
    assert_eq!(remarks(&judgement), []);
    let told = judgement.all().find(|each| each.rule.id == "CPP-CERT-37").unwrap();
    assert_eq!(told.verdict, Verdict::Information);
    let client = file("client.p7b", &certificate(CLIENT).1);
    let judgement = judge(&[client], "chorus-pro/piste");
    assert_eq!(remarks(&judgement), [("CPP-CERT-35", Verdict::Warning)]);
}

#[test]
fn cpp_cert_33_refuses_a_certificate_for_another_key() {
    let (key, chain) = certificate(CLIENT);
    let files = [file("client.p7b", &chain)];
    let with = |key: &PublicKey| {
        let keys = [("key.pem".to_owned(), key.clone())];
        let beside = Beside { keys: &keys, ..Beside::default() };
        remarks(&judge_beside(&files, "chorus-pro/edi-sftp", beside))
    };
    assert_eq!(with(key.public()), []);
    assert_eq!(with(KEY.public()), [("CPP-CERT-33", Verdict::Failure)]);
}

#[test]
fn each_certificate_is_judged_against_the_one_that_it_replaces() {
    let (client, server) = (certificate(CLIENT).1, certificate(SERVER).1);
    let previous = [server[0].clone(), client[0].clone()];
    let files = [file("client.p7b", &client), file("server.p7b", &server)];
    let beside = Beside { previous: &previous, ..Beside::default() };
    let judgement = judge_beside(&files, "chorus-pro/edi-pesit", beside);
    let again = ("CPP-CERT-23", Verdict::Failure);
    assert_eq!(remarks(&judgement), [again, again]);
}

#[test]
fn sofie_cert_20_wants_a_certificate_for_each_account() {
    let crypt = cer("1234.txt", &certificate(&SOFIE_CRYPT).1);
    let transport = cer("1235.txt", &certificate(&SOFIE_TRANSPORT).1);
    let judgement = judge(std::slice::from_ref(&crypt), "sofie/sort");
    assert_eq!(remarks(&judgement), [("SOFIE-CERT-20", Verdict::Failure)]);
    let judgement = judge(&[crypt, transport], "sofie/sort");
    assert_eq!(remarks(&judgement), []);
    assert_eq!(profiles(&judgement), [Some("sofie/crypt"), Some("sofie/transport")]);
}

#[test]
fn sofie_cert_21_says_which_file_is_too_much() {
    let crypt = cer("1234.txt", &certificate(&SOFIE_CRYPT).1);
    let other = cer("1235.txt", &certificate(&SOFIE_TRANSPORT).1);
    let judgement = judge(&[crypt, other], "sofie/crypt");
    assert_eq!(remarks(&judgement), [("SOFIE-CERT-21", Verdict::Warning)]);
}

#[test]
fn sofie_cert_22_refuses_one_key_for_both_accounts() {
    let crypt = cer("1234.txt", &issue(&SOFIE_CRYPT, None).with_chain());
    let judgement = judge(&[crypt.clone(), crypt], "sofie/sort");
    assert_eq!(remarks(&judgement), [("SOFIE-CERT-22", Verdict::Failure)]);
    let same = "the same certificate in `1234.txt` and `1234.txt`";
    assert_eq!(found(&judgement, "SOFIE-CERT-22"), same);
}

#[test]
fn sofie_cert_19_wants_the_most_recent_request() {
    let (key, chain) = certificate(&SOFIE_CRYPT);
    let files = [cer("1234.txt", &chain)];
    let judge = |key: &PublicKey| {
        let keys = [("request.pem".to_owned(), key.clone())];
        judge_beside(&files, "sofie/crypt", Beside { keys: &keys, ..Beside::default() })
    };
    assert_eq!(remarks(&judge(key.public())), []);
    let judgement = judge(KEY.public());
    assert_eq!(remarks(&judgement), [("SOFIE-CERT-19", Verdict::Failure)]);
    let advice = &judgement.all().find(|each| each.rule.id == "SOFIE-CERT-19").unwrap().what_to_do;
    assert!(advice.contains("the most recent `.pem` request"), "{advice}");
}

#[test]
fn ss_cert_17_refuses_a_certificate_for_another_key() {
    let (key, chain) = certificate(&SOCIAL_SECURITY_REST);
    let files = [cer("company.cer", &chain)];
    let with = |key: &PublicKey| {
        let keys = [("key.pem".to_owned(), key.clone())];
        let beside = Beside { keys: &keys, ..Beside::default() };
        remarks(&judge_beside(&files, "social-security/rest", beside))
    };
    assert_eq!(with(key.public()), []);
    assert_eq!(with(KEY.public()), [("SS-CERT-17", Verdict::Failure)]);
}

#[test]
fn ss_cert_18_wants_the_account_s_certificate() {
    let judgement = judge(&[], "social-security/rest");
    assert_eq!(remarks(&judgement), [("SS-CERT-18", Verdict::Failure)]);
}

#[test]
fn ss_cert_19_says_which_file_is_too_much() {
    let files = ["a.cer", "b.cer"].map(|name| cer(name, &certificate(&SOCIAL_SECURITY_REST).1));
    let judgement = judge(&files, "social-security/rest");
    assert_eq!(remarks(&judgement), [("SS-CERT-19", Verdict::Warning)]);
}

#[test]
fn ss_cert_20_reminds_of_the_ssh_key_of_a_batch_account() {
    let profile = Profile::named("social-security/signature").unwrap();
    let certificate = cer("signature.cer", &certificate(profile).1);
    let line = ssh::public_key_line(KEY.public(), "batch").unwrap();
    let key = Submitted::read("id_rsa.pub", line.as_bytes());
    let verdict = |files: &[Submitted]| {
        let judgement = judge(files, "social-security/batch-sftp");
        assert_eq!(remarks(&judgement), []);
        judgement.all().find(|each| each.rule.id == "SS-CERT-20").unwrap().verdict
    };
    assert_eq!(verdict(std::slice::from_ref(&certificate)), Verdict::Information);
    assert_eq!(verdict(&[certificate.clone(), key.clone()]), Verdict::Pass);
    assert_eq!(verdict(&[key, certificate]), Verdict::Pass);
}

#[test]
fn strictness_makes_failures_of_warnings_and_of_nothing_else() {
    let client = file("client.p7b", &certificate(CLIENT).1);
    let second = file("second.p7b", &certificate(CLIENT).1);
    let judgement = judge(&[client, second], "chorus-pro/edi-sftp");
    let information = judgement.count(Verdict::Information);
    assert!(judgement.conforms() && judgement.count(Verdict::Warning) == 1);
    let strict = judgement.strict();
    assert!(!strict.conforms() && strict.count(Verdict::Warning) == 0);
    assert_eq!(strict.count(Verdict::Information), information);
}
