//! Every profile with every defect, in the file that its partner wants: what is remarked. The page
//! `docs/defects.md` is written from it.

use std::fmt::Write as _;

use jiff::SignedDuration;
use raccord_certs::{
    Asked, Defect, Profile, Shape,
    authority::{AuthorityError, Issued, Order, SubjectKey},
    conformity::{Beside, Context, Finding, Platform, Submitted, Verdict, check},
    format::{easy_ssl, pkcs7},
    mode::Delivery,
    revocation::{Evidence, List, Revocation, Revoked},
};

use crate::workshop::{CLIENT, HIERARCHY, KEY, SMALL_KEY, issue, key_for, noon, ordered};

/// The file in which a profile's partner wants the certificate; a chain where nobody says.
fn file(profile: &Profile, issued: &Issued) -> Vec<u8> {
    match profile.partner.map_or(Delivery::Pkcs7WithChain, raccord_certs::Partner::delivery) {
        Delivery::Pkcs7WithChain => pkcs7::encode_der(&issued.with_chain()),
        Delivery::PublicCertificate => issued.certificate.der().to_vec(),
        Delivery::AsReceived => easy_ssl::encode(&issued.certificate).into_bytes(),
    }
}

/// Judges the file beside the key it was ordered for and, where it was revoked, the authorities'
/// lists.
fn judge(profile: &'static Profile, defect: Option<Defect>) -> Vec<Finding> {
    let issued = issue(profile, defect);
    let file = Submitted::read("file", &file(profile, &issued));
    let keys = [("key".to_owned(), key_for(profile, defect).public().clone())];
    let lists = match defect {
        Some(Defect::Revoked) => lists(&issued),
        Some(_) | None => Vec::new(),
    };
    let context = Context { revocation: &lists, ..Context::new(noon(), Platform::Production) };
    let beside = Beside { keys: &keys, ..Beside::default() };
    check(&[file], Asked::Profile(profile), context, beside).all().cloned().collect()
}

/// The lists of the root, which is empty, and of the authority that issued, which has this one on it.
fn lists(issued: &Issued) -> Vec<Evidence> {
    let revocation = Revocation { since: noon(), reason: None };
    let revoked = [Revoked { serial: issued.certificate.serial().to_owned(), revocation }];
    let next_update = noon() + SignedDuration::from_hours(24);
    let list = |revoked| List { number: 1, this_update: noon(), next_update, revoked };
    let made = [
        HIERARCHY.root_signer().list(&list(&[])).unwrap(),
        HIERARCHY.issuing_signer().list(&list(&revoked)).unwrap(),
    ];
    made.iter().map(|list| Evidence::read(list).unwrap()).collect()
}

const HEAD: &str = "\
# Defects

`raccord cert issue --defect` makes a certificate that is good but for one thing. Here is what is
then remarked, in production, of the file that the partner wants (`.p7b` with the chain for Chorus
Pro, the public certificate alone for social security, Easy_SSL's text for SOFiE): the rules that
fail, and those that warn. What is remarked of a good one as well, the first line of each table, is
not repeated below it: a throwaway authority is nobody's supplier. A defect that is not listed under
a profile cannot be had there, and `cert issue` says why.

The file alone shows neither `other-key` nor `revoked`: the first takes the key that was ordered for
(`--key`), the second the authority's list (`--revocation`), and here both are handed in. A list
proves nothing, and so only warns, where the file brings along no authority to verify it with.
";

const FOOT: &str = "
This page is written from the rules: `RACCORD_BLESS=1 cargo test -p raccord-certs --test
certificates` writes it anew.
";

fn page() -> String {
    let mut page = HEAD.to_owned();
    for profile in Profile::ALL.iter().copied().filter(|profile| profile.partner.is_some()) {
        let shape = Shape::of(profile);
        writeln!(page, "\n## `{}`\n", profile.name).unwrap();
        page.push_str("| defect | fails | warns |\n|---|---|---|\n");
        let applying = Defect::ALL.iter().copied().filter(|defect| defect.applies_to(&shape));
        let good = judge(profile, None);
        let mut row = |name: &str, findings: &[Finding], of_good: &[Finding]| {
            let fails = rules(findings, Verdict::Failure, of_good);
            let warns = rules(findings, Verdict::Warning, of_good);
            writeln!(page, "| {name} | {fails} | {warns} |").unwrap();
        };
        row("none: a good one", &good, &[]);
        for defect in applying {
            row(&format!("`{defect}`"), &judge(profile, Some(defect)), &good);
        }
    }
    page + FOOT
}

/// Names the rules of one verdict that a good one does not have as well.
fn rules(findings: &[Finding], verdict: Verdict, of_good: &[Finding]) -> String {
    let had = |finding: &&Finding| {
        of_good.iter().any(|it| it.rule == finding.rule && it.verdict == finding.verdict)
    };
    let remarks = findings.iter().filter(|finding| finding.verdict == verdict);
    let ids: Vec<_> = remarks.filter(|each| !had(each)).map(|each| each.rule.id).collect();
    if ids.is_empty() { "nothing".to_owned() } else { ids.join(", ") }
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "whoever runs the tests asks for the page to be written"
)]
fn the_page_of_defects_is_what_the_rules_say() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/defects.md");
    let page = page();
    if std::env::var_os("RACCORD_BLESS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(path).unwrap_or_default(),
        page,
        "docs/defects.md is not what the rules say; `RACCORD_BLESS=1 cargo test -p raccord-certs --test certificates` writes it anew"
    );
}

#[test]
fn every_defect_trips_a_rule_that_a_good_one_does_not() {
    for profile in Profile::ALL.iter().copied().filter(|profile| profile.partner.is_some()) {
        let (shape, good) = (Shape::of(profile), judge(profile, None));
        for defect in Defect::ALL.iter().copied().filter(|defect| defect.applies_to(&shape)) {
            let report = judge(profile, Some(defect));
            let remarks =
                [Verdict::Failure, Verdict::Warning].map(|verdict| rules(&report, verdict, &good));
            assert_ne!(remarks, ["nothing", "nothing"], "{} with {defect}", profile.name);
        }
    }
}

#[test]
fn every_profile_is_issued_with_every_defect_that_applies_and_with_no_other() {
    for profile in Profile::ALL.iter().copied() {
        for defect in Defect::ALL.iter().copied() {
            let shape = Shape::of(profile);
            let key = if defect == Defect::KeyTooSmall { &*SMALL_KEY } else { &*KEY };
            let order = Order {
                profile,
                subject: &shape.subject,
                key: SubjectKey::Pair(key),
                validity: ordered(),
                defect: Some(defect),
                serial: [1; 16],
            };
            let issued = HIERARCHY.issue(&order);
            let refused = matches!(issued, Err(AuthorityError::DefectDoesNotApply { .. }));
            assert_eq!(refused, !defect.applies_to(&shape), "{} with {defect}", profile.name);
            assert_eq!(issued.is_ok(), !refused, "{} with {defect}: {issued:?}", profile.name);
        }
    }
}

#[test]
fn the_refusal_of_a_defect_says_why_it_cannot_be_had() {
    let profile = &raccord_certs::profile::SOCIAL_SECURITY_REST;
    let shape = Shape::of(profile);
    let order = Order {
        profile,
        subject: &shape.subject,
        key: SubjectKey::Pair(&KEY),
        validity: ordered(),
        defect: Some(Defect::MissingIntermediate),
        serial: [1; 16],
    };
    assert_eq!(
        HIERARCHY.issue(&order).unwrap_err().to_string(),
        "failed to spoil a certificate of the shape `social-security/rest` with \
         `missing-intermediate`: it is self-signed, so it has no chain"
    );
}

#[test]
fn the_certificate_of_another_key_certifies_a_key_of_the_same_kind() {
    let certificate = issue(CLIENT, Some(Defect::OtherKey)).certificate;
    assert_ne!(certificate.public_key(), KEY.public());
    assert_eq!(*certificate.key_shape(), KEY.public().shape());
}

#[test]
fn a_small_key_signs_its_own_certificate() {
    let profile = &raccord_certs::profile::SOCIAL_SECURITY_REST;
    let certificate = issue(profile, Some(Defect::KeyTooSmall)).certificate;
    assert!(certificate.self_issued() && certificate.is_signed_by(&certificate).unwrap());
    assert_eq!(*certificate.key_shape(), SMALL_KEY.public().shape());
}
