//! Judges who issued the certificate, and under which policy: `CPP-CERT-05`, `-17`.

use super::{
    Case,
    report::{Finding, Verdict},
    rules::{POLICY, SELF_SIGNED},
};
use crate::{policy, rule::Known};

/// `CPP-CERT-05`. A policy that is not in our table may well be in the list Chorus Pro reads, so it
/// gives a warning. A profile without a policy asks for none.
pub(super) fn policy(case: &Case<'_>) -> Option<Finding> {
    case.profile.policy?;
    let policies = case.leaf.policies();
    if policies.is_empty() {
        let what_to_do = "order a certificate at level RGS* or better from a supplier in the trusted list, and ask under which policy it is issued";
        return Some(Finding::of(POLICY, Verdict::Failure, "no certificate policy", what_to_do));
    }
    let known = policies.iter().filter_map(|oid| policy::find(oid));
    let levelled =
        known.filter_map(|policy| Some((policy, policy.level?))).max_by_key(|(_, level)| *level);
    Some(match levelled {
        Some((policy, level)) => {
            let doubt =
                if policy.known == Known::Guessed { ", as far as can be guessed" } else { "" };
            let product = format!("{} ({}, {})", policy.oid, policy.authority, policy.product);
            Finding::pass(POLICY, format!("{product}: {level}{doubt}"))
        }
        None => level_not_proven(policies),
    })
}

fn level_not_proven(policies: &[String]) -> Finding {
    let authority = policies.iter().find_map(|oid| policy::authority_of(oid));
    let authority = authority.unwrap_or("an authority not known here");
    let found = format!("{} ({authority}): level not proven", policies.join(", "));
    let what_to_do = "look the policy up in LSTI's list of RGS certificates, or ask the supplier for its level in writing";
    Finding::of(POLICY, Verdict::Warning, found, what_to_do)
}

/// `CPP-CERT-17`.
pub(super) fn self_signed(case: &Case<'_>) -> Option<Finding> {
    let issuer = case.leaf.issuer();
    Some(if case.leaf.self_issued() {
        let found = format!("a certificate that `{issuer}` issued to itself");
        let what_to_do = "order one from a supplier in the European trusted list (TSL)";
        Finding::of(SELF_SIGNED, Verdict::Failure, found, what_to_do)
    } else {
        Finding::pass(SELF_SIGNED, format!("issued by `{issuer}`"))
    })
}
