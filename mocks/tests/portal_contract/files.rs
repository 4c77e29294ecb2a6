//! Certificates of a throwaway supplier, made once for all tests.

use std::sync::LazyLock;

use jiff::Timestamp;
use raccord_certs::authority::{HierarchyKeys, Issued, Order, SubjectKey, SupplierHierarchy};
use raccord_certs::format::{pkcs7, pkcs12, ssh};
use raccord_certs::{Defect, Key, KeyKind, Subject, Validity, profile};
use raccord_mocks::chorus_pro::sheet::Registered;

use super::world::START;

/// A key and what was issued for it.
pub(crate) struct Delivered {
    key: Key,
    issued: Issued,
}

static SUPPLIER: LazyLock<SupplierHierarchy> = LazyLock::new(|| {
    let key = || Key::generate(KeyKind::P256).unwrap();
    let keys = HierarchyKeys { root: key(), issuing: key() };
    SupplierHierarchy::new(&keys, Validity::days(start(), 3650)).unwrap()
});

/// The certificate in place.
pub(crate) static FIRST: LazyLock<Delivered> = LazyLock::new(|| deliver("edi", 1, None));
/// One to renew it with.
pub(crate) static SECOND: LazyLock<Delivered> = LazyLock::new(|| deliver("edi", 2, None));
/// Another one.
pub(crate) static THIRD: LazyLock<Delivered> = LazyLock::new(|| deliver("edi", 3, None));
/// One with both extended key usages.
pub(crate) static BOTH_USAGES: LazyLock<Delivered> =
    LazyLock::new(|| deliver("edi", 4, Some(Defect::BothUsages)));
/// One that a supplier marked as a test.
pub(crate) static TEST: LazyLock<Delivered> = LazyLock::new(|| deliver("TEST edi", 5, None));
/// One for an elliptic curve key.
pub(crate) static CURVE: LazyLock<Delivered> =
    LazyLock::new(|| issue(Key::generate(KeyKind::P256).unwrap(), "edi", 6, None));
/// The key of the first, in a new certificate.
pub(crate) static SAME_KEY: LazyLock<Delivered> =
    LazyLock::new(|| issue(FIRST.key.clone(), "edi", 7, None));

fn start() -> Timestamp {
    START.parse().unwrap()
}

fn deliver(name: &str, serial: u8, defect: Option<Defect>) -> Delivered {
    issue(Key::generate(KeyKind::Rsa2048).unwrap(), name, serial, defect)
}

fn issue(key: Key, name: &str, serial: u8, defect: Option<Defect>) -> Delivered {
    let order = Order {
        profile: &profile::CHORUS_PRO_SSL_CLIENT,
        subject: &Subject::french(name, "Fournisseur", "12345678900011"),
        key: SubjectKey::Pair(&key),
        validity: Validity::days(start(), 365),
        defect,
        serial: [serial; 16],
    };
    let issued = SUPPLIER.issue(&order).unwrap();
    Delivered { key, issued }
}

impl Delivered {
    pub(crate) fn fingerprint(&self) -> String {
        self.issued.certificate.fingerprint().to_string()
    }

    /// The file that the portal wants.
    pub(crate) fn pkcs7(&self) -> Vec<u8> {
        pkcs7::encode_der(&self.issued.with_chain())
    }

    /// The file that it must never see.
    pub(crate) fn pkcs12(&self) -> Vec<u8> {
        let Issued { certificate, chain } = &self.issued;
        pkcs12::encode(&self.key, certificate, chain, "secret").unwrap()
    }
}

/// A certificate as a slot keeps it.
pub(crate) fn registered(delivered: &Delivered) -> Registered {
    let certificate = &delivered.issued.certificate;
    Registered {
        file_name: "certificat_SFTP_1.p7b".into(),
        fingerprint: delivered.fingerprint(),
        ssh_public_key: ssh::public_key_line(certificate.public_key(), "").unwrap(),
        not_before: certificate.validity().from,
        not_after: certificate.validity().until,
    }
}
