//! Judges what the certificate is for: `CPP-CERT-02`, `-03`, `-04`, `-21`.

use super::{
    Case,
    report::{Finding, Verdict},
    rules::{BOTH_USAGES, CRITICALITY, KEY_USAGE, USAGE},
};
use crate::{
    certificate::{ExtendedKeyUsage, KeyUsages},
    profile::Purpose,
};

/// `CPP-CERT-02`: the guide's « OU exclusif ».
pub(super) fn both_usages(case: &Case<'_>) -> Option<Finding> {
    let usages = case.leaf.extended_key_usages()?;
    let client = usages.contains(&ExtendedKeyUsage::ClientAuth);
    let server = usages.contains(&ExtendedKeyUsage::ServerAuth);
    Some(if client && server {
        let what_to_do = format!(
            "order a certificate for {} alone; a QWAC, which the portal's newer page names, usually holds both",
            case.profile.purpose.usage()
        );
        Finding::of(BOTH_USAGES, Verdict::Failure, usages.to_string(), what_to_do)
    } else {
        Finding::pass(BOTH_USAGES, usages.to_string())
    })
}

/// `CPP-CERT-03`. `anyExtendedKeyUsage` names no usage, so it does not name the right one.
pub(super) fn usage(case: &Case<'_>) -> Option<Finding> {
    let wanted = case.profile.purpose.usage();
    let usages = case.leaf.extended_key_usages();
    let found = usages.map_or("no extended key usage".to_owned(), ToString::to_string);
    let right =
        usages.is_some_and(|list| list.contains(&wanted) && !list.contains(&ExtendedKeyUsage::Any));
    if right {
        return Some(Finding::pass(USAGE, found));
    }
    let what_to_do = format!("order a certificate of the kind \"{}\"", case.profile.label);
    let failure = Finding::of(USAGE, Verdict::Failure, found, what_to_do);
    Some(failure.expecting(format!("{wanted}: {}", USAGE.says)))
}

/// `CPP-CERT-04`. The RGS allows more than the guide's letter, which then gives a warning only.
pub(super) fn key_usage(case: &Case<'_>) -> Option<Finding> {
    let Some(found) = case.leaf.key_usages() else {
        return Some(wrong_key_usage(case, Verdict::Failure, "no key usage".to_owned()));
    };
    let wanted = case.profile.key_usages;
    if found.same_bits(wanted) {
        return Some(Finding::pass(KEY_USAGE, found.to_string()));
    }
    let tolerable = match case.profile.purpose {
        Purpose::Client => {
            found.contains(KeyUsages::DIGITAL_SIGNATURE)
                && !found.contains(KeyUsages::NON_REPUDIATION)
        }
        Purpose::Server => {
            found.contains(KeyUsages::DIGITAL_SIGNATURE)
                || found.contains(KeyUsages::KEY_ENCIPHERMENT)
        }
    };
    let verdict = if tolerable { Verdict::Warning } else { Verdict::Failure };
    Some(wrong_key_usage(case, verdict, found.to_string()))
}

fn wrong_key_usage(case: &Case<'_>, verdict: Verdict, found: String) -> Finding {
    let what_to_do = if verdict == Verdict::Warning {
        "the RGS allows it and the guide's letter does not: try it in qualification first"
    } else {
        "order a certificate whose key authenticates; one that binds a signatory is a person's or a seal"
    };
    let finding = Finding::of(KEY_USAGE, verdict, found, what_to_do);
    finding.expecting(case.profile.key_usages.to_string())
}

/// `CPP-CERT-21`.
pub(super) fn criticality(case: &Case<'_>) -> Option<Finding> {
    let usages_critical = case.leaf.key_usages()?.critical;
    let extended_critical = case.leaf.extended_key_usages()?.critical;
    let say = |critical: bool| if critical { "critical" } else { "not critical" };
    let found = format!(
        "a key usage that is {}, an extended key usage that is {}",
        say(usages_critical),
        say(extended_critical)
    );
    Some(if usages_critical && !extended_critical {
        Finding::pass(CRITICALITY, found)
    } else {
        let what_to_do = "tell the supplier; nobody is known to refuse it";
        Finding::of(CRITICALITY, Verdict::Warning, found, what_to_do)
    })
}
