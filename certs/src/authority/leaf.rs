//! The shape of a leaf: a profile, spoiled by at most one defect (RGS-A4 §II.3).

use rcgen::{
    CertificateParams, CustomExtension, ExtendedKeyUsagePurpose, KeyUsagePurpose, SanType,
    SerialNumber,
};

use super::{Order, set_validity};
use crate::{
    Defect, Profile, Validity,
    certificate::KeyUsages,
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
    let usage = |purpose| match purpose {
        Purpose::Client => ExtendedKeyUsagePurpose::ClientAuth,
        Purpose::Server => ExtendedKeyUsagePurpose::ServerAuth,
    };
    match defect {
        Some(Defect::OtherExtendedKeyUsage) => vec![usage(purpose.other())],
        Some(Defect::BothUsages) => vec![usage(purpose), usage(purpose.other())],
        Some(_) | None => vec![usage(purpose)],
    }
}

fn policy(profile: &Profile, defect: Option<Defect>) -> Option<CustomExtension> {
    let policy = profile.policy.filter(|_| defect != Some(Defect::NoPolicy))?;
    policies(policy.oid)
}

/// Writes `certificatePolicies` with one policy and no qualifier; `rcgen` has no such extension.
pub(super) fn policies(oid: &str) -> Option<CustomExtension> {
    let information = asn1::element(SEQUENCE, &asn1::object_identifier(oid)?);
    let content = asn1::element(SEQUENCE, &information);
    Some(CustomExtension::from_oid_content(&[2, 5, 29, 32], content))
}
