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

/// Public TLS certificates may no longer hold a unit, so its absence is a warning; the identifier
/// of ETSI EN 319 412-1 says the same thing. Real ones are often written in other ways, which are
/// accepted and told.
pub(in crate::conformity) fn identifier(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let subject = case.leaf.subject();
    if let Some(unit) = subject.organizational_units().find(|unit| is_iso_6523(unit)) {
        return Some(Finding::pass(rule, format!("OU={unit}")));
    }
    let note = |found: String, what_to_do: &str| {
        Some(Finding::of(rule, Verdict::Information, found, what_to_do))
    };
    let etsi = subject.organization_identifier();
    if let Some(found) = etsi.filter(|found| is_etsi(found)) {
        let what_to_do = "nothing: it identifies the organisation as well";
        return note(format!("organizationIdentifier={found}"), what_to_do);
    }
    let unit = subject.organizational_units().find(|unit| ends_in_a_number(unit));
    let written = unit.map(|unit| format!("OU={unit}"));
    let other = etsi.filter(|found| ends_in_a_number(found));
    let written = written.or(other.map(|found| format!("organizationIdentifier={found}")));
    if let Some(found) = written {
        let what_to_do = "nothing: real certificates are written so too; have the next one written as expected, where the supplier may";
        return note(format!("{found}, which is not quite of the form"), what_to_do);
    }
    let what_to_do =
        "have the SIREN or SIRET put into the next certificate, where the supplier may";
    Some(Finding::of(rule, Verdict::Warning, format!("`{subject}`"), what_to_do))
}

/// `0002 `, then a SIREN of 9 digits or a SIRET of 14.
fn is_iso_6523(unit: &str) -> bool {
    unit.strip_prefix("0002 ").is_some_and(is_siren_or_siret)
}

fn is_siren_or_siret(number: &str) -> bool {
    matches!(number.len(), 9 | 14) && number.bytes().all(|digit| digit.is_ascii_digit())
}

/// A scheme, a country, a hyphen and a reference: `NTRFR-123456789`, `VATBE-0123456789`; or a
/// national scheme, `SI:FR-123456789`.
fn is_etsi(identifier: &str) -> bool {
    let Some((scheme, reference)) = identifier.split_once('-') else { return false };
    let register = ["NTR", "VAT", "PSD", "LEI"].iter().find_map(|each| scheme.strip_prefix(each));
    let national = scheme.split_once(':').filter(|(scheme, _)| scheme.len() == 2);
    let country = register.or(national.map(|(_, country)| country));
    let is_country = |text: &str| text.len() == 2 && text.bytes().all(|it| it.is_ascii_uppercase());
    country.is_some_and(is_country) && !reference.is_empty()
}

/// A SIREN or SIRET behind anything: `0002123456789`, `0001 123456789`, `NTR:123456789`.
fn ends_in_a_number(text: &str) -> bool {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let register = text.bytes().take_while(u8::is_ascii_digit).count();
    match digits {
        9 | 14 => register != text.len(),
        // The register's number, without the space.
        13 | 18 => register == text.len() && text.starts_with("000"),
        _ => false,
    }
}

/// What OpenSSL proposes where nobody names an organisation.
const NOBODY: [&str; 2] = ["Internet Widgits Pty Ltd", "Default Company Ltd"];

/// The company's name may stand in the organisation, or in the common name of a certificate that a
/// company made itself.
pub(in crate::conformity) fn company(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let subject = case.leaf.subject();
    let named = subject.organization().filter(|name| !NOBODY.contains(name));
    Some(if let Some(organization) = named.filter(|name| !name.trim().is_empty()) {
        Finding::pass(rule, format!("O={organization}"))
    } else {
        let what_to_do = "make or order the certificate with the company's official name as its organisation (O=)";
        let found = format!("`{subject}`, without an organisation of its own");
        Finding::of(rule, Verdict::Warning, found, what_to_do)
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
    Some(if names.iter().any(|name| name.starts_with("*.")) {
        let what_to_do = "order one with the service's full name: the RGS knows no wildcard";
        Finding::of(rule, Verdict::Warning, names.join(", "), what_to_do)
    } else if names.is_empty() {
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
