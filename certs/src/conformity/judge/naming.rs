//! Judges the names in the certificate.

use crate::conformity::{
    Case, Platform,
    report::{Finding, Verdict},
};
use crate::{Certificate, profile::Purpose, rule::Rule};

/// RGS-A4 §II.4 says how a test certificate is marked.
pub(in crate::conformity) fn test(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let Some(mark) = test_mark(case.leaf) else {
        return Some(Finding::pass(rule, "no mark of a test certificate"));
    };
    let found = format!("the mark of a test certificate in \"{mark}\"");
    Some(match case.context.platform {
        Platform::Production => Finding::of(
            rule,
            Verdict::Failure,
            found,
            "order a standard certificate for production",
        ),
        Platform::Qualification => {
            let what_to_do = "order a standard certificate before production";
            Finding::of(rule, Verdict::Information, found, what_to_do)
        }
    })
}

/// The common name begins with `TEST `; without one, an alternative name or a unit with `TEST`.
fn test_mark(leaf: &Certificate) -> Option<&str> {
    if let Some(name) = leaf.subject().common_name() {
        return Some(name).filter(|name| name.starts_with("TEST "));
    }
    let alternatives = leaf.dns_names().iter().map(String::as_str);
    let mut names = alternatives.chain(leaf.subject().organizational_units());
    names.find(|name| name.starts_with("TEST"))
}

/// Public TLS certificates may no longer hold a unit, so its absence is a warning;
/// the identifier of ETSI EN 319 412-1 says the same thing.
pub(in crate::conformity) fn identifier(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let subject = case.leaf.subject();
    if let Some(unit) = subject.organizational_units().find(|unit| is_iso_6523(unit)) {
        return Some(Finding::pass(rule, format!("OU={unit}")));
    }
    let etsi = subject.organization_identifier();
    if let Some(found) = etsi.filter(|id| id.starts_with("NTRFR-") || id.starts_with("VATFR-")) {
        let found = format!("organizationIdentifier={found}");
        let what_to_do = "nothing: it identifies the organisation as well";
        return Some(Finding::of(rule, Verdict::Information, found, what_to_do));
    }
    let what_to_do =
        "have the SIREN or SIRET put into the next certificate, where the supplier may";
    Some(Finding::of(rule, Verdict::Warning, format!("`{subject}`"), what_to_do))
}

/// `0002 `, then a SIREN of 9 digits or a SIRET of 14.
fn is_iso_6523(unit: &str) -> bool {
    unit.strip_prefix("0002 ").is_some_and(|number| {
        matches!(number.len(), 9 | 14) && number.bytes().all(|digit| digit.is_ascii_digit())
    })
}

/// For servers.
pub(in crate::conformity) fn server_name(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    if case.profile.purpose != Purpose::Server {
        return None;
    }
    let names = case.leaf.dns_names();
    let common = case.leaf.subject().common_name();
    let named = |name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    Some(if names.is_empty() {
        let what_to_do = "order a certificate with the service's host name as a dNSName";
        Finding::of(rule, Verdict::Failure, "no dNSName", what_to_do)
    } else if let Some(common) = common.filter(|common| !named(common)) {
        let found = format!("the common name `{common}`, not among {}", names.join(", "));
        let what_to_do = "have the common name put among the alternative names";
        Finding::of(rule, Verdict::Warning, found, what_to_do)
    } else {
        Finding::pass(rule, names.join(", "))
    })
}
