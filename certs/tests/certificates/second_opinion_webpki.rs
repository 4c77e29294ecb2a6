//! rustls's verifier judges what we made: the chain, the period, the extended key usage, the host.
//!
//! It does not look at key usages, policies or the size of a leaf's key: there it is no judge.

use std::time::Duration;

use raccord_certs::{
    Certificate, Defect, Key, KeyKind, Profile, Subject, Validity,
    authority::{GatewayAuthority, HierarchyKeys, Order, SubjectKey, SupplierHierarchy},
    profile::Purpose,
};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, Error, KeyUsage, anchor_from_trusted_cert};

use crate::workshop::{
    CLIENT, HIERARCHY, SERVER, authorities_valid, instant, issue, noon, ordered, other,
};

fn verify(
    leaf: &[u8],
    chain: &[Certificate],
    root: &Certificate,
    purpose: Purpose,
) -> Result<(), Error> {
    let root = CertificateDer::from(root.der());
    let anchors = [anchor_from_trusted_cert(&root)?];
    let chain: Vec<_> = chain.iter().map(|each| CertificateDer::from(each.der())).collect();
    let leaf = CertificateDer::from(leaf);
    let at = UnixTime::since_unix_epoch(Duration::from_secs(noon().as_second().unsigned_abs()));
    let usage = match purpose {
        Purpose::Client => KeyUsage::client_auth(),
        Purpose::Server | Purpose::Seal | Purpose::Signature | Purpose::FileExchange => {
            KeyUsage::server_auth()
        }
    };
    let leaf = EndEntityCert::try_from(&leaf)?;
    leaf.verify_for_usage(ALL_VERIFICATION_ALGS, &anchors, &chain, at, usage, None, None)?;
    Ok(())
}

fn verdict(
    profile: &'static Profile,
    defect: Option<Defect>,
    purpose: Purpose,
) -> Result<(), Error> {
    let issued = issue(profile, defect);
    verify(issued.certificate.der(), &issued.chain, HIERARCHY.root(), purpose)
}

#[test]
fn webpki_accepts_a_good_certificate_for_its_usage_and_for_no_other() {
    for profile in [CLIENT, SERVER] {
        assert_eq!(verdict(profile, None, profile.purpose), Ok(()), "{}", profile.name);
        let other = verdict(profile, None, other(profile.purpose));
        assert!(matches!(other, Err(Error::RequiredEkuNotFoundContext(_))), "{other:?}");
    }
}

#[test]
fn webpki_refuses_every_defect_it_can_judge_for_its_own_reason() {
    for profile in [CLIENT, SERVER] {
        for defect in Defect::ALL {
            let found = verdict(profile, Some(*defect), profile.purpose);
            let agrees = match defect {
                Defect::Expired => matches!(found, Err(Error::CertExpired { .. })),
                Defect::NotYetValid => matches!(found, Err(Error::CertNotValidYet { .. })),
                Defect::OtherExtendedKeyUsage => {
                    matches!(found, Err(Error::RequiredEkuNotFoundContext(_)))
                }
                Defect::MissingIntermediate | Defect::SelfSigned => {
                    matches!(found, Err(Error::UnknownIssuer))
                }
                Defect::BothUsages
                | Defect::WrongKeyUsage
                | Defect::NoPolicy
                | Defect::PolicyNotListed
                | Defect::KeyTooSmall
                | Defect::TestCertificate
                | Defect::PersonalCertificate
                | Defect::OtherKey
                | Defect::Revoked => found.is_ok(),
            };
            assert!(agrees, "{} with {defect}: {found:?}", profile.name);
        }
    }
}

#[test]
fn webpki_accepts_the_gateway_for_its_hosts_and_addresses() {
    let validity = Validity::days(instant("2026-01-01T00:00:00Z"), 365);
    let gateway = GatewayAuthority::new(&["api.exemple.fr"], validity).unwrap();
    for host in
        ["api.exemple.fr", "tenant.api.exemple.fr.localhost", "localhost", "127.0.0.1", "::1"]
    {
        let issued = gateway.issue_host(host, validity).unwrap();
        assert_eq!(issued.key.kind(), KeyKind::P256);
        let leaf = &issued.chain_der[0];
        assert_eq!(verify(leaf, &[], gateway.certificate(), Purpose::Server), Ok(()), "{host}");
        let name = ServerName::try_from(host).unwrap();
        let leaf = CertificateDer::from(leaf.as_slice());
        let leaf = EndEntityCert::try_from(&leaf).unwrap();
        assert_eq!(leaf.verify_is_valid_for_subject_name(&name), Ok(()), "{host}");
    }
}

#[test]
fn webpki_accepts_what_a_constrained_authority_issues_for_its_hosts_and_nothing_else() {
    let key = || Key::generate(KeyKind::P256).unwrap();
    let keys = HierarchyKeys { root: key(), issuing: key() };
    let verdict = |hosts: &[&str], profile: &'static Profile| {
        let authorities =
            SupplierHierarchy::constrained_to(hosts, &keys, authorities_valid()).unwrap();
        let subject = Subject::french("ventes.exemple.fr", "Exemple", "12345678900012");
        let order = Order {
            profile,
            subject: &subject,
            key: SubjectKey::Pair(&keys.issuing),
            validity: ordered(),
            defect: None,
            serial: [7; 16],
        };
        let issued = authorities.issue(&order).unwrap();
        verify(issued.certificate.der(), &issued.chain, authorities.root(), profile.purpose)
    };
    assert_eq!(verdict(&[], CLIENT), Ok(()));
    assert_eq!(verdict(&["exemple.fr"], SERVER), Ok(()));
    assert_eq!(verdict(&[], SERVER), Err(Error::NameConstraintViolation));
    assert_eq!(verdict(&["exemple.be"], SERVER), Err(Error::NameConstraintViolation));
}
