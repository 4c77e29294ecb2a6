//! What every test of certificates begins with: a throwaway hierarchy, one key, one good order; and
//! a forge for shapes that no profile has.

use std::sync::LazyLock;

use jiff::Timestamp;
use raccord_certs::{
    Certificate, Defect, Key, KeyKind, Profile, Subject, Validity,
    authority::{HierarchyKeys, Issued, Order, SubjectKey, SupplierHierarchy},
    conformity::{Context, Finding, Platform, Report, Verdict, check_upload, chorus_pro::rules},
    format::contents::Contents,
    mode::Partner,
    profile::{self, Purpose},
};
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};

pub(crate) const CLIENT: &Profile = &profile::CHORUS_PRO_SSL_CLIENT;
pub(crate) const SERVER: &Profile = &profile::CHORUS_PRO_SSL_SERVER;

pub(crate) static HIERARCHY: LazyLock<SupplierHierarchy> =
    LazyLock::new(|| hierarchy(authorities_valid()));
pub(crate) static KEY: LazyLock<Key> = LazyLock::new(|| Key::generate(KeyKind::Rsa2048).unwrap());
pub(crate) static SMALL_KEY: LazyLock<Key> =
    LazyLock::new(|| Key::generate(KeyKind::Rsa1024).unwrap());

/// The purpose that a client's or a server's certificate is not for.
pub(crate) fn other(purpose: Purpose) -> Purpose {
    if purpose == Purpose::Client { Purpose::Server } else { Purpose::Client }
}

/// Says whether a finding is more than a rule that is met. What the workshop issues is throwaway,
/// which is told of every certificate and is the subject of tests of its own.
pub(crate) fn is_remark(finding: &Finding) -> bool {
    finding.verdict > Verdict::Pass && finding.rule != rules::THROWAWAY
}

/// Judges a file as it is handed in.
pub(crate) fn check(
    file: &[u8],
    profile: &'static Profile,
    at: Timestamp,
    platform: Platform,
) -> Report {
    check_upload(&Contents::read(file), profile, Context::new(at, platform))
}

pub(crate) fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The instant at which good certificates are judged.
pub(crate) fn noon() -> Timestamp {
    instant("2026-06-01T12:00:00Z")
}

pub(crate) fn ordered() -> Validity {
    Validity { from: instant("2026-01-01T00:00:00Z"), until: instant("2026-12-31T23:59:59Z") }
}

pub(crate) fn authorities_valid() -> Validity {
    Validity { from: instant("2020-01-01T00:00:00Z"), until: instant("2040-01-01T00:00:00Z") }
}

pub(crate) fn hierarchy(validity: Validity) -> SupplierHierarchy {
    let key = || Key::generate(KeyKind::P256).unwrap();
    SupplierHierarchy::new(&HierarchyKeys { root: key(), issuing: key() }, validity).unwrap()
}

pub(crate) fn key_for(profile: &Profile, defect: Option<Defect>) -> &'static Key {
    if profile.key_for(defect) == KeyKind::Rsa1024 { &SMALL_KEY } else { &KEY }
}

pub(crate) fn issue(profile: &'static Profile, defect: Option<Defect>) -> Issued {
    issue_during(profile, defect, ordered())
}

pub(crate) fn issue_during(
    profile: &'static Profile,
    defect: Option<Defect>,
    validity: Validity,
) -> Issued {
    let subject = match profile.partner {
        Some(Partner::ChorusPro) | None => {
            Subject::french("ventes.exemple.fr", "Société d'Exemple", "12345678900012")
        }
        Some(partner @ (Partner::SocialSecurity | Partner::Sofie)) => {
            Subject::invented(Some(partner), "Exemple")
        }
    };
    let key = SubjectKey::Pair(key_for(profile, defect));
    let order = Order { profile, subject: &subject, key, validity, defect, serial: [0x5a; 16] };
    HIERARCHY.issue(&order).unwrap()
}

/// A good certificate with a serial number of its own.
pub(crate) fn issue_serial(profile: &'static Profile, number: u8) -> Issued {
    let subject = Subject::french("ventes.exemple.fr", "Société d'Exemple", "12345678900012");
    let key = SubjectKey::Pair(&KEY);
    let serial = [number; 16];
    let order =
        Order { profile, subject: &subject, key, validity: ordered(), defect: None, serial };
    HIERARCHY.issue(&order).unwrap()
}

/// A client certificate of a shape that no profile has, with its issuer and root.
pub(crate) struct Forge {
    pub(crate) params: CertificateParams,
    pub(crate) key: KeyPair,
    authority: CertificateParams,
    authority_key: KeyPair,
}

impl Forge {
    /// Begins with a good client certificate.
    pub(crate) fn new() -> Self {
        let mut authority = CertificateParams::default();
        authority.distinguished_name = name(&[(DnType::CommonName, "Forge")]);
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        authority.not_before = rcgen::date_time_ymd(2020, 1, 1);
        authority.not_after = rcgen::date_time_ymd(2040, 1, 1);

        let mut params = CertificateParams::default();
        params.distinguished_name = name(&[
            (DnType::CountryName, "FR"),
            (DnType::OrganizationName, "Exemple"),
            (DnType::OrganizationalUnitName, "0002 123456789"),
            (DnType::CommonName, "ventes"),
        ]);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        params.not_before = rcgen::date_time_ymd(2026, 1, 1);
        params.not_after = rcgen::date_time_ymd(2026, 12, 31);
        params.custom_extensions = vec![policies(&[&[1, 2, 250, 1, 177, 2, 5, 1, 2, 1]])];
        let pair = || KeyPair::generate().unwrap();
        Self { params, key: pair(), authority, authority_key: pair() }
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut CertificateParams)) -> Self {
        change(&mut self.params);
        self
    }

    pub(crate) fn with_key(mut self, key: KeyPair) -> Self {
        self.key = key;
        self
    }

    /// Adds or replaces one attribute of the subject.
    pub(crate) fn named(self, attribute: DnType, value: &str) -> Self {
        self.with(|params| params.distinguished_name.push(attribute, value))
    }

    pub(crate) fn extended(self, extension: CustomExtension) -> Self {
        self.with(|params| params.custom_extensions.push(extension))
    }

    pub(crate) fn authority_named(&mut self, attributes: &[(DnType, &str)]) {
        self.authority.distinguished_name = name(attributes);
    }

    pub(crate) fn authority_until(&mut self, year: i32, month: u8, day: u8) {
        self.authority.not_after = rcgen::date_time_ymd(year, month, day);
    }

    /// The leaf, then the root that issued it.
    pub(crate) fn chain(&self) -> Vec<Certificate> {
        let issuer = Issuer::from_params(&self.authority, &self.authority_key);
        let leaf = self.params.signed_by(&self.key, &issuer).unwrap();
        let root = self.authority.self_signed(&self.authority_key).unwrap();
        vec![read(leaf.der()), read(root.der())]
    }

    /// The leaf, signed with its own key.
    pub(crate) fn self_signed(&self) -> Certificate {
        read(self.params.self_signed(&self.key).unwrap().der())
    }

    pub(crate) fn leaf(&self) -> Certificate {
        self.chain().remove(0)
    }
}

/// An RSA key that the forge can sign with.
pub(crate) fn rsa_pair() -> KeyPair {
    let der = rustls_pki_types::PrivatePkcs8KeyDer::from(KEY.pkcs8_der().to_vec());
    KeyPair::from_pkcs8_der_and_sign_algo(&der, &rcgen::PKCS_RSA_SHA256).unwrap()
}

pub(crate) fn read(der: &[u8]) -> Certificate {
    Certificate::from_der(der).unwrap()
}

pub(crate) fn name(attributes: &[(DnType, &str)]) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    for (attribute, value) in attributes {
        name.push(attribute.clone(), *value);
    }
    name
}

/// An extension by object identifier, with its DER content.
pub(crate) fn extension(oid: &[u64], content: &[u8]) -> CustomExtension {
    CustomExtension::from_oid_content(oid, content.to_vec())
}

/// `certificatePolicies` without qualifiers.
pub(crate) fn policies(oids: &[&[u64]]) -> CustomExtension {
    let each = oids.iter().flat_map(|oid| element(0x30, &oid_der(oid)));
    extension(&[2, 5, 29, 32], &element(0x30, &each.collect::<Vec<_>>()))
}

pub(crate) fn oid_der(arcs: &[u64]) -> Vec<u8> {
    let first = arcs[0] * 40 + arcs[1];
    let octets = std::iter::once(first).chain(arcs[2..].iter().copied()).flat_map(base_128);
    element(6, &octets.collect::<Vec<_>>())
}

/// An element of fewer than 128 octets.
pub(crate) fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u8::try_from(content.len()).unwrap();
    assert!(length < 128, "the forge writes short lengths only");
    [&[tag, length], content].concat()
}

fn base_128(arc: u64) -> Vec<u8> {
    let mut septets = vec![u8::try_from(arc & 0x7f).unwrap()];
    let mut rest = arc >> 7;
    while rest > 0 {
        septets.insert(0, u8::try_from(rest & 0x7f).unwrap() | 0x80);
        rest >>= 7;
    }
    septets
}
