//! Judges who issued the certificate, and under which policy.

use crate::{
    authority,
    conformity::{
        Case, Platform,
        report::{Finding, Verdict},
    },
    policy::{self, PolicyList},
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

/// What is qualified comes from a supplier in the European trusted list, whatever its RGS level.
fn level_not_proven(rule: &'static Rule, policies: &[String], list: &PolicyList) -> Finding {
    let look = "look the policy up in LSTI's list of RGS certificates, or ask the supplier for its level in writing";
    if let Some((oid, product)) = policies.iter().find_map(|oid| qualified(oid, list)) {
        let found = format!(
            "{oid} ({product}): the supplier is in the European trusted list (TSL), the RGS level is not proven"
        );
        return Finding::of(rule, Verdict::Information, found, look);
    }
    let authority = policies.iter().find_map(|oid| list.authority_of(oid));
    let authority = authority.unwrap_or("an authority not known here");
    let found = format!("{} ({authority}): level not proven", policies.join(", "));
    Finding::of(rule, Verdict::Warning, found, look)
}

fn qualified<'a>(oid: &'a str, list: &PolicyList) -> Option<(&'a str, String)> {
    let listed = list.find(oid).filter(|policy| policy.qualified);
    let listed = listed.map(|policy| format!("{}, {}", policy.authority, policy.product));
    let product = listed.or_else(|| policy::qualified_as(oid).map(str::to_owned))?;
    Some((oid, product))
}

/// Some certificates were revoked by the whole class, after the authority had found that it should
/// never have issued them.
pub(in crate::conformity) fn revoked_class(
    rule: &'static Rule,
    case: &Case<'_>,
) -> Option<Finding> {
    let issuer = case.leaf.issuer();
    let class = case.context.policies.revoked_class(case.leaf, case.context.at);
    Some(match class {
        None => Finding::pass(rule, "none of the classes that are known to be revoked"),
        Some(class) => {
            let found = format!(
                "a certificate for {} alone from `{issuer}`, all of which were revoked by {} ({})",
                class.extended_key_usage, class.since, class.source
            );
            let what_to_do =
                "confirm by the authority's revocation list (CRL) or by OCSP, and order a new one";
            Finding::of(rule, Verdict::Failure, found, what_to_do)
        }
    })
}

/// raccord's own suppliers are known to raccord's mocks alone.
pub(in crate::conformity) fn throwaway(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let found = format!("issued by `{}`", case.leaf.issuer());
    if !authority::is_throwaway(case.leaf) {
        return Some(Finding::pass(rule, found));
    }
    let found = format!("{found}, a throwaway authority of raccord");
    let what_to_do =
        "use it with mocks alone: the real platform knows not the authority, and refuses it";
    let verdict = match case.context.platform {
        Platform::Qualification => Verdict::Information,
        Platform::Production => Verdict::Warning,
    };
    Some(Finding::of(rule, verdict, found, what_to_do))
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
