//! Files as they lie on an operator's desk.

use std::sync::LazyLock;

use jiff::Timestamp;
use raccord_certs::authority::{HierarchyKeys, Order, SubjectKey, SupplierHierarchy};
use raccord_certs::format::pkcs7;
use raccord_certs::{Certificate, Defect, Key, KeyKind, Profile, Subject, Validity};

use crate::workplace::Workplace;

static HIERARCHY: LazyLock<SupplierHierarchy> = LazyLock::new(|| {
    let key = || Key::generate(KeyKind::P256).unwrap();
    let validity = period("2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z");
    SupplierHierarchy::new(&HierarchyKeys { root: key(), issuing: key() }, validity).unwrap()
});

fn period(from: &str, until: &str) -> Validity {
    let instant = |text: &str| text.parse::<Timestamp>().unwrap();
    Validity { from: instant(from), until: instant(until) }
}

impl Workplace {
    /// Puts a PKCS#7 with the chain there, of a certificate that is valid for two years from
    /// January 2026, and returns the certificate and its key.
    pub(crate) fn put_pkcs7(
        &self,
        name: &str,
        profile: &'static Profile,
        defect: Option<Defect>,
    ) -> (Certificate, Key) {
        let validity = period("2026-01-01T00:00:00Z", "2027-12-31T23:59:59Z");
        self.put_valid(name, profile, defect, validity)
    }

    /// The same, of one that is valid from one instant to another.
    pub(crate) fn put_during(
        &self,
        name: &str,
        profile: &'static Profile,
        from: &str,
        until: &str,
    ) -> (Certificate, Key) {
        self.put_valid(name, profile, None, period(from, until))
    }

    fn put_valid(
        &self,
        name: &str,
        profile: &'static Profile,
        defect: Option<Defect>,
        validity: Validity,
    ) -> (Certificate, Key) {
        let key = Key::generate(KeyKind::Rsa2048).unwrap();
        let subject = Subject::french("ventes.exemple.fr", "Exemple", "12345678900012");
        let pair = SubjectKey::Pair(&key);
        let order =
            Order { profile, subject: &subject, key: pair, validity, defect, serial: [7; 16] };
        let issued = HIERARCHY.issue(&order).unwrap();
        self.put(name, pkcs7::encode_der(&issued.with_chain()));
        (issued.certificate, key)
    }
}
