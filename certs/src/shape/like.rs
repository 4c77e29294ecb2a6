//! Takes the shape of a real certificate, and none of what is somebody's.

use super::Shape;
use crate::{
    Certificate, KeyKind, Subject,
    certificate::{ExtendedKeyUsage, Name},
    key::KeyShape,
    profile::{Purpose, SignedBy},
    subject::{AttributeType, INVENTED_HOST, INVENTED_ORGANIZATION, INVENTED_SERVICE},
};

impl Shape {
    /// Takes the shape of a public certificate: which attributes its subject has and in what order,
    /// usages, policies, the kind of key, the lifetime, whether it names a host.
    ///
    /// No value of the subject is taken but the country, and how an identifier is written: digits
    /// become zeroes. A third attribute of one type is left out, as are types that are not known
    /// here. A key that nothing here makes becomes the kind nearest to it.
    #[must_use]
    pub fn like(certificate: &Certificate) -> Self {
        let validity = certificate.validity();
        let extended = certificate.extended_key_usages().cloned();
        let purposes = extended.as_ref().map(|list| list.purposes.as_slice()).unwrap_or_default();
        let has_policies = !certificate.policies().is_empty();
        Self {
            name: "like",
            partner: None,
            purpose: purpose(purposes, has_policies),
            signed_by: if certificate.self_issued() {
                SignedBy::Itself
            } else {
                SignedBy::Authority
            },
            key: nearest(certificate.key_shape()),
            key_usages: certificate.key_usages(),
            policies: certificate.policies().to_vec(),
            names_a_host: !certificate.dns_names().is_empty(),
            lifetime: validity.until.duration_since(validity.from),
            subject: invented(certificate.subject(), !certificate.dns_names().is_empty()),
            extended_key_usages: extended,
        }
    }
}

fn purpose(purposes: &[ExtendedKeyUsage], has_policies: bool) -> Purpose {
    let has = |usage: &ExtendedKeyUsage| purposes.contains(usage);
    if has(&ExtendedKeyUsage::EmailProtection) {
        Purpose::FileExchange
    } else if has(&ExtendedKeyUsage::ServerAuth) {
        Purpose::Server
    } else if has(&ExtendedKeyUsage::ClientAuth) {
        Purpose::Client
    } else if has_policies {
        Purpose::Seal
    } else {
        Purpose::Signature
    }
}

fn nearest(shape: &KeyShape) -> KeyKind {
    match shape {
        KeyShape::Rsa { bits: ..=2559, .. } | KeyShape::Other { .. } => KeyKind::Rsa2048,
        KeyShape::Rsa { bits: ..=3583, .. } => KeyKind::Rsa3072,
        KeyShape::Rsa { .. } => KeyKind::Rsa4096,
        KeyShape::Ec { bits: ..=319, .. } => KeyKind::P256,
        KeyShape::Ec { .. } => KeyKind::P384,
    }
}

fn invented(name: &Name, names_a_host: bool) -> Subject {
    let mut subject = Subject::empty();
    for (oid, value) in name.attributes() {
        let Some(kind) = AttributeType::named(oid) else { continue };
        let times = subject.attributes().filter(|(found, _)| **found == kind).count();
        if times < kind.times_max() {
            subject = subject.with(kind, &value_for(kind, value, names_a_host));
        }
    }
    subject
}

/// Invents a value of the form that the real one has.
fn value_for(kind: AttributeType, real: &str, names_a_host: bool) -> String {
    let invented = match kind.keyword() {
        "C" | "jurisdictionCountryName" if is_country(real) => real,
        "C" | "jurisdictionCountryName" => "XX",
        "O" => INVENTED_ORGANIZATION,
        "OU" if begins_like_an_identifier(real) => return zeroed(real),
        "organizationIdentifier" => return zeroed(real),
        "serialNumber" | "postalCode" => "00000",
        "SN" => "NOM",
        "GN" => "Prénom",
        "CN" if names_a_host || is_host(real) => INVENTED_HOST,
        "CN" => INVENTED_SERVICE,
        "emailAddress" => "nom@service.example",
        "DC" => "example",
        "businessCategory" => "Private Organization",
        _ => "Exemple",
    };
    invented.to_owned()
}

fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|letter| letter.is_ascii_uppercase())
}

/// `0002 ` and a number, or a URN that ends in one.
fn begins_like_an_identifier(unit: &str) -> bool {
    unit.starts_with("urn:") || after_register(unit).is_some()
}

fn is_host(text: &str) -> bool {
    text.contains('.') && !text.contains(' ')
}

/// Keeps what says in which register a number is, and zeroes the number.
fn zeroed(real: &str) -> String {
    let urn = real.starts_with("urn:").then(|| real.rfind(':')).flatten().map(|colon| colon + 1);
    let kept = urn.or_else(|| after_register(real)).unwrap_or(0);
    let (register, number) = real.split_at(kept);
    let nothing = |each: char| if each.is_alphanumeric() { '0' } else { each };
    format!("{register}{}", number.chars().map(nothing).collect::<String>())
}

/// Finds where the number begins: after four digits and a space (ISO 6523), or after the five
/// letters of ETSI EN 319 412-1 §5.1.4 and their hyphen.
fn after_register(text: &str) -> Option<usize> {
    let of = |length: usize, end: char, is_right: fn(u8) -> bool| {
        let register = text.get(..length)?;
        let right = register.bytes().all(is_right) && text.get(length..)?.starts_with(end);
        right.then_some(length + 1)
    };
    let digit = |each: u8| each.is_ascii_digit();
    let letter = |each: u8| each.is_ascii_uppercase();
    of(4, ' ', digit).or_else(|| of(5, '-', letter))
}
