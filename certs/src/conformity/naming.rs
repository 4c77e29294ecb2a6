//! Judges the names in the certificate: `CPP-CERT-15`, `-16`, `-20`.

use super::{
    Case, Target,
    report::{Finding, Verdict},
    rules::{IDENTIFIER, SERVER_NAME, TEST},
};
use crate::{Certificate, profile::Purpose};

/// `CPP-CERT-15`. RGS-A4 §II.4 says how a test certificate is marked.
pub(super) fn test(case: &Case<'_>) -> Option<Finding> {
    let Some(mark) = test_mark(case.leaf) else {
        return Some(Finding::pass(TEST, "no mark of a test certificate"));
    };
    let found = format!("the mark of a test certificate in \"{mark}\"");
    Some(match case.target {
        Target::Production => Finding::of(
            TEST,
            Verdict::Failure,
            found,
            "order a standard certificate for production",
        ),
        Target::Qualification => {
            let what_to_do = "order a standard certificate before production";
            Finding::of(TEST, Verdict::Information, found, what_to_do)
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

/// `CPP-CERT-16`. Public TLS certificates may no longer hold a unit, so its absence is a warning;
/// the identifier of ETSI EN 319 412-1 says the same thing.
pub(super) fn identifier(case: &Case<'_>) -> Option<Finding> {
    let subject = case.leaf.subject();
    if let Some(unit) = subject.organizational_units().find(|unit| is_iso_6523(unit)) {
        return Some(Finding::pass(IDENTIFIER, format!("OU={unit}")));
    }
    let etsi = subject.organization_identifier();
    if let Some(found) = etsi.filter(|id| id.starts_with("NTRFR-") || id.starts_with("VATFR-")) {
        let found = format!("organizationIdentifier={found}");
        let what_to_do = "nothing: it identifies the organisation as well";
        return Some(Finding::of(IDENTIFIER, Verdict::Information, found, what_to_do));
    }
    let what_to_do =
        "have the SIREN or SIRET put into the next certificate, where the supplier may";
    Some(Finding::of(IDENTIFIER, Verdict::Warning, format!("`{subject}`"), what_to_do))
}

/// `0002 `, then a SIREN of 9 digits or a SIRET of 14.
fn is_iso_6523(unit: &str) -> bool {
    unit.strip_prefix("0002 ").is_some_and(|number| {
        matches!(number.len(), 9 | 14) && number.bytes().all(|digit| digit.is_ascii_digit())
    })
}

/// `CPP-CERT-20`, for servers.
pub(super) fn server_name(case: &Case<'_>) -> Option<Finding> {
    if case.profile.purpose == Purpose::Client {
        return None;
    }
    let names = case.leaf.dns_names();
    let common = case.leaf.subject().common_name();
    let named = |name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    Some(if names.is_empty() {
        let what_to_do = "order a certificate with the service's host name as a dNSName";
        Finding::of(SERVER_NAME, Verdict::Failure, "no dNSName", what_to_do)
    } else if let Some(common) = common.filter(|common| !named(common)) {
        let found = format!("the common name `{common}`, not among {}", names.join(", "));
        let what_to_do = "have the common name put among the alternative names";
        Finding::of(SERVER_NAME, Verdict::Warning, found, what_to_do)
    } else {
        Finding::pass(SERVER_NAME, names.join(", "))
    })
}
