//! Judges the chain, as far as the file holds it.

use crate::conformity::{
    Case,
    report::{Finding, Verdict},
};
use crate::{Certificate, rule::Rule};

/// A self-signed certificate has no chain, and is told so elsewhere.
pub(in crate::conformity) fn complete(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    if case.leaf.self_issued() {
        return None;
    }
    let authorities = &case.chain.authorities;
    let names: Vec<String> =
        authorities.iter().map(|each| format!("`{}`", each.subject())).collect();
    let Some(last) = case.chain.ends_before_its_root_at() else {
        return Some(Finding::pass(rule, format!("issued by {}", names.join(", issued by "))));
    };
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
