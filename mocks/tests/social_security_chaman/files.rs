//! Certificates of a company, made once for all tests.

use std::sync::LazyLock;

use jiff::Timestamp;
use raccord_certs::authority::{HierarchyKeys, Issued, Order, SubjectKey, SupplierHierarchy};
use raccord_certs::format::{pkcs7, pkcs12};
use raccord_certs::{Defect, Key, KeyKind, Subject, Validity, profile};

use super::world::START;

/// A key and what was issued for it.
pub(crate) struct Delivered {
    pub(crate) key: Key,
    issued: Issued,
}

static SUPPLIER: LazyLock<SupplierHierarchy> = LazyLock::new(|| {
    let key = || Key::generate(KeyKind::P256).unwrap();
    let keys = HierarchyKeys { root: key(), issuing: key() };
    SupplierHierarchy::new(&keys, Validity::days(start(), 3650)).unwrap()
});

/// The certificate in place.
pub(crate) static FIRST: LazyLock<Delivered> = LazyLock::new(|| deliver(1, None));
/// One to renew it with.
pub(crate) static SECOND: LazyLock<Delivered> = LazyLock::new(|| deliver(2, None));
/// Another one.
pub(crate) static THIRD: LazyLock<Delivered> = LazyLock::new(|| deliver(3, None));
/// The key of the first, in a new certificate.
pub(crate) static SAME_KEY: LazyLock<Delivered> =
    LazyLock::new(|| issue(FIRST.key.clone(), 4, None));
/// One that is over.
pub(crate) static EXPIRED: LazyLock<Delivered> =
    LazyLock::new(|| deliver(5, Some(Defect::Expired)));
/// One for an elliptic curve key.
pub(crate) static CURVE: LazyLock<Delivered> =
    LazyLock::new(|| issue(Key::generate(KeyKind::P256).unwrap(), 6, None));

fn start() -> Timestamp {
    START.parse().unwrap()
}

fn deliver(serial: u8, defect: Option<Defect>) -> Delivered {
    issue(Key::generate(KeyKind::Rsa2048).unwrap(), serial, defect)
}

fn issue(key: Key, serial: u8, defect: Option<Defect>) -> Delivered {
    let order = Order {
        profile: &profile::SOCIAL_SECURITY_REST,
        subject: &Subject::french("Steve", "Employeur SA", "12345678900011"),
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

    /// The file that ChaMan wants.
    pub(crate) fn cer(&self) -> Vec<u8> {
        self.issued.certificate.der().to_vec()
    }

    pub(crate) fn pem(&self) -> String {
        self.issued.certificate.pem()
    }

    pub(crate) fn pkcs7(&self) -> Vec<u8> {
        pkcs7::encode_der(&self.issued.with_chain())
    }

    /// The file that it must never see.
    pub(crate) fn pkcs12(&self) -> Vec<u8> {
        let Issued { certificate, chain } = &self.issued;
        pkcs12::encode(&self.key, certificate, chain, "secret").unwrap()
    }
}
