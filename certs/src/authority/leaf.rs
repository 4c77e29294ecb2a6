//! The shape of a leaf: a profile, spoiled by at most one defect (RGS-A4 §II.3).

use rcgen::{
    CertificateParams, CustomExtension, ExtendedKeyUsagePurpose, KeyUsagePurpose, SanType,
    SerialNumber,
};

use super::{Order, set_validity};
use crate::{
    Defect, Profile, Validity,
    certificate::{ExtendedKeyUsage, KeyUsages},
    format::asn1::{self, SEQUENCE},
    profile::Purpose,
};

/// Writes the shape of what is ordered.
pub(super) fn params(order: &Order<'_>) -> Result<CertificateParams, rcgen::Error> {
    let Order { profile, subject, defect, .. } = order;
    let mut params = CertificateParams::default();
    params.distinguished_name = subject.distinguished_name()?;
    params.serial_number = Some(SerialNumber::from_slice(&order.serial));
    params.use_authority_key_identifier_extension = true;
    params.key_usages = key_usages(profile, *defect);
    params.extended_key_usages = extended_key_usages(profile.purpose, *defect);
    params.custom_extensions = policy(profile, *defect).into_iter().collect();
    if profile.purpose == Purpose::Server {
        params.subject_alt_names = vec![SanType::DnsName(subject.common_name.as_str().try_into()?)];
    }
    set_validity(&mut params, validity(order.validity, *defect));
    Ok(params)
}

fn validity(ordered: Validity, defect: Option<Defect>) -> Validity {
    match defect {
        Some(Defect::Expired) => ordered.before(),
        Some(Defect::NotYetValid) => ordered.after(),
        Some(_) | None => ordered,
    }
}

fn key_usages(profile: &Profile, defect: Option<Defect>) -> Vec<KeyUsagePurpose> {
    let wanted = if defect == Some(Defect::WrongKeyUsage) {
        KeyUsages::NON_REPUDIATION
    } else {
        profile.key_usages
    };
    let known = [
        (KeyUsages::DIGITAL_SIGNATURE, KeyUsagePurpose::DigitalSignature),
        (KeyUsages::NON_REPUDIATION, KeyUsagePurpose::ContentCommitment),
        (KeyUsages::KEY_ENCIPHERMENT, KeyUsagePurpose::KeyEncipherment),
        (KeyUsages::DATA_ENCIPHERMENT, KeyUsagePurpose::DataEncipherment),
        (KeyUsages::KEY_AGREEMENT, KeyUsagePurpose::KeyAgreement),
    ];
    known.into_iter().filter(|(bit, _)| wanted.contains(*bit)).map(|(_, usage)| usage).collect()
}

fn extended_key_usages(purpose: Purpose, defect: Option<Defect>) -> Vec<ExtendedKeyUsagePurpose> {
    let right = purpose.usages();
    let other = other_usage(purpose);
    let usages: Vec<&ExtendedKeyUsage> = match defect {
        Some(Defect::OtherExtendedKeyUsage) => vec![&other],
        Some(Defect::BothUsages) => right.iter().chain([&other]).collect(),
        Some(_) | None => right.iter().collect(),
    };
    usages.into_iter().filter_map(written).collect()
}

/// The usage that a certificate for this purpose is most often ordered with by mistake.
const fn other_usage(purpose: Purpose) -> ExtendedKeyUsage {
    match purpose {
        Purpose::Client | Purpose::FileExchange => ExtendedKeyUsage::ServerAuth,
        Purpose::Server | Purpose::Signature => ExtendedKeyUsage::ClientAuth,
        Purpose::Seal => ExtendedKeyUsage::TimeStamping,
    }
}

fn written(usage: &ExtendedKeyUsage) -> Option<ExtendedKeyUsagePurpose> {
    match usage {
        ExtendedKeyUsage::Any => Some(ExtendedKeyUsagePurpose::Any),
        ExtendedKeyUsage::ServerAuth => Some(ExtendedKeyUsagePurpose::ServerAuth),
        ExtendedKeyUsage::ClientAuth => Some(ExtendedKeyUsagePurpose::ClientAuth),
        ExtendedKeyUsage::CodeSigning => Some(ExtendedKeyUsagePurpose::CodeSigning),
        ExtendedKeyUsage::EmailProtection => Some(ExtendedKeyUsagePurpose::EmailProtection),
        ExtendedKeyUsage::TimeStamping => Some(ExtendedKeyUsagePurpose::TimeStamping),
        ExtendedKeyUsage::OcspSigning => Some(ExtendedKeyUsagePurpose::OcspSigning),
        ExtendedKeyUsage::Other(_) => None,
    }
}

/// Writes the policies; none where the profile has none, or where that is the defect.
fn policy(profile: &Profile, defect: Option<Defect>) -> Option<CustomExtension> {
    if profile.policies.is_empty() || defect == Some(Defect::NoPolicy) {
        return None;
    }
    policies(profile.policies)
}

/// Writes `certificatePolicies` without qualifiers; `rcgen` has no such extension.
pub(super) fn policies(oids: &[&str]) -> Option<CustomExtension> {
    let mut content = Vec::new();
    for oid in oids {
        content.extend(asn1::element(SEQUENCE, &asn1::object_identifier(oid)?));
    }
    let content = asn1::element(SEQUENCE, &content);
    Some(CustomExtension::from_oid_content(&[2, 5, 29, 32], content))
}
