//! Judges who issued the certificate, and under which policy.

use crate::{
    conformity::{
        Case,
        report::{Finding, Verdict},
    },
    policy::PolicyList,
    rule::{Known, Rule},
};

/// A policy that is not in the table may well be in the list the partner reads, so it gives a
/// warning. A profile without a policy asks for none.
pub(in crate::conformity) fn level(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    case.profile.policies.first()?;
    let list = case.context.policies;
    let policies = case.leaf.policies();
    if policies.is_empty() {
        let what_to_do = "order a certificate at level RGS* or better from a supplier in the trusted list, and ask under which policy it is issued";
        return Some(Finding::of(rule, Verdict::Failure, "no certificate policy", what_to_do));
    }
    let known = policies.iter().filter_map(|oid| list.find(oid));
    let levelled =
        known.filter_map(|policy| Some((policy, policy.level?))).max_by_key(|(_, level)| *level);
    Some(match levelled {
        Some((policy, level)) => {
            let doubt =
                if policy.known == Known::Guessed { ", as far as can be guessed" } else { "" };
            let product = format!("{} ({}, {})", policy.oid, policy.authority, policy.product);
            Finding::pass(rule, format!("{product}: {level}{doubt}"))
        }
        None => level_not_proven(rule, policies, list),
    })
}

fn level_not_proven(rule: &'static Rule, policies: &[String], list: &PolicyList) -> Finding {
    let authority = policies.iter().find_map(|oid| list.authority_of(oid));
    let authority = authority.unwrap_or("an authority not known here");
    let found = format!("{} ({authority}): level not proven", policies.join(", "));
    let what_to_do = "look the policy up in LSTI's list of RGS certificates, or ask the supplier for its level in writing";
    Finding::of(rule, Verdict::Warning, found, what_to_do)
}

/// A certificate that vouches for itself comes from no supplier.
pub(in crate::conformity) fn self_signed(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let issuer = case.leaf.issuer();
    Some(if case.leaf.self_issued() {
        let found = format!("a certificate that `{issuer}` issued to itself");
        let what_to_do = "order one from a supplier in the European trusted list (TSL)";
        Finding::of(rule, Verdict::Failure, found, what_to_do)
    } else {
        Finding::pass(rule, format!("issued by `{issuer}`"))
    })
}
