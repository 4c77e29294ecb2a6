//! Judges what the certificate is for.

use crate::conformity::{
    Case,
    report::{Finding, Verdict},
};
use crate::{certificate::ExtendedKeyUsage, rule::Rule};

/// The guide's « OU exclusif ».
pub(in crate::conformity) fn both_usages(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let usages = case.leaf.extended_key_usages()?;
    let client = usages.contains(&ExtendedKeyUsage::ClientAuth);
    let server = usages.contains(&ExtendedKeyUsage::ServerAuth);
    Some(if client && server {
        let what_to_do = format!(
            "order a certificate of the kind \"{}\"; the guide's letter refuses both usages in one certificate, while the portal's newer page names the QWAC, which usually holds both: try such a one in qualification first",
            case.profile.label
        );
        Finding::of(rule, Verdict::Failure, usages.to_string(), what_to_do)
    } else {
        Finding::pass(rule, usages.to_string())
    })
}

/// `anyExtendedKeyUsage` names no usage, so it does not name the right one.
pub(in crate::conformity) fn usage(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let wanted = case.profile.purpose.usages();
    let usages = case.leaf.extended_key_usages();
    let found = usages.map_or("no extended key usage".to_owned(), ToString::to_string);
    let right = usages.is_some_and(|list| {
        wanted.iter().all(|usage| list.contains(usage)) && !list.contains(&ExtendedKeyUsage::Any)
    });
    if right {
        return Some(Finding::pass(rule, found));
    }
    let what_to_do = format!("order a certificate of the kind \"{}\"", case.profile.label);
    let failure = Finding::of(rule, Verdict::Failure, found, what_to_do);
    let names: Vec<String> = wanted.iter().map(ToString::to_string).collect();
    Some(failure.expecting(format!("{}: {}", names.join(", "), rule.says)))
}

/// A bit that is missing breaks the guide's letter; one more than it names is a doubt.
pub(in crate::conformity) fn key_usage(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let wanted = case.profile.key_usages;
    let (verdict, found, what_to_do) = match case.leaf.key_usages() {
        Some(found) if found.same_bits(wanted) => {
            return Some(Finding::pass(rule, found.to_string()));
        }
        Some(found) if found.contains(wanted) => {
            let what_to_do = "the guide names fewer: try it in qualification first, or order one without the others";
            (Verdict::Warning, found.to_string(), what_to_do)
        }
        Some(found) => (Verdict::Failure, found.to_string(), MISSING_BIT),
        None => (Verdict::Failure, "no key usage".to_owned(), MISSING_BIT),
    };
    Some(Finding::of(rule, verdict, found, what_to_do).expecting(wanted.to_string()))
}

const MISSING_BIT: &str = "order a certificate whose key may do what is expected; one that may only bind a signatory (`nonRepudiation`) is a person's or a seal";

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
