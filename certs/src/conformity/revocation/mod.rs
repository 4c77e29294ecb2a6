//! Judges a certificate and its authorities by what is known of their revocation.
//!
//! # Shape
//! The caller hands in [`Evidence`]: lists and answers that somebody fetched. Where nothing is
//! handed in nothing is said. *Revoked* is a failure; a fresh word that says otherwise is a pass;
//! everything between (unknown, stale, unverifiable, about somebody else) is a warning, "not
//! proven": a partner that looks may refuse.
//!
//! # Rules
//! See [`rules`].

pub mod rules;

use super::{
    Case,
    report::{Finding, Verdict},
};
use crate::{
    Certificate,
    mode::Partner,
    policy::Level,
    revocation::{Evidence, RevocationList, Status},
};

/// Judges by the evidence of the case.
pub(super) fn judge(case: &Case<'_>) -> Vec<Finding> {
    let evidence = case.context.revocation;
    if evidence.is_empty() || case.leaf.self_issued() {
        return Vec::new();
    }
    let mut findings = vec![leaf(case)];
    findings.extend(authorities(case));
    findings.extend(lists(case));
    findings
}

fn leaf(case: &Case<'_>) -> Finding {
    let Some(issuer) = case.chain.authorities.first() else {
        let found = format!(
            "not proven: the certificate of `{}`, which verifies the word on revocation, is not in the file",
            case.leaf.issuer()
        );
        let what_to_do = "hand in the file with its whole chain";
        return Finding::of(rules::LEAF, Verdict::Warning, found, what_to_do);
    };
    match best(case, case.leaf, issuer) {
        Some(Status::Good(period)) => {
            Finding::pass(rules::LEAF, format!("not revoked, by word {period}"))
        }
        Some(Status::Revoked(revocation)) => {
            let what_to_do = "order another certificate, with a new key, and put it in place: whoever looks refuses this one";
            Finding::of(rules::LEAF, Verdict::Failure, format!("revoked {revocation}"), what_to_do)
        }
        other => {
            let found = format!("not proven: {}", doubt(other.as_ref()));
            Finding::of(rules::LEAF, Verdict::Warning, found, fetch(case.leaf))
        }
    }
}

/// Says nothing where no evidence is about an authority.
fn authorities(case: &Case<'_>) -> Option<Finding> {
    let above = case.chain.authorities.iter().zip(case.chain.authorities.iter().skip(1));
    let mut good = 0;
    let mut doubted = None;
    for (authority, issuer) in above {
        let name = authority.subject();
        match best(case, authority, issuer) {
            Some(Status::Revoked(revocation)) => {
                let found = format!("`{name}`, revoked {revocation}");
                let what_to_do = "ask the supplier for a certificate from another of its authorities: everything under this one is refused";
                return Some(Finding::of(rules::AUTHORITIES, Verdict::Failure, found, what_to_do));
            }
            Some(Status::Good(_)) => good += 1,
            Some(other) => {
                let found = format!("not proven of `{name}`: {}", doubt(Some(&other)));
                let finding =
                    Finding::of(rules::AUTHORITIES, Verdict::Warning, found, fetch(authority));
                doubted.get_or_insert(finding);
            }
            None => {}
        }
    }
    let pass = || Finding::pass(rules::AUTHORITIES, format!("authorities not revoked: {good}"));
    doubted.or_else(|| (good > 0).then(pass))
}

/// The word that counts most: one that says revoked, then one that does not know the certificate,
/// then a good one; none where none is about it.
fn best(case: &Case<'_>, certificate: &Certificate, issuer: &Certificate) -> Option<Status> {
    let about = case.context.revocation.iter().filter(|it| it.is_about(certificate, issuer));
    let said = about.map(|it| it.status_of(certificate, issuer, case.context.at));
    said.min_by_key(|status| match status {
        Status::Revoked(_) => 0,
        Status::Unknown => 1,
        Status::Good(_) => 2,
        Status::Stale(_) => 3,
        Status::Unverifiable(_) => 4,
    })
}

fn doubt(status: Option<&Status>) -> String {
    match status {
        None => "nothing that was handed in is about this certificate".to_owned(),
        Some(Status::Unknown) => "its authority says that it does not know it".to_owned(),
        Some(Status::Stale(period)) => format!("what was handed in is over, {period}"),
        Some(Status::Unverifiable(doubt)) => format!("what was handed in does not count: {doubt}"),
        Some(Status::Good(_)) => "not revoked".to_owned(),
        Some(Status::Revoked(revocation)) => format!("revoked {revocation}"),
    }
}

fn fetch(certificate: &Certificate) -> String {
    let addresses = certificate.crl_urls().iter().filter(|address| address.starts_with("http"));
    let addresses: Vec<&str> = addresses.map(String::as_str).collect();
    if addresses.is_empty() {
        return "fetch the authority's current revocation list from the supplier's site".to_owned();
    }
    format!("fetch the current revocation list from {}", addresses.join(" or "))
}

/// The form of the authority's list, where RGS is demanded of the certificate.
fn lists(case: &Case<'_>) -> Option<Finding> {
    let asks_for_rgs = case.profile.partner.is_none_or(|partner| partner == Partner::ChorusPro)
        && !case.profile.policies.is_empty();
    let list = case.context.revocation.iter().find_map(|evidence| match evidence {
        Evidence::List(list) if list.issuer() == case.leaf.issuer() => Some(list),
        Evidence::List(_) | Evidence::Response(_) => None,
    });
    let list = list.filter(|_| asks_for_rgs)?;
    let level = case.leaf.policies().iter().filter_map(|oid| case.context.policies.find(oid));
    let level = level.filter_map(|policy| policy.level).max();
    let broken = departures(list, hours_max(level));
    if broken.is_empty() {
        let hours = list.period().length().as_hours();
        return Some(Finding::pass(rules::LIST, format!("a list that lasts {hours} hours")));
    }
    let found = format!("a list that {}", broken.join(", and "));
    let what_to_do = "tell the supplier; nobody is known to refuse the certificate for it";
    Some(Finding::of(rules::LIST, Verdict::Warning, found, what_to_do))
}

fn departures(list: &RevocationList, hours_max: i64) -> Vec<String> {
    let mut broken = Vec::new();
    if !list.is_version_2() {
        broken.push("is not of version 2".to_owned());
    }
    if list.number().is_none() {
        broken.push("has no number (cRLNumber)".to_owned());
    }
    if !list.names_its_key() {
        broken.push("does not name its key (authorityKeyIdentifier)".to_owned());
    }
    match list.period().next_update {
        None => broken.push("does not say when the next is due (nextUpdate)".to_owned()),
        Some(_) if list.period().length() > jiff::SignedDuration::from_hours(hours_max) => {
            let hours = list.period().length().as_hours();
            broken.push(format!("lasts {hours} hours, more than {hours_max}"));
        }
        Some(_) => {}
    }
    broken
}

/// A level that is not known is taken for the lowest.
const fn hours_max(level: Option<Level>) -> i64 {
    match level {
        Some(Level::Two) => 48,
        Some(Level::Three) => 36,
        Some(Level::One) | None => 144,
    }
}
