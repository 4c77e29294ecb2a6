//! Writes a leaf: a shape, spoiled by at most one defect (RGS-A4 §II.3).

use rcgen::{CertificateParams, CustomExtension, SerialNumber};

use super::{AuthorityError, ShapedOrder, extensions, set_validity};
use crate::{
    Defect, Shape, Subject, Validity,
    certificate::{ExtendedKeyUsage, ExtendedKeyUsages, KeyUsages},
    profile::Purpose,
    subject::AttributeType,
};

/// Writes what is ordered.
pub(super) fn params(order: &ShapedOrder<'_>) -> Result<CertificateParams, AuthorityError> {
    let ShapedOrder { shape, subject, defect, .. } = order;
    let named = spoiled_subject(shape, subject, *defect);
    let write = |source| AuthorityError::Write { subject: subject.called(), source };
    let mut params = CertificateParams::default();
    params.distinguished_name = named.distinguished_name().map_err(write)?;
    params.serial_number = Some(SerialNumber::from_slice(&order.serial));
    params.use_authority_key_identifier_extension = true;
    params.custom_extensions = requested_extensions(shape, subject, *defect)?;
    let policies = policies(shape, *defect);
    if !policies.is_empty() {
        params.custom_extensions.extend(extensions::policies(&policies));
    }
    set_validity(&mut params, validity(order.validity, *defect));
    Ok(params)
}

/// Writes the extensions that a request asks for as well: usages, and the host.
pub(crate) fn requested_extensions(
    shape: &Shape,
    subject: &Subject,
    defect: Option<Defect>,
) -> Result<Vec<CustomExtension>, AuthorityError> {
    let usages = key_usages(shape, defect).map(extensions::key_usages);
    let extended = extended_key_usages(shape, defect);
    let extended = extended.as_ref().and_then(extensions::extended_key_usages);
    // Where there is no common name, only the alternative name says whose it is, and so it is
    // critical.
    let critical = defect == Some(Defect::TestCertificate);
    let host = if shape.names_a_host { Some(host_of(subject)?) } else { None };
    let host = host.map(|host| extensions::host(host, critical));
    Ok(host.into_iter().chain(usages).chain(extended).collect())
}

/// A server's common name is its host.
fn host_of(subject: &Subject) -> Result<&str, AuthorityError> {
    let found = subject.common_name().unwrap_or_default();
    let sound = |label: &str| {
        !label.is_empty() && label.chars().all(|it| it.is_ascii_alphanumeric() || "-_".contains(it))
    };
    let rest = found.strip_prefix("*.").unwrap_or(found);
    if rest.split('.').all(sound) {
        return Ok(found);
    }
    Err(AuthorityError::NoHost { found: found.to_owned() })
}

/// Whom a person's certificate is for: nobody.
const PERSON: &str = "Prénom NOM";

fn spoiled_subject(shape: &Shape, ordered: &Subject, defect: Option<Defect>) -> Subject {
    let mut subject = ordered.clone();
    let common_name = subject.common_name().unwrap_or_default().to_owned();
    match defect {
        Some(Defect::TestCertificate) if shape.names_a_host => {
            subject.remove(&AttributeType::COMMON_NAME);
            subject.with(AttributeType::ORGANIZATIONAL_UNIT, &format!("TEST {common_name}"))
        }
        Some(Defect::TestCertificate) => {
            subject.replace(&AttributeType::COMMON_NAME, &format!("TEST {common_name}"));
            subject
        }
        Some(Defect::PersonalCertificate) => {
            subject.remove(&AttributeType::SURNAME);
            subject.remove(&AttributeType::GIVEN_NAME);
            subject.insert_before_common_name(vec![
                (AttributeType::SURNAME, "NOM".to_owned()),
                (AttributeType::GIVEN_NAME, "Prénom".to_owned()),
            ]);
            if !shape.names_a_host {
                subject.replace(&AttributeType::COMMON_NAME, PERSON);
            }
            subject
        }
        Some(_) | None => subject,
    }
}

fn validity(ordered: Validity, defect: Option<Defect>) -> Validity {
    match defect {
        Some(Defect::Expired) => ordered.before(),
        Some(Defect::NotYetValid) => ordered.after(),
        Some(_) | None => ordered,
    }
}

fn key_usages(shape: &Shape, defect: Option<Defect>) -> Option<KeyUsages> {
    if defect != Some(Defect::WrongKeyUsage) {
        return shape.key_usages;
    }
    Some(match shape.purpose {
        Purpose::Client | Purpose::Server => KeyUsages::NON_REPUDIATION,
        Purpose::Seal | Purpose::Signature | Purpose::FileExchange => KeyUsages::KEY_ENCIPHERMENT,
    })
}

fn extended_key_usages(shape: &Shape, defect: Option<Defect>) -> Option<ExtendedKeyUsages> {
    let right = shape.extended_key_usages.clone();
    let critical = right.as_ref().is_some_and(|usages| usages.critical);
    let other = other_usage(shape.purpose);
    let purposes = match defect {
        Some(Defect::OtherExtendedKeyUsage) => vec![other],
        Some(Defect::BothUsages) => {
            let right = right.map(|usages| usages.purposes).unwrap_or_default();
            let kept = right.into_iter().filter(|usage| *usage != other);
            kept.chain([other.clone()]).collect()
        }
        Some(_) | None => return right,
    };
    Some(ExtendedKeyUsages { purposes, critical })
}

/// The usage that a certificate for this purpose is most often ordered with by mistake.
const fn other_usage(purpose: Purpose) -> ExtendedKeyUsage {
    match purpose {
        Purpose::Client | Purpose::FileExchange => ExtendedKeyUsage::ServerAuth,
        Purpose::Server | Purpose::Signature => ExtendedKeyUsage::ClientAuth,
        Purpose::Seal => ExtendedKeyUsage::TimeStamping,
    }
}

/// A policy of nobody: 32473 is the enterprise number that IANA keeps for examples (RFC 5612).
const NOBODYS_POLICY: &str = "1.3.6.1.4.1.32473.1.1";

fn policies(shape: &Shape, defect: Option<Defect>) -> Vec<&str> {
    match defect {
        Some(Defect::NoPolicy) => Vec::new(),
        Some(Defect::PolicyNotListed) => vec![NOBODYS_POLICY],
        Some(_) | None => shape.policies.iter().map(String::as_str).collect(),
    }
}
