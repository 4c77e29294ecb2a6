//! Judges what the certificate is for.

use super::words;
use crate::{
    certificate::{ExtendedKeyUsage, KeyUsages},
    conformity::{
        Case,
        report::{Finding, Verdict},
    },
    policy::{self, Use},
    profile::Purpose,
    rule::Rule,
};

/// The guide's « OU exclusif », for what connects. A QWAC usually holds both, and the portal's newer
/// page names it: the two contradict each other, and the message says so.
pub(in crate::conformity) fn both_usages(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    if !connects(case) {
        return None;
    }
    let usages = case.leaf.extended_key_usages()?;
    let client = usages.contains(&ExtendedKeyUsage::ClientAuth);
    let server = usages.contains(&ExtendedKeyUsage::ServerAuth);
    let found = words::purposes(Some(usages));
    Some(if client && server {
        let kind = if is_qwac(case) { "this is a QWAC, which" } else { "the QWAC, which" };
        let what_to_do = format!(
            "order a certificate of the kind \"{}\"; the guide (§4) refuses both in one certificate, an exclusive \"or\", while the portal's newer page on certificates names {kind} usually holds both: nobody is known to have measured which of them the portal follows, so try such a one in qualification first",
            case.profile.label
        );
        Finding::of(rule, Verdict::Failure, found, what_to_do)
    } else {
        Finding::pass(rule, found)
    })
}

fn connects(case: &Case<'_>) -> bool {
    matches!(case.profile.purpose, Purpose::Client | Purpose::Server)
}

fn is_qwac(case: &Case<'_>) -> bool {
    case.leaf.policies().iter().any(|oid| {
        let listed = case.context.policies.find(oid);
        policy::qualified_as(oid) == Some("QWAC")
            || listed.is_some_and(|policy| policy.usage == Use::Qwac)
    })
}

/// `anyExtendedKeyUsage` names no usage, so it does not name the right one. Not asked of a seal.
pub(in crate::conformity) fn usage(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    if !connects(case) {
        return None;
    }
    let wanted = case.profile.purpose.usages();
    let usages = case.leaf.extended_key_usages();
    let found = words::purposes(usages);
    let right = usages.is_some_and(|list| {
        wanted.iter().all(|usage| list.contains(usage)) && !list.contains(&ExtendedKeyUsage::Any)
    });
    if right {
        return Some(Finding::pass(rule, found));
    }
    let what_to_do = format!("order a certificate of the kind \"{}\"", case.profile.label);
    let failure = Finding::of(rule, Verdict::Failure, found, what_to_do);
    let names: Vec<String> = wanted.iter().map(words::purpose).collect();
    Some(failure.expecting(names.join(", ")))
}

/// A use that is missing breaks the guide's letter; one more than it names is a doubt. What a seal
/// may do is judged elsewhere.
pub(in crate::conformity) fn key_usage(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    if !connects(case) {
        return None;
    }
    let wanted = case.profile.key_usages;
    let usages = case.leaf.key_usages();
    let found = words::uses(usages);
    let (verdict, what_to_do) = match usages {
        Some(usages) if usages.same_bits(wanted) => return Some(Finding::pass(rule, found)),
        Some(usages) if usages.contains(wanted) => (Verdict::Warning, MORE),
        Some(usages)
            if case.profile.purpose == Purpose::Server
                && usages.contains(KeyUsages::DIGITAL_SIGNATURE) =>
        {
            (Verdict::Failure, SIGNS_ONLY)
        }
        Some(_) | None => (Verdict::Failure, MISSING),
    };
    Some(Finding::of(rule, verdict, found, what_to_do).expecting(words::uses(Some(wanted))))
}

const MORE: &str =
    "the guide names fewer: try it in qualification first, or order one without the others";
const MISSING: &str = "order a certificate whose key may do what is expected; one that may only sign in a way that binds (nonRepudiation) is a person's or a seal";
const SIGNS_ONLY: &str = "order a certificate whose key may also receive keys; the RGS would do with signing alone, and some suppliers' QWAC are so, but the guide names both";

/// Where a certificate need not say what its key may do, but may not say that it cannot sign.
pub(in crate::conformity) fn may_sign(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let usages = case.leaf.key_usages();
    let found = words::uses(usages);
    let Some(usages) = usages else { return Some(Finding::pass(rule, found)) };
    Some(if usages.contains(KeyUsages::DIGITAL_SIGNATURE) {
        Finding::pass(rule, found)
    } else if usages.contains(KeyUsages::NON_REPUDIATION) {
        let what_to_do = "try it first: the key may sign, though only in a way that binds";
        Finding::of(rule, Verdict::Warning, found, what_to_do)
    } else {
        let what_to_do = "make or order a certificate whose key may sign (digitalSignature), or one that does not say what its key may do";
        Finding::of(rule, Verdict::Failure, found, what_to_do)
    })
}

/// Where files are signed and encrypted with one key.
pub(in crate::conformity) fn exchanges_files(
    rule: &'static Rule,
    case: &Case<'_>,
) -> Option<Finding> {
    let usages = case.leaf.key_usages();
    let found = words::uses(usages);
    let needed = KeyUsages::DIGITAL_SIGNATURE | KeyUsages::KEY_ENCIPHERMENT;
    let wanted = case.profile.key_usages;
    Some(match usages {
        Some(usages) if !usages.contains(needed) => {
            Finding::of(rule, Verdict::Failure, found, FILES).expecting(words::uses(Some(needed)))
        }
        Some(usages) if wanted.contains(usages) => Finding::pass(rule, found),
        Some(_) => {
            let what_to_do = "check with the supplier that this is the product for file exchange";
            Finding::of(rule, Verdict::Warning, found, what_to_do)
        }
        None => Finding::of(rule, Verdict::Failure, found, FILES),
    })
}

const FILES: &str = "order the product for file exchange, whose key may sign and receive keys";

/// Where several uses in one certificate are normal, which is told to whoever knows otherwise from
/// another partner.
pub(in crate::conformity) fn file_exchange(
    rule: &'static Rule,
    case: &Case<'_>,
) -> Option<Finding> {
    let usages = case.leaf.extended_key_usages()?;
    let found = words::purposes(Some(usages));
    let is_for = |usage: &ExtendedKeyUsage| usages.contains(usage);
    let (client, server) =
        (is_for(&ExtendedKeyUsage::ClientAuth), is_for(&ExtendedKeyUsage::ServerAuth));
    Some(if client && server {
        let what_to_do = "nothing: both in one certificate is normal here";
        Finding::of(rule, Verdict::Information, found, what_to_do)
    } else if client || is_for(&ExtendedKeyUsage::EmailProtection) {
        Finding::pass(rule, found)
    } else {
        let what_to_do = "ask the supplier whether this is the product for file exchange";
        Finding::of(rule, Verdict::Warning, found, what_to_do)
    })
}

/// The RGS wants the one critical and the other not.
pub(in crate::conformity) fn criticality(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let usages_critical = case.leaf.key_usages()?.critical;
    let extended_critical = case.leaf.extended_key_usages()?.critical;
    let say = |critical: bool| if critical { "critical" } else { "not critical" };
    let found = format!(
        "a key usage that is {}, an extended key usage that is {}",
        say(usages_critical),
        say(extended_critical)
    );
    Some(if usages_critical && !extended_critical {
        Finding::pass(rule, found)
    } else {
        let what_to_do = "tell the supplier; nobody is known to refuse it";
        Finding::of(rule, Verdict::Warning, found, what_to_do)
    })
}
