//! Judges a seal, by which an organisation signs what it sends: "cachet serveur sans heure".

use super::words;
use crate::{
    certificate::{ExtendedKeyUsage, KeyUsages},
    conformity::{
        Case,
        report::{Finding, Verdict},
    },
    policy::Use,
    profile::Purpose,
    rule::Rule,
};

/// What a certificate is for that is no seal "sans heure".
pub(in crate::conformity) const NO_SEAL: [ExtendedKeyUsage; 5] = [
    ExtendedKeyUsage::TimeStamping,
    ExtendedKeyUsage::ServerAuth,
    ExtendedKeyUsage::ClientAuth,
    ExtendedKeyUsage::CodeSigning,
    ExtendedKeyUsage::OcspSigning,
];

/// A seal need not say what it is for; a time-stamping unit's does, or its policy.
pub(in crate::conformity) fn usage(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    if case.profile.purpose != Purpose::Seal {
        return None;
    }
    let usages = case.leaf.extended_key_usages();
    let found = words::purposes(usages);
    let is_for = |usage: &ExtendedKeyUsage| usages.is_some_and(|list| list.contains(usage));
    let timestamps = case.leaf.policies().iter().find(|oid| {
        let known = case.context.policies.find(oid);
        known.is_some_and(|policy| policy.usage == Use::Timestamp)
    });
    Some(if NO_SEAL.iter().any(is_for) {
        Finding::of(rule, Verdict::Failure, found, ORDER)
    } else if let Some(oid) = timestamps {
        let found =
            format!("the policy {oid}, under which units that sign timestamps are certified");
        Finding::of(rule, Verdict::Failure, found, ORDER)
    } else if is_for(&ExtendedKeyUsage::Any) {
        let what_to_do = "ask the supplier whether this is a \"cachet serveur sans heure\", and try it in qualification first";
        Finding::of(rule, Verdict::Warning, found, what_to_do)
    } else {
        Finding::pass(rule, found)
    })
}

const ORDER: &str = "order a \"Certificat Cachet serveur sans heure\"";

/// RGS-A4 §II.3 names signing, and allows the kind that binds beside it.
pub(in crate::conformity) fn key_usage(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    if case.profile.purpose != Purpose::Seal {
        return None;
    }
    let usages = case.leaf.key_usages();
    let found = words::uses(usages);
    let signs = usages.is_some_and(|bits| bits.contains(KeyUsages::DIGITAL_SIGNATURE));
    let binds = usages.is_some_and(|bits| bits.contains(KeyUsages::NON_REPUDIATION));
    let both = KeyUsages::DIGITAL_SIGNATURE | KeyUsages::NON_REPUDIATION;
    let only = usages.is_some_and(|bits| both.contains(bits));
    Some(match (signs, binds) {
        (true, _) if only => Finding::pass(rule, found),
        (true, _) => {
            let what_to_do = "try it in qualification first: a seal is for signing alone";
            Finding::of(rule, Verdict::Warning, found, what_to_do)
        }
        (false, true) => {
            let what_to_do = "try it in qualification first: some suppliers' seals are written so, and the RGS asks for digitalSignature";
            Finding::of(rule, Verdict::Warning, found, what_to_do)
        }
        (false, false) => Finding::of(rule, Verdict::Failure, found, ORDER),
    })
}
