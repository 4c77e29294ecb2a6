//! What is read of certificates: the ones made here, and the odd ones of the field.

use raccord_certs::{
    Certificate, Defect, Key, KeyKind, Subject,
    authority::{AuthorityError, Order, SubjectKey},
    certificate::{ExtendedKeyUsage, KeyUsages},
    key::KeyShape,
};
use rcgen::{DnType, DnValue, ExtendedKeyUsagePurpose, SerialNumber};

use crate::workshop::{
    CLIENT, Forge, HIERARCHY, KEY, SERVER, element, extension, issue, oid_der, ordered, policies,
    read,
};

#[test]
fn a_client_certificate_says_what_was_ordered() {
    let certificate = issue(CLIENT, None).certificate;
    assert_eq!(
        certificate.subject().to_string(),
        "C=FR, O=Société d'Exemple, OU=0002 12345678900012, CN=ventes.exemple.fr"
    );
    assert_eq!(
        certificate.issuer().to_string(),
        "C=FR, O=Raccord (throwaway), OU=0002 000000000, CN=Raccord throwaway issuing CA"
    );
    assert_eq!(certificate.subject().common_name(), Some("ventes.exemple.fr"));
    assert_eq!(certificate.serial(), "5a".repeat(16));
    assert_eq!(certificate.validity(), ordered());
    assert_eq!(certificate.public_key(), KEY.public());
    assert_eq!(certificate.key_shape(), &KeyShape::Rsa { bits: 2048, exponent: Some(65537) });
    assert_eq!(certificate.key_usages(), Some(KeyUsages::DIGITAL_SIGNATURE));
    let extended = certificate.extended_key_usages().unwrap();
    assert_eq!(
        (&*extended.purposes, extended.critical),
        (&[ExtendedKeyUsage::ClientAuth][..], false)
    );
    assert_eq!(certificate.policies(), ["1.2.250.1.177.2.5.1.2.1"]);
    assert!(certificate.dns_names().is_empty(), "a client needs no alternative name");
    assert!(!certificate.is_ca() && !certificate.self_issued());
}

#[test]
fn a_server_certificate_bears_its_host_name() {
    let certificate = issue(SERVER, None).certificate;
    assert_eq!(certificate.dns_names(), ["ventes.exemple.fr"]);
    let usages = KeyUsages::DIGITAL_SIGNATURE | KeyUsages::KEY_ENCIPHERMENT;
    assert_eq!(certificate.key_usages(), Some(usages));
}

#[test]
fn throwaway_authorities_say_so_in_their_names() {
    for authority in [HIERARCHY.root(), HIERARCHY.issuing()] {
        assert!(authority.is_ca());
        assert!(authority.subject().to_string().contains("(throwaway)"));
    }
}

#[test]
fn a_certificate_reads_back_from_its_own_pem() {
    let certificate = issue(CLIENT, None).certificate;
    assert_eq!(Certificate::from_pem(certificate.pem().as_bytes()).unwrap(), certificate);
    let mut longer = certificate.der().to_vec();
    longer.push(0);
    let error = Certificate::from_der(&longer).unwrap_err().to_string();
    assert_eq!(error, "failed to read a certificate: found 1 octets after its end");
}

#[test]
fn a_serial_that_begins_with_a_high_bit_keeps_its_value() {
    let subject = Subject::french("ventes", "Exemple", "123456789");
    let order = Order {
        profile: CLIENT,
        subject: &subject,
        key: SubjectKey::Public(KEY.public()),
        validity: ordered(),
        defect: None,
        serial: [0xff; 16],
    };
    assert_eq!(HIERARCHY.issue(&order).unwrap().certificate.serial(), "ff".repeat(16));
}

#[test]
fn a_certificate_has_one_defect_at_most() {
    let small = Key::generate(KeyKind::Rsa1024).unwrap();
    let refusal = |key, defect| {
        let subject = Subject::french("ventes", "Exemple", "123456789");
        let (profile, validity) = (CLIENT, ordered());
        let order = Order { profile, subject: &subject, key, validity, defect, serial: [1; 16] };
        HIERARCHY.issue(&order).unwrap_err()
    };
    let small = SubjectKey::Pair(&small);
    let good = SubjectKey::Public(KEY.public());
    assert!(matches!(refusal(small, None), AuthorityError::KeyUnexpectedlySmall));
    assert!(matches!(refusal(small, Some(Defect::Expired)), AuthorityError::KeyUnexpectedlySmall));
    assert!(matches!(refusal(good, Some(Defect::KeyTooSmall)), AuthorityError::KeyNotSmall));
    assert!(matches!(refusal(good, Some(Defect::SelfSigned)), AuthorityError::PrivateKeyMissing));
}

#[test]
fn a_serial_of_21_octets_is_read() {
    let long = SerialNumber::from_slice(&[0xee; 20]);
    let certificate = Forge::new().with(|params| params.serial_number = Some(long)).leaf();
    assert_eq!(certificate.serial(), "ee".repeat(20));
}

#[test]
fn basic_constraints_on_a_leaf_that_are_not_critical_are_read() {
    let constraints = extension(&[2, 5, 29, 19], &[0x30, 0]);
    assert!(!Forge::new().extended(constraints).leaf().is_ca());
}

#[test]
fn purposes_nobody_knows_and_any_purpose_are_read() {
    let certificate = Forge::new()
        .with(|params| {
            params.extended_key_usages = vec![
                ExtendedKeyUsagePurpose::Any,
                ExtendedKeyUsagePurpose::Other(vec![1, 2, 3, 4]),
            ];
        })
        .leaf();
    let purposes = &certificate.extended_key_usages().unwrap().purposes;
    assert_eq!(purposes, &[ExtendedKeyUsage::Any, ExtendedKeyUsage::Other("1.2.3.4".to_owned())]);
}

#[test]
fn several_policies_and_a_user_notice_in_a_visible_string_are_read() {
    let notice = element(0x30, &element(0x1a, b"Conditions"));
    let qualifier = element(0x30, &[oid_der(&[1, 3, 6, 1, 5, 5, 7, 2, 2]), notice].concat());
    let first = [oid_der(&[1, 3, 171, 1, 1, 10, 5, 5]), element(0x30, &qualifier)].concat();
    let list = [element(0x30, &first), element(0x30, &oid_der(&[0, 4, 0, 2042, 1, 3]))].concat();
    let policies = extension(&[2, 5, 29, 32], &element(0x30, &list));
    let certificate = Forge::new().with(|params| params.custom_extensions = vec![policies]).leaf();
    assert_eq!(certificate.policies(), ["1.3.171.1.1.10.5.5", "0.4.0.2042.1.3"]);
}

#[test]
fn an_authority_key_identifier_with_issuer_and_serial_or_of_eight_octets_is_read() {
    let key_id = element(0x80, &[7; 8]);
    let directory = element(0xa4, &element(0x30, &[]));
    let with_issuer = [key_id.clone(), element(0xa1, &directory), element(0x82, &[9])].concat();
    for content in [element(0x30, &key_id), element(0x30, &with_issuer)] {
        let certificate = Forge::new().extended(extension(&[2, 5, 29, 35], &content)).leaf();
        assert_eq!(certificate.policies(), ["1.2.250.1.177.2.5.1.2.1"], "the rest is read as well");
        let root = Forge::new().chain().remove(1);
        assert!(!certificate.names_as_issuer(&root), "another key identifier");
    }
}

#[test]
fn an_extension_that_cannot_be_understood_counts_as_absent() {
    let broken = extension(&[2, 5, 29, 37], &[0x30, 1, 0xff]);
    let forge = Forge::new().with(|params| params.extended_key_usages.clear()).extended(broken);
    assert_eq!(forge.leaf().extended_key_usages(), None);
}

#[test]
fn names_with_accents_apostrophes_and_old_encodings_are_read() {
    let teletex = DnValue::BmpString("Société d'Été".try_into().unwrap());
    let certificate = Forge::new()
        .with(|params| params.distinguished_name.push(DnType::OrganizationName, teletex))
        .leaf();
    assert_eq!(certificate.subject().organization(), Some("Société d'Été"));
}

#[test]
fn a_policy_list_of_one_reads_as_one() {
    let certificate =
        Forge::new().with(|params| params.custom_extensions = vec![policies(&[&[1, 2, 3]])]).leaf();
    assert_eq!(read(certificate.der()).policies(), ["1.2.3"]);
}
