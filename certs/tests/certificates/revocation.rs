//! Lists and answers that the throwaway authority makes, as they are read and judged.

use jiff::{SignedDuration, Timestamp};
use raccord_certs::{
    Certificate,
    authority::{HierarchyAddresses, HierarchyKeys, Order, SubjectKey, SupplierHierarchy},
    revocation::{
        Answer, CertificateId, Doubt, Evidence, List, OcspRefusal, OcspRequest, OcspStatus, Period,
        Reason, Revocation, Revoked, Signer, Status, refusal,
    },
};

use crate::workshop::{
    CLIENT, HIERARCHY, KEY, authorities_valid, hierarchy, instant, issue, issue_serial, noon,
    ordered,
};

pub(crate) const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Revoked an hour before noon.
pub(crate) fn revoked(reason: Option<Reason>) -> Revocation {
    Revocation { since: noon() - SignedDuration::from_hours(1), reason }
}

/// A list made at noon, due a day later.
pub(crate) fn list_of(signer: Signer<'_>, revoked: &[(&Certificate, Revocation)]) -> Vec<u8> {
    let on_it = revoked.iter().map(|(certificate, revocation)| Revoked {
        serial: certificate.serial().to_owned(),
        revocation: *revocation,
    });
    let revoked: Vec<_> = on_it.collect();
    let (this_update, next_update) = (noon(), noon() + DAY);
    signer.list(&List { number: 7, this_update, next_update, revoked: &revoked }).unwrap()
}

/// An answer made at noon, due a day later.
pub(crate) fn answer_of(
    signer: Signer<'_>,
    certificate: &Certificate,
    status: OcspStatus,
) -> Vec<u8> {
    let certificate = CertificateId::of(certificate, signer.certificate);
    let answer = Answer { certificate, status, period: Period::lasting(noon(), DAY) };
    signer.respond(&[answer], None, noon()).unwrap()
}

pub(crate) fn read(file: &[u8]) -> Evidence {
    Evidence::read(file).unwrap()
}

fn status(file: &[u8], certificate: &Certificate, at: Timestamp) -> Status {
    read(file).status_of(certificate, HIERARCHY.issuing(), at)
}

fn doubt(file: &[u8], certificate: &Certificate) -> String {
    let status = status(file, certificate, noon());
    let Status::Unverifiable(doubt) = status else { panic!("{status:?}") };
    doubt.to_string()
}

#[test]
fn a_list_says_who_is_revoked_since_when_and_why_and_by_that_who_is_not() {
    let good = issue_serial(CLIENT, 1).certificate;
    for reason in [None, Some(Reason::KeyCompromise), Some(Reason::Superseded)] {
        let gone = issue_serial(CLIENT, 2).certificate;
        let list = list_of(HIERARCHY.issuing_signer(), &[(&gone, revoked(reason))]);
        assert_eq!(status(&list, &gone, noon()), Status::Revoked(revoked(reason)));
        assert_eq!(status(&list, &good, noon()), Status::Good(Period::lasting(noon(), DAY)));
    }
    let empty = list_of(HIERARCHY.issuing_signer(), &[]);
    let Evidence::List(list) = read(&empty) else { panic!("not a list") };
    assert_eq!((list.number(), list.is_empty(), list.is_version_2()), (Some("7"), true, true));
    assert!(list.names_its_key());
}

#[test]
fn an_answer_says_good_revoked_or_unknown() {
    let certificate = issue(CLIENT, None).certificate;
    let told = |said| {
        status(&answer_of(HIERARCHY.issuing_signer(), &certificate, said), &certificate, noon())
    };
    assert_eq!(told(OcspStatus::Good), Status::Good(Period::lasting(noon(), DAY)));
    assert_eq!(told(OcspStatus::Unknown), Status::Unknown);
    for reason in [None, Some(Reason::CessationOfOperation)] {
        assert_eq!(told(OcspStatus::Revoked(revoked(reason))), Status::Revoked(revoked(reason)));
    }
}

#[test]
fn a_word_that_is_over_or_not_yet_made_proves_nothing_but_revoked_stays_revoked() {
    let certificate = issue(CLIENT, None).certificate;
    let made = |said| answer_of(HIERARCHY.issuing_signer(), &certificate, said);
    let (good, gone) = (made(OcspStatus::Good), made(OcspStatus::Revoked(revoked(None))));
    let held = made(OcspStatus::Revoked(revoked(Some(Reason::CertificateHold))));
    let (later, before) = (noon() + DAY * 2, noon() - DAY);
    let period = Period::lasting(noon(), DAY);
    assert_eq!(status(&good, &certificate, later), Status::Stale(period));
    assert_eq!(status(&held, &certificate, later), Status::Stale(period));
    assert_eq!(status(&gone, &certificate, later), Status::Revoked(revoked(None)));
    assert_eq!(
        status(&good, &certificate, before),
        Status::Unverifiable(Doubt::MadeLater { made: noon() })
    );
    // Two clocks are never quite one.
    let almost = noon() - SignedDuration::from_mins(4);
    assert_eq!(status(&good, &certificate, almost), Status::Good(period));
}

#[test]
fn a_word_about_another_certificate_or_of_another_authority_proves_nothing() {
    let (certificate, other) = (issue_serial(CLIENT, 1), issue_serial(CLIENT, 2));
    let (certificate, other) = (certificate.certificate, other.certificate);
    let answer = answer_of(HIERARCHY.issuing_signer(), &other, OcspStatus::Good);
    assert!(doubt(&answer, &certificate).contains("other certificates of this authority"));
    assert!(!read(&answer).is_about(&certificate, HIERARCHY.issuing()));

    // The same name with another key: somebody else, whatever it calls itself.
    let impostor = hierarchy(authorities_valid());
    let list = list_of(impostor.issuing_signer(), &[]);
    assert!(doubt(&list, &certificate).starts_with("its signature was not made with the key"));
    let answer = answer_of(impostor.issuing_signer(), &certificate, OcspStatus::Good);
    assert!(matches!(status(&answer, &certificate, noon()), Status::Unverifiable(_)));
    // It names the right key, and has not got it.
    let thief = Signer { certificate: HIERARCHY.issuing(), key: &KEY };
    let answer = answer_of(thief, &certificate, OcspStatus::Good);
    assert!(doubt(&answer, &certificate).starts_with("its signature was not made with the key"));
    let list = list_of(HIERARCHY.root_signer(), &[]);
    assert!(doubt(&list, &certificate).starts_with("it was made by `C=FR"));
}

#[test]
fn one_flipped_bit_anywhere_never_makes_a_revoked_certificate_good() {
    let certificate = issue(CLIENT, None).certificate;
    let revocation = revoked(Some(Reason::KeyCompromise));
    for file in [
        list_of(HIERARCHY.issuing_signer(), &[(&certificate, revocation)]),
        answer_of(HIERARCHY.issuing_signer(), &certificate, OcspStatus::Revoked(revocation)),
    ] {
        for place in 0..file.len() {
            let mut changed = file.clone();
            changed[place] ^= 1;
            let Ok(evidence) = Evidence::read(&changed) else { continue };
            let found = evidence.status_of(&certificate, HIERARCHY.issuing(), noon());
            let harmless =
                matches!(&found, Status::Unverifiable(_)) || found == Status::Revoked(revocation);
            assert!(harmless, "octet {place}: {found:?}");
        }
    }
}

#[test]
fn a_request_reads_back_with_its_nonce_and_names_its_certificate() {
    let certificate = issue(CLIENT, None).certificate;
    let mut request = OcspRequest::about(&certificate, HIERARCHY.issuing());
    for nonce in [None, Some(vec![4, 3, 1, 2, 3])] {
        request.nonce = nonce;
        let read = OcspRequest::from_der(&request.to_der()).unwrap();
        assert_eq!(read, request);
        assert!(read.certificates[0].names(&certificate, HIERARCHY.issuing()));
        assert!(!read.certificates[0].is_of(HIERARCHY.root()));
    }
}

#[test]
fn a_responder_that_does_not_answer_is_no_evidence_and_says_why() {
    for (said, name) in [
        (OcspRefusal::MalformedRequest, "malformedRequest"),
        (OcspRefusal::TryLater, "tryLater"),
        (OcspRefusal::Unauthorized, "unauthorized"),
        (OcspRefusal::Other(9), "response status 9"),
    ] {
        let error = Evidence::read(&refusal(said)).unwrap_err().to_string();
        assert_eq!(error, format!("the OCSP responder did not answer: `{name}`"));
    }
}

fn addresses() -> HierarchyAddresses {
    let of = |name: &str| raccord_certs::authority::Addresses {
        list: format!("http://crl.exemple.test/{name}.crl"),
        ocsp: "http://ocsp.exemple.test/".to_owned(),
        certificate: format!("http://ca.exemple.test/{name}.der"),
    };
    HierarchyAddresses { root: of("root"), issuing: of("issuing") }
}

#[test]
fn certificates_say_where_revocation_is_asked_about_when_the_hierarchy_knows() {
    let keys = HierarchyKeys {
        root: raccord_certs::Key::generate(raccord_certs::KeyKind::P256).unwrap(),
        issuing: raccord_certs::Key::generate(raccord_certs::KeyKind::P256).unwrap(),
    };
    let made = SupplierHierarchy::reachable_at(addresses(), &keys, authorities_valid()).unwrap();
    let subject = raccord_certs::Subject::french("ventes", "Exemple", "12345678900012");
    let order = Order {
        profile: CLIENT,
        subject: &subject,
        key: SubjectKey::Pair(&KEY),
        validity: ordered(),
        defect: None,
        serial: [1; 16],
    };
    let leaf = made.issue(&order).unwrap().certificate;
    assert_eq!(leaf.crl_urls(), ["http://crl.exemple.test/issuing.crl"]);
    assert_eq!(leaf.ocsp_urls(), ["http://ocsp.exemple.test/"]);
    assert_eq!(leaf.ca_issuer_urls(), ["http://ca.exemple.test/issuing.der"]);
    assert_eq!(made.issuing().crl_urls(), ["http://crl.exemple.test/root.crl"]);
    assert_eq!(made.root().crl_urls(), [] as [&str; 0]);
    assert_eq!(issue(CLIENT, None).certificate.crl_urls(), [] as [&str; 0]);
}

#[test]
fn an_instant_before_1950_or_after_2049_is_written_as_it_is() {
    let certificate = issue(CLIENT, None).certificate;
    let since = instant("2051-02-03T04:05:06Z");
    let revocation = Revocation { since, reason: None };
    let list = list_of(HIERARCHY.issuing_signer(), &[(&certificate, revocation)]);
    assert_eq!(status(&list, &certificate, noon()), Status::Revoked(revocation));
}
