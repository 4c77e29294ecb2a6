//! Builds the chain from what the file holds, and judges it.

use jiff::Timestamp;

use crate::conformity::{
    Case,
    report::{Finding, Verdict},
};
use crate::{Certificate, rule::Rule};

/// The best path from the leaf upwards.
///
/// An authority may have several certificates, with one key and one name, under several roots; so
/// there may be several paths, and a good one makes the others harmless.
pub(in crate::conformity) struct Chain {
    /// From the one that issued the leaf, towards the root.
    pub(in crate::conformity) authorities: Vec<Certificate>,
    /// Whether the last one is a root.
    complete: bool,
    /// Authorities of the other paths that are not valid.
    stale_elsewhere: Vec<Certificate>,
}

/// No real chain is longer, and a file made to exhaust us is not one.
const LENGTH_MAX: usize = 8;
const PATHS_MAX: usize = 64;

impl Chain {
    /// Prefers a path that reaches a root, then one whose authorities are all valid.
    pub(in crate::conformity) fn of(
        leaf: &Certificate,
        certificates: &[Certificate],
        at: Timestamp,
    ) -> Self {
        let mut paths = Vec::new();
        climb(&mut vec![leaf.clone()], certificates, &mut paths);
        let best = paths.iter().max_by_key(|path| {
            let stale = path.iter().filter(|each| !each.validity().contains(at)).count();
            (is_complete(path), std::cmp::Reverse(stale), std::cmp::Reverse(path.len()))
        });
        let best = best.cloned().unwrap_or_else(|| vec![leaf.clone()]);
        let elsewhere = paths.iter().flatten().filter(|each| !best.contains(each));
        let mut stale: Vec<Certificate> = Vec::new();
        for authority in elsewhere.filter(|each| !each.validity().contains(at)) {
            if !stale.contains(authority) {
                stale.push(authority.clone());
            }
        }
        Self {
            complete: is_complete(&best),
            authorities: best.into_iter().skip(1).collect(),
            stale_elsewhere: stale,
        }
    }
}

fn is_complete(path: &[Certificate]) -> bool {
    path.last().is_some_and(Certificate::self_issued)
}

/// Climbs to every issuer of the path's last certificate, and keeps each path that ends.
fn climb(
    path: &mut Vec<Certificate>,
    certificates: &[Certificate],
    paths: &mut Vec<Vec<Certificate>>,
) {
    let Some(last) = path.last().cloned() else { return };
    let issuers: Vec<&Certificate> = certificates
        .iter()
        .filter(|each| last.names_as_issuer(each) && !path.contains(each))
        .collect();
    if issuers.is_empty() || last.self_issued() || path.len() >= LENGTH_MAX {
        paths.push(path.clone());
        return;
    }
    for issuer in issuers {
        if paths.len() >= PATHS_MAX {
            return;
        }
        path.push(issuer.clone());
        climb(path, certificates, paths);
        path.pop();
    }
}

/// A self-signed certificate has no chain, and is told so elsewhere.
pub(in crate::conformity) fn complete(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    if case.leaf.self_issued() {
        return None;
    }
    let authorities = &case.chain.authorities;
    let names: Vec<String> =
        authorities.iter().map(|each| format!("`{}`", each.subject())).collect();
    if case.chain.complete {
        return Some(Finding::pass(rule, format!("issued by {}", names.join(", issued by "))));
    }
    let last = authorities.last().unwrap_or(case.leaf);
    let found = format!(
        "a chain that ends at `{}`, without its issuer `{}`",
        last.subject(),
        last.issuer()
    );
    let what_to_do = "take the missing certificate from the supplier's site and put it into the file; Windows leaves out silently what is not in its store";
    Some(Finding::of(rule, Verdict::Failure, found, what_to_do))
}

/// For every link the file holds.
pub(in crate::conformity) fn signatures(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let path: Vec<&Certificate> =
        std::iter::once(case.leaf).chain(&case.chain.authorities).collect();
    let upper = path.iter().skip(1).chain(path.last().filter(|last| last.self_issued()));
    for (lower, upper) in path.iter().zip(upper) {
        if !lower.is_signed_by(upper).unwrap_or(false) {
            let found = format!(
                "a signature on `{}` that the key of `{}` did not make",
                lower.subject(),
                upper.subject()
            );
            let what_to_do = "fetch the authorities' certificates again from the supplier's site";
            return Some(Finding::of(rule, Verdict::Failure, found, what_to_do));
        }
    }
    Some(Finding::pass(rule, "every signature made by the next certificate's key"))
}

/// An invalid authority beside a good path is harmless, and worth a warning.
pub(in crate::conformity) fn authorities(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let mut authorities = case.chain.authorities.iter();
    if let Some(stale) = authorities.find(|each| !each.validity().contains(case.context.at)) {
        let what_to_do = "fetch the authority's current certificate from the supplier's site";
        return Some(Finding::of(rule, Verdict::Failure, period_of(stale), what_to_do));
    }
    if let Some(stale) = case.chain.stale_elsewhere.first() {
        let what_to_do = "leave it out of the file: another path is good";
        return Some(Finding::of(rule, Verdict::Warning, period_of(stale), what_to_do));
    }
    let count = case.chain.authorities.len();
    (count > 0).then(|| Finding::pass(rule, format!("authorities valid: {count}")))
}

fn period_of(authority: &Certificate) -> String {
    format!("`{}`, valid from {}", authority.subject(), authority.validity())
}
